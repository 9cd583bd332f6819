//! Debates: oral questions and Hansard copies, with and without the speakers' names.
//!
//! A transcript is known by its layout ("Volume 12: debated on …", numbered questions with their
//! UIN, a member's name with seat and party on a line) and by how members call each other. Where a
//! copy has lost the names, each paragraph may be a new speech, and how it begins and ends says who
//! is likely to speak: a role with the cue as its rule, never a name.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use rapporteur_document::{Member, Role, Rule, Span, Speaker, Turn};

use crate::lexicon::debate;
use crate::phrase::{Phrases, is_one_of};
use crate::unit::{End, Unit, fold};
use crate::{caption, furniture, lines};

static MEMBERS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(debate::MEMBERS));
static CHAIR: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(debate::CHAIR));
static ANSWERS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(debate::ANSWERS));
static QUESTIONS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(debate::QUESTIONS));

/// Titles of the one in the chair, as lines name them.
const CHAIRS: [&str; 6] =
    ["madam deputy speaker", "madam speaker", "mr deputy speaker", "mr speaker", "the chair", "the speaker"];

/// Words before a name that a transcript goes on to name its bearer by: "Mrs Ann Example", then
/// "Mrs Example"; "Sir Tom Example", then "Sir Tom".
const HONOURS: [&str; 14] = [
    "Baroness",
    "Dame",
    "Dr",
    "Earl",
    "Lady",
    "Lord",
    "Miss",
    "Mr",
    "Mrs",
    "Ms",
    "Mx",
    "Professor",
    "Sir",
    "Viscount",
];

/// Whether a line names somebody again in short whom another has named in full.
fn in_short(short: &str, full: &str) -> bool {
    let Some((honour, rest)) = short.split_once(' ') else { return false };
    let Some(names) = full.strip_prefix(honour).and_then(|rest| rest.strip_prefix(' ')) else { return false };
    HONOURS.contains(&honour)
        && names.len() > rest.len()
        && match honour {
            // Knights go by their first names.
            "Sir" | "Dame" => names.strip_prefix(rest).is_some_and(|after| after.starts_with(' ')),
            _ => names.strip_suffix(rest).is_some_and(|before| before.ends_with(' ')),
        }
}

/// A speaker as a line or the start of a paragraph gives it.
struct Named {
    name: Span,
    /// The full name, where the line has a short one that only one speaker bears.
    full: Option<String>,
    /// Seat, party or office, where the line gives them.
    seat: Option<Span>,
    party: Option<Span>,
    office: Option<Span>,
    role: &'static str,
    /// Nothing but the name stands on the line.
    alone: bool,
}

/// Whether the text is a transcript: its layout says so, or its layout hints and its members speak
/// to each other.
pub(crate) fn is_debate(units: &[Unit<'_>]) -> bool {
    let (mut layout, mut named, mut tabled, mut members, mut chair) = (0, 0, 0, 0, 0);
    for (index, unit) in units.iter().enumerate() {
        if index < 12 && unit.words <= 16 && lines::is_sitting(unit.text) {
            layout += 3;
        }
        tabled += usize::from(tabled_question(unit).is_some_and(|question| question.uin.is_some()));
        if let Some(found) = member_line(unit, &BTreeSet::new()) {
            named += usize::from(found.alone || found.role != "member");
        }
        members += MEMBERS.count(&unit.folded);
        chair += CHAIR.count(&unit.folded);
    }
    let address = usize::from(members >= 1) + usize::from(members >= 3) + usize::from(chair >= 1);
    // A report on a debate quotes a "right hon. Friend" too: without layout members are not enough.
    layout + 3 * tabled.min(2) + named.min(3) + address >= 4 && (layout + tabled + named > 0)
}

/// Gives every unit of a transcript its role, and says who speaks as far as that is known.
pub(crate) fn settle(units: &mut [Unit<'_>], title: Option<&str>) -> Vec<Turn> {
    for unit in units.iter_mut() {
        match unit.given {
            Some(role)
                if !matches!(role, Role::Paragraph | Role::Heading | Role::List | Role::Standfirst) =>
            {
                unit.settle(role, crate::roles::MARKUP);
            }
            _ => {}
        }
        let mark = unit.is_open() && unit.words <= 16 && lines::is_column_mark(unit.text);
        if mark || unit.is_open() && unit.words <= 16 && lines::is_sitting(unit.text) {
            let column = mark || unit.text.to_ascii_lowercase().starts_with("column");
            unit.settle(
                if column { Role::Navigation } else { Role::Dateline },
                if column { "column-mark" } else { "debated-on" },
            );
        }
    }
    furniture::settle(units);
    title_line(units, title);
    let known: BTreeSet<String> = units
        .iter()
        .filter_map(|unit| {
            tabled_question(unit)
                .and_then(|question| question.speaker)
                .or_else(|| member_line(unit, &BTreeSet::new()).map(|named| named.name))
        })
        .map(|name| slice(units, name).to_owned())
        .collect();
    let turns = speeches(units, &known);
    caption::settle(units);
    for unit in units {
        unit.settle(Role::Turn, "speech");
    }
    turns
}

/// The words of a span that lies in one of the units.
fn slice<'t>(units: &[Unit<'t>], span: Span) -> &'t str {
    let index = units.partition_point(|unit| unit.span.end() < span.end());
    units.get(index).map_or("", |unit| {
        unit.text.get(span.start() - unit.span.start()..span.end() - unit.span.start()).unwrap_or_default()
    })
}

