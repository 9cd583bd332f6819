//! Nominals: "the Kenyan government", "his wife", "the two men", "a council spokesman".
//!
//! A nominal is found by its last word, an office or one of the nouns of the lexicon, and reaches
//! left to its article or possessor. Who or what it stands for is decided in `chains`.

use std::ops::Range;

use rapporteur_document::{EntityKind, Relation, Tag};
use rapporteur_english::gazetteer::Known;

use crate::grammar::Grammar;
use crate::kinds::Named;
use crate::lexicon::{nominals as lists, offices as office_lists, words as word_lists};
use crate::offices::{Article, Office, Places};
use crate::resolve::Placed;
use crate::words::{Shape, Text, has, lower};

/// How a word ends that stands for somebody by their age.
pub(crate) const AGED: &str = "-year-old";

/// What a nominal is spoken of as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Person,
    Body,
    Place,
    /// Anything else: what "it" may mean and no entity is.
    Thing,
}

/// A nominal in the text.
#[derive(Debug, Clone)]
pub(crate) struct Nominal {
    /// From its article or possessor to its head, with the title's "of state".
    pub words: Range<usize>,
    /// Its head.
    pub at: usize,
    /// The head, small and singular.
    pub noun: String,
    pub class: Class,
    pub plural: bool,
    pub article: Article,
    /// The last word of whose it is: a pronoun, a name, another nominal.
    pub possessor: Option<usize>,
    /// The office that it was found by.
    pub office: Option<usize>,
    /// Whose it is, behind it: "of Canada".
    pub of: Option<String>,
    /// "my right hon. Friend".
    pub address: bool,
    /// No article: a headline's noun, or people in general.
    pub bare: bool,
}

/// How many words stand before a head at most.
const LONGEST: usize = 8;

/// All nominals in order of their heads.
pub(crate) fn find(
    text: &Text<'_>,
    grammar: &Grammar,
    names: &[Named],
    places: &Places,
    offices: &[Placed],
    titles: &[bool],
) -> Vec<Nominal> {
    let finder = Finder { text, grammar, names, places, titles };
    let mut found = Vec::new();
    let (mut name, mut office) = (0, 0);
    let mut at = 0;
    while at < text.words.len() {
        while name < names.len() && names[name].piece.words.end <= at {
            name += 1;
        }
        while office < offices.len() && offices[office].office.at < at {
            office += 1;
        }
        if let Some(address) = finder.address(at) {
            at = address.words.end;
            found.push(address);
            continue;
        }
        if let Some(placed) = offices.get(office).filter(|placed| placed.office.at == at) {
            // A title directly before a name is none; "her father Tom" is two.
            if placed.bearer.is_none() || has(lists::KIN, placed.office.head) {
                found.push(finder.office(office, &placed.office));
            }
        } else if names.get(name).is_none_or(|name| !name.piece.words.contains(&at))
            && let Some(nominal) = finder.noun(at)
        {
            found.push(nominal);
        }
        at += 1;
    }
    found
}

struct Finder<'a, 't> {
    text: &'a Text<'t>,
    grammar: &'a Grammar,
    names: &'a [Named],
    places: &'a Places,
    titles: &'a [bool],
}

/// What stands left of a head.
struct Left {
    start: usize,
    /// Where what describes it begins, with or without an article.
    reach: usize,
    article: Option<Article>,
    possessor: Option<usize>,
}

impl Finder<'_, '_> {
    fn office(&self, index: usize, office: &Office) -> Nominal {
        let left = self.left(office.title);
        let at = office.at;
        let class = Class::Person;
        let left_names = (office.words.start..office.title).any(|at| self.places.starting(at).is_some());
        let (start, article, possessor) = match left.article {
            Some(article) => (left.start, article, left.possessor),
            None if self.is_headline(at) => (left.reach, office.article, None),
            None => (office.words.start, office.article, None),
        };
        Nominal {
            words: start..office.words.end,
            at: office.at,
            noun: office.head.to_lowercase(),
            class,
            plural: office.plural,
            article,
            possessor,
            office: Some(index),
            of: if possessor.is_some() || left_names { None } else { office.role.of.clone() },
            address: false,
            bare: left.article.is_none() && office.article == Article::None && office.owner.is_none(),
        }
    }

