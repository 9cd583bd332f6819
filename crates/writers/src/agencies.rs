//! News agencies that a text credits for its words.
//!
//! A name alone is no credit: agencies are in the news themselves, and they sell pictures. It counts
//! in a dateline ("(AP) -"), in a byline, in a credit line below the text, and where a sentence
//! says that the agency reported.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rapporteur_document::Span;

use crate::lexicon::agencies;

static NAMES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(agencies::NAMES.iter().map(|(name, _)| *name))
        .expect("a word list is small")
});

/// An agency's name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The name that stands for all its spellings.
    pub name: &'static str,
    /// Bytes of the text.
    pub span: Span,
}

/// Every name of an agency in a text, as whole words.
pub fn names(text: &str) -> impl Iterator<Item = Named> + '_ {
    NAMES.find_iter(text).filter_map(move |found| {
        let letter = |c: char| c.is_alphanumeric();
        let whole = !text[..found.start()].ends_with(letter) && !text[found.end()..].starts_with(letter);
        whole.then(|| Named {
            name: agencies::NAMES[found.pattern().as_usize()].1,
            span: Span::new(found.start(), found.end()),
        })
    })
}

/// The agency of a dateline: `GENEVA (AP) -` at the start of a text.
pub fn of_dateline(text: &str) -> Option<Named> {
    // A dateline is short: "UNITED NATIONS, New York, Sept 25 (Thomson Reuters) -".
    let open = text.char_indices().take(70).find(|(_, c)| *c == '(').map(|(at, _)| at)?;
    let close = text[open..].char_indices().take(40).find(|(_, c)| *c == ')').map(|(at, _)| open + at)?;
    let before = &text[..open];
    let dashed = text[close + 1..].trim_start().starts_with(['-', '–', '—', '_', ':'])
        || text[close + 1..].trim().is_empty();
    // A place or a date stands before it, no sentence.
    let is_place = before.trim().is_empty()
        || (before.starts_with(char::is_uppercase)
            && before.split_whitespace().count() <= 8
            && !before.split_whitespace().any(|word| {
                word.starts_with(char::is_lowercase) && !matches!(word, "of" | "the" | "and" | "de" | "es")
            }));
    if !(dashed && is_place) {
        return None;
    }
    let inner = &text[open + 1..close];
    names(inner)
        .find(|named| inner.trim() == named.span.of(inner))
        .map(|named| Named { span: named.span.shifted(open + 1), ..named })
}

/// Bytes on each side of a name in which its sentence credits it.
const AROUND: usize = 200;

/// Agencies that sentences credit, each with the rule that saw it.
pub fn reported(text: &str) -> Vec<(Named, &'static str)> {
    names(text)
        .filter_map(|named| {
            let before = &text[..named.span.start()];
            let before = tail(&before[before.ceil_char_boundary(before.len().saturating_sub(AROUND))..]);
            let after = &text[named.span.end()..];
            let after = head(&after[..after.floor_char_boundary(AROUND)]);
            rule(&before, &after).map(|rule| (named, rule))
        })
        .collect()
}

/// The last words before a name, folded, nearest first, without the articles and kinds that stand
/// before names ("the state news agency SANA").
fn tail(text: &str) -> Vec<String> {
    text.split_whitespace()
        .rev()
        .map(fold)
        .skip_while(|word| {
            matches!(
                word.as_str(),
                "the"
                    | "a"
                    | "state"
                    | "news"
                    | "agency"
                    | "agencies"
                    | "official"
                    | "run"
                    | "state-run"
                    | "russian"
                    | "syrian"
                    | "french"
                    | "chinese"
                    | "iranian"
                    | "german"
                    | "turkish"
                    | "wire"
                    | "service"
                    | "international"
                    | "national"
            )
        })
        .take(3)
        .collect()
}

/// The first words behind it.
fn head(text: &str) -> Vec<String> {
    let text = text.strip_prefix("'s").or_else(|| text.strip_prefix("’s")).unwrap_or(text);
    text.split_whitespace()
        .map(fold)
        .skip_while(|word| {
            matches!(word.as_str(), "news" | "agency" | "wire" | "service" | "has" | "had" | "also" | "first")
        })
        .take(2)
        .collect()
}

fn fold(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn rule(before: &[String], after: &[String]) -> Option<&'static str> {
    let word = |list: &[String], index: usize| list.get(index).map_or(String::new(), Clone::clone);
    if matches!(word(after, 0).as_str(), "reported" | "reports" | "quoted" | "cited" | "reporting") {
        return Some("agency-reported");
    }
    match (word(before, 1).as_str(), word(before, 0).as_str()) {
        ("according", "to") => Some("according-to-agency"),
        ("reported" | "quoted" | "cited" | "carried" | "published" | "obtained", "by") => {
            Some("reported-by-agency")
        }
        (_, "told") => Some("told-agency"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines() {
        let of = |text| of_dateline(text).map(|named| named.name);
        assert_eq!(of("NAIROBI, Kenya (AP) _"), Some("Associated Press"));
        assert_eq!(of("GENEVA, Sept 25 (Reuters) - The talks have begun."), Some("Reuters"));
        assert_eq!(of("Sept 25 (AP)"), Some("Associated Press"));
        assert_eq!(of("Officials of the agency (AP) – or so they said – came."), None);
        assert_eq!(of("The senator (R) - who knew? - came."), None);
    }

    #[test]
    fn sentences_that_credit() {
        let of =
            |text| reported(text).into_iter().map(|(named, rule)| (named.name, rule)).collect::<Vec<_>>();
        assert_eq!(of("He left, Associated Press reported."), [("Associated Press", "agency-reported")]);
        assert_eq!(of("According to Reuters, he left."), [("Reuters", "according-to-agency")]);
        assert_eq!(of("“No,” he told the state news agency SANA."), [("SANA", "told-agency")]);
        assert_eq!(
            of("He was quoted by the Interfax news agency as saying so."),
            [("Interfax", "reported-by-agency")]
        );
        assert_eq!(of("Reuters will move to a new house. The PA system failed."), []);
        assert_eq!(of("Her TASSels were red."), []);
    }
}
