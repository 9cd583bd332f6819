//! When two names are of one place, or of a place and what it lies in.
//!
//! What is known: the codes of countries, where GeoNames has a town, what documents of the story say of where a place lies ("Varna
//! in Bulgaria", "Port Senna, Talvia"), and words that make a part of a place out of its name. What is
//! not known stays open: two other names may be of two places or of one.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_document::{Document, EntityId, EntityKind, Mention, MentionForm, Participant, Span};

use crate::lexicon::places::{LOCATIVES, PARTS};
use crate::told::Told;

/// A place that something is said to have happened at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Spot {
    /// As the document calls it.
    pub(crate) name: String,
    /// The country that it is, as ISO 3166 has it.
    pub(crate) country: Option<String>,
    /// The place of GeoNames that it is, and the country which that lies in.
    pub(crate) site: Option<(u32, String)>,
}

impl Spot {
    pub(crate) fn of(document: &Document, participant: Option<&Participant>) -> Option<Self> {
        let participant = participant?;
        Self::at(document, participant.span, participant.entity)
    }

    fn at(document: &Document, span: Span, entity: Option<EntityId>) -> Option<Self> {
        if let Some(entity) = entity.and_then(|id| document.entity(id)) {
            let country = entity.refs.get("iso3166").filter(|_| entity.kind == EntityKind::Place).cloned();
            let site = document.location(entity.id).and_then(|it| it.site.as_ref());
            let site = site.map(|site| (site.geonames, site.country.clone()));
            return Some(Self { name: entity.name.clone(), country, site });
        }
        Some(Self { name: span.get(&document.text)?.to_owned(), ..Self::default() })
    }

    /// The same, when the words before it say that something is there: after "in", "near", "off", or
    /// where a dateline has it. A place that is accused or asked is none that anything happened at.
    pub(crate) fn where_it_was(document: &Document, participant: Option<&Participant>) -> Option<Self> {
        let span = participant?.span;
        let (before, after) = (document.text.get(..span.start())?, document.text.get(span.end()..)?);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let dateline = ["—", "–", "-", "("].iter().any(|dash| after.trim_start().starts_with(dash))
            && line.split_whitespace().count() <= NEAR;
        let word = |word: &str| LOCATIVES.binary_search(&word.to_lowercase().as_str()).is_ok();
        let at = line.split_whitespace().rev().take(NEAR).any(word);
        (at || line.trim().is_empty() || dateline).then(|| Self::of(document, participant)).flatten()
    }
}

/// So many words before a place may have the "in": "in the city of", "near the old".
const NEAR: usize = 3;

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
    let spot = |mention: &Mention| Spot::at(document, mention.span, mention.entity);
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
        let site = |spot: &Spot| spot.site.as_ref().map(|(id, _)| *id);
        let one_site = site(a).is_some() && site(a) == site(b);
        if one == other || core(&one) == core(&other) || one_site {
            return Fit::Together;
        }
        let country = |spot: &Spot, name: &String| {
            let lies = || spot.site.as_ref().map(|(_, country)| country.clone());
            spot.country.clone().or_else(lies).or_else(|| self.country.get(name).cloned())
        };
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
        Spot { name: name.into(), country: country.map(str::to_owned), site: None }
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
        let town =
            |name: &str, id, country: &str| Spot { site: Some((id, country.into())), ..spot(name, None) };
        assert_eq!(fit(town("Lund", 1, "SE"), spot("Sweden", Some("SE"))), Fit::Together);
        assert_eq!(fit(town("Lund", 1, "SE"), town("Lundh", 1, "SE")), Fit::Together);
        assert_eq!(fit(town("Lund", 1, "SE"), town("Malmo", 2, "SE")), Fit::Open);
        assert_eq!(fit(town("Lund", 1, "SE"), town("Oslo", 3, "NO")), Fit::Apart);
        assert_eq!(fit(spot("Lund", None), spot("Malmo", None)), Fit::Open);
    }
}
