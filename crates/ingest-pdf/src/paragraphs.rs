//! From lines to paragraphs, headings and tables, over columns and pages; running heads and page
//! numbers told apart.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::columns::{Column, Gutters, Line, line, lines, middle};
use crate::content::{Chunk, Drawn};

/// Running heads and feet stand in this part of the page's height, above and below.
const MARGIN: f64 = 0.12;

/// Type of this many times the text's size is a heading's, and a headline's.
const HEADING: f64 = 1.13;
const HEADLINE: f64 = 1.3;

/// Type of this share of the text's size, at the foot of a page, is a note's.
const NOTE: f64 = 0.9;

/// A heading has at most so many lines.
const HEADING_LINES: usize = 4;

/// What a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Headline,
    Heading,
    Paragraph,
    Item,
    Note,
    Row,
    /// A running head or foot, a page number.
    Furniture,
}

/// A line with its page, from 1.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) page: usize,
    pub(crate) line: Line,
}

/// A part of the text.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) kind: Kind,
    pub(crate) lines: Vec<Placed>,
}

/// What pages say, in order.
pub(crate) fn parts(mut pages: Vec<Drawn>) -> Vec<Part> {
    let furniture = furniture(&mut pages);
    let mut all: Vec<Placed> = Vec::new();
    let mut bottoms: Vec<f64> = Vec::new();
    let mut gutters = Gutters::new();
    for (at, page) in pages.into_iter().enumerate() {
        bottoms.push(page.height);
        all.extend(lines(page.chunks, &mut gutters).into_iter().map(|line| Placed { page: at + 1, line }));
    }
    let style = Style::of(&all);
    let mut building = Building { style, parts: Vec::new(), open: None, waiting: Vec::new() };
    let mut furniture = furniture.into_iter().peekable();
    let mut rest = all.into_iter().peekable();
    while let Some(placed) = rest.next() {
        while let Some((_, found)) = furniture.next_if(|(of, _)| *of < placed.page) {
            building.waiting.push(found);
        }
        // A table is at least two lines that have cells.
        let is_row = placed.line.cells.len() > 1
            && (building.in_table(&placed.line)
                || rest.peek().is_some_and(|next| next.page == placed.page && next.line.cells.len() > 1));
        let foot = bottoms[placed.page - 1] * 0.6;
        building.add(placed, is_row, foot);
    }
    building.waiting.extend(furniture.map(|(_, found)| found));
    building.close();
    building.parts
}

/// Takes running heads, feet and page numbers out of pages: each with its page, in order.
fn furniture(pages: &mut [Drawn]) -> Vec<(usize, Part)> {
    let count = pages.len();
    // What the lines in the margins say, numbers aside, and on how many pages.
    let mut met: BTreeMap<(bool, String), usize> = BTreeMap::new();
    let mut margins: Vec<Vec<(Vec<usize>, bool, String)>> = Vec::with_capacity(count);
    for page in pages.iter() {
        let found = margin_lines(page);
        for (_, is_top, text) in &found {
            *met.entry((*is_top, text.clone())).or_default() += 1;
        }
        margins.push(found);
    }
    let least = if count < 4 { 2 } else { 3 };
    let mut out = Vec::new();
    for (at, (page, margin)) in pages.iter_mut().zip(margins).enumerate() {
        let mut taken: Vec<bool> = page.chunks.iter().map(|chunk| chunk.is_artifact).collect();
        for (chunks, is_top, text) in margin {
            let repeats = met.get(&(is_top, text.clone())).is_some_and(|&times| times >= least);
            if repeats || is_page_number(&text) {
                for chunk in chunks {
                    taken[chunk] = true;
                }
            }
        }
        let mut kept = Vec::with_capacity(page.chunks.len());
        let mut furniture = Vec::new();
        for (chunk, taken) in std::mem::take(&mut page.chunks).into_iter().zip(taken) {
            if taken { furniture.push(chunk) } else { kept.push(chunk) }
        }
        page.chunks = kept;
        for line in simple_lines(furniture) {
            out.push((at + 1, Part { kind: Kind::Furniture, lines: vec![Placed { page: at + 1, line }] }));
        }
    }
    out
}

