//! Feeds: each item of an RSS, Atom or RDF file is a document.
//!
//! An item's bytes are its element as it stands in the file; its full content is preferred to its
//! summary, and where there is a summary only, the document says so. Titles, addresses, authors and
//! dates are the feed's; nothing is fetched.
//!
//! JSON Feed is read with the other JSON, by `ingest-table`.
//!
//! Start reading at [`items`].

use std::sync::Arc;

use rapporteur_container::{Format, Found, Look, Member, Members, Origin, Unfit, facts, read_all};
use rapporteur_document::Span;
use rapporteur_selector::xml::{self, Element};

/// The rule that facts are from.
const RULE: &str = "feed";

/// A description that is longer is taken for the content, as many feeds have it.
const LONG_SUMMARY: usize = 1500;

/// The reader of feeds.
#[derive(Debug, Clone, Copy)]
pub struct Feed;

impl Format for Feed {
    fn name(&self) -> &'static str {
        "a feed"
    }

    fn fits(&self, look: Look<'_>) -> bool {
        let start = look.start();
        if !start.starts_with(b"<") {
            return false;
        }
        let Some(root) = xml::root(start) else { return false };
        let tag = &start[root.tag.range()];
        match local(xml::name(tag)) {
            b"rss" => true,
            b"feed" => memchr_find(tag, b"Atom") || look.ends(&[".atom"]),
            b"RDF" => memchr_find(start, b"http://purl.org/rss/"),
            _ => false,
        }
    }

    fn open(&self, origin: Arc<dyn Origin>, max_bytes: u64) -> Result<Box<dyn Members>, String> {
        let bytes = read_all(origin.as_ref(), max_bytes)?;
        let items = items(&bytes);
        let cut = cut(&bytes, &items);
        if items.is_empty() && cut.is_none() {
            let reason = "a feed without items".to_owned();
            return Ok(Box::new(rapporteur_container::Single(Some(Found::Unfit(Unfit {
                name: String::new(),
                bytes,
                reason,
            })))));
        }
        let encoding = declared_encoding(&bytes);
        let publisher = publisher(&bytes);
        Ok(Box::new(Items { bytes, left: items.into_iter(), cut, at: 0, encoding, publisher }))
    }
}

struct Items {
    bytes: Vec<u8>,
    left: std::vec::IntoIter<Element>,
    /// The item in which the feed ends.
    cut: Option<Span>,
    at: usize,
    encoding: String,
    publisher: Option<String>,
}

impl Members for Items {
    fn next(&mut self) -> Option<Found> {
        let item = self.left.next();
        self.at += 1;
        let name = self.at.to_string();
        let Some(item) = item else {
            let bytes = self.bytes[self.cut.take()?.range()].to_vec();
            let reason = "cut off: the feed ends inside this item".into();
            return Some(Found::Unfit(Unfit { name, bytes, reason }));
        };
        let bytes = self.bytes[item.whole.range()].to_vec();
        let Some(mut member) = member(&bytes) else {
            let reason = "an item of a feed with neither content nor summary".into();
            return Some(Found::Unfit(Unfit { name, bytes, reason }));
        };
        if let Some(publisher) = &self.publisher {
            member.meta.publisher = facts::fact(publisher, RULE);
        }
        Some(Found::Member(Box::new(Member { name, bytes, encoding: self.encoding.clone(), ..member })))
    }
}

/// The items of a feed, in order.
pub fn items(bytes: &[u8]) -> Vec<Element> {
    let Some(root) = xml::root(bytes) else { return Vec::new() };
    let is_item = |element: &Element| is_item_name(xml::name(&bytes[element.tag.range()]));
    let mut items = Vec::new();
    for element in xml::elements(bytes, root.inner) {
        if is_item(&element) {
            items.push(element);
        } else if local(xml::name(&bytes[element.tag.range()])) == b"channel" {
            items.extend(xml::elements(bytes, element.inner).filter(is_item));
        }
    }
    // A feed that is cut off has no end of its channel.
    if items.is_empty()
        && let Some(channel) = xml::tokens(bytes, root.inner).find(|(token, span)| {
            *token == xml::Token::Start && xml::name(&bytes[span.range()]) == b"channel"
        })
    {
        let inner = Span::new(channel.1.end(), bytes.len());
        items.extend(xml::elements(bytes, inner).filter(is_item));
    }
    items
}

