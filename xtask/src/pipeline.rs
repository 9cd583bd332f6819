//! `cargo xtask pipeline`: from a fresh clone, the project's main job.

use crate::arguments::Arguments;
use crate::workspace::{self, Status};

/// The program's exit status for "done, but something is in the quarantine".
pub(crate) const QUARANTINED: i32 = 3;

/// Runs the release binary from the root; what is given replaces config and output folder.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let mut line: Vec<String> =
        ["run", "--quiet", "--release", "--locked", "--package", "rapporteur", "--", "run"]
            .map(str::to_owned)
            .into();
    if !arguments.has("--config", "-c") {
        line.extend(["--config".to_owned(), "config/pipeline.toml".to_owned()]);
    }
    if !arguments.has("--out", "-o") {
        line.extend(["--out".to_owned(), "out".to_owned()]);
    }
    line.extend(arguments.rest());
    done(workspace::run(workspace::cargo(line)))
}

/// A run that is done is done, even where the quarantine is not empty: the seeds hold an empty file
/// and a picture on purpose. Who needs the difference calls `rapporteur run` itself.
pub(crate) fn done(ended: anyhow::Result<()>) -> anyhow::Result<()> {
    match ended {
        Err(error) if error.downcast_ref::<Status>().is_some_and(|s| s.code == Some(QUARANTINED)) => {
            eprintln!(
                "done; what could not be read is in quarantine.jsonl (`rapporteur run` itself: exit 3)"
            );
            Ok(())
        }
        other => other,
    }
}
