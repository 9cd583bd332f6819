//! The way from bytes of a document's text to bytes of its source.
//!
//! A map is a list of pieces that covers the text without gap or overlap and ascends in the
//! source. A piece of equal lengths leads byte by byte; any other leads as a whole: `&amp;` in
//! the source is five bytes, `&` in the text is one, and neither has a middle.

use crate::Span;

/// One piece: `text_len` bytes of text were read from `source_len` bytes of source.
///
/// `source_len == 0` is text that we put in (a line break between two HTML blocks); source bytes
/// that stand between two pieces gave no text (tags).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// First byte in the text.
    pub text_start: u32,
    /// Length in the text.
    pub text_len: u32,
    /// First byte in the source.
    pub source_start: u32,
    /// Length in the source.
    pub source_len: u32,
}

impl Piece {
    fn is_linear(self) -> bool {
        self.text_len == self.source_len
    }

    fn text_end(self) -> u32 {
        self.text_start + self.text_len
    }

    fn source_end(self) -> u32 {
        self.source_start + self.source_len
    }
}

/// Why a list of pieces is no map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// A gap or an overlap in the text.
    #[error("piece {index} starts at text byte {found}, expected {expected}")]
    NotCovering {
        /// Which piece, from 0.
        index: usize,
        /// Where it starts.
        found: u32,
        /// Where the one before ends.
        expected: u32,
    },
    /// Backwards in the source.
    #[error("piece {index} goes back in the source, from byte {before} to {found}")]
    NotAscending {
        /// Which piece, from 0.
        index: usize,
        /// Where the one before ends in the source.
        before: u32,
        /// Where this one starts.
        found: u32,
    },
    /// The pieces end elsewhere than the text, or lead past the source's end.
    #[error("the map covers {mapped} bytes of {what}, which has {actual}")]
    WrongLength {
        /// `text` or `source`.
        what: &'static str,
        /// What the pieces cover.
        mapped: usize,
        /// What there is.
        actual: usize,
    },
}

