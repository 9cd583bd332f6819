//! Extract stage `sentences`: the sentences of content blocks.
//!
//! The method is [`rapporteur_english::sentences`]; this crate says which blocks it reads. A
//! sentence never crosses a block, boilerplate has none, and no word of content is outside one.
//! It does no IO and changes no text.
//!
//! Start reading at [`sentences_of`].

use rapporteur_document::{Block, Document, Layer, Role, Span};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Extract, Kind, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage `sentences`.
#[derive(Debug, Clone, Copy)]
pub struct Sentences;

/// The stage has no options.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

impl Stage for Sentences {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(Kind::Extract, "sentences", "1", "Splits content blocks into sentences.")
            .needs(&[Layer::Text])
            .uses(&[Layer::Blocks])
            .gives(&[Layer::Sentences])
            .example("[[extract]]\nuse = \"sentences\"\n")
            .data(rapporteur_english::lexicons())
    }

    fn build(_options: Options, _context: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Extract(std::sync::Arc::new(Self)))
    }
}

#[async_trait]
impl Extract for Sentences {
    async fn extract(&self, document: &mut Document) -> Result<(), Rejection> {
        document.sentences = Some(sentences_of(document));
        Ok(())
    }
}

/// Sentences of the content blocks of a document, in order of text.
pub fn sentences_of(document: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    for block in document.content() {
        match block.role {
            // A row has cells, not sentences: what stands in a line belongs together.
            Role::Table | Role::Byline | Role::Dateline | Role::Credit => {
                lines(&document.text, &block, &mut found);
            }
            _ => found.extend(rapporteur_english::sentences(&document.text, block.span)),
        }
    }
    found
}

fn lines(text: &str, block: &Block, found: &mut Vec<Span>) {
    let mut start = block.span.start();
    for line in block.span.of(text).split('\n') {
        let span = Span::new(start, start + line.len()).trimmed(text);
        if !span.is_empty() {
            found.push(span);
        }
        start += line.len() + 1;
    }
}
