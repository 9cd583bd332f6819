//! One form for the spellings of a name. The build script reads this file too.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The name without capitals, accents, apostrophes and hyphens, its words one space apart:
/// `Deir ez-Zor` and `Deir Ez Zor`, `Cancún` and `Cancun` are one. "St." and "Saint" are one too.
pub(crate) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut add = |c: char| {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if (c.is_whitespace() || matches!(c, '-' | '‐' | '–')) && !folded.ends_with(' ') {
            folded.push(' ');
        }
    };
    for c in name.nfkd().filter(|&c| !is_combining_mark(c)) {
        // Letters with a stroke have no decomposition.
        match c {
            'ł' | 'Ł' => add('l'),
            'ø' | 'Ø' => add('o'),
            'đ' | 'Đ' => add('d'),
            'ı' => add('i'),
            'ß' => ['s', 's'].into_iter().for_each(&mut add),
            _ => add(c),
        }
    }
    let folded = folded.trim();
    folded.strip_prefix("saint ").map_or_else(|| folded.to_owned(), |rest| format!("st {rest}"))
}
