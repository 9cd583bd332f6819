//! What a document says of countries and divisions, apart from the place in question.

use std::collections::BTreeMap;

use rapporteur_document::{Document, EntityId, EntityKind, MentionForm};
use rapporteur_english::gazetteer::{self, Known};
use rapporteur_places::bearing;

/// A city of this size is meant by its name rather than the division of that name: New York.
const LARGE_CITY: u32 = 500_000;
/// How far behind a name its country or division is looked for, in bytes.
const BESIDE: usize = 40;

/// The countries and divisions that a document names.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// Mentions of each country, by code.
    countries: BTreeMap<String, f64>,
    /// All of them together.
    total: f64,
    /// Names of places without a country's code, in small letters: some are divisions.
    divisions: Vec<String>,
}

impl Evidence {
    pub(crate) fn of(document: &Document) -> Self {
        let mut evidence = Self::default();
        let mut counts = vec![0_u32; document.entities().len()];
        for mention in document.mentions() {
            if let (MentionForm::Name, Some(id)) = (mention.form, mention.entity)
                && let Some(count) = counts.get_mut(id.0 as usize)
            {
                *count += 1;
            }
        }
        for (entity, &count) in document.entities().iter().zip(&counts) {
            if let Some(code) = entity.refs.get("iso3166") {
                evidence.add(code, f64::from(count.max(1)));
            } else if entity.kind == EntityKind::Place && !is_large_city(&entity.name) {
                evidence.divisions.push(entity.name.to_lowercase());
            }
        }
        evidence.divisions.sort_unstable();
        evidence
    }

    fn add(&mut self, code: &str, weight: f64) {
        *self.countries.entry(code.to_owned()).or_default() += weight;
        self.total += weight;
    }

    /// How much of what the document says of countries is said of this one, 0 to 1; none where it
    /// never names it.
    pub(crate) fn share(&self, code: &str) -> Option<f64> {
        self.countries.get(code).map(|count| count / self.total)
    }

    /// Whether the document names this division.
    pub(crate) fn has_division(&self, division: &str) -> bool {
        let division = division.to_lowercase();
        self.divisions.binary_search(&division).is_ok()
    }
}

/// What stands right behind a name and says where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Beside {
    /// The code of a country.
    Country(String),
    /// Words that may be a division's name, in small letters.
    Division(String),
}

/// What stands behind the mentions of an entity: "Paris, Texas", "Tripoli in northern Lebanon",
/// "Tripoli (Lebanon)".
pub(crate) fn beside(document: &Document, id: EntityId) -> Vec<Beside> {
    let mut found = Vec::new();
    for mention in document.mentions().iter().filter(|mention| mention.entity == Some(id)) {
        let rest = &document.text[mention.span.end()..];
        let Some(gap) =
            ["’s, ", ", ", " (", " in northern ", " in southern ", " in eastern ", " in western ", " in "]
                .iter()
                .find(|gap| rest.starts_with(**gap))
        else {
            continue;
        };
        let start = mention.span.end() + gap.len();
        let next = document.mentions().partition_point(|other| other.span.start() < start);
        let Some(next) = document.mentions().get(next).filter(|next| next.span.start() < start + BESIDE)
        else {
            continue;
        };
        if !joins(&document.text[start..next.span.start()]) {
            continue;
        }
        let name = next.span.of(&document.text);
        let code = next
            .entity
            .and_then(|id| document.entity(id))
            .filter(|entity| entity.kind == EntityKind::Place)
            .and_then(|entity| entity.refs.get("iso3166").cloned());
        match (code, gazetteer::known(name)) {
            (Some(code), _) => found.push(Beside::Country(code)),
            // A list of towns says nothing: "in London, Paris and Rome".
            (None, Some(Known::City | Known::Capital(_))) => {}
            (None, _) => found.push(Beside::Division(name.to_lowercase())),
        }
    }
    found
}

fn is_large_city(name: &str) -> bool {
    bearing(name).iter().any(|place| place.population >= LARGE_CITY)
}

/// Whether a country may follow these words of its own noun phrase: nothing, "the", "the north of".
fn joins(words: &str) -> bool {
    words.split_whitespace().all(|word| {
        matches!(
            word,
            "the"
                | "north"
                | "south"
                | "east"
                | "west"
                | "northern"
                | "southern"
                | "eastern"
                | "western"
                | "central"
                | "north-eastern"
                | "north-western"
                | "south-eastern"
                | "south-western"
                | "northeastern"
                | "northwestern"
                | "southeastern"
                | "southwestern"
                | "of"
                | "in"
        )
    })
}
