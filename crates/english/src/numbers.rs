//! Numbers as English writes them: `275,000`, `1.5bn`, "twenty-five", "two and a half million",
//! "hundreds of thousands", "third", "nineteen ninety-six".
//!
//! Works on [`Piece`]s, a finer cut than [`crate::tokens`]: hyphenated words and a number's letters
//! come apart (`30-year` is `30`, `-`, `year`; `20th` is `20`, `th`), so that a grammar over them
//! needs no second look inside a word. It reads what is written and knows nothing of what is
//! counted: whether `1990` is a year is its caller's affair.
//!
//! Start reading at [`cardinal`].

use std::collections::HashMap;

use rapporteur_document::Span;

use crate::TokenKind;

/// A part of the text that no reading of numbers needs to look into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the text.
    pub span: Span,
    /// A run of letters (inner apostrophes and the stops of `a.m.` included), a run of digits
    /// (with `,` between thousands and one `.`), or one character of anything else.
    pub kind: TokenKind,
    /// No white space stands before it.
    pub glued: bool,
}

/// Pieces of `span`, in order.
pub fn pieces(text: &str, span: Span) -> Vec<Piece> {
    let mut found = Vec::new();
    pieces_into(text, span, &mut found);
    found
}

/// As [`pieces`], into a list that is emptied first, so that a caller with many sentences
/// allocates once.
pub fn pieces_into(text: &str, span: Span, found: &mut Vec<Piece>) {
    found.clear();
    let (bytes, end) = (text.as_bytes(), span.end());
    let mut at = span.start();
    let mut glued = false;
    while at < end {
        let byte = bytes[at];
        let (stop, kind) = if byte.is_ascii_alphabetic() {
            (word_end(text, at, end), TokenKind::Word)
        } else if byte.is_ascii_digit() {
            (digits_end(bytes, at, end), TokenKind::Number)
        } else if byte.is_ascii_whitespace() {
            (at, TokenKind::Mark)
        } else if byte.is_ascii() {
            // A possessive ending is a word of its own: `'s`.
            let possessive = byte == b'\''
                && glued
                && at + 1 < end
                && bytes[at + 1].eq_ignore_ascii_case(&b's')
                && !bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric);
            if possessive { (at + 2, TokenKind::Word) } else { (at + 1, TokenKind::Mark) }
        } else {
            let character = text[at..].chars().next().unwrap_or(' ');
            let next = at + character.len_utf8();
            if character.is_whitespace() {
                at = next;
                glued = false;
                continue;
            }
            let possessive = character == '’'
                && glued
                && next < end
                && bytes[next].eq_ignore_ascii_case(&b's')
                && !bytes.get(next + 1).is_some_and(u8::is_ascii_alphanumeric);
            if possessive {
                (next + 1, TokenKind::Word)
            } else if character.is_alphabetic() {
                (word_end(text, at, end), TokenKind::Word)
            } else {
                (next, TokenKind::Mark)
            }
        };
        if stop == at {
            at += 1;
            glued = false;
            continue;
        }
        found.push(Piece { span: Span::new(at, stop), kind, glued });
        at = stop;
        glued = true;
    }
}

