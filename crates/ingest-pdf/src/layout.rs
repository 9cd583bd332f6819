//! The text of a PDF as a page of HTML, which is what the rest of the program reads and what the
//! maps of its records lead to.
//!
//! It is made of the file alone and always the same. Each line stands in an element of its own that
//! says where it is: `data-at="page=3&amp;viewrect=72,90,451,12"`, the form of RFC 8118, so that the
//! PDF's address, `#` and these words are a link to the place. Lengths are points from the upper
//! left corner of the page as it is shown.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::paragraphs::{Kind, Part, Placed};

/// What is known of the file.
#[derive(Debug, Default)]
pub(crate) struct About {
    pub(crate) sha256: String,
    pub(crate) pages: usize,
    /// Names and values of the file's own description.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// The title that it gives, where its text has it too.
    pub(crate) title: Option<String>,
}

/// Lays out parts.
pub(crate) fn html(about: &About, parts: &[Part]) -> String {
    let words = Words::of(parts);
    let mut out = String::from("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n");
    let _ = writeln!(out, "<meta name=\"pdf:sha256\" content=\"{}\">", about.sha256);
    let _ = writeln!(out, "<meta name=\"pdf:pages\" content=\"{}\">", about.pages);
    for (name, value) in &about.facts {
        let _ = write!(out, "<meta name=\"pdf:{name}\" content=\"");
        escape(value, &mut out);
        out.push_str("\">\n");
    }
    if let Some(title) = &about.title {
        out.push_str("<title>");
        escape(title, &mut out);
        out.push_str("</title>\n");
    }
    out.push_str("</head><body><main class=\"article-body\">\n");
    let mut in_list = false;
    for part in parts {
        if in_list != (part.kind == Kind::Item) {
            in_list = !in_list;
            out.push_str(if in_list { "<ul>\n" } else { "</ul>\n" });
        }
        let (open, close) = match part.kind {
            Kind::Headline => ("<h1>", "</h1>\n"),
            Kind::Heading => ("<h2>", "</h2>\n"),
            Kind::Paragraph => ("<p>", "</p>\n"),
            Kind::Item => ("<li>", "</li>\n"),
            Kind::Note => ("<p class=\"footnote\">", "</p>\n"),
            Kind::Row => ("<table>\n", "</table>\n"),
            Kind::Furniture => ("<nav>", "</nav>\n"),
        };
        out.push_str(open);
        if part.kind == Kind::Row {
            for placed in &part.lines {
                out.push_str("<tr");
                place(placed, &mut out);
                out.push('>');
                for cell in &placed.line.cells {
                    out.push_str("<td>");
                    escape(cell, &mut out);
                    out.push_str("</td>");
                }
                out.push_str("</tr>\n");
            }
        } else {
            for (at, placed) in part.lines.iter().enumerate() {
                let text = placed.line.text();
                let next = part.lines.get(at + 1).map(|next| next.line.text());
                out.push_str("<span");
                place(placed, &mut out);
                out.push('>');
                match next.as_deref().map_or(Join::Space, |next| words.join(&text, next)) {
                    Join::Space => {
                        escape(&text, &mut out);
                        out.push_str("</span>");
                        out.push_str(if next.is_some() { "\n" } else { "" });
                    }
                    // A hyphen that stands there only because the line ends is a soft one.
                    Join::Soft => {
                        escape(text.trim_end_matches(HYPHENS), &mut out);
                        out.push_str("\u{AD}</span>");
                    }
                    Join::Hard => {
                        escape(&text, &mut out);
                        out.push_str("</span>");
                    }
                }
            }
        }
        out.push_str(close);
    }
    if in_list {
        out.push_str("</ul>\n");
    }
    out.push_str("</main></body></html>\n");
    out
}

