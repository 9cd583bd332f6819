//! The document and where it came from.

use crate::block::named;
use crate::{
    Block, Entity, EntityId, Event, Figure, Location, Mention, Meta, OffsetMap, Quote, Role, Span, Syntax,
    Time, Turn, Unnamed,
};

named! {
    /// What a stage needs and gives: the parts of a document that the wiring is checked by.
    Layer {
        /// The source's bytes, as ingested.
        Raw = "raw",
        /// The text with its map.
        Text = "text",
        /// Blocks with their roles.
        Blocks = "blocks",
        /// Facts about the document as a whole.
        Meta = "meta",
        /// Speeches of a debate.
        Turns = "turns",
        /// Sentences.
        Sentences = "sentences",
        /// Words with their parts of speech, and the names that the tagger sees. Not in the record.
        Words = "words",
        /// Dependency trees over the words. Not in the record.
        Trees = "trees",
        /// Names, nominals and pronouns.
        Mentions = "mentions",
        /// Who and what the mentions stand for.
        Entities = "entities",
        /// Where entities that are places lie.
        Locations = "locations",
        /// Time expressions.
        Times = "times",
        /// Counted things.
        Figures = "figures",
        /// Quotations.
        Quotes = "quotes",
        /// Who did what to whom.
        Events = "events",
    }
}

/// Where a document was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// The place as its user gave it, `/` between parts; `a.zip!/b.txt` for a member of an archive.
    pub uri: String,
    /// Hexadecimal SHA-256 of the bytes that the map leads to (a member's, after unpacking).
    pub sha256: String,
    /// How many bytes those are.
    pub bytes: u64,
    /// `text/plain`, `text/html`, …
    pub media_type: String,
    /// WHATWG name of the encoding that the bytes were decoded from; before that, the one that the
    /// container declares (an HTTP header's), or empty.
    pub encoding: String,
    /// Which part of the bytes is the document, and how its text is written there:
    /// `json:/maintext`, `csv:2`, `xml:description`, `mime:1.2`. Empty when the bytes are the
    /// document's own. The map leads to the bytes as they are, escapes and all.
    pub selector: String,
    /// When the bytes were fetched, where the container says so (a web archive does). Never the day
    /// of publication. Empty where it is not known.
    pub captured: String,
    /// Hexadecimal SHA-256 of the file that the bytes were made from, where they stand in no file as
    /// they are: a PDF, whose pages were laid out. Empty everywhere else.
    pub made_from: String,
}

/// What ingest gives: bytes, not yet text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// Where they are from.
    pub source: Source,
    /// The place inside the container or folder that was named, which makes the id stable when the
    /// folder moves.
    pub place: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What a sidecar or container says about the document.
    pub meta: Meta,
    /// What ingest was unsure of: these become warnings of the document.
    pub notes: Vec<String>,
}

/// A stage that had a hand in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeBy {
    /// Kind and name, as in `extract/quotes`.
    pub stage: String,
    /// The stage's version.
    pub version: String,
    /// SHA-256 of its options as canonical JSON.
    pub options_sha256: String,
    /// The layers that it gives.
    pub gives: Vec<Layer>,
}

/// Something a stage was unsure of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Kind and name of the stage.
    pub stage: String,
    /// What it has to say.
    pub message: String,
}

/// One article or transcript: text, the map back to its bytes, and layers of annotations.
///
/// A layer is `None` until a stage that gives it has run; `Some(vec![])` means that it ran and
/// found nothing. Stages take `&mut Document`: a document is never copied on its way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Stable name, see [`document_id`].
    pub id: String,
    /// Where it was read from.
    pub source: Source,
    /// The source's bytes, until normalization is over.
    pub raw: Option<Vec<u8>>,
    /// The whole text, boilerplate included.
    pub text: String,
    /// From bytes of `text` to bytes of the source.
    pub map: OffsetMap,
    /// Facts about the document as a whole.
    pub meta: Meta,
    /// Blocks with roles, ascending, apart.
    pub blocks: Option<Vec<Block>>,
    /// Speeches of a debate, ascending.
    pub turns: Option<Vec<Turn>>,
    /// Sentences of content blocks, ascending, apart; each inside one block.
    pub sentences: Option<Vec<Span>>,
    /// Words of the sentences with tags, names and trees. Stages read it; no output has it.
    pub syntax: Option<Syntax>,
    /// Mentions, ascending by start.
    pub mentions: Option<Vec<Mention>>,
    /// What has a name; the [`EntityId`] is the index.
    pub entities: Option<Vec<Entity>>,
    /// What is spoken of more than once and has no name, by first mention; the ids go on from
    /// `entities`.
    pub unnamed: Vec<Unnamed>,
    /// Where places lie, ascending by entity.
    pub locations: Option<Vec<Location>>,
    /// Time expressions, ascending.
    pub times: Option<Vec<Time>>,
    /// Figures, ascending.
    pub figures: Option<Vec<Figure>>,
    /// Quotations, ascending by start; the [`crate::QuoteId`] is the index.
    pub quotes: Option<Vec<Quote>>,
    /// Events, ascending by trigger.
    pub events: Option<Vec<Event>>,
    /// The stages that made it, in order.
    pub by: Vec<MadeBy>,
    /// What they were unsure of.
    pub warnings: Vec<Warning>,
}

