//! Who wrote it: the names in a byline. Better fewer than wrong.

use rapporteur_document::Span;

use crate::agencies;
use crate::lexicon::bylines;

/// The names in a byline, each with its bytes; agencies are not people and are left out. `english` is
/// whether the line may be in English, where Von and Par are names.
pub fn names(line: &str, english: bool) -> Vec<Span> {
    let start = behind_start(line, english).unwrap_or(0);
    names_from(line, start)
}

/// The names in a line that says when: "September 10, 2018 | By Ann Example", "Von Ann Example am 3. Mai".
pub fn beside_date(line: &str, english: bool) -> Vec<Span> {
    if let Some(start) = behind_start(line, english) {
        return names_from(line, start);
    }
    let bars = line.match_indices(['|', '•', '·', '–', '—', '/']).map(|(at, bar)| at + bar.len());
    bars.filter_map(|at| {
        let rest = &line[at..];
        let part = at + rest.len() - rest.trim_start().len();
        Some(part + behind_start(&line[part..], english)?)
    })
    .map(|start| names_from(line, start))
    .next()
    .unwrap_or_default()
}

/// Where the names start behind "By", "By:", "Written by".
fn behind_start(line: &str, english: bool) -> Option<usize> {
    let behind = |start: &&str| {
        let rest = line.get(start.len()..).filter(|_| line[..start.len()].eq_ignore_ascii_case(start))?;
        let names = rest.trim_start_matches([':', ' ']);
        (names.len() < rest.len()).then(|| line.len() - names.len())
    };
    let elsewhere = if english { &[][..] } else { bylines::STARTS_ELSEWHERE };
    bylines::STARTS.iter().chain(elsewhere).filter_map(behind).max()
}

fn names_from(line: &str, start: usize) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut from = start;
    // Names stand between "and", commas and the like; the first part that is none ends the list.
    for (part, next) in parts(line, start) {
        let span = Span::new(from, part).trimmed(line);
        from = next;
        let whole = once(line, until_link(line, span));
        if is_name(whole.of(line)) {
            found.push(whole);
        } else if !span.is_empty() {
            break;
        }
        // Behind a bar or a dash stands the house, the place or the day.
        let ends = BARS.iter().any(|bar| &line[part..next] == *bar);
        if ends && !found.is_empty() {
            break;
        }
        if whole != span {
            // "in Geneva": what follows is a place, unless another writer is named after "and".
            if !line[part..next].trim().eq_ignore_ascii_case("and") {
                break;
            }
        }
    }
    found
}

/// What stands between names, and between them and the rest.
const CUTS: [&str; 13] =
    [" and ", " AND ", ", ", " & ", "; ", " | ", "/", " - ", " – ", " — ", " • ", " · ", "\n"];

/// Those of them behind which no more names stand.
const BARS: [&str; 7] = [" | ", " - ", " – ", " — ", " • ", " · ", "\n"];

/// Ends of the parts and starts of the next ones.
fn parts(line: &str, start: usize) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    let mut at = start;
    while let Some((offset, cut)) = CUTS
        .iter()
        .filter_map(|cut| line[at..].find(cut).map(|found| (found, *cut)))
        .min_by_key(|(found, cut)| (*found, std::cmp::Reverse(cut.len())))
    {
        cuts.push((at + offset, at + offset + cut.len()));
        at += offset + cut.len();
        if cuts.len() >= 16 {
            break;
        }
    }
    cuts.push((line.len(), line.len()));
    cuts
}

/// A name that stands there twice, as a picture's text and beside it: "Ann Example Ann Example".
fn once(line: &str, span: Span) -> Span {
    let words = span.of(line);
    let half = words.len() / 2;
    let twice = words.is_char_boundary(half)
        && words.get(half..half + 1) == Some(" ")
        && words[..half] == words[half + 1..];
    if twice { Span::new(span.start(), span.start() + half) } else { span }
}

/// The span up to a word behind which no name follows, or that is none: "Ann Example in Geneva", "Ann
/// Example reports".
fn until_link(line: &str, span: Span) -> Span {
    let words = span.of(line);
    let mut at = 0;
    for word in words.split_inclusive(' ') {
        let bare = word.trim_end();
        let small = bare.starts_with(char::is_lowercase) && bylines::PARTICLES.binary_search(&bare).is_err();
        if small || bylines::LINKS.binary_search(&bare).is_ok() {
            return Span::new(span.start(), span.start() + at).trimmed(line);
        }
        at += word.len();
    }
    span
}

