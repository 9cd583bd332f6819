//! Pronouns: which there are, and whom they stand for.

use std::cmp::Ordering;

use rapporteur_document::{EntityKind, MentionForm, Relation, Span, Tag};
use rapporteur_english::gazetteer::{self, Sex};

use super::{Case, Chains, MARGIN, Pronoun, REACH, WINDOW, sexes_agree};
use crate::grammar::{Grammar, Part};
use crate::lexicon::{nominals as lists, offices as office_lists};
use crate::nominals::Class;
use crate::words::{Shape, Text, has, lower};

/// How many words behind "who" its clause is read.
const CLAUSE: usize = 16;

/// How much those lose who are named in a participle's clause before the subject.
const FRONTED: f32 = 6.0;

/// By how much the one stands out in whose relative clause a pronoun is.
const OF_ITS_CLAUSE: f32 = 6.0;

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

impl Chains<'_, '_> {
    pub(super) fn pronoun(&mut self, index: usize) {
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
    pub(super) fn is_spoken_of(&mut self, index: usize) -> bool {
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
    pub(super) fn speaker(&self, index: usize) -> Option<usize> {
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
    pub(super) fn speakers_body(&mut self, index: usize) -> Option<usize> {
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
    pub(super) fn body_of(&self, speaker: usize, index: usize) -> Option<usize> {
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
        let owner = self.owners.iter().rev().take(WINDOW).find(|(owner, noun, part)| {
            self.root(*part) == speaker && body(self.root(*owner)) && !has(lists::KIN, noun)
        });
        if let Some((owner, _, _)) = owner {
            return Some(self.root(*owner));
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
    pub(super) fn antecedent(&mut self, index: usize, pronoun: Pronoun, case: Case) -> Option<usize> {
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
        let head = self.head_of_clause(index, case);
        let fronted = case == Case::Subject && self.follows_participle(index);
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
            if gap == 0 && fronted {
                score -= FRONTED;
            }
            if head == Some(other) {
                score += OF_ITS_CLAUSE;
            } else if candidate.stretch.is_some() && candidate.stretch != item.stretch {
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
            } else if gap == 0 && candidate.role == Part::Subject {
                // "The ship was old and it leaked": what the sentence is about outdoes what was before.
                score += 1.5;
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

    /// "Born in Leeds, the daughter of Ann Lee, she": what a participle opens says of the subject what it says,
    /// and whoever is named in it is somebody else.
    fn follows_participle(&self, index: usize) -> bool {
        let at = self.items[index].words.start;
        let first = self.text.sentences[self.sentence(index)].words.start;
        let word = self.text.words[first].text;
        let participle = ["ed", "en", "ing", "orn"].iter().any(|ending| word.ends_with(ending));
        participle
            && self.grammar.tag(first) == Some(Tag::Verb)
            && self.text.before(at).is_some_and(|comma| comma.text == ",")
            && self.items[index].role == Part::Subject
    }

    /// Whom "who" stands for, where "his" is behind it in its clause: "a man who had lost his home". What
    /// a verb says that somebody is, the one of whom it says so is: "her client was a man who had lost his
    /// home".
    fn head_of_clause(&self, index: usize, case: Case) -> Option<usize> {
        if !matches!(case, Case::Possessive | Case::Reflexive) {
            return None;
        }
        let words = &self.text.words;
        let at = self.items[index].words.start;
        let first = self.text.sentences[words[at].sentence].words.start;
        let who = (first..at).rev().take(CLAUSE).find(|&at| words[at].text == "who")?;
        // Another subject begins another clause.
        let from = self.items.partition_point(|item| item.words.start < who);
        if self.items[from..index].iter().any(|item| item.role == Part::Subject) {
            return None;
        }
        let before = |end: usize| {
            let end = (first..end).rev().find(|&at| words[at].shape != Shape::Mark)?;
            let person = |&head: &usize| self.items[head].class() == Class::Person;
            self.ends.get(&end).copied().filter(person)
        };
        let head = before(who)?;
        let copula = (first..self.items[head].words.start).rev().find(|&at| words[at].shape != Shape::Mark);
        let said = copula
            .filter(|&at| matches!(words[at].text, "is" | "was" | "are" | "were" | "been"))
            .filter(|_| self.items[head].form == MentionForm::Nominal);
        said.and_then(before).or(Some(head))
    }

    /// Whether a pronoun may stand for this at all.
    pub(super) fn may_be(&self, pronoun: Pronoun, other: usize, part: Option<usize>) -> bool {
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
    pub(super) fn is_empty_it(&self, index: usize) -> bool {
        let at = self.items[index].words.start;
        let Some((_, case)) = self.items[index].pronoun else { return true };
        if case == Case::Possessive || case == Case::Reflexive {
            return false;
        }
        if self.grammar.relation(at) == Some(Relation::Expl) {
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
    pub(super) fn acts(&self, index: usize, case: Case) -> bool {
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
}
