//! From names, offices and pronouns to mentions and entities.
//!
//! Names are merged first; then offices give the people beside them roles; then nominals and
//! pronouns are led back to people, modestly: what two could be stays open.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rapporteur_document::{
    Document, Entity, EntityId, EntityKind, Mention, MentionForm, OfficeRole, Rule, Span,
};
use rapporteur_english::gazetteer::{self, Known, Sex};

use crate::kinds::{self, Named};
use crate::lexicon::{heads, offices as office_lists, words as lists};
use crate::offices::{self, Article, Office, Places};
use crate::words::{Shape, Text, Word, has, lower};
use crate::{Options, bodies, model, names, people};

/// Mentions, in order of text, and the entities that they stand for.
pub fn resolve(document: &Document, options: &Options) -> (Vec<Mention>, Vec<Entity>) {
    let text = Text::read(document);
    let mut pieces = names::find(&text);
    if let Some(syntax) = &document.syntax {
        pieces = model::lay_over(&text, pieces, syntax);
    }
    let names = kinds::decide(&text, pieces, document.syntax.is_some());
    let places = Places::of(&text, &names);
    let offices = offices::find(&text, &names, &places);
    let mut cast = Cast::of(&text, &names);
    cast.mentions_of_names(&names);
    cast.roles_of_titles(&text, &names);
    let offices = cast.roles_of_offices(&text, &names, &places, offices);
    if options.nominals {
        cast.nominals(&text, &offices);
        cast.bodies(&text, &names);
    }
    if options.pronouns {
        cast.pronouns(&text);
    }
    cast.finish(&text, &names)
}

/// Something the document speaks of, while it is put together.
#[derive(Debug)]
struct Part {
    kind: EntityKind,
    names: Vec<usize>,
    sex: Option<Sex>,
    roles: Vec<OfficeRole>,
}

/// A mention before it has its entity's id.
#[derive(Debug)]
struct Draft {
    span: Span,
    kind: EntityKind,
    form: MentionForm,
    part: Option<usize>,
    rule: &'static str,
    /// Its first word.
    word: usize,
    sex: Option<Sex>,
    plural: bool,
}

struct Cast {
    parts: Vec<Part>,
    /// For each name, what it is of.
    of: Vec<Option<usize>>,
    drafts: Vec<Draft>,
}

impl Cast {
    fn of(text: &Text<'_>, names: &[Named]) -> Self {
        let (people, person_of) = people::merge(text, names);
        let keys = bodies::keys(text, names);
        let mut parts: Vec<Part> = Vec::new();
        let mut of = vec![None; names.len()];
        let mut by_person: HashMap<usize, usize> = HashMap::new();
        let mut by_key: HashMap<&str, usize> = HashMap::new();
        for index in 0..names.len() {
            let part = match (&keys[index], person_of[index]) {
                (Some(key), _) => {
                    *by_key.entry(key).or_insert_with(|| push(&mut parts, names[index].kind, None))
                }
                (None, Some(person)) => *by_person
                    .entry(person)
                    .or_insert_with(|| push(&mut parts, EntityKind::Person, people[person].sex)),
                (None, None) => continue,
            };
            parts[part].names.push(index);
            of[index] = Some(part);
        }
        Self { parts, of, drafts: Vec::new() }
    }

    fn mentions_of_names(&mut self, names: &[Named]) {
        for (index, named) in names.iter().enumerate() {
            self.drafts.push(Draft {
                span: named.piece.span,
                kind: named.kind,
                form: MentionForm::Name,
                part: self.of[index],
                rule: named.rule,
                word: named.piece.words.start,
                sex: None,
                plural: false,
            });
        }
    }

    /// `Gen. Oru` and `Pope Leo` have their office in their title.
    fn roles_of_titles(&mut self, text: &Text<'_>, names: &[Named]) {
        for (index, named) in names.iter().enumerate() {
            if named.kind != EntityKind::Person || named.piece.titles.is_empty() {
                continue;
            }
            if let Some(title) = offices::title_role(text, named.piece.titles.clone()) {
                self.give_role(index, OfficeRole { title, of: None, at: None });
            }
        }
    }

