//! Runs of letters that hide several words: `can|not`, `do|nt`, and `it|s` where the words around
//! say so.

use std::sync::LazyLock;

use super::{LONGEST, apostrophe, contains};
use crate::lexicon::words::{
    AFTER_PREDICATES, ALWAYS, BEFORE, NAMES_TOO, OPENERS, OPENING, PREDICATES, UNLESS_AFTER,
};

/// What is seen around a run of letters: where it stands in its sentence, and the word before.
pub(super) struct Around<'a> {
    /// The word before, in its sentence.
    pub before: Option<&'a str>,
    /// What follows in the sentence.
    pub after: &'a str,
}

/// The longest run of the lists, in bytes.
const LONGEST_LISTED: usize = 12;

/// For each first and last letter the lengths of the runs of the lists, a bit for each: most words
/// are let go by it.
static SHAPES: LazyLock<[[u16; 26]; 26]> = LazyLock::new(|| {
    let mut shapes = [[0; 26]; 26];
    for (run, _) in [ALWAYS, NAMES_TOO, UNLESS_AFTER, BEFORE, OPENING].into_iter().flatten() {
        assert!(run.len() <= LONGEST_LISTED, "{run} is longer than the buffer");
        if let (Some(first), Some(last)) = letters_of(run) {
            shapes[first][last] |= 1 << run.len();
        }
    }
    shapes
});

/// First and last letter, from 0 for an `a`.
fn letters_of(word: &str) -> (Option<usize>, Option<usize>) {
    let bytes = word.as_bytes();
    let place = |byte: Option<&u8>| {
        byte.filter(|byte| byte.is_ascii_alphabetic())
            .map(|byte| usize::from(byte.to_ascii_lowercase() - b'a'))
    };
    (place(bytes.first()), place(bytes.last()))
}

/// Pieces of a word that is several, with `|` between them, or nothing.
///
/// `n't` is not asked here: see [`negated`].
pub(super) fn listed<'a>(word: &str, around: impl FnOnce() -> Around<'a>) -> Option<&'static str> {
    let mut buffer = [0; LONGEST_LISTED];
    let (Some(first), Some(last)) = letters_of(word) else { return None };
    if word.len() > LONGEST_LISTED || SHAPES[first][last] >> word.len() & 1 == 0 || !word.is_ascii() {
        return None;
    }
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).ok()?;
    let short = matches!(lower, "id" | "ill" | "im" | "ive");
    if short && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        // IM, ID: an abbreviation.
        return None;
    }
    if let Some(pieces) = look(ALWAYS, lower) {
        return Some(pieces);
    }
    if let Some(pieces) = look(NAMES_TOO, lower) {
        let around = around();
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let name =
            capital(word) && (around.before.is_some_and(capital) || capital(around.after.trim_start()));
        return (!name).then_some(pieces);
    }
    let (unless, before, opening) = (look(UNLESS_AFTER, lower), look(BEFORE, lower), look(OPENING, lower));
    if unless.is_none() && before.is_none() && opening.is_none() {
        return None;
    }
    let around = around();
    let following = next(around.after).to_lowercase();
    if let Some((pieces, words)) = unless.and_then(|entry| entry.split_once(": ")) {
        let known = |word: &str| words.split(' ').any(|it| it.eq_ignore_ascii_case(word));
        return (!around.before.is_some_and(known)).then_some(pieces);
    }
    let follows = |words: &str| words.split(' ').any(|it| it == following);
    if let Some((pieces, words)) = before.and_then(|entry| entry.split_once(": "))
        && follows(words)
    {
        return Some(pieces);
    }
    let (pieces, words) = opening?.split_once(": ")?;
    let opens = around.before.is_none_or(|word| {
        !word.starts_with(char::is_alphanumeric) || contains(OPENERS, &word.to_lowercase())
    });
    (opens && follows(words) || lower == "its" && is_predicate(&following, around.after, opens))
        .then_some(pieces)
}

/// What follows is an adjective that is said of a subject, and no noun comes after it. Where no
/// clause `opens`, only "to" tells.
fn is_predicate(following: &str, after: &str, opens: bool) -> bool {
    contains(PREDICATES, following) && {
        let rest = &after.trim_start()[following.len()..];
        let word = next(rest);
        match word {
            "to" => opens || following != "time",
            // A mark, the end.
            "" => opens && !rest.starts_with('-'),
            word => opens && contains(AFTER_PREDICATES, word),
        }
    }
}

/// The word that follows after a space, or nothing: a mark, the end, half of what a hyphen joins.
fn next(after: &str) -> &str {
    let rest = after.trim_start();
    if rest.len() == after.len() {
        return "";
    }
    let end = rest
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| !c.is_alphabetic())
        .map_or_else(|| rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at), |(at, _)| at);
    if rest[end..].starts_with('-') { "" } else { &rest[..end] }
}

/// Where `n't` starts in a word that ends in it: `ca|n't`.
pub(super) fn negated(word: &str) -> Option<usize> {
    if word.len() > LONGEST || !word.ends_with(['t', 'T']) {
        return None;
    }
    let stem = word[..word.len() - 1].strip_suffix(apostrophe)?;
    (stem.len() > 1 && stem.ends_with(['n', 'N'])).then(|| stem.len() - 1)
}

/// The entry of a sorted map.
fn look(map: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    map.binary_search_by(|(key, _)| (*key).cmp(word)).ok().map(|at| map[at].1)
}
