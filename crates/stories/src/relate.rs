//! Which documents have anything in common, and how much.
//!
//! - *Terms*: names, numbers, rare words and pairs of words, by how few documents of the run and how
//!   few articles in English have them ([`crate::terms`]).
//! - *Content*: the same to the word, whatever surrounds it and whenever it was printed.
//! - *Sentences*: two documents that share two sentences, and a fifth of the shorter one's, print
//!   one text in parts.
//! - *Quotations*: a quotation, or about a dozen words in a row of one.
//!
//! Keys that many documents have lead to no other document: the work is that of the rare ones, and
//! grows with the documents as they do. Keys are sorted in files and read as a stream: what stays in
//! memory for each document is its card and its nearest others. What belongs together by this is for [`crate::cluster`] to
//! say. The order in which documents came makes no difference.

use rapporteur_stage::StageError;

use crate::cluster::Near;
use crate::space::Space;
use crate::spool::{Scratch, Sorter, Spool};
use crate::terms::Term;
use crate::words::Key;

/// What is kept of a document in memory; its keys wait in a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Card {
    /// The key of its content.
    pub(crate) content: Key,
    /// The day of publication.
    pub(crate) day: Option<i32>,
    /// How many keys it has of each kind: terms, then sentences, then quotations.
    pub(crate) terms: u8,
    pub(crate) sentences: u8,
    pub(crate) quotes: u8,
}

impl Card {
    fn keys(&self) -> usize {
        usize::from(self.terms) + usize::from(self.sentences) + usize::from(self.quotes)
    }
}

/// A term that more documents have leads to none of them.
pub(crate) const LEADS: usize = 200;
/// So many steps to other documents are taken from one, along its rarest terms first.
const STEPS: usize = 4096;
/// And this many of those that are met are looked at closely.
const LOOKED_AT: usize = 48;
/// Of which so many are kept, the most alike. What two groups share is looked up exactly when they
/// are met, so that it is enough that each document leads to some others of its story: on
/// `stories-dev` 8 lead to the same groups as 48.
const NEAREST: usize = 12;
/// Documents printed so many days apart are met after others.
const LONG_AGO: u32 = 30;
const LONG_AGO_COUNTS: f32 = 0.5;
/// Documents that share less than this have nothing in common: what large groups need on average.
const NOTHING: f64 = crate::cluster::LARGE;

/// What the same content to the word, shared sentences and shared quotations count, beside at most 1
/// for the terms.
const CONTENT: f32 = 1.0;
const SENTENCES: f32 = 0.1;
const QUOTATION: f32 = 0.1;
/// Copies of agency text run for days; a quotation is printed again for weeks.
const SENTENCE_DAYS: u32 = 10;
const QUOTE_DAYS: u32 = 30;
/// How many others of one key a document is compared with.
const LOOK_BACK: usize = 48;

/// What every document left behind, in an order that does not depend on how they came: documents
/// are numbered by their contents and days.
struct Kept<'a> {
    cards: &'a [Card],
    /// Places of the documents in the order of ingest.
    order: Vec<u32>,
}

impl<'a> Kept<'a> {
    fn new(cards: &'a [Card]) -> Self {
        let mut order: Vec<u32> = (0..cards.len() as u32).collect();
        order.sort_by_key(|&at| (cards[at as usize].content, cards[at as usize].day));
        Self { cards, order }
    }

    fn card(&self, document: u32) -> &Card {
        &self.cards[self.order[document as usize] as usize]
    }

    /// Whether two were printed at most so many days apart, as far as it is known.
    fn near(&self, a: u32, b: u32, most: u32) -> bool {
        match (self.card(a).day, self.card(b).day) {
            (Some(a), Some(b)) => a.abs_diff(b) <= most,
            _ => true,
        }
    }
}

/// Keys with the documents that have them: the key in the upper half.
struct Keys {
    terms: Sorter<u64>,
    sentences: Sorter<u64>,
    quotes: Sorter<u64>,
}

