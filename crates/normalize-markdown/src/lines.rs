//! What lines are: headings, items, tables, paragraphs.

use rapporteur_document::Span;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    FrontMatter,
    /// Of this level, from 1.
    Heading(usize),
    Item,
    Table,
    Code,
    /// A picture alone in its paragraph.
    Picture,
    Paragraph,
}

/// A block with the parts of its lines that are text.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) line: Line,
    pub(crate) parts: Vec<Span>,
    pub(crate) span: Span,
}

impl Found {
    fn new(line: Line, parts: Vec<Span>) -> Self {
        let span = match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => Span::new(first.start(), last.end()),
            _ => Span::new(0, 0),
        };
        Self { line, parts, span }
    }
}

/// A front matter ends within so many lines, or it is none.
const FRONT_MATTER_LINES: usize = 100;

/// The blocks of a text, in order.
pub(crate) struct Lines<'t> {
    text: &'t str,
    at: usize,
    /// The paragraph or item that goes on.
    open: Vec<Span>,
    is_item: bool,
    /// A block that was found behind the one that it ended.
    next: Option<Found>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0, open: Vec::new(), is_item: false, next: None }
    }

    /// The line at `at`, without its end, and where the next one starts.
    fn line(&self, at: usize) -> Option<(Span, usize)> {
        let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
        let len = rest.find('\n').unwrap_or(rest.len());
        Some((Span::new(at, at + len), (at + len + 1).min(self.text.len())))
    }

    fn front_matter(&mut self) -> Option<Found> {
        let is_fence = |line: Span, marks: &[&str]| marks.contains(&line.of(self.text).trim_end());
        let (first, mut at) = self.line(0).filter(|(first, _)| is_fence(*first, &["---"]))?;
        let mut parts = Vec::new();
        for _ in 0..FRONT_MATTER_LINES {
            let (line, next) = self.line(at).filter(|(line, _)| line.start() > first.start())?;
            at = next;
            if is_fence(line, &["---", "..."]) {
                self.at = at;
                return (!parts.is_empty()).then(|| Found::new(Line::FrontMatter, parts));
            }
            let text = line.of(self.text).trim();
            // Anything but keys, values and lists of them is a text after a rule.
            if !text.is_empty() && !text.contains(':') && !text.starts_with(['-', '#']) {
                return None;
            }
            if !text.is_empty() {
                parts.push(line.trimmed(self.text));
            }
        }
        None
    }

    /// Ends the paragraph or item that is open.
    fn close(&mut self) -> Option<Found> {
        if self.open.is_empty() {
            return None;
        }
        let parts = std::mem::take(&mut self.open);
        let is_picture = !self.is_item && parts.len() == 1 && is_picture(parts[0].of(self.text));
        let line = match (std::mem::take(&mut self.is_item), is_picture) {
            (true, _) => Line::Item,
            (false, true) => Line::Picture,
            (false, false) => Line::Paragraph,
        };
        Some(Found::new(line, parts))
    }

    /// Gives a block, after the one that it ends.
    fn give(&mut self, found: Found) -> Found {
        match self.close() {
            Some(open) => {
                self.next = Some(found);
                open
            }
            None => found,
        }
    }

    /// The lines of a fenced block up to the fence that closes it.
    fn fenced(&mut self, fence: &str) -> Found {
        let mut parts = Vec::new();
        while let Some((line, next)) = self.line(self.at) {
            self.at = next;
            let text = line.of(self.text).trim();
            if text.starts_with(fence) && text.trim_start_matches(&fence[..1]).is_empty() {
                break;
            }
            if !text.is_empty() {
                parts.push(line.trimmed(self.text));
            }
        }
        Found::new(Line::Code, parts)
    }
}

