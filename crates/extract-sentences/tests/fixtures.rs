//! Every fixture of the stage, with its sentences marked.

use rapporteur_document::{Block, Document, Role, Span};
use rapporteur_extract_sentences::Sentences;
use rapporteur_fixture::{Fixture, check, run};
use rapporteur_view::{document, marks};

/// The fixture's paragraphs as blocks; `roles` of its head names their roles in order, the last
/// one for all that follow. Without it the document has no blocks.
fn with_blocks(fixture: &Fixture) -> Document {
    let mut document = fixture.document();
    let Some(roles) = fixture.get("roles") else { return document };
    let roles: Vec<Role> =
        roles.split(", ").map(|role| Role::from_name(role).expect("the head names roles")).collect();
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    for part in document.text.split("\n\n") {
        let span = Span::new(at, at + part.len()).trimmed(&document.text);
        at += part.len() + 2;
        if !span.is_empty() {
            let role = roles[blocks.len().min(roles.len() - 1)];
            blocks.push(Block { span, role, rule: "fixture".into() });
        }
    }
    document.blocks = Some(blocks);
    document
}

#[test]
fn fixtures() {
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", |fixture| {
        let mut found = with_blocks(fixture);
        run::<Sentences>(&mut found);
        document(&found, &marks::sentences(&found))
    });
}
