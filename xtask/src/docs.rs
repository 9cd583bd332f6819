//! `cargo xtask docs`: the parts of the documentation that the program itself knows best.

use std::fmt::Write as _;
use std::fs;

use anyhow::Context as _;
use serde_json::Value;

use crate::arguments::Arguments;
use crate::workspace;

/// File, and the arguments with which the program prints it.
const PRINTED: &[(&str, &[&str])] = &[
    ("docs/STAGES.md", &["stages", "--markdown"]),
    ("config/pipeline.schema.json", &["schema", "config"]),
    ("docs/record.schema.json", &["schema", "record"]),
    ("docs/report.schema.json", &["schema", "report"]),
];

/// The reference of the config, made from its schema and the file that ships.
const CONFIG: &str = "docs/CONFIG.md";

/// Writes the files, or with `--check` fails when one is not what would be written.
pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let check = arguments.flag("--check");
    arguments.done()?;
    let mut files = Vec::new();
    for (path, line) in PRINTED {
        let mut command = workspace::cargo(["run", "--quiet", "--locked", "--package", "rapporteur", "--"]);
        command.args(*line);
        let text = workspace::read(command)?;
        if *path == "config/pipeline.schema.json" {
            let shipped = fs::read_to_string(workspace::root().join("config/pipeline.toml"))
                .context("config/pipeline.toml")?;
            files.push((CONFIG, config_reference(&serde_json::from_str(&text)?, &shipped)));
        }
        files.push((path, text));
    }
    let mut stale = Vec::new();
    for (path, text) in files {
        let place = workspace::root().join(path);
        if fs::read_to_string(&place).is_ok_and(|old| old == text) {
            continue;
        }
        if check {
            stale.push(path.to_owned());
        } else {
            fs::create_dir_all(place.parent().expect("the files lie in folders"))?;
            fs::write(&place, text)?;
            println!("wrote {path}");
        }
    }
    workspace::all_well("these files are stale; `cargo xtask docs` writes them again", &stale)
}

/// Markdown of the `[pipeline]` table, how the layers go, and the shipped file.
fn config_reference(schema: &Value, shipped: &str) -> String {
    let mut text = String::from(
        "<!-- Written by `cargo xtask docs`. -->\n\
         # The config\n\n\
         A config is a TOML file: a table `[pipeline]`, and the stages in the order in which documents meet \
         them, `[[ingest]]`, `[[normalize]]`, `[[extract]]`, `[[report]]`, each with `use = \"NAME\"` and its \
         own options. [STAGES.md](STAGES.md) has every stage with its options; \
         `config/pipeline.schema.json` lets an editor complete and check the file. `rapporteur check` reads \
         a config without running it and shows all that is wrong at once.\n\n\
         Layers, weakest first: the config that ships, the file (`--config`), a profile (`--profile`), the \
         environment (`RAPPORTEUR__…`), `--set KEY=VALUE`, paths on the command line. In each layer a kind \
         of stage is either a list (`[[extract]]`), which takes the place of weaker layers' list, or a \
         table of stages by name (`[extract.quotes]`), which sets options of stages that are in the list; \
         `enabled = false` leaves one out.\n\n\
         ## `[pipeline]`\n\n\
         | option | type | default | is |\n|---|---|---|---|\n",
    );
    let table = follow(schema, &schema["properties"]["pipeline"]);
    if let Some(options) = table["properties"].as_object() {
        // Sorted here: whether serde_json keeps the schema's order depends on other crates' features.
        for (name, option) in options.iter().collect::<std::collections::BTreeMap<_, _>>() {
            let option = follow(schema, option);
            let kind = match &option["type"] {
                Value::String(kind) => kind.clone(),
                Value::Array(kinds) => {
                    let kinds: Vec<&str> =
                        kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect();
                    kinds.join(" or ")
                }
                _ => "value".to_owned(),
            };
            let default = match &option["default"] {
                Value::Null => "–".to_owned(),
                value => format!("`{value}`"),
            };
            let is =
                option["description"].as_str().unwrap_or_default().replace('\n', " ").replace('|', "\\|");
            let _ = writeln!(text, "| `{name}` | {kind} | {default} | {is} |");
        }
    }
    let _ = write!(text, "\n## The shipped config\n\n`config/pipeline.toml`:\n\n```toml\n{shipped}```\n");
    text
}

/// What a `$ref` stands for, or the value itself.
fn follow<'a>(schema: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"].as_str().and_then(|path| schema.pointer(path.trim_start_matches('#'))).unwrap_or(value)
}
