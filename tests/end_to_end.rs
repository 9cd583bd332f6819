//! The real binary on the seeds: what it finds, that its outputs lead back to the bytes, that they
//! are the same every time, and that stages can be swapped.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rapporteur_document::{Document, Span};
use rapporteur_view as view;
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// The binary in the repository's root, without whatever this machine's environment says.
fn rapporteur(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.args(args).current_dir(root()).env_clear().stdin(Stdio::null());
    command
}

fn run(args: &[&str]) -> Output {
    rapporteur(args).output().expect("runs")
}

/// A run over the seeds into a folder of its own.
fn run_seeds(args: &[&str]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let out = folder.path().to_string_lossy().into_owned();
    let output = run(&[&["run", "--out", &out], args].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "done, with something in the quarantine: {said}");
    folder
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("was written")
}

fn documents(folder: &TempDir) -> Vec<Document> {
    let record = read(folder, "record.jsonl");
    record.lines().map(|line| rapporteur_record::from_line(line.as_bytes()).expect("is a record")).collect()
}

fn settings(folder: &str, shows: &str) -> insta::Settings {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(root().join("tests").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(shows);
    settings
}

/// A document with what was found in it under its text.
fn rendered(document: &Document) -> String {
    use view::marks;
    let mut out = String::new();
    let meta = &document.meta;
    for (name, fact) in [
        ("kind", &meta.kind),
        ("title", &meta.title),
        ("published", &meta.published),
        ("publisher", &meta.publisher),
        ("language", &meta.language),
    ] {
        if let Some(fact) = fact {
            let _ = writeln!(out, "{name:<12}: {} ({})", fact.value, fact.from);
        }
    }
    for (name, facts) in [("byline", &meta.byline), ("agency", &meta.agencies)] {
        for fact in facts {
            let _ = writeln!(out, "{name:<12}: {} ({})", fact.value, fact.from);
        }
    }
    let found =
        [marks::quotes(document), marks::figures(document), marks::times(document), marks::turns(document)];
    let mut found: Vec<view::Mark> = found.into_iter().flatten().collect();
    found.sort_by_key(|mark| (mark.span.start(), std::cmp::Reverse(mark.span.end())));
    let _ = writeln!(out, "\n{}", view::document(document, &found));
    let _ = writeln!(out, "people and places");
    for entity in document.entities() {
        let roles: Vec<String> = entity
            .roles
            .iter()
            .map(|role| {
                let of = role.of.as_deref().map(|of| format!(" of {of}")).unwrap_or_default();
                let at = role.at.as_deref().map(|at| format!(" at {at}")).unwrap_or_default();
                format!("{}{of}{at}", role.title)
            })
            .collect();
        let _ = write!(out, "  {} {}", entity.kind, entity.name);
        if !entity.aliases.is_empty() {
            let _ = write!(out, ", also {}", entity.aliases.join(", "));
        }
        if !roles.is_empty() {
            let _ = write!(out, "; {}", roles.join("; "));
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_seeds_are_read_as_a_person_would() {
    let folder = run_seeds(&[]);
    settings("seeds", "shows: the report on the whole corpus that ships").bind(|| {
        insta::assert_snapshot!("report", read(&folder, "report.md"));
    });
    settings("seeds", "shows: what is held back: the empty file and the binary one").bind(|| {
        insta::assert_snapshot!("quarantine", read(&folder, "quarantine.jsonl"));
    });
    for document in documents(&folder) {
        let name =
            document.source.uri.trim_start_matches("seeds/").replace(['/', '!'], "-").replace('.', "-");
        settings("seeds", &format!("shows: what was found in {}", document.source.uri)).bind(|| {
            insta::assert_snapshot!(name, rendered(&document));
        });
    }
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let (one, eight) = (run_seeds(&["--jobs", "1"]), run_seeds(&["--jobs", "8"]));
    for name in ["record.jsonl", "report.json", "report.md", "quarantine.jsonl"] {
        assert_eq!(read(&one, name), read(&eight, name), "{name}");
    }
}

/// One stage swapped (`encoding` for `utf8`) and one left out (`figures`): the difference of the
/// two runs, as a reviewer of the swap would want to see it.
#[test]
fn a_swap_in_config_shows_in_the_difference_of_two_runs() {
    let (usual, strict) = (run_seeds(&[]), run_seeds(&["--config", "config/strict.toml"]));
    let listing = |folder: &TempDir| -> Vec<String> {
        let mut lines: Vec<String> = documents(folder)
            .iter()
            .map(|document| {
                let count = |name: &str, layer: Option<usize>| {
                    layer.map_or_else(|| format!("no {name}"), |count| format!("{count} {name}"))
                };
                format!(
                    "{}: {}, {}, {}, {}",
                    document.source.uri,
                    document.source.encoding,
                    count("quotes", document.quotes.as_ref().map(Vec::len)),
                    count("figures", document.figures.as_ref().map(Vec::len)),
                    count("warnings", Some(document.warnings.len())),
                )
            })
            .collect();
        lines.extend(read(folder, "quarantine.jsonl").lines().map(|line| format!("held back: {line}")));
        lines.sort();
        lines
    };
    let (usual, strict) = (listing(&usual), listing(&strict));
    let gone = usual.iter().filter(|line| !strict.contains(line)).map(|line| format!("- {line}\n"));
    let come = strict.iter().filter(|line| !usual.contains(line)).map(|line| format!("+ {line}\n"));
    let difference: String = gone.chain(come).collect();
    settings(
        "snapshots",
        "shows: what config/strict.toml changes: no figures, and what is not UTF-8 is held back",
    )
    .bind(|| {
        insta::assert_snapshot!("swap", difference);
    });
}

/// For every annotation of every document: the map leads to source bytes that decode to its words,
/// white space, entities and marks folded.
#[test]
fn every_annotation_leads_to_bytes_that_say_the_same() {
    let folder = run_seeds(&[]);
    let registry = rapporteur::builtin();
    let runtime = tokio_like();
    let mut looked_at = 0;
    for document in documents(&folder) {
        let bytes = source(&document, &registry, &runtime);
        for (layer, span) in rapporteur_pipeline::spans_of(&document) {
            let at = document.source_span(span).expect("inside the text");
            let theirs = folded_source(&document, &bytes[at.range()]);
            let ours = folded(document.words(span));
            assert_eq!(ours, theirs, "{} {layer} {span} -> {at}", document.source.uri);
            looked_at += 1;
        }
    }
    assert!(looked_at > 1000, "{looked_at} annotations are too few to mean something");
}

fn tokio_like() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().expect("starts")
}

fn source(
    document: &Document,
    registry: &rapporteur_stage::Registry,
    runtime: &tokio::runtime::Runtime,
) -> Vec<u8> {
    let layer = rapporteur_pipeline::Layer::file("default", rapporteur::DEFAULT_CONFIG);
    let context =
        rapporteur_stage::BuildContext { directory: root(), ..rapporteur_stage::BuildContext::default() };
    let wired = rapporteur_pipeline::compile(&[layer], registry, &context).expect("compiles");
    runtime.block_on(rapporteur_pipeline::reread(document, &wired.ingests())).expect("can be read again")
}

/// Letters and digits of ASCII in lower case: what decoding, entities, white space and the mending
/// of misread characters leave alone.
fn folded(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn folded_source(document: &Document, bytes: &[u8]) -> String {
    let encoding =
        encoding_rs::Encoding::for_label(document.source.encoding.as_bytes()).expect("a known encoding");
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    if document.source.media_type != "text/html" {
        return folded(&text);
    }
    let mut words = String::new();
    let mut hidden = false;
    for token in html5gum::Tokenizer::new(text.as_ref()) {
        match token.expect("a string can't fail") {
            html5gum::Token::String(piece) if !hidden => words.push_str(&String::from_utf8_lossy(&piece)),
            html5gum::Token::StartTag(tag) => hidden |= matches!(tag.name.as_slice(), b"script" | b"style"),
            html5gum::Token::EndTag(tag) => hidden &= !matches!(tag.name.as_slice(), b"script" | b"style"),
            _ => {}
        }
    }
    folded(&words)
}

/// A copy of the seeds, which a test may damage.
fn copied_seeds() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::create_dir(folder.path().join("seeds")).expect("a folder");
    for entry in fs::read_dir(root().join("seeds")).expect("the seeds") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, folder.path().join("seeds").join(path.file_name().expect("a name")))
            .expect("is copied");
    }
    folder
}

fn in_folder(folder: &TempDir, args: &[&str]) -> Output {
    rapporteur(args).current_dir(folder.path()).output().expect("runs")
}

#[test]
fn verify_finds_a_single_flipped_byte() {
    let folder = copied_seeds();
    in_folder(&folder, &["run"]);
    let whole = in_folder(&folder, &["verify", "out"]);
    assert_eq!(whole.status.code(), Some(0), "{}", String::from_utf8_lossy(&whole.stdout));
    let record = fs::read_to_string(folder.path().join("out/record.jsonl")).expect("the record");
    let first =
        rapporteur_record::from_line(record.lines().next().expect("a line").as_bytes()).expect("a record");
    for file in [
        first.source.uri.as_str(),
        "out/record.jsonl",
        "out/report.md",
        "out/quarantine.jsonl",
        "out/manifest.json",
    ] {
        let path = folder.path().join(file);
        let bytes = fs::read(&path).expect("the file");
        for at in [0, bytes.len() / 3, bytes.len() - 2] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            fs::write(&path, &flipped).expect("is written");
            let found = in_folder(&folder, &["verify", "out"]);
            assert_eq!(
                found.status.code(),
                Some(1),
                "byte {at} of {file}: {}",
                String::from_utf8_lossy(&found.stdout)
            );
        }
        fs::write(&path, &bytes).expect("is written");
    }
    assert_eq!(in_folder(&folder, &["verify", "out"]).status.code(), Some(0));
}

