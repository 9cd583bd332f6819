//! Elements of an XML document with their places: as much of XML as feeds need, and as lenient as
//! they are written. An element ends at the next end tag of its name, whatever stands between.

use std::borrow::Cow;

use memchr::memmem;
use rapporteur_document::{MapBuilder, OffsetMap, Span};

/// A piece of XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// `<name …>`
    Start,
    /// `<name …/>`
    Empty,
    /// `</name>`
    End,
    /// The text of `<![CDATA[ … ]]>`.
    CData,
    /// Text between tags, escapes and all.
    Text,
    /// A comment, a declaration, a processing instruction.
    Other,
}

/// The tokens of `bytes[range]` with their places; a `CData`'s is that of its text.
pub fn tokens(bytes: &[u8], range: Span) -> impl Iterator<Item = (Token, Span)> {
    let end = range.end().min(bytes.len());
    let mut at = range.start();
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let rest = &bytes[at..end];
        let (token, span, next) = token(rest);
        let found = (token, Span::new(at + span.start(), at + span.end()));
        at += next.max(1);
        Some(found)
    })
}

fn token(rest: &[u8]) -> (Token, Span, usize) {
    let len = rest.len();
    let until = |from: usize, mark: &[u8]| {
        memmem::find(rest.get(from..).unwrap_or_default(), mark).map(|found| from + found)
    };
    if rest[0] != b'<' {
        let end = memchr::memchr(b'<', rest).unwrap_or(len);
        return (Token::Text, Span::new(0, end), end);
    }
    if rest.starts_with(b"<![CDATA[") {
        let end = until(9, b"]]>");
        return (Token::CData, Span::new(9, end.unwrap_or(len).max(9)), end.map_or(len, |end| end + 3));
    }
    if rest.starts_with(b"<!--") {
        let end = until(4, b"-->").map_or(len, |end| end + 3);
        return (Token::Other, Span::new(0, end), end);
    }
    if rest.starts_with(b"<?") {
        let end = until(2, b"?>").map_or(len, |end| end + 2);
        return (Token::Other, Span::new(0, end), end);
    }
    match rest.get(1) {
        Some(b'!') => {
            let end = until(2, b">").map_or(len, |end| end + 1);
            (Token::Other, Span::new(0, end), end)
        }
        Some(b'/') => {
            let end = until(2, b">").map_or(len, |end| end + 1);
            (Token::End, Span::new(0, end), end)
        }
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80 => {
            let end = tag_end(rest);
            let empty = rest[..end].ends_with(b"/>");
            (if empty { Token::Empty } else { Token::Start }, Span::new(0, end), end)
        }
        // A lone `<`.
        _ => {
            let end = 1 + memchr::memchr(b'<', &rest[1..]).unwrap_or(len - 1);
            (Token::Text, Span::new(0, end), end)
        }
    }
}

/// The end of a start tag, its attributes' quotation marks respected.
fn tag_end(tag: &[u8]) -> usize {
    let mut quote = None;
    for (at, &byte) in tag.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// The name in a tag.
pub fn name(tag: &[u8]) -> &[u8] {
    let tag = tag.strip_prefix(b"<").unwrap_or(tag);
    let tag = tag.strip_prefix(b"/").unwrap_or(tag);
    let end = tag.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    &tag[..end.unwrap_or(tag.len())]
}

/// The value of an attribute of a tag.
pub fn attribute<'b>(tag: &'b [u8], wanted: &str) -> Option<Cow<'b, str>> {
    let mut rest = &tag[name(tag).len().min(tag.len())..];
    while let Some(equals) = memchr::memchr(b'=', rest) {
        let key = rest[..equals].trim_ascii();
        let key = key.rsplit(u8::is_ascii_whitespace).next().unwrap_or(key);
        let value = rest[equals + 1..].trim_ascii_start();
        let quote = *value.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
        let len = memchr::memchr(quote, &value[1..])?;
        if key == wanted.as_bytes() {
            let (text, _) = decode(value, Span::new(1, 1 + len));
            return Some(String::from_utf8_lossy(&text).into_owned().into());
        }
        rest = &value[len + 2..];
    }
    None
}

/// An element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element {
    /// Its start tag.
    pub tag: Span,
    /// What is between its tags.
    pub inner: Span,
    /// All of it.
    pub whole: Span,
}

/// How many elements without an end are looked over before the rest is given up.
const MOST_OPEN: usize = 32;

/// The elements right inside `bytes[range]`, in order.
pub fn elements(bytes: &[u8], range: Span) -> impl Iterator<Item = Element> {
    let mut at = range.start();
    let mut open = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = Span::new(at.min(range.end()), range.end());
            let (token, tag) =
                tokens(bytes, rest).find(|(token, _)| matches!(token, Token::Start | Token::Empty))?;
            at = tag.end();
            if token == Token::Empty {
                let inner = Span::new(tag.end(), tag.end());
                return Some(Element { tag, inner, whole: tag });
            }
            match end_of(bytes, Span::new(tag.end(), range.end()), name(&bytes[tag.range()])) {
                Some(end) => {
                    at = end.end();
                    let inner = Span::new(tag.end(), end.start());
                    return Some(Element { tag, inner, whole: Span::new(tag.start(), end.end()) });
                }
                // Written as in HTML, without an end.
                None if open < MOST_OPEN => open += 1,
                None => return None,
            }
        }
    })
}

