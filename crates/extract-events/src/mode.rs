//! How an event was done and what it is about: PLOVER's mode and contexts, by word lists.

use rapporteur_document::{Relation, Tag};

use crate::clause::Reading;
use crate::lexicon::modes;
use crate::sentence::Sentence;
use crate::words::{self, Kind};

type Table = &'static [(&'static str, &'static str)];

/// The words that say how events of a class are done.
fn table(class: &str) -> Table {
    match class {
        "ACCUSE" => modes::ACCUSE,
        "ASSAULT" => modes::ASSAULT,
        "COERCE" => modes::COERCE,
        "CONSULT" => modes::CONSULT,
        "MOBILIZE" => modes::MOBILIZE,
        "PROTEST" => modes::PROTEST,
        "RETREAT" => modes::RETREAT,
        "SANCTION" => modes::SANCTION,
        _ => &[],
    }
}

/// Modes of a class; what a word list says beyond these is the word of another class.
pub(crate) fn is_mode(class: &str, mode: &str) -> bool {
    let modes: &[&str] = match class {
        "ACCUSE" => &["allege", "disapprove", "investigate"],
        "ASSAULT" => &[
            "abduct",
            "assassinate",
            "beat",
            "crowd-control",
            "destroy",
            "execute",
            "explosives",
            "firearms",
            "heavy-weapons",
            "primitive",
            "sexual",
            "suicide-attack",
            "torture",
        ],
        "COERCE" => &[
            "arrest",
            "ban",
            "censor",
            "curfew",
            "cyber",
            "deport",
            "martial-law",
            "restrict",
            "seize",
            "withhold",
        ],
        "CONSULT" => &["multilateral", "phone", "third-party", "visit"],
        "MOBILIZE" => &["militia", "police", "troops", "weapons"],
        "PROTEST" => &["boycott", "demo", "hunger", "obstruct", "riot", "strike"],
        "REJECT" | "REQUEST" => &["assist", "change", "meet", "yield"],
        "RETREAT" => &["access", "ceasefire", "disarm", "ease", "release", "resign", "return", "withdraw"],
        "SANCTION" => &["discontinue", "expel", "withdraw"],
        "THREATEN" => &["arrest", "ban", "expel", "relations", "restrict", "territory", "violence"],
        _ => &[],
    };
    modes.contains(&mode)
}

/// Most contexts that are given for one event.
const CONTEXTS: usize = 3;

