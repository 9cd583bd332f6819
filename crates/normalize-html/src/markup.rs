//! HTML tokens with their bytes: tags, and text of which every character knows where it is from.
//!
//! The tokenizer is `html5gum`, which follows the WHATWG standard. It hands text on in runs, and a
//! character reference as a run of its own, so the bytes of each follow from where it stands.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::{Emitter, Error, State, Tokenizer};

use crate::tag::Tag;

/// What the tokens are for.
pub(crate) trait Sink {
    /// A start tag, and the byte after it.
    fn start(&mut self, tag: &StartTag, end: usize);
    /// An end tag: its name and its bytes.
    fn end(&mut self, tag: Tag, span: Range<usize>);
    /// Text that stands in the source as it is.
    fn text(&mut self, text: &str, start: usize);
    /// Text that the source writes otherwise: a character reference.
    fn reference(&mut self, text: &str, span: Range<usize>);
}

/// A start tag.
#[derive(Debug, Default)]
pub(crate) struct StartTag {
    name: Vec<u8>,
    /// `/>`.
    pub(crate) self_closing: bool,
    // One buffer for all names and values: a tag costs no allocation.
    buffer: Vec<u8>,
    attributes: Vec<(Range<usize>, Range<usize>)>,
}

impl StartTag {
    /// Which element it opens.
    pub(crate) fn tag(&self) -> Tag {
        Tag::of(&self.name)
    }

    /// An attribute's value, the first of that name; empty when it has none.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| &self.buffer[key.clone()] == name.as_bytes())
            .map(|(_, value)| std::str::from_utf8(&self.buffer[value.clone()]).unwrap_or_default())
    }

    /// The rest of the name, and the value, of the attributes whose names begin so.
    pub(crate) fn beginning_with(&self, start: &str) -> impl Iterator<Item = (&str, &str)> {
        let text =
            |range: &Range<usize>| std::str::from_utf8(&self.buffer[range.clone()]).unwrap_or_default();
        let begins = move |key: &Range<usize>| self.buffer[key.clone()].starts_with(start.as_bytes());
        let found = self.attributes.iter().filter(move |(key, _)| begins(key));
        found.map(move |(key, value)| (&text(key)[start.len()..], text(value)))
    }

    fn clear(&mut self) {
        self.name.clear();
        self.buffer.clear();
        self.attributes.clear();
        self.self_closing = false;
    }
}

/// Reads `source` and gives its tokens to `sink`, in order.
pub(crate) fn read<S: Sink>(source: &str, sink: &mut S) {
    let emitter = Reader {
        source,
        sink,
        position: 0,
        spent: 0,
        pending: 0..0,
        open: 0,
        tag: StartTag::default(),
        is_end: false,
        last_start: Vec::new(),
    };
    let Ok(()) = Tokenizer::new_with_emitter(source, emitter).finish();
}

/// The text of a value in which character references were left, as JSON-LD and titles often have.
pub(crate) fn unescape(value: &str) -> String {
    struct Plain(String);
    impl Sink for Plain {
        fn start(&mut self, _: &StartTag, _: usize) {}
        fn end(&mut self, _: Tag, _: Range<usize>) {}
        fn text(&mut self, text: &str, _: usize) {
            self.0.push_str(text);
        }
        fn reference(&mut self, text: &str, _: Range<usize>) {
            self.0.push_str(text);
        }
    }
    if !value.contains('&') {
        return value.to_owned();
    }
    let mut plain = Plain(String::with_capacity(value.len()));
    read(value, &mut plain);
    plain.0
}

struct Reader<'s, S> {
    source: &'s str,
    sink: &'s mut S,
    /// The byte after what the tokenizer has read.
    position: usize,
    /// The byte after what was handed on.
    spent: usize,
    /// Text as it stands, not yet handed on: runs may break inside a character.
    pending: Range<usize>,
    /// Where the present tag or comment starts.
    open: usize,
    tag: StartTag,
    is_end: bool,
    last_start: Vec<u8>,
}

