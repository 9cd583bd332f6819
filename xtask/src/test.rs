//! `cargo xtask test`: every test of the workspace, and the snapshots as a whole.

use crate::arguments::Arguments;
use crate::workspace::{self, cargo};
use crate::{review, snapshots};

/// Runs all tests with nextest where it is there, else with cargo's own runner; then the doctests,
/// which nextest can't; then looks for snapshots that wait for review or that no test uses.
///
/// With arguments (a filter) only some tests run, so that unused snapshots can't be told.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let filter = arguments.rest();
    let references = workspace::scratch("snapshots")?.join("references");
    let nextest = cargo(["nextest", "--version"]).output().is_ok_and(|output| output.status.success());
    let mut tests = if nextest {
        cargo([
            "nextest",
            "run",
            "--no-tests=warn",
            "--no-fail-fast",
            "--locked",
            "--workspace",
            "--all-targets",
        ])
    } else {
        cargo(["test", "--no-fail-fast", "--locked", "--workspace", "--all-targets"])
    };
    tests.args(&filter).env("INSTA_SNAPSHOT_REFERENCES_FILE", &references);
    // The same cases on every machine: a landing never fails by chance. Other cases come from another
    // seed in the environment, and from the fuzz targets.
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        tests.env("PROPTEST_RNG_SEED", "20160925");
    }
    // Without this insta asks whether it runs in CI, and writes pending snapshots only if not.
    if std::env::var_os("INSTA_UPDATE").is_none() {
        tests.env("INSTA_UPDATE", "new");
    }
    let ran = workspace::run(tests);
    let documented = if filter.is_empty() {
        workspace::run(cargo(["test", "--quiet", "--locked", "--workspace", "--doc"]))
    } else {
        Ok(())
    };
    review::none_pending()?;
    ran?;
    documented?;
    if filter.is_empty() {
        snapshots::none_unused(&references)?;
    }
    Ok(())
}
