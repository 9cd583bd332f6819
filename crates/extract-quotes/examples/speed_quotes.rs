//! Words a second of the quotation stage on one core, given sentences and entities:
//! `cargo run --release -p rapporteur-extract-quotes --example speed_quotes -- FOLDER`.
//!
//! FOLDER holds `.txt` files; without one the stage's own fixtures are read. Reading, sentences and
//! entities are not timed; every document is gone through several times, the best round counts.
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs};

use rapporteur_document::{Block, Document, Role, Span};
use rapporteur_extract_entities::Entities;
use rapporteur_extract_quotes::Quotes;

/// How often all documents are gone through.
const ROUNDS: usize = 5;

fn main() {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folder = env::args().nth(1).map_or(fixtures, PathBuf::from);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
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
            lay_out(&mut document);
            rapporteur_fixture::run::<Entities>(&mut document);
            document
        })
        .collect();
    let words: usize = documents.iter().map(|document| document.text.split_whitespace().count()).sum();
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        for document in &mut documents {
            rapporteur_fixture::run::<Quotes>(document);
        }
        best = best.min(started.elapsed());
    }
    let quotes: usize = documents.iter().map(|document| document.quotes().len()).sum();
    let speed = words as f64 / best.as_secs_f64();
    println!("{} documents, {words} words, {quotes} quotations: {speed:.0} words/s", documents.len());
}

/// Lines are paragraphs, the first is the title.
fn lay_out(document: &mut Document) {
    let (mut blocks, mut sentences, mut at) = (Vec::new(), Vec::new(), 0);
    for line in document.text.split('\n') {
        let span = Span::new(at, at + line.len()).trimmed(&document.text);
        at += line.len() + 1;
        if span.is_empty() {
            continue;
        }
        let role = if blocks.is_empty() { Role::Title } else { Role::Paragraph };
        blocks.push(Block { span, role, rule: "line".into() });
        sentences.extend(rapporteur_english::sentences(&document.text, span));
    }
    document.blocks = Some(blocks);
    document.sentences = Some(sentences);
}
