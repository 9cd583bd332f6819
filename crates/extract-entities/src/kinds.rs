//! What a name is a name of: a person, an organisation, a place, a people.
//!
//! Every occurrence gives evidence: what the gazetteers know, the words that the name is made of,
//! the words beside it. The evidence of all occurrences of one name in the document is added up,
//! so that one name has one kind throughout; short forms follow the full names that they are of.

use std::collections::{HashMap, HashSet};

use rapporteur_document::EntityKind;
use rapporteur_english::gazetteer::{self, Known};

use crate::lexicon::{heads, offices, particles, words as lists};
use crate::model::is_address;
use crate::names::{self, NOBLE, Piece};
use crate::offices::plain;
use crate::words::{Shape, Text, has, is_common, lower};

/// What the tagger's word weighs for a kind.
const SEEN: f32 = 9.0;

/// What it weighs that the document has a person's full name with this surname.
const SURNAME: f32 = 9.0;

/// What it weighs that a short form of a name in full stands nowhere as the place that it is taken for.
const SHORT: f32 = 30.0;

/// What must speak for a name that the tagger does not see.
const UNSEEN: f32 = 8.0;

/// What it weighs that a document has both a country's name and the adjective of it, against all
/// that stands beside the two.
const PAIR: f32 = 60.0;

/// How much speaks for each kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Evidence {
    person: f32,
    organization: f32,
    place: f32,
    group: f32,
    /// What gave the most.
    best: f32,
    rule: &'static str,
}

impl Evidence {
    fn add(&mut self, kind: EntityKind, weight: f32, rule: &'static str) {
        *match kind {
            EntityKind::Person => &mut self.person,
            EntityKind::Organization => &mut self.organization,
            EntityKind::Place => &mut self.place,
            EntityKind::Group => &mut self.group,
        } += weight;
        if weight > self.best {
            self.best = weight;
            self.rule = rule;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.person += other.person;
        self.organization += other.organization;
        self.place += other.place;
        self.group += other.group;
        if other.best > self.best {
            self.best = other.best;
            self.rule = other.rule;
        }
    }

    fn decide(&self) -> (EntityKind, f32) {
        let kinds = [
            (EntityKind::Group, self.group),
            (EntityKind::Place, self.place),
            (EntityKind::Organization, self.organization),
            (EntityKind::Person, self.person),
        ];
        kinds
            .into_iter()
            .fold((EntityKind::Person, f32::MIN), |best, one| if one.1 > best.1 { one } else { best })
    }
}

/// A name with its kind.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// The name.
    pub piece: Piece,
    /// What it is a name of.
    pub kind: EntityKind,
    /// What decided.
    pub rule: &'static str,
}

/// Decides the kind of each name, and drops those that are none.
pub(crate) fn decide(text: &Text<'_>, pieces: Vec<Piece>, tagged: bool) -> Vec<Named> {
    let first: Vec<Evidence> = pieces.iter().map(|piece| evidence(text, piece)).collect();
    let mut whole: HashMap<&str, Evidence> = HashMap::new();
    for (piece, evidence) in pieces.iter().zip(&first) {
        whole.entry(piece.span.of(text.whole)).or_default().merge(evidence);
    }
    let seen: HashSet<&str> =
        pieces.iter().filter(|piece| piece.seen.is_some()).map(|piece| piece.span.of(text.whole)).collect();
    let parts = Parts::collect(text, &pieces, &whole);
    let mut found: Vec<Named> = Vec::new();
    for piece in pieces {
        let name = piece.span.of(text.whole);
        let mut evidence = whole[name];
        // A dateline's `HALMSTAD` is Halmstad.
        if name.len() > 3 && name.is_ascii() && name.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let small = format!("{}{}", &name[..1], name[1..].to_ascii_lowercase());
            if let Some(other) = whole.get(small.as_str()) {
                evidence = *other;
            }
        }

        parts.add(text, &piece, &mut evidence);
        if is_no_name(text, &piece, &evidence) {
            continue;
        }
        // A tagger that sees it nowhere in the document has to be outweighed.
        if tagged && !seen.contains(name) && piece.fixed.is_none() && evidence.decide().1 < UNSEEN {
            continue;
        }
        let (kind, _) = evidence.decide();
        found.push(Named {
            piece,
            kind,
            rule: if evidence.rule.is_empty() { "capitals" } else { evidence.rule },
        });
    }
    players(text, &mut found);
    found
}