/// Where a run of letters ends that starts at `at`.
fn word_end(text: &str, at: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut stop = at;
    while stop < end {
        let byte = bytes[stop];
        if byte.is_ascii_alphabetic() {
            stop += 1;
        } else if byte == b'\'' {
            // Inside a word, but not its possessive ending.
            let next = bytes.get(stop + 1).is_some_and(u8::is_ascii_alphabetic);
            let possessive = bytes.get(stop + 1).is_some_and(|b| b.eq_ignore_ascii_case(&b's'))
                && !bytes.get(stop + 2).is_some_and(u8::is_ascii_alphanumeric);
            if stop + 1 >= end || !next || possessive {
                break;
            }
            stop += 1;
        } else if byte == b'.' {
            // `a.m.`, `U.S.`: single letters with a stop after each.
            let single = stop - at == 1 || (stop >= at + 2 && bytes[stop - 2] == b'.');
            let first = stop - at == 1;
            let goes_on = bytes.get(stop + 1).is_some_and(u8::is_ascii_alphabetic)
                && bytes.get(stop + 2) == Some(&b'.');
            if !single || (first && !goes_on) || stop + 1 > end {
                break;
            }
            stop += 1;
            if !goes_on {
                break;
            }
        } else if byte.is_ascii() {
            break;
        } else {
            let Some(character) = text.get(stop..end).and_then(|rest| rest.chars().next()) else { break };
            let next = stop + character.len_utf8();
            let apostrophe = character == '’'
                && next < end
                && bytes[next].is_ascii_alphabetic()
                && (!bytes[next].eq_ignore_ascii_case(&b's')
                    || bytes.get(next + 1).is_some_and(u8::is_ascii_alphanumeric));
            if !character.is_alphabetic() && !matches!(character, '\u{300}'..='\u{36f}') && !apostrophe {
                break;
            }
            stop = next;
        }
    }
    stop.max(at + 1)
}

/// Where a run of digits ends: commas before groups of three belong to it, and one decimal point.
fn digits_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let run = |from: usize| {
        let mut stop = from;
        while stop < end && bytes[stop].is_ascii_digit() {
            stop += 1;
        }
        stop
    };
    let mut stop = run(at);
    if stop - at <= 3 {
        while stop < end && bytes[stop] == b',' && run(stop + 1) == stop + 4 {
            stop += 4;
        }
    }
    if stop < end && bytes[stop] == b'.' {
        let decimals = run(stop + 1);
        let another = decimals + 1 < end && bytes[decimals] == b'.' && bytes[decimals + 1].is_ascii_digit();
        let versioned = at > 1 && bytes[at - 1] == b'.' && bytes[at - 2].is_ascii_digit();
        if decimals > stop + 1 && !another && !versioned {
            stop = decimals;
        }
    }
    stop
}

/// Phrases of several words with what they stand for, found by their first word.
#[derive(Debug)]
pub struct Phrases {
    /// First word to phrases that start with it, the longest first. Only ever looked up.
    by_first: HashMap<&'static str, Vec<(Vec<&'static str>, &'static str)>>,
}

