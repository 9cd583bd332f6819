//! Extract stage `quotes`: who said what.
//!
//! Finds quotations, direct, indirect and mixed, with the words that attribute them, the mention
//! of the speaker beside them, and what the speaker does with the words (says, denies, alleges,
//! hopes). It works by marks, word lists and a shallow scan of phrases; it knows no grammar and
//! never guesses a name: a quotation that nothing attributes has no speaker. It does no IO and
//! reads content blocks only; in a debate, only speeches, whose marks it reads and which are no
//! quotations themselves.
//!
//! Start reading at `find` (what is put together), then `marks` (which stretches stand between
//! quotation marks), `reports` (cues inside a sentence), `verbs` and `complement` (the verbs among
//! them and what follows them) and `speakers` (from a phrase to a speaker). The words are in
//! `lexicon/`.

mod complement;
mod find;
mod items;
mod marks;
mod phrase;
mod reports;
mod speakers;
mod titles;
mod transcript;
mod verbs;
mod words;

use std::sync::Arc;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Extract, Kind, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// The stage.
#[derive(Debug, Clone, Copy)]
pub struct Quotes;

/// Options of the stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Quoted words that no cue attributes are taken for scare quotes when they are fewer.
    pub min_words: usize,
    /// How many sentences away the speaker of a quotation may stand.
    pub max_gap: usize,
    /// Whether reported speech without marks is found, and clauses with marks as a whole.
    pub indirect: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { min_words: 3, max_gap: 2, indirect: true }
    }
}

impl Stage for Quotes {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Extract,
            "quotes",
            "1",
            "Finds quotations, direct and reported, with their cues and speakers.",
        )
        .needs(&[Layer::Text, Layer::Sentences])
        .uses(&[Layer::Blocks, Layer::Mentions, Layer::Entities, Layer::Turns])
        .gives(&[Layer::Quotes])
        .languages(&["en"])
        .example("[[extract]]\nuse = \"quotes\"\nmax_gap = 2          # sentences to a speaker\nindirect = false     # only words in marks\n")
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
        document.quotes = Some(find::quotes(document, &self.options));
        Ok(())
    }
}
