//! Words as they are compared: without case, marks and the ways of writing an apostrophe.

use rapporteur_document::Span;

/// A hash of a word, or of several.
pub(crate) type Key = u64;

/// The words of a text as keys. Two texts have the same keys when a reader aloud would say the
/// same words.
pub(crate) fn keys(text: &str) -> Vec<Key> {
    let mut keys = Vec::with_capacity(text.len() / 6 + 1);
    let mut word = Hash::default();
    let mut started = false;
    for character in text.chars() {
        match character {
            'a'..='z' | '0'..='9' => word.add(u64::from(u32::from(character))),
            'A'..='Z' => word.add(u64::from(u32::from(character.to_ascii_lowercase()))),
            // Inside a word: don't, U.N., 27,000.
            '\'' | '’' | '‘' | 'ʼ' | '.' | ',' | '\u{ad}' => continue,
            _ if !character.is_ascii() && character.is_alphanumeric() => {
                for lower in character.to_lowercase() {
                    word.add(u64::from(u32::from(lower)));
                }
            }
            _ => {
                if started {
                    keys.push(word.finish());
                    (word, started) = (Hash::default(), false);
                }
                continue;
            }
        }
        started = true;
    }
    if started {
        keys.push(word.finish());
    }
    keys
}

/// A word without the endings of its forms: `raids` and `raided` are both `raid`. Crude on purpose:
/// it need only do the same to the same word everywhere.
pub(crate) fn stem(word: &str) -> String {
    let mut stem = word.to_owned();
    if stem.len() <= 3 || !stem.is_ascii() {
        return stem;
    }
    if stem.ends_with("ies") && stem.len() > 4 {
        stem.truncate(stem.len() - 3);
        stem.push('y');
        return stem;
    }
    if stem.ends_with("sses") {
        stem.truncate(stem.len() - 2);
        return stem;
    }
    if stem.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| stem.ends_with(ending)) {
        stem.pop();
    }
    if stem.len() > 5 && stem.ends_with("ing") {
        stem.truncate(stem.len() - 3);
        undouble(&mut stem);
    } else if stem.len() > 4 && stem.ends_with("ed") {
        stem.truncate(stem.len() - 2);
        undouble(&mut stem);
    }
    if stem.len() > 4 && stem.ends_with('e') {
        stem.pop();
    }
    stem
}

/// `stopp` to `stop`; `fall`, `pass` and `buzz` stay.
fn undouble(stem: &mut String) {
    let bytes = stem.as_bytes();
    if let [.., before, last] = bytes
        && bytes.len() > 2
        && before == last
        && !b"lsz".contains(last)
    {
        stem.pop();
    }
}

/// The key of several words in this order.
pub(crate) fn key_of(words: &[Key]) -> Key {
    let mut hash = Hash::default();
    for word in words {
        hash.add(*word);
    }
    hash.finish()
}

/// The key of a text as a whole, by its words.
pub(crate) fn key(text: &str) -> Key {
    key_of(&keys(text))
}

/// Keys of every run of `size` words; of the whole when there are fewer.
pub(crate) fn shingles(words: &[Key], size: usize) -> Vec<Key> {
    if words.is_empty() {
        Vec::new()
    } else if words.len() <= size {
        vec![key_of(words)]
    } else {
        words.windows(size).map(key_of).collect()
    }
}

/// Of every `window` shingles in a row the smallest: two texts that have `window + size - 1` words
/// in common, one after the other, have one of these in common, wherever either was cut (Schleimer,
/// Wilkerson and Aiken 2003, "Winnowing").
pub(crate) fn winnow(shingles: &[Key], window: usize) -> Vec<Key> {
    let mut chosen: Vec<Key> = if shingles.len() <= window {
        shingles.iter().min().copied().into_iter().collect()
    } else {
        shingles.windows(window).filter_map(|run| run.iter().min().copied()).collect()
    };
    chosen.dedup();
    chosen
}

/// Whether `part` stands in `whole` as one run.
pub(crate) fn contains(whole: &[Key], part: &[Key]) -> bool {
    part.is_empty() || whole.windows(part.len()).any(|run| run == part)
}

