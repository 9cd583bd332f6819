//! Line ends and control characters.

use crate::edits::{Edit, With};
use crate::scan;

/// What is to be changed in a text, and how much of it is more than line ends.
#[derive(Debug, Default)]
pub struct Cleaning {
    /// The changes, ascending.
    pub edits: Vec<Edit>,
    /// How many control characters go.
    pub dropped: usize,
    /// First byte of the first of them in the text.
    pub first_dropped: Option<usize>,
}

/// Every line end as `\n`, and no control character beside it and the tab.
///
/// `\r\n` keeps its `\n`, a lone `\r` becomes one; so do form feed, vertical tab and Unicode's own
/// line and paragraph separators. A byte order mark inside a text (files that were joined) goes.
pub fn clean(text: &str) -> Cleaning {
    let bytes = text.as_bytes();
    let mut cleaning = Cleaning::default();
    let mut at = 0;
    while let Some(found) = scan::first(&bytes[at..], may_change) {
        let start = at + found;
        let character = text[start..].chars().next().expect("a byte was found here");
        let len = character.len_utf8();
        at = start + len;
        let with = match character {
            '\r' if bytes.get(at) == Some(&b'\n') => With::Nothing,
            '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => With::Character('\n'),
            '\u{feff}' => With::Nothing,
            other if other.is_control() => {
                cleaning.dropped += 1;
                cleaning.first_dropped.get_or_insert(start);
                With::Nothing
            }
            _ => continue,
        };
        cleaning.edits.push(Edit { start, len, with });
    }
    cleaning
}

/// First bytes of characters that [`clean`] may change: ASCII's and Latin-1's controls (C2),
/// separators (E2), the byte order mark (EF).
fn may_change(byte: u8) -> bool {
    let is_control = byte < 0x20 && byte != b'\n' && byte != b'\t';
    is_control || byte == 0x7f || byte == 0xc2 || byte == 0xe2 || byte == 0xef
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits::apply;

    fn cleaned(text: &str) -> (String, usize) {
        let cleaning = clean(text);
        (apply(text, &cleaning.edits).0, cleaning.dropped)
    }

    #[test]
    fn every_line_end_is_a_line_feed() {
        assert_eq!(cleaned("a\r\nb\rc\r\r\nd\u{c}e\u{2029}f\n"), ("a\nb\nc\n\nd\ne\nf\n".into(), 0));
    }

    #[test]
    fn controls_go_and_are_counted() {
        assert_eq!(cleaned("a\0b\u{7f}\tc\u{8d}\u{1b}[0m é £ …"), ("ab\tc[0m é £ …".into(), 4));
        assert_eq!(cleaned("\u{feff}a"), ("a".into(), 0));
        assert!(clean("A plain text.\n").edits.is_empty());
    }
}
