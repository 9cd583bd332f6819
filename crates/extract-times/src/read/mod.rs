//! Reads time expressions in a sentence, left to right, each as long as it goes.
//!
//! [`Sentence::expressions`] walks the pieces once; where a word can start an expression, the
//! forms below are tried in turn and the first that fits is taken. None looks further than a dozen
//! pieces ahead, so the time is linear in the length of the text.

mod amounts;
mod clock;
mod days;
mod periods;

use rapporteur_english::numbers::{Reading, spoken_year};

use crate::grammar::{Amount, Found, Step, Unit, YearRef};
use crate::words::{Class, listed};

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
            .or_else(|| self.counted_from(at))
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

    /// Whether the piece before is in a sorted list.
    fn before_listed(&self, at: usize, list: &[&str]) -> bool {
        at > 0 && listed(list, self.reading.lower(at - 1).as_str())
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
