//! What the tests write that others would read: archives, captures, PDF documents.

use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

type Archive = ZipWriter<Cursor<Vec<u8>>>;

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// An archive of what `fill` puts into it.
pub(crate) fn archive(fill: impl FnOnce(&mut Archive) -> zip::result::ZipResult<()>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    fill(&mut writer).expect("memory");
    writer.finish().expect("memory").into_inner()
}

/// An archive of these members; a name that ends in a stroke is a folder.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    archive(|writer| {
        for (name, bytes) in members {
            if name.ends_with('/') {
                writer.add_directory(*name, SimpleFileOptions::default())?;
            } else {
                writer.start_file(*name, SimpleFileOptions::default())?;
                writer.write_all(bytes)?;
            }
        }
        Ok(())
    })
}

/// An archive of a link that leads out of it.
pub(crate) fn linked() -> Vec<u8> {
    archive(|writer| writer.add_symlink("link.txt", "../../etc/hosts", SimpleFileOptions::default()))
}

/// An archive whose first member is encrypted, as bit 0 of its flags says: in its own head and in the
/// directory.
pub(crate) fn locked(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = zip(members);
    let directory = position(&bytes, b"PK\x01\x02");
    bytes[6] |= 1;
    bytes[directory + 8] |= 1;
    bytes
}

/// A record of a web archive; `more` are further lines of its head.
pub(crate) fn record(kind: &str, url: &str, content_type: &str, more: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n\
         Content-Type: {content_type}\r\n{more}\r\n"
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

/// A PDF document of one page with this content, a stream with its dictionary; without a table of its
/// objects, so that they are searched for. `kids` are the pages that it says it has.
pub(crate) fn pdf(content: &str, kids: &str) -> Vec<u8> {
    format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Count 1 /Kids [{kids}] >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n4 0 obj\n{content}\nendobj\n\
         5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n\
         trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )
    .into_bytes()
}

/// Where a part of the bytes is.
pub(crate) fn position(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).expect("it is there")
}

/// The bytes with every `from` replaced by `to`, which is as long.
pub(crate) fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    while bytes.windows(from.len()).any(|window| window == from) {
        let at = position(&bytes, from);
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}
