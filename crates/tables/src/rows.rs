//! Rows of documents and stories.

use rapporteur_document::{Document, EntityId, Fact, OfficeRole, Participant, Role, Site, Span, Speaker};
use rapporteur_record::{ClaimKind, ClaimState, CopyKind, DifferenceKind, LeadReason, Story};
use rapporteur_stage::{Held, StageError};

use crate::{Cell, Id, Sink};

/// Several values in one cell.
fn joined<'a>(values: impl Iterator<Item = String>) -> Cell<'a> {
    let values: Vec<String> = values.collect();
    if values.is_empty() { Cell::Null } else { values.join("; ").into() }
}

fn fact(fact: Option<&Fact>) -> Cell<'_> {
    fact.map(|fact| fact.value.as_str()).into()
}

/// The id of the `at`th of a kind in a document, from 0.
fn numbered<'a>(document: &Document, letter: char, at: usize) -> Cell<'a> {
    format!("{}:{letter}{}", document.id, at + 1).into()
}

fn entity<'a>(document: &Document, id: Option<EntityId>) -> Cell<'a> {
    let known = id.filter(|id| document.called(*id).is_some());
    known.map_or(Cell::Null, |id| numbered(document, 'e', id.0 as usize))
}

/// Id, document, bytes and words: what every row of a layer begins with.
fn place(document: &Document, letter: char, at: usize, span: Span) -> Vec<Cell<'_>> {
    let source = document.source_span(span);
    vec![
        numbered(document, letter, at),
        document.id.as_str().into(),
        span.start().into(),
        span.end().into(),
        source.map(Span::start).into(),
        source.map(Span::end).into(),
        span.get(&document.text).unwrap_or_default().into(),
    ]
}

/// Somebody by the name or description of the entity, else by the words.
fn name(document: &Document, participant: &Participant) -> String {
    let called = participant.entity.and_then(|id| document.called(id));
    called.or_else(|| participant.span.get(&document.text)).unwrap_or_default().to_owned()
}

fn speaker<'a>(document: &'a Document, speaker: Option<&'a Speaker>) -> Cell<'a> {
    let Some(speaker) = speaker else { return Cell::Null };
    let entity = speaker.entity.and_then(|id| document.entity(id)).map(|entity| entity.name.as_str());
    let words = || speaker.span.and_then(|span| span.get(&document.text));
    entity.or(speaker.name.as_deref()).or_else(words).into()
}

fn time(document: &Document, span: Option<Span>) -> Cell<'_> {
    let found = span.and_then(|span| document.times().iter().find(|time| time.span == span));
    found.map(|time| time.value.as_str()).into()
}

fn office(role: &OfficeRole) -> String {
    let mut words = role.title.clone();
    for (link, whose) in [(" of ", &role.of), (" to ", &role.at)] {
        if let Some(whose) = whose {
            words.push_str(link);
            words.push_str(whose);
        }
    }
    words
}

/// The rows of a document, the `index`th in the order of ingest, from 0.
pub fn document(index: usize, document: &Document, sink: &mut dyn Sink) -> Result<(), StageError> {
    let (source, meta) = (&document.source, &document.meta);
    let facts = |facts: &[Fact]| joined(facts.iter().map(|fact| fact.value.clone()));
    sink.row(
        Id::Documents,
        &[
            document.id.as_str().into(),
            (index + 1).into(),
            source.uri.as_str().into(),
            source.sha256.as_str().into(),
            source.bytes.into(),
            source.media_type.as_str().into(),
            source.encoding.as_str().into(),
            fact(meta.kind.as_ref()),
            fact(meta.title.as_ref()),
            fact(meta.published.as_ref()),
            fact(meta.modified.as_ref()),
            facts(&meta.byline),
            fact(meta.publisher.as_ref()),
            fact(meta.url.as_ref()),
            fact(meta.section.as_ref()),
            facts(&meta.agencies),
            fact(meta.language.as_ref()),
        ],
    )?;
    let whole = document.content();
    for (at, block) in document.blocks.as_ref().unwrap_or(&whole).iter().enumerate() {
        let mut row = place(document, 'b', at, block.span);
        let is_content = Role::is_content(block.role);
        row.extend([block.role.as_str().into(), is_content.into(), block.rule.as_str().into()]);
        sink.row(Id::Blocks, &row)?;
    }
    for (at, turn) in document.turns.iter().flatten().enumerate() {
        let mut row = place(document, 's', at, turn.span);
        row.extend([
            speaker(document, turn.speaker.as_ref()),
            turn.role.as_deref().into(),
            turn.question.into(),
            turn.number.as_deref().into(),
            turn.uin.as_deref().into(),
            turn.rule.as_str().into(),
        ]);
        sink.row(Id::Turns, &row)?;
    }
    layers(document, sink)
}

