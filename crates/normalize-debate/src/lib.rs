//! Normalize stage `debate`: transcripts of parliaments as XML to text, speeches and speakers.
//!
//! Reads `TheyWorkForYou`'s `scrapedxml` (`publicwhip`), TEI as `ParlaMint` writes it, and pages of
//! debates as Hansard puts them on the web. What a document is shows in its root element, or in the
//! classes of the page; any other document is left as it is, so that the stage
//! may stand in every pipeline, before `html`.
//!
//! The text is what was said, with a line for each speaker where the file names one: the line is
//! the attribute's own words and leads back to its bytes. Character references lead back as a
//! whole. The stage guesses no name: a speaker of whom the file has but an identifier has that.
//!
//! Start reading at [`read`]; `xml` parts a file into tags and text, `page` builds text, map and
//! blocks, `publicwhip`, `tei` and `hansard` know the formats.

mod hansard;
mod page;
mod publicwhip;
mod tei;
mod xml;

use std::sync::Arc;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Kind, Normalize, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage.
#[derive(Debug, Clone, Copy)]
pub struct Debate;

/// Options of the stage: none so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

impl Stage for Debate {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Normalize,
            "debate",
            "1",
            "Turns debates (TheyWorkForYou's XML, ParlaMint TEI, Hansard's pages) into text with speeches and speakers; \
             leaves every other document as it is.",
        )
        .needs(&[Layer::Text])
        .gives(&[Layer::Blocks, Layer::Turns])
        .example("[[normalize]]\nuse = \"debate\"      # before html\n")
        .data(rapporteur_dates::LEXICONS)
    }

    fn build(_: Options, _: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Normalize(Arc::new(Ready)))
    }
}

struct Ready;

#[async_trait]
impl Normalize for Ready {
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection> {
        if read(document) && document.text.is_empty() {
            return Err(Rejection::new("the transcript has no text"));
        }
        Ok(())
    }
}

/// Rewrites a document whose text is a parliament's XML; whether it was one.
pub fn read(document: &mut Document) -> bool {
    let cut = matches!(xml::root(&document.text), Some("publicwhip" | "debates" | "TEI"))
        && !xml::ends(&document.text);
    let page = match xml::root(&document.text) {
        Some("publicwhip") => publicwhip::read(&document.text),
        // OpenAustralia writes the same under another root.
        Some("debates") if document.text.contains("<speech ") => publicwhip::read(&document.text),
        Some("TEI") => tei::read(&document.text),
        // A page is left to the stage for pages, unless its classes are those of a debate.
        _ if document.source.media_type == "text/html" && hansard::is_page(&document.text) => {
            hansard::read(&document.text)
        }
        _ => return false,
    };
    page.settle(document);
    if cut {
        document.warn("normalize/debate", "cut off: the file ends before its root element does");
    }
    true
}
