//! `cargo xtask kill-test`: runs that are killed at any moment and resumed, against an unbroken one.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::arguments::Arguments;
use crate::bench::Run;
use crate::random::Random;
use crate::{bench, compare, generate, workspace};

/// How often one run may be killed before it is left to end.
const KILLS: usize = 3;

/// Kills and resumes `--runs` times; fails when an output differs from the unbroken run's by a byte.
pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let runs: usize = arguments.value("--runs")?.unwrap_or(20);
    let documents: usize = arguments.value("--documents")?.unwrap_or(2000);
    let seed: u64 = arguments.value("--seed")?.unwrap_or(1);
    let config = bench::config(&mut arguments)?;
    arguments.done()?;
    let binary = workspace::build_release()?;
    let folder = workspace::scratch("kill-test")?;
    let input = folder.join("input");
    generate::generate(documents, &input, 1)?;
    let input = input.join("docs");

    let unbroken = folder.join("unbroken");
    let started = Instant::now();
    let program = Run { binary: &binary, config: &config, input: &input, jobs: None };
    let status = program.start(&unbroken, &[])?.wait()?;
    let whole = started.elapsed();
    if !bench::finished(status.code()) {
        bail!("the unbroken run ended with {status}");
    }
    println!("unbroken: {documents} documents in {:.2} s", whole.as_secs_f64());

    let mut failed = 0;
    for number in 1..=runs {
        let mut random = Random::new(seed, number as u64);
        let out = folder.join("broken");
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        let jobs = random.between(1, 4);
        let kills = broken_run(&Run { jobs: Some(jobs), ..program }, &out, whole, &mut random)?;
        let different = compare::differences(&unbroken, &out)?;
        let verdict = if different.is_empty() { "the same bytes".to_owned() } else { different.join("; ") };
        let moments: Vec<String> = kills.iter().map(|at| format!("{:.2}", at.as_secs_f64())).collect();
        println!("{number:>3}: killed after {} s, --jobs {jobs}: {verdict}", moments.join(", "));
        failed += usize::from(!different.is_empty());
    }
    println!("{} of {runs} runs gave the bytes of the unbroken run", runs - failed);
    if failed > 0 {
        bail!("see {}", folder.display());
    }
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// A run with one to [`KILLS`] kills, then resumed to its end. Gives when it was killed.
fn broken_run(
    program: &Run<'_>,
    out: &Path,
    whole: Duration,
    random: &mut Random,
) -> anyhow::Result<Vec<Duration>> {
    let mut kills = Vec::new();
    for attempt in 0..random.between(1, KILLS) {
        // A little past the unbroken run's length, so that the last writes are met too.
        let wait = whole.mul_f64(random.below(1050) as f64 / 1000.0);
        let more: &[&str] = if attempt == 0 { &[] } else { &["--resume"] };
        let mut child = program.start(out, more)?;
        std::thread::sleep(wait);
        // On Unix this is SIGKILL: nothing can be tidied up after it. A run that has ended already
        // can't be killed, and counts as what it is: resumed after its end.
        let _ = child.kill();
        child.wait()?;
        kills.push(wait);
    }
    let status = program.start(out, &["--resume"])?.wait().context("resume")?;
    if !bench::finished(status.code()) {
        bail!("the resumed run ended with {status}");
    }
    Ok(kills)
}
