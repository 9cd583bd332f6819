//! How dates and times of day are written: where they stand in a text, and their parts as they
//! stand there. What they mean is for the [crate] to say.
//!
//! Read by hand: as patterns they take a megabyte.

use std::ops::Range;

use crate::months;

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written<'t> {
    /// Parts whose order is known: "18 October 2016", "Oct. 18th, 2016", "2016-10-18". The month is
    /// a name or a number.
    Named { year: &'t str, month: &'t str, day: &'t str },
    /// "18/10/2016", "18.10.16": which is the day has to be found out.
    Numbers { first: &'t str, second: &'t str, year: &'t str, mark: char },
}

/// A time of day as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock<'t> {
    pub(crate) hour: &'t str,
    pub(crate) minute: &'t str,
    pub(crate) second: Option<&'t str>,
    /// "am", "p.m."
    pub(crate) half: Option<&'t str>,
    pub(crate) zone: Option<&'t str>,
    /// "+01:00", "-0500".
    pub(crate) offset: Option<&'t str>,
}

/// What is left of a text that is read from left to right.
#[derive(Clone, Copy)]
struct Rest<'t>(&'t str);

/// White space inside a date.
const SPACES: [char; 5] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\u{3000}'];

/// What parts the name of a month from its day: white space, hyphens, points, …
const JOINTS: [char; 7] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '-', '/', '.'];

/// … and what stands before the year.
const JOINTS_OF_YEAR: [char; 8] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '-', '/', '.', ','];

/// At most so many joints stand together.
const JOINTED: usize = 3;

/// Letters of the longest name of a month.
const MONTH: usize = 12;

/// What may stand behind the number of a day.
const ORDINALS: [&str; 8] = ["st", "nd", "rd", "th", "er", "º", "ª", "°"];

/// "of", before the month or the year: English, the Romance languages.
const OF: [&str; 4] = ["of ", "de ", "del ", "d’"];

