//! One person under several spellings.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_record as wire;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::identity::Evidence;
use crate::lexicon::people::HONOURS;
use crate::told::{Named, Told};
use crate::words::last_word;

/// Whether two names may be of one person: the same last word and no two different first ones, or
/// the same first word and a last one that differs by a slip of the pen.
pub(crate) fn could_be_one(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    let (last_a, last_b) = (unaccented(&last_word(a)), unaccented(&last_word(b)));
    let first = |name: &str| first_word(name).map(|word| unaccented(&word));
    let (first_a, first_b) = (first(a), first(b));
    let firsts_agree = match (&first_a, &first_b) {
        (Some(a), Some(b)) => a == b || initial(a, b) || swapped(a, b) || close(a, b, 5),
        _ => true,
    };
    if last_a == last_b {
        return firsts_agree;
    }
    // A slip is only known by the rest of the name, or by most of a long one.
    let shortest = if first_a.is_some() && first_a == first_b { 5 } else { 6 };
    firsts_agree && close(&last_a, &last_b, shortest)
}

/// A name without the word that transcripts put before it.
pub(crate) fn bare(name: &str) -> &str {
    match name.split_once(' ') {
        Some((honour, rest)) if HONOURS.contains(&honour) => rest,
        _ => name,
    }
}

/// The lower-cased first word of a name that has several.
fn first_word(name: &str) -> Option<String> {
    let mut words = name.split_whitespace();
    let first = words.next()?;
    words.next()?;
    let plain: String =
        first.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (!plain.is_empty()).then_some(plain)
}

/// A word without the accents that many papers leave out.
pub(crate) fn unaccented(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    word.nfd().filter(|it| !is_combining_mark(*it)).collect()
}

fn initial(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.chars().count() == 1 && long.starts_with(short)
}

/// The same letters, two neighbours in each other's place.
fn swapped(a: &str, b: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(a) == sorted(b) && strsim::damerau_levenshtein(a, b) == 1
}

/// One slip in words of at least so many letters, two in long ones.
fn close(a: &str, b: &str, shortest: usize) -> bool {
    let letters = a.chars().count().min(b.chars().count());
    let slips = if letters >= 8 { 2 } else { 1 };
    letters >= shortest && strsim::damerau_levenshtein(a, b) <= slips
}

/// Whether two names of one person are spelt in two ways; a short form ("Verac", "D. Verac") is none.
pub(crate) fn spelt_otherwise(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    let differ = |a: &str, b: &str| a != b;
    let firsts = match (first_word(a), first_word(b)) {
        (Some(a), Some(b)) => differ(&a, &b) && !initial(&a, &b),
        _ => false,
    };
    could_be_one(a, b) && (firsts || differ(&last_word(a), &last_word(b)))
}

/// A person of one document, and which entry of the list it is in.
pub(crate) struct Bearer<'a> {
    pub(crate) document: usize,
    pub(crate) named: &'a Named,
    entry: Option<usize>,
}

