//! Feeds, tables and JSON in UTF-16.
#![no_main]

use rapporteur_container::Utf16;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((&pick, bytes)) = bytes.split_first() else { return };
    // Most inputs are no UTF-16: what is none is made some.
    let wide: Vec<u8> = if pick & 4 == 0 {
        [0xFF, 0xFE].into_iter().chain(bytes.iter().flat_map(|&byte| [byte, 0])).collect()
    } else {
        bytes.to_vec()
    };
    match pick & 3 {
        0 => rapporteur_fuzz::members(&Utf16(rapporteur_ingest_feed::Feed), &wide),
        1 => rapporteur_fuzz::members(&Utf16(rapporteur_ingest_table::Csv::default()), &wide),
        _ => rapporteur_fuzz::members(&Utf16(rapporteur_ingest_table::Json::default()), &wide),
    }
});
