//! The role of each part of a page.

use std::cell::LazyCell;
use std::collections::HashSet;

use rapporteur_dates::{self as dates, Of};
use rapporteur_document::{Role, Span};

use crate::facts::Head;
use crate::hints::Hints;
use crate::lexicon;
use crate::page::{Element, Page, Part};
use crate::phrases::{self, Says};
use crate::tag::Tag;
use crate::weigh::{self, LINKED, Weighed};

/// A role and what decided it.
pub(crate) type Ruled = (Role, &'static str);

/// Bylines, date lines and credits have at most so many words.
const LINE: f32 = 30.0;
/// The lines between headline and text have at most so many.
const STANDFIRST: f32 = 70.0;
/// A heading has at most so many; a longer one is a lead in large letters.
const HEADING: f32 = 30.0;
/// After so many words of text a first-level heading is a subhead, not the headline.
pub(crate) const LEAD: f32 = 60.0;
/// A fully linked part of so many words is a paragraph that is a link.
const LINKED_PARAGRAPH: f32 = 40.0;
/// Agreement with the head's title from which on a part is the headline, …
const AGREES: f32 = 0.5;
/// … and from which on it is so without being a heading, on pages that have no headings.
const SAME: f32 = 0.8;
/// So many parts above the headline, a date may be the article's.
const ABOVE: usize = 4;
/// So near to the headline, a date without a label is the article's.
const NEXT: usize = 3;
/// The lines between headline and text are so many parts at most, bars of tools among them.
const UNDER: usize = 10;
/// The box of a headline has so many parts at most.
const BOX: usize = 8;
/// An outlet's name is shorter than this many words.
const SAME_WORDS: usize = 4;

/// What a line with the date may be called as well, or stand among.
const TOOLS: Hints = Hints::of(&[
    Hints::NAV,
    Hints::SHARE,
    Hints::COUNTS,
    Hints::BYLINE,
    Hints::DATE,
    Hints::SIDE,
    Hints::TAGS,
    Hints::AD,
]);

/// What an element and those around it inside the article's text are.
#[derive(Debug, Clone, Copy, Default)]
struct Inside {
    /// Inside the element that holds the text.
    body: bool,
    hints: Hints,
    heading: Option<u8>,
    list: bool,
    quote: bool,
}

/// Gives each part its role.
pub(crate) fn roles(page: &Page, weighed: &Weighed) -> Vec<Ruled> {
    let inside = inside(page, weighed.best);
    let title = title(page, weighed, &inside);
    let region = region(page, weighed, title);
    let mut roles = Vec::with_capacity(page.parts.len());
    let mut state = State { title: title.is_some(), ..State::default() };
    for (index, part) in page.parts.iter().enumerate() {
        let here = Here {
            part,
            inside: inside[part.element as usize],
            other: weighed.other[part.element as usize],
            weight: &weighed.weights[index],
            near: region.contains(&index),
            title: title.map(|(title, _)| title),
            index,
            before_text: state.words == 0.0,
        };
        let role = if Some(index) == title.map(|(index, _)| index) {
            (Role::Title, title.expect("it was compared with").1)
        } else if here.inside.body && here.other == Hints::NONE {
            in_body(page, &here, &mut state)
        } else {
            elsewhere(page, &here, title.is_some_and(|(title, _)| index > title))
        };
        if matches!(role.0, Role::Paragraph | Role::List | Role::Table) {
            state.words += here.weight.words;
        }
        roles.push(role);
    }
    roles
}

/// What has been read of the article's text so far.
#[derive(Default)]
struct State {
    words: f32,
    /// A heading over other articles came, and no text since.
    related: bool,
    /// The headline is known.
    title: bool,
}

struct Here<'p> {
    part: &'p Part,
    inside: Inside,
    other: Hints,
    weight: &'p weigh::Weight,
    /// Between headline and the article's end.
    near: bool,
    /// The part that is the headline.
    title: Option<usize>,
    /// Which part this is.
    index: usize,
    before_text: bool,
}

