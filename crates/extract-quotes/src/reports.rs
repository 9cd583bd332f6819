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
                subject = Some(Phrase::pronoun(index - back));
                start = index - back;
                break;
            }
            if item.is(Class::ENDING) {
                subject = phrase::before(items, index - back, 0).map(|found| possessor(items, found));
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
        content: Some(Content {
            start: at,
            end: if start == 0 { subject_clause_end(items, at, stop) } else { stop },
            kind: ContentKind::Clause,
        }),
        trails: false,
        start,
        cut: start,
        beside: false,
        nested: false,
        frames: Verb::THAT,
        rule: "cue-noun",
    })
}

/// "The claim that it was safe did not last": a clause that is part of a subject ends before the
/// second verb.
fn subject_clause_end(items: &[Item], start: usize, stop: usize) -> usize {
    let reach = stop.min(start + LONGEST_SUBJECT);
    let verb = |at: &usize| items[*at].is(Class::AUXILIARY) || phrase::is_finite(items, *at);
    let Some(first) = (start + 1..reach).find(verb) else { return stop };
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

/// In a headline: "Anna Smith: no more cuts".
fn headline_colon(items: &[Item], stop: usize) -> Option<Report> {
    let colon = items[..stop.min(8)].iter().position(|item| item.is(Class::COLON))?;
    if colon == 0
        || colon + 1 >= stop
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
        cut: 0,
        beside: false,
        nested: false,
        frames: Verb::QUOTE,
        rule: "headline-colon",
    })
}

/// Helpers after which nothing is said yet.
const CONDITIONAL: [&str; 5] = ["would", "could", "might", "may", "should"];

/// The verb with its helpers.
#[expect(clippy::struct_excessive_bools, reason = "each says which helper was there; several can be")]
struct Group {
    start: usize,
    be: bool,
    have: bool,
    negated: bool,
    infinitive: bool,
    helped: bool,
    /// "would", "could", "might"
    conditional: bool,
}

fn group(text: &str, items: &[Item], verb: usize) -> Group {
    let mut group = Group {
        start: verb,
        be: false,
        have: false,
        negated: false,
        infinitive: false,
        helped: false,
        conditional: false,
    };
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
        group.conditional |= helper && CONDITIONAL.iter().any(|word| lower_is(text, item, word));
        group.start = at;
    }
    // "On Monday also said" keeps its adverb; an opener "Meanwhile, he" never gets here.
    group
}

/// A form of a reporting verb in its sentence.
struct Form<'i> {
    text: &'i str,
    items: &'i [Item],
    index: usize,
    stop: usize,
    verb: &'static Verb,
    group: Group,
    gerund: bool,
    base: bool,
    third: bool,
}

