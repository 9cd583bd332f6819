//! What a number is not: a year, a date, a time, an age, a code, a part of a name.

use rapporteur_english::TokenKind;
use rapporteur_english::numbers::{Number, cardinal};

use crate::counts::Counter;
use crate::lexicon::{nouns, units};
use crate::words::{UNITS, table};

impl Counter<'_> {
    /// Whether the number is a name's, a date's, an age or a code.
    pub(crate) fn is_name(&self, at: usize, number: &Number) -> bool {
        let reading = self.reading;
        let digits = reading.is_number(at);
        let (before, after) = (at.checked_sub(1), number.end);
        if reading.glued(at) {
            let mark = before.map_or("", |before| self.word(before));
            // A sign, a bracket, an opening quotation mark or a dash may stand right before a number.
            let open =
                matches!(mark, "(" | "[" | "“" | "‘" | "\"" | "'" | "~" | "—" | "–" | "<" | ">" | "≈" | "«");
            let double =
                mark == "-" && before.is_some_and(|before| before > 0 && self.word(before - 1) == "-");
            if !open && !double {
                return true;
            }
        }
        if reading.glued(after) {
            let mark = self.word(after);
            let next = reading.pieces.get(after + 1).map(|piece| (piece.kind, piece.glued));
            let joined = matches!(next, Some((TokenKind::Number | TokenKind::Word, true)));
            let measure =
                UNITS.find(reading, after).is_some() || mark == "%" || table(units::SIGNS, mark).is_some();
            if self.is_word(after) && digits && !measure {
                return true;
            }
            if joined && matches!(mark, ":" | "/" | "." | "+" | "@" | "_") {
                return true;
            }
        }
        if let Some(before) = before {
            if self.listed(before, nouns::NAMES)
                || (self.word(before) == "." && self.any(at.wrapping_sub(2), &["no", "nos", "art"]))
            {
                return true;
            }
            // "May 3", "in June 40"
            if self.capital(before) && is_month(reading.lower(before).as_str()) && number.value <= 31.0 {
                return true;
            }
        }
        // A number in words in the middle of a name: "Three Mile Island".
        if !digits
            && at > 0
            && self.capital(at)
            && !matches!(self.word(at - 1), "“" | "‘" | "\"" | "'" | ":" | "-" | "—" | "–" | "." | "``")
            && self.capital(after)
        {
            return true;
        }
        // `020 7946 0018`, `007`
        let leading_zero = digits
            && self.word(at).len() > 1
            && self.word(at).starts_with('0')
            && !self.word(at).contains('.');
        let run = digits && number.end == at + 1 && reading.is_number(at + 1);
        if leading_zero || run {
            return true;
        }
        // Times of day and lengths of time are another stage's.
        if self.is_time(after) {
            return true;
        }
        // "6. What …", "(3) …", and codes in brackets
        let closes = matches!(self.word(after), "." | ")") && reading.glued(after);
        let first = at == 0 || (at == 1 && self.word(0) == "(");
        if digits && first && closes && (self.opens_block || reading.pieces.len() > after + 1) {
            return true;
        }
        let bracketed = before.is_some_and(|before| self.word(before) == "(") && self.word(after) == ")";
        let code = digits
            && !self.word(at).contains([',', '.'])
            && (self.word(at).len() >= 4 || number.value < 120.0);
        if bracketed && code {
            return true;
        }
        // ", 34," behind a name
        let commas = before.is_some_and(|before| self.word(before) == ",")
            && matches!(self.word(after), "," | "." | ";" | ")");
        let person = at >= 2 && self.capital(at - 2);
        if commas && person && number.value < 120.0 && digits {
            return true;
        }
        self.is_year(at, number)
    }

    /// `1998`, unless something says that it counts.
    pub(crate) fn is_year(&self, at: usize, number: &Number) -> bool {
        let plain = self.word(at).len() == 4
            && number.end == at + 1
            && self.reading.whole(at).is_some_and(|n| (1800..2100).contains(&n));
        if !plain {
            return false;
        }
        let led = self.before(
            at,
            &[
                "in", "since", "of", "by", "from", "until", "till", "before", "after", "during", "early",
                "late", "mid", "the", "a", "to", "and", "between", "for", "year",
            ],
        );
        let measured = self.unit(number.end).is_some();
        !measured && (led || self.noun(number.end).is_none())
    }

    /// A unit of time, "years old", "p.m.": the number before it is none of ours.
    pub(crate) fn is_time(&self, at: usize) -> bool {
        let mut next = at + usize::from(self.reading.is_hyphen(at));
        if self.reading.all(next, &["and", "a", "half"]) {
            next += 3;
        }
        for _ in 0..2 {
            if self.listed(next, nouns::TIME) {
                // "may" is a verb, "March" and "second" are what they are
                let verb = self.any(next, &["may", "march"]) && !self.capital(next);
                return !verb;
            }
            if !self.any(
                next,
                &[
                    "more",
                    "full",
                    "consecutive",
                    "straight",
                    "trading",
                    "working",
                    "business",
                    "whole",
                    "or",
                    "to",
                    "of",
                ],
            ) && !self.reading.is_dash(next)
            {
                return false;
            }
            // "two to three weeks"
            let joins = self.any(next, &["or", "to"]) || self.reading.is_dash(next);
            next = match joins.then(|| cardinal(self.reading, next + 1)) {
                Some(Some(number)) => number.end,
                Some(None) => return false,
                None => next + 1,
            };
        }
        false
    }
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan"
            | "feb"
            | "mar"
            | "apr"
            | "jun"
            | "jul"
            | "aug"
            | "sep"
            | "sept"
            | "oct"
            | "nov"
            | "dec"
    )
}
