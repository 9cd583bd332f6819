//! Place lines of agency texts: `GENEVA (Reuters) -`, `BRUSSELS, Sept 25 (Xinhua) --`.
//!
//! Read by hand: as a pattern they take megabytes to compile, since each may be any letter of any
//! script a few dozen times over.

/// Words after the first in a place, and after the comma.
const MORE_WORDS: usize = 4;

/// Letters of an agency's name after the first.
const AGENCY: usize = 30;

/// Characters between the first letter of a line and the agency in brackets.
const BEFORE_AGENCY: std::ops::RangeInclusive<usize> = 2..=50;

/// The marks between the place and the text.
const DASHES: [&str; 6] = ["--", "—", "–", "-", "_", ":"];

/// Where a place line ends, white space behind its dash included: `NEW YORK`, then perhaps `, South
/// Africa` or `, Sept 25`, then perhaps `(AP)`, and a dash.
pub(crate) fn place_line(text: &str) -> Option<usize> {
    let capital = |c: char| c.is_uppercase() || matches!(c, '.' | '\'' | '’' | '-');
    let words = words(text, 0, |rest| run(rest, capital));
    // One capital is no place.
    let &(start, end) = words.first()?;
    text[start..end].chars().nth(1)?;
    // The longest place that the rest fits behind; the last word may give back its end.
    words.iter().enumerate().rev().find_map(|(at, &(start, end))| {
        let least = if at == 0 { 2 } else { 1 };
        ends(text, start, end, least).find_map(|end| after_comma(text, end).or_else(|| finish(text, end)))
    })
}

/// Whether a line is one of an agency without capitals for the place: `Mumbai, Nov 11 (PTI):`.
pub(crate) fn is_agency_line(text: &str) -> bool {
    let Some(first) = text.chars().next().filter(|c| c.is_uppercase()) else { return false };
    let Some((before, rest)) = text[first.len_utf8()..].split_once('(') else { return false };
    let may_stand = |c: char| c.is_alphabetic() || c.is_numeric() || " .,'’-".contains(c);
    let bare = before.strip_suffix(char::is_whitespace).unwrap_or(before);
    let lengths = [before, bare]
        .map(|before| before.chars().all(may_stand) && BEFORE_AGENCY.contains(&before.chars().count()));
    let Some(tail) = agency(rest) else { return false };
    let tail = tail.trim();
    lengths.contains(&true) && (tail.is_empty() || DASHES.contains(&tail))
}

/// What follows the bracket that closes an agency's name; `rest` follows the one that opens it.
fn agency(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
    let (name, tail) = rest.split_once(')')?;
    let mut letters = name.chars();
    let is_name = letters.next().is_some_and(char::is_uppercase)
        && letters.clone().all(|c| c.is_alphabetic() || " .-".contains(c))
        && (1..=AGENCY).contains(&letters.count());
    is_name.then_some(tail)
}

fn after_comma(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
    let rest = rest.strip_prefix(',')?.strip_prefix(char::is_whitespace)?;
    let start = text.len() - rest.len();
    let letter = |c: char| c.is_alphabetic() || c == '.';
    let mut is_first = true;
    let words = words(text, start, |rest| {
        let is_first = std::mem::take(&mut is_first);
        let len = run(rest, letter);
        if len > 0 || is_first {
            return len;
        }
        let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
        let small = ["of", "the", "and"].into_iter().find(|word| rest.starts_with(word));
        small.map_or(digits, str::len)
    });
    words.iter().rev().find_map(|&(start, end)| {
        let is_small = text[start..end].starts_with(char::is_lowercase);
        let least = if is_small { text[start..end].chars().count() } else { 1 };
        ends(text, start, end, least).find_map(|end| finish(text, end))
    })
}

/// The end behind what may follow a place.
fn finish(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let dash = |rest: &str| {
        let rest = rest.trim_start();
        let rest = DASHES.iter().find_map(|dash| rest.strip_prefix(dash))?;
        Some(text.len() - rest.strip_prefix(char::is_whitespace).unwrap_or(rest).len())
    };
    let bracket = rest.strip_prefix(char::is_whitespace).unwrap_or(rest).strip_prefix('(');
    bracket.and_then(agency).and_then(dash).or_else(|| dash(rest))
}

