//! Words that are made of marks: faces, arrows, dots and dashes that repeat.

use crate::contains;
use crate::lexicon::words::FACES;

/// Bytes of the longest face.
const LONGEST_FACE: usize = 4;

/// Length of the face that starts at `at`, or 0. `open` says that a bracket is open, which the
/// mouth of a face could close.
pub(super) fn face(run: &str, at: usize, open: bool) -> usize {
    let rest = &run[at..];
    let bytes = rest.as_bytes();
    // Most marks are no face: a colon before a space, a bracket before a word.
    let eyes = match bytes {
        [b'(' | b'>', next, ..] => *next == b':',
        [b'<', next, ..] => *next == b'3',
        [b'^', next, ..] => matches!(next, b'.' | b'^' | b'_'),
        [b':' | b';' | b'=', next, ..] => !matches!(next, b' ' | b'"'),
        _ => false,
    };
    if !eyes {
        return 0;
    }
    let alone = !run[..at].ends_with(char::is_alphanumeric);
    (2..=LONGEST_FACE.min(rest.len()))
        .rev()
        .find(|&length| {
            let Some(face) = rest.get(..length) else { return false };
            let after = rest[length..].chars().next();
            let marks = bytes[..length].iter().all(u8::is_ascii_punctuation);
            contains(FACES, face)
                && if marks && face.ends_with([')', '(']) {
                    (alone && at == 0 || !open)
                        && after.is_none_or(|c| !c.is_alphanumeric() && (alone || c != '('))
                } else {
                    at == 0 && after.is_none_or(|c| matches!(c, '.' | ',' | '!' | '?'))
                }
        })
        .unwrap_or(0)
}

/// Length of an arrow or a line of several marks that starts at `at`, or 0: `->`, `<--`, `=---`.
/// It stands alone but for brackets, of which no more than a few are looked at.
pub(super) fn line(run: &str, at: usize) -> usize {
    const FEW: usize = 4;
    let (before, rest) = run.split_at(at);
    let is_line =
        |c: char| matches!(c, '-' | '=' | '<' | '>' | '+' | '|' | '~' | '*' | '{' | '}' | '^' | '_');
    if at > FEW || !before.chars().all(|c| matches!(c, '(' | '[' | '"')) {
        return 0;
    }
    let length = rest.find(|c| !is_line(c)).unwrap_or(rest.len());
    let line = &rest.as_bytes()[..length];
    let several = length > 1 && line.iter().any(|mark| *mark != line[0]) && line != b"<>";
    let after = &rest[length..];
    let alone = after.len() <= FEW && after.chars().all(|c| matches!(c, ')' | ']' | '"'));
    if several && alone { length } else { 0 }
}

/// Length of the mark at the start: marks that repeat are one.
pub(super) fn same(rest: &str, first: char) -> usize {
    let run = |known: fn(char) -> bool| rest.find(|c| !known(c)).unwrap_or(rest.len());
    match first {
        '.' => {
            // Dots that trail off are a mark before any other: `... ?`, but `?!` and `.?`.
            let dots = run(|c| c == '.');
            if dots > 2 { dots } else { run(|c| matches!(c, '.' | '!' | '?')) }
        }
        '!' | '?' => run(|c| matches!(c, '.' | '!' | '?')),
        '…' => run(|c| matches!(c, '…' | '.')),
        '-' | '*' | '=' | '_' | '~' | '<' | '>' | '+' | '$' | '#' | '`' => {
            rest.find(|c| c != first).unwrap_or(rest.len())
        }
        '\'' => run(|c| c == '\''),
        '‘' | '’' => run(|c| matches!(c, '‘' | '’')),
        _ => first.len_utf8(),
    }
}
