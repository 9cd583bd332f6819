//! XML as a row of tags and text, each with its place. No tree, no validation, nothing fetched:
//! what is broken is text, and no input is rejected.

use rapporteur_document::Span;

/// A tag or what stands between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event<'x> {
    /// `<name …>`, or `<name …/>` when it is empty.
    Open {
        name: &'x str,
        /// The bytes between the name and the end of the tag.
        attributes: Span,
        empty: bool,
    },
    /// `</name>`
    Close(&'x str),
    /// Text with its references.
    Text(Span),
    /// Text as it is.
    Verbatim(Span),
}

/// What a `<` may start.
enum Markup<'x> {
    Event(Event<'x>),
    /// A comment or declaration.
    Silent,
}

/// How far the end of a tag is looked for past quoted `>`.
const LONGEST_TAG: usize = 4096;

/// How long a reference may be, with its marks.
const LONGEST_REFERENCE: usize = 12;

/// References that transcripts use and XML does not know by itself.
const NAMED: [(&str, char); 40] = [
    ("Aacute", 'Á'),
    ("Eacute", 'É'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("auml", 'ä'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("copy", '©'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("iuml", 'ï'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("ouml", 'ö'),
    ("pound", '£'),
    ("quot", '"'),
    ("rdquo", '”'),
    ("rsquo", '’'),
    ("uacute", 'ú'),
    ("uuml", 'ü'),
];

/// The name of the root element, without its prefix, where the text starts like XML.
pub(crate) fn root(source: &str) -> Option<&str> {
    for event in Events::new(source) {
        match event {
            Event::Open { name, .. } => return Some(name),
            Event::Text(span)
                if span.of(source).trim_matches(['\u{feff}', ' ', '\n', '\r', '\t']).is_empty() => {}
            _ => return None,
        }
    }
    None
}

/// Whether the last tag is the end of the root element.
pub(crate) fn ends(source: &str) -> bool {
    let last = source.rfind("</").map(|at| &source[at + 2..]);
    let name = last.and_then(|last| last.split(['>', ' ', '\n', '\r', '\t']).next());
    name.map(|name| name.rsplit(':').next().unwrap_or(name)) == root(source)
}

/// Reads from left to right; every byte is looked at a bounded number of times.
#[derive(Debug)]
pub(crate) struct Events<'x> {
    source: &'x str,
    at: usize,
    /// Where the next end of each kind stands, once it has been looked for; past the text when there
    /// is none. Nothing is looked for twice.
    ends: [Option<usize>; 4],
    /// A document type has been declared: there is but one.
    declared: bool,
}

impl<'x> Events<'x> {
    pub(crate) fn new(source: &'x str) -> Self {
        Self { source, at: 0, ends: [None; 4], declared: false }
    }

    /// Where `end` stands at or after `from`.
    fn find(&mut self, which: usize, from: usize, end: &str) -> Option<usize> {
        let none = self.source.len();
        let known = self.ends[which].filter(|&at| at >= from);
        let at = known.unwrap_or_else(|| {
            self.source.get(from..).and_then(|rest| rest.find(end)).map_or(none, |at| from + at)
        });
        self.ends[which] = Some(at);
        (at < none).then_some(at)
    }

    /// What starts with the `<` here; `None` where it is text.
    fn markup(&mut self) -> Option<Markup<'x>> {
        let (source, at) = (self.source, self.at);
        let rest = &source[at..];
        if rest.starts_with("<!--") {
            self.at = self.find(0, at + 4, "-->")? + 3;
            return Some(Markup::Silent);
        }
        if rest.starts_with("<![CDATA[") {
            let end = self.find(1, at + 9, "]]>")?;
            self.at = end + 3;
            return Some(Markup::Event(Event::Verbatim(Span::new(at + 9, end))));
        }
        if rest.starts_with("<?") {
            self.at = self.find(2, at + 2, "?>")? + 2;
            return Some(Markup::Silent);
        }
        if rest.starts_with("<!") {
            self.at = self.declaration()?;
            return Some(Markup::Silent);
        }
        let close = rest.starts_with("</");
        let name_at = at + 1 + usize::from(close);
        let first = source[name_at..].chars().next()?;
        if !(first.is_alphabetic() || first == '_') {
            return None;
        }
        let end = self.tag_end(name_at)?;
        self.at = end + 1;
        let inside = &source[name_at..end];
        let name_len =
            inside.find(|c: char| c.is_whitespace() || c == '/' || c == '>').unwrap_or(inside.len());
        let name = &inside[..name_len];
        let name = name.rsplit(':').next().unwrap_or(name);
        if close {
            return Some(Markup::Event(Event::Close(name)));
        }
        let empty = inside.ends_with('/');
        let attributes = Span::new(name_at + name_len, end - usize::from(empty && name_len < inside.len()));
        Some(Markup::Event(Event::Open { name, attributes, empty }))
    }

    /// `<!DOCTYPE … [ … ]>`
    fn declaration(&mut self) -> Option<usize> {
        let from = self.at;
        let first = self.find(3, from, ">")?;
        if std::mem::replace(&mut self.declared, true) {
            return Some(first + 1);
        }
        let mut inside = false;
        for (at, byte) in self.source.bytes().enumerate().skip(from).take(16 * LONGEST_TAG) {
            match byte {
                b'[' => inside = true,
                b']' => inside = false,
                b'>' if !inside => return Some(at + 1),
                _ => {}
            }
        }
        Some(first + 1)
    }

    /// The `>` that ends the tag: past those in quotes where these close, else the first.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let first = self.find(3, from, ">")?;
        let bytes = self.source.as_bytes();
        let mut quote = None;
        for (at, &byte) in bytes.iter().enumerate().skip(from).take(LONGEST_TAG) {
            match (quote, byte) {
                (None, b'>') => return Some(at),
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), _) if open == byte => quote = None,
                _ => {}
            }
        }
        Some(first)
    }
}

