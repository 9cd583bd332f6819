//! Events laid side by side: the same kind of thing, done by or to the same, at a place and on a day
//! that agree.

use std::collections::BTreeSet;

use rapporteur_document::EventStatus;
use rapporteur_record::{self as wire, ClaimKind, ClaimState, DifferenceKind};

use crate::people::could_be_one;
use crate::places::{Atlas, Fit};
use crate::told::{Happening, Told};
use crate::variants::{difference, of_words};
use crate::words::day;

/// Days between two tellings of one event at most: "on Sunday" is counted from when it was printed.
const DAYS: i32 = 1;

/// Events that several documents of a story tell, in the order of their first print. What only one
/// document tells stands in its record.
pub(crate) fn claims(told: &[Told], origins: &[u32], atlas: &Atlas) -> Vec<wire::Claim> {
    let mut groups: Vec<Vec<(usize, &Happening)>> = Vec::new();
    for (document, told) in told.iter().enumerate() {
        for event in told.events.iter().filter(|event| counts(event)) {
            // All of a group must agree: one that names no day would else join two days.
            match groups
                .iter_mut()
                .find(|group| group.iter().all(|(_, other)| one_event(atlas, event, other)))
            {
                Some(group) => group.push((document, event)),
                None => groups.push(vec![(document, event)]),
            }
        }
    }
    groups.retain(|group| group.iter().any(|(document, _)| *document != group[0].0));
    groups.iter().map(|group| claim(told, origins, atlas, group)).collect()
}

/// Plans, wishes and history say of no day that something happened on it.
fn counts(event: &Happening) -> bool {
    let happened =
        matches!(event.status, EventStatus::Asserted | EventStatus::Negated | EventStatus::Alleged);
    happened && !(event.actors.is_empty() && event.recipients.is_empty())
}

fn one_event(atlas: &Atlas, a: &Happening, b: &Happening) -> bool {
    let agree = |a: &[String], b: &[String]| {
        a.is_empty() || b.is_empty() || a.iter().any(|name| b.iter().any(|other| could_be_one(name, other)))
    };
    // At least one of the two sides must be named in both.
    let both = |a: &[String], b: &[String]| !a.is_empty() && !b.is_empty();
    let named = both(&a.actors, &b.actors) || both(&a.recipients, &b.recipients);
    let days = match (a.time.as_deref().and_then(day), b.time.as_deref().and_then(day)) {
        (Some(a), Some(b)) => (a - b).abs() <= DAYS,
        _ => true,
    };
    let places = match (&a.at, &b.at) {
        (Some(a), Some(b)) => atlas.fit(a, b) == Fit::Together,
        _ => true,
    };
    let same_kind = a.kind == b.kind && (a.mode == b.mode || a.mode.is_none() || b.mode.is_none());
    same_kind && named && days && places && agree(&a.actors, &b.actors) && agree(&a.recipients, &b.recipients)
}

fn claim(told: &[Told], origins: &[u32], atlas: &Atlas, events: &[(usize, &Happening)]) -> wire::Claim {
    let independent: BTreeSet<u32> = events.iter().map(|&(document, _)| origins[document]).collect();
    let place = difference(
        DifferenceKind::Place,
        events.iter().map(|(_, event)| event.at.as_ref()),
        |a, b| atlas.fit(a, b) == Fit::Together,
        |spot| spot.name.clone(),
    );
    let date = of_words(
        DifferenceKind::Date,
        events.iter().map(|(_, event)| {
            event.time.as_deref().filter(|time| day(time).is_some())?.get(..10).map(str::to_owned)
        }),
    );
    let negated = |(_, event): &(usize, &Happening)| event.status == EventStatus::Negated;
    let state = match independent.len() {
        0 | 1 => ClaimState::Single,
        _ if events.iter().any(negated) && !events.iter().all(negated) => ClaimState::Contradicted,
        _ if place.is_some() || date.is_some() => ClaimState::Differing,
        _ => ClaimState::Corroborated,
    };
    wire::Claim {
        id: String::new(),
        kind: ClaimKind::Event,
        about: about(events),
        state,
        origins: independent.len() as u32,
        support: events
            .iter()
            .map(|&(document, event)| wire::Support {
                document: told[document].reference.id.clone(),
                start: event.place.span.start() as u32,
                end: event.place.span.end() as u32,
                words: event.place.words.clone(),
                form: None,
                cue: None,
                cue_follows: false,
                speaker: event.reported_by.clone(),
                context: event.context.clone(),
                origin: origins[document],
            })
            .collect(),
        differences: place.into_iter().chain(date).collect(),
    }
}

/// `ASSAULT, Karvonia, Port Senna, 2023-03-12`: the kind, and the first that is known of each.
fn about(events: &[(usize, &Happening)]) -> String {
    let first = |what: fn(&Happening) -> Option<&str>| events.iter().find_map(|(_, event)| what(event));
    let mut about = events[0].1.kind.clone();
    let parts = [
        first(|event| event.actors.first().map(String::as_str)),
        first(|event| event.recipients.first().map(String::as_str)),
        first(|event| event.at.as_ref().map(|spot| spot.name.as_str())),
        first(|event| event.time.as_deref()),
    ];
    for part in parts.into_iter().flatten() {
        about.push_str(", ");
        about.push_str(part);
    }
    about
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, actor: &str, time: Option<&str>) -> Happening {
        let span = rapporteur_document::Span::new(0, 1);
        Happening {
            place: crate::told::Place { span, words: "x".into() },
            context: None,
            kind: kind.into(),
            mode: None,
            status: EventStatus::Asserted,
            actors: vec![actor.into()],
            recipients: Vec::new(),
            at: None,
            time: time.map(str::to_owned),
            reported_by: None,
        }
    }

    #[test]
    fn one_event_is_of_one_kind_actor_and_day() {
        let atlas = Atlas::default();
        let first = event("PROTEST", "Ann Morrow", Some("2020-05-01"));
        assert!(one_event(&atlas, &first, &event("PROTEST", "Morrow", None)));
        assert!(one_event(&atlas, &first, &event("PROTEST", "Ann Morrow", Some("2020-05-02"))));
        assert!(!one_event(&atlas, &first, &event("PROTEST", "Ann Morrow", Some("2020-05-09"))));
        assert!(!one_event(&atlas, &first, &event("ASSAULT", "Ann Morrow", Some("2020-05-01"))));
        assert!(!one_event(&atlas, &first, &event("PROTEST", "Tom Reed", Some("2020-05-01"))));
    }
}
