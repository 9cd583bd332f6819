//! What the word lists say about a word: the classes that the shallow scan goes by.

use std::collections::HashMap;
use std::sync::LazyLock;

use rapporteur_document::QuoteStatus;

use crate::lexicon::{cues, words};

/// A set of word classes, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Class(pub(crate) u64);

impl Class {
    pub(crate) const DETERMINER: Self = Self(1);
    pub(crate) const SUBJECT: Self = Self(1 << 1);
    pub(crate) const OBJECT: Self = Self(1 << 2);
    pub(crate) const POSSESSIVE: Self = Self(1 << 3);
    pub(crate) const PREPOSITION: Self = Self(1 << 4);
    pub(crate) const COORDINATOR: Self = Self(1 << 5);
    pub(crate) const SUBORDINATOR: Self = Self(1 << 6);
    pub(crate) const WH: Self = Self(1 << 7);
    pub(crate) const AUXILIARY: Self = Self(1 << 8);
    pub(crate) const NEGATION: Self = Self(1 << 9);
    pub(crate) const ADVERB: Self = Self(1 << 10);
    pub(crate) const TIME: Self = Self(1 << 11);
    pub(crate) const TITLE: Self = Self(1 << 12);
    pub(crate) const VERB: Self = Self(1 << 13);
    pub(crate) const WORK: Self = Self(1 << 14);
    pub(crate) const DOCUMENT: Self = Self(1 << 15);
    pub(crate) const PEOPLE: Self = Self(1 << 16);
    /// "that"
    pub(crate) const THAT: Self = Self(1 << 17);
    /// "to"
    pub(crate) const TO: Self = Self(1 << 18);
    /// The possessive ending, which is also a contracted "is" or "has".
    pub(crate) const ENDING: Self = Self(1 << 19);
    /// Starts with a capital letter.
    pub(crate) const CAPITAL: Self = Self(1 << 20);
    pub(crate) const NUMBER: Self = Self(1 << 21);
    /// `-ing`
    pub(crate) const GERUND: Self = Self(1 << 22);
    /// `-ed`
    pub(crate) const PAST: Self = Self(1 << 23);
    pub(crate) const COMMA: Self = Self(1 << 24);
    pub(crate) const COLON: Self = Self(1 << 25);
    pub(crate) const SEMICOLON: Self = Self(1 << 26);
    pub(crate) const DASH: Self = Self(1 << 27);
    /// `.`, `!`, `?`, `…`
    pub(crate) const STOP: Self = Self(1 << 28);
    /// Any other mark.
    pub(crate) const MARK: Self = Self(1 << 29);
    /// Between brackets, the brackets included.
    pub(crate) const ASIDE: Self = Self(1 << 30);
    /// A quoted stretch.
    pub(crate) const QUOTED: Self = Self(1 << 31);
    /// A stop that belongs to the word before it.
    pub(crate) const POINT: Self = Self(1 << 32);
    /// "am", "is", "was", "been", …
    pub(crate) const BE: Self = Self(1 << 33);
    /// "during", "after", "when": tells the circumstances.
    pub(crate) const CIRCUMSTANCE: Self = Self(1 << 34);
    /// "the", "his": opens a noun phrase and stands nowhere else.
    pub(crate) const ARTICLE: Self = Self(1 << 35);

    /// "statement", "interview", "Twitter": where things are said.
    pub(crate) const MEDIUM: Self = Self(1 << 36);

    /// "made", "announced": whose subject says what the noun after it brings.
    pub(crate) const OWNING: Self = Self(1 << 37);

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A reporting verb: one dictionary form, how it reports, and what may follow it.
#[derive(Debug)]
pub(crate) struct Verb {
    pub(crate) lemma: &'static str,
    pub(crate) status: QuoteStatus,
    pub(crate) frames: u16,
    /// Prepositions that bring what is said: "called *for*".
    pub(crate) prepositions: Vec<&'static str>,
    /// A particle that must come first: "pointed *out*".
    pub(crate) particle: Option<(&'static str, u16)>,
}

impl Verb {
    pub(crate) const CLAUSE: u16 = 1;
    pub(crate) const THAT: u16 = 2;
    pub(crate) const QUOTE: u16 = 4;
    pub(crate) const OBJECT: u16 = 8;
    pub(crate) const PERSON: u16 = 16;
    pub(crate) const TO: u16 = 32;

