//! Words a second of the quotation stage on one core, given sentences and entities:
//! `cargo run --release -p rapporteur-extract-quotes --example speed_quotes -- DOCS`.
//!
//! DOCS holds `.txt` files, for example the stage's own fixtures. Reading, sentences and entities
//! are not timed; every document is gone through several times, the best round counts.
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use rapporteur_document::Document;
use rapporteur_english::sentences;
use rapporteur_extract_entities::Entities;
use rapporteur_extract_quotes::Quotes;
use rapporteur_fixture::{corpus, run};

/// How often all documents are gone through.
const ROUNDS: usize = 5;

fn main() {
    let ([docs], _) = corpus::arguments("speed_quotes DOCS");
    let mut documents: Vec<Document> = Vec::new();
    for path in corpus::files(&docs, "txt") {
        let mut document = corpus::document(&path, "\n", sentences);
        run::<Entities>(&mut document);
        documents.push(document);
    }
    let speed = corpus::timed(&mut documents, ROUNDS, run::<Quotes>);
    let quotes: usize = documents.iter().map(|document| document.quotes().len()).sum();
    println!("{speed}, {quotes} quotations");
}
