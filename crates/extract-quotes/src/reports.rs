//! Reports inside one sentence: a cue ("said", "according to", "claim that"), who it attributes to,
//! and which items are what was said.
//!
//! The sentence is read from left to right; every look to a side is bounded. Verbs are in
//! [`crate::verbs`], what follows them in [`crate::complement`].

use rapporteur_document::{QuoteStatus, Span};

use crate::complement::{self, LONGEST_SUBJECT};
use crate::items::{Item, MARKS, lower_is, plural};
use crate::phrase::{self, Phrase, PhraseKind};
use crate::verbs::of_verb;
use crate::words::{Class, Verb};

/// One attribution.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// Who; `None` where the sentence does not say.
    pub(crate) subject: Option<Phrase>,
    /// Items of the cue.
    pub(crate) cue: (usize, usize),
    pub(crate) lemma: &'static str,
    pub(crate) status: QuoteStatus,
    /// What is said, after the cue.
    pub(crate) content: Option<Content>,
    /// It may attribute what stands before it.
    pub(crate) trails: bool,
    /// First item of subject and cue.
    pub(crate) start: usize,
    /// It stands beside the report before it, which ends at `cut`.
    pub(crate) beside: bool,
    pub(crate) cut: usize,
    /// It stands inside what another report says.
    pub(crate) nested: bool,
    /// The frames of the cue.
    pub(crate) frames: u16,
    pub(crate) rule: &'static str,
}

/// What is said, after the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: ContentKind,
}

/// How the words follow their cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentKind {
    /// A clause, with or without quoted parts.
    Clause,
    /// What the verb is about: "condemned the raid".
    Object,
    /// A quotation straight after the cue, which a clause may go on.
    Quoted,
    /// A quotation after a comma, colon or dash.
    Introduced,
    /// Words without marks after a colon.
    Colon,
    /// The rest of a clause that the attribution is put into.
    Rest,
}

/// How far "that" and commas may be from "according to" and its source.
const INSERTION: usize = 16;

/// How many items may tell when between a noun and what it brings.
const LONGEST_TIME: usize = 4;

/// How far a relative clause may reach.
const RELATIVE: usize = 60;

/// Every report of a sentence, in order.
pub(crate) fn find(text: &str, items: &[Item], title: bool) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    let stop = end_of_words(items);
    let mut index = 0;
    while index < stop {
        let item = &items[index];
        if item.is(Class::ASIDE)
            || is_ability(text, items, index)
            || (item.word.verb.is_none()
                && item.word.noun.is_none()
                && !starts_with_according(text, items, index))
        {
            index += 1;
            continue;
        }
        let found = if starts_with_according(text, items, index) {
            according_to(items, index, stop)
        } else {
            let verb =
                item.word.verb.and_then(|verb| of_verb(text, items, index, verb, stop, &reports, title));
            verb.or_else(|| item.word.noun.and_then(|status| of_noun(text, items, index, status, stop)))
        };
        if let Some(mut report) = found.filter(|report| !asks_you(text, items, report)) {
            // "rejected accusations that …" says who denies it, and not who said it.
            let denied = |last: &Report| {
                last.status == QuoteStatus::Denied
                    && last.content.is_some_and(|content| (content.start..content.start + 3).contains(&index))
            };
            if report.rule == "cue-noun" && report.subject.is_none() && reports.last().is_some_and(denied) {
                index += 1;
                continue;
            }
            // "announced plans to", "expressed hope that": verb and noun are one cue.
            if report.rule == "cue-noun"
                && let Some(last) = reports.last()
                && let Some(content) = last.content
                && content.kind == ContentKind::Object
                && last.cue.1 == content.start
                && (content.start..content.start + 3).contains(&report.cue.0)
                && items[last.cue.0].is(Class::OWNING)
            {
                report.subject = last.subject;
                (report.cue.0, report.start, report.cut) = (last.cue.0, last.start, last.cut);
                (report.beside, report.nested) = (last.beside, last.nested);
                reports.pop();
            }
            index = report.cue.1.max(index + 1);
            reports.push(report);
        } else {
            index += 1;
        }
    }
    let speaks_before = |colon: &Report| reports.iter().all(|report| report.cue.0 > colon.cue.0);
    if title && let Some(colon) = headline_colon(text, items, stop).filter(speaks_before) {
        reports = vec![colon];
    }
    set_ends(items, &mut reports, stop);
    reports
}

/// The item after the last that is no closing mark of the sentence.
pub(crate) fn end_of_words(items: &[Item]) -> usize {
    let mut stop = items.len();
    while stop > 0 && items[stop - 1].is(MARKS) && !items[stop - 1].is(Class::ASIDE.or(Class::COLON)) {
        stop -= 1;
    }
    stop
}

