//! The encoding that a page declares.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

/// How far we look. Browsers stop after 1,024 bytes; pages with scripts before their `meta` are
/// common enough to look further.
const HEAD: usize = 4 * 1024;

/// What a page declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declared<'b> {
    /// This encoding, under this label.
    As(&'static Encoding, &'b [u8]),
    /// A label that is no encoding.
    Unknown(&'b [u8]),
}

/// The encoding that a page declares in its XML declaration or in the first `meta` element that
/// names one. Comments are passed over.
///
/// Follows the "prescan" of the HTML standard, where it matters: a page that declares UTF-16 in
/// ASCII letters is no UTF-16, and is taken for UTF-8.
pub fn declared(bytes: &[u8]) -> Option<Declared<'_>> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let label = xml_label(head).or_else(|| meta_label(head))?;
    Some(match Encoding::for_label_no_replacement(label) {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Declared::As(UTF_8, label),
        Some(encoding) if encoding == X_USER_DEFINED => Declared::As(encoding_rs::WINDOWS_1252, label),
        Some(encoding) => Declared::As(encoding, label),
        None => Declared::Unknown(label),
    })
}

/// `<?xml version="1.0" encoding="…"?>`, at the very start.
fn xml_label(head: &[u8]) -> Option<&[u8]> {
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.iter().position(|&byte| byte == b'>')?;
    value_after(&declaration[..end], b"encoding")
}

/// `<meta charset="…">` or `<meta http-equiv=… content="text/html; charset=…">`.
fn meta_label(head: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    while let Some(found) = head[at..].iter().position(|&byte| byte == b'<') {
        let tag = &head[at + found..];
        at += found + 1;
        if tag.starts_with(b"<!--") {
            at += find(tag, b"-->")?;
        } else if starts_with_word(&tag[1..], b"meta") {
            let end = tag.iter().position(|&byte| byte == b'>').unwrap_or(tag.len());
            if let Some(label) = value_after(&tag[..end], b"charset") {
                return Some(label);
            }
        }
    }
    None
}

fn starts_with_word(bytes: &[u8], word: &[u8]) -> bool {
    bytes.len() > word.len()
        && bytes[..word.len()].eq_ignore_ascii_case(word)
        && (bytes[word.len()].is_ascii_whitespace() || bytes[word.len()] == b'/')
}

/// The value after `name =`, in quotes or without, in whatever case the name stands.
fn value_after<'b>(bytes: &'b [u8], name: &[u8]) -> Option<&'b [u8]> {
    let named = bytes.windows(name.len()).enumerate().filter(|(_, word)| word.eq_ignore_ascii_case(name));
    for (start, _) in named {
        let Some(rest) = bytes[start + name.len()..].trim_ascii_start().strip_prefix(b"=") else { continue };
        let rest = rest.trim_ascii_start();
        let (quote, rest) = match rest.first() {
            Some(&quote @ (b'"' | b'\'')) => (Some(quote), &rest[1..]),
            _ => (None, rest),
        };
        let ends = |byte: u8| match quote {
            Some(quote) => byte == quote,
            None => byte.is_ascii_whitespace() || matches!(byte, b';' | b'"' | b'\'' | b'/' | b'?'),
        };
        let end = rest.iter().position(|&byte| ends(byte)).unwrap_or(rest.len());
        let label = rest[..end].trim_ascii();
        if !label.is_empty() {
            return Some(label);
        }
    }
    None
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_where_browsers_find_them() {
        let cases: &[(&str, Option<&str>)] = &[
            ("<meta charset=utf-8>", Some("UTF-8")),
            ("<META CHARSET = 'ISO-8859-1' />", Some("windows-1252")),
            (
                "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">",
                Some("windows-1251"),
            ),
            ("<meta http-equiv='Content-Type' content='text/html; charset=\"koi8-r\"'>", Some("KOI8-R")),
            ("<?xml version='1.0' encoding='shift_jis'?><html>", Some("Shift_JIS")),
            ("<meta charset=utf-16>", Some("UTF-8")),
            ("<!-- <meta charset=gbk> --><meta charset=big5>", Some("Big5")),
            ("<!-- <meta charset=gbk>", None),
            ("<metadata charset=gbk>", None),
            ("<meta name=viewport><meta content='charset'>", None),
            ("<p>charset=gbk</p>", None),
            ("", None),
        ];
        for (page, expected) in cases {
            let found = match declared(page.as_bytes()) {
                Some(Declared::As(encoding, _)) => Some(encoding.name()),
                _ => None,
            };
            assert_eq!(found, *expected, "{page}");
        }
        assert_eq!(declared(b"<meta charset=klingon>"), Some(Declared::Unknown(b"klingon")));
    }
}
