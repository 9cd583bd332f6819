//! PDF documents, and what is made of them through all normalizers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rapporteur_fuzz::members(&rapporteur_ingest_pdf::Pdf, bytes);
    if let Ok(member) = rapporteur_ingest_pdf::member(bytes.to_vec(), 1 << 16) {
        rapporteur_fuzz::normalize(&member.bytes, member.media_type);
    }
});
