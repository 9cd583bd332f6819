//! Which documents belong together, by the keys that they share.
//!
//! Two documents tell the same story when, near each other in time,
//! - their content is the same to the word, or
//! - they share two sentences and a fifth of the shorter one's, or
//! - they share a quotation, or about a dozen words in a row of one, or
//! - they share three names that few others have, and a quarter of the shorter list.
//!
//! Keys that many documents have (a paper's stock sentence, a president's name) say little and
//! count for little or nothing. Stories are what these pairs connect. Documents are visited in
//! order and each looks back at the nearest earlier ones only, so the work is linear and the memory
//! is that of the keys.

use crate::words::Key;

/// What is kept of a document beside its keys.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Card {
    /// The key of its content.
    pub(crate) content: Key,
    /// The day of publication.
    pub(crate) day: Option<i32>,
    /// How many sentence keys it left.
    pub(crate) sentences: u32,
    /// How many name keys it left.
    pub(crate) names: u32,
}

/// One key of one document; twelve bytes, in the order of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting {
    high: u32,
    low: u32,
    document: u32,
}

impl Posting {
    pub(crate) fn new(key: Key, document: u32) -> Self {
        Self { high: (key >> 32) as u32, low: key as u32, document }
    }

    fn key(self) -> (u32, u32) {
        (self.high, self.low)
    }
}

/// How many earlier documents of one key a document looks back at.
const LOOK_BACK: usize = 48;

/// Copies of agency text run for days; a quotation is printed again for weeks; two events with the
/// same people can follow within a week, so names alone hold only days together.
const SENTENCE_DAYS: i32 = 10;
const QUOTE_DAYS: i32 = 30;
const NAME_DAYS: i32 = 4;

/// Shared names count by how rare they are: 1 for a name that nobody else has, 0 for one that all
/// have. Three rare ones are enough.
const NAME_WEIGHT: f64 = 1.5;
/// Documents without a date have nothing to keep look-alikes apart by: they need more.
const NAME_WEIGHT_UNDATED: f64 = 2.0;
/// So many times as much joins two documents outright. This and the weight for undated ones were
/// chosen on `stories-dev` (pairs of look-alike stories, no dates) with a crude finder of names:
/// B-cubed P 87, R 70, where joining every pair gives P 73, R 79.
const PLENTY: f64 = 3.0;

/// Groups of documents in relation, ascending inside, ordered by their first.
pub(crate) fn groups(
    cards: &[Card],
    sentences: Vec<Posting>,
    quotes: Vec<Posting>,
    names: Vec<Posting>,
) -> Vec<Vec<u32>> {
    let mut sets = Sets::new(cards.len());
    let days = |a: u32, b: u32| Some((cards[a as usize].day? - cards[b as usize].day?).abs());
    let near = |a, b, most| days(a, b).is_none_or(|apart| apart <= most);

    let mut same: Vec<(Key, u32)> =
        cards.iter().zip(0..).map(|(card, number)| (card.content, number)).collect();
    same.sort_unstable();
    for pair in same.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        sets.join(pair[0].1, pair[1].1);
    }

    // A sentence that more have than this is its papers' furniture.
    let furniture = (cards.len() / 10).max(20);
    walk(sentences, furniture, cards.len(), |document, earlier, shared| {
        let shorter = cards[document as usize].sentences.min(cards[earlier as usize].sentences);
        if shared.len() >= 2 && shared.len() * 5 >= shorter as usize && near(document, earlier, SENTENCE_DAYS)
        {
            sets.join(document, earlier);
        }
    });
    let stock = (cards.len() / 100).max(20);
    walk(quotes, stock, cards.len(), |document, earlier, shared| {
        if shared.len() >= 2 && near(document, earlier, QUOTE_DAYS) {
            sets.join(document, earlier);
        }
    });
    let everywhere = (cards.len() / 10).max(40);
    let all = cards.len() as f64 + 100.0;
    // Names alone join a document to the one earlier document that shares most, so that two stories
    // are not poured together by every one that stands between them; only plenty of names joins all.
    let mut nearest: Vec<Option<(f64, u32)>> = vec![None; cards.len()];
    walk(names, everywhere, cards.len(), |document, earlier, shared| {
        let shorter = cards[document as usize].names.min(cards[earlier as usize].names);
        if shared.len() < 3 || shared.len() * 4 < shorter as usize {
            return;
        }
        let weight: f64 = shared.iter().map(|&having| (all / f64::from(having)).ln() / all.ln()).sum();
        let enough = match days(document, earlier) {
            Some(apart) if apart > NAME_DAYS => return,
            Some(_) => NAME_WEIGHT,
            None => NAME_WEIGHT_UNDATED,
        };
        if weight >= enough * PLENTY {
            sets.join(document, earlier);
        } else if weight >= enough && nearest[document as usize].is_none_or(|(most, _)| weight > most) {
            nearest[document as usize] = Some((weight, earlier));
        }
    });
    for (nearest, document) in nearest.into_iter().zip(0..) {
        if let Some((_, earlier)) = nearest {
            sets.join(document, earlier);
        }
    }
    sets.groups()
}

