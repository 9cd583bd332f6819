//! Transcripts of parliaments, as XML and as pages.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rapporteur_fuzzed::debate(bytes));
