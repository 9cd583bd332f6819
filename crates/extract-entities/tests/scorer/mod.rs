//! Coreference scores: MUC, B³ and `CEAFe` over the gold, and whether pronouns are right.
//!
//! The figures are those of the CoNLL-2012 scorer (Pradhan et al., "Scoring Coreference Partitions of
//! Predicted Mentions", ACL 2014): mentions match when their spans are equal, and counts are added up
//! over all documents before they are divided.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rapporteur_document::{Document, MentionForm, Span};
use rapporteur_extract_entities::Entities;
use rapporteur_extract_sentences::Sentences;
use rapporteur_extract_syntax::{Trees, Words};
use rapporteur_fixture::{Fixture, run, run_with};
use rapporteur_normalize_blocks::Blocks;
use serde_json::json;

/// Mentions of one entity, ascending.
pub(crate) type Entity = Vec<Span>;

/// A mention of the gold with the key of its entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) span: Span,
    pub(crate) key: String,
}

/// A text with its marks taken off.
///
/// # Panics
/// When the marks don't match.
pub(crate) fn unmark(marked: &str, name: &str) -> (String, Vec<Marked>) {
    let (mut text, mut open, mut found) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '[' => open.push(text.len()),
            '|' => {
                let (key, after) = rest.split_once(']').unwrap_or_else(|| panic!("{name}: a key has no end"));
                let start = open.pop().unwrap_or_else(|| panic!("{name}: nothing is open before {key}"));
                found.push(Marked { span: Span::new(start, text.len()), key: key.to_owned() });
                rest = after;
            }
            other => text.push(other),
        }
    }
    assert!(open.is_empty(), "{name}: a mark is not closed");
    found.sort_by_key(|mention| (mention.span.start(), mention.span.end()));
    (text, found)
}

/// One text of the gold beside what the stage makes of it.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) document: Document,
    pub(crate) gold: Vec<Marked>,
}

/// All texts of a folder, read by the stages as a pipeline does, with this engine.
///
/// # Panics
/// When the folder can't be read or a stage changes the text.
pub(crate) fn samples(folder: &Path, engine: &str) -> Vec<Sample> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let mut fixture = Fixture::read(path);
            let (text, gold) = unmark(fixture.text(), &fixture.name);
            fixture.body = text.clone().into_bytes();
            let mut document = fixture.document();
            run::<Blocks>(&mut document);
            run::<Sentences>(&mut document);
            for stage in [run_with::<Words>, run_with::<Trees>] {
                stage(&mut document, json!({ "engine": engine })).expect("the engines take any text");
            }
            run::<Entities>(&mut document);
            assert_eq!(document.text, text, "{}: the text was changed", fixture.name);
            Sample { name: fixture.name, document, gold }
        })
        .collect()
}

impl Sample {
    /// The gold's entities by key.
    pub(crate) fn key(&self) -> BTreeMap<&str, Entity> {
        let mut entities: BTreeMap<&str, Entity> = BTreeMap::new();
        for mention in &self.gold {
            entities.entry(&mention.key).or_default().push(mention.span);
        }
        entities
    }

    /// What a mention stands for: an entity, or somebody without a name.
    fn entity(&self, mention: usize) -> Option<usize> {
        self.document.mentions()[mention].entity.map(|id| id.0 as usize)
    }

    /// The stage's entities; a mention without one is alone.
    pub(crate) fn response(&self) -> Vec<Entity> {
        let (mut entities, mut alone): (Vec<Entity>, Vec<Entity>) = (Vec::new(), Vec::new());
        for (index, mention) in self.document.mentions().iter().enumerate() {
            match self.entity(index) {
                Some(at) => {
                    entities.resize(entities.len().max(at + 1), Vec::new());
                    entities[at].push(mention.span);
                }
                None => alone.push(vec![mention.span]),
            }
        }
        entities.append(&mut alone);
        entities.retain(|entity| !entity.is_empty());
        entities
    }

