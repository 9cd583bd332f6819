//! Who takes part: from the words around an event to participants with their spans.

use rapporteur_document::{Document, EntityKind, Participant, Relation, Span, Tag};

use crate::clause::{self, Reading};
use crate::sentence::Sentence;
use crate::words;

/// Longest participant, in words.
const LONGEST: usize = 24;

/// A noun phrase that may receive the event, and how well it would.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    head: usize,
    score: i32,
}

/// How well a preposition leads to a receiver.
fn preposition(word: &str) -> i32 {
    match word {
        "against" => 46,
        "with" | "to" | "upon" => 40,
        "on" | "between" | "toward" | "towards" => 35,
        "of" | "from" | "into" => 30,
        "for" | "over" | "at" | "among" => 26,
        "in" => 22,
        "near" | "inside" | "within" => 14,
        "outside" | "across" | "around" => 12,
        "about" | "by" => 2,
        _ => -60,
    }
}

/// Verbs whose receiver comes with "to".
fn gives(verb: &str) -> bool {
    matches!(
        verb,
        "award"
            | "give"
            | "grant"
            | "return"
            | "send"
            | "hand"
            | "offer"
            | "lend"
            | "provide"
            | "extradite"
            | "donate"
            | "deliver"
            | "contribute"
            | "repatriate"
            | "extend"
            | "transfer"
            | "surrender"
    )
}

