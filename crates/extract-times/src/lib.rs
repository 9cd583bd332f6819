//! Extract stage `times`: dates, times of day, durations and recurring times, as TIMEX3.
//!
//! Reads the sentences of content blocks with a hand-written grammar over
//! [`rapporteur_english::numbers::Piece`]s, then gives each expression its value from the date of
//! publication, the document's own dated line, or the date last spoken of. Where the year can't be
//! known the value stays open (`XXXX-09-25`) and the years that the document's weekdays allow are
//! its alternatives. It never asks the clock what day it is, never guesses a year silently, and
//! does no IO.
//!
//! Start reading at [`times`]; `read` has the grammar, `resolve` the values.

mod calendar;
mod constraints;
mod grammar;
mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}
mod read;
mod resolve;
mod tense;
mod words;

use std::sync::Arc;

use jiff::civil::Date;
use rapporteur_document::{Document, Layer, Role, Rule, Span, Time};
use rapporteur_english::numbers::{Piece, Reading, pieces_into};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Extract, Kind, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::constraints::Constraints;
use crate::grammar::{Clock, Expr, Found, Partial, Tense, YearRef};
use crate::read::Sentence;
use crate::resolve::{Base, Resolver, clock_text};
use crate::words::Class;

/// The stage `times`.
#[derive(Debug)]
pub struct Times;

/// Options of the stage `times`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The earliest year that a document without a date of publication may be from. With
    /// `latest_year` it bounds the alternatives that "Sunday (25 September)" leaves.
    pub earliest_year: i16,
    /// The latest such year.
    pub latest_year: i16,
    /// Takes a document's own dated line ("GENEVA, 12 March 2019 —") as its date where no date of
    /// publication is known.
    pub dateline: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { earliest_year: 1990, latest_year: 2030, dateline: true }
    }
}

impl Stage for Times {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Extract,
            "times",
            "1",
            "Finds dates, times of day, durations and recurring times, with their TIMEX3 values.",
        )
        .needs(&[Layer::Text, Layer::Sentences])
        .uses(&[Layer::Blocks, Layer::Meta])
        .gives(&[Layer::Times])
        .languages(&["en"])
        .example("[[extract]]\nuse = \"times\"\nearliest_year = 2010\nlatest_year = 2020\n")
        .data(lexicon::FILES)
    }

    fn build(options: Self::Options, _context: &BuildContext) -> Result<Running, BuildError> {
        if options.earliest_year > options.latest_year {
            return Err(BuildError::option("earliest_year", "it is after latest_year"));
        }
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
        document.times = Some(times(document, &self.options));
        Ok(())
    }
}

/// The time expressions of a document's sentences, in order.
pub fn times(document: &Document, options: &Options) -> Vec<Time> {
    let text = document.text.as_str();
    let mut read = Vec::new();
    let mut constraints = Constraints::default();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut classes: Vec<Class> = Vec::new();
    for &span in document.sentences() {
        pieces_into(text, span, &mut pieces);
        words::classify(text, &pieces, &mut classes);
        let reading = Reading { text, pieces: &pieces };
        let sentence = Sentence { reading, classes: &classes };
        for (index, found) in sentence.expressions().into_iter().enumerate() {
            let tense = tense::around(reading, found.first, found.end);
            let of_report = tense::of_report(reading, found.first);
            constraints.note(&found, tense);
            let span = Span::new(pieces[found.first].span.start(), pieces[found.end - 1].span.end());
            read.push(Read { span, found, tense, of_report, opens: index == 0 });
        }
    }
    opening_hours(text, &mut read);
    let base = published(document).or_else(|| dateline(document, &read).filter(|_| options.dateline));
    let years = if base.is_some() {
        Vec::new()
    } else {
        constraints.years(options.earliest_year.into(), options.latest_year.into())
    };
    let mut resolver = Resolver::new(base, years);
    read.iter().map(|read| read.resolved(&mut resolver)).collect()
}

