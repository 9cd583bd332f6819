//! A shallow scan for noun phrases: who stands before a verb, who stands after it.
//!
//! No grammar: a phrase is as many items as hold nothing that can't be part of one. Every scan is
//! bounded, so the time is linear in the text.

use crate::items::{Item, lower_is};
use crate::words::Class;

/// How many items a phrase may have.
const LONGEST: usize = 28;

/// How many items an apposition may have.
const LONGEST_APPOSITION: usize = 40;

/// Items of a phrase, from the sentence's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: PhraseKind,
    /// First item of all that belongs to it, descriptions before a name included.
    pub(crate) lead: usize,
}

/// What a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PhraseKind {
    /// "he"
    Pronoun,
    /// "who", with the phrase that it stands for.
    Relative(Option<(usize, usize)>),
    /// Anything else.
    Noun,
}

impl Phrase {
    pub(crate) fn noun(start: usize, end: usize) -> Self {
        Self { start, end, kind: PhraseKind::Noun, lead: start }
    }

    pub(crate) fn pronoun(at: usize) -> Self {
        Self { start: at, end: at + 1, kind: PhraseKind::Pronoun, lead: at }
    }
}

/// Whether an item is a pronoun for somebody who acts.
pub(crate) fn is_person(text: &str, item: &Item) -> bool {
    ["he", "i", "she", "they", "we"].iter().any(|word| lower_is(text, item, word))
}

/// What no noun phrase goes across, from right to left.
const WALLS: Class = Class::AUXILIARY
    .or(Class::SUBORDINATOR)
    .or(Class::THAT)
    .or(Class::SUBJECT)
    .or(Class::NEGATION)
    .or(Class::COLON)
    .or(Class::SEMICOLON)
    .or(Class::STOP)
    .or(Class::COMMA)
    .or(Class::DASH)
    .or(Class::OBJECT)
    .or(Class::VERB);

/// A finite verb that is no noun and no participle.
pub(crate) fn is_finite(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    if item.is(Class::VERB) {
        return true;
    }
    let Some(_) = item.word.verb else { return false };
    if item.word.ambiguous && index > 0 && items[index - 1].is(Class::SUBJECT) {
        return true;
    }
    if item.word.ambiguous || item.is(Class::GERUND) || item.is(Class::CAPITAL) {
        return false;
    }
    // "accused of", "reported by": participles
    let next = items.get(index + 1);
    !(item.is(Class::PAST) && next.is_some_and(|next| next.is(Class::PREPOSITION)))
}

/// The longest phrase that ends before `end` and doesn't start before `floor`.
pub(crate) fn before(items: &[Item], end: usize, floor: usize) -> Option<Phrase> {
    let mut at = end;
    // The item after a coordinator that may yet turn out to join clauses.
    let mut coordinated: Option<usize> = None;
    let mut clausal = false;
    while at > floor && end - at < LONGEST {
        let item = &items[at - 1];
        if item.is(Class::ASIDE) || item.is(Class::POINT) {
            at -= 1;
            continue;
        }
        if item.is(Class::QUOTED) {
            if at < end && at >= floor + 2 && is_nickname(items, at - 1) {
                at -= 1;
                continue;
            }
            break;
        }
        // "those close to him"
        if item.is(Class::OBJECT) && at >= floor + 2 && items[at - 2].is(Class::PREPOSITION) {
            at -= 2;
            continue;
        }
        // "is seizing on"
        if item.is(Class::GERUND) && at >= floor + 2 && items[at - 2].is(Class::AUXILIARY) {
            clausal = true;
            break;
        }
        if item.is(WALLS) || (item.is(Class::WH) && !item.is(Class::POSSESSIVE)) || is_finite(items, at - 1) {
            clausal =
                !item.is(Class::COMMA.or(Class::THAT).or(Class::COLON).or(Class::SEMICOLON).or(Class::DASH));
            break;
        }
        if item.is(Class::COORDINATOR) {
            if coordinated.is_none() {
                coordinated = Some(at);
            }
            at -= 1;
            continue;
        }
        if item.is(Class::PAST) && coordinated.is_some() {
            clausal = true;
            break;
        }
        if item.is(Class::TIME) && at < end && !items[at].is(Class::ENDING) {
            break;
        }
        at -= 1;
        // An article starts a phrase, unless a link or another determiner is before it.
        let links = Class::PREPOSITION.or(Class::COORDINATOR).or(Class::DETERMINER).or(Class::ENDING);
        if item.is(Class::ARTICLE) && at > floor && !items[at - 1].is(links) {
            break;
        }
    }
    let mut start = at;
    if let Some(after) = coordinated {
        // "X and Y said" against "it failed and Y said".
        let left = &items[start..after - 1];
        let nominal = left.iter().any(Item::is_word) && !clausal && !left[0].is(Class::PREPOSITION);
        if !nominal {
            start = after;
        }
    }
    while start < end
        && (items[start].is(Class::PREPOSITION.or(Class::COORDINATOR).or(Class::POINT).or(Class::ENDING))
            || (items[start].is(Class::ADVERB) && !items[start].is(Class::CAPITAL.or(Class::DETERMINER)))
            || (items[start].is(Class::ADVERB)
                && start + 1 < end
                && items[start + 1].is(Class::DETERMINER.or(Class::CAPITAL)))
            || items[start].is(Class::ASIDE)
            || items[start].is(Class::MARK))
    {
        start += 1;
    }
    if let Some(whole) = coordinated.and_then(|after| listed(items, start, after, end, floor)) {
        return Some(whole);
    }
    // "the farmers I visited said": what is left is a verb; the farmers said it.
    if start > floor && items[start - 1].is(Class::SUBJECT) && start < end && items[start].is(Class::PAST) {
        return if start + 1 == end { before(items, start - 1, floor) } else { None };
    }
    let words = items[start..end].iter().any(|item| item.is_word() && !item.is(Class::ASIDE));
    words.then(|| Phrase::noun(start, end))
}

