//! A place in a source as it is shown: the words with what stands around them, and the way back.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rapporteur_document::QuoteForm;
use rapporteur_record::{Claim, Support};

use crate::cited::Cited;
use crate::escape::{Text, digits, fragment};

/// Passages of one claim that are shown.
const SIDES: usize = 16;

/// Whether the claim is shown side by side: several origins make it, or it is made in several ways.
pub(crate) fn is_compared(claim: &Claim) -> bool {
    claim.origins > 1 || !claim.differences.is_empty()
}

/// Whether all of a quotation is its speaker's own words: direct speech, or a part in marks whose
/// marks stand around it and not inside.
pub(crate) fn is_verbatim(words: &str, form: QuoteForm) -> bool {
    match form {
        QuoteForm::Direct => true,
        QuoteForm::Mixed => !words.contains(['“', '”', '"', '‘']),
        QuoteForm::Indirect => false,
    }
}

/// The words of a quotation. Marks go around those only that are the speaker's own to the last.
pub(crate) fn quoted(words: &str, form: QuoteForm) -> String {
    if is_verbatim(words, form) {
        format!("<q>{}</q>", Text(words))
    } else {
        let how = if form == QuoteForm::Indirect { "indirect" } else { "in part quoted" };
        format!("<span class=\"words\">{}</span> <span class=\"at\">({how})</span>", Text(words))
    }
}

/// A quotation with the words that report it.
pub(crate) fn reported(support: &Support, said: String) -> String {
    support.reported(said, |cue| format!("<em>{}</em>", Text(cue)))
}

/// Words that open to their passage: what one source alone says.
pub(crate) fn opened(out: &mut String, cited: &Cited, claim: &Claim, fold: &[usize], shown: &str) {
    let names: Vec<String> = fold
        .iter()
        .filter_map(|&at| cited.source(&claim.support[at].document))
        .map(|source| format!("d{}", source.number))
        .collect();
    let _ = write!(
        out,
        "<details class=\"one\" id=\"{}\"><summary>{shown} <span class=\"at\">{}</span></summary>",
        claim.id,
        names.join(", ")
    );
    if let Some(&first) = fold.first() {
        figure(out, cited, claim, &claim.support[first], &same_words(claim, fold), false);
    }
    out.push_str("</details>");
}

/// The folds whose passages are shown: first one of each wording, so that what differs is there
/// however many say the same.
pub(crate) fn shown<'a>(claim: &Claim, folds: &'a [Vec<usize>]) -> Vec<&'a Vec<usize>> {
    let mut shown: Vec<&Vec<usize>> = folds.iter().collect();
    if shown.len() > SIDES {
        let mut known = BTreeSet::new();
        shown.sort_by_cached_key(|fold| {
            let support = &claim.support[fold[0]];
            !known.insert((&support.words, &support.speaker))
        });
        shown.truncate(SIDES);
        shown.sort_by_key(|fold| fold[0]);
    }
    shown
}

/// Places of a claim side by side; `all` may be more than are shown.
pub(crate) fn side_by_side(
    out: &mut String,
    cited: &Cited,
    claim: &Claim,
    shown: &[&Vec<usize>],
    all: usize,
) {
    out.push_str("<div class=\"sides\">");
    for fold in shown {
        figure(out, cited, claim, &claim.support[fold[0]], &same_words(claim, fold), true);
    }
    if all > shown.len() {
        let _ = write!(
            out,
            "<p class=\"note\">and {} more passages, all in <a href=\"report.json\">report.json</a></p>",
            digits(all - shown.len())
        );
    }
    out.push_str("</div>");
}

/// The later places of a fold.
fn same_words<'a>(claim: &'a Claim, fold: &[usize]) -> Vec<&'a Support> {
    fold.iter().skip(1).map(|&at| &claim.support[at]).collect()
}

fn figure(
    out: &mut String,
    cited: &Cited,
    claim: &Claim,
    support: &Support,
    copies: &[&Support],
    in_full: bool,
) {
    let Some(source) = cited.source(&support.document) else { return };
    let id = fragment(&source.id);
    let anchor = cited.anchor(&claim.id, support);
    let _ = write!(
        out,
        "<figure class=\"passage\" id=\"{}\" data-source=\"{id}\"><figcaption><a href=\"#d-{id}\">{}</a>",
        Text(&anchor),
        Text(&source.name()),
    );
    if in_full {
        let _ = write!(out, " <cite>{}</cite>", Text(&source.title));
        if let Some(published) = &source.published {
            let _ = write!(out, " <span class=\"at\">{}</span>", Text(day(published)));
        }
    }
    out.push_str("</figcaption>");
    let passage = cited.passage(support);
    match passage {
        Some(passage) => {
            let _ = write!(
                out,
                "<blockquote>{}{}<mark>{}</mark>{}{}</blockquote>",
                if passage.cut_before { "[…]" } else { "" },
                Text(&passage.before),
                Text(&passage.words),
                Text(&passage.after),
                if passage.cut_after { " […]" } else { "" },
            );
        }
        None => {
            let _ = write!(out, "<blockquote><mark>{}</mark></blockquote>", Text(&support.words));
        }
    }
    let _ = write!(out, "<p class=\"where\">text bytes {}–{}", support.start, support.end);
    if let Some(span) = passage.and_then(|passage| passage.source) {
        let _ = write!(
            out,
            ", source bytes {}–{} of <span class=\"path\">{}</span>",
            span.start(),
            span.end(),
            Text(&source.uri)
        );
    }
    if in_full {
        let _ = write!(out, ", SHA-256 <code>{}</code>", Text(&source.sha256));
    }
    out.push_str("</p>");
    if !copies.is_empty() {
        out.push_str("<p class=\"where\">The same words in");
        for (at, copy) in copies.iter().enumerate() {
            if let Some(source) = cited.source(&copy.document) {
                let _ = write!(
                    out,
                    "{} <a href=\"#d-{}\">{}</a> {}–{}",
                    if at > 0 { "," } else { "" },
                    fragment(&source.id),
                    Text(&source.name()),
                    copy.start,
                    copy.end
                );
            }
        }
        out.push_str(".</p>");
    }
    // Scripts give it a name and a purpose; without them there is nothing to press.
    out.push_str("</figure>");
}

/// The day of a time stamp.
pub(crate) fn day(published: &str) -> &str {
    published.get(..10).unwrap_or(published)
}
