//! Fonts: what the bytes of a string stand for, and how wide they are drawn.

use std::borrow::Cow;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};
use rustc_hash::FxHashMap;

use crate::cmap::CMap;
use crate::content::Budget;
use crate::encoding;

/// What tables and programs of fonts may unpack to.
const MOST: usize = 8 << 20;

/// The flag of fonts that have letters of their own.
const SYMBOLIC: i32 = 4;

/// A code of a string.
#[derive(Debug, Clone)]
pub(crate) struct Code<'f> {
    /// What it stands for; `None` where the font does not say.
    pub(crate) text: Option<Cow<'f, str>>,
    /// How far it moves on, for a font of size 1.
    pub(crate) width: f64,
    /// Whether it is the one-byte code 32, which word spacing is for.
    pub(crate) is_space: bool,
}

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Face {
    pub(crate) is_bold: bool,
    pub(crate) is_slanted: bool,
}

/// A font.
#[derive(Debug)]
pub(crate) struct Font {
    is_composite: bool,
    /// Lengths and ranges of codes, where a table says them.
    spaces: Vec<(usize, u32, u32)>,
    /// Codes are UTF-16 themselves.
    is_unicode: bool,
    texts: FxHashMap<u32, Box<str>>,
    widths: FxHashMap<u32, f64>,
    other_width: f64,
    /// What one unit of size is, in the height of letters.
    pub(crate) height: f64,
    pub(crate) face: Face,
}

