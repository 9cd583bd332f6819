//! Words in the sense of Universal Dependencies: what taggers and parsers are trained on.
//!
//! Where [`crate::tokens`] keeps `don't` and `so-called` whole, the treebanks write `do n't` and
//! `so - called`; a model that is given other words than it has learnt gives other trees. The
//! rules are those of the Penn Treebank as UD English EWT has them.

mod address;
mod hidden;
mod marks;
mod number;

use rapporteur_document::Span;

use self::hidden::Around;
use crate::contains;
use crate::lexicon::abbreviations::{
    DATES, HOSTS, NEVER, NUMBER, PREFIXES, PREFIXES_OF_NAMES, SOMETIMES, STATES, WITHIN,
};
use crate::lexicon::words::{APOSTROPHE_FIRST, APOSTROPHE_LAST, CURRENCIES, EXCLAIMED, SLASHED};

/// Endings that are words of their own, without their apostrophe.
const CLITICS: &[&str] = &["d", "ll", "m", "re", "s", "ve"];

/// Longest word, in bytes, that is looked at for what it hides; a longer one is no word.
const LONGEST: usize = 64;

/// Words of `span`, in order, in one pass. White space gives none.
pub fn words(text: &str, span: Span, found: &mut Vec<Span>) {
    let sentence = span.of(text).trim_end();
    let first = found.len();
    let mut cutter = Cutter { sentence, base: span.start(), first, found, from: 0, open: 0 };
    let mut from = 0;
    for run in sentence.split_inclusive(char::is_whitespace) {
        cutter.run(from, from + run.trim_end().len());
        from += run.len();
    }
}

/// Cuts one sentence.
struct Cutter<'a> {
    sentence: &'a str,
    /// Where the sentence starts in the text.
    base: usize,
    /// How many words there were before it.
    first: usize,
    found: &'a mut Vec<Span>,
    /// Where the run that is being cut starts in the sentence.
    from: usize,
    /// Round brackets that are open.
    open: usize,
}

/// What a full stop is to the word before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// A mark of its own.
    Apart,
    /// Part of the word, which may go on: `U.S.`.
    Inside,
    /// The word's end: `Mr.`.
    Ends,
}

impl<'a> Cutter<'a> {
    fn push(&mut self, start: usize, end: usize) {
        self.found.push(Span::new(self.base + start, self.base + end));
    }

    /// A run without white space, from and to a byte of the sentence.
    fn run(&mut self, from: usize, to: usize) {
        let run = &self.sentence[from..to];
        if run.is_empty() {
            return;
        }
        self.from = from;
        if let Some(address) = address::address(run) {
            self.plain(from, from + address.start);
            self.push(from + address.start, from + address.end);
            self.plain(from + address.end, to);
        } else {
            self.plain(from, to);
        }
    }

