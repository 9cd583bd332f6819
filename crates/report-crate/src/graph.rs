//! The entities of the crate: what it is, what was done, what was read and what came out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_stage::ClosedFile;
use serde_json::{Map, Value, json};

use crate::Options;

/// Something that was read, or could not be.
pub(crate) struct Input {
    pub(crate) uri: String,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
    pub(crate) media_type: Option<String>,
    /// Why it was held back, where it was.
    pub(crate) held: Option<String>,
}

/// Files that the run writes after every report.
const LATER: [(&str, &str, &str); 2] = [
    (
        "manifest.json",
        "application/json",
        "The run's manifest: config, word lists, inputs and outputs with their SHA-256 (this description's too), times. \
         Written after this description.",
    ),
    (
        "quarantine.jsonl",
        "application/x-ndjson",
        "What could not be read, and why. Written after this description; its SHA-256 is in manifest.json.",
    ),
];

const RUN: &str = "#run";
const PROGRAM: &str = "#rapporteur";
const PROFILE: &str = "https://w3id.org/ro/wfrun/process/0.5";

/// Every entity, in an order that depends on the run's input and output only.
pub(crate) fn of(options: &Options, inputs: &[Input], outputs: &[ClosedFile]) -> Vec<Value> {
    let reference = |id: &str| json!({ "@id": id });
    let (read, objects) = sources(inputs);
    let results: Vec<Value> = outputs.iter().map(|file| reference(&address(&file.name))).collect();
    let later: Vec<Value> = LATER.iter().map(|(name, ..)| reference(name)).collect();
    let written: Vec<Value> = results.into_iter().chain(later).collect();
    // A profile's reader looks for every file among the parts, also for those that lie elsewhere.
    let is_file = |id: &Value| id["@id"].as_str().is_some_and(|id| id.starts_with("hash:"));
    let parts: Vec<Value> =
        written.iter().chain(objects.iter().filter(|object| is_file(object))).cloned().collect();

    let mut root = entity("./", "Dataset");
    root.insert("name".into(), json!(options.name));
    root.insert("description".into(), json!(options.description));
    root.insert("conformsTo".into(), reference(PROFILE));
    root.insert("hasPart".into(), json!(parts));
    root.insert("mentions".into(), reference(RUN));
    if !options.license.is_empty() {
        root.insert("license".into(), reference(&options.license));
    }
    if !options.date_published.is_empty() {
        root.insert("datePublished".into(), json!(options.date_published));
    }

    let mut run = entity(RUN, "CreateAction");
    run.insert("name".into(), json!("A run of rapporteur"));
    run.insert("instrument".into(), reference(PROGRAM));
    run.insert("object".into(), json!(objects));
    run.insert("result".into(), json!(written));
    run.insert("subjectOf".into(), reference("manifest.json"));
    if !options.agent.is_empty() {
        run.insert("agent".into(), reference(&options.agent));
    }

    let mut all = vec![
        json!({
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": { "@id": "./" },
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
        }),
        Value::Object(root),
        json!({ "@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5" }),
        Value::Object(run),
        json!({
            "@id": PROGRAM,
            "@type": "SoftwareApplication",
            "name": "rapporteur",
            "softwareVersion": env!("CARGO_PKG_VERSION"),
            "description": "Reads articles and transcripts and reports what they say, with the bytes of every statement.",
        }),
    ];
    if !options.license.is_empty() {
        let kind = json!({ "@id": options.license, "@type": "CreativeWork", "name": options.license });
        all.push(kind);
    }
    if !options.agent.is_empty() {
        all.push(json!({ "@id": options.agent, "@type": "Person" }));
    }
    for file in outputs {
        let mut part = entity(&address(&file.name), "File");
        part.insert("name".into(), json!(file.name));
        part.insert("encodingFormat".into(), json!(format_of(&file.name)));
        part.insert("contentSize".into(), json!(file.bytes.to_string()));
        part.insert("sha256".into(), json!(file.sha256));
        all.push(Value::Object(part));
    }
    for (name, format, about) in LATER {
        let mut part = entity(name, "File");
        part.insert("name".into(), json!(name));
        part.insert("encodingFormat".into(), json!(format));
        part.insert("description".into(), json!(about));
        all.push(Value::Object(part));
    }
    all.extend(read);
    all
}

fn entity(id: &str, kind: &str) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("@id".into(), json!(id));
    map.insert("@type".into(), json!(kind));
    map
}

/// What was read, and references to it. Sources lie outside the crate and have no address that
/// holds elsewhere: they are known by their digest, and those with the same bytes are one.
fn sources(inputs: &[Input]) -> (Vec<Value>, Vec<Value>) {
    let mut order: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, Vec<&Input>> = BTreeMap::new();
    for (at, input) in inputs.iter().enumerate() {
        let id = if input.sha256.is_empty() {
            format!("#unread-{}", at + 1)
        } else {
            format!("hash://sha256/{}", input.sha256)
        };
        let same = known.entry(id.clone()).or_default();
        if same.is_empty() {
            order.push(id);
        }
        same.push(input);
    }
    let entities = order.iter().map(|id| source(id, &known[id])).collect();
    (entities, order.iter().map(|id| json!({ "@id": id })).collect())
}

fn source(id: &str, same: &[&Input]) -> Value {
    let first = same[0];
    let has_bytes = !first.sha256.is_empty();
    let mut made = entity(id, if has_bytes { "File" } else { "CreativeWork" });
    made.insert("name".into(), json!(first.uri));
    let others: Vec<&str> = same[1..].iter().map(|input| input.uri.as_str()).collect();
    if !others.is_empty() {
        made.insert("alternateName".into(), json!(others));
    }
    if let Some(format) = same.iter().find_map(|input| input.media_type.as_deref()) {
        made.insert("encodingFormat".into(), json!(format));
    }
    if has_bytes {
        made.insert("contentSize".into(), json!(first.bytes.to_string()));
        made.insert("sha256".into(), json!(first.sha256));
    }
    if let Some(held) = same.iter().find_map(|input| input.held.as_deref()) {
        made.insert("description".into(), json!(held));
    }
    Value::Object(made)
}

/// A file's name as an address relative to the crate.
fn address(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Media type by a name's ending.
fn format_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "csv" => "text/csv",
        "html" => "text/html",
        "json" if name.ends_with(".ftm.json") => "application/x-ndjson",
        "json" => "application/json",
        "jsonl" => "application/x-ndjson",
        "md" => "text/markdown",
        "sqlite" => "application/vnd.sqlite3",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_out_is_named_with_its_digest() {
        let file = |name: &str| ClosedFile { name: name.into(), sha256: "ab".repeat(32), bytes: 12 };
        let outputs = [file("report.html"), file("tables/quotes.csv"), file("a b.bin")];
        let graph = of(&Options::default(), &[], &outputs);
        let made = |id: &str| graph.iter().find(|entity| entity["@id"] == id).expect("is described").clone();
        assert_eq!(made("tables/quotes.csv")["sha256"], "ab".repeat(32));
        assert_eq!(made("tables/quotes.csv")["encodingFormat"], "text/csv");
        assert_eq!(made("a%20b.bin")["name"], "a b.bin");
        let results = made(RUN)["result"].as_array().expect("a list").len();
        assert_eq!(results, outputs.len() + LATER.len());
    }
}
