//! The text as this stage reads it: words with their shape, sentence by sentence, and which words
//! the document itself writes small or with a capital.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use rapporteur_document::{Document, Span};
use rapporteur_english::{TokenKind, tokens};

use crate::lexicon::words;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `minister`.
    Lower,
    /// `Minister`, `al-Assad`, `d'Estaing`, `eBay`.
    Capital,
    /// `UN`, `U.S.`, `NATO`: two or more letters, all of them capitals.
    Caps,
    /// Starts with a digit.
    Number,
    /// Anything else.
    Mark,
}

/// A token with what names need to know of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'t> {
    /// The word.
    pub text: &'t str,
    /// Its bytes.
    pub span: Span,
    /// How it is written.
    pub shape: Shape,
    /// White space or the sentence's start stands before it.
    pub spaced: bool,
    /// It begins a sentence or a quotation, so that its capital says nothing.
    pub initial: bool,
    /// It stands between quotation marks.
    pub quoted: bool,
    /// The sentence that it is in.
    pub sentence: usize,
}

impl Word<'_> {
    /// Written with a capital.
    pub(crate) fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Caps)
    }

    /// `'s`, or the apostrophe after a plural.
    pub(crate) fn is_possessive(&self) -> bool {
        !self.spaced && matches!(self.text, "'s" | "’s" | "'S" | "’S" | "'" | "’")
    }
}

/// One sentence of the text.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    /// Its words.
    pub words: Range<usize>,
    /// Headline style: most words have a capital, so that no capital says anything.
    pub loose: bool,
    /// The block that it is in.
    pub block: usize,
}

/// The words of a document's content.
pub(crate) struct Text<'t> {
    /// The whole text.
    pub whole: &'t str,
    /// All words of all sentences.
    pub words: Vec<Word<'t>>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
    /// Words that the document writes small, of those that it also writes with a capital.
    small: HashSet<&'t str>,
    /// Words that the document writes with a capital where they need none.
    capital: HashSet<&'t str>,
}

impl<'t> Text<'t> {
    pub(crate) fn read(document: &'t Document) -> Self {
        let text = document.text.as_str();
        let mut words: Vec<Word<'t>> = Vec::new();
        let mut sentences = Vec::new();
        let blocks = document.content();
        let mut block = 0;
        let mut open = Marks::default();
        for (number, &span) in document.sentences().iter().enumerate() {
            while block + 1 < blocks.len() && blocks[block].span.end() <= span.start() {
                block += 1;
                open = Marks::default();
            }
            let first = words.len();
            let mut initial = true;
            for token in tokens(text, span) {
                let word = token.span.of(text);
                let shape = shape(word, token.kind);
                let spaced = words.len() == first
                    || words.last().is_some_and(|before: &Word<'_>| before.span.end() < token.span.start());
                let attached = text[token.span.end()..].chars().next().is_some_and(|c| !c.is_whitespace());
                if shape == Shape::Mark {
                    initial = open.pass(word, spaced, attached) || initial || matches!(word, ":" | "•");
                }
                words.push(Word {
                    text: word,
                    span: token.span,
                    shape,
                    spaced,
                    initial: initial && shape != Shape::Mark,
                    quoted: open.inside(),
                    sentence: number,
                });
                if !matches!(shape, Shape::Mark) {
                    // `6. What …`: the number of an item leaves the next word initial.
                    initial = shape == Shape::Number && words.len() == first + 1 && word.len() <= 3;
                }
            }
            let loose = is_loose(&words[first..]);
            sentences.push(Sentence { words: first..words.len(), loose, block });
        }
        let mut found =
            Self { whole: text, words, sentences, small: HashSet::new(), capital: HashSet::new() };
        found.collect_cases();
        found
    }

    fn collect_cases(&mut self) {
        // Only words that stand somewhere with a doubtful capital are worth a place.
        let mut doubtful: HashSet<String> = HashSet::new();
        for sentence in &self.sentences {
            for word in &self.words[sentence.words.clone()] {
                if word.is_capital() && (word.initial || sentence.loose) {
                    doubtful.insert(word.text.to_lowercase());
                }
            }
        }
        for sentence in &self.sentences {
            if sentence.loose {
                continue;
            }
            for word in &self.words[sentence.words.clone()] {
                if word.shape == Shape::Lower {
                    if doubtful.contains(word.text) {
                        self.small.insert(word.text);
                    }
                } else if word.is_capital() && !word.initial {
                    self.capital.insert(word.text);
                }
            }
        }
    }

    /// The document writes this word small somewhere.
    pub(crate) fn is_small(&self, lower: &str) -> bool {
        self.small.contains(lower)
    }

    /// The document writes this word with a capital where it needs none.
    pub(crate) fn is_capital(&self, word: &str) -> bool {
        self.capital.contains(word)
    }

    /// Bytes of a range of words.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        debug_assert!(range.start < range.end, "a range of words is not empty");
        self.words[range.start].span.cover(self.words[range.end - 1].span)
    }

