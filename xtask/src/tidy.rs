//! The repository's own rules, each a function that gives its problems. `cargo xtask tidy` and
//! `cargo xtask ci` run them all; as tests they run with `cargo xtask test`.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;

use crate::arguments::Arguments;
use crate::workspace;

/// The largest file that the repository takes.
const LARGEST: u64 = 2 * 1024 * 1024;

/// Where larger files may be: the models, which come with their card, and the table of places.
const LARGE: [&str; 2] = ["crates/engine/models", "crates/places/data"];

/// A sentence of fewer words may be anybody's.
const SHORTEST_SENTENCE: usize = 8;

/// Licences of dependencies, each compatible with ours. A new one is a decision: read it first.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

type Problems = Vec<String>;
type Rule = fn() -> anyhow::Result<Problems>;

/// Every rule, with the sentence that its problems break.
const RULES: &[(&str, Rule)] = &[
    (
        "a crate opens with `//!`: what it is for, what it never does, where to start reading",
        crates_say_what_they_are,
    ),
    ("ARCHITECTURE.md has a line on each crate, and on none that is not there", architecture_names_crates),
    (
        "a crate is named after its folder and takes lints and versions from the workspace",
        manifests_are_alike,
    ),
    ("lints are expected with a reason, not allowed", lints_are_expected),
    ("no sentence of ../shared/seeds stands here", no_borrowed_sentences),
    ("no file but a model or the table of places is larger than 2 MiB", no_large_files),
    ("dependencies have licences that ours can go with", licences),
];

/// Fails with all that breaks a rule.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    arguments.done()?;
    let mut broken = Vec::new();
    for (sentence, rule) in RULES {
        let problems = rule()?;
        if !problems.is_empty() {
            broken.push(format!("{sentence}:\n    {}", problems.join("\n    ")));
        }
    }
    workspace::all_well("rules that are broken", &broken)
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(workspace::root().join(path)).with_context(|| path.display().to_string())
}

/// Folder names below `crates/`.
fn crates() -> anyhow::Result<Vec<String>> {
    let mut names: Vec<String> = fs::read_dir(workspace::root().join("crates"))?
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

fn rust_files() -> anyhow::Result<Vec<PathBuf>> {
    let mut files = workspace::files()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    Ok(files)
}

fn crates_say_what_they_are() -> anyhow::Result<Problems> {
    let mut problems = Vec::new();
    for path in rust_files()? {
        let name = path.to_string_lossy();
        let is_root = name.ends_with("src/lib.rs") || name.ends_with("src/main.rs");
        if is_root && !name.contains("skeleton") && !text_of(&path)?.starts_with("//! ") {
            problems.push(name.into_owned());
        }
    }
    Ok(problems)
}

fn architecture_names_crates() -> anyhow::Result<Problems> {
    let page = text_of(Path::new("ARCHITECTURE.md"))?;
    let named: BTreeSet<&str> = page
        .match_indices("`crates/")
        .filter_map(|(at, mark)| page[at + mark.len()..].split(['`', '/']).next())
        .filter(|name| !name.contains(|letter: char| letter.is_uppercase() || letter == '*'))
        .collect();
    let there = crates()?;
    let mut problems: Problems = there
        .iter()
        .filter(|name| !named.contains(name.as_str()))
        .map(|name| format!("crates/{name} is not there"))
        .collect();
    problems.extend(
        named
            .iter()
            .filter(|name| !there.iter().any(|known| known == *name))
            .map(|name| format!("`crates/{name}` does not exist")),
    );
    Ok(problems)
}

fn manifests_are_alike() -> anyhow::Result<Problems> {
    let workspace = text_of(Path::new("Cargo.toml"))?;
    let mut problems = Vec::new();
    for folder in crates()? {
        let manifest = text_of(Path::new(&format!("crates/{folder}/Cargo.toml")))?;
        let package = if folder == "rapporteur" { folder.clone() } else { format!("rapporteur-{folder}") };
        for line in
            [&format!("name = \"{package}\""), "version.workspace = true", "[lints]\nworkspace = true"]
        {
            if !manifest.contains(line) {
                problems.push(format!("crates/{folder}/Cargo.toml: {line:?} is missing"));
            }
        }
        if !workspace.contains(&format!("{package} = {{ path = \"crates/{folder}\" }}")) {
            problems.push(format!("Cargo.toml: {package} is not in [workspace.dependencies]"));
        }
    }
    Ok(problems)
}

fn lints_are_expected() -> anyhow::Result<Problems> {
    let mut problems = Vec::new();
    for path in rust_files()? {
        let text = text_of(&path)?;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with("#[allow(") || line.starts_with("#![allow(") {
                problems.push(format!("{}:{}: {line}", path.display(), at + 1));
            }
        }
    }
    Ok(problems)
}

