//! From pieces of text on a page to its lines in the order in which they are read.
//!
//! A page is cut from top to bottom into bands that no piece of text crosses. Bands that leave the
//! same gutters free are columns, if what stands beside the gutters is running text: a table's
//! cells have gutters too, but are read line by line.

use crate::content::{CELL, Chunk};
use crate::font::Face;
use crate::reading::{in_order, leads_left, mostly_left};

/// A gutter is at least so wide, in the size of the type.
const GUTTER: f64 = 0.9;

/// Running text beside a gutter has so many lines, …
const COLUMN_LINES: usize = 4;

/// … of so many characters, in the middle.
const COLUMN_CHARACTERS: usize = 18;

/// Columns inside columns.
const DEEPEST: usize = 3;

/// A line of text as it stands on the page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its text; several where it has gaps as wide as between the cells of a table.
    pub(crate) cells: Vec<String>,
    pub(crate) x0: f64,
    pub(crate) x1: f64,
    pub(crate) y: f64,
    pub(crate) size: f64,
    pub(crate) face: Face,
    /// The column that it stands in.
    pub(crate) column: Column,
}

/// The place of a column: columns of a page have different numbers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Column {
    pub(crate) number: usize,
    pub(crate) x0: f64,
    pub(crate) x1: f64,
}

impl Line {
    pub(crate) fn text(&self) -> String {
        self.cells.join(" ")
    }
}

/// Gutters between columns that were found so far: a few lines beside one are columns too.
pub(crate) type Gutters = Vec<(f64, f64)>;

/// The lines of a page, in order.
pub(crate) fn lines(chunks: Vec<Chunk>, known: &mut Gutters) -> Vec<Line> {
    let mut out = Vec::new();
    let mut columns = 0;
    let (turned, level): (Vec<Chunk>, Vec<Chunk>) = chunks.into_iter().partition(|chunk| chunk.is_turned);
    cut(without_doubles(level), 0, known, &mut columns, &mut out);
    for chunk in turned {
        columns += 1;
        let column = Column { number: columns, x0: chunk.x0, x1: chunk.x1 };
        out.push(line(vec![chunk], column));
    }
    out
}

/// Bold type is sometimes made by drawing text twice.
fn without_doubles(mut chunks: Vec<Chunk>) -> Vec<Chunk> {
    chunks.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut kept: Vec<Chunk> = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        let is_double = kept.iter().rev().take(4).any(|other| {
            let near = 0.15 * chunk.size;
            other.text == chunk.text && (other.x0 - chunk.x0).abs() < near && (other.y - chunk.y).abs() < near
        });
        if !is_double {
            kept.push(chunk);
        }
    }
    kept
}

/// Bands of chunks, which are sorted by their lines: where each ends.
fn bands(chunks: &[Chunk]) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut bottom = f64::MIN;
    for (at, chunk) in chunks.iter().enumerate() {
        // The middle of the letters: what reaches above and below may touch other lines.
        let top = chunk.y - 0.45 * chunk.size;
        if at > 0 && top > bottom {
            ends.push(at);
        }
        bottom = bottom.max(chunk.y);
    }
    ends.push(chunks.len());
    ends
}

/// What is free between `x0` and `x1` beside these chunks, at least `least` wide.
fn free(chunks: &[Chunk], (x0, x1): (f64, f64), least: f64) -> Vec<(f64, f64)> {
    let mut taken: Vec<(f64, f64)> = chunks.iter().map(|chunk| (chunk.x0, chunk.x1)).collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = Vec::new();
    let mut at = x0;
    for (from, to) in taken {
        if from - at >= least {
            free.push((at, from));
        }
        at = at.max(to);
    }
    if x1 - at >= least {
        free.push((at, x1));
    }
    free
}

fn common(a: &[(f64, f64)], b: &[(f64, f64)], least: f64) -> Vec<(f64, f64)> {
    let mut common = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (from, to) = (a[i].0.max(b[j].0), a[i].1.min(b[j].1));
        if to - from >= least {
            common.push((from, to));
        }
        if a[i].1 < b[j].1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}

