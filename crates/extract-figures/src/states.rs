//! What became of those who are counted: killed, wounded, displaced, voted for.
//!
//! For each count the words behind it are asked first ("were killed", "- many of them children -
//! were killed"), then the verb before it ("killing 12"), then what it is listed with or a part of.

use rapporteur_english::TokenKind;
use rapporteur_english::numbers::{Reading, cardinal};

use crate::counts::{Count, Link};
use crate::lexicon::{nouns, states};
use crate::words::{STATES, TOLLS, listed, of_piece};

/// How far behind a count its verb is looked for.
const REACH_AFTER: usize = 22;

/// How far before a count "the death toll" is looked for.
const REACH_TOLL: usize = 12;

/// How far from the dead the verb that finds them is looked for.
const REACH_FOUND: usize = 8;

/// Words between what is counted and its state that change nothing.
const LINKS: &[&str] = &[
    "all",
    "already",
    "also",
    "are",
    "be",
    "been",
    "being",
    "believed",
    "both",
    "confirmed",
    "could",
    "feared",
    "found",
    "had",
    "has",
    "have",
    "is",
    "known",
    "later",
    "left",
    "made",
    "may",
    "might",
    "now",
    "presumed",
    "remain",
    "remained",
    "remains",
    "reported",
    "reportedly",
    "said",
    "since",
    "still",
    "that",
    "then",
    "thought",
    "to",
    "today",
    "was",
    "went",
    "were",
    "which",
    "who",
    "whom",
    "will",
    "yesterday",
];

/// Of those, the verbs by which a state can follow at a distance.
const AUXILIARIES: &[&str] = &["are", "been", "being", "had", "has", "have", "is", "was", "were"];

/// Words at which the clause has ended.
const ENDS: &[&str] = &[
    "after", "although", "as", "because", "before", "but", "how", "if", "since", "so", "than", "though",
    "unless", "until", "what", "when", "where", "whereas", "while", "why",
];

/// Words behind "killed" that make it a verb of its own: "the 12 soldiers killed a man".
const OBJECTS: &[&str] = &["a", "an", "his", "her", "the", "their", "its", "at"];

/// The state of each count, by its index.
pub(crate) fn states(reading: Reading<'_>, counts: &[Count]) -> Vec<Option<&'static str>> {
    let sentence = Sentence { reading, counts, votes: has_votes(reading) };
    let mut found: Vec<Option<&'static str>> = Vec::with_capacity(counts.len());
    for index in 0..counts.len() {
        let state = sentence.state(index, &found);
        found.push(state);
    }
    // "12 people and 3 soldiers were killed": the first has the second's, where they are one list.
    for index in (0..counts.len().saturating_sub(1)).rev() {
        if found[index].is_none()
            && counts[index].link != Link::Partitive
            && sentence.lists(index)
            && !sentence.is_whole(index)
            && counts[index].unit.is_none()
        {
            found[index] = found[index + 1].filter(|_| sentence.after(index + 1).is_some());
        }
    }
    found
}

#[derive(Clone, Copy)]
struct Sentence<'t> {
    reading: Reading<'t>,
    counts: &'t [Count],
    /// The sentence speaks of a vote.
    votes: bool,
}

