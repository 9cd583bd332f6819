//! Characters that no reader sees, and forms of letters that no search finds.
//!
//! A soft hyphen inside a word, a zero-width space in a name, marks that turn the direction of a
//! line, an `ﬁ` that is one character, an `é` that is two: all of them look like plain text and
//! match nothing. They go, or become the plain letters; the map leads to the bytes as they are.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use crate::edits::{Edit, With};
use crate::scan;

/// What is to be changed in a text, and what its reader should know of it.
#[derive(Debug, Default)]
pub struct Tidying {
    /// The changes, ascending.
    pub edits: Vec<Edit>,
    /// How many characters that turn the direction of the text: what is seen may not be what is
    /// there.
    pub turned: usize,
    /// First byte of the first of these.
    pub first_turned: Option<usize>,
}

/// Drops what is invisible and spells ligatures out.
///
/// Joiners stay where scripts and emoji need them: between characters that are not Latin.
pub fn tidy(text: &str) -> Tidying {
    let bytes = text.as_bytes();
    let mut tidying = Tidying::default();
    let mut at = 0;
    // Soft hyphens start with C2, general punctuation with E2, ligatures with EF.
    let may = |byte| byte == 0xC2 || byte == 0xE2 || byte == 0xEF;
    while let Some(found) = scan::first(&bytes[at..], may) {
        let start = at + found;
        let character = text[start..].chars().next().expect("a byte was found here");
        at = start + character.len_utf8();
        let with = match character {
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}' => With::Nothing,
            '\u{200c}' | '\u{200d}' => {
                let is_latin = |beside: Option<char>| beside.is_none_or(|one| (one as u32) < 0x250);
                if !is_latin(text[..start].chars().next_back()) || !is_latin(text[at..].chars().next()) {
                    continue;
                }
                With::Nothing
            }
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                tidying.turned += 1;
                tidying.first_turned.get_or_insert(start);
                With::Nothing
            }
            'ﬀ' => With::Text("ff".into()),
            'ﬁ' => With::Text("fi".into()),
            'ﬂ' => With::Text("fl".into()),
            'ﬃ' => With::Text("ffi".into()),
            'ﬄ' => With::Text("ffl".into()),
            'ﬅ' | 'ﬆ' => With::Text("st".into()),
            _ => continue,
        };
        tidying.edits.push(Edit { start, len: character.len_utf8(), with });
    }
    tidying
}

/// Letters and their marks as one character where there is one (NFC).
pub fn compose(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    if is_nfc_quick(above_latin(text)) == IsNormalized::Yes {
        return edits;
    }
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        let mut end = start + first.len_utf8();
        let mut is_alone = joins_nothing(first);
        while let Some(&(at, next)) = characters.peek()
            && !joins_nothing(next)
        {
            characters.next();
            end = at + next.len_utf8();
            is_alone = false;
        }
        if is_alone {
            continue;
        }
        let segment = &text[start..end];
        let composed: String = segment.nfc().collect();
        if composed != segment {
            edits.push(Edit { start, len: end - start, with: With::Text(composed.into()) });
        }
    }
    edits
}

/// The characters from U+0300 on. No character below changes or joins another; marks on different
/// characters stand beside each other here, which can make the quick check unsure but not sure.
fn above_latin(text: &str) -> impl Iterator<Item = char> {
    const LEAST: u8 = 0xCC;
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut after = rest[scan::first(rest.as_bytes(), |byte| byte >= LEAST)?..].chars();
        let found = after.next();
        rest = after.as_str();
        found
    })
}

/// Whether a character never changes or joins the one before.
fn joins_nothing(character: char) -> bool {
    character.is_ascii()
        || canonical_combining_class(character) == 0
            && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits::apply;
    use proptest::prelude::*;

    fn tidied(text: &str) -> String {
        apply(text, &tidy(text).edits).0
    }

    fn composed(text: &str) -> String {
        apply(text, &compose(text)).0
    }

    #[test]
    fn what_is_invisible_goes() {
        assert_eq!(tidied("gov\u{ad}ern\u{200b}ment\u{2060}, A\u{200d}da\u{200e}"), "government, Ada");
        assert_eq!(tidy("a\u{202e}b\u{202c}c").turned, 2);
        assert_eq!(tidied("a\u{202e}b\u{202c}c"), "abc");
    }

    #[test]
    fn joiners_stay_where_they_are_needed() {
        for text in ["👩\u{200d}🚒", "می\u{200c}خواهم", "“Quoted” – £5 …"] {
            assert_eq!(tidied(text), text);
        }
    }

    #[test]
    fn ligatures_are_spelled_out() {
        assert_eq!(tidied("The oﬃce ﬁnds ﬂoods"), "The office finds floods");
    }

    #[test]
    fn letters_and_marks_become_one() {
        assert_eq!(composed("Cafe\u{301}, Zoe\u{308}; \u{212b}ngstro\u{308}m"), "Café, Zoë; Ångström");
        assert_eq!(composed("\u{1112}\u{1161}\u{11ab}"), "한");
        assert!(compose("Café – naïve").is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_comes_out_composed(text in "[aeoAé\u{301}\u{308}\u{323}\u{212b}\u{1100}\u{1161}\u{11a8}𝅘\u{1d165} ]{0,30}") {
            prop_assert_eq!(composed(&text), text.nfc().collect::<String>());
        }
    }
}
