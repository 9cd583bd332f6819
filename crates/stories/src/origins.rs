//! Which documents of a story are independent of one another, and which of them printed a text first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rapporteur_record::{self as wire, CopyKind, LeadReason};

use crate::relate::Sets;
use crate::told::{RUN, Sentence, Told};
use crate::words::{Key, moment};

/// A document that shares this many sentences with another, and this part of the shorter one's,
/// prints its text.
const COPIED: usize = 3;
const COPIED_SHARE: (usize, usize) = (2, 5);
/// When both credit one agency for their words, less will do.
const CREDITED: usize = 2;
const CREDITED_SHARE: (usize, usize) = (1, 5);
/// With sentences in which some words were changed, more; with nothing but quotations in common, nearly
/// all.
const EDITED_SHARE: (usize, usize) = (3, 5);
const NEARLY_ALL: (usize, usize) = (4, 5);
/// A sentence is another's with some words changed when this part of its runs of words is there, or
/// when only those are not that one word stands in.
const SAME_RUNS: (usize, usize) = (3, 4);

/// The origins of a story's documents.
pub(crate) struct Origins {
    /// For each document its origin, from 1.
    pub(crate) of: Vec<u32>,
    /// How many there are.
    pub(crate) count: u32,
    /// Texts that several documents print.
    pub(crate) syndication: Vec<wire::Syndication>,
}

/// Documents are of one origin when they print one text, or when one outlet wrote them: its second
/// article confirms nothing. `debates` are pairs of transcripts of one debate: what was said there once was
/// said once.
pub(crate) fn of(told: &[Told], debates: &[(usize, usize)]) -> Origins {
    let texts: Vec<Text<'_>> = told.iter().map(Text::of).collect();
    let mut copies = Sets::new(told.len());
    let mut origins = Sets::new(told.len());
    for &(one, other) in debates {
        origins.join(one as u32, other as u32);
    }
    for later in 0..told.len() {
        for earlier in 0..later {
            if told[later].content == told[earlier].content || prints(told, &texts, later, earlier) {
                copies.join(later as u32, earlier as u32);
            }
        }
    }
    for later in 0..told.len() {
        let outlet = |at: usize| told[at].reference.publisher.as_deref().map(str::to_lowercase);
        for earlier in 0..later {
            let one_text = copies.root(later as u32) == copies.root(earlier as u32);
            if one_text || (outlet(later).is_some() && outlet(later) == outlet(earlier)) {
                origins.join(later as u32, earlier as u32);
            }
        }
    }
    let syndication = copies
        .groups()
        .iter()
        .filter(|group| group.len() > 1)
        .map(|group| syndicated(told, &texts, group))
        .collect();
    let groups = origins.groups();
    let mut of = vec![0; told.len()];
    for (group, number) in groups.iter().zip(1..) {
        for &document in group {
            of[document as usize] = number;
        }
    }
    Origins { of, count: groups.len() as u32, syndication }
}

/// A document's sentences, to be looked up.
struct Text<'a> {
    sentences: &'a [Sentence],
    keys: BTreeSet<Key>,
    /// Of those that are the writer's own words.
    own: BTreeSet<Key>,
    /// All runs of words with the sentences that have them.
    runs: BTreeMap<Key, Vec<u32>>,
}

impl<'a> Text<'a> {
    fn of(told: &'a Told) -> Self {
        let mut runs: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
        for (sentence, number) in told.sentences.iter().zip(0..) {
            for &run in &sentence.runs {
                runs.entry(run).or_default().push(number);
            }
        }
        let keys = told.sentences.iter().map(|sentence| sentence.key).collect();
        let own = told.sentences.iter().filter(|it| !it.runs.is_empty()).map(|it| it.key).collect();
        Self { sentences: &told.sentences, keys, own, runs }
    }

    /// How many of these sentences the other text has, to the word and with some words changed.
    fn found_in(&self, other: &Text<'_>) -> (usize, usize) {
        let exact = self.keys.intersection(&other.keys).count();
        let changed = self.sentences.iter().filter(|sentence| !other.keys.contains(&sentence.key));
        (exact, changed.filter(|sentence| other.has_nearly(sentence)).count())
    }

    fn has_nearly(&self, sentence: &Sentence) -> bool {
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for run in &sentence.runs {
            for &number in self.runs.get(run).into_iter().flatten() {
                *shared.entry(number).or_default() += 1;
            }
        }
        let enough = |&number: &u32, shared: usize| {
            let longer = self.sentences[number as usize].runs.len().max(sentence.runs.len());
            shared * SAME_RUNS.1 >= longer * SAME_RUNS.0 || shared > RUN && shared + RUN >= longer
        };
        shared.iter().any(|(number, &shared)| enough(number, shared))
    }
}

