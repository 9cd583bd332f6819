//! Numbers that count something: the number with its qualifier, its unit and what is counted.
//!
//! [`counts`] walks a sentence once. What a number is not is decided here: a year, a date, an age,
//! a part of a name, a number on a list. What became of those who are counted is decided in
//! [`crate::states`].

use rapporteur_document::Qualifier;
use rapporteur_english::TokenKind;
use rapporteur_english::numbers::{Form, Number, Reading, cardinal, ordinal, upper};

use crate::lexicon::{nouns, units};
use crate::words::{CURRENCIES, QUALIFIERS, UNITS, listed, of_piece, table};

/// A number of a sentence that may count something.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Count {
    /// Pieces `first..end`: qualifier, number, unit and what is counted.
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// The number's own first piece.
    pub(crate) number: usize,
    pub(crate) value: f64,
    pub(crate) high: Option<f64>,
    pub(crate) qualifier: Qualifier,
    pub(crate) unit: Option<&'static str>,
    /// What is counted, lower case.
    pub(crate) of: Option<String>,
    /// "12 of them": part of what was counted before.
    pub(crate) partitive: bool,
    /// Said with an adjective: "40 wounded soldiers".
    pub(crate) adjective: Option<&'static str>,
    /// Counts something even where it doesn't say what: `80,000`, "two million".
    pub(crate) weighty: bool,
    /// A verb in the present or past follows: "14 are trapped".
    pub(crate) subject: bool,
    /// Stands in parentheses of what was counted before: "including three children".
    pub(crate) included: bool,
    pub(crate) rule: &'static str,
}

/// What is counted: the piece after it, its head in lower case, and an adjective of state.
struct Noun {
    end: usize,
    head: String,
    adjective: Option<&'static str>,
}

/// How many words there can be between a number and the head of what it counts.
const LONGEST_NOUN: usize = 6;

/// Sentences whose numbers are looked at.
#[derive(Clone, Copy)]
pub(crate) struct Counter<'t> {
    pub(crate) reading: Reading<'t>,
    /// The first piece starts a block: a number there may be a list's.
    pub(crate) opens_block: bool,
}

/// The numbers of a sentence that may count something, in order. `skip` says which pieces belong to
/// a time expression.
pub(crate) fn counts(counter: Counter<'_>, skip: &dyn Fn(usize) -> bool) -> Vec<Count> {
    let mut found: Vec<Count> = Vec::new();
    let mut at = 0;
    // Where a number ended that is part of a name: "Questions 9 and 12".
    let mut named = usize::MAX;
    let length = counter.reading.pieces.len();
    while at < length {
        if !counter.can_start(at) {
            at += 1;
            continue;
        }
        if let Some((count, next)) = counter.share(at) {
            found.push(count);
            at = next;
            continue;
        }
        let (sign, number_at) = counter.currency_before(at).map_or((None, at), |(code, next)| (Some(code), next));
        let Some(number) = cardinal(counter.reading, number_at) else {
            at += 1;
            continue;
        };
        let after_name = named != usize::MAX
            && named + 1 == at
            && (counter.reading.any(named, &["and", "to", "or"]) || matches!(counter.reading.word(named), "," | "-" | "–"));
        if skip(number_at) || after_name || (sign.is_none() && counter.is_name(number_at, &number)) {
            named = number.end;
            at = number.end.max(at + 1);
            continue;
        }
        let before = found.last().map_or(0, |last| last.end);
        match counter.count(at, number_at, number, sign, before) {
            Ok(count) => {
                at = count.end.max(at + 1);
                found.push(count);
            }
            Err(end) => at = end.max(at + 1),
        }
    }
    found
}