    /// Whether each pronoun of the gold is with the names and nominals that it should be with;
    /// pronouns whose entity has neither are left out.
    pub(crate) fn pronouns(&self) -> Vec<(&Marked, bool)> {
        let is_pronoun = |span: Span| is_pronoun(span.of(&self.document.text));
        let key_of: BTreeMap<Span, &str> =
            self.gold.iter().map(|mention| (mention.span, mention.key.as_str())).collect();
        // For each entity of the stage, the key of most of its names and nominals.
        let mut votes: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
        for (index, mention) in self.document.mentions().iter().enumerate() {
            if let (Some(id), Some(key)) = (self.entity(index), key_of.get(&mention.span))
                && mention.form != MentionForm::Pronoun
            {
                *votes.entry(id).or_default().entry(key).or_default() += 1;
            }
        }
        let most = |id: usize| {
            let votes = votes.get(&id)?;
            let best = *votes.values().max()?;
            let mut keys = votes.iter().filter(|(_, count)| **count == best);
            let (key, _) = keys.next()?;
            keys.next().is_none().then_some(*key)
        };
        let named: std::collections::BTreeSet<&str> =
            self.gold.iter().filter(|mention| !is_pronoun(mention.span)).map(|m| m.key.as_str()).collect();
        self.gold
            .iter()
            .filter(|mention| is_pronoun(mention.span) && named.contains(mention.key.as_str()))
            .map(|mention| {
                let found = self.document.mentions().iter().position(|found| found.span == mention.span);
                let entity = found.and_then(|found| self.entity(found));
                (mention, entity.and_then(most) == Some(mention.key.as_str()))
            })
            .collect()
    }
}

/// Whether these words are a pronoun of the gold.
pub(crate) fn is_pronoun(words: &str) -> bool {
    const PRONOUNS: &[&str] = &[
        "he",
        "her",
        "hers",
        "herself",
        "him",
        "himself",
        "his",
        "i",
        "it",
        "its",
        "itself",
        "me",
        "mine",
        "my",
        "myself",
        "our",
        "ours",
        "ourselves",
        "she",
        "their",
        "theirs",
        "them",
        "themselves",
        "they",
        "us",
        "we",
    ];
    PRONOUNS.binary_search(&words.to_lowercase().as_str()).is_ok()
}

/// What a measure found of what there was, for recall and for precision.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) found: f64,
    pub(crate) gold: f64,
    pub(crate) right: f64,
    pub(crate) given: f64,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.found += other.found;
        self.gold += other.gold;
        self.right += other.right;
        self.given += other.given;
    }

    /// In percent.
    pub(crate) fn recall(self) -> f64 {
        share(self.found, self.gold)
    }

    /// In percent.
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.given)
    }

    /// In percent.
    pub(crate) fn f1(self) -> f64 {
        let (recall, precision) = (self.recall(), self.precision());
        if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) }
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { 100.0 * part / whole }
}

/// The figures of a set of documents.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scores {
    pub(crate) mentions: Counts,
    pub(crate) muc: Counts,
    pub(crate) b_cubed: Counts,
    pub(crate) ceaf: Counts,
}

impl Scores {
    /// Adds one document.
    pub(crate) fn add(&mut self, key: &[Entity], response: &[Entity]) {
        let links = Links::of(key, response);
        self.mentions.add(links.mentions(key, response));
        self.muc.add(muc(key, response));
        self.b_cubed.add(links.b_cubed(key, response));
        self.ceaf.add(links.ceaf(key, response));
    }

    /// The mean of the three.
    pub(crate) fn mean(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }
}

/// The figures of these samples; `singletons` says whether entities with one mention count.
pub(crate) fn score(samples: &[Sample], singletons: bool) -> Scores {
    let mut scores = Scores::default();
    let counts = |entity: &Entity| singletons || entity.len() > 1;
    for sample in samples {
        let key: Vec<Entity> = sample.key().into_values().filter(counts).collect();
        let response: Vec<Entity> = sample.response().into_iter().filter(counts).collect();
        scores.add(&key, &response);
    }
    scores
}

/// Pronouns that are right, and all of them.
pub(crate) fn pronouns(samples: &[Sample]) -> (usize, usize) {
    samples
        .iter()
        .flat_map(Sample::pronouns)
        .fold((0, 0), |(right, all), (_, is)| (right + usize::from(is), all + 1))
}

/// How many mentions each pair of entities shares.
struct Links {
    shared: Vec<Vec<usize>>,
}

