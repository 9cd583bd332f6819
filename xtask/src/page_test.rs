//! `cargo xtask page-test`: the HTML report on the seeds, in a real browser.
//!
//! Node, npm and Chromium are Debian's packages, installed where they are missing and may be; the
//! test's two libraries come from npm at the versions of `tests/page/package-lock.json`. They are
//! for this test only: nothing of them is in the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::Context as _;

use crate::arguments::Arguments;
use crate::pipeline;
use crate::workspace::{self, program};

/// Names that the browser goes by.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Makes the report, unless one is given with `--report`, and tests it.
pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let report: Option<PathBuf> = arguments.value("--report")?;
    let binary: Option<PathBuf> = arguments.value("--binary")?;
    arguments.done()?;
    let folder = workspace::scratch("page-test")?;
    let report = match report {
        Some(report) => std::env::current_dir()?.join(report),
        None => written(binary, &folder)?,
    };
    let node = found_or_installed(&["node"], &["nodejs"])?;
    let npm = found_or_installed(&["npm"], &["npm"])?;
    let browser = found_or_installed(BROWSERS, &["chromium", "fonts-dejavu-core"])?;

    let test = folder.join("test");
    fs::create_dir(&test)?;
    for name in ["package.json", "package-lock.json", "page.mjs"] {
        fs::copy(workspace::root().join("tests/page").join(name), test.join(name)).context(name)?;
    }
    let mut install = program(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    install.current_dir(&test);
    workspace::run(install)?;
    let pictures = folder.join("pictures");
    fs::create_dir(&pictures)?;
    let mut run = program(node, ["page.mjs"]);
    run.arg(report).arg(browser).arg(&pictures).current_dir(&test);
    workspace::run(run)
}

/// The report on the seeds, by the config that ships; with the page added where that has none.
fn written(binary: Option<PathBuf>, folder: &Path) -> anyhow::Result<PathBuf> {
    let binary = match binary {
        Some(binary) => std::env::current_dir()?.join(binary),
        None => workspace::build_release()?,
    };
    let mut config = fs::read_to_string(workspace::root().join("config/pipeline.toml"))?;
    if !config.contains("[[report]]\nuse = \"html\"") {
        config.push_str("\n[[report]]\nuse = \"html\"\n");
    }
    let path = folder.join("pipeline.toml");
    fs::write(&path, config)?;
    let out = folder.join("out");
    let mut command = program(binary, ["run", "--config"]);
    command.arg(path).arg("--out").arg(&out).arg("seeds").stdout(Stdio::null()).stderr(Stdio::null());
    pipeline::done(workspace::run(command))?;
    Ok(out.join("report.html"))
}

/// A program's path; where none of the names is there, Debian's packages are installed.
fn found_or_installed(names: &[&str], packages: &[&str]) -> anyhow::Result<PathBuf> {
    if let Some(found) = find(names) {
        return Ok(found);
    }
    if find(&["apt-get"]).is_some() {
        let root = workspace::read(program("id", ["-u"]))?.trim() == "0";
        let mut words = vec!["apt-get"];
        if !root {
            words.insert(0, "sudo");
        }
        workspace::run(program(words[0], words[1..].iter().copied().chain(["update", "--quiet"])))?;
        let install = ["install", "--quiet", "--yes", "--no-install-recommends"];
        let line = words[1..].iter().copied().chain(install).chain(packages.iter().copied());
        workspace::run(program(words[0], line))?;
    }
    find(names).with_context(|| format!("{} is missing: install {}", names[0], packages.join(", ")))
}

/// The first of these programs that the search path has.
fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}