/// Words from `start` on, one space between them: where each starts, and where it ends at most.
fn words(text: &str, start: usize, mut word: impl FnMut(&str) -> usize) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut at = start;
    while words.len() <= MORE_WORDS {
        let len = word(&text[at..]);
        if len == 0 {
            break;
        }
        words.push((at, at + len));
        at += len;
        if !text[at..].starts_with(' ') {
            break;
        }
        at += 1;
    }
    words
}

/// How long a word of a capital and of such characters is.
fn run(rest: &str, fits: impl Fn(char) -> bool) -> usize {
    let Some(first) = rest.chars().next().filter(|c| c.is_uppercase()) else { return 0 };
    let after = &rest[first.len_utf8()..];
    first.len_utf8() + after.find(|c| !fits(c)).unwrap_or(after.len())
}

/// Ends of a word from its longest on, down to so many characters.
fn ends(text: &str, start: usize, end: usize, least: usize) -> impl Iterator<Item = usize> {
    let word = &text[start..end];
    let first = word.char_indices().nth(least - 1).map_or(word.len(), |(at, c)| at + c.len_utf8());
    let is_long = word.chars().nth(least - 1).is_some();
    let inside = word[first..].char_indices().rev().map(move |(at, _)| start + first + at);
    is_long.then_some(end).into_iter().chain(inside)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    #[test]
    fn lines_and_their_ends() {
        let cases = [
            ("GENEVA (Reuters) - The talks", Some("GENEVA (Reuters) - ")),
            ("NAIROBI, Kenya (AP) _ A bus", Some("NAIROBI, Kenya (AP) _ ")),
            ("BRUSSELS, Sept 25 (Xinhua) -- The", Some("BRUSSELS, Sept 25 (Xinhua) -- ")),
            ("NEW YORK — A man", Some("NEW YORK — ")),
            ("GENEVA-", Some("GENEVA-")),
            ("PORT-AU-PRINCE: Rain", Some("PORT-AU-PRINCE: ")),
            ("Geneva - The talks", None),
            ("UN says it will", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(place_line(text).map(|end| &text[..end]), expected, "{text}");
        }
        assert!(is_agency_line("Mumbai, Nov 11 (PTI):") && is_agency_line("Geneva (AP)"));
        assert!(!is_agency_line("Geneva (AP) The talks") && !is_agency_line("geneva (AP)"));
    }

    /// The patterns that these were.
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)^
                \p{Lu}[\p{Lu}.'’\-]+ (?:\ \p{Lu}[\p{Lu}.'’\-]*){0,4}
                (?:\s?,\s (?:\p{Lu}[\p{L}.]*)(?:\ (?:\p{Lu}[\p{L}.]*|\d{1,2}|of|the|and)){0,4})?
                \s? (?:\(\s?\p{Lu}[\p{L}\ .\-]{1,30}\))?
                \s* (?:--|—|–|-|_|:)\s?",
        )
        .unwrap()
    });
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^\p{Lu}[\p{L} .,'’\d\-]{2,50}\s?\(\s?[\p{Lu}][\p{L} .\-]{1,30}\)\s*(?:--|—|–|-|_|:)?\s*$",
        )
        .unwrap()
    });

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn they_are_what_their_patterns_find(
            parts in prop::collection::vec(prop::sample::select(vec![
                "NEW", "York", "A", "PORT-AU", "É", "é", "25", "of", "the", " ", " ", " ", ",", ", ", "(", ")", "(AP)",
                "(Reuters)", "-", "--", "—", "_", ":", "’", ".", "x", "\u{a0}",
            ]), 0..10),
        ) {
            let text = parts.concat();
            prop_assert_eq!(place_line(&text), PLACE.find(&text).map(|found| found.end()), "{}", text);
            prop_assert_eq!(is_agency_line(&text), LINE.is_match(&text), "{}", text);
        }
    }
}
