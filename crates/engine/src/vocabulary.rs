//! A word's pieces and shape: what a net sees of it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The piece of what no piece fits.
const UNKNOWN: u32 = 100;

/// Pieces that a word has at most.
pub(crate) const MOST: usize = 12;

/// The word pieces of BERT uncased, which all models share.
pub(crate) struct Vocabulary {
    /// At a word's start.
    first: FxHashMap<&'static str, u32>,
    /// Inside a word, without the `##`.
    inner: FxHashMap<&'static str, u32>,
    /// Characters of the longest piece.
    longest: usize,
}

/// The vocabulary, read once.
pub(crate) static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::read(include_str!("../models/vocab.txt")));

impl Vocabulary {
    fn read(lines: &'static str) -> Self {
        let mut it = Self { first: FxHashMap::default(), inner: FxHashMap::default(), longest: 0 };
        it.first.reserve(26_000);
        it.inner.reserve(6_000);
        for (id, line) in lines.split_terminator('\n').enumerate() {
            match line.strip_prefix("##") {
                Some(inner) if !inner.is_empty() => it.inner.insert(inner, id as u32),
                _ => it.first.insert(line, id as u32),
            };
            it.longest = it.longest.max(line.chars().count());
        }
        it
    }

    /// BERT uncased: lower case, NFD, combining marks dropped, split at white space and around each
    /// punctuation character, then greedy longest match. Twelve pieces at most, one at least.
    pub(crate) fn pieces(&self, word: &str, out: &mut Vec<u32>) {
        out.clear();
        let plain: String = if word.is_ascii() {
            word.to_ascii_lowercase()
        } else {
            word.to_lowercase()
                .nfd()
                .filter(|&c| c.general_category() != GeneralCategory::NonspacingMark)
                .collect()
        };
        for run in plain.split(char::is_whitespace) {
            let mut start = 0;
            for (at, mark) in run.char_indices().filter(|&(_, c)| is_punctuation(c)) {
                self.part(&run[start..at], out);
                self.part(&run[at..at + mark.len_utf8()], out);
                start = at + mark.len_utf8();
            }
            self.part(&run[start..], out);
            if out.len() >= MOST {
                break;
            }
        }
        if out.is_empty() {
            out.push(UNKNOWN);
        }
        out.truncate(MOST);
    }

    /// Pieces of a part without marks, or one that says that none fits.
    fn part(&self, part: &str, out: &mut Vec<u32>) {
        let before = out.len();
        let mut rest = part;
        while !rest.is_empty() {
            let pieces = if rest.len() == part.len() { &self.first } else { &self.inner };
            let end = rest.char_indices().nth(self.longest).map_or(rest.len(), |(at, _)| at);
            let mut ends = (1..=end).rev().filter(|&end| rest.is_char_boundary(end));
            let Some((end, id)) = ends.find_map(|end| Some((end, *pieces.get(&rest[..end])?))) else {
                out.truncate(before);
                out.push(UNKNOWN);
                return;
            };
            out.push(id);
            rest = &rest[end..];
        }
    }
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || (!c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Punctuation)
}

/// Shape ids of a sentence's words: 1 + case class + 8 for the first word + 16 in a sentence in
/// title case. 0 is for what is no word.
pub(crate) fn shapes<'a>(words: impl Iterator<Item = &'a str> + Clone, out: &mut Vec<u8>) {
    let first = |word: &str| word.chars().next();
    let letters = words.clone().filter(|word| first(word).is_some_and(char::is_alphabetic)).count();
    let capitals = words.clone().filter(|word| first(word).is_some_and(char::is_uppercase)).count();
    let title = letters >= 4 && capitals * 5 > letters * 4;
    out.clear();
    out.extend(
        words
            .enumerate()
            .map(|(at, word)| 1 + case(word) + if at == 0 { 8 } else { 0 } + if title { 16 } else { 0 }),
    );
}

/// 0 lower, 1 Capitalised, 2 UPPER, 3 `MixEd` that starts upper, 4 other mixed, 5 starts with a
/// digit, 6 no letter, 7 initial.
fn case(word: &str) -> u8 {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return 6 };
    let rest = chars.as_str();
    let lower = |word: &str| word.chars().any(char::is_lowercase) && !word.chars().any(char::is_uppercase);
    let upper = |word: &str| word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
    if first.is_ascii_digit()
        || (!first.is_ascii()
            && first.is_numeric()
            && first.general_category() != GeneralCategory::LetterNumber)
    {
        5
    } else if !word.chars().any(char::is_alphabetic) {
        6
    } else if lower(word) {
        0
    } else if first.is_uppercase() && (rest.is_empty() || rest == ".") {
        7
    } else if upper(word) {
        2
    } else if first.is_uppercase() && lower(rest) {
        1
    } else if first.is_uppercase() {
        3
    } else {
        4
    }
}

/// FNV-1a, 32 bits, of `mark` and the UTF-8 of `text`, modulo `rows`.
pub(crate) fn bucket(mark: u8, text: &str, rows: u32) -> usize {
    let hash = std::iter::once(mark)
        .chain(text.bytes())
        .fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    (hash % rows) as usize
}
