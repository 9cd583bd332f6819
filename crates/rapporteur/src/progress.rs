//! The progress bar: documents, rate and time left, on a terminal.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rapporteur_pipeline::{Progress, Totals};

/// A progress bar, or nothing where standard error is no terminal.
#[derive(Clone)]
pub(crate) struct Bar(Option<ProgressBar>);

impl Bar {
    /// A bar on standard error, if it is a terminal and `wanted`.
    pub(crate) fn new(wanted: bool) -> Self {
        if !wanted || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
        bar.set_style(style("{spinner} {human_pos} documents  {per_sec}  {elapsed}  {msg}"));
        Self(Some(bar))
    }

    /// Does something while the bar is out of the way.
    pub(crate) fn aside<T>(&self, then: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(then),
            None => then(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn expected(&self, documents: Option<u64>) {
        if let (Some(bar), Some(documents)) = (&self.0, documents) {
            bar.set_length(documents);
            bar.set_style(style(
                "{bar:30} {human_pos} of {human_len} documents  {per_sec}  {eta} left  {msg}",
            ));
        }
    }

    fn advanced(&self, now: &Totals) {
        if let Some(bar) = &self.0 {
            bar.set_position(now.documents + now.held);
            if now.held > 0 {
                bar.set_message(format!("{} in quarantine", now.held));
            }
        }
    }

    fn finishing(&self) {
        if let Some(bar) = &self.0 {
            bar.set_message("writing the reports");
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
