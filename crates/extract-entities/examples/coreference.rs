//! Scores the stage on the gold of who is who.
//!
//! ```sh
//! cargo run -p rapporteur-extract-entities --example coreference -- [--held] [--accurate] [--errors]
//! ```

#[path = "../tests/scorer/mod.rs"]
mod scorer;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use rapporteur_document::Span;
use scorer::{Counts, Sample, Scores, is_pronoun, pronouns, samples, score};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("gold");
    let folder = if has("--held") { gold.join("held") } else { gold };
    let engine = if has("--accurate") { "accurate" } else { "compact" };
    let samples = samples(&folder, engine);
    let mut out = String::new();
    if has("--errors") {
        for sample in &samples {
            errors(&mut out, sample);
        }
    }
    for (singletons, what) in [(false, "without singletons"), (true, "with singletons")] {
        table(&mut out, what, &score(&samples, singletons));
    }
    let (right, all) = pronouns(&samples);
    let _ = writeln!(out, "pronouns {right}/{all} = {:.1}", 100.0 * right as f64 / all.max(1) as f64);
    io::stdout().write_all(out.as_bytes())
}

fn table(out: &mut String, what: &str, scores: &Scores) {
    let mut line = |name: &str, counts: Counts| {
        let (recall, precision, f1) = (counts.recall(), counts.precision(), counts.f1());
        let _ = writeln!(out, "{name:9} R {recall:5.1}  P {precision:5.1}  F1 {f1:5.1}");
    };
    line("mentions", scores.mentions);
    line("MUC", scores.muc);
    line("B³", scores.b_cubed);
    line("CEAFe", scores.ceaf);
    let _ = writeln!(out, "mean {:.1} ({what})\n", scores.mean());
}

/// What is missing, too much, or with the wrong ones.
fn errors(out: &mut String, sample: &Sample) {
    let text = &sample.document.text;
    let words = |span: Span| span.of(text).replace('\n', " ");
    let _ = writeln!(out, "== {}", sample.name);
    let key = sample.key();
    let response = sample.response();
    let chain = |span: Span| response.iter().position(|entity| entity.contains(&span));
    for (key, entity) in &key {
        let mut line = format!("  {key}: ");
        for &span in entity {
            let at = chain(span);
            let label = match at {
                None => "MISSING".to_owned(),
                Some(at) if response[at].len() == 1 => "alone".to_owned(),
                Some(at) => at.to_string(),
            };
            let _ = write!(line, "{}·{label} | ", words(span));
        }
        let chains: std::collections::BTreeSet<_> = entity.iter().map(|&span| chain(span)).collect();
        if chains.len() > 1 || entity.len() > 1 && chains.contains(&None) {
            let _ = writeln!(out, "{line}");
        }
    }
    for (at, entity) in response.iter().enumerate() {
        let keys: std::collections::BTreeSet<Option<&str>> = entity
            .iter()
            .map(|span| sample.gold.iter().find(|mark| mark.span == *span).map(|mark| mark.key.as_str()))
            .collect();
        if keys.len() > 1 || keys.contains(&None) {
            let members: Vec<String> = entity
                .iter()
                .map(|&span| {
                    let key = sample.gold.iter().find(|mark| mark.span == span).map_or("-", |mark| &mark.key);
                    format!("{}={key}", words(span))
                })
                .collect();
            let _ = writeln!(out, "  chain {at}: {}", members.join(" | "));
        }
    }
    let wrong: Vec<String> = sample
        .pronouns()
        .iter()
        .filter(|(mark, right)| !right && is_pronoun(&words(mark.span)))
        .map(|(mark, _)| {
            let start = text.floor_char_boundary(mark.span.start().saturating_sub(25));
            let end = text.ceil_char_boundary((mark.span.end() + 15).min(text.len()));
            format!("{}⟨{}⟩={}", &text[start..mark.span.start()], &text[mark.span.start()..end], mark.key)
        })
        .collect();
    let _ = writeln!(out, "  wrong pronouns: {}", wrong.join(" ¦ ").replace('\n', "/"));
}