impl Here<'_> {
    /// How many parts it stands above the headline.
    fn above(&self) -> Option<usize> {
        self.title?.checked_sub(self.index).filter(|&parts| parts > 0)
    }

    /// How many parts it stands below the headline.
    fn below(&self) -> Option<usize> {
        self.index.checked_sub(self.title?).filter(|&parts| parts > 0)
    }
}

fn inside(page: &Page, best: u32) -> Vec<Inside> {
    let mut all = vec![Inside::default(); page.elements.len()];
    for (index, element) in page.elements.iter().enumerate() {
        let parent = element.parent as usize;
        if index as u32 == best {
            // What the element itself is called holds for all of its text, so it tells nothing.
            all[index] = Inside { body: true, heading: element.tag.heading_level(), ..Inside::default() };
            continue;
        }
        let around = all[parent];
        all[index] = Inside {
            body: around.body && index > 0,
            hints: around.hints | element.hints,
            heading: element.tag.heading_level().or(around.heading),
            list: around.list || element.tag == Tag::Li,
            quote: around.quote || element.tag == Tag::Blockquote,
        };
    }
    all
}

fn in_body(page: &Page, here: &Here<'_>, state: &mut State) -> Ruled {
    let (part, weight, inside) = (here.part, here.weight, here.inside);
    let words = weight.words;
    let says = if words < LINE * 2.0 { phrases::says(page.words(part)) } else { Says::default() };
    if inside.heading == Some(1) && state.words <= LEAD {
        let again = std::mem::replace(&mut state.title, true);
        return if again { (Role::Navigation, "second-headline") } else { (Role::Title, "first-heading") };
    }
    // A first paragraph may be in larger letters, and then its label says `title`.
    let above = inside.hints.any(Hints::STANDFIRST) || inside.hints.any(Hints::TITLE) && !weight.ends;
    if here.before_text && above && (4.0..STANDFIRST).contains(&words) {
        return (Role::Standfirst, "label-before-text");
    }
    if says.label {
        return (Role::Navigation, "label-words");
    }
    let plain = inside.heading.is_none() && !inside.list;
    if plain && weight.linked <= LINKED && says_when(page.words(part), weight) {
        return (Role::Dateline, "dated-words");
    }
    let below_lead = plain
        && part.cells <= 1
        && state.words <= LEAD
        && here.below().is_some_and(|below| below <= UNDER)
        && is_row_of_facts(page.words(part));
    let subhead = inside.heading.is_some() && here.below().is_some() && has_date(page.words(part));
    if (here.before_text || below_lead)
        && !inside.hints.any(Hints::EVENT)
        && !subhead
        && let Some(role) = head_line(page.words(part), weight)
    {
        let masthead =
            here.title.is_none() && here.index == 0 && words_of(page.words(part)).any(dates::is_weekday);
        let above = here.above().is_some() && !dates_from_above(page, here);
        if role.0 == Role::Dateline && (above || masthead) {
            return (Role::Navigation, "date-above-page");
        }
        return role;
    }
    if weight.linked > LINKED && words < LINKED_PARAGRAPH {
        return (Role::Related, "link");
    }
    if words <= 8.0 && says.related {
        state.related = true;
        return (Role::Related, "related-heading");
    }
    if state.related {
        if weight.linked > 0.3 || words < 10.0 || inside.list && part.links > 0 {
            return (Role::Related, "after-related-heading");
        }
        state.related = false;
    }
    if says.appeal && (part.links > 0 || words < 15.0) {
        return (Role::Appeal, "appeal-words");
    }
    if words < 45.0 && says.legal {
        return (Role::Legal, "legal-words");
    }
    if words < 45.0 && says.credit {
        return (Role::Credit, "credit-words");
    }
    // Old pages have no headings, only bold lines.
    let bold_line = part.bold == part.letters && !weight.ends && inside.heading.is_none();
    if bold_line && here.before_text && !state.title && (3.0..LINE).contains(&words) {
        state.title = true;
        return (Role::Title, "bold-first-line");
    }
    match inside.heading {
        Some(_) if words <= HEADING => (Role::Heading, "heading-element"),
        _ if inside.list => (Role::List, "list-item"),
        _ if part.cells > 1 => (Role::Table, "table-row"),
        Some(_) => (Role::Paragraph, "long-heading"),
        _ if bold_line && words <= 12.0 && !here.before_text => (Role::Heading, "bold-line"),
        _ if inside.quote => (Role::Paragraph, "block-quotation"),
        _ if part.by_breaks => (Role::Paragraph, "line-breaks"),
        _ => (Role::Paragraph, "article-text"),
    }
}

