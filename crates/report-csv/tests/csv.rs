//! The sheets as a spreadsheet gets them.

use std::fmt::Write as _;

use rapporteur_fixture::{MemoryArchive, Sketch, report, scenes};
use rapporteur_report_csv::Csv;
use rapporteur_tables::TABLES;
use serde_json::json;

fn everything() -> MemoryArchive {
    let mut documents = scenes::agency_copy();
    documents.extend(scenes::differing_counts());
    documents.push(scenes::debate());
    MemoryArchive { documents, held: scenes::held() }
}

/// A reader of RFC 4180, as strict as the writer should be.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted => {
                assert_eq!(characters.next(), Some('\n'), "a line ends in CR LF");
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            '\n' if !quoted => panic!("a bare line break"),
            character => field.push(character),
        }
    }
    assert!(row.is_empty() && field.is_empty() && !quoted, "the last line ends");
    rows
}

#[test]
fn sheets_of_the_scenes() {
    let written = report::<Csv>(&everything(), json!({}));
    let mut out = String::new();
    for table in TABLES {
        let text = written.text(&format!("tables/{}.csv", table.name));
        let rows = rows(&text);
        let header: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(rows[0], header);
        assert!(rows.iter().all(|row| row.len() == header.len()), "{}", table.name);
        let _ = writeln!(out, "── {}, {} rows\n{}", table.name, rows.len() - 1, text.replace('\r', ""));
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("sheets", out);
    });
}

#[test]
fn what_refers_to_a_row_finds_it() {
    let written = report::<Csv>(&everything(), json!({ "folder": "sheets" }));
    let of = |name: &str| rows(&written.text(&format!("sheets/{name}.csv")));
    let mut found = 0;
    for table in TABLES {
        for (at, column) in table.columns.iter().enumerate() {
            let Some(other) = column.refers_to else { continue };
            let keys: Vec<String> = of(other.table().name).into_iter().map(|mut row| row.remove(0)).collect();
            for row in of(table.name).iter().skip(1).filter(|row| !row[at].is_empty()) {
                assert!(keys.contains(&row[at]), "{}.{}: {}", table.name, column.name, row[at]);
                found += 1;
            }
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn a_title_that_is_a_formula_is_none() {
    let document = Sketch::new("a.txt", "Nothing.").meta("=cmd|' /C calc'!A0", "", "").build();
    let archive = MemoryArchive { documents: vec![document], held: Vec::new() };
    let sheet = |options| report::<Csv>(&archive, options).text("tables/documents.csv");
    assert!(sheet(json!({})).contains(",'=cmd|' /C calc'!A0,"));
    assert!(sheet(json!({ "guard_formulas": false })).contains(",=cmd|' /C calc'!A0,"));
    assert!(sheet(json!({ "byte_order_mark": true })).starts_with('\u{feff}'));
}
