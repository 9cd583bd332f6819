//! Two output folders, byte for byte.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::workspace;

/// The one file that holds wall-clock times.
const MANIFEST: &str = "manifest.json";

/// What differs between two output folders, the manifest apart; empty when nothing does.
pub(crate) fn differences(one: &Path, other: &Path) -> anyhow::Result<Vec<String>> {
    let (left, right) = (names(one)?, names(other)?);
    let mut different = Vec::new();
    for name in left.symmetric_difference(&right) {
        let place = if left.contains(name) { one } else { other };
        different.push(format!("{} is only in {}", name.display(), place.display()));
    }
    for name in left.intersection(&right).filter(|name| *name != Path::new(MANIFEST)) {
        let read = |folder: &Path| std::fs::read(folder.join(name)).context(name.display().to_string());
        let (mine, theirs) = (read(one)?, read(other)?);
        if mine != theirs {
            let at = mine.iter().zip(&theirs).position(|(a, b)| a != b);
            let at = at.unwrap_or_else(|| mine.len().min(theirs.len()));
            different.push(format!(
                "{} differs from byte {at} on ({} and {} bytes)",
                name.display(),
                mine.len(),
                theirs.len()
            ));
        }
    }
    Ok(different)
}

fn names(folder: &Path) -> anyhow::Result<BTreeSet<PathBuf>> {
    let mut found = Vec::new();
    workspace::walk(folder, &mut found)?;
    Ok(found.iter().filter_map(|path| path.strip_prefix(folder).ok()).map(Path::to_path_buf).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_may_differ_and_nothing_else() {
        let folder = workspace::scratch("compare-test").unwrap();
        let (one, other) = (folder.join("a"), folder.join("b"));
        for place in [&one, &other] {
            std::fs::create_dir_all(place).unwrap();
            std::fs::write(place.join("record.jsonl"), "{}\n").unwrap();
            std::fs::write(place.join(MANIFEST), place.display().to_string()).unwrap();
        }
        assert!(differences(&one, &other).unwrap().is_empty());
        std::fs::write(one.join("record.jsonl"), "{]\n").unwrap();
        std::fs::write(other.join("more"), "").unwrap();
        let found = differences(&one, &other).unwrap();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].contains("record.jsonl differs from byte 1"));
    }
}