    /// Characters of the run.
    fn plain(&mut self, mut at: usize, to: usize) {
        let (sentence, from): (&'a str, usize) = (self.sentence, self.from);
        let run = &sentence[from..to];
        while at < to {
            let end = from + self.end_of(run, at - from);
            let word = &sentence[at..end];
            let mut start = at;
            if let Some(second) = hidden::negated(word) {
                self.push(at, at + second);
                start += second;
            } else if word.starts_with(char::is_alphabetic) {
                let around = || {
                    let before = self.found[self.first..].last();
                    let before = before.map(|it| &sentence[it.start() - self.base..it.end() - self.base]);
                    Around { before, after: &sentence[end..] }
                };
                if let Some(pieces) = hidden::listed(word, around) {
                    let mut pieces = pieces.split('|').map(str::len);
                    pieces.next_back();
                    for length in pieces {
                        self.push(start, start + length);
                        start += length;
                    }
                }
            }
            self.push(start, end);
            at = end;
        }
    }

    /// End of the word that starts at `at` in `run`, which is at most the run's.
    fn end_of(&mut self, run: &str, at: usize) -> usize {
        let rest = &run[at..];
        let Some(first) = rest.chars().next() else { return run.len() };
        if first.is_ascii_digit() {
            let money = run[..at].chars().next_back().is_some_and(|c| matches!(c, '$' | '£' | '€'));
            return number::number(run, at, money || at > 0 && known(CURRENCIES, &run[..at]));
        }
        if first.is_alphanumeric() {
            return self.letters(run, at);
        }
        let after = &rest[first.len_utf8()..];
        let before = run[..at].chars().next_back();
        let next = after.chars().next();
        match first {
            '(' => self.open += 1,
            ')' => self.open = self.open.saturating_sub(1),
            // .04, and .doc where a bracket came before.
            '.' if next.is_some_and(|c| c.is_ascii_digit())
                && before.is_none_or(|c| !c.is_alphanumeric() && c != '.') =>
            {
                return number::number(run, at + 1, false);
            }
            '.' if before.is_none_or(|c| c == ')') => {
                let letters = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
                if known(HOSTS, &after[..letters]) {
                    return at + 1 + letters;
                }
            }
            // +44, the code of a country.
            '+' if before.is_none_or(|c| c == '(') => {
                let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
                if (1..=3).contains(&digits) && !after[digits..].starts_with(char::is_alphanumeric) {
                    return at + 1 + digits;
                }
            }
            '#' | '@'
                if next.is_some_and(char::is_alphabetic) && before.is_none_or(|c| !c.is_alphanumeric()) =>
            {
                return self.letters(run, at + 1);
            }
            '\'' | '’' | '`' => {
                if let Some(length) = self.apostrophe_first(run, at, first) {
                    return at + length;
                }
            }
            _ => {}
        }
        let face = marks::face(run, at, self.open > 0);
        if face > 0 {
            return at + face;
        }
        at + marks::line(run, at).max(marks::same(rest, first))
    }

    /// Length of a word that starts with an apostrophe.
    fn apostrophe_first(&self, run: &str, at: usize, first: char) -> Option<usize> {
        let after = &run[at + first.len_utf8()..];
        let begins = run[..at].chars().next_back().is_none_or(|c| matches!(c, '(' | '"' | '“' | '-' | '—'));
        if begins && number::is_short_year(after) {
            let plural = usize::from(after[2..].starts_with('s'));
            return Some(first.len_utf8() + 2 + plural);
        }
        let letters = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
        if begins && first != '`' && letters <= LONGEST {
            let (word, rest) = (&after[..letters], &after[letters..]);
            let closing = rest.chars().next().filter(|&c| apostrophe(c)).map_or(0, char::len_utf8);
            // 'em and 'n', but not 'cause' in quotation marks; ' s: the space was no part of it.
            if closing > 0 && word.eq_ignore_ascii_case("n") {
                return Some(first.len_utf8() + letters + closing);
            }
            if closing == 0 && known(APOSTROPHE_FIRST, word)
                || at == 0 && word == "s" && self.found.len() > self.first
            {
                return Some(first.len_utf8() + letters);
            }
        }
        Some(clitic(run, at)).filter(|&length| at > 0 && length > 0)
    }

    /// End of the word of letters that starts at `at`.
    fn letters(&self, run: &str, at: usize) -> usize {
        // The x of 3x5.
        if run[at..].starts_with('x') && run[..at].ends_with(|c: char| c.is_ascii_digit()) {
            return at + 1;
        }
        let plain = run.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let mut end = at + plain;
        // Rs1000, USD5m.
        if let Some(letters) = currency(&run[at..end]) {
            return at + letters;
        }
        let mut chars = run[end..].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let here = at + plain + offset;
            let next = chars.peek().map(|&(_, c)| c);
            let so_far = &run[at..here];
            let takes = c.is_alphanumeric()
                || match c {
                    // n't, O'Brien, d'Ivoire, but not Kenya's; lookin', Ya'll.
                    '\'' | '’' => {
                        if next.is_some_and(char::is_alphabetic) {
                            clitic(run, here) == 0
                        } else {
                            known(APOSTROPHE_LAST, so_far) && !next.is_some_and(char::is_alphanumeric)
                        }
                    }
                    // AT&T, p&l.
                    '&' => {
                        next.is_some_and(char::is_uppercase) && so_far.chars().all(char::is_uppercase)
                            || so_far.len() == 1
                                && next.is_some_and(|c| c.is_ascii_lowercase())
                                && !run[here + 2..].starts_with(char::is_alphanumeric)
                    }
                    '.' => match self.stop(run, at, here) {
                        Stop::Apart => false,
                        Stop::Inside => true,
                        Stop::Ends => return here + 1,
                    },
                    '-' => next.is_some_and(|next| hyphen_belongs(so_far, next, &run[here + 1..])),
                    '/' => {
                        let letters = run[here + 1..].find(|c: char| !c.is_alphanumeric());
                        let whole = &run[at..letters.map_or(run.len(), |letters| here + 1 + letters)];
                        // b/c, and w/ before a word.
                        if known(SLASHED, whole) {
                            return at + whole.len();
                        }
                        if so_far == "w" && next.is_some_and(char::is_alphabetic) {
                            return here + 1;
                        }
                        false
                    }
                    // Of names of files and accounts.
                    '_' | '@' => next.is_some_and(char::is_alphanumeric),
                    // What is not spelt out: f*ck, d**n, b****.
                    '*' => !so_far.is_empty() && is_masked(so_far, &run[here..]),
                    '!' => {
                        next.is_none_or(|c| !c.is_alphanumeric() && c != '!')
                            && so_far.starts_with(char::is_uppercase)
                            && known(EXCLAIMED, so_far)
                    }
                    c => is_mark_of_letter(c),
                };
            if !takes {
                break;
            }
            end = here + c.len_utf8();
        }
        end.max(at + run[at..].chars().next().map_or(1, char::len_utf8))
    }

