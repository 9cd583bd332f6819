//! Nominals, and names that say who a nominal was.

use rapporteur_document::{EntityKind, MentionForm, Tag};
use rapporteur_english::gazetteer::{self, Known, Sex};

use super::{Chains, Item, SAME_NOUN, WINDOW, sexes_agree};
use crate::grammar::Part;
use crate::lexicon::{honorifics, nominals as lists, offices as office_lists};
use crate::nominals::{AGED, Class, Nominal, is_country};
use crate::offices::{Article, last_of_title, plain, standing_of};
use crate::words::{Shape, Word, has, lower};

/// The last block that may be a lead: behind a title, a standfirst, a by-line.
const LEAD: usize = 4;

/// What the name of a place ends with that is no state.
const SMALLER: &[&str] = &[
    "Bay", "Beach", "City", "County", "Harbor", "Harbour", "Island", "Islands", "Lake", "River", "Road",
    "Square", "Street",
];

impl Chains<'_, '_> {
    pub(super) fn name(&mut self, index: usize) {
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
    pub(super) fn named_late(&mut self, index: usize, part: usize) {
        let item = &self.items[index];
        let sentence = self.sentence(index);
        let named = &self.names[item.name.expect("only names come here")];
        let opens = named.piece.titles.start.min(named.piece.words.start)
            == self.text.sentences[sentence].words.start;
        let office = self.text.words[named.piece.titles.clone()].iter().any(|word| {
            let small = lower(word.text);
            has(office_lists::HEADS, plain(&small)) || has(honorifics::OFFICES, plain(&small))
        });
        // "Skips will be removed" after "the minister" names nobody.
        let whole = named.piece.words.len() > 1 || !named.piece.titles.is_empty();
        if !opens || office || !whole || item.stretch.is_some() {
            return;
        }
        let block = self.block(index);
        let mut lead = (index.saturating_sub(WINDOW)..index).rev().filter(|&other| {
            let subject = &self.items[other];
            subject.form == MentionForm::Nominal
                && subject.role == Part::Subject
                && subject.stretch.is_none()
                && subject.class() == Class::Person
                && self.block(other) < block
                && self.block(other) + 2 >= block
                && self.block(other) <= LEAD
                && !self.is_headline(other)
                && self.text.words[subject.words.start].initial
        });
        let unnamed = lead.find_map(|other| {
            let unnamed = self.part(other)?;
            let (a, b) = (&self.entries[unnamed], &self.entries[part]);
            (!a.named && !a.plural && sexes_agree(a.sex, b.sex)).then_some(unnamed)
        });
        if let Some(unnamed) = unnamed {
            self.join(unnamed, part);
        }
    }

    pub(super) fn nominal(&mut self, index: usize) {
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
            self.owners.push((owner, nominal.noun.clone(), part));
        }
        self.remember(&nominal.noun, index);
        if let Ok(at) = lists::ALIKE.binary_search_by(|(noun, _)| (*noun).cmp(&nominal.noun)) {
            self.remember(lists::ALIKE[at].1, index);
        }
    }

    /// Whose it is.
    pub(super) fn owner(&self, index: usize) -> Option<usize> {
        let at = self.items[index].nominal.as_ref()?.possessor?;
        self.ends.get(&at).and_then(|&owner| self.part(owner))
    }

