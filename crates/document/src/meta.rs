//! What is known about a document as a whole, each fact with where it is from.

use crate::{Rule, Span};

/// One fact about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The value; a date as `2016-09-25` or `2016-09-25T14:05:00+01:00`, a language as BCP 47.
    pub value: String,
    /// Where in the text it was read, when it was read there.
    pub span: Option<Span>,
    /// The rule that found it: `sidecar`, `json-ld`, `dateline`, …
    pub from: Rule,
    /// What other rules found and this one outranks.
    pub alternatives: Vec<Alternative>,
}

impl Fact {
    /// A fact that stands in no span of the text.
    pub fn new(value: impl Into<String>, from: impl Into<Rule>) -> Self {
        Self { value: value.into(), span: None, from: from.into(), alternatives: Vec::new() }
    }

    /// The same, read at `span` of the text.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

/// A value that was found too, and not chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The value.
    pub value: String,
    /// The rule that found it.
    pub from: Rule,
}

/// Facts about a document. Ingest fills in what a sidecar says; `metadata` the rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meta {
    /// `article` or `debate`.
    pub kind: Option<Fact>,
    /// The headline.
    pub title: Option<Fact>,
    /// When it was published, a date or a time stamp (RFC 3339).
    pub published: Option<Fact>,
    /// When it was last changed.
    pub modified: Option<Fact>,
    /// Who wrote it, a fact a person. Better fewer than wrong.
    pub byline: Vec<Fact>,
    /// Outlet or house.
    pub publisher: Option<Fact>,
    /// Canonical address.
    pub url: Option<Fact>,
    /// Section of the outlet.
    pub section: Option<Fact>,
    /// News agencies that the text credits for its words, not for its pictures.
    pub agencies: Vec<Fact>,
    /// Language of the text, BCP 47 (`en`).
    pub language: Option<Fact>,
}

impl Meta {
    /// Puts a fact into a place; the one that stands there already stays and keeps the new one as
    /// its alternative where the two differ. Callers go from the strongest rule to the weakest.
    pub fn offer(place: &mut Option<Fact>, fact: Fact) {
        match place {
            None => *place = Some(fact),
            Some(known) if known.value == fact.value => known.span = known.span.or(fact.span),
            Some(known) => {
                let other = Alternative { value: fact.value, from: fact.from };
                if !known.alternatives.contains(&other) {
                    known.alternatives.push(other);
                }
            }
        }
    }
}
