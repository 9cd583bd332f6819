//! Words a second of the nets and the memory that they take: `cargo run --release -p
//! rapporteur-engine --example speed -- compact 1 FILE…` (or `accurate`; the number is that of
//! workers, each of which reads everything), where a file is plain text with its words apart by
//! white space, a sentence a line.

#![expect(clippy::print_stdout, reason = "an example speaks to its user")]

use rapporteur_document::{Span, Syntax, Tag, Word};
use rapporteur_engine::{Engine, accurate, compact};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let engine = if arguments.next().as_deref() == Some("accurate") { accurate() } else { compact() };
    let workers: usize =
        arguments.next().and_then(|number| number.parse().ok()).expect("a number of workers");
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
        let rates = std::thread::scope(|scope| {
            let work = || scope.spawn(|| rates(engine, documents.clone()));
            let workers: Vec<_> = (0..workers).map(|_| work()).collect();
            let rates = workers.into_iter().map(|worker| worker.join().expect("it ends"));
            rates.fold([0.0, 0.0], |sum, rate| [sum[0] + rate[0], sum[1] + rate[1]])
        });
        println!(
            "{words} words; names and tags {:.0} a second, with trees {:.0}; {} MB",
            rates[0],
            rates[1],
            memory()
        );
    }
}

/// Words a second of one worker, with names and tags, and with trees.
fn rates(engine: &dyn Engine, mut documents: Vec<(String, Syntax)>) -> [f64; 2] {
    let words: usize = documents.iter().map(|(_, syntax)| syntax.words.len()).sum();
    let start = seconds();
    for (text, syntax) in &mut documents {
        engine.tag(text, syntax);
    }
    let tagged = seconds();
    for (text, syntax) in &mut documents {
        engine.parse(text, syntax);
    }
    [tagged, seconds()].map(|end| words as f64 / (end - start))
}

/// The most memory that was taken so far, in MB; 0 where the system does not tell.
fn memory() -> usize {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) / 1000
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
