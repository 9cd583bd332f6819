//! The report stage `sqlite`: the record and the report as one database, to be asked in SQL or
//! opened in Datasette.
//!
//! The tables are those of `rapporteur-tables`, with foreign keys; `search` is a full-text search
//! over all blocks, and views are named for what people ask: `who_said_what`, `figures_that_differ`.
//! Rows are written as documents come, into a file in the run's own folder, so that memory stays
//! flat. No time and no path of this machine is in it: the same documents give the same bytes.
//!
//! Start reading at [`Sqlite`]; `schema` has the statements, `views.sql` the views.

mod schema;

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;

use rapporteur_document::{Document, Layer};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Kind, Outputs, Report, Running, Stage, StageError,
    async_trait,
};
use rapporteur_stories::SharedIndex;
use rapporteur_tables::{Cell, Id, Sink, TABLES};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage `sqlite`.
pub struct Sqlite;

/// Options of `sqlite`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the file in the output folder.
    pub file: String,
    /// Adds the full-text search over all blocks, `search`; it takes about half as much again as the
    /// texts.
    pub search: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { file: "report.sqlite".into(), search: true }
    }
}

impl Stage for Sqlite {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Report,
            "sqlite",
            "1",
            "Writes one database with documents, what was found in them, stories and claims, and a search.",
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
        .example("[[report]]\nuse = \"sqlite\"\nfile = \"report.sqlite\"\n")
        .data(rapporteur_stories::LEXICONS)
    }

    fn build(options: Options, context: &BuildContext) -> Result<Running, BuildError> {
        if options.file.is_empty() {
            return Err(BuildError::option("file", "the file needs a name, such as \"report.sqlite\""));
        }
        Ok(Running::Report(Box::new(Writer { options, index: SharedIndex::of(context), database: None })))
    }
}

struct Writer {
    options: Options,
    index: SharedIndex,
    database: Option<Database>,
}

/// The database while it is filled.
struct Database {
    connection: Connection,
    /// Where it is; nowhere when it is in memory.
    path: Option<PathBuf>,
}

fn failed(error: &rusqlite::Error) -> StageError {
    StageError::Failed(format!("the database could not be written: {error}"))
}

impl Database {
    fn create(path: Option<PathBuf>) -> Result<Self, StageError> {
        let connection = match &path {
            Some(path) => Connection::open(path),
            None => Connection::open_in_memory(),
        };
        let database = Self { connection: connection.map_err(|error| failed(&error))?, path };
        // Nobody else sees the file before it is whole: no journal, no waiting for the disk.
        database.run(
            "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA auto_vacuum = NONE; \
             PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; \
             PRAGMA foreign_keys = OFF; PRAGMA user_version = 1; BEGIN",
        )?;
        for table in TABLES {
            database.run(&schema::create(table))?;
        }
        Ok(database)
    }

    fn run(&self, sql: &str) -> Result<(), StageError> {
        self.connection.execute_batch(sql).map_err(|error| failed(&error))
    }

    /// The database as it stands in its file, into `file`.
    fn write(mut self, file: &mut rapporteur_stage::OutputFile) -> Result<(), StageError> {
        let Some(path) = self.path else {
            let bytes = self.connection.serialize("main").map_err(|error| failed(&error))?;
            return file.write(&bytes);
        };
        self.connection.close().map_err(|(_, error)| failed(&error))?;
        let mut from = File::open(&path).map_err(|error| StageError::io(&path, error))?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = from.read(&mut buffer).map_err(|error| StageError::io(&path, error))?;
            if read == 0 {
                break;
            }
            file.write(&buffer[..read])?;
        }
        std::fs::remove_file(&path).map_err(|error| StageError::io(&path, error))
    }
}

/// A value as the database takes it.
struct Value<'a>(&'a Cell<'a>);

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Cell::Null => ValueRef::Null,
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Integer(number) => ValueRef::Integer(*number),
            Cell::Real(number) => ValueRef::Real(*number),
        }))
    }
}

impl Sink for Database {
    fn row(&mut self, table: Id, cells: &[Cell<'_>]) -> Result<(), StageError> {
        let insert = schema::insert(table.table());
        let done = self
            .connection
            .prepare_cached(&insert)
            .and_then(|mut statement| statement.execute(params_from_iter(cells.iter().map(Value))));
        done.map(|_| ()).map_err(|error| failed(&error))
    }
}

#[async_trait]
impl Report for Writer {
    fn outputs(&self) -> Vec<String> {
        vec![self.options.file.clone()]
    }

    async fn begin(&mut self, outputs: &dyn Outputs) -> Result<(), StageError> {
        self.index.begin(outputs)?;
        let path = outputs.scratch()?.map(|folder| folder.join(self.options.file.replace(['/', '\\'], "-")));
        if let Some(path) = &path
            && path.exists()
        {
            std::fs::remove_file(path).map_err(|error| StageError::io(path, error))?;
        }
        let database = Database::create(path)?;
        database.connection.set_prepared_statement_cache_capacity(TABLES.len());
        self.database = Some(database);
        Ok(())
    }

    async fn document(&mut self, index: usize, document: &Document) -> Result<(), StageError> {
        self.index.add(index, document)?;
        let database = self.database.as_mut().expect("a run begins with `begin`");
        rapporteur_tables::document(index, document, database)
    }

    async fn finish(&mut self, archive: &dyn Archive, outputs: &dyn Outputs) -> Result<(), StageError> {
        let mut database = self.database.take().expect("a run begins with `begin`");
        let shared = self.index.finish()?;
        for number in 0..shared.stories() {
            let story = shared.tell(number, archive).await?;
            rapporteur_tables::story(&story, &mut database)?;
        }
        for (stage, held) in archive.held() {
            rapporteur_tables::held(stage, held, &mut database)?;
        }
        database.run(&schema::indexes())?;
        if self.options.search {
            database.run(schema::SEARCH)?;
        }
        database.run(schema::VIEWS)?;
        database.run("COMMIT; VACUUM")?;
        let mut file = outputs.create(&self.options.file)?;
        database.write(&mut file)?;
        file.close()
    }
}
