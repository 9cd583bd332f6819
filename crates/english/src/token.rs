//! Tokens: words, numbers and single marks, with their bytes.

use rapporteur_document::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and hyphens: `ambassador`, `de-escalate`, `don't`, `U.S.`.
    Word,
    /// Starts with a digit: `213`, `275,000`, `3.5`, `906642`, `20th`.
    Number,
    /// One character of anything else.
    Mark,
}

/// A token with its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// Tokens of `span`, in order, in one pass.
///
/// A possessive ending (`'s`, `’s`, or an apostrophe after `s`) is a token of its own, a word, so
/// that names come out without it. White space gives no token.
pub fn tokens(text: &str, span: Span) -> Vec<Token> {
    let mut found = Vec::new();
    let base = span.start();
    let words = span.of(text);
    let mut chars = words.char_indices().peekable();
    while let Some(&(start, first)) = chars.peek() {
        if first.is_whitespace() {
            chars.next();
            continue;
        }
        let kind = if first.is_ascii_digit() {
            TokenKind::Number
        } else if first.is_alphabetic() {
            TokenKind::Word
        } else {
            TokenKind::Mark
        };
        chars.next();
        let mut end = start + first.len_utf8();
        while kind != TokenKind::Mark
            && let Some(&(at, next)) = chars.peek()
        {
            let after = words[at + next.len_utf8()..].chars().next();
            let joined = next.is_alphanumeric()
                || is_combining(next)
                || (matches!(next, '\'' | '’' | '-' | '‑')
                    && after.is_some_and(char::is_alphanumeric)
                    && !possessive(&words[at..]))
                || (kind == TokenKind::Number
                    && matches!(next, '.' | ',')
                    && after.is_some_and(|c| c.is_ascii_digit()))
                || (kind == TokenKind::Word && next == '.' && is_abbreviated(&words[start..at], after))
                || (next == '&'
                    && after.is_some_and(char::is_uppercase)
                    && words[start..at].chars().all(char::is_uppercase));
            if !joined {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        // `'s` on its own: the mark and the letter are one token.
        if matches!(first, '\'' | '’')
            && possessive(&words[start..])
            && found.last().is_some_and(|token: &Token| {
                token.span.end() == base + start && token.kind != TokenKind::Mark
            })
        {
            if let Some(&(at, letter)) = chars.peek() {
                end = at + letter.len_utf8();
                chars.next();
            }
            found.push(Token { span: Span::new(base + start, base + end), kind: TokenKind::Word });
            continue;
        }
        found.push(Token { span: Span::new(base + start, base + end), kind });
    }
    found
}

/// `rest` starts with a possessive ending: `'s` and then no letter.
fn possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('\'' | '’'))
        && matches!(chars.next(), Some('s' | 'S'))
        && !chars.next().is_some_and(char::is_alphanumeric)
}

/// `U.S`, `a.m`, `U`: single letters with stops between them take the next stop too when a letter
/// follows it, and the last stop when there was one before.
fn is_abbreviated(so_far: &str, after: Option<char>) -> bool {
    let letters = so_far.rsplit('.').next().unwrap_or(so_far);
    letters.chars().count() == 1 && (so_far.contains('.') || after.is_some_and(char::is_alphabetic))
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len())).into_iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn possessives_stand_apart_and_hyphens_join() {
        assert_eq!(words("Syria's de-escalation isn’t"), ["Syria", "'s", "de-escalation", "isn’t"]);
        assert_eq!(words("the ambassadors' car"), ["the", "ambassadors", "'", "car"]);
    }

    #[test]
    fn numbers_keep_their_commas_and_abbreviations_their_stops() {
        assert_eq!(
            words("275,000 in the U.S. at 3.5, by 10 a.m."),
            ["275,000", "in", "the", "U.S.", "at", "3.5", ",", "by", "10", "a.m."]
        );
        assert_eq!(words("End. Next 9."), ["End", ".", "Next", "9", "."]);
    }

    #[test]
    fn marks_are_single() {
        assert_eq!(
            words("“Stop,” he (Mr X) said."),
            ["“", "Stop", ",", "”", "he", "(", "Mr", "X", ")", "said", "."]
        );
    }
}
