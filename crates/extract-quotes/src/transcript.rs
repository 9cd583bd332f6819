//! Lines of a transcript inside an article: "SMITH: I was there."

use rapporteur_document::Span;

/// A paragraph that names its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) label: Span,
    /// What follows the colon.
    pub(crate) words: Span,
}

/// How long a label may be, in bytes.
const LONGEST_LABEL: usize = 40;

/// How many paragraphs must name a speaker before any is taken for a line of a transcript: one
/// label may be a dateline, a heading, or the start of a list.
const FEWEST_LINES: usize = 3;

/// The lines of a transcript among these paragraphs; empty where there is none.
pub(crate) fn lines(text: &str, paragraphs: &[Span]) -> Vec<Line> {
    let found: Vec<Line> = paragraphs.iter().filter_map(|&paragraph| line(text, paragraph)).collect();
    // Somebody speaks twice.
    let mut names: Vec<&str> = found.iter().map(|line| line.label.of(text)).collect();
    names.sort_unstable();
    let again = names.windows(2).any(|pair| pair[0] == pair[1]);
    if found.len() >= FEWEST_LINES && again { found } else { Vec::new() }
}

fn line(text: &str, paragraph: Span) -> Option<Line> {
    let words = paragraph.of(text);
    let open = words.len() - words.trim_start_matches(['"', '“', '‘', '\'']).len();
    let reach: usize =
        words[open..].char_indices().take(LONGEST_LABEL).last().map_or(0, |(at, c)| at + c.len_utf8());
    let colon = open + words[open..open + reach].find(':')?;
    let label = &words[open..colon];
    let name = |word: &str| {
        let letters = word.trim_end_matches('.');
        !letters.is_empty()
            && letters.chars().all(|c| c.is_uppercase() || matches!(c, '\'' | '’' | '-' | '.'))
            && letters.chars().any(char::is_uppercase)
    };
    let named = label.split(' ').all(name) && label.split(' ').count() <= 4 && label.len() > 1;
    // What follows the closing mark of a quoted transcript is nobody's in it.
    let close = match words.chars().next().filter(|_| open > 0) {
        Some('“') => words.rfind('”'),
        Some('"') => words.rfind('"'),
        _ => None,
    };
    let end = close.filter(|&at| at > colon).map_or(paragraph.end(), |at| paragraph.start() + at);
    let rest = Span::new(paragraph.start() + colon + 1, end).trimmed(text);
    (named && !rest.is_empty())
        .then(|| Line { label: Span::new(paragraph.start() + open, paragraph.start() + colon), words: rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_come_again_make_a_transcript() {
        let text = "HALL: Were you there?\nLANE: I was.\nHALL: When?";
        let paragraphs = [Span::new(0, 21), Span::new(22, 34), Span::new(35, 46)];
        let found: Vec<&str> = lines(text, &paragraphs).iter().map(|line| line.words.of(text)).collect();
        assert_eq!(found, ["Were you there?", "I was.", "When?"]);
        assert!(lines(text, &paragraphs[..2]).is_empty());
    }
}
