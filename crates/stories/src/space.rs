//! Documents as points: their terms, and how much each of these tells.

use rapporteur_stage::StageError;

use crate::relate::LEADS;
use crate::spool::{Scratch, Sorter, Spool, word};
use crate::terms::{Term, having, weight_of};

/// Articles in English that the documents of a run are counted together with, so that in a run over
/// a dozen documents a word is not rare because two have it. Chosen on parts of `stories-dev` from
/// 14 to 770 documents: what is enough to be joined is then the same for all.
const ARTICLES: f64 = 1000.0;
/// By what power rarity counts.
const RARITY: f64 = 1.5;

/// Bits that say what a term counts in a document.
const STEP_BITS: u32 = 4;

/// The documents by those of their terms that others have too. Terms wait in files; what is in memory
/// for each document is a place, a length and a day.
pub(crate) struct Space {
    /// For each document where its terms start, counted in terms; one more at the end.
    starts: Vec<u32>,
    /// Terms of the documents, [`ENTRY`] bytes each.
    vectors: Spool,
    /// Documents by term, four bytes each.
    postings: Spool,
    /// For each document the length that its terms are divided by.
    lengths: Vec<f32>,
    days: Vec<Option<i32>>,
    bytes: Vec<u8>,
}

/// A term of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    /// Its number: where the documents that have it are listed.
    pub(crate) term: u32,
    /// How much it tells.
    pub(crate) telling: f32,
    /// How many documents it leads to: all that have it, or none when these are many.
    pub(crate) leads: u32,
    /// What it counts in the document.
    pub(crate) weight: f32,
}

const ENTRY: usize = 10;

impl Entry {
    fn put(term: u32, telling: f32, leads: u8, step: u8) -> [u8; ENTRY] {
        let mut bytes = [0; ENTRY];
        bytes[..4].copy_from_slice(&term.to_le_bytes());
        bytes[4..8].copy_from_slice(&telling.to_le_bytes());
        bytes[8] = leads;
        bytes[9] = step;
        bytes
    }

    fn take(bytes: &[u8; ENTRY]) -> Self {
        Self {
            term: word(bytes, 0),
            telling: f32::from_bits(word(bytes, 4)),
            leads: bytes[8].into(),
            weight: weight_of(bytes[9]),
        }
    }
}

impl Space {
    /// A term of a document, as it is sorted: the term, then the document, then what it counts there.
    pub(crate) fn posting(term: Term, document: u32) -> u64 {
        u64::from(term.id()) << (32 + STEP_BITS) | u64::from(document) << STEP_BITS | u64::from(term.step())
    }

    /// The documents with these terms, printed on these days.
    pub(crate) fn of(
        terms: Sorter<u64>,
        days: Vec<Option<i32>>,
        scratch: &Scratch,
    ) -> Result<Self, StageError> {
        let telling = |id: u32, documents: usize| {
            let articles = ARTICLES * having(id) + documents as f64 + 0.5;
            ((ARTICLES + days.len() as f64 + 1.0) / articles).ln().max(0.0).powf(RARITY)
        };
        let mut squares = vec![0.0_f64; days.len()];
        let mut postings = scratch.spool("postings");
        // Document, term, how much it tells, how many it leads to, what it counts: sorted by document.
        let mut entries = scratch.sorter::<u128>("entries");
        let mut terms = terms.sorted()?;
        let mut same = Vec::new();
        let mut bytes = Vec::new();
        while terms.same(|it| it >> (32 + STEP_BITS), &mut same)? {
            let id = (same[0] >> (32 + STEP_BITS)) as u32;
            let (known, leads) = (same.len() > 1, same.len() <= LEADS);
            let telling = telling(id, same.len());
            let telling = if known { f64::from(telling as f32) } else { telling };
            let number = (postings.len() / 4) as u32;
            bytes.clear();
            for &posting in &same {
                let (document, step) =
                    ((posting >> STEP_BITS) as u32, posting as u8 & ((1 << STEP_BITS) - 1));
                squares[document as usize] += (telling * f64::from(weight_of(step))).powi(2);
                if known {
                    let leads = if leads { same.len() as u8 } else { 0 };
                    entries.push(
                        u128::from(document) << 96
                            | u128::from(number) << 64
                            | u128::from((telling as f32).to_bits()) << 32
                            | u128::from(leads) << 8
                            | u128::from(step),
                    )?;
                    // The number of a term that leads nowhere takes one place.
                    if leads > 0 || bytes.is_empty() {
                        bytes.extend_from_slice(&document.to_le_bytes());
                    }
                }
            }
            postings.append(&bytes)?;
        }
        drop(terms);
        let mut starts = Vec::with_capacity(days.len() + 1);
        let mut vectors = scratch.spool("vectors");
        let mut entries = entries.sorted()?;
        let mut next = entries.next()?;
        for document in 0..days.len() as u32 {
            starts.push((vectors.len() / ENTRY as u64) as u32);
            while let Some(entry) = next.filter(|it| (it >> 96) as u32 == document) {
                let telling = f32::from_bits((entry >> 32) as u32);
                let bytes = Entry::put((entry >> 64) as u32, telling, (entry >> 8) as u8, entry as u8);
                vectors.append(&bytes)?;
                next = entries.next()?;
            }
        }
        starts.push((vectors.len() / ENTRY as u64) as u32);
        let length = |squares: &f64| squares.sqrt().max(f64::from(f32::MIN_POSITIVE)) as f32;
        let lengths = squares.iter().map(length).collect();
        Ok(Self { starts, vectors, postings, lengths, days, bytes: Vec::new() })
    }

