//! Entities as Follow the Money takes them. What it has was looked up once in version 4.11 of its
//! package; the part that is written here is said again in [`SCHEMATA`].

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_document::{Document, Event, EventStatus, Participant, Span};
use rapporteur_fixture::{MemoryArchive, report, scenes};
use rapporteur_report_ftm::Ftm;
use serde_json::{Value, json};

/// What every thing has.
const THING: &[&str] = &[
    "name",
    "alias",
    "country",
    "summary",
    "description",
    "notes",
    "publisher",
    "sourceUrl",
    "keywords",
    "proof",
];

/// Schema, the properties that must be there, and those that may, beside a thing's.
const SCHEMATA: &[(&str, &[&str], &[&str])] = &[
    (
        "Article",
        &["fileName"],
        &[
            "title",
            "author",
            "publishedAt",
            "modifiedAt",
            "language",
            "mimeType",
            "encoding",
            "fileSize",
            "bodyText",
            "peopleMentioned",
            "companiesMentioned",
            "locationMentioned",
            "namesMentioned",
            "processingAgent",
        ],
    ),
    ("Address", &["full"], &["city", "latitude", "longitude"]),
    ("Person", &["name"], &["position"]),
    ("Organization", &["name"], &[]),
    ("PublicBody", &["name"], &[]),
    ("Event", &["name"], &["date", "location", "involved"]),
    ("Note", &[], &["entity"]),
    ("Mention", &["document", "name"], &["resolved", "detectedSchema"]),
    ("Documentation", &["document", "entity"], &["role"]),
    ("Similar", &["candidate", "match"], &["confidenceScore", "criteria", "matcher"]),
];

/// Schemata that are links, and have nothing of a thing.
const LINKS: &[&str] = &["Mention", "Documentation", "Similar"];

/// Properties whose values are ids, with the schemata that they may lead to.
const REFERENCES: &[(&str, &[&str])] = &[
    ("proof", &["Article"]),
    ("document", &["Article"]),
    ("resolved", &["Person", "Organization", "PublicBody"]),
    ("involved", &["Person", "Organization", "PublicBody"]),
    ("entity", &["Person", "Organization", "PublicBody"]),
];

fn everything() -> Vec<Document> {
    let mut documents = scenes::agency_copy();
    documents.extend(scenes::differing_counts());
    documents.push(scenes::debate());
    let ferry = &mut documents[2];
    let span = |words: &str| {
        let start = ferry.text.find(words).expect("is in the text");
        Span::new(start, start + words.len())
    };
    let event = Event {
        span: span("killed"),
        kind: "ACCIDENT".into(),
        mode: None,
        contexts: Vec::new(),
        cameo: None,
        actors: Vec::new(),
        recipients: vec![Participant::new(span("Marta Kell"), Some(rapporteur_document::EntityId(1)))],
        place: Some(Participant::new(span("Orrin Head"), None)),
        time: Some(span("Friday")),
        status: EventStatus::Asserted,
        reported_by: None,
        rule: "sketch".into(),
    };
    ferry.events = Some(vec![event]);
    documents
}

fn written(documents: Vec<Document>, options: Value) -> String {
    report::<Ftm>(&MemoryArchive { documents, held: Vec::new() }, options).text("entities.ftm.json")
}

#[test]
fn entities_of_the_scenes() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("entities", written(everything(), json!({ "texts": false })));
    });
}

#[test]
fn every_entity_is_one_of_followthemoney() {
    let text = written(everything(), json!({}));
    let entities: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let schemas: BTreeMap<&str, &str> = entities
        .iter()
        .map(|entity| (entity["id"].as_str().unwrap(), entity["schema"].as_str().unwrap()))
        .collect();
    assert_eq!(schemas.len(), entities.len(), "an id stands once");
    let mut used = BTreeSet::new();
    for entity in &entities {
        let (id, schema) = (entity["id"].as_str().unwrap(), entity["schema"].as_str().unwrap());
        let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '.';
        assert!(id.chars().all(plain), "{id}");
        let (_, required, allowed) = SCHEMATA.iter().find(|(name, ..)| *name == schema).unwrap();
        used.insert(schema);
        let properties = entity["properties"].as_object().unwrap();
        for property in *required {
            assert!(properties.contains_key(*property), "{id}: {schema} needs {property}");
        }
        for (property, values) in properties {
            let of_thing = !LINKS.contains(&schema) && THING.contains(&property.as_str());
            let known =
                of_thing || required.contains(&property.as_str()) || allowed.contains(&property.as_str());
            assert!(known, "{schema} has no {property}");
            let values: Vec<&str> =
                values.as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
            assert!(!values.is_empty() && values.iter().all(|value| !value.is_empty()), "{id}.{property}");
            if let Some((_, leads_to)) = REFERENCES.iter().find(|(name, _)| name == property) {
                for value in values {
                    assert!(leads_to.contains(&schemas[value]), "{id}.{property}: {value}");
                }
            }
        }
    }
    assert_eq!(used.len(), SCHEMATA.len() - 1, "all but bodies, which the scenes lack: {used:?}");
}
