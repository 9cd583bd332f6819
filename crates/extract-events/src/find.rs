//! From sentences to events.

use rapporteur_document::{
    Document, EntityKind, Event, EventStatus, Participant, Relation, Role, Span, Tag, TimeKind,
};

use crate::Options;
use crate::clause::{Modal, Reading, intended};
use crate::sentence::{Cursor, Sentence};
use crate::standing::Part;
use crate::words;

/// Longest sentence, in words, that is read: longer ones are lists and tables.
const LONGEST: usize = 400;

/// So many words of sports, weather or markets make a sentence one of them.
const APOLITICAL: usize = 2;

/// Shortest sentence, in words, that can tell an event.
const SHORTEST: usize = 3;

/// Every event of the document's content, in order.
pub(crate) fn events(document: &Document, options: &Options) -> Vec<Event> {
    let Some(syntax) = document.syntax.as_ref().filter(|syntax| syntax.trees.len() == syntax.words.len())
    else {
        return Vec::new();
    };
    let blocks = document.content();
    let mut names = Cursor::names(document);
    let mut times = Cursor::times(document);
    let mut events = Vec::new();
    let mut block = 0;
    for (index, &span) in document.sentences().iter().enumerate() {
        while blocks.get(block).is_some_and(|block| block.span.end() <= span.start()) {
            block += 1;
        }
        let content = blocks.get(block).is_some_and(|block| {
            block.span.overlaps(span) && block.role.is_content() && block.role != Role::Question
        });
        let words = syntax.of_sentence(index).len();
        if !content || !(SHORTEST..=LONGEST).contains(&words) {
            continue;
        }
        let sentence = Sentence::new(&document.text, syntax, index, &mut names, &mut times);
        for reading in readings(&sentence, options) {
            events.extend(event(document, &sentence, &reading));
        }
    }
    events
}

/// The main event of a sentence, and others that stand beside it.
fn readings(sentence: &Sentence<'_>, options: &Options) -> Vec<Reading> {
    let mut apolitical: Vec<&str> = sentence
        .words
        .iter()
        .filter(|word| word.tag == Tag::Noun && words::is_apolitical(&word.lemma))
        .map(|word| &*word.lemma)
        .collect();
    apolitical.sort_unstable();
    apolitical.dedup();
    let Some(first) = main(sentence) else { return Vec::new() };
    // Who is arrested over a match is arrested all the same.
    if apolitical.len() >= APOLITICAL && !matches!(first.kind.name, "COERCE" | "ACCUSE") {
        return Vec::new();
    }
    let mut all = vec![first];
    if options.several {
        beside(sentence, &mut all);
    }
    all
}

/// The event of the highest clause that has one.
fn main(sentence: &Sentence<'_>) -> Option<Reading> {
    let root = (0..sentence.len()).find(|&at| sentence.relation(at) == Relation::Root)?;
    if let Some(mut reading) = sentence.clause(root, None, 0) {
        report(sentence, root, &mut reading);
        if political(sentence, &reading) {
            return Some(told_further(sentence, &reading).unwrap_or(reading));
        }
    }
    let mut verbs: Vec<usize> = (0..sentence.len())
        .filter(|&at| {
            let relation = sentence.relation(at);
            at != root
                && !matches!(relation, Relation::Amod | Relation::Compound | Relation::Case)
                && (sentence.tag(at) == Tag::Verb || relation == Relation::Ccomp)
        })
        .collect();
    verbs.sort_by_key(|&at| (rank(sentence, at), sentence.depth(at), at));
    let of_verbs = verbs.into_iter().find_map(|at| {
        let mut reading = sentence.clause(at, None, 0)?;
        report(sentence, at, &mut reading);
        political(sentence, &reading).then_some(reading)
    });
    of_verbs.or_else(|| {
        let mut nouns: Vec<usize> = (0..sentence.len()).filter(|&at| sentence.tag(at) == Tag::Noun).collect();
        nouns.sort_by_key(|&at| (sentence.depth(at), at));
        nouns.into_iter().find_map(|at| {
            let mut reading = sentence.nominal(at)?;
            // "will travel for talks": the talks are to come as well.
            if sentence.case(at) == Some("for")
                && let Some(verb) = sentence.head(at)
                && sentence.frame(verb).modal == Modal::Will
            {
                reading.status = EventStatus::Planned;
                reading.kind = intended(reading.kind);
            }
            political(sentence, &reading).then_some(reading)
        })
    })
}