/// Everybody whom the documents name: those with most documents and quotations first.
///
/// Two people of one document are two. Names of several words come together when each could be the
/// name of each, unless other offices and nobody in common part them; then those that are shorter
/// ("Verac", "D. Verac") join the only one that could bear them; where there are two, the one whom
/// another document gives the same quotation or office to, else nobody.
pub(crate) fn list(told: &[Told], claims: &[wire::Claim]) -> Vec<wire::Person> {
    let mut bearers: Vec<Bearer<'_>> = told
        .iter()
        .enumerate()
        .flat_map(|(document, told)| told.people.iter().map(move |named| (document, named)))
        .filter(|(_, named)| !is_place(told, &named.name))
        .map(|(document, named)| Bearer { document, named, entry: None })
        .collect();
    let said = quotations(claims);
    let evidence = Evidence::of(told, &said);
    let mut entries: Vec<Vec<usize>> = Vec::new();
    for full in [true, false] {
        let mut joins: Vec<(usize, Option<usize>)> = Vec::new();
        for at in (0..bearers.len()).filter(|&at| is_full(&bearers[at].named.name) == full) {
            let fits = |entry: &Vec<usize>| {
                entry.iter().all(|&other| {
                    bearers[other].document != bearers[at].document
                        && could_be_one(&bearers[other].named.name, &bearers[at].named.name)
                })
            };
            let parted = |entry: &Vec<usize>| {
                let mut others = entry.iter().map(|&other| &bearers[other]);
                others.clone().any(|other| evidence.at_odds(other, &bearers[at]))
                    && !others.any(|other| evidence.joins(other, &bearers[at]))
            };
            let mut fitting: Vec<usize> = (0..entries.len())
                .filter(|&entry| fits(&entries[entry]) && !parted(&entries[entry]))
                .collect();
            if fitting.len() > 1 {
                fitting.retain(|&entry| {
                    entries[entry].iter().any(|&other| evidence.joins(&bearers[at], &bearers[other]))
                });
            }
            match fitting[..] {
                [entry] if full => entries[entry].push(at),
                [entry] => joins.push((at, Some(entry))),
                _ if full => entries.push(vec![at]),
                _ => joins.push((at, None)),
            }
        }
        // Short names neither hold one another's place nor bring others in, but those that fit
        // nobody are one where they are the same.
        let mut own: Vec<(String, usize)> = Vec::new();
        for (at, entry) in joins {
            let entry = entry.unwrap_or_else(|| {
                let name = last_word(bare(&bearers[at].named.name));
                let mut known = own.iter().filter(|(other, _)| *other == name).map(|(_, entry)| *entry);
                let free = known.find(|&entry| {
                    entries[entry].iter().all(|&other| bearers[other].document != bearers[at].document)
                });
                free.unwrap_or_else(|| {
                    entries.push(Vec::new());
                    own.push((name, entries.len() - 1));
                    entries.len() - 1
                })
            });
            // The second short name that one document has for one person is another's.
            if entries[entry].iter().any(|&other| bearers[other].document == bearers[at].document) {
                entries.push(vec![at]);
            } else {
                entries[entry].push(at);
            }
        }
    }
    for (number, entry) in entries.iter_mut().enumerate() {
        entry.sort_unstable();
        for &at in entry.iter() {
            bearers[at].entry = Some(number);
        }
    }
    entries.sort_by_key(|entry| entry[0]);
    let mut people: Vec<wire::Person> = entries.iter().map(|entry| person(told, &bearers, entry)).collect();
    let apart = evidence.apart(&bearers, &entries, &people);
    for ((person, entry), apart) in people.iter_mut().zip(&entries).zip(apart) {
        person.evidence = evidence.of_one(&bearers, entry, person);
        person.apart = apart;
    }
    called(told, claims, &mut people);
    people.sort_by_key(|person| std::cmp::Reverse((person.documents.len(), person.quotes)));
    people
}

/// The quotations that a document gives to a name.
pub(crate) fn said_by<'a, 'c>(
    said: &'a BTreeMap<(String, String), BTreeSet<&'c str>>,
    told: &[Told],
    bearer: &Bearer<'_>,
) -> Option<&'a BTreeSet<&'c str>> {
    said.get(&(told[bearer.document].reference.id.clone(), bearer.named.name.clone()))
}

/// The quotations that each document gives to each name.
fn quotations(claims: &[wire::Claim]) -> BTreeMap<(String, String), BTreeSet<&str>> {
    let mut said: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.kind == wire::ClaimKind::Quote) {
        for support in &claim.support {
            if let Some(speaker) = &support.speaker {
                said.entry((support.document.clone(), speaker.clone())).or_default().insert(&claim.id);
            }
        }
    }
    said
}

/// More documents know it as a place than as a person.
fn is_place(told: &[Told], name: &str) -> bool {
    let places =
        told.iter().filter(|it| it.places.binary_search_by(|known| known.as_str().cmp(name)).is_ok());
    let places = places.count();
    places > 0 && places >= told.iter().filter(|it| it.people.iter().any(|named| named.name == name)).count()
}

/// A name of several words, the first more than an initial.
pub(crate) fn is_full(name: &str) -> bool {
    first_word(bare(name)).is_some_and(|first| first.chars().count() > 1)
}