impl Phrases {
    /// Phrases with what each stands for, as a lexicon has them.
    pub fn new(list: &'static [(&'static str, &'static str)]) -> Self {
        let mut by_first: HashMap<&str, Vec<(Vec<&str>, &str)>> = HashMap::new();
        for &(phrase, value) in list {
            let cut = pieces(phrase, Span::new(0, phrase.len()));
            let words: Vec<&'static str> = cut.iter().map(|piece| piece.span.of(phrase)).collect();
            if let Some(first) = words.first() {
                by_first.entry(first).or_default().push((words, value));
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for list in by_first.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self { by_first }
    }

    /// The longest phrase at `at`: the piece after it and what it stands for.
    pub fn find(&self, reading: Reading<'_>, at: usize) -> Option<(usize, &'static str)> {
        let first = reading.lower(at);
        let list = self.by_first.get(first.as_str())?;
        let fits = |words: &[&str]| {
            words.iter().enumerate().all(|(index, word)| {
                reading.is(at + index, word) || (*word == "'s" && reading.word(at + index) == "’s")
            })
        };
        list.iter().find(|(words, _)| fits(words)).map(|(words, value)| (at + words.len(), *value))
    }
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `275,000`, `5 1/2`.
    Digits,
    /// "two hundred".
    Words,
    /// "2.5 million", `10bn`.
    Mixed,
    /// "dozens", "a few hundred": [`Number::high`] is set.
    Vague,
}

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Index of the piece after its last.
    pub end: usize,
    /// The value; the lower end of a vague one.
    pub value: f64,
    /// The upper end of a vague one: "dozens" is 24 to 99.
    pub high: Option<f64>,
    /// How it is written.
    pub form: Form,
}

/// Longest run of digits that is a number of something: a longer one is a code.
const LONGEST_NUMBER: usize = 24;

/// Longest word that [`lower`] looks at.
const LONGEST: usize = 16;

/// An ASCII word in lower case, kept on the stack.
#[derive(Debug, Clone, Copy)]
pub struct Lower {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Lower {
    /// The word; empty for one that is longer than any that matters, or isn't ASCII.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

/// A word in lower case for look-ups, without an allocation. Words above 16 bytes and words with
/// letters outside ASCII come out empty: no list that is looked up so has any.
pub fn lower(word: &str) -> Lower {
    let mut bytes = [0; LONGEST];
    let fits = word.len() <= LONGEST && word.is_ascii();
    let len = if fits { word.len() } else { 0 };
    bytes[..len].copy_from_slice(&word.as_bytes()[..len]);
    bytes[..len].make_ascii_lowercase();
    Lower { bytes, len }
}

/// What a word adds to a number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    /// 0 to 19.
    Unit(f64),
    /// 20 to 90.
    Tens(f64),
    Hundred,
    /// Thousand and above; a dozen too.
    Magnitude(f64),
}

fn part(word: &str) -> Option<Part> {
    Some(match word {
        "zero" => Part::Unit(0.0),
        "one" => Part::Unit(1.0),
        "two" => Part::Unit(2.0),
        "three" => Part::Unit(3.0),
        "four" => Part::Unit(4.0),
        "five" => Part::Unit(5.0),
        "six" => Part::Unit(6.0),
        "seven" => Part::Unit(7.0),
        "eight" => Part::Unit(8.0),
        "nine" => Part::Unit(9.0),
        "ten" => Part::Unit(10.0),
        "eleven" => Part::Unit(11.0),
        "twelve" => Part::Unit(12.0),
        "thirteen" => Part::Unit(13.0),
        "fourteen" => Part::Unit(14.0),
        "fifteen" => Part::Unit(15.0),
        "sixteen" => Part::Unit(16.0),
        "seventeen" => Part::Unit(17.0),
        "eighteen" => Part::Unit(18.0),
        "nineteen" => Part::Unit(19.0),
        "twenty" => Part::Tens(20.0),
        "thirty" => Part::Tens(30.0),
        "forty" => Part::Tens(40.0),
        "fifty" => Part::Tens(50.0),
        "sixty" => Part::Tens(60.0),
        "seventy" => Part::Tens(70.0),
        "eighty" => Part::Tens(80.0),
        "ninety" => Part::Tens(90.0),
        "hundred" => Part::Hundred,
        "dozen" => Part::Magnitude(12.0),
        "thousand" => Part::Magnitude(1e3),
        "lakh" => Part::Magnitude(1e5),
        "million" => Part::Magnitude(1e6),
        "crore" => Part::Magnitude(1e7),
        "billion" => Part::Magnitude(1e9),
        "trillion" => Part::Magnitude(1e12),
        _ => return None,
    })
}

/// Magnitudes that are written after digits only: `10bn`, `2.5m`, `7k`.
fn suffix(word: &str) -> Option<f64> {
    Some(match word {
        "k" => 1e3,
        "m" | "mn" | "mln" => 1e6,
        "bn" | "b" | "bln" => 1e9,
        "tn" | "trn" => 1e12,
        _ => return None,
    })
}

/// "dozens", "tens", "hundreds": value, and the highest number of which it would be said.
fn plural(word: &str) -> Option<(f64, f64)> {
    Some(match word {
        "tens" => (20.0, 99.0),
        "dozens" => (24.0, 99.0),
        "scores" => (40.0, 99.0),
        "hundreds" => (200.0, 999.0),
        "thousands" => (2e3, 9_999.0),
        "millions" => (2e6, 999_999_999.0),
        "billions" => (2e9, 999_999_999_999.0),
        _ => return None,
    })
}

/// The pieces of one stretch of text, to be read by index.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'t> {
    /// The text that spans are offsets of.
    pub text: &'t str,
    /// Its pieces.
    pub pieces: &'t [Piece],
}

impl<'t> Reading<'t> {
    /// The piece's words; empty beyond the end.
    pub fn word(&self, at: usize) -> &'t str {
        self.pieces.get(at).map_or("", |piece| piece.span.of(self.text))
    }

