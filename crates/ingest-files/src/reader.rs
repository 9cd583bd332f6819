//! From a named path to an item: the way of one file.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rapporteur_container::{Format, Found, Member, Members, facts};
use rapporteur_document::{Meta, Raw, Source};
use rapporteur_ingest_mail::{FORWARDED, Mail};
use rapporteur_ingest_warc::{Warc, without_fragment};
use rapporteur_stage::{Held, Item, Outlet, StageError};

use crate::archive::{self, Archive};
use crate::formats::{media_type, unpacked_name};
use crate::names::{INSIDE, bytes_of, escape, file_name, is_hidden, path_of, unescape};
use crate::readers::{Named, Readers, What, may_stream, of_member};
use crate::roots::{Root, resolve};
use crate::sidecar;
use crate::stored::{Fingerprint, Section, Stored, open, read_most, unreadable};
use crate::unpack::Limits;
use crate::walk::{self, Selection, Walk, is_resource, pairs, saved_pages, sidecars_beside, special};

/// What the manifest calls the folders of earlier runs.
const OUTPUTS: &str = "folders of earlier runs' outputs";

/// What the manifest calls a saved page's pictures and scripts.
const RESOURCES: &str = "pictures and scripts of saved pages";

/// The URI of standard input.
const INPUT: &str = "-";

/// Why bytes that were read can't be read again.
const NO_MEMBER: &str = "the container has no such member";

/// The running stage.
pub(crate) struct Reader {
    pub(crate) paths: Vec<String>,
    /// Relative paths are taken from here.
    pub(crate) directory: PathBuf,
    pub(crate) selection: Selection,
    pub(crate) limits: Limits,
    pub(crate) follow_links: bool,
    pub(crate) readers: Readers,
    /// The container that was last read again, by its URI, with where its reader is.
    pub(crate) open: Mutex<Option<(String, Box<dyn Members>)>>,
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

    /// A member by the name that its reader gives it; the container itself when that is empty.
    fn inside(&self, name: &str) -> Self {
        if name.is_empty() { self.clone() } else { self.member(name.as_bytes()) }
    }

    fn held(&self, of: Fingerprint, reason: impl Into<String>) -> Item {
        Item::Held(Held { uri: self.uri.clone(), sha256: of.sha256, bytes: of.bytes, reason: reason.into() })
    }
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
#[derive(Clone)]
struct Step<'s> {
    /// The file's or member's name, which says how it is packed.
    name: &'s [u8],
    at: &'s Place,
    /// How many packings are around it.
    depth: usize,
    /// The addresses that are pages, in a web archive that knows.
    pages: Option<Arc<BTreeSet<String>>>,
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
                    for item in self.input(input()) {
                        outlet.send(item).await?;
                    }
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
                            walk::Found::File { name, sidecars } => {
                                let file = path.join(path_of(&name));
                                if is_new(&file) {
                                    let at = Place::in_folder(given, &name);
                                    let sidecars: Vec<PathBuf> =
                                        sidecars.iter().map(|name| path.join(path_of(name))).collect();
                                    self.file(file, &name, &at, facts(&sidecars), outlet).await?;
                                }
                            }
                            walk::Found::Sidecar { name, orphan } => {
                                let file = path.join(path_of(&name));
                                if is_new(&file) {
                                    let at = Place::in_folder(given, &name);
                                    self.sidecar(&file, &at, orphan, outlet).await?;
                                }
                            }
                            walk::Found::Outputs => outlet.passed_over(OUTPUTS, 1),
                            walk::Found::Resources => outlet.passed_over(RESOURCES, 1),
                            walk::Found::Unfit { name, reason } => {
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
        let step = Step { name, at, depth: 0, pages: None };
        self.unpack(Stored::file(path, self.limits), step, meta, &mut budget, outlet).await
    }

