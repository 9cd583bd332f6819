//! Programs that keep the protocol, and what is said of those that don't. Each is a few lines of
//! shell: it answers the first line with what it is, and every other with the same words.
#![cfg(unix)]

use std::fmt::Write as _;

use rapporteur_command::{Command, NormalizeCommand, Options};
use rapporteur_document::{Block, Document, Role, Span};
use rapporteur_stage::{BuildContext, Running, Stage};
use serde_json::json;

const IS: &str = r#"{"name":"days","version":"1","needs":["text"],"gives":["times"]}"#;
const MONDAY: &str = r#"{"layers":{"times":[{"start":6,"end":12,"type":"DATE","value":"XXXX-WXX-1","rule":"day"}]},"warnings":["only Mondays"]}"#;

fn shell(is: &str, answer: &str) -> Options {
    let script = format!("read -r question; echo '{is}'; while read -r question; do echo '{answer}'; done");
    program(&["sh", "-c", &script])
}

fn program(command: &[&str]) -> Options {
    Options { command: command.iter().map(|&part| part.to_owned()).collect(), ..Options::default() }
}

fn document() -> Document {
    let mut document = Document::from_text("Until Monday nobody knew.");
    document.source.sha256 = "ab".repeat(32);
    document.blocks =
        Some(vec![Block { span: Span::new(0, 25), role: Role::Paragraph, rule: "test".into() }]);
    document
}

/// Builds the stage and gives it two documents, one after the other.
fn run(options: Options) -> Result<Document, String> {
    Command::describe(&options).map_err(|error| error.to_string())?;
    let running = Command::build(options, &BuildContext::default()).map_err(|error| error.to_string())?;
    let Running::Extract(stage) = running else { return Err("no extract stage".to_owned()) };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        stage.extract(&mut document()).await.map_err(|rejection| rejection.reason)?;
        let mut again = document();
        stage.extract(&mut again).await.map_err(|rejection| rejection.reason)?;
        Ok(again)
    })
}

#[test]
fn layers_come_back() {
    let read = run(shell(IS, MONDAY)).expect("it keeps the protocol");
    assert_eq!(read.times()[0].span.of(&read.text), "Monday");
    assert_eq!(read.times()[0].value, "XXXX-WXX-1");
    assert_eq!(read.blocks, document().blocks);
    assert_eq!(read.warnings[0].message, "only Mondays");
}

#[test]
fn it_is_described_as_it_says() {
    let is = r#"{"name":"days","version":"2.1","summary":"Finds days.","needs":["text","sentences"],"uses":["meta"],"gives":["times"],"languages":["en"]}"#;
    let descriptor = Command::describe(&shell(is, "")).expect("a description");
    assert_eq!(descriptor.path(), "extract/command");
    assert_eq!((descriptor.version, descriptor.summary), ("days 2.1", "Finds days."));
    assert_eq!(descriptor.languages, ["en"]);
    let names = |layers: &[rapporteur_document::Layer]| -> Vec<&str> {
        layers.iter().map(|layer| layer.as_str()).collect()
    };
    assert_eq!(names(&descriptor.needs), ["text", "sentences"]);
    assert_eq!((names(&descriptor.uses), names(&descriptor.gives)), (vec!["meta"], vec!["times"]));
}

#[test]
fn it_is_told_its_options_and_its_kind() {
    let script = r#"read -r q; case $q in *'"kind":"normalize"'*'"with":{"least":3}'*)
        echo '{"name":"told","version":"1","gives":["blocks"]}';; esac"#;
    let mut options = program(&["sh", "-c", script]);
    options.with.insert("least".into(), json!(3));
    let descriptor = NormalizeCommand::describe(&options).expect("it was told");
    assert_eq!(descriptor.version, "told 1");
}

#[test]
fn a_script_is_part_of_the_version() {
    let folder = env!("CARGO_MANIFEST_DIR");
    let script = format!("{folder}/tests/day.sh");
    let version = Command::describe(&program(&["sh", &script])).expect("a description").version;
    assert!(version.starts_with("days 1+") && version.len() == "days 1+".len() + 12, "{version}");
}

#[test]
fn what_goes_wrong_is_said() {
    let late = |options: Options| Options { time_limit: 0.05, start_limit: 5.0, ..options };
    let cases: Vec<(&str, Options)> = vec![
        ("no command", Options::default()),
        ("no such program", program(&["/no/such/program"])),
        ("no number of seconds", Options { time_limit: 0.0, ..shell(IS, MONDAY) }),
        ("dies at the start", program(&["sh", "-c", "echo 'no module named days' >&2; exit 3"])),
        (
            "says nothing at the start",
            Options { start_limit: 0.05, ..program(&["sh", "-c", "read -r q; read -r q"]) },
        ),
        ("speaks no JSON", program(&["sh", "-c", "echo Hello; read -r q"])),
        ("has no version", shell(r#"{"name":"days","gives":["times"]}"#, "")),
        ("gives what is no layer", shell(r#"{"name":"days","version":"1","gives":["time"]}"#, "")),
        (
            "gives what is no part of a record",
            shell(r#"{"name":"days","version":"1","gives":["trees"]}"#, ""),
        ),
        ("gives nothing", shell(r#"{"name":"days","version":"1"}"#, "")),
        ("rejects", shell(IS, r#"{"reject":"a table, not a text"}"#)),
        ("answers no JSON", shell(IS, "Monday")),
        ("leaves its layer out", shell(IS, r#"{"layers":{}}"#)),
        ("gives another's layer", shell(IS, r#"{"layers":{"times":[],"quotes":[]}}"#)),
        ("marks words outside the text", shell(IS, &MONDAY.replace("\"end\":12", "\"end\":99"))),
        ("writes a field that is not there", shell(IS, &MONDAY.replace("\"rule\"", "\"rules\""))),
        (
            "dies at work",
            program(&[
                "sh",
                "-c",
                &format!("read -r q; echo '{IS}'; read -r q; echo 'out of words' >&2; exit 1"),
            ]),
        ),
        (
            "takes too long",
            late(program(&["sh", "-c", &format!("read -r q; echo '{IS}'; read -r q; read -r q")])),
        ),
    ];
    let mut told = String::new();
    for (name, options) in cases {
        let reason = run(options).map_or_else(|reason| reason, |_| "nothing".to_owned());
        let _ = writeln!(told, "{name}\n    {reason}");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn another_document_is_read_after_a_failure() {
    let script = format!(
        "read -r q; echo '{IS}'; while read -r q; do case $q in *poison*) exit 1;; *) echo '{MONDAY}';; esac; done"
    );
    let running = Command::build(program(&["sh", "-c", &script]), &BuildContext::default()).expect("built");
    let Running::Extract(stage) = running else { panic!("an extract stage") };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let mut bad = document();
        bad.id = "poison".into();
        let reason = stage.extract(&mut bad).await.expect_err("it died").reason;
        assert_eq!(reason, "`sh` ended without an answer");
        let mut good = document();
        stage.extract(&mut good).await.expect("another one was started");
        assert_eq!(good.times().len(), 1);
    });
}
