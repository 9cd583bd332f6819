//! Runs the stage on a folder of texts and writes the little of a record that
//! `eval.py score entities-dev` reads; says how fast that was.
//!
//! ```sh
//! cargo run --release -p rapporteur-extract-entities --example score_entities -- DOCS RECORD.jsonl
//! ```
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use rapporteur_document::Document;
use rapporteur_english::sentences;
use rapporteur_extract_entities::{Options, resolve};
use rapporteur_fixture::corpus;

fn main() {
    let ([docs, out], _) = corpus::arguments("score_entities DOCS RECORD.jsonl");
    let paths = corpus::files(&docs, "txt");
    let mut documents: Vec<Document> =
        paths.iter().map(|path| corpus::document(path, "\n\n", sentences)).collect();
    let speed = corpus::timed(&mut documents, 1, |document| {
        let found = resolve(document, &Options::default());
        document.mentions = Some(found.mentions);
        document.entities = Some(found.entities);
    });
    println!("{speed}");
    corpus::write_records(&out, &documents, corpus::names);
}
