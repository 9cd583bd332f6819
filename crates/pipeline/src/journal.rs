//! The journal: every finished document, in the order of ingest, on disk as soon as it is
//! finished. It lets a killed run go on, and reports read documents again.
//!
//! A file of lines. The first is a header with the digest of the stages; each later one is a key
//! (SHA-256 and id), a tab, `+` and a record line or `-` and a quarantine line. A line is written
//! with one call, so a kill leaves at most one torn line, at the end, which is cut off when the
//! file is opened again.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use rapporteur_document::Document;
use rapporteur_record::QuarantineLine;
use rapporteur_stage::{Archive, Held, StageError};
use sha2::{Digest, Sha256};

/// A line's place in the file.
#[derive(Debug, Clone, Copy)]
struct Slot {
    offset: u64,
    len: u32,
}

/// What became of a document.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It was finished.
    Done(Box<Document>),
    /// It was held back by this stage.
    Held(String, Held),
}

/// A journal that is open for writing, and for reading what is in it.
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    end: u64,
    /// Documents of an earlier run that was cut off, by half of the digest of their keys.
    earlier: HashMap<u128, Slot>,
    /// Documents of this run, in the order of ingest.
    order: Vec<Slot>,
    held: Vec<(String, Held)>,
    reader: Mutex<File>,
}

impl Journal {
    /// Opens a journal of stages with this digest. With `resume`, what an earlier run finished is
    /// kept, when its stages had the same digest.
    pub(crate) fn open(path: &Path, digest: &str, resume: bool) -> Result<Self, StageError> {
        let failed = |error| StageError::io(path, error);
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(failed)?;
        let header = format!("rapporteur.journal/1 {digest}\n");
        let mut earlier = HashMap::new();
        let mut end = 0;
        if resume {
            (earlier, end) = scan(&file, &header).map_err(failed)?;
            if end == 0 {
                tracing::warn!(
                    "nothing to resume: no journal of these stages in {}; all documents are made anew",
                    path.display()
                );
            } else {
                tracing::info!(documents = earlier.len(), "resuming");
            }
        }
        file.set_len(end).map_err(failed)?;
        if end == 0 {
            file.write_all(header.as_bytes()).map_err(failed)?;
            end = header.len() as u64;
        }
        let reader = Mutex::new(File::open(path).map_err(failed)?);
        Ok(Self { path: path.to_owned(), file, end, earlier, order: Vec::new(), held: Vec::new(), reader })
    }

    /// Whether an earlier run finished this document.
    pub(crate) fn knows(&self, key: &str) -> bool {
        self.earlier.contains_key(&short(key.as_bytes()))
    }

    /// What an earlier run made of this document; it now belongs to this run.
    pub(crate) fn take(&mut self, key: &str) -> Result<Outcome, StageError> {
        let slot = self.earlier.get(&short(key.as_bytes())).copied();
        let slot = slot.ok_or_else(|| StageError::Failed("the journal lost a document".into()))?;
        let outcome = parse(&self.line(slot)?).map_err(|problem| self.broken(slot, &problem))?;
        self.note(slot, &outcome);
        Ok(outcome)
    }

    /// Notes something that ingest could not read.
    pub(crate) fn hold(&mut self, stage: &str, held: &Held) {
        self.held.push((stage.to_owned(), held.clone()));
    }

    fn note(&mut self, slot: Slot, outcome: &Outcome) {
        match outcome {
            Outcome::Done(_) => self.order.push(slot),
            Outcome::Held(stage, held) => self.hold(stage, held),
        }
    }

