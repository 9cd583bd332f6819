//! From a document to its record: borrows, copies no text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rapporteur_document as doc;

use crate::names::{EntityRef, Name, QuoteRef};
use crate::record::{
    Alternative, Anchor, Block, Cue, Entity, Event, Fact, Figure, Location, MadeBy, Mention, Meta,
    OfficeRole, Participant, Party, Quote, RECORD_SCHEMA, Record, Site, Source, Speaker, Stretch, Time, Turn,
    Warning,
};

impl<'a> Record<'a> {
    /// The record of a document. Everything but the source's bytes is in it.
    pub fn from_document(document: &'a doc::Document) -> Self {
        Self {
            schema: RECORD_SCHEMA.into(),
            id: text(&document.id),
            source: source(&document.source),
            meta: meta(&document.meta),
            text: text(&document.text),
            map: document
                .map
                .pieces()
                .iter()
                .map(|piece| [piece.text_start, piece.text_len, piece.source_start, piece.source_len])
                .collect(),
            blocks: layer(document.blocks.as_ref(), block),
            sentences: layer(document.sentences.as_ref(), |&span| [start(span), end(span)]),
            mentions: layer(document.mentions.as_ref(), mention),
            entities: document.entities.as_ref().map(|entities| {
                entities.iter().map(entity).chain(document.unnamed.iter().map(unnamed)).collect()
            }),
            locations: layer(document.locations.as_ref(), location),
            times: layer(document.times.as_ref(), time),
            figures: layer(document.figures.as_ref(), figure),
            quotes: layer(document.quotes.as_ref(), quote),
            events: layer(document.events.as_ref(), event),
            turns: layer(document.turns.as_ref(), turn),
            by: document.by.iter().map(made_by).collect(),
            warnings: document
                .warnings
                .iter()
                .map(|warning| Warning { stage: text(&warning.stage), message: text(&warning.message) })
                .collect(),
        }
    }
}

fn text(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

fn optional(text: Option<&String>) -> Option<Cow<'_, str>> {
    text.map(|text| Cow::Borrowed(text.as_str()))
}

fn start(span: doc::Span) -> u32 {
    span.start() as u32
}

fn end(span: doc::Span) -> u32 {
    span.end() as u32
}

fn layer<'a, T, U>(layer: Option<&'a Vec<T>>, write: impl Fn(&'a T) -> U) -> Option<Vec<U>> {
    layer.map(|layer| layer.iter().map(write).collect())
}

fn source(source: &doc::Source) -> Source<'_> {
    Source {
        uri: text(&source.uri),
        sha256: text(&source.sha256),
        bytes: source.bytes,
        media_type: text(&source.media_type),
        encoding: text(&source.encoding),
        selector: text(&source.selector),
        captured: text(&source.captured),
        made_from: text(&source.made_from),
    }
}

fn meta(meta: &doc::Meta) -> Meta<'_> {
    Meta {
        kind: meta.kind.as_ref().map(fact),
        title: meta.title.as_ref().map(fact),
        published: meta.published.as_ref().map(fact),
        modified: meta.modified.as_ref().map(fact),
        byline: meta.byline.iter().map(fact).collect(),
        publisher: meta.publisher.as_ref().map(fact),
        url: meta.url.as_ref().map(fact),
        section: meta.section.as_ref().map(fact),
        agencies: meta.agencies.iter().map(fact).collect(),
        language: meta.language.as_ref().map(fact),
    }
}

fn fact(fact: &doc::Fact) -> Fact<'_> {
    Fact {
        value: text(&fact.value),
        start: fact.span.map(start),
        end: fact.span.map(end),
        from: text(fact.from.as_str()),
        alternatives: fact
            .alternatives
            .iter()
            .map(|other| Alternative { value: text(&other.value), from: text(other.from.as_str()) })
            .collect(),
    }
}

fn block(block: &doc::Block) -> Block<'_> {
    Block {
        start: start(block.span),
        end: end(block.span),
        role: Name(block.role),
        rule: text(block.rule.as_str()),
    }
}

fn mention(mention: &doc::Mention) -> Mention<'_> {
    Mention {
        start: start(mention.span),
        end: end(mention.span),
        kind: Name(mention.kind),
        form: Name(mention.form),
        entity: mention.entity.map(EntityRef),
        rule: text(mention.rule.as_str()),
    }
}

fn entity(entity: &doc::Entity) -> Entity<'_> {
    Entity {
        id: EntityRef(entity.id),
        kind: Name(entity.kind),
        name: Some(text(&entity.name)),
        description: None,
        aliases: entity.aliases.iter().map(|alias| text(alias)).collect(),
        roles: entity.roles.iter().map(role).collect(),
        refs: entity.refs.iter().map(|(list, code)| (text(list), text(code))).collect(),
    }
}