impl Sentence<'_> {
    fn state(&self, index: usize, before: &[Option<&'static str>]) -> Option<&'static str> {
        let count = &self.counts[index];
        if matches!(count.unit, Some(unit) if unit != "percent") {
            return None;
        }
        if self.are_dead(count) {
            return Some("killed");
        }
        let noun = count.of.as_deref().and_then(|noun| lookup(states::NOUNS, noun));
        let previous = index.checked_sub(1).and_then(|previous| before[previous]);
        let ballot = self.ballot(index, previous);
        // "18 of the dead", "brings to 59 the number of arrests"
        let of_tolls = self
            .reading
            .any(count.end, &["of", "the"])
            .then(|| TOLLS.find(self.reading, count.end + 1))
            .flatten();
        count
            .adjective
            .or(ballot)
            .or(of_tolls.map(|(_, state)| state))
            .or_else(|| self.right_after(index))
            .or(noun)
            .or_else(|| self.verb_before(index))
            .or_else(|| self.toll(index))
            .or_else(|| self.after(index))
            .or_else(|| self.verb_shared(index, previous))
            .or(previous.filter(|_| matches!(count.link, Link::Included | Link::Partitive)))
    }

    /// "recovered 13 bodies", "the bodies of six children were found", and not the bodies that decide.
    fn are_dead(&self, count: &Count) -> bool {
        let reading = self.reading;
        let is_of = count.of.as_deref().is_some_and(|noun| listed(nouns::REMAINS, noun));
        let of = count.first.checked_sub(1).filter(|&at| reading.is(at, "of"));
        let of_them = of
            .and_then(|of| of.checked_sub(1))
            .is_some_and(|at| listed(nouns::REMAINS, reading.lower(at).as_str()));
        if !is_of && !of_them {
            return false;
        }
        let finds = |at: &usize| listed(nouns::FINDING, reading.lower(*at).as_str());
        let before = (count.first.saturating_sub(REACH_FOUND)..count.first).any(|at| finds(&at));
        // "nine bodies were found", "bodies found in the river", and not "two public bodies found that …"
        let passive = |at: usize| {
            reading.any(at - 1, &["are", "be", "been", "being", "is", "was", "were"])
                || reading
                    .any(at + 1, &["at", "by", "from", "in", "inside", "near", "off", "on", "so", "under"])
        };
        before || (count.end..count.end + REACH_FOUND).filter(finds).any(passive)
    }

    /// "397 votes to 223", "two against".
    fn ballot(&self, index: usize, previous: Option<&'static str>) -> Option<&'static str> {
        if !self.votes {
            return None;
        }
        let reading = self.reading;
        let count = &self.counts[index];
        let behind = count.end;
        // "311 backed the motion and 298 rejected it".
        let whole = count.unit.is_none();
        if whole && reading.any(behind, &["backed", "supported", "favored", "favoured", "approved"]) {
            return Some("voted_for");
        }
        if whole && reading.any(behind, &["opposed", "rejected"]) {
            return Some("voted_against");
        }
        if reading.is(behind, "against") {
            return Some("voted_against");
        }
        if reading.is(behind, "for")
            && count.of.as_deref() != Some("votes")
            && reading.any(behind + 1, &[",", "and", "."])
        {
            return Some("voted_for");
        }
        let to = |at: usize| reading.is(at, "to") || reading.is_dash(at);
        let votes = count.of.as_deref() == Some("votes");
        let leads = self
            .counts
            .get(index + 1)
            .is_some_and(|next| to(behind) && next.first == behind + 1 && next.unit.is_none());
        if leads && (votes || reading.any(count.first.wrapping_sub(1), &["voted", "by"])) {
            return Some("voted_for");
        }
        let follows = index > 0
            && previous == Some("voted_for")
            && count.first > 0
            && to(count.first - 1)
            && self.counts[index - 1].end == count.first - 1;
        follows.then_some("voted_against")
    }

    /// "12 people killed", "14 were still missing": the state with nothing but links between.
    fn right_after(&self, index: usize) -> Option<&'static str> {
        let count = &self.counts[index];
        let mut linked = false;
        for at in count.end..count.end + 8 {
            if let Some((_, state)) = STATES.find(self.reading, at) {
                return (count.link != Link::Governed || !linked).then_some(state);
            }
            if let Some(state) = self.passive(at) {
                // "the 12 soldiers killed 30 villagers" and "killed the man" have another sense.
                let object = !linked
                    && (self.reading.any(at + 1, OBJECTS) || cardinal(self.reading, at + 1).is_some());
                // "the father of two died": said of the father. "The murder of two men charged with …"
                // "with 14 members abstaining" is a clause of its own.
                let other = count.link == Link::Governed
                    && !self.reading.any(count.first.wrapping_sub(1), &["with"])
                    && (linked || is_intransitive(self.reading, at) && !self.reading.is(at, "dead"));
                return (!other && (!object || is_intransitive(self.reading, at))).then_some(state);
            }
            if !self.any_listed(at, LINKS) && !self.adverb(at) {
                return None;
            }
            linked |= self.any_listed(at, AUXILIARIES);
        }
        None
    }

    /// The verb that takes the count: "killed at least 12", "injuring dozens".
    fn verb_before(&self, index: usize) -> Option<&'static str> {
        let count = &self.counts[index];
        let mut at = count.first;
        // "claimed the lives of three medics".
        let costs = ["claimed", "claiming", "claims", "cost", "costing", "costs", "taken", "taking", "took"];
        if at >= 4
            && self.reading.all(at - 2, &["lives", "of"])
            && (self.reading.any(at - 3, &costs) || self.reading.any(at - 4, &costs))
        {
            return Some("killed");
        }
        for _ in 0..4 {
            at = at.checked_sub(1)?;
            if let Some(state) = of_piece(self.reading, at, states::ACTIVE) {
                // "was arrested five doors away": a passive takes no count
                let passive = at > 0
                    && self.reading.any(at - 1, &["was", "were", "been", "is", "are", "be", "being", "got"]);
                return (!passive).then_some(state);
            }
            if !self.reading.any(
                at,
                &[
                    "another", "a", "further", "the", "total", "of", "also", "only", "just", "all", "lives",
                    "some", "or", "and",
                ],
            ) && of_piece(self.reading, at, states::PASSIVE).is_none()
            {
                return None;
            }
            if self.reading.is(at, "and")
                && at > 0
                && of_piece(self.reading, at - 1, states::ACTIVE).is_none()
            {
                return None;
            }
        }
        None
    }

    /// "killed 12 people and 3 soldiers": what is listed with a count has its verb.
    fn verb_shared(&self, index: usize, previous: Option<&'static str>) -> Option<&'static str> {
        let last = index.checked_sub(1)?;
        if self.counts[index].unit.is_some() || self.counts[last].unit.is_some() {
            return None;
        }
        // "and 11,000 were suspended": a verb of its own, known or not.
        let own = self.reading.any(self.counts[index].end, AUXILIARIES);
        (!own && self.lists(last) && self.verb_before(last).is_some()).then_some(previous).flatten()
    }

    /// "Of the 1,050 people tested, 83": the whole that the next is a part of.
    fn is_whole(&self, index: usize) -> bool {
        let first = self.counts[index].first;
        let before = if first > 0 && self.reading.is(first - 1, "the") { first - 1 } else { first };
        before > 0
            && self.reading.is(before - 1, "of")
            && (before == 1 || !self.reading.is_number(before - 2))
    }

    /// Nothing but "and", a comma and small words stands between this count and the next.
    fn lists(&self, index: usize) -> bool {
        let (Some(one), Some(next)) = (self.counts.get(index), self.counts.get(index + 1)) else {
            return false;
        };
        if next.first < one.end || next.first > one.end + 5 {
            return false;
        }
        let between = one.end..next.first;
        let joined = between.clone().any(|at| self.reading.any(at, &["and", ",", "or"]));
        // "Three hospitals, a bakery and over 50 houses"; "6 in Haiti and 11 in Cuba"
        let capital = |at: usize| self.reading.word(at).starts_with(char::is_uppercase);
        let place = |at: usize| {
            self.reading.any(at, &["in", "near"])
                || capital(at) && (self.reading.any(at - 1, &["in", "near"]) || capital(at - 1))
        };
        let small = between.clone().all(|at| {
            let word = self.reading.word(at);
            self.reading.any(at, &["and", ",", "or", "a", "an", "another"])
                || (at > one.end || self.reading.any(at, &["in", "near"])) && place(at)
                || (word.starts_with(char::is_lowercase)
                    && !self.any_listed(at, nouns::STOPS)
                    && !self.any_listed(at, LINKS)
                    && of_piece(self.reading, at, states::ACTIVE).is_none()
                    && of_piece(self.reading, at, states::PASSIVE).is_none())
        });
        joined && small && !between.is_empty() && self.reading.any(next.first - 1, &["and", ",", "or"])
    }

    /// "213 people - many of them women - were killed", "two workers and a driver lost their lives":
    /// the state further on, behind an auxiliary.
    fn after(&self, index: usize) -> Option<&'static str> {
        let reading = self.reading;
        let count = &self.counts[index];
        let mut at = count.end;
        if count.link == Link::Governed {
            return None;
        }
        let stop = (at + REACH_AFTER).min(reading.pieces.len());
        // "one in five children is": a share takes either number
        let plural =
            count.unit.is_none() && (count.high.is_some() || (count.value - 1.0).abs() > f64::EPSILON);
        let mut auxiliary = false;
        while at < stop {
            let word = reading.word(at);
            if let Some((_, state)) = STATES.find(reading, at) {
                return Some(state);
            }
            if auxiliary && let Some(state) = self.passive(at) {
                return Some(state);
            }
            // An aside: skipped to its end.
            if let Some(end) = self.aside(at, stop) {
                at = end;
                continue;
            }
            if let Some(state) = self.passive(at) {
                // "Eleven firefighters, two of them volunteers, perished in the blaze."
                let behind_aside = at > 0 && matches!(reading.word(at - 1), "," | "-" | "–" | "—" | ")");
                return (behind_aside && at > count.end + 1).then_some(state);
            }
            if matches!(word, "." | ";" | ":" | "!" | "?" | "”" | "\"" | "," | "“" | "-" | "–" | "—")
                || self.any_listed(at, ENDS)
            {
                return None;
            }
            // "… who shot three men has been charged": said of somebody else
            if plural && !auxiliary && reading.any(at, &["has", "was", "is"]) {
                return None;
            }
            if self.any_listed(at, AUXILIARIES) {
                auxiliary = true;
            } else if (auxiliary && !self.any_listed(at, LINKS) && !self.adverb(at))
                || (at > count.end && reading.any(at, &["who", "which", "that"]))
                || of_piece(reading, at, states::ACTIVE).is_some()
            {
                return None;
            } else if reading.any(at, &["and", "or"]) && self.counts.iter().any(|other| other.first == at + 1)
            {
                // the next one of a list: its own words are passed over
                let next =
                    self.counts.iter().find(|other| other.first == at + 1).map_or(at + 1, |other| other.end);
                at = next.max(at + 1);
                continue;
            }
            at += 1;
        }
        None
    }

    /// Where an aside ends that starts here: ", 8 of them women,", "- many of them children -", "(…)".
    fn aside(&self, at: usize, stop: usize) -> Option<usize> {
        let reading = self.reading;
        let mark = reading.word(at);
        let closes: &[&str] = match mark {
            "(" => &[")"],
            "-" | "–" | "—" if !reading.is_hyphen(at) => &["-", "–", "—"],
            "," => &[","],
            _ => return None,
        };
        if mark == "," {
            let part = reading.any(
                at + 1,
                &["including", "many", "some", "most", "mostly", "mainly", "among", "half", "all", "both"],
            );
            let number = cardinal(reading, at + 1).is_some_and(|number| reading.is(number.end, "of"));
            if !part && !number {
                return None;
            }
        }
        let end =
            (at + 1..stop).find(|end| closes.contains(&reading.word(*end)) && !reading.is_hyphen(*end))?;
        Some(end + 1)
    }

    /// "the death toll has risen to 44", "the number of dead at 71".
    fn toll(&self, index: usize) -> Option<&'static str> {
        let count = &self.counts[index];
        if count.of.is_some() || count.unit.is_some() {
            return None;
        }
        let floor = index.checked_sub(1).map_or(0, |last| self.counts[last].end);
        let from = count.first.saturating_sub(REACH_TOLL).max(floor);
        let between_ends = |at: usize| matches!(self.reading.word(at), "." | ";" | ":" | "?" | "!");
        (from..count.first).find_map(|at| {
            let (end, state) = TOLLS.find(self.reading, at)?;
            let near = end <= count.first && !(end..count.first).any(between_ends);
            let toll = !self.reading.is(at, "the");
            (near && toll).then_some(state)
        })
    }

    fn passive(&self, at: usize) -> Option<&'static str> {
        let state = of_piece(self.reading, at, states::PASSIVE)?;
        (state != "abstained" || self.votes).then_some(state)
    }

    fn adverb(&self, at: usize) -> bool {
        let word = self.reading.lower(at);
        word.as_str().len() > 4 && word.as_str().ends_with("ly")
    }

    fn any_listed(&self, at: usize, list: &[&str]) -> bool {
        let word = self.reading.lower(at);
        !word.as_str().is_empty() && listed(list, word.as_str())
    }
}

/// "died", "dead": no object can follow.
fn is_intransitive(reading: Reading<'_>, at: usize) -> bool {
    of_piece(reading, at, states::ACTIVE).is_none()
}

fn lookup(list: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    list.binary_search_by(|(known, _)| (*known).cmp(word)).ok().map(|index| list[index].1)
}

/// Whether the sentence speaks of a vote.
fn has_votes(reading: Reading<'_>) -> bool {
    (0..reading.pieces.len()).any(|at| {
        reading.pieces[at].kind == TokenKind::Word
            && matches!(reading.word(at).as_bytes()[0], b'v' | b'V' | b'a' | b'A' | b'b' | b'B' | b'm' | b'r')
            && reading.any(
                at,
                &["vote", "votes", "voted", "voting", "abstained", "abstentions", "ballot", "motion"],
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        for list in [LINKS, AUXILIARIES, ENDS] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
