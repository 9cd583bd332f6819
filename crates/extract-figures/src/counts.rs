//! Numbers that count something: the number with its qualifier, its unit and what is counted.
//!
//! [`counts`] walks a sentence once. What a number is not is decided here: a year, a date, an age,
//! a part of a name, a number on a list. What became of those who are counted is decided in
//! [`crate::states`].

use rapporteur_document::Qualifier;
use rapporteur_english::TokenKind;
use rapporteur_english::numbers::{Form, Number, Reading, cardinal, upper};

use crate::lexicon::{nouns, units};
use crate::nouns::Noun;
use crate::words::{CURRENCIES, QUALIFIERS, TOLLS, UNITS, listed, table};

/// How far before a number "the number of" can stand.
const REACH_NUMBER: usize = 12;

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
    /// How it stands to the words before it.
    pub(crate) link: Link,
    /// Said with an adjective: "40 wounded soldiers".
    pub(crate) adjective: Option<&'static str>,
    /// Counts something even where it doesn't say what: `80,000`, "two million".
    pub(crate) weighty: bool,
    /// A verb in the present or past follows: "14 are trapped".
    pub(crate) subject: bool,
    pub(crate) rule: &'static str,
}

/// How a count stands to the words before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// On its own.
    Free,
    /// "12 of them": a part of what was counted before.
    Partitive,
    /// "including three children": stands in an aside of what was counted before.
    Included,
    /// Stands behind a preposition: what the clause goes on with is not said of it.
    Governed,
}

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
        let (sign, number_at) =
            counter.currency_before(at).map_or((None, at), |(code, next)| (Some(code), next));
        let Some(number) = cardinal(counter.reading, number_at) else {
            at += 1;
            continue;
        };
        let after_name = named != usize::MAX
            && named + 1 == at
            && (counter.reading.any(named, &["and", "to", "or"])
                || matches!(counter.reading.word(named), "," | "-" | "–"));
        if skip(number_at) || after_name || (sign.is_none() && counter.is_name(number_at, &number)) {
            named = number.end;
            at = number.end.max(at + 1);
            continue;
        }
        let before = found.last().map_or(0, |last| last.end);
        match counter.count(at, number_at, number, sign, before) {
            Ok(mut count) => {
                at = count.end.max(at + 1);
                counter.compared(&mut count, found.last());
                found.push(count);
            }
            Err(end) => at = end.max(at + 1),
        }
    }
    found
}

