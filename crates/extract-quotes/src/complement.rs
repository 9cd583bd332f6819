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
    let clause = |start: usize| {
        let end = clause_end(text, items, start, stop);
        (start + 1 < end).then_some(Content { start, end, kind: ContentKind::Clause })
    };
    let object = |start: usize| object_of(text, items, start, stop);
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
    // "called on Friday for calm"
    let late = adverbials(items, at, stop, None).0;
    let late = (late > at && late + 1 < stop && items[at..late].iter().any(|item| item.is(Class::TIME)))
        .then_some(late)
        .filter(|&late| preposition_of(text, verb, &items[late]));
    let (mut at, first) = late.map_or((at, first), |late| (late, &items[late]));
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
                // "told them not to speak"
                let at = at + usize::from(follows(at).is_some_and(|item| item.is(Class::NEGATION)));
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
            // "asked Ann Example, the chair, to check"
            if let Some(found) = past_apposition(items, end, stop, |at| {
                infinitive(at) || items[at].is(Class::THAT) || preposition_of(text, verb, &items[at])
            }) {
                let link = preposition_of(text, verb, &items[found]) && !infinitive(found);
                return if link { object(found + 1) } else { clause(found) };
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
    // "says too much is made of it": an adverb that belongs to the clause
    let much = after == at + 1
        && items[at].is(Class::ADVERB)
        && items.get(after).is_some_and(|item| lower_is(text, item, "much") || lower_is(text, item, "many"));
    if much && frames & Verb::CLAUSE != 0 && !quote_before && has_verb(items, after, stop) {
        return clause(at);
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
    // "a list he had written when he was nine" tells when.
    let circumstance = verb.lemma == "write" && lower_is(text, next, "when");
    if (next.is(Class::WH) || introduces_if(text, next))
        && !circumstance
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
    // "vowed to stay", "vowed never to return"
    let between = items.get(at..after).unwrap_or_default();
    let negated = between.iter().all(|item| item.is(Class::NEGATION));
    // "vowed late on Friday to stay", and not "agreed with the council to stay"
    let dated = between.iter().any(|item| item.is(Class::TIME))
        && between.iter().all(|item| {
            item.is(Class::TIME
                .or(Class::PREPOSITION)
                .or(Class::ADVERB)
                .or(Class::NUMBER)
                .or(Class::DETERMINER))
        });
    let negated_to = next.is(Class::NEGATION) && items.get(after + 1).is_some_and(|item| item.is(Class::TO));
    if (next.is(Class::TO) || negated_to) && frames & Verb::TO != 0 && (negated || dated) {
        let to = after + usize::from(negated_to);
        // In a headline every word has a capital, "To" as well.
        let shouted = items[to].is(Class::CAPITAL);
        let verbal = items.get(to + 1).is_some_and(|item| {
            item.is_word()
                && !item.is(Class::DETERMINER.or(Class::POSSESSIVE).or(Class::NUMBER))
                && (shouted || !item.is(Class::CAPITAL))
        });
        return if verbal { clause(if dated { after } else { at }) } else { None };
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
    let reach = if frames & Verb::OBJECT == 0 && verb.lemma == "say" {
        stop
    } else if frames & Verb::OBJECT == 0 {
        // "adding two rooms so they could stay" tells of rooms.
        let opens = Class::CIRCUMSTANCE.or(Class::SUBORDINATOR);
        (after..stop.min(after + LONGEST_SUBJECT)).find(|&at| items[at].is(opens)).unwrap_or(stop)
    } else {
        let opens = Class::COORDINATOR.or(Class::COMMA).or(Class::CIRCUMSTANCE).or(Class::THAT).or(Class::WH);
        (after..stop.min(after + LONGEST_SUBJECT)).find(|&at| items[at].is(opens)).unwrap_or(stop)
    };
    let verbal = verb.lemma == "say" || has_verb(items, after, reach);
    // "announced on Friday the arrest of …"
    let put_off = after > at
        && items[at..after].iter().all(|item| item.is(Class::TIME.or(Class::PREPOSITION).or(Class::ADVERB)))
        && next.is(Class::DETERMINER.or(Class::POSSESSIVE));
    // "proposed jointly owned drones"
    let qualified = after == at + 1 && items[at].is(Class::ADVERB) && next.is(Class::PAST);
    if frames & Verb::OBJECT != 0
        && (after == at || put_off || qualified)
        && (frames & Verb::CLAUSE == 0 || !verbal)
    {
        return object(if qualified { at } else { after });
    }
    // "added he would stay": a pronoun opens a clause after any verb that "that" may follow.
    let pronoun = frames & Verb::THAT != 0
        && next.is(Class::SUBJECT)
        && !next.is(Class::DETERMINER)
        && !lower_is(text, next, "it")
        && !lower_is(text, next, "you");
    if (frames & Verb::CLAUSE != 0 || pronoun) && !quote_before && verbal {
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

/// Past `, an apposition,` that starts at `end`: the place where something stands that `goes_on`.
fn past_apposition(
    items: &[Item],
    end: usize,
    stop: usize,
    goes_on: impl Fn(usize) -> bool,
) -> Option<usize> {
    if !items.get(end).filter(|_| end < stop)?.is(Class::COMMA) {
        return None;
    }
    let reach = stop.min(end + LONGEST_APPOSITION);
    (end + 1..reach)
        .find(|&at| items[at].is(Class::COMMA) && at + 1 < stop && goes_on(at + 1))
        .map(|at| at + 1)
}

/// Where what is said ends before the sentence does: the writer goes on with a clause of their own.
///
/// Which links part and which go on was counted on the annotated attributions of `quotes-dev`:
/// after a comma "but" with a subject of its own parts three times out of four, "though" always, a
/// participle and "which" not more often than not.
pub(crate) fn clause_end(text: &str, items: &[Item], start: usize, stop: usize) -> usize {
    let stop = without_last_aside(items, start, stop);
    let mut at = start + 2;
    while at + 2 < stop.min(start + LONGEST_OBJECT) {
        let item = &items[at];
        if item.is(Class::ASIDE) {
            at += 1;
            continue;
        }
        let comma = item.is(Class::COMMA.or(Class::DASH))
            || item.is(Class::QUOTED)
                && item.span.of(text).trim_end_matches(['”', '’', '"', '\'']).ends_with(',');
        let next = &items[at + 1];
        if comma && !next.is(Class::ASIDE) {
            let word = |word: &str| lower_is(text, next, word);
            let parts = (word("but") || word("yet")) && speaks_for_itself(items, at + 2, stop)
                || word("and") && goes_on_without_subject(items, at + 2, stop)
                || word("and") && items[start].is(Class::TO) && speaks_for_itself(items, at + 2, stop)
                || word("though")
                || word("although")
                // "that General Marsh, who is on trial, had come": the verb is still to come.
                || word("who") && has_verb(items, start + 1, at);
            if parts {
                return if item.is(Class::QUOTED) { at + 1 } else { at };
            }
        }
        at += 1;
    }
    stop
}

/// "… (which lets the rest off the hook)": a long bracket at the end is the writer's.
fn without_last_aside(items: &[Item], start: usize, stop: usize) -> usize {
    let mut end = stop;
    while end > start && items[end - 1].is(Class::ASIDE) {
        end -= 1;
    }
    if stop - end >= LONG_ASIDE && end > start { end } else { stop }
}

/// Where a clause that opens a sentence ends: before the comma after which the sentence proper
/// starts. "When he said it was shut, the crowd left", "Claiming a win, she went home".
pub(crate) fn opening_end(text: &str, items: &[Item], from: usize, stop: usize) -> usize {
    let ends = |at: &usize| {
        let item = &items[*at];
        let comma = item.is(Class::COMMA) && !item.is(Class::ASIDE)
            || item.is(Class::QUOTED)
                && item.span.of(text).trim_end_matches(['”', '’', '"', '\'']).ends_with(',');
        comma && speaks_for_itself(items, *at + 1, stop)
    };
    let found = (from + 1..stop.min(from + LONGEST_OBJECT)).find(ends);
    found.map_or(stop, |at| if items[at].is(Class::QUOTED) { at + 1 } else { at })
}

/// ", and left", ", and has called for": what the speaker did next, not what was said.
fn goes_on_without_subject(items: &[Item], at: usize, stop: usize) -> bool {
    let Some(first) = items.get(at).filter(|_| at < stop) else { return false };
    (first.is(Class::PAST) || phrase::is_finite(items, at) && !first.word.ambiguous)
        && !first.is(Class::GERUND.or(Class::CAPITAL))
}

/// Whether a clause with its own subject starts here: "he refuses to", "the union stepped in".
fn speaks_for_itself(items: &[Item], at: usize, stop: usize) -> bool {
    let Some(first) = items.get(at).filter(|_| at < stop) else { return false };
    if first.is(Class::THAT) && items.get(at + 1).is_some_and(|next| next.is(Class::AUXILIARY)) {
        return true;
    }
    if first.is(Class::AUXILIARY.or(Class::NEGATION).or(Class::VERB).or(Class::TO))
        && !first.is(Class::SUBJECT)
    {
        return false;
    }
    let Some(subject) = phrase::main_subject(&items[..stop], at) else { return false };
    let verb = |index: usize| {
        items.get(index).is_some_and(|item| {
            item.is(Class::AUXILIARY.or(Class::PAST).or(Class::VERB).or(Class::ENDING))
                || phrase::is_finite(items, index)
                || items[index - 1].is(Class::SUBJECT) && item.is_word()
        })
    };
    // "my parents, James and Olive Lane, were": an apposition
    let apposed = items.get(subject.end).is_some_and(|item| item.is(Class::COMMA));
    subject.end < stop && !apposed && (subject.end..stop.min(subject.end + 3)).any(verb)
        || items[subject.end - 1].is(Class::SUBJECT) && items[subject.end - 1].is(Class::AUXILIARY)
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

/// How many items, its marks included, make a bracket a long one.
const LONG_ASIDE: usize = 7;

/// How many items an apposition between a person and what they are asked may have.
const LONGEST_APPOSITION: usize = 24;

/// How many items the object of a verb may have.
const LONGEST_OBJECT: usize = 120;

/// The object that starts here, as what is said.
pub(crate) fn object_of(text: &str, items: &[Item], start: usize, stop: usize) -> Option<Content> {
    let end = object_end(text, items, start, stop);
    (start < end && start < stop).then_some(Content { start, end, kind: ContentKind::Object })
}

/// Where the object of a verb ends: before what tells when, why, or something else.
fn object_end(text: &str, items: &[Item], start: usize, stop: usize) -> usize {
    let mut at = start + 1;
    while at < stop.min(start + LONGEST_OBJECT) {
        let item = &items[at];
        if item.is(Class::ASIDE) {
            at += 1;
            continue;
        }
        let next = items.get(at + 1).filter(|_| at + 1 < stop);
        // "called for more money in a statement", "denied it on Twitter": where it was said
        if item.is(Class::PREPOSITION) && tells_medium(text, items, at, stop) {
            break;
        }
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
        let infinitive = items[start..at].iter().any(|item| item.is(Class::TO));
        let clause = item.is(Class::COORDINATOR)
            && !(infinitive && next.is_some_and(|next| next.word.verb.is_some()))
            && (at + 2..stop.min(at + 5))
                .any(|later| items[later].is(Class::AUXILIARY) || phrase::is_finite(items, later));
        // What a clause inside the object tells may have its own circumstances.
        let verbal = items[start..at].iter().any(|item| item.is(Class::AUXILIARY.or(Class::TO)));
        let link = item.is(Class::CIRCUMSTANCE) && (!verbal || lower_is(text, item, "while"))
            || item.is(Class::SEMICOLON)
            || clause;
        // "called his remarks on Monday “a disgrace”"
        let quoted_later = || items[at..stop.min(at + 6)].iter().any(|item| item.is(Class::QUOTED));
        // "his recently revealed strategies"
        let adverbial = item.is(Class::ADVERB) && next.is_some_and(|next| next.is(Class::PAST));
        if parts || link || item.is(Class::TIME) && !adverbial && !quoted_later() {
            break;
        }
        at += 1;
    }
    // "accused the envoy, Ann Example, of lying"
    let of = |at: usize| lower_is(text, &items[at], "of");
    if at < stop
        && items[start..at].iter().all(|item| !item.is(Class::PREPOSITION.or(Class::TO)))
        && let Some(link) = past_apposition(items, at, stop, of)
            .or_else(|| (at + 1 < stop && items[at].is(Class::COMMA) && of(at + 1)).then_some(at + 1))
    {
        return object_end(text, items, link, stop);
    }
    while at > start + 1 && items[at - 1].is(Class::PREPOSITION.or(Class::COMMA).or(Class::DASH)) && at < stop
    {
        at -= 1;
    }
    at
}

/// Whether a preposition brings the place where something was said, and ends the clause: "in a
/// statement", "on his website", "during an interview last week".
fn tells_medium(text: &str, items: &[Item], at: usize, stop: usize) -> bool {
    let links = ["in", "on", "at", "during", "via", "through"];
    if !links.iter().any(|word| lower_is(text, &items[at], word)) {
        return false;
    }
    let reach = stop.min(at + 8);
    let Some(medium) = (at + 1..reach).find(|&index| items[index].is(Class::MEDIUM)) else { return false };
    let plain = |index: usize| {
        let item = &items[index];
        item.is_word() && !item.is(Class::PREPOSITION.or(Class::AUXILIARY).or(Class::WH).or(Class::THAT))
    };
    let ends = items.get(medium + 1).filter(|_| medium + 1 < stop);
    (at + 1..medium).all(plain)
        && ends.is_none_or(|next| {
            next.is(Class::TIME.or(Class::COMMA).or(Class::PREPOSITION).or(Class::COORDINATOR))
                || !next.is_word()
        })
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

/// "promised to leave" against "wrote to the ministry".
fn opens_infinitive(items: &[Item], at: usize, verb: Option<&Verb>) -> bool {
    let noun = Class::DETERMINER.or(Class::CAPITAL).or(Class::POSSESSIVE).or(Class::NUMBER).or(Class::OBJECT);
    items[at].is(Class::TO)
        && verb.is_some_and(|verb| verb.takes(Verb::TO))
        && items.get(at + 1).is_some_and(|next| {
            // In a headline every word has a capital.
            let word = if items[at].is(Class::CAPITAL) {
                next.word.class.0 & !Class::CAPITAL.0
            } else {
                next.word.class.0
            };
            next.is_word() && !Class(word).any(noun.or(Class::PEOPLE))
        })
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
        } else if links
            && item.is(Class::PREPOSITION)
            && !item.is(Class::SUBORDINATOR)
            && !opens_infinitive(items, at, verb)
        {
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
