//! The page as its readers get it: what it says, that it asks nothing of anybody, and that words of
//! documents stay words.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};
use rapporteur_document::{Document, EntityKind, Qualifier, QuoteForm};
use rapporteur_fixture::{MemoryArchive, Sketch, report, scenes};
use rapporteur_report_html::Html;
use serde_json::json;

fn written(archive: &MemoryArchive, options: serde_json::Value) -> String {
    report::<Html>(archive, options).text("report.html")
}

fn of(documents: Vec<Document>) -> String {
    written(&MemoryArchive { documents, held: Vec::new() }, json!({}))
}

/// All scenes at once, with the quarantine.
fn everything() -> MemoryArchive {
    let mut documents = scenes::agency_copy();
    documents.extend(scenes::differing_counts());
    documents.push(scenes::look_alike());
    documents.push(scenes::debate());
    documents.extend(scenes::debate_copies());
    documents.push(scenes::nothing_found());
    MemoryArchive { documents, held: scenes::held() }
}

/// A start tag with its attributes.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn tags(page: &str) -> Vec<Tag> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Tokenizer::new(page)
        .flatten()
        .filter_map(|token| match token {
            Token::StartTag(tag) => Some(Tag {
                name: text(&tag.name),
                attributes: tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect(),
            }),
            _ => None,
        })
        .collect()
}

/// What a reader sees, a line for each part of the page: the style and the script left out, and what
/// a reader opens in brackets.
fn seen(page: &str) -> String {
    const LINES: &[&str] = &[
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "li",
        "tr",
        "section",
        "article",
        "footer",
        "figure",
        "figcaption",
        "blockquote",
        "summary",
        "svg",
        "details",
        "header",
        "nav",
        "table",
        "tbody",
    ];
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut out = String::new();
    let mut silent = false;
    for token in Tokenizer::new(page).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                silent |= matches!(name.as_str(), "style" | "script" | "title");
                if LINES.contains(&name.as_str()) {
                    out.push('\n');
                }
                match name.as_str() {
                    "h1" => out.push_str("# "),
                    "h2" => out.push_str("## "),
                    "h3" => out.push_str("### "),
                    "h4" => out.push_str("#### "),
                    "td" | "th" => out.push_str(" | "),
                    "mark" => out.push('«'),
                    "summary" => out.push_str("▸ "),
                    "blockquote" => out.push_str("> "),
                    "br" => out.push_str(" / "),
                    "circle" => out.push_str(" ●"),
                    "rect" => out.push_str(" ▬"),
                    "text" => out.push(' '),
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                let name = text(&tag.name);
                silent &= !matches!(name.as_str(), "style" | "script" | "title");
                if name == "mark" {
                    out.push('»');
                }
                if LINES.contains(&name.as_str()) {
                    out.push('\n');
                }
            }
            Token::String(words) if !silent => out.push_str(&text(&words).replace('\n', " ")),
            _ => {}
        }
    }
    let lines: Vec<&str> =
        out.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "|").collect();
    lines.join("\n") + "\n"
}

macro_rules! read {
    ($name:literal, $page:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, seen(&$page));
        });
    };
}

#[test]
fn a_debate_without_names_beside_its_copy_with_names() {
    read!("debate-copies", of(scenes::debate_copies()));
}

#[test]
fn what_a_text_leaves_open_is_told_in_plain_words() {
    read!("left-open", of(scenes::left_open()));
}

#[test]
fn agency_copy_is_one_origin_and_nothing_is_compared() {
    read!("agency-copy", of(scenes::agency_copy()));
}

#[test]
fn differing_counts_stand_side_by_side() {
    let mut documents = scenes::differing_counts();
    documents.insert(1, scenes::look_alike());
    read!("differing-counts", written(&MemoryArchive { documents, held: scenes::held() }, json!({})));
}

#[test]
fn nothing_read() {
    read!("nothing", of(Vec::new()));
}

