//! What stages say about a text: mentions, entities, times, figures, quotations, events, turns.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::Span;
use crate::block::named;

/// The rule or model that made an annotation: a short stable name such as `paired-marks`, looked
/// up in the stage that made the layer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(Cow<'static, str>);

impl Rule {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Rule {
    fn from(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

impl From<String> for Rule {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// An entity of one document: its index in [`crate::Document::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// A quotation of one document: its index in [`crate::Document::quotes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuoteId(pub u32);

named! {
    /// What kind of thing is named.
    EntityKind {
        /// A human being.
        Person = "person",
        /// A body of people with a name: state organ, firm, party, agency.
        Organization = "organization",
        /// A country, city, region, building.
        Place = "place",
        /// A people, religion, nationality; also named events where a source asks for them.
        Group = "group",
    }
}

named! {
    /// How it is mentioned.
    MentionForm {
        /// "Samantha Power", "Syria".
        Name = "name",
        /// "the ambassador".
        Nominal = "nominal",
        /// "she".
        Pronoun = "pronoun",
    }
}

/// A place where the text speaks of somebody or something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub span: Span,
    /// What kind of thing.
    pub kind: EntityKind,
    /// How it is mentioned.
    pub form: MentionForm,
    /// Who or what it stands for, where that is known.
    pub entity: Option<EntityId>,
    /// What found it.
    pub rule: Rule,
}

/// An office or attribute that the text gives a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfficeRole {
    /// "ambassador", "special envoy".
    pub title: String,
    /// Whose: "UK", "UN".
    pub of: Option<String>,
    /// Where to: "United Nations".
    pub at: Option<String>,
}

/// Somebody or something that a document speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its index in the document.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name in the text.
    pub name: String,
    /// Its other names in the text, sorted.
    pub aliases: Vec<String>,
    /// Offices and attributes, in order of text.
    pub roles: Vec<OfficeRole>,
    /// Codes in known lists: `iso3166` to `SY`.
    pub refs: BTreeMap<String, String>,
}

/// Somebody or something of whom a document speaks more than once and gives no name: "the envoy …
/// she". A title makes nobody a named person, so it stands apart from [`Entity`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnamed {
    /// Ids go on where those of the entities with a name end.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// The words of the document that say most of it: "the special envoy"; a pronoun where it has
    /// no others.
    pub description: String,
    /// Offices that those words give it, in order of text.
    pub roles: Vec<OfficeRole>,
}

/// A populated place of GeoNames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its identifier there: `https://sws.geonames.org/{geonames}/`.
    pub geonames: u32,
    /// Its name there.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: String,
    /// First-order division: in the United States the state's name, elsewhere GeoNames' code.
    pub division: String,
    /// RFC 5870 URI, WGS 84: `geo:36.2012,37.1612`.
    pub geo: String,
}

impl Site {
    /// Degrees north and east, as its URI has them.
    pub fn coordinates(&self) -> Option<(f64, f64)> {
        let (latitude, longitude) = self.geo.strip_prefix("geo:")?.split_once(',')?;
        Some((latitude.parse().ok()?, longitude.parse().ok()?))
    }
}

/// Where an entity that is a place lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The place in the document.
    pub entity: EntityId,
    /// The one of its name that is meant; none where the document doesn't decide.
    pub site: Option<Site>,
    /// Other places of the name, the likeliest first.
    pub others: Vec<Site>,
    /// What decided, or why nothing did.
    pub rule: Rule,
}

named! {
    /// TIMEX3 type (ISO-TimeML).
    TimeKind {
        /// A calendar date or longer.
        Date = "DATE",
        /// A time of day.
        Time = "TIME",
        /// A length of time.
        Duration = "DURATION",
        /// Something that recurs.
        Set = "SET",
    }
}

/// What a relative time was counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// `published`, `dateline`, `expression`, `constraints`.
    pub from: Rule,
    /// The anchor's own TIMEX3 value.
    pub value: String,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Bytes of the text.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value; what can't be known stays open (`XXXX-09-25`).
    pub value: String,
    /// TIMEX3 modifier (`APPROX`, `START`, `MORE_THAN`, …).
    pub modifier: Option<String>,
    /// What it was counted from, for relative ones.
    pub anchor: Option<Anchor>,
    /// Other values that the text allows.
    pub alternatives: Vec<String>,
    /// What found it.
    pub rule: Rule,
}

named! {
    /// How a number is meant.
    Qualifier {
        /// As it stands.
        Exactly = "exactly",
        /// "at least", "no fewer than".
        AtLeast = "at_least",
        /// "about", "some", "an estimated".
        About = "about",
        /// "more than", "over".
        MoreThan = "more_than",
        /// "less than", "under".
        LessThan = "less_than",
        /// "up to", "as many as".
        UpTo = "up_to",
        /// "nearly", "almost".
        Nearly = "nearly",
    }
}

named! {
    /// A name that is not the state's own, and means its government all the same.
    StandsFor {
        /// "Moscow rejected": the seat of government.
        Capital = "capital",
        /// "the Russians signed": those who live there.
        Demonym = "demonym",
        /// "the Kremlin", "Brussels": the house or city of a state's or organisation's head.
        Seat = "seat",
    }
}

/// A state or international organisation, by its code in a known list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party {
    /// `iso3166` for a state, `organizations` for an international organisation.
    pub list: Cow<'static, str>,
    /// `RU`; `NATO`.
    pub code: Cow<'static, str>,
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.code)
    }
}

