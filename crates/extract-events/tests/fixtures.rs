//! One fixture a phenomenon: the text with its events marked under it, and each in full.

use std::fmt::Write as _;

use proptest::prelude::*;
use rapporteur_document::{Document, Participant};
use rapporteur_extract_entities::Entities;
use rapporteur_extract_events::Events;
use rapporteur_extract_syntax::{Trees, Words};
use rapporteur_extract_times::Times;
use rapporteur_fixture::{check, run, run_with};

/// Everything that events stand on.
fn prepare(document: &mut Document) {
    let whole = document.content().first().map(|block| block.span);
    document.sentences =
        whole.map(|whole| rapporteur_english::sentences(&document.text, whole)).or(Some(Vec::new()));
    run::<Words>(document);
    run::<Trees>(document);
    run::<Entities>(document);
    run::<Times>(document);
}

fn names(document: &Document, list: &[Participant]) -> String {
    let one = |one: &Participant| {
        let words = document.words(one.span);
        let mut name = match one.entity.and_then(|id| document.entity(id)) {
            Some(entity) if entity.name != words => format!("{words} [{}]", entity.name),
            _ => words.to_owned(),
        };
        match (&one.party, one.stands_for) {
            (Some(party), Some(by)) => write!(name, " {{{}:{party} by its {by}}}", party.list),
            (Some(party), None) => write!(name, " {{{}:{party}}}", party.list),
            (None, _) => Ok(()),
        }
        .expect("a string takes words");
        name
    };
    let all: Vec<String> = list.iter().map(one).collect();
    if all.is_empty() { "nobody".into() } else { all.join(" + ") }
}

/// The marks, and a line for each event with all that is known of it.
fn view(document: &Document) -> String {
    let mut view = rapporteur_view::document(document, &rapporteur_view::marks::events(document));
    view.push('\n');
    for event in document.events() {
        let _ = write!(
            view,
            "{}: {} {}{} {}, {} > {}",
            document.words(event.span),
            event.kind,
            event.cameo.as_deref().unwrap_or("--"),
            event.mode.as_deref().map(|mode| format!(" {mode}")).unwrap_or_default(),
            event.status,
            names(document, &event.actors),
            names(document, &event.recipients),
        );
        if let Some(place) = &event.place {
            let _ = write!(view, ", where {}", document.words(place.span));
        }
        if let Some(time) = event.time {
            let _ = write!(view, ", when {}", document.words(time));
        }
        if let Some(by) = &event.reported_by {
            let _ = write!(view, ", says {}", names(document, std::slice::from_ref(by)));
        }
        if !event.contexts.is_empty() {
            let _ = write!(view, ", about {}", event.contexts.join(" + "));
        }
        let _ = writeln!(view, " ({})", event.rule);
    }
    view
}

#[test]
fn fixtures() {
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", |fixture| {
        let mut document = fixture.document();
        prepare(&mut document);
        let several = fixture.get("several").is_some();
        let options = serde_json::json!({ "several": several });
        run_with::<Events>(&mut document, options).expect("no document is rejected");
        view(&document)
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_ends_and_spans_are_inside(
        text in "((the|a|Kenya|Chad|’s|rebels|troops|attacked|agreed|to|refused|said|it|will|not|talks|with|by|who|and|on|–|:|,|\\.|strike|\u{e9}t\u{e9}|\"|must|accused|of) ?){0,60}"
    ) {
        let mut document = Document::from_text(text);
        prepare(&mut document);
        run::<Events>(&mut document);
        for event in document.events() {
            let spans = event.actors.iter().chain(&event.recipients).chain(&event.place).chain(&event.reported_by);
            for span in spans.map(|one| one.span).chain([event.span]).chain(event.time) {
                prop_assert!(span.end() <= document.text.len());
                prop_assert!(document.text.get(span.start()..span.end()).is_some_and(|words| !words.is_empty()));
            }
        }
    }
}
