//! When a page says that it was published and changed: in its head, in the attributes of its elements,
//! in what its scripts hold. What stands in its lines is read later, from the blocks.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rapporteur_dates::{self as dates, Habits, Of};
use rapporteur_document::{Document, Fact, Meta, Span};

use crate::facts::{FOREIGN, Head, Mark};
use crate::hints::Hints;
use crate::json_ld::Article;
use crate::lexicon;
use crate::markup::StartTag;
use crate::page::Page;
use crate::roles;
use crate::tag::Tag;
use crate::weigh::Weighed;

/// That an element holds a date, by its name, its class or an attribute made for scripts.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    of: Of,
    /// `<time>`, or a title that is a date; what else has a date counts only where the element is called so.
    is_time: bool,
    /// The value of an attribute that the page made up (`data-published`).
    data: Option<String>,
}

/// Whether the element that a tag opens holds a date.
pub(crate) fn dated(start: &StartTag, tag: Tag) -> Option<Dated> {
    let is_time = tag == Tag::Time;
    let mut of = Of::Unsaid;
    // hAtom: `<abbr class="published" title="2016-09-25T…">`.
    if is_time || start.get("title").or_else(|| start.get("datetime")).is_some_and(has_digits) {
        let classes = || start.get("class").unwrap_or_default().split_ascii_whitespace();
        if start.get("pubdate").is_some()
            || classes().any(|class| is_any(class, &["published", "dt-published"]))
        {
            of = Of::Published;
        } else if classes().any(|class| is_any(class, &["updated", "dt-updated", "modified"])) {
            of = Of::Modified;
        }
    }
    let data =
        start.beginning_with("data-").filter(|(_, value)| has_digits(value)).find_map(|(key, value)| {
            let is = |words: &[&str]| key.split(['-', '_']).any(|word| words.contains(&word));
            let of = if is(&["updated", "modified", "lastmod", "edited"]) {
                Of::Modified
            } else if is(&["published", "publish", "pubdate", "publication"]) {
                Of::Published
            } else if is(TIMES) {
                Of::Unsaid
            } else {
                return None;
            };
            // A number may be anything where the name tells of no time.
            let number = value.bytes().all(|byte| byte.is_ascii_digit());
            (!number || is(TIMES)).then_some((of, value))
        });
    if of == Of::Unsaid
        && let Some((said, _)) = data
    {
        of = said;
    }
    // "3 days ago", and the day where the pointer rests.
    let is_time = is_time || start.get("title").is_some_and(is_date);
    let data = data.map(|(_, value)| value.to_owned());
    (is_time || of != Of::Unsaid || data.is_some()).then_some(Dated { of, is_time, data })
}

/// Words of names of attributes that hold times.
const TIMES: &[&str] = &["at", "date", "datetime", "epoch", "time", "timestamp", "pubdate", "utc"];

/// Whether a title is a date: only a day of the week, a clock or "published on" may stand before it.
fn is_date(title: &str) -> bool {
    if title.len() > WORDS {
        return false;
    }
    dates::spans(title).next().is_some_and(|date| {
        let before = &title[..date.start()];
        let fits = |word: &str| {
            dates::is_weekday(word)
                || dates::cue(word) == Of::Published
                || word.starts_with(|c: char| c.is_ascii_digit())
                || is_any(word, &["at", "am", "on", "pm", "um"])
        };
        before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(fits)
    })
}

fn has_digits(value: &str) -> bool {
    value.len() >= 6 && value.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Offers the document the dates that the page declares, from the strongest rule to the weakest, and
/// returns what could not be read. `title` is the part that is the headline.
pub(crate) fn offer(
    document: &mut Document,
    page: &Page,
    weighed: &Weighed,
    article: &Article,
    title: Option<usize>,
) -> Vec<String> {
    let language =
        page.head.language.clone().or_else(|| document.meta.language.as_ref().map(|fact| fact.value.clone()));
    let url =
        document.meta.url.as_ref().map(|fact| fact.value.clone()).or_else(|| page.head.canonical.clone());
    let habits = Habits::of(language.as_deref(), url.as_deref());
    let says = Says { page, weighed, habits, title };
    let mut wrong = Vec::new();
    let mut take = |place: &mut Option<Fact>, rule: &'static str, values: &mut dyn Iterator<Item = &str>| {
        let mut unread = None;
        for value in values {
            match dates::declared(value, habits) {
                Some(date) => return Meta::offer(place, Fact::new(date, rule)),
                None => unread = unread.or(Some(value)),
            }
        }
        if let Some(value) = unread {
            wrong.push(format!("{rule} has a date that can't be read: {value:.60}"));
        }
    };
    let meta = &mut document.meta;
    let head = &page.head;
    let published = lexicon::declared::PUBLISHED;
    let modified = lexicon::declared::MODIFIED;
    take(&mut meta.published, "json-ld", &mut article.published.as_deref().into_iter());
    take(&mut meta.published, "open-graph", &mut metas(head, published, Some(true)));
    says.marked(&mut meta.published, "microdata", |mark| mark.is_called(published));
    take(&mut meta.published, "meta-tag", &mut metas(head, published, Some(false)));
    says.marked(&mut meta.published, "time-published", |mark| mark.of() == Some(Of::Published));
    take(&mut meta.published, "meta-date", &mut metas(head, lexicon::declared::DATES, None));
    says.time(&mut meta.published);
    if meta.published.is_none() {
        says.scripts(&mut meta.published, &document.text);
    }
    take(&mut meta.modified, "json-ld", &mut article.modified.as_deref().into_iter());
    take(&mut meta.modified, "open-graph", &mut metas(head, modified, Some(true)));
    says.marked(&mut meta.modified, "microdata", |mark| mark.is_called(modified));
    take(&mut meta.modified, "meta-tag", &mut metas(head, modified, Some(false)));
    says.marked(&mut meta.modified, "time-modified", |mark| mark.of() == Some(Of::Modified));
    wrong
}

