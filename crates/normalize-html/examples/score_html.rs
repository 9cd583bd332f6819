//! Runs the stage on a folder of pages and writes a minimal `record.jsonl`, so that
//! `eval.py score SET RECORD.jsonl` measures it without the rest of the program.
//!
//! `cargo run --release -p rapporteur-normalize-html --example score_html -- DOCS RECORD.jsonl`
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use std::time::Instant;

use rapporteur_document::Document;
use rapporteur_fixture::corpus;
use rapporteur_normalize_html::{Options, read};
use serde_json::{Value, json};

fn main() {
    let ([docs, out], _) = corpus::arguments("score_html DOCS RECORD.jsonl");
    let paths = corpus::files(&docs, "html");
    let mut documents: Vec<Document> =
        paths.iter().map(|path| corpus::document(path, "\n", |_, _| Vec::new())).collect();
    let megabytes = documents.iter().map(|document| document.text.len()).sum::<usize>() as f64 / 1e6;
    let clock = Instant::now();
    for document in &mut documents {
        read(document, &Options::default());
    }
    let seconds = clock.elapsed().as_secs_f64();
    let (bytes, pages) = (megabytes / seconds, documents.len() as f64 / seconds);
    println!("{} pages, {megabytes:.1} MB, {bytes:.1} MB/s, {pages:.0} pages/s", documents.len());
    corpus::write_records(&out, &documents, |document| {
        let block = |block: &rapporteur_document::Block| {
            json!({
                "start": block.span.start(), "end": block.span.end(),
                "role": block.role.as_str(), "rule": block.rule.as_str(),
            })
        };
        let blocks: Vec<Value> = document.blocks.iter().flatten().map(block).collect();
        json!({ "blocks": blocks })
    });
}
