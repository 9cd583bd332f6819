//! Parts of a mail (RFC 2045) with the way from each byte back through quoted-printable and Base64.
//!
//! Where the parts are and what they are is found by `mail-parser`; the bytes are decoded here,
//! because it forgets where they were.

use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders as _};
use rapporteur_document::{MapBuilder, OffsetMap, Span};

use crate::Selected;

/// The part of this number, counting from 0 as they stand.
pub fn part(bytes: &[u8], number: usize) -> Result<Selected, String> {
    let mail = parse(bytes).ok_or("not a mail: it has no header")?;
    let part = mail.parts.get(number).ok_or_else(|| format!("the mail has no part {number}"))?;
    Ok(decoded(bytes, part))
}

/// A part of these bytes as it was before it was encoded to be sent.
pub fn decoded(bytes: &[u8], part: &MessagePart<'_>) -> Selected {
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    let body = Span::new(start.min(bytes.len()), end.clamp(start.min(bytes.len()), bytes.len()));
    let (decoded, map) = match said(part).unwrap_or(part.encoding) {
        Encoding::None => {
            let mut map = MapBuilder::default();
            map.skip_to(body.start());
            map.copied(body.len());
            (bytes[body.range()].to_vec(), map.finish())
        }
        Encoding::QuotedPrintable => quoted_printable(bytes, body),
        Encoding::Base64 => base64(bytes, body),
    };
    Selected { bytes: decoded, map, charset: charset(part) }
}

/// Whether the encoding of a part, which its header names, was so damaged that `mail-parser` took the
/// part as it stands. What is right of it is decoded here all the same.
pub fn is_damaged(part: &MessagePart<'_>) -> bool {
    part.encoding == Encoding::None && said(part).is_some_and(|said| said != Encoding::None)
}

/// How a part is encoded, by its header; `None` where that names nothing of the kind.
fn said(part: &MessagePart<'_>) -> Option<Encoding> {
    let said = part.content_transfer_encoding()?.trim();
    let known = [("base64", Encoding::Base64), ("quoted-printable", Encoding::QuotedPrintable)];
    known.into_iter().find(|(name, _)| said.eq_ignore_ascii_case(name)).map(|(_, encoding)| encoding)
}

/// A mail's parts and headers.
pub fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    MessageParser::default().parse(bytes)
}

/// The encoding that a part declares.
pub fn charset(part: &MessagePart<'_>) -> Option<String> {
    part.content_type()?.attribute("charset").map(ToOwned::to_owned)
}

/// RFC 2045, 6.7; what is no escape stays as it is.
fn quoted_printable(bytes: &[u8], body: Span) -> (Vec<u8>, OffsetMap) {
    let mut out = Vec::with_capacity(body.len());
    let mut map = MapBuilder::default();
    map.skip_to(body.start());
    let mut rest = &bytes[body.range()];
    while !rest.is_empty() {
        let run = memchr::memchr(b'=', rest).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..run]);
        map.copied(run);
        rest = &rest[run..];
        let Some(after) = rest.get(1..) else { break };
        if let Some(byte) = hexadecimal(after) {
            out.push(byte);
            map.replaced(1, 3);
            rest = &rest[3..];
        } else if let Some(len) = soft_break(after) {
            map.skipped(1 + len);
            rest = &rest[1 + len..];
        } else {
            out.push(b'=');
            map.copied(1);
            rest = after;
        }
    }
    (out, map.finish())
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let (high, low) = (digit(digits.first()?)?, digit(digits.get(1)?)?);
    u8::try_from(high * 16 + low).ok()
}

/// The length of a line end, with blanks before it, or of nothing at the very end.
fn soft_break(after: &[u8]) -> Option<usize> {
    let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match &after[blanks..] {
        [b'\r', b'\n', ..] => Some(blanks + 2),
        [b'\n' | b'\r', ..] => Some(blanks + 1),
        [] => Some(blanks),
        _ => None,
    }
}

/// RFC 2045, 6.8: four letters are three bytes, and each three lead to their four as a whole. What
/// is no letter is passed over.
fn base64(bytes: &[u8], body: Span) -> (Vec<u8>, OffsetMap) {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let mut map = MapBuilder::default();
    let (mut bits, mut letters, mut start) = (0_u32, 0, body.start());
    let mut flush = |bits: u32, letters: usize, start: usize, end: usize, map: &mut MapBuilder| {
        let count = letters * 6 / 8;
        let three = (bits << (6 * (4 - letters))).to_be_bytes();
        out.extend_from_slice(&three[1..=count]);
        map.skip_to(start);
        map.replaced(count, end - start);
    };
    map.skip_to(body.start());
    let mut end = body.start();
    for (at, byte) in bytes[body.range()].iter().enumerate() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        if letters == 0 {
            start = body.start() + at;
        }
        bits = bits << 6 | u32::from(value);
        letters += 1;
        end = body.start() + at + 1;
        if letters == 4 {
            flush(bits, 4, start, end, &mut map);
            (bits, letters) = (0, 0);
        }
    }
    if letters > 1 {
        flush(bits, letters, start, end, &mut map);
    }
    (out, map.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_leads_back_four_letters_at_a_time() {
        let mail = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nTWFueSBo\nYW5kcw==\n";
        let selected = part(mail, 0).unwrap();
        assert_eq!(selected.bytes, b"Many hands");
        let source = selected.map.to_source(Span::new(0, 4)).unwrap();
        assert_eq!(&mail[source.range()], b"TWFueSBo");
        let source = selected.map.to_source(Span::new(9, 10)).unwrap();
        assert_eq!(&mail[source.range()], b"cw");
    }

    #[test]
    fn damaged_base64_is_decoded_as_far_as_it_goes() {
        let mail = b"Content-Type: text/plain\nContent-Transfer-Encoding: Base64\n\nTWFueSBo!!YW5kcw=\n";
        assert!(is_damaged(&parse(mail).unwrap().parts[0]));
        assert_eq!(part(mail, 0).unwrap().bytes, b"Many hands");
    }

    #[test]
    fn quoted_printable_keeps_what_is_no_escape() {
        let decoded = |text: &str| {
            String::from_utf8_lossy(&quoted_printable(text.as_bytes(), Span::new(0, text.len())).0)
                .into_owned()
        };
        assert_eq!(decoded("a=3Db= \r\nc=\nd=zz=4"), "a=bcd=zz=4");
        assert_eq!(decoded("end="), "end");
    }
}
