//! Back over a finished run: from its outputs to the bytes that it read.
//!
//! The manifest must be what was written, every output what the manifest says, every source what
//! the record says. Then each source goes through the normalize stages again, as the manifest's
//! config has them: text and map must come out the same, so every span leads where it led. And
//! apart from our own stages, each annotation's bytes are compared with its words where the map
//! leads byte by byte and the source is UTF-8. Every claim of the report, every dated sentence, name
//! and speech that it cites is led back the same way; where a source is not as it was, those that no
//! longer stand in it are named.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use rapporteur_document::{Document, Raw, Span};
use rapporteur_record as record;
use rapporteur_stage::{BuildContext, Ingest, Kind, Registry};
use sha2::{Digest, Sha256};

use crate::chain::{Link, run_chain};
use crate::claims::{Citation, Cited};
use crate::compile::{Wired, compile};
use crate::config::{Layer, Problems};
use crate::digest::sha256_hex;

/// What `verify` looked at, and what does not match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Output files compared with the manifest.
    pub outputs: u64,
    /// Documents whose sources were read again.
    pub documents: u64,
    /// Annotations led back to their bytes.
    pub annotations: u64,
    /// Places that the report cites, led back to theirs.
    pub citations: u64,
    /// What could not be looked at, and why.
    pub unseen: Vec<String>,
    /// What does not match. Empty: the run stands.
    pub findings: Vec<Finding>,
}

/// Something that does not match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// File, or source of a document.
    pub place: String,
    /// What is wrong with it.
    pub problem: String,
}

/// Why a run can't be verified at all.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// There is no readable manifest.
    #[error("{}: {problem}", path.display())]
    Manifest {
        /// Where it should be.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The manifest's config is none of this program's.
    #[error("the manifest's config can't be used by this program:\n{0}")]
    Config(Problems),
}

/// Verifies the run in this folder. Sources are looked for from the working directory, then from
/// the directory of the run.
pub async fn verify(folder: &Path, registry: &Registry) -> Result<Verified, VerifyError> {
    let path = folder.join("manifest.json");
    let wrong = |problem: String| VerifyError::Manifest { path: path.clone(), problem };
    let text = fs::read(&path).map_err(|error| wrong(error.to_string()))?;
    let mut manifest: record::Manifest =
        serde_json::from_slice(&text).map_err(|error| wrong(error.to_string()))?;
    let mut verified = Verified::default();
    let mut found =
        |place: &str, problem: String| verified.findings.push(Finding { place: place.to_owned(), problem });
    if crate::run::sealed(&mut manifest) != text {
        found("manifest.json", "it is not as it was written: its own SHA-256 differs".into());
    }
    if sha256_hex(manifest.config.text.as_bytes()) != manifest.config.sha256 {
        found("manifest.json", "the config is not as it was: its SHA-256 differs".into());
    }
    for file in &manifest.outputs {
        match digest_of(&folder.join(&file.path)) {
            Ok((sha256, bytes)) if (&sha256, bytes) == (&file.sha256, file.bytes) => {}
            Ok(_) => found(&file.path, "it is not as it was written: its SHA-256 differs".into()),
            Err(error) => found(&file.path, error.to_string()),
        }
        verified.outputs += 1;
    }
    let layer = Layer::file("manifest.json", manifest.config.text.clone());
    let mut sources = Vec::new();
    for directory in [PathBuf::new(), PathBuf::from(&manifest.directory)] {
        let wired = compile(
            std::slice::from_ref(&layer),
            registry,
            &BuildContext { directory, ..BuildContext::default() },
        )
        .map_err(VerifyError::Config)?;
        sources.push(wired);
    }
    let ingests: Vec<Arc<dyn Ingest>> = sources.iter().flat_map(Wired::ingests).collect();
    let links: Vec<Link> = sources[0]
        .links
        .iter()
        .filter(|link| link.planned.descriptor.kind == Kind::Normalize)
        .cloned()
        .collect();
    // The record is the output of the `record` stage, the report that of `json`, under whatever names
    // their options give.
    let written = |name: &str| -> Vec<String> {
        let stages = sources[0].stages.iter();
        let stages =
            stages.filter(|stage| stage.descriptor.kind == Kind::Report && stage.descriptor.name == name);
        stages.flat_map(|stage| stage.outputs.clone()).collect()
    };
    let mut cited = Cited::default();
    for file in written("json") {
        let problems = cited.read(&folder.join(&file)).unwrap_or_else(|error| vec![error.to_string()]);
        let found = problems.into_iter().map(|problem| Finding { place: file.clone(), problem });
        verified.findings.extend(found);
    }
    let files = written("record");
    if files.is_empty() {
        verified.unseen.push(NO_RECORD.into());
    }
    for file in files {
        let path = folder.join(&file);
        let Ok(reader) = fs::File::open(&path) else { continue };
        for (number, line) in BufReader::new(reader).split(b'\n').enumerate() {
            let place = format!("{file}:{}", number + 1);
            let document = match line
                .map_err(|error| error.to_string())
                .and_then(|line| record::from_line(&line).map_err(|error| error.to_string()))
            {
                Ok(document) => document,
                Err(problem) => {
                    verified.findings.push(Finding { place, problem });
                    continue;
                }
            };
            let citations = cited.take(&document.id);
            check_document(&document, &citations, &ingests, &links, &mut verified).await;
        }
    }
    if !verified.unseen.iter().any(|unseen| unseen == NO_RECORD) {
        let left = cited.left().map(|(id, what)| Finding {
            place: "report.json".into(),
            problem: format!("{what} cites {id}, which the record has not"),
        });
        verified.findings.extend(left);
    }
    Ok(verified)
}

