//! Lines of a transcript by their form: a member with seat and party, an office with its holder, a
//! bare name, a question's number, the sitting.
//!
//! Read by hand: as patterns they take a megabyte each, since a name may have any letter of any
//! script in it.

use std::ops::Range;

/// Characters of a name, an office, a seat and a party at most.
const NAME: usize = 51;
const OFFICE: usize = 111;
const SEAT: usize = 61;
const PARTY: usize = 25;

/// Words of a member's name after the first, and of a bare name.
const MEMBER_WORDS: usize = 5;
const BARE_WORDS: usize = 8;

/// Digits of a question's unique number.
const UIN: std::ops::RangeInclusive<usize> = 5..=7;

/// `Mr Adam Example (Northtown) (Lab)` at the start of a text. All places are bytes of the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MemberLine {
    pub(crate) name: Range<usize>,
    pub(crate) seat: Range<usize>,
    pub(crate) party: Option<Range<usize>>,
    /// Whether a colon follows.
    pub(crate) colon: bool,
    /// Where what it says of the member ends, colon and white space included.
    pub(crate) end: usize,
}

/// The line of a member, when its parts are as long as such parts are.
pub(crate) fn member(text: &str) -> Option<MemberLine> {
    let mut at = capitalised(text);
    if at == 0 {
        return None;
    }
    let mut words = 0;
    while words < MEMBER_WORDS
        && let Some(rest) = text[at..].strip_prefix(' ')
        && let len @ 1.. = part_of_name(rest)
    {
        at += 1 + len;
        words += 1;
    }
    let name = 0..at;
    let seat = bracketed(text, after_one_space(text, at))?;
    if words == 0 || !fits(&text[seat.clone()], SEAT) {
        return None;
    }
    let mut end = seat.end + 1;
    let party = bracketed(text, after_one_space(text, end));
    if let Some(party) = &party {
        if !fits(&text[party.clone()], PARTY) {
            return None;
        }
        end = party.end + 1;
    }
    let (end, colon) = after_colon(text, end);
    Some(MemberLine { name, seat, party, colon, end })
}

/// A word of a member's name after the first.
fn part_of_name(rest: &str) -> usize {
    match capitalised(rest) {
        0 => ["de", "of", "van", "von"].into_iter().find(|word| rest.starts_with(word)).map_or(0, str::len),
        len => len,
    }
}

/// `The Secretary of State for Example Affairs (Ann Example)`, `The Foreign Secretary (Ann Example)`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OfficeLine {
    pub(crate) office: Range<usize>,
    pub(crate) name: Range<usize>,
    pub(crate) colon: bool,
    pub(crate) end: usize,
}

/// The line of somebody in office, when its parts are as long as such parts are.
pub(crate) fn office(text: &str) -> Option<OfficeLine> {
    const ARTICLE: &str = "The ";
    let rest = text.strip_prefix(ARTICLE)?;
    let open = ARTICLE.len() + rest.find(['(', ')'])?;
    let office = &text[ARTICLE.len()..open];
    // White space before the bracket is no part of the office, unless nothing else is left of it.
    let bare = office.strip_suffix(char::is_whitespace).filter(|bare| bare.chars().nth(1).is_some());
    let office = bare.unwrap_or(office);
    let is_office = office.starts_with(char::is_uppercase) && office.chars().nth(1).is_some();
    let name = bracketed(text, open)?;
    let is_name = text[name.clone()].chars().all(|c| c == ' ' || in_name(c));
    if !(is_office && is_name && fits(office, OFFICE) && fits(&text[name.clone()], NAME)) {
        return None;
    }
    let (end, colon) = after_colon(text, name.end + 1);
    Some(OfficeLine { office: ARTICLE.len()..ARTICLE.len() + office.len(), name, colon, end })
}

/// `Ann Example:` or a bare name or office at the start of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BareName {
    /// Where the name ends that the text starts with.
    pub(crate) name: usize,
    pub(crate) colon: bool,
    pub(crate) end: usize,
}

/// A name of several words, or an office, without brackets.
pub(crate) fn bare_name(text: &str) -> Option<BareName> {
    let with_article = text.strip_prefix("The ").and_then(|_| words_of_name(text, "The ".len()));
    let name = with_article.or_else(|| words_of_name(text, 0))?;
    let (end, colon) = after_colon(text, name);
    Some(BareName { name, colon, end })
}

