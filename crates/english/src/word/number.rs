//! Words that start with a digit.

use super::{LONGEST, apostrophe, contains};
use crate::lexicon::words::{MONEY, UNITS};

/// End of the number that starts at `at`: `275,000`, `3.5`, `10:30`, `20th`, `1990s`, `9/11`, but
/// `5 pm` and `24 / 7`. `money` says that a sign of a currency stands before it.
pub(super) fn number(run: &str, at: usize, money: bool) -> usize {
    let bytes = run.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if let Some(end) = with_hyphens(bytes, at) {
        return end;
    }
    let mut end = at;
    loop {
        match bytes.get(end) {
            Some(b'0'..=b'9') => end += 1,
            Some(b',' | b'.' | b':') if digit(end + 1) => end += 1,
            Some(b'/') if digit(end + 1) => {
                let part = |start: usize| bytes[start..].iter().take_while(|it| it.is_ascii_digit()).count();
                let next = end + 1 + part(end + 1);
                // 16/11/2004 goes on; 713/555-0142 is a telephone.
                if bytes.get(next) == Some(&b'/') && digit(next + 1) {
                    end = next + 1;
                } else if next - end == 4
                    && end - at == 3
                    && bytes.get(next) == Some(&b'-')
                    && part(next + 1) == 4
                {
                    return next + 5;
                } else if is_day(&bytes[at..end], &bytes[end + 1..next]) || bytes[at..end].contains(&b'/') {
                    end = next;
                } else {
                    return end;
                }
            }
            _ => break,
        }
    }
    // 1990's, 80's.
    let digits = &run[at..end];
    if matches!(digits.len(), 2 | 4)
        && digits.ends_with('0')
        && let Some(mark) = run[end..].chars().next().filter(|&mark| apostrophe(mark))
    {
        let rest = &run[end + mark.len_utf8()..];
        if rest.starts_with('s') && !rest[1..].starts_with(char::is_alphanumeric) {
            return end + mark.len_utf8() + 1;
        }
    }
    let rest = &run[end..];
    let tail = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    // 24C is a temperature, 3143C a room.
    let degrees = matches!(tail, "C" | "F") && digits.len() == 2;
    if tail.is_empty() || tail.len() > LONGEST || degrees || stands_apart(tail, &rest[tail.len()..], money) {
        end
    } else {
        end + tail.len()
    }
}

/// What follows a number without a space is a word: a unit, a whole word, the x of `3x5`.
fn stands_apart(tail: &str, after: &str, money: bool) -> bool {
    let lower = tail.to_ascii_lowercase();
    match lower.as_str() {
        // 2p.m.
        "a" | "p" if after.starts_with(".m") => true,
        // In capitals it is a code: 86M, 10MM.
        "m" | "mm" if tail.starts_with('M') => money,
        unit => {
            contains(UNITS, unit)
                || money && contains(MONEY, unit)
                || tail.len() > 3 && tail.bytes().all(|byte| byte.is_ascii_lowercase())
                || tail.starts_with('x') && tail[1..].starts_with(|c: char| c.is_ascii_digit())
        }
    }
}

/// A month and a day of it (`9/11`, `3/03`), not a fraction (`3/4`).
fn is_day(month: &[u8], day: &[u8]) -> bool {
    let value = |digits: &[u8]| {
        (matches!(digits.len(), 1 | 2) && digits.iter().all(u8::is_ascii_digit))
            .then(|| digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
    };
    let (Some(first), Some(second)) = (value(month), value(day)) else { return false };
    let fraction = day[0] != b'0' && first < second && matches!(second, 2 | 3 | 4 | 5 | 8 | 10);
    (1..=12).contains(&first) && (1..=31).contains(&second) && !fraction
}

/// End of a number whose parts hyphens join: of a telephone (`555-0142`), a postcode
/// (`90210-0142`) or a date (`2016-09-25`, `09-25-16`, `01-Feb-02`); not of a range, which is three
/// words.
fn with_hyphens(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    let mut lengths = [0; 4];
    for (index, length) in lengths.iter_mut().enumerate() {
        let start = end;
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) && end - start < 6 {
            end += 1;
        }
        let part = &bytes[start..end];
        let is_month = index == 1 && part.len() == 3 && part.iter().all(u8::is_ascii_alphabetic);
        if part.is_empty() || !is_month && !part.iter().all(u8::is_ascii_digit) {
            return None;
        }
        // A month counts as ten digits: no number has them.
        *length = if is_month { 10 } else { part.len() };
        if bytes.get(end) != Some(&b'-') {
            break;
        }
        end += 1;
    }
    let known = matches!(
        lengths,
        [1 | 3 | 5, 4, 0, 0]
            | [3, 3, 4, 0]
            | [1, 3, 3, 4]
            | [4 | 2, 2, 2, 0]
            | [1 | 2, 1 | 2, 4, 0]
            | [1 | 2, 10, 2 | 4, 0]
    );
    let over = bytes.get(end).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'-');
    (known && !over && bytes.get(end - 1) != Some(&b'-')).then_some(end)
}

/// `73` of `'73`.
pub(super) fn is_short_year(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    bytes.len() >= 2
        && bytes[..2].iter().all(u8::is_ascii_digit)
        && !rest[2..].trim_start_matches('s').starts_with(char::is_alphanumeric)
}