fn title_line(units: &mut [Unit<'_>], title: Option<&str>) {
    if units.iter().any(|unit| unit.has_role(Role::Title)) {
        return;
    }
    let title = title.map(fold);
    let is_line = |unit: &&mut Unit<'_>| {
        unit.is_open()
            && unit.end == End::Bare
            && unit.words <= 16
            && member_line(unit, &BTreeSet::new()).is_none()
    };
    let mut head = units.iter_mut().take(8).filter(is_line);
    let found = match &title {
        Some(title) => head.find(|unit| unit.folded == *title),
        None => head.next(),
    };
    if let Some(unit) = found {
        unit.settle(Role::Title, if title.is_some() { "known-title" } else { "line-above-text" });
    }
}

struct Tabled {
    number: Span,
    uin: Option<Span>,
    speaker: Option<Span>,
    seat: Option<Span>,
    party: Option<Span>,
}

/// A question as it was put down, with its number and UIN.
fn tabled_question(unit: &Unit<'_>) -> Option<Tabled> {
    if !matches!(unit.first_char(), '0'..='9' | 'Q' | 'T') {
        return None;
    }
    let found = lines::tabled(unit.text)?;
    let in_text =
        |at: usize, part: Range<usize>| Span::new(part.start, part.end).shifted(unit.span.start() + at);
    let uin = found.uin.or_else(|| lines::uin_at_end(unit.text)).map(|uin| in_text(0, uin));
    let rest = unit.text[found.rest..].split('\n').next().unwrap_or_default();
    let member = lines::member(rest);
    let words = member.as_ref().map_or(0, |member| member.end);
    let begins = fold(&rest[words..]);
    let (speaker, seat, party) = match member {
        Some(member) => (Some(member.name), Some(member.seat), member.party),
        None => (None, None, None),
    };
    let of_member = |part: Option<Range<usize>>| part.map(|part| in_text(found.rest, part));
    let (speaker, seat, party) = (of_member(speaker), of_member(seat), of_member(party));
    let asks = debate::TABLED.iter().any(|word| begins.starts_with(&format!(" {word} ")));
    // The number's letter belongs to it: "T3".
    let number = in_text(0, 0..found.number);
    let is_one = uin.is_some() || (asks && (unit.end == End::Asked || speaker.is_some()));
    is_one.then_some(Tabled { number, uin, speaker, seat, party })
}

