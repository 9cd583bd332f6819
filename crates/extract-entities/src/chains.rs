//! Who is who: nominals and pronouns are led back to those that they stand for.
//!
//! Names have their people and bodies already. The rest is read in order of text, first what stands
//! outside quotation marks, then, when it is known who speaks, what stands inside. A nominal is led
//! back by its office, its noun or whose it is; a pronoun to the one who fits and stands out most.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use rapporteur_document::{Document, EntityKind, MentionForm, Role, Span, Tag};
use rapporteur_english::gazetteer::{self, Known, Sex};

use crate::grammar::{Grammar, Part};
use crate::kinds::Named;
use crate::lexicon::{nominals as lists, offices as office_lists};
use crate::nominals::{Class, Nominal, is_country};
use crate::offices::Article;
use crate::speakers::{self, Stretch};
use crate::words::{Shape, Text, Word, has, lower};

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
    pub nominal: Option<Nominal>,
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
            nominal: None,
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
    /// For each word, the item that ends there.
    ends: HashMap<usize, usize>,
    /// Items that begin a speech, with the block that it begins in.
    turns: Vec<(usize, usize)>,
    /// The one who writes.
    author: Option<usize>,
    headline: Vec<bool>,
    is_debate: bool,
}

/// Pronouns with what they say.
pub(crate) fn pronoun(text: &Text<'_>, grammar: &Grammar, at: usize) -> Option<(Pronoun, Case, Span)> {
    use Case::{Object, Possessive, Reflexive, Subject};
    use Pronoun::{I, It, One, They, We};
    let word = &text.words[at];
    if matches!(word.shape, Shape::Mark | Shape::Number) || word.text.len() > 14 {
        return None;
    }
    let base = word.text.split(['\'', '’']).next().unwrap_or(word.text);
    if base == "I" {
        // `Henry I` and `I.` of a list are none.
        let roman = text.before(at).is_some_and(|before| {
            before.is_capital()
                && before.spaced
                && !before.initial
                && gazetteer::given_name(before.text).is_some()
                || before.text == "War"
        }) || text.after(at + 1).is_some_and(|after| {
            after.text == "." && !after.spaced && text.after(at + 2).is_some() || after.text == ")"
        });
        return (!roman).then_some((I, Subject, Span::new(word.span.start(), word.span.start() + 1)));
    }
    if word.shape == Shape::Caps {
        return None;
    }
    let (pronoun, case) = match &*lower(base) {
        "he" => (One(Sex::Male), Subject),
        "him" => (One(Sex::Male), Object),
        "his" => (One(Sex::Male), Possessive),
        "himself" => (One(Sex::Male), Reflexive),
        "she" => (One(Sex::Female), Subject),
        "hers" => (One(Sex::Female), Possessive),
        "herself" => (One(Sex::Female), Reflexive),
        "her" => (One(Sex::Female), if is_possessive(text, grammar, at) { Possessive } else { Object }),
        "it" => (It, if grammar.part(text, &(at..at + 1)).0 == Part::Subject { Subject } else { Object }),
        "its" => (It, Possessive),
        "itself" => (It, Reflexive),
        "they" => (They, Subject),
        "them" => (They, Object),
        "their" | "theirs" => (They, Possessive),
        "themselves" => (They, Reflexive),
        "me" => (I, Object),
        "my" => (I, Possessive),
        "myself" => (I, Reflexive),
        "mine" if grammar.tag(at) == Some(Tag::Pron) => (I, Possessive),
        "we" => (We, Subject),
        "us" if word.shape == Shape::Lower => (We, Object),
        "our" | "ours" => (We, Possessive),
        "ourselves" => (We, Reflexive),
        _ => return None,
    };
    let span = Span::new(word.span.start(), word.span.start() + base.len());
    Some((pronoun, case, span))
}