    /// Sends what this is, or what is in it.
    async fn unpack(
        &self,
        stored: Stored,
        step: Step<'_>,
        meta: Meta,
        budget: &mut Budget,
        outlet: &dyn Outlet,
    ) -> Result<(), StageError> {
        let Step { name, at, depth, .. } = step;
        // An empty file is packed in nothing.
        if stored.is_plain() && stored.len() == Ok(0) {
            return outlet.send(at.held(stored.fingerprint(), "empty")).await;
        }
        let head = match stored.head() {
            Ok(head) => head,
            Err(reason) => return outlet.send(at.held(stored.fingerprint(), reason)).await,
        };
        let what = self.readers.what(name, &head);
        if depth >= self.limits.depth && !matches!(what, What::Document) {
            let reason = format!("packed inside {depth} others, and max_depth = {}", self.limits.depth);
            return outlet.send(at.held(stored.fingerprint(), reason)).await;
        }
        match what {
            What::Document => {
                let bytes = stored.read().and_then(|bytes| {
                    let unpacked = if stored.is_plain() { 0 } else { bytes.len() };
                    budget.take(unpacked, self.limits).map(|()| bytes)
                });
                let item = match bytes {
                    Ok(bytes) => item(Member { bytes, meta, ..Member::default() }, name, at),
                    Err(reason) => at.held(stored.fingerprint(), reason),
                };
                outlet.send(item).await
            }
            What::Packed(packing, named) => {
                let name = if named == Named::Rightly { unpacked_name(name) } else { name };
                let step = Step { name, depth: depth + 1, ..step };
                Box::pin(self.unpack(stored.unpacked(packing), step, meta, budget, outlet)).await
            }
            What::Zip { is_wacz } => {
                let stored = match self.in_reach(stored) {
                    Ok(stored) => stored,
                    Err((of, reason)) => return outlet.send(at.held(of, reason)).await,
                };
                Box::pin(self.members(stored, step, is_wacz, budget, outlet)).await
            }
            What::Warc => {
                let warc = Warc { pages: step.pages.clone() };
                self.contained(&warc, stored, step, meta, outlet).await
            }
            What::Container(format) => self.contained(format, stored, step, meta, outlet).await,
        }
    }

    /// Something in which one can go back and forth: what is packed, or a part of another file, is
    /// read into memory.
    fn in_reach(&self, stored: Stored) -> Result<Stored, (Fingerprint, String)> {
        if stored.path().is_some() {
            return Ok(stored);
        }
        match stored.read() {
            Ok(bytes) => Ok(Stored::bytes(bytes, self.limits)),
            Err(reason) => Err((stored.fingerprint(), reason)),
        }
    }

    /// Sends what is in a container of documents, one at a time.
    async fn contained(
        &self,
        format: &dyn Format,
        stored: Stored,
        step: Step<'_>,
        meta: Meta,
        outlet: &dyn Outlet,
    ) -> Result<(), StageError> {
        let Step { name, at, .. } = step;
        let mut members = match format.open(Arc::new(stored.clone()), self.limits.bytes) {
            Ok(members) => members,
            Err(reason) => return outlet.send(at.held(stored.fingerprint(), reason)).await,
        };
        let (mut found_any, mut inside) = (false, BTreeMap::new());
        while let Some(found) = members.next() {
            found_any = true;
            match found {
                Found::Member(mut member) => {
                    facts::add(&mut member.meta, meta.clone());
                    let at = at.inside(&member.name);
                    let name: &[u8] = if member.name.is_empty() { name } else { b"" };
                    for item in self.items(*member, name, &at, step.depth + 1, &mut inside) {
                        outlet.send(item).await?;
                    }
                }
                Found::Unfit(unfit) => {
                    let of = match (unfit.bytes.is_empty(), unfit.name.is_empty()) {
                        (false, _) => Fingerprint::of(&unfit.bytes),
                        (true, true) => stored.fingerprint(),
                        (true, false) => Fingerprint::default(),
                    };
                    outlet.send(at.inside(&unfit.name).held(of, unfit.reason)).await?;
                }
            }
        }
        let passed_over = members.passed_over();
        if !found_any {
            let reason = format!("{} without documents", format.name());
            outlet.send(at.held(stored.fingerprint(), reason)).await?;
        }
        for (what, count) in passed_over.iter().chain(&inside) {
            outlet.passed_over(what, *count);
        }
        Ok(())
    }

