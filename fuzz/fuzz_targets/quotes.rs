//! Any text with any number of quotation marks in any order.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rapporteur_fuzzed::quotes(bytes));
