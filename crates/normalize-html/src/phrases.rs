//! Short blocks that say by their own words what they are.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lexicon::phrases as lists;

/// What a block says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a block may say any of them, and several")]
pub(crate) struct Says {
    pub(crate) appeal: bool,
    pub(crate) credit: bool,
    /// The name of a tool or place of a page, and nothing else.
    pub(crate) label: bool,
    pub(crate) legal: bool,
    /// It begins as a heading over other articles does.
    pub(crate) related: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Appeal,
    Credit,
    Legal,
    Related,
}

/// Reads a block's words.
pub(crate) fn says(text: &str) -> Says {
    /// Phrases by their first word, each with the rest.
    static TABLE: LazyLock<HashMap<&str, Vec<(&str, Kind)>>> = LazyLock::new(|| {
        let mut table: HashMap<&str, Vec<(&str, Kind)>> = HashMap::new();
        let all = [
            (lists::APPEAL, Kind::Appeal),
            (lists::CREDIT, Kind::Credit),
            (lists::LEGAL, Kind::Legal),
            (lists::RELATED, Kind::Related),
        ];
        for (phrases, kind) in all {
            for phrase in phrases {
                let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
                table.entry(first).or_default().push((rest, kind));
            }
        }
        table
    });
    let mut says = Says { legal: text.contains('©'), ..Says::default() };
    let words = plain(text);
    says.label = lists::LABELS.binary_search(&words.as_str()).is_ok();
    let mut rest = words.as_str();
    let mut first = true;
    while !rest.is_empty() {
        let (word, next) = rest.split_once(' ').unwrap_or((rest, ""));
        for &(phrase, kind) in TABLE.get(word).into_iter().flatten() {
            let found = next
                .strip_prefix(phrase)
                .is_some_and(|after| phrase.is_empty() || after.is_empty() || after.starts_with(' '));
            if found {
                match kind {
                    Kind::Appeal => says.appeal = true,
                    Kind::Credit => says.credit = true,
                    Kind::Legal => says.legal = true,
                    Kind::Related => says.related |= first,
                }
            }
        }
        (rest, first) = (next, false);
    }
    says
}

/// Whether a block begins as programs begin the line that says when an entry was written.
pub(crate) fn is_of_entry(text: &str) -> bool {
    const LONGEST: usize = 40;
    let words = plain(text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end]));
    lists::ENTRIES.iter().any(|entry| words.strip_prefix(entry).is_some_and(|rest| rest.starts_with(' ')))
}

/// Lower case, one space between words, no marks but apostrophes and `&`.
fn plain(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '’' | '\'' => words.push('\''),
            '&' => words.push('&'),
            _ if character.is_alphanumeric() => words.extend(character.to_lowercase()),
            _ if !words.ends_with(' ') && !words.is_empty() => words.push(' '),
            _ => {}
        }
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_say_what_they_are() {
        assert!(says("Sign up for our weekly letter!").appeal);
        assert!(!says("The signup sheet").appeal);
        assert!(says("You might also like:").related);
        assert!(!says("The most popular dishes").related);
        assert!(says("  Advertisement ").label);
        assert!(says("© 2019").legal && says("All rights reserved.").legal);
        assert!(says("Ann Lee contributed to this report.").credit);
        assert!(is_of_entry("This entry was posted on Monday"));
        assert!(!is_of_entry("This entry wasn't posted"));
        assert_eq!(says("The council met on Monday."), Says::default());
    }
}
