//! From a phrase beside a quotation to a speaker: the mention's bytes, and whom it stands for.
//!
//! With a layer of mentions the phrase takes their spans and entities; without one the phrase's
//! own words have to do.

use rapporteur_document::{Document, EntityId, EntityKind, Mention, MentionForm, Span, Speaker};

use crate::items::{Item, plural};
use crate::phrase::{Phrase, PhraseKind};
use crate::reports::bytes;
use crate::words::Class;

/// How many mentions before a place are looked at for one that reaches into it.
const NESTED_MENTIONS: usize = 8;

/// Pronouns that stand for nobody who could be heard without a cue beside them.
const MUTE: [&str; 8] = ["it", "its", "you", "nobody", "everybody", "everyone", "somebody", "someone"];

/// A speaker, and what kind of phrase names them.
#[derive(Debug, Clone)]
pub(crate) struct Actor {
    pub(crate) speaker: Speaker,
    /// Can speak: a name, a pronoun for people, a noun for people or papers.
    pub(crate) speaks: bool,
    /// The head noun is one for documents.
    pub(crate) document: bool,
    /// What a mention that names them says they are.
    pub(crate) kind: Option<EntityKind>,
}

/// The speaker that a phrase of this sentence names.
pub(crate) fn resolve(document: &Document, items: &[Item], phrase: Phrase) -> Actor {
    match phrase.kind {
        PhraseKind::Pronoun => pronoun(document, items, phrase.start),
        PhraseKind::Relative(antecedent) => {
            let span = items[phrase.start].span;
            let Some((start, end)) = antecedent else {
                return Actor {
                    speaker: Speaker { span: Some(span), ..Speaker::default() },
                    speaks: true,
                    document: false,
                    kind: None,
                };
            };
            let mut actor = noun(document, items, start, end);
            actor.speaker.span = Some(span);
            actor
        }
        PhraseKind::Noun => noun(document, items, phrase.start, phrase.end),
    }
}

fn pronoun(document: &Document, items: &[Item], at: usize) -> Actor {
    let text = &document.text;
    let whole = items[at].span;
    let words = whole.of(text);
    let len = words.find(['\'', '’']).unwrap_or(words.len());
    let span = Span::new(whole.start(), whole.start() + len);
    let mention = overlapping(document, span).find(|mention| mention.form == MentionForm::Pronoun);
    let entity = mention.and_then(|mention| mention.entity);
    let name = entity.and_then(|id| spoken_of(document, id, span));
    let speaks = !MUTE.iter().any(|word| span.of(text).eq_ignore_ascii_case(word));
    Actor {
        speaker: Speaker { span: Some(span), entity, name },
        speaks,
        document: false,
        kind: mention.map(|mention| mention.kind),
    }
}

/// What whoever a pronoun stands for is called: by name, else as the text describes them.
fn spoken_of(document: &Document, id: EntityId, pronoun: Span) -> Option<String> {
    let called = document.called(id)?;
    let same = document.unnamed(id).is_some() && called.eq_ignore_ascii_case(pronoun.of(&document.text));
    (!same).then(|| called.to_owned())
}

