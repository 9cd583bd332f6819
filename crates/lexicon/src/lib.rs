//! Word lists as data: reads `lexicon/*.toml` at build time and writes static Rust tables.
//!
//! One idea a file, commented, sorted. A file holds lists and maps of strings:
//!
//! ```toml
//! # Verbs that attribute speech. Lower case, all forms.
//! verbs = ["said", "says"]
//!
//! [lemmas]            # form to dictionary form
//! said = "say"
//! ```
//!
//! `cues.toml` becomes a module `cues` with `VERBS: &[&str]` and `LEMMAS: &[(&str, &str)]`, both
//! in the order of their bytes, so that a binary search finds a word. A list that isn't sorted, or
//! has a word twice, ends the build with the word's name: order in the file keeps diffs small.
//!
//! A list stands there a second time as one text, a word a line: `VERBS_LINES: &str`. A long list is better read from that: each `&str` of a table costs forty bytes that
//! every start of the program has to read and write, whether the list is used or not. What of the two a
//! crate doesn't name isn't in the program.
//! Beside the modules stands `FILES: &[(&str, &str)]`, name and SHA-256 of each file, which a
//! stage hands to `Descriptor::data` so that the manifest names what it stood on.
//!
//! A crate uses it so, in `build.rs` and in its `lib.rs`:
//!
//! ```ignore
//! fn main() { rapporteur_lexicon::compile(); }
//! mod lexicon { include!(concat!(env!("OUT_DIR"), "/lexicon.rs")); }
//! ```
//!
//! For build scripts only: it panics on bad data, which is how a build script says so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

/// Compiles `lexicon/*.toml` of the crate whose build script calls it.
///
/// # Panics
/// When a file can't be read, isn't what the [crate] describes, or isn't sorted.
#[expect(clippy::print_stdout, reason = "how a build script speaks to cargo")]
pub fn compile() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let folder = root.join("lexicon");
    let crate_name = root.file_name().expect("a crate has a folder").to_string_lossy().into_owned();
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    let mut code = String::new();
    let mut digests = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = format!("{crate_name}/lexicon/{}", path.file_name().expect("a file").to_string_lossy());
        digests.push((name, hex(&Sha256::digest(text.as_bytes()))));
        code += &module(path, &text);
    }
    let _ = writeln!(
        code,
        "/// Name and SHA-256 of each lexicon.\npub(crate) static FILES: &[(&str, &str)] = &{digests:?};"
    );
    fs::write(out.join("lexicon.rs"), code).expect("OUT_DIR can be written");
    println!("cargo::rerun-if-changed=lexicon");
}

/// The Rust module for one file.
fn module(path: &Path, text: &str) -> String {
    let stem = path.file_stem().expect("a file").to_string_lossy().replace('-', "_");
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut code = format!("#[allow(dead_code)]\npub(crate) mod {stem} {{\n");
    for (key, value) in &table {
        let constant = key.to_uppercase().replace('-', "_");
        match value {
            toml::Value::Array(items) => {
                let words: Vec<&str> = items
                    .iter()
                    .map(|item| item.as_str().unwrap_or_else(|| wrong(path, key, "not a string")))
                    .collect();
                sorted(path, key, &words);
                let _ = writeln!(
                    code,
                    "/// `{key}`, sorted.\npub(crate) static {constant}: &[&str] = &{words:?};"
                );
                let lines = words.join("\n");
                let _ = writeln!(
                    code,
                    "/// `{key}`, sorted, a word a line.\npub(crate) static {constant}_LINES: &str = {lines:?};"
                );
            }
            toml::Value::Table(entries) => {
                let pairs: Vec<(&str, &str)> = entries
                    .iter()
                    .map(|(word, value)| {
                        (word.as_str(), value.as_str().unwrap_or_else(|| wrong(path, word, "not a string")))
                    })
                    .collect();
                // toml's map is sorted by key, so only the file's own order is left to check.
                in_order_of_text(path, key, text, &pairs);
                let _ = writeln!(
                    code,
                    "/// `{key}`, sorted by word.\npub(crate) static {constant}: &[(&str, &str)] = &{pairs:?};"
                );
            }
            _ => wrong(path, key, "neither a list nor a table of strings"),
        }
    }
    code + "}\n"
}

fn sorted(path: &Path, key: &str, words: &[&str]) {
    for pair in words.windows(2) {
        assert!(
            pair[0] < pair[1],
            "{}: {key}: {:?} must come before {:?}, and once",
            path.display(),
            pair[1],
            pair[0]
        );
    }
}

/// Entries of a table stand in the file in the order of their bytes.
fn in_order_of_text(path: &Path, key: &str, text: &str, pairs: &[(&str, &str)]) {
    let mut in_section = false;
    let mut before = String::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') && !line.contains('=') {
            in_section = line.trim_start_matches('[').split(']').next() == Some(key);
            before.clear();
        } else if in_section && let Some((word, _)) = line.split_once('=') {
            let word = word.trim().trim_matches('"').to_owned();
            if !line.starts_with('#') && pairs.iter().any(|(known, _)| *known == word) {
                assert!(before < word, "{}: [{key}]: {word:?} must come before {before:?}", path.display());
                before = word;
            }
        }
    }
}

fn wrong(path: &Path, key: &str, what: &str) -> ! {
    panic!("{}: {key}: {what}", path.display())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_tables_become_statics() {
        let code = module(Path::new("a-b.toml"), "words = [\"a\", \"b\"]\n[lemmas]\nsaid = \"say\"\n");
        assert!(code.contains("mod a_b"));
        assert!(code.contains("WORDS: &[&str] = &[\"a\", \"b\"]"));
        assert!(code.contains("WORDS_LINES: &str = \"a\\nb\""));
        assert!(code.contains("LEMMAS: &[(&str, &str)] = &[(\"said\", \"say\")]"));
    }

    #[test]
    #[should_panic(expected = "\"a\" must come before \"b\"")]
    fn an_unsorted_list_ends_the_build() {
        module(Path::new("x.toml"), "words = [\"b\", \"a\"]");
    }

    #[test]
    #[should_panic(expected = "\"a\" must come before \"b\"")]
    fn an_unsorted_table_ends_the_build() {
        module(Path::new("x.toml"), "[t]\nb = \"1\"\na = \"2\"\n");
    }
}
