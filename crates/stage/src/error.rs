//! What can go wrong in a stage, and whom it stops.

use std::io;
use std::path::PathBuf;

/// Why one document can't go on. It goes to the quarantine; the run does not stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Rejection {
    /// A sentence for the person who must act, without the stage's name.
    pub reason: String,
}

impl Rejection {
    /// A rejection with this reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}

/// Why a stage can't do its work at all. The run ends.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// A file could not be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// Anything else, as a sentence for the person who must act.
    #[error("{0}")]
    Failed(String),
    /// The run is being stopped: the receiving side is gone.
    #[error("the run was stopped")]
    Stopped,
}

impl StageError {
    /// An IO error with the file that it is about.
    pub fn io(path: impl Into<PathBuf>, error: io::Error) -> Self {
        Self::Io { path: path.into(), error }
    }
}

/// Why options that have the right types still make no stage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BuildError {
    /// The option that is to blame, where it is one: `paths`, `limits.ratio`.
    pub option: Option<String>,
    /// What is wrong with it, and what would be right.
    pub message: String,
}

impl BuildError {
    /// An option with a value that can't be.
    pub fn option(option: impl Into<String>, message: impl Into<String>) -> Self {
        Self { option: Some(option.into()), message: message.into() }
    }

    /// Something that is no single option's fault.
    pub fn new(message: impl Into<String>) -> Self {
        Self { option: None, message: message.into() }
    }
}