fn noun(document: &Document, items: &[Item], start: usize, end: usize) -> Actor {
    let text = &document.text;
    // The base of the phrase ends before its first link.
    let base_end = (start + 1..end)
        .find(|&at| items[at].is(Class::PREPOSITION) && !items[at].is(Class::ASIDE))
        .unwrap_or(end);
    let mut base_end = base_end.max(start + 1);
    if let Some(actor) = several(document, items, start, base_end, end) {
        return actor;
    }
    // "one of the doctors": who, and not how many, speaks.
    let counts = Class::DETERMINER.or(Class::NUMBER);
    if base_end == start + 1 && items[start].is(counts) && base_end + 1 < end {
        let next = (base_end + 1..end).find(|&at| items[at].is(Class::PREPOSITION)).unwrap_or(end);
        let span = bytes(items, start, next);
        let speaks = items[next - 1].is(Class::CAPITAL.or(Class::PEOPLE).or(Class::DOCUMENT));
        let speaker = Speaker { span: Some(span), entity: None, name: Some(span.of(text).to_owned()) };
        return Actor { speaker, speaks, document: false, kind: None };
    }
    while base_end > start + 1 && items[base_end - 1].is(Class::ASIDE.or(Class::ENDING).or(Class::MARK)) {
        base_end -= 1;
    }
    // "the Secretary of State", "the Bank of Hale": a name goes on.
    let mut named_on = base_end;
    // "the hon. Member for Carrick", "the Minister for Ports": an office goes on after "for".
    let goes_on = |at: usize| {
        let word = items[at].span.of(text);
        word.eq_ignore_ascii_case("of")
            || word == "for" && matches!(items[at - 1].span.of(text), "Member" | "Minister" | "Secretary")
    };
    while named_on + 1 < end
        && items[named_on - 1].is(Class::CAPITAL)
        && goes_on(named_on)
        && (items[named_on + 1].is(Class::CAPITAL)
            || (items[named_on + 1].is(Class::DETERMINER)
                && items.get(named_on + 2).is_some_and(|item| item.is(Class::CAPITAL))))
    {
        named_on += 2;
        while named_on < end && items[named_on].is(Class::CAPITAL.or(Class::POINT)) {
            named_on += 1;
        }
    }
    let of_name = named_on > base_end;
    base_end = named_on;
    // "the Alliance for Change": a name that is known ends where it ends.
    let base = bytes(items, start, base_end);
    let longer = overlapping(document, items[base_end - 1].span)
        .filter(|mention| mention.form == MentionForm::Name && mention.span.start() >= base.start())
        .map(|mention| mention.span.end())
        .max();
    while longer.is_some_and(|longer| base_end < end && items[base_end].span.end() <= longer) {
        base_end += 1;
    }
    let base = bytes(items, start, base_end);
    let head = &items[base_end - 1];
    // At the start of a sentence a capital says nothing: "Polls show".
    let document_head = head.is(Class::DOCUMENT) && (!head.is(Class::CAPITAL) || start == 0 && base_end == 1);
    let named: Option<&Mention> = overlapping(document, base)
        .filter(|mention| mention.form == MentionForm::Name && base.contains(mention.span))
        .filter(|mention| mention.kind == EntityKind::Person || mention.span.end() >= head.span.end())
        .max_by_key(|mention| (mention.kind == EntityKind::Person, mention.span.start()));
    // "the envoy on Talvia Anna Marsh": a person right after the name that a link brought; "the
    // spokesman for Anna Marsh" has the link itself before it.
    let after_link = (base_end < end).then(|| bytes(items, base_end, end)).and_then(|rest| {
        let last = items[end - 1].span.end();
        let at_end = |mention: &&Mention| {
            mention.form == MentionForm::Name
                && mention.kind == EntityKind::Person
                && rest.contains(mention.span)
                && mention.span.end() >= last
        };
        let mention = overlapping(document, rest).find(at_end)?;
        let before =
            items[base_end..end].iter().rev().find(|item| item.span.end() <= mention.span.start())?;
        (before.is(Class::CAPITAL) && !before.is(Class::TITLE.or(Class::PEOPLE))).then_some(mention)
    });
    let named = named.or(after_link);
    let nominal = overlapping(document, base).find(|mention| {
        mention.form == MentionForm::Nominal
            && mention.span.contains(head.span)
            && mention.span.start() + 1 >= base.start()
    });
    if let Some(mention) = named.filter(|mention| mention.span.end() >= head.span.end()).or(nominal).or(named)
    {
        let entity = mention.entity.and_then(|id| document.entity(id));
        // "a spokesman for the Foreign Office": the words that say who, where no name does.
        let words = || {
            let linked = mention.form == MentionForm::Nominal && base_end < end;
            if linked { bytes(items, start, end).of(text) } else { mention.span.of(text) }
        };
        let name = entity
            .filter(|entity| mention.form == MentionForm::Name || entity.name != mention.span.of(text))
            .map_or_else(|| words().to_owned(), |entity| entity.name.clone());
        return Actor {
            speaker: Speaker { span: Some(mention.span), entity: mention.entity, name: Some(name) },
            speaks: true,
            document: document_head,
            kind: Some(mention.kind),
        };
    }
    // "a source close to the firm": the people stand before what tells which.
    let qualified = base_end < end
        && base_end >= start + 2
        && items[base_end - 2].is(Class::PEOPLE)
        && !head.is(Class::CAPITAL.or(Class::PEOPLE).or(Class::DOCUMENT));
    let span = if of_name {
        bytes(items, start, base_end)
    } else if head.is(Class::CAPITAL) {
        let name = name_start(items, start, base_end);
        // "my right hon. Friend", "the Minister": a noun in capitals is no name.
        let noun = name + 1 == base_end && head.is(Class::PEOPLE.or(Class::TITLE));
        bytes(items, if noun { start } else { name }, base_end)
    } else {
        // "the head of the agency": a nominal keeps what it is linked to.
        let mut to = end;
        while to > base_end && !items[to - 1].is_word() {
            to -= 1;
        }
        let of = items
            .get(base_end)
            .is_some_and(|item| base_end < end && item.span.of(text).eq_ignore_ascii_case("of"));
        bytes(items, start, if of || qualified { to } else { base_end })
    };
    let speaks = qualified || head.is(Class::CAPITAL.or(Class::PEOPLE).or(Class::DOCUMENT));
    Actor {
        speaker: Speaker { span: Some(span), entity: None, name: Some(span.of(text).to_owned()) },
        speaks,
        document: document_head,
        kind: None,
    }
}

