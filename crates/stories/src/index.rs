//! The keys of every document, and the stories that they make.

use rapporteur_document::{Document, Span};
use rapporteur_record as wire;
use rapporteur_stage::{Archive, StageError};

use crate::relate::{self, Card};
use crate::tell;
use crate::terms::{self, Term};
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

/// Takes documents one by one and keeps keys of them: at most 760 bytes each.
#[derive(Debug, Default)]
pub struct Index {
    cards: Vec<Card>,
    keys: Vec<u32>,
}

impl Index {
    /// An index of no document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next document in the order of ingest.
    pub fn add(&mut self, document: &Document) {
        let start = self.keys.len() as u32;
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
        self.keys.extend(terms::of(document).into_iter().map(Term::bits));
        let terms = self.keys.len() - start as usize;
        self.keys.extend(&sentences);
        self.keys.extend(&quotes);
        self.cards.push(Card {
            content: content(document),
            start,
            day: document.meta.published.as_ref().and_then(|fact| day(&fact.value)),
            terms: terms as u8,
            sentences: sentences.len() as u8,
            quotes: quotes.len() as u8,
        });
    }

    /// How many documents it has.
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(self.keys.as_slice()) + size_of_val(self.cards.as_slice())
    }

    /// Groups the documents into stories.
    pub fn finish(self) -> Shared {
        let documents = self.cards.len();
        let mut groups = relate::groups(&self.cards, &self.keys);
        let unassigned =
            groups.iter().filter(|group| group.len() == 1).map(|group| group[0] as usize).collect();
        groups.retain(|group| group.len() > 1);
        Shared { documents, stories: groups, unassigned }
    }
}

/// Which documents belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    documents: usize,
    stories: Vec<Vec<u32>>,
    unassigned: Vec<usize>,
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
    pub fn unassigned(&self) -> &[usize] {
        &self.unassigned
    }

    /// Reads the documents of a story again and says what they say together.
    ///
    /// # Panics
    /// When there are fewer stories.
    pub async fn tell(&self, story: usize, archive: &dyn Archive) -> Result<wire::Story, StageError> {
        tell::story(story, &self.stories[story], archive).await
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

/// Sentences that are long enough to be known again, with their keys.
pub(crate) fn sentences(document: &Document) -> impl Iterator<Item = (Key, Span)> {
    document.sentences().iter().filter_map(|&span| {
        let words = keys(span.get(&document.text)?);
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
