//! Dates that a text gives of itself: "Published 26 September 2016", "debated on Tuesday 18 October
//! 2016", an address with /2016/09/25/.
//!
//! Only lines that are datelines are read, and only dates that can be read in one way: whether
//! 04/05/2016 is in April or May is not known, so it is left out and a warning says so.

use std::sync::LazyLock;

use jiff::civil::Date;
use rapporteur_document::Span;
use regex::{Captures, Regex};

use crate::lexicon::dates;

/// A date as a line writes it: names of months, ISO, or numbers between marks.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let months: Vec<&str> = dates::MONTHS.iter().rev().map(|(name, _)| *name).collect();
    // Longer names first: "sept" before "sep", "march" before "mar".
    let months = months.join("|");
    Regex::new(&format!(
        r"(?ix)
        \b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\ \-]+(?:of\ )?(?P<m1>{months})\b\.?,?[\ \-]+(?P<y1>\d{{4}})\b
        | \b(?P<m2>{months})\b\.?\ ?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\ ?,?\ +(?P<y2>\d{{4}})\b
        | \b(?P<y3>\d{{4}})-(?P<m3>\d{{2}})-(?P<d3>\d{{2}})
        | \b(?P<n1>\d{{1,2}})(?:/|\.)(?P<n2>\d{{1,2}})(?:/|\.)(?P<n3>\d{{4}}|\d{{2}})\b
        "
    ))
    .expect("the pattern is valid")
});

/// A time of day right behind or before a date, with its zone.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?P<h>\d{1,2})[:.](?P<m>\d{2})(?::(?P<s>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?\s*
        (?P<zone>[A-Z]{1,4}\b)?\s*(?P<offset>[+\-]\d{2}:?\d{2})?",
    )
    .expect("the pattern is valid")
});

/// `/2016/09/25/`, `/2016/sep/25/`, `-2016-09-25`.
static IN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)[/\-_](?P<y>(?:19|20)\d{2})[/\-](?P<m>\d{1,2}|[a-z]{3})[/\-](?P<d>\d{1,2})(?:[/\-_.?#]|$)",
    )
    .expect("the pattern is valid")
});

/// What a date in a line is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// "Published", "Posted", "debated on".
    Published,
    /// "Updated", "Last modified".
    Modified,
    /// The line doesn't say.
    Unsaid,
}

/// A date that a line gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    /// ISO 8601; with a time only where its zone is known.
    pub(crate) value: String,
    /// Bytes of the line.
    pub(crate) span: Span,
    pub(crate) of: Of,
}

/// The dates of a line, and what could not be read for sure.
pub(crate) fn in_line(line: &str) -> (Vec<Dated>, Vec<String>) {
    let (mut found, mut unsure) = (Vec::new(), Vec::new());
    let mut from = 0;
    let all: Vec<Captures<'_>> = DATE.captures_iter(line).collect();
    for (index, captures) in all.iter().enumerate() {
        let whole = captures.get(0).expect("a match is a whole");
        let until = all.get(index + 1).and_then(|next| next.get(0)).map_or(line.len(), |next| next.start());
        match read(captures) {
            Ok(date) => {
                let of = what_of(&line[from..whole.start()], found.last());
                let clock = clock(&line[whole.end()..until]).or_else(|| clock(&line[from..whole.start()]));
                if let Some(said) = weekday(&line[from..whole.start()])
                    && said != date.weekday().to_monday_one_offset()
                {
                    unsure.push(format!(
                        "the date {:?} fell on another day of the week than its line says",
                        whole.as_str()
                    ));
                }
                let value = clock.map_or_else(|| date.to_string(), |clock| format!("{date}T{clock}"));
                found.push(Dated { value, span: Span::new(whole.start(), whole.end()), of });
            }
            Err(Unread::Ambiguous) => {
                unsure.push(format!(
                    "the date {:?} can be read in more than one way and is left out",
                    whole.as_str()
                ));
            }
            Err(Unread::NoDate) => {}
        }
        from = whole.end();
    }
    (found, unsure)
}

/// The date in an address.
pub(crate) fn in_address(url: &str) -> Option<String> {
    let captures = IN_ADDRESS.captures(url)?;
    let month = &captures["m"];
    let month = month.parse().ok().or_else(|| month_number(month))?;
    Date::new(captures["y"].parse().ok()?, month, captures["d"].parse().ok()?)
        .ok()
        .map(|date| date.to_string())
}

enum Unread {
    Ambiguous,
    NoDate,
}

fn read(captures: &Captures<'_>) -> Result<Date, Unread> {
    let number = |name: &str| captures.name(name).and_then(|part| part.as_str().parse::<i16>().ok());
    let month = |name: &str| {
        captures
            .name(name)
            .and_then(|part| part.as_str().parse().ok().or_else(|| month_number(part.as_str())))
    };
    let date = |year: Option<i16>, month: Option<i8>, day: Option<i16>| -> Result<Date, Unread> {
        let (Some(year), Some(month), Some(day)) = (year, month, day) else { return Err(Unread::NoDate) };
        let day = i8::try_from(day).map_err(|_| Unread::NoDate)?;
        if !(1600..=2200).contains(&year) {
            return Err(Unread::NoDate);
        }
        Date::new(year, month, day).map_err(|_| Unread::NoDate)
    };
    for (year, name, day) in [("y1", "m1", "d1"), ("y2", "m2", "d2"), ("y3", "m3", "d3")] {
        if captures.name(year).is_some() {
            return date(number(year), month(name), number(day));
        }
    }
    let (Some(first), Some(second), Some(year)) = (number("n1"), number("n2"), number("n3")) else {
        return Err(Unread::NoDate);
    };
    // A year of two digits names no century.
    if captures["n3"].len() < 4 {
        return Err(Unread::Ambiguous);
    }
    let (day, month) = match (first, second) {
        (first, second) if first == second => (first, second),
        (first, second) if first > 12 => (first, second),
        (first, second) if second > 12 => (second, first),
        _ => return Err(Unread::Ambiguous),
    };
    date(Some(year), i8::try_from(month).ok(), Some(day))
}