    pub(super) fn find(&mut self, index: usize, nominal: &Nominal) -> Option<(usize, &'static str)> {
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
    pub(super) fn modifiers(&self, item: &Item) -> Vec<String> {
        let Some(nominal) = &item.nominal else { return Vec::new() };
        let start = nominal.possessor.map_or(item.words.start, |at| at + 1);
        self.text.words[start.min(nominal.at)..nominal.at]
            .iter()
            .filter(|word| !matches!(word.shape, Shape::Mark) && !word.is_possessive())
            .map(|word| lower(word.text).into_owned())
            .filter(|word| !is_determiner(word) && !has(office_lists::TEMPORAL, word))
            .collect()
    }

    pub(super) fn by_same_noun(&self, index: usize, nominal: &Nominal) -> Option<usize> {
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
                    // "The MP for Leeds" is not the MP for Wells.
                    let elsewhere = before.of.is_some() && nominal.of.is_some() && before.of != nominal.of;
                    !elsewhere
                        && before.plural == nominal.plural
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
    pub(super) fn is_new(&self, index: usize) -> bool {
        self.text.words[self.items[index].words.clone()]
            .iter()
            .any(|word| matches!(word.text, "new" | "next" | "incoming"))
    }

    /// Whether a role of this person has the word: "health" of the health minister.
    pub(super) fn is_said(&self, part: usize, word: &str) -> bool {
        self.entries[part].roles.iter().any(|(title, of)| {
            title.split(' ').any(|part| part == word)
                || of.as_deref().is_some_and(|of| {
                    of.eq_ignore_ascii_case(word) || code(of).is_some() && code(of) == code_of_small(word)
                })
        })
    }

    /// "the minister": the one that was spoken of last, of those who have that office.
    pub(super) fn bearer(&self, index: usize, nominal: &Nominal) -> Option<usize> {
        nominal.office?;
        let bearers = self.by_office.get(&nominal.noun)?;
        if self.is_new(index) {
            return None;
        }
        let here = self.modifiers(&self.items[index]);
        if nominal.noun == "minister"
            && here.is_empty()
            && nominal.of.is_none()
            && nominal.possessor.is_none()
            && self.text.words[nominal.at].is_capital()
            && let Some(part) = self.answering(index)
        {
            return Some(part);
        }
        let owner = self.items[index].nominal.as_ref().and_then(|nominal| nominal.possessor);
        let owner = owner.and_then(|at| self.ends.get(&at)).and_then(|&owner| {
            self.items[owner].name.map(|name| self.names[name].piece.span.of(self.text.whole).to_owned())
        });
        let told = self.items[index].office.as_ref().and_then(|office| standing_of(&office.title));
        let fits = |part: usize, strictly: bool| {
            self.entries[part].roles.iter().any(|(title, of)| {
                if strictly && standing_of(title) != told {
                    return false;
                }
                let last = last_of_title(title);
                // "The minister" is neither the prime minister nor the shadow minister.
                let said = |kind: &str| here.iter().any(|word| word == kind);
                let shadow = title.split(' ').any(|part| part == "shadow");
                let prime = title.split(' ').any(|part| part == "prime");
                if prime && !said("prime") || shadow && !said("shadow") {
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
        let before = |strictly: bool| {
            let mut earlier = (0..index).rev().filter_map(|other| self.part(other)).take(WINDOW * 2);
            earlier.find(|&part| fits(part, strictly))
        };
        // "The minister" is the former one only where there is no other.
        before(true).or_else(|| before(false)).or_else(|| {
            let mut all = bearers.iter().copied().take(WINDOW).filter(|&part| fits(part, false));
            let first = all.next()?;
            all.next().is_none().then_some(first)
        })
    }

    /// `Ann Lane, a lawyer`, `a lawyer, Ann Lane,`, `her brother Tom`, `The Minister (Ann Lane)`.
    pub(super) fn beside(&self, index: usize, nominal: &Nominal) -> Option<usize> {
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
                    || titles.is_empty() && words[at..start].iter().all(Word::is_capital)
                    || described(&words[at..titles.start.min(start)]))
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
    pub(super) fn of_owner(&self, owner: usize, nominal: &Nominal) -> Option<usize> {
        if let Some(&part) = self.owned.get(&(owner, nominal.noun.clone())) {
            return Some(self.root(part));
        }
        let at = lists::INVERSE.binary_search_by(|(noun, _)| (*noun).cmp(&nominal.noun)).ok()?;
        let mut found: Vec<usize> = self
            .owners
            .iter()
            .rev()
            .take(WINDOW)
            .filter(|(_, noun, part)| {
                self.root(*part) == owner && lists::INVERSE[at].1.split(' ').any(|inverse| inverse == noun)
            })
            .map(|(whose, _, _)| self.root(*whose))
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
    pub(super) fn addressed(&self, index: usize, nominal: &Nominal) -> Option<usize> {
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
    pub(super) fn generic_body(&self, index: usize, nominal: &Nominal) -> Option<usize> {
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
    pub(super) fn generic_place(&self, index: usize, nominal: &Nominal) -> Option<usize> {
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
            // "The state, which pays for the ferry" is not Heron Island.
            let last = &self.text.words[named.piece.words.end - 1];
            if nominal.noun == "state" && SMALLER.contains(&last.text) {
                return None;
            }
            (is == country || island || country && named.piece.known.is_none())
                .then(|| self.part(other))
                .flatten()
        })
    }

    /// "the woman", "the official": somebody who was spoken of just before.
    pub(super) fn generic_person(&self, index: usize, nominal: &Nominal) -> Option<usize> {
        // "the former mayor", "the new minister": a description of somebody who is known.
        let described = self.text.words[self.items[index].words.clone()]
            .iter()
            .any(|word| matches!(word.text, "former" | "ex" | "new" | "retired" | "veteran"));
        let plain = nominal.noun.ends_with(AGED)
            || matches!(nominal.noun.as_str(), "man" | "woman" | "boy" | "girl" | "lady");
        if nominal.possessor.is_some()
            || !(described || plain && self.modifiers(&self.items[index]).is_empty())
        {
            return None;
        }
        let here = self.sentence(index);
        let age = nominal.noun.ends_with(AGED);
        let years = self.text.words[nominal.at].text.trim_end_matches(AGED);
        // "Gary Dunne, 48," is the 48-year-old, and "Ann Lee, 50," is not.
        let told = |other: &usize| {
            let end = self.items[*other].words.end;
            let comma = self.text.after(end).is_some_and(|mark| mark.text == ",");
            self.text.after(end + 1).filter(|word| comma && word.shape == Shape::Number).map(|word| word.text)
        };
        let persons = |other: &usize| self.items[*other].class() == Class::Person;
        if age
            && let Some(part) = (0..index)
                .rev()
                .take(WINDOW)
                .filter(persons)
                .find(|other| told(other) == Some(years))
                .and_then(|other| self.part(other))
        {
            return Some(part);
        }
        (0..index)
            .rev()
            .take(WINDOW)
            .take_while(|&other| self.sentence(other) + 3 >= here)
            .filter(persons)
            .filter(|other| !age || told(other).is_none())
            .filter_map(|other| self.part(other))
            .find(|&part| {
                let entry = &self.entries[part];
                !entry.plural
                    && entry.kind == EntityKind::Person
                    && sexes_agree(entry.sex, self.items[index].sex)
            })
    }
}

/// "the novelist" of "her husband, the novelist Karim Aziz,", "former general" of "his deputy, former general Ann Lee,".
fn described(words: &[Word<'_>]) -> bool {
    let [inner @ .., noun] = words else { return false };
    inner.iter().all(|word| matches!(word.shape, Shape::Lower | Shape::Capital))
        && words[0].shape == Shape::Lower
        && (has(office_lists::HEADS, noun.text) || has(lists::PERSONS, noun.text))
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
