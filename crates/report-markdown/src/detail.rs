//! One document: everything that was found in it, each with its bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_document::{
    Anchor, Document, EntityId, EntityKind, Fact, Figure, MentionForm, Participant, Quote, QuoteStatus, Span,
    Speaker, Turn, Unnamed,
};

use rapporteur_stories::{called, date_in_words, office, time_in_words};

use crate::escape::{cell, code, cut, inline, is_verbatim, quoted};
use crate::plural;

/// The head of the table of documents that are not shown in full.
pub(crate) const TABLE: &str = "\n### The other documents\n\nWhat was found in them is in the record.\n\n\
| document | title | outlet | published | story | quotations | figures | source |\n|---|---|---|---|---|---:|---:|---|\n";

/// Names of one kind that are listed; the record has all.
const NAMES: usize = 40;
/// Rows of one table; the record has all.
const ROWS: usize = 100;
/// Characters of a speech that are shown.
const SPEECH: usize = 160;

/// `3 quotations`, or `240 quotations, the first 100`.
fn counted(count: usize, one: &str, many: &str) -> String {
    let shown = if count > ROWS { format!(", the first {ROWS}") } else { String::new() };
    plural(count, one, many) + &shown
}

/// Speakers that another copy names, by the record's id and the first byte of the speech.
pub(crate) type Named = BTreeMap<(String, u32), String>;

/// A document as a row.
pub(crate) fn row(out: &mut String, at: usize, document: &Document, story: u32) {
    let number = at + 1;
    let meta = &document.meta;
    let one = |fact: &Option<Fact>| fact.as_ref().map(|fact| cell(&fact.value)).unwrap_or_default();
    let _ = writeln!(
        out,
        "| <a id=\"d{number}\"></a>d{number} | {} | {} | {} | {} | {} | {} | {} |",
        inline(&called(document)),
        one(&meta.publisher),
        one(&meta.published),
        if story > 0 { format!("s{story}") } else { String::new() },
        document.quotes().len(),
        document.figures().len(),
        cell(&document.source.uri),
    );
}

/// A document in full.
pub(crate) fn section(
    out: &mut String,
    at: usize,
    document: &Document,
    (story, linked): (u32, bool),
    named: &Named,
) {
    let number = at + 1;
    let title = inline(&called(document));
    let _ = writeln!(out, "\n<a id=\"d{number}\"></a>\n\n### d{number} {title}\n");
    head(out, document, story, linked);
    let before = out.len();
    warnings(out, document);
    turns(out, document, named);
    quotations(out, document);
    figures(out, document);
    names(out, document);
    times(out, document);
    if out.len() == before {
        let _ = writeln!(out, "\nNothing was found in it.");
    }
}

fn bytes(span: Span) -> String {
    format!("[{}–{}]", span.start(), span.end())
}

fn head(out: &mut String, document: &Document, story: u32, linked: bool) {
    let source = &document.source;
    let _ = writeln!(
        out,
        "- source: {}, {}, {}{}",
        inline(&source.uri),
        plural(source.bytes as usize, "byte", "bytes"),
        inline(&source.media_type),
        if source.encoding.is_empty() { String::new() } else { format!(", {}", inline(&source.encoding)) },
    );
    let _ = writeln!(out, "- record {}, SHA-256 {}", code(&document.id), code(&source.sha256));
    let meta = &document.meta;
    let facts = [
        ("kind", &meta.kind),
        ("outlet", &meta.publisher),
        ("published", &meta.published),
        ("changed", &meta.modified),
        ("address", &meta.url),
        ("section", &meta.section),
        ("language", &meta.language),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            let _ = writeln!(out, "- {name}: {}", told(fact));
        }
    }
    for (name, facts) in [("by", &meta.byline), ("agency", &meta.agencies)] {
        if !facts.is_empty() {
            let facts: Vec<String> = facts.iter().map(told).collect();
            let _ = writeln!(out, "- {name}: {}", facts.join("; "));
        }
    }
    if meta.published.is_none() {
        let _ = writeln!(out, "- published: not said");
    }
    if story > 0 {
        let link = if linked { format!("[s{story}](#s{story})") } else { format!("s{story}") };
        let _ = writeln!(out, "- story: {link}");
    }
}

