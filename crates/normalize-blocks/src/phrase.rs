//! Phrases of a word list, found in folded text in one pass.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// A word list to look for.
pub(crate) struct Phrases(AhoCorasick);

impl Phrases {
    /// The phrases of a list, each as whole words.
    pub(crate) fn new(list: &[&str]) -> Self {
        let patterns = list.iter().map(|phrase| format!(" {phrase} "));
        // A table of all transitions would be a little faster and many times as large.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        Self(AhoCorasick::builder().kind(kind).build(patterns).expect("a word list is small"))
    }

    /// How many of them stand in a folded text, and where a text holds one inside another each.
    pub(crate) fn count(&self, folded: &str) -> usize {
        self.0.find_overlapping_iter(folded).count()
    }

    /// Whether any does.
    pub(crate) fn any(&self, folded: &str) -> bool {
        self.0.is_match(folded)
    }
}

/// Whether a folded line is one of a sorted list.
pub(crate) fn is_one_of(list: &[&str], line: &str) -> bool {
    list.binary_search(&line).is_ok()
}

/// Whether a folded text begins with a phrase of a list.
pub(crate) fn begins_with(list: &[&str], folded: &str) -> bool {
    // Every phrase is a run of the first words: cut the text after each of them and look it up.
    let line = folded.trim_start();
    line.match_indices(' ').take(8).any(|(at, _)| is_one_of(list, &line[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::fold;

    #[test]
    fn phrases_are_whole_words() {
        let phrases = Phrases::new(&["our support", "your support", "support"]);
        assert_eq!(phrases.count(&fold("Your support, and supporters.")), 2);
        assert!(!phrases.any(&fold("Supporters came.")));
    }

    #[test]
    fn beginnings_are_looked_up() {
        let list = ["reporting by", "with agencies"];
        assert!(begins_with(&list, &fold("Reporting by A. Writer")));
        assert!(begins_with(&list, &fold("With agencies")));
        assert!(!begins_with(&list, &fold("Reporting bygone days")));
    }
}
