//! From bytes to code points.

/// Bytes between two places whose code points are known.
const STEP: usize = 256;

/// The code points of a text, to be asked for any byte without counting from its start.
pub(crate) struct Points<'a> {
    text: &'a str,
    /// Code points before byte `STEP * index`.
    known: Vec<u32>,
}

impl<'a> Points<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut known = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            known.push(count);
            count += starts(chunk);
        }
        known.push(count);
        Self { text, known }
    }

    /// Code points before a byte; the byte is the start of a character or the end of the text.
    pub(crate) fn before(&self, byte: usize) -> u32 {
        let at = byte.min(self.text.len());
        self.known[at / STEP] + starts(&self.text.as_bytes()[at / STEP * STEP..at])
    }
}

/// Bytes that start a character.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count() as u32
}

/// So many characters at the end of a text.
pub(crate) fn last(text: &str, most: usize) -> &str {
    if most == 0 {
        return "";
    }
    text.char_indices().rev().nth(most - 1).map_or(text, |(at, _)| &text[at..])
}

/// So many characters at the start of a text.
pub(crate) fn first(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges() {
        assert_eq!((last("añb", 2), first("añb", 2)), ("ñb", "añ"));
        assert_eq!((last("a", 0), first("a", 0), last("", 3), first("a", 9)), ("", "", "", "a"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_byte_has_its_code_point(text in "(a|é|\u{2014}|\u{1F600}){0,700}") {
            let points = Points::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.before(byte) as usize, count);
            }
            prop_assert_eq!(points.before(text.len()) as usize, text.chars().count());
        }
    }
}