/// "Two were killed when rebels attacked": the clause that knows who did it.
fn told_further(sentence: &Sentence<'_>, reading: &Reading) -> Option<Reading> {
    if reading.kind.name != "ASSAULT" || !reading.passive || reading.actor.is_some() {
        return None;
    }
    sentence.children(reading.verb).filter(|&child| sentence.relation(child) == Relation::Advcl).find_map(
        |clause| {
            let told = sentence.clause(clause, None, 0)?;
            let known = told.kind.name == "ASSAULT" && told.actor.is_some();
            // Where the clause names nobody, it was done to those who were killed or hurt.
            let victims = matches!(sentence.lemma(reading.verb), "kill" | "wound" | "injure" | "hurt")
                .then(|| sentence.frame(reading.verb).object)
                .flatten();
            (known && told.status == EventStatus::Asserted).then_some(Reading {
                reporter: reading.reporter,
                recipient: told
                    .recipient
                    .or_else(|| victims.filter(|_| sentence.recipients(&told, &[]).is_empty())),
                ..told
            })
        },
    )
}

/// Clauses that tell the news come before those that tell of somebody in it.
fn rank(sentence: &Sentence<'_>, at: usize) -> u8 {
    // What somebody demands or refuses stands under the demand.
    if matches!(sentence.relation(at), Relation::Ccomp | Relation::Xcomp)
        && let Some(head) = sentence.head(at)
        && sentence.tag(head) == Tag::Verb
        && words::verb_operator(sentence.lemma(head)).is_some_and(|operator| operator != words::Operator::Say)
        && sentence.depth(at) < 20
    {
        return rank(sentence, head);
    }
    // "Parties called on": the parser took the sentence for a noun with a participle.
    if sentence.relation(at) == Relation::Acl
        && let Some(head) = sentence.head(at)
        && head < at
        && sentence.relation(head) == Relation::Root
        && sentence.is_noun(head)
        && sentence.form(at).ends_with("ed")
        && sentence.child(head, Relation::Cop).is_none()
        && sentence.frame(at).agent.is_none()
    {
        return 0;
    }
    match sentence.relation(at) {
        Relation::Ccomp | Relation::Parataxis | Relation::Conj => 0,
        Relation::Xcomp | Relation::Advcl => 1,
        Relation::AclRelcl => 3,
        _ => 2,
    }
}

/// Whether somebody acts or suffers: what prices, storms and matters do is no event. A noun alone
/// is one only where both are there.
fn political(sentence: &Sentence<'_>, reading: &Reading) -> bool {
    let somebody = |head: usize| {
        let head = sentence.core(head);
        // "Tens of thousands took to the streets": the counted are people where they protest.
        let crowd = reading.kind.name == "PROTEST"
            && matches!(sentence.lemma(head), "hundred" | "thousand" | "dozen" | "score" | "ten" | "million");
        crowd || sentence.words[head].name.is_some() || words::is_agent(sentence.lemma(head))
    };
    let actors = sentence.actors(reading);
    let recipients = sentence.recipients(reading, &actors);
    let acts = actors.iter().any(|&head| somebody(head)) || has_name(sentence, &actors);
    let suffers = recipients.iter().any(|&head| somebody(head)) || has_name(sentence, &recipients);
    let thing = actors.iter().all(|&head| {
        sentence.tag(head) == Tag::Noun && !somebody(head) && sentence.class(head) != Some("attack")
    });
    match reading.rule {
        "noun" => acts && suffers,
        _ => (acts || suffers) && !(thing && !actors.is_empty() && !has_name(sentence, &actors)),
    }
}

/// Whether a name, or somebody whose it is, stands in one of the phrases: "Syrian shelling", "the
/// general's car".
fn has_name(sentence: &Sentence<'_>, heads: &[usize]) -> bool {
    heads.iter().any(|&head| {
        sentence.children(head).any(|child| {
            sentence.words[child].name.is_some()
                || sentence.relation(child) == Relation::NmodPoss && words::is_agent(sentence.lemma(child))
        })
    })
}

