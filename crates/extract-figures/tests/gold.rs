//! Scores the gold of `fixtures/gold.toml` and holds a floor.

use rapporteur_document::{Document, EntityKind, Figure, Mention, MentionForm, Span, Time, TimeKind};
use rapporteur_extract_figures::{Options, figures};
use serde::Deserialize;

#[derive(Deserialize)]
struct Gold {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    /// Held aside until the stage stood; opened since.
    #[serde(default)]
    held: bool,
    /// Held aside when those were opened.
    #[serde(default)]
    fresh: bool,
    #[serde(default)]
    mentions: Vec<String>,
    #[serde(default)]
    times: Vec<String>,
    figures: Vec<Expected>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Expected {
    span: String,
    value: f64,
    high: Option<f64>,
    #[serde(default = "exactly")]
    qualifier: String,
    unit: Option<String>,
    of: Option<String>,
    state: Option<String>,
    time: Option<String>,
    place: Option<String>,
    by: Option<String>,
}

fn exactly() -> String {
    "exactly".into()
}

/// Counts of what is right, field by field.
#[derive(Default, Debug)]
struct Score {
    gold: usize,
    given: usize,
    /// Same value, overlapping words.
    found: usize,
    /// Everything but time, place and source is right too, to the byte.
    whole: usize,
    span: usize,
    qualifier: usize,
    unit: usize,
    of: usize,
    state: usize,
    time: usize,
    place: usize,
    by: usize,
}

impl Score {
    fn f1(&self, right: usize) -> f64 {
        200.0 * right as f64 / (self.gold + self.given) as f64
    }
}

fn document(case: &Case) -> Document {
    let mut document = Document::from_text(case.text.clone());
    let span_of = |words: &str| {
        let start = case.text.find(words).expect("the gold's words are in its text");
        Span::new(start, start + words.len())
    };
    document.sentences = Some(rapporteur_english::sentences(&case.text, Span::new(0, case.text.len())));
    let mut mentions: Vec<Mention> = case
        .mentions
        .iter()
        .map(|mention| {
            let (words, kind) = mention.rsplit_once(':').expect("a mention is words:type");
            let form = if words.starts_with(char::is_uppercase)
                && !words.starts_with("The ")
                && words != "Organisers"
            {
                MentionForm::Name
            } else {
                MentionForm::Nominal
            };
            let kind = EntityKind::from_name(kind).expect("a known type");
            Mention { span: span_of(words), kind, form, entity: None, rule: "gold".into() }
        })
        .collect();
    mentions.sort_by_key(|mention| mention.span);
    document.mentions = Some(mentions);
    document.times = (!case.times.is_empty()).then(|| {
        let time = |words: &String| Time {
            span: span_of(words),
            kind: TimeKind::Date,
            value: "2016".into(),
            modifier: None,
            anchor: None,
            alternatives: Vec::new(),
            rule: "gold".into(),
        };
        let mut times: Vec<Time> = case.times.iter().map(time).collect();
        times.sort_by_key(|time| time.span);
        times
    });
    document
}

fn score(cases: &[&Case], errors: &mut Vec<String>) -> Score {
    let mut score = Score::default();
    for case in cases {
        let document = document(case);
        let given = figures(&document, &Options::default());
        score.gold += case.figures.len();
        score.given += given.len();
        let mut used = vec![false; given.len()];
        let mut from = 0;
        for expected in &case.figures {
            let start = case.text[from..]
                .find(&expected.span)
                .map(|at| at + from)
                .or_else(|| case.text.find(&expected.span))
                .expect("the gold's words are in its text");
            let span = Span::new(start, start + expected.span.len());
            from = start + expected.span.chars().next().map_or(1, char::len_utf8);
            let best = given
                .iter()
                .enumerate()
                .filter(|(index, figure)| {
                    !used[*index] && figure.span.overlaps(span) && same(figure, expected)
                })
                .max_by_key(|(_, figure)| figure.span == span);
            let Some((index, figure)) = best else {
                errors.push(format!("missed {:?} in {:?}", expected.span, case.text));
                continue;
            };
            used[index] = true;
            let words = |span: Span| document.words(span).to_owned();
            let right = [
                figure.span == span,
                figure.qualifier.as_str() == expected.qualifier,
                figure.unit == expected.unit,
                figure.of == expected.of,
                figure.state == expected.state,
            ];
            let beside = [
                figure.time.map(words) == expected.time,
                figure.place.as_ref().map(|place| words(place.span)) == expected.place,
                figure.reported_by.as_ref().map(|by| words(by.span)) == expected.by,
            ];
            score.found += 1;
            score.whole += usize::from(right.iter().all(|field| *field));
            for (place, field) in
                [&mut score.span, &mut score.qualifier, &mut score.unit, &mut score.of, &mut score.state]
                    .into_iter()
                    .zip(right)
            {
                *place += usize::from(field);
            }
            for (place, field) in [&mut score.time, &mut score.place, &mut score.by].into_iter().zip(beside) {
                *place += usize::from(field);
            }
            if right.iter().chain(&beside).any(|field| !field) {
                errors.push(format!("{expected:?}\n   given {:?} {figure:?}", document.words(figure.span)));
            }
        }
        for (figure, _) in given.iter().zip(used).filter(|(_, used)| !used) {
            errors.push(format!("false {:?} {figure:?} in {:?}", document.words(figure.span), case.text));
        }
    }
    score
}

fn same(figure: &Figure, expected: &Expected) -> bool {
    (figure.value - expected.value).abs() < 0.01 && figure.high == expected.high
}

fn show(name: &str, score: &Score) -> String {
    format!(
        "{name}: {} gold, {} given, found F1 {:.1}, whole F1 {:.1}; of those found: span {}, qualifier {}, unit {}, of {}, \
         state {}, time {}, place {}, by {} of {}",
        score.gold,
        score.given,
        score.f1(score.found),
        score.f1(score.whole),
        score.span,
        score.qualifier,
        score.unit,
        score.of,
        score.state,
        score.time,
        score.place,
        score.by,
        score.found
    )
}

#[test]
fn the_gold_is_met() {
    let text = include_str!("../fixtures/gold.toml");
    let gold: Gold = toml::from_str(text).expect("the gold is valid");
    let (fresh, known): (Vec<&Case>, Vec<&Case>) = gold.case.iter().partition(|case| case.fresh);
    let (held, seen): (Vec<&Case>, Vec<&Case>) = known.iter().partition(|case| case.held);
    let mut errors = Vec::new();
    let seen = score(&seen, &mut errors);
    println!("{}", show("seen", &seen));
    for error in &errors {
        println!("  {error}");
    }
    let mut held_errors = Vec::new();
    let held = score(&held, &mut held_errors);
    println!("{}", show("held", &held));
    if std::env::var_os("SHOW_HELD").is_some() {
        for error in &held_errors {
            println!("  {error}");
        }
    }
    let mut fresh_errors = Vec::new();
    let fresh = score(&fresh, &mut fresh_errors);
    println!("{}", show("fresh", &fresh));
    if std::env::var_os("SHOW_FRESH").is_some() {
        for error in &fresh_errors {
            println!("  {error}");
        }
    }
    assert!(seen.f1(seen.found) >= 95.0 && seen.f1(seen.whole) >= 90.0, "{seen:?}");
    assert!(held.f1(held.found) >= 85.0 && held.f1(held.whole) >= 95.0, "{held:?}");
    assert!(fresh.f1(fresh.found) >= 95.0 && fresh.f1(fresh.whole) >= 85.0, "{fresh:?}");
}