/// The one whom a line, or the start of a paragraph, names as speaker.
fn member_line(unit: &Unit<'_>, known: &BTreeSet<String>) -> Option<Named> {
    let span = |part: Range<usize>| Span::new(part.start, part.end).shifted(unit.span.start());
    let whole = |end: usize| unit.text[end..].trim().is_empty();
    // A name is followed by a colon or by nothing.
    if !unit.first_char().is_uppercase() || !(unit.words <= 24 || unit.text.contains(':')) {
        return None;
    }
    if let Some(found) = lines::office(unit.text) {
        let office = fold(&unit.text[found.office.clone()]);
        let is_office = debate::OFFICES.iter().any(|known| office.contains(&format!(" {known} ")));
        if is_office && (found.colon || whole(found.end)) {
            return Some(Named {
                name: span(found.name),
                full: None,
                seat: None,
                party: None,
                office: Some(span(found.office)),
                role: "minister",
                alone: whole(found.end),
            });
        }
    }
    if let Some(found) = lines::member(unit.text) {
        let party = found.party.clone().map(|party| fold(&unit.text[party]));
        let is_party = party.is_some_and(|party| is_one_of(debate::PARTIES, party.trim()));
        if is_party && (found.colon || whole(found.end)) {
            return Some(Named {
                name: span(found.name),
                full: None,
                seat: Some(span(found.seat)),
                party: found.party.map(span),
                office: None,
                role: "member",
                alone: whole(found.end),
            });
        }
    }
    // Without names to be named again in short, only the chair is known.
    if known.is_empty() && !CHAIRS.iter().any(|chair| unit.folded.trim_start().starts_with(chair)) {
        return None;
    }
    let found = lines::bare_name(unit.text)?;
    if !(found.colon || whole(found.end)) {
        return None;
    }
    let name = &unit.text[..found.name];
    let folded = fold(name);
    let bearers: Vec<&String> = known.iter().filter(|full| in_short(name, full)).collect();
    let role = if CHAIRS.contains(&folded.trim()) {
        "speaker"
    } else if known.contains(name) || !bearers.is_empty() {
        "member"
    } else {
        return None;
    };
    let full = match bearers[..] {
        [one] if !known.contains(name) => Some(one.clone()),
        _ => None,
    };
    let (seat, party, office) = (None, None, None);
    Some(Named { name: span(0..found.name), full, seat, party, office, role, alone: whole(found.end) })
}

/// What a paragraph sounds like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sound {
    Question,
    Answer,
    Neither,
}

