//! Layers to one tree, by the `config` crate, with the place of every value kept.

use std::collections::BTreeMap;
use std::ops::Range;

use config::{Config, ConfigError, Map, Source, Value, ValueKind};
use rapporteur_stage::Kind;

use super::layer::{Layer, LayerKind, Node, NodeValue, read};
use super::problem::{Place, Problem, Problems, nearest};

/// Keys of a stage that are not its options.
const RESERVED: [&str; 3] = ["use", "name", "enabled"];

/// The table in which the `config` crate finds the order of stages of a kind.
const ORDER: &str = "#order";

/// All layers as one.
#[derive(Debug)]
pub(crate) struct Merged {
    /// Options of `[pipeline]`.
    pub(crate) pipeline: serde_json::Map<String, serde_json::Value>,
    /// Where they stand: path to places of key and value.
    pub(crate) pipeline_places: Places,
    /// Stages that are to run, in the order of kinds and lists.
    pub(crate) stages: Vec<MergedStage>,
}

/// One stage as the layers together have it.
#[derive(Debug)]
pub(crate) struct MergedStage {
    pub(crate) kind: Kind,
    /// What `use` says.
    pub(crate) name: String,
    /// Where it says so.
    pub(crate) place: Option<Place>,
    /// Its options as they were written.
    pub(crate) options: serde_json::Map<String, serde_json::Value>,
    /// Where each stands.
    pub(crate) places: Places,
}

/// Places of key and value for each path of options (`limits.ratio`, `paths[0]`).
#[derive(Debug, Default)]
pub(crate) struct Places(BTreeMap<String, (Place, Place)>);

impl Places {
    pub(crate) fn key(&self, path: &str) -> Option<Place> {
        self.find(path).map(|(key, _)| key.clone())
    }

    pub(crate) fn value(&self, path: &str) -> Option<Place> {
        self.find(path).map(|(_, value)| value.clone())
    }

    /// The place of the path, or of the nearest part of it that has one.
    fn find(&self, path: &str) -> Option<&(Place, Place)> {
        let mut path = path;
        loop {
            if let Some(found) = self.0.get(path) {
                return Some(found);
            }
            path = &path[..path.rfind(['.', '['])?];
        }
    }
}

/// Reads and merges layers; on failure everything that is wrong with their form.
pub(crate) fn merge(layers: &[Layer]) -> Result<Merged, Problems> {
    let mut problems = Vec::new();
    let mut trees = Vec::new();
    for (index, layer) in layers.iter().enumerate() {
        if layer.text.is_empty() {
            continue;
        }
        match read(layer) {
            Ok(node) => trees.push((index, layer, node)),
            Err(errors) => {
                for (message, span) in errors {
                    let place = Place { layer: index, span };
                    problems.push(Problem::at(Some(place), message, "this can't be read"));
                }
            }
        }
    }
    let names: Vec<(String, String)> =
        layers.iter().map(|layer| (layer.name.clone(), layer.text.clone())).collect();
    if !problems.is_empty() {
        return Err(Problems { layers: names, problems });
    }
    let forms: Vec<Form> =
        trees.iter().map(|(index, layer, node)| form(*index, layer, node, &mut problems)).collect();
    let merged = combine(forms, &mut problems);
    if problems.is_empty() { Ok(merged) } else { Err(Problems { layers: names, problems }) }
}

/// A layer whose form has been checked.
#[derive(Debug, Default)]
struct Form {
    index: usize,
    pipeline: Option<Node>,
    lists: BTreeMap<Kind, Vec<(String, Node)>>,
    tables: BTreeMap<Kind, Vec<(String, Node)>>,
    paths: Option<Node>,
    /// Stage names may have `_` for `-`: a variable's name can't hold the latter.
    loose: bool,
}

