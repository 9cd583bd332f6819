//! The runtime: bounded channels, workers, output in the order of ingest, quarantine, journal.
//!
//! Ingest sends items into a bounded channel. A collector takes them out, gives each to a worker
//! (a thread that may block; as many at once as there are jobs), and waits for the *oldest* one:
//! what comes out of a run is in the order of ingest whatever finishes first, and while a report
//! is slow nothing new is taken in. A document that fails, panics or runs past its time limit goes
//! to the quarantine; the run goes on.

use std::any::Any;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use rapporteur_document::{Document, MadeBy, Raw, Source};
use rapporteur_record as record;
use rapporteur_stage::{Archive, Held, Ingest, Item, Outlet, Rejection, StageError};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::task::JoinHandle;

use crate::chain::{Link, Wrap, made_by, run_chain};
use crate::compile::{Planned, Wired};
use crate::crew::Crew;
use crate::inputs::Inputs;
use crate::journal::{Journal, Outcome, quarantine_line};
use crate::output::Folder;

/// How a run is to be done.
pub struct RunOptions {
    /// The output folder.
    pub out: PathBuf,
    /// Workers; 0 for one a core.
    pub jobs: usize,
    /// Go on with what an earlier run in the same folder finished.
    pub resume: bool,
    /// Which part of the documents to take, as `(part, of)` with parts from 1: by id, so that a
    /// document stays in its part whatever else is read.
    pub shard: Option<(u64, u64)>,
    /// Becomes true when the user wants to stop.
    pub stop: watch::Receiver<bool>,
    /// Who is told how it goes.
    pub progress: Arc<dyn Progress>,
    /// What wraps every normalize and extract stage.
    pub wraps: Vec<Arc<dyn Wrap>>,
    /// The commit that the program was built from, for the manifest.
    pub commit: Option<String>,
}

/// Is told how a run goes. Called from one thread.
pub trait Progress: Send + Sync {
    /// About how many documents there will be.
    fn expected(&self, _documents: Option<u64>) {}
    /// One more document is done or held back.
    fn advanced(&self, _now: &Totals) {}
    /// All documents are done; reports are being finished.
    fn finishing(&self) {}
}

/// Nobody wants to know.
pub struct Quiet;

impl Progress for Quiet {}

/// What a run has done so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Documents in the record.
    pub documents: u64,
    /// Of these, taken from the journal of an earlier run.
    pub resumed: u64,
    /// In the quarantine.
    pub held: u64,
    /// Words of the documents, as white space separates them.
    pub words: u64,
    /// Bytes of the sources.
    pub bytes: u64,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What it did.
    pub totals: Totals,
    /// Whether the user stopped it.
    pub stopped: bool,
    /// Files that it wrote.
    pub outputs: Vec<String>,
    /// How long it took.
    pub took: Duration,
}

/// Runs a pipeline. Must be called on a tokio runtime of several threads with time enabled.
///
/// After a document ran past its time limit its thread may still be at work when this returns:
/// end the runtime with `shutdown_background`.
pub async fn run(wired: Wired, options: RunOptions) -> Result<Summary, StageError> {
    // Reports compute and write: the whole collector runs where blocking is allowed.
    let handle = Handle::current();
    let collector = tokio::task::spawn_blocking(move || handle.block_on(collect(wired, options)));
    match collector.await {
        Ok(result) => result,
        Err(error) => Err(StageError::Failed(format!("a report stage gave up: {}", panic_message(error)))),
    }
}

/// What comes from ingest, and from which stage.
struct Arrival {
    ingest: usize,
    item: Item,
    /// Its place among the bytes that may wait; given back when a worker begins with it.
    room: OwnedSemaphorePermit,
}

/// Bytes that may wait for each worker, in KiB: some dozens of articles, or one large page. A document
/// that has more waits alone.
const ROOM_PER_WORKER: usize = 1 << 10;

/// The room of documents that wait for a worker.
#[derive(Clone)]
struct Room {
    free: Arc<Semaphore>,
    all: u32,
}

