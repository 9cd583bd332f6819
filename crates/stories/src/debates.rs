//! A transcript that has lost its speakers' names, laid beside a copy that has them.
//!
//! The words of both stand in one row each, without the lines that name anybody. Runs of words that
//! each has once hold the two together, in one order; what lies between two runs is laid word by
//! word. A speech without a name is then spoken by whoever speaks those words in the other copy, when
//! most of its words are there.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_record as wire;

use crate::differ;
use crate::people::could_be_one;
use crate::told::{Speech, Told};
use crate::words::{Key, shingles};

/// Runs of so many words hold two copies together.
const RUN: usize = 4;
/// This part of a speech's words must stand in one speech of the other copy.
const AGREES: (usize, usize) = (7, 10);
/// Shorter ones ("I do.") are anybody's: all their words must agree, and a speech beside them.
const SHORT: usize = 6;
/// Gaps between two runs are laid word by word up to so many words: that is quadratic.
const GAP: usize = 200;
/// Named copies of one transcript that are looked at, those that share most.
const COPIES: usize = 3;

/// What copies with names say of those without.
#[derive(Default)]
pub(crate) struct Aligned {
    /// Speeches with the speaker that another copy names, in the order of ingest and of text.
    pub(crate) speeches: Vec<wire::NamedSpeech>,
    /// Pairs of documents that print one debate.
    pub(crate) copies: Vec<(usize, usize)>,
}

/// Lays the transcripts of a story side by side.
pub(crate) fn align(told: &[Told]) -> Aligned {
    let mut aligned = Aligned::default();
    let lacking = |told: &Told| told.speeches.iter().any(|speech| speech.speaker.is_none());
    let naming = |told: &Told| told.speeches.iter().any(|speech| speech.speaker.is_some());
    let named: Vec<(usize, Row)> =
        told.iter().enumerate().filter(|(_, it)| naming(it)).map(|(at, it)| (at, Row::of(it))).collect();
    if named.is_empty() {
        return aligned;
    }
    for (at, nameless) in told.iter().enumerate().filter(|(_, it)| lacking(it)) {
        let row = Row::of(nameless);
        let mut near: Vec<(usize, &(usize, Row))> = named
            .iter()
            .filter(|(other, _)| *other != at)
            .map(|it| (row.once.keys().filter(|run| it.1.once.contains_key(run)).count(), it))
            .filter(|(shared, _)| *shared > 0)
            .collect();
        near.sort_by_key(|(shared, (other, _))| (std::cmp::Reverse(*shared), *other));
        near.truncate(COPIES);
        // For each speech what each copy says, the nearest copy first.
        let mut found: BTreeMap<usize, Vec<Match>> = BTreeMap::new();
        for (_, (other, copy)) in near {
            let matches = matches(nameless, &row, &told[*other], copy);
            if !matches.is_empty() {
                aligned.copies.push((at, *other));
            }
            for (speech, its) in matches {
                found.entry(speech).or_default().push(Match { document: *other, ..its });
            }
        }
        for (speech, matches) in found {
            aligned.speeches.extend(named_by(told, at, &nameless.speeches[speech], &matches));
        }
    }
    aligned
}

/// A speech with its speaker, unless the copies disagree on who that is.
fn named_by(told: &[Told], at: usize, speech: &Speech, matches: &[Match]) -> Option<wire::NamedSpeech> {
    let their = |it: &Match| &told[it.document].speeches[it.speech];
    let best = matches.iter().max_by_key(|it| (it.shared, std::cmp::Reverse(it.document)))?;
    let speaker = their(best).speaker.as_deref()?;
    let agree = |it: &Match| their(it).speaker.as_deref().is_some_and(|name| could_be_one(name, speaker));
    if !matches.iter().all(agree) {
        return None;
    }
    // What a transcript says of a member stands where it first names the member.
    let mut party = None;
    let mut constituency = None;
    let mut office = None;
    let whose = told[best.document].speeches.iter().filter(|it| it.speaker.as_deref() == Some(speaker));
    for said in std::iter::once(their(best)).chain(whose) {
        party = party.or_else(|| said.member.party.clone());
        constituency = constituency.or_else(|| said.member.constituency.clone());
        office = office.or_else(|| said.member.office.clone());
    }
    let place = their(best).span;
    Some(wire::NamedSpeech {
        document: told[at].reference.id.clone(),
        start: speech.span.start() as u32,
        end: speech.span.end() as u32,
        role: speech.role.clone(),
        speaker: speaker.to_owned(),
        party,
        constituency,
        office,
        named_in: wire::SpeechPlace {
            document: told[best.document].reference.id.clone(),
            start: place.start() as u32,
            end: place.end() as u32,
        },
        shared: best.shared as u32,
        words: speech.keys.len() as u32,
    })
}

/// Where the words of a speech stand in another copy.
#[derive(Clone, Copy)]
struct Match {
    document: usize,
    speech: usize,
    shared: usize,
}

/// The words of a transcript in one row.
struct Row {
    words: Vec<Key>,
    /// For each word its speech.
    speech: Vec<usize>,
    /// Runs of words that stand in it once, each with its place.
    once: BTreeMap<Key, usize>,
}