/// The end of two words or more, from a place on.
fn words_of_name(text: &str, start: usize) -> Option<usize> {
    let len = capitalised(&text[start..]);
    if len == 0 {
        return None;
    }
    let (mut at, mut words) = (start + len, 0);
    while words < BARE_WORDS
        && let Some(rest) = text[at..].strip_prefix(' ')
    {
        let small = || ["of", "for", "the", "and", "de"].into_iter().find(|word| rest.starts_with(word));
        let len = match capitalised(rest) {
            0 => small().map_or(0, str::len),
            len => len,
        };
        if len == 0 {
            break;
        }
        at += 1 + len;
        words += 1;
    }
    (words > 0).then_some(at)
}

/// `6. What …`, `T3. Mr Adam Example (Northtown) (Lab): What …`, `12. [906642] Whether …`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TabledLine {
    /// Where the number ends, which the text starts with.
    pub(crate) number: usize,
    /// The unique number that stands before the question.
    pub(crate) uin: Option<Range<usize>>,
    /// Where the question starts.
    pub(crate) rest: usize,
}

/// The head of a question that was put down.
pub(crate) fn tabled(text: &str) -> Option<TabledLine> {
    let letter = usize::from(text.starts_with(['Q', 'T']));
    let number = letter + digits(&text[letter..], 2);
    if number == letter {
        return None;
    }
    let mark = after_one_space(text, number);
    let mark = mark + text[mark..].strip_prefix(['.', ')']).map(|_| 1)?;
    let rest = after_spaces(text, mark);
    if rest == mark || rest == text.len() {
        return None;
    }
    let uin = text[rest..].strip_prefix('[').and_then(|inside| {
        let len = digits(inside, *UIN.end());
        (UIN.contains(&len) && inside[len..].starts_with(']')).then_some(rest + 1..rest + 1 + len)
    });
    let rest = uin.as_ref().map_or(rest, |uin| after_spaces(text, uin.end + 1));
    Some(TabledLine { number, uin, rest })
}

/// The unique number in brackets that a text ends with.
pub(crate) fn uin_at_end(text: &str) -> Option<Range<usize>> {
    let inside = text.trim_end().strip_suffix([')', ']'])?;
    let bare = inside.trim_end_matches(|c: char| c.is_ascii_digit());
    let uin = bare.len()..inside.len();
    (bare.ends_with(['(', '[']) && UIN.contains(&uin.len())).then_some(uin)
}

/// Whether a line says which sitting a transcript is of: `Volume 12: debated on …`, `HC Deb`,
/// `Hansard, … 2016`, `Column 1012`.
pub(crate) fn is_sitting(text: &str) -> bool {
    let spaced = |text: &&str| text.starts_with(char::is_whitespace);
    let ended = |text: &&str| !text.starts_with(is_word);
    let of_volume = || after_number(after_word(text, "volume")?)?.trim_start().strip_prefix(':');
    let debated = of_volume().map_or(text, str::trim_start);
    let house = || after_word(text, "HC").or_else(|| after_word(text, "HL")).filter(spaced);
    let of_hansard = || {
        let rest = after_word(text, "hansard").filter(ended)?;
        let line = rest.split('\n').next()?.as_bytes();
        Some(line.windows(4).any(|four| four.iter().all(u8::is_ascii_digit)))
    };
    after_word(debated, "debated on").as_ref().is_some_and(spaced)
        || house().and_then(|rest| after_word(rest.trim_start(), "Deb")).as_ref().is_some_and(ended)
        || of_hansard() == Some(true)
        || after_word(text, "column").and_then(after_number).is_some()
}

