//! The entities of one document.

use std::collections::BTreeSet;

use rapporteur_document::{
    Document, EntityId, EntityKind, Event, Fact, OfficeRole, Participant, Quote, Span,
};

use crate::entity::{Entity, date, language};
use crate::lexicon::public_bodies::{PHRASES, WORDS};

/// The entity of a document itself, then of everybody in it, then of what they did and said.
pub(crate) fn of(document: &Document, texts: bool) -> Vec<Entity> {
    let mut all = vec![article(document, texts)];
    let quoted: BTreeSet<EntityId> = document
        .quotes()
        .iter()
        .filter_map(|quote| quote.speaker.as_ref().and_then(|speaker| speaker.entity))
        .collect();
    for entity in document.entities() {
        let id = entity_id(document, entity.id);
        all.extend(address(document, entity.id, &id));
        let Some(schema) = schema(entity.kind, &entity.name) else { continue };
        let mut made = Entity::new(id.clone(), schema)
            .with("name", [&entity.name])
            .with("alias", &entity.aliases)
            .with("proof", [&document.id]);
        if entity.kind == EntityKind::Person {
            made = made.with("position", entity.roles.iter().map(office));
        }
        if let Some(code) = entity.refs.get("iso3166") {
            made = made.with("country", [code.to_lowercase()]);
        }
        all.push(made);
        let names = std::iter::once(&entity.name).chain(&entity.aliases);
        all.push(
            Entity::new(format!("{id}-mention"), "Mention")
                .with("document", [&document.id])
                .with("name", names)
                .with("resolved", [&id])
                .with("detectedSchema", [schema]),
        );
        let role = if quoted.contains(&entity.id) { "quoted" } else { "mentioned" };
        all.push(
            Entity::new(format!("{id}-documentation"), "Documentation")
                .with("document", [&document.id])
                .with("entity", [&id])
                .with("role", [role]),
        );
    }
    all.extend(document.events().iter().enumerate().filter_map(|(at, event)| happening(document, at, event)));
    all.extend(document.quotes().iter().filter_map(|quote| note(document, quote)));
    all
}

/// The id of an entity of a document.
pub(crate) fn entity_id(document: &Document, id: EntityId) -> String {
    format!("{}-e{}", document.id, id.0 + 1)
}

/// A town or city whose place on the map is known.
fn address(document: &Document, entity: EntityId, id: &str) -> Option<Entity> {
    let site = document.location(entity)?.site.as_ref()?;
    let (latitude, longitude) = site.coordinates()?;
    let made = Entity::new(id.to_owned(), "Address")
        .with("full", [&document.entity(entity)?.name])
        .with("city", [&site.name])
        .with("country", [site.country.to_lowercase()])
        .with("latitude", [latitude.to_string()])
        .with("longitude", [longitude.to_string()])
        .with("sourceUrl", [format!("https://sws.geonames.org/{}/", site.geonames)])
        .with("proof", [&document.id]);
    Some(made)
}

/// What Follow the Money calls it; groups are no entities of their own there, nor are places that
/// can't be put on a map.
fn schema(kind: EntityKind, name: &str) -> Option<&'static str> {
    match kind {
        EntityKind::Person => Some("Person"),
        EntityKind::Organization if is_public_body(name) => Some("PublicBody"),
        EntityKind::Organization => Some("Organization"),
        EntityKind::Place | EntityKind::Group => None,
    }
}

fn is_public_body(name: &str) -> bool {
    let plain = name.to_lowercase().replace('’', "'").replace('.', "");
    let words: Vec<&str> = plain
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '\''))
        .map(|word| word.trim_end_matches("'s"))
        .filter(|word| !word.is_empty())
        .collect();
    let padded = format!(" {} ", words.join(" "));
    let short = |phrase: &str| phrase.contains(' ') || words.len() == 1;
    words.iter().any(|word| WORDS.binary_search(word).is_ok())
        || PHRASES.iter().any(|phrase| short(phrase) && padded.contains(&format!(" {phrase} ")))
}