#[test]
fn verify_names_the_claims_that_a_changed_source_no_longer_bears() {
    let folder = copied_seeds();
    in_folder(&folder, &["run"]);
    let report = fs::read(folder.path().join("out/report.json")).expect("the report");
    let report: rapporteur_record::Report = serde_json::from_slice(&report).expect("a report");
    // A claim with one place, which no other claim covers, in a file whose bytes are its text.
    let story = &report.stories[0];
    let plain =
        |id: &str| story.documents.iter().find(|it| it.id == id && it.uri.rsplit('.').next() == Some("txt"));
    let alone = |claim: &&rapporteur_record::Claim| {
        let place = &claim.support[0];
        let covers = |other: &rapporteur_record::Support| {
            other.document == place.document && other.start <= place.start && place.start < other.end
        };
        let all = story.claims.iter().flat_map(|it| &it.support);
        claim.support.len() == 1
            && claim.kind == rapporteur_record::ClaimKind::Figure
            && place.words.starts_with(|it: char| it.is_ascii_digit())
            && plain(&place.document).is_some()
            && all.filter(|it| covers(it)).count() == 1
    };
    let claim = story.claims.iter().find(alone).expect("such a claim");
    let place = &claim.support[0];
    let path = folder.path().join(&plain(&place.document).expect("its file").uri);
    let bytes = fs::read(&path).expect("the source");
    let mut flipped = bytes.clone();
    flipped[place.start as usize] ^= 1;
    fs::write(&path, &flipped).expect("is written");
    let found = in_folder(&folder, &["verify", "out", "--json"]);
    assert_eq!(found.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).expect("JSON");
    let named: Vec<&str> = found["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|it| it["problem"].as_str()?.split(' ').next())
        .filter(|it| it.contains('c'))
        .collect();
    assert_eq!(named, [claim.id.as_str()], "{found:#}");
    fs::write(&path, &bytes).expect("is written");
    let found = in_folder(&folder, &["verify", "out", "--json"]);
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).expect("JSON");
    assert!(found["citations"].as_u64() > Some(200), "{found:#}");
}

