//! The compiler of the wiring: layers of configuration to stages that are ready to run, or
//! everything that is wrong with them, at once, before anything runs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use rapporteur_document::Layer as Part;
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Factory, Ingest, Kind, Registry, Report, Running, SharedSlots,
};
use serde::{Deserialize, Serialize};

use crate::chain::{Link, Step};
use crate::config::{Layer, Merged, MergedStage, Place, Places, Problem, Problems, merge, nearest};
use crate::digest::sha256_hex;

/// Options of `[pipeline]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PipelineOptions {
    /// Name of the pipeline, for the manifest and the reports.
    pub name: String,
    /// Seconds that one document may take through all normalize and extract stages; a document
    /// that takes longer goes to the quarantine.
    pub time_limit: f64,
    /// Documents that wait between ingest and the workers. Bounds the memory of a run.
    pub queue: usize,
}

impl Default for PipelineOptions {
    fn default() -> Self {
        Self { name: "pipeline".into(), time_limit: 60.0, queue: 32 }
    }
}

impl PipelineOptions {
    /// JSON Schema of these options.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }

    pub(crate) fn limit(&self) -> Duration {
        Duration::from_secs_f64(self.time_limit)
    }
}

/// One stage of a checked pipeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// What it is, needs and gives with its options.
    pub descriptor: Descriptor,
    /// All its options, defaults filled in.
    pub options: serde_json::Value,
    /// SHA-256 of the options as canonical JSON.
    pub options_sha256: String,
    /// Files that it writes, for a report stage.
    pub outputs: Vec<String>,
}

/// A checked pipeline, ready to run.
pub struct Wired {
    /// Options of the pipeline as a whole.
    pub options: PipelineOptions,
    /// Its stages in order, with every option.
    pub stages: Vec<Planned>,
    /// The whole configuration after merging, as TOML.
    pub text: String,
    pub(crate) ingests: Vec<(Planned, Arc<dyn Ingest>)>,
    pub(crate) links: Vec<Link>,
    pub(crate) reports: Vec<(Planned, Box<dyn Report>)>,
}

impl std::fmt::Debug for Wired {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wired")
            .field("options", &self.options)
            .field("stages", &self.stages)
            .finish_non_exhaustive()
    }
}

impl Wired {
    /// SHA-256 of [`Wired::text`].
    pub fn sha256(&self) -> String {
        sha256_hex(self.text.as_bytes())
    }

    /// What a finished document depends on beside its bytes: versions and options of the stages
    /// that made it. A journal of other stages is of no use.
    pub(crate) fn digest(&self) -> String {
        let mut text = String::from(env!("CARGO_PKG_VERSION"));
        for stage in self.stages.iter().filter(|stage| stage.descriptor.kind != Kind::Report) {
            // Which places are read decides what is ingested, not what becomes of a document.
            let options = if stage.descriptor.kind == Kind::Ingest { "" } else { &stage.options_sha256 };
            let _ = write!(text, "\n{} {} {options}", stage.descriptor.path(), stage.descriptor.version);
        }
        let _ = write!(text, "\n{}", self.options.time_limit);
        sha256_hex(text.as_bytes())
    }

    /// The ingest stages, to read sources again with.
    pub fn ingests(&self) -> Vec<Arc<dyn Ingest>> {
        self.ingests.iter().map(|(_, ingest)| Arc::clone(ingest)).collect()
    }

    /// Every lexicon and model that the stages stand on, sorted.
    pub fn data(&self) -> Vec<rapporteur_stage::DataFile> {
        let mut data: Vec<_> = self.stages.iter().flat_map(|stage| stage.descriptor.data.clone()).collect();
        data.sort();
        data.dedup();
        data
    }
}

/// Names that no report may write.
const OWN_FILES: [&str; 2] = ["manifest.json", "quarantine.jsonl"];