impl Room {
    fn new(jobs: usize) -> Self {
        let all = jobs.saturating_mul(ROOM_PER_WORKER).min(Semaphore::MAX_PERMITS >> 1);
        let all = u32::try_from(all).unwrap_or(u32::MAX);
        Self { free: Arc::new(Semaphore::new(all as usize)), all }
    }

    /// Waits until there is room for so many bytes.
    async fn of(&self, bytes: usize) -> Result<OwnedSemaphorePermit, StageError> {
        let kib = u32::try_from(bytes >> 10).unwrap_or(u32::MAX).saturating_add(1).min(self.all);
        Arc::clone(&self.free).acquire_many_owned(kib).await.map_err(|_| StageError::Stopped)
    }
}

struct Sender {
    ingest: usize,
    channel: mpsc::Sender<Arrival>,
    room: Room,
    /// Nanoseconds spent waiting for the pipeline.
    waited: AtomicU64,
    /// What was passed over, and how many of each.
    passed_over: Mutex<BTreeMap<String, u64>>,
}

#[async_trait]
impl Outlet for Sender {
    async fn send(&self, item: Item) -> Result<(), StageError> {
        let start = Instant::now();
        let bytes = match &item {
            Item::Document(raw) => raw.bytes.len(),
            Item::Held(_) => 0,
        };
        let room = self.room.of(bytes).await?;
        let sent = self.channel.send(Arrival { ingest: self.ingest, item, room }).await;
        self.waited
            .fetch_add(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        sent.map_err(|_| StageError::Stopped)
    }

    fn passed_over(&self, what: &str, count: u64) {
        let mut counts = self.passed_over.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(what.to_owned()).or_default() += count;
    }
}

/// How an ingest stage did: how long it worked, and what it passed over.
#[derive(Clone, Default)]
struct Reading {
    took: Duration,
    passed_over: BTreeMap<String, u64>,
}

/// A document on its way, oldest first.
struct Pending {
    key: String,
    source: Held,
    by: PendingBy,
}

/// Who has it.
enum PendingBy {
    /// Ingest could not read it: this stage.
    Ingest(String),
    /// An earlier run has it.
    Journal,
    /// A worker has it.
    Worker(JoinHandle<Worked>),
}

/// What a worker gives back: the outcome, the record line of a finished document, and its words.
struct Worked {
    outcome: Outcome,
    line: Vec<u8>,
}

/// What a worker's thread gives: how the stages ended, the document, and its record line.
type Made = (Result<(), (String, Rejection)>, Document, Vec<u8>);

struct Workers {
    crew: Arc<Crew<Made>>,
    links: Arc<Vec<Link>>,
    permits: Arc<Semaphore>,
    limit: Duration,
}

impl Workers {
    /// Gives a document to a worker as soon as one is free.
    fn start(
        &self,
        mut raw: Raw,
        id: String,
        ingest: MadeBy,
        room: OwnedSemaphorePermit,
    ) -> JoinHandle<Worked> {
        let notes = std::mem::take(&mut raw.notes);
        let (links, permits, limit) = (Arc::clone(&self.links), Arc::clone(&self.permits), self.limit);
        let crew = Arc::clone(&self.crew);
        tokio::spawn(async move {
            let permit = permits.acquire_owned().await;
            drop(room);
            let source = unread(&raw);
            let at = Arc::new(AtomicUsize::new(0));
            let task = {
                let (links, at) = (Arc::clone(&links), Arc::clone(&at));
                let handle = Handle::current();
                crew.begin(move || {
                    let mut document = Document::from_raw(raw);
                    document.id = id;
                    for note in notes {
                        document.warn(&ingest.stage, note);
                    }
                    document.by.push(ingest);
                    let result = handle.block_on(run_chain(&links, &mut document, &at));
                    let line = if result.is_ok() { record::to_line(&document) } else { Vec::new() };
                    (result, document, line)
                })
            };
            let result = tokio::time::timeout(limit, task).await;
            drop(permit);
            let stuck = || {
                links
                    .get(at.load(Ordering::Relaxed))
                    .map_or_else(String::new, |link| link.planned.descriptor.path())
            };
            let held = |stage: String, reason: String| Worked {
                outcome: Outcome::Held(stage, Held { reason, ..source }),
                line: Vec::new(),
            };
            match result {
                Ok(Ok(Ok((Ok(()), document, line)))) => {
                    Worked { outcome: Outcome::Done(Box::new(document)), line }
                }
                Ok(Ok(Ok((Err((stage, rejection)), ..)))) => held(stage, rejection.reason),
                Ok(Ok(Err(payload))) => {
                    held(stuck(), format!("the stage panicked: {}", message_of(payload.as_ref())))
                }
                Ok(Err(_)) => held(stuck(), "the run ended before it was done".to_owned()),
                Err(_) => {
                    held(stuck(), format!("it ran past its time limit of {} seconds", limit.as_secs_f64()))
                }
            }
        })
    }
}

async fn collect(wired: Wired, options: RunOptions) -> Result<Summary, StageError> {
    let started = jiff::Timestamp::now();
    let clock = Instant::now();
    let digest = wired.digest();
    let config = record::Config { sha256: wired.sha256(), text: wired.text.clone() };
    let data = wired
        .data()
        .iter()
        .map(|file| record::Data { name: file.name.to_owned(), sha256: file.sha256.to_owned() })
        .collect();
    let Wired { options: pipeline, ingests, links, reports, .. } = wired;
    let jobs = if options.jobs == 0 {
        std::thread::available_parallelism().map_or(1, Into::into)
    } else {
        options.jobs
    };
    let links: Arc<Vec<Link>> =
        Arc::new(links.into_iter().map(|link| link.wrapped(&options.wraps)).collect());
    let made: Vec<MadeBy> = ingests.iter().map(|(planned, _)| made_by(planned)).collect();
    let folder = Folder::open(&options.out)?;
    let journal = Journal::open(&folder.state().join("journal"), &digest, options.resume)?;
    let inputs = Inputs::new(&folder.parts())?;

    options.progress.expected(estimate(&ingests).await);
    let (channel, arrivals) = mpsc::channel(pipeline.queue);
    let reading = tokio::task::spawn_blocking({
        let handle = Handle::current();
        let ingests: Vec<Arc<dyn Ingest>> = ingests.iter().map(|(_, ingest)| Arc::clone(ingest)).collect();
        let room = Room::new(jobs);
        move || handle.block_on(read_all(ingests, channel, room))
    });
    let workers = Workers {
        crew: Arc::new(Crew::new()),
        links: Arc::clone(&links),
        permits: Arc::new(Semaphore::new(jobs)),
        limit: pipeline.limit(),
    };
    let mut collector = Collector {
        journal,
        folder,
        report_times: vec![Duration::ZERO; reports.len()],
        reports,
        totals: Totals::default(),
        inputs,
        rejected: BTreeMap::new(),
        seen: HashMap::new(),
        ingest_counts: vec![(0, 0); ingests.len()],
        progress: options.progress,
        shard: options.shard,
    };
    for (_, report) in &mut collector.reports {
        report.begin(&collector.folder).await?;
    }
    let stopped = collector.pump(arrivals, &workers, &made, jobs * 4, options.stop).await?;
    let reading = match reading.await {
        Ok(Ok(times)) => times,
        Ok(Err(StageError::Stopped)) => vec![Reading::default(); ingests.len()],
        Ok(Err(error)) => return Err(error),
        Err(error) => {
            return Err(StageError::Failed(format!("an ingest stage gave up: {}", panic_message(error))));
        }
    };
    let outputs = collector.finish().await?;
    let totals = collector.totals;
    let status = match (stopped, totals.held) {
        (true, _) => "stopped",
        (false, 0) => "complete",
        (false, _) => "held",
    };
    let manifest = record::Manifest {
        schema: record::MANIFEST_SCHEMA.to_owned(),
        program: record::Program {
            name: "rapporteur".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            commit: options.commit,
        },
        config,
        data,
        stages: stage_runs(&ingests, &links, &collector, &reading),
        inputs: Vec::new(),
        outputs: outputs
            .iter()
            .map(|(path, sha256, bytes)| record::File {
                path: path.clone(),
                sha256: sha256.clone(),
                bytes: *bytes,
            })
            .collect(),
        words: totals.words,
        started: started.to_string(),
        ended: jiff::Timestamp::now().to_string(),
        status: status.to_owned(),
        directory: std::env::current_dir().map(|path| path.display().to_string()).unwrap_or_default(),
        jobs: jobs as u64,
        sha256: String::new(),
    };
    collector.folder.put("manifest.json", |out| collector.inputs.seal(manifest, out))?;
    if !stopped {
        collector.folder.clear_state();
    }
    let outputs = outputs.into_iter().map(|(name, ..)| name).chain(["manifest.json".to_owned()]).collect();
    Ok(Summary { totals, stopped, outputs, took: clock.elapsed() })
}

/// A manifest as it stands in its file, with its own digest.
pub(crate) fn sealed(manifest: &mut record::Manifest) -> Vec<u8> {
    manifest.sha256 = String::new();
    manifest.sha256 = crate::digest::sha256_hex(&serde_json::to_vec_pretty(manifest).unwrap_or_default());
    let mut text = serde_json::to_vec_pretty(manifest).unwrap_or_default();
    text.push(b'\n');
    text
}

async fn estimate(ingests: &[(Planned, Arc<dyn Ingest>)]) -> Option<u64> {
    let mut sum = 0;
    for (_, ingest) in ingests {
        sum += ingest.estimate().await?;
    }
    Some(sum)
}

/// Lets every ingest stage send what it finds; how each did, waiting left out.
async fn read_all(
    ingests: Vec<Arc<dyn Ingest>>,
    channel: mpsc::Sender<Arrival>,
    room: Room,
) -> Result<Vec<Reading>, StageError> {
    let mut readings = Vec::new();
    for (index, ingest) in ingests.iter().enumerate() {
        let sender = Sender {
            ingest: index,
            channel: channel.clone(),
            room: room.clone(),
            waited: AtomicU64::new(0),
            passed_over: Mutex::default(),
        };
        let start = Instant::now();
        ingest.ingest(&sender).await?;
        let waited = Duration::from_nanos(sender.waited.load(Ordering::Relaxed));
        readings.push(Reading {
            took: start.elapsed().saturating_sub(waited),
            passed_over: sender.passed_over.into_inner().unwrap_or_else(PoisonError::into_inner),
        });
    }
    Ok(readings)
}

struct Collector {
    journal: Journal,
    folder: Folder,
    reports: Vec<(Planned, Box<dyn rapporteur_stage::Report>)>,
    report_times: Vec<Duration>,
    totals: Totals,
    inputs: Inputs,
    /// How many documents each stage held back, by reason.
    rejected: BTreeMap<String, BTreeMap<String, u64>>,
    /// How often an id was given, so that two copies in one place get two.
    seen: HashMap<u64, u32>,
    /// Documents sent and held back by each ingest stage.
    ingest_counts: Vec<(u64, u64)>,
    progress: Arc<dyn Progress>,
    shard: Option<(u64, u64)>,
}

impl Collector {
    /// Takes in, hands out and collects until ingest ends or the user stops; true for the latter.
    async fn pump(
        &mut self,
        mut arrivals: mpsc::Receiver<Arrival>,
        workers: &Workers,
        made: &[MadeBy],
        window: usize,
        mut stop: watch::Receiver<bool>,
    ) -> Result<bool, StageError> {
        let mut pending: VecDeque<Pending> = VecDeque::new();
        let mut open = true;
        let mut stopped = false;
        while open || !pending.is_empty() {
            tokio::select! {
                biased;
                () = asked_to_stop(&mut stop), if !stopped => {
                    // What is in flight is finished; nothing new is taken in.
                    stopped = true;
                    open = false;
                    arrivals.close();
                    while arrivals.try_recv().is_ok() {}
                }
                worked = oldest(&mut pending), if !pending.is_empty() => {
                    if let Some(front) = pending.pop_front() {
                        self.settle(front, worked?).await?;
                    }
                }
                arrival = arrivals.recv(), if open && pending.len() < window => match arrival {
                    None => open = false,
                    Some(arrival) => pending.extend(self.admit(arrival, workers, made)?),
                },
            }
        }
        Ok(stopped)
    }

