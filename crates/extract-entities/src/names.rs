//! Names: where one begins and ends.
//!
//! A run of capitalised words, with the small words that names have inside, is cut into pieces:
//! titles come off, `British Foreign Secretary Ann Lee` is a people, a title and a person. Whether
//! a capital at the start of a sentence means anything is decided from the document itself, the
//! gazetteers and the list of common words.

use std::collections::HashSet;
use std::ops::Range;

use rapporteur_document::{EntityKind, Span};
use rapporteur_english::gazetteer::{self, Known};

use crate::lexicon::{heads, honorifics, offices, particles, words as lists};
use crate::offices::plain;
use crate::words::{Shape, Text, has, is_common, lower};

/// A name with its bytes; what it is a name of is decided later.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Its words; for `US-led` the one word, of which `span` is a part.
    pub words: Range<usize>,
    /// Its bytes.
    pub span: Span,
    /// Titles directly before it: `Foreign Secretary`, `Mr`.
    pub titles: Range<usize>,
    /// What the gazetteers know the whole of it as.
    pub known: Option<Known>,
    /// Its capital may be due to its place only.
    pub weak: bool,
    /// What the pattern that found it says it is, and the pattern: a named event, a member's seat, a ship.
    pub fixed: Option<(EntityKind, &'static str)>,
    /// What the tagger takes it for, where it sees it.
    pub seen: Option<EntityKind>,
}

/// How many words a name in the gazetteers has at most.
const LONGEST: usize = 7;

/// How many words a run has at most: lists of names without commas are cut.
const LONGEST_RUN: usize = 24;

