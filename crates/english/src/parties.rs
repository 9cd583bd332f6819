//! Whom a name means when it acts: a state, or an international organisation, by its code.
//!
//! "Moscow" may be a city and "the Russians" may be people: what is said here is whom the name
//! *can* stand for. Whether it does is for a stage to see from the sentence.

use std::borrow::Cow;

use rapporteur_document::{Party, StandsFor};

use crate::gazetteer::{Known, known, value};
use crate::lexicon::parties::{ORGANIZATIONS, SEATS};

/// The state or international organisation of a name, and what kind of stand-in the name would be;
/// none for a state's or organisation's own name.
pub fn party(name: &str) -> Option<(Party, Option<StandsFor>)> {
    let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    let state = |code: &'static str| of("iso3166", code);
    if let Some(code) = value(SEATS, bare) {
        let party = code.strip_prefix('=').map_or_else(|| state(code), |code| of("organizations", code));
        return Some((party, Some(StandsFor::Seat)));
    }
    match known(bare) {
        Some(Known::Country(code)) => Some((state(code), None)),
        Some(Known::Capital(code)) => Some((state(code), Some(StandsFor::Capital))),
        Some(Known::Demonym(code)) => Some((state(code), Some(StandsFor::Demonym))),
        Some(Known::Organization(whole)) => {
            value(ORGANIZATIONS, whole).map(|code| (of("organizations", code), None))
        }
        _ => value(ORGANIZATIONS, bare).map(|code| (of("organizations", code), None)),
    }
}

const fn of(list: &'static str, code: &'static str) -> Party {
    Party { list: Cow::Borrowed(list), code: Cow::Borrowed(code) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> Option<(String, Option<StandsFor>)> {
        party(name).map(|(party, stands)| (format!("{}:{}", party.list, party.code), stands))
    }

    #[test]
    fn a_capital_a_people_and_a_house_lead_to_their_state() {
        assert_eq!(told("Moscow"), Some(("iso3166:RU".into(), Some(StandsFor::Capital))));
        assert_eq!(told("Russians"), Some(("iso3166:RU".into(), Some(StandsFor::Demonym))));
        assert_eq!(told("the Kremlin"), Some(("iso3166:RU".into(), Some(StandsFor::Seat))));
        assert_eq!(told("Brussels"), Some(("organizations:EU".into(), Some(StandsFor::Seat))));
    }

    #[test]
    fn own_names_stand_for_nobody_else() {
        assert_eq!(told("Russia"), Some(("iso3166:RU".into(), None)));
        assert_eq!(told("UN"), Some(("organizations:UN".into(), None)));
        assert_eq!(told("Reuters"), None);
        assert_eq!(told("Glasgow"), None);
    }

    #[test]
    fn every_state_of_the_seats_is_one() {
        for (name, code) in SEATS.iter().filter(|(_, code)| !code.starts_with('=')) {
            assert!(crate::gazetteer::country_name(code).is_some(), "{name}: {code}");
        }
    }
}
