//! From a named path to an item: the way of one file.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use rapporteur_document::{Meta, Raw, Source};
use rapporteur_stage::{Held, Item, Outlet, StageError};
use sha2::{Digest, Sha256};

use crate::archive::{self, Archive};
use crate::formats::{Packing, media_type, unpacked_name};
use crate::names::{INSIDE, bytes_of, escape, file_name, is_hidden, path_of, unescape};
use crate::roots::{Root, resolve};
use crate::sidecar;
use crate::unpack::{self, Limits};
use crate::walk::{Found, Selection, Walk, pairs, sidecars_beside, special};

/// The URI of standard input.
const INPUT: &str = "-";

/// The running stage.
pub(crate) struct Reader {
    pub(crate) paths: Vec<String>,
    /// Relative paths are taken from here.
    pub(crate) directory: PathBuf,
    pub(crate) selection: Selection,
    pub(crate) limits: Limits,
    pub(crate) follow_links: bool,
}

/// Where a document is: for the record, and for its id.
#[derive(Debug, Clone)]
struct Place {
    uri: String,
    place: String,
}

impl Place {
    /// A file under a named folder; the folder itself when `name` is empty.
    fn in_folder(folder: &str, name: &[u8]) -> Self {
        let slash: &[u8] =
            if folder.is_empty() || folder.ends_with('/') || name.is_empty() { b"" } else { b"/" };
        Self { uri: escape(&[folder.as_bytes(), slash, name].concat()), place: escape(name) }
    }

    /// A file that was named itself.
    fn of_file(given: &str) -> Self {
        Self { uri: escape(given.as_bytes()), place: escape(file_name(given.as_bytes())) }
    }

    fn member(&self, name: &[u8]) -> Self {
        let name = escape(name);
        Self { uri: format!("{}{INSIDE}{name}", self.uri), place: format!("{}{INSIDE}{name}", self.place) }
    }

    fn held(&self, of: Fingerprint, reason: impl Into<String>) -> Item {
        Item::Held(Held { uri: self.uri.clone(), sha256: of.sha256, bytes: of.bytes, reason: reason.into() })
    }
}

/// What shows later that bytes are the same; empty where they can't be read.
#[derive(Debug, Clone, Default)]
struct Fingerprint {
    sha256: String,
    bytes: u64,
}

impl Fingerprint {
    fn of(bytes: &[u8]) -> Self {
        Self { sha256: hexadecimal(&Sha256::digest(bytes)), bytes: bytes.len() as u64 }
    }

