//! Each fixture as a view: the text with its places marked, and where each lies.

use std::fmt::Write as _;

use proptest::prelude::*;
use rapporteur_document::{Document, EntityKind, Site};
use rapporteur_extract_entities::Entities;
use rapporteur_extract_places::{Options, Places, locate};
use rapporteur_fixture::{check, run};
use rapporteur_view::{Mark, document};

fn read(mut document: Document) -> Document {
    let sentences = document
        .content()
        .iter()
        .flat_map(|block| rapporteur_english::sentences(&document.text, block.span))
        .collect();
    document.sentences = Some(sentences);
    run::<Entities>(&mut document);
    document
}

fn site(site: &Site) -> String {
    format!("{} ({}, {}) {} geonames {}", site.name, site.division, site.country, site.geo, site.geonames)
}

#[test]
fn fixtures() {
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", |fixture| {
        let mut read = read(fixture.document());
        run::<Places>(&mut read);
        let marks: Vec<Mark> = read
            .mentions()
            .iter()
            .filter_map(|mention| {
                let id = mention.entity.filter(|_| mention.kind == EntityKind::Place)?;
                let code = read.entity(id)?.refs.get("iso3166").cloned();
                let label = read.location(id).map_or_else(
                    || code.unwrap_or_else(|| "nowhere".into()),
                    |location| location.site.as_ref().map_or("?".into(), |site| site.country.clone()),
                );
                Some(Mark::new(mention.span, label))
            })
            .collect();
        let mut view = document(&read, &marks);
        view.push('\n');
        for location in read.locations() {
            let name = read.entity(location.entity).map_or("", |entity| &entity.name);
            let place = location.site.as_ref().map_or_else(
                || "not decided".to_owned(),
                |here| format!("{} by {}", site(here), location.rule.as_str()),
            );
            let _ = writeln!(view, "{name}: {place}");
            for other in &location.others {
                let _ = writeln!(view, "    or {}", site(other));
            }
        }
        view
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_ends_and_entities_ascend(
        text in "(\\PC{0,3}|London|Paris|Springfield|, |Texas|France| in |northern |the |\\. |\\(|\\)){0,40}"
    ) {
        let read = read(Document::from_text(text));
        let found = locate(&read, &Options::default());
        prop_assert!(found.is_sorted_by(|a, b| a.entity < b.entity));
        prop_assert!(found.iter().all(|location| read.entity(location.entity).is_some()));
    }
}
