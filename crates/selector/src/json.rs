//! JSON (RFC 8259) with the place of every value in the bytes.

use memchr::memchr2;
use rapporteur_document::{MapBuilder, OffsetMap, Span};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In quotation marks.
    String,
    /// In `[ ]`.
    Array,
    /// In `{ }`.
    Object,
    /// A number, `true`, `false` or `null`.
    Other,
}

/// A value's place, quotation marks and brackets included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

/// The value that starts at `at` or after the white space there; `None` when it has no end.
pub fn value_at(bytes: &[u8], at: usize) -> Option<Value> {
    let start = past_space(bytes, at);
    let (kind, end) = match *bytes.get(start)? {
        b'"' => (Kind::String, string_end(bytes, start)?),
        b'[' => (Kind::Array, brackets_end(bytes, start)?),
        b'{' => (Kind::Object, brackets_end(bytes, start)?),
        b',' | b':' | b']' | b'}' => return None,
        _ => {
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}');
            let len = bytes[start..].iter().position(is_end).unwrap_or(bytes.len() - start);
            (Kind::Other, start + len)
        }
    };
    Some(Value { kind, span: Span::new(start, end) })
}

/// The members of an object in order: each key with its value. Ends where the object is broken.
pub fn members(bytes: &[u8], object: Span) -> impl Iterator<Item = (String, Value)> {
    let mut at = object.start() + 1;
    std::iter::from_fn(move || {
        let key = value_at(bytes, past_comma(bytes, at)).filter(|key| key.kind == Kind::String)?;
        let colon = past_space(bytes, key.span.end());
        let value = (bytes.get(colon) == Some(&b':')).then(|| value_at(bytes, colon + 1))??;
        at = value.span.end();
        (at <= object.end()).then(|| (string(bytes, key.span), value))
    })
}

/// The elements of an array in order. Ends where the array is broken.
pub fn elements(bytes: &[u8], array: Span) -> impl Iterator<Item = Value> {
    let mut at = array.start() + 1;
    std::iter::from_fn(move || {
        let value = value_at(bytes, past_comma(bytes, at))?;
        at = value.span.end();
        (at <= array.end()).then_some(value)
    })
}

/// The value that a JSON Pointer (RFC 6901) leads to from the value that `bytes` are.
pub fn at_pointer(bytes: &[u8], pointer: &str) -> Option<Value> {
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let mut value = value_at(bytes, mark)?;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        value = match value.kind {
            Kind::Object => members(bytes, value.span).find(|(key, _)| *key == step)?.1,
            Kind::Array => elements(bytes, value.span).nth(step.parse().ok()?)?,
            Kind::String | Kind::Other => return None,
        };
    }
    Some(value)
}

/// A string without its marks and escapes, and the map to the bytes. What is no escape stays.
pub fn decode(bytes: &[u8], string: Span) -> (Vec<u8>, OffsetMap) {
    let mut out = Vec::with_capacity(string.len());
    let mut map = MapBuilder::default();
    unescape(bytes, string, &mut out, &mut map);
    (out, map.finish())
}

fn unescape(bytes: &[u8], string: Span, out: &mut Vec<u8>, map: &mut MapBuilder) {
    let end = string.end().saturating_sub(1).max(string.start() + 1).min(bytes.len());
    let mut at = (string.start() + 1).min(end);
    map.skip_to(at);
    while at < end {
        let run = memchr::memchr(b'\\', &bytes[at..end]).unwrap_or(end - at);
        out.extend_from_slice(&bytes[at..at + run]);
        map.copied(run);
        at += run;
        if at == end {
            break;
        }
        let (character, len) = escape(&bytes[at..end]);
        if let Some(character) = character {
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            map.replaced(character.len_utf8(), len);
        } else {
            out.extend_from_slice(&bytes[at..at + len]);
            map.copied(len);
        }
        at += len;
    }
}