/// Roles for questions and speeches, and the turns.
fn speeches(units: &mut [Unit<'_>], known: &BTreeSet<String>) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut ministers: BTreeSet<String> = BTreeSet::new();
    // What the speech that is going on was taken for, and whether its last paragraph asked.
    let mut open: Option<(Sound, bool, bool)> = None;
    let mut after_tabled = false;
    // The last unit was a line with nothing but a name.
    let mut just_named = false;
    let named_copy = known.len() >= 2;
    for index in 0..units.len() {
        if !units[index].is_open() {
            if units[index].role.is_some_and(|(role, _)| role.is_content()) {
                open = None;
            }
            continue;
        }
        let span = units[index].span;
        if let Some(question) = tabled_question(&units[index]) {
            let number = slice(units, question.number).to_owned();
            let uin = question.uin.map(|uin| slice(units, uin).to_owned());
            // The name on the line above is that of the one who put it down.
            if just_named && let Some(asker) = turns.last_mut().filter(|_| question.speaker.is_none()) {
                asker.span = asker.span.cover(span);
                asker.role = Some("questioner".into());
                (asker.question, asker.number, asker.uin) = (true, Some(number), uin);
                units[index].settle(Role::Question, "tabled-question");
                (open, after_tabled, just_named) = (None, true, false);
                continue;
            }
            turns.push(Turn {
                span,
                speaker: question.speaker.map(|name| speaker(units, name)),
                member: member(units, question.seat, question.party, None),
                role: Some("questioner".into()),
                question: true,
                number: Some(number),
                uin,
                rule: "tabled-question".into(),
            });
            units[index].settle(Role::Question, "tabled-question");
            (open, after_tabled, just_named) = (None, true, false);
            continue;
        }
        if let Some(named) = member_line(&units[index], known) {
            let name = named.full.clone().unwrap_or_else(|| slice(units, named.name).to_owned());
            let role = match named.role {
                "minister" => {
                    ministers.insert(name.clone());
                    "minister"
                }
                "member" if ministers.contains(&name) => "minister",
                "member" => "questioner",
                other => other,
            };
            turns.push(Turn {
                span,
                speaker: Some(Speaker { span: Some(named.name), entity: None, name: Some(name) }),
                member: member(units, named.seat, named.party, named.office),
                role: Some(role.into()),
                question: role == "questioner" && units[index].text.trim_end().ends_with('?'),
                number: None,
                uin: None,
                rule: "named-line".into(),
            });
            if named.alone {
                units[index].settle(Role::Byline, "named-line");
            } else {
                units[index].settle(Role::Turn, "named-line");
            }
            open = Some((Sound::Neither, false, true));
            (after_tabled, just_named) = (false, named.alone);
            continue;
        }
        if is_section(units, index) {
            units[index].settle(Role::Heading, "short-line");
            (open, just_named) = (None, false);
            continue;
        }
        let unit = &units[index];
        let asks = unit.text.trim_end_matches(['"', '”', '’', ')']).ends_with('?');
        let sound = sound_of(unit, asks);
        units[index].settle(Role::Turn, "speech");
        just_named = false;
        let goes_on = match open {
            _ if unit_is_order(&units[index]) && !named_copy => false,
            // Names tell where a speech ends.
            Some((_, _, true)) => true,
            None | Some((_, true, _)) => false,
            Some((before, false, _)) => sound == Sound::Neither || sound == before,
        };
        if goes_on && let Some(turn) = turns.last_mut() {
            turn.span = turn.span.cover(span);
            turn.question |= asks && turn.role.as_deref() == Some("questioner");
            open = open.map(|(sound, _, named)| (sound, asks && !named, named));
            continue;
        }
        let (guess, rule): (Option<&str>, Rule) = match (sound, open, after_tabled) {
            _ if unit_is_order(&units[index]) => (Some("speaker"), "order-cue".into()),
            (_, _, true) => (Some("minister"), "after-question".into()),
            (Sound::Answer, ..) => (Some("minister"), "answer-cue".into()),
            (Sound::Question, ..) => (Some("questioner"), "question-cue".into()),
            // Nobody but the one who was asked speaks after a question.
            (Sound::Neither, Some((_, true, _)), _) => (Some("minister"), "after-question-mark".into()),
            (Sound::Neither, ..) => (None, "paragraph".into()),
        };
        // In a copy that names its speakers, a speech without a name before the first of them is
        // not guessed at.
        let said = guess.filter(|_| !named_copy).map(String::from);
        let question = said.as_deref() == Some("questioner") && asks;
        turns.push(Turn {
            span,
            speaker: None,
            member: Member::default(),
            role: said,
            question,
            number: None,
            uin: None,
            rule,
        });
        let taken = match guess {
            Some("minister") => Sound::Answer,
            Some("questioner") => Sound::Question,
            _ => Sound::Neither,
        };
        open = Some((taken, asks && taken == Sound::Question, false));
        after_tabled = false;
    }
    turns
}

fn speaker(units: &[Unit<'_>], name: Span) -> Speaker {
    Speaker { span: Some(name), entity: None, name: Some(slice(units, name).to_owned()) }
}

fn member(units: &[Unit<'_>], seat: Option<Span>, party: Option<Span>, office: Option<Span>) -> Member {
    let words = |span: Option<Span>| span.map(|span| slice(units, span).to_owned());
    Member { party: words(party), constituency: words(seat), office: words(office), person: None }
}

/// "Order." is said from the chair.
fn unit_is_order(unit: &Unit<'_>) -> bool {
    unit.text.starts_with("Order.") || unit.text.starts_with("Order!") || unit.text.starts_with("Order,")
}

/// A line between speeches that is no speech.
fn is_section(units: &[Unit<'_>], index: usize) -> bool {
    let unit = &units[index];
    unit.end == End::Bare
        && unit.words <= 10
        && unit.first_letter().is_uppercase()
        && units[index + 1..].iter().any(Unit::is_open)
        && !is_cut(units, index)
        && unit.text.chars().all(|c| !matches!(c, '"' | '“' | '”'))
}

/// Whether a line goes on in small letters behind the mark of a column.
fn is_cut(units: &[Unit<'_>], index: usize) -> bool {
    let is_mark = |unit: &Unit<'_>| unit.role.is_some_and(|(_, rule)| rule == "column-mark");
    units.get(index + 1).is_some_and(is_mark)
        && units.get(index + 2).is_some_and(|next| next.first_letter().is_lowercase())
}

/// Whether a paragraph sounds like a question to a minister or like the answer.
fn sound_of(unit: &Unit<'_>, asks: bool) -> Sound {
    // Answers show in their first words, questions anywhere and above all at the end.
    let opening: String = {
        let cut = unit.folded.match_indices(' ').nth(14).map_or(unit.folded.len(), |(at, _)| at + 1);
        unit.folded[..cut].to_owned()
    };
    let answers = ANSWERS.count(&opening) * 2;
    let questions = QUESTIONS.count(&unit.folded).min(2) + if asks { 2 } else { 0 };
    match answers.cmp(&questions) {
        std::cmp::Ordering::Greater => Sound::Answer,
        std::cmp::Ordering::Less => Sound::Question,
        std::cmp::Ordering::Equal => Sound::Neither,
    }
}
