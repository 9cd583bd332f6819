//! What holds for any text: it ends, its spans are inside the text and cut no character, its
//! quotations ascend, and twice the text takes about twice the time.

use std::time::Instant;

use proptest::prelude::*;
use rapporteur_document::{Document, Span};
use rapporteur_extract_quotes::Quotes;

fn read(text: String) -> Document {
    let mut document = Document::from_text(text);
    let whole = Span::new(0, document.text.len());
    document.sentences = Some(rapporteur_english::sentences(&document.text, whole));
    rapporteur_fixture::run::<Quotes>(&mut document);
    document
}

/// Words and marks in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "'",
        "''",
        "«",
        "»",
        "„",
        "â€œ",
        "â€",
        "\u{93}",
        "\u{fffd}",
        "`",
        "&quot;",
        ".",
        ",",
        ":",
        "?",
        "—",
        "-",
        "(",
        ")",
        "\n",
        "\n\n",
        "He",
        "said",
        "that",
        "Smith",
        "Mr",
        "the",
        "minister",
        "told",
        "reporters",
        "according",
        "to",
        "and",
        "claimed",
        "who",
        "report",
        "’s",
        "in",
        "on",
        "Monday",
        "café",
        "A",
        "is",
        "as",
        "HALE:",
        "accused",
        "of",
        "was",
        "she",
        "saying",
        "film",
    ]);
    let glue = prop::sample::select(vec!["", " ", " ", " "]);
    prop::collection::vec((piece, glue), 0..120)
        .prop_map(|parts| parts.iter().flat_map(|(piece, glue)| [*piece, *glue]).collect())
}

fn holds(text: String) -> Result<(), TestCaseError> {
    let document = read(text);
    let mut last = 0;
    for (index, quote) in document.quotes().iter().enumerate() {
        prop_assert_eq!(quote.id.0 as usize, index);
        prop_assert!(quote.span.start() >= last && !quote.span.is_empty());
        last = quote.span.start();
        let speaker = quote.speaker.as_ref().and_then(|speaker| speaker.span);
        for span in [Some(quote.span), quote.cue.as_ref().map(|cue| cue.span), speaker].into_iter().flatten()
        {
            prop_assert!(span.get(&document.text).is_some(), "{span} cuts a character");
        }
        if let Some(first) = quote.part_of {
            prop_assert!((first.0 as usize) < document.quotes().len() && first != quote.id);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_marks_and_words(text in pieces()) {
        holds(text)?;
    }

    #[test]
    fn any_characters(text in "\\PC{0,200}") {
        holds(text)?;
    }
}

#[test]
fn time_grows_with_the_text() {
    // Each of these would be quadratic if anything looked for its pair through the whole text.
    let patterns = [
        "\"",
        "“",
        "”",
        "“a ",
        "' ",
        "‘a",
        "a’ ",
        "'a b's ",
        "“a” ",
        "he said ",
        "he said that ",
        "Smith, ",
        "according to Smith, ",
        "“a”, he said, ",
        "was accused of it, who said ",
        "the report that ",
        "“\n\n",
        "(",
        "as ",
    ];
    for pattern in patterns {
        // The best of two, for machines that do other things too.
        let time = |times: usize| {
            let text = pattern.repeat(times);
            let run = || {
                let started = Instant::now();
                read(text.clone());
                started.elapsed().as_secs_f64()
            };
            (0..2).map(|_| run()).fold(f64::INFINITY, f64::min)
        };
        let (once, eightfold) = (time(1_000), time(8_000));
        // Eightfold text, at most 24-fold time: quadratic would be 64-fold.
        assert!(eightfold < once.max(0.01) * 24.0, "{pattern:?}: {once:.3} s, then {eightfold:.3} s");
    }
}
