//! TEI as `ParlaMint` writes it: `u` with `@who` and `@ana`, `seg`, `head`, `note`, and names of the
//! persons where the file's header has them.

use std::collections::BTreeMap;

use rapporteur_document::{Fact, Member, Role, Span, Speaker};

use crate::page::{Open, Page};
use crate::xml::{self, Event, Events};

/// The rule that turns of these files have.
const RULE: &str = "tei";

/// How long a day is: `2021-05-04`.
const DAY: usize = 10;

/// Where the name itself starts in a reference: `people.xml#Ann`.
fn local(reference: &str) -> usize {
    reference.rfind('#').map_or(0, |at| at + 1)
}

/// What the header says of a person.
#[derive(Debug, Default)]
struct Person {
    forename: String,
    surname: String,
    whole: String,
    parties: Vec<Membership>,
}

/// A party that a person has been in, and when, as far as the header says.
#[derive(Debug)]
struct Membership {
    party: String,
    from: Option<String>,
    to: Option<String>,
}

impl Person {
    fn name(&self) -> Option<String> {
        let parts = [self.forename.trim(), self.surname.trim()];
        let joined = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let whole = self.whole.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(if joined.is_empty() { whole } else { joined }).filter(|name| !name.is_empty())
    }

    /// The party on a day: the last that the header names for it. Days compare as text.
    fn party(&self, day: Option<&str>) -> Option<&str> {
        let on = |membership: &&Membership| {
            day.is_none_or(|day| {
                membership.from.as_deref().is_none_or(|from| from.get(..day.len()).unwrap_or(from) <= day)
                    && membership.to.as_deref().is_none_or(|to| day <= to)
            })
        };
        self.parties.iter().rev().find(on).map(|membership| membership.party.as_str())
    }
}

/// Where in the file we stand.
#[derive(Debug, Default)]
struct Reader {
    page: Page,
    people: BTreeMap<String, Person>,
    /// Elements of the header that are open.
    header: Vec<String>,
    in_header: bool,
    person: Option<String>,
    /// A note that named the next speaker.
    announced: Option<Span>,
    /// A note of the editors on what they left out is open.
    omits: bool,
    /// The word just closed goes on with the next: `join="right"`.
    joins: bool,
}

/// Reads a file.
pub(crate) fn read(source: &str) -> Page {
    let mut reader = Reader { page: Page::new(RULE), ..Reader::default() };
    for event in Events::new(source) {
        match event {
            Event::Open { name, attributes, empty } if reader.in_header || name == "teiHeader" => {
                reader.header_open(source, name, attributes, empty);
            }
            Event::Close(name) if reader.in_header => reader.header_close(name),
            Event::Text(span) | Event::Verbatim(span) if reader.in_header => {
                reader.header_text(source, span);
            }
            Event::Open { name, attributes, empty } => reader.open(source, name, attributes, empty),
            Event::Close(name) => reader.close(name),
            Event::Text(span) => reader.text(source, span, false),
            Event::Verbatim(span) => reader.text(source, span, true),
        }
    }
    reader.page.sit();
    reader.page
}

impl Reader {
    fn header_open(&mut self, source: &str, name: &str, attributes: Span, empty: bool) {
        let get = |key: &str| xml::value(source, attributes, key);
        self.in_header = true;
        match name {
            "person" => self.person = get("id"),
            "title" if self.header.last().is_some_and(|parent| parent == "titleStmt") => {
                let main = get("type").is_none_or(|kind| kind == "main");
                if main && self.page.title.is_none() && !empty {
                    self.page.begin(Role::Title, "tei-title");
                }
            }
            "affiliation" => {
                let reference = get("ref").unwrap_or_default();
                let party = reference.split_whitespace().find_map(|id| Some(id.split_once("#party.")?.1));
                let person = self.person.as_ref().and_then(|id| self.people.get_mut(id));
                if let (Some(party), Some(person)) = (party, person) {
                    let (from, to) = (get("from"), get("to"));
                    person.parties.push(Membership { party: party.to_owned(), from, to });
                }
            }
            "date" if self.page.published.is_none() => {
                let when = get("when")
                    .filter(|when| when.len() >= DAY && when.as_bytes()[..4].iter().all(u8::is_ascii_digit));
                // The day of the sitting, not the day on which the corpus came out.
                let sitting = self.header.iter().any(|parent| matches!(parent.as_str(), "bibl" | "setting"));
                if let Some(when) = when.filter(|_| sitting) {
                    self.page.published = Some(Fact::new(when, "tei-date"));
                }
            }
            _ => {}
        }
        if let Some(id) = &self.person {
            self.people.entry(id.clone()).or_default();
        }
        if !empty {
            self.header.push(name.to_owned());
        }
    }

    fn header_close(&mut self, name: &str) {
        if name == "title"
            && self.page.is_open()
            && let Some(span) = self.page.end()
        {
            let words = self.page.slice(span).to_owned();
            self.page.title = Some(Fact::new(words, "tei-title").at(span));
        }
        if name == "person" {
            self.person = None;
        }
        if let Some(at) = self.header.iter().rposition(|open| open == name) {
            self.header.truncate(at);
        }
        if name == "teiHeader" {
            self.page.end();
            (self.in_header, self.person) = (false, None);
            self.header.clear();
        }
    }

