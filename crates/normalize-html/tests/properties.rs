//! Whatever the page: no panic, a map that covers and ascends, and text that is its bytes.

use proptest::prelude::*;
use rapporteur_document::{Document, OffsetMap};
use rapporteur_normalize_html::{Options, read};

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class='article-body'>",
    "</div>",
    "<a href=x>",
    "</a>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<br>",
    "<br/>",
    "<h1>",
    "</h1>",
    "<h2 class=title>",
    "</h2>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<svg/>",
    "<!-- c -->",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE html>",
    "</>",
    "<",
    ">",
    "&",
    "&amp;",
    "&amp",
    "&nbsp;",
    "&#8217;",
    "&#x41",
    "&notit;",
    "&semi;",
    "&#0;",
    "&fjlig;",
    "&NotEqualTilde;",
    "&foo;",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u{c}",
    "\0",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "word",
    "A sentence, with marks. ",
    "é",
    "日本語",
    "😀",
    "'",
    "\"",
    "=",
    "<option>",
    "<select>",
    "<figure><figcaption>",
    "<nav>",
    "</nav>",
    "<html lang=en>",
    "<body>",
    "</body>",
    "<time datetime=2020-01-01>",
    "<span itemprop=author>",
    "</span>",
    "<script type=application/ld+json>{",
    "<meta name=author content='A B'>",
    "<xmp>",
    "</xmp>",
    "<plaintext>",
    "<iframe>",
    "</iframe>",
    "<template>",
    "</template>",
    "<noscript>",
    "</noscript>",
    "<button>",
    "</button>",
    "<section",
    " class=\"x",
];

/// What a piece's bytes say, white space folded and references decoded: in the text of a page
/// that has only this, or in its kept lines.
fn decoded(source: &str) -> String {
    let mut document = Document::from_text(format!("<pre>x{source}x</pre>"));
    read(&mut document, &Options::default());
    document
        .text
        .strip_prefix('x')
        .and_then(|text| text.strip_suffix('x'))
        .unwrap_or(&document.text)
        .to_owned()
}

fn fold(text: &str) -> String {
    text.split([' ', '\n', '\t', '\r', '\u{c}']).collect::<Vec<_>>().join(" ")
}

fn check(source: &str) -> Result<(), TestCaseError> {
    let mut document = Document::from_text(source);
    read(&mut document, &Options::default());
    let map = &document.map;
    prop_assert!(OffsetMap::from_pieces(map.pieces().to_vec()).is_ok());
    prop_assert!(map.check(document.text.len(), source.len()).is_ok());
    for piece in map.pieces() {
        let text = document.text.get(piece.text_start as usize..(piece.text_start + piece.text_len) as usize);
        let from = source.get(piece.source_start as usize..(piece.source_start + piece.source_len) as usize);
        let (Some(text), Some(from)) = (text, from) else {
            return Err(TestCaseError::fail(format!("a piece cuts a character: {piece:?}")));
        };
        if from.is_empty() {
            prop_assert!(text.chars().all(|c| matches!(c, ' ' | '\n' | '\t')), "{:?} was put in", text);
        } else if from == "\0" {
            prop_assert_eq!(text, "\u{fffd}");
        } else if text == " " {
            prop_assert!(from.starts_with('&') || from.trim_ascii().is_empty(), "a space from {:?}", from);
        } else if text.len() == from.len() {
            prop_assert!(
                text == from || fold(text) == fold(from) || decoded(from) == text,
                "{:?} from {:?}",
                text,
                from
            );
        } else {
            prop_assert_eq!(text, decoded(from), "from {:?}", from);
        }
    }
    let mut at = 0;
    for block in document.blocks.iter().flatten() {
        let between = document.text.get(at..block.span.start());
        prop_assert!(
            between.is_some_and(|between| between.trim().is_empty()),
            "between blocks: {:?}",
            between
        );
        prop_assert!(
            !block.span.is_empty()
                && block.span.get(&document.text).is_some_and(|words| words.trim() == words)
        );
        at = block.span.end();
    }
    prop_assert!(document.text.get(at..).is_some_and(|rest| rest.trim().is_empty()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_pages(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..80)) {
        check(&pieces.concat())?;
    }

    #[test]
    fn mutated_pages(at in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(PIECES), 0usize..6), 1..8)) {
        let mut page: Vec<char> = include_str!("../fixtures/news-page.html").chars().collect();
        for (index, piece, cut) in at {
            let start = index.index(page.len());
            let end = (start + cut).min(page.len());
            page.splice(start..end, piece.chars());
        }
        check(&page.into_iter().collect::<String>())?;
    }

    #[test]
    fn any_text(text in ".{0,200}") {
        check(&text)?;
    }
}

/// What may stand around a word, well nested or not; nothing here hides its words.
const AROUND: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<a href=x>",
    "</a>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<br>",
    "<blockquote>",
    "</blockquote>",
    "<span class=x>",
    "</span>",
    "<section>",
    "</section>",
    "<h2>",
    "</h2>",
    "<pre>",
    "</pre>",
    "<!-- w0z -->",
    "&nbsp;",
    "&amp;",
    "&#8217;",
    "<nav>",
    "</nav>",
    "<footer>",
    "</footer>",
    "</>",
    "<p",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every word of a page stands in its text once, and leads to its own bytes.
    #[test]
    fn no_word_is_lost_or_said_twice(
        around in prop::collection::vec(prop::collection::vec(prop::sample::select(AROUND), 0..5), 1..40),
    ) {
        let mut page = String::from("<!DOCTYPE html><html><body>");
        for (at, pieces) in around.iter().enumerate() {
            for piece in pieces {
                page.push_str(piece);
                // A tag that was not closed ends here, or it would hold the word.
                page.push_str(if *piece == "<p" { ">" } else { "" });
            }
            page.extend([" w", &at.to_string(), "z "]);
        }
        let mut document = Document::from_text(page.as_str());
        read(&mut document, &Options::default());
        for at in 0..around.len() {
            let word = format!("w{at}z");
            let found: Vec<usize> = document.text.match_indices(&word).map(|(start, _)| start).collect();
            prop_assert_eq!(found.len(), 1, "{} in {:?} from {}", word, document.text, page);
            let span = rapporteur_document::Span::new(found[0], found[0] + word.len());
            let source = document.map.to_source(span).expect("the map covers the text");
            prop_assert_eq!(&page[source.range()], word.as_str());
            let blocks = document.blocks.iter().flatten();
            prop_assert_eq!(blocks.filter(|block| block.span.start() <= span.start() && span.end() <= block.span.end()).count(), 1);
        }
    }
}

#[test]
fn deep_nesting_and_endless_tags_end() {
    for page in [
        "<div>".repeat(100_000) + "words at the bottom",
        "<a><b><i>".repeat(50_000) + "x" + &"</i></b></a>".repeat(50_000),
        "<table><tr><td>".repeat(50_000) + "x",
        "</p></div></li>".repeat(30_000),
        "<p>x".repeat(30_000),
        "<div>".repeat(600) + &"</p></td></li><p>y<li>z".repeat(5_000),
        "&amp;".repeat(5_000),
        "&".repeat(100_000),
        "<".repeat(100_000),
        "<x ".repeat(100_000),
        "<p class=\"".to_owned() + &"a-b ".repeat(100_000) + "\">x",
        "a<br>".repeat(30_000),
    ] {
        check(&page).unwrap_or_else(|error| panic!("{error}"));
    }
}
