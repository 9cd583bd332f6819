//! Groups of documents by how much they have in common, two at a time, and where to part them.
//!
//! *Joining* is average linkage: the two groups whose documents share most, on average over all
//! pairs, become one, until no two share enough. That average is exact without looking at all pairs:
//! it is the product of the groups' sums.
//!
//! *Parting* goes through the tree of joins from the top. Stories of one kind ("a boxer keeps his
//! title", twice) share so many words that they end up in one group; weighed by how rare a term is
//! *inside that group*, what they share weighs nothing any more, and what is each one's own is all
//! that is left. Two sides that then have little in common are two stories.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use crate::terms::weight_of;

/// What two groups share on average to be one: this much when they are large, and more when they
/// are small and an average says little. [`enough`] has the form.
///
/// `LARGE` was chosen on `stories-dev` with [`APART`]; found again when chosen on half of its topics.
/// `SMALL` would be best at 0.05 there (B³ F1 95.3, where it is 92.9 now), but the articles of that
/// set are short: longer ones on one war share 0.08 to 0.13 by their subject alone, and two of them
/// are not one story for that. A document that is left alone still stands in the report; one that
/// is put into the wrong story makes its claims look corroborated.
const LARGE: f64 = 0.04;
const SMALL: f64 = 0.12;

/// Two sides of a group that share less, by the words that are rare inside the group, are apart.
const APART: f64 = 0.07;
/// Independent texts that each side needs before that can be said.
const SIDE: usize = 3;
/// Documents that share more than this print one text: to ask what a side has in common they are one.
const ONE_TEXT: f64 = 0.6;

/// Days between the nearest documents of two sides up to which their sharing counts in full, the days
/// after which it counts half, and the least that it counts: an anniversary is told in other words
/// anyway, and a date can be misread.
const SAME_DAYS: f64 = 14.0;
const HALF_DAYS: f64 = 30.0;
const LEAST: f64 = 0.5;

fn enough(a: usize, b: usize) -> f64 {
    LARGE + SMALL / ((a * b) as f64).sqrt()
}

/// What sharing counts over this many days.
fn fading(days: f64) -> f64 {
    (-(days - SAME_DAYS).max(0.0) / HALF_DAYS).exp2().max(LEAST)
}

/// Documents as points: their terms, by the number of the term, ascending.
pub(crate) struct Space {
    /// For each document where its terms start; one more at the end.
    pub(crate) starts: Vec<usize>,
    pub(crate) terms: Vec<u32>,
    /// What each term counts in its document.
    pub(crate) steps: Vec<u8>,
    /// For each document the length that its terms are divided by.
    pub(crate) lengths: Vec<f32>,
    /// For each term how much it tells.
    pub(crate) telling: Vec<f32>,
    pub(crate) days: Vec<Option<i32>>,
}

impl Space {
    pub(crate) fn len(&self) -> usize {
        self.days.len()
    }

    /// Terms of a document with what they count.
    pub(crate) fn of(&self, document: u32) -> impl Iterator<Item = (u32, f32)> {
        let range = self.starts[document as usize]..self.starts[document as usize + 1];
        self.terms[range.clone()].iter().zip(&self.steps[range]).map(|(&term, &step)| (term, weight_of(step)))
    }

    /// The document as a vector of length 1.
    fn vector(&self, document: u32) -> Vec<(u32, f32)> {
        let length = self.lengths[document as usize];
        self.of(document)
            .map(|(term, weight)| (term, weight * self.telling[term as usize] / length))
            .collect()
    }

    /// What two documents share.
    pub(crate) fn shared(&self, a: u32, b: u32) -> f64 {
        dot(&self.vector(a), &self.vector(b))
    }
}

/// What two documents share, as far as it is known before they are joined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub(crate) a: u32,
    pub(crate) b: u32,
    /// Terms.
    pub(crate) terms: f64,
    /// Sentences and quotations: as much, whenever they were printed.
    pub(crate) words: f64,
}

/// A group of documents while groups are joined.
struct Group {
    size: usize,
    /// The sum of its documents.
    sum: Vec<(u32, f32)>,
    /// Groups that it may be joined to, ascending: the products with them.
    near: Vec<(u32, f64, f64)>,
}

