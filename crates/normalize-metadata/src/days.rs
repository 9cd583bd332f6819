//! The day of publication: of the dates that markup, lines and the address give, the one that says most
//! surely that it is this. What is not chosen becomes an alternative.

use rapporteur_dates::{self as dates, Habits, Of};
use rapporteur_document::{Block, Document, Fact, Meta, Role};

use crate::NAME;

/// Dates from the lines that are datelines, and from the address: what says that it is the day of
/// publication, then the address, then what stands there without a word.
pub(crate) fn published(document: &mut Document, blocks: &[Block]) {
    let language = document.meta.language.as_ref().map(|fact| fact.value.clone());
    let url = document.meta.url.as_ref().map(|fact| fact.value.clone());
    let habits = Habits {
        recent: document.source.media_type == "text/html",
        ..Habits::of(language.as_deref(), url.as_deref())
    };
    let mut read = lines(document, blocks, habits);
    if !read.warnings.is_empty() && habits.order.is_none() {
        // The other dates of the page may show which number is the day.
        read = lines(document, blocks, habits.seen_in(&document.text));
    }
    let Lines { said, bare, far, modified, warnings } = read;
    let in_address = url.and_then(|url| dates::in_address(&url)).map(|date| Fact::new(date, "url"));
    // A day later than an instant in UTC may be that of a change or of the print edition, unless the outlet
    // is east of Greenwich.
    for fact in said.into_iter().chain(in_address) {
        prefer_date(&mut document.meta.published, fact, WEAK, habits.eastern());
    }
    for fact in bare {
        prefer_date(&mut document.meta.published, fact, WEAKEST, habits.eastern());
    }
    for fact in far {
        offer_date(&mut document.meta.published, fact);
    }
    if document.meta.published.is_none()
        && let Some(fact) = dateline(document, blocks, habits)
    {
        document.meta.published = Some(fact);
    }
    for fact in modified {
        offer_date(&mut document.meta.modified, fact);
    }
    for warning in warnings {
        document.warn(NAME, warning);
    }
}

/// What lines say of dates.
#[derive(Default)]
struct Lines {
    /// Dates of publication, as their lines say.
    said: Vec<Fact>,
    /// Dates in lines between headline and text that don't say of what, the likeliest first.
    bare: Vec<Fact>,
    /// The same, elsewhere.
    far: Vec<Fact>,
    modified: Vec<Fact>,
    warnings: Vec<String>,
}

/// So many lines of a document may say of what day it is.
const MOST: usize = 100;

fn lines(document: &Document, blocks: &[Block], habits: Habits<'_>) -> Lines {
    let title = blocks.iter().position(|block| block.role == Role::Title).unwrap_or(0);
    let text_starts =
        (title..blocks.len()).find(|&index| blocks[index].role.is_prose()).unwrap_or(blocks.len());
    let mut lines = Lines::default();
    let mut signed = Vec::new();
    let mut left = MOST;
    for (index, block) in blocks.iter().enumerate() {
        if !matches!(block.role, Role::Dateline | Role::Byline) || left == 0 {
            continue;
        }
        left -= 1;
        let (found, unsure) = dates::in_line(block.span.of(&document.text), habits);
        lines.warnings.extend(unsure);
        // A headline is no label.
        let label = index.checked_sub(1).map(|before| &blocks[before]);
        let label = label.filter(|before| !matches!(before.role, Role::Title | Role::Standfirst));
        let label = label.map_or("", |before| before.span.of(&document.text));
        for mut dated in found {
            if dated.of == Of::Unsaid && dated.span.start() == 0 {
                dated.of = of_label(label);
            }
            let fact = Fact::new(dated.value, "dated-line").at(dated.span.shifted(block.span.start()));
            match dated.of {
                Of::Published => lines.said.push(fact),
                Of::Modified => lines.modified.push(fact),
                Of::Unsaid
                    if index <= text_starts + 2 && (index >= title || block.rule.as_str() == ABOVE) =>
                {
                    // Beside a writer's name it is the text's; alone it may announce something.
                    if block.role == Role::Byline { &mut signed } else { &mut lines.bare }.push(fact);
                }
                // A bare date far from the headline may be about anything, unless the page calls it a date.
                Of::Unsaid if index < title || block.rule.as_str() == LABELLED => lines.far.push(fact),
                Of::Unsaid | Of::Other => {}
            }
        }
    }
    signed.append(&mut lines.bare);
    lines.bare = signed;
    lines
}

