//! Who said what: drawn as speakers by sources, and in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_document::QuoteForm;
use rapporteur_record::{Claim, ClaimKind, ClaimState, DifferenceKind, Name, Person, Story};

use crate::cited::{Cited, folded};
use crate::escape::{Text, cut, digits, plural};
use crate::passage;

/// Speakers and sources that are drawn, those with most quotations; the list below has all.
const SPEAKERS: usize = 12;
const SOURCES: usize = 12;
/// Quotations of one speaker that are listed; `report.json` has all.
const SAYINGS: usize = 60;
/// Characters of a quotation in the list; its passage has more.
const WORDS: usize = 360;

/// What one speaker says of one claim: places in its support.
struct Saying<'a> {
    claim: &'a Claim,
    places: Vec<usize>,
}

struct Voice<'a> {
    name: Option<&'a str>,
    sayings: Vec<Saying<'a>>,
}

/// The section; nothing for a story without quotations.
pub(crate) fn section(out: &mut String, story: &Story, cited: &Cited) {
    let mut voices = voices(story);
    if voices.is_empty() {
        return;
    }
    voices.sort_by_key(|voice| (voice.name.is_none(), std::cmp::Reverse(voice.sayings.len())));
    let _ = write!(out, "<section class=\"voices\"><h3 id=\"{0}-voices\">Who said what</h3>", story.id);
    draw(out, story, cited, &voices);
    out.push_str("<div class=\"columns\">");
    for (at, voice) in voices.iter().enumerate() {
        list(out, story, cited, voice, at);
    }
    out.push_str("</div></section>\n");
}

/// Speakers in the order of their first quotation.
fn voices(story: &Story) -> Vec<Voice<'_>> {
    let mut voices: Vec<Voice<'_>> = Vec::new();
    let mut known: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for claim in story.claims.iter().filter(|claim| claim.kind == ClaimKind::Quote) {
        let divided = claim.differences.iter().any(|it| it.kind == DifferenceKind::Attribution);
        let anybody = claim.support.iter().any(|support| support.speaker.is_some());
        for (at, support) in claim.support.iter().enumerate() {
            // Where documents agree on the speaker, one that names nobody ("he") agrees too.
            let name =
                if divided { support.speaker.as_deref() } else { anybody.then_some(claim.about.as_str()) };
            let name = name.map(|name| person(story, name).map_or(name, |person| &person.name));
            let place = *known.entry(name).or_insert_with(|| {
                voices.push(Voice { name, sayings: Vec::new() });
                voices.len() - 1
            });
            let sayings = &mut voices[place].sayings;
            match sayings.last_mut().filter(|saying| std::ptr::eq(saying.claim, claim)) {
                Some(saying) => saying.places.push(at),
                None => sayings.push(Saying { claim, places: vec![at] }),
            }
        }
    }
    voices
}

/// The person of this name.
pub(crate) fn person<'a>(story: &'a Story, name: &str) -> Option<&'a Person> {
    story.people.iter().find(|person| person.name == name || person.aliases.iter().any(|alias| alias == name))
}

fn anchor(story: &Story, at: usize) -> String {
    format!("{}-v{}", story.id, at + 1)
}

