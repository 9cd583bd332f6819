//! Which way a clause points: whether "Friday" is the last or the next one.

use rapporteur_english::numbers::Reading;

use crate::grammar::Tense;
use crate::lexicon::tense;
use crate::words::listed;

/// How many pieces are looked at before and after an expression.
const REACH_BEFORE: usize = 14;
const REACH_AFTER: usize = 7;

/// The tense of the words around pieces `first..end`: of the two nearest cues, one on each side,
/// the one that is nearer; those before count more.
///
/// The word right before decides alone where it can: "said Friday", "until Friday", "as early as
/// Friday".
pub(crate) fn around(reading: Reading<'_>, first: usize, end: usize) -> Tense {
    if possessive(reading, end) {
        return of_possessor(reading, first, end);
    }
    if let Some(tense) = right_before(reading, first) {
        // "by Friday 307 people were dead": what was so by then.
        let so_by_then = tense == Tense::Future
            && reading.is(first.wrapping_sub(1), "by")
            && (end..(end + REACH_AFTER).min(reading.pieces.len()))
                .take_while(|at| !reading.any(*at, &[",", ";", ":"]))
                .any(|at| reading.any(at, &["had", "was", "were"]));
        return if so_by_then { Tense::Past } else { tense };
    }
    let before = (first.saturating_sub(REACH_BEFORE)..first).rev().enumerate();
    let before =
        before.map(|(distance, at)| (distance, cue(reading, at))).find(|(_, tense)| *tense != Tense::Unknown);
    let after = (end..(end + REACH_AFTER).min(reading.pieces.len())).enumerate();
    let after =
        after.map(|(distance, at)| (distance, cue(reading, at))).find(|(_, tense)| *tense != Tense::Unknown);
    match (before, after) {
        (Some((near, tense)), Some((_, Tense::Past))) if near <= REACH_BEFORE => tense,
        (Some((near, tense)), Some((far, other))) => {
            if far + 2 < near {
                other
            } else {
                tense
            }
        }
        (Some((_, tense)), None) | (None, Some((_, tense))) => tense,
        (None, None) => Tense::Unknown,
    }
}

/// "Friday's": what follows is an event of that day.
fn possessive(reading: Reading<'_>, end: usize) -> bool {
    let after = reading.lower(end);
    matches!(after.as_str(), "'s" | "’s") || (after.as_str() == "s" && reading.glued(end))
}

/// The day of an event that the text speaks of as known is behind, whatever is planned about it:
/// "would appeal against Friday's ruling". Ahead of it and with a "will" of its own it is to come.
fn of_possessor(reading: Reading<'_>, first: usize, end: usize) -> Tense {
    let to_come = (first.saturating_sub(2)..first)
        .any(|at| reading.any(at, &["until", "till", "ahead", "upcoming", "for"]))
        && !reading.any(first.wrapping_sub(1), &["after", "since"]);
    // "for" leads to a future event only where something is made ready for it.
    let blamed = reading.any(first.wrapping_sub(1), &["for"])
        && !(first.saturating_sub(REACH_AFTER)..first).any(|at| {
            reading.any(at, &["prepare", "prepared", "preparing", "ready", "plan", "plans", "planned"])
        });
    let will = (end..(end + REACH_AFTER).min(reading.pieces.len()))
        .find_map(|at| Some(cue(reading, at)).filter(|tense| *tense != Tense::Unknown));
    if (to_come && !blamed) || will == Some(Tense::Future) { Tense::Future } else { Tense::Past }
}

/// Whether a day is that of a report, "said Friday", and not of what is told.
pub(crate) fn of_report(reading: Reading<'_>, first: usize) -> bool {
    let on = usize::from(reading.any(first.wrapping_sub(1), &["on", "late", "early", "earlier"]));
    reading.any(first.wrapping_sub(1 + on), &["said", "told", "announced", "reported", "says"])
}

fn right_before(reading: Reading<'_>, first: usize) -> Option<Tense> {
    let mut at = first.checked_sub(1)?;
    if reading.any(at, &["as"]) && at >= 2 && reading.any(at - 1, &["soon", "early", "late"]) {
        return Some(Tense::Future);
    }
    if at > 0 && reading.any(at, &["on", "late", "early", "in", "earlier"]) {
        at -= 1;
    }
    let word = reading.lower(at);
    // "By Friday it had": what opens a sentence leaves it to the verb.
    if matches!(word.as_str(), "until" | "till" | "effective") || (word.as_str() == "by" && at > 0) {
        return Some(Tense::Future);
    }
    if matches!(word.as_str(), "said" | "told" | "since" | "ended") {
        return Some(Tense::Past);
    }
    (cue(reading, at) == Tense::Past).then_some(Tense::Past)
}

