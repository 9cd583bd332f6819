//! How dates and times of day are written: where they stand in a text, and their parts as they
//! stand there. What they mean is for [`dates`](crate::dates) to say.
//!
//! Read by hand: as patterns they take a megabyte.

use std::ops::Range;

use crate::dates::is_month;

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written<'t> {
    /// Parts whose order is known: "18 October 2016", "Oct. 18th, 2016", "2016-10-18". The month is
    /// a name or a number.
    Named { year: &'t str, month: &'t str, day: &'t str },
    /// "18/10/2016", "18.10.16": which is the day has to be found out.
    Numbers { first: &'t str, second: &'t str, year: &'t str },
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

    /// Takes exactly so many digits.
    fn exactly(&mut self, count: usize) -> Option<&'t str> {
        self.digits(count, count)
    }

    /// Takes one of these characters.
    fn one(&mut self, of: &[char]) -> Option<()> {
        self.0 = self.0.strip_prefix(of)?;
        Some(())
    }

    /// Takes as many of these characters as there are, one at least.
    fn some(&mut self, of: &[char]) -> Option<()> {
        self.one(of)?;
        self.0 = self.0.trim_start_matches(of);
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

    /// Letters of ASCII that end a word, so many at most.
    fn letters(&mut self, most: usize) -> Option<&'t str> {
        let len = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        let ends = (1..=most).contains(&len) && !self.0[len..].starts_with(is_word);
        ends.then(|| self.take(len))
    }

    fn spaces(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// Whether a word ends here.
    fn ended(self) -> Option<()> {
        (!self.0.starts_with(is_word)).then_some(())
    }
}

/// Letters of the longest name of a month.
const MONTH: usize = 9;

/// What may stand behind the number of a day.
const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The dates of a line with their places.
pub(crate) fn dates(line: &str) -> Vec<(Range<usize>, Written<'_>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = word_from(line, at) {
        let mut rest = Rest(&line[start..]);
        match date(&mut rest) {
            Some(date) => {
                at = line.len() - rest.0.len();
                found.push((start..at, date));
            }
            None => at = start + 1,
        }
    }
    found
}

/// Where the next word starts with a digit or a letter of ASCII. What stands before `at` has been read.
fn word_from(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let starts = |&at: &usize| bytes[at].is_ascii_alphanumeric() && !text[..at].ends_with(is_word);
    (at..bytes.len()).find(starts)
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

/// "18 October 2016", "3rd of Sept. 2013".
fn day_first<'t>(rest: &mut Rest<'t>) -> Option<Written<'t>> {
    let day = rest.digits(1, 2)?;
    rest.any(&ORDINALS);
    rest.some(&[' ', '-'])?;
    rest.word("of ");
    let month = rest.letters(MONTH).filter(|word| is_month(word))?;
    rest.word(".");
    rest.word(",");
    rest.some(&[' ', '-'])?;
    let year = rest.exactly(4)?;
    rest.ended()?;
    Some(Written::Named { year, month, day })
}

/// "October 18, 2016".
fn month_first<'t>(rest: &mut Rest<'t>) -> Option<Written<'t>> {
    let month = rest.letters(MONTH).filter(|word| is_month(word))?;
    rest.word(".");
    rest.word(" ");
    let day = rest.digits(1, 2)?;
    rest.any(&ORDINALS);
    if rest.0.strip_prefix(' ').unwrap_or(rest.0).starts_with(',') {
        rest.word(" ");
        rest.word(",");
    }
    rest.some(&[' '])?;
    let year = rest.exactly(4)?;
    rest.ended()?;
    Some(Written::Named { year, month, day })
}

/// "2016-10-18".
fn year_first<'t>(rest: &mut Rest<'t>) -> Option<Written<'t>> {
    let year = rest.exactly(4)?;
    rest.one(&['-'])?;
    let month = rest.exactly(2)?;
    rest.one(&['-'])?;
    let day = rest.exactly(2)?;
    Some(Written::Named { year, month, day })
}

/// "18/10/2016", "18.10.16".
fn in_numbers<'t>(rest: &mut Rest<'t>) -> Option<Written<'t>> {
    let first = rest.digits(1, 2)?;
    rest.one(&['/', '.'])?;
    let second = rest.digits(1, 2)?;
    rest.one(&['/', '.'])?;
    let year = rest.exactly(4).or_else(|| rest.exactly(2))?;
    rest.ended()?;
    Some(Written::Numbers { first, second, year })
}

/// The first time of day in a text.
pub(crate) fn clock(text: &str) -> Option<Clock<'_>> {
    let mut at = 0;
    while let Some(start) = word_from(text, at) {
        if let Some(clock) = clock_at(Rest(&text[start..])) {
            return Some(clock);
        }
        at = start + 1;
    }
    None
}

