//! Rows of a table (RFC 4180) with the place of every field: commas, and what spreadsheets of other
//! countries write instead.

use rapporteur_document::{MapBuilder, OffsetMap, Span};

/// Delimiters and their names in selectors.
const DELIMITERS: [(&str, u8); 4] =
    [("csv", b','), ("csv-semicolon", b';'), ("tsv", b'\t'), ("csv-pipe", b'|')];

/// The delimiter of a selector's scheme.
pub fn delimiter_of(scheme: &str) -> Option<u8> {
    DELIMITERS.iter().find(|(name, _)| *name == scheme).map(|&(_, delimiter)| delimiter)
}

/// The scheme of selectors for this delimiter.
pub fn scheme_of(delimiter: u8) -> &'static str {
    DELIMITERS.iter().find(|&&(_, known)| known == delimiter).map_or("csv", |(name, _)| name)
}

/// The delimiter that a table's first line has most of, outside quotation marks.
pub fn delimiter(line: &[u8]) -> Option<u8> {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut is_quoted = false;
    for &byte in line {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                for (count, (_, delimiter)) in counts.iter_mut().zip(DELIMITERS) {
                    *count += usize::from(byte == delimiter);
                }
            }
        }
    }
    let most = *counts.iter().max()?;
    let first = counts.iter().position(|&count| count == most && count > 0)?;
    Some(DELIMITERS[first].1)
}

/// Reads a row from left to right and knows whether a quotation mark is open, so that a reader of
/// rows can tell a line end that ends the row.
#[derive(Debug, Clone, Copy)]
pub struct State {
    delimiter: u8,
    place: Place,
}

/// Where in a field a reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Plain,
    Quoted,
    /// After a mark that closes, unless another one follows.
    Closing,
}

impl State {
    /// At the start of a row.
    pub fn new(delimiter: u8) -> Self {
        Self { delimiter, place: Place::Start }
    }

    /// Whether a quotation mark is open: a line end belongs to the field.
    pub fn is_quoted(self) -> bool {
        self.place == Place::Quoted
    }

    /// Takes the next byte.
    pub fn take(&mut self, byte: u8) {
        self.place = match (self.place, byte) {
            (Place::Quoted, b'"') => Place::Closing,
            (Place::Quoted, _) | (Place::Start | Place::Closing, b'"') => Place::Quoted,
            (_, byte) if byte == self.delimiter => Place::Start,
            _ => Place::Plain,
        };
    }
}

/// The places of a row's fields, marks included, the line end left out.
pub fn fields(row: &[u8], delimiter: u8) -> impl Iterator<Item = Span> {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let end = field_end(row, start, delimiter);
        next = (end < row.len()).then_some(end + 1);
        Some(Span::new(start, end))
    })
}

/// Where the field that starts at `start` ends: at a delimiter outside quotation marks.
fn field_end(row: &[u8], start: usize, delimiter: u8) -> usize {
    let mut at = start;
    if row.get(at) == Some(&b'"') {
        at = quoted_end(row, at);
    }
    at + memchr::memchr(delimiter, &row[at..]).unwrap_or(row.len() - at)
}

/// The byte after the mark that closes the one at `start`.
fn quoted_end(row: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = memchr::memchr(b'"', row.get(at..).unwrap_or_default()) {
        at += found + 1;
        if row.get(at) != Some(&b'"') {
            return at;
        }
        at += 1;
    }
    row.len()
}

/// A field without its marks, and the map to the row's bytes.
pub fn decode(row: &[u8], field: Span) -> (Vec<u8>, OffsetMap) {
    let mut out = Vec::with_capacity(field.len());
    let mut map = MapBuilder::default();
    map.skip_to(field.start());
    let bytes = &row[field.range()];
    let mut copy = |map: &mut MapBuilder, part: &[u8]| {
        out.extend_from_slice(part);
        map.copied(part.len());
    };
    if bytes.first() == Some(&b'"') {
        let close = quoted_end(bytes, 0);
        let is_closed = close > 1 && bytes.get(close - 1) == Some(&b'"');
        let end = if is_closed { close - 1 } else { close };
        map.skipped(1);
        let mut at = 1;
        while at < end {
            let run = memchr::memchr(b'"', &bytes[at..end]).map_or(end - at, |found| found + 1);
            copy(&mut map, &bytes[at..at + run]);
            at += run;
            if bytes[at - 1] == b'"' && at < end {
                map.skipped(1); // the second of a doubled mark
                at += 1;
            }
        }
        if is_closed {
            map.skipped(1);
        }
        copy(&mut map, &bytes[close..]);
    } else {
        copy(&mut map, bytes);
    }
    (out, map.finish())
}

/// A field's text.
pub fn text(row: &[u8], field: Span) -> String {
    String::from_utf8_lossy(&decode(row, field).0).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(row: &str, delimiter: u8) -> Vec<String> {
        fields(row.as_bytes(), delimiter).map(|field| text(row.as_bytes(), field)).collect()
    }

    #[test]
    fn fields_are_parted_outside_marks() {
        assert_eq!(texts("a,\"b,c\",\"d\"\"e\"\"\",\r\n", b','), ["a", "b,c", "d\"e\"", ""]);
        assert_eq!(texts("\"two\nlines\";x", b';'), ["two\nlines", "x"]);
        assert_eq!(texts("\"open, and never closed", b','), ["open, and never closed"]);
        assert_eq!(texts("\"closed\" and more,x", b','), ["closed and more", "x"]);
        assert_eq!(texts("", b','), [""]);
    }

    #[test]
    fn the_delimiter_is_what_the_first_line_has_most_of() {
        assert_eq!(delimiter(b"url;title;text, and more\nx"), Some(b';'));
        assert_eq!(delimiter(b"url\ttitle"), Some(b'\t'));
        assert_eq!(delimiter(b"\"a,b\""), None);
    }
}
