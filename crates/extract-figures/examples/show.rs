//! Prints the figures of a folder of text files, one a line with its words around it, and says how
//! fast it was: `cargo run --release -p rapporteur-extract-figures --example show -- DOCS`. For
//! reading, not for tests.
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

use rapporteur_document::{Document, Span};
use rapporteur_english::sentences;
use rapporteur_extract_figures::{Options, figures};
use rapporteur_fixture::corpus;
use rapporteur_view::marks::figure_label;

/// How much of the text stands on either side of a figure, in bytes.
const AROUND: usize = 45;

fn main() {
    let ([docs], _) = corpus::arguments("show DOCS");
    let paths = corpus::files(&docs, "txt");
    let mut documents: Vec<Document> =
        paths.iter().map(|path| corpus::document(path, "\n", sentences)).collect();
    let options = Options::default();
    let speed = corpus::timed(&mut documents, 10, |document| {
        document.figures = Some(figures(document, &options));
    });
    for document in &documents {
        let text = &document.text;
        let words = |span: Span| span.of(text).replace('\n', " ");
        for figure in document.figures() {
            let (start, end) = (figure.span.start(), figure.span.end());
            println!(
                "{}\t{} [[{}]] {}",
                figure_label(document, figure),
                words(Span::new(text.floor_char_boundary(start.saturating_sub(AROUND)), start)),
                words(figure.span),
                words(Span::new(end, text.ceil_char_boundary((end + AROUND).min(text.len())))),
            );
        }
    }
    println!("{speed}");
}