impl<'t> Rest<'t> {
    /// Takes so many bytes.
    fn take(&mut self, len: usize) -> &'t str {
        let (part, rest) = self.0.split_at(len);
        self.0 = rest;
        part
    }

    /// Takes digits, `most` of them at most; none when there are fewer than `least`.
    fn digits(&mut self, least: usize, most: usize) -> Option<&'t str> {
        let len = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        (len >= least).then(|| self.take(len))
    }

    /// Takes a number of so many digits and no more.
    fn number(&mut self, least: usize, most: usize) -> Option<&'t str> {
        let number = self.digits(least, most)?;
        (!self.0.starts_with(|c: char| c.is_ascii_digit())).then_some(number)
    }

    /// Takes exactly so many digits.
    fn exactly(&mut self, count: usize) -> Option<&'t str> {
        self.digits(count, count)
    }

    /// Takes one of these characters.
    fn one(&mut self, of: &[char]) -> Option<char> {
        let first = self.0.chars().next().filter(|first| of.contains(first))?;
        self.take(first.len_utf8());
        Some(first)
    }

    /// Takes as many of these characters as there are, [`JOINTED`] at most, and one at least.
    fn some(&mut self, of: &[char]) -> Option<()> {
        self.one(of)?;
        for _ in 1..JOINTED {
            if self.one(of).is_none() {
                break;
            }
        }
        Some(())
    }

    /// Takes a word in any case.
    fn word(&mut self, word: &str) -> Option<&'t str> {
        let start = self.0.get(..word.len())?;
        start.eq_ignore_ascii_case(word).then(|| self.take(word.len()))
    }

    /// Takes the first that is there.
    fn any(&mut self, words: &[&str]) -> Option<&'t str> {
        words.iter().find_map(|word| self.word(word))
    }

    /// Letters that end a word, so many at most.
    fn letters(&mut self, most: usize) -> Option<&'t str> {
        let len = self.0.char_indices().find(|(_, c)| !c.is_alphabetic()).map_or(self.0.len(), |(at, _)| at);
        let count = self.0[..len].chars().take(most + 1).count();
        let ends = (1..=most).contains(&count) && !self.0[len..].starts_with(is_word);
        ends.then(|| self.take(len))
    }

    /// Takes a word that may be the name of a month; digits may follow without a space ("May12").
    fn name(&mut self) -> Option<&'t str> {
        let mut letters = self.0.char_indices().take_while(|(_, c)| c.is_alphabetic());
        let (last, character) = letters.by_ref().take(MONTH).last()?;
        let is_whole = letters.next().is_none();
        let len = last + character.len_utf8();
        (is_whole && !self.0[len..].starts_with('_')).then(|| self.take(len))
    }

    /// Takes the name of a month.
    fn month(&mut self) -> Option<&'t str> {
        let mut ahead = *self;
        let name = ahead.name().filter(|name| months::is_month(name))?;
        *self = ahead;
        Some(name)
    }

    /// "14:05:00 EDT ", which some programs write between day and year.
    fn clock_and_zone(&mut self) -> Option<()> {
        self.number(1, 2)?;
        for _ in 0..2 {
            self.one(&[':'])?;
            self.exactly(2)?;
        }
        self.one(&SPACES)?;
        if self.letters(4).is_some() || self.offset().is_some() {
            self.one(&SPACES)?;
        }
        Some(())
    }

    /// "+01:00", "-0500".
    fn offset(&mut self) -> Option<&'t str> {
        let start = self.0;
        self.one(&['+', '-'])?;
        self.exactly(2)?;
        self.word(":");
        self.exactly(2)?;
        Some(&start[..start.len() - self.0.len()])
    }

    fn spaces(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// Whether a number ends here: no more digits, and no letters but the mark of a year ("2016г.").
    fn ended(self) -> Option<()> {
        let rest = self.0.strip_prefix(['г', 'р']).unwrap_or(self.0);
        (!rest.starts_with(joins)).then_some(())
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a character goes on with the word beside it. Scripts without case are written without
/// spaces, or mark no word by them: a number may follow right behind.
fn joins(c: char) -> bool {
    c.is_numeric() || c == '_' || c.is_lowercase() || c.is_uppercase()
}

/// The dates of a line with their places.
pub(crate) fn dates(line: &str) -> Vec<(Range<usize>, Written<'_>)> {
    let mut found = Vec::new();
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return found;
    }
    let mut at = 0;
    while let Some(start) = word_from(line, at) {
        let mut rest = Rest(&line[start..]);
        match date(&mut rest) {
            Some(date) => {
                at = line.len() - rest.0.len();
                found.push((start..at, date));
            }
            None => at = start + line[start..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Where the next word starts with a digit of ASCII or a letter. What stands before `at` has been read.
fn word_from(text: &str, at: usize) -> Option<usize> {
    let starts = |&(offset, c): &(usize, char)| {
        (c.is_ascii_digit() || c.is_alphabetic()) && !text[..at + offset].ends_with(joins)
    };
    text[at..].char_indices().find(starts).map(|(offset, _)| at + offset)
}

/// The date that a word begins with, and what follows it.
fn date<'t>(rest: &mut Rest<'t>) -> Option<Written<'t>> {
    let start = *rest;
    let mut again = |read: fn(&mut Rest<'t>) -> Option<Written<'t>>| {
        *rest = start;
        read(rest)
    };
    if start.0.starts_with(|c: char| c.is_ascii_digit()) {
        again(day_first).or_else(|| again(year_first)).or_else(|| again(in_numbers))
    } else {
        again(month_first)
    }
}

/// "18 October 2016", "3rd of Sept. 2013", "18 de octubre de 2016", "18. Oktober 2016", "18-Oct-16".
fn day_first<'t>(rest: &mut Rest<'t>) -> Option<Written<'t>> {
    let day = rest.number(1, 2)?;
    rest.any(&ORDINALS);
    rest.some(&JOINTS)?;
    rest.any(&OF);
    let month = rest.month()?;
    let hyphen = rest.0.starts_with(['-', '/']);
    rest.some(&JOINTS_OF_YEAR)?;
    rest.any(&OF);
    let mut short = *rest;
    if let Some(year) = rest.exactly(4) {
        rest.ended()?;
        return Some(Written::Named { year, month, day });
    }
    // "18-Oct-16"; without hyphens it may be an hour that follows.
    let year = if hyphen || short.one(&['\'', '’']).is_some() { short.number(2, 2)? } else { return None };
    short.ended()?;
    *rest = short;
    Some(Written::Named { year, month, day })
}

/// "October 18, 2016", "Oct-18-2016", "September, 18 2016", "Sun Sep 25 14:05:00 EDT 2016".
fn month_first<'t>(rest: &mut Rest<'t>) -> Option<Written<'t>> {
    // Whether it is a month is looked up last: most words have no day behind them.
    let month = rest.name()?;
    rest.some(&JOINTS_OF_YEAR);
    rest.any(&["the "]);
    let day = rest.number(1, 2).filter(|_| months::is_month(month))?;
    rest.any(&ORDINALS);
    rest.some(&JOINTS_OF_YEAR)?;
    let mut later = *rest;
    if later.clock_and_zone().is_some() {
        *rest = later;
    }
    let year = rest.exactly(4)?;
    rest.ended()?;
    Some(Written::Named { year, month, day })
}

