//! Normalize stage `markdown`: Markdown to its readable text, cut into blocks with roles.
//!
//! Headings, lists, tables and paragraphs become blocks; marks for emphasis, the addresses of links
//! and comments give no text; the lines of a paragraph become one. A front matter (`---`) is a block
//! that is not content, and its title, date and author are facts. Every character leads back to its
//! bytes.
//!
//! It reads what people write in notes, minutes and blogs, after `CommonMark` 0.31; where that needs
//! looking far ahead, or nests lists in quotations in lists, it takes the simpler way and leaves the
//! marks as they are. HTML inside it is not read beyond its tags.
//!
//! Start reading at [`read`]; `lines` tells what a line is, `inline` what stands in a paragraph.

mod inline;
mod lines;

use std::sync::Arc;

use rapporteur_dates::{self as dates, Habits};
use rapporteur_document::{Block, Document, Fact, Layer, MapBuilder, Meta, Role, Span};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Kind, Normalize, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lines::{Line, Lines};

/// The rule that facts and the block of a front matter are from.
const FRONT_MATTER: &str = "front-matter";

/// Options of the stage: there are none.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

/// The stage.
#[derive(Debug, Clone, Copy)]
pub struct Markdown;

impl Stage for Markdown {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Normalize,
            "markdown",
            "1",
            "Turns Markdown into its readable text, with headings, lists and tables as blocks.",
        )
        .needs(&[Layer::Text])
        .gives(&[Layer::Blocks])
        .media_types(&["text/markdown"])
        .example("[[normalize]]\nuse = \"markdown\"  # after `encoding`, before `blocks`\n")
        .data(dates::LEXICONS)
    }

    fn build(_: Options, _: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Normalize(Arc::new(Markdown)))
    }
}

#[async_trait]
impl Normalize for Markdown {
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection> {
        read(document);
        if document.text.is_empty() {
            return Err(Rejection::new("no text: there are only marks"));
        }
        Ok(())
    }
}

/// Rewrites the document's text, Markdown, into what its reader sees, and gives it blocks and what
/// its front matter says.
pub fn read(document: &mut Document) {
    let source = std::mem::take(&mut document.text);
    let mut writer = Writer::default();
    let mut has_title = false;
    for found in Lines::new(&source) {
        let (role, made_by) = match found.line {
            Line::FrontMatter => {
                front_matter(&mut document.meta, &source[found.span.range()]);
                (Role::Navigation, FRONT_MATTER)
            }
            Line::Heading(1) if !has_title && writer.has_no_content() => {
                has_title = true;
                (Role::Title, "markdown-title")
            }
            Line::Heading(_) => (Role::Heading, "markdown-heading"),
            Line::Item => (Role::List, "markdown-item"),
            Line::Table => (Role::Table, "markdown-table"),
            Line::Code => (Role::Paragraph, "markdown-code"),
            Line::Picture => (Role::Caption, "markdown-picture"),
            Line::Paragraph => (Role::Paragraph, "markdown-paragraph"),
        };
        let is_plain = matches!(found.line, Line::FrontMatter | Line::Code);
        writer.block(&source, &found.parts, is_plain, role, made_by);
    }
    let Writer { text, map, blocks } = writer;
    let map = map.finish();
    if has_title && let Some(title) = blocks.iter().find(|block| block.role == Role::Title) {
        let fact = Fact::new(title.span.of(&text), "markdown-title").at(title.span);
        Meta::offer(&mut document.meta.title, fact);
    }
    document.text = source;
    document.rewrite(text, &map);
    document.blocks = Some(blocks);
}

/// Text, map and blocks, growing from left to right.
#[derive(Default)]
struct Writer {
    text: String,
    map: MapBuilder,
    blocks: Vec<Block>,
}

impl Writer {
    fn has_no_content(&self) -> bool {
        self.blocks.iter().all(|block| !block.role.is_content())
    }

    /// Writes a block of these parts of the source, a space between them, or a line end where it
    /// is plain.
    fn block(&mut self, source: &str, parts: &[Span], is_plain: bool, role: Role, made_by: &'static str) {
        let rewind = (self.text.len(), self.map.clone());
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
            self.map.inserted(2);
        }
        let start = self.text.len();
        let edits = if is_plain { Vec::new() } else { inline::edits(source, parts) };
        let mut edits = edits.into_iter().peekable();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.text.push(if is_plain { '\n' } else { ' ' });
                self.map.inserted(1);
            }
            let mut at = part.start();
            while let Some(edit) = edits.next_if(|edit| edit.span.start() < part.end()) {
                self.copy(source, at, edit.span.start());
                if let Some(character) = edit.with {
                    self.map.skip_to(edit.span.start());
                    self.text.push(character);
                    self.map.replaced(character.len_utf8(), edit.span.len());
                }
                at = edit.span.end();
            }
            self.copy(source, at, part.end());
        }
        let span = Span::new(start, self.text.len()).trimmed(&self.text);
        if span.is_empty() {
            self.text.truncate(rewind.0);
            self.map = rewind.1;
            return;
        }
        self.blocks.push(Block { span, role, rule: made_by.into() });
    }

    fn copy(&mut self, source: &str, from: usize, to: usize) {
        if from < to {
            self.map.skip_to(from);
            self.text.push_str(&source[from..to]);
            self.map.copied(to - from);
        }
    }
}

/// Offers what a front matter says: lines of `key: value`, as most programs write them.
fn front_matter(meta: &mut Meta, text: &str) {
    for line in text.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() || value.starts_with(['[', '{', '|', '>']) {
            continue;
        }
        let fact = Fact::new(value, FRONT_MATTER);
        let offer_date = |place: &mut Option<Fact>| {
            if let Some(date) = dates::declared(value, Habits::default()) {
                Meta::offer(place, Fact::new(date, FRONT_MATTER));
            }
        };
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => Meta::offer(&mut meta.title, fact),
            "author" if meta.byline.is_empty() => meta.byline.push(fact),
            "date" | "published" => offer_date(&mut meta.published),
            "updated" | "lastmod" => offer_date(&mut meta.modified),
            "url" | "canonical" if value.contains("://") => Meta::offer(&mut meta.url, fact),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_ends_in_blocks_and_a_map_that_covers(parts in prop::collection::vec(prop::sample::select(vec![
            "# ", "word ", "\n", "\n\n", "- ", "1. ", "> ", "**", "_", "[", "](", ")", "![", "`", "```\n", "---\n", "===",
            "| a | b |", "\\", "&amp;", "<b>", "<!--", "-->", "é", "<https://a.example>", "    ", "key: value\n",
        ]), 0..40)) {
            let mut document = Document::from_text(parts.concat());
            let source_len = document.text.len();
            read(&mut document);
            prop_assert!(document.map.check(document.text.len(), source_len).is_ok());
            let mut end = 0;
            for block in document.blocks.iter().flatten() {
                prop_assert!(block.span.start() >= end && block.span.get(&document.text).is_some());
                prop_assert!(!block.span.is_empty());
                end = block.span.end();
            }
        }
    }
}
