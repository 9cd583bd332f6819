//! Every span of a document, whichever layer it is in.

use rapporteur_document::{Document, Fact, Participant, Span, Speaker};

/// Layer and span of everything that a document says about its text.
pub fn of(document: &Document) -> Vec<(&'static str, Span)> {
    let mut all = Vec::new();
    let mut add = |layer: &'static str, span: Option<Span>| all.extend(span.map(|span| (layer, span)));
    let meta = &document.meta;
    let facts = [
        &meta.kind,
        &meta.title,
        &meta.published,
        &meta.modified,
        &meta.publisher,
        &meta.url,
        &meta.section,
        &meta.language,
    ];
    let facts = facts.into_iter().flatten().chain(&meta.byline).chain(&meta.agencies);
    facts.for_each(|fact: &Fact| add("meta", fact.span));
    let speaker = |speaker: &Option<Speaker>| speaker.as_ref().and_then(|speaker| speaker.span);
    let who = |participant: &Option<Participant>| participant.as_ref().map(|participant| participant.span);
    document.blocks.iter().flatten().for_each(|block| add("blocks", Some(block.span)));
    document.sentences().iter().for_each(|span| add("sentences", Some(*span)));
    document.mentions().iter().for_each(|mention| add("mentions", Some(mention.span)));
    document.times().iter().for_each(|time| add("times", Some(time.span)));
    for figure in document.figures() {
        add("figures", Some(figure.span));
        add("figures", figure.time);
        add("figures", who(&figure.place));
        add("figures", who(&figure.reported_by));
    }
    for quote in document.quotes() {
        add("quotes", Some(quote.span));
        add("quotes", speaker(&quote.speaker));
        add("quotes", quote.cue.as_ref().map(|cue| cue.span));
    }
    for event in document.events() {
        add("events", Some(event.span));
        event.actors.iter().chain(&event.recipients).for_each(|one| add("events", Some(one.span)));
        add("events", who(&event.place));
        add("events", event.time);
        add("events", who(&event.reported_by));
    }
    for turn in document.turns.iter().flatten() {
        add("turns", Some(turn.span));
        add("turns", speaker(&turn.speaker));
    }
    all
}
