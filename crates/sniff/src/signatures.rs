//! Files by their first bytes.

/// A signature: bytes at an offset, and what a file that has them is.
type Signature = (usize, &'static [u8], &'static str);

/// Longer signatures of the same start come first. From the formats' own specifications.
const SIGNATURES: &[Signature] = &[
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xFF\xD8\xFF", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (8, b"WEBPVP8", "a WebP image"),
    (8, b"WAVEfmt ", "a WAV recording"),
    (8, b"AVI LIST", "an AVI film"),
    (0, b"%PDF-", "a PDF document"),
    (0, b"%!PS-Adobe", "a PostScript document"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"AT&TFORM", "a DjVu document"),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document"),
    (30, b"mimetypeapplication/epub+zip", "an EPUB book"),
    (30, b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"),
    (30, b"[Content_Types].xml", "an Office document"),
    (30, b"word/", "an Office document"),
    (30, b"xl/", "an Office document"),
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"\x1F\x8B\x08", "gzip-compressed"),
    (0, b"\x28\xB5\x2F\xFD", "zstd-compressed"),
    (4, b"1AY&SY", "bzip2-compressed"),
    (0, b"\xFD7zXZ\0", "xz-compressed"),
    (0, b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (0, b"Rar!\x1A\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"WARC/1.", "a WARC web archive"),
    (0, b"WARC/0.", "a WARC web archive"),
    (0, b"ID3\x02", "an MP3 recording"),
    (0, b"ID3\x03", "an MP3 recording"),
    (0, b"ID3\x04", "an MP3 recording"),
    (0, b"OggS", "an Ogg recording"),
    (0, b"fLaC", "a FLAC recording"),
    (0, b"\0\0\0\x14ftyp", "an MP4 film"),
    (0, b"\0\0\0\x18ftyp", "an MP4 film"),
    (0, b"\0\0\0\x1Cftyp", "an MP4 film"),
    (0, b"\0\0\0\x20ftyp", "an MP4 film"),
    (0, b"\x1A\x45\xDF\xA3", "a Matroska film"),
    (0, b"\x7FELF", "a program"),
    (0, b"MZ\x90\0", "a program"),
    (0, b"\xCF\xFA\xED\xFE", "a program"),
    (0, b"\0asm", "a WebAssembly program"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"\xFF\xFE\0\0", "UTF-32 text"),
    (0, b"\0\0\xFE\xFF", "UTF-32 text"),
];

/// What a file that starts with these bytes is, with its article: `a PNG image`. `None` when no
/// signature fits.
pub fn signature(head: &[u8]) -> Option<&'static str> {
    let fits = |&&(at, bytes, _): &&Signature| head.get(at..).is_some_and(|rest| rest.starts_with(bytes));
    SIGNATURES.iter().find(fits).map(|&(_, _, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_document_is_told_from_other_archives() {
        let mut head = b"PK\x03\x04".to_vec();
        head.resize(30, 0);
        assert_eq!(signature(&head), Some("a ZIP archive"));
        head.extend(b"[Content_Types].xml");
        assert_eq!(signature(&head), Some("an Office document"));
    }

    #[test]
    fn prose_has_no_signature() {
        for text in ["", "M", "Rarely", "PARIS", "ID3 tags", "Warc", "II. A motion"] {
            assert_eq!(signature(text.as_bytes()), None, "{text}");
        }
    }
}
