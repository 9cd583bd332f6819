//! Pages of debates as Hansard and `TheyWorkForYou` put them on the web: which element is a speech,
//! which names its speaker, shows in the names of their classes.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_dates::{self as dates, Habits};
use rapporteur_document::{Fact, Member, Role, Span, Speaker};

use crate::page::{Open, Page};
use crate::publicwhip::{chairs, governs, is_many};
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

/// Classes of what stands in and beside a speech and is none of it: links, buttons, votes on it.
const TOOLS: [&str; 12] = [
    "debate-speech__links",
    "debate-speech__meta",
    "debate-speech__question-answered",
    "debate-speech__question_id",
    "debate__video-wrapper",
    "options-container",
    "secondary-content",
    "share",
    "share-bar",
    "share-item",
    "speech-link-in-context",
    "watch",
];
/// Classes of when it was said, and of what readers say.
const TIME: [&str; 4] = ["debate-item-timestamp", "debate-speech__meta__link", "hs_Timeline", "lead"];
const COMMENT: [&str; 3] = ["comment", "comment-teaser", "credit"];

/// What parties are called beside a name.
const PARTIES: [&str; 28] = [
    "Alba",
    "Alliance",
    "Bishops",
    "CB",
    "Con",
    "DUP",
    "Green",
    "GP",
    "Ind",
    "Ind Lab",
    "Ind SD",
    "LD",
    "Lab",
    "Lab/Co-op",
    "Lab Co-op",
    "Lib Dem",
    "Non-Afl",
    "PC",
    "PUP",
    "Reform",
    "Respect",
    "SDLP",
    "SF",
    "SNP",
    "TUV",
    "UKIP",
    "UUP",
    "Your Party",
];

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
    Tool,
    Time,
    Comment,
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
    /// Where in the line that names the speaker the name ends, if it has an element of its own.
    named: Option<usize>,
    /// The number of the question that an element gives.
    uin: Option<String>,
    /// Who has been named beside an office of the government.
    ministers: BTreeSet<String>,
    /// Who has been named beside which office: later it stands alone.
    holders: BTreeMap<String, String>,
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
        } else if has(&TOOLS) || name == "button" {
            Kind::Tool
        } else if has(&TIME) || name == "time" {
            Kind::Time
        } else if has(&COMMENT) {
            Kind::Comment
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
                self.named = None;
                self.page.rise(Open::default());
                self.page.begin(Role::Byline, "speaker-line");
            }
            Kind::Detail => {
                if self.page.is_writing(Role::Byline) {
                    self.named = self.named.or(Some(self.page.written()));
                } else {
                    self.page.begin(Role::Byline, "speaker-line");
                }
                self.page.gap();
            }
            Kind::Tool | Kind::Time | Kind::Comment if self.inside(Kind::Tool) => self.page.gap(),
            Kind::Tool | Kind::Time | Kind::Comment => {
                self.finish_line();
                let (role, why) = match kind {
                    Kind::Tool => (Role::Navigation, "tool"),
                    Kind::Time => (Role::Dateline, "time"),
                    _ => (Role::Comments, "comment"),
                };
                self.page.begin(role, why);
            }
            Kind::Item => {
                self.finish_line();
                self.page.sit();
            }
            Kind::Heading if !self.inside(Kind::Name) && !self.inside(Kind::Tool) => {
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
        if name == "p"
            && let Some(uin) = xml::value(source, attributes, "qnum")
        {
            self.uin = Some(uin);
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
            // A heading may be the line that names a speaker.
            Kind::Heading if self.page.is_writing(Role::Byline) => self.finish_line(),
            Kind::Heading => self.finish_heading(),
            Kind::Column if !self.page.is_writing(Role::Navigation) => {}
            Kind::Time => self.finish_paragraph(),
            Kind::Column | Kind::Tool | Kind::Comment => {
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
        // A mark without words parts no paragraph.
        if self.inside(Kind::Column) && !words.trim().is_empty() && !self.page.is_writing(Role::Navigation) {
            self.finish_line();
            self.page.begin(Role::Navigation, "column-mark");
        }
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
            let (role, why) = if self.inside(Kind::Tool) {
                (Role::Navigation, "tool")
            } else if self.inside(Kind::Comment) {
                (Role::Comments, "comment")
            } else if spoken {
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

    /// A heading ends: one that says when the debate was is the line of its day.
    fn finish_heading(&mut self) {
        let titles = self.page.is_writing(Role::Title);
        let Some(span) = self.page.end() else { return };
        let words = self.page.slice(span);
        if words.contains("debated on") {
            self.dated(span);
            self.page.reword(Role::Dateline, "debated-on");
        } else if titles {
            self.page.title = Some(Fact::new(words, "heading").at(span));
        }
    }

    /// The day that "Volume 727: debated on Monday 20 February 2023" gives, if it is the first.
    fn dated(&mut self, span: Span) {
        if self.page.published.is_none()
            && let Some(dated) = dates::in_line(self.page.slice(span), Habits::default()).0.into_iter().next()
        {
            self.page.published = Some(Fact::new(dated.value, "debated-on").at(span));
        }
    }

    /// A paragraph ends: a question that was put down has its number and UIN in it.
    fn finish_paragraph(&mut self) {
        let dated = self.page.is_writing(Role::Dateline);
        let said = self.page.is_writing(Role::Turn);
        let uin = self.uin.take();
        let Some(span) = self.page.end() else { return };
        if dated {
            self.dated(span);
        }
        if !said {
            return;
        }
        let words = self.page.slice(span);
        let Some((number, uin)) = tabled(words) else {
            let asks = words.ends_with('?');
            if let Some(speech) = self.page.speech() {
                let minister = speech.role.as_deref() == Some("minister");
                speech.question |= (asks && !minister) || uin.is_some();
                if uin.is_some() {
                    speech.role = Some("questioner".into());
                    speech.uin = uin;
                    self.page.reword(Role::Question, "tabled-question");
                }
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
        let line = self.page.slice(span);
        let cut = self.named.take().and_then(|end| end.checked_sub(span.start()));
        let (head, detail) = cut.and_then(|cut| line.split_at_checked(cut)).unwrap_or((line, ""));
        let (name, member) = who(head, detail.trim());
        let at = line.find(&name).unwrap_or(0);
        let place = Span::new(span.start() + at, span.start() + at + name.len());
        let office = member.office.as_deref();
        let role = if chairs(&name) || office.is_some_and(chairs) {
            "speaker"
        } else if is_many(&name) {
            "members"
        } else if office.is_some_and(governs) || self.ministers.contains(&name) {
            "minister"
        } else {
            "member"
        };
        if role == "minister" {
            self.ministers.insert(name.clone());
        }
        // "The Prime Minister" is whoever the page has called so.
        let name = match &member.office {
            Some(office) if *office == name => self.holders.get(office).cloned().unwrap_or(name),
            Some(office) => {
                self.holders.insert(office.clone(), name.clone());
                name
            }
            None => self.holders.get(&name).cloned().unwrap_or(name),
        };
        if let Some(speech) = self.page.speech() {
            speech.speaker = Some(Speaker { span: Some(place), entity: None, name: Some(name) });
            speech.member = member;
            speech.role = Some(role.into());
        }
    }
}

/// "Ann Example (Northtown) (Lab)", "The Minister for Ports (Ann Example)"; with the detail in an
/// element of its own also "Ann Example", "Labour, Northtown".
fn who(head: &str, detail: &str) -> (String, Member) {
    let head = head.trim().trim_end_matches(':').trim_end();
    let detail = detail.trim_end_matches(':').trim_end();
    let (name, brackets) = if detail.is_empty() {
        head.split_once(" (").map_or((head, ""), |(name, _)| (name.trim(), head[name.len()..].trim()))
    } else {
        (head, detail)
    };
    if !brackets.starts_with('(') {
        return (name.to_owned(), described(name, brackets));
    }
    let groups: Vec<&str> = brackets
        .split(['(', ')'])
        .map(str::trim)
        .filter(|group| !group.is_empty() && !group.starts_with('['))
        .take(2)
        .collect();
    let text = |group: &str| Some(group.to_owned());
    match groups[..] {
        [person] if name.starts_with("The ") || chairs(name) => {
            (person.to_owned(), Member { office: text(name), ..Member::default() })
        }
        [party] if PARTIES.contains(&party) => {
            (name.to_owned(), Member { party: text(party), ..Member::default() })
        }
        [seat] => (name.to_owned(), Member { constituency: text(seat), ..Member::default() }),
        [seat, party] => {
            (name.to_owned(), Member { constituency: text(seat), party: text(party), ..Member::default() })
        }
        _ => (name.to_owned(), described(name, "")),
    }
}

/// What an office for a name, or words without brackets beside one, say of the speaker.
fn described(name: &str, detail: &str) -> Member {
    let text = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    if detail.is_empty() {
        let office =
            name.strip_prefix("The ").filter(|_| governs(name) || chairs(name)).map(|_| name.to_owned());
        return Member { office, ..Member::default() };
    }
    // An office says of what in brackets, or is of a known kind; a party has its seat after a comma.
    let office = governs(detail)
        || detail.contains('(')
        || [
            "Shadow",
            "Leader",
            "Speaker",
            "Chair",
            "President",
            "Spokes",
            "Lord ",
            "Comptroller",
            "Treasurer",
        ]
        .iter()
        .any(|word| detail.contains(word));
    if office {
        return Member { office: text(detail), ..Member::default() };
    }
    let (party, seat) = detail.split_once(',').unwrap_or((detail, ""));
    Member { party: text(party), constituency: text(seat), ..Member::default() }
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
        let shown = |head: &str, detail: &str| {
            let (name, member) = who(head, detail);
            let part = |part: Option<String>| part.unwrap_or_default();
            [name, part(member.constituency), part(member.party), part(member.office)].join("|")
        };
        assert_eq!(shown("Ann Example (Northtown) (Lab)", ""), "Ann Example|Northtown|Lab|");
        assert_eq!(shown("Ann Example", "(Northtown) (Lab) [V]:"), "Ann Example|Northtown|Lab|");
        assert_eq!(shown("Lord Example", "(Con)"), "Lord Example||Con|");
        assert_eq!(shown("The Minister for Ports (Ann Example)", ""), "Ann Example|||The Minister for Ports");
        assert_eq!(shown("Mr Deputy Speaker", "(Sir Ian Example)"), "Sir Ian Example|||Mr Deputy Speaker");
        assert_eq!(shown("The Prime Minister", ""), "The Prime Minister|||The Prime Minister");
        assert_eq!(shown("The Lord Bishop of Northtown", ""), "The Lord Bishop of Northtown|||");
        assert_eq!(shown("Mr Speaker", ""), "Mr Speaker|||");
        assert_eq!(shown("Ann Example", "Labour, Northtown"), "Ann Example|Northtown|Labour|");
        assert_eq!(
            shown("Ann Example", "Shadow Minister (Ports), Labour Whip"),
            "Ann Example|||Shadow Minister (Ports), Labour Whip"
        );
        assert_eq!(shown("", ""), "|||");
    }

    #[test]
    fn questions_have_numbers() {
        assert_eq!(tabled("2. What is it? (904118)"), Some(("2", Some("904118"))));
        assert_eq!(tabled("T3. Whether it is so?"), Some(("T3", None)));
        assert_eq!(tabled("2023 was long."), None);
        assert_eq!(tabled(""), None);
    }
}
