//! Runs the stage on a folder of texts and writes the little of a record that
//! `eval.py score entities-dev` reads; says how fast that was.
//!
//! ```sh
//! cargo run --release -p rapporteur-extract-entities --example score_entities -- DOCS record.jsonl
//! ```

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use rapporteur_document::{Block, Document, Role, Span};
use rapporteur_extract_entities::{Options, resolve};

fn main() -> io::Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [docs, out] = arguments.as_slice() else {
        return Err(io::Error::other("usage: score DOCS RECORD.jsonl"));
    };
    let mut paths: Vec<PathBuf> =
        fs::read_dir(docs)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let (mut record, mut words, mut time) = (String::new(), 0, Duration::ZERO);
    for path in paths {
        let mut document = document(fs::read_to_string(&path)?);
        words += document.text.split_whitespace().count();
        let started = Instant::now();
        let found = resolve(&document, &Options::default());
        time += started.elapsed();
        document.mentions = Some(found.mentions);
        document.entities = Some(found.entities);
        write_record(&mut record, &path.file_name().unwrap_or_default().to_string_lossy(), &document);
    }
    fs::write(out, record)?;
    let rate = words as f64 / time.as_secs_f64();
    io::Write::write_all(&mut io::stderr(), format!("{words} words, {rate:.0} words a second\n").as_bytes())
}

/// A document whose blocks are parted by blank lines.
fn document(text: String) -> Document {
    let mut document = Document::from_text(text);
    let (mut blocks, mut sentences, mut at) = (Vec::new(), Vec::new(), 0);
    for part in document.text.split("\n\n") {
        let span = Span::new(at, at + part.len()).trimmed(&document.text);
        at += part.len() + 2;
        if !span.is_empty() {
            blocks.push(Block { span, role: Role::Paragraph, rule: "blank-line".into() });
            sentences.extend(rapporteur_english::sentences(&document.text, span));
        }
    }
    document.blocks = Some(blocks);
    document.sentences = Some(sentences);
    document
}

fn write_record(record: &mut String, name: &str, document: &Document) {
    let mentions: Vec<serde_json::Value> = document
        .mentions()
        .iter()
        .map(|mention| {
            serde_json::json!({
                "start": mention.span.start(),
                "end": mention.span.end(),
                "type": mention.kind.as_str(),
                "form": mention.form.as_str(),
                "entity": mention.entity.map(|id| id.0),
                "rule": mention.rule.as_str(),
            })
        })
        .collect();
    let entities: Vec<serde_json::Value> = document
        .entities()
        .iter()
        .map(|entity| {
            let roles: Vec<_> = entity
                .roles
                .iter()
                .map(|role| serde_json::json!({ "title": role.title, "of": role.of, "at": role.at }))
                .collect();
            serde_json::json!({
                "id": entity.id.0,
                "type": entity.kind.as_str(),
                "name": entity.name,
                "aliases": entity.aliases,
                "roles": roles,
            })
        })
        .collect();
    let len = document.text.len();
    let line = serde_json::json!({
        "source": { "uri": name },
        "text": document.text,
        "map": [[0, len, 0, len]],
        "mentions": mentions,
        "entities": entities,
    });
    let _ = writeln!(record, "{line}");
}
