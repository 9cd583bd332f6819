//! Each fixture's text with its roles.

use std::fmt::Write as _;

use rapporteur_fixture::{Fixture, check};
use rapporteur_normalize_markdown::read;

#[test]
fn fixtures() {
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "md", render);
}

fn render(fixture: &Fixture) -> String {
    let mut document = fixture.document();
    read(&mut document);
    let mut view = rapporteur_view::document(&document, &rapporteur_view::marks::meta(&document));
    let meta = &document.meta;
    for (name, fact) in [
        ("title", &meta.title),
        ("published", &meta.published),
        ("modified", &meta.modified),
        ("url", &meta.url),
    ] {
        if let Some(fact) = fact {
            let _ = writeln!(view, "{name}: {:?} from {}", fact.value, fact.from);
        }
    }
    view
}
