//! Verbs that report: whether a form is one here, who its subject is, and the report it makes.

use rapporteur_document::QuoteStatus;

use crate::complement::{
    self, LONGEST_SUBJECT, adverbials, after_inversion, clause_end, complement, has_verb, opens_phrase,
    preposition_of,
};
use crate::items::{Item, lower_is, plural};
use crate::phrase::{self, Phrase, PhraseKind};
use crate::reports::{Content, ContentKind, Report};
use crate::words::{Class, Verb};

/// How many reports back a report without a subject of its own looks for one.
const LOOK_BACK: usize = 6;

/// How far back a paper may be from the participle that says what is in it.
const LONGEST_PAPER: usize = 14;

/// How far back the "to" of an infinitive may be that another one goes on.
const INFINITIVE: usize = 10;

/// Helpers after which nothing is said yet.
const CONDITIONAL: [&str; 6] = ["can", "would", "could", "might", "may", "should"];

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
        // "is adamant that", and not "it is certain that"
        if self.verb.is_adjective() && (!self.group.be || self.is_impersonal()) {
            return false;
        }
        if self.group.negated || (self.group.infinitive && self.verb.status == QuoteStatus::Hoped) {
            return false;
        }
        let finite = !self.group.infinitive && !self.gerund;
        // "China's said": China's envoy, or China has; a participle would end in "-ed".
        let elliptic = previous.is_some_and(|item| item.is(Class::ENDING))
            && finite
            && self.past()
            && !item.word.ambiguous
            && !item.is(Class::PAST);
        let modified = !elliptic
            && previous.is_some_and(|item| {
                item.is(Class::POSSESSIVE.or(Class::ENDING))
                    || item.is(Class::NUMBER) && !self.after_year()
                    || (item.is(Class::DETERMINER) && !item.is(Class::THAT.or(Class::SUBJECT)))
            });
        // "a mother of three replied"
        let of_many = self.group.start >= 2
            && lower_is(self.text, &self.items[self.group.start - 2], "of")
            && self.next().is_none_or(|next| !next.is_word() || next.is(Class::QUOTED.or(Class::THAT)));
        if modified && !self.group.helped && !of_many && !plural_determiner(self.text, previous) {
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
        // "It goes without saying that …", "It is worth noting that …"
        if self.gerund
            && previous.is_some_and(|item| {
                lower_is(self.text, item, "without") || lower_is(self.text, item, "worth")
            })
        {
            return false;
        }
        // "in advocating it", "by adding rooms": how something else is done
        if self.gerund
            && previous.is_some_and(|item| item.is(Class::PREPOSITION) && !item.is(Class::SUBORDINATOR))
            && !(self.verb.takes(Verb::CLAUSE) && self.verb.takes(Verb::QUOTE))
        {
            return false;
        }
        // "points to reports", "to prove that"
        if self.group.infinitive && (!self.base || self.verb.status == QuoteStatus::Document) {
            return false;
        }
        // "would think", "might say": nobody does.
        if self.group.conditional && !next.is_some_and(|next| next.is(Class::QUOTED)) {
            return false;
        }
        if self.past() && finite && !self.passive() {
            // "the man accused of murder", "a plan proposed by Smith"
            let linked = next.is_some_and(|next| {
                next.is(Class::PREPOSITION)
                    && !preposition_of(self.text, self.verb, next)
                    && !(next.is(Class::TO) && self.verb.takes(Verb::TO))
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

    /// "it is", "there was"
    fn is_impersonal(&self) -> bool {
        let word = |word: &str| self.previous().is_some_and(|item| lower_is(self.text, item, word));
        self.group.start == 0 || word("it") || word("there") || word("that") || word("what")
    }

    /// "who in 2010 said": the number tells when.
    fn after_year(&self) -> bool {
        self.group.start >= 2
            && self.items[self.group.start - 1].span.len() == 4
            && self.items[self.group.start - 2].is(Class::PREPOSITION)
    }

    fn passive(&self) -> bool {
        self.group.be && self.past() && !self.verb.is_adjective()
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
        if self.index + 1 >= self.stop {
            return self.ends_sentence(previous);
        }
        // "rules that could close it": what follows "that" tells of the rules.
        let relative = next.is(Class::THAT)
            && self.items.get(self.index + 2).is_some_and(|after| {
                after.is(Class::AUXILIARY) && !after.is(Class::SUBJECT)
                    || phrase::is_finite(self.items, self.index + 2)
            });
        if relative && self.third {
            return false;
        }
        let many = previous.is_word() && plural(self.text, previous);
        let plain = previous.is(subject) || (many && next.is(Class::THAT));
        let opens = next.is(object)
            || (next.is(Class::CAPITAL) && plain)
            || preposition_of(self.text, self.verb, next)
            || self.particle().is_some();
        let agrees = !self.base
            || self.verb.lemma == "read"
            || self.has_plural_head()
            || previous.is(Class::SUBJECT.or(Class::WH).or(Class::TIME))
            || many;
        plain && opens && agrees && !(self.base && previous.is(Class::COORDINATOR))
    }

    /// "The bridge is shut, the Harbor Journal reports.", "…, studies show."
    fn ends_sentence(&self, previous: &Item) -> bool {
        let nominal = Class::CAPITAL.or(Class::PEOPLE).or(Class::DOCUMENT).or(Class::SUBJECT);
        let agrees = if self.base { self.has_plural_head() } else { self.third };
        let set_off = || {
            phrase::subject_before(self.items, self.group.start, 0)
                .is_some_and(|found| found.lead > 0 && self.items[found.lead - 1].is(Class::COMMA))
        };
        agrees && (previous.is(nominal) || plural(self.text, previous) || previous.is_word()) && set_off()
    }

    /// "data from the survey show": the noun before the first link is what the verb agrees with.
    fn has_plural_head(&self) -> bool {
        let Some(found) = phrase::subject_before(self.items, self.group.start, 0) else { return false };
        let words = &self.items[found.start..found.end];
        let base = words.iter().position(|item| item.is(Class::PREPOSITION)).unwrap_or(words.len());
        words[..base].last().is_some_and(|head| {
            head.is(Class::DOCUMENT.or(Class::PEOPLE))
                && (plural(self.text, head) || lower_is(self.text, head, "data"))
        })
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
            && self.next().is_some_and(|next| {
                // "Marsh, 58, denies it": what is denied
                next.is(subject)
                    && next.is_word()
                    && !next.is(Class::TIME)
                    && !lower_is(self.text, next, "it")
            })
    }

    /// ", says Smith" at the end of a sentence or before a comma.
    fn inverts_at_end(&self) -> bool {
        self.inverts()
            && !self.verb.takes(Verb::PERSON)
            && phrase::after(self.items, self.index + 1).is_some_and(|found| {
                found.end >= self.stop
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

    /// Who does what an infinitive is part of: "after he appeared to suggest", "forced her to admit".
    fn governor(&self) -> Option<Phrase> {
        let (items, to) = (self.items, self.group.start);
        let before = to.checked_sub(1)?;
        let verb = |at: usize| items[at].is(Class::PAST.or(Class::VERB)) && !items[at].is(Class::CAPITAL);
        if verb(before) {
            return phrase::subject_before(items, before, 0);
        }
        if items[before].is(Class::OBJECT) && before > 0 && verb(before - 1) {
            return Some(Phrase::pronoun(before));
        }
        None
    }

    /// Who sent the paper that a participle tells of: "sent a letter to the board urging a halt".
    fn sender(&self, start: usize) -> Option<Phrase> {
        let items = self.items;
        let low = start.saturating_sub(LONGEST_PAPER);
        let paper = (low..start)
            .rev()
            .take_while(|&at| !items[at].is(PARTS.or(Class::AUXILIARY)))
            .find(|&at| items[at].is(Class::DOCUMENT) && !items[at].is(Class::CAPITAL))?;
        let verb = (paper.saturating_sub(3)..paper).rev().find(|&at| !items[at].is(Class::DETERMINER))?;
        let sent =
            items[verb].is(Class::PAST.or(Class::VERB).or(Class::OWNING)) && !items[verb].is(Class::CAPITAL);
        if sent { phrase::subject_before(items, verb, 0) } else { None }
    }

    /// Who reports, whether the subject comes after the verb, and by which rule.
    fn subject(&self, earlier: &[Report]) -> Option<(Phrase, bool, &'static str)> {
        let (items, start) = (self.items, self.group.start);
        let previous = self.previous();
        if self.group.infinitive {
            let subject = self.governor().map_or_else(|| self.last_subject(earlier), Some);
            return Some((subject?, false, "infinitive"));
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
                    // "a series of tweets early Friday saying"
                    let when = |item: &&Item| {
                        item.is(Class::TIME)
                            || lower_is(self.text, item, "early")
                            || lower_is(self.text, item, "late")
                    };
                    let noun = items[..start].iter().rev().find(|item| !when(item)).unwrap_or(before);
                    let paper = noun.is(Class::DOCUMENT) && !noun.is(Class::CAPITAL);
                    let sender =
                        self.sender(start).or_else(|| if paper { self.last_subject(earlier) } else { None });
                    // "a session demanding a halt": no session speaks.
                    let speaks = before.is(Class::CAPITAL.or(Class::PEOPLE).or(Class::DOCUMENT))
                        || before.is(Class::TIME.or(Class::ASIDE).or(Class::SUBJECT).or(Class::OBJECT));
                    sender.or_else(|| phrase::before(items, start, 0).filter(|_| speaks))?
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
            // "called on them to stop and apologise": the second infinitive is theirs.
            let near = &items[start.saturating_sub(INFINITIVE)..start - 1];
            let infinitive =
                near.iter().rev().take_while(|item| !item.is(Class::COMMA)).any(|item| item.is(Class::TO));
            if self.base && !self.group.helped && infinitive {
                return None;
            }
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
    // Inside a clause that opens the sentence, the rest of the sentence is not what was said.
    let first = items.iter().position(Item::is_word).unwrap_or(0);
    let opener = items[first].is(Class::SUBORDINATOR.or(Class::CIRCUMSTANCE))
        || form.gerund && form.group.start <= first + 1
        || lower_is(text, &items[first], "when")
        || lower_is(text, &items[first], "once");
    let before = &items[first..form.group.start.max(first)];
    let apart = before.len() > LONGEST_SUBJECT || before.iter().any(|item| item.is(Class::COMMA));
    let whole = stop;
    let stop = if opener && !apart && !inverted && !quote_before {
        complement::opening_end(text, items, index + 1, stop)
    } else {
        stop
    };
    let content = if inverted {
        after_inversion(items, subject.end, stop)
    } else {
        complement(text, items, index + 1, stop, verb, quote_before)
    };
    let stop = whole;
    let clausal =
        content.is_some_and(|content| matches!(content.kind, ContentKind::Clause | ContentKind::Object));
    let ends = ends_at(items, if inverted { subject.end } else { index + 1 }, stop);
    let speech = form.frames() & (Verb::QUOTE | Verb::THAT) != 0;
    // "…, studies show."
    let shown = verb.status == QuoteStatus::Document
        && form.frames() & Verb::CLAUSE != 0
        && index + 1 == stop
        && earlier.is_empty();
    let trails = quote_before && speech && (inverted || !form.gerund)
        || content.is_none()
            && ends.is_some()
            && !form.gerund
            && !form.group.infinitive
            && (form.frames() & Verb::QUOTE != 0 || shown && start > 0 && items[start - 1].is(Class::COMMA));
    // "The bridge, Smith said, is shut."
    let content = content.or_else(|| {
        let put_in = start > 0 && items[start - 1].is(Class::COMMA.or(Class::COORDINATOR));
        // "Smith said, late on Monday, it was shut", and not "She added a note, known as …".
        let opens = lower_is(text, &items[start], "as")
            || start == 0 && ends == Some(adverbials(items, index + 1, stop, None).0);
        let end = ends.filter(|_| trails && !quote_before && !inverted && (put_in || opens))?;
        rest(text, items, start, end, stop)
    });
    // "which he said were false": what is said has lost its subject to the front.
    let content = content.or_else(|| {
        let next = items.get(index + 1).filter(|_| index + 2 < stop)?;
        let front = start.checked_sub(1).map(|at| &items[at]);
        let asked = front.is_some_and(|item| lower_is(text, item, "what")) && start == 1;
        let gap = next.is(Class::AUXILIARY)
            && !next.is(Class::SUBJECT)
            && verb.takes(Verb::CLAUSE)
            && verb.takes(Verb::QUOTE)
            && front.is_some_and(|item| item.is_word() && !item.is(Class::SUBORDINATOR))
            && !asked
            && own;
        gap.then(|| Content {
            start: index + 1,
            end: clause_end(text, items, index + 1, stop),
            kind: ContentKind::Clause,
        })
    });
    // "A study found 31 cases", "polls show a tie"
    let content = content.or_else(|| {
        let tells = ["indicate", "reveal", "suggest"].contains(&verb.lemma);
        let paper = (verb.status == QuoteStatus::Document || tells)
            && subject.kind == PhraseKind::Noun
            && items[subject.start..subject.end]
                .iter()
                .take_while(|item| !item.is(Class::PREPOSITION))
                .any(|item| item.is(Class::DOCUMENT));
        let object = || complement::object_of(text, items, index + 1, stop);
        if paper && form.next().is_some_and(opens_phrase) { object() } else { None }
    });
    if content.is_none() && !trails {
        return None;
    }
    if form.group.infinitive
        && content.is_some_and(|content| {
            let pronoun = items[content.start].is(Class::SUBJECT) && verb.takes(Verb::QUOTE);
            clausal && !items[content.start].is(Class::THAT) && !pronoun
        })
    {
        return None;
    }
    let commits = content.is_some_and(|content| items[content.start].is(Class::TO)) && !form.group.infinitive;
    let (beside, cut) = beside(items, start, own, verb, clausal, commits);
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

/// What goes on after an attribution put into it: `, Smith said, is shut`.
fn rest(text: &str, items: &[Item], start: usize, end: usize, stop: usize) -> Option<Content> {
    if end + 2 >= stop || !items[end].is(Class::COMMA) {
        return None;
    }
    let next = &items[end + 1];
    let low = start.saturating_sub(LONGEST_SUBJECT);
    // "The museum, Smith said, celebrated them": the verb of what is said is still to come.
    let verbless = start > 1 && !has_verb(items, low, start - 1);
    let reason = ["because", "if", "since", "until"].iter().any(|word| lower_is(text, next, word));
    let other = Class::GERUND.or(Class::WH).or(Class::COORDINATOR);
    if next.is(other) || next.is(Class::SUBORDINATOR) && !reason || next.is(Class::PAST) && !verbless {
        return None;
    }
    if !(next.is(Class::PAST) || has_verb(items, end + 1, stop)) {
        return None;
    }
    let start = end + 1;
    Some(Content { start, end: clause_end(text, items, start, stop), kind: ContentKind::Rest })
}

/// Whether a report that starts here stands beside the one before it, and where that one ends.
fn beside(
    items: &[Item],
    start: usize,
    own: bool,
    verb: &Verb,
    clausal: bool,
    commits: bool,
) -> (bool, usize) {
    let Some(previous) = start.checked_sub(1).map(|at| &items[at]) else { return (true, start) };
    // ", though she noted": the comma is before the link.
    if previous.is(Class::SUBORDINATOR) && start >= 2 && items[start - 2].is(Class::COMMA.or(Class::DASH)) {
        return (verb.status != QuoteStatus::Hoped, start - 1);
    }
    if previous.is(Class::COORDINATOR) && own {
        // "the mayor and her allies seek": a comma or a true verb of speech parts clauses.
        let comma = start >= 2 && items[start - 2].is(Class::COMMA.or(Class::SEMICOLON).or(Class::DASH));
        let speech = verb.takes(Verb::CLAUSE) && verb.takes(Verb::QUOTE) && verb.status != QuoteStatus::Hoped;
        // ", and he urged them": the one who spoke goes on.
        let goes_on = comma && items[start].is(Class::SUBJECT) && verb.status != QuoteStatus::Hoped;
        // ", and the mayor is promising to stay"
        let promises = comma && commits && verb.takes(Verb::CLAUSE);
        return ((comma || clausal) && speech || goes_on || promises, start);
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
    let words = &items[subject.start..subject.end];
    let base = words.iter().position(|item| item.is(Class::PREPOSITION)).unwrap_or(words.len());
    let acts = words[..base].last().is_some_and(|head| head.is(Class::DOCUMENT.or(Class::PEOPLE)));
    // "lawyers for the detained say"
    if acts
        && words[..base].last().is_some_and(|head| head.is(Class::PEOPLE) && plural(text, head))
        && head.is(Class::PAST)
    {
        return true;
    }
    let first = &items[subject.start];
    let nominal = first.is(Class::DETERMINER.or(Class::POSSESSIVE).or(Class::CAPITAL).or(Class::NUMBER))
        || plural(text, head)
        || verb.word.verb.is_some_and(|verb| verb.lemma == "say") && !head.is(Class::PAST);
    // What an event shows, nobody says.
    let shows = verb.word.verb.is_some_and(|verb| verb.status == QuoteStatus::Document)
        && !items[subject.start..subject.end].iter().any(|item| item.is(Class::DOCUMENT.or(Class::PEOPLE)));
    // "a stream called the Run": a participle
    let named = verb.is(Class::PAST)
        && !plural(text, head)
        && verb.word.verb.is_some_and(|verb| ["call", "dub", "label", "term"].contains(&verb.lemma));
    // "an audit of the ships shows"
    nominal && !shows && !named && (!verb.word.ambiguous || that || acts)
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

/// "was urged by the union to act", "was described by her as a wreck".
fn by_agent(text: &str, items: &[Item], index: usize, verb: &'static Verb, stop: usize) -> Option<Report> {
    let subject = phrase::after(items, index + 2)?;
    let subject = Phrase { end: phrase::simple(items, index + 2).clamp(index + 3, subject.end), ..subject };
    let link = items.get(subject.end).filter(|_| subject.end + 1 < stop)?;
    let content = if link.is(Class::TO) && verb.takes(Verb::TO)
        || link.is(Class::THAT) && verb.takes(Verb::THAT)
    {
        Content {
            start: subject.end,
            end: clause_end(text, items, subject.end, stop),
            kind: ContentKind::Clause,
        }
    } else if verb.takes(Verb::OBJECT) && ["as", "for", "of"].iter().any(|word| lower_is(text, link, word)) {
        complement::object_of(text, items, subject.end + 1, stop)?
    } else {
        return None;
    };
    Some(Report {
        subject: Some(subject),
        cue: (index, index + 1),
        lemma: verb.lemma,
        status: verb.status,
        content: Some(content),
        trails: false,
        start: index,
        cut: index,
        beside: false,
        nested: false,
        frames: verb.frames,
        rule: "passive",
    })
}

/// "was accused of …", "were told that …": nobody is named.
fn of_passive(text: &str, items: &[Item], index: usize, verb: &'static Verb, stop: usize) -> Option<Report> {
    let next = items.get(index + 1)?;
    if lower_is(text, next, "by") {
        return by_agent(text, items, index, verb, stop);
    }
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