/// What the line above a date says of it, in a list of facts: "Published", "Last updated:".
fn of_label(line: &str) -> Of {
    const WORDS: usize = 3;
    let is_label = line.split_whitespace().count() <= WORDS && !line.contains(|c: char| c.is_ascii_digit());
    if is_label { dates::cue(line) } else { Of::Unsaid }
}

/// The date of the text's first words: "Berlin, 3. Juli 2012. Die …", "GENEVA, Sept. 25, 2016 (AP) –".
fn dateline(document: &Document, blocks: &[Block], habits: Habits<'_>) -> Option<Fact> {
    blocks
        .iter()
        .filter(|block| matches!(block.role, Role::Paragraph | Role::Standfirst))
        .take(FIRST)
        .find_map(|block| dateline_of(document, block, habits))
}

/// A dateline stands in one of so many blocks of text: a standfirst may be above it.
const FIRST: usize = 3;

fn dateline_of(document: &Document, block: &Block, habits: Habits<'_>) -> Option<Fact> {
    const PLACE: usize = 3;
    let line = block.span.of(&document.text);
    let span = dates::spans(line).next()?;
    let place = line[..span.start()].trim_end().trim_end_matches([',', '–', '—', '-']).trim_end();
    let mut words = place.split_whitespace();
    let is_place = place.len() < span.start()
        && !place.contains(['.', ':', ';', '('])
        && (1..=PLACE).contains(&words.clone().count())
        && words.clone().next().is_some_and(|first| !dates::is_opening(first.trim_end_matches(',')))
        && words.all(|word| word.starts_with(char::is_uppercase));
    let marks = |c: char| matches!(c, '.' | ')' | ':' | '–' | '—' | '-' | '(' | '/');
    if !is_place || !line[span.end()..].trim_start().starts_with(marks) {
        return None;
    }
    let (found, _) = dates::in_line(&line[..span.end()], habits);
    let dated = found.into_iter().next().filter(|dated| dated.of == Of::Unsaid)?;
    Some(Fact::new(dated.value, "dateline").at(dated.span.shifted(block.span.start())))
}

/// The rule of blocks right above the headline that are the article's by all signs.
const ABOVE: &str = "date-above-title";

/// The rule of blocks whose element is called a date by the page.
const LABELLED: &str = "date-label";

/// Rules that find a date without knowing what it is the date of.
const WEAK: &[&str] = &["meta-date", "script", "time-below", "time-element"];

/// Those of them that may not even be about the text: programs wrote the day of delivery there, others the
/// days of what is told below it.
const WEAKEST: &[&str] = &["meta-date", "script", "time-below"];

/// The rule of what people say of a document: nothing in it is stronger.
const SIDECAR: &str = "sidecar";

/// Offers a date that is stronger than one by these rules, and than an instant in UTC where it is the day
/// of that instant at the outlet's: what the text calls today is that day.
fn prefer_date(place: &mut Option<Fact>, fact: Fact, weak: &[&str], later: bool) {
    let is_local = |known: &Fact| {
        known.from.as_str() != SIDECAR
            && dates::local_day(&known.value, &fact.value).is_some_and(|days| days < 0 || later)
    };
    let is_weaker =
        |known: &mut Fact| weak.contains(&known.from.as_str()) && !same_day(known, &fact) || is_local(known);
    match place.take_if(is_weaker) {
        Some(mut weak) => {
            let others = std::mem::take(&mut weak.alternatives);
            *place = Some(fact);
            Meta::offer(place, weak);
            if let Some(fact) = place {
                fact.alternatives.extend(others);
            }
        }
        None => offer_date(place, fact),
    }
}

fn same_day(left: &Fact, right: &Fact) -> bool {
    left.value.get(..10) == right.value.get(..10)
}

/// A day agrees with an instant on that day.
fn offer_date(place: &mut Option<Fact>, fact: Fact) {
    match place {
        Some(known) if same_day(known, &fact) => known.span = known.span.or(fact.span),
        _ => Meta::offer(place, fact),
    }
}
