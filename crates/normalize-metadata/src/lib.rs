//! The normalize stage `metadata`: what is known about a document as a whole.
//!
//! Kind, title, writers, agencies, dates, language and publisher, each with the rule that found it
//! and its bytes where it stands in the text. What a sidecar or the page's markup says is stronger
//! and stays; what the text says beside it becomes an alternative. Nothing is guessed: a date that
//! can be read in two ways, a byline that may be no name, are left out.
//!
//! It reads the roles that `blocks` gave and never the words alone: an agency in a caption sold a
//! picture, and is not credited for the text.
//!
//! Start reading at [`metadata`].

mod language;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

use std::sync::Arc;

use rapporteur_dates::{self as dates, Habits, Of};
use rapporteur_document::{Alternative, Block, Document, Fact, Layer, Meta, Role, Span};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Kind, Normalize, Rejection, Running, Stage, async_trait,
};
use rapporteur_writers::{agencies, bylines};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name of the stage in warnings.
const NAME: &str = "normalize/metadata";

/// The stage `metadata`.
pub struct Metadata;

/// What can be set.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The language of all documents, as BCP 47 (`en`); found out for each where this is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Stage for Metadata {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Normalize,
            "metadata",
            "1",
            "Reads kind, title, writers, agencies, dates, language and publisher from the blocks of a document.",
        )
        .needs(&[Layer::Text, Layer::Blocks])
        .uses(&[Layer::Turns, Layer::Meta])
        .gives(&[Layer::Meta])
        .example("[[normalize]]\nuse = \"metadata\"\nlanguage = \"en\"\n")
        .data(&[lexicon::FILES, dates::LEXICONS, rapporteur_writers::LEXICONS].concat())
    }

    fn build(options: Options, _context: &BuildContext) -> Result<Running, BuildError> {
        if let Some(language) = &options.language {
            let fits = language.split('-').enumerate().all(|(index, part)| {
                (2..=8).contains(&part.len())
                    && part
                        .bytes()
                        .all(|byte| byte.is_ascii_alphabetic() || (index > 0 && byte.is_ascii_digit()))
            });
            if !fits {
                return Err(BuildError::option(
                    "language",
                    format!("{language:?} is no language tag; write BCP 47, as in \"en\" or \"pt-BR\""),
                ));
            }
        }
        Ok(Running::Normalize(Arc::new(Step(options))))
    }
}

struct Step(Options);

#[async_trait]
impl Normalize for Step {
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection> {
        metadata(document, &self.0);
        Ok(())
    }
}

/// Adds to a document's facts what its blocks say.
pub fn metadata(document: &mut Document, options: &Options) {
    let blocks = document.content();
    kind(document);
    title(document, &blocks);
    language_of(document, &blocks, options);
    let is_debate = document.meta.kind.as_ref().is_some_and(|kind| kind.value == "debate");
    if !is_debate {
        writers(document, &blocks);
        credited(document, &blocks);
    }
    published(document, &blocks);
    publisher(document);
}

/// A transcript has turns; everything else is an article.
fn kind(document: &mut Document) {
    let is_debate = document.turns.as_ref().is_some_and(|turns| !turns.is_empty());
    let fact = if is_debate { Fact::new("debate", "turns") } else { Fact::new("article", "no-turns") };
    // The weakest of rules has nothing to say against a stronger one.
    if document.meta.kind.is_none() || is_debate {
        Meta::offer(&mut document.meta.kind, fact);
    }
}

fn title(document: &mut Document, blocks: &[Block]) {
    let Some(block) = blocks.iter().find(|block| block.role == Role::Title) else { return };
    let value = one_line(document.words(block.span));
    match &mut document.meta.title {
        // The same words with other marks or the outlet's name behind them: found in the text.
        Some(known) if same_words(&known.value, &value) => known.span = known.span.or(Some(block.span)),
        place => Meta::offer(place, Fact::new(value, "title-block").at(block.span)),
    }
}

/// White space as one space each: a title may be wrapped.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two titles are one, marks and case left aside, or one is the other with more behind it.
fn same_words(left: &str, right: &str) -> bool {
    let fold = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (left, right) = (fold(left), fold(right));
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    !short.is_empty() && long.starts_with(&short) && short.len() * 3 >= long.len() * 2
}

