//! The report stage `ftm`: what the documents speak of as Follow the Money entities, one to a line, for
//! Aleph and everything else that reads them.
//!
//! Documents become `Article`, people `Person`, organisations `Organization` or `PublicBody`, events
//! `Event`, quotations `Note`; `Mention` and `Documentation` lead from names to documents, and
//! `Similar` joins copies of one text and people of one name in one story. Entities are those of one
//! document: that two are the same is said, not done. Places and groups are names on the document.
//!
//! Start reading at [`Ftm`], then `entities`; `entity` has the shape of a line.

mod entities;
mod entity;
mod similar;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Kind, OutputFile, Outputs, Report, Running, Stage,
    StageError, async_trait,
};
use rapporteur_stories::SharedIndex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::entity::Entity;

/// The stage `ftm`.
pub struct Ftm;

/// Options of `ftm`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the file in the output folder.
    pub file: String,
    /// Writes the whole text of each document with its entity.
    pub texts: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { file: "entities.ftm.json".into(), texts: true }
    }
}

impl Stage for Ftm {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        let data: Vec<(&'static str, &'static str)> =
            rapporteur_stories::LEXICONS.iter().chain(lexicon::FILES).copied().collect();
        Descriptor::new(
            Kind::Report,
            "ftm",
            "1",
            "Writes documents, people, bodies, events and quotations as FollowTheMoney entities.",
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
        .example("[[report]]\nuse = \"ftm\"\ntexts = false\n")
        .data(&data)
    }

    fn build(options: Options, context: &BuildContext) -> Result<Running, BuildError> {
        if options.file.is_empty() {
            return Err(BuildError::option("file", "the file needs a name, such as \"entities.ftm.json\""));
        }
        Ok(Running::Report(Box::new(Writer { options, index: SharedIndex::of(context), file: None })))
    }
}

struct Writer {
    options: Options,
    index: SharedIndex,
    file: Option<OutputFile>,
}

fn write(file: &mut OutputFile, entities: &[Entity]) -> Result<(), StageError> {
    for entity in entities {
        let mut line = serde_json::to_vec(entity).map_err(|error| StageError::Failed(error.to_string()))?;
        line.push(b'\n');
        file.write(&line)?;
    }
    Ok(())
}

#[async_trait]
impl Report for Writer {
    fn outputs(&self) -> Vec<String> {
        vec![self.options.file.clone()]
    }

    async fn begin(&mut self, outputs: &dyn Outputs) -> Result<(), StageError> {
        self.index.begin(outputs)?;
        self.file = Some(outputs.create(&self.options.file)?);
        Ok(())
    }

    async fn document(&mut self, index: usize, document: &Document) -> Result<(), StageError> {
        self.index.add(index, document)?;
        let file = self.file.as_mut().expect("a run begins with `begin`");
        write(file, &entities::of(document, self.options.texts))
    }

    async fn finish(&mut self, archive: &dyn Archive, _: &dyn Outputs) -> Result<(), StageError> {
        let shared = self.index.finish()?;
        let mut file = self.file.take().expect("a run begins with `begin`");
        for number in 0..shared.stories() {
            let story = shared.tell(number, archive).await?;
            let mut people = Vec::new();
            for at in shared.members(number) {
                people.push(similar::Known::of(&archive.get(at).await?));
            }
            write(&mut file, &similar::of(&story, &people))?;
        }
        file.close()
    }
}
