//! Reads time expressions in a sentence, left to right, each as long as it goes.
//!
//! [`Sentence::expressions`] walks the pieces once; where a word can start an expression, the
//! forms below are tried in turn and the first that fits is taken. None looks further than a dozen
//! pieces ahead, so the time is linear in the length of the text.

use rapporteur_english::numbers::{Number, Reading, cardinal, ordinal, spoken_year, upper};

use crate::grammar::{Amount, Clock, Expr, Found, Partial, Step, Towards, Unit, YearRef};
use crate::words::{
    AMOUNT_MODIFIERS, Class, DATE_MODIFIERS, HOLIDAYS, PART_MODIFIERS, REFERENCES, SETS, Written, listed,
};
use crate::{calendar, lexicon};

/// Words before a bare amount ("a week", "years") that make it a length of time and no rate.
const BEFORE_AMOUNT: &[&str] = &[
    "about", "after", "almost", "as", "at", "before", "by", "during", "for", "in", "inside", "least",
    "lasted", "lasting", "nearly", "of", "over", "past", "spend", "spent", "than", "throughout", "took",
    "takes", "take", "wait", "within", "last", "only", "just", "roughly",
];

/// Words before a bare month or year that make it one.
const BEFORE_DATE: &[&str] = &[
    "in", "of", "by", "since", "until", "till", "from", "to", "through", "during", "before", "after", "early",
    "late", "mid", "last", "this", "next", "every", "each", "between", "and", "or", "for", "ended", "ending",
    "around", "about", "as",
];

/// Nouns that a number of four digits counts: it is no year before them.
const COUNTED: &[&str] = &[
    "people", "men", "women", "children", "troops", "soldiers", "dollars", "pounds", "euros", "percent", "per",
    "miles", "km", "kilometers", "kilometres", "meters", "metres", "feet", "tons", "tonnes", "kg", "civilians",
    "workers", "employees", "jobs", "shares", "points", "cents", "million", "billion", "homes", "houses",
    "families", "prisoners", "refugees", "square", "cubic", "barrels", "acres", "hectares", "times", "votes",
    "members", "students", "hours", "days", "years", "yen", "francs", "marks", "rubles", "votes", "others",
    "police", "officers", "migrants", "villagers", "fighters", "rebels", "megawatts", "watts", "calories",
];

/// Words before a number of four digits after which it is no year.
const NOT_YEAR_AFTER: &[&str] = &[
    "nearly", "some", "over", "than", "least", "most", "almost", "approximately", "roughly", "no", "number",
    "route", "flight", "resolution", "room", "channel", "volume", "page", "boeing", "highway", "estimated",
    "another", "only", "up", "nos",
];

/// Pieces of one sentence with their classes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence<'t> {
    pub(crate) reading: Reading<'t>,
    pub(crate) classes: &'t [Class],
}

