//! Which names are of one person.
//!
//! Full names come first: the same surname and given names that go together are one person, two
//! given names are two. Then bare surnames and given names find the person that they are of, and
//! stay apart from everybody where two bear them and nothing says which.

use std::collections::{HashMap, HashSet};

use rapporteur_document::EntityKind;
use rapporteur_english::gazetteer::{self, Sex};

use crate::kinds::Named;
use crate::lexicon::{honorifics, nominals, particles};
use crate::similar::{folded, is_misspelt};
use crate::words::{Shape, Text, has, lower};

/// One person of the document.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// Folded words of the fullest name.
    tokens: Vec<String>,
    /// Whether anything says so.
    pub sex: Option<Sex>,
    /// Indices of the names, in order of text.
    pub names: Vec<usize>,
    /// Comes in as somebody's brother or mother.
    is_kin: bool,
}

impl Person {
    fn surname(&self) -> &str {
        self.tokens.last().map_or("", String::as_str)
    }

    fn given(&self) -> Option<&str> {
        (self.tokens.len() > 1).then(|| self.tokens[0].as_str())
    }
}

/// How many spellings a bare surname is compared with at most, so that a list of thousands of
/// names takes linear time.
const COMPARED: usize = 64;

/// How many sentences a bare surname may be away from the full name, where two people bear it.
const NEAR: usize = 3;

/// People, and for each name the person that it is of.
pub(crate) fn merge(text: &Text<'_>, names: &[Named]) -> (Vec<Person>, Vec<Option<usize>>) {
    let mut people = People::default();
    let mut of = vec![None; names.len()];
    let tokens: Vec<Vec<String>> = names
        .iter()
        .map(|named| if named.kind == EntityKind::Person { tokens(text, named) } else { Vec::new() })
        .collect();
    for (index, tokens) in tokens.iter().enumerate().filter(|(_, tokens)| tokens.len() > 1) {
        of[index] = Some(people.add_full(index, tokens, sex(text, &names[index], tokens.len())));
    }
    // "her brother Tom" tells of Tom Lane, too.
    let kin: HashSet<&str> = tokens
        .iter()
        .enumerate()
        .filter(|(index, tokens)| !tokens.is_empty() && comes_as_kin(text, &names[*index]))
        .map(|(_, tokens)| tokens[0].as_str())
        .collect();
    for person in &mut people.list {
        person.is_kin = kin.contains(person.tokens[0].as_str());
    }
    for (index, tokens) in tokens.iter().enumerate().filter(|(_, tokens)| tokens.len() == 1) {
        let sex = sex(text, &names[index], 1);
        of[index] = people.add_bare(text, names, index, &tokens[0], sex);
    }
    for person in &mut people.list {
        person.names.sort_unstable();
    }
    (people.list, of)
}

/// Folded words of a name, without particles at its start and `Jr` at its end.
fn tokens(text: &Text<'_>, named: &Named) -> Vec<String> {
    let mut found: Vec<String> = text.words[named.piece.words.clone()]
        .iter()
        .filter(|word| word.shape != Shape::Mark && !has(particles::PEOPLE, word.text))
        .filter(|word| !matches!(word.text, "Jr" | "Sr" | "II" | "III" | "IV"))
        .map(|word| folded(word.text))
        .filter(|word| !word.is_empty())
        .collect();
    if found.is_empty() {
        found.push(folded(named.piece.span.of(text.whole)));
    }
    found
}

/// What the title or the given name says.
fn sex(text: &Text<'_>, named: &Named, count: usize) -> Option<Sex> {
    let words = &text.words[named.piece.titles.clone()];
    let title = words.iter().rev().filter(|word| word.shape != Shape::Mark).find_map(|word| {
        let small = lower(word.text);
        if has(honorifics::FEMALE, &small) || has(crate::lexicon::offices::FEMALE, &small) {
            Some(Sex::Female)
        } else if has(honorifics::MALE, &small) || has(crate::lexicon::offices::MALE, &small) {
            Some(Sex::Male)
        } else {
            None
        }
    });
    let given = || {
        let first = &text.words[named.piece.words.start];
        gazetteer::given_name(first.text)
            .filter(|&sex| sex != Sex::Either && (count > 1 || !gazetteer::is_surname(first.text)))
    };
    title.or_else(given)
}

#[derive(Default)]
struct People {
    list: Vec<Person>,
    by_surname: HashMap<String, Vec<usize>>,
    by_given: HashMap<String, Vec<usize>>,
}

impl People {
    fn add_full(&mut self, name: usize, tokens: &[String], sex: Option<Sex>) -> usize {
        let surname = &tokens[tokens.len() - 1];
        let same_surname = self.by_surname.get(surname).map(Vec::as_slice).unwrap_or_default();
        let found = same_surname
            .iter()
            .rev()
            .take(COMPARED)
            .copied()
            .find(|&at| go_together(&self.list[at].tokens, tokens))
            .or_else(|| {
                let same_given = self.by_given.get(&tokens[0]).map(Vec::as_slice).unwrap_or_default();
                same_given.iter().rev().take(COMPARED).copied().find(|&at| {
                    let other = &self.list[at];
                    other.tokens.len() > 1
                        && (is_misspelt(other.surname(), surname) || other.tokens.concat() == tokens.concat())
                })
            });
        let at = match found {
            Some(at) => at,
            None => self.insert(tokens),
        };
        let person = &mut self.list[at];
        if tokens.len() > person.tokens.len() {
            person.tokens = tokens.to_vec();
        }
        person.sex = person.sex.or(sex);
        person.names.push(name);
        at
    }