    fn header_text(&mut self, source: &str, span: Span) {
        if self.page.is_open() {
            self.page.words(source, span);
            return;
        }
        let Some(person) = self.person.as_ref().and_then(|id| self.people.get_mut(id)) else { return };
        // One name a person: later ones are former names.
        let words = span.of(source);
        match self.header.last().map(String::as_str) {
            Some("forename") if person.forename.is_empty() => words.clone_into(&mut person.forename),
            Some("surname") if person.surname.is_empty() => words.clone_into(&mut person.surname),
            Some("persName") if person.whole.trim().is_empty() => words.clone_into(&mut person.whole),
            _ => {}
        }
    }

    fn open(&mut self, source: &str, name: &str, attributes: Span, empty: bool) {
        let get = |key: &str| xml::value(source, attributes, key);
        match name {
            "TEI" => {
                self.page.language = get("lang").map(|tag| Fact::new(tag, "xml-lang"));
            }
            "u" => self.utterance(source, attributes),
            "seg" | "p" | "l" => {
                let spoken = self.page.speech().is_some();
                self.page.begin(if spoken { Role::Turn } else { Role::Paragraph }, "tei-seg");
            }
            "head" => {
                self.page.sit();
                self.announced = None;
                self.page.begin(Role::Heading, "tei-head");
            }
            "gap" if !empty => self.omits = true,
            "desc" if !empty && self.omits => self.page.begin(Role::Navigation, "tei-gap"),
            "note" | "desc" if !empty => {
                let kind = get("type").unwrap_or_default();
                // A name within a speech is that of its speaker only before the first words.
                let names = self.page.speech().is_none() || self.page.is_silent();
                let (role, why) = match kind.as_str() {
                    "speaker" if names => (Role::Byline, "tei-speaker"),
                    "time" | "date" => (Role::Dateline, "tei-time"),
                    _ => (Role::Paragraph, "tei-note"),
                };
                self.page.begin(role, why);
            }
            "lb" => self.page.gap(),
            // Empty ones are the parts of the word around them.
            "w" | "pc" if !empty => {
                if std::mem::take(&mut self.joins) {
                    self.page.join();
                }
                self.joins = get("join").is_some_and(|join| matches!(join.as_str(), "right" | "both"));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "u" => self.page.sit(),
            "gap" => self.omits = false,
            "seg" | "p" | "l" | "head" | "desc" => {
                self.page.end();
                self.joins = false;
            }
            "note" => {
                // What a speech has broken into is no name: its end is in the speech.
                let whole = self.page.is_writing(Role::Byline);
                let span = self.page.end();
                if whole {
                    self.name(span);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, source: &str, span: Span, verbatim: bool) {
        let blank = span.of(source).trim().is_empty();
        if blank && self.joins {
            return;
        }
        if !self.page.is_open() {
            if blank {
                return;
            }
            let spoken = self.page.speech().is_some();
            self.page.begin(if spoken { Role::Turn } else { Role::Paragraph }, "loose-text");
        }
        if verbatim { self.page.verbatim(source, span) } else { self.page.words(source, span) }
    }

    /// A note has named who speaks now, or who will.
    fn name(&mut self, span: Option<Span>) {
        let Some(span) = span else { return };
        let noted = self.page.slice(span).trim_end_matches(':').to_owned();
        let Some(speech) = self.page.speech() else {
            self.announced = Some(span);
            return;
        };
        let known = speech.member.person.as_ref().and_then(|id| self.people.get(id)).and_then(Person::name);
        speech.speaker = Some(Speaker { span: Some(span), entity: None, name: known.or(Some(noted)) });
    }

    /// A speech: its speaker stands in a note before it, or on a line of the attribute's words.
    fn utterance(&mut self, source: &str, attributes: Span) {
        let get = |key: &str| xml::value(source, attributes, key);
        let who = get("who").map(|who| who[local(&who)..].to_owned());
        let ana = get("ana").unwrap_or_default();
        let role = ana.split_whitespace().find_map(|word| match word {
            "#chair" => Some("speaker"),
            "#regular" => Some("member"),
            "#guest" => Some("guest"),
            _ => None,
        });
        let person = who.as_ref().and_then(|id| self.people.get(id));
        let day = self.page.published.as_ref().and_then(|day| day.value.get(..DAY));
        let (known, party) =
            person.map_or((None, None), |person| (person.name(), person.party(day).map(str::to_owned)));
        let announced = self.announced.take();
        let noted = announced.map(|span| self.page.slice(span).trim_end_matches(':').to_owned());
        self.page.rise(Open {
            speaker: announced.map(|span| Speaker {
                span: Some(span),
                entity: None,
                name: known.clone().or(noted),
            }),
            member: Member { party, person: who.clone(), ..Member::default() },
            role: role.map(str::to_owned),
            span: announced,
            ..Open::default()
        });
        let place = xml::attribute(source, attributes, "who").filter(|_| announced.is_none());
        if let Some(place) = place {
            self.page.begin(Role::Byline, "who");
            self.page.words(source, Span::new(place.start() + local(place.of(source)), place.end()));
            if let (Some(span), Some(speech)) = (self.page.end(), self.page.speech()) {
                speech.speaker = Some(Speaker { span: Some(span), entity: None, name: known.or(who) });
            }
        }
    }
}
