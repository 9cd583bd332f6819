//! The stage API: how a plug-in of the pipeline looks from outside.
//!
//! There are four kinds of stage, each an async trait: [`Ingest`] gives raw documents,
//! [`Normalize`] and [`Extract`] add layers to one document at a time, [`Report`] reads the
//! whole stream. A stage crate implements [`Stage`] on a unit type: its [`Descriptor`] says what
//! it needs and gives, its options are its own serde type with a JSON Schema, and
//! [`Stage::build`] turns options into a running stage. The config names stages; the
//! [`Registry`] knows them; no stage knows another.
//!
//! This crate wires and runs nothing: `rapporteur-pipeline` does. It does no IO.
//!
//! **Where a stage runs.** The runtime polls the futures of stages on threads that may block, so
//! a CPU-bound stage computes inside its `async fn` and an IO-bound one awaits; neither holds up
//! the async runtime. A document is handed on as `&mut`, never copied.
//!
//! Start reading at [`Stage`] and [`Extract`].

mod descriptor;
mod error;
mod registry;
mod shared;
mod traits;

pub use descriptor::{DataFile, Descriptor, Kind};
pub use error::{BuildError, Rejection, StageError};
pub use registry::{Factory, Registry};
pub use shared::SharedSlots;
pub use traits::{
    Archive, BuildContext, ClosedFile, Extract, Held, Ingest, Item, Normalize, Outlet, OutputFile, Outputs,
    Report, Running, Stage,
};

// What a stage crate needs to implement the traits, so that versions can't drift apart.
pub use async_trait::async_trait;
