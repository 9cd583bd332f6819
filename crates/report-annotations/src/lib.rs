//! The report stage `annotations`: what was found in each document, as W3C Web Annotations, one to a
//! line.
//!
//! Each has two targets: the source file, by bytes (`DataPositionSelector`), and the record's text,
//! by code points (`TextPositionSelector`, `TextQuoteSelector`), so that annotation tools find the
//! words with or without the record. Each line is JSON-LD of its own. It reads one document at a
//! time, keeps nothing, and compares nothing.
//!
//! Start reading at [`Annotations`], then `annotation`; `points` counts code points.

mod annotation;
mod points;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Kind, OutputFile, Outputs, Report, Running, Stage,
    StageError, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage `annotations`.
pub struct Annotations;

/// Options of `annotations`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the file in the output folder.
    pub file: String,
    /// The layers to write: `mentions`, `times`, `figures`, `quotes`, `events`.
    pub layers: Vec<String>,
    /// Characters before and after the words, for tools that look for them in another text.
    pub around: usize,
}

/// The layers that can be written, in the order in which they are.
const LAYERS: [Layer; 5] = [Layer::Mentions, Layer::Times, Layer::Figures, Layer::Quotes, Layer::Events];

impl Default for Options {
    fn default() -> Self {
        Self {
            file: "annotations.jsonl".into(),
            layers: LAYERS.iter().map(|layer| layer.as_str().to_owned()).collect(),
            around: 32,
        }
    }
}

impl Stage for Annotations {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Report,
            "annotations",
            "1",
            "Writes what was found in each document as W3C Web Annotations on its bytes and characters.",
        )
        .needs(&[Layer::Text])
        .uses(&[Layer::Mentions, Layer::Entities, Layer::Times, Layer::Figures, Layer::Quotes, Layer::Events])
        .example("[[report]]\nuse = \"annotations\"\nlayers = [\"quotes\", \"figures\"]\n")
    }

    fn build(options: Options, _: &BuildContext) -> Result<Running, BuildError> {
        if options.file.is_empty() {
            return Err(BuildError::option("file", "the file needs a name, such as \"annotations.jsonl\""));
        }
        let mut layers = Vec::new();
        for name in &options.layers {
            let Some(&layer) = LAYERS.iter().find(|layer| layer.as_str() == name) else {
                let known = LAYERS.map(Layer::as_str).join(", ");
                let message = format!("`{name}` is no layer that can be written; there are {known}");
                return Err(BuildError::option("layers", message));
            };
            layers.push(layer);
        }
        Ok(Running::Report(Box::new(Writer { options, layers, file: None })))
    }
}

struct Writer {
    options: Options,
    layers: Vec<Layer>,
    file: Option<OutputFile>,
}

#[async_trait]
impl Report for Writer {
    fn outputs(&self) -> Vec<String> {
        vec![self.options.file.clone()]
    }

    async fn begin(&mut self, outputs: &dyn Outputs) -> Result<(), StageError> {
        self.file = Some(outputs.create(&self.options.file)?);
        Ok(())
    }

    async fn document(&mut self, _: usize, document: &Document) -> Result<(), StageError> {
        let file = self.file.as_mut().expect("a run begins with `begin`");
        for annotation in annotation::all(document, &self.layers, self.options.around) {
            let mut line =
                serde_json::to_vec(&annotation).map_err(|error| StageError::Failed(error.to_string()))?;
            line.push(b'\n');
            file.write(&line)?;
        }
        Ok(())
    }

    async fn finish(&mut self, _: &dyn Archive, _: &dyn Outputs) -> Result<(), StageError> {
        self.file.take().map_or(Ok(()), OutputFile::close)
    }
}
