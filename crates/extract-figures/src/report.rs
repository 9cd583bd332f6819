//! When, where and by whom: the time, the place and the source that stand in a figure's sentence.

use rapporteur_document::{
    Document, EntityKind, Mention, MentionForm, Participant, QuoteForm, Span, StandsFor, Time, TimeKind,
};
use rapporteur_english::numbers::Reading;

use crate::lexicon::nouns;
use crate::words::listed;

/// How many pieces can stand between a source and its verb.
const REACH: usize = 4;

/// Those of a layer's spans that lie in a sentence, found without looking at the others again.
pub(crate) fn inside<T>(all: &[T], sentence: Span, span: impl Fn(&T) -> Span) -> impl Iterator<Item = &T> {
    let first = all.partition_point(|one| span(one).start() < sentence.start());
    let ends = all[first..].partition_point(|one| span(one).start() < sentence.end());
    all[first..first + ends].iter()
}

/// The nearest date or time of day in the sentence, if it is not that of something else.
pub(crate) fn time(reading: Reading<'_>, times: &[&Time], figure: Span) -> Option<Span> {
    let named =
        |time: &&&Time| matches!(time.kind, TimeKind::Date | TimeKind::Time) && !time.value.ends_with("_REF");
    let nearest = times.iter().filter(named).min_by_key(|time| distance(time.span, figure))?;
    let of_else = attributive(reading, nearest) || in_clause(reading, figure, nearest.span);
    (!of_else).then_some(nearest.span)
}

/// A year that says which one something is: "the 2014 wall".
fn attributive(reading: Reading<'_>, time: &Time) -> bool {
    let first = first_from(reading, time.span.start());
    let led = first > 0
        && reading.any(first - 1, &["in", "since", "of", "until", "by", "before", "after", "during", "from"]);
    let after = reading.word(first + 1);
    let follows = reading.pieces.get(first + 1).is_some_and(|piece| !piece.glued)
        && after.starts_with(char::is_lowercase)
        && !listed(nouns::FUNCTION, reading.lower(first + 1).as_str());
    time.value.len() == 4 && time.span.len() == 4 && !led && follows
}

/// Whether the time stands in a clause about something that comes between the figure and it: "homes are
/// flooded after the river broke through a wall that was finished in 2014". A clause about what is
/// counted follows it at once: "people who were killed on Sunday".
fn in_clause(reading: Reading<'_>, figure: Span, time: Span) -> bool {
    let (from, to) = (first_from(reading, figure.end()), first_from(reading, time.start()));
    let opens = |at: usize| {
        reading.any(at, &["who", "which", "whose"])
            || (reading.is(at, "that") && reading.any(at + 1, &["was", "were", "had", "has", "is", "are"]))
    };
    (from + 2..to).rfind(|at| opens(*at)).is_some_and(|at| !(at..to).any(|at| reading.is(at, ",")))
}

/// The first piece that starts at `at` or behind it.
fn first_from(reading: Reading<'_>, at: usize) -> usize {
    reading.pieces.partition_point(|piece| piece.span.start() < at)
}

/// The nearest named place in the sentence that is not one accused, told or asked.
pub(crate) fn place(reading: Reading<'_>, mentions: &[&Mention], figure: Span) -> Option<Participant> {
    let addressed = |mention: &Mention| {
        let first = first_from(reading, mention.span.start());
        first > 0 && listed(nouns::ADDRESSING, reading.lower(first - 1).as_str())
    };
    mentions
        .iter()
        .filter(|mention| mention.kind == EntityKind::Place && mention.form == MentionForm::Name)
        .filter(|mention| !addressed(mention))
        .min_by_key(|mention| distance(mention.span, figure))
        .map(|mention| participant(mention))
}

/// Who says it: the source in the figure's sentence, or whoever says the quotation that it stands in.
pub(crate) fn reported_by(
    reading: Reading<'_>,
    document: &Document,
    mentions: &[&Mention],
    figure: Span,
) -> Option<Participant> {
    source(reading, document, mentions, figure).or_else(|| quoted(document, figure))
}

/// The speaker of the shortest quotation around the figure, where quotations have been found. In words
/// that are not quoted as they fell a clause behind a comma, ", where 47 were killed", may be the
/// writer's own: it has no source.
fn quoted(document: &Document, figure: Span) -> Option<Participant> {
    let around = document.quotes().iter().filter(|quote| quote.span.contains(figure));
    let quote = around.min_by_key(|quote| quote.span.len())?;
    let before = document.text.get(quote.span.start()..figure.start())?;
    let added = [", where ", ", which ", ", who ", ", whose "].iter().any(|clause| before.contains(clause));
    if added && quote.form != QuoteForm::Direct {
        return None;
    }
    let speaker = quote.speaker.as_ref()?;
    Some(Participant::new(speaker.span?, speaker.entity))
}

