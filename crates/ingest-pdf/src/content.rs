//! What the pages draw: their strings, each with its place.
//!
//! This is the part of a PDF interpreter that text needs: the graphics state, the text state, forms
//! inside pages. Places are in points from the top left corner of the page as it is shown.

use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};
use rustc_hash::FxHashMap;

use crate::filter::unpacked;
use crate::font::{Face, Font};

/// Instructions that all pages together may have.
const MOST_INSTRUCTIONS: u64 = 50_000_000;

/// How many instructions an entry of a font's table costs as much as.
const ENTRY: u64 = 4;

/// Bytes that are unpacked and looked through for all pages together.
const MOST_BYTES: usize = 512 << 20;

/// Dictionaries are read anew wherever they are named, and each of their bytes costs more than one
/// that is unpacked.
const READ: usize = 16;

/// What it costs to look up what a page draws, though it be refused in the end.
const LOOKED_UP: usize = 4 << 10;

/// Pictures are not unpacked: looking where they end costs less.
const PICTURE: usize = 16;

/// Saved states, and forms inside forms.
const MOST_SAVED: usize = 256;
const MOST_FORMS: usize = 16;

/// Forms that one page may draw.
const MOST_DRAWN: usize = 10_000;

/// From this share of the size on, a gap inside a string is a space between words. TeX sets spaces
/// of 0.22 when it must; letters are kerned by up to 0.1.
const SPACE: f64 = 0.15;

/// From this share on, what follows is another column or cell.
pub(crate) const CELL: f64 = 1.5;

/// A piece of text on one line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chunk {
    pub(crate) text: String,
    /// Left and right end.
    pub(crate) x0: f64,
    pub(crate) x1: f64,
    /// The line that letters stand on.
    pub(crate) y: f64,
    /// The height of the letters' type.
    pub(crate) size: f64,
    pub(crate) face: Face,
    /// The file says that it is a running head or foot, or another thing that is not the text's.
    pub(crate) is_artifact: bool,
    /// It doesn't run from left to right.
    pub(crate) is_turned: bool,
}

/// A page as it is drawn.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) height: f64,
    pub(crate) chunks: Vec<Chunk>,
    pub(crate) pictures: usize,
}

/// What is counted over all pages.
#[derive(Debug)]
pub(crate) struct Budget {
    pub(crate) instructions: u64,
    /// Bytes of text that may still come.
    text: usize,
    /// Bytes that may still be unpacked and looked through: one stream may be drawn many times.
    bytes: usize,
    /// Characters, and those of which no font says what they are.
    pub(crate) characters: u64,
    pub(crate) unknown: u64,
}

impl Budget {
    pub(crate) fn of(text: usize) -> Self {
        Self { instructions: MOST_INSTRUCTIONS, text, bytes: MOST_BYTES, characters: 0, unknown: 0 }
    }

    /// Whether a limit was reached, and with it the end of what is read.
    pub(crate) fn is_spent(&self) -> bool {
        self.instructions == 0 || self.text == 0 || self.bytes == 0
    }

    /// Takes down that so many bytes were looked through.
    pub(crate) fn spend(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Takes down an entry of a font's table, of which a short range can make thousands; false when there
    /// may be no more.
    pub(crate) fn entry(&mut self) -> bool {
        self.instructions = self.instructions.saturating_sub(ENTRY);
        self.instructions > 0
    }

    /// The bytes of a stream, unpacked, as [`unpacked`] gives them.
    pub(crate) fn unpack(&mut self, stream: &Stream<'_>, most: usize) -> Option<Vec<u8>> {
        if self.is_spent() {
            return None;
        }
        let out = unpacked(stream, most);
        self.spend(stream.raw_data().len() + out.as_ref().map_or(0, Vec::len));
        out
    }
}

type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `first`, then `then`.
fn product(first: Matrix, then: Matrix) -> Matrix {
    let row = |x: f64, y: f64| [x * then[0] + y * then[2], x * then[1] + y * then[3]];
    let (across, up, by) = (row(first[0], first[1]), row(first[2], first[3]), row(first[4], first[5]));
    [across[0], across[1], up[0], up[1], by[0] + then[4], by[1] + then[5]]
}

#[derive(Debug, Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Fonts, each read once.
pub(crate) type Fonts = FxHashMap<usize, Rc<Font>>;

struct Interpreter<'w> {
    drawn: Drawn,
    fonts: &'w mut Fonts,
    budget: &'w mut Budget,
    state: State,
    text_matrix: Matrix,
    line_matrix: Matrix,
    /// For each open mark, whether it is that of an artifact.
    marks: Vec<bool>,
    forms: Vec<*const u8>,
    forms_drawn: usize,
    /// The last chunk can be added to.
    is_open: bool,
    /// A space came after the last character.
    spaced: bool,
}

