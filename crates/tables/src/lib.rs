//! The record and the report as tables: which there are, their columns, and their rows. What `csv`
//! and `sqlite` write. Not a stage.
//!
//! Each table is defined once, in [`TABLES`]; [`document`] and [`story`] give the rows. Every row
//! that stands for words of a document has their bytes in its text and in its source. It decides
//! nothing and writes nothing: rows go to a [`Sink`].
//!
//! Start reading at [`TABLES`].

mod rows;

use std::borrow::Cow;

use rapporteur_stage::StageError;

pub use rows::{document, held, story};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Not known, or not said.
    Null,
    /// Words, a name, an id.
    Text(Cow<'a, str>),
    /// A count, an offset, a truth value as 0 or 1.
    Integer(i64),
    /// A number that was read in a text.
    Real(f64),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        (number as u64).into()
    }
}

impl From<bool> for Cell<'_> {
    fn from(is: bool) -> Self {
        Self::Integer(i64::from(is))
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// [`Cell::Text`].
    Text,
    /// [`Cell::Integer`].
    Integer,
    /// [`Cell::Real`].
    Real,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name, the same in every format.
    pub name: &'static str,
    /// What it holds.
    pub kind: Type,
    /// It is never [`Cell::Null`].
    pub required: bool,
    /// The table whose first column it refers to.
    pub refers_to: Option<Id>,
    /// What it says, for people.
    pub about: &'static str,
}

impl Column {
    const fn new(name: &'static str, kind: Type, about: &'static str) -> Self {
        Self { name, kind, required: false, refers_to: None, about }
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn to(mut self, table: Id) -> Self {
        self.refers_to = Some(table);
        self
    }
}

const fn text(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Type::Text, about)
}

const fn integer(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Type::Integer, about)
}

const fn real(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Type::Real, about)
}

const DOCUMENT: Column = text("document", "the record's id").required().to(Id::Documents);
const STORY: Column = text("story", "the story's id").required().to(Id::Stories);
const CLAIM: Column = text("claim", "the claim's id").required().to(Id::Claims);
const START: Column = integer("start_byte", "first byte in the record's text").required();
const END: Column = integer("end_byte", "byte after the last").required();
const SOURCE_START: Column = integer("source_start", "first byte in the source file");
const SOURCE_END: Column = integer("source_end", "byte after the last in the source file");
const WORDS: Column = text("words", "the exact words").required();
const RULE: Column = text("rule", "what found it").required();

/// Whether the first column alone tells rows apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// It does.
    First,
    /// It does not.
    None,
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Which it is: its place in [`TABLES`].
    pub id: Id,
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Whether its first column is a key.
    pub key: Key,
    /// Its columns.
    pub columns: &'static [Column],
}

macro_rules! tables {
    ($($id:ident $name:literal, $about:literal, $key:ident: [$($column:expr),+ $(,)?];)+) => {
        /// Names of the tables, in the order in which they are filled.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Id { $(#[doc = $about] $id),+ }

        /// Every table. A table refers only to itself and to those before it.
        pub const TABLES: &[Table] = &[
            $(Table { id: Id::$id, name: $name, about: $about, key: Key::$key, columns: &[$($column),+] }),+
        ];
    };
}

