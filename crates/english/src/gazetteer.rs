//! What is known of names before a text is read: countries, places, peoples, organisations, and
//! what given names and surnames there are. Public facts from `lexicon/`, found by binary search.
//!
//! A name that isn't here may still be one, and one that is here may mean something else in the
//! text: these are facts for a stage to weigh, not verdicts.
//!
//! Start reading at [`known`].

use crate::lexicon::{common_words, countries, given_names, organizations, peoples, places, surnames};
use crate::{contains, has_line};

/// What a name is known as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// A country or territory, with its ISO 3166-1 alpha-2 code.
    Country(&'static str),
    /// A seat of government, with the code of its country.
    Capital(&'static str),
    /// Another city or town.
    City,
    /// A part of a country, continent, sea, river, former state.
    Region,
    /// An organisation, with the name that its other names are merged under.
    Organization(&'static str),
    /// A nationality or inhabitant, with the code of the country.
    Demonym(&'static str),
    /// A people, religion or region's inhabitants.
    People,
    /// A party's or creed's follower.
    Partisan,
}

impl Known {
    /// A country, capital, city or region.
    pub const fn is_place(self) -> bool {
        matches!(self, Self::Country(_) | Self::Capital(_) | Self::City | Self::Region)
    }

    /// A nationality, people or creed.
    pub const fn is_group(self) -> bool {
        matches!(self, Self::Demonym(_) | Self::People | Self::Partisan)
    }
}

/// What this name, with its capitals and inner spaces, is known as; the most certain sense first.
pub fn known(name: &str) -> Option<Known> {
    if let Some(code) = value(countries::NAMES, name) {
        return Some(Known::Country(code));
    }
    if let Some(code) = value(countries::DEMONYMS, name) {
        return Some(Known::Demonym(code));
    }
    if let Some(whole) = value(organizations::NAMES, name) {
        return Some(Known::Organization(whole));
    }
    if let Some(code) = value(countries::CAPITALS, name) {
        return Some(Known::Capital(code));
    }
    if contains(places::REGIONS, name) {
        return Some(Known::Region);
    }
    if contains(peoples::PEOPLES, name) {
        return Some(Known::People);
    }
    if contains(places::CITIES, name) {
        return Some(Known::City);
    }
    contains(peoples::PARTISANS, name).then_some(Known::Partisan)
}

/// Whether a name of several words begins with this word: what isn't the first of one needs no
/// longer look.
pub fn begins_names(word: &str) -> bool {
    let longer = |name: Option<&str>| {
        name.and_then(|name| name.strip_prefix(word))
            .is_some_and(|rest| rest.starts_with([' ', ',', '\'', '’', '.']))
    };
    // What goes on with a space or mark comes right after the word itself, before any letter.
    let in_list = |list: &[&str]| {
        let at = list.partition_point(|name| *name <= word);
        longer(list.get(at).copied())
    };
    let in_table = |table: &[(&str, &str)]| {
        let at = table.partition_point(|(name, _)| *name <= word);
        longer(table.get(at).map(|(name, _)| *name))
    };
    in_table(countries::NAMES)
        || in_table(organizations::NAMES)
        || in_list(places::REGIONS)
        || in_list(places::CITIES)
        || in_table(countries::CAPITALS)
        || in_table(countries::DEMONYMS)
        || in_list(peoples::PEOPLES)
}

/// The short English name of a country.
pub fn country_name(code: &str) -> Option<&'static str> {
    value(countries::SHORT, code)
}

/// Whether this lower-case word is a common English word.
pub fn is_common_word(word: &str) -> bool {
    has_line(common_words::WORDS_LINES, word)
}

/// Which sex mostly bears a given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sex {
    /// Women.
    Female,
    /// Men.
    Male,
    /// Both.
    Either,
}

/// Whether this is a given name, and whose.
pub fn given_name(name: &str) -> Option<Sex> {
    // `Jean-Marc`: the first part says enough when the whole is not known.
    let one = |name: &str| match (
        has_line(given_names::FEMALE_LINES, name),
        has_line(given_names::MALE_LINES, name),
    ) {
        (true, true) => Some(Sex::Either),
        (true, false) => Some(Sex::Female),
        (false, true) => Some(Sex::Male),
        (false, false) => None,
    };
    one(name).or_else(|| name.split_once('-').and_then(|(first, _)| one(first)))
}

/// Whether this is a common family name.
pub fn is_surname(name: &str) -> bool {
    has_line(surnames::SURNAMES_LINES, name)
}

/// Whether this is the name of a language and of nothing else.
pub fn is_language(name: &str) -> bool {
    contains(peoples::LANGUAGES, name)
}

pub(crate) fn value(table: &'static [(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    table.binary_search_by(|(known, _)| known.cmp(&key)).ok().map(|at| table[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_what_their_lists_hold() {
        for (lines, words) in [
            (common_words::WORDS_LINES, common_words::WORDS),
            (given_names::MALE_LINES, given_names::MALE),
            ("", &[]),
            ("a", &["a"]),
        ] {
            assert!(words.iter().all(|word| has_line(lines, word)));
            for no in ["", "aa", "aab\nab", "zzz", "É", "b"] {
                assert_eq!(has_line(lines, no), contains(words, no), "{no}");
            }
        }
    }

    #[test]
    fn the_names_of_one_country_lead_to_one_code() {
        for name in ["US", "U.S.", "United States", "America"] {
            assert_eq!(known(name), Some(Known::Country("US")), "{name}");
        }
        assert_eq!(known("Britain"), known("UK"));
        assert_eq!(known("British"), Some(Known::Demonym("GB")));
        assert_eq!(known("Moscow"), Some(Known::Capital("RU")));
        assert_eq!(country_name("GB"), Some("United Kingdom"));
    }

    #[test]
    fn an_acronym_leads_to_the_whole_name() {
        assert_eq!(known("UN"), Some(Known::Organization("United Nations")));
        assert_eq!(known("Security Council"), Some(Known::Organization("UN Security Council")));
        assert_eq!(known("Nowhere"), None);
    }

    #[test]
    fn first_words_of_long_names_are_known() {
        for word in ["New", "United", "Saudi", "Washington", "Security", "Médecins"] {
            assert!(begins_names(word), "{word}");
        }
        for word in ["Olga", "York", "Unite", ""] {
            assert!(!begins_names(word), "{word}");
        }
    }

    #[test]
    fn given_names_know_their_sex() {
        assert_eq!(given_name("Samantha"), Some(Sex::Female));
        assert_eq!(given_name("Jean-Bastien"), Some(Sex::Either));
        assert_eq!(given_name("Sergei"), Some(Sex::Male));
        assert_eq!(given_name("Table"), None);
    }

    #[test]
    fn every_code_has_a_short_name() {
        for (name, code) in countries::NAMES.iter().chain(countries::DEMONYMS).chain(countries::CAPITALS) {
            assert!(country_name(code).is_some(), "{name}: {code}");
        }
    }

    #[test]
    fn no_month_or_day_is_a_name() {
        for word in ["May", "June", "March", "August", "Monday", "Friday"] {
            assert_eq!(known(word), None);
            assert_eq!(given_name(word), None);
            assert!(!is_surname(word));
        }
    }
}
