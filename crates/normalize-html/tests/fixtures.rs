//! Every fixture's blocks, with what was read of the head.

use std::fmt::Write as _;

use rapporteur_document::{Document, Fact};
use rapporteur_normalize_html::Html;

fn facts(document: &Document) -> String {
    let mut out = String::new();
    let meta = &document.meta;
    let mut add = |name: &str, fact: &Fact| {
        let _ = write!(out, "{name}: {} ({})", fact.value, fact.from);
        if let Some(span) = fact.span {
            let _ = write!(out, " at {span}");
        }
        for other in &fact.alternatives {
            let _ = write!(out, "; not {} ({})", other.value, other.from);
        }
        out.push('\n');
    };
    for (name, fact) in [
        ("title", &meta.title),
        ("published", &meta.published),
        ("modified", &meta.modified),
        ("publisher", &meta.publisher),
        ("url", &meta.url),
        ("section", &meta.section),
        ("language", &meta.language),
    ] {
        if let Some(fact) = fact {
            add(name, fact);
        }
    }
    for fact in &meta.byline {
        add("byline", fact);
    }
    for fact in &meta.agencies {
        add("agency", fact);
    }
    out
}

/// Pieces of the map that do not lead byte by byte, and what they lead to.
fn replaced(source: &str, document: &Document) -> String {
    let mut out = String::new();
    for piece in document.map.pieces() {
        let text = &document.text[piece.text_start as usize..][..piece.text_len as usize];
        let from = &source[piece.source_start as usize..][..piece.source_len as usize];
        if piece.text_len != piece.source_len && piece.source_len > 0 {
            let _ = writeln!(out, "{text:?} is {from:?} at {}", piece.source_start);
        }
    }
    out
}

#[test]
fn fixtures() {
    rapporteur_fixture::check(env!("CARGO_MANIFEST_DIR"), "fixtures", "html", |fixture| {
        let mut document = fixture.document();
        rapporteur_fixture::run::<Html>(&mut document);
        let mut out = rapporteur_view::document(&document, &[]);
        let facts = facts(&document);
        if !facts.is_empty() {
            let _ = write!(out, "\n{facts}");
        }
        if fixture.name == "entities.html" {
            let _ = write!(out, "\n{}", replaced(fixture.text(), &document));
        }
        out
    });
}
