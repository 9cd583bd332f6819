//! The stage writes the report that `rapporteur-record` describes.

use rapporteur_fixture::{MemoryArchive, report, scenes};
use rapporteur_record::{ClaimState, Report};
use rapporteur_report_json::Json;
use serde_json::json;

fn written(archive: &MemoryArchive) -> (String, Report) {
    let text = report::<Json>(archive, json!({})).text("report.json");
    let read = serde_json::from_str(&text).expect("the report is as its types say");
    (text, read)
}

#[test]
fn stories_claims_and_quarantine() {
    let mut documents = scenes::agency_copy();
    documents.extend(scenes::differing_counts());
    documents.push(scenes::look_alike());
    let archive = MemoryArchive { documents, held: scenes::held() };
    let (text, report) = written(&archive);
    assert_eq!((report.schema.as_str(), report.read), ("rapporteur.report/1", 6));
    assert_eq!(report.stories.iter().map(|story| story.documents.len()).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(report.stories.iter().map(|story| story.origins).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(report.unassigned.iter().map(|it| it.uri.as_str()).collect::<Vec<_>>(), ["ferry-south.txt"]);
    assert_eq!(report.quarantine[1].origin, "empty | page.txt");
    let killed = &report.stories[1].claims[0];
    assert_eq!((killed.id.as_str(), killed.state), ("s2c1", ClaimState::Differing));
    for support in &killed.support {
        let document =
            archive.documents.iter().find(|it| it.id == support.document).expect("an id is a record's");
        assert_eq!(document.text[support.start as usize..support.end as usize], support.words);
    }
    assert_eq!(serde_json::to_value(&report).ok(), serde_json::from_str(&text).ok());
}

#[test]
fn one_story_a_line_and_the_same_bytes_again() {
    let archive = MemoryArchive { documents: scenes::differing_counts(), held: Vec::new() };
    let (text, _) = written(&archive);
    assert_eq!(text, written(&archive).0);
    assert_eq!(text.lines().filter(|line| line.starts_with("{\"id\":\"s")).count(), 1);
}

#[test]
fn nothing_read_is_a_report_too() {
    let (_, report) = written(&MemoryArchive::default());
    assert_eq!((report.read, report.stories.len(), report.unassigned.len()), (0, 0, 0));
}
