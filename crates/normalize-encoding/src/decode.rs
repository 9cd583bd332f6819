//! Bytes to text, and for each character the bytes that it was read from.
//!
//! Decoders usually give a text and forget the way. Here runs of bytes that are the same in both
//! are copied as a whole, and every other character gets a piece of the map of its own. What is
//! malformed becomes U+FFFD, the number and extent of which follow the Encoding Standard.

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use rapporteur_document::{MapBuilder, OffsetMap};

/// A text with its way back.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// From it to the bytes.
    pub map: OffsetMap,
    /// What was no text in this encoding.
    pub malformed: Malformed,
    /// Single bytes of windows-1252 punctuation that stood in UTF-8 and were read as such.
    pub strays: usize,
}

/// How many sequences of bytes were malformed, and where the first is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// How many.
    pub count: usize,
    /// First byte of the first.
    pub first: Option<usize>,
}

/// Decodes bytes, of which the first `mark` are a byte order mark.
///
/// With `mend`, a lone byte of windows-1252 punctuation in UTF-8 is read as what it was meant to
/// be: see [`stray`].
pub fn decode(bytes: &[u8], encoding: &'static Encoding, mark: usize, mend: bool) -> Decoded {
    let mut out = Writer::new(bytes.len());
    out.map.skipped(mark);
    let body = &bytes[mark..];
    if encoding == UTF_8 {
        utf8(body, mend, &mut out);
    } else if encoding == UTF_16LE {
        utf16(body, u16::from_le_bytes, &mut out);
    } else if encoding == UTF_16BE {
        utf16(body, u16::from_be_bytes, &mut out);
    } else if encoding.is_single_byte() {
        single_bytes(body, encoding, &mut out);
    } else {
        stepwise(body, encoding, &mut out);
    }
    out.finish()
}

/// Text, map and what went wrong, growing from left to right.
struct Writer {
    text: String,
    map: MapBuilder,
    malformed: Malformed,
    strays: usize,
}

impl Writer {
    fn new(capacity: usize) -> Self {
        Self {
            text: String::with_capacity(capacity),
            map: MapBuilder::default(),
            malformed: Malformed::default(),
            strays: 0,
        }
    }

    /// Text that is its source, byte for byte.
    fn copied(&mut self, text: &str) {
        self.text.push_str(text);
        self.map.copied(text.len());
    }

    /// Text that stands for the next `source_len` bytes.
    fn piece(&mut self, text: &str, source_len: usize) {
        self.text.push_str(text);
        if text.len() == source_len {
            self.map.copied(source_len);
        } else {
            self.map.replaced(text.len(), source_len);
        }
    }

    fn character(&mut self, character: char, source_len: usize) {
        self.piece(character.encode_utf8(&mut [0; 4]), source_len);
    }

    fn bad(&mut self, source_len: usize) {
        self.malformed.count += 1;
        self.malformed.first.get_or_insert(self.map.source_position());
        self.character(char::REPLACEMENT_CHARACTER, source_len);
    }

    fn finish(self) -> Decoded {
        Decoded { text: self.text, map: self.map.finish(), malformed: self.malformed, strays: self.strays }
    }
}

fn utf8(body: &[u8], mend: bool, out: &mut Writer) {
    if let Ok(text) = std::str::from_utf8(body) {
        out.copied(text);
        return;
    }
    let mut chunks = body.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        out.copied(chunk.valid());
        let alone = (!chunk.valid().is_empty() || out.map.source_position() == 0)
            && chunks.peek().is_none_or(|next| !next.valid().is_empty());
        match (chunk.invalid(), stray(chunk.invalid())) {
            ([], _) => {}
            (_, Some(meant)) if mend && alone => {
                out.strays += 1;
                out.character(meant, 1);
            }
            (invalid, _) => out.bad(invalid.len()),
        }
    }
}