impl Counter<'_> {
    fn word(&self, at: usize) -> &str {
        self.reading.word(at)
    }

    fn any(&self, at: usize, words: &[&str]) -> bool {
        self.reading.any(at, words)
    }

    fn before(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.any(at - 1, words)
    }

    fn is_word(&self, at: usize) -> bool {
        self.reading.pieces.get(at).is_some_and(|piece| piece.kind == TokenKind::Word)
    }

    fn capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    fn listed(&self, at: usize, list: &[&str]) -> bool {
        listed(list, self.reading.lower(at).as_str())
    }

    fn possessive(&self, at: usize) -> bool {
        matches!(self.word(at), "'s" | "’s") || (matches!(self.word(at), "'" | "’") && self.reading.glued(at))
    }

    /// A look that spares most words the rest.
    fn can_start(&self, at: usize) -> bool {
        let piece = &self.reading.pieces[at];
        match piece.kind {
            TokenKind::Number => true,
            TokenKind::Mark => table(units::SIGNS, self.word(at)).is_some(),
            TokenKind::Word => {
                let word = piece.span.of(self.reading.text);
                let first = word.as_bytes()[0];
                // Initials of number words; "US$" and "USD" are short and capitals.
                b"abdefhmnostz".contains(&first.to_ascii_lowercase()) || (word.len() <= 3 && first.is_ascii_uppercase())
            }
        }
    }

    /// "$", "US$", "USD" before a number: the code, and the piece that the number starts at.
    fn currency_before(&self, at: usize) -> Option<(&'static str, usize)> {
        if let Some(code) = table(units::SIGNS, self.word(at)) {
            return self.reading.is_number(at + 1).then_some((code, at + 1));
        }
        if !self.capital(at) || self.word(at).len() > 3 {
            return None;
        }
        if self.word(at + 1) == "$" && self.reading.glued(at + 1) && self.reading.is_number(at + 2) {
            return table(units::DOLLARS, self.word(at)).map(|code| (code, at + 2));
        }
        if self.reading.is_number(at + 1)
            && let Ok(index) = units::CODES.binary_search(&self.word(at))
        {
            return Some((units::CODES[index], at + 1));
        }
        None
    }

    /// Whether the number is a name's, a date's, an age or a code.
    fn is_name(&self, at: usize, number: &Number) -> bool {
        let reading = self.reading;
        let digits = reading.is_number(at);
        let (before, after) = (at.checked_sub(1), number.end);
        if digits && reading.glued(at) {
            let mark = before.map_or("", |before| self.word(before));
            // A sign, a bracket, an opening quotation mark or a dash may stand right before a number.
            let open = matches!(mark, "(" | "[" | "“" | "‘" | "\"" | "'" | "~" | "—" | "–" | "<" | ">" | "≈");
            if !open {
                return true;
            }
        }
        if reading.glued(after) {
            let mark = self.word(after);
            let next = reading.pieces.get(after + 1).map(|piece| (piece.kind, piece.glued));
            let joined = matches!(next, Some((TokenKind::Number | TokenKind::Word, true)));
            let measure = UNITS.find(reading, after).is_some() || mark == "%" || table(units::SIGNS, mark).is_some();
            if self.is_word(after) && digits && !measure {
                return true;
            }
            if joined && matches!(mark, ":" | "/" | "." | "+" | "@" | "_") {
                return true;
            }
        }
        if let Some(before) = before {
            if self.listed(before, nouns::NAMES) || (self.word(before) == "." && self.any(at.wrapping_sub(2), &["no", "nos", "art"])) {
                return true;
            }
            // "May 3", "in June 40"
            if self.capital(before) && is_month(reading.lower(before).as_str()) && number.value <= 31.0 {
                return true;
            }
        }
        // A number in words in the middle of a name: "Three Mile Island".
        if !digits && at > 0 && self.capital(at) && !matches!(self.word(at - 1), "“" | "‘" | "\"" | "'" | ":" | "-" | "—" | "–" | "." | "``") && self.capital(after) {
            return true;
        }
        // `020 7946 0018`, `007`
        let leading_zero = digits && self.word(at).len() > 1 && self.word(at).starts_with('0') && !self.word(at).contains('.');
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
        let code = digits && !self.word(at).contains([',', '.']) && (self.word(at).len() >= 4 || number.value < 120.0);
        if bracketed && code {
            return true;
        }
        // ", 34," behind a name
        let commas = before.is_some_and(|before| self.word(before) == ",") && matches!(self.word(after), "," | "." | ";" | ")");
        let person = at >= 2 && self.capital(at - 2);
        if commas && person && number.value < 120.0 && digits {
            return true;
        }
        self.is_year(at, number)
    }

    /// `1998`, unless something says that it counts.
    fn is_year(&self, at: usize, number: &Number) -> bool {
        let plain = self.word(at).len() == 4 && number.end == at + 1 && self.reading.whole(at).is_some_and(|n| (1800..2100).contains(&n));
        if !plain {
            return false;
        }
        let led = self.before(
            at,
            &[
                "in", "since", "of", "by", "from", "until", "till", "before", "after", "during", "early", "late", "mid",
                "the", "a", "to", "and", "between", "for", "year",
            ],
        );
        let measured = self.unit(number.end).is_some();
        !measured && (led || self.noun(number.end).is_none())
    }

    /// A unit of time, "years old", "p.m.": the number before it is none of ours.
    fn is_time(&self, at: usize) -> bool {
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
            if !self.any(next, &["more", "full", "consecutive", "straight", "trading", "working", "business", "whole", "or", "to", "of"])
                && !self.reading.is_dash(next)
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

    /// A unit at `at`: its code and the piece after it.
    fn unit(&self, at: usize) -> Option<(&'static str, usize)> {
        let next = at + usize::from(self.reading.is_hyphen(at));
        if let Some((end, code)) = UNITS.find(self.reading, next) {
            return Some((code, end));
        }
        if let Some((end, code)) = CURRENCIES.find(self.reading, next) {
            return Some((code, end));
        }
        if let Some(code) = table(units::SIGNS, self.word(at)).filter(|_| self.reading.glued(at)) {
            return Some((code, at + 1));
        }
        units::CODES.binary_search(&self.word(at)).ok().map(|index| (units::CODES[index], at + 1))
    }

    /// The qualifier that ends where the number starts: its first piece and what it says.
    fn qualifier(&self, at: usize, floor: usize) -> Option<(usize, Qualifier)> {
        // No phrase has more than four words.
        (at.saturating_sub(4).max(floor)..at).find_map(|first| {
            let (end, name) = QUALIFIERS.find(self.reading, first)?;
            let reaches = end == at;
            let qualifier = Qualifier::from_name(name)?;
            reaches.then_some((first, qualifier))
        })
    }

    /// The count whose number is at `number_at`; where it counts nothing, the piece to go on at.
    fn count(&self, at: usize, number_at: usize, number: Number, sign: Option<&'static str>, floor: usize) -> Result<Count, usize> {
        let reading = self.reading;
        let mut value = number.value;
        let mut high = number.high;
        let mut end = number.end;
        let vague = number.form == Form::Vague;
        let (qualifier_first, qualifier) = match self.qualifier(at, floor) {
            Some((first, qualifier)) => (first, qualifier),
            None => (at, if vague { Qualifier::About } else { Qualifier::Exactly }),
        };
        let between = self.before(qualifier_first, &["between"]);
        let mut first = qualifier_first;
        let mut unit = sign;
        let mut rule = if vague { "vague" } else { "number" };

        // The upper end: "300 and 400", `3–5`, "€5 million and €7 million".
        let voting = self.before(at, &["voted", "vote", "votes"]) || (at >= 2 && self.before(at, &["by"]) && self.any(at - 2, &["voted", "vote", "carried", "passed"]));
        let change = self.before(qualifier_first, &["from"]);
        if !vague && !voting && !change {
            let join = end;
            let signed = sign.is_some_and(|code| self.currency_before(join + 1).is_some_and(|(other, _)| other == code));
            let upper_number = if signed {
                let joins = reading.any(join, &["to", "or"]) || (between && reading.any(join, &["and"])) || reading.is_dash(join);
                let next = self.currency_before(join + 1).map_or(join + 1, |(_, next)| next);
                joins.then(|| cardinal(reading, next)).flatten()
            } else {
                upper(reading, join, between)
            };
            if let Some(more) = upper_number {
                let scaled = scale(reading, &more, value);
                if more.value > scaled && more.value < scaled.max(1.0) * 1e4 {
                    (value, high, end, rule) = (scaled, Some(more.value), more.end, "range");
                    if between {
                        first = qualifier_first - 1;
                    }
                } else if reading.is_dash(join) && !signed {
                    // `3-1` is a score, `615-2` a number on a file.
                    return Err(more.end);
                }
            }
        }

        if let Some((code, after)) = self.unit(end) {
            // "10 m" is read by its unit, "£10 m" by its sign.
            unit = unit.or(Some(code));
            end = after;
        }
        // `30m` counts only with its currency or what it counts.
        let suffixed = number.form == Form::Mixed && reading.is_number(number_at) && self.word(number.end - 1).len() <= 2;

        let mut count = Count {
            first,
            end,
            number: number_at,
            value,
            high,
            qualifier,
            unit,
            of: None,
            partitive: false,
            adjective: None,
            weighty: vague
                || (number.form != Form::Digits && value >= 1000.0)
                || (number.form == Form::Digits && self.word(number_at).contains(',') && value >= 1000.0),
            subject: false,
            included: self.included(first),
            rule,
        };
        if unit.is_some() {
            self.measured(&mut count);
            return Ok(count);
        }
        if self.is_time(end) {
            return Err(end);
        }
        // "5,000-strong crowd"
        if reading.is_hyphen(end) {
            if self.any(end + 1, &["strong"])
                && let Some(noun) = self.noun(end + 2).or_else(|| self.singular(end + 2))
            {
                count.of = Some(noun.head);
                count.end = noun.end;
                return Ok(count);
            }
            // "two-state", "34-year-old": the number is an adjective's.
            return Err(end + 2);
        }
        if self.any(end, &["times", "fold", "percentile"]) {
            return Err(end + 1);
        }
        let one = (value - 1.0).abs() < f64::EPSILON && high.is_none();
        let worded_one = one && reading.any(number_at, &["one"]);
        // "dozens of people", "two of the soldiers", "12 of whom"
        if self.any(end, &["of"]) {
            if self.any(end + 1, &["them", "whom", "which", "those", "us"]) {
                if worded_one && !self.any(end + 1, &["them", "whom"]) {
                    return Err(end + 1);
                }
                count.partitive = true;
                if let Some(noun) = self.noun(end + 2) {
                    count.end = noun.end;
                    count.of = Some(noun.head);
                }
            } else if worded_one {
                return Err(end + 1);
            } else if let Some((noun, nested)) = self.noun_of(end + 1) {
                if nested.is_none() {
                    count.end = noun.end;
                    count.adjective = noun.adjective;
                    count.of = Some(noun.head);
                }
            }
        } else if let Some(noun) = self.noun(end) {
            count.end = noun.end;
            count.adjective = noun.adjective;
            count.of = Some(noun.head);
        } else if worded_one && let Some(noun) = self.singular(end) {
            count.end = noun.end;
            count.of = Some(noun.head);
        }
        if suffixed && count.of.is_none() {
            return Err(end);
        }
        if self.word(number_at).eq_ignore_ascii_case("scores") && count.of.is_none() {
            return Err(end);
        }
        count.subject = self.any(count.end, &["were", "are", "have", "had", "was", "is", "has"]);
        Ok(count)
    }

    /// "including three children", "among them three children", "- many of them": a part of what
    /// was counted before.
    fn included(&self, first: usize) -> bool {
        self.before(first, &["including", "includes", "included", "among"]) || (first >= 2 && self.any(first - 2, &["among"]) && self.any(first - 1, &["them", "whom"]))
    }

    /// What a share or a measure is of: "40 per cent of the population", "$1.5bn in aid".
    fn measured(&self, count: &mut Count) {
        let at = count.end;
        let percent = count.unit == Some("percent");
        if self.any(at, &["of"]) {
            if percent && self.any(at + 1, &["them", "whom", "those"]) {
                count.partitive = true;
            } else if let Some((noun, nested)) = self.noun_of(at + 1).or_else(|| self.singular_of(at + 1)) {
                if nested.is_none() {
                    count.end = noun.end;
                }
                count.of = Some(noun.head);
            }
        } else if self.any(at, &["in", "worth"]) && !percent {
            let next = at + 1 + usize::from(self.any(at, &["worth"]) && self.any(at + 1, &["of"]));
            if self.listed(next, nouns::MONEY_IN) {
                count.of = Some(self.word(next).to_lowercase());
                count.end = next + 1;
            }
        }
    }

    /// "half of", "a third of the people", "two-thirds of members", "one in five children".
    fn share(&self, at: usize) -> Option<(Count, usize)> {
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
            partitive: false,
            adjective: None,
            weighty: true,
            subject: false,
            included: self.included(first),
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
            count.partitive = true;
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
    fn fraction(&self, at: usize) -> Option<(f64, usize, bool)> {
        let reading = self.reading;
        if self.any(at, &["half"]) {
            // "half a million" and "half-brother" are no shares; "the first half" is a part of a match
            let part = reading.is_hyphen(at + 1) || self.any(at + 1, &["a", "an"]);
            let ordinal = at > 0 && ordinal(reading, at - 1).is_some();
            return (!part && !ordinal && !self.before(at, &["a"])).then_some((50.0, at + 1, false));
        }
        let (top, next) = if self.any(at, &["a"]) { (1.0, at + 1) } else {
            let number = cardinal(reading, at)?;
            if number.value < 1.0 || number.value > 99.0 || number.value.fract() != 0.0 || number.high.is_some() {
                return None;
            }
            (number.value, number.end)
        };
        // "one in five", "nine out of ten"
        let out = if reading.all(next, &["out", "of"]) { Some(next + 2) } else { self.any(next, &["in"]).then_some(next + 1) };
        if let Some(bottom_at) = out
            && let Some(bottom) = cardinal(reading, bottom_at)
            && bottom.end == bottom_at + 1
            && (2.0..=100.0).contains(&bottom.value)
            && top < bottom.value
            && !self.any(at, &["a"])
            && self.noun(bottom.end).is_some()
            && (top - 1.0).abs() < 9.0
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
        let plural = self.word(part_at).ends_with('s');
        let of = self.any(part_at + 1, &["of", "the"]);
        (top < part && (of || plural) && of).then(|| (round(top / part * 100.0), part_at + 1, false))
    }

    /// What stands behind "of": a noun with its article and its owner. A number on the way is given
    /// with its place: "the town's 40,000 inhabitants".
    fn noun_of(&self, at: usize) -> Option<(Noun, Option<usize>)> {
        let mut next = at;
        let mut nested = None;
        for _ in 0..LONGEST_NOUN {
            if self.any(next, &["the", "its", "their", "his", "her", "our", "all", "those", "these", "this", "my", "your"]) || self.possessive(next) {
                next += 1;
            } else if let Some(number) = cardinal(self.reading, next) {
                nested = nested.or(Some(next));
                next = number.end;
            } else {
                break;
            }
            // An owner before the noun: "the town's"
            let owner = (next..next + 3).find(|at| self.possessive(at + 1) && self.is_word(*at));
            if let Some(owner) = owner
                && (next..=owner).all(|at| self.is_word(at) && !self.listed(at, nouns::STOPS))
            {
                next = owner + 2;
            }
        }
        let noun = self.noun(next).or_else(|| (next > at || nested.is_some()).then(|| self.singular(next)).flatten())?;
        Some((noun, nested))
    }

    /// A noun in the singular behind "of": "18 tonnes of flour".
    fn singular_of(&self, at: usize) -> Option<(Noun, Option<usize>)> {
        self.singular(at).map(|noun| (noun, None))
    }

    /// One or two words that are no plural: "crowd", "clean water".
    fn singular(&self, at: usize) -> Option<Noun> {
        let fits = |at: usize| {
            self.is_word(at)
                && !self.capital(at)
                && !self.listed(at, nouns::STOPS)
                && !self.listed(at, nouns::TIME)
                && !self.word(at).starts_with(['\'', '’'])
                && self.word(at).len() > 2
        };
        if !fits(at) || of_piece(self.reading, at, crate::lexicon::states::PASSIVE).is_some() {
            return None;
        }
        Some(Noun { end: at + 1, head: self.word(at).to_lowercase(), adjective: None })
    }

    /// What is counted: the words up to the last plural before the clause goes on.
    fn noun(&self, at: usize) -> Option<Noun> {
        let mut best: Option<(usize, String)> = None;
        let mut adjective = None;
        let mut next = at;
        for _ in 0..LONGEST_NOUN {
            if !self.is_word(next) || self.possessive(next) {
                break;
            }
            // A compound counts as one word: "passers-by", "two-storey".
            let mut last = next;
            while self.reading.is_hyphen(last + 1) && self.is_word(last + 2) && last < next + 6 {
                last += 2;
            }
            let compound = last > next;
            let owner = self.possessive(last + 1);
            let lower = self.reading.lower(last);
            let word = lower.as_str();
            if !compound && (self.listed(next, nouns::STOPS) || self.listed(next, nouns::TIME)) {
                break;
            }
            if owner {
                break;
            }
            if !compound && let Some(state) = of_piece(self.reading, next, crate::lexicon::states::PASSIVE) {
                // "40 wounded soldiers", but "12 soldiers killed"
                if best.is_some() || !self.plural(next + 1) && !self.plural(next + 2) {
                    break;
                }
                adjective = adjective.or(Some(state));
                next += 1;
                continue;
            }
            let plural = if compound { self.plural(last) || self.compound_plural(next, last) } else { self.plural(next) };
            if plural {
                let text = &self.reading.text[self.reading.pieces[next].span.start()..self.reading.pieces[last].span.end()];
                best = Some((last + 1, text.to_lowercase()));
            } else if best.is_some() || word.ends_with("ly") && word.len() > 4 && !self.plural(last + 1) {
                break;
            }
            next = last + 1;
            // A comma between adjectives is rare; any mark ends the noun.
            if best.is_some() && !self.plural(next) {
                break;
            }
        }
        best.map(|(end, head)| Noun { end, head, adjective })
    }

    fn compound_plural(&self, first: usize, last: usize) -> bool {
        let text = &self.reading.text[self.reading.pieces[first].span.start()..self.reading.pieces[last].span.end()];
        listed(nouns::PLURALS, &text.to_lowercase())
    }

    /// Whether the word is a plural noun, by its form.
    fn plural(&self, at: usize) -> bool {
        if !self.is_word(at) {
            return false;
        }
        let word = self.word(at);
        if self.listed(at, nouns::PLURALS) {
            return true;
        }
        let Some(last) = word.chars().next_back() else { return false };
        if word.ends_with("men") && word.len() > 4 && !self.listed(at, nouns::NOT_PLURAL) {
            return !matches!(self.reading.lower(at).as_str(), "women's" | "regimen" | "specimen" | "omen" | "semen");
        }
        last == 's'
            && word.len() > 3
            && !["ss", "us", "is", "'s", "’s", "ous"].iter().any(|ending| word.ends_with(ending))
            && !self.listed(at, nouns::NOT_PLURAL)
            && !self.listed(at, nouns::STOPS)
            && !self.listed(at, nouns::TIME)
            && of_piece(self.reading, at, crate::lexicon::states::ACTIVE).is_none()
            || (word.len() > 2 && last == 's' && word.chars().rev().skip(1).all(char::is_uppercase))
    }
}

/// The lower end of "3 to 5 million" in the upper end's magnitude.
fn scale(reading: Reading<'_>, more: &Number, value: f64) -> f64 {
    let magnitude = match reading.lower(more.end - 1).as_str() {
        "thousand" | "k" => 1e3,
        "million" | "m" | "mn" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" | "tn" => 1e12,
        _ => 1.0,
    };
    if value < 1000.0 && value * magnitude < more.value { value * magnitude } else { value }
}

/// Two decimals are more than a share in words says.
fn round(percent: f64) -> f64 {
    (percent * 100.0).round() / 100.0
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "january" | "february" | "march" | "april" | "may" | "june" | "july" | "august" | "september" | "october"
            | "november" | "december" | "jan" | "feb" | "mar" | "apr" | "jun" | "jul" | "aug" | "sep" | "sept" | "oct"
            | "nov" | "dec"
    )
}