/// A join, in the tree of all.
#[derive(Clone, Copy)]
struct Join {
    left: u32,
    right: u32,
    shared: f64,
    size: u32,
}

/// The groups of documents, each ascending. `edges` are ascending and without repeats, `a` below `b`.
pub(crate) fn groups(space: &Space, edges: &[Edge]) -> Vec<Vec<u32>> {
    let tree = Tree { documents: space.len() as u32, joins: join(space, edges) };
    let mut groups = Vec::new();
    let mut parting = Parting::new(space, &tree);
    for root in tree.roots() {
        groups.extend(parting.stories(root));
    }
    groups
}

/// A pair of groups that may be joined, the most alike first.
#[derive(PartialEq)]
struct Candidate {
    shared: f64,
    a: u32,
    b: u32,
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.shared.total_cmp(&other.shared).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn join(space: &Space, edges: &[Edge]) -> Vec<Join> {
    let mut groups: Vec<Option<Group>> =
        (0..space.len() as u32).map(|_| Some(Group { size: 1, sum: Vec::new(), near: Vec::new() })).collect();
    let mut heap = BinaryHeap::new();
    for edge in edges {
        for (here, there) in [(edge.a, edge.b), (edge.b, edge.a)] {
            let group = groups[here as usize].as_mut().expect("no group is joined yet");
            if group.near.is_empty() {
                group.sum = space.vector(here);
            }
            group.near.push((there, edge.terms, edge.words));
        }
    }
    for group in groups.iter_mut().flatten() {
        group.near.sort_unstable_by_key(|near| near.0);
    }
    for edge in edges {
        consider(&mut heap, &groups, edge.a, edge.b, edge.terms, edge.words);
    }
    let mut joins = Vec::new();
    while let Some(Candidate { shared, a, b }) = heap.pop() {
        if groups[a as usize].is_none() || groups[b as usize].is_none() {
            continue;
        }
        let (left, right) = (groups[a as usize].take(), groups[b as usize].take());
        let (left, right) = (left.expect("looked at above"), right.expect("looked at above"));
        let number = groups.len() as u32;
        let near = near_both(&groups, &left, &right);
        joins.push(Join { left: a, right: b, shared, size: (left.size + right.size) as u32 });
        groups.push(Some(Group {
            size: left.size + right.size,
            sum: add(&left.sum, &right.sum),
            near: Vec::new(),
        }));
        for &(other, terms, words) in &near {
            let group = groups[other as usize].as_mut().expect("only living groups are near");
            group.near.push((number, terms, words));
            consider(&mut heap, &groups, other, number, terms, words);
        }
        groups[number as usize].as_mut().expect("just made").near = near;
    }
    joins
}

/// Puts a pair on the heap when it shares enough for any size.
fn consider(
    heap: &mut BinaryHeap<Candidate>,
    groups: &[Option<Group>],
    a: u32,
    b: u32,
    terms: f64,
    words: f64,
) {
    let (Some(left), Some(right)) = (&groups[a as usize], &groups[b as usize]) else { return };
    let shared = (terms + words) / (left.size * right.size) as f64;
    if shared >= LARGE {
        heap.push(Candidate { shared, a, b });
    }
}

/// What is near either of two groups, with its products with both.
fn near_both(groups: &[Option<Group>], left: &Group, right: &Group) -> Vec<(u32, f64, f64)> {
    let mut near = Vec::with_capacity(left.near.len() + right.near.len());
    let (mut i, mut j) = (0, 0);
    loop {
        let next = match (left.near.get(i), right.near.get(j)) {
            (Some(a), Some(b)) => a.0.min(b.0),
            (Some(only), None) | (None, Some(only)) => only.0,
            (None, None) => break,
        };
        let take = |list: &[(u32, f64, f64)], at: &mut usize| {
            let found = list.get(*at).filter(|it| it.0 == next).map(|it| (it.1, it.2));
            *at += usize::from(found.is_some());
            found
        };
        let (a, b) = (take(&left.near, &mut i), take(&right.near, &mut j));
        // Groups that are joined already are in the list under their new number.
        let Some(other) = &groups[next as usize] else { continue };
        let a = a.unwrap_or_else(|| (dot(&left.sum, &other.sum), 0.0));
        let b = b.unwrap_or_else(|| (dot(&right.sum, &other.sum), 0.0));
        near.push((next, a.0 + b.0, a.1 + b.1));
    }
    near
}

/// The product of two vectors.
fn dot(one: &[(u32, f32)], other: &[(u32, f32)]) -> f64 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut sum = 0.0;
    if short.len() * 8 < long.len() {
        for &(term, value) in short {
            if let Ok(at) = long.binary_search_by_key(&term, |it| it.0) {
                sum += f64::from(value) * f64::from(long[at].1);
            }
        }
        return sum;
    }
    let mut rest = long;
    for &(term, value) in short {
        while let [(next, _), tail @ ..] = rest
            && *next < term
        {
            rest = tail;
        }
        if let [(next, there), ..] = rest
            && *next == term
        {
            sum += f64::from(value) * f64::from(*there);
        }
    }
    sum
}

