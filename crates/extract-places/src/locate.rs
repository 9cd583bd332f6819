//! Which bearer of a name is meant.

use std::cmp::Reverse;

use rapporteur_document::{Document, Entity, EntityKind, Location, Site};
use rapporteur_english::gazetteer::{self, Known};
use rapporteur_places::{Place, bearing};

use crate::Options;
use crate::evidence::{Beside, Evidence, beside};

/// A place of so many inhabitants is meant by its name unless something speaks for another.
const LARGE: u32 = 200_000;
/// Where nothing is decided, bearers are stated if one is of this size.
const STATED: u32 = 100_000;
/// A place that bears the name only as another one must be larger.
const VERY_LARGE: u32 = 500_000;
/// What a country's name in the text is worth, in powers of ten of inhabitants, before its share.
const COUNTRY: f64 = 1.5;
/// What the name of its own division is worth.
const DIVISION: f64 = 2.5;
/// What a sure place of the same country is worth; of one near by as much again.
const COMPATRIOT: f64 = 1.0;
const NEIGHBOUR: f64 = 1.0;
/// How near that is, in kilometres.
const NEAR: f64 = 200.0;
/// What being the seat of a government is worth.
const CAPITAL: f64 = 1.5;
/// What being the only large bearer of a name that newspapers print without its country is worth.
const NEWSWORTHY: f64 = 0.5;
/// What bearing the name only as another one costs.
const OTHER_NAME: f64 = 1.5;
/// By how much the best must be ahead of the next where the text speaks of its country, and where
/// only its size speaks for it.
const MARGIN: f64 = 0.7;
const MARGIN_BY_SIZE: f64 = 1.2;

/// A bearer with what speaks for it.
struct Candidate {
    place: Place,
    score: f64,
    /// The rule by which the text says that it speaks of that part of the world, if it does.
    placed: Option<&'static str>,
}

/// An entity that waits for a decision.
struct Open<'d> {
    entity: &'d Entity,
    places: Vec<Place>,
    beside: Vec<Beside>,
    capital: Option<&'static str>,
    /// The only large bearer of a name that is known as a city's.
    newsworthy: Option<u32>,
}

/// Where the places of a document lie, in the order of its entities: for every town or city whose
/// name at least one bearer could be meant by.
///
/// Sure ones are decided first, and speak for the others: what lies in the same country or within
/// 200 km of them.
pub fn locate(document: &Document, options: &Options) -> Vec<Location> {
    let evidence = Evidence::of(document);
    let open: Vec<Open<'_>> = document
        .entities()
        .iter()
        .filter(|entity| entity.kind == EntityKind::Place && !entity.refs.contains_key("iso3166"))
        .filter_map(|entity| open(document, entity))
        .collect();
    let mut sure: Vec<Place> = Vec::new();
    for open in &open {
        let ranked = rank(open, &evidence, &[]);
        if let Some((place, rule)) = decide(open, &ranked)
            && (rule == "named-beside" || place.population >= LARGE)
        {
            sure.push(place);
        }
    }
    open.iter()
        .filter_map(|open| {
            let ranked = rank(open, &evidence, &sure);
            let decided = decide(open, &ranked);
            let plausible =
                |candidate: &Candidate| candidate.place.by_name && candidate.place.population >= STATED;
            if decided.is_none() && !ranked.iter().any(plausible) {
                return None;
            }
            let chosen = decided.map(|(place, _)| place.id);
            Some(Location {
                entity: open.entity.id,
                site: decided.map(|(place, _)| site(&place)),
                others: ranked
                    .iter()
                    .filter(|candidate| Some(candidate.place.id) != chosen)
                    .take(options.others)
                    .map(|candidate| site(&candidate.place))
                    .collect(),
                rule: decided.map_or("undecided", |(_, rule)| rule).into(),
            })
        })
        .collect()
}

/// The bearers of an entity's name; none for what is known not to be a town.
fn open<'d>(document: &Document, entity: &'d Entity) -> Option<Open<'d>> {
    let known = gazetteer::known(&entity.name);
    if matches!(known, Some(Known::Region | Known::Country(_))) {
        return None;
    }
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    let places = names.map(|name| bearing(name)).find(|places| !places.is_empty())?;
    let capital = match known {
        Some(Known::Capital(code)) => Some(code),
        _ => None,
    };
    let newsworthy = if known == Some(Known::City) { only_large(&places) } else { None };
    Some(Open { entity, places, beside: beside(document, entity.id), capital, newsworthy })
}

