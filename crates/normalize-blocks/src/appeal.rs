//! Appeals: "Your donation allows us …", "Sign up for our newsletter".
//!
//! An appeal is a run of blocks in which the outlet speaks of itself and to its reader. Each block
//! is scored by what it says outside quotation marks; then the likeliest run of appeal and text is
//! found over all blocks together (Viterbi, two states), so that a weak block between strong ones
//! goes with them and a lone "we" in a column does not. A run that asks for nothing
//! is dropped: an editor's column on the paper itself is content.

use std::sync::LazyLock;

use rapporteur_document::Role;

use crate::lexicon::appeals;
use crate::marks::outside_quotes;
use crate::phrase::{Phrases, is_one_of};
use crate::unit::{End, Unit, fold};

static ASKS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(appeals::ASKS));
static OWN: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(appeals::OWN));
static WEAK: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(appeals::WEAK));
static REPORTED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(appeals::REPORTED));

/// What it costs to go from text to appeal or back: a single block needs twice this to be one.
const CHANGE: i32 = 2;
/// A line of so few words that asks is a button or a box.
const BUTTON: usize = 14;

/// How much a block speaks like an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Score {
    points: i32,
    /// It asks for something.
    asks: bool,
}

/// Gives appeals their role.
pub(crate) fn settle(units: &mut [Unit<'_>]) {
    let scores: Vec<Option<Score>> = units.iter().map(|unit| unit.is_open().then(|| score(unit))).collect();
    let states = likeliest(&scores);
    let mut index = 0;
    while index < units.len() {
        let end = index + states[index..].iter().take_while(|&&state| state == states[index]).count();
        let asks = scores[index..end].iter().flatten().any(|score| score.asks);
        if states[index] && asks {
            for unit in &mut units[index..end] {
                unit.settle(Role::Appeal, "appeal-run");
            }
            opener(units, index);
        }
        index = end;
    }
}

/// "Before you go", "Stand with us": the box's own heading, too short to score by itself.
fn opener(units: &mut [Unit<'_>], run: usize) {
    let Some(above) = run.checked_sub(1).filter(|&above| above > 0) else { return };
    let unit = &units[above];
    let speaks =
        unit.line().split(' ').any(|word| is_one_of(appeals::OURS, word) || is_one_of(appeals::YOURS, word));
    if unit.is_open()
        && unit.given != Some(Role::Title)
        && unit.words <= 8
        && matches!(unit.end, End::Bare | End::Asked)
        && !unit.opens_with_quote()
        && speaks
    {
        units[above].settle(Role::Appeal, "appeal-opener");
    }
}

/// Words besides appeals below which there is no article: less than a short lead has.
const NO_ARTICLE: usize = 15;

/// A page that is an appeal and hardly anything else is somebody's campaign, and its own content:
/// takes the role back and says so.
pub(crate) fn is_all_there_is(units: &mut [Unit<'_>]) -> bool {
    let mut appeals = units.iter().filter(|unit| unit.has_role(Role::Appeal));
    let rest: usize = units.iter().filter(|unit| unit.is_open()).map(|unit| unit.words).sum();
    if appeals.next().is_none() || rest >= NO_ARTICLE {
        return false;
    }
    for unit in units.iter_mut().filter(|unit| unit.has_role(Role::Appeal)) {
        unit.role = None;
    }
    true
}

fn score(unit: &Unit<'_>) -> Score {
    let outside = fold(&outside_quotes(unit.text));
    let asks = ASKS.count(&outside);
    let strong = asks + OWN.count(&outside);
    let has = |list: &[&str]| outside.split_ascii_whitespace().any(|word| is_one_of(list, word));
    let (ours, yours) = (has(appeals::OURS), has(appeals::YOURS));
    let mut points = -2 + i32::from(ours) + i32::from(yours);
    points += 3 * few(strong);
    if ours || yours {
        points += few(WEAK.count(&outside));
    }
    if asks > 0 && unit.words <= BUTTON {
        points += 3;
    }
    if strong == 0 {
        // Without an outlet's own phrase a block joins a run, it does not make one.
        points = points.min(1);
        if !ours && !yours {
            points -= 2;
        }
    }
    if REPORTED.any(&outside) {
        points -= 3;
    }
    Score { points, asks: asks > 0 }
}

/// Three phrases say all that any number of them does.
fn few(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX).min(3)
}

/// For each block whether it is appeal, so that the sum of scores less the cost of changes is as
/// high as can be. Blocks that have a role (`None`) count for neither side.
fn likeliest(scores: &[Option<Score>]) -> Vec<bool> {
    let mut from = Vec::with_capacity(scores.len());
    let (mut text, mut appeal) = (0, -CHANGE);
    for score in scores {
        let points = score.map_or(0, |score| score.points);
        // Ties go to text: what is in doubt is read.
        let (text_from_appeal, appeal_from_text) = (appeal - CHANGE > text, text - CHANGE > appeal);
        from.push((text_from_appeal, !appeal_from_text));
        (text, appeal) = (text.max(appeal - CHANGE), appeal.max(text - CHANGE) + points);
    }
    // The page may end inside an appeal, but that costs as much as leaving it: the bar is the same.
    let mut state = appeal - CHANGE > text;
    let mut states = vec![false; scores.len()];
    for (index, (text_from_appeal, appeal_from_appeal)) in from.into_iter().enumerate().rev() {
        states[index] = state;
        state = if state { appeal_from_appeal } else { text_from_appeal };
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_document::Span;

    fn roles(texts: &[&str]) -> Vec<bool> {
        let mut units: Vec<Unit<'_>> =
            texts.iter().map(|text| Unit::new(text, Span::new(0, text.len()), 0, false, None)).collect();
        settle(&mut units);
        units.iter().map(|unit| unit.has_role(Role::Appeal)).collect()
    }

    #[test]
    fn a_weak_block_goes_with_strong_neighbours() {
        let found = roles(&[
            "The mayor has closed the harbour after a week of storms.",
            "Support us",
            "Our correspondents are there when the story breaks, and we check what we are told.",
            "Your donation keeps our journalism free for everyone.",
            "The mayor said the harbour would stay shut.",
        ]);
        assert_eq!(found, [false, true, true, true, false]);
    }

    #[test]
    fn news_about_donations_is_news() {
        let found = roles(&[
            "The charity said donations had doubled since the flood.",
            "“Your donation saves lives, and your support keeps us going,” its director told reporters.",
            "Readers of the newspaper gave more than any other group.",
            "We went to see what the money was spent on, and you would not believe it.",
        ]);
        assert_eq!(found, [false; 4]);
    }

    #[test]
    fn an_editor_who_asks_for_nothing_is_read() {
        let found = roles(&[
            "Our paper has made mistakes, and you, our readers, have told us so.",
            "Our newsroom is small, but our journalism must be as good as any.",
        ]);
        assert_eq!(found, [false; 2]);
    }
}
