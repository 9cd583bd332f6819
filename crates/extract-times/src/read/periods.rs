//! Weeks and longer, modifiers before a date, and what names no date at all: "last week", "the
//! third quarter", "early 1998", "now".

use rapporteur_english::numbers::{cardinal, ordinal, spoken_year};

use super::Sentence;
use crate::grammar::{Amount, Expr, Found, Partial, Step, Towards, Unit, YearRef};
use crate::lexicon::contexts;
use crate::words::{AMOUNT_MODIFIERS, Class, DATE_MODIFIERS, HOLIDAYS, PART_MODIFIERS, REFERENCES, listed};

impl Sentence<'_> {
    /// "now", "recently", "the future".
    pub(super) fn reference(&self, at: usize) -> Option<Found> {
        let (end, value) = REFERENCES.find(self.reading, at)?;
        let next = self.reading.lower(end);
        let single = end == at + 1;
        // "the past two months", "current quarter": a step, not a reference. "Now, …" and "Now the
        // alliance …" open a sentence without saying when.
        let leads_on = matches!(value, "PAST_REF" | "PRESENT_REF")
            && (self.is(end - 1, "past") || self.is(end - 1, "current"))
            && (self.unit(end).is_some()
                || cardinal(self.reading, end).is_some()
                || matches!(next.as_str(), "few" | "several" | "couple" | "fiscal" | "century" | "half")
                || matches!(self.class(end), Class::Season(_) | Class::Weekday(..) | Class::Month(..)));
        let opens = single && at == 0 && self.is(at, "now");
        let adjective = self.is(at, "the") && self.is(end - 1, "past") && next.as_str() == "tense";
        let rather = self.is(at, "now") && next.as_str() == "that";
        if leads_on || opens || adjective || rather {
            return None;
        }
        Some(Found::new(at, end, Expr::Ref(value), "reference"))
    }

    /// "early this month", "the end of 1990", "mid-November", "late yesterday", "year-end".
    pub(super) fn modified(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        if let Some((end, modifier)) = DATE_MODIFIERS.find(self.reading, the)
            && !self.any(the, &["around", "about"])
        {
            let hyphen = end + usize::from(self.reading.is_hyphen(end));
            if the > at && hyphen > end && matches!(self.class(hyphen), Class::Month(..)) {
                return None;
            }
            let of = if self.is(the, "middle") { self.skip(hyphen, "of") } else { hyphen };
            // "earlier in the year", "later in the day"
            if self.is(of, "in") && self.is(of + 1, "the") && the == at {
                let (unit, false) = self.unit(of + 2)? else { return None };
                let fits = matches!(unit, Unit::Year | Unit::Month | Unit::Week | Unit::Decade | Unit::Day);
                return (fits && modifier.is_empty()).then(|| {
                    let expr = Expr::Period { unit, step: Some(Step::This) };
                    Found::new(at, of + 3, expr, "modified").with(modifier)
                });
            }
            let in_date = self.skip(of, "in");
            let core = self
                .date(in_date)
                .or_else(|| self.quarter(in_date))
                .or_else(|| self.stepped(in_date))
                .or_else(|| self.decade(in_date))
                .or_else(|| self.year(in_date))
                .or_else(|| self.season(in_date))
                .or_else(|| self.bare_season_or_part(in_date, end))?;
            // "Earlier Friday, lawyers filed …" is about Friday.
            let loose =
                modifier.is_empty() && matches!(core.expr, Expr::Date(Partial { weekday: Some(_), .. }));
            let fits =
                !loose && !matches!(core.expr, Expr::Duration { .. } | Expr::Offset { .. } | Expr::Set(_));
            return fits.then(|| Found { rule: "modified", ..core.from(at).with(modifier) });
        }
        if let Some((end, modifier)) = PART_MODIFIERS.find(self.reading, the) {
            let core = self.is(end, "of").then(|| self.period_core(end + 1))??;
            return Some(Found { rule: "part-of", ..core.from(at).with(modifier) });
        }
        // "year-end", "year end", "year's end", "month-end"
        if let Some((unit @ (Unit::Year | Unit::Month | Unit::Quarter), false)) = self.unit(at) {
            let joined = at + 1 + usize::from(self.reading.is_hyphen(at + 1) || self.possessive(at + 1));
            if self.is(joined, "end") {
                let expr = Expr::Period { unit, step: Some(Step::This) };
                return Some(Found::new(at, joined + 1, expr, "part-of").with("END"));
            }
        }
        None
    }

    /// A period that can have a beginning and an end.
    pub(super) fn period_core(&self, at: usize) -> Option<Found> {
        if self.is(at, "the")
            && let Some((
                unit @ (Unit::Year | Unit::Month | Unit::Week | Unit::Quarter | Unit::Decade | Unit::Century),
                false,
            )) = self.unit(at + 1)
        {
            let expr = match unit {
                Unit::Quarter => Expr::Quarter { which: None, year: None, step: None },
                unit => Expr::Period { unit, step: Some(Step::This) },
            };
            return Some(Found::new(at, at + 2, expr, "period"));
        }
        self.month(at)
            .or_else(|| self.quarter(at))
            .or_else(|| self.stepped(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.year(at))
            .or_else(|| self.season(at))
    }

    /// "the early summer", "mid-afternoon": what stands alone only behind a modifier.
    pub(super) fn bare_season_or_part(&self, at: usize, modifier_end: usize) -> Option<Found> {
        match self.class(at) {
            Class::Season(code) if !self.is(at, "fall") && !self.is(at, "spring") => {
                Some(Found::new(at, at + 1, Expr::Season { code, year: None, step: None }, "season"))
            }
            Class::Part(code, false)
                if at >= modifier_end && self.is(modifier_end.saturating_sub(1), "mid")
                    || self.reading.is_hyphen(modifier_end) =>
            {
                let Class::Part(code, _) = self.class(at) else {
                    return Some(Found::new(at, at + 1, Expr::Part { code, on: None }, "part"));
                };
                let on = self.day_word(at + 1).or_else(|| self.weekday(at + 1));
                let end = on.as_ref().map_or(at + 1, |on| on.end);
                Some(Found::new(at, end, Expr::Part { code, on: on.map(|on| Box::new(on.expr)) }, "part"))
            }
            _ => None,
        }
    }

    /// "about two years", "at least the past 18 months", "around 1 November".
    pub(super) fn qualified(&self, at: usize) -> Option<Found> {
        let (end, modifier) = AMOUNT_MODIFIERS.find(self.reading, at)?;
        let rough = self.any(at, &["about", "around"]);
        let steps = self.is(end, "the");
        // "for over 20 years" is an amount, "grew over three years" a stretch.
        let stretch = self.is(at, "over")
            && !self.any(end, &["a", "an"])
            && !self
                .before(at, &["for", "of", "after", "just", "well", "in", "took", "spent", "lasted", "at"]);
        if stretch {
            return None;
        }
        if steps && self.any(at, &["over", "under", "some", "about", "around"]) {
            return None;
        }
        let core = self
            .amount(end)
            .or_else(|| if rough { self.clock(end).or_else(|| self.rough_date(end)) } else { None })?;
        let counts = !matches!(core.expr, Expr::Period { .. });
        counts.then(|| Found { rule: core.rule, ..core.from(at).with(modifier) })
    }

    /// "the week of March 6", "Easter week".
    pub(super) fn week_of(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        if self.reading.all(the, &["week", "of"]) {
            let of =
                self.month(the + 2).or_else(|| self.day_month(the + 2)).or_else(|| self.holiday(the + 2))?;
            let day = !matches!(of.expr, Expr::Date(Partial { day: None, .. }));
            return day.then(|| Found::new(at, of.end, Expr::WeekOf(Box::new(of.expr)), "week-of"));
        }
        let (end, _) = HOLIDAYS.find(self.reading, at)?;
        let of = self.is(end, "week").then(|| self.holiday(at))??;
        Some(Found::new(at, end + 1, Expr::WeekOf(Box::new(of.expr)), "week-of"))
    }

    /// "the third anniversary of 11 September 2001".
    pub(super) fn anniversary(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        let (years, after) = ordinal(self.reading, the)?;
        if !self.is(after, "anniversary") || !self.is(after + 1, "of") {
            return None;
        }
        // The date may stand a few words on: "of the 11 September 2001 attacks", "of its founding in 1949".
        let date = (after + 2..after + 8).find_map(|of| {
            self.date(of).or_else(|| self.year(of)).filter(|found| {
                matches!(
                    found.expr,
                    Expr::Year(_) | Expr::Date(Partial { year: Some(YearRef::Number(_)), .. })
                )
            })
        })?;
        Some(Found::new(at, after + 1, Expr::Anniversary { years, of: Box::new(date.expr) }, "anniversary"))
    }

    /// "year-earlier", "the year-ago quarter", "the 1988 period", "the latest period".
    pub(super) fn year_earlier(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        let like = the + usize::from(self.any(the, &["comparable", "corresponding", "same"]));
        if self.is(like, "year")
            && self.reading.is_hyphen(like + 1)
            && self.any(like + 2, &["earlier", "ago"])
        {
            let end = like + 3;
            if let Some(quarter) = self.quarter_word(end) {
                return Some(Found::new(at, quarter, Expr::PeriodOf { year: None, back: 1 }, "year-earlier"));
            }
            if let Some((amount, unit, after, _)) = self.counted(end) {
                return Some(Found::new(
                    at,
                    after,
                    Expr::Duration { amount, unit, minutes: None },
                    "year-earlier",
                ));
            }
            return Some(Found::new(like, end, Expr::PeriodOf { year: None, back: 1 }, "year-earlier"));
        }
        if the == at {
            return None;
        }
        let (expr, noun) = match self.four_digits(like) {
            Some(year) => (Expr::PeriodOf { year: Some(year), back: 0 }, like + 1),
            None if like > the && self.any(like, &["period", "quarter"]) => {
                let (_, end) = self.trailing_year(like + 1)?;
                return Some(Found::new(at, end, Expr::PeriodOf { year: None, back: 1 }, "year-earlier"));
            }
            None if self.any(like, &["latest", "current"]) => {
                (Expr::PeriodOf { year: None, back: 0 }, like + 1)
            }
            None => return None,
        };
        if !self.any(noun, &["period", "quarter"]) {
            return None;
        }
        if self.is(noun, "quarter") && !matches!(expr, Expr::PeriodOf { year: Some(_), .. }) {
            return None;
        }
        if let Some((_, end)) = self.trailing_year(noun + 1) {
            return Some(Found::new(at, end, Expr::PeriodOf { year: None, back: 1 }, "year-earlier"));
        }
        Some(Found::new(at, noun + 1, expr, "period-of"))
    }

    /// The piece after "quarter", "third quarter", "period".
    pub(super) fn quarter_word(&self, at: usize) -> Option<usize> {
        if self.any(at, &["quarter", "period"]) {
            return Some(at + 1);
        }
        let (_, after) = ordinal(self.reading, at)?;
        let next = after + usize::from(self.reading.is_hyphen(after));
        self.is(next, "quarter").then_some(next + 1)
    }

    /// "the third quarter of 1990", "third-quarter", "the 1988 third quarter", "Q3 2016", "the
    /// first half of 1998", "the quarter", "last year's third quarter".
    pub(super) fn quarter(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        if self.any(at, &["q", "h"]) && self.reading.glued(at + 1) {
            let which = u8::try_from(self.reading.whole(at + 1)?).ok()?;
            let year = self.four_digits(at + 2);
            let end = at + 2 + usize::from(year.is_some());
            let year = year.map(YearRef::Number);
            return match self.reading.word(at) {
                "Q" if (1..=4).contains(&which) => Some(Found::new(
                    at,
                    end,
                    Expr::Quarter { which: Some(which), year, step: None },
                    "quarter",
                )),
                "H" if (1..=2).contains(&which) && year.is_some() => {
                    Some(Found::new(at, end, Expr::Half { which, year }, "quarter"))
                }
                _ => None,
            };
        }
        let mut next = the;
        let mut year = None;
        // "the 1988", "last year's", "next year's"
        if let Some(number) = self.four_digits(next) {
            (year, next) = (Some(YearRef::Number(number)), next + 1);
        } else if let Some((step, after)) = self.step(next)
            && self.is(after, "year")
            && self.possessive(after + 1)
        {
            (year, next) = (Some(YearRef::Step(step)), after + 2);
        }
        let fiscal = self.any(next, &["fiscal", "financial"]);
        next += usize::from(fiscal);
        next += usize::from(fiscal && self.reading.is_hyphen(next));
        if let Some((which, after)) = ordinal(self.reading, next)
            && (1..=4).contains(&which)
        {
            let noun = after + usize::from(self.reading.is_hyphen(after));
            let fiscal_after = noun + usize::from(self.any(noun, &["fiscal", "financial"]));
            let half = self.is(noun, "half");
            if !half && !self.is(fiscal_after, "quarter") {
                return None;
            }
            let mut end = if half { noun + 1 } else { fiscal_after + 1 };
            if year.is_none() {
                let of = self.skip(end, "of");
                let fiscal = of + usize::from(self.any(of, &["fiscal", "financial"]));
                if let Some((number, after)) = self.any_year(fiscal) {
                    (year, end) = (Some(YearRef::Number(number)), after);
                } else if let Some((step, after)) = self.trailing_year(end) {
                    (year, end) = (Some(step), after);
                } else if half && self.reading.all(end, &["of", "the", "year"]) {
                    (year, end) = (Some(YearRef::Step(Step::This)), end + 3);
                }
            }
            let which = u8::try_from(which).ok()?;
            // "the third-quarter loss": the article is the noun's.
            let at = if noun > after && the > at { the } else { at };
            if half {
                // A match has halves too.
                return (which <= 2 && year.is_some())
                    .then(|| Found::new(at, end, Expr::Half { which, year }, "quarter"));
            }
            return Some(Found::new(
                at,
                end,
                Expr::Quarter { which: Some(which), year, step: None },
                "quarter",
            ));
        }
        // "the quarter", not "the Latin Quarter" and not "a quarter of the people"
        if the > at && next == the && self.reading.word(the) == "quarter" && !self.is(the + 1, "of") {
            // "the quarter ended Sept. 30"
            let ended = self.any(the + 1, &["ended", "ending"]).then(|| self.month(the + 2)).flatten();
            let which = ended.and_then(|found| match found.expr {
                Expr::Date(Partial { month: Some(month @ 2..), .. }) => Some((month - 2) / 3 + 1),
                _ => None,
            });
            return Some(Found::new(at, the + 1, Expr::Quarter { which, year: None, step: None }, "quarter"));
        }
        // "the last half of 1989"
        if self.any(the, &["last", "latter"])
            && self.reading.all(the + 1, &["half", "of"])
            && let Some((year, end)) = self.any_year(the + 3)
        {
            let expr = Expr::Half { which: 2, year: Some(YearRef::Number(year)) };
            return Some(Found::new(at, end, expr, "quarter"));
        }
        // "last year's quarter"
        if year.is_some() && self.reading.word(next) == "quarter" {
            return Some(Found::new(at, next + 1, Expr::PeriodOf { year: None, back: 1 }, "quarter"));
        }
        None
    }

    /// "last week", "this year", "the past month", "next decade", "the weekend", "the current
    /// fiscal year", "the year" and "the week" where they stand for this one.
    pub(super) fn stepped(&self, at: usize) -> Option<Found> {
        if self.is(at, "the") {
            if let Some((unit @ (Unit::Weekend | Unit::Year | Unit::Week), false)) = self.unit(at + 1)
                && !self.reading.is_hyphen(at + 2)
            {
                let next = self.reading.lower(at + 2);
                let before = next.as_str() == "before" && self.ends_clause(at + 3);
                let after = next.as_str() == "after" && self.ends_clause(at + 3);
                if unit == Unit::Weekend {
                    return Some(Found::new(at, at + 2, Expr::Period { unit, step: None }, "period"));
                }
                if before || after {
                    let towards = if before { Towards::Earlier } else { Towards::Later };
                    let expr = Expr::Offset { amount: Amount::Exactly(1.0), unit, towards };
                    return Some(Found::new(at, at + 3, expr, "offset"));
                }
                // "For the year ended March 31", "for the year, sales rose"
                let ended = matches!(next.as_str(), "ended" | "ending" | "to");
                if ended && self.before(at, &["for", "in", "during"]) && unit == Unit::Year {
                    let expr = Expr::Duration { amount: Amount::Exactly(1.0), unit, minutes: None };
                    return Some(Found::new(at, at + 2, expr, "duration"));
                }
                let led = self.before(at, &["for", "in", "during", "of", "so", "over", "through"]);
                let closes = self.ends_clause(at + 2) || self.possessive(at + 2);
                return (led && closes).then(|| {
                    Found::new(at, at + 2, Expr::Period { unit, step: Some(Step::This) }, "period")
                });
            }
            if let Some((Unit::Day, false)) = self.unit(at + 1)
                && self.any(at + 2, &["before", "after"])
                && self.ends_clause(at + 3)
            {
                let towards = if self.is(at + 2, "before") { Towards::Earlier } else { Towards::Later };
                let expr = Expr::Offset { amount: Amount::Exactly(1.0), unit: Unit::Day, towards };
                return Some(Found::new(at, at + 3, expr, "offset"));
            }
            if self.any(at + 1, &["fiscal", "full"]) && self.is(at + 2, "year") {
                return Some(Found::new(
                    at,
                    at + 3,
                    Expr::Period { unit: Unit::Year, step: Some(Step::This) },
                    "period",
                ));
            }
        }
        let (step, next) = self.step(at)?;
        let noun = next
            + usize::from(self.any(
                next,
                &["fiscal", "financial", "calendar", "academic", "full", "entire", "whole", "very"],
            ));
        if let Class::Season(code) = self.class(noun) {
            let hyphenated = self.is(noun, "fall") && step == Step::That;
            return (!hyphenated).then(|| {
                Found::new(at, noun + 1, Expr::Season { code, year: None, step: Some(step) }, "season")
            });
        }
        let (unit, plural) = self.unit(noun)?;
        // "last days", "this second", "that hour" and a name: "This Week" on television
        let quoted = self.capital(noun);
        let fits = !plural && !quoted && !unit.is_clock() && !self.reading.is_hyphen(noun + 1);
        if !fits || unit == Unit::Fortnight {
            return None;
        }
        let end = noun + 1;
        if unit == Unit::Quarter {
            return Some(Found::new(
                at,
                end,
                Expr::Quarter { which: None, year: None, step: Some(step) },
                "quarter",
            ));
        }
        if unit == Unit::Day && matches!(step, Step::Last | Step::This | Step::Latest) && !self.is(at, "this")
        {
            return None;
        }
        // "next day" is the one after that just spoken of
        let step = if unit == Unit::Day && step == Step::Next { Step::Following } else { step };
        if self.reading.all(end, &["or", "so"]) {
            return Some(
                Found::new(at, end + 2, Expr::Period { unit, step: Some(step) }, "period").with("APPROX"),
            );
        }
        Some(Found::new(at, end, Expr::Period { unit, step: Some(step) }, "period"))
    }

    /// "the 1990s", "the '90s", "the nineties", "the 20th century", "the mid-1990s".
    pub(super) fn decade(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        if let Some((nth, after)) = ordinal(self.reading, the)
            && (1..=30).contains(&nth)
        {
            let noun = after + usize::from(self.reading.is_hyphen(after));
            return self.is(noun, "century").then(|| Found::new(at, noun + 1, Expr::Century(nth), "century"));
        }
        let apostrophe = matches!(self.reading.word(the), "'" | "‘" | "’");
        let number = the + usize::from(apostrophe);
        if let Some(year) = self.reading.whole(number) {
            let plural = self.reading.glued(number + 1) && self.is(number + 1, "s");
            let odd = self.reading.glued(number + 1) && self.possessive(number + 1);
            let written = plural || (odd && year >= 1000);
            if !written || year % 10 != 0 {
                return None;
            }
            let year = i32::try_from(year).ok()?;
            let decade = match self.reading.word(number).len() {
                4 if (1000..2100).contains(&year) && !apostrophe => year / 10,
                // The century is not said: the last in which the decade was.
                2 if the > at || apostrophe => year / 10 + if year >= 30 { 190 } else { 200 },
                _ => return None,
            };
            return Some(Found::new(at, number + 2, Expr::Decade(decade), "decade"));
        }
        if the == at && !self.before(at, &["early", "late", "mid", "-"]) {
            return None;
        }
        let decade = match self.reading.lower(the).as_str() {
            "twenties" => 192,
            "thirties" => 193,
            "forties" => 194,
            "fifties" => 195,
            "sixties" => 196,
            "seventies" => 197,
            "eighties" => 198,
            "nineties" => 199,
            _ => return None,
        };
        // "in his forties" has no article; "the 1990s" and its like do.
        Some(Found::new(at, the + 1, Expr::Decade(decade), "decade"))
    }

    /// "1998", "the year 2000", "fiscal 1989", "nineteen ninety-six".
    pub(super) fn year(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        let named = self.is(the, "year");
        let fiscal = self.any(the, &["fiscal", "financial"]);
        if named || fiscal {
            let next = the + 1 + usize::from(fiscal && self.is(the + 1, "year"));
            let (year, end) = self.any_year(next)?;
            return Some(Found::new(at, end, Expr::Year(year), "year"));
        }
        if self.class(at) != Class::Digits {
            let (year, end) = spoken_year(self.reading, at)?;
            let sure = end > at + 2 || !self.is(at, "two");
            let led = self.before_listed(at, contexts::BEFORE_DATE) || self.before(at, &["a"]);
            return (sure && (led || year < 2000)).then(|| Found::new(at, end, Expr::Year(year), "year"));
        }
        let year = self.four_digits(at)?;
        let before = at.checked_sub(1).map_or("", |at| self.reading.word(at));
        let glued = self.reading.glued(at);
        if glued && matches!(before, "$" | "£" | "€" | "#" | "." | ":" | "/" | "@" | "_" | "¥" | "+") {
            return None;
        }
        if glued && self.reading.is_dash(at - 1) && at >= 2 {
            let word = self.reading.word(at - 2);
            let range = self.four_digits(at - 2).is_some() && self.reading.word(at - 2).len() == 4;
            let prefix =
                matches!(self.reading.lower(at - 2).as_str(), "post" | "pre" | "mid" | "early" | "late");
            if !range && !prefix && !word.is_empty() {
                return None;
            }
        }
        if self.before_listed(at, contexts::NOT_YEAR_AFTER)
            || listed(contexts::COUNTED, self.reading.lower(at + 1).as_str())
        {
            return None;
        }
        if matches!(self.reading.word(at + 1), "%" | "°" | "½") {
            return None;
        }
        // A number glued to letters behind it is a code: "1998a"; "1990s" was a decade.
        if self.reading.glued(at + 1) && self.reading.word(at + 1).starts_with(|c: char| c.is_alphanumeric())
        {
            return None;
        }
        let led = self.before_listed(at, contexts::BEFORE_DATE);
        // Long ago, or far off, only behind a word that leads to a date.
        let near = (1900..2050).contains(&year);
        if !near && !led {
            return None;
        }
        Some(Found::new(at, at + 1, Expr::Year(year), "year"))
    }

    /// "the winter of 1994", "summer 2015", "in the spring".
    pub(super) fn season(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        let Class::Season(code) = self.class(the) else { return None };
        if self.capital(the) && the > 0 && self.any_year(self.skip(the + 1, "of")).is_none() {
            return None;
        }
        let season = |end: usize, year: Option<YearRef>| {
            Some(Found::new(at, end, Expr::Season { code, year, step: None }, "season"))
        };
        let of = self.skip(the + 1, "of");
        if let Some((year, end)) = self.any_year(of) {
            return season(end, Some(YearRef::Number(year)));
        }
        if let Some((year, end)) = self.trailing_year(the + 1) {
            return season(end, Some(year));
        }
        let led = self.before(
            at,
            &["in", "by", "during", "since", "until", "into", "through", "over", "this", "of", "for"],
        );
        // "the fall of Aleppo", "the spring of the clock"
        let ambiguous = matches!(self.reading.lower(the).as_str(), "fall" | "spring");
        let closes = self.ends_clause(the + 1) || self.any(the + 1, &["and", "but", "when", "to"]);
        if the > at && led && (!ambiguous || closes) && !self.is(the + 1, "of") {
            return season(the + 1, None);
        }
        None
    }
}
