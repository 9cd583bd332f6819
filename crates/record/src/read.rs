//! From a record back to the document.

use std::borrow::Cow;

use rapporteur_document as doc;
use rapporteur_document::{Rule, Span};

use crate::check::{Field, RecordError, check};
use crate::record::{
    Block, Entity, Event, Fact, Figure, Location, MadeBy, Mention, Meta, OfficeRole, Participant, Quote,
    RECORD_SCHEMA, Record, Site, Source, Speaker, Stretch, Time, Turn,
};

impl Record<'_> {
    /// Reads one JSON object. Its form is checked, what it says is not: that is
    /// [`Record::into_document`]'s.
    pub fn from_json(json: &[u8]) -> Result<Record<'static>, RecordError> {
        serde_json::from_slice(json).map_err(|error| {
            // A second, slower reading that keeps track of where it is.
            let mut reader = serde_json::Deserializer::from_slice(json);
            match serde_path_to_error::deserialize::<_, Record<'static>>(&mut reader) {
                Err(error) => RecordError::Form {
                    place: error.path().to_string(),
                    problem: error.into_inner().to_string(),
                },
                Ok(_) => RecordError::Form { place: ".".into(), problem: error.to_string() },
            }
        })
    }

    /// The document of a record, checked: see [`check`]. What was owned is moved.
    pub fn into_document(self) -> Result<doc::Document, RecordError> {
        if self.schema != RECORD_SCHEMA {
            return Err(RecordError::Schema { found: self.schema.into_owned(), expected: RECORD_SCHEMA });
        }
        let (entities, unnamed) = entities(self.entities)?;
        let document = doc::Document {
            id: owned(self.id),
            source: source(self.source),
            raw: None,
            map: map(self.map)?,
            meta: meta(self.meta)?,
            blocks: layer("blocks", self.blocks, block)?,
            turns: layer("turns", self.turns, turn)?,
            sentences: layer("sentences", self.sentences, |field, [start, end]| span(field, start, end))?,
            mentions: layer("mentions", self.mentions, mention)?,
            entities,
            unnamed,
            locations: layer("locations", self.locations, |_, it| Ok(location(it)))?,
            times: layer("times", self.times, time)?,
            figures: layer("figures", self.figures, figure)?,
            quotes: layer("quotes", self.quotes, quote)?,
            events: layer("events", self.events, event)?,
            by: self.by.into_iter().map(made_by).collect(),
            warnings: self
                .warnings
                .into_iter()
                .map(|warning| doc::Warning { stage: owned(warning.stage), message: owned(warning.message) })
                .collect(),
            // Words and trees are for stages, and no part of the wire form.
            syntax: None,
            text: owned(self.text),
        };
        check(&document)?;
        Ok(document)
    }
}

fn owned(text: Cow<'_, str>) -> String {
    text.into_owned()
}

fn optional(text: Option<Cow<'_, str>>) -> Option<String> {
    text.map(Cow::into_owned)
}

fn rule(name: Cow<'_, str>) -> Rule {
    Rule::from(name.into_owned())
}

fn layer<T, U>(
    name: &'static str,
    layer: Option<Vec<T>>,
    read: impl Fn(Field, T) -> Result<U, RecordError>,
) -> Result<Option<Vec<U>>, RecordError> {
    layer
        .map(|items| {
            items.into_iter().enumerate().map(|(index, it)| read(Field::new(name, index), it)).collect()
        })
        .transpose()
}

fn span(field: Field, start: u32, end: u32) -> Result<Span, RecordError> {
    Span::checked(start as usize, end as usize).map_err(|error| field.wrong(error))
}

fn optional_span(start: Option<u32>, end: Option<u32>) -> Result<Option<Span>, String> {
    match (start, end) {
        (Some(start), Some(end)) => {
            Span::checked(start as usize, end as usize).map(Some).map_err(|error| error.to_string())
        }
        (None, None) => Ok(None),
        _ => Err("`start` and `end` stand together or not at all".into()),
    }
}

fn source(source: Source<'_>) -> doc::Source {
    doc::Source {
        uri: owned(source.uri),
        sha256: owned(source.sha256),
        bytes: source.bytes,
        media_type: owned(source.media_type),
        encoding: owned(source.encoding),
        selector: owned(source.selector),
        captured: owned(source.captured),
        made_from: owned(source.made_from),
    }
}

