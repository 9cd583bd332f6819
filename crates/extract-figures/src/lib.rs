//! Extract stage `figures`: every number that counts something, with what it counts, what became
//! of it, and who says so.
//!
//! Reads the sentences of content blocks. A figure is a number with its qualifier ("at least"), its
//! unit, what is counted and its state ("killed"); the nearest time and place that are its own and the
//! source of its sentence are put beside it where other stages have found them. Numbers that count nothing
//! (years, dates, ages, names, scores, numbers on a list) are left alone. It compares and adds up
//! nothing, invents nothing, and does no IO.
//!
//! **Vague numbers.** "Dozens" is 24 to 99, "scores" 40 to 99, "hundreds" 200 to 999, "tens of
//! thousands" 20,000 to 99,999, "several hundred" 300 to 900: `value` and `high`, qualifier `about`.
//! **Shares** are percent: "half of" is 50, "one in five" 20.
//!
//! Start reading at [`figures`]; `counts` finds the numbers, `states` what became of them, `when`, `place`
//! and `report` what is put beside them.

mod counts;
mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}
mod names;
mod nouns;
mod place;
mod report;
mod shares;
mod states;
mod telling;
mod tree;
mod when;
mod words;

use std::sync::Arc;

use rapporteur_document::{Document, Figure, Layer, Mention, Span, Time};
use rapporteur_english::numbers::{Piece, Reading, pieces_into};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Extract, Kind, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::counts::{Count, Counter, Link};
use crate::report::Sources;
use crate::telling::Telling;
use crate::tree::Tree;

/// The stage `figures`.
#[derive(Debug)]
pub struct Figures;

/// Options of the stage `figures`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Keeps amounts of money.
    pub money: bool,
    /// Keeps percentages and shares ("half of the people").
    pub shares: bool,
    /// Keeps lengths, areas and weights.
    pub measures: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { money: true, shares: true, measures: true }
    }
}

impl Stage for Figures {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Extract,
            "figures",
            "1",
            "Finds every number that counts something: how many of what, what became of them, who says so.",
        )
        .needs(&[Layer::Text, Layer::Sentences])
        .uses(&[
            Layer::Blocks,
            Layer::Words,
            Layer::Trees,
            Layer::Mentions,
            Layer::Entities,
            Layer::Times,
            Layer::Quotes,
        ])
        .gives(&[Layer::Figures])
        .languages(&["en"])
        .example("[[extract]]\nuse = \"figures\"\nmeasures = false\n")
        .data(lexicon::FILES)
    }

    fn build(options: Self::Options, _context: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Extract(Arc::new(Extractor { options })))
    }
}

/// The stage, running.
#[derive(Debug)]
struct Extractor {
    options: Options,
}

#[async_trait]
impl Extract for Extractor {
    async fn extract(&self, document: &mut Document) -> Result<(), Rejection> {
        document.figures = Some(figures(document, &self.options));
        Ok(())
    }
}

impl Options {
    fn keeps(&self, count: &Count) -> bool {
        match count.unit {
            None => true,
            Some("percent" | "percentage_points") => self.shares,
            Some(unit) if unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase()) => self.money,
            Some(_) => self.measures,
        }
    }
}

/// The figures of a document's sentences, in order.
pub fn figures(document: &Document, options: &Options) -> Vec<Figure> {
    let text = document.text.as_str();
    let mut found = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let starts: Vec<usize> = document.blocks.iter().flatten().map(|block| block.span.start()).collect();
    for (at, &sentence) in document.sentences().iter().enumerate() {
        pieces_into(text, sentence, &mut pieces);
        let reading = Reading { text, pieces: &pieces };
        let times: Vec<&Time> = report::inside(document.times(), sentence, |time| time.span).collect();
        let opens_block = starts.is_empty() || starts.binary_search(&sentence.start()).is_ok();
        let in_time = |at: usize| {
            pieces
                .get(at)
                .is_some_and(|piece: &Piece| times.iter().any(|time| time.span.overlaps(piece.span)))
        };
        let counts = counts::counts(Counter { reading, opens_block }, &in_time);
        if counts.is_empty() {
            continue;
        }
        let states = states::states(reading, &counts);
        let mentions: Vec<&Mention> =
            report::inside(document.mentions(), sentence, |mention| mention.span).collect();
        let spans: Vec<Span> = counts.iter().map(|count| span_of(&pieces, count)).collect();
        let with_unit = counts.iter().zip(&spans).filter(|(count, _)| count.unit.is_some());
        let measures: Vec<Span> = with_unit.map(|(_, &span)| span).collect();
        let tree = Tree::of(document, at);
        let whens = when::whens(reading, &counts, &times);
        let places = place::places(reading, tree, &mentions);
        let sources = Sources { document, reading, tree, mentions: &mentions, measures: &measures };
        for (index, (count, state)) in counts.iter().zip(states).enumerate() {
            if !options.keeps(count) || !counts_something(reading, count, state) {
                continue;
            }
            let span = spans[index];
            let quote = telling::quotation(document, span);
            let telling = Telling::of(document, sentence, quote, span);
            found.push(Figure {
                span,
                value: count.value,
                high: count.high,
                qualifier: count.qualifier,
                unit: count.unit.map(Into::into),
                of: count.of.clone(),
                state: state.map(Into::into),
                time: when::when(reading, &whens, telling, (index, span)),
                place: place::place(reading, &places, telling, span),
                reported_by: sources.reported_by(quote, span),
                rule: count.rule.into(),
            });
        }
    }
    found
}

fn span_of(pieces: &[Piece], count: &Count) -> Span {
    Span::new(pieces[count.first].span.start(), pieces[count.end - 1].span.end())
}

/// Whether anything says that the number counts: its unit, its noun, its state or its size.
fn counts_something(reading: Reading<'_>, count: &Count, state: Option<&str>) -> bool {
    if count.unit.is_some() || count.link == Link::Partitive {
        return true;
    }
    let one = count.high.is_none() && (count.value - 1.0).abs() < f64::EPSILON;
    if one {
        // "one man" is a count when something became of him; "one" alone is a word.
        return state.is_some();
    }
    // "a mother of twelve", "under the age of ten"
    if count.link == Link::Governed
        && count.of.is_none()
        && !count.weighty
        && count.first > 0
        && reading.is(count.first - 1, "of")
    {
        return false;
    }
    let definite = count.first > 0 && reading.any(count.first - 1, &["the", "those", "these", "both"]);
    count.of.is_some() || state.is_some() || count.weighty || (count.subject && !definite)
}
