//! Names of months in many languages.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon;

/// Language (ISO 639-1) and number of the month, of each language that has the form.
static MONTHS: LazyLock<FxHashMap<&str, Vec<(&str, i8)>>> = LazyLock::new(|| {
    let mut months: FxHashMap<&str, Vec<(&str, i8)>> = FxHashMap::default();
    for line in lexicon::months::MONTHS_LINES.lines() {
        let mut words = line.split(' ');
        let language = words.next().expect("a line begins with its language");
        let number = words.next().and_then(|number| number.parse().ok()).expect("a number follows");
        for word in words {
            months.entry(word).or_default().push((language, number));
        }
    }
    months
});

/// Whether a word is the name of a month in any language.
pub(crate) fn is_month(word: &str) -> bool {
    !word.is_empty() && MONTHS.contains_key(word.to_lowercase().as_str())
}

/// The month that a word names: in this language where it has the word, else in any; nothing where
/// languages disagree, as they do of `listopada`.
pub(crate) fn number(word: &str, language: Option<&str>) -> Option<i8> {
    let of = MONTHS.get(word.to_lowercase().as_str())?;
    let own = of.iter().find(|(known, _)| language == Some(known));
    let (_, number) = own.or_else(|| of.iter().all(|(_, number)| *number == of[0].1).then_some(&of[0]))?;
    Some(*number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn twelve_months_in_every_language() {
        let mut languages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in lexicon::months::MONTHS {
            let mut words = line.split(' ');
            let (language, number) = (words.next().unwrap(), words.next().unwrap());
            assert!(
                words.clone().all(|word| super::number(word, Some(language)) == number.parse().ok()),
                "{line}"
            );
            languages.entry(language).or_default().push(number);
        }
        let twelve: Vec<String> = (1..=12).map(|number| format!("{number:02}")).collect();
        for (language, numbers) in languages {
            assert_eq!(numbers, twelve, "{language}");
        }
    }

    #[test]
    fn what_languages_disagree_of_is_left_open() {
        assert_eq!(number("Listopada", None), None);
        assert_eq!(number("listopada", Some("pl")), Some(11));
        assert_eq!(number("listopada", Some("hr")), Some(10));
        assert_eq!(number("März", Some("en")), Some(3));
        assert_eq!(number("ΣΕΠΤΕΜΒΡΊΟΥ", None), Some(9));
    }
}