    /// The text of a range of words.
    pub(crate) fn slice(&self, range: Range<usize>) -> &'t str {
        self.span(range).of(self.whole)
    }

    /// The word at `at`, when it is in the same sentence as the one at `near`.
    pub(crate) fn beside(&self, near: usize, at: Option<usize>) -> Option<&Word<'t>> {
        let word = self.words.get(at?)?;
        (word.sentence == self.words[near].sentence).then_some(word)
    }

    /// The word before `at` in its sentence.
    pub(crate) fn before(&self, at: usize) -> Option<&Word<'t>> {
        self.beside(at, at.checked_sub(1))
    }

    /// The word at `end`, when `end - 1` is in the same sentence.
    pub(crate) fn after(&self, end: usize) -> Option<&Word<'t>> {
        self.beside(end - 1, Some(end))
    }
}

/// Lower case, without a new string where nothing changes.
pub(crate) fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) { Cow::Owned(word.to_lowercase()) } else { Cow::Borrowed(word) }
}

/// Whether a sorted list has this word.
pub(crate) fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// A common English word, or a regular form of one. Lower case.
pub(crate) fn is_common(word: &str) -> bool {
    let known = rapporteur_english::gazetteer::is_common_word;
    if known(word) {
        return true;
    }
    let stem = |ending: &str, put: &str| {
        word.strip_suffix(ending).is_some_and(|stem| {
            stem.len() > 2 && (known(stem) || (!put.is_empty() && known(&format!("{stem}{put}"))))
        })
    };
    if let Some((first, second)) = word.split_once('-') {
        return is_common(first) && (second.is_empty() || is_common(second));
    }
    stem("s", "")
        || stem("es", "")
        || stem("ing", "e")
        || stem("ed", "e")
        || stem("ly", "")
        || stem("er", "e")
        || stem("ers", "e")
        || stem("ies", "y")
        || stem("ness", "")
        || word.strip_prefix("un").is_some_and(known)
        || word.strip_prefix("re").is_some_and(|rest| rest.len() > 3 && known(rest))
}

fn shape(word: &str, kind: TokenKind) -> Shape {
    match kind {
        TokenKind::Number => Shape::Number,
        TokenKind::Mark => Shape::Mark,
        TokenKind::Word => {
            let mut letters = word.chars().filter(|c| c.is_alphabetic());
            let first = letters.next().is_some_and(char::is_uppercase);
            let (mut count, mut upper) = (0, 0);
            for letter in letters {
                count += 1;
                upper += usize::from(letter.is_uppercase());
            }
            if first && count > 0 && upper == count {
                Shape::Caps
            } else if first || (upper > 0 && is_prefixed(word)) {
                Shape::Capital
            } else {
                Shape::Lower
            }
        }
    }
}

/// `al-Assad`, `d'Estaing`, `eBay`: a small beginning that belongs to a name; not `pro-Beijing`.
fn is_prefixed(word: &str) -> bool {
    const ARTICLES: &[&str] = &[
        "ad", "al", "an", "ar", "as", "ash", "at", "az", "bin", "d", "de", "e", "el", "ibn", "l", "o", "ul",
    ];
    let small = word.len() - word.trim_start_matches(char::is_lowercase).len();
    match word[small..].chars().next() {
        Some('-' | '\'' | '’') => has(ARTICLES, &word[..small]),
        Some(first) => first.is_uppercase() && small <= 2,
        None => false,
    }
}

/// Whether most words of a sentence have a capital: a headline, a list of names, a heading.
fn is_loose(words: &[Word<'_>]) -> bool {
    let (mut capital, mut small) = (0, 0);
    for word in words {
        match word.shape {
            Shape::Capital | Shape::Caps => capital += 1,
            Shape::Lower if word.text.len() > 3 => small += 1,
            _ => {}
        }
    }
    let stopped = words.last().is_some_and(|word| word.text == "." || word.text.ends_with('.'));
    let functions = words
        .iter()
        .filter(|word| word.is_capital() && !word.initial && has(words::FUNCTION, word.text))
        .count();
    let all_caps = words.iter().filter(|word| word.shape == Shape::Caps).count();
    (capital >= 3 && small * 4 <= capital && (!stopped || functions > 1))
        || (all_caps >= 3 && all_caps * 2 > capital && small < all_caps)
        || (all_caps > 0 && all_caps == capital && small == 0 && capital > 1)
}

/// Which quotation marks are open.
#[derive(Default)]
struct Marks {
    double: bool,
    straight: bool,
}

impl Marks {
    /// Notes a mark, and says whether a quotation or bracket opens.
    fn pass(&mut self, mark: &str, spaced: bool, attached: bool) -> bool {
        match mark {
            "“" | "«" | "„" => {
                self.double = true;
                true
            }
            "”" | "»" => {
                self.double = false;
                false
            }
            "\"" => {
                self.straight = if self.straight { spaced && attached } else { spaced || attached };
                self.straight
            }
            "‘" | "'" => spaced && attached,
            _ => false,
        }
    }

    fn inside(&self) -> bool {
        self.double || self.straight
    }
}