/// Somebody or something that takes part: the mention's span and its entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Bytes of the text.
    pub span: Span,
    /// Who that is, where it is known.
    pub entity: Option<EntityId>,
    /// The state or international organisation that it is or belongs to, where its words say so.
    pub party: Option<Party>,
    /// Set where the words name a city, a people or a house and mean the government of `party`. A
    /// city that is only the place of what happens has none.
    pub stands_for: Option<StandsFor>,
}

impl Participant {
    /// Somebody of whom nothing but the words, and perhaps the entity, is known.
    pub const fn new(span: Span, entity: Option<EntityId>) -> Self {
        Self { span, entity, party: None, stands_for: None }
    }
}

/// A number that counts something.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Bytes of the text: qualifier, number, unit and what is counted.
    pub span: Span,
    /// The number; the lower end of a range.
    pub value: f64,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// How it is meant.
    pub qualifier: Qualifier,
    /// `percent`, `USD`, `GBP`, `km`, …; none for a plain count.
    pub unit: Option<String>,
    /// What is counted, its head word in lower case: "people", "civilians", "children".
    pub of: Option<String>,
    /// What became of them: `killed`, `wounded`, `displaced`, …
    pub state: Option<String>,
    /// The time expression that it goes with.
    pub time: Option<Span>,
    /// The place that it goes with.
    pub place: Option<Participant>,
    /// Who says so.
    pub reported_by: Option<Participant>,
    /// What found it.
    pub rule: Rule,
}

// Values come from text and are never NaN.
impl Eq for Figure {}

named! {
    /// How words are quoted.
    QuoteForm {
        /// All of it in marks.
        Direct = "direct",
        /// None of it in marks.
        Indirect = "indirect",
        /// Reported, with parts in marks.
        Mixed = "mixed",
    }
}

named! {
    /// What the speaker does with the words.
    QuoteStatus {
        /// Said or written.
        Said = "said",
        /// Denied.
        Denied = "denied",
        /// Alleged.
        Alleged = "alleged",
        /// Hoped, feared, planned.
        Hoped = "hoped",
        /// Read from a document.
        Document = "document",
    }
}

/// Who is quoted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Speaker {
    /// The mention beside the quotation.
    pub span: Option<Span>,
    /// Who that is.
    pub entity: Option<EntityId>,
    /// That entity's name; for a bare nominal its words.
    pub name: Option<String>,
}

/// The words that attribute: "said", "according to".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// Bytes of the text.
    pub span: Span,
    /// Dictionary form: "say".
    pub lemma: String,
}

/// A quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Its index in the document.
    pub id: QuoteId,
    /// Bytes of the text, without the marks.
    pub span: Span,
    /// Direct, indirect, mixed.
    pub form: QuoteForm,
    /// What the speaker does with the words.
    pub status: QuoteStatus,
    /// Who says it; unknown stays unknown.
    pub speaker: Option<Speaker>,
    /// The words that attribute it.
    pub cue: Option<Cue>,
    /// The first piece of the utterance that this is a later piece of.
    pub part_of: Option<QuoteId>,
    /// A guess at the role of an unknown speaker, with its reason.
    pub role_guess: Option<String>,
    /// What found it.
    pub rule: Rule,
}

named! {
    /// Whether an event is said to have happened.
    EventStatus {
        /// Told as a fact.
        Asserted = "asserted",
        /// Told as not having happened.
        Negated = "negated",
        /// Said by somebody who accuses.
        Alleged = "alleged",
        /// To come.
        Planned = "planned",
        /// Conditional, wished for.
        Hypothetical = "hypothetical",
        /// Background from long before.
        Historical = "historical",
    }
}

/// Who did what to whom, in the PLOVER ontology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The trigger.
    pub span: Span,
    /// PLOVER type, in capitals.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts, sorted: `military`, `economic`, `health`, ….
    pub contexts: Vec<String>,
    /// CAMEO root, two digits.
    pub cameo: Option<String>,
    /// Those who did it.
    pub actors: Vec<Participant>,
    /// Those to whom it was done.
    pub recipients: Vec<Participant>,
    /// Where.
    pub place: Option<Participant>,
    /// When: the time expression.
    pub time: Option<Span>,
    /// Whether it is said to have happened.
    pub status: EventStatus,
    /// Who says so.
    pub reported_by: Option<Participant>,
    /// What found it.
    pub rule: Rule,
}

/// What a transcript says of a member of the chamber, beside the name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Member {
    /// Party, as the transcript writes it: "Con".
    pub party: Option<String>,
    /// Seat: "Eastholm".
    pub constituency: Option<String>,
    /// "The Minister for Overseas Affairs".
    pub office: Option<String>,
    /// The transcript's own name for the person, the same in all its files.
    pub person: Option<String>,
}

/// One speech in a debate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Bytes of the text.
    pub span: Span,
    /// Who speaks, where the transcript says it.
    pub speaker: Option<Speaker>,
    /// What the transcript says of the speaker.
    pub member: Member,
    /// `questioner`, `minister`, `speaker`, …: as said, or guessed with its reason in `rule`.
    pub role: Option<String>,
    /// The turn is a question.
    pub question: bool,
    /// Number of the question on the order paper.
    pub number: Option<String>,
    /// Its unique identifying number.
    pub uin: Option<String>,
    /// What found it.
    pub rule: Rule,
}