fn add(one: &[(u32, f32)], other: &[(u32, f32)]) -> Vec<(u32, f32)> {
    let mut sum = Vec::with_capacity(one.len() + other.len());
    let mut rest = other;
    for &(term, value) in one {
        while let [first, tail @ ..] = rest
            && first.0 < term
        {
            sum.push(*first);
            rest = tail;
        }
        match rest {
            [(same, there), tail @ ..] if *same == term => {
                sum.push((term, value + there));
                rest = tail;
            }
            _ => sum.push((term, value)),
        }
    }
    sum.extend(rest);
    sum
}

/// All joins: nodes below `documents` are documents, the others are joins in their order.
struct Tree {
    documents: u32,
    joins: Vec<Join>,
}

impl Tree {
    fn join(&self, node: u32) -> Option<Join> {
        self.joins.get(node.checked_sub(self.documents)? as usize).copied()
    }

    fn size(&self, node: u32) -> usize {
        self.join(node).map_or(1, |join| join.size as usize)
    }

    /// Nodes that are part of no other, those with the first documents first.
    fn roots(&self) -> Vec<u32> {
        let mut inside = vec![false; self.documents as usize + self.joins.len()];
        for join in &self.joins {
            inside[join.left as usize] = true;
            inside[join.right as usize] = true;
        }
        (0..inside.len() as u32).filter(|&node| !inside[node as usize]).collect()
    }

    /// The documents under a node.
    fn leaves(&self, node: u32) -> Vec<u32> {
        let mut leaves = Vec::with_capacity(self.size(node));
        self.visit(node, |leaf, _| leaves.push(leaf), |_| true);
        leaves
    }

    /// One document of each text under a node.
    fn texts(&self, node: u32) -> Vec<u32> {
        let mut texts = Vec::new();
        self.visit(node, |leaf, first| texts.extend(first.then_some(leaf)), |join| join.shared < ONE_TEXT);
        texts
    }

    /// Calls for every document under a node, from left to right; `true` with those that are the
    /// first below a join that `apart` doesn't hold for.
    fn visit(&self, node: u32, mut leaf: impl FnMut(u32, bool), apart: impl Fn(&Join) -> bool) {
        let mut stack = vec![(node, true)];
        while let Some((node, first)) = stack.pop() {
            match self.join(node) {
                None => leaf(node, first),
                Some(join) => {
                    stack.push((join.right, first && apart(&join)));
                    stack.push((join.left, first));
                }
            }
        }
    }
}

/// Goes through the tree from the top and takes stories apart that only share their subject.
struct Parting<'a> {
    space: &'a Space,
    tree: &'a Tree,
    /// For each term, in how many of the texts at hand it is; zero between uses.
    having: Vec<u32>,
}

/// A smaller side that was left behind on the way down.
enum Aside {
    /// It is apart.
    Apart(u32),
    /// It belongs to whichever story of the larger side it shares most with.
    With(u32),
}

impl<'a> Parting<'a> {
    fn new(space: &'a Space, tree: &'a Tree) -> Self {
        Self { space, tree, having: vec![0; space.telling.len()] }
    }

