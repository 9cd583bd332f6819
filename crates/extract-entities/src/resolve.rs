//! From names, offices and pronouns to mentions and entities.
//!
//! Names are merged first; then offices give the people beside them roles; then nominals and
//! pronouns are led back to people, modestly: what two could be stays open.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rapporteur_document::{
    Document, Entity, EntityId, EntityKind, Mention, MentionForm, OfficeRole, Role, Rule, Unnamed,
};
use rapporteur_english::gazetteer::{self, Known, Sex};

use crate::chains::{self, Case, Chains, Entry, Item, Pronoun};
use crate::grammar::Grammar;
use crate::kinds::{self, Named};
use crate::lexicon::{nominals as nominal_lists, offices as office_lists, words as lists};
use crate::nominals::{self, Class, Nominal};
use crate::offices::{self, Article, Office, Places};
use crate::words::{Text, has, lower};
use crate::{Options, bodies, model, names, people};

/// What the stage finds.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// In order of text.
    pub mentions: Vec<Mention>,
    /// What has a name.
    pub entities: Vec<Entity>,
    /// What has none and is spoken of more than once; ids go on from `entities`.
    pub unnamed: Vec<Unnamed>,
}

/// Mentions, in order of text, and those that they stand for.
pub fn resolve(document: &Document, options: &Options) -> Found {
    let text = Text::read(document);
    let grammar = Grammar::read(document, &text);
    let mut pieces = names::find(&text);
    if let Some(syntax) = &document.syntax {
        pieces = model::lay_over(&text, pieces, syntax);
    }
    names::facilities(&text, &mut pieces);
    let names = kinds::decide(&text, pieces, document.syntax.is_some());
    let places = Places::of(&text, &names);
    let offices = offices::find(&text, &names, &places, &grammar);
    let mut cast = Cast::of(&text, &names);
    let mut items = cast.mentions_of_names(&names);
    cast.roles_of_titles(&text, &names);
    let offices = cast.roles_of_offices(&text, &names, &places, offices);
    for placed in &offices {
        if let Some(bearer) = placed.bearer {
            items[bearer].title = Some(placed.office.at);
        }
    }
    if options.nominals {
        let headline: Vec<bool> = document.content().iter().map(|block| block.role == Role::Title).collect();
        items.extend(nominals_of(&text, &grammar, &names, &places, &offices, &headline));
    }
    if options.pronouns {
        items.extend(pronouns(&text, &grammar));
    }
    let mut chains = Chains::new(document, &text, &grammar, &names, cast.entries(), items);
    chains.resolve();
    cast.finish(&text, &names, chains)
}

/// Something the document speaks of, while it is put together.
#[derive(Debug)]
struct Part {
    kind: EntityKind,
    names: Vec<usize>,
    sex: Option<Sex>,
    roles: Vec<OfficeRole>,
    /// Offices by which they may be spoken of, and which no report tells of.
    had: Vec<OfficeRole>,
}

struct Cast {
    parts: Vec<Part>,
    /// For each name, what it is of.
    of: Vec<Option<usize>>,
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
        Self { parts, of }
    }

    fn mentions_of_names(&self, names: &[Named]) -> Vec<Item> {
        let item = |(index, named): (usize, &Named)| Item {
            part: self.of[index],
            name: Some(index),
            keep: true,
            ..Item::new(
                named.piece.words.clone(),
                named.piece.span,
                named.kind,
                MentionForm::Name,
                named.rule,
            )
        };
        names.iter().enumerate().map(item).collect()
    }

    /// The parts as chains see them.
    fn entries(&self) -> Vec<Entry> {
        let entry = |part: &Part| {
            let all = part.roles.iter().chain(&part.had);
            let roles = all.map(|role| (role.title.clone(), role.of.clone())).collect();
            Entry::new(part.kind, part.sex, true).with(roles)
        };
        self.parts.iter().map(entry).collect()
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
        if roles.iter().any(|known| says(known, &role) || is_bare_of(&role, known)) {
            return;
        }
        // "finance minister" of one who is told to be the former one.
        roles.retain(|known| !is_bare_of(known, &role));
        match roles.iter_mut().find(|known| says(&role, known)) {
            Some(known) => *known = role,
            None => roles.push(role),
        }
    }

    /// "She was the mayor": "the former mayor" may be her, but whether she is that is left open.
    fn had_role(&mut self, name: usize, office: &Office) {
        let Some(part) = self.of[name] else { return };
        let mut role = office.role.clone();
        if office.standing.is_none() {
            role.title.insert_str(0, "former ");
        }
        self.parts[part].had.push(role);
    }

    /// Gives people the roles beside their names; what is left is with the person that it is an
    /// apposition to, where it is one.
    fn roles_of_offices(
        &mut self,
        text: &Text<'_>,
        names: &[Named],
        places: &Places,
        offices: Vec<Office>,
    ) -> Vec<Placed> {
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
                self.give_role(index, office.role.clone());
                left.push(Placed { office, part: self.of[index], rule: "title", bearer: Some(index) });
                continue;
            }
            if office.plural {
                left.push(Placed { office, part: None, rule: "office", bearer: None });
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
                        person(index)
                            && same_sentence(text, office.title, names[index].piece.words.start)
                            && !acts(text, office.end)
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
                    left.push(Placed { office, part: None, rule: "office", bearer: None });
                    continue;
                }
            };
            if rule == "copula" && text.words[office.words.start - 1].text == "was" {
                self.had_role(index, &office);
            } else {
                self.give_role(index, office.role.clone());
            }
            left.push(Placed { office, part: self.of[index], rule, bearer: None });
        }
        left
    }

    fn finish(self, text: &Text<'_>, names: &[Named], chains: Chains<'_, '_>) -> Found {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for part in chains.items.iter().filter_map(|item| item.part) {
            *counts.entry(part).or_default() += 1;
        }
        let mut found = Found::default();
        // Entities are numbered by their first mention by name.
        for (index, part) in self.parts.iter().enumerate() {
            found.entities.push(entity(text, names, part, EntityId(index as u32)));
        }
        let all = self.parts.len();
        let mut items = chains.items;
        items.sort_by_key(|item| (item.span.start(), item.span.end(), item.form));
        items.dedup_by_key(|item| (item.span, item.form));
        items.retain(|item| item.keep || item.part.is_some_and(|part| part < all || counts[&part] > 1));
        let mut unnamed: BTreeMap<usize, EntityId> = BTreeMap::new();
        for (number, (part, chain)) in nameless(&items, all).into_iter().enumerate() {
            let id = EntityId((all + number) as u32);
            unnamed.insert(part, id);
            found.unnamed.push(described(text, id, chains.entries[part].kind, &chain));
        }
        for item in items {
            let part = item.part.filter(|part| *part < all || counts[part] > 1);
            found.mentions.push(Mention {
                span: item.span,
                kind: part.map_or(item.kind, |part| chains.entries[part].kind),
                form: item.form,
                entity: part.and_then(|part| {
                    if part < all { Some(EntityId(part as u32)) } else { unnamed.get(&part).copied() }
                }),
                rule: Rule::from(item.rule),
            });
        }
        found
    }
}

