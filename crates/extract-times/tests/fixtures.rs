//! Each fixture as a view: the text with its times under it.

use rapporteur_document::{Document, Span};
use rapporteur_extract_times::{Options, Times, times};
use rapporteur_view::{document, marks};

fn with_sentences(mut document: Document) -> Document {
    let sentences = document
        .content()
        .iter()
        .flat_map(|block| rapporteur_english::sentences(&document.text, block.span))
        .collect();
    document.sentences = Some(sentences);
    document
}

#[test]
fn fixtures() {
    rapporteur_fixture::check(env!("CARGO_MANIFEST_DIR"), "fixtures", "txt", |fixture| {
        let mut read = with_sentences(fixture.document());
        rapporteur_fixture::run::<Times>(&mut read);
        document(&read, &marks::times(&read))
    });
}

#[test]
fn without_sentences_nothing_is_read() {
    let document = Document::from_text("It was on 3 May 2012.");
    assert!(times(&document, &Options::default()).is_empty());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_ends_and_spans_are_inside(
        text in "(\\PC{0,3}|[0-9]{1,4}|[ ,.:/’'()–-]| |Sept\\. |Friday|May |last |the |year|s|weeks ago|a\\.m\\.|two |th |quarter |of |half |99999999999 |Feb 30|[0-9]{1,30} years ago){0,60}",
        published in proptest::option::of("[0-9]{4}-0[1-9]-[0-2][1-8]"),
    ) {
        let mut document = Document::from_text(text);
        document.meta.published = published.map(|date| rapporteur_document::Fact::new(date, "sidecar"));
        let len = document.text.len();
        document.sentences = Some(vec![Span::new(0, len)]);
        let mut last = 0;
        for time in times(&document, &Options::default()) {
            proptest::prop_assert!(time.span.start() >= last && !time.span.is_empty());
            proptest::prop_assert!(time.span.get(&document.text).is_some());
            proptest::prop_assert!(!time.value.is_empty());
            last = time.span.end();
        }
    }
}
