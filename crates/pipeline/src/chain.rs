//! The chain of stages that one document goes through, and what wraps them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use rapporteur_document::{Document, Layer, MadeBy};
use rapporteur_stage::{Descriptor, Extract, Normalize, Rejection};

use crate::compile::Planned;

/// A normalize or extract stage: to the runtime they are one.
#[async_trait]
pub trait Step: Send + Sync {
    /// Works on the document.
    async fn step(&self, document: &mut Document) -> Result<(), Rejection>;
}

#[async_trait]
impl Step for Arc<dyn Normalize> {
    async fn step(&self, document: &mut Document) -> Result<(), Rejection> {
        self.normalize(document).await
    }
}

#[async_trait]
impl Step for Arc<dyn Extract> {
    async fn step(&self, document: &mut Document) -> Result<(), Rejection> {
        self.extract(document).await
    }
}

/// Behaviour that wraps any stage from outside: timing is one, faults for tests another.
pub trait Wrap: Send + Sync {
    /// The stage, wrapped; or as it is.
    fn wrap(&self, stage: &Descriptor, inner: Arc<dyn Step>) -> Arc<dyn Step>;
}

/// Counts and times of one stage, over all workers.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Documents that came in.
    pub taken: AtomicU64,
    /// Documents that it passed on.
    pub passed: AtomicU64,
    /// Documents that it had no rules for: their media type or language is another.
    pub skipped: AtomicU64,
    /// Nanoseconds of work.
    pub nanos: AtomicU64,
}

/// The wrapper that fills [`Counters`].
struct Counted {
    inner: Arc<dyn Step>,
    counters: Arc<Counters>,
}

#[async_trait]
impl Step for Counted {
    async fn step(&self, document: &mut Document) -> Result<(), Rejection> {
        self.counters.taken.fetch_add(1, Ordering::Relaxed);
        let start = Instant::now();
        let result = self.inner.step(document).await;
        let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.counters.nanos.fetch_add(nanos, Ordering::Relaxed);
        if result.is_ok() {
            self.counters.passed.fetch_add(1, Ordering::Relaxed);
        }
        result
    }
}

/// One stage of the chain.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) planned: Planned,
    pub(crate) counters: Arc<Counters>,
    made_by: MadeBy,
    step: Arc<dyn Step>,
}

impl Link {
    pub(crate) fn new(planned: Planned, step: Arc<dyn Step>) -> Self {
        let counters = Arc::new(Counters::default());
        let step = Arc::new(Counted { inner: step, counters: Arc::clone(&counters) });
        let made_by = made_by(&planned);
        Self { planned, counters, made_by, step }
    }

    /// The same, wrapped from outside by each of these.
    pub(crate) fn wrapped(mut self, wraps: &[Arc<dyn Wrap>]) -> Self {
        for wrap in wraps {
            self.step = wrap.wrap(&self.planned.descriptor, self.step);
        }
        self
    }
}

/// How a record names a stage.
pub(crate) fn made_by(planned: &Planned) -> MadeBy {
    MadeBy {
        stage: planned.descriptor.path(),
        version: planned.descriptor.version.to_owned(),
        options_sha256: planned.options_sha256.clone(),
        gives: planned.descriptor.gives.clone(),
    }
}

/// Takes a document through all links. `at` always holds the index of the link at work, so that
/// somebody else can say where a document got stuck.
pub(crate) async fn run_chain(
    links: &[Link],
    document: &mut Document,
    at: &AtomicUsize,
) -> Result<(), (String, Rejection)> {
    let needs_bytes = |link: &Link| link.planned.descriptor.needs.contains(&Layer::Raw);
    let last = links.iter().rposition(needs_bytes);
    for (index, link) in links.iter().enumerate() {
        at.store(index, Ordering::Relaxed);
        let descriptor = &link.planned.descriptor;
        // The bytes go as soon as no stage asks for them.
        if last.is_none_or(|last| index > last) {
            document.raw = None;
        }
        if !takes(descriptor, document) {
            link.counters.skipped.fetch_add(1, Ordering::Relaxed);
            continue;
        }
        link.step.step(document).await.map_err(|rejection| (descriptor.path(), rejection))?;
        document.by.push(link.made_by.clone());
    }
    document.raw = None;
    // What every record promises is checked for every document: one that breaks it is held back
    // rather than reported wrongly.
    rapporteur_record::check(document).map_err(|error| {
        let last = document.by.last().map_or_else(String::new, |made| made.stage.clone());
        (last, Rejection::new(format!("the stages left a record that breaks a promise: {error}")))
    })
}

/// Whether the stage has rules for a document of this media type and language.
fn takes(descriptor: &Descriptor, document: &Document) -> bool {
    let media = descriptor.media_types;
    let languages = descriptor.languages;
    let language = document.meta.language.as_ref().map(|fact| fact.value.as_str());
    (media.is_empty() || media.contains(&document.source.media_type.as_str()))
        && (languages.is_empty()
            || language.is_none_or(|language| {
                languages.iter().any(|known| language == *known || language.starts_with(&format!("{known}-")))
            }))
}