    /// Writes what became of a document. `line` is its record line, when it is done.
    pub(crate) fn append(&mut self, key: &str, outcome: &Outcome, line: &[u8]) -> Result<(), StageError> {
        let mut bytes = Vec::with_capacity(key.len() + line.len() + 64);
        bytes.extend_from_slice(key.as_bytes());
        match outcome {
            Outcome::Done(_) => {
                bytes.extend_from_slice(b"\t+");
                bytes.extend_from_slice(line);
            }
            Outcome::Held(stage, held) => {
                bytes.extend_from_slice(b"\t-");
                bytes.extend_from_slice(&quarantine_line(stage, held));
            }
        }
        self.file.write_all(&bytes).map_err(|error| StageError::io(&self.path, error))?;
        let slot = Slot { offset: self.end, len: bytes.len() as u32 };
        self.end += bytes.len() as u64;
        self.note(slot, outcome);
        Ok(())
    }

    fn line(&self, slot: Slot) -> Result<Vec<u8>, StageError> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let mut line = vec![0; slot.len as usize];
        reader
            .seek(SeekFrom::Start(slot.offset))
            .and_then(|_| reader.read_exact(&mut line))
            .map_err(|error| StageError::io(&self.path, error))?;
        Ok(line)
    }

    fn broken(&self, slot: Slot, problem: &str) -> StageError {
        let (path, offset) = (self.path.display(), slot.offset);
        StageError::Failed(format!(
            "{path}: the journal is damaged at byte {offset}: {problem}; run again without --resume"
        ))
    }
}

#[async_trait]
impl Archive for Journal {
    fn len(&self) -> usize {
        self.order.len()
    }

    async fn get(&self, index: usize) -> Result<Document, StageError> {
        let slot = self.order.get(index).copied();
        let slot =
            slot.ok_or_else(|| StageError::Failed(format!("there is no document {index} in this run")))?;
        match parse(&self.line(slot)?) {
            Ok(Outcome::Done(document)) => Ok(*document),
            Ok(Outcome::Held(..)) => Err(self.broken(slot, "a quarantine line where a record belongs")),
            Err(problem) => Err(self.broken(slot, &problem)),
        }
    }

    fn held(&self) -> &[(String, Held)] {
        &self.held
    }
}

/// A key in sixteen bytes.
fn short(key: &[u8]) -> u128 {
    let digest = Sha256::digest(key);
    digest.iter().take(16).fold(0, |number, &byte| number << 8 | u128::from(byte))
}

/// Keys and places of whole lines, and where they end; nothing when the header is another.
fn scan(file: &File, header: &str) -> std::io::Result<(HashMap<u128, Slot>, u64)> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    reader.seek(SeekFrom::Start(0))?;
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    let mut found = HashMap::new();
    if line != header.as_bytes() {
        return Ok((found, 0));
    }
    let mut end = line.len() as u64;
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)?;
        if read == 0 || line.last() != Some(&b'\n') {
            return Ok((found, end));
        }
        if let Some(cut) = line.iter().position(|byte| *byte == b'\t') {
            found.insert(short(&line[..cut]), Slot { offset: end, len: read as u32 });
        }
        end += read as u64;
    }
}

fn parse(line: &[u8]) -> Result<Outcome, String> {
    let cut = line.iter().position(|byte| *byte == b'\t').ok_or("no key")?;
    let body = &line[cut + 1..];
    match body.split_first() {
        Some((b'+', record)) => rapporteur_record::from_line(record)
            .map(|document| Outcome::Done(Box::new(document)))
            .map_err(|error| error.to_string()),
        Some((b'-', line)) => {
            let line: QuarantineLine = serde_json::from_slice(line).map_err(|error| error.to_string())?;
            let held = Held { uri: line.origin, sha256: line.sha256, bytes: line.bytes, reason: line.reason };
            Ok(Outcome::Held(line.stage, held))
        }
        _ => Err("neither a record nor a quarantine line".into()),
    }
}

/// A line of `quarantine.jsonl`.
pub(crate) fn quarantine_line(stage: &str, held: &Held) -> Vec<u8> {
    let line = QuarantineLine {
        origin: held.uri.clone(),
        sha256: held.sha256.clone(),
        bytes: held.bytes,
        stage: stage.to_owned(),
        reason: held.reason.clone(),
    };
    let mut bytes = serde_json::to_vec(&line).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
