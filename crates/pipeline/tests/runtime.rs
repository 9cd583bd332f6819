//! The runtime on toy stages: order, quarantine, stopping, resuming.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use rapporteur_document::{Document, Layer as Part, Meta, OffsetMap, Raw, Source};
use rapporteur_pipeline::{
    Layer, Progress, Quiet, RunOptions, Step, Summary, Totals, Wrap, compile, run, sha256_hex,
};
use rapporteur_stage::{
    Archive, BuildContext, BuildError, Descriptor, Held, Ingest, Item, Kind, Normalize, Outlet, OutputFile,
    Outputs, Registry, Rejection, Report, Running, Stage, StageError, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Gives as many documents as asked for; number 3 can't be read.
struct Numbers;

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct NumbersOptions {
    documents: usize,
}

impl Default for NumbersOptions {
    fn default() -> Self {
        Self { documents: 20 }
    }
}

struct Counting(usize);

#[async_trait]
impl Ingest for Counting {
    async fn ingest(&self, outlet: &dyn Outlet) -> Result<(), StageError> {
        for number in 0..self.0 {
            let uri = format!("n{number}.txt");
            if number == 3 {
                let held =
                    Held { uri, sha256: String::new(), bytes: 0, reason: "threes can't be read".into() };
                outlet.send(Item::Held(held)).await?;
                continue;
            }
            let bytes = format!("This is document {number}.").into_bytes();
            let source = Source {
                uri: uri.clone(),
                sha256: sha256_hex(&bytes),
                bytes: bytes.len() as u64,
                media_type: "text/plain".into(),
                ..Source::default()
            };
            outlet
                .send(Item::Document(Raw {
                    source,
                    place: uri,
                    bytes,
                    meta: Meta::default(),
                    notes: Vec::new(),
                }))
                .await?;
        }
        Ok(())
    }

    async fn reread(&self, uri: &str) -> Result<Vec<u8>, StageError> {
        Err(StageError::Failed(format!("{uri} is made up")))
    }
}

impl Stage for Numbers {
    type Options = NumbersOptions;

    fn descriptor() -> Descriptor {
        Descriptor::new(Kind::Ingest, "numbers", "1", "Makes documents up.").gives(&[Part::Raw])
    }

    fn build(options: NumbersOptions, _: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Ingest(Arc::new(Counting(options.documents))))
    }
}

/// Takes bytes for text.
struct Plain;

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct NoOptions {}

#[async_trait]
impl Normalize for Plain {
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection> {
        let bytes = document.raw.take().unwrap_or_default();
        document.text = String::from_utf8(bytes).map_err(|error| Rejection::new(error.to_string()))?;
        document.map = OffsetMap::identity(document.text.len());
        document.source.encoding = "UTF-8".into();
        Ok(())
    }
}

impl Stage for Plain {
    type Options = NoOptions;

    fn descriptor() -> Descriptor {
        Descriptor::new(Kind::Normalize, "plain", "1", "Takes bytes for text.")
            .needs(&[Part::Raw])
            .gives(&[Part::Text])
    }

    fn build(_: NoOptions, _: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Normalize(Arc::new(Plain)))
    }
}

/// Lists documents as they come, then reads them again from the archive, and keeps a copy of the
/// journal, which a finished run takes away.
struct Listing;

#[derive(Default)]
struct List {
    file: Option<OutputFile>,
}

#[async_trait]
impl Report for List {
    fn outputs(&self) -> Vec<String> {
        vec!["list.txt".into()]
    }

    async fn begin(&mut self, outputs: &dyn Outputs) -> Result<(), StageError> {
        self.file = Some(outputs.create("list.txt")?);
        Ok(())
    }

    async fn document(&mut self, index: usize, document: &Document) -> Result<(), StageError> {
        let line = format!("{index} {} {}\n", document.id, document.text);
        self.file.as_mut().expect("begun").write(line.as_bytes())
    }

    async fn finish(&mut self, archive: &dyn Archive, _: &dyn Outputs) -> Result<(), StageError> {
        let mut file = self.file.take().expect("begun");
        for index in (0..archive.len()).rev() {
            file.write(format!("again {}\n", archive.get(index).await?.text).as_bytes())?;
        }
        for (stage, held) in archive.held() {
            file.write(format!("held {stage} {} {}\n", held.uri, held.reason).as_bytes())?;
        }
        file.close()
    }
}

impl Stage for Listing {
    type Options = NoOptions;

    fn descriptor() -> Descriptor {
        Descriptor::new(Kind::Report, "listing", "1", "Lists documents.").needs(&[Part::Text])
    }

    fn build(_: NoOptions, _: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Report(Box::<List>::default()))
    }
}

fn registry() -> Registry {
    Registry::new().with::<Numbers>().with::<Plain>().with::<Listing>()
}

const CONFIG: &str =
    "[[ingest]]\nuse = \"numbers\"\n[[normalize]]\nuse = \"plain\"\n[[report]]\nuse = \"listing\"\n";