/// All names of the text, in order.
pub(crate) fn find(text: &Text<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let ships = ships(text);
    let mut ships = ships.iter().peekable();
    for sentence in &text.sentences {
        type Fixed = (Range<usize>, (EntityKind, &'static str));
        let fixed = |kind, rule| move |words| -> Fixed { (words, (kind, rule)) };
        let elections = elections(text, sentence.words.clone()).into_iter();
        let seats = seats(text, sentence.words.clone()).into_iter();
        let units = units(text, sentence.words.clone()).into_iter();
        let teams = teams(text, sentence.words.clone()).into_iter();
        let ships = std::iter::from_fn(|| ships.next_if(|ship| ship.start < sentence.words.end).cloned());
        let mut events: Vec<Fixed> = elections
            .map(fixed(EntityKind::Group, "named-event"))
            .chain(seats.map(fixed(EntityKind::Place, "seat")))
            .chain(ships.map(fixed(EntityKind::Group, "ship")))
            .chain(units.map(fixed(EntityKind::Organization, "unit")))
            .chain(teams.map(fixed(EntityKind::Organization, TEAM)))
            .collect();
        events.sort_by_key(|(words, _)| words.start);
        events.dedup_by(|next, last| next.0.start < last.0.end);
        let mut events = events.iter().peekable();
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            if let Some((event, fixed)) = events.next_if(|(event, _)| event.start <= at) {
                pieces.push(Piece {
                    words: event.clone(),
                    span: text.span(event.clone()),
                    titles: event.start..event.start,
                    known: None,
                    weak: false,
                    fixed: Some(*fixed),
                    seen: None,
                });
                at = event.end;
                continue;
            }
            let end = events.peek().map_or(sentence.words.end, |(event, _)| event.start);
            if compound(text, at, &mut pieces) || !text.words[at].is_capital() {
                at += 1;
                continue;
            }
            let reader = Reader { text, loose: sentence.loose, end };
            at = reader.run(at, &mut pieces);
        }
    }
    pieces
}

/// `US-led`, `Israeli-Palestinian`: names before or around a hyphen.
fn compound(text: &Text<'_>, at: usize, pieces: &mut Vec<Piece>) -> bool {
    let word = &text.words[at];
    // `al-Qaida-linked`: what is small after the last hyphen is no part of the name.
    let last = word.text.rsplit_once(['-', '‑']);
    let small = last.filter(|(_, last)| last.starts_with(char::is_lowercase));
    let Some((first, second)) = small.or_else(|| word.text.split_once(['-', '‑'])) else { return false };
    if first.chars().nth(1).is_none() || gazetteer::known(word.text).is_some() || has(PREFIXES, first) {
        return false;
    }
    let known_first = gazetteer::known(first);
    let start = word.span.start();
    let mut push = |from: usize, part: &str, known: Option<Known>| {
        let span = Span::new(from, from + part.len());
        pieces.push(Piece {
            words: at..at + 1,
            span,
            titles: at..at,
            known,
            weak: false,
            fixed: None,
            seen: None,
        });
    };
    if first.starts_with(char::is_lowercase) && known_first.is_none() {
        // `pro-Beijing`, `anti-American`
        let known = if word.shape == Shape::Lower { gazetteer::known(second) } else { None };
        if known.is_some() {
            push(word.span.end() - second.len(), second, known);
        }
        return known.is_some();
    }
    if second.starts_with(char::is_lowercase) {
        // Whatever else it is, `Rebel-held` is no name.
        let named = (first.starts_with(char::is_uppercase) || known_first.is_some())
            && (known_first.is_some()
                || (!word.initial || text.is_capital(first)) && !is_common(&lower(first)));
        if named {
            push(start, first, known_first);
        }
        return named || word.initial;
    }
    let Some(known_second) = gazetteer::known(second) else { return false };
    if known_first.is_none() {
        return false;
    }
    push(start, first, known_first);
    push(word.span.end() - second.len(), second, Some(known_second));
    true
}

/// `2004 Canadian federal election`, `the 1997 United Kingdom general election`.
fn elections(text: &Text<'_>, sentence: Range<usize>) -> Vec<Range<usize>> {
    const KINDS: &[&str] = &[
        "assembly",
        "by",
        "council",
        "federal",
        "general",
        "gubernatorial",
        "leadership",
        "legislative",
        "local",
        "mayoral",
        "municipal",
        "parliamentary",
        "presidential",
        "primary",
        "provincial",
        "regional",
        "senate",
        "special",
        "state",
    ];
    let mut found = Vec::new();
    for at in sentence.clone() {
        let word = lower(text.words[at].text);
        if !matches!(&*word, "election" | "elections" | "referendum" | "by-election" | "by-elections") {
            continue;
        }
        let mut start = at;
        while start > sentence.start {
            let before = &text.words[start - 1];
            let goes_on =
                before.is_capital() || has(KINDS, before.text) || before.text == "of" && before.spaced;
            if !goes_on || at - start > 9 {
                break;
            }
            start -= 1;
        }
        // The year is what makes it one election's name.
        if start == sentence.start || !is_year(text.words[start - 1].text) {
            continue;
        }
        start -= 1;
        if start > sentence.start && has(lists::NO_NAMES, text.words[start - 1].text) {
            start -= 1;
        }
        let mut end = at + 1;
        if end + 1 < sentence.end && text.words[end].text == "in" && text.words[end + 1].is_capital() {
            end += 2;
            while end < sentence.end && text.words[end].is_capital() {
                end += 1;
            }
        }
        if found.last().is_none_or(|last: &Range<usize>| last.end <= start) {
            found.push(start..end);
        }
    }
    found
}

/// The rule by which a team is known.
pub(crate) const TEAM: &str = "team";

/// Teams whose name is a noun in the plural: `Rangers captain Ann Lee`, `Rovers' Ann Lee`, and `Rangers beat
/// Rovers`.
fn teams(text: &Text<'_>, sentence: Range<usize>) -> Vec<Range<usize>> {
    sentence.filter(|&at| is_team(text, at)).map(|at| at..at + 1).collect()
}

fn is_team(text: &Text<'_>, at: usize) -> bool {
    let word = |index: usize| text.beside(at, Some(index));
    let name = &text.words[at];
    let plural = name.shape == Shape::Capital && name.text.ends_with('s') && !name.text.ends_with("ss");
    let noun = has(heads::ORGANIZATIONS, name.text)
        || is_common(&lower(name.text))
            && gazetteer::known(name.text).is_none()
            && gazetteer::given_name(name.text).is_none()
            && !gazetteer::is_surname(name.text);
    // `Dundry Rovers` is longer.
    let alone = name.initial
        || text.before(at).is_none_or(|before| !before.is_capital() && before.shape != Shape::Mark);
    if !plural || !noun || !alone || has(lists::FUNCTION, name.text) || has(lists::NO_NAMES, name.text) {
        return false;
    }
    let capital = |at: usize| word(at).is_some_and(|it| it.is_capital() && it.spaced);
    let contest = |at: usize| word(at).is_some_and(|it| has(lists::CONTESTS, it.text));
    let office = |at: usize| word(at).is_some_and(|it| has(offices::TEAM_OFFICES, it.text));
    let person = |at: usize| {
        let plain = |at: usize| text.words.get(at).is_some_and(|it| !has(heads::ORGANIZATIONS, it.text));
        capital(at)
            && capital(at + 1)
            && plain(at)
            && plain(at + 1)
            && plain(at + 2)
            && !is_common(&lower(text.words[at].text))
    };
    let contested =
        at > 0 && contest(at - 1) && text.before(at).is_some() && has(heads::ORGANIZATIONS, name.text);
    let possessive = word(at + 1).is_some_and(super::words::Word::is_possessive);
    contest(at + 1) && capital(at + 2)
        || contested
        || office(at + 1) && capital(at + 2)
        || possessive && person(at + 2)
}

/// `Ann Lee (Carrick and the Isles) (LD)`: the seats of members, by the party behind them.
fn seats(text: &Text<'_>, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = sentence
        .clone()
        .filter_map(|open| seat(text, open))
        .filter(|seat| seat.end <= sentence.end)
        .collect();
    found.extend(sentence.filter_map(|at| seat_of_member(text, at)));
    found.sort_by_key(|seat| seat.start);
    found
}

/// `the MP for Wexcombe and Dale`: the seat of a member, which may have two names.
fn seat_of_member(text: &Text<'_>, member: usize) -> Option<Range<usize>> {
    let word = |at: usize| text.beside(member, Some(at));
    let capital = |at: usize| {
        word(at).is_some_and(|it| it.shape == Shape::Capital && it.spaced && !has(lists::NO_NAMES, it.text))
    };
    let is = |at: usize, text: &str| word(at).is_some_and(|it| it.text == text);
    if !matches!(text.words[member].text, "MP" | "MSP" | "TD") || !is(member + 1, "for") {
        return None;
    }
    let run = |start: usize| (start..start + 4).find(|&at| !capital(at)).filter(|&end| end > start);
    let start = member + 2;
    let end = run(start)?;
    if matches!(gazetteer::known(text.slice(start..end)), Some(Known::Organization(_))) {
        return None;
    }
    let second = end + 1 + usize::from(is(end + 1, "the"));
    let last = run(second).filter(|_| is(end, "and")).filter(|&last| {
        let words = &text.words[second..last];
        // "the MP for Leeds and Ann Lee": a person, or somebody with an office, is another.
        let other = words.len() > 1 && gazetteer::given_name(words[0].text).is_some()
            || words.iter().any(|it| has(offices::HEADS, &lower(it.text)) || is_honorific(&lower(it.text)))
            || word(last).is_some_and(super::words::Word::is_possessive);
        !other
    });
    Some(start..last.unwrap_or(end))
}

/// `2nd Battalion`, `14th Mechanised Brigade`: a unit by its number.
fn units(text: &Text<'_>, sentence: Range<usize>) -> Vec<Range<usize>> {
    let ordinal = |at: usize| {
        let word = text.words[at].text;
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        (1..4).contains(&digits) && matches!(&word[digits..], "st" | "nd" | "rd" | "th")
    };
    let unit = |at: usize| {
        let capital =
            |other: &usize| text.beside(at, Some(*other)).is_some_and(|it| it.is_capital() && it.spaced);
        let last = (at + 1..at + 5).take_while(capital).find(|&at| has(heads::UNITS, text.words[at].text))?;
        Some(at..last + 1)
    };
    sentence.filter(|&at| ordinal(at)).filter_map(unit).collect()
}

/// The words of the seat in a bracket that opens at `open` and is followed by one with a party.
pub(crate) fn seat(text: &Text<'_>, open: usize) -> Option<Range<usize>> {
    let word = |at: usize| text.beside(open, Some(at));
    if text.words[open].text != "(" || !text.words.get(open + 1)?.is_capital() {
        return None;
    }
    let close = (open + 2..open + 10).find(|&at| word(at).is_none_or(|it| it.text == ")"))?;
    let inside = &text.words[open + 1..close.min(text.words.len())];
    let named = inside.iter().all(|it| {
        it.is_capital() || matches!(it.text, "," | "-" | "and" | "of" | "the" | "upon" | "in" | "on" | "with")
    });
    (named && is_party(text, close + 1)).then_some(open + 1..close)
}

/// A bracket with the short name of a party, from its opening mark on.
fn is_party(text: &Text<'_>, open: usize) -> bool {
    let word = |at: usize| text.beside(open, Some(at)).map_or("", |it| it.text);
    let party = word(open + 1);
    let first = party.split('/').next().unwrap_or(party);
    text.words.get(open).is_some_and(|it| it.text == "(")
        && has(lists::PARTIES, first)
        && (open + 2..open + 5).any(|at| word(at) == ")")
}

/// How many words the name of a ship has at most.
const LONGEST_SHIP: usize = 4;

/// Ships: `the car ferry Princess Adela`, `MV Grey Heron`, `a bulk carrier, the Amity Star,`, `the Amity
/// Star, a bulk carrier`. What one of several words is called once, it is called wherever the same words
/// stand.
fn ships(text: &Text<'_>) -> Vec<Range<usize>> {
    let words = &text.words;
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut called: HashSet<&str> = HashSet::new();
    for at in 0..words.len() {
        let prefix = has(lists::SHIP_PREFIXES, words[at].text);
        if !(prefix || is_vessel(text, at) && is_spoken_of(text, at)) {
            continue;
        }
        let part = |index: usize| {
            text.beside(at, Some(index)).is_some_and(|word| {
                let name = word.text;
                word.is_capital() && word.spaced && !has(lists::FUNCTION, name) && !has(lists::NO_NAMES, name)
            })
        };
        if let Some(beside) = ship_beside(text, at, part).filter(|_| !prefix) {
            if beside.len() > 1 {
                called.insert(text.slice(beside.clone()));
            }
            found.push(beside);
            continue;
        }
        let start = if prefix { at } else { at + 1 };
        let end = (at + 1..=at + LONGEST_SHIP).find(|&index| !part(index)).unwrap_or(at + 1);
        let other = |known: Known| known.is_group() || matches!(known, Known::Organization(_));
        if end == at + 1 || gazetteer::known(words[at + 1].text).is_some_and(other) {
            continue;
        }
        // "the boat Ann Lee steered"
        let goes_on =
            |word: &crate::words::Word<'_>| word.shape != Shape::Mark && !has(BEHIND_SHIPS, word.text);
        let given = gazetteer::given_name(words[at + 1].text).is_some();
        if !prefix && given && text.after(end).is_some_and(goes_on) {
            continue;
        }
        found.push(start..end);
        if end > start + 1 {
            called.insert(text.slice(start..end));
        }
    }
    let firsts: HashSet<&str> = called.iter().filter_map(|name| name.split_whitespace().next()).collect();
    for at in (0..words.len()).filter(|&at| firsts.contains(words[at].text)) {
        let same = |end: &usize| text.after(*end - 1).is_some() && called.contains(text.slice(at..*end));
        found.extend((at + 2..=at + 1 + LONGEST_SHIP).rev().find(same).map(|end| at..end));
    }
    found.sort_by_key(|ship| (ship.start, std::cmp::Reverse(ship.end)));
    found.dedup_by(|next, last| next.start < last.end);
    found
}

/// A noun for a ship; a carrier only of what ships carry.
fn is_vessel(text: &Text<'_>, at: usize) -> bool {
    let word = text.words[at].text;
    let carried = || {
        text.before(at).is_some_and(|load| {
            matches!(
                load.text,
                "aircraft" | "bulk" | "car" | "cattle" | "coal" | "gas" | "grain" | "oil" | "ore"
            )
        })
    };
    has(lists::VESSELS, word) || word == "carrier" && carried()
}

/// The name in apposition to the noun at `at`, with a comma between them and an article before the name.
fn ship_beside(text: &Text<'_>, at: usize, part: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let is = |index: Option<usize>, words: &[&str]| {
        text.beside(at, index).is_some_and(|word| words.contains(&word.text))
    };
    // "a bulk carrier, the Amity Star, was burning"
    if is(Some(at + 1), &[","]) && is(Some(at + 2), &["the"]) {
        let end = (at + 3..=at + 3 + LONGEST_SHIP).find(|&index| !part(index))?;
        return (end > at + 3 && is(Some(end), &[",", ".", ";"])).then_some(at + 3..end);
    }
    // "The Amity Star, a bulk carrier"
    let article =
        (1..=4).map_while(|back| at.checked_sub(back)).find(|&index| is(Some(index), &["a", "an", "the"]))?;
    let end = article.checked_sub(1).filter(|&comma| is(Some(comma), &[","]))?;
    let start = (end.saturating_sub(LONGEST_SHIP)..end)
        .rev()
        .take_while(|&index| part(index) && !is(Some(index), &["The"]))
        .last()?;
    is(start.checked_sub(1), &["the", "The"]).then_some(start..end)
}

