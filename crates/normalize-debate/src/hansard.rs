//! Pages of debates as Hansard and `TheyWorkForYou` put them on the web: which element is a speech,
//! which names its speaker, shows in the names of their classes.

use std::collections::BTreeSet;

use rapporteur_document::{Member, Role, Span, Speaker};

use crate::page::{Open, Page};
use crate::publicwhip::CHAIR;
use crate::xml::{self, Event, Events};

/// The rule that turns of these pages have.
const RULE: &str = "hansard-page";

/// Elements that have no end.
const VOID: [&str; 12] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// Elements whose text nobody reads on the page.
const UNSEEN: [&str; 7] = ["head", "noscript", "script", "style", "svg", "template", "title"];

/// Elements that part one paragraph from the next.
const PARTS: [&str; 19] = [
    "article",
    "aside",
    "blockquote",
    "dd",
    "div",
    "dt",
    "figure",
    "footer",
    "form",
    "header",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "table",
    "tr",
    "ul",
];

/// Classes of a speech, of who speaks, of what is said beside the name, and of column marks.
const ITEM: [&str; 3] = ["debate-item", "debate-speech", "contribution"];
const NAME: [&str; 3] = ["primary-text", "memberLink", "debate-speech__speaker__name"];
const DETAIL: [&str; 2] = ["secondary-text", "debate-speech__speaker__position"];
const COLUMN: [&str; 3] = ["column-number", "column-only", "column"];

/// How deep elements are followed.
const DEEPEST: usize = 256;

/// What an open element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unseen,
    Item,
    Name,
    Detail,
    Column,
    Heading,
    Other,
}

/// Whether a page is one of those: a class for the speech and one for its speaker.
pub(crate) fn is_page(source: &str) -> bool {
    let class = |names: &[&str]| names.iter().any(|name| source.contains(name));
    source.contains("class=") && class(&ITEM[..2]) && class(&NAME)
}

#[derive(Debug, Default)]
struct Reader {
    page: Page,
    open: Vec<(String, Kind)>,
    titled: bool,
    /// Names that an office has been given with.
    ministers: BTreeSet<String>,
}

/// Reads a page.
pub(crate) fn read(source: &str) -> Page {
    let mut reader = Reader { page: Page::new(RULE), ..Reader::default() };
    for event in Events::new(source) {
        match event {
            Event::Open { name, attributes, empty } => {
                let name = name.to_ascii_lowercase();
                if name == "br" {
                    reader.page.gap();
                } else if !empty && !VOID.contains(&name.as_str()) {
                    reader.open(source, name, attributes);
                }
            }
            Event::Close(name) => reader.close(&name.to_ascii_lowercase()),
            Event::Text(span) => reader.text(source, span),
            Event::Verbatim(_) => {}
        }
    }
    reader.finish_line();
    reader.page.sit();
    reader.page
}

impl Reader {
    fn inside(&self, kind: Kind) -> bool {
        self.open.iter().any(|&(_, open)| open == kind)
    }

    fn open(&mut self, source: &str, name: String, attributes: Span) {
        let classes = xml::value(source, attributes, "class").unwrap_or_default();
        let has = |names: &[&str]| classes.split_whitespace().any(|class| names.contains(&class));
        let kind = if UNSEEN.contains(&name.as_str()) {
            Kind::Unseen
        } else if has(&NAME) {
            Kind::Name
        } else if has(&DETAIL) {
            Kind::Detail
        } else if has(&COLUMN) {
            Kind::Column
        } else if has(&ITEM[..2]) {
            Kind::Item
        } else if matches!(name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            Kind::Heading
        } else {
            Kind::Other
        };
        match kind {
            Kind::Name => {
                self.finish_line();
                self.page.rise(Open::default());
                self.page.begin(Role::Byline, "speaker-line");
            }
            Kind::Detail => {
                if !self.page.is_writing(Role::Byline) {
                    self.page.begin(Role::Byline, "speaker-line");
                }
                self.page.gap();
            }
            Kind::Item => {
                self.finish_line();
                self.page.sit();
            }
            Kind::Column => {
                self.finish_line();
                self.page.begin(Role::Navigation, "column-mark");
            }
            Kind::Heading if !self.inside(Kind::Name) => {
                self.finish_line();
                self.page.sit();
                let role = if self.titled { Role::Heading } else { Role::Title };
                self.titled = true;
                self.page.begin(role, "heading");
            }
            Kind::Other if PARTS.contains(&name.as_str()) && !self.page.is_writing(Role::Byline) => {
                self.finish_paragraph();
            }
            Kind::Other if name == "p" => self.finish_line(),
            _ => {}
        }
        if self.open.len() < DEEPEST {
            self.open.push((name, kind));
        }
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else { return };
        let kind = self.open[at].1;
        self.open.truncate(at);
        match kind {
            Kind::Item => {
                self.finish_line();
                self.finish_paragraph();
                self.page.sit();
            }
            Kind::Heading | Kind::Column => {
                self.page.end();
            }
            Kind::Name | Kind::Detail => self.page.gap(),
            Kind::Other if PARTS.contains(&name) && !self.page.is_writing(Role::Byline) => {
                self.finish_paragraph();
            }
            _ => {}
        }
    }