fn elsewhere(page: &Page, here: &Here<'_>, after_title: bool) -> Ruled {
    let (weight, other, hints) = (here.weight, here.other, here.inside.hints);
    let words = weight.words;
    // What is hidden or a part of something else is not the article's, whatever it is there.
    let foreign = Hints::COMMENTS | Hints::RELATED | Hints::AD | Hints::HIDDEN | Hints::MODAL | Hints::NAV;
    let own = here.near && !other.any(foreign) && weight.linked <= LINKED;
    let kinds = other | hints;
    let line = page.words(here.part);
    // Most parts of a page are told by their labels, and their words are never looked at.
    let says = LazyCell::new(|| if words < LINE * 2.0 { phrases::says(line) } else { Says::default() });
    if own && kinds.any(Hints::CAPTION) && !other.any(Hints::SHARE) {
        return if says.appeal { (Role::Appeal, "appeal-words") } else { (Role::Caption, "caption-label") };
    }
    if own && kinds.any(Hints::CREDIT) && words <= LINE {
        return (Role::Credit, "credit-label");
    }
    if own && other.any(Hints::PULLQUOTE) {
        return (Role::Navigation, "pulled-quotation");
    }
    let signed = here.near
        && !other.any(foreign | Hints::SHARE)
        && kinds.any(Hints::BYLINE | Hints::DATE)
        && !kinds.any(Hints::EVENT)
        && (here.above().is_none() || dates_from_above(page, here));
    if signed && words <= LINE && !says.label && !says.related {
        let labelled = !kinds.any(Hints::BYLINE) && line.contains(|c: char| c.is_ascii_digit());
        let dated = starts_dated(line) || !starts_with_by(line) && has_date(line);
        if (labelled || dated) && !(weight.ends && words > 14.0) {
            return (Role::Dateline, if kinds.any(Hints::DATE) { "date-label" } else { "date-in-byline" });
        }
        // Below the text stands who the author is, and what else they wrote.
        let name = here.before_text && words <= if weight.linked > LINKED { 6.0 } else { 12.0 };
        if kinds.any(Hints::BYLINE) && (name || starts_with_by(line)) && !weight.ends {
            return (Role::Byline, "byline-label");
        }
    }
    // A bar of links and tools right below the headline may have the date in it.
    let tools = other.without(TOOLS) == Hints::NONE;
    if here.below().is_some_and(|below| below <= UNDER)
        && here.before_text
        && tools
        && has_date(line)
        && !hints.any(Hints::EVENT)
        && let Some(role) = head_line(line, weight)
    {
        return role;
    }
    let above = !other.any(foreign)
        && !kinds.any(Hints::CAPTION | Hints::CREDIT)
        && weight.linked <= LINKED
        && dates_from_above(page, here);
    if above && words <= LINE {
        return (Role::Dateline, "date-above-title");
    }
    // `pub` is the day of publication for some, and advertisement for others.
    let own = own || here.near && other == Hints::AD && weight.linked <= LINKED;
    let foot = !other.any(Hints::COMMENTS | Hints::RELATED) && phrases::is_of_entry(line);
    if (own || foot) && says_when(line, weight) {
        return (Role::Dateline, "dated-words");
    }
    let ordered = [
        (Hints::COMMENTS, Role::Comments, "comments-label"),
        (Hints::LEGAL, Role::Legal, "legal-label"),
        (Hints::APPEAL, Role::Appeal, "appeal-label"),
        (Hints::NAV | Hints::SHARE | Hints::COUNTS, Role::Navigation, "navigation-label"),
        (Hints::RELATED, Role::Related, "related-label"),
        (Hints::AD, Role::Appeal, "advertisement-label"),
        (Hints::TAGS | Hints::MODAL | Hints::HIDDEN, Role::Navigation, "navigation-label"),
        (Hints::BYLINE | Hints::BIO, Role::Navigation, "author-box"),
    ];
    if let Some(&(_, role, rule)) = ordered.iter().find(|(hints, _, _)| other.any(*hints)) {
        return (role, rule);
    }
    if says.legal && words < 45.0 {
        return (Role::Legal, "legal-words");
    }
    if says.appeal && (here.part.links > 0 || words < 15.0) {
        return (Role::Appeal, "appeal-words");
    }
    if own && after_title && here.before_text && other == Hints::NONE && !says.label {
        if hints.any(Hints::STANDFIRST) && words < STANDFIRST {
            return (Role::Standfirst, "standfirst-label");
        }
        if let Some(role) = head_line(line, weight) {
            return role;
        }
        if (6.0..STANDFIRST).contains(&words) && (weight.ends || here.inside.heading.is_some()) {
            return (Role::Standfirst, "between-title-and-text");
        }
        if page.around(here.part.element).any(|(_, element)| element.tag == Tag::Time) {
            return (Role::Dateline, "time-element");
        }
    }
    if weight.linked > LINKED || says.label || words < 10.0 {
        return (Role::Navigation, "outside-short");
    }
    if other.any(Hints::FOOTER) {
        return (Role::Legal, "footer-label");
    }
    (Role::Related, "outside-text")
}

