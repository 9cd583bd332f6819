//! Every fixture of the words: each line is a sentence, cut.

use rapporteur_document::Span;
use rapporteur_english::words;
use rapporteur_fixture::check;

/// The words of each line with a bar between those that no space parts, else a space.
fn cut(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut found = Vec::new();
        words(line, Span::new(0, line.len()), &mut found);
        let mut end = 0;
        for span in found {
            if span.start() > 0 {
                out.push(if span.start() == end { '|' } else { ' ' });
            }
            out.push_str(span.of(line));
            end = span.end();
        }
        out.push('\n');
    }
    out
}

#[test]
fn fixtures() {
    check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", |fixture| cut(fixture.text()));
}