/// Compiles layers of configuration, weakest first.
///
/// # Errors
/// Everything that is wrong: syntax first (nothing else can be said then), then unknown stages,
/// unknown and mistyped options, needs that nothing gives, and outputs that collide, together.
pub fn compile(layers: &[Layer], registry: &Registry, context: &BuildContext) -> Result<Wired, Problems> {
    // What its stages share is this pipeline's alone, however often a context is used.
    let context = &BuildContext { shared: SharedSlots::default(), ..context.clone() };
    let merged = merge(layers)?;
    let mut problems = Vec::new();
    let options = pipeline_options(&merged, &mut problems);
    let Merged { stages: found, .. } = merged;

    let mut ready = Vec::new();
    for stage in &found {
        if let Some(checked) = check_stage(stage, registry, &mut problems) {
            ready.push((stage, checked));
        }
    }
    // What an unknown stage would have given can't be known: a need is only missed without any.
    let all_known = ready.len() == found.len();
    check_wiring(&ready, all_known, &mut problems);
    if !found.iter().any(|stage| stage.kind == Kind::Ingest) {
        problems.push(
            Problem::at(None, "there is no ingest stage: nothing would be read", "")
                .help("add `[[ingest]]` with `use = \"files\"`"),
        );
    }
    if !found.iter().any(|stage| stage.kind == Kind::Report) {
        problems.push(
            Problem::at(None, "there is no report stage: nothing would be written", "")
                .help("add `[[report]]` with `use = \"record\"`"),
        );
    }

    let text = text_of(&options, &ready);
    let mut wired = Wired {
        options,
        stages: Vec::new(),
        text,
        ingests: Vec::new(),
        links: Vec::new(),
        reports: Vec::new(),
    };
    let mut outputs: BTreeMap<String, String> = BTreeMap::new();
    for (stage, (factory, descriptor, options)) in ready {
        let planned = |outputs| Planned {
            descriptor: descriptor.clone(),
            options: options.clone(),
            options_sha256: sha256_hex(options.to_string().as_bytes()),
            outputs,
        };
        let place_of = |error: &BuildError| {
            error.option.as_ref().map_or_else(
                || stage.place.clone(),
                |option| stage.places.value(option).or_else(|| stage.place.clone()),
            )
        };
        match factory.build(options.clone(), context) {
            Err(error) => {
                let place = place_of(&error);
                problems.push(Problem::at(
                    place,
                    format!("{}: {}", descriptor.path(), error.message),
                    "this can't be",
                ));
            }
            Ok(Running::Ingest(ingest)) => {
                let planned = planned(Vec::new());
                wired.stages.push(planned.clone());
                wired.ingests.push((planned, ingest));
            }
            Ok(Running::Normalize(stage)) => {
                let planned = planned(Vec::new());
                wired.stages.push(planned.clone());
                wired.links.push(Link::new(planned, Arc::new(stage) as Arc<dyn Step>));
            }
            Ok(Running::Extract(stage)) => {
                let planned = planned(Vec::new());
                wired.stages.push(planned.clone());
                wired.links.push(Link::new(planned, Arc::new(stage) as Arc<dyn Step>));
            }
            Ok(Running::Report(report)) => {
                let files = report.outputs();
                for file in &files {
                    check_output(file, stage, &descriptor, &mut outputs, &mut problems);
                }
                let planned = planned(files);
                wired.stages.push(planned.clone());
                wired.reports.push((planned, report));
            }
        }
    }
    if problems.is_empty() {
        return Ok(wired);
    }
    problems.sort_by_key(order_of);
    let layers = layers.iter().map(|layer| (layer.name.clone(), layer.text.clone())).collect();
    Err(Problems { layers, problems })
}

/// Problems come in the order of the text, those without a place last.
fn order_of(problem: &Problem) -> (bool, Option<(usize, usize)>) {
    (problem.place.is_none(), problem.place.as_ref().map(|place| (place.layer, place.span.start)))
}

fn pipeline_options(merged: &Merged, problems: &mut Vec<Problem>) -> PipelineOptions {
    let mut written = serde_json::Value::Object(merged.pipeline.clone());
    let options: PipelineOptions = loop {
        match serde_path_to_error::deserialize(&written) {
            Ok(options) => break options,
            Err(error) => {
                let path = error.path().to_string();
                let message = error.into_inner().to_string();
                problems.push(option_problem("pipeline", &path, &message, &merged.pipeline_places));
                if !remove(&mut written, &path, &message) {
                    break PipelineOptions::default();
                }
            }
        }
    };
    if !(options.time_limit > 0.0 && options.time_limit <= 86_400.0) {
        let place = merged.pipeline_places.value("time_limit");
        problems.push(Problem::at(
            place,
            "pipeline: `time_limit` is a number of seconds above 0, at most a day",
            "this can't be",
        ));
        return PipelineOptions { time_limit: PipelineOptions::default().time_limit, ..options };
    }
    if options.queue == 0 {
        let place = merged.pipeline_places.value("queue");
        problems.push(Problem::at(place, "pipeline: `queue` is at least 1", "this can't be"));
    }
    options
}

type Checked<'r> = (&'r dyn Factory, Descriptor, serde_json::Value);

