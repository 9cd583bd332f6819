//! What the tagger says of names, laid over what the rules found.
//!
//! The rules know where a title ends, what the gazetteers have and what the document itself says of
//! a capital; the model knows how names stand in sentences. Where both see a name, the model's kind
//! is one more piece of evidence; where only one does, the other may still be asked.

use std::ops::Range;

use rapporteur_document::{EntityKind, NameKind, Span, Syntax, Tag};
use rapporteur_english::gazetteer::{self, Known};

use crate::lexicon::{offices, particles, words as lists};
use crate::names::{Piece, is_doctrine, is_plural_acronym, title_end, whole_end};
use crate::words::{Shape, Text, has, lower};

/// A name that the tagger sees, as words of the text.
struct Seen {
    words: Range<usize>,
    span: Span,
    kind: EntityKind,
}

/// Lays the tagger's names over those of the rules: pieces in order of text, those that the tagger
/// sees too with its kind.
pub(crate) fn lay_over(text: &Text<'_>, pieces: Vec<Piece>, syntax: &Syntax) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    for seen in names(text, syntax) {
        // A pattern has read the whole of it.
        if found.last().is_some_and(|last| last.fixed.is_some() && last.span.end() > seen.span.start()) {
            continue;
        }
        while let Some(piece) = pieces.next_if(|piece| piece.span.end() <= seen.span.start()) {
            found.push(piece);
        }
        let mut overlapping = Vec::new();
        while let Some(piece) = pieces.next_if(|piece| piece.span.start() < seen.span.end()) {
            overlapping.push(piece);
        }
        one(text, seen, overlapping, &mut found);
    }
    found.extend(pieces);
    found
}

/// One name of the tagger and the pieces that share words with it.
fn one(text: &Text<'_>, seen: Seen, mut pieces: Vec<Piece>, found: &mut Vec<Piece>) {
    if let [piece] = &mut pieces[..]
        && (piece.span == seen.span
            || piece.fixed.is_some()
            || is_peer(text, piece)
            || piece.known.is_some() && piece.words.len() > 1)
    {
        piece.seen = Some(seen.kind);
        found.append(&mut pieces);
        return;
    }
    // Where the two don't agree on a name's ends, or the rules cut it, the tagger has read the whole
    // sentence; the titles before it are the rules'.
    let start = seen.words.start;
    let titles = pieces.first().filter(|piece| piece.words.start == start);
    found.push(Piece {
        titles: titles.map_or(start..start, |piece| piece.titles.clone()),
        known: gazetteer::known(text.slice(seen.words.clone())),
        words: seen.words,
        span: seen.span,
        weak: false,
        fixed: None,
        seen: Some(seen.kind),
    });
}

/// `Lord Harding of Wells`: the place belongs to the name.
fn is_peer(text: &Text<'_>, piece: &Piece) -> bool {
    let title = piece.titles.end.checked_sub(1).filter(|_| !piece.titles.is_empty());
    title.is_some_and(|at| matches!(text.words[at].text, "Lord" | "Lady" | "Baroness" | "Viscount" | "Earl"))
        && piece.words.len() == 3
        && text.words[piece.words.start + 1].text == "of"
}

/// Stands before names and is no part of them: an article, a mark, a small word that is no particle.
fn is_before(text: &Text<'_>, name: Range<usize>) -> bool {
    let (word, rest) = (&text.words[name.start], &text.words[name.start + 1..name.end]);
    let small = word.shape == Shape::Lower
        && (word.text == "of" || !has(particles::PEOPLE, word.text))
        && rest.iter().any(crate::words::Word::is_capital);
    lower(word.text) == "the" || word.shape == Shape::Mark || small
}

/// Length of what a hyphen joins to a name that is one word with it for the tagger: `pro-` of
/// `pro-Russian`. The capital of `Anti-Slavery International` is the name's own.
fn stance(name: &str) -> usize {
    let Some((first, rest)) = name.split_once('-') else { return 0 };
    let joined = rest.starts_with(char::is_uppercase)
        && matches!(
            lower(first).as_ref(),
            "anti" | "ex" | "mid" | "neo" | "non" | "post" | "pre" | "pro" | "trans"
        )
        && (first.starts_with(char::is_lowercase) || gazetteer::known(rest).is_some());
    if joined { first.len() + 1 } else { 0 }
}

/// "State" of "Secretary of State for Trade": part of a title.
fn is_portfolio(text: &Text<'_>, start: usize) -> bool {
    let word = |back: usize| text.beside(start, start.checked_sub(back)).map_or("", |word| word.text);
    has(offices::PORTFOLIOS, &lower(text.words[start].text))
        && matches!(word(1), "of" | "for")
        && has(offices::HEADS, &lower(word(2)))
}

/// What nobody but a person has before the name.
pub(crate) fn is_address(word: &str) -> bool {
    matches!(word, "Mr" | "Mrs" | "Ms" | "Miss" | "Mx" | "Mr." | "Mrs." | "Ms.")
}

