//! The normalize stage `metadata`: what is known about a document as a whole.
//!
//! Kind, title, writers, agencies, dates, language and publisher, each with the rule that found it
//! and its bytes where it stands in the text. What a sidecar or the page's markup says is stronger
//! and stays; what the text says beside it becomes an alternative. Nothing is guessed: a date that
//! can be read in two ways, a byline that may be no name, are left out. Which of several dates is the
//! day of publication is for `days` to say.
//!
//! It reads the roles that `blocks` gave and never the words alone: an agency in a caption sold a
//! picture, and is not credited for the text.
//!
//! Start reading at [`metadata`].

mod days;
mod language;

mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

use std::sync::Arc;

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
        .data(&[lexicon::FILES, rapporteur_dates::LEXICONS, rapporteur_writers::LEXICONS].concat())
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
    days::published(document, &blocks);
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

/// So many lines may name the writers of a text.
const BYLINES: usize = 100;

/// Writers from bylines, and from date lines that name them. Where the page declares its writers, the
/// lines only show where they stand: a byline of a page has more in it than names.
fn writers(document: &mut Document, blocks: &[Block]) {
    let english = document.meta.language.as_ref().is_none_or(|fact| primary(&fact.value) == "en");
    let declared = !document.meta.byline.is_empty();
    let (signed, dated): (Vec<&Block>, Vec<&Block>) = blocks
        .iter()
        .filter(|block| matches!(block.role, Role::Byline | Role::Dateline))
        .partition(|block| block.role == Role::Byline);
    for block in signed.into_iter().chain(dated).take(BYLINES) {
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
