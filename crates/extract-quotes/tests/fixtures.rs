//! One fixture a phenomenon: the text with its quotations, cues and speakers marked under it.

use std::fmt::Write as _;

use rapporteur_document::{Block, Document, Member, Role, Rule, Span, Speaker, Turn};
use rapporteur_extract_entities::Entities;
use rapporteur_extract_quotes::Quotes;
use rapporteur_fixture::Fixture;

/// Paragraphs are parted by blank lines; `title: yes` in the head makes the first one the title,
/// `turns: yes` makes every one a speech, `entities: yes` finds mentions and entities first.
fn laid_out(fixture: &Fixture) -> Document {
    let mut document = fixture.document();
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in document.text.split("\n\n") {
        let span = Span::new(at, at + part.len()).trimmed(&document.text);
        at += part.len() + 2;
        if !span.is_empty() {
            let role = match (fixture.get("title"), fixture.get("turns")) {
                (Some(_), _) if blocks.is_empty() => Role::Title,
                (_, Some(_)) if !span.of(&document.text).starts_with('(') => Role::Turn,
                _ => Role::Paragraph,
            };
            blocks.push(Block { span, role, rule: "blank-line".into() });
        }
    }
    let sentences = |block: &Block| rapporteur_english::sentences(&document.text, block.span);
    let sentences = blocks.iter().flat_map(sentences).collect();
    if fixture.get("turns").is_some() {
        let speech = |block: &Block| Turn {
            span: block.span,
            speaker: None::<Speaker>,
            member: Member::default(),
            role: None,
            question: false,
            number: None,
            uin: None,
            rule: Rule::from("blank-line"),
        };
        let spoken = blocks.iter().filter(|block| block.role == Role::Turn);
        document.turns = Some(spoken.map(speech).collect());
    }
    document.blocks = Some(blocks);
    document.sentences = Some(sentences);
    document
}

fn view(fixture: &Fixture, options: serde_json::Value) -> String {
    let mut document = laid_out(fixture);
    if fixture.get("entities").is_some() {
        rapporteur_fixture::run::<Entities>(&mut document);
    }
    rapporteur_fixture::run_with::<Quotes>(&mut document, options).expect("no document is rejected");
    let mut view = rapporteur_view::document(&document, &rapporteur_view::marks::quotes(&document));
    let rules: Vec<&str> = document.quotes().iter().map(|quote| quote.rule.as_str()).collect();
    let _ = writeln!(view, "rules: {}", rules.join(", "));
    view
}

#[test]
fn fixtures() {
    rapporteur_fixture::check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", |fixture| {
        let options = match fixture.get("options") {
            Some(options) => serde_json::from_str(options).expect("options are JSON"),
            None => serde_json::json!({}),
        };
        view(fixture, options)
    });
}

/// The page says which fixture shows which phenomenon: none is missing, none is named that is not there.
#[test]
fn every_fixture_is_on_the_page() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let page = std::fs::read_to_string(format!("{folder}/README.md")).expect("the page is there");
    let mut named: Vec<&str> =
        page.split('`').skip(1).step_by(2).filter(|word| !word.contains([' ', ':'])).collect();
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".txt")?.to_owned()))
        .collect();
    named.sort_unstable();
    named.dedup();
    files.sort_unstable();
    assert_eq!(named, files);
}