/// "a way of telling them": nobody has said anything yet.
fn is_ability(text: &str, items: &[Item], index: usize) -> bool {
    let of = index.checked_sub(2).filter(|&at| lower_is(text, &items[at + 1], "of"));
    let nouns = ["chance", "habit", "hope", "intention", "means", "method", "way", "ways"];
    of.is_some_and(|at| nouns.iter().any(|noun| lower_is(text, &items[at], noun)))
}

/// "When did you know that it mattered?": whoever is asked has not said so.
fn asks_you(text: &str, items: &[Item], report: &Report) -> bool {
    let asked =
        |subject: Phrase| subject.kind == PhraseKind::Pronoun && lower_is(text, &items[subject.start], "you");
    items.last().is_some_and(|item| item.span.of(text) == "?") && report.subject.is_some_and(asked)
}

fn starts_with_according(text: &str, items: &[Item], index: usize) -> bool {
    items.get(index + 1).is_some_and(|next| next.is(Class::TO)) && lower_is(text, &items[index], "according")
}

/// "…, according to X", "According to X, …"
fn according_to(items: &[Item], index: usize, stop: usize) -> Option<Report> {
    let subject = phrase::after(items, index + 2)?;
    let end = subject.end;
    // The apposition or clause that describes the source ends with the next comma.
    let mut content = None;
    let leads = index == 0
        || (index <= 2
            && items[..index]
                .iter()
                .all(|item| !item.is_word() || item.is(Class::COORDINATOR.or(Class::ADVERB))));
    if leads {
        let comma = (end..stop.min(end + INSERTION + 8))
            .find(|&at| items[at].is(Class::COMMA.or(Class::COLON)) && !items[at].is(Class::ASIDE))?;
        let colon = items[comma].is(Class::COLON);
        let start = comma + 1;
        if start < stop {
            let kind = if items[start].is(Class::QUOTED) {
                ContentKind::Introduced
            } else if colon {
                ContentKind::Colon
            } else {
                ContentKind::Clause
            };
            content = Some(Content { start, end: stop, kind });
        }
    }
    Some(Report {
        subject: Some(subject),
        cue: (index, index + 2),
        lemma: "according to",
        status: QuoteStatus::Said,
        content,
        trails: !leads,
        start: index,
        cut: index,
        beside: true,
        nested: false,
        frames: Verb::CLAUSE | Verb::THAT | Verb::QUOTE,
        rule: "according-to",
    })
}

