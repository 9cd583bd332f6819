//! Who wrote it: the names in a byline. Better fewer than wrong.

use rapporteur_document::Span;

use crate::agencies;
use crate::lexicon::bylines;

/// The names in a byline, each with its bytes; agencies are not people and are left out.
pub(crate) fn names(line: &str) -> Vec<Span> {
    let start = ["By ", "BY ", "by ", "By: ", "Written by ", "Words by "]
        .iter()
        .find(|by| line.starts_with(**by))
        .map_or(0, |by| by.len());
    let mut found: Vec<Span> = Vec::new();
    let mut from = start;
    // Names stand between "and", commas and the like; the first part that is none ends the list.
    for (part, next) in parts(line, start) {
        let span = Span::new(from, part).trimmed(line);
        from = next;
        let whole = until_link(line, span);
        if is_name(whole.of(line)) {
            found.push(whole);
        } else if !span.is_empty() {
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

/// Ends of the parts and starts of the next ones.
fn parts(line: &str, start: usize) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    let mut at = start;
    while let Some((offset, cut)) = [" and ", " AND ", ", ", " & ", "; ", " | ", "/"]
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

/// The span up to a word behind which no name follows: "Ann Example in Geneva".
fn until_link(line: &str, span: Span) -> Span {
    let words = span.of(line);
    let mut at = 0;
    for word in words.split_inclusive(' ') {
        if bylines::LINKS.binary_search(&word.trim_end()).is_ok() {
            return Span::new(span.start(), span.start() + at).trimmed(line);
        }
        at += word.len();
    }
    span
}

/// Two to five words with capitals, small ones only between them, and none that names a job.
fn is_name(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && agencies::names(text).next().is_none()
        && words.iter().enumerate().all(|(index, word)| {
            let small = bylines::PARTICLES.binary_search(word).is_ok() && index > 0;
            let capital = word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
            let lower = word.to_lowercase();
            (small || capital) && bylines::JOBS.binary_search(&lower.as_str()).is_err() && lower != "the"
        })
        && words.last().is_some_and(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Vec<&str> {
        names(line).into_iter().map(|span| span.of(line)).collect()
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
    }

    #[test]
    fn what_is_no_person() {
        for line in ["By Associated Press", "By Staff Reporter", "By our correspondent", "By AFP", "By Ann"] {
            assert_eq!(of(line), Vec::<&str>::new(), "{line}");
        }
    }
}
