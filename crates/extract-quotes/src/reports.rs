//! Reports inside one sentence: a cue ("said", "according to", "claim that"), who it attributes to,
//! and which items are what was said.
//!
//! The sentence is read from left to right; every look to a side is bounded.

use rapporteur_document::{QuoteStatus, Span};

use crate::items::{Item, MARKS};
use crate::phrase::{self, Phrase, PhraseKind};
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
    /// Another report beside this one ends where this one starts.
    pub(crate) beside: bool,
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
    /// A clause or object, with or without quoted parts.
    Clause,
    /// A quotation straight after the cue, which a clause may go on.
    Quoted,
    /// A quotation after a comma, colon or dash.
    Introduced,
    /// Words without marks after a colon.
    Colon,
}

/// How many items of adverbials may stand between a cue and what is said.
const ADVERBIALS: usize = 6;

/// How far "that" may be from the comma of an insertion: `said, on Monday, that`.
const INSERTION: usize = 16;

/// How many reports back a report without a subject of its own looks for one.
const LOOK_BACK: usize = 6;

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
        if let Some(report) = found {
            index = report.cue.1.max(index + 1);
            reports.push(report);
        } else {
            index += 1;
        }
    }
    if title && reports.is_empty() {
        reports.extend(headline_colon(items, stop));
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

fn lower_is(text: &str, item: &Item, word: &str) -> bool {
    item.span.len() == word.len() && item.span.of(text).eq_ignore_ascii_case(word)
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
        beside: true,
        frames: Verb::CLAUSE | Verb::QUOTE,
        rule: "according-to",
    })
}

