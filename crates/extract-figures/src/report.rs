//! By whom: the source that stands in a figure's sentence, or that of the quotation around it.

use rapporteur_document::{
    Document, EntityKind, Mention, MentionForm, Participant, Quote, QuoteForm, Span, StandsFor,
};
use rapporteur_english::numbers::Reading;

use crate::lexicon::{beside, nouns};
use crate::tree::Tree;
use crate::words::listed;

/// How many pieces can stand between a source and its verb.
const REACH: usize = 4;

/// How far before a number its "at" can stand: "put it at about 58 km (36 miles)".
const NEAR: usize = 6;

/// How far before a number the verb that reckons it can stand.
const FAR: usize = 14;

/// Those of a layer's spans that lie in a sentence, found without looking at the others again.
pub(crate) fn inside<T>(all: &[T], sentence: Span, span: impl Fn(&T) -> Span) -> impl Iterator<Item = &T> {
    let first = all.partition_point(|one| span(one).start() < sentence.start());
    let ends = all[first..].partition_point(|one| span(one).start() < sentence.end());
    all[first..first + ends].iter()
}

/// The first piece that starts at `at` or behind it.
pub(crate) fn first_from(reading: Reading<'_>, at: usize) -> usize {
    reading.pieces.partition_point(|piece| piece.span.start() < at)
}

/// Where the source of a sentence's figures is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'s> {
    pub(crate) document: &'s Document,
    pub(crate) reading: Reading<'s>,
    pub(crate) tree: Option<Tree<'s>>,
    pub(crate) mentions: &'s [&'s Mention],
    /// Spans of shares and measures: "17 percent said" has no source in it.
    pub(crate) measures: &'s [Span],
}

impl Sources<'_> {
    /// Who says it: whose count it is, the source in its sentence, or whoever says the quotation that it
    /// stands in.
    pub(crate) fn reported_by(self, quote: Option<&Quote>, figure: Span) -> Option<Participant> {
        let source = || source(self.reading, self.document, self.mentions, figure);
        let found = self.reckoned(figure).or_else(|| self.estimated(figure)).or_else(source);
        let found = found.or_else(|| quoted(self.document, quote?, figure));
        found.filter(|by| !self.measures.iter().any(|measure| measure.overlaps(by.span)))
    }

    /// "by Israeli tallies", "by its own count": whose count it is, where that stands behind the figure or
    /// opens the sentence.
    fn reckoned(self, figure: Span) -> Option<Participant> {
        let reading = self.reading;
        let behind = first_from(reading, figure.end());
        let open = reading.is(0, "by").then_some(0);
        let by = open.into_iter().chain((behind..reading.pieces.len()).filter(|at| reading.is(*at, "by")));
        let (from, to) = by.take(REACH).find_map(|at| {
            let noun = |at: &usize| listed(beside::RECKONINGS, reading.lower(*at).as_str());
            let last = (at + 2..at + 2 + REACH).find(noun)?;
            let plain = |at: usize| {
                let word = reading.word(at);
                word.starts_with(char::is_alphabetic) || is_possessive_mark(word) || word == "-"
            };
            (at + 1..last).all(plain).then_some((at + 1, last))
        })?;
        let mark = (from + 1..to).find(|at| is_possessive_mark(reading.word(*at)));
        let last = mark.map_or(to, |mark| mark - 1);
        let words = Span::new(reading.pieces[from].span.start(), reading.pieces[last].span.end());
        // "by its own count" is said of the subject, whomever a pronoun there was led back to
        let own = if reading.is(from + 1, "own") { self.subject(from, to) } else { None };
        let owner = own.or_else(|| self.owner(words, mark.is_some()));
        Some(owner.unwrap_or_else(|| Participant::new(words, None)))
    }

    /// The subject of the clause of "by its own count", whose words are the pieces `from..=to`.
    fn subject(self, from: usize, to: usize) -> Option<Participant> {
        let (tree, pieces) = (self.tree?, self.reading.pieces);
        if !self.reading.any(from, &["its", "their", "his", "her"]) {
            return None;
        }
        let head = tree.agent(tree.head(tree.first_from(pieces[to].span.start()))?)?;
        self.who(tree, head)
    }

    /// Who is meant by a word and what stands under it: a mention, or else the words themselves.
    fn who(self, tree: Tree<'_>, head: usize) -> Option<Participant> {
        let named = |mention: &&&Mention| mention.span.contains(tree.span(head));
        match self.mentions.iter().filter(named).max_by_key(|mention| mention.span.len()) {
            Some(mention) => Some(speaker(self.reading.text, mention)),
            None => (!tree.is_pronoun(head)).then(|| Participant::new(tree.phrase(head), None)),
        }
    }

    /// Who is meant by the owner's words: "the agency" of "the agency's own count", or "its" before "own count".
    fn owner(self, words: Span, marked: bool) -> Option<Participant> {
        let text = self.reading.text;
        let named = |mention: &&&Mention| {
            let whole = marked && words.contains(mention.span) && mention.span.end() == words.end();
            let its = mention.span.start() == words.start() && is_possessive(text, mention.span);
            (whole || its) && mention.entity.is_some()
        };
        self.mentions.iter().find(named).map(|mention| speaker(text, mention))
    }

    /// "the health office had put the toll at 21": the subject of a verb that reckons.
    fn estimated(self, figure: Span) -> Option<Participant> {
        let tree = self.tree?;
        let number = tree.first_from(figure.start());
        let lemma = |at: usize| tree.lemma(at);
        let before = |back: usize| number.checked_sub(back).map(lemma).unwrap_or_default();
        let verbs = match &*before(1) {
            "at" => beside::ESTIMATING,
            // "gave a figure of 19"
            "as" | "of" if matches!(&*before(2), "figure" | "number" | "toll" | "total") => &["give"],
            _ => return None,
        };
        let mut near = (number.saturating_sub(FAR)..number - 1).rev();
        let verb = near.find(|&at| tree.is_verb(at) && listed(verbs, &lemma(at)))?;
        let head = tree.agent(verb)?;
        self.who(tree, head)
    }
}