/// Contents of `<meta>` with one of these names; those of Open Graph, the others, or both.
fn metas<'h>(
    head: &'h Head,
    names: &'static [&'static str],
    open_graph: Option<bool>,
) -> impl Iterator<Item = &'h str> {
    let wanted = move |name: &str| {
        names.binary_search(&name).is_ok()
            && open_graph
                .is_none_or(|wanted| wanted == (name.starts_with("og:") || name.starts_with("article:")))
    };
    head.metas.iter().filter(move |(name, _)| wanted(name)).map(|(_, value)| value.as_str())
}

impl Mark {
    fn of(&self) -> Option<Of> {
        self.dated.as_ref().map(|dated| dated.of)
    }

    /// Whether its `itemprop` or property is one of these.
    fn is_called(&self, names: &[&str]) -> bool {
        let is_one = |name: &str| names.binary_search(&name.to_lowercase().as_str()).is_ok();
        self.names.split_ascii_whitespace().any(is_one)
    }

    /// Whether its names say that it holds something else than the day of publication.
    fn is_other(&self) -> bool {
        self.of() == Some(Of::Modified)
            || self.is_called(lexicon::declared::MODIFIED)
            || self.names.split_ascii_whitespace().any(|name| OTHER_DATES.contains(&name))
    }
}

/// Properties of events and people (schema.org).
const OTHER_DATES: &[&str] =
    &["startDate", "endDate", "birthDate", "deathDate", "validFrom", "validThrough", "uploadDate"];

/// What is around a page's dates.
struct Says<'p> {
    page: &'p Page,
    weighed: &'p Weighed,
    habits: Habits<'p>,
    /// The part that is the headline.
    title: Option<usize>,
}

