//! Extract stage `entities`: who and what a document speaks of.
//!
//! Names, nominals ("the British ambassador") and pronouns become mentions; names of one person,
//! body or place become one entity with its other names, its offices and its code in known lists.
//! Rules and lexicons only: no model, no IO, nothing from outside the document but the public
//! facts of the gazetteers. What two readings fit stays open: a mention without an entity is
//! better than one with the wrong one.
//!
//! Start reading at [`resolve`]; the order of work is `names` (where a name begins and ends),
//! `kinds` (of what), `offices`, `people` and `bodies` (which names are of one), `resolve`.

mod bodies;
mod chains;
mod grammar;
mod kinds;
mod model;
mod names;
mod nominals;
mod offices;
mod people;
mod resolve;
mod similar;
mod speakers;
mod words;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

use std::sync::Arc;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Extract, Kind, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use resolve::{Found, resolve};

/// The stage `entities`.
#[derive(Debug, Clone, Copy)]
pub struct Entities;

/// What is marked beside names.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Mark people and bodies that are spoken of without their name: "the ambassador",
    /// "officials", "the ministry".
    pub nominals: bool,
    /// Mark pronouns, with the person that they mean where only one fits.
    pub pronouns: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { nominals: true, pronouns: true }
    }
}

impl Stage for Entities {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        let mut data = rapporteur_english::lexicons().to_vec();
        data.extend_from_slice(lexicon::FILES);
        Descriptor::new(
            Kind::Extract,
            "entities",
            "1",
            "Finds people, organisations, places and peoples, and merges the names of each.",
        )
        .needs(&[Layer::Text, Layer::Sentences])
        .uses(&[Layer::Blocks, Layer::Meta, Layer::Turns, Layer::Words, Layer::Trees])
        .gives(&[Layer::Mentions, Layer::Entities])
        .languages(&["en"])
        .example("[[extract]]\nuse = \"entities\"\npronouns = true\n")
        .data(&data)
    }

    fn build(options: Options, _context: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Extract(Arc::new(Finder { options })))
    }
}

/// The running stage.
struct Finder {
    options: Options,
}

#[async_trait]
impl Extract for Finder {
    async fn extract(&self, document: &mut Document) -> Result<(), Rejection> {
        let found = resolve(document, &self.options);
        document.mentions = Some(found.mentions);
        document.entities = Some(found.entities);
        document.unnamed = found.unnamed;
        Ok(())
    }
}
