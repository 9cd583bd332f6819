//! Figures laid side by side: numbers of the same thing, in the same state, at a place and time
//! that agree.

use std::collections::BTreeSet;

use rapporteur_document::{Qualifier, Span};
use rapporteur_english::numbers::{Form, Reading, cardinal, pieces};
use rapporteur_record::{self as wire, ClaimKind, ClaimState, Difference, DifferenceKind};

use crate::lexicon::people::{ANYBODY, EVERYBODY, PARTS};
use crate::lexicon::units;
use crate::measures;
use crate::places::{Atlas, Fit};
use crate::told::{Counted, Told};
use crate::variants::{difference, of_words};
use crate::words::day;

/// Places and times of one event: days apart at most.
const DAYS: i32 = 3;
const WEEKS: i32 = 35;

/// Counts of one kind of thing that is not people are laid side by side when the larger is at most so
/// much of the smaller: 312 homes and 340 homes, not 12 homes and 340.
const ALIKE: f64 = 1.5;

/// A plain number below this ("two sons") is the same in two texts by chance.
const TELLING: f64 = 10.0;

/// What is counted together: documents by place, with their figures.
struct Group<'a> {
    figures: Vec<(usize, &'a Counted)>,
}

/// The figures of a story as claims, in the order of their first print.
pub(crate) fn claims(told: &[Told], origins: &[u32], atlas: &Atlas) -> Vec<wire::Claim> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (document, told) in told.iter().enumerate() {
        for figure in told.figures.iter().filter(|figure| says_something(figure)) {
            // Two in one sentence are two things: "54 in hospital, nine of them in danger".
            let beside = |(other, known): &(usize, &Counted)| {
                *other == document && known.context.is_some() && known.context == figure.context
            };
            // The same number again in one document is the same thing, whatever place stands by it.
            let again = |(other, known): &(usize, &Counted)| {
                *other == document && same_thing(figure, known) && same_number(figure, known)
            };
            let together = |group: &Group<'_>| {
                group.figures.iter().any(again)
                    || group.figures.iter().all(|other| comparable(atlas, figure, other.1) && !beside(other))
            };
            match groups.iter_mut().find(|group| together(group)) {
                Some(group) => group.figures.push((document, figure)),
                None => groups.push(Group { figures: vec![(document, figure)] }),
            }
        }
    }
    gather(&mut groups);
    groups.iter().map(|group| claim(told, origins, atlas, &group.figures)).collect()
}

/// A group whose every figure its document has again in another group is part of that.
fn gather(groups: &mut Vec<Group<'_>>) {
    let mut at = groups.len();
    while at > 0 {
        at -= 1;
        let again = |(document, figure): &(usize, &Counted), other: &Group<'_>| {
            other.figures.iter().any(|(also, known)| {
                document == also && same_thing(figure, known) && same_number(figure, known)
            })
        };
        let whole = |other: &Group<'_>| groups[at].figures.iter().all(|it| again(it, other));
        let Some(into) = (0..groups.len()).find(|&into| into != at && whole(&groups[into])) else { continue };
        let group = groups.remove(at);
        let into = &mut groups[if into > at { into - 1 } else { into }].figures;
        into.extend(group.figures);
        into.sort_by_key(|(document, figure)| (*document, figure.place.span));
    }
}

fn says_something(figure: &Counted) -> bool {
    figure.state.is_some() || figure.unit.is_some() || (figure.of.is_some() && figure.value >= TELLING)
}

fn comparable(atlas: &Atlas, a: &Counted, b: &Counted) -> bool {
    // Homes and schools are counted again for weeks after what befell them.
    let days = if alike(a, b) { WEEKS } else { DAYS };
    if !same_thing(a, b) || !near(a.time.as_deref(), b.time.as_deref(), days) {
        return false;
    }
    // Where nothing tells whether two names are of one place: on the same day, in the same story,
    // that is no other event. Without a day it may be one.
    let one_day = day_of(a).is_some() && day_of(b).is_some();
    let places = match (&a.at, &b.at) {
        (Some(here), Some(there)) => match atlas.fit(here, there) {
            Fit::Together => true,
            Fit::Open => one_day,
            Fit::Apart => false,
        },
        _ => true,
    };
    // What became of nobody in particular, or how much of what, is only compared when it agrees:
    // 18,000 people and 400 people are two different things more often than one.
    places && (a.state.is_some() || same_number(a, b) || alike(a, b))
}

/// Numbers of one kind of thing, near each other.
fn alike(a: &Counted, b: &Counted) -> bool {
    let thing = a.unit.is_none() && counted(a).is_some_and(|of| of != "people");
    let (low, high) = if a.value <= b.value { (a.value, b.value) } else { (b.value, a.value) };
    thing && low >= TELLING && high <= low * ALIKE
}

/// The same kind of thing in the same state.
fn same_thing(a: &Counted, b: &Counted) -> bool {
    a.unit == b.unit && a.state == b.state && counted(a) == counted(b)
}

