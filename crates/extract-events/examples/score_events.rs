//! Runs the stage on a folder of `.txt` files and writes a record that `eval.py score` reads:
//! `cargo run --release --example score_events -- DOCS OUT/record.jsonl`.
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;
use std::{env, fs};

use rapporteur_document::{Document, Participant};
use rapporteur_extract_entities::Entities;
use rapporteur_extract_events::Events;
use rapporteur_extract_syntax::{Trees, Words};
use rapporteur_extract_times::Times;

fn main() {
    let mut arguments = env::args().skip(1);
    let docs = PathBuf::from(arguments.next().expect("a folder of documents"));
    let out = PathBuf::from(arguments.next().expect("a file to write"));
    let trees = arguments.next().is_some_and(|argument| argument == "--trees");
    let mut paths: Vec<PathBuf> = fs::read_dir(&docs)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    let mut documents: Vec<Document> = paths
        .iter()
        .map(|path| {
            let text = String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned();
            let mut document = Document::from_text(text);
            document.source.uri = path.file_name().expect("a name").to_string_lossy().into_owned();
            let whole = document.content()[0].span;
            document.sentences = Some(rapporteur_english::sentences(&document.text, whole));
            rapporteur_fixture::run::<Words>(&mut document);
            rapporteur_fixture::run::<Trees>(&mut document);
            rapporteur_fixture::run::<Entities>(&mut document);
            rapporteur_fixture::run::<Times>(&mut document);
            document
        })
        .collect();
    let words: usize = documents.iter().map(|document| document.text.split_whitespace().count()).sum();
    let started = Instant::now();
    for document in &mut documents {
        rapporteur_fixture::run::<Events>(document);
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{words} words in {seconds:.3} s: {:.0} words/s", words as f64 / seconds);
    let lines: String = documents.iter().fold(String::new(), |mut lines, document| {
        let _ = writeln!(lines, "{}", record(document, trees));
        lines
    });
    fs::write(out, lines).expect("the record can be written");
}

fn participants(list: &[Participant]) -> Vec<serde_json::Value> {
    list.iter()
        .map(|one| {
            serde_json::json!({
                "start": one.span.start(), "end": one.span.end(),
                "entity": one.entity.map(|id| format!("e{}", id.0 + 1)),
            })
        })
        .collect()
}

fn record(document: &Document, trees: bool) -> serde_json::Value {
    let len = document.text.len();
    let events: Vec<serde_json::Value> = document
        .events()
        .iter()
        .map(|event| {
            serde_json::json!({
                "start": event.span.start(), "end": event.span.end(), "type": event.kind,
                "mode": event.mode, "contexts": event.contexts, "status": event.status.as_str(), "rule": event.rule.as_str(),
                "trigger": document.words(event.span),
                "actors": participants(&event.actors), "recipients": participants(&event.recipients),
            })
        })
        .collect();
    let entities: Vec<serde_json::Value> = document
        .entities()
        .iter()
        .map(|entity| {
            serde_json::json!({
                "id": format!("e{}", entity.id.0 + 1), "name": entity.name, "aliases": entity.aliases,
            })
        })
        .collect();
    let mentions: Vec<serde_json::Value> = document
        .mentions()
        .iter()
        .map(|mention| {
            serde_json::json!({
                "start": mention.span.start(), "end": mention.span.end(),
                "entity": mention.entity.map(|id| format!("e{}", id.0 + 1)),
            })
        })
        .collect();
    let tree: Vec<String> = match &document.syntax {
        Some(syntax) if trees => (0..syntax.words.len())
            .map(|at| {
                let head = syntax.trees[at].head.map_or(0, |head| head + 1);
                let word = document.words(syntax.words[at].span);
                format!("{}:{word}/{}/{}>{head}", at + 1, syntax.words[at].tag, syntax.trees[at].relation)
            })
            .collect(),
        _ => Vec::new(),
    };
    serde_json::json!({
        "uri": document.source.uri, "source": {"uri": document.source.uri}, "text": document.text,
        "map": [[0, len, 0, len]], "events": events, "entities": entities, "mentions": mentions,
        "tree": tree,
    })
}
