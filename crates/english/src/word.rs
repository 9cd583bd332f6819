//! Words in the sense of Universal Dependencies: what taggers and parsers are trained on.
//!
//! Where [`crate::tokens`] keeps `don't` and `so-called` whole, the treebanks write `do n't` and
//! `so - called`; a model that is given other words than it has learnt gives other trees. The
//! rules are those of the Penn Treebank as UD English EWT has them.

use rapporteur_document::Span;

use crate::contains;
use crate::lexicon::abbreviations::{DATES, HOSTS, NEVER, NUMBER, PREFIXES, SOMETIMES};

/// Words that hide two: where the second one starts.
const TWO: &[(&str, usize)] = &[
    ("alot", 1),
    ("cannot", 3),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("dunno", 2),
    ("gimme", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("isnt", 2),
    ("ive", 1),
    ("lemme", 3),
    ("thats", 4),
    ("theres", 5),
    ("wanna", 3),
    ("wasnt", 3),
];

/// Faces made of marks, where they stand alone.
const EMOTICONS: &[&str] = &[":)", ":-)", ":(", ":-(", ";)", ";-)", ":D", ":-D", "(:", "^^", ":P"];

/// Endings that are words of their own, without their apostrophe.
const CLITICS: &[&str] = &["d", "ll", "m", "re", "s", "ve"];

/// Longest word, in bytes, that is looked at for what it hides; a longer one is no word.
const LONGEST: usize = 64;

/// Words of `span`, in order, in one pass. White space gives none.
pub fn words(text: &str, span: Span, found: &mut Vec<Span>) {
    let mut base = span.start();
    for run in span.of(text).split_inclusive(char::is_whitespace) {
        let trimmed = run.trim_end();
        if !trimmed.is_empty() {
            run_of_characters(trimmed, base, base + trimmed.len() == span.end(), found);
        }
        base += run.len();
    }
}

/// A run without white space. `last` says that nothing follows in the sentence.
fn run_of_characters(run: &str, base: usize, last: bool, found: &mut Vec<Span>) {
    let mut push = |start: usize, end: usize| found.push(Span::new(base + start, base + end));
    if is_address(run) {
        let mut from = 0;
        while let Some(mark) = run[from..].chars().next().filter(|mark| matches!(mark, '<' | '(' | '"' | '“'))
        {
            push(from, from + mark.len_utf8());
            from += mark.len_utf8();
        }
        let end =
            run[from..].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '”', '>']).len() + from;
        push(from, end);
        for (at, mark) in run[end..].char_indices() {
            push(end + at, end + at + mark.len_utf8());
        }
        return;
    }
    if EMOTICONS.contains(&run) {
        push(0, run.len());
        return;
    }
    let mut at = 0;
    while let Some(first) = run[at..].chars().next() {
        let end = if first.is_ascii_digit() {
            number(run, at)
        } else if first.is_alphanumeric() {
            letters(run, at, last)
        } else if apostrophe(first) && at == 0 && is_short_year(&run[first.len_utf8()..]) {
            first.len_utf8() + 2
        } else if apostrophe(first)
            && clitic(run, at, found.last().is_some_and(|it| it.end() == base + at)) > 0
        {
            at + clitic(run, at, true)
        } else {
            at + same(&run[at..], first)
        };
        let word = &run[at..end];
        match hidden(word) {
            Some(inner) => {
                found.push(Span::new(base + at, base + at + inner));
                found.push(Span::new(base + at + inner, base + end));
            }
            None => found.push(Span::new(base + at, base + end)),
        }
        at = end;
    }
}

/// Where a second word starts in one that hides two: `ca|n't`, `can|not`.
fn hidden(word: &str) -> Option<usize> {
    if word.len() > LONGEST || word.len() < 3 {
        return None;
    }
    let bytes = word.as_bytes();
    if matches!(bytes[bytes.len() - 1], b't' | b'T') {
        let before = &word[..word.len() - 1];
        if let Some(stem) = before.strip_suffix(['\'', '’'])
            && stem.len() > 1
            && stem.ends_with(['n', 'N'])
        {
            return Some(stem.len() - 1);
        }
    }
    TWO.iter().find(|(whole, _)| word.eq_ignore_ascii_case(whole)).map(|&(_, at)| at)
}

