//! `rapporteur stages`.

use std::fmt::Write as _;

use rapporteur_stage::{Factory, Kind};
use serde_json::{Value, json};

use super::{as_json, complain, say, say_json};
use crate::args::Stages;
use crate::{Ending, builtin, table};

pub(crate) fn stages(args: &Stages) -> Ending {
    let registry = builtin();
    let mut chosen: Vec<&dyn Factory> = registry.iter().collect();
    if let Some(name) = &args.name {
        chosen.retain(|stage| stage.descriptor().name == name || stage.descriptor().path() == *name);
        if chosen.is_empty() {
            let names: Vec<&str> = registry.iter().map(|stage| stage.descriptor().name).collect();
            let help = rapporteur_pipeline::nearest(name, names.iter().copied()).map_or_else(
                || format!("known: {}", names.join(", ")),
                |word| format!("did you mean `{word}`?"),
            );
            complain(&format!("there is no stage `{name}`; {help}"));
            return Ending::Wrong;
        }
    }
    if args.markdown {
        return say(&markdown(&chosen));
    }
    if as_json(args.json) {
        return say_json(&chosen.iter().map(|stage| as_value(*stage)).collect());
    }
    if args.name.is_some() {
        return say(&chosen.iter().map(|stage| one(*stage, "  ")).collect::<Vec<_>>().join("\n"));
    }
    let rows: Vec<Vec<String>> = chosen
        .iter()
        .map(|stage| {
            let descriptor = stage.descriptor();
            vec![descriptor.kind.to_string(), descriptor.name.to_owned(), descriptor.summary.to_owned()]
        })
        .collect();
    say(&table::plain(&["kind", "stage", "what it does"], &rows))
}

fn as_value(stage: &dyn Factory) -> Value {
    let descriptor = stage.descriptor();
    let names =
        |layers: &[rapporteur_document::Layer]| layers.iter().map(|layer| layer.as_str()).collect::<Vec<_>>();
    json!({
        "kind": descriptor.kind.as_str(),
        "name": descriptor.name,
        "version": descriptor.version,
        "summary": descriptor.summary,
        "needs": names(&descriptor.needs),
        "uses": names(&descriptor.uses),
        "gives": names(&descriptor.gives),
        "languages": descriptor.languages,
        "media_types": descriptor.media_types,
        "example": descriptor.example,
        "data": descriptor.data.iter().map(|file| json!({ "name": file.name, "sha256": file.sha256 })).collect::<Vec<_>>(),
        "options": stage.schema(),
    })
}

/// One stage with its options, as a terminal shows it.
fn one(stage: &dyn Factory, indent: &str) -> String {
    let descriptor = stage.descriptor();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}  (version {})\n{indent}{}\n",
        descriptor.path(),
        descriptor.version,
        descriptor.summary
    );
    for (name, layers) in
        [("needs", &descriptor.needs), ("uses", &descriptor.uses), ("gives", &descriptor.gives)]
    {
        if !layers.is_empty() {
            let layers: Vec<&str> = layers.iter().map(|layer| layer.as_str()).collect();
            let _ = writeln!(out, "{indent}{name:<6} {}", layers.join(", "));
        }
    }
    for (name, list) in [("languages", descriptor.languages), ("media types", descriptor.media_types)] {
        if !list.is_empty() {
            let _ = writeln!(out, "{indent}{name}: {}", list.join(", "));
        }
    }
    let options = options(stage);
    if !options.is_empty() {
        let rows: Vec<Vec<String>> = options
            .into_iter()
            .map(|option| vec![option.name, option.kind, option.default, option.says])
            .collect();
        let _ = writeln!(out);
        for line in table::plain(&["option", "is", "default", "what it does"], &rows).lines() {
            let _ = writeln!(out, "{indent}{line}");
        }
    }
    if !descriptor.example.trim().is_empty() {
        let _ = writeln!(out);
        for line in descriptor.example.trim().lines() {
            let _ = writeln!(out, "{indent}{line}");
        }
    }
    out
}

/// One option in words.
struct OptionRow {
    name: String,
    kind: String,
    default: String,
    says: String,
}

/// The options of a stage, from its schema and its defaults, in the order of their names.
fn options(stage: &dyn Factory) -> Vec<OptionRow> {
    let schema = stage.schema();
    let defaults = stage.defaults();
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return Vec::new() };
    properties
        .iter()
        .map(|(name, property)| {
            let target = property
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|path| schema.pointer(path.trim_start_matches('#')));
            let says =
                property.get("description").or_else(|| target.and_then(|target| target.get("description")));
            OptionRow {
                name: name.clone(),
                kind: kind_of(target.unwrap_or(property)),
                default: defaults
                    .get(name)
                    .filter(|value| !value.is_null())
                    .map_or_else(|| "–".into(), ToString::to_string),
                says: says.and_then(Value::as_str).unwrap_or_default().replace('\n', " "),
            }
        })
        .collect()
}

fn kind_of(property: &Value) -> String {
    if let Some(values) = property.get("enum").and_then(Value::as_array) {
        return values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    }
    if let Some(values) = property.get("oneOf").and_then(Value::as_array) {
        let values =
            values.iter().filter_map(|value| value.get("const").or_else(|| value.get("enum")?.get(0)));
        return values.map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    }
    let word = |kind: &str| {
        match kind {
            "integer" => "whole number",
            "boolean" => "true or false",
            "array" => "list",
            "object" => "table",
            other => other,
        }
        .to_owned()
    };
    match property.get("type") {
        Some(Value::String(kind)) => word(kind),
        Some(Value::Array(kinds)) => {
            let kinds: Vec<String> =
                kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").map(word).collect();
            kinds.join(" or ")
        }
        _ => "table".into(),
    }
}

/// The whole reference as Markdown.
fn markdown(stages: &[&dyn Factory]) -> String {
    let mut out = String::from(
        "# Stages\n\nEvery stage that a configuration can name, with its options. Made by `cargo xtask docs` from the\nprogram itself; the same on a terminal: `rapporteur stages NAME`.\n",
    );
    for kind in Kind::ALL {
        let _ = writeln!(out, "\n## {kind}");
        for stage in stages.iter().filter(|stage| stage.descriptor().kind == kind) {
            let descriptor = stage.descriptor();
            let _ = writeln!(out, "\n### {}\n\n{}\n", descriptor.name, descriptor.summary);
            let _ = writeln!(
                out,
                "| version | needs | uses | gives | languages | media types |\n|---|---|---|---|---|---|"
            );
            let layers = |layers: &[rapporteur_document::Layer]| {
                let names: Vec<&str> = layers.iter().map(|layer| layer.as_str()).collect();
                if names.is_empty() { "–".to_owned() } else { names.join(", ") }
            };
            let any = |list: &[&str]| if list.is_empty() { "any".to_owned() } else { list.join(", ") };
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} |",
                descriptor.version,
                layers(&descriptor.needs),
                layers(&descriptor.uses),
                layers(&descriptor.gives),
                any(descriptor.languages),
                any(descriptor.media_types)
            );
            let options = options(*stage);
            if !options.is_empty() {
                let _ = writeln!(out, "\n| option | is | default | what it does |\n|---|---|---|---|");
                for OptionRow { name, kind, default, says } in options {
                    let says = says.replace('|', "\\|");
                    let kind = kind.replace('|', "\\|");
                    let _ = writeln!(out, "| `{name}` | {kind} | `{default}` | {says} |");
                }
            }
            if !descriptor.example.trim().is_empty() {
                let _ = writeln!(out, "\n```toml\n{}\n```", descriptor.example.trim());
            }
        }
    }
    out
}