    /// Sends what is in an archive, in the byte order of the members' names.
    async fn members(
        &self,
        stored: Stored,
        step: Step<'_>,
        is_wacz: bool,
        budget: &mut Budget,
        outlet: &dyn Outlet,
    ) -> Result<(), StageError> {
        let at = step.at;
        let path = stored.path().map(Path::to_owned);
        // A file on disk is read for its fingerprint only when something is wrong with it.
        let known = if path.is_some() { None } else { Some(stored.fingerprint()) };
        let of = || known.clone().unwrap_or_else(|| stored.fingerprint());
        let mut archive = match self.archive(&stored) {
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
        let is_wacz = is_wacz || archive.is_wacz();
        let pages = if is_wacz { self.pages(&mut archive) } else { None };
        let pairs = pairs(members.iter().map(|member| member.name.as_slice()));
        let saved = saved_pages(members.iter().map(|member| member.name.as_slice()));
        for member in members.iter().filter(|member| !is_hidden(&member.name)) {
            let name = member.name.as_slice();
            let at = at.member(name);
            if is_wacz && !name.starts_with(b"archive/") {
                outlet.passed_over("indexes, logs and lists of web archives", 1);
                continue;
            }
            if is_resource(name, &saved) {
                outlet.passed_over(RESOURCES, 1);
                continue;
            }
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
            if !is_wacz && !self.selection.takes(name) {
                continue;
            }
            let mut meta = Meta::default();
            for sidecar in pairs.of.get(name).into_iter().flatten() {
                if let Ok(bytes) = archive.read_named(sidecar, self.sidecar_limits()) {
                    facts::add(&mut meta, sidecar::parse(&bytes).meta);
                }
            }
            let step = Step { name, at: &at, depth: step.depth + 1, pages: pages.clone() };
            if let Some(section) = self.streamed(&mut archive, member, path.as_deref()) {
                let stored = Stored::section(section, self.limits);
                self.unpack(stored, step, meta, budget, outlet).await?;
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
            self.unpack(Stored::bytes(bytes, self.limits), step, meta, budget, outlet).await?;
            if budget.is_spent {
                return Ok(());
            }
        }
        Ok(())
    }

    /// A member that is too long for one document and may be a container: read from the archive as
    /// a stream.
    fn streamed(
        &self,
        archive: &mut Archive,
        member: &archive::Member,
        path: Option<&Path>,
    ) -> Option<Section> {
        let path = path?;
        if !may_stream(&member.name) || archive.size(member) <= self.limits.bytes {
            return None;
        }
        archive.section(member, path)
    }

    /// The addresses of a web archive's pages, as its lists have them (WACZ 1.1.1, 5.2.2); `None`
    /// without such a list.
    fn pages(&self, archive: &mut Archive) -> Option<Arc<BTreeSet<String>>> {
        #[derive(serde::Deserialize)]
        struct Page {
            url: String,
        }
        let mut pages = BTreeSet::new();
        for list in [&b"pages/pages.jsonl"[..], b"pages/extraPages.jsonl"] {
            let Ok(bytes) = archive.read_named(list, self.limits) else { continue };
            let lines = bytes.split(|&byte| byte == b'\n');
            let found = lines.filter_map(|line| serde_json::from_slice::<Page>(line).ok());
            pages.extend(found.map(|page| without_fragment(&page.url).to_owned()));
        }
        (!pages.is_empty()).then(|| Arc::new(pages))
    }

    /// Opens an archive on disk or in memory.
    fn archive(&self, stored: &Stored) -> Result<Archive, String> {
        let source: Box<dyn archive::Source> = match stored.path() {
            Some(path) => Box::new(BufReader::new(open(path)?.0)),
            None => Box::new(Cursor::new(stored.read()?)),
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

    /// A member as a document; what is in it where it is a PDF document, of which a text is made, or a
    /// mail that was forwarded, `depth` others around it.
    fn items(
        &self,
        member: Member,
        name: &[u8],
        at: &Place,
        depth: usize,
        passed_over: &mut BTreeMap<String, u64>,
    ) -> Vec<Item> {
        let Some(format) = of_member(&member) else { return vec![item(member, name, at)] };
        if member.media_type == FORWARDED && depth >= self.limits.depth {
            let reason = format!("packed inside {depth} others, and max_depth = {}", self.limits.depth);
            return vec![at.held(Fingerprint::of(&member.bytes), reason)];
        }
        let Member { bytes, captured, meta, notes, .. } = member;
        let bytes: Arc<[u8]> = bytes.into();
        let mut members = match format.open(Arc::new(Arc::clone(&bytes)), self.limits.bytes) {
            Ok(members) => members,
            Err(reason) => return vec![at.held(Fingerprint::of(&bytes), reason)],
        };
        let mut items = Vec::new();
        while let Some(found) = members.next() {
            match found {
                Found::Member(mut inner) => {
                    facts::add(&mut inner.meta, meta.clone());
                    inner.captured.clone_from(&captured);
                    inner.notes.splice(0..0, notes.iter().cloned());
                    let at = at.inside(&inner.name);
                    items.extend(self.items(*inner, b"", &at, depth + 1, passed_over));
                }
                Found::Unfit(unfit) => {
                    items.push(at.inside(&unfit.name).held(Fingerprint::of(&bytes), unfit.reason));
                }
            }
        }
        for (what, count) in members.passed_over() {
            *passed_over.entry(what).or_default() += count;
        }
        items
    }

    /// Standard input as one document.
    fn input(&self, input: impl Read) -> Vec<Item> {
        let at = Place { uri: INPUT.into(), place: INPUT.into() };
        match read_most(input, self.limits.bytes) {
            Ok(bytes) => self.items(
                Member { bytes, ..Member::default() },
                INPUT.as_bytes(),
                &at,
                0,
                &mut BTreeMap::new(),
            ),
            Err(reason) => vec![at.held(Fingerprint::default(), reason)],
        }
    }

    /// The bytes of the document of this URI.
    pub(crate) fn again(&self, uri: &str) -> Result<Vec<u8>, StageError> {
        if uri.split(INSIDE).next() == Some(INPUT) {
            return Err(StageError::Failed("what came from standard input can't be read again".into()));
        }
        self.at(uri).map_err(|reason| StageError::Failed(format!("{uri}: {reason}")))
    }

    fn at(&self, uri: &str) -> Result<Vec<u8>, String> {
        if let Some(bytes) = self.goes_on(uri) {
            return Ok(bytes);
        }
        let mut parts = uri.split(INSIDE);
        let mut so_far = parts.next().unwrap_or_default().to_owned();
        let mut name = unescape(&so_far);
        let mut stored = Stored::file(self.directory.join(path_of(&name)), self.limits);
        loop {
            let head = stored.head()?;
            let what = self.readers.what(&name, &head);
            if let What::Packed(packing, named) = what {
                stored = stored.unpacked(packing);
                if named == Named::Rightly {
                    name = unpacked_name(&name).to_vec();
                }
                continue;
            }
            let Some(part) = parts.next() else { return stored.read() };
            let warc = Warc::default();
            let format: &dyn Format = match what {
                What::Warc => &warc,
                What::Container(format) => format,
                What::Zip { .. } => {
                    let stored_near = self.in_reach(stored).map_err(|(_, reason)| reason)?;
                    let mut archive = self.archive(&stored_near)?;
                    name = unescape(part);
                    let member = archive.member(&name).ok_or("the archive has no such member")?;
                    stored = match self.streamed(&mut archive, &member, stored_near.path()) {
                        Some(section) => Stored::section(section, self.limits),
                        None => Stored::bytes(archive.read(&member, self.limits)?, self.limits),
                    };
                    so_far = format!("{so_far}{INSIDE}{part}");
                    continue;
                }
                What::Document | What::Packed(..) => {
                    return Err(format!("{:?} is no archive", escape(&name)));
                }
            };
            let mut members = format.open(Arc::new(stored), self.limits.bytes)?;
            let bytes = members.find(part).ok_or(NO_MEMBER)?;
            *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some((so_far, members));
            return self.inside(bytes, parts);
        }
    }

    /// What is made of a document that was found in a container.
    fn inside<'u>(&self, bytes: Vec<u8>, parts: impl Iterator<Item = &'u str>) -> Result<Vec<u8>, String> {
        let mut member = Member { bytes, ..Member::default() };
        for part in parts {
            // What has members and is no PDF document is a mail that was forwarded.
            let format = of_member(&member).unwrap_or(&Mail);
            let bytes: Arc<[u8]> = member.bytes.into();
            let mut members = format.open(Arc::new(bytes), self.limits.bytes)?;
            member.bytes = members.find(part).ok_or(NO_MEMBER)?;
        }
        Ok(member.bytes)
    }

    /// The bytes of a member that comes after the last one that was asked for, in the same
    /// container: `verify` asks in order, and would read a long file from its start each time.
    fn goes_on(&self, uri: &str) -> Option<Vec<u8>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let (container, members) = open.as_mut()?;
        let mut parts = uri.strip_prefix(container.as_str())?.strip_prefix(INSIDE)?.split(INSIDE);
        let bytes = members.find(parts.next()?);
        if bytes.is_none() {
            *open = None;
        }
        self.inside(bytes?, parts).ok()
    }
}

/// A document, or why it is none. `name` may say what it is where its container does not.
fn item(member: Member, name: &[u8], at: &Place) -> Item {
    let of = Fingerprint::of(&member.bytes);
    let media_type = match member.media_type {
        "" => media_type(name, &member.bytes),
        known => Ok(known),
    };
    match media_type {
        Ok(media_type) => Item::Document(Raw {
            source: Source {
                uri: at.uri.clone(),
                sha256: of.sha256,
                bytes: of.bytes,
                media_type: media_type.into(),
                encoding: member.encoding,
                selector: member.selector,
                captured: member.captured,
                made_from: member.made_from,
            },
            place: at.place.clone(),
            bytes: member.bytes,
            meta: member.meta,
            notes: member.notes,
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
        facts::add(&mut meta, sidecar::parse(&bytes).meta);
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
            readers: Readers::new(&crate::Fields::default()),
            open: Mutex::new(None),
        }
    }

    #[test]
    fn standard_input_is_one_document_within_the_limit() {
        let item = |input: &[u8]| match reader(20).input(input).pop() {
            Some(Item::Document(raw)) => (raw.source.uri, raw.source.media_type),
            Some(Item::Held(held)) => (held.uri, held.reason),
            None => panic!("standard input is lost"),
        };
        assert_eq!(item(b"<html><p>A page"), ("-".into(), "text/html".into()));
        assert_eq!(item(b"A text."), ("-".into(), "text/plain".into()));
        assert_eq!(item(b""), ("-".into(), "empty".into()));
        assert_eq!(item(&[b' '; 21]), ("-".into(), "has more than max_bytes = 20 bytes".into()));
        assert_eq!(item(b"\x1F\x8B\x08\0").1, "not text: it looks like gzip-compressed");
        // A PDF document goes its own way, here as everywhere.
        assert_eq!(item(b"%PDF-1.4 broken").1, "a PDF document that is broken: no pages can be found in it");
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