    fn give_role(&mut self, name: usize, role: OfficeRole) {
        let Some(part) = self.of[name] else { return };
        let roles = &mut self.parts[part].roles;
        // A fuller statement of a role takes the place of a barer one.
        let covers = |long: &OfficeRole, short: &OfficeRole| {
            long.title == short.title
                && (short.of.is_none() || short.of == long.of)
                && (short.at.is_none() || short.at == long.at)
        };
        if roles.iter().any(|known| covers(known, &role)) {
            return;
        }
        match roles.iter_mut().find(|known| covers(&role, known)) {
            Some(known) => *known = role,
            None => roles.push(role),
        }
    }

    /// Gives people the roles beside their names; what is left is with the person that it is an
    /// apposition to, where it is one.
    fn roles_of_offices(
        &mut self,
        text: &Text<'_>,
        names: &[Named],
        places: &Places,
        offices: Vec<Office>,
    ) -> Vec<(Office, Option<usize>, &'static str)> {
        let mut left = Vec::new();
        for office in offices {
            let person = |index: usize| names[index].kind == EntityKind::Person;
            let title_end = office.words.end;
            // "US envoy Samantha Power"
            let direct = [title_end, office.end]
                .into_iter()
                .find_map(|at| places.starting(at))
                .filter(|&index| {
                    person(index) && same_sentence(text, office.title, names[index].piece.words.start)
                })
                .filter(|&index| text.words[names[index].piece.words.start].spaced);
            if let Some(index) = direct
                && !office.plural
            {
                self.give_role(index, office.role);
                continue;
            }
            if office.plural {
                left.push((office, None, "office"));
                continue;
            }
            // "the UN's envoy on Syria, Staffan de Mistura, …"
            let comma = |at: usize| {
                text.beside(office.title, Some(at))
                    .is_some_and(|word| word.text == "," || word.text == "—" || word.text == "–")
            };
            let introduced = office.article != Article::None || office.owner.is_some();
            let after = comma(office.end)
                .then(|| places.starting(skip_titles(text, names, places, office.end + 1)))
                .flatten()
                .filter(|&index| person(index) && introduced && closes(text, names[index].piece.words.end));
            // "Simon Manley, the UK's ambassador to the United Nations"
            let start = office.words.start;
            let before =
                start.checked_sub(1).filter(|&at| comma(at)).and_then(|at| places.ending(at)).filter(
                    |&index| {
                        person(index) && same_sentence(text, office.title, names[index].piece.words.start)
                    },
                );
            // "Simon Manley is the UK's ambassador"
            let copula = start
                .checked_sub(1)
                .filter(|&at| introduced && matches!(text.words[at].text, "is" | "was" | "became" | "as"))
                .filter(|&at| text.words[at].text != "as")
                .and_then(|at| places.ending(at))
                .filter(|&index| {
                    person(index) && same_sentence(text, office.title, names[index].piece.words.start)
                });
            let (index, rule) = match (before, after, copula) {
                (Some(index), _, _) => (index, "apposition"),
                (None, Some(index), _) => (index, "apposition-before"),
                (None, None, Some(index)) => (index, "copula"),
                (None, None, None) => {
                    left.push((office, None, "office"));
                    continue;
                }
            };
            self.give_role(index, office.role.clone());
            left.push((office, self.of[index], rule));
        }
        left
    }