fn map(pieces: Vec<[u32; 4]>) -> Result<doc::OffsetMap, RecordError> {
    for (index, [text_start, text_len, source_start, source_len]) in pieces.iter().enumerate() {
        if text_start.checked_add(*text_len).is_none() || source_start.checked_add(*source_len).is_none() {
            return Err(Field::new("map", index).wrong("it ends above 4 GiB"));
        }
    }
    let pieces = pieces
        .into_iter()
        .map(|[text_start, text_len, source_start, source_len]| doc::Piece {
            text_start,
            text_len,
            source_start,
            source_len,
        })
        .collect();
    doc::OffsetMap::from_pieces(pieces)
        .map_err(|error| RecordError::Field { field: "map".into(), problem: error.to_string() })
}

fn meta(meta: Meta<'_>) -> Result<doc::Meta, RecordError> {
    let one = |name: &str, place: Option<Fact<'_>>| {
        place
            .map(fact)
            .transpose()
            .map_err(|problem| RecordError::Field { field: format!("meta.{name}"), problem })
    };
    let many = |name: &str, places: Vec<Fact<'_>>| {
        places
            .into_iter()
            .map(fact)
            .collect::<Result<_, _>>()
            .map_err(|problem| RecordError::Field { field: format!("meta.{name}"), problem })
    };
    Ok(doc::Meta {
        kind: one("kind", meta.kind)?,
        title: one("title", meta.title)?,
        published: one("published", meta.published)?,
        modified: one("modified", meta.modified)?,
        byline: many("byline", meta.byline)?,
        publisher: one("publisher", meta.publisher)?,
        url: one("url", meta.url)?,
        section: one("section", meta.section)?,
        agencies: many("agencies", meta.agencies)?,
        language: one("language", meta.language)?,
    })
}

fn fact(fact: Fact<'_>) -> Result<doc::Fact, String> {
    Ok(doc::Fact {
        span: optional_span(fact.start, fact.end)?,
        value: owned(fact.value),
        from: rule(fact.from),
        alternatives: fact
            .alternatives
            .into_iter()
            .map(|other| doc::Alternative { value: owned(other.value), from: rule(other.from) })
            .collect(),
    })
}

fn block(field: Field, it: Block<'_>) -> Result<doc::Block, RecordError> {
    Ok(doc::Block { span: span(field, it.start, it.end)?, role: it.role.0, rule: rule(it.rule) })
}

fn mention(field: Field, it: Mention<'_>) -> Result<doc::Mention, RecordError> {
    Ok(doc::Mention {
        span: span(field, it.start, it.end)?,
        kind: it.kind.0,
        form: it.form.0,
        entity: it.entity.map(|id| id.0),
        rule: rule(it.rule),
    })
}

/// Those with a name and, after them, those without one.
type Entities = (Option<Vec<doc::Entity>>, Vec<doc::Unnamed>);

fn entities(layer: Option<Vec<Entity<'_>>>) -> Result<Entities, RecordError> {
    let Some(layer) = layer else { return Ok((None, Vec::new())) };
    let (mut named, mut unnamed) = (Vec::new(), Vec::new());
    for (index, it) in layer.into_iter().enumerate() {
        let field = Field::new("entities", index);
        let (id, kind) = (it.id.0, it.kind.0);
        let roles = it.roles.into_iter().map(role).collect();
        match (it.name, it.description) {
            (Some(_), _) if !unnamed.is_empty() => {
                return Err(field.part("name").wrong("what has a name stands before all that have none"));
            }
            (Some(name), None) => named.push(doc::Entity {
                id,
                kind,
                name: owned(name),
                aliases: it.aliases.into_iter().map(owned).collect(),
                roles,
                refs: it.refs.into_iter().map(|(list, code)| (owned(list), owned(code))).collect(),
            }),
            (None, Some(description)) => {
                if !it.aliases.is_empty() || !it.refs.is_empty() {
                    return Err(field.wrong("what has no name has neither other names nor codes"));
                }
                unnamed.push(doc::Unnamed { id, kind, description: owned(description), roles });
            }
            (Some(_), Some(_)) => return Err(field.wrong("`name` and `description` exclude each other")),
            (None, None) => return Err(field.wrong("it has neither a `name` nor a `description`")),
        }
    }
    Ok((Some(named), unnamed))
}

fn role(role: OfficeRole<'_>) -> doc::OfficeRole {
    doc::OfficeRole { title: owned(role.title), of: optional(role.of), at: optional(role.at) }
}

fn site(it: Site<'_>) -> doc::Site {
    doc::Site {
        geonames: it.geonames,
        name: owned(it.name),
        country: owned(it.iso3166),
        division: owned(it.division),
        geo: owned(it.geo),
    }
}

fn location(it: Location<'_>) -> doc::Location {
    doc::Location {
        entity: it.entity.0,
        site: it.site.map(site),
        others: it.others.into_iter().map(site).collect(),
        rule: rule(it.rule),
    }
}