fn unnamed(unnamed: &doc::Unnamed) -> Entity<'_> {
    Entity {
        id: EntityRef(unnamed.id),
        kind: Name(unnamed.kind),
        name: None,
        description: Some(text(&unnamed.description)),
        aliases: Vec::new(),
        roles: unnamed.roles.iter().map(role).collect(),
        refs: BTreeMap::new(),
    }
}

fn role(role: &doc::OfficeRole) -> OfficeRole<'_> {
    OfficeRole { title: text(&role.title), of: optional(role.of.as_ref()), at: optional(role.at.as_ref()) }
}

fn site(site: &doc::Site) -> Site<'_> {
    Site {
        geonames: site.geonames,
        name: text(&site.name),
        iso3166: text(&site.country),
        division: text(&site.division),
        geo: text(&site.geo),
    }
}

fn location(location: &doc::Location) -> Location<'_> {
    Location {
        entity: EntityRef(location.entity),
        site: location.site.as_ref().map(site),
        others: location.others.iter().map(site).collect(),
        rule: text(location.rule.as_str()),
    }
}

fn time(time: &doc::Time) -> Time<'_> {
    Time {
        start: start(time.span),
        end: end(time.span),
        kind: Name(time.kind),
        value: text(&time.value),
        modifier: optional(time.modifier.as_ref()),
        anchor: time
            .anchor
            .as_ref()
            .map(|anchor| Anchor { from: text(anchor.from.as_str()), value: text(&anchor.value) }),
        alternatives: time.alternatives.iter().map(|other| text(other)).collect(),
        rule: text(time.rule.as_str()),
    }
}

fn stretch(span: doc::Span) -> Stretch {
    Stretch { start: start(span), end: end(span) }
}

fn participant(participant: &doc::Participant) -> Participant<'_> {
    Participant {
        start: start(participant.span),
        end: end(participant.span),
        entity: participant.entity.map(EntityRef),
        party: participant
            .party
            .as_ref()
            .map(|party| Party { list: text(&party.list), code: text(&party.code) }),
        stands_for: participant.stands_for.map(Name),
    }
}

fn figure(figure: &doc::Figure) -> Figure<'_> {
    Figure {
        start: start(figure.span),
        end: end(figure.span),
        value: figure.value,
        high: figure.high,
        qualifier: Name(figure.qualifier),
        unit: optional(figure.unit.as_ref()),
        of: optional(figure.of.as_ref()),
        state: optional(figure.state.as_ref()),
        time: figure.time.map(stretch),
        place: figure.place.as_ref().map(participant),
        reported_by: figure.reported_by.as_ref().map(participant),
        rule: text(figure.rule.as_str()),
    }
}

fn speaker(speaker: &doc::Speaker) -> Speaker<'_> {
    Speaker {
        start: speaker.span.map(start),
        end: speaker.span.map(end),
        entity: speaker.entity.map(EntityRef),
        name: optional(speaker.name.as_ref()),
    }
}

fn quote(quote: &doc::Quote) -> Quote<'_> {
    Quote {
        id: QuoteRef(quote.id),
        start: start(quote.span),
        end: end(quote.span),
        form: Name(quote.form),
        status: Name(quote.status),
        speaker: quote.speaker.as_ref().map(speaker),
        cue: quote.cue.as_ref().map(|cue| Cue {
            start: start(cue.span),
            end: end(cue.span),
            lemma: text(&cue.lemma),
        }),
        part_of: quote.part_of.map(QuoteRef),
        role_guess: optional(quote.role_guess.as_ref()),
        rule: text(quote.rule.as_str()),
    }
}

fn event(event: &doc::Event) -> Event<'_> {
    Event {
        start: start(event.span),
        end: end(event.span),
        kind: text(&event.kind),
        mode: optional(event.mode.as_ref()),
        contexts: event.contexts.iter().map(|context| text(context)).collect(),
        cameo: optional(event.cameo.as_ref()),
        actors: event.actors.iter().map(participant).collect(),
        recipients: event.recipients.iter().map(participant).collect(),
        place: event.place.as_ref().map(participant),
        time: event.time.map(stretch),
        status: Name(event.status),
        reported_by: event.reported_by.as_ref().map(participant),
        rule: text(event.rule.as_str()),
    }
}

fn turn(turn: &doc::Turn) -> Turn<'_> {
    Turn {
        start: start(turn.span),
        end: end(turn.span),
        speaker: turn.speaker.as_ref().map(speaker),
        party: optional(turn.member.party.as_ref()),
        constituency: optional(turn.member.constituency.as_ref()),
        office: optional(turn.member.office.as_ref()),
        person: optional(turn.member.person.as_ref()),
        role: optional(turn.role.as_ref()),
        question: turn.question,
        number: optional(turn.number.as_ref()),
        uin: optional(turn.uin.as_ref()),
        rule: text(turn.rule.as_str()),
    }
}

fn made_by(by: &doc::MadeBy) -> MadeBy<'_> {
    MadeBy {
        stage: text(&by.stage),
        version: text(&by.version),
        options_sha256: text(&by.options_sha256),
        gives: by.gives.iter().copied().map(Name).collect(),
    }
}
