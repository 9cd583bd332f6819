//! Ways of making one claim, each with those who make it so.

use rapporteur_record::{Difference, DifferenceKind, Variant};

/// A difference between values, when there are several; values that are `same` are one variant, by the
/// first of them. Whoever gives none is in none.
pub(crate) fn difference<T>(
    kind: DifferenceKind,
    values: impl IntoIterator<Item = Option<T>>,
    same: impl Fn(&T, &T) -> bool,
    words: impl Fn(&T) -> String,
) -> Option<Difference> {
    let mut known: Vec<(T, Vec<u32>)> = Vec::new();
    for (at, value) in values.into_iter().enumerate() {
        let Some(value) = value else { continue };
        match known.iter_mut().find(|(other, _)| same(other, &value)) {
            Some((_, support)) => support.push(at as u32),
            None => known.push((value, vec![at as u32])),
        }
    }
    (known.len() > 1).then(|| Difference {
        kind,
        variants: known
            .into_iter()
            .map(|(value, support)| Variant { value: words(&value), support, words: Vec::new() })
            .collect(),
    })
}

/// The same for words that stand as they are.
pub(crate) fn of_words(
    kind: DifferenceKind,
    values: impl IntoIterator<Item = Option<String>>,
) -> Option<Difference> {
    difference(kind, values, |a, b| a == b, Clone::clone)
}
