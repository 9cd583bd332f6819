//! Runs of characters that are one word whatever they are made of: addresses of the web and of
//! mail, hosts, files, newsgroups.

use std::ops::Range;

use super::{LONGEST, contains};
use crate::lexicon::abbreviations::HOSTS;
use crate::lexicon::words::NEWSGROUPS;

/// Marks that may stand before an address without being part of it.
const BEFORE: &[char] = &['<', '(', '[', '{', '"', '“', '\'', '‘'];

/// Marks that may stand after it.
const AFTER: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '}', '"', '”', '\'', '’', '>'];

/// Marks that end it wherever they stand.
const END: &[char] = &['<', '>', '"', '“', '”'];

/// The bytes of an address in a run without white space.
pub(super) fn address(run: &str) -> Option<Range<usize>> {
    let tells = |part: &str| part.bytes().any(|byte| matches!(byte, b'.' | b'@' | b':'));
    if run.len() < 4 || !tells(run) {
        return None;
    }
    let core = run.trim_end_matches(AFTER);
    if core.len() < run.len() && !tells(core) {
        return None;
    }
    if let Some(at) = core.find("://") {
        let before = core[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        return Some(before.len()..end_of(run, at)).filter(|address| address.start < at);
    }
    let start = core.len() - core.trim_start_matches(BEFORE).len();
    if core[start..].starts_with("www.") {
        return Some(start..end_of(run, start));
    }
    let mut parts = core.splitn(3, '@');
    if let (Some(name), Some(host), None) = (parts.next(), parts.next(), parts.next()) {
        let start =
            name.rfind(BEFORE).map_or(0, |at| at + name[at..].chars().next().map_or(1, char::len_utf8));
        let host = &host[..host.find(END).unwrap_or(host.len())];
        let is_mail = start < name.len() && host.trim_end_matches('.').contains('.');
        return is_mail.then(|| start..end_of(run, name.len()));
    }
    (is_file(&core[start..]) || is_newsgroup(&core[start..])).then_some(start..core.len())
}

/// Where an address that has begun before `at` ends.
fn end_of(run: &str, at: usize) -> usize {
    let end = run[at..].find(END).map_or(run.len(), |length| at + length);
    at + run[at..end].trim_end_matches(AFTER).len()
}

/// `example.org`, `map.example.org`, `plan-2_new.doc`: a known last part, and before it what
/// names are made of.
fn is_file(run: &str) -> bool {
    let Some((name, ending)) = run.rsplit_once('.') else { return false };
    ending.len() <= LONGEST
        && name.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'#' | b'%' | b'!' | b'~')
        })
        && contains(HOSTS, &ending.to_lowercase())
}

/// `rec.arts.books`: three parts or more in small letters, two where the first is known.
fn is_newsgroup(run: &str) -> bool {
    let (mut parts, mut shortest) = (0, usize::MAX);
    for part in run.split('.') {
        shortest = shortest.min(part.len());
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            return false;
        }
        parts += 1;
    }
    parts > 2 && shortest > 1
        || parts > 1 && run.split('.').next().is_some_and(|first| contains(NEWSGROUPS, first))
}