impl Row {
    fn of(told: &Told) -> Self {
        let words: Vec<Key> = told.speeches.iter().flat_map(|it| it.keys.iter().copied()).collect();
        let speech = told.speeches.iter().enumerate().flat_map(|(at, it)| it.keys.iter().map(move |_| at));
        let mut once = BTreeMap::new();
        let mut again = BTreeSet::new();
        if words.len() >= RUN {
            for (at, run) in shingles(&words, RUN).into_iter().enumerate() {
                if once.insert(run, at).is_some() {
                    again.insert(run);
                }
            }
        }
        once.retain(|run, _| !again.contains(run));
        Self { speech: speech.collect(), words, once }
    }
}

/// For speeches without a name the one of the other copy that has its words.
fn matches(ours: &Told, row: &Row, theirs: &Told, copy: &Row) -> Vec<(usize, Match)> {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (a, b) in pairs(row, copy) {
        *shared.entry((row.speech[a], copy.speech[b])).or_default() += 1;
    }
    let mut best: BTreeMap<usize, Match> = BTreeMap::new();
    for ((speech, other), shared) in shared {
        let it = Match { document: 0, speech: other, shared };
        match best.get_mut(&speech) {
            Some(known) if known.shared >= shared => {}
            Some(known) => *known = it,
            None => {
                best.insert(speech, it);
            }
        }
    }
    best.retain(|&speech, it| {
        let words = ours.speeches[speech].keys.len();
        it.shared * AGREES.1 >= words * AGREES.0 && (words >= SHORT || it.shared == words)
    });
    let long = |at: Option<usize>| {
        at.is_some_and(|at| best.contains_key(&at) && ours.speeches[at].keys.len() >= SHORT)
    };
    best.iter()
        .filter(|&(&speech, it)| {
            let own = &ours.speeches[speech];
            let held = own.keys.len() >= SHORT || long(speech.checked_sub(1)) || long(Some(speech + 1));
            held && own.speaker.is_none() && theirs.speeches[it.speech].speaker.is_some()
        })
        .map(|(&speech, &it)| (speech, it))
        .collect()
}

/// Places of the same words in both, in one order.
fn pairs(ours: &Row, theirs: &Row) -> Vec<(usize, usize)> {
    let mut anchors: Vec<(usize, usize)> =
        ours.once.iter().filter_map(|(run, &at)| Some((at, *theirs.once.get(run)?))).collect();
    anchors.sort_unstable();
    let anchors = ascending(&anchors);
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0_usize, 0_usize);
    for (start, other) in anchors {
        // Words that an earlier run has are laid already.
        let laid = a.saturating_sub(start).max(b.saturating_sub(other));
        if laid >= RUN {
            continue;
        }
        let (start, other) = (start + laid, other + laid);
        between(ours, theirs, (a, start), (b, other), &mut pairs);
        pairs.extend((0..RUN - laid).map(|it| (start + it, other + it)));
        (a, b) = (start + RUN - laid, other + RUN - laid);
    }
    between(ours, theirs, (a, ours.words.len()), (b, theirs.words.len()), &mut pairs);
    pairs
}

/// Lays the words between two runs: what follows the one and what precedes the other as far as they
/// agree, and the middle as best it goes.
fn between(
    ours: &Row,
    theirs: &Row,
    (mut a, mut a_end): (usize, usize),
    (mut b, mut b_end): (usize, usize),
    pairs: &mut Vec<(usize, usize)>,
) {
    while a < a_end && b < b_end && ours.words[a] == theirs.words[b] {
        pairs.push((a, b));
        (a, b) = (a + 1, b + 1);
    }
    let mut tail = 0;
    while a < a_end && b < b_end && ours.words[a_end - 1] == theirs.words[b_end - 1] {
        (a_end, b_end, tail) = (a_end - 1, b_end - 1, tail + 1);
    }
    if a_end - a <= GAP && b_end - b <= GAP {
        let laid = differ::pairs(&ours.words[a..a_end], &theirs.words[b..b_end]);
        pairs.extend(laid.into_iter().map(|(i, j)| (a + i, b + j)));
    }
    pairs.extend((0..tail).map(|it| (a_end + it, b_end + it)));
}

/// The longest part in which both places ascend (patience sorting); the first places do already.
fn ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, &(_, b)) in pairs.iter().enumerate() {
        let pile = tails.partition_point(|&tail| pairs[tail].1 < b);
        before.push(pile.checked_sub(1).map(|pile| tails[pile]));
        if pile == tails.len() {
            tails.push(at);
        } else {
            tails[pile] = at;
        }
    }
    let mut chain = Vec::with_capacity(tails.len());
    let mut at = tails.last().copied();
    while let Some(place) = at {
        chain.push(pairs[place]);
        at = before[place];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_order_is_kept() {
        assert_eq!(ascending(&[(0, 5), (1, 1), (2, 2), (3, 9), (4, 3)]), [(1, 1), (2, 2), (4, 3)]);
        assert!(ascending(&[]).is_empty());
    }
}
