//! Words that look like an event and tell none: "hard to deny", "an attack on inflation", a storm
//! that hits, a goal that is shot.

use rapporteur_document::{Relation, Tag};

use crate::clause::Frame;
use crate::lexicon::idioms;
use crate::sentence::Sentence;
use crate::words;

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// Verbs of force that ills and stakes are fought with.
fn fights(lemma: &str) -> bool {
    matches!(
        lemma,
        "fight"
            | "battle"
            | "attack"
            | "combat"
            | "target"
            | "tackle"
            | "defeat"
            | "crush"
            | "strike"
            | "hit"
    )
}

impl Sentence<'_> {
    /// Whether the clause stands under a judgement of what could be: "it is difficult to deny".
    pub(crate) fn is_idle(&self, verb: usize) -> bool {
        let mut here = verb;
        for _ in 0..8 {
            let Some(above) = self.head(here) else { return false };
            let clausal = matches!(
                self.relation(here),
                Relation::Xcomp | Relation::Ccomp | Relation::Csubj | Relation::Advcl | Relation::Acl
            );
            if clausal
                && self.tag(above) == Tag::Adj
                && has(idioms::TOUGH, self.lemma(above))
                && self
                    .children(here)
                    .any(|mark| self.relation(mark) == Relation::Mark && self.lemma(mark) == "to")
            {
                return true;
            }
            here = above;
        }
        false
    }

    /// Whether a verb with these around it is a figure of speech, or a deed of weather and markets.
    pub(crate) fn is_figure(&self, verb: usize, frame: &Frame) -> bool {
        let lemma = self.lemma(verb);
        let doer = if frame.passive { frame.agent } else { frame.subject };
        if doer.is_some_and(|doer| self.is_no_actor(doer)) {
            return true;
        }
        if let Some(object) = frame.object.map(|object| self.core(object)) {
            let noun = self.lemma(object);
            let listed = words::find(idioms::OBJECTS, lemma)
                .is_some_and(|nouns| nouns.split_ascii_whitespace().any(|listed| listed == noun));
            if listed || (fights(lemma) && has(idioms::ILLS, noun)) {
                return true;
            }
        }
        if matches!(lemma, "fight" | "battle" | "struggle" | "combat" | "clash")
            && self.children(verb).any(|child| self.is_ill_or_stake(child))
        {
            return true;
        }
        matches!(lemma, "beat" | "defeat" | "hammer" | "crush" | "edge" | "thrash") && self.has_score(verb)
    }

    /// Whether a noun of violence is one in name only: "the battle for the title", "a war on drugs".
    pub(crate) fn is_figure_of_war(&self, noun: usize) -> bool {
        self.children(noun)
            .any(|child| self.is_ill_or_stake(child) && self.relation(child).is(Relation::Nmod))
    }

    fn is_ill_or_stake(&self, at: usize) -> bool {
        let at_core = self.core(at);
        let lemma = self.lemma(at_core);
        if self.tag(at_core) != Tag::Noun {
            return false;
        }
        match self.case(at) {
            Some("against" | "with" | "on" | "over") => has(idioms::ILLS, lemma),
            Some("for") => has(idioms::STAKES, lemma) || has(idioms::ILLS, lemma),
            _ => false,
        }
    }

    /// Weather and markets do nothing to anybody, whatever verb they take.
    fn is_no_actor(&self, head: usize) -> bool {
        let is = |at: usize| has(idioms::NO_ACTORS, self.lemma(at));
        let before = |at: usize| matches!(self.relation(at), Relation::Compound | Relation::Flat);
        is(head)
            || self.words[head].name.is_some() && self.children(head).any(|child| before(child) && is(child))
    }

    /// A score stands after the verb: "2-0".
    fn has_score(&self, verb: usize) -> bool {
        let is_count = |at: usize| {
            let form = self.form(at);
            form.len() <= 3 && form.bytes().all(|byte| byte.is_ascii_digit())
        };
        (verb + 1..self.len().min(verb + 12)).any(|at| {
            let whole = self.form(at).split_once(['-', '–']).is_some_and(|(home, away)| {
                let short = |part: &str| {
                    (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
                };
                short(home) && short(away)
            });
            whole
                || (at + 2 < self.len()
                    && is_count(at)
                    && matches!(self.form(at + 1), "-" | "–")
                    && is_count(at + 2))
        })
    }
}
