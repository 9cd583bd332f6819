//! What one document tells, taken out of it so that the document itself can go.

use rapporteur_document::{
    Document, Entity, EntityId, EntityKind, EventStatus, Fact, Member, MentionForm, OfficeRole, Participant,
    Qualifier, QuoteForm, QuoteStatus, Role, Span,
};
use rapporteur_record as wire;

use crate::index;
use crate::lexicon::articles::{ENDS, NAMES};
use crate::measures;
use crate::people::bare;
use crate::places::{self, Spot};
use crate::timeline::{self, Dated};
use crate::words::{Key, around, day, keys, shingles};

/// Everything that stories are told from.
pub(crate) struct Told {
    pub(crate) reference: wire::DocumentRef,
    pub(crate) day: Option<i32>,
    pub(crate) content: Key,
    /// Its longer sentences, in order of text.
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) quotes: Vec<Said>,
    pub(crate) figures: Vec<Counted>,
    pub(crate) events: Vec<Happening>,
    pub(crate) people: Vec<Named>,
    pub(crate) moments: Vec<Dated>,
    /// Of a debate its speeches.
    pub(crate) speeches: Vec<Speech>,
    /// Places with what they are said to lie in.
    pub(crate) lying: Vec<(String, Spot)>,
    /// Names of places, sorted.
    pub(crate) places: Vec<String>,
}

/// A speech of a debate.
pub(crate) struct Speech {
    pub(crate) span: Span,
    /// Its words, without the line that names the speaker.
    pub(crate) keys: Vec<Key>,
    pub(crate) speaker: Option<String>,
    pub(crate) member: Member,
    pub(crate) role: Option<String>,
}

/// A place in a document, with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) span: Span,
    pub(crate) words: String,
}

/// A sentence as copies are known by.
pub(crate) struct Sentence {
    pub(crate) key: Key,
    /// Runs of words, ascending, each once; none when most of it is quoted: whoever was there has
    /// those words.
    pub(crate) runs: Vec<Key>,
}

/// A quotation.
pub(crate) struct Said {
    pub(crate) place: Place,
    pub(crate) keys: Vec<Key>,
    pub(crate) form: QuoteForm,
    /// As the document calls whoever says it.
    pub(crate) speaker: Option<String>,
    /// The speaker is a person with a name.
    pub(crate) named: bool,
    /// The words beside it that stand for whoever says it.
    pub(crate) by: Option<Place>,
    /// Of reported speech the words that report it.
    pub(crate) cue: Option<Cue>,
    /// The speaker is said to deny it.
    pub(crate) denied: bool,
}

/// Words that report speech, as they stand in the text.
pub(crate) struct Cue {
    pub(crate) words: String,
    /// They stand behind what is said.
    pub(crate) follows: bool,
}

/// A figure.
pub(crate) struct Counted {
    pub(crate) place: Place,
    pub(crate) context: Option<String>,
    pub(crate) value: f64,
    pub(crate) high: Option<f64>,
    pub(crate) qualifier: Qualifier,
    pub(crate) unit: Option<String>,
    /// What a sum of money is for.
    pub(crate) purpose: Option<String>,
    pub(crate) of: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) at: Option<Spot>,
    pub(crate) time: Option<String>,
    pub(crate) reported_by: Option<String>,
}

/// An event, at its trigger.
pub(crate) struct Happening {
    pub(crate) place: Place,
    pub(crate) context: Option<String>,
    pub(crate) kind: String,
    pub(crate) mode: Option<String>,
    pub(crate) status: EventStatus,
    pub(crate) actors: Vec<String>,
    pub(crate) recipients: Vec<String>,
    pub(crate) at: Option<Spot>,
    pub(crate) time: Option<String>,
    pub(crate) reported_by: Option<String>,
}

/// A person.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) roles: Vec<String>,
    /// Where each of the names stands first, in order of text.
    pub(crate) first: Vec<Place>,
}

