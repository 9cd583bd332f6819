//! What holds for any text: it ends, its spans are inside the text and cut no character, its
//! quotations ascend.

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

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
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
        "but",
        "though",
        "which",
        "when",
        "called",
        "promised",
        "poll",
        "found",
        "call",
        "for",
        "statement",
        "one",
    ]);
    let glue = prop::sample::select(vec!["", " ", " ", " "]);
    prop::collection::vec((piece, glue), 0..120)
        .prop_map(|parts| parts.iter().flat_map(|(piece, glue)| [*piece, *glue]).collect())
}

/// Marks of any kind and number in any order, with little else: letters, stops, paragraphs.
fn marks() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"", "“", "”", "„", "‘", "’", "'", "''", "«", "»", "`", "&quot;", "â€œ", "\u{93}", "\u{fffd}", " ",
        " ", "a", "B", "é", "s", ".", ",", "-", "\n", "\n\n", "ANN: ", "said ",
    ]);
    prop::collection::vec(piece, 0..200).prop_map(|parts| parts.concat())
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
    // Fewer than the default, unless PROPTEST_CASES asks for more.
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn any_marks_and_words(text in pieces()) {
        holds(text)?;
    }

    #[test]
    fn any_marks(text in marks()) {
        holds(text)?;
    }

    #[test]
    fn any_characters(text in "\\PC{0,200}") {
        holds(text)?;
    }
}

#[test]
fn hostile_texts_end() {
    // Each of these would take minutes if anything looked for its pair through the whole text.
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
        "he said, but she ",
        "he said, he ",
        "which he said was ",
        "promised to go, ",
        "his call for ",
        "in a statement ",
        "X: ",
        "”“",
        "«a» ",
        "''a'' ",
        "“a\n",
        "“one two three” ",
        "Friday saying ",
        "“\n\n",
        "“a.\n\n",
        "'A b.\n",
        "‘A b’s.\n",
        "«a\n»b\n",
        "\"ANN: a.\n",
        "\"ANN: a.\n\"b.\n",
        "X accused Y, of Z, ",
        "he asked Y, to Z, to ",
        "he was urged by X to ",
        "a study of it shows, ",
        "X announced plans this week to ",
        "sent a letter urging ",
        "X-Y-",
        "(",
        "as ",
    ];
    for pattern in patterns {
        holds(pattern.repeat(4_000)).unwrap_or_else(|error| panic!("{pattern:?}: {error}"));
    }
}

/// What a property test has found once.
#[test]
fn a_verb_before_the_end_of_a_quoted_sentence_ends() {
    for text in ["‘,said a\n\"\"\n\n\"", ", said a.\"", "“, said Smith”."] {
        holds(text.to_owned()).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
}

/// Twice the text takes about twice the steps: counted in what is found, not in seconds.
#[test]
fn long_texts_give_as_much_as_short_ones() {
    let sentence = "“One two three,” she said, but he added that it was late; Marsh, Lane said, had gone. ";
    let count = |times: usize| read(sentence.repeat(times)).quotes().len();
    let (short, long) = (count(50), count(500));
    assert!(long >= 9 * short, "{short} quotations in 50 sentences, {long} in 500");
}
