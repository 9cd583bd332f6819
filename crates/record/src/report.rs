//! The report: what is said across documents. Field for field what `DESIGN.md`, "The report and the
//! manifest", says.

use rapporteur_document::QuoteForm;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::manifest::QuarantineLine;
use crate::names::Name;

/// The schema id of a report.
pub const REPORT_SCHEMA: &str = "rapporteur.report/1";

/// What the documents of a run say together. It never says what is true: it says who says what,
/// how many independent ones, and where they differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "rapporteur.report/1")]
pub struct Report {
    /// Always `rapporteur.report/1`.
    #[schemars(extend("const" = REPORT_SCHEMA))]
    pub schema: String,
    /// How many documents were read.
    pub read: u64,
    /// Groups of documents in relation, by their first document in the order of ingest.
    pub stories: Vec<Story>,
    /// Documents in no story, in the order of ingest.
    pub unassigned: Vec<DocumentRef>,
    /// What could not be read, in the order of ingest.
    pub quarantine: Vec<QuarantineLine>,
}

/// Documents that tell of the same thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// `s1`, `s2`, …
    pub id: String,
    /// The title of its lead document.
    pub title: String,
    /// The earliest day that its documents were published on, where they say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// The latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// How many independent origins its documents have: copies of one text count once.
    pub origins: u32,
    /// Its documents, in the order of ingest.
    pub documents: Vec<DocumentRef>,
    /// How many of its documents, the last ones, were too many to be compared: nothing below
    /// speaks of them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub not_compared: u32,
    /// What they say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// What is dated, by the days that it is said to have happened on; last what has no year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<Moment>,
    /// The days on which its documents were published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub publication: Vec<Published>,
    /// Texts that several documents print.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub syndication: Vec<Syndication>,
    /// Speeches of transcripts that have lost their speakers' names, with the names that another copy
    /// of the same debate has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speeches: Vec<NamedSpeech>,
    /// Who is spoken of and quoted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
}

/// A speech without a name, and who speaks those words in another copy of the debate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedSpeech {
    /// The record's id.
    pub document: String,
    /// First byte of the speech in the record's text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// The role that was guessed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The speaker, as the other copy names them.
    pub speaker: String,
    /// Party, as the other copy has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// Seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constituency: Option<String>,
    /// Office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The speech in the copy with names that has the same words.
    pub named_in: SpeechPlace,
    /// How many of the words stand there too, in the same order.
    pub shared: u32,
    /// Words of the speech, without a line that names anybody.
    pub words: u32,
}

/// Where a speech stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpeechPlace {
    /// The record's id.
    pub document: String,
    /// First byte in the record's text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A document of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRef {
    /// The record's id.
    pub id: String,
    /// Where it was read from.
    pub uri: String,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Of a document without a headline its first words, with `…` where they go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<String>,
    /// Outlet or house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Agencies that it credits for its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
    /// Documents of one story with the same number are not independent of each other: they print
    /// one text, or one outlet wrote them. Counts from 1; absent outside stories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<u32>,
}

impl DocumentRef {
    /// What readers know it by: its headline, else its first words in marks, else the name of its file.
    pub fn called(&self) -> String {
        match (self.title.as_deref().filter(|title| !title.trim().is_empty()), &self.opening) {
            (Some(title), _) => title.to_owned(),
            (None, Some(opening)) => in_marks(opening),
            (None, None) => self.uri.rsplit(['/', '!']).next().unwrap_or(&self.uri).to_owned(),
        }
    }
}

/// Words in quotation marks; marks inside them become single ones.
fn in_marks(words: &str) -> String {
    let mut out = String::from("“");
    let mut before = ' ';
    for character in words.chars() {
        out.push(match character {
            '”' => '’',
            '"' if before.is_alphanumeric() || ".,;:!?…".contains(before) => '’',
            '“' | '"' => '‘',
            other => other,
        });
        before = character;
    }
    out.push('”');
    out
}