/// `Rovers' Ivo Perić`: whom a team has, whatever the tagger makes of the name.
fn players(text: &Text<'_>, names: &mut [Named]) {
    let plays = |index: usize| {
        let (team, player) = (&names[index - 1], &names[index].piece);
        let words = &text.words[player.words.clone()];
        let possessive = team.piece.words.end + 1 == player.words.start
            && text.words[team.piece.words.end].is_possessive()
            && text.beside(player.words.start, Some(team.piece.words.end)).is_some();
        possessive
            && team.rule == names::TEAM
            && matches!(words.len(), 2 | 3)
            && player.known.is_none()
            && words.iter().all(|word| word.shape == Shape::Capital && !is_head(word.text))
            && !is_common(&lower(words[0].text))
    };
    let players: HashSet<&str> = (1..names.len())
        .filter(|&index| plays(index))
        .map(|index| names[index].piece.span.of(text.whole))
        .collect();
    for named in names.iter_mut().filter(|named| players.contains(named.piece.span.of(text.whole))) {
        if named.kind != EntityKind::Person {
            (named.kind, named.rule) = (EntityKind::Person, "player");
        }
    }
}

fn is_head(word: &str) -> bool {
    has(heads::ORGANIZATIONS, word) || has(heads::PLACES, word) || has(heads::EVENTS, word)
}

/// What stands beside a name of one word where it is spoken of as a place, or as a company.
fn side(text: &Text<'_>, piece: &Piece) -> Option<EntityKind> {
    let (start, end) = (piece.words.start, piece.words.end);
    let back = |by: usize| text.beside(start, start.checked_sub(by)).map_or("", |word| word.text);
    let ahead = |by: usize| text.beside(end - 1, Some(end + by));
    let possessive = ahead(0).is_some_and(crate::words::Word::is_possessive);
    let noun = |by: usize| ahead(by).is_some_and(|word| has(lists::COMPANY_NOUNS, word.text));
    if back(1) == "in" && has(lists::COMPANY_STAKES, &lower(back(2)))
        || possessive && (noun(1) || noun(2))
        || ahead(0).is_some_and(|word| has(lists::SPEECH, word.text))
    {
        return Some(EntityKind::Organization);
    }
    let before = lower(back(1));
    let at_place = !possessive && (before == "in" || has(lists::PLACE_WORDS, &before) && before != "via");
    let of_place = before == "of" && has(lists::PLACE_NOUNS, &lower(back(2)));
    let next = ahead(0).is_some_and(|word| {
        has(lists::PLACE_NOUNS, word.text) || has(lists::PLACE_OFFICES, &lower(word.text))
    });
    let within = ahead(0).is_some_and(|word| word.text == ",")
        && ahead(1).is_some_and(|word| gazetteer::known(word.text).is_some_and(Known::is_place));
    (at_place || of_place || next || within).then_some(EntityKind::Place)
}

/// A capital that stands for no name after all.
fn is_no_name(text: &Text<'_>, piece: &Piece, evidence: &Evidence) -> bool {
    let (_, weight) = evidence.decide();
    let words = &text.words[piece.words.clone()];
    let name = piece.span.of(text.whole);
    let only = words.len() == 1;
    // `Chapter II`; a side of the sky or "New" alone.
    if only && (is_suffix(name) || piece.titles.is_empty() && has(heads::PLACE_SIDES, name)) {
        return true;
    }
    let addressed = piece.titles.clone().any(|at| is_address(text.words[at].text));
    if only
        && !addressed
        && has(heads::GENERIC, name)
        && !matches!(piece.known, Some(known) if known.is_place())
    {
        return true;
    }
    if only && piece.titles.is_empty() && has(offices::HEADS, &lower(name)) {
        return true;
    }
    if names::is_party_label(text, &piece.words) {
        return true;
    }
    if piece.seen.is_some() {
        return false;
    }
    if piece.weak && !text.is_capital(words[0].text) {
        let strong = piece.known.is_some() && !only || weight >= 5.0;
        return !strong;
    }
    // A common word with a capital in the middle of a sentence: an emphasis more often than a name.
    let loose = text.sentences[words[0].sentence].loose;
    let plain = loose || words[0].shape == Shape::Caps;
    only && piece.known.is_none() && is_common(&lower(name)) && (weight < 3.0 || plain && weight < 5.0)
}