fn time(field: Field, it: Time<'_>) -> Result<doc::Time, RecordError> {
    Ok(doc::Time {
        span: span(field, it.start, it.end)?,
        kind: it.kind.0,
        value: owned(it.value),
        modifier: optional(it.modifier),
        anchor: it.anchor.map(|anchor| doc::Anchor { from: rule(anchor.from), value: owned(anchor.value) }),
        alternatives: it.alternatives.into_iter().map(owned).collect(),
        rule: rule(it.rule),
    })
}

fn stretch(field: Field, it: Option<Stretch>) -> Result<Option<Span>, RecordError> {
    it.map(|it| span(field, it.start, it.end)).transpose()
}

fn participant(field: Field, it: Participant<'_>) -> Result<doc::Participant, RecordError> {
    Ok(doc::Participant {
        span: span(field, it.start, it.end)?,
        entity: it.entity.map(|id| id.0),
        party: it
            .party
            .map(|party| doc::Party { list: owned(party.list).into(), code: owned(party.code).into() }),
        stands_for: it.stands_for.map(|name| name.0),
    })
}

fn optional_participant(
    field: Field,
    it: Option<Participant<'_>>,
) -> Result<Option<doc::Participant>, RecordError> {
    it.map(|it| participant(field, it)).transpose()
}

fn participants(field: Field, list: Vec<Participant<'_>>) -> Result<Vec<doc::Participant>, RecordError> {
    list.into_iter().map(|it| participant(field, it)).collect()
}

fn figure(field: Field, it: Figure<'_>) -> Result<doc::Figure, RecordError> {
    Ok(doc::Figure {
        span: span(field, it.start, it.end)?,
        value: it.value,
        high: it.high,
        qualifier: it.qualifier.0,
        unit: optional(it.unit),
        of: optional(it.of),
        state: optional(it.state),
        time: stretch(field.part("time"), it.time)?,
        place: optional_participant(field.part("place"), it.place)?,
        reported_by: optional_participant(field.part("reported_by"), it.reported_by)?,
        rule: rule(it.rule),
    })
}

fn speaker(field: Field, it: Option<Speaker<'_>>) -> Result<Option<doc::Speaker>, RecordError> {
    it.map(|it| {
        Ok(doc::Speaker {
            span: optional_span(it.start, it.end).map_err(|problem| field.wrong(problem))?,
            entity: it.entity.map(|id| id.0),
            name: optional(it.name),
        })
    })
    .transpose()
}

fn quote(field: Field, it: Quote<'_>) -> Result<doc::Quote, RecordError> {
    let cue = it
        .cue
        .map(|cue| {
            let span = span(field.part("cue"), cue.start, cue.end)?;
            Ok(doc::Cue { span, lemma: owned(cue.lemma) })
        })
        .transpose()?;
    Ok(doc::Quote {
        id: it.id.0,
        span: span(field, it.start, it.end)?,
        form: it.form.0,
        status: it.status.0,
        speaker: speaker(field.part("speaker"), it.speaker)?,
        cue,
        part_of: it.part_of.map(|id| id.0),
        role_guess: optional(it.role_guess),
        rule: rule(it.rule),
    })
}

fn event(field: Field, it: Event<'_>) -> Result<doc::Event, RecordError> {
    Ok(doc::Event {
        span: span(field, it.start, it.end)?,
        kind: owned(it.kind),
        mode: optional(it.mode),
        contexts: it.contexts.into_iter().map(owned).collect(),
        cameo: optional(it.cameo),
        actors: participants(field.part("actors"), it.actors)?,
        recipients: participants(field.part("recipients"), it.recipients)?,
        place: optional_participant(field.part("place"), it.place)?,
        time: stretch(field.part("time"), it.time)?,
        status: it.status.0,
        reported_by: optional_participant(field.part("reported_by"), it.reported_by)?,
        rule: rule(it.rule),
    })
}

fn turn(field: Field, it: Turn<'_>) -> Result<doc::Turn, RecordError> {
    Ok(doc::Turn {
        span: span(field, it.start, it.end)?,
        speaker: speaker(field.part("speaker"), it.speaker)?,
        member: doc::Member {
            party: optional(it.party),
            constituency: optional(it.constituency),
            office: optional(it.office),
            person: optional(it.person),
        },
        role: optional(it.role),
        question: it.question,
        number: optional(it.number),
        uin: optional(it.uin),
        rule: rule(it.rule),
    })
}

fn made_by(it: MadeBy<'_>) -> doc::MadeBy {
    doc::MadeBy {
        stage: owned(it.stage),
        version: owned(it.version),
        options_sha256: owned(it.options_sha256),
        gives: it.gives.into_iter().map(|layer| layer.0).collect(),
    }
}
