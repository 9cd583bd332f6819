//! Days with a name: "Friday", "25 September", "Sunday (25 September)", "Christmas", "yesterday".

use rapporteur_english::numbers::ordinal;

use super::Sentence;
use crate::calendar;
use crate::grammar::{Expr, Found, Partial, YearRef};
use crate::lexicon::contexts;
use crate::words::{Class, HOLIDAYS, Written, listed};

impl Sentence<'_> {
    /// What "around" goes with and "about" does not hide in: a day or a year.
    pub(super) fn rough_date(&self, at: usize) -> Option<Found> {
        let date = self
            .month(at)
            .or_else(|| self.day_month(at))
            .or_else(|| self.modified(at))
            .or_else(|| self.holiday(at))?;
        let about = self.before(at, &["about"]);
        (!about || matches!(date.expr, Expr::Date(Partial { day: Some(_), .. }))).then_some(date)
    }

    /// `2016-09-25`, `25/09/2016`, `25.09.2016`.
    pub(super) fn numeric_date(&self, at: usize) -> Option<Found> {
        if self.class(at) != Class::Digits {
            return None;
        }
        let glued = (at + 1..at + 5).all(|piece| self.reading.glued(piece));
        let mark = self.reading.word(at + 1);
        if !glued || mark != self.reading.word(at + 3) || !matches!(mark, "-" | "/" | ".") {
            return None;
        }
        let parts = [self.reading.whole(at)?, self.reading.whole(at + 2)?, self.reading.whole(at + 4)?];
        let (year, month, day) = match (parts, mark) {
            ([year, month, day], "-" | "/") if (1000..2100).contains(&year) => (year, month, day),
            // Day or month first: told by the one that is no month; where both are, it stays unread.
            ([first, second, year], "/" | "." | "-") if (1000..2100).contains(&year) => {
                if mark == "." || (first > 12 && second <= 12) {
                    (year, second, first)
                } else if second > 12 || first == second {
                    (year, first, second)
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        let (year, month, day) =
            (i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        calendar::date(year, month, day)?;
        let date = Partial {
            year: Some(YearRef::Number(year)),
            month: Some(month),
            day: Some(day),
            ..Partial::default()
        };
        Some(Found::new(at, at + 5, Expr::Date(date), "date-numeric"))
    }

    /// "Friday", "last Friday", "Friday, Oct. 23", "Sunday (25 September)", "Friday night".
    pub(super) fn weekday(&self, at: usize) -> Option<Found> {
        let (step, day) = match self.class(at) {
            Class::Weekday(..) => (None, at),
            Class::Start => self.step(at).map(|(step, next)| (Some(step), next))?,
            _ => return None,
        };
        let Class::Weekday(number, written) = self.class(day) else { return None };
        if !self.capital(day) {
            return None;
        }
        if written == Written::Plural {
            let value = format!("XXXX-WXX-{number}");
            return Some(Found::new(at, day + 1, Expr::Set(value), "set-weekday"));
        }
        let mut end = day + 1;
        if written == Written::Short {
            end += usize::from(self.reading.word(end) == "." && self.reading.glued(end));
            let dated = self.month(self.comma(end)).is_some() || self.day_month(self.comma(end)).is_some();
            if !dated {
                return None;
            }
        }
        if self.before(day, &["bloody", "black", "ash", "super", "palm", "easter"]) {
            return None;
        }
        let mut date = Partial { weekday: Some(number), step, ..Partial::default() };
        if self.is(end, "the")
            && let Some((nth, after)) = ordinal(self.reading, end + 1)
            && (1..=31).contains(&nth)
        {
            let of = after;
            if !matches!(self.class(self.skip(of, "of")), Class::Month(..)) {
                date.day = u8::try_from(nth).ok();
                return Some(Found::new(at, after, Expr::Date(date), "weekday"));
            }
        }
        let part = match self.class(end) {
            Class::Part(code, false) => Some(code),
            Class::Part(_, true) => {
                let Class::Part(code, _) = self.class(end) else { return None };
                let value = format!("XXXX-WXX-{number}T{code}");
                return Some(Found::new(at, end + 1, Expr::Set(value), "set-weekday"));
            }
            _ => None,
        };
        end += usize::from(part.is_some());
        let bracket = self.reading.word(end) == "(";
        let inner = if bracket { end + 1 } else { self.comma(end) };
        if let Some(rest) = self.month(inner).or_else(|| self.day_month(inner))
            && let Expr::Date(rest_date @ Partial { day: Some(_), step: None, .. }) = rest.expr
            && (!bracket || self.reading.word(rest.end) == ")")
        {
            date = Partial { weekday: Some(number), step, ..rest_date };
            end = rest.end + usize::from(bracket);
        }
        let rule = if date.day.is_some() { "weekday-date" } else { "weekday" };
        Some(match part {
            Some(code) => {
                let on = Some(Box::new(Expr::Date(date)));
                Found::new(at, end, Expr::Part { code, on }, "weekday-part")
            }
            None => Found::new(at, end, Expr::Date(date), rule),
        })
    }

    /// "Nov. 3", "October 23, 1998", "March 1999", "last November", "June last year", "April".
    pub(super) fn month(&self, at: usize) -> Option<Found> {
        let (step, name) = match self.class(at) {
            Class::Month(..) => (None, at),
            Class::Start => self.step(at).map(|(step, next)| (Some(step), next))?,
            _ => return None,
        };
        let Class::Month(month, short) = self.class(name) else { return None };
        if !self.capital(name) {
            return None;
        }
        let mut end = name + 1;
        let dotted = short && self.reading.word(end) == "." && self.reading.glued(end);
        end += usize::from(dotted);
        let mut date = Partial { month: Some(month), step, ..Partial::default() };
        if let Some((day, after)) = self.day_number(end) {
            date.day = Some(day);
            end = after;
            let comma = self.comma(end);
            if let Some((year, after)) = self.any_year(comma) {
                date.year = Some(YearRef::Number(year));
                end = after;
            } else if let Some((year, after)) = self.trailing_year(comma).filter(|_| comma == end) {
                date.year = Some(year);
                end = after;
            }
            return Some(Found::new(at, end, Expr::Date(date), "month-day"));
        }
        let of = self.skip(self.comma(end), "of");
        if let Some((year, after)) = self.any_year(of) {
            date.year = Some(YearRef::Number(year));
            return Some(Found::new(at, after, Expr::Date(date), "month-year"));
        }
        if let Some((year, after)) = self.trailing_year(end) {
            date.year = Some(year);
            return Some(Found::new(at, after, Expr::Date(date), "month-year"));
        }
        if step.is_some() {
            return Some(Found::new(at, end, Expr::Date(date), "month"));
        }
        // A month alone: "May", "March" and names of people need a word that makes it one.
        let led = self.before_listed(name, contexts::BEFORE_DATE);
        let named = self.capital(name + 1) && !self.reading.word(name + 1).is_empty();
        let alone = match self.reading.lower(name).as_str() {
            "may" | "march" | "mar" | "jan" | "sun" => led && !named,
            "april" | "june" | "august" => led || !named,
            _ if short => dotted || led,
            _ => true,
        };
        alone.then(|| Found::new(at, end, Expr::Date(date), "month"))
    }

    /// "3", "3rd", "eighth" behind a month: the day, and the piece after it.
    pub(super) fn day_number(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((nth, after)) = ordinal(self.reading, at) {
            return u8::try_from(nth).ok().filter(|day| (1..=31).contains(day)).map(|day| (day, after));
        }
        let day = self.reading.whole(at).filter(|_| self.reading.word(at).len() <= 2)?;
        // "May 10:30", "March 3.5 percent" and "in May 20 people" are no days; the last can't be told.
        let clock =
            self.reading.word(at + 1) == ":" && self.reading.glued(at + 1) && self.reading.glued(at + 2);
        let counts = listed(contexts::COUNTED, self.reading.lower(at + 1).as_str())
            || self.reading.word(at + 1) == "%";
        if clock || counts {
            return None;
        }
        u8::try_from(day).ok().filter(|day| (1..=31).contains(day)).map(|day| (day, at + 1))
    }

    /// "25 September", "the 25th of September 2016".
    pub(super) fn day_month(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        if at > 0
            && self.reading.glued(the)
            && matches!(self.reading.word(the - usize::from(the > 0)), "$" | "£" | "€" | "." | ":" | "/")
        {
            return None;
        }
        let (day, after) = self.day_number(the)?;
        let of = self.skip(after, "of");
        let Class::Month(month, short) = self.class(of) else { return None };
        if !self.capital(of) {
            return None;
        }
        let mut end = of + 1;
        end += usize::from(short && self.reading.word(end) == "." && self.reading.glued(end));
        let mut date = Partial { month: Some(month), day: Some(day), ..Partial::default() };
        let comma = self.comma(end);
        if let Some((year, after)) = self.any_year(comma) {
            date.year = Some(YearRef::Number(year));
            end = after;
        } else if let Some((year, after)) = self.trailing_year(end) {
            date.year = Some(year);
            end = after;
        }
        Some(Found::new(at, end, Expr::Date(date), "day-month"))
    }

    /// `3–5 May`, "between 3 and 5 May": two expressions, the first of the number alone.
    pub(super) fn day_range(&self, at: usize) -> Option<(Found, Found)> {
        if self.class(at) != Class::Digits {
            return None;
        }
        let (day, after) = self.day_number(at)?;
        let joined = self.reading.is_dash(after) || self.any(after, &["to", "and", "or"]);
        let second = joined.then(|| self.day_month(after + 1))??;
        let Expr::Date(date @ Partial { day: Some(last), .. }) = second.expr else { return None };
        let first = Found::new(at, after, Expr::Date(Partial { day: Some(day), ..date }), "range");
        (day < last).then_some((first, second))
    }

    /// The number that goes on behind a date: "May 3-5", "Nov. 3 and 4", "1990-95", "2015/16".
    pub(super) fn continuation(&self, found: &Found) -> Option<Found> {
        let mark = found.end;
        let next = mark + 1;
        match found.expr {
            Expr::Date(date @ Partial { day: Some(first), month: Some(_), .. })
                if matches!(found.rule, "month-day") =>
            {
                if !(self.reading.is_dash(mark) || self.any(mark, &["to", "and", "or"]))
                    || self.class(next) != Class::Digits
                {
                    return None;
                }
                let (day, after) = self.day_number(next)?;
                let follows = day > first && !self.followed_by_noun(after);
                let mut date = Partial { day: Some(day), weekday: None, ..date };
                let mut end = after;
                if let Some((year, after)) = self.any_year(self.comma(after)) {
                    date.year = Some(YearRef::Number(year));
                    end = after;
                }
                follows.then(|| Found::new(next, end, Expr::Date(date), "range"))
            }
            Expr::Year(first) => {
                let joined = self.reading.is_dash(mark)
                    || (self.reading.word(mark) == "/" && self.reading.glued(mark));
                let short = self.reading.whole(next).filter(|_| self.reading.word(next).len() == 2);
                let last = first - first % 100
                    + i32::try_from(short.filter(|_| joined && self.reading.glued(next))?).ok()?;
                (last > first).then(|| Found::new(next, next + 1, Expr::Year(last), "range"))
            }
            _ => None,
        }
    }

    /// A lower-case word that a number before it may count.
    pub(super) fn followed_by_noun(&self, at: usize) -> bool {
        let word = self.reading.word(at);
        word.starts_with(char::is_lowercase)
            && !self.any(at, &["in", "at", "and", "to", "for", "of", "on", "with", "by", "from", "as", "or"])
            || matches!(word, "%" | "$")
    }

    /// "yesterday", "tomorrow night", "tonight", "the day before yesterday".
    pub(super) fn day_word(&self, at: usize) -> Option<Found> {
        let word = self.reading.lower(at);
        let days = match word.as_str() {
            "yesterday" => -1,
            "today" => 0,
            "tomorrow" => 1,
            "tonight" => {
                return Some(Found::new(
                    at,
                    at + 1,
                    Expr::Part { code: "NI", on: Some(Box::new(Expr::Day(0))) },
                    "day-word",
                ));
            }
            "the" if self.reading.all(at, &["the", "day", "before", "yesterday"]) => {
                return Some(Found::new(at, at + 4, Expr::Day(-2), "day-word"));
            }
            "the" if self.reading.all(at, &["the", "day", "after", "tomorrow"]) => {
                return Some(Found::new(at, at + 4, Expr::Day(2), "day-word"));
            }
            _ => return None,
        };
        if let Class::Part(code, false) = self.class(at + 1) {
            let on = Some(Box::new(Expr::Day(days)));
            return Some(Found::new(at, at + 2, Expr::Part { code, on }, "day-word"));
        }
        Some(Found::new(at, at + 1, Expr::Day(days), "day-word"))
    }

    /// "Christmas Day", "last Thanksgiving", "Easter 2015".
    pub(super) fn holiday(&self, at: usize) -> Option<Found> {
        let (step, name) = if let Some(name) = HOLIDAYS.find(self.reading, at) {
            (None, name)
        } else {
            let (step, next) = self.step(at)?;
            (Some(step), HOLIDAYS.find(self.reading, next)?)
        };
        let (end, code) = name;
        if !self.capital(end - 1) && !self.capital(at) {
            return None;
        }
        if self.is(at, "May") && !self.before_listed(at, contexts::BEFORE_DATE) && !self.before(at, &["on"]) {
            return None;
        }
        let comma = self.comma(end);
        let (year, end) = match self.four_digits(comma) {
            Some(year) => (Some(YearRef::Number(year)), comma + 1),
            None => (None, end),
        };
        Some(Found::new(at, end, Expr::Holiday { code, year, step }, "holiday"))
    }
}
