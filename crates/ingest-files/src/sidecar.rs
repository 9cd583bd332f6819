//! Sidecars: what somebody knows about a document and wrote down beside it.
//!
//! `NAME.meta.json` belongs to the document `NAME`. Each of its keys is a fact or a problem; a
//! problem costs that key only, and never the document.

use rapporteur_document::{Fact, Meta};
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::Value;

use crate::formats::{Packing, stem, unpacked_name};

/// How the name of a sidecar ends.
pub(crate) const ENDING: &[u8] = b".meta.json";

/// Sidecars are a few lines; something longer is something else.
pub(crate) const MAX_BYTES: u64 = 1 << 20;

/// The rule that facts of a sidecar are from.
const RULE: &str = "sidecar";

/// Keys that a sidecar may have. Those that start with `_` or `x-` are its author's own.
const KEYS: &[&str] = &[
    "agencies",
    "author",
    "kind",
    "language",
    "modified",
    "published",
    "publisher",
    "section",
    "title",
    "url",
];

/// How like a known key a wrong one must be for us to say "did you mean".
const LIKE: f64 = 0.75;

/// Whether this is the name of a sidecar.
pub(crate) fn is_sidecar(name: &[u8]) -> bool {
    name.len() > ENDING.len() && name.ends_with(ENDING)
}

/// The names that a sidecar of the document `name` may have, the nearest first: of `a.txt.gz`,
/// those beside `a.txt.gz`, `a.txt` and `a`.
pub(crate) fn names_for(name: &[u8]) -> Vec<Vec<u8>> {
    let mut owners = vec![name];
    if matches!(Packing::of(name), Some(Packing::Gzip | Packing::Zstd)) {
        owners.push(unpacked_name(name));
    }
    let last = stem(owners[owners.len() - 1]);
    if !owners.contains(&last) {
        owners.push(last);
    }
    owners.into_iter().map(|owner| [owner, ENDING].concat()).collect()
}

/// What a sidecar says, and what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Sidecar {
    /// The facts that are in order.
    pub(crate) meta: Meta,
    /// One sentence each, with its line.
    pub(crate) problems: Vec<String>,
}

/// Reads a sidecar.
pub(crate) fn parse(bytes: &[u8]) -> Sidecar {
    let mut sidecar = Sidecar::default();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count();
            sidecar.problems.push(format!("line {line}: not UTF-8"));
            return sidecar;
        }
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let entries = reader.deserialize_map(Entries).and_then(|entries| reader.end().map(|()| entries));
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or(&what);
            sidecar.problems.push(format!("line {line}, column {column}: {what}"));
            return sidecar;
        }
    };
    let mut seen: Vec<&str> = Vec::new();
    for (key, value) in &entries {
        if key.starts_with('_') || key.starts_with("x-") {
            continue;
        }
        let twice = seen.contains(&key.as_str());
        let problem = if twice {
            Err("stands here a second time; the first is used".into())
        } else {
            take(&mut sidecar.meta, key, value)
        };
        if let Err(problem) = problem {
            let line = line_of(text, key, usize::from(twice));
            sidecar.problems.push(format!("line {line}: {key:?} {problem}"));
        }
        seen.push(key);
    }
    sidecar
}

/// Puts the value of a key into its place.
fn take(meta: &mut Meta, key: &str, value: &Value) -> Result<(), String> {
    let place = match key {
        "agencies" => {
            meta.agencies = facts(value)?;
            return Ok(());
        }
        "author" => {
            meta.byline = facts(value)?;
            return Ok(());
        }
        "kind" => &mut meta.kind,
        "language" => &mut meta.language,
        "modified" => &mut meta.modified,
        "published" => &mut meta.published,
        "publisher" => &mut meta.publisher,
        "section" => &mut meta.section,
        "title" => &mut meta.title,
        "url" => &mut meta.url,
        other => return Err(unknown(other)),
    };
    let Some(text) = string(value)? else { return Ok(()) };
    let fits = match key {
        "kind" => matches!(text.as_str(), "article" | "debate"),
        "language" => is_language(&text),
        "modified" | "published" => is_date(&text),
        "url" => text.contains("://") && !text.contains(char::is_whitespace),
        _ => true,
    };
    if !fits {
        let expected = match key {
            "kind" => "\"article\" or \"debate\"",
            "language" => "a BCP 47 tag such as \"en\"",
            "url" => "an address such as \"https://example.org/news/1\"",
            _ => "a date such as \"2016-09-25\" or \"2016-09-25T14:05:00+01:00\"",
        };
        return Err(format!("is {text:?}, expected {expected}"));
    }
    *place = Some(Fact::new(text, RULE));
    Ok(())
}

/// A string without white space at its edges and line ends inside; `None` for an empty one or null.
fn string(value: &Value) -> Result<Option<String>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            Ok((!text.is_empty()).then_some(text))
        }
        other => Err(format!("is {}, expected a string", type_of(other))),
    }
}

