//! `cargo xtask bench`: how fast the pipeline is, how much memory it takes, and how both grow.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::pipeline::QUARANTINED;
use crate::planted::{self, Found};
use crate::{generate, workspace};

/// How often a run's memory is looked at. The system keeps the peak, so only growth in the last
/// moments before the end can be missed.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Documents of a run when none are given; 50,000 takes minutes and is asked for by name.
const DOCUMENTS: &str = "1000,10000";

/// What was measured in one run.
struct Measured {
    documents: usize,
    words: u64,
    seconds: f64,
    peak_mib: Option<f64>,
    /// Stage, its seconds of work.
    stages: Vec<(String, f64)>,
    /// What was found of what was planted, where the config writes `report.json`.
    found: Option<Found>,
}

/// Measures runs over generated documents and prints two tables.
pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let list: String = arguments.value("--documents")?.unwrap_or_else(|| DOCUMENTS.to_owned());
    let jobs: Option<usize> = arguments.value("--jobs")?;
    let config = config(&mut arguments)?;
    let seed = arguments.value("--seed")?.unwrap_or(1);
    arguments.done()?;
    let sizes: Vec<usize> = list
        .split(',')
        .map(|text| text.trim().replace('_', "").parse())
        .collect::<Result<_, _>>()
        .with_context(|| format!("--documents {list:?}: numbers with commas between them"))?;
    let binary = workspace::build_release()?;
    let folder = workspace::scratch("bench")?;
    println!("| documents | words | seconds | documents/s | words/s | peak MiB |");
    println!("|---:|---:|---:|---:|---:|---:|");
    let mut all = Vec::new();
    for documents in sizes {
        let input = folder.join("input");
        generate::generate(documents, &input, seed)?;
        let run = Run { binary: &binary, config: &config, input: &input.join("docs"), jobs };
        let mut measured = measure(&run, &folder.join("out"), documents)?;
        let report = folder.join("out").join("report.json");
        if report.exists() {
            measured.found = Some(planted::compare(&input.join("gold.jsonl"), &report)?);
        }
        println!(
            "| {} | {} | {:.2} | {:.0} | {:.0} | {} |",
            measured.documents,
            measured.words,
            measured.seconds,
            measured.documents as f64 / measured.seconds,
            measured.words as f64 / measured.seconds,
            measured.peak_mib.map_or_else(|| "?".to_owned(), |peak| format!("{peak:.0}")),
        );
        all.push(measured);
        workspace::scratch("bench")?;
    }
    stages(&all);
    quality(&all);
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Words a second of work, for each stage and run.
fn stages(all: &[Measured]) {
    let Some(largest) = all.last() else { return };
    let heads: Vec<String> = all.iter().map(|measured| measured.documents.to_string()).collect();
    println!("\nWords for each second that a stage works, over {} documents:\n", heads.join(", "));
    println!("| stage |{}", " ---: |".repeat(all.len()).replace("---:", "words/s"));
    println!("|---|{}", "---:|".repeat(all.len()));
    for (at, (stage, _)) in largest.stages.iter().enumerate() {
        let cells: Vec<String> = all
            .iter()
            .map(|measured| match measured.stages.get(at) {
                Some((_, seconds)) if *seconds > 0.0 => format!("{:.0}", measured.words as f64 / seconds),
                _ => "–".to_owned(),
            })
            .collect();
        println!("| {stage} | {} |", cells.join(" | "));
    }
}

/// How well what was planted was found.
fn quality(all: &[Measured]) {
    println!("\nOf the stories and copies that were planted, in percent:\n");
    println!("| documents | stories: precision | recall | copies: precision | recall |");
    println!("|---:|---:|---:|---:|---:|");
    for Measured { documents, found, .. } in all {
        if let Some(Found { stories, copies }) = found {
            println!(
                "| {documents} | {:.1} | {:.1} | {:.2} | {:.2} |",
                stories.0, stories.1, copies.0, copies.1
            );
        }
    }
}

fn measure(run: &Run<'_>, out: &Path, documents: usize) -> anyhow::Result<Measured> {
    let started = Instant::now();
    let mut child = run.start(out, &[])?;
    let mut peak_mib = None;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak_mib = peak(&child).or(peak_mib);
        std::thread::sleep(LOOK_EVERY);
    };
    let seconds = started.elapsed().as_secs_f64();
    if !finished(status.code()) {
        bail!("the run over {documents} documents ended with {status}");
    }
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json"))?)?;
    let stages = manifest["stages"].as_array().context("the manifest has no `stages`")?;
    Ok(Measured {
        documents,
        words: manifest["words"].as_u64().context("the manifest has no `words`")?,
        seconds,
        peak_mib,
        found: None,
        stages: stages
            .iter()
            .map(|stage| {
                (
                    stage["stage"].as_str().unwrap_or_default().to_owned(),
                    stage["seconds"].as_f64().unwrap_or_default(),
                )
            })
            .collect(),
    })
}

/// The config to measure with; the one that ships, when none is given.
pub(crate) fn config(arguments: &mut Arguments) -> anyhow::Result<PathBuf> {
    let given: Option<PathBuf> = arguments.value("--config")?;
    Ok(given.unwrap_or_else(|| "config/pipeline.toml".into()))
}

/// The program with what all its runs have in common.
pub(crate) struct Run<'a> {
    pub(crate) binary: &'a Path,
    pub(crate) config: &'a Path,
    pub(crate) input: &'a Path,
    pub(crate) jobs: Option<usize>,
}

impl Run<'_> {
    /// Starts it, silent.
    pub(crate) fn start(&self, out: &Path, more: &[&str]) -> anyhow::Result<Child> {
        let mut command = Command::new(self.binary);
        command.arg("run").arg(self.input).arg("--config").arg(self.config).arg("--out").arg(out);
        if let Some(jobs) = self.jobs {
            command.args(["--jobs", &jobs.to_string()]);
        }
        command
            .args(more)
            .current_dir(workspace::root())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| self.binary.display().to_string())
    }
}

/// Whether this exit status says that the run was done.
pub(crate) fn finished(code: Option<i32>) -> bool {
    matches!(code, Some(0 | QUARANTINED))
}

/// Peak memory of a running process, where the system tells it (Linux).
fn peak(child: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}