/// What a lone byte in UTF-8 was meant to be, when somebody pasted windows-1252 into it: quotation
/// marks, dashes, dots, the euro and trade mark signs. Letters are left malformed: a lone `E9` may
/// be an é, and may be what is left of a longer sequence.
fn stray(invalid: &[u8]) -> Option<char> {
    match invalid {
        [byte @ (0x80 | 0x85 | 0x91..=0x97 | 0x99)] => single_byte(encoding_rs::WINDOWS_1252, *byte),
        _ => None,
    }
}

fn utf16(body: &[u8], unit: fn([u8; 2]) -> u16, out: &mut Writer) {
    let pairs = body.chunks_exact(2);
    let rest = pairs.remainder().len();
    for read in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
        match read {
            Ok(character) => out.character(character, 2 * character.len_utf16()),
            Err(_) => out.bad(2),
        }
    }
    if rest > 0 {
        out.bad(rest);
    }
}

fn single_bytes(body: &[u8], encoding: &'static Encoding, out: &mut Writer) {
    let table: Vec<Option<char>> = (0x80..=0xFF).map(|byte| single_byte(encoding, byte)).collect();
    let mut at = 0;
    while at < body.len() {
        let run = ascii_run(&body[at..]);
        out.copied(run);
        at += run.len();
        if let Some(&byte) = body.get(at) {
            match table[usize::from(byte) - 0x80] {
                Some(character) => out.character(character, 1),
                None => out.bad(1),
            }
            at += 1;
        }
    }
}

/// The character of one byte; `None` where the encoding has none.
pub(crate) fn single_byte(encoding: &'static Encoding, byte: u8) -> Option<char> {
    let byte = [byte];
    let (text, malformed) = encoding.decode_without_bom_handling(&byte);
    text.chars().next().filter(|_| !malformed)
}

fn ascii_run(bytes: &[u8]) -> &str {
    let run = &bytes[..Encoding::ascii_valid_up_to(bytes)];
    std::str::from_utf8(run).expect("ASCII is UTF-8")
}