impl Keys {
    /// Reads what the documents left in the order of ingest.
    fn read(kept: &Kept<'_>, keys: &mut Spool, scratch: &Scratch) -> Result<Self, StageError> {
        let mut number = vec![0_u32; kept.order.len()];
        for (&at, document) in kept.order.iter().zip(0..) {
            number[at as usize] = document;
        }
        let mut sorters = Self {
            terms: scratch.sorter("terms"),
            sentences: scratch.sorter("sentences"),
            quotes: scratch.sorter("quotations"),
        };
        let mut at = 0;
        let mut bytes = Vec::new();
        for (card, &document) in kept.cards.iter().zip(&number) {
            bytes.resize(card.keys() * 4, 0);
            keys.read(at, &mut bytes)?;
            at += bytes.len() as u64;
            let mut all = bytes.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes));
            for bits in all.by_ref().take(usize::from(card.terms)) {
                let term = Term::from_bits(bits);
                sorters.terms.push(Space::posting(term, document))?;
            }
            for (count, sorter) in
                [(card.sentences, &mut sorters.sentences), (card.quotes, &mut sorters.quotes)]
            {
                for key in all.by_ref().take(usize::from(count)) {
                    sorter.push(u64::from(key) << 32 | u64::from(document))?;
                }
            }
        }
        Ok(sorters)
    }
}

/// Documents that belong together, ascending inside, ordered by their first; then those alone.
pub(crate) fn groups(
    cards: &[Card],
    keys: &mut Spool,
    scratch: &Scratch,
) -> Result<(Vec<Vec<u32>>, Vec<u32>), StageError> {
    let kept = Kept::new(cards);
    let Keys { terms, sentences, quotes } = Keys::read(&kept, keys, scratch)?;
    let days = (0..cards.len() as u32).map(|document| kept.card(document).day).collect();
    let mut space = Space::of(terms, days, scratch)?;
    let near = near(&kept, &mut space, sentences, quotes, scratch)?;
    let (mut groups, mut alone) = (Vec::new(), Vec::new());
    crate::cluster::groups(&mut space, near, scratch, |mut group| {
        for document in &mut group {
            *document = kept.order[*document as usize];
        }
        group.sort_unstable();
        match group[..] {
            [only] => alone.push(only),
            _ => groups.push(group),
        }
    })?;
    groups.sort_unstable();
    alone.sort_unstable();
    Ok((groups, alone))
}

/// Two documents, what they share by a kind of key, and the kind: in this order when sorted.
fn edge(a: u32, b: u32, kind: u32, shared: f32) -> u128 {
    let (low, high) = (a.min(b), a.max(b));
    u128::from(low) << 96 | u128::from(high) << 64 | u128::from(kind) << 32 | u128::from(shared.to_bits())
}

/// Kinds of edges: by terms, and by anything else, which counts on top.
const TERMS: u32 = 0;
const WORDS: u32 = 1;

/// For each document those that have something in common with it, and what the two share.
fn near(
    kept: &Kept<'_>,
    space: &mut Space,
    sentences: Sorter<u64>,
    quotes: Sorter<u64>,
    scratch: &Scratch,
) -> Result<Vec<Near>, StageError> {
    let mut edges = scratch.sorter("edges");
    by_terms(space, |a, b, shared| edges.push(edge(a, b, TERMS, shared as f32)))?;
    by_content(kept, |a, b| edges.push(edge(a, b, WORDS, CONTENT)))?;
    // A sentence that more have than this is its papers' furniture, a quotation a stock one.
    let furniture = (kept.cards.len() / 10).max(20);
    let stock = (kept.cards.len() / 100).max(20);
    by_keys(sentences, furniture, scratch, |a, b, shared| {
        let shorter = usize::from(kept.card(a).sentences.min(kept.card(b).sentences));
        if shared >= 2 && shared * 5 >= shorter && kept.near(a, b, SENTENCE_DAYS) {
            edges.push(edge(a, b, WORDS, SENTENCES))?;
        }
        Ok(())
    })?;
    by_keys(quotes, stock, scratch, |a, b, shared| {
        if shared >= 2 && kept.near(a, b, QUOTE_DAYS) {
            edges.push(edge(a, b, WORDS, QUOTATION))?;
        }
        Ok(())
    })?;
    let mut near: Vec<Near> = Vec::new();
    near.resize_with(kept.cards.len(), Vec::new);
    let mut edges = edges.sorted()?;
    let mut same = Vec::new();
    while edges.same(|edge| edge >> 64, &mut same)? {
        let (a, b) = ((same[0] >> 96) as u32, (same[0] >> 64) as u32);
        let of = |kind: u32| {
            same.iter().filter(move |&&edge| (edge >> 32) as u32 == kind).map(|&it| f32::from_bits(it as u32))
        };
        let words: f32 = of(WORDS).sum();
        // Both documents may have met the other.
        let terms = match of(TERMS).next() {
            Some(terms) => terms,
            None => space.shared(a, b)? as f32,
        };
        near[a as usize].push((b, terms + words));
        near[b as usize].push((a, terms + words));
    }
    for near in &mut near {
        near.shrink_to_fit();
    }
    Ok(near)
}

