//! Stages in other languages: `use = "command"` in `[[normalize]]` and `[[extract]]`.
//!
//! A program is started, says what it is, needs and gives, and is then handed one document a line,
//! as in `record.jsonl`; it answers each with the layers that it gives. So the wiring is checked as
//! for any other stage, what comes back is held to the same promises as every record, and a
//! program that breaks one, hangs or dies costs that document, with its last words, never the run.
//!
//! The protocol, `rapporteur.command/1`, one JSON object a line:
//!
//! | to the program | from the program |
//! |---|---|
//! | `{"describe": {"protocol": "rapporteur.command/1", "kind": "extract", "with": {…}}}` | `{"name": "hashtags", "version": "1", "needs": ["text"], "uses": [], "gives": ["mentions"], "languages": ["en"], "media_types": []}` |
//! | `{"document": {…}}` | `{"layers": {"mentions": […]}, "warnings": ["…"]}` or `{"reject": "why it can't go on"}` |
//! | end of input | ends |
//!
//! `with` is the table of that name in the config. Of the description only `name` and `version`
//! must be there. A layer is a field of the record under its own name; `text` comes with `map`.
//! What the program writes to its standard error stands in the reason, should it fail. Several may
//! run side by side, and which one gets a document is left to chance: a program keeps nothing from
//! one to the next. Its files' hashes are part of its version, so that another script makes
//! another run.
//!
//! The program runs as you do: a config from a stranger is a program from a stranger.
//!
//! Start reading at [`protocol`].

mod process;
mod protocol;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rapporteur_document::Document;
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Extract, Kind, Normalize, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::process::Process;
use crate::protocol::Description;

/// The extract stage `command`.
#[derive(Debug, Clone, Copy)]
pub struct Command;

/// The normalize stage `command`.
#[derive(Debug, Clone, Copy)]
pub struct NormalizeCommand;

/// What is started, and what it is told.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The program and its arguments: `["python3", "my_stage.py"]`. No shell reads them. Relative
    /// paths are taken from the folder that rapporteur is started in.
    pub command: Vec<String>,
    /// Options of the program's own, handed to it as they are.
    pub with: Map<String, Value>,
    /// Seconds that one document may take before the program is stopped and started again; the
    /// document goes to the quarantine.
    pub time_limit: f64,
    /// Seconds until the program must have said what it is.
    pub start_limit: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { command: Vec::new(), with: Map::new(), time_limit: 30.0, start_limit: 20.0 }
    }
}

const SUMMARY: &str = "Hands each document to a program of your own, in any language, and takes its layers.";

impl Stage for Command {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(Kind::Extract, "command", "1", SUMMARY)
            .example("[[extract]]\nuse = \"command\"\ncommand = [\"python3\", \"crates/command/example/hashtags.py\"]\n")
    }

    fn describe(options: &Options) -> Result<Descriptor, BuildError> {
        describe(Self::descriptor(), options)
    }

    fn build(options: Options, _context: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Extract(Arc::new(Pool::new(Kind::Extract, options)?)))
    }
}

impl Stage for NormalizeCommand {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(Kind::Normalize, "command", "1", SUMMARY)
            .example("[[normalize]]\nuse = \"command\"\ncommand = [\"./our-sections\"]\n")
    }

    fn describe(options: &Options) -> Result<Descriptor, BuildError> {
        describe(Self::descriptor(), options)
    }

    fn build(options: Options, _context: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Normalize(Arc::new(Pool::new(Kind::Normalize, options)?)))
    }
}

/// Starts the program to hear what it is, and lets it go again.
fn describe(descriptor: Descriptor, options: &Options) -> Result<Descriptor, BuildError> {
    let (_, description) = start(descriptor.kind, options)?;
    description.into_descriptor(descriptor, &options.command)
}

fn start(kind: Kind, options: &Options) -> Result<(Process, Description), BuildError> {
    let wrong = |message: String| BuildError::option("command", message);
    let seconds = |name: &str, value: f64| {
        Duration::try_from_secs_f64(value)
            .ok()
            .filter(|limit| !limit.is_zero())
            .ok_or_else(|| BuildError::option(name, format!("`{name}` is a number of seconds above 0")))
    };
    seconds("time_limit", options.time_limit)?;
    let limit = seconds("start_limit", options.start_limit)?;
    let mut process = Process::start(&options.command).map_err(|error| wrong(error.to_string()))?;
    let answer = process
        .ask(protocol::describe(kind, &options.with), limit)
        .map_err(|error| wrong(format!("it did not say what it is: {error}")))?;
    let description = Description::read(&answer).map_err(wrong)?;
    Ok((process, description))
}

/// Programs that wait for a document: as many as workers have been at work at once.
struct Pool {
    kind: Kind,
    options: Options,
    limit: Duration,
    described: Description,
    idle: Mutex<Vec<Process>>,
}

impl Pool {
    fn new(kind: Kind, options: Options) -> Result<Self, BuildError> {
        let (process, described) = start(kind, &options)?;
        let limit = Duration::from_secs_f64(options.time_limit);
        Ok(Self { kind, options, limit, described, idle: Mutex::new(vec![process]) })
    }

    fn take(&self) -> Result<Process, Rejection> {
        if let Some(process) = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(process);
        }
        let (process, described) =
            start(self.kind, &self.options).map_err(|error| Rejection::new(error.message))?;
        if described != self.described {
            return Err(Rejection::new(
                "the program says something else of itself than when it was started first",
            ));
        }
        Ok(process)
    }

    /// One question, one answer. A program that failed is not asked again.
    fn work(&self, document: &mut Document) -> Result<(), Rejection> {
        let mut process = self.take()?;
        let answer = process
            .ask(protocol::document(document), self.limit)
            .map_err(|error| Rejection::new(error.to_string()))?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(process);
        self.described.apply(&answer, document)
    }
}

#[async_trait]
impl Extract for Pool {
    async fn extract(&self, document: &mut Document) -> Result<(), Rejection> {
        self.work(document)
    }
}

#[async_trait]
impl Normalize for Pool {
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection> {
        self.work(document)
    }
}
