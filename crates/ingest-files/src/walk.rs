//! A folder's files in the byte order of their names, whatever order the file system has.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use globset::{GlobMatcher, GlobSet};

use crate::formats::Packing;
use crate::names::{bytes_of, file_name, is_hidden, os_of, path_of};
use crate::sidecar;

/// Which names the options let through.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    /// Only these; all when there is none.
    pub(crate) include: Option<GlobSet>,
    /// And not these.
    pub(crate) exclude: GlobSet,
}

impl Selection {
    /// Whether the document of this name is read. An archive's members are asked for, not the
    /// archive; a compressed file may go by either of its names.
    pub(crate) fn takes(&self, name: &[u8]) -> bool {
        let names = match Packing::of(name) {
            Some(Packing::Zip) => return !self.excludes(name),
            Some(Packing::Gzip | Packing::Zstd) => vec![name, crate::formats::unpacked_name(name)],
            None => vec![name],
        };
        let included = |include: &GlobSet| names.iter().any(|name| include.is_match(path_of(name)));
        self.include.as_ref().is_none_or(included) && !names.iter().any(|name| self.excludes(name))
    }

    /// Whether a folder or sidecar of this name is passed over.
    pub(crate) fn excludes(&self, name: &[u8]) -> bool {
        self.exclude.is_match(path_of(name))
    }
}

/// A glob among the named paths, relative to the folder that its fixed part names.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// What names must match.
    pub(crate) matcher: GlobMatcher,
    /// How many folders deep a match can be; `None` with `**`.
    pub(crate) depth: Option<usize>,
}

/// Something in a folder. Names are relative to the root of the walk.
#[derive(Debug)]
pub(crate) enum Found {
    /// A file that may hold documents.
    File {
        name: Vec<u8>,
        /// Names of its sidecars, the nearest first.
        sidecars: Vec<Vec<u8>>,
    },
    /// A sidecar, to be looked over for its own sake.
    Sidecar { name: Vec<u8>, orphan: bool },
    /// The folder of pictures and scripts that was saved with a page.
    Resources,
    /// The folder of a run's outputs, which are no sources.
    Outputs,
    /// Something that can't be read.
    Unfit { name: Vec<u8>, reason: String },
}

/// A walk through a folder. Holds one listing for each level and nothing else.
pub(crate) struct Walk<'s> {
    root: PathBuf,
    real_root: PathBuf,
    selection: &'s Selection,
    pattern: Option<&'s Pattern>,
    follow_links: bool,
    levels: Vec<Level>,
    /// Folders that a link has led to, so that no walk goes round in circles.
    entered: HashSet<PathBuf>,
    begun: bool,
}

struct Level {
    /// Name of the folder with its `/`; empty for the root.
    prefix: Vec<u8>,
    /// Whether the pattern has matched this folder or one above: all in it is meant.
    matched: bool,
    entries: std::vec::IntoIter<Entry>,
}

struct Entry {
    name: Vec<u8>,
    kind: Kind,
}

enum Kind {
    Folder,
    Resources,
    File { sidecars: Vec<Vec<u8>> },
    Sidecar { owners: Vec<Vec<u8>> },
    Unfit(String),
}

impl<'s> Walk<'s> {
    pub(crate) fn new(
        root: PathBuf,
        selection: &'s Selection,
        pattern: Option<&'s Pattern>,
        follow_links: bool,
    ) -> Self {
        let real_root = fs::canonicalize(&root).unwrap_or_else(|_| root.clone());
        let entered = HashSet::from([real_root.clone()]);
        Self { root, real_root, selection, pattern, follow_links, levels: Vec::new(), entered, begun: false }
    }

    /// Lists a folder and goes on inside it.
    fn enter(&mut self, name: &[u8], matched: bool) -> Option<Found> {
        let path = self.root.join(path_of(name));
        match self.list(&path, name) {
            Ok(entries) => {
                let mut prefix = name.to_vec();
                if !prefix.is_empty() {
                    prefix.push(b'/');
                }
                self.levels.push(Level { prefix, matched, entries: entries.into_iter() });
                None
            }
            Err(error) => Some(Found::Unfit {
                name: name.to_vec(),
                reason: format!("the folder can't be listed: {error}"),
            }),
        }
    }