/// A line above the text that says who wrote it or when.
fn head_line(line: &str, weight: &weigh::Weight) -> Option<Ruled> {
    if weight.words > LINE {
        return None;
    }
    // "2016. szeptember 25.": a date alone may end as a sentence does, and so may a row of facts.
    let ends = weight.ends && weight.words > 4.0 && !line.contains(['|', '•', '·']);
    let dated =
        |date: Span| others(line, date) <= AROUND_DATE && dates::cue(&line[..date.start()]) != Of::Other;
    if !ends && dates::spans(line).next().is_some_and(dated) {
        return Some((if starts_with_by(line) { Role::Byline } else { Role::Dateline }, "date-line"));
    }
    if weight.ends || weight.words > 14.0 {
        return None;
    }
    if starts_with_by(line) {
        return Some((Role::Byline, "by-line"));
    }
    (weight.words > 1.0 && is_dated(line)).then_some((Role::Dateline, "date-line"))
}

/// Words of a clock: "at 4:02 pm".
const CLOCK: usize = 2;

/// Whether a part right above the headline has the article's date: it is called a date, says what it is the
/// date of, or names the place. Far above, and in the page's own head, stands the day of the visit.
fn dates_from_above(page: &Page, here: &Here<'_>) -> bool {
    let Some(above) = here.above().filter(|&above| above <= ABOVE) else { return false };
    let title = here.index + above;
    let line = page.words(here.part);
    let Some(date) = dates::spans(line).next() else { return false };
    let heads = |element: &Element| {
        (element.tag == Tag::Header || element.hints.any(Hints::HEADER))
            && !element.hints.any(Hints::DATE)
            && !element.parts.contains(&(title as u32))
    };
    if page.around(here.part.element).any(|(_, element)| heads(element)) {
        return false;
    }
    // A box that has little else than the headline.
    let box_of_title = |element: &Element| {
        element.parts.contains(&(title as u32)) && element.parts.len() <= BOX && element.tag != Tag::Html
    };
    (here.inside.hints | here.other).any(Hints::DATE | Hints::BYLINE)
        || page.around(here.part.element).any(|(index, element)| index > 0 && box_of_title(element))
        || says_when(line, here.weight)
        || names_place(line, date)
        || above <= NEXT && date.start() == 0 && others(line, date) <= CLOCK
}

