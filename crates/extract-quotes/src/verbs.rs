//! Verbs that report: whether a form is one here, who its subject is, and the report it makes.

use rapporteur_document::QuoteStatus;

use crate::complement::{adverbials, after_inversion, complement, has_verb, opens_phrase, preposition_of};
use crate::items::{Item, lower_is, plural};
use crate::phrase::{self, Phrase, PhraseKind};
use crate::reports::{Content, ContentKind, Report};
use crate::words::{Class, Verb};

/// How many reports back a report without a subject of its own looks for one.
const LOOK_BACK: usize = 6;

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
        // "the report of claims", "from recently published figures"
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
            || preposition_of(self.text, self.verb, next)
            || self.particle().is_some();
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
                // "After saying it was shut, she left"
                Some(before) if start == 1 && before.is(Class::PREPOSITION.or(Class::SUBORDINATOR)) => {
                    phrase::main_subject(items, 0)?
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

/// The report that a verb makes, if it makes one.
pub(crate) fn of_verb(
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
    if subject.kind == PhraseKind::Noun
        && !form.gerund
        && !inverted
        && !can_act(text, items, subject, item, form.next().is_some_and(|next| next.is(Class::THAT)))
    {
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
        // "the mayor and her allies seek": a comma or a true verb of speech parts clauses.
        let comma = start >= 2 && items[start - 2].is(Class::COMMA.or(Class::SEMICOLON).or(Class::DASH));
        let speech = verb.takes(Verb::CLAUSE) && verb.takes(Verb::QUOTE) && verb.status != QuoteStatus::Hoped;
        return ((comma || clausal) && speech, start);
    }
    (previous.is(PARTS), start)
}

/// Whether a phrase can be the subject of this verb: it has a name or a noun for people or papers
/// at its head, or at least looks like a noun phrase.
fn can_act(text: &str, items: &[Item], subject: Phrase, verb: &Item, that: bool) -> bool {
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
    nominal && (!verb.word.ambiguous || that)
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
