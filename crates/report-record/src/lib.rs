//! The report stage `record`: every document as one JSON line, in the order of ingest.
//!
//! It writes while documents come and keeps none. What a line looks like is said in
//! `rapporteur-record`; this crate adds nothing to it.
//!
//! Start reading at [`Record`].

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Kind, OutputFile, Outputs, Report, Running, Stage,
    StageError, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage `record`.
pub struct Record;

/// Options of `record`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the file in the output folder.
    pub file: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { file: "record.jsonl".into() }
    }
}

impl Stage for Record {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Report,
            "record",
            "1",
            "Writes every document with its annotations as one JSON line, in the order of ingest.",
        )
        .needs(&[Layer::Text])
        .example("[[report]]\nuse = \"record\"\nfile = \"record.jsonl\"\n")
    }

    fn build(options: Options, _: &BuildContext) -> Result<Running, BuildError> {
        if options.file.is_empty() {
            return Err(BuildError::option("file", "the file needs a name, such as \"record.jsonl\""));
        }
        Ok(Running::Report(Box::new(Writer { name: options.file, file: None })))
    }
}

struct Writer {
    name: String,
    file: Option<OutputFile>,
}

#[async_trait]
impl Report for Writer {
    fn outputs(&self) -> Vec<String> {
        vec![self.name.clone()]
    }

    async fn begin(&mut self, outputs: &dyn Outputs) -> Result<(), StageError> {
        self.file = Some(outputs.create(&self.name)?);
        Ok(())
    }

    async fn document(&mut self, _: usize, document: &Document) -> Result<(), StageError> {
        let file = self.file.as_mut().expect("begin comes before the first document");
        file.write(&rapporteur_record::to_line(document))
    }

    async fn finish(&mut self, _: &dyn Archive, _: &dyn Outputs) -> Result<(), StageError> {
        self.file.take().map_or(Ok(()), OutputFile::close)
    }
}