fn person(told: &[Told], bearers: &[Bearer<'_>], entry: &[usize]) -> wire::Person {
    let mut names: Vec<(&String, u32)> = Vec::new();
    let mut roles: Vec<String> = Vec::new();
    let mut documents: Vec<String> = Vec::new();
    let mut places: Vec<wire::NamePlace> = Vec::new();
    let mut quotes = 0;
    for &at in entry {
        let Bearer { document, named, .. } = bearers[at];
        let told = &told[document];
        documents.push(told.reference.id.clone());
        for name in std::iter::once(&named.name).chain(&named.aliases) {
            match names.iter_mut().find(|(other, _)| *other == name) {
                Some((_, count)) => *count += 1,
                None => names.push((name, 1)),
            }
        }
        for role in &named.roles {
            if !roles.iter().any(|other| other.eq_ignore_ascii_case(role)) {
                roles.push(role.clone());
            }
        }
        places.extend(named.first.iter().map(|place| wire::NamePlace {
            document: told.reference.id.clone(),
            start: place.span.start() as u32,
            end: place.span.end() as u32,
            words: place.words.clone(),
            claim: None,
        }));
        let theirs = told.quotes.iter().filter(|it| it.named && it.speaker.as_ref() == Some(&named.name));
        quotes += theirs.count() as u32;
    }
    // The name with most words; of several spellings the one that most documents have.
    names.sort_by_key(|(name, count)| std::cmp::Reverse((name.split_whitespace().count(), *count)));
    // Many papers leave the accents out: the spelling that has them says more.
    let plain = unaccented(names[0].0);
    if let Some(accented) = names.iter().position(|(name, _)| !name.is_ascii() && unaccented(name) == plain) {
        names.swap(0, accented);
    }
    // "minister" says nothing beside "transport minister".
    let all = roles.clone();
    let plain = |role: &str| role.replace('.', "").to_lowercase();
    let says_more = |other: &String, role: &String| {
        let (other, role) = (plain(other), plain(role));
        let linked = |link: &str| other.starts_with(&format!("{role} {link} "));
        other.len() > role.len() && (other.ends_with(&role) || linked("of") || linked("to"))
    };
    roles.retain(|role| !all.iter().any(|other| says_more(other, role)));
    let mut known: BTreeSet<String> = BTreeSet::new();
    roles.retain(|role| known.insert(plain(role)));
    let aliases: BTreeSet<String> = names[1..].iter().map(|(name, _)| (*name).clone()).collect();
    wire::Person {
        name: names[0].0.clone(),
        aliases: aliases.into_iter().collect(),
        roles,
        documents,
        quotes,
        places,
        evidence: Vec::new(),
        apart: Vec::new(),
    }
}

/// Where a document has the words of a quotation from "the mayor", and another the same words from a
/// mayor with a name: the two are one, and the quotation is what says so.
fn called(told: &[Told], claims: &[wire::Claim], people: &mut [wire::Person]) {
    for claim in claims.iter().filter(|claim| claim.kind == wire::ClaimKind::Quote) {
        let mut whose = None;
        let mut nominal: Vec<wire::NamePlace> = Vec::new();
        for support in &claim.support {
            let Some(document) = told.iter().find(|it| it.reference.id == support.document) else { continue };
            let said = document.quotes.iter().find(|it| {
                (it.place.span.start(), it.place.span.end()) == (support.start as usize, support.end as usize)
            });
            let Some(said) = said else { continue };
            if said.named {
                let name = said.speaker.as_deref();
                let at = people.iter().position(|person| {
                    person.documents.contains(&support.document)
                        && name.is_some_and(|name| {
                            person.name == name || person.aliases.iter().any(|alias| alias == name)
                        })
                });
                match (whose, at) {
                    (None, Some(at)) => whose = Some(Some(at)),
                    (Some(Some(known)), Some(at)) if known != at => whose = Some(None),
                    _ => {}
                }
            } else if let (Some(by), Some(_)) = (&said.by, &said.speaker) {
                nominal.push(wire::NamePlace {
                    document: support.document.clone(),
                    start: by.span.start() as u32,
                    end: by.span.end() as u32,
                    words: by.words.clone(),
                    claim: Some(claim.id.clone()),
                });
            }
        }
        let Some(Some(at)) = whose else { continue };
        let person = &mut people[at];
        for place in nominal {
            let has = |word: &str| place.words.split_whitespace().any(|it| it.eq_ignore_ascii_case(word));
            let held = person.roles.iter().any(|role| {
                let title = role.split(" of ").next().unwrap_or(role).split(" to ").next().unwrap_or(role);
                title.split_whitespace().next_back().is_some_and(has)
            });
            if held
                && !person
                    .places
                    .iter()
                    .any(|known| known.document == place.document && known.words == place.words)
            {
                person.places.push(place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::could_be_one;

    #[test]
    fn spellings_of_one_name() {
        for (a, b) in [
            ("Danilo Verac", "Verac"),
            ("Danilo Verac", "Danillo Verac"),
            ("Ingrid Aaltonen", "Ingrid Altonen"),
            ("Aaltonen", "Altonen"),
            ("Pavel Hrist", "Pavel Christ"),
            ("D. Verac", "Danilo Verac"),
            ("Peit Anders", "Piet Anders"),
            ("Mr Anders", "Piet Anders"),
            ("José Núñez", "Jose Nunez"),
        ] {
            assert!(could_be_one(a, b), "{a} / {b}");
        }
        for (a, b) in [
            ("Anna Verac", "Danilo Verac"),
            ("Hrist", "Christ"),
            ("Ada Marsh", "Ada Walsh"),
            ("Lee", "Lea"),
            ("Danilo Verac", "Tomas Lindqvist"),
        ] {
            assert!(!could_be_one(a, b), "{a} / {b}");
        }
    }
    #[test]
    fn short_forms_are_no_other_spelling() {
        assert!(super::spelt_otherwise("François Deltour", "Francois Deltour"));
        assert!(super::spelt_otherwise("Danilo Verac", "Danillo Verac"));
        assert!(!super::spelt_otherwise("Danilo Verac", "Verac"));
        assert!(!super::spelt_otherwise("D. Verac", "Danilo Verac"));
        assert!(!super::spelt_otherwise("Mr Verac", "Danilo Verac"));
        assert!(!super::spelt_otherwise("Anna Verac", "Danilo Verac"));
    }
}