/// Words of full names, by which short forms are known.
struct Parts<'t> {
    person: HashMap<&'t str, f32>,
    organization: HashMap<&'t str, f32>,
    /// The last words of places: "Senna" of "Port Senna".
    place: HashSet<&'t str>,
    /// Every name of one word, with what it is on its own.
    single: HashMap<&'t str, EntityKind>,
    /// Last words of people's names; not of a duke's, who is called after his place.
    surnames: HashSet<&'t str>,
    /// Names of one word that have a person's title.
    titled: HashSet<&'t str>,
    /// First words of firms' names: "Halden" of "Halden Motors".
    firms: HashSet<&'t str>,
    /// Where names of one word stand as a company's, less where they stand as a place's; and whether they
    /// do the latter anywhere.
    sides: HashMap<&'t str, (i32, bool)>,
}

impl<'t> Parts<'t> {
    fn collect(text: &Text<'t>, pieces: &[Piece], whole: &HashMap<&str, Evidence>) -> Self {
        let mut parts = Self {
            person: HashMap::new(),
            organization: HashMap::new(),
            place: HashSet::new(),
            single: HashMap::new(),
            surnames: HashSet::new(),
            titled: HashSet::new(),
            firms: HashSet::new(),
            sides: HashMap::new(),
        };
        let mut defined: Option<&Piece> = None;
        for piece in pieces {
            let evidence = &whole[piece.span.of(text.whole)];
            let words = &text.words[piece.words.clone()];
            let (kind, _) = evidence.decide();
            if let [word] = words {
                parts.single.insert(word.text, kind);
                if !piece.titles.is_empty() {
                    parts.titled.insert(word.text);
                }
                let (company, place) = parts.sides.entry(word.text).or_default();
                match side(text, piece) {
                    Some(EntityKind::Place) => (*company, *place) = (*company - 1, true),
                    Some(_) => *company += 1,
                    None => {}
                }
            }
            if words.len() > 1 {
                match kind {
                    EntityKind::Place if has(heads::PLACE_OPENERS, words[0].text) && words.len() == 2 => {
                        parts.place.insert(words[1].text);
                    }
                    EntityKind::Person => {
                        let last = words
                            .iter()
                            .rev()
                            .find(|word| !is_suffix(word.text) && word.shape != Shape::Mark);
                        if let Some(last) = last {
                            parts.person.insert(last.text, SURNAME);
                            if words.iter().all(|word| word.text != "of") {
                                parts.surnames.insert(last.text);
                            }
                            let given = gazetteer::given_name(words[0].text).is_some()
                                && !is_common(&lower(words[0].text));
                            parts.person.entry(words[0].text).or_insert(if given { UNSEEN } else { 4.0 });
                        }
                    }
                    EntityKind::Organization if words.iter().any(|word| has(heads::COMPANIES, word.text)) => {
                        parts.organization.insert(words[0].text, 6.0);
                        parts.firms.insert(words[0].text);
                    }
                    EntityKind::Organization if is_firm(words) => {
                        parts.firms.insert(words[0].text);
                    }
                    _ => {}
                }
            }
            // `World Glacier Council (WGC)`
            if let Some(long) = defined.take()
                && words.len() == 1
                && words[0].shape == Shape::Caps
                && text.before(piece.words.start).is_some_and(|before| before.text == "(")
                && long.words.end + 1 == piece.words.start
                && long.words.len() > 1
                && words[0].text.chars().next() == text.words[long.words.start].text.chars().next()
                && whole[long.span.of(text.whole)].decide().0 == EntityKind::Organization
            {
                parts.organization.insert(words[0].text, 8.0);
            }
            defined = Some(piece);
        }
        parts
    }

