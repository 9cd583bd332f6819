//! From configuration files, environment and command line to one checked tree of settings.
//!
//! Layers, weakest first: the shipped default, the file, the profile, the environment, `--set`,
//! paths on the command line. Each is read with the place of every value, merged by the `config`
//! crate, and what is merged still knows its place, so that an error found late points at the very
//! word.
//!
//! In a layer a kind of stage is either a *list* (`[[extract]]`), which replaces the list of weaker
//! layers, or a *table of stages by name* (`[extract.quotes]`), which sets single options of stages
//! that are in the list; `enabled = false` leaves one out.

mod layer;
mod merge;
mod problem;

pub use layer::{Layer, LayerKind};
pub(crate) use merge::{Merged, MergedStage, Places, merge};
pub use problem::{Place, Problem, Problems, nearest};
