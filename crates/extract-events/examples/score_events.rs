//! Runs the stage on a folder of `.txt` files and writes a record that `eval.py score` reads; with
//! `--trees` each record has its trees as well:
//! `cargo run --release -p rapporteur-extract-events --example score_events -- DOCS RECORD.jsonl`.
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use rapporteur_document::{Document, Participant};
use rapporteur_english::sentences;
use rapporteur_extract_entities::Entities;
use rapporteur_extract_events::Events;
use rapporteur_extract_syntax::{Trees, Words};
use rapporteur_extract_times::Times;
use rapporteur_fixture::{corpus, run};
use serde_json::{Value, json};

fn main() {
    let ([docs, out], has) = corpus::arguments("score_events DOCS RECORD.jsonl [--trees]");
    let mut documents: Vec<Document> = Vec::new();
    for path in corpus::files(&docs, "txt") {
        let mut document = corpus::document(&path, "\n", sentences);
        run::<Words>(&mut document);
        run::<Trees>(&mut document);
        run::<Entities>(&mut document);
        run::<Times>(&mut document);
        documents.push(document);
    }
    println!("{}", corpus::timed(&mut documents, 1, run::<Events>));
    corpus::write_records(&out, &documents, |document| {
        let mut layers = corpus::names(document);
        layers["events"] = events(document);
        if has("--trees") {
            layers["tree"] = tree(document);
        }
        layers
    });
}

fn participants(list: &[Participant]) -> Vec<Value> {
    list.iter()
        .map(|one| {
            json!({
                "start": one.span.start(), "end": one.span.end(),
                "entity": one.entity.map(|id| format!("e{}", id.0 + 1)),
            })
        })
        .collect()
}

fn events(document: &Document) -> Value {
    let event = |event: &rapporteur_document::Event| {
        json!({
            "start": event.span.start(), "end": event.span.end(), "type": event.kind,
            "mode": event.mode, "contexts": event.contexts, "status": event.status.as_str(),
            "rule": event.rule.as_str(), "trigger": document.words(event.span),
            "actors": participants(&event.actors), "recipients": participants(&event.recipients),
        })
    };
    document.events().iter().map(event).collect()
}

/// Each word with its tag, relation and head.
fn tree(document: &Document) -> Value {
    let Some(syntax) = &document.syntax else { return Value::Null };
    let words = syntax.words.iter().zip(&syntax.trees).enumerate();
    words
        .map(|(at, (word, tree))| {
            let head = tree.head.map_or(0, |head| head + 1);
            let text = document.words(word.span);
            format!("{}:{text}/{}/{}>{head}", at + 1, word.tag, tree.relation)
        })
        .collect()
}
