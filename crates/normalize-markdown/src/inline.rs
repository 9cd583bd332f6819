//! What stands in a paragraph: emphasis, links, pictures, code, tags, references.

use rapporteur_document::Span;

/// A change: these bytes go, or become a character.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) span: Span,
    pub(crate) with: Option<char>,
}

/// Marks that open something and wait for what closes it.
#[derive(Debug, Clone, Copy)]
enum Open {
    Emphasis { mark: u8, span: Span },
    Bracket(Span),
}

/// So many marks may be open at once; text of nothing but marks stays as it is.
const MOST_OPEN: usize = 64;

/// The changes to the parts of a paragraph, ascending.
pub(crate) fn edits(source: &str, parts: &[Span]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for part in parts {
        scan(source, *part, &mut open, &mut edits);
    }
    edits.sort_by_key(|edit| edit.span.start());
    let mut end = 0;
    edits.retain(|edit: &Edit| {
        let is_apart = edit.span.start() >= end;
        end = end.max(edit.span.end());
        is_apart
    });
    edits
}

fn scan(source: &str, part: Span, open: &mut Vec<Open>, edits: &mut Vec<Edit>) {
    let bytes = source.as_bytes();
    let mut at = part.start();
    let drop = |edits: &mut Vec<Edit>, span: Span| edits.push(Edit { span, with: None });
    while at < part.end() {
        let rest = &bytes[at..part.end()];
        let byte = rest[0];
        match byte {
            b'\\' if rest.get(1).is_some_and(u8::is_ascii_punctuation) => {
                drop(edits, Span::new(at, at + 1));
                at += 2;
            }
            // A hard line break.
            b'\\' if rest.len() == 1 => {
                drop(edits, Span::new(at, at + 1));
                at += 1;
            }
            b'`' => {
                let ticks = run(rest, b'`');
                let inside = &rest[ticks..];
                let close = find_run(inside, b'`', ticks);
                if let Some(close) = close {
                    drop(edits, Span::new(at, at + ticks));
                    let end = at + ticks + close;
                    drop(edits, Span::new(end, end + ticks));
                    at = end + ticks;
                } else {
                    at += ticks;
                }
            }
            b'*' | b'_' | b'~' => {
                let len = run(rest, byte);
                let span = Span::new(at, at + len);
                at = span.end();
                if byte == b'~' && len != 2 || len > 3 {
                    continue;
                }
                let before = source[part.start()..span.start()].chars().next_back();
                let after = source[span.end()..part.end()].chars().next();
                let is_space = |one: Option<char>| one.is_none_or(char::is_whitespace);
                let in_a_word = |one: Option<char>| byte == b'_' && one.is_some_and(char::is_alphanumeric);
                let opens = !is_space(after) && !in_a_word(before);
                let closes = !is_space(before) && !in_a_word(after);
                let partner = open.iter().rposition(|one| {
                    matches!(one, Open::Emphasis { mark, span: other } if *mark == byte && other.len() == len)
                });
                if closes && let Some(partner) = partner {
                    if let Open::Emphasis { span: other, .. } = open[partner] {
                        drop(edits, other);
                        drop(edits, span);
                    }
                    // What was opened inside and never closed is no mark; brackets go on.
                    let mut place = 0;
                    open.retain(|one| {
                        place += 1;
                        place <= partner || matches!(one, Open::Bracket(_))
                    });
                } else if opens && open.len() < MOST_OPEN {
                    open.push(Open::Emphasis { mark: byte, span });
                }
            }
            b'!' if rest.get(1) == Some(&b'[') => {
                push(open, Open::Bracket(Span::new(at, at + 2)));
                at += 2;
            }
            b'[' => {
                push(open, Open::Bracket(Span::new(at, at + 1)));
                at += 1;
            }
            b']' => {
                let partner = open.iter().enumerate().rev().find_map(|(place, one)| match one {
                    Open::Bracket(bracket) => Some((place, *bracket)),
                    Open::Emphasis { .. } => None,
                });
                if let Some((place, _)) = partner {
                    open.remove(place);
                }
                if let (Some((_, bracket)), Some(len)) = (partner, target(&rest[1..])) {
                    drop(edits, bracket);
                    drop(edits, Span::new(at, at + 1 + len));
                    at += 1 + len;
                } else {
                    at += 1;
                }
            }
            b'<' => match tag(rest) {
                Some(Tag::Whole(len)) => {
                    drop(edits, Span::new(at, at + len));
                    at += len;
                }
                Some(Tag::Address(len)) => {
                    drop(edits, Span::new(at, at + 1));
                    drop(edits, Span::new(at + len - 1, at + len));
                    at += len;
                }
                None => at += 1,
            },
            b'&' => {
                let known = REFERENCES.iter().find(|(name, _)| rest.starts_with(name.as_bytes()));
                if let Some(&(name, character)) = known {
                    edits.push(Edit { span: Span::new(at, at + name.len()), with: Some(character) });
                    at += name.len();
                } else {
                    at += 1;
                }
            }
            _ => at += 1,
        }
    }
}

