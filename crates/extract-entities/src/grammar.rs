//! Parts of speech and trees, as they lie on the words of this stage. Everything here may be absent:
//! then the answer is "unknown", and who asks has a rule of thumb.

use std::ops::Range;

use rapporteur_document::{Document, Relation, Tag};

use crate::lexicon::words as lists;
use crate::words::{Shape, Text, has};

/// What a mention is to its verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Whose something is.
    Possessor,
    /// Behind a preposition, or anything else.
    Other,
    /// The object.
    Object,
    /// The subject.
    Subject,
}

/// Tags and trees by the words of the text.
pub(crate) struct Grammar {
    tags: Vec<Option<Tag>>,
    trees: Vec<Option<(Option<usize>, Relation)>>,
}

impl Grammar {
    pub(crate) fn read(document: &Document, text: &Text<'_>) -> Self {
        let mut tags = vec![None; text.words.len()];
        let mut trees = vec![None; text.words.len()];
        let Some(syntax) = &document.syntax else { return Self { tags, trees } };
        let mut word = 0;
        let place: Vec<Option<usize>> = syntax
            .words
            .iter()
            .map(|seen| {
                while text.words.get(word).is_some_and(|word| word.span.end() <= seen.span.start()) {
                    word += 1;
                }
                text.words.get(word).filter(|word| word.span.overlaps(seen.span)).map(|_| word)
            })
            .collect();
        for (index, seen) in syntax.words.iter().enumerate() {
            let Some(at) = place[index] else { continue };
            tags[at].get_or_insert(seen.tag);
            let Some(mut tree) = syntax.trees.get(index).copied() else { continue };
            // `did` and `n't` are one word here: what hangs on the other half hangs on its head.
            for _ in 0..2 {
                match tree.head.and_then(|head| syntax.trees.get(head as usize).map(|next| (head, next))) {
                    Some((head, next)) if place[head as usize] == Some(at) => tree = *next,
                    _ => break,
                }
            }
            let head = tree.head.and_then(|head| place[head as usize]);
            trees[at].get_or_insert((head, tree.relation));
        }
        Self { tags, trees }
    }

    /// The part of speech.
    pub(crate) fn tag(&self, at: usize) -> Option<Tag> {
        self.tags.get(at).copied().flatten()
    }

    /// What a word is to its head.
    pub(crate) fn relation(&self, at: usize) -> Option<Relation> {
        self.trees.get(at).copied().flatten().map(|(_, relation)| relation)
    }

    /// What a word hangs on.
    pub(crate) fn head(&self, at: usize) -> Option<usize> {
        self.trees.get(at).copied().flatten().and_then(|(head, _)| head)
    }

    /// Whether there are trees.
    pub(crate) fn has_trees(&self) -> bool {
        self.trees.iter().any(Option::is_some)
    }

    /// The verb that this one is joined to by "and", and shares its subject with.
    pub(crate) fn shares_subject(&self, verb: usize) -> Option<usize> {
        let (head, relation) = self.trees.get(verb).copied().flatten()?;
        let head =
            head.filter(|&head| head < verb && matches!(relation, Relation::Conj | Relation::Xcomp))?;
        let own = (head + 1..verb).any(|at| {
            self.trees[at].is_some_and(|(of, relation)| of == Some(verb) && relation.is(Relation::Nsubj))
        });
        (!own).then_some(head)
    }

    /// The word of a phrase that the others hang on.
    fn top(&self, words: &Range<usize>) -> usize {
        words
            .clone()
            .find(|&at| {
                self.trees[at].is_some_and(|(head, _)| head.is_none_or(|head| !words.contains(&head)))
            })
            .unwrap_or(words.end - 1)
    }

    /// What a phrase is to its verb, and that verb.
    pub(crate) fn part(&self, text: &Text<'_>, words: &Range<usize>) -> (Part, Option<usize>) {
        let mut at = self.top(words);
        if words.start.checked_sub(1).is_some_and(|at| text.words[at].text == "(") {
            return (Part::Other, None);
        }
        if self.trees[at].is_none() {
            return (rule_of_thumb(text, words.start), None);
        }
        for _ in 0..4 {
            let Some((head, relation)) = self.trees[at] else { break };
            let part = match relation.universal() {
                "nsubj" | "csubj" => Part::Subject,
                "obj" | "iobj" => Part::Object,
                "conj" | "appos" | "flat" | "compound" => match head {
                    Some(head) if head != at => {
                        at = head;
                        continue;
                    }
                    _ => Part::Other,
                },
                "nmod" if relation == Relation::NmodPoss => Part::Possessor,
                "nmod" if relation == Relation::NmodDesc => match head {
                    Some(head) if head != at => {
                        at = head;
                        continue;
                    }
                    _ => Part::Other,
                },
                "root" => {
                    return (rule_of_thumb(text, words.start), None);
                }
                _ => Part::Other,
            };
            return (part, head);
        }
        (Part::Other, None)
    }
}

/// Without a tree: behind a preposition it is nothing much, behind a verb the object, else the
/// subject, as it is behind a verb of speech.
fn rule_of_thumb(text: &Text<'_>, at: usize) -> Part {
    let sentence = &text.sentences[text.words[at].sentence].words;
    // Titles and articles stand between the preposition and the name.
    let before = text.words[sentence.start.max(at.saturating_sub(4))..at]
        .iter()
        .rev()
        .find(|word| word.shape == Shape::Lower && !matches!(word.text, "the" | "a" | "an" | "former"));
    let Some(word) = before else { return Part::Subject };
    match word.text {
        "by" | "with" | "to" | "of" | "for" | "from" | "against" | "about" | "at" | "on" | "in" | "told"
        | "than" => Part::Other,
        "and" | "but" | "or" | "that" | "when" | "while" | "as" | "because" | "if" | "after" | "before"
        | "which" | "whom" | "where" | "so" | "then" => Part::Subject,
        verb if has(lists::SPEECH, verb) => Part::Subject,
        verb if verb.ends_with("ed")
            || verb.ends_with("ing")
            || text.words[at.saturating_sub(1)].text == verb =>
        {
            Part::Object
        }
        _ => Part::Subject,
    }
}