impl Iterator for Lines<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if let Some(found) = self.next.take() {
            return Some(found);
        }
        if self.at == 0
            && let Some(found) = self.front_matter()
        {
            return Some(found);
        }
        loop {
            let Some((line, next)) = self.line(self.at) else { return self.close() };
            self.at = next;
            let mut part = line.trimmed(self.text);
            // A quotation's marks; what is quoted is read like everything else.
            while let Some(rest) = part.of(self.text).strip_prefix('>') {
                part = Span::new(part.end() - rest.len(), part.end()).trimmed(self.text);
            }
            let text = part.of(self.text);
            if text.is_empty() {
                match self.close() {
                    Some(found) => return Some(found),
                    None => continue,
                }
            }
            if let Some(level) = underline(text)
                && self.open.len() == 1
                && !self.is_item
            {
                let parts = std::mem::take(&mut self.open);
                return Some(Found::new(Line::Heading(level), parts));
            }
            if is_rule(text) || is_definition(text) {
                match self.close() {
                    Some(found) => return Some(found),
                    None => continue,
                }
            }
            if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| text.starts_with(*fence)) {
                let code = self.fenced(fence);
                return Some(self.give(code));
            }
            if let Some((level, inside)) = heading(text) {
                let start = part.start() + inside.start;
                let span = Span::new(start, start + inside.len());
                return Some(self.give(Found::new(Line::Heading(level), vec![span])));
            }
            if text.starts_with('|') {
                if text.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ')) {
                    continue;
                }
                let inside = text.trim_matches('|');
                let start = part.start() + text.len() - text.trim_start_matches('|').len();
                let cells = Span::new(start, start + inside.len()).trimmed(self.text);
                return Some(self.give(Found::new(Line::Table, vec![cells])));
            }
            if let Some(marker) = marker(text) {
                let open = self.close();
                self.is_item = true;
                self.open.push(Span::new(part.start() + marker, part.end()).trimmed(self.text));
                match open {
                    Some(found) => return Some(found),
                    None => continue,
                }
            }
            self.open.push(part);
        }
    }
}

/// The level and the text of `## A heading ##`.
fn heading(text: &str) -> Option<(usize, std::ops::Range<usize>)> {
    let level = text.bytes().take_while(|&byte| byte == b'#').count();
    let rest = &text[level..];
    if !(1..=6).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let start = text.len() - rest.trim_start().len();
    let inside = text[start..].trim_end();
    let bare = inside.trim_end_matches('#');
    let end = if bare.is_empty() || bare.ends_with(' ') { bare.trim_end().len() } else { inside.len() };
    Some((level, start..start + end))
}

/// The level of a heading that this line stands under.
fn underline(text: &str) -> Option<usize> {
    let all = |mark: u8| text.len() > 1 && text.bytes().all(|byte| byte == mark);
    if all(b'=') { Some(1) } else { all(b'-').then_some(2) }
}

/// `* * *`, `---`, `___`.
fn is_rule(text: &str) -> bool {
    let marks: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).take(4).collect();
    let first = marks.first().copied().unwrap_or_default();
    marks.len() >= 3
        && matches!(first, b'*' | b'-' | b'_')
        && text.bytes().all(|byte| byte == first || byte.is_ascii_whitespace())
}

/// `[1]: https://a.example`, what a link elsewhere leads to.
fn is_definition(text: &str) -> bool {
    let Some((label, rest)) = text.strip_prefix('[').and_then(|text| text.split_once("]:")) else {
        return false;
    };
    !label.contains(['[', ']'])
        && !label.starts_with('^')
        && rest.contains("://")
        && rest.split_whitespace().count() < 8
}

/// The length of an item's mark. Numbers stay in the text.
fn marker(text: &str) -> Option<usize> {
    let is_blank = |at: usize| text[at..].starts_with([' ', '\t']);
    if text.starts_with(['-', '*', '+']) && is_blank(1) {
        return Some(2);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_number =
        (1..=3).contains(&digits) && text[digits..].starts_with(['.', ')']) && is_blank(digits + 1);
    is_number.then_some(0)
}

fn is_picture(text: &str) -> bool {
    text.starts_with("![") && text.ends_with(')') && text.matches("](").count() == 1
}
