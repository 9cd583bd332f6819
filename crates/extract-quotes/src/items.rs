//! The text as a row of items: words, marks, and each quoted stretch as one item.
//!
//! What stands between quotation marks is opaque to the scan of the sentence around it: a cue
//! inside a quotation attributes nothing outside it.

use rapporteur_document::Span;
use rapporteur_english::{TokenKind, tokens};

use crate::marks::Quoted;
use crate::words::{Class, Word, look_up};

/// A word, a mark, or a quoted stretch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    pub(crate) span: Span,
    pub(crate) word: Word,
    /// Which quoted stretch, where it is one.
    pub(crate) quote: Option<usize>,
}

impl Item {
    pub(crate) fn is(&self, class: Class) -> bool {
        self.word.class.any(class)
    }

    /// Counts as a word of running text.
    pub(crate) fn is_word(&self) -> bool {
        !self.is(MARKS.or(Class::QUOTED))
    }
}

/// Every kind of mark.
pub(crate) const MARKS: Class = Class::COMMA
    .or(Class::COLON)
    .or(Class::SEMICOLON)
    .or(Class::DASH)
    .or(Class::STOP)
    .or(Class::MARK)
    .or(Class::POINT);

/// Whether an item is this word, whatever its case.
pub(crate) fn lower_is(text: &str, item: &Item, word: &str) -> bool {
    item.span.len() == word.len() && item.span.of(text).eq_ignore_ascii_case(word)
}

/// Whether a word looks like a plural.
pub(crate) fn plural(text: &str, item: &Item) -> bool {
    let word = item.span.of(text);
    (word.ends_with('s') && !word.ends_with("ss"))
        || word.ends_with("people")
        || word.ends_with("men")
        || word.ends_with("police")
}

/// A sentence of items: where they start and end, and the paragraph they stand in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) paragraph: usize,
}

/// All items of the content, with the sentences that they make.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) items: Vec<Item>,
    pub(crate) sentences: Vec<Sentence>,
}

/// How far a closing bracket may be from the opening one.
const ASIDE_ITEMS: usize = 16;

/// Reads the items of these paragraphs. `sentences` and `quoted` ascend.
pub(crate) fn read(text: &str, paragraphs: &[Span], sentences: &[Span], quoted: &[Quoted]) -> Row {
    let mut row = Row::default();
    let mut buffer = String::new();
    let mut next_quote = 0;
    let mut next_sentence = 0;
    for (paragraph, &span) in paragraphs.iter().enumerate() {
        let first = row.items.len();
        let mut at = span.start();
        while next_quote < quoted.len() && quoted[next_quote].outer.start() < span.end() {
            let outer = quoted[next_quote].outer;
            if outer.start() >= at {
                words(text, Span::new(at, outer.start()), &mut row.items, &mut buffer);
                let word = Word { class: Class::QUOTED, ..Word::default() };
                row.items.push(Item { span: outer, word, quote: Some(next_quote) });
                at = outer.end();
            }
            next_quote += 1;
        }
        words(text, Span::new(at, span.end().max(at)), &mut row.items, &mut buffer);

        let mut start = first;
        for index in first..row.items.len() {
            let item = row.items[index];
            let mut breaks = false;
            while next_sentence < sentences.len() && sentences[next_sentence].start() <= item.span.start() {
                let from = sentences[next_sentence].start();
                breaks |= index == first || from >= row.items[index - 1].span.end();
                next_sentence += 1;
            }
            let goes_on = index > first
                && row.items[index - 1].is(Class::QUOTED)
                && !item.is(Class::CAPITAL.or(Class::NUMBER).or(Class::QUOTED));
            if breaks && !goes_on && index > start {
                row.sentences.push(Sentence { start, end: index, paragraph });
                start = index;
            }
        }
        if start < row.items.len() {
            row.sentences.push(Sentence { start, end: row.items.len(), paragraph });
        }
    }
    for sentence in &row.sentences {
        settle(text, &mut row.items[sentence.start..sentence.end]);
    }
    row
}

fn words(text: &str, span: Span, items: &mut Vec<Item>, buffer: &mut String) {
    for token in tokens(text, span) {
        let words = token.span.of(text);
        let word = if token.kind == TokenKind::Mark && !matches!(words, "'" | "’") {
            Word { class: mark(words), ..Word::default() }
        } else {
            look_up(words, buffer)
        };
        items.push(Item { span: token.span, word, quote: None });
    }
}

fn mark(mark: &str) -> Class {
    match mark {
        "," => Class::COMMA,
        ":" => Class::COLON,
        ";" => Class::SEMICOLON,
        "-" | "–" | "—" | "―" => Class::DASH,
        "." | "!" | "?" | "…" => Class::STOP,
        _ => Class::MARK,
    }
}

