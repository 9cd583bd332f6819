//! What the tagger says of names, laid over what the rules found.
//!
//! The rules know where a title ends, what the gazetteers have and what the document itself says of
//! a capital; the model knows how names stand in sentences. Where both see a name, the model's kind
//! is one more piece of evidence; where only one does, the other may still be asked.

use std::collections::HashSet;
use std::ops::Range;

use rapporteur_document::{EntityKind, NameKind, Span, Syntax, Tag};
use rapporteur_english::gazetteer::{self, Known};

use crate::lexicon::{heads, honorifics, offices, particles, words as lists};
use crate::names::{Piece, is_doctrine, is_members_body, is_plural_acronym, title_end, whole_end};
use crate::words::{Shape, Text, Word, has, is_common, lower};

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

/// Small words that stand inside a person's name lie between two parts of it, and nothing else does.
fn joins(text: &Text<'_>, from: usize, to: usize) -> bool {
    let small = |word: &crate::words::Word<'_>| {
        word.shape == Shape::Lower
            && has(particles::PEOPLE, word.text)
            && !matches!(word.text, "bar" | "den" | "do" | "e" | "ten" | "y")
    };
    from + 1 == to && text.beside(from, Some(to)).is_some() && small(&text.words[from])
        || from == to && text.after(from).is_some_and(small)
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

/// What nobody but a person has before the name: `Mrs`, `Cllr`, `Sgt`.
pub(crate) fn is_address(word: &str) -> bool {
    let capital = word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some_and(char::is_lowercase);
    capital && has(honorifics::ADDRESS, &lower(word.trim_end_matches('.')))
}

/// Whether such a title stands before the name that starts at `start`, with its stop or without.
fn is_addressed(text: &Text<'_>, start: usize) -> bool {
    let stop = |word: &Word<'_>| word.text == "." && !word.spaced;
    let back = if text.before(start).is_some_and(stop) { 2 } else { 1 };
    text.words[start].spaced
        && text.beside(start, start.checked_sub(back)).is_some_and(|before| is_address(before.text))
}

/// `P` of `P. Thwaite`: a letter with its stop before a word with a capital.
fn is_initial(text: &Text<'_>, at: usize) -> bool {
    let mut letters = text.words[at].text.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_none()
        && text.after(at + 1).is_some_and(|stop| stop.text == "." && !stop.spaced)
        && text.after(at + 2).is_some_and(|name| name.is_capital() && name.spaced)
}

/// Where a name starts with the initials before it.
fn with_initials(text: &Text<'_>, mut start: usize) -> usize {
    while let Some(letter) = start.checked_sub(2).filter(|&at| is_initial(text, at))
        && text.beside(start, Some(letter)).is_some()
    {
        start = letter;
    }
    start
}

/// Where a name starts with the word before it that tells what it is of: `Police Scotland`, `Storm Orla`.
fn with_opener(text: &Text<'_>, start: usize, end: usize, kind: EntityKind) -> (usize, EntityKind) {
    let same = (start, kind);
    let Some(before) = text.before(start).filter(|_| text.words[start].spaced) else { return same };
    if text.sentences[before.sentence].loose {
        return same;
    }
    let place =
        kind == EntityKind::Place || gazetteer::known(text.slice(start..end)).is_some_and(Known::is_place);
    // "Police London said" is no English: where it opens a sentence a singular verb has to show that it is one.
    let one = !before.initial
        || text
            .after(end)
            .is_some_and(|verb| matches!(verb.text, "confirmed" | "has" | "is" | "said" | "says" | "was"));
    if place && one && has(heads::BEFORE_PLACES, before.text) {
        return (start - 1, EntityKind::Organization);
    }
    if matches!(before.text, "Cyclone" | "Hurricane" | "Storm" | "Typhoon") && end == start + 1 {
        return (start - 1, EntityKind::Group);
    }
    same
}

