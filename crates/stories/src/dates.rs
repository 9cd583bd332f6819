//! Dates in words for readers, where their TIMEX3 value leaves something open: `XXXX-09-25` is
//! "25 September, year not said". Record and `report.json` keep the value.

use rapporteur_document::{Time, TimeKind};

use crate::words::day;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// From the day that 1 January 1970 was.
const WEEKDAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/// Years that are told one by one; more are told as the first to the last where none between is left out.
const YEARS: usize = 8;

/// What a value leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lack {
    /// Nothing that could be said: "now".
    Nothing,
    Year,
    Which,
    When,
    HowMany,
}

impl Lack {
    const fn in_words(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Year => ", year not said",
            Self::Which => ", not said which",
            Self::When => ", not said when",
            Self::HowMany => ", not said how many",
        }
    }
}

/// A TIMEX3 value in words where it leaves something open, and as it is where it does not: `a Sunday, not
/// said which`, `2016-09-25`.
pub fn date_in_words(value: &str) -> String {
    match open(value) {
        Some((what, lack)) => what + lack.in_words(),
        None => value.to_owned(),
    }
}

/// A time expression in words, with the value in brackets where the words are not it: `25 September of a
/// year not said (XXXX-09-25: a Sunday in 1994, 2005 and 2011)`, `now (PRESENT_REF)`, `2016-09-25`.
pub fn time_in_words(time: &Time) -> String {
    let words = unmodified(time);
    let before = match time.modifier.as_deref() {
        Some("APPROX") => "about ",
        Some("LESS_THAN") => "less than ",
        Some("MORE_THAN") => "more than ",
        Some("EQUAL_OR_LESS") => "at most ",
        Some("EQUAL_OR_MORE") => "at least ",
        Some("START") => "the start of ",
        Some("MID") => "the middle of ",
        Some("END") => "the end of ",
        Some("BEFORE") => "before ",
        Some("AFTER") => "after ",
        Some("ON_OR_BEFORE") => "by ",
        Some("ON_OR_AFTER") => "not before ",
        _ => "",
    };
    // An open value may say it already: "the start of …".
    if words.starts_with(before) { words } else { format!("{before}{words}") }
}

fn unmodified(time: &Time) -> String {
    let value = &time.value;
    let Some((what, lack)) = open(value) else { return or(value.clone(), &time.alternatives) };
    if lack == Lack::Year
        && let Some(years) = years(value, &time.alternatives)
    {
        return format!("{what} of a year not said ({value}: {years})");
    }
    if time.kind == TimeKind::Set && value.starts_with('P') && lack == Lack::Nothing {
        return format!("every {} ({value})", what.strip_prefix("1 ").unwrap_or(&what));
    }
    if time.kind == TimeKind::Set
        && let Some(what) = what.strip_prefix("a ")
    {
        return format!("a recurring {what} ({value})");
    }
    if lack == Lack::Nothing && value.starts_with('P') && value != "PRESENT_REF" {
        return or(what, &time.alternatives);
    }
    or(format!("{what}{} ({value})", lack.in_words()), &time.alternatives)
}

fn or(mut words: String, others: &[String]) -> String {
    for other in others {
        words.push_str(" or ");
        words.push_str(other);
    }
    words
}

/// What an open value has, and what it lacks; nothing for a value that is not open, or has no plain words.
fn open(value: &str) -> Option<(String, Lack)> {
    let simple = match value {
        "PRESENT_REF" => Some(("now", Lack::Nothing)),
        "PAST_REF" => Some(("some time in the past", Lack::When)),
        "FUTURE_REF" => Some(("some time in the future", Lack::When)),
        _ => None,
    };
    if let Some((what, lack)) = simple {
        return Some((what.to_owned(), lack));
    }
    if let Some(unit) = value.strip_prefix('P') {
        let open = length(unit).map(|unit| (unit.to_owned(), Lack::HowMany));
        return open.or_else(|| lengths(unit).map(|words| (words, Lack::Nothing)));
    }
    let (date, time) = match value.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (value, None),
    };
    let (what, lack) = open_date(date)?;
    let Some(time) = time else { return Some((what, lack)) };
    let part = match time {
        "MO" => "morning",
        "AF" => "afternoon",
        "EV" => "evening",
        "NI" => "night",
        _ if time.len() == 5 && time.as_bytes()[2] == b':' && !time.contains('X') => {
            return Some((format!("{time} on {what}"), lack));
        }
        _ => return None,
    };
    Some(match lack {
        Lack::Which if what == "a day" => (format!("{} {part}", article(part)), lack),
        Lack::Which if date.len() == "XXXX-WXX-7".len() => (format!("{what} {part}"), lack),
        _ => (format!("the {part} of {what}"), lack),
    })
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e']) { "an" } else { "a" }
}