/// Weekdays from one to another beside hours are those of every week, and so are the hours: "from 10am to
/// 3pm, Monday to Friday".
fn opening_hours(text: &str, read: &mut [Read]) {
    let between = |a: &Read, b: &Read| {
        (a.span.end() <= b.span.start())
            .then(|| text[a.span.end()..b.span.start()].trim_matches([' ', ',', ':', '(']))
    };
    let to =
        |a: &Read, b: &Read| matches!(between(a, b), Some("to" | "through" | "till" | "until" | "-" | "–"));
    let beside = |a: &Read, b: &Read| {
        a.every_week().is_some()
            && b.every_week().is_some()
            && (to(a, b) || matches!(between(a, b), Some("" | "from" | "on" | "at" | "between")))
    };
    for chain in read.chunk_by_mut(beside) {
        let hours = chain.iter().any(|read| matches!(read.every_week(), Some((Some(_), _))));
        let is_weekday = |read: &Read| matches!(read.every_week(), Some((_, Some(_))));
        let range = chain.windows(2).any(|pair| to(&pair[0], &pair[1]) && pair.iter().all(is_weekday));
        if !hours || !range {
            continue;
        }
        for read in chain {
            read.found.expr = match read.every_week() {
                Some((Some(clock), _)) => Expr::Set(format!("T{}", clock_text(clock))),
                Some((None, Some(weekday))) => Expr::Set(format!("XXXX-WXX-{weekday}")),
                _ => continue,
            };
        }
    }
}

/// An expression with its place.
#[derive(Debug)]
struct Read {
    span: Span,
    found: Found,
    tense: Tense,
    /// A day on which somebody spoke.
    of_report: bool,
    /// The first of its sentence.
    opens: bool,
}

impl Read {
    fn resolved(&self, resolver: &mut Resolver) -> Time {
        if self.opens {
            resolver.sentence();
        }
        let answer = resolver.answer(&self.found.expr, self.tense, self.of_report);
        Time {
            span: self.span,
            kind: answer.kind,
            value: answer.value,
            modifier: self.found.modifier.map(Into::into),
            anchor: answer.anchor,
            alternatives: answer.alternatives,
            rule: self.found.rule.into(),
        }
    }

    /// The hour and the weekday that it is, where it is one of them or both and nothing more.
    fn every_week(&self) -> Option<(Option<Clock>, Option<u8>)> {
        let of_week = |expr: &Expr| match expr {
            Expr::Date(Partial { year: None, month: None, day: None, weekday, step: None }) => *weekday,
            _ => None,
        };
        match &self.found.expr {
            Expr::Clock { clock, on: None } => Some((Some(*clock), None)),
            Expr::Clock { clock, on: Some(on) } => of_week(on).map(|weekday| (Some(*clock), Some(weekday))),
            expr => of_week(expr).map(|weekday| (None, Some(weekday))),
        }
    }

    /// The whole date that it names by itself.
    fn full_date(&self) -> Option<Date> {
        let date = |expr: &Expr| match expr {
            Expr::Date(Partial {
                year: Some(YearRef::Number(year)),
                month: Some(month),
                day: Some(day),
                ..
            }) => calendar::date(*year, *month, *day),
            _ => None,
        };
        match &self.found.expr {
            Expr::Clock { on: Some(on), .. } | Expr::Part { on: Some(on), .. } => date(on),
            expr => date(expr),
        }
    }
}

/// The date of publication, where it is known.
fn published(document: &Document) -> Option<Base> {
    let fact = document.meta.published.as_ref()?;
    let date = fact.value.get(..10)?.parse().ok()?;
    Some(Base { date, from: "published".into() })
}

/// How far into its first block a dateline's date can end, and how far behind it the dash stands.
const DATELINE_REACH: usize = 90;
const DATELINE_DASH: usize = 40;

/// The date that the document itself is dated with: in a dateline or byline, on a line of its own
/// at the top, or before the dash that opens the first paragraph.
fn dateline(document: &Document, read: &[Read]) -> Option<Base> {
    let from = Rule::from("dateline");
    let blocks = document.content();
    let inside = |span: Span| read.iter().filter(move |read| span.contains(read.span));
    let dated = blocks.iter().filter(|block| matches!(block.role, Role::Dateline | Role::Byline));
    if let Some(date) = dated.flat_map(|block| inside(block.span)).find_map(Read::full_date) {
        return Some(Base { date, from });
    }
    let top = blocks.iter().filter(|block| block.role != Role::Title).take(2);
    for block in top {
        for read in inside(block.span) {
            let start = read.span.start() - block.span.start();
            let Some(date) = read.full_date().filter(|_| start <= DATELINE_REACH) else { continue };
            let rest = &document.text[read.span.end()..block.span.end()];
            let line_rest = rest.split('\n').next().unwrap_or_default();
            let alone = line_rest.trim().is_empty() && block.span.len() <= 2 * DATELINE_REACH;
            let dash = rest.char_indices().take_while(|(at, _)| *at < DATELINE_DASH).any(|(at, mark)| {
                matches!(mark, '—' | '–')
                    || (matches!(mark, '-' | '_') && rest[at + 1..].starts_with([' ', '-', '_']))
            });
            if alone || dash {
                return Some(Base { date, from });
            }
        }
    }
    None
}