    /// An arrival to a pending document; nothing when it is another shard's.
    fn admit(
        &mut self,
        arrival: Arrival,
        workers: &Workers,
        made: &[MadeBy],
    ) -> Result<Option<Pending>, StageError> {
        let stage = &made[arrival.ingest];
        self.ingest_counts[arrival.ingest].0 += 1;
        match arrival.item {
            Item::Held(held) => {
                self.ingest_counts[arrival.ingest].1 += 1;
                let id = rapporteur_document::document_id(&held.sha256, &held.uri);
                let by = PendingBy::Ingest(stage.stage.clone());
                Ok(in_shard(&id, self.shard).then_some(Pending { key: String::new(), source: held, by }))
            }
            Item::Document(mut raw) => {
                // Before other shards' documents are left out: which one is the first must not
                // depend on the shard.
                if let Some(first) = self.inputs.duplicate_of(&raw.source.sha256, &raw.source.uri)? {
                    raw.notes.push(format!("an exact duplicate: the same bytes as {first}"));
                }
                let plain = rapporteur_document::document_id(&raw.source.sha256, &raw.place);
                if !in_shard(&plain, self.shard) {
                    return Ok(None);
                }
                let times = self.seen.entry(number_of(&plain)).and_modify(|times| *times += 1).or_insert(1);
                let id = if *times == 1 { plain } else { format!("{plain}-{times}") };
                let key = format!("{}:{id}:{}", raw.source.sha256, facts_digest(&raw));
                let source = unread(&raw);
                let by = if self.journal.knows(&key) {
                    PendingBy::Journal
                } else {
                    PendingBy::Worker(workers.start(raw, id, stage.clone(), arrival.room))
                };
                Ok(Some(Pending { key, source, by }))
            }
        }
    }