/// The rows of what was found in it.
fn layers(document: &Document, sink: &mut dyn Sink) -> Result<(), StageError> {
    for (at, entity) in document.entities().iter().enumerate() {
        let row = [
            numbered(document, 'e', at),
            document.id.as_str().into(),
            entity.kind.as_str().into(),
            entity.name.as_str().into(),
            joined(entity.aliases.iter().cloned()),
            joined(entity.roles.iter().map(office)),
            joined(entity.refs.iter().map(|(list, code)| format!("{list}={code}"))),
            Cell::Null,
        ];
        sink.row(Id::Entities, &row)?;
    }
    for unnamed in &document.unnamed {
        let row = [
            numbered(document, 'e', unnamed.id.0 as usize),
            document.id.as_str().into(),
            unnamed.kind.as_str().into(),
            Cell::Null,
            Cell::Null,
            joined(unnamed.roles.iter().map(office)),
            Cell::Null,
            unnamed.description.as_str().into(),
        ];
        sink.row(Id::Entities, &row)?;
    }
    for location in document.locations() {
        let site = location.site.as_ref();
        let at = site.and_then(Site::coordinates);
        let name = document.entity(location.entity).map_or("", |entity| &entity.name);
        let other = |other: &Site| {
            let place = [other.name.as_str(), &other.division, &other.country].join(", ");
            format!("{place} (GeoNames {})", other.geonames)
        };
        let row = [
            entity(document, Some(location.entity)),
            document.id.as_str().into(),
            name.into(),
            site.map(|site| Cell::Integer(site.geonames.into())).into(),
            site.map(|site| site.name.as_str()).into(),
            site.map(|site| site.country.as_str()).into(),
            site.map(|site| site.division.as_str()).into(),
            at.map(|(latitude, _)| latitude).into(),
            at.map(|(_, longitude)| longitude).into(),
            joined(location.others.iter().map(other)),
            location.rule.as_str().into(),
        ];
        sink.row(Id::Locations, &row)?;
    }
    for (at, mention) in document.mentions().iter().enumerate() {
        let mut row = place(document, 'm', at, mention.span);
        row.extend([
            mention.kind.as_str().into(),
            mention.form.as_str().into(),
            entity(document, mention.entity),
            mention.rule.as_str().into(),
        ]);
        sink.row(Id::Mentions, &row)?;
    }
    for (at, time) in document.times().iter().enumerate() {
        let mut row = place(document, 't', at, time.span);
        row.extend([
            time.kind.as_str().into(),
            time.value.as_str().into(),
            time.modifier.as_deref().into(),
            time.anchor.as_ref().map(|anchor| anchor.from.as_str()).into(),
            time.anchor.as_ref().map(|anchor| anchor.value.as_str()).into(),
            joined(time.alternatives.iter().cloned()),
            time.rule.as_str().into(),
        ]);
        sink.row(Id::Times, &row)?;
    }
    for (at, figure) in document.figures().iter().enumerate() {
        let mut row = place(document, 'f', at, figure.span);
        row.extend([
            figure.value.into(),
            figure.high.into(),
            figure.qualifier.as_str().into(),
            figure.unit.as_deref().into(),
            figure.of.as_deref().into(),
            figure.state.as_deref().into(),
            time(document, figure.time),
            figure.place.as_ref().map(|place| name(document, place)).into(),
            figure.reported_by.as_ref().map(|by| name(document, by)).into(),
            figure.rule.as_str().into(),
        ]);
        sink.row(Id::Figures, &row)?;
    }
    for (at, quote) in document.quotes().iter().enumerate() {
        let mut row = place(document, 'q', at, quote.span);
        let first = quote.part_of.filter(|first| (first.0 as usize) < at);
        row.extend([
            quote.form.as_str().into(),
            quote.status.as_str().into(),
            speaker(document, quote.speaker.as_ref()),
            entity(document, quote.speaker.as_ref().and_then(|speaker| speaker.entity)),
            quote.cue.as_ref().map(|cue| cue.lemma.as_str()).into(),
            first.map_or(Cell::Null, |first| numbered(document, 'q', first.0 as usize)),
            quote.role_guess.as_deref().into(),
            quote.rule.as_str().into(),
        ]);
        sink.row(Id::Quotes, &row)?;
    }
    for (at, event) in document.events().iter().enumerate() {
        let names = |all: &[Participant]| joined(all.iter().map(|one| name(document, one)));
        let mut row = place(document, 'v', at, event.span);
        row.extend([
            event.kind.as_str().into(),
            event.mode.as_deref().into(),
            event.cameo.as_deref().into(),
            names(&event.actors),
            names(&event.recipients),
            event.place.as_ref().map(|place| name(document, place)).into(),
            time(document, event.time),
            event.status.as_str().into(),
            event.reported_by.as_ref().map(|by| name(document, by)).into(),
            event.rule.as_str().into(),
        ]);
        sink.row(Id::Events, &row)?;
    }
    Ok(())
}