/// A verb of saying beside or above the clause says who reports it.
fn report(sentence: &Sentence<'_>, verb: usize, reading: &mut Reading) {
    if reading.reporter.is_some() {
        return;
    }
    let says = |at: usize| words::verb_operator(sentence.lemma(at)) == Some(words::Operator::Say);
    let beside = sentence
        .children(verb)
        .filter(|&child| {
            matches!(sentence.relation(child), Relation::Parataxis | Relation::Ccomp | Relation::Advcl)
        })
        .find(|&child| says(child));
    let above = sentence.head(verb).filter(|&head| says(head));
    if let Some(source) = sentence.children(verb).find(|&child| {
        sentence.relation(child).is(Relation::Obl)
            && matches!(sentence.case(child), Some("according" | "accord"))
    }) {
        reading.reporter = Some(source);
        return;
    }
    if let Some(saying) = beside.or(above) {
        reading.reporter = sentence.frame(saying).subject;
        if reading.rule == "must" || reading.rule == "guilt" {
            reading.actor = reading.reporter;
        }
    }
}

/// A second event, where a coordinated main clause has one of another kind.
fn beside(sentence: &Sentence<'_>, all: &mut Vec<Reading>) {
    let first = all[0].clone();
    let conjunct = sentence
        .children(first.verb)
        .find(|&child| sentence.relation(child) == Relation::Conj && sentence.tag(child) == Tag::Verb);
    if let Some(verb) = conjunct
        && let Some(mut second) = sentence.clause(verb, first.actor, 0)
        && second.kind.name != first.kind.name
    {
        second.reporter = first.reporter;
        all.push(second);
    }
}

/// The event with its participants, place and time.
fn event(document: &Document, sentence: &Sentence<'_>, reading: &Reading) -> Option<Event> {
    let mut actors = sentence.actors(reading);
    let mut recipients = sentence.recipients(reading, &actors);
    recipients.retain(|head| !actors.contains(head));
    // "talks between A and B", "fighting between A and B".
    let between = recipients.len() > 1
        && actors.is_empty()
        && recipients.iter().any(|&head| sentence.case(head) == Some("between"));
    if between && reading.kind.is_mutual() {
        std::mem::swap(&mut actors, &mut recipients);
    } else if between && recipients.len() == 2 {
        actors.push(recipients.remove(0));
    }
    // What two do together the one does with the other.
    let together = reading.kind.is_mutual()
        || (matches!(reading.kind.name, "SUPPORT" | "REJECT")
            && !matches!(
                sentence.lemma(reading.verb),
                "welcome" | "hail" | "praise" | "back" | "support" | "endorse" | "applaud"
            )
            && reading.sites.iter().any(|&site| {
                matches!(sentence.class(site), Some("agreement" | "relations" | "talks" | "ceasefire"))
            }));
    if together && actors.len() > 1 {
        recipients.retain(|&head| {
            matches!(sentence.case(head), Some("with" | "between"))
                && sentence.lemma(reading.verb) == "mediate"
                || sentence.case(head) == Some("with")
                || (reading.kind.name == "AGREE"
                    && sentence.may_act(head)
                    && sentence.relation(head).is(Relation::Obj))
        });
        if recipients.is_empty() && actors.len() == 2 && !reading.kind.is_mutual() {
            recipients.push(actors.pop()?);
        }
    }
    let participants = |heads: &[usize], part: Part| -> Vec<Participant> {
        let mut all: Vec<Participant> =
            heads.iter().map(|&head| sentence.standing(document, head, reading, part)).collect();
        all.dedup();
        all
    };
    let (time, place) = when_and_where(document, sentence, reading);
    let status = match reading.status {
        EventStatus::Asserted if alleged(sentence, reading) => EventStatus::Alleged,
        EventStatus::Asserted if conditional(sentence, reading) => EventStatus::Hypothetical,
        EventStatus::Planned if on_condition(sentence, reading) => EventStatus::Hypothetical,
        EventStatus::Asserted if long_ago(document, time) => EventStatus::Historical,
        status => status,
    };
    Some(Event {
        span: sentence.words[reading.trigger].span,
        kind: reading.kind.name.to_owned(),
        mode: sentence.mode(reading, parties(sentence, &actors, &recipients)).map(str::to_owned),
        contexts: sentence.contexts(reading),
        cameo: Some(reading.kind.cameo.to_owned()),
        actors: participants(&actors, Part::Acts),
        recipients: participants(&recipients, Part::Receives),
        place,
        time,
        status,
        reported_by: reading.reporter.map(|head| sentence.standing(document, head, reading, Part::Reports)),
        rule: reading.rule.into(),
    })
}