/// "Marlowbridge, 25 September 2016", "Pressemitteilung Nr. 12 vom 25.09.2016": a place or a number in a
/// few words before a date, and nothing behind it.
fn names_place(line: &str, date: Span) -> bool {
    let place = line[..date.start()].trim_end();
    let before = words_of(place);
    (1..=5).contains(&before.clone().count())
        && line.starts_with(char::is_uppercase)
        && (place.ends_with(',') || place.contains(|c: char| c.is_ascii_digit()))
        && !place.contains(':')
        && !line[..date.start()].contains('\n')
        && !before.into_iter().any(dates::is_weekday)
        && !line[date.end()..].contains(char::is_alphanumeric)
}

/// Words that stand around a date in a line that is about it: "Von Ada Lund, Fotos: Bo Ek, 25. September
/// 2016, 14 Uhr".
const AROUND_DATE: usize = 8;

/// How many words a line has beside its first date; a clock is none.
fn others(line: &str, date: Span) -> usize {
    let others = |text: &str| words_of(text).filter(|word| word.contains(char::is_alphabetic)).count();
    let all = others(&line[..date.start()]) + others(&line[date.end()..]);
    // Bars part a row of facts; a sentence has none.
    all.saturating_sub(line.matches(['|', '•', '·']).count() * 2)
}