    /// "my right hon. Friend", "the hon. Lady", "the noble Lord".
    fn address(&self, at: usize) -> Option<Nominal> {
        let words = &self.text.words;
        let opening = &words[at];
        if !matches!(&*lower(opening.text), "the" | "my" | "his" | "her" | "our") {
            return None;
        }
        let end = self.text.sentences[opening.sentence].words.end.min(at + 8);
        let mut seen = false;
        for (index, word) in words.iter().enumerate().take(end).skip(at + 1) {
            match &*lower(word.text) {
                "hon" | "honourable" | "noble" => seen = true,
                "right" | "and" | "gallant" | "learned" | "." => {}
                "friend" | "gentleman" | "lady" | "member" | "lord" | "baroness" | "earl" | "viscount"
                | "members"
                    if seen && (word.is_capital() || word.text == "friend") =>
                {
                    return Some(Nominal {
                        words: at..index + 1,
                        at: index,
                        noun: lower(word.text).into_owned(),
                        class: Class::Person,
                        plural: word.text.ends_with('s'),
                        article: Article::Definite,
                        possessor: (lower(opening.text) != "the").then_some(at),
                        office: None,
                        of: None,
                        address: true,
                        bare: false,
                    });
                }
                _ => return None,
            }
        }
        None
    }

    /// "the 48-year-old" with no noun behind it.
    fn aged(&self, at: usize) -> Option<Nominal> {
        let word = &self.text.words[at];
        let article = at.checked_sub(1).filter(|&at| lower(self.text.words[at].text) == "the")?;
        let behind = self.text.after(at + 1).is_none_or(|next| {
            let noun = matches!(self.grammar.tag(at + 1), Some(Tag::Noun | Tag::Propn | Tag::Adj))
                || has(lists::PERSONS, next.text)
                || has(lists::KIN, next.text)
                || has(office_lists::HEADS, next.text);
            next.shape == Shape::Mark || !noun
        });
        (word.text.ends_with(AGED) && word.spaced && behind).then(|| Nominal {
            words: article..at + 1,
            at,
            noun: lower(word.text).into_owned(),
            class: Class::Person,
            plural: false,
            article: Article::Definite,
            possessor: None,
            office: None,
            of: None,
            address: false,
            bare: false,
        })
    }

    fn noun(&self, at: usize) -> Option<Nominal> {
        if let Some(aged) = self.aged(at) {
            return Some(aged);
        }
        let word = &self.text.words[at];
        if !matches!(word.shape, Shape::Lower | Shape::Capital) || self.is_compound(at) {
            return None;
        }
        let small = lower(word.text);
        if matches!(&*small, "someone" | "somebody") {
            return Some(Nominal {
                words: at..at + 1,
                at,
                noun: "someone".to_owned(),
                class: Class::Person,
                plural: false,
                article: Article::Indefinite,
                possessor: None,
                office: None,
                of: None,
                address: false,
                bare: false,
            });
        }
        let (noun, plural) = singular(&small);
        let class = match noun {
            noun if has(lists::PERSONS, noun) || has(lists::KIN, noun) => Class::Person,
            noun if has(lists::BODIES, noun) => Class::Body,
            noun if has(lists::PLACES, noun) => Class::Place,
            _ => Class::Thing,
        };
        let plural = plural || matches!(noun, "people" | "police" | "rebels");
        // "12,000 teacher posts" are posts.
        let counted =
            self.text.before(at).is_some_and(|word| word.shape == Shape::Number && word.text != "1");
        if counted && !plural && self.text.after(at + 1).is_some_and(|next| next.shape == Shape::Lower) {
            return None;
        }
        if class == Class::Thing && (word.shape != Shape::Lower || self.grammar.tag(at) != Some(Tag::Noun)) {
            return None;
        }
        if class != Class::Thing
            && self
                .grammar
                .tag(at)
                .is_some_and(|tag| !matches!(tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::X))
        {
            return None;
        }
        let left = self.left(at);
        if class == Class::Thing {
            // Only what a sentence is about, or acts upon, is remembered.
            let said = match self.grammar.relation(at) {
                Some(relation) => relation.is(Relation::Nsubj) || relation.is(Relation::Obj),
                None => left.article.is_some(),
            };
            if !said {
                return None;
            }
        }
        let mut start = left.start;
        if left.article.is_none() {
            start = if self.is_headline(at) { left.reach } else { at };
        }
        Some(Nominal {
            words: start..at + 1,
            at,
            noun: noun.to_owned(),
            class,
            plural,
            article: left.article.unwrap_or(Article::None),
            possessor: left.possessor,
            office: None,
            of: None,
            address: false,
            bare: left.article.is_none(),
        })
    }