/// A fact with the rule that found it, where it stands, and what else was found.
fn told(fact: &Fact) -> String {
    let mut words = format!("{} (from {}", inline(&fact.value), inline(fact.from.as_str()));
    if let Some(span) = fact.span {
        let _ = write!(words, " {}", bytes(span));
    }
    for other in &fact.alternatives {
        let _ = write!(words, "; {} has {}", inline(other.from.as_str()), inline(&other.value));
    }
    words + ")"
}

fn warnings(out: &mut String, document: &Document) {
    for (at, warning) in document.warnings.iter().enumerate() {
        let _ = writeln!(
            out,
            "{}- **unsure:** {} ({})",
            if at == 0 { "\n" } else { "" },
            inline(&warning.message),
            inline(&warning.stage)
        );
    }
}

fn turns(out: &mut String, document: &Document, named: &Named) {
    let turns = document.turns.as_deref().unwrap_or_default();
    if turns.is_empty() {
        return;
    }
    let nameless = turns.iter().filter(|turn| turn.speaker.is_none()).count();
    let _ = write!(out, "\n**{}**", counted(turns.len(), "speech", "speeches"));
    if nameless > 0 {
        let _ = write!(out, ", {nameless} of them by nobody whom the transcript names");
    }
    let _ = writeln!(out, "\n\n| speaker | role | question | first words | bytes |\n|---|---|---|---|---|");
    for turn in turns.iter().take(ROWS) {
        let words = turn.span.get(&document.text).unwrap_or_default();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            match (&turn.speaker, named.get(&(document.id.clone(), turn.span.start() as u32))) {
                (Some(it), _) => speaker(document, it),
                (None, Some(name)) => format!("not named; {name} in another copy"),
                (None, None) => "not named".to_owned(),
            },
            turn.role.as_deref().map(cell).unwrap_or_default(),
            question(turn),
            cut(words, SPEECH, inline),
            bytes(turn.span),
        );
    }
}

fn question(turn: &Turn) -> String {
    let mut words: Vec<String> = Vec::new();
    if turn.question {
        words.push("yes".into());
    }
    if let Some(number) = &turn.number {
        words.push(format!("number {}", cell(number)));
    }
    if let Some(uin) = &turn.uin {
        words.push(format!("UIN {}", cell(uin)));
    }
    words.join(", ")
}

fn speaker(document: &Document, speaker: &Speaker) -> String {
    let entity = speaker.entity.and_then(|id| document.entity(id)).map(|entity| entity.name.as_str());
    let words = speaker.span.and_then(|span| span.get(&document.text));
    match (entity.or(speaker.name.as_deref()), words) {
        // The name, and the words that stand there where they are others: "he", "the mayor".
        (Some(name), Some(words)) if !format!(" {name} ").contains(&format!(" {words} ")) => {
            format!("{} (“{}”)", cell(name), cell(words))
        }
        (Some(name), _) => cell(name),
        // A pronoun that leads to nobody names nobody.
        (None, Some(words)) if is_pronoun(document, speaker.span) => format!("not named (“{}”)", cell(words)),
        (None, Some(words)) => format!("“{}”", cell(words)),
        (None, None) => "not attributed".to_owned(),
    }
}

fn is_pronoun(document: &Document, span: Option<Span>) -> bool {
    let mentions = document.mentions().iter();
    mentions.filter(|it| it.form == MentionForm::Pronoun).any(|it| Some(it.span) == span)
}

