//! The report stage `markdown`: `report.md`, to be read from the top by somebody with a deadline.
//!
//! First what was read and what was not, then a table of all stories, then each story (its sources
//! with copies folded, figures and quotations side by side, who said what, a timeline), then each
//! document with everything that was found in it. Every statement is followed by its place: a
//! document and bytes of its text, as they stand in the record.
//!
//! While documents come it keeps keys of them only (`rapporteur-stories`) and reads them again at
//! the end, one at a time. It judges nothing, leaves nothing out without saying how much, and the
//! same documents give the same bytes.
//!
//! Start reading at [`Markdown`]; `story` and `detail` have the sections, `escape` the words.

mod detail;
mod escape;
mod story;

use std::fmt::Write as _;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Kind, Outputs, Report, Running, Stage, StageError,
    async_trait,
};
use rapporteur_stories::{Shared, SharedIndex};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::escape::{cell, code};

/// The stage `markdown`.
pub struct Markdown;

/// Options of `markdown`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the file in the output folder.
    pub file: String,
    /// So many documents, the first in the order of ingest, are shown with everything that was
    /// found in them; the rest in a table. All of it is in the record.
    pub max_documents_in_detail: usize,
    /// So many stories, those with most documents, are shown in full; the rest in a table. All of
    /// it is in `report.json`.
    pub max_stories_in_detail: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { file: "report.md".into(), max_documents_in_detail: 200, max_stories_in_detail: 200 }
    }
}

impl Stage for Markdown {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Report,
            "markdown",
            "1",
            "Writes the report to be read: stories, claims side by side, who said what, every document.",
        )
        .needs(&[Layer::Text])
        .uses(&[
            Layer::Blocks,
            Layer::Meta,
            Layer::Turns,
            Layer::Sentences,
            Layer::Mentions,
            Layer::Entities,
            Layer::Locations,
            Layer::Times,
            Layer::Figures,
            Layer::Quotes,
            Layer::Events,
        ])
        .example("[[report]]\nuse = \"markdown\"\nmax_documents_in_detail = 50\n")
        .data(rapporteur_stories::LEXICONS)
    }

    fn build(options: Options, context: &BuildContext) -> Result<Running, BuildError> {
        if options.file.is_empty() {
            return Err(BuildError::option("file", "the file needs a name, such as \"report.md\""));
        }
        Ok(Running::Report(Box::new(Writer { options, index: SharedIndex::of(context) })))
    }
}

struct Writer {
    options: Options,
    index: SharedIndex,
}

#[async_trait]
impl Report for Writer {
    fn outputs(&self) -> Vec<String> {
        vec![self.options.file.clone()]
    }

    async fn begin(&mut self, outputs: &dyn Outputs) -> Result<(), StageError> {
        self.index.begin(outputs)
    }

    async fn document(&mut self, place: usize, document: &Document) -> Result<(), StageError> {
        self.index.add(place, document)
    }

    async fn finish(&mut self, archive: &dyn Archive, outputs: &dyn Outputs) -> Result<(), StageError> {
        let shared = self.index.finish()?;
        let mut file = outputs.create(&self.options.file)?;
        let mut out = String::new();
        opening(&mut out, &shared, archive);
        file.write(out.as_bytes())?;

        // The table comes first and says what only the stories' telling brings out, so the
        // sections wait in memory: as many as the options allow.
        let mut table = String::new();
        let mut sections = String::new();
        let in_full = self.in_full(&shared);
        let mut named = detail::Named::new();
        for number in 0..shared.stories() {
            let story = shared.tell(number, archive).await?;
            let members: Vec<usize> = shared.members(number).collect();
            let full = in_full.contains(&number);
            story::row(&mut table, &story, full);
            named
                .extend(story.speeches.iter().map(|it| ((it.document.clone(), it.start), story::member(it))));
            if full {
                story::section(&mut sections, &story, &members);
            }
        }
        if shared.stories() > 0 {
            let mut out = String::from("\n## Stories\n\n");
            if in_full.len() < shared.stories() {
                let _ = writeln!(
                    out,
                    "Shown in full: {} with most documents. All are in `report.json`.\n",
                    in_full.len()
                );
            }
            out.push_str(story::TABLE);
            file.write(out.as_bytes())?;
            file.write(table.as_bytes())?;
            file.write(sections.as_bytes())?;
        }

        let mut story_of = vec![0_u32; shared.documents()];
        for number in 0..shared.stories() {
            for document in shared.members(number) {
                story_of[document] = number as u32 + 1;
            }
        }
        for (at, &story) in story_of.iter().enumerate() {
            let mut out = String::new();
            if at == 0 {
                out.push_str("\n## Documents\n");
            }
            if at == self.options.max_documents_in_detail {
                out.push_str(detail::TABLE);
            }
            let document = archive.get(at).await?;
            let linked = in_full.contains(&(story as usize).wrapping_sub(1));
            if at < self.options.max_documents_in_detail {
                detail::section(&mut out, at, &document, (story, linked), &named);
            } else {
                detail::row(&mut out, at, &document, story);
            }
            file.write(out.as_bytes())?;
        }
        file.close()
    }
}

impl Writer {
    /// Places of the stories that are shown in full: those with most documents, then the first.
    fn in_full(&self, shared: &Shared) -> std::collections::BTreeSet<usize> {
        let mut all: Vec<usize> = (0..shared.stories()).collect();
        all.sort_by_key(|&story| (std::cmp::Reverse(shared.members(story).count()), story));
        all.truncate(self.options.max_stories_in_detail);
        all.into_iter().collect()
    }
}

/// Rows of what could not be read; `quarantine.jsonl` has all.
const HELD: usize = 50;

/// The first lines: how much was read, how to read the report, and what could not be read.
fn opening(out: &mut String, shared: &Shared, archive: &dyn Archive) {
    let held = archive.held();
    let _ = writeln!(out, "# Report\n");
    let _ = write!(out, "{} read", plural(shared.documents(), "document was", "documents were"));
    if !held.is_empty() {
        let _ = write!(out, ", [{} could not be read](#not-read)", held.len());
    }
    let alone = shared.unassigned().len();
    let together = shared.documents() - alone;
    if together > 0 {
        let stories = plural(shared.stories(), "story", "stories");
        let _ = write!(out, ". {together} of them share {stories}, {alone} {} alone", stand(alone));
    }
    let _ = writeln!(
        out,
        ".\n\nThis report says who says what; it does not say what is true. After each statement stands \
         where it was read: [d1 0–12] is bytes 0 to 12 of the text of document d1, as in the record. \
         Origins are independent sources: papers that print one text, or articles of one outlet, count \
         as one."
    );
    if held.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n<a id=\"not-read\"></a>\n\n## Not read\n\n| source | stage | why | bytes | SHA-256 |\n|---|---|---|---:|---|"
    );
    for (stage, held) in held.iter().take(HELD) {
        let digest = if held.sha256.is_empty() { "–".to_owned() } else { code(&held.sha256) };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {digest} |",
            cell(&held.uri),
            cell(stage),
            cell(&held.reason),
            held.bytes
        );
    }
    if held.len() > HELD {
        let _ = writeln!(out, "\nand {} more, all in `quarantine.jsonl`.", held.len() - HELD);
    }
}

fn stand(count: usize) -> &'static str {
    if count == 1 { "stands" } else { "stand" }
}

/// `1 document was`, `3 documents were`.
fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
