//! The words of a document that it is known by: names, numbers and rare words, alone and in pairs.
//!
//! A word counts once, however often it stands there: what a long article repeats is its subject,
//! and look-alike stories share their subject. It counts more when it is a name or a number, when it
//! stands early, and when English has it seldom.

use std::collections::HashMap;
use std::sync::LazyLock;

use rapporteur_document::{Document, Role};

use crate::lexicon::common::{EMPTY, FREQUENT_LINES, USUAL_LINES};
use crate::words::{Key, key_of, keys, stem};

/// Words, and pairs of neighbours, that are kept of one document. Chosen on `stories-dev` among 48
/// to 200: more brings in what long articles say beside the point.
const WORDS: usize = 64;
const PAIRS: usize = 64;

/// What names, numbers and pairs count, beside 1 for any other word.
const NAME: f32 = 1.5;
const NUMBER: f32 = 1.5;
const PAIR: f32 = 1.2;
/// What the first word of all counts more than the last, and after how many words that has faded
/// to a third.
const EARLY: f32 = 0.5;
const FADES: f32 = 100.0;

/// The part of English articles that has a given word of the class, for each of [`Class`].
const HAVING: [f64; 4] = [0.03, 0.008, 0.002, 0.000_5];

/// How common a term is in English, before any document was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Frequent,
    Usual,
    Rare,
    Pair,
}

/// A term of one document in 32 bits: a hash, whether it is a pair, and what it counts there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Term(u32);

const WEIGHT_BITS: u32 = 4;
/// Weights run from 1 to 3.4 in sixteen steps.
const WEIGHT_STEP: f32 = 0.16;

impl Term {
    fn new(hash: Key, pair: bool, weight: f32) -> Self {
        let weight = ((weight - 1.0) / WEIGHT_STEP).round().clamp(0.0, 15.0) as u32;
        Self(packed(hash, pair) << WEIGHT_BITS | weight)
    }

    /// As it was stored.
    pub(crate) fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// To be stored.
    pub(crate) fn bits(self) -> u32 {
        self.0
    }

    /// The same for the same term in every document.
    pub(crate) fn id(self) -> u32 {
        self.0 >> WEIGHT_BITS
    }

    /// What it counts in its document, as a step for [`weight_of`].
    pub(crate) fn step(self) -> u8 {
        (self.0 & ((1 << WEIGHT_BITS) - 1)) as u8
    }
}

/// What a step of a weight stands for.
pub(crate) fn weight_of(step: u8) -> f32 {
    1.0 + f32::from(step) * WEIGHT_STEP
}

/// 27 bits of the hash, and one that says whether it is a pair.
fn packed(hash: Key, pair: bool) -> u32 {
    ((hash >> 37) as u32) << 1 | u32::from(pair)
}

/// The part of English articles that have this term.
pub(crate) fn having(id: u32) -> f64 {
    HAVING[class(id) as usize]
}

fn class(id: u32) -> Class {
    static COMMON: LazyLock<[Vec<u32>; 2]> = LazyLock::new(|| {
        [FREQUENT_LINES, USUAL_LINES].map(|list| {
            let mut ids: Vec<u32> = list.lines().map(|word| packed(hash_of(&stem(word)), false)).collect();
            ids.sort_unstable();
            ids
        })
    });
    if id & 1 == 1 {
        return Class::Pair;
    }
    match COMMON.iter().position(|ids| ids.binary_search(&id).is_ok()) {
        Some(0) => Class::Frequent,
        Some(_) => Class::Usual,
        None => Class::Rare,
    }
}

fn hash_of(word: &str) -> Key {
    key_of(&keys(word))
}

/// A word as it stands in the text.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts about a word")]
struct Word {
    /// Lower case, as written.
    form: Key,
    stem: Key,
    capital: bool,
    /// A capital would say nothing here.
    starts: bool,
    number: bool,
    /// Says nothing about what the text is about.
    empty: bool,
}

/// How often a form has a capital where it need not, and how often it has none.
#[derive(Default, Clone, Copy)]
struct Case {
    capital: u32,
    small: u32,
}

/// The terms of a document, by id.
pub(crate) fn of(document: &Document) -> Vec<Term> {
    let blocks: Vec<Vec<Word>> = document
        .content()
        .iter()
        .filter(|block| !matches!(block.role, Role::Byline | Role::Credit))
        .filter_map(|block| block.span.get(&document.text).map(|text| words(text, block.role)))
        .collect();
    let mut cases: HashMap<Key, Case> = HashMap::new();
    for word in blocks.iter().flatten() {
        let case = cases.entry(word.form).or_default();
        case.capital += u32::from(word.capital && !word.starts);
        case.small += u32::from(!word.capital);
    }
    let is_name =
        |word: &Word| cases.get(&word.form).is_some_and(|it| it.capital > 0 && it.small <= it.capital);

    // Where each term first stands, and whether it is a name anywhere.
    let mut singles: Vec<Found> = Vec::new();
    let mut pairs: Vec<Found> = Vec::new();
    let mut at = 0_u32;
    for block in &blocks {
        let mut before: Option<(&Word, bool)> = None;
        for word in block {
            at += 1;
            if word.empty {
                before = None;
                continue;
            }
            let name = is_name(word);
            singles.push(Found { hash: word.stem, at, name, number: word.number });
            if let Some((other, named)) = before {
                let hash = key_of(&[other.stem, word.stem]);
                pairs.push(Found { hash, at, name: name && named, number: other.number });
            }
            before = Some((word, name));
        }
    }
    let mut terms = chosen(singles, false, WORDS);
    terms.extend(chosen(pairs, true, PAIRS));
    terms.sort_unstable();
    terms.dedup_by_key(|term| term.id());
    terms
}