/// How many take part: "the presidents of Chad, Niger and Mali" are three.
fn parties(sentence: &Sentence<'_>, actors: &[usize], recipients: &[usize]) -> usize {
    let within = |head: usize| {
        let of = sentence
            .children(head)
            .find(|&child| sentence.relation(child).is(Relation::Nmod) && sentence.case(child) == Some("of"));
        of.map_or(1, |of| sentence.coordinated(of).len())
    };
    actors.iter().chain(recipients).map(|&head| within(head)).sum()
}

/// The clause is the condition of another: "if Chad attacks".
fn conditional(sentence: &Sentence<'_>, reading: &Reading) -> bool {
    sentence.relation(reading.verb).is(Relation::Advcl)
        && sentence
            .children(reading.verb)
            .any(|child| matches!(sentence.lemma(child), "if" | "unless" | "whether"))
}

/// It is to come only if something else does: "if Serbia agrees, Kosovo will".
fn on_condition(sentence: &Sentence<'_>, reading: &Reading) -> bool {
    sentence.children(reading.verb).any(|child| {
        sentence.relation(child) == Relation::Advcl
            && sentence.children(child).any(|mark| {
                matches!(sentence.relation(mark), Relation::Mark | Relation::Advmod)
                    && matches!(sentence.lemma(mark), "if" | "provided" | "once")
            })
    })
}

/// Years before the publication that make an event background.
const LONG_AGO: i32 = 2;

/// The event's time lies years before the document's own.
fn long_ago(document: &Document, time: Option<Span>) -> bool {
    let year = |value: &str| value.get(..4).and_then(|year| year.parse::<i32>().ok());
    let published = document.meta.published.as_ref().and_then(|fact| year(&fact.value));
    let value = time.and_then(|span| document.times().iter().find(|time| time.span == span));
    match (published, value.and_then(|time| year(&time.value))) {
        (Some(published), Some(then)) => published - then >= LONG_AGO,
        _ => false,
    }
}

/// "allegedly", "reportedly" beside the verb.
fn alleged(sentence: &Sentence<'_>, reading: &Reading) -> bool {
    sentence.children(reading.verb).any(|child| {
        matches!(
            sentence.lemma(child),
            "allegedly" | "reportedly" | "apparently" | "purportedly" | "supposedly"
        )
    })
}

/// The first time expression and the first place around the event.
fn when_and_where(
    document: &Document,
    sentence: &Sentence<'_>,
    reading: &Reading,
) -> (Option<Span>, Option<Participant>) {
    let whole = match (sentence.words.first(), sentence.words.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start(), last.span.end()),
        _ => return (None, None),
    };
    let trigger = sentence.words[reading.trigger].span;
    let times = document.times();
    let from = times.partition_point(|time| time.span.end() <= whole.start());
    let time = times[from..]
        .iter()
        .take_while(|time| time.span.start() < whole.end())
        .filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time))
        .min_by_key(|time| time.span.start().abs_diff(trigger.start()))
        .map(|time| time.span);
    let is_place = |at: usize| {
        sentence.words[at]
            .name
            .and_then(|name| document.mentions().get(name as usize))
            .is_some_and(|mention| mention.kind == EntityKind::Place)
    };
    let sites = reading.sites.iter().copied().chain([reading.verb]);
    let place = sites
        .flat_map(|site| sentence.children(site))
        .find(|&child| {
            matches!(sentence.case(child), Some("in" | "at" | "near" | "inside" | "outside" | "across"))
                && is_place(child)
        })
        .map(|head| sentence.participant(document, head));
    (time, place)
}
