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
//! grows with the documents as they do. What belongs together by this is for [`crate::cluster`] to
//! say. The order in which documents came makes no difference.

use crate::cluster::{Edge, Space};
use crate::terms::{Term, having, weight_of};
use crate::words::Key;

/// What is kept of a document: where its keys are, and what they don't say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Card {
    /// The key of its content.
    pub(crate) content: Key,
    /// Where its keys start: terms, then sentences, then quotations.
    pub(crate) start: u32,
    /// The day of publication.
    pub(crate) day: Option<i32>,
    /// How many there are of each.
    pub(crate) terms: u8,
    pub(crate) sentences: u8,
    pub(crate) quotes: u8,
}

/// Articles in English that the documents of a run are counted together with, so that in a run over
/// a dozen documents a word is not rare because two have it. Chosen on parts of `stories-dev` from
/// 14 to 770 documents: what is enough to be joined is then the same for all.
const ARTICLES: f64 = 1000.0;
/// By what power rarity counts.
const RARITY: f64 = 1.5;

/// A term that more documents have leads to none of them.
const LEADS: usize = 200;
/// So many steps to other documents are taken from one, along its rarest terms first.
const STEPS: usize = 4096;
/// And this many of those that are met are looked at closely.
const LOOKED_AT: usize = 48;
/// Documents printed so many days apart are met after others.
const LONG_AGO: u32 = 30;
const LONG_AGO_COUNTS: f32 = 0.5;
/// Documents that share less than this have nothing in common.
const NOTHING: f64 = 0.03;

/// What the same content to the word, shared sentences and shared quotations count, beside at most 1
/// for the terms.
const CONTENT: f64 = 1.0;
const SENTENCES: f64 = 0.1;
const QUOTATION: f64 = 0.1;
/// Copies of agency text run for days; a quotation is printed again for weeks.
const SENTENCE_DAYS: i32 = 10;
const QUOTE_DAYS: i32 = 30;
/// How many others of one key a document is compared with.
const LOOK_BACK: usize = 48;

/// What every document left behind, in an order that does not depend on how they came.
pub(crate) struct Kept<'a> {
    cards: &'a [Card],
    keys: &'a [u32],
    /// Places of the documents in the order of ingest.
    order: Vec<u32>,
    /// Keys of their contents.
    contents: Vec<u32>,
}

impl<'a> Kept<'a> {
    pub(crate) fn new(cards: &'a [Card], keys: &'a [u32]) -> Self {
        let mut order: Vec<u32> = (0..cards.len() as u32).collect();
        order.sort_by_key(|&at| (cards[at as usize].content, cards[at as usize].day));
        let contents = order.iter().map(|&at| (cards[at as usize].content >> 32) as u32).collect();
        Self { cards, keys, order, contents }
    }

    fn card(&self, document: u32) -> &Card {
        &self.cards[self.order[document as usize] as usize]
    }

    fn part(&self, document: u32, skip: impl Fn(&Card) -> usize, len: impl Fn(&Card) -> u8) -> &'a [u32] {
        let card = self.card(document);
        let start = card.start as usize + skip(card);
        &self.keys[start..start + usize::from(len(card))]
    }

    fn terms(&self, document: u32) -> impl Iterator<Item = Term> {
        self.part(document, |_| 0, |card| card.terms).iter().map(|&bits| Term::from_bits(bits))
    }

    fn sentences(&self, document: u32) -> &'a [u32] {
        self.part(document, |card| usize::from(card.terms), |card| card.sentences)
    }

    fn quotes(&self, document: u32) -> &'a [u32] {
        let skip = |card: &Card| usize::from(card.terms) + usize::from(card.sentences);
        self.part(document, skip, |card| card.quotes)
    }

    fn days_apart(&self, a: u32, b: u32) -> Option<i32> {
        Some((self.card(a).day? - self.card(b).day?).abs())
    }

    fn documents(&self) -> std::ops::Range<u32> {
        0..self.cards.len() as u32
    }
}