fn kind(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Quote => "quote",
        ClaimKind::Figure => "figure",
        ClaimKind::Event => "event",
    }
}

fn state(state: ClaimState) -> &'static str {
    match state {
        ClaimState::Corroborated => "corroborated",
        ClaimState::Single => "single",
        ClaimState::Differing => "differing",
        ClaimState::Contradicted => "contradicted",
    }
}

fn difference(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Number => "number",
        DifferenceKind::Qualifier => "qualifier",
        DifferenceKind::Counted => "counted",
        DifferenceKind::Place => "place",
        DifferenceKind::Attribution => "attribution",
        DifferenceKind::Wording => "wording",
        DifferenceKind::Shortened => "shortened",
        DifferenceKind::Unit => "unit",
        DifferenceKind::Date => "date",
        DifferenceKind::Spelling => "spelling",
    }
}

fn reason(reason: LeadReason) -> &'static str {
    match reason {
        LeadReason::Agency => "agency",
        LeadReason::Earliest => "earliest",
        LeadReason::Fullest => "fullest",
        LeadReason::First => "first",
    }
}

fn copied(kind: CopyKind) -> &'static str {
    match kind {
        CopyKind::Copy => "copy",
        CopyKind::Cut => "cut",
        CopyKind::Extension => "extension",
        CopyKind::Edit => "edit",
    }
}

