//! Scripts that are read from right to left, in the order in which they are read.
//!
//! A PDF draws letters from left to right, whatever they are: a line of Hebrew stands in it last
//! letter first. What runs from right to left is turned round here, number by number and foreign word
//! by foreign word as the bidirectional algorithm of Unicode would have laid them out; the forms that
//! Arabic letters have beside each other become the letters.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Where a character's own direction leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Left,
    Right,
    /// Signs and blanks go with what is beside them.
    Either,
}

fn way(character: char) -> Way {
    match character {
        '\u{590}'..='\u{8ff}' if !is_combining_mark(character) && !character.is_numeric() => Way::Left,
        '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}' => Way::Left,
        _ if character.is_alphanumeric() => Way::Right,
        _ => Way::Either,
    }
}

/// Whether some of a text is read from right to left.
pub(crate) fn leads_left(text: &str) -> bool {
    // Nothing before Hebrew does, and all of that has fewer than three bytes.
    text.bytes().any(|byte| byte >= 0xD6) && text.chars().any(|character| way(character) == Way::Left)
}

/// Whether most of a line's letters are read from right to left.
pub(crate) fn mostly_left<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
    let (mut left, mut right) = (0, 0);
    for character in cells.flat_map(str::chars) {
        match way(character) {
            Way::Left => left += 1,
            Way::Right if character.is_alphabetic() => right += 1,
            _ => {}
        }
    }
    left > right
}

/// What is drawn so from left to right, in the order in which it is read.
pub(crate) fn in_order(drawn: &str, mostly_left: bool) -> String {
    // A letter with its marks, and where it leads.
    let mut letters: Vec<(&str, Way)> = Vec::new();
    let mut start = 0;
    for (at, character) in drawn.char_indices() {
        if at > 0 && !is_combining_mark(character) {
            letters.push((&drawn[start..at], way(drawn[start..].chars().next().unwrap_or(' '))));
            start = at;
        }
    }
    letters.push((&drawn[start..], way(drawn[start..].chars().next().unwrap_or(' '))));
    settle(&mut letters, mostly_left);
    let mut out = String::with_capacity(drawn.len());
    let mut runs: Vec<&[(&str, Way)]> = letters.chunk_by(|a, b| a.1 == b.1).collect();
    if mostly_left {
        runs.reverse();
    }
    for run in runs {
        if run[0].1 == Way::Left {
            for (letter, _) in run.iter().rev() {
                out.extend(letter.chars().flat_map(plain));
            }
        } else {
            out.extend(run.iter().map(|(letter, _)| *letter));
        }
    }
    out
}

/// Gives signs and blanks the direction of what is on both sides of them, or that of the line.
fn settle(letters: &mut [(&str, Way)], mostly_left: bool) {
    let base = if mostly_left { Way::Left } else { Way::Right };
    let mut before = base;
    let mut at = 0;
    while at < letters.len() {
        if letters[at].1 != Way::Either {
            before = letters[at].1;
            at += 1;
            continue;
        }
        let len = letters[at..].iter().take_while(|(_, way)| *way == Way::Either).count();
        let after = letters.get(at + len).map_or(base, |&(_, way)| way);
        let all = if before == after { before } else { base };
        letters[at..at + len].iter_mut().for_each(|letter| letter.1 = all);
        at += len;
    }
}

/// A letter for a form of it, and a bracket as it is read: it is drawn the other way round.
fn plain(character: char) -> Vec<char> {
    match character {
        '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => std::iter::once(character).nfkc().collect(),
        '(' => vec![')'],
        ')' => vec!['('],
        '[' => vec![']'],
        ']' => vec!['['],
        '{' => vec!['}'],
        '}' => vec!['{'],
        '<' => vec!['>'],
        '>' => vec!['<'],
        '«' => vec!['»'],
        '»' => vec!['«'],
        other => vec![other],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(drawn: &str) -> String {
        in_order(drawn, mostly_left(std::iter::once(drawn)))
    }

    #[test]
    fn lines_are_turned_round_and_numbers_are_not() {
        assert_eq!(read("םלוע םולש"), "שלום עולם");
        assert_eq!(read(".Echo ןותיעל ,(ינש םוי) רבמטפסב 25-ב"), "ב-25 בספטמבר (יום שני), לעיתון Echo.");
        assert_eq!(read("1,200 ןמ"), "מן 1,200");
    }

    #[test]
    fn a_foreign_word_in_a_line_is_turned_by_itself() {
        assert_eq!(read("The word םולש, with a comma"), "The word שלום, with a comma");
    }

    #[test]
    fn forms_of_letters_are_letters() {
        assert_eq!(read("\u{fee1}\u{fefc}\u{fee3}"), "\u{645}\u{644}\u{627}\u{645}");
        assert_eq!(read("\u{5d0}\u{5b8}\u{5d1}"), "\u{5d1}\u{5d0}\u{5b8}");
    }

    #[test]
    fn what_runs_to_the_right_is_let_be() {
        for text in ["", "A line, with (brackets).", "Über — “so”", "12.5 €"] {
            assert!(!leads_left(text) && read(text) == text, "{text}");
        }
    }
}
