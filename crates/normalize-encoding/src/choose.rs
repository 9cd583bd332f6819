//! Which encoding bytes are in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use rapporteur_sniff::ByteOrder;

use crate::About;
use crate::declared::{Declared, declared};
use crate::decode::{Decoded, decode};

/// How many bytes above ASCII tell an encoding. Below that the user's fallback knows better.
const ENOUGH: usize = 6;

/// How many bytes, from the first above ASCII, are given to the detector.
const SAMPLE: usize = 1 << 20;

/// In UTF-8 with errors, how many whole characters there are for each error, at least. Text of
/// another encoding has few sequences that are valid UTF-8 by chance.
const WHOLE_FOR_EACH_ERROR: usize = 4;

/// In a declared encoding, how many bytes above ASCII there are for each error, at least. Any
/// encoding but that one gives more errors, where it gives some.
const ABOVE_ASCII_FOR_EACH_ERROR: usize = 100;

/// Bytes as text, with the encoding they were in.
#[derive(Debug)]
pub struct Read {
    /// Text and map.
    pub decoded: Decoded,
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Why we are not sure of it, if we are not.
    pub doubt: Option<String>,
}

/// Finds the encoding and decodes: by byte order mark; by what the container declares, then by what
/// a page does, if the bytes agree; as UTF-8, if they are valid; by the pattern of UTF-16; by
/// statistics; as the fallback.
pub fn read(bytes: &[u8], about: About) -> Read {
    let About { is_html, fallback, mend, .. } = about;
    let sure = |encoding, mark| Read { decoded: decode(bytes, encoding, mark, mend), encoding, doubt: None };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return sure(encoding, mark);
    }
    let valid = std::str::from_utf8(bytes).is_ok();
    let mut doubt = None;
    // As UTF-16 anything decodes: its own pattern has to show, which is looked for below.
    let declared_outside = about.declared.filter(|&one| one != UTF_16LE && one != UTF_16BE);
    if let Some(encoding) = declared_outside {
        if valid && encoding != UTF_8 && !bytes.is_ascii() {
            doubt = Some(format!("the container declares {}, but this is valid UTF-8", encoding.name()));
        } else {
            let read = sure(encoding, 0);
            if agrees(bytes, &read) {
                return read;
            }
            doubt = Some(format!("the container declares {}, but the bytes do not agree", encoding.name()));
        }
    }
    if is_html {
        match declared(bytes) {
            Some(Declared::As(encoding, label)) => {
                // Other encodings hardly ever give valid UTF-8 by chance; pages whose declaration
                // was not changed with their encoding are common.
                if valid && encoding != UTF_8 && !bytes.is_ascii() {
                    doubt = Some(format!("the page declares {}, but is valid UTF-8", shown(label)));
                } else {
                    let read = sure(encoding, 0);
                    if agrees(bytes, &read) {
                        return read;
                    }
                    doubt = Some(format!("the page declares {}, but its bytes do not agree", shown(label)));
                }
            }
            Some(Declared::Unknown(label)) => {
                doubt = Some(format!("the page declares {}, which is no encoding", shown(label)));
            }
            None => {}
        }
    }
    // Before UTF-8: NULs are valid there.
    if let Some(order) = rapporteur_sniff::utf16(bytes) {
        let encoding = match order {
            ByteOrder::Little => UTF_16LE,
            ByteOrder::Big => UTF_16BE,
        };
        return Read { doubt, ..sure(encoding, 0) };
    }
    if valid || is_utf8_with_errors(bytes) {
        return Read { doubt, ..sure(UTF_8, 0) };
    }
    let (encoding, why) = guess(bytes, fallback);
    let doubt = doubt.unwrap_or_else(|| "no encoding is declared".to_owned());
    Read { doubt: Some(format!("{doubt}; {why}")), ..sure(encoding, 0) }
}

/// Whether bytes are in the encoding that is declared for them, but for a few.
fn agrees(bytes: &[u8], read: &Read) -> bool {
    let malformed = read.decoded.malformed.count;
    if malformed == 0 {
        return true;
    }
    if read.encoding == UTF_8 {
        return is_utf8_with_errors(bytes);
    }
    malformed * ABOVE_ASCII_FOR_EACH_ERROR <= bytes.iter().filter(|byte| !byte.is_ascii()).count()
}

