//! Dictionary forms by the rules of English inflection and a table of what they get wrong.

use std::borrow::Cow;

use rapporteur_document::Tag;

use crate::contains;
use crate::lexicon::inflection::{ENDS_IN_E, NOUNS, VERBS};

/// Longest word, in bytes, that is taken apart; a longer one is left as it is.
const LONGEST: usize = 40;

/// The dictionary form of a word in lower case: `accused` as a verb gives `accuse`, `envoys` as a
/// noun `envoy`. Names and words of classes that English doesn't inflect are only lowered.
pub fn lemma(form: &str, tag: Tag) -> Cow<'_, str> {
    let lower = if form.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Cow::Borrowed(form)
    } else {
        Cow::Owned(form.to_lowercase())
    };
    if lower.len() > LONGEST {
        return lower;
    }
    let found = match tag {
        Tag::Verb | Tag::Aux => verb(&lower),
        Tag::Noun => noun(&lower),
        _ => None,
    };
    found.map_or(lower, Cow::Owned)
}

fn listed(list: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    list.binary_search_by_key(&word, |&(form, _)| form).ok().map(|at| list[at].1)
}

fn noun(word: &str) -> Option<String> {
    if let Some(known) = listed(NOUNS, word) {
        return Some(known.to_owned());
    }
    without_s(word, false)
}

/// The word without the `s` of a plural or of the third person.
fn without_s(word: &str, verb: bool) -> Option<String> {
    let stem = word.strip_suffix('s')?;
    if stem.len() < 2 || stem.ends_with(['s', 'u']) || (stem.ends_with('i') && !verb) {
        return None;
    }
    if let Some(base) = stem.strip_suffix("ie")
        && base.len() > 1
    {
        return Some(format!("{base}y"));
    }
    if let Some(base) = stem.strip_suffix('e')
        && (["ss", "sh", "ch", "x", "zz"].iter().any(|ending| base.ends_with(ending))
            || ["potato", "tomato", "hero", "torpedo"].contains(&base))
        && !contains(ENDS_IN_E, stem)
    {
        return Some(base.to_owned());
    }
    Some(stem.to_owned())
}

fn verb(word: &str) -> Option<String> {
    if let Some(known) = listed(VERBS, word) {
        return Some(known.to_owned());
    }
    if let Some(stem) = word.strip_suffix("ing") {
        return if has_vowel(stem) { Some(base_of(stem)) } else { None };
    }
    if let Some(stem) = word.strip_suffix("ied") {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("ed") {
        if stem.ends_with('e') {
            // agreed, decreed; but need, feed are whole.
            return (stem.len() > 3).then(|| stem.to_owned() + "e");
        }
        return if has_vowel(stem) { Some(base_of(stem)) } else { None };
    }
    without_s(word, true)
}

fn has_vowel(stem: &str) -> bool {
    stem.len() > 1 && stem.bytes().any(|byte| vowel(byte) || byte == b'y')
}

fn vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The verb whose `-ed` or `-ing` form has this stem: undoubles a consonant, gives back an `e`.
fn base_of(stem: &str) -> String {
    let bytes = stem.as_bytes();
    let last = bytes[bytes.len() - 1];
    let before = bytes.len().checked_sub(2).map_or(0, |at| bytes[at]);
    if last == before && !vowel(last) && !matches!(last, b'l' | b's' | b'z' | b'f') {
        return stem[..stem.len() - 1].to_owned();
    }
    let with_e = format!("{stem}e");
    if contains(ENDS_IN_E, &with_e) || takes_e(stem, last, before) { with_e } else { stem.to_owned() }
}

/// Whether verbs with this stem are written with an `e` at their end, as most are.
fn takes_e(stem: &str, last: u8, before: u8) -> bool {
    let earlier = stem.len().checked_sub(3).map_or(0, |at| stem.as_bytes()[at]);
    // Two vowels before the last letter ("treat", "avoid") make the syllable long without an e.
    let long = vowel(before) && vowel(earlier) && !(earlier == b'u' && stem.len() > 3 && before != b'o');
    match last {
        b'v' | b'u' | b'c' | b'z' => !stem.ends_with("tz"),
        b'l' => !vowel(before) && !matches!(before, b'l' | b'r' | b'w' | b'y'),
        b't' => {
            before == b'a' && !matches!(earlier, b'e' | b'o') && stem.len() > 3
                || (before == b'u' && !long && stem.len() > 4)
        }
        b'g' => matches!(before, b'd' | b'r' | b'a' | b'e' | b'i') || stem.ends_with("leng"),
        b's' => matches!(before, b'a' | b'i' | b'o' | b'u') && stem.len() > 2 && !stem.ends_with("cus"),
        b'd' => matches!(before, b'i' | b'u' | b'a' | b'o') && !long || (before == b'e' && earlier != b'e'),
        b'k' | b'm' | b'p' => {
            matches!(before, b'a' | b'i' | b'u') && !long || (last == b'k' && before == b'o' && !long)
        }
        b'n' => before == b'i' && !long,
        b'r' => {
            matches!(before, b'i' | b'u') && (!long || stem.ends_with("quir")) && !stem.ends_with("our")
                || (before == b'a' && !long && stem.len() > 2)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_come_back_to_their_base() {
        for (form, base) in [
            ("accused", "accuse"),
            ("attacking", "attack"),
            ("cancelled", "cancel"),
            ("carried", "carry"),
            ("agreed", "agree"),
            ("threatened", "threaten"),
            ("urges", "urge"),
            ("imposed", "impose"),
            ("met", "meet"),
            ("withdrew", "withdraw"),
            ("launching", "launch"),
            ("arrested", "arrest"),
            ("released", "release"),
            ("lifted", "lift"),
            ("eased", "ease"),
            ("halted", "halt"),
            ("denied", "deny"),
            ("killed", "kill"),
            ("wounded", "wound"),
            ("blaming", "blame"),
            ("declared", "declare"),
            ("appeared", "appear"),
            ("required", "require"),
            ("urged", "urge"),
            ("treated", "treat"),
            ("negotiated", "negotiate"),
            ("visited", "visit"),
            ("invited", "invite"),
            ("prosecuted", "prosecute"),
            ("ambushed", "ambush"),
            ("shelled", "shell"),
            ("seized", "seize"),
            ("provided", "provide"),
            ("avoided", "avoid"),
            ("conceded", "concede"),
            ("explained", "explain"),
            ("ordering", "order"),
            ("offered", "offer"),
            ("banned", "ban"),
            ("expelled", "expel"),
            ("mobilizing", "mobilize"),
            ("protests", "protest"),
            ("condemns", "condemn"),
            ("pushes", "push"),
            ("criticised", "criticise"),
            ("defused", "defuse"),
            ("planned", "plan"),
            ("reaffirmed", "reaffirm"),
            ("struggled", "struggle"),
            ("taking", "take"),
            ("invaded", "invade"),
            ("joined", "join"),
        ] {
            assert_eq!(lemma(form, Tag::Verb), base, "{form}");
        }
    }

    #[test]
    fn nouns_come_back_to_their_singular() {
        for (form, base) in [
            ("envoys", "envoy"),
            ("countries", "country"),
            ("clashes", "clash"),
            ("women", "woman"),
            ("talks", "talks"),
            ("crisis", "crisis"),
            ("Attacks", "attack"),
            ("hostages", "hostage"),
            ("embassies", "embassy"),
            ("virus", "virus"),
        ] {
            assert_eq!(lemma(form, Tag::Noun), base, "{form}");
        }
        assert_eq!(lemma("Hughes", Tag::Propn), "hughes");
    }
}
