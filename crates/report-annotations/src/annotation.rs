//! One annotation: what it says, where it stands, who made it.

use std::fmt::Write as _;

use rapporteur_document::{Document, EntityId, Layer, Participant, Rule, Span};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::points::{Points, first, last};

/// The context of every line: the Web Annotation vocabulary, and a name of our own for what it
/// lacks. Both are names; nothing is fetched.
#[derive(Debug, Clone, Copy, Serialize)]
struct Context(&'static str, Vocabulary);

#[derive(Debug, Clone, Copy, Serialize)]
struct Vocabulary {
    #[serde(rename = "@vocab")]
    vocabulary: &'static str,
}

const CONTEXT: Context =
    Context("http://www.w3.org/ns/anno.jsonld", Vocabulary { vocabulary: "urn:rapporteur:terms:" });

#[derive(Debug, Serialize)]
pub(crate) struct Annotation<'a> {
    #[serde(rename = "@context")]
    context: Context,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    generator: Generator<'a>,
    body: Value,
    target: Vec<Target<'a>>,
}

/// The stage that made it, and by which rule.
#[derive(Debug, Serialize)]
struct Generator<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
    rule: &'a str,
}

#[derive(Debug, Serialize)]
struct Target<'a> {
    source: Resource<'a>,
    selector: Value,
}

#[derive(Debug, Serialize)]
struct Resource<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    format: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'a str>,
}

/// What one layer says of one place.
struct Finding<'a> {
    letter: char,
    number: usize,
    span: Span,
    rule: &'a Rule,
    layer: Layer,
    body: Value,
}

/// Every annotation of a document: by layer, then in the order of its text.
pub(crate) fn all<'a>(document: &'a Document, layers: &[Layer], around: usize) -> Vec<Annotation<'a>> {
    let points = Points::new(&document.text);
    let findings = layers.iter().flat_map(|&layer| findings(document, layer));
    findings.filter_map(|finding| annotation(document, &points, around, finding)).collect()
}

fn annotation<'a>(
    document: &'a Document,
    points: &Points<'_>,
    around: usize,
    finding: Finding<'a>,
) -> Option<Annotation<'a>> {
    let Finding { letter, number, span, rule, layer, body } = finding;
    let words = span.get(&document.text)?;
    let stage = document.by.iter().find(|by| by.gives.contains(&layer));
    let generator = Generator {
        kind: "Software",
        name: stage.map_or_else(
            || "rapporteur".to_owned(),
            |by| format!("rapporteur {}, version {}", by.stage, by.version),
        ),
        rule: rule.as_str(),
    };
    let mut target = Vec::with_capacity(2);
    if let Some(bytes) = document.source_span(span) {
        target.push(Target {
            source: Resource {
                id: iri(&document.source.uri),
                kind: "Text",
                format: &document.source.media_type,
                language: None,
                sha256: Some(&document.source.sha256),
            },
            selector: json!({ "type": "DataPositionSelector", "start": bytes.start(), "end": bytes.end() }),
        });
    }
    target.push(Target {
        source: Resource {
            id: format!("record.jsonl#{}", document.id),
            kind: "Text",
            format: "text/plain",
            language: document.meta.language.as_ref().map(|fact| fact.value.as_str()),
            sha256: None,
        },
        selector: json!([
            {
                "type": "TextPositionSelector",
                "start": points.before(span.start()),
                "end": points.before(span.end()),
            },
            {
                "type": "TextQuoteSelector",
                "exact": words,
                "prefix": last(&document.text[..span.start()], around),
                "suffix": first(&document.text[span.end()..], around),
            },
        ]),
    });
    Some(Annotation {
        context: CONTEXT,
        id: format!("urn:rapporteur:{}:{letter}{}", document.id, number + 1),
        kind: "Annotation",
        motivation: if layer == Layer::Mentions { "identifying" } else { "describing" },
        generator,
        body,
        target,
    })
}

/// A path as a relative reference: what may not stand in one is written by its bytes. A place
/// that is an address already stays one.
fn iri(uri: &str) -> String {
    let mut out = String::with_capacity(uri.len());
    // A colon in the first part would make a scheme of it.
    let is_address = uri.starts_with("http://") || uri.starts_with("https://");
    for byte in uri.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/!$'()*+,;=@".contains(&byte);
        if plain || (is_address && b":?#&%[]".contains(&byte)) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn name(document: &Document, entity: Option<EntityId>) -> Option<&str> {
    entity.and_then(|id| document.called(id))
}

fn participant<'a>(document: &'a Document, participant: &Participant) -> Option<&'a str> {
    name(document, participant.entity).or_else(|| participant.span.get(&document.text))
}

fn names(document: &Document, participants: &[Participant]) -> Option<Value> {
    let names: Vec<&str> = participants.iter().filter_map(|one| participant(document, one)).collect();
    (!names.is_empty()).then(|| json!(names))
}

fn time(document: &Document, span: Option<Span>) -> Option<&str> {
    let found = span.and_then(|span| document.times().iter().find(|time| time.span == span));
    found.map(|time| time.value.as_str())
}

