//! `cargo xtask review`: the way to changed snapshots.

use anyhow::bail;

use crate::arguments::Arguments;
use crate::{snapshots, workspace};

/// Runs `cargo insta review`, or says how to get it and what waits.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    arguments.done()?;
    if workspace::cargo(["insta", "--version"]).output().is_ok_and(|output| output.status.success()) {
        return workspace::run(workspace::cargo(["insta", "review"]));
    }
    none_pending()?;
    println!("no snapshot waits for review");
    Ok(())
}

/// Fails when a snapshot waits for review, with the way to it.
pub(crate) fn none_pending() -> anyhow::Result<()> {
    let pending = snapshots::pending()?;
    if pending.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = pending.iter().map(|path| format!("  {}", path.display())).collect();
    bail!(
        "snapshots that wait for review:\n{}\n`cargo xtask review` shows them one by one (it needs \
         `cargo install cargo-insta --locked`). Without it: compare each NAME.snap.new with NAME.snap and, \
         where the new one is right, rename it over the old one.",
        list.join("\n")
    )
}
