//! Looks over a file for what would unpack without end: the library that reads a file's objects
//! unpacks their streams without a limit.
//!
//! Whatever is packed is unpacked here once and dropped, as far as the limits go. What a stream is
//! for is not to be believed, since a file may give any stream any part; only pictures, which
//! nobody unpacks, are let be, as long as their dictionary can't be that of anything else.

use memchr::memmem;

use crate::filter::{inflated, lzw};

/// What may be unpacked, in bytes.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// From one stream.
    stream: usize,
    /// From all streams that hold objects, and so stay in memory.
    objects: usize,
    /// From all streams: a file of many bombs costs no more time than this.
    all: usize,
}

const LIMITS: Limits = Limits { stream: 64 << 20, objects: 128 << 20, all: 512 << 20 };

/// What a stream's dictionary says, as far as it matters here.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word that stands there or does not")]
struct Says {
    /// Names of packings in it.
    packings: usize,
    escapes: bool,
    filter: bool,
    font: bool,
    image: bool,
    lzw: bool,
    objects: bool,
    width: bool,
}

impl Says {
    /// Takes in what a further part of the dictionary says.
    fn read(&mut self, part: &[u8]) {
        let has = |words: &[u8]| memmem::find(part, words).is_some();
        let count = |words: &[u8]| memmem::find_iter(part, words).count();
        self.packings += count(b"/Fl") + count(b"/LZW");
        self.escapes |= has(b"#");
        self.filter |= has(b"Filter") || has(b"/F ");
        self.font |= has(b"/FontFile");
        self.image |= has(b"/Image");
        self.lzw |= has(b"/LZW");
        self.objects |= has(b"/First") || has(b"XRef");
        self.width |= has(b"/Width");
    }
}

/// In how many streams at once the bytes of a file may stand, in the middle: in one, as files are
/// written, and in a few where lengths are wrong.
const MOST_OVERLAPS: usize = 16;

/// Where streams end.
struct Ends<'b> {
    bytes: &'b [u8],
    next: Option<usize>,
}

impl Ends<'_> {
    /// The first end from here on, or that of the file; asked for in ascending order.
    fn next_from(&mut self, at: usize) -> usize {
        match self.next {
            Some(next) if next >= at => next,
            _ => {
                let found = memmem::find(&self.bytes[at..], b"endstream");
                *self.next.insert(found.map_or(self.bytes.len(), |by| at + by))
            }
        }
    }
}

/// Why a file is not to be opened, if it isn't.
pub(crate) fn objection(bytes: &[u8]) -> Option<String> {
    objection_within(bytes, LIMITS)
}

fn objection_within(bytes: &[u8], limits: Limits) -> Option<String> {
    let Limits { objects: mut left_of_objects, all: mut left, .. } = limits;
    // What is between the last `obj` and here. It is read piece by piece: the word `stream` may stand
    // in a dictionary, as often as anybody likes.
    let mut dictionary: Option<Says> = None;
    let mut from = 0;
    let mut ends = Ends { bytes, next: None };
    let mut left_to_end = bytes.len().saturating_mul(MOST_OVERLAPS);
    for at in memmem::find_iter(bytes, b"stream") {
        let mut part = &bytes[from..at];
        from = at;
        if let Some(start) = memmem::rfind(part, b"obj") {
            dictionary = Some(Says::default());
            part = &part[start..];
        }
        let Some(says) = dictionary.as_mut() else { continue };
        says.read(part);
        // What is no line of its own is a word in a text.
        let data = &bytes[at + b"stream".len()..];
        if part.ends_with(b"end") || !matches!(data, [b'\r' | b'\n', ..]) {
            continue;
        }
        // Where a stream ends is looked for, for each one anew.
        if ends.next_from(at) - at > left_to_end {
            return Some("its streams do not end".into());
        }
        left_to_end -= ends.next_from(at) - at;
        if !says.escapes && says.image && says.width && !says.objects {
            continue;
        }
        if says.packings > 1 && !says.font {
            return Some(format!("a stream in it is packed {} times over", says.packings));
        }
        if !says.escapes && !says.filter {
            continue;
        }
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let unpacked = if says.lzw {
            lzw(data, limits.stream + 1).len()
        } else {
            inflated(data, limits.stream + 1).len()
        };
        let holds_objects = says.objects || says.escapes;
        if unpacked > limits.stream || unpacked > left || holds_objects && unpacked > left_of_objects {
            return Some("it unpacks to more than a document can have, as a decompression bomb does".into());
        }
        left -= unpacked;
        if holds_objects {
            left_of_objects -= unpacked;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    const SMALL: Limits = Limits { stream: 64 << 10, objects: 128 << 10, all: 512 << 10 };

    #[test]
    fn a_dictionary_may_say_stream_as_often_as_it_likes() {
        let bomb = deflated(&vec![0; 65 << 10]);
        let head = format!("1 0 obj << /Filter /FlateDecode /X ({})", "stream ".repeat(20_000));
        let file = [head.as_bytes(), &vec![b' '; 100_000], b">> stream\n", &bomb].concat();
        assert!(objection_within(&file, SMALL).is_some_and(|why| why.contains("bomb")));
        let plain =
            [b"1 0 obj << /Length 9 >> stream\n".as_slice(), &b"stream endstream ".repeat(1000)].concat();
        assert_eq!(objection_within(&plain, SMALL), None);
    }

    #[test]
    fn streams_end() {
        let endless = b"1 0 obj << >> stream\n".repeat(1000);
        assert!(objection_within(&endless, SMALL).is_some_and(|why| why.contains("do not end")));
        let whole = b"1 0 obj << >> stream\nx\nendstream\n".repeat(1000);
        assert_eq!(objection_within(&whole, SMALL), None);
    }

    #[test]
    fn many_small_bombs_are_a_large_one() {
        let object =
            [b"1 0 obj << /Filter /FlateDecode >> stream\n".as_slice(), &deflated(&vec![0; 60 << 10])]
                .concat();
        assert_eq!(objection_within(&object, SMALL), None);
        assert!(objection_within(&object.repeat(20), SMALL).is_some_and(|why| why.contains("bomb")));
    }
}
