//! PDF documents: what their pages say, in the order in which it is read, each line with its place.
//!
//! The text of a PDF stands nowhere in its bytes as text: it is drawn, packed, in pieces. So a PDF
//! is read as a container of one document, `pages.html`, that is made of it: a page of HTML with
//! its paragraphs, headings, tables, running heads and notes, in which every line says on which
//! page and where it stands (see [`layout`]). It is always made the same, so whoever has the PDF can
//! make it again, and it names the PDF's SHA-256; a record's map leads to its bytes, and `verify`
//! makes it anew and compares. [`places`] leads from bytes of it to page and rectangle.
//!
//! Nothing is guessed: a font that does not say what its codes stand for gives U+FFFD, and a file
//! with more of that than text is held back. Pictures are not read; a scan is held back, saying so.
//!
//! Start reading at [`Pdf`]; the way is `guard` (is it a bomb), `content` (what the pages draw, with
//! `font`, `cmap` and `encoding`), `columns` (with `reading` for what runs from right to left),
//! `paragraphs`, `layout`.

mod cmap;
mod columns;
mod content;
mod encoding;
mod filter;
mod font;
mod guard;
mod layout;
mod paragraphs;
mod places;
mod reading;
#[cfg(test)]
mod tests;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf as File};
use rapporteur_container::{Format, Found, Look, Member, Members, Origin, Single, Unfit, facts, read_all};
use rapporteur_document::Meta;
use sha2::{Digest, Sha256};

use crate::content::{Budget, Drawn, Fonts};
use crate::layout::About;

pub use crate::places::{Place, places};

/// Name and SHA-256 of the list of glyphs' names, for manifests.
pub fn lexicons() -> &'static [(&'static str, &'static str)] {
    lexicon::FILES
}

/// Pages that a document may have.
const MOST_PAGES: usize = 20_000;

/// What is made of a PDF, in its URI.
const NAME: &str = "pages.html";

/// One character in so many may be unknown.
const KNOWN_FOR_EACH_UNKNOWN: u64 = 5;

/// The reader of PDF documents.
#[derive(Debug, Clone, Copy)]
pub struct Pdf;

impl Format for Pdf {
    fn name(&self) -> &'static str {
        "a PDF document"
    }

    fn fits(&self, look: Look<'_>) -> bool {
        // Some writers put a line or two before it.
        memchr::memmem::find(&look.head[..look.head.len().min(1024)], b"%PDF-")
            .is_some_and(|at| at == 0 || look.ends(&[".pdf"]))
    }

    fn open(&self, origin: Arc<dyn Origin>, max_bytes: u64) -> Result<Box<dyn Members>, String> {
        let bytes = read_all(origin.as_ref(), max_bytes)?;
        let found = match member(bytes.clone(), max_bytes) {
            Ok(member) => Found::Member(Box::new(member)),
            Err(reason) => Found::Unfit(Unfit { name: String::new(), bytes, reason }),
        };
        Ok(Box::new(Single(Some(found))))
    }
}

/// What a PDF says, laid out; or why it says nothing.
pub fn member(bytes: Vec<u8>, max_bytes: u64) -> Result<Member, String> {
    if let Some(objection) = guard::objection(&bytes) {
        return Err(format!("a PDF document that is not opened: {objection}"));
    }
    let sha256 = hexadecimal(&Sha256::digest(&bytes));
    // What a library does not expect of a broken file costs this file alone.
    catch_unwind(AssertUnwindSafe(|| read(bytes, sha256, max_bytes)))
        .unwrap_or_else(|_| Err("a PDF document that is broken: its reader gave up".into()))
}

