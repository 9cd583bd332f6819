//! A sentence's tree, where somebody has parsed it.

use std::borrow::Cow;

use rapporteur_document::{Dependency, Document, Relation, Span, Tag, Word};

/// How far up, and how wide, a tree is walked.
const DEEP: usize = 16;

/// The words of a sentence with their places in its tree. Places are counted from the sentence's first word.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'d> {
    text: &'d str,
    words: &'d [Word],
    trees: &'d [Dependency],
    start: usize,
}

impl<'d> Tree<'d> {
    /// The tree of the sentence at `index`.
    pub(crate) fn of(document: &'d Document, index: usize) -> Option<Self> {
        let syntax = document.syntax.as_ref().filter(|syntax| syntax.trees.len() == syntax.words.len())?;
        let range = syntax.of_sentence(index);
        let start = range.start;
        Some(Self {
            text: &document.text,
            words: syntax.words.get(range.clone())?,
            trees: syntax.trees.get(range)?,
            start,
        })
    }

    pub(crate) fn span(self, at: usize) -> Span {
        self.words[at].span
    }

    pub(crate) fn tag(self, at: usize) -> Tag {
        self.words[at].tag
    }

    pub(crate) fn relation(self, at: usize) -> Relation {
        self.trees[at].relation
    }

    /// Dictionary form in lower case.
    pub(crate) fn lemma(self, at: usize) -> Cow<'d, str> {
        rapporteur_english::lemma(self.span(at).of(self.text), self.tag(at))
    }

    pub(crate) fn head(self, at: usize) -> Option<usize> {
        let head = (self.trees[at].head? as usize).checked_sub(self.start)?;
        (head < self.words.len() && head != at).then_some(head)
    }

    pub(crate) fn children(self, at: usize) -> impl Iterator<Item = usize> + 'd {
        (0..self.words.len()).filter(move |&child| self.head(child) == Some(at))
    }

    pub(crate) fn is_verb(self, at: usize) -> bool {
        self.tag(at) == Tag::Verb
    }

    pub(crate) fn is_pronoun(self, at: usize) -> bool {
        self.tag(at) == Tag::Pron
    }

    /// The verb that a word stands under.
    pub(crate) fn verb_over(self, mut at: usize) -> Option<usize> {
        for _ in 0..DEEP {
            at = self.head(at)?;
            if self.is_verb(at) {
                return Some(at);
            }
        }
        None
    }

    /// Who does what a verb says: its subject, that of the verb it hangs on, or the "by" of a passive.
    pub(crate) fn agent(self, mut verb: usize) -> Option<usize> {
        let child = |verb: usize, relation: Relation| {
            self.children(verb).find(|&child| self.relation(child) == relation)
        };
        for _ in 0..DEEP {
            if child(verb, Relation::AuxPass).is_some() || child(verb, Relation::NsubjPass).is_some() {
                return child(verb, Relation::OblAgent);
            }
            if let Some(subject) = child(verb, Relation::Nsubj) {
                return Some(subject);
            }
            let hangs = matches!(self.relation(verb), Relation::Conj | Relation::Advcl | Relation::Xcomp);
            verb = self.head(verb).filter(|_| hangs)?;
        }
        None
    }

    /// The first word that starts at `at` or behind it.
    pub(crate) fn first_from(self, at: usize) -> usize {
        self.words.partition_point(|word| word.span.start() < at)
    }

    /// The word of a span that the others stand under.
    pub(crate) fn head_in(self, span: Span) -> Option<usize> {
        let range = self.first_from(span.start())..self.first_from(span.end());
        range.clone().find(|&at| self.head(at).is_none_or(|head| !range.contains(&head)))
    }

    /// The words that stand under one, itself included, as far as they stand together; without what is
    /// said of it behind commas and in clauses.
    pub(crate) fn phrase(self, head: usize) -> Span {
        let aside = |at: usize| {
            // "by" of "by the insurers"
            let leads = at < head && self.relation(at) == Relation::Case && self.head(at) == Some(head);
            leads
                || matches!(
                    self.relation(at),
                    Relation::Acl
                        | Relation::AclRelcl
                        | Relation::Appos
                        | Relation::Parataxis
                        | Relation::Punct
                )
        };
        let under = |mut at: usize| {
            for _ in 0..DEEP {
                match self.head(at) {
                    _ if at == head => return true,
                    Some(next) if !aside(at) => at = next,
                    _ => return false,
                }
            }
            false
        };
        let first =
            (head.saturating_sub(DEEP)..head).rev().take_while(|&at| under(at)).last().unwrap_or(head);
        let last =
            (head + 1..self.words.len().min(head + DEEP)).take_while(|&at| under(at)).last().unwrap_or(head);
        Span::new(self.span(first).start(), self.span(last).end())
    }
}
