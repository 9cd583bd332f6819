//! What a run has read, for the manifest and to know bytes that come again. It waits in files: in
//! memory is a number for each document.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rapporteur_record as record;
use rapporteur_stage::StageError;

use crate::digest::Hashing;

/// How the manifest says that nothing was read. No string of JSON has a line end in it, so that this
/// stands in one place only.
const NO_INPUTS: &str = "\n  \"inputs\": [],\n";
/// How it says that its own digest is not known yet.
const NO_DIGEST: &str = "\n  \"sha256\": \"\"\n}";
/// Bytes of a digest as digits.
const DIGITS: usize = 64;

/// What was read, in the order of ingest.
pub(crate) struct Inputs {
    /// As the manifest lists it, each with what parts it from the one before.
    listed: Log,
    /// Digests with the places where their bytes were read first.
    firsts: Log,
    /// Where in `firsts` each digest is, by a quarter of its digits.
    first: HashMap<u64, u64>,
}

impl Inputs {
    /// Keeps its files in this folder, which the next run clears.
    pub(crate) fn new(folder: &Path) -> Result<Self, StageError> {
        Ok(Self {
            listed: Log::new(folder.join(".inputs"))?,
            firsts: Log::new(folder.join(".firsts"))?,
            first: HashMap::new(),
        })
    }

    /// Adds an input to the list.
    pub(crate) fn push(&mut self, file: &record::File) -> Result<(), StageError> {
        let json = serde_json::to_string_pretty(file).unwrap_or_default().replace('\n', "\n    ");
        let apart = if self.listed.end == 0 { "" } else { "," };
        self.listed.append(format!("{apart}\n    {json}").as_bytes())?;
        Ok(())
    }

    /// The place where these bytes were read first, when that was before.
    pub(crate) fn duplicate_of(&mut self, sha256: &str, uri: &str) -> Result<Option<String>, StageError> {
        let number = sha256.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok());
        let Some(number) = number.filter(|_| sha256.len() == DIGITS) else { return Ok(None) };
        match self.first.entry(number) {
            Entry::Vacant(place) => {
                place.insert(self.firsts.end);
                let len = (uri.len() as u32).to_le_bytes();
                self.firsts.append(&[sha256.as_bytes(), &len, uri.as_bytes()].concat())?;
                Ok(None)
            }
            Entry::Occupied(first) => {
                let at = *first.get();
                let known = self.firsts.read(at, DIGITS + 4)?;
                let (digest, len) = known.split_at(DIGITS);
                if digest != sha256.as_bytes() {
                    return Ok(None);
                }
                let len = u32::from_le_bytes(len.try_into().unwrap_or_default());
                let uri = self.firsts.read(at + (DIGITS + 4) as u64, len as usize)?;
                Ok(Some(String::from_utf8_lossy(&uri).into_owned()))
            }
        }
    }

    /// Writes the manifest of a run that read this, with its own digest: the same bytes as
    /// [`sealed`](crate::run::sealed) gives for a manifest that has its inputs in it.
    pub(crate) fn seal(
        &mut self,
        mut manifest: record::Manifest,
        out: &mut dyn Write,
    ) -> Result<(), StageError> {
        manifest.inputs = Vec::new();
        manifest.sha256 = String::new();
        let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
        let broken = || StageError::Failed("the manifest has another form than it was written for".into());
        let (head, tail) = text.split_once(NO_INPUTS).ok_or_else(broken)?;
        let mut digest = Hashing::new(io::sink());
        self.write(head, tail, &mut digest)?;
        let tail = tail.strip_suffix(NO_DIGEST).ok_or_else(broken)?;
        let tail = format!("{tail}\n  \"sha256\": \"{}\"\n}}\n", digest.digest().0);
        self.write(head, &tail, out)
    }

    fn write(&mut self, head: &str, tail: &str, out: &mut dyn Write) -> Result<(), StageError> {
        let path = self.listed.path.clone();
        let (start, end) = if self.listed.end == 0 {
            ("\n  \"inputs\": [", "],\n")
        } else {
            ("\n  \"inputs\": [", "\n  ],\n")
        };
        let failed = |error| StageError::io(&path, error);
        out.write_all(head.as_bytes()).and_then(|()| out.write_all(start.as_bytes())).map_err(failed)?;
        self.listed.copy(out)?;
        out.write_all(end.as_bytes()).and_then(|()| out.write_all(tail.as_bytes())).map_err(failed)
    }
}