impl<'i> Form<'i> {
    fn previous(&self) -> Option<&'i Item> {
        self.group.start.checked_sub(1).map(|at| &self.items[at])
    }

    fn next(&self) -> Option<&'i Item> {
        self.items.get(self.index + 1)
    }

    fn past(&self) -> bool {
        self.items[self.index].is(Class::PAST) || (!self.gerund && !self.base && !self.third)
    }

    /// Whether the form is a verb here, and one that reports.
    fn reports(&self) -> bool {
        let item = &self.items[self.index];
        let (previous, next) = (self.previous(), self.next());
        if self.group.negated || (self.group.infinitive && self.verb.status == QuoteStatus::Hoped) {
            return false;
        }
        let finite = !self.group.infinitive && !self.gerund;
        let modified = previous.is_some_and(|item| {
            item.is(Class::POSSESSIVE.or(Class::ENDING).or(Class::NUMBER))
                || (item.is(Class::DETERMINER) && !item.is(Class::THAT.or(Class::SUBJECT)))
        });
        if modified && !self.group.helped && !plural_determiner(self.text, previous) {
            return false;
        }
        // "the report of claims", "from publicly disclosed information"
        if finite && previous.is_some_and(|item| item.is(Class::PREPOSITION) && !item.is(Class::SUBORDINATOR))
        {
            return false;
        }
        if item.word.ambiguous && finite && !self.group.helped && !self.is_verb_here() {
            return false;
        }
        // "It goes without saying that …"
        if self.gerund && previous.is_some_and(|item| lower_is(self.text, item, "without")) {
            return false;
        }
        // "would think", "might say": nobody does.
        if self.group.conditional && !next.is_some_and(|next| next.is(Class::QUOTED)) {
            return false;
        }
        if self.past() && finite && !self.passive() {
            // "the man accused of murder", "a plan proposed by Smith"
            let linked = next.is_some_and(|next| {
                next.is(Class::PREPOSITION) && !preposition_of(self.text, self.verb, next)
            });
            if linked && !self.group.have && !self.verb.takes(Verb::CLAUSE | Verb::QUOTE) {
                return false;
            }
            if next.is_some_and(|next| lower_is(self.text, next, "by")) {
                return false;
            }
        }
        true
    }

    fn passive(&self) -> bool {
        self.group.be && self.past()
    }

    /// Whether a form that is a noun as often is a verb: beside a plain subject, with something
    /// after it that a noun would not have.
    fn is_verb_here(&self) -> bool {
        let subject = Class::SUBJECT
            .or(Class::WH)
            .or(Class::THAT)
            .or(Class::CAPITAL)
            .or(Class::PEOPLE)
            .or(Class::DOCUMENT)
            .or(Class::COMMA)
            .or(Class::COORDINATOR)
            .or(Class::QUOTED)
            .or(Class::TIME);
        let object = Class::THAT
            .or(Class::QUOTED)
            .or(Class::DETERMINER)
            .or(Class::POSSESSIVE)
            .or(Class::SUBJECT)
            .or(Class::OBJECT)
            .or(Class::TO)
            .or(Class::COLON)
            .or(Class::WH);
        let (Some(previous), Some(next)) = (self.previous(), self.next()) else { return false };
        let many = previous.is_word() && plural(self.text, previous);
        let plain = previous.is(subject) || (many && next.is(Class::THAT));
        let opens = next.is(object)
            || (next.is(Class::CAPITAL) && plain)
            || preposition_of(self.text, self.verb, next);
        let agrees = !self.base
            || self.verb.lemma == "read"
            || previous.is(Class::SUBJECT.or(Class::WH).or(Class::TIME))
            || many;
        plain && opens && agrees && !(self.base && previous.is(Class::COORDINATOR))
    }

    /// Whether the verb's particle follows: "pointed *out*", "put *it*".
    fn particle(&self) -> Option<u16> {
        let (particle, frames) = self.verb.particle?;
        self.next().filter(|next| lower_is(self.text, next, particle)).map(|_| frames)
    }

    /// What may follow the verb, or its particle.
    fn frames(&self) -> u16 {
        self.particle().map_or(self.verb.frames, |frames| frames | self.verb.frames & Verb::QUOTE)
    }

    /// "said Smith": what follows can be a subject.
    fn inverts(&self) -> bool {
        let subject = Class::CAPITAL
            .or(Class::DETERMINER)
            .or(Class::POSSESSIVE)
            .or(Class::TITLE)
            .or(Class::PEOPLE)
            .or(Class::SUBJECT);
        self.verb.takes(Verb::QUOTE)
            && !self.group.helped
            && self.next().is_some_and(|next| next.is(subject) && next.is_word() && !next.is(Class::TIME))
    }

    /// ", says Smith" at the end of a sentence or before a comma.
    fn inverts_at_end(&self) -> bool {
        self.inverts()
            && !self.verb.takes(Verb::PERSON)
            && phrase::after(self.items, self.index + 1).is_some_and(|found| {
                found.end == self.stop
                    || self.items[found.end].is(Class::COMMA.or(Class::PREPOSITION).or(Class::TIME))
            })
    }

    /// The subject of what was reported before, or of the sentence.
    fn last_subject(&self, earlier: &[Report]) -> Option<Phrase> {
        let mut reported = earlier.iter().rev().take(LOOK_BACK).filter(|report| !report.nested);
        reported
            .find_map(|report| report.subject)
            .or_else(|| phrase::main_subject(self.items, 0))
            .filter(|found| found.end <= self.group.start)
    }

    /// Who reports, whether the subject comes after the verb, and by which rule.
    fn subject(&self, earlier: &[Report]) -> Option<(Phrase, bool, &'static str)> {
        let (items, start) = (self.items, self.group.start);
        let previous = self.previous();
        if self.group.infinitive {
            return Some((self.last_subject(earlier)?, false, "infinitive"));
        }
        if self.gerund && !self.group.be {
            let subject = match previous {
                None => {
                    let reach = self.stop.min(self.index + 40);
                    let comma = (self.index..reach).find(|&at| items[at].is(Class::COMMA))?;
                    phrase::main_subject(items, comma)?
                }
                // ", saying", "and saying", "by saying"
                Some(before) if before.is(PARTS.or(Class::PREPOSITION).or(Class::SUBORDINATOR)) => {
                    self.last_subject(earlier)?
                }
                // "officials saying", but "sent a letter saying" is the sender's
                Some(before) => {
                    let paper = before.is(Class::DOCUMENT) && !before.is(Class::CAPITAL);
                    let sender = if paper { self.last_subject(earlier) } else { None };
                    sender.or_else(|| phrase::before(items, start, 0))?
                }
            };
            return Some((subject, false, "participle"));
        }
        let inverted = || Some((phrase::after(items, self.index + 1)?, true, "inversion"));
        let previous = match previous {
            None if self.inverts() && !self.base => return inverted(),
            None => return None,
            Some(previous) => previous,
        };
        if self.group.helped && previous.is(Class::SUBJECT) {
            let subject = Phrase::pronoun(start - 1);
            return Some((subject, false, "subject-verb"));
        }
        if previous.is(Class::QUOTED) {
            if self.inverts() {
                return inverted();
            }
            return Some((self.last_subject(earlier)?, false, "subject-verb"));
        }
        if previous.is(Class::COMMA.or(Class::DASH)) && start >= 2 {
            if items[start - 2].is(Class::QUOTED) && self.inverts() {
                return inverted();
            }
            let found = phrase::subject_before(items, start, 0);
            if self.inverts_at_end() {
                return inverted();
            }
            return Some((found.or_else(|| self.last_subject(earlier))?, false, "subject-verb"));
        }
        if previous.is(Class::COORDINATOR) {
            return Some((self.last_subject(earlier)?, false, "coordinate"));
        }
        Some((phrase::subject_before(items, start, 0)?, false, "subject-verb"))
    }
}