fn day_of(figure: &Counted) -> Option<i32> {
    figure.time.as_deref().and_then(day)
}

/// What is counted, people under one name.
fn counted(figure: &Counted) -> Option<&str> {
    match figure.of.as_deref() {
        Some(of) if EVERYBODY.binary_search(&of).is_ok() => Some("people"),
        // "at least 47 were killed": of whom is left open, and they are people.
        None if figure.state.is_some() => Some("people"),
        of => of,
    }
}

/// Whether two TIMEX3 values may be of one time: the same as far as both are known, or a few days
/// apart.
fn near(a: Option<&str>, b: Option<&str>, days: i32) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    if let (Some(a), Some(b)) = (day(a), day(b)) {
        return (a - b).abs() <= days;
    }
    let known = |value: &str| value.find('X').unwrap_or(value.len()).min(10);
    let both = known(a).min(known(b));
    a.as_bytes()[..both] == b.as_bytes()[..both]
}

#[expect(clippy::float_cmp, reason = "both were read from digits")]
fn same_number(a: &Counted, b: &Counted) -> bool {
    a.value == b.value && a.high == b.high
}

fn claim(told: &[Told], origins: &[u32], atlas: &Atlas, figures: &[(usize, &Counted)]) -> wire::Claim {
    let independent: BTreeSet<u32> = figures.iter().map(|&(document, _)| origins[document]).collect();
    let (first, rest) = figures.split_first().expect("a claim has figures");
    let one_number = rest.iter().all(|(_, other)| same_number(first.1, other));
    let kind = if one_number { DifferenceKind::Qualifier } else { DifferenceKind::Number };
    let each = |value: fn(&Counted) -> Option<String>| figures.iter().map(move |(_, it)| value(it));
    let number = of_words(kind, each(|it| Some(in_words(&it.place.words, it.qualifier, it.value, it.high))));
    let unit = of_words(DifferenceKind::Unit, each(unit));
    let people = counted_differently(told, figures);
    let place = difference(
        DifferenceKind::Place,
        figures.iter().map(|(_, it)| it.at.as_ref()),
        |a, b| atlas.fit(a, b) == Fit::Together,
        |spot| spot.name.clone(),
    );
    let said_differently = number.is_some() || unit.is_some() || people.is_some();
    let nobody = |it: &Counted| it.value == 0.0 && it.high.is_none();
    let denied = figures.iter().any(|(_, it)| nobody(it)) && figures.iter().any(|(_, it)| !nobody(it));
    let differences: Vec<Difference> = number.into_iter().chain(unit).chain(people).chain(place).collect();
    let state = match independent.len() {
        0 | 1 => ClaimState::Single,
        _ if denied => ClaimState::Contradicted,
        _ if said_differently => ClaimState::Differing,
        _ => ClaimState::Corroborated,
    };
    let first = first.1;
    let purpose = figures.iter().find_map(|(_, figure)| figure.purpose.as_deref());
    let measure = first.unit.as_deref().map(|unit| measures::in_words(unit, purpose));
    let thing = counted(first).or(measure.as_deref()).unwrap_or("number");
    let at = most_named(figures, origins);
    let mut about = thing.to_owned();
    for more in [first.state.as_deref(), at].into_iter().flatten() {
        about.push_str(", ");
        about.push_str(&more.replace('_', " "));
    }
    wire::Claim {
        id: String::new(),
        kind: ClaimKind::Figure,
        about,
        state,
        origins: independent.len() as u32,
        support: figures
            .iter()
            .map(|&(document, figure)| wire::Support {
                document: told[document].reference.id.clone(),
                start: figure.place.span.start() as u32,
                end: figure.place.span.end() as u32,
                words: figure.place.words.clone(),
                form: None,
                cue: None,
                cue_follows: false,
                speaker: figure.reported_by.clone(),
                context: figure.context.clone(),
                origin: origins[document],
            })
            .collect(),
        differences,
    }
}

/// The unit as it is printed, where readers take it for another.
fn unit(figure: &Counted) -> Option<String> {
    figure.unit.as_ref()?;
    let words = figure.place.words.to_lowercase();
    let has = |unit: &[&str]| {
        unit.iter().any(|unit| words.split(|it: char| !it.is_alphabetic()).any(|word| word == *unit))
    };
    match (
        has(units::TON) && !words.contains("metric ton"),
        has(units::TONNE) || words.contains("metric ton"),
    ) {
        (true, false) => Some("tons".into()),
        (false, true) => Some("tonnes".into()),
        _ => None,
    }
}

/// The place that more than half of those origins have that say one; where they are divided, none.
fn most_named<'a>(figures: &[(usize, &'a Counted)], origins: &[u32]) -> Option<&'a str> {
    let said = figures
        .iter()
        .filter_map(|(document, figure)| Some((figure.at.as_ref()?.name.as_str(), origins[*document])));
    let said: BTreeSet<(&str, u32)> = said.collect();
    let having = |place: &str| said.iter().filter(|(other, _)| *other == place).count();
    said.iter().map(|&(place, _)| place).find(|place| having(place) * 2 > said.len())
}

