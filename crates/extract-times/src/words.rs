//! What a word can be in a time expression: the lexicon, looked up once for each piece.

use std::collections::HashMap;
use std::sync::LazyLock;

use rapporteur_english::TokenKind;
use rapporteur_english::numbers::{Phrases, Piece};

use crate::grammar::Unit;
use crate::lexicon;

/// What a word can be. One that is several things (a "second") is what it is most often; the
/// grammar asks for the rest by name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Class {
    /// No time expression starts here or ends here.
    Other,
    /// "week"; the flag says plural.
    Unit(Unit, bool),
    /// "September", "Sept": the flag says abbreviated.
    Month(u8, bool),
    /// "Monday": ISO number, and how it is written.
    Weekday(u8, Written),
    /// "morning": TIMEX3's code; the flag says plural.
    Part(&'static str, bool),
    /// "winter": TIMEX3's code.
    Season(&'static str),
    /// A number in digits.
    Digits,
    /// Any other word that an expression can start with.
    Start,
}

/// How the name of a weekday is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Full,
    Short,
    Plural,
}

/// Words that start an expression and are in none of the lists: determiners, steps, amounts.
const STARTS: &[&str] = &[
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "last",
    "past",
    "previous",
    "next",
    "coming",
    "following",
    "same",
    "current",
    "latest",
    "every",
    "each",
    "once",
    "twice",
    "several",
    "few",
    "couple",
    "many",
    "half",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "final",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "thirtieth",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundreds",
    "thousands",
    "dozens",
    "yesterday",
    "today",
    "tomorrow",
    "tonight",
    "overnight",
    "noon",
    "midnight",
    "fiscal",
    "recent",
    "year's",
    "q",
    "q1",
    "q2",
    "q3",
    "q4",
    "h1",
    "h2",
    "mid",
    "at",
    "no",
    "not",
    "up",
    "more",
    "less",
    "fewer",
    "just",
    "well",
    "future",
    "comparable",
    "corresponding",
    "remaining",
    "opening",
    "foreseeable",
    "near",
    "short",
    "long",
    "present",
    "full",
    "whole",
    "single",
    "number",
    "additional",
    "further",
    "preceding",
    "prior",
    "latter",
    "financial",
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
    "entire",
    "very",
    "'",
    "‘",
    "’",
];

/// Every word that matters, to its class. Only ever looked up.
static CLASSES: LazyLock<HashMap<&'static str, Class>> = LazyLock::new(|| {
    let mut classes = HashMap::new();
    let phrases = lexicon::references::PHRASES.iter().chain(lexicon::calendar::HOLIDAYS);
    let modifiers = lexicon::modifiers::AMOUNT.iter().chain(lexicon::modifiers::DATE);
    let sets = lexicon::references::SETS.iter();
    for (phrase, _) in phrases.chain(modifiers).chain(sets).chain(lexicon::modifiers::PART) {
        classes.insert(phrase.split([' ', '\'']).next().unwrap_or(phrase), Class::Start);
    }
    for word in STARTS {
        classes.insert(word, Class::Start);
    }
    for (word, code) in lexicon::calendar::SEASONS {
        classes.insert(word, Class::Season(code));
    }
    for (word, code) in lexicon::calendar::PARTS {
        classes.insert(word, Class::Part(code, word.ends_with('s')));
    }
    for (word, number) in lexicon::calendar::WEEKDAYS {
        let written = match (word.ends_with("days"), word.ends_with("day")) {
            (true, _) => Written::Plural,
            (_, true) => Written::Full,
            _ => Written::Short,
        };
        classes.insert(word, Class::Weekday(number.parse().unwrap_or(1), written));
    }
    for (word, number) in lexicon::calendar::MONTHS {
        let number: u8 = number.parse().unwrap_or(1);
        let full = number == 5 || word.len() > 4 || matches!(*word, "june" | "july");
        classes.insert(word, Class::Month(number, !full));
    }
    for (word, code) in lexicon::calendar::UNITS {
        if let Some(unit) = Unit::from_code(code) {
            classes.insert(word, Class::Unit(unit, word.ends_with('s')));
        }
    }
    classes
});

/// The class of each piece, into a list that is emptied first.
pub(crate) fn classify(text: &str, found: &[Piece], classes: &mut Vec<Class>) {
    classes.clear();
    let known = &*CLASSES;
    classes.extend(found.iter().map(|piece| match piece.kind {
        TokenKind::Number => Class::Digits,
        TokenKind::Word => {
            let word = piece.span.of(text);
            // No word of the lists is longer.
            if word.len() > 13 {
                Class::Other
            } else {
                known.get(rapporteur_english::numbers::lower(word).as_str()).copied().unwrap_or(Class::Other)
            }
        }
        TokenKind::Mark => match piece.span.of(text) {
            "'" | "‘" | "’" => Class::Start,
            _ => Class::Other,
        },
    }));
}

/// "right now", "the future".
pub(crate) static REFERENCES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(lexicon::references::PHRASES));

/// "Christmas Day".
pub(crate) static HOLIDAYS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(lexicon::calendar::HOLIDAYS));

/// "at least", "nearly".
pub(crate) static AMOUNT_MODIFIERS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(lexicon::modifiers::AMOUNT));

/// "early", "late".
pub(crate) static DATE_MODIFIERS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(lexicon::modifiers::DATE));

/// "beginning", "end".
pub(crate) static PART_MODIFIERS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(lexicon::modifiers::PART));

/// "daily", "annually".
pub(crate) static SETS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(lexicon::references::SETS));

/// Whether a sorted list has this word.
pub(crate) fn listed(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use rapporteur_document::Span;
    use rapporteur_english::numbers::{Reading, pieces};

    use super::*;

    #[test]
    fn the_longest_phrase_is_found() {
        let text = "New Year’s Eve in the near future";
        let cut = pieces(text, Span::new(0, text.len()));
        let reading = Reading { text, pieces: &cut };
        assert_eq!(HOLIDAYS.find(reading, 0), Some((4, "12-31")));
        assert_eq!(REFERENCES.find(reading, 5), Some((8, "FUTURE_REF")));
    }

    #[test]
    fn every_number_word_and_modifier_can_start() {
        let text = "at nearly Sept Mondays early twenty";
        let cut = pieces(text, Span::new(0, text.len()));
        let mut classes = Vec::new();
        classify(text, &cut, &mut classes);
        assert!(classes.iter().all(|class| *class != Class::Other), "{classes:?}");
    }
}
