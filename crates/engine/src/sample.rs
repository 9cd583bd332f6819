//! What the tests of both engines run on.

use rapporteur_document::{Span, Syntax, Tag, Word};
use serde_json::Value;

use crate::Engine;
use crate::lanes::Unit;

/// Three sentences, a line each, words apart by blanks.
pub(crate) const TEXT: &str = "Envoys of 14 states left the hall when Ms Oyelaran-Brandt spoke .\n\
    Stop !\n\
    The U.N. has n't said why the bridge at Port Senna fell , or who paid for it .";

/// The words and sentences of such a text.
pub(crate) fn syntax(text: &str) -> Syntax {
    let mut syntax = Syntax::default();
    for line in text.lines() {
        let first = syntax.words.len() as u32;
        for word in line.split_whitespace() {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            syntax.words.push(Word { span: Span::new(start, start + word.len()), tag: Tag::X });
        }
        syntax.sentences.push(first..syntax.words.len() as u32);
    }
    syntax
}

/// The sentences of the reference that have no blank inside a word, with their lines.
pub(crate) fn reference() -> impl Iterator<Item = (String, Syntax, Value)> {
    include_str!("../tests/reference.jsonl").lines().filter_map(|line| {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let words = line["words"].as_array().expect("words");
        let words: Vec<&str> = words.iter().map(|word| word.as_str().expect("a word")).collect();
        let text = words.join(" ");
        let syntax = syntax(&text);
        (syntax.words.len() == words.len()).then_some((text, syntax, line))
    })
}

/// Not only the tags are the same on every unit: every bit of every score is. `on` makes an engine for
/// a unit and gives what it found in [`TEXT`], with its scores.
pub(crate) fn every_unit_gives_the_same_bits(on: impl Fn(Unit, &Syntax) -> (Syntax, Vec<f32>)) {
    let syntax = syntax(TEXT);
    let (found, scores) = on(Unit::Portable, &syntax);
    for unit in Unit::all() {
        let (other, others) = on(unit, &syntax);
        assert_eq!(other, found, "{unit:?}");
        assert_eq!(others.len(), scores.len(), "{unit:?}");
        assert!(others.iter().zip(&scores).all(|(a, b)| a.to_bits() == b.to_bits()), "{unit:?}");
    }
}

/// What is found in a sentence doesn't depend on those that run with it.
pub(crate) fn a_batch_is_the_sum_of_its_sentences(engine: &dyn Engine) {
    let found = |text: &str| {
        let mut syntax = syntax(text);
        engine.tag(text, &mut syntax);
        engine.parse(text, &mut syntax);
        syntax
    };
    let together = found(TEXT);
    let mut first = 0;
    for line in TEXT.lines() {
        let alone = found(line);
        for (at, (word, tree)) in alone.words.iter().zip(&alone.trees).enumerate() {
            assert_eq!(word.tag, together.words[first + at].tag);
            let head = together.trees[first + at].head.map(|head| head - first as u32);
            assert_eq!((tree.head, tree.relation), (head, together.trees[first + at].relation));
        }
        first += alone.words.len();
        let names = together
            .names
            .iter()
            .filter(|name| (first - alone.words.len()..first).contains(&(name.words.start as usize)));
        assert!(alone.names.iter().map(|name| name.kind).eq(names.map(|name| name.kind)));
    }
    assert_eq!(first, together.words.len());
}

/// How far scores are from those of the reference.
#[derive(Default)]
pub(crate) struct Distance {
    count: usize,
    sum: f32,
    most: f32,
}

impl Distance {
    /// Compares the scores of the word that `there` tells of.
    pub(crate) fn add<'a>(&mut self, there: &Value, here: impl Fn(usize) -> &'a [f32]) {
        let word = there["word"].as_u64().expect("a word") as usize;
        let there = there["values"].as_array().expect("scores");
        for (here, there) in here(word).iter().zip(there) {
            let distance = (here - there.as_f64().expect("a score") as f32).abs();
            self.count += 1;
            self.sum += distance;
            self.most = self.most.max(distance);
        }
    }

    /// Scores are logits, of which the highest stand some five to ten above the others.
    pub(crate) fn check(&self, mean: f32, most: f32) {
        assert!(self.count > 400, "the reference has scores");
        let here = self.sum / self.count as f32;
        assert!(here <= mean && self.most <= most, "mean {here}, at most {}", self.most);
    }
}
