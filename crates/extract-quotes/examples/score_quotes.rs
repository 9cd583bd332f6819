//! Runs the stage on a folder of `.txt` files and writes a record that `eval.py score` reads:
//! `cargo run --release --example score_quotes -- DOCS OUT/record.jsonl [--entities]`.
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;
use std::{env, fs};

use rapporteur_document::{Block, Document, Role, Span};
use rapporteur_extract_entities::Entities;
use rapporteur_extract_quotes::Quotes;

fn main() {
    let mut arguments = env::args().skip(1);
    let docs = PathBuf::from(arguments.next().expect("a folder of documents"));
    let out = PathBuf::from(arguments.next().expect("a file to write"));
    let mut paths: Vec<PathBuf> = fs::read_dir(&docs)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    let with_entities = arguments.next().is_some_and(|argument| argument == "--entities");
    let mut documents: Vec<Document> = paths
        .iter()
        .map(|path| {
            let text = String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned();
            let mut document = Document::from_text(text);
            document.source.uri = path.file_name().expect("a name").to_string_lossy().into_owned();
            lay_out(&mut document);
            if with_entities {
                rapporteur_fixture::run::<Entities>(&mut document);
            }
            document
        })
        .collect();
    let words: usize = documents.iter().map(|document| document.text.split_whitespace().count()).sum();
    let started = Instant::now();
    for document in &mut documents {
        rapporteur_fixture::run::<Quotes>(document);
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{words} words in {seconds:.3} s: {:.0} words/s", words as f64 / seconds);
    let lines: String = documents.iter().fold(String::new(), |mut lines, document| {
        let _ = writeln!(lines, "{}", record(document));
        lines
    });
    fs::write(out, lines).expect("the record can be written");
}

/// Lines are paragraphs, the first is the title.
fn lay_out(document: &mut Document) {
    let mut blocks = Vec::new();
    let mut sentences = Vec::new();
    let mut at = 0;
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

fn record(document: &Document) -> serde_json::Value {
    let len = document.text.len();
    let quotes: Vec<serde_json::Value> = document
        .quotes()
        .iter()
        .map(|quote| {
            let mut value = serde_json::json!({
                "start": quote.span.start(), "end": quote.span.end(), "form": quote.form.as_str(),
                "status": quote.status.as_str(), "rule": quote.rule.as_str(),
            });
            if let Some(speaker) = &quote.speaker {
                value["speaker"] = serde_json::json!({
                    "start": speaker.span.map(Span::start), "end": speaker.span.map(Span::end), "name": speaker.name,
                });
            }
            if let Some(cue) = &quote.cue {
                value["cue"] = serde_json::json!({
                    "start": cue.span.start(), "end": cue.span.end(), "lemma": cue.lemma,
                });
            }
            if let Some(first) = quote.part_of {
                value["part_of"] = first.0.into();
            }
            value
        })
        .collect();
    serde_json::json!({
        "source": { "uri": document.source.uri },
        "text": document.text,
        "map": [[0, len, 0, len]],
        "quotes": quotes,
    })
}
