//! What a clause says: the event of its verb, as the verbs and modals above it make it.

use rapporteur_document::{EventStatus, Relation, Tag};

use crate::sentence::Sentence;
use crate::words::{self, Kind, Operator, Phrasal};

/// How deep clauses are followed into each other.
const DEEPEST: usize = 8;

/// An event as it is read from the tree; participants are places of words.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub kind: Kind,
    /// What is asked for, refused, threatened or meant, where it is an event itself.
    pub inner: Option<Kind>,
    /// The word that carries the event.
    pub trigger: usize,
    /// The verb whose clause it stands in.
    pub verb: usize,
    /// Words around which participants stand, the innermost first.
    pub sites: Vec<usize>,
    pub actor: Option<usize>,
    /// Known receivers, before those at the sites.
    pub recipient: Option<usize>,
    pub status: EventStatus,
    /// Who says so.
    pub reporter: Option<usize>,
    /// The verb is passive, so its subject is no actor.
    pub passive: bool,
    pub rule: &'static str,
}

/// What surrounds a verb.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    pub subject: Option<usize>,
    pub object: Option<usize>,
    pub indirect: Option<usize>,
    pub agent: Option<usize>,
    pub passive: bool,
    pub negated: bool,
    pub modal: Modal,
    /// A clause that completes the verb.
    pub clause: Option<usize>,
    /// A clause of purpose or circumstance.
    pub adverbial: Option<usize>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Modal {
    #[default]
    None,
    Will,
    May,
    Must,
    Would,
    Can,
}

const DEMAND: Kind = Kind::new("REQUEST", "10");
const AGREE: Kind = Kind::new("AGREE", "03");
const REJECT: Kind = Kind::new("REJECT", "12");
const THREATEN: Kind = Kind::new("THREATEN", "13");
const COERCE: Kind = Kind::new("COERCE", "17");
const ACCUSE: Kind = Kind::new("ACCUSE", "11");
const CONSULT: Kind = Kind::new("CONSULT", "04");

/// Nouns of this class are themselves those to whom it is done.
pub(crate) fn receives(class: &str) -> bool {
    matches!(
        class,
        "prisoner" | "diplomat" | "territory" | "publication" | "property" | "artifact" | "proposal"
    )
}

/// What comes of an event that somebody means to do.
pub(crate) fn intended(kind: Kind) -> Kind {
    if kind.is_friendly() {
        AGREE
    } else if kind.is_hostile() {
        Kind { mode: kind.mode, ..THREATEN }
    } else {
        kind
    }
}

/// A reading with nothing but its kind, its word and its actor.
fn bare(kind: Kind, at: usize, actor: Option<usize>) -> Reading {
    Reading {
        kind,
        inner: None,
        trigger: at,
        verb: at,
        sites: vec![at],
        actor,
        recipient: None,
        status: EventStatus::Asserted,
        reporter: None,
        passive: false,
        rule: "adjective",
    }
}

