//! Words of documents in Markdown: as they stand, whatever signs they have.

use rapporteur_document::QuoteForm;

/// Longer stretches are cut at a space; the record has the whole.
const MOST: usize = 600;

/// Words inside a line. No sign of theirs becomes markup, in plain Markdown, in GitHub's tables
/// and mathematics, as raw HTML.
pub(crate) fn inline(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    let mut space = false;
    let mut characters = words.trim().chars().peekable();
    while let Some(character) = characters.next() {
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
            '.' | ')' if is_number(&out) && characters.peek().is_none_or(|next| next.is_whitespace()) => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// Whether a full stop and a space after this would make a numbered list.
fn is_number(before: &str) -> bool {
    (1..=9).contains(&before.len()) && before.bytes().all(|byte| byte.is_ascii_digit())
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

/// Whether all of a quotation is its speaker's own words: direct speech, or a part in marks whose
/// marks stand around it and not inside.
pub(crate) fn is_verbatim(words: &str, form: QuoteForm) -> bool {
    match form {
        QuoteForm::Direct => true,
        QuoteForm::Mixed => !words.contains(['“', '”', '"', '‘']),
        QuoteForm::Indirect => false,
    }
}

/// The words of a quotation. Marks go around those only that are the speaker's own to the last;
/// reported words stand as they are, with what is in marks inside them.
pub(crate) fn quoted(words: &str, form: QuoteForm) -> String {
    match form {
        _ if is_verbatim(words, form) => format!("“{}”", cell(words)),
        QuoteForm::Indirect => format!("{} (indirect)", cell(words)),
        _ => format!("{} (in part quoted)", cell(words)),
    }
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
            ("4.5 per cent", "4.5 per cent"),
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
    fn only_direct_speech_is_put_in_marks() {
        assert_eq!(quoted("Stop", QuoteForm::Direct), "“Stop”");
        assert_eq!(quoted("beyond repair", QuoteForm::Mixed), "“beyond repair”");
        assert_eq!(quoted("the wall was “old”", QuoteForm::Mixed), "the wall was “old” (in part quoted)");
        assert_eq!(quoted("the wall was old", QuoteForm::Indirect), "the wall was old (indirect)");
    }

    #[test]
    fn code_with_odd_signs_is_no_code() {
        assert_eq!(code("abc123"), "`abc123`");
        assert_eq!(code("a | b"), r"a \| b");
        assert_eq!(code("x`y"), r"x\`y");
    }
}