/// All strings of a value, a blank line between them, and the map to the bytes; `None` when there is
/// none.
pub fn texts(bytes: &[u8], value: Value) -> Option<(Vec<u8>, OffsetMap)> {
    if value.kind == Kind::String {
        return Some(decode(bytes, value.span));
    }
    let mut strings = Vec::new();
    collect(bytes, value, &mut strings, 16);
    let mut out = Vec::new();
    let mut map = MapBuilder::default();
    for span in strings {
        if !out.is_empty() {
            out.extend_from_slice(b"\n\n");
            map.inserted(2);
        }
        unescape(bytes, span, &mut out, &mut map);
    }
    (!out.is_empty()).then(|| (out, map.finish()))
}

fn collect(bytes: &[u8], value: Value, strings: &mut Vec<Span>, depth: usize) {
    match value.kind {
        Kind::String => strings.push(value.span),
        Kind::Array if depth > 0 => {
            elements(bytes, value.span).for_each(|value| collect(bytes, value, strings, depth - 1));
        }
        Kind::Object if depth > 0 => {
            members(bytes, value.span).for_each(|(_, value)| collect(bytes, value, strings, depth - 1));
        }
        _ => {}
    }
}

/// A string's text.
pub fn string(bytes: &[u8], span: Span) -> String {
    String::from_utf8(decode(bytes, span).0)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The character of the escape at the start of `bytes` and its length; no character when it is none.
fn escape(bytes: &[u8]) -> (Option<char>, usize) {
    let simple = |character| (Some(character), 2);
    match bytes.get(1) {
        Some(b'n') => simple('\n'),
        Some(b't') => simple('\t'),
        Some(b'r') => simple('\r'),
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{c}'),
        Some(&byte @ (b'"' | b'\\' | b'/')) => simple(char::from(byte)),
        Some(b'u') => {
            let Some(high) = unit(bytes) else { return (None, 1) };
            if (0xD800..0xDC00).contains(&high)
                && let Some(low) = bytes.get(6..).and_then(unit)
                && (0xDC00..0xE000).contains(&low)
            {
                let joined = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                return (char::from_u32(joined), 12);
            }
            // Half a pair is no character.
            (Some(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)), 6)
        }
        _ => (None, 1),
    }
}

/// The number of `\uXXXX`.
fn unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |sum, &digit| Some(sum * 16 + char::from(digit).to_digit(16)?))
}

fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        let found = at + memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[found] == b'"' {
            return Some(found + 1);
        }
        at = found + 2;
    }
}

/// The end of an array or object, by its brackets outside strings.
fn brackets_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match *bytes.get(at)? {
            b'"' => {
                at = string_end(bytes, at)?;
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// The first byte from `at` on that is no white space.
pub fn past_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len())
}

fn past_comma(bytes: &[u8], at: usize) -> usize {
    let at = past_space(bytes, at);
    if bytes.get(at) == Some(&b',') { at + 1 } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(json: &str) -> String {
        string(json.as_bytes(), Span::new(0, json.len()))
    }

    #[test]
    fn escapes_are_read_and_broken_ones_left() {
        assert_eq!(decoded(r#""a\tb\\c\/d\"""#), "a\tb\\c/d\"");
        assert_eq!(decoded(r#""\ud83d\udc4d \ud83d x""#), "👍 \u{fffd} x");
        assert_eq!(decoded(r#""\x \u12""#), r"\x \u12");
        assert_eq!(decoded(r#""""#), "");
    }

    #[test]
    fn broken_values_have_no_end() {
        for broken in ["", "  ", "\"a", "[1, [2]", "{\"a\": \"}", "]", ","] {
            assert_eq!(value_at(broken.as_bytes(), 0), None, "{broken}");
        }
        assert_eq!(value_at(b" 12,", 0).unwrap().span, Span::new(1, 3));
    }

    #[test]
    fn pointers_lead_through_objects_and_arrays() {
        let json = br#"{"a": [1, {"b": "x"}], "c": null}"#;
        let at = |pointer| at_pointer(json, pointer).map(|value| &json[value.span.range()]);
        assert_eq!(at("/a/1/b"), Some(b"\"x\"".as_slice()));
        assert_eq!(at("/c"), Some(b"null".as_slice()));
        assert_eq!(at("").map(<[u8]>::len), Some(json.len()));
        assert_eq!((at("/a/2"), at("/d"), at("/c/d")), (None, None, None));
    }
}