impl Font {
    pub(crate) fn read(dict: &Dict<'_>, budget: &mut Budget) -> Self {
        let subtype = dict.get::<Name<'_>>("Subtype");
        let is_composite = subtype.as_deref() == Some(b"Type0");
        let descendant =
            dict.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let own = descendant.as_ref().unwrap_or(dict);
        let descriptor = own.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
        let name = dict.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_owned()).unwrap_or_default();
        let mut font = Self {
            is_composite,
            spaces: Vec::new(),
            is_unicode: false,
            texts: FxHashMap::default(),
            widths: FxHashMap::default(),
            other_width: 0.5,
            height: 1.0,
            face: Face { is_bold: is_bold(&name, &descriptor), is_slanted: is_slanted(&name, &descriptor) },
        };
        if is_composite {
            font.composite(dict, own, budget);
        } else {
            font.simple(dict, &descriptor, &name, subtype.as_deref() == Some(b"Type3"), budget);
        }
        if let Some(table) = dict.get::<Stream<'_>>("ToUnicode").and_then(|table| budget.unpack(&table, MOST))
        {
            let table = CMap::parse(&table, budget);
            if is_composite && font.spaces.is_empty() {
                font.spaces = table.spaces;
            }
            font.texts.extend(table.texts);
        }
        font
    }

    fn composite(&mut self, dict: &Dict<'_>, own: &Dict<'_>, budget: &mut Budget) {
        if let Some(encoding) = dict.get::<Name<'_>>("Encoding") {
            let name = encoding.as_str();
            self.is_unicode = name.starts_with("Uni") && (name.contains("UCS2") || name.contains("UTF16"));
            if name.starts_with("Identity") || self.is_unicode {
                self.spaces = vec![(2, 0, 0xFFFF)];
            }
        } else if let Some(table) =
            dict.get::<Stream<'_>>("Encoding").and_then(|table| budget.unpack(&table, MOST))
        {
            self.spaces = CMap::parse(&table, budget).spaces;
        }
        self.other_width = own.get::<f32>("DW").map_or(1.0, |width| f64::from(width) / 1000.0);
        let Some(widths) = own.get::<Array<'_>>("W") else { return };
        // `first [width …]` or `first last width`.
        let mut before: Vec<f64> = Vec::new();
        for item in widths.iter::<Object<'_>>() {
            match item {
                Object::Array(list) => {
                    if let Some(first) = before.pop().filter(|first| (0.0..65_536.0).contains(first)) {
                        for (at, width) in list.iter::<f32>().enumerate().take(1 << 16) {
                            if !budget.entry() {
                                return;
                            }
                            self.widths.insert(first as u32 + at as u32, f64::from(width) / 1000.0);
                        }
                    }
                    before.clear();
                }
                Object::Number(number) => {
                    before.push(number.as_f64());
                    if let [first, last, width] = before[..] {
                        before.clear();
                        if (0.0..65_536.0).contains(&first) && (first..65_536.0).contains(&last) {
                            for code in first as u32..=last as u32 {
                                if !budget.entry() {
                                    return;
                                }
                                self.widths.insert(code, width / 1000.0);
                            }
                        }
                    }
                }
                _ => before.clear(),
            }
            if self.widths.len() > 1 << 16 {
                return;
            }
        }
    }

    fn simple(
        &mut self,
        dict: &Dict<'_>,
        descriptor: &Dict<'_>,
        name: &str,
        is_type_3: bool,
        budget: &mut Budget,
    ) {
        let mut unit = 0.001;
        if is_type_3 {
            let matrix: Vec<f32> = dict
                .get::<Array<'_>>("FontMatrix")
                .map(|matrix| matrix.iter().take(6).collect())
                .unwrap_or_default();
            let bounds: Vec<f32> = dict
                .get::<Array<'_>>("FontBBox")
                .map(|bounds| bounds.iter().take(4).collect())
                .unwrap_or_default();
            unit = matrix.first().map_or(0.001, |&unit| f64::from(unit).abs());
            let tall =
                bounds.get(3).zip(bounds.get(1)).map_or(0.0, |(top, bottom)| f64::from(top - bottom).abs());
            let scale = matrix.get(3).map_or(unit, |&unit| f64::from(unit).abs());
            self.height = if tall > 0.0 { tall * scale / 1.2 } else { 1000.0 * scale };
        }
        let missing = descriptor.get::<f32>("MissingWidth").map(f64::from);
        let first = dict.get::<i32>("FirstChar").unwrap_or(0);
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            for (code, width) in (first..).zip(widths.iter::<f32>()).take(256) {
                if let Ok(code) = u32::try_from(code) {
                    self.widths.insert(code, f64::from(width) * unit);
                }
            }
            self.other_width = missing.unwrap_or(if is_type_3 { 0.0 } else { 250.0 }) * unit;
        } else {
            let table = encoding::standard_widths(name);
            self.widths.extend(table.map(|(code, width)| (code, width / 1000.0)));
            self.other_width = missing.map_or(0.5, |width| width / 1000.0);
        }
        let base = Self::base(dict, descriptor, name, is_type_3);
        for code in 0..=255_u8 {
            if let Some(character) = base(code) {
                self.texts.insert(u32::from(code), character.to_string().into());
            }
        }
        if let Some(program) = built_in(descriptor, budget) {
            for (code, glyph) in type_1_encoding(&program) {
                self.say(code, &glyph);
            }
        }
        let differences =
            dict.get::<Dict<'_>>("Encoding").and_then(|encoding| encoding.get::<Array<'_>>("Differences"));
        if let Some(differences) = differences {
            let mut code = 0_u32;
            for item in differences.raw_iter().take(1024) {
                match item {
                    MaybeRef::NotRef(Object::Number(number)) => code = number.as_i64().clamp(0, 255) as u32,
                    MaybeRef::NotRef(Object::Name(glyph)) => {
                        self.say(code, glyph.as_str());
                        code += 1;
                    }
                    _ => {}
                }
            }
        }
    }

    /// Takes down that a code draws the glyph of this name.
    fn say(&mut self, code: u32, glyph: &str) {
        match encoding::of_glyph(glyph) {
            Some(text) => drop(self.texts.insert(code, text.into())),
            None if glyph == ".notdef" => drop(self.texts.insert(code, "".into())),
            None => drop(self.texts.remove(&code)),
        }
    }

    /// What codes stand for before a font's own differences.
    fn base(dict: &Dict<'_>, descriptor: &Dict<'_>, name: &str, is_type_3: bool) -> fn(u8) -> Option<char> {
        let own =
            dict.get::<Dict<'_>>("Encoding").and_then(|encoding| encoding.get::<Name<'_>>("BaseEncoding"));
        match own.or_else(|| dict.get::<Name<'_>>("Encoding")).as_ref().map(Name::as_str) {
            Some("WinAnsiEncoding") => return encoding::win_ansi,
            Some("MacRomanEncoding") => return encoding::mac_roman,
            Some("StandardEncoding") => return encoding::standard,
            _ => {}
        }
        if name.contains("ZapfDingbats") || name.contains("Wingdings") {
            return encoding::dingbats;
        }
        if name.ends_with("Symbol") {
            return encoding::symbol;
        }
        // The codes of a symbolic font that comes with the file are its own, and are not guessed at.
        let is_symbolic = descriptor.get::<i32>("Flags").is_some_and(|flags| flags & SYMBOLIC != 0);
        let comes_along =
            ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.contains_key(key));
        if is_type_3 || is_symbolic && comes_along { |_| None } else { encoding::standard }
    }

    /// The codes of a string.
    pub(crate) fn codes<'f>(&'f self, bytes: &'f [u8]) -> impl Iterator<Item = Code<'f>> {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let len = self.code_len(rest)?;
            let (code, after) = rest.split_at(len);
            rest = after;
            let number = code.iter().fold(0_u32, |number, &byte| number << 8 | u32::from(byte));
            let width = self.widths.get(&number).copied().unwrap_or(self.other_width);
            let text = match self.texts.get(&number) {
                Some(text) => Some(Cow::Borrowed(&**text)),
                None if self.is_unicode => char::from_u32(number).map(|c| Cow::Owned(c.to_string())),
                None => None,
            };
            Some(Code { text, width, is_space: len == 1 && number == 32 })
        })
    }

    fn code_len(&self, rest: &[u8]) -> Option<usize> {
        if rest.is_empty() {
            return None;
        }
        if !self.is_composite {
            return Some(1);
        }
        let mut number = 0_u32;
        for (at, &byte) in rest.iter().take(4).enumerate() {
            number = number << 8 | u32::from(byte);
            let fits =
                |&(len, low, high): &(usize, u32, u32)| len == at + 1 && (low..=high).contains(&number);
            if self.spaces.iter().any(fits) {
                return Some(at + 1);
            }
        }
        let shortest = self.spaces.iter().map(|&(len, ..)| len).min().unwrap_or(2);
        Some(shortest.min(rest.len()))
    }
}