    /// The piece's words in lower case; empty beyond the end.
    pub fn lower(&self, at: usize) -> Lower {
        lower(self.word(at))
    }

    /// Whether the piece is this word, whatever its case.
    pub fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Whether the piece is one of these words, whatever its case.
    pub fn any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    /// Whether these words stand at `at`, one a piece.
    pub fn all(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(index, word)| self.is(at + index, word))
    }

    /// Whether the piece is there and no white space stands before it.
    pub fn glued(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.glued)
    }

    /// Whether the piece is a number in digits.
    pub fn is_number(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.kind == TokenKind::Number)
    }

    /// Whether the piece is a hyphen or dash with nothing but itself between its neighbours.
    pub fn is_hyphen(&self, at: usize) -> bool {
        self.glued(at) && self.glued(at + 1) && matches!(self.word(at), "-" | "‐" | "‑")
    }

    /// Whether the piece is a hyphen or dash of any kind.
    pub fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "-" | "‐" | "‑" | "–" | "—")
    }

    /// The piece's digits as a whole number below `10^9`: no comma, no point.
    pub fn whole(&self, at: usize) -> Option<u32> {
        let word = self.word(at);
        let plain = !word.is_empty() && word.len() <= 9 && word.bytes().all(|byte| byte.is_ascii_digit());
        if plain { word.parse().ok() } else { None }
    }

    /// The piece's digits, commas dropped.
    fn digits(&self, at: usize) -> Option<f64> {
        if !self.is_number(at) {
            return None;
        }
        let word = self.word(at);
        if word.len() > LONGEST_NUMBER {
            return None;
        }
        if word.contains(',') { word.replace(',', "").parse().ok() } else { word.parse().ok() }
    }
}

/// A number by its magnitude: 4.1 million is 4,100,000, though neither 4.1 nor the product is that in binary.
fn times(value: f64, magnitude: f64) -> f64 {
    let product = value * magnitude;
    let whole = product.round();
    if (product - whole).abs() <= whole * 2.0 * f64::EPSILON { whole } else { product }
}

/// The cardinal number at `at`: digits, words or both, vague ones too. Without its sign, its
/// currency and its qualifier.
///
/// An article alone is no number; "a hundred", "half a million", "a dozen" and "a couple" are.
pub fn cardinal(reading: Reading<'_>, at: usize) -> Option<Number> {
    if reading.is_number(at) { digits(reading, at) } else { words(reading, at) }
}

/// A number that starts with digits: fraction and magnitude with it.
fn digits(reading: Reading<'_>, at: usize) -> Option<Number> {
    let mut value = reading.digits(at)?;
    let mut end = at + 1;
    let mut form = Form::Digits;
    // `5 1/2`, `5½`, `3/4`
    if let Some((fraction, after)) = fraction(reading, end)
        && value.fract() == 0.0
    {
        (value, end) = (value + fraction, after);
    } else if reading.glued(end)
        && reading.word(end) == "/"
        && reading.glued(end + 1)
        && let (Some(2..=9), Some(1..=8)) = (reading.whole(end + 1), reading.whole(at))
        && !reading.word(end + 2).starts_with('/')
    {
        (value, end) = (value / f64::from(reading.whole(end + 1)?), end + 2);
    }
    // `1.5bn` and `1.5 bn`; a lone `m` or `k` only when nothing stands between.
    let next = reading.lower(end);
    if let Some(magnitude) = suffix(next.as_str())
        && (reading.glued(end) || next.as_str().len() > 1)
        && !(next.as_str() == "b" && reading.word(end) == "b")
    {
        return Some(Number { end: end + 1, value: times(value, magnitude), high: None, form: Form::Mixed });
    }
    let hyphen = usize::from(reading.is_hyphen(end));
    let mut magnitudes = end + hyphen;
    for _ in 0..2 {
        let Some(Part::Magnitude(magnitude)) = part(reading.lower(magnitudes).as_str()) else { break };
        value = times(value, magnitude);
        magnitudes += 1;
        end = magnitudes;
        form = Form::Mixed;
    }
    if form == Form::Digits && matches!(part(reading.lower(end).as_str()), Some(Part::Hundred)) {
        return Some(Number { end: end + 1, value: value * 100.0, high: None, form: Form::Mixed });
    }
    // "2 and a half million" is rare; "2.5 million" is how digits say it.
    Some(Number { end, value, high: None, form })
}

