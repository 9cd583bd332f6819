//! What a page's head and markup say about it as a whole.

use std::ops::Range;

use rapporteur_document::{Document, Fact, Meta, Role, Span};

use rapporteur_writers::{agencies, bylines};

use crate::hints::Hints;
use crate::json_ld::{self, Article};
use crate::lexicon;
use crate::markup::{self, StartTag};
use crate::page::Page;
use crate::roles::Ruled;
use crate::tag::Tag;
use crate::weigh::Weighed;
use crate::when::{self, Dated};

/// Declarations of a page, as they were read.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// `lang` of `<html>`.
    pub(crate) language: Option<String>,
    /// `name`, `property`, `itemprop` or `http-equiv` of `<meta>`, in lower case, with the content.
    pub(crate) metas: Vec<(String, String)>,
    /// `<link rel=canonical>`.
    pub(crate) canonical: Option<String>,
    /// The text of `<title>`.
    pub(crate) title: String,
    /// Texts of `<script type=application/ld+json>`.
    pub(crate) json_ld: Vec<String>,
    /// Where the other scripts stand in the source.
    pub(crate) scripts: Vec<Range<usize>>,
    /// Elements that say what they hold.
    pub(crate) marks: Vec<Mark>,
    is_json_ld: bool,
}

/// An element with `itemprop`, `rel=author` or a machine-readable time.
#[derive(Debug)]
pub(crate) struct Mark {
    /// Index of the element.
    pub(crate) element: u32,
    /// Values of `itemprop`, `property` or `rel`.
    pub(crate) names: String,
    /// `datetime`, `content` or `title`.
    pub(crate) value: Option<String>,
    /// What else than its names says that it holds a date.
    pub(crate) dated: Option<Dated>,
}

/// Titles longer than this are none.
const TITLE: usize = 1000;

impl Head {
    pub(crate) fn root(&mut self, start: &StartTag) {
        if self.language.is_none() {
            let language = start.get("lang").or_else(|| start.get("xml:lang"));
            self.language = language.map(str::trim).filter(|lang| !lang.is_empty()).map(str::to_owned);
        }
    }

    pub(crate) fn declared(&mut self, start: &StartTag) {
        if start.tag() == Tag::Link {
            let canonical = start.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
            if canonical && self.canonical.is_none() {
                self.canonical = start.get("href").map(|href| href.trim().to_owned());
            }
            return;
        }
        let key = ["property", "name", "itemprop", "http-equiv"].into_iter().find_map(|key| start.get(key));
        if let (Some(key), Some(content)) = (key, start.get("content"))
            && !content.trim().is_empty()
        {
            self.metas.push((key.trim().to_lowercase(), content.trim().to_owned()));
        }
    }

    pub(crate) fn element(&mut self, start: &StartTag, tag: Tag, element: u32) {
        let is_author = |rel: &str| rel.split_ascii_whitespace().any(|word| word == "author");
        let names = match (start.get("itemprop"), start.get("property"), start.get("rel")) {
            (Some(names), _, _) | (None, Some(names), _) => names.to_owned(),
            (None, None, Some(rel)) if is_author(rel) => "rel-author".to_owned(),
            _ => String::new(),
        };
        let dated = when::dated(start, tag);
        if names.is_empty() && dated.is_none() {
            return;
        }
        let value = ["datetime", "content", "title"].into_iter().find_map(|key| start.get(key));
        let value = value.map(|value| value.trim().to_owned());
        self.marks.push(Mark { element, names, value, dated });
    }

    pub(crate) fn script(&mut self, start: &StartTag) {
        self.is_json_ld = start.get("type").is_some_and(|kind| {
            kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
        });
    }

    /// The text of the script that ends, and where it stands in the source.
    pub(crate) fn script_text(&mut self, text: &str, place: Range<usize>) {
        if std::mem::take(&mut self.is_json_ld) {
            self.json_ld.push(text.to_owned());
        } else if !text.is_empty() {
            self.scripts.push(place);
        }
    }