/// What one word says.
fn cue(reading: Reading<'_>, at: usize) -> Tense {
    if ["'ll", "’ll", "won't", "won’t"].iter().any(|will| reading.word(at).ends_with(will)) {
        return Tense::Future;
    }
    let word = reading.lower(at);
    let word = word.as_str();
    if word.is_empty() {
        return Tense::Unknown;
    }
    if listed(tense::FUTURE, word) {
        return Tense::Future;
    }
    // "plans to close", not "its plans"; "due on", not "due to"
    let had_been = at >= 2 && reading.any(at - 2, &["had", "has"]) && reading.is(at - 1, "been");
    if listed(tense::FUTURE_WITH_TO, word) && reading.any(at + 1, &["to", "for", "on", "by", "in", "at"]) {
        let because = word == "due"
            && reading.is(at + 1, "to")
            && !reading.any(at.wrapping_sub(1), &["is", "are", "was", "were", "be", "been"]);
        if !because {
            return if had_been { Tense::Past } else { Tense::Future };
        }
    }
    // "has scheduled a rally Friday", "planned a march on Saturday", "set a hearing for Monday".
    if matches!(word, "schedule" | "scheduled" | "plan" | "plans" | "planned" | "planning" | "set")
        && reading.any(at + 1, &["a", "an", "another", "its", "their", "more", "new"])
        && !reading.any(at.wrapping_sub(1), &["had"])
    {
        return Tense::Future;
    }
    // A participle after "will be" or "to be" is still to come: "will be held".
    let to_come =
        at >= 2 && reading.is(at - 1, "be") && reading.any(at - 2, &["will", "to", "shall", "should"]);
    if listed(tense::PAST, word) {
        return if to_come { Tense::Future } else { Tense::Past };
    }
    // "is to meet", "are to vote"
    if word == "to" && at > 0 && reading.any(at - 1, &["is", "are"]) {
        return Tense::Future;
    }
    if word.len() > 4 && word.ends_with("ed") && word != "united" && word != "hundred" {
        return if to_come { Tense::Future } else { Tense::Past };
    }
    Tense::Unknown
}

#[cfg(test)]
mod tests {
    use rapporteur_document::Span;
    use rapporteur_english::numbers::pieces;

    use super::*;

    fn of(text: &str) -> Tense {
        let cut = pieces(text, Span::new(0, text.len()));
        let reading = Reading { text, pieces: &cut };
        let at = (0..cut.len()).find(|at| reading.is(*at, "Friday")).expect("the text has a Friday");
        around(reading, at, at + 1)
    }

    #[test]
    fn verbs_and_prepositions_tell() {
        assert_eq!(of("The council will meet on Friday."), Tense::Future);
        assert_eq!(of("The convoy was hit on Friday."), Tense::Past);
        assert_eq!(of("He stays until Friday."), Tense::Future);
        assert_eq!(of("On Friday, shells landed in the market."), Tense::Past);
        assert_eq!(of("Ministers are to vote Friday."), Tense::Future);
        assert_eq!(of("Friday in the city."), Tense::Unknown);
        assert_eq!(of("I’ll be baking in a garage on Friday."), Tense::Future);
        assert_eq!(of("They won't sail on Friday."), Tense::Future);
        assert_eq!(of("Rain is forecast for Friday."), Tense::Future);
        assert_eq!(of("By Friday it had 600 sandwiches."), Tense::Past);
        assert_eq!(of("It must close by Friday."), Tense::Future);
        assert_eq!(of("The wall broke, and by Friday the town was empty."), Tense::Past);
    }

    #[test]
    fn a_day_that_owns_an_event_is_behind_unless_it_says_so() {
        assert_eq!(of("They would appeal against Friday's ruling."), Tense::Past);
        assert_eq!(of("Friday’s vote will decide."), Tense::Future);
        assert_eq!(of("They met ahead of Friday's summit."), Tense::Future);
        assert_eq!(of("The union planned a march on Friday."), Tense::Future);
    }
}
