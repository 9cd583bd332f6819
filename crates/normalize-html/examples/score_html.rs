//! Runs the stage on a folder of pages and writes a minimal `record.jsonl`, so that
//! `eval.py score SET RECORD.jsonl` measures it without the rest of the program.
//!
//! `cargo run --release -p rapporteur-normalize-html --example score_html -- DOCS RECORD.jsonl`

use std::path::PathBuf;
use std::time::Instant;
use std::{env, error, fs};

use rapporteur_document::{Document, OffsetMap};
use rapporteur_normalize_html::{Options, read};
use serde_json::json;

#[expect(clippy::print_stderr, reason = "a tool of the developers")]
fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(record)) = (arguments.next(), arguments.next()) else {
        return Err("usage: score DOCS RECORD.jsonl".into());
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .collect();
    paths.sort();
    let mut lines = String::new();
    let (mut bytes, mut seconds) = (0, 0.0);
    for path in &paths {
        let source = fs::read_to_string(path)?;
        let map = OffsetMap::identity(source.len());
        let mut document = Document { text: source, map, ..Document::default() };
        bytes += document.text.len();
        let start = Instant::now();
        read(&mut document, &Options::default());
        seconds += start.elapsed().as_secs_f64();
        let map: Vec<_> = document
            .map
            .pieces()
            .iter()
            .map(|p| [p.text_start, p.text_len, p.source_start, p.source_len])
            .collect();
        let blocks: Vec<_> = document
            .blocks
            .iter()
            .flatten()
            .map(|b| json!({"start": b.span.start(), "end": b.span.end(), "role": b.role.as_str(), "rule": b.rule.as_str()}))
            .collect();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let line = json!({"source": {"uri": name}, "text": document.text, "map": map, "blocks": blocks});
        lines += &line.to_string();
        lines.push('\n');
    }
    fs::write(record, lines)?;
    let megabytes = bytes as f64 / 1e6;
    eprintln!(
        "{} pages, {megabytes:.1} MB, {:.1} MB/s, {:.0} pages/s",
        paths.len(),
        megabytes / seconds,
        paths.len() as f64 / seconds
    );
    Ok(())
}
