//! The report as an editor would read it: each snapshot is a whole `report.md`.

use rapporteur_document::{Document, Qualifier};
use rapporteur_fixture::{MemoryArchive, Sketch, report, scenes};
use rapporteur_report_markdown::Markdown;
use serde_json::json;

fn written(archive: &MemoryArchive, options: serde_json::Value) -> String {
    report::<Markdown>(archive, options).text("report.md")
}

fn of(documents: Vec<Document>) -> String {
    written(&MemoryArchive { documents, held: Vec::new() }, json!({}))
}

macro_rules! read {
    ($name:literal, $report:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $report);
        });
    };
}

#[test]
fn agency_copy_in_two_papers_is_folded() {
    read!("agency-copy", of(scenes::agency_copy()));
}

#[test]
fn differing_counts_and_a_look_alike_with_the_quarantine() {
    let mut documents = scenes::differing_counts();
    documents.insert(1, scenes::look_alike());
    read!("differing-counts", written(&MemoryArchive { documents, held: scenes::held() }, json!({})));
}

#[test]
fn what_a_text_leaves_open_is_told_in_plain_words() {
    read!("left-open", of(scenes::left_open()));
}

#[test]
fn a_debate_without_names_beside_its_copy_with_names() {
    read!("debate-copies", of(scenes::debate_copies()));
}

#[test]
fn a_debate_and_a_document_with_nothing_found() {
    read!("debate", of(vec![scenes::debate(), scenes::nothing_found()]));
}

#[test]
fn what_is_too_much_is_counted() {
    let mut documents = scenes::agency_copy();
    documents.extend(scenes::differing_counts());
    documents.push(scenes::nothing_found());
    let options = json!({ "max_documents_in_detail": 1, "max_stories_in_detail": 1 });
    read!("limits", written(&MemoryArchive { documents, held: Vec::new() }, options));
}

/// A time that starts or ends a span is told with the word that says so.
#[test]
fn since_and_between_are_told_with_the_time_of_a_figure() {
    let text = "Since October 2023 some 90 people have died. It cost 40 crowns between 2014 and 2019. \
                It was the worst fire since 2009, when 12 men died.";
    let sketch = Sketch::new("spans.txt", text)
        .time("October 2023", "2023-10")
        .figure("some 90 people", Qualifier::About, 90.0, "people", "killed")
        .figure_at("", "October 2023")
        .figure("40 crowns", Qualifier::Exactly, 40.0, "crowns", "")
        .time("2014", "2014")
        .time("2019", "2019")
        .figure_at("", "2014")
        .time("2009", "2009")
        .figure("12 men", Qualifier::Exactly, 12.0, "men", "killed")
        .figure_at("", "2009");
    let report = of(vec![sketch.build()]);
    let whens: Vec<&str> = report
        .lines()
        .skip_while(|line| !line.starts_with("| words | number"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| line.split(" | ").nth(4))
        .collect();
    assert_eq!(
        whens,
        ["since October 2023 (2023-10)", "between 2014 and 2019 (2014 to 2019)", "2009 (2009)"]
    );
}

#[test]
fn nothing_read() {
    read!("nothing", of(Vec::new()));
}

#[test]
fn every_place_has_its_words() {
    let mut documents = scenes::agency_copy();
    documents.extend(scenes::differing_counts());
    documents.push(scenes::debate());
    let text = of(documents.clone());
    let mut places = 0;
    for place in text.split("[d").skip(1).filter_map(|rest| rest.split_once(']')).map(|(place, _)| place) {
        let Some((number, span)) = place.split_once(' ') else { continue };
        let (start, end) = span.split_once('–').expect("a place is a span");
        let document: usize = number.parse().expect("a document is a number");
        let span = start.parse().expect("a byte")..end.parse().expect("a byte");
        assert!(
            documents[document - 1].text.get(span).is_some_and(|words| !words.trim().is_empty()),
            "{place}"
        );
        places += 1;
    }
    assert!(places > 20, "{places}");
}