/// An encoding by statistics, and why that one.
fn guess(bytes: &[u8], fallback: &'static Encoding) -> (&'static Encoding, String) {
    let first = Encoding::ascii_valid_up_to(bytes);
    let sample = &bytes[first..bytes.len().min(first + SAMPLE)];
    if sample.iter().filter(|byte| !byte.is_ascii()).take(ENOUGH).count() < ENOUGH {
        let why = format!("too few bytes above ASCII to tell their encoding, {} is assumed", fallback.name());
        return (fallback, why);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, first + sample.len() == bytes.len());
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if guessed != fallback && decode(sample, guessed, 0, false).malformed.count > 1 {
        let why = format!("no encoding fits all bytes, {} is assumed", fallback.name());
        return (fallback, why);
    }
    (guessed, format!("the bytes look like {}", guessed.name()))
}

/// Whether bytes are UTF-8 in which few places are broken: cut off, or pasted from elsewhere.
fn is_utf8_with_errors(bytes: &[u8]) -> bool {
    let (mut whole, mut errors) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        errors += usize::from(!chunk.invalid().is_empty());
    }
    whole >= errors * WHOLE_FOR_EACH_ERROR
}

fn shown(label: &[u8]) -> String {
    let label: String = String::from_utf8_lossy(label).chars().take(40).collect();
    format!("{label:?}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;

    fn name_of(bytes: &[u8], is_html: bool) -> (&'static str, Option<String>) {
        let about = About { is_html, declared: None, fallback: WINDOWS_1252, mend: true };
        let read = read(bytes, about);
        (read.encoding.name(), read.doubt)
    }

    #[test]
    fn the_mark_comes_first() {
        assert_eq!(name_of(b"\xFF\xFEa\0b\0", false).0, "UTF-16LE");
        assert_eq!(name_of(b"\xEF\xBB\xBF<meta charset=gbk>", true).0, "UTF-8");
    }

    #[test]
    fn a_declaration_holds_when_the_bytes_agree() {
        assert_eq!(name_of(b"<meta charset=koi8-r><p>\xF0\xD2\xC9\xD7\xC5\xD4", true), ("KOI8-R", None));
        assert_eq!(name_of(b"<meta charset=iso-8859-1><p>only ASCII", true).0, "windows-1252");
        let (name, doubt) = name_of("<meta charset=iso-8859-1><p>“déjà vu”".as_bytes(), true);
        assert_eq!(name, "UTF-8");
        assert_eq!(doubt.unwrap(), "the page declares \"iso-8859-1\", but is valid UTF-8");
        let (name, doubt) = name_of(b"<meta charset=utf-8><p>caf\xE9", true);
        assert_eq!(name, "windows-1252");
        assert!(
            doubt.unwrap().starts_with("the page declares \"utf-8\", but its bytes do not agree; too few")
        );
        let mostly = ["<meta charset=utf-8><p>déjà vu, été, naïveté".as_bytes(), b" \xFF"].concat();
        assert_eq!(name_of(&mostly, true), ("UTF-8", None));
        // Text files declare nothing.
        assert_eq!(name_of(b"<meta charset=koi8-r>", false), ("UTF-8", None));
    }

    #[test]
    fn statistics_tell_long_texts_apart() {
        let cases: &[(&str, &str)] = &[
            ("windows-1251", "Министр внутренних дел сообщил, что пострадавших нет."),
            ("windows-1252", "Le ministère a été informé dès l’après-midi; l’enquête a déjà commencé."),
            ("Shift_JIS", "大臣は記者会見で、けが人はいないと述べた。"),
            ("GBK", "部长在记者会上表示，没有人受伤。"),
            ("windows-1253", "Ο υπουργός δήλωσε ότι δεν υπάρχουν τραυματίες."),
            ("ISO-8859-2", "Ministr oznámil, že při požáru nebyl nikdo zraněn, škody jsou ale značné."),
        ];
        for (label, text) in cases {
            let bytes = Encoding::for_label(label.as_bytes()).unwrap().encode(text).0;
            let (name, doubt) = name_of(&bytes, false);
            assert!(doubt.is_some());
            assert_eq!(name, *label);
        }
    }

    #[test]
    fn few_broken_places_leave_it_utf8() {
        let mut bytes = "“Été” – déjà vu, “naïve”.".as_bytes().to_vec();
        bytes.extend(b" It\x92s.");
        assert_eq!(name_of(&bytes, false).0, "UTF-8");
        assert_eq!(name_of(b"One lone \x93quote\x94 in ASCII.", false).0, "windows-1252");
    }

    #[test]
    fn utf16_without_a_mark_is_seen() {
        let bytes: Vec<u8> = "The House met at noon.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(name_of(&bytes, false), ("UTF-16BE", None));
    }
}