/// Who or what is counted, where that differs: `civilians, half of them children` is not `people`.
/// Words for anybody at all say nothing beside one another.
fn counted_differently(told: &[Told], figures: &[(usize, &Counted)]) -> Option<Difference> {
    let who = |document: usize, figure: &Counted| {
        let of = figure.of.as_deref()?;
        let of = if ANYBODY.binary_search(&of).is_ok() { "people" } else { of };
        let part = told[document].figures.iter().find(|other| {
            other.context.is_some()
                && other.context == figure.context
                && other.place.span.start() > figure.place.span.end()
                && PARTS.iter().any(|part| other.place.words.contains(part))
        });
        Some(part.map_or_else(|| of.to_owned(), |part| format!("{of}, {}", part.place.words)))
    };
    let who: Vec<Option<String>> = figures.iter().map(|&(document, figure)| who(document, figure)).collect();
    of_words(DifferenceKind::Counted, who)
}

/// A figure as it is read aloud: `at least 47`, `60 to 70`, `about 18,000`. A vague one has its own
/// word and the least that it means, `dozens (24 or more)`: the most is nothing that the text says.
pub fn in_words(words: &str, qualifier: Qualifier, value: f64, high: Option<f64>) -> String {
    let before = match qualifier {
        Qualifier::Exactly => "",
        Qualifier::AtLeast => "at least ",
        Qualifier::About => "about ",
        Qualifier::MoreThan => "more than ",
        Qualifier::LessThan => "less than ",
        Qualifier::UpTo => "up to ",
        Qualifier::Nearly => "nearly ",
    };
    if let Some(vague) = high.and_then(|high| vague(words, value, high)) {
        return match qualifier {
            Qualifier::Exactly | Qualifier::About => format!("{vague} ({} or more)", digits(value)),
            _ => format!("{before}{vague}"),
        };
    }
    let high = high.map(|high| format!(" to {}", digits(high))).unwrap_or_default();
    format!("{before}{}{high}", digits(value))
}

/// The vague number in a figure's words: `dozens`, `tens of thousands`, `a few hundred`.
#[expect(clippy::float_cmp, reason = "both were read from the same words")]
fn vague(words: &str, value: f64, high: f64) -> Option<String> {
    let pieces = pieces(words, Span::new(0, words.len()));
    let reading = Reading { text: words, pieces: &pieces };
    let found = (0..pieces.len()).find_map(|at| {
        let number = cardinal(reading, at).filter(|it| it.form == Form::Vague)?;
        (number.value == value && number.high == Some(high)).then_some((at, number.end))
    });
    let (first, end) = found?;
    let phrase = words.get(pieces[first].span.start()..pieces[end - 1].span.end())?.to_lowercase();
    Some(phrase.strip_suffix(" of").unwrap_or(&phrase).to_owned())
}

/// With commas between thousands: 27,000.
fn digits(value: f64) -> String {
    let plain = format!("{value}");
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_spoken() {
        assert_eq!(in_words("at least 47", Qualifier::AtLeast, 47.0, None), "at least 47");
        assert_eq!(in_words("60 to 70 men", Qualifier::Exactly, 60.0, Some(70.0)), "60 to 70");
        assert_eq!(in_words("", Qualifier::About, 1_234_567.5, None), "about 1,234,567.5");
        let vague = |words, low, high| in_words(words, Qualifier::About, low, Some(high));
        assert_eq!(vague("Dozens of other envoys", 24.0, 99.0), "dozens (24 or more)");
        assert_eq!(vague("millions of people", 2e6, 999_999_999.0), "millions (2,000,000 or more)");
        assert_eq!(vague("tens of thousands", 2e4, 99_999.0), "tens of thousands (20,000 or more)");
        assert_eq!(vague("a few hundred homes", 300.0, 900.0), "a few hundred (300 or more)");
        assert_eq!(vague("a couple of boats", 2.0, 3.0), "a couple (2 or more)");
        assert_eq!(
            in_words("at least dozens", Qualifier::AtLeast, 24.0, Some(99.0)),
            "at least dozens",
            "what is said twice is said once"
        );
        assert_eq!(digits(-1000.0), "-1,000");
    }

    #[test]
    fn times_agree_as_far_as_they_go() {
        let near = |a, b| near(Some(a), Some(b), DAYS);
        assert!(near("2023-03", "2023-03-12"));
        assert!(near("2023-03-12", "2023-03-14T10"));
        assert!(near("XXXX-XX-XX", "2023-03-12") && near("2023-XX-12", "2023-03-12"));
        assert!(!near("2018-09-05", "2023-03-12"));
        assert!(!near("2018", "2023-03-12"));
    }
}