/// Writers from bylines, and from date lines that name them. Where the page declares its writers, the
/// lines only show where they stand: a byline of a page has more in it than names.
fn writers(document: &mut Document, blocks: &[Block]) {
    let english = document.meta.language.as_ref().is_none_or(|fact| primary(&fact.value) == "en");
    let declared = !document.meta.byline.is_empty();
    let (signed, dated): (Vec<&Block>, Vec<&Block>) = blocks
        .iter()
        .filter(|block| matches!(block.role, Role::Byline | Role::Dateline))
        .partition(|block| block.role == Role::Byline);
    for block in signed.into_iter().chain(dated) {
        let line = block.span.of(&document.text);
        let is_byline = block.role == Role::Byline;
        let names =
            if is_byline { bylines::names(line, english) } else { bylines::beside_date(line, english) };
        for span in names {
            let rule = if is_byline { "byline-block" } else { "dated-byline" };
            let fact = Fact::new(one_line(span.of(line).trim_end_matches('.')), rule)
                .at(span.shifted(block.span.start()));
            if !declared || find(&mut document.meta.byline, &fact).is_some() {
                add(&mut document.meta.byline, fact);
            }
        }
    }
}

/// Adds a fact to several of a kind; one that is known already gets its place in the text.
fn add(facts: &mut Vec<Fact>, fact: Fact) {
    match find(facts, &fact) {
        Some(known) => known.span = known.span.or(fact.span),
        None => facts.push(fact),
    }
}

/// The fact with the same words, in any case.
fn find<'f>(facts: &'f mut [Fact], fact: &Fact) -> Option<&'f mut Fact> {
    facts.iter_mut().find(|known| known.value.to_lowercase() == fact.value.to_lowercase())
}

/// Agencies, from the strongest sign to the weakest.
fn credited(document: &mut Document, blocks: &[Block]) {
    let text = &document.text;
    let mut found: Vec<Fact> = Vec::new();
    let mut credit = |named: agencies::Named, base: usize, rule: &'static str| {
        add(&mut found, Fact::new(named.name, rule).at(named.span.shifted(base)));
    };
    // Place and agency stand before the text or begin it.
    let heads = blocks.iter().filter(|block| block.role == Role::Dateline || block.role.is_prose());
    for block in heads.take(4) {
        if let Some(named) = agencies::of_dateline(block.span.of(text)) {
            credit(named, block.span.start(), "dateline");
        }
    }
    for block in blocks.iter().filter(|block| block.role == Role::Byline) {
        for named in agencies::names(block.span.of(text)) {
            credit(named, block.span.start(), "byline");
        }
    }
    let last_text = blocks.iter().rposition(|block| block.role.is_prose()).unwrap_or(0);
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.role == Role::Credit) {
        // Right below a caption, or among pictures, a house's name is the picture's.
        let beside_picture = index > 0 && blocks[index - 1].role == Role::Caption;
        let alone =
            agencies::names(block.span.of(text)).any(|named| named.span.len() + 4 >= block.span.len());
        if beside_picture || (alone && index < last_text) {
            continue;
        }
        for named in agencies::names(block.span.of(text)) {
            credit(named, block.span.start(), "credit");
        }
    }
    for block in blocks.iter().filter(|block| block.role.is_prose()) {
        for (named, rule) in agencies::reported(block.span.of(text)) {
            credit(named, block.span.start(), rule);
        }
    }
    for fact in found {
        add(&mut document.meta.agencies, fact);
    }
}

/// Dates from the lines that are datelines, and from the address: what says that it is the day of
/// publication, then the address, then what stands there without a word.
fn published(document: &mut Document, blocks: &[Block]) {
    let language = document.meta.language.as_ref().map(|fact| fact.value.clone());
    let url = document.meta.url.as_ref().map(|fact| fact.value.clone());
    let habits = Habits {
        recent: document.source.media_type == "text/html",
        ..Habits::of(language.as_deref(), url.as_deref())
    };
    let mut read = lines(document, blocks, habits);
    if !read.warnings.is_empty() && habits.order.is_none() {
        // The other dates of the page may show which number is the day.
        read = lines(document, blocks, habits.seen_in(&document.text));
    }
    let Lines { said, bare, far, modified, warnings } = read;
    let in_address = url.and_then(|url| dates::in_address(&url)).map(|date| Fact::new(date, "url"));
    for fact in said.into_iter().chain(in_address) {
        prefer_date(&mut document.meta.published, fact, WEAK, true);
    }
    for fact in bare {
        // A day later that stands there without a word may be that of a change.
        prefer_date(&mut document.meta.published, fact, WEAKEST, habits.eastern());
    }
    for fact in far {
        offer_date(&mut document.meta.published, fact);
    }
    if document.meta.published.is_none()
        && let Some(fact) = dateline(document, blocks, habits)
    {
        document.meta.published = Some(fact);
    }
    for fact in modified {
        offer_date(&mut document.meta.modified, fact);
    }
    for warning in warnings {
        document.warn(NAME, warning);
    }
}