/// The end tag of an element of this name whose start tag is just before.
fn end_of(bytes: &[u8], range: Span, wanted: &[u8]) -> Option<Span> {
    let mut depth = 0_usize;
    for (token, span) in tokens(bytes, range) {
        if !matches!(token, Token::Start | Token::End) || name(&bytes[span.range()]) != wanted {
            continue;
        }
        match (token, depth) {
            (Token::Start, _) => depth += 1,
            (_, 0) => return Some(span),
            _ => depth -= 1,
        }
    }
    None
}

/// The root element of a document.
pub fn root(bytes: &[u8]) -> Option<Element> {
    let all = Span::new(0, bytes.len());
    let (token, tag) = tokens(bytes, all).find(|(token, _)| matches!(token, Token::Start | Token::Empty))?;
    let is_empty = token == Token::Empty;
    // What is cut off ends with the file.
    let end = if is_empty { tag.end() } else { bytes.len() };
    Some(Element { tag, inner: Span::new(tag.end(), end), whole: Span::new(tag.start(), end) })
}

/// The first child of this name of the element that `bytes` are.
pub fn child(bytes: &[u8], wanted: &str) -> Option<Element> {
    let root = root(bytes)?;
    elements(bytes, root.inner).find(|child| name(&bytes[child.tag.range()]) == wanted.as_bytes())
}

/// Text without its escapes, and the map to the bytes; markup as it is.
///
/// Characters above ASCII are unescaped only where the bytes are UTF-8: in others a page's own
/// references (`&#8217;`) say it as well.
pub fn decode(bytes: &[u8], range: Span) -> (Vec<u8>, OffsetMap) {
    let range = Span::new(range.start().min(bytes.len()), range.end().min(bytes.len()));
    let mut out = Vec::with_capacity(range.len());
    let mut map = MapBuilder::default();
    map.skip_to(range.start());
    if tokens(bytes, range).any(|(token, _)| matches!(token, Token::Start | Token::Empty)) {
        out.extend_from_slice(&bytes[range.range()]);
        map.copied(range.len());
        return (out, map.finish());
    }
    let is_utf8 = std::str::from_utf8(&bytes[range.range()]).is_ok();
    for (token, span) in tokens(bytes, range) {
        match token {
            Token::CData => {
                map.skip_to(span.start());
                out.extend_from_slice(&bytes[span.range()]);
                map.copied(span.len());
            }
            Token::Text => {
                map.skip_to(span.start());
                unescape(&bytes[span.range()], is_utf8, &mut out, &mut map);
            }
            _ => map.skip_to(span.end()),
        }
    }
    (out, map.finish())
}

/// An element's text.
pub fn text(bytes: &[u8], range: Span) -> String {
    String::from_utf8_lossy(&decode(bytes, range).0).trim().to_owned()
}

fn unescape(mut text: &[u8], is_utf8: bool, out: &mut Vec<u8>, map: &mut MapBuilder) {
    while !text.is_empty() {
        let run = memchr::memchr(b'&', text).unwrap_or(text.len());
        out.extend_from_slice(&text[..run]);
        map.copied(run);
        text = &text[run..];
        if text.is_empty() {
            return;
        }
        if let Some((character, len)) = reference(text, is_utf8) {
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            map.replaced(character.len_utf8(), len);
            text = &text[len..];
        } else {
            out.push(b'&');
            map.copied(1);
            text = &text[1..];
        }
    }
}

/// The character of a reference at the start of `text`, and the reference's length.
fn reference(text: &[u8], is_utf8: bool) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let end = memchr::memchr(b';', &text[..text.len().min(LONGEST)])?;
    let character = match &text[1..end] {
        b"lt" => '<',
        b"gt" => '>',
        b"amp" => '&',
        b"quot" => '"',
        b"apos" => '\'',
        [b'#', number @ ..] => {
            let number = std::str::from_utf8(number).ok()?;
            let value = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(value).filter(|character| is_utf8 || character.is_ascii())?
        }
        _ => return None,
    };
    Some((character, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(xml: &str) -> Vec<String> {
        let bytes = xml.as_bytes();
        let root = root(bytes).unwrap();
        elements(bytes, root.inner)
            .map(|element| String::from_utf8_lossy(name(&bytes[element.tag.range()])).into_owned())
            .collect()
    }

    #[test]
    fn children_are_those_right_inside() {
        let xml = "<?xml version='1.0'?><!-- <x> --><a><b><c/></b><d e='>'/>text<f><![CDATA[</f>]]></f></a>";
        assert_eq!(names(xml), ["b", "d", "f"]);
        assert_eq!(names("<a><br>one<b>two</b><hr></a>"), ["b"]);
        assert_eq!(names("<a><s><s>x</s></s><t>"), ["s"]);
    }

    #[test]
    fn text_is_unescaped_and_markup_kept() {
        let decoded = |xml: &str| text(xml.as_bytes(), Span::new(0, xml.len()));
        assert_eq!(decoded("&lt;p&gt;a &amp;amp; b&#8217;s&nbsp;&;"), "<p>a &amp; b’s&nbsp;&;");
        assert_eq!(decoded("a<!-- no --><![CDATA[<b>&amp;]]>c"), "a<b>&amp;c");
        assert_eq!(decoded("<div>a &amp; b</div>"), "<div>a &amp; b</div>");
    }

    #[test]
    fn attributes_are_found_by_name() {
        let tag = b"<link rel=\"alternate\" type='x' href=\"https://a.example/?b=1&amp;c=2\"/>";
        assert_eq!(attribute(tag, "href").unwrap(), "https://a.example/?b=1&c=2");
        assert_eq!(attribute(tag, "rel").unwrap(), "alternate");
        assert_eq!(attribute(tag, "hre"), None);
    }
}