/// The mentions of each that has no name and more than one mention, by first mention.
fn nameless(items: &[Item], named: usize) -> Vec<(usize, Vec<&Item>)> {
    let mut chains: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
    for item in items {
        if let Some(part) = item.part.filter(|part| *part >= named) {
            chains.entry(part).or_default().push(item);
        }
    }
    let mut chains: Vec<(usize, Vec<&Item>)> =
        chains.into_iter().filter(|(_, chain)| chain.len() > 1).collect();
    chains.sort_by_key(|(part, chain)| (chain[0].span, *part));
    chains
}

/// Somebody without a name, by the words that say most: the most of them, the first of equals. A
/// pronoun only where there is nothing else.
fn described(text: &Text<'_>, id: EntityId, kind: EntityKind, chain: &[&Item]) -> Unnamed {
    let words = |item: &Item| item.span.of(text.whole).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut description = String::new();
    let mut best = 0;
    let mut roles: Vec<OfficeRole> = Vec::new();
    for item in chain {
        let words = words(item);
        let pronoun = item.form == MentionForm::Pronoun;
        let rank = 1 + if pronoun { 0 } else { words.split(' ').count() };
        if rank > best {
            best = rank;
            description = words;
        }
        if let Some(role) = &item.office
            && !roles.iter().any(|known| says(known, role) || tails(known, role))
        {
            roles.retain(|known| !says(role, known) && !tails(role, known));
            roles.push(role.clone());
        }
    }
    Unnamed { id, kind, description, roles }
}

/// "envoy" alone says nothing beside "deputy envoy of Talvia".
fn tails(long: &OfficeRole, short: &OfficeRole) -> bool {
    let before = long.title.strip_suffix(short.title.as_str());
    before.is_some_and(|before| before.ends_with(' ')) && short.of.is_none() && short.at.is_none()
}

/// Whether one says the office alone, and the other that it is theirs no more or not yet.
fn is_bare_of(bare: &OfficeRole, full: &OfficeRole) -> bool {
    let title = offices::standing_of(&full.title).and_then(|told| full.title[told.len()..].strip_prefix(' '));
    title == Some(bare.title.as_str()) && (bare.of.is_none() || full.of.is_none() || bare.of == full.of)
}

/// Whether one statement of a role has all that the other says.
fn says(long: &OfficeRole, short: &OfficeRole) -> bool {
    long.title == short.title
        && (short.of.is_none() || short.of == long.of)
        && (short.at.is_none() || short.at == long.at)
}

/// An office with the person whose it is.
#[derive(Debug)]
pub(crate) struct Placed {
    pub office: Office,
    pub part: Option<usize>,
    pub rule: &'static str,
    /// The name that it stands directly before, as a title.
    pub bearer: Option<usize>,
}

