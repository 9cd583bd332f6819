//! Config to checked wiring to a running pipeline.
//!
//! [`compile`] turns layers of configuration into a [`Wired`] pipeline or into everything that is
//! wrong with them. [`run`] runs it: bounded channels on tokio, a worker for each job, output in
//! the order of ingest, a quarantine, a journal that lets a killed run go on, a manifest.
//! [`verify`] goes back over a finished run, from its outputs to the bytes that it read.
//!
//! This crate knows no stage; a [`rapporteur_stage::Registry`] hands them in. It touches the
//! output folder only, and no terminal.
//!
//! Start reading at [`compile`] and [`run`].

mod chain;
mod claims;
mod compile;
mod config;
mod crew;
mod digest;
mod inputs;
mod journal;
mod output;
mod run;
mod spans;
mod verify;

pub use chain::{Step, Wrap};
pub use compile::{PipelineOptions, Planned, Wired, compile};
pub use config::{Layer, LayerKind, Place, Problem, Problems, nearest};
pub use digest::sha256_hex;
pub use run::{Progress, Quiet, RunOptions, Summary, Totals, run};
pub use spans::of as spans_of;
pub use verify::{Finding, Verified, VerifyError, reread, verify};