fn draw(out: &mut String, story: &Story, cited: &Cited, voices: &[Voice<'_>]) {
    // Places of the documents that quote anybody, those with most quotations first, then in order.
    let mut quoting: BTreeMap<&str, usize> = BTreeMap::new();
    for place in voices.iter().flat_map(|voice| &voice.sayings) {
        for &at in &place.places {
            *quoting.entry(&place.claim.support[at].document).or_default() += 1;
        }
    }
    let mut columns: Vec<(&str, usize)> = story
        .documents
        .iter()
        .filter_map(|document| quoting.get_key_value(document.id.as_str()).map(|(&id, &count)| (id, count)))
        .collect();
    let all = columns.len();
    if columns.len() > SOURCES {
        let mut counts: Vec<usize> = columns.iter().map(|(_, count)| *count).collect();
        counts.sort_unstable_by_key(|&count| std::cmp::Reverse(count));
        let least = counts[SOURCES - 1];
        columns.retain(|(_, count)| *count >= least);
        columns.truncate(SOURCES);
    }
    let rows = &voices[..voices.len().min(SPEAKERS)];
    if columns.is_empty() || voices.len() + all <= 2 {
        return;
    }
    let height = 28 + rows.len() * 50;
    let x = |column: usize| 4.0 + 92.0 * (column as f64 + 0.5) / columns.len() as f64;
    let _ = write!(
        out,
        "<svg class=\"said\" width=\"100%\" height=\"{height}\" role=\"group\" aria-labelledby=\"{0}-vsvg\">\
         <title id=\"{0}-vsvg\">Quotations by speaker and source</title>",
        story.id
    );
    for (column, (id, _)) in columns.iter().enumerate() {
        let Some(source) = cited.source(id) else { continue };
        let x = x(column);
        let _ = write!(
            out,
            "<line class=\"rule\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"24\" y2=\"{}\"/>\
             <text class=\"tick mid\" x=\"{x:.2}%\" y=\"14\"><title>{}</title>d{}</text>",
            height - 6,
            Text(&source.name()),
            source.number
        );
    }
    for (row, voice) in rows.iter().enumerate() {
        let y = 42 + row * 50;
        let (name, more) = cut(voice.name.unwrap_or("not attributed"), 48);
        let _ = write!(
            out,
            "<text class=\"lane\" x=\"0\" y=\"{y}\">{0}{1}</text>\
             <line class=\"rule\" x1=\"0\" x2=\"100%\" y1=\"{2}\" y2=\"{2}\"/>",
            Text(name),
            if more { "…" } else { "" },
            y + 20,
        );
        for (column, (id, _)) in columns.iter().enumerate() {
            let count = voice
                .sayings
                .iter()
                .filter(|saying| saying.places.iter().any(|&at| saying.claim.support[at].document == *id))
                .count();
            let Some(source) = cited.source(id).filter(|_| count > 0) else { continue };
            let label = format!(
                "{} in {}: {}",
                voice.name.unwrap_or("not attributed"),
                source.name(),
                plural(count, "quotation", "quotations")
            );
            let _ = write!(
                out,
                "<a href=\"#{}\"><title>{}</title><circle class=\"dot\" cx=\"{2:.2}%\" cy=\"{3}\" r=\"10\"/>\
                 <text class=\"count\" x=\"{2:.2}%\" y=\"{4}\">{count}</text></a>",
                anchor(story, row),
                Text(&label),
                x(column),
                y + 20,
                y + 24,
            );
        }
    }
    out.push_str("</svg>");
    if voices.len() > rows.len() || all > columns.len() {
        let _ = write!(
            out,
            "<p class=\"note\">Drawn: {} of {} speakers in {} of {} sources, those with most quotations.</p>",
            rows.len(),
            digits(voices.len()),
            columns.len(),
            digits(all)
        );
    }
}

fn list(out: &mut String, story: &Story, cited: &Cited, voice: &Voice<'_>, at: usize) {
    let _ = write!(out, "<div class=\"voice\"><h4 id=\"{}\">", anchor(story, at));
    match voice.name {
        Some(name) => {
            let _ = write!(out, "{}", Text(name));
            let roles = person(story, name).map(|person| person.roles.join("; ")).unwrap_or_default();
            if !roles.is_empty() {
                let _ = write!(out, " <span class=\"office\">{}</span>", Text(&roles));
            }
        }
        None => out.push_str("Not attributed"),
    }
    out.push_str("</h4><ul class=\"sayings\">");
    let indirect = |saying: &Saying<'_>| {
        let form = |at: &usize| saying.claim.support[*at].form;
        saying.places.iter().all(|at| form(at) == Some(Name(QuoteForm::Indirect)))
    };
    let mut sayings: Vec<&Saying<'_>> = voice.sayings.iter().collect();
    sayings.sort_by_key(|saying| indirect(saying));
    for saying in sayings.iter().take(SAYINGS) {
        let claim = saying.claim;
        let fullest = saying
            .places
            .iter()
            .copied()
            .max_by_key(|&at| (claim.support[at].words.len(), std::cmp::Reverse(at)))
            .expect("a saying has a place");
        let (words, more) = cut(&claim.support[fullest].words, WORDS);
        let form = claim.support[fullest].form.map_or(QuoteForm::Direct, |form| form.0);
        out.push_str("<li>");
        let said = passage::quoted(&format!("{words}{}", if more { " […]" } else { "" }), form);
        let shown = passage::reported(&claim.support[fullest], said);
        if passage::is_compared(claim) {
            let note = match claim.state {
                ClaimState::Differing | ClaimState::Contradicted => "told differently",
                _ => "side by side",
            };
            let _ = write!(
                out,
                "{shown} <a class=\"at\" href=\"#{0}\">{note}, {1}</a>",
                claim.id,
                plural(claim.origins as usize, "origin", "origins")
            );
        } else {
            // The passage of the first of several copies; the others are named in it.
            let folds = folded(&claim.support);
            let fold = folds.iter().find(|fold| fold.contains(&fullest)).cloned().unwrap_or_default();
            passage::opened(out, cited, claim, &fold, &shown);
        }
        out.push_str("</li>");
    }
    if voice.sayings.len() > SAYINGS {
        let _ = write!(
            out,
            "<li class=\"note\">and {} more, all in <a href=\"report.json\">report.json</a></li>",
            digits(voice.sayings.len() - SAYINGS)
        );
    }
    out.push_str("</ul></div>");
}
