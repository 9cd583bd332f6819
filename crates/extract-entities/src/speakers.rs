//! Who speaks: the mention that a quotation or a speech is attributed to.
//!
//! The stage for quotations comes later and does this with care; here it is only asked whom "I" and
//! "we" mean, so that a quotation without a clear cue has nobody.

use std::ops::Range;

use rapporteur_document::MentionForm;

use crate::chains::Item;
use crate::grammar::{Grammar, Part};
use crate::lexicon::{offices, words as lists};
use crate::words::{Shape, Text, has, lower};

/// Words between quotation marks, with the opening mark.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    pub words: Range<usize>,
    /// The item that it is attributed to.
    pub speaker: Option<usize>,
}

/// How far from a quotation its cue stands at most.
const REACH: usize = 24;

/// All stretches between quotation marks.
pub(crate) fn stretches(text: &Text<'_>) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut block = usize::MAX;
    for sentence in &text.sentences {
        for at in sentence.words.clone() {
            if !text.words[at].quoted {
                continue;
            }
            let opens = matches!(text.words[at].text, "“" | "«" | "„");
            match found.last_mut() {
                Some(last) if last.words.end == at && block == sentence.block && !opens => {
                    last.words.end = at + 1;
                }
                _ => found.push(Stretch { words: at..at + 1, speaker: None }),
            }
            block = sentence.block;
        }
    }
    found
}

/// Attributes the stretches. `items` are in order of text.
pub(crate) fn attribute(text: &Text<'_>, grammar: &Grammar, items: &[Item], stretches: &mut [Stretch]) {
    let finder = Finder { text, grammar, items };
    for index in 0..stretches.len() {
        let words = stretches[index].words.clone();
        let found = finder.after(&words).or_else(|| finder.before(&words)).or_else(|| {
            let last = index.checked_sub(1).map(|last| &stretches[last])?;
            let between = last.words.end..words.start;
            let block = |at: usize| text.sentences[text.words[at].sentence].block;
            let same = block(last.words.start) == block(words.start);
            // The next paragraph of one quotation.
            let opens =
                text.words[words.start].sentence != text.words[words.start.saturating_sub(1)].sentence;
            let next = block(last.words.start) + 1 == block(words.start) && opens && between.len() <= REACH;
            (same || next).then_some(last.speaker).flatten()
        });
        stretches[index].speaker = found.or_else(|| finder.told_of(&words));
    }
}

struct Finder<'a, 't> {
    text: &'a Text<'t>,
    grammar: &'a Grammar,
    items: &'a [Item],
}

impl Finder<'_, '_> {
    /// The first item that starts at or after this word, when only titles stand between.
    fn item_from(&self, at: usize, end: usize) -> Option<usize> {
        let from = self.items.partition_point(|item| item.words.start < at);
        let first = from
            + self.items[from..]
                .iter()
                .position(|item| item.form != MentionForm::Pronoun || item.pronoun_speaks())?;
        let item = &self.items[first];
        let near = item.words.start < end && item.words.start <= at + 4;
        let between = self.text.words.get(at..item.words.start).unwrap_or_default();
        let titles = between.iter().all(|word| {
            let small = lower(word.text);
            word.is_capital()
                || word.text == "."
                || has(offices::MODIFIERS, &small)
                || has(offices::HEADS, &small)
                || matches!(&*lower(word.text), "the" | "of" | "then" | "spokesman" | "spokeswoman")
        });
        if !(near && titles) {
            return None;
        }
        // The longest that starts there is the whole phrase, unless it is somebody's something else.
        let same = self.items[first..].iter().take_while(|other| other.words.start == item.words.start);
        let longest = same
            .enumerate()
            .filter(|(_, other)| other.can_speak())
            .max_by_key(|(_, other)| other.words.end)
            .map(|(offset, _)| first + offset);
        longest.or(Some(first)).filter(|&index| self.items[index].can_speak())
    }

    fn is_cue(&self, at: usize) -> bool {
        self.text.words.get(at).is_some_and(|word| {
            has(lists::SPEECH, word.text) && !matches!(word.text, "died" | "married" | "resigned")
        })
    }

    /// `…,” said Ann Lane`, `…,” the minister told reporters`.
    fn after(&self, words: &Range<usize>) -> Option<usize> {
        let mut at = words.end;
        while self.text.words.get(at).is_some_and(|word| word.shape == Shape::Mark && word.text != "(") {
            if at > words.end + 2 {
                return None;
            }
            at += 1;
        }
        let block = |at: usize| self.text.words.get(at).map(|word| self.text.sentences[word.sentence].block);
        if block(at) != block(words.start) {
            return None;
        }
        // After a full stop inside the marks a new sentence tells something else.
        let closed = self.text.words[words.end - 1].text == "." || self.text.words[words.end - 1].text == "…";
        if closed
            && self.text.words[at].is_capital()
            && self.text.words[at].sentence != self.text.words[words.end - 1].sentence
        {
            return None;
        }
        let end = self.text.sentences[self.text.words[at].sentence].words.end.min(at + REACH);
        if self.is_cue(at) {
            return self.item_from(at + 1, end);
        }
        let item = self.item_from(at, end)?;
        let cue = (self.items[item].words.end..end.min(self.items[item].words.end + 14))
            .find(|&at| self.is_cue(at))?;
        // Between the two stands an apposition at most.
        let between = &self.text.words[self.items[item].words.end..cue];
        let plain =
            between.len() <= 2 || between[0].text == "," || matches!(between[0].text, "of" | "for" | "to");
        plain.then_some(item)
    }

    /// `Ann Lane said: “…`, `Ann Lane told reporters that “…`, `accused him of “…`.
    fn before(&self, words: &Range<usize>) -> Option<usize> {
        let sentence = self.text.words[words.start].sentence;
        let first = self.text.sentences[sentence].words.start.max(words.start.saturating_sub(REACH));
        if first >= words.start {
            return None;
        }
        let cue = (first..words.start).rev().find(|&at| self.is_cue(at) && !self.text.words[at].quoted);
        let subject = |item: &&Item| {
            item.can_speak()
                && item.words.start >= first
                && item.words.end <= words.start
                && item.stretch.is_none()
        };
        let to = self.items.partition_point(|item| item.words.start < words.start);
        let here = || self.items[..to].iter().enumerate().rev().take(16).filter(|(_, item)| subject(item));
        if let Some(cue) = cue {
            if self.grammar.has_trees()
                && let Some((index, _)) =
                    here().find(|(_, item)| item.role == Part::Subject && item.verb == Some(cue))
            {
                return Some(index);
            }
            return here()
                .filter(|(_, item)| item.words.end <= cue && item.role == Part::Subject)
                .map(|(index, _)| index)
                .next();
        }
        // They are taken from the quotation backwards.
        here().filter(|(_, item)| item.role == Part::Subject).map(|(index, _)| index).min()
    }

    /// Nobody says it in so many words: the one of whom the sentence before tells.
    fn told_of(&self, words: &Range<usize>) -> Option<usize> {
        let sentence = self.text.words[words.start].sentence;
        let before = sentence.checked_sub(1)?;
        if self.text.sentences[before].block != self.text.sentences[sentence].block {
            return None;
        }
        let range = &self.text.sentences[before].words;
        let to = self.items.partition_point(|item| item.words.start < range.end);
        self.items[..to]
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, item)| item.words.start >= range.start)
            .filter(|(_, item)| item.can_speak() && item.role == Part::Subject && item.stretch.is_none())
            .map(|(index, _)| index)
            .min()
    }
}
