//! Every fixture of the stages: a table of each sentence's words.

use std::fmt::Write as _;

use rapporteur_document::{Document, NameKind};
use rapporteur_extract_syntax::{Trees, Words};
use rapporteur_fixture::{check, run};

/// A line a word: its place, the word, part of speech, name, what it hangs on.
fn table(document: &Document) -> String {
    let syntax = document.syntax.as_ref().expect("the stage has run");
    let mut out = String::new();
    for (at, sentence) in document.sentences().iter().enumerate() {
        let _ = writeln!(out, "{}", document.words(*sentence));
        let range = syntax.of_sentence(at);
        for word in range.clone() {
            let name = syntax.names.iter().find(|name| name.words.contains(&(word as u32)));
            let name = name.map_or("", |name| NameKind::as_str(name.kind));
            let tree = syntax.trees[word];
            let head = tree.head.map_or("", |head| document.words(syntax.words[head as usize].span));
            let tag = syntax.words[word].tag;
            let words = document.words(syntax.words[word].span);
            let line = format!("    {words:<16} {tag:<6} {name:<5} {} {head}", tree.relation);
            let _ = writeln!(out, "{}", line.trim_end());
        }
        out.push('\n');
    }
    out
}

#[test]
fn fixtures() {
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", |fixture| {
        let mut document = fixture.document();
        let whole = document.content()[0].span;
        document.sentences = Some(rapporteur_english::sentences(&document.text, whole));
        run::<Words>(&mut document);
        run::<Trees>(&mut document);
        table(&document)
    });
}