/// Words in lower case, without marks: what is left of a sentence however it was copied.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn no_borrowed_sentences() -> anyhow::Result<Problems> {
    let shared = workspace::root().join("../shared/seeds");
    if !shared.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    workspace::walk(&shared, &mut paths)?;
    let mut sentences: HashSet<Vec<String>> = HashSet::new();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        sentences.extend(
            text.split(['.', '?', '!', '\n'])
                .map(words)
                .filter(|sentence| sentence.len() >= SHORTEST_SENTENCE),
        );
    }
    let lengths: BTreeSet<usize> = sentences.iter().map(Vec::len).collect();
    let starts: HashSet<&[String]> =
        sentences.iter().map(|sentence| &sentence[..SHORTEST_SENTENCE]).collect();
    let mut problems = Vec::new();
    for path in workspace::files()? {
        // Lock and binary files hold no sentences.
        let Ok(text) = fs::read_to_string(workspace::root().join(&path)) else { continue };
        let words = words(&text);
        for (at, start) in words.windows(SHORTEST_SENTENCE).enumerate() {
            if !starts.contains(start) {
                continue;
            }
            for length in &lengths {
                if let Some(window) = words.get(at..at + length)
                    && sentences.contains(window)
                {
                    problems.push(format!("{}: “{}”", path.display(), window.join(" ")));
                }
            }
        }
    }
    Ok(problems)
}

fn no_large_files() -> anyhow::Result<Problems> {
    let mut problems = Vec::new();
    for path in workspace::files()? {
        let bytes = fs::metadata(workspace::root().join(&path))?.len();
        if bytes > LARGEST && !LARGE.iter().any(|folder| path.starts_with(folder)) {
            problems.push(format!("{}: {} KiB", path.display(), bytes / 1024));
        }
    }
    Ok(problems)
}

fn licences() -> anyhow::Result<Problems> {
    let host = workspace::read(workspace::program("rustc", ["-vV"]))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let metadata = workspace::read(workspace::cargo([
        "metadata",
        "--locked",
        "--format-version",
        "1",
        "--filter-platform",
        host,
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    // Every package has its licence in `packages`; those that are used on this host are in `resolve`.
    let used: BTreeSet<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|node| node["id"].as_str())
        .collect();
    let mut of: BTreeMap<String, String> = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        if package["id"].as_str().is_some_and(|id| used.contains(id)) {
            let name = format!("{} {}", package["name"], package["version"]).replace('"', "");
            of.insert(name, package["license"].as_str().unwrap_or("none given").to_owned());
        }
    }
    Ok(of
        .into_iter()
        .filter(|(_, licence)| !allowed(licence))
        .map(|(name, licence)| format!("{name}: {licence}"))
        .collect())
}

/// Whether an SPDX expression leaves a way that the list allows. `AND` binds before `OR`; the old
/// `/` is an `OR`.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&tokens, &mut at) && at == tokens.len()
}

fn either(tokens: &[&str], at: &mut usize) -> bool {
    let mut good = both(tokens, at);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        good |= both(tokens, at);
    }
    good
}

fn both(tokens: &[&str], at: &mut usize) -> bool {
    let mut good = one(tokens, at);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        good &= one(tokens, at);
    }
    good
}

fn one(tokens: &[&str], at: &mut usize) -> bool {
    let Some(&token) = tokens.get(*at) else { return false };
    *at += 1;
    if token == "(" {
        let good = either(tokens, at);
        *at += 1;
        return good;
    }
    let mut licence = token.to_owned();
    if tokens.get(*at) == Some(&"WITH") {
        licence = format!("{token} WITH {}", tokens.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    LICENCES.contains(&licence.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_keeps_its_rules() {
        run(Arguments::new(Vec::new())).unwrap();
    }

    #[test]
    fn licence_expressions_are_read() {
        for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR GPL-2.0) AND Unicode-3.0"] {
            assert!(allowed(good), "{good}");
        }
        assert!(allowed("Apache-2.0 WITH LLVM-exception OR GPL-3.0"));
        for bad in ["GPL-3.0", "MIT AND GPL-3.0", "none given", "", "MIT GPL-3.0"] {
            assert!(!allowed(bad), "{bad}");
        }
    }
}
