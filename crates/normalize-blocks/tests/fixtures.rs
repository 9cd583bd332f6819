//! Every fixture as a view with block roles in the margin.

use rapporteur_normalize_blocks::Blocks;
use rapporteur_view::marks;

#[test]
fn fixtures() {
    rapporteur_fixture::check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", |fixture| {
        let mut document = fixture.document();
        rapporteur_fixture::run::<Blocks>(&mut document);
        rapporteur_view::document(&document, &marks::turns(&document))
    });
}
