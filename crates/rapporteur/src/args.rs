//! The arguments, as clap reads them.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};

/// Turns a pile of news articles and parliamentary transcripts into a record that stands up to
/// scrutiny: who said what, where, when, with which figures, each statement with its bytes.
#[derive(Debug, Parser)]
#[command(name = "rapporteur", version, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Say more (-v: each document, -vv: everything)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Say only what went wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Form of the log on standard error
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines to read
    Text,
    /// One JSON object a line
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the pipeline
    Run(Run),
    /// Check a configuration without running it, and show its stages
    Check(Check),
    /// Show every stage there is, or one with its options and an example
    Stages(Stages),
    /// Show an annotation's way back to its source
    Explain(Explain),
    /// Read sources and outputs of a finished run again, and compare
    Verify(Verify),
    /// Print a JSON Schema
    Schema(Schema),
}

/// Where the configuration comes from.
#[derive(Debug, Group)]
pub(crate) struct Configured {
    /// Files, folders, globs, or `-` for standard input; they replace the paths of the first
    /// ingest stage
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// Configuration file [default: rapporteur.toml in this folder, where there is one]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// A further configuration over it: a file, or the name of one beside it
    #[arg(short, long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Set one value, as in `extract.quotes.max_gap=3`
    #[arg(short, long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

#[derive(Debug, Group)]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) configured: Configured,
    /// Folder to write to
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub(crate) out: PathBuf,
    /// Workers [default: one a core]
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) jobs: usize,
    /// Go on with what a killed run in the same folder has finished
    #[arg(long)]
    pub(crate) resume: bool,
    /// Take only part I of N of the documents
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<(u64, u64)>,
    /// Say how it went as JSON, on a terminal too
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) configured: Configured,
    /// As JSON, on a terminal too
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Stages {
    /// One stage: `quotes`, or `extract/quotes`
    pub(crate) name: Option<String>,
    /// As JSON, on a terminal too
    #[arg(long, conflicts_with = "markdown")]
    pub(crate) json: bool,
    /// The whole reference as Markdown
    #[arg(long)]
    pub(crate) markdown: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Explain {
    /// A record: `out/record.jsonl`, with `#ID` where it holds several documents
    #[arg(value_name = "RECORD")]
    pub(crate) record: String,
    /// Bytes of the text as `START..END`, or an annotation's id: `q3`, `e2`
    #[arg(value_name = "SPAN")]
    pub(crate) span: String,
}

#[derive(Debug, Group)]
pub(crate) struct Verify {
    /// Folder of a finished run
    #[arg(value_name = "DIR", default_value = "out")]
    pub(crate) folder: PathBuf,
    /// As JSON, on a terminal too
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Schema {
    /// Of what
    #[arg(value_enum, default_value_t = SchemaOf::Config)]
    pub(crate) of: SchemaOf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SchemaOf {
    /// A configuration file
    Config,
    /// A line of record.jsonl
    Record,
    /// report.json
    Report,
}

fn shard(text: &str) -> Result<(u64, u64), String> {
    let wrong = || "expected I/N with I from 1 to N, as in 1/4".to_owned();
    let (part, of) = text.split_once('/').ok_or_else(wrong)?;
    let (part, of): (u64, u64) = (part.parse().map_err(|_| wrong())?, of.parse().map_err(|_| wrong())?);
    if part >= 1 && part <= of { Ok((part, of)) } else { Err(wrong()) }
}
