//! Looks over a file for what would unpack without end: the library that reads a file's objects
//! unpacks their streams without a limit.
//!
//! Whatever is packed is unpacked here once and dropped, as far as the limits go. What a stream is
//! for is not to be believed, since a file may give any stream any part; only pictures, which
//! nobody unpacks, are let be, as long as their dictionary can't be that of anything else.

use memchr::memmem;

use crate::filter::{inflated, lzw};

/// What one stream may unpack to.
const MOST_UNPACKED: usize = 64 << 20;

/// What all streams may unpack to that hold objects, and so stay in memory.
const MOST_OBJECTS: usize = 128 << 20;

/// A stream's dictionary is looked for in so many bytes before it.
const DICTIONARY: usize = 64 << 10;

/// Why a file is not to be opened, if it isn't.
pub(crate) fn objection(bytes: &[u8]) -> Option<String> {
    let mut left = MOST_OBJECTS;
    for at in memmem::find_iter(bytes, b"stream") {
        let before = &bytes[at.saturating_sub(DICTIONARY)..at];
        if before.ends_with(b"end") {
            continue;
        }
        let Some(start) = memmem::rfind(before, b"obj") else { continue };
        let dictionary = &before[start..];
        let has = |words: &[u8]| memmem::find(dictionary, words).is_some();
        let is_plain = !has(b"#");
        if is_plain && has(b"/Image") && has(b"/Width") && !has(b"/First") && !has(b"XRef") {
            continue;
        }
        let packings = [&b"/Fl"[..], b"/LZW"]
            .iter()
            .map(|name| memmem::find_iter(dictionary, name).count())
            .sum::<usize>();
        if packings > 1 && !has(b"/FontFile") {
            return Some(format!("a stream in it is packed {packings} times over"));
        }
        if is_plain && !has(b"Filter") && !has(b"/F ") {
            continue;
        }
        let data = &bytes[at + b"stream".len()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let unpacked = if has(b"/LZW") {
            lzw(data, MOST_UNPACKED + 1).len()
        } else {
            inflated(data, MOST_UNPACKED + 1).len()
        };
        let holds_objects = has(b"/First") || has(b"XRef") || !is_plain;
        if unpacked > MOST_UNPACKED || holds_objects && unpacked > left {
            return Some("it unpacks to more than a document can have, as a decompression bomb does".into());
        }
        if holds_objects {
            left -= unpacked;
        }
    }
    None
}
