//! The linguistic core that extractors share: tokens, sentences, lexicons and gazetteers.
//!
//! Not a stage, and no IO: stages call it. Offsets are bytes of the text that is given.
//!
//! Start reading at [`tokens`].

mod token;

pub use token::{Token, TokenKind, tokens};
