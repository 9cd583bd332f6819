//! A page as text with its map, cut into parts, and the elements that they stand in.
//!
//! The tree is built as far as it matters for text: tags that may be left out are put in, wrong
//! nesting is borne, and elements beyond [`DEPTH`] count as their ancestor, as in browsers.

use std::collections::HashMap;
use std::ops::Range;

use rapporteur_document::{MapBuilder, OffsetMap, Span};

use crate::facts::Head;
use crate::hints::{self, Hints};
use crate::markup::{self, Sink, StartTag};
use crate::tag::Tag;

/// Open elements at most; what is deeper belongs to the last. Browsers have 512 as well.
const DEPTH: usize = 512;

/// A table cell longer than this (bytes) is a part of its own: the table makes the page's layout.
const LONG_CELL: usize = 160;

/// An element, in the order of start tags.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    /// Index of the element around it; the first element is its own.
    pub(crate) parent: u32,
    pub(crate) tag: Tag,
    pub(crate) depth: u16,
    /// What its own attributes say it is.
    pub(crate) hints: Hints,
    /// Its parts: indices into [`Page::parts`].
    pub(crate) parts: Range<u32>,
    /// Bytes of the page's text.
    pub(crate) text: Range<u32>,
}

/// A run of text between two block-level borders.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Bytes of the text, without white space at the edges.
    pub(crate) span: Span,
    /// The innermost element around all of it.
    pub(crate) element: u32,
    /// Bytes that are not white space, …
    pub(crate) letters: u32,
    /// … of them inside links, …
    pub(crate) linked: u32,
    /// … and in bold.
    pub(crate) bold: u32,
    /// How many links start in it.
    pub(crate) links: u16,
    /// Cells of a table's row; 0 outside tables.
    pub(crate) cells: u16,
    /// It ends at `<br><br>` or starts there, so that a page without `<p>` has paragraphs.
    pub(crate) by_breaks: bool,
}

/// What was read from a page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) map: OffsetMap,
    pub(crate) elements: Vec<Element>,
    pub(crate) parts: Vec<Part>,
    pub(crate) head: Head,
}

impl Page {
    /// Reads a page.
    pub(crate) fn read(source: &str) -> Self {
        let mut builder = Builder::new(source);
        markup::read(source, &mut builder);
        builder.finish()
    }

    /// The words of a part.
    pub(crate) fn words(&self, part: &Part) -> &str {
        part.span.of(&self.text)
    }

    /// The element and those around it, from the inside.
    pub(crate) fn around(&self, element: u32) -> impl Iterator<Item = (u32, &Element)> {
        let mut next = Some(element);
        std::iter::from_fn(move || {
            let index = next?;
            let element = &self.elements[index as usize];
            next = (element.parent != index).then_some(element.parent);
            Some((index, element))
        })
    }
}

/// What has been counted of a part.
#[derive(Clone, Copy, Default)]
struct Counts {
    letters: u32,
    linked: u32,
    bold: u32,
    links: u16,
}

/// A part that is still being written.
struct Open {
    start: usize,
    element: u32,
    counts: Counts,
    /// The cells of the row.
    cells: Vec<Cell>,
    by_breaks: bool,
}

/// A cell of a row: where it starts, the element around what it has, and the counts before it.
struct Cell {
    start: usize,
    element: u32,
    before: Counts,
}