/// What follows a ship's name, beside marks.
const BEHIND_SHIPS: &[&str] = &[
    "after", "and", "as", "at", "before", "by", "capsized", "from", "had", "has", "in", "into", "is", "near",
    "off", "on", "or", "ran", "sailed", "sank", "struck", "to", "was", "when", "which", "while", "will",
    "with",
];

/// A noun with an article, "the car ferry"; not "to ferry".
fn is_spoken_of(text: &Text<'_>, at: usize) -> bool {
    let article = |word: &str| {
        matches!(
            word,
            "a" | "an" | "her" | "his" | "its" | "our" | "that" | "the" | "their" | "this" | "'s" | "’s"
        )
    };
    (1..=4)
        .map_while(|back| text.beside(at, at.checked_sub(back)))
        .take_while(|word| word.text == "-" || word.shape != Shape::Mark)
        .take_while(|word| {
            !matches!(word.text, "can" | "could" | "may" | "might" | "must" | "to" | "will" | "would")
        })
        .any(|word| article(&lower(word.text)))
}

/// `Nasser hospital`: a name that no list has, with the small noun behind it, is a hospital's; not where
/// the document has the name without the noun, too, which then is somebody's or a town's.
pub(crate) fn facilities(text: &Text<'_>, pieces: &mut [Piece]) {
    let kind = |piece: &Piece| {
        let noun = text
            .after(piece.words.end)
            .filter(|noun| noun.spaced && piece.span.end() == text.words[piece.words.end - 1].span.end())?;
        // "the Haldane court case"
        if text.after(piece.words.end + 1).is_some_and(|next| has(lists::BEHIND_FACILITIES, next.text)) {
            return None;
        }
        if has(lists::FACILITY_BODIES, noun.text) {
            Some(EntityKind::Organization)
        } else {
            has(lists::FACILITY_PLACES, noun.text).then_some(EntityKind::Place)
        }
    };
    let mut without: HashSet<&str> = HashSet::new();
    for piece in pieces.iter().filter(|piece| piece.words.len() > 1 || kind(piece).is_none()) {
        without.extend(text.words[piece.words.clone()].iter().map(|word| word.text));
    }
    for piece in pieces.iter_mut() {
        let Some(kind) = kind(piece) else { continue };
        let word = &text.words[piece.words.start];
        let free = piece.words.len() == 1
            && word.shape == Shape::Capital
            && !(word.initial && is_common(&lower(word.text)))
            && piece.titles.is_empty()
            && piece.known.is_none()
            && piece.fixed.is_none()
            && piece.seen != Some(EntityKind::Group)
            && !without.contains(word.text)
            && !["al", "an", "ese", "ic", "ish"].iter().any(|ending| word.text.ends_with(ending));
        if free {
            piece.words.end += 1;
            piece.span = text.span(piece.words.clone());
            piece.fixed = Some((kind, "facility"));
        }
    }
}