/// The tagger's names without articles, possessive marks and titles.
fn names(text: &Text<'_>, syntax: &Syntax) -> Vec<Seen> {
    let mut found = Vec::new();
    let mut at = 0;
    for name in &syntax.names {
        let span = syntax.span_of(name);
        while at < text.words.len() && text.words[at].span.end() <= span.start() {
            at += 1;
        }
        let mut start = at;
        let mut end = at;
        let mut cut = false;
        while end < text.words.len() && text.words[end].span.start() < span.end() {
            end += 1;
        }
        let kind = match name.kind {
            NameKind::Person => EntityKind::Person,
            NameKind::Organization => EntityKind::Organization,
            NameKind::Location => EntityKind::Place,
            NameKind::Other => EntityKind::Group,
        };
        while start < end && is_before(text, start..end) {
            start += 1;
        }
        while start < end
            && (text.words[end - 1].is_possessive()
                || text.words[end - 1].shape == Shape::Mark && text.words[end - 1].text != "."
                || text.words[end - 1].shape == Shape::Lower
                    && text.words[start].is_capital()
                    && !matches!(text.words[end - 1].text, "movement" | "park" | "party" | "strip"))
        {
            cut |= text.words[end - 1].shape == Shape::Lower;
            end -= 1;
        }
        if start >= end {
            continue;
        }
        // "Methodist hall": what is left is not what the tagger spoke of.
        let people = cut && gazetteer::known(text.slice(start..end)).is_some_and(Known::is_group);
        let kind = if people { EntityKind::Group } else { kind };
        // Whatever the tagger makes of "Ms Power": nobody but a person is addressed so.
        let first = is_address(text.words[start].text);
        if first && end - start == 1 {
            continue;
        }
        let behind = text.words[start].spaced
            && text.before(start).is_some_and(|before| is_address(before.text.trim_end_matches('.')));
        let kind = if first || behind { EntityKind::Person } else { kind };
        if kind == EntityKind::Person
            && let Some(titles) = title_end(text, start..end)
        {
            // A title alone is a nominal; `Duke of Lennox` is no name with a title before it.
            if titles >= end || text.words[titles].shape == Shape::Lower {
                continue;
            }
            start = titles;
        }
        if text.slice(start..end) == "My Lords"
            || text.words[start].text == "Lords"
                && text.before(start).is_some_and(|before| before.text == "My")
        {
            continue;
        }
        if is_portfolio(text, start) {
            continue;
        }
        // `Insurers want more`, `Bonapartism`: a noun that starts a sentence, a doctrine.
        let noun = text.words[start].initial
            && syntax.words.get(name.words.start as usize).is_some_and(|word| word.tag == Tag::Noun);
        let plain = noun && !text.is_capital(text.words[start].text) || is_doctrine(text.words[start].text);
        if end == start + 1 && plain && gazetteer::known(text.words[start].text).is_none() {
            continue;
        }
        // `ATMs`, a common word: no names, whatever the tagger thinks.
        let word = &text.words[start];
        let small =
            kind == EntityKind::Person && word.shape == Shape::Lower && crate::words::is_common(word.text);
        if end == start + 1 && (is_plural_acronym(word.text) || small) {
            continue;
        }
        let longer = whole_end(text, end, kind == EntityKind::Person);
        let grew = longer > end;
        let end = longer;
        let whole = text.span(start..end);
        // A part of a word, as in `US-led`: the tagger's own bytes.
        let from = if start == at { whole.start().max(span.start()) } else { whole.start() };
        // The stop of `the U.S.` at a sentence's end is the name's as well.
        let part = end < text.words.len() && whole.end() > span.end() && !grew;
        let stop = part && &text.whole[span.end()..whole.end()] == ".";
        let to = if part && !stop { span.end() } else { whole.end() };
        let span = if from < to { Span::new(from, to) } else { whole };
        let span = Span::new(span.start() + stance(span.of(text.whole)), span.end());
        // `Ann Lee"<ann@…` of a mail's head: the name ends where the mark begins.
        let written = span.of(text.whole);
        let marked = written.find(['"', '<', '>']).unwrap_or(written.len());
        if written[..marked].contains('@') || marked == 0 {
            continue;
        }
        let span = Span::new(span.start(), span.start() + marked);
        let trimmed = span.of(text.whole).trim_end_matches(['-', '‑', '–', '\'', '’', '/']);
        let span = Span::new(span.start(), span.start() + trimmed.len());
        let words = span.of(text.whole);
        if !words.chars().any(char::is_alphabetic) || has(lists::NO_NAMES, words) {
            continue;
        }
        found.push(Seen { words: start..end, span, kind });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stance_is_no_part_of_a_name() {
        for (name, length) in [
            ("pro-Russian", 4),
            ("Anti-American", 5),
            ("post-Orme", 5),
            ("Anti-Slavery League", 0),
            ("Non-Proliferation Treaty", 0),
            ("pro-life", 0),
            ("Port-Senna", 0),
        ] {
            assert_eq!(stance(name), length, "{name}");
        }
    }
}
