//! Mojibake: UTF-8 that somebody read as windows-1252 and stored as UTF-8 again.
//!
//! `’` is three bytes in UTF-8, which windows-1252 shows as `â€™`. Going back is safe only where
//! nobody would have written the characters that stand there. So a sequence is mended when its
//! characters are the image of valid UTF-8, the character that comes out is one that news text
//! has, and the neighbours do not speak for the text as it stands: in `AMANHÃ”` the last two are
//! a letter and a closing mark, although they are also the image of `Ô`.
//!
//! The idea of testing how likely the text is as it stands is that of `ftfy` (Robyn Speer); the
//! rules here are narrower, look at one sequence at a time, and know where each one was.
//!
//! Start reading at [`find`] and `meant`.

use encoding_rs::WINDOWS_1252;
use unicode_normalization::char::{compose, is_combining_mark};

use crate::decode::single_byte;
use crate::edits::{Edit, With};
use crate::scan;

/// What is to be mended in a text.
#[derive(Debug, Default)]
pub struct Mending {
    /// The changes, ascending.
    pub edits: Vec<Edit>,
    /// How many of them mend sequences.
    pub sequences: usize,
    /// How many mend single control characters that are windows-1252 bytes.
    pub controls: usize,
}

/// What a sequence was before it was misread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    Character(char),
    /// A byte order mark, which is no text.
    Nothing,
}

/// Characters that are the image of one character's bytes.
#[derive(Debug, Clone, Copy)]
struct Sequence {
    /// The character whose bytes they are.
    character: char,
    /// The last of them.
    last: char,
    /// Their length in bytes of the text.
    len: usize,
}

/// Scripts whose letters are the image of two or three characters each, so that words of theirs
/// show as one sequence after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    EastAsian,
}

/// What stands beside a sequence.
#[derive(Debug, Clone, Copy)]
struct Beside {
    /// The character before, as mended.
    before: Option<char>,
    /// The script of the sequence that ends where this one starts, or a space before.
    script_before: Option<Script>,
    /// The character after.
    after: Option<char>,
    /// The script of the sequence that starts where this one ends, if there is one.
    script_after: Option<Script>,
}

/// Every sequence and stray control character of a text that is to be mended.
pub fn find(text: &str) -> Mending {
    let bytes = text.as_bytes();
    let mut mending = Mending::default();
    // Whether the last double quotation mark that was mended was an opening one.
    let mut quote_is_open = false;
    let mut last: Option<(usize, char)> = None; // end and character of the last mended sequence
    let mut at = 0;
    // Every character that may start a sequence, and every control character, starts with C2 or C3;
    // the mark of one that is written as a letter and a mark starts with CC.
    let may = |byte| byte == 0xC2 || byte == 0xC3 || byte == 0xCC;
    while let Some(found) = scan::first(&bytes[at..], may) {
        let found = at + found;
        let is_mark = bytes[found] == 0xCC;
        if is_mark && (found == at || !bytes[found - 1].is_ascii_alphabetic()) {
            at = found + 2;
            continue;
        }
        let start = found - usize::from(is_mark);
        at = found + 2;
        let rest = &text[start..];
        if let Some(sequence) = Sequence::at(rest) {
            let end = start + sequence.len;
            let touching = last.filter(|&(end, _)| end == start).map(|(_, character)| character);
            let beside = Beside {
                before: touching.or_else(|| text[..start].chars().rev().find(|&one| !is_combining_mark(one))),
                script_before: last
                    .filter(|&(end, _)| is_short_gap(&text[end..start]))
                    .and_then(|(_, before)| Script::of(before)),
                after: Composed(&text[end..]).next(),
                script_after: Sequence::at(&text[end..]).and_then(|next| Script::of(next.character)),
            };
            if let Some(meant) = sequence.meant(beside) {
                let with = match meant {
                    Meant::Character(character) => With::Character(character),
                    Meant::Nothing => With::Nothing,
                };
                quote_is_open = match with {
                    With::Character('“') => true,
                    With::Character('”') => false,
                    _ => quote_is_open,
                };
                mending.edits.push(Edit { start, len: sequence.len, with });
                mending.sequences += 1;
                last = Some((end, sequence.character));
                at = end;
                continue;
            }
        }
        if let Some(len) = cut_closing_mark(rest)
            && quote_is_open
        {
            mending.edits.push(Edit { start, len, with: With::Character('”') });
            mending.sequences += 1;
            quote_is_open = false;
            at = start + len;
        } else if let Some(byte @ 0x80..=0x9F) = latin1(rest)
            && let Some(character) = printable_1252(byte)
        {
            mending.edits.push(Edit { start, len: 2, with: With::Character(character) });
            mending.controls += 1;
        }
    }
    mending
}