    fn nominals(&mut self, text: &Text<'_>, offices: &[(Office, Option<usize>, &'static str)]) {
        for (office, part, rule) in offices {
            let first = &text.words[office.words.start];
            let bare = office.article == Article::None && office.owner.is_none();
            let speaks = office.plural
                && has(office_lists::BARE_PLURALS, &lower(text.words[office.words.end - 1].text));
            let titled = text.words[office.title].is_capital() && !first.initial && !office.plural;
            if bare && part.is_none() && !speaks && !titled {
                continue;
            }
            let (part, rule) = match part {
                Some(part) => (Some(*part), *rule),
                None => match self.bearer(office) {
                    Some(part) => (Some(part), "bearer-of-office"),
                    None => (None, *rule),
                },
            };
            self.drafts.push(Draft {
                span: text.span(office.words.clone()),
                kind: EntityKind::Person,
                form: MentionForm::Nominal,
                part,
                rule,
                word: office.words.start,
                sex: sex_of_office(office.head),
                plural: office.plural,
            });
        }
    }

    /// "the ambassador": the one person of the document who has that office.
    fn bearer(&self, office: &Office) -> Option<usize> {
        if office.plural
            || office.article == Article::Indefinite
            || office.article == Article::None && office.owner.is_none()
        {
            return None;
        }
        let fits = |role: &OfficeRole| {
            let title = role.title == office.role.title
                || role.title.ends_with(office.role.title.as_str())
                    && role.title[..role.title.len() - office.role.title.len()].ends_with(' ');
            title
                && includes(role.of.as_deref(), office.role.of.as_deref())
                && includes(role.at.as_deref(), office.role.at.as_deref())
        };
        let mut bearers = self.parts.iter().enumerate().filter(|(_, part)| part.roles.iter().any(fits));
        let (first, _) = bearers.next()?;
        bearers.next().is_none().then_some(first)
    }

    /// "the ministry", "the Council": bodies without their names.
    fn bodies(&mut self, text: &Text<'_>, names: &[Named]) {
        // Which bodies are named by each head word; several leave it open.
        let mut by_head: HashMap<String, Option<usize>> = HashMap::new();
        for (index, named) in names.iter().enumerate() {
            let Some(part) = self.of[index].filter(|_| named.kind == EntityKind::Organization) else {
                continue;
            };
            for word in
                text.words[named.piece.words.clone()].iter().filter(|word| has(heads::GENERIC, word.text))
            {
                by_head
                    .entry(lower(word.text).into_owned())
                    .and_modify(|known| {
                        if *known != Some(part) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(part));
            }
        }
        for at in 1..text.words.len() {
            let word = &text.words[at];
            if !matches!(word.shape, Shape::Lower | Shape::Capital) {
                continue;
            }
            let small = lower(word.text);
            if !has(BODIES, &small) {
                continue;
            }
            let Some(before) = text.before(at) else { continue };
            let article = lower(before.text);
            if !matches!(&*article, "the" | "its" | "his" | "her" | "their" | "our" | "this") {
                continue;
            }
            // "the government forces", "the Council of Elders": part of something longer.
            let goes_on = text.after(at + 1).is_some_and(|after| {
                after.spaced
                    && (after.is_capital()
                        || after.text == "of"
                        || has(COMPOUNDS, after.text)
                        || has(office_lists::HEADS, after.text)
                        || office_lists::PLURALS
                            .binary_search_by(|(plural, _)| (*plural).cmp(after.text))
                            .is_ok())
            });
            if goes_on || is_named(names, at) {
                continue;
            }
            let part = (article == "the").then(|| by_head.get(&*small).copied().flatten()).flatten();
            self.drafts.push(Draft {
                span: text.span(at - 1..at + 1),
                kind: EntityKind::Organization,
                form: MentionForm::Nominal,
                part,
                rule: if part.is_some() { "body-named-before" } else { "body" },
                word: at - 1,
                sex: None,
                plural: false,
            });
        }
    }

    /// He, she, they, I and we.
    fn pronouns(&mut self, text: &Text<'_>) {
        self.drafts.sort_by_key(|draft| (draft.span.start(), draft.span.end()));
        let mut scene = Scene::default();
        let mut drafts = std::mem::take(&mut self.drafts).into_iter().peekable();
        let mut done: Vec<Draft> = Vec::new();
        for (number, sentence) in text.sentences.iter().enumerate() {
            scene.next_sentence(number, sentence.block);
            for at in sentence.words.clone() {
                while let Some(draft) = drafts.next_if(|draft| draft.word <= at) {
                    let sex = draft.sex.or_else(|| draft.part.and_then(|part| self.parts[part].sex));
                    if draft.kind == EntityKind::Person && !draft.plural {
                        scene.enter(Actor { part: draft.part, sex, subject: is_subject(text, at), word: at });
                    }
                    done.push(draft);
                }
                let word = &text.words[at];
                let Some(pronoun) = pronoun(text, at) else { continue };
                let part = match pronoun {
                    Pronoun::One(sex) if !word.quoted => scene.antecedent(sex),
                    _ => None,
                };
                if let Pronoun::One(sex) = pronoun
                    && !word.quoted
                {
                    if let Some(part) = part {
                        // What a pronoun says of a person holds for the whole document.
                        self.parts[part].sex = self.parts[part].sex.or(Some(sex));
                    }
                    scene.enter(Actor { part, sex: Some(sex), subject: is_subject(text, at), word: at });
                }
                done.push(Draft {
                    span: word.span,
                    kind: EntityKind::Person,
                    form: MentionForm::Pronoun,
                    part,
                    rule: if part.is_some() { "pronoun-nearest" } else { "pronoun" },
                    word: at,
                    sex: None,
                    plural: false,
                });
            }
        }
        done.extend(drafts);
        self.drafts = done;
    }

    fn finish(mut self, text: &Text<'_>, names: &[Named]) -> (Vec<Mention>, Vec<Entity>) {
        self.drafts.sort_by_key(|draft| (draft.span.start(), draft.span.end(), draft.form));
        self.drafts.dedup_by_key(|draft| (draft.span, draft.form));
        // Entities are numbered by their first mention by name.
        let mut entities: Vec<Entity> = Vec::with_capacity(self.parts.len());
        for (index, part) in self.parts.iter().enumerate() {
            entities.push(entity(text, names, part, EntityId(index as u32)));
        }
        let mentions = self
            .drafts
            .iter()
            .map(|draft| Mention {
                span: draft.span,
                kind: draft.kind,
                form: draft.form,
                entity: draft.part.map(|part| EntityId(part as u32)),
                rule: Rule::from(draft.rule),
            })
            .collect();
        (mentions, entities)
    }
}

