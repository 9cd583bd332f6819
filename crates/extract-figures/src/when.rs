//! When: the time expression that a figure goes with, of those in its sentence.

use rapporteur_document::{Span, Time, TimeKind};
use rapporteur_english::numbers::Reading;

use crate::counts::Count;
use crate::lexicon::{beside, nouns};
use crate::report::{behind_dateline, distance, first_from};
use crate::telling::{Stand, Telling};
use crate::words::listed;

/// How far before a time "since" can stand, and how far before that the comparison.
const REACH_SINCE: usize = 4;
const REACH_SUPERLATIVE: usize = 10;

/// A time that a figure can go with.
pub(crate) struct When<'d> {
    time: &'d Time,
    of: Whose,
}

/// The counts of a sentence that a time can be of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Any,
    /// "38 in 2020" in "54 seats, up from 38 in 2020": the one with this index.
    One(usize),
    /// "the highest since 2009, when 430 were recorded": those behind it.
    Behind,
}

/// The dates and times of day of a sentence that can be those of its figures.
pub(crate) fn whens<'d>(reading: Reading<'_>, counts: &[Count], times: &[&'d Time]) -> Vec<When<'d>> {
    let named =
        |time: &&&Time| matches!(time.kind, TimeKind::Date | TimeKind::Time) && !time.value.ends_with("_REF");
    let begins = behind_dateline(reading);
    let mut found = Vec::new();
    for time in times.iter().filter(named).filter(|time| time.span.start() >= begins) {
        let first = first_from(reading, time.span.start());
        let behind = first_from(reading, time.span.end());
        let when = reading.is(behind + usize::from(reading.is(behind, ",")), "when");
        let of = if told(reading, first) || reading.is(first.wrapping_sub(1), "ago") {
            continue;
        } else if !compares(reading, first) {
            compared(reading, counts, first).map_or(Whose::Any, Whose::One)
        } else if when {
            Whose::Behind
        } else {
            continue;
        };
        found.push(When { time, of });
    }
    found
}

impl When<'_> {
    fn is_of(&self, index: usize, figure: Span) -> bool {
        match self.of {
            Whose::Any => true,
            Whose::One(one) => one == index,
            Whose::Behind => self.time.span.end() <= figure.start(),
        }
    }
}

/// The nearest time that is not that of something else.
pub(crate) fn when(
    reading: Reading<'_>,
    whens: &[When<'_>],
    telling: Telling<'_>,
    (index, figure): (usize, Span),
) -> Option<Span> {
    let nearest = whens
        .iter()
        .filter(|when| when.is_of(index, figure))
        .filter(|when| telling.stand(reading, when.time.span) == Stand::Apart)
        .map(|when| when.time)
        .min_by_key(|time| distance(time.span, figure))?;
    let of_else = attributive(reading, nearest) || in_clause(reading, figure, nearest.span);
    (!of_else).then_some(nearest.span)
}

/// "said on Sunday": the day of the saying, also where nothing has looked for quotations.
fn told(reading: Reading<'_>, first: usize) -> bool {
    let mut at = first;
    while at > 0 && first - at < 2 && reading.any(at - 1, &["on", "late", "early"]) {
        at -= 1;
    }
    at > 0 && reading.any(at - 1, &["said", "says"])
}

/// "the highest there since 2005", "12 more than in 2019", "compared with last year".
fn compares(reading: Reading<'_>, first: usize) -> bool {
    let mut at = first;
    while at > 0 && first - at < 3 && reading.any(at - 1, &["in", "on", "at", "during", "the", "for"]) {
        at -= 1;
    }
    let than = at > 0 && reading.is(at - 1, "than");
    let with = at > 1 && reading.any(at - 1, &["with", "to"]) && reading.is(at - 2, "compared");
    than || with || excels(reading, first)
}

/// "the highest there since 2005": a superlative, "since", and the time in one clause.
fn excels(reading: Reading<'_>, first: usize) -> bool {
    let clause = |at: &usize| !matches!(reading.word(*at), "," | ";" | ":" | "." | "(" | "—" | "–");
    let mut near = (first.saturating_sub(REACH_SINCE)..first).rev().take_while(clause);
    let Some(since) = near.find(|at| reading.is(*at, "since")) else { return false };
    let owners = ["the", "its", "their", "his", "her", "our", "'s", "’s", "-", "a"];
    (since.saturating_sub(REACH_SUPERLATIVE)..since).rev().take_while(clause).any(|at| {
        let most = at > 0
            && listed(beside::SUPERLATIVES, reading.lower(at).as_str())
            && reading.any(at - 1, &owners)
            && !reading.is(at + 1, "of");
        most || reading.is(at, "any") && reading.any(at + 1, &["time", "point", "stage"])
    })
}

/// The count right before the time that another one is compared with: "up from 38 in 2020".
fn compared(reading: Reading<'_>, counts: &[Count], first: usize) -> Option<usize> {
    let index = counts.partition_point(|count| count.end <= first).checked_sub(1)?;
    let count = &counts[index];
    let beside = first - count.end <= 2
        && (count.end..first).all(|at| reading.any(at, &["in", "on", "at", "during", "the"]));
    (beside && is_base(reading, counts, count.first)).then_some(index)
}

/// Whether a number is what another is compared with: "up from 38", "compared with the 12".
fn is_base(reading: Reading<'_>, counts: &[Count], first: usize) -> bool {
    let at = if first > 0 && reading.any(first - 1, &["the", "an", "a"]) { first - 1 } else { first };
    if at == 0 {
        return false;
    }
    let from = at - 1;
    if reading.any(from, &["against", "than"]) || at > 1 && reading.is(at - 2, "compared") {
        return true;
    }
    let moved = from > 0 && listed(beside::UPS_AND_DOWNS, reading.lower(from - 1).as_str());
    let by = |count: &Count| count.end == from && count.unit == Some("percent");
    reading.is(from, "from") && (moved || counts.iter().any(by))
}

/// A year that says which one something is: "the 2014 wall".
fn attributive(reading: Reading<'_>, time: &Time) -> bool {
    let first = first_from(reading, time.span.start());
    let led = first > 0
        && reading.any(first - 1, &["in", "since", "of", "until", "by", "before", "after", "during", "from"]);
    let after = reading.word(first + 1);
    let follows = reading.pieces.get(first + 1).is_some_and(|piece| !piece.glued)
        && after.starts_with(char::is_lowercase)
        && !listed(nouns::FUNCTION, reading.lower(first + 1).as_str());
    time.value.len() == 4 && time.span.len() == 4 && !led && follows
}

/// Whether the time stands in a clause about something that comes between the figure and it: "homes are
/// flooded after the river broke through a wall that was finished in 2014", "59 are held, some of them since
/// 2021". A clause about what is counted follows it at once: "people who were killed on Sunday".
fn in_clause(reading: Reading<'_>, figure: Span, time: Span) -> bool {
    let (from, to) = (first_from(reading, figure.end()), first_from(reading, time.start()));
    let opens = |at: usize| {
        reading.any(at, &["who", "which", "whose"])
            || (reading.is(at, "that") && reading.any(at + 1, &["was", "were", "had", "has", "is", "are"]))
    };
    let part = |at: usize| {
        reading.any(at, &["some", "many", "most", "several", "all", "few"])
            && reading.is(at + 1, "of")
            && reading.any(at + 2, &["them", "whom", "which"])
    };
    let opened = (from + 2..to).rfind(|at| opens(*at)).or_else(|| (from..to).rfind(|at| part(*at)));
    opened.is_some_and(|at| !(at..to).any(|at| reading.is(at, ",")))
}