/// End of the word of letters that starts at `at`.
fn letters(run: &str, at: usize, last: bool) -> usize {
    let mut end = at;
    let mut chars = run[at..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let here = at + offset;
        let next = chars.peek().map(|&(_, c)| c);
        let takes = c.is_alphanumeric()
            || is_mark_of_letter(c)
            // n't, O'Brien, d'Ivoire, but not Kenya's.
            || (apostrophe(c)
                && next.is_some_and(char::is_alphabetic)
                && clitic(run, here, true) == 0)
            || (c == '&' && next.is_some_and(char::is_uppercase) && run[at..here].chars().all(char::is_uppercase))
            || (c == '.' && stop_belongs(run, at, here, last))
            // re-start, non-profit: what stands before is no word of its own.
            || (c == '-'
                && next.is_some_and(char::is_lowercase)
                && here - at <= LONGEST
                && contains(PREFIXES, &run[at..here].to_lowercase()));
        if !takes {
            break;
        }
        end = here + c.len_utf8();
    }
    end.max(at + run[at..].chars().next().map_or(1, char::len_utf8))
}

/// A stop after `run[start..at]` belongs to the word: `U.S.`, `Mr.`, `a.m.`.
fn stop_belongs(run: &str, start: usize, at: usize, last: bool) -> bool {
    let (before, after) = (&run[start..at], &run[at + 1..]);
    if before.len() > LONGEST {
        return false;
    }
    let piece = before.rsplit('.').next().unwrap_or(before);
    let single = piece.chars().count() == 1 && piece.chars().all(char::is_alphabetic);
    if after.chars().next().is_some_and(char::is_alphanumeric) {
        // Inside: U.S, e.g, example.org; not "ended.The".
        let label = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        return single || label.len() <= LONGEST && contains(HOSTS, &label.to_lowercase());
    }
    if single && (before.contains('.') || before.chars().all(char::is_uppercase)) {
        return true;
    }
    if last && after.is_empty() {
        // The sentence's own stop, unless the word is never without one.
        return contains(NEVER, &before.to_lowercase());
    }
    let lower = before.to_lowercase();
    contains(NEVER, &lower)
        || contains(SOMETIMES, &lower)
        || contains(DATES, before)
        || (after.is_empty() && contains(NUMBER, &lower))
}

/// End of the number that starts at `at`: `275,000`, `3.5`, `10:30`, `20th`, `1990s`, but `5 pm`.
fn number(run: &str, at: usize) -> usize {
    let bytes = run.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if let Some(end) = with_hyphens(bytes, at) {
        return end;
    }
    let mut end = at;
    while digit(end) || (matches!(bytes.get(end), Some(b',' | b'.' | b':' | b'/')) && digit(end + 1)) {
        end += 1;
    }
    // 1990's, 80's.
    let digits = &run[at..end];
    if matches!(digits.len(), 2 | 4)
        && digits.ends_with('0')
        && let Some(mark) = run[end..].chars().next().filter(|&mark| apostrophe(mark))
    {
        let rest = &run[end + mark.len_utf8()..];
        if rest.starts_with('s') && !rest[1..].starts_with(char::is_alphanumeric) {
            return end + mark.len_utf8() + 1;
        }
    }
    let tail: &str = {
        let rest = &run[end..];
        let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        &rest[..length]
    };
    let unit = matches!(
        tail.to_ascii_lowercase().as_str(),
        "am" | "pm" | "km" | "kg" | "m" | "mm" | "cm" | "bn" | "million" | "billion" | "mph" | "gb" | "mb"
    );
    if tail.is_empty() || tail.len() > LONGEST || unit { end } else { end + tail.len() }
}

/// End of a number whose parts hyphens join: of a telephone (`555-0142`), or a date (`2016-09-25`,
/// `01-Feb-02`); not of a range, which is three words.
fn with_hyphens(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    let mut lengths = [0; 4];
    for (index, length) in lengths.iter_mut().enumerate() {
        let start = end;
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) && end - start < 5 {
            end += 1;
        }
        let part = &bytes[start..end];
        let is_month = index == 1 && part.len() == 3 && part.iter().all(u8::is_ascii_alphabetic);
        if part.is_empty() || !is_month && !part.iter().all(u8::is_ascii_digit) {
            return None;
        }
        // A month counts as ten digits: no number has them.
        *length = if is_month { 10 } else { part.len() };
        if bytes.get(end) != Some(&b'-') {
            break;
        }
        end += 1;
    }
    let known =
        matches!(lengths, [3, 4, 0, 0] | [3, 3, 4, 0] | [1, 3, 3, 4] | [4, 2, 2, 0] | [1 | 2, 10, 2 | 4, 0]);
    let over = bytes.get(end).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'-');
    (known && !over && bytes.get(end - 1) != Some(&b'-')).then_some(end)
}

/// `73` of `'73`.
fn is_short_year(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    bytes.len() >= 2
        && bytes[..2].iter().all(u8::is_ascii_digit)
        && !rest[2..].starts_with(char::is_alphanumeric)
}

