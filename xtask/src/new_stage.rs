//! `cargo xtask new-stage KIND NAME`: a stage that works, with fixture and test, in the registry.
//!
//! The files come from `xtask/skeleton/`. Four places of the workspace get a line: the workspace's
//! dependencies, the program's dependencies, `fn builtin()` and ARCHITECTURE.md; the last two have
//! a marker, `new-stage: KIND`, that the line is put before.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::arguments::Arguments;
use crate::{docs, workspace};

/// A kind's trait, skeleton (stage, test, fixture) and what it needs beside the common crates.
struct Kind {
    name: &'static str,
    its_trait: &'static str,
    files: [&'static str; 3],
    dependencies: &'static str,
    dev_dependencies: &'static str,
}

const LAYERS: [&str; 3] = [
    include_str!("../skeleton/layers.rs.txt"),
    include_str!("../skeleton/layers_test.rs.txt"),
    include_str!("../skeleton/layers_fixture.txt"),
];

const KINDS: &[Kind] = &[
    Kind {
        name: "ingest",
        its_trait: "Ingest",
        files: [
            include_str!("../skeleton/ingest.rs.txt"),
            include_str!("../skeleton/ingest_test.rs.txt"),
            include_str!("../skeleton/ingest_fixture.txt"),
        ],
        dependencies: "sha2.workspace = true\n",
        dev_dependencies: "tokio.workspace = true\n",
    },
    Kind {
        name: "normalize",
        its_trait: "Normalize",
        files: LAYERS,
        dependencies: "",
        dev_dependencies: "rapporteur-view.workspace = true\n",
    },
    Kind {
        name: "extract",
        its_trait: "Extract",
        files: LAYERS,
        dependencies: "",
        dev_dependencies: "rapporteur-view.workspace = true\n",
    },
    Kind {
        name: "report",
        its_trait: "Report",
        files: [
            include_str!("../skeleton/report.rs.txt"),
            include_str!("../skeleton/report_test.rs.txt"),
            include_str!("../skeleton/report_fixture.txt"),
        ],
        dependencies: "",
        dev_dependencies: "tokio.workspace = true\n",
    },
];

/// Makes the crate, puts it in its four places, and runs its test.
pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let kind = arguments.word("KIND (ingest, normalize, extract, report)")?;
    let name = arguments.word("NAME")?;
    arguments.done()?;
    let kind = KINDS
        .iter()
        .find(|known| known.name == kind)
        .with_context(|| format!("{kind:?} is no kind: ingest, normalize, extract or report"))?;
    check_name(&name)?;
    let root = workspace::root();
    let folder = format!("{}-{name}", kind.name);
    let package = format!("rapporteur-{folder}");
    let crate_root = root.join("crates").join(&folder);
    if crate_root.exists() {
        bail!("crates/{folder} is there already");
    }
    let stage = format!("rapporteur_{}::{}", folder.replace('-', "_"), type_name(&name));

