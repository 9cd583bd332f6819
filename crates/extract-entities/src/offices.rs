//! Offices: "the UK's ambassador to the United Nations", "Russian foreign minister", "a spokesman
//! for the ministry", "officials".
//!
//! An office phrase is found by its head word. To its left stand modifiers, whose it is and an
//! article; to its right whose it is and where. Beside a person's name it is that person's role;
//! on its own it is a nominal mention.

use std::collections::HashSet;
use std::ops::Range;

use rapporteur_document::{EntityKind, OfficeRole, Tag};
use rapporteur_english::gazetteer::{self, Known};

use crate::grammar::Grammar;
use crate::kinds::Named;
use crate::lexicon::{honorifics, offices, words as lists};
use crate::names::{BEFORE_GENERAL, is_honorific, is_year};
use crate::words::{Shape, Text, Word, has, lower};

/// Which article or other determiner stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Article {
    /// None.
    None,
    /// "the", "his", "this", or a possessor: somebody who is known.
    Definite,
    /// "a", "another": somebody new.
    Indefinite,
}

/// An office in the text.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    /// From its article to the end of its title.
    pub words: Range<usize>,
    /// Its head.
    pub at: usize,
    /// Where its title starts, which may stand directly before a name.
    pub title: usize,
    /// Where "to the United Nations" ends.
    pub end: usize,
    /// Dictionary form of the head: `ambassador`.
    pub head: &'static str,
    /// More than one of them.
    pub plural: bool,
    /// How it is introduced.
    pub article: Article,
    /// Title, whose, and where.
    pub role: OfficeRole,
    /// What is told of whether it is theirs: "former", "acting".
    pub standing: Option<&'static str>,
    /// The name that says whose it is.
    pub owner: Option<usize>,
}

/// Names by the words that they start and end at.
pub(crate) struct Places {
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// Places that a people may be called after, as the document writes them.
    lands: HashSet<String>,
}

/// How many words a title has at most before its head, so that a list of titles takes linear time.
const LONGEST: usize = 6;

/// What stands before whose office it is, and makes it another: "deputy UN envoy".
const RANKS: &[&str] = &["assistant", "associate", "deputy", "junior", "shadow", "vice"];

/// How far to the left of its title an office's article stands at most.
const FARTHEST: usize = 16;

const NOBODY: u32 = u32::MAX;

impl Places {
    pub(crate) fn of(text: &Text<'_>, names: &[Named]) -> Self {
        let mut places = Self {
            starts: vec![NOBODY; text.words.len() + 1],
            ends: vec![NOBODY; text.words.len() + 1],
            lands: HashSet::new(),
        };
        for (index, named) in names.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(NOBODY);
            places.starts[named.piece.words.start] = index;
            places.ends[named.piece.words.end] = index;
            let name = named.piece.span.of(text.whole);
            if named.kind == EntityKind::Place && name.ends_with('a') {
                places.lands.insert(name.to_owned());
            }
        }
        places
    }

    /// The name that starts at this word.
    pub(crate) fn starting(&self, at: usize) -> Option<usize> {
        self.starts.get(at).filter(|&&index| index != NOBODY).map(|&index| index as usize)
    }

    /// The name that ends before this word.
    pub(crate) fn ending(&self, at: usize) -> Option<usize> {
        self.ends.get(at).filter(|&&index| index != NOBODY).map(|&index| index as usize)
    }
}

/// All offices of the text, in order of their heads.
pub(crate) fn find(text: &Text<'_>, names: &[Named], places: &Places, grammar: &Grammar) -> Vec<Office> {
    let mut found = Vec::new();
    let mut name = 0;
    let mut at = 0;
    while at < text.words.len() {
        while name < names.len() && names[name].piece.words.end <= at {
            name += 1;
        }
        // A name's own words are no office: `Martin Luther King`.
        if name < names.len() && names[name].piece.words.contains(&at) {
            at = names[name].piece.words.end;
            continue;
        }
        match read(text, names, places, grammar, at) {
            Some(office) => {
                at = office.words.end.max(at + 1);
                found.push(office);
            }
            None => at += 1,
        }
    }
    found
}