#[test]
fn explain_leads_from_a_quotation_to_its_bytes_and_rules() {
    let folder = copied_seeds();
    in_folder(&folder, &["run"]);
    let record = fs::read_to_string(folder.path().join("out/record.jsonl")).expect("the record");
    let mut records =
        record.lines().map(|line| rapporteur_record::from_line(line.as_bytes()).expect("a record"));
    let document =
        records.find(|document| document.source.uri == "seeds/harbour-strike-courier.txt").expect("is there");
    let output = in_folder(&folder, &["explain", &format!("out/record.jsonl#{}", document.id), "q1"]);
    settings(
        "snapshots",
        "shows: a quotation, its words in the text, its bytes in the source, who made it by which rule",
    )
    .bind(|| {
        insta::assert_snapshot!("explain", String::from_utf8_lossy(&output.stdout));
    });
}

#[test]
fn standard_input_is_a_document() {
    let folder = TempDir::new().expect("a folder");
    let mut child = rapporteur(&["run", "-"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let words = "The minister said: \"We have read every line of it.\"\n";
    std::io::Write::write_all(&mut child.stdin.take().expect("is piped"), words.as_bytes())
        .expect("is written");
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let record = fs::read_to_string(folder.path().join("out/record.jsonl")).expect("the record");
    let document = rapporteur_record::from_line(record.trim_end().as_bytes()).expect("a record");
    assert_eq!(
        document.quotes().iter().map(|quote| document.words(quote.span)).collect::<Vec<_>>(),
        ["We have read every line of it."]
    );
    assert_eq!(document.source_span(Span::new(0, 3)), Some(Span::new(0, 3)));
}

#[test]
fn the_exit_status_says_how_it_went() {
    let folder = copied_seeds();
    let status = |args: &[&str]| in_folder(&folder, args).status.code();
    assert_eq!(status(&["run", "seeds/harbour-strike-courier.txt"]), Some(0));
    assert_eq!(status(&["run", "no-such-folder"]), Some(1));
    assert_eq!(status(&["run", "--no-such-flag"]), Some(2));
    assert_eq!(status(&["run", "--config", "no-such.toml"]), Some(2));
    assert_eq!(status(&["run", "--set", "extract.quotes.max_gpa=3"]), Some(2));
    assert_eq!(status(&["run", "seeds"]), Some(3));
    assert_eq!(status(&["verify", "seeds"]), Some(1));
    assert_eq!(status(&["--help"]), Some(0));
}

#[test]
fn layers_are_stronger_from_file_to_command_line() {
    let folder = copied_seeds();
    let text = "[extract.quotes]\nmax_gap = 3\n[extract.figures]\nenabled = false\n";
    fs::write(folder.path().join("rapporteur.toml"), text).expect("is written");
    fs::write(folder.path().join("wide.toml"), "[extract.quotes]\nmax_gap = 4\n").expect("is written");
    let gap = |args: &[&str], variable: Option<&str>| {
        let mut command = rapporteur(&[&["check", "--json"], args].concat());
        command.current_dir(folder.path());
        if let Some(value) = variable {
            command.env("RAPPORTEUR__EXTRACT__QUOTES__MAX_GAP", value);
        }
        let output = command.output().expect("runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!text.contains("extract/figures"), "left out by the file: {text}");
        let after = text.split("\"max_gap\": ").nth(1).unwrap_or_else(|| panic!("{text}"));
        after.chars().take_while(char::is_ascii_digit).collect::<String>()
    };
    assert_eq!(gap(&[], None), "3");
    assert_eq!(gap(&["--profile", "wide.toml"], None), "4");
    assert_eq!(gap(&["--profile", "wide.toml"], Some("5")), "5");
    assert_eq!(gap(&["--profile", "wide.toml", "--set", "extract.quotes.max_gap=6"], Some("5")), "6");
}