    /// "the government forces", "the Council of Elders": part of something longer.
    fn is_compound(&self, at: usize) -> bool {
        let Some(after) = self.text.after(at + 1) else { return false };
        if !after.spaced || after.shape == Shape::Mark {
            return false;
        }
        if after.is_capital() {
            // "the army Colonel": a name goes on; but "the club Rovers" is two.
            return self.text.words[at].is_capital() && self.places.starting(at + 1).is_some();
        }
        if self.text.words[at].is_capital() && after.text == "of" {
            return self.text.after(at + 2).is_some_and(super::words::Word::is_capital)
                && !matches!(&*lower(self.text.words[at].text), "government");
        }
        match self.grammar.relation(at) {
            Some(relation) => {
                relation == Relation::Compound && self.grammar.head(at).is_some_and(|head| head > at)
            }
            None => {
                has(office_lists::HEADS, after.text)
                    || office_lists::PLURALS.binary_search_by(|(plural, _)| (*plural).cmp(after.text)).is_ok()
                    || has(super::resolve::COMPOUNDS, after.text)
            }
        }
    }

    /// Headlines leave articles out.
    fn is_headline(&self, at: usize) -> bool {
        self.titles.get(self.text.sentences[self.text.words[at].sentence].block).copied().unwrap_or_default()
    }

    /// Reaches left from a head over what describes it to an article or a possessor.
    fn left(&self, head: usize) -> Left {
        let words = &self.text.words;
        let first = self.text.sentences[words[head].sentence].words.start.max(head.saturating_sub(LONGEST));
        let none = |reach| Left { start: head, reach, article: None, possessor: None };
        let mut at = head;
        while at > first {
            let before = &words[at - 1];
            let small = lower(before.text);
            if let Some(index) = self.places.ending(at)
                && words[at].spaced
            {
                let named = &self.names[index];
                // "Portuguese police"; not "told Ann Lane police".
                if named.kind == EntityKind::Person || named.piece.words.start < first {
                    return none(at);
                }
                at = named.piece.words.start;
                continue;
            }
            if before.is_possessive() && at >= 2 {
                if let Some(index) = self.places.ending(at - 1) {
                    let mut start = self.names[index].piece.words.start;
                    if start > first && lower(words[start - 1].text) == "the" {
                        start -= 1;
                    }
                    return Left {
                        start,
                        reach: start,
                        article: Some(Article::Definite),
                        possessor: Some(at - 2),
                    };
                }
                let owner = self.left(at - 2);
                return match owner.article {
                    Some(_) => Left {
                        start: owner.start,
                        reach: owner.start,
                        article: Some(Article::Definite),
                        possessor: Some(at - 2),
                    },
                    None => Left {
                        start: at - 2,
                        reach: at - 2,
                        article: Some(Article::Definite),
                        possessor: Some(at - 2),
                    },
                };
            }
            match &*small {
                "that" if self.grammar.tag(at - 1).is_some_and(|tag| tag != Tag::Det) => return none(at),
                "the" | "this" | "that" | "these" | "those" | "both" => {
                    return Left {
                        start: at - 1,
                        reach: at - 1,
                        article: Some(Article::Definite),
                        possessor: None,
                    };
                }
                "a" | "an" | "another" | "some" | "several" | "many" | "any" | "no" | "every" | "each" => {
                    return Left {
                        start: at - 1,
                        reach: at - 1,
                        article: Some(Article::Indefinite),
                        possessor: None,
                    };
                }
                "his" | "her" | "its" | "their" | "our" | "my" => {
                    return Left {
                        start: at - 1,
                        reach: at - 1,
                        article: Some(Article::Definite),
                        possessor: Some(at - 1),
                    };
                }
                _ => {}
            }
            if !self.describes(at - 1) || self.is_headline_verb(at - 1) {
                return none(at);
            }
            at -= 1;
        }
        none(at)
    }

