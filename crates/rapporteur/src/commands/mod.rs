//! One module a command.

mod check;
mod explain;
mod run;
mod schema;
mod stages;
mod verify;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rapporteur_pipeline::{Layer, Problems, Wired, compile};
use rapporteur_stage::BuildContext;

use crate::args::{Args, Command, Configured};
use crate::progress::Bar;
use crate::{DEFAULT_CONFIG, Ending, builtin, diagnostics, log};

/// Does what the arguments say.
pub(crate) fn dispatch(args: Args) -> Ending {
    let running = matches!(args.command, Command::Run(_));
    let text_log = args.log_format == crate::args::LogFormat::Text;
    let bar = Bar::new(running && text_log && !args.quiet);
    log::start(args.verbose, args.quiet, args.log_format, bar.clone());
    match args.command {
        Command::Run(args) => run::run(&args, &bar),
        Command::Check(args) => check::check(&args),
        Command::Stages(args) => stages::stages(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Verify(args) => verify::verify(&args),
        Command::Schema(args) => schema::schema(&args),
    }
}

/// Why a configuration could not be loaded.
enum LoadError {
    /// A file could not be read.
    Unread(String),
    /// It is wrong.
    Wrong(Problems),
}

/// Loads and compiles the configuration that these arguments speak of.
fn load(configured: &Configured) -> Result<Wired, LoadError> {
    let layers = layers(configured).map_err(LoadError::Unread)?;
    compile(&layers, &builtin(), &BuildContext::default()).map_err(LoadError::Wrong)
}

/// The layers of configuration, weakest first.
fn layers(configured: &Configured) -> Result<Vec<Layer>, String> {
    let mut layers = vec![Layer::file("the shipped default", DEFAULT_CONFIG)];
    let own = Path::new("rapporteur.toml");
    let file = configured.config.clone().or_else(|| own.exists().then(|| own.to_owned()));
    if let Some(path) = &file {
        layers.push(read(path)?);
    }
    if let Some(profile) = &configured.profile {
        layers.push(read(&profile_path(profile, file.as_deref()))?);
    }
    layers.push(Layer::environment(
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
    ));
    layers.push(Layer::set(&configured.set));
    if !configured.paths.is_empty() {
        layers.push(Layer::paths(&configured.paths));
    }
    Ok(layers)
}

/// A profile is a file, or the name of one beside the configuration, else in `config/`.
fn profile_path(profile: &str, config: Option<&Path>) -> PathBuf {
    let given = Path::new(profile);
    if given.extension().is_some() {
        return given.to_owned();
    }
    let beside = config.and_then(Path::parent).map_or_else(|| PathBuf::from("config"), Path::to_owned);
    beside.join(format!("{profile}.toml"))
}

fn read(path: &Path) -> Result<Layer, String> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        let wanted = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let near = rapporteur_pipeline::nearest(&wanted, names.iter().map(String::as_str));
        let hint =
            near.map(|name| format!("; did you mean `{}`?", folder.join(name).display())).unwrap_or_default();
        format!("{}: {error}{hint}", path.display())
    })?;
    Ok(Layer::file(path.display().to_string(), text))
}

/// Says why there is no configuration.
fn refuse(error: &LoadError) -> Ending {
    match error {
        LoadError::Unread(message) => complain(message),
        LoadError::Wrong(problems) => {
            let _ = io::stderr().write_all(diagnostics::draw(problems).as_bytes());
        }
    }
    Ending::Wrong
}

/// Says what went wrong, on standard error.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "rapporteur: {message}");
}

/// Writes to standard output. A reader who has enough (a broken pipe) is no error.
fn say(text: &str) -> Ending {
    match io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("standard output: {error}"));
            Ending::Failed
        }
        _ => Ending::Well,
    }
}

fn say_json(value: &serde_json::Value) -> Ending {
    say(&format!("{value:#}\n"))
}

/// Whether to print JSON: asked for, or standard output is no terminal.
fn as_json(asked: bool) -> bool {
    use std::io::IsTerminal as _;
    asked || !io::stdout().is_terminal()
}

/// A runtime for pipelines. Ended in the background: a stage that hangs must not keep the program.
fn on_runtime<T>(work: impl Future<Output = T>) -> Result<T, Ending> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| {
        complain(&format!("no async runtime: {error}"));
        Ending::Failed
    })?;
    let result = runtime.block_on(work);
    runtime.shutdown_background();
    Ok(result)
}