impl Told {
    pub(crate) fn of(document: &Document) -> Self {
        Self {
            reference: reference(document),
            day: document.meta.published.as_ref().and_then(|fact| day(&fact.value)),
            content: index::content(document),
            sentences: index::sentences(document)
                .map(|(key, span)| Sentence { key, runs: runs(document, span) })
                .collect(),
            quotes: quotes(document),
            figures: figures(document),
            events: events(document),
            people: people(document),
            moments: timeline::of(document),
            speeches: speeches(document),
            lying: places::lying(document),
            places: place_names(document),
        }
    }
}

/// Words in a run that copied sentences are known again by, when some of their words were changed.
pub(crate) const RUN: usize = 3;

fn runs(document: &Document, span: Span) -> Vec<Key> {
    let quoted: usize = document
        .quotes()
        .iter()
        .filter(|quote| quote.form != QuoteForm::Indirect)
        .map(|quote| quote.span.end().min(span.end()).saturating_sub(quote.span.start().max(span.start())))
        .sum();
    if quoted * 2 > span.len() {
        return Vec::new();
    }
    let mut runs = span.get(&document.text).map(|text| shingles(&keys(text), RUN)).unwrap_or_default();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// What readers know a document by: its headline, else its first words, else the name of its file.
pub fn called(document: &Document) -> String {
    reference(document).called()
}

/// Characters of a document's first words.
const OPENING: usize = 60;

/// The first words of running text; where there is none, of any content.
fn opening(document: &Document) -> Option<String> {
    let text = match &document.blocks {
        None => document.text.as_str(),
        Some(blocks) => {
            let prose = blocks.iter().find(|block| block.role.is_prose());
            let block = prose.or_else(|| blocks.iter().find(|block| block.role.is_content()))?;
            block.span.get(&document.text)?
        }
    };
    Some(wire::first_words(text, OPENING)).filter(|words| !words.is_empty())
}

/// A document as reports name it.
pub(crate) fn reference(document: &Document) -> wire::DocumentRef {
    let meta = &document.meta;
    let one = |fact: &Option<Fact>| fact.as_ref().map(|fact| fact.value.clone());
    let untitled = meta.title.as_ref().is_none_or(|title| title.value.trim().is_empty());
    wire::DocumentRef {
        id: document.id.clone(),
        uri: document.source.uri.clone(),
        title: one(&meta.title),
        opening: if untitled { opening(document) } else { None },
        publisher: one(&meta.publisher),
        published: one(&meta.published),
        agencies: meta.agencies.iter().map(|fact| fact.value.clone()).collect(),
        origin: None,
    }
}

pub(crate) fn place(document: &Document, span: Span) -> Option<Place> {
    Some(Place { span, words: span.get(&document.text)?.to_owned() })
}

/// The sentence around a span: one that starts in it, too, where it crosses a border.
pub(crate) fn sentence(document: &Document, span: Span) -> Option<Span> {
    around(document.sentences(), span.start())
}

fn quotes(document: &Document) -> Vec<Said> {
    let quote = |quote: &rapporteur_document::Quote| {
        let place = place(document, quote.span)?;
        let (speaker, named) = quote.speaker.as_ref().map_or((None, false), |speaker| {
            let words = || speaker.span.and_then(|span| span.get(&document.text));
            let entity = speaker.entity.and_then(|id| document.entity(id));
            // Whoever has an honorific is a person, whatever else the surname is a word for.
            let sure = entity.filter(|it| it.kind == EntityKind::Person || bare(&it.name) == it.name);
            let person = || by_surname(document, words().or(speaker.name.as_deref())?);
            match sure.or_else(person).or(entity) {
                Some(entity) => (Some(entity.name.clone()), entity.kind == EntityKind::Person),
                None if speaker.span.is_some_and(|span| is_pronoun(document, span)) => {
                    (speaker.name.clone(), false)
                }
                None => (speaker.name.as_deref().or_else(words).map(within_a_sentence), false),
            }
        });
        let by = quote.speaker.as_ref().and_then(|speaker| self::place(document, speaker.span?));
        let denied = quote.status == QuoteStatus::Denied;
        let (keys, cue) = (keys(&place.words), cue(document, quote));
        Some(Said { keys, place, form: quote.form, speaker, named, by, cue, denied })
    };
    document.quotes().iter().filter_map(quote).collect()
}

/// "The coast guard" at the start of a sentence is "the coast guard" of the next paper.
fn within_a_sentence(words: &str) -> String {
    let article = ["The ", "A ", "An ", "His ", "Her ", "Their ", "Its ", "One ", "Two ", "Some "];
    match article.iter().find_map(|article| words.strip_prefix(article).map(|rest| (article, rest))) {
        // "His Majesty" and "A Begum" stay as they are.
        Some((&article, rest)) if article == "The " || rest.starts_with(char::is_lowercase) => {
            article.to_lowercase() + rest
        }
        _ => words.to_owned(),
    }
}

/// "Ms Power" is the only Power whom the document names in full.
fn by_surname<'a>(document: &'a Document, words: &str) -> Option<&'a Entity> {
    let surname = bare(words);
    if surname == words || surname.contains(' ') {
        return None;
    }
    let bears = |name: &str| name.rsplit_once(' ').is_some_and(|(_, last)| last == surname);
    let mut bearers =
        document.entities().iter().filter(|entity| entity.kind == EntityKind::Person && bears(&entity.name));
    bearers.next().filter(|_| bearers.next().is_none())
}

