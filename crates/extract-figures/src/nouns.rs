//! What a number counts: the head of the words behind it.

use rapporteur_english::numbers::cardinal;

use crate::counts::Counter;
use crate::lexicon::{nouns, states};
use crate::words::{listed, of_piece};

/// What is counted: the piece after it, its head in lower case, and an adjective of state.
pub(crate) struct Noun {
    pub(crate) end: usize,
    pub(crate) head: String,
    pub(crate) adjective: Option<&'static str>,
}

/// How many words there can be between a number and the head of what it counts.
const LONGEST_NOUN: usize = 6;

impl Counter<'_> {
    /// What stands behind "of": a noun with its article and its owner. A number on the way is given
    /// with its place: "the town's 40,000 inhabitants".
    pub(crate) fn noun_of(&self, at: usize) -> Option<(Noun, Option<usize>)> {
        let mut next = at;
        let mut nested = None;
        for _ in 0..LONGEST_NOUN {
            if self.any(
                next,
                &["the", "its", "their", "his", "her", "our", "all", "those", "these", "this", "my", "your"],
            ) || self.possessive(next)
            {
                next += 1;
            } else if let Some(number) = cardinal(self.reading, next) {
                nested = nested.or(Some(next));
                next = number.end;
            } else {
                break;
            }
            // An owner before the noun: "the town's"
            let owner = (next..next + 3).find(|at| self.possessive(at + 1) && self.is_word(*at));
            if let Some(owner) = owner
                && (next..=owner).all(|at| self.is_word(at) && !self.listed(at, nouns::STOPS))
            {
                next = owner + 2;
            }
        }
        let noun = self
            .noun(next)
            .or_else(|| (next > at || nested.is_some()).then(|| self.singular(next)).flatten())?;
        Some((noun, nested))
    }

    /// A noun in the singular behind "of": "18 tonnes of flour".
    pub(crate) fn singular_of(&self, at: usize) -> Option<(Noun, Option<usize>)> {
        self.singular(at).map(|noun| (noun, None))
    }

    /// One or two words that are no plural: "crowd", "clean water", "bank technician".
    pub(crate) fn singular(&self, at: usize) -> Option<Noun> {
        let fits = |at: usize| {
            self.is_word(at)
                && !self.capital(at)
                && !self.listed(at, nouns::STOPS)
                && !self.listed(at, nouns::TIME)
                && !self.word(at).starts_with(['\'', '’'])
                && self.word(at).len() > 2
                && of_piece(self.reading, at, states::PASSIVE).is_none()
                && of_piece(self.reading, at, states::ACTIVE).is_none()
        };
        let first = at
            + usize::from(
                self.any(at, &["other", "more", "further", "single", "new"])
                    || (self.capital(at) && self.is_word(at) && self.reading.pieces.len() > at + 1),
            );
        if !fits(first) {
            return None;
        }
        // A second word is taken where no third stands behind it that could be the clause's own.
        let second = first + 1;
        let verbal = ["ed", "ing", "ly", "s"].iter().any(|ending| self.word(second).ends_with(ending));
        let closes = !self.is_word(second + 1)
            || self.listed(second + 1, nouns::STOPS)
            || of_piece(self.reading, second + 1, states::PASSIVE).is_some();
        let last = if fits(second) && !verbal && closes { second } else { first };
        Some(Noun { end: last + 1, head: self.word(last).to_lowercase(), adjective: None })
    }

    /// What is counted: the words up to the last plural before the clause goes on.
    pub(crate) fn noun(&self, at: usize) -> Option<Noun> {
        let mut best: Option<(usize, String)> = None;
        let mut adjective = None;
        let mut next = at;
        for _ in 0..LONGEST_NOUN {
            if !self.is_word(next) || self.possessive(next) {
                break;
            }
            // A compound counts as one word: "passers-by", "two-storey".
            let mut last = next;
            while self.reading.is_hyphen(last + 1) && self.is_word(last + 2) && last < next + 6 {
                last += 2;
            }
            let compound = last > next;
            let owner = self.possessive(last + 1);
            let lower = self.reading.lower(last);
            let word = lower.as_str();
            if !compound && (self.listed(next, nouns::STOPS) || self.listed(next, nouns::TIME)) {
                break;
            }
            if owner {
                break;
            }
            if !compound && let Some(state) = of_piece(self.reading, next, states::PASSIVE) {
                // "40 wounded soldiers", but "12 soldiers killed"
                if best.is_some() || !self.plural(next + 1) && !self.plural(next + 2) {
                    break;
                }
                adjective = adjective.or(Some(state));
                next += 1;
                continue;
            }
            let plural = if compound {
                self.plural(last) || self.compound_plural(next, last)
            } else {
                self.plural(next)
            };
            if plural {
                let text = &self.reading.text
                    [self.reading.pieces[next].span.start()..self.reading.pieces[last].span.end()];
                best = Some((last + 1, text.to_lowercase()));
            } else if best.is_some() || word.ends_with("ly") && word.len() > 4 && !self.plural(last + 1) {
                break;
            }
            next = last + 1;
            // A comma between adjectives is rare; any mark ends the noun.
            if best.is_some() && !self.plural(next) {
                break;
            }
        }
        best.map(|(end, head)| Noun { end, head, adjective })
    }

    pub(crate) fn compound_plural(&self, first: usize, last: usize) -> bool {
        let text =
            &self.reading.text[self.reading.pieces[first].span.start()..self.reading.pieces[last].span.end()];
        listed(nouns::PLURALS, &text.to_lowercase())
    }

    /// Whether the word is a plural noun, by its form.
    pub(crate) fn plural(&self, at: usize) -> bool {
        if !self.is_word(at) {
            return false;
        }
        let word = self.word(at);
        if self.listed(at, nouns::PLURALS) {
            return true;
        }
        let Some(last) = word.chars().next_back() else { return false };
        if word.ends_with("men") && word.len() > 4 && !self.listed(at, nouns::NOT_PLURAL) {
            return !matches!(
                self.reading.lower(at).as_str(),
                "women's" | "regimen" | "specimen" | "omen" | "semen"
            );
        }
        last == 's'
            && word.len() > 3
            && !["ss", "us", "is", "'s", "’s", "ous"].iter().any(|ending| word.ends_with(ending))
            && !self.listed(at, nouns::NOT_PLURAL)
            && !self.listed(at, nouns::STOPS)
            && !self.listed(at, nouns::TIME)
            && of_piece(self.reading, at, states::ACTIVE).is_none()
            || (word.len() > 2 && last == 's' && word.chars().rev().skip(1).all(char::is_uppercase))
    }
}
