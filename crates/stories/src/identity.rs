//! Why the names of several documents are taken for one person's, and why namesakes are not.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_record as wire;

use crate::lexicon::people::BESIDES;
use crate::people::{Bearer, bare, could_be_one, is_full, said_by, spelt_otherwise, unaccented};
use crate::told::Told;
use crate::words::last_word;

/// How many of those whom two documents name are named as company.
const COMPANY: usize = 3;

/// How many bearers of one surname are set beside each other.
const NAMESAKES: usize = 16;

/// What each document and each name in it says of who is who.
pub(crate) struct Evidence<'a> {
    told: &'a [Told],
    said: &'a BTreeMap<(String, String), BTreeSet<&'a str>>,
    /// For each document its whole names, without what is put before them.
    company: Vec<BTreeSet<&'a str>>,
}

impl<'a> Evidence<'a> {
    pub(crate) fn of(told: &'a [Told], said: &'a BTreeMap<(String, String), BTreeSet<&'a str>>) -> Self {
        let company = |told: &'a Told| {
            told.people.iter().map(|it| bare(&it.name)).filter(|name| is_full(name)).collect()
        };
        Self { told, said, company: told.iter().map(company).collect() }
    }

    /// Quotations that two documents both give to these two names.
    fn claims(&self, a: &Bearer<'_>, b: &Bearer<'_>) -> Vec<&'a str> {
        match (said_by(self.said, self.told, a), said_by(self.said, self.told, b)) {
            (Some(a), Some(b)) => a.intersection(b).copied().collect(),
            _ => Vec::new(),
        }
    }

    /// The two say the same, or hold the same office.
    pub(crate) fn joins(&self, a: &Bearer<'_>, b: &Bearer<'_>) -> bool {
        !self.claims(a, b).is_empty() || shared_office(a, b).is_some()
    }

    /// Both have offices, none of them the same, and the documents have neither a quotation nor
    /// anybody else in common: the name alone would make them one. What anybody may be besides, a
    /// mother or a survivor, is no office.
    pub(crate) fn at_odds(&self, a: &Bearer<'_>, b: &Bearer<'_>) -> bool {
        let own = |name: &&&str| could_be_one(name, &a.named.name);
        let office = |role: &String| BESIDES.binary_search(&last_of_title(role).as_str()).is_err();
        a.named.roles.iter().any(office)
            && b.named.roles.iter().any(office)
            && !self.joins(a, b)
            && self.company[a.document].intersection(&self.company[b.document]).all(|name| own(&name))
    }

    /// For each document of a person after the first, what makes its name the person's.
    pub(crate) fn of_one(
        &self,
        bearers: &[Bearer<'_>],
        entry: &[usize],
        person: &wire::Person,
    ) -> Vec<wire::Identity> {
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let mut evidence = Vec::new();
        for (place, &at) in entry.iter().enumerate() {
            let bearer = &bearers[at];
            let earlier = || entry[..place].iter().map(|&other| &bearers[other]);
            if place > 0 {
                let mut claims: Vec<&str> = earlier().flat_map(|other| self.claims(other, bearer)).collect();
                claims.sort_unstable_by_key(|claim| (claim.len(), *claim));
                claims.dedup();
                let others = self.company[bearer.document].iter().filter(|name| known.contains(**name));
                let company = others.filter(|name| !could_be_one(name, &person.name));
                evidence.push(wire::Identity {
                    document: self.told[bearer.document].reference.id.clone(),
                    name: bearer.named.name.clone(),
                    by: name_evidence(&bearer.named.name, &person.name, earlier()),
                    office: earlier().find_map(|other| shared_office(bearer, other)),
                    claims: claims.into_iter().map(str::to_owned).collect(),
                    company: company.take(COMPANY).map(|name| (*name).to_owned()).collect(),
                });
            }
            known.extend(&self.company[bearer.document]);
        }
        evidence
    }

    /// For each person, the others of the same surname, and what keeps them apart.
    pub(crate) fn apart(
        &self,
        bearers: &[Bearer<'_>],
        entries: &[Vec<usize>],
        people: &[wire::Person],
    ) -> Vec<Vec<wire::Namesake>> {
        let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, person) in people.iter().enumerate() {
            families.entry(unaccented(&last_word(bare(&person.name)))).or_default().push(number);
        }
        let mut apart = vec![Vec::new(); people.len()];
        for family in families.into_values() {
            let family = &family[..family.len().min(NAMESAKES)];
            for &a in family {
                for &b in family.iter().filter(|&&b| b != a) {
                    let together = people[a].documents.iter().any(|id| people[b].documents.contains(id));
                    let odds = || {
                        entries[a].iter().any(|&one| {
                            entries[b].iter().any(|&other| self.at_odds(&bearers[one], &bearers[other]))
                        })
                    };
                    let because = if !could_be_one(&people[a].name, &people[b].name) {
                        wire::ApartReason::FirstNames
                    } else if together {
                        wire::ApartReason::OneDocument
                    } else if odds() {
                        wire::ApartReason::Offices
                    } else {
                        wire::ApartReason::Open
                    };
                    apart[a].push(wire::Namesake {
                        name: people[b].name.clone(),
                        documents: people[b].documents.clone(),
                        because,
                    });
                }
            }
        }
        apart
    }
}

fn name_evidence<'b>(
    name: &str,
    person: &str,
    mut earlier: impl Iterator<Item = &'b Bearer<'b>>,
) -> wire::NameEvidence {
    if spelt_otherwise(name, person) {
        wire::NameEvidence::Spelling
    } else if is_full(name) && earlier.any(|other| bare(&other.named.name) == bare(name)) {
        wire::NameEvidence::Whole
    } else {
        wire::NameEvidence::Short
    }
}

/// An office that both documents give: the one of the first that says most.
fn shared_office(a: &Bearer<'_>, b: &Bearer<'_>) -> Option<String> {
    let same = |role: &&String| b.named.roles.iter().any(|other| last_of_title(other) == last_of_title(role));
    a.named.roles.iter().filter(same).max_by_key(|role| role.len()).cloned()
}

/// "minister" of "foreign minister of Talvia".
fn last_of_title(role: &str) -> String {
    let title = role.split(" of ").next().unwrap_or(role).split(" to ").next().unwrap_or(role);
    last_word(title)
}