fn place(placed: &Placed, out: &mut String) {
    let line = &placed.line;
    let (left, top) = (line.x0.floor(), (line.y - 0.8 * line.size).floor());
    let (right, bottom) = (line.x1.ceil(), (line.y + 0.25 * line.size).ceil());
    let _ = write!(
        out,
        " data-at=\"page={}&amp;viewrect={left:.0},{top:.0},{:.0},{:.0}\"",
        placed.page,
        right - left,
        bottom - top
    );
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}

/// What may stand at the end of a line inside a word.
const HYPHENS: [char; 3] = ['-', '\u{AD}', '‐'];

/// What stands between two lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    Space,
    /// Nothing, and the hyphen goes.
    Soft,
    /// Nothing, and the hyphen stays.
    Hard,
}

/// The document's own words, which say how a word that a line's end cuts is written.
struct Words(FxHashMap<String, u32>);

impl Words {
    fn of(parts: &[Part]) -> Self {
        let mut words: FxHashMap<String, u32> = FxHashMap::default();
        let lines = parts.iter().flat_map(|part| &part.lines).flat_map(|placed| &placed.line.cells);
        for line in lines {
            // The last word may be cut, and so may the first.
            let mut all = line.split(' ').skip(1).peekable();
            while let Some(word) = all.next() {
                if all.peek().is_some() {
                    *words.entry(plain(word)).or_default() += 1;
                }
            }
        }
        Self(words)
    }

    fn join(&self, line: &str, next: &str) -> Join {
        let Some(stem) = line.strip_suffix(HYPHENS) else { return Join::Space };
        if line.ends_with('\u{AD}') {
            return Join::Soft;
        }
        let first = stem.rsplit(' ').next().unwrap_or_default();
        let second = next.split(' ').next().unwrap_or_default();
        let starts = second.chars().next();
        if !first.chars().next_back().is_some_and(char::is_alphanumeric) {
            return Join::Space;
        }
        let is_capitals = |word: &str| word.len() > 1 && word.chars().all(char::is_uppercase);
        let both_loud = is_capitals(first)
            && starts.is_some_and(char::is_uppercase)
            && is_capitals(second.trim_end_matches(|c: char| !c.is_alphanumeric()));
        if both_loud {
            return Join::Soft;
        }
        if !starts.is_some_and(char::is_lowercase) {
            // `Anglo-` and `Talvian`, `2016-` and `2018`.
            return if starts.is_some_and(char::is_alphanumeric) { Join::Hard } else { Join::Space };
        }
        if !first.chars().next_back().is_some_and(char::is_lowercase) {
            return Join::Hard;
        }
        let count = |word: String| self.0.get(&word).copied().unwrap_or(0);
        let (first, second) = (plain(first), plain(second));
        let (joined, hyphened) = (count(format!("{first}{second}")), count(format!("{first}-{second}")));
        if joined != hyphened {
            return if joined > hyphened { Join::Soft } else { Join::Hard };
        }
        // Both halves are words by themselves, and the whole is none that the document has.
        if first.contains('-') || (count(first) > 0 && count(second) > 0) { Join::Hard } else { Join::Soft }
    }
}

fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_at_ends_of_lines() {
        let words: FxHashMap<String, u32> =
            [("well-known", 1), ("together", 1), ("the", 3), ("stop", 1), ("gap", 1)]
                .map(|(w, n)| (w.to_owned(), n))
                .into_iter()
                .collect();
        let words = Words(words);
        assert_eq!(words.join("a well-", "known man"), Join::Hard);
        assert_eq!(words.join("came to-", "gether again"), Join::Soft);
        assert_eq!(words.join("an inter-", "national body"), Join::Soft);
        assert_eq!(words.join("a stop-", "gap measure"), Join::Hard);
        assert_eq!(words.join("the Anglo-", "Talvian treaty"), Join::Hard);
        assert_eq!(words.join("it was late -", "too late"), Join::Space);
        assert_eq!(words.join("no hyphen", "here"), Join::Space);
        assert_eq!(words.join("soft\u{AD}", "ly"), Join::Soft);
    }
}