/// What stands between two parts of a sentence.
const PARTS: Class =
    Class::COMMA.or(Class::DASH).or(Class::SEMICOLON).or(Class::COORDINATOR).or(Class::QUOTED);

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
    if item.is(Class::CAPITAL) && index > 0 && !title {
        return None;
    }
    let word = item.span.of(text);
    let base = word.eq_ignore_ascii_case(verb.lemma);
    let form = Form {
        text,
        items,
        index,
        stop,
        verb,
        group: group(text, items, index),
        gerund: item.is(Class::GERUND) || (index == 0 && word.ends_with("ing")),
        base,
        third: !base && word.ends_with('s'),
    };
    if !form.reports() {
        return None;
    }
    if form.passive() {
        return of_passive(text, items, index, verb, stop);
    }
    let (subject, inverted, rule) = form.subject(earlier)?;
    if subject.kind == PhraseKind::Noun && !form.gerund && !inverted && !can_act(text, items, subject, item) {
        return None;
    }
    // Where the attribution starts: at its own subject, or at its verb.
    let own = subject.end <= form.group.start
        && !matches!(rule, "infinitive" | "coordinate" | "participle")
        && !earlier.iter().rev().take(LOOK_BACK).any(|report| report.subject == Some(subject));
    let start = if own { subject.lead } else { form.group.start };
    // ", as Smith put it,"
    let start = match start.checked_sub(1) {
        Some(at) if lower_is(text, &items[at], "as") && (at == 0 || items[at - 1].is(PARTS)) => at,
        _ => start,
    };
    let quote_before = start > 0
        && (items[start - 1].is(Class::QUOTED)
            || (start > 1
                && items[start - 1].is(Class::COMMA.or(Class::DASH))
                && items[start - 2].is(Class::QUOTED)));
    let content = if inverted {
        after_inversion(items, subject.end, stop)
    } else {
        complement(text, items, index + 1, stop, verb, quote_before)
    };
    let clausal =
        content.is_some_and(|content| matches!(content.kind, ContentKind::Clause | ContentKind::Object));
    let ends = ends_at(items, if inverted { subject.end } else { index + 1 }, stop);
    let trails = quote_before && (inverted || !form.gerund)
        || content.is_none()
            && ends.is_some()
            && !form.gerund
            && !form.group.infinitive
            && form.frames() & Verb::QUOTE != 0;
    // "The bridge, Smith said, is shut."
    let content = content.or_else(|| {
        let put_in = start == 0 || items[start - 1].is(Class::COMMA);
        let end = ends.filter(|_| trails && !quote_before && !inverted && put_in)?;
        let more = end + 2 < stop
            && items[end].is(Class::COMMA)
            && !items[end + 1].is(Class::GERUND
                .or(Class::WH)
                .or(Class::COORDINATOR)
                .or(Class::SUBORDINATOR)
                .or(Class::PAST))
            && has_verb(items, end + 1, stop);
        more.then_some(Content { start: end + 1, end: stop, kind: ContentKind::Rest })
    });
    if content.is_none() && !trails {
        return None;
    }
    if form.group.infinitive
        && content.is_some_and(|content| clausal && !items[content.start].is(Class::THAT))
    {
        return None;
    }
    let (beside, cut) = beside(items, start, own, verb, clausal);
    let nested = !beside
        && earlier.last().is_some_and(|last| last.content.is_some_and(|content| content.start <= start));
    // "said he hoped", "said she backed": one report, not two.
    if nested
        && (verb.status == QuoteStatus::Hoped
            || !verb.takes(Verb::QUOTE)
            || clausal && !verb.takes(Verb::THAT))
    {
        return None;
    }
    Some(Report {
        subject: Some(subject),
        cue: (index, index + 1 + usize::from(form.particle().is_some())),
        lemma: verb.lemma,
        status: verb.status,
        content,
        trails,
        start,
        cut,
        beside: beside || inverted,
        nested,
        frames: form.frames(),
        rule: if let PhraseKind::Relative(_) = subject.kind { "relative" } else { rule },
    })
}