/// What lines say of dates.
#[derive(Default)]
struct Lines {
    /// Dates of publication, as their lines say.
    said: Vec<Fact>,
    /// Dates in lines between headline and text that don't say of what, the likeliest first.
    bare: Vec<Fact>,
    /// The same, elsewhere.
    far: Vec<Fact>,
    modified: Vec<Fact>,
    warnings: Vec<String>,
}

fn lines(document: &Document, blocks: &[Block], habits: Habits<'_>) -> Lines {
    let title = blocks.iter().position(|block| block.role == Role::Title).unwrap_or(0);
    let text_starts =
        (title..blocks.len()).find(|&index| blocks[index].role.is_prose()).unwrap_or(blocks.len());
    let mut lines = Lines::default();
    let mut signed = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if !matches!(block.role, Role::Dateline | Role::Byline) {
            continue;
        }
        let (found, unsure) = dates::in_line(block.span.of(&document.text), habits);
        lines.warnings.extend(unsure);
        let label = index.checked_sub(1).map_or("", |before| blocks[before].span.of(&document.text));
        for mut dated in found {
            if dated.of == Of::Unsaid && dated.span.start() == 0 {
                dated.of = of_label(label);
            }
            let fact = Fact::new(dated.value, "dated-line").at(dated.span.shifted(block.span.start()));
            match dated.of {
                Of::Published => lines.said.push(fact),
                Of::Modified => lines.modified.push(fact),
                Of::Unsaid
                    if index <= text_starts + 2 && (index >= title || block.rule.as_str() == ABOVE) =>
                {
                    // Beside a writer's name it is the text's; alone it may announce something.
                    if block.role == Role::Byline { &mut signed } else { &mut lines.bare }.push(fact);
                }
                // A bare date far from the headline may be about anything, unless the page calls it a date.
                Of::Unsaid if index < title || block.rule.as_str() == LABELLED => lines.far.push(fact),
                Of::Unsaid | Of::Other => {}
            }
        }
    }
    signed.append(&mut lines.bare);
    lines.bare = signed;
    lines
}

/// What the line above a date says of it, in a list of facts: "Published", "Last updated:".
fn of_label(line: &str) -> Of {
    const WORDS: usize = 3;
    let is_label = line.split_whitespace().count() <= WORDS && !line.contains(|c: char| c.is_ascii_digit());
    if is_label { dates::cue(line) } else { Of::Unsaid }
}

/// The date of the text's first words: "Berlin, 3. Juli 2012. Die …", "GENEVA, Sept. 25, 2016 (AP) –".
fn dateline(document: &Document, blocks: &[Block], habits: Habits<'_>) -> Option<Fact> {
    blocks
        .iter()
        .filter(|block| matches!(block.role, Role::Paragraph | Role::Standfirst))
        .take(FIRST)
        .find_map(|block| dateline_of(document, block, habits))
}

/// A dateline stands in one of so many blocks of text: a standfirst may be above it.
const FIRST: usize = 3;

fn dateline_of(document: &Document, block: &Block, habits: Habits<'_>) -> Option<Fact> {
    const PLACE: usize = 3;
    let line = block.span.of(&document.text);
    let span = dates::spans(line).next()?;
    let place = line[..span.start()].trim_end().trim_end_matches(['(', ',', '–', '—', '-']).trim_end();
    let is_place = place.len() < span.start()
        && !place.contains(['.', ':', ';'])
        && (1..=PLACE).contains(&place.split_whitespace().count())
        && place.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let marks = |c: char| matches!(c, '.' | ')' | ':' | '–' | '—' | '-' | '(' | '/');
    if !is_place || !line[span.end()..].trim_start().starts_with(marks) {
        return None;
    }
    let (found, _) = dates::in_line(&line[..span.end()], habits);
    let dated = found.into_iter().next()?;
    Some(Fact::new(dated.value, "dateline").at(dated.span.shifted(block.span.start())))
}

/// The rule of blocks right above the headline that are the article's by all signs.
const ABOVE: &str = "date-above-title";

/// The rule of blocks whose element is called a date by the page.
const LABELLED: &str = "date-label";

/// Rules that find a date without knowing what it is the date of.
const WEAK: &[&str] = &["meta-date", "script", "time-below", "time-element"];

/// Those of them that may not even be about the text: programs wrote the day of delivery there, others the
/// days of what is told below it.
const WEAKEST: &[&str] = &["meta-date", "script", "time-below"];

/// The rule of what people say of a document: nothing in it is stronger.
const SIDECAR: &str = "sidecar";