fn read(text: &Text<'_>, names: &[Named], places: &Places, grammar: &Grammar, at: usize) -> Option<Office> {
    let word = &text.words[at];
    if matches!(word.shape, Shape::Mark | Shape::Number) {
        return None;
    }
    let (head, plural) = head_of(word)?;
    let verb = matches!(grammar.tag(at + 1), Some(Tag::Verb | Tag::Aux));
    if !verb && is_part_of_compound(text, at, head) || goes_on(text, places, at, head) {
        return None;
    }
    let sentence = text.sentences[word.sentence].words.clone();
    // "special envoy", "vice president": titles may be made of several heads.
    let mut title = at;
    while title > sentence.start && at - title < LONGEST {
        let before = &text.words[title - 1];
        let small = lower(before.text);
        let belongs = before.shape != Shape::Mark
            && (has(offices::MODIFIERS, plain(&small))
                || before.is_capital() && word.is_capital() && has(offices::HEADS, &small))
            && places.ending(title).is_none();
        if !belongs {
            break;
        }
        title -= 1;
    }
    let mut end = at + 1;
    while end + 1 < sentence.end
        && matches!(text.words[end].text, "of" | "for")
        && has(offices::PORTFOLIOS, &lower(text.words[end + 1].text))
        && places.starting(end + 1).is_none()
    {
        end += 2;
    }
    if end < sentence.end && lower(text.words[end].text) == "general" && has(BEFORE_GENERAL, head) {
        end += 1;
    }
    // `Gen.`
    let dotted =
        end < sentence.end && text.words[end].text == "." && !text.words[end].spaced && word.text.len() <= 4;
    // "chief executive designate"
    if end < sentence.end && matches!(text.words[end].text, "designate" | "elect") {
        end += 1;
    }
    let title_text = title_text(text, title..end, at, plural.then_some(head));
    let mut office = Office {
        words: title..end,
        at,
        title,
        end: end + usize::from(dotted && is_honorific(&lower(word.text))),
        head,
        plural,
        article: Article::None,
        role: OfficeRole { title: title_text, of: None, at: None },
        standing: standing_within(text, title..at + 1),
        owner: None,
    };
    left(text, names, places, sentence.start, &mut office);
    right(text, names, places, sentence.end, &mut office);
    if office.standing.is_none() && is_over(text, office.end) {
        office.standing = Some("former");
    }
    if let Some(standing) = office.standing {
        office.role.title.insert(0, ' ');
        office.role.title.insert_str(0, standing);
    }
    Some(office)
}

/// `minister` of `ex-minister`, `president` of `president-elect`. Lower case.
pub(crate) fn plain(word: &str) -> &str {
    let word = word.strip_prefix("ex-").or_else(|| word.strip_prefix("then-")).unwrap_or(word);
    word.strip_suffix("-elect").or_else(|| word.strip_suffix("-designate")).unwrap_or(word)
}