    /// What the stop at `at` is to the word that starts at `start`: `U.S.`, `Mr.`, `a.m.`.
    fn stop(&self, run: &str, start: usize, at: usize) -> Stop {
        let (before, after) = (&run[start..at], &run[at + 1..]);
        if before.len() > LONGEST || after.starts_with("..") {
            return Stop::Apart;
        }
        let piece = before.rsplit('.').next().unwrap_or(before);
        let single = piece.chars().count() == 1 && piece.chars().all(char::is_alphabetic);
        let lower = before.to_lowercase();
        let listed = || {
            contains(NEVER, &lower)
                || contains(SOMETIMES, &lower)
                || contains(WITHIN, &lower)
                || contains(DATES, before)
        };
        if let Some(first) = after.chars().next().filter(|c| c.is_alphanumeric()) {
            // Inside: U.S, e.g, example.org; not "ended.The". The end: S.Korea, Dr.Orme, Nov.28.
            let label = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let is_name = first.is_uppercase() && label[first.len_utf8()..].starts_with(char::is_lowercase);
            let inside = single && !is_name
                || label.len() <= LONGEST && contains(HOSTS, &label.to_lowercase())
                || lower == "ph" && label.eq_ignore_ascii_case("d");
            return if inside {
                Stop::Inside
            } else if single || is_name && listed() || first.is_ascii_digit() && contains(DATES, before) {
                Stop::Ends
            } else {
                Stop::Apart
            };
        }
        // Where nothing but closing marks follows the stop is the sentence's own.
        let closing = |c: char| matches!(c, ')' | ']' | '"' | '”' | '\'' | '’');
        let rest = &self.sentence[self.from + at + 1..];
        let last = rest.len() <= LONGEST && rest.chars().all(closing);
        let belongs = if last {
            lower == "etc" && !rest.is_empty()
        } else {
            single && (before.contains('.') || piece.chars().all(char::is_uppercase))
                || listed()
                || contains(STATES, before) && self.comma_before(start)
                || after.is_empty() && contains(NUMBER, &lower)
        };
        if belongs { Stop::Ends } else { Stop::Apart }
    }

