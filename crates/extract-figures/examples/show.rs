//! Prints the figures of text files, one a line with its words around it, and says how fast it was:
//! `cargo run --release -p rapporteur-extract-figures --example show FILE…`. For reading, not for tests.

use std::fs;
use std::time::Instant;

use rapporteur_document::{Document, Span};
use rapporteur_extract_figures::{Options, figures};
use rapporteur_view::marks::figure_label;

#[expect(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for those who work on the stage")]
fn main() {
    let mut documents = Vec::new();
    for path in std::env::args().skip(1) {
        let mut document = Document::from_text(fs::read_to_string(&path).unwrap());
        let mut sentences = Vec::new();
        let mut start = 0;
        for line in document.text.split_inclusive('\n') {
            sentences
                .extend(rapporteur_english::sentences(&document.text, Span::new(start, start + line.len())));
            start += line.len();
        }
        document.sentences = Some(sentences);
        documents.push(document);
    }
    let options = Options::default();
    let words: usize = documents.iter().map(|document| document.text.split_whitespace().count()).sum();
    let rounds = 10;
    let clock = Instant::now();
    for _ in 0..rounds {
        for document in &documents {
            std::hint::black_box(figures(document, &options));
        }
    }
    let rate = (words * rounds) as f64 / clock.elapsed().as_secs_f64();
    for document in &documents {
        for figure in figures(document, &options) {
            let around = |from: usize, to: usize| -> String {
                let text: String =
                    document.text.as_bytes()[from..to].iter().map(|byte| *byte as char).collect();
                text.replace('\n', " ")
            };
            let (start, end) = (figure.span.start(), figure.span.end());
            println!(
                "{}\t{} [[{}]] {}",
                figure_label(document, &figure),
                around(start.saturating_sub(45), start),
                document.words(figure.span).replace('\n', " "),
                around(end, (end + 45).min(document.text.len()))
            );
        }
    }
    println!("{} documents, {words} words, {rate:.0} words a second", documents.len());
}