fn is_bold(name: &str, descriptor: &Dict<'_>) -> bool {
    const FORCE_BOLD: i32 = 1 << 18;
    let lower = name.to_ascii_lowercase();
    ["bold", "black", "heavy"].iter().any(|weight| lower.contains(weight)) && !lower.contains("semibold")
        || descriptor.get::<i32>("Flags").is_some_and(|flags| flags & FORCE_BOLD != 0)
        || descriptor.get::<f32>("FontWeight").is_some_and(|weight| weight >= 700.0)
        // pdfTeX's bold Computer Modern.
        || lower.rsplit('+').next().is_some_and(|name| name.starts_with("cmbx") || name.starts_with("sfbx"))
}

fn is_slanted(name: &str, descriptor: &Dict<'_>) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.contains("italic")
        || lower.contains("oblique")
        || descriptor.get::<f32>("ItalicAngle").is_some_and(|angle| angle != 0.0)
}

/// The readable part of a Type 1 font program that comes with the file.
fn built_in(descriptor: &Dict<'_>, budget: &mut Budget) -> Option<Vec<u8>> {
    let program = budget.unpack(&descriptor.get::<Stream<'_>>("FontFile")?, MOST)?;
    let end = memchr::memmem::find(&program, b"eexec").unwrap_or(program.len());
    Some(program[..end].to_vec())
}

/// `dup 65 /A put` and the like.
fn type_1_encoding(program: &[u8]) -> Vec<(u32, String)> {
    let Some(start) = memchr::memmem::find(program, b"/Encoding") else { return Vec::new() };
    let text = String::from_utf8_lossy(&program[start..]).replace('/', " /");
    if text.split_ascii_whitespace().nth(1) == Some("StandardEncoding") {
        return (0..=255_u8)
            .filter_map(|code| {
                Some((u32::from(code), format!("u{:04X}", u32::from(encoding::standard(code)?))))
            })
            .collect();
    }
    let words: Vec<&str> = text.split_ascii_whitespace().take(4096).collect();
    let mut found = Vec::new();
    for window in words.windows(4) {
        if let ["dup", code, glyph, "put"] = window
            && let (Ok(code @ 0..=255), Some(glyph)) = (code.parse(), glyph.strip_prefix('/'))
        {
            found.push((code, glyph.to_owned()));
        }
    }
    found
}
