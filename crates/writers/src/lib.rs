//! Who wrote a text: people's names in [`bylines`] and in what markup declares, news [`agencies`] in
//! credits. Better fewer than wrong: desks, houses and tools are no writers.

pub mod agencies;
pub mod bylines;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// Name and SHA-256 of the word lists, for the descriptors of stages that read names of writers.
pub static LEXICONS: &[(&str, &str)] = lexicon::FILES;