/// The map from a text to its source; see the [module](self).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// A text that is its source, byte for byte.
    pub fn identity(len: usize) -> Self {
        let mut builder = MapBuilder::default();
        builder.copied(len);
        builder.finish()
    }

    /// A map of these pieces, checked: they cover the text from 0 and ascend in the source.
    pub fn from_pieces(pieces: Vec<Piece>) -> Result<Self, MapError> {
        let (mut text, mut source) = (0, 0);
        for (index, piece) in pieces.iter().enumerate() {
            if piece.text_start != text {
                return Err(MapError::NotCovering { index, found: piece.text_start, expected: text });
            }
            if piece.source_start < source {
                return Err(MapError::NotAscending { index, before: source, found: piece.source_start });
            }
            (text, source) = (piece.text_end(), piece.source_end());
        }
        Ok(Self { pieces })
    }

    /// The pieces, ascending.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// How many bytes of text the map covers.
    pub fn text_len(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.text_end() as usize)
    }

    /// Byte after the last that any piece leads to.
    pub fn source_end(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.source_end() as usize)
    }

    /// Checks the map against the lengths of its text and source.
    pub fn check(&self, text_len: usize, source_len: usize) -> Result<(), MapError> {
        if self.text_len() != text_len {
            return Err(MapError::WrongLength { what: "text", mapped: self.text_len(), actual: text_len });
        }
        if self.source_end() > source_len {
            return Err(MapError::WrongLength {
                what: "source",
                mapped: self.source_end(),
                actual: source_len,
            });
        }
        Ok(())
    }

    /// Source bytes that the text bytes of `span` were read from.
    ///
    /// The edges of a piece of unequal lengths are taken whole. `None` when the span is outside
    /// the text; an empty span leads to an empty one.
    pub fn to_source(&self, span: Span) -> Option<Span> {
        if span.end() > self.text_len() {
            return None;
        }
        if span.is_empty() {
            let at = self.source_offset(span.start())?;
            return Some(Span::new(at, at));
        }
        let first = self.piece_at(span.start())?;
        let last = self.piece_at(span.end() - 1)?;
        let start = if first.is_linear() {
            first.source_start as usize + (span.start() - first.text_start as usize)
        } else {
            first.source_start as usize
        };
        let end = if last.is_linear() {
            last.source_start as usize + (span.end() - last.text_start as usize)
        } else {
            last.source_end() as usize
        };
        Some(Span::new(start, end.max(start)))
    }

    /// The map from the outer text to the innermost source, where `self` leads from the outer text
    /// to a middle one and `inner` from the middle one to the source.
    ///
    /// # Panics
    /// When `self` leads past the end of the text that `inner` covers.
    #[must_use]
    pub fn through(&self, inner: &Self) -> Self {
        let mut builder = MapBuilder::default();
        let mut at = 0; // index into inner.pieces; both ascend, so one pass does
        for piece in &self.pieces {
            if piece.is_linear() {
                let mut middle = piece.source_start;
                while middle < piece.source_end() {
                    while inner.pieces[at].text_end() <= middle {
                        at += 1;
                    }
                    let under = inner.pieces[at];
                    let take = (under.text_end() - middle).min(piece.source_end() - middle);
                    if under.is_linear() {
                        let source = under.source_start + (middle - under.text_start);
                        builder.skip_to(source as usize);
                        builder.copied(take as usize);
                    } else if middle == under.text_start {
                        builder.skip_to(under.source_start as usize);
                        builder.replaced(take as usize, under.source_len as usize);
                    } else {
                        // The rest of a piece whose first part another outer piece took: the
                        // source bytes are spent, the text still counts.
                        builder.inserted(take as usize);
                    }
                    middle += take;
                }
            } else if piece.source_len == 0 {
                builder.inserted(piece.text_len as usize);
            } else {
                let middle = Span::new(piece.source_start as usize, piece.source_end() as usize);
                let source = inner.to_source(middle).expect("the outer map stays inside the middle text");
                let start = source.start().max(builder.source_position());
                builder.skip_to(start);
                builder.replaced(piece.text_len as usize, source.end().max(start) - start);
            }
        }
        builder.finish()
    }

    fn source_offset(&self, text_offset: usize) -> Option<usize> {
        if text_offset == self.text_len() {
            return Some(self.source_end());
        }
        let piece = self.piece_at(text_offset)?;
        let inside = if piece.is_linear() { text_offset - piece.text_start as usize } else { 0 };
        Some(piece.source_start as usize + inside)
    }

    fn piece_at(&self, text_offset: usize) -> Option<Piece> {
        let after = self.pieces.partition_point(|piece| piece.text_start as usize <= text_offset);
        // Empty pieces share their start with the next: the last one that starts here holds the byte.
        self.pieces[..after].last().copied().filter(|piece| text_offset < piece.text_end() as usize)
    }
}

/// Builds an [`OffsetMap`] while a stage reads its source from left to right.
#[derive(Debug, Clone, Default)]
pub struct MapBuilder {
    pieces: Vec<Piece>,
    text: u32,
    source: u32,
}

impl MapBuilder {
    /// `len` bytes of text that are the next `len` bytes of source.
    pub fn copied(&mut self, len: usize) {
        let len = size(len);
        if len == 0 {
            return;
        }
        if let Some(last) = self.pieces.last_mut()
            && last.is_linear()
            && last.source_end() == self.source
        {
            last.text_len += len;
            last.source_len += len;
        } else {
            self.push(len, len);
        }
        self.text += len;
        self.source += len;
    }

    /// `text_len` bytes of text that stand for the next `source_len` bytes of source as a whole.
    ///
    /// Where both lengths are the same the piece is byte by byte, like any other of that kind.
    pub fn replaced(&mut self, text_len: usize, source_len: usize) {
        let (text_len, source_len) = (size(text_len), size(source_len));
        if text_len > 0 {
            self.push(text_len, source_len);
        }
        self.text += text_len;
        self.source += source_len;
    }

    /// `len` bytes of text that no source byte gave.
    pub fn inserted(&mut self, len: usize) {
        self.replaced(len, 0);
    }

    /// `len` bytes of source that give no text.
    pub fn skipped(&mut self, len: usize) {
        self.source += size(len);
    }

    /// Goes on at this source byte; what is between gives no text.
    ///
    /// # Panics
    /// When that is backwards.
    #[track_caller]
    pub fn skip_to(&mut self, source_offset: usize) {
        let offset = size(source_offset);
        assert!(offset >= self.source, "a map goes forward: {offset} comes before {}", self.source);
        self.source = offset;
    }

