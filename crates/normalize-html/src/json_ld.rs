//! Facts in a page's JSON-LD (schema.org), read tolerantly: pages break the format often.

use serde_json::Value;

/// What an article's JSON-LD says, as it stands there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Article {
    pub(crate) headline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    /// Persons only.
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) url: Option<String>,
}

/// Nodes that are looked at: graphs of this size are lists of other things.
const NODES: usize = 2000;

/// Types of nodes that stand for the page, where none is an article.
const PAGES: &[&str] = &["CreativeWork", "ItemPage", "MedicalWebPage", "QAPage", "Recipe", "WebPage"];

/// The first article of a page's scripts, and whether one of them could not be read.
pub(crate) fn article(scripts: &[String]) -> (Option<Article>, bool) {
    let values: Vec<Option<Value>> = scripts.iter().map(|script| parse(script)).collect();
    let broken = values.iter().any(Option::is_none);
    let mut nodes = Vec::new();
    for value in values.iter().flatten() {
        collect(value, &mut nodes, 0);
    }
    let mut article = nodes.iter().copied().find(|node| is_article(node)).map(|node| read(node, &nodes));
    // Some sites say nothing of the article but when its page was published, …
    let page = || nodes.iter().copied().find(|node| types(node).any(|kind| PAGES.contains(&kind)));
    if article.as_ref().is_none_or(|article| article.published.is_none())
        && let Some(page) = page()
        && let Some(published) = date(page, "datePublished")
    {
        article.get_or_insert_default().published = Some(published);
    }
    // … and a script that can't be read as a whole may say that.
    if article.as_ref().is_none_or(|article| article.published.is_none()) {
        let mut unread = scripts.iter().zip(&values).filter(|(_, value)| value.is_none());
        let published = unread.find_map(|(script, _)| in_pieces(script, "\"datePublished\""));
        if let Some(published) = published {
            article.get_or_insert_default().published = Some(published);
        }
    }
    (article, broken)
}

/// A date of a node: a text, or seconds or milliseconds since 1970.
fn date(node: &Value, key: &str) -> Option<String> {
    match first(node.get(key))? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The value of the first such key in a script that is no JSON.
fn in_pieces(script: &str, key: &str) -> Option<String> {
    let (_, rest) = script.split_once(key)?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split_once('"').map(|(value, _)| value.to_owned())
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches('\u{feff}');
    let script = script.strip_prefix("<!--").unwrap_or(script);
    let script = script.strip_suffix("-->").unwrap_or(script);
    let script = script.trim().trim_start_matches("//").trim_start();
    let script = script.strip_prefix("<![CDATA[").unwrap_or(script).trim_end();
    let script = script.strip_suffix("]]>").map_or(script, |inner| inner.trim_end().trim_end_matches("//"));
    let script = script.trim().trim_end_matches(';');
    if script.is_empty() {
        return Some(Value::Null);
    }
    serde_json::from_str(script).ok().or_else(|| {
        // Line ends inside strings, and commas before a closing bracket.
        let mut plain: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if let Ok(value) = serde_json::from_str(&plain) {
            return Some(value);
        }
        let mut kept = String::with_capacity(plain.len());
        for character in plain.drain(..) {
            if matches!(character, '}' | ']') {
                let end = kept.trim_end().len();
                if kept[..end].ends_with(',') {
                    kept.truncate(end - 1);
                }
            }
            kept.push(character);
        }
        serde_json::from_str(&kept).ok()
    })
}

fn collect<'v>(value: &'v Value, nodes: &mut Vec<&'v Value>, depth: usize) {
    if depth > 4 || nodes.len() >= NODES {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, nodes, depth + 1)),
        Value::Object(fields) => {
            nodes.push(value);
            for key in ["@graph", "mainEntity"] {
                if let Some(inner) = fields.get(key) {
                    collect(inner, nodes, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn types(node: &Value) -> impl Iterator<Item = &str> {
    let kind = node.get("@type");
    let one = kind.and_then(Value::as_str);
    let many = kind.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(many)
}

fn is_article(node: &Value) -> bool {
    types(node).any(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report")
}

fn read(node: &Value, nodes: &[&Value]) -> Article {
    let text = |key: &str| first(node.get(key)).and_then(Value::as_str).map(str::to_owned);
    let authors = match node.get("author").or_else(|| node.get("creator")) {
        Some(Value::Array(items)) => items.iter().filter_map(|item| person(item, nodes)).collect(),
        Some(item) => person(item, nodes).into_iter().collect(),
        None => Vec::new(),
    };
    let main = node.get("mainEntityOfPage");
    Article {
        headline: text("headline").or_else(|| text("name")),
        published: date(node, "datePublished").or_else(|| date(node, "dateCreated")),
        modified: date(node, "dateModified"),
        authors,
        publisher: first(node.get("publisher")).and_then(|publisher| name(resolve(publisher, nodes))),
        section: text("articleSection"),
        language: text("inLanguage"),
        url: text("url")
            .or_else(|| main.and_then(Value::as_str).map(str::to_owned))
            .or_else(|| main.and_then(|main| main.get("@id")).and_then(Value::as_str).map(str::to_owned)),
    }
}

fn first(value: Option<&Value>) -> Option<&Value> {
    match value {
        Some(Value::Array(items)) => items.first(),
        other => other,
    }
}

/// A node that only names another one by its `@id`: that other one.
fn resolve<'v>(node: &'v Value, nodes: &[&'v Value]) -> &'v Value {
    let id = node.get("@id").and_then(Value::as_str);
    if node.get("name").is_some() {
        return node;
    }
    let named =
        |other: &&&Value| other.get("@id").and_then(Value::as_str) == id && other.get("name").is_some();
    id.and_then(|_| nodes.iter().find(named).copied()).unwrap_or(node)
}

fn name(node: &Value) -> Option<String> {
    node.as_str().or_else(|| first(node.get("name")).and_then(Value::as_str)).map(str::to_owned)
}

fn person(node: &Value, nodes: &[&Value]) -> Option<String> {
    let node = resolve(node, nodes);
    let other = types(node).any(|kind| kind != "Person");
    if other { None } else { name(node) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(script: &str) -> Article {
        article(&[script.to_owned()]).0.expect("there is an article")
    }

    #[test]
    fn a_graph_with_references() {
        let article = one(r##"{"@graph":[{"@type":"WebSite","name":"The Daily"},
                {"@type":["NewsArticle"],"headline":"Rain","author":{"@id":"#a"},"publisher":{"@id":"#p"}},
                {"@type":"Person","@id":"#a","name":"Ann Lee"},
                {"@type":"Organization","@id":"#p","name":"Daily Ltd"}]}"##);
        assert_eq!(article.headline.as_deref(), Some("Rain"));
        assert_eq!(article.authors, ["Ann Lee"]);
        assert_eq!(article.publisher.as_deref(), Some("Daily Ltd"));
    }

    #[test]
    fn an_organization_is_no_author() {
        let article =
            one(r#"{"@type":"Article","author":[{"@type":"Organization","name":"Staff"},"Bo Ek"]}"#);
        assert_eq!(article.authors, ["Bo Ek"]);
    }

    #[test]
    fn broken_ones_are_read_as_far_as_can_be() {
        let script = "<!-- {\"@type\":\"Article\",\"headline\":\"Two\nlines\", } -->";
        assert_eq!(one(script).headline.as_deref(), Some("Two lines"));
        assert_eq!(article(&["{\"@type\":".to_owned()]), (None, true));
    }
}
