//! The document: what every stage reads and writes, and nothing else.
//!
//! A [`Document`] is one article or transcript on its way through the pipeline: its text, the
//! [`OffsetMap`] from that text back to the bytes it was read from, and *layers* of annotations
//! that stages add. This crate is pure data. It does no IO, knows no stage and no wire format
//! (`rapporteur-record` has that), and its types make wrong states unsayable where they can: a
//! [`Span`] can't be inverted, a map can't have gaps.
//!
//! Start reading at [`Document`], then [`Span`] and [`OffsetMap`].
//!
//! **Offsets.** Every span is a half-open range of UTF-8 bytes in [`Document::text`], from 0.

mod annotation;
mod block;
mod document;
mod map;
mod meta;
mod span;
mod syntax;

pub use annotation::{
    Anchor, Cue, Entity, EntityId, EntityKind, Event, EventStatus, Figure, Location, Member, Mention,
    MentionForm, OfficeRole, Participant, Party, Qualifier, Quote, QuoteForm, QuoteId, QuoteStatus, Rule,
    Site, Speaker, StandsFor, Time, TimeKind, Turn, Unnamed,
};
pub use block::{Block, Role};
pub use document::{Document, Layer, MadeBy, Raw, Source, Warning, document_id};
pub use map::{MapBuilder, MapError, OffsetMap, Piece};
pub use meta::{Alternative, Fact, Meta};
pub use span::{Span, SpanError};
pub use syntax::{Dependency, Name, NameKind, Relation, Syntax, Tag, Word};
