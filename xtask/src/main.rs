//! The project's own commands: `cargo xtask COMMAND`.
//!
//! Everything that a shell script would do, in Rust, so that it is the same on every machine. It
//! knows the program only from outside: it runs the real binary and reads the files that a run
//! leaves. Nothing here ships.
//!
//! Start reading at [`COMMANDS`]; each command is a module of its name.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on the terminal")]

mod arguments;
mod bench;
mod ci;
mod compare;
mod docs;
mod generate;
mod kill_test;
mod new_stage;
mod page_test;
mod pipeline;
mod planted;
mod random;
mod review;
mod snapshots;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use arguments::Arguments;

/// A command's work; what follows its name on the command line is its argument.
type Work = fn(Arguments) -> anyhow::Result<()>;

/// Name, arguments, what it does, and the function.
const COMMANDS: &[(&str, &str, &str, Work)] = &[
    ("pipeline", "[ARGS…]", "build the release binary and run config/pipeline.toml into out/", pipeline::run),
    ("test", "[ARGS…]", "every test, doctests and snapshots; ARGS go to the test runner", test::run),
    ("ci", "", "all that CI checks, in the order of their price", ci::run),
    ("tidy", "", "the repository's own rules", tidy::run),
    ("review", "", "look at changed snapshots one by one", review::run),
    ("docs", "[--check]", "write docs/ and the schema files again, or say which are stale", docs::run),
    (
        "bench",
        "[--documents N,N] [--jobs N] [--config F]",
        "speed and memory on generated documents",
        bench::run,
    ),
    (
        "kill-test",
        "[--runs N] [--documents N] [--seed S] [--config F]",
        "SIGKILL and --resume, compared",
        kill_test::run,
    ),
    (
        "generate",
        "--documents N --out DIR [--seed S]",
        "documents with known stories and copies",
        generate::run,
    ),
    (
        "page-test",
        "[--report FILE] [--binary FILE]",
        "the HTML report in a real browser: links, sorting, keyboard, contrast",
        page_test::run,
    ),
    ("new-stage", "KIND NAME", "a stage's skeleton with fixture and test, in the registry", new_stage::run),
];

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let Some((_, _, _, work)) = COMMANDS.iter().find(|(known, ..)| *known == name) else {
        print_help();
        return if matches!(name.as_str(), "" | "help" | "--help" | "-h") {
            ExitCode::SUCCESS
        } else {
            eprintln!("\nthere is no command `{name}`");
            ExitCode::from(2)
        };
    };
    match work(Arguments::new(words.collect())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            error.downcast_ref::<workspace::Status>().map_or(ExitCode::FAILURE, workspace::Status::code)
        }
    }
}

fn print_help() {
    println!("cargo xtask COMMAND\n");
    for (name, arguments, what, _) in COMMANDS {
        println!("  {name} {arguments}\n      {what}");
    }
}
