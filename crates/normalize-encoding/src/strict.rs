//! The stage `normalize/utf8`: bytes that are UTF-8 already, and no others.
//!
//! For those who would rather have a document held back than have its encoding guessed: it decodes
//! nothing, mends nothing, and the map is byte for byte. Only a byte order mark is passed over.

use std::sync::Arc;

use rapporteur_document::{Document, Layer, MapBuilder};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Kind, Normalize, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// UTF-8 to text, everything else to the quarantine.
#[derive(Debug, Clone, Copy)]
pub struct Utf8;

/// Options of the stage: there are none.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Utf8Options {}

impl Stage for Utf8 {
    type Options = Utf8Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Normalize,
            "utf8",
            "1",
            "Takes UTF-8 as it is, byte for byte, and holds back everything else: no guessing, no mending.",
        )
        .needs(&[Layer::Raw])
        .gives(&[Layer::Text])
        .example("[[normalize]]\nuse = \"utf8\"  # in place of `encoding`\n")
    }

    fn build(_options: Utf8Options, _context: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Normalize(Arc::new(Utf8)))
    }
}

#[async_trait]
impl Normalize for Utf8 {
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection> {
        let Some(bytes) = document.raw.take() else {
            return Err(Rejection::new("there are no bytes to decode: ingest gave none"));
        };
        let mut text = String::from_utf8(bytes).map_err(|error| {
            Rejection::new(format!("not UTF-8: malformed at byte {}", error.utf8_error().valid_up_to()))
        })?;
        let mut map = MapBuilder::default();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
            map.skipped('\u{feff}'.len_utf8());
        }
        if text.trim().is_empty() {
            return Err(Rejection::new("no text: there is only white space"));
        }
        map.copied(text.len());
        document.text = text;
        document.map = map.finish();
        document.source.encoding = "UTF-8".into();
        Ok(())
    }
}