/// "the ministers of France, Germany and Italy": the phrase that a list of names after a link ends,
/// where "Germany and Italy" start at `start` and the last after "and" at `after`.
fn listed(items: &[Item], start: usize, after: usize, end: usize, floor: usize) -> Option<Phrase> {
    let name = |item: &Item| item.is(Class::CAPITAL);
    if start + 1 >= after || !items[start..after - 1].iter().chain(&items[after..end]).all(name) {
        return None;
    }
    let mut first = start;
    while first >= floor + 2 && items[first - 1].is(Class::COMMA) && name(&items[first - 2]) {
        first -= 2;
        while first > floor && name(&items[first - 1]) {
            first -= 1;
        }
    }
    let linked = first < start
        && first >= floor + 2
        && items[first - 1].is(Class::PREPOSITION)
        && items[first - 2].is(Class::PEOPLE);
    let whole = before(items, first, floor).filter(|_| linked)?;
    Some(Phrase::noun(whole.start, end))
}

/// Anna "Ann" Smith.
fn is_nickname(items: &[Item], at: usize) -> bool {
    items[at].span.len() < 16
        && at > 0
        && items[at - 1].is(Class::CAPITAL)
        && items.get(at + 1).is_some_and(|next| next.is(Class::CAPITAL))
}

/// Who stands before the verb group that starts at `verb`.
pub(crate) fn subject_before(items: &[Item], verb: usize, floor: usize) -> Option<Phrase> {
    let mut end = verb;
    while end > floor && items[end - 1].is(Class::ASIDE) {
        end -= 1;
    }
    // "Smith on Monday said", "Smith Tuesday said"
    let mut timeless = end;
    while timeless > floor && items[timeless - 1].is(Class::TIME.or(Class::NUMBER)) {
        timeless -= 1;
    }
    let year = |at: usize| {
        at > floor && items[at].span.len() == 4 && items[at - 1].is(Class::PREPOSITION) && at + 1 == end
    };
    if timeless < end && (items[timeless..end].iter().any(|item| item.is(Class::TIME)) || year(timeless)) {
        if timeless > floor && items[timeless - 1].is(Class::PREPOSITION) {
            timeless -= 1;
        }
        if timeless > floor {
            end = timeless;
        }
    }
    if end == floor {
        return None;
    }
    let last = &items[end - 1];
    if last.is(Class::SUBJECT) {
        return Some(Phrase::pronoun(end - 1));
    }
    if last.is(Class::WH.or(Class::THAT)) && !last.is(Class::POSSESSIVE) {
        let mut to = end - 1;
        while to > floor && items[to - 1].is(Class::COMMA.or(Class::ASIDE).or(Class::DASH)) {
            to -= 1;
        }
        let antecedent = before(items, to, floor)?;
        let antecedent = Some((antecedent.start, antecedent.end));
        let kind = PhraseKind::Relative(antecedent);
        return Some(Phrase { start: end - 1, end, kind, lead: end - 1 });
    }
    if last.is(Class::COMMA.or(Class::DASH)) {
        return with_apposition(items, end, floor);
    }
    let found = before(items, end, floor)?;
    // "one of the doctors who sent the letter said": the object of a relative clause speaks for
    // nobody; those whom the clause tells of do.
    if found.start >= floor + 3
        && items[found.start - 1].is(Class::PAST.or(Class::VERB))
        && !items[found.start - 1].is(Class::CAPITAL)
        && items[found.start - 2].is(Class::WH)
        && !items[found.start - 2].is(Class::POSSESSIVE)
        && let Some(antecedent) = before(items, found.start - 2, floor)
    {
        return Some(antecedent);
    }
    Some(found)
}

