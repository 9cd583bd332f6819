//! `rapporteur run`.

use std::fmt::Write as _;
use std::sync::Arc;

use rapporteur_pipeline::{RunOptions, Summary};
use tokio::sync::watch;

use super::{as_json, complain, load, on_runtime, refuse, say, say_json};
use crate::Ending;
use crate::args::Run;
use crate::progress::Bar;

pub(crate) fn run(args: &Run, bar: &Bar) -> Ending {
    let wired = match load(&args.configured) {
        Ok(wired) => wired,
        Err(error) => return refuse(&error),
    };
    quiet_panics();
    let (stop, stopped) = watch::channel(false);
    let options = RunOptions {
        out: args.out.clone(),
        jobs: args.jobs,
        resume: args.resume,
        shard: args.shard,
        stop: stopped,
        progress: Arc::new(bar.clone()),
        wraps: Vec::new(),
        commit: option_env!("RAPPORTEUR_COMMIT").map(str::to_owned),
    };
    let result = on_runtime(async {
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                tracing::warn!("stopping: finishing the documents in flight; once more to stop at once");
                let _ = stop.send(true);
                if tokio::signal::ctrl_c().await.is_ok() {
                    std::process::exit(130);
                }
            }
        });
        rapporteur_pipeline::run(wired, options).await
    });
    bar.clear();
    match result {
        Err(ending) => ending,
        Ok(Err(error)) => {
            complain(&error.to_string());
            Ending::Failed
        }
        Ok(Ok(summary)) => report(args, &summary),
    }
}

fn report(args: &Run, summary: &Summary) -> Ending {
    let totals = summary.totals;
    let seconds = summary.took.as_secs_f64();
    let said = if as_json(args.json) {
        say_json(&serde_json::json!({
            "documents": totals.documents,
            "resumed": totals.resumed,
            "held": totals.held,
            "words": totals.words,
            "bytes": totals.bytes,
            "seconds": seconds,
            "stopped": summary.stopped,
            "folder": args.out.display().to_string(),
            "outputs": summary.outputs,
        }))
    } else {
        let mut text = String::new();
        let rate = totals.words as f64 / seconds.max(1e-9);
        let _ = writeln!(
            text,
            "{} documents, {} words in {seconds:.1} s ({rate:.0} words/s)",
            totals.documents, totals.words
        );
        if totals.resumed > 0 {
            let _ = writeln!(text, "{} of them were finished by an earlier run", totals.resumed);
        }
        if totals.held > 0 {
            let _ = writeln!(
                text,
                "{} in the quarantine: see {}",
                totals.held,
                args.out.join("quarantine.jsonl").display()
            );
        }
        for name in &summary.outputs {
            let _ = writeln!(text, "  {}", args.out.join(name).display());
        }
        say(&text)
    };
    if summary.stopped {
        complain("stopped before the end; `--resume` goes on from here");
        return Ending::Failed;
    }
    match said {
        Ending::Well if totals.held > 0 => Ending::Held,
        ending => ending,
    }
}

/// A stage that panics is held back with its message; where it did so belongs in the log.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::debug!(place, "a stage panicked");
    }));
}
