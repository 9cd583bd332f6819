//! Marks for each layer of a document.

use std::borrow::Cow;
use std::fmt::Write as _;

use rapporteur_document::{Document, EntityId, Participant, Span, Speaker};

use crate::Mark;

fn name_of(document: &Document, id: Option<EntityId>) -> Option<&str> {
    id.and_then(|id| document.called(id))
}

/// One mark a sentence, numbered.
pub fn sentences(document: &Document) -> Vec<Mark> {
    let numbered = document.sentences().iter().enumerate();
    numbered.map(|(index, &span)| Mark::new(span, format!("s{}", index + 1))).collect()
}

/// Mentions, with the entity that each stands for.
pub fn mentions(document: &Document) -> Vec<Mark> {
    let mark = |mention: &rapporteur_document::Mention| {
        let mut label = format!("{} {}", mention.kind, mention.form);
        if let Some(name) = name_of(document, mention.entity) {
            let _ = write!(label, " = {name}");
            if mention.entity.is_some_and(|id| document.unnamed(id).is_some()) {
                label.push_str(" (no name)");
            }
        }
        Mark::new(mention.span, label)
    };
    document.mentions().iter().map(mark).collect()
}

/// Time expressions with type, value and anchor.
pub fn times(document: &Document) -> Vec<Mark> {
    let mark = |time: &rapporteur_document::Time| {
        let mut label = format!("{} {}", time.kind, time.value);
        if let Some(modifier) = &time.modifier {
            let _ = write!(label, " {modifier}");
        }
        if let Some(anchor) = &time.anchor {
            let _ = write!(label, " (from {} {})", anchor.from, anchor.value);
        }
        if !time.alternatives.is_empty() {
            let _ = write!(label, " or {}", time.alternatives.join(", "));
        }
        Mark::new(time.span, label)
    };
    document.times().iter().map(mark).collect()
}

/// Figures with everything that is known of them.
pub fn figures(document: &Document) -> Vec<Mark> {
    document.figures().iter().map(|figure| Mark::new(figure.span, figure_label(document, figure))).collect()
}

/// A figure in a few words: `at_least 213 people killed, by Staffan de Mistura`.
pub fn figure_label(document: &Document, figure: &rapporteur_document::Figure) -> String {
    let mut label = format!("{} {}", figure.qualifier, figure.value);
    if let Some(high) = figure.high {
        let _ = write!(label, "–{high}");
    }
    for part in [&figure.unit, &figure.of, &figure.state].into_iter().flatten() {
        let _ = write!(label, " {part}");
    }
    if let Some(time) = figure.time {
        let _ = write!(label, ", when {:?}", document.words(time));
    }
    if let Some(place) = &figure.place {
        let _ = write!(label, ", where {:?}", participant(document, place));
    }
    if let Some(by) = &figure.reported_by {
        let _ = write!(label, ", by {:?}", participant(document, by));
    }
    label
}

/// The name of a participant; its words where it stands for no known entity. With the code of its
/// state or organisation, and "government" where the name stands for it: `Moscow (RU government)`.
pub fn participant<'d>(document: &'d Document, participant: &Participant) -> Cow<'d, str> {
    let name = name_of(document, participant.entity).unwrap_or_else(|| document.words(participant.span));
    match (&participant.party, participant.stands_for) {
        (Some(party), Some(_)) => format!("{name} ({party} government)").into(),
        (Some(party), None) if party.code != name => format!("{name} ({party})").into(),
        _ => name.into(),
    }
}

/// Quotations with speaker, and their cues and speakers' mentions.
pub fn quotes(document: &Document) -> Vec<Mark> {
    let mut marks = Vec::new();
    for quote in document.quotes() {
        let number = quote.id.0 + 1;
        let mut label = format!("q{number} {}", quote.form);
        if let Some(first) = quote.part_of {
            let _ = write!(label, " part of q{}", first.0 + 1);
        }
        if quote.status != rapporteur_document::QuoteStatus::Said {
            let _ = write!(label, " {}", quote.status);
        }
        let _ = write!(label, ": {}", speaker_name(document, quote.speaker.as_ref()));
        if let Some(guess) = &quote.role_guess {
            let _ = write!(label, " (guess: {guess})");
        }
        marks.push(Mark::new(quote.span, label));
        if let Some(cue) = &quote.cue {
            marks.push(Mark::new(cue.span, format!("cue {number} {}", cue.lemma)));
        }
        if let Some(span) = quote.speaker.as_ref().and_then(|speaker| speaker.span) {
            marks.push(Mark::new(span, format!("speaker {number}")));
        }
    }
    marks.sort_by_key(|mark| (mark.span.start(), std::cmp::Reverse(mark.span.end())));
    marks.dedup();
    marks
}

/// The name of a speaker as far as it is known; `unknown` where it is not.
pub fn speaker_name<'d>(document: &'d Document, speaker: Option<&'d Speaker>) -> &'d str {
    let Some(speaker) = speaker else { return "unknown" };
    // "a spokeswoman for the port" says more than what the entity without a name is known by.
    let named = speaker.entity.and_then(|id| document.entity(id)).map(|entity| entity.name.as_str());
    named
        .or(speaker.name.as_deref())
        .or_else(|| speaker.span.map(|span: Span| document.words(span)))
        .unwrap_or("unknown")
}

/// Events: trigger with type, status and those who take part.
pub fn events(document: &Document) -> Vec<Mark> {
    let names = |list: &[Participant]| {
        list.iter().map(|one| participant(document, one)).collect::<Vec<_>>().join(" + ")
    };
    let mark = |event: &rapporteur_document::Event| {
        Mark::new(
            event.span,
            format!(
                "{}{}{} {}: {} > {}",
                event.kind,
                if event.mode.is_some() { " " } else { "" },
                event.mode.as_deref().unwrap_or_default(),
                event.status,
                names(&event.actors),
                names(&event.recipients)
            ),
        )
    };
    document.events().iter().map(mark).collect()
}

/// Turns of a debate: number, role, speaker.
pub fn turns(document: &Document) -> Vec<Mark> {
    let mark = |turn: &rapporteur_document::Turn| {
        let mut label = String::from(if turn.question { "question" } else { "turn" });
        let member = &turn.member;
        let known = [&member.party, &member.constituency, &member.office, &member.person];
        for part in [&turn.number, &turn.uin, &turn.role].into_iter().chain(known).flatten() {
            let _ = write!(label, " {part}");
        }
        let _ = write!(label, ": {} ({})", speaker_name(document, turn.speaker.as_ref()), turn.rule);
        Mark::new(turn.span, label)
    };
    document.turns.iter().flatten().map(mark).collect()
}

/// Facts about the whole document that were read from its text.
pub fn meta(document: &Document) -> Vec<Mark> {
    let meta = &document.meta;
    let single = [
        ("kind", &meta.kind),
        ("title", &meta.title),
        ("published", &meta.published),
        ("modified", &meta.modified),
        ("publisher", &meta.publisher),
        ("url", &meta.url),
        ("section", &meta.section),
        ("language", &meta.language),
    ];
    let single = single.into_iter().filter_map(|(name, fact)| fact.as_ref().map(|fact| (name, fact)));
    let several = meta.byline.iter().map(|fact| ("byline", fact));
    let several = several.chain(meta.agencies.iter().map(|fact| ("agency", fact)));
    single
        .chain(several)
        .filter_map(|(name, fact)| fact.span.map(|span| Mark::new(span, format!("{name} = {}", fact.value))))
        .collect()
}