fn push(parts: &mut Vec<Part>, kind: EntityKind, sex: Option<Sex>) -> usize {
    parts.push(Part { kind, names: Vec::new(), sex, roles: Vec::new() });
    parts.len() - 1
}

/// Whether this word is part of a name.
fn is_named(names: &[Named], at: usize) -> bool {
    let next = names.partition_point(|named| named.piece.words.end <= at);
    names.get(next).is_some_and(|named| named.piece.words.contains(&at))
}

fn same_sentence(text: &Text<'_>, a: usize, b: usize) -> bool {
    text.words[a].sentence == text.words[b].sentence
}

/// Whether what is known of a role covers what a nominal says: nothing, or the same by another name.
fn includes(known: Option<&str>, said: Option<&str>) -> bool {
    let code = |name: &str| match gazetteer::known(name) {
        Some(Known::Country(code) | Known::Demonym(code) | Known::Capital(code)) => Some(code),
        Some(Known::Organization(whole)) => Some(whole),
        _ => None,
    };
    match (known, said) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(known), Some(said)) => known == said || code(known).is_some() && code(known) == code(said),
    }
}

/// Where a name starts whose titles start at `at`.
fn skip_titles(text: &Text<'_>, names: &[Named], places: &Places, at: usize) -> usize {
    let limit = text.words.len().min(at + 5);
    (at..limit)
        .find(|&index| places.starting(index).is_some_and(|name| names[name].piece.titles.start <= at.max(1)))
        .filter(|&index| {
            places.starting(index).is_some_and(|name| names[name].piece.titles.start == at || index == at)
        })
        .unwrap_or(at)
}

/// After an apposition's name: a comma, a stop, a verb; not "and" or another noun.
fn closes(text: &Text<'_>, end: usize) -> bool {
    text.after(end).is_none_or(|after| {
        matches!(after.text, "," | "." | ";" | ":" | "—" | "–" | "-" | ")" | "!" | "?")
            || has(lists::SPEECH, after.text)
    })
}

fn sex_of_office(head: &str) -> Option<Sex> {
    if has(office_lists::FEMALE, head) {
        Some(Sex::Female)
    } else if has(office_lists::MALE, head) {
        Some(Sex::Male)
    } else {
        None
    }
}