fn quotations(out: &mut String, document: &Document) {
    if document.quotes().is_empty() {
        return;
    }
    let count = counted(document.quotes().len(), "quotation", "quotations");
    let _ = writeln!(out, "\n**{count}**\n\n| who | how | words | bytes |\n|---|---|---|---|");
    for quote in document.quotes().iter().take(ROWS) {
        let Some(words) = quote.span.get(&document.text) else { continue };
        // How it is said stands in the column before.
        let shown = if is_verbatim(words, quote.form) { quoted(words, quote.form) } else { cell(words) };
        let _ = writeln!(
            out,
            "| {} | {} | {shown} | {} |",
            who(document, quote),
            how(document, quote),
            bytes(quote.span)
        );
    }
}

fn who(document: &Document, quote: &Quote) -> String {
    let known = quote.speaker.as_ref().map(|it| speaker(document, it));
    let mut words = known.unwrap_or_else(|| "not attributed".to_owned());
    if let Some(guess) = &quote.role_guess {
        let _ = write!(words, " (perhaps {})", cell(guess));
    }
    words
}

fn how(document: &Document, quote: &Quote) -> String {
    let mut words = quote.form.to_string();
    if quote.status != QuoteStatus::Said {
        let _ = write!(words, ", {}", quote.status);
    }
    if let Some(cue) = quote.cue.as_ref().and_then(|cue| cue.span.get(&document.text)) {
        let _ = write!(words, ", “{}”", cell(cue));
    }
    if let Some(first) = quote.part_of.and_then(|id| document.quotes().get(id.0 as usize)) {
        let _ = write!(words, ", goes on from {}", bytes(first.span));
    }
    words
}

fn figures(out: &mut String, document: &Document) {
    if document.figures().is_empty() {
        return;
    }
    let count = counted(document.figures().len(), "figure", "figures");
    let _ = writeln!(
        out,
        "\n**{count}**\n\n| words | number | of | state | when | where | who says so | bytes |\n|---|---|---|---|---|---|---|---|"
    );
    for figure in document.figures().iter().take(ROWS) {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            figure.span.get(&document.text).map(cell).unwrap_or_default(),
            number(document, figure),
            figure.of.as_deref().map(cell).unwrap_or_default(),
            figure.state.as_deref().map(cell).unwrap_or_default(),
            when(document, figure),
            participant(document, figure.place.as_ref()),
            participant(document, figure.reported_by.as_ref()),
            bytes(figure.span),
        );
    }
}

fn number(document: &Document, figure: &Figure) -> String {
    let words = figure.span.get(&document.text).unwrap_or_default();
    let number = rapporteur_stories::figure_in_words(words, figure.qualifier, figure.value, figure.high);
    match &figure.unit {
        Some(unit) => format!("{number} {}", cell(unit)),
        None => number,
    }
}

/// The time of a figure, with the words that make it the start or end of a span: "since October 2023",
/// "between 2014 and 2019".
fn when(document: &Document, figure: &Figure) -> String {
    let Some(span) = figure.time else { return String::new() };
    let times = document.times();
    let at = times.partition_point(|time| time.span < span);
    let Some(time) = times.get(at).filter(|time| time.span == span) else { return String::new() };
    let text = document.text.as_str();
    // "the worst since 2009, when 230 were killed": they were killed in 2009
    let told_of =
        text.get(span.end()..).is_some_and(|after| after.trim_start_matches([',', ' ']).starts_with("when "));
    let led = bound(text, span.start()).filter(|_| !told_of);
    let other = times.get(at + 1).filter(|next| {
        let between = text.get(span.end()..next.span.start()).map(str::trim);
        matches!((led, between), (Some("between"), Some("and")) | (Some("from"), Some("to" | "until")))
    });
    let words = Span::new(span.start(), other.unwrap_or(time).span.end());
    let words = words.get(text).map(cell).unwrap_or_default();
    let mut value = cell(&date_in_words(&time.value));
    if let Some(other) = other {
        let _ = write!(value, " to {}", cell(&date_in_words(&other.value)));
    }
    let led = led.map(|word| format!("{word} ")).unwrap_or_default();
    format!("{led}{words} ({value})")
}