/// `XX-25`, `09`, `WXX-7`, …: what stands after a year that is open.
fn open_date(date: &str) -> Option<(String, Lack)> {
    let rest = date.strip_prefix("XXXX")?;
    let Some(rest) = rest.strip_prefix('-') else {
        return rest.is_empty().then(|| ("a year".to_owned(), Lack::Which));
    };
    let simple = match rest {
        "XX-XX" => ("a day", Lack::Which),
        "XX" => ("a month", Lack::Which),
        "WXX" => ("a week", Lack::Which),
        "WXX-WE" => ("a weekend", Lack::Which),
        "QX" => ("a quarter", Lack::Which),
        "Q1" => ("the first quarter", Lack::Year),
        "Q2" => ("the second quarter", Lack::Year),
        "Q3" => ("the third quarter", Lack::Year),
        "Q4" => ("the fourth quarter", Lack::Year),
        "H1" => ("the first half", Lack::Year),
        "H2" => ("the second half", Lack::Year),
        "SP" => ("spring", Lack::Year),
        "SU" => ("summer", Lack::Year),
        "FA" => ("autumn", Lack::Year),
        "WI" => ("winter", Lack::Year),
        _ => ("", Lack::Nothing),
    };
    if !simple.0.is_empty() {
        return Some((simple.0.to_owned(), simple.1));
    }
    if let Some(weekday) = rest.strip_prefix("WXX-") {
        // Monday is 1; the list begins with a Thursday.
        let number: usize = weekday.parse().ok().filter(|it| (1..=7).contains(it))?;
        return Some((format!("a {}", WEEKDAYS[(number + 3) % 7]), Lack::Which));
    }
    if let Some(of_month) = rest.strip_prefix("XX-") {
        let number: u32 = of_month.parse().ok().filter(|it| (1..=31).contains(it))?;
        return Some((format!("the {} of a month", ordinal(number)), Lack::Which));
    }
    let (month, of_month) = match rest.split_once('-') {
        Some((month, of_month)) => (month, Some(of_month)),
        None => (rest, None),
    };
    let name = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    match of_month {
        None => Some(((*name).to_owned(), Lack::Year)),
        Some(of_month) => {
            let number: u32 = of_month.parse().ok().filter(|it| (1..=31).contains(it))?;
            Some((format!("{number} {name}"), Lack::Year))
        }
    }
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (1, of) if of != 11 => "st",
        (2, of) if of != 12 => "nd",
        (3, of) if of != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// A length of which only the unit is said: `XM`, `TXH`.
fn length(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "XD" => "days",
        "XW" => "weeks",
        "XWE" => "weekends",
        "XM" => "months",
        "XQ" => "quarters",
        "XY" => "years",
        "XE" => "decades",
        "XC" => "centuries",
        "TXH" => "hours",
        "TXM" => "minutes",
        "TXS" => "seconds",
        _ => return None,
    })
}

