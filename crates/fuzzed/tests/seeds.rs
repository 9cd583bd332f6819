//! Every committed seed through its fuzz target, with the compiler that everybody has.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use rapporteur_fuzzed::TARGETS;

/// The folders of seeds.
fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds")
}

/// What is in a folder, in the order of names.
fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// Leads the seeds of a target through it, and names those that it does not bear.
fn holds(name: &str) {
    let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == name).expect("a target");
    let seeds = in_folder(&seeds().join(name));
    assert!(!seeds.is_empty());
    let broken: Vec<PathBuf> = seeds
        .into_iter()
        .filter(|path| {
            let bytes = fs::read(path).expect("a seed");
            catch_unwind(|| target(&bytes)).is_err()
        })
        .collect();
    assert_eq!(broken, [] as [PathBuf; 0]);
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            holds(stringify!($name));
        })*

        #[test]
        fn every_target_has_seeds_and_a_test() {
            let tested = [$(stringify!($name)),*];
            assert_eq!(TARGETS.map(|(name, _)| name).as_slice(), tested);
            let folders: Vec<_> = in_folder(&seeds())
                .into_iter()
                .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
                .collect();
            assert_eq!(folders, tested);
        }
    };
}

targets!(csv debate feed json mail mailbox markdown page pdf quotes selector text warc wide);
