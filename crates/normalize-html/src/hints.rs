//! What an element's name, classes and other labels say it is.

use std::ops::BitOr;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon;
use crate::tag::Tag;

/// A set of hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints(u32);

macro_rules! hints {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)+) => {
        impl Hints {
            $($(#[$doc])* pub(crate) const $name: Self = Self(1 << $bit);)+

            /// Names that give each hint.
            const LISTS: &[(Self, &[&str])] = &[$((Self::$name, lexicon::hints::$name)),+];
        }
    };
}

hints! {
    /// Menus, breadcrumbs, pages to turn.
    NAV = 0;
    /// Share and follow buttons, tools.
    SHARE = 1;
    /// Readers' comments.
    COMMENTS = 2;
    /// Other articles.
    RELATED = 3;
    /// Advertisements.
    AD = 4;
    /// Newsletters, subscriptions, donations.
    APPEAL = 5;
    /// Cookie notices, copyright.
    LEGAL = 6;
    /// Words under pictures.
    CAPTION = 7;
    /// Who wrote it.
    BYLINE = 8;
    /// When it was written.
    DATE = 9;
    /// The text of an article.
    BODY = 10;
    /// An article with all that belongs to it.
    ARTICLE = 11;
    /// A headline.
    TITLE = 12;
    /// The lines between headline and text.
    STANDFIRST = 13;
    /// The foot of a page or part.
    FOOTER = 14;
    /// The head of a page or part.
    HEADER = 15;
    /// Beside the text.
    SIDE = 16;
    /// Not shown.
    HIDDEN = 17;
    /// Tags, topics, categories.
    TAGS = 18;
    /// About the author.
    BIO = 19;
    /// Shown over the page.
    MODAL = 20;
    /// A picture's agency, a contributor.
    CREDIT = 21;
    /// A player, a gallery, a widget.
    WIDGET = 22;
    /// A pulled quotation, which stands in the text as well.
    PULLQUOTE = 23;
    /// Numbers of readers, minutes, likes.
    COUNTS = 24;
    /// When an event is to be.
    EVENT = 25;
}

impl Hints {
    /// No hint.
    pub(crate) const NONE: Self = Self(0);

    /// Whether any of `other` is among them.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// All of these.
    pub(crate) const fn of(hints: &[Self]) -> Self {
        let (mut all, mut at) = (0, 0);
        while at < hints.len() {
            all |= hints[at].0;
            at += 1;
        }
        Self(all)
    }

    /// Those that are among `other` too.
    pub(crate) fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// These without `other`.
    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl BitOr for Hints {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What the element's name says.
pub(crate) fn of_tag(tag: Tag) -> Hints {
    match tag {
        Tag::Nav | Tag::Menu | Tag::Button | Tag::Select | Tag::Textarea | Tag::Option => Hints::NAV,
        Tag::Aside => Hints::SIDE,
        Tag::Footer => Hints::FOOTER,
        Tag::Header => Hints::HEADER,
        Tag::Article => Hints::ARTICLE,
        Tag::Figcaption => Hints::CAPTION,
        Tag::Dialog => Hints::MODAL,
        Tag::Noscript => Hints::HIDDEN,
        _ => Hints::NONE,
    }
}

/// What names in `class`, `id` and the like say: whole words, pairs and triples of words.
pub(crate) fn of_names(names: &str) -> Hints {
    static TABLE: LazyLock<FxHashMap<&str, Hints>> = LazyLock::new(|| {
        Hints::LISTS.iter().flat_map(|&(hint, names)| names.iter().map(move |&name| (name, hint))).collect()
    });
    let mut hints = Hints::NONE;
    let mut words = String::new();
    let mut starts: Vec<usize> = Vec::new();
    for name in names.split_ascii_whitespace().take(40) {
        split(name, &mut words, &mut starts);
        for (at, &start) in starts.iter().enumerate() {
            for count in 1..=3 {
                let Some(end) = starts
                    .get(at + count)
                    .map(|next| next - 1)
                    .or_else(|| (at + count == starts.len()).then_some(words.len()))
                else {
                    break;
                };
                if let Some(&hint) = TABLE.get(&words[start..end]) {
                    hints = hints | hint;
                }
            }
        }
    }
    hints
}

/// `articleBody__main-text2` to `article-body-main-text`, with the place of each word.
fn split(name: &str, words: &mut String, starts: &mut Vec<usize>) {
    words.clear();
    starts.clear();
    let mut before = '-';
    for character in name.chars().take(120) {
        let is_word = character.is_alphabetic();
        let new = is_word && (!before.is_alphabetic() || before.is_lowercase() && character.is_uppercase());
        if new {
            if !words.is_empty() {
                words.push('-');
            }
            starts.push(words.len());
        }
        if is_word {
            words.extend(character.to_lowercase());
        }
        before = character;
    }
}

/// Whether a `style` attribute hides its element.
pub(crate) fn hides(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        let (property, value) = (property.trim(), value.trim().trim_end_matches("!important").trim());
        property.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none")
            || property.eq_ignore_ascii_case("visibility") && value.eq_ignore_ascii_case("hidden")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        let (mut words, mut starts) = (String::new(), Vec::new());
        split("articleBody__main-text2", &mut words, &mut starts);
        assert_eq!(words, "article-body-main-text");
        assert_eq!(starts, [0, 8, 13, 18]);
    }

    #[test]
    fn styles_that_hide() {
        assert!(hides("color: red; display : none !important"));
        assert!(!hides("display: block"));
    }
}
