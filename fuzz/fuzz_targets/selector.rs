//! Any selector on any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for selector in ["json:/a", "json:", "csv:1", "tsv:0", "xml:a", "mime:0", "mime:1", "mime:2"] {
        if let Ok(selected) = rapporteur_selector::select(bytes, selector) {
            rapporteur_fuzz::check(&selected.map, selected.bytes.len(), bytes.len());
        }
    }
});