    fn list(&mut self, folder: &Path, folder_name: &[u8]) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for listed in fs::read_dir(folder)? {
            let listed = listed?;
            let name = bytes_of(&listed.file_name());
            if is_hidden(&name) {
                continue;
            }
            let kind = match listed.file_type() {
                Ok(kind) if kind.is_symlink() => match self.link(&listed.path(), folder_name, &name) {
                    Some(kind) => kind,
                    None => continue,
                },
                Ok(kind) => kind_of(kind),
                Err(error) => Kind::Unfit(format!("can't be looked at: {error}")),
            };
            entries.push(Entry { name, kind });
        }
        let names = entries.iter().filter(|entry| matches!(entry.kind, Kind::File { .. }));
        let saved = saved_pages(names.map(|entry| entry.name.as_slice()));
        for entry in entries.iter_mut().filter(|entry| matches!(entry.kind, Kind::Folder)) {
            if is_resource(&[&entry.name[..], b"/"].concat(), &saved) {
                entry.kind = Kind::Resources;
            }
        }
        pair_sidecars(&mut entries);
        // With its `/`, a folder stands where its files' names do: `a-b` before `a/b`.
        entries.sort_by_cached_key(|entry| {
            let mut key = entry.name.clone();
            if matches!(entry.kind, Kind::Folder) {
                key.push(b'/');
            }
            key
        });
        Ok(entries)
    }

    /// What a symbolic link stands for; `None` when what it leads to is given under its own name.
    fn link(&mut self, path: &Path, folder: &[u8], name: &[u8]) -> Option<Kind> {
        let to = fs::read_link(path).unwrap_or_default();
        let to = crate::names::escape(&bytes_of(to.as_os_str()));
        let Ok(real) = fs::canonicalize(path) else {
            return Some(Kind::Unfit(format!("a symbolic link to {to:?}, which leads nowhere")));
        };
        let Ok(metadata) = fs::metadata(&real) else {
            return Some(Kind::Unfit(format!("a symbolic link to {to:?}, which can't be looked at")));
        };
        if self.follow_links {
            if metadata.is_dir() && !self.entered.insert(real) {
                return None;
            }
            return Some(kind_of(metadata.file_type()));
        }
        if let Ok(inside) = real.strip_prefix(&self.real_root) {
            let inside = bytes_of(inside.as_os_str());
            let given = !is_hidden(&inside) && (metadata.is_dir() || self.selection.takes(&inside));
            if given && self.pattern.is_none() {
                return None;
            }
        }
        let own = [folder, b"/", name].concat();
        if metadata.is_file() && !self.selection.takes(own.strip_prefix(b"/").unwrap_or(&own)) {
            return None;
        }
        let out = if real.starts_with(&self.real_root) { "" } else { " out of the folder" };
        Some(Kind::Unfit(format!("a symbolic link to {to:?}{out}; follow_links = true reads it")))
    }

    fn matches(&self, name: &[u8]) -> bool {
        self.pattern.is_none_or(|pattern| pattern.matcher.is_match(path_of(name)))
    }

    /// What is to be told of an entry.
    fn found(&mut self, prefix: &[u8], matched: bool, entry: Entry) -> Option<Found> {
        let name = [prefix, &entry.name].concat();
        let meant = matched || self.matches(&name);
        match entry.kind {
            Kind::Folder => {
                let depth = name.split(|&byte| byte == b'/').count();
                let may_match = self.pattern.is_none_or(|one| one.depth.is_none_or(|most| depth < most));
                if self.selection.excludes(&name) || !(meant || may_match) {
                    return None;
                }
                if has_outputs(&self.root.join(path_of(&name))) {
                    return Some(Found::Outputs);
                }
                self.enter(&name, meant)
            }
            Kind::File { sidecars } => (meant && self.selection.takes(&name)).then(|| Found::File {
                sidecars: sidecars.into_iter().map(|sidecar| [prefix, &sidecar].concat()).collect(),
                name,
            }),
            Kind::Sidecar { owners } => {
                let owned = owners.iter().any(|owner| {
                    let owner = [prefix, owner].concat();
                    (matched || self.matches(&owner)) && self.selection.takes(&owner)
                });
                let orphan = owners.is_empty() && meant && !self.selection.excludes(&name);
                (owned || orphan).then_some(Found::Sidecar { name, orphan })
            }
            Kind::Resources => Some(Found::Resources),
            Kind::Unfit(reason) => {
                (meant && !self.selection.excludes(&name)).then_some(Found::Unfit { name, reason })
            }
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if !self.begun {
            self.begun = true;
            if let Some(found) = self.enter(b"", false) {
                return Some(found);
            }
        }
        loop {
            let level = self.levels.last_mut()?;
            let Some(entry) = level.entries.next() else {
                self.levels.pop();
                continue;
            };
            let (prefix, matched) = (level.prefix.clone(), level.matched);
            if let Some(found) = self.found(&prefix, matched, entry) {
                return Some(found);
            }
        }
    }
}

