//! The lexicon, ready to be looked up.

use std::sync::LazyLock;

use rapporteur_english::numbers::{Phrases, Reading};

use crate::lexicon::{qualifiers, states, units};

/// "at least", "as many as".
pub(crate) static QUALIFIERS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(qualifiers::PHRASES));

/// "per cent", "square kilometres".
pub(crate) static UNITS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(units::UNITS));

/// "Syrian pounds", "dollars".
pub(crate) static CURRENCIES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(units::CURRENCIES));

/// "without water", "shot dead".
pub(crate) static STATES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(states::PHRASES));

/// "death toll", "number of dead".
pub(crate) static TOLLS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(states::TOLLS));

/// Whether a sorted list has this word.
pub(crate) fn listed(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// What a sorted table says of this word.
pub(crate) fn table(list: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    list.binary_search_by(|(known, _)| (*known).cmp(word)).ok().map(|index| list[index].1)
}

/// What a sorted table says of the piece at `at`, whatever its case.
pub(crate) fn of_piece(
    reading: Reading<'_>,
    at: usize,
    list: &[(&str, &'static str)],
) -> Option<&'static str> {
    let word = reading.lower(at);
    if word.as_str().is_empty() { None } else { table(list, word.as_str()) }
}