/// What only the neighbours tell: participles at the start, stops of abbreviations, brackets.
fn settle(text: &str, items: &mut [Item]) {
    // "Speaking to …" against "Beijing said …"
    if let [first, second, ..] = items
        && first.is(Class::CAPITAL)
        && first.span.len() > 4
        && second.is(Class::PREPOSITION
            .or(Class::DETERMINER)
            .or(Class::POSSESSIVE)
            .or(Class::OBJECT)
            .or(Class::WH)
            .or(Class::THAT)
            .or(Class::QUOTED)
            .or(Class::ADVERB))
    {
        let word = first.span.of(text);
        let participle = if word.ends_with("ing") {
            Class::GERUND
        } else if word.ends_with("ed") {
            Class::PAST
        } else {
            Class::default()
        };
        first.word.class = first.word.class.or(participle);
    }
    let mut index = 0;
    while index < items.len() {
        let item = items[index];
        let glued =
            index > 0 && items[index - 1].span.end() == item.span.start() && items[index - 1].is_word();
        let more = items[index + 1..].iter().take(3).any(|next| !next.is(Class::STOP.or(Class::MARK)));
        if item.is(Class::STOP) && glued && more && item.span.of(text) == "." {
            items[index].word.class = Class::POINT;
        }
        // "34-year-old": a hyphen inside a word parts nothing.
        let inside = glued && items.get(index + 1).is_some_and(|next| next.span.start() == item.span.end());
        if item.is(Class::DASH) && inside && item.span.of(text) == "-" {
            items[index].word.class = Class::POINT;
        }
        // "Theresa May said", "Mr Will": names, not helpers and months
        let part_of_name = item.is(Class::CAPITAL)
            && index > 0
            && items[index - 1].is(Class::CAPITAL)
            && !items[index - 1]
                .is(Class::AUXILIARY.or(Class::PREPOSITION).or(Class::DETERMINER).or(Class::WH));
        if part_of_name && item.is(Class::AUXILIARY) && matches!(item.span.of(text), "May" | "Will") {
            items[index].word.class = Class::CAPITAL;
        }
        // "the Met Office": no verb stands between "the" and a name.
        if item.is(Class::CAPITAL) && index > 0 && items[index - 1].is(Class::ARTICLE) {
            let word = &mut items[index].word;
            word.class.0 &= !Class::VERB.0;
        }
        // "late on Friday", "early Monday"
        if matches!(item.span.of(text), "late" | "early") {
            let day = items[index + 1..].iter().find(|next| !next.is(Class::PREPOSITION));
            if day.is_some_and(|day| day.is(Class::TIME) && !day.is(Class::ENDING)) {
                items[index].word.class = item.word.class.or(Class::TIME);
            }
        }
        // "Monday's vote" tells of a vote, not when.
        if item.is(Class::ENDING) && index > 0 {
            let owner = &mut items[index - 1].word.class;
            owner.0 &= !Class::TIME.0;
        }
        if item.is_word() && index > 0 && is_time_unit(text, &items[index - 1], &item) {
            for part in &mut items[index - 1..=index] {
                part.word.class = part.word.class.or(Class::TIME);
            }
        }
        if matches!(item.span.of(text), "(" | "[") {
            let close = if item.span.of(text) == "(" { ")" } else { "]" };
            let reach = &items[index..items.len().min(index + ASIDE_ITEMS)];
            if let Some(end) = reach.iter().position(|other| other.span.of(text) == close) {
                for aside in &mut items[index..=index + end] {
                    aside.word.class = aside.word.class.or(Class::ASIDE);
                }
                index += end;
            }
        }
        index += 1;
    }
}

/// "this week", "last month", "Monday morning"
fn is_time_unit(text: &str, before: &Item, item: &Item) -> bool {
    let unit = matches!(
        item.span.of(text),
        "week"
            | "weekend"
            | "month"
            | "year"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "day"
            | "summer"
            | "fall"
            | "spring"
            | "winter"
    );
    unit && (before.is(Class::TIME)
        || matches!(before.span.of(text), "this" | "last" | "next" | "that" | "same" | "This" | "Last"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks;

    fn shown(text: &str) -> Vec<String> {
        let whole = [Span::new(0, text.len())];
        let quoted = marks::find(text, &whole);
        let row = read(text, &whole, &rapporteur_english::sentences(text, whole[0]), &quoted);
        let words = |sentence: &Sentence| {
            let items = &row.items[sentence.start..sentence.end];
            items.iter().map(|item| item.span.of(text)).collect::<Vec<_>>().join("|")
        };
        row.sentences.iter().map(words).collect()
    }

    #[test]
    fn a_quotation_is_one_item_and_its_attribution_stays_with_it() {
        assert_eq!(shown("“Why? Tell me,” he said. She left."), ["“Why? Tell me,”|he|said|.", "She|left|."]);
        assert_eq!(shown("“Why?” he asked."), ["“Why?”|he|asked|."]);
    }
}