    /// Hands the oldest document to the reports, or to the quarantine.
    async fn settle(&mut self, pending: Pending, worked: Option<Worked>) -> Result<(), StageError> {
        let outcome = match (pending.by, worked) {
            (PendingBy::Ingest(stage), _) => {
                // Ingest says so again at every run: the journal need not remember it.
                self.journal.hold(&stage, &pending.source);
                Outcome::Held(stage, pending.source.clone())
            }
            (PendingBy::Worker(_), Some(worked)) => {
                self.journal.append(&pending.key, &worked.outcome, &worked.line)?;
                worked.outcome
            }
            _ => {
                self.totals.resumed += 1;
                self.journal.take(&pending.key)?
            }
        };
        let Held { uri, sha256, bytes, .. } = pending.source;
        self.totals.bytes += bytes;
        self.inputs.push(&record::File { path: uri, sha256, bytes })?;
        match outcome {
            Outcome::Held(stage, held) => {
                self.totals.held += 1;
                tracing::warn!(origin = held.uri, stage, reason = held.reason, "held back");
                *self.rejected.entry(stage).or_default().entry(held.reason).or_default() += 1;
            }
            Outcome::Done(document) => {
                let index = self.journal.len() - 1;
                self.totals.documents += 1;
                self.totals.words += document.text.split_ascii_whitespace().count() as u64;
                for ((_, report), time) in self.reports.iter_mut().zip(&mut self.report_times) {
                    let start = Instant::now();
                    report.document(index, &document).await?;
                    *time += start.elapsed();
                }
            }
        }
        self.progress.advanced(&self.totals);
        Ok(())
    }