    /// A comma stands before the word that starts at `start` of the run: "Springfield, Ill.".
    fn comma_before(&self, start: usize) -> bool {
        self.sentence[..self.from + start].trim_end().ends_with(',')
    }
}

/// A hyphen does not end the word: what stands before is no word of its own (`re-start`,
/// `non-profit`, `anti-American`), or both are one number (`x3-0142`).
fn hyphen_belongs(before: &str, next: char, after: &str) -> bool {
    if let Some(digits) = before.strip_prefix(['x', 'X'])
        && digits.len() < 2
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return matches!(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()), 4 | 5);
    }
    if before.len() > LONGEST || !next.is_alphanumeric() {
        return false;
    }
    if next.is_lowercase() {
        known(PREFIXES, before)
    } else {
        // Not the Post-Gazette.
        known(PREFIXES_OF_NAMES, before) && before != "Post"
    }
}

/// Length of the code of a currency that a number follows, in a row of letters and digits.
fn currency(word: &str) -> Option<usize> {
    let letters = word.find(|c: char| c.is_ascii_digit())?;
    known(CURRENCIES, &word[..letters]).then_some(letters)
}

/// Stars stand for letters: one between letters, or several at the end of one or two.
fn is_masked(before: &str, rest: &str) -> bool {
    if before.ends_with('*') {
        // Within a row that has been taken.
        return true;
    }
    let stars = rest.find(|c| c != '*').unwrap_or(rest.len());
    let after = rest[stars..].chars().next();
    before.len() < 8 && after.is_some_and(char::is_alphabetic) && stars < 4
        || before.len() < 3 && stars > 1 && after.is_none_or(|c| !c.is_alphanumeric())
}

/// Whether a list has a word in small letters.
fn known(list: &[&str], word: &str) -> bool {
    word.len() <= LONGEST && contains(list, &word.to_lowercase())
}

/// Length of the clitic at an apostrophe, or 0: `'s`, `'re`. `'ma` is `'m` and a word.
fn clitic(run: &str, at: usize) -> usize {
    let mark = run[at..].chars().next().map_or(1, char::len_utf8);
    let rest = &run[at + mark..];
    let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let ending = &rest[..length];
    if ending == "ma" && run[..at].ends_with(['i', 'I']) {
        return mark + 1;
    }
    let known = ending.len() <= 2 && CLITICS.iter().any(|clitic| ending.eq_ignore_ascii_case(clitic));
    if known { mark + length } else { 0 }
}

fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Combining marks, joiners: part of the letter before.
fn is_mark_of_letter(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
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
        assert_eq!(
            split("a well-known pro-Russian in mid-2014, the Post-Echo"),
            ["a", "well", "-", "known", "pro-Russian", "in", "mid-2014", ",", "the", "Post", "-", "Echo"]
        );
        assert_eq!(
            split("on 2016-09-25, call 555-0142."),
            ["on", "2016-09-25", ",", "call", "555-0142", "."]
        );
        assert_eq!(split("9/11 of '73, the 1990's"), ["9/11", "of", "'73", ",", "the", "1990's"]);
        assert_eq!(split("3/4 of it, 24/7"), ["3", "/", "4", "of", "it", ",", "24", "/", "7"]);
        assert_eq!(split("713/555-0142 x4-0142 +44"), ["713/555-0142", "x4-0142", "+44"]);
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
        fn words_cover_all_but_white_space(text in "([ a-zA-Z0-9.,'’&$%/@:()<>=+*_#!?;`^…\\-\u{e9}\u{300}\n]|its |Id |http://|\\.doc){0,60}") {
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