/// Draws a page.
pub(crate) fn draw(page: &Page<'_>, fonts: &mut Fonts, budget: &mut Budget) -> Drawn {
    let (_, height) = page.render_dimensions();
    let state = State {
        ctm: page.initial_transform(true).as_coeffs(),
        font: None,
        size: 1.0,
        spacing: 0.0,
        word_spacing: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
    };
    let mut interpreter = Interpreter {
        drawn: Drawn { height: f64::from(height), ..Drawn::default() },
        fonts,
        budget,
        state,
        text_matrix: IDENTITY,
        line_matrix: IDENTITY,
        marks: Vec::new(),
        forms: Vec::new(),
        forms_drawn: 0,
        is_open: false,
        spaced: false,
    };
    let mut content = Vec::new();
    let streams: Vec<Stream<'_>> = match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(streams)) => streams.iter::<Stream<'_>>().take(10_000).collect(),
        _ => Vec::new(),
    };
    for stream in streams {
        let left = MOST_CONTENT.saturating_sub(content.len());
        content.extend(interpreter.budget.unpack(&stream, left).unwrap_or_default());
        content.push(b'\n');
    }
    interpreter.run(&content, page.resources());
    interpreter.drawn
}

/// What a page's instructions may unpack to.
const MOST_CONTENT: usize = 64 << 20;