/// Words between a cue and what it reports that are told with the cue.
const BETWEEN: usize = 5;

/// "accused" before "Russia of backing it", "accused of" before "war crimes": reported speech can't be
/// read without what is said to be done with it. Where much stands between, the cue alone is told.
fn cue(document: &Document, quote: &rapporteur_document::Quote) -> Option<Cue> {
    let cue = quote.cue.as_ref().filter(|_| quote.form != QuoteForm::Direct)?.span;
    let follows = quote.span.end() <= cue.start();
    if !follows && quote.span.start() < cue.end() {
        // It stands inside the words and is told with them.
        return None;
    }
    let text = |from: usize, to: usize| document.text.get(from..to);
    let between =
        if follows { text(quote.span.end(), cue.start())? } else { text(cue.end(), quote.span.start())? };
    let near = between.split_whitespace().count() <= BETWEEN
        && sentence(document, cue) == sentence(document, quote.span);
    let words = match (near, follows) {
        (true, false) => text(cue.start(), quote.span.start())?,
        (true, true) => text(quote.span.end(), end_of_cue(document, quote, cue))?,
        (false, _) => cue.get(&document.text)?,
    };
    // Marks around the quotation are not of the cue.
    let mark = |it: char| it.is_whitespace() || "“”\"‘".contains(it);
    let words = words.trim_start_matches(|it| mark(it) || ",;:’".contains(it)).trim_end_matches(mark);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = if near || follows { words } else { format!("{words} […]") };
    Some(Cue { words, follows })
}

/// Where a cue behind the words ends, with a speaker who stands behind it: "according to the union".
fn end_of_cue(document: &Document, quote: &rapporteur_document::Quote, cue: Span) -> usize {
    let by = quote.speaker.as_ref().and_then(|speaker| speaker.span).filter(|by| by.start() >= cue.end());
    let near = |by: &Span| {
        let between = document.text.get(cue.end()..by.start()).unwrap_or_default();
        between.split_whitespace().count() <= BETWEEN && sentence(document, *by) == sentence(document, cue)
    };
    by.filter(near).map_or(cue.end(), Span::end)
}

