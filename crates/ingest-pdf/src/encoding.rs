//! What codes and names of glyphs stand for, by the tables of ISO 32000 and of the Adobe Glyph List.

use std::borrow::Cow;

use crate::lexicon;

/// What the glyph of this name stands for.
pub(crate) fn of_glyph(name: &str) -> Option<Cow<'static, str>> {
    let names = lexicon::glyphs::NAMES;
    if let Ok(at) = names.binary_search_by_key(&name, |&(known, _)| known) {
        return Some(Cow::Borrowed(names[at].1));
    }
    // `a.alt`, `f_f_i`, `uni00410042`, `u1F600`.
    if let Some((base, _)) = name.split_once('.') {
        return if base.is_empty() { None } else { of_glyph(base) };
    }
    if name.contains('_') {
        let parts: Option<Vec<_>> = name.split('_').take(8).map(of_glyph).collect();
        return parts.map(|parts| Cow::Owned(parts.concat()));
    }
    let is_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(digits) = name.strip_prefix("uni")
        && digits.len() >= 4
        && digits.len() % 4 == 0
        && digits.len() <= 32
        && is_digits(digits)
    {
        let units = digits.as_bytes().chunks(4).filter_map(|unit| {
            std::str::from_utf8(unit).ok().and_then(|unit| u16::from_str_radix(unit, 16).ok())
        });
        return char::decode_utf16(units).collect::<Result<String, _>>().ok().map(Cow::Owned);
    }
    let digits =
        name.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len()) && is_digits(digits))?;
    let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some(Cow::Owned(character.to_string()))
}

/// `WinAnsiEncoding`: windows-1252, where what is unused is a bullet.
pub(crate) fn win_ansi(code: u8) -> Option<char> {
    const UPPER: [char; 32] = [
        '€', '•', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '•', 'Ž', '•', '•', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '•', 'ž', 'Ÿ',
    ];
    match code {
        0..0x20 => None,
        0x7F => Some('•'),
        0x80..0xA0 => Some(UPPER[usize::from(code - 0x80)]),
        _ => Some(char::from(code)),
    }
}

/// `MacRomanEncoding`.
pub(crate) fn mac_roman(code: u8) -> Option<char> {
    const UPPER: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
                         ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
    match code {
        0..0x20 | 0x7F => None,
        0x80.. => UPPER.chars().nth(usize::from(code - 0x80)).filter(|&c| c != '\u{F8FF}'),
        _ => Some(char::from(code)),
    }
}

/// `StandardEncoding`.
pub(crate) fn standard(code: u8) -> Option<char> {
    const UPPER: [(u8, char); 54] = [
        (0xA1, '¡'),
        (0xA2, '¢'),
        (0xA3, '£'),
        (0xA4, '⁄'),
        (0xA5, '¥'),
        (0xA6, 'ƒ'),
        (0xA7, '§'),
        (0xA8, '¤'),
        (0xA9, '\''),
        (0xAA, '“'),
        (0xAB, '«'),
        (0xAC, '‹'),
        (0xAD, '›'),
        (0xAE, 'ﬁ'),
        (0xAF, 'ﬂ'),
        (0xB1, '–'),
        (0xB2, '†'),
        (0xB3, '‡'),
        (0xB4, '·'),
        (0xB6, '¶'),
        (0xB7, '•'),
        (0xB8, '‚'),
        (0xB9, '„'),
        (0xBA, '”'),
        (0xBB, '»'),
        (0xBC, '…'),
        (0xBD, '‰'),
        (0xBF, '¿'),
        (0xC1, '`'),
        (0xC2, '´'),
        (0xC3, 'ˆ'),
        (0xC4, '˜'),
        (0xC5, '¯'),
        (0xC6, '˘'),
        (0xC7, '˙'),
        (0xC8, '¨'),
        (0xCA, '˚'),
        (0xCB, '¸'),
        (0xCD, '˝'),
        (0xCE, '˛'),
        (0xCF, 'ˇ'),
        (0xD0, '—'),
        (0xE1, 'Æ'),
        (0xE3, 'ª'),
        (0xE8, 'Ł'),
        (0xE9, 'Ø'),
        (0xEA, 'Œ'),
        (0xEB, 'º'),
        (0xF1, 'æ'),
        (0xF5, 'ı'),
        (0xF8, 'ł'),
        (0xF9, 'ø'),
        (0xFA, 'œ'),
        (0xFB, 'ß'),
    ];
    match code {
        b'\'' => Some('’'),
        b'`' => Some('‘'),
        0x20..0x7F => Some(char::from(code)),
        _ => UPPER.binary_search_by_key(&code, |&(known, _)| known).ok().map(|at| UPPER[at].1),
    }
}

/// What of the font Symbol stands in running text.
pub(crate) fn symbol(code: u8) -> Option<char> {
    match code {
        0x20 | b'0'..=b'9' | b'(' | b')' | b'+' | b',' | b'.' | b'/' | b':' | b';' | b'<'..=b'>' | b'%' => {
            Some(char::from(code))
        }
        0x2D => Some('−'),
        0xB0 => Some('°'),
        0xB1 => Some('±'),
        0xB7 => Some('•'),
        0xA3 => Some('≤'),
        0xB3 => Some('≥'),
        0xB4 => Some('×'),
        _ => None,
    }
}

/// The signs of the font Dingbats that stand before items of lists.
pub(crate) fn dingbats(code: u8) -> Option<char> {
    match code {
        0x20 => Some(' '),
        b'l' => Some('●'),
        b'n' => Some('■'),
        b'4' => Some('✔'),
        0xA7 => Some('▪'),
        0xD8 => Some('➢'),
        _ => None,
    }
}

/// Widths of codes 32 to 126 in Helvetica, and in Times: thousandths of the size (the fonts' own
/// metrics, which every reader of PDF has to know).
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333,
    389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469,
    500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389,
    278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// The widths of a font that needs not say them, since every reader has it.
pub(crate) fn standard_widths(name: &str) -> impl Iterator<Item = (u32, f64)> {
    let is_fixed = name.contains("Courier");
    let widths = if name.contains("Times") { &TIMES } else { &HELVETICA };
    (32..127).map(move |code| (code, if is_fixed { 600.0 } else { f64::from(widths[code as usize - 32]) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs() {
        let cases = [
            ("A", "A"),
            ("quoteright", "’"),
            ("f_i", "fi"),
            ("a.alt", "a"),
            ("uni00E9", "é"),
            ("u1F600", "😀"),
            ("ffi", "ﬃ"),
            ("fraction", "⁄"),
        ];
        for (name, text) in cases {
            assert_eq!(of_glyph(name).as_deref(), Some(text), "{name}");
        }
        for name in ["", ".notdef", "g17", "uniZZZZ", "uniD800", "_"] {
            assert_eq!(of_glyph(name), None, "{name}");
        }
    }

    #[test]
    fn tables_are_whole() {
        assert_eq!(mac_roman(0xFF), Some('ˇ'));
        assert_eq!(mac_roman(0x80), Some('Ä'));
        assert_eq!(mac_roman(0xD5), Some('’'));
        assert_eq!(win_ansi(0x92), Some('’'));
        assert_eq!(standard(0xFB), Some('ß'));
        assert_eq!(standard(0x27), Some('’'));
    }
}