/// The lower-cased last word of a name, without a possessive: what most texts call a person by.
pub(crate) fn last_word(name: &str) -> String {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    let last = last.strip_suffix("'s").or_else(|| last.strip_suffix("’s")).unwrap_or(last);
    last.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first place in ascending, disjoint spans that has this byte.
pub(crate) fn around(spans: &[Span], offset: usize) -> Option<Span> {
    let after = spans.partition_point(|span| span.start() <= offset);
    spans[..after].last().copied().filter(|span| span.contains_offset(offset))
}

/// Rotate, mix in, multiply, and a last stirring (murmur3’s), so that the smallest of
/// several hashes is a fair choice. The same on every machine and in every run.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn add(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> Key {
        let mut hash = self.0;
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    }
}

/// The number of a day, from `2016-09-25` and anything after it; days of the proleptic Gregorian
/// calendar from 1 January 1970.
pub(crate) fn day(date: &str) -> Option<i32> {
    let (year, rest) = (date.get(..4)?, date.get(4..10)?);
    let (month, day) = (rest.strip_prefix('-')?.get(..2)?, rest.get(3..)?.strip_prefix('-')?);
    let number = |digits: &str| {
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i32>().ok()).flatten()
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Howard Hinnant's days_from_civil, for years from 0 to 9999.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// The minute of a time stamp such as `2016-09-25T14:05:00+01:00`, counted from 1970 in UTC; nothing
/// for a day without a time.
pub(crate) fn moment(stamp: &str) -> Option<i64> {
    let number = |from: usize| {
        let digits = stamp.get(from..from + 2)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok()).flatten()
    };
    let minutes = i64::from(day(stamp)?) * 24 * 60 + number(11)? * 60 + number(14)?;
    let zone =
        stamp.get(16..)?.trim_start_matches([':', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let offset = || {
        let (hours, rest) = (zone.get(1..3)?.parse::<i64>().ok()?, zone.get(3..)?.trim_start_matches(':'));
        Some(hours * 60 + rest.get(..2).and_then(|it| it.parse::<i64>().ok()).unwrap_or(0))
    };
    match zone.as_bytes().first() {
        Some(b'+') => Some(minutes - offset()?),
        Some(b'-') => Some(minutes + offset()?),
        _ => Some(minutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_make_no_difference() {
        assert_eq!(keys("“Don’t—stop,” he said"), keys("don't stop he SAID"));
        assert_eq!(keys("the U.N. sent 27,000"), keys("The UN sent 27000"));
        assert_ne!(keys("there is bread"), keys("there was bread"));
        assert!(keys(" — ").is_empty());
    }

    #[test]
    fn a_cut_quotation_keeps_a_fingerprint() {
        let words = |from: u64, to: u64| (from..to).map(|n| key_of(&[n])).collect::<Vec<_>>();
        let whole = winnow(&shingles(&words(0, 40), 5), 4);
        for start in 0..32 {
            let part = winnow(&shingles(&words(start, start + 8), 5), 4);
            assert!(part.iter().any(|key| whole.contains(key)), "cut at {start}");
        }
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (a, b) in [("raids", "raided"), ("stopping", "stopped"), ("falls", "falling"), ("cities", "city")]
        {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("passes"), stem("pastes"));
        for same in ["gas", "bus", "crisis", "été", "is"] {
            assert!(same.starts_with(stem(same).trim_end_matches('e')), "{same}");
        }
    }

    #[test]
    fn days_are_counted() {
        assert_eq!(day("1970-01-01"), Some(0));
        assert_eq!(day("2000-03-01T10:00:00Z"), Some(11_017));
        assert_eq!(day("1953-01-31"), Some(-6_179));
        for wrong in
            ["2000-13-01", "2000-00-10", "XXXX-09-25", "2000-W05", "2000", "", "2000-1-1", "２０００-01-01"]
        {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn moments_are_compared_in_one_zone() {
        assert_eq!(moment("1970-01-02T00:10:00Z"), Some(24 * 60 + 10));
        assert_eq!(moment("2016-09-25T14:05:30.5+01:00"), moment("2016-09-25T13:05Z"));
        assert_eq!(moment("2016-09-25T14:05-0330"), moment("2016-09-25T17:35"));
        assert_eq!(moment("2016-09-25"), None);
        assert_eq!(moment("2016-09-25Tnoon"), None);
    }

    #[test]
    fn names_are_known_by_their_last_word() {
        assert_eq!(last_word("Danilo Verac’s"), "verac");
        assert_eq!(last_word("Tim O’Neill"), "oneill");
        assert_eq!(last_word(""), "");
    }
}