impl Counter<'_> {
    pub(crate) fn word(&self, at: usize) -> &str {
        self.reading.word(at)
    }

    pub(crate) fn any(&self, at: usize, words: &[&str]) -> bool {
        self.reading.any(at, words)
    }

    pub(crate) fn before(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.any(at - 1, words)
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.reading.pieces.get(at).is_some_and(|piece| piece.kind == TokenKind::Word)
    }

    pub(crate) fn capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    pub(crate) fn listed(&self, at: usize, list: &[&str]) -> bool {
        listed(list, self.reading.lower(at).as_str())
    }

    pub(crate) fn possessive(&self, at: usize) -> bool {
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
                b"abdefhmnostz".contains(&first.to_ascii_lowercase())
                    || (word.len() <= 3 && first.is_ascii_uppercase())
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

    /// A unit at `at`: its code and the piece after it.
    pub(crate) fn unit(&self, at: usize) -> Option<(&'static str, usize)> {
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
    pub(crate) fn qualifier(&self, at: usize, floor: usize) -> Option<(usize, Qualifier)> {
        // No phrase has more than four words.
        (at.saturating_sub(4).max(floor)..at).find_map(|first| {
            let (end, name) = QUALIFIERS.find(self.reading, first)?;
            let reaches = end == at;
            let qualifier = Qualifier::from_name(name)?;
            reaches.then_some((first, qualifier))
        })
    }

    /// The count whose number is at `number_at`; where it counts nothing, the piece to go on at.
    fn count(
        &self,
        at: usize,
        number_at: usize,
        number: Number,
        sign: Option<&'static str>,
        floor: usize,
    ) -> Result<Count, usize> {
        let reading = self.reading;
        let mut value = number.value;
        let mut high = number.high;
        let mut end = number.end;
        let is_vague = number.form == Form::Vague;
        let (qualifier_first, qualifier) = match self.qualifier(at, floor) {
            Some((first, qualifier)) => (first, qualifier),
            None => (at, if is_vague { Qualifier::About } else { Qualifier::Exactly }),
        };
        let between = self.before(qualifier_first, &["between"]);
        let mut first = qualifier_first;
        let mut unit = sign;
        let mut rule = if is_vague { "vague" } else { "number" };

        // The upper end: "300 and 400", `3–5`, "€5 million and €7 million".
        let voting = self.before(at, &["voted", "vote", "votes"])
            || (at >= 2
                && self.before(at, &["by"])
                && self.any(at - 2, &["voted", "vote", "carried", "passed"]));
        // "fell by £48 million to £612 million": by how much, and to what
        let by = self.before(qualifier_first, &["by"])
            && (sign.is_some() || number.value >= 1000.0 || self.unit(end).is_some());
        let change = by || self.before(qualifier_first, &["from"]);
        if !is_vague && !voting && !change {
            let join = end;
            let signed = sign
                .is_some_and(|code| self.currency_before(join + 1).is_some_and(|(other, _)| other == code));
            let upper_number = if signed {
                let joins = reading.any(join, &["to", "or"])
                    || (between && reading.any(join, &["and"]))
                    || reading.is_dash(join);
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

        // "fell from 9 to 7 percent": the unit of both
        if change
            && !is_vague
            && let Some(more) = upper(reading, end, false)
            && let Some((code, _)) = self.unit(more.end)
        {
            unit = unit.or(Some(code));
        }
        // "thousands of dollars"
        let of = end + usize::from(is_vague && self.any(end, &["of"]));
        if let Some((code, after)) = self.unit(of) {
            // "10 m" is read by its unit, "£10 m" by its sign.
            unit = unit.or(Some(code));
            end = after;
        }
        // `30m` counts only with its currency or what it counts.
        if sign.is_some() && self.word(end) == "MM" && reading.glued(end) {
            (value, end) = (value * 1e6, end + 1);
        }
        let suffixed = number.form == Form::Mixed
            && reading.is_number(number_at)
            && self.word(number.end - 1).len() <= 2;

        let mut count = Count {
            first,
            end,
            number: number_at,
            value,
            high,
            qualifier,
            unit,
            of: None,
            link: self.link(first),
            adjective: None,
            weighty: is_vague
                || (number.form != Form::Digits && value >= 1000.0)
                || (number.form == Form::Digits && self.word(number_at).contains(',') && value >= 1000.0),
            subject: false,
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
                count.link = Link::Partitive;
                if let Some(noun) = self.noun(end + 2) {
                    count.end = noun.end;
                    count.of = Some(noun.head);
                }
            } else if worded_one {
                return Err(end + 1);
            } else if let Some((noun, nested)) = self.noun_of(end + 1) {
                // "4 million of its 5 million shares": the second number has words of its own.
                if nested.is_none() {
                    count.end = noun.end;
                    count.adjective = noun.adjective;
                }
                count.of = Some(noun.head);
            }
        } else if let Some(noun) = self.noun(end).or_else(|| self.more(end)) {
            count.end = noun.end;
            count.adjective = noun.adjective;
            count.of = Some(noun.head);
        } else if worded_one && let Some(noun) = self.singular(end) {
            count.end = noun.end;
            count.of = Some(noun.head);
        }
        if count.of.is_none() {
            self.sized(&mut count);
        }
        // "had at least 140 aboard"
        count.weighty |=
            count.value > 1.0 && (self.any(end, &["aboard"]) || reading.all(end, &["on", "board"]));
        if suffixed && count.of.is_none() {
            return Err(end);
        }
        if self.word(number_at).eq_ignore_ascii_case("scores") && count.of.is_none() {
            return Err(end);
        }
        count.subject = self.any(count.end, &["were", "are", "have", "had", "was", "is", "has"]);
        Ok(count)
    }

    /// "12 more people", "nine further bodies".
    fn more(&self, at: usize) -> Option<Noun> {
        self.any(at, &["additional", "extra", "further", "more"]).then(|| self.noun(at + 1)).flatten()
    }

    /// What is counted and stands apart from its number: "a crowd of 31,402", "brings to 59 the number of
    /// staff held", "put the number of incidents at 34", "taking the total to 12".
    fn sized(&self, count: &mut Count) {
        let first = count.first;
        let group = |at: usize| self.listed(at, nouns::GROUPS);
        // "a force of 6.0 on the scale" is none of men
        let heads = count.value >= 1000.0 || !self.word(count.number).contains('.');
        if heads && self.before(first, &["of"]) && first > 1 && group(first - 2) {
            count.of = Some(self.reading.lower(first - 2).as_str().to_owned());
            count.weighty = true;
        } else if let Some(of) = self.number_behind(count.end).or_else(|| self.number_before(first)) {
            count.of = Some(of);
        } else if first > 1 && self.before(first, &["to", "at"]) && self.any(first - 2, &["total", "tally"]) {
            count.weighty = true;
        }
    }

    /// "59 the number of staff".
    fn number_behind(&self, end: usize) -> Option<String> {
        let of = end + 1 + usize::from(self.any(end + 1, &["total"]));
        let number = self.any(end, &["the"]) && self.reading.all(of, &["number", "of"]);
        self.noun_of(of + 2).filter(|_| number).map(|(noun, _)| noun.head)
    }

    /// "the number of incidents has risen to 34". What has a state in itself, "the number of dead at 71",
    /// is left to that.
    fn number_before(&self, first: usize) -> Option<String> {
        const LEADS: &[&str] = &["at", "exceeded", "from", "hit", "is", "passed", "reached", "to", "was"];
        if !self.before(first, LEADS) {
            return None;
        }
        let clause = |at: &usize| !matches!(self.word(*at), "," | ";" | ":" | "." | "(" | "?" | "!");
        let mut near = (first.saturating_sub(REACH_NUMBER)..first).rev().take_while(clause);
        let number = near.find(|at| self.reading.all(*at, &["number", "of"]))?;
        if TOLLS.find(self.reading, number).is_some() {
            return None;
        }
        let (noun, nested) = self.noun_of(number + 2)?;
        (noun.end < first && nested.is_none()).then_some(noun.head)
    }

    /// "54 seats, up from 38": what is compared with a count counts the same.
    fn compared(&self, count: &mut Count, last: Option<&Count>) {
        let Some(last) = last.filter(|_| count.of.is_none() && count.unit.is_none()) else { return };
        let from = last.end + usize::from(self.any(last.end, &[","]));
        if last.unit.is_none()
            && last.of.is_some()
            && count.first == from + 2
            && self.any(from, &["up", "down"])
            && self.any(from + 1, &["from"])
        {
            count.of.clone_from(&last.of);
        }
    }

    pub(crate) fn link(&self, first: usize) -> Link {
        if self.included(first) {
            Link::Included
        } else if self.governed(first) {
            Link::Governed
        } else {
            Link::Free
        }
    }

    /// "father to two boys", "houses in two villages"; not "a total of 12 people".
    pub(crate) fn governed(&self, first: usize) -> bool {
        let mut at = first;
        while at > 0
            && first - at < 3
            && self.any(
                at - 1,
                &["the", "these", "those", "other", "another", "his", "her", "their", "its", "just", "only"],
            )
        {
            at -= 1;
        }
        if at == 0 {
            return false;
        }
        let of = self.any(at - 1, &["of"]);
        let sums = at >= 2
            && (self.listed(at - 2, nouns::GROUPS)
                || self.any(
                    at - 2,
                    &[
                        "total", "toll", "tally", "count", "figure", "number", "maximum", "minimum", "group",
                        "all", "out", "most", "some", "many",
                    ],
                ));
        (of && !sums)
            || self.any(
                at - 1,
                &[
                    "to", "with", "for", "by", "from", "against", "near", "in", "at", "on", "into",
                    "between", "behind", "under", "over", "like",
                ],
            )
    }

    /// "including three children", "among them three children", "- many of them": a part of what
    /// was counted before.
    pub(crate) fn included(&self, first: usize) -> bool {
        self.before(first, &["including", "includes", "included", "among"])
            || (first >= 2 && self.any(first - 2, &["among"]) && self.any(first - 1, &["them", "whom"]))
    }

    /// What a share or a measure is of: "40 per cent of the population", "$1.5bn in aid".
    fn measured(&self, count: &mut Count) {
        let at = count.end;
        let percent = count.unit == Some("percent");
        if self.any(at, &["of"]) {
            if percent && self.any(at + 1, &["them", "whom", "those"]) {
                count.link = Link::Partitive;
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
