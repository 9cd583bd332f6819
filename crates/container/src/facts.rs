//! What containers say of documents, as records want it: dates in one form, lists of names, texts on
//! one line. What can't be read for certain is left out.

use jiff::fmt::temporal::{Pieces, PiecesOffset};
use rapporteur_dates::{self as dates, Habits};
use rapporteur_document::{Fact, Meta};

/// A date or moment as `2016-09-25` or `2016-09-25T14:05:00+01:00`, from ISO 8601 in its forms, from
/// a mail's (RFC 2822), from seconds or milliseconds since 1970, or in words. Whether `04/05/2016` is in
/// April or May is not known, so it is left out.
pub fn date(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() > 8 {
        return since_1970(text);
    }
    let is_plausible = |year: i16| (1600..2200).contains(&year);
    if let Ok(pieces) = Pieces::parse(text) {
        let date = pieces.date();
        if !is_plausible(date.year()) {
            return None;
        }
        let Some(time) = pieces.time() else { return Some(date.to_string()) };
        let offset = match pieces.offset() {
            None => String::new(),
            Some(PiecesOffset::Zulu) => "Z".to_owned(),
            Some(PiecesOffset::Numeric(offset)) => offset_of(offset.offset()),
            Some(_) => return None,
        };
        return Some(format!("{date}T{:02}:{:02}:{:02}{offset}", time.hour(), time.minute(), time.second()));
    }
    let Some(zoned) = jiff::fmt::rfc2822::parse(text).ok().filter(|zoned| is_plausible(zoned.year())) else {
        return dates::declared(text, Habits::default());
    };
    let offset = offset_of(zoned.offset());
    Some(format!("{}{offset}", zoned.strftime("%Y-%m-%dT%H:%M:%S")))
}

fn offset_of(offset: jiff::tz::Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn since_1970(digits: &str) -> Option<String> {
    let number: i64 = digits.parse().ok()?;
    let seconds = match digits.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A text on one line; `None` for an empty one.
pub fn one_line(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A fact with this text, unless it is empty.
pub fn fact(text: &str, rule: &'static str) -> Option<Fact> {
    one_line(text).map(|text| Fact::new(text, rule))
}

/// A fact with this date, where it is one.
pub fn date_fact(text: &str, rule: &'static str) -> Option<Fact> {
    date(text).map(|date| Fact::new(date, rule))
}

/// An address, where it is one.
pub fn url(text: &str, rule: &'static str) -> Option<Fact> {
    let text = text.trim();
    (text.contains("://") && !text.contains(char::is_whitespace)).then(|| Fact::new(text, rule))
}

/// People's names, each once.
pub fn names<'t>(names: impl IntoIterator<Item = &'t str>, rule: &'static str) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for fact in names.into_iter().filter_map(|name| fact(name, rule)) {
        if !facts.iter().any(|known| known.value == fact.value) {
            facts.push(fact);
        }
    }
    facts
}

/// Adds to `meta` what a weaker source says.
pub fn add(meta: &mut Meta, other: Meta) {
    let places = [
        (&mut meta.kind, other.kind),
        (&mut meta.title, other.title),
        (&mut meta.published, other.published),
        (&mut meta.modified, other.modified),
        (&mut meta.publisher, other.publisher),
        (&mut meta.url, other.url),
        (&mut meta.section, other.section),
        (&mut meta.language, other.language),
    ];
    for (place, fact) in places {
        if let Some(fact) = fact {
            Meta::offer(place, fact);
        }
    }
    if meta.byline.is_empty() {
        meta.byline = other.byline;
    }
    if meta.agencies.is_empty() {
        meta.agencies = other.agencies;
    }
}

/// The media type of a field that may hold markup.
pub fn media_type(bytes: &[u8]) -> &'static str {
    match rapporteur_sniff::looks(bytes) {
        rapporteur_sniff::Looks::Html => "text/html",
        _ => "text/plain",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_in_many_forms() {
        let cases = [
            ("2016-09-25", "2016-09-25"),
            ("20160925", "2016-09-25"),
            ("2016-09-25 14:05:00", "2016-09-25T14:05:00"),
            ("2016-09-25 14:05:00+00:00", "2016-09-25T14:05:00+00:00"),
            ("2016-09-25T14:05:00.123Z", "2016-09-25T14:05:00Z"),
            ("2016-09-25T14:05:00+0530", "2016-09-25T14:05:00+05:30"),
            ("Sun, 25 Sep 2016 14:05:00 GMT", "2016-09-25T14:05:00+00:00"),
            ("Sun, 25 Sep 2016 14:05:00 -0400", "2016-09-25T14:05:00-04:00"),
            ("25 Sep 2016 14:05 +0100", "2016-09-25T14:05:00+01:00"),
            ("25 September 2016", "2016-09-25"),
            ("Sun Sep 25 14:05:00 EDT 2016", "2016-09-25T14:05:00-04:00"),
            ("25/09/2016", "2016-09-25"),
            ("25. 9. 2016", "2016-09-25"),
            ("1474812300", "2016-09-25T14:05:00Z"),
            ("1474812300000", "2016-09-25T14:05:00Z"),
        ];
        for (given, expected) in cases {
            assert_eq!(date(given).as_deref(), Some(expected), "{given}");
        }
        for no in ["", "04/05/2016", "yesterday", "None", "2016", "0001-01-01", "12345", "2016-13-40"] {
            assert_eq!(date(no), None, "{no}");
        }
    }
}