impl Interpreter<'_> {
    fn run(&mut self, content: &[u8], resources: &Resources<'_>) {
        let mut saved: Vec<State> = Vec::new();
        // Fonts by their names here: a page may name one as often as it has letters.
        let mut named: FxHashMap<Vec<u8>, Option<Rc<Font>>> = FxHashMap::default();
        let marks = self.marks.len();
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.budget.instructions = self.budget.instructions.saturating_sub(1);
            if self.budget.is_spent() {
                return;
            }
            match instruction {
                Op::SaveState(_) if saved.len() < MOST_SAVED => saved.push(self.state.clone()),
                Op::RestoreState(_) => {
                    if let Some(state) = saved.pop() {
                        self.state = state;
                    }
                }
                Op::Transform(m) => {
                    let matrix = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                    self.state.ctm = product(matrix, self.state.ctm);
                }
                Op::BeginText(_) => (self.text_matrix, self.line_matrix) = (IDENTITY, IDENTITY),
                Op::CharacterSpacing(by) => self.state.spacing = by.0.as_f64(),
                Op::WordSpacing(by) => self.state.word_spacing = by.0.as_f64(),
                Op::HorizontalScaling(by) => self.state.stretch = by.0.as_f64() / 100.0,
                Op::TextLeading(by) => self.state.leading = by.0.as_f64(),
                Op::TextRise(by) => self.state.rise = by.0.as_f64(),
                Op::TextFont(font) => {
                    self.state.size = font.1.as_f64();
                    let name: &[u8] = font.0;
                    if !named.contains_key(name) {
                        let font = resources.get_font(font.0).map(|font| self.font(&font));
                        named.insert(name.to_vec(), font);
                    }
                    self.state.font.clone_from(&named[name]);
                }
                Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
                Op::NextLineAndSetLeading(by) => {
                    self.state.leading = -by.1.as_f64();
                    self.next_line(by.0.as_f64(), by.1.as_f64());
                }
                Op::SetTextMatrix(m) => {
                    self.line_matrix = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                    self.text_matrix = self.line_matrix;
                }
                Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
                Op::ShowText(text) => self.show(text.0.as_bytes()),
                Op::NextLineAndShowText(text) => {
                    self.next_line(0.0, -self.state.leading);
                    self.show(text.0.as_bytes());
                }
                Op::ShowTextWithParameters(text) => {
                    self.state.word_spacing = text.0.as_f64();
                    self.state.spacing = text.1.as_f64();
                    self.next_line(0.0, -self.state.leading);
                    self.show(text.2.as_bytes());
                }
                Op::ShowTexts(texts) => {
                    for item in texts.0.iter::<Object<'_>>() {
                        match item {
                            Object::String(text) => self.show(text.as_bytes()),
                            Object::Number(back) => {
                                let by = -back.as_f64() / 1000.0 * self.state.size * self.state.stretch;
                                self.advance(by);
                            }
                            _ => {}
                        }
                    }
                }
                Op::XObject(name) => self.object(name.0, resources),
                Op::InlineImage(_) => self.drawn.pictures += 1,
                Op::BeginMarkedContent(tag) => self.mark(tag.0),
                Op::BeginMarkedContentWithProperties(tag) => self.mark(tag.0),
                Op::EndMarkedContent(_) if self.marks.len() > marks => drop(self.marks.pop()),
                _ => {}
            }
        }
        self.marks.truncate(marks);
    }

    fn mark(&mut self, tag: &Name<'_>) {
        if self.marks.len() < 1 << 16 {
            self.marks.push(tag.as_str() == "Artifact");
        }
    }

    fn font(&mut self, dict: &Dict<'_>) -> Rc<Font> {
        // Where a dictionary lies in memory says which it is; the file stays where it is.
        let key = dict.data().as_ptr() as usize;
        self.budget.spend(READ * dict.data().len());
        let budget = &mut *self.budget;
        Rc::clone(self.fonts.entry(key).or_insert_with(|| Rc::new(Font::read(dict, budget))))
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line_matrix = product([1.0, 0.0, 0.0, 1.0, x, y], self.line_matrix);
        self.text_matrix = self.line_matrix;
    }

    fn advance(&mut self, by: f64) {
        self.text_matrix = product([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text_matrix);
    }

    fn object(&mut self, name: &Name<'_>, resources: &Resources<'_>) {
        self.budget.spend(LOOKED_UP);
        let Some(stream) = resources.get_x_object(name) else { return };
        if stream.dict().get::<Name<'_>>("Subtype").as_deref() != Some(b"Form") {
            self.drawn.pictures += 1;
            self.budget.spend(READ * stream.dict().data().len() + stream.raw_data().len() / PICTURE);
            return;
        }
        let key = stream.dict().data().as_ptr();
        if self.forms.len() >= MOST_FORMS || self.forms.contains(&key) || self.forms_drawn >= MOST_DRAWN {
            return;
        }
        self.forms_drawn += 1;
        let content = self.budget.unpack(&stream, MOST_CONTENT).unwrap_or_default();
        let before = self.state.clone();
        let matrices = (self.text_matrix, self.line_matrix);
        let matrix: Vec<f32> = stream
            .dict()
            .get::<Array<'_>>("Matrix")
            .map(|matrix| matrix.iter().take(6).collect())
            .unwrap_or_default();
        if let [a, b, c, d, e, f] = matrix[..] {
            self.state.ctm = product([a, b, c, d, e, f].map(f64::from), self.state.ctm);
        }
        self.forms.push(key);
        match stream.dict().get::<Dict<'_>>("Resources") {
            Some(own) => self.run(&content, &Resources::new(own)),
            None => self.run(&content, resources),
        }
        self.forms.pop();
        self.state = before;
        (self.text_matrix, self.line_matrix) = matrices;
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        let State { size, spacing, word_spacing, stretch, rise, ctm, .. } = self.state;
        for code in font.codes(bytes) {
            let from = product([stretch, 0.0, 0.0, 1.0, 0.0, rise], product(self.text_matrix, ctm));
            let width = code.width * size;
            let extra = spacing + if code.is_space { word_spacing } else { 0.0 };
            self.put(&code, from, size * font.height, width, spacing, &font);
            self.advance((width + extra) * stretch);
            if self.budget.is_spent() {
                return;
            }
        }
    }

    /// Puts down a character that starts at the origin of `matrix`.
    fn put(
        &mut self,
        code: &crate::font::Code<'_>,
        matrix: Matrix,
        size: f64,
        width: f64,
        spacing: f64,
        font: &Font,
    ) {
        let [across, down, .., x, y] = matrix;
        let end = (x + across * width, y + down * width);
        let size = (size * matrix[2].hypot(matrix[3])).abs();
        if ![x, y, end.0, end.1, size].iter().all(|number| number.is_finite() && number.abs() < 1e6) {
            return;
        }
        let text = match &code.text {
            Some(text) => text,
            None => "\u{FFFD}",
        };
        if text.is_empty() {
            return;
        }
        if text.chars().all(|c| c.is_whitespace() || c == '\u{200B}') {
            self.spaced = true;
            return;
        }
        self.budget.characters += 1;
        self.budget.unknown += u64::from(code.text.is_none());
        self.budget.text = self.budget.text.saturating_sub(text.len());
        let is_turned = down.abs() > 0.1 * across.abs() || across < 0.0;
        let is_artifact = self.marks.contains(&true);
        let tracking = spacing * across.hypot(down);
        if self.is_open
            && let Some(last) = self.drawn.chunks.last_mut()
            && last.is_turned == is_turned
            && last.is_artifact == is_artifact
            && last.face == font.face
        {
            // Turned text is followed along its own line.
            let (gap, off) = if is_turned {
                let along = ((x - last.x1).hypot(y - last.y), 0.0);
                if along.0 < 3.0 * size { (0.0_f64.max(along.0 - size), 0.0) } else { (f64::MAX, 0.0) }
            } else {
                (x - last.x1, (y - last.y).abs())
            };
            let gap_shown = gap - tracking.max(0.0);
            let same_size = (size - last.size).abs() <= 0.2 * last.size.max(size);
            if off < 0.1 * size && same_size && gap > -0.3 * size && gap < CELL * size {
                if (self.spaced || gap_shown > SPACE * size) && !last.text.ends_with(' ') {
                    last.text.push(' ');
                }
                last.text.push_str(text);
                last.x1 = if is_turned { end.0 } else { last.x1.max(end.0) };
                if is_turned {
                    last.y = end.1;
                }
                self.spaced = false;
                return;
            }
        }
        self.drawn.chunks.push(Chunk {
            text: text.to_string(),
            x0: x.min(end.0),
            x1: x.max(end.0),
            y,
            size: size.max(0.1),
            face: font.face,
            is_artifact,
            is_turned,
        });
        self.is_open = true;
        self.spaced = false;
    }
}