/// The first words, up to so many characters; `…` stands for the rest.
pub fn first_words(words: &str, most: usize) -> String {
    let mut out = String::new();
    let mut room = most;
    for word in words.split_whitespace() {
        let needs = word.chars().count() + usize::from(!out.is_empty());
        if needs > room {
            if out.is_empty() {
                out.extend(word.chars().take(most));
            }
            out.truncate(out.trim_end_matches([',', ';', ':', '-', '–', '—', ' ']).len());
            out.push('…');
            return out;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        room -= needs;
    }
    out
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// What kind of statement a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ClaimKind {
    /// Somebody's words.
    Quote,
    /// A number.
    Figure,
    /// Who did what to whom.
    Event,
}

/// How the documents that make a claim stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ClaimState {
    /// Two or more independent origins say the same.
    Corroborated,
    /// One origin says it.
    Single,
    /// Origins say it differently; `differences` has how.
    Differing,
    /// One says that it is not so.
    Contradicted,
}

/// One statement, with everybody who makes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// `s1c1`, `s1c2`, …: the claim inside its story.
    pub id: String,
    /// What kind of statement.
    pub kind: ClaimKind,
    /// What it is about, in a few words: a speaker's name, `killed, Kilmore`.
    pub about: String,
    /// How those who make it stand to one another.
    pub state: ClaimState,
    /// How many independent ones make it.
    pub origins: u32,
    /// Where it stands, in the order of ingest.
    pub support: Vec<Support>,
    /// What differs, and how.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
}

/// A place where a claim stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Support {
    /// The record's id.
    pub document: String,
    /// First byte in the record's text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// The exact words.
    pub words: String,
    /// For a quotation, `direct`, `indirect` or `mixed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Name<QuoteForm>>,
    /// For reported speech, the words that report it, with what stands between them and it where that is
    /// little: "accused" before "the council of waiting", "repeated its claim that" before "the bridge is
    /// safe".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
    /// The cue stands behind the words: "the bridge is safe", "the council said".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cue_follows: bool,
    /// Who says it there; absent where the text does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The sentence around it, where that is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The document's `origin`.
    pub origin: u32,
}

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DifferenceKind {
    /// Another number.
    Number,
    /// The same number, meant differently: "12", "at least 12".
    Qualifier,
    /// Who or what is counted.
    Counted,
    /// Where.
    Place,
    /// Who is said to have said it.
    Attribution,
    /// The words of a quotation.
    Wording,
    /// How much of what was said is quoted: one has words before, after or inside that another cut.
    Shortened,
    /// What the number is counted in: tonnes, tons.
    Unit,
    /// When.
    Date,
    /// How a name is spelt.
    Spelling,
}

/// What differs between those who make a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// What it is about.
    pub kind: DifferenceKind,
    /// The variants, each with those who have it, in the order of first support.
    pub variants: Vec<Variant>,
}

/// One of several ways in which a claim is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Variant {
    /// The way: `12`, `at least 12`, a speaker's name, words.
    pub value: String,
    /// Places in the claim's `support`, from 0.
    pub support: Vec<u32>,
    /// For words of a quotation, those of `value` laid word by word beside another variant: beside
    /// the first one, and the first beside the second. Together they are `value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<WordRun>,
}

/// Some of a variant's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WordRun {
    /// The words, with the white space between them.
    pub words: String,
    /// The other variant has something else in their place, or nothing.
    pub differs: bool,
}

/// Something dated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Moment {
    /// TIMEX3 value as the documents have it: a day (`2016-09-25`), a vaguer time (`2016-W38`), or one
    /// whose year is open (`XXXX-09-25`).
    pub value: String,
    /// The first day that it may mean; absent where the year stays open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// The last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// For an open year, what else in the story says which it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrowed: Option<Narrowing>,
    /// Sentences that have it.
    pub support: Vec<Support>,
}

