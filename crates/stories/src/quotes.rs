//! Quotations laid side by side: the same words, shortened or altered, whoever prints them.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_document::QuoteForm;
use rapporteur_record::{self as wire, ClaimKind, ClaimState, Difference, DifferenceKind, Name, Variant};

use crate::differ::altered;
use crate::people;
use crate::relate::Sets;
use crate::told::{Said, Told};
use crate::variants::difference;
use crate::words::{Key, contains, key_of, keys, shingles};

/// Fewer words than this are anybody's: they are the same claim only to the letter and from the
/// same mouth.
const FRAGMENT: usize = 3;
/// From here on a part of a quotation is known again whoever says it; below, its speakers must not
/// be different people.
const PHRASE: usize = 6;
/// Runs of this many words tell whether a quotation was altered: half of the shorter one's must be
/// in the longer.
const RUN: usize = 3;
/// A run that so many different wordings have leads to too many to compare.
const COMMON: usize = 40;

/// One way in which something is quoted, with everybody who quotes it so.
struct Wording<'a> {
    keys: &'a [Key],
    speaker: Option<&'a str>,
    printed: Vec<(usize, &'a Said)>,
}

/// The quotations of a story as claims, in the order of their first print.
pub(crate) fn claims(told: &[Told], origins: &[u32]) -> Vec<wire::Claim> {
    let wordings = wordings(told);
    let mut groups: Vec<Vec<(usize, &Said)>> = group(&wordings)
        .into_iter()
        .map(|group| {
            let mut printed: Vec<_> =
                group.iter().flat_map(|&at| wordings[at as usize].printed.iter().copied()).collect();
            printed.sort_by_key(|&(document, said)| (document, said.place.span));
            printed
        })
        .collect();
    groups.sort_by_key(|printed| (printed[0].0, printed[0].1.place.span));
    groups.iter().map(|printed| claim(told, origins, printed)).collect()
}

fn wordings(told: &[Told]) -> Vec<Wording<'_>> {
    let mut known: BTreeMap<(Key, Option<&str>), usize> = BTreeMap::new();
    let mut wordings: Vec<Wording<'_>> = Vec::new();
    for (document, told) in told.iter().enumerate() {
        for said in told.quotes.iter().filter(|said| !said.keys.is_empty()) {
            let speaker = said.speaker.as_deref().filter(|_| said.named);
            // Long ones are told apart by their words alone.
            let by = if said.keys.len() < PHRASE { speaker } else { None };
            let at = *known.entry((key_of(&said.keys), by)).or_insert_with(|| {
                wordings.push(Wording { keys: &said.keys, speaker, printed: Vec::new() });
                wordings.len() - 1
            });
            wordings[at].printed.push((document, said));
        }
    }
    wordings
}

fn group(wordings: &[Wording<'_>]) -> Vec<Vec<u32>> {
    let mut sets = Sets::new(wordings.len());
    let mut having: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (later, wording) in wordings.iter().enumerate() {
        if wording.keys.len() < FRAGMENT {
            continue;
        }
        let runs: BTreeSet<Key> = shingles(wording.keys, RUN).into_iter().collect();
        let mut met: Vec<usize> = Vec::new();
        for run in runs {
            let earlier = having.entry(run).or_default();
            if earlier.len() < COMMON {
                met.extend(earlier.iter());
                earlier.push(later);
            }
        }
        met.sort_unstable();
        for run in met.chunk_by(|a, b| a == b) {
            if same(wording, &wordings[run[0]], run.len()) {
                sets.join(later as u32, run[0] as u32);
            }
        }
    }
    sets.groups()
}

/// Whether two wordings are of one utterance; `shared` runs are in both.
fn same(a: &Wording<'_>, b: &Wording<'_>, shared: usize) -> bool {
    let (short, long) = if a.keys.len() <= b.keys.len() { (a, b) } else { (b, a) };
    if short.keys.len() < PHRASE {
        let strangers = matches!((a.speaker, b.speaker), (Some(a), Some(b)) if !people::could_be_one(a, b));
        return !strangers && contains(long.keys, short.keys);
    }
    shared * 2 >= short.keys.len() - (RUN - 1) || contains(long.keys, short.keys)
}

fn claim(told: &[Told], origins: &[u32], printed: &[(usize, &Said)]) -> wire::Claim {
    let independent: BTreeSet<u32> = printed.iter().map(|&(document, _)| origins[document]).collect();
    let differences: Vec<Difference> =
        attribution(printed).or_else(|| spelling(printed)).into_iter().chain(wording(printed)).collect();
    let denied = |(_, said): &(usize, &Said)| said.denied;
    let divided = printed.iter().any(denied) && !printed.iter().all(denied);
    let state = match independent.len() {
        0 | 1 => ClaimState::Single,
        _ if divided => ClaimState::Contradicted,
        _ if differences.is_empty() => ClaimState::Corroborated,
        _ => ClaimState::Differing,
    };
    // Of a person's names the one of most words, then one with its accents, then the one
    // that most documents print; else whatever stands there first.
    let any = printed.iter().find_map(|(_, said)| said.speaker.as_deref());
    let mut names: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (document, said) in printed.iter().filter(|(_, said)| said.named) {
        if let Some(name) = said.speaker.as_deref() {
            names.entry(name).or_default().insert(*document);
        }
    }
    let rank = |name: &str, by: &BTreeSet<usize>| {
        (name.split_whitespace().count(), !name.is_ascii(), by.len(), name.chars().count())
    };
    let about = names.iter().max_by_key(|(name, by)| rank(name, by)).map(|(name, _)| *name).or(any);
    wire::Claim {
        id: String::new(),
        kind: ClaimKind::Quote,
        about: about.unwrap_or("unknown speaker").to_owned(),
        state,
        origins: independent.len() as u32,
        support: printed
            .iter()
            .map(|&(document, said)| wire::Support {
                document: told[document].reference.id.clone(),
                start: said.place.span.start() as u32,
                end: said.place.span.end() as u32,
                words: said.place.words.clone(),
                form: Some(Name(said.form)),
                cue: said.cue.as_ref().map(|cue| cue.words.clone()),
                cue_follows: said.cue.as_ref().is_some_and(|cue| cue.follows),
                speaker: said.speaker.clone(),
                context: None,
                origin: origins[document],
            })
            .collect(),
        differences,
    }
}

/// The speakers with a name, and nothing for all others: a nominal ("the mayor") is nobody else.
fn named<'a>(printed: &[(usize, &'a Said)]) -> impl Iterator<Item = Option<&'a str>> {
    printed.iter().map(|(_, said)| said.speaker.as_deref().filter(|_| said.named))
}