/// Cuts chunks, sorted by their lines, into columns where there are some, and into lines.
fn cut(chunks: Vec<Chunk>, depth: usize, known: &mut Gutters, columns: &mut usize, out: &mut Vec<Line>) {
    if chunks.is_empty() {
        return;
    }
    let size = middle(chunks.iter().map(|chunk| chunk.size));
    let least = GUTTER * size;
    let x0 = chunks.iter().map(|chunk| chunk.x0).fold(f64::MAX, f64::min);
    let x1 = chunks.iter().map(|chunk| chunk.x1).fold(f64::MIN, f64::max);
    // Bands that leave gutters free together: where each run ends, and its gutters.
    let mut runs: Vec<(usize, Vec<(f64, f64)>)> = Vec::new();
    if depth < DEEPEST {
        let (mut start, mut from) = (0, 0);
        let mut gutters = vec![(x0, x1)];
        // The left and the right end of the run's text: a gutter has text on either side.
        let mut ends = (f64::MAX, f64::MIN);
        for end in bands(&chunks) {
            let band = &chunks[from..end];
            let here = free(band, (x0, x1), least);
            let own = band.iter().fold((f64::MAX, f64::MIN), |(a, b), c| (a.min(c.x0), b.max(c.x1)));
            let all = (ends.0.min(own.0), ends.1.max(own.1));
            let both = common(&gutters, &here, least);
            if start == from || both.iter().any(|&(left, right)| all.0 < left + 0.01 && right - 0.01 < all.1)
            {
                (gutters, ends) = (both, all);
            } else {
                runs.push((from, gutters));
                start = from;
                (gutters, ends) = (here, own);
            }
            from = end;
        }
        runs.push((chunks.len(), gutters));
    }
    let mut plain: Vec<Chunk> = Vec::new();
    let mut rest = chunks;
    let mut done = 0;
    let count = runs.len();
    for (at, (end, gutters)) in runs.into_iter().enumerate() {
        let after = rest.split_off(end - done);
        let mut run = std::mem::replace(&mut rest, after);
        done = end;
        let below = if at + 1 < count { run.split_off(balanced(&run, &gutters)) } else { Vec::new() };
        match columns_of(&run, &gutters, known) {
            Some(split) => {
                flush(&mut plain, columns, out);
                for column in split {
                    cut(column, depth + 1, known, columns, out);
                }
            }
            None => plain.extend(run),
        }
        plain.extend(below);
    }
    plain.extend(rest);
    flush(&mut plain, columns, out);
}

/// Where columns end that text over the whole width follows: they are of one height then, and what
/// stands below a gap on one side of the gutters only is no column's.
fn balanced(run: &[Chunk], gutters: &[(f64, f64)]) -> usize {
    let Some(left) = gutters.iter().map(|gutter| gutter.1).max_by(f64::total_cmp) else { return run.len() };
    let Some(last) = run.iter().rposition(|chunk| chunk.x0 >= left - 0.01) else { return run.len() };
    let mut at = last + 1;
    let mut bottom = run[..at].iter().map(|chunk| chunk.y).fold(f64::MIN, f64::max);
    while let Some(chunk) = run.get(at) {
        if chunk.y - bottom > 1.6 * chunk.size {
            return at;
        }
        bottom = bottom.max(chunk.y);
        at += 1;
    }
    run.len()
}

/// The columns of a run, if it is set in columns.
fn columns_of(run: &[Chunk], gutters: &[(f64, f64)], known: &mut Gutters) -> Option<Vec<Vec<Chunk>>> {
    if gutters.len() > 32 {
        return None;
    }
    let mut split: Vec<Vec<Chunk>> = vec![Vec::new(); gutters.len() + 1];
    for chunk in run {
        let at = gutters.iter().filter(|&&(_, to)| chunk.x0 >= to - 0.01).count();
        split[at].push(chunk.clone());
    }
    split.retain(|column| !column.is_empty());
    if split.len() < 2 {
        return None;
    }
    let is_known =
        gutters.iter().any(|gutter| known.iter().any(|known| known.0 < gutter.1 && gutter.0 < known.1));
    let least = if is_known { 1 } else { COLUMN_LINES };
    let is_prose = |column: &Vec<Chunk>| {
        let ends = bands(column);
        let mut from = 0;
        let mut lengths: Vec<usize> = Vec::with_capacity(ends.len());
        for end in ends {
            lengths.push(column[from..end].iter().map(|chunk| chunk.text.chars().count()).sum());
            from = end;
        }
        lengths.sort_unstable();
        lengths.len() >= least && lengths[lengths.len() / 2] >= COLUMN_CHARACTERS
    };
    if !split.iter().all(is_prose) {
        return None;
    }
    let (x0, x1) = run.iter().fold((f64::MAX, f64::MIN), |(a, b), chunk| (a.min(chunk.x0), b.max(chunk.x1)));
    let inner = gutters.iter().filter(|gutter| x0 < gutter.0 && gutter.1 < x1);
    known.extend(inner.filter(|_| !is_known));
    known.truncate(16);
    Some(split)
}

fn flush(plain: &mut Vec<Chunk>, columns: &mut usize, out: &mut Vec<Line>) {
    let mut chunks = std::mem::take(plain);
    if chunks.is_empty() {
        return;
    }
    *columns += 1;
    let column = Column {
        number: *columns,
        x0: chunks.iter().map(|chunk| chunk.x0).fold(f64::MAX, f64::min),
        x1: chunks.iter().map(|chunk| chunk.x1).fold(f64::MIN, f64::max),
    };
    lower_initials(&mut chunks);
    let mut open: Vec<Chunk> = Vec::new();
    let (mut y, mut size) = (0.0, 0.0_f64);
    for chunk in chunks {
        if !open.is_empty() && (chunk.y - y).abs() > 0.4 * size.max(chunk.size) {
            out.push(line(std::mem::take(&mut open), column));
        }
        if open.is_empty() || chunk.size > size {
            (y, size) = (chunk.y, chunk.size);
        }
        open.push(chunk);
    }
    if !open.is_empty() {
        out.push(line(open, column));
    }
}