    fn add(&self, text: &Text<'_>, piece: &Piece, evidence: &mut Evidence) {
        if piece.words.len() != 1 {
            return;
        }
        let name = piece.span.of(text.whole);
        if let Some(&weight) = self.person.get(name) {
            evidence.add(EntityKind::Person, weight, "part-of-full-name");
        }
        if let Some(&weight) = self.organization.get(name) {
            evidence.add(EntityKind::Organization, weight, "part-of-full-name");
        }
        self.short_forms(name, piece, evidence);
        if piece.known.is_some() {
            return;
        }
        if self.place.contains(name) {
            evidence.add(EntityKind::Place, 3.0, "part-of-full-name");
        }
        // `Karvonia` and `Karvonian` tell each other's kind.
        if name.ends_with('a')
            && name.len() > 5
            && gazetteer::given_name(name).is_none()
            && self.single.contains_key(format!("{name}n").as_str())
        {
            evidence.add(EntityKind::Place, PAIR, "has-adjective");
        }
        let land = name.strip_suffix('s').unwrap_or(name).strip_suffix('n');
        let of_place = |land: &&str| {
            land.len() > 4
                && gazetteer::given_name(land).is_none()
                && (land.ends_with('a') && self.single.contains_key(land)
                    || self.single.get(land) == Some(&EntityKind::Place))
        };
        if land.as_ref().is_some_and(of_place) {
            evidence.add(EntityKind::Group, PAIR, "adjective-of-place");
        }
    }
}

impl Parts<'_> {
    /// A name that the document has in full, too: the surname of a person, the first word of a firm's
    /// name. It is a place only where something beside it says so.
    fn short_forms(&self, name: &str, piece: &Piece, evidence: &mut Evidence) {
        let unlisted =
            !matches!(piece.known, Some(Known::Country(_) | Known::Capital(_) | Known::Demonym(_)));
        let &(company, place) = self.sides.get(name).unwrap_or(&(0, false));
        let surname = self.surnames.contains(name);
        let firm = self.firms.contains(name);
        // Nobody in the document is called so in full, and nobody is addressed so.
        let nobody = !self.person.contains_key(name) && !self.titled.contains(name);
        let open = match evidence.decide().0 {
            EntityKind::Place => true,
            EntityKind::Person => firm && nobody,
            EntityKind::Organization | EntityKind::Group => false,
        };
        if !unlisted || !open {
            return;
        }
        // A firm that is called after its town, which is called so itself: what is said more often.
        if firm && (company > 0 || !place && piece.known.is_none()) {
            evidence.add(EntityKind::Organization, SHORT, "part-of-full-name");
        } else if surname && !firm && !place {
            evidence.add(EntityKind::Person, SHORT, "part-of-full-name");
        }
    }
}

