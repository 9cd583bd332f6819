//! Each fixture as a view: the text with its figures under it.

use rapporteur_document::{
    Document, EntityKind, Mention, MentionForm, Quote, QuoteForm, QuoteId, QuoteStatus, Span, Speaker, Time,
    TimeKind,
};
use rapporteur_extract_entities::Entities;
use rapporteur_extract_figures::{Figures, Options, figures};
use rapporteur_extract_quotes::Quotes;
use rapporteur_extract_syntax::{Trees, Words};
use rapporteur_extract_times::Times;
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
        rapporteur_fixture::run::<Figures>(&mut read);
        document(&read, &marks::figures(&read))
    });
}

/// With all that stands beside a figure: its time, its place and its source.
#[test]
fn beside() {
    rapporteur_fixture::check(env!("CARGO_MANIFEST_DIR"), "fixtures/beside", "txt", |fixture| {
        let mut read = with_sentences(fixture.document());
        rapporteur_fixture::run::<Words>(&mut read);
        rapporteur_fixture::run::<Trees>(&mut read);
        rapporteur_fixture::run::<Entities>(&mut read);
        rapporteur_fixture::run::<Times>(&mut read);
        rapporteur_fixture::run::<Quotes>(&mut read);
        rapporteur_fixture::run::<Figures>(&mut read);
        document(&read, &marks::figures(&read))
    });
}

#[test]
fn options_leave_out_what_they_say() {
    let document =
        with_sentences(Document::from_text("It cost $5m, 40 per cent more, for 60 miles and 12 men."));
    let units = |options: &Options| -> Vec<Option<String>> {
        figures(&document, options).into_iter().map(|figure| figure.unit).collect()
    };
    assert_eq!(units(&Options::default()).len(), 4);
    let none = Options { money: false, shares: false, measures: false };
    assert_eq!(units(&none), [None]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_ends_and_spans_are_inside(
        text in "(\\PC{0,3}|[0-9]{1,5}|[ ,.:/’'()–$£-]| |half of |one in |dozens of |people |killed |were |two |million |%|of them |the |and |at least |between |to |votes |voted |99999999999999999999999999 |in |need ){0,60}"
    ) {
        let mut document = Document::from_text(text);
        let len = document.text.len();
        let cut = (0..=len).find(|at| *at >= len / 2 && document.text.is_char_boundary(*at)).unwrap_or(len);
        document.sentences = Some(vec![Span::new(0, cut), Span::new(cut, len)]);
        let half = Span::new(0, cut);
        if cut > 0 {
            document.times = Some(vec![Time {
                span: half, kind: TimeKind::Date, value: "2016".into(), modifier: None, anchor: None,
                alternatives: Vec::new(), rule: "test".into(),
            }]);
            document.mentions = Some(vec![Mention {
                span: half, kind: EntityKind::Person, form: MentionForm::Name, entity: None, rule: "test".into(),
            }]);
        }
        let mut last = 0;
        for figure in figures(&document, &Options::default()) {
            proptest::prop_assert!(figure.span.start() >= last && !figure.span.is_empty());
            proptest::prop_assert!(figure.span.get(&document.text).is_some());
            proptest::prop_assert!(figure.value.is_finite() && figure.high.is_none_or(f64::is_finite));
            last = figure.span.start();
        }
    }
}

/// Where no source stands in the sentence, a quotation that is known has one.
#[test]
fn a_figure_has_the_speaker_of_its_quotation() {
    let text = "Ilse Brandt said that the hall was full. She had seen 40 boats at the quay, where 9 children slept. Later 12 boats came.";
    let mut document = with_sentences(Document::from_text(text));
    let sources = |document: &Document| -> Vec<Option<Span>> {
        figures(document, &Options::default())
            .iter()
            .map(|it| it.reported_by.as_ref().map(|it| it.span))
            .collect()
    };
    assert_eq!(sources(&document), [None, None, None]);
    let of = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    document.quotes = Some(vec![Quote {
        id: QuoteId(0),
        span: of("She had seen 40 boats at the quay, where 9 children slept"),
        form: QuoteForm::Indirect,
        status: QuoteStatus::Said,
        speaker: Some(Speaker { span: Some(of("Ilse Brandt")), entity: None, name: None }),
        cue: None,
        part_of: None,
        role_guess: None,
        rule: "a-test".into(),
    }]);
    // What stands behind ", where" may be the writer's own.
    assert_eq!(sources(&document), [Some(of("Ilse Brandt")), None, None]);
}