/// "2016-10-18", "2016/10/18", "2016. 10. 18.", "2016年10月18日", "2016. október 18.".
fn year_first<'t>(rest: &mut Rest<'t>) -> Option<Written<'t>> {
    let year = rest.number(4, 4)?;
    let mark = rest.one(&['-', '/', '.', '年', '년', ' ', ','])?;
    rest.spaces();
    if let Some(month) = rest.month() {
        rest.some(&JOINTS)?;
        let day = rest.number(1, 2)?;
        // "2016. May 5, 2017": the year before is another's.
        let mut ahead = *rest;
        let other = ahead.some(&JOINTS_OF_YEAR).and_then(|()| ahead.number(4, 4)).is_some();
        return (!other).then_some(Written::Named { year, month, day });
    }
    let month = rest.number(1, 2)?;
    let next = match mark {
        '年' => '月',
        '년' => '월',
        '-' | '/' | '.' => mark,
        _ => return None,
    };
    rest.one(&[next])?;
    rest.spaces();
    let day = rest.digits(1, 2)?;
    rest.one(&['日', '일']);
    // A number goes on: 2016-10-181, 2016.10.18.7.
    let mut ahead = *rest;
    let joined = ahead.one(&[mark]).is_some() && ahead.0.starts_with(|c: char| c.is_ascii_digit());
    let goes_on = joined || rest.0.starts_with(|c: char| c.is_ascii_digit());
    (!goes_on).then_some(Written::Named { year, month, day })
}

/// "18/10/2016", "18.10.16", "18. 10. 2016", "18-10-2016".
fn in_numbers<'t>(rest: &mut Rest<'t>) -> Option<Written<'t>> {
    let first = rest.number(1, 2)?;
    let mark = rest.one(&['/', '.', '-'])?;
    let spaced = mark == '.' && rest.one(&SPACES).is_some();
    let second = rest.number(1, 2)?;
    rest.one(&[mark])?;
    if spaced {
        rest.one(&SPACES)?;
    }
    let year = match rest.number(4, 4) {
        Some(year) => year,
        // "10-12-14" is rather a score or a size.
        None if mark != '-' && !spaced => rest.number(2, 2)?,
        None => return None,
    };
    rest.ended()?;
    // "1.2.2016.7" is no date: a number goes on.
    let mut next = *rest;
    let goes_on = next.one(&[mark]).is_some() && next.0.starts_with(|c: char| c.is_ascii_digit());
    (!goes_on).then_some(Written::Numbers { first, second, year, mark })
}

/// The first time of day in a text.
pub(crate) fn clock(text: &str) -> Option<Clock<'_>> {
    let mut at = 0;
    while let Some(start) = word_from(text, at) {
        if let Some(clock) = clock_at(Rest(&text[start..])) {
            return Some(clock);
        }
        at = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

fn clock_at(mut rest: Rest<'_>) -> Option<Clock<'_>> {
    let hour = rest.number(1, 2)?;
    rest.one(&[':', '.'])?;
    let minute = rest.exactly(2)?;
    let mut ahead = rest;
    let second = ahead.one(&[':']).and_then(|_| ahead.exactly(2));
    if second.is_some() {
        rest = ahead;
    }
    rest.spaces();
    let half = rest.any(&["am", "pm", "a.m.", "p.m."]);
    rest.spaces();
    // "14.05 Uhr MESZ"
    rest.any(&["Uhr "]);
    let zone = rest.letters(4);
    rest.spaces();
    let offset = rest.offset();
    Some(Clock { hour, minute, second, half, zone, offset })
}

/// Year, month and day in an address: `/2016/09/25/`, `/2016/sep/25/`, `-2016-09-25`, `/2016-09/25/`,
/// `/2016/0925/`, `-20160925.html`.
pub(crate) fn in_address(url: &str) -> Option<(&str, &str, &str)> {
    let path = url.find("://").map_or(url, |at| &url[at + 3..]);
    path.match_indices(['/', '-', '_', '=', '.']).find_map(|(at, _)| {
        let mut rest = Rest(&path[at + 1..]);
        let year = rest.exactly(4).filter(|year| year.starts_with("19") || year.starts_with("20"))?;
        let marks = ['/', '-', '_', '.'];
        let parted = rest.one(&marks).is_some();
        let (month, day) = if let Some(both) =
            (!parted || rest.0.bytes().take_while(u8::is_ascii_digit).count() == 4).then(|| rest.exactly(4))
        {
            both?.split_at(2)
        } else {
            let month = rest.number(1, 2).or_else(|| rest.month())?;
            rest.one(&marks)?;
            (month, rest.number(1, 2)?)
        };
        (rest.0.is_empty() || rest.0.starts_with(['/', '-', '_', '.', '?', '#', '&']))
            .then_some((year, month, day))
    })
}