#[test]
fn the_page_asks_nothing_of_anybody() {
    let page = written(&everything(), json!({}));
    for tag in tags(&page) {
        for (name, value) in &tag.attributes {
            assert!(!name.starts_with("on"), "{name} on <{}>", tag.name);
            let loads = matches!(
                name.as_str(),
                "src"
                    | "srcset"
                    | "data"
                    | "poster"
                    | "action"
                    | "background"
                    | "xlink:href"
                    | "style"
                    | "ping"
            );
            assert!(!loads, "<{} {name}=\"{value}\">", tag.name);
            if name == "href" {
                assert_eq!(tag.name, "a", "only links have addresses");
                let here = value.starts_with('#') || !value.contains([':', '/', '\\']);
                assert!(here, "{value} leads out of the folder");
            }
        }
        let loading =
            ["link", "img", "iframe", "object", "embed", "video", "audio", "base", "form", "image", "use"];
        assert!(!loading.contains(&tag.name.as_str()), "<{}>", tag.name);
    }
    let style = &page[page.find("<style>").unwrap()..page.find("</style>").unwrap()];
    for word in ["url(", "@import", "@font-face", "image-set", "src:"] {
        assert!(!style.contains(word), "{word} in the style");
    }
    let script = &page[page.rfind("<script>").unwrap()..];
    for word in
        ["fetch", "XMLHttpRequest", "import(", "WebSocket", "sendBeacon", "innerHTML", "eval", "new Image"]
    {
        assert!(!script.contains(word), "{word} in the script");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn every_link_of_the_page_leads_somewhere_and_every_anchor_is_one() {
    let page = written(&everything(), json!({}));
    let tags = tags(&page);
    let mut ids = BTreeSet::new();
    for tag in &tags {
        if let Some(id) = tag.get("id") {
            assert!(ids.insert(id.to_owned()), "{id} twice");
        }
    }
    let mut links = 0;
    for tag in &tags {
        for name in ["href", "aria-labelledby"] {
            let Some(target) = tag.get(name) else { continue };
            let target = if name == "href" { target.strip_prefix('#') } else { Some(target) };
            if let Some(target) = target {
                assert!(ids.contains(target), "{target} is not there");
                links += 1;
            }
        }
    }
    assert!(links > 50, "{links}");
}

#[test]
fn words_of_documents_stay_words() {
    let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
    let document = |name: &str, outlet: &str, count: &str, number: f64| {
        let text = format!(
            "{count} people were killed at {hostile} on Friday, said \"><svg onload=alert(2)>.\n\n\
             \u{201c}{hostile} and nobody came to help us\u{201d}, Ada </style><b>Renn said."
        );
        Sketch::new(&format!("{name}\"><script>.txt"), &text)
            .meta(&format!("{hostile} {name}"), &format!("{outlet}'\" onclick=\"x"), "2020-11-13")
            .entity(EntityKind::Person, &["Ada </style><b>Renn"])
            .office("<script>", Some("&lt;"))
            .figure(&format!("{count} people"), Qualifier::Exactly, number, "people", "killed")
            .time("Friday", "2020-11-13")
            .figure_at("", "Friday")
            .quote(QuoteForm::Direct, &format!("{hostile} and nobody came to help us"), "Ada </style><b>Renn")
            .build()
    };
    let documents = vec![document("one", "A", "Twelve", 12.0), document("two", "B", "Fourteen", 14.0)];
    let page = of(documents);
    let mut scripts = 0;
    for tag in tags(&page) {
        assert!(!matches!(tag.name.as_str(), "img" | "b"), "<{}>", tag.name);
        assert!(tag.attributes.iter().all(|(name, _)| !name.starts_with("on")));
        scripts += usize::from(tag.name == "script");
    }
    assert_eq!(scripts, 1, "the page's own");
    assert!(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"), "and the words are there");
    assert!(page.contains("class=\"matrix\""), "both documents are compared");
}

#[test]
fn every_passage_has_the_bytes_that_it_names() {
    let archive = everything();
    let page = written(&archive, json!({}));
    let mut passages = 0;
    for figure in page.split("<figure class=\"passage\" id=\"").skip(1) {
        let (_, rest) = figure.split_once("data-source=\"").unwrap();
        let record = rest.split('"').next().unwrap();
        let document = archive.documents.iter().find(|document| document.id == record).unwrap();
        let words = &figure[figure.find("<mark>").unwrap() + 6..figure.find("</mark>").unwrap()];
        let words =
            words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
        let place = figure.split("text bytes ").nth(1).unwrap();
        let place = place.split(['<', ',']).next().unwrap();
        let (start, end) = place.split_once('–').unwrap();
        let span = start.parse().unwrap()..end.parse().unwrap();
        assert_eq!(document.text.get(span), Some(words.as_str()), "{place}");
        passages += 1;
    }
    assert!(passages > 12, "{passages}");
}

#[test]
fn more_origins_than_columns_are_listed_by_what_they_say() {
    let paper = |number: usize| {
        let count = [12, 14, 15][number % 3];
        let text = format!(
            "At least {count} people were killed when the ferry Halcyon sank off Orrin Head on Friday.\n\n\
             \"The sea came over the car deck and she did not come up again,\" coastguard chief Marta Kell said.\n\n\
             Paper {number} has {number}0 words of its own on the weather at {number} in the morning."
        );
        Sketch::new(&format!("paper-{number}.txt"), &text)
            .meta("Ferry sinks off Orrin Head", &format!("Paper {number}"), "2020-11-13")
            .entity(EntityKind::Place, &["Orrin Head"])
            .entity(EntityKind::Organization, &["Halcyon"])
            .entity(EntityKind::Person, &["Marta Kell"])
            .figure(
                &format!("At least {count} people"),
                Qualifier::AtLeast,
                f64::from(count),
                "people",
                "killed",
            )
            .time("Friday", "2020-11-13")
            .figure_at("Orrin Head", "Friday")
            .quote(
                QuoteForm::Direct,
                "The sea came over the car deck and she did not come up again,",
                "Marta Kell",
            )
            .build()
    };
    read!("many-origins", of((1..=9).map(paper).collect()));
}

#[test]
fn many_stories_are_spread_over_files() {
    let mut archive = everything();
    archive.held.clear();
    let written =
        report::<Html>(&archive, json!({ "max_bytes": 1, "max_rows": 1, "title": "Bridge & ferry" }));
    let (first, second) = (written.text("report.html"), written.text("report-2.html"));
    assert!(first.contains("href=\"report-2.html\"") && second.contains("href=\"report.html\""));
    assert!(first.contains("id=\"s1\"") && !first.contains("id=\"s2\"") && second.contains("id=\"s2\""));
    assert!(first.contains("and 2 more, in the other parts of the report"));
    assert!(second.contains("<title>Bridge &amp; ferry, part 2</title>"));
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    assert_eq!(written(&everything(), json!({})), written(&everything(), json!({})));
}