fn read(bytes: Vec<u8>, sha256: String, max_bytes: u64) -> Result<Member, String> {
    let says_locked = memchr::memmem::find(&bytes, b"/Encrypt").is_some();
    let file = File::new(bytes).map_err(|error| reason(error, says_locked).to_owned())?;
    let pages = file.pages();
    if pages.is_empty() {
        return Err("a PDF document without pages".into());
    }
    if pages.len() > MOST_PAGES {
        return Err(format!(
            "a PDF document of {} pages, more than the {MOST_PAGES} that are read",
            pages.len()
        ));
    }
    let mut budget = Budget::of(usize::try_from(max_bytes / 4).unwrap_or(usize::MAX));
    let mut fonts = Fonts::default();
    let drawn: Vec<Drawn> = pages.iter().map(|page| content::draw(page, &mut fonts, &mut budget)).collect();
    if budget.is_spent() {
        return Err("a PDF document that draws more than a document can have".into());
    }
    let Budget { characters, unknown, .. } = budget;
    let pictures: usize = drawn.iter().map(|page| page.pictures).sum();
    if characters == 0 {
        let pages = counted(drawn.len(), "page");
        return Err(if pictures > 0 {
            format!(
                "a PDF document without text: {pages} with {}, as a scan has; a program for text \
                 recognition (OCR) can give it a text",
                counted(pictures, "picture")
            )
        } else {
            format!("a PDF document without text: {pages}, and nothing written on them")
        });
    }
    if unknown * KNOWN_FOR_EACH_UNKNOWN > characters {
        return Err(format!(
            "a PDF document whose fonts do not say what its letters are: {unknown} of {characters} are unknown"
        ));
    }
    let mut notes = Vec::new();
    if unknown > 0 {
        notes.push(format!(
            "{unknown} of {characters} characters are unknown, since their fonts do not say what they are: U+FFFD"
        ));
    }
    let silent = drawn.iter().enumerate().filter(|(_, page)| page.chunks.is_empty() && page.pictures > 0);
    let silent: Vec<String> = silent.map(|(at, _)| (at + 1).to_string()).collect();
    if !silent.is_empty() {
        let some = silent.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
        let more = if silent.len() > 12 { " and others" } else { "" };
        notes.push(format!(
            "no text on {}, which have pictures: pages {some}{more}",
            counted(silent.len(), "page")
        ));
    }
    let made_from = sha256.clone();
    let mut about = About { sha256, pages: drawn.len(), ..About::default() };
    describe(&file, &drawn, &mut about);
    let parts = paragraphs::parts(drawn);
    let lines = parts.iter().flat_map(|part| &part.lines);
    let turned =
        lines.filter(|placed| placed.line.cells.iter().any(|cell| reading::leads_left(cell))).count();
    if turned > 0 {
        notes.push(format!(
            "{} from right to left: a PDF has letters in the order of the page, and that of reading is inferred",
            if turned == 1 { "1 line runs".to_owned() } else { format!("{turned} lines run") }
        ));
    }
    let html = layout::html(&about, &parts);
    if html.len() as u64 > max_bytes {
        return Err(format!("a PDF document with more text than max_bytes = {max_bytes}"));
    }
    let meta = Meta {
        title: about.title.as_deref().and_then(|title| facts::fact(title, "pdf-title")),
        ..Meta::default()
    };
    Ok(Member {
        name: NAME.into(),
        bytes: html.into_bytes(),
        media_type: "text/html",
        encoding: "utf-8".into(),
        made_from,
        meta,
        notes,
        ..Member::default()
    })
}

fn reason(error: LoadPdfError, says_locked: bool) -> &'static str {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "a PDF document that is locked with a password"
        }
        LoadPdfError::Decryption(_) => "a PDF document that is encrypted in a way that can't be undone",
        LoadPdfError::Invalid if says_locked => {
            "a PDF document that is broken, or encrypted in a way that can't be undone: no pages can be found in it"
        }
        LoadPdfError::Invalid => "a PDF document that is broken: no pages can be found in it",
    }
}

/// Takes down what the file says of itself. Its dates are those of the file, its author whoever sat
/// at the machine: neither is a fact about the text, so they only stand in the layout.
fn describe(file: &File, pages: &[Drawn], about: &mut About) {
    let known = file.metadata();
    let texts = [
        ("title", &known.title),
        ("author", &known.author),
        ("subject", &known.subject),
        ("creator", &known.creator),
        ("producer", &known.producer),
    ];
    for (name, value) in texts {
        if let Some(value) = value.as_deref().and_then(|value| facts::one_line(&text_string(value))) {
            if name == "title" && is_said(&value, pages) {
                about.title = Some(value.clone());
            }
            about.facts.push((name, value.chars().take(500).collect()));
        }
    }
    if let Some(date) = &known.creation_date {
        about.facts.push(("created", format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)));
    }
}

/// Whether the first page says so too: what stands in the file is often the name of a draft.
fn is_said(title: &str, pages: &[Drawn]) -> bool {
    let squeezed = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let title = squeezed(title);
    let first =
        pages.first().map(|page| page.chunks.iter().map(|chunk| squeezed(&chunk.text)).collect::<String>());
    title.len() > 3 && first.is_some_and(|first| first.contains(&title))
}

/// A text string of a PDF: UTF-16 or UTF-8 with a mark, or the encoding of PDF, which is Latin-1 but for
/// a few signs.
fn text_string(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(b"\xFE\xFF") {
        let units = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).filter_map(Result::ok).collect();
    }
    match std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
