//! The log on standard error, through `tracing`.

use std::io::{self, IsTerminal as _, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::args::LogFormat;
use crate::progress::Bar;

/// Starts the log. `RUST_LOG` says more than the flags do, where it is set.
pub(crate) fn start(verbose: u8, quiet: bool, format: LogFormat, bar: Bar) {
    let level = match (quiet, verbose) {
        (true, _) => "error",
        (false, 0) => "warn",
        (false, 1) => "info",
        (false, 2) => "debug",
        (false, _) => "trace",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let writer = Beside(bar);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
    // A second start (in tests) keeps the first.
    let _ = match format {
        LogFormat::Text => builder.with_ansi(colours()).without_time().with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}

/// Colours belong on a terminal, and only where nobody asked for none.
fn colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Writes to standard error beside a progress bar.
struct Beside(Bar);

impl<'w> MakeWriter<'w> for Beside {
    type Writer = Line;

    fn make_writer(&'w self) -> Line {
        Line(self.0.clone())
    }
}

/// A line of the log; the bar steps aside for it.
pub(crate) struct Line(Bar);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.aside(|| io::stderr().write_all(bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