/// Offers a date that is stronger than one by these rules, and than an instant in UTC where it is the day
/// of that instant at the outlet's: what the text calls today is that day.
fn prefer_date(place: &mut Option<Fact>, fact: Fact, weak: &[&str], later: bool) {
    let is_local = |known: &Fact| {
        known.from.as_str() != SIDECAR
            && dates::local_day(&known.value, &fact.value).is_some_and(|days| days < 0 || later)
    };
    let is_weaker =
        |known: &mut Fact| weak.contains(&known.from.as_str()) && !same_day(known, &fact) || is_local(known);
    match place.take_if(is_weaker) {
        Some(mut weak) => {
            let others = std::mem::take(&mut weak.alternatives);
            *place = Some(fact);
            Meta::offer(place, weak);
            if let Some(fact) = place {
                fact.alternatives.extend(others);
            }
        }
        None => offer_date(place, fact),
    }
}

fn same_day(left: &Fact, right: &Fact) -> bool {
    left.value.get(..10) == right.value.get(..10)
}

/// A day agrees with an instant on that day.
fn offer_date(place: &mut Option<Fact>, fact: Fact) {
    match place {
        Some(known) if same_day(known, &fact) => known.span = known.span.or(fact.span),
        _ => Meta::offer(place, fact),
    }
}

/// The host of the address, when nothing better is known.
fn publisher(document: &mut Document) {
    if document.meta.publisher.is_some() {
        return;
    }
    let Some(url) = &document.meta.url else { return };
    let rest = url.value.split_once("://").map_or(url.value.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host).to_lowercase();
    if host.contains('.') {
        document.meta.publisher = Some(Fact::new(host, "url-host"));
    }
}

fn language_of(document: &mut Document, blocks: &[Block], options: &Options) {
    if let Some(language) = &options.language {
        let declared = document.meta.language.take();
        document.meta.language = Some(Fact::new(language.clone(), "option"));
        if let Some(declared) = declared {
            Meta::offer(&mut document.meta.language, declared);
        }
        return;
    }
    // Running text tells best; where there is none, whatever there is.
    let prose: Vec<Span> =
        blocks.iter().filter(|block| block.role.is_prose()).map(|block| block.span).collect();
    let spans = if prose.is_empty() { blocks.iter().map(|block| block.span).collect() } else { prose };
    let Some((found, rule)) = language::of(spans.iter().map(|span| span.of(&document.text))) else { return };
    let place = &mut document.meta.language;
    match place {
        // "en-GB" says more than "en" and agrees with it.
        Some(declared) if primary(&declared.value) == found => {}
        // Templates declare a language that the text is not in: the text is right.
        Some(declared) => {
            let mut fact = Fact::new(found, rule);
            fact.alternatives = std::mem::take(&mut declared.alternatives);
            let other = Alternative { value: declared.value.clone(), from: declared.from.clone() };
            fact.alternatives.insert(0, other);
            *place = Some(fact);
        }
        None => *place = Some(Fact::new(found, rule)),
    }
}

/// The language itself, without its region.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rapporteur_normalize_blocks as blocks_stage;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn facts_stand_in_the_text(text in prop::collection::vec(prop_oneof![
            Just("By Ann Example and Tom Sample in Genève".to_owned()),
            Just("Published Monday 18 October 2016, 14:05 GMT+02:00".to_owned()),
            Just("GENEVA (AP) –".to_owned()),
            Just("(Reporting by Reuters; AFP)".to_owned()),
            Just("The mayor, who told Reuters so, has left the town.".to_owned()),
            "[A-Za-z0-9 ,.:()/–é’]{0,60}",
            "\\PC{0,30}",
        ], 0..12).prop_map(|lines| lines.join("\n"))) {
            let mut document = Document::from_text(text.clone());
            blocks_stage::blocks(&mut document, &blocks_stage::Options::default());
            metadata(&mut document, &Options::default());
            let meta = &document.meta;
            let single = [&meta.kind, &meta.title, &meta.published, &meta.modified, &meta.language];
            for fact in single.into_iter().flatten().chain(&meta.byline).chain(&meta.agencies) {
                prop_assert!(fact.span.is_none_or(|span| span.get(&text).is_some()));
                prop_assert!(!fact.value.is_empty());
            }
        }
    }

    #[test]
    fn a_wrong_tag_is_told_at_once() {
        let build = |language: &str| {
            Metadata::build(Options { language: Some(language.into()) }, &BuildContext::default()).map(|_| ())
        };
        assert!(build("en").is_ok() && build("pt-BR").is_ok());
        let error = build("English language").unwrap_err();
        assert_eq!(error.option.as_deref(), Some("language"));
    }
}