/// The encodings whose characters are sequences of several bytes: the decoder is fed a byte at a
/// time, and what comes out was read from the bytes since something last came out.
fn stepwise(body: &[u8], encoding: &'static Encoding, out: &mut Writer) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0; 32];
    // Bytes from `open` to `at` are inside the decoder.
    let (mut open, mut at) = (0, 0);
    loop {
        // ISO-2022-JP has states in which ASCII bytes are no ASCII.
        if open == at && encoding.is_ascii_compatible() {
            let run = ascii_run(&body[at..]);
            out.copied(run);
            at += run.len();
            open = at;
        }
        let end = (at + 1).min(body.len());
        let last = at == body.len();
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(&body[at..end], &mut buffer, last);
        at += read;
        let text = std::str::from_utf8(&buffer[..written]).expect("a decoder writes UTF-8");
        if let DecoderResult::Malformed(bad, after) = result {
            let bad_end = at.saturating_sub(usize::from(after)).max(open);
            let bad_start = bad_end.saturating_sub(usize::from(bad)).max(open);
            if !text.is_empty() || bad_start > open {
                out.piece(text, bad_start - open);
            }
            out.bad(bad_end - bad_start);
            open = bad_end;
            continue;
        }
        if !text.is_empty() {
            out.piece(text, at - open);
            open = at;
        }
        if last {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rapporteur_document::Span;

    /// Every encoding in which a character's bytes can be decoded alone.
    const ENCODINGS: &[&str] = &[
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "windows-874",
        "iso-8859-2",
        "iso-8859-5",
        "iso-8859-15",
        "koi8-r",
        "koi8-u",
        "macintosh",
        "ibm866",
        "gbk",
        "gb18030",
        "big5",
        "euc-jp",
        "euc-kr",
        "shift_jis",
    ];

    fn encoding(label: &str) -> &'static Encoding {
        Encoding::for_label(label.as_bytes()).expect("a label")
    }

    fn encode(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
        if encoding == UTF_16LE {
            return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        if encoding == UTF_16BE {
            return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
        let (bytes, _, lost) = encoding.encode(text);
        (!lost).then(|| bytes.into_owned())
    }

    /// What the standard's decoder gives, to compare with.
    fn standard(bytes: &[u8], encoding: &'static Encoding) -> String {
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    #[test]
    fn every_character_leads_to_its_own_bytes() {
        let samples = [
            "Plain ASCII.",
            "“Déjà vu” — £5",
            "Ћирилица и ёлка",
            "中文句子，标点。",
            "日本語のテスト",
            "한국어",
            "ไทย",
            "עברית",
            "שָׁלוֹם",
            "ă î ș",
            "𝄞 clef",
        ];
        let mut seen = 0;
        for label in ENCODINGS {
            let encoding = encoding(label);
            for sample in samples {
                let Some(bytes) = encode(sample, encoding) else { continue };
                seen += 1;
                let decoded = decode(&bytes, encoding, 0, false);
                assert_eq!(decoded.text, sample, "{label}");
                decoded.map.check(sample.len(), bytes.len()).unwrap();
                for (at, character) in sample.char_indices() {
                    let span = Span::new(at, at + character.len_utf8());
                    let source = decoded.map.to_source(span).unwrap();
                    let alone = standard(&bytes[source.range()], encoding);
                    assert_eq!(alone, character.to_string(), "{label} {sample}");
                }
            }
        }
        assert!(seen > 60, "{seen} pairs of encoding and sample");
    }

    #[test]
    fn malformed_bytes_are_counted_and_kept_apart() {
        let decoded = decode(b"a\xFFb\xE2\x80 c", UTF_8, 0, true);
        assert_eq!(decoded.text, "a\u{fffd}b\u{fffd} c");
        assert_eq!(decoded.malformed, Malformed { count: 2, first: Some(1) });
        assert_eq!(decoded.map.to_source(Span::new(5, 8)), Some(Span::new(3, 5)));
    }

    #[test]
    fn a_lone_byte_of_punctuation_in_utf8_is_read_as_windows_1252() {
        let bytes = "\u{e9}t\u{e9} ".bytes().chain(*b"\x93x\x94 it\x92s").collect::<Vec<_>>();
        assert_eq!(decode(&bytes, UTF_8, 0, true).text, "été “x” it’s");
        assert_eq!(decode(&bytes, UTF_8, 0, true).strays, 3);
        assert_eq!(decode(&bytes, UTF_8, 0, false).text, "été \u{fffd}x\u{fffd} it\u{fffd}s");
        // What is left of a cut sequence is no punctuation.
        assert_eq!(decode(b"a\x80\x99b", UTF_8, 0, true).text, "a\u{fffd}\u{fffd}b");
    }

    #[test]
    fn a_mark_is_passed_over() {
        let decoded = decode(b"\xEF\xBB\xBFab", UTF_8, 3, false);
        assert_eq!(decoded.text, "ab");
        assert_eq!(decoded.map.to_source(Span::new(0, 1)), Some(Span::new(3, 4)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_bytes_decode_as_the_standard_says_with_a_map_that_covers(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0x20u8..0x7f, 0x80u8..], 0..80),
            pick in 0..ENCODINGS.len() + 1,
        ) {
            let encoding = encoding(ENCODINGS.get(pick).copied().unwrap_or("iso-2022-jp"));
            let decoded = decode(&bytes, encoding, 0, false);
            prop_assert_eq!(&decoded.text, &standard(&bytes, encoding), "{}", encoding.name());
            prop_assert!(decoded.map.check(decoded.text.len(), bytes.len()).is_ok());
            prop_assert!(OffsetMap::from_pieces(decoded.map.pieces().to_vec()).is_ok());
            let replaced = decoded.text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
            prop_assert!(decoded.malformed.count <= replaced);
        }
    }
}
