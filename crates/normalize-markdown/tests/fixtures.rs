//! Each fixture's text with its roles.

use rapporteur_fixture::{Fixture, check};
use rapporteur_normalize_markdown::read;

#[test]
fn fixtures() {
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "md", render);
}

fn render(fixture: &Fixture) -> String {
    let mut document = fixture.document();
    read(&mut document);
    rapporteur_view::document(&document, &rapporteur_view::marks::meta(&document))
}