/// What comes after the last item and is the start of one that has no end.
fn cut(bytes: &[u8], items: &[Element]) -> Option<Span> {
    let from = items.iter().map(|item| item.whole.end()).max().unwrap_or(0);
    let mut open = None;
    for (token, span) in xml::tokens(bytes, Span::new(from, bytes.len())) {
        match token {
            xml::Token::Start if is_item_name(xml::name(&bytes[span.range()])) => {
                open.get_or_insert(span.start());
            }
            xml::Token::End if is_item_name(xml::name(&bytes[span.range()])) => open = None,
            _ => {}
        }
    }
    open.map(|start| Span::new(start, bytes.len()))
}

fn is_item_name(name: &[u8]) -> bool {
    matches!(local(name), b"item" | b"entry")
}

/// What an item says; `None` when it has no text.
fn member(item: &[u8]) -> Option<Member> {
    let root = xml::root(item)?;
    let mut member = Member::default();
    let meta = &mut member.meta;
    // Content, then summaries, the better ones first.
    let mut texts: [Option<(&'static str, &'static str)>; 3] = [None; 3];
    for child in xml::elements(item, root.inner) {
        let tag = &item[child.tag.range()];
        let text = || xml::text(item, child.inner);
        let kind = || xml::attribute(tag, "type").unwrap_or_default();
        let markup =
            || if matches!(&*kind(), "html" | "xhtml" | "text/html") { "text/html" } else { "text/plain" };
        match xml::name(tag) {
            b"content:encoded" => _ = texts[0].get_or_insert(("content:encoded", "text/html")),
            b"content" | b"atom:content" if !is_blank(item, child) => {
                let name = if xml::name(tag) == b"content" { "content" } else { "atom:content" };
                _ = texts[0].get_or_insert((name, markup()));
            }
            b"description" => {
                let (text, _) = xml::decode(item, child.inner);
                let place = usize::from(text.len() < LONG_SUMMARY) + 1;
                let has_markup = text.contains(&b'<') || text.contains(&b'&');
                let kind = if has_markup { "text/html" } else { "text/plain" };
                if !text.trim_ascii().is_empty() {
                    texts[place].get_or_insert(("description", kind));
                }
            }
            b"summary" if !is_blank(item, child) => _ = texts[2].get_or_insert(("summary", markup())),
            b"title" | b"atom:title" if meta.title.is_none() => {
                meta.title = facts::fact(&without_markup(&text()), RULE);
            }
            b"link" | b"atom:link" if meta.url.is_none() => {
                let rel = xml::attribute(tag, "rel");
                if rel.is_none_or(|rel| rel == "alternate") {
                    let href = xml::attribute(tag, "href");
                    meta.url = facts::url(&href.map_or_else(text, std::borrow::Cow::into_owned), RULE);
                }
            }
            b"guid"
                if meta.url.is_none() && xml::attribute(tag, "isPermaLink").as_deref() != Some("false") =>
            {
                meta.url = facts::url(&text(), RULE);
            }
            b"pubDate" | b"published" | b"dc:date" | b"issued" if meta.published.is_none() => {
                meta.published = facts::date_fact(&text(), RULE);
            }
            b"updated" | b"dcterms:modified" | b"modified" if meta.modified.is_none() => {
                meta.modified = facts::date_fact(&text(), RULE);
            }
            b"author" | b"dc:creator" | b"atom:author" => {
                let name = xml::child(&item[child.whole.range()], "name")
                    .map_or_else(text, |name| xml::text(&item[child.whole.range()], name.inner));
                let known: Vec<String> = meta.byline.iter().map(|fact| fact.value.clone()).collect();
                let all =
                    known.into_iter().chain([author(&without_markup(&name)).to_owned()]).collect::<Vec<_>>();
                meta.byline = facts::names(all.iter().map(String::as_str), RULE);
            }
            _ => {}
        }
    }
    let (place, (name, kind)) =
        texts.iter().enumerate().find_map(|(at, text)| text.map(|text| (at, text)))?;
    if place == 2 {
        member.notes.push("a summary: the feed does not have the full text".into());
    }
    member.selector = format!("xml:{name}");
    member.media_type = kind;
    Some(member)
}

