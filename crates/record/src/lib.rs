//! The wire form: what stands in `record.jsonl`, `report.json`, `manifest.json` and
//! `quarantine.jsonl`, with the JSON Schema of each.
//!
//! These types are apart from the internal ones of `rapporteur-document` on purpose: those may
//! change with the program, these only with their schema's number. A [`Record`] borrows from the
//! document that it is made of, so writing one copies no text; reading one gives a document back
//! that is the same in everything but the source's bytes. This crate does no IO and finds nothing
//! out: it only says the same thing in another form, and refuses what breaks the format's promises.
//!
//! Start reading at [`Record`], then [`check`], which has the promises; [`Report`] is the form of
//! what is said across documents.

mod check;
mod manifest;
mod names;
mod read;
mod record;
mod report;
mod write;

pub use check::{RecordError, check};
pub use manifest::{
    Config, Data, File, MANIFEST_SCHEMA, Manifest, Program, QuarantineLine, Rejected, StageRun,
};
pub use names::{EntityRef, Name, Named, QuoteRef};
pub use record::{
    Alternative, Anchor, Block, Cue, Entity, Event, Fact, Figure, Location, MadeBy, Mention, Meta,
    OfficeRole, Participant, Party, Quote, RECORD_SCHEMA, Record, Site, Source, Speaker, Stretch, Time, Turn,
    Warning,
};
pub use report::{
    ApartReason, Claim, ClaimKind, ClaimState, Copy, CopyKind, Difference, DifferenceKind, DocumentRef,
    Evidence, Identity, LeadReason, Moment, NameEvidence, NamePlace, NamedSpeech, Namesake, Narrowing,
    Person, Published, REPORT_SCHEMA, Report, SpeechPlace, Story, Support, Syndication, Variant, WordRun,
    first_words,
};

use rapporteur_document::Document;

/// A document as one line of `record.jsonl`, line break included. The same document gives the same
/// bytes.
pub fn to_line(document: &Document) -> Vec<u8> {
    // Most of a record is its text, written about as long as it is, and annotations of a few dozen
    // bytes each.
    let mut line = Vec::with_capacity(document.text.len() * 2 + 1024);
    serde_json::to_writer(&mut line, &Record::from_document(document))
        .expect("a record has string keys only, and memory takes what is written");
    line.push(b'\n');
    line
}

/// Reads one line of `record.jsonl` and checks it.
pub fn from_line(line: &[u8]) -> Result<Document, RecordError> {
    Record::from_json(line)?.into_document()
}

/// JSON Schema of a line of `record.jsonl`.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Record<'static>).to_value()
}

/// JSON Schema of `report.json`.
pub fn report_schema() -> serde_json::Value {
    schemars::schema_for!(Report).to_value()
}

/// JSON Schema of `manifest.json`.
pub fn manifest_schema() -> serde_json::Value {
    schemars::schema_for!(Manifest).to_value()
}
