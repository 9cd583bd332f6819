//! The linguistic core that extractors share: tokens, sentences, lexicons and gazetteers.
//!
//! Not a stage, and no IO: stages call it. Offsets are bytes of the text that is given.
//!
//! Start reading at [`tokens`], [`words`], [`sentences`] and [`gazetteer::known`].

pub mod gazetteer;
pub mod numbers;

mod dateline;
mod lemma;
mod parties;
mod sentence;
mod token;
mod word;

pub use dateline::{after_dateline, after_sure_dateline, without_dateline};
pub use lemma::lemma;
pub use parties::party;
pub use sentence::sentences;
pub use token::{Token, TokenKind, tokens};
pub use word::words;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// Name and SHA-256 of each word list that is compiled in, for the descriptors of the stages
/// that stand on them.
pub fn lexicons() -> &'static [(&'static str, &'static str)] {
    lexicon::FILES
}

/// Whether a sorted text has this line.
fn has_line(lines: &str, word: &str) -> bool {
    let bytes = lines.as_bytes();
    // Starts of the lines that may be it.
    let (mut from, mut to) = (0, bytes.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start =
            bytes[from..middle].iter().rposition(|&byte| byte == b'\n').map_or(from, |at| from + at + 1);
        let end =
            bytes[middle..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| middle + at);
        match bytes[start..end].cmp(word.as_bytes()) {
            std::cmp::Ordering::Less => from = end + 1,
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    false
}

/// Whether a sorted list has this word.
fn contains(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}