/// `1/2` or `½` at `at`.
fn fraction(reading: Reading<'_>, at: usize) -> Option<(f64, usize)> {
    let mark = match reading.word(at) {
        "½" => Some(0.5),
        "¼" => Some(0.25),
        "¾" => Some(0.75),
        "⅓" => Some(1.0 / 3.0),
        "⅔" => Some(2.0 / 3.0),
        _ => None,
    };
    if let Some(value) = mark {
        return Some((value, at + 1));
    }
    let (top, bottom) = (reading.whole(at)?, reading.whole(at + 2)?);
    let slash = reading.word(at + 1) == "/" && reading.glued(at + 1) && reading.glued(at + 2);
    let proper = slash && (1..=15).contains(&top) && matches!(bottom, 2..=10 | 16) && top < bottom;
    proper.then(|| (f64::from(top) / f64::from(bottom), at + 3))
}

/// A number that starts with a word.
fn words(reading: Reading<'_>, at: usize) -> Option<Number> {
    let first = reading.lower(at);
    match first.as_str() {
        "" => return None,
        "a" | "an" => return with_article(reading, at),
        "half" => {
            let article = at + 1 + usize::from(reading.is_hyphen(at + 1));
            if !reading.any(article, &["a", "an"]) && !reading.is_hyphen(at + 1) {
                return None;
            }
            let unit = if reading.any(article, &["a", "an"]) { article + 1 } else { article };
            let Some(Part::Magnitude(magnitude)) = part(reading.lower(unit).as_str()) else { return None };
            return Some(Number { end: unit + 1, value: magnitude / 2.0, high: None, form: Form::Words });
        }
        "several" | "few" => {
            let (value, end) = scale(reading, at + 1)?;
            let (low, high) = (3.0 * value, 9.0 * value);
            return Some(Number { end, value: low, high: Some(high), form: Form::Vague });
        }
        _ => {}
    }
    if let Some((low, high)) = plural(first.as_str()) {
        return Some(vague(reading, at, low, high));
    }
    let (value, end) = run(reading, at)?;
    // "two and a half million", "two and a half"
    if reading.all(end, &["and", "a", "half"]) {
        let half = end + 3;
        return Some(match part(reading.lower(half).as_str()) {
            Some(Part::Magnitude(magnitude)) => {
                Number { end: half + 1, value: (value + 0.5) * magnitude, high: None, form: Form::Words }
            }
            _ => Number { end: half, value: value + 0.5, high: None, form: Form::Words },
        });
    }
    // "three-quarters" and "two-thirds" are fractions, not three and two.
    Some(Number { end, value, high: None, form: Form::Words })
}

/// "dozens", "tens of thousands", "hundreds of millions".
fn vague(reading: Reading<'_>, at: usize, mut low: f64, mut high: f64) -> Number {
    let mut end = at + 1;
    // "hundreds and hundreds of"
    if reading.is(end, "and") && reading.is(end + 1, reading.word(at)) {
        end += 2;
    }
    // No one says more than "hundreds of thousands of millions"; the bound keeps any text linear.
    for _ in 0..2 {
        if !reading.is(end, "of") {
            break;
        }
        let Some((scale, _)) = plural(reading.lower(end + 1).as_str()).filter(|(scale, _)| *scale >= 200.0)
        else {
            break;
        };
        // "tens of thousands": at least twenty thousand, below a hundred thousand
        let magnitude = scale / 2.0;
        (low, high) = (low * magnitude, (high + 1.0) * magnitude - 1.0);
        end += 2;
    }
    Number { end, value: low, high: Some(high), form: Form::Vague }
}

