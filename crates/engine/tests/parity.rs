//! The nets give what their reference gives, on the sentences that it was run on.

use rapporteur_document::{NameKind, Span, Syntax, Tag, Word};
use rapporteur_engine::{Engine, compact};
use serde_json::Value;

/// The words of a reference line as a text of their own.
fn syntax_of(line: &Value) -> (String, Syntax) {
    let mut text = String::new();
    let mut syntax = Syntax::default();
    for word in line["words"].as_array().expect("words") {
        let word = word.as_str().expect("a word");
        if !text.is_empty() {
            text.push(' ');
        }
        let span = Span::new(text.len(), text.len() + word.len());
        text.push_str(word);
        syntax.words.push(Word { span, tag: Tag::X });
    }
    syntax.sentences.push(0..syntax.words.len() as u32);
    (text, syntax)
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|item| item.as_str().expect("a string")).collect()
}

/// Names as BIO labels.
fn labels(syntax: &Syntax) -> Vec<String> {
    let mut labels = vec!["O".to_owned(); syntax.words.len()];
    for name in &syntax.names {
        for (at, word) in name.words.clone().enumerate() {
            let kind: NameKind = name.kind;
            labels[word as usize] = format!("{}-{kind}", if at == 0 { "B" } else { "I" });
        }
    }
    labels
}

fn tagged(engine: &dyn Engine, text: &str, mut syntax: Syntax) -> Syntax {
    engine.tag(text, &mut syntax);
    engine.parse(text, &mut syntax);
    syntax
}

/// Inputs are rounded here to 13 bits and not there, so that a near tie may fall the other way:
/// once in a thousand words at most.
#[test]
fn the_compact_nets_give_what_the_reference_gives() {
    let (mut words, mut others) = (0, 0);
    for line in include_str!("reference.jsonl").lines() {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let (text, syntax) = syntax_of(&line);
        let found = tagged(compact(), &text, syntax);
        let mut compare = |here: &[String], there: &[String]| {
            assert_eq!(here.len(), there.len());
            words += here.len();
            for (at, (here, there)) in here.iter().zip(there).enumerate() {
                if here != there {
                    others += 1;
                    println!("{}: {here} for {there}", found.words[at].span.of(&text));
                }
            }
        };
        let owned = |list: &Value| strings(list).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let models = &line["models"];
        let tags: Vec<String> = found.words.iter().map(|word| word.tag.to_string()).collect();
        compare(&labels(&found), &owned(&models["compact"]["ner"]));
        compare(&tags, &owned(&models["compact"]["upos"]));
        let parser = &models["compact-parser"];
        let trees = found.trees.iter();
        let heads: Vec<String> =
            trees.clone().map(|it| it.head.map_or(0, |head| head + 1).to_string()).collect();
        let theirs =
            parser["head"].as_array().expect("heads").iter().map(Value::to_string).collect::<Vec<_>>();
        compare(&heads, &theirs);
        let relations: Vec<String> = trees.map(|it| it.relation.to_string()).collect();
        compare(&relations, &owned(&parser["deprel"]));
    }
    println!("{others} of {words} differ");
    assert!(words > 10_000, "the reference has its sentences");
    assert!(others * 1000 <= words, "{others} of {words} differ");
}