fn is_pronoun(document: &Document, span: Span) -> bool {
    let mentions = document.mentions();
    let from = mentions.partition_point(|mention| mention.span.start() < span.start());
    mentions[from..]
        .iter()
        .take_while(|mention| mention.span.start() == span.start())
        .any(|mention| mention.span == span && mention.form == MentionForm::Pronoun)
}

fn name(document: &Document, participant: Option<&Participant>) -> Option<String> {
    let participant = participant?;
    match participant.entity.and_then(|id| document.called(id)) {
        Some(name) => Some(name.to_owned()),
        None => participant.span.get(&document.text).map(str::to_owned),
    }
}

fn figures(document: &Document) -> Vec<Counted> {
    let figure = |figure: &rapporteur_document::Figure| {
        Some(Counted {
            context: sentence(document, figure.span)
                .filter(|around| around.len() > figure.span.len())
                .and_then(|around| around.get(&document.text))
                .map(str::to_owned),
            place: place(document, figure.span)?,
            value: figure.value,
            high: figure.high,
            qualifier: figure.qualifier,
            unit: figure.unit.clone(),
            purpose: purpose(document, figure),
            of: figure.of.clone(),
            state: figure.state.clone(),
            at: Spot::where_it_was(document, figure.place.as_ref()),
            time: figure.time.and_then(|span| value_of(document, span)),
            reported_by: name(document, figure.reported_by.as_ref()),
        })
    };
    document.figures().iter().filter_map(figure).collect()
}

fn purpose(document: &Document, figure: &rapporteur_document::Figure) -> Option<String> {
    let around = sentence(document, figure.span).filter(|_| figure.unit.is_some())?;
    let before = document.text.get(around.start()..figure.span.start())?;
    let after = document.text.get(figure.span.end()..around.end())?;
    measures::purpose(before, after)
}

fn events(document: &Document) -> Vec<Happening> {
    let names = |all: &[Participant]| all.iter().filter_map(|one| name(document, Some(one))).collect();
    let event = |event: &rapporteur_document::Event| {
        Some(Happening {
            context: sentence(document, event.span)
                .and_then(|around| around.get(&document.text))
                .map(str::to_owned),
            place: place(document, event.span)?,
            kind: event.kind.clone(),
            mode: event.mode.clone(),
            status: event.status,
            actors: names(&event.actors),
            recipients: names(&event.recipients),
            at: Spot::of(document, event.place.as_ref()),
            time: event.time.and_then(|span| value_of(document, span)),
            reported_by: name(document, event.reported_by.as_ref()),
        })
    };
    document.events().iter().filter_map(event).collect()
}

/// The value of the time expression at a span.
fn value_of(document: &Document, span: Span) -> Option<String> {
    let times = document.times();
    let at = times.partition_point(|time| time.span < span);
    times.get(at).filter(|time| time.span == span).map(|time| time.value.clone())
}

fn people(document: &Document) -> Vec<Named> {
    let person = |entity: &rapporteur_document::Entity| Named {
        name: entity.name.clone(),
        aliases: entity.aliases.clone(),
        roles: entity.roles.iter().map(|role| office(document, role)).collect(),
        first: Vec::new(),
    };
    // A seat that a transcript names beside a member is nobody.
    let seat = |name: &str| {
        let seats = document.turns.iter().flatten().filter_map(|turn| turn.member.constituency.as_deref());
        !name.contains(' ') && seats.into_iter().any(|seat| seat.split(' ').any(|word| word == name))
    };
    let people =
        document.entities().iter().filter(|entity| entity.kind == EntityKind::Person && !seat(&entity.name));
    let mut people: Vec<(EntityId, Named)> = people.map(|entity| (entity.id, person(entity))).collect();
    for mention in document.mentions().iter().filter(|mention| mention.form == MentionForm::Name) {
        let Some(id) = mention.entity else { continue };
        let Ok(at) = people.binary_search_by_key(&id, |(id, _)| *id) else { continue };
        let first = &mut people[at].1.first;
        if let Some(place) = place(document, mention.span)
            && !first.iter().any(|known| known.words == place.words)
        {
            first.push(place);
        }
    }
    people.into_iter().map(|(_, named)| named).collect()
}

