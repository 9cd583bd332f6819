//! Groups of documents by how much they have in common, two at a time, and where to part them. What is
//! large, the sums of groups, waits in a file.
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
use std::collections::{BTreeMap, BinaryHeap, HashMap};

use rapporteur_stage::StageError;

use crate::space::Space;
use crate::spool::{Scratch, Spool, word};

/// What two groups share on average to be one: this much when they are large, and more when they
/// are small and an average says little. [`enough`] has the form.
///
/// `LARGE` was chosen on `stories-dev` with [`APART`]; found again when chosen on half of its topics.
/// `SMALL` would be best at 0.05 there (B³ F1 95.3, where it is 92.9 now), but the articles of that
/// set are short: longer ones on one war share 0.08 to 0.13 by their subject alone, and two of them
/// are not one story for that. A document that is left alone still stands in the report; one that
/// is put into the wrong story makes its claims look corroborated.
pub(crate) const LARGE: f64 = 0.04;
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

/// Groups that a group may be joined to, ascending, with the products of the two.
pub(crate) type Near = Vec<(u32, f32)>;

/// Documents added up: terms, ascending.
type Sum = Vec<(u32, f32)>;

/// A join, in the tree of all.
#[derive(Clone, Copy)]
struct Join {
    left: u32,
    right: u32,
    shared: f32,
    size: u32,
}

/// Calls for each group of documents. `near` has for each document those that have something in common
/// with it, both ways.
pub(crate) fn groups(
    space: &mut Space,
    near: Vec<Near>,
    scratch: &Scratch,
    mut visit: impl FnMut(Vec<u32>),
) -> Result<(), StageError> {
    let documents = space.len() as u32;
    let tree = Tree { documents, joins: Joining::new(space, near, scratch).run()? };
    let mut parting = Parting { space, tree: &tree };
    for root in tree.roots() {
        for story in parting.stories(root)? {
            visit(story);
        }
    }
    Ok(())
}

/// A group and the one that it shares most with, the most alike first.
#[derive(Clone, Copy)]
struct Candidate {
    shared: f32,
    group: u32,
    other: u32,
}