/// The outermost lines of a page's margins: their chunks, whether they are at the top, and what
/// they say with `#` for numbers.
fn margin_lines(page: &Drawn) -> Vec<(Vec<usize>, bool, String)> {
    let mut order: Vec<usize> = (0..page.chunks.len()).filter(|&at| !page.chunks[at].is_turned).collect();
    order.sort_by(|&a, &b| page.chunks[a].y.total_cmp(&page.chunks[b].y));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in order {
        let chunk = &page.chunks[at];
        match rows.last_mut() {
            Some(row) if chunk.y - page.chunks[row[0]].y < 0.4 * chunk.size => row.push(at),
            _ => rows.push(vec![at]),
        }
    }
    let is_top = |row: &Vec<usize>| page.chunks[row[0]].y < MARGIN * page.height;
    let is_bottom = |row: &Vec<usize>| page.chunks[row[0]].y > (1.0 - MARGIN) * page.height;
    let top = rows.iter().take(3).filter(|row| is_top(row)).map(|row| (row, true));
    let bottom = rows.iter().rev().take(3).filter(|row| is_bottom(row)).map(|row| (row, false));
    let said = |row: &Vec<usize>| {
        let mut row = row.clone();
        row.sort_by(|&a, &b| page.chunks[a].x0.total_cmp(&page.chunks[b].x0));
        let mut text = String::new();
        for &at in &row {
            for character in page.chunks[at].text.chars() {
                match character {
                    '0'..='9' if text.ends_with('#') => {}
                    '0'..='9' => text.push('#'),
                    c if c.is_whitespace() => {}
                    c => text.extend(c.to_lowercase()),
                }
            }
        }
        text
    };
    top.chain(bottom).map(|(row, is_top)| (row.clone(), is_top, said(row))).collect()
}

/// Whether a line of a margin is a page's number and nothing else: `#` stands for digits.
fn is_page_number(text: &str) -> bool {
    let rest = text.trim_matches(|c: char| "-–—|·•[]()/. ".contains(c));
    let is_roman = !rest.is_empty() && rest.len() <= 6 && rest.bytes().all(|byte| b"ivxl".contains(&byte));
    is_roman
        || matches!(
            rest,
            "#" | "#of#" | "#/#" | "page#" | "page#of#" | "page#/#" | "p#" | "p.#" | "pg#" | "pg.#"
        )
}

fn simple_lines(mut chunks: Vec<Chunk>) -> Vec<Line> {
    chunks.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut out = Vec::new();
    let mut open: Vec<Chunk> = Vec::new();
    for chunk in chunks {
        if open.last().is_some_and(|last| (chunk.y - last.y).abs() > 0.4 * last.size) {
            out.push(line(std::mem::take(&mut open), Column::default()));
        }
        open.push(chunk);
    }
    if !open.is_empty() {
        out.push(line(open, Column::default()));
    }
    out
}

/// What is usual in a document.
#[derive(Debug)]
struct Style {
    /// The size of the running text.
    size: f64,
    /// From line to line, in that size.
    leading: f64,
    is_bold: bool,
}

impl Style {
    fn of(lines: &[Placed]) -> Self {
        let mut sizes: FxHashMap<i64, usize> = FxHashMap::default();
        let (mut bold, mut all) = (0, 0);
        for Placed { line, .. } in lines {
            let letters: usize = line.cells.iter().map(String::len).sum();
            *sizes.entry((line.size * 4.0).round() as i64).or_default() += letters;
            bold += if line.face.is_bold { letters } else { 0 };
            all += letters;
        }
        let size = sizes
            .iter()
            .max_by_key(|&(&size, &letters)| (letters, size))
            .map_or(10.0, |(&size, _)| size as f64 / 4.0);
        let size = size.max(0.25);
        let steps = lines.windows(2).filter_map(|pair| {
            let [a, b] = pair else { return None };
            let step = (b.line.y - a.line.y) / size;
            let usual = |line: &Line| (line.size - size).abs() < 0.1 * size;
            let same = a.page == b.page && a.line.column == b.line.column && usual(&a.line) && usual(&b.line);
            (same && (0.5..3.0).contains(&step)).then_some(step)
        });
        let leading = middle(steps);
        Self { size, leading: if leading > 0.0 { leading } else { 1.2 }, is_bold: bold * 2 > all }
    }
}

struct Building {
    style: Style,
    parts: Vec<Part>,
    open: Option<Part>,
    /// What stands between the halves of a paragraph that goes on over a page: it comes after it.
    waiting: Vec<Part>,
}

impl Building {
    fn close(&mut self) {
        if let Some(mut part) = self.open.take() {
            if matches!(part.kind, Kind::Heading | Kind::Headline) && part.lines.len() > HEADING_LINES {
                part.kind = Kind::Paragraph;
            }
            self.parts.push(part);
        }
        self.parts.append(&mut self.waiting);
    }

    fn in_table(&self, line: &Line) -> bool {
        self.open.as_ref().is_some_and(|part| {
            part.kind == Kind::Row && part.lines.last().is_some_and(|last| last.line.column == line.column)
        })
    }

    fn add(&mut self, placed: Placed, is_row: bool, foot: f64) {
        let kind = if is_row { Kind::Row } else { self.kind(&placed.line, foot) };
        if kind == Kind::Note && self.open.as_ref().is_some_and(|open| open.kind == Kind::Paragraph) {
            // A paragraph may go on after the notes of its page.
            match self.waiting.last_mut() {
                Some(note) if note.kind == Kind::Note && goes_on(&self.style, note, &placed, kind) => {
                    note.lines.push(placed);
                }
                _ => self.waiting.push(Part { kind, lines: vec![placed] }),
            }
            return;
        }
        if let Some(open) = &mut self.open
            && goes_on(&self.style, open, &placed, kind)
        {
            open.lines.push(placed);
            return;
        }
        self.close();
        self.open = Some(Part { kind, lines: vec![placed] });
    }

