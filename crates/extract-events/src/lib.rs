//! Extract stage `events`: who did what to whom, in the PLOVER ontology.
//!
//! Reads the trees that `words` and `trees` made: a verb (or a noun such as "bombing") is looked up
//! in word lists, alone, with its object or with its particle; verbs that take a clause ("agree
//! to", "threaten to", "refuse to", "demand that") turn the event in the clause into one of their
//! own; modals and negation do so too. The participants are read from the tree around the words
//! that carried the event. One main event a sentence, as a rule; a sentence without politics has
//! none. It does no IO, invents nobody, and decides nothing by the name of a participant.
//!
//! Start reading at `find` (sentences to events), then `clause` (what a clause says), `roles` (who
//! takes part), `standing` (for whom they act), `mode` (how, and about what), `idioms` (what is no
//! event) and `words` (the word lists in `lexicon/`).

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

mod clause;
mod find;
mod idioms;
mod mode;
mod roles;
mod sentence;
mod standing;
mod words;

use std::sync::Arc;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Extract, Kind, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage.
#[derive(Debug, Clone, Copy)]
pub struct Events;

/// Options of the stage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Whether a second event is taken from a coordinated main clause, beside the main one.
    pub several: bool,
}

impl Stage for Events {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Extract,
            "events",
            "1",
            "Finds who did what to whom, in the PLOVER ontology with CAMEO roots.",
        )
        .needs(&[Layer::Text, Layer::Sentences, Layer::Words, Layer::Trees])
        .uses(&[Layer::Blocks, Layer::Mentions, Layer::Entities, Layer::Times, Layer::Quotes])
        .gives(&[Layer::Events])
        .languages(&["en"])
        .example("[[extract]]\nuse = \"events\"\nseveral = true       # second events of a sentence too\n")
        .data(lexicon::FILES)
    }

    fn build(options: Options, _context: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Extract(Arc::new(Finder { options })))
    }
}

struct Finder {
    options: Options,
}

#[async_trait]
impl Extract for Finder {
    async fn extract(&self, document: &mut Document) -> Result<(), Rejection> {
        document.events = Some(find::events(document, &self.options));
        Ok(())
    }
}
