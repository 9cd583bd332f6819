//! Snapshots as a whole: which wait for review, which no test uses any more.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::workspace;

/// Snapshots that differ from what a test found and wait for review.
pub(crate) fn pending() -> anyhow::Result<Vec<PathBuf>> {
    let root = workspace::root();
    let mut all = Vec::new();
    workspace::walk(&root, &mut all)?;
    let mut found: Vec<PathBuf> = all
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".snap.new") || name.ends_with(".pending-snap")
        })
        .map(|path| path.strip_prefix(&root).map(Path::to_path_buf).unwrap_or(path))
        .collect();
    found.sort();
    Ok(found)
}

/// Fails when a snapshot of the repository was read by no test of the run that has just been.
///
/// Insta appends the path of each snapshot that it looks at to the file that
/// `INSTA_SNAPSHOT_REFERENCES_FILE` names; `cargo insta test --unreferenced` stands on the same.
pub(crate) fn none_unused(references: &Path) -> anyhow::Result<()> {
    let used: BTreeSet<PathBuf> = std::fs::read_to_string(references)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| std::fs::canonicalize(line).ok())
        .collect();
    let root = workspace::root();
    let mut unused = Vec::new();
    for path in workspace::files()? {
        if path.extension().is_some_and(|ending| ending == "snap")
            && !used.contains(&std::fs::canonicalize(root.join(&path))?)
        {
            unused.push(path.display().to_string());
        }
    }
    workspace::all_well("snapshots that no test uses; delete them", &unused)
}