fn is_blank(bytes: &[u8], element: Element) -> bool {
    bytes[element.inner.range()].trim_ascii().is_empty()
}

/// `jo@paper.example (Jo Bloggs)` as `Jo Bloggs`; an address without a name is no name.
fn author(text: &str) -> &str {
    match text.split_once('(') {
        Some((before, name)) if before.contains('@') => name.trim_end_matches(')').trim(),
        _ if text.contains('@') && !text.contains(' ') => "",
        _ => text,
    }
}

/// A title that is HTML inside XML, as RSS has it: references once more, tags out.
fn without_markup(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let all = Span::new(0, bytes.len());
    let texts = xml::tokens(bytes, all).filter(|(token, _)| *token == xml::Token::Text);
    texts.map(|(_, span)| String::from_utf8_lossy(&xml::decode(bytes, span).0).into_owned()).collect()
}

/// The feed's own title, when it is a name and no path through a site (`World news | The Paper`).
fn publisher(bytes: &[u8]) -> Option<String> {
    let root = xml::root(bytes)?;
    let title_in = |range: Span| {
        xml::elements(bytes, range)
            .find(|element| local(xml::name(&bytes[element.tag.range()])) == b"title")
            .map(|title| without_markup(&xml::text(bytes, title.inner)))
    };
    let channel = xml::elements(bytes, root.inner)
        .find(|element| local(xml::name(&bytes[element.tag.range()])) == b"channel");
    let title = title_in(channel.map_or(root.inner, |channel| channel.inner))?;
    let is_path = ["|", " - ", " – ", " — ", ">", "»", ":", "/", "·"].iter().any(|mark| title.contains(mark));
    (!is_path && title.len() < 60).then_some(title)
}

/// The encoding of the XML declaration.
fn declared_encoding(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(200)];
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if !head.starts_with(b"<?xml") {
        return String::new();
    }
    let end = head.iter().position(|&byte| byte == b'>').unwrap_or(head.len());
    xml::attribute(&head[..end], "encoding").map_or_else(String::new, std::borrow::Cow::into_owned)
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    name.rsplit(|&byte| byte == b':').next().unwrap_or(name)
}