fn article(document: &Document, texts: bool) -> Entity {
    let (source, meta) = (&document.source, &document.meta);
    let one = |fact: &Option<Fact>| fact.as_ref().map(|fact| fact.value.clone());
    let file = source.uri.rsplit(['/', '!']).next().unwrap_or(&source.uri).to_owned();
    let url = one(&meta.url).filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    let names = |kind: EntityKind| {
        let of_kind = document.entities().iter().filter(move |entity| entity.kind == kind);
        of_kind.map(|entity| entity.name.clone())
    };
    let mut made = Entity::new(document.id.clone(), "Article")
        .with("fileName", [file])
        .with("title", one(&meta.title))
        .with("author", meta.byline.iter().map(|fact| &fact.value))
        .with("publisher", one(&meta.publisher))
        .with("publishedAt", one(&meta.published).and_then(|value| date(&value)))
        .with("modifiedAt", one(&meta.modified).and_then(|value| date(&value)))
        .with("sourceUrl", url)
        .with("language", one(&meta.language).and_then(|tag| language(&tag)))
        .with("mimeType", [&source.media_type])
        .with("encoding", [source.encoding.to_lowercase()])
        .with("fileSize", [source.bytes.to_string()])
        .with("peopleMentioned", names(EntityKind::Person))
        .with("companiesMentioned", names(EntityKind::Organization))
        .with("locationMentioned", names(EntityKind::Place))
        .with("namesMentioned", names(EntityKind::Group))
        .with("processingAgent", ["rapporteur"])
        // Checksums are SHA-1 there; this one is not, and says so.
        .with("notes", [format!("SHA-256 {} of {}", source.sha256, source.uri)]);
    if texts {
        made = made.with("bodyText", [document.text.trim()]);
    }
    made
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

/// Where words stand, for a reader.
fn place(document: &Document, span: Span) -> String {
    let source = document.source_span(span).map_or_else(String::new, |source| {
        format!(", bytes {}–{} of {}", source.start(), source.end(), document.source.uri)
    });
    format!("text bytes {}–{} of record {}{source}", span.start(), span.end(), document.id)
}

/// The sentence around a span, or the span's own words.
fn sentence(document: &Document, span: Span) -> Option<&str> {
    let sentences = document.sentences();
    let after = sentences.partition_point(|sentence| sentence.start() <= span.start());
    let around = sentences[..after].last().filter(|sentence| sentence.contains(span));
    around.copied().unwrap_or(span).get(&document.text)
}

fn name<'a>(document: &'a Document, participant: &Participant) -> Option<&'a str> {
    let called = participant.entity.and_then(|id| document.called(id));
    called.or_else(|| participant.span.get(&document.text))
}

/// Ids of those who are entities of their own.
fn involved(document: &Document, participants: &[Participant]) -> Vec<String> {
    participants
        .iter()
        .filter_map(|participant| document.entity(participant.entity?))
        .filter(|entity| schema(entity.kind, &entity.name).is_some())
        .map(|entity| entity_id(document, entity.id))
        .collect()
}

fn happening(document: &Document, at: usize, event: &Event) -> Option<Entity> {
    let words = event.span.get(&document.text)?;
    let time = event.time.and_then(|span| document.times().iter().find(|time| time.span == span));
    Some(
        Entity::new(format!("{}-v{}", document.id, at + 1), "Event")
            .with("name", [format!("{}: {words}", event.kind)])
            .with("description", sentence(document, event.span))
            .with("summary", [event.status.as_str()])
            .with("keywords", std::iter::once(&event.kind).chain(&event.mode))
            .with("date", time.and_then(|time| date(&time.value)))
            .with("location", event.place.as_ref().and_then(|place| name(document, place)))
            // Who did it to whom is in the record; `organizer` would accuse.
            .with("involved", involved(document, &event.actors))
            .with("involved", involved(document, &event.recipients))
            .with("proof", [&document.id])
            .with("notes", [place(document, event.span)]),
    )
}

fn note(document: &Document, quote: &Quote) -> Option<Entity> {
    let words = quote.span.get(&document.text)?;
    let speaker = quote.speaker.as_ref();
    let entity = speaker
        .and_then(|speaker| document.entity(speaker.entity?))
        .filter(|entity| schema(entity.kind, &entity.name).is_some());
    let named = speaker.and_then(|speaker| {
        let known = speaker.entity.and_then(|id| document.entity(id)).map(|entity| entity.name.as_str());
        known.or(speaker.name.as_deref()).or_else(|| speaker.span.and_then(|span| span.get(&document.text)))
    });
    Some(
        Entity::new(format!("{}-q{}", document.id, quote.id.0 + 1), "Note")
            .with("name", named)
            .with("description", [words])
            .with("summary", [format!("{} quotation, {}", quote.form, quote.status)])
            .with("entity", entity.map(|entity| entity_id(document, entity.id)))
            .with("proof", [&document.id])
            .with("publisher", document.meta.publisher.as_ref().map(|fact| &fact.value))
            .with("notes", [place(document, quote.span)]),
    )
}

#[cfg(test)]
mod tests {
    use super::is_public_body;

    #[test]
    fn bodies_of_states_are_told_from_others() {
        for name in [
            "Ministry of Ports",
            "Talvia’s interior ministry",
            "UN",
            "The Security Council",
            "Harbour Police",
        ] {
            assert!(is_public_body(name), "{name}");
        }
        for name in ["Refugee Council", "Northwire", "UN Watchers' Club", "Courtly Hotels", ""] {
            assert!(!is_public_body(name), "{name}");
        }
    }
}