/// Bodies that are spoken of without their names. Lower case.
const BODIES: &[&str] = &[
    "administration",
    "agency",
    "alliance",
    "army",
    "assembly",
    "authority",
    "bank",
    "board",
    "cabinet",
    "charity",
    "coalition",
    "commission",
    "committee",
    "company",
    "council",
    "court",
    "department",
    "embassy",
    "foundation",
    "government",
    "group",
    "institute",
    "kingdom",
    "military",
    "ministry",
    "mission",
    "opposition",
    "organisation",
    "organization",
    "parliament",
    "party",
    "police",
    "regime",
    "union",
    "university",
];

/// Nouns that such a word stands before as a part of something else.
const COMPOUNDS: &[&str] = &[
    "aid",
    "aircraft",
    "airstrikes",
    "area",
    "areas",
    "base",
    "bases",
    "building",
    "buildings",
    "bureau",
    "business",
    "campaign",
    "car",
    "chamber",
    "coalition",
    "contract",
    "control",
    "coup",
    "debt",
    "department",
    "departments",
    "donor",
    "elections",
    "employee",
    "employees",
    "figures",
    "fire",
    "force",
    "forces",
    "funding",
    "funds",
    "headquarters",
    "house",
    "intervention",
    "job",
    "jobs",
    "line",
    "meeting",
    "members",
    "office",
    "offices",
    "operation",
    "operations",
    "plan",
    "plans",
    "policies",
    "policy",
    "position",
    "positions",
    "post",
    "posts",
    "power",
    "programme",
    "programmes",
    "property",
    "report",
    "reports",
    "rule",
    "shelling",
    "shutdown",
    "side",
    "source",
    "sources",
    "spending",
    "staff",
    "station",
    "stations",
    "statement",
    "statements",
    "strikes",
    "support",
    "system",
    "tax",
    "territory",
    "troops",
    "vehicle",
    "vehicles",
    "website",
    "work",
];

/// Whether a person at this word is likely what the sentence is about.
fn is_subject(text: &Text<'_>, at: usize) -> bool {
    let sentence = &text.sentences[text.words[at].sentence].words;
    let objects = |word: &str| {
        matches!(
            word,
            "by" | "with"
                | "to"
                | "of"
                | "for"
                | "from"
                | "against"
                | "about"
                | "at"
                | "on"
                | "told"
                | "than"
        )
    };
    // Titles and articles stand between the preposition and the name.
    let before = text.words[sentence.start.max(at.saturating_sub(4))..at]
        .iter()
        .rev()
        .find(|word| word.shape == Shape::Lower && !matches!(word.text, "the" | "a" | "an" | "former"));
    !before.is_some_and(|word| objects(word.text))
}

#[derive(Debug, Clone, Copy)]
enum Pronoun {
    One(Sex),
    Others,
}

fn pronoun(text: &Text<'_>, at: usize) -> Option<Pronoun> {
    let word = &text.words[at];
    if word.text == "I" {
        // `Henry I` and `I.` of a list are none.
        let roman = text.before(at).is_some_and(Word::is_capital)
            || text.after(at + 1).is_some_and(|after| after.text == "." || after.text == ")");
        return (!roman).then_some(Pronoun::Others);
    }
    if word.shape == Shape::Caps || word.shape == Shape::Mark || word.text.len() > 4 {
        return match word.text {
            "I'm" | "I've" | "I'd" | "I'll" => Some(Pronoun::Others),
            _ => None,
        };
    }
    match &*lower(word.text) {
        "he" | "him" => Some(Pronoun::One(Sex::Male)),
        "she" => Some(Pronoun::One(Sex::Female)),
        // "her" before a noun is whose, not who.
        "her" => {
            let object = text.after(at + 1).is_none_or(|after| {
                after.shape == Shape::Mark
                    || matches!(
                        after.text,
                        "to" | "and"
                            | "in"
                            | "for"
                            | "with"
                            | "as"
                            | "on"
                            | "at"
                            | "that"
                            | "when"
                            | "by"
                            | "from"
                    )
            });
            object.then_some(Pronoun::One(Sex::Female))
        }
        "they" | "them" | "we" | "me" => Some(Pronoun::Others),
        "us" if word.shape == Shape::Lower => Some(Pronoun::Others),
        _ => None,
    }
}

