//! The crate as an archive reads it.

use std::collections::BTreeSet;

use rapporteur_fixture::{MemoryArchive, report, scenes};
use rapporteur_report_crate::Crate;
use serde_json::{Value, json};

fn archive() -> MemoryArchive {
    let mut documents = scenes::agency_copy();
    // The same bytes under another name.
    let mut again = documents[0].clone();
    again.id += "-2";
    again.source.uri = "again/bridge herald.txt".into();
    documents.push(again);
    MemoryArchive { documents, held: scenes::held() }
}

fn written(options: Value) -> String {
    report::<Crate>(&archive(), options).text("ro-crate-metadata.json")
}

#[test]
fn a_run_is_a_crate() {
    let options = json!({
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "date_published": "2024-05-01",
        "agent": "https://orcid.org/0000-0000-0000-0000",
    });
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("crate", written(options));
    });
}

#[test]
fn every_reference_leads_to_an_entity() {
    let document: Value = serde_json::from_str(&written(json!({}))).unwrap();
    let graph = document["@graph"].as_array().unwrap();
    let ids: BTreeSet<&str> = graph.iter().map(|entity| entity["@id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), graph.len(), "an id stands once");
    let mut open: Vec<&Value> =
        graph.iter().flat_map(|entity| entity.as_object().unwrap().values()).collect();
    let mut references = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values),
            Value::Object(fields) => {
                let id = fields["@id"].as_str().unwrap();
                // The version of RO-Crate itself is named and not described.
                assert!(ids.contains(id) || id == "https://w3id.org/ro/crate/1.1", "{id}");
                references += 1;
            }
            _ => {}
        }
    }
    assert!(references > 10, "{references}");
}
