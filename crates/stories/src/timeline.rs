//! When things are said to have happened: days, vaguer times as ranges of days, and dates whose year
//! is open, narrowed by what else the story says.
//!
//! What narrows a date is given with it, and the date keeps the value that its own document gives: a
//! reader sees that a year was concluded, and from what. Two years that would do leave it open.
//! Publication is no event; it has a track of its own.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_document::{Document, Span, Time, TimeKind};
use rapporteur_record as wire;

use crate::told::{Place, Told, in_furniture, place, sentence};
use crate::words::{Key, day, key};

/// Days between a date and a document's publication up to which the two are taken to be of one time.
/// Thirty days before and after leave one year to a date.
const NEAR: i32 = 31;
/// Places that are given as evidence of a year; more say no more.
const EVIDENCE: usize = 3;

/// Two documents of the story tell of the same day of a year, and one of them says which.
const SAME_DAY: &str = "same-day-in-story";
/// Only in one year was the date near the publication of a document of the story.
const NEAR_PUBLICATION: &str = "near-publication-in-story";

/// A sentence with a date.
pub(crate) struct Dated {
    /// TIMEX3 value, without time of day.
    value: String,
    /// First and last day that it may mean; none while its year is open.
    range: Option<(i32, i32)>,
    /// Dates that its document leaves open.
    alternatives: Vec<String>,
    /// The expression itself.
    expression: Place,
    place: Place,
    key: Key,
}

/// The dates of a document, with their sentences. A year or a season holds nothing in place, unless an
/// event is said to have happened in it.
pub(crate) fn of(document: &Document) -> Vec<Dated> {
    let mut dates: Vec<Dated> = Vec::new();
    for time in document.times().iter().filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time)) {
        let Some((value, range)) = when(document, time) else { continue };
        if in_furniture(document, time.span) {
            continue;
        }
        let around = sentence(document, time.span).and_then(|span| place(document, span));
        let (Some(place), Some(expression)) = (around, place(document, time.span)) else { continue };
        if dates.iter().rev().take(8).any(|known| known.value == value && known.place.span == place.span) {
            continue;
        }
        dates.push(Dated {
            value: value.to_owned(),
            range,
            alternatives: time.alternatives.iter().map(|it| date_part(it).to_owned()).collect(),
            expression,
            key: key(&place.words),
            place,
        });
    }
    dates
}

fn date_part(value: &str) -> &str {
    value.split('T').next().unwrap_or_default()
}

/// The date of an expression and the days that it may mean; nothing where it holds nothing in place.
fn when<'a>(document: &Document, time: &'a Time) -> Option<(&'a str, Option<(i32, i32)>)> {
    let value = date_part(&time.value);
    if open_day(value).is_some() {
        return Some((value, None));
    }
    let Days { first, last, coarse } = days(value)?;
    if coarse && !dates_event(document, time.span) {
        return None;
    }
    Some((value, Some(narrowed_by(time.modifier.as_deref(), first, last))))
}

fn dates_event(document: &Document, span: Span) -> bool {
    document.events().iter().any(|event| event.time == Some(span))
}

/// "Early in", "in the middle of" and "late in": a third of it each.
fn narrowed_by(modifier: Option<&str>, first: i32, last: i32) -> (i32, i32) {
    let third = (last - first + 1) / 3;
    match modifier {
        Some("START") if third > 0 => (first, first + third),
        Some("MID") if third > 0 => (first + third, last - third),
        Some("END") if third > 0 => (last - third, last),
        _ => (first, last),
    }
}

/// Days that a value may mean.
struct Days {
    first: i32,
    last: i32,
    /// It is a year or so.
    coarse: bool,
}

