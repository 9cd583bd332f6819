//! The place, day and agency that a report begins with, in the line of its first sentence.

use rapporteur_document::Span;

/// Longest dateline, in words.
const DATELINE: usize = 14;

/// Which of a sentence's words is the first after a dateline, `GENEVA, March 14 (Reuters) —`: names,
/// numbers and marks up to a dash or colon; 0 where it has none. `span` gives a word's bytes of `text`.
pub fn after_dateline<T>(text: &str, words: &[T], span: impl Fn(&T) -> Span) -> usize {
    let mut names = false;
    for (at, word) in words.iter().enumerate().take(DATELINE) {
        let form = span(word).of(text);
        let apart = text[span(word).end()..].starts_with(char::is_whitespace);
        let before = text[..span(word).start()].ends_with(char::is_whitespace);
        match form {
            "-" | "--" | "–" | "—" if apart && before && names => return at + 1,
            ":" if apart && names && at > 0 && span(&words[at - 1]).of(text) == ")" => return at + 1,
            ":" if apart
                && names
                && words[..at].iter().all(|word| {
                    let form = span(word).of(text);
                    form.chars().all(|letter| letter.is_uppercase() || !letter.is_alphabetic())
                }) =>
            {
                return at + 1;
            }
            ")" if at + 1 < words.len()
                && matches!(span(&words[at + 1]).of(text), "\"" | "”" | "“")
                && names =>
            {
                return at + 2;
            }
            // "(AGENCY)" after the place.
            ")" if at > 2
                && span(&words[at - 1]).of(text).chars().all(char::is_uppercase)
                && span(&words[at - 2]).of(text) == "("
                && words
                    .get(at + 1)
                    .is_some_and(|next| span(next).of(text).starts_with(char::is_uppercase))
                && words[..at].iter().any(|word| span(word).of(text) == ",") =>
            {
                return at + 1;
            }
            _ => {}
        }
        let capital = form.starts_with(char::is_uppercase);
        names |= capital;
        if !capital && form.chars().any(char::is_alphabetic) {
            return 0;
        }
    }
    0
}

/// As [`after_dateline`], for a sentence that may be any: its first word must be in capitals, or one
/// place stand in another (`Oskmouth, Talvia – The ferry …`) and a sentence of its own behind it.
pub fn after_sure_dateline<T>(text: &str, words: &[T], span: impl Fn(&T) -> Span) -> usize {
    let form = |at: usize| words.get(at).map_or("", |word| span(word).of(text));
    let first = form(0);
    let end = after_dateline(text, words, &span);
    if first.len() > 2 && first.chars().all(|c| c.is_uppercase() || "-.'’".contains(c)) {
        return end;
    }
    let within = (0..end).any(|at| form(at) == ",");
    let opens = form(end).starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘'));
    if within && opens { end } else { 0 }
}

/// Bytes at the start of a sentence in which a dateline ends.
const REACH: usize = 160;

/// A sentence without the dateline that it may begin with: what papers that print one text have in
/// common.
pub fn without_dateline(text: &str, sentence: Span) -> Span {
    let words = sentence.of(text);
    let reach = (0..=words.len().min(REACH)).rev().find(|&at| words.is_char_boundary(at)).unwrap_or(0);
    if !words[..reach].contains(['-', '–', '—', ')', ':']) {
        return sentence;
    }
    let tokens = crate::tokens(text, Span::new(sentence.start(), sentence.start() + reach));
    let end = after_sure_dateline(text, &tokens, |token| token.span);
    tokens.get(end).map_or(sentence, |first| Span::new(first.span.start(), sentence.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(text: &str) -> &str {
        let words = crate::tokens(text, Span::new(0, text.len()));
        let at = after_dateline(text, &words, |word| word.span);
        &text[words[at].span.start()..]
    }

    #[test]
    fn a_sentence_begins_behind_its_dateline() {
        assert_eq!(rest("OSKMOUTH, March 14 (Meridian) — The ferry sank"), "The ferry sank");
        assert_eq!(rest("PORT SENNA, Talvia - Two ships left"), "Two ships left");
        assert_eq!(rest("The ferry — an old one — sank"), "The ferry — an old one — sank");
        assert_eq!(rest("Two ships left"), "Two ships left");
    }

    #[test]
    fn only_a_sure_dateline_is_taken_off() {
        let rest = |text: &'static str| without_dateline(text, Span::new(0, text.len())).of(text);
        assert_eq!(rest("MANILA, July 14 (Reuters) - At least 31 people"), "At least 31 people");
        assert_eq!(rest("Oskmouth, Talvia – “Go,” he said"), "“Go,” he said");
        for whole in [
            "Anna Marsh – The Mayor – left",
            "Hale, Brack and Lane – once rich – fell",
            "A cat: it sat",
            "",
            "É",
        ] {
            assert_eq!(rest(whole), whole);
        }
    }
}