fn check_stage<'r>(
    stage: &MergedStage,
    registry: &'r Registry,
    problems: &mut Vec<Problem>,
) -> Option<Checked<'r>> {
    let Some(factory) = registry.get(stage.kind, &stage.name) else {
        problems.push(unknown_stage(stage, registry));
        return None;
    };
    let path = factory.descriptor().path();
    let mut written = serde_json::Value::Object(stage.options.clone());
    // Each error takes its option out, and reading goes on: the next error shows too.
    let mut wrong = false;
    let options = loop {
        match factory.complete(&written) {
            Ok(options) => break Some(options),
            Err((option, message)) => {
                wrong = true;
                problems.push(
                    option_problem(&path, &option, &message, &stage.places).or_place(stage.place.clone()),
                );
                if !remove(&mut written, &option, &message) {
                    break None;
                }
            }
        }
    };
    let options = options?;
    match factory.describe(&options) {
        Ok(descriptor) => Some((factory, descriptor, options)),
        Err(_) if wrong => None,
        Err(error) => {
            let place = error
                .option
                .as_ref()
                .and_then(|option| stage.places.value(option))
                .or_else(|| stage.place.clone());
            problems.push(Problem::at(place, format!("{path}: {}", error.message), "this can't be"));
            None
        }
    }
}

impl Problem {
    fn or_place(mut self, place: Option<Place>) -> Self {
        self.place = self.place.or(place);
        self
    }
}

fn unknown_stage(stage: &MergedStage, registry: &Registry) -> Problem {
    let (kind, name) = (stage.kind, &stage.name);
    let of_kind: Vec<&str> =
        registry.iter().map(Factory::descriptor).filter(|it| it.kind == kind).map(|it| it.name).collect();
    let elsewhere = registry.iter().map(Factory::descriptor).find(|it| it.name == name);
    let help = if let Some(other) = elsewhere {
        format!("`{name}` is a stage of `{}`: move it to `[[{}]]`", other.kind, other.kind)
    } else if let Some(word) = nearest(name, of_kind.iter().copied()) {
        format!("did you mean `{word}`?")
    } else {
        format!("known: {}", of_kind.join(", "))
    };
    Problem::at(stage.place.clone(), format!("there is no {kind} stage `{name}`"), "unknown stage").help(help)
}

/// A problem with one option, in words for people who don't know serde.
fn option_problem(owner: &str, path: &str, message: &str, places: &Places) -> Problem {
    if let Some((field, known)) = unknown_field(message) {
        let parent = parent_of(path, &field);
        let full = if parent.is_empty() { field.clone() } else { format!("{parent}.{field}") };
        let help = nearest(&field, known.iter().map(String::as_str)).map_or_else(
            || {
                if known.is_empty() {
                    "it has no options".into()
                } else {
                    format!("known: {}", known.join(", "))
                }
            },
            |word| format!("did you mean `{word}`?"),
        );
        return Problem::at(places.key(&full), format!("{owner} has no option `{full}`"), "unknown option")
            .help(help);
    }
    if let Some(field) = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let problem =
            Problem::at(None, format!("{owner} needs the option `{field}`"), format!("`{field}` is missing"));
        return problem.help(format!("write `{field} = …` below it"));
    }
    if let Some(rest) = message.strip_prefix("unknown variant `") {
        let mut parts = rest.splitn(2, "`, expected ");
        let (written, known) = (parts.next().unwrap_or_default(), quoted(parts.next().unwrap_or_default()));
        let help = nearest(written, known.iter().map(String::as_str))
            .map_or_else(|| format!("known: {}", known.join(", ")), |word| format!("did you mean `{word}`?"));
        let message = format!("{owner}: `{written}` is no value of `{path}`");
        return Problem::at(places.value(path), message, "unknown value").help(help);
    }
    let (found, expected) = mismatch(message);
    let message = if expected.is_empty() {
        format!("{owner}: `{path}`: {message}")
    } else {
        format!("{owner}: `{path}` is {expected}, not {found}")
    };
    let label = if expected.is_empty() { "this can't be".to_owned() } else { format!("expected {expected}") };
    Problem::at(places.value(path), message, label)
}

/// Field and known fields of serde's "unknown field `x`, expected one of `a`, `b`".
fn unknown_field(message: &str) -> Option<(String, Vec<String>)> {
    let rest = message.strip_prefix("unknown field `")?;
    let (field, rest) = rest.split_once('`')?;
    Some((field.to_owned(), quoted(rest)))
}

/// The words in backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The path without the unknown field itself, which may or may not be its end.
fn parent_of<'p>(path: &'p str, field: &str) -> &'p str {
    if path == "." || path == field {
        ""
    } else {
        path.strip_suffix(field).map_or(path, |parent| parent.trim_end_matches('.'))
    }
}