    /// The stories under a node. Goes down the larger sides by itself and calls itself for smaller
    /// ones only, so that its depth is the logarithm of their size.
    fn stories(&mut self, mut node: u32) -> Vec<Vec<u32>> {
        let mut aside = Vec::new();
        let mut stories = loop {
            let Some(join) = self.tree.join(node) else { break vec![vec![node]] };
            let sizes = (self.tree.size(join.left), self.tree.size(join.right));
            let (large, small) =
                if sizes.0 >= sizes.1 { (join.left, join.right) } else { (join.right, join.left) };
            let enough = enough(sizes.0, sizes.1);
            let close = join.shared * LEAST < enough;
            if join.shared < enough || close && join.shared * self.faded(large, small) < enough {
                aside.push(Aside::Apart(small));
            } else if self.tree.size(small) < SIDE {
                aside.push(Aside::With(small));
            } else {
                let texts = (self.tree.texts(large), self.tree.texts(small));
                if texts.0.len() < SIDE || texts.1.len() < SIDE {
                    aside.push(Aside::With(small));
                } else if self.own_words(&texts.0, &texts.1) < APART {
                    aside.push(Aside::Apart(small));
                } else {
                    break vec![self.tree.leaves(node)];
                }
            }
            node = large;
        };
        for aside in aside.into_iter().rev() {
            match aside {
                Aside::Apart(small) => stories.extend(self.stories(small)),
                Aside::With(small) => {
                    let few = self.tree.leaves(small);
                    let (best, shared) = self.nearest(&few, &stories);
                    if shared >= enough(few.len(), stories[best].len()) {
                        stories[best].extend(few);
                    } else {
                        stories.extend(self.stories(small));
                    }
                }
            }
        }
        stories
    }

    /// What the sharing of two sides counts, by the days between the nearest of their documents.
    fn faded(&self, large: u32, small: u32) -> f64 {
        let days = |side: u32| {
            let mut days: Vec<i32> =
                self.tree.leaves(side).into_iter().filter_map(|it| self.space.days[it as usize]).collect();
            days.sort_unstable();
            days
        };
        let (small, large) = (days(small), days(large));
        let gap = |day: &i32| {
            let after = large.partition_point(|other| other < day);
            let near = [large.get(after), after.checked_sub(1).and_then(|before| large.get(before))];
            near.into_iter().flatten().map(|other| (other - day).abs()).min()
        };
        small.iter().filter_map(gap).min().map_or(1.0, |days| fading(f64::from(days)))
    }

    /// What two sides share on average, by the terms that are rare in both together. Terms of one
    /// text only say nothing here.
    fn own_words(&mut self, left: &[u32], right: &[u32]) -> f64 {
        let texts = || left.iter().chain(right).copied();
        for text in texts() {
            for (term, _) in self.space.of(text) {
                self.having[term as usize] += 1;
            }
        }
        let all = (left.len() + right.len() + 1) as f64;
        let mut sums: [BTreeMap<u32, f64>; 2] = [BTreeMap::new(), BTreeMap::new()];
        for (side, sum) in [left, right].into_iter().zip(&mut sums) {
            for &text in side {
                let vector: Vec<(u32, f64)> = self
                    .space
                    .of(text)
                    .filter(|&(term, _)| self.having[term as usize] > 1)
                    .map(|(term, weight)| {
                        (term, f64::from(weight) * (all / f64::from(self.having[term as usize])).ln())
                    })
                    .collect();
                let length = vector.iter().map(|(_, x)| x * x).sum::<f64>().sqrt();
                if length > 0.0 {
                    for (term, x) in vector {
                        *sum.entry(term).or_default() += x / length;
                    }
                }
            }
        }
        for text in texts() {
            for (term, _) in self.space.of(text) {
                self.having[term as usize] = 0;
            }
        }
        let [a, b] = sums;
        let product: f64 = a.iter().filter_map(|(term, x)| Some(x * b.get(term)?)).sum();
        product / (left.len() * right.len()) as f64
    }