    pub(crate) fn takes(&self, frame: u16) -> bool {
        self.frames & frame != 0
    }

    /// "is adamant that": an adjective that reports.
    pub(crate) fn is_adjective(&self) -> bool {
        self.lemma.starts_with("be ")
    }

    fn read(lemma: &'static str, entry: &'static str) -> Self {
        let mut verb =
            Self { lemma, status: QuoteStatus::Said, frames: 0, prepositions: Vec::new(), particle: None };
        for (index, part) in entry.split(' ').enumerate() {
            if index == 0 {
                verb.status = status(part);
            } else if let Some(preposition) = part.strip_prefix('+') {
                verb.prepositions.push(preposition);
            } else if let Some((particle, after)) = part.split_once(':') {
                let frames = verb.particle.map_or(0, |(_, frames)| frames);
                verb.particle = Some((particle, frames | frame(after)));
            } else {
                verb.frames |= frame(part);
            }
        }
        verb
    }
}

fn status(name: &str) -> QuoteStatus {
    QuoteStatus::from_name(name).unwrap_or_else(|| panic!("cues.toml: no status {name:?}"))
}

fn frame(name: &str) -> u16 {
    match name {
        "clause" => Verb::CLAUSE | Verb::THAT,
        "that" => Verb::THAT,
        "quote" => Verb::QUOTE,
        "object" => Verb::OBJECT,
        "person" => Verb::PERSON,
        "to" => Verb::TO,
        other => panic!("cues.toml: no frame {other:?}"),
    }
}

/// What is known about a form.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word {
    pub(crate) class: Class,
    /// The reporting verb that it is a form of.
    pub(crate) verb: Option<&'static Verb>,
    /// It is a noun or adjective as often as a verb.
    pub(crate) ambiguous: bool,
    /// As a noun it brings a report: "claim".
    pub(crate) noun: Option<QuoteStatus>,
    /// Prepositions that bring what the noun reports: "call for".
    pub(crate) links: Option<&'static str>,
}

static VERBS: LazyLock<Vec<Verb>> =
    LazyLock::new(|| cues::VERBS.iter().map(|&(lemma, entry)| Verb::read(lemma, entry)).collect());

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let mut known: HashMap<&'static str, Word> = HashMap::new();
    let lists: [(&[&'static str], Class); 21] = [
        (words::DETERMINERS, Class::DETERMINER),
        (words::SUBJECT_PRONOUNS, Class::SUBJECT),
        (words::OBJECT_PRONOUNS, Class::OBJECT),
        (words::POSSESSIVES, Class::POSSESSIVE),
        (words::PREPOSITIONS, Class::PREPOSITION),
        (words::COORDINATORS, Class::COORDINATOR),
        (words::SUBORDINATORS, Class::SUBORDINATOR),
        (words::WH, Class::WH),
        (words::AUXILIARIES, Class::AUXILIARY),
        (words::NEGATIONS, Class::NEGATION),
        (words::ADVERBS, Class::ADVERB),
        (words::TIMES, Class::TIME),
        (words::TITLES, Class::TITLE),
        (words::VERBS, Class::VERB),
        (words::WORKS, Class::WORK),
        (words::DOCUMENTS, Class::DOCUMENT),
        (words::PEOPLE, Class::PEOPLE),
        (words::CIRCUMSTANCES, Class::CIRCUMSTANCE),
        (words::ARTICLES, Class::ARTICLE),
        (words::MEDIA, Class::MEDIUM),
        (cues::OWNING, Class::OWNING),
    ];
    for (list, class) in lists {
        for &word in list {
            let entry = known.entry(word).or_default();
            entry.class = entry.class.or(class);
        }
    }
    for (word, class) in [("that", Class::THAT), ("to", Class::TO.or(Class::PREPOSITION))] {
        let entry = known.entry(word).or_default();
        entry.class = entry.class.or(class);
    }
    for word in
        ["is", "are", "was", "were", "be", "been", "being", "am", "isn't", "wasn't", "weren't", "aren't"]
    {
        let entry = known.entry(word).or_default();
        entry.class = entry.class.or(Class::BE);
    }
    for &(form, lemma) in cues::FORMS {
        let index = VERBS
            .binary_search_by_key(&lemma, |verb| verb.lemma)
            .unwrap_or_else(|_| panic!("cues.toml: {form:?} is a form of {lemma:?}, which isn't in [verbs]"));
        known.entry(form).or_default().verb = Some(&VERBS[index]);
    }
    for &form in cues::AMBIGUOUS {
        known.entry(form).or_default().ambiguous = true;
    }
    for &(form, entry) in cues::NOUNS {
        let (name, links) = entry.split_once(' ').map_or((entry, None), |(name, links)| (name, Some(links)));
        let word = known.entry(form).or_default();
        (word.noun, word.links) = (Some(status(name)), links);
    }
    known
});

/// What is known about a word; `buffer` is scratch space.
pub(crate) fn look_up(word: &str, buffer: &mut String) -> Word {
    // Longer than any word of the lists: no need to look.
    if word.len() > 32 {
        return Word { class: shape(word, ""), ..Word::default() };
    }
    buffer.clear();
    if word.is_ascii() {
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
    } else {
        for c in word.chars() {
            if c == '’' { buffer.push('\'') } else { buffer.extend(c.to_lowercase()) }
        }
    }
    // "the US embassy", "IT workers": no pronouns
    let mut found = match word {
        "US" | "IT" => Word::default(),
        _ => WORDS.get(buffer.as_str()).copied().unwrap_or_default(),
    };
    found.class = found.class.or(shape(word, buffer));
    if found.class.0 & !Class::CAPITAL.0 == 0
        && let Some((pronoun, rest)) = buffer.split_once('\'')
        && matches!(rest, "d" | "ll" | "ve" | "re" | "m")
        && let Some(known) = WORDS.get(pronoun)
        && known.class.any(Class::SUBJECT.or(Class::WH))
    {
        found.class = found.class.or(known.class).or(Class::AUXILIARY);
    }
    if buffer.ends_with("n't") {
        found.class = found.class.or(Class::NEGATION);
    }
    found
}

/// Classes that can be told from the letters.
fn shape(word: &str, lower: &str) -> Class {
    let mut class = Class::default();
    let first = word.chars().next();
    if first.is_some_and(char::is_uppercase) {
        class = class.or(Class::CAPITAL);
    } else if lower.len() > 4 {
        if lower.ends_with("ing") && words::ING_NOUNS.binary_search(&lower).is_err() {
            class = class.or(Class::GERUND);
        } else if lower.ends_with("ed") {
            class = class.or(Class::PAST);
        } else if lower.ends_with("ly")
            && !matches!(
                lower,
                "family" | "assembly" | "supply" | "reply" | "ally" | "monopoly" | "anomaly" | "italy"
            )
        {
            class = class.or(Class::ADVERB);
        }
    }
    // "the 48-year-old said"
    if lower.ends_with("-year-old") || lower.ends_with("-year-olds") {
        class = class.or(Class::PEOPLE);
    } else if first.is_some_and(|c| c.is_ascii_digit()) {
        class = class.or(Class::NUMBER);
    }
    if matches!(lower, "'s" | "'") {
        class = class.or(Class::ENDING);
    }
    class
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> Word {
        look_up(word, &mut String::new())
    }

    #[test]
    fn forms_lead_to_their_verbs() {
        assert_eq!(of("Said").verb.unwrap().lemma, "say");
        assert_eq!(of("accused").verb.unwrap().status, QuoteStatus::Alleged);
        assert!(of("claims").ambiguous && of("claims").noun == Some(QuoteStatus::Alleged));
        assert!(of("said").verb.unwrap().takes(Verb::CLAUSE));
        assert_eq!(of("pointed").verb.unwrap().particle, Some(("out", Verb::CLAUSE | Verb::THAT)));
    }

    #[test]
    fn contractions_are_pronouns_with_a_helping_verb() {
        assert!(of("they’ve").class.any(Class::SUBJECT) && of("they’ve").class.any(Class::AUXILIARY));
        assert!(of("didn't").class.any(Class::NEGATION));
    }

    #[test]
    fn every_verb_has_its_forms() {
        for verb in VERBS.iter() {
            assert!(cues::FORMS.iter().any(|&(_, lemma)| lemma == verb.lemma), "{}", verb.lemma);
        }
    }
}