/// A body of what is known; what is not is left out.
fn body(layer: Layer, fields: Vec<(&str, Option<Value>)>) -> Value {
    let mut map = Map::new();
    map.insert("type".into(), json!("Dataset"));
    map.insert("layer".into(), json!(layer.as_str()));
    map.extend(fields.into_iter().filter_map(|(field, value)| Some((field.to_owned(), value?))));
    Value::Object(map)
}

fn findings(document: &Document, layer: Layer) -> Vec<Finding<'_>> {
    let said = |text: Option<&str>| text.map(|text| json!(text));
    match layer {
        Layer::Mentions => document
            .mentions()
            .iter()
            .enumerate()
            .map(|(number, it)| Finding {
                letter: 'm',
                number,
                span: it.span,
                rule: &it.rule,
                layer,
                body: body(
                    layer,
                    vec![
                        ("kind", said(Some(it.kind.as_str()))),
                        ("form", said(Some(it.form.as_str()))),
                        (
                            "entity",
                            it.entity
                                .map(|id| json!(format!("urn:rapporteur:{}:e{}", document.id, id.0 + 1))),
                        ),
                        ("name", said(name(document, it.entity))),
                    ],
                ),
            })
            .collect(),
        Layer::Times => document
            .times()
            .iter()
            .enumerate()
            .map(|(number, it)| Finding {
                letter: 't',
                number,
                span: it.span,
                rule: &it.rule,
                layer,
                body: body(
                    layer,
                    vec![
                        ("kind", said(Some(it.kind.as_str()))),
                        ("timex3", said(Some(&it.value))),
                        ("modifier", said(it.modifier.as_deref())),
                        ("countedFrom", said(it.anchor.as_ref().map(|anchor| anchor.value.as_str()))),
                        ("alternatives", (!it.alternatives.is_empty()).then(|| json!(it.alternatives))),
                    ],
                ),
            })
            .collect(),
        Layer::Figures => document
            .figures()
            .iter()
            .enumerate()
            .map(|(number, it)| Finding {
                letter: 'f',
                number,
                span: it.span,
                rule: &it.rule,
                layer,
                body: body(
                    layer,
                    vec![
                        ("number", Some(json!(it.value))),
                        ("high", it.high.map(|high| json!(high))),
                        ("qualifier", said(Some(it.qualifier.as_str()))),
                        ("unit", said(it.unit.as_deref())),
                        ("counted", said(it.of.as_deref())),
                        ("state", said(it.state.as_deref())),
                        ("timex3", said(time(document, it.time))),
                        ("place", said(it.place.as_ref().and_then(|place| participant(document, place)))),
                        (
                            "reportedBy",
                            said(it.reported_by.as_ref().and_then(|by| participant(document, by))),
                        ),
                    ],
                ),
            })
            .collect(),
        Layer::Quotes => document
            .quotes()
            .iter()
            .enumerate()
            .map(|(number, it)| Finding {
                letter: 'q',
                number,
                span: it.span,
                rule: &it.rule,
                layer,
                body: body(
                    layer,
                    vec![
                        ("form", said(Some(it.form.as_str()))),
                        ("status", said(Some(it.status.as_str()))),
                        (
                            "speaker",
                            said(it.speaker.as_ref().and_then(|by| {
                                by.name
                                    .as_deref()
                                    .or_else(|| name(document, by.entity))
                                    .or_else(|| by.span.and_then(|span| span.get(&document.text)))
                            })),
                        ),
                        ("cue", said(it.cue.as_ref().map(|cue| cue.lemma.as_str()))),
                        ("roleGuess", said(it.role_guess.as_deref())),
                        (
                            "partOf",
                            it.part_of
                                .map(|of| json!(format!("urn:rapporteur:{}:q{}", document.id, of.0 + 1))),
                        ),
                    ],
                ),
            })
            .collect(),
        Layer::Events => document
            .events()
            .iter()
            .enumerate()
            .map(|(number, it)| Finding {
                letter: 'v',
                number,
                span: it.span,
                rule: &it.rule,
                layer,
                body: body(
                    layer,
                    vec![
                        ("plover", said(Some(&it.kind))),
                        ("mode", said(it.mode.as_deref())),
                        ("cameo", said(it.cameo.as_deref())),
                        ("actors", names(document, &it.actors)),
                        ("recipients", names(document, &it.recipients)),
                        ("place", said(it.place.as_ref().and_then(|place| participant(document, place)))),
                        ("timex3", said(time(document, it.time))),
                        ("status", said(Some(it.status.as_str()))),
                        (
                            "reportedBy",
                            said(it.reported_by.as_ref().and_then(|by| participant(document, by))),
                        ),
                    ],
                ),
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::iri;

    #[test]
    fn paths_become_references() {
        assert_eq!(iri("seeds/a b.txt"), "seeds/a%20b.txt");
        assert_eq!(iri("a.zip!/ö:1.txt"), "a.zip!/%C3%B6%3A1.txt");
        assert_eq!(iri("https://example.org/?a=1&b"), "https://example.org/?a=1&b");
    }
}
