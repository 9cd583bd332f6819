//! Which part of a page is its article: each part of text is weighed by itself, parts in places
//! that say they are something else are weighed down, and the element whose parts weigh most
//! together is the article's text.
//!
//! The idea is that of maximum subsequence segmentation (Pasternack and Roth, WWW 2009), over the
//! page's tree in place of its sequence of tokens.

use crate::hints::Hints;
use crate::page::{Page, Part};
use crate::tag::Tag;

/// From this share of letters in links on, a part is a link and no text.
pub(crate) const LINKED: f32 = 0.6;

/// An element with this share of the page's text is not what its labels say: `<div id="sidebar-page">`
/// is a page with a sidebar.
const MAIN_SHARE: f32 = 0.3;

/// The same, for elements around one that is labelled as an article's text.
const AROUND_BODY_SHARE: f32 = 0.15;

/// Above this share even `comments` is no reason.
const WHOLE_SHARE: f32 = 0.6;

/// Labelled as an article's text and at least so many words: the labels of this page can be trusted.
const BODY_WORDS: f32 = 30.0;

/// What such a label adds to the weight of an element, and what `<article>` or `<main>` do.
/// Measured on 88 pages: from 1.1 to 1.6 and from 1.0 to 1.2 all is the same within a tenth.
const BODY_FACTOR: f32 = 1.3;
const ARTICLE_FACTOR: f32 = 1.1;

/// Text outweighs what is not text between its paragraphs. From 1 to 0.5 all is the same within
/// a tenth; below, what follows an article is taken for a part of it.
const NEGATIVE: f32 = 0.6;

/// Labels of what is not the text of an article.
pub(crate) const OTHER: Hints = Hints::of(&[
    Hints::NAV,
    Hints::SHARE,
    Hints::COMMENTS,
    Hints::RELATED,
    Hints::AD,
    Hints::APPEAL,
    Hints::LEGAL,
    Hints::FOOTER,
    Hints::SIDE,
    Hints::HIDDEN,
    Hints::TAGS,
    Hints::BIO,
    Hints::MODAL,
    Hints::WIDGET,
    Hints::COUNTS,
    Hints::BYLINE,
    Hints::DATE,
    Hints::CAPTION,
    Hints::CREDIT,
    Hints::PULLQUOTE,
]);

/// What a part is like, apart from where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weight {
    /// Words; a long run of letters without spaces, as in Chinese, counts for several.
    pub(crate) words: f32,
    /// Share of its letters that is in links.
    pub(crate) linked: f32,
    /// Above zero for running text.
    pub(crate) value: f32,
    /// It ends as a sentence does.
    pub(crate) ends: bool,
}

/// The outcome.
#[derive(Debug)]
pub(crate) struct Weighed {
    /// One for each part.
    pub(crate) weights: Vec<Weight>,
    /// For each element, what it and those around it say it is, as far as that is to be believed.
    pub(crate) other: Vec<Hints>,
    /// The element that holds the article's text.
    pub(crate) best: u32,
}

