//! Shares in words: "half of", "two-thirds of members", "one in five children".

use rapporteur_document::Qualifier;
use rapporteur_english::numbers::{cardinal, ordinal};

use crate::counts::{Count, Counter, Link};

impl Counter<'_> {
    /// "half of", "a third of the people", "two-thirds of members", "one in five children".
    pub(crate) fn share(&self, at: usize) -> Option<(Count, usize)> {
        let (percent, end, ratio) = self.fraction(at)?;
        if self.is_time(end) || self.before(at, &["and"]) && self.any(at, &["a"]) {
            return None;
        }
        let (first, qualifier) = self.qualifier(at, 0).unwrap_or((at, Qualifier::Exactly));
        let mut count = Count {
            first,
            end,
            number: at,
            value: percent,
            high: None,
            qualifier,
            unit: Some("percent"),
            of: None,
            link: self.link(first),
            adjective: None,
            weighty: true,
            subject: false,
            rule: "share",
        };
        // "one in five children"
        if ratio {
            let noun = self.noun(end)?;
            count.end = noun.end;
            count.of = Some(noun.head);
            let next = count.end;
            return Some((count, next));
        }
        let of = usize::from(self.any(end, &["of"]));
        if of == 1 && self.any(end + 1, &["them", "whom", "those"]) {
            count.link = Link::Partitive;
            if let Some(noun) = self.noun(end + 2) {
                count.end = noun.end;
                count.of = Some(noun.head);
            }
            let next = count.end;
            return Some((count, next));
        }
        let article = self.any(end, &["the", "its", "their", "our", "all"]);
        if of == 0 && !article {
            return None;
        }
        let (noun, nested) = self.noun_of(end + of).or_else(|| self.singular_of(end + of))?;
        count.end = noun.end;
        count.of = Some(noun.head);
        // A number inside ("half of the town's 40,000 inhabitants") is read on its own.
        let next = nested.unwrap_or(count.end);
        Some((count, next))
    }

    /// A share in words: percent, the piece after it, and whether it is "one in five" that nothing
    /// but a noun can follow.
    pub(crate) fn fraction(&self, at: usize) -> Option<(f64, usize, bool)> {
        let reading = self.reading;
        if self.any(at, &["half"]) {
            // "half a million" and "half-brother" are no shares; "the first half" is a part of a match
            let part = reading.is_hyphen(at + 1) || self.any(at + 1, &["a", "an"]);
            let ordinal = at > 0 && ordinal(reading, at - 1).is_some();
            return (!part && !ordinal && !self.before(at, &["a"])).then_some((50.0, at + 1, false));
        }
        let (top, next) = if self.any(at, &["a"]) {
            (1.0, at + 1)
        } else {
            let number = cardinal(reading, at)?;
            if number.value < 1.0
                || number.value > 99.0
                || number.value.fract() != 0.0
                || number.high.is_some()
            {
                return None;
            }
            (number.value, number.end)
        };
        // "one in five", "nine out of ten"
        let out = if reading.all(next, &["out", "of"]) {
            Some(next + 2)
        } else {
            self.any(next, &["in"]).then_some(next + 1)
        };
        if let Some(bottom_at) = out
            && let Some(bottom) = cardinal(reading, bottom_at)
            && bottom.end == bottom_at + 1
            && (2.0..=if top > 1.0 { 100.0 } else { 1e6 }).contains(&bottom.value)
            && top < bottom.value
            && !self.any(at, &["a"])
            && self.noun(bottom.end).is_some()
            && top < 10.0
        {
            return Some((round(top / bottom.value * 100.0), bottom.end, true));
        }
        let part_at = next + usize::from(reading.is_hyphen(next));
        let part = match reading.lower(part_at).as_str() {
            "half" | "halves" if top < 2.0 => 2.0,
            "third" | "thirds" => 3.0,
            "quarter" | "quarters" => 4.0,
            "fifth" | "fifths" => 5.0,
            "sixth" | "sixths" => 6.0,
            "eighth" | "eighths" => 8.0,
            "tenth" | "tenths" => 10.0,
            _ => return None,
        };
        // "a third term", "a quarter mile"
        let of = self.any(part_at + 1, &["of", "the"]);
        (top < part && of).then(|| (round(top / part * 100.0), part_at + 1, false))
    }
}

/// Two decimals are more than a share in words says.
fn round(percent: f64) -> f64 {
    (percent * 100.0).round() / 100.0
}
