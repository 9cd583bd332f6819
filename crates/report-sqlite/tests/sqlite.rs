//! The database as those who ask it find it.

use std::fmt::Write as _;

use rapporteur_fixture::{MemoryArchive, report, scenes};
use rapporteur_report_sqlite::Sqlite;
use rusqlite::{Connection, types::ValueRef};
use serde_json::json;

fn everything() -> MemoryArchive {
    let mut documents = scenes::agency_copy();
    documents.extend(scenes::differing_counts());
    documents.push(scenes::debate());
    MemoryArchive { documents, held: scenes::held() }
}

fn opened(options: serde_json::Value) -> Connection {
    let bytes = report::<Sqlite>(&everything(), options).bytes("report.sqlite");
    let mut connection = Connection::open_in_memory().expect("memory");
    connection.deserialize_read_exact("main", bytes.as_slice(), bytes.len(), false).expect("is a database");
    connection
}

/// The rows of a question, columns between bars.
fn asked(connection: &Connection, sql: &str) -> String {
    let mut statement = connection.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let mut out = statement.column_names().collect::<Vec<_>>().join(" | ") + "\n";
    let columns = statement.column_count();
    let mut rows = statement.query([]).expect("can be asked");
    while let Some(row) = rows.next().expect("a row") {
        for at in 0..columns {
            if at > 0 {
                out.push_str(" | ");
            }
            match row.get_ref(at).expect("a column") {
                ValueRef::Null => out.push('–'),
                ValueRef::Integer(number) => out.push_str(&number.to_string()),
                ValueRef::Real(number) => out.push_str(&number.to_string()),
                ValueRef::Text(text) => out.push_str(&String::from_utf8_lossy(text).replace('\n', "⏎")),
                ValueRef::Blob(_) => out.push_str("bytes"),
            }
        }
        out.push('\n');
    }
    out
}

fn column(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).expect("is SQL");
    let rows = statement.query_map([], |row| row.get(0)).expect("can be asked");
    rows.map(|row| row.expect("a row")).collect()
}

macro_rules! read {
    ($name:literal, $text:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}

#[test]
fn what_people_ask() {
    let connection = opened(json!({}));
    let mut out = String::new();
    for view in column(&connection, "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name") {
        writeln!(out, "── {view}\n{}", asked(&connection, &format!("SELECT * FROM {view}"))).unwrap();
    }
    let search = "SELECT documents.publisher, snippet(search, 0, '«', '»', '…', 8) AS found FROM search \
         JOIN blocks ON blocks.number = search.rowid JOIN documents ON documents.id = blocks.document \
         WHERE search MATCH 'killed OR drowned' ORDER BY blocks.number";
    writeln!(out, "── search\n{}", asked(&connection, search)).unwrap();
    read!("asked", out);
}

#[test]
fn the_schema() {
    let connection = opened(json!({}));
    let sql =
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_%' ORDER BY rowid";
    read!("schema", column(&connection, sql).join(";\n\n"));
}

#[test]
fn the_file_is_whole_and_what_refers_finds() {
    let connection = opened(json!({}));
    assert_eq!(column(&connection, "PRAGMA integrity_check"), ["ok"]);
    assert_eq!(asked(&connection, "PRAGMA foreign_key_check").lines().count(), 1, "a header only");
    connection.execute_batch("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)").unwrap();
}

#[test]
fn without_search() {
    let connection = opened(json!({ "search": false }));
    assert!(column(&connection, "SELECT name FROM sqlite_schema WHERE name = 'search'").is_empty());
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let bytes = || report::<Sqlite>(&everything(), json!({})).bytes("report.sqlite");
    assert!(bytes() == bytes(), "two runs differ");
}
