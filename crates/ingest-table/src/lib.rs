//! Records that have a field for the text: JSON Lines, arrays and objects of JSON, and tables (CSV,
//! TSV and what spreadsheets of other countries write).
//!
//! A record's bytes are its line, element or row as it stands in the file; a selector says which
//! field is the text, and the other fields are facts about it. Which fields those are is said by
//! [`Fields`], whose defaults cover CC-News extracts, news-please, Fundus, newspaper3k, trafilatura,
//! ninjs, JSON Feed and what spreadsheets of articles have in their first row.
//!
//! Files are read a record at a time, whatever their length; only an object that holds a list of
//! records (`{"articles": […]}`) is read whole.
//!
//! Start reading at [`Fields`]; [`Json`] and [`Csv`] are the readers.

mod csv;
mod fields;
mod json;

pub use crate::csv::Csv;
pub use crate::fields::Fields;
pub use crate::json::Json;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rapporteur_container::{Format, Found, Look, Origin};
    use rapporteur_selector::select;
    use std::fmt::Write as _;
    use std::sync::Arc;

    fn listing_with(format: &dyn Format, bytes: &[u8]) -> String {
        let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(bytes));
        let open = || format.open(Arc::clone(&origin), 1000);
        let mut members = match open() {
            Ok(members) => members,
            Err(reason) => return format!("!! {reason}\n"),
        };
        let mut out = String::new();
        while let Some(found) = members.next() {
            match found {
                Found::Unfit(unfit) => _ = writeln!(out, "{}! {}", unfit.name, unfit.reason),
                Found::Member(member) => {
                    assert_eq!(open().unwrap().find(&member.name).as_ref(), Some(&member.bytes));
                    let text = select(&member.bytes, &member.selector).unwrap();
                    let text = String::from_utf8_lossy(&text.bytes).into_owned();
                    let kind = member.media_type;
                    _ = writeln!(out, "{} {} {kind}: {text:?}", member.name, member.selector);
                    let meta = &member.meta;
                    let facts = [&meta.title, &meta.url, &meta.published, &meta.publisher, &meta.language];
                    let facts =
                        facts.into_iter().flatten().chain(&meta.byline).map(|fact| fact.value.as_str());
                    let facts: Vec<&str> = facts.collect();
                    if !facts.is_empty() {
                        _ = writeln!(out, "  {}", facts.join(" ; "));
                    }
                }
            }
        }
        out
    }

    fn json(text: &str) -> String {
        listing_with(&Json { fields: Fields::default() }, text.as_bytes())
    }

    fn csv(text: &str) -> String {
        listing_with(&Csv { fields: Fields::default() }, text.as_bytes())
    }

    #[test]
    fn json_lines_of_the_usual_extractors_are_read() {
        let lines = concat!(
            r#"{"maintext": "One.", "title": "T", "date_publish": "2016-09-25 14:05:00", "authors": ["Ada Lund", "Bo Rand"], "source_domain": "echo.example", "url": "https://echo.example/1", "language": "en"}"#,
            "\n\n",
            r#"{"plaintext": "Two.", "publishing_date": "2016-09-25 14:05:00+01:00", "authors": ["Ada Lund"], "publisher": "Echo", "html": {"requested_url": "https://e.example/2"}}"#,
            "\r\n",
            r#"{"title": "ninjs", "headlines": [{"role": "main", "value": "A headline"}], "bodies": [{"contenttype": "text/html", "value": "<p>Three.</p><p>x</p><p>y</p>"}], "versioncreated": "2016-09-25T14:05:00Z", "by": "Ada Lund"}"#,
            "\n",
            r#"{"headline": "ninjs 1", "body_html": "<p>Four.</p>", "byline": "Bo Rand"}"#,
        );
        assert_eq!(
            json(lines),
            "1 json:/maintext text/plain: \"One.\"\n  T ; https://echo.example/1 ; 2016-09-25T14:05:00 ; echo.example ; en ; Ada Lund ; Bo Rand\n\
             3 json:/plaintext text/plain: \"Two.\"\n  https://e.example/2 ; 2016-09-25T14:05:00+01:00 ; Echo ; Ada Lund\n\
             4 json:/bodies/0/value text/html: \"<p>Three.</p><p>x</p><p>y</p>\"\n  A headline ; 2016-09-25T14:05:00Z ; Ada Lund\n\
             5 json:/body_html text/html: \"<p>Four.</p>\"\n  ninjs 1 ; Bo Rand\n"
        );
    }

    #[test]
    fn a_broken_line_costs_itself() {
        let lines = "{\"text\": \"One.\"}\n{\"text\": \"cut off\n{\"title\": \"no text\"}\n[1]\n{\"text\": \"Two.\"}\n";
        let long = format!("{lines}{{\"text\": \"{}\"}}\n{{\"text\": \"Three.\"}}", "x".repeat(2000));
        let found = json(&long);
        let lines: Vec<&str> = found.lines().collect();
        assert!(lines[0].ends_with("\"One.\"") && lines[4].ends_with("\"Two.\""), "{found}");
        assert!(lines[1].starts_with("2! not JSON"), "{found}");
        assert!(lines[2].starts_with("3! no text"), "{found}");
        assert!(lines[3].starts_with("4! not a record"), "{found}");
        assert!(lines[5].starts_with("6! has more than max_bytes"), "{found}");
        assert!(lines[6].ends_with("\"Three.\""), "{found}");
    }

    #[test]
    fn arrays_and_objects_hold_records() {
        let array = "[\n {\"text\": \"One.\"},\n {\"text\": \"T]w\\\"o.\"}\n]\n";
        assert_eq!(
            json(array),
            "0 json:/text text/plain: \"One.\"\n1 json:/text text/plain: \"T]w\\\"o.\"\n"
        );
        assert_eq!(
            json("[{\"text\": \"One.\"}, {\"text\": \"cut"),
            "0 json:/text text/plain: \"One.\"\n1! cut off: the JSON array ends inside this record\n"
        );
        let object = "{\n \"status\": \"ok\",\n \"articles\": [{\"content\": \"One.\", \"source\": {\"name\": \"Echo\"}}]\n}";
        assert_eq!(json(object), "articles/0 json:/content text/plain: \"One.\"\n  Echo\n");
        let single = "{\n \"text\": \"One.\"\n}\n";
        assert_eq!(json(single), " json:/text text/plain: \"One.\"\n");
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Echo", "items": [{"id": 1, "url": "https://e.example/1", "content_html": "<p>One.", "date_published": "2016-09-25T14:05:00Z", "authors": [{"name": "Ada Lund"}]}]}"#;
        assert_eq!(
            json(feed),
            "items/0 json:/content_html text/html: \"<p>One.\"\n  https://e.example/1 ; 2016-09-25T14:05:00Z ; Echo ; Ada Lund\n"
        );
        for no in [
            "{}",
            "[]",
            "[1, 2]",
            "{\"type\": \"FeatureCollection\", \"features\": [{\"id\": 3}]}",
            "3",
            "{\"a\"",
        ] {
            let found = json(no);
            assert!(found.starts_with('!') && found.lines().count() == 1, "{no}: {found}");
        }
    }

    #[test]
    fn text_in_pieces_is_joined() {
        let fundus = r#"{"body": {"summary": ["S."], "sections": [{"headline": ["H"], "paragraphs": ["One.", "Two."]}]}}"#;
        assert_eq!(json(fundus), " json:/body text/plain: \"S.\\n\\nH\\n\\nOne.\\n\\nTwo.\"\n");
    }

    #[test]
    fn tables_are_read_by_the_names_of_their_columns() {
        let table = "\u{feff}Title,Date published,Body,URL\r\nT,2016-09-25,\"He said \"\"no\"\".\nTwice.\",https://e.example/1\r\n\r\nU,25/09/2016,,\r\nV,,Two.\r\n";
        assert_eq!(
            csv(table),
            "2 csv:2 text/plain: \"He said \\\"no\\\".\\nTwice.\"\n  T ; https://e.example/1 ; 2016-09-25\n\
             4! no text in this row: the column \"Body\" is empty\n\
             5 csv:2 text/plain: \"Two.\"\n  V\n"
        );
        assert_eq!(csv("titel;text\nA;B\n"), "2 csv-semicolon:1 text/plain: \"B\"\n  A\n");
        assert!(csv("a,b\n1,2\n").starts_with("! a table in which no column"));
        assert!(csv("text\nOne.\n").starts_with("2 csv:0 text/plain: \"One.\""));
        // A mark that is never closed takes the rest, up to the limit.
        let open = format!("text,title\nOne.,T\n\"{}\n", "x\n".repeat(600));
        let found = csv(&open);
        assert!(found.contains("2 csv:0") && found.contains("3! has more than max_bytes"), "{found}");
    }

    #[test]
    fn fields_may_be_named() {
        let fields = Fields { text: vec!["doc/inhalt".into()], ..Fields::default() };
        let found = listing_with(&Json { fields }, br#"{"text": "No.", "doc": {"inhalt": "Yes."}}"#);
        assert_eq!(found, " json:/doc/inhalt text/plain: \"Yes.\"\n");
    }

    #[test]
    fn formats_go_by_name_and_looks() {
        let json = Json { fields: Fields::default() };
        let csv = Csv { fields: Fields::default() };
        let look = |name: &'static str| Look { name: name.as_bytes(), head: b"x" };
        assert!(json.fits(look("a.jsonl")) && json.fits(look("a.ndjson")) && json.fits(look("a.json")));
        assert!(csv.fits(look("a.csv")) && csv.fits(look("a.tsv")) && !csv.fits(look("a.txt")));
        assert!(json.fits(Look { name: b"extract", head: b"{\"url\": \"x\", \"text\": \"y\"}\n{" }));
        assert!(!json.fits(Look { name: b"a.txt", head: b"{A stage direction}" }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_ends(parts in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", "\"text\"", ":", "\"", "\\", ",", "\n", "a", "\"body\": ", "text,title\n", ";", "\r\n", "1",
        ]), 0..40)) {
            let text = parts.concat();
            json(&text);
            csv(&text);
        }
    }
}
