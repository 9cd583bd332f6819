//! The record: a document as one JSON object. Field for field what `DESIGN.md`, "The record", says.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rapporteur_document::{
    EntityKind, EventStatus, Layer, MentionForm, Qualifier, QuoteForm, QuoteStatus, Role, StandsFor, TimeKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use crate::names::{EntityRef, Name, QuoteRef};

/// The schema id of a record.
pub const RECORD_SCHEMA: &str = "rapporteur.record/1";

/// A document as it is written. `start` and `end` are UTF-8 byte offsets into `text`, half-open.
/// A layer that no stage gave is absent; one that a stage gave without finding anything is empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "rapporteur.record/1")]
pub struct Record<'a> {
    /// Always `rapporteur.record/1`.
    #[schemars(extend("const" = RECORD_SCHEMA))]
    pub schema: Cow<'a, str>,
    /// Stable: from the source's SHA-256 and the place inside its container.
    pub id: Cow<'a, str>,
    /// Where it was read from.
    pub source: Source<'a>,
    /// Facts about the document as a whole.
    #[serde(default)]
    pub meta: Meta<'a>,
    /// The whole text, boilerplate included.
    pub text: Cow<'a, str>,
    /// Pieces `[text_start, text_len, source_start, source_len]`, ascending and covering the text.
    pub map: Vec<[u32; 4]>,
    /// Blocks with roles, ascending, apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Vec<Block<'a>>>,
    /// Sentences as `[start, end]`, ascending, apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<[u32; 2]>>,
    /// Names, nominals and pronouns, ascending by start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mentions: Option<Vec<Mention<'a>>>,
    /// Who and what the mentions stand for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<Entity<'a>>>,
    /// Where places lie, ascending by entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locations: Option<Vec<Location<'a>>>,
    /// Time expressions, ascending by start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Vec<Time<'a>>>,
    /// Counted things, ascending by start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Vec<Figure<'a>>>,
    /// Quotations, ascending by start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotes: Option<Vec<Quote<'a>>>,
    /// Who did what to whom, ascending by trigger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<Event<'a>>>,
    /// Speeches of a debate, ascending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turns: Option<Vec<Turn<'a>>>,
    /// The stages that made it, in order.
    #[serde(default)]
    pub by: Vec<MadeBy<'a>>,
    /// What they were unsure of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning<'a>>,
}

/// Where a document was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source<'a> {
    /// The place as its user gave it; `a.zip!/b.txt` for a member of an archive.
    pub uri: Cow<'a, str>,
    /// Hexadecimal SHA-256 of the bytes that the map leads to.
    pub sha256: Cow<'a, str>,
    /// How many bytes those are.
    pub bytes: u64,
    /// `text/plain`, `text/html`, …
    pub media_type: Cow<'a, str>,
    /// WHATWG name of the encoding that the bytes were decoded from.
    #[serde(default, skip_serializing_if = "str_is_empty")]
    pub encoding: Cow<'a, str>,
    /// Which part of the bytes is the document, and how its text is written there:
    /// `json:/maintext`, `csv:2`, `xml:description`, `mime:1.2`. Absent when they are its own.
    #[serde(default, skip_serializing_if = "str_is_empty")]
    pub selector: Cow<'a, str>,
    /// When the bytes were fetched, as the web archive that holds them says (RFC 3339). Never the day
    /// of publication. Absent where it is not known.
    #[serde(default, skip_serializing_if = "str_is_empty")]
    pub captured: Cow<'a, str>,
    /// Hexadecimal SHA-256 of the file that the bytes were made from, where they stand in no file as
    /// they are: a PDF, whose pages were laid out. Absent everywhere else.
    #[serde(default, skip_serializing_if = "str_is_empty")]
    pub made_from: Cow<'a, str>,
}

/// Facts about the document as a whole; each with its value and the rule that found it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meta<'a> {
    /// `article`, `debate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Fact<'a>>,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Fact<'a>>,
    /// When it was published, a date or a time stamp (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Fact<'a>>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Fact<'a>>,
    /// Who wrote it, a fact a person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub byline: Vec<Fact<'a>>,
    /// Outlet or house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Fact<'a>>,
    /// Canonical address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Fact<'a>>,
    /// Section of the outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Fact<'a>>,
    /// News agencies that the text credits for its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<Fact<'a>>,
    /// Language of the text, BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Fact<'a>>,
}

