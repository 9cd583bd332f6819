//! Feeds, tables and JSON in UTF-16.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rapporteur_fuzzed::wide(bytes));