/// "a hundred", "a dozen", "a few thousand", "a couple of million", "a half million".
fn with_article(reading: Reading<'_>, at: usize) -> Option<Number> {
    let word = reading.lower(at + 1);
    match word.as_str() {
        "few" => {
            let (value, end) = scale(reading, at + 2)?;
            Some(Number { end, value: 3.0 * value, high: Some(9.0 * value), form: Form::Vague })
        }
        "couple" => {
            let of = at + 2 + usize::from(reading.is(at + 2, "of"));
            let (value, end) = scale(reading, of).unwrap_or((1.0, of));
            Some(Number { end, value: 2.0 * value, high: Some(3.0 * value), form: Form::Vague })
        }
        "half" => {
            let hyphen = at + 2 + usize::from(reading.is_hyphen(at + 2));
            let Some(Part::Magnitude(magnitude)) = part(reading.lower(hyphen).as_str()) else { return None };
            Some(Number { end: hyphen + 1, value: magnitude / 2.0, high: None, form: Form::Words })
        }
        "quarter" => {
            let magnitude = reading.all(at + 2, &["of", "a"]).then(|| part(reading.lower(at + 4).as_str()));
            let Some(Some(Part::Magnitude(magnitude))) = magnitude else { return None };
            Some(Number { end: at + 5, value: magnitude / 4.0, high: None, form: Form::Words })
        }
        "hundred" | "thousand" | "million" | "billion" | "trillion" | "dozen" | "lakh" | "crore" => {
            let (value, end) = run(reading, at)?;
            Some(Number { end, value, high: None, form: Form::Words })
        }
        _ => None,
    }
}

/// "hundred", "dozen", "million": the magnitude and the piece after it.
fn scale(reading: Reading<'_>, at: usize) -> Option<(f64, usize)> {
    match part(reading.lower(at).as_str())? {
        Part::Hundred => match part(reading.lower(at + 1).as_str()) {
            Some(Part::Magnitude(magnitude)) => Some((100.0 * magnitude, at + 2)),
            _ => Some((100.0, at + 1)),
        },
        Part::Magnitude(magnitude) => Some((magnitude, at + 1)),
        Part::Unit(_) | Part::Tens(_) => None,
    }
}

/// A run of number words: "two hundred and five thousand", "twenty-five", "a hundred thirty".
fn run(reading: Reading<'_>, at: usize) -> Option<(f64, usize)> {
    let (mut total, mut current) = (0.0_f64, 0.0_f64);
    let mut smallest = f64::INFINITY;
    let mut end = at;
    let mut place = at;
    if reading.any(at, &["a", "an"]) {
        current = 1.0;
        place += 1;
    }
    loop {
        // A hyphen or an "and" only leads to more of the number.
        let mut next = place;
        if end > at {
            if reading.is_hyphen(next) {
                next += 1;
            } else if reading.is(next, "and")
                && matches!(reading.lower(next - 1).as_str(), "hundred" | "thousand" | "million" | "billion")
            {
                next += 1;
                if !matches!(part(reading.lower(next).as_str()), Some(Part::Unit(_) | Part::Tens(_))) {
                    break;
                }
            }
        }
        let Some(found) = part(reading.lower(next).as_str()) else { break };
        let first = end == at;
        match found {
            Part::Unit(value)
                if first
                    || current % 100.0 == 0.0
                    || (current % 10.0 == 0.0 && current % 100.0 >= 20.0 && value < 10.0 && value > 0.0) =>
            {
                if value == 0.0 && !first {
                    break;
                }
                current += value;
            }
            Part::Tens(value) if first || current % 100.0 == 0.0 => current += value,
            Part::Hundred if (1.0..100.0).contains(&current) => current *= 100.0,
            Part::Magnitude(magnitude) if current > 0.0 && magnitude < smallest => {
                total += current * magnitude;
                (current, smallest) = (0.0, magnitude);
            }
            _ => break,
        }
        place = next + 1;
        end = place;
    }
    // "a" alone, "hundred" alone
    (end > at && total + current >= 0.0).then_some((total + current, end))
}