/// `Halden Motors`, but no `Bank of Talvia`.
fn is_firm(words: &[crate::words::Word<'_>]) -> bool {
    let [first, .., last] = words else { return false };
    has(heads::BUSINESSES, last.text)
        && words.iter().all(crate::words::Word::is_capital)
        && !is_common(&lower(first.text))
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "I" | "Jr" | "Sr" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX" | "X" | "XVI")
}

/// What one occurrence says.
fn evidence(text: &Text<'_>, piece: &Piece) -> Evidence {
    let mut found = Evidence::default();
    if let Some((kind, rule)) = piece.fixed {
        found.add(kind, 20.0, rule);
        return found;
    }
    if let Some(kind) = piece.seen {
        let half = kind == EntityKind::Group || is_misread_capital(text, piece, kind);
        found.add(kind, if half { SEEN / 2.0 } else { SEEN }, "tagger");
    }
    from_gazetteers(piece, &mut found);
    from_titles(text, piece, &mut found);
    from_words(text, piece, &mut found);
    from_neighbours(text, piece, &mut found);
    found
}

/// "Paris said": a capital that acts is read as a person, and is the government.
fn is_misread_capital(text: &Text<'_>, piece: &Piece, kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Organization)
        && matches!(piece.known, Some(Known::Capital(_)))
        && piece.titles.is_empty()
        && piece.words.len() == 1
        && gazetteer::given_name(text.words[piece.words.start].text).is_none()
}

fn from_gazetteers(piece: &Piece, found: &mut Evidence) {
    let long = piece.words.len() > 1;
    match piece.known {
        Some(Known::Country(_)) => found.add(EntityKind::Place, 12.0, "country"),
        Some(Known::Capital(_)) => found.add(EntityKind::Place, 8.0, "capital"),
        Some(Known::Region) => found.add(EntityKind::Place, if long { 10.0 } else { 7.0 }, "region"),
        Some(Known::City) => found.add(EntityKind::Place, if long { 8.0 } else { 5.0 }, "city"),
        Some(Known::Organization(_)) => found.add(EntityKind::Organization, 9.0, "known-organization"),
        Some(Known::Demonym(_)) => found.add(EntityKind::Group, 12.0, "demonym"),
        Some(Known::People) => found.add(EntityKind::Group, 9.0, "people"),
        Some(Known::Partisan) => found.add(EntityKind::Group, 6.0, "partisan"),
        None => {}
    }
}

fn from_titles(text: &Text<'_>, piece: &Piece, found: &mut Evidence) {
    if !piece.titles.is_empty() {
        let last = text.words[piece.titles.clone()].iter().rev().find(|word| word.shape != Shape::Mark);
        let sure = last.is_some_and(|word| !matches!(word.text, "St" | "Saint" | "San"));
        found.add(EntityKind::Person, if sure { 9.0 } else { 2.0 }, "title");
        return;
    }
    // `ambassador Samantha Power`, `spokesman Farhan Haq`
    if let Some(before) = text.before(piece.words.start)
        && text.words[piece.words.start].spaced
        && before.shape == Shape::Lower
        && has(offices::HEADS, before.text)
    {
        found.add(EntityKind::Person, 6.0, "office-before");
    }
}

fn from_words(text: &Text<'_>, piece: &Piece, found: &mut Evidence) {
    use EntityKind::{Group, Organization, Person, Place};
    let words = &text.words[piece.words.clone()];
    if piece.known.is_some() {
        return;
    }
    let first = words[0].text;
    let ends = |word: &&crate::words::Word<'_>| {
        word.shape != Shape::Mark && !(words.len() > 1 && is_suffix(word.text))
    };
    let Some(last) = words.iter().rev().find(ends) else { return };
    let link = words.iter().position(|word| matches!(word.text, "of" | "for" | "on" | "in" | "at"));
    let head = match link {
        Some(at) if at > 0 => words[at - 1].text,
        _ => last.text,
    };
    let count = words.iter().filter(|word| word.is_capital()).count();
    if is_address_of_person(text, piece) {
        found.add(Person, -SEEN, "");
        found.add(Place, 2.0 * SEEN, "street");
    }
    // `Duke of Harwick`
    if link == Some(1) && has(NOBLE, first) {
        found.add(Person, 20.0, "noble");
    }
    if words.iter().skip(1).any(|word| has(heads::COMPANIES, word.text)) {
        found.add(Organization, 9.0, "company-form");
    }
    let given = gazetteer::given_name(first).is_some();
    let person_like = given && count == 2 && link.is_none();
    if words.len() > 1 {
        let opens = link.is_some();
        if opens && has(heads::EVENT_OPENERS, head) || !opens && has(heads::EVENTS, last.text) {
            found.add(Group, if person_like { 3.0 } else { 10.0 }, "event-head");
        }
        if opens && has(heads::ORGANIZATION_OPENERS, head)
            || has(heads::ORGANIZATIONS, last.text)
            || opens && has(heads::ORGANIZATIONS, head)
        {
            found.add(Organization, if person_like { 3.0 } else { 8.0 }, "organization-head");
        }
        if (!opens || words[link.unwrap_or(0)].text == "of")
            && (has(heads::PLACES, last.text) || has(heads::PLACES, head))
        {
            found.add(Place, if person_like { 2.5 } else { 7.0 }, "place-head");
        }
        if has(heads::PLACE_OPENERS, first) && !has(heads::ORGANIZATIONS, last.text) {
            found.add(Place, 6.0, "place-opener");
        }
        if has(heads::PLACE_SIDES, first)
            && count == 2
            && gazetteer::known(last.text).is_some_and(Known::is_place)
        {
            found.add(Place, 8.0, "side-of-place");
        }
        if matches!(first, "Hurricane" | "Typhoon" | "Cyclone" | "Operation") {
            found.add(Group, 9.0, "event-opener");
        }
        if gazetteer::known(first).is_some_and(Known::is_group) && !given {
            found.add(Organization, 2.0, "people-first");
        }
    }
    shape_of_person(words, given, count, link, found);
    if words.len() == 1 {
        if last.shape == Shape::Caps && !text.sentences[last.sentence].loose {
            found.add(Organization, if first.len() <= 6 { 4.0 } else { 2.0 }, "acronym");
        } else if given {
            found.add(Person, 3.0, "given-name");
        } else if gazetteer::is_surname(first) {
            found.add(Person, 2.5, "surname");
        } else if !is_common(&lower(first)) {
            found.add(Person, 0.6, "capitals");
            if is_place_like(first) {
                found.add(Place, 2.5, "place-ending");
            } else if first.len() > 5 && (first.ends_with("ia") || first.ends_with("stan")) {
                // A country of which no list knows; the tagger takes it for a person where it acts.
                found.add(Place, if gazetteer::is_surname(first) { 1.5 } else { 12.0 }, "place-ending");
            }
        } else {
            found.add(Organization, 0.5, "capitals");
        }
    }
}