    fn insert(&mut self, tokens: &[String]) -> usize {
        let at = self.list.len();
        self.list.push(Person { tokens: tokens.to_vec(), sex: None, names: Vec::new(), is_kin: false });
        self.by_surname.entry(tokens[tokens.len() - 1].clone()).or_default().push(at);
        if tokens.len() > 1 {
            self.by_given.entry(tokens[0].clone()).or_default().push(at);
        }
        at
    }

    /// A surname or given name on its own. `None` where two people bear it and nothing says which.
    fn add_bare(
        &mut self,
        text: &Text<'_>,
        names: &[Named],
        name: usize,
        token: &str,
        sex: Option<Sex>,
    ) -> Option<usize> {
        let fits = |people: &Self, at: usize| {
            let other = people.list[at].sex;
            let titled = !names[name].piece.titles.is_empty();
            !titled || sex.is_none() || other.is_none() || other == sex
        };
        let mut candidates: Vec<usize> =
            self.by_surname.get(token).into_iter().flatten().copied().take(COMPARED).collect();
        if candidates.is_empty() {
            candidates = self.by_given.get(token).into_iter().flatten().copied().take(COMPARED).collect();
        }
        if candidates.is_empty() {
            let latest = self.list.iter().enumerate().rev().take(COMPARED);
            candidates =
                latest.filter(|(_, person)| is_misspelt(person.surname(), token)).map(|(at, _)| at).collect();
            if candidates.len() > 1 {
                candidates.clear();
            }
        }
        candidates.retain(|&at| fits(self, at));
        let at = match candidates.as_slice() {
            [] => self.insert(&[token.to_owned()]),
            [one] => *one,
            several => nearest(text, names, name, several, &self.list)?,
        };
        let person = &mut self.list[at];
        if person.given().is_none() {
            person.sex = person.sex.or(sex);
        }
        if person.sex.is_none() && !names[name].piece.titles.is_empty() {
            person.sex = sex;
        }
        person.names.push(name);
        Some(at)
    }
}

/// The one of a family of whom the text tells: the others come in as somebody's brother or mother.
fn primary(several: &[usize], people: &[Person]) -> Option<usize> {
    let is_kin = |at: &usize| people[*at].is_kin;
    let mut rest = several.iter().filter(|at| !is_kin(at));
    let first = rest.next()?;
    (rest.next().is_none() && several.len() > 1).then_some(*first)
}

/// Whether a name comes in as somebody's brother or mother.
fn comes_as_kin(text: &Text<'_>, named: &Named) -> bool {
    let piece = &named.piece;
    let start = if piece.titles.is_empty() { piece.words.start } else { piece.titles.start };
    let before = text.before(start).map(|word| word.text);
    let noun = match before {
        Some(",") => text.beside(start, start.checked_sub(2)).map(|word| word.text),
        other => other,
    };
    noun.is_some_and(|noun| has(nominals::KIN, noun))
}

/// The one of several that was named shortly before, where the others were not.
fn nearest(
    text: &Text<'_>,
    names: &[Named],
    name: usize,
    several: &[usize],
    people: &[Person],
) -> Option<usize> {
    let sentence = |name: usize| text.words[names[name].piece.words.start].sentence;
    let here = sentence(name);
    let mut near = several.iter().copied().filter(|&at| {
        let before = people[at].names.iter().rev().copied().find(|&other| other < name);
        before.is_some_and(|before| sentence(before) + NEAR >= here)
    });
    // Where both were just named it stays open; where neither was, it is the one of whom the text tells.
    match (near.next(), near.next()) {
        (Some(_), Some(_)) => None,
        (first, _) => primary(several, people).or(first),
    }
}

/// Whether two full names with one surname may be of one person.
fn go_together(one: &[String], other: &[String]) -> bool {
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    if short.len() == 1 || long.ends_with(short) {
        return true;
    }
    let (first, second) = (one[0].as_str(), other[0].as_str());
    // `A.` and `Ann`, `Ben` and `Benjamin`
    let shortens = |short: &str, long: &str| matches!(short.len(), 1 | 3..) && long.starts_with(short);
    let given = shortens(first, second) || shortens(second, first) || is_misspelt(first, second);
    // `George H. W.` and `George W.` are two.
    let middle = |tokens: &[String]| tokens[1..tokens.len() - 1].concat();
    let (inner, outer) = (middle(one), middle(other));
    given && (inner.starts_with(&outer) || outer.starts_with(&inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn together(a: &str, b: &str) -> bool {
        let tokens = |name: &str| name.split(' ').map(folded).collect::<Vec<_>>();
        go_together(&tokens(a), &tokens(b))
    }

    #[test]
    fn given_names_keep_a_family_apart() {
        assert!(together("Ann Lane", "Ann B. Lane"));
        assert!(together("A. Lane", "Ann Lane"));
        assert!(together("Sergei Orlov", "Sergey Orlov"));
        assert!(!together("Ann Lane", "Tom Lane"));
        assert!(!together("George H. W. Marsh", "George Q. Marsh"));
    }
}
