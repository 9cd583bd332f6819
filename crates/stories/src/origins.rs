//! Which documents of a story are independent of one another.

use std::collections::BTreeSet;

use rapporteur_record as wire;

use crate::relate::Sets;
use crate::told::Told;
use crate::words::Key;

/// A document that shares this many sentences with another, and this part of the shorter one's,
/// prints its text.
const COPIED: usize = 3;
const COPIED_SHARE: (usize, usize) = (2, 5);

/// The origins of a story's documents.
pub(crate) struct Origins {
    /// For each document its origin, from 1.
    pub(crate) of: Vec<u32>,
    /// How many there are.
    pub(crate) count: u32,
    /// Texts that several documents print.
    pub(crate) syndication: Vec<wire::Syndication>,
}

/// Documents are of one origin when they print one text, or when one outlet wrote them: its second
/// article confirms nothing.
pub(crate) fn of(told: &[Told]) -> Origins {
    let sentences: Vec<BTreeSet<Key>> =
        told.iter().map(|told| told.sentences.iter().copied().collect()).collect();
    let mut copies = Sets::new(told.len());
    for (later, document) in told.iter().enumerate() {
        for (earlier, other) in told[..later].iter().enumerate() {
            let shared = sentences[later].intersection(&sentences[earlier]).count();
            let shorter = sentences[later].len().min(sentences[earlier].len());
            let prints = shared >= COPIED && shared * COPIED_SHARE.1 >= shorter * COPIED_SHARE.0;
            if prints || document.content == other.content {
                copies.join(later as u32, earlier as u32);
            }
        }
    }
    let mut origins = Sets::new(told.len());
    for later in 0..told.len() {
        let outlet = |at: usize| told[at].reference.publisher.as_deref().map(str::to_lowercase);
        for earlier in 0..later {
            let one_text = copies.root(later as u32) == copies.root(earlier as u32);
            if one_text || (outlet(later).is_some() && outlet(later) == outlet(earlier)) {
                origins.join(later as u32, earlier as u32);
            }
        }
    }
    let syndication = copies
        .groups()
        .iter()
        .filter(|group| group.len() > 1)
        .map(|group| syndicated(told, &sentences, group))
        .collect();
    let groups = origins.groups();
    let mut of = vec![0; told.len()];
    for (group, number) in groups.iter().zip(1..) {
        for &document in group {
            of[document as usize] = number;
        }
    }
    Origins { of, count: groups.len() as u32, syndication }
}

/// The lead is the earliest by date of publication, else by ingest.
fn syndicated(told: &[Told], sentences: &[BTreeSet<Key>], group: &[u32]) -> wire::Syndication {
    let earliest = group.iter().min_by_key(|&&it| (told[it as usize].day.unwrap_or(i32::MAX), it));
    let lead = *earliest.expect("a group has documents") as usize;
    let copy = |copy: usize| wire::Copy {
        document: told[copy].reference.id.clone(),
        shared: sentences[copy].intersection(&sentences[lead]).count() as u32,
        sentences: sentences[copy].len() as u32,
        lacks: sentences[lead].difference(&sentences[copy]).count() as u32,
        exact: told[copy].content == told[lead].content,
    };
    wire::Syndication {
        lead: told[lead].reference.id.clone(),
        copies: group.iter().map(|&it| it as usize).filter(|&it| it != lead).map(copy).collect(),
    }
}