impl Sentence<'_> {
    /// What surrounds a verb or another predicate.
    pub(crate) fn frame(&self, verb: usize) -> Frame {
        let mut frame = Frame::default();
        for child in self.children(verb) {
            let lemma = self.lemma(child);
            match self.relation(child) {
                Relation::Nsubj | Relation::NsubjOuter | Relation::Csubj if child >= self.start => {
                    frame.subject = frame.subject.or(Some(child));
                }
                Relation::NsubjPass | Relation::CsubjPass => {
                    frame.passive = true;
                    frame.object = Some(child);
                }
                Relation::AuxPass => frame.passive = true,
                // "is to send": what is settled and to come.
                Relation::Cop
                    if self.tag(verb) == Tag::Verb
                        && child + 1 < self.len()
                        && self.lemma(child + 1) == "to"
                        && self.tag(child + 1) == Tag::Part =>
                {
                    frame.modal = Modal::Will;
                }
                Relation::Obj => frame.object = frame.object.or(Some(child)),
                Relation::Iobj => frame.indirect = Some(child),
                Relation::Obl | Relation::OblAgent | Relation::OblUnmarked | Relation::Nmod
                    if self.case(child) == Some("by") && !self.words[child].time =>
                {
                    frame.agent = frame.agent.or(Some(child));
                }
                Relation::Aux => match lemma {
                    "will" | "'ll" | "shall" | "wo" => frame.modal = Modal::Will,
                    "would" | "'d" => frame.modal = Modal::Would,
                    "may" | "might" => frame.modal = Modal::May,
                    "must" | "should" | "ought" => frame.modal = Modal::Must,
                    "can" | "could" | "ca" => frame.modal = Modal::Can,
                    _ => {}
                },
                Relation::Advmod | Relation::Det | Relation::Cc | Relation::Discourse => {
                    if matches!(lemma, "not" | "n't" | "n’t" | "never" | "no" | "neither" | "nor") {
                        frame.negated = true;
                    }
                }
                // Of two the one with a verb: "found guilty of murdering".
                Relation::Xcomp | Relation::Ccomp
                    if frame.clause.is_none() || self.tag(child) == Tag::Verb =>
                {
                    frame.clause = Some(child);
                }
                Relation::Advcl => frame.adverbial = frame.adverbial.or(Some(child)),
                _ => {}
            }
        }
        // Not every passive comes with its auxiliary: "accused by", "the ships seized by".
        if !frame.passive
            && frame.agent.is_some()
            && frame.object.is_none()
            && matches!(self.relation(verb), Relation::Acl | Relation::AclRelcl)
            && self.form(verb).ends_with("ed")
        {
            frame.passive = true;
        }
        if frame.object.is_none() && !frame.passive {
            let bare = |child: &usize| {
                self.relation(*child).is(Relation::Obl)
                    && *child > verb
                    && self.case(*child).is_none()
                    && self.is_noun(*child)
                    && !self.words[*child].time
            };
            frame.object = self.object_by_place(verb).or_else(|| self.children(verb).find(bare));
        }
        frame
    }

    /// The clause that completes a verb, wherever the parser hung it.
    fn complement(&self, verb: usize, frame: &Frame) -> Option<usize> {
        let infinitive = |clause: &usize| {
            self.tag(*clause) == Tag::Verb
                && self
                    .children(*clause)
                    .any(|child| self.relation(child) == Relation::Mark && self.lemma(child) == "to")
        };
        frame.clause.or_else(|| frame.adverbial.filter(infinitive)).or_else(|| {
            let object = frame.object?;
            let reach = std::iter::once(object).chain(self.children(object));
            reach.flat_map(|at| self.children(at)).find(|&child| {
                matches!(
                    self.relation(child),
                    Relation::Acl | Relation::Advcl | Relation::Xcomp | Relation::Ccomp
                ) && child > verb
                    && infinitive(&child)
            })
        })
    }

    /// The noun right after a verb that the parser hung elsewhere.
    fn object_by_place(&self, verb: usize) -> Option<usize> {
        let mut at = verb + 1;
        while at < self.len() && at < verb + 9 {
            match self.tag(at) {
                Tag::Det | Tag::Adj | Tag::Num | Tag::Sym | Tag::Adv | Tag::Part => {
                    if self.lemma(at) == "to" {
                        return None;
                    }
                }
                Tag::Noun | Tag::Propn => {
                    let last = at + 1 >= self.len() || !self.is_noun(at + 1);
                    let possessor =
                        at + 1 < self.len() && matches!(self.form(at + 1), "'s" | "’s" | "'" | "’");
                    if last && !possessor {
                        return (!self.words[at].time && self.relation(at) != Relation::Nsubj).then_some(at);
                    }
                    if possessor {
                        at += 1;
                    }
                }
                Tag::Punct if self.form(at) == "-" => {}
                _ => return None,
            }
            at += 1;
        }
        None
    }

    /// The class of a noun: by itself, by the word before it, or by what it is a part of.
    pub(crate) fn class(&self, noun: usize) -> Option<&'static str> {
        self.class_within(noun, 3).map(|(class, _)| class)
    }

    /// A noun that does something to another: the event, and the other noun.
    fn nominal_act(&self, noun: usize) -> Option<(Kind, usize)> {
        let light = words::act(self.lemma(noun))?;
        self.children(noun).find_map(|child| {
            let of = (self.relation(child).is(Relation::Nmod)
                && matches!(self.case(child), Some("of" | "in" | "on")))
                || matches!(self.relation(child), Relation::Compound | Relation::NmodPoss);
            let (class, inner) = if of { self.class_within(child, 2)? } else { return None };
            words::pair(light, class).map(|kind| (kind, inner))
        })
    }

    /// The class of a noun and the word that has it.
    pub(crate) fn class_within(&self, noun: usize, deep: usize) -> Option<(&'static str, usize)> {
        let lemma = self.lemma(noun);
        let mut before = noun;
        // "cease - fire": the mark between the parts is no word.
        while before > 0 && matches!(self.form(before - 1), "-" | "–") {
            before -= 1;
        }
        if before > 0
            && let Some(class) = words::compound_class(self.lemma(before - 1), lemma)
                .or_else(|| words::compound_class(&self.form(before - 1).to_lowercase(), lemma))
        {
            return Some((class, noun));
        }
        if self.tag(noun) == Tag::Sym && matches!(self.form(noun), "$" | "€" | "£" | "¥") {
            return Some(("aid", noun));
        }
        if lemma == "attack"
            && self.children(noun).any(|child| {
                matches!(
                    self.lemma(child),
                    "scathing" | "verbal" | "blistering" | "stinging" | "personal" | "rhetorical"
                )
            })
        {
            return Some(("condemnation", noun));
        }
        if lemma == "strike" {
            return Some((self.class_of_strike(noun), noun));
        }
        let of = self.children(noun).find(|&child| {
            self.relation(child).is(Relation::Nmod)
                && (self.case(child) == Some("of")
                    || (self.case(child) == Some("in") && words::is_empty_head(lemma)))
                && self.is_noun(child)
        });
        if deep > 0
            && words::is_empty_head(lemma)
            && let Some(inner) = of.and_then(|of| self.class_within(of, deep - 1))
        {
            return Some(inner);
        }
        // "state of siege", "memorandum of understanding".
        if let Some(of) = of
            && let Some(class) = words::compound_class(lemma, self.lemma(of))
                .or_else(|| (lemma == "state").then(|| words::noun_class(self.lemma(of))).flatten())
        {
            return Some((class, noun));
        }
        if self.tag(noun) == Tag::Propn {
            return None;
        }
        if let Some(class) = words::noun_class(lemma) {
            return (class != "attack" || !self.is_figure_of_war(noun)).then_some((class, noun));
        }
        if deep > 0 && words::is_empty_head(lemma) {
            // "peace talks effort", "mediation efforts".
            let before = self.children(noun).find(|&child| {
                self.relation(child) == Relation::Compound && words::noun_class(self.lemma(child)).is_some()
            });
            return before.and_then(|before| self.class_within(before, deep - 1));
        }
        None
    }

    /// A strike of workers, or of aircraft.
    fn class_of_strike(&self, noun: usize) -> &'static str {
        let armed = self.children(noun).any(|child| {
            matches!(
                self.lemma(child),
                "air"
                    | "missile"
                    | "drone"
                    | "rocket"
                    | "military"
                    | "aerial"
                    | "artillery"
                    | "precision"
                    | "retaliatory"
                    | "led"
                    | "cross"
                    | "nuclear"
                    | "surgical"
                    | "deadly"
                    | "bomb"
            ) || (self.relation(child).is(Relation::Nmod)
                && matches!(self.case(child), Some("on" | "against")))
        });
        let armed = armed
            || self.head(noun).is_some_and(|verb| {
                matches!(self.lemma(verb), "carry" | "launch" | "conduct" | "unleash" | "order")
            });
        if armed { "attack" } else { "strike" }
    }

    /// The event of a verb with its own words, without what stands above it.
    fn lexical(&self, verb: usize, frame: &Frame) -> Option<(Kind, usize, &'static str)> {
        let lemma = self.lemma(verb);
        if self.is_figure(verb, frame) {
            return None;
        }
        let object = frame.object.and_then(|object| self.class_within(object, 3));
        let mut lights: Vec<&'static str> = Vec::new();
        let mut objects: Vec<(&'static str, usize)> = object.into_iter().collect();
        // Particles and prepositions: "call off", "crack down", "call on".
        for child in self.children(verb) {
            let relation = self.relation(child);
            let particle = match relation {
                Relation::CompoundPrt | Relation::Advmod | Relation::Xcomp | Relation::Obj => {
                    Some(self.lemma(child))
                }
                Relation::Obl | Relation::OblAgent | Relation::OblUnmarked => self.case(child),
                _ => None,
            };
            let Some(particle) = particle else { continue };
            match words::phrasal(lemma, particle) {
                // "stops the work of the aid agencies" is no strike.
                Some(Phrasal::Event(_))
                    if relation == Relation::Obj && self.child(child, Relation::Nmod).is_some() => {}
                Some(Phrasal::Event(kind)) => return Some((kind, verb, "phrase")),
                Some(Phrasal::Light(class)) => {
                    lights.push(class);
                    // "called off a strike" with "off" taken for a preposition.
                    if relation.is(Relation::Obl) {
                        objects.extend(self.class_within(child, 3));
                    }
                }
                None => {}
            }
        }
        if verb + 1 < self.len()
            && lights.is_empty()
            && let Some(found) = words::phrasal(lemma, self.lemma(verb + 1))
        {
            match found {
                Phrasal::Event(kind) => return Some((kind, verb, "phrase")),
                Phrasal::Light(class) => lights.push(class),
            }
        }
        if let Some(object) = frame.object
            && words::act(self.lemma(object)).is_some()
            && !lights.iter().any(|light| matches!(*light, "stop" | "lift"))
            && !words::light(lemma).any(|light| matches!(light, "refuse" | "seek" | "lift"))
            && words::verb_operator(lemma).is_none_or(|operator| {
                matches!(operator, Operator::Say | Operator::Pass | Operator::Order | Operator::Intend)
            })
            && words::plain(lemma).is_none()
            && let Some((kind, inner)) = self.nominal_act(object)
        {
            return Some((kind, inner, "nominal-act"));
        }
        let own = lights.is_empty();
        if own {
            lights.extend(words::light(lemma));
        }
        for child in self.children(verb) {
            if matches!(
                self.relation(child),
                Relation::Obj | Relation::Iobj | Relation::OblUnmarked | Relation::OblNpmod
            ) && Some(child) != frame.object
                && let Some(found) = self.class_within(child, 2)
            {
                objects.push(found);
            }
        }
        // "go on strike", "take part in an exercise", "respond to a demand".
        for child in self.children(verb) {
            if self.relation(child).is(Relation::Obl)
                && self.is_noun(child)
                && !self.words[child].time
                && matches!(
                    self.case(child),
                    Some("on" | "in" | "to" | "into" | "for" | "with" | "at" | "from" | "as")
                )
                && let Some(found) = self.class_within(child, 2)
                && (self.case(child) != Some("as") || matches!(found.0, "peacekeepers" | "shield"))
                && matches!(
                    (found.0, lemma),
                    ("strike" | "protest", "go" | "begin" | "stage")
                        | (
                            "talks" | "visit",
                            "go" | "arrive"
                                | "join"
                                | "attend"
                                | "participate"
                                | "host"
                                | "return"
                                | "gather"
                                | "take"
                                | "sit"
                        )
                        | ("agreement" | "ceasefire", "come" | "agree" | "enter")
                        | (
                            "exercise" | "peacekeepers" | "protest",
                            "participate" | "take" | "engage" | "serve" | "join"
                        )
                        | ("arrest" | "investigation", "put" | "place" | "take")
                        | ("attack", "engage")
                        | ("alert", "put" | "place" | "remain" | "stay")
                        | ("shield", "use" | "hold" | "take" | "keep")
                        | ("peacekeepers", "deploy" | "send")
                        | ("request", "respond" | "concede" | "accede" | "yield" | "bow" | "agree")
                )
            {
                if found.0 == "peacekeepers" {
                    objects.insert(0, found);
                } else {
                    objects.push(found);
                }
            }
        }
        if let Some(noun) = frame.object
            && own
            && let Some(kind) = words::pair(lemma, self.lemma(noun))
        {
            return Some((kind, if self.may_act(noun) { verb } else { noun }, "object"));
        }
        // Of "open borders to" the border is no part; of "free prisoners" the prisoners are.
        let carrier = |class: &str, noun: usize| if receives(class) { verb } else { noun };
        for &(class, noun) in &objects {
            if own && let Some(kind) = words::pair(lemma, class) {
                return Some((kind, carrier(class, noun), "object"));
            }
            for light in &lights {
                if let Some(kind) = words::pair(light, class) {
                    return Some((kind, carrier(class, noun), "light-verb"));
                }
            }
        }
        if own
            && words::light(lemma).next().is_some()
            && words::plain(lemma).is_none()
            && let Some(found) = self.light_by_place(verb, frame)
        {
            return Some(found);
        }
        if !own {
            return None;
        }
        if lemma == "find"
            && (verb + 1..self.len().min(verb + 14)).any(|at| matches!(self.lemma(at), "guilty" | "liable"))
        {
            return Some((ACCUSE, verb, "verb"));
        }
        let kind = words::plain(lemma)?;
        if kind.name == "ASSAULT" && object.is_some_and(|(class, _)| class == "disease") {
            return None;
        }
        // "released a report": only people and what was taken are let go.
        if matches!(lemma, "release" | "free")
            && frame.object.is_some_and(|noun| {
                let core = self.core(noun);
                self.tag(core) == Tag::Noun
                    && !words::is_agent(self.lemma(core))
                    && object.is_none_or(|(class, _)| !receives(class) || class == "proposal")
                    && !self.children(core).any(|child| self.words[child].name.is_some())
            })
        {
            return None;
        }
        // "signed a decree" is no treaty.
        if lemma == "sign" && object.is_none() && frame.object.is_some_and(|noun| self.tag(noun) == Tag::Noun)
        {
            return None;
        }
        if lemma == "protest" && frame.clause.is_some() {
            return Some((ACCUSE, verb, "verb"));
        }
        // "ordered weapons": verbs of force without anybody or anything at hand are figures of speech.
        let bare = frame.object.is_none() && !frame.passive;
        if bare
            && matches!(
                lemma,
                "hit"
                    | "target"
                    | "fire"
                    | "strike"
                    | "block"
                    | "press"
                    | "try"
                    | "charge"
                    | "capture"
                    | "shut"
                    | "sign"
                    | "help"
                    | "honor"
                    | "arm"
                    | "fund"
                    | "treat"
                    | "train"
                    | "return"
                    | "accept"
                    | "share"
                    | "lift"
                    | "free"
                    | "withdraw"
                    | "travel"
                    | "fly"
                    | "back"
                    | "summon"
                    | "destroy"
                    | "let"
                    | "host"
                    | "supply"
                    | "burn"
            )
            && !(matches!(lemma, "withdraw" | "fire" | "strike" | "train"))
        {
            return None;
        }
        Some((kind, verb, "verb"))
    }

    /// A light verb's noun among the words that follow, where the tree has none.
    fn light_by_place(&self, verb: usize, frame: &Frame) -> Option<(Kind, usize, &'static str)> {
        if frame.passive {
            return None;
        }
        let lemma = self.lemma(verb);
        for at in verb + 1..self.len().min(verb + 14) {
            match self.tag(at) {
                Tag::Verb | Tag::Sconj | Tag::Aux | Tag::Cconj => return None,
                Tag::Punct if self.form(at) != "-" && self.form(at) != "\"" => return None,
                Tag::Adp if !matches!(self.lemma(at), "of" | "in") => return None,
                Tag::Noun if at + 1 >= self.len() || !self.is_noun(at + 1) => {
                    if let Some((class, noun)) = self.class_within(at, 1) {
                        let direct = words::pair(lemma, class).map(|kind| (kind, "object"));
                        let kind = direct.or_else(|| {
                            words::light(lemma)
                                .find_map(|light| words::pair(light, class))
                                .map(|kind| (kind, "light-verb"))
                        });
                        if let Some((kind, rule)) = kind {
                            return Some((kind, noun, rule));
                        }
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// What the clause of this verb says. `above` is the subject that a verb above lends it.
    pub(crate) fn clause(&self, verb: usize, above: Option<usize>, deep: usize) -> Option<Reading> {
        if deep > DEEPEST || self.is_idle(verb) {
            return None;
        }
        let frame = self.frame(verb);
        let subject = frame.subject.map(|subject| self.antecedent(subject, verb)).or(above);
        let mut frame = frame;
        let mut subject = subject;
        // "is prepared to", "is opposed to": participles that are adjectives.
        let adjectival = frame.passive
            && frame.agent.is_none()
            && matches!(
                self.lemma(verb),
                "commit"
                    | "prepare"
                    | "determine"
                    | "oppose"
                    | "set"
                    | "schedule"
                    | "expect"
                    | "poise"
                    | "resolve"
            );
        if adjectival {
            frame.passive = false;
            subject = frame.object.take().map(|object| self.antecedent(object, verb)).or(above);
            if self.lemma(verb) == "oppose" {
                let mut reading = bare(REJECT, verb, subject);
                reading.rule = "refusal";
                return Some(reading);
            }
        }
        let actor = if frame.passive { frame.agent.or_else(|| self.agent_by_place(verb)) } else { subject };
        let infinitive = || {
            self.children(verb)
                .any(|child| self.relation(child) == Relation::Mark && self.lemma(child) == "to")
        };
        if self.lemma(verb) == "have"
            && let Some(reading) = self.will(&frame, subject, deep)
        {
            return Some(reading);
        }
        let mut reading = match self.tag(verb) {
            // "to apologise", whatever the tagger says.
            Tag::Noun if infinitive() && words::plain(self.lemma(verb)).is_some() => {
                let kind = words::plain(self.lemma(verb))?;
                bare(kind, verb, subject)
            }
            Tag::Adj => self.adjective(verb, &frame, subject, deep)?,
            Tag::Noun | Tag::Propn | Tag::Pron | Tag::Num => {
                self.predicate_noun(verb, &frame, subject, deep)?
            }
            _ => self.operated(verb, &frame, subject, actor, deep).or_else(|| {
                let Some((kind, trigger, rule)) = self.lexical(verb, &frame) else {
                    return self.leaves(verb, subject).or_else(|| self.happens(verb, &frame));
                };
                let kind = self.by_protesters(kind, subject.filter(|_| !frame.passive));
                let kind = self.by_troops(kind, verb, subject.filter(|_| !frame.passive));
                let kind = self.by_fighters(kind, &frame, subject);
                let kind = self.by_workers(kind, verb, &frame, subject);
                let kind = self.to_a_border(kind, verb, &frame);
                let mut sites = vec![verb];
                if trigger != verb {
                    sites.insert(0, trigger);
                } else if let Some(object) = frame.object {
                    sites.push(object);
                }
                Some(Reading {
                    kind,
                    inner: None,
                    trigger,
                    verb,
                    sites,
                    actor,
                    recipient: None,
                    status: EventStatus::Asserted,
                    reporter: None,
                    passive: frame.passive,
                    rule,
                })
            })?,
        };
        self.modify(&mut reading, &frame, verb, subject);
        Some(reading)
    }

    /// "has no intention of withdrawing", "has plans to deploy": what somebody has a mind to do.
    fn will(&self, frame: &Frame, subject: Option<usize>, deep: usize) -> Option<Reading> {
        let mind = frame.object.filter(|&object| {
            matches!(self.lemma(object), "intention" | "plan" | "wish" | "desire" | "intent")
        })?;
        let clause = self.children(mind).find(|&child| self.relation(child) == Relation::Acl)?;
        let inner = self.clause(clause, subject, deep + 1)?;
        let none = frame.negated || self.children(mind).any(|child| self.lemma(child) == "no");
        let (kind, status) = match (none, inner.kind.is_friendly() || inner.kind.name == "SANCTION") {
            (true, true) => (REJECT, EventStatus::Asserted),
            (true, false) => (inner.kind, EventStatus::Negated),
            (false, _) => (intended(inner.kind), EventStatus::Planned),
        };
        let carried = inner.inner.or(Some(inner.kind));
        Some(Reading { kind, status, inner: carried, actor: subject, rule: "intent", ..inner })
    }

    /// What protesters do is part of the protest.
    fn by_protesters(&self, kind: Kind, subject: Option<usize>) -> Kind {
        let protesters = subject.is_some_and(|subject| {
            matches!(
                self.lemma(subject),
                "protester" | "protestor" | "demonstrator" | "rioter" | "striker" | "marcher" | "picketer"
            )
        });
        match kind.name {
            "ASSAULT" | "REJECT" | "COERCE" if protesters => Kind {
                name: "PROTEST",
                cameo: "14",
                mode: Some(if kind.name == "REJECT" { "obstruct" } else { "riot" }),
            },
            _ => kind,
        }
    }

    /// Troops that arrive or leave visit nobody.
    fn by_troops(&self, kind: Kind, verb: usize, subject: Option<usize>) -> Kind {
        let class = subject.and_then(|subject| self.class(subject));
        let arrives = matches!(self.lemma(verb), "arrive" | "land" | "deploy");
        match class {
            Some("peacekeepers") if arrives => Kind::new("AID", "07"),
            Some("troops") if arrives => Kind::new("MOBILIZE", "15"),
            _ => kind,
        }
    }

    /// Fighters who hand their arms to others give them up.
    fn by_fighters(&self, kind: Kind, frame: &Frame, subject: Option<usize>) -> Kind {
        let fighters = || {
            subject.is_some_and(|subject| {
                matches!(
                    self.lemma(self.core(subject)),
                    "guerrilla"
                        | "rebel"
                        | "militant"
                        | "fighter"
                        | "insurgent"
                        | "militia"
                        | "militiaman"
                        | "separatist"
                )
            })
        };
        if kind.name == "AID" && self.class_of_object(frame) == Some("weapons") && fighters() {
            return Kind { name: "RETREAT", cameo: "08", mode: Some("disarm") };
        }
        kind
    }

    /// Workers who strike leave their work.
    fn by_workers(&self, kind: Kind, verb: usize, frame: &Frame, subject: Option<usize>) -> Kind {
        let workers = || subject.is_some_and(|subject| words::is_worker(self.lemma(self.core(subject))));
        if self.lemma(verb) == "strike" && kind.name == "ASSAULT" && frame.object.is_none() && workers() {
            return Kind { name: "PROTEST", cameo: "14", mode: Some("strike") };
        }
        kind
    }

    /// Arms that are sent to a border are no gift.
    fn to_a_border(&self, kind: Kind, verb: usize, frame: &Frame) -> Kind {
        let arms = || matches!(self.class_of_object(frame), Some("weapons" | "troops"));
        let border = |child: usize| {
            matches!(self.case(child), Some("to" | "along" | "near" | "on" | "at"))
                && self.class(child) == Some("border")
        };
        if kind.name == "AID" && arms() && self.children(verb).any(border) {
            return Kind::new("MOBILIZE", "15");
        }
        kind
    }

    /// "The talks began", "fighting broke out": the subject is the event.
    fn happens(&self, verb: usize, frame: &Frame) -> Option<Reading> {
        let happens = matches!(
            self.lemma(verb),
            "start"
                | "begin"
                | "continue"
                | "resume"
                | "take"
                | "erupt"
                | "break"
                | "intensify"
                | "occur"
                | "happen"
                | "follow"
                | "last"
                | "rage"
                | "go"
                | "open"
                | "come"
                | "hold"
        );
        if !happens || self.class_of_object(frame).is_some() {
            return None;
        }
        let reading = self.nominal(frame.subject?)?;
        Some(Reading { rule: "event-noun", ..reading })
    }

    /// "American troops began leaving Mali."
    fn leaves(&self, verb: usize, subject: Option<usize>) -> Option<Reading> {
        let troops = subject.is_some_and(|subject| matches!(self.class(subject), Some("troops")));
        let leaves = matches!(self.lemma(verb), "leave" | "depart" | "exit" | "quit");
        (troops && leaves).then(|| Reading {
            rule: "verb",
            ..bare(Kind { name: "RETREAT", cameo: "08", mode: Some("withdraw") }, verb, subject)
        })
    }

    fn class_of_object(&self, frame: &Frame) -> Option<&'static str> {
        frame.object.filter(|_| !frame.passive).and_then(|object| self.class(object))
    }

    /// Applies this clause's modal and negation.
    fn modify(&self, reading: &mut Reading, frame: &Frame, verb: usize, subject: Option<usize>) {
        let says = words::verb_operator(self.lemma(verb)) == Some(Operator::Say) && reading.verb != verb;
        if says {
            return;
        }
        let kind = reading.kind;
        let before = reading.inner;
        if reading.rule == "event-noun" {
            // The event is to come; nobody's will is spoken of.
            if frame.modal == Modal::Will {
                reading.status = EventStatus::Planned;
            } else if frame.negated {
                reading.status = EventStatus::Negated;
            } else if frame.modal != Modal::None {
                reading.status = EventStatus::Hypothetical;
            }
            return;
        }
        let going = self.lemma(verb) == "go" && reading.verb != verb;
        let no_longer = self.children(verb).any(|child| {
            self.lemma(child) == "longer" && self.children(child).any(|inner| self.lemma(inner) == "no")
        });
        let object_negated = reading.trigger != verb
            && self
                .children(reading.trigger)
                .any(|child| self.relation(child) == Relation::Det && self.lemma(child) == "no");
        let negated = frame.negated || no_longer || object_negated;
        match (negated, frame.modal) {
            (true, Modal::Will | Modal::Would | Modal::Can | Modal::May | Modal::Must) => {
                if kind.is_friendly() {
                    reading.kind = REJECT;
                    reading.status = EventStatus::Asserted;
                } else {
                    reading.status = EventStatus::Negated;
                }
            }
            (true, Modal::None) => {
                if matches!(kind.name, "CONCEDE" | "AID") || (kind.name == "RETREAT" && !self.past(verb)) {
                    reading.kind = REJECT;
                } else {
                    reading.status = EventStatus::Negated;
                }
            }
            (false, Modal::Will) => {
                reading.kind = intended(kind);
                reading.status = EventStatus::Planned;
            }
            (false, Modal::Would) => {
                reading.kind = intended(kind);
                reading.status = if self.root_is_past() && kind.is_hostile() || self.is_told(verb) {
                    EventStatus::Planned
                } else {
                    EventStatus::Hypothetical
                };
            }
            (false, Modal::May | Modal::Can) => {
                if kind.is_hostile() && frame.modal == Modal::May && !self.perfect(verb) {
                    reading.kind = intended(kind);
                }
                reading.status = EventStatus::Hypothetical;
            }
            (false, Modal::Must) => {
                reading.kind = DEMAND;
                reading.rule = "must";
                reading.recipient = subject;
                reading.actor = None;
                reading.status = EventStatus::Asserted;
            }
            (false, Modal::None) if going && self.form(verb) == "going" => {
                reading.kind = intended(kind);
                reading.status = EventStatus::Planned;
            }
            (false, Modal::None) => {}
        }
        if reading.kind.name != kind.name {
            reading.inner = before.or(Some(kind));
        }
    }

    /// The "by" of a passive that the parser hung on another noun.
    fn agent_by_place(&self, verb: usize) -> Option<usize> {
        let near = verb + 1..self.len().min(verb + 8);
        near.filter(|&at| self.lemma(at) == "by" && self.relation(at) == Relation::Case)
            .find_map(|at| self.head(at).filter(|&head| head > at && self.may_act(head)))
    }

    /// "said it would": what was to come when it was said.
    fn is_told(&self, verb: usize) -> bool {
        self.relation(verb) == Relation::Ccomp
            && self.head(verb).is_some_and(|head| {
                words::verb_operator(self.lemma(head)) == Some(Operator::Say)
                    && self.lemma(head) != self.form(head)
                    && !self.form(head).ends_with("ing")
            })
    }

    fn past(&self, verb: usize) -> bool {
        self.form(verb).ends_with("ed")
    }

    fn perfect(&self, verb: usize) -> bool {
        self.children(verb).any(|child| self.relation(child) == Relation::Aux && self.lemma(child) == "have")
    }

    fn root_is_past(&self) -> bool {
        (0..self.len()).any(|at| self.words[at].relation == Relation::Root && self.lemma(at) != self.form(at))
    }

    /// Reads verbs that take a clause.
    fn operated(
        &self,
        verb: usize,
        frame: &Frame,
        subject: Option<usize>,
        actor: Option<usize>,
        deep: usize,
    ) -> Option<Reading> {
        let lemma = self.lemma(verb);
        let operator = words::verb_operator(lemma)?;
        let with = |kind: Kind, rule: &'static str, inner: Option<&Reading>| {
            let mut sites = Vec::new();
            if let Some(inner) = inner {
                sites.extend_from_slice(&inner.sites);
            }
            sites.push(verb);
            if let Some(object) = frame.object {
                sites.push(object);
            }
            Reading {
                kind,
                inner: inner.map(|inner| inner.inner.unwrap_or(inner.kind)),
                trigger: verb,
                verb,
                sites,
                actor,
                recipient: inner.and_then(|inner| inner.recipient),
                status: EventStatus::Asserted,
                reporter: None,
                passive: frame.passive,
                rule,
            }
        };
        let clause = frame.clause;
        let inner = |above: Option<usize>| clause.and_then(|clause| self.clause(clause, above, deep + 1));
        match operator {
            Operator::Accept => {
                // "agreed to a ceasefire": a matter, not a clause.
                let matter = clause.is_none() && matches!(lemma, "agree" | "commit");
                let matter = matter
                    && self.children(verb).any(|child| {
                        self.relation(child).is(Relation::Obl)
                            && matches!(self.case(child), Some("on" | "upon" | "to"))
                            && !self.words[child].time
                    });
                let complement = clause
                    .or(frame.adverbial.filter(|_| !matter && (lemma == "agree" || frame.object.is_none())));
                let Some(complement) = complement else {
                    let on = self.children(verb).find(|&child| {
                        self.relation(child).is(Relation::Obl)
                            && matches!(self.case(child), Some("on" | "upon" | "to"))
                    })?;
                    if lemma != "agree" && lemma != "commit" {
                        return None;
                    }
                    let mut reading = with(AGREE, "agreement", None);
                    reading.sites.insert(0, on);
                    return Some(reading);
                };
                if self.lexical(verb, frame).is_some_and(|(kind, ..)| kind.name != "AGREE")
                    && frame.clause.is_none()
                {
                    return None;
                }
                let inner = self.clause(complement, subject, deep + 1);
                let kind = match &inner {
                    Some(inner) if inner.kind.name == "REJECT" => REJECT,
                    _ => AGREE,
                };
                let mut reading = with(kind, "agreement", inner.as_ref());
                if inner.is_none() {
                    reading.sites.insert(0, complement);
                    if let Some(object) = self.child(complement, Relation::Obj) {
                        reading.sites.insert(0, object);
                    }
                }
                Some(reading)
            }
            Operator::Intend => {
                let inner = inner(subject)?;
                let mut reading = with(intended(inner.kind), "intent", Some(&inner));
                reading.actor = actor.or(inner.actor);
                if lemma == "decide" || lemma == "determine" {
                    // What a court or government decides, it does.
                    reading.kind = if inner.kind.is_hostile() { intended(inner.kind) } else { inner.kind };
                } else {
                    reading.status = EventStatus::Planned;
                }
                Some(reading)
            }
            Operator::Pass | Operator::Help => {
                let own = self.lexical(verb, frame);
                if own.is_some_and(|(_, _, rule)| rule != "verb") {
                    return None;
                }
                let complement = clause.or(frame.adverbial.filter(|_| frame.object.is_none()));
                let mut inner = self.clause(complement?, subject, deep + 1)?;
                if inner.kind.is_friendly() && operator == Operator::Help {
                    inner.actor = actor;
                }
                if lemma == "seek" || lemma == "try" || lemma == "attempt" {
                    inner.status = EventStatus::Planned;
                }
                Some(inner)
            }
            Operator::Refuse => {
                let complement = clause.or(frame.adverbial.filter(|_| frame.object.is_none()));
                let complement = complement?;
                let inner = self.clause(complement, subject, deep + 1);
                let mut reading = with(REJECT, "refusal", inner.as_ref());
                if inner.is_none() {
                    reading.sites.insert(0, complement);
                    if let Some(object) = self.child(complement, Relation::Obj) {
                        reading.sites.insert(0, object);
                    }
                }
                Some(reading)
            }
            Operator::Fail => {
                let inner = inner(subject)?;
                if lemma == "cease" || lemma == "stop" {
                    return (inner.kind.is_hostile())
                        .then(|| with(Kind::new("RETREAT", "08"), "stop", Some(&inner)));
                }
                if matches!(inner.kind.name, "COERCE" | "SANCTION") && lemma == "fail" {
                    return Some(with(Kind::new("CONCEDE", "08"), "failure", Some(&inner)));
                }
                inner.kind.is_friendly().then(|| with(REJECT, "failure", Some(&inner)))
            }
            Operator::Threaten => {
                let inner =
                    clause.or(frame.adverbial).and_then(|clause| self.clause(clause, subject, deep + 1));
                let mut reading = with(THREATEN, "threat", inner.as_ref());
                reading.kind.mode = inner.and_then(|inner| inner.kind.mode);
                Some(reading)
            }
            Operator::Warn => {
                let inner = inner(subject);
                let mut reading = with(THREATEN, "warning", inner.as_ref());
                if frame.object.is_some() {
                    reading.recipient = None;
                    reading.sites.rotate_right(2);
                }
                Some(reading)
            }
            Operator::Demand => self.demand(verb, frame, subject, deep, with(DEMAND, "demand", None)),
            Operator::Order => {
                let object_kind = self.lexical(verb, frame).filter(|(_, _, rule)| *rule != "verb");
                if let Some((kind, trigger, _)) = object_kind {
                    let mut reading = with(kind, "order", None);
                    reading.trigger = trigger;
                    reading.sites.insert(0, trigger);
                    return Some(reading);
                }
                let complement = self.complement(verb, frame)?;
                if lemma == "tell" && self.relation(complement) == Relation::Ccomp {
                    return self.clause(complement, None, deep + 1);
                }
                let inner = self.clause(complement, frame.object, deep + 1);
                let (kind, rule) = match &inner {
                    Some(inner) if matches!(inner.kind.name, "SANCTION" | "COERCE" | "REJECT") => {
                        (COERCE, "order")
                    }
                    Some(inner) if inner.kind.is_hostile() => (inner.kind, "order"),
                    _ => (DEMAND, "order"),
                };
                let mut reading = with(kind, rule, inner.as_ref());
                reading.recipient = frame.object;
                Some(reading)
            }
            Operator::Force => {
                let mut reading = with(COERCE, "force", None);
                reading.recipient = frame.object;
                Some(reading)
            }
            Operator::Allow => {
                let mut reading = with(Kind::new("CONCEDE", "08"), "leave", None);
                if let Some(clause) = self.complement(verb, frame) {
                    let inner = self.frame(clause);
                    reading.recipient = frame.object.or(inner.subject).or(inner.object);
                    reading.sites.push(clause);
                } else {
                    reading.recipient = frame.indirect.or(frame.object).filter(|&to| self.may_act(to));
                }
                // Who lets helpers and observers in gives access.
                if reading.recipient.or(frame.object).is_some_and(|guest| {
                    matches!(self.class(guest), Some("peacekeepers" | "aid"))
                        || matches!(self.lemma(self.core(guest)), "convoy" | "agency" | "helper" | "rescuer")
                }) {
                    reading.kind = Kind { name: "RETREAT", cameo: "08", mode: Some("access") };
                }
                Some(reading)
            }
            Operator::Accuse => {
                let kind = words::plain(lemma).filter(|kind| kind.name == "ACCUSE").unwrap_or(ACCUSE);
                if lemma == "claim" {
                    return self.said(verb, frame, subject, deep);
                }
                let (kind, trigger, rule) = match self.lexical(verb, frame) {
                    Some((other, trigger, rule)) if rule != "verb" => (other, trigger, rule),
                    _ => (kind, verb, "accusation"),
                };
                let mut reading = with(kind, rule, None);
                reading.trigger = trigger;
                if matches!(lemma, "allege" | "complain")
                    && let Some(inner) = self.said(verb, frame, subject, deep)
                {
                    reading.recipient = inner.actor;
                }
                Some(reading)
            }
            Operator::Say => self.said(verb, frame, subject, deep),
            Operator::Deny => {
                let inner = inner(subject)?;
                let mut reading = inner;
                reading.status = EventStatus::Negated;
                reading.reporter = subject;
                Some(reading)
            }
            Operator::Send => {
                let own = self.lexical(verb, frame);
                let purpose = clause.or(frame.adverbial)?;
                let inner = self.clause(purpose, subject, deep + 1)?;
                if matches!(inner.kind.name, "ACCUSE" | "ASSAULT") || own.is_none() {
                    let mut reading = with(inner.kind, "purpose", Some(&inner));
                    reading.trigger = inner.trigger;
                    return Some(reading);
                }
                None
            }
        }
    }

    /// What is said: the event of the clause, reported.
    fn said(&self, verb: usize, frame: &Frame, subject: Option<usize>, deep: usize) -> Option<Reading> {
        // "announced a ceasefire" is the event itself.
        let own = self.lexical(verb, frame);
        if own.is_some_and(|(_, _, rule)| rule != "verb") && frame.clause.is_none() {
            return None;
        }
        let clause = frame.clause.or(frame.adverbial.filter(|_| frame.object.is_none()))?;
        let inner = self.clause(clause, subject, deep + 1);
        let mut inner = inner.or_else(|| {
            // "must ensure": what is to be done need not be an event.
            let under = self.frame(clause);
            let asked = under.subject.filter(|&asked| self.may_act(asked) && self.tag(asked) != Tag::Pron)?;
            (under.modal == Modal::Must && !under.negated).then(|| Reading {
                recipient: Some(asked),
                rule: "must",
                ..bare(DEMAND, clause, None)
            })
        })?;
        if matches!(inner.rule, "must" | "guilt") && inner.reporter.is_none() {
            inner.actor = subject;
        }
        if matches!(self.lemma(verb), "claim" | "allege") && inner.status == EventStatus::Asserted {
            inner.status = EventStatus::Alleged;
        }
        if inner.reporter.is_none() {
            inner.reporter = if frame.passive { frame.agent } else { subject };
        }
        if let Some(actor) = inner.actor
            && self.tag(actor) == Tag::Pron
            && let Some(subject) = subject
            && self.refers_back(actor)
        {
            inner.actor = Some(subject);
        }
        // "said his country would": the speaker's own.
        if let (Some(actor), Some(subject)) = (inner.actor, subject)
            && matches!(
                self.lemma(actor),
                "country"
                    | "government"
                    | "force"
                    | "party"
                    | "nation"
                    | "administration"
                    | "group"
                    | "troop"
                    | "army"
            )
            && self
                .children(actor)
                .any(|child| self.relation(child) == Relation::NmodPoss && self.tag(child) == Tag::Pron)
        {
            inner.actor = Some(subject);
        }
        Some(inner)
    }

    /// A demand: who is to do something is the one it is made to.
    fn demand(
        &self,
        verb: usize,
        frame: &Frame,
        subject: Option<usize>,
        deep: usize,
        mut reading: Reading,
    ) -> Option<Reading> {
        let lemma = self.lemma(verb);
        if lemma == "call" || lemma == "push" || lemma == "press" || lemma == "appeal" {
            return self.call(verb, frame, subject, deep, reading);
        }
        if matches!(lemma, "encourage" | "advise" | "require" | "recommend") && frame.clause.is_none() {
            return None;
        }
        if lemma == "insist" && frame.clause.is_some() {
            let said = self.said(verb, frame, subject, deep);
            if said.is_some() {
                return said;
            }
        }
        if let Some(clause) = self.complement(verb, frame) {
            let inner = self.frame(clause);
            reading.inner =
                self.clause(clause, frame.object, deep + 1).map(|inner| inner.inner.unwrap_or(inner.kind));
            let asked = frame.object.filter(|&object| !inner.passive && self.may_act(object));
            reading.recipient = asked.or(inner.subject.filter(|&subject| self.may_act(subject)));
            reading.sites.push(clause);
            if let Some(object) = inner.object {
                reading.sites.push(object);
            }
        }
        Some(reading)
    }

    /// "call on", "call for", "call" by telephone.
    fn call(
        &self,
        verb: usize,
        frame: &Frame,
        subject: Option<usize>,
        deep: usize,
        mut reading: Reading,
    ) -> Option<Reading> {
        let lemma = self.lemma(verb);
        if let Some((kind, trigger, rule)) = self.lexical(verb, frame).filter(|(_, _, rule)| *rule != "verb")
            && kind.name != "REQUEST"
        {
            reading.kind = kind;
            reading.trigger = trigger;
            reading.rule = rule;
            return Some(reading);
        }
        let purpose = self.complement(verb, frame).or(frame.adverbial);
        let visits =
            purpose.is_some_and(|purpose| matches!(self.lemma(purpose), "discuss" | "talk" | "brief"));
        let mut on = None;
        let mut wanted = None;
        for child in self.children(verb) {
            if self.relation(child).is(Relation::Obl) {
                match self.case(child) {
                    Some("on" | "upon" | "to") if !self.words[child].time => on = on.or(Some(child)),
                    Some("for") => wanted = wanted.or(Some(child)),
                    _ => {}
                }
            }
        }
        if on.is_some() || wanted.is_some() {
            reading.recipient = on.filter(|&on| self.may_act(on));
            if visits && wanted.is_none() {
                reading.kind = Kind { mode: Some("visit"), ..CONSULT };
                return Some(reading);
            }
            if let Some(wanted) = wanted {
                reading.sites.insert(0, wanted);
                if matches!(
                    self.lemma(wanted),
                    "sanction"
                        | "boycott"
                        | "embargo"
                        | "investigation"
                        | "probe"
                        | "inquiry"
                        | "condemnation"
                        | "trial"
                        | "prosecution"
                ) {
                    reading.kind = ACCUSE;
                }
            }
            if let Some(clause) = frame.clause.or(frame.adverbial) {
                reading.inner =
                    self.clause(clause, on, deep + 1).map(|inner| inner.inner.unwrap_or(inner.kind));
                reading.sites.push(clause);
            }
            return Some(reading);
        }
        if lemma == "call" {
            let object = frame.object.filter(|&object| self.may_act(object))?;
            // "called the move a mistake" has a second noun; a telephone call a purpose or nothing.
            let purpose = self.complement(verb, frame).or(frame.adverbial);
            if frame.clause.is_some_and(|clause| self.tag(clause) != Tag::Verb) {
                return None;
            }
            let inner = purpose.and_then(|clause| self.clause(clause, subject, deep + 1));
            reading.kind = match &inner {
                Some(inner) if matches!(inner.kind.name, "SUPPORT" | "ACCUSE" | "REQUEST") => inner.kind,
                _ => Kind { mode: Some("phone"), ..CONSULT },
            };
            reading.recipient = Some(object);
            reading.rule = "telephone";
            return Some(reading);
        }
        if lemma == "push" || frame.clause.is_none() && frame.object.is_none() {
            return None;
        }
        reading.recipient = frame.object;
        Some(reading)
    }

    /// "is willing to", "is responsible", "is critical of".
    fn adjective(&self, at: usize, frame: &Frame, subject: Option<usize>, deep: usize) -> Option<Reading> {
        let lemma = self.lemma(at);
        if matches!(lemma, "welcome") && (frame.negated || frame.modal != Modal::None) {
            return Some(Reading {
                recipient: subject,
                actor: None,
                ..bare(if frame.negated { REJECT } else { AGREE }, at, None)
            });
        }
        let operator = words::adjective_operator(lemma)?;
        if operator == Operator::Accuse {
            if matches!(lemma, "concerned" | "angry") {
                return None;
            }
            let mut reading = bare(ACCUSE, at, None);
            // Told without a source, guilt is the deed itself.
            let told = self.head(at).is_none()
                && !self.children(at).any(|child| self.relation(child) == Relation::Parataxis);
            let guilt_of = self.children(at).find_map(|child| {
                let of = matches!(self.case(child), Some("for" | "of")) && self.is_noun(child);
                let clause = self.tag(child) == Tag::Verb && self.relation(child).is(Relation::Advcl);
                if of {
                    self.nominal(child).filter(|deed| deed.kind.name == "ASSAULT")
                } else if clause {
                    self.clause(child, subject, deep + 1).filter(|deed| deed.kind.name == "ASSAULT")
                } else {
                    None
                }
            });
            if told
                && matches!(lemma, "responsible" | "guilty")
                && let Some(deed) = guilt_of
            {
                return Some(Reading { actor: subject, status: EventStatus::Alleged, ..deed });
            }
            if matches!(lemma, "responsible" | "guilty") {
                // Whoever says so accuses; the guilty one is what the subject names.
                reading.recipient = subject;
                reading.rule = "guilt";
            } else {
                reading.actor = subject;
            }
            return Some(reading);
        }
        let complement = frame
            .clause
            .or(frame.adverbial)
            .or_else(|| self.children(at).find(|&child| self.relation(child).is(Relation::Acl)));
        let Some(complement) = complement else {
            // "opposed to mediation", "committed to opening".
            let noun = self
                .children(at)
                .find(|&child| self.relation(child).is(Relation::Obl) && self.case(child) == Some("to"))?;
            return matches!(lemma, "opposed" | "committed").then(|| {
                let mut reading = bare(if lemma == "opposed" { REJECT } else { AGREE }, at, subject);
                reading.sites.push(noun);
                reading
            });
        };
        let inner = self.clause(complement, subject, deep + 1);
        let mut reading = bare(AGREE, at, subject);
        if let Some(inner) = &inner {
            reading.sites.splice(0..0, inner.sites.iter().copied());
            reading.recipient = inner.recipient;
            if operator != Operator::Refuse && lemma != "committed" {
                reading.kind = intended(inner.kind);
                reading.status = EventStatus::Planned;
            }
        } else {
            if matches!(lemma, "likely" | "due" | "set" | "able" | "about" | "happy" | "poised") {
                return None;
            }
            reading.sites.insert(0, complement);
        }
        if operator == Operator::Refuse || lemma == "opposed" {
            reading.kind = REJECT;
        }
        Some(reading)
    }

    /// "is the largest donor", "is an attack".
    fn predicate_noun(
        &self,
        at: usize,
        frame: &Frame,
        subject: Option<usize>,
        _deep: usize,
    ) -> Option<Reading> {
        if self.lemma(at) == "alert" && self.case(at) == Some("on") {
            return Some(bare(Kind::new("MOBILIZE", "15"), at, subject));
        }
        if self.lemma(at) == "question" && self.case(at) == Some("out") {
            // "Lifting the ban is out of the question": whoever says so rejects it.
            let mut reading = bare(REJECT, at, None);
            reading.rule = "guilt";
            if let Some(what) = frame.subject {
                reading.sites.insert(0, what);
                reading.sites.extend(self.child(what, Relation::Obj));
                reading.sites.rotate_right(1);
            }
            return Some(reading);
        }
        if self.lemma(at) == "donor" {
            return Some(bare(Kind::new("AID", "07"), at, subject));
        }
        let subject_event = frame.subject.and_then(|subject| self.nominal(subject));
        if subject_event.is_some() {
            return subject_event;
        }
        // A sentence without a verb: a headline's noun.
        if self.child(at, Relation::Cop).is_none() && self.relation(at) == Relation::Root {
            return self.nominal(at);
        }
        None
    }

    /// The event of a noun by itself: "the bombing of the convoy".
    pub(crate) fn nominal(&self, noun: usize) -> Option<Reading> {
        if self.tag(noun) != Tag::Noun {
            return None;
        }
        let own = self
            .class_within(noun, 1)
            .filter(|&(_, at)| at == noun)
            .and_then(|(class, _)| words::nominal(class))
            .map(|kind| (kind, noun));
        // "the suspension of aid" is no aid.
        let (kind, carrier) = own.or_else(|| self.nominal_act(noun))?;
        let mut actor = None;
        for child in self.children(noun) {
            let relation = self.relation(child);
            let preposition = self.case(child);
            if preposition == Some("by") && !self.words[child].time
                || (relation == Relation::NmodPoss && self.may_act(child))
            {
                actor = Some(child);
            }
            if actor.is_none()
                && matches!(relation, Relation::Amod | Relation::Compound)
                && (self.words[child].name.is_some() || words::is_agent(self.lemma(child)))
            {
                actor = Some(child);
            }
        }
        // "the suspension of aid to Niger by France": the parser hung the last on the one before.
        if actor.is_none_or(|actor| self.case(actor) != Some("by")) {
            let deeper = |at: usize| {
                let of = self.children(at).filter(|&child| self.relation(child).is(Relation::Nmod));
                of.collect::<Vec<_>>()
            };
            let near = deeper(noun)
                .into_iter()
                .filter(|&child| matches!(self.case(child), Some("of" | "to" | "on" | "in" | "from")));
            let second = near.flat_map(|child| {
                let mut below = deeper(child);
                below.extend(below.clone().into_iter().flat_map(deeper));
                below
            });
            let mut by =
                second.filter(|&at| self.case(at) == Some("by") && !self.words[at].time && self.may_act(at));
            actor = by.next().or(actor);
        }
        let mut reading = Reading { rule: "noun", ..bare(kind, noun, actor) };
        if carrier != noun {
            reading.rule = "nominal-act";
            reading.sites.insert(0, carrier);
        }
        Some(reading)
    }

    /// Whether a noun can take part in an event: a name, an office, people.
    pub(crate) fn may_act(&self, at: usize) -> bool {
        if self.words[at].time {
            return false;
        }
        match self.tag(at) {
            Tag::Propn => true,
            Tag::Pron => !matches!(self.lemma(at), "what" | "this" | "that" | "which"),
            Tag::Noun => {
                let lemma = self.lemma(at);
                words::is_agent(lemma) || (!words::is_abstract(lemma) && words::noun_class(lemma).is_none())
            }
            Tag::Adj | Tag::Num => self.words[at].name.is_some(),
            _ => false,
        }
    }

    pub(crate) fn refers_back(&self, pronoun: usize) -> bool {
        matches!(self.lemma(pronoun), "it" | "they" | "he" | "she" | "we" | "i" | "him" | "her" | "them")
    }

    /// The noun that a relative pronoun stands for; itself otherwise.
    pub(crate) fn antecedent(&self, at: usize, verb: usize) -> usize {
        if self.tag(at) == Tag::Pron
            && matches!(self.lemma(at), "who" | "which" | "that" | "whom")
            && self.relation(verb).is(Relation::Acl)
            && let Some(head) = self.head(verb)
        {
            return head;
        }
        at
    }
}