/// The largest bearer, where no other one is large.
fn only_large(places: &[Place]) -> Option<u32> {
    let mut largest: Vec<&Place> = places.iter().filter(|place| place.by_name).collect();
    largest.sort_by_key(|place| Reverse(place.population));
    let alone = largest.get(1).is_none_or(|next| next.population < LARGE);
    largest.first().filter(|_| alone).map(|place| place.id)
}

/// The bearers with what speaks for each, the best first.
fn rank(open: &Open<'_>, evidence: &Evidence, sure: &[Place]) -> Vec<Candidate> {
    let mut ranked: Vec<Candidate> = open
        .places
        .iter()
        .map(|place| {
            let share = evidence.share(place.country);
            let others =
                || sure.iter().filter(|other| other.id != place.id && other.country == place.country);
            let mut score = f64::from(place.population.max(1_000)).log10();
            score += share.map_or(0.0, |share| COUNTRY + share);
            let division = evidence.has_division(place.division);
            score += if division { DIVISION } else { 0.0 };
            score += if open.capital == Some(place.country) { CAPITAL } else { 0.0 };
            score += if open.newsworthy == Some(place.id) { NEWSWORTHY } else { 0.0 };
            score -= if place.by_name { 0.0 } else { OTHER_NAME };
            let compatriot = others().next().is_some();
            score += if compatriot { COMPATRIOT } else { 0.0 };
            score += if others().any(|other| distance(place, other) <= NEAR) { NEIGHBOUR } else { 0.0 };
            let placed = if is_beside(open, place) {
                Some("named-beside")
            } else if share.is_some() {
                Some("country-in-text")
            } else if division {
                Some("division-in-text")
            } else {
                compatriot.then_some("other-places")
            };
            Candidate { place: *place, score, placed }
        })
        .collect();
    ranked.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| Reverse(a.place.population).cmp(&Reverse(b.place.population)))
    });
    ranked
}

/// What stands beside the name is the place's country or division.
fn is_beside(open: &Open<'_>, place: &Place) -> bool {
    open.beside.iter().any(|beside| match beside {
        Beside::Country(code) => code == place.country,
        Beside::Division(name) => *name == place.division.to_lowercase(),
    })
}

/// The bearer that is meant and the rule that says so.
fn decide(open: &Open<'_>, ranked: &[Candidate]) -> Option<(Place, &'static str)> {
    let named = |candidate: &&Candidate| candidate.placed == Some("named-beside");
    if let Some(named) = ranked.iter().find(named) {
        return Some((named.place, "named-beside"));
    }
    // A country stands beside it, and no bearer lies there: some place that the table lacks.
    if open.beside.iter().any(|beside| matches!(beside, Beside::Country(_))) {
        return None;
    }
    let (best, rest) = ranked.split_first()?;
    let capital = open.capital == Some(best.place.country);
    let margin = if best.placed.is_some() || capital { MARGIN } else { MARGIN_BY_SIZE };
    if rest.first().is_some_and(|next| best.score - next.score < margin) {
        return None;
    }
    let enough = if best.place.by_name { LARGE } else { VERY_LARGE };
    if let Some(rule) = best.placed {
        Some((best.place, rule))
    } else if capital {
        Some((best.place, "capital"))
    } else if best.place.population >= enough {
        Some((best.place, if rest.is_empty() { "only-one" } else { "largest" }))
    } else {
        None
    }
}

/// Kilometres between two places on a sphere (haversine).
fn distance(a: &Place, b: &Place) -> f64 {
    let (one, other) = (a.latitude.to_radians(), b.latitude.to_radians());
    let across = ((b.longitude - a.longitude).to_radians() / 2.0).sin();
    let along = ((other - one) / 2.0).sin();
    let half = along.mul_add(along, one.cos() * other.cos() * across * across);
    2.0 * 6_371.0 * half.sqrt().min(1.0).asin()
}

fn site(place: &Place) -> Site {
    Site {
        geonames: place.id,
        name: place.name.to_owned(),
        country: place.country.to_owned(),
        division: place.division.to_owned(),
        geo: format!("geo:{},{}", place.latitude, place.longitude),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, country: &str) -> Place {
        let mut all = bearing(name);
        all.retain(|place| place.country == country);
        all.into_iter().max_by_key(|place| place.population).expect(name)
    }

    #[test]
    fn kilometres() {
        let apart = distance(&named("Paris", "FR"), &named("London", "GB"));
        assert!((apart - 344.0).abs() < 3.0, "{apart}");
        assert!(distance(&named("Paris", "FR"), &named("Paris", "FR")) < 0.001);
    }

    #[test]
    fn coordinates_are_a_geo_uri() {
        assert_eq!(site(&named("Aleppo", "SY")).geo, "geo:36.2012,37.1612");
    }
}
