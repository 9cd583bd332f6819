//! What a page's head and markup say about it as a whole.

use rapporteur_document::{Document, Fact, Meta, Role, Span};

use crate::hints::Hints;
use crate::json_ld::{self, Article};
use crate::markup::{self, StartTag};
use crate::page::Page;
use crate::roles::Ruled;
use crate::tag::Tag;
use crate::weigh::Weighed;

/// Declarations of a page, as they were read.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// `lang` of `<html>`.
    pub(crate) language: Option<String>,
    /// `name`, `property` or `itemprop` of `<meta>`, in lower case, with the content.
    pub(crate) metas: Vec<(String, String)>,
    /// `<link rel=canonical>`.
    pub(crate) canonical: Option<String>,
    /// The text of `<title>`.
    pub(crate) title: String,
    /// Texts of `<script type=application/ld+json>`.
    pub(crate) json_ld: Vec<String>,
    /// Elements that say what they hold.
    pub(crate) marks: Vec<Mark>,
    is_json_ld: bool,
}

/// An element with `itemprop`, `rel=author` or a machine-readable time.
#[derive(Debug)]
pub(crate) struct Mark {
    /// Index of the element.
    pub(crate) element: u32,
    /// Values of `itemprop` and `rel`.
    pub(crate) names: String,
    /// `datetime` or `content`.
    pub(crate) value: Option<String>,
    pub(crate) tag: Tag,
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
        let key = start.get("property").or_else(|| start.get("name")).or_else(|| start.get("itemprop"));
        if let (Some(key), Some(content)) = (key, start.get("content"))
            && !content.trim().is_empty()
        {
            self.metas.push((key.trim().to_lowercase(), content.trim().to_owned()));
        }
    }

    pub(crate) fn element(&mut self, start: &StartTag, tag: Tag, element: u32) {
        let names = match (start.get("itemprop"), start.get("rel")) {
            (Some(names), _) => names.to_owned(),
            (None, Some(rel)) if rel.split_ascii_whitespace().any(|word| word == "author") => {
                "rel-author".to_owned()
            }
            _ if tag == Tag::Time => String::new(),
            // hAtom: `<abbr class="published" title="2016-09-25T…">`.
            _ if start.get("title").and_then(date).is_some()
                && start
                    .get("class")
                    .is_some_and(|names| names.split_ascii_whitespace().any(|name| name == "published")) =>
            {
                "datePublished".to_owned()
            }
            _ => return,
        };
        let value = start.get("datetime").or_else(|| start.get("content")).or_else(|| start.get("title"));
        let value = value.map(|value| value.trim().to_owned());
        self.marks.push(Mark { element, names, value, tag });
    }

    pub(crate) fn script(&mut self, start: &StartTag) {
        self.is_json_ld = start.get("type").is_some_and(|kind| {
            kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
        });
    }

    pub(crate) fn script_text(&mut self, text: &str) {
        if std::mem::take(&mut self.is_json_ld) {
            self.json_ld.push(text.to_owned());
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
    let title = roles.iter().position(|(role, _)| *role == Role::Title).map(|index| page.parts[index].span);
    let place = &mut document.meta.title;
    offer_text(place, article.headline.as_deref(), "json-ld");
    offer_text(place, metas(&["og:title"]).next(), "open-graph");
    if let Some(span) = title {
        Meta::offer(place, Fact::new(clean(span.of(&page.text)), "heading").at(span));
    }
    offer_text(place, Some(head.title.as_str()), "title-element");

    // Dates.
    let named = |name: &'static str| {
        head.marks
            .iter()
            .filter(move |mark| mark.names.split_ascii_whitespace().any(|known| known == name))
            .filter_map(|mark| mark.value.as_deref())
    };
    let best = &page.elements[weighed.best as usize];
    let mut times = head.marks.iter().filter(|mark| {
        let element = &page.elements[mark.element as usize];
        let other = weighed.other[mark.element as usize];
        mark.tag == Tag::Time && element.parts.start < best.parts.end && !other.any(FOREIGN)
    });
    let published = [
        ("json-ld", article.published.as_deref()),
        (
            "open-graph",
            metas(&["article:published_time", "og:published_time", "og:article:published_time"]).next(),
        ),
        ("microdata", named("datePublished").next().or(metas(&["datepublished"]).next())),
        ("meta-tag", metas(DATE_METAS).next()),
        ("time-element", times.find_map(|mark| mark.value.as_deref())),
    ];
    let modified = [
        ("json-ld", article.modified.as_deref()),
        ("open-graph", metas(&["article:modified_time", "og:updated_time", "og:modified_time"]).next()),
        ("microdata", named("dateModified").next().or(metas(&["datemodified"]).next())),
        ("meta-tag", metas(&["last-modified", "dcterms.modified", "dc.date.modified"]).next()),
    ];
    for (place, rules) in
        [(&mut document.meta.published, &published[..]), (&mut document.meta.modified, &modified[..])]
    {
        for &(rule, value) in rules {
            let Some(value) = value else { continue };
            match date(value) {
                Some(date) => Meta::offer(place, Fact::new(date, rule)),
                None => wrong.push(format!("{rule} has a date that can't be read: {value:.60}")),
            }
        }
    }

    // People and houses.
    offer_text(&mut document.meta.publisher, article.publisher.as_deref(), "json-ld");
    offer_text(&mut document.meta.publisher, metas(&["og:site_name"]).next(), "open-graph");
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

/// `<meta name>` of dates, by how many pages mean the day of publication by them.
const DATE_METAS: &[&str] = &[
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "publishdate",
    "originalpublicationdate",
    "article:published",
    "og:publish_date",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "date",
];

/// Places whose times and authors are not the article's.
const FOREIGN: Hints = Hints::of(&[
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

/// White space folded.
fn clean(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn byline(article: &Article, page: &Page, weighed: &Weighed, house: &str) -> Vec<Fact> {
    let mut found: Vec<Fact> = Vec::new();
    let mut add = |value: &str, span: Option<Span>, rule: &'static str| {
        for name in names(&clean(&markup::unescape(value))) {
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

/// The names in a line of authors; none when any part of it is no name. Better fewer than wrong.
fn names(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = ["By ", "by ", "BY "].iter().find_map(|by| line.strip_prefix(by)).unwrap_or(line);
    let parts: Vec<&str> = line
        .split([',', ';', '|'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.iter().all(|part| is_name(part)) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

/// Two to five words with capitals, small ones such as `van` between them.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split(' ').collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let staff = [
        "Staff",
        "Agency",
        "Agencies",
        "News",
        "Desk",
        "Editor",
        "Editorial",
        "Team",
        "Reporter",
        "Press",
        "Reporters",
    ];
    (2..=5).contains(&words.len())
        && part.len() <= 60
        && part.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '‑'))
        && words.iter().filter(|word| capital(word)).count() >= 2
        && words.first().is_some_and(capital)
        && words.last().is_some_and(capital)
        && words.iter().all(|word| capital(word) || word.len() <= 4)
        && !words.iter().any(|word| staff.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// A date or time stamp as `2016-09-25` or RFC 3339. A time without its zone is left out: the day
/// stays.
pub(crate) fn date(value: &str) -> Option<String> {
    date_in_numbers(value).or_else(|| date_in_words(value))
}

/// `25 September 2016`, `Sept. 25, 2016, 2 p.m.`: one day, one month by its name, one year.
fn date_in_words(value: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let mut words = value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8);
    let (mut day, mut month, mut year) = (None, None, None);
    while let Some(word) = words.next().filter(|_| year.is_none()) {
        let lower = word.to_lowercase();
        let is_month = |name: &&str| *name == lower || lower.len() == 3 && name.starts_with(&lower);
        let named = if lower == "sept" { Some(8) } else { MONTHS.iter().position(is_month) };
        let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        match (named, digits.parse::<u32>()) {
            (Some(index), _) if month.is_none() => month = Some(index + 1),
            (_, Ok(number)) if digits.len() == 4 && digits == lower && month.is_some() => year = Some(number),
            (_, Ok(number)) if digits.len() <= 2 && day.is_none() => day = Some(number),
            // A day of the week, "Published".
            (None, Err(_)) if day.is_none() && month.is_none() => {}
            _ => return None,
        }
    }
    date_in_numbers(&format!("{:04}-{:02}-{:02}", year?, month?, day?))
}

fn date_in_numbers(value: &str) -> Option<String> {
    let value = value.trim();
    let bytes = value.as_bytes();
    let number = |at: std::ops::Range<usize>| -> Option<u32> {
        let digits = bytes.get(at)?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')))
    };
    let mark = |at: usize, marks: &[u8]| bytes.get(at).is_some_and(|byte| marks.contains(byte));
    let (year, month, day) = if mark(4, b"-/") && mark(7, b"-/") {
        (number(0..4)?, number(5..7)?, number(8..10)?)
    } else {
        (number(0..4)?, number(4..6)?, number(6..8)?)
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1800..=2200).contains(&year) || !(1..=days).contains(&day) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if !mark(4, b"-/") {
        return (bytes.len() == 8).then_some(date);
    }
    match bytes.get(10) {
        None => return Some(date),
        Some(b'T' | b't' | b' ') => {}
        Some(_) => return None,
    }
    let time = value[11..].trim();
    let clock_end =
        time.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(time.len());
    let (clock, zone) = time.split_at(clock_end);
    let fields: Vec<&str> = clock.split(':').collect();
    let two =
        |field: &str, most: u32| field.len() == 2 && field.parse::<u32>().is_ok_and(|value| value <= most);
    let clock = match fields[..] {
        [hour, minute] if two(hour, 23) && two(minute, 59) => format!("{hour}:{minute}:00"),
        [hour, minute, second]
            if two(hour, 23) && two(minute, 59) && second.get(..2).is_some_and(|second| two(second, 60)) =>
        {
            format!("{hour}:{minute}:{}", &second[..2])
        }
        // The day is good, whatever stands behind it.
        _ => return Some(date),
    };
    let zone = zone.trim();
    let zone = match zone {
        "Z" | "z" | "UTC" | "GMT" => "Z".to_owned(),
        _ => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            let sign = zone.chars().next().filter(|sign| matches!(sign, '+' | '-'));
            match (sign, digits.len()) {
                (Some(sign), 4) if two(&digits[..2], 23) && two(&digits[2..], 59) => {
                    format!("{sign}{}:{}", &digits[..2], &digits[2..])
                }
                (Some(sign), 2) if two(&digits, 23) => format!("{sign}{digits}:00"),
                _ => return Some(date),
            }
        }
    };
    Some(format!("{date}T{clock}{zone}"))
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
    fn dates_are_checked_and_brought_to_one_form() {
        let same = |value: &str, wanted: &str| assert_eq!(date(value).as_deref(), Some(wanted), "{value}");
        same("2019-11-20", "2019-11-20");
        same("20191120", "2019-11-20");
        same("2019-11-20T07:50:03.120Z", "2019-11-20T07:50:03Z");
        same("2019-11-20 07:50+0100", "2019-11-20T07:50:00+01:00");
        same("2019-11-20T07:50:03", "2019-11-20");
        same("2020/02/29", "2020-02-29");
        same("Nov 20, 2019", "2019-11-20");
        same("Published: Wednesday, 20th November 2019, 14:05", "2019-11-20");
        same("Sept. 3, 2019", "2019-09-03");
        for wrong in [
            "",
            "yesterday",
            "2019-02-29",
            "2019-13-01",
            "20 Brumaire 2019",
            "1574236203",
            "0000-00-00",
            "2019-1-2",
        ] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_names_are_authors() {
        assert_eq!(names("By Ann Lee and Bo van Ek"), ["Ann Lee", "Bo van Ek"]);
        for wrong in
            ["admin", "News Desk", "https://example.org/ann", "Ann Lee, staff", "Ann Lee in Paris today"]
        {
            assert!(names(wrong).is_empty(), "{wrong}");
        }
    }

    #[test]
    fn language_tags() {
        assert_eq!(language("en_gb").as_deref(), Some("en-GB"));
        assert_eq!(language("zh-hant-TW").as_deref(), Some("zh-Hant-TW"));
        assert_eq!(language("english"), None);
        assert_eq!(language("en-"), None);
    }
}
