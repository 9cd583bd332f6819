//! Speeches and by-lines: who says "I" outside quotation marks.

use rapporteur_document::{Block, Document, EntityKind, MentionForm, Role};

use super::Chains;
use crate::nominals::Class;
use crate::words::{Shape, lower};

impl Chains<'_, '_> {
    pub(super) fn turn_of(&self, index: usize) -> Option<usize> {
        let block = self.block(index);
        let at = self.turns.partition_point(|(_, first)| *first <= block);
        at.checked_sub(1).map(|at| self.turns[at].0)
    }

    /// "The Minister" of a member's speech: the one who has just answered.
    pub(super) fn answering(&self, index: usize) -> Option<usize> {
        let at = self.answers.partition_point(|(_, first)| *first < self.block(index));
        at.checked_sub(1).and_then(|at| self.part(self.answers[at].0))
    }

    /// Speeches begin with their speaker, `Ann Lane (Westham): …`.
    pub(super) fn find_turns(&mut self, document: &Document, blocks: &[Block]) {
        if let Some(turns) = document.turns.as_deref().filter(|turns| !turns.is_empty()) {
            self.is_debate = true;
            for turn in turns {
                let Some(span) = turn.speaker.as_ref().and_then(|speaker| speaker.span) else { continue };
                let from = self.items.partition_point(|item| item.span.end() <= span.start());
                let here = || {
                    (from..self.items.len()).take_while(|&index| self.items[index].span.start() < span.end())
                };
                let item = here()
                    .find(|&index| {
                        self.items[index].name.is_some() && self.items[index].kind == EntityKind::Person
                    })
                    .or_else(|| {
                        here().find(|&index| {
                            self.items[index].class() == Class::Person
                                && self.items[index].form == MentionForm::Nominal
                        })
                    });
                let block = blocks.partition_point(|block| block.span.end() <= turn.span.start());
                if let Some(item) = item {
                    self.turns.push((item, block));
                    if turn.role.as_deref() == Some("minister") {
                        self.answers.push((item, block));
                    }
                }
            }
            self.turns.sort_by_key(|(_, block)| *block);
            self.answers.sort_by_key(|(_, block)| *block);
            return;
        }
        let mut last = usize::MAX;
        let mut found = Vec::new();
        for sentence in &self.text.sentences {
            if sentence.block == last {
                continue;
            }
            last = sentence.block;
            let end = sentence.words.end.min(sentence.words.start + 32);
            let Some(colon) = (sentence.words.start..end).find(|&at| self.text.words[at].text == ":") else {
                continue;
            };
            let words = &self.text.words[sentence.words.start..colon];
            let mut depth = 0;
            let plain = words.iter().all(|word| {
                depth += i32::from(word.text == "(") - i32::from(word.text == ")");
                depth > 0
                    || word.is_capital()
                    || word.shape == Shape::Mark
                    || matches!(&*lower(word.text), "the" | "of" | "for" | "and")
            });
            if !plain {
                continue;
            }
            let from = self.items.partition_point(|item| item.words.start < sentence.words.start);
            let here = || (from..self.items.len()).take_while(|&index| self.items[index].words.end <= colon);
            let item = here()
                .find(|&index| {
                    self.items[index].name.is_some() && self.items[index].kind == EntityKind::Person
                })
                .or_else(|| {
                    here().find(|&index| {
                        self.items[index].class() == Class::Person
                            && self.items[index].form == MentionForm::Nominal
                    })
                });
            if let Some(item) = item {
                found.push((item, sentence.block));
            }
        }
        if found.len() > 1 {
            self.is_debate = true;
            self.turns = found;
        }
    }

    /// `By Ann Lane`.
    pub(super) fn find_author(&mut self, document: &Document, blocks: &[Block]) {
        let by = |index: usize| {
            let item = &self.items[index];
            let at = self.block(index);
            let byline = blocks.get(at).is_some_and(|block| block.role == Role::Byline);
            let by = item.words.start.checked_sub(1).is_some_and(|at| {
                self.text.words[at].text == "By"
                    && self.text.sentences[self.text.words[at].sentence].words.start == at
            });
            item.name.is_some() && item.kind == EntityKind::Person && (byline || by)
        };
        let _ = document;
        self.author = (0..self.items.len().min(64)).find(|&index| by(index));
    }
}