/// "her" before a noun is whose, not who.
fn is_possessive(text: &Text<'_>, grammar: &Grammar, at: usize) -> bool {
    if grammar.has_trees() && grammar.relation(at).is_some() {
        return grammar.part(text, &(at..at + 1)).0 == Part::Possessor;
    }
    !text.after(at + 1).is_none_or(|after| {
        after.shape == Shape::Mark
            || matches!(
                after.text,
                "to" | "and" | "in" | "for" | "with" | "as" | "on" | "at" | "that" | "when" | "by" | "from"
            )
    })
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
            let (role, verb) = grammar.part(text, &item.words);
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
            ends,
            turns: Vec::new(),
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

    // Names.

    fn name(&mut self, index: usize) {
        let Some(part) = self.part(index) else { return };
        let Some(named) = self.items[index].name.map(|name| &self.names[name]) else { return };
        if self.items[index].kind != EntityKind::Person {
            for word in &self.text.words[named.piece.words.clone()] {
                let small = lower(word.text).into_owned();
                if word.is_capital() && (has(lists::BODIES, &small) || has(lists::PLACES, &small)) {
                    // A headline's "Council" is the first council that is named.
                    let before = self.by_noun.get(&small).into_iter().flatten().copied().find(|&other| {
                        self.is_headline(other)
                            && self.part(other).is_some_and(|part| !self.entries[part].named)
                    });
                    if let Some(other) = before.and_then(|other| self.part(other)) {
                        self.join(other, part);
                    }
                    self.remember(&small, index);
                }
            }
            return;
        }
        if self.entries[part].count == 0 {
            self.named_late(index, part);
        }
    }

    /// A lead speaks of "a lorry driver", the next paragraph begins with his name.
    fn named_late(&mut self, index: usize, part: usize) {
        let item = &self.items[index];
        let sentence = self.sentence(index);
        let named = &self.names[item.name.expect("only names come here")];
        let opens = named.piece.titles.start.min(named.piece.words.start)
            == self.text.sentences[sentence].words.start;
        let office = self.text.words[named.piece.titles.clone()]
            .iter()
            .any(|word| has(office_lists::HEADS, &lower(word.text)));
        if !opens || office || item.stretch.is_some() {
            return;
        }
        let block = self.block(index);
        let mut lead = (index.saturating_sub(WINDOW)..index).filter(|&other| {
            let subject = &self.items[other];
            subject.form == MentionForm::Nominal
                && subject.role == Part::Subject
                && subject.stretch.is_none()
                && subject.class() == Class::Person
                && self.block(other) < block
                && self.block(other) + 2 >= block
                && !self.is_headline(other)
                && self.text.words[subject.words.start].initial
        });
        let Some(other) = lead.next() else { return };
        let Some(unnamed) = self.part(other) else { return };
        let fits = {
            let (a, b) = (&self.entries[unnamed], &self.entries[part]);
            !a.named && !a.plural && sexes_agree(a.sex, b.sex)
        };
        if fits {
            self.join(unnamed, part);
        }
    }

    // Nominals.

    fn nominal(&mut self, index: usize) {
        let nominal = self.items[index].nominal.clone().expect("a nominal has its nominal");
        if nominal.class == Class::Thing {
            return;
        }
        if nominal.bare
            && !self.is_headline(index)
            && !nominal.plural
            && nominal.office.is_none()
            && self.items[index].part.is_none()
        {
            if nominal.class == Class::Person {
                return;
            }
            if nominal.class == Class::Body && nominal.noun != "police" {
                return;
            }
            if nominal.class == Class::Place {
                return;
            }
        }
        let found = match self.part(index) {
            Some(part) => Some((part, self.items[index].rule)),
            None => self.find(index, &nominal),
        };
        let part = match found {
            Some((part, rule)) => {
                self.items[index].rule = rule;
                part
            }
            None => self.fresh(index),
        };
        self.items[index].part = Some(part);
        let sex = self.items[index].sex;
        let entry = &mut self.entries[part];
        entry.they |= nominal.noun == "someone";
        if entry.kind == EntityKind::Person && !entry.plural {
            entry.sex = entry.sex.or(sex);
        }
        // What a headline left open.
        if !self.is_headline(index) {
            let late = self.by_noun.get(&nominal.noun).into_iter().flatten().copied().find(|&other| {
                self.is_headline(other)
                    && self.part(other).is_some_and(|part| !self.entries[part].named)
                    && self.items[other].nominal.as_ref().is_some_and(|other| other.plural == nominal.plural)
            });
            if let Some(other) = late.and_then(|other| self.part(other)) {
                self.join(other, part);
            }
        }
        let part = self.root(part);
        if let Some(owner) = self.owner(index) {
            self.owned.entry((owner, nominal.noun.clone())).or_insert(part);
        }
        self.remember(&nominal.noun, index);
        if let Ok(at) = lists::ALIKE.binary_search_by(|(noun, _)| (*noun).cmp(&nominal.noun)) {
            self.remember(lists::ALIKE[at].1, index);
        }
    }

    /// Whose it is.
    fn owner(&self, index: usize) -> Option<usize> {
        let at = self.items[index].nominal.as_ref()?.possessor?;
        self.ends.get(&at).and_then(|&owner| self.part(owner))
    }

    fn find(&mut self, index: usize, nominal: &Nominal) -> Option<(usize, &'static str)> {
        if let Some(part) = self.beside(index, nominal) {
            return Some((part, "apposition"));
        }
        if nominal.address {
            return self.addressed(index, nominal).map(|part| (part, "form-of-address"));
        }
        let definite = nominal.article == Article::Definite || nominal.bare && self.is_headline(index);
        if let Some(owner) = self.owner(index)
            && let Some(part) = self.of_owner(owner, nominal)
        {
            return Some((part, "possession"));
        }
        if nominal.possessor.is_some() && nominal.class == Class::Person && has(lists::KIN, &nominal.noun) {
            return None;
        }
        if !definite {
            // The lead says "a man" of the headline's "Man".
            let same = self.by_noun.get(&nominal.noun).into_iter().flatten().copied().take(SAME_NOUN);
            let mut same = same.filter(|&other| {
                self.is_headline(other)
                    && self.items[other].nominal.as_ref().is_some_and(|other| other.plural == nominal.plural)
            });
            let headline = same.next().filter(|_| self.block(index) <= 2);
            return headline.and_then(|other| self.part(other)).map(|part| (part, "headline"));
        }
        if nominal.class == Class::Person
            && !nominal.plural
            && let Some(part) = self.bearer(index, nominal)
        {
            return Some((part, "bearer-of-office"));
        }
        if let Some(part) = self.by_same_noun(index, nominal) {
            return Some((part, "same-noun"));
        }
        match nominal.class {
            Class::Body if has(lists::GENERIC_BODIES, &nominal.noun) && !nominal.plural => {
                self.generic_body(index, nominal).map(|part| (part, "kind-of-body"))
            }
            Class::Place if !nominal.plural && nominal.possessor.is_none() => {
                self.generic_place(index, nominal).map(|part| (part, "kind-of-place"))
            }
            Class::Person if !nominal.plural => {
                self.generic_person(index, nominal).map(|part| (part, "kind-of-person"))
            }
            _ => None,
        }
    }

    /// Words of a nominal that tell it from others of its noun.
    fn modifiers(&self, item: &Item) -> Vec<String> {
        let Some(nominal) = &item.nominal else { return Vec::new() };
        let start = nominal.possessor.map_or(item.words.start, |at| at + 1);
        self.text.words[start.min(nominal.at)..nominal.at]
            .iter()
            .filter(|word| !matches!(word.shape, Shape::Mark) && !word.is_possessive())
            .map(|word| lower(word.text).into_owned())
            .filter(|word| !is_determiner(word) && !has(office_lists::TEMPORAL, word))
            .collect()
    }

    fn by_same_noun(&self, index: usize, nominal: &Nominal) -> Option<usize> {
        let here = self.modifiers(&self.items[index]);
        if here.iter().any(|word| matches!(word.as_str(), "other" | "second" | "new" | "rival" | "third")) {
            return None;
        }
        let alike = lists::ALIKE.binary_search_by(|(noun, _)| (*noun).cmp(&nominal.noun)).ok();
        let nouns = std::iter::once(nominal.noun.as_str()).chain(alike.map(|at| lists::ALIKE[at].1));
        let owner = self.owner(index);
        let mut best: Option<usize> = None;
        for noun in nouns {
            let same = self.by_noun.get(noun).into_iter().flatten().rev().take(SAME_NOUN).copied();
            for other in same.filter(|&other| other < index) {
                let item = &self.items[other];
                let Some(part) = self.part(other) else { continue };
                let fits = if let Some(before) = &item.nominal {
                    let there = self.modifiers(item);
                    let said = here.iter().all(|word| there.contains(word) || self.is_said(part, word));
                    let owners = nominal.possessor.is_none()
                        || before.possessor.is_some() && owner.is_some() && self.owner(other) == owner;
                    before.plural == nominal.plural
                        && before.class == nominal.class
                        && (said || there.is_empty() && self.is_headline(other))
                        && owners
                } else {
                    // "the council" of the "Security Council"; not "the city council".
                    let words = || self.text.words[item.words.clone()].iter().map(|word| lower(word.text));
                    !nominal.plural
                        && nominal.possessor.is_none()
                        && here.iter().all(|word| words().any(|other| other == *word))
                };
                if fits
                    && sexes_agree(self.items[index].sex, self.entries[part].sex)
                    && best.is_none_or(|best| best < other)
                {
                    best = Some(other);
                    break;
                }
            }
        }
        best.and_then(|other| self.part(other))
    }

    /// "the new minister" is not the one who was.
    fn is_new(&self, index: usize) -> bool {
        self.text.words[self.items[index].words.clone()]
            .iter()
            .any(|word| matches!(word.text, "new" | "next" | "incoming"))
    }

    /// Whether a role of this person has the word: "health" of the health minister.
    fn is_said(&self, part: usize, word: &str) -> bool {
        self.entries[part].roles.iter().any(|(title, of)| {
            title.split(' ').any(|part| part == word)
                || of.as_deref().is_some_and(|of| {
                    of.eq_ignore_ascii_case(word) || code(of).is_some() && code(of) == code_of_small(word)
                })
        })
    }

    /// "the minister": the one that was spoken of last, of those who have that office.
    fn bearer(&self, index: usize, nominal: &Nominal) -> Option<usize> {
        nominal.office?;
        if self.is_new(index) {
            return None;
        }
        let here = self.modifiers(&self.items[index]);
        let owner = self.items[index].nominal.as_ref().and_then(|nominal| nominal.possessor);
        let owner = owner.and_then(|at| self.ends.get(&at)).and_then(|&owner| {
            self.items[owner].name.map(|name| self.names[name].piece.span.of(self.text.whole).to_owned())
        });
        let fits = |part: usize| {
            self.entries[part].roles.iter().any(|(title, of)| {
                let last = title.rsplit(' ').next().unwrap_or(title);
                if title.starts_with("prime ") && !here.iter().any(|word| word == "prime") {
                    return false;
                }
                let title_fits = last == nominal.noun
                    || title.split(' ').any(|word| word == nominal.noun) && nominal.noun == "secretary";
                let words_fit = here.iter().all(|word| {
                    title.split(' ').any(|part| part == word)
                        || of.as_deref().is_some_and(|of| {
                            of.to_lowercase() == *word
                                || code(of).is_some() && code(of) == code_of_small(word)
                        })
                });
                let owner_fits = match (&owner, of) {
                    (None, _) => nominal.possessor.is_none(),
                    (Some(owner), Some(of)) => owner == of || code(of).is_some() && code(of) == code(owner),
                    (Some(_), None) => false,
                };
                let behind_fits = match (&nominal.of, of) {
                    (None, _) => true,
                    (Some(said), Some(of)) => said == of || code(said).is_some() && code(said) == code(of),
                    (Some(_), None) => false,
                };
                title_fits && words_fit && owner_fits && behind_fits
            })
        };
        // Whoever has it and was spoken of last; somebody who is named later only where it is one.
        let before =
            (0..index).rev().filter_map(|other| self.part(other)).take(WINDOW * 2).find(|&part| fits(part));
        before.or_else(|| {
            let mut all =
                (0..self.entries.len()).filter(|&part| self.entries[part].same.is_none() && fits(part));
            let first = all.next()?;
            all.next().is_none().then_some(first)
        })
    }

    /// `Ann Lane, a lawyer`, `a lawyer, Ann Lane,`, `her brother Tom`, `The Minister (Ann Lane)`.
    fn beside(&self, index: usize, nominal: &Nominal) -> Option<usize> {
        if nominal.plural {
            return None;
        }
        let item = &self.items[index];
        let words = &self.text.words;
        let kind = |other: usize| {
            let other = &self.items[other];
            let fits = match nominal.class {
                Class::Person => other.kind == EntityKind::Person,
                Class::Body => other.kind == EntityKind::Organization,
                Class::Place => other.kind == EntityKind::Place,
                Class::Thing => false,
            };
            fits && other.name.is_some()
                && sexes_agree(item.sex, other.part.and_then(|part| self.entries[part].sex).or(other.sex))
        };
        let same = |a: usize, b: usize| words.get(b).is_some_and(|word| word.sentence == words[a].sentence);
        let starting = |at: usize| {
            let from = self.items.partition_point(|item| item.words.start < at);
            self.items[from..]
                .iter()
                .position(|other| other.name.is_some())
                .map(|offset| from + offset)
                .filter(|&other| self.items[other].words.start == at && kind(other))
        };
        // Titles stand between.
        let named_from = |at: usize| {
            (at..at + 5).take_while(|&at| same(index_word(item), at)).find_map(|start| {
                let other = starting(start)?;
                let titles = self.names[self.items[other].name?].piece.titles.clone();
                (start == at
                    || titles.start == at
                    || titles.is_empty() && words[at..start].iter().all(Word::is_capital))
                .then_some(other)
            })
        };
        let end = item.words.end;
        // "her brother Tom"
        if nominal.possessor.is_some()
            && has(lists::KIN, &nominal.noun)
            && let Some(other) = named_from(end)
        {
            return self.part(other);
        }
        // What hangs on it with a preposition may come first: "the leader of the party, Ann Lane,".
        let mut at = end;
        if same(end - 1, end) && matches!(words[end].text, "of" | "for" | "to" | "at" | "in") {
            let limit = (end + 9).min(self.text.sentences[words[end].sentence].words.end);
            at = (end..limit)
                .find(|&at| matches!(words[at].text, "," | "("))
                .filter(|&comma| {
                    words[end..comma].iter().all(|word| word.shape != Shape::Mark || word.is_possessive())
                        && (end..comma).all(|at| self.grammar.tag(at) != Some(Tag::Verb))
                })
                .unwrap_or(end);
        }
        // "the suspect, named locally as Ann Lane"
        if same(end - 1, end) && words[end].text == "," {
            let limit = (end + 6).min(self.text.sentences[words[end].sentence].words.end);
            let called = (end + 1..limit)
                .find(|&at| words[at].text == "as")
                .filter(|_| matches!(words[end + 1].text, "named" | "identified" | "known"))
                .and_then(|at| named_from(at + 1));
            if let Some(other) = called {
                return self.part(other);
            }
        }
        if same(end - 1, at)
            && matches!(words[at].text, "," | "(" | "—" | "–")
            && let Some(other) = named_from(at + 1)
        {
            let after = self.items[other].words.end;
            let closes = words.get(after).is_none_or(|word| {
                matches!(word.text, "," | "." | ";" | ":" | ")" | "—" | "–" | "!" | "?")
                    || has(crate::lexicon::words::SPEECH, word.text)
                    || word.sentence != words[at].sentence
            });
            let subject_of_other = self.items[other].role == Part::Subject
                && item.role == Part::Subject
                && item.verb != self.items[other].verb
                && item.verb.is_some_and(|verb| verb > item.words.start && verb < at);
            if closes && !subject_of_other {
                return self.part(other);
            }
        }
        // "Ann Lane, a lawyer", "Ann Lane, 41, a lawyer"
        let mut before = item.words.start.checked_sub(1)?;
        if words[before].text != "," || !same(item.words.start, before) {
            return None;
        }
        if before >= 2 && words[before - 1].shape == Shape::Number && words[before - 2].text == "," {
            before -= 2;
        }
        let other =
            before.checked_sub(1).and_then(|at| self.ends.get(&at)).copied().filter(|&other| kind(other))?;
        let speaks = words.get(end).is_some_and(|word| has(crate::lexicon::words::SPEECH, word.text));
        (!speaks && same(item.words.start, before)).then(|| self.part(other)).flatten()
    }

    /// "his wife", when she was named, or when he is her husband.
    fn of_owner(&self, owner: usize, nominal: &Nominal) -> Option<usize> {
        if let Some(&part) = self.owned.get(&(owner, nominal.noun.clone())) {
            return Some(self.root(part));
        }
        let at = lists::INVERSE.binary_search_by(|(noun, _)| (*noun).cmp(&nominal.noun)).ok()?;
        let mut found: Vec<usize> = self
            .owned
            .iter()
            .filter(|((_, noun), part)| {
                self.root(**part) == owner && lists::INVERSE[at].1.split(' ').any(|inverse| inverse == noun)
            })
            .map(|((whose, _), _)| self.root(*whose))
            .filter(|&whose| self.entries[whose].kind == EntityKind::Person && !self.entries[whose].plural)
            .collect();
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// "the hon. Lady" is one who spoke before.
    fn addressed(&self, index: usize, nominal: &Nominal) -> Option<usize> {
        let here = self.turn_of(index);
        let sex = match nominal.noun.as_str() {
            "gentleman" | "lord" | "earl" | "viscount" => Some(Sex::Male),
            "lady" | "baroness" => Some(Sex::Female),
            _ => None,
        };
        if nominal.plural {
            return None;
        }
        let speaker = here.and_then(|turn| self.part(turn));
        self.turns
            .iter()
            .rev()
            .filter(|(item, _)| *item < index)
            .filter_map(|(item, _)| self.part(*item))
            .filter(|&part| Some(part) != speaker)
            .find(|&part| sex.is_none() || sexes_agree(self.entries[part].sex, sex))
    }

    /// "the company": the body that was spoken of last and is called nothing else.
    fn generic_body(&self, index: usize, nominal: &Nominal) -> Option<usize> {
        if nominal.possessor.is_some() || !self.modifiers(&self.items[index]).is_empty() {
            return None;
        }
        let mut best: Option<(usize, f32)> = None;
        let here = self.sentence(index);
        for other in (0..index).rev().take(WINDOW) {
            let item = &self.items[other];
            if item.kind != EntityKind::Organization
                || item.form == MentionForm::Pronoun
                || item.stretch != self.items[index].stretch && item.stretch.is_some()
            {
                continue;
            }
            let Some(part) = self.part(other) else { continue };
            if self.entries[part].plural || !self.entries[part].named {
                continue;
            }
            // "the party" is no ministry.
            let other_kind = item.name.is_some_and(|name| {
                let named = &self.names[name];
                matches!(named.piece.known, Some(Known::Organization(_)))
                    && !matches!(
                        nominal.noun.as_str(),
                        "charity" | "organisation" | "organization" | "body" | "agency" | "group" | "party"
                    )
                    || self.text.words[named.piece.words.clone()].iter().any(|word| {
                        let small = lower(word.text);
                        has(lists::BODIES, &small)
                            && small != nominal.noun
                            && !(has(lists::GENERIC_BODIES, &small) && nominal.noun != "company")
                    })
            });
            if other_kind || best.is_some_and(|(best, _)| best == part) {
                continue;
            }
            let gap = here - self.sentence(other);
            if gap > 8 {
                break;
            }
            let score = -(gap as f32)
                + if item.role == Part::Subject { 1.5 } else { 0.0 }
                + 0.3 * self.entries[part].count.min(5) as f32;
            if best.is_none_or(|(_, best)| score > best) {
                best = Some((part, score));
            }
        }
        best.map(|(part, _)| part)
    }

    /// "the country", "the town".
    fn generic_place(&self, index: usize, nominal: &Nominal) -> Option<usize> {
        if !self.modifiers(&self.items[index]).is_empty() {
            return None;
        }
        let country = matches!(nominal.noun.as_str(), "country" | "nation" | "republic");
        let island = matches!(nominal.noun.as_str(), "island" | "archipelago");
        (0..index).rev().take(WINDOW).find_map(|other| {
            let item = &self.items[other];
            let named = &self.names[item.name?];
            if item.kind != EntityKind::Place {
                return None;
            }
            let is = is_country(named.piece.known);
            (is == country || island || country && named.piece.known.is_none())
                .then(|| self.part(other))
                .flatten()
        })
    }

    /// "the woman", "the official": somebody who was spoken of just before.
    fn generic_person(&self, index: usize, nominal: &Nominal) -> Option<usize> {
        // "the former mayor", "the new minister": a description of somebody who is known.
        let described = self.text.words[self.items[index].words.clone()]
            .iter()
            .any(|word| matches!(word.text, "former" | "ex" | "new" | "retired" | "veteran"));
        let plain = matches!(nominal.noun.as_str(), "man" | "woman" | "boy" | "girl" | "lady");
        if nominal.possessor.is_some()
            || !(described || plain && self.modifiers(&self.items[index]).is_empty())
        {
            return None;
        }
        let here = self.sentence(index);
        (0..index)
            .rev()
            .take(WINDOW)
            .take_while(|&other| self.sentence(other) + 3 >= here)
            .filter(|&other| self.items[other].class() == Class::Person)
            .filter_map(|other| self.part(other))
            .find(|&part| {
                let entry = &self.entries[part];
                !entry.plural
                    && entry.kind == EntityKind::Person
                    && sexes_agree(entry.sex, self.items[index].sex)
            })
    }

    // Pronouns.

    fn pronoun(&mut self, index: usize) {
        let (pronoun, case) = self.items[index].pronoun.expect("a pronoun has its form");
        if pronoun == Pronoun::They && self.is_spoken_of(index) {
            return;
        }
        let found = match pronoun {
            Pronoun::I => self.speaker(index).map(|part| (part, "speaker")),
            Pronoun::We => self.speakers_body(index).map(|part| (part, "speaker-for")),
            Pronoun::One(_) | Pronoun::It | Pronoun::They => {
                self.antecedent(index, pronoun, case).map(|part| (part, "pronoun-salience"))
            }
        };
        let Some((part, rule)) = found else { return };
        self.items[index].part = Some(part);
        self.items[index].rule = rule;
        if let Pronoun::One(sex) = pronoun {
            // What a pronoun says of a person holds for the whole document.
            self.entries[part].sex =
                self.entries[part].sex.filter(|&known| known != Sex::Either).or(Some(sex));
        }
    }

    /// "uses the pronouns they and them": words about a person, who is "they" from here on.
    fn is_spoken_of(&mut self, index: usize) -> bool {
        let sentence = &self.text.sentences[self.sentence(index)].words;
        let at = self.items[index].words.start;
        let before = sentence.start.max(at.saturating_sub(4));
        if !self.text.words[before..at].iter().any(|word| matches!(word.text, "pronoun" | "pronouns")) {
            return false;
        }
        let from = self.items.partition_point(|item| item.words.start < sentence.start);
        let subject = (from..index)
            .filter(|&other| self.items[other].class() == Class::Person)
            .find_map(|other| self.part(other));
        if let Some(part) = subject {
            self.entries[part].they = true;
        }
        true
    }

    /// The one who says "I".
    fn speaker(&self, index: usize) -> Option<usize> {
        if let Some(stretch) = self.items[index].stretch
            && !self.is_debate
        {
            return self.stretches[stretch].speaker.and_then(|item| self.part(item));
        }
        match self.turn_of(index) {
            Some(turn) => self.part(turn),
            None => self.author.and_then(|item| self.part(item)),
        }
    }

    /// The body for which somebody says "we".
    fn speakers_body(&mut self, index: usize) -> Option<usize> {
        let item = if self.is_debate {
            self.turn_of(index)
        } else {
            self.items[index].stretch.and_then(|stretch| self.stretches[stretch].speaker)
        }?;
        let speaker = self.part(item)?;
        if self.items[item].class() == Class::Body || self.entries[speaker].plural {
            return Some(speaker);
        }
        if let Some(&part) = self.owned.get(&(speaker, "we".to_owned())) {
            return Some(self.root(part));
        }
        let body = self.body_of(speaker, index);
        if let Some(body) = body {
            self.owned.insert((speaker, "we".to_owned()), body);
        }
        body
    }

    /// The body that somebody has an office in, or that was spoken of last.
    fn body_of(&self, speaker: usize, index: usize) -> Option<usize> {
        let of: Vec<&str> = self.entries[speaker].roles.iter().filter_map(|(_, of)| of.as_deref()).collect();
        let minister = self.entries[speaker].roles.iter().any(|(title, _)| {
            title
                .split(' ')
                .any(|word| matches!(word, "minister" | "secretary" | "premier" | "chancellor" | "president"))
        });
        let body = |part: usize| {
            let entry = &self.entries[part];
            entry.kind == EntityKind::Organization
                || entry.plural && entry.kind != EntityKind::Place && !entry.named
        };
        // Whose office: "Acme's director", "a spokeswoman for Acme".
        for name in (0..self.items.len()).take(WINDOW * 8) {
            let item = &self.items[name];
            if item.name.is_some_and(|at| of.contains(&self.names[at].piece.span.of(self.text.whole)))
                && let Some(part) = self.part(name)
                && body(part)
            {
                return Some(part);
            }
        }
        // "a spokesman for the army"
        let behind = (0..self.items.len()).take(WINDOW * 8).find_map(|at| {
            let item = &self.items[at];
            if item.form != MentionForm::Nominal || self.part(at) != Some(speaker) {
                return None;
            }
            let link = self.text.after(item.words.end)?;
            if !matches!(link.text, "for" | "of" | "at" | "from") {
                return None;
            }
            let from = self.items.partition_point(|next| next.words.start <= item.words.end);
            self.items[from..]
                .iter()
                .take(3)
                .position(|next| next.words.start <= item.words.end + 2)
                .and_then(|offset| {
                    let next = from + offset;
                    self.part(next).filter(|&part| body(part))
                })
        });
        if behind.is_some() {
            return behind;
        }
        let owners = self.owned.iter().filter(|((owner, noun), part)| {
            self.root(**part) == speaker && body(self.root(*owner)) && !has(lists::KIN, noun)
        });
        if let Some(owner) = owners.map(|((owner, _), _)| self.root(*owner)).min() {
            return Some(owner);
        }
        let government = (0..index).rev().take(WINDOW * 2).find(|&other| {
            self.items[other].nominal.as_ref().is_some_and(|nominal| nominal.noun == "government")
                || self.items[other].name.is_some_and(|name| {
                    self.names[name].piece.span.of(self.text.whole).ends_with("Government")
                })
        });
        if minister && let Some(part) = government.and_then(|other| self.part(other)) {
            return Some(part);
        }
        // The group or body that the paragraph speaks of.
        let here = self.block(index);
        (0..index)
            .rev()
            .take(WINDOW)
            .take_while(|&other| self.block(other) == here)
            .filter(|&other| {
                self.items[other].stretch.is_none()
                    && matches!(self.items[other].class(), Class::Body | Class::Person)
            })
            .filter_map(|other| self.part(other))
            .find(|&part| body(part) && part != speaker)
    }

    /// The one who fits a pronoun best.
    fn antecedent(&mut self, index: usize, pronoun: Pronoun, case: Case) -> Option<usize> {
        if pronoun == Pronoun::It && self.is_empty_it(index) {
            return None;
        }
        let item = &self.items[index];
        let here = self.sentence(index);
        let speaker =
            item.stretch.and_then(|stretch| self.stretches[stretch].speaker).and_then(|item| self.part(item));
        let turn = self.turn_of(index).and_then(|turn| self.part(turn));
        let author = self.author.and_then(|item| self.part(item));
        let acts = pronoun == Pronoun::It && self.acts(index, case);
        // "met Ann Lane and urged her": the subject of the first verb is that of the second.
        let shared =
            item.verb.filter(|_| case == Case::Object).and_then(|verb| self.grammar.shares_subject(verb));
        let mut best: Vec<(Option<usize>, f32)> = Vec::new();
        for other in (0..index).rev().take(WINDOW) {
            let candidate = &self.items[other];
            let gap = here - self.sentence(other);
            if gap > REACH {
                break;
            }
            if candidate.words.end > item.words.start || candidate.words.contains(&item.words.start) {
                continue;
            }
            let thing = candidate.class() == Class::Thing && candidate.nominal.is_some();
            let part = self.part(other);
            if !thing && part.is_none() {
                continue;
            }
            if !self.may_be(pronoun, other, part) {
                continue;
            }
            let narrated = matches!(pronoun, Pronoun::One(_)) && item.stretch.is_none();
            if narrated && part.is_some() && part == author {
                continue;
            }
            if matches!(pronoun, Pronoun::One(_))
                && part.is_some()
                && (part == speaker || self.is_debate && part == turn)
            {
                continue;
            }
            if !thing && pronoun == Pronoun::They && part == speaker && part.is_some() {
                continue;
            }
            // "Ann saw her": nobody does something to somebody who is "she" and herself.
            let bound = gap == 0
                && item.verb.is_some()
                && (item.verb == candidate.verb
                    || shared.is_some() && shared == candidate.verb && candidate.role == Part::Subject);
            let clash =
                bound && matches!(case, Case::Object | Case::Subject) && candidate.role != Part::Possessor;
            if clash && !(case == Case::Object && thing) {
                if part.is_some() {
                    best.push((part, -100.0));
                }
                continue;
            }
            let mut score = match gap {
                0 => 6.0,
                1 => 4.5,
                2 => 2.5,
                3 => 1.0,
                _ => 0.5 - gap as f32 * 0.5,
            };
            score += match candidate.role {
                Part::Subject => 3.0,
                Part::Object => 1.0,
                Part::Other => 0.5,
                Part::Possessor => 0.3,
            };
            if case == Case::Reflexive && bound && candidate.role == Part::Subject {
                score += 10.0;
            }
            if case == Case::Possessive && bound && candidate.role == Part::Subject {
                score += 1.5;
            }
            score += match candidate.form {
                MentionForm::Pronoun => 1.0,
                MentionForm::Name => 0.6,
                MentionForm::Nominal => 0.0,
            };
            if self.block(other) == self.block(index) {
                score += 1.0;
            }
            if self.is_headline(other) && !self.is_headline(index) {
                score -= 3.0;
            }
            if candidate.stretch.is_some() && candidate.stretch != item.stretch {
                let same_speaker = item.stretch.is_some()
                    && candidate.stretch.map(|stretch| self.stretches[stretch].speaker)
                        == item.stretch.map(|stretch| self.stretches[stretch].speaker);
                score -= if same_speaker { 0.5 } else { 5.0 };
            }
            if let Some(part) = part {
                let entry = &self.entries[part];
                score += 0.35 * entry.count.min(5) as f32;
                match pronoun {
                    Pronoun::One(sex) if entry.sex == Some(sex) => score += 3.0,
                    Pronoun::They if entry.plural || entry.they => score += 2.5,
                    Pronoun::They if entry.kind == EntityKind::Organization => score -= 1.0,
                    Pronoun::It if acts => score += 3.0,
                    Pronoun::It if entry.kind == EntityKind::Place && candidate.role != Part::Subject => {
                        score -= 2.0;
                    }
                    _ => {}
                }
            } else if acts {
                score -= 2.0;
            }
            // Later ones come first here, so that of equals the nearer stays.
            let key = if thing { None } else { part };
            match best.iter_mut().find(|(known, _)| *known == key && key.is_some()) {
                Some((_, known)) => {
                    if *known > -50.0 && score > *known {
                        *known = score;
                    }
                }
                None => best.push((key, score)),
            }
        }
        best.retain(|(_, score)| *score > -50.0);
        let top = best.iter().copied().reduce(|best, one| {
            if one.1.partial_cmp(&best.1) == Some(Ordering::Greater) { one } else { best }
        })?;
        let least = match pronoun {
            Pronoun::It => 5.0,
            Pronoun::They => 4.0,
            _ => 3.0,
        };
        // Where two fit alike it stays open.
        let rival = best.iter().any(|one| one.0 != top.0 && (one.1 - top.1).abs() < MARGIN);
        top.0.filter(|_| top.1 >= least && !rival)
    }

    /// Whether a pronoun may stand for this at all.
    fn may_be(&self, pronoun: Pronoun, other: usize, part: Option<usize>) -> bool {
        let candidate = &self.items[other];
        let class = candidate.class();
        let Some(part) = part else {
            let plural = candidate.nominal.as_ref().is_some_and(|nominal| nominal.plural);
            return match pronoun {
                Pronoun::It => !plural,
                Pronoun::They => plural,
                _ => false,
            };
        };
        let entry = &self.entries[part];
        match pronoun {
            Pronoun::One(sex) => {
                entry.kind == EntityKind::Person
                    && !entry.plural
                    && !entry.they
                    && sexes_agree(entry.sex, Some(sex))
            }
            Pronoun::It => {
                matches!(entry.kind, EntityKind::Organization | EntityKind::Place) && !entry.plural
                    || class == Class::Body && !entry.plural && entry.kind != EntityKind::Group
            }
            Pronoun::They => {
                let demonym = candidate.kind == EntityKind::Group
                    && candidate.name.is_some()
                    && !(self.text.words[candidate.words.end - 1].text.ends_with('s')
                        && self.grammar.tag(candidate.words.end - 1) != Some(Tag::Adj));
                !demonym && (entry.plural || entry.they || entry.kind == EntityKind::Organization)
            }
            Pronoun::I | Pronoun::We => false,
        }
    }

    /// "it is clear that": nothing is meant.
    fn is_empty_it(&self, index: usize) -> bool {
        let at = self.items[index].words.start;
        let Some((_, case)) = self.items[index].pronoun else { return true };
        if case == Case::Possessive || case == Case::Reflexive {
            return false;
        }
        if self.grammar.relation(at) == Some(rapporteur_document::Relation::Expl) {
            return true;
        }
        let next = |offset: usize| self.text.after(at + offset).map_or("", |word| word.text);
        let is = matches!(next(1), "is" | "was" | "'s" | "’s") || self.text.words[at].text.len() > 2;
        let judged = |word: &str| {
            matches!(
                word,
                "time"
                    | "clear"
                    | "possible"
                    | "impossible"
                    | "likely"
                    | "unlikely"
                    | "important"
                    | "necessary"
                    | "hard"
                    | "difficult"
                    | "easy"
                    | "true"
                    | "unclear"
                    | "raining"
                    | "too"
                    | "a"
                    | "the"
                    | "on"
                    | "up"
                    | "good"
                    | "right"
                    | "wrong"
                    | "what"
            )
        };
        is && judged(next(2))
            || matches!(next(1), "rained" | "rains" | "seems" | "seemed" | "appears" | "appeared" | "snowed")
    }

    /// Whether what "it" does, or what is its, is done and had by bodies.
    fn acts(&self, index: usize, case: Case) -> bool {
        let item = &self.items[index];
        match case {
            Case::Subject => {
                let verb = item.verb.or_else(|| {
                    (item.words.end..item.words.end + 3)
                        .find(|&at| self.text.words.get(at).is_some_and(|word| has(lists::ACTS, word.text)))
                });
                verb.is_some_and(|verb| has(lists::ACTS, &lower(self.text.words[verb].text)))
            }
            Case::Possessive => (item.words.end..item.words.end + 4)
                .filter_map(|at| self.text.words.get(at))
                .take_while(|word| matches!(word.shape, Shape::Lower | Shape::Number | Shape::Capital))
                .any(|word| {
                    has(office_lists::HEADS, word.text)
                        || office_lists::PLURALS
                            .binary_search_by(|(plural, _)| (*plural).cmp(word.text))
                            .is_ok()
                        || matches!(
                            word.text,
                            "staff"
                                | "members"
                                | "workers"
                                | "troops"
                                | "own"
                                | "headquarters"
                                | "army"
                                | "government"
                                | "citizens"
                                | "people"
                                | "neighbour"
                                | "borders"
                                | "objections"
                                | "findings"
                                | "majority"
                        )
                }),
            _ => false,
        }
    }

    // Speeches.

    fn turn_of(&self, index: usize) -> Option<usize> {
        let block = self.block(index);
        let at = self.turns.partition_point(|(_, first)| *first <= block);
        at.checked_sub(1).map(|at| self.turns[at].0)
    }

    /// Speeches begin with their speaker, `Ann Lane (Westham): …`.
    fn find_turns(&mut self, document: &Document, blocks: &[rapporteur_document::Block]) {
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
                }
            }
            self.turns.sort_by_key(|(_, block)| *block);
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
    fn find_author(&mut self, document: &Document, blocks: &[rapporteur_document::Block]) {
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

fn index_word(item: &Item) -> usize {
    item.words.end - 1
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "both"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "some"
            | "own"
            | "another"
    )
}

/// Whether the sexes of two mentions may be one person's.
fn sexes_agree(a: Option<Sex>, b: Option<Sex>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || a == Sex::Either || b == Sex::Either,
        _ => true,
    }
}

/// The code of a country or what is named after it.
fn code(name: &str) -> Option<&'static str> {
    match gazetteer::known(name) {
        Some(Known::Country(code) | Known::Demonym(code) | Known::Capital(code)) => Some(code),
        Some(Known::Organization(whole)) => Some(whole),
        _ => None,
    }
}

fn code_of_small(word: &str) -> Option<&'static str> {
    let mut letters = word.chars();
    let name: String = letters.next()?.to_uppercase().chain(letters).collect();
    code(&name).or_else(|| code(&word.to_uppercase()))
}
