//! One layer of configuration with the place of every value.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a layer is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayerKind {
    /// A TOML file.
    File,
    /// Lines of `RAPPORTEUR__EXTRACT__QUOTES__MAX_GAP=3`, one a variable.
    Environment,
    /// Lines of `extract.quotes.max_gap=3`, one a `--set`.
    Set,
    /// Lines of paths: they replace `paths` of the first ingest stage.
    Paths,
}

/// One layer: its name for error messages and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// What it is read from.
    pub kind: LayerKind,
    /// Path of the file, or `environment`, `--set`, `command line`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Prefix of environment variables that are configuration.
pub(crate) const PREFIX: &str = "RAPPORTEUR__";

impl Layer {
    /// A TOML file.
    pub fn file(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind: LayerKind::File, name: name.into(), text: text.into() }
    }

    /// Those of these variables that are configuration, sorted by name.
    pub fn environment(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut lines: Vec<String> = variables
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX))
            .map(|(name, value)| format!("{name}={}", value.replace('\n', " ")))
            .collect();
        lines.sort();
        Self { kind: LayerKind::Environment, name: "environment".into(), text: lines.join("\n") }
    }

    /// `key=value` arguments of `--set`.
    pub fn set(arguments: &[String]) -> Self {
        Self { kind: LayerKind::Set, name: "--set".into(), text: arguments.join("\n") }
    }

    /// Paths given on the command line.
    pub fn paths(paths: &[String]) -> Self {
        Self { kind: LayerKind::Paths, name: "command line".into(), text: paths.join("\n") }
    }
}

/// A value with the bytes that it and its key stand in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: NodeValue,
    pub(crate) span: Range<usize>,
    pub(crate) key: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NodeValue {
    Table(Vec<(String, Node)>),
    List(Vec<Node>),
    String(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
}

impl NodeValue {
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Table(_) => "a table",
            Self::List(_) => "a list",
            Self::String(_) => "a string",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Bool(_) => "true or false",
        }
    }
}

/// Something in a layer that can't be read: message and place.
pub(crate) type ReadError = (String, Range<usize>);

/// Reads a layer into a tree; `Err` has everything that can't be read.
pub(crate) fn read(layer: &Layer) -> Result<Node, Vec<ReadError>> {
    match layer.kind {
        LayerKind::File => {
            let (table, errors) = DeTable::parse_recoverable(&layer.text);
            if errors.is_empty() {
                let key = 0..0;
                return from_table(table.into_inner(), 0..layer.text.len(), key).map_err(|error| vec![error]);
            }
            let place = |error: &toml::de::Error| error.span().unwrap_or(0..0);
            Err(errors.iter().map(|error| (error.message().replace('\n', ", "), place(error))).collect())
        }
        LayerKind::Environment => lines(&layer.text, |key| {
            key.trim_start_matches(PREFIX).split("__").map(str::to_lowercase).collect()
        }),
        LayerKind::Set => lines(&layer.text, |key| key.split('.').map(str::to_owned).collect()),
        LayerKind::Paths => {
            let whole = 0..layer.text.len();
            let mut at = 0;
            let mut paths = Vec::new();
            for path in layer.text.split('\n') {
                let span = at..at + path.len();
                paths.push(Node { value: NodeValue::String(path.to_owned()), span: span.clone(), key: span });
                at += path.len() + 1;
            }
            Ok(Node { value: NodeValue::List(paths), span: whole.clone(), key: whole })
        }
    }
}

/// Lines of `key=value`, the key split into a path; a value is TOML, or else a string.
fn lines(text: &str, path: impl Fn(&str) -> Vec<String>) -> Result<Node, Vec<ReadError>> {
    let mut root = Node { value: NodeValue::Table(Vec::new()), span: 0..text.len(), key: 0..0 };
    let mut errors = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let start = at;
        at += line.len() + 1;
        if line.is_empty() {
            continue;
        }
        let Some((key, written)) = line.split_once('=') else {
            errors.push((format!("expected KEY=VALUE, found `{line}`"), start..start + line.len()));
            continue;
        };
        let key_span = start..start + key.len();
        let value_start = start + key.len() + 1;
        let value_span = value_start..value_start + written.len();
        let parsed = DeValue::parse(written.trim()).ok().and_then(|value| {
            from_value(value, key_span.clone()).ok().map(|mut node| {
                place_at(&mut node, &value_span, &key_span);
                node
            })
        });
        let node = parsed.unwrap_or_else(|| Node {
            value: NodeValue::String(written.to_owned()),
            span: value_span.clone(),
            key: key_span.clone(),
        });
        let steps = path(key.trim());
        if steps.iter().any(String::is_empty) {
            errors.push((format!("`{key}` has an empty part"), key_span));
            continue;
        }
        insert(&mut root, &steps, node);
    }
    if errors.is_empty() { Ok(root) } else { Err(errors) }
}

