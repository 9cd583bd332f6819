//! The day of publication in pages of thirty kinds, as templates of newspapers, agencies, blogs,
//! broadcasters and offices have them; some have none, and traps instead. A page is `head`, `body`
//! around an article of our own, and the day that a careful reader would give, or nothing.

use rapporteur_document::{Document, Fact, Raw, Source};
use rapporteur_normalize_blocks::Blocks;
use rapporteur_normalize_encoding::Encoding;
use rapporteur_normalize_html::Html;
use rapporteur_normalize_metadata::Metadata;

struct Page {
    shows: &'static str,
    url: &'static str,
    head: &'static str,
    before: &'static str,
    after: &'static str,
    published: Option<&'static str>,
}

const fn page(
    shows: &'static str,
    url: &'static str,
    head: &'static str,
    before: &'static str,
    after: &'static str,
    published: Option<&'static str>,
) -> Page {
    Page { shows, url, head, before, after, published }
}

const TEXT: &str = "<p>The harbour board of Marlowbridge opened the new quay to ferries on a windy morning, \
    and two boats came in before noon. Nobody was hurt when a rope broke, the harbour master said.</p>\
    <p>The board will meet again to settle what the winter timetable is to be. Fishermen asked for an \
    earlier boat, which the board has refused for years, and for a roof over the landing.</p>\
    <p>A clerk read out a letter from the pilots, who want a second light at the end of the pier.</p>";

