//! The nets give what their reference gives, on the sentences that it was run on.

use rapporteur_document::{NameKind, Span, Syntax, Tag, Word};
use rapporteur_engine::{Engine, accurate, compact};
use serde_json::Value;

/// The words of a reference line as a text of their own.
fn syntax_of(line: &Value) -> (String, Syntax) {
    let mut text = String::new();
    let mut syntax = Syntax::default();
    for word in line["words"].as_array().expect("words") {
        let word = word.as_str().expect("a word");
        if !text.is_empty() {
            text.push(' ');
        }
        let span = Span::new(text.len(), text.len() + word.len());
        text.push_str(word);
        syntax.words.push(Word { span, tag: Tag::X });
    }
    syntax.sentences.push(0..syntax.words.len() as u32);
    (text, syntax)
}

/// Names as BIO labels.
fn labels(syntax: &Syntax) -> Vec<String> {
    let mut labels = vec!["O".to_owned(); syntax.words.len()];
    for name in &syntax.names {
        for (at, word) in name.words.clone().enumerate() {
            let kind: NameKind = name.kind;
            labels[word as usize] = format!("{}-{kind}", if at == 0 { "B" } else { "I" });
        }
    }
    labels
}

fn tagged(engine: &dyn Engine, text: &str, mut syntax: Syntax) -> Syntax {
    engine.tag(text, &mut syntax);
    engine.parse(text, &mut syntax);
    syntax
}

/// Compares labels and counts those that differ.
#[derive(Default)]
struct Count {
    words: usize,
    others: Vec<String>,
}

impl Count {
    fn compare(&mut self, text: &str, found: &Syntax, here: &[String], there: &Value) {
        let there: Vec<String> = there
            .as_array()
            .expect("a list")
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect();
        assert_eq!(here.len(), there.len());
        self.words += here.len();
        for (at, (here, there)) in here.iter().zip(&there).enumerate() {
            if here != there {
                self.others.push(format!("{}: {here} for {there}", found.words[at].span.of(text)));
            }
        }
    }

    /// Inputs are rounded here to 8 bits and not there, so that a near tie may fall the other way:
    /// once in a thousand words at most.
    fn check(&self) {
        let Self { words, others } = self;
        assert!(*words > 10_000, "the reference has its sentences");
        assert!(others.len() * 1000 <= *words, "{} of {words} differ: {others:#?}", others.len());
    }
}

fn parity(engine: &dyn Engine, names: &str, tags: &str, trees: &str) {
    let mut count = Count::default();
    for line in include_str!("reference.jsonl").lines() {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let (text, syntax) = syntax_of(&line);
        let found = tagged(engine, &text, syntax);
        let mut compare = |here: &[String], there: &Value| count.compare(&text, &found, here, there);
        let models = &line["models"];
        compare(&labels(&found), &models[names]["ner"]);
        let here: Vec<String> = found.words.iter().map(|word| word.tag.to_string()).collect();
        compare(&here, &models[tags]["upos"]);
        let head = |head: Option<u32>| head.map_or(0, |head| head + 1).to_string();
        let here: Vec<String> = found.trees.iter().map(|it| head(it.head)).collect();
        compare(&here, &models[trees]["head"]);
        let here: Vec<String> = found.trees.iter().map(|it| it.relation.to_string()).collect();
        compare(&here, &models[trees]["deprel"]);
    }
    count.check();
}

#[test]
fn the_compact_nets_give_what_the_reference_gives() {
    parity(compact(), "compact", "compact", "compact-parser");
}

#[test]
fn the_accurate_nets_give_what_the_reference_gives() {
    parity(accurate(), "accurate", "parser", "parser");
}
