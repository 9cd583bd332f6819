//! Hostile inputs, all in one folder, read by the real pipeline from the files to the quotations:
//! what became of each. None may be lost or cost more than a line in the quarantine, none may touch
//! another document, and the run must verify.

#![cfg(unix)]

#[path = "hostile/inputs.rs"]
mod inputs;
mod written;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use rapporteur_pipeline::{Layer, Quiet, RunOptions, compile, run, verify};
use rapporteur_stage::{BuildContext, Registry};

fn registry() -> Registry {
    Registry::new()
        .with::<rapporteur_ingest_files::Files>()
        .with::<rapporteur_normalize_encoding::Encoding>()
        .with::<rapporteur_normalize_debate::Debate>()
        .with::<rapporteur_normalize_html::Html>()
        .with::<rapporteur_normalize_markdown::Markdown>()
        .with::<rapporteur_normalize_blocks::Blocks>()
        .with::<rapporteur_normalize_metadata::Metadata>()
        .with::<rapporteur_extract_sentences::Sentences>()
        .with::<rapporteur_extract_quotes::Quotes>()
        .with::<rapporteur_report_record::Record>()
}

const CONFIG: &str = "
[[ingest]]
use = \"files\"
paths = [\"FOLDER\"]
max_bytes = 1000000

[[normalize]]
use = \"encoding\"
[[normalize]]
use = \"debate\"
[[normalize]]
use = \"html\"
[[normalize]]
use = \"markdown\"
[[normalize]]
use = \"blocks\"
[[normalize]]
use = \"metadata\"

[[extract]]
use = \"sentences\"
[[extract]]
use = \"quotes\"

[[report]]
use = \"record\"
";

/// The documents that nothing is wrong with: before, between and after the others.
const WELL: [&str; 3] = ["aaa-good.txt", "name-good.txt", "zzz-good.txt"];

fn well(root: &Path) {
    for (number, name) in WELL.iter().enumerate() {
        let text = format!(
            "Nothing is wrong with document {number}\n\n\
             MARLOWBRIDGE, Sept 25 \u{2014} The ferry is back.\n\n\
             \u{201c}It sails on Friday,\u{201d} said Ada Lund, the harbour master.\n"
        );
        fs::write(root.join(name), text).expect("a file");
    }
}

fn hostile(root: &Path) {
    let write = |name: &OsStr, bytes: &[u8]| fs::write(root.join(name), bytes).expect("a file");
    for (name, bytes) in inputs::inputs() {
        write(OsStr::new(name), &bytes);
    }
    write(OsStr::new("name\nof two lines.txt"), b"A name of two lines.");
    write(OsStr::from_bytes(b"name-\xFF.txt"), b"A name that is no UTF-8.");
    write(OsStr::new("name-!%41.txt"), b"A name that looks escaped.");
    write(OsStr::new("name with blanks "), b"A name that ends in a blank.");
    write(OsStr::new(&format!("name-{}.txt", "long".repeat(60))), b"A name of 249 letters.");
    fs::create_dir(root.join("name-folder.html")).expect("a folder");
    write(OsStr::new("name-folder.html/inside.txt"), b"In a folder that is named as a page.");
    fs::write(root.join("../outside.txt"), "Not in the folder.").expect("a file");
    symlink("../outside.txt", root.join("link-out.txt")).expect("a link");
    symlink("nowhere", root.join("link-nowhere.txt")).expect("a link");
    symlink(".", root.join("link-round")).expect("a link");
    symlink("link-other.txt", root.join("link-one.txt")).expect("a link");
    symlink("link-one.txt", root.join("link-other.txt")).expect("a link");
    symlink("/etc", root.join("link-etc")).expect("a link");
    let pipe = std::process::Command::new("mkfifo").arg(root.join("pipe.txt")).status().expect("mkfifo");
    assert!(pipe.success());
    // The socket stays when nobody listens any more.
    drop(std::os::unix::net::UnixListener::bind(root.join("socket.txt")).expect("a socket"));
}

fn lines(path: &Path) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(path).expect("a file");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What a run over a folder leaves, which must verify.
struct Left {
    records: Vec<serde_json::Value>,
    held: Vec<serde_json::Value>,
}

fn read(root: &Path, out: &Path) -> Left {
    let config = CONFIG.replace("FOLDER", root.to_str().expect("a name"));
    let wired = compile(&[Layer::file("test.toml", config)], &registry(), &BuildContext::default());
    let wired = wired.unwrap_or_else(|problems| panic!("{problems}"));
    let options = RunOptions {
        out: out.to_owned(),
        jobs: 2,
        resume: false,
        shard: None,
        stop: tokio::sync::watch::channel(false).1,
        progress: std::sync::Arc::new(Quiet),
        wraps: Vec::new(),
        commit: None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().expect("a runtime");
    runtime.block_on(run(wired, options)).expect("the run ends well");
    let verified = runtime.block_on(verify(out, &registry())).expect("a manifest");
    assert_eq!(verified.findings, []);
    Left { records: lines(&out.join("record.jsonl")), held: lines(&out.join("quarantine.jsonl")) }
}

/// What became of each input: its name, and what is to be told.
fn table(left: &Left, root: &Path) -> BTreeMap<String, String> {
    let prefix = format!("{}/", root.display());
    let mut became: BTreeMap<String, String> = BTreeMap::new();
    let mut tell = |uri: &str, what: String| {
        let name = uri.strip_prefix(&prefix).unwrap_or(uri).to_owned();
        assert!(became.insert(name.clone(), what).is_none(), "{name} stands there twice");
    };
    for record in &left.records {
        let text: String = record["text"].as_str().expect("a text").chars().take(48).collect();
        let mut what = format!("read: {text:?}");
        for note in record["warnings"].as_array().into_iter().flatten() {
            let note: String = note["message"].as_str().expect("a message").chars().take(110).collect();
            let _ = write!(what, "\n    warned: {note}");
        }
        tell(record["source"]["uri"].as_str().expect("a place"), what);
    }
    for held in &left.held {
        let text = |key: &str| held[key].as_str().unwrap_or_default().to_owned();
        let reason: String = text("reason").chars().take(140).collect();
        tell(&text("origin"), format!("held by {}: {reason}", text("stage")));
    }
    became
}

#[test]
fn each_hostile_input_costs_a_line_at_most() {
    let place = tempfile::tempdir().expect("a folder");
    let (root, out) = (place.path().join("in"), place.path().join("out"));
    fs::create_dir(&root).expect("a folder");
    well(&root);
    let alone = read(&root, &place.path().join("alone"));
    hostile(&root);
    let left = read(&root, &out);
    let became = table(&left, &root);

    // No other document is touched: what stands of the well ones is the same, byte for byte.
    let of_well = |left: &Left| -> Vec<serde_json::Value> {
        let is_well = |record: &&serde_json::Value| {
            WELL.iter().any(|name| record["source"]["uri"].as_str().is_some_and(|uri| uri.ends_with(name)))
        };
        left.records.iter().filter(is_well).cloned().collect()
    };
    assert_eq!((alone.records.len(), alone.held.len()), (WELL.len(), 0));
    assert_eq!(of_well(&left), of_well(&alone));

    // Nothing is lost: each file has a line, or is a part of one that has.
    let mut lost: Vec<String> = fs::read_dir(&root)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| {
            let name = name.replace('\n', "%0A").replace('\u{fffd}', "%FF").replace("%41", "%2541");
            !became.keys().any(|told| {
                told.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['!', '/']))
            })
        })
        .collect();
    lost.sort();
    assert_eq!(lost, ["link-round"]);

    let mut shown = String::new();
    for (name, what) in &became {
        let what = what.replace(&place.path().display().to_string(), "…");
        let _ = writeln!(shown, "{name}\n    {what}");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("hostile", shown));
}