struct Builder<'s> {
    source: &'s str,
    text: String,
    map: MapBuilder,
    elements: Vec<Element>,
    parts: Vec<Part>,
    head: Head,
    /// Open elements, the root first.
    stack: Vec<u32>,
    /// Start tags that found the stack full.
    beyond: usize,
    /// How many of each are open.
    open: [u16; Tag::COUNT],
    part: Option<Open>,
    /// White space of the source that becomes one space if a word follows.
    space: Option<Range<usize>>,
    /// Line breaks since the last word.
    breaks: u32,
    /// A cell ended since the last word.
    cell: bool,
    /// The part before ended at `<br><br>`.
    after_breaks: bool,
    /// Links that have started since the last word.
    links: u16,
    /// Where the text of the open script starts.
    raw_from: usize,
    /// Labels come again and again.
    class_cache: HashMap<String, Hints>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        let root =
            Element { parent: 0, tag: Tag::Html, depth: 0, hints: Hints::NONE, parts: 0..0, text: 0..0 };
        let mut open = [0; Tag::COUNT];
        open[Tag::Html as usize] = 1;
        Self {
            source,
            text: String::with_capacity(source.len() / 8),
            map: MapBuilder::default(),
            elements: vec![root],
            parts: Vec::new(),
            head: Head::default(),
            stack: vec![0],
            beyond: 0,
            open,
            part: None,
            space: None,
            breaks: 0,
            cell: false,
            after_breaks: false,
            links: 0,
            raw_from: 0,
            class_cache: HashMap::new(),
        }
    }

    fn finish(mut self) -> Page {
        while self.stack.len() > 1 {
            self.pop();
        }
        self.cut();
        let root = &mut self.elements[0];
        root.parts = 0..self.parts.len() as u32;
        root.text = 0..self.text.len() as u32;
        Page {
            map: self.map.finish(),
            text: self.text,
            elements: self.elements,
            parts: self.parts,
            head: self.head,
        }
    }

    fn top(&self) -> u32 {
        *self.stack.last().expect("the root stays open")
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.open[tag as usize] > 0
    }

    fn is_silent(&self) -> bool {
        [Tag::Script, Tag::Style, Tag::Template, Tag::Title, Tag::Iframe, Tag::Noembed, Tag::Noframes]
            .into_iter()
            .any(|tag| self.is_open(tag))
    }

    fn keeps_space(&self) -> bool {
        [Tag::Pre, Tag::Listing, Tag::Xmp, Tag::Plaintext, Tag::Textarea]
            .into_iter()
            .any(|tag| self.is_open(tag))
    }

    // Elements -------------------------------------------------------------------------------

    fn push(&mut self, tag: Tag, hints: Hints) {
        if self.stack.len() >= DEPTH {
            self.beyond += 1;
            return;
        }
        let index = self.elements.len() as u32;
        let parent = self.top();
        let (part, at) = (self.next_part(), self.text.len() as u32);
        self.elements.push(Element {
            parent,
            tag,
            depth: self.stack.len() as u16,
            hints,
            parts: part..part,
            text: at..at,
        });
        self.stack.push(index);
        self.open[tag as usize] += 1;
    }

    /// Index of the part that the next word belongs to.
    fn next_part(&self) -> u32 {
        self.parts.len() as u32
    }

    fn pop(&mut self) {
        let at = self.stack.len() - 1;
        self.close(at);
    }

    /// Closes the element at this place of the stack, and leaves those inside it open.
    fn close(&mut self, at: usize) {
        let index = self.stack.remove(at);
        let parts = self.parts.len() as u32 + u32::from(self.part.is_some());
        let text = self.text.len() as u32;
        let element = &mut self.elements[index as usize];
        element.parts.end = parts;
        element.text.end = text;
        self.open[element.tag as usize] -= 1;
    }

    /// Closes everything down to the innermost open `tag`, unless something in between is beyond
    /// its reach.
    fn close_through(&mut self, tag: Tag, bounds: impl Fn(Tag) -> bool) -> bool {
        if !self.is_open(tag) {
            return false;
        }
        for at in (1..self.stack.len()).rev() {
            let found = self.elements[self.stack[at] as usize].tag;
            if found == tag {
                if self.stack[at..].iter().any(|&index| self.elements[index as usize].tag.is_block()) {
                    self.border(tag);
                }
                while self.stack.len() > at {
                    self.pop();
                }
                return true;
            }
            if bounds(found) {
                return false;
            }
        }
        false
    }

    /// The ends that a start tag implies.
    fn imply_ends(&mut self, tag: Tag) {
        use Tag::{
            A, Button, Dd, Dir, Dl, Dt, Li, Menu, Noscript, Ol, Optgroup, Option, P, Select, Table, Tbody,
            Td, Textarea, Tfoot, Th, Thead, Tr, Ul, Video,
        };
        let list = |tag: Tag| tag.bounds_scope() || matches!(tag, Ul | Ol | Menu | Dir);
        match tag {
            Li => {
                self.close_through(Li, list);
            }
            Dd | Dt => {
                let bounds = |tag: Tag| tag.bounds_scope() || matches!(tag, Dl);
                let _ = self.close_through(Dd, bounds) || self.close_through(Dt, bounds);
            }
            Option | Optgroup => {
                self.close_through(Option, Tag::bounds_scope);
            }
            Td | Th => {
                let bounds = |tag: Tag| matches!(tag, Table | Tr);
                let _ = self.close_through(Td, bounds) || self.close_through(Th, bounds);
            }
            Tr => {
                self.close_through(Tr, |tag| matches!(tag, Table));
            }
            Tbody | Thead | Tfoot => {
                let bounds = |tag: Tag| matches!(tag, Table);
                let _ = self.close_through(Tbody, bounds)
                    || self.close_through(Thead, bounds)
                    || self.close_through(Tfoot, bounds);
            }
            // A link in a link ends the first; without this one lost end tag links the rest.
            A if self.is_open(A) => self.end_inline(A),
            _ => {}
        }
        if tag.heading_level().is_some() && self.elements[self.top() as usize].tag.heading_level().is_some() {
            self.pop();
        }
        let phrasing = matches!(tag, Button | Option | Optgroup | Select | Noscript | Video | Textarea);
        if tag.is_block() && !phrasing {
            self.close_through(P, |tag| tag.bounds_scope() || tag == Button);
        }
    }

    fn end_inline(&mut self, tag: Tag) {
        for at in (1..self.stack.len()).rev() {
            let found = self.elements[self.stack[at] as usize].tag;
            if found == tag {
                self.close(at);
                return;
            }
            if found.bounds_scope() {
                return;
            }
        }
    }

    // Text -----------------------------------------------------------------------------------

    /// A border between blocks. Cells of one row stay in one part.
    fn border(&mut self, tag: Tag) {
        match tag {
            Tag::Td | Tag::Th => self.end_cell(),
            Tag::Tr | Tag::Table | Tag::Tbody | Tag::Thead | Tag::Tfoot => self.end_part(),
            _ => self.cut(),
        }
    }

    /// Ends the part at a border that is no row's: a cell that has one is laid out as a page is,
    /// and what it has so far is no part of a row.
    fn cut(&mut self) {
        if !self.cell {
            self.split_cell();
        }
        self.end_part();
    }

    /// Parts the row's last cell from those before it.
    fn split_cell(&mut self) {
        let Some(open) = self.part.as_mut().filter(|open| open.cells.len() > 1) else { return };
        let cell = open.cells.pop().expect("there are several");
        let (all, before) = (open.counts, cell.before);
        let row = Open {
            start: open.start,
            element: open.element,
            counts: before,
            cells: std::mem::take(&mut open.cells),
            by_breaks: false,
        };
        open.start = cell.start;
        open.element = cell.element;
        open.counts = Counts {
            letters: all.letters - before.letters,
            linked: all.linked - before.linked,
            bold: all.bold - before.bold,
            links: all.links - before.links,
        };
        self.add_part(&row, cell.start);
    }

    fn end_part(&mut self) {
        self.space = None;
        self.breaks = 0;
        self.cell = false;
        self.after_breaks = false;
        if let Some(open) = self.part.take() {
            self.add_part(&open, self.text.len());
        }
    }

    fn add_part(&mut self, open: &Open, end: usize) {
        let span = Span::new(open.start, end).trimmed(&self.text);
        if !span.is_empty() {
            let Counts { letters, linked, bold, links } = open.counts;
            self.parts.push(Part {
                span,
                element: open.element,
                letters,
                linked,
                bold,
                links,
                cells: open.cells.len() as u16,
                by_breaks: open.by_breaks,
            });
        }
    }

    /// A cell ends: the next goes on in the same part, unless this one is long.
    fn end_cell(&mut self) {
        self.space = None;
        self.breaks = 0;
        let Some(open) = &self.part else { return };
        let from = open.cells.last().map_or(open.start, |cell| cell.start);
        if self.text.len() - from > LONG_CELL {
            self.cut();
        } else {
            self.cell = true;
        }
    }

    /// Makes ready for a word that comes from `start` on: opens a part, writes pending space.
    fn before_word(&mut self, start: usize) {
        if self.breaks >= 2 && self.part.is_some() {
            if let Some(open) = &mut self.part {
                open.by_breaks = true;
            }
            self.cut();
            self.after_breaks = true;
        }
        // A bold line over one that is not is a heading of its own.
        if self.breaks == 1
            && !self.is_bold()
            && self.part.as_ref().is_some_and(|open| {
                let before = open.cells.last().map(|cell| cell.before).unwrap_or_default();
                open.counts.bold - before.bold == open.counts.letters - before.letters
            })
        {
            self.cut();
        }
        let top = self.top();
        if self.part.is_none() {
            if !self.text.is_empty() {
                let tag = self.elements[top as usize].tag;
                let line = if matches!(tag, Tag::Li | Tag::Tr | Tag::Td | Tag::Th | Tag::Option) {
                    "\n"
                } else {
                    "\n\n"
                };
                self.text.push_str(line);
                self.map.inserted(line.len());
            }
            let start = self.text.len();
            let mut open = Open {
                start,
                element: top,
                counts: Counts::default(),
                cells: Vec::new(),
                by_breaks: self.after_breaks,
            };
            if self.is_open(Tag::Td) || self.is_open(Tag::Th) {
                open.cells.push(Cell { start, element: top, before: Counts::default() });
            }
            self.part = Some(open);
            self.after_breaks = false;
        } else if self.cell {
            self.text.push('\t');
            self.map.inserted(1);
            let start = self.text.len();
            if let Some(open) = &mut self.part {
                open.cells.push(Cell { start, element: top, before: open.counts });
            }
        } else if self.breaks == 1 {
            self.text.push('\n');
            self.map.inserted(1);
        } else if let Some(space) = self.space.take() {
            self.text.push(' ');
            self.map.skip_to(space.start);
            if space.len() == 1 {
                self.map.copied(1);
            } else {
                self.map.replaced(1, space.len());
            }
        }
        self.space = None;
        self.breaks = 0;
        self.cell = false;
        self.map.skip_to(start.max(self.map.source_position()));
        let links = std::mem::take(&mut self.links);
        if let Some(mut open) = self.part.take() {
            open.element = self.common(open.element, top);
            if let Some(cell) = open.cells.last_mut() {
                cell.element = self.common(cell.element, top);
            }
            open.counts.links = open.counts.links.saturating_add(links);
            self.part = Some(open);
        }
    }

    fn is_bold(&self) -> bool {
        self.is_open(Tag::B) || self.is_open(Tag::Strong)
    }

    fn count(&mut self, bytes: usize) {
        let linked = self.is_open(Tag::A);
        let bold = self.is_bold();
        if let Some(Open { counts, .. }) = &mut self.part {
            let bytes = bytes as u32;
            counts.letters += bytes;
            counts.linked += if linked { bytes } else { 0 };
            counts.bold += if bold { bytes } else { 0 };
        }
    }

    /// The innermost element around both.
    fn common(&self, mut a: u32, mut b: u32) -> u32 {
        while a != b {
            let (x, y) = (&self.elements[a as usize], &self.elements[b as usize]);
            if x.depth >= y.depth {
                a = x.parent;
            }
            if y.depth >= x.depth {
                b = y.parent;
            }
        }
        a
    }

    fn word(&mut self, word: &str, start: usize) {
        self.before_word(start);
        self.text.push_str(word);
        self.map.copied(word.len());
        self.count(word.len());
    }

    fn kept(&mut self, text: &str, start: usize) {
        // Lines that are kept: only the edges of the part are trimmed.
        if self.part.is_none() && text.trim().is_empty() {
            return;
        }
        let lead =
            if self.part.is_none() { text.len() - text.trim_start_matches(['\n', '\r']).len() } else { 0 };
        let text = &text[lead..];
        self.before_word(start + lead);
        self.text.push_str(text);
        self.map.copied(text.len());
        self.count(text.trim().len());
    }

    fn hints_of(&mut self, tag: Tag, start: &StartTag) -> Hints {
        let mut hints = hints::of_tag(tag);
        for key in ["class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label"] {
            let Some(value) = start.get(key).filter(|value| !value.is_empty()) else { continue };
            // Labels are sentences; only short ones name a thing.
            if value.len() > 400 || key == "aria-label" && value.len() > 30 {
                continue;
            }
            let found = if let Some(&found) = self.class_cache.get(value) {
                found
            } else {
                let found = hints::of_names(value);
                self.class_cache.insert(value.to_owned(), found);
                found
            };
            hints = hints | found;
        }
        let hidden = start.get("hidden").is_some()
            || start.get("style").is_some_and(hints::hides)
            || start.get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
        if hidden {
            hints = hints | Hints::HIDDEN;
        }
        hints
    }
}

