//! The word lists as the readers ask them.

use crate::lexicon::{apolitical, contexts, nominal, nouns, verbs};

/// A class of PLOVER with the root of CAMEO and PLOVER's mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    pub name: &'static str,
    pub cameo: &'static str,
    pub mode: Option<&'static str>,
}

impl Kind {
    pub(crate) const fn new(name: &'static str, cameo: &'static str) -> Self {
        Self { name, cameo, mode: None }
    }

    /// Reads `TYPE NN mode` of a lexicon.
    fn parse(line: &'static str) -> Self {
        let mut parts = line.split(' ');
        let mut part = || parts.next();
        Self { name: part().unwrap_or_default(), cameo: part().unwrap_or_default(), mode: part() }
    }

    /// Something done together or for the other.
    pub(crate) fn is_friendly(self) -> bool {
        matches!(self.name, "AGREE" | "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "CONCEDE" | "RETREAT")
    }

    /// Something done against the other, by deeds.
    pub(crate) fn is_hostile(self) -> bool {
        matches!(self.name, "PROTEST" | "MOBILIZE" | "SANCTION" | "COERCE" | "ASSAULT" | "THREATEN")
    }

    /// Neither party is the first: (A, B) is (B, A).
    pub(crate) fn is_mutual(self) -> bool {
        matches!(self.name, "AGREE" | "CONSULT" | "COOPERATE")
    }
}

/// What a verb with a clause makes of the event in the clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Accept,
    Intend,
    Pass,
    Refuse,
    Fail,
    Threaten,
    Warn,
    Demand,
    Order,
    Force,
    Allow,
    Accuse,
    Say,
    Deny,
    Help,
    Send,
}

pub(crate) fn find(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    table.binary_search_by(|&(known, _)| known.cmp(word)).ok().map(|at| table[at].1)
}

pub(crate) fn find_two(
    table: &[(&'static str, &'static str)],
    first: &str,
    second: &str,
) -> Option<&'static str> {
    let order = |known: &str| {
        let whole = first.bytes().chain(std::iter::once(b' ')).chain(second.bytes());
        known.bytes().cmp(whole)
    };
    table.binary_search_by(|&(known, _)| order(known)).ok().map(|at| table[at].1)
}

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "accept" => Operator::Accept,
        "intend" => Operator::Intend,
        "pass" => Operator::Pass,
        "refuse" => Operator::Refuse,
        "fail" => Operator::Fail,
        "threaten" => Operator::Threaten,
        "warn" => Operator::Warn,
        "demand" => Operator::Demand,
        "order" => Operator::Order,
        "force" => Operator::Force,
        "allow" => Operator::Allow,
        "accuse" => Operator::Accuse,
        "say" => Operator::Say,
        "deny" => Operator::Deny,
        "help" => Operator::Help,
        "send" => Operator::Send,
        _ => return None,
    })
}

pub(crate) fn verb_operator(lemma: &str) -> Option<Operator> {
    find(verbs::OPERATORS, lemma).and_then(operator)
}

pub(crate) fn adjective_operator(lemma: &str) -> Option<Operator> {
    find(verbs::ADJECTIVES, lemma).and_then(operator)
}

/// The event that a verb is by itself.
pub(crate) fn plain(lemma: &str) -> Option<Kind> {
    find(verbs::PLAIN, lemma).map(Kind::parse)
}

/// What a verb with a particle or preposition is: an event, or a light class.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Phrasal {
    Event(Kind),
    Light(&'static str),
}

pub(crate) fn phrasal(lemma: &str, particle: &str) -> Option<Phrasal> {
    find_two(verbs::PHRASAL, lemma, particle)
        .map(|line| line.strip_prefix('=').map_or_else(|| Phrasal::Event(Kind::parse(line)), Phrasal::Light))
}

/// The classes of meaning of a light verb.
pub(crate) fn light(lemma: &str) -> impl Iterator<Item = &'static str> {
    find(verbs::LIGHT, lemma).unwrap_or_default().split_ascii_whitespace()
}

/// What a verb, or a light class, is with an object, or a class of objects.
pub(crate) fn pair(verb: &str, object: &str) -> Option<Kind> {
    find_two(verbs::PAIRS, verb, object).map(Kind::parse)
}

/// The class of a noun.
pub(crate) fn noun_class(lemma: &str) -> Option<&'static str> {
    find(nouns::CLASSES, lemma)
}

/// The class of a noun with the word before it.
pub(crate) fn compound_class(first: &str, second: &str) -> Option<&'static str> {
    find_two(nouns::CLASSES, first, second)
}

/// The light class of a noun that does something to another noun: "a suspension of aid".
pub(crate) fn act(lemma: &str) -> Option<&'static str> {
    find(nominal::ACTS, lemma)
}

/// The event that a noun of a class is by itself.
pub(crate) fn nominal(class: &str) -> Option<Kind> {
    find(nominal::KINDS, class).map(Kind::parse)
}

/// Endings of nouns for people.
const PEOPLE: [&str; 5] = ["ist", "ian", "crat", "man", "woman"];

pub(crate) fn is_agent(lemma: &str) -> bool {
    has(nouns::AGENTS, lemma)
        || (lemma.len() > 5 && PEOPLE.iter().any(|ending| lemma.ends_with(ending)) && !is_abstract(lemma))
}

pub(crate) fn is_abstract(lemma: &str) -> bool {
    has(nouns::ABSTRACT, lemma)
}

pub(crate) fn is_empty_head(lemma: &str) -> bool {
    has(nouns::EMPTY, lemma)
}

/// Those who leave their work when they walk out.
pub(crate) fn is_worker(lemma: &str) -> bool {
    has(nouns::WORKERS, lemma)
}

/// What an event with this word is about.
pub(crate) fn context(lemma: &str) -> Option<&'static str> {
    find(contexts::WORDS, lemma)
}

/// Words of sports, weather and markets.
pub(crate) fn is_apolitical(lemma: &str) -> bool {
    has(apolitical::WORDS, lemma)
}

#[cfg(test)]
mod tests {
    use rapporteur_document::Tag;

    use super::verbs;

    /// The regular forms of a verb, with and without a doubled consonant.
    fn forms(verb: &str) -> [Vec<String>; 2] {
        let doubled = verb.chars().last().map_or(String::new(), |last| format!("{verb}{last}"));
        let form = |stem: &str, ending: &str| match (stem.strip_suffix('e'), stem.strip_suffix('y')) {
            (Some(stem), _) => format!("{stem}{ending}"),
            (_, Some(stem)) if ending == "ed" && !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ied"),
            _ => format!("{stem}{ending}"),
        };
        ["ed", "ing"].map(|ending| vec![form(verb, ending), form(&doubled, ending)])
    }

    #[test]
    fn every_verb_of_the_lists_is_found_by_its_forms() {
        let listed = verbs::PLAIN.iter().chain(verbs::LIGHT).chain(verbs::OPERATORS);
        let mut lost = Vec::new();
        // Of the irregular ones only "come" has no regular form at all.
        for (verb, _) in listed.filter(|(verb, _)| *verb != "come") {
            for forms in forms(verb) {
                if !forms.iter().any(|form| rapporteur_english::lemma(form, Tag::Verb) == *verb) {
                    lost.push(forms[0].clone());
                }
            }
        }
        assert!(lost.is_empty(), "no way back from {}", lost.join(" "));
    }
}
