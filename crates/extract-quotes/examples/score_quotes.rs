//! Runs the stage on a folder of `.txt` files and writes a record that `eval.py score` reads:
//! `cargo run --release -p rapporteur-extract-quotes --example score_quotes -- DOCS RECORD.jsonl [--entities]`.
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use rapporteur_document::{Document, Quote, Role, Span};
use rapporteur_english::sentences;
use rapporteur_extract_entities::Entities;
use rapporteur_extract_quotes::Quotes;
use rapporteur_fixture::{corpus, run};
use serde_json::{Value, json};

fn main() {
    let ([docs, out], has) = corpus::arguments("score_quotes DOCS RECORD.jsonl [--entities]");
    let mut documents: Vec<Document> = Vec::new();
    for path in corpus::files(&docs, "txt") {
        let mut document = corpus::document(&path, "\n", sentences);
        if let Some(first) = document.blocks.iter_mut().flatten().next() {
            first.role = Role::Title;
        }
        if has("--entities") {
            run::<Entities>(&mut document);
        }
        documents.push(document);
    }
    println!("{}", corpus::timed(&mut documents, 1, run::<Quotes>));
    corpus::write_records(&out, &documents, |document| {
        let quotes: Vec<Value> = document.quotes().iter().map(quote).collect();
        json!({ "quotes": quotes })
    });
}

fn quote(quote: &Quote) -> Value {
    let mut value = json!({
        "start": quote.span.start(), "end": quote.span.end(), "form": quote.form.as_str(),
        "status": quote.status.as_str(), "rule": quote.rule.as_str(),
    });
    if let Some(speaker) = &quote.speaker {
        value["speaker"] = json!({
            "start": speaker.span.map(Span::start), "end": speaker.span.map(Span::end), "name": speaker.name,
        });
    }
    if let Some(cue) = &quote.cue {
        value["cue"] = json!({ "start": cue.span.start(), "end": cue.span.end(), "lemma": cue.lemma });
    }
    if let Some(first) = quote.part_of {
        value["part_of"] = first.0.into();
    }
    value
}