/// "between 3 and 5", `3–5`, "3 to 5", "two or three": the upper end after the number that ends at
/// `at`, and the piece after it. `between` says that "and" joins.
pub fn upper(reading: Reading<'_>, at: usize, between: bool) -> Option<Number> {
    let joined = (reading.is_dash(at) && reading.glued(at) == reading.glued(at + 1))
        || reading.any(at, &["to", "or"])
        || (between && reading.is(at, "and"));
    if !joined {
        return None;
    }
    cardinal(reading, at + 1).filter(|number| number.high.is_none())
}

/// The ordinal at `at`: "third", `20th`, "twenty-first". Gives the number and the piece after it.
pub fn ordinal(reading: Reading<'_>, at: usize) -> Option<(u32, usize)> {
    if let Some(number) = reading.whole(at) {
        let ending = reading.lower(at + 1);
        let fits = reading.glued(at + 1) && matches!(ending.as_str(), "st" | "nd" | "rd" | "th");
        return fits.then_some((number, at + 2));
    }
    let word = reading.lower(at);
    if let Some(value) = ordinal_word(word.as_str()) {
        return Some((value, at + 1));
    }
    if let Some(Part::Tens(tens)) = part(word.as_str()) {
        let next = at + 1 + usize::from(reading.is_hyphen(at + 1));
        let unit = ordinal_word(reading.lower(next).as_str()).filter(|unit| *unit < 10)?;
        return Some((tens as u32 + unit, next + 1));
    }
    None
}

fn ordinal_word(word: &str) -> Option<u32> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "thirtieth" => 30,
        "fortieth" => 40,
        "fiftieth" => 50,
        "sixtieth" => 60,
        "seventieth" => 70,
        "eightieth" => 80,
        "ninetieth" => 90,
        "hundredth" => 100,
        _ => return None,
    })
}

