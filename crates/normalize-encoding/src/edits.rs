//! Small changes to a text, and the map that remembers them.

use rapporteur_document::{MapBuilder, OffsetMap};

/// One change: these bytes become this character, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// First byte in the text.
    pub start: usize,
    /// How many bytes go.
    pub len: usize,
    /// What comes in their place.
    pub with: Option<char>,
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
        match edit.with {
            Some(character) => {
                out.push(character);
                if character.len_utf8() == edit.len {
                    map.copied(edit.len);
                } else {
                    map.replaced(character.len_utf8(), edit.len);
                }
            }
            None => map.skipped(edit.len),
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
        let edits = [Edit { start: 1, len: 1, with: None }, Edit { start: 3, len: 3, with: Some('’') }];
        let (text, map) = apply("a\rbxyzd", &edits);
        assert_eq!(text, "ab’d");
        assert_eq!(map.to_source(Span::new(1, 2)), Some(Span::new(2, 3)));
        assert_eq!(map.to_source(Span::new(2, 5)), Some(Span::new(3, 6)));
        assert_eq!(map.to_source(Span::new(0, 6)), Some(Span::new(0, 7)));
    }
}
