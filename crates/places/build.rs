//! Compiles `data/cities.tsv`: a record of fixed length for each place, the texts that records
//! point to, and a finite-state map from folded names to the places that bear them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use sha2::{Digest, Sha256};

#[path = "src/fold.rs"]
mod fold;

/// A line of the table: the fields as its script names them.
struct Row<'a> {
    id: u32,
    country: &'a str,
    division: &'a str,
    latitude: f64,
    longitude: f64,
    population: u32,
    name: &'a str,
    others: &'a str,
}

fn main() {
    println!("cargo::rerun-if-changed=data/cities.tsv");
    println!("cargo::rerun-if-changed=src/fold.rs");
    let table = fs::read_to_string("data/cities.tsv").expect("data/cities.tsv can be read");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut records: Vec<u8> = Vec::new();
    let mut texts = String::new();
    let mut divisions: BTreeMap<&str, u32> = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (index, line) in table.lines().enumerate() {
        let row = row(line).unwrap_or_else(|| panic!("data/cities.tsv:{}: not a place", index + 1));
        let index = u32::try_from(index).expect("fewer than 4 billion places");
        let name_at = length(&texts);
        texts += row.name;
        let division_at = *divisions.entry(row.division).or_insert_with(|| {
            let at = length(&texts);
            texts += row.division;
            at
        });
        // The name and, unless it was there before, the division stand one after the other.
        for number in [row.id, name_at, division_at, row.population] {
            records.extend(number.to_le_bytes());
        }
        records.extend(degrees(row.latitude).to_le_bytes());
        records.extend(degrees(row.longitude).to_le_bytes());
        records.extend(row.country.as_bytes());
        records.push(u8::try_from(row.name.len()).expect("a name of at most 255 bytes"));
        records.push(u8::try_from(row.division.len()).expect("a division of at most 255 bytes"));
        names.entry(fold::fold(row.name)).or_default().push(index << 1);
        for other in row.others.split('|').filter(|other| !other.is_empty()) {
            names.entry(fold::fold(other)).or_default().push(index << 1 | 1);
        }
    }
    let mut map = fst::MapBuilder::memory();
    let mut bearers: Vec<u8> = Vec::new();
    for (name, mut places) in names {
        // By its own name first, where a place bears one as both.
        places.sort_unstable();
        places.dedup_by_key(|place| *place >> 1);
        // One bearer stands in the map itself; of several the map says where they are listed.
        let value = if let [place] = places[..] {
            u64::from(place) << 1
        } else {
            let at = bearers.len() as u64;
            bearers.extend(u32::try_from(places.len()).expect("few bearers").to_le_bytes());
            bearers.extend(places.iter().flat_map(|place| place.to_le_bytes()));
            at << 1 | 1
        };
        if !name.is_empty() {
            map.insert(&name, value).expect("names come in order");
        }
    }
    let map = map.into_inner().expect("a map in memory");
    let write = |file: &str, bytes: &[u8]| fs::write(out.join(file), bytes).expect("OUT_DIR can be written");
    write("records.bin", &records);
    write("texts.txt", texts.as_bytes());
    write("bearers.bin", &bearers);
    write("names.fst", &map);
    let mut digest = String::new();
    for byte in Sha256::digest(table.as_bytes()) {
        let _ = write!(digest, "{byte:02x}");
    }
    write("digest.txt", digest.as_bytes());
}

fn row(line: &str) -> Option<Row<'_>> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    Some(Row {
        id: next()?.parse().ok()?,
        country: next().filter(|code| code.len() == 2)?,
        division: next()?,
        latitude: next()?.parse().ok()?,
        longitude: next()?.parse().ok()?,
        population: next()?.parse().ok()?,
        name: next()?,
        others: next()?,
    })
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).expect("texts of less than 4 GiB")
}

/// Ten-thousandths of a degree.
#[expect(clippy::cast_possible_truncation, reason = "at most 1,800,000")]
fn degrees(value: f64) -> i32 {
    (value * 10_000.0).round() as i32
}