/// The source before a reporting verb, behind "according to", or behind ", said".
fn source(
    reading: Reading<'_>,
    document: &Document,
    mentions: &[&Mention],
    figure: Span,
) -> Option<Participant> {
    let text = document.text.as_str();
    let mut best: Option<(usize, &Mention)> = None;
    for mention in mentions {
        let place = mention.kind == EntityKind::Place && mention.form == MentionForm::Name;
        if (place && !is_government(text, mention.span)) || figure.overlaps(mention.span) {
            continue;
        }
        // "its director said": not the hospital.
        if mention.form == MentionForm::Pronoun && is_possessive(text, mention.span) {
            continue;
        }
        if !reports(reading, text, mention.span) {
            continue;
        }
        let far = distance(mention.span, figure);
        // Of two sources the one before the figure in its own clause, which is the nearer one.
        if best.is_none_or(|(known, _)| far < known) {
            best = Some((far, mention));
        }
    }
    best.map(|(_, mention)| speaker(text, mention))
}

/// `its`, `their`, and `her` before a noun.
fn is_possessive(text: &str, mention: Span) -> bool {
    let after = text.get(mention.end()..).unwrap_or_default();
    match mention.get(text).unwrap_or_default().to_lowercase().as_str() {
        "its" | "their" | "his" | "my" | "our" | "your" | "whose" => true,
        "her" => after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic)),
        _ => false,
    }
}

/// "Kyiv said": a state or its capital that reports, and is not the place where somebody does.
fn is_government(text: &str, mention: Span) -> bool {
    let before = text.get(..mention.start()).unwrap_or_default().trim_end();
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let led = before.ends_with(word)
        && matches!(
            word,
            "in" | "at"
                | "near"
                | "from"
                | "of"
                | "outside"
                | "around"
                | "to"
                | "across"
                | "inside"
                | "into"
                | "for"
                | "and"
        );
    !led && mention
        .get(text)
        .and_then(rapporteur_english::party)
        .is_some_and(|(party, stands)| party.list == "iso3166" && stands != Some(StandsFor::Demonym))
}

/// Who reports, with the state that a name of a country or capital stands for.
fn speaker(text: &str, mention: &Mention) -> Participant {
    let mut speaker = participant(mention);
    if mention.form == MentionForm::Name
        && matches!(mention.kind, EntityKind::Place | EntityKind::Organization)
        && let Some((party, stands)) = mention.span.get(text).and_then(rapporteur_english::party)
    {
        speaker.party = Some(party);
        speaker.stands_for = stands.filter(|stands| *stands != StandsFor::Demonym);
    }
    speaker
}

fn participant(mention: &Mention) -> Participant {
    Participant::new(mention.span, mention.entity)
}

fn distance(one: Span, other: Span) -> usize {
    if one.end() <= other.start() {
        other.start() - one.end()
    } else {
        one.start().saturating_sub(other.end())
    }
}

/// Whether a reporting verb stands beside the mention.
fn reports(reading: Reading<'_>, text: &str, mention: Span) -> bool {
    let pieces = reading.pieces;
    let after = pieces.partition_point(|piece| piece.span.start() < mention.end());
    let first = pieces.partition_point(|piece| piece.span.end() <= mention.start());
    let verb = |at: usize| {
        let word = reading.lower(at);
        !word.as_str().is_empty() && listed(nouns::VERBS, word.as_str())
    };
    // "Unicef said", "Dr Haddad, a surgeon, said" is left to what joins mentions with their nouns
    let said = (after..(after + REACH).min(pieces.len()))
        .take_while(|at| !matches!(reading.word(*at), "." | ";" | ":" | "”" | "“"))
        .find(|at| verb(*at));
    // "the town had been told": it heard it.
    let passive = |at: usize| reading.any(at - 1, &["been", "was", "were", "being", "is", "are"]);
    if said.is_some_and(|at| {
        !(after..at).any(|between| reading.word(between) == ",") && (at == after || !passive(at))
    }) {
        return true;
    }
    // "according to Colonel Brandt", "said Unicef"; a title may stand between
    let before = (first.saturating_sub(REACH)..first).rev();
    let title = |at: usize| {
        let word = reading.word(at);
        word.starts_with(char::is_uppercase) || reading.any(at, &["the", "a", "an", "."])
    };
    for at in before {
        if reading.is(at, "to") && at > 0 && reading.is(at - 1, "according") {
            return true;
        }
        if reading.any(at, &["said", "says"]) {
            // Not "said the hospital had": the verb of a clause follows then
            return after >= pieces.len()
                || matches!(reading.word(after), "." | "," | ";" | ")")
                || text.len() == mention.end();
        }
        if !title(at) {
            return false;
        }
    }
    false
}