/// Who stands before `, an apposition,` that ends with the comma before `end`.
fn with_apposition(items: &[Item], end: usize, floor: usize) -> Option<Phrase> {
    let last = end - 1;
    let low = floor.max(last.saturating_sub(LONGEST_APPOSITION));
    // Places after which a part starts, from right to left.
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut part_end = last;
    let mut at = last;
    while at > low {
        at -= 1;
        let item = &items[at];
        if item.is(Class::ASIDE) {
            continue;
        }
        if item.is(Class::QUOTED.or(Class::COLON).or(Class::SEMICOLON)) && !is_nickname(items, at) {
            parts.push((at + 1, part_end));
            part_end = usize::MAX;
            break;
        }
        if item.is(Class::COMMA.or(Class::DASH)) {
            parts.push((at + 1, part_end));
            part_end = at;
        }
    }
    if part_end != usize::MAX {
        parts.push((if at == floor || at == low { at } else { at + 1 }, part_end));
    }
    parts.retain(|(start, end)| start < end);
    // The first part from the left that can be a subject, when everything after it can be beside it.
    let mut best: Option<Phrase> = None;
    for (index, &(start, part_end)) in parts.iter().enumerate().skip(1) {
        let Some(phrase) = before(items, part_end, start) else {
            if index > 1 {
                break;
            }
            continue;
        };
        let whole = phrase.start == start
            || items[start..phrase.start]
                .iter()
                .all(|item| item.is(Class::ADVERB.or(Class::COORDINATOR).or(Class::TIME)));
        let named = items[phrase.end - 1].is(Class::CAPITAL) && items[phrase.start].is(Class::CAPITAL);
        let beside = items[start].is(Class::PREPOSITION
            .or(Class::WH)
            .or(Class::GERUND)
            .or(Class::ADVERB)
            .or(Class::SUBORDINATOR)
            .or(Class::NUMBER));
        let described = items[start].is(Class::DETERMINER) && !items[start].is(Class::CAPITAL);
        if best.is_none() {
            best = Some(phrase);
            if whole && named && !beside {
                // "Dallas, Texas": a second name goes on to the left when an apposition is there.
                let more = parts.get(index + 1).is_some_and(|&(next, _)| {
                    items[next].is(Class::DETERMINER) && !items[next].is(Class::CAPITAL)
                });
                if !more {
                    break;
                }
            } else if !(described || beside || !items[start].is(Class::CAPITAL)) {
                break;
            }
        } else if whole && !beside {
            best = Some(phrase);
            if named {
                break;
            }
        } else {
            break;
        }
    }
    // "the envoy, Anna Smith, said": the name speaks, the description leads.
    let best = best?;
    let base = (best.start + 1..best.end).find(|&at| items[at].is(Class::PREPOSITION)).unwrap_or(best.end);
    let described = !items[base - 1].is(Class::CAPITAL);
    let name = parts.iter().find(|part| part.0 == best.end + 1).and_then(|&(start, end)| {
        let whole = items[start..end].iter().all(is_name_part) && end - start >= 2;
        whole.then_some(Phrase { lead: best.start, ..Phrase::noun(start, end) })
    });
    Some(name.filter(|_| described).unwrap_or(best))
}

