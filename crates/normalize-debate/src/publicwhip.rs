//! `TheyWorkForYou`'s `scrapedxml`: `speech`, `speakername`, `person_id`, `oral-qnum`, `nospeaker`.

use rapporteur_document::{Fact, Member, Role, Span, Speaker};

use crate::page::{Open, Page};
use crate::xml::{self, Event, Events};

/// The rule that turns of these files have.
const RULE: &str = "publicwhip";

/// Names of the one in the chair.
pub(crate) const CHAIR: [&str; 8] = [
    "Madam Deputy Speaker",
    "Madam Speaker",
    "Mr Deputy Speaker",
    "Mr Speaker",
    "Mr. Deputy Speaker",
    "Mr. Speaker",
    "Speaker",
    "The Speaker",
];

/// Words of an office in the government.
const GOVERNMENT: [&str; 8] = [
    "Attorney",
    "Chancellor",
    "Leader of the House",
    "Minister",
    "Parliamentary Under",
    "Paymaster",
    "Secretary",
    "Solicitor",
];

/// Reads a file.
pub(crate) fn read(source: &str) -> Page {
    let mut page = Page::new(RULE);
    for event in Events::new(source) {
        match event {
            Event::Open { name, attributes, empty } => open(&mut page, source, name, attributes, empty),
            Event::Close(name) => close(&mut page, name),
            Event::Text(span) => text(&mut page, source, span, false),
            Event::Verbatim(span) => text(&mut page, source, span, true),
        }
    }
    page.sit();
    page
}

fn text(page: &mut Page, source: &str, span: Span, verbatim: bool) {
    if !page.is_open() {
        if span.of(source).trim().is_empty() {
            return;
        }
        // Words outside any paragraph: divisions and the like. In a speech they are the speech's.
        let role = if page.speech().is_some() { Role::Turn } else { Role::Paragraph };
        page.begin(role, "loose-text");
    }
    if verbatim { page.verbatim(source, span) } else { page.words(source, span) }
}

fn is_heading(name: &str) -> bool {
    name.ends_with("-heading")
}

fn open(page: &mut Page, source: &str, name: &str, attributes: Span, empty: bool) {
    if is_heading(name) {
        page.sit();
        let first = page.title.is_none() && name != "oral-heading";
        page.begin(if first { Role::Title } else { Role::Heading }, "heading");
        date(page, source, attributes);
        return;
    }
    match name {
        "speech" | "ques" | "reply" => {
            date(page, source, attributes);
            speech(page, source, name, attributes);
            if empty {
                page.sit();
            }
        }
        "p" => {
            let uin = xml::value(source, attributes, "qnum");
            let asked = match page.speech() {
                None => None,
                Some(speech) => {
                    speech.uin = speech.uin.take().or(uin);
                    Some(speech.number.is_some() || speech.uin.is_some())
                }
            };
            let role = match asked {
                None => Role::Paragraph,
                Some(true) => Role::Question,
                Some(false) => Role::Turn,
            };
            page.begin(role, "paragraph");
        }
        "division" | "table" | "tr" | "member" | "mplist" | "lord" => {
            page.end();
        }
        "br" | "td" => page.gap(),
        _ => {}
    }
}

fn close(page: &mut Page, name: &str) {
    if is_heading(name) {
        if let Some(span) = page.end() {
            let words = page.slice(span).to_owned();
            if page.title.is_none() && name != "oral-heading" {
                page.title = Some(Fact::new(words, "heading").at(span));
            }
        }
        return;
    }
    match name {
        "speech" | "ques" | "reply" => page.sit(),
        "p" | "division" | "table" | "tr" | "member" | "mplist" | "lord" => {
            page.end();
        }
        _ => {}
    }
}

/// A speech with its speaker on a line of its own: the attribute's words.
fn speech(page: &mut Page, source: &str, element: &str, attributes: Span) {
    let get = |name: &str| xml::value(source, attributes, name);
    if get("nospeaker").is_some_and(|value| value == "true") {
        page.sit();
        return;
    }
    let name = get("speakername");
    let office = get("speakeroffice");
    let kind = get("type").unwrap_or_default();
    let number = get("oral-qnum");
    let chair = name.as_deref().is_some_and(|name| CHAIR.contains(&name));
    let governs = office.as_deref().is_some_and(|office| GOVERNMENT.iter().any(|word| office.contains(word)));
    let role = if chair {
        "speaker"
    } else if kind.ends_with("Question") || number.is_some() || element == "ques" {
        "questioner"
    } else if kind.ends_with("Answer") || governs || element == "reply" {
        "minister"
    } else {
        "member"
    };
    page.rise(Open {
        speaker: None,
        member: Member {
            office,
            person: get("person_id").or_else(|| get("speakerid").filter(|id| id != "unknown")),
            party: get("speakerparty").or_else(|| get("party")),
            constituency: get("constituency"),
        },
        role: name.is_some().then(|| role.to_owned()),
        question: number.is_some() || kind.ends_with("Question") || element == "ques",
        number,
        ..Open::default()
    });
    let Some(place) = xml::attribute(source, attributes, "speakername") else { return };
    page.begin(Role::Byline, "speakername");
    page.words(source, place);
    if let (Some(span), Some(speech)) = (page.end(), page.speech()) {
        speech.speaker = Some(Speaker { span: Some(span), entity: None, name });
    }
}

/// The day of the sitting: `uk.org.publicwhip/debate/2023-03-14a.1.0`.
fn date(page: &mut Page, source: &str, attributes: Span) {
    if page.published.is_some() {
        return;
    }
    let Some(id) = xml::value(source, attributes, "id") else { return };
    let Some(day) = id.rsplit('/').next().and_then(|tail| tail.get(..10)) else { return };
    let form = day
        .bytes()
        .enumerate()
        .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    if form {
        page.published = Some(Fact::new(day, "sitting-id"));
    }
}