/// Whether a line is nothing but the mark of a column of the bound volume: `Column 1012`,
/// `[Column 12WH]`, `10 Mar 2025 : Column 206`, `Column 206—continued`.
pub(crate) fn is_column_mark(text: &str) -> bool {
    let line = text.trim();
    let line = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).unwrap_or(line);
    // The day of the sitting stands before it in copies of the older site.
    let (day, mark) = line.rsplit_once(':').map_or(("", line), |(day, mark)| (day.trim(), mark.trim()));
    let dated = day.is_empty()
        || day.starts_with(|c: char| c.is_ascii_digit())
            && day.len() <= 20
            && day.ends_with(|c: char| c.is_ascii_digit());
    let Some(rest) = after_word(mark, "column").filter(|rest| rest.starts_with(char::is_whitespace)) else {
        return false;
    };
    let number = rest.trim_start();
    let after = &number[digits(number, 5)..];
    let of_hall = after.trim_start_matches(|c: char| c.is_ascii_uppercase());
    dated
        && after.len() < number.len()
        && after.len() - of_hall.len() <= 2
        && matches!(of_hall.trim_start_matches(['—', '–', '-', ' ']), "" | "continued")
}

/// What follows white space and a number that a text starts with.
fn after_number(text: &str) -> Option<&str> {
    let from = text.trim_start();
    let len = digits(from, usize::MAX);
    (from.len() < text.len() && len > 0).then(|| &from[len..])
}

/// What follows a word that a text starts with, in any case.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// Whether a character can be part of a word.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How long a word with a capital is that a text starts with.
pub(crate) fn capitalised(text: &str) -> usize {
    if !text.starts_with(char::is_uppercase) {
        return 0;
    }
    text.find(|c| !in_name(c)).unwrap_or(text.len())
}

/// Whether a character may stand in a word of a name.
pub(crate) fn in_name(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-')
}

/// What stands in brackets that open at a place: a capital and something more, no other brackets.
fn bracketed(text: &str, at: usize) -> Option<Range<usize>> {
    let inside = text[at..].strip_prefix('(')?;
    let len = inside.find(['(', ')']).filter(|&len| inside[len..].starts_with(')'))?;
    let is_one = inside.starts_with(char::is_uppercase) && inside[..len].chars().nth(1).is_some();
    is_one.then_some(at + 1..at + 1 + len)
}

/// Whether a part is short enough for what it is.
fn fits(part: &str, most: usize) -> bool {
    part.chars().nth(most).is_none()
}

/// How many digits a text starts with, so many at most.
fn digits(text: &str, most: usize) -> usize {
    text.bytes().take(most).take_while(u8::is_ascii_digit).count()
}

fn after_one_space(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    text.len() - rest.strip_prefix(char::is_whitespace).unwrap_or(rest).len()
}

