//! The shape of a plain text: which lines make a paragraph.
//!
//! Web copies have one line a paragraph, with or without blank lines between them; mail, agency
//! wires and books on the web have *wrapped* lines of 60 to 80 columns that belong together. The
//! text says itself which it is: where lines are wrapped, the next line's first word would not have
//! fitted, and lines start in lower case.

use rapporteur_document::Span;

/// Longest line that a typewriter, mail program or wire makes, in characters.
const WRAPPED_LINE: usize = 100;

/// A stretch of the text that stands for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) span: Span,
    /// No blank line stands before it.
    pub(crate) adjacent: bool,
}

struct Line<'t> {
    span: Span,
    text: &'t str,
    /// Columns, counted in characters.
    width: usize,
    indent: usize,
    after_blank: bool,
}

/// Cuts a text into paragraphs, headlines and whatever else stands on lines of its own.
pub(crate) fn segments(text: &str) -> Vec<Segment> {
    let lines = lines(text);
    let wrap = wrap_width(&lines);
    let mut found: Vec<Segment> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let joined = index > 0 && {
            let before = &lines[index - 1];
            !line.after_blank
                && match wrap {
                    Some(width) => goes_on_wrapped(before, line, width),
                    None => goes_on_broken(before, line),
                }
        };
        match found.last_mut() {
            Some(last) if joined => last.span = last.span.cover(line.span),
            _ => found.push(Segment { span: line.span, adjacent: index > 0 && !line.after_blank }),
        }
    }
    found
}

/// Lines that hold anything, trimmed.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut after_blank = false;
    let mut start = 0;
    for raw in text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        let span = Span::new(start, start + raw.len()).trimmed(text);
        // A `\r\n` gives an empty piece that is no blank line.
        let inside_crlf =
            raw.is_empty() && start > 0 && text[..start].ends_with('\r') && text[start..].starts_with('\n');
        let paragraph_mark = text[..start].ends_with('\u{2029}');
        if span.is_empty() {
            after_blank |= !inside_crlf;
        } else {
            let words = span.of(text);
            found.push(Line {
                span,
                text: words,
                width: words.chars().count(),
                indent: raw.chars().take_while(|c| c.is_whitespace()).count(),
                after_blank: after_blank || paragraph_mark,
            });
            after_blank = false;
        }
        start += raw.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// The column at which lines of this text are wrapped; `None` where every line is a paragraph.
fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    let pairs: Vec<(&Line<'_>, &Line<'_>)> =
        lines.iter().zip(lines.iter().skip(1)).filter(|(_, next)| !next.after_blank).collect();
    if pairs.len() < 3 {
        return None;
    }
    // One address or table row may stick out: the width is what all but one line in fifty keep to.
    let mut widths: Vec<usize> = pairs.iter().map(|(line, _)| line.width + line.indent).collect();
    widths.sort_unstable();
    let width = widths[(widths.len() - 1) - (widths.len() - 1) / 50];
    if !(30..=WRAPPED_LINE).contains(&width) {
        return None;
    }
    let full = pairs.iter().filter(|(line, next)| !would_fit(line, next, width)).count();
    let lower = pairs.iter().filter(|(_, next)| starts_lower(next.text)).count();
    // In running English more than half of all words are lower case; where lines are paragraphs
    // hardly any starts so. Measured on wrapped copies of news: 0.6 to 0.8.
    (lower * 3 >= pairs.len() && full * 2 >= pairs.len()).then_some(width)
}

/// Whether the next line's first word would have had room on this one.
fn would_fit(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    let first = next.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    line.indent + line.width + 1 + first <= width
}

/// In a wrapped text: whether `next` goes on with the paragraph of `line`.
fn goes_on_wrapped(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    if starts_item(next.text) || next.indent >= line.indent + 2 {
        return false;
    }
    // Ragged lines end a few columns early; a last line or a headline ends much earlier.
    let short = would_fit(line, next, width.saturating_sub(width / 10));
    !short || starts_lower(next.text)
}

/// In a text of one line a paragraph: whether a line was broken inside a sentence, as happens
/// around links.
fn goes_on_broken(line: &Line<'_>, next: &Line<'_>) -> bool {
    starts_lower(next.text)
        && line.text.ends_with(|c: char| c.is_lowercase() || c == ',')
        && line.text.split_whitespace().count() >= 5
        && !starts_item(line.text)
}

fn starts_lower(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
}

/// A bullet or number at the start of a line, as list items have it.
pub(crate) fn starts_item(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let rest = chars.as_str();
    match first {
        '•' | '·' | '◦' | '‣' | '▪' | '●' | '■' | '►' | '➤' | '✓' => true,
        '*' | '-' | '–' => rest.starts_with([' ', '\t', '\u{a0}']),
        '0'..='9' => {
            let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let after = &text[digits..];
            digits <= 2 && after.starts_with(['.', ')']) && after[1..].starts_with(char::is_whitespace)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        segments(text)
            .iter()
            .map(|segment| segment.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn one_line_a_paragraph() {
        assert_eq!(
            cut("One.\nTwo.\n\nThree.\r\nFour.\r\n\r\nFive."),
            ["One.", "Two.", "Three.", "Four.", "Five."]
        );
    }

    #[test]
    fn blank_lines_are_told_from_line_ends() {
        let text = "One.\r\nTwo.\r\n\r\nThree.";
        let adjacent: Vec<bool> = segments(text).iter().map(|segment| segment.adjacent).collect();
        assert_eq!(adjacent, [false, true, false]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The committee met for the third time this week and decided that the\n\
                    harbour should stay closed until the divers have finished their work on\n\
                    the northern wall.\n\
                    A second meeting will be held on Friday, when the owners of the boats\n\
                    are to be heard, and nobody expects them to be content with what has\n\
                    been decided so far.\n";
        assert_eq!(cut(text).len(), 2);
    }

    #[test]
    fn a_line_broken_at_a_link_is_one_paragraph() {
        let text = "The minister, who had written to\nthe committee\nbefore, said no.\nNobody came.";
        assert_eq!(cut(text).len(), 3);
        let text = "The minister had once more written to the\ncommittee before he left.\nNobody came.";
        assert_eq!(cut(text).len(), 2);
    }
}