fn kind_of(kind: fs::FileType) -> Kind {
    if kind.is_dir() {
        Kind::Folder
    } else if kind.is_file() {
        Kind::File { sidecars: Vec::new() }
    } else {
        Kind::Unfit(special(kind).into())
    }
}

/// What a file that is none is.
#[cfg(unix)]
pub(crate) fn special(kind: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_fifo() {
        "a named pipe, not a file (`-` reads standard input)"
    } else if kind.is_socket() {
        "a socket, not a file"
    } else {
        "a device, not a file"
    }
}

/// What a file that is none is.
#[cfg(not(unix))]
pub(crate) fn special(_kind: fs::FileType) -> &'static str {
    "not a file"
}

/// Whether a folder is one that a run of this program wrote: it has a manifest that says so.
fn has_outputs(folder: &Path) -> bool {
    let mut head = Vec::new();
    let read =
        fs::File::open(folder.join("manifest.json")).and_then(|file| file.take(256).read_to_end(&mut head));
    read.is_ok() && head.windows(MANIFEST.len()).any(|window| window == MANIFEST)
}

/// What stands at the start of a run's manifest.
const MANIFEST: &[u8] = b"\"rapporteur.manifest/";

/// How the folder that browsers save with a page is named after it, in their languages.
const SAVED_WITH: [&[u8]; 9] = [
    b"_files",
    b"-Dateien",
    b"_fichiers",
    b"_archivos",
    b"_bestanden",
    b"_arquivos",
    b"-filer",
    b"_pliki",
    b".files",
];

/// The pages among these names, without their endings.
pub(crate) fn saved_pages<'n>(names: impl Iterator<Item = &'n [u8]>) -> BTreeSet<Vec<u8>> {
    names
        .filter_map(|name| [&b".html"[..], b".htm", b".xhtml"].iter().find_map(|end| name.strip_suffix(*end)))
        .map(<[u8]>::to_vec)
        .collect()
}

/// Whether this name is in the folder that was saved with one of these pages.
pub(crate) fn is_resource(name: &[u8], pages: &BTreeSet<Vec<u8>>) -> bool {
    let mut folders = name.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| &name[..at]);
    !pages.is_empty()
        && folders.any(|folder| {
            SAVED_WITH.iter().any(|end| folder.strip_suffix(*end).is_some_and(|page| pages.contains(page)))
        })
}

/// Tells sidecars from documents, and which belongs to which.
fn pair_sidecars(entries: &mut [Entry]) {
    let names = entries.iter().filter(|entry| matches!(entry.kind, Kind::File { .. }));
    let mut owners = pairs(names.map(|entry| entry.name.as_slice()));
    for entry in entries {
        if matches!(entry.kind, Kind::File { .. }) {
            entry.kind = match owners.sidecars.remove(&entry.name) {
                Some(owners) => Kind::Sidecar { owners },
                None => Kind::File { sidecars: owners.of.remove(&entry.name).unwrap_or_default() },
            };
        }
    }
}

/// Which sidecars belong to which documents, among names.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// For each sidecar the documents that it is of; none for an orphan.
    pub(crate) sidecars: BTreeMap<Vec<u8>, Vec<Vec<u8>>>,
    /// For each document that has some, its sidecars, the nearest first.
    pub(crate) of: BTreeMap<Vec<u8>, Vec<Vec<u8>>>,
}

/// Pairs the sidecars among these names with their documents.
pub(crate) fn pairs<'n>(names: impl Iterator<Item = &'n [u8]> + Clone) -> Pairs {
    let mut pairs = Pairs::default();
    for name in names.clone().filter(|name| sidecar::is_sidecar(name)) {
        pairs.sidecars.insert(name.to_vec(), Vec::new());
    }
    if pairs.sidecars.is_empty() {
        return pairs;
    }
    for name in names.filter(|name| !sidecar::is_sidecar(name) && Packing::of(name) != Some(Packing::Zip)) {
        for sidecar in sidecar::names_for(name) {
            if let Some(owners) = pairs.sidecars.get_mut(&sidecar) {
                owners.push(name.to_vec());
                pairs.of.entry(name.to_vec()).or_default().push(sidecar);
            }
        }
    }
    pairs
}

/// The sidecars on disk of a file that was named itself.
pub(crate) fn sidecars_beside(path: &Path) -> Vec<PathBuf> {
    let Some(name) = path.file_name().map(bytes_of) else { return Vec::new() };
    if Packing::of(&name) == Some(Packing::Zip) {
        return Vec::new();
    }
    let names = sidecar::names_for(file_name(&name)).into_iter();
    names.map(|name| path.with_file_name(os_of(&name))).filter(|path| path.is_file()).collect()
}
