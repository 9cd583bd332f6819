//! Tables.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rapporteur_fuzz::members(&rapporteur_ingest_table::Csv::default(), bytes);
});