/// A capitalised word, a stop after an initial, or a small link such as "de" and "al".
fn is_name_part(item: &Item) -> bool {
    item.is(Class::CAPITAL.or(Class::POINT).or(Class::ASIDE))
        || (item.is_word() && item.span.len() <= 3 && item.word.class.0 == 0)
}

/// Who stands after a verb: "said Mr Smith, a lawyer".
pub(crate) fn after(items: &[Item], start: usize) -> Option<Phrase> {
    let mut from = start;
    while from < items.len() && items[from].is(Class::ASIDE) {
        from += 1;
    }
    let first = items.get(from)?;
    if first.is(Class::SUBJECT) {
        return Some(Phrase::pronoun(from));
    }
    if first.is(Class::PREPOSITION
        .or(Class::THAT)
        .or(Class::WH)
        .or(Class::COORDINATOR)
        .or(Class::SUBORDINATOR))
    {
        return None;
    }
    let mut at = from;
    while at < items.len() && at - from < LONGEST {
        let item = &items[at];
        if item.is(Class::ASIDE) || item.is(Class::POINT) {
            at += 1;
            continue;
        }
        if item.is(Class::QUOTED) {
            if at > from && is_nickname(items, at) {
                at += 1;
                continue;
            }
            break;
        }
        // "said Smith reached out"
        let noun_before = at > from
            && items[at - 1].is_word()
            && !items[at - 1].is(Class::DETERMINER
                .or(Class::POSSESSIVE)
                .or(Class::ADVERB)
                .or(Class::COORDINATOR)
                .or(Class::PREPOSITION)
                .or(Class::ENDING));
        if item.is(Class::PAST) && noun_before {
            break;
        }
        let of = item.is(Class::PREPOSITION) && !item.is(Class::TO) && at > from;
        if item.is(WALLS) || item.is(Class::WH) || (item.is(Class::TIME) && at > from) || item.is(Class::TO) {
            break;
        }
        if at > from && (item.is(Class::ADVERB) || is_finite(items, at)) {
            break;
        }
        if item.is(Class::GERUND) && at > from && !items[at - 1].is(Class::PREPOSITION) {
            break;
        }
        if item.is(Class::COORDINATOR) {
            let next = items.get(at + 1);
            let joins = next.is_some_and(|next| {
                next.is(Class::CAPITAL.or(Class::DETERMINER).or(Class::POSSESSIVE))
                    || (next.is_word() && next.is(Class::PEOPLE))
            });
            if !joins {
                break;
            }
        }
        if of && items.get(at + 1).is_none_or(|next| !next.is_word()) {
            break;
        }
        at += 1;
    }
    let words = items[from..at].iter().any(|item| item.is_word() && !item.is(Class::ASIDE));
    words.then(|| Phrase::noun(from, at))
}

/// The end of the phrase without links that starts at `start`: "a crowd of reporters", "him".
pub(crate) fn simple(items: &[Item], start: usize) -> usize {
    let Some(first) = items.get(start) else { return start };
    if first.is(Class::OBJECT.or(Class::SUBJECT)) {
        return start + 1;
    }
    let mut at = start;
    while at < items.len() && at - start < LONGEST {
        let item = &items[at];
        if item.is(Class::ASIDE) || item.is(Class::POINT) || item.is(Class::ENDING) {
            at += 1;
            continue;
        }
        let ended = item.is(WALLS.or(Class::QUOTED).or(Class::WH).or(Class::TO))
            || (item.is(Class::ADVERB) && !item.is(Class::DETERMINER))
            || (at > start && is_finite(items, at))
            || (at > start
                && item.is(Class::GERUND)
                && item.word.verb.is_some()
                && !items[at - 1]
                    .is(Class::PREPOSITION.or(Class::DETERMINER).or(Class::POSSESSIVE).or(Class::ENDING)))
            || (at > start
                && item.is(Class::TIME)
                && !items.get(at + 1).is_some_and(|next| next.is(Class::ENDING)))
            || (at > start
                && item.is(Class::DETERMINER.or(Class::POSSESSIVE))
                && !items[at - 1].is(Class::PREPOSITION.or(Class::COORDINATOR).or(Class::DETERMINER)));
        if ended {
            break;
        }
        if item.is(Class::PREPOSITION) && (at == start || !of(items, at)) {
            break;
        }
        if item.is(Class::COORDINATOR)
            && !items.get(at + 1).is_some_and(|next| {
                next.is_word() && next.word.verb.is_none() && !next.is(WALLS.or(Class::ADVERB))
            })
        {
            break;
        }
        at += 1;
    }
    at
}

