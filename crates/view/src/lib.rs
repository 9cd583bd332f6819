//! Views of a document that a person can judge at a glance: the text with what was found marked
//! under it, block roles in the margin, and the way back to the source's bytes.
//!
//! Snapshots and `rapporteur explain` are made of these. A view is plain text of fixed width, the
//! same on every machine. This crate does no IO.
//!
//! Start reading at [`document`]; [`marks`] has the marks for each layer.

pub mod marks;

use std::fmt::Write as _;

use rapporteur_document::{Document, Span};

/// Columns of text in a view; the margin comes before them.
pub const WIDTH: usize = 96;

/// Columns of the margin.
const MARGIN: usize = 12;

/// Something that was found, to be drawn under the words that it spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the document's text.
    pub span: Span,
    /// What it is, in a few words.
    pub label: String,
}

impl Mark {
    /// A mark with its label.
    pub fn new(span: Span, label: impl Into<String>) -> Self {
        Self { span, label: label.into() }
    }
}

/// The whole text, block by block with roles in the margin, and these marks under it.
///
/// A mark that spans several lines is drawn under each, its label under the last. A mark on a
/// document whose text is not its source byte for byte says which source bytes it was read from.
pub fn document(document: &Document, marks: &[Mark]) -> String {
    let mut out = String::new();
    match &document.blocks {
        Some(blocks) => {
            for block in blocks {
                let role = if block.role.is_content() {
                    block.role.to_string()
                } else {
                    format!("({})", block.role)
                };
                region(&mut out, document, block.span, &role, marks);
            }
        }
        None => region(&mut out, document, Span::new(0, document.text.len()), "text", marks),
    }
    for warning in &document.warnings {
        let _ = writeln!(out, "warning of {}: {}", warning.stage, warning.message);
    }
    out
}

/// A part of the text with a word in the margin and these marks under it.
pub fn region(out: &mut String, document: &Document, span: Span, margin: &str, marks: &[Mark]) {
    for (index, line) in lines(&document.text, span).into_iter().enumerate() {
        let head = if index == 0 { margin } else { "" };
        let shown: String = line.of(&document.text).chars().map(printable).collect();
        let _ = writeln!(out, "{head:<MARGIN$}| {}", shown.trim_end());
        for row in rows(document, line, marks) {
            let _ = writeln!(out, "{:<MARGIN$}| {row}", "");
        }
    }
}

/// Where a span of the text was read from: `bytes 12..30 of a.txt (sha256 0123abcd…)`.
pub fn origin(document: &Document, span: Span) -> String {
    let digest = document.source.sha256.get(..12).unwrap_or_default();
    match document.source_span(span) {
        Some(bytes) => format!("bytes {bytes} of {} (sha256 {digest}…)", document.source.uri),
        None => format!("{span} is outside the text of {}", document.source.uri),
    }
}

/// Cuts a span into lines of at most [`WIDTH`] characters, at white space where there is some.
fn lines(text: &str, span: Span) -> Vec<Span> {
    let mut lines = Vec::new();
    let (mut start, mut columns, mut last_space) = (span.start(), 0, None);
    for (offset, character) in span.of(text).char_indices().map(|(at, c)| (span.start() + at, c)) {
        let next = offset + character.len_utf8();
        if character == '\n' {
            lines.push(Span::new(start, next));
            (start, columns, last_space) = (next, 0, None);
            continue;
        }
        if columns == WIDTH {
            let cut = last_space.unwrap_or(offset);
            lines.push(Span::new(start, cut));
            columns = text[cut..offset].chars().count();
            (start, last_space) = (cut, None);
        }
        columns += 1;
        if character.is_whitespace() {
            last_space = Some(next);
        }
    }
    if start < span.end() || lines.is_empty() {
        lines.push(Span::new(start, span.end()));
    }
    lines
}

/// The rows of marks under one line: as few as there can be without one mark over another.
fn rows(document: &Document, line: Span, marks: &[Mark]) -> Vec<String> {
    let text = &document.text;
    let identity = document.map.pieces().len() <= 1 && document.map.source_end() == text.len();
    let column = |offset: usize| text[line.start()..offset].chars().count();
    let mut rows: Vec<String> = Vec::new();
    let mut here: Vec<&Mark> = marks.iter().filter(|mark| mark.span.overlaps(line)).collect();
    here.sort_by_key(|mark| (mark.span.start(), std::cmp::Reverse(mark.span.end())));
    for mark in here {
        let start = mark.span.start().max(line.start());
        let end = mark.span.end().min(line.end());
        let (from, to) = (column(start), column(end).max(column(start) + 1));
        let mut drawn: String = if mark.span.start() >= line.start() { "^" } else { "~" }.into();
        drawn.extend(std::iter::repeat_n('~', to - from - 1));
        if mark.span.end() <= line.end() {
            let _ = write!(drawn, " {}", mark.label);
            if !identity && let Some(bytes) = document.source_span(mark.span) {
                let _ = write!(drawn, " [{bytes}]");
            }
        }
        let free = rows.iter().position(|row| row.chars().count() < from || row.is_empty());
        let row = if let Some(index) = free {
            &mut rows[index]
        } else {
            rows.push(String::new());
            rows.last_mut().expect("one was pushed")
        };
        let pad = from - row.chars().count();
        row.extend(std::iter::repeat_n(' ', pad));
        row.push_str(&drawn);
    }
    rows
}

/// One column for each character, whatever it is.
fn printable(character: char) -> char {
    match character {
        '\n' | '\t' | '\r' => ' ',
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => '·',
        other if other.is_control() => '\u{fffd}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_under_their_words_and_apart() {
        let document = Document::from_text("One two three.");
        let marks = [
            Mark::new(Span::new(0, 7), "a"),
            Mark::new(Span::new(4, 7), "b"),
            Mark::new(Span::new(8, 13), "c"),
        ];
        assert_eq!(
            super::document(&document, &marks),
            "text        | One two three.\n            | ^~~~~~~ a\n            |     ^~~ b\n            |         ^~~~~ c\n"
        );
    }

    #[test]
    fn long_lines_are_cut_at_spaces() {
        let text = "word ".repeat(40);
        let cut = lines(&text, Span::new(0, text.len()));
        assert!(cut.iter().all(|line| line.of(&text).chars().count() <= WIDTH));
        assert_eq!(cut.iter().map(|line| line.len()).sum::<usize>(), text.len());
        assert!(cut.iter().all(|line| line.of(&text).starts_with("word")));
    }
}