/// Weighs a page.
pub(crate) fn weigh(page: &Page) -> Weighed {
    let mut weights: Vec<Weight> = page.parts.iter().map(|part| weight(page, part)).collect();
    let sums = |weights: &[Weight], value: fn(f32) -> f32| {
        let mut sums = vec![0.0_f32];
        for weight in weights {
            sums.push(sums.last().expect("it starts with one") + value(weight.value));
        }
        sums
    };
    let positive = sums(&weights, |value| value.max(0.0));
    let held = |sums: &[f32], index: usize| {
        let parts = &page.elements[index].parts;
        let last = sums.len() - 1;
        sums[last.min(parts.end as usize)] - sums[last.min(parts.start as usize)]
    };
    let total = positive.last().copied().unwrap_or_default().max(1.0);

    // Words inside elements that are labelled as an article's text, from the inside out: an
    // element comes after its parent.
    let mut labelled = vec![0.0_f32; page.elements.len()];
    for (index, element) in page.elements.iter().enumerate().rev() {
        if element.hints.any(Hints::BODY) && !element.hints.any(Hints::COMMENTS | Hints::RELATED) {
            labelled[index] = held(&positive, index);
        }
        if index > 0 {
            labelled[element.parent as usize] += labelled[index];
        }
    }
    let trusted = labelled[0] >= BODY_WORDS;

    let mut other = vec![Hints::NONE; page.elements.len()];
    let mut in_body = vec![false; page.elements.len()];
    for (index, element) in page.elements.iter().enumerate().skip(1) {
        let parent = element.parent as usize;
        let share = held(&positive, index) / total;
        let mut says = element.hints.only(OTHER);
        let whole = share >= WHOLE_SHARE;
        if labelled[index] > AROUND_BODY_SHARE * total {
            says = if whole { Hints::NONE } else { says.only(Hints::COMMENTS | Hints::RELATED) };
        } else if share > MAIN_SHARE && (!trusted || in_body[parent]) {
            says = if whole { Hints::NONE } else { says.only(Hints::COMMENTS) };
        }
        if element.tag == Tag::Form && share < MAIN_SHARE {
            says = says | Hints::NAV;
        }
        let body = element.hints.any(Hints::BODY);
        in_body[index] = in_body[parent] || body;
        if in_body[index] {
            // What is embedded in an article, such as a message of a network, belongs to it.
            says = says.without(Hints::WIDGET);
        }
        if body {
            says = says.without(Hints::SIDE | Hints::FOOTER | Hints::DATE | Hints::BYLINE);
        }
        other[index] = says | other[parent];
    }
    for (part, weight) in page.parts.iter().zip(&mut weights) {
        if other[part.element as usize] != Hints::NONE {
            weight.value = -weight.words.min(30.0) - 1.0;
        }
    }

    let all = sums(&weights, |value| if value < 0.0 { value * NEGATIVE } else { value });
    let mut best = (f32::MIN, 0);
    for (index, element) in page.elements.iter().enumerate() {
        if is_leaf(element.tag) && !element.hints.any(Hints::BODY) {
            continue;
        }
        let factor = if element.hints.any(Hints::BODY) {
            BODY_FACTOR
        } else if matches!(element.tag, Tag::Article | Tag::Main) || element.hints.any(Hints::ARTICLE) {
            ARTICLE_FACTOR
        } else {
            1.0
        };
        let sum = held(&all, index) * factor;
        // Of equal ones the innermost, which comes last; an element without text is none.
        if sum >= best.0 && sum > 0.0 {
            best = (sum, index as u32);
        }
    }
    Weighed { weights, other, best: best.1 }
}

/// Holds a piece of an article, not an article.
fn is_leaf(tag: Tag) -> bool {
    use Tag::{
        A, B, Blockquote, Button, Cite, Dd, Dt, Em, Figcaption, Font, I, Label, Li, P, Pre, S, Small, Span,
        Strong, Sub, Sup, Tr, U,
    };
    tag.heading_level().is_some()
        || matches!(
            tag,
            A | B
                | Blockquote
                | Button
                | Cite
                | Dd
                | Dt
                | Em
                | Figcaption
                | Font
                | I
                | Label
                | Li
                | P
                | Pre
                | S
                | Small
                | Span
                | Strong
                | Sub
                | Sup
                | Tr
                | U
        )
}

fn weight(page: &Page, part: &Part) -> Weight {
    let text = page.words(part);
    let words = words(text);
    let linked = part.linked as f32 / part.letters.max(1) as f32;
    let ends = ends_sentence(text);
    let value = if words == 0.0 {
        0.0
    } else if linked > LINKED && words >= 20.0 && ends {
        // A paragraph that is a link, or a teaser: its neighbours tell.
        0.0
    } else if linked > LINKED {
        -words.min(15.0)
    } else if words >= 10.0 && text.contains(is_punctuation) {
        words * (1.0 - linked)
    } else if words >= 5.0 && ends {
        words * (1.0 - linked) * 0.7
    } else {
        -2.0 - if linked > 0.0 { words * 0.3 } else { 0.0 }
    };
    Weight { words, linked, value, ends }
}

/// Counts words; letters without spaces between words count for one each 14 bytes, about five
/// Chinese characters.
pub(crate) fn words(text: &str) -> f32 {
    let mut count = 0;
    let mut run = 0;
    for character in text.chars().chain([' ']) {
        if character.is_alphanumeric() || character == '_' {
            run += character.len_utf8();
        } else if run > 0 {
            count += (run / 14).max(1);
            run = 0;
        }
    }
    count as f32
}

fn is_punctuation(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | ',' | ';' | ':' | '…' | '。' | '、' | '，' | '！' | '？')
}

/// Whether the text ends with a full stop or the like, closing marks aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', '』'])
        .ends_with(['.', '!', '?', ':', ';', '…', '。', '！', '？'])
}