    async fn finish(&mut self) -> Result<Vec<(String, String, u64)>, StageError> {
        self.progress.finishing();
        for ((_, report), time) in self.reports.iter_mut().zip(&mut self.report_times) {
            let start = Instant::now();
            report.finish(&self.journal, &self.folder).await?;
            *time += start.elapsed();
        }
        let mut quarantine = rapporteur_stage::Outputs::create(&self.folder, "quarantine.jsonl")?;
        for (stage, held) in self.journal.held() {
            quarantine.write(&quarantine_line(stage, held))?;
        }
        quarantine.close()?;
        self.folder.commit()
    }
}

/// Waits for the oldest document; what a worker made of it, where it was a worker's.
async fn oldest(pending: &mut VecDeque<Pending>) -> Result<Option<Worked>, StageError> {
    match pending.front_mut().map(|front| &mut front.by) {
        Some(PendingBy::Worker(task)) => match task.await {
            Ok(worked) => Ok(Some(worked)),
            Err(error) => Err(StageError::Failed(format!("a worker gave up: {}", panic_message(error)))),
        },
        _ => Ok(None),
    }
}

/// What the quarantine would say of a document, but for the reason.
fn unread(raw: &Raw) -> Held {
    let source = &raw.source;
    Held {
        uri: source.uri.clone(),
        sha256: source.sha256.clone(),
        bytes: source.bytes,
        reason: String::new(),
    }
}

async fn asked_to_stop(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        // Nobody can ask any more.
        std::future::pending::<()>().await;
    }
}