impl<'x> Iterator for Events<'x> {
    type Item = Event<'x>;

    fn next(&mut self) -> Option<Event<'x>> {
        let start = self.at;
        while self.at < self.source.len() {
            let Some(bracket) = self.source[self.at..].find('<').map(|found| self.at + found) else {
                self.at = self.source.len();
                break;
            };
            if bracket > start {
                // Text up to here; the tag is for the next call.
                let mut ahead = Events { at: bracket, ..*self };
                let is_markup = ahead.markup().is_some();
                self.ends = ahead.ends;
                if is_markup {
                    self.at = bracket;
                    return Some(Event::Text(Span::new(start, bracket)));
                }
                self.at = bracket + 1;
                continue;
            }
            self.at = bracket;
            match self.markup() {
                Some(Markup::Event(event)) => return Some(event),
                Some(Markup::Silent) => return self.next_after(),
                None => self.at = bracket + 1,
            }
        }
        (start < self.at).then(|| Event::Text(Span::new(start, self.at)))
    }
}

impl<'x> Events<'x> {
    /// The event after something that gives nothing; a loop and no recursion.
    fn next_after(&mut self) -> Option<Event<'x>> {
        loop {
            if !self.source[self.at..].starts_with('<') {
                return self.next_text();
            }
            match self.markup() {
                Some(Markup::Event(event)) => return Some(event),
                Some(Markup::Silent) => {}
                None => return self.next_text(),
            }
        }
    }

    /// Text from here to the next tag.
    fn next_text(&mut self) -> Option<Event<'x>> {
        let start = self.at;
        if start >= self.source.len() {
            return None;
        }
        let first = self.source[start..].chars().next().map_or(1, char::len_utf8);
        let end = self.source[start + first..].find('<').map_or(self.source.len(), |at| start + first + at);
        self.at = end;
        Some(Event::Text(Span::new(start, end)))
    }
}

/// The value of an attribute: its bytes, references and all.
pub(crate) fn attribute(source: &str, attributes: Span, name: &str) -> Option<Span> {
    let inside = attributes.of(source);
    let mut at = 0;
    while let Some(sign) = inside[at..].find('=').map(|found| at + found) {
        let key = inside[at..sign].trim();
        let after = inside[sign + 1..].trim_start();
        let value_at = inside.len() - after.len();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let len = after[1..].find(quote)?;
        let value = Span::new(value_at + 1, value_at + 1 + len);
        let local = key.rsplit(':').next().unwrap_or(key);
        if local == name {
            return Some(value.shifted(attributes.start())).filter(|value| !value.is_empty());
        }
        at = value.end() + 1;
    }
    None
}

/// An attribute's value as it reads.
pub(crate) fn value(source: &str, attributes: Span, name: &str) -> Option<String> {
    let raw = attribute(source, attributes, name)?.of(source);
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let (c, len) = reference(rest).unwrap_or((c, c.len_utf8()));
        out.push(c);
        rest = &rest[len..];
    }
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// The character reference that a text starts with, and its length.
pub(crate) fn reference(text: &str) -> Option<(char, usize)> {
    if !text.starts_with('&') {
        return None;
    }
    let end = text.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let found = if let Some(number) = name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
        char::from_u32(u32::from_str_radix(number, 16).ok()?)
    } else if let Some(number) = name.strip_prefix('#') {
        char::from_u32(number.parse().ok()?)
    } else {
        NAMED.binary_search_by(|(known, _)| known.cmp(&name)).ok().map(|at| NAMED[at].1)
    };
    Some((found.filter(|&c| c != '\0')?, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_text_come_in_order() {
        let source = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b \"c\">]><a x=\"1>2\"><!-- no --><b/>one &amp; <![CDATA[<two>]]></a>";
        let shown: Vec<String> = Events::new(source)
            .map(|event| match event {
                Event::Open { name, empty, .. } => format!("<{name}{}", if empty { "/" } else { "" }),
                Event::Close(name) => format!("</{name}"),
                Event::Text(span) | Event::Verbatim(span) => span.of(source).to_owned(),
            })
            .collect();
        assert_eq!(shown, ["<a", "<b/", "one &amp; ", "<two>", "</a"]);
        assert_eq!(root(source), Some("a"));
    }

    #[test]
    fn broken_tags_are_text() {
        let text = |source: &str| -> String {
            Events::new(source)
                .filter_map(|event| match event {
                    Event::Text(span) => Some(span.of(source).to_owned()),
                    _ => None,
                })
                .collect()
        };
        assert_eq!(text("a < b <!-- c"), "a < b <!-- c");
        assert_eq!(text("1 <2> 3"), "1 <2> 3");
        assert_eq!(text("<"), "<");
    }

    #[test]
    fn attributes_by_name() {
        let source = " a='1' xml:id=\"x&amp;y\" who = \"#p\"";
        let all = Span::new(0, source.len());
        assert_eq!(value(source, all, "id").as_deref(), Some("x&y"));
        assert_eq!(value(source, all, "who").as_deref(), Some("#p"));
        assert_eq!(value(source, all, "b"), None);
    }

    #[test]
    fn references_are_known_in_order() {
        assert!(NAMED.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(reference("&#8212; x"), Some(('—', 7)));
        assert_eq!(reference("&#x2014;"), Some(('—', 8)));
        assert_eq!(reference("&nothing;"), None);
    }
}