    fn kind(&self, line: &Line, foot: f64) -> Kind {
        let Style { size, is_bold, .. } = self.style;
        let text = line.text();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if line.size >= HEADLINE * size && letters > 1 && !self.has(Kind::Headline) && self.parts.len() < 12 {
            return Kind::Headline;
        }
        let open_headline = self.open.as_ref().is_some_and(|open| {
            open.kind == Kind::Headline
                && open.lines.last().is_some_and(|last| (last.line.size - line.size).abs() < 0.05 * line.size)
        });
        if open_headline {
            return Kind::Headline;
        }
        if line.size >= HEADING * size && letters > 1 {
            return Kind::Heading;
        }
        let ends = text.ends_with(['.', ',', ';']);
        if line.face.is_bold && !is_bold && letters > 1 && !ends && text.len() < 120 {
            return Kind::Heading;
        }
        if line.size <= NOTE * size && line.y > foot {
            return Kind::Note;
        }
        if starts_item(&text) { Kind::Item } else { Kind::Paragraph }
    }

    fn has(&self, kind: Kind) -> bool {
        self.parts.iter().chain(&self.open).any(|part| part.kind == kind)
    }
}

/// Whether a line belongs to a part that is open.
fn goes_on(style: &Style, open: &Part, placed: &Placed, kind: Kind) -> bool {
    let last = open.lines.last().expect("a part has lines");
    let (before, line) = (&last.line, &placed.line);
    match (open.kind, kind) {
        (Kind::Row, Kind::Row) => return last.page == placed.page && before.column == line.column,
        (Kind::Item, Kind::Paragraph) => {}
        (a, b) if a == b && a != Kind::Item => {}
        _ => return false,
    }
    let is_heading = matches!(kind, Kind::Heading | Kind::Headline);
    if (before.size - line.size).abs() > 0.12 * before.size.max(line.size) {
        return false;
    }
    // A line in italics above the text is no part of it, while words in italics are.
    if before.face.is_slanted != line.face.is_slanted
        && open.lines.len() == 1
        && before.x1 < before.column.x1 - line.size
    {
        return false;
    }
    let text = before.text();
    let is_full = before.x1 > before.column.x1 - 0.15 * (before.column.x1 - before.column.x0).max(1.0);
    let starts_small = line.text().chars().next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
    if last.page != placed.page || before.column.number != line.column.number {
        let starts_lower = line.text().chars().next().is_some_and(char::is_lowercase);
        let breaks_off =
            !ends_sentence(&text) && (starts_lower || text.ends_with(['-', ',', '\u{AD}', '‐']) || is_full);
        return !is_heading && breaks_off && (last.page..=last.page + 1).contains(&placed.page);
    }
    let step = (line.y - before.y) / line.size.max(0.1);
    let most = style.leading.max(1.0) + if is_heading { 0.6 } else { 0.35 };
    if !(0.3..most).contains(&step) {
        return false;
    }
    if is_heading {
        return before.face.is_bold == line.face.is_bold;
    }
    let left = line.column.x0;
    let is_indented = line.x0 - before.x0 > 0.8 * line.size && line.x0 - left > 0.8 * line.size;
    // A list's items hang: their later lines stand further right than the first.
    let hangs = open.kind == Kind::Item && open.lines.len() == 1;
    if is_indented && !hangs && open.lines.len() > 1 {
        return false;
    }
    if is_indented && !hangs && (before.x0 - left).abs() < 0.5 * line.size && !starts_small {
        return false;
    }
    let width = (line.column.x1 - left).max(1.0);
    let is_short = before.x1 < line.column.x1 - 0.25 * width;
    !(is_short && ends_sentence(&text) && !starts_small)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', ':', '…'])
}

/// Whether a line starts as an item of a list does.
fn starts_item(text: &str) -> bool {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return false };
    if "•●■▪◦‣➢✔".contains(first) {
        return true;
    }
    if matches!(first, '-' | '–' | '—' | '*') {
        return characters.next() == Some(' ');
    }
    let mark = text.split(' ').next().unwrap_or_default();
    let number = mark.trim_start_matches('(').trim_end_matches(['.', ')']);
    number.len() < mark.len()
        && number.len() <= 3
        && text.len() > mark.len()
        && (number.bytes().all(|byte| byte.is_ascii_digit()) || number.len() == 1 && number.is_ascii())
        && !(number.len() == 1 && mark.ends_with('.') && number.bytes().all(|byte| byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_and_items() {
        for number in ["#", "-#-", "page#of#", "iv", "[#]"] {
            assert!(is_page_number(number), "{number}");
        }
        assert!(!is_page_number("#people") && !is_page_number("") && !is_page_number("civic"));
        for item in ["• a", "- a", "1. a", "(b) a", "12) a"] {
            assert!(starts_item(item), "{item}");
        }
        for none in ["A. Smith", "2016 was", "-5 degrees", "a", "1."] {
            assert!(!starts_item(none), "{none}");
        }
    }
}
