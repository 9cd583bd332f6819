//! One fixture a format and a phenomenon: text, blocks and turns, with the way back to the source.

use rapporteur_fixture::Fixture;
use rapporteur_normalize_debate::Debate;

fn view(fixture: &Fixture) -> String {
    let mut document = fixture.document();
    if let Some(media_type) = fixture.get("media") {
        document.source.media_type = media_type.into();
    }
    rapporteur_fixture::run::<Debate>(&mut document);
    rapporteur_view::document(&document, &rapporteur_view::marks::turns(&document))
}

#[test]
fn fixtures() {
    rapporteur_fixture::check(env!("CARGO_MANIFEST_DIR"), "fixtures", "xml", view);
}