fn in_shard(id: &str, shard: Option<(u64, u64)>) -> bool {
    shard.is_none_or(|(part, of)| number_of(id) % of == part - 1)
}

/// The number that an id without a suffix is.
fn number_of(id: &str) -> u64 {
    u64::from_str_radix(id, 16).unwrap_or(0)
}

/// What ingest says of a document beside its bytes: a changed sidecar makes another document.
fn facts_digest(raw: &Raw) -> String {
    let Source { uri, media_type, encoding, selector, captured, made_from, .. } = &raw.source;
    let facts = format!(
        "{uri} {media_type} {encoding} {selector} {captured} {made_from} {:?} {:?}",
        raw.meta, raw.notes
    );
    rapporteur_document::document_id("", &facts)
}

fn panic_message(error: tokio::task::JoinError) -> String {
    match error.try_into_panic() {
        Ok(payload) => message_of(payload.as_ref()),
        Err(error) => error.to_string(),
    }
}

/// What a panic said.
fn message_of(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".into())
}

/// What the manifest says of the stages.
fn stage_runs(
    ingests: &[(Planned, Arc<dyn Ingest>)],
    links: &[Link],
    collector: &Collector,
    reading: &[Reading],
) -> Vec<record::StageRun> {
    let run = |planned: &Planned, taken: u64, given: u64, seconds: f64| {
        let stage = planned.descriptor.path();
        let reasons = collector.rejected.get(&stage).into_iter().flatten();
        let rejected = reasons
            .map(|(reason, documents)| record::Rejected { reason: reason.clone(), documents: *documents });
        record::StageRun {
            version: planned.descriptor.version.to_owned(),
            options_sha256: planned.options_sha256.clone(),
            taken,
            given,
            rejected: rejected.collect(),
            passed_over: BTreeMap::new(),
            seconds,
            stage,
        }
    };
    let mut runs = Vec::new();
    for (((planned, _), (sent, held)), reading) in ingests.iter().zip(&collector.ingest_counts).zip(reading) {
        let run = run(planned, *sent, sent - held, reading.took.as_secs_f64());
        runs.push(record::StageRun { passed_over: reading.passed_over.clone(), ..run });
    }
    for link in links {
        let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
        let counters = &link.counters;
        runs.push(run(
            &link.planned,
            count(&counters.taken),
            count(&counters.passed),
            count(&counters.nanos) as f64 / 1e9,
        ));
    }
    let documents = collector.totals.documents;
    for ((planned, _), time) in collector.reports.iter().zip(&collector.report_times) {
        runs.push(run(planned, documents, documents, time.as_secs_f64()));
    }
    runs
}