/// Why a date whose year is open has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Narrowing {
    /// `same-day-in-story`: another place has this day with its year. `near-publication-in-story`:
    /// only in this year was the day within a month of the publication of another document.
    pub rule: String,
    /// What says so, three of them at most.
    pub evidence: Vec<Evidence>,
}

/// What narrows a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The record's id.
    pub document: String,
    /// The date that it has there; for the day of publication, that.
    pub value: String,
    /// First byte of the expression in the record's text; absent for the day of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// Byte after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// The exact words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// A day on which documents of a story were published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    /// The day, `2016-09-25`.
    pub day: String,
    /// The record's ids of those that were.
    pub documents: Vec<String>,
}

/// One text that several documents print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Syndication {
    /// The record that the others are compared with: most likely the one that they are copies of.
    pub lead: String,
    /// Why that one.
    #[serde(default)]
    pub reason: LeadReason,
    /// Agencies that its documents credit for their words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
    /// The others.
    pub copies: Vec<Copy>,
}

/// Why a document is taken for the one that others copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LeadReason {
    /// The agency that wrote the text printed it itself.
    Agency,
    /// It was published before the others.
    Earliest,
    /// None was published before it, and it has most of what the others print and least besides.
    Fullest,
    /// It was read first; nothing else tells them apart.
    #[default]
    First,
}

/// What became of a text on its way to a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CopyKind {
    /// Sentence for sentence the same.
    #[default]
    Copy,
    /// Sentences were left out.
    Cut,
    /// Sentences were added.
    Extension,
    /// Sentences were left out and others added, or put in other words.
    Edit,
}

/// A document that prints another's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Copy {
    /// The record's id.
    pub document: String,
    /// Sentences of it that the lead has too.
    pub shared: u32,
    /// Sentences of it.
    pub sentences: u32,
    /// Sentences of the lead that it lacks.
    pub lacks: u32,
    /// Sentences of it that the lead has in slightly other words.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub edited: u32,
    /// What became of the text.
    #[serde(default)]
    pub kind: CopyKind,
    /// The text is the same to the letter.
    pub exact: bool,
}

/// Somebody whom a story speaks of or quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// The fullest name.
    pub name: String,
    /// Other spellings and shorter forms, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Offices that the documents give, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Records that speak of this name.
    pub documents: Vec<String>,
    /// How many quotations they have of it.
    pub quotes: u32,
    /// Where each document has each of its names first, and where one has an office in the place of
    /// the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<NamePlace>,
    /// For each document after the first, why its name is taken for this person's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Identity>,
    /// Others of the story with the same surname, and why they are kept apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<Namesake>,
}

/// Why a document's name is taken for that of a person of earlier documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// The record's id.
    pub document: String,
    /// The name there.
    pub name: String,
    /// How it goes with the person's name.
    pub by: NameEvidence,
    /// An office that this document and an earlier one give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// Claims, quotations that this document and an earlier one give to the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<String>,
    /// Others whom this document and an earlier one name, three at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub company: Vec<String>,
}

/// Quotations whose words are told where one is named; more are counted.
const SAME_WORDS: usize = 2;
/// Characters of each.
const SAME_WORDS_LENGTH: usize = 40;

impl Identity {
    /// In words, claims by their ids: "the same name; the same office, mayor of Port Senna; the same
    /// words in s1c4; beside Ruth Tolland".
    pub fn in_words(&self) -> String {
        self.words(&format!("the same words in {}", self.claims.join(", ")), str::to_owned).join("; ")
    }

