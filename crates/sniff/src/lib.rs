//! What bytes look like, from their first few thousand: HTML, text, or which kind of other file.
//!
//! Ingest asks before it hands bytes on under a name that says nothing, and the encoding stage asks
//! when bytes decode to no text, so that the quarantine can say "a PNG image" and not "bad bytes".
//! Looks are a guess from the outside: nothing here decodes, and nothing does IO.
//!
//! Start reading at [`looks`]; the [signatures](signature) are in their own module.

mod signatures;

pub use signatures::signature;

/// How far we look: pages with long scripts in their head still show a tag in it.
const HEAD: usize = 8 * 1024;

/// What bytes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// There are none.
    Empty,
    /// A web page, or a part of one.
    Html,
    /// Text of any encoding.
    Text,
    /// A kind of file that holds no running text: `a PNG image`.
    Other(&'static str),
    /// Not text, and nothing we know the signature of.
    Binary,
}

/// The order of the two bytes of a UTF-16 unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteOrder {
    /// Low byte first.
    Little,
    /// High byte first.
    Big,
}

/// What these bytes look like. Only the first 8 KiB are looked at.
pub fn looks(bytes: &[u8]) -> Looks {
    let head = &bytes[..bytes.len().min(HEAD)];
    if head.is_empty() {
        return Looks::Empty;
    }
    if let Some(kind) = signature(head) {
        return Looks::Other(kind);
    }
    let utf16 = has_utf16_mark(head) || utf16(head).is_some();
    if !utf16 && is_binary(count_controls(head), head.len()) {
        return Looks::Binary;
    }
    // In UTF-16 the letters of a tag stand between NULs.
    let letters: Vec<u8>;
    let ascii = if utf16 {
        letters = head.iter().copied().filter(|&byte| byte != 0).collect();
        &letters
    } else {
        head
    };
    if is_transcript(ascii) {
        Looks::Text
    } else if is_html(ascii) {
        Looks::Html
    } else if is_other_xml(ascii) {
        Looks::Other("an XML document that is no web page")
    } else {
        Looks::Text
    }
}

/// Whether so many control characters among so many bytes or characters are no text.
///
/// Of random bytes, 10 % are control characters; scanned and ill-converted texts that people can
/// still read have fewer than 1 %. A few are let through in short texts.
pub fn is_binary(controls: usize, of: usize) -> bool {
    const MOST: usize = 25; // one in 25
    controls > 2 + of / MOST
}

/// How many of these bytes are control characters that no text needs.
pub fn count_controls(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| is_control(byte)).count()
}

/// Tab, line feed, form feed, carriage return, and escape (ISO-2022) belong to texts.
fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x1b)) || byte == 0x7f
}

fn has_utf16_mark(head: &[u8]) -> bool {
    head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF")
}

/// The byte order of UTF-16 that has no byte order mark, by where the NULs stand: European text
/// has one in nearly every unit, always on the same side. Scripts above U+00FF show only in their
/// spaces and digits, so a tenth of the units is enough when the other side has none.
pub fn utf16(bytes: &[u8]) -> Option<ByteOrder> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let units = head.len() / 2;
    if units < 2 || bytes.len() % 2 == 1 {
        return None;
    }
    let nuls_at = |side: usize| head.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (high_first, low_first) = (nuls_at(0), nuls_at(1));
    let order = match (high_first, low_first) {
        (0, low) if low * 10 > units => ByteOrder::Little,
        (high, 0) if high * 10 > units => ByteOrder::Big,
        _ => return None,
    };
    // Small numbers of two bytes look the same, but they are control characters and not letters.
    let unit = |pair: &[u8]| match order {
        ByteOrder::Little => u16::from_le_bytes([pair[0], pair[1]]),
        ByteOrder::Big => u16::from_be_bytes([pair[0], pair[1]]),
    };
    let controls = head.chunks_exact(2).filter(|pair| u8::try_from(unit(pair)).is_ok_and(is_control)).count();
    (!is_binary(controls, units)).then_some(order)
}

