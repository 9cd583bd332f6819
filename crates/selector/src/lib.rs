//! The part of a source's bytes that is the document, with the map from it back to those bytes.
//!
//! A line of JSON, a row of a spreadsheet, an item of a feed and a mail each hold a document
//! together with what is known about it. Ingest keeps such a record whole, byte for byte, so that
//! its SHA-256 is one that anybody can compute from the file; a *selector* says which part of it is
//! the text. The encoding stage applies it: what comes out is the text's own bytes without the
//! escapes that the container needed, and every escape is a piece of the map.
//!
//! | selector | is | unescapes |
//! |---|---|---|
//! | `json:/article/body` | the string at a JSON Pointer (RFC 6901), or all strings of a list or object there, a blank line between them | `\n`, `\u2019` |
//! | `csv:2`, `csv-semicolon:2`, `csv-pipe:2`, `tsv:2` | a field of a row, from 0 | `""` |
//! | `xml:content:encoded` | the first child element of this name | `&amp;`, `CDATA` |
//! | `mime:2` | a part of a mail or an MHTML page, from 0 as they stand | quoted-printable, Base64 |
//! | `utf-16le+xml:title`, `utf-16be+…` | the same, in a record that is in UTF-16 | UTF-16 too: what comes out is UTF-8 |
//!
//! The scanners in the modules are what the readers of these formats stand on too. They are
//! lenient, linear, do no IO and never panic; whether a record is in order is for its reader to say.
//!
//! Start reading at [`select`].

pub mod csv;
pub mod json;
pub mod mime;
pub mod xml;

use rapporteur_document::{MapBuilder, OffsetMap};

/// A document's own bytes, and where they stand in the source's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// The bytes without escapes, in whatever encoding the source is.
    pub bytes: Vec<u8>,
    /// From these bytes to the source's.
    pub map: OffsetMap,
    /// The encoding that the source declares for this part, as it is written there.
    pub charset: Option<String>,
}

impl Selected {
    fn new((bytes, map): (Vec<u8>, OffsetMap)) -> Self {
        Self { bytes, map, charset: None }
    }
}

/// The part of `bytes` that `selector` is for, or why there is none.
pub fn select(bytes: &[u8], selector: &str) -> Result<Selected, String> {
    let wide = [("utf-16le+", u16::from_le_bytes as fn([u8; 2]) -> u16), ("utf-16be+", u16::from_be_bytes)];
    for (scheme, unit) in wide {
        if let Some(inner) = selector.strip_prefix(scheme) {
            let (text, map) = narrowed(bytes, unit);
            let selected = select_narrow(&text, inner)?;
            let map = selected.map.through(&map);
            return Ok(Selected { map, charset: Some("utf-8".into()), ..selected });
        }
    }
    select_narrow(bytes, selector)
}

/// UTF-16 as UTF-8, each character a piece of the map.
fn narrowed(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (Vec<u8>, OffsetMap) {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let (mut text, mut map) = (Vec::with_capacity(bytes.len() / 2), MapBuilder::default());
    let mut buffer = [0; 4];
    for character in char::decode_utf16(units) {
        let wide = character.as_ref().map_or(2, |character| 2 * character.len_utf16());
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut buffer);
        text.extend(character.bytes());
        map.replaced(character.len(), wide);
    }
    (text, map.finish())
}