/// Everybody and everything that is spoken of without a name.
fn nominals_of(
    text: &Text<'_>,
    grammar: &Grammar,
    names: &[Named],
    places: &Places,
    offices: &[Placed],
    headline: &[bool],
) -> Vec<Item> {
    let found = nominals::find(text, grammar, names, places, offices, headline);
    let item = |nominal: Nominal| {
        let kind = match nominal.class {
            Class::Person if nominal.plural && nominal.office.is_none() => EntityKind::Group,
            Class::Person => EntityKind::Person,
            Class::Body if nominal.plural => EntityKind::Group,
            Class::Body | Class::Thing => EntityKind::Organization,
            Class::Place => EntityKind::Place,
        };
        let office = nominal.office.map(|at| &offices[at]);
        let (part, rule) = office.map_or((None, "nominal"), |office| (office.part, office.rule));
        let keep = match office {
            Some(Placed { office, .. }) => {
                let first = &text.words[office.words.start];
                let speaks = office.plural
                    && has(office_lists::BARE_PLURALS, &lower(text.words[office.words.end - 1].text));
                let titled = text.words[office.title].is_capital() && !first.initial && !office.plural;
                !nominal.bare || part.is_some() || speaks || titled
            }
            None => nominal.address || is_plain_body(text, &nominal),
        };
        let sex = if nominal.plural { None } else { sex_of(&nominal.noun) };
        let span = text.span(nominal.words.clone());
        Item {
            part,
            sex,
            keep,
            nominal: Some(nominal.clone()),
            office: office.filter(|held| !held.office.plural).map(|held| held.office.role.clone()),
            ..Item::new(nominal.words, span, kind, MentionForm::Nominal, rule)
        }
    };
    found.into_iter().map(item).collect()
}

/// "the ministry", "the Council", without anything between.
fn is_plain_body(text: &Text<'_>, nominal: &Nominal) -> bool {
    nominal.class == Class::Body
        && !nominal.plural
        && has(BODIES, &nominal.noun)
        && nominal.words.len() == 2
        && matches!(
            &*lower(text.words[nominal.words.start].text),
            "the" | "its" | "his" | "her" | "their" | "our" | "this"
        )
        && text.after(nominal.at + 1).is_none_or(|after| !(after.spaced && has(COMPOUNDS, after.text)))
}

/// He, she, it, they, I and we, in all their forms.
fn pronouns(text: &Text<'_>, grammar: &Grammar) -> Vec<Item> {
    let mut found = Vec::new();
    for at in 0..text.words.len() {
        let Some((pronoun, case, span)) = chains::pronoun(text, grammar, at) else { continue };
        let kept = match pronoun {
            Pronoun::One(_) | Pronoun::I => true,
            Pronoun::They | Pronoun::We => matches!(case, Case::Subject | Case::Object),
            Pronoun::It => false,
        };
        let sex = match pronoun {
            Pronoun::One(sex) => Some(sex),
            _ => None,
        };
        found.push(Item {
            keep: kept,
            sex,
            pronoun: Some((pronoun, case)),
            ..Item::new(at..at + 1, span, EntityKind::Person, MentionForm::Pronoun, "pronoun")
        });
    }
    found
}

fn push(parts: &mut Vec<Part>, kind: EntityKind, sex: Option<Sex>) -> usize {
    parts.push(Part { kind, names: Vec::new(), sex, roles: Vec::new(), had: Vec::new() });
    parts.len() - 1
}

fn same_sentence(text: &Text<'_>, a: usize, b: usize) -> bool {
    text.words[a].sentence == text.words[b].sentence
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

/// "Cross-examined by Ana Kolar, the witness admitted": what a verb follows without a comma is the subject of
/// its own clause, and no apposition.
fn acts(text: &Text<'_>, end: usize) -> bool {
    const HELPERS: &[&str] = &[
        "are", "can", "could", "did", "does", "had", "has", "have", "is", "must", "should", "was", "were",
        "will", "would",
    ];
    text.after(end).is_some_and(|after| HELPERS.contains(&after.text) || has(lists::SPEECH, after.text))
}

fn sex_of(noun: &str) -> Option<Sex> {
    if has(office_lists::FEMALE, noun) || has(nominal_lists::FEMALE, noun) {
        Some(Sex::Female)
    } else if has(office_lists::MALE, noun) || has(nominal_lists::MALE, noun) {
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
pub(crate) const COMPOUNDS: &[&str] = &[
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

/// `Trujillo` of a dateline's `TRUJILLO`, where the gazetteer has it.
fn in_usual_letters(name: &str) -> Option<String> {
    if name.len() < 4 || name.chars().any(char::is_lowercase) || name.contains('.') {
        return None;
    }
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
    };
    let usual = name.split(' ').map(word).collect::<Vec<_>>().join(" ");
    gazetteer::known(&usual).is_some_and(Known::is_place).then_some(usual)
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
        let acronym = words == 1 && matches!(part.kind, EntityKind::Organization | EntityKind::Group);
        let mixed = surface.contains(char::is_lowercase) && surface.contains(char::is_uppercase);
        let cased = usize::from(acronym || mixed);
        let rank = (cased, words, if words == 1 { surface.chars().count() } else { surface.len() });
        if rank > best {
            best = rank;
            name.clone_from(&surface);
        }
        all.insert(surface);
    }
    if part.kind == EntityKind::Place
        && let Some(usual) = in_usual_letters(&name)
    {
        name = usual;
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
