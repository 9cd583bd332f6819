//! Half-open byte ranges.

use std::fmt;
use std::ops::Range;

/// A half-open range of UTF-8 bytes, `start..end`, from 0. Never inverted, may be empty.
///
/// Which text or source the bytes belong to is said by the field that holds the span.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

/// Two offsets that make no span.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{start}..{end} is not a span: {reason}")]
pub struct SpanError {
    /// The offset given as start.
    pub start: usize,
    /// The offset given as end.
    pub end: usize,
    /// What is wrong with the two.
    pub reason: &'static str,
}

impl Span {
    /// The span `start..end`.
    ///
    /// # Panics
    /// When `start > end` or `end` is above 4 GiB: offsets come from our own scanning, so this is
    /// a bug. Offsets from outside go through [`Span::checked`].
    #[track_caller]
    pub fn new(start: usize, end: usize) -> Self {
        Self::checked(start, end).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The span `start..end`, or why the two make none.
    pub fn checked(start: usize, end: usize) -> Result<Self, SpanError> {
        let wrong = |reason| SpanError { start, end, reason };
        if start > end {
            return Err(wrong("it ends before it starts"));
        }
        let end = u32::try_from(end).map_err(|_| wrong("offsets above 4 GiB"))?;
        Ok(Self { start: start as u32, end })
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether no byte is inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range, to index a `&str` with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words of this span in `text`.
    ///
    /// # Panics
    /// When the span is outside the text or cuts a character: see [`Span::get`].
    #[track_caller]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The words of this span in `text`; `None` when it is outside or cuts a character.
    pub fn get(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Whether every byte of `other` is inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` is inside.
    pub fn contains_offset(self, offset: usize) -> bool {
        (self.start()..self.end()).contains(&offset)
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span around both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span moved right by `by` bytes: from offsets in a slice to offsets in the whole.
    #[must_use]
    #[track_caller]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }

    /// The span without white space at its edges; empty at its start when there is nothing else.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let words = self.of(text);
        let start = self.start() + (words.len() - words.trim_start().len());
        let end = (start + words.trim().len()).max(start);
        if words.trim().is_empty() { Self::new(self.start(), self.start()) } else { Self::new(start, end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inverted_span_is_refused() {
        let error = Span::checked(5, 3).unwrap_err();
        assert_eq!(error.to_string(), "5..3 is not a span: it ends before it starts");
        assert!(Span::checked(0, usize::MAX).is_err());
    }

    #[test]
    fn trimming_keeps_the_span_inside() {
        let text = "  a b \n";
        assert_eq!(Span::new(0, 7).trimmed(text), Span::new(2, 5));
        assert_eq!(Span::new(0, 2).trimmed(text), Span::new(0, 0));
    }

    #[test]
    fn overlap_and_cover() {
        let (a, b) = (Span::new(0, 4), Span::new(4, 6));
        assert!(!a.overlaps(b) && a.overlaps(Span::new(3, 9)));
        assert_eq!(a.cover(b), Span::new(0, 6));
        assert!(a.cover(b).contains(b) && !a.contains(b));
    }
}