    pub(crate) fn title_text(&mut self, text: &str) {
        if self.title.len() < TITLE {
            self.title.push_str(text);
        }
    }
}

/// Offers the document what the page declares, from the strongest rule to the weakest. `roles` is
/// one for each part.
pub(crate) fn offer(document: &mut Document, page: &Page, weighed: &Weighed, roles: &[Ruled]) {
    let head = &page.head;
    let (article, broken) = json_ld::article(&head.json_ld);
    let article = article.unwrap_or_default();
    let mut wrong: Vec<String> = Vec::new();
    if broken {
        wrong.push("a JSON-LD script can't be read".to_owned());
    }
    let metas = |keys: &'static [&'static str]| {
        keys.iter()
            .flat_map(|key| head.metas.iter().filter(move |(known, _)| known == key))
            .map(|(_, value)| value.as_str())
    };

    // Title.
    let title_part = roles.iter().position(|(role, _)| *role == Role::Title);
    let title = title_part.map(|index| page.parts[index].span);
    let place = &mut document.meta.title;
    offer_text(place, article.headline.as_deref(), "json-ld");
    offer_text(place, metas(&["og:title"]).next(), "open-graph");
    if let Some(span) = title {
        Meta::offer(place, Fact::new(clean(span.of(&page.text)), "heading").at(span));
    }
    offer_text(place, Some(head.title.as_str()), "title-element");

    // Dates.
    wrong.extend(when::offer(document, page, weighed, &article, title_part));

    // People and houses.
    let site = metas(&["og:site_name"]).next();
    let publisher = article.publisher.as_deref();
    if let (Some(agency), Some(site)) = (publisher.and_then(agency), site)
        && agencies::names(site).next().is_none()
    {
        // An outlet that names the agency of its text as the publisher.
        offer_text(&mut document.meta.publisher, Some(site), "open-graph");
        if document.meta.agencies.is_empty() {
            document.meta.agencies.push(Fact::new(agency, "json-ld"));
        }
    }
    let is_platform = |name: &&str| lexicon::declared::PLATFORMS.contains(name);
    offer_text(&mut document.meta.publisher, publisher.filter(|name| !is_platform(name)), "json-ld");
    offer_text(&mut document.meta.publisher, site, "open-graph");
    offer_text(
        &mut document.meta.publisher,
        metas(&["dc.publisher", "dcterms.publisher"]).next(),
        "meta-tag",
    );
    if document.meta.byline.is_empty() {
        let house = document.meta.publisher.as_ref().map_or("", |fact| fact.value.as_str());
        document.meta.byline = byline(&article, page, weighed, house);
    }

    // Addresses, section, language.
    let place = &mut document.meta.url;
    for (value, rule) in [
        (head.canonical.as_deref(), "canonical"),
        (metas(&["og:url"]).next(), "open-graph"),
        (article.url.as_deref(), "json-ld"),
    ] {
        let absolute = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
        if let Some(url) = value.filter(absolute) {
            Meta::offer(place, Fact::new(url, rule));
        }
    }
    offer_text(&mut document.meta.section, article.section.as_deref(), "json-ld");
    offer_text(&mut document.meta.section, metas(&["article:section"]).next(), "open-graph");
    for (value, rule) in [
        (head.language.as_deref(), "html-lang"),
        (article.language.as_deref(), "json-ld"),
        (metas(&["og:locale"]).next(), "open-graph"),
    ] {
        if let Some(language) = value.and_then(language) {
            Meta::offer(&mut document.meta.language, Fact::new(language, rule));
        }
    }
    for message in wrong {
        document.warn("normalize/html", message);
    }
}

/// Places whose times and authors are not the article's.
pub(crate) const FOREIGN: Hints = Hints::of(&[
    Hints::COMMENTS,
    Hints::RELATED,
    Hints::AD,
    Hints::NAV,
    Hints::FOOTER,
    Hints::SIDE,
    Hints::HIDDEN,
]);