const PAGES: &[Page] = &[
    page(
        "JSON-LD of an article",
        "",
        r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Quay","datePublished":"2016-09-25T14:05:00+01:00","dateModified":"2016-09-27T08:00:00+01:00"}</script>"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "JSON-LD in a graph, beside the site's own nodes",
        "",
        r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Echo"},{"@type":"WebPage","datePublished":"2016-09-25T00:00:00Z"},{"@type":"BreadcrumbList"}]}</script>"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "JSON-LD in a list",
        "",
        r#"<script type="application/ld+json">[{"@type":"Organization"},{"@type":["Article","ReportageNewsArticle"],"datePublished":"2016-09-25"}]</script>"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "broken JSON-LD, and Open Graph",
        "",
        r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2016-</script><meta property="article:published_time" content="2016-09-25T14:05:00Z">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "Open Graph, published and modified",
        "",
        r#"<meta property="article:modified_time" content="2016-09-28T10:00:00Z"><meta property="article:published_time" content="2016-09-25T14:05:00Z">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "Open Graph before a standard, og:published_time",
        "",
        r#"<meta property="og:published_time" content="2016-09-25 14:05:00">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "Dublin Core",
        "",
        r#"<meta name="DC.date.issued" content="2016-09-25">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "dcterms",
        "",
        r#"<meta name="dcterms.created" content="2016-09-25T11:00:00+00:00">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "Parse.ly",
        "",
        r#"<meta name="parsely-pub-date" content="2016-09-25T14:05:00Z">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "Sailthru",
        "",
        r#"<meta name="sailthru.date" content="2016-09-25 14:05:00">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "a broadcaster's own name",
        "",
        r#"<meta name="OriginalPublicationDate" content="2016/09/25 14:05:00">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page("meta date", "", r#"<meta name="date" content="25 September 2016">"#, "", "", Some("2016-09-25")),
    page(
        "pubdate in compact form",
        "",
        r#"<meta name="pubdate" content="20160925">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "citation_publication_date",
        "",
        r#"<meta name="citation_publication_date" content="2016/09/25">"#,
        "",
        "",
        Some("2016-09-25"),
    ),
    page(
        "microdata on a meta element",
        "",
        "",
        r#"<div itemscope itemtype="http://schema.org/NewsArticle"><meta itemprop="datePublished" content="2016-09-25"><h1>Quay opens</h1>"#,
        "</div>",
        Some("2016-09-25"),
    ),
    page(
        "microdata on a time, modified beside it",
        "",
        "",
        r#"<h1>Quay opens</h1><time itemprop="dateModified" datetime="2016-09-27">27 Sep</time> <time itemprop="datePublished" datetime="2016-09-25">25 Sep</time>"#,
        "",
        Some("2016-09-25"),
    ),
    page(
        "a time element under the headline",
        "",
        "",
        r#"<article><h1>Quay opens</h1><p class="meta">By Ada Lund <time datetime="2016-09-25T14:05:00+01:00">3 days ago</time></p>"#,
        "</article>",
        Some("2016-09-25"),
    ),
    page(
        "pubdate, as HTML5 first had it",
        "",
        "",
        r#"<article><h1>Quay opens</h1><time pubdate datetime="2016-09-25">Sunday</time>"#,
        "</article>",
        Some("2016-09-25"),
    ),
    page(
        "the class of a blog's entry",
        "",
        "",
        r#"<h1 class="entry-title">Quay opens</h1><span class="posted-on"><time class="entry-date published" datetime="2016-09-25T09:00:00+00:00">September 25, 2016</time><time class="updated" datetime="2016-10-02T09:00:00+00:00">October 2, 2016</time></span>"#,
        "",
        Some("2016-09-25"),
    ),
    page(
        "hAtom's abbr",
        "",
        "",
        r#"<h1>Quay opens</h1><abbr class="published" title="2016-09-25T09:00:00+00:00">last Sunday</abbr>"#,
        "",
        Some("2016-09-25"),
    ),
    page(
        "words under the headline, month first",
        "",
        "",
        r#"<h1>Quay opens</h1><div class="byline">By Ada Lund</div><div class="date">September 25, 2016</div>"#,
        "",
        Some("2016-09-25"),
    ),
    page(
        "words under the headline, day first",
        "",
        "",
        "<h1>Quay opens</h1><p>Published: Sunday 25 September 2016 14:05 BST</p>",
        "",
        Some("2016-09-25"),
    ),
    page(
        "published and updated in words",
        "",
        "",
        "<h1>Quay opens</h1><p>Updated: 27 September 2016</p><p>Published: 25 September 2016</p>",
        "",
        Some("2016-09-25"),
    ),
    page(
        "the day in the address only",
        "https://echo.example/news/2016/09/25/quay-opens",
        "",
        "<h1>Quay opens</h1>",
        "",
        Some("2016-09-25"),
    ),
    page(
        "the day in the address, hyphens",
        "https://echo.example/2016-09-25-quay-opens.html",
        "",
        "<h1>Quay opens</h1>",
        "",
        Some("2016-09-25"),
    ),
    page(
        "times in comments and related links only",
        "",
        "",
        "<h1>Quay opens</h1>",
        r#"<section class="related"><h2>Related</h2><ul><li><a href="/a">Old ferry sold</a> <time datetime="2015-01-02">2 Jan 2015</time></li></ul></section><section id="comments"><h2>Comments</h2><article class="comment"><time datetime="2019-03-04">4 March 2019</time><p>Well done.</p></article></section>"#,
        None,
    ),
    page(
        "a year of copyright and nothing else",
        "",
        "",
        "<h1>Quay opens</h1>",
        "<footer>© 2019 The Echo. All rights reserved.</footer>",
        None,
    ),
    page(
        "today's date in the masthead",
        "",
        "",
        r#"<header><span class="today">Monday, 4 March 2019</span><nav><a href="/">Home</a></nav></header><article><h1>Quay opens</h1><time datetime="2016-09-25">25 September 2016</time>"#,
        "</article>",
        Some("2016-09-25"),
    ),
    page(
        "a day in the story that is not its own",
        "",
        "",
        "<h1>Quay opens</h1><p>The old quay was built on 3 May 1911 and burnt down on 9 June 1954, when nobody was there.</p>",
        "",
        None,
    ),
    page(
        "an office's list of facts",
        "",
        "",
        "<h1>Notice of the quay</h1><dl><dt>From:</dt><dd>Harbour Board</dd><dt>Published</dt><dd>25 September 2016</dd><dt>Last updated</dt><dd>1 October 2016</dd></dl>",
        "",
        Some("2016-09-25"),
    ),
];

fn published(page: &Page) -> Option<Fact> {
    let bytes = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Quay opens</title>{}</head><body>{}{TEXT}{}</body></html>",
        page.head, page.before, page.after
    )
    .into_bytes();
    let mut document = Document::from_raw(Raw {
        source: Source {
            uri: "page.html".into(),
            bytes: bytes.len() as u64,
            media_type: "text/html".into(),
            ..Source::default()
        },
        place: "page.html".into(),
        bytes,
        meta: rapporteur_document::Meta::default(),
        notes: Vec::new(),
    });
    document.meta.url = (!page.url.is_empty()).then(|| Fact::new(page.url, "warc"));
    rapporteur_fixture::run::<Encoding>(&mut document);
    rapporteur_fixture::run::<Html>(&mut document);
    rapporteur_fixture::run::<Blocks>(&mut document);
    rapporteur_fixture::run::<Metadata>(&mut document);
    document.meta.published
}

/// Of the days given, how many are right; of the days there are, how many were given. What is
/// wrong is told; each may only get better.
#[test]
fn days_of_publication_in_thirty_templates() {
    let (mut given, mut right, mut there) = (0, 0, 0);
    let mut wrong = Vec::new();
    for page in PAGES {
        let found = published(page);
        let day = found.as_ref().map(|fact| fact.value.get(..10).unwrap_or(&fact.value));
        there += usize::from(page.published.is_some());
        given += usize::from(day.is_some());
        if day == page.published {
            right += usize::from(day.is_some());
        } else {
            wrong.push(format!("{}: {found:?}, expected {:?}", page.shows, page.published));
        }
    }
    let told = format!("{given} given, {right} right, {there} there\n{}", wrong.join("\n"));
    assert_eq!(PAGES.len(), 30);
    // 26 of 26 and of 27: an office's list of facts in words is passed over.
    assert!(right == given && right * 100 >= there * 96, "{told}");
}