/// `2016-09-25`, `2016-09`, `2016-W38`, `2016-W38-WE`, `2016-Q3`, `2016-H2`, `2016`, seasons, decades
/// (`201`), and two of them with `/` between.
fn days(value: &str) -> Option<Days> {
    if let Some((from, to)) = value.split_once('/') {
        let (from, to) = (days(from)?, days(to)?);
        let last = to.last.max(from.last);
        return Some(Days { first: from.first, last, coarse: last - from.first > 92 });
    }
    if let Some(day) = day(value).filter(|_| value.len() == 10) {
        return Some(Days { first: day, last: day, coarse: false });
    }
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let number: i32 = value.get(..digits)?.parse().ok()?;
    let (year, rest) = (number, &value[digits..]);
    if digits == 3 && rest.is_empty() {
        return Some(Days {
            first: start_of(number * 10, 1),
            last: start_of(number * 10 + 10, 1) - 1,
            coarse: true,
        });
    }
    if digits != 4 {
        return None;
    }
    let months = |first: i32, count: i32| Days {
        first: start_of(year, first),
        last: start_of(year, first + count) - 1,
        coarse: count > 3,
    };
    let Some(rest) = rest.strip_prefix('-') else { return rest.is_empty().then(|| months(1, 12)) };
    let (kind, number) = rest.split_at_checked(1)?;
    match kind {
        "Q" => number.parse().ok().filter(|it| (1..=4).contains(it)).map(|it: i32| months(it * 3 - 2, 3)),
        "H" => number.parse().ok().filter(|it| (1..=2).contains(it)).map(|it: i32| months(it * 6 - 5, 6)),
        "W" if number.len() >= 2 && number.is_char_boundary(2) => {
            let week: i32 = number[..2].parse().ok().filter(|it| (1..=53).contains(it))?;
            let fourth = start_of(year, 1) + 3;
            // 1 January 1970 was a Thursday; the week of 4 January is the first.
            let monday = fourth - (fourth + 3).rem_euclid(7) + (week - 1) * 7;
            match &number[2..] {
                "" => Some(Days { first: monday, last: monday + 6, coarse: false }),
                "-WE" => Some(Days { first: monday + 5, last: monday + 6, coarse: false }),
                _ => None,
            }
        }
        // Which months a summer has depends on where.
        "S" | "F" | "A" if matches!(rest, "SP" | "SU" | "FA" | "AU") => Some(months(1, 12)),
        "W" if rest == "WI" => Some(months(1, 12)),
        _ if rest.len() == 2 => {
            rest.parse().ok().filter(|it| (1..=12).contains(it)).map(|it: i32| months(it, 1))
        }
        _ => None,
    }
}

/// The first day of a month; months after December are of the next year.
fn start_of(year: i32, month: i32) -> i32 {
    let (year, month) = (year + (month - 1) / 12, (month - 1) % 12 + 1);
    day(&format!("{year:04}-{month:02}-01")).unwrap_or_default()
}

/// `-09-25` of `XXXX-09-25`.
fn open_day(value: &str) -> Option<&str> {
    let rest = value.strip_prefix("XXXX")?;
    day(&format!("2000{rest}")).filter(|_| rest.len() == 6).map(|_| rest)
}

/// A day as it is written: the other way round than [`day`].
fn written(day: i32) -> String {
    // Howard Hinnant's civil_from_days.
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i32::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", of_year - (153 * shifted + 2) / 5 + 1)
}

/// What is dated, by day, then by how vague it is; last what has no year. A sentence that copies share
/// stands once for their origin.
pub(crate) fn timeline(told: &[Told], origins: &[u32]) -> Vec<wire::Moment> {
    type Group<'a> = (Option<wire::Narrowing>, Vec<(usize, &'a Dated)>);
    let mut groups: BTreeMap<(i32, i32, &str), Group<'_>> = BTreeMap::new();
    for (document, here) in told.iter().enumerate() {
        for dated in &here.moments {
            let (range, narrowing) = match dated.range {
                Some(range) => (range, None),
                None => match narrow(told, document, dated) {
                    Some((day, narrowing)) => ((day, day), Some(narrowing)),
                    None => ((i32::MAX, i32::MAX), None),
                },
            };
            let (_, group) =
                groups.entry((range.0, range.1, &dated.value)).or_insert_with(|| (narrowing, Vec::new()));
            let again = |&(other, known): &(usize, &Dated)| {
                known.key == dated.key && origins[other] == origins[document]
            };
            if !group.iter().any(again) {
                group.push((document, dated));
            }
        }
    }
    groups
        .into_iter()
        .map(|((first, last, value), (narrowed, group))| {
            let known = first != i32::MAX;
            wire::Moment {
                value: value.to_owned(),
                start: known.then(|| written(first)),
                end: known.then(|| written(last)),
                narrowed,
                support: group
                    .into_iter()
                    .map(|(document, dated)| support(told, origins, document, &dated.place))
                    .collect(),
            }
        })
        .collect()
}

fn support(told: &[Told], origins: &[u32], document: usize, place: &Place) -> wire::Support {
    wire::Support {
        document: told[document].reference.id.clone(),
        start: place.span.start() as u32,
        end: place.span.end() as u32,
        words: place.words.clone(),
        form: None,
        cue: None,
        cue_follows: false,
        speaker: None,
        context: None,
        origin: origins[document],
    }
}

