//! The report stage `json`: what the documents say together, as `report.json`.
//!
//! While documents come it keeps keys of them only (`rapporteur-stories`); then it writes one story
//! after the other, each on a line of its own, so that memory stays flat and a difference between
//! two runs can be read. What the file looks like is said in `rapporteur-record`, what it says in
//! `rapporteur-stories`; this crate decides nothing.
//!
//! Start reading at [`Json`].

use rapporteur_document::{Document, Layer};
use rapporteur_record::{QuarantineLine, REPORT_SCHEMA};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Kind, OutputFile, Outputs, Report, Running, Stage,
    StageError, async_trait,
};
use rapporteur_stories::SharedIndex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage `json`.
pub struct Json;

/// Options of `json`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the file in the output folder.
    pub file: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { file: "report.json".into() }
    }
}

impl Stage for Json {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Report,
            "json",
            "1",
            "Writes what the documents say together: stories, claims side by side, copies, timelines.",
        )
        .needs(&[Layer::Text])
        .uses(&[
            Layer::Blocks,
            Layer::Meta,
            Layer::Turns,
            Layer::Sentences,
            Layer::Mentions,
            Layer::Entities,
            Layer::Locations,
            Layer::Times,
            Layer::Figures,
            Layer::Quotes,
            Layer::Events,
        ])
        .example("[[report]]\nuse = \"json\"\nfile = \"report.json\"\n")
        .data(rapporteur_stories::LEXICONS)
    }

    fn build(options: Options, context: &BuildContext) -> Result<Running, BuildError> {
        if options.file.is_empty() {
            return Err(BuildError::option("file", "the file needs a name, such as \"report.json\""));
        }
        Ok(Running::Report(Box::new(Writer { name: options.file, index: SharedIndex::of(context) })))
    }
}

struct Writer {
    name: String,
    index: SharedIndex,
}

#[async_trait]
impl Report for Writer {
    fn outputs(&self) -> Vec<String> {
        vec![self.name.clone()]
    }

    async fn begin(&mut self, outputs: &dyn Outputs) -> Result<(), StageError> {
        self.index.begin(outputs)
    }

    async fn document(&mut self, place: usize, document: &Document) -> Result<(), StageError> {
        self.index.add(place, document)
    }

    async fn finish(&mut self, archive: &dyn Archive, outputs: &dyn Outputs) -> Result<(), StageError> {
        let shared = self.index.finish()?;
        let mut file = outputs.create(&self.name)?;
        let head = format!("{{\n\"schema\": \"{REPORT_SCHEMA}\",\n\"read\": {},\n", shared.documents());
        file.write(head.as_bytes())?;

        file.write(b"\"stories\": [")?;
        for story in 0..shared.stories() {
            item(&mut file, story, &shared.tell(story, archive).await?)?;
        }
        file.write(b"\n],\n\"unassigned\": [")?;
        for (at, document) in shared.unassigned().enumerate() {
            item(&mut file, at, &shared.document(document, archive).await?)?;
        }
        file.write(b"\n],\n\"quarantine\": [")?;
        for (at, (stage, held)) in archive.held().iter().enumerate() {
            let line = QuarantineLine {
                origin: held.uri.clone(),
                sha256: held.sha256.clone(),
                bytes: held.bytes,
                stage: stage.clone(),
                reason: held.reason.clone(),
            };
            item(&mut file, at, &line)?;
        }
        file.write(b"\n]\n}\n")?;
        file.close()
    }
}

/// One item of a list on a line of its own.
fn item(file: &mut OutputFile, at: usize, item: &impl Serialize) -> Result<(), StageError> {
    file.write(if at == 0 { b"\n" } else { b",\n" })?;
    let json = serde_json::to_vec(item).map_err(|error| StageError::Failed(error.to_string()))?;
    file.write(&json)
}
