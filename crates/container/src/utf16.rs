//! Containers in UTF-16: read as UTF-8 by their readers, while their members stay as they are.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;

use crate::{Format, Found, Look, Member, Members, Origin, Stream, Unfit};

/// A reader of a format for files of it that are in UTF-16.
///
/// The members' bytes are those of the file, in UTF-16; their selectors say so, before what the
/// reader says: `utf-16le+xml:description`.
#[derive(Debug, Clone, Copy)]
pub struct Utf16<F>(pub F);

/// Which byte of a unit comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

impl Order {
    /// That of bytes that start with a mark, or with two characters of ASCII.
    fn of(head: &[u8]) -> Option<Self> {
        match *head {
            [0xFF, 0xFE, 0, 0, ..] => None,
            [0xFF, 0xFE, ..] | [1..=0x7F, 0, 1..=0x7F, 0, ..] => Some(Self::Little),
            [0xFE, 0xFF, ..] | [0, 1..=0x7F, 0, 1..=0x7F, ..] => Some(Self::Big),
            _ => None,
        }
    }

    fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(pair),
            Self::Big => u16::from_be_bytes(pair),
        }
    }

    fn bytes(self, unit: u16) -> [u8; 2] {
        match self {
            Self::Little => unit.to_le_bytes(),
            Self::Big => unit.to_be_bytes(),
        }
    }

    fn scheme(self) -> &'static str {
        match self {
            Self::Little => "utf-16le",
            Self::Big => "utf-16be",
        }
    }
}

impl<F: Format> Format for Utf16<F> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn fits(&self, look: Look<'_>) -> bool {
        let Some(order) = Order::of(look.head) else { return false };
        let mut head = Vec::new();
        let read = Decoded::new(look.head, order).read_to_end(&mut head);
        read.is_ok() && self.0.fits(Look { head: &head, ..look })
    }

    fn open(&self, origin: Arc<dyn Origin>, max_bytes: u64) -> Result<Box<dyn Members>, String> {
        let mut head = Vec::new();
        let read = origin.open().and_then(|from| from.take(4).read_to_end(&mut head));
        read.map_err(|error| crate::unreadable(&error))?;
        let order = Order::of(&head).ok_or("not UTF-16")?;
        let members = self.0.open(Arc::new(Transcoded { origin, order }), max_bytes)?;
        Ok(Box::new(Encoded { members, order }))
    }
}

/// Bytes in UTF-16, as UTF-8.
struct Transcoded {
    origin: Arc<dyn Origin>,
    order: Order,
}

impl Origin for Transcoded {
    fn open_at(&self, offset: u64) -> io::Result<Stream> {
        let mut stream = Decoded::new(self.origin.open()?, self.order);
        io::copy(&mut stream.by_ref().take(offset), &mut io::sink())?;
        Ok(Box::new(stream))
    }
}

/// A stream of UTF-16, as UTF-8. Halves of pairs become U+FFFD.
struct Decoded<R> {
    from: R,
    order: Order,
    /// What was read and is not yet decoded: a half of a unit, or of a pair.
    rest: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    is_over: bool,
}

impl<R: Read> Decoded<R> {
    fn new(from: R, order: Order) -> Self {
        Self { from, order, rest: Vec::new(), out: Vec::new(), given: 0, is_over: false }
    }

    fn more(&mut self) -> io::Result<()> {
        const HIGH: std::ops::Range<u16> = 0xD800..0xDC00;
        let mut chunk = [0; 8192];
        let read = self.from.read(&mut chunk)?;
        self.is_over = read == 0;
        self.rest.extend(&chunk[..read]);
        let mut units: Vec<u16> =
            self.rest.chunks_exact(2).map(|pair| self.order.unit([pair[0], pair[1]])).collect();
        // The second half of a pair may come with the next bytes.
        if !self.is_over && units.last().is_some_and(|unit| HIGH.contains(unit)) {
            units.pop();
        }
        self.rest.drain(..2 * units.len());
        self.out.clear();
        self.given = 0;
        let mut buffer = [0; 4];
        for character in char::decode_utf16(units) {
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.out.extend(character.encode_utf8(&mut buffer).bytes());
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.is_over {
            self.more()?;
        }
        let len = buffer.len().min(self.out.len() - self.given);
        buffer[..len].copy_from_slice(&self.out[self.given..self.given + len]);
        self.given += len;
        Ok(len)
    }
}

/// Members whose bytes are put back into UTF-16.
struct Encoded {
    members: Box<dyn Members>,
    order: Order,
}

impl Encoded {
    fn encoded(&self, bytes: &[u8]) -> Vec<u8> {
        String::from_utf8_lossy(bytes).encode_utf16().flat_map(|unit| self.order.bytes(unit)).collect()
    }
}

impl Members for Encoded {
    fn next(&mut self) -> Option<Found> {
        Some(match self.members.next()? {
            Found::Member(member) => {
                let Member { bytes, selector, .. } = &*member;
                let selector = format!("{}+{selector}", self.order.scheme());
                let bytes = self.encoded(bytes);
                Found::Member(Box::new(Member { bytes, selector, encoding: "utf-8".into(), ..*member }))
            }
            Found::Unfit(unfit) => Found::Unfit(Unfit { bytes: self.encoded(&unfit.bytes), ..unfit }),
        })
    }

    fn find(&mut self, name: &str) -> Option<Vec<u8>> {
        self.members.find(name).map(|bytes| self.encoded(&bytes))
    }

    fn passed_over(&self) -> BTreeMap<String, u64> {
        self.members.passed_over()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_may_lie_across_any_buffer() {
        struct ByOne<'b>(&'b [u8]);
        impl Read for ByOne<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let Some((&first, rest)) = self.0.split_first() else { return Ok(0) };
                (buffer[0], self.0) = (first, rest);
                Ok(1)
            }
        }
        let text = "\u{FEFF}<a>é \u{1F600}</a>";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(Order::of(&bytes), Some(Order::Big));
        let mut read = String::new();
        Decoded::new(ByOne(&bytes), Order::Big).read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
        read.clear();
        Decoded::new(&bytes[..bytes.len() - 7][..], Order::Big).read_to_string(&mut read).unwrap();
        assert!(read.starts_with("\u{FEFF}<a>é \u{1F600}"));
    }
}
