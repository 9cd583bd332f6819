//! What follows a verb that reports: a clause, an object, words in marks, or nothing.

use crate::items::{Item, lower_is};
use crate::phrase;
use crate::reports::{Content, ContentKind};
use crate::words::{Class, Verb};

/// How many items of adverbials may stand between a cue and what is said.
const ADVERBIALS: usize = 6;

/// How far "that" may be from the comma of an insertion: `said, on Monday, that`.
const INSERTION: usize = 16;

/// After "said Smith": only what a comma, colon or "that" brings.
pub(crate) fn after_inversion(items: &[Item], from: usize, stop: usize) -> Option<Content> {
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
pub(crate) fn complement(
    text: &str,
    items: &[Item],
    from: usize,
    stop: usize,
    verb: &Verb,
    quote_before: bool,
) -> Option<Content> {
    let clause =
        |start: usize| (start + 1 < stop).then_some(Content { start, end: stop, kind: ContentKind::Clause });
    let object = |start: usize| {
        let end = object_end(items, start, stop);
        (start < end).then_some(Content { start, end, kind: ContentKind::Object })
    };
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
        let infinitive = first.is(Class::TO) && frames & Verb::TO != 0;
        return if infinitive { clause(at) } else { object(at + 1) };
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
            let infinitive = |at: usize| {
                frames & Verb::TO != 0
                    && follows(at).is_some_and(|item| item.is(Class::TO))
                    && !follows(at + 1).is_some_and(|item| item.is(Class::DETERMINER.or(Class::CAPITAL)))
            };
            let to = infinitive(end);
            let link = follows(end).is_some_and(|item| preposition_of(text, verb, item));
            if to {
                return clause(at);
            }
            if infinitive(after) {
                return clause(after);
            }
            if link {
                return object(end + 1);
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
    // "said at least 12 people were hurt": how many opens the clause, where and when do not.
    if frames & Verb::CLAUSE != 0
        && !quote_before
        && let Some(start) = (at..stop.min(after + 1)).find(|&index| opens_count(text, items, index))
        && has_verb(items, start, stop)
    {
        return clause(start);
    }
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
        let marked = items[start].is(Class::QUOTED);
        if !marked && frames & Verb::THAT == 0 {
            return None;
        }
        let kind = if marked { ContentKind::Introduced } else { ContentKind::Colon };
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
    // "which he described as “a mess”"
    let as_quoted = items[after..stop.min(after + 4)].iter().any(|item| item.is(Class::QUOTED));
    if frames & Verb::OBJECT != 0 && as_quoted && lower_is(text, next, "as") {
        return object(after + 1);
    }
    if !opens_phrase(next) {
        return None;
    }
    // "said it rains" has a verb after it, "announced a halt" has none.
    // Where both can follow, the verb must come before anything that could open a clause of its own.
    let reach = if frames & Verb::OBJECT == 0 {
        stop
    } else {
        let opens = Class::COORDINATOR.or(Class::COMMA).or(Class::CIRCUMSTANCE).or(Class::THAT).or(Class::WH);
        (after..stop.min(after + LONGEST_SUBJECT)).find(|&at| items[at].is(opens)).unwrap_or(stop)
    };
    let verbal = verb.lemma == "say" || has_verb(items, after, reach);
    if frames & Verb::OBJECT != 0 && after == at && (frames & Verb::CLAUSE == 0 || !verbal) {
        return object(after);
    }
    if frames & Verb::CLAUSE != 0 && !quote_before && verbal {
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

/// "at least 12", "about 200", "up to 5,000": a number of something, not a place or time.
fn opens_count(text: &str, items: &[Item], at: usize) -> bool {
    let is = |index: usize, words: &[&str]| {
        items.get(index).is_some_and(|item| words.iter().any(|word| lower_is(text, item, word)))
    };
    let number = |index: usize| items.get(index).is_some_and(|item| item.is(Class::NUMBER));
    is(at, &["at"]) && is(at + 1, &["least", "most"])
        || is(at, &["up"]) && is(at + 1, &["to"]) && number(at + 2)
        || is(at, &["about", "around", "over", "under"]) && number(at + 1)
}

/// Whether a run of items has something that looks like a finite verb, near its start.
pub(crate) fn has_verb(items: &[Item], start: usize, end: usize) -> bool {
    (start..end.min(start + LONGEST_SUBJECT)).any(|at| {
        let item = &items[at];
        !item.is(Class::ASIDE)
            && (item.is(Class::AUXILIARY)
                || phrase::is_finite(items, at)
                || (item.is(Class::PAST) && at > start)
                || (item.is(Class::ENDING) && at > start && items[at - 1].is(Class::SUBJECT))
                || (at > start && item.is_word() && items[at - 1].is(Class::SUBJECT)))
    })
}

/// How far into a clause its verb is looked for.
pub(crate) const LONGEST_SUBJECT: usize = 30;

/// How many items the object of a verb may have.
const LONGEST_OBJECT: usize = 120;

/// Where the object of a verb ends: before what tells when, why, or something else.
fn object_end(items: &[Item], start: usize, stop: usize) -> usize {
    let mut at = start + 1;
    while at < stop.min(start + LONGEST_OBJECT) {
        let item = &items[at];
        if item.is(Class::ASIDE) {
            at += 1;
            continue;
        }
        let next = items.get(at + 1).filter(|_| at + 1 < stop);
        let parts = item.is(Class::COMMA.or(Class::DASH))
            && next.is_some_and(|next| {
                next.is(Class::WH
                    .or(Class::SUBORDINATOR)
                    .or(Class::PREPOSITION)
                    .or(Class::GERUND)
                    .or(Class::SUBJECT)
                    .or(Class::ADVERB)
                    .or(Class::COORDINATOR))
            });
        // "declared a truce and guns fell silent"
        let clause = item.is(Class::COORDINATOR)
            && (at + 2..stop.min(at + 5))
                .any(|later| items[later].is(Class::AUXILIARY) || phrase::is_finite(items, later));
        let link = item.is(Class::CIRCUMSTANCE) || item.is(Class::SEMICOLON) || clause;
        // "called his remarks on Monday “a disgrace”"
        let quoted_later = || items[at..stop.min(at + 6)].iter().any(|item| item.is(Class::QUOTED));
        if parts || link || item.is(Class::TIME) && !quoted_later() {
            break;
        }
        at += 1;
    }
    while at > start + 1 && items[at - 1].is(Class::PREPOSITION.or(Class::COMMA).or(Class::DASH)) && at < stop
    {
        at -= 1;
    }
    at
}

fn introduces_if(text: &str, item: &Item) -> bool {
    lower_is(text, item, "if") || lower_is(text, item, "how") || lower_is(text, item, "when")
}

pub(crate) fn opens_phrase(item: &Item) -> bool {
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
pub(crate) fn adverbials(items: &[Item], from: usize, stop: usize, verb: Option<&Verb>) -> (usize, bool) {
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

/// One of the prepositions that bring what this verb says.
pub(crate) fn preposition_of(text: &str, verb: &Verb, item: &Item) -> bool {
    item.is(Class::PREPOSITION) && verb.prepositions.iter().any(|word| lower_is(text, item, word))
}
