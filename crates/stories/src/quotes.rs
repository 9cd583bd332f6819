//! Quotations laid side by side: the same words, shortened or altered, whoever prints them.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_record::{self as wire, ClaimKind, ClaimState, Difference, DifferenceKind, Name, Variant};

use crate::people;
use crate::relate::Sets;
use crate::told::{Said, Told};
use crate::words::{Key, contains, key_of, shingles};

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
    let differences: Vec<Difference> = attribution(printed).into_iter().chain(wording(printed)).collect();
    let state = match independent.len() {
        0 | 1 => ClaimState::Single,
        _ if differences.is_empty() => ClaimState::Corroborated,
        _ => ClaimState::Differing,
    };
    // The longest name of a person, else whatever stands there first.
    let named = printed.iter().filter(|(_, said)| said.named).filter_map(|(_, said)| said.speaker.as_deref());
    let any = printed.iter().find_map(|(_, said)| said.speaker.as_deref());
    let about = named.min_by_key(|name| std::cmp::Reverse(name.chars().count())).or(any);
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
                speaker: said.speaker.clone(),
                context: None,
                origin: origins[document],
            })
            .collect(),
        differences,
    }
}

/// Different people who are said to have said it. A nominal ("the mayor") is nobody else.
fn attribution(printed: &[(usize, &Said)]) -> Option<Difference> {
    let mut variants: Vec<Variant> = Vec::new();
    for (at, (_, said)) in printed.iter().enumerate() {
        let Some(speaker) = said.speaker.as_deref().filter(|_| said.named) else { continue };
        match variants.iter_mut().find(|variant| people::could_be_one(&variant.value, speaker)) {
            Some(variant) => variant.support.push(at as u32),
            None => variants.push(Variant { value: speaker.to_owned(), support: vec![at as u32] }),
        }
    }
    (variants.len() > 1).then_some(Difference { kind: DifferenceKind::Attribution, variants })
}

/// Different words. A cut quotation is not different from the whole.
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
    let mut variants: Vec<Variant> = support
        .into_iter()
        .map(|(at, mut support)| {
            support.sort_unstable();
            Variant { value: printed[at].1.place.words.clone(), support }
        })
        .collect();
    variants.sort_by_key(|variant| variant.support[0]);
    (variants.len() > 1).then_some(Difference { kind: DifferenceKind::Wording, variants })
}