/// "X's claim that …", "the claim by X that …", "calls for …"
fn of_noun(text: &str, items: &[Item], index: usize, status: QuoteStatus, stop: usize) -> Option<Report> {
    if items[index].is(Class::CAPITAL) && index > 0 {
        return None;
    }
    // After a subject it is a verb, and no singular noun stands alone.
    let verbal = Class::SUBJECT.or(Class::CAPITAL).or(Class::PEOPLE).or(Class::WH).or(Class::TO);
    let previous = index.checked_sub(1).map(|at| &items[at]);
    if items[index].word.verb.is_some()
        && previous.is_some_and(|item| !item.is(Class::POSSESSIVE.or(Class::ENDING).or(Class::DETERMINER)))
        && previous.is_some_and(|item| {
            item.is(verbal) || (plural(text, item) && !plural(text, &items[index]) && item.is_word())
        })
    {
        return None;
    }
    let mut at = index + 1;
    let mut subject = None;
    if items.get(at).is_some_and(|item| lower_is(text, item, "by") || lower_is(text, item, "from")) {
        subject = phrase::after(items, at + 1)
            .map(|found| Phrase { end: phrase::simple(items, at + 1).max(at + 2).min(found.end), ..found });
        at = subject.map_or(at, |found| found.end);
    }
    // "plans this week to build"
    if items[index].word.links.is_some() && subject.is_none() {
        let when = |at: usize| items.get(at).is_some_and(|item| item.is(Class::TIME) || is_this(text, item));
        let after = (at..stop.min(at + LONGEST_TIME)).find(|&at| !when(at)).unwrap_or(at);
        at = if items.get(after).is_some_and(|item| item.is(Class::TO)) { after } else { at };
    }
    let that = items.get(at).is_some_and(|item| item.is(Class::THAT));
    // "that" as a relative pronoun is followed by a verb.
    let relative = items.get(at + 1).is_none_or(|next| {
        let plain = next.is_word() && next.word.class == Class::default();
        let object = Class::ARTICLE.or(Class::PREPOSITION).or(Class::OBJECT).or(Class::POSSESSIVE);
        next.is(Class::AUXILIARY.or(Class::ADVERB).or(Class::COMMA).or(Class::PAST))
            || phrase::is_finite(items, at + 1)
            || plain && items.get(at + 2).is_some_and(|item| item.is(object))
    });
    let clause = that && !relative && items[index].word.links.is_none_or(|links| !links.contains("-that"));
    // "his call for calm", "the mayor's promise to stay"
    let linked = || {
        let link = items.get(at)?;
        let frame = items[index].word.links?;
        let links = frame.split(' ').any(|word| lower_is(text, link, word));
        let infinitive = link.is(Class::TO)
            && items.get(at + 1).is_some_and(|next| {
                next.is_word() && !next.is(Class::DETERMINER.or(Class::CAPITAL).or(Class::POSSESSIVE))
            });
        if !links {
            return None;
        }
        if infinitive {
            return Some(Content { start: at, end: stop, kind: ContentKind::Clause });
        }
        complement::object_of(text, items, at + 1, stop).filter(|_| !link.is(Class::TO))
    };
    let linked = if clause { None } else { linked() };
    if !clause && linked.is_none() || at + 2 >= stop {
        return None;
    }
    let mut start = index;
    if subject.is_none() {
        // "his", "Mr Smith's", with at most two words between.
        for back in 1..=3.min(index) {
            let item = &items[index - back];
            if item.is(Class::POSSESSIVE) && !item.is(Class::WH) {
                subject = Some(Phrase::pronoun(index - back));
                start = index - back;
                break;
            }
            if item.is(Class::ENDING) {
                subject = phrase::before(items, index - back, 0).map(|found| possessor(items, found));
                start = subject.map_or(index - back, |found| found.start);
                break;
            }
            // "expressed concern that", "persisted in arguments that": the subject's own
            let own = item.is(Class::PAST.or(Class::VERB)) || lower_is(text, item, "in");
            let denies = item.word.verb.is_some_and(|verb| verb.status == QuoteStatus::Denied);
            if own && !denies && back <= 2 {
                subject = phrase::main_subject(items, 0).filter(|found| found.end <= index - back);
                break;
            }
            if item.is(MARKS
                .or(Class::QUOTED)
                .or(Class::DETERMINER)
                .or(Class::AUXILIARY)
                .or(Class::PREPOSITION))
                || !item.is_word()
            {
                break;
            }
        }
    }
    // "unveiled a proposal for"
    let passed = |item: &Item| !item.is(Class::OWNING) && (item.is(Class::DETERMINER) || item.is_word());
    let owner = (1..=3.min(index)).map(|back| index - back).find(|&at| !passed(&items[at]));
    let owner = owner
        .filter(|&at| {
            let before = at.checked_sub(1).map(|at| &items[at]);
            // "his announced plans", "did not unveil a plan"
            let idle = Class::NEGATION.or(Class::POSSESSIVE).or(Class::DETERMINER).or(Class::ENDING);
            items[at].is(Class::OWNING) && !before.is_some_and(|item| item.is(idle))
        })
        .and_then(|at| phrase::main_subject(items, 0).filter(|found| found.end <= at));
    if linked.is_some() {
        subject = subject.or(owner);
    }
    // Without an owner a "call for" may be anybody's; his plans to go are told, not said.
    let told = linked.is_some_and(|content| items[content.start].is(Class::TO)) && owner.is_none();
    if told || linked.is_some() && subject.is_none() {
        return None;
    }
    let content = linked.unwrap_or(Content { start: at, end: stop, kind: ContentKind::Clause });
    let end = if start == 0 && !content_is_object(content) {
        subject_clause_end(items, at, stop)
    } else {
        content.end
    };
    Some(Report {
        subject,
        cue: (index, index + 1),
        lemma: "",
        status,
        content: Some(Content { end, ..content }),
        trails: false,
        start,
        cut: start,
        beside: false,
        nested: false,
        frames: Verb::THAT,
        rule: "cue-noun",
    })
}

fn is_this(text: &str, item: &Item) -> bool {
    ["this", "last", "next", "on"].iter().any(|word| lower_is(text, item, word))
}

fn content_is_object(content: Content) -> bool {
    content.kind == ContentKind::Object
}