impl Sequence {
    /// The sequence that `text` starts with.
    fn at(text: &str) -> Option<Self> {
        let mut characters = Composed(text);
        let lead = characters.next().and_then(|lead| u8::try_from(lead).ok())?;
        let followers = match lead {
            0xC2..=0xDF => 1,
            0xE0..=0xEF => 2,
            0xF0..=0xF4 => 3,
            _ => return None,
        };
        let mut bytes = [lead, 0, 0, 0];
        let mut last = '\0';
        for byte in &mut bytes[1..=followers] {
            last = characters.next()?;
            *byte = byte_of(last).filter(|byte| (0x80..0xC0).contains(byte))?;
        }
        let character = std::str::from_utf8(&bytes[..=followers]).ok()?.chars().next()?;
        Some(Self { character, last, len: text.len() - characters.0.len() })
    }

    /// What the sequence was, when it is no text as it stands.
    fn meant(self, beside: Beside) -> Option<Meant> {
        let mended = Some(Meant::Character(self.character));
        match self.character {
            // Bytes of windows-1252 that were first taken for Latin-1: `donÂ’t`.
            '\u{80}'..='\u{9F}' => {
                let in_a_word = |beside: Option<char>| beside.is_some_and(char::is_alphanumeric);
                let character = printable_1252(self.character as u8)?;
                (in_a_word(beside.before) || in_a_word(beside.after)).then_some(Meant::Character(character))
            }
            '×' | '÷' => {
                let no_word = |beside: Option<char>| !beside.is_some_and(char::is_alphabetic);
                (no_word(beside.before) && no_word(beside.after)).then_some(()).and(mended)
            }
            '\u{C0}'..='\u{17F}' | '\u{218}'..='\u{21B}' | '\u{259}' => {
                self.is_latin_letter(beside).then_some(()).and(mended)
            }
            // Vietnamese letters, which a word has more of on the way.
            '\u{1E80}'..='\u{1EFF}' => {
                beside.after.is_some_and(char::is_alphabetic).then_some(()).and(mended)
            }
            // Of `Â`, that no word ends in: `Â£`, `Â©`. Of `â€` and the like: quotation marks, dashes,
            // dots, the euro, the trade mark, arrows, minus, bullets. Of others: ligatures, emoji.
            '\u{A0}'..='\u{BF}'
            | '\u{2000}'..='\u{27BF}'
            | '\u{FB00}'..='\u{FB06}'
            | '\u{FFFD}'
            | '\u{1F000}'..='\u{1FAFF}' => mended,
            '\u{FEFF}' => Some(Meant::Nothing),
            other => {
                let script = Script::of(other);
                (script.is_some() && (script == beside.script_before || script == beside.script_after))
                    .then_some(())
                    .and(mended)
            }
        }
    }

    /// Whether a capital (`Ã`, `Ä`, `Å`, `È`, `É`) and a sign are a misread letter here.
    fn is_latin_letter(self, beside: Beside) -> bool {
        let is_letter = |beside: Option<char>| beside.is_some_and(char::is_alphabetic);
        let is_capital = |beside: Option<char>| beside.is_some_and(char::is_uppercase);
        if is_letter(beside.before) && !is_capital(beside.before) {
            return true; // no word goes from small letters to a capital and a sign
        }
        match Sign::of(self.last) {
            // `AMANHÃ”`, `AMANHÃ–SEXTA`: the word is at its end; `CÃ”TE`: it goes on.
            Sign::Closing if self.last == '–' || self.last == '—' => {
                is_letter(beside.after) && !is_letter(beside.before)
                    || is_capital(beside.before) && is_capital(beside.after) && self.character == 'Ö'
            }
            Sign::Closing => is_letter(beside.after),
            // `IRMÃ®` may be a brand; `Ã©tude`, `LÃ³pez` and words of one letter (`Ã©`, `Ã` with a
            // no-break space for `à`) are none.
            Sign::Mark => is_letter(beside.after) || !is_letter(beside.before),
            Sign::Other => true,
        }
    }
}