fn memchr_find(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rapporteur_selector::select;
    use std::fmt::Write as _;

    fn listing(feed: &str) -> String {
        let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(feed.as_bytes()));
        let mut members = Feed.open(Arc::clone(&origin), 100_000).unwrap();
        let mut out = String::new();
        while let Some(found) = members.next() {
            match found {
                Found::Unfit(unfit) => _ = writeln!(out, "{}! {}", unfit.name, unfit.reason),
                Found::Member(member) => {
                    let again = Feed.open(Arc::clone(&origin), 100_000).unwrap().find(&member.name);
                    assert_eq!(again.as_ref(), Some(&member.bytes));
                    let text = select(&member.bytes, &member.selector).unwrap();
                    let text = String::from_utf8_lossy(&text.bytes).into_owned();
                    _ = writeln!(out, "{} {} {}: {text}", member.name, member.selector, member.media_type);
                    let meta = &member.meta;
                    let facts = [&meta.title, &meta.url, &meta.published, &meta.modified, &meta.publisher];
                    let facts =
                        facts.into_iter().flatten().chain(&meta.byline).map(|fact| fact.value.as_str());
                    _ = writeln!(out, "  {}", facts.collect::<Vec<_>>().join(" ; "));
                    for note in &member.notes {
                        _ = writeln!(out, "  note: {note}");
                    }
                }
            }
        }
        out
    }

    #[test]
    fn rss_has_content_or_a_summary() {
        let feed = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="x" xmlns:dc="y"><channel><title>The Marlow Echo</title><link>https://e.example/</link>
<item><title>Ferry &amp;amp; tide</title><link>https://e.example/1</link><dc:creator><![CDATA[Ada Lund]]></dc:creator>
<pubDate>Sun, 25 Sep 2016 14:05:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The ferry &amp; the tide.</p>]]></content:encoded></item>
<item><title>Two</title><guid isPermaLink="true">https://e.example/2</guid><author>a@e.example (Bo Rand)</author>
<description>&lt;p&gt;Only &lt;b&gt;this&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Nothing</title></item>
</channel></rss>"#;
        assert_eq!(
            listing(feed),
            "1 xml:content:encoded text/html: <p>The ferry &amp; the tide.</p>\n  \
             Ferry & tide ; https://e.example/1 ; 2016-09-25T14:05:00+00:00 ; The Marlow Echo ; Ada Lund\n\
             2 xml:description text/html: <p>Only <b>this</b>.</p>\n  Two ; https://e.example/2 ; The Marlow Echo ; Bo Rand\n  \
             note: a summary: the feed does not have the full text\n\
             3! an item of a feed with neither content nor summary\n"
        );
    }

    #[test]
    fn atom_has_types_and_links() {
        let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>News | Echo</title>
<entry><title type="html">A &lt;i&gt;b&lt;/i&gt;</title><link rel="self" href="https://e.example/self"/><link href="https://e.example/a?x=1&amp;y=2"/>
<author><name>Ada Lund</name></author><author><name>Bo Rand</name></author><published>2016-09-25T14:05:00+01:00</published><updated>2016-09-26T00:00:00Z</updated>
<content type="xhtml"><div><p>Inline &amp; whole.</p></div></content></entry>
<entry><summary>Plain.</summary></entry></feed>"#;
        assert_eq!(
            listing(feed),
            "1 xml:content text/html: <div><p>Inline &amp; whole.</p></div>\n  A b ; https://e.example/a?x=1&y=2 ; \
             2016-09-25T14:05:00+01:00 ; 2016-09-26T00:00:00Z ; Ada Lund ; Bo Rand\n\
             2 xml:summary text/plain: Plain.\n  \n  note: a summary: the feed does not have the full text\n"
        );
    }

    #[test]
    fn a_cut_off_feed_gives_what_it_has() {
        let feed = "<rss><channel><item><description>One.</description></item><item><descr";
        assert!(listing(feed).starts_with("1 xml:description text/plain: One."));
        assert_eq!(listing("<rss></rss>"), "! a feed without items\n");
    }

    #[test]
    fn feeds_are_told_from_other_xml() {
        let fits = |head: &str| Feed.fits(Look { name: b"a.xml", head: head.as_bytes() });
        assert!(fits("<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>"));
        assert!(fits("<feed xmlns='http://www.w3.org/2005/Atom'>"));
        assert!(!fits("<html><body>") && !fits("<TEI>") && !fits("plain") && !fits(""));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_feed_ends(parts in prop::collection::vec(prop::sample::select(vec![
            "<rss>", "<channel>", "<item>", "</item>", "<description>", "</description>", "<![CDATA[", "]]>", "&lt;",
            "text", "<", ">", "<title>", "</title>", "<link href='", "'/>", "<entry>", "</entry>", "<content>", "</",
        ]), 0..40)) {
            listing(&parts.concat());
        }
    }
}
