//! From bytes of what was made of a PDF back to its pages.

use std::fmt;

/// What stands before a line's place in its element (see [`crate::layout`]).
const BEFORE: &[u8] = b" data-at=\"page=";

/// A rectangle on a page, in points from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The page, from 1.
    pub page: u32,
    /// Left end, which may lie off the page.
    pub left: i32,
    /// Upper end.
    pub top: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Place {
    /// The smallest rectangle around both, which are on one page.
    fn with(self, other: Self) -> Self {
        let right = (self.left.saturating_add(self.width)).max(other.left.saturating_add(other.width));
        let bottom = (self.top.saturating_add(self.height)).max(other.top.saturating_add(other.height));
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        Self { left, top, width: right.saturating_sub(left), height: bottom.saturating_sub(top), ..self }
    }

    /// `3&amp;viewrect=72,90,451,12`, as it stands after `page=`.
    fn read(text: &str) -> Option<Self> {
        let (page, rectangle) = text.split_once("&amp;viewrect=")?;
        let mut numbers = rectangle.split(',').map(str::parse);
        let mut next = || numbers.next()?.ok();
        let place =
            Self { page: page.parse().ok()?, left: next()?, top: next()?, width: next()?, height: next()? };
        Some(place)
    }
}

/// As the fragment of a link to the PDF (RFC 8118).
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { page, left, top, width, height } = self;
        write!(f, "page={page}&viewrect={left},{top},{width},{height}")
    }
}

/// Where on the pages the lines stand that have a byte of `start..end` of the HTML that was made of a
/// PDF: one rectangle for lines of one page that follow each other. Empty for any other HTML, and for
/// bytes that stand on no page.
pub fn places(html: &[u8], start: usize, end: usize) -> Vec<Place> {
    let end = end.min(html.len());
    let start = start.min(end);
    let mut found: Vec<Place> = Vec::new();
    // The line in which the first byte stands has said so before it.
    let first = memchr::memmem::rfind(&html[..start], BEFORE);
    let from = first.unwrap_or(start);
    for at in memchr::memmem::find_iter(&html[from..end], BEFORE) {
        let text = &html[from + at + BEFORE.len()..];
        let Some(quote) = memchr::memchr(b'"', &text[..text.len().min(100)]) else { continue };
        let Some(place) = std::str::from_utf8(&text[..quote]).ok().and_then(Place::read) else { continue };
        // It is over where its element is, unless that is a row, whose cells stand in it.
        let is_over = from + at < start
            && [&b"</span>"[..], b"</tr>"]
                .iter()
                .any(|close| memchr::memmem::find(&html[from + at..start], close).is_some());
        if is_over {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.page == place.page => *last = last.with(place),
            _ => found.push(place),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_lead_to_lines_of_pages() {
        let line = |page: u32, top: u32, text: &str| {
            format!("<span data-at=\"page={page}&amp;viewrect=72,{top},100,14\">{text}</span>\n")
        };
        let html = [line(2, 90, "One"), line(2, 104, "Two"), "<nav>".into(), line(3, 40, "Three")].concat();
        let at = |from: &str, to: &str| {
            let end = html.find(to).unwrap() + to.len();
            let shown: Vec<String> = places(html.as_bytes(), html.find(from).unwrap(), end)
                .iter()
                .map(ToString::to_string)
                .collect();
            shown.join(" ")
        };
        assert_eq!(at("One", "One"), "page=2&viewrect=72,90,100,14");
        assert_eq!(at("One", "Two"), "page=2&viewrect=72,90,100,28");
        assert_eq!(at("wo", "Thr"), "page=2&viewrect=72,104,100,14 page=3&viewrect=72,40,100,14");
        assert_eq!(at("<nav>", "<nav>"), "");
        assert_eq!(places(b"<p data-at=\"page=1\">Another page", 22, 30), []);
        assert_eq!(places(b"", 3, 9), []);
    }
}
