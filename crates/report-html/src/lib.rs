//! The report stage `html`: `report.html`, the report as one page that needs nothing but itself.
//!
//! A table of stories, and for each story its sources with copies folded, what they say laid side by
//! side with the exact words in the cells, who said what, and when. Every statement opens to its
//! passage in each source, with the bytes and the digest of the file. It reads without a script (the
//! one in it sorts, pages and copies), asks nothing of any network, prints, and follows the reader's
//! choice of light or dark.
//!
//! Words of documents are hostile input here: they reach the page through `escape` only, and the
//! page's policy lets no script run but its own. It judges nothing, leaves nothing out without
//! saying how much, and the same documents give the same bytes.
//!
//! Start reading at [`Html`], then `story`; `report.css` and `report.js` beside it are the page's
//! own.

mod calendar;
mod cited;
mod escape;
mod page;
mod passage;
mod story;
mod timeline;
mod voices;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Kind, Outputs, Report, Running, Stage, StageError,
    async_trait,
};
use rapporteur_stories::SharedIndex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cited::{Cited, Source};
use crate::page::{Alone, Made, Pages};

/// The stage `html`.
pub struct Html;

/// Options of `html`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the file in the output folder.
    pub file: String,
    /// The heading of the page.
    pub title: String,
    /// A file whose stories take so many bytes is full: the next ones are in `report-2.html`,
    /// `report-3.html` and so on, each a whole page with links to the others. A browser opens five
    /// million bytes in about a second.
    pub max_bytes: usize,
    /// So many stories are rows of the table on the first page; the table of a later page has its
    /// own stories only.
    pub max_rows: usize,
    /// So many documents in no story are listed; the record has all.
    pub max_documents_alone: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            file: "report.html".into(),
            title: "Report".into(),
            max_bytes: 5_000_000,
            max_rows: 3000,
            max_documents_alone: 3000,
        }
    }
}

impl Stage for Html {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Report,
            "html",
            "1",
            "Writes the report as one page: claims by sources, passages side by side, who said what, when.",
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
        .example("[[report]]\nuse = \"html\"\ntitle = \"The harbour strike\"\n")
        .data(rapporteur_stories::LEXICONS)
    }

    fn build(options: Options, context: &BuildContext) -> Result<Running, BuildError> {
        if options.file.is_empty() {
            return Err(BuildError::option("file", "the file needs a name, such as \"report.html\""));
        }
        Ok(Running::Report(Box::new(Writer {
            options,
            index: SharedIndex::of(context),
            made: Made::default(),
        })))
    }
}

struct Writer {
    options: Options,
    index: SharedIndex,
    made: Made,
}

#[async_trait]
impl Report for Writer {
    fn outputs(&self) -> Vec<String> {
        vec![self.options.file.clone()]
    }

    async fn begin(&mut self, outputs: &dyn Outputs) -> Result<(), StageError> {
        self.index.begin(outputs)
    }

    async fn document(&mut self, index: usize, document: &Document) -> Result<(), StageError> {
        self.index.add(index, document)?;
        self.made.add(document);
        Ok(())
    }

    async fn finish(&mut self, archive: &dyn Archive, outputs: &dyn Outputs) -> Result<(), StageError> {
        let shared = self.index.finish()?;
        let options = &self.options;
        let mut pages = Pages::new(&options.file);
        // The tables come first and say what only the stories' telling brings out, so sections wait
        // in memory: those of the first file and of the one that is being told.
        let (mut rows, mut first) = (String::new(), String::new());
        let (mut later_rows, mut later) = (String::new(), String::new());
        for number in 0..shared.stories() {
            let sections = if pages.now() == 0 { &first } else { &later };
            if !sections.is_empty() && sections.len() >= options.max_bytes {
                if pages.now() > 0 {
                    self.later(&later_rows, &later, &pages, true, outputs)?;
                    later_rows.clear();
                    later.clear();
                }
                pages.begin(number);
            }
            let told = shared.tell(number, archive).await?;
            let members: Vec<usize> = shared.members(number).collect();
            let cited = Cited::read(&told, &members, archive).await?;
            if number < options.max_rows {
                story::row(&mut rows, &told, if pages.now() == 0 { "" } else { pages.name() });
            }
            if pages.now() > 0 {
                story::row(&mut later_rows, &told, "");
            }
            story::section(if pages.now() == 0 { &mut first } else { &mut later }, &told, &cited);
        }
        if pages.now() > 0 {
            self.later(&later_rows, &later, &pages, false, outputs)?;
        }
        let mut alone = Alone::new();
        for at in shared.unassigned().take(options.max_documents_alone) {
            alone.add(&Source::of(&archive.get(at).await?, at + 1));
        }
        let mut out = String::new();
        page::head(&mut out, &options.title);
        page::opening(&mut out, &options.title, &shared, archive.held().len());
        let parts = pages.all(shared.stories());
        out.push_str(&parts);
        out.push_str("</header>\n");
        let missing = shared.stories().checked_sub(options.max_rows).filter(|&missing| missing > 0);
        stories(&mut out, &rows, &first, missing);
        alone.write(&mut out, shared.unassigned().len());
        page::quarantine(&mut out, archive.held());
        out.push_str("</main>\n");
        self.made.write(&mut out, &parts);
        let mut file = outputs.create(&options.file)?;
        file.write(out.as_bytes())?;
        file.close()
    }
}

impl Writer {
    /// Writes the file of stories that the first has no room for.
    fn later(
        &self,
        rows: &str,
        sections: &str,
        pages: &Pages,
        more: bool,
        outputs: &dyn Outputs,
    ) -> Result<(), StageError> {
        let title = format!("{}, part {}", self.options.title, pages.now() + 1);
        let beside = pages.beside(more);
        let mut out = String::new();
        page::head(&mut out, &title);
        page::heading(&mut out, &title);
        out.push_str(&beside);
        out.push_str("</header>\n");
        stories(&mut out, rows, sections, None);
        out.push_str("</main>\n");
        self.made.write(&mut out, &beside);
        let mut file = outputs.create(pages.name())?;
        file.write(out.as_bytes())?;
        file.close()
    }
}

/// The main part: the table of stories and their sections. Its caller ends it.
fn stories(out: &mut String, rows: &str, sections: &str, missing: Option<usize>) {
    out.push_str("<main>\n");
    if rows.is_empty() {
        out.push_str("<p id=\"stories\">No two documents tell of the same thing.</p>");
    } else {
        out.push_str("<section id=\"stories\" tabindex=\"-1\"><h2>Stories</h2>");
        out.push_str(story::TABLE);
        out.push_str(rows);
        out.push_str("</tbody></table></div>");
        if let Some(missing) = missing {
            let missing = escape::digits(missing);
            out.push_str("<p class=\"note\">and ");
            out.push_str(&missing);
            out.push_str(" more, in the other parts of the report</p>");
        }
        out.push_str("</section>\n");
    }
    out.push_str(sections);
}