    fn text(&mut self, source: &str, span: Span) {
        let words = span.of(source);
        if self.inside(Kind::Unseen) || (words.trim().is_empty() && !self.page.is_open()) {
            return;
        }
        let line = self.page.is_writing(Role::Byline);
        let named = self.inside(Kind::Name) || self.inside(Kind::Detail);
        if line && !named {
            if words.trim().is_empty() {
                return;
            }
            self.finish_line();
        }
        if !self.page.is_open() {
            let spoken = self.page.speech().is_some();
            let (role, why) = if spoken {
                (Role::Turn, "speech")
            } else if self.inside(Kind::Item) {
                (Role::Paragraph, "procedure")
            } else if words.contains("debated on") {
                (Role::Dateline, "debated-on")
            } else {
                (Role::Navigation, "outside-debate")
            };
            self.page.begin(role, why);
        }
        self.page.words(source, span);
    }

    /// A paragraph ends: a question that was put down has its number and UIN in it.
    fn finish_paragraph(&mut self) {
        let Some(span) = self.page.end() else { return };
        let words = self.page.slice(span);
        let Some((number, uin)) = tabled(words) else {
            let asks = words.ends_with('?');
            if let Some(speech) = self.page.speech() {
                speech.question |= asks && speech.role.as_deref() != Some("minister");
            }
            return;
        };
        let (number, uin) = (number.to_owned(), uin.map(str::to_owned));
        if let Some(speech) = self.page.speech() {
            speech.role = Some("questioner".into());
            (speech.question, speech.number, speech.uin) = (true, Some(number), uin);
            self.page.reword(Role::Question, "tabled-question");
        }
    }

    /// The line that names the speaker ends.
    fn finish_line(&mut self) {
        if !self.page.is_writing(Role::Byline) {
            self.finish_paragraph();
            return;
        }
        let Some(span) = self.page.end() else { return };
        let line = self.page.slice(span).to_owned();
        let (name, member) = who(&line);
        let at = line.find(&name).unwrap_or(0);
        let place = Span::new(span.start() + at, span.start() + at + name.len());
        let role = if CHAIR.contains(&name.as_str()) {
            "speaker"
        } else if member.office.is_some() || self.ministers.contains(&name) {
            "minister"
        } else {
            "member"
        };
        if member.office.is_some() {
            self.ministers.insert(name.clone());
        }
        if let Some(speech) = self.page.speech() {
            speech.speaker = Some(Speaker { span: Some(place), entity: None, name: Some(name) });
            speech.member = member;
            speech.role = Some(role.into());
        }
    }
}

/// "Ann Example (Northtown) (Lab)", "The Minister for Ports (Ann Example)", "Ann Example Labour, Northtown".
fn who(line: &str) -> (String, Member) {
    let bare = line.trim_end_matches(':').trim();
    let (head, rest) = bare.split_once(" (").map_or((bare, ""), |(head, rest)| (head.trim(), rest));
    let mut groups = rest.split(')').map(|part| part.trim_start_matches([' ', '(']).trim());
    let first = groups.next().filter(|part| !part.is_empty()).map(str::to_owned);
    let second = groups.next().filter(|part| !part.is_empty()).map(str::to_owned);
    if head.starts_with("The ")
        && let Some(name) = first.clone()
        && second.is_none()
    {
        return (name, Member { office: Some(head.to_owned()), ..Member::default() });
    }
    (head.to_owned(), Member { constituency: first, party: second, ..Member::default() })
}

/// `2. What … (904118)`: number and UIN.
fn tabled(words: &str) -> Option<(&str, Option<&str>)> {
    let digits = |c: char| c.is_ascii_digit();
    let len = words.trim_start_matches(['T', 'Q']).find(|c: char| !digits(c))?
        + usize::from(words.starts_with(['T', 'Q']));
    let number = &words[..len];
    let rest = words[len..].strip_prefix('.')?;
    let uin = rest.trim_end().strip_suffix([')', ']']).and_then(|rest| {
        let at = rest.rfind(['(', '['])?;
        Some(&rest[at + 1..]).filter(|uin| (5..=7).contains(&uin.len()) && uin.chars().all(digits))
    });
    (number.chars().any(digits) && len <= 3 && (uin.is_some() || rest.ends_with('?')))
        .then_some((number, uin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_name_speakers() {
        let (name, member) = who("Ann Example (Northtown) (Lab)");
        assert_eq!(
            (name.as_str(), member.constituency.as_deref(), member.party.as_deref()),
            ("Ann Example", Some("Northtown"), Some("Lab"))
        );
        let (name, member) = who("The Minister for Ports (Ann Example)");
        assert_eq!(
            (name.as_str(), member.office.as_deref()),
            ("Ann Example", Some("The Minister for Ports"))
        );
        assert_eq!(who("Mr Speaker").0, "Mr Speaker");
    }

    #[test]
    fn questions_have_numbers() {
        assert_eq!(tabled("2. What is it? (904118)"), Some(("2", Some("904118"))));
        assert_eq!(tabled("T3. Whether it is so?"), Some(("T3", None)));
        assert_eq!(tabled("2023 was long."), None);
        assert_eq!(tabled(""), None);
    }
}
