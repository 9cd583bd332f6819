//! Every fixture as a view with what was read marked under it, and the facts with their rules.

use std::fmt::Write as _;

use rapporteur_document::Fact;
use rapporteur_normalize_blocks::Blocks;
use rapporteur_normalize_metadata::Metadata;
use rapporteur_view::marks;

#[test]
fn fixtures() {
    rapporteur_fixture::check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", |fixture| {
        let mut document = fixture.document();
        document.meta.language = fixture.get("html-lang").map(|language| Fact::new(language, "html-lang"));
        rapporteur_fixture::run::<Blocks>(&mut document);
        let options = match fixture.get("language") {
            Some(language) => serde_json::json!({ "language": language }),
            None => serde_json::json!({}),
        };
        rapporteur_fixture::run_with::<Metadata>(&mut document, options).expect("metadata rejects nothing");
        let mut view = rapporteur_view::document(&document, &marks::meta(&document));
        let meta = &document.meta;
        let mut line = |name: &str, fact: &Fact| {
            let _ = write!(view, "{name}: {:?} from {}", fact.value, fact.from);
            for other in &fact.alternatives {
                let _ = write!(view, ", not {:?} from {}", other.value, other.from);
            }
            view.push('\n');
        };
        for (name, fact) in [
            ("kind", &meta.kind),
            ("title", &meta.title),
            ("published", &meta.published),
            ("modified", &meta.modified),
            ("publisher", &meta.publisher),
            ("language", &meta.language),
        ] {
            if let Some(fact) = fact {
                line(name, fact);
            }
        }
        for fact in &meta.byline {
            line("byline", fact);
        }
        for fact in &meta.agencies {
            line("agency", fact);
        }
        view
    });
}
