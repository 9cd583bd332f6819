//! `cargo xtask ci`: all that CI checks.

use std::collections::BTreeSet;
use std::time::Instant;

use anyhow::bail;

use crate::arguments::Arguments;
use crate::workspace::{self, Status, cargo, program};
use crate::{bench, compare, docs, test, tidy};

/// The default tree stays below this many crates, ours included.
const MOST_CRATES: usize = 250;

/// A check: its name, and what it does.
type Check = (&'static str, fn() -> anyhow::Result<()>);

/// From cheap to dear.
const CHECKS: &[Check] = &[
    ("format", || workspace::run(cargo(["fmt", "--all", "--check"]))),
    ("rules", || tidy::run(Arguments::new(Vec::new()))),
    ("crates", count_crates),
    ("clippy", clippy),
    ("docs", || docs::run(Arguments::new(vec!["--check".to_owned()]))),
    ("tests", || test::run(Arguments::new(Vec::new()))),
    ("seeds", seeds),
];

/// Runs every check, also after one has failed, and fails at the end.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    arguments.done()?;
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        eprintln!("── {name}");
        let started = Instant::now();
        let ended = check();
        let seconds = started.elapsed().as_secs();
        let verdict = if ended.is_ok() { "well" } else { "FAILED" };
        lines.push(format!("{name:<8} {verdict:<6} {seconds:>5} s"));
        if let Err(error) = ended {
            eprintln!("{error:#}");
            failed.push(*name);
        }
    }
    println!("\n{}", lines.join("\n"));
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn clippy() -> anyhow::Result<()> {
    workspace::run(cargo([
        "clippy",
        "--quiet",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))
}

/// How many crates the program is made of, for the machine that this runs on.
fn count_crates() -> anyhow::Result<()> {
    let tree = workspace::read(cargo([
        "tree",
        "--locked",
        "--package",
        "rapporteur",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    let crates: BTreeSet<&str> =
        tree.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty()).collect();
    println!("{} crates in the default tree", crates.len());
    if crates.len() >= MOST_CRATES {
        bail!("{} crates in the default tree; it has to stay below {MOST_CRATES}", crates.len());
    }
    Ok(())
}

/// The release binary on the seeds with one worker and with eight: the same bytes, and verified.
fn seeds() -> anyhow::Result<()> {
    let binary = workspace::build_release()?;
    let folder = workspace::scratch("ci")?;
    let outs = ["1", "8"].map(|jobs| (jobs, folder.join(format!("jobs-{jobs}"))));
    for (jobs, out) in &outs {
        let mut command =
            program(&binary, ["run", "--config", "config/pipeline.toml", "--jobs", jobs, "--out"]);
        command.arg(out);
        match workspace::run(command) {
            Err(error)
                if error.downcast_ref::<Status>().is_some_and(|status| bench::finished(status.code)) => {}
            other => other?,
        }
    }
    let different = compare::differences(&outs[0].1, &outs[1].1)?;
    workspace::all_well("--jobs 1 and --jobs 8 differ", &different)?;
    let mut verify = program(&binary, ["verify"]);
    verify.arg(&outs[0].1);
    workspace::run(verify)
}
