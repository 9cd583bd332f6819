//! `rapporteur schema`.

use rapporteur_pipeline::PipelineOptions;
use rapporteur_stage::{Factory, Kind, Registry};
use serde_json::{Map, Value, json};

use super::say_json;
use crate::args::{Schema, SchemaOf};
use crate::{Ending, builtin};

pub(crate) fn schema(args: &Schema) -> Ending {
    say_json(&match args.of {
        SchemaOf::Config => config(&builtin()),
        SchemaOf::Record => rapporteur_record::schema(),
        SchemaOf::Report => rapporteur_record::report_schema(),
    })
}

/// JSON Schema of a configuration file: the options of every stage, chosen by its `use`.
fn config(registry: &Registry) -> Value {
    let mut definitions = Map::new();
    let mut properties = Map::new();
    properties.insert("pipeline".into(), own(pipeline_schema(), &mut definitions));
    for kind in Kind::ALL {
        let stages: Vec<&dyn Factory> =
            registry.iter().filter(|stage| stage.descriptor().kind == kind).collect();
        let names: Vec<&str> = stages.iter().map(|stage| stage.descriptor().name).collect();
        let choices: Vec<Value> = stages.iter().map(|stage| choice(*stage, &mut definitions)).collect();
        let item = json!({
            "type": "object",
            "required": ["use"],
            "properties": { "use": { "enum": names, "description": format!("Which {kind} stage.") } },
            "oneOf": choices,
        });
        let list =
            json!({ "type": "array", "items": item, "description": format!("The {kind} stages, in order.") });
        let table = json!({
            "type": "object",
            "additionalProperties": { "type": "object" },
            "description": format!("Options of {kind} stages of a weaker layer, by name."),
        });
        properties.insert(kind.as_str().into(), json!({ "anyOf": [list, table] }));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rapporteur configuration",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "$defs": definitions,
    })
}

fn pipeline_schema() -> Value {
    PipelineOptions::schema()
}

/// The schema of one stage in a list.
fn choice(stage: &dyn Factory, definitions: &mut Map<String, Value>) -> Value {
    let descriptor = stage.descriptor();
    let mut schema = own(stage.schema(), definitions);
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".into(), descriptor.path().into());
        object.insert("description".into(), descriptor.summary.into());
        let properties = object.entry("properties").or_insert_with(|| json!({}));
        if let Some(properties) = properties.as_object_mut() {
            properties.insert("use".into(), json!({ "const": descriptor.name }));
            properties.insert("name".into(), json!({ "type": "string", "description": "A name by which other layers can speak of this stage." }));
            properties.insert(
                "enabled".into(),
                json!({ "type": "boolean", "description": "Leaves the stage out when false." }),
            );
        }
    }
    schema
}

/// A schema without its own head; its definitions go to those of the whole.
fn own(mut schema: Value, definitions: &mut Map<String, Value>) -> Value {
    if let Some(object) = schema.as_object_mut() {
        object.remove("$schema");
        if let Some(Value::Object(inner)) = object.remove("$defs") {
            definitions.extend(inner);
        }
    }
    schema
}