/// "X's claim that …", "the claim by X that …", "calls for …"
fn of_noun(text: &str, items: &[Item], index: usize, status: QuoteStatus, stop: usize) -> Option<Report> {
    if items[index].is(Class::CAPITAL) && index > 0 {
        return None;
    }
    let mut at = index + 1;
    let mut subject = None;
    if items.get(at).is_some_and(|item| lower_is(text, item, "by") || lower_is(text, item, "from")) {
        subject = phrase::after(items, at + 1)
            .map(|found| Phrase { end: phrase::simple(items, at + 1).max(at + 2).min(found.end), ..found });
        at = subject.map_or(at, |found| found.end);
    }
    let that = items.get(at).is_some_and(|item| item.is(Class::THAT));
    // "that" as a relative pronoun is followed by a verb.
    let relative = items.get(at + 1).is_none_or(|next| {
        next.is(Class::AUXILIARY) || phrase::is_finite(items, at + 1) || next.is(Class::COMMA)
    });
    if !that || relative || at + 2 >= stop {
        return None;
    }
    let mut start = index;
    if subject.is_none() {
        // "his", "Mr Smith's", with at most two words between.
        for back in 1..=3.min(index) {
            let item = &items[index - back];
            if item.is(Class::POSSESSIVE) && !item.is(Class::WH) {
                subject =
                    Some(Phrase { start: index - back, end: index - back + 1, kind: PhraseKind::Pronoun });
                start = index - back;
                break;
            }
            if item.is(Class::ENDING) {
                subject = phrase::before(items, index - back, 0);
                start = subject.map_or(index - back, |found| found.start);
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
    Some(Report {
        subject,
        cue: (index, index + 1),
        lemma: "",
        status,
        content: Some(Content { start: at, end: stop, kind: ContentKind::Clause }),
        trails: false,
        start,
        beside: false,
        frames: Verb::THAT,
        rule: "cue-noun",
    })
}

/// In a headline: "Anna Smith: no more cuts".
fn headline_colon(items: &[Item], stop: usize) -> Option<Report> {
    let colon = items[..stop.min(8)].iter().position(|item| item.is(Class::COLON))?;
    if colon == 0
        || colon + 2 >= stop
        || items[..colon].iter().any(|item| !item.is(Class::CAPITAL.or(Class::POINT)))
        || colon > 4
    {
        return None;
    }
    let kind = if items[colon + 1].is(Class::QUOTED) { ContentKind::Introduced } else { ContentKind::Colon };
    Some(Report {
        subject: Some(Phrase::noun(0, colon)),
        cue: (colon, colon + 1),
        lemma: ":",
        status: QuoteStatus::Said,
        content: Some(Content { start: colon + 1, end: stop, kind }),
        trails: false,
        start: 0,
        beside: false,
        frames: Verb::QUOTE,
        rule: "headline-colon",
    })
}

/// The verb with its helpers.
struct Group {
    start: usize,
    be: bool,
    have: bool,
    negated: bool,
    infinitive: bool,
    helped: bool,
}

fn group(items: &[Item], verb: usize) -> Group {
    let mut group =
        Group { start: verb, be: false, have: false, negated: false, infinitive: false, helped: false };
    let participle = items[verb].is(Class::GERUND.or(Class::PAST));
    while group.start > 0 && verb - group.start < 6 {
        let at = group.start - 1;
        let item = &items[at];
        if item.is(Class::SUBJECT) && item.is(Class::AUXILIARY) {
            // "he'd said": the subject is in the same item.
            group.helped = true;
            group.negated |= item.is(Class::NEGATION);
            break;
        }
        let contracted = item.is(Class::ENDING)
            && (items[verb].is(Class::GERUND) || participle)
            && at > 0
            && items[at - 1].is(Class::SUBJECT.or(Class::WH).or(Class::CAPITAL));
        if item.is(Class::TO) {
            group.infinitive = true;
            group.start = at;
            break;
        }
        let helper = item.is(Class::AUXILIARY) || contracted;
        let between =
            item.is(Class::ADVERB.or(Class::NEGATION)) && !item.is(Class::DETERMINER.or(Class::COORDINATOR));
        if !helper && !between {
            break;
        }
        group.negated |= item.is(Class::NEGATION);
        group.be |= item.is(Class::BE) || (contracted && items[verb].is(Class::GERUND));
        group.have |= helper && !item.is(Class::BE);
        group.helped |= helper;
        group.start = at;
    }
    // "On Monday also said" keeps its adverb; an opener "Meanwhile, he" never gets here.
    group
}

fn of_verb(
    text: &str,
    items: &[Item],
    index: usize,
    verb: &'static Verb,
    stop: usize,
    earlier: &[Report],
    title: bool,
) -> Option<Report> {
    let item = &items[index];
    let word = item.span.of(text);
    let gerund = item.is(Class::GERUND) || (index == 0 && word.ends_with("ing"));
    let base = word.eq_ignore_ascii_case(verb.lemma);
    let third = !base && word.ends_with('s');
    if item.is(Class::CAPITAL) && index > 0 && !title {
        return None;
    }
    let group = group(items, index);
    if group.negated {
        return None;
    }
    let previous = group.start.checked_sub(1).map(|at| &items[at]);
    let next = items.get(index + 1);
    let modified = previous.is_some_and(|item| {
        item.is(Class::POSSESSIVE.or(Class::ENDING).or(Class::NUMBER))
            || (item.is(Class::DETERMINER) && !item.is(Class::THAT.or(Class::SUBJECT)))
    });
    if modified && !group.helped && !(item.is(Class::POSSESSIVE)) && !plural_determiner(text, previous) {
        return None;
    }
    if (item.word.ambiguous || third || base) && !group.helped && !group.infinitive && !gerund {
        // "the report", "of claims", "police reports"
        let after_link = previous.is_some_and(|item| item.is(Class::PREPOSITION));
        if after_link {
            return None;
        }
        if item.word.ambiguous {
            let plain = previous.is_some_and(|item| {
                item.is(Class::SUBJECT
                    .or(Class::WH)
                    .or(Class::THAT)
                    .or(Class::CAPITAL)
                    .or(Class::PEOPLE)
                    .or(Class::DOCUMENT)
                    .or(Class::COMMA)
                    .or(Class::COORDINATOR)
                    .or(Class::QUOTED)
                    .or(Class::TIME))
            });
            let opens = next.is_some_and(|next| {
                next.is(Class::THAT
                    .or(Class::QUOTED)
                    .or(Class::DETERMINER)
                    .or(Class::POSSESSIVE)
                    .or(Class::SUBJECT)
                    .or(Class::OBJECT)
                    .or(Class::TO)
                    .or(Class::COLON)
                    .or(Class::WH))
                    || (next.is(Class::CAPITAL) && plain)
                    || preposition_of(text, verb, next)
            });
            let bare_base = base
                && !previous.is_some_and(|item| {
                    item.is(Class::SUBJECT.or(Class::WH).or(Class::TIME)) || plural(text, item)
                });
            if !plain || !opens || (bare_base && !item.is(Class::PAST)) && verb.lemma != "read" {
                return None;
            }
            if previous.is_some_and(|item| item.is(Class::COORDINATOR)) && base {
                return None;
            }
        }
    }
    let past = item.is(Class::PAST) || (!gerund && !base && !third);
    let passive = group.be && past;
    if passive {
        return of_passive(text, items, index, verb, stop);
    }
    // "the man accused of murder", "a plan proposed by Smith"
    if past
        && !group.have
        && next.is_some_and(|next| next.is(Class::PREPOSITION))
        && !verb.takes(Verb::CLAUSE | Verb::QUOTE)
    {
        let own = next.is_some_and(|next| preposition_of(text, verb, next));
        if !own {
            return None;
        }
    }
    if past && next.is_some_and(|next| lower_is(text, next, "by")) {
        return None;
    }

    let mut start = group.start;
    let mut inverted = false;
    let mut rule = "subject-verb";
    let mut beside = previous.is_none_or(|item| {
        item.is(Class::COMMA.or(Class::DASH).or(Class::SEMICOLON).or(Class::COORDINATOR).or(Class::QUOTED))
    });
    let last_subject = || {
        earlier
            .iter()
            .rev()
            .take(LOOK_BACK)
            .find_map(|report| report.subject)
            .or_else(|| phrase::main_subject(items, 0))
            .filter(|found| found.end <= group.start)
    };
    let subject = if group.infinitive {
        rule = "infinitive";
        beside = false;
        last_subject()
    } else if gerund && !group.be {
        rule = "participle";
        match previous {
            None => {
                let comma = (index..stop.min(index + 40)).find(|&at| items[at].is(Class::COMMA))?;
                phrase::main_subject(items, comma)
            }
            Some(before)
                if before.is(Class::COMMA
                    .or(Class::DASH)
                    .or(Class::QUOTED)
                    .or(Class::COORDINATOR)
                    .or(Class::PREPOSITION)
                    .or(Class::SUBORDINATOR)) =>
            {
                last_subject()
            }
            Some(_) => phrase::before(items, group.start, 0),
        }
    } else {
        let inversion = || {
            verb.takes(Verb::QUOTE)
                && next.is_some_and(|next| {
                    next.is(Class::CAPITAL
                        .or(Class::DETERMINER)
                        .or(Class::POSSESSIVE)
                        .or(Class::TITLE)
                        .or(Class::PEOPLE)
                        .or(Class::SUBJECT))
                        && next.is_word()
                })
        };
        match previous {
            Some(before) if before.is(Class::QUOTED) && !group.helped => {
                if inversion() {
                    inverted = true;
                    phrase::after(items, index + 1)
                } else {
                    last_subject()
                }
            }
            None if !group.helped => {
                if inversion() && !base {
                    inverted = true;
                    phrase::after(items, index + 1)
                } else {
                    return None;
                }
            }
            Some(before) if before.is(Class::COMMA.or(Class::DASH)) && group.start >= 2 => {
                let quote_before = items[group.start - 2].is(Class::QUOTED);
                if quote_before && inversion() && !group.helped {
                    inverted = true;
                    phrase::after(items, index + 1)
                } else if let Some(found) = phrase::subject_before(items, group.start, 0)
                    .filter(|_| !(inversion() && trailing_inversion(items, index, stop)))
                {
                    start = found.start;
                    Some(found)
                } else if inversion() && trailing_inversion(items, index, stop) {
                    inverted = true;
                    phrase::after(items, index + 1)
                } else {
                    last_subject()
                }
            }
            Some(before) if before.is(Class::COORDINATOR) && !before.is(Class::SUBJECT) => {
                rule = "coordinate";
                last_subject()
            }
            Some(_) if group.helped && items[group.start - 1].is(Class::SUBJECT) => {
                start = group.start - 1;
                Some(Phrase { start, end: start + 1, kind: PhraseKind::Pronoun })
            }
            Some(_) => {
                let found = phrase::subject_before(items, group.start, 0);
                start = found.map_or(group.start, |found| found.start);
                found
            }
            None => None,
        }
    };
    let subject = subject?;
    if subject.kind == PhraseKind::Noun && item.word.ambiguous && !gerund && !inverted {
        // Without a subject that can speak, an ambiguous form is a noun.
        let head = &items[subject.end - 1];
        if !head.is(Class::CAPITAL.or(Class::PEOPLE).or(Class::DOCUMENT).or(Class::ASIDE)) {
            return None;
        }
    }
    if start == subject.start || matches!(subject.kind, PhraseKind::Relative(_)) {
        let first = if let PhraseKind::Relative(_) = subject.kind { subject.start } else { start };
        let at = first.checked_sub(1).map(|at| &items[at]);
        beside = at.is_none_or(|item| {
            item.is(Class::COMMA
                .or(Class::DASH)
                .or(Class::SEMICOLON)
                .or(Class::COORDINATOR)
                .or(Class::QUOTED))
        });
        start = first;
    }
    let mut from = index + 1;
    if inverted {
        from = subject.end;
        rule = "inversion";
        beside = true;
    }
    let quote_before = start > 0
        && (items[start - 1].is(Class::QUOTED)
            || (start > 1
                && items[start - 1].is(Class::COMMA.or(Class::DASH))
                && items[start - 2].is(Class::QUOTED)));
    let content = if inverted {
        after_inversion(items, from, stop)
    } else {
        complement(text, items, from, stop, verb, quote_before)
    };
    let trails = content.is_none() && !gerund && !group.infinitive && verb.takes(Verb::QUOTE)
        || quote_before && (inverted || !gerund);
    if content.is_none() && !trails {
        return None;
    }
    if group.infinitive
        && content.is_some_and(|content| {
            content.kind == ContentKind::Clause && !items[content.start].is(Class::THAT)
        })
    {
        return None;
    }
    let cue_end = match verb.particle {
        Some((particle, _)) if next.is_some_and(|next| lower_is(text, next, particle)) => index + 2,
        _ => index + 1,
    };
    Some(Report {
        subject: Some(subject),
        cue: (index, cue_end),
        lemma: verb.lemma,
        status: verb.status,
        content,
        trails,
        start,
        beside,
        frames: verb.frames,
        rule: if let PhraseKind::Relative(_) = subject.kind { "relative" } else { rule },
    })
}

/// "many said", "others claim": a determiner that stands alone.
fn plural_determiner(text: &str, item: Option<&Item>) -> bool {
    item.is_some_and(|item| {
        ["some", "many", "few", "several", "most", "all", "both", "others", "those"]
            .iter()
            .any(|word| lower_is(text, item, word))
    })
}

fn plural(text: &str, item: &Item) -> bool {
    let word = item.span.of(text);
    (word.ends_with('s') && !word.ends_with("ss"))
        || word.ends_with("people")
        || word.ends_with("men")
        || word.ends_with("police")
}

fn preposition_of(text: &str, verb: &Verb, item: &Item) -> bool {
    item.is(Class::PREPOSITION) && verb.prepositions.iter().any(|word| lower_is(text, item, word))
}

/// ", says Smith" at the end of a sentence or before a comma.
fn trailing_inversion(items: &[Item], verb: usize, stop: usize) -> bool {
    phrase::after(items, verb + 1).is_some_and(|found| {
        found.end == stop || items[found.end].is(Class::COMMA.or(Class::PREPOSITION).or(Class::TIME))
    })
}

/// "was accused of …", "were told that …": nobody is named.
fn of_passive(text: &str, items: &[Item], index: usize, verb: &'static Verb, stop: usize) -> Option<Report> {
    let next = items.get(index + 1)?;
    let content = match verb.status {
        QuoteStatus::Alleged | QuoteStatus::Said if next.is(Class::THAT) && index + 2 < stop => index + 1,
        QuoteStatus::Alleged if ["of", "for", "with"].iter().any(|word| lower_is(text, next, word)) => {
            index + 2
        }
        QuoteStatus::Said if lower_is(text, next, "for") && verb.takes(Verb::OBJECT) => index + 2,
        QuoteStatus::Said | QuoteStatus::Alleged
            if lower_is(text, next, "to")
                && ["say", "report", "claim", "allege", "rumor"].contains(&verb.lemma) =>
        {
            index + 1
        }
        _ => return None,
    };
    (content < stop).then(|| Report {
        subject: None,
        cue: (index, index + 1),
        lemma: verb.lemma,
        status: verb.status,
        content: Some(Content { start: content, end: stop, kind: ContentKind::Clause }),
        trails: false,
        start: index,
        beside: false,
        frames: verb.frames,
        rule: "passive",
    })
}

/// After "said Smith": only what a comma, colon or "that" brings.
fn after_inversion(items: &[Item], from: usize, stop: usize) -> Option<Content> {
    let mut at = from;
    let reach = stop.min(from + 40);
    while at < reach {
        if items[at].is(Class::QUOTED) {
            let introduced = at > from && items[at - 1].is(Class::COMMA.or(Class::COLON).or(Class::DASH));
            return introduced.then_some(Content { start: at, end: stop, kind: ContentKind::Introduced });
        }
        if phrase::is_finite(items, at) && at > from + 1 {
            return None;
        }
        at += 1;
    }
    None
}

/// What is said after a verb, where something is.
fn complement(
    text: &str,
    items: &[Item],
    from: usize,
    stop: usize,
    verb: &Verb,
    quote_before: bool,
) -> Option<Content> {
    let clause =
        |start: usize| (start + 1 < stop).then_some(Content { start, end: stop, kind: ContentKind::Clause });
    let mut frames = verb.frames;
    let mut at = from;
    if let Some((particle, after)) = verb.particle {
        // "put it", "pointed out", "hit back"
        let found = (at..stop.min(at + 2)).find(|&index| lower_is(text, &items[index], particle));
        if let Some(found) = found {
            at = found + 1;
            frames = after | (frames & Verb::QUOTE);
        } else if frames == 0 {
            return None;
        }
    }
    let first = items.get(at)?;
    if at >= stop {
        return None;
    }
    if preposition_of(text, verb, first) && at + 1 < stop && !items[at + 1].is(Class::COMMA) {
        // "agreed to leave" is an infinitive, "agreed to the plan" an object.
        return clause(if first.is(Class::TO) && frames & Verb::TO != 0 { at } else { at + 1 });
    }
    let mut addressed = false;
    if frames & Verb::PERSON != 0 && opens_phrase(first) {
        let end = phrase::simple(items, at);
        if end > at {
            let (after, _) = adverbials(items, end, stop, None);
            let follows = |index: usize| items.get(index).filter(|_| index < stop);
            let brings = follows(after).is_some_and(|item| {
                item.is(Class::THAT.or(Class::QUOTED).or(Class::COLON).or(Class::WH))
                    || introduces_if(text, item)
            }) || follows(after).is_some_and(|item| item.is(Class::COMMA))
                && follows(after + 1).is_some_and(|item| item.is(Class::QUOTED));
            let to = follows(end).is_some_and(|item| item.is(Class::TO))
                && frames & Verb::TO != 0
                && !follows(end + 1).is_some_and(|item| item.is(Class::DETERMINER.or(Class::CAPITAL)));
            let link = follows(end).is_some_and(|item| preposition_of(text, verb, item));
            if to {
                return clause(at);
            }
            if link {
                return clause(end + 1);
            }
            if brings
                || frames & Verb::OBJECT == 0
                    && frames & Verb::CLAUSE != 0
                    && verb.lemma != "warn"
                    && verb.lemma != "caution"
            {
                at = end;
                addressed = true;
            }
        }
    }
    let (after, skipped) = adverbials(items, at, stop, Some(verb));
    let next = items.get(after).filter(|_| after < stop)?;
    if next.is(Class::QUOTED) {
        let takes = frames & (Verb::QUOTE | Verb::OBJECT | Verb::THAT) != 0;
        return takes.then_some(Content { start: after, end: stop, kind: ContentKind::Quoted });
    }
    if next.is(Class::THAT) {
        // "that" as a determiner: "said that plan was"
        return if frames & (Verb::THAT | Verb::OBJECT) != 0 { clause(after) } else { None };
    }
    if (next.is(Class::WH) || introduces_if(text, next))
        && frames & Verb::THAT != 0
        && !(quote_before && skipped)
    {
        return clause(after);
    }
    if next.is(Class::COLON) {
        let start = after + 1;
        if start >= stop || frames & (Verb::QUOTE | Verb::THAT) == 0 {
            return None;
        }
        let kind = if items[start].is(Class::QUOTED) { ContentKind::Introduced } else { ContentKind::Colon };
        return Some(Content { start, end: stop, kind });
    }
    if next.is(Class::COMMA.or(Class::DASH)) && frames & (Verb::QUOTE | Verb::THAT) != 0 {
        let mut start = after + 1;
        while start < stop && items[start].is(Class::DASH) {
            start += 1;
        }
        if start < stop && items[start].is(Class::QUOTED) {
            return Some(Content { start, end: stop, kind: ContentKind::Introduced });
        }
        let second = (start..stop.min(start + INSERTION))
            .find(|&index| items[index].is(Class::COMMA.or(Class::DASH)) && !items[index].is(Class::ASIDE))?;
        return match items.get(second + 1).filter(|_| second + 1 < stop) {
            Some(item) if item.is(Class::THAT) && frames & Verb::THAT != 0 => clause(second + 1),
            Some(item) if item.is(Class::QUOTED) && !quote_before => {
                // Another verb in between would claim it.
                let free = !(start..second).any(|index| phrase::is_finite(items, index));
                free.then_some(Content { start: second + 1, end: stop, kind: ContentKind::Introduced })
            }
            _ => None,
        };
    }
    if next.is(Class::TO) && frames & Verb::TO != 0 && after == at {
        let verbal = items.get(after + 1).is_some_and(|item| {
            item.is_word()
                && !item.is(Class::DETERMINER.or(Class::CAPITAL).or(Class::POSSESSIVE).or(Class::NUMBER))
        });
        return if verbal { clause(after) } else { None };
    }
    if !opens_phrase(next) {
        return None;
    }
    if frames & Verb::OBJECT != 0 && after == at && frames & Verb::CLAUSE == 0 {
        return clause(after);
    }
    if frames & Verb::CLAUSE != 0 && !quote_before {
        let certain = after == at || addressed && !skipped;
        let strong = next.is(Class::DETERMINER.or(Class::SUBJECT).or(Class::POSSESSIVE).or(Class::CAPITAL));
        // "said nothing", "said so"
        let empty = after + 1 == stop;
        if (certain || strong) && !empty {
            return clause(after);
        }
    }
    None
}

fn introduces_if(text: &str, item: &Item) -> bool {
    lower_is(text, item, "if") || lower_is(text, item, "how") || lower_is(text, item, "when")
}

fn opens_phrase(item: &Item) -> bool {
    item.is_word()
        && !item.is(Class::COORDINATOR
            .or(Class::PREPOSITION)
            .or(Class::SUBORDINATOR)
            .or(Class::AUXILIARY)
            .or(Class::THAT)
            .or(Class::WH)
            .or(Class::ASIDE)
            .or(Class::VERB)
            .or(Class::TIME)
            .or(Class::NEGATION))
        && (!item.is(Class::ADVERB) || item.is(Class::DETERMINER))
        || item.is(Class::DETERMINER.or(Class::SUBJECT)) && !item.is(Class::ASIDE.or(Class::THAT))
}

/// Past "on Monday", "in a statement", "later", "to reporters"; whether a linked phrase was among
/// them.
fn adverbials(items: &[Item], from: usize, stop: usize, verb: Option<&Verb>) -> (usize, bool) {
    let links = verb.is_none_or(|verb| verb.takes(Verb::QUOTE | Verb::THAT));
    let (mut at, mut skipped) = (from, false);
    for _ in 0..ADVERBIALS {
        let Some(item) = items.get(at).filter(|_| at < stop) else { break };
        if item.is(Class::ASIDE)
            || item.is(Class::TIME)
            || (item.is(Class::ADVERB) && !item.is(Class::DETERMINER))
        {
            skipped |= item.is(Class::TIME);
            at += 1;
        } else if links && item.is(Class::PREPOSITION) && !item.is(Class::SUBORDINATOR) {
            let mut end = phrase::simple(items, at + 1);
            if items.get(at + 1).is_some_and(|next| next.is(Class::TIME)) {
                end = at + 2;
                while items.get(end).is_some_and(|next| next.is(Class::NUMBER)) {
                    end += 1;
                }
            }
            if end <= at + 1 {
                break;
            }
            skipped = true;
            at = end.min(stop);
        } else {
            break;
        }
    }
    (at, skipped)
}

/// Ends each report's content before the next report beside it.
fn set_ends(items: &[Item], reports: &mut [Report], stop: usize) {
    // Where the nearest report to the right that stands beside starts.
    let mut cut = stop;
    for index in (0..reports.len()).rev() {
        let relative = matches!(reports[index].subject, Some(Phrase { kind: PhraseKind::Relative(_), .. }));
        let start = reports[index].start;
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
        if reports[index].beside && start > 0 {
            cut = start;
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
