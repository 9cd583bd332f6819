//! PDF documents, and what is made of them through all normalizers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rapporteur_fuzzed::pdf(bytes));
