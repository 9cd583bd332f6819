//! Reads a folder of pages and says how many days of publication are found and right.
//!
//! `gold.jsonl` beside the pages has a line a page: `{"file", "url", "published", "modified"}`, the days as
//! `2016-09-25` or null.
//!
//! `cargo run -p rapporteur-normalize-metadata --example score_published -- FOLDER`
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use std::path::Path;

use rapporteur_document::{Document, Fact, Raw, Source};
use rapporteur_normalize_blocks::Blocks;
use rapporteur_normalize_encoding::Encoding;
use rapporteur_normalize_html::Html;
use rapporteur_normalize_metadata::Metadata;
use serde_json::Value;

fn main() {
    let folder = std::env::args().nth(1).expect("score_published FOLDER");
    let folder = Path::new(&folder);
    let gold = std::fs::read_to_string(folder.join("gold.jsonl")).expect("gold.jsonl can be read");
    let (mut given, mut right, mut there, mut changed, mut changed_there) = (0, 0, 0, 0, 0);
    for line in gold.lines() {
        let page: Value = serde_json::from_str(line).expect("a line of gold.jsonl is JSON");
        let file = page["file"].as_str().expect("a page has a file");
        let bytes = std::fs::read(folder.join(file)).expect("the page can be read");
        let document = read(bytes, page["url"].as_str());
        let day = |fact: &Option<Fact>| fact.as_ref().map(|fact| fact.value[..10].to_owned());
        let (published, modified) = (day(&document.meta.published), day(&document.meta.modified));
        let wanted = page["published"].as_str();
        given += usize::from(published.is_some());
        there += usize::from(wanted.is_some());
        right += usize::from(wanted.is_some() && published.as_deref() == wanted);
        changed_there += usize::from(page["modified"].is_string());
        changed +=
            usize::from(page["modified"].is_string() && modified.as_deref() == page["modified"].as_str());
        if page["modified"].is_string() && modified.as_deref() != page["modified"].as_str() {
            println!("{file}: modified {:?}, expected {}", document.meta.modified, page["modified"]);
        }
        if published.as_deref() != wanted {
            println!("{file}: {:?}, expected {wanted:?}; {}", document.meta.published, page["why"]);
            for warning in &document.warnings {
                println!("    {}", warning.message);
            }
        }
    }
    let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    println!(
        "published: precision {:.1} ({right} of {given}), recall {:.1} ({right} of {there}); modified: {changed} of {changed_there}",
        share(right, given),
        share(right, there)
    );
}

fn read(bytes: Vec<u8>, url: Option<&str>) -> Document {
    let mut document = Document::from_raw(Raw {
        source: Source {
            uri: "page.html".into(),
            bytes: bytes.len() as u64,
            media_type: "text/html".into(),
            ..Source::default()
        },
        place: "page.html".into(),
        bytes,
        meta: rapporteur_document::Meta::default(),
        notes: Vec::new(),
    });
    document.meta.url = url.map(|url| Fact::new(url, "sidecar"));
    rapporteur_fixture::run::<Encoding>(&mut document);
    rapporteur_fixture::run::<Html>(&mut document);
    rapporteur_fixture::run::<Blocks>(&mut document);
    rapporteur_fixture::run::<Metadata>(&mut document);
    document
}