/// The word before a time that makes it the start or end of a span.
fn bound(text: &str, time: usize) -> Option<&'static str> {
    let last = text.get(..time)?.split_whitespace().next_back()?.trim_start_matches(['(', '“', '"']);
    ["after", "before", "between", "from", "since", "till", "until"]
        .into_iter()
        .find(|word| last.eq_ignore_ascii_case(word))
}

fn participant(document: &Document, participant: Option<&Participant>) -> String {
    let Some(participant) = participant else { return String::new() };
    let entity = participant.entity.and_then(|id| document.called(id));
    let name = entity.or(participant.span.get(&document.text)).map(cell).unwrap_or_default();
    match (&participant.party, participant.stands_for) {
        (Some(party), Some(_)) => format!("{name} ({party} government)"),
        _ => name,
    }
}

fn names(out: &mut String, document: &Document) {
    let mut first: BTreeMap<EntityId, (Span, usize)> = BTreeMap::new();
    for mention in document.mentions() {
        if let Some(id) = mention.entity {
            first.entry(id).or_insert((mention.span, 0)).1 += 1;
        }
    }
    for (kind, heading) in [
        (EntityKind::Person, "People"),
        (EntityKind::Organization, "Organisations"),
        (EntityKind::Place, "Places"),
        (EntityKind::Group, "Groups and other names"),
    ] {
        let all: Vec<_> = document.entities().iter().filter(|entity| entity.kind == kind).collect();
        if all.is_empty() {
            continue;
        }
        let listed: Vec<String> = all
            .iter()
            .take(NAMES)
            .map(|entity| {
                let mut words = inline(&entity.name);
                if !entity.roles.is_empty() {
                    let roles: Vec<String> =
                        entity.roles.iter().map(|role| inline(&office(document, role))).collect();
                    let _ = write!(words, " ({})", roles.join("; "));
                }
                if let Some((span, count)) = first.get(&entity.id) {
                    let times = if *count > 1 { format!(", {count} mentions") } else { String::new() };
                    let _ = write!(words, " {}{times}", bytes(*span));
                }
                words
            })
            .collect();
        let _ = write!(out, "\n**{heading}:** {}", listed.join("; "));
        let _ = match all.len() - listed.len() {
            0 => writeln!(out, "."),
            more => writeln!(out, "; and {more} others, in the record."),
        };
    }
    let people = |it: &&Unnamed| it.kind == EntityKind::Person;
    let unnamed: Vec<&Unnamed> = document.unnamed.iter().filter(people).collect();
    if !unnamed.is_empty() {
        let listed: Vec<String> = unnamed
            .iter()
            .take(NAMES)
            .filter_map(|it| {
                let (span, count) = first.get(&it.id)?;
                Some(format!("“{}” {}, {count} mentions", inline(&it.description), bytes(*span)))
            })
            .collect();
        let _ = write!(out, "\n**People without a name:** {}", listed.join("; "));
        let _ = match unnamed.len() - listed.len() {
            0 => writeln!(out, "."),
            more => writeln!(out, "; and {more} others, in the record."),
        };
    }
}

fn times(out: &mut String, document: &Document) {
    if document.times().is_empty() {
        return;
    }
    let listed: Vec<String> = document
        .times()
        .iter()
        .take(ROWS)
        .map(|time| {
            let words = time.span.get(&document.text).map(inline).unwrap_or_default();
            let value = inline(&time_in_words(time));
            let from = |anchor: &Anchor| format!(", counted from {}", inline(&date_in_words(&anchor.value)));
            let counted = time.anchor.as_ref().map(from);
            format!("“{words}” is {value}{} {}", counted.unwrap_or_default(), bytes(time.span))
        })
        .collect();
    let more = match document.times().len() - listed.len() {
        0 => String::new(),
        more => format!("; and {more} others, in the record"),
    };
    let _ = writeln!(out, "\n**Times:** {}{more}.", listed.join("; "));
}
