//! Words a second of the nets on one core: `cargo run --release -p rapporteur-engine --example
//! speed -- compact FILE…` (or `accurate`), where a file is plain text with its words apart by white space, a sentence a line.

#![expect(clippy::print_stdout, reason = "an example speaks to its user")]

use rapporteur_document::{Span, Syntax, Tag, Word};
use rapporteur_engine::{accurate, compact};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let engine = if arguments.next().as_deref() == Some("accurate") { accurate() } else { compact() };
    let mut documents = Vec::new();
    for path in arguments {
        let text = std::fs::read_to_string(path).expect("the file can be read");
        let mut syntax = Syntax::default();
        for line in text.split('\n') {
            let first = syntax.words.len() as u32;
            for word in line.split_whitespace() {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                let span = Span::new(start, start + word.len());
                syntax.words.push(Word { span, tag: Tag::X });
            }
            syntax.sentences.push(first..syntax.words.len() as u32);
        }
        documents.push((text, syntax));
    }
    let words: usize = documents.iter().map(|(_, syntax)| syntax.words.len()).sum();
    for _ in 0..3 {
        let start = seconds();
        for (text, syntax) in &mut documents {
            engine.tag(text, syntax);
        }
        let tagged = seconds();
        for (text, syntax) in &mut documents {
            engine.parse(text, syntax);
        }
        let parsed = seconds();
        let rate = |time: f64| words as f64 / time;
        println!(
            "{words} words; names and tags {:.0} a second, with trees {:.0}",
            rate(tagged - start),
            rate(parsed - start)
        );
    }
}

/// Seconds of this thread's work, so that a busy machine does not count; those of the clock where
/// the system does not tell.
fn seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split_whitespace().next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).map_or_else(
        || {
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0.0, |it| it.as_secs_f64())
        },
        |nanoseconds| nanoseconds / 1e9,
    )
}