/// What a word of a title says of that itself: `ex-finance minister`, `then-Gov. Marsh`.
fn standing_within(text: &Text<'_>, title: Range<usize>) -> Option<&'static str> {
    text.words[title].iter().find_map(|word| {
        let (first, _) = word.text.split_once('-')?;
        match &*lower(first) {
            "ex" => Some("former"),
            "then" => Some("then"),
            _ => None,
        }
    })
}

/// What is told of an office by a word before it: "former"; not "Then" where a sentence opens.
pub(crate) fn standing(word: &Word<'_>) -> Option<&'static str> {
    let small = lower(word.text);
    if word.initial && small == "then" {
        return None;
    }
    let at = offices::STANDING.binary_search_by(|(standing, _)| (*standing).cmp(&*small)).ok()?;
    Some(offices::STANDING[at].1)
}

/// What a title says of whether the office is theirs; nothing where it simply is.
pub(crate) fn standing_of(title: &str) -> Option<&str> {
    let first = title.split(' ').next()?;
    offices::STANDING.iter().any(|(_, told)| *told == first).then_some(first)
}

/// The office in a title of a role: "minister" of "former foreign minister", "president" of
/// "president-elect".
pub(crate) fn last_of_title(title: &str) -> &str {
    let mut words = title.rsplit(' ').filter(|word| !matches!(*word, "designate" | "elect"));
    words.next().map_or(title, plain)
}

/// "finance minister from 2010 to 2015", "until last year": it was theirs.
fn is_over(text: &Text<'_>, end: usize) -> bool {
    let word = |at: usize| text.beside(end - 1, Some(at));
    let is = |at: usize, words: &[&str]| word(at).is_some_and(|word| words.contains(&word.text));
    let year = |at: usize| word(at).is_some_and(|word| is_year(word.text));
    is(end, &["from"]) && year(end + 1) && is(end + 2, &["to", "until"]) && year(end + 3)
        || is(end, &["between"]) && year(end + 1) && is(end + 2, &["and"]) && year(end + 3)
        || is(end, &["until"]) && is(end + 1, &["earlier", "her", "his", "last", "recently", "their"])
}

fn head_of(word: &Word<'_>) -> Option<(&'static str, bool)> {
    let small = lower(word.text);
    let small: &str = match word.text.trim_start_matches("ex-").trim_start_matches("then-") {
        title @ ("CEO" | "CFO" | "MEP" | "MP" | "MSP" | "TD") => title,
        _ if word.shape == Shape::Caps => return None,
        _ => plain(&small),
    };
    if let Ok(at) = offices::HEADS.binary_search(&small) {
        return Some((offices::HEADS[at], false));
    }
    offices::PLURALS
        .binary_search_by(|(plural, _)| (*plural).cmp(small))
        .ok()
        .map(|at| (offices::PLURALS[at].1, true))
}

/// "police officer training", "the general election": the head of something else.
fn is_part_of_compound(text: &Text<'_>, at: usize, head: &str) -> bool {
    const DOUBTFUL: &[&str] = &[
        "chair",
        "chief",
        "coach",
        "deputy",
        "executive",
        "expert",
        "general",
        "guard",
        "head",
        "judge",
        "justice",
        "leader",
        "major",
        "member",
        "mother",
        "passer-by",
        "patient",
        "principal",
        "producer",
        "representative",
        "source",
        "student",
        "suspect",
        "volunteer",
        "worker",
    ];
    let Some(after) = text.after(at + 1) else { return false };
    if after.shape != Shape::Lower || !after.spaced || matches!(after.text, "designate" | "elect") {
        return false;
    }
    if matches!(head, "head" | "source" | "general" | "chair" | "guard" | "major")
        && text.before(at).is_none_or(|before| before.shape == Shape::Lower && !is_opening(before.text))
    {
        return true;
    }
    has(DOUBTFUL, head)
        && !has(lists::SPEECH, after.text)
        && !matches!(
            after.text,
            "of" | "for"
                | "to"
                | "at"
                | "in"
                | "on"
                | "and"
                | "or"
                | "who"
                | "is"
                | "was"
                | "has"
                | "had"
                | "will"
                | "would"
                | "could"
                | "from"
                | "with"
                | "by"
                | "as"
                | "that"
                | "then"
                | "also"
                | "but"
                | "may"
                | "can"
                | "later"
                | "are"
                | "were"
                | "have"
        )
}

/// "Deputy" of "Deputy Prime Minister": a later word is the head.
fn goes_on(text: &Text<'_>, places: &Places, at: usize, head: &str) -> bool {
    let Some(after) = text.after(at + 1) else { return false };
    let small = lower(after.text);
    after.spaced
        && after.shape == text.words[at].shape
        && places.starting(at + 1).is_none()
        && (has(offices::HEADS, &small) || has(offices::MODIFIERS, &small))
        && !(small == "general" && has(BEFORE_GENERAL, head))
        && has(offices::MODIFIERS, &lower(text.words[at].text))
}

fn is_opening(word: &str) -> bool {
    matches!(
        word,
        "the" | "a" | "an" | "his" | "her" | "their" | "its" | "our" | "one" | "another" | "former"
    ) || has(offices::MODIFIERS, word)
}

/// The title in small letters and singular: the word at `at` is `head` where it is plural.
fn title_text(text: &Text<'_>, words: Range<usize>, at: usize, head: Option<&str>) -> String {
    let mut title = String::new();
    for index in words {
        let word = &text.words[index];
        if word.shape == Shape::Mark {
            continue;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        match head {
            Some(head) if index == at => title.push_str(head),
            _ if word.shape == Shape::Caps => title.push_str(word.text),
            _ => {
                let small = lower(word.text);
                let bare = small.strip_prefix("ex-").or_else(|| small.strip_prefix("then-"));
                title.push_str(bare.unwrap_or(&small));
            }
        }
    }
    title
}

/// Whose office it is, adjectives, and the article.
fn left(text: &Text<'_>, names: &[Named], places: &Places, start: usize, office: &mut Office) {
    let mut at = office.title;
    let mut adjectives = 0;
    let mut reach = at;
    let start = start.max(at.saturating_sub(FARTHEST));
    while at > start {
        let before = &text.words[at - 1];
        let small = lower(before.text);
        if let Some(index) = places.ending(at)
            && names[index].kind != EntityKind::Person
            && text.words[at].spaced
            && office.role.at.is_none()
        {
            own(text, names, places, index, office);
            at = names[index].piece.words.start;
            // "Assistant U.S. Attorney"
            if let Some(rank) = text.before(at).map(|word| lower(word.text)).filter(|word| has(RANKS, word)) {
                office.role.title = format!("{rank} {}", office.role.title);
                at -= 1;
            }
            reach = at;
            continue;
        }
        if before.is_possessive() && at >= 2 {
            if let Some(index) = places.ending(at - 1) {
                office.article = Article::Definite;
                if names[index].kind != EntityKind::Person {
                    own(text, names, places, index, office);
                }
                at = names[index].piece.words.start;
                reach = at;
                if at > start && matches!(&*lower(text.words[at - 1].text), "the") {
                    reach = at - 1;
                }
            }
            break;
        }
        let article = match &*small {
            "the" | "his" | "her" | "their" | "its" | "our" | "my" | "your" | "this" | "that" => {
                Article::Definite
            }
            "a" | "an" | "another" | "one" | "some" | "several" | "many" | "two" | "three" | "any" | "no"
            | "every" | "each" => Article::Indefinite,
            _ => Article::None,
        };
        if article != Article::None {
            office.article = article;
            reach = at - 1;
            break;
        }
        if has(offices::TEMPORAL, &small) {
            office.standing = office.standing.or_else(|| standing(before));
            at -= 1;
            reach = at;
            continue;
        }
        // "a former soldier turned teacher": what stands further left is said of the soldier.
        if has(offices::HEADS, &small) && before.shape == Shape::Lower {
            break;
        }
        // "the embattled president", "a 43-year-old teacher"
        adjectives += 1;
        let plain = matches!(before.shape, Shape::Lower | Shape::Number)
            && !has(lists::SPEECH, &small)
            && !matches!(
                &*small,
                "of" | "to"
                    | "in"
                    | "on"
                    | "at"
                    | "by"
                    | "for"
                    | "from"
                    | "with"
                    | "and"
                    | "or"
                    | "but"
                    | "as"
                    | "is"
                    | "was"
                    | "are"
                    | "were"
                    | "be"
                    | "been"
                    | "that"
                    | "who"
                    | "which"
                    | "when"
                    | "than"
                    | "not"
                    | "has"
                    | "had"
                    | "have"
                    | "will"
                    | "would"
            );
        if adjectives > 2 || !plain {
            break;
        }
        at -= 1;
    }
    // Adjectives count only with an article before them.
    office.words.start = reach;
}

/// A name to the left says whose the office is; of two the outer one, and the inner says where:
/// "Russia's UN ambassador".
fn own(text: &Text<'_>, names: &[Named], places: &Places, index: usize, office: &mut Office) {
    office.role.at = office.role.of.take();
    office.role.of = Some(owner_name(text, places, &names[index]));
    office.owner = Some(index);
}

/// "of France", "to the United Nations", "for Human Rights Watch".
fn right(text: &Text<'_>, names: &[Named], places: &Places, end: usize, office: &mut Office) {
    for _ in 0..3 {
        let at = office.end;
        if at + 1 >= end {
            return;
        }
        let link = text.words[at].text;
        let next = if text.words[at + 1].text == "the" { at + 2 } else { at + 1 };
        let Some(index) = places.starting(next) else { return };
        let owner = &names[index];
        if owner.piece.words.end > end || !owner.piece.titles.is_empty() {
            return;
        }
        if owner.kind == EntityKind::Person {
            return;
        }
        let name = owner_name(text, places, owner);
        match link {
            "of" | "for" if office.role.of.is_none() => {
                office.role.of = Some(name);
                office.owner = Some(index);
            }
            "to" | "on" | "at" | "in" | "of" | "for" if office.role.at.is_none() => {
                office.role.at = Some(name);
            }
            _ => return,
        }
        office.end = owner.piece.words.end;
        // "the governor of Orest province"
        let kind = text.after(office.end).is_some_and(|noun| has(lists::PLACE_NOUNS, noun.text));
        if kind && owner.kind == EntityKind::Place {
            office.end += 1;
        }
    }
}

/// `British` is of the United Kingdom.
fn owner_name(text: &Text<'_>, places: &Places, named: &Named) -> String {
    if let Some(Known::Demonym(code)) = named.piece.known
        && let Some(country) = gazetteer::country_name(code)
    {
        return country.to_owned();
    }
    let name = named.piece.span.of(text.whole);
    // A country that only this document knows: "Karvonian" is of Karvonia.
    if named.kind == EntityKind::Group
        && let Some(land) = name.strip_suffix('n')
        && places.lands.contains(land)
    {
        return land.to_owned();
    }
    if name.contains('\n') { name.split_whitespace().collect::<Vec<_>>().join(" ") } else { name.to_owned() }
}

/// The role that a person's own titles give: `Foreign Secretary`, `Gen.`; none for `Mr`.
pub(crate) fn title_role(text: &Text<'_>, titles: Range<usize>) -> Option<String> {
    let first = titles.start;
    let last = text.words[titles.clone()].iter().rev().find(|word| word.shape != Shape::Mark)?;
    let small = lower(last.text);
    let small = plain(&small);
    if !has(honorifics::OFFICES, small) || has(offices::HEADS, small) {
        return None;
    }
    let full = honorifics::FULL.binary_search_by(|(short, _)| (*short).cmp(small));
    let title = full.map_or_else(|_| small.to_owned(), |at| honorifics::FULL[at].1.to_owned());
    // "retired Gen. Oru"
    let before = text.words[titles.clone()].iter().chain(text.before(first)).find_map(standing);
    let standing = before.or_else(|| standing_within(text, titles));
    Some(standing.map_or(title.clone(), |standing| format!("{standing} {title}")))
}
