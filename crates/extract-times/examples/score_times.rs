//! Writes a minimal `record.jsonl` for a set of `eval.py`, to score this stage alone, and says how
//! fast it is: `cargo run --release -p rapporteur-extract-times --example score_times -- DOCS RECORD.jsonl`.
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use rapporteur_document::Document;
use rapporteur_english::sentences;
use rapporteur_extract_times::{Options, times};
use rapporteur_fixture::corpus;
use serde_json::{Value, json};

fn main() {
    let ([docs, out], _) = corpus::arguments("score_times DOCS RECORD.jsonl");
    let paths = corpus::files(&docs, "txt");
    let mut documents: Vec<Document> =
        paths.iter().map(|path| corpus::document(path, "\n", sentences)).collect();
    let options = Options::default();
    let speed = corpus::timed(&mut documents, 20, |document| {
        document.times = Some(times(document, &options));
    });
    println!("{speed}");
    corpus::write_records(&out, &documents, |document| {
        let time = |time: &rapporteur_document::Time| {
            json!({
                "start": time.span.start(), "end": time.span.end(),
                "type": time.kind.as_str(), "value": time.value, "rule": time.rule.as_str(),
            })
        };
        let times: Vec<Value> = document.times().iter().map(time).collect();
        json!({ "times": times })
    });
}
