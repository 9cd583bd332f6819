//! Sentences glued without a space: "… makes all the difference.A minister has …".
//!
//! Copies of web pages lose the line between two elements, and the last sentence of an appeal
//! stands glued to the lead. Here is said where a stretch *may* be cut; whether it is cut depends
//! on the roles of the two sides.

use crate::lexicon::glue;
use crate::phrase::is_one_of;

/// Words that each side needs to be a sentence.
const SENTENCE_WORDS: usize = 3;

/// Byte offsets in `text` at which a new sentence starts right behind the end of another.
pub(crate) fn cuts(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut from = 0;
    let bytes = text.as_bytes();
    // Straight quotes so far: after an odd number of them the next one closes.
    let (mut straight, mut counted) = (0, 0);
    for (at, mark) in text.match_indices(['.', '?', '!', '…']) {
        let mut next = at + mark.len();
        straight += text[counted..at].matches('"').count();
        counted = at;
        // Closing quotes and brackets belong to the sentence that ends.
        while let Some(close) = text[next..].chars().next() {
            if !(matches!(close, '”' | '’' | ')') || (close == '"' && straight % 2 == 1)) {
                break;
            }
            next += close.len_utf8();
        }
        let mut right = text[next..].chars();
        let opening = matches!(right.clone().next(), Some('“' | '‘' | '"'));
        if opening {
            right.next();
        }
        let starts = right.next().is_some_and(char::is_uppercase)
            && right.next().is_some_and(|c| c.is_lowercase() || c.is_whitespace() || matches!(c, '\'' | '’'));
        if !starts || at <= from || bytes[at - 1] == b'.' {
            continue;
        }
        if left_ends(&text[from..at]) && right_starts(&text[next..]) {
            found.push(next);
            from = next;
        }
    }
    found
}

/// The words before the stop are a sentence that ends here, not an abbreviation or a name with
/// dots.
fn left_ends(left: &str) -> bool {
    let last = left.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let word: String = last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let inner = last.trim_end_matches(['”', '’', '"', ')', '\'']);
    let (letters, digits) = (word.chars().filter(|c| c.is_alphabetic()).count(), word.len());
    let is_number = letters == 0 && digits >= 2;
    (letters >= 2 || is_number)
        && inner.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
        && !inner.contains(['/', '@', '.'])
        && !is_one_of(glue::LEFT, &word)
        && has_words(left.split_whitespace().rev())
}

/// The words behind it start a sentence; they are not the ending of a firm's or a site's name.
fn right_starts(right: &str) -> bool {
    let first = right.split_whitespace().next().unwrap_or_default();
    let word: String = first
        .trim_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .take_while(|&c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    !is_one_of(glue::RIGHT, &word) && !first.contains(['/', '@']) && has_words(right.split_whitespace())
}

fn has_words<'t>(words: impl Iterator<Item = &'t str>) -> bool {
    words.filter(|word| word.contains(char::is_alphanumeric)).take(SENTENCE_WORDS).count() == SENTENCE_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let mut parts = Vec::new();
        let mut from = 0;
        for cut in cuts(text) {
            parts.push(&text[from..cut]);
            from = cut;
        }
        parts.push(&text[from..]);
        parts
    }

    #[test]
    fn glued_sentences_are_seen() {
        assert_eq!(parts("It keeps us going.The mayor has resigned.").len(), 2);
        assert_eq!(parts("Will you help us today?Police in Turin have arrested two men.").len(), 2);
        assert_eq!(parts("He said “we will stay.”The mayor then left.").len(), 2);
        assert_eq!(parts("They came in 2016.“We had no choice,” she said.").len(), 2);
        assert_eq!(
            parts("They came in 2016.\"We had no choice,\" she said.")[1],
            "\"We had no choice,\" she said."
        );
        assert_eq!(parts("He said \"we will stay.\"The mayor then left.")[1], "The mayor then left.");
        assert_eq!(parts("It was shown in Aleppo.A spokesman said no.").len(), 2);
    }

    #[test]
    fn names_with_dots_are_none() {
        for text in [
            "The U.S.A team has won it again.",
            "It was bought by Yahoo.Inc in the end.",
            "A page made with node.js and little else.",
            "Read it on www.Example.Com or call the office.",
            "The fleet left St.Petersburg two days ago.",
            "They live in No.10 and like it there.",
            "A court heard Mr.Smith and his brother yesterday.",
            "He wrote it with J.R.R.Tolkien in mind, he says.",
            "It rose by 3.Five per cent in the year.",
            "Too short.Two words",
            "The site Booking.Com has said that it will.",
            "Wait for it...Then nothing came of it.",
        ] {
            assert_eq!(parts(text).len(), 1, "{text}");
        }
    }
}