impl Sentence<'_> {
    /// PLOVER's mode of an event between so many.
    pub(crate) fn mode(&self, reading: &Reading, parties: usize) -> Option<&'static str> {
        let class = reading.kind.name;
        let own = reading.kind.mode.filter(|mode| is_mode(class, mode));
        match class {
            "REQUEST" | "REJECT" => own.or_else(|| self.matter(reading)),
            "THREATEN" => self.threatened(reading),
            "CONSULT" => {
                let told = self.told(reading, class).or(own);
                if parties > 2 && told != Some("phone") { Some("multilateral") } else { told }
            }
            "PROTEST" => {
                let told = self.told(reading, class).or(own);
                // Delegates who leave their seats boycott; workers who leave their benches strike.
                let workers =
                    || reading.actor.is_some_and(|actor| words::is_worker(self.lemma(self.core(actor))));
                if told == Some("boycott") && workers() { Some("strike") } else { told }
            }
            // What is blamed for is told apart from what is condemned by the verb alone.
            "ACCUSE" if reading.rule == "guilt" => Some("allege"),
            "ACCUSE" => self.told(reading, class).or(own).or(Some("disapprove")),
            _ => self.told(reading, class).or(own),
        }
    }

    /// The mode that the words of an event say: the one that carries it, its verb, what it is done
    /// to or with.
    fn told(&self, reading: &Reading, class: &str) -> Option<&'static str> {
        let table = table(class);
        if table.is_empty() {
            return None;
        }
        let carriers = [reading.trigger, reading.verb]
            .into_iter()
            .chain(reading.sites.iter().copied().filter(|&site| self.lemma(site) != "police"));
        for at in carriers.clone() {
            if let Some(mode) = self.word_mode(table, at) {
                return Some(mode);
            }
        }
        let with_things =
            matches!(class, "ASSAULT" | "COERCE" | "CONSULT" | "MOBILIZE" | "RETREAT" | "PROTEST");
        let beside = carriers.filter(|_| with_things).flat_map(|at| self.children(at)).filter(|&child| {
            let relation = self.relation(child);
            self.is_noun(child)
                && (matches!(relation, Relation::Obj | Relation::NsubjPass | Relation::Compound)
                    || relation == Relation::Nmod && self.case(child) == Some("of")
                    || (relation.is(Relation::Obl) || relation.is(Relation::Nmod))
                        && class == "ASSAULT"
                        && matches!(self.case(child), Some("with" | "by" | "in" | "using"))
                    || relation.is(Relation::Obl)
                        && class == "CONSULT"
                        && matches!(self.case(child), Some("by" | "on" | "over" | "via"))
                    || relation == Relation::Nsubj && class == "ASSAULT")
        });
        let mut beside = beside;
        beside.find_map(|child| self.word_mode(table, child))
    }

    fn word_mode(&self, table: Table, at: usize) -> Option<&'static str> {
        let lemma = self.lemma(at);
        let two = |first: &str| words::find_two(table, first, lemma);
        let mut before = at;
        while before > 0 && matches!(self.form(before - 1), "-" | "–") {
            before -= 1;
        }
        (before > 0)
            .then(|| two(self.lemma(before - 1)).or_else(|| two(&self.form(before - 1).to_lowercase())))
            .flatten()
            .or_else(|| {
                // "blew up", "opened fire".
                let verb = self.tag(at) == Tag::Verb;
                let with = |child| words::find_two(table, lemma, self.lemma(child));
                self.children(at).filter(|_| verb).find_map(with)
            })
            .or_else(|| words::find(table, lemma))
    }

    /// What is asked for or refused: help, a change, talks, or that somebody yields.
    fn matter(&self, reading: &Reading) -> Option<&'static str> {
        let by_kind = |kind: Kind| match kind.name {
            "AID" | "COOPERATE" | "SUPPORT" => Some("assist"),
            "CONSULT" | "AGREE" => Some("meet"),
            "COERCE" | "SANCTION" | "ACCUSE" => Some("change"),
            "RETREAT" if kind.mode == Some("resign") => Some("change"),
            "ASSAULT" | "CONCEDE" | "MOBILIZE" | "PROTEST" | "RETREAT" => Some("yield"),
            _ => None,
        };
        reading.inner.and_then(by_kind).or_else(|| {
            let matter = |at: usize, deep: usize| {
                if matches!(self.lemma(at), "missile" | "rocket" | "shell" | "drone" | "bomb") {
                    return Some("assist");
                }
                self.class_within(at, deep).and_then(|(class, _)| words::find(modes::MATTERS, class))
            };
            reading.sites.iter().find_map(|&site| {
                // "an offer of talks", "asked for aid": the matter of the matter.
                let mut of = self.children(site).filter(|&child| {
                    let relation = self.relation(child);
                    (relation.is(Relation::Nmod) || relation.is(Relation::Obl))
                        && matches!(self.case(child), Some("of" | "for"))
                        && self.is_noun(child)
                });
                let deeper = of.find_map(|child| matter(child, 1));
                let own = self.is_noun(site).then(|| matter(site, 2)).flatten();
                match own {
                    Some("change") | None => deeper.or(own),
                    other => other,
                }
            })
        })
    }

    /// What is threatened.
    fn threatened(&self, reading: &Reading) -> Option<&'static str> {
        let deed = reading.inner.map(|inner| inner.name).or_else(|| {
            let class =
                reading.sites.iter().find_map(|&site| self.class(site).filter(|_| self.is_noun(site)))?;
            match class {
                "attack" => Some("ASSAULT"),
                "restriction" | "arrest" => Some("COERCE"),
                "relations" | "talks" | "boycott" | "strike" | "protest" => Some("SANCTION"),
                _ => None,
            }
        })?;
        match deed {
            "ASSAULT" => {
                let takes = reading.sites.iter().any(|&site| {
                    matches!(
                        self.lemma(site),
                        "occupy" | "annex" | "capture" | "seize" | "retake" | "overrun"
                    )
                });
                Some(if takes { "territory" } else { "violence" })
            }
            "MOBILIZE" => Some("violence"),
            "COERCE" => Some(match self.told(reading, "COERCE") {
                Some("arrest") => "arrest",
                Some("ban" | "censor") => "ban",
                Some("deport") => "expel",
                _ => "restrict",
            }),
            "SANCTION" => {
                Some(if self.told(reading, "SANCTION") == Some("expel") { "expel" } else { "relations" })
            }
            "REJECT" | "PROTEST" => Some("relations"),
            _ => None,
        }
    }

    /// What the event is about, by the words of its clause.
    pub(crate) fn contexts(&self, reading: &Reading) -> Vec<String> {
        let mut found: Vec<&'static str> = Vec::new();
        for at in self.start..self.len() {
            if !matches!(self.tag(at), Tag::Noun | Tag::Adj) {
                continue;
            }
            if let Some(context) = words::context(self.lemma(at))
                && !found.contains(&context)
                && self.is_under(at, reading)
            {
                found.push(context);
                if found.len() == CONTEXTS {
                    break;
                }
            }
        }
        found.sort_unstable();
        found.into_iter().map(str::to_owned).collect()
    }

    /// Whether a word hangs on what carries the event.
    fn is_under(&self, at: usize, reading: &Reading) -> bool {
        let mut here = at;
        for _ in 0..12 {
            if here == reading.verb || here == reading.trigger || reading.sites.contains(&here) {
                return true;
            }
            // A clause with its own subject tells of something else.
            let apart = matches!(
                self.relation(here),
                Relation::Advcl | Relation::AclRelcl | Relation::Parataxis | Relation::Csubj
            ) && self.child(here, Relation::Nsubj).is_some();
            match self.head(here) {
                Some(above) if !apart => here = above,
                _ => break,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{is_mode, table};
    use crate::lexicon::{modes, verbs};

    #[test]
    fn every_listed_mode_is_one_of_its_class() {
        let classes =
            ["ACCUSE", "ASSAULT", "COERCE", "CONSULT", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION"];
        for class in classes {
            for (word, mode) in table(class) {
                assert!(is_mode(class, mode), "{class}: {word} = {mode}");
            }
        }
        assert!(modes::MATTERS.iter().all(|(_, mode)| is_mode("REQUEST", mode)));
        let lines = verbs::PAIRS.iter().chain(verbs::PLAIN).chain(verbs::PHRASAL);
        for (words, line) in lines.filter(|(_, line)| !line.starts_with('=')) {
            let mut parts = line.split(' ');
            if let (Some(class), Some(mode)) = (parts.next(), parts.nth(1)) {
                assert!(is_mode(class, mode), "{words}: {class} {mode}");
            }
        }
    }
}