/// The day of a date whose year is open, where the story leaves one.
fn narrow(told: &[Told], document: usize, open: &Dated) -> Option<(i32, wire::Narrowing)> {
    let rest = open_day(&open.value)?;
    let allowed = |value: &str| {
        open.alternatives.is_empty() || open.alternatives.iter().any(|alternative| alternative == value)
    };
    let mut days = BTreeSet::new();
    let mut evidence = Vec::new();
    for here in told {
        let same = |it: &&Dated| it.value.ends_with(rest) && it.range.is_some() && allowed(&it.value);
        let mut found = here.moments.iter().filter(same).peekable();
        if let Some(first) = found.peek() {
            evidence.push(wire::Evidence {
                document: here.reference.id.clone(),
                value: first.value.clone(),
                start: Some(first.expression.span.start() as u32),
                end: Some(first.expression.span.end() as u32),
                words: Some(first.expression.words.clone()),
            });
        }
        days.extend(found.filter_map(|it| it.range).map(|range| range.0));
    }
    let mut rule = SAME_DAY;
    if days.is_empty() {
        rule = NEAR_PUBLICATION;
        for (_, here) in told.iter().enumerate().filter(|(at, _)| *at != document) {
            let Some((published, stamp)) = here.day.zip(here.reference.published.as_deref()) else {
                continue;
            };
            let year: i32 = stamp.get(..4).and_then(|year| year.parse().ok())?;
            let near = (year - 1..=year + 1).filter_map(|year| {
                let value = format!("{year:04}{rest}");
                day(&value).filter(|day| (day - published).abs() <= NEAR && allowed(&value))
            });
            let before = evidence.len();
            for day in near {
                days.insert(day);
                evidence.truncate(before);
                evidence.push(wire::Evidence {
                    document: here.reference.id.clone(),
                    value: stamp.get(..10).unwrap_or(stamp).to_owned(),
                    start: None,
                    end: None,
                    words: None,
                });
            }
        }
    }
    let day = days.pop_first().filter(|_| days.is_empty())?;
    evidence.truncate(EVIDENCE);
    Some((day, wire::Narrowing { rule: rule.to_owned(), evidence }))
}

/// The days on which the documents were published.
pub(crate) fn publication(told: &[Told]) -> Vec<wire::Published> {
    let mut days: BTreeMap<i32, Vec<String>> = BTreeMap::new();
    for here in told {
        if let Some(day) = here.day {
            days.entry(day).or_default().push(here.reference.id.clone());
        }
    }
    days.into_iter().map(|(day, documents)| wire::Published { day: written(day), documents }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(value: &str) -> String {
        days(value)
            .map_or_else(|| "none".to_owned(), |it| format!("{} to {}", written(it.first), written(it.last)))
    }

    #[test]
    fn values_are_days() {
        assert_eq!(range("2016-09-25"), "2016-09-25 to 2016-09-25");
        assert_eq!(range("2016-02"), "2016-02-01 to 2016-02-29");
        assert_eq!(range("2016-12"), "2016-12-01 to 2016-12-31");
        assert_eq!(range("2016-W01"), "2016-01-04 to 2016-01-10");
        assert_eq!(range("2020-W53-WE"), "2021-01-02 to 2021-01-03");
        assert_eq!(range("2016-Q3"), "2016-07-01 to 2016-09-30");
        assert_eq!(range("2016-H2"), "2016-07-01 to 2016-12-31");
        assert_eq!(range("2016-SU"), "2016-01-01 to 2016-12-31");
        assert_eq!(range("2016"), "2016-01-01 to 2016-12-31");
        assert_eq!(range("199"), "1990-01-01 to 1999-12-31");
        assert_eq!(range("2016-09-25/2016-09-27"), "2016-09-25 to 2016-09-27");
        for open in ["", "XXXX-09-25", "PAST_REF", "2016-13", "2016-W60", "2016-Q5", "20", "2016-0é", "é"] {
            assert_eq!(range(open), "none", "{open}");
        }
        assert_eq!(open_day("XXXX-09-25"), Some("-09-25"));
        assert_eq!(open_day("XXXX-WXX-7"), None);
        assert_eq!(open_day("XXXX-09"), None);
    }

    #[test]
    fn days_are_written_as_they_are_read() {
        for value in ["1970-01-01", "2000-02-29", "1953-01-31", "2024-12-31", "1600-03-01"] {
            assert_eq!(written(day(value).expect("it is a day")), value);
        }
    }

    #[test]
    fn parts_of_a_month_are_thirds() {
        let third = |modifier: &str| {
            let (first, last) = narrowed_by(Some(modifier), 0, 29);
            (first, last)
        };
        assert_eq!((third("START"), third("MID"), third("END")), ((0, 10), (10, 19), (19, 29)));
        assert_eq!(narrowed_by(Some("END"), 7, 7), (7, 7));
    }
}