fn place_names(document: &Document) -> Vec<String> {
    let places = document.entities().iter().filter(|entity| entity.kind == EntityKind::Place);
    let mut names: Vec<String> = places.map(|entity| entity.name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// An office in words: `special envoy of the UN to Syria`. Where the document has only the adjective of a
/// country that no list knows, the country of that name in the document stands for it, or the
/// adjective before the office: `Talvian foreign minister`.
pub fn office(document: &Document, role: &OfficeRole) -> String {
    let known = |kind: EntityKind, name: &str| {
        document.entities().iter().any(|entity| entity.kind == kind && entity.name == name)
    };
    let adjective = |of: &&String| known(EntityKind::Group, of) && !known(EntityKind::Place, of);
    let mut words = role.title.clone();
    match role.of.as_ref().filter(adjective) {
        Some(of) => match of.strip_suffix('n').filter(|country| known(EntityKind::Place, country)) {
            Some(country) => words = format!("{words} of {country}"),
            None => words = format!("{of} {words}"),
        },
        None => words.extend(role.of.iter().flat_map(|of| [" of ", article(of), of])),
    }
    words.extend(role.at.iter().flat_map(|at| [" to ", article(at), at]));
    words
}

/// What stands before a name where it is told of: `the `, or nothing.
fn article(name: &str) -> &'static str {
    let end = name.rsplit(' ').next().unwrap_or(name);
    if NAMES.binary_search(&name).is_ok() || ENDS.binary_search(&end).is_ok() { "the " } else { "" }
}

fn speeches(document: &Document) -> Vec<Speech> {
    let blocks = document.blocks.as_deref().unwrap_or_default();
    let speech = |turn: &rapporteur_document::Turn| {
        let named = turn.speaker.as_ref().and_then(|it| it.span).filter(|it| turn.span.contains(*it));
        let start = named.map_or(turn.span.start(), Span::end);
        let from = blocks.partition_point(|block| block.span.end() <= start);
        let mut words = Vec::new();
        for block in blocks[from..].iter().take_while(|block| block.span.start() < turn.span.end()) {
            if block.role.is_content() && block.role != Role::Byline {
                let (start, end) = (block.span.start().max(start), block.span.end().min(turn.span.end()));
                words.extend(document.text.get(start..end).map(keys).unwrap_or_default());
            }
        }
        Speech {
            span: turn.span,
            keys: words,
            speaker: turn.speaker.as_ref().and_then(|it| it.name.clone()),
            member: turn.member.clone(),
            role: turn.role.clone(),
        }
    };
    document.turns.iter().flatten().map(speech).collect()
}

/// Whether a span stands in a line that dates or signs the document, which tells of no event.
pub(crate) fn in_furniture(document: &Document, span: Span) -> bool {
    let blocks = document.blocks.as_deref().unwrap_or_default();
    let after = blocks.partition_point(|block| block.span.start() <= span.start());
    let role = blocks[..after].last().filter(|block| block.span.contains(span)).map(|block| block.role);
    role.is_some_and(|role| {
        !role.is_content() || matches!(role, Role::Dateline | Role::Byline | Role::Credit)
    })
}

#[cfg(test)]
mod tests {
    use super::article;

    #[test]
    fn names_of_unions_and_abbreviated_states_have_their_article() {
        let the =
            ["UN", "U.S.", "Netherlands", "Security Council", "Transport Workers' Union", "Home Office"];
        assert!(the.iter().all(|name| article(name) == "the "));
        let none = ["Russia", "Thane District Council", "NATO", "New York", "Unicef", ""];
        assert!(none.iter().all(|name| article(name).is_empty()));
    }
}