    /// Source bytes spent so far.
    pub fn source_position(&self) -> usize {
        self.source as usize
    }

    /// Text bytes made so far.
    pub fn text_position(&self) -> usize {
        self.text as usize
    }

    /// The map.
    pub fn finish(self) -> OffsetMap {
        OffsetMap { pieces: self.pieces }
    }

    fn push(&mut self, text_len: u32, source_len: u32) {
        self.pieces.push(Piece { text_start: self.text, text_len, source_start: self.source, source_len });
    }
}

#[track_caller]
fn size(len: usize) -> u32 {
    u32::try_from(len).expect("documents are below 4 GiB: ingest holds larger ones back")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn built(steps: &[(u8, usize, usize)]) -> OffsetMap {
        let mut builder = MapBuilder::default();
        for &(kind, a, b) in steps {
            match kind % 4 {
                0 => builder.copied(a),
                1 => builder.replaced(a, b),
                2 => builder.inserted(a),
                _ => builder.skipped(b),
            }
        }
        builder.finish()
    }

    #[test]
    fn an_entity_leads_as_a_whole_and_letters_one_by_one() {
        // text: "a & b"   source: "a &amp; b"
        let mut builder = MapBuilder::default();
        builder.copied(2);
        builder.replaced(1, 5);
        builder.copied(2);
        let map = builder.finish();
        assert_eq!(map.to_source(Span::new(0, 1)), Some(Span::new(0, 1)));
        assert_eq!(map.to_source(Span::new(2, 3)), Some(Span::new(2, 7)));
        assert_eq!(map.to_source(Span::new(0, 5)), Some(Span::new(0, 9)));
        assert_eq!(map.to_source(Span::new(4, 6)), None);
    }

    #[test]
    fn composing_goes_through_both() {
        // source "<p>a &amp; b</p>", middle the same with "&amp;" kept, outer "a & b"
        let inner = OffsetMap::identity(16);
        let mut builder = MapBuilder::default();
        builder.skipped(3);
        builder.copied(2);
        builder.replaced(1, 5);
        builder.copied(2);
        let outer = builder.finish();
        assert_eq!(outer.through(&inner), outer);
    }

    #[test]
    fn pieces_that_leave_a_gap_are_refused() {
        let piece = |text_start, source_start| Piece { text_start, text_len: 2, source_start, source_len: 2 };
        assert!(OffsetMap::from_pieces(vec![piece(0, 0), piece(2, 2)]).is_ok());
        assert_eq!(
            OffsetMap::from_pieces(vec![piece(0, 0), piece(3, 2)]),
            Err(MapError::NotCovering { index: 1, found: 3, expected: 2 })
        );
        assert_eq!(
            OffsetMap::from_pieces(vec![piece(0, 5), piece(2, 2)]),
            Err(MapError::NotAscending { index: 1, before: 7, found: 2 })
        );
    }

    proptest! {
        #[test]
        fn a_built_map_covers_and_ascends(steps in prop::collection::vec((0u8..4, 0usize..9, 0usize..9), 0..40)) {
            let map = built(&steps);
            prop_assert!(OffsetMap::from_pieces(map.pieces().to_vec()).is_ok());
        }

        #[test]
        fn a_composed_map_covers_the_outer_text_and_ascends(
            inner in prop::collection::vec((0u8..4, 0usize..9, 0usize..9), 0..40),
            outer in prop::collection::vec((0u8..4, 0usize..9, 0usize..9), 0..40),
        ) {
            let inner = built(&inner);
            let mut builder = MapBuilder::default();
            for (kind, a, b) in outer {
                let left = inner.text_len() - builder.source_position();
                match kind {
                    0 => builder.copied(a.min(left)),
                    1 => builder.replaced(a, b.min(left)),
                    2 => builder.inserted(a),
                    _ => builder.skipped(b.min(left)),
                }
            }
            let outer = builder.finish();
            let composed = outer.through(&inner);
            prop_assert_eq!(composed.text_len(), outer.text_len());
            prop_assert!(OffsetMap::from_pieces(composed.pieces().to_vec()).is_ok());
            prop_assert!(composed.source_end() <= inner.source_end());
        }
    }
}