/// A person on the scene.
#[derive(Debug, Clone, Copy)]
struct Actor {
    part: Option<usize>,
    sex: Option<Sex>,
    subject: bool,
    word: usize,
}

/// How many people a sentence has at most for a pronoun: among so many it stays open anyway.
const CROWD: usize = 24;

/// Who was spoken of in this sentence and the one before.
#[derive(Default)]
struct Scene {
    sentence: usize,
    block: usize,
    here: Vec<Actor>,
    before: Vec<Actor>,
    /// How many sentences lie between.
    gap: usize,
}

impl Scene {
    fn next_sentence(&mut self, number: usize, block: usize) {
        if number > self.sentence {
            if self.here.is_empty() && block <= self.block + 1 {
                self.gap += 1;
            } else {
                self.before = std::mem::take(&mut self.here);
                self.gap = 0;
            }
            // Nobody is remembered over two sentences without people.
            if self.gap > 1 {
                self.before.clear();
            }
        }
        self.sentence = number;
        self.block = block;
    }

    fn enter(&mut self, actor: Actor) {
        let again = |known: &Actor| {
            known.part.is_some()
                && (known.part, known.sex, known.subject) == (actor.part, actor.sex, actor.subject)
        };
        if self.here.len() < CROWD && !self.here.iter().any(again) {
            self.here.push(actor);
        }
    }

    /// The one person that a pronoun of this sex can mean; nobody where two could be meant.
    fn antecedent(&self, sex: Sex) -> Option<usize> {
        let fits = |actor: &&Actor| actor.sex.is_none_or(|other| other == sex || other == Sex::Either);
        let one = |actors: &[Actor]| -> Option<Option<usize>> {
            let mut found = actors.iter().filter(fits);
            let first = found.next()?;
            if found.clone().all(|actor| actor.part == first.part && actor.part.is_some()) {
                return Some(first.part);
            }
            // Several: the one that the sentence is about, when its sex is known and no other
            // subject is there.
            let subjects: BTreeSet<Option<usize>> =
                actors.iter().filter(fits).filter(|actor| actor.subject).map(|actor| actor.part).collect();
            let sure = actors.iter().filter(fits).any(|actor| actor.subject && actor.sex == Some(sex));
            match subjects.into_iter().collect::<Vec<_>>().as_slice() {
                [subject] if sure => Some(*subject),
                _ => Some(None),
            }
        };
        debug_assert!(self.here.windows(2).all(|pair| pair[0].word <= pair[1].word), "people enter in order");
        match one(&self.here) {
            Some(found) => found,
            None => one(&self.before).flatten(),
        }
    }
}

fn entity(text: &Text<'_>, names: &[Named], part: &Part, id: EntityId) -> Entity {
    let surface = |index: usize| {
        let name = names[index].piece.span.of(text.whole);
        if name.contains(char::is_whitespace) {
            name.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            name.to_owned()
        }
    };
    // The fullest name: most words, then most letters; the first of equals. Headlines in capitals
    // are nobody's spelling.
    let mut name = String::new();
    let mut best = (0, 0, 0);
    let mut all = BTreeSet::new();
    for &index in &part.names {
        let surface = surface(index);
        let words = surface.split(' ').count();
        let cased = usize::from(words == 1 || surface.chars().any(char::is_lowercase));
        let rank = (cased, words, if words == 1 { surface.chars().count() } else { surface.len() });
        if rank > best {
            best = rank;
            name.clone_from(&surface);
        }
        all.insert(surface);
    }
    all.remove(&name);
    let mut refs = BTreeMap::new();
    let code = part.names.iter().find_map(|&index| match names[index].piece.known {
        Some(Known::Country(code)) if part.kind == EntityKind::Place => Some(code),
        Some(Known::Demonym(code)) if part.kind == EntityKind::Group => Some(code),
        _ => None,
    });
    if let Some(code) = code {
        refs.insert("iso3166".to_owned(), code.to_owned());
    }
    Entity { id, kind: part.kind, name, aliases: all.into_iter().collect(), roles: part.roles.clone(), refs }
}