/// Whether a name is the short name of a party in a bracket behind a seat.
pub(crate) fn is_party_label(text: &Text<'_>, words: &Range<usize>) -> bool {
    let behind = words.start.checked_sub(2).is_some_and(|at| text.words[at].text == ")");
    // `Ann Lee (Con)`; an acronym is the name of a party: `Ulster Unionist Party (UUP)`.
    let label = text.words[words.start].text;
    let short = (label == "LD" || label.contains(char::is_lowercase))
        && gazetteer::known(label).is_none()
        && words.start.checked_sub(2).is_some_and(|at| text.words[at].is_capital())
        && text.after(words.end).is_some_and(|close| close.text == ")");
    (behind || short) && is_party(text, words.start - 1)
}

pub(crate) fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(&word[..2], "17" | "18" | "19" | "20")
}

/// How sure it is that a capital stands for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    No,
    Weak,
    Yes,
}

struct Reader<'a, 't> {
    text: &'a Text<'t>,
    loose: bool,
    /// Where the run must end.
    end: usize,
}

impl Reader<'_, '_> {
    /// Reads the run that starts at `at`, and says where to go on.
    fn run(&self, at: usize, pieces: &mut Vec<Piece>) -> usize {
        let text = self.text;
        // `The Hague`, and names whose first word is a function word.
        if self.is_function(at) {
            return match self.longest_known(at, self.end) {
                Some((end, known)) if end > at + 1 => {
                    pieces.push(self.piece(at..end, at..at, Some(known), false));
                    end
                }
                _ => at + 1,
            };
        }
        let sure = self.sure(at);
        if sure == Sure::No {
            return at + 1;
        }
        let end = self.reach(at);
        let mut start = at;
        let mut weak = sure == Sure::Weak;
        if weak && self.loose && self.longest_known(at, end).is_none_or(|(end, _)| end == at + 1) {
            return at + 1;
        }
        if weak && end - at > 1 && !self.keeps_weak(at..end) {
            start += 1;
            weak = false;
            // `Why Ann Lee left`: what comes next is read for itself.
            if !text.words[start].is_capital() || self.sure(start) == Sure::No {
                return start;
            }
        }
        self.cut(start..end, weak, pieces);
        end
    }

