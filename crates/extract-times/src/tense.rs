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
    if let Some(tense) = right_before(reading, first) {
        return tense;
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

fn right_before(reading: Reading<'_>, first: usize) -> Option<Tense> {
    let mut at = first.checked_sub(1)?;
    if reading.any(at, &["as"]) && at >= 2 && reading.any(at - 1, &["soon", "early", "late"]) {
        return Some(Tense::Future);
    }
    if at > 0 && reading.any(at, &["on", "late", "early", "in", "earlier"]) {
        at -= 1;
    }
    let word = reading.lower(at);
    if matches!(word.as_str(), "until" | "till" | "by" | "effective") {
        return Some(Tense::Future);
    }
    if matches!(word.as_str(), "said" | "told" | "since" | "ended") {
        return Some(Tense::Past);
    }
    (cue(reading, at) == Tense::Past).then_some(Tense::Past)
}

/// What one word says.
fn cue(reading: Reading<'_>, at: usize) -> Tense {
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
    if listed(tense::PAST, word) {
        return Tense::Past;
    }
    // "is to meet", "are to vote"; "'ll"
    if word == "to" && at > 0 && reading.any(at - 1, &["is", "are"]) {
        return Tense::Future;
    }
    if word.ends_with("'ll") {
        return Tense::Future;
    }
    // A participle after "will be" or "to be" is still to come.
    if word.len() > 4 && word.ends_with("ed") && word != "united" && word != "hundred" {
        let to_come =
            at >= 2 && reading.is(at - 1, "be") && reading.any(at - 2, &["will", "to", "shall", "should"]);
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
    }
}
