//! The stage `normalize/encoding`: bytes to text, and for every character the way back to its
//! bytes.
//!
//! It finds the encoding, decodes, gives every line the same end, takes out what no reader sees,
//! makes letters plain (NFC, no ligatures) and mends what an earlier program misread; each of these
//! is a change that the document's
//! [`OffsetMap`] knows, so that a record's span leads to the bytes as they were ingested. It never
//! guesses in silence: what it was unsure of is a warning, and bytes that are no text are rejected
//! with what they look like.
//!
//! Beside it stands `normalize/utf8` ([`Utf8`]), which guesses nothing and holds back what is not
//! UTF-8: the same place in the pipeline, swapped in config.
//!
//! It knows nothing of markup beyond the encoding that a page declares.
//!
//! Where a document is a part of its source (a field of a record, a part of a mail), that part is
//! taken out first, without the escapes of its container: see `rapporteur_selector`.
//!
//! Start reading at [`text_of`]; [`choose`] finds the encoding, [`mod@decode`] decodes, [`mend`],
//! [`controls`] and [`invisible`] change what came out.

pub mod choose;
pub mod controls;
pub mod declared;
pub mod decode;
pub mod edits;
pub mod invisible;
pub mod mend;
mod scan;
mod strict;

use std::sync::Arc;

use rapporteur_document::{Document, Layer, OffsetMap, Span};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Kind, Normalize, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::edits::{Edit, With, apply};
pub use crate::strict::{Utf8, Utf8Options};

/// The stage's kind and name, as warnings give it.
const STAGE: &str = "normalize/encoding";

/// A byte becomes three at most (a windows-1252 quotation mark), and offsets are 32 bits wide.
const LONGEST: usize = (u32::MAX / 3) as usize;

/// How often mojibake is looked for again in text that was mended: what was misread twice or three
/// times comes back.
const ROUNDS: usize = 3;

/// One character in so many may be U+FFFD. Above that a text can't be quoted from.
const WHOLE_FOR_EACH_REPLACED: usize = 10;

/// Bytes to text with its map.
#[derive(Debug, Clone, Copy)]
pub struct Encoding;

/// Options of the stage.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The encoding of texts that are not UTF-8, declare nothing, and have too few characters above
    /// ASCII to tell. Any name of the WHATWG Encoding Standard.
    pub fallback: String,
    /// Whether text that an earlier program misread (`â€™` for `’`) is mended. The map still leads
    /// to the bytes as they are.
    pub mend: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { fallback: "windows-1252".into(), mend: true }
    }
}

impl Stage for Encoding {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Normalize,
            "encoding",
            "1",
            "Finds the encoding, decodes, evens line ends and mends misread characters, keeping the map to the bytes.",
        )
        .needs(&[Layer::Raw])
        .gives(&[Layer::Text])
        .example("[[normalize]]\nuse = \"encoding\"\nfallback = \"windows-1251\"  # an archive of old Russian pages\n")
    }

    fn build(options: Options, _context: &BuildContext) -> Result<Running, BuildError> {
        let fallback = encoding_of(&options.fallback)?;
        Ok(Running::Normalize(Arc::new(Decoder { fallback, mend: options.mend })))
    }
}

/// The running stage.
struct Decoder {
    fallback: &'static encoding_rs::Encoding,
    mend: bool,
}

#[async_trait]
impl Normalize for Decoder {
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection> {
        let Some(bytes) = document.raw.take() else {
            return Err(Rejection::new("there are no bytes to decode: ingest gave none"));
        };
        let source = &document.source;
        let is_html = matches!(source.media_type.as_str(), "text/html" | "application/xhtml+xml");
        // What the container declares; after this stage, what the bytes were decoded from. That a
        // second run with the latter comes to the same is what `verify` relies on.
        let declared = encoding_rs::Encoding::for_label_no_replacement(source.encoding.as_bytes());
        let about = About { is_html, declared, fallback: self.fallback, mend: self.mend };
        let (text, map) = if source.selector.is_empty() {
            let text = text_of(bytes, about)?;
            (text, None)
        } else {
            let selected = rapporteur_selector::select(&bytes, &source.selector).map_err(Rejection::new)?;
            let label = selected.charset.unwrap_or_default();
            let own = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes());
            let text = text_of(selected.bytes, About { declared: own.or(declared), ..about })?;
            (text, Some(selected.map))
        };
        document.text = text.text;
        document.map = match map {
            Some(map) => text.map.through(&map),
            None => text.map,
        };
        document.source.encoding = text.encoding.name().into();
        for warning in text.warnings {
            document.warn(STAGE, warning);
        }
        Ok(())
    }
}

