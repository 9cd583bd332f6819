//! The four traits, and what the runtime hands to those who implement them.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use rapporteur_document::{Document, Raw};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{BuildError, Descriptor, Rejection, SharedSlots, StageError};

/// A kind of stage that configs can name. Implemented by a unit type, one in a stage crate.
pub trait Stage: Send + Sync + 'static {
    /// The options, with their defaults. `#[serde(default, deny_unknown_fields)]`, documented:
    /// the docs are what `rapporteur stages` shows.
    type Options: Serialize + DeserializeOwned + JsonSchema + Send;

    /// What the stage is, needs and gives.
    ///
    /// Every start of the program asks all stages. With `#[inline]` the answers lie side by side in it;
    /// without, each brings the code around it into memory.
    fn descriptor() -> Descriptor;

    /// What an instance with these options is, needs and gives, where that depends on them.
    fn describe(_options: &Self::Options) -> Result<Descriptor, BuildError> {
        Ok(Self::descriptor())
    }

    /// Options to a running stage. Does no IO: paths are checked when the stage runs.
    fn build(options: Self::Options, context: &BuildContext) -> Result<Running, BuildError>;
}

/// What a stage may know about the run that it is built for.
#[derive(Debug, Clone, Default)]
pub struct BuildContext {
    /// Relative paths in options are taken from here; empty for the working directory.
    pub directory: PathBuf,
    /// What stages of one pipeline have in common.
    pub shared: SharedSlots,
}

/// A stage that is ready to run.
pub enum Running {
    /// An ingest stage.
    Ingest(Arc<dyn Ingest>),
    /// A normalize stage, shared by all workers.
    Normalize(Arc<dyn Normalize>),
    /// An extract stage, shared by all workers.
    Extract(Arc<dyn Extract>),
    /// A report stage.
    Report(Box<dyn Report>),
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ingest(_) => "Ingest",
            Self::Normalize(_) => "Normalize",
            Self::Extract(_) => "Extract",
            Self::Report(_) => "Report",
        })
    }
}

/// What ingest gives, one at a time, in a fixed order.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly every item is a document, and each is moved once")]
pub enum Item {
    /// A document's bytes.
    Document(Raw),
    /// Something that could not be read, for the quarantine.
    Held(Held),
}

/// Something that ingest could not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Where it is.
    pub uri: String,
    /// SHA-256 of its bytes, where they could be read; empty where not.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// Why it was not read.
    pub reason: String,
}

/// Where ingest sends what it finds. Waits while the pipeline is busy, so that memory stays flat.
#[async_trait]
pub trait Outlet: Send + Sync {
    /// Sends one item on. [`StageError::Stopped`] when the run is being stopped: return it.
    async fn send(&self, item: Item) -> Result<(), StageError>;

    /// Counts what is passed over because it is no document: a web archive's requests and
    /// pictures. The manifest has the sums.
    fn passed_over(&self, _what: &str, _count: u64) {}
}

/// Places named in the config to raw documents.
#[async_trait]
pub trait Ingest: Send + Sync {
    /// Sends every document, in an order that depends on names and contents only, never on the
    /// file system's. One unreadable document is an [`Item::Held`]; an error ends the run.
    async fn ingest(&self, outlet: &dyn Outlet) -> Result<(), StageError>;

    /// About how many documents there are, for a progress bar; `None` where counting would take long.
    async fn estimate(&self) -> Option<u64> {
        None
    }

    /// The bytes of the document of this `uri` again, for `verify` and `explain`.
    async fn reread(&self, uri: &str) -> Result<Vec<u8>, StageError>;
}

/// Bytes to text, map, blocks and metadata.
#[async_trait]
pub trait Normalize: Send + Sync {
    /// Adds the layers that the descriptor gives, or says why the document can't go on.
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection>;
}

/// A document to layers of annotations. Does no IO.
#[async_trait]
pub trait Extract: Send + Sync {
    /// Adds the layers that the descriptor gives, or says why the document can't go on.
    async fn extract(&self, document: &mut Document) -> Result<(), Rejection>;
}

/// The stream of documents to files.
#[async_trait]
pub trait Report: Send {
    /// Names of the files that it writes, relative to the output folder.
    fn outputs(&self) -> Vec<String>;

    /// Called once, before the first document: the place to open outputs.
    async fn begin(&mut self, _outputs: &dyn Outputs) -> Result<(), StageError> {
        Ok(())
    }

    /// Called for each document in the order of ingest. Keep little: documents can be read again
    /// from the [`Archive`] at the end. `index` counts from 0 without gaps.
    async fn document(&mut self, index: usize, document: &Document) -> Result<(), StageError>;

    /// Called once, after the last document. Everything written to outputs becomes visible after
    /// all reports are done.
    async fn finish(&mut self, archive: &dyn Archive, outputs: &dyn Outputs) -> Result<(), StageError>;
}

/// Every finished document of the run, to be read again.
#[async_trait]
pub trait Archive: Send + Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The document at `index`, in the order of ingest.
    async fn get(&self, index: usize) -> Result<Document, StageError>;

    /// What is in the quarantine, in the order of ingest.
    fn held(&self) -> &[(String, Held)];
}

/// The output folder.
pub trait Outputs: Send + Sync {
    /// A file under a temporary name; it gets its own when the run has finished well.
    fn create(&self, name: &str) -> Result<OutputFile, StageError>;

    /// A folder for what a stage needs while it works, inside the output folder, so that words of
    /// documents stay where their reader wants them; gone when the run has ended. `None` where
    /// nothing is written to files.
    fn scratch(&self) -> Result<Option<PathBuf>, StageError> {
        Ok(None)
    }

    /// The files that have been closed so far, by name: those of the reports that come before.
    fn closed(&self) -> Vec<ClosedFile> {
        Vec::new()
    }
}

/// A file of the output folder that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedFile {
    /// Its name in the output folder.
    pub name: String,
    /// Hexadecimal SHA-256 of its bytes.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
}

/// A file that is being written.
pub struct OutputFile {
    writer: Box<dyn Write + Send>,
    path: PathBuf,
}

impl OutputFile {
    /// A file that writes to `writer`; `path` is for error messages.
    pub fn new(writer: Box<dyn Write + Send>, path: PathBuf) -> Self {
        Self { writer, path }
    }

    /// Writes all of it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StageError> {
        self.writer.write_all(bytes).map_err(|error| StageError::io(&self.path, error))
    }

    /// Flushes; called at the end of [`Report::finish`].
    pub fn close(mut self) -> Result<(), StageError> {
        self.writer.flush().map_err(|error| StageError::io(&self.path, error))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl std::fmt::Debug for OutputFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutputFile").field("path", &self.path).finish_non_exhaustive()
    }
}
