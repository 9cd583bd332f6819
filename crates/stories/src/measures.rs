//! What a measured figure is told as at the head of its group: `grant in GBP`, `length in metres`.

use crate::lexicon::measures::{AFTER, KINDS, SUMS};

/// A unit in words, with what the sum is for where the sentence says so.
pub(crate) fn in_words(unit: &str, purpose: Option<&str>) -> String {
    if unit.len() == 3 && unit.bytes().all(|it| it.is_ascii_uppercase()) {
        return format!("{} in {unit}", purpose.unwrap_or("sum of money"));
    }
    match KINDS.binary_search_by_key(&unit, |(known, _)| known) {
        Ok(at) => KINDS[at].1.to_owned(),
        Err(_) => format!("number of {unit}"),
    }
}

/// What a sum of money is for, by the words right before and after it: "a grant of £2m", "the £500 fine",
/// "cost $4bn".
pub(crate) fn purpose(before: &str, after: &str) -> Option<String> {
    let known = |word: &str| SUMS.binary_search(&word).is_ok();
    let mut last = before.split_whitespace().rev().map(str::to_lowercase);
    let one = last.next().unwrap_or_default();
    if matches!(one.as_str(), "cost" | "costs" | "costing") {
        return Some("cost".to_owned());
    }
    if one == "of"
        && let Some(noun) = last.next().filter(|noun| known(noun))
    {
        return Some(noun);
    }
    // A hyphen or a bracket right behind the figure goes on with something else.
    let after = after.strip_prefix(char::is_whitespace)?;
    let end = after.find(|it: char| !it.is_alphabetic()).unwrap_or(after.len());
    let (noun, rest) = after.split_at(end);
    let noun = noun.to_lowercase();
    let goes_on = rest.trim_start();
    let is_whole = match goes_on.find(|it: char| !it.is_alphabetic()).unwrap_or(goes_on.len()) {
        0 => !rest.starts_with(['-', '’', '\'']),
        end => AFTER.binary_search(&goes_on[..end].to_lowercase().as_str()).is_ok(),
    };
    (known(&noun) && is_whole).then_some(noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_say_what_they_are_for() {
        let purpose = |before, after| purpose(before, after);
        for (before, after, expected) in [
            ("The council won a grant of ", " for the quay.", Some("grant")),
            ("He was told to pay a ", " fine.", Some("fine")),
            ("It would have cost ", ".", Some("cost")),
            ("A ", " loan from the bank", Some("loan")),
            ("Ministers plan ", " tax cuts", None),
            ("Ministers plan ", " tax-free pay", None),
            ("They found ", " in a box", None),
            ("The state of ", "", None),
            ("", "", None),
        ] {
            assert_eq!(purpose(before, after).as_deref(), expected, "{before}…{after}");
        }
    }

    #[test]
    fn units_are_told_in_words() {
        assert_eq!(in_words("GBP", None), "sum of money in GBP");
        assert_eq!(in_words("GBP", Some("grant")), "grant in GBP");
        assert_eq!(in_words("m", None), "length in metres");
        assert_eq!(in_words("percent", None), "share");
        assert_eq!(in_words("sacks", None), "number of sacks");
    }
}