impl Sink for Builder<'_> {
    fn start(&mut self, start: &StartTag, end: usize) {
        let tag = start.tag();
        match tag {
            Tag::Html => {
                self.head.root(start);
                return;
            }
            Tag::Body => {
                self.cut();
                return;
            }
            Tag::Br => {
                if self.keeps_space() {
                    self.breaks = self.breaks.min(1);
                }
                self.space = None;
                self.breaks += 1;
                return;
            }
            Tag::Meta | Tag::Link => {
                self.head.declared(start);
                return;
            }
            _ => {}
        }
        self.imply_ends(tag);
        if tag.is_block() {
            if matches!(tag, Tag::Td | Tag::Th) {
                if self.part.is_some() && !self.cell {
                    // Text between cells, or a cell that was not closed.
                    self.end_cell();
                }
            } else if tag == Tag::Table {
                self.cut();
            } else {
                self.border(tag);
            }
        }
        if tag.is_void() {
            return;
        }
        if tag == Tag::A {
            self.links = self.links.saturating_add(1);
        }
        let hints = self.hints_of(tag, start);
        self.push(tag, hints);
        if tag == Tag::Script {
            self.raw_from = end;
            self.head.script(start);
        } else {
            self.head.element(start, tag, self.top());
        }
        // `<div/>` opens a div in HTML; in SVG it is empty, and nothing in there is text.
        if start.self_closing && tag == Tag::Other {
            self.close_through(Tag::Other, |_| true);
        }
    }

    fn end(&mut self, tag: Tag, span: Range<usize>) {
        match tag {
            Tag::Script => {
                let source = self.source;
                let place = self.raw_from..span.start;
                self.head.script_text(source.get(place.clone()).unwrap_or_default(), place);
            }
            // `</br>` is a line break, `</p>` without its start an empty paragraph.
            Tag::Br => {
                self.space = None;
                self.breaks += 1;
                return;
            }
            Tag::Html | Tag::Body => {
                self.cut();
                return;
            }
            _ => {}
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            if tag.is_block() {
                self.cut();
            }
            return;
        }
        if tag.is_block() {
            self.border(tag);
            if tag.is_table_part() {
                self.close_through(tag, |found| found == Tag::Table);
            } else {
                self.close_through(tag, Tag::bounds_scope);
            }
        } else if self.is_open(tag) {
            if tag.is_silent() {
                self.close_through(tag, |_| false);
            } else {
                self.end_inline(tag);
            }
        }
    }

    fn text(&mut self, text: &str, start: usize) {
        if self.is_silent() {
            if self.is_open(Tag::Title) && !self.is_open(Tag::Svg) {
                self.head.title_text(text);
            }
            return;
        }
        if self.keeps_space() {
            self.kept(text, start);
            return;
        }
        let bytes = text.as_bytes();
        let white = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0c);
        let mut at = 0;
        while at < bytes.len() {
            let word = bytes[at..].iter().position(|byte| !white(byte)).map_or(bytes.len(), |len| at + len);
            if word > at {
                if self.part.is_some() && self.space.is_none() {
                    self.space = Some(start + at..start + word);
                }
                at = word;
                continue;
            }
            let end = bytes[at..].iter().position(white).map_or(bytes.len(), |len| at + len);
            let word = &text[at..end];
            // Spaces that do not break, and marks without width, open no part.
            let lead = if self.part.is_none() {
                word.len() - word.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c)).len()
            } else {
                0
            };
            if lead < word.len() {
                self.word(&word[lead..], start + at + lead);
            }
            at = end;
        }
    }

    fn reference(&mut self, text: &str, span: Range<usize>) {
        if self.is_silent() {
            if self.is_open(Tag::Title) && !self.is_open(Tag::Svg) {
                self.head.title_text(text);
            }
            return;
        }
        let white = text.chars().all(|c| matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}'));
        if white && !self.keeps_space() {
            if self.part.is_some() && self.space.is_none() {
                self.space = Some(span);
            }
            return;
        }
        if self.part.is_none() && text.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
            return;
        }
        self.before_word(span.start);
        self.text.push_str(text);
        self.map.replaced(text.len(), span.len());
        self.count(text.len());
    }
}

/// Marks that take no room: zero-width spaces and joiners, byte order mark, soft hyphen.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}