fn offer_text(place: &mut Option<Fact>, value: Option<&str>, rule: &'static str) {
    let value = value.map(|value| clean(&markup::unescape(value))).filter(|value| !value.is_empty());
    if let Some(value) = value {
        Meta::offer(place, Fact::new(value, rule));
    }
}

/// The agency that a name is, and nothing else.
fn agency(name: &str) -> Option<&'static str> {
    let named = agencies::names(name).next()?;
    let rest = name.replace(named.span.of(name), "");
    let small = |word: &str| matches!(word.to_lowercase().as_str(), "the" | "news" | "agency");
    rest.split_whitespace().all(small).then_some(named.name)
}

/// White space folded.
fn clean(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writers that a page may declare, and bytes of a line that names them.
const WRITERS: usize = 64;
const LINE: usize = 1000;

fn byline(article: &Article, page: &Page, weighed: &Weighed, house: &str) -> Vec<Fact> {
    let english = page.head.language.as_ref().is_none_or(|tag| tag.to_lowercase().starts_with("en"));
    let mut found: Vec<Fact> = Vec::new();
    let mut add = |value: &str, span: Option<Span>, rule: &'static str| {
        if value.len() > LINE || found.len() >= WRITERS {
            return !found.is_empty();
        }
        let line = clean(&markup::unescape(value));
        for name in bylines::names(&line, english) {
            let name = name.of(&line);
            let again = found.iter().any(|fact| fact.value == name);
            if !again && !name.eq_ignore_ascii_case(house) {
                let fact = Fact::new(name, rule);
                found.push(match span {
                    Some(span) => fact.at(span),
                    None => fact,
                });
            }
        }
        !found.is_empty()
    };
    let mut done = false;
    for name in &article.authors {
        done |= add(name, None, "json-ld");
    }
    if done {
        return found;
    }
    for key in ["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"] {
        for (_, value) in page.head.metas.iter().filter(|(known, _)| known == key) {
            done |= add(value, None, if key.contains(':') { "open-graph" } else { "meta-tag" });
        }
        if done {
            return found;
        }
    }
    for (wanted, rule) in [("author", "microdata"), ("rel-author", "rel-author")] {
        for mark in page
            .head
            .marks
            .iter()
            .filter(|mark| mark.names.split_ascii_whitespace().any(|name| name == wanted))
        {
            let element = &page.elements[mark.element as usize];
            if element.text.len() > LINE {
                continue;
            }
            let span = Span::new(element.text.start as usize, element.text.end as usize).trimmed(&page.text);
            // Both are used for the biography below the text as well: a name is short.
            if span.len() <= 80 && !weighed.other[mark.element as usize].any(FOREIGN) {
                done |= add(span.of(&page.text), Some(span), rule);
            }
        }
        if done {
            break;
        }
    }
    found
}

/// A BCP 47 tag: `en_gb` to `en-GB`.
fn language(value: &str) -> Option<String> {
    let mut parts = value.trim().split(['-', '_']);
    let first = parts.next().filter(|first| (2..=3).contains(&first.len()))?;
    if !value.trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return None;
    }
    let mut tag = first.to_lowercase();
    for part in parts.take(3) {
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_uppercase()),
            4 => {
                tag.push_str(&part[..1].to_uppercase());
                tag.push_str(&part[1..].to_lowercase());
            }
            _ => tag.push_str(&part.to_lowercase()),
        }
    }
    (tag.as_bytes().last() != Some(&b'-')).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags() {
        assert_eq!(language("en_gb").as_deref(), Some("en-GB"));
        assert_eq!(language("zh-hant-TW").as_deref(), Some("zh-Hant-TW"));
        assert_eq!(language("english"), None);
        assert_eq!(language("en-"), None);
    }
}