fn words_of(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a line has a date and stands by itself as no sentence or caption does: bars or dashes part it, or
/// the date is all of it but one word.
fn is_row_of_facts(line: &str) -> bool {
    let Some(date) = dates::spans(line).next() else { return false };
    others(line, date) <= 1 || line.contains(['|', '•', '·', '—', '–'])
}

/// Whether a day is written in a line, with its month and year, in any language.
fn has_date(line: &str) -> bool {
    dates::spans(line).next().is_some()
}

/// Whether a line says when it was published or changed and little else: "Veröffentlicht am 25.09.2016",
/// "This entry was posted on September 25, 2016 and is filed under …".
fn says_when(line: &str, weight: &weigh::Weight) -> bool {
    const BEFORE: usize = 6;
    if weight.words > 3.0 * LINE {
        return false;
    }
    let Some(date) = dates::spans(line).next() else { return false };
    let before = &line[..date.start()];
    // "Submitted by ada on 25/9/2016." is no sentence, though it ends as one; "Published on 12 May 2009, the
    // book …" is.
    let nothing_behind = line[date.end()..].chars().filter(|c| c.is_alphabetic()).count() <= CLOCK_LETTERS;
    let is_line = (!weight.ends || nothing_behind)
        && weight.words <= LINE
        && before.split_whitespace().count() <= BEFORE;
    is_line && dates::leads(before) || phrases::is_of_entry(line) && dates::says_when(line)
}

/// Letters of a clock and its zone: "at 14:05 Uhr MESZ", "10:15 am EST".
const CLOCK_LETTERS: usize = 10;

fn starts_with_by(line: &str) -> bool {
    let by = |by: &str| line.get(..by.len()).is_some_and(|start| start.eq_ignore_ascii_case(by));
    by("by ") || by("written by ") || by("posted by ") || by("analysis by ")
}

/// Whether a line is about a day or an hour: it starts so, or has a word of dates and a year.
fn is_dated(line: &str) -> bool {
    let mut words = words_of(line);
    starts_dated(line) || words.clone().any(is_year) && words.any(is_date_word) && !starts_with_by(line)
}

/// Whether a line has digits and starts with a number of dates or a word of dates.
fn starts_dated(line: &str) -> bool {
    let first = words_of(line).next().unwrap_or_default();
    line.contains(|c: char| c.is_ascii_digit())
        && (is_year(first) || is_date_word(first) || first.parse::<u32>().is_ok_and(|day| day <= 31))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

fn is_date_word(word: &str) -> bool {
    lexicon::phrases::DATES.binary_search(&word.to_lowercase().as_str()).is_ok()
}

/// The part that is the headline: what stands in `<h1>` or is labelled so, and agrees with what
/// the page's head calls it.
fn title(page: &Page, weighed: &Weighed, inside: &[Inside]) -> Option<(usize, &'static str)> {
    let known: Vec<HashSet<String>> = known_titles(&page.head).iter().map(|title| word_set(title)).collect();
    let first = first_text(page, weighed);
    let mut best: Option<(f32, usize, &'static str)> = None;
    for (index, part) in page.parts.iter().enumerate() {
        let here = inside[part.element as usize];
        let is_label = here.hints.any(Hints::TITLE);
        let plain = here.heading.is_none() && !is_label;
        if plain && index > first || weighed.weights[index].words > LINE * 1.5 {
            continue;
        }
        let words = word_set(page.words(part));
        let agrees = known.iter().map(|title| agreement(title, &words)).fold(0.0_f32, f32::max);
        let is_first_level = here.heading == Some(1);
        let (least, shortest) = if plain { (SAME, SAME_WORDS) } else { (AGREES, 0) };
        let fits = agrees >= least && words.len() >= shortest;
        if !(fits || is_first_level && index <= first) {
            continue;
        }
        let mut score = agrees;
        score += if is_first_level { 0.5 } else { 0.0 };
        score += if is_label { 0.1 } else { 0.0 };
        let hidden = Hints::HIDDEN | Hints::RELATED | Hints::COMMENTS | Hints::NAV | Hints::FOOTER;
        score -= if weighed.other[part.element as usize].any(hidden) { 0.4 } else { 0.0 };
        score -= if plain { 0.5 } else { 0.0 };
        score -= if index > first { 0.3 } else { 0.0 };
        let rule = if agrees >= AGREES { "headline-agrees" } else { "first-level-heading" };
        if best.is_none_or(|(known, _, _)| score > known) {
            best = Some((score, index, rule));
        }
    }
    best.map(|(_, index, rule)| (index, rule))
}

/// What the page's head gives as its title.
pub(crate) fn known_titles(head: &Head) -> Vec<&str> {
    let meta = |key: &str| head.metas.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
    let title = Some(head.title.trim()).filter(|title| !title.is_empty());
    [meta("og:title"), meta("twitter:title"), title].into_iter().flatten().collect()
}

fn word_set(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// How much of the shorter one's words the other has too; a title may have the outlet's name at
/// its end, so the share of the part's own words counts.
fn agreement(title: &HashSet<String>, part: &HashSet<String>) -> f32 {
    if part.len() < 2 || title.is_empty() {
        return 0.0;
    }
    let common = title.intersection(part).count() as f32;
    common / part.len() as f32 * (common / title.len() as f32).sqrt()
}

fn first_text(page: &Page, weighed: &Weighed) -> usize {
    let parts = &page.elements[weighed.best as usize].parts;
    let (start, end) = (parts.start as usize, (parts.end as usize).min(page.parts.len()));
    (start..end).find(|&index| weighed.weights[index].value > 0.0).unwrap_or(start)
}

/// The parts that belong to the article or stand beside it: from the headline to the end of the
/// element that holds the text, and what else an `<article>` around both holds.
fn region(page: &Page, weighed: &Weighed, title: Option<(usize, &str)>) -> std::ops::Range<usize> {
    let best = &page.elements[weighed.best as usize];
    let (mut start, mut end) = (best.parts.start as usize, best.parts.end as usize);
    if let Some((title, _)) = title {
        start = start.min(title);
    }
    let article = page.around(weighed.best).find(|(_, element)| element.tag == Tag::Article);
    if let Some((_, article)) = article {
        start = start.min(article.parts.start as usize);
        end = end.max(article.parts.end as usize);
    } else {
        // A caption, a byline or a credit may follow right after the text.
        end += 3;
    }
    start..end
}
