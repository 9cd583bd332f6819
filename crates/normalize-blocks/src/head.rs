//! The head of an article: title, standfirst, byline, dateline.
//!
//! The head ends where running text begins. What a sidecar or the markup calls the title is found
//! again; otherwise the first line is one when it looks like one and text follows it.

use rapporteur_document::Role;

use crate::lexicon::{bylines, captions};
use crate::phrase::is_one_of;
use crate::place::{is_agency_line, place_line};
use crate::unit::{End, Unit, fold};

/// Units before the text in which a title may stand: menus and labels come first on some pages.
const HEAD: usize = 12;
/// Words of a title at most.
const TITLE: usize = 28;
/// Words of a standfirst at most.
const STANDFIRST: usize = 50;

/// Gives title, standfirst, byline and dateline their roles.
pub(crate) fn settle(units: &mut [Unit<'_>], known: Option<&str>) {
    let known_at = known.and_then(|title| known_title(units, title));
    let has_title = units.iter().any(|unit| unit.has_role(Role::Title));
    if let Some(index) = known_at.filter(|_| !has_title) {
        units[index].settle(Role::Title, "known-title");
    }
    // Lines that only say when and who, before the text: whether or not there is a title.
    let text = text_start(units);
    for unit in &mut units[..text] {
        who_and_when(unit, true);
    }
    // Some put the date below the first paragraph.
    for unit in units.iter_mut().skip(text).take(3) {
        if unit.is_open()
            && unit.given.is_none_or(Role::is_prose)
            && let Some(rule) = dated(unit, true)
        {
            unit.settle(Role::Dateline, rule);
        }
    }
    let tail = units.len().saturating_sub(3).max(text);
    let (body, end) = units[text..].split_at_mut(tail - text);
    for unit in body {
        who_and_when(unit, false);
    }
    for unit in end {
        who_and_when(unit, false);
        if unit.is_open() && unit.given.is_none() && unit.text.starts_with("By ") && by_line(unit.text) {
            unit.settle(Role::Byline, "by-line");
        }
    }
    let title = match units.iter().take(HEAD).position(|unit| unit.has_role(Role::Title)) {
        Some(index) => Some(index),
        None if units.iter().any(|unit| unit.given.is_some()) => None,
        None => guess_title(units),
    };
    if let Some(title) = title {
        // A headline may be two names in a place as well: only below a title is that a byline.
        for unit in units.iter_mut().take(text).skip(title + 1) {
            if unit.is_open() && unit.given.is_none_or(Role::is_prose) && name_line(unit.text) {
                unit.settle(Role::Byline, "name-and-job");
            }
        }
        standfirst(units, title);
    }
}

/// The first unit that is running text.
fn text_start(units: &[Unit<'_>]) -> usize {
    let limit = units.len().min(HEAD * 2);
    units[..limit]
        .iter()
        .position(|unit| unit.is_open() && unit.is_prose() && !unit.is_title_case())
        .unwrap_or(limit)
}

/// The unit that says what a sidecar or the page's head says the title is.
fn known_title(units: &[Unit<'_>], title: &str) -> Option<usize> {
    let title = fold(title);
    let title = title.trim();
    if title.is_empty() {
        return None;
    }
    units.iter().take(HEAD).position(|unit| {
        let line = unit.line();
        let (short, long) = if line.len() <= title.len() { (line, title) } else { (title, line) };
        // The outlet's name may stand behind one of the two.
        unit.is_open() && long.starts_with(short) && short.len() * 3 >= long.len() * 2 && unit.words <= 40
    })
}

fn guess_title(units: &mut [Unit<'_>]) -> Option<usize> {
    let first = units.iter().take(HEAD).position(Unit::is_open)?;
    let text_follows = |index: usize| units[index + 1..].iter().any(|unit| unit.is_open() && unit.is_prose());
    let second = units[first + 1..].iter().position(Unit::is_open).map(|index| first + 1 + index);
    // "World news" above the title itself.
    if let Some(second) = second
        && units[first].words <= 3
        && units[first].end == End::Bare
        && units[second].words >= 4
        && units[second].end == End::Bare
        && is_title(&units[second])
        && text_follows(second)
        && units[second + 1..].iter().find(|unit| unit.is_open()).is_some_and(Unit::is_prose)
    {
        units[first].settle(Role::Heading, "label-above-title");
        units[second].settle(Role::Title, "line-above-text");
        return Some(second);
    }
    if is_title(&units[first]) && text_follows(first) {
        units[first].settle(Role::Title, "line-above-text");
        return Some(first);
    }
    None
}

fn is_title(unit: &Unit<'_>) -> bool {
    let ends = match unit.end {
        End::Bare => true,
        End::Asked => unit.words >= 2 && unit.words <= 16,
        End::Stop => unit.words >= 3 && unit.is_title_case(),
        // A second deck that was cut off, as archives have it.
        End::Open => unit.text.ends_with(';'),
    };
    ends && unit.words <= TITLE
        && unit.words >= 1
        && (unit.first_letter().is_uppercase() || unit.first_letter().is_ascii_digit())
        && !starts_odd(unit.text)
        && sentences(unit.text) <= 2
        && !is_spoken(unit)
        && place_line(unit.text).is_none()
}

/// Addresses, tags, mail heads, counts ("Injured: 74").
fn starts_odd(text: &str) -> bool {
    let count = text.rsplit_once(": ").is_some_and(|(_, rest)| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains(char::is_alphabetic)
    });
    count
        || text.contains("://")
        || text.contains('@')
        || text.starts_with(['[', '{', '<', '(', '-', '*', '•'])
}

/// One quotation from end to end: somebody's words, not a headline about them.
fn is_spoken(unit: &Unit<'_>) -> bool {
    unit.opens_with_quote()
        && unit.end != End::Bare
        && unit.text.ends_with(['"', '”', '\'', '’'])
        && !unit.is_title_case()
}

/// A line that only says when, or who wrote.
fn who_and_when(unit: &mut Unit<'_>, in_head: bool) {
    if !unit.is_open() || unit.given.is_some_and(|given| !given.is_prose()) {
        return;
    }
    if let Some(rule) = dateline(unit, in_head) {
        unit.settle(Role::Dateline, rule);
    } else if in_head && by_line(unit.text) {
        unit.settle(Role::Byline, "by-line");
    }
}

fn dateline(unit: &Unit<'_>, in_head: bool) -> Option<&'static str> {
    if unit.words > 16 || unit.words == 0 {
        return None;
    }
    if in_head && place_line(unit.text) == Some(unit.text.len()) {
        return Some("place-line");
    }
    if in_head && is_agency_line(unit.text) && (has_date(unit) || unit.end == End::Open || has_house(unit)) {
        return Some("agency-line");
    }
    dated(unit, in_head)
}

/// A line that says when, and at most where and by whom.
fn dated(unit: &Unit<'_>, in_head: bool) -> Option<&'static str> {
    if unit.words > 16 || unit.words == 0 {
        return None;
    }
    let mut words = unit.line().split(' ');
    let cue = unit.line().split(' ').any(|word| is_one_of(bylines::DATECUES, word));
    let only_dates = words.all(|word| is_one_of(bylines::DATEWORDS, word) || is_numeric(word));
    if !(in_head || cue) || !(has_date(unit) || (cue && has_clock(unit.text))) {
        return None;
    }
    if only_dates {
        return Some("dated-line");
    }
    // "Geneva, 25 September 2016": a place of up to three words before the date.
    let place = unit
        .line()
        .split(' ')
        .take_while(|word| !is_one_of(bylines::DATEWORDS, word) && !is_numeric(word))
        .count();
    let rest_is_date = unit
        .line()
        .split(' ')
        .skip(place)
        .all(|word| is_one_of(bylines::DATEWORDS, word) || is_numeric(word));
    let capital = unit.text.split_whitespace().take(place).all(|word| word.starts_with(char::is_uppercase));
    // "Last updated by Ann Example on 5 May 2016", "London: Monday 5 May".
    let starts_with_cue = unit.line().split(' ').take(2).any(|word| is_one_of(bylines::DATECUES, word));
    ((place <= 3 && rest_is_date && capital && unit.end != End::Stop)
        || (starts_with_cue && unit.words <= 14 && unit.end != End::Stop))
        .then_some("dated-line")
}

fn has_house(unit: &Unit<'_>) -> bool {
    unit.text.rsplit_once('(').is_some_and(|(_, rest)| {
        let inner = fold(rest.split(')').next().unwrap_or_default());
        is_one_of(captions::HOUSES, inner.trim())
    })
}

/// A number that dates are made of: day, year, clock, `25th`, `2016`, `11am`.
fn is_numeric(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.len() <= 6
        && word.trim_start_matches(|c: char| c.is_ascii_digit()).chars().all(|c| c.is_ascii_lowercase())
}

/// A month or day by name with a number, or a date in numbers.
fn has_date(unit: &Unit<'_>) -> bool {
    let (mut month, mut day, mut number, mut numbers) = (false, false, false, 0);
    for word in unit.line().split(' ') {
        month |= is_one_of(bylines::MONTHS, word);
        day |= is_one_of(bylines::DAYS, word);
        if is_numeric(word) {
            number = true;
            numbers += 1;
        }
    }
    // 2016-09-25, 25/09/2016, 14:05
    let marked = unit.text.contains(['/', '-', ':', '.']);
    ((month || day) && number) || (numbers >= 3 && marked)
}

/// "22:46", "4.08 pm".
fn has_clock(text: &str) -> bool {
    text.match_indices([':', '.']).any(|(at, _)| {
        text[..at].ends_with(|c: char| c.is_ascii_digit())
            && text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
    })
}

/// "By Ann Example", "By ANN EXAMPLE and Tom Sample in Geneva".
fn by_line(text: &str) -> bool {
    if text.split_whitespace().count() > 18
        || text.ends_with(['?', '!', ':'])
        || text.contains(['"', '“', '”'])
    {
        return false;
    }
    [("By ", false), ("BY ", false), ("by ", true)].iter().any(|&(by, small)| {
        text.strip_prefix(by).is_some_and(|rest| starts_with_name(rest.trim_end_matches('.'), small))
    })
}

/// "Ann Example, political editor", "Ann Example in Geneva".
fn name_line(text: &str) -> bool {
    if text.split_whitespace().count() > 12 || text.ends_with(['.', '?', '!', ':']) {
        return false;
    }
    let is_whole_name = |name: &str| is_name(name) && (2..=4).contains(&name.split_whitespace().count());
    if let Some((name, job)) = text.split_once(", ").or_else(|| text.split_once(" | ")) {
        let job = fold(job);
        return is_whole_name(name) && is_job(job.trim());
    }
    text.split_once(" in ").is_some_and(|(name, place)| {
        is_whole_name(name) && starts_upper(place) && place.split_whitespace().count() <= 2
    })
}

/// "political editor", "editor of the paper", "the paper's columnist".
fn is_job(job: &str) -> bool {
    bylines::JOBS.iter().any(|known| {
        job.strip_prefix(known).is_some_and(|tail| {
            let words = tail.split_whitespace().count();
            tail.is_empty()
                || (words <= 4 && [" in ", " at ", " for ", " of "].iter().any(|link| tail.starts_with(link)))
        }) || (job.ends_with(known) && job.split(' ').count() <= 5)
    })
}

/// After "By": two or more names at the start, and no verb behind them.
fn starts_with_name(rest: &str, small: bool) -> bool {
    let first = rest.split([',', '|', '(', ';']).next().unwrap_or_default();
    let mut names = 0;
    for word in first.split_whitespace() {
        match word {
            "and" | "in" | "for" | "at" | "of" | "the" | "&" | "de" | "da" | "van" | "von" | "bin" | "al"
            | "la" | "on" => {
                if names == 0 {
                    return false;
                }
            }
            _ if word.starts_with(char::is_uppercase) => names += 1,
            _ => return false,
        }
    }
    // "By Associated Press", "By AFP": one name will do with a capital "By".
    names >= if small { 2 } else { 1 }
        && names <= 10
        && !is_one_of(bylines::DAYS, &first.to_lowercase())
        && !is_one_of(bylines::MONTHS, &first.to_lowercase())
}

fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=5).contains(&words.len())
        && starts_upper(text)
        && words.iter().all(|word| {
            word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
                && (starts_upper(word)
                    || matches!(*word, "de" | "da" | "van" | "von" | "bin" | "al" | "la" | "and" | "der"))
        })
}

fn starts_upper(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// The sentence or two between title and text. The lead is a sentence or two as well: what tells
/// them apart is a missing full stop, or something that stands between standfirst and text.
fn standfirst(units: &mut [Unit<'_>], title: usize) {
    let mut before = Role::Title;
    for index in title + 1..units.len().min(title + HEAD) {
        let unit = &units[index];
        match unit.role {
            None => {}
            Some((Role::Byline | Role::Dateline | Role::Caption | Role::Navigation | Role::Credit, _)) => {
                before = unit.role.map_or(before, |(role, _)| role);
                continue;
            }
            // An appeal or anything else ends the head.
            Some(_) => return,
        }
        match standfirst_rule(unit, &units[index + 1..], before) {
            Some(rule) => units[index].settle(Role::Standfirst, rule),
            None => return,
        }
        before = Role::Standfirst;
    }
}

fn standfirst_rule(unit: &Unit<'_>, rest: &[Unit<'_>], before: Role) -> Option<&'static str> {
    let lead = rest.iter().position(|unit| unit.is_open() && unit.is_prose())?;
    if !(6..=STANDFIRST).contains(&unit.words)
        || unit.given.is_some_and(|given| given != Role::Paragraph)
        || starts_item(unit)
        || is_spoken(unit)
        || starts_odd(unit.text)
        || place_line(unit.text).is_some()
    {
        return None;
    }
    if unit.end == End::Bare {
        let long = unit.words >= 8 || before == Role::Standfirst;
        return (long && unit.first_letter().is_uppercase()).then_some("no-full-stop");
    }
    if unit.end == End::Open || sentences(unit.text) > 2 || before == Role::Byline {
        return None;
    }
    let sets_apart = |unit: &Unit<'_>| matches!(unit.role, Some((Role::Byline | Role::Dateline, _)));
    if before != Role::Standfirst && rest[..lead].iter().any(sets_apart) {
        return Some("before-byline");
    }
    (before == Role::Title && place_line(rest[lead].text).is_some()).then_some("before-dateline")
}

fn starts_item(unit: &Unit<'_>) -> bool {
    crate::shape::starts_item(unit.text)
}

/// How many sentences a short text has, roughly: ends before a space and a capital.
fn sentences(text: &str) -> usize {
    let mut count = 1;
    let mut chars = text.chars().peekable();
    let mut ended = false;
    while let Some(character) = chars.next() {
        if matches!(character, '.' | '?' | '!') {
            ended = chars.peek().is_some_and(|next| next.is_whitespace());
        } else if ended && !character.is_whitespace() {
            count += usize::from(character.is_uppercase());
            ended = false;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_document::Span;

    fn date(text: &str) -> bool {
        dateline(&Unit::new(text, Span::new(0, text.len()), 0, false, None), true).is_some()
    }

    #[test]
    fn lines_that_say_when_and_where() {
        for text in [
            "NAIROBI, Kenya (AP) _",
            "BRUSSELS, February 10 (Xinhua) --",
            "ATLANTA _",
            "Sept 25 (AP)",
            "25 September 2016",
            "Published: July 28, 2004 at 1:24 PM",
            "11:39am UK, Monday 09 September 2013",
            "Updated 4/11/2007 1:26 PM",
            "2013-09-26",
            "Geneva, 25 September 2016",
            "May 2, 2013 | 5:03pm",
        ] {
            assert!(date(text), "{text}");
        }
        for text in [
            "The 25 September agreement",
            "September was a month of storms.",
            "May 5 be the day",
            "12",
            "Total Dead: 192",
            "Saints place Pierre Thomas on reserve",
        ] {
            assert!(!date(text), "{text}");
        }
    }

    #[test]
    fn lines_that_say_who() {
        for text in [
            "By Ann Example",
            "By ANN EXAMPLE and Tom Sample in Geneva",
            "By Ann Example, political editor",
            "By Associated Press",
        ] {
            assert!(by_line(text), "{text}");
        }
        for text in
            ["Ann Example, political editor", "Ann Example in Geneva", "Ann Example, editor of The Paper"]
        {
            assert!(name_line(text), "{text}");
        }
        for text in [
            "By the Numbers",
            "By noon the harbour was closed",
            "By Monday",
            "Fire in Geneva",
            "Ann Example, who was there",
            "Ann Example, editor of The Paper for twenty years, dies",
            "Boats, editor says",
        ] {
            assert!(!by_line(text) && !name_line(text), "{text}");
        }
    }

    #[test]
    fn sentences_are_counted() {
        assert_eq!(sentences("One. Two at 3.5 per cent."), 2);
        assert_eq!(sentences("One"), 1);
    }
}
