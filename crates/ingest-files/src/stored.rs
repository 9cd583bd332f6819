//! Bytes that lie somewhere: on disk, in an archive on disk, or in memory; as they are or packed.
//!
//! Readers of containers stream them (they are the readers' [`Origin`]); documents are read whole,
//! within the limits.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use rapporteur_container::{Origin, Stream};
use sha2::{Digest, Sha256};

use crate::formats::Packing;
use crate::unpack::{self, ANY_RATIO, Limits, Zstd};

/// How much is looked at before it is decided what a file is.
const HEAD: u64 = 8 * 1024;

/// Where bytes lie.
#[derive(Debug, Clone)]
enum Base {
    File(PathBuf),
    /// A member of an archive on disk.
    Section(Section),
    Bytes(Arc<[u8]>),
}

/// A part of a file.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) path: PathBuf,
    pub(crate) start: u64,
    pub(crate) len: u64,
    pub(crate) is_deflated: bool,
}

/// Bytes and what they are packed in, the outermost packing first.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    base: Base,
    packings: Vec<Packing>,
    limits: Limits,
}

impl Stored {
    pub(crate) fn file(path: PathBuf, limits: Limits) -> Self {
        Self { base: Base::File(path), packings: Vec::new(), limits }
    }

    pub(crate) fn section(section: Section, limits: Limits) -> Self {
        Self { base: Base::Section(section), packings: Vec::new(), limits }
    }

    pub(crate) fn bytes(bytes: Vec<u8>, limits: Limits) -> Self {
        Self { base: Base::Bytes(bytes.into()), packings: Vec::new(), limits }
    }

    /// What comes out of it when it is unpacked.
    pub(crate) fn unpacked(mut self, packing: Packing) -> Self {
        self.packings.push(packing);
        self
    }

    /// Whether nothing is packed any more: a file on disk or bytes in memory.
    pub(crate) fn is_plain(&self) -> bool {
        self.packings.is_empty()
    }

    /// The file on disk, when it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.base {
            Base::File(path) if self.is_plain() => Some(path),
            _ => None,
        }
    }

    /// How many bytes it has before it is unpacked.
    pub(crate) fn len(&self) -> Result<u64, String> {
        match &self.base {
            Base::File(path) => Ok(open(path)?.1),
            Base::Section(section) => Ok(section.len),
            Base::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// The first bytes; fewer where it is damaged.
    pub(crate) fn head(&self) -> Result<Vec<u8>, String> {
        let mut head = Vec::new();
        let read = Origin::open(self).and_then(|stream| stream.take(HEAD).read_to_end(&mut head));
        match read {
            Err(error) if head.is_empty() && self.is_plain() => Err(unreadable(&error)),
            _ => Ok(head),
        }
    }

    /// All of it as one document.
    pub(crate) fn read(&self) -> Result<Vec<u8>, String> {
        let len = self.len()?;
        let Limits { bytes: most, .. } = self.limits;
        let Some((first, others)) = self.packings.split_first() else {
            if let Base::Bytes(bytes) = &self.base {
                return Ok(bytes.to_vec());
            }
            if len > most {
                return Err(format!("has {len} bytes, more than max_bytes = {most}"));
            }
            let stream = Origin::open(self).map_err(|error| unreadable(&error))?;
            return read_most_of(stream, most, len);
        };
        let base = self.base(0).map_err(|error| unreadable(&error))?;
        let mut bytes = unpack::all(*first, base, len, self.limits)?;
        for packing in others {
            bytes = unpack::all(*packing, bytes.as_slice(), bytes.len() as u64, self.limits)?;
        }
        Ok(bytes)
    }

    /// The fingerprint of the bytes before they are unpacked.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        match &self.base {
            Base::File(path) => Fingerprint::of_file(path),
            Base::Section(_) => Fingerprint::default(),
            Base::Bytes(bytes) => Fingerprint::of(bytes),
        }
    }

    fn base(&self, offset: u64) -> io::Result<Stream> {
        match &self.base {
            Base::File(path) => {
                let mut file = open_file(path)?.0;
                if offset > 0 {
                    file.seek(SeekFrom::Start(offset))?;
                }
                Ok(Box::new(file))
            }
            Base::Section(section) => {
                let mut file = File::open(&section.path)?;
                let skip = if section.is_deflated { 0 } else { offset.min(section.len) };
                file.seek(SeekFrom::Start(section.start.saturating_add(skip)))?;
                let part = file.take(section.len - skip);
                if !section.is_deflated {
                    return Ok(Box::new(part));
                }
                let most = most_of(section.len, self.limits);
                let inflated = Within { from: DeflateDecoder::new(BufReader::new(part)), left: most };
                skipping(Box::new(inflated), offset)
            }
            Base::Bytes(bytes) => bytes.open_at(offset),
        }
    }
}