/// Found and expected of serde's "invalid type: string \"a\", expected u32", in plain words.
fn mismatch(message: &str) -> (String, String) {
    let body = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    let Some((found, expected)) = body.and_then(|body| body.split_once(", expected ")) else {
        return (String::new(), String::new());
    };
    let found = found
        .replace("string ", "the string ")
        .replace("integer ", "the number ")
        .replace("floating point ", "the number ")
        .replace("boolean ", "")
        .replace("sequence", "a list")
        .replace("map", "a table")
        .replace('`', "");
    let expected = match expected.split(' ').next().unwrap_or_default() {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or above".into(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number".into(),
        "f32" | "f64" => "a number".into(),
        "a" if expected.starts_with("a boolean") => "true or false".into(),
        "a" if expected.starts_with("a sequence") => "a list".into(),
        "a" if expected.starts_with("a map") => "a table".into(),
        "struct" => "a table of options".into(),
        _ => expected.to_owned(),
    };
    (found, expected)
}

/// Takes the option at `path` out, so that reading can go on; false where there is none.
fn remove(options: &mut serde_json::Value, path: &str, message: &str) -> bool {
    let mut path = path.to_owned();
    if let Some((field, _)) = unknown_field(message) {
        let parent = parent_of(&path, &field).to_owned();
        path = if parent.is_empty() { field } else { format!("{parent}.{field}") };
    }
    // An item of a list goes with its list: lists are short, and the next run shows the next item.
    let path = path.split('[').next().unwrap_or_default();
    let mut steps: Vec<&str> = path.split('.').collect();
    let Some(last) = steps.pop() else { return false };
    let mut place = options;
    for step in steps {
        let Some(inner) = place.get_mut(step) else { return false };
        place = inner;
    }
    place.as_object_mut().is_some_and(|map| map.remove(last).is_some())
}

/// Every need is given by an earlier stage.
fn check_wiring(ready: &[(&MergedStage, Checked<'_>)], all_known: bool, problems: &mut Vec<Problem>) {
    let mut given: Vec<Part> = Vec::new();
    for (index, (stage, (_, descriptor, _))) in ready.iter().enumerate() {
        for need in &descriptor.needs {
            if given.contains(need) {
                continue;
            }
            let later = ready[index..]
                .iter()
                .find(|(_, (_, other, _))| other.gives.contains(need) && other.path() != descriptor.path());
            let message = format!("{} needs `{need}`, which no stage before it gives", descriptor.path());
            let problem = Problem::at(stage.place.clone(), message, format!("needs `{need}`"));
            if let Some((_, (_, other, _))) = later {
                problems.push(problem.help(format!("{} gives it: move that before this", other.path())));
            } else if all_known {
                problems.push(problem.help(format!("`rapporteur stages` shows which stage gives `{need}`")));
            }
        }
        given.extend(&descriptor.gives);
    }
}

fn check_output(
    file: &str,
    stage: &MergedStage,
    descriptor: &Descriptor,
    outputs: &mut BTreeMap<String, String>,
    problems: &mut Vec<Problem>,
) {
    let place = stage.places.value("file").or_else(|| stage.place.clone());
    let outside = file.is_empty()
        || file.starts_with(['/', '.'])
        || file.contains(['\\', ':'])
        || file.split('/').any(|part| part == ".." || part.is_empty());
    if outside {
        let message =
            format!("{} would write `{file}`, which is no name inside the output folder", descriptor.path());
        problems.push(Problem::at(place, message, "expected a name such as `report.md`"));
    } else if OWN_FILES.contains(&file) {
        let message = format!("{} would write `{file}`, which the run itself writes", descriptor.path());
        problems.push(Problem::at(place, message, "this name is taken"));
    } else if let Some(other) = outputs.insert(file.to_owned(), descriptor.path()) {
        let message = format!("{} would write `{file}`, which {other} writes already", descriptor.path());
        problems
            .push(Problem::at(place, message, "the same file twice").help("give one of them another `file`"));
    }
}

/// The whole configuration as TOML: what a manifest keeps, and what `verify` compiles again.
fn text_of(options: &PipelineOptions, ready: &[(&MergedStage, Checked<'_>)]) -> String {
    let mut root = toml::Table::new();
    if let Ok(pipeline) = toml::Table::try_from(options) {
        root.insert("pipeline".into(), pipeline.into());
    }
    for kind in Kind::ALL {
        let mut list = toml::value::Array::new();
        for (_, (_, descriptor, options)) in ready.iter().filter(|(stage, _)| stage.kind == kind) {
            let mut table = toml::Table::try_from(without_null(options.clone())).unwrap_or_default();
            table.insert("use".into(), descriptor.name.into());
            list.push(table.into());
        }
        if !list.is_empty() {
            root.insert(kind.as_str().into(), list.into());
        }
    }
    toml::to_string(&root).unwrap_or_default()
}

/// TOML has no null: an option without value is left out.
fn without_null(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(map) => map
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_null(value)))
            .collect(),
        other => other,
    }
}
