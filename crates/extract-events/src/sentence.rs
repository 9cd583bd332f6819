//! One sentence as the readers see it: dictionary forms, and the tree from the top down.

use std::borrow::Cow;

use rapporteur_document::{Document, MentionForm, Relation, Span, Syntax, Tag};

/// No word: the head of the root, the end of a list of children.
const NONE: usize = usize::MAX;

/// A word of the sentence. Places are counted from the sentence's first word.
pub(crate) struct Token<'t> {
    pub span: Span,
    pub tag: Tag,
    pub relation: Relation,
    /// Dictionary form in lower case.
    pub lemma: Cow<'t, str>,
    /// Index of the mention of a name that it belongs to.
    pub name: Option<u32>,
    /// It belongs to a time expression.
    pub time: bool,
    head: usize,
    first: usize,
    next: usize,
}

/// A sentence with its tree.
pub(crate) struct Sentence<'t> {
    pub text: &'t str,
    pub words: Vec<Token<'t>>,
    /// Where the sentence starts after a dateline: "NAIROBI (Wire) - ".
    pub start: usize,
}

/// Finds what covers a place, for places that only rise.
pub(crate) struct Cursor<'d> {
    spans: Vec<(Span, u32)>,
    at: usize,
    document: std::marker::PhantomData<&'d ()>,
}

impl Cursor<'_> {
    fn new(mut spans: Vec<(Span, u32)>) -> Self {
        spans.sort_by_key(|(span, _)| (span.start(), std::cmp::Reverse(span.end())));
        // Of nested ones the longest counts; what stands apart stays in order.
        let mut end = 0;
        spans.retain(|(span, _)| {
            let apart = span.start() >= end;
            end = end.max(span.end());
            apart
        });
        Self { spans, at: 0, document: std::marker::PhantomData }
    }

    /// Mentions that are names.
    pub(crate) fn names(document: &Document) -> Self {
        let names = document.mentions().iter().enumerate();
        let names = names.filter(|(_, mention)| mention.form == MentionForm::Name);
        Self::new(names.map(|(index, mention)| (mention.span, index as u32)).collect())
    }

    /// Time expressions.
    pub(crate) fn times(document: &Document) -> Self {
        Self::new(document.times().iter().enumerate().map(|(at, time)| (time.span, at as u32)).collect())
    }

    /// What covers this span; asked in order of text.
    fn over(&mut self, span: Span) -> Option<u32> {
        while self.spans.get(self.at).is_some_and(|(covers, _)| covers.end() <= span.start()) {
            self.at += 1;
        }
        self.spans.get(self.at).filter(|(covers, _)| covers.overlaps(span)).map(|&(_, index)| index)
    }
}

/// The tag to take a word's dictionary form by: what the tree makes a predicate is a verb, whatever
/// the tagger says ("overthrew" as a preposition).
fn read_as(tag: Tag, relation: Relation) -> Tag {
    match (tag, relation) {
        (
            Tag::Adp | Tag::Adv | Tag::X | Tag::Sconj | Tag::Intj | Tag::Part,
            Relation::Root | Relation::Ccomp,
        ) => Tag::Verb,
        _ => tag,
    }
}

impl<'t> Sentence<'t> {
    /// Reads sentence `index` of the document's syntax.
    pub(crate) fn new(
        text: &'t str,
        syntax: &Syntax,
        index: usize,
        names: &mut Cursor<'_>,
        times: &mut Cursor<'_>,
    ) -> Self {
        let range = syntax.of_sentence(index);
        let mut words: Vec<Token<'t>> = Vec::with_capacity(range.len());
        for at in range.clone() {
            let word = syntax.words[at];
            let tree = syntax.trees[at];
            let head = tree.head.map_or(NONE, |head| (head as usize).wrapping_sub(range.start));
            let form = word.span.of(text);
            words.push(Token {
                span: word.span,
                tag: word.tag,
                relation: tree.relation,
                lemma: rapporteur_english::lemma(form, read_as(word.tag, tree.relation)),
                name: names.over(word.span),
                time: times.over(word.span).is_some(),
                head: if head < range.len() { head } else { NONE },
                first: NONE,
                next: NONE,
            });
        }
        for at in (0..words.len()).rev() {
            let head = words[at].head;
            if head != NONE && head != at {
                words[at].next = words[head].first;
                words[head].first = at;
            }
        }
        let start = rapporteur_english::after_dateline(text, &words, |word| word.span);
        Self { text, words, start }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn lemma(&self, at: usize) -> &str {
        &self.words[at].lemma
    }

    pub(crate) fn form(&self, at: usize) -> &'t str {
        self.words[at].span.of(self.text)
    }

    pub(crate) fn tag(&self, at: usize) -> Tag {
        self.words[at].tag
    }

    pub(crate) fn relation(&self, at: usize) -> Relation {
        self.words[at].relation
    }

    pub(crate) fn head(&self, at: usize) -> Option<usize> {
        Some(self.words[at].head).filter(|&head| head != NONE)
    }

    /// What hangs on a word, in order of text.
    pub(crate) fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let step = |at: usize| Some(at).filter(|&at| at != NONE);
        std::iter::successors(step(self.words[at].first), move |&child| step(self.words[child].next))
    }

    /// The first child with this relation.
    pub(crate) fn child(&self, at: usize, relation: Relation) -> Option<usize> {
        self.children(at).find(|&child| self.relation(child) == relation)
    }

    /// The preposition of a noun; the first word of one of several words ("because of").
    pub(crate) fn case(&self, at: usize) -> Option<&str> {
        let mark = self.children(at).find(|&child| {
            self.relation(child) == Relation::Case && !matches!(self.lemma(child), "'s" | "’s" | "'" | "’")
        })?;
        Some(self.lemma(mark))
    }

    /// Words before the root above this one; a broken tree has no deeper ones.
    pub(crate) fn depth(&self, at: usize) -> usize {
        let mut depth = 0;
        let mut here = at;
        while let Some(head) = self.head(here) {
            here = head;
            depth += 1;
            if depth > 40 {
                break;
            }
        }
        depth
    }

    pub(crate) fn is_noun(&self, at: usize) -> bool {
        matches!(self.tag(at), Tag::Noun | Tag::Propn)
    }
}
