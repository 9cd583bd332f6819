//! When two names are of one place, or of a place and what it lies in.
//!
//! What is known: the codes of countries, what documents of the story say of where a place lies ("Varna
//! in Bulgaria", "Port Senna, Talvia"), and words that make a part of a place out of its name. What is
//! not known stays open: two other names may be of two places or of one.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_document::{Document, EntityKind, Mention, MentionForm, Participant};

use crate::lexicon::places::PARTS;
use crate::told::Told;

/// A place that something is said to have happened at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    /// As the document calls it.
    pub(crate) name: String,
    /// The country that it is, as ISO 3166 has it.
    pub(crate) country: Option<String>,
}

impl Spot {
    pub(crate) fn of(document: &Document, participant: Option<&Participant>) -> Option<Self> {
        let participant = participant?;
        if let Some(entity) = participant.entity.and_then(|id| document.entity(id)) {
            let country = entity.refs.get("iso3166").filter(|_| entity.kind == EntityKind::Place).cloned();
            return Some(Self { name: entity.name.clone(), country });
        }
        Some(Self { name: participant.span.get(&document.text)?.to_owned(), country: None })
    }
}

/// How two places stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// One and the same, or one lies in the other.
    Together,
    /// Nothing is known that tells.
    Open,
    /// In two countries.
    Apart,
}

/// Where a document says that a place lies: its name and the name of what it lies in, with the
/// country that the latter is.
pub(crate) fn lying(document: &Document) -> Vec<(String, Spot)> {
    let name = |mention: &&Mention| mention.form == MentionForm::Name && mention.kind == EntityKind::Place;
    let names: Vec<&Mention> = document.mentions().iter().filter(name).collect();
    let between = |a: Option<&&Mention>, b: Option<&&Mention>| {
        let (a, b) = (a?, b?);
        document.text.get(a.span.end()..b.span.start())
    };
    let spot = |mention: &Mention| Spot::of(document, Some(&Participant::new(mention.span, mention.entity)));
    let mut lying = Vec::new();
    for at in 0..names.len().saturating_sub(1) {
        let link = between(names.get(at), names.get(at + 1));
        let held = match link {
            Some(" in ") => true,
            // Of three or more in a row, or before "and", it is a list.
            Some(", ") => {
                let before = at.checked_sub(1).and_then(|before| between(names.get(before), names.get(at)));
                let after = between(names.get(at + 1), names.get(at + 2));
                before != Some(", ") && !matches!(after, Some(", " | " and " | ", and " | " or "))
            }
            _ => false,
        };
        if let (true, Some(inner), Some(outer)) = (held, spot(names[at]), spot(names[at + 1]))
            && inner != outer
        {
            lying.push((inner.name, outer));
        }
    }
    lying
}

/// What the documents of a story say of where places lie.
#[derive(Default)]
pub(crate) struct Atlas {
    /// Pairs of a place and what it lies in.
    within: BTreeSet<(String, String)>,
    /// Countries that places lie in.
    country: BTreeMap<String, String>,
}

impl Atlas {
    pub(crate) fn of(told: &[Told]) -> Self {
        let mut atlas = Self::default();
        for (inner, outer) in told.iter().flat_map(|told| &told.lying) {
            atlas.within.insert((plain(inner), plain(&outer.name)));
        }
        // What lies in each other lies nowhere.
        let turned: Vec<(String, String)> =
            atlas.within.iter().map(|(inner, outer)| (outer.clone(), inner.clone())).collect();
        atlas.within.retain(|pair| turned.binary_search(pair).is_err() && !turned.contains(pair));
        for (inner, outer) in told.iter().flat_map(|told| &told.lying) {
            let pair = (plain(inner), plain(&outer.name));
            if let Some(code) = outer.country.as_ref().filter(|_| atlas.within.contains(&pair)) {
                atlas.country.entry(pair.0).or_insert_with(|| code.clone());
            }
        }
        atlas
    }

    /// How two places stand to each other, as far as is known.
    pub(crate) fn fit(&self, a: &Spot, b: &Spot) -> Fit {
        let (one, other) = (plain(&a.name), plain(&b.name));
        if one == other || core(&one) == core(&other) {
            return Fit::Together;
        }
        let country =
            |spot: &Spot, name: &String| spot.country.clone().or_else(|| self.country.get(name).cloned());
        let within = |inner: &str, outer: &str| {
            let pair = |inner: &str| (inner.to_owned(), outer.to_owned());
            self.within.contains(&pair(inner)) || self.within.contains(&pair(&core(inner)))
        };
        if within(&one, &other) || within(&other, &one) {
            return Fit::Together;
        }
        match (country(a, &one), country(b, &other)) {
            (Some(x), Some(y)) if x != y => Fit::Apart,
            // One of them is the country that the other lies in.
            (Some(_), Some(_)) if a.country.is_some() || b.country.is_some() => Fit::Together,
            _ => Fit::Open,
        }
    }
}

/// A name without case.
fn plain(name: &str) -> String {
    name.to_lowercase()
}

/// A name without the words that make a part of the place; all of it where there are no others.
fn core(name: &str) -> String {
    let own = |word: &&str| PARTS.binary_search(word).is_err();
    let core: Vec<&str> = name.split_whitespace().filter(own).collect();
    if core.is_empty() { name.to_owned() } else { core.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(name: &str, country: Option<&str>) -> Spot {
        Spot { name: name.into(), country: country.map(str::to_owned) }
    }

    fn atlas(pairs: &[(&str, &str)]) -> Atlas {
        Atlas {
            within: pairs.iter().map(|(inner, outer)| (plain(inner), plain(outer))).collect(),
            country: BTreeMap::from([("varna".to_owned(), "BG".to_owned())]),
        }
    }

    #[test]
    fn parts_and_containers_are_no_other_places() {
        let atlas = atlas(&[("Port Senna", "Talvia")]);
        let fit = |a, b| atlas.fit(&a, &b);
        assert_eq!(fit(spot("Eastholm", None), spot("port of Eastholm", None)), Fit::Together);
        assert_eq!(fit(spot("Thane", None), spot("River Thane", None)), Fit::Together);
        assert_eq!(fit(spot("Port Senna", None), spot("Talvia", None)), Fit::Together);
        assert_eq!(fit(spot("Talvia", None), spot("PORT SENNA", None)), Fit::Together);
        assert_eq!(fit(spot("Varna", None), spot("Bulgaria", Some("BG"))), Fit::Together);
        assert_eq!(fit(spot("Varna", None), spot("Romania", Some("RO"))), Fit::Apart);
        assert_eq!(fit(spot("Sudan", Some("SD")), spot("South Sudan", Some("SS"))), Fit::Apart);
        assert_eq!(fit(spot("York", None), spot("New York", None)), Fit::Open);
        assert_eq!(fit(spot("Lund", None), spot("Malmo", None)), Fit::Open);
    }
}