/// Different people who are said to have said it.
fn attribution(printed: &[(usize, &Said)]) -> Option<Difference> {
    let one = |a: &&str, b: &&str| people::could_be_one(a, b);
    difference(DifferenceKind::Attribution, named(printed), one, |name| (*name).to_owned())
}

/// One person under several spellings.
fn spelling(printed: &[(usize, &Said)]) -> Option<Difference> {
    let one = |a: &&str, b: &&str| !people::spelt_otherwise(a, b);
    difference(DifferenceKind::Spelling, named(printed), one, |name| (*name).to_owned())
}

/// Different words, or words that were cut.
fn wording(printed: &[(usize, &Said)]) -> Option<Difference> {
    let mut by_length: Vec<usize> = (0..printed.len()).collect();
    by_length.sort_by_key(|&at| std::cmp::Reverse(printed[at].1.keys.len()));
    let mut whole: Vec<usize> = Vec::new();
    let mut support: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for at in by_length {
        let keys = &printed[at].1.keys;
        let found = whole.iter().copied().find(|&other| contains(&printed[other].1.keys, keys));
        let place = found.unwrap_or_else(|| {
            whole.push(at);
            at
        });
        support.entry(place).or_default().push(at as u32);
    }
    if let [whole] = whole[..] {
        return shortened(printed, whole);
    }
    let mut variants: Vec<Variant> = support
        .into_iter()
        .map(|(at, mut support)| {
            support.sort_unstable();
            Variant { value: printed[at].1.place.words.clone(), support, words: Vec::new() }
        })
        .collect();
    variants.sort_by_key(|variant| variant.support[0]);
    lay(&mut variants, false);
    Some(Difference { kind: DifferenceKind::Wording, variants })
}

/// Documents that have only some of the words that the one at `whole` has, all as direct speech: the
/// reporter's words in reported speech were never the speaker's. A document that has all of them in
/// several pieces has cut nothing.
fn shortened(printed: &[(usize, &Said)], whole: usize) -> Option<Difference> {
    let direct = |said: &Said| said.form == QuoteForm::Direct;
    let all = printed[whole].1;
    if !direct(all) {
        return None;
    }
    let mut variants: Vec<Variant> = Vec::new();
    let mut cut: Vec<Variant> = Vec::new();
    let mut at = 0;
    for of_document in printed.chunk_by(|a, b| a.0 == b.0) {
        let places: Vec<u32> = (at..at + of_document.len()).map(|it| it as u32).collect();
        at += of_document.len();
        let mut covered = vec![false; all.keys.len()];
        for (_, said) in of_document {
            let found = all.keys.windows(said.keys.len()).position(|run| run == said.keys);
            if let Some(start) = found {
                covered[start..start + said.keys.len()].fill(true);
            }
        }
        if covered.iter().all(|it| *it) {
            match variants.first_mut() {
                Some(variant) => variant.support.extend(places),
                None => variants.push(Variant {
                    value: all.place.words.clone(),
                    support: places,
                    words: Vec::new(),
                }),
            }
        } else if of_document.iter().all(|(_, said)| direct(said)) {
            let pieces: Vec<&str> = of_document.iter().map(|(_, said)| said.place.words.as_str()).collect();
            let value = pieces.join(" […] ");
            match cut.iter_mut().find(|variant| keys(&variant.value) == keys(&value)) {
                Some(variant) => variant.support.extend(places),
                None => cut.push(Variant { value, support: places, words: Vec::new() }),
            }
        }
    }
    if cut.is_empty() {
        return None;
    }
    // The whole first: what the others lack is marked in it.
    variants.append(&mut cut);
    lay(&mut variants, true);
    Some(Difference { kind: DifferenceKind::Shortened, variants })
}

/// Lays each variant word by word beside the first, and the first beside the second.
fn lay(variants: &mut [Variant], whole: bool) {
    let values: Vec<String> = variants.iter().map(|variant| variant.value.clone()).collect();
    for (at, variant) in variants.iter_mut().enumerate() {
        let Some(other) = values.get(usize::from(at == 0)) else { continue };
        variant.words = altered(&values[at], other, whole)
            .into_iter()
            .map(|it| wire::WordRun { words: it.words.to_owned(), differs: it.differs })
            .collect();
    }
}
