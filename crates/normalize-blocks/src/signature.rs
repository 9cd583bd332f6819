//! The end of a caption that says whose picture it is: `REUTERS/Ann Example`, `(AP Photo/Ann
//! Example)`, `Example/AFP via Getty Images`.
//!
//! Read by hand, from the end backwards: as a pattern it takes megabytes.

use crate::lines::{capitalised, in_name, is_word};

/// Agencies before a stroke.
const BEFORE: [&str; 11] =
    ["REUTERS", "Reuters", "AP Photo", "AP", "AFP", "EPA", "EFE", "PA", "Getty Images", "TASS", "Sputnik"];
/// More of them.
const BEFORE_TOO: [&str; 2] = ["SANA", "Anadolu"];

/// Agencies behind a stroke.
const BEHIND: [&str; 10] =
    ["REUTERS", "Reuters", "AP", "AFP", "EPA", "EFE", "PA", "Getty", "Getty Images", "AFP via Getty Images"];

/// Agencies behind "via".
const VIA: [&str; 5] = ["AP", "AFP", "REUTERS", "Reuters", "Getty Images"];

/// What a credit in brackets is called.
const CREDITS: [&str; 5] = ["Photo", "Image", "Picture", "Photograph", "Credit"];

/// Words of a name after the first.
const MORE_WORDS: usize = 4;

/// Characters of who is credited in brackets.
const CREDITED: std::ops::RangeInclusive<usize> = 3..=60;

/// Brackets and stops behind all that.
const MARKS: usize = 3;

/// Whether a text ends by saying whose picture it is.
pub(crate) fn is_signed(text: &str) -> bool {
    let mut rest = text;
    for mark in 0..=MARKS {
        if signs(rest) {
            return true;
        }
        if mark == 0 {
            rest = rest.trim_end();
        }
        match rest.strip_suffix([')', ']', '.']) {
            Some(before) => rest = before,
            None => return false,
        }
    }
    false
}

/// Whether a text ends in a signature and white space.
fn signs(with_space: &str) -> bool {
    let text = with_space.trim_end();
    let via = VIA.iter().any(|agency| {
        let before = text.strip_suffix(agency).and_then(|text| text.strip_suffix("via "));
        before.is_some_and(|before| !before.ends_with(is_word))
    });
    via || text
        .rsplit_once('/')
        .is_some_and(|(before, behind)| stroke(before.trim_end(), behind.trim_start()))
        || with_space.rsplit_once('(').is_some_and(|(_, inside)| is_credit(inside))
}

/// An agency and a name, or a name and an agency, with a stroke between them.
fn stroke(before: &str, behind: &str) -> bool {
    let agency = |agency: &&str| before.strip_suffix(*agency).is_some_and(|rest| !rest.ends_with(is_word));
    let name = || before.chars().rev().take_while(|&c| in_name(c)).any(char::is_uppercase);
    (BEFORE.iter().chain(&BEFORE_TOO).any(agency) && is_name(behind)) || (BEHIND.contains(&behind) && name())
}

/// Whether this is a name and nothing else, but for "File".
fn is_name(text: &str) -> bool {
    let text = text.strip_suffix(", File").unwrap_or(text);
    let mut words = text.split(' ');
    words.clone().nth(MORE_WORDS + 1).is_none()
        && words.all(|word| !word.is_empty() && capitalised(word) == word.len())
}

/// `Photo by …`, `Credit: …`, to the end.
fn is_credit(inside: &str) -> bool {
    !inside.contains(')')
        && CREDITS.iter().any(|what| {
            let Some(rest) = inside.strip_prefix(what) else { return false };
            let rest = rest.strip_prefix('s').unwrap_or(rest).trim_start();
            let Some(rest) = rest.strip_prefix("by").or_else(|| rest.strip_prefix(':')) else { return false };
            let Some(credited) = rest.strip_prefix(char::is_whitespace) else { return false };
            // White space behind may be counted or not.
            credited.chars().count() >= *CREDITED.start()
                && credited.trim_end().chars().count() <= *CREDITED.end()
        })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// The pattern that this was.
    static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)
            (?: \b(?:REUTERS|Reuters|AP\ Photo|AP|AFP|EPA|EFE|PA|Getty\ Images|TASS|Sputnik|SANA|Anadolu)
                \s*/\s* \p{Lu}[\p{L}'’.\-]*(?:\ \p{Lu}[\p{L}'’.\-]*){0,4}(?:,\ File)?
              | \p{Lu}[\p{L}'’.\-]*\s*/\s*(?:REUTERS|Reuters|AP|AFP|EPA|EFE|PA|Getty(?:\ Images)?|AFP\ via\ Getty\ Images)
              | \((?:Photo|Image|Picture|Photograph|Credit)s?\s*(?:by|:)\s[^()]{3,60}
              | \bvia\ (?:AP|AFP|REUTERS|Reuters|Getty\ Images)
            )\s*[)\].]{0,3}\s*$",
        )
        .unwrap()
    });

    #[test]
    fn signatures() {
        for (text, expected) in [
            ("Boats lie in the harbour. REUTERS/Ann Example", true),
            ("Boats (AP Photo/Ann Example, File)", true),
            ("Boats. Ann Example / AFP via Getty Images.", true),
            ("Boats in the harbour via AP", true),
            ("Boats (Photo by Ann Example)", true),
            ("Boats (Photographs: Ann)", true),
            ("XAP/Ann Example", false),
            ("AP/ann example", false),
            ("Boats (Photo by Ann Example) in the harbour", false),
            ("Boats and/or ships", false),
        ] {
            assert_eq!(is_signed(text), expected, "{text}");
            assert_eq!(is_signed(text), SIGNED.is_match(text), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn they_are_what_the_pattern_finds(
            parts in prop::collection::vec(prop::sample::select(vec![
                "REUTERS", "AP", "AP Photo", "AFP", "Getty", " Images", "via ", "/", "/", " ", " ", "(", ")", "]",
                ".", "Photo", "graph", "s", "by", ":", " ", "Ann", "Example", "ann", "É", ", File", "’", "-", "x",
                "\u{a0}",
            ]), 0..10),
        ) {
            let text = parts.concat();
            prop_assert_eq!(is_signed(&text), SIGNED.is_match(&text), "{:?}", text);
        }
    }
}
