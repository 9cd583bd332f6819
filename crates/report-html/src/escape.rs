//! Words of documents in HTML: as they stand, and never as markup.

use std::fmt;

/// Words as text or as the value of an attribute in double quotes.
///
/// Documents are hostile input: every sign that could end the text or the attribute is written as a
/// reference, control characters are left out, and marks that turn the direction of writing, by
/// which a reader could be shown other words than are there, become a dot.
pub(crate) struct Text<'a>(pub(crate) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut plain = 0;
        for (at, character) in self.0.char_indices() {
            let instead = match character {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\n' | '\t' => continue,
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "·",
                // Not characters for HTML, or invisible: nothing a reader could judge.
                '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => "",
                character if character.is_control() => "",
                _ => continue,
            };
            f.write_str(&self.0[plain..at])?;
            f.write_str(instead)?;
            plain = at + character.len_utf8();
        }
        f.write_str(&self.0[plain..])
    }
}

/// A string in a link that a document named: only an identifier's signs are kept.
pub(crate) fn fragment(words: &str) -> String {
    words.chars().map(|it| if it.is_ascii_alphanumeric() || "-_.".contains(it) { it } else { '_' }).collect()
}

/// `1 document`, `3 documents`, `27,000 documents`.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", digits(count), if count == 1 { one } else { many })
}

/// With commas between thousands.
pub(crate) fn digits(count: usize) -> String {
    let plain = count.to_string();
    let mut out = String::new();
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The first words, at most so many characters, cut between words; whether something was cut.
pub(crate) fn cut(words: &str, most: usize) -> (&str, bool) {
    let Some((limit, _)) = words.char_indices().nth(most) else { return (words, false) };
    let end = words[..limit].rfind(char::is_whitespace).filter(|&space| space > 0).unwrap_or(limit);
    (&words[..end], true)
}

/// The last words, at most so many characters, cut between words; whether something was cut.
pub(crate) fn cut_front(words: &str, most: usize) -> (&str, bool) {
    let Some((limit, _)) = words.char_indices().rev().nth(most.saturating_sub(1)) else {
        return (words, false);
    };
    if limit == 0 {
        return (words, false);
    }
    let rest = &words[limit..];
    let start = rest.find(char::is_whitespace).map_or(0, |space| space);
    (&rest[start..], true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_becomes_markup() {
        for (words, expected) in [
            ("</script><script>x()</script>", "&lt;/script&gt;&lt;script&gt;x()&lt;/script&gt;"),
            ("\" onload='x'", "&quot; onload=&#39;x&#39;"),
            ("AT&amp;T", "AT&amp;amp;T"),
            ("a\u{0}b\u{7}c", "abc"),
            ("left\u{202e}right", "left·right"),
            ("two\nlines", "two\nlines"),
        ] {
            assert_eq!(Text(words).to_string(), expected);
        }
        assert_eq!(fragment("a\"><b"), "a___b");
    }

    #[test]
    fn words_are_cut_between_words() {
        assert_eq!(cut("one two three", 9), ("one two", true));
        assert_eq!(cut("one two", 9), ("one two", false));
        assert_eq!(cut_front("one two three", 7), (" three", true));
        assert_eq!(cut_front("one", 3), ("one", false));
        assert_eq!(cut_front("", 3), ("", false));
        assert_eq!(cut_front("ééééé", 2), ("éé", true));
    }

    #[test]
    fn counts_are_read_with_commas() {
        assert_eq!(plural(1, "word", "words"), "1 word");
        assert_eq!(plural(1_234_567, "word", "words"), "1,234,567 words");
    }
}
