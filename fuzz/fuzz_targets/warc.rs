//! WARC files.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rapporteur_fuzzed::warc(bytes));
