//! How members call each other in a transcript that has lost their names: the office that a question
//! is put to, and what the answer calls the one who asked. Both make a guess at a role more exact;
//! neither makes a name.

use std::sync::LazyLock;

use rapporteur_document::{Span, Turn};
use regex::Regex;

use crate::lexicon::debate;
use crate::unit::fold;

/// "Will the Foreign Secretary …", "Does my right hon. Friend the Minister …", "The Minister says …".
static PUT_TO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[.?!]\s+|\b(?i:will|does|did|can|could|would|is|has|may|ask|urge|press|tell|thank|hopes?|trust)\s+(?:my (?:right )?hon\. Friend,?\s+)?)[Tt]he (?<office>\p{Lu}\p{L}+(?: (?:\p{Lu}\p{L}+|of|for|and|the)){0,7})",
    )
    .expect("the pattern is valid")
});

/// What the one who asked is called.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?<whose>[Mm]y|[Tt]he|[Mm]y noble|[Tt]he noble) (?:(?:right )?hon\.? (?:and (?:learned|gallant) )?)?(?<who>Friend|Lady|Gentleman|Member|Lord|Baroness)\b",
    )
    .expect("the pattern is valid")
});

/// How far into an answer the one who asked is called by anything.
const OPENING: usize = 140;

/// Makes the roles of speeches without a speaker more exact, each with the reason in its rule.
pub(crate) fn settle(text: &str, turns: &mut [Turn]) {
    let mut start = 0;
    while start < turns.len() {
        // One question that was put down, and all that is said on it.
        let end = (start + 1..turns.len()).find(|&at| turns[at].number.is_some()).unwrap_or(turns.len());
        exchange(text, &mut turns[start..end]);
        start = end;
    }
}

fn is(turn: &Turn, role: &str) -> bool {
    turn.role.as_deref() == Some(role) && turn.speaker.is_none()
}

fn exchange(text: &str, turns: &mut [Turn]) {
    let mut offices: Vec<&str> = Vec::new();
    for turn in turns.iter().filter(|turn| is(turn, "questioner")) {
        offices.extend(put_to(turn.span.of(text)));
    }
    // A particular office says more than "the Minister".
    let particular = |office: &&&str| !matches!(**office, "Minister" | "Secretary of State");
    let office = offices.iter().find(particular).or_else(|| offices.first()).copied();
    let one = offices.iter().filter(particular).all(|other| Some(*other) == office);
    for at in 0..turns.len() {
        if !is(&turns[at], "minister") {
            continue;
        }
        if let Some(office) = office.filter(|_| one) {
            turns[at].member.office = Some(office.to_owned());
            turns[at].rule = format!("{}+question-put-to", turns[at].rule).into();
        }
        let opening = opening(turns[at].span, text);
        let Some(called) = called(opening) else { continue };
        if let Some(asked) = at.checked_sub(1).filter(|&before| is(&turns[before], "questioner")) {
            turns[asked].role = Some(format!("questioner, {called}"));
            turns[asked].rule = format!("{}+answer-calls", turns[asked].rule).into();
        }
    }
}

fn opening(span: Span, text: &str) -> &str {
    let words = span.of(text);
    let end = words.char_indices().map(|(at, _)| at).take_while(|&at| at < OPENING).last().unwrap_or(0);
    &words[..end]
}

/// The offices that a question is put to.
fn put_to(words: &str) -> impl Iterator<Item = &str> {
    PUT_TO.captures_iter(words).filter_map(|found| {
        let office = found.name("office")?.as_str();
        let office = office.trim_end_matches(|c: char| c.is_lowercase() || c.is_whitespace());
        // The cut may have gone into the last word: take that whole again.
        let whole = &found.name("office")?.as_str()[office.len()..];
        let rest = whole.find(' ').unwrap_or(whole.len());
        let office = &found.name("office")?.as_str()[..office.len() + rest];
        let folded = fold(office);
        debate::OFFICES.iter().any(|known| folded.contains(&format!(" {known} "))).then_some(office)
    })
}

/// "the hon. Lady", as the answer has it.
fn called(opening: &str) -> Option<&str> {
    let found = CALLED.find_iter(opening).find(|found| {
        let words = found.as_str();
        // "My Friend" is anybody's.
        words.contains("hon") || words.contains("noble")
    })?;
    Some(found.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_that_questions_are_put_to() {
        let of = |words| put_to(words).collect::<Vec<_>>();
        assert_eq!(of("Will the Foreign Secretary go there?"), ["Foreign Secretary"]);
        assert_eq!(
            of("The Secretary of State for Ports says so. Is she sure?"),
            ["Secretary of State for Ports"]
        );
        assert_eq!(of("Does my right hon. Friend the Minister agree?"), ["Minister"]);
        assert!(of("It was said in the Foreign Office. The harbour is shut.").is_empty());
    }

    #[test]
    fn what_answers_call_those_who_asked() {
        assert_eq!(called("I thank the hon. Lady for that."), Some("the hon. Lady"));
        assert_eq!(called("My right hon. Friend is right."), Some("My right hon. Friend"));
        assert_eq!(called("My Friend left."), None);
    }
}
