//! Days of TIMEX3 values, and the names that they have.

/// Days from 1970-01-01 to the first and the last day that a value may mean; `None` where it names
/// no year. `2023-03` is a month, `2023` a year, `A/B` all from A to B.
pub(crate) fn range(value: &str) -> Option<(i64, i64)> {
    if let Some((from, to)) = value.split_once('/') {
        let (from, to) = (range(from)?, range(to)?);
        return Some((from.0, to.1.max(from.1)));
    }
    let year: i64 = value.get(..4)?.parse().ok()?;
    let rest = value.get(4..).unwrap_or_default();
    let Some(month) = rest.strip_prefix('-').and_then(|it| it.get(..2)).and_then(|it| it.parse().ok()) else {
        return Some((days(year, 1, 1), days(year, 12, 31)));
    };
    if !(1..=12).contains(&month) {
        return None;
    }
    let day = rest.get(3..).and_then(|it| it.strip_prefix('-')).and_then(|it| it.get(..2));
    match day.and_then(|it| it.parse().ok()) {
        Some(day) if (1..=31).contains(&day) => {
            let day = days(year, month, day);
            Some((day, day))
        }
        _ => {
            let next = if month == 12 { days(year + 1, 1, 1) } else { days(year, month + 1, 1) };
            Some((days(year, month, 1), next - 1))
        }
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar, by counting from a 1 March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day.
fn civil(day: i64) -> (i64, usize, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month as usize, of_year - (153 * shifted + 2) / 5 + 1)
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `12 Mar`, with the year where it is asked for.
pub(crate) fn spoken(day: i64, with_year: bool) -> String {
    let (year, month, day) = civil(day);
    let month = MONTHS[month - 1];
    if with_year { format!("{day} {month} {year}") } else { format!("{day} {month}") }
}

/// The year of a day.
pub(crate) fn year(day: i64) -> i64 {
    civil(day).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_ranges_of_days() {
        assert_eq!(range("1970-01-01"), Some((0, 0)));
        assert_eq!(range("2000-02-29T10:00"), Some((11_016, 11_016)));
        assert_eq!(range("2023-02"), Some((19_389, 19_416)));
        assert_eq!(range("2023"), Some((19_358, 19_722)));
        assert_eq!(range("2023-W10"), Some((19_358, 19_722)), "a week is somewhere in its year");
        assert_eq!(range("2023-03-12/2023-03-14").map(|(a, b)| b - a), Some(2));
        for open in ["XXXX-09-25", "", "PAST_REF", "2023-13-01", "é023"] {
            assert_eq!(range(open), None, "{open}");
        }
    }

    #[test]
    fn days_have_names() {
        for value in ["1970-01-01", "2000-02-29", "1953-01-31", "2024-12-31"] {
            let day = range(value).unwrap().0;
            let (year, month, of_month) = civil(day);
            assert_eq!(format!("{year:04}-{month:02}-{of_month:02}"), value);
        }
        assert_eq!(spoken(range("2023-03-12").unwrap().0, true), "12 Mar 2023");
        assert_eq!(spoken(0, false), "1 Jan");
    }
}