/// One fact about a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact<'a> {
    /// The value.
    pub value: Cow<'a, str>,
    /// Where in the text it was read, when it was read there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// End of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// The rule that found it: `sidecar`, `json-ld`, `dateline`, …
    pub from: Cow<'a, str>,
    /// What other rules found and this one outranks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative<'a>>,
}

/// A value that was found too, and not chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative<'a> {
    /// The value.
    pub value: Cow<'a, str>,
    /// The rule that found it.
    pub from: Cow<'a, str>,
}

/// A part of the text with its role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Block<'a> {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// What it is; `appeal`, `navigation`, `comments`, `related` and `legal` are not content.
    pub role: Name<Role>,
    /// What decided the role.
    pub rule: Cow<'a, str>,
}

/// A place where the text speaks of somebody or something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mention<'a> {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub kind: Name<EntityKind>,
    /// How it is mentioned.
    pub form: Name<MentionForm>,
    /// Who or what it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityRef>,
    /// What found it.
    pub rule: Cow<'a, str>,
}

/// Somebody or something that the document speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entity<'a> {
    /// `e1`, `e2`, … in the order of the list.
    pub id: EntityRef,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: Name<EntityKind>,
    /// The fullest name in the text. Absent where the text gives none: then there is a `description`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'a, str>>,
    /// Of somebody or something without a name the words that say most of it: "the special envoy".
    /// Those without a name stand after all that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Cow<'a, str>>,
    /// Its other names in the text, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Cow<'a, str>>,
    /// Offices and attributes, in order of text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<OfficeRole<'a>>,
    /// Codes in known lists: `iso3166` to `SY`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", rename = "ref")]
    pub refs: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
}

/// An office or attribute of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeRole<'a> {
    /// "ambassador".
    pub title: Cow<'a, str>,
    /// Whose: "UK".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Cow<'a, str>>,
    /// Where to: "United Nations".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Cow<'a, str>>,
}

/// A populated place of GeoNames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site<'a> {
    /// Its identifier there: `https://sws.geonames.org/{geonames}/`.
    pub geonames: u32,
    /// Its name there.
    pub name: Cow<'a, str>,
    /// ISO 3166-1 alpha-2 code of its country.
    pub iso3166: Cow<'a, str>,
    /// First-order division: in the United States the state's name, elsewhere GeoNames' code.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub division: Cow<'a, str>,
    /// RFC 5870 URI, WGS 84: `geo:36.2012,37.1612`.
    pub geo: Cow<'a, str>,
}

/// Where an entity that is a place lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Location<'a> {
    /// The place.
    pub entity: EntityRef,
    /// The one of its name that is meant; none where the document doesn't decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Site<'a>>,
    /// Other places of the name, the likeliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Site<'a>>,
    /// What decided, or why nothing did.
    pub rule: Cow<'a, str>,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Time<'a> {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: Name<TimeKind>,
    /// TIMEX3 value; what can't be known stays open (`XXXX-09-25`).
    pub value: Cow<'a, str>,
    /// TIMEX3 modifier (`APPROX`, `START`, `MORE_THAN`, …).
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "mod")]
    pub modifier: Option<Cow<'a, str>>,
    /// What it was counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor<'a>>,
    /// Other values that the text allows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Cow<'a, str>>,
    /// What found it.
    pub rule: Cow<'a, str>,
}

/// What a relative time was counted from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anchor<'a> {
    /// `published`, `dateline`, `expression`, `constraints`.
    pub from: Cow<'a, str>,
    /// The anchor's own TIMEX3 value.
    pub value: Cow<'a, str>,
}

/// Words of the text that stand for something, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A state or international organisation, by its code in a known list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party<'a> {
    /// `iso3166` for a state, `organizations` for an international organisation.
    pub list: Cow<'a, str>,
    /// `RU`; `NATO`.
    pub code: Cow<'a, str>,
}

/// Somebody or something that takes part: the mention's span and its entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Participant<'a> {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Who that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityRef>,
    /// The state or international organisation that it is or belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Party<'a>>,
    /// What kind of name means the government of `party` here; absent where none stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<Name<StandsFor>>,
}