/// What [`text_of`] makes of bytes.
#[derive(Debug)]
pub struct Text {
    /// The text: lines end in `\n`, and beside that and the tab there is no control character.
    pub text: String,
    /// From the text to the bytes.
    pub map: OffsetMap,
    /// What the bytes were decoded from.
    pub encoding: &'static encoding_rs::Encoding,
    /// What we were unsure of.
    pub warnings: Vec<String>,
}

/// What is known about bytes, and what is wanted of their text.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Whether they are a page, which may declare its encoding.
    pub is_html: bool,
    /// The encoding that their container declares, as an HTTP header does.
    pub declared: Option<&'static encoding_rs::Encoding>,
    /// The encoding of what declares nothing and can't be told.
    pub fallback: &'static encoding_rs::Encoding,
    /// Whether misread characters are mended.
    pub mend: bool,
}

/// Bytes to text, or why they are none. Bytes that are handed over go as soon as they are decoded: a
/// large page is in memory twice at most.
pub fn text_of(given: impl AsRef<[u8]>, about: About) -> Result<Text, Rejection> {
    let bytes = given.as_ref();
    let mend = about.mend;
    if bytes.is_empty() {
        return Err(Rejection::new("no text: it is empty"));
    }
    if bytes.len() > LONGEST {
        return Err(Rejection::new(format!("too long: {} bytes, and offsets end at 4 GiB", bytes.len())));
    }
    if let Some(kind) = rapporteur_sniff::signature(bytes) {
        return Err(Rejection::new(format!("not text: it looks like {kind}")));
    }
    let read = choose::read(bytes, about);
    drop(given);
    let mut changing = Changing { text: read.decoded.text, map: read.decoded.map };
    let mut warnings: Vec<String> = read.doubt.into_iter().collect();
    let malformed = read.decoded.malformed;
    if let Some(first) = malformed.first {
        warnings.push(format!(
            "{}, which became U+FFFD; the first at byte {first}",
            counted(malformed.count, "malformed sequence of bytes", "malformed sequences of bytes"),
        ));
    }
    if read.decoded.strays > 0 {
        warnings.push(format!(
            "{} of windows-1252 punctuation in UTF-8 read as such",
            counted(read.decoded.strays, "lone byte", "lone bytes"),
        ));
    }
    if mend {
        warnings.extend(changing.mend());
    }
    warnings.extend(changing.clean()?);
    warnings.extend(changing.tidy());
    let Changing { text, map } = changing;
    if text.trim().is_empty() {
        return Err(Rejection::new("no text: there is only white space"));
    }
    let replaced = text.matches(char::REPLACEMENT_CHARACTER).count();
    if replaced > 2 && replaced * WHOLE_FOR_EACH_REPLACED > text.chars().count() {
        return Err(Rejection::new(format!(
            "not text, or of an encoding that we can't tell: as {}, {replaced} of its {} characters are malformed",
            read.encoding.name(),
            text.chars().count(),
        )));
    }
    Ok(Text { text, map, encoding: read.encoding, warnings })
}

/// A text that is being changed, with its way back.
struct Changing {
    text: String,
    map: OffsetMap,
}

impl Changing {
    fn change(&mut self, edits: &[Edit]) {
        let (text, map) = apply(&self.text, edits);
        self.map = map.through(&self.map);
        self.text = text;
    }

    /// Mends mojibake; a warning when there was some.
    fn mend(&mut self) -> Option<String> {
        if self.text.is_ascii() {
            return None;
        }
        let (mut sequences, mut controls, mut example) = (0, 0, String::new());
        for _ in 0..ROUNDS {
            let mending = mend::find(&self.text);
            let Some(first) = mending.edits.first() else { break };
            if example.is_empty() {
                let misread = &self.text[first.start..first.start + first.len];
                let byte = self.map.to_source(Span::new(first.start, first.start + first.len));
                example = format!(
                    "the first is {misread:?} for {:?}{}",
                    match &first.with {
                        With::Nothing => String::new(),
                        With::Character(character) => character.to_string(),
                        With::Text(text) => text.to_string(),
                    },
                    byte.map(|byte| format!(" at byte {}", byte.start())).unwrap_or_default(),
                );
            }
            sequences += mending.sequences;
            controls += mending.controls;
            self.change(&mending.edits);
        }
        let mut mended = Vec::new();
        if sequences > 0 {
            mended.push(counted(
                sequences,
                "character that was UTF-8 misread as windows-1252",
                "characters that were UTF-8 misread as windows-1252",
            ));
        }
        if controls > 0 {
            mended.push(counted(
                controls,
                "control character that was a windows-1252 byte",
                "control characters that were windows-1252 bytes",
            ));
        }
        (!mended.is_empty()).then(|| format!("mended: {}; {example}", mended.join(", ")))
    }