/// Whether a report that starts here stands beside the one before it, and where that one ends.
fn beside(items: &[Item], start: usize, own: bool, verb: &Verb, clausal: bool) -> (bool, usize) {
    let Some(previous) = start.checked_sub(1).map(|at| &items[at]) else { return (true, start) };
    // ", though she noted": the comma is before the link.
    if previous.is(Class::SUBORDINATOR) && start >= 2 && items[start - 2].is(Class::COMMA.or(Class::DASH)) {
        return (verb.status != QuoteStatus::Hoped, start - 1);
    }
    if previous.is(Class::COORDINATOR) && own {
        // "the United States and its allies seek": a comma or a true verb of speech parts clauses.
        let comma = start >= 2 && items[start - 2].is(Class::COMMA.or(Class::SEMICOLON).or(Class::DASH));
        let speech = verb.takes(Verb::CLAUSE) && verb.takes(Verb::QUOTE) && verb.status != QuoteStatus::Hoped;
        return ((comma || clausal) && speech, start);
    }
    (previous.is(PARTS), start)
}

/// Whether a phrase can be the subject of this verb: it has a name or a noun for people or papers
/// at its head, or at least looks like a noun phrase.
fn can_act(text: &str, items: &[Item], subject: Phrase, verb: &Item) -> bool {
    let head =
        items[subject.start..subject.end].iter().rev().find(|item| !item.is(Class::ASIDE.or(Class::POINT)));
    let Some(head) = head else { return false };
    if head.is(Class::CAPITAL.or(Class::PEOPLE).or(Class::DOCUMENT)) {
        return true;
    }
    let first = &items[subject.start];
    let nominal = first.is(Class::DETERMINER.or(Class::POSSESSIVE).or(Class::CAPITAL).or(Class::NUMBER))
        || plural(text, head)
        || verb.word.verb.is_some_and(|verb| verb.lemma == "say") && !head.is(Class::PAST);
    nominal && !verb.word.ambiguous
}

/// Where the adverbials after a trailing cue end, when that is the end of a part of the sentence.
fn ends_at(items: &[Item], from: usize, stop: usize) -> Option<usize> {
    let (mut at, _) = adverbials(items, from, stop, None);
    // "told reporters", "said Smith, a lawyer"
    if at < stop && opens_phrase(&items[at]) {
        at = adverbials(items, phrase::simple(items, at), stop, None).0;
    }
    (at >= stop
        || items[at].is(PARTS.or(Class::COLON))
        || items[at].is(Class::GERUND.or(Class::SUBORDINATOR)))
    .then_some(at)
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
        cut: index,
        beside: false,
        nested: false,
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
            let to = follows(end).is_some_and(|item| item.is(Class::TO))
                && frames & Verb::TO != 0
                && !follows(end + 1).is_some_and(|item| item.is(Class::DETERMINER.or(Class::CAPITAL)));
            let link = follows(end).is_some_and(|item| preposition_of(text, verb, item));
            if to {
                return clause(at);
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
    if !opens_phrase(next) {
        return None;
    }
    // "said it rains" has a verb after it, "announced a halt" has none.
    let verbal = verb.lemma == "say" || has_verb(items, after, stop);
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
const LONGEST_SUBJECT: usize = 30;

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
        if parts || link || item.is(Class::TIME) && !next.is_some_and(|next| next.is(Class::ENDING)) {
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
