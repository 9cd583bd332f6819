//! Who is who: nominals and pronouns are led back to those that they stand for.
//!
//! Names have their people and bodies already. The rest is read in order of text, first what stands
//! outside quotation marks, then, when it is known who speaks, what stands inside. A nominal is led
//! back by its office, its noun or whose it is; a pronoun to the one who fits and stands out most.

mod nominal;
mod pronoun;
mod turns;

use std::collections::HashMap;
use std::ops::Range;

use rapporteur_document::{Document, EntityKind, MentionForm, OfficeRole, Role, Span};
use rapporteur_english::gazetteer::Sex;

use crate::grammar::{Grammar, Part};
use crate::kinds::Named;
use crate::nominals::{Class, Nominal};
use crate::offices::last_of_title;
use crate::speakers::{self, Stretch};
use crate::words::Text;

pub(crate) use pronoun::pronoun;

/// A pronoun's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pronoun {
    I,
    We,
    One(Sex),
    It,
    They,
}

/// A mention on its way to what it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub words: Range<usize>,
    pub span: Span,
    pub kind: EntityKind,
    pub form: MentionForm,
    pub rule: &'static str,
    /// What it stands for: an index of [`Cast::parts`].
    pub part: Option<usize>,
    pub name: Option<usize>,
    /// The head of the office that stands directly before a name.
    pub title: Option<usize>,
    pub nominal: Option<Nominal>,
    /// The office that a nominal names.
    pub office: Option<OfficeRole>,
    pub pronoun: Option<(Pronoun, Case)>,
    /// A mention even when nothing else is said of it.
    pub keep: bool,
    pub role: Part,
    pub verb: Option<usize>,
    /// The quotation that it stands in.
    pub stretch: Option<usize>,
    pub sex: Option<Sex>,
}

/// Which form of a pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

impl Item {
    pub(crate) fn new(
        words: Range<usize>,
        span: Span,
        kind: EntityKind,
        form: MentionForm,
        rule: &'static str,
    ) -> Self {
        Self {
            words,
            span,
            kind,
            form,
            rule,
            part: None,
            name: None,
            title: None,
            nominal: None,
            office: None,
            pronoun: None,
            keep: false,
            role: Part::Other,
            verb: None,
            stretch: None,
            sex: None,
        }
    }

    /// Whether it is a pronoun that may be beside a verb of speech.
    pub(crate) fn pronoun_speaks(&self) -> bool {
        matches!(self.pronoun, Some((_, Case::Subject)))
    }

    /// Whether somebody is meant who may speak.
    pub(crate) fn can_speak(&self) -> bool {
        match self.form {
            MentionForm::Pronoun => self.pronoun_speaks(),
            MentionForm::Nominal => self
                .nominal
                .as_ref()
                .is_some_and(|nominal| matches!(nominal.class, Class::Person | Class::Body)),
            MentionForm::Name => self.kind != EntityKind::Group,
        }
    }

    fn class(&self) -> Class {
        match (&self.nominal, self.kind) {
            (Some(nominal), _) => nominal.class,
            (None, EntityKind::Person) => Class::Person,
            (None, EntityKind::Organization | EntityKind::Group) => Class::Body,
            (None, EntityKind::Place) => Class::Place,
        }
    }
}

/// Something that is spoken of.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub kind: EntityKind,
    pub sex: Option<Sex>,
    pub plural: bool,
    /// One person who is "they".
    pub they: bool,
    pub named: bool,
    /// Titles of the roles that names have: "foreign minister".
    pub roles: Vec<(String, Option<String>)>,
    count: usize,
    /// What it turned out to be the same as.
    same: Option<usize>,
}

impl Entry {
    pub(crate) fn new(kind: EntityKind, sex: Option<Sex>, named: bool) -> Self {
        Self { kind, sex, plural: false, they: false, named, roles: Vec::new(), count: 0, same: None }
    }

    pub(crate) fn with(mut self, roles: Vec<(String, Option<String>)>) -> Self {
        self.roles = roles;
        self
    }
}

/// How many earlier items are looked at, so that work is linear.
const WINDOW: usize = 96;

/// How many sentences a pronoun reaches back.
const REACH: usize = 6;

/// By how much the one who fits best must stand out.
const MARGIN: f32 = 0.25;

/// How many earlier mentions by one noun are looked at.
const SAME_NOUN: usize = 8;

/// The people and bodies of a document while they are put together.
pub(crate) struct Chains<'a, 't> {
    text: &'a Text<'t>,
    grammar: &'a Grammar,
    names: &'a [Named],
    pub entries: Vec<Entry>,
    pub items: Vec<Item>,
    stretches: Vec<Stretch>,
    /// Items by their nouns, and by the words of their names.
    by_noun: HashMap<String, Vec<usize>>,
    /// Whose what: "wife" of an entry.
    owned: HashMap<(usize, String), usize>,
    /// The same in order of text: owner, noun, owned.
    owners: Vec<(usize, String, usize)>,
    /// Those who have an office, by its last word.
    by_office: HashMap<String, Vec<usize>>,
    /// For each word, the item that ends there.
    ends: HashMap<usize, usize>,
    /// Items that begin a speech, with the block that it begins in.
    turns: Vec<(usize, usize)>,
    /// Those of them that are the speeches of a minister who answers.
    answers: Vec<(usize, usize)>,
    /// The one who writes.
    author: Option<usize>,
    headline: Vec<bool>,
    is_debate: bool,
}

