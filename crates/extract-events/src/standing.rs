//! For whom a participant acts: its state or international organisation, and whether its words, a
//! capital's or a people's, mean the government.

use rapporteur_document::{Document, EntityKind, Participant, Party, Relation, StandsFor, Tag};

use crate::clause::Reading;
use crate::sentence::Sentence;

/// What a participant does in the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Acts,
    Receives,
    Reports,
}

/// Prepositions that make a city the place of an event.
fn is_locative(case: &str) -> bool {
    matches!(
        case,
        "in" | "at"
            | "near"
            | "inside"
            | "outside"
            | "around"
            | "across"
            | "within"
            | "into"
            | "over"
            | "through"
    )
}

impl Sentence<'_> {
    /// The participant with its party; `part` and the reading say whether a city acts or only lies there.
    pub(crate) fn standing(
        &self,
        document: &Document,
        head: usize,
        reading: &Reading,
        part: Part,
    ) -> Participant {
        let mut participant = self.participant(document, head);
        if let Some((party, stands)) = self.own_party(document, head) {
            participant.stands_for = stands.filter(|&stands| match stands {
                StandsFor::Capital => self.acts_as_capital(head, reading, part),
                StandsFor::Demonym => self.acts_as_people(head, reading, part),
                StandsFor::Seat => {
                    !is_locative(self.shared_case(head))
                        && (part != Part::Receives || reading.kind.name != "ASSAULT")
                }
            });
            // "Brussels" where it is only a city is Belgian, and no body of the Union.
            if participant.stands_for.is_some() || stands != Some(StandsFor::Seat) {
                participant.party = Some(party);
            }
        } else {
            participant.party = self.party_beside(document, head, &participant);
        }
        participant
    }

    /// The party that the head's own name says.
    fn own_party(&self, document: &Document, head: usize) -> Option<(Party, Option<StandsFor>)> {
        let mention = document.mentions().get(self.words[self.core(head)].name? as usize)?;
        if mention.kind == EntityKind::Person {
            return None;
        }
        rapporteur_english::party(document.words(mention.span))
    }

    /// "Peru's president", "Russian diplomats", "the government of Togo", or the office that the
    /// document gives the person.
    fn party_beside(&self, document: &Document, head: usize, participant: &Participant) -> Option<Party> {
        let named = |at: usize| {
            let mention = document.mentions().get(self.words[at].name? as usize)?;
            let (party, stands) = rapporteur_english::party(document.words(mention.span))?;
            (mention.kind != EntityKind::Person && stands != Some(StandsFor::Seat)).then_some(party)
        };
        let own = self.words[head].name;
        let (first, last) = self.phrase(head);
        let hyphen = |at: usize| matches!(self.form(at), "-" | "–");
        let before = (first..head).rev().find(|&at| {
            self.words[at].name.is_some()
                && self.words[at].name != own
                && !(at + 1 < head && hyphen(at + 1))
                && named(at).is_some()
        });
        // "ambassadors of Peru and Ghana" are of no one country.
        let after = || {
            (head + 1..=last).filter(|&at| self.coordinated(at).len() == 1).find(|&at| {
                self.relation(at).is(Relation::Nmod)
                    && matches!(self.case(at), Some("of" | "from"))
                    && named(at).is_some()
            })
        };
        before.or_else(after).and_then(named).or_else(|| {
            let entity = document.entity(participant.entity?)?;
            let mut of = entity.roles.iter().filter_map(|role| role.of.as_deref());
            if entity.kind == EntityKind::Person {
                of.find_map(rapporteur_english::party).map(|(party, _)| party)
            } else {
                None
            }
        })
    }

    /// The preposition of a noun or of the list that it stands in.
    fn shared_case(&self, head: usize) -> &str {
        let mut here = head;
        for _ in 0..4 {
            if let Some(case) = self.case(here) {
                return case;
            }
            match self.head(here) {
                Some(above) if self.relation(here) == Relation::Conj => here = above,
                _ => break,
            }
        }
        ""
    }

    /// A capital that does something is its government; one to which things are done mostly, unless
    /// it is attacked, visited, left or filled with troops.
    fn acts_as_capital(&self, head: usize, reading: &Reading, part: Part) -> bool {
        let case = self.shared_case(head);
        if is_locative(case) || self.children(head).any(|child| self.relation(child) == Relation::Appos) {
            return false;
        }
        let mode = reading.kind.mode.unwrap_or_default();
        match part {
            Part::Acts | Part::Reports => case != "from",
            Part::Receives => match reading.kind.name {
                "ASSAULT" | "MOBILIZE" | "RETREAT" => false,
                "CONSULT" => mode != "visit" && matches!(case, "with" | "between" | "by" | ""),
                "COERCE" => !matches!(mode, "curfew" | "martial-law"),
                "PROTEST" => matches!(case, "to" | "against"),
                _ => true,
            },
        }
    }

    /// "the Russians signed": a people with its article, uncounted and nowhere, doing what states do.
    fn acts_as_people(&self, head: usize, reading: &Reading, part: Part) -> bool {
        let article =
            self.children(head).any(|child| self.tag(child) == Tag::Det && self.lemma(child) == "the");
        let narrowed = self.children(head).any(|child| {
            matches!(
                self.relation(child),
                Relation::Nummod | Relation::Amod | Relation::Acl | Relation::AclRelcl
            ) || self.relation(child).is(Relation::Nmod)
        });
        if !article || narrowed || self.core(head) != head {
            return false;
        }
        !matches!(
            (reading.kind.name, part),
            ("PROTEST", _) | ("ASSAULT" | "COERCE" | "RETREAT" | "AID", Part::Receives)
        )
    }
}
