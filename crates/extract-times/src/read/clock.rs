//! Times of day: "10:35 a.m.", "noon Thursday", "this morning".

use super::Sentence;
use crate::grammar::{Clock, Expr, Found, Partial, Step, Unit};
use crate::lexicon;
use crate::words::{Class, listed};

impl Sentence<'_> {
    /// "10:35 a.m.", "5 p.m. EST, Nov. 6", "noon Thursday", "4 in the morning", "1430 GMT".
    pub(super) fn clock(&self, at: usize) -> Option<Found> {
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
            .or_else(|| {
                self.month(on).filter(|found| matches!(found.expr, Expr::Date(Partial { day: Some(_), .. })))
            })
            .or_else(|| self.day_month(on))
            .or_else(|| self.day_word(on));
        let rule = "clock";
        Some(match day {
            Some(day) => Found::new(at, day.end, Expr::Clock { clock, on: Some(Box::new(day.expr)) }, rule),
            None => Found::new(at, end, Expr::Clock { clock, on: None }, rule),
        })
    }

    pub(super) fn clock_face(&self, at: usize) -> Option<(Clock, usize)> {
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
        if at > 0
            && self.reading.glued(at)
            && matches!(self.reading.word(at - 1), ":" | "-" | "." | "/" | "$" | "£" | "€")
        {
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
        if (1..=12).contains(&hour)
            && self.reading.all(end, &["in", "the"])
            && let Class::Part(code, false) = self.class(end + 2)
        {
            let late = matches!(code, "AF" | "EV");
            hour = hour % 12 + if late { 12 } else { 0 };
            return clock(hour, minute.or(Some(0)), second).map(|clock| (clock, end + 3));
        }
        let zoned = self.zone(end).is_some();
        if minute.is_none()
            && self.reading.word(at).len() == 4
            && (zoned || self.is(end, "hours"))
            && hour / 100 < 24
            && hour % 100 < 60
        {
            let after = if self.is(end, "hours") { end + 1 } else { end };
            return clock(hour / 100, Some(hour % 100), None).map(|clock| (clock, after));
        }
        if hour > 24 || (minute.is_none() && !zoned) || (!colon && !zoned) {
            return None;
        }
        clock(hour, minute, second).map(|clock| (clock, end))
    }

    /// "a.m.", "pm": whether it is the afternoon, and the piece after it.
    pub(super) fn half_day(&self, at: usize) -> Option<(bool, usize)> {
        match self.reading.lower(at).as_str() {
            "a.m." | "am" => Some((false, at + 1)),
            "p.m." | "pm" => Some((true, at + 1)),
            // "p.m" with the sentence's stop, or none
            letter @ ("a" | "p")
                if self.reading.word(at + 1) == "." && self.is(at + 2, "m") && self.reading.glued(at + 2) =>
            {
                Some((letter == "p", at + 3))
            }
            _ => None,
        }
    }

    /// "GMT", "EST", "local time": whether it is UTC, and the piece after it.
    pub(super) fn zone(&self, at: usize) -> Option<(bool, usize)> {
        if listed(lexicon::zones::ZONES, self.reading.word(at)) {
            return Some((self.any(at, &["GMT", "UTC"]), at + 1));
        }
        if self.is(at + 1, "time")
            && (self.is(at, "local") || self.any(at, &["Eastern", "Pacific", "Central"]))
        {
            return Some((false, at + 2));
        }
        None
    }

    /// "this morning", "last night", "the next evening", "overnight".
    pub(super) fn part(&self, at: usize) -> Option<Found> {
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
            Step::Next | Step::Following | Step::Previous | Step::That => Expr::Period {
                unit: Unit::Day,
                step: Some(if step == Step::Next { Step::Following } else { step }),
            },
            Step::Last | Step::Latest => return None,
        };
        Some(Found::new(at, next + 1, Expr::Part { code, on: Some(Box::new(on)) }, "part"))
    }
}
