//! Where named places lie: the populated places of GeoNames with 1,000 inhabitants or more,
//! their other names, countries and coordinates, compiled in. Not a stage.
//!
//! A name leads to every place that bears it. Which of them a text means is for the stage `places`
//! to weigh; nothing is weighed here. No IO, nothing is decoded at the start.
//!
//! Data: GeoNames (<https://www.geonames.org>), CC BY 4.0; `data/make.py` says what of it.
//!
//! Start reading at [`bearing`].

mod fold;

use std::sync::LazyLock;

const RECORD: usize = 28;
static RECORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/records.bin"));
static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/texts.txt"));
static BEARERS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bearers.bin"));
static NAMES: LazyLock<fst::Map<&'static [u8]>> = LazyLock::new(|| {
    fst::Map::new(include_bytes!(concat!(env!("OUT_DIR"), "/names.fst")).as_slice())
        .expect("the build script made it")
});

/// The table's name and SHA-256, for a stage's descriptor.
pub static FILES: &[(&str, &str)] =
    &[("places/data/cities.tsv", include_str!(concat!(env!("OUT_DIR"), "/digest.txt")))];

/// A populated place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Its identifier in GeoNames: `https://sws.geonames.org/{id}/`.
    pub id: u32,
    /// Its name in GeoNames.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2 code.
    pub country: &'static str,
    /// First-order division: in the United States the state's name, elsewhere GeoNames' code.
    pub division: &'static str,
    /// Degrees north (WGS 84).
    pub latitude: f64,
    /// Degrees east (WGS 84).
    pub longitude: f64,
    /// Inhabitants.
    pub population: u32,
    /// It was looked up by its own name, not by another one.
    pub by_name: bool,
}

/// The places that bear a name, in the order of the table; none for a name that nothing bears.
///
/// Capitals, accents, apostrophes and hyphens make no difference.
pub fn bearing(name: &str) -> Vec<Place> {
    let Some(value) = NAMES.get(fold::fold(name)) else { return Vec::new() };
    let at = usize::try_from(value >> 1).unwrap_or(usize::MAX);
    if value & 1 == 0 {
        return u32::try_from(value >> 1).ok().and_then(place).into_iter().collect();
    }
    let count = number(BEARERS, at).unwrap_or(0) as usize;
    (0..count).filter_map(|index| number(BEARERS, at + 4 + 4 * index).and_then(place)).collect()
}

/// Reads a record; the lowest bit of its number says whether the name was another one.
fn place(bearer: u32) -> Option<Place> {
    let at = (bearer >> 1) as usize * RECORD;
    let field = |index: usize| number(RECORDS, at + 4 * index);
    let rest = RECORDS.get(at + 24..at + RECORD)?;
    let text = |start: u32, len: u8| TEXTS.get(start as usize..start as usize + usize::from(len));
    Some(Place {
        id: field(0)?,
        name: text(field(1)?, rest[2])?,
        country: str::from_utf8(&rest[..2]).ok()?,
        division: text(field(2)?, rest[3])?,
        latitude: degrees(field(4)?),
        longitude: degrees(field(5)?),
        population: field(3)?,
        by_name: bearer & 1 == 0,
    })
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn degrees(ten_thousandths: u32) -> f64 {
    f64::from(ten_thousandths.cast_signed()) / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn largest(name: &str) -> Place {
        bearing(name).into_iter().max_by_key(|place| place.population).expect(name)
    }

    #[test]
    fn names_lead_to_places() {
        let aleppo = largest("Aleppo");
        assert_eq!((aleppo.country, aleppo.by_name), ("SY", true));
        assert!((aleppo.latitude - 36.2).abs() < 0.1 && (aleppo.longitude - 37.16).abs() < 0.1);
        assert_eq!(largest("Kharkov").country, "UA");
        assert!(!largest("Kharkov").by_name);
        let santiago = largest("Santiago");
        assert!(santiago.longitude < -70.0 && santiago.latitude < -33.0, "{santiago:?}");
        assert_eq!(bearing("Nowheresuchplace"), []);
        assert_eq!(bearing(""), []);
    }

    #[test]
    fn spellings_are_one() {
        for (one, other) in [
            ("Cancún", "CANCUN"),
            ("Deir ez-Zor", "Deir ez Zor"),
            ("Łódź", "Lodz"),
            ("St. Louis", "Saint Louis"),
        ] {
            assert_eq!(fold::fold(one), fold::fold(other));
            assert_eq!(bearing(one), bearing(other));
            assert!(!bearing(one).is_empty(), "{one}");
        }
    }

    #[test]
    fn many_places_bear_one_name() {
        let springfields = bearing("Springfield");
        assert!(springfields.len() > 10);
        assert!(springfields.iter().any(|place| place.division == "Illinois"));
        assert!(springfields.is_sorted_by_key(|place| place.id));
    }

    #[test]
    fn every_record_can_be_read() {
        assert_eq!(RECORDS.len() % RECORD, 0);
        let count = u32::try_from(RECORDS.len() / RECORD).expect("few");
        assert!(count > 100_000);
        for index in 0..count {
            let place = place(index << 1).expect("a place");
            assert!(place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0 && !place.name.is_empty());
        }
    }
}
