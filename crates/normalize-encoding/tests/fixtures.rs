//! Each fixture's text with the bytes that its characters were read from.

use std::fmt::Write as _;

use rapporteur_document::{Document, Meta, Raw, Source, Span};
use rapporteur_fixture::{Fixture, check, run_with};
use rapporteur_normalize_encoding::Encoding;
use rapporteur_view::Mark;

/// So many marks show the way; a text in UTF-16 has one for every character.
const SHOWN: usize = 16;

#[test]
fn fixtures() {
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", render);
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "html", render);
}

fn render(fixture: &Fixture) -> String {
    let mut document = fixture.raw();
    let mut options = serde_json::json!({});
    if let Some(fallback) = fixture.get("fallback") {
        options["fallback"] = fallback.into();
    }
    if fixture.get("mend") == Some("false") {
        options["mend"] = false.into();
    }
    if let Err(rejection) = run_with::<Encoding>(&mut document, options) {
        return format!("rejected: {rejection}\n");
    }
    let bytes = &fixture.body;
    document.map.check(document.text.len(), bytes.len()).expect("the map covers");
    let (marks, more) = changed(&document, bytes);
    let mut out = format!("encoding    | {}\n", document.source.encoding);
    out.push_str(&rapporteur_view::document(&document, &marks));
    if more > 0 {
        let _ = writeln!(out, "and {more} more characters of other bytes");
    }
    for (gap, found) in gaps(&document, bytes) {
        let _ = writeln!(out, "gave no text: bytes {gap}: {}", found.escape_ascii());
    }
    out
}

/// A mark on each run of characters whose bytes in the source are others.
fn changed(document: &Document, bytes: &[u8]) -> (Vec<Mark>, usize) {
    let mut marks = Vec::new();
    for (at, character) in document.text.char_indices() {
        let span = Span::new(at, at + character.len_utf8());
        let source = document.source_span(span).expect("inside the text");
        let words = &bytes[source.range()];
        if words != span.of(&document.text).as_bytes() {
            marks.push(Mark::new(span, words.escape_ascii().to_string()));
        }
    }
    let more = marks.len().saturating_sub(SHOWN);
    marks.truncate(SHOWN);
    (marks, more)
}

/// Source bytes that stand between two pieces, or at an edge.
fn gaps<'b>(document: &Document, bytes: &'b [u8]) -> Vec<(Span, &'b [u8])> {
    let mut gaps = Vec::new();
    let mut at = 0;
    let pieces = document.map.pieces().iter();
    let spans = pieces.map(|piece| (piece.source_start, piece.source_start + piece.source_len));
    for (start, end) in spans.chain([(bytes.len() as u32, 0)]) {
        if start > at {
            let gap = Span::new(at as usize, start as usize);
            gaps.push((gap, &bytes[gap.range()]));
        }
        at = end;
    }
    gaps
}

#[test]
fn utf8_takes_what_is_utf8_byte_for_byte() {
    let mut document = Document::from_raw(raw(b"\xef\xbb\xbfA caf\xc3\xa9."));
    rapporteur_fixture::run::<rapporteur_normalize_encoding::Utf8>(&mut document);
    assert_eq!(document.text, "A café.");
    assert_eq!(document.source_span(Span::new(2, 7)), Some(Span::new(5, 10)));
}

#[test]
fn utf8_holds_back_the_rest_and_says_where() {
    let mut document = Document::from_raw(raw(b"A caf\xe9."));
    let held = rapporteur_fixture::run_with::<rapporteur_normalize_encoding::Utf8>(
        &mut document,
        serde_json::json!({}),
    );
    assert_eq!(held.expect_err("is held back").reason, "not UTF-8: malformed at byte 5");
}

fn raw(bytes: &[u8]) -> Raw {
    Raw {
        source: Source::default(),
        place: String::new(),
        bytes: bytes.to_vec(),
        meta: Meta::default(),
        notes: Vec::new(),
    }
}
