//! Captions and credits: the words under pictures, and whose words and pictures they are.

use std::sync::LazyLock;

use rapporteur_document::Role;

use crate::lexicon::{captions, credits};
use crate::phrase::{Phrases, begins_with, is_one_of};
use crate::signature::is_signed;
use crate::unit::{End, Unit, fold};

static CREDITED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(credits::ANYWHERE));

/// Words that a caption has at most.
const CAPTION: usize = 70;
/// Words that a credit line has at most.
const CREDIT: usize = 40;

/// Gives captions and credits their roles.
pub(crate) fn settle(units: &mut [Unit<'_>]) {
    for unit in units.iter_mut() {
        if unit.is_open() && unit.given.is_none_or(Role::is_prose) {
            if let Some(rule) = credit(unit) {
                unit.settle(Role::Credit, rule);
            } else if let Some(rule) = caption(unit) {
                unit.settle(Role::Caption, rule);
            }
        }
    }
    // The picture's own title stands right above its caption, on the line before.
    for index in 1..units.len() {
        let above = &units[index - 1];
        if units[index].has_role(Role::Caption)
            && units[index].adjacent
            && above.is_open()
            && above.given.is_none()
            && index > 1
            && above.words <= 8
            && above.end == End::Bare
            && !above.adjacent
        {
            units[index - 1].settle(Role::Caption, "above-caption");
        }
    }
}

fn credit(unit: &Unit<'_>) -> Option<&'static str> {
    if unit.words > CREDIT || unit.opens_with_quote() {
        return None;
    }
    if unit.words <= 6 && unit.end != End::Open && names_houses_only(unit.text) {
        return Some("agency-alone");
    }
    if begins_with(credits::STARTS, &unit.folded) && starts_credit(unit) {
        return Some("credit-start");
    }
    CREDITED.any(&unit.folded).then_some("credit-phrase")
}

/// "Reuters", "AFP/Getty Images", "Getty/The Paper".
fn names_houses_only(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or_default();
    is_one_of(captions::HOUSES, fold(first).trim()) && !text.contains("/ ")
        || is_one_of(captions::HOUSES, fold(text).trim())
}

/// "Reporting by Ann Example; editing by …" and "Source: …", but not "Sources said …" nor
/// "Reporting by the committee found that …".
fn starts_credit(unit: &Unit<'_>) -> bool {
    let first = unit.line().split(' ').next().unwrap_or_default();
    if matches!(first, "source" | "sources") {
        return unit.text.get(first.len()..).is_some_and(|rest| rest.starts_with(':'));
    }
    // Names and places have capitals, what links them is short: a verb gives a report away.
    let lower = unit
        .text
        .split_whitespace()
        .skip(2)
        .filter(|word| word.starts_with(char::is_lowercase) && word.chars().count() > 4)
        .count();
    lower <= 1 + unit.words / 4
}

fn caption(unit: &Unit<'_>) -> Option<&'static str> {
    if unit.words > CAPTION || unit.words < 2 || unit.opens_with_quote() {
        return None;
    }
    if unit.given.is_none() && starts_with_label(unit) {
        return Some("caption-label");
    }
    let may_be_signed = unit.text.contains('/')
        || unit.text.contains(" via ")
        || (unit.text.contains('(') && unit.end == End::Bare);
    if may_be_signed && is_signed(unit.text) {
        return Some("signed-picture");
    }
    let sides = Sides::of(unit.text);
    if ends_with_house(unit) {
        return Some(if sides.any { "picture-side" } else { "agency-at-end" });
    }
    (sides.both || (sides.word && unit.end == End::Bare)).then_some("picture-side")
}

/// "Photograph: …", "Image source, …", "FILE PHOTO: …", "FILE - …".
fn starts_with_label(unit: &Unit<'_>) -> bool {
    let Some(mark) = unit.text.find([':', ',', '-', '–', '—', '|']).filter(|&mark| mark <= 24) else {
        return begins_with(
            &["image caption", "image copyright", "image source", "media caption"],
            &unit.folded,
        );
    };
    let label = fold(&unit.text[..mark]);
    if !is_one_of(captions::STARTS, label.trim()) {
        return false;
    }
    match unit.text[mark..].chars().next() {
        // A comma leads on only in "Image source, Getty Images"; "Photos, he said, …" is prose.
        Some(',') => label.starts_with(" image ") || label.starts_with(" media "),
        // "The photo: nobody knew …" has another label; "Video: …" is short all the same.
        Some(':' | '|') => true,
        _ => unit.text[..mark].ends_with(' ') || label.trim().starts_with("file"),
    }
}

/// Ends without a full stop, on an agency's name that no verb or preposition leads to.
fn ends_with_house(unit: &Unit<'_>) -> bool {
    if unit.end != End::Bare || unit.words < 5 {
        return false;
    }
    let words: Vec<&str> = unit.line().rsplitn(5, ' ').collect();
    (1..words.len().min(4)).rev().any(|count| {
        let name = words[..count].iter().rev().copied().collect::<Vec<_>>().join(" ");
        is_one_of(captions::HOUSES, &name)
            && unit.text.split_whitespace().next_back().is_some_and(|last| {
                last.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
            })
            && !matches!(
                words[count],
                "to" | "by" | "told" | "the" | "of" | "from" | "with" | "and" | "for" | "at" | "in"
            )
    })
}

/// Where a caption tells its reader to look.
#[derive(Default)]
struct Sides {
    /// "(L)", "(right)", "(pictured)", whichever.
    any: bool,
    /// "(L)" and "(R)". One alone may be a senator's party.
    both: bool,
    /// "(pictured)", "(far left)". Running text of some papers has it too.
    word: bool,
}

impl Sides {
    fn of(text: &str) -> Self {
        let mut seen = Self::default();
        let mut letters = [false; 3];
        for (at, _) in text.match_indices('(') {
            let rest = &text[at + 1..];
            let Some((end, _)) = rest.char_indices().take(24).find(|(_, c)| *c == ')') else { continue };
            let inner = fold(&rest[..end]);
            // "(c)" is a point in a list or a copyright sign.
            if at == 0 || rest.starts_with("c)") || !is_one_of(captions::PICTURE, inner.trim()) {
                continue;
            }
            seen.any = true;
            match inner.trim() {
                "l" => letters[0] = true,
                "r" => letters[1] = true,
                "c" => letters[2] = true,
                _ => seen.word = true,
            }
        }
        seen.both = letters.iter().filter(|&&seen| seen).count() >= 2;
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_document::Span;

    fn role(text: &str) -> Option<(Role, &'static str)> {
        let mut units = [Unit::new(text, Span::new(0, text.len()), 0, false, None)];
        settle(&mut units);
        units[0].role
    }

    #[test]
    fn captions_by_their_marks() {
        for text in [
            "The mayor (L) with her deputy (R)before the vote on Friday Reuters",
            "Photograph: Ann Example/The Paper",
            "FILE PHOTO: Boats lie in the harbour, June 4, 2016. REUTERS/Ann Example",
            "FILE - Boats lie in the harbour. (AP Photo/Ann Example, File)",
            "Image source, Getty Images",
            "Boats lie in the harbour of the old town AFP/Getty Images",
        ] {
            assert_eq!(role(text).map(|role| role.0), Some(Role::Caption), "{text}");
        }
    }

    #[test]
    fn sentences_about_agencies_are_none() {
        for text in [
            "The mayor told the agency Reuters.",
            "He had before spoken at length to Reuters",
            "The photo: nobody knew who had taken it, he said.",
            "Photos, he said, had been found of it.",
            "Senator Ann Example (R) voted against the bill, and said why in a long speech to her colleagues, who heard her out before they voted for it all the same, as the leaders of both parties had asked them to do in a letter.",
            "Sources said the harbour would stay closed.",
        ] {
            assert_eq!(role(text), None, "{text}");
        }
    }

    #[test]
    fn credits_by_their_words() {
        for text in [
            "Additional reporting by agencies",
            "(Reporting by Ann Example in Turin; Editing by Tom Sample)",
            "Associated Press writer Ann Example contributed to this report.",
            "Reuters",
            "Source: The Paper",
        ] {
            assert_eq!(role(text).map(|role| role.0), Some(Role::Credit), "{text}");
        }
    }
}