/// One string or a list of them.
fn facts(value: &Value) -> Result<Vec<Fact>, String> {
    let values = match value {
        Value::Array(values) => values.as_slice(),
        Value::String(_) | Value::Null => std::slice::from_ref(value),
        other => return Err(format!("is {}, expected a string or a list of strings", type_of(other))),
    };
    let strings: Result<Vec<Option<String>>, String> = values
        .iter()
        .map(|value| {
            string(value).map_err(|error| {
                error.replacen("is ", "holds ", 1).replace(", expected a string", ", expected strings")
            })
        })
        .collect();
    Ok(strings?.into_iter().flatten().map(|text| Fact::new(text, RULE)).collect())
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn unknown(key: &str) -> String {
    let near = KEYS
        .iter()
        .map(|known| (strsim::jaro_winkler(&key.to_lowercase(), known), known))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|&(like, _)| like >= LIKE);
    match near {
        Some((_, near)) => format!("is no key of a sidecar; did you mean {near:?}?"),
        None => format!("is no key of a sidecar; there are {}", KEYS.join(", ")),
    }
}

/// A day, or a moment with or without its offset.
fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok() && text.len() == "2016-09-25".len()
        || text.parse::<jiff::Timestamp>().is_ok()
        || text.contains(':') && text.parse::<jiff::civil::DateTime>().is_ok()
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (2..=8).contains(&part.len()) && letters(part))
}

/// The line on which a key stands for the `nth` time, from 0.
fn line_of(text: &str, key: &str, nth: usize) -> usize {
    let written = serde_json::to_string(key).unwrap_or_default();
    let is_key = |&(at, _): &(usize, &str)| text[at + written.len()..].trim_start().starts_with(':');
    let at = text.match_indices(&written).filter(is_key).nth(nth).map_or(0, |(at, _)| at);
    text[..at].matches('\n').count() + 1
}

/// The entries of an object, in order, the same key as often as it stands there.
struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object such as {\"published\": \"2016-09-25\"}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read() {
        let sidecar = parse(
            br#"{"published": "2016-09-25T14:05:00Z", "url": "https://example.org/1", "title": " A  title ",
                "author": ["A. Writer", "B. Writer"], "language": "en-GB", "section": null, "_fetched": 3}"#,
        );
        assert_eq!(sidecar.problems, [""; 0]);
        assert_eq!(sidecar.meta.title, Some(Fact::new("A title", "sidecar")));
        assert_eq!(sidecar.meta.byline.len(), 2);
        assert_eq!(sidecar.meta.section, None);
    }

    #[test]
    fn each_problem_has_its_line_and_costs_no_other_key() {
        let sidecar = parse(
            b"{\n \"publishd\": \"2016-09-25\",\n \"title\": 5,\n \"url\": \"nowhere\",\n \"author\": [1],\n \"colour\": \"red\",\n \
              \"published\": \"25 Sept\",\n \"publisher\": \"The Paper\",\n \"publisher\": \"Another\"\n}",
        );
        assert_eq!(
            sidecar.problems,
            [
                "line 2: \"publishd\" is no key of a sidecar; did you mean \"published\"?",
                "line 3: \"title\" is a number, expected a string",
                "line 4: \"url\" is \"nowhere\", expected an address such as \"https://example.org/news/1\"",
                "line 5: \"author\" holds a number, expected strings",
                "line 6: \"colour\" is no key of a sidecar; there are agencies, author, kind, language, modified, \
                 published, publisher, section, title, url",
                "line 7: \"published\" is \"25 Sept\", expected a date such as \"2016-09-25\" or \
                 \"2016-09-25T14:05:00+01:00\"",
                "line 9: \"publisher\" stands here a second time; the first is used",
            ]
        );
        assert_eq!(sidecar.meta.publisher, Some(Fact::new("The Paper", "sidecar")));
    }

    #[test]
    fn what_is_no_object_says_where() {
        let problem = |bytes: &[u8]| parse(bytes).problems.join("|");
        assert_eq!(problem(b"{\n\"title\": \"a\",\n}"), "line 3, column 1: trailing comma");
        assert_eq!(
            problem(b"[1]"),
            "line 1, column 0: invalid type: sequence, expected an object such as {\"published\": \"2016-09-25\"}"
        );
        assert_eq!(problem(b""), "line 1, column 0: EOF while parsing a value");
        assert_eq!(problem(b"{\n\"title\": \"\xFF\"}"), "line 2: not UTF-8");
    }

    #[test]
    fn dates_are_days_or_moments() {
        for good in ["2016-09-25", "2016-09-25T14:05:00+01:00", "2016-09-25T14:05:00Z", "2016-09-25 14:05"] {
            assert!(is_date(good), "{good}");
        }
        for bad in ["2016", "25/09/2016", "2016-13-01", "Sunday", "2016-09-25T", ""] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn a_sidecar_may_stand_beside_the_packed_or_the_unpacked_name() {
        let names = names_for(b"a.txt.gz");
        let names: Vec<_> = names.iter().map(|name| std::str::from_utf8(name).unwrap()).collect();
        assert_eq!(names, ["a.txt.gz.meta.json", "a.txt.meta.json", "a.meta.json"]);
    }
}
