//! What fuzz targets hold every reader and normalizer to: no panic, no endless loop, no memory that
//! runs away; every member is found again by its name, every selector leads to bytes with a map that
//! covers them, and what the normalizers leave keeps a record's promises.
//!
//! ```text
//! cargo install cargo-fuzz
//! cargo +nightly fuzz run warc fuzz/corpus/warc fuzz/seeds/warc -- -max_total_time=3600
//! ```
//!
//! `seeds/` holds one small input for each thing that a reader knows. Targets without a folder there
//! start from the fixtures of their crate.
//!
//! What a run finds and we mend goes into the fixtures and tests of its crate, made small.

use std::sync::Arc;

use rapporteur_container::{Format, Found, Origin};
use rapporteur_document::{Document, OffsetMap, Raw, Source, Span};
use rapporteur_stage::{BuildContext, Running, Stage};

/// More members than that from one input are a loop that has no end.
const MOST_MEMBERS: usize = 100_000;

/// Reads a container to its end, and every eighth member again by its name.
pub fn members(format: &dyn Format, bytes: &[u8]) {
    const MAX_BYTES: u64 = 1 << 16;
    let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(bytes));
    let Ok(mut members) = format.open(Arc::clone(&origin), MAX_BYTES) else { return };
    let mut count = 0;
    while let Some(found) = members.next() {
        count += 1;
        assert!(count < MOST_MEMBERS, "it goes on for ever");
        let Found::Member(member) = found else { continue };
        if !member.selector.is_empty() {
            let selected = rapporteur_selector::select(&member.bytes, &member.selector)
                .expect("what the reader names is there");
            check(&selected.map, selected.bytes.len(), member.bytes.len());
        }
        if count % 8 == 1 {
            let again = format.open(Arc::clone(&origin), MAX_BYTES).ok().and_then(|mut all| all.find(&member.name));
            assert_eq!(again.as_ref(), Some(&member.bytes), "{} is found again", member.name);
        }
    }
}

/// A map covers its text, ascends, and stays inside the source.
pub fn check(map: &OffsetMap, text_len: usize, source_len: usize) {
    map.check(text_len, source_len).expect("the map covers");
    OffsetMap::from_pieces(map.pieces().to_vec()).expect("the map ascends");
}

/// Leads bytes through the normalize stages; what comes out is in order, and comes out again.
pub fn normalize(bytes: &[u8], media_type: &str) {
    let Some(document) = normalized(bytes, media_type, "") else { return };
    check(&document.map, document.text.len(), bytes.len());
    for block in document.blocks.iter().flatten() {
        assert!(block.span.get(&document.text).is_some(), "a block cuts a character or lies outside");
    }
    // What `verify` does.
    let again = normalized(bytes, media_type, &document.source.encoding).expect("it was read before");
    assert_eq!((again.text, again.map), (document.text, document.map));
}

/// Reads bytes as each form of a transcript: what is said stays in the text, in order.
pub fn transcript(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (root, media_type) in [
        ("", "text/html"),
        ("<html class=\"debate-item primary-text\">", "text/html"),
        ("<publicwhip>", "text/xml"),
        ("<TEI>", "text/xml"),
    ] {
        let source = format!("{root}{text}");
        let mut document = Document::from_text(&source);
        document.source.media_type = media_type.into();
        rapporteur_normalize_debate::read(&mut document);
        check(&document.map, document.text.len(), source.len());
        let mut last = 0;
        for turn in document.turns.iter().flatten() {
            assert!(turn.span.start() >= last, "two turns overlap");
            assert!(turn.span.get(&document.text).is_some(), "a turn cuts a character or lies outside");
            last = turn.span.end();
        }
    }
}

/// Finds the quotations of a text: they ascend, and cut no character.
pub fn quotes(bytes: &[u8]) {
    let mut document = Document::from_text(String::from_utf8_lossy(bytes));
    let whole = Span::new(0, document.text.len());
    document.sentences = Some(rapporteur_english::sentences(&document.text, whole));
    let running = rapporteur_extract_quotes::Quotes::build(Default::default(), &BuildContext::default())
        .expect("defaults are right");
    let Running::Extract(stage) = running else { panic!("an extract stage") };
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(stage.extract(&mut document).as_mut().poll(&mut context).is_ready(), "an extract stage waits");
    let mut last = 0;
    for quote in document.quotes() {
        assert!(quote.span.start() >= last, "quotations do not ascend");
        assert!(quote.span.get(&document.text).is_some(), "a quotation cuts a character or lies outside");
        last = quote.span.start();
    }
}

fn normalized(bytes: &[u8], media_type: &str, encoding: &str) -> Option<Document> {
    let mut document = Document::from_raw(Raw {
        source: Source {
            uri: "fuzz".into(),
            bytes: bytes.len() as u64,
            media_type: media_type.into(),
            encoding: encoding.into(),
            ..Source::default()
        },
        place: "fuzz".into(),
        bytes: bytes.to_vec(),
        meta: rapporteur_document::Meta::default(),
        notes: Vec::new(),
    });
    stage::<rapporteur_normalize_encoding::Encoding>(&mut document)?;
    match media_type {
        "text/html" => stage::<rapporteur_normalize_html::Html>(&mut document)?,
        "text/markdown" => stage::<rapporteur_normalize_markdown::Markdown>(&mut document)?,
        _ => {}
    }
    stage::<rapporteur_normalize_blocks::Blocks>(&mut document)?;
    stage::<rapporteur_normalize_metadata::Metadata>(&mut document)?;
    Some(document)
}

/// Runs one stage; nothing when it rejects the document.
fn stage<S: Stage>(document: &mut Document) -> Option<()>
where
    S::Options: Default,
{
    let running = S::build(S::Options::default(), &BuildContext::default()).expect("defaults are right");
    let Running::Normalize(stage) = running else { panic!("a normalize stage") };
    // These stages compute and never wait: one poll is all there is.
    let mut future = stage.normalize(document);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(result) => result.ok(),
        std::task::Poll::Pending => panic!("a normalize stage waits"),
    }
}