/// Gives a whole tree the place of the line that it stands in.
fn place_at(node: &mut Node, span: &Range<usize>, key: &Range<usize>) {
    node.span = span.clone();
    node.key = key.clone();
    match &mut node.value {
        NodeValue::Table(entries) => entries.iter_mut().for_each(|(_, node)| place_at(node, span, key)),
        NodeValue::List(items) => items.iter_mut().for_each(|node| place_at(node, span, key)),
        _ => {}
    }
}

fn insert(parent: &mut Node, path: &[String], node: Node) {
    if !matches!(parent.value, NodeValue::Table(_)) {
        parent.value = NodeValue::Table(Vec::new());
    }
    let NodeValue::Table(entries) = &mut parent.value else { return };
    let Some((first, rest)) = path.split_first() else { return };
    let at = entries.iter().position(|(key, _)| key == first).unwrap_or_else(|| {
        let empty =
            Node { value: NodeValue::Table(Vec::new()), span: node.key.clone(), key: node.key.clone() };
        entries.push((first.clone(), empty));
        entries.len() - 1
    });
    if rest.is_empty() {
        entries[at].1 = node;
    } else {
        insert(&mut entries[at].1, rest, node);
    }
}

fn from_table(table: DeTable<'_>, span: Range<usize>, key: Range<usize>) -> Result<Node, ReadError> {
    let mut entries = Vec::with_capacity(table.len());
    for (name, value) in table {
        let name_span = name.span();
        entries.push((name.into_inner().into_owned(), from_value(value, name_span)?));
    }
    // The parser's table is sorted by key; problems are reported in the order of the file.
    entries.sort_by_key(|(_, node)| node.key.start);
    Ok(Node { value: NodeValue::Table(entries), span, key })
}

fn from_value(value: Spanned<DeValue<'_>>, key: Range<usize>) -> Result<Node, ReadError> {
    let span = value.span();
    let node = |value| Ok(Node { value, span: span.clone(), key: key.clone() });
    match value.into_inner() {
        DeValue::String(text) => node(NodeValue::String(text.into_owned())),
        DeValue::Boolean(value) => node(NodeValue::Bool(value)),
        DeValue::Datetime(value) => node(NodeValue::String(value.to_string())),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).map_or_else(
            |_| Err((format!("{} is too large a number", number.as_str()), span.clone())),
            |value| node(NodeValue::Integer(value)),
        ),
        DeValue::Float(number) => match number.as_str().parse() {
            Ok(value) => node(NodeValue::Float(value)),
            Err(_) => Err((format!("{} is no number", number.as_str()), span.clone())),
        },
        DeValue::Array(items) => {
            let items = items.into_iter().map(|item| {
                let own = item.span();
                from_value(item, own)
            });
            let items: Vec<Node> = items.collect::<Result<_, _>>()?;
            node(NodeValue::List(items))
        }
        DeValue::Table(table) => from_table(table, span.clone(), key.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'n>(node: &'n Node, path: &[&str]) -> &'n Node {
        path.iter().fold(node, |node, step| match &node.value {
            NodeValue::Table(entries) => &entries.iter().find(|(key, _)| key == step).expect("there").1,
            NodeValue::List(items) => &items[step.parse::<usize>().expect("an index")],
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn places_are_those_of_the_words() {
        let text = "[[extract]]\nuse = \"quotes\"\nmax_gap = 2\n";
        let node = read(&Layer::file("x", text)).expect("reads");
        let found = at(&node, &["extract", "0", "max_gap"]);
        assert_eq!(&text[found.key.clone()], "max_gap");
        assert_eq!(&text[found.span.clone()], "2");
    }

    #[test]
    fn a_set_value_is_toml_or_a_string() {
        let layer = Layer::set(&["a.b=3".into(), "a.c=plain words".into(), "a.d=[1, 2]".into()]);
        let node = read(&layer).expect("reads");
        assert_eq!(at(&node, &["a", "b"]).value, NodeValue::Integer(3));
        assert_eq!(at(&node, &["a", "c"]).value, NodeValue::String("plain words".into()));
        assert!(matches!(at(&node, &["a", "d"]).value, NodeValue::List(_)));
        assert_eq!(&layer.text[at(&node, &["a", "b"]).span.clone()], "3");
    }

    #[test]
    fn variables_are_paths() {
        let variables = [
            ("RAPPORTEUR__EXTRACT__QUOTES__MAX_GAP".to_owned(), "3".to_owned()),
            ("HOME".into(), "/".into()),
        ];
        let node = read(&Layer::environment(variables)).expect("reads");
        assert_eq!(at(&node, &["extract", "quotes", "max_gap"]).value, NodeValue::Integer(3));
    }
}
