//! `TheyWorkForYou`'s `scrapedxml`: `speech`, `speakername`, `person_id`, `oral-qnum`, `nospeaker`.

use std::collections::BTreeSet;

use rapporteur_document::{Fact, Member, Role, Span, Speaker};

use crate::page::{Open, Page};
use crate::xml::{self, Event, Events};

/// The rule that turns of these files have.
const RULE: &str = "publicwhip";

/// Names of the one in the chair.
const CHAIR: [&str; 14] = [
    "Deputy Speaker",
    "Madam Chair",
    "Madam Deputy Speaker",
    "Madam Speaker",
    "Mr Chair",
    "Mr Deputy Speaker",
    "Mr Speaker",
    "Mr. Deputy Speaker",
    "Mr. Speaker",
    "Speaker",
    "The Chair",
    "The Deputy Speaker",
    "The Lord Speaker",
    "The Speaker",
];

/// Who speaks when many do.
const MANY: [&str; 5] =
    ["Hon. Members", "Noble Lords", "Several hon. Members", "Several noble Lords", "hon. Members"];

/// Words of an office in the government.
const GOVERNMENT: [&str; 11] = [
    "Advocate General",
    "Attorney",
    "Chancellor",
    "Deputy Prime",
    "Leader of the House",
    "Minister",
    "Parliamentary Under",
    "Paymaster",
    "Secretary",
    "Solicitor",
    "Whip",
];

/// Whether an office is one in the government: those who would have it are not.
pub(crate) fn governs(office: &str) -> bool {
    !office.contains("Shadow")
        && !office.contains("Opposition")
        && !office.contains("Spokes")
        && GOVERNMENT.iter().any(|word| office.contains(word))
}

/// Whether it is the one in the chair, by name or office.
pub(crate) fn chairs(title: &str) -> bool {
    CHAIR.contains(&title)
        || title.contains("Chairman of Ways and Means")
        || (title.starts_with("The ") && (title.ends_with(" Chairman") || title.ends_with(" Chairperson")))
}

/// Whether a name is that of nobody in particular.
pub(crate) fn is_many(name: &str) -> bool {
    MANY.contains(&name)
}

/// What a file has told so far.
#[derive(Debug, Default)]
struct Section {
    /// A question has been put and not been answered yet: who put it.
    asked: Option<String>,
    /// Questions are being put and answered.
    questions: bool,
    /// The paragraph before was procedure.
    procedure: bool,
    /// Who has answered one.
    answered: BTreeSet<String>,
}