    /// In words for readers, each reason by itself, claims by what is said in them: "the same words:
    /// “It took us eleven months…” d1 1316–1352". `text` makes words fit to be shown and `place` tells a
    /// place.
    pub fn told(
        &self,
        claims: &[Claim],
        text: impl Fn(&str) -> String,
        place: impl Fn(&str, u32, u32) -> String,
    ) -> Vec<String> {
        let said: Vec<String> = self
            .claims
            .iter()
            .filter_map(|id| said_in(claims, id, &self.document))
            .take(SAME_WORDS)
            .map(|support| support.briefly(&text, &place))
            .collect();
        let more = self.claims.len() - said.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        self.words(&format!("the same words: {}{more}", said.join(", ")), text)
    }

    fn words(&self, same: &str, text: impl Fn(&str) -> String) -> Vec<String> {
        let mut words = vec![match self.by {
            NameEvidence::Whole => "the same name".to_owned(),
            NameEvidence::Spelling => format!("another spelling, {}", text(&self.name)),
            NameEvidence::Short if self.office.is_none() && self.claims.is_empty() => {
                format!("by the shorter name {}, which could be nobody else’s there", text(&self.name))
            }
            NameEvidence::Short => format!("by the shorter name {}", text(&self.name)),
        }];
        words.extend(self.office.iter().map(|office| format!("the same office, {}", text(office))));
        if !self.claims.is_empty() {
            words.push(same.to_owned());
        }
        if !self.company.is_empty() {
            words.push(format!("beside {}", text(&self.company.join(", "))));
        }
        words
    }
}

/// Where this document makes a claim, or else the first place of it.
fn said_in<'a>(claims: &'a [Claim], id: &str, document: &str) -> Option<&'a Support> {
    let claim = claims.iter().find(|claim| claim.id == id)?;
    claim.support.iter().find(|support| support.document == document).or(claim.support.first())
}

impl Support {
    /// A quotation, made fit to be shown, with the words that report it, in the order of the text: "accused
    /// of war crimes", "the bridge is safe, the council said". `mark` sets those words off.
    pub fn reported(&self, said: String, mark: impl Fn(&str) -> String) -> String {
        match self.cue.as_deref() {
            None => said,
            Some(cue) if !self.cue_follows => format!("{} {said}", mark(cue)),
            // The comma of the words is as good as one behind them.
            Some(cue) if self.words.ends_with([',', '.', '?', '!', '”']) => format!("{said} {}", mark(cue)),
            Some(cue) => format!("{said}, {}", mark(cue)),
        }
    }

    /// Its first words and where they stand.
    fn briefly(&self, text: impl Fn(&str) -> String, place: impl Fn(&str, u32, u32) -> String) -> String {
        let words = in_marks(&first_words(&self.words, SAME_WORDS_LENGTH));
        format!("{} {}", text(&words), place(&self.document, self.start, self.end))
    }
}

/// How a name goes with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum NameEvidence {
    /// First name and surname are the same.
    Whole,
    /// They are spelt otherwise.
    Spelling,
    /// It is a shorter form; what else joins the two is beside it, or nobody else of the story could
    /// bear it.
    Short,
}

/// Somebody of the same surname who is not taken for the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Namesake {
    /// The fullest name.
    pub name: String,
    /// Records that speak of that one.
    pub documents: Vec<String>,
    /// What keeps the two apart.
    pub because: ApartReason,
}

/// What keeps namesakes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApartReason {
    /// Their first names.
    FirstNames,
    /// One document has both.
    OneDocument,
    /// They hold other offices, and their documents have nobody else in common.
    Offices,
    /// A short name could be several people's: it stays open whose it is.
    Open,
}

impl ApartReason {
    /// In words for readers.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::FirstNames => "another first name",
            Self::OneDocument => "one document has both",
            Self::Offices => "other offices, and nobody else in common",
            Self::Open => "the short name could be several people’s",
        }
    }
}

/// Where a document names somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamePlace {
    /// The record's id.
    pub document: String,
    /// First byte in the record's text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// The exact words.
    pub words: String,
    /// For an office without a name: the claim, a quotation, that another document gives to the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
}

