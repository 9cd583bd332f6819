//! Extract stage `places`: where the places that a document names lie.
//!
//! A name such as London is borne by many places; the document decides which is meant: what it
//! says beside the name ("Paris, Texas"), the countries that it speaks of, the other places that
//! it names, and how large each bearer is. A small place whose country the text never names stays
//! undecided, with its bearers stated: a wrong point on a map is worse than none. Countries have
//! their code from the stage `entities` already; seas, rivers and regions get nothing here.
//!
//! Start reading at [`locate`].

mod evidence;
mod locate;

use std::sync::Arc;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Extract, Kind, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use locate::locate;

/// The stage `places`.
#[derive(Debug, Clone, Copy)]
pub struct Places;

/// Options of the stage `places`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// How many other bearers of a name are stated, the likeliest first.
    pub others: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { others: 3 }
    }
}

impl Stage for Places {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        let mut data = rapporteur_english::lexicons().to_vec();
        data.extend_from_slice(rapporteur_places::FILES);
        Descriptor::new(
            Kind::Extract,
            "places",
            "1",
            "Finds where the towns and cities that a document names lie, and says which others it may mean.",
        )
        .needs(&[Layer::Text, Layer::Mentions, Layer::Entities])
        .gives(&[Layer::Locations])
        .languages(&["en"])
        .example("[[extract]]\nuse = \"places\"\nothers = 5\n")
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
        document.locations = Some(locate(document, &self.options));
        Ok(())
    }
}