impl Origin for Stored {
    fn open_at(&self, offset: u64) -> io::Result<Stream> {
        if self.is_plain() {
            return self.base(offset);
        }
        let mut stream = self.base(0)?;
        for packing in &self.packings {
            let packed = BufReader::new(stream);
            stream = match packing {
                Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
                Packing::Zstd => Box::new(Zstd::new(packed)),
                Packing::Zip => return Err(io::Error::other("an archive, not one file")),
            };
        }
        let len = self.len().map_err(io::Error::other)?;
        skipping(Box::new(Within { from: stream, left: most_of(len, self.limits) }), offset)
    }
}

/// How much a stream of so many packed bytes may become.
fn most_of(len: u64, limits: Limits) -> u64 {
    len.saturating_mul(limits.ratio).max(ANY_RATIO)
}

fn skipping(mut stream: Stream, offset: u64) -> io::Result<Stream> {
    io::copy(&mut stream.by_ref().take(offset), &mut io::sink())?;
    Ok(stream)
}

/// A stream that may not grow into more than it says it is.
struct Within<R> {
    from: R,
    left: u64,
}

impl<R: Read> Read for Within<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::other("it unpacks to more than max_ratio times its size, as a decompression bomb does")
        })?;
        Ok(read)
    }
}

/// What shows later that bytes are the same; empty where they can't be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fingerprint {
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

impl Fingerprint {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { sha256: hexadecimal(&Sha256::digest(bytes)), bytes: bytes.len() as u64 }
    }

    /// A file's, without holding it in memory.
    pub(crate) fn of_file(path: &Path) -> Self {
        let read = || -> Result<Self, String> {
            let mut hasher = Sha256::new();
            let (mut file, _) = open(path)?;
            let mut chunk = vec![0; 64 * 1024];
            let mut bytes = 0;
            loop {
                let read = file.read(&mut chunk).map_err(|error| unreadable(&error))?;
                if read == 0 {
                    return Ok(Self { sha256: hexadecimal(&hasher.finalize()), bytes });
                }
                hasher.update(&chunk[..read]);
                bytes += read as u64;
            }
        };
        read().unwrap_or_default()
    }
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(2 * digest.len()), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Opens a file that is one: opening a pipe would wait for somebody to write into it.
pub(crate) fn open(path: &Path) -> Result<(File, u64), String> {
    open_file(path).map_err(|error| unreadable(&error))
}

fn open_file(path: &Path) -> io::Result<(File, u64)> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a file"));
    }
    Ok((File::open(path)?, metadata.len()))
}

pub(crate) fn unreadable(error: &io::Error) -> String {
    format!("can't be read: {error}")
}

/// Reads to the end, which must come within `most` bytes.
pub(crate) fn read_most(reader: impl Read, most: u64) -> Result<Vec<u8>, String> {
    read_most_of(reader, most, 0)
}

/// The same where about so many bytes are expected: a document waits in memory, and holds no more than
/// it needs.
fn read_most_of(reader: impl Read, most: u64, expected: u64) -> Result<Vec<u8>, String> {
    // One byte more, so that the end is seen without growing.
    let expected = usize::try_from(expected.min(most)).map_or(0, |len| len.saturating_add(1));
    let mut bytes = Vec::with_capacity(expected);
    reader.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > most {
        return Err(format!("has more than max_bytes = {most} bytes"));
    }
    Ok(bytes)
}
