//! The manifest of a run and the lines of its quarantine.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The schema id of a manifest.
pub const MANIFEST_SCHEMA: &str = "rapporteur.manifest/1";

/// What a run was: program, config, data, inputs, outputs, stages. The only file with wall-clock
/// times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "rapporteur.manifest/1")]
pub struct Manifest {
    /// Always `rapporteur.manifest/1`.
    #[schemars(extend("const" = MANIFEST_SCHEMA))]
    pub schema: String,
    /// The program that ran.
    pub program: Program,
    /// The config that it ran with, every layer applied.
    pub config: Config,
    /// Lexicons and models, by name.
    pub data: Vec<Data>,
    /// What was read, in the order of ingest.
    pub inputs: Vec<File>,
    /// What was written, by path; the manifest is not among them.
    pub outputs: Vec<File>,
    /// The stages, in order.
    pub stages: Vec<StageRun>,
    /// Words of all documents.
    pub words: u64,
    /// When the run started, RFC 3339 in UTC.
    pub started: String,
    /// When it ended.
    pub ended: String,
    /// `complete`; `held`: complete, but something is in the quarantine; `stopped`: by the user.
    pub status: String,
    /// The working directory of the run: relative paths are taken from there.
    pub directory: String,
    /// How many workers there were.
    pub jobs: u64,
    /// SHA-256 of this manifest as it stands in the file, with this field empty.
    pub sha256: String,
}

/// The program of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Program {
    /// `rapporteur`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The commit that it was built from, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
}

/// The config of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Config {
    /// SHA-256 of `text`.
    pub sha256: String,
    /// The whole config as it was used, TOML.
    pub text: String,
}

/// A lexicon or model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Data {
    /// Path inside the project: `extract-quotes/lexicon/cues.toml`.
    pub name: String,
    /// SHA-256 of the file as it was compiled in.
    pub sha256: String,
}

/// A file or member that was read or written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct File {
    /// Where it is: a uri for inputs, a path in the output folder for outputs.
    pub path: String,
    /// Hexadecimal SHA-256; absent where its bytes could not be read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
}

/// What one stage did in a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageRun {
    /// Kind and name: `extract/quotes`.
    pub stage: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its options as canonical JSON.
    pub options_sha256: String,
    /// Documents that it was given.
    #[serde(rename = "in")]
    pub taken: u64,
    /// Documents that it handed on.
    #[serde(rename = "out")]
    pub given: u64,
    /// Documents that it held back, by reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<Rejected>,
    /// What it passed over because it is no document (a web archive's requests and pictures), and
    /// how many of each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub passed_over: BTreeMap<String, u64>,
    /// Seconds that it worked, over all workers.
    pub seconds: f64,
}

/// How many documents were held back for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rejected {
    /// The reason.
    pub reason: String,
    /// How many.
    pub documents: u64,
}

/// A line of `quarantine.jsonl`: something that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuarantineLine {
    /// Where it is: a uri.
    pub origin: String,
    /// Hexadecimal SHA-256; absent where its bytes could not be read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// Kind and name of the stage that held it back: `ingest/files`.
    pub stage: String,
    /// Why, as a sentence.
    pub reason: String,
}
