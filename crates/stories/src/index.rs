//! The keys of every document, and the stories that they make.

use std::path::PathBuf;

use rapporteur_document::{Document, Span};
use rapporteur_record as wire;
use rapporteur_stage::{Archive, StageError};

use crate::relate::{self, Card};
use crate::spool::{Scratch, Spool};
use crate::tell::{self, Telling};
use crate::terms;
use crate::told::reference;
use crate::words::{Key, day, key, key_of, keys, shingles, winnow};

/// Sentences with fewer words are said by too many to say anything ("He declined to comment.").
pub(crate) const SENTENCE_WORDS: usize = 6;
/// Words in a run whose hash is a key of a quotation.
pub(crate) const SHINGLE: usize = 5;
/// With [`SHINGLE`], any eight words in a row that two quotations share give a common key.
pub(crate) const WINDOW: usize = 4;

/// Sentences and quotations that one document may leave keys of, with four bytes each. A long debate
/// leaves those with the smallest hashes, so that two that share much still share some.
const SENTENCE_KEYS: usize = 32;
const QUOTE_KEYS: usize = 24;

/// Takes documents one by one and keeps keys of them: at most 736 bytes each, in a file where there is
/// a folder for it, and 24 bytes in memory.
#[derive(Debug, Default)]
pub struct Index {
    cards: Vec<Card>,
    keys: Spool,
    scratch: Scratch,
    bytes: Vec<u8>,
}

impl Index {
    /// An index of no document, in memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// An index of no document that keeps what is large in this folder, where there is one. Files
    /// that it makes there are gone when it and what it is made into are dropped.
    pub fn in_folder(folder: Option<PathBuf>) -> Self {
        let scratch = Scratch::new(folder);
        Self { keys: scratch.spool("keys"), scratch, ..Self::default() }
    }

    /// Whether it has a folder.
    pub(crate) fn has_folder(&self) -> bool {
        self.scratch.is_folder()
    }

    /// Adds the next document in the order of ingest.
    pub fn add(&mut self, document: &Document) -> Result<(), StageError> {
        let sentences = sample(sentences(document).map(|(key, _)| key), SENTENCE_KEYS);
        let quotes = document
            .quotes()
            .iter()
            .filter_map(|quote| quote.span.get(&document.text))
            .map(keys)
            .filter(|words| words.len() >= SHINGLE)
            // The whole as well: the same quotation then shares two keys, however short it is.
            .flat_map(|words| {
                let mut kept = winnow(&shingles(&words, SHINGLE), WINDOW);
                kept.push(key_of(&words));
                kept
            });
        let quotes = sample(quotes, QUOTE_KEYS);
        let terms = terms::of(document);
        self.bytes.clear();
        for key in terms.iter().map(|term| term.bits()).chain(sentences.iter().chain(&quotes).copied()) {
            self.bytes.extend_from_slice(&key.to_le_bytes());
        }
        self.keys.append(&self.bytes)?;
        self.cards.push(Card {
            content: content(document),
            day: document.meta.published.as_ref().and_then(|fact| day(&fact.value)),
            terms: terms.len() as u8,
            sentences: sentences.len() as u8,
            quotes: quotes.len() as u8,
        });
        Ok(())
    }

    /// How many documents it has.
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// How many bytes it takes, in memory and in files.
    pub fn bytes(&self) -> usize {
        self.keys.len() as usize + size_of_val(self.cards.as_slice())
    }

    /// Groups the documents into stories.
    pub fn finish(mut self) -> Result<Shared, StageError> {
        let documents = self.cards.len();
        let (stories, unassigned) = relate::groups(&self.cards, &mut self.keys, &self.scratch)?;
        let told = Telling::new(stories.len(), &self.scratch);
        Ok(Shared { documents, stories, unassigned, told })
    }
}

/// Which documents belong together.
#[derive(Debug)]
pub struct Shared {
    documents: usize,
    stories: Vec<Vec<u32>>,
    unassigned: Vec<u32>,
    told: Telling,
}

impl Shared {
    /// How many documents were indexed.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// How many stories there are.
    pub fn stories(&self) -> usize {
        self.stories.len()
    }

    /// The documents of a story, by their places in the order of ingest.
    ///
    /// # Panics
    /// When there are fewer stories.
    pub fn members(&self, story: usize) -> impl Iterator<Item = usize> {
        self.stories[story].iter().map(|&document| document as usize)
    }

    /// Documents in no story.
    pub fn unassigned(&self) -> impl ExactSizeIterator<Item = usize> {
        self.unassigned.iter().map(|&document| document as usize)
    }

    /// Reads the documents of a story again and says what they say together. Where there is a folder
    /// for files this is done once, and later calls read what was said then.
    ///
    /// # Panics
    /// When there are fewer stories.
    pub async fn tell(&self, story: usize, archive: &dyn Archive) -> Result<wire::Story, StageError> {
        if let Some(told) = self.told.again(story)? {
            return Ok(told);
        }
        let told = tell::story(story, &self.stories[story], archive).await?;
        self.told.keep(story, &told)?;
        Ok(told)
    }

    /// A document in no story, as reports name it.
    pub async fn document(
        &self,
        document: usize,
        archive: &dyn Archive,
    ) -> Result<wire::DocumentRef, StageError> {
        Ok(reference(&archive.get(document).await?))
    }
}

/// Sentences that are long enough to be known again, with their keys; without the dateline that some
/// papers print and some do not.
pub(crate) fn sentences(document: &Document) -> impl Iterator<Item = (Key, Span)> {
    document.sentences().iter().filter_map(|&span| {
        span.get(&document.text)?;
        let span = rapporteur_english::without_dateline(&document.text, span);
        let words = keys(span.of(&document.text));
        (words.len() >= SENTENCE_WORDS).then(|| (key_of(&words), span))
    })
}

/// The key of all content: the same words in the same order, whatever surrounds them.
pub(crate) fn content(document: &Document) -> Key {
    let blocks = document.content();
    key_of(&blocks.iter().filter_map(|block| block.span.get(&document.text)).map(key).collect::<Vec<_>>())
}

/// The smallest, each once, in half as many bits.
fn sample(keys: impl Iterator<Item = Key>, most: usize) -> Vec<u32> {
    let mut keys: Vec<u32> = keys.map(|key| (key >> 32) as u32).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.truncate(most);
    keys
}
