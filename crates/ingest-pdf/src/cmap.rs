//! `ToUnicode` tables: what the codes in a font's strings stand for.

use std::collections::BTreeMap;

use crate::content::Budget;

/// Entries that one table may have; more are no font's.
const MOST_ENTRIES: usize = 1 << 17;

/// Bytes of UTF-16 that one code may stand for.
const MOST_TEXT: usize = 64;

/// What a table says.
#[derive(Debug, Default)]
pub(crate) struct CMap {
    /// Ranges of codes, with how many bytes such a code has.
    pub(crate) spaces: Vec<(usize, u32, u32)>,
    /// What a code stands for.
    pub(crate) texts: BTreeMap<u32, Box<str>>,
}

impl CMap {
    pub(crate) fn parse(bytes: &[u8], budget: &mut Budget) -> Self {
        let mut map = Self::default();
        let mut tokens = Tokens { bytes, at: 0 };
        // What stands between `begin…` and `end…`.
        let mut operands: Vec<Token<'_>> = Vec::new();
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"begincodespacerange" | b"beginbfchar" | b"beginbfrange") => operands.clear(),
                Token::Word(b"endcodespacerange") => map.spaces(&operands),
                Token::Word(b"endbfchar") => map.characters(&operands, budget),
                Token::Word(b"endbfrange") => map.ranges(&operands, budget),
                Token::Word(_) => {}
                token if operands.len() < 4 * MOST_ENTRIES => operands.push(token),
                _ => {}
            }
        }
        map
    }

    fn spaces(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(low), Token::Hex(high)] = pair
                && (1..=4).contains(&low.len())
                && low.len() == high.len()
                && self.spaces.len() < 256
            {
                self.spaces.push((low.len(), number(low), number(high)));
            }
        }
    }

    fn characters(&mut self, operands: &[Token<'_>], budget: &mut Budget) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(code), Token::Hex(text)] = pair {
                self.say(number(code), text, 0, budget);
            }
        }
    }

    fn ranges(&mut self, operands: &[Token<'_>], budget: &mut Budget) {
        let mut at = 0;
        while let [Token::Hex(low), Token::Hex(high), ..] = &operands[at.min(operands.len())..] {
            let (low, high) = (number(low), number(high));
            at += 2;
            match operands.get(at) {
                Some(Token::Hex(text)) => {
                    for code in low..=high.min(low.saturating_add(0xFFFF)) {
                        if !self.say(code, text, code - low, budget) {
                            return;
                        }
                    }
                    at += 1;
                }
                Some(Token::Open) => {
                    at += 1;
                    let mut code = low;
                    while let Some(Token::Hex(text)) = operands.get(at) {
                        if code <= high {
                            self.say(code, text, 0, budget);
                        }
                        code = code.saturating_add(1);
                        at += 1;
                    }
                    at += usize::from(matches!(operands.get(at), Some(Token::Close)));
                }
                _ => return,
            }
        }
    }

    /// Takes down that `code` is `text`, its last character so many further; false when full.
    fn say(&mut self, code: u32, text: &[u8], further: u32, budget: &mut Budget) -> bool {
        if self.texts.len() >= MOST_ENTRIES || !budget.entry() {
            return false;
        }
        let mut units: Vec<u16> = text[..text.len().min(MOST_TEXT)]
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |unit, &byte| unit << 8 | u16::from(byte)))
            .collect();
        if let Some(last) = units.last_mut() {
            *last = last.wrapping_add(further as u16);
        }
        let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        if !text.is_empty() && !text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            self.texts.insert(code, text.into());
        }
        true
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |number, &byte| number << 8 | u32::from(byte))
}

#[derive(Debug)]
enum Token<'b> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'b [u8]),
}

struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let &byte = self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'<' if self.bytes.get(self.at) == Some(&b'<') => self.at += 1,
                b'<' => {
                    let rest = &self.bytes[self.at..];
                    let end = memchr::memchr(b'>', rest)?;
                    self.at += end + 1;
                    let digits: Vec<u8> = rest[..end]
                        .iter()
                        .filter_map(|&byte| char::from(byte).to_digit(16))
                        .map(|digit| digit as u8)
                        .collect();
                    let bytes = digits.chunks(2).map(|pair| match *pair {
                        [high, low] => high << 4 | low,
                        _ => pair[0],
                    });
                    return Some(Token::Hex(bytes.collect()));
                }
                b'[' => return Some(Token::Open),
                b']' => return Some(Token::Close),
                b'%' => {
                    let rest = &self.bytes[self.at..];
                    self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                }
                b'a'..=b'z' | b'A'..=b'Z' => {
                    let start = self.at - 1;
                    while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphanumeric) {
                        self.at += 1;
                    }
                    return Some(Token::Word(&self.bytes[start..self.at]));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_forms_are_read() {
        let map = CMap::parse(
            b"/CMapName /X def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0003> <0020> <0010> <00660069> endbfchar % a comment <00\n\
              2 beginbfrange <0024> <0026> <0041> <0030> <0031> [<D83DDE00> <0062>] endbfrange",
            &mut Budget::of(1),
        );
        assert_eq!(map.spaces, [(2, 0, 0xFFFF)]);
        let text = |code| map.texts.get(&code).map(|text| &**text);
        assert_eq!(text(3), Some(" "));
        assert_eq!(text(0x10), Some("fi"));
        assert_eq!((text(0x24), text(0x26)), (Some("A"), Some("C")));
        assert_eq!((text(0x30), text(0x31)), (Some("\u{1F600}"), Some("b")));
        assert_eq!(text(0x27), None);
    }

    #[test]
    fn nothing_is_too_broken() {
        for bytes in
            [&b"beginbfrange <00> <FFFFFFFF> <0041> endbfrange"[..], b"<", b"beginbfchar <0> endbfchar", b""]
        {
            assert!(CMap::parse(bytes, &mut Budget::of(1)).texts.len() <= 1 << 16);
        }
    }
    #[test]
    fn ranges_that_come_again_and_again_end_with_the_budget() {
        let table = "beginbfrange ".to_owned() + &"<0000> <FFFF> <0041> ".repeat(500) + "endbfrange";
        let mut budget = Budget::of(1);
        budget.instructions = 4000;
        assert!(CMap::parse(table.as_bytes(), &mut budget).texts.len() < 1000);
        assert!(budget.is_spent());
        let long = format!("beginbfchar <01> <{}> endbfchar", "0041".repeat(9999));
        assert_eq!(CMap::parse(long.as_bytes(), &mut Budget::of(1)).texts[&1].len(), 32);
    }
}
