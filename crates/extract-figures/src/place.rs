//! Where: the named place that a figure goes with, of those in its sentence.

use rapporteur_document::{EntityKind, Mention, MentionForm, Participant, Relation, Span};
use rapporteur_english::numbers::Reading;

use crate::lexicon::{beside, nouns};
use crate::report::{behind_dateline, distance, first_from, participant};
use crate::telling::{Stand, Telling};
use crate::tree::Tree;
use crate::words::listed;

/// How many words can stand between a place and the one that holds it.
const REACH: usize = 6;

/// The named places of a sentence.
pub(crate) struct Places<'d> {
    names: Vec<&'d Mention>,
    /// Where the sentence begins behind its dateline.
    begins: usize,
    tree: Option<Tree<'d>>,
    /// For each of those the verb whose subject it is, if it acts.
    verbs: Vec<Option<usize>>,
}

/// The names of places in a sentence; none of one accused, told or asked.
pub(crate) fn places<'d>(
    reading: Reading<'_>,
    tree: Option<Tree<'d>>,
    mentions: &[&'d Mention],
) -> Places<'d> {
    let addressed = |mention: &Mention| {
        let first = first_from(reading, mention.span.start());
        first > 0 && listed(nouns::ADDRESSING, reading.lower(first - 1).as_str())
    };
    let names: Vec<&Mention> = mentions
        .iter()
        .filter(|mention| mention.kind == EntityKind::Place && mention.form == MentionForm::Name)
        .filter(|mention| !addressed(mention))
        // "the Cork-based group" has its seat there, and not what it counts
        .filter(|mention| !reading.text[mention.span.end()..].starts_with('-'))
        .copied()
        .collect();
    let verbs = names.iter().map(|name| acts(reading, tree?, name.span)).collect();
    Places { names, begins: behind_dateline(reading), tree, verbs }
}

/// The nearest place; of two in one phrase the one that lies within the other. That of whoever says it
/// only where no other is.
pub(crate) fn place(
    reading: Reading<'_>,
    places: &Places<'_>,
    telling: Telling<'_>,
    figure: Span,
) -> Option<Participant> {
    let (names, begins) = (&places.names, places.begins);
    let nearest = |stand: Stand| {
        let stands = |at: &usize| telling.stand(reading, names[*at].span) == stand;
        let mut all: Vec<usize> = (0..names.len()).filter(stands).collect();
        // That of the dateline only where no other is.
        all.sort_by_key(|at| (names[*at].span.start() < begins, distance(names[*at].span, figure)));
        all
    };
    let mut told = nearest(Stand::Apart);
    if told.is_empty() {
        told = nearest(Stand::Tellers);
    }
    let first = *told.first()?;
    let at = match places.verbs[first] {
        None => first,
        // "Jordan has taken 40 patients to Amman"
        Some(verb) => told.into_iter().find(|at| places.goes_with(*at, verb))?,
    };
    Some(participant(names[inner(reading, names, at)]))
}

impl Places<'_> {
    /// Whether a place stands behind a preposition in the clause of a verb.
    fn goes_with(&self, at: usize, verb: usize) -> bool {
        let Some((tree, head)) = self.tree.and_then(|tree| Some((tree, tree.head_in(self.names[at].span)?)))
        else {
            return false;
        };
        let led = matches!(tree.relation(head), Relation::Obl | Relation::Nmod);
        led && self.verbs[at].is_none() && tree.verb_over(head) == Some(verb)
    }
}

/// The verb of which a place is the subject that does something: "Egypt and Qatar have been trying". Not
/// where a mark ends the words: "In the capital, Lima, the mayor won 40 seats", "LIMA, Peru — Some 40 men".
fn acts(reading: Reading<'_>, tree: Tree<'_>, place: Span) -> Option<usize> {
    if !reading.word(first_from(reading, place.end())).starts_with(char::is_alphabetic) {
        return None;
    }
    let mut at = tree.head_in(place)?;
    for _ in 0..REACH {
        match tree.head(at) {
            Some(head) if tree.relation(at) == Relation::Conj => at = head,
            _ => break,
        }
    }
    let verb = tree.head(at).filter(|_| tree.relation(at) == Relation::Nsubj)?;
    let passive = tree.children(verb).any(|child| tree.relation(child) == Relation::AuxPass);
    (tree.is_verb(verb) && !passive && !listed(beside::UNDERGOING, &tree.lemma(verb))).then_some(verb)
}

