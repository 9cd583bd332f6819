//! Rows of a table (RFC 4180); the first one has the names of the columns.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::sync::Arc;

use rapporteur_container::{
    Format, Found, Look, Member, Members, Origin, Single, Stream, Unfit, facts, unreadable,
};
use rapporteur_document::Span;
use rapporteur_selector::csv;

use crate::fields::{Fields, facts_of, plain};

/// The rule that facts are from.
const RULE: &str = "csv-column";

/// How much is looked at for the delimiter.
const HEAD: u64 = 8 * 1024;

/// The reader of tables.
#[derive(Debug, Clone, Default)]
pub struct Csv {
    /// Which columns are what.
    pub fields: Fields,
}

impl Format for Csv {
    fn name(&self) -> &'static str {
        "a table"
    }

    fn fits(&self, look: Look<'_>) -> bool {
        look.ends(&[".csv", ".tsv", ".tab"])
    }

    fn open(&self, origin: Arc<dyn Origin>, max_bytes: u64) -> Result<Box<dyn Members>, String> {
        let error = |error: io::Error| unreadable(&error);
        let one = |bytes: Vec<u8>, reason: String| -> Box<dyn Members> {
            Box::new(Single(Some(Found::Unfit(Unfit { name: String::new(), bytes, reason }))))
        };
        let mut head = Vec::new();
        origin.open().and_then(|stream| stream.take(HEAD).read_to_end(&mut head)).map_err(error)?;
        if head.is_empty() {
            return Ok(one(Vec::new(), "empty".into()));
        }
        if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || head.contains(&0) {
            return Ok(one(Vec::new(), "a table in UTF-16; saved as CSV UTF-8 it can be read".into()));
        }
        let delimiter = csv::delimiter(&head).unwrap_or(b',');
        let from = BufReader::new(origin.open().map_err(error)?);
        let mut rows = Rows { from, delimiter, max_bytes, at: 0, is_over: false };
        let header = match rows.next() {
            None => return Ok(one(Vec::new(), "empty".into())),
            Some((_, Err(reason))) => return Ok(one(Vec::new(), reason)),
            Some((_, Ok(row))) => row,
        };
        let header = header.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&header);
        let shown: Vec<String> = csv::fields(header, rows.delimiter)
            .map(|field| csv::text(header, field).trim().to_owned())
            .collect();
        let columns: Vec<String> = shown.iter().map(|name| plain(name)).collect();
        let column = |names: &[String]| {
            names.iter().find_map(|name| columns.iter().position(|column| *column == plain(name)))
        };
        let (text, is_html) = match (column(&self.fields.text), column(&self.fields.html)) {
            (Some(text), _) => (text, false),
            (None, Some(html)) => (html, true),
            (None, None) => {
                let names: String = shown.join(", ").chars().take(200).collect();
                let reason = format!(
                    "a table in which no column is known to have a text: there are {names}; `records.text` names it"
                );
                return Ok(one(Vec::new(), reason));
            }
        };
        Ok(Box::new(Table { rows, fields: self.fields.clone(), shown, columns, text, is_html }))
    }
}

struct Table {
    rows: Rows,
    fields: Fields,
    /// Names of the columns as they stand there.
    shown: Vec<String>,
    /// And as they are compared.
    columns: Vec<String>,
    text: usize,
    is_html: bool,
}

impl Members for Table {
    fn next(&mut self) -> Option<Found> {
        let (name, row) = self.rows.next()?;
        let bytes = match row {
            Ok(bytes) => bytes,
            Err(reason) => return Some(Found::unfit(name, reason)),
        };
        let delimiter = self.rows.delimiter;
        let fields: Vec<Span> = csv::fields(&bytes, delimiter).collect();
        let text = fields.get(self.text).map(|&field| csv::decode(&bytes, field).0).unwrap_or_default();
        if text.trim_ascii().is_empty() {
            let reason = format!("no text in this row: the column {:?} is empty", self.shown[self.text]);
            return Some(Found::Unfit(Unfit { name, bytes, reason }));
        }
        let meta = facts_of(&self.fields, RULE, |name| {
            let wanted = plain(name);
            let at = self.columns.iter().position(|column| *column == wanted);
            let field = at.and_then(|at| fields.get(at));
            let text = field.map(|&field| csv::text(&bytes, field)).filter(|text| !text.trim().is_empty());
            text.into_iter().collect()
        });
        let media_type = if self.is_html { "text/html" } else { facts::media_type(&text) };
        let selector = format!("{}:{}", csv::scheme_of(delimiter), self.text);
        let is_said = |field: &Span| !csv::text(&bytes, *field).trim().is_empty();
        let notes = if fields.iter().skip(self.shown.len()).any(is_said) {
            let (has, columns) = (fields.len(), self.shown.len());
            vec![format!(
                "this row has {has} fields, the table {columns} columns: where quotation marks are missing, its text is cut"
            )]
        } else {
            Vec::new()
        };
        let member = Member { name, bytes, media_type, selector, meta, notes, ..Member::default() };
        Some(Found::Member(Box::new(member)))
    }

    fn find(&mut self, name: &str) -> Option<Vec<u8>> {
        loop {
            let (found, row) = self.rows.next()?;
            if found == name {
                return row.ok();
            }
        }
    }
}

/// Rows, numbered from 1 as a spreadsheet does, blank ones passed over.
struct Rows {
    from: BufReader<Stream>,
    delimiter: u8,
    max_bytes: u64,
    at: u64,
    is_over: bool,
}

impl Rows {
    fn next(&mut self) -> Option<(String, Result<Vec<u8>, String>)> {
        while !self.is_over {
            self.at += 1;
            let name = self.at.to_string();
            match self.row() {
                Ok(None) => self.is_over = true,
                Ok(Some(row)) if row.len() as u64 > self.max_bytes => {
                    let reason = format!(
                        "has more than max_bytes = {} bytes; is a quotation mark open?",
                        self.max_bytes
                    );
                    return Some((name, Err(reason)));
                }
                Ok(Some(row)) if row.trim_ascii().is_empty() => {}
                Ok(Some(row)) => return Some((name, Ok(row))),
                Err(error) => {
                    self.is_over = true;
                    let reason =
                        format!("{}; what follows row {} was not read", unreadable(&error), self.at - 1);
                    return Some((String::new(), Err(reason)));
                }
            }
        }
        None
    }

    /// The next row with its line end; of one that is too long, one byte more than it may have.
    fn row(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut state = csv::State::new(self.delimiter);
        let mut row = Vec::new();
        loop {
            let ahead = self.from.fill_buf()?;
            if ahead.is_empty() {
                return Ok((!row.is_empty()).then_some(row));
            }
            let mut len = 0;
            let mut is_done = false;
            for &byte in ahead {
                len += 1;
                if byte == b'\n' && !state.is_quoted() {
                    is_done = true;
                    break;
                }
                state.take(byte);
            }
            let room = (self.max_bytes + 1).saturating_sub(row.len() as u64) as usize;
            row.extend_from_slice(&ahead[..len.min(room)]);
            self.from.consume(len);
            if is_done {
                return Ok(Some(row));
            }
        }
    }
}
