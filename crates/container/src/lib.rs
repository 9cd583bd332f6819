//! What a reader of containers is, for the ingest of files: something that knows a format by its
//! name or first bytes, and takes a file of that format apart into documents, one at a time.
//!
//! A reader ([`Format`]) is a crate of its own and knows nothing of folders, archives or limits on
//! unpacking: it reads from an [`Origin`], which is a file on disk, a member of an archive or what
//! comes out of a decompressor, and gives [`Members`], an iterator that holds one document at a
//! time. Each [`Member`] has a name inside its container (an offset, a line, a row), so that
//! [`Members::find`] leads back to the same bytes.
//!
//! Here are also the few things that readers have in common: [`facts`] of records as a record
//! wants them, and [`Utf16`], which lets any reader of text read it in UTF-16.
//!
//! This crate does no IO of its own.
//!
//! Start reading at [`Format`].

pub mod facts;
mod utf16;

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use rapporteur_document::Meta;

pub use crate::utf16::Utf16;

/// A stream of bytes.
pub type Stream = Box<dyn Read + Send>;

/// Where a container's bytes are. They can be read from the start as often as is needed.
pub trait Origin: Send + Sync {
    /// The bytes from `offset` on. Fast on disk and in memory; what is compressed is read up to
    /// there.
    fn open_at(&self, offset: u64) -> io::Result<Stream>;

    /// All bytes.
    fn open(&self) -> io::Result<Stream> {
        self.open_at(0)
    }
}

/// Bytes in memory.
impl Origin for Arc<[u8]> {
    fn open_at(&self, offset: u64) -> io::Result<Stream> {
        let mut cursor = io::Cursor::new(Arc::clone(self));
        cursor.set_position(offset);
        Ok(Box::new(cursor))
    }
}

/// A file as a reader is asked whether it is for it.
#[derive(Debug, Clone, Copy)]
pub struct Look<'b> {
    /// The file's name, in lower case.
    pub name: &'b [u8],
    /// Its first few thousand bytes.
    pub head: &'b [u8],
}

impl Look<'_> {
    /// Whether the name ends so: `.eml`.
    pub fn ends(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.name.ends_with(ending.as_bytes()))
    }

    /// The first bytes without a byte order mark and white space.
    pub fn start(&self) -> &[u8] {
        self.head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.head).trim_ascii_start()
    }
}

/// A reader of one kind of container.
pub trait Format: Send + Sync {
    /// What it is called in reasons: `a WARC web archive`.
    fn name(&self) -> &'static str;

    /// Whether this is a file for it.
    fn fits(&self, look: Look<'_>) -> bool;

    /// Opens a container, of whose members none may have more than `max_bytes`; or says why it
    /// can't be read at all.
    fn open(&self, origin: Arc<dyn Origin>, max_bytes: u64) -> Result<Box<dyn Members>, String>;
}

/// The members of a container, in the order in which they stand there.
pub trait Members: Send {
    /// The next one.
    fn next(&mut self) -> Option<Found>;

    /// The bytes of the member of this name, which is the next or a later one.
    fn find(&mut self, name: &str) -> Option<Vec<u8>> {
        loop {
            match self.next()? {
                Found::Member(member) if member.name == name => return Some(member.bytes),
                _ => {}
            }
        }
    }

    /// What was no document so far, and how many of each.
    fn passed_over(&self) -> BTreeMap<String, u64> {
        BTreeMap::new()
    }
}

/// What stands in a container.
#[derive(Debug)]
pub enum Found {
    /// A document.
    Member(Box<Member>),
    /// Something that should be one and can't be read.
    Unfit(Unfit),
}

/// A document in a container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Member {
    /// Its name inside the container; empty when the container is the document (a mail).
    pub name: String,
    /// Its bytes as they stand in the container, unpacked.
    pub bytes: Vec<u8>,
    /// `text/html` or `text/plain`; empty to let looks decide.
    pub media_type: &'static str,
    /// The encoding that the container declares.
    pub encoding: String,
    /// Which part of the bytes is the document.
    pub selector: String,
    /// When they were fetched, where the container says so.
    pub captured: String,
    /// The SHA-256 of the file that the bytes were made from, where they do not stand in it.
    pub made_from: String,
    /// What the container says of it.
    pub meta: Meta,
    /// What the reader is unsure of.
    pub notes: Vec<String>,
}

/// Something that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unfit {
    /// Its name inside the container; empty for the container itself.
    pub name: String,
    /// Its bytes, where they could be read.
    pub bytes: Vec<u8>,
    /// Why not.
    pub reason: String,
}

impl Found {
    /// Something that can't be read, and whose bytes are not at hand.
    pub fn unfit(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Unfit(Unfit { name: name.into(), bytes: Vec::new(), reason: reason.into() })
    }
}

/// One document or problem, as members.
#[derive(Debug)]
pub struct Single(pub Option<Found>);

impl Members for Single {
    fn next(&mut self) -> Option<Found> {
        self.0.take()
    }
}

/// Everything that an origin has, within the limit.
pub fn read_all(origin: &dyn Origin, max_bytes: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let stream = origin.open().map_err(|error| unreadable(&error))?;
    stream.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > max_bytes {
        return Err(format!("has more than max_bytes = {max_bytes} bytes"));
    }
    Ok(bytes)
}

/// An error while reading, as a reason.
pub fn unreadable(error: &io::Error) -> String {
    format!("can't be read: {error}")
}

/// What [`line`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// A line, with its end.
    Whole(Vec<u8>),
    /// A line that is longer than it may be; it is passed over.
    TooLong,
}

/// The next line, of at most `max_bytes`; `None` at the end.
pub fn line(from: &mut dyn BufRead, max_bytes: u64) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let read = from.take(max_bytes).read_until(b'\n', &mut bytes)? as u64;
    if read == 0 {
        return Ok(None);
    }
    if read < max_bytes || bytes.ends_with(b"\n") {
        return Ok(Some(Line::Whole(bytes)));
    }
    drop(bytes);
    loop {
        let buffer = from.fill_buf()?;
        if buffer.is_empty() {
            return Ok(Some(Line::TooLong));
        }
        if let Some(end) = buffer.iter().position(|&byte| byte == b'\n') {
            from.consume(end + 1);
            return Ok(Some(Line::TooLong));
        }
        let len = buffer.len();
        from.consume(len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_costs_itself_only() {
        let mut from: &[u8] = b"one\n0123456789\ntwo";
        let mut next = || line(&mut from, 6).unwrap();
        assert_eq!(next(), Some(Line::Whole(b"one\n".to_vec())));
        assert_eq!(next(), Some(Line::TooLong));
        assert_eq!(next(), Some(Line::Whole(b"two".to_vec())));
        assert_eq!(next(), None);
    }
}
