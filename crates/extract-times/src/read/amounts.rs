//! Amounts of time and what recurs: "two years", "10 days ago", "every July".

use rapporteur_english::numbers::{Number, cardinal, upper};

use super::{Sentence, period};
use crate::grammar::{Amount, Expr, Found, Partial, Towards, Unit};
use crate::lexicon::contexts;
use crate::words::{Class, SETS, Written};

impl Sentence<'_> {
    /// "every day", "each July", "twice a week", "daily".
    pub(super) fn set(&self, at: usize) -> Option<Found> {
        if let Some((end, value)) = SETS.find(self.reading, at) {
            // A newspaper's name and the noun: "the Daily News", "the party daily".
            let name = self.capital(at) && at > 0 || self.capital(end) && !self.reading.word(end).is_empty();
            return (!name).then(|| Found::new(at, end, Expr::Set(value.into()), "set"));
        }
        if self.any(at, &["once", "twice"])
            || (cardinal(self.reading, at).is_some() && self.is(at + 1, "times"))
        {
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
        // "every other Tuesday" has no value of its own in TIMEX3: the Tuesdays are what recurs.
        if self.is(next, "other") {
            if let Class::Weekday(day, Written::Full) = self.class(next + 1) {
                return set(next + 2, format!("XXXX-WXX-{day}"));
            }
            let (unit, _) = self.unit(next + 1)?;
            return set(next + 2, period(Amount::Exactly(2.0), unit));
        }
        let number = cardinal(self.reading, next)?;
        let (unit, _) = self.unit(number.end)?;
        set(number.end + 1, period(Amount::Exactly(number.value), unit))
    }

    /// "the day after Christmas", "two days before 11 September", "a week from Friday".
    pub(super) fn counted_from(&self, at: usize) -> Option<Found> {
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
        let of =
            self.date(after + 1).or_else(|| self.numeric_date(after + 1)).or_else(|| self.year(after + 1))?;
        let own = matches!(
            of.expr,
            Expr::Date(Partial { day: Some(_), .. } | Partial { weekday: Some(_), .. })
                | Expr::Holiday { .. }
                | Expr::Day(_)
        );
        let fits =
            own && (!self.is(after, "from") || !matches!(of.expr, Expr::Date(Partial { weekday: None, .. })));
        fits.then(|| {
            Found::new(at, of.end, Expr::From { amount, unit, later, of: Box::new(of.expr) }, "from-date")
        })
    }

    /// A number with its unit: amount, unit, the piece after, and whether it is joined by a hyphen.
    pub(super) fn counted(&self, at: usize) -> Option<(Amount, Unit, usize, bool)> {
        let (amount, number_end) = self.quantity(at)?;
        let hyphen = self.reading.is_hyphen(number_end);
        let mut next = number_end + usize::from(hyphen);
        if !hyphen
            && self.any(
                next,
                &[
                    "more",
                    "additional",
                    "consecutive",
                    "straight",
                    "full",
                    "further",
                    "whole",
                    "extra",
                    "trading",
                    "working",
                    "business",
                    "long",
                    "successive",
                    "other",
                    "calendar",
                ],
            )
        {
            next += 1;
        }
        let (unit, plural) = self.unit(next)?;
        let one = matches!(amount, Amount::Exactly(value) if value <= 1.0);
        let lower_case = !self.capital(next) || self.capital(at);
        // "41 year-round residents" are people.
        if !(plural || hyphen || one) && self.reading.is_hyphen(next + 1) {
            return None;
        }
        // "five second" and "a second" are ordinals; "three quarters of the city" is a part of it.
        let fits = match unit {
            Unit::Second => plural || hyphen,
            Unit::Quarter => plural && !one && !self.is(next + 1, "of"),
            _ => true,
        };
        (fits && lower_case).then_some((amount, unit, next + 1, hyphen || !plural))
    }

    /// "two", "2 1/2", "two to three", "several", "a few", "a couple of", "an", "half an".
    pub(super) fn quantity(&self, at: usize) -> Option<(Amount, usize)> {
        let word = self.reading.lower(at);
        let few = match word.as_str() {
            "several" | "few" | "many" => Some(at + 1),
            "a" if self.is(at + 1, "few") => Some(at + 2),
            "a" if self.reading.all(at + 1, &["couple", "of"]) => {
                return Some((Amount::Exactly(2.0), at + 3));
            }
            "a" if self.reading.all(at + 1, &["couple"]) => return Some((Amount::Exactly(2.0), at + 2)),
            "couple" if self.is(at + 1, "of") => return Some((Amount::Exactly(2.0), at + 2)),
            "a" if self.reading.all(at + 1, &["number", "of"]) => Some(at + 3),
            "half" if self.any(at + 1, &["a", "an"]) && self.unit(at + 2).is_some() => {
                return Some((Amount::Exactly(0.5), at + 2));
            }
            "a" if self.is(at + 1, "half")
                && self.unit(at + 2 + usize::from(self.reading.is_hyphen(at + 2))).is_some() =>
            {
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
            return Some((Amount::Some, end))
                .filter(|_| value - number.value > number.value.max(2.0))
                .or(Some((Amount::Exactly(number.value), end)));
        }
        Some((Amount::Exactly(number.value), number.end))
    }

    /// Durations and what is counted from a reference: "two years", "the past two months",
    /// "recent weeks", "10 days ago", "a year earlier", "for years", "year-ago".
    pub(super) fn amount(&self, at: usize) -> Option<Found> {
        self.year_earlier(at)
            .or_else(|| self.window(at))
            .or_else(|| self.counted_amount(at))
            .or_else(|| self.one_unit(at))
            .or_else(|| self.bare_units(at))
    }

    /// "the past two months", "the next few years", "the first nine months", "recent weeks".
    pub(super) fn window(&self, at: usize) -> Option<Found> {
        let the = self.skip(at, "the");
        let word = self.reading.lower(the);
        let ordinal_like = matches!(word.as_str(), "first" | "final" | "opening" | "remaining" | "latest");
        let relative = matches!(
            word.as_str(),
            "past"
                | "last"
                | "next"
                | "coming"
                | "previous"
                | "recent"
                | "following"
                | "preceding"
                | "future"
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
                let joined =
                    self.any(the + 2, &["and", "or"]) && matches!(self.unit(the + 3), Some((_, true)));
                let end = the + 2 + 2 * usize::from(joined);
                return match word.as_str() {
                    "future" => Some(Found::new(at, the + 2, Expr::Ref("FUTURE_REF"), "window")),
                    "recent" | "coming" | "past" | "first" | "final" | "next" | "last"
                        if unit != Unit::Second =>
                    {
                        Some(Found::new(
                            at,
                            end,
                            Expr::Duration { amount: Amount::Some, unit, minutes: None },
                            "window",
                        ))
                    }
                    _ => None,
                };
            }
            // "the past hour", "the last decade"
            if let Some((unit @ (Unit::Hour | Unit::Minute | Unit::Decade | Unit::Century), false)) =
                self.unit(the + 1)
                && matches!(word.as_str(), "past" | "last" | "next" | "coming")
            {
                let amount = Amount::Exactly(1.0);
                return Some(Found::new(
                    at,
                    the + 2,
                    Expr::Duration { amount, unit, minutes: None },
                    "window",
                ));
            }
            return None;
        }
        // "the two days", "the weeks ahead"
        if the > at {
            if let Some((unit, true)) = self.unit(the)
                && self.is(the + 1, "ahead")
            {
                return Some(Found::new(
                    at,
                    the + 2,
                    Expr::Duration { amount: Amount::Some, unit, minutes: None },
                    "window",
                ));
            }
            let (amount, unit, end, joined) =
                self.counted(the).filter(|_| self.class(the) == Class::Digits || !self.is(the, "a"))?;
            let plural = !joined;
            return (plural && !self.is_age(end)).then(|| self.rounded(at, end, amount, unit, "window"));
        }
        None
    }

    /// The same with "or so" where it follows.
    pub(super) fn rounded(
        &self,
        at: usize,
        end: usize,
        amount: Amount,
        unit: Unit,
        rule: &'static str,
    ) -> Found {
        let found = |end| Found::new(at, end, Expr::Duration { amount, unit, minutes: None }, rule);
        if self.reading.all(end, &["or", "so"]) { found(end + 2).with("APPROX") } else { found(end) }
    }

    /// "-old", "old", "of age": the amount before it is an age.
    pub(super) fn is_age(&self, at: usize) -> bool {
        let next = at + usize::from(self.reading.is_hyphen(at));
        self.any(next, &["old", "olds", "older"]) || self.reading.all(at, &["of", "age"])
    }

    /// "two years", "three-day", "10 days ago", "2 1/2 hours", "a few years later".
    pub(super) fn counted_amount(&self, at: usize) -> Option<Found> {
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
    pub(super) fn directed(
        &self,
        at: usize,
        end: usize,
        amount: Amount,
        unit: Unit,
        minutes: Option<u32>,
    ) -> Found {
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
    pub(super) fn ends_clause(&self, at: usize) -> bool {
        matches!(
            self.reading.word(at),
            "" | "." | "," | ";" | ")" | "!" | "?" | "”" | "\"" | "’" | "'" | "—" | "–"
        )
    }

    /// "a week", "an hour", "a year ago", "a minute and a half", "a year or two".
    pub(super) fn one_unit(&self, at: usize) -> Option<Found> {
        let article = self.any(at, &["a", "an"]);
        let adjective = at
            + 1
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
        if self.reading.is_hyphen(end)
            || matches!(unit, Unit::Weekend | Unit::Quarter) && !self.any(end, &["ago", "earlier", "later"])
        {
            return None;
        }
        let found = self.directed(at, end, amount, unit, None);
        if matches!(found.expr, Expr::Offset { .. }) {
            return Some(found);
        }
        // "$1.76 a year" is a rate; "in a year" is a length of time.
        let led = self.before_listed(at, contexts::BEFORE_AMOUNT)
            || (at == 0 && self.any(end, &["after", "before"]));
        led.then_some(found)
    }

    /// "for years", "weeks ago", "months later", "weeks or months", "decades-long".
    pub(super) fn bare_units(&self, at: usize) -> Option<Found> {
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
        let led = self.before(
            at,
            &[
                "for", "after", "within", "in", "over", "take", "took", "takes", "spent", "last", "lasted",
                "lasting",
            ],
        );
        let of = self.is(end, "of") && self.before(at, &["after"]);
        let rates = self.before(at, &["in", "over"])
            && !self.ends_clause(end)
            && !self.any(end, &["to", "of", "and"]);
        (end > at + 1 || of || led && !rates).then_some(found)
    }
}