const NO_RECORD: &str = "no record was written: only outputs can be verified";
const CHANGED: &str = "the source is not as it was: its SHA-256 differs";

/// The bytes of a document again, from the first of these that has them.
pub async fn reread(document: &Document, ingests: &[Arc<dyn Ingest>]) -> Result<Vec<u8>, String> {
    match read_again(document, ingests).await? {
        (bytes, true) => Ok(bytes),
        (_, false) => Err(CHANGED.into()),
    }
}

/// The same, and whether they are what they were; if no stage has those, what the last one has.
async fn read_again(document: &Document, ingests: &[Arc<dyn Ingest>]) -> Result<(Vec<u8>, bool), String> {
    let mut problem = String::from("no ingest stage to read it with");
    let mut changed = None;
    for ingest in ingests {
        match ingest.reread(&document.source.uri).await {
            Ok(bytes) if sha256_hex(&bytes) == document.source.sha256 => return Ok((bytes, true)),
            Ok(bytes) => changed = Some(bytes),
            Err(error) => problem = error.to_string(),
        }
    }
    changed.map(|bytes| (bytes, false)).ok_or(problem)
}

/// The text that the normalize stages make of these bytes, with its map.
async fn normalized(document: &Document, bytes: Vec<u8>, links: &[Link]) -> Result<Document, String> {
    let mut again = Document::from_raw(Raw {
        source: document.source.clone(),
        place: String::new(),
        bytes,
        // What a sidecar said is in the record's facts, and decides nothing about the text.
        meta: document.meta.clone(),
        notes: Vec::new(),
    });
    match run_chain(links, &mut again, &AtomicUsize::new(0)).await {
        Ok(()) => Ok(again),
        Err((stage, rejection)) => Err(format!("{stage} now rejects it: {rejection}")),
    }
}

/// Names the citations that a source no longer bears, now that it is not as it was.
async fn check_changed(
    document: &Document,
    citations: &[Citation],
    bytes: Vec<u8>,
    links: &[Link],
    verified: &mut Verified,
) {
    let place = document.source.uri.clone();
    verified.findings.push(Finding { place: place.clone(), problem: CHANGED.into() });
    let text = normalized(document, bytes, links).await.map(|again| again.text).unwrap_or_default();
    for citation in citations.iter().filter(|it| !it.stands_in(&text, document)) {
        let at = citation.span().map(|span| span.to_string()).unwrap_or_default();
        let problem = format!("{} {at}: other words stand there now", citation.what);
        verified.findings.push(Finding { place: place.clone(), problem });
    }
}