/// `Greville-Udo` of `Ann Greville-Udo`: the tagger takes what a hyphen joins for two names, and a
/// person's surname is one. In a full name or an address it shows that it is a person's.
fn double_surnames<'t>(text: &Text<'t>, syntax: &Syntax) -> HashSet<&'t str> {
    let mut found = HashSet::new();
    for (number, name) in syntax.names.iter().enumerate() {
        let span = syntax.span_of(name);
        if let Some(word) = surname_ending_in(text, span) {
            found.insert(word);
            continue;
        }
        let at = text.words.partition_point(|word| word.span.end() <= span.end());
        let Some(word) = text.words.get(at).filter(|word| word.span.start() < span.end()) else { continue };
        let rest = text.whole[span.end()..word.span.end()].strip_prefix(['-', '‑']).unwrap_or_default();
        let other = |known: Known| {
            known.is_group()
                || matches!(known, Known::Country(_) | Known::Capital(_) | Known::Organization(_))
        };
        let addressed = text.before(at).is_some_and(|before| is_address(before.text));
        let ends = syntax.names.get(number + 1).is_none_or(|next| {
            next.words.start >= name.words.end + 2 || syntax.span_of(next).end() <= word.span.end()
        });
        if name.kind == NameKind::Person
            && (span.start() < word.span.start() || addressed)
            && rest.starts_with(char::is_uppercase)
            && rest.chars().any(char::is_lowercase)
            && !gazetteer::known(rest).is_some_and(other)
            && ends
        {
            found.insert(word.text);
        }
    }
    found
}

/// The tagger sees `Udo` alone, and `Ann Greville-` stands before it.
fn surname_ending_in<'t>(text: &Text<'t>, span: Span) -> Option<&'t str> {
    let at = text.words.partition_point(|word| word.span.end() <= span.start());
    let word = text.words.get(at).filter(|word| word.span.end() == span.end())?;
    let first =
        text.whole[word.span.start()..span.start().max(word.span.start())].strip_suffix(['-', '‑'])?;
    let capital = first.starts_with(char::is_uppercase) && first.chars().any(char::is_lowercase);
    let given = text.before(at).is_some_and(|before| {
        word.spaced
            && before.is_capital()
            && (is_address(before.text) || gazetteer::given_name(before.text).is_some())
    });
    (capital && given && gazetteer::known(first).is_none()).then_some(word.text)
}

/// The whole name of a body of which the tagger sees a part: `Residents' Association` behind the
/// apostrophe, `Dock and Harbour Workers' Union` before the "and".
fn whole_body(text: &Text<'_>, name: Range<usize>) -> Range<usize> {
    const JOINED: &[&str] = &["Association", "Federation", "Guild", "Society", "Union"];
    let words = &text.words;
    let Range { mut start, mut end } = name;
    // `Hartmann & Cole`
    while text.after(end).is_some_and(|and| and.text == "&" && and.spaced)
        && text.after(end + 1).is_some_and(|word| word.is_capital() && word.spaced)
    {
        end += 2;
        while text
            .after(end)
            .is_some_and(|word| word.is_capital() && word.spaced && !has(lists::NO_NAMES, word.text))
        {
            end += 1;
        }
    }
    if text.after(end).is_some() && is_members_body(text, end) {
        end += 2;
        while !has(heads::ORGANIZATIONS, words[end - 1].text) {
            end += 1;
        }
    }
    let plain = |at: Option<usize>| {
        text.beside(start, at).is_some_and(|word| {
            word.is_capital()
                && is_common(&lower(word.text))
                && gazetteer::known(word.text).is_none()
                && !has(heads::ORGANIZATIONS, word.text)
        })
    };
    let is = |at: Option<usize>, mark: &str| text.beside(start, at).is_some_and(|word| word.text == mark);
    if end - start > 1
        && has(JOINED, words[end - 1].text)
        && plain(Some(start))
        && is(start.checked_sub(1), "and")
        && plain(start.checked_sub(2))
    {
        let mut first = start - 2;
        while is(first.checked_sub(1), ",") && plain(first.checked_sub(2)) {
            first -= 2;
        }
        // Without its article it may be one of two.
        if text.before(first).is_some_and(|before| lower(before.text) == "the") {
            start = first;
        }
    }
    start..end
}

/// How many words of a body's name the tagger may have left out at its head.
const LONGEST_HEAD: usize = 4;