/// Reads a file.
pub(crate) fn read(source: &str) -> Page {
    let mut page = Page::new(RULE);
    let mut section = Section::default();
    for event in Events::new(source) {
        match event {
            Event::Open { name, attributes, empty } => {
                open(&mut page, &mut section, source, name, attributes, empty);
            }
            Event::Close(name) => close(&mut page, &mut section, name),
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

fn open(page: &mut Page, section: &mut Section, source: &str, name: &str, attributes: Span, empty: bool) {
    if is_heading(name) {
        page.sit();
        section.asked = None;
        if name != "minor-heading" {
            section.answered.clear();
            section.questions = false;
        }
        let first = page.title.is_none() && name != "oral-heading";
        page.begin(if first { Role::Title } else { Role::Heading }, "heading");
        date(page, source, attributes);
        return;
    }
    match name {
        "speech" | "ques" | "reply" => {
            date(page, source, attributes);
            speech(page, section, source, name, attributes);
            if empty {
                page.sit();
            }
        }
        "p" => {
            let uin = xml::value(source, attributes, "qnum");
            // "Question put and agreed to." stands in the speech before it, which nobody says.
            let italic = xml::value(source, attributes, "class").is_some_and(|class| class == "italic");
            // What it is put on, and how many voted, comes after it.
            let motion = section.procedure && xml::attribute(source, attributes, "pwmotiontext").is_some();
            let procedure = italic || motion;
            section.procedure = procedure;
            let asked = match page.speech().filter(|_| !procedure) {
                None => None,
                Some(speech) => {
                    speech.question |= uin.is_some();
                    speech.uin = speech.uin.take().or(uin);
                    Some(speech.number.is_some() || speech.uin.is_some())
                }
            };
            let role = match asked {
                None => Role::Paragraph,
                Some(true) => Role::Question,
                Some(false) => Role::Turn,
            };
            page.begin(role, if procedure { "procedure" } else { "paragraph" });
        }
        "division" => page.sit(),
        "divisioncount" => {
            page.begin(Role::Paragraph, "division-count");
            let sides = ["content", "notcontent", "ayes", "noes"].into_iter();
            let mut counts: Vec<(Span, &str)> =
                sides.filter_map(|side| Some((xml::attribute(source, attributes, side)?, side))).collect();
            // In the order of the source, which is for the writer to choose.
            counts.sort_by_key(|(count, _)| count.start());
            for (count, side) in counts {
                // The attribute's name stands before its value, a sign and a mark between.
                if let Some(at) = source[..count.start()].rfind(side) {
                    page.term(source, Span::new(at, at + side.len()));
                }
                page.term(source, count);
            }
            page.end();
        }
        "mplist" | "mslist" | "msplist" | "mlalist" | "lordlist" | "memberlist" => {
            page.sit();
            if let Some(vote) = xml::attribute(source, attributes, "vote") {
                page.begin(Role::Heading, "division-side");
                page.words(source, vote);
                page.end();
            }
        }
        "mpname" | "mspname" | "mlaname" | "lord" | "member" => page.begin(Role::List, "division-vote"),
        "table" | "tr" | "li" | "ol" | "ul" | "blockquote" => {
            page.end();
        }
        "br" | "td" | "th" => page.gap(),
        _ => {}
    }
}

fn close(page: &mut Page, section: &mut Section, name: &str) {
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
        "p" => {
            let span = page.end();
            let asks = section.questions && span.is_some_and(|span| page.slice(span).ends_with('?'));
            if let Some(speech) = page.speech() {
                // A supplementary question has no number.
                speech.question |= asks && speech.role.as_deref() == Some("member");
            }
        }
        "speech" | "ques" | "reply" => {
            if let Some(speech) = page.speech().filter(|speech| speech.question) {
                section.asked.clone_from(&speech.member.person);
                section.questions = true;
            }
            page.sit();
        }
        "division" | "table" | "tr" | "li" | "ol" | "ul" | "blockquote" | "mpname" | "mspname"
        | "mlaname" | "member" | "mplist" | "mslist" | "msplist" | "mlalist" | "lordlist" | "memberlist"
        | "lord" => {
            page.end();
        }
        _ => {}
    }
}

/// A speech with its speaker on a line of its own: the attribute's words.
fn speech(page: &mut Page, section: &mut Section, source: &str, element: &str, attributes: Span) {
    let get = |name: &str| xml::value(source, attributes, name);
    let name = get("speakername").map(|name| name.trim_end_matches(':').to_owned());
    section.procedure = false;
    // A speech of nobody: procedure. One of "Hon. Members" has no speaker by the file, but a name.
    let nobody = get("nospeaker").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    if nobody && name.is_none() {
        page.sit();
        return;
    }
    let office = get("speakeroffice");
    let kind = get("type").unwrap_or_default();
    let number = get("oral-qnum");
    let person = get("person_id").or_else(|| get("speakerid").filter(|id| id != "unknown"));
    let chair = name.as_deref().is_some_and(chairs) || office.as_deref().is_some_and(chairs);
    let question = number.is_some() || kind.ends_with("Question") || element == "ques";
    let reply = kind.ends_with("Answer") || element == "reply";
    let known = person.as_ref().is_some_and(|person| section.answered.contains(person));
    // The next to speak after a question that was put down answers it; whoever has answered one
    // does so in the rest of its section.
    let answers =
        !question && !chair && person.is_some() && section.asked.is_some() && section.asked != person;
    let (role, guess) = if chair {
        ("speaker", None)
    } else if name.as_deref().is_some_and(is_many) {
        ("members", None)
    } else if question {
        ("questioner", None)
    } else if reply || office.as_deref().is_some_and(governs) {
        ("minister", None)
    } else if known || answers {
        ("minister", Some("after-question"))
    } else {
        ("member", None)
    };
    if role == "minister" {
        section.asked = None;
        section.answered.extend(person.clone().filter(|_| !known));
    }
    page.rise(Open {
        member: Member {
            office,
            person,
            party: get("speakerparty").or_else(|| get("party")),
            constituency: get("constituency"),
        },
        role: name.is_some().then(|| role.to_owned()),
        guess,
        question,
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
