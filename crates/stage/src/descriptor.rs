//! What a stage says about itself before it runs.

use std::fmt;

use rapporteur_document::Layer;

/// The four kinds of stage, in the order in which a document meets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Places named in the config to raw documents.
    Ingest,
    /// Bytes to text, map, blocks, metadata.
    Normalize,
    /// A document to layers of annotations.
    Extract,
    /// The stream of documents to files.
    Report,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Self; 4] = [Self::Ingest, Self::Normalize, Self::Extract, Self::Report];

    /// The name in configs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Normalize => "normalize",
            Self::Extract => "extract",
            Self::Report => "report",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A lexicon or model that is part of the program: named in the manifest with its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DataFile {
    /// Path inside the project, `extract-quotes/lexicon/cues.toml`.
    pub name: &'static str,
    /// Hexadecimal SHA-256 of the file as it was compiled in.
    pub sha256: &'static str,
}

/// What a stage is, needs and gives.
///
/// Built with [`Descriptor::new`] and the `with`-less setters below, all `const`-friendly data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Descriptor {
    /// Which of the four.
    pub kind: Kind,
    /// The name in configs: `quotes`. Lower case, `-` between words, unique in its kind.
    pub name: &'static str,
    /// Version of the method: rises when the same input may give other output.
    pub version: &'static str,
    /// One sentence for `rapporteur stages`.
    pub summary: &'static str,
    /// Layers without which it can't work.
    pub needs: Vec<Layer>,
    /// Layers that make it better where they are there.
    pub uses: Vec<Layer>,
    /// Layers that are there when it is done.
    pub gives: Vec<Layer>,
    /// Languages that it reads (BCP 47); empty for any. Documents in others pass it by.
    pub languages: &'static [&'static str],
    /// Media types that it takes; empty for any. Documents of others pass it by.
    pub media_types: &'static [&'static str],
    /// A piece of config that shows its options at work, TOML.
    pub example: &'static str,
    /// Lexicons and models that it stands on.
    pub data: Vec<DataFile>,
}

impl Descriptor {
    /// A descriptor that needs and gives nothing yet.
    pub fn new(kind: Kind, name: &'static str, version: &'static str, summary: &'static str) -> Self {
        Self {
            kind,
            name,
            version,
            summary,
            needs: Vec::new(),
            uses: Vec::new(),
            gives: Vec::new(),
            languages: &[],
            media_types: &[],
            example: "",
            data: Vec::new(),
        }
    }

    /// Sets the layers without which it can't work.
    #[must_use]
    pub fn needs(mut self, layers: &[Layer]) -> Self {
        self.needs = layers.to_vec();
        self
    }

    /// Sets the layers that make it better.
    #[must_use]
    pub fn uses(mut self, layers: &[Layer]) -> Self {
        self.uses = layers.to_vec();
        self
    }

    /// Sets the layers that it gives.
    #[must_use]
    pub fn gives(mut self, layers: &[Layer]) -> Self {
        self.gives = layers.to_vec();
        self
    }

    /// Sets the languages that it reads.
    #[must_use]
    pub fn languages(mut self, languages: &'static [&'static str]) -> Self {
        self.languages = languages;
        self
    }

    /// Sets the media types that it takes.
    #[must_use]
    pub fn media_types(mut self, types: &'static [&'static str]) -> Self {
        self.media_types = types;
        self
    }

    /// Sets the example, a piece of TOML config.
    #[must_use]
    pub fn example(mut self, toml: &'static str) -> Self {
        self.example = toml;
        self
    }

    /// Sets the lexicons and models, as `(name, sha256)` from `rapporteur-lexicon`.
    #[must_use]
    pub fn data(mut self, files: &[(&'static str, &'static str)]) -> Self {
        self.data = files.iter().map(|&(name, sha256)| DataFile { name, sha256 }).collect();
        self
    }

    /// Kind and name, as records and logs give it: `extract/quotes`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.kind, self.name)
    }
}