/// The tagger's names without articles, possessive marks and titles.
fn names(text: &Text<'_>, syntax: &Syntax) -> Vec<Seen> {
    let doubles = double_surnames(text, syntax);
    let mut found: Vec<Seen> = Vec::new();
    let mut at = 0;
    for name in &syntax.names {
        let span = syntax.span_of(name);
        while at < text.words.len() && text.words[at].span.end() <= span.start() {
            at += 1;
        }
        let double = |at: usize| text.words.get(at).is_some_and(|word| doubles.contains(word.text));
        let inside = found.last().is_some_and(|last| span.start() < last.span.end());
        let begun = found.last().is_some_and(|last| at < last.words.end);
        if inside || double(at) && begun {
            continue;
        }
        let mut start = at;
        // `Ann Greville-Udo`, where it sees the second half alone.
        let half = double(at) && text.words[at].span.start() < span.start();
        while half
            && text.words[start].spaced
            && text
                .before(start)
                .is_some_and(|it| it.is_capital() && gazetteer::given_name(it.text).is_some())
        {
            start -= 1;
        }
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
        let surname = end.checked_sub(1).filter(|&last| double(last));
        let kind = if surname.is_some() { EntityKind::Person } else { kind };
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
        // `P` alone, of `P. Thwaite`
        if end - start == 1 && is_initial(text, start) {
            continue;
        }
        // Whatever the tagger makes of "Ms Power": nobody but a person is addressed so.
        let first = is_address(text.words[start].text);
        if first && end - start == 1 {
            continue;
        }
        let behind = is_addressed(text, with_initials(text, start));
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
        while kind == EntityKind::Person
            && end > start + 1
            && has(honorifics::AFTER, text.words[end - 1].text)
        {
            end -= 1;
        }
        // `Lucius ap Rhys`
        if kind == EntityKind::Person
            && let Some(last) = found.last()
            && last.kind == EntityKind::Person
            && joins(text, last.words.end, start)
        {
            start = last.words.start;
            found.pop();
        }
        // `Borders` alone, of `Doctors Without Borders`
        let known =
            |from: usize| matches!(gazetteer::known(text.slice(from..end)), Some(Known::Organization(_)));
        let before = (1..=LONGEST_HEAD)
            .map_while(|back| start.checked_sub(back))
            .take_while(|&at| text.beside(start, Some(at)).is_some_and(Word::is_capital));
        let longer = before.filter(|&at| known(at)).last();
        let kind = if longer.is_some() { EntityKind::Organization } else { kind };
        start = longer.unwrap_or(start);
        let whole = with_initials(text, start);
        if whole < start && matches!(kind, EntityKind::Person | EntityKind::Organization) {
            // `John F` and `Kennedy`
            start = found.last().filter(|last| last.words.end > whole).map_or(whole, |last| last.words.start);
        }
        let (whole, kind) = with_opener(text, start, end, kind);
        start = whole;
        let body = whole_body(text, start..end);
        let wider = body.end > end;
        let kind = if body == (start..end) { kind } else { EntityKind::Organization };
        while found.last().is_some_and(|last| last.words.end > body.start) {
            found.pop();
        }
        (start, end) = (body.start, body.end);
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
        // `Gates for the barrier`: of two nouns the second is no name, and a surname alone is rarely so meant.
        let of = text.after(start + 1).is_some_and(|next| matches!(next.text, "for" | "from" | "of"));
        // `Skips will be removed`: nobody is called so.
        let opener = &text.words[start];
        let one_word = is_common(&lower(opener.text)) && gazetteer::given_name(opener.text).is_none();
        let plural = opener.text.ends_with('s') && !opener.text.ends_with("ss");
        let nobody = kind == EntityKind::Person && plural && !gazetteer::is_surname(opener.text);
        let trade = kind == EntityKind::Organization && is_trade(opener.text);
        let tagged_noun =
            syntax.words.get(name.words.start as usize).is_some_and(|word| word.tag == Tag::Noun);
        let noun = opener.initial && (one_word && (of || nobody) || trade || tagged_noun);
        let plain = noun && !text.is_capital(text.words[start].text) || is_doctrine(text.words[start].text);
        if end == start + 1 && plain && gazetteer::known(text.words[start].text).is_none() {
            continue;
        }
        // `ATMs`, a common word: no names, whatever the tagger thinks.
        let word = &text.words[start];
        let small = kind == EntityKind::Person && word.shape == Shape::Lower && is_common(word.text);
        if end == start + 1 && (is_plural_acronym(word.text) || small) {
            continue;
        }
        let longer = whole_end(text, end, kind == EntityKind::Person);
        let grew = longer > end || wider || surname.is_some();
        let end = longer;
        let whole = text.span(start..end);
        // A part of a word, as in `US-led`: the tagger's own bytes.
        let from = if start == at && !half { whole.start().max(span.start()) } else { whole.start() };
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

/// `Insurers`, `Brokers`: those who do something, who are many and no body.
fn is_trade(word: &str) -> bool {
    let endings = ["ants", "ists", "ers", "ors"];
    word.len() > 6 && endings.iter().any(|ending| word.ends_with(ending)) && !gazetteer::is_surname(word)
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
