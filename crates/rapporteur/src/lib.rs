//! The command line of `rapporteur`, and the one place that lists the built-in stages.
//!
//! [`builtin`] is the registry. Everything else here turns arguments into layers of configuration,
//! hands them to `rapporteur-pipeline`, and says on the terminal how it went. No other crate
//! touches the terminal.
//!
//! Start reading at [`builtin`] and [`main`].

mod args;
mod builtin;
mod commands;
mod diagnostics;
mod log;
mod progress;
mod table;

use std::process::ExitCode;

pub use builtin::{DEFAULT_CONFIG, builtin};
use clap::Parser as _;

/// How the program ends, as its exit status says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All went well.
    Well,
    /// The work could not be done.
    Failed,
    /// Wrong usage or configuration.
    Wrong,
    /// Done, but something is in the quarantine.
    Held,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(match ending {
            Ending::Well => 0,
            Ending::Failed => 1,
            Ending::Wrong => 2,
            Ending::Held => 3,
        })
    }
}

/// The program: reads its arguments and does what they say.
pub fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // clap writes help to standard output and mistakes to standard error.
            let _ = error.print();
            return if error.use_stderr() { Ending::Wrong } else { Ending::Well }.into();
        }
    };
    commands::dispatch(args).into()
}
