//! The statements that make the database, from the tables as they are defined.

use std::fmt::Write as _;

use rapporteur_tables::{Id, Key, TABLES, Table, Type};

/// The blocks are what the full-text search reads; its rows are known by this number, which stays
/// the same whatever is done with the file.
pub(crate) const SEARCHED: Id = Id::Blocks;

/// `CREATE TABLE`, with what each column says as a comment.
pub(crate) fn create(table: &Table) -> String {
    let mut sql = format!("CREATE TABLE {} ( -- {}\n", table.name, table.about);
    if table.id == SEARCHED {
        sql.push_str("  number INTEGER PRIMARY KEY, -- of its row, for the search\n");
    }
    for (at, column) in table.columns.iter().enumerate() {
        let kind = match column.kind {
            Type::Text => "TEXT",
            Type::Integer => "INTEGER",
            Type::Real => "REAL",
        };
        let _ = write!(sql, "  {} {kind}", column.name);
        if at == 0 && table.key == Key::First {
            sql.push_str(if table.id == SEARCHED { " NOT NULL UNIQUE" } else { " NOT NULL PRIMARY KEY" });
        } else if column.required {
            sql.push_str(" NOT NULL");
        }
        if let Some(other) = column.refers_to {
            let other = other.table();
            let _ = write!(sql, " REFERENCES {}({})", other.name, other.columns[0].name);
        }
        let comma = if at + 1 < table.columns.len() { "," } else { "" };
        let _ = writeln!(sql, "{comma} -- {}", column.about);
    }
    sql.push_str(") STRICT");
    sql
}

/// `INSERT` of one row.
pub(crate) fn insert(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let places = vec!["?"; names.len()].join(", ");
    format!("INSERT INTO {} ({}) VALUES ({places})", table.name, names.join(", "))
}

/// `CREATE INDEX` for each column that refers to another table, and what people look for most.
pub(crate) fn indexes() -> String {
    let mut sql = String::new();
    for table in TABLES {
        for column in table.columns.iter().filter(|column| column.refers_to.is_some()) {
            let _ = writeln!(sql, "CREATE INDEX {0}_by_{1} ON {0}({1});", table.name, column.name);
        }
    }
    for (table, column) in [("quotes", "speaker"), ("entities", "name"), ("figures", "state")] {
        let _ = writeln!(sql, "CREATE INDEX {table}_by_{column} ON {table}({column});");
    }
    sql
}

/// The full-text search over blocks; it holds no words of its own.
pub(crate) const SEARCH: &str = "CREATE VIRTUAL TABLE search USING fts5(words, content='blocks', \
     content_rowid='number', tokenize='unicode61 remove_diacritics 2');
INSERT INTO search(search) VALUES ('rebuild');
INSERT INTO search(search) VALUES ('optimize');";

/// The views.
pub(crate) const VIEWS: &str = include_str!("views.sql");