/// Whether one prints the other's text. What both quote is no evidence by itself.
fn prints(told: &[Told], texts: &[Text<'_>], one: usize, other: usize) -> bool {
    let (here, there) = (&texts[one], &texts[other]);
    let exact = here.keys.intersection(&there.keys).count();
    if exact < CREDITED {
        return false;
    }
    let shorter = here.keys.len().min(there.keys.len());
    let part = |shared: usize, share: (usize, usize)| shared * share.1 >= shorter * share.0;
    let own = here.own.intersection(&there.own).count();
    let agencies = |at: usize| &told[at].reference.agencies;
    let credited = agencies(one).iter().any(|agency| agencies(other).contains(agency));
    exact >= COPIED && part(exact, if own > 0 { COPIED_SHARE } else { NEARLY_ALL })
        || own >= CREDITED && credited && part(exact, CREDITED_SHARE)
        || own >= CREDITED && part(exact + here.found_in(there).1, EDITED_SHARE)
}

fn syndicated(told: &[Told], texts: &[Text<'_>], group: &[u32]) -> wire::Syndication {
    let agencies: BTreeSet<&String> =
        group.iter().flat_map(|&it| &told[it as usize].reference.agencies).collect();
    let (lead, reason) = lead(told, texts, group);
    let copy = |copy: usize| {
        let (shared, edited) = texts[copy].found_in(&texts[lead]);
        let lacks = texts[lead].keys.difference(&texts[copy].keys).count();
        let added = texts[copy].keys.len() - shared;
        wire::Copy {
            document: told[copy].reference.id.clone(),
            shared: shared as u32,
            sentences: texts[copy].keys.len() as u32,
            lacks: lacks as u32,
            edited: edited as u32,
            exact: told[copy].content == told[lead].content,
            kind: match (lacks > 0, added > 0) {
                (false, false) => CopyKind::Copy,
                (true, false) => CopyKind::Cut,
                (false, true) => CopyKind::Extension,
                (true, true) => CopyKind::Edit,
            },
        }
    };
    wire::Syndication {
        lead: told[lead].reference.id.clone(),
        reason,
        agencies: agencies.into_iter().cloned().collect(),
        copies: group.iter().map(|&it| it as usize).filter(|&it| it != lead).map(copy).collect(),
    }
}

/// The document that the others most likely copy: the agency's own; else the earliest, by the day
/// and, where all say it, the time of day; of those the fullest, counting what others print too; else
/// the first that was read.
fn lead(told: &[Told], texts: &[Text<'_>], group: &[u32]) -> (usize, LeadReason) {
    let group: Vec<usize> = group.iter().map(|&it| it as usize).collect();
    let credited = |name: &str| {
        group
            .iter()
            .any(|&it| told[it].reference.agencies.iter().any(|agency| agency.eq_ignore_ascii_case(name)))
    };
    let own = |it: usize| told[it].reference.publisher.as_deref().is_some_and(credited);
    if let Some(&lead) = group.iter().find(|&&it| own(it)) {
        return (lead, LeadReason::Agency);
    }
    // Days are compared where a document says no more; without any date nothing is said.
    let when: BTreeMap<usize, (i32, Option<i64>)> = group
        .iter()
        .filter_map(|&it| Some((it, (told[it].day?, moment(told[it].reference.published.as_deref()?)))))
        .collect();
    let first_day = when.values().map(|it| it.0).min();
    let of_day: Vec<usize> = group
        .iter()
        .copied()
        .filter(|it| first_day.is_none() || when.get(it).map(|it| it.0) == first_day)
        .collect();
    let timed: Option<Vec<i64>> = of_day.iter().map(|it| when.get(it).and_then(|it| it.1)).collect();
    let first_time = timed.as_ref().and_then(|times| times.iter().min().copied());
    let earliest: Vec<usize> = of_day
        .iter()
        .copied()
        .filter(|it| first_time.is_none() || when.get(it).and_then(|it| it.1) == first_time)
        .collect();
    // What others print too; a paragraph that only one has was added by it.
    let held = |it: usize| {
        let elsewhere =
            |key: &&Key| group.iter().any(|&other| other != it && texts[other].keys.contains(*key));
        texts[it].keys.iter().filter(elsewhere).count()
    };
    let fullness: BTreeMap<usize, (Reverse<usize>, usize)> =
        earliest.iter().map(|&it| (it, (Reverse(held(it)), texts[it].keys.len() - held(it)))).collect();
    let lead = *earliest.iter().min_by_key(|&it| (fullness[it], *it)).expect("a group has documents");
    let dated = group.iter().all(|it| when.contains_key(it));
    let reason = if dated && earliest.len() == 1 {
        LeadReason::Earliest
    } else if earliest.iter().any(|it| fullness[it] != fullness[&lead]) {
        LeadReason::Fullest
    } else {
        LeadReason::First
    };
    (lead, reason)
}