struct Case {
    jobs: usize,
    resume: bool,
    shard: Option<(u64, u64)>,
    wraps: Vec<Arc<dyn Wrap>>,
    progress: Arc<dyn Progress>,
    stop: watch::Receiver<bool>,
    set: Vec<String>,
}

impl Default for Case {
    fn default() -> Self {
        let (_, stop) = watch::channel(false);
        Self {
            jobs: 2,
            resume: false,
            shard: None,
            wraps: Vec::new(),
            progress: Arc::new(Quiet),
            stop,
            set: Vec::new(),
        }
    }
}

impl Case {
    fn run(self, out: &Path) -> Result<Summary, StageError> {
        let wired = compile(
            &[Layer::file("test", CONFIG), Layer::set(&self.set)],
            &registry(),
            &BuildContext::default(),
        )
        .expect("compiles");
        let options = RunOptions {
            out: out.to_owned(),
            jobs: self.jobs,
            resume: self.resume,
            shard: self.shard,
            stop: self.stop,
            progress: self.progress,
            wraps: self.wraps,
            commit: None,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_time()
            .build()
            .expect("starts");
        let result = runtime.block_on(run(wired, options));
        runtime.shutdown_background();
        result
    }
}

fn read(out: &Path, name: &str) -> String {
    fs::read_to_string(out.join(name)).expect("was written")
}

/// Does something to one document, by its text, before the stage gets it.
struct Fault(fn(&str) -> Result<(), Rejection>);

struct Faulty(fn(&str) -> Result<(), Rejection>, Arc<dyn Step>);

#[async_trait]
impl Step for Faulty {
    async fn step(&self, document: &mut Document) -> Result<(), Rejection> {
        self.1.step(document).await?;
        (self.0)(&document.text)
    }
}

impl Wrap for Fault {
    fn wrap(&self, _: &Descriptor, inner: Arc<dyn Step>) -> Arc<dyn Step> {
        Arc::new(Faulty(self.0, inner))
    }
}

#[test]
fn a_document_that_fails_or_panics_is_held_back_and_the_run_goes_on() {
    let out = tempfile::tempdir().expect("a folder");
    let faults = Fault(|text| match text {
        "This is document 5." => Err(Rejection::new("five is right out")),
        "This is document 7." => panic!("seven broke"),
        _ => Ok(()),
    });
    let summary = Case { wraps: vec![Arc::new(faults)], ..Case::default() }.run(out.path()).expect("runs");
    assert_eq!((summary.totals.documents, summary.totals.held), (17, 3));
    insta::assert_snapshot!(read(out.path(), "quarantine.jsonl"), @r#"
    {"origin":"n3.txt","bytes":0,"stage":"ingest/numbers","reason":"threes can't be read"}
    {"origin":"n5.txt","sha256":"8fc53cf507d34894d4c81faf8bef73cb895c08a4e6e16aad3a0accc01e583caa","bytes":19,"stage":"normalize/plain","reason":"five is right out"}
    {"origin":"n7.txt","sha256":"e5241120466968f196a46581846dd5b8935f3042074ab6f57f2701e7aea0d4d7","bytes":19,"stage":"normalize/plain","reason":"the stage panicked: seven broke"}
    "#);
}

#[test]
fn a_document_that_never_ends_is_held_back() {
    let out = tempfile::tempdir().expect("a folder");
    let hang = Fault(|_| {
        loop {
            std::thread::park();
        }
    });
    let set = ["pipeline.time_limit=0.05".to_owned(), "ingest.numbers.documents=1".to_owned()];
    let case = Case { wraps: vec![Arc::new(hang)], set: set.to_vec(), ..Case::default() };
    case.run(out.path()).expect("runs");
    let line = read(out.path(), "quarantine.jsonl");
    assert!(
        line.contains(
            "\"stage\":\"normalize/plain\",\"reason\":\"it ran past its time limit of 0.05 seconds\""
        ),
        "{line}"
    );
}

#[test]
fn output_is_in_the_order_of_ingest_whatever_finishes_first() {
    static DONE: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());
    let out = tempfile::tempdir().expect("a folder");
    // Document 0 waits until another one is done: with two workers that comes to pass.
    let late = Fault(|text| {
        let (done, changed) = &DONE;
        let mut count = done.lock().expect("not poisoned");
        if text == "This is document 0." {
            while *count == 0 {
                count = changed.wait(count).expect("not poisoned");
            }
        }
        *count += 1;
        changed.notify_all();
        Ok(())
    });
    Case { wraps: vec![Arc::new(late)], ..Case::default() }.run(out.path()).expect("runs");
    let list = read(out.path(), "list.txt");
    let order: Vec<&str> = list.lines().filter(|line| !line.starts_with("again")).collect();
    assert!(order[0].ends_with("document 0.") && order[1].ends_with("document 1."), "{list}");
    assert_eq!(order.len(), 20, "{list}");
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let (one, eight) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    Case { jobs: 1, ..Case::default() }.run(one.path()).expect("runs");
    Case { jobs: 8, ..Case::default() }.run(eight.path()).expect("runs");
    for name in ["list.txt", "quarantine.jsonl"] {
        assert_eq!(read(one.path(), name), read(eight.path(), name));
    }
}

#[test]
fn shards_part_the_documents() {
    let out = tempfile::tempdir().expect("a folder");
    let mut seen = Vec::new();
    for part in 1..=3 {
        Case { shard: Some((part, 3)), ..Case::default() }.run(out.path()).expect("runs");
        let list = read(out.path(), "list.txt");
        seen.extend(list.lines().filter_map(|line| line.strip_prefix("again ")).map(str::to_owned));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 19);
}

/// Asks to stop after some documents.
struct StopAfter(u64, watch::Sender<bool>);

impl Progress for StopAfter {
    fn advanced(&self, now: &Totals) {
        if now.documents >= self.0 {
            let _ = self.1.send(true);
        }
    }
}

#[test]
fn a_stopped_run_writes_what_is_done_and_can_go_on() {
    let whole = tempfile::tempdir().expect("a folder");
    Case::default().run(whole.path()).expect("runs");
    let out = tempfile::tempdir().expect("a folder");
    let (stop, stopped) = watch::channel(false);
    let case = Case { progress: Arc::new(StopAfter(2, stop)), stop: stopped, jobs: 1, ..Case::default() };
    let summary = case.run(out.path()).expect("runs");
    assert!(summary.stopped && summary.totals.documents >= 2 && summary.totals.documents < 19, "{summary:?}");
    assert!(read(out.path(), "manifest.json").contains("\"status\": \"stopped\""));
    let summary = Case { resume: true, ..Case::default() }.run(out.path()).expect("runs");
    assert!(summary.totals.resumed >= 2 && !summary.stopped);
    assert_eq!(read(out.path(), "list.txt"), read(whole.path(), "list.txt"));
    assert!(!out.path().join(".rapporteur").exists());
}

/// Keeps a copy of the journal as it is before the reports are finished.
struct KeepJournal(std::path::PathBuf, std::path::PathBuf);

impl Progress for KeepJournal {
    fn finishing(&self) {
        fs::copy(&self.0, &self.1).expect("the journal is there");
    }
}

#[test]
fn a_journal_cut_at_any_byte_resumes_to_the_same_bytes() {
    static WORKED: AtomicUsize = AtomicUsize::new(0);
    let whole = tempfile::tempdir().expect("a folder");
    let kept = whole.path().join("kept-journal");
    let keep = KeepJournal(whole.path().join(".rapporteur/journal"), kept.clone());
    Case { progress: Arc::new(keep), ..Case::default() }.run(whole.path()).expect("runs");
    let journal = fs::read(&kept).expect("was kept");
    let out = tempfile::tempdir().expect("a folder");
    for cut in (0..=journal.len()).step_by(journal.len() / 24).chain([journal.len()]) {
        fs::create_dir_all(out.path().join(".rapporteur")).expect("a folder");
        fs::write(out.path().join(".rapporteur/journal"), &journal[..cut]).expect("is written");
        WORKED.store(0, Ordering::Relaxed);
        let count = Fault(|_| {
            WORKED.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
        let case = Case { resume: true, wraps: vec![Arc::new(count)], ..Case::default() };
        let summary = case.run(out.path()).expect("runs");
        assert_eq!(read(out.path(), "list.txt"), read(whole.path(), "list.txt"), "cut at {cut}");
        assert_eq!(
            read(out.path(), "quarantine.jsonl"),
            read(whole.path(), "quarantine.jsonl"),
            "cut at {cut}"
        );
        let lines = journal[..cut].split(|byte| *byte == b'\n').count().saturating_sub(2);
        assert_eq!(summary.totals.resumed as usize, lines, "cut at {cut}");
        assert_eq!(WORKED.load(Ordering::Relaxed), 19 - lines, "nothing is done twice");
    }
}

#[test]
fn every_mistake_shows_at_once_and_in_order() {
    let text = "[pipeline]\ntime_limit = \"x\"\n[[ingest]]\nuse = \"nubmers\"\n[[normalize]]\nuse = \"plain\"\nfoo = 1\n[[report]]\nuse = \"listing\"\n[[report]]\nuse = \"listing\"\n";
    let problems = compile(&[Layer::file("test.toml", text)], &registry(), &BuildContext::default())
        .expect_err("is wrong");
    insta::assert_snapshot!(problems, @r#"
    test.toml:2:14: pipeline: `time_limit` is a number, not the string "x"
    test.toml:4:7: there is no ingest stage `nubmers` (did you mean `numbers`?)
    test.toml:7:1: normalize/plain has no option `foo` (it has no options)
    test.toml:11:7: report/listing would write `list.txt`, which report/listing writes already (give one of them another `file`)
    "#);
}