/// "Marsh and Lane", "witnesses and a reporter": two joined, where no one name covers both.
fn several(
    document: &Document,
    items: &[Item],
    start: usize,
    end: usize,
    linked_end: usize,
) -> Option<Actor> {
    let text = &document.text;
    let name = |at: usize| items[at].is(Class::CAPITAL) && !items[at].is(Class::DETERMINER.or(Class::TITLE));
    let people = |at: usize| items[at].is(Class::PEOPLE) && !items[at].is(Class::CAPITAL);
    let joint = (start + 1..end.saturating_sub(1)).find(|&at| items[at].is(Class::COORDINATOR))?;
    let names = name(joint - 1) && items[joint + 1].is(Class::CAPITAL) && name(end - 1);
    // "the founder and director" is one; "the founder and the director" are two.
    let second = items[joint + 1].is(Class::DETERMINER) || plural(text, &items[joint - 1]);
    let described = people(joint - 1) && second && (people(end - 1) || name(end - 1));
    let joined = overlapping(document, items[joint].span).any(|mention| mention.form == MentionForm::Name);
    if joined || !names && !described {
        return None;
    }
    let span = if names {
        bytes(items, name_start(items, start, joint), end)
    } else {
        // "the mayor and the chief of police"
        let of = end < linked_end && items[end].span.of(text) == "of";
        bytes(items, start, if of { linked_end } else { end })
    };
    let name = Some(span.of(text).to_owned());
    let speaker = Speaker { span: Some(span), entity: None, name };
    Some(Actor { speaker, speaks: true, document: false, kind: Some(EntityKind::Person) })
}

/// The speaker that a line of a transcript names.
pub(crate) fn label(document: &Document, span: Span) -> Actor {
    let mention = overlapping(document, span).find(|mention| mention.form == MentionForm::Name);
    let entity = mention.and_then(|mention| mention.entity);
    let name = entity.and_then(|id| document.entity(id)).map(|entity| entity.name.clone());
    let name = name.unwrap_or_else(|| span.of(&document.text).to_owned());
    Actor {
        speaker: Speaker { span: Some(span), entity, name: Some(name) },
        speaks: true,
        document: false,
        kind: None,
    }
}

/// Where the run of capitalised words that ends a phrase starts: titles, initials and small links
/// ("van", "al") are inside.
fn name_start(items: &[Item], start: usize, end: usize) -> usize {
    let mut at = end - 1;
    while at > start {
        let item = &items[at - 1];
        let inside = item.is(Class::CAPITAL.or(Class::POINT).or(Class::ASIDE))
            || item.is(Class::QUOTED)
            || (item.is_word()
                && item.span.len() <= 3
                && !item.is(Class::PREPOSITION
                    .or(Class::COORDINATOR)
                    .or(Class::DETERMINER)
                    .or(Class::ENDING)
                    .or(Class::POSSESSIVE))
                && at > start + 1
                && items[at - 2].is(Class::CAPITAL));
        if !inside {
            break;
        }
        at -= 1;
    }
    // "The Mr Smith": a determiner at the start of a sentence is no name.
    while at + 1 < end
        && (items[at].is(Class::DETERMINER.or(Class::ADVERB).or(Class::COORDINATOR).or(Class::POSSESSIVE))
            || !items[at].is_word())
    {
        at += 1;
    }
    at
}

/// Mentions that share a byte with this span.
fn overlapping(document: &Document, span: Span) -> impl Iterator<Item = &Mention> {
    let mentions = document.mentions();
    let after = mentions.partition_point(|mention| mention.span.start() < span.end());
    let first = mentions.partition_point(|mention| mention.span.start() < span.start());
    mentions[first.saturating_sub(NESTED_MENTIONS)..after.max(first)]
        .iter()
        .filter(move |mention| mention.span.overlaps(span))
}