impl Sentence<'_> {
    /// Heads of those who did it.
    pub(crate) fn actors(&self, reading: &Reading) -> Vec<usize> {
        let Some(actor) = reading.actor.or_else(|| self.actor_by_place(reading)) else { return Vec::new() };
        let actor = self.stands_for(actor, reading.trigger);
        let mut actors = self.coordinated(self.doer(actor, 0));
        // A bomb is what somebody did it with.
        actors.retain(|&actor| !self.is_weapon(actor));
        actors
    }

    /// A weapon, with nobody named who used it.
    fn is_weapon(&self, head: usize) -> bool {
        matches!(
            self.lemma(head),
            "bomb" | "rocket" | "missile" | "mine" | "landmine" | "shell" | "grenade" | "bullet"
        ) && !self.children(head).any(|child| {
            self.words[child].name.is_some() && !self.relation(child).is(Relation::Nmod)
                || self.relation(child).is(Relation::Acl)
        })
    }

    /// Whom a subject that is an event or a thing stands for: "a Taliban attack killed".
    fn doer(&self, head: usize, deep: usize) -> usize {
        let lemma = self.lemma(head);
        let eventful =
            words::is_abstract(lemma) || words::noun_class(lemma).and_then(words::nominal).is_some();
        if deep > 3 || self.words[head].name.is_some() || !eventful {
            return head;
        }
        if words::is_agent(lemma) && !words::is_abstract(lemma) {
            return head;
        }
        let mut found = None;
        for child in self.children(head) {
            let relation = self.relation(child);
            let by = relation.is(Relation::Nmod) && matches!(self.case(child), Some("by" | "of" | "from"));
            let before = relation == Relation::NmodPoss
                || (matches!(relation, Relation::Amod | Relation::Compound)
                    && (self.words[child].name.is_some() || words::is_agent(self.lemma(child))));
            if (by || before) && self.may_act(child) {
                found = Some(child);
                if by && self.case(child) == Some("by") {
                    break;
                }
            }
        }
        found.map_or(head, |found| self.doer(found, deep + 1))
    }

    /// A pronoun's noun where the sentence shows it: the nearest subject before.
    fn stands_for(&self, head: usize, trigger: usize) -> usize {
        if self.tag(head) != Tag::Pron {
            return head;
        }
        if matches!(self.lemma(head), "who" | "which" | "that") {
            // The noun of the relative clause that it opens, however deep its verb stands.
            let mut here = head;
            for _ in 0..6 {
                match self.head(here) {
                    Some(above) if self.relation(here).is(Relation::Acl) => return above,
                    Some(above) => here = above,
                    None => break,
                }
            }
            return head;
        }
        if !self.refers_back(head) {
            return head;
        }
        let mut subjects = (0..head.min(trigger))
            .rev()
            .filter(|&at| self.relation(at).is(Relation::Nsubj) && self.is_noun(at) && self.may_act(at));
        subjects.next().unwrap_or(head)
    }

    /// Nobody is the subject: the one the clause hangs on, the place of a passive, the nearest before.
    fn actor_by_place(&self, reading: &Reading) -> Option<usize> {
        if matches!(reading.rule, "must" | "guilt") {
            return None;
        }
        // A participle on a noun: "forces launching an attack".
        if let Some(head) = self.head(reading.verb)
            && self.relation(reading.verb).is(Relation::Acl)
            && !reading.passive
            && self.may_act(head)
        {
            // "The premier of a province called …": the parser took the sentence for a noun.
            let mut top = head;
            while let Some(above) = self.head(top)
                && self.relation(top).is(Relation::Nmod)
                && above < top
            {
                top = above;
            }
            let whole = self.relation(top) == Relation::Root && self.may_act(top);
            return Some(if whole { top } else { head });
        }
        if reading.passive {
            if matches!(reading.kind.name, "ASSAULT" | "THREATEN" | "REJECT") {
                return None;
            }
            let there = |child: &usize| {
                matches!(self.case(*child), Some("in"))
                    && self.words[*child].name.is_some()
                    && !self.words[*child].time
            };
            let from = |child: &usize| {
                self.case(*child) == Some("from")
                    && self.words[*child].name.is_some()
                    && matches!(self.lemma(reading.verb), "expel" | "deport" | "ban" | "banish" | "evict")
            };
            return self
                .children(reading.verb)
                .find(from)
                .or_else(|| self.children(reading.verb).find(there))
                .or_else(|| {
                    let near =
                        self.children(reading.verb).filter(|&child| self.relation(child).is(Relation::Obl));
                    near.flat_map(|child| self.children(child)).find(there)
                });
        }
        // The subject of a verb above.
        let mut at = reading.verb;
        for _ in 0..6 {
            let Some(head) = self.head(at) else { break };
            if let Some(subject) = self.children(head).find(|&child| {
                self.relation(child).is(Relation::Nsubj)
                    && (self.start..reading.trigger).contains(&child)
                    && self.may_act(child)
            }) {
                return Some(subject);
            }
            at = head;
        }
        let before = (self.start..reading.trigger).rev();
        before.clone().find(|&at| {
            (self.words[at].name.is_some() || words::is_agent(self.lemma(at)))
                && self.is_noun(at)
                && !self.words[at].time
                && !matches!(self.relation(at), Relation::Compound | Relation::Flat | Relation::NmodPoss)
        })
    }

    /// Who is counted: "thousands of workers", "a group of monks".
    pub(crate) fn core(&self, head: usize) -> usize {
        let mut here = head;
        // "tens of thousands of people": three steps are more than enough.
        for _ in 0..3 {
            if self.tag(here) != Tag::Num && !words::is_empty_head(self.lemma(here)) {
                break;
            }
            let of = self
                .children(here)
                .find(|&child| self.relation(child).is(Relation::Nmod) && self.case(child) == Some("of"));
            match of {
                Some(of) => here = of,
                None => break,
            }
        }
        here
    }

    /// A noun and those coordinated with it.
    pub(crate) fn coordinated(&self, head: usize) -> Vec<usize> {
        let mut all = vec![head];
        let mut level = vec![head];
        while let Some(at) = level.pop() {
            for child in self.children(at) {
                if self.relation(child) == Relation::Conj
                    && (self.is_noun(child) || self.words[child].name.is_some())
                    && self.may_act(child)
                    && all.len() < 12
                {
                    all.push(child);
                    level.push(child);
                }
            }
        }
        // Without an "and" it is an apposition that the parser took for a list.
        let joined =
            all.iter().any(|&at| self.children(at).any(|child| self.relation(child) == Relation::Cc));
        if !joined {
            all.truncate(1);
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Heads of those to whom it was done.
    pub(crate) fn recipients(&self, reading: &Reading, actors: &[usize]) -> Vec<usize> {
        if let Some(speaker) = self.heard(reading) {
            return self.coordinated(speaker);
        }
        if let Some(known) = reading.recipient {
            let known = self.stands_for(known, known);
            if !actors.contains(&known) {
                return self.coordinated(self.bearer(known, 0, false));
            }
        }
        let mut candidates = Vec::new();
        for (place, &site) in reading.sites.iter().enumerate() {
            let nearer = 4 * i32::try_from(reading.sites.len() - place).unwrap_or(0);
            self.around(site, nearer, reading, 0, &mut candidates);
        }
        if matches!(
            reading.kind.name,
            "ACCUSE" | "PROTEST" | "ASSAULT" | "SANCTION" | "THREATEN" | "MOBILIZE"
        ) {
            let near = reading.trigger + 1..self.len().min(reading.trigger + 24);
            candidates.extend(
                near.filter(|&at| {
                    self.case(at) == Some("against")
                        && self.may_act(at)
                        && (self.class(reading.trigger) == Some("lawsuit")
                            || self.clause_of(at) == self.clause_of(reading.trigger))
                })
                .map(|head| Candidate { head, score: 52 }),
            );
        }
        // What carries the event takes no part in it.
        let carrier = |head: usize| {
            reading.sites.contains(&reading.trigger)
                && self.is_noun(reading.trigger)
                && self.class_within(head, 3).is_some_and(|(_, at)| at == reading.trigger)
                || reading.sites[..reading.sites.len() - 1].contains(&head)
                    && self.is_noun(head)
                    && self.class(head).is_some_and(|class| !clause::receives(class))
                    && !(words::is_agent(self.lemma(head))
                        && (matches!(reading.kind.name, "THREATEN" | "ASSAULT" | "COERCE")
                            || self.lemma(head) == "delegation"))
                    && reading.kind.name != "ACCUSE"
        };
        // "stop work", "give way": the noun is a part of the verb.
        let of_phrase = |head: usize| {
            reading.rule == "phrase"
                && self.relation(head) == Relation::Obj
                && words::phrasal(self.lemma(reading.verb), self.lemma(head)).is_some()
        };
        // Who resigns does it to nobody, unless "to" says to whom.
        let alone = matches!(self.lemma(reading.verb), "resign" | "abdicate" | "surrender" | "step");
        let outside = |head: usize| {
            head >= self.start
                && !of_phrase(head)
                && !self.is_own(head)
                && (!alone || matches!(self.case(head), Some("to")))
                && !carrier(head)
                && !actors.contains(&head)
                && !actors.contains(&self.phrase_head(head))
                && Some(head) != reading.actor
                && Some(head) != reading.reporter
                && head != reading.trigger
                && !self.words[head].time
                && (self.tag(head) != Tag::Pron || self.refers_back(head))
        };
        let best = candidates
            .iter()
            .filter(|candidate| outside(candidate.head))
            .map(|candidate| Candidate {
                score: candidate.score + self.fitness(candidate.head),
                ..*candidate
            })
            .max_by_key(|candidate| (candidate.score, std::cmp::Reverse(candidate.head)));
        // "threatened to cut the power unless the militia left": those who are to act are threatened.
        if reading.kind.name == "THREATEN"
            && best.is_none_or(|best| !self.is_somebody(best.head))
            && let Some(awaited) = self.awaited(reading).filter(|&at| outside(at))
        {
            return self.coordinated(awaited);
        }
        match best {
            Some(best) if best.score >= 30 => self.coordinated(self.stands_for(best.head, best.head)),
            _ => {
                let after = (reading.trigger + 1..self.len()).find(|&at| {
                    self.words[at].name.is_some()
                        && outside(at)
                        && self.is_noun(at)
                        && self.phrase_head(at) == at
                        && !actors.contains(&at)
                        && !self.says(at)
                });
                let direct = best.filter(|best| {
                    matches!(self.relation(best.head), Relation::Obj | Relation::NsubjPass)
                        && self.head(best.head).is_some_and(|head| reading.sites.contains(&head))
                        && best.score > 0
                        && matches!(reading.kind.name, "ACCUSE" | "SUPPORT" | "REJECT" | "ASSAULT" | "COERCE")
                });
                let awaited = || self.awaited(reading).filter(|&at| outside(at));
                direct
                    .map(|best| best.head)
                    .or(after)
                    .or_else(awaited)
                    .or(best.filter(|best| best.score > 0).map(|best| best.head))
                    .into_iter()
                    .collect()
            }
        }
    }

    /// "recalled its ambassador": one's own people are not those to whom it is done.
    fn is_own(&self, head: usize) -> bool {
        matches!(self.class(head), Some("diplomat" | "troops" | "peacekeepers"))
            && self.children(head).any(|child| {
                self.relation(child) == Relation::NmodPoss
                    && matches!(self.lemma(child), "its" | "their" | "our")
            })
    }

    /// A name, or a word for people and bodies.
    fn is_somebody(&self, head: usize) -> bool {
        let head = self.core(head);
        self.words[head].name.is_some() || words::is_agent(self.lemma(head))
    }

    /// Those who walk out leave the one who speaks: "as the minister rose to speak".
    fn heard(&self, reading: &Reading) -> Option<usize> {
        if reading.kind.name != "PROTEST" || reading.rule != "phrase" {
            return None;
        }
        self.children(reading.verb).filter(|&child| self.relation(child) == Relation::Advcl).find_map(
            |clause| {
                let speaks = |at: usize| {
                    matches!(self.lemma(at), "speak" | "address" | "talk")
                        || self.child(at, Relation::Obj).is_some_and(|object| {
                            matches!(self.lemma(object), "speech" | "address" | "floor" | "podium")
                        })
                };
                let told = speaks(clause)
                    || self.children(clause).any(|child| self.tag(child) == Tag::Verb && speaks(child));
                self.frame(clause).subject.filter(|&subject| told && self.may_act(subject))
            },
        )
    }

    /// Who is to act first: "until the government pays".
    fn awaited(&self, reading: &Reading) -> Option<usize> {
        let clause = self.children(reading.verb).find(|&child| {
            self.relation(child) == Relation::Advcl
                && self
                    .children(child)
                    .any(|mark| matches!(self.lemma(mark), "until" | "unless" | "till" | "before" | "if"))
        })?;
        let frame = self.frame(clause);
        frame.subject.or(frame.object).filter(|&at| self.may_act(at) && self.tag(at) != Tag::Pron)
    }

    /// The subject of a verb of saying beside the event: it reports.
    fn says(&self, at: usize) -> bool {
        self.relation(at).is(Relation::Nsubj)
            && self
                .head(at)
                .is_some_and(|verb| words::verb_operator(self.lemma(verb)) == Some(words::Operator::Say))
    }

    /// The head of the noun phrase that a word stands in.
    fn phrase_head(&self, at: usize) -> usize {
        let mut here = at;
        for _ in 0..6 {
            match self.head(here) {
                Some(head)
                    if matches!(
                        self.relation(here),
                        Relation::Compound
                            | Relation::Flat
                            | Relation::NmodPoss
                            | Relation::Amod
                            | Relation::NmodDesc
                    ) =>
                {
                    here = head;
                }
                _ => break,
            }
        }
        here
    }

    /// The verb in whose clause a word stands.
    fn clause_of(&self, at: usize) -> usize {
        let mut here = at;
        for _ in 0..24 {
            match self.head(here) {
                Some(head) if self.tag(here) != Tag::Verb => here = head,
                _ => break,
            }
        }
        here
    }

    /// Who stands behind a matter: "the minister's decision", "a request from Kenya".
    fn bearer(&self, head: usize, deep: usize, blamed: bool) -> usize {
        if deep > 3 || self.may_act(head) {
            return head;
        }
        let mut best: Option<(i32, usize)> = None;
        for child in self.children(head) {
            let relation = self.relation(child);
            // "the protest filed by a candidate", "crimes committed by troops".
            if relation == Relation::Acl
                && let Some(agent) = self.frame(child).agent
                && self.may_act(agent)
            {
                return agent;
            }
            if blamed
                && relation.is(Relation::Nmod)
                && matches!(
                    self.case(child),
                    Some("on" | "against" | "in" | "at" | "over" | "for" | "into" | "about")
                )
            {
                continue;
            }
            let score = if relation == Relation::NmodPoss {
                60
            } else if relation.is(Relation::Nmod) {
                self.case(child).map_or(0, |case| if case == "by" { 55 } else { preposition(case) })
            } else if matches!(relation, Relation::Compound | Relation::Amod)
                && self.words[child].name.is_some()
            {
                40
            } else {
                continue;
            };
            let inner = self.bearer(child, deep + 1, blamed);
            let named = i32::from(self.may_act(inner)) * 20;
            if score + named > 20
                && best.is_none_or(|(known, _)| known < score + named)
                && self.may_act(inner)
            {
                best = Some((score + named, inner));
            }
        }
        best.map_or(head, |(_, found)| found)
    }

    /// Noun phrases around a word that may receive the event.
    fn around(&self, site: usize, bonus: i32, reading: &Reading, deep: i32, found: &mut Vec<Candidate>) {
        if deep > 4 || found.len() > 60 {
            return;
        }
        let site_is_noun = self.is_noun(site);
        for child in self.children(site) {
            let relation = self.relation(child);
            if self.words[child].time || child == reading.verb && deep > 0 {
                continue;
            }
            let score = match relation {
                Relation::Obj => 50,
                Relation::Iobj => 64,
                Relation::NsubjPass => 54,
                Relation::Nsubj
                    if reading.sites.contains(&site)
                        && site != reading.verb
                        && Some(child) != reading.actor =>
                {
                    44
                }
                Relation::Obl
                | Relation::OblAgent
                | Relation::Nmod
                | Relation::OblUnmarked
                | Relation::NmodUnmarked => {
                    let case = self.case(child).unwrap_or("");
                    if case == "by" && (reading.passive || !site_is_noun) {
                        continue;
                    }
                    let by = if case == "by" && site_is_noun { 44 } else { 0 };
                    // "in Lebanon" of a verb is a place; of a matter it is closer.
                    let with = if case == "with" && reading.kind.name == "CONSULT" { 30 } else { 0 };
                    let to = if case == "to"
                        && (gives(self.lemma(reading.verb))
                            || reading.sites.iter().any(|&at| gives(self.lemma(at))))
                    {
                        20
                    } else {
                        0
                    };
                    let there = if matches!(case, "in" | "at" | "on") && reading.kind.name == "PROTEST" {
                        36
                    } else {
                        0
                    };
                    let from = if case == "from" && reading.kind.name == "REQUEST" { 26 } else { 0 };
                    // What is condemned was done by somebody; on whom is not the point.
                    let upon = if reading.kind.name == "ACCUSE"
                        && site_is_noun
                        && reading.rule == "accusation"
                        && matches!(case, "on" | "against" | "in" | "at" | "into")
                    {
                        50
                    } else {
                        0
                    };
                    // Where people meet is no one they meet with.
                    if case == "in" && reading.kind.name == "CONSULT" && self.lemma(reading.verb) == "meet" {
                        continue;
                    }
                    // "walked out during the speech of the minister".
                    if matches!(case, "during" | "before")
                        && reading.kind.name == "PROTEST"
                        && !self.may_act(child)
                    {
                        let speaker = self.bearer(child, 1, false);
                        if speaker != child {
                            found.push(Candidate { head: speaker, score: 40 + bonus });
                        }
                        continue;
                    }
                    preposition(case) + by + with + to + from
                        - there
                        - upon
                        - if self.relation(child).is(Relation::Obl) && case == "in" { 4 } else { 0 }
                }
                Relation::NmodPoss if site_is_noun && self.class(site) == Some("border") => 0,
                Relation::NmodPoss if site_is_noun && !self.may_act(site) => 52,
                Relation::Compound | Relation::Amod
                    if site_is_noun
                        && self.words[child].name.is_some()
                        && !self.may_act(site)
                        && self
                            .class(site)
                            .is_none_or(|class| !clause::receives(class) || class == "proposal") =>
                {
                    24
                }
                // "troops loyal to": the parser hangs what belongs to the verb on the noun, or on "that".
                Relation::Acl | Relation::AclRelcl | Relation::Advcl | Relation::Xcomp | Relation::Ccomp
                    if deep < 2 =>
                {
                    if relation == Relation::Acl
                        && site_is_noun
                        && matches!(
                            self.class(site),
                            Some("request" | "proposal" | "condemnation" | "lawsuit")
                        )
                        && let Some(subject) = self.frame(child).subject
                        && self.may_act(subject)
                    {
                        found.push(Candidate { head: subject, score: 64 + bonus });
                    }
                    let further = match relation {
                        Relation::AclRelcl => 70,
                        // "sent doctors to help Chad", "began a strike to protest against".
                        Relation::Advcl
                            if matches!(reading.kind.name, "AID" | "PROTEST")
                                && self.child(child, Relation::Nsubj).is_none() =>
                        {
                            10
                        }
                        Relation::Advcl => 40,
                        Relation::Acl => 30,
                        _ => 18,
                    };
                    self.around(child, bonus - further, reading, deep + 1, found);
                    continue;
                }
                Relation::Conj if site_is_noun && deep < 2 && !self.may_act(child) => {
                    self.around(child, bonus - 12, reading, deep + 1, found);
                    continue;
                }
                _ => continue,
            };
            if !(self.is_noun(child)
                || self.words[child].name.is_some()
                || self.tag(child) == Tag::Pron
                || self.tag(child) == Tag::Num)
            {
                continue;
            }
            if score < -30 {
                continue;
            }
            // Who is mobilised is not who it is against.
            if reading.kind.name != "MOBILIZE" || relation != Relation::Obj {
                found.push(Candidate { head: child, score: score + bonus - 3 * deep });
            }
            if !self.may_act(child) && !self.class(child).is_some_and(clause::receives) {
                let behind =
                    self.bearer(child, 1, matches!(reading.kind.name, "ACCUSE" | "REJECT" | "SUPPORT"));
                if behind != child {
                    found.push(Candidate { head: behind, score: score + bonus - 3 * deep + 6 });
                }
            }
            if !self.may_act(child) || relation.is(Relation::Obl) || relation.is(Relation::Obj) {
                let down = if self.may_act(child) { 30 } else { 6 };
                self.around(child, bonus - down, reading, deep + 1, found);
            }
        }
    }

    /// How well a noun phrase can take part.
    fn fitness(&self, head: usize) -> i32 {
        let head = self.core(head);
        let word = &self.words[head];
        let lemma = self.lemma(head);
        let modified_by_name = || {
            self.children(head).any(|child| {
                self.words[child].name.is_some()
                    && matches!(
                        self.relation(child),
                        Relation::Amod
                            | Relation::Compound
                            | Relation::NmodPoss
                            | Relation::Flat
                            | Relation::NmodDesc
                    )
            })
        };
        if word.time {
            return -200;
        }
        if word.name.is_some() || word.tag == Tag::Propn {
            return 24;
        }
        if word.tag == Tag::Pron {
            return -10;
        }
        if word.tag == Tag::Num {
            return -30;
        }
        let agent = words::is_agent(lemma);
        let matter =
            words::noun_class(lemma).is_some_and(|class| !clause::receives(class) || class == "proposal");
        if words::is_abstract(lemma) || (matter && !agent) {
            return if modified_by_name() { -24 } else { -40 };
        }
        if agent {
            18
        } else if modified_by_name() {
            10
        } else {
            -8
        }
    }

    /// The span of a noun phrase and whom it names.
    pub(crate) fn participant(&self, document: &Document, head: usize) -> Participant {
        let (first, last) = self.phrase(head);
        let span = Span::new(self.words[first].span.start(), self.words[last].span.end());
        let mentions = document.mentions();
        let entity_at = |at: usize| {
            self.words[at]
                .name
                .and_then(|name| mentions.get(name as usize))
                .and_then(|mention| mention.entity)
        };
        let core = self.core(head);
        let entity = entity_at(head).or_else(|| {
            let head = core;
            let named = |child: &usize| {
                let near = matches!(
                    self.relation(*child),
                    Relation::Flat
                        | Relation::Compound
                        | Relation::Amod
                        | Relation::NmodPoss
                        | Relation::Appos
                );
                near && self.words[*child].name.is_some()
            };
            let named: Vec<usize> = self.children(head).filter(named).collect();
            // "President Orme": the name of the person; "Kenyan troops": the country that they stand for.
            let kind = |at: usize| {
                self.words[at].name.and_then(|name| mentions.get(name as usize)).map(|mention| mention.kind)
            };
            let person = named.iter().copied().find(|&at| kind(at) == Some(EntityKind::Person));
            person
                .or(named.first().copied().filter(|_| words::is_agent(self.lemma(head))))
                .and_then(entity_at)
        });
        Participant::new(span, entity)
    }

    /// First and last word of a noun phrase, without its article.
    pub(crate) fn phrase(&self, head: usize) -> (usize, usize) {
        let (mut first, mut last) = self.extent(head, 0);
        // A name that the mentions know reaches as far as it does.
        if let Some(name) = self.words[head].name {
            while first > 0 && self.words[first - 1].name == Some(name) {
                first -= 1;
            }
            while last + 1 < self.len() && self.words[last + 1].name == Some(name) {
                last += 1;
            }
        }
        while first < last && (self.tag(first) == Tag::Det || self.tag(first) == Tag::Punct) {
            first += 1;
        }
        while last > first
            && (self.tag(last) == Tag::Punct && !matches!(self.form(last), ")") || self.tag(last) == Tag::Adp)
        {
            last -= 1;
        }
        if last - first > LONGEST {
            return (first.max(head.saturating_sub(4)), head.max(first));
        }
        (first, last)
    }

    fn extent(&self, head: usize, deep: usize) -> (usize, usize) {
        let (mut first, mut last) = (head, head);
        if deep > 6 {
            return (first, last);
        }
        let children: Vec<usize> = self.children(head).collect();
        for &child in children.iter().rev().filter(|&&child| child < head) {
            let inside = matches!(
                self.relation(child),
                Relation::Det
                    | Relation::Amod
                    | Relation::Compound
                    | Relation::Nummod
                    | Relation::NmodPoss
                    | Relation::Flat
                    | Relation::NmodDesc
                    | Relation::NmodUnmarked
                    | Relation::Appos
                    | Relation::Advmod
            );
            if inside && !self.words[child].time && child >= self.start {
                first = first.min(self.extent(child, deep + 1).0);
            }
        }
        for &child in children.iter().filter(|&&child| child > head) {
            let relation = self.relation(child);
            let near = child <= last + 4;
            let inside = match relation {
                Relation::Flat
                | Relation::Compound
                | Relation::NmodUnmarked
                | Relation::NmodDesc
                | Relation::Nummod => near,
                Relation::Nmod => {
                    deep < 2
                        && matches!(self.case(child), Some("of" | "in" | "for" | "from" | "at" | "on"))
                        && !self.words[child].time
                        && self.case_is_near(child, last)
                }
                Relation::Appos => near && self.words[head].name.is_none(),
                Relation::Case => matches!(self.form(child), ")"),
                _ => false,
            };
            if inside && !self.words[child].time {
                last = last.max(self.extent(child, deep + 1).1);
                // "the ambassadors of Peru, Ghana and Nepal".
                if relation == Relation::Nmod {
                    for with in self.coordinated(child) {
                        if with > last && with <= last + 4 {
                            last = last.max(self.extent(with, deep + 2).1);
                        }
                    }
                }
            }
        }
        (first, last)
    }

    /// The preposition of a noun comes right after `last`.
    fn case_is_near(&self, noun: usize, last: usize) -> bool {
        self.children(noun)
            .any(|child| self.relation(child) == Relation::Case && child <= last + 2 && child > last)
    }
}