impl Sentence<'_> {
    /// Every expression of the sentence, in order, apart.
    pub(crate) fn expressions(&self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < self.classes.len() {
            if self.classes[at] == Class::Other || self.hopeless(at) {
                at += 1;
                continue;
            }
            if let Some((first, second)) = self.day_range(at) {
                at = second.end;
                found.push(first);
                found.push(second);
                continue;
            }
            let Some(one) = self.expression(at) else {
                at += 1;
                continue;
            };
            at = one.end;
            let more = self.continuation(&one);
            found.push(one);
            if let Some(more) = more {
                at = more.end;
                found.push(more);
            }
        }
        found
    }

    /// An article before a word that is in no list starts no expression: a look that saves most of
    /// the work, since every second noun has one.
    fn hopeless(&self, at: usize) -> bool {
        self.class(at + 1) == Class::Other && self.any(at, &["the", "a", "an"])
    }

    /// The expression that starts at this piece.
    fn expression(&self, at: usize) -> Option<Found> {
        self.reference(at)
            .or_else(|| self.set(at))
            .or_else(|| self.anniversary(at))
            .or_else(|| self.week_of(at))
            .or_else(|| self.modified(at))
            .or_else(|| self.qualified(at))
            .or_else(|| self.plain(at))
    }

    /// An expression without a modifier before it.
    fn plain(&self, at: usize) -> Option<Found> {
        self.numeric_date(at)
            .or_else(|| self.clock(at))
            .or_else(|| self.date(at))
            .or_else(|| self.from_date(at))
            .or_else(|| self.amount(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.stepped(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.year(at))
            .or_else(|| self.season(at))
    }

    /// A day or longer with a name: what "around", "early" and a clock can go with.
    fn date(&self, at: usize) -> Option<Found> {
        self.weekday(at)
            .or_else(|| self.month(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.day_word(at))
            .or_else(|| self.holiday(at))
            .or_else(|| self.part(at))
    }

    // What pieces are.

    fn class(&self, at: usize) -> Class {
        self.classes.get(at).copied().unwrap_or(Class::Other)
    }

    fn unit(&self, at: usize) -> Option<(Unit, bool)> {
        match self.class(at) {
            Class::Unit(unit, plural) => Some((unit, plural)),
            _ => None,
        }
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.reading.is(at, word)
    }

    fn any(&self, at: usize, words: &[&str]) -> bool {
        self.reading.any(at, words)
    }

    fn before(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.reading.any(at - 1, words)
    }

    fn capital(&self, at: usize) -> bool {
        self.reading.word(at).starts_with(char::is_uppercase)
    }

    /// The piece after an optional word.
    fn skip(&self, at: usize, word: &str) -> usize {
        at + usize::from(self.is(at, word))
    }

    /// The piece after an optional comma.
    fn comma(&self, at: usize) -> usize {
        at + usize::from(self.reading.word(at) == ",")
    }

    fn possessive(&self, at: usize) -> bool {
        matches!(self.reading.word(at), "'s" | "’s" | "'S" | "’S")
    }

    /// A number of four digits that can be a year.
    fn four_digits(&self, at: usize) -> Option<i32> {
        let number = self.reading.whole(at)?;
        let fits = self.reading.word(at).len() == 4 && (1000..2100).contains(&number);
        let glued = self.reading.glued(at + 1) && self.reading.glued(at + 2);
        let decimal = glued && matches!(self.reading.word(at + 1), "." | ":" | "/");
        if fits && !decimal { i32::try_from(number).ok() } else { None }
    }

    /// "1998", "nineteen ninety-eight".
    fn any_year(&self, at: usize) -> Option<(i32, usize)> {
        self.four_digits(at).map(|year| (year, at + 1)).or_else(|| spoken_year(self.reading, at))
    }

    /// "last year", "this year", "next year", "a year ago" after a month or quarter.
    fn trailing_year(&self, at: usize) -> Option<(YearRef, usize)> {
        let of = self.skip(at, "of");
        let (step, next) = self.step(of)?;
        (self.is(next, "year") && !self.possessive(next + 1)).then_some((YearRef::Step(step), next + 1))
    }

    /// "last", "this", "next", "the following": a step and the piece after it.
    fn step(&self, at: usize) -> Option<(Step, usize)> {
        let the = self.is(at, "the");
        let at = at + usize::from(the);
        let word = self.reading.lower(at);
        let step = match word.as_str() {
            "last" | "past" => Step::Last,
            "this" if !the => {
                // "this past spring", "this coming Sunday"
                return Some(match self.reading.lower(at + 1).as_str() {
                    "past" | "last" => (Step::Last, at + 2),
                    "coming" => (Step::Next, at + 2),
                    "same" | "very" => (Step::This, at + 2),
                    _ => (Step::This, at + 1),
                });
            }
            "that" if !the => return Some((Step::That, self.skip(at + 1, "same"))),
            "same" => Step::That,
            "current" => Step::This,
            "latest" => Step::Latest,
            "next" if the => Step::Following,
            "next" | "coming" => Step::Next,
            "following" => Step::Following,
            "previous" | "preceding" | "prior" => Step::Previous,
            _ => return None,
        };
        Some((step, at + 1))
    }

    // The forms.

    /// "now", "recently", "the future".
    fn reference(&self, at: usize) -> Option<Found> {
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

    /// "every day", "each July", "twice a week", "daily".
    fn set(&self, at: usize) -> Option<Found> {
        if let Some((end, value)) = SETS.find(self.reading, at) {
            // A newspaper's name and the noun: "the Daily News", "the party daily".
            let name = self.capital(at) && at > 0 || self.capital(end) && !self.reading.word(end).is_empty();
            return (!name).then(|| Found::new(at, end, Expr::Set(value.into()), "set"));
        }
        if self.any(at, &["once", "twice"]) || (cardinal(self.reading, at).is_some() && self.is(at + 1, "times")) {
            let article = if self.is(at + 1, "times") { at + 2 } else { at + 1 };
            let (unit, _) = self.unit(article + 1)?;
            let fits = self.any(article, &["a", "an", "per", "every", "each"]);
            return fits.then(|| {
                Found::new(at, article + 2, Expr::Set(period(Amount::Exactly(1.0), unit)), "set-frequency")
            });
        }
        if !self.any(at, &["every", "each"]) {
            return None;
        }
        let next = at + 1;
        let set = |end: usize, value: String| Some(Found::new(at, end, Expr::Set(value), "set-every"));
        match self.class(next) {
            Class::Unit(unit, false) if unit != Unit::Second => {
                return set(next + 1, period(Amount::Exactly(1.0), unit));
            }
            Class::Weekday(day, Written::Full) => {
                if let Class::Part(code, _) = self.class(next + 1) {
                    return set(next + 2, format!("XXXX-WXX-{day}T{code}"));
                }
                return set(next + 1, format!("XXXX-WXX-{day}"));
            }
            Class::Month(month, false) => return set(next + 1, format!("XXXX-{month:02}")),
            Class::Part(code, false) => return set(next + 1, format!("XXXX-XX-XXT{code}")),
            Class::Season(code) => return set(next + 1, format!("XXXX-{code}")),
            _ => {}
        }
        if self.is(next, "other") {
            let (unit, _) = self.unit(next + 1)?;
            return set(next + 2, period(Amount::Exactly(2.0), unit));
        }
        let number = cardinal(self.reading, next)?;
        let (unit, _) = self.unit(number.end)?;
        set(number.end + 1, period(Amount::Exactly(number.value), unit))
    }

    /// "early this month", "the end of 1990", "mid-November", "late yesterday", "year-end".
    fn modified(&self, at: usize) -> Option<Found> {
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
            let loose = modifier.is_empty() && matches!(core.expr, Expr::Date(Partial { weekday: Some(_), .. }));
            let fits = !loose && !matches!(core.expr, Expr::Duration { .. } | Expr::Offset { .. } | Expr::Set(_));
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
    fn period_core(&self, at: usize) -> Option<Found> {
        if self.is(at, "the")
            && let Some((unit @ (Unit::Year | Unit::Month | Unit::Week | Unit::Quarter | Unit::Decade | Unit::Century), false)) =
                self.unit(at + 1)
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
    fn bare_season_or_part(&self, at: usize, modifier_end: usize) -> Option<Found> {
        match self.class(at) {
            Class::Season(code) if !self.is(at, "fall") && !self.is(at, "spring") => Some(Found::new(
                at,
                at + 1,
                Expr::Season { code, year: None, step: None },
                "season",
            )),
            Class::Part(code, false) if at >= modifier_end && self.is(modifier_end.saturating_sub(1), "mid")
                || self.reading.is_hyphen(modifier_end) =>
            {
                let Class::Part(code, _) = self.class(at) else { return Some(Found::new(at, at + 1, Expr::Part { code, on: None }, "part")) };
                let on = self.day_word(at + 1).or_else(|| self.weekday(at + 1));
                let end = on.as_ref().map_or(at + 1, |on| on.end);
                Some(Found::new(at, end, Expr::Part { code, on: on.map(|on| Box::new(on.expr)) }, "part"))
            }
            _ => None,
        }
    }

    /// "about two years", "at least the past 18 months", "around 1 November".
    fn qualified(&self, at: usize) -> Option<Found> {
        let (end, modifier) = AMOUNT_MODIFIERS.find(self.reading, at)?;
        let rough = self.any(at, &["about", "around"]);
        let steps = self.is(end, "the");
        // "for over 20 years" is an amount, "grew over three years" a stretch.
        let stretch = self.is(at, "over")
            && !self.any(end, &["a", "an"])
            && !self.before(at, &["for", "of", "after", "just", "well", "in", "took", "spent", "lasted", "at"]);
        if stretch {
            return None;
        }
        if steps && self.any(at, &["over", "under", "some", "about", "around"]) {
            return None;
        }
        let core = self.amount(end).or_else(|| if rough { self.clock(end).or_else(|| self.rough_date(end)) } else { None })?;
        let counts = !matches!(core.expr, Expr::Period { .. });
        counts.then(|| Found { rule: core.rule, ..core.from(at).with(modifier) })
    }

    /// What "around" goes with and "about" does not hide in: a day or a year.
    fn rough_date(&self, at: usize) -> Option<Found> {
        let date = self.month(at).or_else(|| self.day_month(at)).or_else(|| self.modified(at)).or_else(|| self.holiday(at))?;
        let about = self.before(at, &["about"]);
        (!about || matches!(date.expr, Expr::Date(Partial { day: Some(_), .. }))).then_some(date)
    }

    /// `2016-09-25`, `25/09/2016`, `25.09.2016`.
    fn numeric_date(&self, at: usize) -> Option<Found> {
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
        let (year, month, day) = (i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        calendar::date(year, month, day)?;
        let date = Partial { year: Some(YearRef::Number(year)), month: Some(month), day: Some(day), ..Partial::default() };
        Some(Found::new(at, at + 5, Expr::Date(date), "date-numeric"))
    }

    /// "10:35 a.m.", "5 p.m. EST, Nov. 6", "noon Thursday", "4 in the morning", "1430 GMT".
    fn clock(&self, at: usize) -> Option<Found> {
        let (mut clock, mut end) = self.clock_face(at)?;
        if let Some((universal, after)) = self.zone(end) {
            clock.universal = universal;
            end = after;
        }
        // The date that goes with it.
        let comma = self.comma(end);
        let on = self.skip(comma, "on");
        let day = self
            .weekday(on)
            .or_else(|| self.month(on).filter(|found| matches!(found.expr, Expr::Date(Partial { day: Some(_), .. }))))
            .or_else(|| self.day_month(on))
            .or_else(|| self.day_word(on));
        let rule = "clock";
        Some(match day {
            Some(day) => Found::new(at, day.end, Expr::Clock { clock, on: Some(Box::new(day.expr)) }, rule),
            None => Found::new(at, end, Expr::Clock { clock, on: None }, rule),
        })
    }

    fn clock_face(&self, at: usize) -> Option<(Clock, usize)> {
        let clock = |hour: u32, minute: Option<u32>, second: Option<u32>| {
            Some(Clock {
                hour: u8::try_from(hour).ok()?,
                minute: minute.and_then(|m| u8::try_from(m).ok()),
                second: second.and_then(|s| u8::try_from(s).ok()),
                universal: false,
            })
        };
        if self.class(at) != Class::Digits {
            let hour = match self.reading.lower(at).as_str() {
                // "High Noon" is a film.
                "noon" if !self.capital(at) || at == 0 => 12,
                "midday" => 12,
                "midnight" => 24,
                _ => return None,
            };
            let high = self.before(at, &["high"]);
            return (!high).then(|| clock(hour, Some(0), None).map(|clock| (clock, at + 1)))?;
        }
        if at > 0 && self.reading.glued(at) && matches!(self.reading.word(at - 1), ":" | "-" | "." | "/" | "$" | "£" | "€") {
            return None;
        }
        let two = |at: usize| {
            self.reading.whole(at).filter(|number| self.reading.word(at).len() == 2 && *number < 60)
        };
        // `10.30` is one piece, `10:35` three.
        let (mut hour, mut minute, mut second, mut end) = (self.reading.whole(at), None, None, at + 1);
        if self.reading.word(end) == ":" && self.reading.glued(end) && self.reading.glued(end + 1) {
            minute = Some(two(end + 1)?);
            end += 2;
            if self.reading.word(end) == ":" && self.reading.glued(end) && two(end + 1).is_some() {
                second = two(end + 1);
                end += 2;
            }
        } else if let Some((before, after)) = self.reading.word(at).split_once('.') {
            hour = before.parse().ok();
            minute = (after.len() == 2).then(|| after.parse().ok().filter(|minute| *minute < 60))?;
            minute?;
        }
        let mut hour = hour.filter(|_| self.reading.word(at).len() <= 5)?;
        let colon = end > at + 1;
        if let Some((afternoon, after)) = self.half_day(end) {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            return clock(hour, minute, second).map(|clock| (clock, after));
        }
        if minute.is_none() && self.any(end, &["o'clock", "o’clock"]) && (1..=12).contains(&hour) {
            return clock(hour, Some(0), None).map(|clock| (clock, end + 1));
        }
        // "4 in the morning"
        if (1..=12).contains(&hour) && self.reading.all(end, &["in", "the"]) {
            if let Class::Part(code, false) = self.class(end + 2) {
                let late = matches!(code, "AF" | "EV");
                hour = hour % 12 + if late { 12 } else { 0 };
                return clock(hour, minute.or(Some(0)), second).map(|clock| (clock, end + 3));
            }
        }
        let zoned = self.zone(end).is_some();
        if minute.is_none() && self.reading.word(at).len() == 4 && (zoned || self.is(end, "hours")) && hour / 100 < 24 && hour % 100 < 60 {
            let after = if self.is(end, "hours") { end + 1 } else { end };
            return clock(hour / 100, Some(hour % 100), None).map(|clock| (clock, after));
        }
        if hour > 24 || (minute.is_none() && !zoned) || (!colon && !zoned) {
            return None;
        }
        clock(hour, minute, second).map(|clock| (clock, end))
    }

    /// "a.m.", "pm": whether it is the afternoon, and the piece after it.
    fn half_day(&self, at: usize) -> Option<(bool, usize)> {
        match self.reading.lower(at).as_str() {
            "a.m." | "am" => Some((false, at + 1)),
            "p.m." | "pm" => Some((true, at + 1)),
            // "p.m" with the sentence's stop, or none
            letter @ ("a" | "p") if self.reading.word(at + 1) == "." && self.is(at + 2, "m") && self.reading.glued(at + 2) => {
                Some((letter == "p", at + 3))
            }
            _ => None,
        }
    }

    /// "GMT", "EST", "local time": whether it is UTC, and the piece after it.
    fn zone(&self, at: usize) -> Option<(bool, usize)> {
        if listed(lexicon::zones::ZONES, self.reading.word(at)) {
            return Some((self.any(at, &["GMT", "UTC"]), at + 1));
        }
        if self.is(at + 1, "time") && (self.is(at, "local") || self.any(at, &["Eastern", "Pacific", "Central"])) {
            return Some((false, at + 2));
        }
        None
    }

    /// "Friday", "last Friday", "Friday, Oct. 23", "Sunday (25 September)", "Friday night".
    fn weekday(&self, at: usize) -> Option<Found> {
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
        if self.is(end, "the") && let Some((nth, after)) = ordinal(self.reading, end + 1) && (1..=31).contains(&nth) {
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
    fn month(&self, at: usize) -> Option<Found> {
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
        let stop = short && self.reading.word(end) == "." && self.reading.glued(end);
        end += usize::from(stop);
        let mut date = Partial { month: Some(month), step, ..Partial::default() };
        if let Some((day, after)) = self.day_number(end) {
            date.day = Some(day);
            end = after;
            let comma = self.comma(end);
            if let Some((year, after)) = self.any_year(comma)
                && (comma > end || !self.capital(after) || true)
            {
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
        let led = self.before(name, BEFORE_DATE);
        let named = self.capital(name + 1) && !self.reading.word(name + 1).is_empty();
        let alone = match self.reading.lower(name).as_str() {
            "may" | "march" | "mar" | "jan" | "sun" => led && !named,
            "april" | "june" | "august" => led || !named,
            _ if short => stop || led,
            _ => true,
        };
        alone.then(|| Found::new(at, end, Expr::Date(date), "month"))
    }

    /// "3", "3rd", "eighth" behind a month: the day, and the piece after it.
    fn day_number(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((nth, after)) = ordinal(self.reading, at) {
            return u8::try_from(nth).ok().filter(|day| (1..=31).contains(day)).map(|day| (day, after));
        }
        let day = self.reading.whole(at).filter(|_| self.reading.word(at).len() <= 2)?;
        // "May 10:30", "March 3.5 percent" and "in May 20 people" are no days; the last can't be told.
        let clock = self.reading.word(at + 1) == ":" && self.reading.glued(at + 1) && self.reading.glued(at + 2);
        let counts = self.any(at + 1, COUNTED) || self.reading.word(at + 1) == "%";
        if clock || counts {
            return None;
        }
        u8::try_from(day).ok().filter(|day| (1..=31).contains(day)).map(|day| (day, at + 1))
    }

    /// "25 September", "the 25th of September 2016".
    fn day_month(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        if at > 0 && self.reading.glued(the) && matches!(self.reading.word(the - usize::from(the > 0)), "$" | "£" | "€" | "." | ":" | "/") {
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
    fn day_range(&self, at: usize) -> Option<(Found, Found)> {
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
    fn continuation(&self, found: &Found) -> Option<Found> {
        let mark = found.end;
        let next = mark + 1;
        match found.expr {
            Expr::Date(date @ Partial { day: Some(first), month: Some(_), .. }) if matches!(found.rule, "month-day") => {
                if !(self.reading.is_dash(mark) || self.any(mark, &["to", "and", "or"])) || self.class(next) != Class::Digits {
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
                let joined = self.reading.is_dash(mark) || (self.reading.word(mark) == "/" && self.reading.glued(mark));
                let short = self.reading.whole(next).filter(|_| self.reading.word(next).len() == 2);
                let last = first - first % 100 + i32::try_from(short.filter(|_| joined && self.reading.glued(next))?).ok()?;
                (last > first).then(|| Found::new(next, next + 1, Expr::Year(last), "range"))
            }
            _ => None,
        }
    }

    /// A lower-case word that a number before it may count.
    fn followed_by_noun(&self, at: usize) -> bool {
        let word = self.reading.word(at);
        word.starts_with(char::is_lowercase)
            && !self.any(at, &["in", "at", "and", "to", "for", "of", "on", "with", "by", "from", "as", "or"])
            || matches!(word, "%" | "$")
    }

    /// "yesterday", "tomorrow night", "tonight", "the day before yesterday".
    fn day_word(&self, at: usize) -> Option<Found> {
        let word = self.reading.lower(at);
        let days = match word.as_str() {
            "yesterday" => -1,
            "today" => 0,
            "tomorrow" => 1,
            "tonight" => {
                return Some(Found::new(at, at + 1, Expr::Part { code: "NI", on: Some(Box::new(Expr::Day(0))) }, "day-word"));
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
    fn holiday(&self, at: usize) -> Option<Found> {
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
        if self.is(at, "May") && !self.before(at, BEFORE_DATE) && !self.before(at, &["on"]) {
            return None;
        }
        let comma = self.comma(end);
        let (year, end) = match self.four_digits(comma) {
            Some(year) => (Some(YearRef::Number(year)), comma + 1),
            None => (None, end),
        };
        Some(Found::new(at, end, Expr::Holiday { code, year, step }, "holiday"))
    }

    /// "this morning", "last night", "the next evening", "overnight".
    fn part(&self, at: usize) -> Option<Found> {
        if self.is(at, "overnight") {
            let on = Some(Box::new(Expr::Day(0)));
            // "an overnight train" is no time of its own.
            let adjective = self.before(at, &["an", "the", "its", "their"]);
            return (!adjective).then(|| Found::new(at, at + 1, Expr::Part { code: "NI", on }, "part"));
        }
        let (step, next) = self.step(at)?;
        let Class::Part(code, false) = self.class(next) else { return None };
        let on = match step {
            Step::Last if self.is(next, "night") || self.is(next, "evening") => Expr::Day(-1),
            Step::This => Expr::Day(0),
            Step::Next | Step::Following | Step::Previous | Step::That => {
                Expr::Period { unit: Unit::Day, step: Some(if step == Step::Next { Step::Following } else { step }) }
            }
            Step::Last | Step::Latest => return None,
        };
        Some(Found::new(at, next + 1, Expr::Part { code, on: Some(Box::new(on)) }, "part"))
    }

    /// "the day after Christmas", "two days before 11 September", "a week from Friday".
    fn from_date(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        let (amount, unit, after) = if let Some((unit, false)) = self.unit(the) {
            (Amount::Exactly(1.0), unit, the + 1)
        } else {
            let (amount, unit, after, _) = self.counted(at)?;
            (amount, unit, after)
        };
        if unit.is_clock() || !matches!(amount, Amount::Exactly(_)) {
            return None;
        }
        let later = match self.reading.lower(after).as_str() {
            "after" | "from" | "following" => true,
            "before" => false,
            _ => return None,
        };
        let of = self.date(after + 1).or_else(|| self.numeric_date(after + 1)).or_else(|| self.year(after + 1))?;
        let own = matches!(
            of.expr,
            Expr::Date(Partial { day: Some(_), .. } | Partial { weekday: Some(_), .. }) | Expr::Holiday { .. } | Expr::Day(_)
        );
        let fits = own && (!self.is(after, "from") || !matches!(of.expr, Expr::Date(Partial { weekday: None, .. })));
        fits.then(|| Found::new(at, of.end, Expr::From { amount, unit, later, of: Box::new(of.expr) }, "from-date"))
    }

    /// "the week of March 6", "Easter week".
    fn week_of(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        if self.reading.all(the, &["week", "of"]) {
            let of = self.month(the + 2).or_else(|| self.day_month(the + 2)).or_else(|| self.holiday(the + 2))?;
            let day = !matches!(of.expr, Expr::Date(Partial { day: None, .. }));
            return day.then(|| Found::new(at, of.end, Expr::WeekOf(Box::new(of.expr)), "week-of"));
        }
        let (end, _) = HOLIDAYS.find(self.reading, at)?;
        let of = self.is(end, "week").then(|| self.holiday(at))??;
        Some(Found::new(at, end + 1, Expr::WeekOf(Box::new(of.expr)), "week-of"))
    }

    /// "the third anniversary of 11 September 2001".
    fn anniversary(&self, at: usize) -> Option<Found> {
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

    /// A number with its unit: amount, unit, the piece after, and whether it is joined by a hyphen.
    fn counted(&self, at: usize) -> Option<(Amount, Unit, usize, bool)> {
        let (amount, number_end) = self.quantity(at)?;
        let hyphen = self.reading.is_hyphen(number_end);
        let mut next = number_end + usize::from(hyphen);
        if !hyphen && self.any(next, &[
            "more", "additional", "consecutive", "straight", "full", "further", "whole", "extra", "trading",
            "working", "business", "long", "successive", "other", "calendar",
        ]) {
            next += 1;
        }
        let (unit, plural) = self.unit(next)?;
        let one = matches!(amount, Amount::Exactly(value) if value <= 1.0);
        let lower_case = !self.capital(next) || self.capital(at);
        // "five second" and "a second" are ordinals; "three quarters of the city" is a part of it.
        let fits = match unit {
            Unit::Second => plural || hyphen,
            Unit::Weekend => true,
            Unit::Quarter => plural && !one && !self.is(next + 1, "of"),
            _ => true,
        };
        (fits && lower_case).then_some((amount, unit, next + 1, hyphen || !plural))
    }

    /// "two", "2 1/2", "two to three", "several", "a few", "a couple of", "an", "half an".
    fn quantity(&self, at: usize) -> Option<(Amount, usize)> {
        let word = self.reading.lower(at);
        let few = match word.as_str() {
            "several" | "few" | "many" => Some(at + 1),
            "a" if self.is(at + 1, "few") => Some(at + 2),
            "a" if self.reading.all(at + 1, &["couple", "of"]) => return Some((Amount::Exactly(2.0), at + 3)),
            "a" if self.reading.all(at + 1, &["couple"]) => return Some((Amount::Exactly(2.0), at + 2)),
            "couple" if self.is(at + 1, "of") => return Some((Amount::Exactly(2.0), at + 2)),
            "a" if self.reading.all(at + 1, &["number", "of"]) => Some(at + 3),
            "half" if self.any(at + 1, &["a", "an"]) && self.unit(at + 2).is_some() => {
                return Some((Amount::Exactly(0.5), at + 2));
            }
            "a" if self.is(at + 1, "half") && self.unit(at + 2 + usize::from(self.reading.is_hyphen(at + 2))).is_some() => {
                return Some((Amount::Exactly(0.5), at + 2));
            }
            "half" if self.reading.is_hyphen(at + 1) => return Some((Amount::Exactly(0.5), at + 1)),
            _ => None,
        };
        if let Some(end) = few {
            // "several hundred years" is a number after all.
            if let Some(number) = cardinal(self.reading, at).filter(|number| number.end > end) {
                return Some((Amount::Some, number.end));
            }
            return Some((Amount::Some, end));
        }
        let number = cardinal(self.reading, at)?;
        let glued = self.class(at) == Class::Digits
            && at > 0
            && self.reading.glued(at)
            && matches!(self.reading.word(at - 1), "$" | "£" | "€" | "-" | "." | ":" | "/" | "#");
        if glued {
            return None;
        }
        if number.high.is_some() {
            let end = self.skip(number.end, "of");
            return Some((if self.is(at, "a") { Amount::Exactly(number.value) } else { Amount::Some }, end));
        }
        // "two to three weeks": the lower end; the upper end has the unit
        if let Some(Number { end, value, .. }) = upper(self.reading, number.end, false)
            && value > number.value
            && self.unit(end + usize::from(self.reading.is_hyphen(end))).is_some()
        {
            return Some((Amount::Some, end)).filter(|_| value - number.value > number.value.max(2.0)).or(Some((Amount::Exactly(number.value), end)));
        }
        Some((Amount::Exactly(number.value), number.end))
    }

    /// Durations and what is counted from a reference: "two years", "the past two months",
    /// "recent weeks", "10 days ago", "a year earlier", "for years", "year-ago".
    fn amount(&self, at: usize) -> Option<Found> {
        self.year_earlier(at)
            .or_else(|| self.window(at))
            .or_else(|| self.counted_amount(at))
            .or_else(|| self.one_unit(at))
            .or_else(|| self.bare_units(at))
    }

    /// "year-earlier", "the year-ago quarter", "the 1988 period", "the latest period".
    fn year_earlier(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        let like = the + usize::from(self.any(the, &["comparable", "corresponding", "same"]));
        if self.is(like, "year") && self.reading.is_hyphen(like + 1) && self.any(like + 2, &["earlier", "ago"]) {
            let end = like + 3;
            if let Some(quarter) = self.quarter_word(end) {
                return Some(Found::new(at, quarter, Expr::PeriodOf { year: None, back: 1 }, "year-earlier"));
            }
            if let Some((amount, unit, after, _)) = self.counted(end) {
                return Some(Found::new(at, after, Expr::Duration { amount, unit, minutes: None }, "year-earlier"));
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
            None if self.any(like, &["latest", "current"]) => (Expr::PeriodOf { year: None, back: 0 }, like + 1),
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
    fn quarter_word(&self, at: usize) -> Option<usize> {
        if self.any(at, &["quarter", "period"]) {
            return Some(at + 1);
        }
        let (_, after) = ordinal(self.reading, at)?;
        let next = after + usize::from(self.reading.is_hyphen(after));
        self.is(next, "quarter").then_some(next + 1)
    }

    /// "the past two months", "the next few years", "the first nine months", "recent weeks".
    fn window(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        let word = self.reading.lower(the);
        let ordinal_like = matches!(word.as_str(), "first" | "final" | "opening" | "remaining" | "latest");
        let relative = matches!(
            word.as_str(),
            "past" | "last" | "next" | "coming" | "previous" | "recent" | "following" | "preceding" | "future"
        );
        if ordinal_like || relative {
            let future_noun = word.as_str() == "future";
            if let Some((amount, unit, end, _)) = self.counted(the + 1).filter(|_| !future_noun) {
                let plain = the > at || relative;
                // "last two of the day": counted() has seen a unit, so only an age is left to fear.
                if plain && !self.is_age(end) {
                    return Some(self.rounded(at, end, amount, unit, "window"));
                }
            }
            if let Some((unit, true)) = self.unit(the + 1) {
                let joined = self.any(the + 2, &["and", "or"]) && matches!(self.unit(the + 3), Some((_, true)));
                let end = the + 2 + 2 * usize::from(joined);
                return match word.as_str() {
                    "future" => Some(Found::new(at, the + 2, Expr::Ref("FUTURE_REF"), "window")),
                    "recent" | "coming" | "past" | "first" | "final" | "next" | "last" if unit != Unit::Second => {
                        Some(Found::new(at, end, Expr::Duration { amount: Amount::Some, unit, minutes: None }, "window"))
                    }
                    _ => None,
                };
            }
            // "the past hour", "the last decade"
            if let Some((unit @ (Unit::Hour | Unit::Minute | Unit::Decade | Unit::Century), false)) = self.unit(the + 1)
                && matches!(word.as_str(), "past" | "last" | "next" | "coming")
            {
                let amount = Amount::Exactly(1.0);
                return Some(Found::new(at, the + 2, Expr::Duration { amount, unit, minutes: None }, "window"));
            }
            return None;
        }
        // "the two days", "the weeks ahead"
        if the > at {
            if let Some((unit, true)) = self.unit(the)
                && self.is(the + 1, "ahead")
            {
                return Some(Found::new(at, the + 2, Expr::Duration { amount: Amount::Some, unit, minutes: None }, "window"));
            }
            let (amount, unit, end, joined) = self.counted(the).filter(|_| self.class(the) == Class::Digits || !self.is(the, "a"))?;
            let plural = !joined;
            return (plural && !self.is_age(end)).then(|| self.rounded(at, end, amount, unit, "window"));
        }
        None
    }

    /// The same with "or so" where it follows.
    fn rounded(&self, at: usize, end: usize, amount: Amount, unit: Unit, rule: &'static str) -> Found {
        let found = |end| Found::new(at, end, Expr::Duration { amount, unit, minutes: None }, rule);
        if self.reading.all(end, &["or", "so"]) { found(end + 2).with("APPROX") } else { found(end) }
    }

    /// "-old", "old", "of age": the amount before it is an age.
    fn is_age(&self, at: usize) -> bool {
        let next = at + usize::from(self.reading.is_hyphen(at));
        self.any(next, &["old", "olds", "older"]) || self.reading.all(at, &["of", "age"])
    }

    /// "two years", "three-day", "10 days ago", "2 1/2 hours", "a few years later".
    fn counted_amount(&self, at: usize) -> Option<Found> {
        let (amount, unit, mut end, _) = self.counted(at)?;
        if self.is_age(end) || (unit == Unit::Weekend && self.is(at, "one")) {
            return None;
        }
        let mut amount = amount;
        let mut modifier = "";
        let mut minutes = None;
        if self.reading.all(end, &["and", "a", "half"]) {
            if let Amount::Exactly(value) = amount {
                amount = Amount::Exactly(value + 0.5);
            }
            end += 3;
        } else if self.reading.all(end, &["or", "so"]) {
            (modifier, end) = ("APPROX", end + 2);
        } else if unit == Unit::Hour {
            // "three hours and 20 minutes"
            let and = self.skip(end, "and");
            if let Some((Amount::Exactly(more), Unit::Minute, after, _)) = self.counted(and)
                && more < 60.0
            {
                minutes = Some(more as u32);
                end = after;
            }
        }
        Some(self.directed(at, end, amount, unit, minutes).with(modifier))
    }

    /// The amount with "ago", "later", "from now" where one follows.
    fn directed(&self, at: usize, end: usize, amount: Amount, unit: Unit, minutes: Option<u32>) -> Found {
        let offset = |end: usize, towards: Towards| {
            Found::new(at, end, Expr::Offset { amount, unit, towards }, "offset")
        };
        match self.reading.lower(end).as_str() {
            "ago" => offset(end + 1, Towards::Ago),
            "hence" => offset(end + 1, Towards::FromNow),
            "from" if self.any(end + 1, &["now", "today"]) => offset(end + 2, Towards::FromNow),
            "earlier" | "previously" if !self.is(end + 1, "than") => offset(end + 1, Towards::Earlier),
            "later" if !self.is(end + 1, "than") => offset(end + 1, Towards::Later),
            "before" if self.ends_clause(end + 1) => offset(end + 1, Towards::Earlier),
            _ => Found::new(at, end, Expr::Duration { amount, unit, minutes }, "duration"),
        }
    }

    /// Nothing follows that a preposition could take.
    fn ends_clause(&self, at: usize) -> bool {
        matches!(self.reading.word(at), "" | "." | "," | ";" | ")" | "!" | "?" | "”" | "\"" | "’" | "'" | "—" | "–")
    }

    /// "a week", "an hour", "a year ago", "a minute and a half", "a year or two".
    fn one_unit(&self, at: usize) -> Option<Found> {
        let article = self.any(at, &["a", "an"]);
        let adjective = at + 1
            + usize::from(self.any(at + 1, &["full", "whole", "single", "further", "additional", "half"]));
        if !article {
            return None;
        }
        let (unit, false) = self.unit(adjective)? else { return None };
        if unit == Unit::Second || self.capital(adjective) {
            return None;
        }
        let end = adjective + 1;
        let amount = Amount::Exactly(1.0);
        if self.reading.all(end, &["and", "a", "half"]) {
            return Some(self.directed(at, end + 3, Amount::Exactly(1.5), unit, None));
        }
        if self.reading.all(end, &["or", "so"]) {
            return Some(self.directed(at, end + 2, amount, unit, None).with("APPROX"));
        }
        if self.reading.all(end, &["or", "two"]) {
            return Some(self.directed(at, end + 2, amount, unit, None).with("APPROX"));
        }
        if self.reading.is_hyphen(end) || matches!(unit, Unit::Weekend | Unit::Quarter) && !self.any(end, &["ago", "earlier", "later"]) {
            return None;
        }
        let found = self.directed(at, end, amount, unit, None);
        if matches!(found.expr, Expr::Offset { .. }) {
            return Some(found);
        }
        // "$1.76 a year" is a rate; "in a year" is a length of time.
        let led = self.before(at, BEFORE_AMOUNT) || (at == 0 && self.any(end, &["after", "before"]));
        led.then_some(found)
    }

    /// "for years", "weeks ago", "months later", "weeks or months", "decades-long".
    fn bare_units(&self, at: usize) -> Option<Found> {
        let (unit, true) = self.unit(at)? else { return None };
        if unit == Unit::Second || unit == Unit::Weekend || self.capital(at) && at > 0 {
            return None;
        }
        let mut end = at + 1;
        if self.any(end, &["or", "and"]) && matches!(self.unit(end + 1), Some((_, true))) {
            end += 2;
        }
        let found = self.directed(at, end, Amount::Some, unit, None);
        if matches!(found.expr, Expr::Offset { .. }) {
            return Some(found);
        }
        let long = self.reading.is_hyphen(end) && self.is(end + 1, "long");
        if long {
            return Some(Found { end: end + 2, ..found });
        }
        let led = self.before(at, &["for", "after", "within", "in", "over", "take", "took", "takes", "spent", "last", "lasted", "lasting"]);
        let of = self.is(end, "of") && self.before(at, &["after"]);
        let rates = self.before(at, &["in", "over"]) && !self.ends_clause(end) && !self.any(end, &["to", "of", "and"]);
        (end > at + 1 || of || led && !rates).then_some(found)
    }

    /// "the third quarter of 1990", "third-quarter", "the 1988 third quarter", "Q3 2016", "the
    /// first half of 1998", "the quarter", "last year's third quarter".
    fn quarter(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        if self.any(at, &["q", "h"]) && self.reading.glued(at + 1) {
            let which = u8::try_from(self.reading.whole(at + 1)?).ok()?;
            let year = self.four_digits(at + 2);
            let end = at + 2 + usize::from(year.is_some());
            let year = year.map(YearRef::Number);
            return match self.reading.word(at) {
                "Q" if (1..=4).contains(&which) => {
                    Some(Found::new(at, end, Expr::Quarter { which: Some(which), year, step: None }, "quarter"))
                }
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
                return (which <= 2 && year.is_some()).then(|| Found::new(at, end, Expr::Half { which, year }, "quarter"));
            }
            return Some(Found::new(at, end, Expr::Quarter { which: Some(which), year, step: None }, "quarter"));
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
    fn stepped(&self, at: usize) -> Option<Found> {
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
                return (led && closes)
                    .then(|| Found::new(at, at + 2, Expr::Period { unit, step: Some(Step::This) }, "period"));
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
                return Some(Found::new(at, at + 3, Expr::Period { unit: Unit::Year, step: Some(Step::This) }, "period"));
            }
        }
        let (step, next) = self.step(at)?;
        let noun = next
            + usize::from(self.any(next, &["fiscal", "financial", "calendar", "academic", "full", "entire", "whole", "very"]));
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
            return Some(Found::new(at, end, Expr::Quarter { which: None, year: None, step: Some(step) }, "quarter"));
        }
        if unit == Unit::Day && matches!(step, Step::Last | Step::This | Step::Latest) && !self.is(at, "this") {
            return None;
        }
        // "next day" is the one after that just spoken of
        let step = if unit == Unit::Day && step == Step::Next { Step::Following } else { step };
        if self.reading.all(end, &["or", "so"]) {
            return Some(Found::new(at, end + 2, Expr::Period { unit, step: Some(step) }, "period").with("APPROX"));
        }
        Some(Found::new(at, end, Expr::Period { unit, step: Some(step) }, "period"))
    }

    /// "the 1990s", "the '90s", "the nineties", "the 20th century", "the mid-1990s".
    fn decade(&self, at: usize) -> Option<Found> {
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
            if !(plural || odd && year % 10 == 0 && (year >= 1000)) || year % 10 != 0 {
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
    fn year(&self, at: usize) -> Option<Found> {
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
            let led = self.before(at, BEFORE_DATE) || self.before(at, &["a"]);
            return (sure && led || sure && year < 2000).then(|| Found::new(at, end, Expr::Year(year), "year"));
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
            let prefix = matches!(self.reading.lower(at - 2).as_str(), "post" | "pre" | "mid" | "early" | "late");
            if !range && !prefix && !word.is_empty() {
                return None;
            }
        }
        if self.before(at, NOT_YEAR_AFTER) || self.any(at + 1, COUNTED) {
            return None;
        }
        if matches!(self.reading.word(at + 1), "%" | "°" | "½") {
            return None;
        }
        // A number glued to letters behind it is a code: "1998a"; "1990s" was a decade.
        if self.reading.glued(at + 1) && self.reading.word(at + 1).starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let led = self.before(at, BEFORE_DATE);
        // Long ago, or far off, only behind a word that leads to a date.
        let near = (1900..2050).contains(&year);
        if !near && !led {
            return None;
        }
        Some(Found::new(at, at + 1, Expr::Year(year), "year"))
    }

    /// "the winter of 1994", "summer 2015", "in the spring".
    fn season(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        let Class::Season(code) = self.class(the) else { return None };
        if self.capital(the) && the > 0 && !matches!(self.any_year(self.skip(the + 1, "of")), Some(_)) {
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
        let led = self.before(at, &["in", "by", "during", "since", "until", "into", "through", "over", "this", "of", "for"]);
        // "the fall of Aleppo", "the spring of the clock"
        let ambiguous = matches!(self.reading.lower(the).as_str(), "fall" | "spring");
        let closes = self.ends_clause(the + 1) || self.any(the + 1, &["and", "but", "when", "to"]);
        if the > at && led && (!ambiguous || closes) && !self.is(the + 1, "of") {
            return season(the + 1, None);
        }
        None
    }
}

/// The TIMEX3 value of an amount: `P2Y`, `PT5H30M`, `PXW`.
pub(crate) fn period(amount: Amount, unit: Unit) -> String {
    let (count, letter, clock) = match unit {
        Unit::Second => (1.0, 'S', true),
        Unit::Minute => (1.0, 'M', true),
        Unit::Hour => (1.0, 'H', true),
        Unit::Day => (1.0, 'D', false),
        Unit::Week => (1.0, 'W', false),
        Unit::Weekend => (2.0, 'D', false),
        Unit::Fortnight => (2.0, 'W', false),
        Unit::Month => (1.0, 'M', false),
        Unit::Quarter => (3.0, 'M', false),
        Unit::Year => (1.0, 'Y', false),
        Unit::Decade => (10.0, 'Y', false),
        Unit::Century => (100.0, 'Y', false),
    };
    let mark = if clock { "PT" } else { "P" };
    let Amount::Exactly(value) = amount else {
        return match unit {
            Unit::Decade => "PXE".into(),
            Unit::Century => "PXC".into(),
            Unit::Weekend | Unit::Quarter => format!("{mark}X{letter}"),
            _ => format!("{mark}X{letter}"),
        };
    };
    let total = value * count;
    let whole = total.trunc();
    let half = (total - whole - 0.5).abs() < 1e-9;
    if !half || unit == Unit::Week {
        return format!("{mark}{total}{letter}");
    }
    let rest = match unit {
        Unit::Year | Unit::Decade | Unit::Century => "6M",
        Unit::Hour => "30M",
        Unit::Minute => "30S",
        Unit::Day => "T12H",
        _ => return format!("{mark}{total}{letter}"),
    };
    if whole == 0.0 { format!("{mark}{rest}") } else { format!("{mark}{whole}{letter}{rest}") }
}