/// Of places that are told in one phrase the innermost: Hodeidah in "Yemen's port city of Hodeidah",
/// Kampala in "Kampala, Uganda".
fn inner(reading: Reading<'_>, places: &[&Mention], mut at: usize) -> usize {
    while at + 1 < places.len() && owns(reading, places[at].span, places[at + 1].span) {
        at += 1;
    }
    if places.get(at + 1).is_some_and(|next| lists(reading, places[at].span, next.span)) {
        return at;
    }
    while at > 0 && lies_in(reading, places[at - 1].span, places[at].span) {
        at -= 1;
    }
    at
}

/// The pieces between two places, where the second comes soon behind the first.
fn between(reading: Reading<'_>, one: Span, other: Span) -> Option<std::ops::Range<usize>> {
    let pieces = first_from(reading, one.end())..first_from(reading, other.start());
    (one.end() <= other.start() && pieces.len() <= REACH).then_some(pieces)
}

/// "Yemen's port city of Hodeidah", "Peru's capital, Lima", "Syria's Idlib".
fn owns(reading: Reading<'_>, whole: Span, part: Span) -> bool {
    let Some(mut pieces) = between(reading, whole, part) else { return false };
    let owner = pieces.next().is_some_and(|at| matches!(reading.word(at), "'s" | "’s" | "'" | "’"));
    let plain =
        |at: usize| matches!(reading.word(at), "," | "-") || reading.word(at).starts_with(char::is_lowercase);
    let kind = |at: usize| {
        let word = reading.lower(at);
        listed(beside::SETTLEMENTS, word.as_str()) || listed(beside::COMPASS, word.as_str())
    };
    owner && (pieces.is_empty() || pieces.clone().all(plain) && pieces.clone().any(kind))
}

/// "Kampala, Uganda", "Goma in eastern Congo", "Idlib province in Syria": the first lies in the second.
/// Whether that is so is read from the words between; no state lies in another.
fn lies_in(reading: Reading<'_>, part: Span, whole: Span) -> bool {
    let Some(pieces) = between(reading, part, whole) else { return false };
    if is_state(reading, part) {
        return false;
    }
    let behind = first_from(reading, whole.end());
    if pieces.len() == 1 && reading.word(pieces.start) == "," {
        let closes =
            behind >= reading.pieces.len() || !reading.word(behind).starts_with(char::is_alphanumeric);
        return (closes || is_state(reading, whole)) && !continues(reading, behind);
    }
    let kind = |at: usize| listed(beside::SETTLEMENTS, reading.lower(at).as_str());
    let mut at = pieces.start;
    while at < pieces.end && (kind(at) || reading.is(at, ",")) {
        at += 1;
    }
    let led = at < pieces.end && reading.any(at, &["in", "of"]);
    // "upstream of Kaldu, in Dahra" are two places, "Karang, in northern Java" is one
    let apart = at > pieces.start && reading.word(at - 1) == ",";
    let larger = at + 1 < pieces.end || is_state(reading, whole);
    let between =
        |at: usize| reading.is(at, "the") || kind(at) || listed(beside::COMPASS, reading.lower(at).as_str());
    led && (!apart || larger) && (at + 1..pieces.end).all(between)
}

/// "Homs, Hama and Idlib": two of a list, neither of which holds the other.
fn lists(reading: Reading<'_>, one: Span, next: Span) -> bool {
    let behind = first_from(reading, one.end());
    continues(reading, behind) && between(reading, one, next).is_some_and(|pieces| pieces.len() <= 2)
}

/// "and" behind a place, or behind its comma.
fn continues(reading: Reading<'_>, behind: usize) -> bool {
    let at = behind + usize::from(reading.word(behind) == ",");
    reading.any(at, &["and", "or"])
}

fn is_state(reading: Reading<'_>, place: Span) -> bool {
    place
        .get(reading.text)
        .and_then(rapporteur_english::party)
        .is_some_and(|(party, stands)| party.list == "iso3166" && stands.is_none())
}
