//! What is said to a program, and what its answers mean.

use std::collections::BTreeMap;
use std::fs;

use rapporteur_document::{Document, Layer};
use rapporteur_record::{Record, to_line};
use rapporteur_stage::{BuildError, Descriptor, Kind, Rejection};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

pub(crate) const PROTOCOL: &str = "rapporteur.command/1";

/// Layers that are no part of a record: a program can neither read nor give them.
const INSIDE: [Layer; 3] = [Layer::Raw, Layer::Words, Layer::Trees];

/// The first line.
pub(crate) fn describe(kind: Kind, with: &Map<String, Value>) -> Vec<u8> {
    let question = json!({ "describe": { "protocol": PROTOCOL, "kind": kind.as_str(), "with": with } });
    let mut line = question.to_string().into_bytes();
    line.push(b'\n');
    line
}

/// A document's line.
pub(crate) fn document(document: &Document) -> Vec<u8> {
    let record = to_line(document);
    let mut line = Vec::with_capacity(record.len() + 16);
    line.extend_from_slice(b"{\"document\":");
    line.extend_from_slice(record.trim_ascii_end());
    line.extend_from_slice(b"}\n");
    line
}

/// What a program says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    name: String,
    version: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    uses: Vec<String>,
    #[serde(default)]
    gives: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    media_types: Vec<String>,
}

/// What a program says of a document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    #[serde(default)]
    layers: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    warnings: Vec<String>,
    #[serde(default)]
    reject: Option<String>,
}

impl Description {
    /// Reads the answer to [`describe`].
    pub(crate) fn read(answer: &[u8]) -> Result<Self, String> {
        let described: Self = serde_json::from_slice(answer).map_err(|error| {
            format!(
                "what it says of itself is not what {PROTOCOL} asks for: {error}; it said {}",
                shown(answer)
            )
        })?;
        if described.name.trim().is_empty() || described.version.trim().is_empty() {
            return Err("it says of itself an empty `name` or `version`".to_owned());
        }
        described.all_layers()?;
        if described.gives.is_empty() {
            return Err("it gives no layer: `gives` is empty".to_owned());
        }
        Ok(described)
    }

    fn all_layers(&self) -> Result<[Vec<Layer>; 3], String> {
        Ok([layers(&self.needs)?, layers(&self.uses)?, layers(&self.gives)?])
    }

    /// The stage's descriptor with what the program says of itself.
    pub(crate) fn into_descriptor(
        self,
        mut descriptor: Descriptor,
        command: &[String],
    ) -> Result<Descriptor, BuildError> {
        let [needs, uses, gives] =
            self.all_layers().map_err(|message| BuildError::option("command", message))?;
        (descriptor.needs, descriptor.uses, descriptor.gives) = (needs, uses, gives);
        // A handful of words for the life of the program: once for each stage of a config.
        let keep = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        let keep_all = |list: Vec<String>| -> &'static [&'static str] {
            Box::leak(list.into_iter().map(keep).collect::<Vec<_>>().into_boxed_slice())
        };
        descriptor.version = keep(format!("{} {}{}", self.name, self.version, digest(command)));
        if !self.summary.is_empty() {
            descriptor.summary = keep(self.summary);
        }
        descriptor.languages = keep_all(self.languages);
        descriptor.media_types = keep_all(self.media_types);
        Ok(descriptor)
    }

    /// Puts the layers of an answer into the document: those that were promised, all of them and no
    /// others. What comes back keeps the promises of a record, or the document is held.
    pub(crate) fn apply(&self, answer: &[u8], document: &mut Document) -> Result<(), Rejection> {
        let answer: Answer = serde_json::from_slice(answer)
            .map_err(|error| Rejection::new(format!("{}: no answer in {PROTOCOL}: {error}", self.name)))?;
        if let Some(reason) = answer.reject {
            return Err(Rejection::new(reason));
        }
        let mut given = answer.layers.unwrap_or_default();
        let mut record = serde_json::to_value(Record::from_document(document))
            .map_err(|error| Rejection::new(error.to_string()))?;
        let Some(fields) = record.as_object_mut() else { return Ok(()) };
        for layer in &self.gives {
            let names: &[&str] = if layer == "text" { &["text", "map"] } else { &[layer] };
            for &name in names {
                let value = given.remove(name).ok_or_else(|| {
                    Rejection::new(format!("{}: the answer has no `{name}`, which it gives", self.name))
                })?;
                fields.insert(name.to_owned(), value);
            }
        }
        if let Some(name) = given.keys().next() {
            return Err(Rejection::new(format!(
                "{}: the answer has `{name}`, which it doesn't give",
                self.name
            )));
        }
        let made = Record::from_json(record.to_string().as_bytes())
            .and_then(|record| record.into_document().map(|made| Document { raw: None, ..made }))
            .map_err(|error| Rejection::new(format!("{}: {error}", self.name)))?;
        // Words and trees are no part of a record, and bytes aren't either.
        *document = Document { syntax: document.syntax.take(), raw: document.raw.take(), ..made };
        for warning in answer.warnings {
            document.warn(format!("command {}", self.name), warning);
        }
        Ok(())
    }
}

fn layers(names: &[String]) -> Result<Vec<Layer>, String> {
    names
        .iter()
        .map(|name| {
            let layer = Layer::ALL.iter().copied().find(|layer| layer.as_str() == name);
            match layer {
                Some(layer) if INSIDE.contains(&layer) => {
                    Err(format!("`{name}` is no part of a record: a program can't read or give it"))
                }
                Some(layer) => Ok(layer),
                None => {
                    let near = Layer::ALL
                        .iter()
                        .filter(|layer| !INSIDE.contains(layer))
                        .max_by(|a, b| {
                            let like = |layer: &Layer| strsim::jaro_winkler(layer.as_str(), name);
                            like(a).total_cmp(&like(b))
                        })
                        .map_or_else(String::new, |layer| format!("; did it mean `{layer}`?"));
                    Err(format!("there is no layer `{name}`{near}"))
                }
            }
        })
        .collect()
}

/// The beginning of the hash of the files among program and arguments; empty where there is none.
fn digest(command: &[String]) -> String {
    let mut hash = Sha256::new();
    let mut any = false;
    for path in command {
        if let Ok(bytes) = fs::read(path) {
            hash.update(&bytes);
            any = true;
        }
    }
    if !any {
        return String::new();
    }
    hash.finalize().iter().take(6).fold("+".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

/// The beginning of an answer, for an error message.
fn shown(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    let start: String = text.trim().chars().take(80).collect();
    format!("`{start}`")
}