    /// Whether the word at `at` is likely (part of) a name.
    fn sure(&self, at: usize) -> Sure {
        let word = &self.text.words[at];
        let initial = word.initial || self.loose;
        if has(lists::NO_NAMES, word.text) || self.is_function(at) {
            return Sure::No;
        }
        // "My Lords"
        if word.text == "Lords" && self.text.before(at).is_some_and(|before| before.text == "My") {
            return Sure::No;
        }
        if word.text.chars().nth(1).is_none() && !self.is_initial_letter(at) {
            return Sure::No;
        }
        // `R2D2`, `someone@example.org`
        if self.is_code(at) {
            return Sure::No;
        }
        // `Marxism`, `MLAs`
        if is_doctrine(word.text) || is_plural_acronym(word.text) {
            return Sure::No;
        }
        // `Christmas Eve`
        if matches!(word.text, "Day" | "Eve")
            && self.text.before(at).is_some_and(|day| has(lists::NO_NAMES, day.text))
        {
            return Sure::No;
        }
        if !initial {
            return if gazetteer::is_language(word.text) { Sure::No } else { Sure::Yes };
        }
        let small = lower(word.text);
        if word.shape == Shape::Caps && !self.loose && word.text.len() <= 6 && !is_common(&small) {
            return Sure::Yes;
        }
        if self.text.is_capital(word.text) {
            return Sure::Yes;
        }
        let common = is_common(&small);
        if let Some(known) = gazetteer::known(word.text) {
            let plain =
                common && !known.is_group() && !matches!(known, Known::Country(_) | Known::Capital(_));
            return if plain { Sure::Weak } else { Sure::Yes };
        }
        if has(honorifics::ANY, &small) || has(honorifics::MALE, &small) || has(honorifics::FEMALE, &small) {
            return if common { Sure::Weak } else { Sure::Yes };
        }
        if common || self.text.is_small(&small) {
            return Sure::Weak;
        }
        Sure::Yes
    }

    /// `J.` before a name.
    fn is_initial_letter(&self, at: usize) -> bool {
        let letter = self.text.words[at].text;
        letter.len() == 1
            && self.text.after(at + 1).is_some_and(|dot| dot.text == "." && !dot.spaced)
            && self.text.beside(at, Some(at + 2)).is_some_and(super::words::Word::is_capital)
    }

    /// Where the run that starts at `at` ends.
    fn reach(&self, at: usize) -> usize {
        let words = &self.text.words;
        let mut end = at + 1;
        while end < self.end && end - at < LONGEST_RUN {
            let word = &words[end];
            if word.is_capital() && word.spaced && self.goes_on(end) {
                end += 1;
            } else if let Some(next) = self.linked(at, end) {
                end = next;
            } else {
                break;
            }
        }
        // `Inc.` and `Jr.` keep their stop.
        if end < self.end && words[end].text == "." && !words[end].spaced && has(ENDINGS, words[end - 1].text)
        {
            end += 1;
        }
        end
    }

    fn goes_on(&self, at: usize) -> bool {
        let word = &self.text.words[at];
        // `World War I`, `Henry I`
        if word.text == "I" && !word.initial {
            let before = self.text.words[at - 1].text;
            return before == "War" || gazetteer::given_name(before).is_some();
        }
        if has(lists::NO_NAMES, word.text) || is_plural_acronym(word.text) || self.is_code(at) {
            return false;
        }
        if self.loose {
            return self.sure(at) == Sure::Yes || self.is_head(at);
        }
        if word.initial {
            return false;
        }
        // A function word with a capital goes on only inside titles of works, which are no names here.
        !self.is_function(at)
    }

    /// Part of an address or a number.
    fn is_code(&self, at: usize) -> bool {
        let word = &self.text.words[at];
        let joined = |mark: &str| matches!(mark, "@" | "_" | "\\" | "#");
        word.text.bytes().any(|byte| byte.is_ascii_digit()) && gazetteer::known(word.text).is_none()
            || self.text.after(at + 1).is_some_and(|after| !after.spaced && joined(after.text))
            || !word.spaced && self.text.before(at).is_some_and(|before| joined(before.text))
    }

    /// `The`, `However`; but not the `A.` of `A. Moss`.
    fn is_function(&self, at: usize) -> bool {
        let word = self.text.words[at].text;
        if has(lists::FUNCTION, word) {
            return !self.is_initial_letter(at);
        }
        // `We’ve`, `She'd`, and whatever else is joined to one.
        let Some((base, ending)) = word.split_once(['\'', '’']) else { return false };
        matches!(ending, "d" | "ll" | "m" | "re" | "s" | "t" | "ve")
            && (has(lists::FUNCTION, base)
                || matches!(
                    base,
                    "I" | "Don"
                        | "Didn"
                        | "Doesn"
                        | "Isn"
                        | "Won"
                        | "Wasn"
                        | "Couldn"
                        | "Wouldn"
                        | "Shouldn"
                        | "Aren"
                        | "Weren"
                        | "Hasn"
                        | "Haven"
                        | "Hadn"
                        | "Ain"
                ))
    }

    fn is_head(&self, at: usize) -> bool {
        let word = self.text.words[at].text;
        has(heads::ORGANIZATIONS, word) || has(heads::PLACES, word) || has(heads::EVENTS, word)
    }