/// "The claim that it was safe did not last": a clause that is part of a subject ends before the
/// second verb.
fn subject_clause_end(items: &[Item], start: usize, stop: usize) -> usize {
    let reach = stop.min(start + LONGEST_SUBJECT);
    let verb = |at: &usize| items[*at].is(Class::AUXILIARY) || phrase::is_finite(items, *at);
    // "the promise to pay was kept": the infinitive is the first.
    let infinitive = items[start].is(Class::TO).then_some(start + 1);
    let Some(first) = infinitive.or_else(|| (start + 1..reach).find(verb)) else { return stop };
    let mut inside = false;
    for at in first + 1..reach {
        inside |= items[at].is(Class::WH.or(Class::THAT).or(Class::SUBORDINATOR).or(Class::COORDINATOR));
        let apart = !items[at - 1].is(Class::AUXILIARY
            .or(Class::ADVERB)
            .or(Class::NEGATION)
            .or(Class::SUBJECT)
            .or(Class::TO));
        if items[at].is(Class::AUXILIARY) && apart && !inside {
            return at;
        }
    }
    stop
}

/// "a check on Smith's" is Smith's: what stands before the last link owns nothing.
fn possessor(items: &[Item], phrase: Phrase) -> Phrase {
    let linked = (phrase.start..phrase.end).rev().find(|&at| items[at].is(Class::PREPOSITION));
    linked.map_or(phrase, |at| Phrase::noun((at + 1).min(phrase.end - 1), phrase.end))
}

/// In a headline: "Anna Smith: no more cuts", "Poll: race tightens", "Smith on trade: no more".
fn headline_colon(text: &str, items: &[Item], stop: usize) -> Option<Report> {
    let colon = items[..stop.min(12)].iter().position(|item| item.is(Class::COLON))?;
    if colon == 0 || colon + 1 >= stop || items[..colon].iter().any(|item| item.is(Class::QUOTED)) {
        return None;
    }
    let marked = items[colon + 1..stop].iter().any(|item| item.is(Class::QUOTED));
    // "Smith on trade:" is Smith's.
    let about =
        items[..colon].iter().position(|item| lower_is(text, item, "on") || lower_is(text, item, "to"));
    let end = about.filter(|_| marked).unwrap_or(colon);
    let head = items[..end].last()?;
    let name = phrase::before(items, end, 0)?;
    let named = head.is(Class::CAPITAL.or(Class::PEOPLE).or(Class::DOCUMENT));
    let alone = name.start == 0
        && end <= 4
        && items[..end].iter().all(|item| item.is(Class::CAPITAL.or(Class::POINT).or(Class::PEOPLE)));
    // Without marks the name must be all there is before the colon.
    if !named || (!alone && !items[colon + 1].is(Class::QUOTED)) {
        return None;
    }
    let kind = if items[colon + 1].is(Class::QUOTED) { ContentKind::Introduced } else { ContentKind::Colon };
    Some(Report {
        subject: Some(name),
        cue: (colon, colon + 1),
        lemma: ":",
        status: QuoteStatus::Said,
        content: Some(Content { start: colon + 1, end: stop, kind }),
        trails: false,
        start: 0,
        cut: 0,
        beside: false,
        nested: false,
        frames: Verb::QUOTE,
        rule: "headline-colon",
    })
}

/// Ends each report's content before the next report beside it.
fn set_ends(items: &[Item], reports: &mut [Report], stop: usize) {
    // Where the nearest report to the right that stands beside starts.
    let mut cut = stop;
    for index in (0..reports.len()).rev() {
        let relative = matches!(reports[index].subject, Some(Phrase { kind: PhraseKind::Relative(_), .. }));
        if let Some(content) = &mut reports[index].content {
            if cut > content.start && cut < content.end {
                content.end = cut;
            }
            if relative && content.kind == ContentKind::Clause {
                content.end = relative_end(items, content.start, content.end);
            }
            while content.end > content.start + 1 && is_trim(&items[content.end - 1]) {
                content.end -= 1;
            }
        }
        if reports[index].beside && reports[index].cut > 0 {
            cut = reports[index].cut;
        }
    }
}

fn is_trim(item: &Item) -> bool {
    item.is(Class::COMMA.or(Class::COORDINATOR).or(Class::DASH).or(Class::SEMICOLON).or(Class::COLON))
}

/// "X, who said A, has left": a relative clause ends at the comma before the main verb.
fn relative_end(items: &[Item], start: usize, end: usize) -> usize {
    (start + 1..end.min(start + RELATIVE))
        .find(|&at| {
            items[at].is(Class::COMMA)
                && items
                    .get(at + 1)
                    .is_some_and(|next| next.is(Class::AUXILIARY) || phrase::is_finite(items, at + 1))
        })
        .unwrap_or(end)
}

/// Bytes of a run of items.
pub(crate) fn bytes(items: &[Item], start: usize, end: usize) -> Span {
    Span::new(items[start].span.start(), items[end - 1].span.end())
}