/// Calls for every pair that shares enough terms to be looked at, some of them twice.
fn by_terms(
    space: &mut Space,
    mut visit: impl FnMut(u32, u32, f64) -> Result<(), StageError>,
) -> Result<(), StageError> {
    let mut met = vec![0.0_f32; space.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut likely: Vec<(f32, u32)> = Vec::new();
    let mut nearest: Vec<(f64, u32)> = Vec::new();
    for document in 0..space.len() as u32 {
        let entries = space.entries(document)?;
        // What each term counts in the document at hand.
        let here: Vec<(u32, f32)> =
            entries.iter().map(|it| (it.term, it.weight * it.telling.powi(2))).collect();
        let mut leads: Vec<(u32, u32, f32)> = entries
            .iter()
            .zip(&here)
            .filter(|(entry, _)| entry.leads > 0)
            .map(|(entry, &(_, counts))| (entry.leads, entry.term, counts))
            .collect();
        leads.sort_unstable_by_key(|it| (it.0, it.1));
        let mut steps = 0;
        for &(having, term, counts) in &leads {
            steps += having as usize;
            if steps > STEPS {
                break;
            }
            space.having(term, having, |other| {
                if met[other as usize] == 0.0 {
                    touched.push(other);
                }
                met[other as usize] += counts;
            })?;
        }
        likely.clear();
        for other in touched.drain(..) {
            let met = std::mem::take(&mut met[other as usize]);
            if other != document {
                let days = match (space.day(document), space.day(other)) {
                    (Some(here), Some(there)) if here.abs_diff(there) > LONG_AGO => LONG_AGO_COUNTS,
                    _ => 1.0,
                };
                // A long document has many terms, so that each says less of it.
                likely.push((days * met / space.length(other), other));
            }
        }
        if likely.len() > LOOKED_AT {
            likely.select_nth_unstable_by(LOOKED_AT, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            likely.truncate(LOOKED_AT);
        }
        nearest.clear();
        for &(_, other) in &likely {
            let product = space.product(other, &here)?;
            let lengths = f64::from(space.length(document)) * f64::from(space.length(other));
            if product / lengths >= NOTHING {
                nearest.push((product / lengths, other));
            }
        }
        nearest.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for &(shared, other) in nearest.iter().take(NEAREST) {
            visit(document, other, shared)?;
        }
    }
    Ok(())
}

/// Calls for documents of the same content: in their order these stand side by side.
fn by_content(
    kept: &Kept<'_>,
    mut visit: impl FnMut(u32, u32) -> Result<(), StageError>,
) -> Result<(), StageError> {
    let mut first = 0;
    for document in 0..kept.order.len() as u32 {
        if kept.card(document).content != kept.card(first).content {
            first = document;
        }
        let from = first.max(document.saturating_sub(LOOK_BACK as u32));
        for other in from..document {
            visit(document, other)?;
        }
        if from > first {
            visit(document, first)?;
        }
    }
    Ok(())
}

/// Calls for each two documents that share keys which at most so many have, with how many they share.
fn by_keys(
    keys: Sorter<u64>,
    most: usize,
    scratch: &Scratch,
    mut visit: impl FnMut(u32, u32, usize) -> Result<(), StageError>,
) -> Result<(), StageError> {
    let mut pairs = scratch.sorter::<u64>("pairs");
    let mut keys = keys.sorted()?;
    let mut same = Vec::new();
    while keys.same(|it| it >> 32, &mut same)? {
        if same.len() > most {
            continue;
        }
        for (at, &document) in same.iter().enumerate() {
            let from = at.saturating_sub(LOOK_BACK);
            for &other in same[from..at].iter().chain(same[..from].first()) {
                pairs.push(document << 32 | other & u64::from(u32::MAX))?;
            }
        }
    }
    drop(keys);
    let mut pairs = pairs.sorted()?;
    while pairs.same(|it| it, &mut same)? {
        visit((same[0] >> 32) as u32, same[0] as u32, same.len())?;
    }
    Ok(())
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
        let met = |most: usize| {
            let scratch = Scratch::default();
            let mut keys = scratch.sorter::<u64>("");
            for document in 0..200 {
                keys.push(7 << 32 | document).expect("it is in memory");
            }
            let mut met = vec![0; 200];
            by_keys(keys, most, &scratch, |document, _, _| {
                met[document as usize] += 1;
                Ok(())
            })
            .expect("it is in memory");
            met
        };
        let all = met(1000);
        assert_eq!((all[0], all[1], all[199]), (0, 1, LOOK_BACK + 1));
        assert!(met(100).iter().all(|&it| it == 0), "too many have it");
    }
}
