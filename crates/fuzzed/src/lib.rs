//! What the fuzz targets hold every reader and normalizer to: no panic, no endless loop, no memory
//! that runs away; every member is found again by its name, every selector leads to bytes with a map
//! that covers them, and what the normalizers leave keeps a record's promises.
//!
//! A target is a function on bytes, which panics on what must never be. The folder `fuzz` at the root
//! of the repository gives each of them a program for cargo-fuzz; it is a workspace of its own, since
//! that needs a nightly compiler. The tests here need none: they lead every input of `fuzz/seeds`
//! through its target, so that what fuzzing once reached stays mended.
//!
//! No stage uses this crate, and it touches no file. Start reading at [`TARGETS`]; CONTRIBUTING.md
//! says how to run a target.

use std::sync::Arc;

use rapporteur_container::{Format, Found, Origin, Utf16};
use rapporteur_document::{Document, OffsetMap, Raw, Source, Span};
use rapporteur_ingest_feed::Feed;
use rapporteur_ingest_mail::{Mail, Mailbox};
use rapporteur_ingest_pdf::Pdf;
use rapporteur_ingest_table::{Csv, Json};
use rapporteur_ingest_warc::Warc;
use rapporteur_stage::{BuildContext, Running, Stage};

/// A fuzz target.
pub type Target = fn(&[u8]);

/// Every target by its name, which is that of its folder of seeds.
pub const TARGETS: [(&str, Target); 14] = [
    ("csv", csv),
    ("debate", debate),
    ("feed", feed),
    ("json", json),
    ("mail", mail),
    ("mailbox", mailbox),
    ("markdown", markdown),
    ("page", page),
    ("pdf", pdf),
    ("quotes", quotes),
    ("selector", selector),
    ("text", text),
    ("warc", warc),
    ("wide", wide),
];

/// More members than that from one input are a loop that has no end.
const MOST_MEMBERS: usize = 100_000;

/// What one member may have.
const MAX_BYTES: u64 = 1 << 16;

/// Tables.
pub fn csv(bytes: &[u8]) {
    members(&Csv::default(), bytes);
}

/// Feeds.
pub fn feed(bytes: &[u8]) {
    members(&Feed, bytes);
}

/// JSON Lines, JSON and ninjs.
pub fn json(bytes: &[u8]) {
    members(&Json::default(), bytes);
}

/// Mails and saved pages.
pub fn mail(bytes: &[u8]) {
    members(&Mail, bytes);
}

/// Mailboxes.
pub fn mailbox(bytes: &[u8]) {
    members(&Mailbox, bytes);
}

/// Web archives.
pub fn warc(bytes: &[u8]) {
    members(&Warc::default(), bytes);
}

/// PDF documents, and what is made of them through all normalizers.
pub fn pdf(bytes: &[u8]) {
    members(&Pdf, bytes);
    if let Ok(member) = rapporteur_ingest_pdf::member(bytes.to_vec(), MAX_BYTES) {
        normalize(&member.bytes, member.media_type);
    }
}

/// Feeds, tables and JSON in UTF-16. The first byte picks which.
pub fn wide(bytes: &[u8]) {
    let Some((&pick, bytes)) = bytes.split_first() else { return };
    // Most inputs are no UTF-16: what is none is made some.
    let wide: Vec<u8> = if pick & 4 == 0 {
        [0xFF, 0xFE].into_iter().chain(bytes.iter().flat_map(|&byte| [byte, 0])).collect()
    } else {
        bytes.to_vec()
    };
    match pick & 3 {
        0 => members(&Utf16(Feed), &wide),
        1 => members(&Utf16(Csv::default()), &wide),
        _ => members(&Utf16(Json::default()), &wide),
    }
}

/// Every kind of selector on any bytes.
pub fn selector(bytes: &[u8]) {
    for selector in ["json:/a", "json:", "csv:1", "tsv:0", "xml:a", "mime:0", "mime:1", "mime:2"] {
        if let Ok(selected) = rapporteur_selector::select(bytes, selector) {
            check(&selected.map, selected.bytes.len(), bytes.len());
        }
    }
}

/// Pages through all normalizers.
pub fn page(bytes: &[u8]) {
    normalize(bytes, "text/html");
}

/// Texts through all normalizers.
pub fn text(bytes: &[u8]) {
    normalize(bytes, "text/plain");
}

/// Markdown through all normalizers.
pub fn markdown(bytes: &[u8]) {
    normalize(bytes, "text/markdown");
}

/// Reads a container to its end, and every eighth member again by its name.
fn members(format: &dyn Format, bytes: &[u8]) {
    let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(bytes));
    let Ok(mut members) = format.open(Arc::clone(&origin), MAX_BYTES) else { return };
    let mut count = 0;
    while let Some(found) = members.next() {
        count += 1;
        assert!(count < MOST_MEMBERS, "it goes on for ever");
        let Found::Member(member) = found else { continue };
        if member.media_type == rapporteur_ingest_mail::FORWARDED {
            self::members(&Mail, &member.bytes);
            continue;
        }
        if !member.selector.is_empty() {
            let selected = rapporteur_selector::select(&member.bytes, &member.selector)
                .expect("what the reader names is there");
            check(&selected.map, selected.bytes.len(), member.bytes.len());
        }
        if count % 8 == 1 {
            let again =
                format.open(Arc::clone(&origin), MAX_BYTES).ok().and_then(|mut all| all.find(&member.name));
            assert_eq!(again.as_ref(), Some(&member.bytes), "{} is found again", member.name);
        }
    }
}

/// A map covers its text, ascends, and stays inside the source.
fn check(map: &OffsetMap, text_len: usize, source_len: usize) {
    map.check(text_len, source_len).expect("the map covers");
    OffsetMap::from_pieces(map.pieces().to_vec()).expect("the map ascends");
}

/// Leads bytes through the normalize stages; what comes out is in order, and comes out again.
fn normalize(bytes: &[u8], media_type: &str) {
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
pub fn debate(bytes: &[u8]) {
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
    let running = rapporteur_extract_quotes::Quotes::build(
        rapporteur_extract_quotes::Options::default(),
        &BuildContext::default(),
    )
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