impl Document {
    /// A document that has its bytes and no text yet.
    pub fn from_raw(raw: Raw) -> Self {
        Self {
            id: document_id(&raw.source.sha256, &raw.place),
            source: raw.source,
            raw: Some(raw.bytes),
            meta: raw.meta,
            ..Self::default()
        }
    }

    /// A document whose source is this text: for fixtures and tests.
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            id: "d".into(),
            source: Source {
                uri: "fixture.txt".into(),
                bytes: text.len() as u64,
                media_type: "text/plain".into(),
                encoding: "UTF-8".into(),
                ..Source::default()
            },
            map: OffsetMap::identity(text.len()),
            text,
            ..Self::default()
        }
    }

    /// Replaces the text by one that `map` leads from to the present text. For normalize stages,
    /// before any layer has spans.
    pub fn rewrite(&mut self, text: String, map: &OffsetMap) {
        debug_assert_eq!(map.text_len(), text.len(), "a map covers its text");
        self.map = map.through(&self.map);
        self.text = text;
    }

    /// Whether a stage has given this layer.
    pub fn has(&self, layer: Layer) -> bool {
        match layer {
            Layer::Raw => self.raw.is_some(),
            Layer::Text => self.map.text_len() > 0,
            Layer::Meta => self.meta.kind.is_some() || self.meta.language.is_some(),
            Layer::Blocks => self.blocks.is_some(),
            Layer::Turns => self.turns.is_some(),
            Layer::Sentences => self.sentences.is_some(),
            Layer::Words => self.syntax.is_some(),
            Layer::Trees => {
                self.syntax.as_ref().is_some_and(|syntax| syntax.trees.len() == syntax.words.len())
            }
            Layer::Mentions => self.mentions.is_some(),
            Layer::Entities => self.entities.is_some(),
            Layer::Locations => self.locations.is_some(),
            Layer::Times => self.times.is_some(),
            Layer::Figures => self.figures.is_some(),
            Layer::Quotes => self.quotes.is_some(),
            Layer::Events => self.events.is_some(),
        }
    }

    /// The blocks that extractors read; the whole text as one paragraph when nobody made blocks.
    pub fn content(&self) -> Vec<Block> {
        match &self.blocks {
            Some(blocks) => blocks.iter().filter(|block| block.role.is_content()).cloned().collect(),
            None => vec![Block {
                span: Span::new(0, self.text.len()).trimmed(&self.text),
                role: Role::Paragraph,
                rule: "whole-text".into(),
            }],
        }
    }

    /// Sentences, or nothing when nobody split them.
    pub fn sentences(&self) -> &[Span] {
        self.sentences.as_deref().unwrap_or_default()
    }

    /// Mentions, or nothing.
    pub fn mentions(&self) -> &[Mention] {
        self.mentions.as_deref().unwrap_or_default()
    }

    /// Entities, or nothing.
    pub fn entities(&self) -> &[Entity] {
        self.entities.as_deref().unwrap_or_default()
    }

    /// The entity of this id, where it has a name.
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities().get(id.0 as usize)
    }

    /// The entity of this id, where it has no name.
    pub fn unnamed(&self, id: EntityId) -> Option<&Unnamed> {
        self.unnamed.get((id.0 as usize).checked_sub(self.entities().len())?)
    }

    /// The name of an entity; of one without a name its description.
    pub fn called(&self, id: EntityId) -> Option<&str> {
        let name = self.entity(id).map(|entity| entity.name.as_str());
        name.or_else(|| self.unnamed(id).map(|it| it.description.as_str()))
    }

    /// Where places lie, or nothing.
    pub fn locations(&self) -> &[Location] {
        self.locations.as_deref().unwrap_or_default()
    }

    /// Where this entity lies, if it is a place that was found.
    pub fn location(&self, entity: EntityId) -> Option<&Location> {
        let locations = self.locations();
        locations.binary_search_by_key(&entity, |location| location.entity).ok().map(|at| &locations[at])
    }

    /// Times, or nothing.
    pub fn times(&self) -> &[Time] {
        self.times.as_deref().unwrap_or_default()
    }

    /// Figures, or nothing.
    pub fn figures(&self) -> &[Figure] {
        self.figures.as_deref().unwrap_or_default()
    }

    /// Quotations, or nothing.
    pub fn quotes(&self) -> &[Quote] {
        self.quotes.as_deref().unwrap_or_default()
    }

    /// Events, or nothing.
    pub fn events(&self) -> &[Event] {
        self.events.as_deref().unwrap_or_default()
    }

    /// Adds a warning of a stage.
    pub fn warn(&mut self, stage: impl Into<String>, message: impl Into<String>) {
        self.warnings.push(Warning { stage: stage.into(), message: message.into() });
    }

    /// The words of a span.
    ///
    /// # Panics
    /// When the span is not one of this text.
    #[track_caller]
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// Source bytes of a span of the text.
    pub fn source_span(&self, span: Span) -> Option<Span> {
        self.map.to_source(span)
    }
}

/// The stable name of a document: 16 hexadecimal digits from its source's SHA-256 and its place
/// inside the container or folder that was named.
///
/// FNV-1a, 64 bits: a name, not a proof. The proof is the SHA-256 beside it in the record.
pub fn document_id(sha256: &str, place: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in sha256.bytes().chain([0]).chain(place.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
