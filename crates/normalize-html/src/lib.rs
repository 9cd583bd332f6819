//! Normalize stage `html`: the source of a web page to its readable text, cut into blocks with
//! roles.
//!
//! Nothing a reader could read is thrown away: menus, share bars, comments and other articles are
//! in the text too, as blocks of roles that extractors do not read. Only scripts, styles,
//! templates, attributes, tags and comments give no text. Every character leads back to its bytes:
//! a character reference as a whole, white space as HTML folds it, and line breaks between blocks
//! to no byte at all.
//!
//! It fetches nothing, runs no script and knows no site: which part is the article is told from
//! what text is like and from the common names of elements and classes (`lexicon/hints.toml`).
//!
//! Start reading at [`read`]; the way is `markup` (tokens with their bytes), `page` (text, map,
//! parts and the elements around them), `weigh` (which element holds the article), `roles` (what
//! each part is), `facts` (what the head declares), `when` (the dates in it, in attributes and scripts).

mod facts;
mod hints;
mod json_ld;
mod markup;
mod page;
mod phrases;
mod roles;
mod tag;
mod weigh;
mod when;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

use rapporteur_document::{Block, Document, Layer};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Kind, Normalize, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use std::sync::Arc;

/// Options of the stage.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Read facts from the page's head too: title, dates, byline, publisher, address, section, language.
    pub facts: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { facts: true }
    }
}

/// The stage.
#[derive(Debug)]
pub struct Html;

impl Stage for Html {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Normalize,
            "html",
            "1",
            "Turns the source of a web page into its readable text, with a role for each block.",
        )
        .needs(&[Layer::Text])
        .uses(&[Layer::Turns])
        .gives(&[Layer::Blocks])
        .media_types(&["text/html"])
        .example("[[normalize]]\nuse = \"html\"\n")
        .data(&[lexicon::FILES, rapporteur_dates::LEXICONS, rapporteur_writers::LEXICONS].concat())
    }

    fn build(options: Options, _: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Normalize(Arc::new(Ready { options })))
    }
}

struct Ready {
    options: Options,
}

#[async_trait]
impl Normalize for Ready {
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection> {
        // A stage before this one knew the page by its classes and has read it.
        if document.turns.is_some() {
            return Ok(());
        }
        read(document, &self.options);
        if document.text.is_empty() {
            return Err(Rejection::new("the page has no text"));
        }
        Ok(())
    }
}

/// Rewrites the document's text, HTML, into what a reader of the page sees, and gives it blocks
/// and the facts that its head declares.
pub fn read(document: &mut Document, options: &Options) {
    let page = page::Page::read(&document.text);
    let weighed = weigh::weigh(&page);
    let roles = roles::roles(&page, &weighed);
    let blocks = page.parts.iter().zip(&roles).map(|(part, &(role, rule))| Block {
        span: part.span,
        role,
        rule: rule.into(),
    });
    document.blocks = Some(blocks.collect());
    if options.facts {
        facts::offer(document, &page, &weighed, &roles);
    }
    document.rewrite(page.text, &page.map);
}