fn select_narrow(bytes: &[u8], selector: &str) -> Result<Selected, String> {
    let (scheme, argument) = selector.split_once(':').unwrap_or((selector, ""));
    let number = || argument.parse::<usize>().map_err(|_| format!("{selector:?} has no number"));
    if let Some(delimiter) = csv::delimiter_of(scheme) {
        let column = number()?;
        let field = csv::fields(bytes, delimiter).nth(column);
        let field = field.ok_or_else(|| format!("the row has no field {column}"))?;
        return Ok(Selected::new(csv::decode(bytes, field)));
    }
    match scheme {
        "json" => json::at_pointer(bytes, argument)
            .and_then(|value| json::texts(bytes, value))
            .map(Selected::new)
            .ok_or_else(|| format!("the record has no string at {argument}")),
        "xml" => {
            let child = xml::child(bytes, argument);
            let child = child.ok_or_else(|| format!("the item has no element {argument}"))?;
            Ok(Selected::new(xml::decode(bytes, child.inner)))
        }
        "mime" => mime::part(bytes, number()?),
        _ => Err(format!("{selector:?} is no selector")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rapporteur_document::Span;

    fn text(bytes: &[u8], selector: &str) -> String {
        let selected = select(bytes, selector).unwrap();
        selected.map.check(selected.bytes.len(), bytes.len()).unwrap();
        String::from_utf8(selected.bytes).unwrap()
    }

    #[test]
    fn each_kind_of_record_gives_its_text() {
        let json = br#"{"id": 7, "a/b": {"list": ["no", "It\u2019s \"so\"\n"]}}"#;
        assert_eq!(text(json, "json:/a~1b/list/1"), "It’s \"so\"\n");
        assert_eq!(text(b"1,\"He said \"\"no\"\", twice\",x\r\n", "csv:1"), "He said \"no\", twice");
        assert_eq!(text(b"1;plain;\n", "csv-semicolon:2"), "");
        let item =
            b"<item><title>T</title><content:encoded><![CDATA[<p>a & b</p>]]></content:encoded></item>";
        assert_eq!(text(item, "xml:content:encoded"), "<p>a & b</p>");
        let mail = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nIt=E2=80=99s a long=\r\n line\r\n";
        assert_eq!(text(mail, "mime:0"), "It’s a long line\r\n");
        assert_eq!(select(mail, "mime:0").unwrap().charset.as_deref(), Some("utf-8"));
    }

    #[test]
    fn escapes_lead_back_to_themselves() {
        let json = br#"{"t":"a\u2019b"}"#;
        let selected = select(json, "json:/t").unwrap();
        let source = selected.map.to_source(Span::new(1, 4)).unwrap();
        assert_eq!(&json[source.range()], br"\u2019");
    }

    #[test]
    fn wide_records_lead_back_to_both_bytes_of_a_letter() {
        let json = "{\"t\":\"É\\u2019\u{1F600}b\"}";
        for (scheme, bytes) in [
            ("utf-16le", json.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            ("utf-16be", json.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            let selector = format!("{scheme}+json:/t");
            assert_eq!(text(&bytes, &selector), "É’\u{1F600}b");
            let selected = select(&bytes, &selector).unwrap();
            let at = |start, end| selected.map.to_source(Span::new(start, end)).unwrap().range();
            assert_eq!((at(0, 2), at(2, 5), at(5, 9), at(9, 10)), (12..14, 14..26, 26..30, 30..32));
        }
    }

    #[test]
    fn what_is_not_there_is_said() {
        for selector in ["json:/x", "csv:9", "csv:x", "tsv:3", "xml:x", "mime:7", "mime:", "none", ""] {
            assert!(select(b"a,b", selector).is_err(), "{selector}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_bytes_end_in_a_map_that_covers(
            bytes in prop::collection::vec(prop_oneof![
                any::<u8>(), Just(b'"'), Just(b'\\'), Just(b','), Just(b'<'), Just(b'>'), Just(b'&'), Just(b'='),
                Just(b'{'), Just(b':'), Just(b'\n'), b'a'..b'd'], 0..60),
            pick in 0..9usize,
        ) {
            let selector = ["json:/a", "json:", "csv:0", "tsv:1", "xml:a", "mime:0", "mime:1", "utf-16le+csv:0", "utf-16be+csv:0"][pick];
            let wrapped = match pick {
                0 => [b"{\"a\":\"".as_slice(), &bytes, b"\"}"].concat(),
                4 => [b"<i><a>".as_slice(), &bytes, b"</a></i>"].concat(),
                5 => [b"Content-Transfer-Encoding: base64\n\n".as_slice(), &bytes].concat(),
                _ => bytes,
            };
            let Ok(selected) = select(&wrapped, selector) else { return Ok(()) };
            prop_assert!(selected.map.check(selected.bytes.len(), wrapped.len()).is_ok());
            prop_assert!(OffsetMap::from_pieces(selected.map.pieces().to_vec()).is_ok());
        }
    }
}