    // All four edits are made in memory first, so that a missing marker leaves nothing half done.
    let edits = [
        edit(&root.join("Cargo.toml"), |text| {
            sorted_in(text, &format!("{package} = {{ path = \"crates/{folder}\" }}"), "rapporteur-")
        })?,
        edit(&root.join("crates/rapporteur/Cargo.toml"), |text| {
            sorted_in(text, &format!("{package}.workspace = true"), "rapporteur-")
        })?,
        edit(&root.join("crates/rapporteur/src/builtin.rs"), |text| {
            before_marker(text, &format!("// new-stage: {}", kind.name), &format!(".with::<{stage}>()"))
        })?,
        edit(&root.join("ARCHITECTURE.md"), |text| {
            let line = format!("- `crates/{folder}`: {} stage `{name}`.", kind.name);
            before_marker(text, &format!("<!-- new-stage: {} -->", kind.name), &line)
        })?,
    ];
    let files = [
        ("Cargo.toml", include_str!("../skeleton/Cargo.toml.txt")),
        ("src/lib.rs", kind.files[0]),
        ("tests/fixtures.rs", kind.files[1]),
        ("fixtures/first.txt", kind.files[2]),
    ];
    for (path, template) in files {
        let path = crate_root.join(path);
        fs::create_dir_all(path.parent().expect("the files lie in the crate"))?;
        fs::write(&path, filled(template, kind, &name))?;
    }
    for (path, text) in edits {
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    workspace::run(workspace::cargo(["fmt", "--package", &package, "--package", "rapporteur"]))?;
    // Without `--locked`: the lock file learns of the new package here.
    let mut test = workspace::cargo(["test", "--quiet", "--package", &package]);
    test.env("INSTA_UPDATE", "always");
    workspace::run(test)?;
    docs::run(Arguments::new(Vec::new()))?;
    println!(
        "crates/{folder} is there, with a fixture and its snapshot, and `use = \"{name}\"` works in a config.\n\
         Next: the method in src/lib.rs, a fixture for each thing it finds, a line on it in ARCHITECTURE.md."
    );
    Ok(())
}

/// Lower case, digits and single `-` between words, starting with a letter.
fn check_name(name: &str) -> anyhow::Result<()> {
    let good = name.split('-').all(|word| {
        !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    }) && name.starts_with(|letter: char| letter.is_ascii_lowercase());
    if good {
        return Ok(());
    }
    bail!("{name:?} is no stage name: lower case, `-` between words, as in `money-flows`")
}

/// `money-flows` as `MoneyFlows`.
fn type_name(name: &str) -> String {
    name.split('-').map(capital).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn filled(template: &str, kind: &Kind, name: &str) -> String {
    template
        .replace("__KIND_CAPITAL__", &capital(kind.name))
        .replace("__KIND_SNAKE__", kind.name)
        .replace("__KIND_METHOD__", kind.name)
        .replace("__KIND__", kind.name)
        .replace("__NAME_SNAKE__", &name.replace('-', "_"))
        .replace("__NAME__", name)
        .replace("__TYPE__", &type_name(name))
        .replace("__TRAIT__", kind.its_trait)
        .replace("__DEPENDENCIES__\n", &format!("{}\n", kind.dependencies))
        .replace("__DEV_DEPENDENCIES__\n", &format!("{}\n", kind.dev_dependencies))
}

/// A file's path and its text after a change.
fn edit(
    path: &Path,
    change: impl FnOnce(&str) -> anyhow::Result<String>,
) -> anyhow::Result<(std::path::PathBuf, String)> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let text = change(&text).with_context(|| path.display().to_string())?;
    Ok((path.to_path_buf(), text))
}

/// Puts a line among the lines that start with `prefix`, in their order.
fn sorted_in(text: &str, line: &str, prefix: &str) -> anyhow::Result<String> {
    // Names are compared, not lines: `rapporteur-a-b` comes after `rapporteur-a =`.
    let name = |line: &str| line.split([' ', '.', '=']).next().unwrap_or_default().to_owned();
    let mut lines: Vec<&str> = text.lines().collect();
    let among: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].starts_with(prefix)).collect();
    let last = *among.last().with_context(|| format!("no line starts with {prefix:?}"))?;
    let at = among.into_iter().find(|&at| name(lines[at]) > name(line)).unwrap_or(last + 1);
    lines.insert(at, line);
    Ok(lines.join("\n") + "\n")
}

/// Puts a line before the marker's, as far in as that one.
fn before_marker(text: &str, marker: &str, line: &str) -> anyhow::Result<String> {
    let at = text.find(marker).with_context(|| format!("the marker `{marker}` is missing"))?;
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    Ok(format!("{}{}{line}\n{}", &text[..start], &text[start..at], &text[start..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_types() {
        assert_eq!(type_name("money-flows"), "MoneyFlows");
        assert!(check_name("money-flows2").is_ok());
        for bad in ["", "Money", "money_flows", "-a", "a--b", "2a"] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn lines_go_where_they_belong() {
        let text = "[a]\nx-a = 1\nx-c = 1\n\nz = 1\n";
        assert_eq!(sorted_in(text, "x-b = 1", "x-").unwrap(), "[a]\nx-a = 1\nx-b = 1\nx-c = 1\n\nz = 1\n");
        assert_eq!(sorted_in(text, "x-d = 1", "x-").unwrap(), "[a]\nx-a = 1\nx-c = 1\nx-d = 1\n\nz = 1\n");
        let text = "fn a() {\n    b()\n        // new-stage: report\n}\n";
        let with = before_marker(text, "// new-stage: report", ".c()").unwrap();
        assert_eq!(with, "fn a() {\n    b()\n        .c()\n        // new-stage: report\n}\n");
        assert!(before_marker(text, "// new-stage: ingest", ".c()").is_err());
    }

    #[test]
    fn nothing_is_left_unfilled() {
        for kind in KINDS {
            for template in kind.files.into_iter().chain([include_str!("../skeleton/Cargo.toml.txt")]) {
                let text = filled(template, kind, "money-flows");
                assert!(!text.contains("__"), "{text}");
            }
        }
    }
}