impl<'a, 't> Chains<'a, 't> {
    pub(crate) fn new(
        document: &Document,
        text: &'a Text<'t>,
        grammar: &'a Grammar,
        names: &'a [Named],
        entries: Vec<Entry>,
        mut items: Vec<Item>,
    ) -> Self {
        items.sort_by_key(|item| (item.words.start, item.words.end, item.form));
        items.dedup_by(|a, b| a.words == b.words && a.span == b.span);
        let mut stretches = speakers::stretches(text);
        for item in &mut items {
            let (mut role, mut verb) = grammar.part(text, &item.words);
            // "the envoy to Talvia Ann Lee said": a tree that hangs the name on the country still knows
            // what the envoy is to the verb.
            if let (Part::Other, Some(title)) = (role, item.title) {
                (role, verb) = grammar.part(text, &(title..title + 1));
            }
            item.role = role;
            item.verb = verb;
            if let Some((_, Case::Possessive)) = item.pronoun {
                item.role = Part::Possessor;
            }
            let at = stretches.partition_point(|stretch| stretch.words.end <= item.words.start);
            item.stretch =
                stretches.get(at).filter(|stretch| stretch.words.contains(&item.words.start)).map(|_| at);
        }
        speakers::attribute(text, grammar, &items, &mut stretches);
        let blocks = document.content();
        let headline: Vec<bool> = blocks.iter().map(|block| block.role == Role::Title).collect();
        let mut by_office: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, entry) in entries.iter().enumerate() {
            for (title, _) in &entry.roles {
                by_office.entry(last_of_title(title).to_owned()).or_default().push(index);
            }
            if entry.roles.iter().any(|(title, _)| title.contains("secretary of")) {
                by_office.entry("secretary".to_owned()).or_default().push(index);
            }
        }
        let ends = items.iter().enumerate().map(|(index, item)| (item.words.end - 1, index)).collect();
        let mut chains = Self {
            text,
            grammar,
            names,
            entries,
            items,
            stretches,
            by_noun: HashMap::new(),
            owned: HashMap::new(),
            owners: Vec::new(),
            by_office,
            ends,
            turns: Vec::new(),
            answers: Vec::new(),
            author: None,
            headline,
            is_debate: false,
        };
        chains.find_turns(document, &blocks);
        chains.find_author(document, &blocks);
        chains
    }

    /// Leads everything back.
    pub(crate) fn resolve(&mut self) {
        for entry in 0..self.entries.len() {
            self.entries[entry].plural = self.entries[entry].kind == EntityKind::Group;
        }
        for quoted in [false, true] {
            for index in 0..self.items.len() {
                if self.items[index].stretch.is_some() == quoted {
                    self.one(index);
                }
            }
        }
        for index in 0..self.items.len() {
            self.items[index].part = self.items[index].part.map(|part| self.root(part));
        }
    }

    fn one(&mut self, index: usize) {
        match self.items[index].form {
            MentionForm::Name => self.name(index),
            MentionForm::Nominal => self.nominal(index),
            MentionForm::Pronoun => self.pronoun(index),
        }
        if let Some(part) = self.part(index) {
            self.entries[part].count += 1;
        }
    }

    /// What an item stands for, as it is known now.
    fn part(&self, index: usize) -> Option<usize> {
        self.items[index].part.map(|part| self.root(part))
    }

    fn root(&self, mut part: usize) -> usize {
        while let Some(same) = self.entries[part].same {
            part = same;
        }
        part
    }

    /// Two turn out to be one; what has a name stays.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (keep, drop) = if self.entries[b].named && !self.entries[a].named { (b, a) } else { (a, b) };
        if self.entries[drop].named {
            return;
        }
        self.entries[drop].same = Some(keep);
        self.entries[keep].count += self.entries[drop].count;
        self.entries[keep].sex = self.entries[keep].sex.or(self.entries[drop].sex);
        self.entries[keep].plural |= self.entries[drop].plural;
    }

    fn sentence(&self, index: usize) -> usize {
        self.text.words[self.items[index].words.start].sentence
    }

    fn block(&self, index: usize) -> usize {
        self.text.sentences[self.sentence(index)].block
    }

    fn is_headline(&self, index: usize) -> bool {
        self.headline.get(self.block(index)).copied().unwrap_or_default()
    }

    fn fresh(&mut self, index: usize) -> usize {
        let item = &self.items[index];
        let mut entry = Entry::new(item.kind, item.sex, false);
        entry.plural = item.nominal.as_ref().is_some_and(|nominal| nominal.plural);
        self.entries.push(entry);
        self.entries.len() - 1
    }

    fn remember(&mut self, noun: &str, index: usize) {
        self.by_noun.entry(noun.to_owned()).or_default().push(index);
    }
}

/// Whether the sexes of two mentions may be one person's.
fn sexes_agree(a: Option<Sex>, b: Option<Sex>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || a == Sex::Either || b == Sex::Either,
        _ => true,
    }
}