/// A large initial over several lines belongs to the first of them.
fn lower_initials(chunks: &mut [Chunk]) {
    let body = middle(chunks.iter().map(|chunk| chunk.size));
    for at in 0..chunks.len() {
        let initial = &chunks[at];
        if initial.size < 1.8 * body || initial.text.chars().count() > 2 {
            continue;
        }
        let (top, bottom, right, size) =
            (initial.y - 0.8 * initial.size, initial.y, initial.x1, initial.size);
        let beside = chunks[..at].iter().rev().take(8).filter(|chunk| {
            chunk.size < 0.7 * size
                && (top..bottom).contains(&chunk.y)
                && (-0.5..2.0 * body).contains(&(chunk.x0 - right))
        });
        let first = beside.min_by(|a, b| a.y.total_cmp(&b.y)).map(|first| (first.y, first.size));
        if let Some((y, size)) = first {
            (chunks[at].y, chunks[at].size) = (y, size);
        }
    }
    chunks.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
}

/// One line of these pieces.
pub(crate) fn line(mut chunks: Vec<Chunk>, column: Column) -> Line {
    chunks.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let longest = chunks.iter().max_by_key(|chunk| chunk.text.len()).expect("a line has text");
    let (y, size) = (longest.y, longest.size);
    let face = Face {
        is_bold: chunks.iter().all(|chunk| chunk.face.is_bold),
        is_slanted: chunks.iter().all(|chunk| chunk.face.is_slanted),
    };
    let mut cells: Vec<String> = Vec::new();
    let mut end = f64::MIN;
    let x0 = chunks[0].x0;
    for chunk in &chunks {
        let gap = chunk.x0 - end;
        match cells.last_mut() {
            Some(cell) if gap < CELL * size => {
                let is_apart = gap > 0.12 * size || is_note(chunk, y, size, cell);
                if is_apart && !cell.ends_with(' ') && !chunk.text.starts_with(' ') {
                    cell.push(' ');
                }
                cell.push_str(&chunk.text);
            }
            _ => cells.push(chunk.text.clone()),
        }
        end = end.max(chunk.x1);
    }
    for cell in &mut cells {
        if cell.ends_with(' ') || cell.starts_with(' ') {
            *cell = cell.trim().to_owned();
        }
    }
    if cells.iter().any(|cell| leads_left(cell)) {
        let left = mostly_left(cells.iter().map(String::as_str));
        for cell in &mut cells {
            *cell = in_order(cell, left);
        }
        if left {
            cells.reverse();
        }
    }
    Line { cells, x0, x1: end, y, size, face, column }
}

/// Whether a raised number points to a note: after a sentence or a word, not after a unit.
fn is_note(chunk: &Chunk, y: f64, size: f64, before: &str) -> bool {
    let is_raised = chunk.size < 0.8 * size && chunk.y < y - 0.15 * size;
    let word = before.rsplit(' ').next().unwrap_or_default();
    is_raised
        && chunk.text.bytes().all(|byte| byte.is_ascii_digit())
        && !word.ends_with(|c: char| c.is_ascii_digit())
        && (word.chars().count() > 3 || word.ends_with(|c: char| !c.is_alphanumeric()))
}

/// The value in the middle.
pub(crate) fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(text: &str, x0: f64, y: f64) -> Chunk {
        let x1 = x0 + text.chars().count() as f64 * 5.0;
        Chunk {
            text: text.into(),
            x0,
            x1,
            y,
            size: 10.0,
            face: Face::default(),
            is_artifact: false,
            is_turned: false,
        }
    }

    fn texts(chunks: Vec<Chunk>) -> Vec<String> {
        lines(chunks, &mut Gutters::new()).iter().map(Line::text).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other_and_tables_line_by_line() {
        let mut page = vec![chunk("A headline over both of the columns that reaches across", 100.0, 50.0)];
        for row in 0..5 {
            let y = 80.0 + 12.0 * f64::from(row);
            page.push(chunk(&format!("left {row} is a line of running text"), 50.0, y));
            page.push(chunk(&format!("right {row} is a line of running text"), 260.0, y + 2.0));
        }
        let read = texts(page.clone());
        assert!(read[0].starts_with("A headline"));
        assert!(read[1].starts_with("left 0") && read[5].starts_with("left 4"), "{read:?}");
        assert!(read[6].starts_with("right 0") && read[10].starts_with("right 4"));

        let table = (0..5).flat_map(|row| {
            let y = 80.0 + 12.0 * f64::from(row);
            [chunk(&format!("ward {row}"), 50.0, y), chunk("312", 260.0, y)]
        });
        let read = lines(table.collect(), &mut Gutters::new());
        assert_eq!(read[0].cells, ["ward 0", "312"]);
    }

    #[test]
    fn superscripts_stay_on_their_line() {
        let note = Chunk { size: 6.0, ..chunk("2", 101.0, 46.5) };
        assert_eq!(
            texts(vec![note, chunk("It ends with a note.", 0.0, 50.0), chunk("And on.", 0.0, 62.0)]),
            ["It ends with a note. 2", "And on."]
        );
    }
}