async fn check_document(
    document: &Document,
    citations: &[Citation],
    ingests: &[Arc<dyn Ingest>],
    links: &[Link],
    verified: &mut Verified,
) {
    let place = document.source.uri.clone();
    if place == "-" || place.starts_with("-!/") {
        verified.unseen.push("a document from standard input can't be read again".into());
        return;
    }
    let bytes = match read_again(document, ingests).await {
        Ok((bytes, true)) => bytes,
        Ok((bytes, false)) => return check_changed(document, citations, bytes, links, verified).await,
        Err(problem) => return verified.findings.push(Finding { place, problem }),
    };
    verified.documents += 1;
    for (layer, span) in crate::spans::of(document) {
        verified.annotations += 1;
        if let Some(problem) = mismatch(document, span, &bytes) {
            verified
                .findings
                .push(Finding { place: place.clone(), problem: format!("{layer} {span}: {problem}") });
        }
    }
    for citation in citations {
        verified.citations += 1;
        let problem = citation
            .wrong(document)
            .or_else(|| mismatch(document, citation.span().unwrap_or(Span::new(0, 0)), &bytes));
        if let Some(problem) = problem {
            let at = citation.span().map(|span| span.to_string()).unwrap_or_default();
            let problem = format!("{} {at}: {problem}", citation.what);
            verified.findings.push(Finding { place: place.clone(), problem });
        }
    }
    let problem = match normalized(document, bytes, links).await {
        Err(problem) => Some(problem),
        Ok(again) if again.text != document.text => {
            Some("the normalize stages now make another text of it".into())
        }
        Ok(again) if again.map != document.map => {
            Some("the normalize stages now make another map of it".into())
        }
        Ok(_) => None,
    };
    verified.findings.extend(problem.map(|problem| Finding { place, problem }));
}

/// Compares the words of a span with its bytes, where the map leads byte by byte.
fn mismatch(document: &Document, span: Span, bytes: &[u8]) -> Option<String> {
    let Some(source) = document.source_span(span) else { return Some("it is outside the text".into()) };
    if source.end() > bytes.len() {
        return Some(format!("it leads past the end of the source, to {source}"));
    }
    if document.source.encoding != "UTF-8" {
        return None;
    }
    let text = document.text.as_bytes();
    let first = document
        .map
        .pieces()
        .partition_point(|piece| (piece.text_start + piece.text_len) as usize <= span.start());
    for piece in &document.map.pieces()[first..] {
        let start = (piece.text_start as usize).max(span.start());
        let end = ((piece.text_start + piece.text_len) as usize).min(span.end());
        if start >= end {
            break;
        }
        if piece.text_len != piece.source_len {
            continue;
        }
        let from = piece.source_start as usize + (start - piece.text_start as usize);
        let (ours, theirs) = (&text[start..end], &bytes[from..from + (end - start)]);
        // A piece of equal lengths may be a replacement as a whole (a line break for a space).
        let same = ours == theirs
            || (ours.iter().chain(theirs).all(u8::is_ascii_whitespace))
            || std::str::from_utf8(theirs).is_err();
        if !same && ours.iter().zip(theirs).filter(|(a, b)| a != b).any(|(a, _)| a.is_ascii_alphanumeric()) {
            return Some(format!("bytes {from}..{} of the source are other words", from + (end - start)));
        }
    }
    None
}

fn digest_of(path: &Path) -> std::io::Result<(String, u64)> {
    let mut file = fs::File::open(path)?;
    let mut state = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        state.update(&buffer[..read]);
        bytes += read as u64;
    }
    Ok((crate::digest::hex(&state.finalize()), bytes))
}
