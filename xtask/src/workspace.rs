//! The workspace from outside: its root, its files, and other programs run in it.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};

/// The workspace's root folder.
pub(crate) fn root() -> PathBuf {
    // Cargo says it to what it runs; what was compiled in is another clone's where both share a
    // target folder.
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&folder).parent().expect("xtask lies in the workspace").to_path_buf()
}

/// The target folder that cargo uses.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The release binary; [`build_release`] makes it.
pub(crate) fn release_binary() -> PathBuf {
    target().join("release").join(format!("rapporteur{}", std::env::consts::EXE_SUFFIX))
}

/// Builds the release binary.
pub(crate) fn build_release() -> anyhow::Result<PathBuf> {
    run(cargo(["build", "--quiet", "--release", "--locked", "--package", "rapporteur"]))?;
    Ok(release_binary())
}

/// Cargo with these arguments, in the root.
pub(crate) fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// A program with these arguments, in the root.
pub(crate) fn program<S: AsRef<OsStr>>(
    name: impl AsRef<OsStr>,
    arguments: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(root());
    command
}

/// How another program ended, when it did not end well. Passed on as our own exit status.
#[derive(Debug)]
pub(crate) struct Status {
    /// The command line.
    line: String,
    /// Its exit status; none when a signal ended it.
    pub(crate) code: Option<i32>,
}

impl Status {
    /// The same exit status.
    pub(crate) fn code(&self) -> ExitCode {
        self.code.and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "`{}` ended with exit status {code}", self.line),
            None => write!(f, "`{}` was ended by a signal", self.line),
        }
    }
}

impl std::error::Error for Status {}

/// Runs a program to its end, its output on our terminal.
pub(crate) fn run(mut command: Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("`{}` did not start", line(&command)))?;
    if status.success() {
        return Ok(());
    }
    Err(Status { line: line(&command), code: status.code() }.into())
}

/// Runs a program to its end and gives what it wrote to its standard output.
pub(crate) fn read(mut command: Command) -> anyhow::Result<String> {
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("`{}` did not start", line(&command)))?;
    if !output.status.success() {
        return Err(Status { line: line(&command), code: output.status.code() }.into());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` wrote no UTF-8", line(&command)))
}

/// A command as one would type it.
fn line(command: &Command) -> String {
    let mut words =
        vec![Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Files of the repository, relative to the root and sorted: what git tracks, and what is new and
/// not ignored. Without git (an unpacked archive) everything but `target` and `out`.
pub(crate) fn files() -> anyhow::Result<Vec<PathBuf>> {
    let root = root();
    let listed = program("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]).output();
    let mut files: Vec<PathBuf> = match listed {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout)
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
            .filter(|path| root.join(path).is_file())
            .collect(),
        _ => {
            let mut all = Vec::new();
            walk(&root, &mut all)?;
            all.iter().filter_map(|path| path.strip_prefix(&root).ok()).map(Path::to_path_buf).collect()
        }
    };
    files.sort();
    files.dedup();
    Ok(files)
}

/// Every file below a folder, build and run outputs left out.
pub(crate) fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            let name = entry.file_name();
            if name != "target" && name != "out" && name != ".git" {
                walk(&path, found)?;
            }
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// A folder of this name for scratch files, empty.
pub(crate) fn scratch(name: &str) -> anyhow::Result<PathBuf> {
    let folder = target().join("xtask").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

/// Problems as one error, a line each; none is well.
pub(crate) fn all_well(what: &str, problems: &[String]) -> anyhow::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{what}:\n  {}", problems.join("\n  "))
}