/// How likely a sign is to stand right after a word in a text that is in order.
enum Sign {
    /// Quotation marks, dashes, dots.
    Closing,
    /// Signs that some words carry, `™`, `°`, and a no-break space.
    Mark,
    /// Signs that come before a word or stand alone: `£`, `‰`.
    Other,
}

impl Sign {
    fn of(sign: char) -> Self {
        match sign {
            '’' | '‘' | '“' | '”' | '„' | '‚' | '«' | '»' | '‹' | '›' | '–' | '—' | '…' => {
                Self::Closing
            }
            '\u{A0}' | '™' | '®' | '©' | '°' | 'º' | 'ª' | '¹' | '²' | '³' | '´' | '¨' | '·' | '¸' | '†'
            | '‡' | '•' => Self::Mark,
            _ => Self::Other,
        }
    }
}

impl Script {
    fn of(character: char) -> Option<Self> {
        match character {
            '\u{370}'..='\u{3FF}' => Some(Self::Greek),
            '\u{400}'..='\u{4FF}' => Some(Self::Cyrillic),
            '\u{5D0}'..='\u{5EA}' => Some(Self::Hebrew),
            '\u{600}'..='\u{6FF}' => Some(Self::Arabic),
            '\u{3000}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF00}'..='\u{FFEF}' => {
                Some(Self::EastAsian)
            }
            _ => None,
        }
    }
}

/// The characters of a text, a letter and its mark as one: some programs take them apart (NFD)
/// after others have misread them.
struct Composed<'t>(&'t str);

impl Iterator for Composed<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let mut characters = self.0.chars();
        let first = characters.next()?;
        self.0 = characters.as_str();
        let composed = characters.next().and_then(|mark| compose(first, mark));
        if composed.is_some() {
            self.0 = characters.as_str();
        }
        composed.or(Some(first))
    }
}

/// Whether two sequences may belong to one phrase: nothing between them, or a space and a mark.
fn is_short_gap(between: &str) -> bool {
    between.len() <= 2 && !between.contains(char::is_alphanumeric)
}

/// The length of `â€`, with or without U+FFFD, that `text` starts with.
///
/// The last byte of `”` has no character in windows-1252, and many programs lose it. Taken for a
/// closing mark only where an opening one was mended and has none yet.
fn cut_closing_mark(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("â€")?;
    Some(text.len() - rest.strip_prefix('\u{FFFD}').unwrap_or(rest).len())
}

/// The byte that a character stands for in windows-1252, or in Latin-1 where it is a control.
fn byte_of(character: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(character) {
        return Some(byte);
    }
    Some(match character {
        '€' => 0x80,
        '‚' => 0x82,
        'ƒ' => 0x83,
        '„' => 0x84,
        '…' => 0x85,
        '†' => 0x86,
        '‡' => 0x87,
        'ˆ' => 0x88,
        '‰' => 0x89,
        'Š' => 0x8A,
        '‹' => 0x8B,
        'Œ' => 0x8C,
        'Ž' => 0x8E,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        '˜' => 0x98,
        '™' => 0x99,
        'š' => 0x9A,
        '›' => 0x9B,
        'œ' => 0x9C,
        'ž' => 0x9E,
        'Ÿ' => 0x9F,
        _ => return None,
    })
}

fn latin1(text: &str) -> Option<u8> {
    text.chars().next().and_then(|character| u8::try_from(character).ok())
}

