//! Titles of works, told from words said: "the film “Long Way Down”", "on NBC's “Meet the Press”".

use crate::items::{Item, Row};
use crate::marks::Quoted;
use crate::words::Class;

/// How many words a title may have.
const LONGEST: usize = 8;

/// Turns titles into what they are in their sentences, capitalised words; which stretches those
/// were.
pub(crate) fn settle(text: &str, row: &mut Row, quoted: &[Quoted]) -> Vec<usize> {
    let mut titles = Vec::new();
    for sentence in &row.sentences {
        for position in 0..sentence.end - sentence.start {
            let items = &row.items[sentence.start..sentence.end];
            let Some(quote) = items[position].quote else { continue };
            let inner = quoted[quote].inner.of(text);
            if is_named(items, position, inner) {
                let comma = inner.ends_with(',');
                titles.push(quote);
                let item = &mut row.items[sentence.start + position];
                item.quote = None;
                // The comma of “Face the Morning,” Smith said … is inside the marks.
                item.word.class = if comma { Class::COMMA } else { Class::CAPITAL };
            }
        }
    }
    titles
}

/// How a quoted stretch is written.
struct Look {
    capitals: usize,
    /// Longer words in lower case.
    plain: usize,
    words: usize,
}

fn look(inner: &str) -> Look {
    let mut look = Look { capitals: 0, plain: 0, words: 0 };
    for word in inner.split_whitespace().take(LONGEST + 1) {
        look.words += 1;
        let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else { continue };
        if first.is_uppercase() || first.is_numeric() {
            look.capitals += 1;
        } else if word.len() > 4 {
            look.plain += 1;
        }
    }
    look
}

fn beside(items: &[Item], position: usize, class: Class) -> bool {
    let previous = position.checked_sub(1).map(|at| &items[at]);
    previous.is_some_and(|item| item.is(class) && item.is_word())
}

/// A title for certain: written as one, and a preposition, owner or noun for works beside it.
fn is_named(items: &[Item], position: usize, inner: &str) -> bool {
    let look = look(inner);
    let written =
        look.words <= LONGEST && look.plain == 0 && look.capitals > 0 && !inner.ends_with(['?', '!']);
    let next = items.get(position + 1).is_some_and(|item| item.is(Class::WORK));
    let work = beside(items, position, Class::WORK) || next;
    let linked = beside(
        items,
        position,
        Class::PREPOSITION.or(Class::ENDING).or(Class::DETERMINER).or(Class::POSSESSIVE).or(Class::CAPITAL),
    ) && !beside(items, position, Class::SUBORDINATOR)
        && (items[position - 1].word.verb.is_none() || items[position - 1].is(Class::CAPITAL));
    written && (work || (linked && look.capitals > 1 && look.capitals * 2 > look.words))
}

/// Written as a heading: every longer word in capitals, and too short to be what somebody said.
pub(crate) fn is_heading(inner: &str) -> bool {
    let look = look(inner);
    look.words <= LONGEST && look.words > 1 && look.plain == 0 && look.capitals * 3 > look.words * 2
}

/// A title by its looks alone.
pub(crate) fn looks_named(items: &[Item], position: usize, inner: &str) -> bool {
    let look = look(inner);
    let goes_on = items.get(position + 1).is_some_and(Item::is_word);
    let stopped = inner.ends_with(['.', ',', '?', '!']) && !goes_on;
    look.words <= LONGEST && look.plain == 0 && look.capitals > 1 && !stopped && !inner.ends_with(['?', '!'])
}
