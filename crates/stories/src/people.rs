//! One person under several spellings.

use std::collections::BTreeSet;

use rapporteur_record as wire;

use crate::told::Told;
use crate::words::last_word;

/// Whether two names may be of one person: the same last word and no two different first ones, or
/// the same first word and a last one that differs by a slip of the pen.
pub(crate) fn could_be_one(a: &str, b: &str) -> bool {
    let (last_a, last_b) = (last_word(a), last_word(b));
    let (first_a, first_b) = (first_word(a), first_word(b));
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

/// The lower-cased first word of a name that has several; titles are no part of names.
fn first_word(name: &str) -> Option<String> {
    let mut words = name.split_whitespace();
    let first = words.next()?;
    words.next()?;
    let plain: String =
        first.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (!plain.is_empty()).then_some(plain)
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

/// Everybody whom the documents name, in the order of first mention: those with most documents and
/// quotations first.
pub(crate) fn list(told: &[Told]) -> Vec<wire::Person> {
    struct Known {
        names: Vec<(String, u32)>,
        roles: Vec<String>,
        documents: Vec<String>,
        quotes: u32,
    }
    let mut known: Vec<Known> = Vec::new();
    for told in told {
        for person in &told.people {
            let id = &told.reference.id;
            let at = known
                .iter()
                .position(|other| other.names.iter().any(|(name, _)| could_be_one(name, &person.name)))
                .unwrap_or_else(|| {
                    known.push(Known { names: vec![], roles: vec![], documents: vec![], quotes: 0 });
                    known.len() - 1
                });
            let entry = &mut known[at];
            if entry.documents.last() != Some(id) {
                entry.documents.push(id.clone());
            }
            for name in std::iter::once(&person.name).chain(&person.aliases) {
                match entry.names.iter_mut().find(|(other, _)| other == name) {
                    Some((_, count)) => *count += 1,
                    None => entry.names.push((name.clone(), 1)),
                }
            }
            for role in &person.roles {
                if !entry.roles.iter().any(|other| other.eq_ignore_ascii_case(role)) {
                    entry.roles.push(role.clone());
                }
            }
            let theirs =
                told.quotes.iter().filter(|said| said.named && said.speaker.as_ref() == Some(&person.name));
            entry.quotes += theirs.count() as u32;
        }
    }
    let mut people: Vec<wire::Person> = known
        .into_iter()
        .map(|mut known| {
            // The name with most words; of several spellings the one that most documents have.
            known
                .names
                .sort_by_key(|(name, count)| std::cmp::Reverse((name.split_whitespace().count(), *count)));
            let name = known.names[0].0.clone();
            // "minister" says nothing beside "transport minister".
            let all = known.roles.clone();
            known
                .roles
                .retain(|role| !all.iter().any(|other| other.len() > role.len() && other.ends_with(role)));
            let aliases: BTreeSet<String> = known.names.drain(1..).map(|(name, _)| name).collect();
            wire::Person {
                aliases: aliases.into_iter().collect(),
                name,
                roles: known.roles,
                documents: known.documents,
                quotes: known.quotes,
            }
        })
        .collect();
    people.sort_by_key(|person| std::cmp::Reverse((person.documents.len(), person.quotes)));
    people
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
}
