//! The reduce that reports share: which documents tell the same story, what each of them says, and
//! where they differ. Not a stage.
//!
//! Documents come once, in the order of ingest, and are not kept: an [`Index`] takes some six hundred
//! bytes of keys from each. [`Index::finish`] groups them into stories by what they share, and
//! [`Shared::tell`] reads the documents of one story again and lays their claims side by side.
//!
//! It never says what is true. It says who says what, how many *independent* ones say it (copies
//! of one text count once), and what differs between them. Everything that it says has the exact
//! words, their bytes and the document.
//!
//! Start reading at [`Index`], then `terms` (what a document is known by), `relate` (what two have in
//! common) and `cluster` (what is one story), then `tell`.

mod cluster;
mod dates;
mod debates;
mod differ;
mod events;
mod figures;
mod identity;
mod index;
mod measures;
mod origins;
mod people;
mod places;
mod quotes;
mod relate;
mod shared;
mod space;
mod spool;
mod tell;
mod terms;
mod timeline;
mod told;
mod variants;
mod words;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

pub use dates::{date_in_words, time_in_words};
pub use differ::{Stretch, altered, altered_words};
pub use figures::in_words as figure_in_words;
pub use index::{Index, Shared};
pub use shared::SharedIndex;
pub use told::{called, office};

/// Name and SHA-256 of each word list that stories are told by, for the descriptors of reports.
pub const LEXICONS: &[(&str, &str)] = lexicon::FILES;