/// `6Y`, `T5H30M`: a length in words, without its `P`.
fn lengths(value: &str) -> Option<String> {
    let mut words = Vec::new();
    let (mut rest, mut timed) = (value, "");
    while !rest.is_empty() {
        if timed.is_empty()
            && let Some(of_day) = rest.strip_prefix('T')
        {
            (rest, timed) = (of_day, "T");
        }
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(digits);
        let letters = after.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(after.len());
        let units = length(&format!("{timed}X{}", &after[..letters]))?;
        number.parse::<f64>().ok()?;
        let one = if units == "centuries" { "century" } else { units.strip_suffix('s')? };
        words.push(format!("{number} {}", if number == "1" { one } else { units }));
        rest = &after[letters..];
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// `a Sunday in 1994, 2005 and 2011`: the years of alternatives that are the same day of other years.
fn years(value: &str, alternatives: &[String]) -> Option<String> {
    let rest = value.strip_prefix("XXXX")?;
    let year = |other: &String| {
        let (year, same) = other.split_at_checked(4)?;
        (same == rest).then(|| year.parse::<u32>().ok()).flatten()
    };
    let years: Vec<u32> = alternatives.iter().map(year).collect::<Option<_>>()?;
    let (first, last) = (*years.first()?, *years.last()?);
    let weekday = |other: &String| day(other).map(|day| WEEKDAYS[day.rem_euclid(7) as usize]);
    let of_week =
        weekday(&alternatives[0]).filter(|one| alternatives.iter().all(|it| weekday(it) == Some(one)));
    let unbroken = years.is_sorted() && (last - first) as usize + 1 == years.len();
    let listed = if years.len() > YEARS && unbroken {
        format!("one of the years {first} to {last}")
    } else {
        let years: Vec<String> = years.iter().map(u32::to_string).collect();
        match years.split_last() {
            Some((last, before)) if !before.is_empty() => {
                let and = if of_week.is_some() { "and" } else { "or" };
                format!("{} {and} {last}", before.join(", "))
            }
            _ => first.to_string(),
        }
    };
    Some(match of_week {
        Some(of_week) => format!("a {of_week} in {listed}"),
        None => format!("in {listed}"),
    })
}

#[cfg(test)]
mod tests {
    use rapporteur_document::Span;

    use super::*;

    #[test]
    fn open_values_have_plain_words() {
        for (value, words) in [
            ("XXXX-09-25", "25 September, year not said"),
            ("XXXX-09", "September, year not said"),
            ("XXXX-XX-22", "the 22nd of a month, not said which"),
            ("XXXX-XX-11", "the 11th of a month, not said which"),
            ("XXXX-XX-XX", "a day, not said which"),
            ("XXXX-XX", "a month, not said which"),
            ("XXXX", "a year, not said which"),
            ("XXXX-WXX", "a week, not said which"),
            ("XXXX-WXX-1", "a Monday, not said which"),
            ("XXXX-WXX-7", "a Sunday, not said which"),
            ("XXXX-WXX-7TNI", "a Sunday night, not said which"),
            ("XXXX-WXX-WE", "a weekend, not said which"),
            ("XXXX-WI", "winter, year not said"),
            ("XXXX-Q3", "the third quarter, year not said"),
            ("XXXX-XX-XXTAF", "an afternoon, not said which"),
            ("XXXX-XX-XXT17:45", "17:45 on a day, not said which"),
            ("XXXX-09-25TMO", "the morning of 25 September, year not said"),
            ("PRESENT_REF", "now"),
            ("PAST_REF", "some time in the past, not said when"),
            ("PXM", "months, not said how many"),
            ("PTXH", "hours, not said how many"),
            ("2016-09-25", "2016-09-25"),
            ("2016-W38", "2016-W38"),
            ("P3D", "3 days"),
            ("P1Y6M", "1 year 6 months"),
            ("PT5H30M", "5 hours 30 minutes"),
            ("P0.5C", "0.5 centuries"),
            ("P", "P"),
            ("PT", "PT"),
            ("P3", "P3"),
            ("P3Z", "P3Z"),
            ("PD", "PD"),
            ("XXXX-13-01", "XXXX-13-01"),
            ("XXXX-WXX-é", "XXXX-WXX-é"),
            ("XXXX-09-25TXX:XX", "XXXX-09-25TXX:XX"),
            ("", ""),
        ] {
            assert_eq!(date_in_words(value), words, "{value}");
        }
    }

    fn told(value: &str, kind: TimeKind, alternatives: &[&str]) -> String {
        time_in_words(&Time {
            span: Span::new(0, 1),
            kind,
            value: value.to_owned(),
            modifier: None,
            anchor: None,
            alternatives: alternatives.iter().map(|&it| it.to_owned()).collect(),
            rule: "test".into(),
        })
    }

    #[test]
    fn years_that_a_day_may_be_of_are_told_shortly() {
        let date = |value, alternatives: &[&str]| told(value, TimeKind::Date, alternatives);
        assert_eq!(
            date("XXXX-09-25", &["1994-09-25", "2005-09-25", "2011-09-25"]),
            "25 September of a year not said (XXXX-09-25: a Sunday in 1994, 2005 and 2011)"
        );
        assert_eq!(
            date("XXXX-09-25", &["2015-09-25", "2016-09-25"]),
            "25 September of a year not said (XXXX-09-25: in 2015 or 2016)"
        );
        assert_eq!(
            date("XXXX-03-27TMO", &["2017-03-27TMO"]),
            "the morning of 27 March of a year not said (XXXX-03-27TMO: a Monday in 2017)"
        );
        let all: Vec<String> = (2010..=2020).map(|year| format!("{year}-09-25")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(
            date("XXXX-09-25", &all),
            "25 September of a year not said (XXXX-09-25: in one of the years 2010 to 2020)"
        );
        assert_eq!(
            date("XXXX-09-25", &["2016-09-26"]),
            "25 September, year not said (XXXX-09-25) or 2016-09-26",
            "another day is told as it is"
        );
        assert_eq!(date("XXXX-09-25", &[]), "25 September, year not said (XXXX-09-25)");
        assert_eq!(date("PRESENT_REF", &[]), "now (PRESENT_REF)");
        assert_eq!(date("2016-09-25", &["2016-09-26"]), "2016-09-25 or 2016-09-26");
        assert_eq!(told("XXXX-WXX-7", TimeKind::Set, &[]), "a recurring Sunday (XXXX-WXX-7)");
        assert_eq!(told("P3W", TimeKind::Duration, &[]), "3 weeks");
        assert_eq!(told("PXM", TimeKind::Duration, &[]), "months, not said how many (PXM)");
    }
}
