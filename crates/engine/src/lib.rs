//! The neural engines: words in, parts of speech, names and dependency trees out.
//!
//! There are two engines: small convolutional nets, and a transformer with such a net beside it, which
//! is slower and more often right. Both were trained for this project; their card is `models/README.md`,
//! and the `NumPy` definition of every step that this crate follows is the `reference.py` that they came
//! with, and `xtask/train/names.py` for the net that finds names for `accurate`. The forward pass is our
//! own because it has to fly: the part of the input that depends on a word's form alone is cached by form,
//! all sentences of a document run together, and the products are of 8-bit integers (`matrix`), whose sums
//! are exact: the result is the same on every machine, whatever vectors it has, and for any batch.
//!
//! No IO: the weights are compiled in, decoded once for the whole process and shared by all workers.
//! Offsets are bytes of the text that is given.
//!
//! Start reading at [`Engine`], then `compact`, then `convolutions`, which is the net, then `matrix`.

#![expect(
    clippy::inline_always,
    reason = "what is inlined into `Lanes::run` uses the vectors of the machine"
)]

mod accurate;
mod compact;
mod convolutions;
mod decode;
mod floats;
mod forms;
mod lanes;
mod layers;
mod matrix;
#[cfg(test)]
mod sample;
mod tensors;
#[cfg(target_arch = "x86_64")]
mod vnni;
mod vocabulary;

use std::sync::LazyLock;

use rapporteur_document::Syntax;

/// What gives words their tags, names and trees.
///
/// Another language or method takes its place behind this trait.
pub trait Engine: Send + Sync {
    /// The name in configs and in the rules of annotations.
    fn name(&self) -> &'static str;

    /// Sets the tag of every word of `syntax` and its names. `syntax.words` and
    /// `syntax.sentences` are given, as spans of `text`.
    fn tag(&self, text: &str, syntax: &mut Syntax);

    /// Sets `syntax.trees`, one dependency for each word.
    fn parse(&self, text: &str, syntax: &mut Syntax);
}

/// Name and SHA-256 of each model file that is compiled in.
pub const FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The engine that ships as the default: two convolutional nets of 4.4 MB.
///
/// The nets are decoded at the first call, once for the process.
pub fn compact() -> &'static dyn Engine {
    static ENGINE: LazyLock<compact::Compact> = LazyLock::new(compact::Compact::new);
    &*ENGINE
}

/// The engine for those who can wait: a transformer of 12 MB with its table, and one of half a megabyte for names.
///
/// They are decoded at the first call, once for the process.
pub fn accurate() -> &'static dyn Engine {
    static ENGINE: LazyLock<accurate::Accurate> = LazyLock::new(accurate::Accurate::new);
    &*ENGINE
}
