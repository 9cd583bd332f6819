//! What the tests of both engines run on.

use rapporteur_document::{Span, Syntax, Tag, Word};
use serde_json::Value;

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
