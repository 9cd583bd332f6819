//! The roles of an article's units, one step after the other: each step looks at what the steps
//! before left open.

use rapporteur_document::Role;

use crate::head;
use crate::lexicon::bylines;
use crate::phrase::is_one_of;
use crate::shape::starts_item;
use crate::unit::{End, Unit};
use crate::{Options, appeal, caption, furniture};

/// Words that a subhead has at most.
const HEADING: usize = 12;

/// Gives every unit of an article a role. Says what it was unsure of.
pub(crate) fn settle(units: &mut [Unit<'_>], title: Option<&str>, options: &Options) -> Option<&'static str> {
    let mut warning = None;
    for unit in units.iter_mut() {
        match unit.given {
            // What the markup says stands, but for the kinds of block that anything may be put in.
            Some(role)
                if !matches!(role, Role::Paragraph | Role::Heading | Role::List | Role::Standfirst) =>
            {
                unit.settle(role, MARKUP);
            }
            _ => {}
        }
    }
    furniture::settle(units);
    caption::settle(units);
    if options.appeals {
        appeal::settle(units);
        if appeal::is_all_there_is(units) {
            warning = Some("the page is an appeal from end to end: it is read as content");
        }
    }
    head::settle(units, title);
    for unit in units.iter_mut() {
        if let Some(role) = unit.given {
            unit.settle(role, MARKUP);
        }
    }
    lists(units);
    headings(units);
    for unit in units {
        unit.settle(Role::Paragraph, "text");
    }
    warning
}

/// The rule of a role that an earlier stage gave; its own rule is kept in the document.
pub(crate) const MARKUP: &str = "markup";

/// Bullets make an item each; dashes and numbers only beside each other.
fn lists(units: &mut [Unit<'_>]) {
    let item: Vec<bool> = units.iter().map(|unit| unit.is_open() && starts_item(unit.text)).collect();
    for index in 0..units.len() {
        let beside = (index > 0 && item[index - 1]) || item.get(index + 1).is_some_and(|&next| next);
        let bullet = !matches!(units[index].first_char(), '-' | '–' | '0'..='9');
        if item[index] && (bullet || beside) {
            units[index].settle(Role::List, if bullet { "bullet" } else { "items" });
        }
    }
}

/// Short lines without an end mark, above running text.
fn headings(units: &mut [Unit<'_>]) {
    let mut above_prose = false;
    // Outlets that set a full stop behind their title set one behind subheads too.
    let stops = units.iter().any(|unit| unit.has_role(Role::Title) && unit.end == End::Stop);
    for index in (0..units.len()).rev() {
        let unit = &units[index];
        if !unit.is_open() {
            // Captions and boxes may stand between a subhead and its text.
            above_prose |= unit.has_role(Role::List);
            continue;
        }
        if above_prose && is_subhead(unit, stops) {
            units[index].settle(Role::Heading, "short-line");
            above_prose = false;
        } else {
            above_prose = units[index].is_prose() || units[index].opens_with_quote();
        }
    }
}

fn is_subhead(unit: &Unit<'_>, stops: bool) -> bool {
    let ends = match unit.end {
        End::Bare => true,
        End::Stop => unit.words <= 6 && (unit.is_all_caps() || (stops && unit.is_title_case())),
        // "What happens next?" in an explainer, but no question that somebody is asked.
        End::Asked => {
            unit.words <= 9
                && unit.text.ends_with('?')
                && matches!(
                    unit.line().split(' ').next(),
                    Some("what" | "who" | "why" | "how" | "when" | "where" | "what's" | "who's")
                )
        }
        End::Open => false,
    };
    ends && unit.words >= 1
        && unit.words <= HEADING
        && !unit.opens_with_quote()
        && !unit.text.contains(['“', '”', '"', '@', '<', '>', '[', ']', '{', '}'])
        && unit.first_letter().is_uppercase()
        && unit.first_char().is_alphanumeric()
        && !is_one_of(bylines::DATEWORDS, unit.line())
}
