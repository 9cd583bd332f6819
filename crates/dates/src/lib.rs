//! Dates as documents write them of themselves: "Published 26 September 2016", "Publié le 25/09/2016",
//! "2016年9月25日", an address with /2016/09/25/, the values of markup.
//!
//! A date is read only where it can be read in one way. Whether 04/05/2016 is in April or May is told
//! by [`Habits`] or not at all: then it is left out, and a warning says so.
//!
//! Start reading at [`in_line`].

mod months;
mod written;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

use jiff::civil::Date;
use rapporteur_document::Span;

use crate::lexicon::dates;
use crate::written::{Clock, Written};

/// Name and SHA-256 of the word lists, for the descriptors of stages that read dates.
pub static LEXICONS: &[(&str, &str)] = lexicon::FILES;

/// What a date in a line is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// "Published", "Posted", "debated on", "veröffentlicht am".
    Published,
    /// "Updated", "Last modified", "Stand".
    Modified,
    /// "Since", "Established", "Joined": not about the text.
    Other,
    /// The line doesn't say.
    Unsaid,
}

impl Of {
    /// Whether it is told to be the day of publication or of a change.
    #[must_use]
    pub fn is_told(self) -> bool {
        matches!(self, Self::Published | Self::Modified)
    }
}

/// A date that a line gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// ISO 8601; with a time only where its zone is known.
    pub value: String,
    /// Bytes of the line.
    pub span: Span,
    /// What it is the date of.
    pub of: Of,
}

/// Which of two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 25/9/2016, in most of the world.
    DayFirst,
    /// 9/25/2016, in the United States.
    MonthFirst,
}

/// How the makers of a document write dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Habits<'t> {
    /// ISO 639-1, where it is known.
    pub language: Option<&'t str>,
    /// Which of two numbers is the day, where that is known; dates with points have the day first
    /// everywhere.
    pub order: Option<Order>,
    /// The document is of the age of the web: a year of two digits is after 1969.
    pub recent: bool,
}

impl<'t> Habits<'t> {
    /// What the language that a document declares (BCP 47) and the host of its address tell. A host of a
    /// country tells more than a language, which many leave as their program had it; "en" alone tells
    /// nothing, for it is written on both sides of the ocean.
    #[must_use]
    pub fn of(tag: Option<&'t str>, url: Option<&str>) -> Self {
        let mut parts = tag.unwrap_or_default().split(['-', '_']);
        let language = parts.next().filter(|language| language.len() == 2);
        let region =
            parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let host = url.and_then(host).unwrap_or_default();
        let top = host.rsplit('.').next().map(str::to_lowercase).unwrap_or_default();
        let american = |country: &str| is_one_of(dates::AMERICAN, &country.to_lowercase());
        let untold = |country: &str| is_one_of(dates::UNTOLD, &country.to_lowercase());
        let order = match (language, region) {
            _ if american(&top) => Some(Order::MonthFirst),
            _ if top.len() == 2 && !untold(&top) => Some(Order::DayFirst),
            (Some("en"), Some(region)) if american(region) => Some(Order::MonthFirst),
            (Some("en"), Some(region)) if untold(region) => None,
            (Some("en"), None) | (None, _) => None,
            _ => Some(Order::DayFirst),
        };
        Self { language, order, recent: false }
    }

    /// Whether evenings are the same day in UTC or the day before, never the day after.
    #[must_use]
    pub fn eastern(&self) -> bool {
        self.language.is_some_and(|language| is_one_of(dates::EASTERN, language))
    }

    /// The same, with the order that the other dates of a text show, where nothing else tells it and all
    /// agree: 25/09/2016 has the day first.
    #[must_use]
    pub fn seen_in(self, text: &str) -> Self {
        if self.order.is_some() {
            return self;
        }
        let (mut day_first, mut month_first) = (false, false);
        for (_, date) in text.lines().flat_map(written::dates) {
            if let Written::Numbers { first, second, mark: '/' | '-', .. } = date
                && let (Ok(first), Ok(second)) = (first.parse::<u8>(), second.parse::<u8>())
            {
                day_first |= first > 12 && second <= 12;
                month_first |= second > 12 && first <= 12;
            }
        }
        let order = match (day_first, month_first) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        };
        Self { order, ..self }
    }
}

fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#', ':']).next()
}

/// The dates of a line, and what could not be read for sure.
#[must_use]
pub fn in_line(line: &str, habits: Habits<'_>) -> (Vec<Dated>, Vec<String>) {
    let (mut found, mut unsure): (Vec<Dated>, Vec<String>) = (Vec::new(), Vec::new());
    // A clock between two dates is one's only.
    let (mut from, mut told) = (0, false);
    let all = written::dates(line);
    for (index, (whole, date)) in all.iter().enumerate() {
        let until = all.get(index + 1).map_or(line.len(), |(next, _)| next.start);
        match read(*date, habits) {
            Ok(date) => {
                let of = match what_of(&line[from..whole.start], found.last()) {
                    Of::Unsaid => said_after(&line[whole.end..until], index + 1 == all.len()),
                    of => of,
                };
                let behind = clock(&line[whole.clone()]).or_else(|| clock(&line[whole.end..until]));
                let before = if told { "" } else { &line[from..whole.start] };
                told = behind.is_some();
                let clock = behind.or_else(|| clock(before));
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

/// How many days before (below zero) or after the day of an instant in UTC a day is that can be the same
/// moment's where it was written: an evening in New York is the next day in UTC, a morning in Tokyo the day
/// before. `None` for an instant with another offset, for the same day, and for any other.
#[must_use]
pub fn local_day(instant: &str, day: &str) -> Option<i32> {
    /// Zones reach from 12 hours behind UTC to 14 ahead of it; people's from 10 behind.
    const BEHIND: u8 = 10;
    const AHEAD: u8 = 14;
    let at = instant.strip_suffix('Z').or_else(|| instant.strip_suffix("+00:00"))?;
    let (utc, clock) = at.split_once('T')?;
    let hour: u8 = clock.get(..2)?.parse().ok()?;
    let utc: Date = utc.parse().ok()?;
    let days = utc.until(day.get(..10)?.parse::<Date>().ok()?).ok()?.get_days();
    match days {
        -1 => hour < BEHIND,
        1 => hour + AHEAD >= 24,
        _ => false,
    }
    .then_some(days)
}

/// Where dates are written in a line, whether they can be read or not.
pub fn spans(line: &str) -> impl Iterator<Item = Span> {
    written::dates(line).into_iter().map(|(whole, _)| Span::new(whole.start, whole.end))
}

/// What the words before a date say that it is the date of.
#[must_use]
pub fn cue(before: &str) -> Of {
    what_of(before, None)
}

/// Whether a line says that its first date is that of publication or change.
#[must_use]
pub fn says_when(line: &str) -> bool {
    let (found, _) = in_line(line, Habits { order: Some(Order::DayFirst), ..Habits::default() });
    found.first().is_some_and(|dated| dated.of.is_told())
}

/// Whether a word is the name of a day of the week.
#[must_use]
pub fn is_weekday(word: &str) -> bool {
    look_up(dates::DAYS, &word.to_lowercase()).is_some()
}

/// The date in an address.
#[must_use]
pub fn in_address(url: &str) -> Option<String> {
    let (year, month, day) = written::in_address(url)?;
    let month = month.parse().ok().or_else(|| months::number(month, Some("en")))?;
    let date = Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    Some(date.to_string())
}

/// A value that markup declares as a date or moment: `2016-09-25`, RFC 3339, seconds or milliseconds
/// since 1970, or as a line has it. A time without its zone is left out: the day stays.
#[must_use]
pub fn declared(value: &str, habits: Habits<'_>) -> Option<String> {
    let value = value.trim();
    if value.len() > LONGEST {
        return None;
    }
    in_numbers(value).or_else(|| since_1970(value)).or_else(|| {
        let (found, _) = in_line(value, Habits { recent: true, ..habits });
        found.into_iter().next().map(|dated| dated.value)
    })
}

/// Bytes of a declared value, at most.
const LONGEST: usize = 200;

enum Unread {
    Ambiguous,
    NoDate,
}

fn read(written: Written<'_>, habits: Habits<'_>) -> Result<Date, Unread> {
    let number = |text: &str| text.parse::<i16>().map_err(|_| Unread::NoDate);
    let year = |text: &str| {
        let year = number(text)?;
        match (text.len() == 2, habits.recent) {
            (true, true) => Ok(year + if year < 70 { 2000 } else { 1900 }),
            // A year of two digits names no century.
            (true, false) => Err(Unread::Ambiguous),
            _ => Ok(year),
        }
    };
    let date = |year: i16, month: i8, day: i16| -> Result<Date, Unread> {
        let day = i8::try_from(day).map_err(|_| Unread::NoDate)?;
        if !(1600..=2200).contains(&year) {
            return Err(Unread::NoDate);
        }
        Date::new(year, month, day).map_err(|_| Unread::NoDate)
    };
    let (first, second, in_year, mark) = match written {
        Written::Named { year: in_year, month, day } => {
            let known = month.parse().ok().or_else(|| months::number(month, habits.language));
            return date(year(in_year)?, known.ok_or(Unread::Ambiguous)?, number(day)?);
        }
        Written::Numbers { first, second, year, mark } => (number(first)?, number(second)?, year, mark),
    };
    let in_year = year(in_year)?;
    let order = if mark == '.' { Some(Order::DayFirst) } else { habits.order };
    let (day, month) = match order {
        _ if first == second => (first, second),
        _ if first > 12 => (first, second),
        _ if second > 12 => (second, first),
        Some(Order::DayFirst) => (first, second),
        Some(Order::MonthFirst) => (second, first),
        None => return Err(Unread::Ambiguous),
    };
    date(in_year, i8::try_from(month).map_err(|_| Unread::NoDate)?, day)
}

fn is_one_of(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

fn look_up(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    table.binary_search_by(|(known, _)| (*known).cmp(word)).ok().map(|index| table[index].1)
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// What the words behind a date say it is: "wurde am 25. September 2016 veröffentlicht". A word with a
/// colon or a clock behind it, behind a bar or a dash, or right before the next date, is about something else.
fn said_after(after: &str, is_last: bool) -> Of {
    const NEAR: usize = 5;
    let after = after.split(['|', '•', '·', '/', ';', '(', '—', '–']).next().unwrap_or_default();
    let after = after.split(" - ").next().unwrap_or_default();
    let words: Vec<&str> =
        after.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).collect();
    for (at, word) in words.iter().take(NEAR).enumerate() {
        let of = cue(word);
        let clock = words.get(at + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        if of.is_told() && !word.ends_with(':') && !clock && (is_last || at + NEAR < words.len()) {
            return of;
        }
    }
    Of::Unsaid
}

/// What the words before a date say it is; "Last updated" is read from its last cue. Without one,
/// the line goes on as it began.
fn what_of(before: &str, last: Option<&Dated>) -> Of {
    let mut words = words(before).rev().peekable();
    while let Some(word) = words.next() {
        let of = of_word(&word, words.peek().map(String::as_str));
        if of != Of::Unsaid {
            return of;
        }
    }
    let goes_on = last.map(|last| last.of).filter(|of| *of != Of::Other);
    goes_on.unwrap_or(Of::Unsaid)
}

/// What a word says of a date, with the word before it.
fn of_word(word: &str, before: Option<&str>) -> Of {
    let is_pair = |pairs: &[&str]| before.is_some_and(|before| is_one_of(pairs, &format!("{before} {word}")));
    if is_one_of(dates::MODIFIED, word) || is_pair(dates::MODIFIED_PAIRS) {
        Of::Modified
    } else if is_one_of(dates::PUBLISHED, word)
        || is_one_of(dates::PRINTED, word)
        || is_pair(dates::PUBLISHED_PAIRS)
    {
        Of::Published
    } else if is_one_of(dates::OTHER, word) {
        Of::Other
    } else {
        Of::Unsaid
    }
}

/// Whether a text before a date is about when it was published or changed and nothing else: it begins with
/// the word for that, or has it right before the date.
#[must_use]
pub fn leads(before: &str) -> bool {
    let words: Vec<String> = words(before).collect();
    let of = |at: usize| {
        let word = words[at].as_str();
        !is_one_of(dates::PRINTED, word)
            && of_word(word, at.checked_sub(1).map(|before| words[before].as_str())).is_told()
    };
    let links = |word: &String| {
        is_one_of(dates::LINKS, word) || is_weekday(word) || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let near = words.iter().rposition(|word| !links(word));
    let first = (0..words.len().min(2)).any(of);
    cue(before).is_told() && (first || near.is_some_and(of))
}

/// Whether a word opens a sentence about a day and names no place: "On 5 May", "Seit dem 3. Mai".
#[must_use]
pub fn is_opening(word: &str) -> bool {
    is_one_of(dates::OPENINGS, &word.to_lowercase())
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
    let zone = zone.map(|zone| look_up(dates::ZONES, &zone.to_lowercase()));
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

/// `2016-09-25`, `20160925`, `2016/09/25 14:05`, RFC 3339.
fn in_numbers(value: &str) -> Option<String> {
    let value = value.trim();
    let bytes = value.as_bytes();
    let number = |at: std::ops::Range<usize>| -> Option<u32> {
        let digits = bytes.get(at)?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')))
    };
    let mark = |at: usize, marks: &[u8]| bytes.get(at).is_some_and(|byte| marks.contains(byte));
    let (year, month, day) = if mark(4, b"-/") && mark(7, b"-/") {
        (number(0..4)?, number(5..7)?, number(8..10)?)
    } else {
        (number(0..4)?, number(4..6)?, number(6..8)?)
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1800..=2200).contains(&year) || !(1..=days).contains(&day) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if !mark(4, b"-/") {
        return (bytes.len() == 8).then_some(date);
    }
    match bytes.get(10) {
        None => return Some(date),
        Some(b'T' | b't' | b' ') => {}
        Some(_) => return None,
    }
    let time = value[11..].trim();
    let clock_end =
        time.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(time.len());
    let (clock, zone) = time.split_at(clock_end);
    let fields: Vec<&str> = clock.split(':').collect();
    let two =
        |field: &str, most: u32| field.len() == 2 && field.parse::<u32>().is_ok_and(|value| value <= most);
    let clock = match fields[..] {
        [hour, minute] if two(hour, 23) && two(minute, 59) => format!("{hour}:{minute}:00"),
        [hour, minute, second]
            if two(hour, 23) && two(minute, 59) && second.get(..2).is_some_and(|second| two(second, 60)) =>
        {
            format!("{hour}:{minute}:{}", &second[..2])
        }
        // The day is good, whatever stands behind it.
        _ => return Some(date),
    };
    let zone = zone.trim();
    let zone = match zone {
        "Z" | "z" | "UTC" | "GMT" => "Z".to_owned(),
        _ => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            let sign = zone.chars().next().filter(|sign| matches!(sign, '+' | '-'));
            match (sign, digits.len()) {
                (Some(sign), 4) if two(&digits[..2], 23) && two(&digits[2..], 59) => {
                    format!("{sign}{}:{}", &digits[..2], &digits[2..])
                }
                (Some(sign), 2) if two(&digits, 23) => format!("{sign}{digits}:00"),
                _ => return Some(date),
            }
        }
    };
    Some(format!("{date}T{clock}{zone}"))
}

/// Seconds or milliseconds.
fn since_1970(digits: &str) -> Option<String> {
    let number: i64 = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    let seconds = match digits.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WEB: Habits<'_> = Habits { language: None, order: None, recent: true };

    fn values(line: &str, habits: Habits<'_>) -> Vec<(String, Of)> {
        in_line(line, habits).0.into_iter().map(|dated| (dated.value, dated.of)).collect()
    }

    fn first(line: &str, habits: Habits<'_>) -> Option<String> {
        values(line, habits).into_iter().next().map(|(value, _)| value)
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
            ("01:38:07 PM EST Nov 20, 2019", "2019-11-20T13:38:07-05:00"),
            ("Sun Sep 25 14:05:00 EDT 2016", "2016-09-25T14:05:00-04:00"),
            ("Sun Sep 25 14:05:00 +0000 2016", "2016-09-25T14:05:00+00:00"),
            ("May12, 2016", "2016-05-12"),
            ("18-Oct-2016, 18/Oct/2016", "2016-10-18"),
            ("September, 25 2016", "2016-09-25"),
            ("September the 25th 2016", "2016-09-25"),
            ("2016 September 25", "2016-09-25"),
            ("Chicago, 2016. May 5, 2017", "2017-05-05"),
            ("25/12/2016", "2016-12-25"),
            ("12/25/2016", "2016-12-25"),
            ("05/05/2010", "2010-05-05"),
            ("04.05.2016", "2016-05-04"),
        ] {
            assert_eq!(first(line, Habits::default()).as_deref(), Some(value), "{line}");
        }
    }

    #[test]
    fn dates_in_many_languages() {
        for line in [
            "Sonntag, 25. September 2016, 14.05 Uhr",
            "Veröffentlicht am 25.09.2016",
            "25.09.16",
            "25.Sept.2016",
            "le 25 septembre 2016 à 10h05",
            "domingo 25 de septiembre de 2016",
            "25 de setembro de 2016",
            "25/set/2016",
            "domenica 25 settembre 2016",
            "zondag 25 september 2016",
            "den 25 september 2016",
            "søndag d. 25. sep. 2016",
            "niedziela, 25 września 2016",
            "25 сентября 2016 г.",
            "25 сентября 2016г.",
            "25 вересня 2016",
            "25 Eylül 2016 Pazar",
            "25. 9. 2016",
            "neděle 25. září 2016",
            "2016. szeptember 25.",
            "25 septembrie 2016",
            "25 Σεπτεμβρίου 2016",
            "25 سبتمبر 2016",
            "2016年9月25日",
            "2016년 9월 25일",
            "입력2016.09.25 18:46",
            "2016. 9. 25.",
            "2016/09/25",
        ] {
            assert_eq!(first(line, WEB).as_deref(), Some("2016-09-25"), "{line}");
        }
        assert_eq!(first("1er octobre 2016", WEB).as_deref(), Some("2016-10-01"));
        assert_eq!(first("3. Jänner 2016", WEB).as_deref(), Some("2016-01-03"));
    }

    #[test]
    fn what_can_be_read_twice_is_left_out() {
        for line in ["04/05/2016", "11/30/09", "25.09.16", "3 listopada 2016"] {
            let (found, unsure) = in_line(line, Habits::default());
            assert!(found.is_empty() && unsure.len() == 1, "{line}");
        }
        for line in [
            "31 February 2016",
            "10-12-14",
            "12 12 May",
            "2016-09-256",
            "1.2.2016.7",
            "2016.10.18.7",
            "Room 10, May 2016",
        ] {
            assert_eq!(in_line(line, Habits::default()), (vec![], vec![]), "{line}");
        }
    }

    #[test]
    fn habits_tell_which_number_is_the_day() {
        for (tag, url, value) in [
            (Some("en-GB"), None, Some("2016-05-04")),
            (Some("en-US"), None, Some("2016-04-05")),
            (Some("en-US"), Some("https://www.example.co.uk/a"), Some("2016-05-04")),
            (Some("en"), Some("https://www.example.com/a"), None),
            (Some("en-CA"), Some("https://www.example.ca/a"), None),
            (Some("en"), Some("https://example.tv/a"), None),
            (Some("en"), Some("https://www.example.gov/a"), Some("2016-04-05")),
            (Some("fr"), None, Some("2016-05-04")),
            (None, None, None),
        ] {
            assert_eq!(first("04/05/2016", Habits::of(tag, url)).as_deref(), value, "{tag:?} {url:?}");
        }
        let seen = |text: &str| first("04/05/2016", Habits::default().seen_in(text));
        assert_eq!(seen("on 13/12/2017\nand on 21/02/2018").as_deref(), Some("2016-05-04"));
        assert_eq!(seen("on 12/13/2017").as_deref(), Some("2016-04-05"));
        assert_eq!(seen("on 13/12/2017 or 12/13/2017, and 25.12.2016"), None);
        assert_eq!(first("11/30/09", WEB).as_deref(), Some("2009-11-30"));
        assert_eq!(first("30 Nov '99, 30-Nov-99", WEB).as_deref(), Some("1999-11-30"));
    }

    #[test]
    fn a_wrong_day_of_the_week_is_told() {
        for line in ["Monday 18 October 2016", "Montag, 18. Oktober 2016"] {
            let (found, unsure) = in_line(line, Habits::default());
            assert_eq!((found.len(), unsure.len()), (1, 1), "{line}");
        }
    }

    #[test]
    fn published_and_updated_are_told_apart() {
        for line in [
            "Published time: March 12, 2013 02:03 Edited time: March 13, 2013 05:01",
            "Publié le 12/03/2013 à 10h05 - Mis à jour le 13/03/2013",
            "Veröffentlicht: 12.03.2013, zuletzt aktualisiert am 13.03.2013",
        ] {
            let found = values(line, Habits::of(Some("fr"), None));
            assert_eq!(
                found,
                [("2013-03-12".into(), Of::Published), ("2013-03-13".into(), Of::Modified)],
                "{line}"
            );
        }
    }

    #[test]
    fn what_a_date_is_may_be_said_behind_it() {
        for (line, of) in [
            (
                "Dieser Eintrag wurde am Mittwoch, 14. März 2007 um 21:38 Uhr erstellt und ist in A",
                Of::Published,
            ),
            ("14. März 2007, zuletzt bearbeitet", Of::Modified),
            ("25 September 2016 — Updated weekly", Of::Unsaid),
            ("June 5, 2018 Updated 10:15 a.m.", Of::Unsaid),
            ("14. März 2007 Aktualisiert: 15. März 2007", Of::Unsaid),
            ("14. März 2007 aktualisiert 15. März 2007", Of::Unsaid),
            ("14. März 2007 | Actualizado a las 10:15 h.", Of::Unsaid),
            ("14. März 2007", Of::Unsaid),
        ] {
            assert_eq!(values(line, Habits::default())[0].1, of, "{line}");
        }
    }

    #[test]
    fn leads_to_a_date() {
        for before in [
            "Published ",
            "Veröffentlicht am ",
            "First published: ",
            "Mis à jour le ",
            "By Ada, updated on Tuesday ",
        ] {
            assert!(leads(before), "{before}");
        }
        for before in [
            "",
            "Washington Post, ",
            "First elected on ",
            "He ran on ",
            "Climate Change, ",
            "Ordre du jour du ",
        ] {
            assert!(!leads(before), "{before}");
        }
    }

    #[test]
    fn a_clock_is_that_of_one_date() {
        let found = values("Published 12 May 2016 09:00 GMT, updated 14 May 2016", Habits::default());
        assert_eq!(
            found,
            [("2016-05-12T09:00:00+00:00".into(), Of::Published), ("2016-05-14".into(), Of::Modified)]
        );
        let zone = values("Updated 9:47 PM EST, Wed November 20, 2019", Habits::default());
        assert_eq!(zone, [("2019-11-20T21:47:00-05:00".into(), Of::Modified)]);
    }

    #[test]
    fn dates_of_something_else_are_told() {
        for line in
            ["Established April 30, 1907", "First registered 1 March 1999", "Mitglied seit 3. Mai 2011"]
        {
            assert_eq!(values(line, Habits::default())[0].1, Of::Other, "{line}");
        }
        let found = values("Joined 3 May 2011, posted 4 May 2016, 5 May 2016", Habits::default());
        let of: Vec<Of> = found.into_iter().map(|(_, of)| of).collect();
        assert_eq!(of, [Of::Other, Of::Published, Of::Published]);
    }

    #[test]
    fn a_day_may_be_the_local_one() {
        for (instant, day, days) in [
            ("2017-05-04T03:42:00Z", "2017-05-03", Some(-1)),
            ("2017-05-04T03:42:00+00:00", "2017-05-03", Some(-1)),
            ("2017-05-04T13:42:00Z", "2017-05-03", None),
            ("2017-05-04T03:42:00-05:00", "2017-05-03", None),
            ("2017-04-30T22:00:00Z", "2017-05-01", Some(1)),
            ("2017-04-30T08:00:00Z", "2017-05-01", None),
            ("2017-05-04T03:42:00Z", "2017-05-04", None),
            ("2017-05-04T03:42:00Z", "2017-05-01", None),
            ("2017-05-04", "2017-05-03", None),
        ] {
            assert_eq!(local_day(instant, day), days, "{instant} {day}");
        }
    }

    #[test]
    fn addresses_hold_dates() {
        for (url, value) in [
            ("https://www.example.org/2016/09/25/a-story", Some("2016-09-25")),
            ("https://www.example.org/world/2016/sep/25/a-story", Some("2016-09-25")),
            ("https://www.example.org/story-2016-09-25.html", Some("2016-09-25")),
            ("https://www.example.org/2016-09/25/content_12345678.htm", Some("2016-09-25")),
            ("https://www.example.org/news/20160925/a-story", Some("2016-09-25")),
            ("https://www.example.org/a/2016/0925/c1.html", Some("2016-09-25")),
            ("https://www.example.org/2016/9/25/a", Some("2016-09-25")),
            ("https://www.example.org/2016/13/25/", None),
            ("https://www.example.org/12016/09/25/", None),
            ("https://www.example.org/a-20161345", None),
            ("https://www.example.org/a-201609251", None),
            ("https://www.example.org/2016/09/", None),
        ] {
            assert_eq!(in_address(url).as_deref(), value, "{url}");
        }
    }

    #[test]
    fn declared_values_are_checked_and_brought_to_one_form() {
        for (value, wanted) in [
            ("2019-11-20", "2019-11-20"),
            ("20191120", "2019-11-20"),
            ("2019-11-20T07:50:03.120Z", "2019-11-20T07:50:03Z"),
            ("2019-11-20 07:50+0100", "2019-11-20T07:50:00+01:00"),
            ("2019-11-20T07:50:03", "2019-11-20"),
            ("2020/02/29", "2020-02-29"),
            ("Nov 20, 2019", "2019-11-20"),
            ("Published: Wednesday, 20th November 2019, 14:05", "2019-11-20"),
            ("Wed, 20 Nov 2019 14:05:00 +0100", "2019-11-20T14:05:00+01:00"),
            ("Sept. 3, 2019", "2019-09-03"),
            ("1574236203", "2019-11-20T07:50:03Z"),
            ("1574236203120", "2019-11-20T07:50:03Z"),
            ("20.11.2019 - 14:05", "2019-11-20"),
        ] {
            assert_eq!(declared(value, Habits::default()).as_deref(), Some(wanted), "{value}");
        }
        for wrong in
            ["", "yesterday", "2019-02-29", "2019-13-01", "20 Brumaire 2019", "0000-00-00", "157423620"]
        {
            assert_eq!(declared(wrong, Habits::default()), None, "{wrong}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn what_is_found_stands_in_the_line(
            parts in prop::collection::vec(prop::sample::select(vec![
                "1", "12", "31", "2016", "2016", "1999", "st", "of ", "de ", "May", "sept", "září", "Mayo", "é", " ",
                " ", " ", "-", "/", ".", ",", ":", "+", "am", "P.M.", "GMT", "_", "?", "\u{a0}", "年", "月", "일", "г",
            ]), 0..14),
        ) {
            let line = parts.concat();
            let mut end = 0;
            for dated in in_line(&line, WEB).0 {
                prop_assert!(dated.span.start() >= end && dated.span.get(&line).is_some());
                end = dated.span.end();
                prop_assert!(dated.value[..10].parse::<Date>().is_ok());
            }
            let _ = (declared(&line, WEB), in_address(&line));
        }
    }
}
