//! ZIP archives: their members in the byte order of their names, read within limits.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::stored::Section;

use crate::unpack::{Limits, read_within};

/// What an archive can be read from.
pub(crate) trait Source: Read + Seek + Send {}

impl<S: Read + Seek + Send> Source for S {}

/// An open archive.
pub(crate) struct Archive {
    zip: ZipArchive<Box<dyn Source>>,
    len: u64,
}

/// One member that is no folder.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its name as it stands in the archive.
    pub(crate) name: Vec<u8>,
    index: usize,
}

impl Archive {
    /// Opens an archive, when it has no more members than allowed.
    pub(crate) fn open(mut source: Box<dyn Source>, limits: Limits) -> Result<Self, String> {
        let too_many = |members: u64| {
            format!("has {members} members, more than max_members = {}; none was read", limits.members)
        };
        let seek = |error| format!("can't be read: {error}");
        let len = source.seek(SeekFrom::End(0)).map_err(seek)?;
        // Before the archive is opened, which reads all names.
        if let Some(members) = declared_members(&mut source, len).map_err(seek)?
            && members > limits.members as u64
        {
            return Err(too_many(members));
        }
        source.rewind().map_err(seek)?;
        let zip = ZipArchive::new(source).map_err(|error| in_words("the archive", &error))?;
        if zip.len() > limits.members {
            return Err(too_many(zip.len() as u64));
        }
        Ok(Self { zip, len })
    }

    /// Members that are no folders, in the byte order of their names.
    pub(crate) fn members(&self) -> Vec<Member> {
        let names = self.zip.file_names_raw().enumerate();
        let mut members: Vec<Member> = names
            .filter(|(_, name)| !name.ends_with(b"/") && !name.ends_with(b"\\"))
            .map(|(index, name)| Member { name: name.to_vec(), index })
            .collect();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        members
    }

    /// Whether some members have the same name: of those, only the last can be read.
    pub(crate) fn has_duplicates(&self) -> bool {
        self.zip.has_duplicate_names()
    }

    /// A member's bytes.
    pub(crate) fn read(&mut self, member: &Member, limits: Limits) -> Result<Vec<u8>, String> {
        if leads_out(&member.name) {
            return Err("its name leads out of the archive".into());
        }
        let archive_len = self.len;
        let file = self.zip.by_index(member.index).map_err(|error| in_words("this member", &error))?;
        if file.is_symlink() {
            return Err("a symbolic link, which is not followed inside an archive".into());
        }
        let packed = file.compressed_size().min(archive_len);
        read_within(file, packed, limits, "zip")
    }

    /// Where a member stands in the archive's file, when it can be read from there as a stream; its
    /// checksum is not looked at then.
    pub(crate) fn section(&mut self, member: &Member, path: &Path) -> Option<Section> {
        if leads_out(&member.name) {
            return None;
        }
        let archive_len = self.len;
        let file = self.zip.by_index(member.index).ok()?;
        let is_deflated = match file.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            _ => return None,
        };
        if file.encrypted() || file.is_symlink() {
            return None;
        }
        let start = file.data_start()?;
        let len = file.compressed_size().min(archive_len.checked_sub(start)?);
        Some(Section { path: path.to_owned(), start, len, is_deflated })
    }

    /// How many bytes a member says it has, unpacked.
    pub(crate) fn size(&mut self, member: &Member) -> u64 {
        self.zip.by_index(member.index).map_or(0, |file| file.size())
    }

    /// Whether this is a web archive with its lists, under whatever name.
    pub(crate) fn is_wacz(&self) -> bool {
        self.member(b"datapackage.json").is_some() && self.member(b"pages/pages.jsonl").is_some()
    }

    /// The member of this name.
    pub(crate) fn member(&self, name: &[u8]) -> Option<Member> {
        let index = self.zip.index_for_name_raw(name)?;
        Some(Member { name: name.to_vec(), index })
    }

    /// The bytes of the member of this name.
    pub(crate) fn read_named(&mut self, name: &[u8], limits: Limits) -> Result<Vec<u8>, String> {
        let member = self.member(name).ok_or("the archive has no such member")?;
        self.read(&member, limits)
    }
}

/// Whether a member's name leads out of the archive, on any system.
fn leads_out(name: &[u8]) -> bool {
    let is_slash = |byte: &u8| matches!(byte, b'/' | b'\\');
    name.first().is_none_or(is_slash)
        || matches!(name, [letter, b':', ..] if letter.is_ascii_alphabetic())
        || name.contains(&0)
        || name.split(is_slash).any(|part| part == b"..")
}

fn in_words(what: &str, error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(message) if *message == ZipError::PASSWORD_REQUIRED => {
            format!("{what} is encrypted")
        }
        ZipError::CompressionMethodNotSupported(method) => {
            format!("{what} is compressed by method {method}, which we don't read")
        }
        ZipError::UnsupportedArchive(message) => format!("{what} can't be read: {message}"),
        // The record at an archive's end, from which everything else is found.
        ZipError::InvalidArchive(message) if message.contains("EOCD") => {
            format!("{what} is cut off or no ZIP archive: its end is missing")
        }
        ZipError::InvalidArchive(message) => format!("{what} is damaged or no ZIP archive: {message}"),
        ZipError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            format!("{what} is cut off")
        }
        other => format!("{what} can't be read: {other}"),
    }
}

/// How many members the archive's last record says it has (APPNOTE 4.3.14 to 4.3.16).
fn declared_members(source: &mut Box<dyn Source>, len: u64) -> std::io::Result<Option<u64>> {
    const RECORD: usize = 22;
    const LONGEST_COMMENT: u64 = 65_535;
    let start = len.saturating_sub(RECORD as u64 + LONGEST_COMMENT);
    source.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    source.by_ref().take(len - start).read_to_end(&mut tail)?;
    let Some(at) = tail.windows(4).rposition(|window| window == b"PK\x05\x06") else { return Ok(None) };
    let number = |at: usize| tail.get(at..at + 2).map(|two| u64::from(u16::from_le_bytes([two[0], two[1]])));
    let members = number(at + 10);
    if members != Some(0xFFFF) {
        return Ok(members);
    }
    // More than fit: the zip64 record, which a locator right before leads to.
    let locator = at.checked_sub(20).and_then(|at| tail.get(at..at + 16));
    let offset = locator
        .filter(|locator| locator.starts_with(b"PK\x06\x07"))
        .and_then(|locator| locator[8..].first_chunk::<8>())
        .map(|offset| u64::from_le_bytes(*offset));
    let Some(offset) = offset.filter(|&offset| offset < len) else { return Ok(members) };
    source.seek(SeekFrom::Start(offset))?;
    let mut record = Vec::new();
    source.by_ref().take(40).read_to_end(&mut record)?;
    let total = record.get(32..40).and_then(|total| total.first_chunk::<8>());
    Ok(total.map(|total| u64::from_le_bytes(*total)).or(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_are_known_on_every_system() {
        for out in ["/etc/passwd", "../a", "a/../../b", "..\\a", "C:\\a", "\\a", "a\0b", ""] {
            assert!(leads_out(out.as_bytes()), "{out}");
        }
        for inside in ["a", "a/b", "a..b/..c", "c:"] {
            assert_eq!(leads_out(inside.as_bytes()), inside == "c:", "{inside}");
        }
    }
}