    /// Evens line ends and drops control characters; a warning when there were some, a rejection
    /// when there were too many.
    fn clean(&mut self) -> Result<Option<String>, Rejection> {
        let cleaning = controls::clean(&self.text);
        if cleaning.dropped > 0 && rapporteur_sniff::is_binary(cleaning.dropped, self.text.chars().count()) {
            return Err(Rejection::new(format!(
                "not text: {} of its {} characters are control characters, as in a binary file",
                cleaning.dropped,
                self.text.chars().count(),
            )));
        }
        let warning = cleaning.first_dropped.map(|first| {
            let byte = self.map.to_source(Span::new(first, first)).map_or(0, Span::start);
            format!(
                "{} dropped; the first at byte {byte}",
                counted(cleaning.dropped, "control character", "control characters"),
            )
        });
        if !cleaning.edits.is_empty() {
            self.change(&cleaning.edits);
        }
        Ok(warning)
    }
}

impl Changing {
    /// Takes out what is invisible and makes letters plain; a warning where the direction of the
    /// text was turned.
    fn tidy(&mut self) -> Option<String> {
        if self.text.is_ascii() {
            return None;
        }
        let tidying = invisible::tidy(&self.text);
        let warning = tidying.first_turned.map(|first| {
            let byte = self.map.to_source(Span::new(first, first)).map_or(0, Span::start);
            format!(
                "{} dropped, and the text may look otherwise than it reads; the first at byte {byte}",
                counted(tidying.turned, "mark that turns its direction", "marks that turn its direction"),
            )
        });
        if !tidying.edits.is_empty() {
            self.change(&tidying.edits);
        }
        let composed = invisible::compose(&self.text);
        if !composed.is_empty() {
            self.change(&composed);
        }
        warning
    }
}

/// `1 lone byte`, `2 lone bytes`.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Names that `fallback` may have and that somebody would give.
const USUAL: &[&str] = &[
    "utf-8",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-15",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "gbk",
    "gb18030",
    "big5",
    "euc-jp",
    "euc-kr",
    "shift_jis",
];

/// The encoding of this name, or what is near to it.
fn encoding_of(label: &str) -> Result<&'static encoding_rs::Encoding, BuildError> {
    encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        let near = USUAL
            .iter()
            .map(|usual| (strsim::jaro_winkler(&label.to_lowercase(), usual), usual))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .expect("there are usual names")
            .1;
        BuildError::option("fallback", format!("{label:?} is no encoding; the nearest is \"{near}\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    #[test]
    fn a_wrong_fallback_is_told_with_the_nearest() {
        let error = encoding_of("window-1251").unwrap_err();
        assert_eq!(error.message, "\"window-1251\" is no encoding; the nearest is \"windows-1251\"");
        assert_eq!(encoding_of("latin1").unwrap(), WINDOWS_1252);
    }

    /// Bytes as they come: text in UTF-8, line ends, controls, mojibake, and anything.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let part = prop_oneof![
            4 => "[a-z ,.]{1,12}".prop_map(String::into_bytes),
            2 => "[éß“”’–Ã©â€™Â\u{80}-\u{9f}\u{feff}\u{2028}]{1,6}".prop_map(String::into_bytes),
            1 => "[\r\n\t\0\u{8}]{1,3}".prop_map(String::into_bytes),
            1 => prop::collection::vec(any::<u8>(), 1..4),
        ];
        prop::collection::vec(part, 0..20).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_bytes_give_clean_text_with_a_map_or_a_reason(
            bytes in bytes(), is_html in any::<bool>(), mend in any::<bool>(),
        ) {
            let about = About { is_html, declared: None, fallback: WINDOWS_1252, mend };
            let Ok(read) = text_of(&bytes, about) else { return Ok(()) };
            prop_assert!(read.map.check(read.text.len(), bytes.len()).is_ok());
            prop_assert!(OffsetMap::from_pieces(read.map.pieces().to_vec()).is_ok());
            prop_assert!(!read.text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            prop_assert!(!read.text.trim().is_empty());
            // What `verify` does: the encoding that was found is declared, and nothing changes.
            let again = text_of(&bytes, About { declared: Some(read.encoding), ..about });
            prop_assert!(again.is_ok_and(|again| (again.text, again.map) == (read.text.clone(), read.map.clone())));
            // Letters that nothing has touched lead to themselves.
            for (at, character) in read.text.char_indices().filter(|(_, c)| c.is_ascii_lowercase()) {
                let source = read.map.to_source(Span::new(at, at + 1)).unwrap();
                prop_assert!(bytes[source.range()].contains(&(character as u8)));
            }
        }
    }
}
