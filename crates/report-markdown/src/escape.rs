//! Words of documents in Markdown: as they stand, whatever signs they have.

/// Longer stretches are cut at a space; the record has the whole.
const MOST: usize = 600;

/// Words inside a line. No sign of theirs becomes markup, in plain Markdown, in GitHub's tables
/// and mathematics, as raw HTML.
pub(crate) fn inline(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    let mut space = false;
    for character in words.trim().chars() {
        // Line breaks and control characters would end a cell or a heading; marks of direction
        // could show a reader other words than are there.
        if character.is_whitespace() || character.is_control() {
            space = true;
            continue;
        }
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        match character {
            '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200b}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{ad}' => {
                out.push('·');
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(character);
            }
            '&' => out.push_str("&amp;"),
            // These mean something at the start of a line only, and a statement may stand there.
            '#' | '+' | '-' | '=' if out.is_empty() => {
                out.push('\\');
                out.push(character);
            }
            '.' | ')'
                if !out.is_empty() && out.len() <= 9 && out.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// Words in a table's cell, cut when they are many.
pub(crate) fn cell(words: &str) -> String {
    cut(words, MOST, inline)
}

/// Words as code: identifiers, digests, paths.
pub(crate) fn code(words: &str) -> String {
    let plain = words.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'`' && byte != b'|');
    if plain && !words.is_empty() { format!("`{words}`") } else { inline(words) }
}

/// Words in quotation marks. Marks that stand at their edges already are not doubled.
pub(crate) fn quoted(words: &str) -> String {
    let words = words.trim().trim_matches(['“', '”', '"']);
    format!("“{}”", cell(words))
}

/// The first words, as many as fit, made fit to be shown.
pub(crate) fn cut(words: &str, most: usize, show: impl Fn(&str) -> String) -> String {
    let Some((limit, _)) = words.char_indices().nth(most) else { return show(words) };
    let end = words[..limit].rfind(char::is_whitespace).filter(|&space| space > 0).unwrap_or(limit);
    format!("{} \\[…\\]", show(&words[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_becomes_markup() {
        for (words, expected) in [
            ("a | b\n`c` *d* _e_", r"a \| b \`c\` \*d\* \_e\_"),
            ("<b>x</b> &amp; [y](z)", r"\<b\>x\</b\> &amp;amp; \[y\](z)"),
            ("4. What steps", r"4\. What steps"),
            ("2023. It", r"2023\. It"),
            ("- no", r"\- no"),
            ("# one # two", r"\# one # two"),
            ("costs $5 and $6", r"costs \$5 and \$6"),
            ("a\u{202e}b\u{0}c", "a·b c"),
            ("4.5 per cent", r"4\.5 per cent"),
            ("  \n ", ""),
        ] {
            assert_eq!(inline(words), expected, "{words:?}");
        }
    }

    #[test]
    fn long_words_are_cut_between_words_and_it_is_said() {
        let words = "word ".repeat(400);
        let shown = cell(&words);
        assert!(shown.ends_with("word \\[…\\]") && shown.len() < 620, "{shown}");
        assert_eq!(cut(&"é".repeat(20), 10, inline), format!("{} \\[…\\]", "é".repeat(10)));
    }

    #[test]
    fn marks_are_not_doubled() {
        assert_eq!(quoted("“Stop,”"), "“Stop,”");
        assert_eq!(quoted("Stop"), "“Stop”");
    }

    #[test]
    fn code_with_odd_signs_is_no_code() {
        assert_eq!(code("abc123"), "`abc123`");
        assert_eq!(code("a | b"), r"a \| b");
        assert_eq!(code("x`y"), r"x\`y");
    }
}