/// Character references that people write in Markdown.
const REFERENCES: [(&str, char); 9] = [
    ("&amp;", '&'),
    ("&gt;", '>'),
    ("&lt;", '<'),
    ("&mdash;", '—'),
    ("&nbsp;", '\u{a0}'),
    ("&ndash;", '–'),
    ("&quot;", '"'),
    ("&rsquo;", '’'),
    ("&#39;", '\''),
];

fn push(open: &mut Vec<Open>, one: Open) {
    if open.len() < MOST_OPEN {
        open.push(one);
    }
}

fn run(bytes: &[u8], mark: u8) -> usize {
    bytes.iter().take_while(|&&byte| byte == mark).count()
}

/// Where a run of exactly so many marks starts.
fn find_run(bytes: &[u8], mark: u8, len: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == mark) {
        let start = at + found;
        let found = run(&bytes[start..], mark);
        if found == len {
            return Some(start);
        }
        at = start + found;
    }
    None
}

/// Targets of links are addresses; what is longer is text in brackets.
const LONGEST_TARGET: usize = 2048;

/// The length of `(address "title")` or `[label]` after a link's text.
fn target(rest: &[u8]) -> Option<usize> {
    let rest = &rest[..rest.len().min(LONGEST_TARGET)];
    match rest.first()? {
        b'(' => {
            let mut depth = 0;
            for (at, byte) in rest.iter().enumerate() {
                match byte {
                    b'(' => depth += 1,
                    b')' => {
                        depth -= 1;
                        if depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
            }
            None
        }
        b'[' => rest.iter().position(|&byte| byte == b']').map(|at| at + 1),
        _ => None,
    }
}

enum Tag {
    /// A tag or a comment, which gives no text.
    Whole(usize),
    /// `<https://a.example>`, which is its own text.
    Address(usize),
}

fn tag(rest: &[u8]) -> Option<Tag> {
    let rest = &rest[..rest.len().min(LONGEST_TARGET)];
    if rest.starts_with(b"<!--") {
        let end = rest.windows(3).position(|window| window == b"-->")?;
        return Some(Tag::Whole(end + 3));
    }
    let end = rest.iter().position(|&byte| byte == b'>')? + 1;
    let inside = &rest[1..end - 1];
    if inside.windows(3).any(|window| window == b"://") && !inside.contains(&b' ') && !inside.contains(&b'=')
    {
        return Some(Tag::Address(end));
    }
    let name = inside.strip_prefix(b"/").unwrap_or(inside);
    name.first().is_some_and(u8::is_ascii_alphabetic).then_some(Tag::Whole(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for edit in edits(text, &[Span::new(0, text.len())]) {
            out.push_str(&text[at..edit.span.start()]);
            out.extend(edit.with);
            at = edit.span.end();
        }
        out.push_str(&text[at..]);
        out
    }

    #[test]
    fn marks_give_no_text() {
        assert_eq!(
            plain("**Bold** and *thin*, ***both***, __so__ _too_, ~~gone~~."),
            "Bold and thin, both, so too, gone."
        );
        assert_eq!(
            plain("A [link](https://a.example/(x) \"t\") and [one][1], ![a map](m.png)."),
            "A link and one, a map."
        );
        assert_eq!(
            plain("**A [link *in*](x) it** `co*de*` <https://a.example> <b>x</b><!-- no -->"),
            "A link in it co*de* https://a.example x"
        );
        assert_eq!(plain(r"5 \* 3 &amp; AT&T"), "5 * 3 & AT&T");
    }

    #[test]
    fn what_is_no_mark_stays() {
        for text in [
            "5 * 3 * 2",
            "snake_case_name",
            "[sic] and (so)",
            "a < b > c",
            "*open",
            "`tick",
            "[a] (b)",
            "****",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}
