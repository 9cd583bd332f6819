//! Annotations as a tool reads them: the words are found again by each of the three selectors.

use rapporteur_document::{Document, MapBuilder, QuoteForm, Span};
use rapporteur_fixture::{MemoryArchive, Sketch, report, scenes};
use rapporteur_report_annotations::Annotations;
use serde_json::{Value, json};

fn written(documents: Vec<Document>, options: Value) -> String {
    report::<Annotations>(&MemoryArchive { documents, held: Vec::new() }, options).text("annotations.jsonl")
}

#[test]
fn a_scene() {
    let documents = scenes::differing_counts().into_iter().take(1).collect();
    let lines: Vec<String> = written(documents, json!({}))
        .lines()
        .map(|line| serde_json::to_string_pretty(&serde_json::from_str::<Value>(line).unwrap()).unwrap())
        .collect();
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("scene", lines.join("\n"));
    });
}

#[test]
fn every_selector_finds_the_words() {
    let mut documents = scenes::agency_copy();
    documents.extend(scenes::differing_counts());
    documents.push(scenes::debate());
    documents.push(
        Sketch::new("naïve path/a.txt", "“Où est-il?” — “Nobody knows”, said Zoë 🙂, twice.")
            .quote(QuoteForm::Direct, "Nobody knows", "Zoë")
            .cue("said", "say")
            .build(),
    );
    let mut found = 0;
    for line in written(documents.clone(), json!({ "around": 8 })).lines() {
        let annotation: Value = serde_json::from_str(line).unwrap();
        let targets = annotation["target"].as_array().unwrap();
        let record = targets[1]["source"]["id"].as_str().unwrap().strip_prefix("record.jsonl#").unwrap();
        let document = documents.iter().find(|document| document.id == record).unwrap();
        let quote = &targets[1]["selector"][1];
        let exact = quote["exact"].as_str().unwrap();
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        // The sketch's source is its text.
        let bytes = &targets[0]["selector"];
        assert_eq!(&document.text[number(&bytes["start"])..number(&bytes["end"])], exact);
        let points = &targets[1]["selector"][0];
        let (start, end) = (number(&points["start"]), number(&points["end"]));
        let by_points: String = document.text.chars().skip(start).take(end - start).collect();
        assert_eq!(by_points, exact);
        let around =
            format!("{}{exact}{}", quote["prefix"].as_str().unwrap(), quote["suffix"].as_str().unwrap());
        assert!(document.text.contains(&around), "{around}");
        found += 1;
    }
    assert!(found > 30, "{found}");
}

#[test]
fn bytes_are_those_of_the_source() {
    // Two bytes of source that gave no text, then `&amp;` that gave one.
    let mut map = MapBuilder::default();
    map.skip_to(2);
    map.replaced(1, 5);
    map.copied(4);
    let mut document = Sketch::new("a.html", "& yes").quote(QuoteForm::Direct, "& yes", "").build();
    document.map = map.finish();
    assert_eq!(document.source_span(Span::new(0, 5)), Some(Span::new(2, 11)));
    let line = written(vec![document], json!({ "layers": ["quotes"] }));
    let annotation: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(annotation["target"][0]["selector"]["start"], 2);
    assert_eq!(annotation["target"][0]["selector"]["end"], 11);
}
