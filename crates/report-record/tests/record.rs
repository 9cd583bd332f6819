//! The stage writes what `rapporteur-record` reads.

use rapporteur_document::{Document, EntityKind, QuoteForm};
use rapporteur_fixture::{MemoryArchive, Sketch, report};
use rapporteur_report_record::Record;
use serde_json::json;

fn documents() -> Vec<Document> {
    vec![
        Sketch::new("a.txt", "“We count loaves,” Ada Marsh said.")
            .entity(EntityKind::Person, &["Ada Marsh"])
            .quote(QuoteForm::Direct, "We count loaves,", "Ada Marsh")
            .build(),
        Document::from_text("A line\nand another “—” é.\u{2028}"),
    ]
}

#[test]
fn one_line_a_document_in_the_order_of_ingest() {
    let archive = MemoryArchive { documents: documents(), held: Vec::new() };
    let written = report::<Record>(&archive, json!({ "file": "lines.jsonl" })).bytes("lines.jsonl");
    let lines: Vec<&[u8]> = written.split_inclusive(|&byte| byte == b'\n').collect();
    let read: Vec<Document> =
        lines.iter().map(|line| rapporteur_record::from_line(line).expect("a line is a record")).collect();
    assert_eq!(read, archive.documents);
}

#[test]
fn no_documents_make_an_empty_file() {
    let outputs = report::<Record>(&MemoryArchive::default(), json!({}));
    assert_eq!(outputs.bytes("record.jsonl"), b"");
}