    /// A small word or mark at `at` that the name goes on after: where it then stands.
    fn linked(&self, start: usize, at: usize) -> Option<usize> {
        let words = &self.text.words;
        let capital = |index: usize| {
            index < self.end
                && words[index].is_capital()
                && !self.is_function(index)
                && !has(lists::NO_NAMES, words[index].text)
                && (!self.loose || self.sure(index) == Sure::Yes || self.is_head(index))
        };
        let last = &words[at - 1];
        match words[at].text {
            // `J. K. Rowling`, `St. Petersburg`, `Gen. Lee`
            "." if !words[at].spaced && capital(at + 1) && words[at + 1].spaced => {
                let letter = last.text.chars().nth(1).is_none();
                (letter || is_dotted(last.text)).then_some(at + 2)
            }
            "&" if capital(at + 1) => Some(at + 2),
            // `Acme, Inc.`
            "," if at + 1 < self.end && has(heads::COMPANIES, words[at + 1].text) => Some(at + 2),
            // `Washington, D.C.`
            "," if capital(at + 1) && self.is_known(start, at, at + 1) => Some(at + 2),
            // `Secretary of State`
            "of" | "for"
                if capital(at + 1)
                    && has(offices::HEADS, &lower(last.text))
                    && has(offices::PORTFOLIOS, &lower(words[at + 1].text)) =>
            {
                Some(at + 2)
            }
            "of" | "for" | "on" | "in" | "at" => {
                let next = if at + 1 < self.end && words[at + 1].text == "the" { at + 2 } else { at + 1 };
                let opener = has(heads::ORGANIZATION_OPENERS, last.text);
                let place = matches!(words[at].text, "of")
                    && (has(heads::PLACE_OPENERS, last.text)
                        || has(heads::EVENT_OPENERS, last.text)
                        || has(NOBLE, last.text)
                        || self.is_peer(start, at)
                        || is_common(&lower(last.text)) && self.is_opened(start, at)
                        || self.is_known(start, at, next));
                let spread = matches!(words[at].text, "of" | "for" | "on")
                    || (words[at].text == "in" && has(&["Democrats", "Greens", "Party", "Union"], last.text));
                (capital(next) && ((opener && spread) || place || self.is_known(start, at, next)))
                    .then_some(next + 1)
            }
            "and" => {
                let next = at + 1;
                if !capital(next) {
                    return None;
                }
                let known = self.is_known(start, at, next);
                (known || self.joins_one_body(start, at)).then_some(next + 1)
            }
            // `Lucas Cranach the Elder`
            "the" if at + 1 < self.end && has(BYNAMES, words[at + 1].text) => Some(at + 2),
            "," if at + 1 < self.end && matches!(words[at + 1].text, "Jr" | "Sr") => Some(at + 2),
            "'s" | "’s" if has(particles::POSSESSIVE, last.text) && capital(at + 1) => Some(at + 2),
            // `Harbour Workers' Union`
            "'" | "’" if is_members_body(self.text, at) => Some(at + 2),
            small if has(particles::PEOPLE, small) => {
                let mut next = at + 1;
                while next < self.end && next < at + 3 && has(particles::PEOPLE, words[next].text) {
                    next += 1;
                }
                (capital(next) && !has(&["a", "e", "i", "y"], small)).then_some(next + 1)
            }
            _ => None,
        }
    }

    /// `Lord Harding of Wells`.
    fn is_peer(&self, start: usize, at: usize) -> bool {
        at == start + 2
            && matches!(self.text.words[start].text, "Lord" | "Lady" | "Baroness" | "Viscount" | "Earl")
    }

    /// A name in the gazetteers that reaches over the small word at `at` to `next`.
    fn is_known(&self, start: usize, at: usize, next: usize) -> bool {
        let from = start.max(at.saturating_sub(LONGEST - 2));
        (from..at)
            .filter(|&from| gazetteer::begins_names(self.text.words[from].text))
            .any(|from| (next + 1..=(next + 4).min(self.end)).any(|end| self.known(from..end).is_some()))
    }

    /// `Ministry of Defence and Sport`, `Social Democratic and Labour Party`.
    fn joins_one_body(&self, start: usize, at: usize) -> bool {
        let words = &self.text.words;
        let next = &words[at + 1];
        let plain = |index: usize| {
            let word = words[index].text;
            (is_common(&lower(word)) || gazetteer::known(word).is_some_and(Known::is_group))
                && gazetteer::given_name(word).is_none()
                && !gazetteer::known(word).is_some_and(Known::is_place)
        };
        let after_of = (start..at).rev().take(6).any(|index| {
            matches!(words[index].text, "of" | "for" | "on")
                && has(heads::ORGANIZATION_OPENERS, words[index - 1].text)
        });
        if after_of {
            return plain(at - 1) && plain(at + 1) && !has(heads::ORGANIZATION_OPENERS, next.text);
        }
        let mut head = at + 1;
        while head < self.end
            && (words[head].is_capital() || is_members_body(self.text, head))
            && head < at + 5
        {
            head += 1;
        }
        head > at + 2
            && has(heads::ORGANIZATIONS, words[head - 1].text)
            && !has(heads::ORGANIZATIONS, words[at - 1].text)
            && !has(heads::EVENTS, words[at - 1].text)
            && plain(at - 1)
            && plain(at + 1)
    }

    /// Whether an `Association for` or the like stands shortly before `at`.
    fn is_opened(&self, start: usize, at: usize) -> bool {
        let words = &self.text.words;
        (start + 1..at).rev().take(6).any(|index| {
            matches!(words[index].text, "of" | "for" | "on")
                && has(heads::ORGANIZATION_OPENERS, words[index - 1].text)
        })
    }

    /// Whether a run whose first word may owe its capital to its place is a name with it.
    fn keeps_weak(&self, run: Range<usize>) -> bool {
        let words = &self.text.words;
        if self.known(run.clone()).is_some() {
            return true;
        }
        if let Some((end, _)) = self.longest_known(run.start, run.end)
            && end > run.start + 1
        {
            return true;
        }
        let second = words[run.start + 1].text;
        let first = lower(words[run.start].text);
        if self.title_end(run.clone()).is_some_and(|end| end < run.end) {
            return true;
        }
        if has(particles::PEOPLE, second) || matches!(second, "and" | "on" | "in" | "at") {
            return false;
        }
        if second == "of" || second == "for" {
            return true;
        }
        if first.ends_with("ing") || first.ends_with("ly") {
            return false;
        }
        let last = words[run.end - 1].text;
        let headed = has(heads::ORGANIZATIONS, last) || has(heads::PLACES, last) || has(heads::EVENTS, last);
        if headed && run.end - run.start > 2 {
            return true;
        }
        if self.text.is_small(&first) && !headed {
            return gazetteer::given_name(words[run.start].text).is_some();
        }
        (headed && gazetteer::known(second).is_none())
            || gazetteer::given_name(words[run.start].text).is_some()
            || (gazetteer::given_name(second).is_none() && gazetteer::known(second).is_none())
    }