fn month_number(name: &str) -> Option<i8> {
    look_up(dates::MONTHS, name).and_then(|number| number.parse().ok())
}

fn look_up(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    table.binary_search_by(|(known, _)| (*known).cmp(word.as_str())).ok().map(|index| table[index].1)
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase)
}

/// What the words before a date say it is; "Last updated" is read from its last cue. Without one,
/// the line goes on as it began.
fn what_of(before: &str, last: Option<&Dated>) -> Of {
    for word in words(before).rev() {
        if dates::MODIFIED.binary_search(&word.as_str()).is_ok() {
            return Of::Modified;
        }
        if dates::PUBLISHED.binary_search(&word.as_str()).is_ok() {
            return Of::Published;
        }
    }
    last.map_or(Of::Unsaid, |last| last.of)
}

fn weekday(before: &str) -> Option<i8> {
    words(before).next_back().and_then(|word| look_up(dates::DAYS, &word)).and_then(|day| day.parse().ok())
}

/// `14:05:00+01:00`; nothing where the zone is not known, for then the instant isn't either.
fn clock(text: &str) -> Option<String> {
    let captures = CLOCK.captures(text)?;
    let mut hour: u8 = captures["h"].parse().ok()?;
    let minute: u8 = captures["m"].parse().ok()?;
    let second: u8 = captures.name("s").map_or(Ok(0), |part| part.as_str().parse()).ok()?;
    if let Some(half) = captures.name("half") {
        if !(1..=12).contains(&hour) {
            return None;
        }
        let after_noon = half.as_str().starts_with(['p', 'P']);
        hour = hour % 12 + if after_noon { 12 } else { 0 };
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let zone = captures.name("zone").map(|zone| look_up(dates::ZONES, zone.as_str()));
    let offset = captures.name("offset").map(|offset| {
        let digits = offset.as_str().replace(':', "");
        format!("{}:{}", &digits[..3], &digits[3..])
    });
    let offset = match (zone, offset) {
        // "GMT+02:00"
        (Some(Some("+00:00")) | None, Some(offset)) => offset,
        (Some(Some(zone)), None) => zone.to_owned(),
        _ => return None,
    };
    Some(format!("{hour:02}:{minute:02}:{second:02}{offset}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(line: &str) -> Vec<(String, Of)> {
        in_line(line).0.into_iter().map(|dated| (dated.value, dated.of)).collect()
    }

    #[test]
    fn dates_in_words() {
        for (line, value) in [
            ("Volume 12: debated on Tuesday 18 October 2016", "2016-10-18"),
            ("Published: July 28, 2004 at 1:24 PM", "2004-07-28"),
            ("THURSDAY, APRIL 11, 2013, 9:53 PM", "2013-04-11"),
            ("Posted on the 3rd of Sept. 2013", "2013-09-03"),
            ("2013-09-26", "2013-09-26"),
            ("22 July 2013 Last updated at 17:50 GMT", "2013-07-22T17:50:00+00:00"),
            ("11:39am UK, Monday 09 September 2013", "2013-09-09"),
            ("Published: 09 Sep 2013 11:25 GMT+02:00", "2013-09-09T11:25:00+02:00"),
            ("Posted 12:06 AM EDT, 5 May 2010", "2010-05-05T00:06:00-04:00"),
            ("25/12/2016", "2016-12-25"),
            ("05/05/2010", "2010-05-05"),
        ] {
            assert_eq!(values(line).first().map(|found| found.0.as_str()), Some(value), "{line}");
        }
    }

    #[test]
    fn what_can_be_read_twice_is_left_out() {
        for line in ["04/05/2016", "11/30/09"] {
            let (found, unsure) = in_line(line);
            assert!(found.is_empty() && unsure.len() == 1, "{line}");
        }
        assert_eq!(in_line("31 February 2016"), (vec![], vec![]));
    }

    #[test]
    fn a_wrong_day_of_the_week_is_told() {
        let (found, unsure) = in_line("Monday 18 October 2016");
        assert_eq!((found.len(), unsure.len()), (1, 1));
    }

    #[test]
    fn published_and_updated_are_told_apart() {
        let found = values("Published time: March 12, 2013 02:03 Edited time: March 13, 2013 05:01");
        assert_eq!(found, [("2013-03-12".into(), Of::Published), ("2013-03-13".into(), Of::Modified)]);
    }

    #[test]
    fn addresses_hold_dates() {
        assert_eq!(in_address("https://www.example.org/2016/09/25/a-story"), Some("2016-09-25".into()));
        assert_eq!(
            in_address("https://www.example.org/world/2016/sep/25/a-story"),
            Some("2016-09-25".into())
        );
        assert_eq!(in_address("https://www.example.org/story-2016-09-25.html"), Some("2016-09-25".into()));
        assert_eq!(in_address("https://www.example.org/2016/13/25/"), None);
        assert_eq!(in_address("https://www.example.org/12016/09/25/"), None);
    }
}
