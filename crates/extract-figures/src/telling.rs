//! What is told and the clause that tells it: "the mayor said on Sunday" is not when it happened, and "told
//! a briefing in New York" not where.

use rapporteur_document::{Document, Quote, Span};
use rapporteur_english::numbers::{Reading, lower};

use crate::lexicon::states;
use crate::report::{first_from, inside};
use crate::words::table;

/// How a figure stands to the words that somebody is quoted with.
#[derive(Clone, Copy)]
pub(crate) enum Telling<'d> {
    /// Nobody is quoted, or not by a verb.
    Nobody,
    /// It stands in these words; the cue is at this span.
    Told(&'d Quote, Span),
    /// It counts those who say these words: "two officials said …".
    Teller(&'d Quote),
}

/// How a time or place stands to the clause that tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// It stands in what is told, or nothing says that it doesn't.
    Apart,
    /// It is the teller's: "officials in Portmore said".
    Tellers,
    /// It is that of the telling.
    Telling,
}

/// The shortest quotation around the figure, where quotations have been found.
pub(crate) fn quotation(document: &Document, figure: Span) -> Option<&Quote> {
    let around = document.quotes().iter().filter(|quote| quote.span.contains(figure));
    around.min_by_key(|quote| quote.span.len())
}

/// Who says it.
fn speaker(quote: &Quote) -> Option<Span> {
    quote.speaker.as_ref()?.span
}

impl<'d> Telling<'d> {
    /// How the figure stands, in its sentence; `quote` is the quotation around it.
    pub(crate) fn of(document: &'d Document, sentence: Span, quote: Option<&'d Quote>, figure: Span) -> Self {
        let counted = |quote: &&Quote| speaker(quote).is_some_and(|speaker| speaker.contains(figure));
        if let Some(quote) = inside(document.quotes(), sentence, |quote| quote.span).find(counted) {
            return Self::Teller(quote);
        }
        // "were charged in April with …" is what befell them, and no saying.
        let says = |cue: &Span| table(states::ACTIVE, lower(cue.of(&document.text)).as_str()).is_none();
        match quote.and_then(|quote| Some((quote, quote.cue.as_ref()?.span))) {
            Some((quote, cue)) if says(&cue) => Self::Told(quote, cue),
            _ => Self::Nobody,
        }
    }

    /// How a time or a place stands to the clause that tells.
    pub(crate) fn stand(self, reading: Reading<'_>, span: Span) -> Stand {
        match self {
            Self::Teller(quote) if quote.span.contains(span) => Stand::Telling,
            Self::Told(quote, _) if quote.span.contains(span) => Stand::Apart,
            Self::Told(quote, _) if speaker(quote).is_some_and(|by| at_home(reading, by, span)) => {
                Stand::Tellers
            }
            Self::Told(quote, cue) if tells(reading, quote.span, cue, span) => Stand::Telling,
            Self::Nobody | Self::Teller(_) | Self::Told(..) => Stand::Apart,
        }
    }
}

/// "police in Nairobi", "Iran's foreign ministry": the place is the speaker's.
fn at_home(reading: Reading<'_>, speaker: Span, span: Span) -> bool {
    let (behind, first) = (first_from(reading, speaker.end()), first_from(reading, span.start()));
    speaker.contains(span)
        || first > behind
            && first <= behind + 2
            && reading.any(behind, &["in", "at", "from", "of"])
            && span.start() >= speaker.end()
}

/// Whether the span stands in the clause of the cue, which goes as far as the next comma.
fn tells(reading: Reading<'_>, words: Span, cue: Span, span: Span) -> bool {
    if cue.start() >= words.end() {
        return span.start() >= words.end() && !parted(reading, cue, span);
    }
    if cue.end() > words.start() || span.end() > words.start() {
        return false;
    }
    if !parted(reading, cue, span) {
        return true;
    }
    let first = first_from(reading, span.start());
    // "On Sunday, the mayor said that …"
    let opens = span.end() <= cue.start() && first <= 1 && reading.any(0, &["on", "late", "early"]);
    // "The firm, which has 40 shops in Kaldu, said that …"
    let relative = (1..first).rfind(|at| reading.is(*at, ",")).is_some_and(|comma| {
        span.end() <= cue.start() && reading.any(comma + 1, &["who", "which", "whose", "where"])
    });
    opens || relative
}

/// Whether a clause ends or starts between the two.
fn parted(reading: Reading<'_>, one: Span, other: Span) -> bool {
    let from = first_from(reading, one.end().min(other.end()));
    let to = first_from(reading, one.start().max(other.start()));
    (from..to).any(|at| {
        (reading.is_dash(at) && !reading.is_hyphen(at))
            || matches!(reading.word(at), "," | ";" | ":" | "." | "“" | "”" | "\"")
            || reading.any(at, &["after", "as", "because", "when", "where", "which", "while", "who"])
    })
}