/// A file that is appended to and read.
struct Log {
    path: PathBuf,
    writer: BufWriter<File>,
    end: u64,
}

impl Log {
    fn new(path: PathBuf) -> Result<Self, StageError> {
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(true);
        let file = options.open(&path).map_err(|error| StageError::io(&path, error))?;
        Ok(Self { path, writer: BufWriter::with_capacity(1 << 16, file), end: 0 })
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), StageError> {
        self.writer.write_all(bytes).map_err(|error| StageError::io(&self.path, error))?;
        self.end += bytes.len() as u64;
        Ok(())
    }

    /// Lets `work` read from a place, and goes back to the end.
    fn at<T>(&mut self, at: u64, work: impl FnOnce(&mut File) -> io::Result<T>) -> Result<T, StageError> {
        let (writer, end) = (&mut self.writer, self.end);
        // `seek` writes what waits.
        let read = || {
            writer.seek(SeekFrom::Start(at))?;
            let found = work(writer.get_mut())?;
            writer.seek(SeekFrom::Start(end))?;
            Ok(found)
        };
        read().map_err(|error| StageError::io(&self.path, error))
    }

    fn read(&mut self, at: u64, len: usize) -> Result<Vec<u8>, StageError> {
        self.at(at, |file| {
            let mut bytes = vec![0; len];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        })
    }

    fn copy(&mut self, out: &mut dyn Write) -> Result<(), StageError> {
        self.at(0, |file| io::copy(&mut BufReader::new(file), out).map(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::sealed;

    fn manifest(inputs: Vec<record::File>) -> record::Manifest {
        record::Manifest {
            schema: record::MANIFEST_SCHEMA.into(),
            program: record::Program { name: "rapporteur".into(), version: "1".into(), commit: None },
            config: record::Config { sha256: String::new(), text: "a = 1\n\n  \"inputs\": [],\n".into() },
            data: Vec::new(),
            inputs,
            outputs: Vec::new(),
            stages: Vec::new(),
            words: 7,
            started: String::new(),
            ended: String::new(),
            status: "complete".into(),
            directory: "\n  \"sha256\": \"\"\n}".into(),
            jobs: 1,
            sha256: "old".into(),
        }
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("rapporteur-inputs-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        folder
    }

    #[test]
    fn a_manifest_is_the_same_with_its_inputs_in_a_file() {
        let folder = folder("manifest");
        for count in [0, 1, 3] {
            let files: Vec<record::File> = (0..count)
                .map(|number| record::File {
                    path: format!("a \"{number}\"\n.txt"),
                    sha256: if number == 1 { String::new() } else { "0f".repeat(32) },
                    bytes: number,
                })
                .collect();
            let mut inputs = Inputs::new(&folder).expect("files can be made");
            for file in &files {
                inputs.push(file).expect("it can be written");
            }
            let mut written = Vec::new();
            inputs.seal(manifest(Vec::new()), &mut written).expect("it can be read");
            let whole = sealed(&mut manifest(files));
            assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&whole));
        }
        std::fs::remove_dir_all(folder).expect("it is there");
    }

    #[test]
    fn bytes_that_come_again_are_known() {
        let folder = folder("firsts");
        let mut inputs = Inputs::new(&folder).expect("files can be made");
        let mut first = |digest: &str, uri: &str| inputs.duplicate_of(digest, uri).expect("it can be read");
        let (one, other) = ("1a".repeat(32), "2b".repeat(32));
        // The first digits are those of `one`.
        let like_one = format!("{}{}", &one[..32], &other[32..]);
        assert_eq!(first(&one, "a"), None);
        assert_eq!(first(&other, "bé"), None);
        assert_eq!(first(&one, "c"), Some("a".into()));
        assert_eq!(first(&other, "d"), Some("bé".into()));
        assert_eq!(first(&like_one, "e"), None);
        assert_eq!(first("", "f"), None);
        assert_eq!(first(&one, "g"), Some("a".into()));
        std::fs::remove_dir_all(folder).expect("it is there");
    }
}
