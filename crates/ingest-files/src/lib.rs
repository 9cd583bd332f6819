//! The stage `ingest/files`: files, folders, globs, archives and standard input to raw documents.
//!
//! What it gives depends on names and contents only: named paths in the order of the config, in
//! each the byte order of names, a file that two paths name once. What can't be read, or should
//! not be (bombs, links that lead out, pictures), is held back with a reason, one line each, and
//! the rest goes on. It reads one document at a time and never writes.
//!
//! What a file is, its name and first bytes say. Archives are walked, compressed files unpacked, and
//! a container of documents (a web archive, a feed, JSON Lines, a table, a mail) is given to its
//! reader, a crate of its own behind `rapporteur_container::Format`; `readers` has the list. The
//! URI of a member is that of its container, `!/`, and its name in there: `news.zip!/a.warc.gz!/52`.
//!
//! Passed over in silence are hidden files, the folder of pictures and scripts that a browser saves
//! beside a page (`page_files` beside `page.html`), and folders that an earlier run of this program
//! wrote (its record would be read as sources); the manifest counts the latter two.
//!
//! Whether bytes are text in the end is for the encoding stage to say.
//!
//! Start reading at [`Options`] and at `Reader`, which follows a file from its path to an item.
//! `roots` looks at the named paths, `walk` goes through folders, `archive` and `unpack` read what
//! is packed, `stored` is where bytes lie, `sidecar` reads what stands beside documents, `names`
//! makes URIs that lead back.

mod archive;
mod formats;
mod names;
mod reader;
mod readers;
mod roots;
mod sidecar;
mod stored;
mod unpack;
mod walk;

use std::io;
use std::sync::{Arc, Mutex};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rapporteur_document::Layer;
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Ingest, Kind, Outlet, Running, Stage, StageError, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use rapporteur_ingest_table::Fields;

use crate::reader::Reader;
use crate::readers::Readers;
use crate::unpack::Limits;
use crate::walk::Selection;

/// Files, folders, globs, archives and standard input.
#[derive(Debug, Clone, Copy)]
pub struct Files;

/// Options of the stage.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// What to read, in this order: files, folders with all that is in them, globs (`news/**/*.html`),
    /// and `-` for standard input. Relative paths are taken from the working directory.
    pub paths: Vec<String>,
    /// Only files whose names match one of these globs. Names are relative to the folder that was
    /// named or to their archive; `*` goes across `/`, and a glob without a `/` may match the last
    /// part alone: `*.html`, `2016/*`, `index.*`. Files that are named themselves are read in any
    /// case.
    pub include: Vec<String>,
    /// No files, folders or archives whose names match one of these globs: `drafts`, `*/old/*`.
    pub exclude: Vec<String>,
    /// Bytes that one document may have, after unpacking.
    pub max_bytes: u64,
    /// How many times its own size a compressed file or an archive may unpack to. The first
    /// 1 MiB of a document is free.
    pub max_ratio: u64,
    /// Members that one archive may have.
    pub max_members: usize,
    /// How many archives and compressed files may stand inside one another.
    pub max_depth: usize,
    /// Which fields of JSON records and which columns of tables are the text, the title and so on.
    pub records: Fields,
    /// Whether symbolic links in folders are followed, wherever they lead. Links that are named
    /// themselves always are.
    pub follow_links: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            paths: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            max_bytes: 64 << 20,
            max_ratio: 200,
            max_members: 10_000,
            max_depth: 3,
            records: Fields::default(),
            follow_links: false,
        }
    }
}

/// What `max_bytes` may be at most: a byte becomes three bytes of text at most, and offsets have
/// 32 bits.
const MOST_BYTES: u64 = 1 << 30;

impl Stage for Files {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Ingest,
            "files",
            "1",
            "Reads files, folders, globs and standard input, and what is in them: archives (.zip, .gz, .zst), \
             web archives (WARC, WACZ), feeds, JSON Lines, JSON, CSV, mails with what is attached to them, saved \
             pages and the text of PDF documents.",
        )
        .gives(&[Layer::Raw])
        .data(&[rapporteur_ingest_pdf::lexicons(), rapporteur_dates::LEXICONS].concat())
        .example(
            "[[ingest]]\nuse = \"files\"\npaths = [\"news\", \"hansard/*.html\", \"archive-2016.zip\"]\n\
             exclude = [\"drafts\"]\n\n\
             [ingest.records]\ntext = [\"transcript\"]  # the field of JSON records and the column of tables\n",
        )
    }

    fn build(options: Options, context: &BuildContext) -> Result<Running, BuildError> {
        if options.max_bytes > MOST_BYTES {
            let message =
                format!("{} is more than the {MOST_BYTES} bytes a document can have", options.max_bytes);
            return Err(BuildError::option("max_bytes", message));
        }
        let include = globs("include", &options.include)?;
        let exclude = globs("exclude", &options.exclude)?;
        let reader = Reader {
            paths: options.paths,
            directory: context.directory.clone(),
            selection: Selection { include: (!options.include.is_empty()).then_some(include), exclude },
            limits: Limits {
                bytes: options.max_bytes,
                ratio: options.max_ratio,
                members: options.max_members,
                depth: options.max_depth,
            },
            follow_links: options.follow_links,
            readers: Readers::new(&options.records),
            open: Mutex::new(None),
        };
        Ok(Running::Ingest(Arc::new(reader)))
    }
}

fn globs(option: &str, globs: &[String]) -> Result<GlobSet, BuildError> {
    let mut set = GlobSetBuilder::new();
    for (index, given) in globs.iter().enumerate() {
        let glob = |glob: &str| {
            GlobBuilder::new(glob).build().map_err(|error| {
                let message = format!("{given:?} is no glob: {}", error.kind());
                BuildError::option(format!("{option}[{index}]"), message)
            })
        };
        set.add(glob(given)?);
        if !given.contains('/') {
            set.add(glob(&format!("**/{given}"))?);
        }
    }
    set.build().map_err(|error| BuildError::option(option, error.to_string()))
}

#[async_trait]
impl Ingest for Reader {
    async fn ingest(&self, outlet: &dyn Outlet) -> Result<(), StageError> {
        self.all(&mut || Box::new(io::stdin()), outlet).await
    }

    async fn reread(&self, uri: &str) -> Result<Vec<u8>, StageError> {
        self.again(uri)
    }
}