    fn known(&self, range: Range<usize>) -> Option<Known> {
        let slice = self.text.slice(range);
        if slice.contains(['\n', '\t']) || slice.contains("  ") {
            return gazetteer::known(&slice.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        gazetteer::known(slice)
    }

    /// The longest name in the gazetteers that starts at `at`.
    fn longest_known(&self, at: usize, end: usize) -> Option<(usize, Known)> {
        let words = &self.text.words;
        let long = end > at + 1 && gazetteer::begins_names(words[at].text);
        let last = if long { end.min(at + LONGEST) } else { at + 1 };
        (at + 1..=last)
            .rev()
            .filter(|&stop| stop == at + 1 || !matches!(words[stop - 1].shape, Shape::Lower | Shape::Mark))
            .find_map(|stop| self.known(at..stop).map(|known| (stop, known)))
    }

    /// Where the titles at the start of a run end.
    fn title_end(&self, run: Range<usize>) -> Option<usize> {
        title_end(self.text, run)
    }

    fn piece(&self, words: Range<usize>, titles: Range<usize>, known: Option<Known>, weak: bool) -> Piece {
        Piece { span: self.text.span(words.clone()), words, titles, known, weak, fixed: None, seen: None }
    }

    /// Cuts a run into titles and names.
    fn cut(&self, run: Range<usize>, weak: bool, pieces: &mut Vec<Piece>) {
        let words = &self.text.words;
        let mut at = run.start;
        let mut titles = at..at;
        let weak_at = |at: usize| weak && at == run.start;
        while at < run.end {
            if let Some((end, known)) = self.longest_known(at, run.end) {
                if end == run.end {
                    pieces.push(self.piece(at..end, titles, Some(known), weak_at(at)));
                    return;
                }
                if self.after_known(at, end, run.end, known) {
                    // The whole is one name.
                    pieces.push(self.piece(at..run.end, titles, None, weak_at(at)));
                    return;
                }
                pieces.push(self.piece(at..end, titles, Some(known), weak_at(at)));
                at = end;
                while at < run.end && matches!(words[at].shape, Shape::Lower | Shape::Mark) {
                    at += 1;
                }
                titles = at..at;
                continue;
            }
            if let Some(end) = self.title_end(at..run.end) {
                if end >= run.end {
                    // A title without a name is a nominal, found elsewhere.
                    return;
                }
                let rest = run.end - 1;
                // `King Street` is a street, `Mrs Lane` is not.
                let form = lower(words[at].text);
                let address = has(honorifics::MALE, &form) || has(honorifics::FEMALE, &form) || form == "dr";
                let headed = self.is_head(rest) && (end == rest && !address || !words[rest].is_capital());
                if !headed {
                    titles = if titles.end == at && titles.start < at { titles.start..end } else { at..end };
                    at = end;
                    continue;
                }
            }
            // A title inside cuts the run: `Acme Chairman Ola Brandt`.
            let inner = (at + 1..run.end).find(|&index| {
                has(offices::HEADS, &lower(words[index].text))
                    && words[index].is_capital()
                    && !has(NAMELIKE, words[index].text)
                    && index + 1 < run.end
                    && self
                        .title_end(index..run.end)
                        .is_some_and(|end| end < run.end && words[end].is_capital())
                    && !self.is_head(run.end - 1)
            });
            // `Norland Liberal Party Ann Lane`
            let body = (at + 1..run.end.saturating_sub(1)).find(|&index| {
                has(heads::ORGANIZATIONS, words[index].text)
                    && words[index + 1].spaced
                    && gazetteer::given_name(words[index + 1].text).is_some()
                    && !is_common(&lower(words[index + 1].text))
                    && index + 2 < run.end
            });
            let mut end = inner.unwrap_or(run.end);
            if let Some(body) = body.filter(|&body| body + 1 < end) {
                pieces.push(self.piece(at..body + 1, titles.clone(), None, weak_at(at)));
                at = body + 1;
                titles = at..at;
                continue;
            }
            // … and the words of that title come before it: `Acme Vice President Ola Brandt`.
            while inner.is_some() && end > at + 1 && has(offices::MODIFIERS, &lower(words[end - 1].text)) {
                end -= 1;
            }
            let mut stop = end;
            while stop > at + 1 && has(honorifics::AFTER, words[stop - 1].text) {
                stop -= 1;
            }
            pieces.push(self.piece(at..stop, titles.clone(), None, weak_at(at)));
            at = end;
            titles = at..at;
        }
    }

    /// After a known name inside a longer run: whether the whole run is one name.
    fn after_known(&self, at: usize, end: usize, run_end: usize, known: Known) -> bool {
        let words = &self.text.words;
        let last = words[run_end - 1].text;
        let next = words[end].text;
        if self.title_end(end..run_end).is_some_and(|title| title < run_end || !self.is_head(run_end - 1)) {
            return false;
        }
        if next == "." || next == "," {
            return has(heads::COMPANIES, last) || next == ".";
        }
        if words[end..run_end].iter().any(|word| {
            has(heads::ORGANIZATIONS, word.text)
                || has(heads::PLACES, word.text)
                || has(heads::EVENTS, word.text)
        }) {
            // `Israeli Supreme Court` is one name; of `British MI6` the rest is one by itself.
            return self.known(end..run_end).is_none()
                || matches!(known, Known::Organization(_))
                || has(heads::ORGANIZATIONS, last);
        }
        if words[end].shape == Shape::Lower {
            return true;
        }
        let single = end == at + 1;
        if single && gazetteer::given_name(words[at].text).is_some() {
            return true;
        }
        if let Some(rest) = self.known(end..run_end) {
            // `Christian Democrats`
            return known.is_group() && matches!(rest, Known::Partisan);
        }
        if gazetteer::given_name(next).is_some() {
            return false;
        }
        !known.is_group()
    }
}

/// The apostrophe at `at` is inside the name of a body of those before it: `Workers' Union`.
pub(crate) fn is_members_body(text: &Text<'_>, at: usize) -> bool {
    let mark = &text.words[at];
    let Some(members) = text.before(at).filter(|_| mark.is_possessive() && mark.text.ends_with(['\'', '’']))
    else {
        return false;
    };
    let capital = |index: usize| text.beside(at, Some(index)).filter(|word| word.is_capital() && word.spaced);
    members.is_capital()
        && members.text.ends_with('s')
        && is_common(&lower(members.text))
        && (at + 1..at + 3).map_while(capital).any(|word| has(heads::ORGANIZATIONS, word.text))
}

/// Where the titles at the start of `run` end, when it starts with one. Any case.
pub(crate) fn title_end(text: &Text<'_>, run: Range<usize>) -> Option<usize> {
    let words = &text.words;
    let mut at = run.start;
    let mut end = None;
    while at < run.end {
        let word = lower(words[at].text);
        let word = plain(&word);
        let head = has(offices::HEADS, word) || is_honorific(word);
        if head {
            let mut next = at + 1;
            if next < run.end && words[next].text == "." && !words[next].spaced {
                next += 1;
            }
            while next + 1 < run.end
                && matches!(words[next].text, "of" | "for")
                && has(offices::PORTFOLIOS, &lower(words[next + 1].text))
            {
                next += 2;
            }
            if next < run.end && lower(words[next].text) == "general" && has(BEFORE_GENERAL, word) {
                next += 1;
            }
            end = Some(next);
            at = next;
        } else if has(offices::MODIFIERS, word) || has(offices::TEMPORAL, word) {
            at += 1;
        } else {
            break;
        }
    }
    end
}

/// `mr`, `gen`, `president`: stands directly before a name. Lower case.
pub(crate) fn is_honorific(word: &str) -> bool {
    has(honorifics::ANY, word) || has(honorifics::MALE, word) || has(honorifics::FEMALE, word)
}

/// Offices that "general" may follow: "attorney general".
pub(crate) const BEFORE_GENERAL: &[&str] = &[
    "attorney",
    "brigadier",
    "commissioner",
    "consul",
    "controller",
    "director",
    "governor",
    "inspector",
    "lieutenant",
    "major",
    "quartermaster",
    "secretary",
    "solicitor",
    "surgeon",
];

/// Offices that are family names as often.
const NAMELIKE: &[&str] = &[
    "Bishop", "Cardinal", "Coach", "Dean", "Engineer", "Farmer", "Father", "Guard", "Judge", "Justice",
    "King", "Major", "Mayor", "Member", "Mother", "Pope", "Priest", "Prince", "Princess", "Queen", "Singer",
    "Student", "Teacher",
];

/// Words that keep their stop at the end of a name.
const ENDINGS: &[&str] = &["Bros", "Co", "Corp", "Inc", "Jr", "Ltd", "Sr"];

/// Nobles are named by their places.
pub(crate) const NOBLE: &[&str] = &[
    "Archbishop",
    "Baron",
    "Baroness",
    "Bishop",
    "Count",
    "Countess",
    "Duchess",
    "Duke",
    "Earl",
    "Marquess",
    "Marquis",
    "Prince",
    "Princess",
    "Viscount",
];

/// `MLAs`, `HFCs`.
/// `Marxism`, `Russophobia`
pub(crate) fn is_doctrine(word: &str) -> bool {
    (word.ends_with("ism") || word.ends_with("phobia")) && word.len() > 5
}

pub(crate) fn is_plural_acronym(word: &str) -> bool {
    word.len() > 2
        && word.strip_suffix('s').is_some_and(|stem| stem.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// Where a name that ends at `end` ends with what belongs to it: `Ramesses II`, `Cranach the Elder`,
/// `King, Jr.`.
pub(crate) fn whole_end(text: &Text<'_>, end: usize, person: bool) -> usize {
    let last = text.words[end - 1].text;
    let word = |at: usize| text.beside(end - 1, Some(at)).map_or("", |it| it.text);
    let next = word(end);
    let stop = next == "." && has(ENDINGS, last) && !text.words[end].spaced;
    let number = matches!(next, "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX" | "X" | "XVI");
    if stop || person && number {
        end + 1
    } else if person && next == "the" && has(BYNAMES, word(end + 1)) {
        end + 2
    } else {
        end
    }
}

/// What is said of rulers and painters to tell them apart.
const BYNAMES: &[&str] = &[
    "Bald",
    "Bold",
    "Conqueror",
    "Elder",
    "Fat",
    "German",
    "Good",
    "Great",
    "Impaler",
    "Lionheart",
    "Magnificent",
    "Pious",
    "Terrible",
    "Wise",
    "Younger",
];

/// What a hyphen joins to words and names alike.
const PREFIXES: &[&str] = &[
    "Al", "Anti", "Co", "Cross", "Ex", "Inter", "Mid", "Multi", "Neo", "Non", "Over", "Post", "Pre", "Pro",
    "Re", "Self", "Semi", "Sub", "Ultra", "Under", "Vice",
];

/// A shortened word whose stop does not end the name.
fn is_dotted(word: &str) -> bool {
    const KNOWN: &[&str] = &[
        "Adm", "Brig", "Capt", "Cmdr", "Col", "Cpl", "Dr", "Fr", "Ft", "Gen", "Gov", "Hon", "Jr", "Lt",
        "Maj", "Mr", "Mrs", "Ms", "Mt", "Prof", "Rep", "Rev", "Sen", "Sgt", "Sr", "St", "Ste", "Supt",
    ];
    has(KNOWN, word.rsplit('-').next().unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_code_are_sorted() {
        for list in [BEFORE_GENERAL, BYNAMES, NAMELIKE, BEHIND_SHIPS, ENDINGS, NOBLE, PREFIXES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