impl Links {
    fn of(key: &[Entity], response: &[Entity]) -> Self {
        let mut of: BTreeMap<Span, usize> = BTreeMap::new();
        for (index, entity) in response.iter().enumerate() {
            of.extend(entity.iter().map(|&span| (span, index)));
        }
        let shared = key
            .iter()
            .map(|entity| {
                let mut row = vec![0; response.len()];
                for found in entity.iter().filter_map(|span| of.get(span)) {
                    row[*found] += 1;
                }
                row
            })
            .collect();
        Self { shared }
    }

    fn mentions(&self, key: &[Entity], response: &[Entity]) -> Counts {
        let both = self.shared.iter().flatten().sum::<usize>() as f64;
        let count = |entities: &[Entity]| entities.iter().map(Vec::len).sum::<usize>() as f64;
        Counts { found: both, gold: count(key), right: both, given: count(response) }
    }

    fn b_cubed(&self, key: &[Entity], response: &[Entity]) -> Counts {
        let mut counts = Counts::default();
        for (row, gold) in self.shared.iter().zip(key) {
            counts.gold += gold.len() as f64;
            for (&shared, given) in row.iter().zip(response) {
                let square = (shared * shared) as f64;
                counts.found += square / gold.len() as f64;
                counts.right += square / given.len() as f64;
            }
        }
        counts.given = response.iter().map(Vec::len).sum::<usize>() as f64;
        counts
    }

    /// `CEAFe`: the alignment of entities one to one that has the highest similarity φ4.
    fn ceaf(&self, key: &[Entity], response: &[Entity]) -> Counts {
        let similarity: Vec<Vec<f64>> = self
            .shared
            .iter()
            .zip(key)
            .map(|(row, gold)| {
                row.iter()
                    .zip(response)
                    .map(|(&shared, given)| 2.0 * shared as f64 / (gold.len() + given.len()) as f64)
                    .collect()
            })
            .collect();
        let best = best_alignment(&similarity);
        Counts { found: best, gold: key.len() as f64, right: best, given: response.len() as f64 }
    }
}

/// MUC: links that are missing, from either side.
fn muc(key: &[Entity], response: &[Entity]) -> Counts {
    let side = |these: &[Entity], those: &[Entity]| {
        let mut of: BTreeMap<Span, usize> = BTreeMap::new();
        for (index, entity) in those.iter().enumerate() {
            of.extend(entity.iter().map(|&span| (span, index)));
        }
        let (mut found, mut all) = (0, 0);
        for entity in these {
            let known: std::collections::BTreeSet<usize> =
                entity.iter().filter_map(|span| of.get(span).copied()).collect();
            let alone = entity.iter().filter(|span| !of.contains_key(span)).count();
            found += entity.len() - known.len() - alone;
            all += entity.len() - 1;
        }
        (found as f64, all as f64)
    };
    let (found, gold) = side(key, response);
    let (right, given) = side(response, key);
    Counts { found, gold, right, given }
}

/// The highest sum of a one-to-one alignment of rows and columns (Kuhn and Munkres, with potentials).
fn best_alignment(weights: &[Vec<f64>]) -> f64 {
    let size = weights.len().max(weights.first().map_or(0, Vec::len));
    let cost = |row: usize, column: usize| {
        -weights.get(row).and_then(|row| row.get(column)).copied().unwrap_or_default()
    };
    // Rows and columns from 1; 0 stands for none.
    let (mut by_row, mut by_column) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    let mut row_of = vec![0_usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut slack = vec![f64::INFINITY; size + 1];
        let mut before = vec![0_usize; size + 1];
        let mut done = vec![false; size + 1];
        while row_of[column] != 0 {
            done[column] = true;
            let here = row_of[column];
            let (mut least, mut next) = (f64::INFINITY, 0);
            for other in (1..=size).filter(|&other| !done[other]) {
                let reduced = cost(here - 1, other - 1) - by_row[here] - by_column[other];
                if reduced < slack[other] {
                    slack[other] = reduced;
                    before[other] = column;
                }
                if slack[other] < least {
                    least = slack[other];
                    next = other;
                }
            }
            for other in 0..=size {
                if done[other] {
                    by_row[row_of[other]] += least;
                    by_column[other] -= least;
                } else {
                    slack[other] -= least;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    (1..=size).map(|column| -cost(row_of[column] - 1, column - 1)).sum()
}