fn form(index: usize, layer: &Layer, node: &Node, problems: &mut Vec<Problem>) -> Form {
    let place = |span: &Range<usize>| Some(Place { layer: index, span: span.clone() });
    let mut form = Form { index, loose: layer.kind == LayerKind::Environment, ..Form::default() };
    if layer.kind == LayerKind::Paths {
        form.paths = Some(node.clone());
        return form;
    }
    let NodeValue::Table(entries) = &node.value else { return form };
    for (key, node) in entries {
        if key == "pipeline" {
            if matches!(node.value, NodeValue::Table(_)) {
                form.pipeline = Some(node.clone());
            } else {
                let message = format!("`pipeline` is a table of options, not {}", node.value.describe());
                problems.push(Problem::at(place(&node.span), message, "expected [pipeline]"));
            }
            continue;
        }
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.as_str() == key) else {
            let known = ["pipeline"].into_iter().chain(Kind::ALL.map(Kind::as_str));
            let help = nearest(key, known).map_or_else(
                || "known: pipeline, ingest, normalize, extract, report".into(),
                |word| format!("did you mean `{word}`?"),
            );
            let message = format!("there is no section `{key}`");
            problems.push(Problem::at(place(&node.key), message, "unknown section").help(help));
            continue;
        };
        match &node.value {
            NodeValue::List(items) => {
                let list =
                    items.iter().filter_map(|item| stage_of_list(kind, item, &place, problems)).collect();
                form.lists.insert(kind, list);
            }
            NodeValue::Table(stages) => {
                for (name, stage) in stages {
                    if matches!(stage.value, NodeValue::Table(_)) {
                        form.tables.entry(kind).or_default().push((name.clone(), stage.clone()));
                    } else {
                        let message =
                            format!("`{kind}.{name}` is the name of a stage, with its options below it");
                        let help = format!(
                            "a list of stages is written `[[{kind}]]`, one option of a stage `{kind}.STAGE.OPTION`"
                        );
                        problems.push(Problem::at(place(&stage.key), message, "expected a table").help(help));
                    }
                }
            }
            other => {
                let message = format!("`{kind}` is a list of stages, not {}", other.describe());
                let help = format!("a stage is written `[[{kind}]]` and below it `use = \"NAME\"`");
                problems.push(Problem::at(place(&node.span), message, "expected stages").help(help));
            }
        }
    }
    form
}

/// A stage in a list and the name by which stronger layers can speak of it.
fn stage_of_list(
    kind: Kind,
    item: &Node,
    place: &impl Fn(&Range<usize>) -> Option<Place>,
    problems: &mut Vec<Problem>,
) -> Option<(String, Node)> {
    let NodeValue::Table(entries) = &item.value else {
        let message = format!("a stage of `{kind}` is a table, not {}", item.value.describe());
        problems.push(Problem::at(place(&item.span), message, "expected `use = \"NAME\"`"));
        return None;
    };
    let string = |wanted: &str| match entries.iter().find(|(key, _)| key == wanted) {
        Some((_, Node { value: NodeValue::String(text), .. })) => Ok(Some(text.clone())),
        Some((_, node)) => Err(node),
        None => Ok(None),
    };
    for wanted in ["use", "name"] {
        if let Err(node) = string(wanted) {
            let message = format!("`{wanted}` is a name, not {}", node.value.describe());
            problems.push(Problem::at(place(&node.span), message, "expected a string"));
            return None;
        }
    }
    let Ok(Some(name)) = string("use") else {
        let near = entries.iter().find(|(key, _)| nearest(key, ["use"]).is_some());
        let at = near.map_or(&item.span, |(_, node)| &node.key);
        let message = format!("this stage of `{kind}` does not say which stage it is");
        problems.push(
            Problem::at(place(at), message, "no `use`")
                .help("write `use = \"NAME\"`; `rapporteur stages` lists the names"),
        );
        return None;
    };
    let key = string("name").ok().flatten().unwrap_or(name);
    Some((key, item.clone()))
}

/// A checked layer in the form that the `config` crate merges.
#[derive(Debug, Clone)]
struct LayerSource(Map<String, Value>);

impl Source for LayerSource {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        Ok(self.0.clone())
    }
}

