//! Dates: what jiff does for us, and the few feasts that newspapers date by.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// A weekday by its ISO number, Monday 1.
pub(crate) fn weekday(number: u8) -> Weekday {
    i8::try_from(number).ok().and_then(|n| Weekday::from_monday_one_offset(n).ok()).unwrap_or(Weekday::Monday)
}

/// A date of the calendar, where there is one.
pub(crate) fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// The date this many days on.
pub(crate) fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The date this many months on, the day cut to the month's length.
pub(crate) fn add_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// The date this many years on.
pub(crate) fn add_years(date: Date, years: i64) -> Option<Date> {
    date.checked_add(Span::new().try_years(years).ok()?).ok()
}

/// The nearest date on this weekday, from `date` itself backwards or forwards.
pub(crate) fn nearest(date: Date, weekday: Weekday, forwards: bool) -> Option<Date> {
    if date.weekday() == weekday {
        return Some(date);
    }
    date.nth_weekday(if forwards { 1 } else { -1 }, weekday).ok()
}

/// `2016-W38`.
pub(crate) fn week(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// `2016-09-25`.
pub(crate) fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// The quarter of the year, 1 to 4.
pub(crate) fn quarter(date: Date) -> u8 {
    u8::try_from((date.month() - 1) / 3 + 1).unwrap_or(1)
}

/// The day of a feast in a year, by the code that `lexicon/calendar.toml` has for it: `12-25`,
/// `11-4-4` (month, weekday, which one), `05-1-last`, `easter`, `easter-2`.
pub(crate) fn holiday(code: &str, year: i32) -> Option<Date> {
    if let Some(shift) = code.strip_prefix("easter") {
        let days: i64 = if shift.is_empty() { 0 } else { shift.parse().ok()? };
        return add_days(easter(year)?, days);
    }
    let mut parts = code.split('-');
    let month: u8 = parts.next()?.parse().ok()?;
    let second: u8 = parts.next()?.parse().ok()?;
    let Some(which) = parts.next() else { return date(year, month, second) };
    let nth = if which == "last" { -1 } else { which.parse().ok()? };
    date(year, month, 1)?.nth_weekday_of_month(nth, weekday(second)).ok()
}

/// Western Easter Sunday, after the rule of Meeus, Jones and Butcher.
#[expect(clippy::many_single_char_names, reason = "the names that the rule is published with")]
fn easter(year: i32) -> Option<Date> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    date(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_fall_where_they_fell() {
        let of = |code, year| holiday(code, year).map(day).unwrap_or_default();
        assert_eq!(of("easter", 2016), "2016-03-27");
        assert_eq!(of("easter-2", 2000), "2000-04-21");
        assert_eq!(of("11-4-4", 1999), "1999-11-25");
        assert_eq!(of("05-1-last", 2022), "2022-05-30");
        assert_eq!(of("12-25", 2016), "2016-12-25");
    }

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        assert_eq!(date(2016, 1, 1).map(week).unwrap_or_default(), "2015-W53");
        assert_eq!(date(2016, 9, 25).map(week).unwrap_or_default(), "2016-W38");
    }
}