fn of(items: &[Item], at: usize) -> bool {
    items[at].span.len() == 2
        && items[at].is(Class::PREPOSITION)
        && items.get(at + 1).is_some_and(|next| next.is_word() && !next.is(Class::PREPOSITION))
        && !items[at].is(Class::TO)
}

/// The subject of the clause that starts at `from`: past openers such as "On Monday," and
/// "Speaking to reporters,", the first phrase that a verb may follow.
pub(crate) fn main_subject(items: &[Item], from: usize) -> Option<Phrase> {
    let mut at = from;
    for _ in 0..4 {
        while at < items.len()
            && (items[at].is(Class::COORDINATOR
                .or(Class::COMMA)
                .or(Class::ASIDE)
                .or(Class::DASH)
                .or(Class::MARK))
                || (items[at].is(Class::ADVERB) && !items[at].is(Class::DETERMINER)))
        {
            at += 1;
        }
        let first = items.get(at)?;
        let opener = (first.is(Class::PREPOSITION.or(Class::SUBORDINATOR).or(Class::TIME).or(Class::WH)))
            || first.is(Class::GERUND)
            || (first.is(Class::PAST) && !first.is(Class::DETERMINER))
            || (first.is(Class::NUMBER) && items.get(at + 1).is_some_and(|next| next.is(Class::COMMA)));
        if !opener {
            break;
        }
        let reach = items.len().min(at + LONGEST_APPOSITION);
        // The comma may be inside marks: “…,” she was …
        let ends = |index: &usize| {
            let next = items.get(index + 1);
            let subject = Class::SUBJECT.or(Class::CAPITAL).or(Class::ARTICLE);
            items[*index].is(Class::COMMA) && !items[*index].is(Class::ASIDE)
                || items[*index].is(Class::QUOTED) && next.is_some_and(|next| next.is(subject))
        };
        at = (at..reach).find(ends)? + 1;
    }
    let first = items.get(at)?;
    if first.is(Class::SUBJECT) {
        return Some(Phrase::pronoun(at));
    }
    let mut end = at;
    while end < items.len() && end - at < LONGEST {
        let item = &items[end];
        if item.is(Class::ASIDE.or(Class::POINT).or(Class::ENDING)) {
            end += 1;
            continue;
        }
        let verb_like = end > at
            && (item.is(Class::PAST) || item.word.verb.is_some())
            && !item.is(Class::CAPITAL)
            && !items[end - 1]
                .is(Class::DETERMINER.or(Class::POSSESSIVE).or(Class::PREPOSITION).or(Class::ENDING));
        let after_name = end > at
            && items[end - 1].is(Class::CAPITAL)
            && !items[end - 1].is(Class::DETERMINER)
            && !item.is(Class::CAPITAL
                .or(Class::PEOPLE)
                .or(Class::DOCUMENT)
                .or(Class::PREPOSITION)
                .or(Class::COORDINATOR)
                .or(Class::NUMBER))
            && item.is_word()
            && !items.get(end + 1).is_some_and(|next| next.is(Class::PEOPLE.or(Class::CAPITAL)));
        // "The inspector shook his head": what is before the article is the verb.
        let links = Class::PREPOSITION.or(Class::COORDINATOR).or(Class::DETERMINER).or(Class::ENDING);
        if end > at + 1 && item.is(Class::ARTICLE) && !items[end - 1].is(links.or(Class::CAPITAL)) {
            end -= 1;
            break;
        }
        if item.is(WALLS.or(Class::QUOTED).or(Class::WH).or(Class::TO))
            || verb_like
            || after_name
            || (item.is(Class::ADVERB) && end > at)
        {
            break;
        }
        end += 1;
    }
    while end > at && items[end - 1].is(Class::COORDINATOR.or(Class::PREPOSITION)) {
        end -= 1;
    }
    let words = items[at..end].iter().any(|item| item.is_word() && !item.is(Class::ASIDE));
    words.then(|| Phrase::noun(at, end))
}