/// For every document, in order, each earlier document that shares keys with it, and how many have
/// each of those keys.
fn walk(mut postings: Vec<Posting>, most: usize, documents: usize, mut visit: impl FnMut(u32, u32, &[u32])) {
    postings.sort_unstable();
    let mut order: Vec<u32> = (0..postings.len() as u32).collect();
    order.sort_unstable_by_key(|&at| (postings[at as usize].document, at));
    let mut met: Vec<(u32, u32)> = Vec::new();
    let mut shared: Vec<u32> = Vec::new();
    let mut from = 0;
    for document in 0..documents as u32 {
        met.clear();
        while let Some(&at) = order.get(from).filter(|&&at| postings[at as usize].document == document) {
            from += 1;
            let (at, key) = (at as usize, postings[at as usize].key());
            let first = postings[..at].partition_point(|posting| posting.key() < key);
            let having = postings[first..].partition_point(|posting| posting.key() == key);
            if having > most {
                continue;
            }
            let back = first.max(at.saturating_sub(LOOK_BACK));
            met.extend(postings[back..at].iter().map(|earlier| (earlier.document, having as u32)));
            if back > first {
                met.push((postings[first].document, having as u32));
            }
        }
        met.sort_unstable();
        for run in met.chunk_by(|a, b| a.0 == b.0) {
            shared.clear();
            shared.extend(run.iter().map(|&(_, having)| having));
            visit(document, run[0].0, &shared);
        }
    }
}

/// Sets that are joined until they are groups.
pub(crate) struct Sets {
    parent: Vec<u32>,
}

impl Sets {
    pub(crate) fn new(len: usize) -> Self {
        Self { parent: (0..len as u32).collect() }
    }

    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller number leads, so that groups are ordered by their first.
        self.parent[a.max(b) as usize] = a.min(b);
    }

    pub(crate) fn root(&mut self, of: u32) -> u32 {
        let mut at = of;
        while self.parent[at as usize] != at {
            let above = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = above;
            at = above;
        }
        at
    }

    /// The groups, ascending inside, ordered by their first.
    pub(crate) fn groups(mut self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut place = vec![u32::MAX; self.parent.len()];
        for number in 0..self.parent.len() as u32 {
            let root = self.root(number) as usize;
            if root == number as usize {
                place[root] = groups.len() as u32;
                groups.push(vec![number]);
            } else {
                groups[place[root] as usize].push(number);
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_ordered_by_their_first() {
        let mut sets = Sets::new(6);
        sets.join(5, 2);
        sets.join(1, 4);
        sets.join(4, 5);
        assert_eq!(sets.groups(), [vec![0], vec![1, 2, 4, 5], vec![3]]);
    }

    #[test]
    fn a_key_that_many_have_is_met_by_the_nearest_and_the_first() {
        let postings: Vec<Posting> = (0..200).map(|document| Posting::new(7, document)).collect();
        let mut met = vec![0; 200];
        walk(postings.clone(), 1000, 200, |document, _, _| met[document as usize] += 1);
        assert_eq!((met[0], met[1], met[199]), (0, 1, LOOK_BACK + 1));
        walk(postings, 100, 200, |_, _, _| panic!("too many have it"));
    }
}
