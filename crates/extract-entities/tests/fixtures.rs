//! Every fixture of the stage: its mentions marked, and its entities listed.

use std::fmt::Write as _;

use proptest::prelude::*;
use rapporteur_document::{Block, Document, MentionForm, OfficeRole, Role, Span};
use rapporteur_extract_entities::{Entities, Found, Options, resolve};
use rapporteur_extract_syntax::{Trees, Words};
use rapporteur_fixture::{Fixture, check, run};
use rapporteur_view::{document, marks};

/// The text with paragraphs as blocks and their sentences. `roles` of a fixture's head names the
/// roles of its blocks in order, the last one for all that follow.
fn split(document: &mut Document, roles: &[Role]) {
    let (mut blocks, mut sentences, mut at) = (Vec::new(), Vec::new(), 0);
    for part in document.text.split("\n\n") {
        let span = Span::new(at, at + part.len()).trimmed(&document.text);
        at += part.len() + 2;
        if !span.is_empty() {
            let role = roles[blocks.len().min(roles.len() - 1)];
            if role.is_content() {
                sentences.extend(rapporteur_english::sentences(&document.text, span));
            }
            blocks.push(Block { span, role, rule: "fixture".into() });
        }
    }
    document.blocks = Some(blocks);
    document.sentences = Some(sentences);
}

fn render(fixture: &Fixture) -> String {
    let mut found = fixture.document();
    let roles: Vec<Role> = fixture
        .get("roles")
        .unwrap_or("paragraph")
        .split(", ")
        .map(|role| Role::from_name(role).expect("the head names roles"))
        .collect();
    split(&mut found, &roles);
    if fixture.get("engine").is_some() {
        run::<Words>(&mut found);
    }
    if fixture.get("trees").is_some() {
        run::<Trees>(&mut found);
    }
    run::<Entities>(&mut found);
    let mut view = document(&found, &marks::mentions(&found));
    view.push('\n');
    for entity in found.entities() {
        let _ = write!(view, "{} {} {:?}", entity.id.0, entity.kind, entity.name);
        if !entity.aliases.is_empty() {
            let _ = write!(view, " also {:?}", entity.aliases);
        }
        held(&mut view, &entity.roles);
        for (list, code) in &entity.refs {
            let _ = write!(view, "; {list} {code}");
        }
        view.push('\n');
    }
    for unnamed in &found.unnamed {
        let _ = write!(view, "{} {} without a name: {:?}", unnamed.id.0, unnamed.kind, unnamed.description);
        held(&mut view, &unnamed.roles);
        view.push('\n');
    }
    view
}

fn held(view: &mut String, roles: &[OfficeRole]) {
    for role in roles {
        let _ = write!(view, "; {}", role.title);
        if let Some(of) = &role.of {
            let _ = write!(view, " of {of}");
        }
        if let Some(at) = &role.at {
            let _ = write!(view, " at {at}");
        }
    }
}

#[test]
fn fixtures() {
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", render);
}

/// Pieces that names, offices and their neighbours are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "Ann",
        "Lane",
        "Mr",
        "Gen.",
        "the",
        "The",
        "of",
        "and",
        "UN",
        "U.S.",
        "US-led",
        "al-Assad",
        "de",
        "Ministry",
        "Party",
        "President",
        "president",
        "ambassador",
        "to",
        "'s",
        "’s",
        ",",
        ".",
        "“",
        "”",
        "\"",
        "(",
        ")",
        "he",
        "she",
        "I",
        "her",
        "said",
        "2004",
        "election",
        "British",
        "Britain",
        "-",
        "é",
        "É",
        "London",
        "in",
        "Inc.",
        "J.",
        "\n",
        "\n\n",
        "&",
        "for",
        "Council",
        "O'Neil",
        "…",
        "Secretary",
        "State",
        "A",
        "a",
    ];
    prop::collection::vec((prop::sample::select(PIECES), prop::bool::weighted(0.85)), 0..60).prop_map(
        |pieces| {
            pieces
                .into_iter()
                .map(|(piece, spaced)| if spaced { format!("{piece} ") } else { piece.to_owned() })
                .collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_ends_well(text in prop_oneof![pieces(), "\\PC{0,120}".prop_map(String::from)]) {
        let mut found = Document::from_text(text);
        split(&mut found, &[Role::Paragraph]);
        let Found { mentions, entities, unnamed } = resolve(&found, &Options::default());
        let mut before = 0;
        for mention in &mentions {
            let words = mention.span.of(&found.text);
            prop_assert!(!words.trim().is_empty());
            prop_assert!(mention.span.start() >= before);
            before = mention.span.start();
            if let Some(id) = mention.entity {
                let at = id.0 as usize;
                let kind = entities.get(at).map(|it| it.kind);
                let kind = kind.or_else(|| unnamed.get(at - entities.len()).map(|it| it.kind));
                prop_assert_eq!(kind, Some(mention.kind));
            }
        }
        for (number, it) in unnamed.iter().enumerate() {
            prop_assert_eq!(it.id.0 as usize, entities.len() + number);
            prop_assert!(!it.description.is_empty());
            let theirs = mentions.iter().filter(|mention| mention.entity == Some(it.id));
            prop_assert!(theirs.clone().count() > 1);
            prop_assert!(theirs.clone().all(|mention| mention.form != MentionForm::Name));
        }
        for (index, entity) in entities.iter().enumerate() {
            prop_assert_eq!(entity.id.0 as usize, index);
            prop_assert!(!entity.name.is_empty());
        }
    }
}