    pub(crate) fn len(&self) -> usize {
        self.days.len()
    }

    pub(crate) fn day(&self, document: u32) -> Option<i32> {
        self.days[document as usize]
    }

    pub(crate) fn length(&self, document: u32) -> f32 {
        self.lengths[document as usize]
    }

    /// The bytes of a document's terms.
    fn load(&mut self, document: u32) -> Result<&[[u8; ENTRY]], StageError> {
        let (start, end) = (self.starts[document as usize], self.starts[document as usize + 1]);
        self.bytes.resize((end - start) as usize * ENTRY, 0);
        self.vectors.read(u64::from(start) * ENTRY as u64, &mut self.bytes)?;
        Ok(self.bytes.as_chunks().0)
    }

    /// The terms of a document, by their numbers.
    pub(crate) fn entries(&mut self, document: u32) -> Result<Vec<Entry>, StageError> {
        Ok(self.load(document)?.iter().map(Entry::take).collect())
    }

    /// Calls for each document that has a term which leads to so many.
    pub(crate) fn having(
        &mut self,
        term: u32,
        leads: u32,
        mut visit: impl FnMut(u32),
    ) -> Result<(), StageError> {
        self.bytes.resize(leads as usize * 4, 0);
        self.postings.read(u64::from(term) * 4, &mut self.bytes)?;
        for document in self.bytes.as_chunks().0 {
            visit(u32::from_le_bytes(*document));
        }
        Ok(())
    }

    /// The product of a document's terms, by what they count there, with a vector.
    pub(crate) fn product(&mut self, document: u32, with: &[(u32, f32)]) -> Result<f64, StageError> {
        let mut rest = with;
        let mut sum = 0.0;
        for entry in self.load(document)? {
            let entry = Entry::take(entry);
            while let [first, tail @ ..] = rest
                && first.0 < entry.term
            {
                rest = tail;
            }
            if let [first, ..] = rest
                && first.0 == entry.term
            {
                sum += f64::from(entry.weight) * f64::from(first.1);
            }
        }
        Ok(sum)
    }

    /// The document as a vector of length 1.
    pub(crate) fn vector(&mut self, document: u32) -> Result<Vec<(u32, f32)>, StageError> {
        let length = self.length(document);
        let entries = self.load(document)?.iter().map(Entry::take);
        Ok(entries.map(|it| (it.term, it.weight * it.telling / length)).collect())
    }

    /// What two documents share.
    pub(crate) fn shared(&mut self, a: u32, b: u32) -> Result<f64, StageError> {
        Ok(crate::cluster::dot(&self.vector(a)?, &self.vector(b)?))
    }

    /// Documents of terms that all count and tell the same.
    #[cfg(test)]
    pub(crate) fn plain(documents: &[&[u32]], days: &[Option<i32>]) -> Self {
        let scratch = Scratch::default();
        let (mut starts, mut vectors) = (vec![0], scratch.spool(""));
        for terms in documents {
            for &term in *terms {
                vectors.append(&Entry::put(term, 1.0, 0, 0)).expect("it is in memory");
            }
            starts.push((vectors.len() / ENTRY as u64) as u32);
        }
        let lengths = documents.iter().map(|terms| (terms.len() as f32).sqrt()).collect();
        let postings = scratch.spool("");
        Self { starts, vectors, postings, lengths, days: days.to_vec(), bytes: Vec::new() }
    }
}
