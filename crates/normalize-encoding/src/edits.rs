//! Small changes to a text, and the map that remembers them.

use rapporteur_document::{MapBuilder, OffsetMap};

/// What comes in the place of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum With {
    /// They go.
    Nothing,
    /// One character.
    Character(char),
    /// Several.
    Text(Box<str>),
}

/// One change: these bytes become something else, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// First byte in the text.
    pub start: usize,
    /// How many bytes go.
    pub len: usize,
    /// What comes in their place.
    pub with: With,
}

/// The text with these changes, which ascend and don't overlap, and the map from it to `text`.
///
/// The bytes of a sequence lead to the character that replaces them as a whole.
pub fn apply(text: &str, edits: &[Edit]) -> (String, OffsetMap) {
    let mut out = String::with_capacity(text.len());
    let mut map = MapBuilder::default();
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.start]);
        map.copied(edit.start - at);
        let start = out.len();
        match &edit.with {
            With::Nothing => {}
            With::Character(character) => out.push(*character),
            With::Text(text) => out.push_str(text),
        }
        match out.len() - start {
            0 => map.skipped(edit.len),
            // Pieces of equal lengths lead byte by byte, which the letters of a ligature don't.
            len if len == edit.len && matches!(&edit.with, With::Text(text) if text.is_ascii()) => {
                map.replaced(len - 1, edit.len);
                map.inserted(1);
            }
            len if len == edit.len => map.copied(len),
            len => map.replaced(len, edit.len),
        }
        at = edit.start + edit.len;
    }
    out.push_str(&text[at..]);
    map.copied(text.len() - at);
    (out, map.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_document::Span;

    #[test]
    fn changes_lead_back_to_what_they_replace() {
        let edits = [
            Edit { start: 1, len: 1, with: With::Nothing },
            Edit { start: 3, len: 3, with: With::Character('’') },
        ];
        let (text, map) = apply("a\rbxyzd", &edits);
        assert_eq!(text, "ab’d");
        assert_eq!(map.to_source(Span::new(1, 2)), Some(Span::new(2, 3)));
        assert_eq!(map.to_source(Span::new(2, 5)), Some(Span::new(3, 6)));
        assert_eq!(map.to_source(Span::new(0, 6)), Some(Span::new(0, 7)));
        let (_, map) = apply("oﬃce", &[Edit { start: 1, len: 3, with: With::Text("ffi".into()) }]);
        assert_eq!(map.to_source(Span::new(1, 4)), Some(Span::new(1, 4)));
        assert_eq!(map.to_source(Span::new(1, 2)), Some(Span::new(1, 4)));
    }
}