/// A number that counts something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure<'a> {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// The number; the lower end of a range.
    #[serde(serialize_with = "number")]
    pub value: f64,
    /// The upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "optional_number")]
    pub high: Option<f64>,
    /// How it is meant.
    pub qualifier: Name<Qualifier>,
    /// `percent`, `USD`, `km`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, str>>,
    /// What is counted: "civilians".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Cow<'a, str>>,
    /// What became of them: `killed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Cow<'a, str>>,
    /// The time expression that it goes with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Stretch>,
    /// The place that it goes with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Participant<'a>>,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<Participant<'a>>,
    /// What found it.
    pub rule: Cow<'a, str>,
}

/// Who is quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Speaker<'a> {
    /// The mention beside the quotation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// End of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// Who that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityRef>,
    /// That entity's name; for a bare nominal its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'a, str>>,
}

/// The words that attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cue<'a> {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Dictionary form: "say".
    pub lemma: Cow<'a, str>,
}

/// A quotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quote<'a> {
    /// `q1`, `q2`, … in the order of the list.
    pub id: QuoteRef,
    /// First byte, without the marks.
    pub start: u32,
    /// Byte after the last, without the marks.
    pub end: u32,
    /// Direct, indirect, mixed.
    pub form: Name<QuoteForm>,
    /// What the speaker does with the words.
    pub status: Name<QuoteStatus>,
    /// Who says it; absent where that is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker<'a>>,
    /// The words that attribute it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Cue<'a>>,
    /// The first piece of the utterance that this is a later piece of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<QuoteRef>,
    /// A guess at the role of an unknown speaker, with its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_guess: Option<Cow<'a, str>>,
    /// What found it.
    pub rule: Cow<'a, str>,
}

/// Who did what to whom, in the PLOVER ontology.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event<'a> {
    /// First byte of the trigger.
    pub start: u32,
    /// Byte after its last.
    pub end: u32,
    /// PLOVER type, in capitals.
    #[serde(rename = "type")]
    pub kind: Cow<'a, str>,
    /// PLOVER mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Cow<'a, str>>,
    /// PLOVER contexts, sorted: `military`, `economic`, `health`, ….
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contexts: Vec<Cow<'a, str>>,
    /// CAMEO root, two digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<Cow<'a, str>>,
    /// Those who did it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Participant<'a>>,
    /// Those to whom it was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Participant<'a>>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Participant<'a>>,
    /// When: the time expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Stretch>,
    /// Whether it is said to have happened.
    pub status: Name<EventStatus>,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<Participant<'a>>,
    /// What found it.
    pub rule: Cow<'a, str>,
}

/// One speech in a debate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Turn<'a> {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Who speaks, where the transcript says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker<'a>>,
    /// The speaker's party, as the transcript writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Cow<'a, str>>,
    /// The speaker's seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constituency: Option<Cow<'a, str>>,
    /// The office in which the speaker speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Cow<'a, str>>,
    /// The transcript's own name for the person, the same in all its files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Cow<'a, str>>,
    /// `questioner`, `minister`, `speaker`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Cow<'a, str>>,
    /// The turn is a question.
    pub question: bool,
    /// Number of the question on the order paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Cow<'a, str>>,
    /// Its unique identifying number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uin: Option<Cow<'a, str>>,
    /// What found it.
    pub rule: Cow<'a, str>,
}

/// A stage that had a hand in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MadeBy<'a> {
    /// Kind and name: `extract/quotes`.
    pub stage: Cow<'a, str>,
    /// The stage's version.
    pub version: Cow<'a, str>,
    /// SHA-256 of its options as canonical JSON.
    pub options_sha256: Cow<'a, str>,
    /// The layers that it gives.
    #[serde(default)]
    pub gives: Vec<Name<Layer>>,
}

/// Something a stage was unsure of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warning<'a> {
    /// Kind and name of the stage.
    pub stage: Cow<'a, str>,
    /// What it has to say.
    pub message: Cow<'a, str>,
}

fn str_is_empty(text: &str) -> bool {
    text.is_empty()
}

/// Above this not every whole number has an `f64` of its own.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// Whole numbers are written without a fraction: 12 people, not 12.0.
///
/// JSON has no infinity: a number beyond every `f64` is written as the largest there is.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let value = value.clamp(f64::MIN, f64::MAX);
    if value.fract() == 0.0 && value.abs() < WHOLE {
        serializer.serialize_i64(value as i64)
    } else {
        serializer.serialize_f64(value)
    }
}

#[expect(clippy::ref_option, reason = "serde hands a reference to the field")]
fn optional_number<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}