fn after_spaces(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// The end of white space and a colon, and whether there is one.
fn after_colon(text: &str, at: usize) -> (usize, bool) {
    let at = after_spaces(text, at);
    let colon = text[at..].starts_with(':');
    (at + usize::from(colon), colon)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::{Captures, Regex};

    use super::*;

    /// The patterns that these were.
    macro_rules! pattern {
        ($name:ident, $pattern:literal) => {
            static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).unwrap());
        };
    }
    pattern!(
        SITTING,
        r"(?i)^(?:volume\s+\d+\s*:\s*)?debated on\s|^(?:HC|HL)\s+Deb\b|^hansard\b.*\d{4}|^column\s+\d+"
    );
    pattern!(TABLED, r"^(?:Q|T)?(?<number>\d{1,2})\s?[.)]\s+(?:\[(?<early>\d{5,7})\]\s*)?(?<rest>.+)");
    pattern!(UIN_AT_END, r"[(\[](?<uin>\d{5,7})[)\]]\s*$");
    pattern!(
        MEMBER,
        r"^(?<name>\p{Lu}[\p{L}.'’\-]*(?: (?:\p{Lu}[\p{L}.'’\-]*|de|of|van|von|Ó|Mac)){1,5})\s?\((?<seat>\p{Lu}[^()]+)\)\s?(?:\((?<party>\p{Lu}[^()]+)\))?\s*(?<colon>:)?"
    );
    pattern!(
        OFFICE_LINE,
        r"^The (?<office>\p{Lu}[^()]+?)\s?\((?<name>\p{Lu}[\p{L}.'’\- ]+)\)\s*(?<colon>:)?"
    );
    pattern!(
        BARE_NAME,
        r"^(?<name>(?:The )?\p{Lu}[\p{L}.'’\-]*(?: (?:\p{Lu}[\p{L}.'’\-]*|of|for|the|and|de)){1,8})\s*(?<colon>:)?"
    );

    fn at(found: &Captures<'_>, name: &str) -> Option<Range<usize>> {
        found.name(name).map(|part| part.range())
    }

    fn end(found: &Captures<'_>) -> usize {
        found.get(0).map_or(0, |whole| whole.end())
    }

    fn agree(text: &str) {
        let found = MEMBER.captures(text).map(|found| MemberLine {
            name: at(&found, "name").unwrap(),
            seat: at(&found, "seat").unwrap(),
            party: at(&found, "party"),
            colon: at(&found, "colon").is_some(),
            end: end(&found),
        });
        let found = found.filter(|line| {
            fits(&text[line.seat.clone()], SEAT)
                && line.party.clone().is_none_or(|party| fits(&text[party], PARTY))
        });
        assert_eq!(member(text), found, "member {text:?}");
        let found = OFFICE_LINE.captures(text).map(|found| OfficeLine {
            office: at(&found, "office").unwrap(),
            name: at(&found, "name").unwrap(),
            colon: at(&found, "colon").is_some(),
            end: end(&found),
        });
        assert_eq!(office(text), found, "office {text:?}");
        let found = BARE_NAME.captures(text).map(|found| BareName {
            name: at(&found, "name").unwrap().end,
            colon: at(&found, "colon").is_some(),
            end: end(&found),
        });
        assert_eq!(bare_name(text), found, "bare {text:?}");
        assert_eq!(is_sitting(text), SITTING.is_match(text), "sitting {text:?}");
        let found = UIN_AT_END.captures(text).and_then(|found| at(&found, "uin"));
        assert_eq!(uin_at_end(text), found, "uin {text:?}");
        let found = TABLED.captures(text).map(|found| TabledLine {
            number: at(&found, "number").unwrap().end,
            uin: at(&found, "early"),
            rest: at(&found, "rest").unwrap().start,
        });
        // A pattern gives back space and the number in brackets so that something is left to ask.
        if text.trim_end().len() == text.len() && !text.ends_with(']') && !text.contains('\n') {
            assert_eq!(tabled(text), found, "tabled {text:?}");
        }
    }

    #[test]
    fn lines_are_what_their_patterns_find() {
        for text in [
            "Mr Adam Example (Northtown) (Lab): What",
            "Mr Adam Example (Northtown)",
            "Ann de Example(Northtown)(Lab)",
            "Ann (Northtown)",
            "Ann of van Example B C D (N)",
            "Ann of van Example B C (No) (L) x",
            "Ann Example (northtown)",
            "The Secretary of State for Ports (Ann Example): I",
            "The Secretary of State for Ports(Ann Example)",
            "The Mayor (Ann) Example",
            "The A (Ann Example)",
            "The Speaker: Order",
            "The Lord Chancellor:",
            "Ann Example thereafter",
            "6. What is",
            "T3. Mr Adam Example (Northtown) (Lab): What",
            "12. [906642] Whether",
            "12) [90664] Whether (906642)",
            "123. What",
            "(90664)",
            "[9066421] ",
            "(90664211)",
            "Volume 12: debated on Tuesday",
            "Debated on Tuesday",
            "HC Deb 12",
            "HL  Debs",
            "Hansard of 2016",
            "Hansards of 2016",
            "column 1012",
            "column",
        ] {
            agree(text);
        }
    }

    #[test]
    fn marks_of_columns_stand_alone() {
        for mark in
            ["Column 204", "[Column 205]", "10 Mar 2025 : Column 206", "column 12WH", "Column 7—continued"]
        {
            assert!(is_column_mark(mark), "{mark}");
        }
        for other in
            ["Column 204 says so", "Column", "The chair : Column 2", "Columns 204", "Column 204:", "", "["]
        {
            assert!(!is_column_mark(other), "{other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn lines_of_any_parts_are_what_their_patterns_find(
            parts in prop::collection::vec(prop::sample::select(vec![
                "Ann", "Mr", "Example", "of", "de", "the", "The ", "The ", "der", "É", "é", "A", "12", "90664",
                "906642", " ", " ", " ", "(", ")", "(Lab)", "(Northtown)", "[906642]", ":", ".", "-", "’",
                "volume ", "debated on ", "HC ", "Deb", "hansard", "column ", "T", "Q", "x", "\n", "\u{a0}",
            ]), 0..12),
        ) {
            agree(&parts.concat());
        }
    }
}
