//! What a story cites: its sources, and the passages around each place, read again from the record.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_document::{Document, Span};
use rapporteur_record::{ClaimKind, Story, Support};
use rapporteur_stage::{Archive, StageError};
use rapporteur_stories::called;

use crate::escape::{cut, cut_front};

/// Characters that are shown before and after the words of a passage, inside their block. With
/// these a reader sees the sentences around; the record has the whole text.
const AROUND: usize = 260;

/// A document as its readers know it.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Its place in the order of ingest, from 1.
    pub(crate) number: usize,
    pub(crate) id: String,
    pub(crate) uri: String,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
    pub(crate) media_type: String,
    /// The headline, or what stands for it.
    pub(crate) title: String,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) agencies: Vec<String>,
    pub(crate) quotes: usize,
    pub(crate) figures: usize,
}

impl Source {
    pub(crate) fn of(document: &Document, number: usize) -> Self {
        let meta = &document.meta;
        let one = |fact: &Option<rapporteur_document::Fact>| fact.as_ref().map(|fact| fact.value.clone());
        Self {
            number,
            id: document.id.clone(),
            uri: document.source.uri.clone(),
            sha256: document.source.sha256.clone(),
            bytes: document.source.bytes,
            media_type: document.source.media_type.clone(),
            title: called(document),
            outlet: one(&meta.publisher),
            published: one(&meta.published),
            agencies: meta.agencies.iter().map(|fact| fact.value.clone()).collect(),
            quotes: document.quotes().len(),
            figures: document.figures().len(),
        }
    }

    /// `d1 Courier`.
    pub(crate) fn name(&self) -> String {
        match &self.outlet {
            Some(outlet) => format!("d{} {outlet}", self.number),
            None => format!("d{} {}", self.number, self.title),
        }
    }
}

/// Words with what stands around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Passage {
    pub(crate) before: String,
    pub(crate) words: String,
    pub(crate) after: String,
    /// Something of the block stands before `before`.
    pub(crate) cut_before: bool,
    pub(crate) cut_after: bool,
    /// The words' bytes in the source, where the map leads there.
    pub(crate) source: Option<Span>,
}

/// Everything that one story cites.
pub(crate) struct Cited {
    sources: BTreeMap<String, Source>,
    passages: BTreeMap<(String, u32, u32), Passage>,
    /// Which claim shows a place first: its passage has the stable anchor.
    first: BTreeMap<(String, u32, u32), String>,
}

impl Cited {
    /// Reads the story's documents again, one at a time, and keeps what is cited.
    pub(crate) async fn read(
        story: &Story,
        members: &[usize],
        archive: &dyn Archive,
    ) -> Result<Self, StageError> {
        let mut wanted: BTreeMap<&str, BTreeSet<(u32, u32)>> = BTreeMap::new();
        let mut first = BTreeMap::new();
        for claim in &story.claims {
            for support in &claim.support {
                wanted.entry(&support.document).or_default().insert((support.start, support.end));
                let place = (support.document.clone(), support.start, support.end);
                first.entry(place).or_insert_with(|| claim.id.clone());
            }
        }
        let mut sources = BTreeMap::new();
        let mut passages = BTreeMap::new();
        for &at in members {
            let document = archive.get(at).await?;
            for &(start, end) in wanted.get(document.id.as_str()).into_iter().flatten() {
                if let Ok(span) = Span::checked(start as usize, end as usize)
                    && let Some(passage) = passage(&document, span)
                {
                    passages.insert((document.id.clone(), start, end), passage);
                }
            }
            sources.insert(document.id.clone(), Source::of(&document, at + 1));
        }
        Ok(Self { sources, passages, first })
    }

    pub(crate) fn source(&self, id: &str) -> Option<&Source> {
        self.sources.get(id)
    }

    pub(crate) fn passage(&self, support: &Support) -> Option<&Passage> {
        self.passages.get(&(support.document.clone(), support.start, support.end))
    }

    /// The anchor of a place: the record's id and the bytes, so that it is the same in every run
    /// over the same source. Where two claims show one place, the second has the claim's own.
    pub(crate) fn anchor(&self, claim: &str, support: &Support) -> String {
        let place = (support.document.clone(), support.start, support.end);
        let plain = format!("{}-{}-{}", support.document, support.start, support.end);
        if self.first.get(&place).is_some_and(|first| first == claim) {
            plain
        } else {
            format!("{claim}-{plain}")
        }
    }
}

fn passage(document: &Document, span: Span) -> Option<Passage> {
    let text = &document.text;
    let words = span.get(text)?;
    let block = document
        .blocks
        .as_deref()
        .unwrap_or_default()
        .iter()
        .map(|block| block.span)
        .find(|block| block.overlaps(span))
        .unwrap_or(Span::new(0, text.len()));
    let before = text.get(block.start().min(span.start())..span.start())?;
    let after = text.get(span.end()..block.end().max(span.end()))?;
    let ((before, cut_before), (after, cut_after)) = (cut_front(before, AROUND), cut(after, AROUND));
    Some(Passage {
        before: before.to_owned(),
        words: words.to_owned(),
        after: after.to_owned(),
        cut_before,
        cut_after,
        source: document.source_span(span),
    })
}

/// Places that print the same words in copies of one text, as one.
pub(crate) fn folded(supports: &[Support]) -> Vec<Vec<usize>> {
    let mut folded: Vec<Vec<usize>> = Vec::new();
    for (at, support) in supports.iter().enumerate() {
        let same = |other: &Support| {
            other.origin == support.origin && other.words == support.words && other.speaker == support.speaker
        };
        match folded.iter_mut().find(|fold| same(&supports[fold[0]])) {
            Some(fold) => fold.push(at),
            None => folded.push(vec![at]),
        }
    }
    folded
}

/// The kinds of claim, in the order in which they are shown.
pub(crate) const KINDS: [(ClaimKind, &str); 3] =
    [(ClaimKind::Figure, "Figures"), (ClaimKind::Event, "Events"), (ClaimKind::Quote, "Quotations")];
