//! The report stage `csv`: a sheet for each table of `rapporteur-tables`, for spreadsheets and
//! statistics.
//!
//! Files are as RFC 4180 has them: UTF-8, a header, fields in quotes where they must be, lines that
//! end in CR LF. Words come from documents that nobody vouches for: a field that a spreadsheet would
//! run as a formula gets an apostrophe before it, unless the options say otherwise. It writes rows
//! as documents come and keeps nothing but the keys of stories.
//!
//! Start reading at [`Csv`]; `field` has the writing of one value.

mod field;

use std::fmt::Write as _;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Kind, OutputFile, Outputs, Report, Running, Stage,
    StageError, async_trait,
};
use rapporteur_stories::SharedIndex;
use rapporteur_tables::{Cell, Id, Sink, TABLES};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage `csv`.
pub struct Csv;

/// Options of `csv`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Folder for the files, inside the output folder: `tables/documents.csv` and so on.
    pub folder: String,
    /// Puts an apostrophe before text that begins with `=`, `+`, `-`, `@`, a tab or a line break, so
    /// that no spreadsheet runs it as a formula. Turn it off where programs read the files and
    /// the words must be exact.
    pub guard_formulas: bool,
    /// Begins each file with a byte order mark, without which older spreadsheets misread UTF-8.
    pub byte_order_mark: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { folder: "tables".into(), guard_formulas: true, byte_order_mark: false }
    }
}

impl Stage for Csv {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Report,
            "csv",
            "1",
            "Writes a CSV file for each table: documents, entities, quotes, figures, stories, claims, …",
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
        .example("[[report]]\nuse = \"csv\"\nfolder = \"tables\"\n")
        .data(rapporteur_stories::LEXICONS)
    }

    fn build(options: Options, context: &BuildContext) -> Result<Running, BuildError> {
        if options.folder.is_empty() {
            return Err(BuildError::option("folder", "the folder needs a name, such as \"tables\""));
        }
        Ok(Running::Report(Box::new(Writer {
            options,
            index: SharedIndex::of(context),
            sheets: Sheets { files: Vec::new(), line: String::new(), guard: true },
        })))
    }
}

struct Writer {
    options: Options,
    index: SharedIndex,
    sheets: Sheets,
}

/// The files, in the order of the tables.
struct Sheets {
    files: Vec<OutputFile>,
    line: String,
    guard: bool,
}

impl Sink for Sheets {
    fn row(&mut self, table: Id, cells: &[Cell<'_>]) -> Result<(), StageError> {
        self.line.clear();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.line.push(',');
            }
            match cell {
                Cell::Null => {}
                Cell::Text(text) => field::text(&mut self.line, text, self.guard),
                Cell::Integer(number) => {
                    let _ = write!(self.line, "{number}");
                }
                Cell::Real(number) => {
                    let _ = write!(self.line, "{number}");
                }
            }
        }
        self.line.push_str("\r\n");
        self.files[table as usize].write(self.line.as_bytes())
    }
}

#[async_trait]
impl Report for Writer {
    fn outputs(&self) -> Vec<String> {
        TABLES.iter().map(|table| format!("{}/{}.csv", self.options.folder, table.name)).collect()
    }

    async fn begin(&mut self, outputs: &dyn Outputs) -> Result<(), StageError> {
        self.index.begin(outputs)?;
        self.sheets.guard = self.options.guard_formulas;
        for (name, table) in self.outputs().iter().zip(TABLES) {
            let mut file = outputs.create(name)?;
            if self.options.byte_order_mark {
                file.write("\u{feff}".as_bytes())?;
            }
            let header: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
            file.write(header.join(",").as_bytes())?;
            file.write(b"\r\n")?;
            self.sheets.files.push(file);
        }
        Ok(())
    }

    async fn document(&mut self, index: usize, document: &Document) -> Result<(), StageError> {
        self.index.add(index, document)?;
        rapporteur_tables::document(index, document, &mut self.sheets)
    }

    async fn finish(&mut self, archive: &dyn Archive, _: &dyn Outputs) -> Result<(), StageError> {
        let shared = self.index.finish()?;
        for number in 0..shared.stories() {
            rapporteur_tables::story(&shared.tell(number, archive).await?, &mut self.sheets)?;
        }
        for (stage, held) in archive.held() {
            rapporteur_tables::held(stage, held, &mut self.sheets)?;
        }
        for file in self.sheets.files.drain(..) {
            file.close()?;
        }
        Ok(())
    }
}
