//! Writes a minimal `record.jsonl` for a set of `eval.py`, to score this stage alone, and says how
//! fast it is: `cargo run --release -p rapporteur-extract-times --example score_times SET OUT`.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use rapporteur_document::{Document, Fact, Span};
use rapporteur_extract_times::{Options, times};

#[expect(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for those who work on the stage")]
fn main() {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (set, out) = (args.next().unwrap(), args.next().unwrap());
    let mut paths: Vec<PathBuf> =
        fs::read_dir(set.join("docs")).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let mut document = Document::from_text(fs::read_to_string(&path).unwrap());
        document.source.uri = path.file_name().unwrap().to_string_lossy().into_owned();
        let sidecar = path.with_extension("txt.meta.json");
        if let Ok(json) = fs::read_to_string(sidecar) {
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            document.meta.published = json["published"].as_str().map(|date| Fact::new(date, "sidecar"));
        }
        let mut sentences = Vec::new();
        let mut start = 0;
        for line in document.text.split_inclusive('\n') {
            sentences
                .extend(rapporteur_english::sentences(&document.text, Span::new(start, start + line.len())));
            start += line.len();
        }
        document.sentences = Some(sentences);
        documents.push(document);
    }
    let options = Options::default();
    let words: usize = documents.iter().map(|document| document.text.split_whitespace().count()).sum();
    let rounds = 20;
    let clock = Instant::now();
    for _ in 0..rounds {
        for document in &documents {
            std::hint::black_box(times(document, &options));
        }
    }
    let rate = (words * rounds) as f64 / clock.elapsed().as_secs_f64();
    println!("{} documents, {words} words, {rate:.0} words a second", documents.len());
    fs::create_dir_all(&out).unwrap();
    let mut file = fs::File::create(out.join("record.jsonl")).unwrap();
    for document in &documents {
        let times: Vec<serde_json::Value> = times(document, &options)
            .iter()
            .map(|time| {
                serde_json::json!({
                    "start": time.span.start(), "end": time.span.end(),
                    "type": time.kind.as_str(), "value": time.value, "rule": time.rule.as_str(),
                })
            })
            .collect();
        let len = document.text.len();
        let record = serde_json::json!({
            "source": {"uri": document.source.uri}, "text": document.text,
            "map": [[0, len, 0, len]], "times": times,
        });
        writeln!(file, "{record}").unwrap();
    }
}