/// Tags that parts of pages have.
const TAGS: [&[u8]; 10] =
    [b"<p>", b"</p>", b"<p ", b"<div", b"<a href", b"<br", b"<h1", b"<title>", b"<meta ", b"<span"];

/// How many of them make a page: prose about HTML may name one or two.
const SEVERAL: usize = 4;

/// Whether bytes are a web page or a part of one: a page's first tag, or several tags of text.
fn is_html(head: &[u8]) -> bool {
    let lower = head.to_ascii_lowercase();
    let start = past_marks(&lower);
    if [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|tag| start.starts_with(tag)) {
        return true;
    }
    if start.starts_with(b"<") && count(&lower, b"<html", 1) == 1 {
        return true;
    }
    TAGS.iter().map(|tag| count(&lower, tag, SEVERAL)).sum::<usize>() >= SEVERAL
}

/// Whether bytes are a transcript of a parliament as XML, which is text to those who read it.
fn is_transcript(head: &[u8]) -> bool {
    let start = past_marks(head);
    start.starts_with(b"<")
        && [&b"<publicwhip"[..], b"<TEI "].iter().any(|tag| count(start, tag, 1) == 1)
        && count(&start.to_ascii_lowercase(), b"<html", 1) == 0
}

fn is_other_xml(head: &[u8]) -> bool {
    past_marks(head).starts_with(b"<?xml ")
}

/// What follows a byte order mark and white space.
fn past_marks(head: &[u8]) -> &[u8] {
    let marks: [&[u8]; 3] = [b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"];
    let rest = marks.iter().find_map(|mark| head.strip_prefix(*mark)).unwrap_or(head);
    rest.trim_ascii_start()
}

fn count(haystack: &[u8], needle: &[u8], most: usize) -> usize {
    haystack.windows(needle.len()).filter(|window| *window == needle).take(most).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_texts_and_others_are_told_apart() {
        let cases: &[(&[u8], Looks)] = &[
            (b"", Looks::Empty),
            (b"A council met.\r\nIt rose at noon.\n", Looks::Text),
            (b"caf\xE9 cr\xE8me", Looks::Text),
            (b"\xEF\xBB\xBF  <!DOCTYPE html><html>", Looks::Html),
            (b"<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">", Looks::Html),
            (b"<!-- saved page -->\n<HTML lang=en>", Looks::Html),
            (b"<p>One.</p><p>Two.</p>", Looks::Html),
            (b"The tag <p> opens a paragraph and </p> closes it.", Looks::Text),
            (
                b"<?xml version=\"1.0\"?><rss><channel/></rss>",
                Looks::Other("an XML document that is no web page"),
            ),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Looks::Other("a PNG image")),
            (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", Looks::Other("a PDF document")),
            (b"\x01\x02\x03\x04\x00\x00\x07\x08", Looks::Binary),
            (b"\xFF\xFE<\0h\0t\0m\0l\0>\0", Looks::Html),
            (b"A\0 \0m\0o\0t\0i\0o\0n\0", Looks::Text),
        ];
        for (bytes, expected) in cases {
            assert_eq!(looks(bytes), *expected, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn utf16_shows_by_the_side_of_its_nuls() {
        let units = |text: &str, order| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| match order {
                    ByteOrder::Little => unit.to_le_bytes(),
                    ByteOrder::Big => unit.to_be_bytes(),
                })
                .collect()
        };
        for order in [ByteOrder::Little, ByteOrder::Big] {
            assert_eq!(utf16(&units("The minister – a lawyer – resigned.", order)), Some(order));
            assert_eq!(utf16(&units("Министр ушёл в отставку 3 мая.", order)), Some(order));
        }
        assert_eq!(utf16(b"plain text with no NULs in it"), None);
        assert_eq!(utf16(&[1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]), None, "numbers");
    }
}