impl Says<'_> {
    /// Takes the first date of the marks that fit.
    fn marked(&self, place: &mut Option<Fact>, rule: &'static str, fits: impl Fn(&Mark) -> bool) {
        let marks = self.page.head.marks.iter().filter(|mark| fits(mark) && !self.is_foreign(mark));
        if let Some(fact) = marks.into_iter().find_map(|mark| self.read(mark, rule)) {
            Meta::offer(place, fact);
        }
    }

    /// Takes the first `<time>` below the headline that is no part of a sentence, else the last above it.
    fn time(&self, place: &mut Option<Fact>) {
        let best = &self.page.elements[self.weighed.best as usize];
        let text_starts = self.text_starts();
        let (mut below, mut above) = (None, None);
        for mark in &self.page.head.marks {
            let Some(dated) = &mark.dated else { continue };
            let element = &self.page.elements[mark.element as usize];
            let start = element.parts.start as usize;
            let called = dated.is_time
                || self.page.around(mark.element).take(3).any(|(_, element)| element.hints.any(Hints::DATE));
            let told =
                self.weighed.weights.get(start).is_some_and(|weight| weight.ends && weight.words > SENTENCE);
            if !called || told || mark.is_other() || self.is_foreign(mark) || start >= best.parts.end as usize
            {
                continue;
            }
            let rule = if start > text_starts { "time-below" } else { "time-element" };
            let Some(fact) = self.read(mark, rule) else { continue };
            if self.title.is_none_or(|title| start >= title) {
                below = Some(fact);
                break;
            }
            above = Some(fact);
        }
        if let Some(fact) = below.or(above) {
            Meta::offer(place, fact);
        }
    }

    /// The part in which the text is under way: below the headline, and a standfirst if there is one.
    fn text_starts(&self) -> usize {
        let (mut words, first) = (0.0, self.title.map_or(0, |title| title + 1));
        let parts = self.weighed.weights.iter().enumerate().skip(first);
        let mut under_way = parts.skip_while(|(_, weight)| {
            words += if weight.value > 0.0 { weight.words } else { 0.0 };
            words <= roles::LEAD
        });
        under_way.next().map_or(usize::MAX, |(index, _)| index)
    }

    /// Takes the first date of publication that a script holds.
    fn scripts(&self, place: &mut Option<Fact>, source: &str) {
        static KEYS: LazyLock<AhoCorasick> = LazyLock::new(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .ascii_case_insensitive(true)
                .build(lexicon::declared::SCRIPTS)
                .expect("a list of words")
        });
        let scripts = self.page.head.scripts.iter().filter_map(|place| source.get(place.clone()));
        let found = scripts.flat_map(|script| {
            KEYS.find_iter(script).filter_map(|key| {
                let other = is_other_key(&script[..key.start()]);
                dates::declared(value_of(&script[key.end()..]).filter(|_| !other)?, self.habits)
            })
        });
        if let Some(date) = found.into_iter().next() {
            Meta::offer(place, Fact::new(date, "script"));
        }
    }

    /// Whether a mark is another article's or a comment's. Right below the headline it is not, whatever the
    /// box there is called: "footer", "news-list".
    fn is_foreign(&self, mark: &Mark) -> bool {
        const BELOW: usize = 3;
        let other = self.weighed.other[mark.element as usize];
        let start = self.page.elements[mark.element as usize].parts.start as usize;
        if self.title.is_some_and(|title| (title..=title + BELOW).contains(&start)) {
            return other.any(Hints::COMMENTS | Hints::HIDDEN);
        }
        other.any(FOREIGN)
    }

    /// The date of a mark: of its attributes, else of its words.
    fn read(&self, mark: &Mark, rule: &'static str) -> Option<Fact> {
        let data = mark.dated.as_ref().and_then(|dated| dated.data.as_deref());
        let declared = mark.value.as_deref().into_iter().chain(data);
        if let Some(date) = declared.into_iter().find_map(|value| dates::declared(value, self.habits)) {
            return Some(Fact::new(date, rule));
        }
        let element = &self.page.elements[mark.element as usize];
        if data.is_some() || element.text.len() > WORDS {
            return None;
        }
        let span = Span::new(element.text.start as usize, element.text.end as usize).trimmed(&self.page.text);
        let (found, _) = dates::in_line(span.of(&self.page.text), Habits { recent: true, ..self.habits });
        // "Updated 26 September 2016" in a <time> is no day of publication.
        let other = |of: Of| of == Of::Other || of == Of::Modified && mark.of() != Some(Of::Modified);
        let dated = found.into_iter().next().filter(|dated| !other(dated.of))?;
        Some(Fact::new(dated.value, rule).at(dated.span.shifted(span.start())))
    }
}

/// A sentence with a `<time>` in it has more words than this: what it tells happened then.
const SENTENCE: f32 = 12.0;

/// Bytes of an element that holds a date, at most.
const WORDS: usize = 120;

/// Whether what stands right before a key makes it another: `lastPublishDate`, `unpublishDate`.
fn is_other_key(before: &str) -> bool {
    /// Letters of the rest of a key, at most.
    const LONGEST: usize = 40;
    let of_key = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let backwards: String =
        before.chars().rev().take_while(of_key).take(LONGEST).map(|c| c.to_ascii_lowercase()).collect();
    // "re", "un", "last", "modif", "updat", from behind.
    backwards == "er"
        || backwards.starts_with("nu")
        || ["tsal", "fidom", "tadpu"].iter().any(|other| backwards.contains(other))
}

/// The value that stands behind a key in a script: `":"2016-09-25"`, `: 1474812300`, `\":\"2016…`.
fn value_of(rest: &str) -> Option<&str> {
    /// Bytes of a value with what stands before it.
    const LONGEST: usize = 80;
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let marks = |c: char| matches!(c, '"' | '\'' | '\\' | ' ');
    let rest = rest.trim_start_matches(marks);
    let rest = rest.strip_prefix([':', '='])?.trim_start_matches(marks);
    let end = rest.find(['"', '\'', '\\', '}', ';', '<', '\n'])?;
    Some(rest[..end].trim_end_matches(',').trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_scripts() {
        for (rest, value) in [
            ("\":\"2016-09-25\",\"a\":1}", Some("2016-09-25")),
            (": '25 Sep 2016' }", Some("25 Sep 2016")),
            ("\\\":\\\"2016-09-25T14:05:00Z\\\"", Some("2016-09-25T14:05:00Z")),
            ("\":1474812300000}", Some("1474812300000")),
            (" = \"2016-09-25\";", Some("2016-09-25")),
            ("Format: 'D'", None),
            ("\"", None),
        ] {
            assert_eq!(value_of(rest), value, "{rest}");
        }
    }

    #[test]
    fn keys_of_other_dates() {
        for other in ["\"last", "un", "article_modified_", "re", "var updated"] {
            assert!(is_other_key(other), "{other}");
        }
        for own in ["\"", "article", "more.", "page_", "unsaid: 1, article"] {
            assert!(!is_other_key(own), "{own}");
        }
    }
}
