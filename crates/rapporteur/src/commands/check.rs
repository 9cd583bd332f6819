//! `rapporteur check`.

use rapporteur_document::Layer;
use rapporteur_pipeline::Wired;

use super::{as_json, load, refuse, say, say_json};
use crate::args::Check;
use crate::{Ending, table};

pub(crate) fn check(args: &Check) -> Ending {
    match load(&args.configured) {
        Err(error) => refuse(&error),
        Ok(wired) if as_json(args.json) => say_json(&json(&wired)),
        Ok(wired) => say(&text(&wired)),
    }
}

fn text(wired: &Wired) -> String {
    let rows: Vec<Vec<String>> = wired
        .stages
        .iter()
        .map(|stage| {
            let descriptor = &stage.descriptor;
            let gives =
                if stage.outputs.is_empty() { layers(&descriptor.gives) } else { stage.outputs.join(", ") };
            vec![
                descriptor.kind.to_string(),
                descriptor.name.to_owned(),
                layers(&descriptor.needs),
                layers(&descriptor.uses),
                gives,
            ]
        })
        .collect();
    let table = table::plain(&["kind", "stage", "needs", "uses", "gives"], &rows);
    format!("{table}\n{}: {} stages, nothing missing\n", wired.options.name, wired.stages.len())
}

fn json(wired: &Wired) -> serde_json::Value {
    let stages: Vec<serde_json::Value> = wired
        .stages
        .iter()
        .map(|stage| {
            let descriptor = &stage.descriptor;
            serde_json::json!({
                "stage": descriptor.path(),
                "version": descriptor.version,
                "needs": names(&descriptor.needs),
                "uses": names(&descriptor.uses),
                "gives": names(&descriptor.gives),
                "outputs": stage.outputs,
                "options": stage.options,
            })
        })
        .collect();
    serde_json::json!({ "name": wired.options.name, "sha256": wired.sha256(), "stages": stages })
}

fn names(layers: &[Layer]) -> Vec<&'static str> {
    layers.iter().map(|layer| layer.as_str()).collect()
}

fn layers(layers: &[Layer]) -> String {
    if layers.is_empty() { "–".to_owned() } else { names(layers).join(", ") }
}