fn combine(forms: Vec<Form>, problems: &mut Vec<Problem>) -> Merged {
    // A list replaces what weaker layers say of its kind.
    let mut first: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut known: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    for (position, form) in forms.iter().enumerate() {
        for (kind, list) in &form.lists {
            first.insert(*kind, position);
            known.insert(*kind, unique(list.iter().map(|(key, _)| key.clone())));
        }
    }
    let mut builder = Config::builder();
    for (position, form) in forms.into_iter().enumerate() {
        let mut map = Map::new();
        if let Some(node) = &form.pipeline {
            map.insert("pipeline".to_owned(), value(form.index, node));
        }
        for kind in Kind::ALL {
            if first.get(&kind).is_some_and(|first| position < *first) {
                continue;
            }
            let mut stages = Map::new();
            if let Some(list) = form.lists.get(&kind) {
                let keys = unique(list.iter().map(|(key, _)| key.clone()));
                let order: Vec<Value> = keys.iter().map(|key| Value::new(None, key.clone())).collect();
                stages.insert(ORDER.to_owned(), Value::new(None, order));
                for (key, (_, node)) in keys.iter().zip(list) {
                    stages.insert(key.clone(), value(form.index, node));
                }
            }
            for (name, node) in form.tables.get(&kind).into_iter().flatten() {
                let names = known.get(&kind).map_or(&[][..], Vec::as_slice);
                let found =
                    names.iter().find(|key| *key == name || (form.loose && key.replace('-', "_") == *name));
                if let Some(key) = found {
                    stages.insert(key.clone(), value(form.index, node));
                } else {
                    let place = Place { layer: form.index, span: node.key.clone() };
                    let help = nearest(name, names.iter().map(String::as_str)).map_or_else(
                        || format!("`{kind}` has {}; a stage is added with `[[{kind}]]`", listed(names)),
                        |word| format!("did you mean `{word}`?"),
                    );
                    let message = format!("no stage of `{kind}` in this pipeline is called `{name}`");
                    problems.push(Problem::at(Some(place), message, "no such stage").help(help));
                }
            }
            if kind == Kind::Ingest
                && let (Some(paths), Some(key)) =
                    (&form.paths, known.get(&kind).and_then(|keys| keys.first()))
            {
                let options = Map::from_iter([("paths".to_owned(), value(form.index, paths))]);
                stages.insert(key.clone(), Value::new(None, options));
            }
            if !stages.is_empty() {
                map.insert(kind.as_str().to_owned(), Value::new(None, stages));
            }
        }
        builder = builder.add_source(LayerSource(map));
    }
    let root = builder.build().map_or(ValueKind::Nil, |config| config.cache.kind);
    let ValueKind::Table(mut root) = root else {
        return Merged {
            pipeline: serde_json::Map::new(),
            pipeline_places: Places::default(),
            stages: Vec::new(),
        };
    };
    let mut pipeline_places = Places::default();
    let pipeline =
        root.remove("pipeline").map(|value| object(&value, "", &mut pipeline_places)).unwrap_or_default();
    let mut stages = Vec::new();
    for kind in Kind::ALL {
        let Some(ValueKind::Table(mut table)) = root.remove(kind.as_str()).map(|value| value.kind) else {
            continue;
        };
        let Some(ValueKind::Array(order)) = table.remove(ORDER).map(|value| value.kind) else { continue };
        for key in order.into_iter().filter_map(|value| value.into_string().ok()) {
            let Some(node) = table.remove(&key) else { continue };
            let mut places = Places::default();
            let mut options = object(&node, "", &mut places);
            let name = options.get("use").and_then(|value| value.as_str()).unwrap_or(&key).to_owned();
            let place = places.value("use");
            let enabled = match options.get("enabled") {
                None => true,
                Some(serde_json::Value::Bool(enabled)) => *enabled,
                Some(_) => {
                    let message = format!("`enabled` of {kind}/{name} is true or false");
                    problems.push(Problem::at(places.value("enabled"), message, "expected true or false"));
                    true
                }
            };
            options.retain(|key, _| !RESERVED.contains(&key.as_str()));
            if enabled {
                stages.push(MergedStage { kind, name, place, options, places });
            }
        }
    }
    Merged { pipeline, pipeline_places, stages }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "no stages".into() } else { names.join(", ") }
}

/// The same names, a number behind those that come again.
fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        let mut key = name.clone();
        let mut count = 1;
        while seen.contains(&key) {
            count += 1;
            key = format!("{name}-{count}");
        }
        seen.push(key);
    }
    seen
}

/// A node as the `config` crate's value; its origin is the place, encoded.
fn value(layer: usize, node: &Node) -> Value {
    let origin = format!("{layer} {} {} {} {}", node.key.start, node.key.end, node.span.start, node.span.end);
    let kind = match &node.value {
        NodeValue::Table(entries) => {
            let entries = entries.iter().map(|(key, node)| (key.clone(), value(layer, node)));
            ValueKind::Table(entries.collect())
        }
        NodeValue::List(items) => ValueKind::Array(items.iter().map(|item| value(layer, item)).collect()),
        NodeValue::String(text) => ValueKind::String(text.clone()),
        NodeValue::Integer(number) => ValueKind::I64(*number),
        NodeValue::Float(number) => ValueKind::Float(*number),
        NodeValue::Bool(value) => ValueKind::Boolean(*value),
    };
    Value::new(Some(&origin), kind)
}