impl Candidate {
    fn pair(&self) -> (u32, u32) {
        (self.group.min(self.other), self.group.max(self.other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        let pairs = || (other.pair(), other.group).cmp(&(self.pair(), self.group));
        self.shared.total_cmp(&other.shared).then_with(pairs)
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A group of documents while groups are joined.
struct Group {
    /// How many documents it has; none when it is part of another.
    size: u32,
    /// Where its sum is, how long that is and how long it may become; nowhere for a document, which is
    /// its own.
    sum: u64,
    len: u32,
    room: u32,
    near: Near,
    /// What it shares with the one that it shares most with, and which that is: there or joined since.
    best: (f32, u32),
}

const NOBODY: (f32, u32) = (0.0, u32::MAX);

/// Bytes of a term of a sum.
const TERM: usize = 8;

/// The state of joining. Sums wait in a file, so that memory holds what each group is near to only.
struct Joining<'a> {
    space: &'a mut Space,
    groups: Vec<Group>,
    sums: Spool,
    heap: BinaryHeap<Candidate>,
    joins: Vec<Join>,
    bytes: Vec<u8>,
}

impl<'a> Joining<'a> {
    fn new(space: &'a mut Space, near: Vec<Near>, scratch: &Scratch) -> Self {
        let documents = near.len();
        let mut groups = Vec::with_capacity(documents * 2);
        let document = |near| Group { size: 1, sum: 0, len: 0, room: 0, near, best: NOBODY };
        groups.extend(near.into_iter().map(document));
        let mut joining = Self {
            space,
            groups,
            sums: scratch.spool("sums"),
            heap: BinaryHeap::new(),
            joins: Vec::new(),
            bytes: Vec::new(),
        };
        for group in 0..documents as u32 {
            joining.look(group);
        }
        joining
    }

    fn living(&self, group: u32) -> bool {
        self.groups[group as usize].size > 0
    }

    /// What two groups share on average, by their product.
    fn shared(&self, a: u32, b: u32, product: f32) -> f32 {
        let pairs = f64::from(self.groups[a as usize].size) * f64::from(self.groups[b as usize].size);
        (f64::from(product) / pairs) as f32
    }

    /// Finds the living group that a group shares most with.
    fn look(&mut self, group: u32) {
        let mut best = NOBODY;
        for &(other, product) in &self.groups[group as usize].near {
            if self.living(other) {
                let shared = self.shared(group, other, product);
                if f64::from(shared) >= LARGE && shared > best.0 {
                    best = (shared, other);
                }
            }
        }
        self.prefer(group, best);
    }

    fn prefer(&mut self, group: u32, best: (f32, u32)) {
        self.groups[group as usize].best = best;
        if best != NOBODY {
            self.heap.push(Candidate { shared: best.0, group, other: best.1 });
            // Those that something better was found for are left behind.
            if self.heap.len() > 2 * self.groups.len() + 64 {
                let groups = &self.groups;
                self.heap.retain(|it| groups[it.group as usize].best == (it.shared, it.other));
            }
        }
    }

    fn run(mut self) -> Result<Vec<Join>, StageError> {
        while let Some(Candidate { shared, group, other }) = self.heap.pop() {
            let here = &self.groups[group as usize];
            if here.size == 0 || here.best != (shared, other) {
                continue;
            }
            if self.living(other) {
                self.join(group.min(other), group.max(other), shared)?;
            } else {
                self.look(group);
            }
        }
        Ok(self.joins)
    }

    fn join(&mut self, left: u32, right: u32, shared: f32) -> Result<(), StageError> {
        let sums = [self.sum(left)?, self.sum(right)?];
        let near = self.near_both(left, right, &sums)?;
        let size = self.groups[left as usize].size + self.groups[right as usize].size;
        let (sum, len, room) = self.keep(left, right, &add(&sums[0], &sums[1]))?;
        for group in [left, right] {
            let group = &mut self.groups[group as usize];
            (group.size, group.best) = (0, NOBODY);
        }
        let number = self.groups.len() as u32;
        self.joins.push(Join { left, right, shared, size });
        self.groups.push(Group { size, sum, len, room, near: Vec::new(), best: NOBODY });
        for &(other, product) in &near {
            let mut list = std::mem::take(&mut self.groups[other as usize].near);
            if list.len() == list.capacity() {
                list.retain(|it| self.living(it.0));
            }
            list.push((number, product));
            self.groups[other as usize].near = list;
            let shared = self.shared(other, number, product);
            if f64::from(shared) >= LARGE && shared > self.groups[other as usize].best.0 {
                self.prefer(other, (shared, number));
            }
        }
        self.groups[number as usize].near = near;
        self.look(number);
        Ok(())
    }

    /// The sum of a group's documents.
    fn sum(&mut self, group: u32) -> Result<Sum, StageError> {
        let Group { sum, len, .. } = self.groups[group as usize];
        if (group as usize) < self.space.len() {
            return self.space.vector(group);
        }
        self.bytes.resize(len as usize * TERM, 0);
        self.sums.read(sum, &mut self.bytes)?;
        let term = |term: &[u8]| (word(term, 0), f32::from_bits(word(term, 4)));
        Ok(self.bytes.chunks_exact(TERM).map(term).collect())
    }

    /// Writes the sum of two groups where one of theirs is, if it has room there.
    fn keep(&mut self, left: u32, right: u32, sum: &[(u32, f32)]) -> Result<(u64, u32, u32), StageError> {
        self.bytes.clear();
        for (term, value) in sum {
            self.bytes.extend_from_slice(&term.to_le_bytes());
            self.bytes.extend_from_slice(&value.to_le_bytes());
        }
        let len = sum.len() as u32;
        for group in [left, right] {
            let Group { sum, room, .. } = self.groups[group as usize];
            if room >= len && len > 0 {
                self.sums.overwrite(sum, &self.bytes)?;
                return Ok((sum, len, room));
            }
        }
        let room = len + len / 2;
        self.bytes.resize(room as usize * TERM, 0);
        Ok((self.sums.append(&self.bytes)?, len, room))
    }

    /// What is near either of two groups, with its product with both.
    fn near_both(&mut self, left: u32, right: u32, sums: &[Sum; 2]) -> Result<Near, StageError> {
        let lists = [left, right].map(|group| std::mem::take(&mut self.groups[group as usize].near));
        let mut near = Vec::with_capacity(lists[0].len() + lists[1].len());
        let [mut one, mut other] = [lists[0].iter().peekable(), lists[1].iter().peekable()];
        loop {
            let next = match (one.peek(), other.peek()) {
                (Some(a), Some(b)) => a.0.min(b.0),
                (Some(only), None) | (None, Some(only)) => only.0,
                (None, None) => break,
            };
            let products = [one.next_if(|it| it.0 == next), other.next_if(|it| it.0 == next)]
                .map(|it| it.map(|it| it.1));
            // Groups that are joined already are in the list under their new number.
            if next == left || next == right || !self.living(next) {
                continue;
            }
            let product = match products {
                [Some(a), Some(b)] => a + b,
                [Some(known), None] => known + dot(&sums[1], &self.sum(next)?) as f32,
                [None, Some(known)] => known + dot(&sums[0], &self.sum(next)?) as f32,
                [None, None] => continue,
            };
            near.push((next, product));
        }
        near.shrink_to_fit();
        Ok(near)
    }
}

/// The product of two vectors.
pub(crate) fn dot(one: &[(u32, f32)], other: &[(u32, f32)]) -> f64 {
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

fn add(one: &[(u32, f32)], other: &[(u32, f32)]) -> Sum {
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
        let apart = |join: &Join| f64::from(join.shared) < ONE_TEXT;
        self.visit(node, |leaf, first| texts.extend(first.then_some(leaf)), apart);
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
    space: &'a mut Space,
    tree: &'a Tree,
}

/// A smaller side that was left behind on the way down.
enum Aside {
    /// It is apart.
    Apart(u32),
    /// It belongs to whichever story of the larger side it shares most with.
    With(u32),
}

impl Parting<'_> {
    /// The stories under a node. Goes down the larger sides by itself and calls itself for smaller
    /// ones only, so that its depth is the logarithm of their size.
    fn stories(&mut self, mut node: u32) -> Result<Vec<Vec<u32>>, StageError> {
        let mut aside = Vec::new();
        let mut stories = loop {
            let Some(join) = self.tree.join(node) else { break vec![vec![node]] };
            let sizes = (self.tree.size(join.left), self.tree.size(join.right));
            let (large, small) =
                if sizes.0 >= sizes.1 { (join.left, join.right) } else { (join.right, join.left) };
            let enough = enough(sizes.0, sizes.1);
            let shared = f64::from(join.shared);
            let close = shared * LEAST < enough;
            if shared < enough || close && shared * self.faded(large, small) < enough {
                aside.push(Aside::Apart(small));
            } else if self.tree.size(small) < SIDE {
                aside.push(Aside::With(small));
            } else {
                let texts = (self.tree.texts(large), self.tree.texts(small));
                if texts.0.len() < SIDE || texts.1.len() < SIDE {
                    aside.push(Aside::With(small));
                } else if self.own_words(&texts.0, &texts.1)? < APART {
                    aside.push(Aside::Apart(small));
                } else {
                    break vec![self.tree.leaves(node)];
                }
            }
            node = large;
        };
        for aside in aside.into_iter().rev() {
            match aside {
                Aside::Apart(small) => stories.extend(self.stories(small)?),
                Aside::With(small) => {
                    let few = self.tree.leaves(small);
                    let (best, shared) = self.nearest(&few, &stories)?;
                    if shared >= enough(few.len(), stories[best].len()) {
                        stories[best].extend(few);
                    } else {
                        stories.extend(self.stories(small)?);
                    }
                }
            }
        }
        Ok(stories)
    }

    /// What the sharing of two sides counts, by the days between the nearest of their documents.
    fn faded(&self, large: u32, small: u32) -> f64 {
        let days = |side: u32| {
            let mut days: Vec<i32> =
                self.tree.leaves(side).into_iter().filter_map(|it| self.space.day(it)).collect();
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
    fn own_words(&mut self, left: &[u32], right: &[u32]) -> Result<f64, StageError> {
        // In how many texts each term is.
        let mut having: HashMap<u32, u32> = HashMap::new();
        for &text in left.iter().chain(right) {
            for entry in self.space.entries(text)? {
                *having.entry(entry.term).or_default() += 1;
            }
        }
        let all = (left.len() + right.len() + 1) as f64;
        let mut sums: [BTreeMap<u32, f64>; 2] = [BTreeMap::new(), BTreeMap::new()];
        for (side, sum) in [left, right].into_iter().zip(&mut sums) {
            for &text in side {
                let vector: Vec<(u32, f64)> = self
                    .space
                    .entries(text)?
                    .iter()
                    .filter(|it| having[&it.term] > 1)
                    .map(|it| (it.term, f64::from(it.weight) * (all / f64::from(having[&it.term])).ln()))
                    .collect();
                let length = vector.iter().map(|(_, x)| x * x).sum::<f64>().sqrt();
                if length > 0.0 {
                    for (term, x) in vector {
                        *sum.entry(term).or_default() += x / length;
                    }
                }
            }
        }
        let [a, b] = sums;
        let product: f64 = a.iter().filter_map(|(term, x)| Some(x * b.get(term)?)).sum();
        Ok(product / (left.len() * right.len()) as f64)
    }

    /// The story that these documents share most with on average, and how much.
    fn nearest(&mut self, few: &[u32], stories: &[Vec<u32>]) -> Result<(usize, f64), StageError> {
        if stories.len() == 1 {
            // They were joined because they share enough.
            return Ok((0, f64::INFINITY));
        }
        let here = self.sum_of(few)?;
        let mut best = (0, f64::NEG_INFINITY);
        for (at, story) in stories.iter().enumerate() {
            let there = self.sum_of(story)?;
            let product: f64 = here.iter().filter_map(|(term, x)| Some(x * there.get(term)?)).sum();
            let shared = product / (few.len() * story.len()) as f64;
            if shared > best.1 {
                best = (at, shared);
            }
        }
        Ok(best)
    }

    fn sum_of(&mut self, documents: &[u32]) -> Result<BTreeMap<u32, f64>, StageError> {
        let mut sum: BTreeMap<u32, f64> = BTreeMap::new();
        for &document in documents {
            for (term, x) in self.space.vector(document)? {
                *sum.entry(term).or_default() += f64::from(x);
            }
        }
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents of terms that all count the same, with what they share.
    fn space(documents: &[&[u32]], days: &[Option<i32>]) -> (Space, Vec<Near>) {
        let mut space = Space::plain(documents, days);
        let mut near = vec![Vec::new(); documents.len()];
        for a in 0..documents.len() as u32 {
            for b in 0..documents.len() as u32 {
                let shared = space.shared(a, b).expect("it is in memory") as f32;
                if a != b && shared > 0.0 {
                    near[a as usize].push((b, shared));
                }
            }
        }
        (space, near)
    }

    fn sorted_by_day(documents: &[&[u32]], days: &[Option<i32>]) -> Vec<Vec<u32>> {
        let (mut space, near) = space(documents, days);
        let mut all = Vec::new();
        groups(&mut space, near, &Scratch::default(), |group| all.push(group)).expect("it is in memory");
        for group in &mut all {
            group.sort_unstable();
        }
        all.sort();
        all
    }

    fn sorted(documents: &[&[u32]]) -> Vec<Vec<u32>> {
        sorted_by_day(documents, &vec![None; documents.len()])
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
        assert_eq!(sorted(&documents).len(), 1);
        assert_eq!(sorted_by_day(&documents, &[Some(0), Some(90)]).len(), 2);
    }
}