    /// The story that these documents share most with on average, and how much.
    fn nearest(&self, few: &[u32], stories: &[Vec<u32>]) -> (usize, f64) {
        if stories.len() == 1 {
            // They were joined because they share enough.
            return (0, f64::INFINITY);
        }
        let sum_of = |documents: &[u32]| {
            let mut sum: BTreeMap<u32, f64> = BTreeMap::new();
            for &document in documents {
                for (term, x) in self.space.vector(document) {
                    *sum.entry(term).or_default() += f64::from(x);
                }
            }
            sum
        };
        let here = sum_of(few);
        let shared = |story: &Vec<u32>| {
            let there = sum_of(story);
            let product: f64 = here.iter().filter_map(|(term, x)| Some(x * there.get(term)?)).sum();
            product / (few.len() * story.len()) as f64
        };
        let mut best = (0, f64::NEG_INFINITY);
        for (at, story) in stories.iter().enumerate() {
            let shared = shared(story);
            if shared > best.1 {
                best = (at, shared);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents of terms that all count the same.
    fn space(documents: &[&[u32]]) -> (Space, Vec<Edge>) {
        let mut space = Space {
            starts: vec![0],
            terms: Vec::new(),
            steps: Vec::new(),
            lengths: Vec::new(),
            telling: vec![1.0; 1000],
            days: vec![None; documents.len()],
        };
        for terms in documents {
            space.terms.extend(*terms);
            space.steps.extend(terms.iter().map(|_| 0));
            space.starts.push(space.terms.len());
            space.lengths.push((terms.len() as f32).sqrt());
        }
        let mut edges = Vec::new();
        for a in 0..documents.len() as u32 {
            for b in a + 1..documents.len() as u32 {
                let terms = space.shared(a, b);
                if terms > 0.0 {
                    edges.push(Edge { a, b, terms, words: 0.0 });
                }
            }
        }
        (space, edges)
    }

    fn sorted(documents: &[&[u32]]) -> Vec<Vec<u32>> {
        let (space, edges) = space(documents);
        let mut groups = groups(&space, &edges);
        for group in &mut groups {
            group.sort_unstable();
        }
        groups.sort();
        groups
    }

    #[test]
    fn sums_are_exact() {
        let a = [(1, 1.0), (3, 2.0)];
        let b = [(2, 1.0), (3, 3.0)];
        assert_eq!(add(&a, &b), [(1, 1.0), (2, 1.0), (3, 5.0)]);
        assert!((dot(&a, &b) - 6.0).abs() < 1e-9);
        let long: Vec<(u32, f32)> = (0..100).map(|term| (term, 1.0)).collect();
        assert!((dot(&a, &long) - 3.0).abs() < 1e-9);
    }

    #[test]
    fn strangers_stay_alone() {
        assert_eq!(sorted(&[&[1, 2, 3], &[4, 5, 6], &[1, 2, 9]]), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn one_subject_is_not_one_story() {
        // All share 1 to 4; what is each story's own is 10 to 15 and 20 to 25.
        let documents: Vec<Vec<u32>> = (0..10)
            .map(|n| {
                let own = if n < 5 { 10 } else { 20 };
                let mut terms: Vec<u32> = vec![1, 2, 3, 4];
                terms.extend((0..6).filter(|it| it % 5 != n % 5).map(|it| own + it));
                terms.extend((0..8).map(|it| 100 + 10 * n + it));
                terms
            })
            .collect();
        let documents: Vec<&[u32]> = documents.iter().map(Vec::as_slice).collect();
        assert_eq!(sorted(&documents), [vec![0, 1, 2, 3, 4], vec![5, 6, 7, 8, 9]]);
    }

    #[test]
    fn copies_are_no_side_of_their_own() {
        // Three papers print one text, three others tell it in their own words.
        let documents: Vec<Vec<u32>> = (0..6)
            .map(|n| {
                let mut terms: Vec<u32> = (1..12).collect();
                let own = if n < 3 { 30 } else { 40 + 20 * n };
                terms.extend(own..own + 10);
                terms
            })
            .collect();
        let documents: Vec<&[u32]> = documents.iter().map(Vec::as_slice).collect();
        assert_eq!(sorted(&documents), [vec![0, 1, 2, 3, 4, 5]]);
    }

    #[test]
    fn days_apart_count_less() {
        assert!((fading(2.0) - 1.0).abs() < 1e-9);
        assert!((fading(44.0) - 0.5).abs() < 1e-9);
        assert!((fading(4000.0) - LEAST).abs() < 1e-9);
        let documents: [&[u32]; 2] = [&[1, 2, 3, 4, 5, 6], &[1, 11, 12, 13, 14, 15]];
        let (mut space, edges) = space(&documents);
        assert_eq!(groups(&space, &edges).len(), 1);
        space.days = vec![Some(0), Some(90)];
        assert_eq!(groups(&space, &edges).len(), 2);
    }
}