/// Where a sentence begins behind its dateline, whose place and day are those of the filing.
pub(crate) fn behind_dateline(reading: Reading<'_>) -> usize {
    let (Some(first), Some(last)) = (reading.pieces.first(), reading.pieces.last()) else { return 0 };
    let sentence = Span::new(first.span.start(), last.span.end());
    rapporteur_english::without_dateline(reading.text, sentence).start()
}

/// The speaker of the quotation around the figure. In words that are not quoted as they fell a clause
/// behind a comma, ", where 47 were killed", may be the writer's own: it has no source.
fn quoted(document: &Document, quote: &Quote, figure: Span) -> Option<Participant> {
    let before = document.text.get(quote.span.start()..figure.start())?;
    let added = [", where ", ", which ", ", who ", ", whose "].iter().any(|clause| before.contains(clause));
    if added && quote.form != QuoteForm::Direct {
        return None;
    }
    let speaker = quote.speaker.as_ref()?;
    Some(Participant::new(speaker.span?, speaker.entity))
}

/// The source before a reporting verb, behind "according to", or behind ", said".
fn source(
    reading: Reading<'_>,
    document: &Document,
    mentions: &[&Mention],
    figure: Span,
) -> Option<Participant> {
    let text = document.text.as_str();
    let mut best: Option<(usize, &Mention)> = None;
    for mention in mentions {
        let place = mention.kind == EntityKind::Place && mention.form == MentionForm::Name;
        if (place && !is_government(text, mention.span)) || figure.overlaps(mention.span) {
            continue;
        }
        // "its director said": not the hospital.
        if mention.form == MentionForm::Pronoun && is_possessive(text, mention.span) {
            continue;
        }
        if !reports(reading, text, mention.span, figure) {
            continue;
        }
        let far = distance(mention.span, figure);
        // Of two sources the one before the figure in its own clause, which is the nearer one.
        if best.is_none_or(|(known, _)| far < known) {
            best = Some((far, mention));
        }
    }
    best.map(|(_, mention)| speaker(text, mention))
}