/// `Mr Lewis of Marine Parade`: a name that ends as a street's does is where he lives; with a given name
/// before it only if a person stands before "of".
fn is_address_of_person(text: &Text<'_>, piece: &Piece) -> bool {
    let words = &text.words[piece.words.clone()];
    let start = piece.words.start;
    let street = words.len() > 1
        && words.iter().all(crate::words::Word::is_capital)
        && has(heads::STREETS, words[words.len() - 1].text);
    let back = |by: usize| text.beside(start, start.checked_sub(by));
    let named =
        back(2).is_some_and(|word| word.is_capital() || word.text == "," || word.shape == Shape::Number);
    street
        && piece.titles.is_empty()
        && match back(1).map_or("", |word| word.text) {
            "of" => named || gazetteer::given_name(words[0].text).is_none(),
            "in" | "on" => gazetteer::given_name(words[0].text).is_none(),
            _ => false,
        }
}

/// How much a name of several words looks like a person's.
fn shape_of_person(
    words: &[crate::words::Word<'_>],
    given: bool,
    count: usize,
    link: Option<usize>,
    found: &mut Evidence,
) {
    use EntityKind::{Organization, Person};
    if words.len() < 2 {
        return;
    }
    if link.is_some() || words.iter().any(|word| matches!(word.text, "and" | "&")) {
        found.add(Organization, 1.5, "linked");
        return;
    }
    let last = words[words.len() - 1].text;
    let common = words.iter().filter(|word| word.is_capital() && is_common(&lower(word.text))).count();
    let initials = words.windows(2).any(|pair| pair[0].text.len() == 1 && pair[1].text == ".");
    if initials {
        found.add(Person, 6.0, "initials");
    }
    if words.iter().skip(1).any(|word| has(particles::PEOPLE, word.text))
        && !matches!(words[0].text, "Los" | "Las")
    {
        found.add(Person, 4.0, "particle");
    }
    let headed = words.iter().any(|word| has(heads::EVENTS, word.text));
    if words.iter().skip(1).any(|word| is_suffix(word.text)) && !headed {
        found.add(Person, 5.0, "suffix");
    }
    if given && count <= 4 {
        found.add(Person, if common == count { 3.0 } else { 7.0 }, "given-name");
        return;
    }
    if gazetteer::is_surname(last) && count <= 3 {
        found.add(Person, 4.0, "surname");
        return;
    }
    if words.iter().all(|word| word.shape == Shape::Caps) {
        found.add(Organization, 2.0, "acronym");
        return;
    }
    if common == 0 && (2..=4).contains(&count) {
        found.add(Person, 2.5, "capitals");
    } else if common == count {
        found.add(Organization, 2.5, "common-words");
    } else {
        // `Elon Musk`, but `Acme Foods`
        let first = &words[0];
        let strange = count == 2
            && first.shape == Shape::Capital
            && !is_common(&lower(first.text))
            && !last.ends_with('s');
        found.add(Organization, 1.2, "common-words");
        found.add(Person, if strange { 1.4 } else { 1.0 }, "capitals");
    }
}

/// Endings that place names have more often than others.
fn is_place_like(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "abad", "berg", "borough", "bourne", "bridge", "burg", "burgh", "bury", "chester", "dale", "field",
        "ford", "grad", "ham", "haven", "holm", "hurst", "istan", "land", "mouth", "polis", "pool", "port",
        "pur", "shire", "stadt", "stan", "stead", "ton", "town", "ville", "wick", "worth",
    ];
    word.len() > 5 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

fn from_neighbours(text: &Text<'_>, piece: &Piece, found: &mut Evidence) {
    use EntityKind::{Organization, Person, Place};
    let start = piece.words.start;
    let end = piece.words.end;
    let sure = piece.known.is_some();
    // What the gazetteers have is moved less by its neighbours.
    let much = |weight: f32| if sure { weight * 0.5 } else { weight };
    let mut article = false;
    if piece.titles.is_empty()
        && let Some(before) = text.before(start)
        && text.words[start].spaced
    {
        let word = lower(before.text);
        article = word == "the";
        let noun = if article { text.beside(start, start.checked_sub(2)) } else { Some(before) };
        let rule_of = article
            && text.after(end).is_some_and(|after| {
                matches!(
                    after.text,
                    "administration"
                        | "camp"
                        | "campaign"
                        | "clan"
                        | "dynasty"
                        | "era"
                        | "family"
                        | "presidency"
                        | "regime"
                )
            });
        if rule_of && piece.words.len() == 1 {
            found.add(Person, 2.0, "rule-of");
        } else if article && !sure {
            // "told the Advertiser that", but "the Obama speech"
            let bare = piece.words.len() == 1
                && text.after(end).is_none_or(|after| {
                    after.shape == Shape::Mark && !after.is_possessive()
                        || matches!(
                            after.text,
                            "that"
                                | "on"
                                | "in"
                                | "at"
                                | "he"
                                | "how"
                                | "it"
                                | "she"
                                | "they"
                                | "why"
                                | "yesterday"
                        )
                });
            found.add(Person, if bare { -9.0 } else { -4.0 }, "");
            found.add(Organization, 2.0, "article");
            found.add(Place, 0.8, "article");
        }
        if let Some(noun) = noun {
            let noun = lower(noun.text);
            // "the UN special envoy for Talvia": somebody is sent to a place, or to a body.
            let sent = matches!(&*noun, "for" | "on" | "to")
                && piece.titles.is_empty()
                && piece.words.len() == 1
                && text
                    .beside(start, start.checked_sub(if article { 3 } else { 2 }))
                    .is_some_and(|word| has(lists::SENT, &lower(word.text)));
            if sent {
                found.add(Person, -SEEN, "");
                found.add(Place, SEEN, "sent-to");
            }
            match &*noun {
                "in" => found.add(Place, much(3.5), "in"),
                "at" | "from" => found.add(Place, much(1.2), "at"),
                "to" | "visit" | "visited" | "leave" | "left" | "reached" => {
                    found.add(Place, much(0.7), "to");
                }
                "of" => {
                    const MEMBERS: &[&str] = &[
                        "branch",
                        "chairman",
                        "founder",
                        "leader",
                        "member",
                        "members",
                        "supporter",
                        "supporters",
                        "wing",
                    ];
                    let member = text
                        .beside(start, start.checked_sub(if article { 3 } else { 2 }))
                        .is_some_and(|word| has(MEMBERS, word.text));
                    if member {
                        found.add(Organization, much(2.5), "member-of");
                    }
                    let place = text
                        .beside(start, start.checked_sub(if article { 3 } else { 2 }))
                        .is_some_and(|word| has(lists::PLACE_NOUNS, &lower(word.text)));
                    if place {
                        found.add(Place, much(5.0), "place-noun");
                    }
                    // "the mayor of Thornley"
                    let governed = text
                        .beside(start, start.checked_sub(if article { 3 } else { 2 }))
                        .is_some_and(|word| has(lists::PLACE_OFFICES, plain(&lower(word.text))));
                    if governed && !article && piece.words.len() == 1 {
                        found.add(Person, -SEEN, "");
                        found.add(Place, SEEN, "office-of-place");
                    }
                }
                "by" | "with" if !article => found.add(Person, much(0.8), "with"),
                _ if has(lists::PLACE_WORDS, &noun) => found.add(Place, much(3.0), "place-word"),
                _ if has(lists::ORG_NOUNS, &noun) && !article => {
                    found.add(Organization, much(4.0), "org-noun");
                }
                _ => {}
            }
        }
    }
    let Some(after) = text.after(end) else { return };
    let second = text.after(end + 1);
    // `Karvonian troops`
    let adjective = text.words[start].text;
    if !sure
        && piece.words.len() == 1
        && after.shape == Shape::Lower
        && after.spaced
        && adjective.len() > 5
        && ["ian", "ean", "ish", "ese"].iter().any(|ending| adjective.ends_with(ending))
        && !has(lists::SPEECH, after.text)
    {
        found.add(EntityKind::Group, 3.0, "adjective");
        // "the Karvonian ambassador"
        if opens_office(text, end, 1) && text.before(start).is_some_and(|before| is_determiner(before.text)) {
            found.add(Person, -SEEN, "");
            found.add(EntityKind::Group, SEEN, "adjective");
        }
    }
    // `Karvonia's ambassador`
    if !sure
        && after.is_possessive()
        && text.beside(start, Some(end + 1)).is_some()
        && opens_office(text, end + 1, 3)
    {
        found.add(Place, 4.0, "has-office");
    }
    match after.text {
        "," => {
            let Some(second) = second else { return };
            if second.shape == Shape::Number && second.text.len() == 2 {
                found.add(Person, 5.0, "age");
            } else if second.text == "who" || second.text == "whose" {
                found.add(Person, 3.0, "who");
            } else if second.shape == Shape::Lower && opens_office(text, end + 1, 7) {
                found.add(Person, 3.0, "office-after");
            } else if second.is_capital()
                && gazetteer::known(second.text).is_some_and(Known::is_place)
                && !article
            {
                found.add(Place, much(2.0), "place-after");
            }
        }
        "who" => found.add(Person, 2.5, "who"),
        "(" if piece.words.len() > 1
            && second.is_some_and(|word| word.shape == Shape::Caps && word.text.len() < 8)
            && text.after(end + 2).is_some_and(|word| word.text == ")") =>
        {
            found.add(Organization, much(5.0), "acronym-after");
        }
        "(" if names::seat(text, end).is_some() => found.add(Person, SEEN, "member"),
        "(" if second.is_some_and(|word| word.shape == Shape::Number && word.text.len() == 4) => {
            found.add(Person, 1.5, "years");
        }
        word if !article && has(lists::SPEECH, word) => found.add(Person, much(1.8), "speech"),
        "company" | "group" | "magazine" | "newspaper" | "party" => {
            found.add(Organization, much(4.0), "org-noun-after");
        }
        // `Grantham bakery`
        word if has(lists::SITES, word) && !sure && piece.words.len() == 1 => {
            found.add(Person, -SEEN, "");
            found.add(Place, 2.0, "site-after");
        }
        word if has(lists::PLACE_NOUNS, word) && !article => found.add(Place, much(2.0), "place-noun"),
        // `Thornley mayor Ann Lee`
        word if after.spaced
            && !sure
            && has(lists::PLACE_OFFICES, &lower(word))
            && second.is_some_and(|name| name.is_capital() && name.spaced) =>
        {
            found.add(Person, -SEEN, "");
            found.add(Place, SEEN, "office-of-place");
        }
        // `Acme Chairman Ola Brandt`
        word if after.spaced
            && has(offices::HEADS, &lower(word))
            && second.is_some_and(|name| name.is_capital() && name.spaced) =>
        {
            found.add(Organization, much(4.0), "title-after");
        }
        _ => {}
    }
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "her" | "his" | "its" | "our" | "the" | "their" | "A" | "An" | "Her" | "His" | "The"
    )
}

/// After a comma: `the French ambassador`, `a spokesman for`, `director of`.
fn opens_office(text: &Text<'_>, at: usize, reach: usize) -> bool {
    let limit = text.sentences[text.words[at].sentence].words.end.min(at + reach);
    text.words[at..limit]
        .iter()
        .take_while(|word| word.shape != Shape::Mark || word.is_possessive())
        .take_while(|word| !matches!(word.text, "who" | "which" | "was" | "is" | "said" | "where"))
        .any(|word| word.shape == Shape::Lower && has(offices::HEADS, word.text))
}
