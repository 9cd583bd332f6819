//! Which names are of one place, people or organisation.

use std::collections::HashMap;

use rapporteur_document::EntityKind;
use rapporteur_english::gazetteer::{self, Known};

use crate::kinds::Named;
use crate::lexicon::heads;
use crate::similar::folded;
use crate::words::{Shape, Text, has};

/// For each name that is no person's, the key of what it is of.
pub(crate) fn keys(text: &Text<'_>, names: &[Named]) -> Vec<Option<String>> {
    let acronyms = acronyms(text, names);
    let short = short_forms(text, names);
    names
        .iter()
        .map(|named| match named.kind {
            EntityKind::Person => None,
            kind => {
                let key = key(text, named);
                let short = (named.piece.words.len() == 1 && kind == EntityKind::Organization)
                    .then(|| short.get(&key).cloned().flatten())
                    .flatten();
                let key = short.or_else(|| acronyms.get(&key).cloned()).unwrap_or(key);
                Some(format!("{kind} {key}"))
            }
        })
        .collect()
}

fn key(text: &Text<'_>, named: &Named) -> String {
    match named.piece.known {
        Some(Known::Country(code)) if named.kind == EntityKind::Place => return format!("={code}"),
        Some(Known::Demonym(code)) if named.kind == EntityKind::Group => return format!("~{code}"),
        Some(Known::Capital(_)) if named.kind == EntityKind::Place => {
            // `Washington, D.C.` and `Washington` are one.
            let first = &text.words[named.piece.words.start];
            let name = named.piece.span.of(text.whole);
            return if name.contains(['.', ',']) { folded(first.text) } else { folded(name) };
        }
        Some(Known::Organization(whole)) if named.kind == EntityKind::Organization => return folded(whole),
        _ => {}
    }
    let words = &text.words[named.piece.words.clone()];
    let company = words.len() > 1 && named.kind == EntityKind::Organization;
    let part = |word: &crate::words::Word<'_>| {
        word.shape != Shape::Mark && word.text != "the" && !(company && has(heads::COMPANIES, word.text))
    };
    if words.len() == 1 {
        let name = folded(named.piece.span.of(text.whole));
        let group = named.kind == EntityKind::Group;
        return if group && name.len() > 4 { name.trim_end_matches('s').to_owned() } else { name };
    }
    words.iter().filter(|word| part(word)).map(|word| folded(word.text)).collect::<Vec<_>>().join(" ")
}

/// The first and last words of longer names to their keys, where they are one name's alone:
/// "Hallam" of "Hallam Energy", "Rovers" of "Dundry Rovers".
fn short_forms(text: &Text<'_>, names: &[Named]) -> HashMap<String, Option<String>> {
    let mut found: HashMap<String, Option<String>> = HashMap::new();
    for named in names {
        let words = &text.words[named.piece.words.clone()];
        if named.kind != EntityKind::Organization || words.len() < 2 || named.piece.known.is_some() {
            continue;
        }
        let whole = key(text, named);
        for word in [&words[0], &words[words.len() - 1]] {
            // "Derby" of "Derby Motors", where it is the firm that is so called.
            let town = matches!(gazetteer::known(word.text), Some(Known::City))
                && has(heads::BUSINESSES, words[words.len() - 1].text);
            let known = gazetteer::known(word.text).is_some() && !town;
            if !word.is_capital() || has(heads::COMPANIES, word.text) || known {
                continue;
            }
            found
                .entry(folded(word.text))
                .and_modify(|known| {
                    if known.as_ref() != Some(&whole) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(whole.clone()));
        }
    }
    found
}

/// Acronyms to the keys of the names that they stand for: `World Glacier Council (WGC)` says so,
/// and where one name alone has these initials it is taken.
fn acronyms(text: &Text<'_>, names: &[Named]) -> HashMap<String, String> {
    let mut by_initials: HashMap<String, Option<String>> = HashMap::new();
    let mut found = HashMap::new();
    let is_long = |named: &Named| named.kind == EntityKind::Organization && named.piece.words.len() > 1;
    for named in names.iter().filter(|named| is_long(named)) {
        let initials: String = text.words[named.piece.words.clone()]
            .iter()
            .filter(|word| word.is_capital())
            .filter_map(|word| word.text.chars().next())
            .collect::<String>()
            .to_lowercase();
        if initials.len() < 2 {
            continue;
        }
        let key = key(text, named);
        by_initials
            .entry(initials)
            .and_modify(|known| {
                if known.as_ref() != Some(&key) {
                    *known = None;
                }
            })
            .or_insert(Some(key));
    }
    for pair in names.windows(2) {
        let (long, short) = (&pair[0], &pair[1]);
        let bracketed = is_long(long)
            && is_acronym(text, short)
            && long.piece.words.end + 1 == short.piece.words.start
            && text.words[long.piece.words.end].text == "("
            && long.piece.span.of(text.whole).chars().next()
                == short.piece.span.of(text.whole).chars().next();
        if bracketed {
            found.insert(key(text, short), key(text, long));
        }
    }
    for named in names.iter().filter(|named| is_acronym(text, named)) {
        let short = key(text, named);
        if let Some(Some(long)) = by_initials.get(&short)
            && !found.contains_key(&short)
        {
            found.insert(short, long.clone());
        }
    }
    found
}

fn is_acronym(text: &Text<'_>, named: &Named) -> bool {
    named.piece.words.len() == 1
        && named.kind == EntityKind::Organization
        && text.words[named.piece.words.start].shape == Shape::Caps
}