fn is_possessive_mark(word: &str) -> bool {
    matches!(word, "'s" | "’s" | "'" | "’")
}

/// `its`, `their`, and `her` before a noun.
fn is_possessive(text: &str, mention: Span) -> bool {
    let after = text.get(mention.end()..).unwrap_or_default();
    match mention.get(text).unwrap_or_default().to_lowercase().as_str() {
        "its" | "their" | "his" | "my" | "our" | "your" | "whose" => true,
        "her" => after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic)),
        _ => false,
    }
}

/// "Kyiv said": a state or its capital that reports, and is not the place where somebody does.
fn is_government(text: &str, mention: Span) -> bool {
    let before = text.get(..mention.start()).unwrap_or_default().trim_end();
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let led = before.ends_with(word)
        && matches!(
            word,
            "in" | "at"
                | "near"
                | "from"
                | "of"
                | "outside"
                | "around"
                | "to"
                | "across"
                | "inside"
                | "into"
                | "for"
                | "and"
        );
    !led && mention
        .get(text)
        .and_then(rapporteur_english::party)
        .is_some_and(|(party, stands)| party.list == "iso3166" && stands != Some(StandsFor::Demonym))
}

/// Who reports, with the state that a name of a country or capital stands for.
fn speaker(text: &str, mention: &Mention) -> Participant {
    let mut speaker = participant(mention);
    if mention.form == MentionForm::Name
        && matches!(mention.kind, EntityKind::Place | EntityKind::Organization)
        && let Some((party, stands)) = mention.span.get(text).and_then(rapporteur_english::party)
    {
        speaker.party = Some(party);
        speaker.stands_for = stands.filter(|stands| *stands != StandsFor::Demonym);
    }
    speaker
}

pub(crate) fn participant(mention: &Mention) -> Participant {
    Participant::new(mention.span, mention.entity)
}

pub(crate) fn distance(one: Span, other: Span) -> usize {
    if one.end() <= other.start() {
        other.start() - one.end()
    } else {
        one.start().saturating_sub(other.end())
    }
}

/// Whether a reporting verb stands beside the mention.
fn reports(reading: Reading<'_>, text: &str, mention: Span, figure: Span) -> bool {
    let pieces = reading.pieces;
    let after = pieces.partition_point(|piece| piece.span.start() < mention.end());
    let first = pieces.partition_point(|piece| piece.span.end() <= mention.start());
    // "put the toll at 21", not "put 12 people on a boat"
    let number = first_from(reading, figure.start());
    let verb = |at: usize| {
        let word = reading.lower(at);
        !word.as_str().is_empty()
            && listed(nouns::VERBS, word.as_str())
            && (!matches!(word.as_str(), "put" | "puts")
                || (at.max(number.saturating_sub(NEAR))..number).any(|at| reading.is(at, "at")))
    };
    // "Unicef said", "Dr Haddad, a surgeon, said" is left to what joins mentions with their nouns
    let said = (after..(after + REACH).min(pieces.len()))
        .take_while(|at| !matches!(reading.word(*at), "." | ";" | ":" | "”" | "“"))
        .find(|at| verb(*at));
    // "the town had been told": it heard it.
    let passive = |at: usize| reading.any(at - 1, &["been", "was", "were", "being", "is", "are"]);
    if said.is_some_and(|at| {
        !(after..at).any(|between| reading.word(between) == ",") && (at == after || !passive(at))
    }) {
        return true;
    }
    // "according to Colonel Brandt", "said Unicef"; a title may stand between
    let before = (first.saturating_sub(REACH)..first).rev();
    let title = |at: usize| {
        let word = reading.word(at);
        word.starts_with(char::is_uppercase) || reading.any(at, &["the", "a", "an", "."])
    };
    for at in before {
        if reading.is(at, "to") && at > 0 && reading.is(at - 1, "according") {
            return true;
        }
        if reading.any(at, &["said", "says"]) {
            // Not "said the hospital had": the verb of a clause follows then
            return after >= pieces.len()
                || matches!(reading.word(after), "." | "," | ";" | ")")
                || text.len() == mention.end();
        }
        if !title(at) {
            return false;
        }
    }
    false
}
