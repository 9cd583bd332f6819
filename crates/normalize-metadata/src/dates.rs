//! Dates that a text gives of itself: "Published 26 September 2016", "debated on Tuesday 18 October
//! 2016", an address with /2016/09/25/.
//!
//! Only lines that are datelines are read, and only dates that can be read in one way: whether
//! 04/05/2016 is in April or May is not known, so it is left out and a warning says so.

use jiff::civil::Date;
use rapporteur_document::Span;

use crate::lexicon::dates;
use crate::written::{self, Clock, Written};

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
    let all = written::dates(line);
    for (index, (whole, date)) in all.iter().enumerate() {
        let until = all.get(index + 1).map_or(line.len(), |(next, _)| next.start);
        match read(*date) {
            Ok(date) => {
                let of = what_of(&line[from..whole.start], found.last());
                let clock = clock(&line[whole.end..until]).or_else(|| clock(&line[from..whole.start]));
                if let Some(said) = weekday(&line[from..whole.start])
                    && said != date.weekday().to_monday_one_offset()
                {
                    unsure.push(format!(
                        "the date {:?} fell on another day of the week than its line says",
                        &line[whole.clone()]
                    ));
                }
                let value = clock.map_or_else(|| date.to_string(), |clock| format!("{date}T{clock}"));
                found.push(Dated { value, span: Span::new(whole.start, whole.end), of });
            }
            Err(Unread::Ambiguous) => {
                unsure.push(format!(
                    "the date {:?} can be read in more than one way and is left out",
                    &line[whole.clone()]
                ));
            }
            Err(Unread::NoDate) => {}
        }
        from = whole.end;
    }
    (found, unsure)
}

/// The date in an address.
pub(crate) fn in_address(url: &str) -> Option<String> {
    let (year, month, day) = written::in_address(url)?;
    let month = month.parse().ok().or_else(|| month_number(month))?;
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok().map(|date| date.to_string())
}

enum Unread {
    Ambiguous,
    NoDate,
}

fn read(written: Written<'_>) -> Result<Date, Unread> {
    let number = |text: &str| text.parse::<i16>().map_err(|_| Unread::NoDate);
    let date = |year: i16, month: i8, day: i16| -> Result<Date, Unread> {
        let day = i8::try_from(day).map_err(|_| Unread::NoDate)?;
        if !(1600..=2200).contains(&year) {
            return Err(Unread::NoDate);
        }
        Date::new(year, month, day).map_err(|_| Unread::NoDate)
    };
    let (first, second, year) = match written {
        Written::Named { year, month, day } => {
            let month = month.parse().ok().or_else(|| month_number(month)).ok_or(Unread::NoDate)?;
            return date(number(year)?, month, number(day)?);
        }
        Written::Numbers { first, second, year } => (first, second, year),
    };
    // A year of two digits names no century.
    if year.len() < 4 {
        return Err(Unread::Ambiguous);
    }
    let (day, month) = match (number(first)?, number(second)?) {
        (first, second) if first == second => (first, second),
        (first, second) if first > 12 => (first, second),
        (first, second) if second > 12 => (second, first),
        _ => return Err(Unread::Ambiguous),
    };
    date(number(year)?, i8::try_from(month).map_err(|_| Unread::NoDate)?, day)
}

/// Whether a word is the name of a month.
pub(crate) fn is_month(word: &str) -> bool {
    look_up(dates::MONTHS, word).is_some()
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
    let Clock { hour, minute, second, half, zone, offset } = written::clock(text)?;
    let mut hour: u8 = hour.parse().ok()?;
    let minute: u8 = minute.parse().ok()?;
    let second: u8 = second.map_or(Ok(0), str::parse).ok()?;
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        let after_noon = half.starts_with(['p', 'P']);
        hour = hour % 12 + if after_noon { 12 } else { 0 };
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let zone = zone.map(|zone| look_up(dates::ZONES, zone));
    let offset = offset.map(|offset| {
        let digits = offset.replace(':', "");
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