    /// "blasts" of "Dunne blasts referee": a tagger that takes it for a noun is wrong, since what stands
    /// before another noun is no plural but for a few: "sports minister".
    fn is_headline_verb(&self, at: usize) -> bool {
        let word = &self.text.words[at];
        word.shape == Shape::Lower
            && word.text.ends_with('s')
            && !word.text.ends_with("ss")
            && !has(office_lists::MODIFIERS, word.text)
            && self.is_headline(at)
            && self.places.ending(at).is_some()
    }

    /// Whether a word may stand between an article and its noun.
    fn describes(&self, at: usize) -> bool {
        let word = &self.text.words[at];
        if word.shape == Shape::Mark {
            return word.text == "-";
        }
        if let Some(tag) = self.grammar.tag(at) {
            return match tag {
                Tag::Adj | Tag::Noun | Tag::Propn | Tag::Num | Tag::X => true,
                Tag::Verb => matches!(self.grammar.relation(at), Some(Relation::Amod | Relation::Compound)),
                Tag::Adv => {
                    matches!(self.grammar.relation(at), Some(Relation::Advmod)) && word.text.ends_with("ly")
                }
                _ => false,
            };
        }
        let small = lower(word.text);
        !has(word_lists::SPEECH, &small)
            && !word.is_possessive()
            && !has(word_lists::FUNCTION, &capitalised(&small))
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The dictionary form of a noun, and whether it was a plural.
pub(crate) fn singular(word: &str) -> (&str, bool) {
    if let Ok(at) = lists::PLURALS.binary_search_by(|(plural, _)| (*plural).cmp(word)) {
        return (lists::PLURALS[at].1, true);
    }
    let known = |stem: &str| {
        has(lists::PERSONS, stem)
            || has(lists::KIN, stem)
            || has(lists::BODIES, stem)
            || has(lists::PLACES, stem)
    };
    if known(word) {
        return (word, false);
    }
    // Of the lists, so that what comes back does not live as long as the word.
    let found = |stem: &str| {
        [lists::PERSONS, lists::KIN, lists::BODIES, lists::PLACES]
            .into_iter()
            .find_map(|list| list.binary_search(&stem).ok().map(|at| list[at]))
    };
    let Some(stem) = word.strip_suffix('s') else { return (word, false) };
    let noun = found(stem)
        .or_else(|| stem.strip_suffix('e').and_then(found))
        .or_else(|| stem.strip_suffix("ie").and_then(|stem| found(&format!("{stem}y"))));
    if let Some(noun) = noun {
        return (noun, true);
    }
    (word, word.ends_with('s') && !word.ends_with("ss"))
}

/// Whether a known name is a country's.
pub(crate) fn is_country(known: Option<Known>) -> bool {
    matches!(known, Some(Known::Country(_)))
}