/// A year as it is spoken: "nineteen ninety-six", "two thousand and four", "twenty sixteen".
/// Gives the year and the piece after it.
pub fn spoken_year(reading: Reading<'_>, at: usize) -> Option<(i32, usize)> {
    if reading.all(at, &["two", "thousand"]) {
        let after = at + 2 + usize::from(reading.is(at + 2, "and"));
        if let Some((rest, end)) = run(reading, after)
            && rest < 100.0
        {
            return Some((2000 + rest as i32, end));
        }
        return Some((2000, at + 2));
    }
    let century = match reading.lower(at).as_str() {
        "eighteen" => 1800,
        "nineteen" => 1900,
        "twenty" => 2000,
        _ => return None,
    };
    let next = at + 1 + usize::from(reading.is_hyphen(at + 1));
    if reading.is(next, "hundred") {
        return (century < 2000).then_some((century, next + 1));
    }
    // "nineteen oh five"
    if reading.any(next, &["oh", "o"]) {
        let (rest, end) = run(reading, next + 1).filter(|(rest, _)| *rest < 10.0)?;
        return Some((century + rest as i32, end));
    }
    let (rest, end) = run(reading, next)?;
    (10.0..100.0).contains(&rest).then(|| (century + rest as i32, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(f64, Option<f64>, usize)> {
        let pieces = pieces(text, Span::new(0, text.len()));
        let reading = Reading { text, pieces: &pieces };
        cardinal(reading, 0).map(|number| {
            let end = pieces.get(number.end - 1).map_or(0, |piece| piece.span.end());
            (number.value, number.high, end)
        })
    }

    fn cut(text: &str) -> Vec<&str> {
        pieces(text, Span::new(0, text.len())).into_iter().map(|piece| piece.span.of(text)).collect()
    }

    #[test]
    fn hyphens_and_letters_of_numbers_come_apart() {
        assert_eq!(cut("a 30-year, 20th 1990s"), ["a", "30", "-", "year", ",", "20", "th", "1990", "s"]);
        assert_eq!(
            cut("275,000 3.5 12,34 1.2.3"),
            ["275,000", "3.5", "12", ",", "34", "1", ".", "2", ".", "3"]
        );
        assert_eq!(
            cut("10 a.m. in the U.S. Don't year's"),
            ["10", "a.m.", "in", "the", "U.S.", "Don't", "year", "'s"]
        );
        assert_eq!(cut("Mr. X. End of day. I."), ["Mr", ".", "X", ".", "End", "of", "day", ".", "I", "."]);
        assert_eq!(cut("today’s don’t été"), ["today", "’s", "don’t", "été"]);
    }

    #[test]
    fn digits_and_magnitudes() {
        assert_eq!(read("275,000 people"), Some((275_000.0, None, 7)));
        assert_eq!(read("1.5bn pounds"), Some((1.5e9, None, 5)));
        assert_eq!(read("2.5 million people"), Some((2.5e6, None, 11)));
        assert_eq!(read("5 1/2 hours"), Some((5.5, None, 5)));
        assert_eq!(read("5 m wide"), Some((5.0, None, 1)));
        assert_eq!(read("12 hundred"), Some((1200.0, None, 10)));
    }

    #[test]
    fn words_of_all_sizes() {
        assert_eq!(read("twenty-five dead").map(|n| n.0), Some(25.0));
        assert_eq!(read("two hundred and five thousand").map(|n| n.0), Some(205_000.0));
        assert_eq!(read("a hundred thirty million dollars").map(|n| n.0), Some(130e6));
        assert_eq!(read("two and a half million").map(|n| n.0), Some(2.5e6));
        assert_eq!(read("half a million people").map(|n| n.0), Some(5e5));
        assert_eq!(read("three dozen").map(|n| n.0), Some(36.0));
        assert_eq!(read("nineteen ninety-six").map(|n| n.0), Some(19.0));
        assert_eq!(read("a people"), None);
        assert_eq!(read("hundred and"), None);
        assert_eq!(read("two hundred and their"), Some((200.0, None, 11)));
    }

    #[test]
    fn vague_numbers_have_two_ends() {
        assert_eq!(read("dozens of people"), Some((24.0, Some(99.0), 6)));
        assert_eq!(read("tens of thousands of people"), Some((20_000.0, Some(99_999.0), 17)));
        assert_eq!(read("hundreds of thousands"), Some((200_000.0, Some(999_999.0), 21)));
        assert_eq!(read("several hundred families"), Some((300.0, Some(900.0), 15)));
        assert_eq!(read("a few thousand"), Some((3000.0, Some(9000.0), 14)));
        assert_eq!(read("several people"), None);
        assert_eq!(read("a couple of men"), Some((2.0, Some(3.0), 11)));
    }

    #[test]
    fn ordinals_and_spoken_years() {
        let of = |text: &str| {
            let pieces = pieces(text, Span::new(0, text.len()));
            let reading = Reading { text, pieces: &pieces };
            (ordinal(reading, 0).map(|found| found.0), spoken_year(reading, 0).map(|found| found.0))
        };
        assert_eq!(of("20th century"), (Some(20), None));
        assert_eq!(of("twenty-first century"), (Some(21), None));
        assert_eq!(of("nineteen ninety-six"), (None, Some(1996)));
        assert_eq!(of("two thousand and four"), (None, Some(2004)));
        assert_eq!(of("twenty sixteen"), (None, Some(2016)));
        assert_eq!(of("twenty people"), (None, None));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_cut_at_characters_and_read_without_a_panic(
            text in "([a-z’'.,0-9½é -]|two|hundred|and|half|million|dozens of |a ){0,40}"
        ) {
            let pieces = pieces(&text, Span::new(0, text.len()));
            let mut last = 0;
            for piece in &pieces {
                prop_assert!(piece.span.start() >= last && piece.span.get(&text).is_some());
                last = piece.span.end();
            }
            let reading = Reading { text: &text, pieces: &pieces };
            for at in 0..=pieces.len() {
                for end in [
                    cardinal(reading, at).map(|number| number.end),
                    ordinal(reading, at).map(|found| found.1),
                    spoken_year(reading, at).map(|found| found.1),
                ].into_iter().flatten() {
                    prop_assert!(end > at && end <= pieces.len());
                }
            }
        }
    }
}
