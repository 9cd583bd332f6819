//! The report stage `crate`: the output folder as a Process Run Crate, so that it can be archived,
//! given a date and found again.
//!
//! `ro-crate-metadata.json` says in the words of RO-Crate 1.1 and of the profile Process Run Crate
//! 0.5 what was read, with what, and what came out, each with its SHA-256. It names the outputs of
//! the reports that stand before it in the config: put it last. `manifest.json` is written after it
//! and holds this file's digest, and the times, which stand nowhere else.
//!
//! It is no judge of the rights in what was read: license and date of publication are the options of
//! whoever publishes. Start reading at [`Crate`], then `graph`.

mod graph;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Kind, Outputs, Report, Running, Stage, StageError,
    async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::graph::Input;

/// The stage `crate`.
pub struct Crate;

/// Options of `crate`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// What the crate is called.
    pub name: String,
    /// What is in it, in a sentence or two.
    pub description: String,
    /// Address of the license under which the folder may be used; left out where empty.
    pub license: String,
    /// The day on which it is published, `2024-05-01`; left out where empty. RO-Crate asks for one
    /// before a crate is deposited.
    pub date_published: String,
    /// The address of whoever ran it, such as an ORCID; left out where empty.
    pub agent: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            name: "Rapporteur run".into(),
            description:
                "Records of documents, each statement with its bytes, and a report on what they say together."
                    .into(),
            license: String::new(),
            date_published: String::new(),
            agent: String::new(),
        }
    }
}

/// The name that RO-Crate asks for.
const FILE: &str = "ro-crate-metadata.json";

impl Stage for Crate {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Report,
            "crate",
            "1",
            "Describes the output folder as a Process Run Crate (RO-Crate), with digests; the last report.",
        )
        .needs(&[Layer::Text])
        .example(
            "[[report]]\nuse = \"crate\"\nname = \"Harbour strike, March 2023\"\n\
             license = \"https://creativecommons.org/licenses/by/4.0/\"\n",
        )
    }

    fn build(options: Options, _: &BuildContext) -> Result<Running, BuildError> {
        for (name, value) in [("license", &options.license), ("agent", &options.agent)] {
            let is_address =
                value.is_empty() || value.starts_with("https://") || value.starts_with("http://");
            if !is_address {
                return Err(BuildError::option(
                    name,
                    "an address such as \"https://example.org/\", or nothing",
                ));
            }
        }
        Ok(Running::Report(Box::new(Writer { options, inputs: Vec::new() })))
    }
}

struct Writer {
    options: Options,
    inputs: Vec<Input>,
}

#[async_trait]
impl Report for Writer {
    fn outputs(&self) -> Vec<String> {
        vec![FILE.to_owned()]
    }

    async fn document(&mut self, _: usize, document: &Document) -> Result<(), StageError> {
        let source = &document.source;
        self.inputs.push(Input {
            uri: source.uri.clone(),
            sha256: source.sha256.clone(),
            bytes: source.bytes,
            media_type: Some(source.media_type.clone()),
            held: None,
        });
        Ok(())
    }

    async fn finish(&mut self, archive: &dyn Archive, outputs: &dyn Outputs) -> Result<(), StageError> {
        let mut inputs = std::mem::take(&mut self.inputs);
        inputs.extend(archive.held().iter().map(|(stage, held)| Input {
            uri: held.uri.clone(),
            sha256: held.sha256.clone(),
            bytes: held.bytes,
            media_type: None,
            held: Some(format!("held back by {stage}: {}", held.reason)),
        }));
        let closed: Vec<_> = outputs.closed().into_iter().filter(|file| file.name != FILE).collect();
        let mut file = outputs.create(FILE)?;
        file.write(b"{\n\"@context\": [\"https://w3id.org/ro/crate/1.1/context\", \"https://w3id.org/ro/terms/workflow-run/context\"],\n\"@graph\": [")?;
        for (at, entity) in graph::of(&self.options, &inputs, &closed).iter().enumerate() {
            file.write(if at == 0 { b"\n" } else { b",\n" })?;
            let json = serde_json::to_vec(entity).map_err(|error| StageError::Failed(error.to_string()))?;
            file.write(&json)?;
        }
        file.write(b"\n]\n}\n")?;
        file.close()
    }
}