/// A term at a place.
struct Found {
    hash: Key,
    at: u32,
    name: bool,
    number: bool,
}

/// Those that tell most, each once.
fn chosen(mut found: Vec<Found>, pair: bool, most: usize) -> Vec<Term> {
    found.sort_unstable_by_key(|found| (found.hash, found.at));
    let mut terms: Vec<(f32, Term)> = found
        .chunk_by(|a, b| a.hash == b.hash)
        .map(|same| {
            let mut weight = 1.0 + EARLY * (-(same[0].at as f32 - 1.0) / FADES).exp();
            if same.iter().any(|found| found.name) {
                weight *= NAME;
            }
            if same[0].number {
                weight *= NUMBER;
            }
            if pair {
                weight *= PAIR;
            }
            let term = Term::new(same[0].hash, pair, weight);
            (-weight * having(term.id()).recip().ln() as f32, term)
        })
        .collect();
    terms.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    terms.truncate(most);
    terms.into_iter().map(|(_, term)| term).collect()
}

/// The words of a block; `well-known` is two, `U.S.` and `27,000` are one.
fn words(text: &str, role: Role) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 6 + 1);
    let heading = matches!(role, Role::Title | Role::Heading);
    // A block starts a sentence; so does what follows a stop, colon or quotation mark and a space.
    let mut starts = true;
    let mut stopped = false;
    let mut current = String::new();
    let mut capital = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_alphanumeric() {
            if current.is_empty() {
                capital = character.is_uppercase();
            }
            current.extend(character.to_lowercase());
            continue;
        }
        let inside = !current.is_empty()
            && matches!(character, '\'' | '’' | '.' | ',')
            && characters.peek().is_some_and(|next| next.is_alphanumeric());
        if inside {
            if matches!(character, '\'' | '’') {
                // Kept until the word is done, so that a possessive can be cut.
                current.push('\'');
            }
            continue;
        }
        if !current.is_empty() {
            words.push(word(&current, capital, starts || heading));
            current.clear();
            starts = false;
            stopped = false;
        }
        match character {
            '.' | '!' | '?' | ':' | '"' | '“' | '”' => stopped = true,
            _ if character.is_whitespace() => starts |= stopped,
            _ => stopped = false,
        }
    }
    if !current.is_empty() {
        words.push(word(&current, capital, starts || heading));
    }
    words
}

fn word(text: &str, capital: bool, starts: bool) -> Word {
    let form: String = text.strip_suffix("'s").unwrap_or(text).chars().filter(|&it| it != '\'').collect();
    let number = form.starts_with(|first: char| first.is_ascii_digit());
    let empty = form.chars().nth(1).is_none() && !number || EMPTY.binary_search(&form.as_str()).is_ok();
    Word { stem: hash_of(&stem(&form)), form: hash_of(&form), capital, starts, number, empty }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<u32> {
        of(&Document::from_text(text)).into_iter().map(Term::id).collect()
    }

    fn id(word: &str) -> u32 {
        packed(hash_of(&stem(word)), false)
    }

    #[test]
    fn a_document_is_known_by_its_telling_words() {
        let ids =
            ids("Ferries were kept in port at Osterholm. The ferry firm’s U.S. owner, Ms Lund, paid 27,000.");
        for word in ["ferry", "port", "osterholm", "firm", "us", "lund", "27000"] {
            assert!(ids.contains(&id(word)), "{word}");
        }
        for word in ["the", "were", "s", "ms"] {
            assert!(!ids.contains(&id(word)), "{word}");
        }
    }

    #[test]
    fn names_and_early_words_weigh_more() {
        let terms = of(&Document::from_text("A barge sank near Osterholm when another barge met a kestrel."));
        let weight = |word: &str| {
            let term = terms.iter().find(|term| term.id() == id(word)).expect("it is there");
            weight_of(term.step())
        };
        assert!(weight("osterholm") > weight("kestrel"));
        assert!(weight("barge") >= weight("kestrel"));
    }

    #[test]
    fn common_words_are_known_without_a_corpus() {
        assert!(having(id("agreement")) > having(id("kestrel")));
        assert_eq!(class(id("agreement")), Class::Frequent);
        assert_eq!(class(packed(7 << 40, true)), Class::Pair);
    }

    #[test]
    fn long_texts_keep_as_much_as_short_ones_may() {
        let text = (0..3000).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
        assert_eq!(ids(&text).len(), WORDS + PAIRS);
        assert!(ids(" — ").is_empty());
    }
}