    /// A file's, without holding it in memory.
    fn of_file(path: &Path) -> Self {
        let read = || -> io::Result<Self> {
            let mut hasher = Sha256::new();
            let mut file = File::open(path)?;
            let mut chunk = vec![0; 64 * 1024];
            let mut bytes = 0;
            loop {
                let read = file.read(&mut chunk)?;
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

/// Bytes that are about to be read: on disk, or unpacked from somewhere.
enum Packed {
    File(PathBuf),
    Bytes(Vec<u8>),
}

impl Packed {
    /// A reader of all of it, and its length.
    fn open(&self) -> Result<(Box<dyn Read + '_>, u64), String> {
        match self {
            Self::File(path) => {
                let (file, len) = open(path)?;
                Ok((Box::new(file), len))
            }
            Self::Bytes(bytes) => Ok((Box::new(bytes.as_slice()), bytes.len() as u64)),
        }
    }

    fn fingerprint(&self) -> Fingerprint {
        match self {
            Self::File(path) => Fingerprint::of_file(path),
            Self::Bytes(bytes) => Fingerprint::of(bytes),
        }
    }

    /// All of it as one document.
    fn read(&self, limits: Limits) -> Result<Vec<u8>, String> {
        let (reader, len) = self.open()?;
        if len > limits.bytes {
            return Err(format!("has {len} bytes, more than max_bytes = {}", limits.bytes));
        }
        read_most(reader, limits.bytes)
    }
}

/// Opens a file that is one: opening a pipe would wait for somebody to write into it.
fn open(path: &Path) -> Result<(File, u64), String> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err("not a file".into());
    }
    Ok((File::open(path).map_err(|error| unreadable(&error))?, metadata.len()))
}

fn unreadable(error: &io::Error) -> String {
    format!("can't be read: {error}")
}

/// Reads to the end, which must come within `most` bytes.
fn read_most(reader: impl Read, most: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    reader.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > most {
        return Err(format!("has more than max_bytes = {most} bytes"));
    }
    Ok(bytes)
}

/// How much one file on disk may still unpack to, with all that is inside it.
struct Budget {
    left: u64,
    is_spent: bool,
}

impl Budget {
    fn of_file(len: u64, limits: Limits) -> Self {
        // A small archive may hold one document of any ratio.
        Self { left: len.saturating_mul(limits.ratio).max(limits.bytes), is_spent: false }
    }

    /// Takes so many bytes, or says why not. After that nothing more of the file is read.
    fn take(&mut self, bytes: usize, limits: Limits) -> Result<(), String> {
        if let Some(left) = self.left.checked_sub(bytes as u64) {
            self.left = left;
            return Ok(());
        }
        self.is_spent = true;
        Err(format!(
            "up to here the file unpacks to more than max_ratio = {} times its size; \
             this and what follows in it was not read",
            limits.ratio
        ))
    }
}

/// A step on the way into archives.
#[derive(Clone, Copy)]
struct Step<'s> {
    /// The file's or member's name, which says how it is packed.
    name: &'s [u8],
    at: &'s Place,
    /// How many packings are around it.
    depth: usize,
}

impl Reader {
    /// Sends everything that the paths name. `input` opens standard input.
    pub(crate) async fn all(
        &self,
        input: &mut (dyn FnMut() -> Box<dyn Read> + Send),
        outlet: &dyn Outlet,
    ) -> Result<(), StageError> {
        let roots = resolve(&self.paths, &self.directory, &self.selection, self.follow_links)?;
        // Only then can a file be met twice; its real path is not asked for otherwise.
        let several = roots.len() > 1 || self.follow_links;
        let mut met = HashSet::new();
        let mut is_new =
            |path: &Path| !several || fs::canonicalize(path).map_or(true, |path| met.insert(path));
        for root in &roots {
            match root {
                Root::Input => {
                    let item = self.input(input());
                    outlet.send(item).await?;
                }
                Root::File { given, path } => {
                    if !is_new(path) {
                        continue;
                    }
                    self.named(path, given, outlet).await?;
                    let parent = given.rfind('/').map_or("", |slash| &given[..=slash]);
                    for sidecar in sidecars_beside(path) {
                        let name = sidecar.file_name().map(bytes_of).unwrap_or_default();
                        if is_new(&sidecar) {
                            self.sidecar(&sidecar, &Place::in_folder(parent, &name), false, outlet).await?;
                        }
                    }
                }
                Root::Folder { given, path, pattern } => {
                    let walk = Walk::new(path.clone(), &self.selection, pattern.as_ref(), self.follow_links);
                    for found in walk {
                        match found {
                            Found::File { name, sidecars } => {
                                let file = path.join(path_of(&name));
                                if is_new(&file) {
                                    let at = Place::in_folder(given, &name);
                                    let sidecars: Vec<PathBuf> =
                                        sidecars.iter().map(|name| path.join(path_of(name))).collect();
                                    self.file(file, &name, &at, facts(&sidecars), outlet).await?;
                                }
                            }
                            Found::Sidecar { name, orphan } => {
                                let file = path.join(path_of(&name));
                                if is_new(&file) {
                                    let at = Place::in_folder(given, &name);
                                    self.sidecar(&file, &at, orphan, outlet).await?;
                                }
                            }
                            Found::Unfit { name, reason } => {
                                let at = Place::in_folder(given, &name);
                                outlet.send(at.held(Fingerprint::default(), reason)).await?;
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// A file that was named itself.
    async fn named(&self, path: &Path, given: &str, outlet: &dyn Outlet) -> Result<(), StageError> {
        let at = Place::of_file(given);
        let name = file_name(given.as_bytes());
        let unfit = match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => None,
            Ok(metadata) => Some(special(metadata.file_type()).to_owned()),
            Err(error) => Some(unreadable(&error)),
        };
        if let Some(reason) = unfit {
            return outlet.send(at.held(Fingerprint::default(), reason)).await;
        }
        if sidecar::is_sidecar(name) {
            let reason = "a sidecar, not a document: it is read with the document that it stands beside";
            return outlet.send(at.held(Fingerprint::of_file(path), reason)).await;
        }
        let meta = facts(&sidecars_beside(path));
        self.file(path.to_owned(), name, &at, meta, outlet).await
    }

    /// A file on disk.
    async fn file(
        &self,
        path: PathBuf,
        name: &[u8],
        at: &Place,
        meta: Meta,
        outlet: &dyn Outlet,
    ) -> Result<(), StageError> {
        let len = fs::metadata(&path).map_or(0, |metadata| metadata.len());
        let mut budget = Budget::of_file(len, self.limits);
        let step = Step { name, at, depth: 0 };
        self.unpack(Packed::File(path), step, meta, &mut budget, outlet).await
    }

    /// Sends what this is, or what is in it.
    async fn unpack(
        &self,
        packed: Packed,
        step: Step<'_>,
        meta: Meta,
        budget: &mut Budget,
        outlet: &dyn Outlet,
    ) -> Result<(), StageError> {
        let Step { name, at, depth } = step;
        let packing = match Packing::of(name) {
            // An empty file is packed in nothing.
            Some(packing) if !matches!(packed.open(), Ok((_, 0))) => packing,
            Some(_) => return outlet.send(at.held(packed.fingerprint(), "empty")).await,
            None => {
                let read = match packed {
                    Packed::Bytes(bytes) => Ok(bytes),
                    Packed::File(_) => {
                        packed.read(self.limits).map_err(|reason| (packed.fingerprint(), reason))
                    }
                };
                let item = match read {
                    Ok(bytes) => item(bytes, name, at, meta),
                    Err((of, reason)) => at.held(of, reason),
                };
                return outlet.send(item).await;
            }
        };
        if depth >= self.limits.depth {
            let reason = format!("packed inside {depth} others, and max_depth = {}", self.limits.depth);
            return outlet.send(at.held(packed.fingerprint(), reason)).await;
        }
        if packing == Packing::Zip {
            return Box::pin(self.members(packed, step, budget, outlet)).await;
        }
        let unpacked = packed.open().and_then(|(reader, len)| unpack::all(packing, reader, len, self.limits));
        let bytes = unpacked.and_then(|bytes| budget.take(bytes.len(), self.limits).map(|()| bytes));
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(reason) => return outlet.send(at.held(packed.fingerprint(), reason)).await,
        };
        drop(packed);
        let step = Step { name: unpacked_name(name), at, depth: depth + 1 };
        Box::pin(self.unpack(Packed::Bytes(bytes), step, meta, budget, outlet)).await
    }

    /// Sends what is in an archive, in the byte order of the members' names.
    async fn members(
        &self,
        packed: Packed,
        step: Step<'_>,
        budget: &mut Budget,
        outlet: &dyn Outlet,
    ) -> Result<(), StageError> {
        let at = step.at;
        // A file on disk is read for its fingerprint only when something is wrong with it.
        let known = match &packed {
            Packed::Bytes(bytes) => Ok(Fingerprint::of(bytes)),
            Packed::File(path) => Err(path.clone()),
        };
        let of = || known.clone().unwrap_or_else(|path| Fingerprint::of_file(&path));
        let mut archive = match self.archive(packed) {
            Ok(archive) => archive,
            Err(reason) => return outlet.send(at.held(of(), reason)).await,
        };
        let members = archive.members();
        if members.is_empty() {
            return outlet.send(at.held(of(), "an archive with no files in it")).await;
        }
        if archive.has_duplicates() {
            let reason = "several members have the same name: of those, only the last was read";
            outlet.send(at.held(of(), reason)).await?;
        }
        let pairs = pairs(members.iter().map(|member| member.name.as_slice()));
        for member in members.iter().filter(|member| !is_hidden(&member.name)) {
            let name = member.name.as_slice();
            let at = at.member(name);
            if let Some(owners) = pairs.sidecars.get(name) {
                let is_meant = owners.iter().any(|owner| self.selection.takes(owner))
                    || owners.is_empty() && !self.selection.excludes(name);
                if is_meant {
                    let read = archive.read(member, self.sidecar_limits());
                    if let Some(item) = sidecar_item(read, name, &at, owners.is_empty()) {
                        outlet.send(item).await?;
                    }
                }
                continue;
            }
            if !self.selection.takes(name) {
                continue;
            }
            let bytes = match archive.read(member, self.limits) {
                Ok(bytes) => bytes,
                Err(reason) => {
                    outlet.send(at.held(Fingerprint::default(), reason)).await?;
                    continue;
                }
            };
            if let Err(reason) = budget.take(bytes.len(), self.limits) {
                return outlet.send(at.held(Fingerprint::of(&bytes), reason)).await;
            }
            let mut meta = Meta::default();
            for sidecar in pairs.of.get(name).into_iter().flatten() {
                if let Ok(bytes) = archive.read_named(sidecar, self.sidecar_limits()) {
                    sidecar::add(&mut meta, sidecar::parse(&bytes).meta);
                }
            }
            let step = Step { name, at: &at, depth: step.depth + 1 };
            self.unpack(Packed::Bytes(bytes), step, meta, budget, outlet).await?;
            if budget.is_spent {
                return Ok(());
            }
        }
        Ok(())
    }

    fn archive(&self, packed: Packed) -> Result<Archive, String> {
        let source: Box<dyn archive::Source> = match packed {
            Packed::File(path) => Box::new(BufReader::new(open(&path)?.0)),
            Packed::Bytes(bytes) => Box::new(Cursor::new(bytes)),
        };
        Archive::open(source, self.limits)
    }

    fn sidecar_limits(&self) -> Limits {
        Limits { bytes: sidecar::MAX_BYTES, ..self.limits }
    }

    /// Looks a sidecar over for its own sake.
    async fn sidecar(
        &self,
        path: &Path,
        at: &Place,
        is_orphan: bool,
        outlet: &dyn Outlet,
    ) -> Result<(), StageError> {
        let name = path.file_name().map(bytes_of).unwrap_or_default();
        match sidecar_item(read_sidecar(path), &name, at, is_orphan) {
            Some(item) => outlet.send(item).await,
            None => Ok(()),
        }
    }

    /// Standard input as one document.
    fn input(&self, input: impl Read) -> Item {
        let at = Place { uri: INPUT.into(), place: INPUT.into() };
        match read_most(input, self.limits.bytes) {
            Ok(bytes) => item(bytes, INPUT.as_bytes(), &at, Meta::default()),
            Err(reason) => at.held(Fingerprint::default(), reason),
        }
    }

    /// The bytes of the document of this URI.
    pub(crate) fn again(&self, uri: &str) -> Result<Vec<u8>, StageError> {
        if uri == INPUT {
            return Err(StageError::Failed("what came from standard input can't be read again".into()));
        }
        self.at(uri).map_err(|reason| StageError::Failed(format!("{uri}: {reason}")))
    }

    fn at(&self, uri: &str) -> Result<Vec<u8>, String> {
        let mut parts = uri.split(INSIDE).map(unescape);
        let mut name = parts.next().unwrap_or_default();
        let mut packed = Packed::File(self.directory.join(path_of(&name)));
        loop {
            while let Some(packing @ (Packing::Gzip | Packing::Zstd)) = Packing::of(&name) {
                let (reader, len) = packed.open()?;
                packed = Packed::Bytes(unpack::all(packing, reader, len, self.limits)?);
                name = unpacked_name(&name).to_vec();
            }
            let Some(member) = parts.next() else { return packed.read(self.limits) };
            if Packing::of(&name) != Some(Packing::Zip) {
                return Err(format!("{:?} is no archive", escape(&name)));
            }
            packed = Packed::Bytes(self.archive(packed)?.read_named(&member, self.limits)?);
            name = member;
        }
    }
}

/// A document, or why it is none.
fn item(bytes: Vec<u8>, name: &[u8], at: &Place, meta: Meta) -> Item {
    let of = Fingerprint::of(&bytes);
    match media_type(name, &bytes) {
        Ok(media_type) => Item::Document(Raw {
            source: Source {
                uri: at.uri.clone(),
                sha256: of.sha256,
                bytes: of.bytes,
                media_type: media_type.into(),
                encoding: String::new(),
                selector: String::new(),
            },
            place: at.place.clone(),
            bytes,
            meta,
            notes: Vec::new(),
        }),
        Err(reason) => at.held(of, reason),
    }
}

fn read_sidecar(path: &Path) -> Result<Vec<u8>, String> {
    read_most(open(path)?.0, sidecar::MAX_BYTES)
}

/// What these sidecars say, the nearest first.
fn facts(sidecars: &[PathBuf]) -> Meta {
    let mut meta = Meta::default();
    for bytes in sidecars.iter().filter_map(|path| read_sidecar(path).ok()) {
        sidecar::add(&mut meta, sidecar::parse(&bytes).meta);
    }
    meta
}

/// What is to be told of a sidecar, when something is wrong with it.
fn sidecar_item(read: Result<Vec<u8>, String>, name: &[u8], at: &Place, is_orphan: bool) -> Option<Item> {
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(reason) => return Some(at.held(Fingerprint::default(), format!("this sidecar {reason}"))),
    };
    let mut problems = sidecar::parse(&bytes).problems;
    if is_orphan {
        let owner = name.strip_suffix(sidecar::ENDING).unwrap_or(name);
        problems = vec![format!("no document {:?} stands beside it", escape(file_name(owner)))];
    }
    if problems.is_empty() {
        return None;
    }
    Some(at.held(Fingerprint::of(&bytes), format!("a sidecar: {}", problems.join("; "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use globset::GlobSet;

    fn reader(max_bytes: u64) -> Reader {
        Reader {
            paths: Vec::new(),
            directory: PathBuf::new(),
            selection: Selection { include: None, exclude: GlobSet::empty() },
            limits: Limits { bytes: max_bytes, ratio: 200, members: 10, depth: 3 },
            follow_links: false,
        }
    }

    #[test]
    fn standard_input_is_one_document_within_the_limit() {
        let item = |input: &[u8]| match reader(20).input(input) {
            Item::Document(raw) => (raw.source.uri, raw.source.media_type),
            Item::Held(held) => (held.uri, held.reason),
        };
        assert_eq!(item(b"<html><p>A page"), ("-".into(), "text/html".into()));
        assert_eq!(item(b"A text."), ("-".into(), "text/plain".into()));
        assert_eq!(item(b""), ("-".into(), "empty".into()));
        assert_eq!(item(&[b' '; 21]), ("-".into(), "has more than max_bytes = 20 bytes".into()));
        assert_eq!(item(b"\x1F\x8B\x08\0").1, "not text: it looks like gzip-compressed");
    }

    #[test]
    fn places_lead_from_the_folder_that_was_named() {
        let place = Place::in_folder("./news", b"a/b.zip").member(b"c.txt");
        assert_eq!((place.uri.as_str(), place.place.as_str()), ("./news/a/b.zip!/c.txt", "a/b.zip!/c.txt"));
        assert_eq!(Place::in_folder("", b"a.txt").uri, "a.txt");
        assert_eq!(Place::in_folder("/", b"a.txt").uri, "/a.txt");
        assert_eq!(Place::of_file("../x/a.txt").place, "a.txt");
    }
}