/// The character of a byte in windows-1252 that is none in Latin-1.
fn printable_1252(byte: u8) -> Option<char> {
    single_byte(WINDOWS_1252, byte).filter(|character| !character.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits::apply;
    use proptest::prelude::*;

    fn mended(text: &str) -> String {
        apply(text, &find(text).edits).0
    }

    /// UTF-8 read as windows-1252.
    fn misread(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn misread_sentences_come_back() {
        for text in [
            "“It’s over”, she said – twice … for €5 or £4.",
            "The café’s naïve résumé: Zoë, François, Núñez, Ångström, Øre, Þór.",
            "À la carte, à Paris, où l’été naît. É assim. ÉTUDE, CÔTE, KÖLN.",
            "Łódź, Dvořák, Šiška, İstanbul’da ışık, Beyoğlu, Ștefan și țara.",
            "20 °C, § 5, ½, 3 × 4, © 2016 • no-break\u{a0}space",
            "Москва и Київ. Αθήνα. שלום. القاهرة",
            "北京。日本語。한국어",
            "Thumbs 👍 up",
            "The ofﬁce",
        ] {
            assert_eq!(mended(&misread(text)), text, "{}", misread(text));
        }
    }

    #[test]
    fn misread_as_latin1_comes_back_too() {
        assert_eq!(mended("donâ\u{80}\u{99}t, cafÃ©"), "don’t, café");
        assert_eq!(mended("donÂ’t donÂ\u{92}t"), "don’t don’t");
        assert_eq!(mended("it\u{92}s \u{93}so\u{94}\u{85}"), "it’s “so”…");
    }

    #[test]
    fn misread_text_that_was_taken_apart_comes_back() {
        use unicode_normalization::UnicodeNormalization as _;
        let apart = |text: &str| text.nfd().collect::<String>();
        for text in ["François’s café, naïve", "“Zoë” – Łódź", "Núñez"] {
            assert_eq!(mended(&apart(&misread(text))), text);
        }
        for text in ["SÃO PAULO, “AMANHÃ” – MAÇÃ…", "Ångström, Việt Nam, è «à»"] {
            assert_eq!(mended(&apart(text)), apart(text));
        }
    }

    #[test]
    fn twice_misread_takes_two_rounds() {
        let once = mended(&misread(&misread("don’t")));
        assert_eq!(once, misread("don’t"));
        assert_eq!(mended(&once), "don’t");
    }

    #[test]
    fn text_that_is_in_order_stays() {
        for text in [
            "NÃO, SÃO PAULO, “AMANHÃ” – IRMÃ… «MAÇÃ» ÓRGÃO AMANHÃ—OU NUNCA",
            "A letra Ã é usada. A letra “Ô. IRMÃ® GUAMÃ™",
            "Île, Âge, âge, Ångström, PÅ, Ärzte, É… «É» “Ê”, Ëtude, SÈVRES, CAFÉ™",
            "répété” – “voilà”… «à», pâté… ‘ê’, «ï», ‘ð’, forêt…",
            "Allâ… “Râ” – ñ, España…, ESPAÑA’S",
            "Übermut “Ü” ‚Ä‘ „Ö“ – ß. ÆØÅ…",
            "Việt Nam, ƒ 5, olá… – só",
            "€5, £4, © 2016, °C, § 5, ½, ™, ® ½",
            "Ελλάδα, Россия, ישראל, مصر, 中国",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn a_closing_mark_without_its_last_byte_needs_an_open_one() {
        assert_eq!(
            mended("â€œSo be itâ€, he said. â€œYesâ€\u{fffd} he did."),
            "“So be it”, he said. “Yes” he did."
        );
        assert_eq!(mended("nothing open hereâ€, he said"), "nothing open hereâ€, he said");
    }

    #[test]
    fn every_byte_has_its_way_there_and_back() {
        for byte in 0x80..=0xFF {
            let character = single_byte(WINDOWS_1252, byte).unwrap();
            assert_eq!(byte_of(character), Some(byte));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_gives_changes_in_order(text in "[ÃÂâ€™œ”“ïÐÑ¿½»a-cA-C\u{80}-\u{bf}\u{fffd}\u{302}\u{303}\u{308} ]{0,40}") {
            let mending = find(&text);
            let mut end = 0;
            for edit in &mending.edits {
                prop_assert!(edit.start >= end);
                end = edit.start + edit.len;
                prop_assert!(text.is_char_boundary(edit.start) && text.is_char_boundary(end));
            }
            prop_assert_eq!(mending.edits.len(), mending.sequences + mending.controls);
        }
    }
}