impl NamePlace {
    /// Of an office without a name, in words for readers, who holds it by what is said there: "“the
    /// mayor” d2 10–19, who says “It took us eleven months…” d2 40–83". `text` makes words fit to be
    /// shown and `place` tells a place.
    pub fn told(
        &self,
        claims: &[Claim],
        text: impl Fn(&str) -> String,
        place: impl Fn(&str, u32, u32) -> String,
    ) -> Option<String> {
        let said = said_in(claims, self.claim.as_deref()?, &self.document)?.briefly(&text, &place);
        let at = place(&self.document, self.start, self.end);
        Some(format!("{} {at}, who says {said}", text(&in_marks(&self.words))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_are_cut_between_words() {
        assert_eq!(first_words("It took us eleven months, all told", 26), "It took us eleven months…");
        assert_eq!(first_words("Two\n words ", 60), "Two words");
        assert_eq!(first_words("extraordinary", 5), "extra…");
        assert_eq!(first_words("", 5), "");
    }

    #[test]
    fn marks_inside_marks_are_single() {
        assert_eq!(in_marks("\"Stop,\" he said, “now”"), "“‘Stop,’ he said, ‘now’”");
    }

    #[test]
    fn a_document_without_a_title_is_known_by_its_first_words() {
        let mut document = DocumentRef {
            id: String::new(),
            uri: "news.zip!/a/001.txt".to_owned(),
            title: Some(" ".to_owned()),
            opening: None,
            publisher: None,
            published: None,
            agencies: Vec::new(),
            origin: None,
        };
        assert_eq!(document.called(), "001.txt");
        document.opening = Some("Engineers closed the bridge…".to_owned());
        assert_eq!(document.called(), "“Engineers closed the bridge…”");
        document.title = Some("Bridge closed".to_owned());
        assert_eq!(document.called(), "Bridge closed");
    }

    #[test]
    fn the_same_words_are_told_by_their_first_and_their_places() {
        let claim = |id: &str, words: &str| Claim {
            id: id.to_owned(),
            kind: ClaimKind::Quote,
            about: String::new(),
            state: ClaimState::Corroborated,
            origins: 2,
            support: vec![Support {
                document: "d2".to_owned(),
                start: 10,
                end: 20,
                words: words.to_owned(),
                form: None,
                cue: None,
                cue_follows: false,
                speaker: None,
                context: None,
                origin: 1,
            }],
            differences: Vec::new(),
        };
        let claims = [
            claim("s1c1", "It took us eleven months to mend the crane"),
            claim("s1c2", "Never again"),
            claim("s1c3", "No"),
        ];
        let mut identity = Identity {
            document: "d2".to_owned(),
            name: "Dov Renn".to_owned(),
            by: NameEvidence::Whole,
            office: Some("mayor".to_owned()),
            claims: vec!["s1c1".to_owned()],
            company: Vec::new(),
        };
        let told = |identity: &Identity| {
            let place = |id: &str, start, end| format!("[{id} {start}–{end}]");
            identity.told(&claims, str::to_owned, place).join("; ")
        };
        assert_eq!(
            told(&identity),
            "the same name; the same office, mayor; the same words: “It took us eleven months to mend the…” \
             [d2 10–20]"
        );
        identity.claims.extend(["s1c2".to_owned(), "s1c3".to_owned()]);
        assert!(told(&identity).ends_with("“Never again” [d2 10–20] and 1 more"), "{}", told(&identity));
        let office = NamePlace {
            document: "d3".to_owned(),
            start: 1,
            end: 5,
            words: "the mayor".to_owned(),
            claim: Some("s1c3".to_owned()),
        };
        let place = |id: &str, start, end| format!("[{id} {start}–{end}]");
        assert_eq!(
            office.told(&claims, str::to_owned, place).as_deref(),
            Some("“the mayor” [d3 1–5], who says “No” [d2 10–20]")
        );
        assert!(identity.in_words().ends_with("; the same words in s1c1, s1c2, s1c3"));
    }
}