/// Two to five words with capitals, small ones only between them, and none that names a job or a house.
fn is_name(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && !has_acronym(&words)
        && !has_stop(&words)
        && agencies::names(text).next().is_none()
        && words.iter().enumerate().all(|(index, word)| {
            let small = bylines::PARTICLES.binary_search(word).is_ok() && index > 0;
            let capital = word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
            let lower = word.to_lowercase();
            (small || capital && !is_glued(word) && !is_possessive(word))
                && bylines::JOBS.binary_search(&lower.as_str()).is_err()
                && lower != "the"
        })
        && words.last().is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// `ExampleView`: two words without their space. `McDonald` and `DeVito` are names.
fn is_glued(word: &str) -> bool {
    const PREFIX: usize = 3;
    let mut small = 0;
    word.chars().any(|c| {
        small = if c.is_lowercase() { small + 1 } else { small };
        let glued = c.is_uppercase() && small > PREFIX;
        small = if c.is_alphabetic() { small } else { 0 };
        glued
    })
}

/// "CNN Business": one word in capitals among others that are not. Initials have points, or are one letter.
fn has_acronym(words: &[&str]) -> bool {
    let is_acronym = |word: &&str| word.len() > 1 && word.chars().all(char::is_uppercase);
    words.iter().any(is_acronym)
        && !words.iter().all(|word| !word.chars().any(char::is_lowercase) || word.len() <= 2)
}

/// "Ann Example. Daily Echo": a point ends an initial, or more than a name.
fn has_stop(words: &[&str]) -> bool {
    const INITIALS: usize = 4;
    words.iter().rev().skip(1).any(|word| word.ends_with('.') && word.len() > INITIALS)
}

fn is_possessive(word: &str) -> bool {
    word.ends_with("'s") || word.ends_with("’s")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Vec<&str> {
        names(line, true).into_iter().map(|span| span.of(line)).collect()
    }

    #[test]
    fn names_of_people() {
        assert_eq!(of("By Ann Example and Tom Sample"), ["Ann Example", "Tom Sample"]);
        assert_eq!(
            of("By Ann Example, Tom Sample and Lee Other in Geneva"),
            ["Ann Example", "Tom Sample", "Lee Other"]
        );
        assert_eq!(of("By ANN EXAMPLE in Geneva and Tom Sample in Oslo"), ["ANN EXAMPLE", "Tom Sample"]);
        assert_eq!(of("By Ann Example, diplomatic editor"), ["Ann Example"]);
        assert_eq!(of("Ann van der Example | The Paper"), ["Ann van der Example"]);
        assert_eq!(of("By Ann Example for The Paper"), ["Ann Example"]);
        assert_eq!(of("Ann Example Ann Example"), ["Ann Example"]);
        assert_eq!(of("ANN EXAMPLE, AP National Political Writer"), ["ANN EXAMPLE"]);
        assert_eq!(of("Analysis by Ann Q. Example, CNN Editor-at-large"), ["Ann Q. Example"]);
        assert_eq!(of("By: Ann McDonald-O'Neill reports"), ["Ann McDonald-O'Neill"]);
        assert_eq!(of("Von Miller"), ["Von Miller"]);
        assert_eq!(of("By Ann Example - Daily Echo"), ["Ann Example"]);
        assert_eq!(of("Ann Example · Los Angeles"), ["Ann Example"]);
    }

    #[test]
    fn names_beside_dates() {
        let of = |line: &'static str, english| -> Vec<&str> {
            beside_date(line, english).into_iter().map(|span| span.of(line)).collect()
        };
        assert_eq!(of("September 10, 2018 | BY: Ann Example, MS, RDN", true), ["Ann Example"]);
        assert_eq!(of("Von Ann Example publiziert am 30. Juli 2018", false), ["Ann Example"]);
        assert_eq!(of("Par Ann Example - Publié le 25/09/2016", false), ["Ann Example"]);
        assert_eq!(of("Monday 10 September 2018, London", true), Vec::<&str>::new());
    }

    #[test]
    fn what_is_no_person() {
        for line in [
            "By Associated Press",
            "By Staff Reporter",
            "By our correspondent",
            "By AFP",
            "By Ann",
            "Ann Example's Most Recent Stories",
            "View All",
            "Fox News",
            "Jose ExampleView More Articles",
        ] {
            assert_eq!(of(line), Vec::<&str>::new(), "{line}");
        }
    }
}