fn object(value: &Value, path: &str, places: &mut Places) -> serde_json::Map<String, serde_json::Value> {
    match json(value, path, places) {
        serde_json::Value::Object(map) => map,
        _ => serde_json::Map::new(),
    }
}

/// A merged value as JSON, its places noted.
fn json(value: &Value, path: &str, places: &mut Places) -> serde_json::Value {
    if let Some(place) = value.origin().and_then(decoded) {
        places.0.insert(path.to_owned(), place);
    }
    match &value.kind {
        ValueKind::Table(entries) => {
            let mut map = serde_json::Map::new();
            let sorted: BTreeMap<&String, &Value> = entries.iter().collect();
            for (key, value) in sorted {
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                map.insert(key.clone(), json(value, &inner, places));
            }
            serde_json::Value::Object(map)
        }
        ValueKind::Array(items) => {
            let items = items.iter().enumerate();
            items.map(|(index, item)| json(item, &format!("{path}[{index}]"), places)).collect()
        }
        ValueKind::String(text) => text.clone().into(),
        ValueKind::I64(number) => (*number).into(),
        ValueKind::Float(number) => (*number).into(),
        ValueKind::Boolean(value) => (*value).into(),
        _ => serde_json::Value::Null,
    }
}

fn decoded(origin: &str) -> Option<(Place, Place)> {
    let numbers: Vec<usize> = origin.split(' ').filter_map(|part| part.parse().ok()).collect();
    let [layer, key_start, key_end, start, end] = numbers[..] else { return None };
    Some((Place { layer, span: key_start..key_end }, Place { layer, span: start..end }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(layers: &[Layer]) -> Merged {
        merge(layers).unwrap_or_else(|problems| panic!("{problems}"))
    }

    const BASE: &str = "[pipeline]\nname = \"a\"\n[[ingest]]\nuse = \"files\"\npaths = [\"x\"]\n[[extract]]\nuse = \"quotes\"\nmax_gap = 2\n[[extract]]\nuse = \"times\"\n";

    #[test]
    fn a_table_sets_an_option_and_a_list_replaces() {
        let set = Layer::set(&["extract.quotes.max_gap=5".into(), "extract.times.enabled=false".into()]);
        let both = merged(&[Layer::file("base", BASE), set]);
        let names: Vec<&str> = both.stages.iter().map(|stage| stage.name.as_str()).collect();
        assert_eq!(names, ["files", "quotes"]);
        assert_eq!(both.stages[1].options["max_gap"], 5);
        assert_eq!(both.stages[1].places.value("max_gap").map(|place| place.layer), Some(1));

        let other = Layer::file("other", "[[extract]]\nuse = \"figures\"\n");
        let both = merged(&[Layer::file("base", BASE), other]);
        let names: Vec<&str> = both.stages.iter().map(|stage| stage.name.as_str()).collect();
        assert_eq!(names, ["files", "figures"]);
        assert_eq!(both.pipeline["name"], "a");
    }

    #[test]
    fn paths_replace_those_of_the_first_ingest() {
        let both = merged(&[Layer::file("base", BASE), Layer::paths(&["a".into(), "b".into()])]);
        assert_eq!(both.stages[0].options["paths"], serde_json::json!(["a", "b"]));
    }

    #[test]
    fn a_variable_may_say_underscore_for_hyphen() {
        let base = Layer::file("base", "[[extract]]\nuse = \"a-b\"\n");
        let variable = Layer::environment([("RAPPORTEUR__EXTRACT__A_B__X".to_owned(), "1".to_owned())]);
        assert_eq!(merged(&[base, variable]).stages[0].options["x"], 1);
    }

    #[test]
    fn the_same_stage_twice_gets_numbers() {
        let base = Layer::file("base", "[[ingest]]\nuse = \"files\"\n[[ingest]]\nuse = \"files\"\n");
        let set = Layer::set(&["ingest.files-2.x=1".into()]);
        let both = merged(&[base, set]);
        assert_eq!(both.stages.len(), 2);
        assert!(both.stages[0].options.is_empty());
        assert_eq!(both.stages[1].options["x"], 1);
    }
}
