//! How members call each other in a transcript that has lost their names: the office that a question
//! is put to, and what the answer calls the one who asked. Both make a guess at a role more exact;
//! neither makes a name.

use rapporteur_document::{Span, Turn};

use crate::lexicon::debate;
use crate::lines::is_word;
use crate::unit::fold;

/// Words before an office that a question is put to: "Will the Foreign Secretary …".
const VERBS: [&str; 17] = [
    "will", "does", "did", "can", "could", "would", "is", "has", "may", "ask", "urge", "press", "tell",
    "thank", "hope", "hopes", "trust",
];

/// Words of an office after the first.
const OFFICE_WORDS: usize = 7;

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
    offices(words).into_iter().filter_map(|whole| {
        let office = whole.trim_end_matches(|c: char| c.is_lowercase() || c.is_whitespace());
        // The cut may have gone into the last word: take that whole again.
        let rest = &whole[office.len()..];
        let rest = rest.find(' ').unwrap_or(rest.len());
        let office = &whole[..office.len() + rest];
        let folded = fold(office);
        debate::OFFICES.iter().any(|known| folded.contains(&format!(" {known} "))).then_some(office)
    })
}

/// What may be an office behind "the", where a sentence starts or a verb asks: "Will the Foreign
/// Secretary …", "Does my right hon. Friend the Minister …", "The Minister says …".
fn offices(words: &str) -> Vec<&str> {
    const ARTICLE: &str = "the ";
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in words.match_indices(&ARTICLE[1..]) {
        let Some(before) = words[..at].strip_suffix(['T', 't']) else { continue };
        if asks(before).is_none_or(|start| start < from) {
            continue;
        }
        let office = &words[at + ARTICLE.len() - 1..];
        let mut len = capital_word(office);
        if len == 0 {
            continue;
        }
        for _ in 0..OFFICE_WORDS {
            let Some(rest) = office[len..].strip_prefix(' ') else { break };
            let small = || ["of", "for", "and", "the"].into_iter().find(|word| rest.starts_with(word));
            match capital_word(rest).max(small().map_or(0, str::len)) {
                0 => break,
                more => len += 1 + more,
            }
        }
        found.push(&office[..len]);
        from = words.len() - office.len() + len;
    }
    found
}

/// How long a word of two letters or more is that a text starts with, the first a capital.
fn capital_word(text: &str) -> usize {
    if !text.starts_with(char::is_uppercase) {
        return 0;
    }
    let len = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    if text[..len].chars().nth(1).is_some() { len } else { 0 }
}

/// Where what leads to an office starts, when words do: the end of a sentence, or a verb, perhaps
/// with "my right hon. Friend" behind it.
fn asks(before: &str) -> Option<usize> {
    if before.is_empty() {
        return Some(0);
    }
    let spaced = |text: &str| Some(text.trim_end()).filter(|bare| bare.len() < text.len()).map(str::len);
    let bare = &before[..spaced(before)?];
    if bare.ends_with(['.', '?', '!']) {
        return Some(bare.len() - 1);
    }
    let friend = bare.strip_suffix(',').unwrap_or(bare).strip_suffix("hon. Friend");
    let friend = friend.and_then(|rest| rest.strip_suffix("right ").unwrap_or(rest).strip_suffix("my "));
    let bare = match friend.map(|rest| (rest, spaced(rest))) {
        Some((rest, Some(len))) => &rest[..len],
        _ => bare,
    };
    VERBS.into_iter().find_map(|verb| {
        let start = bare.len().checked_sub(verb.len())?;
        let (rest, last) = bare.split_at_checked(start)?;
        (last.eq_ignore_ascii_case(verb) && !rest.ends_with(is_word)).then_some(start)
    })
}

/// "the hon. Lady", as the answer has it; "My Friend" is anybody's.
fn called(opening: &str) -> Option<&str> {
    let starts = opening.match_indices(['M', 'm', 'T', 't']).map(|(at, _)| at);
    let mut starts = starts.filter(|&at| !opening[..at].ends_with(is_word));
    starts.find_map(|at| {
        let rest = &opening[at..];
        let after = ["My ", "my ", "The ", "the "].into_iter().find_map(|whose| rest.strip_prefix(whose))?;
        let (noble, after) = optional(after, "noble ");
        let (right, after) = optional(after, "right ");
        let (hon, after) = optional(after, "hon");
        let after = if hon {
            let after = optional(after, ".").1.strip_prefix(' ')?;
            let title = ["and learned ", "and gallant "].into_iter().find_map(|and| after.strip_prefix(and));
            title.unwrap_or(after)
        } else {
            after
        };
        let who = ["Friend", "Lady", "Gentleman", "Member", "Lord", "Baroness"];
        let after = who.into_iter().find_map(|who| after.strip_prefix(who))?;
        ((hon || noble && !right) && !after.starts_with(is_word)).then(|| &rest[..rest.len() - after.len()])
    })
}

/// Whether a text starts with this, and what follows.
fn optional<'t>(text: &'t str, part: &str) -> (bool, &'t str) {
    text.strip_prefix(part).map_or((false, text), |rest| (true, rest))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// The patterns that these were.
    static PUT_TO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:^|[.?!]\s+|\b(?i:will|does|did|can|could|would|is|has|may|ask|urge|press|tell|thank|hopes?|trust)\s+(?:my (?:right )?hon\. Friend,?\s+)?)[Tt]he (?<office>\p{Lu}\p{L}+(?: (?:\p{Lu}\p{L}+|of|for|and|the)){0,7})",
        )
        .unwrap()
    });
    static CALLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"\b(?<whose>[Mm]y|[Tt]he|[Mm]y noble|[Tt]he noble) (?:(?:right )?hon\.? (?:and (?:learned|gallant) )?)?(?<who>Friend|Lady|Gentleman|Member|Lord|Baroness)\b",
        )
        .unwrap()
    });

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn they_are_what_their_patterns_find(
            parts in prop::collection::vec(prop::sample::select(vec![
                "the ", "The ", "the ", "My ", "my ", "noble ", "right ", "hon. ", "hon ", "Friend", "Friend, ",
                "Lady", "and learned ", "Will ", "ask ", "hopes ", "task ", "Minister", "Foreign ", "Secretary",
                " of ", " for", "A", "É", ". ", "? ", " ", "\u{a0}", "s",
            ]), 0..12),
        ) {
            let text = parts.concat();
            let found: Vec<&str> = PUT_TO.captures_iter(&text).map(|found| found.name("office").unwrap().as_str()).collect();
            prop_assert_eq!(offices(&text), found, "{:?}", text);
            let mut found = CALLED.find_iter(&text).map(|found| found.as_str());
            let found = found.find(|words| words.contains("hon") || words.contains("noble"));
            prop_assert_eq!(called(&text), found, "{:?}", text);
        }
    }

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
