//! What a page has around its text: menus, share bars, other articles, comments, copyright lines.
//!
//! Each rule looks at one unit and speaks only of short ones, or of phrases that no reporter
//! writes: a paragraph of news that is thrown out is worse than a menu that is read.

use std::sync::LazyLock;

use rapporteur_document::Role;

use crate::lexicon::{comments, legal, navigation, related};
use crate::phrase::{Phrases, begins_with, is_one_of};
use crate::unit::{End, Unit};

static COMMENTS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(comments::PHRASES));
static THREAD: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(comments::THREAD));
static LEGAL: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(legal::PHRASES));

/// Words that a line of furniture has at most.
const LINE: usize = 14;
/// Words that a copyright or cookie notice has at most.
const NOTICE: usize = 90;

/// Gives furniture its roles.
pub(crate) fn settle(units: &mut [Unit<'_>]) {
    for unit in units.iter_mut() {
        if unit.is_open()
            && let Some((role, rule)) = furniture(unit)
        {
            unit.settle(role, rule);
        }
    }
    below_headers(units);
    below_comments(units);
}

fn furniture(unit: &Unit<'_>) -> Option<(Role, &'static str)> {
    if is_rule(unit.text) {
        return Some((Role::Navigation, "ruled-line"));
    }
    legal_notice(unit)
        .or_else(|| comments_invitation(unit))
        .or_else(|| menu_or_share(unit))
        .or_else(|| other_article(unit))
}

/// A line of marks and nothing else.
fn is_rule(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| !c.is_alphanumeric() && !matches!(c, '"' | '“' | '”' | '?' | '!'))
}

fn menu_or_share(unit: &Unit<'_>) -> Option<(Role, &'static str)> {
    if unit.words > LINE {
        return None;
    }
    let line = unit.line();
    if is_one_of(navigation::LINES, line) {
        return Some((Role::Navigation, "navigation-line"));
    }
    if unit.end != End::Stop && begins_with(navigation::STARTS, &unit.folded) {
        return Some((Role::Navigation, "navigation-start"));
    }
    let shares = || line.split(' ').all(|word| is_one_of(navigation::SHARE, word) || is_count(word));
    let names_network = line.split(' ').any(|word| is_one_of(navigation::NETWORKS, word));
    // One word with a full stop is a label of the text's own: letters that came by "Facebook."
    if names_network && unit.words <= 12 && (unit.words > 1 || unit.end == End::Bare) && shares() {
        return Some((Role::Navigation, "share-bar"));
    }
    let items: Vec<&str> = unit.text.split(['|', '·', '•', '»', '›', '>']).map(str::trim).collect();
    let is_menu = items.len() >= 3
        && unit.end == End::Bare
        && items
            .iter()
            .all(|item| item.split_whitespace().count() <= 3 && !item.contains(|c: char| c.is_ascii_digit()));
    is_menu.then_some((Role::Navigation, "menu-bar"))
}

/// "12", "1.2k".
fn is_count(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 5
}

fn other_article(unit: &Unit<'_>) -> Option<(Role, &'static str)> {
    let capital = unit.first_letter().is_uppercase();
    if capital && is_one_of(related::HEADERS, unit.line()) && unit.end != End::Stop {
        return Some((Role::Related, "related-header"));
    }
    if unit.words > 30 {
        return None;
    }
    // The label and the mark that leads on: "Read more: …", "SEE ALSO | …", "RELATED Harbour …".
    let head = unit.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mark = head.find([':', '|', '>', '»', '→', '–', '—'])?;
    let label = crate::unit::fold(&head[..mark]);
    let is_label = label.len() <= 40 && is_one_of(related::LABELS, label.trim());
    // "Video: the general spoke of …" may be a caption or a sentence; a link has no full stop.
    (is_label && unit.end != End::Stop).then_some((Role::Related, "related-label"))
}

fn comments_invitation(unit: &Unit<'_>) -> Option<(Role, &'static str)> {
    let line = unit.line();
    let counted = line.split(' ').next().is_some_and(is_count);
    let bare = if counted { line.split_once(' ').map_or("", |(_, rest)| rest) } else { line };
    if is_one_of(comments::LINES, bare) || (counted && bare == "replies") {
        return Some((Role::Comments, "comments-line"));
    }
    (unit.words <= 40 && !unit.opens_with_quote() && COMMENTS.any(&unit.folded) && speaks_to_reader(unit))
        .then_some((Role::Comments, "comments-invitation"))
}

/// Not somebody's words, nor a report about commenting: no verb of saying outside the marks.
fn speaks_to_reader(unit: &Unit<'_>) -> bool {
    !unit.folded.contains(" said ") && !unit.folded.contains(" says ") && !unit.folded.contains(" told ")
}

fn legal_notice(unit: &Unit<'_>) -> Option<(Role, &'static str)> {
    if is_one_of(legal::LINES, unit.line()) {
        return Some((Role::Legal, "legal-line"));
    }
    if unit.words > NOTICE {
        return None;
    }
    let mut words = unit.line().split(' ');
    let starts = matches!(words.next(), Some("©" | "copyright")) || unit.text.starts_with("(c) ");
    let year = unit.line().split(' ').take(5).any(|word| {
        word.len() >= 4
            && word.trim_start_matches('©').len() == 4
            && word.trim_start_matches('©').bytes().all(|b| b.is_ascii_digit())
    });
    if (starts || unit.text.starts_with('©')) && (year || unit.text.starts_with('©')) && unit.words <= 40 {
        return Some((Role::Legal, "copyright"));
    }
    (LEGAL.any(&unit.folded) && speaks_to_reader(unit) && !unit.opens_with_quote())
        .then_some((Role::Legal, "legal-phrase"))
}

/// What looks like headlines right below "Related articles" and its like belongs to it.
fn below_headers(units: &mut [Unit<'_>]) {
    let mut below = false;
    for index in 0..units.len() {
        let header = units[index].role.is_some_and(|(_, rule)| rule == "related-header");
        if header {
            below = true;
            continue;
        }
        let unit = &units[index];
        let headline = unit.is_open()
            && unit.end != End::Stop
            && unit.end != End::Open
            && unit.words <= 25
            && !unit.opens_with_quote();
        // A line straight above running text may be its subhead: leave it.
        let subhead = units.get(index + 1).is_some_and(|next| next.is_open() && next.is_prose());
        let first = index > 0 && units[index - 1].role.is_some_and(|(_, rule)| rule == "related-header");
        if below && headline && (first || !subhead) {
            units[index].settle(Role::Related, "below-related-header");
        } else if units[index].is_open() {
            below = false;
        }
    }
}

/// Below the head of a thread everything is readers' words, where the thread looks like one or
/// stands in the last part of the page.
fn below_comments(units: &mut [Unit<'_>]) {
    let Some(head) = units.iter().position(|unit| unit.has_role(Role::Comments)) else { return };
    let size = |part: &[Unit<'_>]| -> usize {
        part.iter().filter(|unit| unit.is_open() && unit.is_prose()).map(|unit| unit.words).sum()
    };
    let (above, below) = units.split_at(head);
    let (before, after) = (size(above), size(below));
    let signs = below.iter().filter(|unit| unit.words <= 12 && THREAD.any(&unit.folded)).count();
    let is_thread = signs >= 2 && before > 0;
    let is_footer = before >= after * 3;
    if !(is_thread || is_footer) {
        return;
    }
    let rule = if is_thread { "comment-thread" } else { "below-comments" };
    for unit in &mut units[head..] {
        if unit.given.is_none_or(Role::is_prose) {
            unit.settle(Role::Comments, rule);
        }
    }
}