/// Length of the clitic at an apostrophe, or 0: `'s`, `'re`, and the bare mark of a plural.
fn clitic(run: &str, at: usize, after_word: bool) -> usize {
    if !after_word {
        return 0;
    }
    let mark = run[at..].chars().next().map_or(1, char::len_utf8);
    let rest = &run[at + mark..];
    let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let ending = &rest[..length];
    let known = ending.len() <= 2 && CLITICS.iter().any(|clitic| ending.eq_ignore_ascii_case(clitic));
    if known { mark + length } else { 0 }
}

/// Length of the mark at the start: dots and dashes that repeat are one.
fn same(rest: &str, first: char) -> usize {
    match first {
        '.' | '!' | '?' => rest.find(|c| !matches!(c, '.' | '!' | '?')).unwrap_or(rest.len()),
        '-' | '*' | '=' | '_' | '~' => rest.find(|c| c != first).unwrap_or(rest.len()),
        _ => first.len_utf8(),
    }
}

fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Combining marks, joiners: part of the letter before.
fn is_mark_of_letter(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// Web and mail addresses are one word.
fn is_address(run: &str) -> bool {
    run.contains("://") || run.starts_with("www.") || {
        let mut parts = run.splitn(3, '@');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(name), Some(host), None) => !name.is_empty() && host.trim_end_matches('.').contains('.'),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        words(text, Span::new(0, text.len()), &mut found);
        found.into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn clitics_stand_apart() {
        assert_eq!(split("Kenya's"), ["Kenya", "'s"]);
        assert_eq!(split("the envoys’ cars"), ["the", "envoys", "’", "cars"]);
        assert_eq!(
            split("didn't can’t won't cannot"),
            ["did", "n't", "ca", "n’t", "wo", "n't", "can", "not"]
        );
        assert_eq!(split("they're I've she'd O'Brien"), ["they", "'re", "I", "'ve", "she", "'d", "O'Brien"]);
    }

    #[test]
    fn hyphens_and_slashes_split() {
        assert_eq!(split("well-fed and/or 3-5"), ["well", "-", "fed", "and", "/", "or", "3", "-", "5"]);
        assert_eq!(split("wait -- no..."), ["wait", "--", "no", "..."]);
        assert_eq!(split("really?!"), ["really", "?!"]);
    }

    #[test]
    fn what_is_no_word_alone_does_not_split() {
        assert_eq!(split("re-start a non-profit’s e-mail"), ["re-start", "a", "non-profit", "’s", "e-mail"]);
        assert_eq!(split("a well-known pro-Russian"), ["a", "well", "-", "known", "pro", "-", "Russian"]);
        assert_eq!(
            split("on 2016-09-25, call 555-0142."),
            ["on", "2016-09-25", ",", "call", "555-0142", "."]
        );
        assert_eq!(split("9/11 of '73, the 1990's"), ["9/11", "of", "'73", ",", "the", "1990's"]);
        assert_eq!(split("2016-17 and 10-3"), ["2016", "-", "17", "and", "10", "-", "3"]);
        assert_eq!(split("Example.org's Sat. edition"), ["Example.org", "'s", "Sat.", "edition"]);
        assert_eq!(split("(ann@example.org)"), ["(", "ann@example.org", ")"]);
    }

    #[test]
    fn abbreviations_keep_their_stop_and_sentences_lose_it() {
        assert_eq!(
            split("Mr. Orme left the U.S. at 5 p.m. on Monday."),
            ["Mr.", "Orme", "left", "the", "U.S.", "at", "5", "p.m.", "on", "Monday", "."]
        );
        assert_eq!(
            split("AT&T said (twice), “no”."),
            ["AT&T", "said", "(", "twice", ")", ",", "“", "no", "”", "."]
        );
    }

    #[test]
    fn numbers_keep_commas_and_lose_units() {
        assert_eq!(
            split("$275,000 at 10:30am, 40% in the 1990s, 20th"),
            ["$", "275,000", "at", "10:30", "am", ",", "40", "%", "in", "the", "1990s", ",", "20th"]
        );
    }

    #[test]
    fn addresses_are_one_word() {
        assert_eq!(
            split("See https://example.org/a-b, or a.b@example.org."),
            ["See", "https://example.org/a-b", ",", "or", "a.b@example.org", "."]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn words_cover_all_but_white_space(text in "[ a-zA-Z0-9.,'’&$%/@:()\\-\u{e9}\u{300}\n]{0,60}") {
            let mut found = Vec::new();
            words(&text, Span::new(0, text.len()), &mut found);
            let mut at = 0;
            for span in found {
                prop_assert!(!span.is_empty());
                prop_assert!(text[at..span.start()].chars().all(char::is_whitespace));
                at = span.end();
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