impl<S: Sink> Reader<'_, S> {
    fn flush(&mut self) {
        let range = std::mem::take(&mut self.pending);
        if let Some(text) = self.source.get(range.clone()).filter(|text| !text.is_empty()) {
            self.sink.text(text, range.start);
        }
    }

    fn push(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.tag.buffer.len();
        self.tag.buffer.extend_from_slice(bytes);
        start..self.tag.buffer.len()
    }
}

impl<S: Sink> Emitter for Reader<'_, S> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start = name.unwrap_or_default().to_vec();
    }

    fn emit_eof(&mut self) {
        self.flush();
    }

    fn emit_string(&mut self, text: &[u8]) {
        let bytes = self.source.as_bytes();
        let end = self.position.min(bytes.len());
        if text.is_empty() {
            return;
        }
        if text == b"\0" {
            // Browsers drop it.
            self.flush();
            self.spent = end;
            return;
        }
        // The line feed after a carriage return, which has been handed on as one.
        if self.spent > 0 && self.spent < end && bytes[self.spent - 1..=self.spent] == *b"\r\n" {
            self.spent += 1;
        }
        // `</>` gives nothing in text; in a script it is text, and comes with these two first bytes.
        while bytes[self.spent..].starts_with(b"</>") && self.spent + 3 <= end && !text.starts_with(b"</") {
            self.spent += 3;
        }
        let next = self.spent..(self.spent + text.len()).min(bytes.len());
        let last = end.saturating_sub(text.len()).max(self.spent)..end;
        // Mostly the next bytes are the last that were read; what looked like an end tag in a script
        // is handed on when the tokenizer is further already.
        let stands = [next, last].into_iter().find(|range| {
            bytes.get(range.clone()) == Some(text) && (bytes[range.start] != b'&' || range.end == end)
        });
        if let Some(range) = stands {
            self.spent = range.end;
            if self.pending.end == range.start && !self.pending.is_empty() {
                self.pending.end = range.end;
            } else {
                self.flush();
                self.pending = range;
            }
        } else {
            self.flush();
            // A reference, or a line end or NUL that the standard reads as another character.
            let between = self.source.get(self.spent..end).unwrap_or_default();
            let start = self.spent + between.rfind('&').or(between.rfind(['\r', '\0'])).unwrap_or(0);
            self.spent = self.spent.max(end);
            if let Ok(text) = std::str::from_utf8(text) {
                self.sink.reference(text, start.min(self.spent)..self.spent);
            }
        }
    }

    fn init_start_tag(&mut self) {
        self.tag.clear();
        self.is_end = false;
    }

    fn init_end_tag(&mut self) {
        self.tag.clear();
        self.is_end = true;
    }

    fn init_comment(&mut self) {
        self.flush();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush();
        let span = self.open.min(self.position)..self.position.min(self.source.len());
        self.spent = span.end;
        let tag = self.tag.tag();
        if self.is_end {
            self.sink.end(tag, span);
            self.last_start.clear();
            return None;
        }
        self.sink.start(&self.tag, span.end);
        self.last_start.clone_from(&self.tag.name);
        // A browser that runs scripts reads `noscript` as raw text; we read what is in it.
        match tag {
            Tag::Textarea | Tag::Title => Some(State::RcData),
            Tag::Plaintext => Some(State::PlainText),
            Tag::Script => Some(State::ScriptData),
            Tag::Style | Tag::Iframe | Tag::Xmp | Tag::Noembed | Tag::Noframes => Some(State::RawText),
            _ => None,
        }
    }

    fn emit_current_comment(&mut self) {
        self.spent = self.position.min(self.source.len());
    }

    fn emit_current_doctype(&mut self) {
        self.spent = self.position.min(self.source.len());
    }

    fn set_self_closing(&mut self) {
        self.tag.self_closing = true;
    }

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.extend_from_slice(name);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {
        self.flush();
    }

    fn init_attribute(&mut self) {
        let at = self.tag.buffer.len();
        self.tag.attributes.push((at..at, at..at));
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        let pushed = self.push(name);
        if let Some((key, value)) = self.tag.attributes.last_mut() {
            key.end = pushed.end;
            *value = pushed.end..pushed.end;
        }
    }

    fn push_attribute_value(&mut self, part: &[u8]) {
        let pushed = self.push(part);
        if let Some((_, value)) = self.tag.attributes.last_mut() {
            value.end = pushed.end;
        }
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn start_open_tag(&mut self) {
        self.open = self.position.saturating_sub(1);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && !self.last_start.is_empty() && self.last_start == self.tag.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens as `<tag@end`, `/tag@start..end`, `text@start`, `[text@start..end]`.
    #[derive(Default)]
    struct Log(Vec<String>);

    impl Sink for Log {
        fn start(&mut self, tag: &StartTag, end: usize) {
            self.0.push(format!("<{:?}@{end}", tag.tag()));
        }
        fn end(&mut self, tag: Tag, span: Range<usize>) {
            self.0.push(format!("/{tag:?}@{span:?}"));
        }
        fn text(&mut self, text: &str, start: usize) {
            self.0.push(format!("{text}@{start}"));
        }
        fn reference(&mut self, text: &str, span: Range<usize>) {
            self.0.push(format!("[{text}@{span:?}]"));
        }
    }

    fn log(source: &str) -> String {
        let mut log = Log::default();
        read(source, &mut log);
        log.0.join(" ")
    }

    #[test]
    fn a_reference_knows_its_bytes() {
        assert_eq!(log("<p>a &amp; b</p>"), "<P@3 a @3 [&@5..10]  b@10 /P@12..16");
        assert_eq!(
            log("x&#8217;s &notit; &amp;amp;"),
            "x@0 [\u{2019}@1..8] s @8 [¬@10..14] it; @14 [&@18..23] amp;@23"
        );
        assert_eq!(log("é&eacute&#x80;ü"), "é@0 [é@2..9] [€@9..15] ü@15");
    }

    #[test]
    fn what_is_no_reference_stays() {
        assert_eq!(log("AT&T &é & &foo; &#x; 1 < 2"), "AT&T &é & &foo; &#x; 1 < 2@0");
    }

    #[test]
    fn line_ends_comments_and_empty_end_tags_keep_places() {
        assert_eq!(log("a<!-- x -->b</>c"), "a@0 b@11 c@15");
        assert_eq!(log("<b>a</>&lt;</b>"), "<B@3 a@3 [<@7..11] /B@11..15");
        assert!(log("a\r\n<p>b\rc</p>").ends_with("/P@9..13"));
    }

    #[test]
    fn scripts_are_one_text() {
        assert_eq!(
            log("<script>if (a<b) \"</p>\"</script>x"),
            "<Script@8 if (a<b) \"</p>\"@8 /Script@23..32 x@32"
        );
    }

    #[test]
    fn attributes_are_decoded_and_the_first_of_a_name_counts() {
        struct First(Option<String>, Option<String>);
        impl Sink for First {
            fn start(&mut self, tag: &StartTag, _: usize) {
                self.0 = tag.get("title").map(str::to_owned);
                self.1 = tag.get("hidden").map(str::to_owned);
            }
            fn end(&mut self, _: Tag, _: Range<usize>) {}
            fn text(&mut self, _: &str, _: usize) {}
            fn reference(&mut self, _: &str, _: Range<usize>) {}
        }
        let mut first = First(None, None);
        read("<a TITLE='R&amp;D &ouml;' hidden title=b>", &mut first);
        assert_eq!(first.0.as_deref(), Some("R&D ö"));
        assert_eq!(first.1.as_deref(), Some(""));
    }
}