fn clock_at(mut rest: Rest<'_>) -> Option<Clock<'_>> {
    let hour = rest.digits(1, 2)?;
    rest.one(&[':', '.'])?;
    let minute = rest.exactly(2)?;
    let mut ahead = rest;
    let second = ahead.one(&[':']).and_then(|()| ahead.exactly(2));
    if second.is_some() {
        rest = ahead;
    }
    rest.spaces();
    let half = rest.any(&["am", "pm", "a.m.", "p.m."]);
    rest.spaces();
    let zone = rest.letters(4);
    rest.spaces();
    let start = rest.0;
    let offset = rest.one(&['+', '-']).and_then(|()| {
        rest.exactly(2)?;
        rest.word(":");
        rest.exactly(2)
    });
    let offset = offset.map(|_| &start[..start.len() - rest.0.len()]);
    Some(Clock { hour, minute, second, half, zone, offset })
}

/// Year, month and day in an address: `/2016/09/25/`, `/2016/sep/25/`, `-2016-09-25`.
pub(crate) fn in_address(url: &str) -> Option<(&str, &str, &str)> {
    url.match_indices(['/', '-', '_']).find_map(|(at, _)| {
        let mut rest = Rest(&url[at + 1..]);
        let year = rest.exactly(4).filter(|year| year.starts_with("19") || year.starts_with("20"))?;
        rest.one(&['/', '-'])?;
        let month = rest.digits(1, 2).or_else(|| {
            let is_name = rest.0.bytes().take(3).filter(u8::is_ascii_alphabetic).count() == 3;
            is_name.then(|| rest.take(3))
        })?;
        rest.one(&['/', '-'])?;
        let day = rest.digits(1, 2)?;
        (rest.0.is_empty() || rest.0.starts_with(['/', '-', '_', '.', '?', '#']))
            .then_some((year, month, day))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::{Captures, Regex};

    use super::*;

    /// The patterns that these were.
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let months: Vec<&str> = crate::lexicon::dates::MONTHS.iter().rev().map(|(name, _)| *name).collect();
        let months = months.join("|");
        Regex::new(&format!(
            r"(?ix)
            \b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\ \-]+(?:of\ )?(?P<m1>{months})\b\.?,?[\ \-]+(?P<y1>\d{{4}})\b
            | \b(?P<m2>{months})\b\.?\ ?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\ ?,?\ +(?P<y2>\d{{4}})\b
            | \b(?P<y3>\d{{4}})-(?P<m3>\d{{2}})-(?P<d3>\d{{2}})
            | \b(?P<n1>\d{{1,2}})(?:/|\.)(?P<n2>\d{{1,2}})(?:/|\.)(?P<n3>\d{{4}}|\d{{2}})\b
            "
        ))
        .unwrap()
    });
    static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)\b(?P<h>\d{1,2})[:.](?P<m>\d{2})(?::(?P<s>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?\s*
            (?P<zone>[A-Z]{1,4}\b)?\s*(?P<offset>[+\-]\d{2}:?\d{2})?",
        )
        .unwrap()
    });
    static IN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)[/\-_](?P<y>(?:19|20)\d{2})[/\-](?P<m>\d{1,2}|[a-z]{3})[/\-](?P<d>\d{1,2})(?:[/\-_.?#]|$)",
        )
        .unwrap()
    });

    fn agree(text: &str) {
        fn part<'t>(found: &Captures<'t>, name: &str) -> Option<&'t str> {
            found.name(name).map(|part| part.as_str())
        }
        let found: Vec<(Range<usize>, Written<'_>)> = DATE
            .captures_iter(text)
            .map(|found| {
                let named = ["1", "2", "3"].into_iter().find_map(|which| {
                    Some(Written::Named {
                        year: part(&found, &format!("y{which}"))?,
                        month: part(&found, &format!("m{which}"))?,
                        day: part(&found, &format!("d{which}"))?,
                    })
                });
                let date = named.unwrap_or_else(|| Written::Numbers {
                    first: part(&found, "n1").unwrap(),
                    second: part(&found, "n2").unwrap(),
                    year: part(&found, "n3").unwrap(),
                });
                (found.get(0).unwrap().range(), date)
            })
            .collect();
        assert_eq!(dates(text), found, "{text:?}");
        let found = CLOCK.captures(text).map(|found| Clock {
            hour: part(&found, "h").unwrap(),
            minute: part(&found, "m").unwrap(),
            second: part(&found, "s"),
            half: part(&found, "half"),
            zone: part(&found, "zone"),
            offset: part(&found, "offset"),
        });
        assert_eq!(clock(text), found, "{text:?}");
        let found = IN_ADDRESS.captures(text);
        let found = found.map(|found| ["y", "m", "d"].map(|name| part(&found, name).unwrap()));
        assert_eq!(in_address(text), found.map(|[year, month, day]| (year, month, day)), "{text:?}");
    }

    #[test]
    fn all_forms_are_what_their_patterns_find() {
        for text in [
            "Posted on the 3rd of Sept. 2013, 9:53 PM EDT, edited May 5th , 2014 at 10.15:20 a.m. GMT+02:00",
            "18-Oct-2016 2016-09-256 25/12/2016 4.5.16 4/5/167 May 2016 May12, 2016 Mayo 12, 2016",
            "July.4,  2004 July 4  ,2004 July 4 2004a 12 12 May 2010 é12 May 2010 5 may, 2010",
            "12:00 America 12:00ambt 1:5 23:59:5 7:15 ABCDE 7:15 CETé +0100 07:15-05:00",
            "https://www.example.org/12016/09/25/a/2016/sep/25?b_1999-1-2 /2016/sept/25/ /2016/09/256/",
        ] {
            agree(text);
            text.split(' ').for_each(agree);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_parts_are_what_their_patterns_find(
            parts in prop::collection::vec(prop::sample::select(vec![
                "1", "12", "31", "2016", "2016", "1999", "st", "of ", "May", "sept", "September", "Mayo", "é", " ",
                " ", " ", "-", "/", ".", ",", ":", "+", "am", "P.M.", "GMT", "_", "?", "\u{a0}",
            ]), 0..14),
        ) {
            agree(&parts.concat());
        }
    }
}