/// The rows of a story. Its documents' rows must be there already.
pub fn story(story: &Story, sink: &mut dyn Sink) -> Result<(), StageError> {
    let id = || Cell::from(story.id.as_str());
    sink.row(
        Id::Stories,
        &[
            id(),
            story.title.as_str().into(),
            story.start.as_deref().into(),
            story.end.as_deref().into(),
            story.documents.len().into(),
            story.origins.into(),
            story.not_compared.into(),
        ],
    )?;
    for document in &story.documents {
        sink.row(Id::StoryDocuments, &[id(), document.id.as_str().into(), document.origin.into()])?;
    }
    for text in &story.syndication {
        for copy in &text.copies {
            sink.row(
                Id::Copies,
                &[
                    id(),
                    text.lead.as_str().into(),
                    reason(text.reason).into(),
                    joined(text.agencies.iter().cloned()),
                    copy.document.as_str().into(),
                    copied(copy.kind).into(),
                    copy.shared.into(),
                    copy.sentences.into(),
                    copy.edited.into(),
                    copy.lacks.into(),
                    copy.exact.into(),
                ],
            )?;
        }
    }
    for claim in &story.claims {
        sink.row(
            Id::Claims,
            &[
                claim.id.as_str().into(),
                id(),
                kind(claim.kind).into(),
                claim.about.as_str().into(),
                state(claim.state).into(),
                claim.origins.into(),
                claim.support.len().into(),
            ],
        )?;
        for (at, support) in claim.support.iter().enumerate() {
            sink.row(
                Id::ClaimSupport,
                &[
                    claim.id.as_str().into(),
                    (at + 1).into(),
                    support.document.as_str().into(),
                    support.start.into(),
                    support.end.into(),
                    support.words.as_str().into(),
                    support.form.map(|form| form.0.as_str()).into(),
                    support.cue.as_deref().into(),
                    support.speaker.as_deref().into(),
                    support.context.as_deref().into(),
                    support.origin.into(),
                ],
            )?;
        }
        for differs in &claim.differences {
            for (at, variant) in differs.variants.iter().enumerate() {
                for &number in &variant.support {
                    let row = [
                        claim.id.as_str().into(),
                        difference(differs.kind).into(),
                        (at + 1).into(),
                        variant.value.as_str().into(),
                        joined(variant.words.iter().filter(|it| it.differs).map(|it| it.words.clone())),
                        (number + 1).into(),
                    ];
                    sink.row(Id::ClaimDifferences, &row)?;
                }
            }
        }
    }
    for moment in &story.timeline {
        for support in &moment.support {
            let row = [
                id(),
                moment.value.as_str().into(),
                moment.start.as_deref().into(),
                moment.end.as_deref().into(),
                moment.narrowed.as_ref().map(|narrowed| narrowed.rule.as_str()).into(),
                support.document.as_str().into(),
                support.start.into(),
                support.end.into(),
                support.words.as_str().into(),
                support.origin.into(),
            ];
            sink.row(Id::Moments, &row)?;
        }
    }
    for speech in &story.speeches {
        let row = [
            id(),
            speech.document.as_str().into(),
            speech.start.into(),
            speech.end.into(),
            speech.role.as_deref().into(),
            speech.speaker.as_str().into(),
            speech.party.as_deref().into(),
            speech.constituency.as_deref().into(),
            speech.office.as_deref().into(),
            speech.named_in.document.as_str().into(),
            speech.named_in.start.into(),
            speech.named_in.end.into(),
            speech.shared.into(),
            speech.words.into(),
        ];
        sink.row(Id::NamedSpeeches, &row)?;
    }
    for person in &story.people {
        let row = [
            id(),
            person.name.as_str().into(),
            joined(person.aliases.iter().cloned()),
            joined(person.roles.iter().cloned()),
            person.documents.len().into(),
            person.quotes.into(),
            joined(person.evidence.iter().map(|it| format!("{}: {}", it.document, it.in_words()))),
            joined(person.apart.iter().map(|it| format!("{}: {}", it.name, it.because.in_words()))),
        ];
        sink.row(Id::People, &row)?;
    }
    Ok(())
}

/// The row of something that could not be read.
pub fn held(stage: &str, held: &Held, sink: &mut dyn Sink) -> Result<(), StageError> {
    let sha256 = Some(held.sha256.as_str()).filter(|sha256| !sha256.is_empty());
    let row = [
        held.uri.as_str().into(),
        sha256.into(),
        held.bytes.into(),
        stage.into(),
        held.reason.as_str().into(),
    ];
    sink.row(Id::Quarantine, &row)
}