/// Groups of documents, ascending inside, ordered by their first.
pub(crate) fn groups(cards: &[Card], keys: &[u32]) -> Vec<Vec<u32>> {
    let kept = Kept::new(cards, keys);
    let space = space(&kept);
    let edges = edges(&kept, &space);
    let mut groups = crate::cluster::groups(&space, &edges);
    for group in &mut groups {
        for document in &mut *group {
            *document = kept.order[*document as usize];
        }
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

/// The documents by those of their terms that others have too.
fn space(kept: &Kept<'_>) -> Space {
    let mut all: Vec<u32> = kept.documents().flat_map(|it| kept.terms(it)).map(Term::id).collect();
    all.sort_unstable();
    let telling = |id: u32, documents: usize| {
        let articles = ARTICLES * having(id) + documents as f64 + 0.5;
        ((ARTICLES + kept.cards.len() as f64 + 1.0) / articles).ln().max(0.0).powf(RARITY)
    };
    // Terms of two documents or more, ascending.
    let known: Vec<(u32, f32)> = all
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() > 1)
        .map(|same| (same[0], telling(same[0], same.len()) as f32))
        .collect();
    drop(all);
    let mut space = Space {
        starts: vec![0],
        terms: Vec::new(),
        steps: Vec::new(),
        lengths: Vec::new(),
        telling: known.iter().map(|it| it.1).collect(),
        days: kept.documents().map(|document| kept.card(document).day).collect(),
    };
    for document in kept.documents() {
        let mut squares = 0.0;
        for term in kept.terms(document) {
            let found = known.binary_search_by_key(&term.id(), |it| it.0);
            let rarity = found.map_or_else(|_| telling(term.id(), 1), |at| f64::from(known[at].1));
            squares += (rarity * f64::from(weight_of(term.step()))).powi(2);
            if let Ok(at) = found {
                space.terms.push(at as u32);
                space.steps.push(term.step());
            }
        }
        space.starts.push(space.terms.len());
        space.lengths.push(squares.sqrt().max(f64::from(f32::MIN_POSITIVE)) as f32);
    }
    space
}

/// All pairs that have something in common, ascending.
fn edges(kept: &Kept<'_>, space: &Space) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    by_terms(kept, space, |a, b, terms| edges.push(Edge { a, b, terms, words: 0.0 }));
    // In this order the same content stands side by side.
    let content = |document| std::slice::from_ref(&kept.contents[document as usize]);
    walk(kept.documents(), content, usize::MAX, |a, b, _| {
        edges.push(Edge { a, b, terms: f64::NAN, words: CONTENT });
    });
    // A sentence that more have than this is its papers' furniture, a quotation a stock one.
    let furniture = (kept.cards.len() / 10).max(20);
    let stock = (kept.cards.len() / 100).max(20);
    let near = |a, b, most| kept.days_apart(a, b).is_none_or(|apart| apart <= most);
    walk(
        kept.documents(),
        |it| kept.sentences(it),
        furniture,
        |a, b, shared| {
            let shorter = kept.card(a).sentences.min(kept.card(b).sentences);
            if shared >= 2 && shared * 5 >= usize::from(shorter) && near(a, b, SENTENCE_DAYS) {
                edges.push(Edge { a, b, terms: f64::NAN, words: SENTENCES });
            }
        },
    );
    walk(
        kept.documents(),
        |it| kept.quotes(it),
        stock,
        |a, b, shared| {
            if shared >= 2 && near(a, b, QUOTE_DAYS) {
                edges.push(Edge { a, b, terms: f64::NAN, words: QUOTATION });
            }
        },
    );
    edges.sort_unstable_by(|x, y| {
        (x.a, x.b).cmp(&(y.a, y.b)).then(x.terms.total_cmp(&y.terms)).then(x.words.total_cmp(&y.words))
    });
    edges.dedup_by(|later, kept| {
        let same = (later.a, later.b) == (kept.a, kept.b);
        if same {
            kept.words += later.words;
            if kept.terms.is_nan() {
                kept.terms = later.terms;
            }
        }
        same
    });
    for edge in &mut edges {
        if edge.terms.is_nan() {
            edge.terms = space.shared(edge.a, edge.b);
        }
    }
    edges
}

/// Calls for every pair that shares enough terms to be looked at, some of them twice.
fn by_terms(kept: &Kept<'_>, space: &Space, mut visit: impl FnMut(u32, u32, f64)) {
    // Documents by term.
    let mut starts = vec![0_usize; space.telling.len() + 1];
    for &term in &space.terms {
        starts[term as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut documents = vec![0_u32; space.terms.len()];
    let mut free = starts.clone();
    for document in kept.documents() {
        for (term, _) in space.of(document) {
            documents[free[term as usize]] = document;
            free[term as usize] += 1;
        }
    }
    drop(free);
    let having = |term: u32| starts[term as usize + 1] - starts[term as usize];

    let mut met = vec![0.0_f32; space.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut likely: Vec<(f32, u32)> = Vec::new();
    // What each term counts in the document at hand.
    let mut here = vec![0.0_f32; space.telling.len()];
    for document in kept.documents() {
        let mut terms: Vec<(u32, f32)> = space.of(document).collect();
        for &(term, weight) in &terms {
            here[term as usize] = weight * space.telling[term as usize].powi(2);
        }
        terms.retain(|it| having(it.0) <= LEADS);
        terms.sort_unstable_by_key(|it| (having(it.0), it.0));
        let mut steps = 0;
        for &(term, _) in &terms {
            steps += having(term);
            if steps > STEPS {
                break;
            }
            for &other in &documents[starts[term as usize]..starts[term as usize + 1]] {
                if met[other as usize] == 0.0 {
                    touched.push(other);
                }
                met[other as usize] += here[term as usize];
            }
        }
        likely.clear();
        for other in touched.drain(..) {
            let met = std::mem::take(&mut met[other as usize]);
            if other != document {
                let days = match (space.days[document as usize], space.days[other as usize]) {
                    (Some(here), Some(there)) if here.abs_diff(there) > LONG_AGO => LONG_AGO_COUNTS,
                    _ => 1.0,
                };
                // A long document has many terms, so that each says less of it.
                likely.push((days * met / space.lengths[other as usize], other));
            }
        }
        if likely.len() > LOOKED_AT {
            likely.select_nth_unstable_by(LOOKED_AT, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            likely.truncate(LOOKED_AT);
        }
        for &(_, other) in &likely {
            let product: f64 = space
                .of(other)
                .map(|(term, weight)| f64::from(weight) * f64::from(here[term as usize]))
                .sum();
            let lengths =
                f64::from(space.lengths[document as usize]) * f64::from(space.lengths[other as usize]);
            if product / lengths >= NOTHING {
                visit(document.min(other), document.max(other), product / lengths);
            }
        }
        for (term, _) in space.of(document) {
            here[term as usize] = 0.0;
        }
    }
}

/// For every document, each other one that shares keys with it and has a lower number, and how many.
fn walk<'a>(
    documents: std::ops::Range<u32>,
    keys: impl Fn(u32) -> &'a [u32],
    most: usize,
    mut visit: impl FnMut(u32, u32, usize),
) {
    let mut postings: Vec<(u32, u32)> = documents
        .clone()
        .flat_map(|document| keys(document).iter().map(move |&key| (key, document)))
        .collect();
    postings.sort_unstable();
    let mut met: Vec<u32> = Vec::new();
    for document in documents {
        met.clear();
        for &key in keys(document) {
            let first = postings.partition_point(|it| it.0 < key);
            let having = postings[first..].partition_point(|it| it.0 == key);
            let here = postings[first..first + having].partition_point(|it| it.1 < document);
            if having <= most {
                let from = here.saturating_sub(LOOK_BACK);
                met.extend(postings[first + from..first + here].iter().map(|it| it.1));
                if from > 0 {
                    met.push(postings[first].1);
                }
            }
        }
        met.sort_unstable();
        for run in met.chunk_by(|a, b| a == b) {
            visit(run[0], document, run.len());
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
        let mut met = vec![0; 200];
        walk(0..200, |_| &[7], 1000, |_, document, _| met[document as usize] += 1);
        assert_eq!((met[0], met[1], met[199]), (0, 1, LOOK_BACK + 1));
        walk(0..200, |_| &[7], 100, |_, _, _| panic!("too many have it"));
    }
}