tables! {
    Documents "documents", "an article or transcript", First: [
        text("id", "stable name, from the source's SHA-256 and its place").required(),
        integer("position", "place in the order of ingest, from 1").required(),
        text("uri", "where it was read from").required(),
        text("sha256", "of the source's bytes").required(),
        integer("bytes", "how many").required(),
        text("media_type", "of the source").required(),
        text("encoding", "that the bytes were decoded from").required(),
        text("kind", "article or debate"),
        text("title", "headline"),
        text("published", "date or time stamp"),
        text("modified", "date or time stamp"),
        text("byline", "who wrote it, separated by semicolons"),
        text("publisher", "outlet or house"),
        text("url", "canonical address"),
        text("section", "of the outlet"),
        text("agencies", "credited for its words, separated by semicolons"),
        text("language", "BCP 47"),
    ];
    Blocks "blocks", "a part of a document with its role", First: [
        text("id", "document and number").required(), DOCUMENT, START, END, SOURCE_START, SOURCE_END, WORDS,
        text("role", "what it is for its reader").required(),
        integer("is_content", "1 where extractors read it").required(), RULE,
    ];
    Turns "turns", "a speech in a debate", First: [
        text("id", "document and number").required(), DOCUMENT, START, END, SOURCE_START, SOURCE_END, WORDS,
        text("speaker", "who speaks, where the transcript says it"),
        text("role", "questioner, minister, …"),
        integer("is_question", "1 for a question").required(),
        text("number", "of the question on the order paper"),
        text("uin", "unique identifying number of the question"), RULE,
    ];
    Entities "entities", "somebody or something that a document speaks of", First: [
        text("id", "document and number").required(), DOCUMENT,
        text("type", "person, organization, place, group").required(),
        text("name", "the fullest in the document; none where it gives none"),
        text("aliases", "other names in the document, separated by semicolons"),
        text("roles", "offices, separated by semicolons"),
        text("refs", "codes in known lists, such as iso3166=SY"),
        text("description", "of what has no name the words that say most of it"),
    ];
    Locations "locations", "where an entity that is a place lies", First: [
        text("entity", "the place").required().to(Id::Entities), DOCUMENT,
        text("name", "the place's name in the document").required(),
        integer("geonames", "identifier in GeoNames of the one that is meant, where the document decides"),
        text("site", "its name there"),
        text("country", "ISO 3166-1 alpha-2 code"),
        text("division", "first-order division"),
        real("latitude", "degrees north, WGS 84"),
        real("longitude", "degrees east, WGS 84"),
        text("others", "other places of the name, separated by semicolons"), RULE,
    ];
    Mentions "mentions", "a place where an entity is spoken of", First: [
        text("id", "document and number").required(), DOCUMENT, START, END, SOURCE_START, SOURCE_END, WORDS,
        text("type", "person, organization, place, group").required(),
        text("form", "name, nominal, pronoun").required(),
        text("entity", "whom it stands for").to(Id::Entities), RULE,
    ];
    Times "times", "a time expression", First: [
        text("id", "document and number").required(), DOCUMENT, START, END, SOURCE_START, SOURCE_END, WORDS,
        text("type", "TIMEX3 type").required(),
        text("value", "TIMEX3 value").required(),
        text("modifier", "TIMEX3 modifier"),
        text("anchor_from", "what a relative time was counted from"),
        text("anchor_value", "its TIMEX3 value"),
        text("alternatives", "other values that the text allows, separated by semicolons"), RULE,
    ];
    Figures "figures", "a number that counts something", First: [
        text("id", "document and number").required(), DOCUMENT, START, END, SOURCE_START, SOURCE_END, WORDS,
        real("value", "the number, or the lower end of a range").required(),
        real("high", "the upper end of a range"),
        text("qualifier", "exactly, at_least, about, …").required(),
        text("unit", "percent, USD, km, …"),
        text("counted", "what is counted"),
        text("state", "what became of them: killed, wounded, …"),
        text("time", "TIMEX3 value of the time that it goes with"),
        text("place", "where"),
        text("reported_by", "who says so"), RULE,
    ];
    Quotes "quotes", "a quotation", First: [
        text("id", "document and number").required(), DOCUMENT, START, END, SOURCE_START, SOURCE_END, WORDS,
        text("form", "direct, indirect, mixed").required(),
        text("status", "said, denied, alleged, …").required(),
        text("speaker", "who says it, where the text says it"),
        text("speaker_entity", "the same as an entity").to(Id::Entities),
        text("cue", "dictionary form of the word that attributes it"),
        text("part_of", "the first piece of the same utterance").to(Id::Quotes),
        text("role_guess", "a guess at an unknown speaker's role"), RULE,
    ];
    Events "events", "who did what to whom", First: [
        text("id", "document and number").required(), DOCUMENT, START, END, SOURCE_START, SOURCE_END, WORDS,
        text("type", "PLOVER type").required(),
        text("mode", "PLOVER mode"),
        text("cameo", "CAMEO root"),
        text("actors", "those who did it, separated by semicolons"),
        text("recipients", "those to whom it was done, separated by semicolons"),
        text("place", "where"),
        text("time", "TIMEX3 value"),
        text("status", "asserted, negated, alleged, planned, …").required(),
        text("reported_by", "who says so"), RULE,
    ];
    Stories "stories", "documents that tell of the same", First: [
        text("id", "s1, s2, …").required(),
        text("title", "of its lead document").required(),
        text("first_published", "the earliest day of publication"),
        text("last_published", "the latest"),
        integer("documents", "how many it has").required(),
        integer("origins", "how many of them are independent").required(),
        integer("not_compared", "documents that were too many to be compared").required(),
    ];
    StoryDocuments "story_documents", "a document of a story", None: [
        STORY, DOCUMENT,
        integer("origin", "documents of one number are not independent of each other"),
    ];
    Copies "copies", "a document that prints another's text", None: [
        STORY,
        text("lead", "the document that it is compared with").required().to(Id::Documents),
        text("lead_reason", "why that one: agency, earliest, fullest, first").required(),
        text("agencies", "credited for the text, separated by semicolons"),
        DOCUMENT,
        text("kind", "what became of the text: copy, cut, extension, edit").required(),
        integer("shared_sentences", "that both have").required(),
        integer("sentences", "that it has").required(),
        integer("edited", "sentences that the lead has in slightly other words").required(),
        integer("lacks", "sentences of the lead that it leaves out").required(),
        integer("is_exact", "1 where the text is the same to the word").required(),
    ];
    Claims "claims", "a statement, with everybody who makes it", First: [
        text("id", "s1c1, s1c2, …").required(), STORY,
        text("kind", "quote, figure, event").required(),
        text("about", "what it is about, in a few words").required(),
        text("state", "corroborated, single, differing, contradicted").required(),
        integer("origins", "how many independent ones make it").required(),
        integer("places", "how often it stands in the story's documents").required(),
    ];
    ClaimSupport "claim_support", "a place where a claim stands", None: [
        CLAIM,
        integer("number", "its place in the claim, from 1").required(), DOCUMENT, START, END, WORDS,
        text("form", "of a quotation"),
        text("cue", "of reported speech the words that report it"),
        text("speaker", "who says it there"),
        text("context", "the sentence around it"),
        integer("origin", "documents of one number are not independent of each other").required(),
    ];
    ClaimDifferences "claim_differences", "a place that has one of several ways of making a claim", None: [
        CLAIM,
        text("kind", "what differs: number, wording, …").required(),
        integer("variant", "which way, from 1").required(),
        text("value", "the way").required(),
        text("otherwise", "of words laid side by side those that differ, separated by semicolons"),
        integer("number", "the place in claim_support").required(),
    ];
    Moments "moments", "a dated sentence of a story", None: [
        STORY,
        text("date", "TIMEX3 value").required(),
        text("first", "first day that it may mean; absent where the year is open"),
        text("last", "last day that it may mean"),
        text("narrowed", "for an open year, the rule by which the story says which"),
        DOCUMENT, START, END, WORDS,
        integer("origin", "documents of one number are not independent of each other").required(),
    ];
    NamedSpeeches "named_speeches", "a speech without a name, whose speaker another copy names", None: [
        STORY, DOCUMENT, START, END,
        text("role", "that was guessed there"),
        text("speaker", "as the other copy names them").required(),
        text("party", "as the other copy has it"),
        text("constituency", "seat"),
        text("office", "held"),
        text("named_in", "the copy with names").required().to(Id::Documents),
        integer("named_start", "first byte of the speech there").required(),
        integer("named_end", "byte after the last").required(),
        integer("shared_words", "that stand there too").required(),
        integer("words", "of the speech").required(),
    ];
    People "people", "somebody whom a story speaks of or quotes", None: [
        STORY,
        text("name", "the fullest").required(),
        text("aliases", "other spellings and shorter forms, separated by semicolons"),
        text("roles", "offices, separated by semicolons"),
        integer("documents", "that speak of this name").required(),
        integer("quotes", "that they have of it").required(),
        text("one_because", "why the names of several documents are one person's, separated by semicolons"),
        text("apart_from", "namesakes, and why they are others, separated by semicolons"),
    ];
    Quarantine "quarantine", "something that could not be read", None: [
        text("uri", "where it is").required(),
        text("sha256", "of its bytes"),
        integer("bytes", "how many").required(),
        text("stage", "that held it back").required(),
        text("reason", "why").required(),
    ];
}

impl Id {
    /// The table.
    pub fn table(self) -> &'static Table {
        &TABLES[self as usize]
    }
}

/// Takes rows, in order.
pub trait Sink {
    /// Takes one row; a cell for each column.
    fn row(&mut self, table: Id, cells: &[Cell<'_>]) -> Result<(), StageError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_well_formed() {
        for (at, table) in TABLES.iter().enumerate() {
            assert_eq!(table.id as usize, at);
            let mut names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), table.columns.len(), "{}: a name twice", table.name);
            for column in table.columns {
                if let Some(other) = column.refers_to {
                    assert!(other as usize <= at, "{} refers to a later table", table.name);
                    assert_eq!(other.table().key, Key::First);
                }
            }
        }
    }
}
