//! What is wrong with a configuration, and where.

use std::fmt;
use std::ops::Range;

/// A place in a layer: which one, and which bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Index into [`Problems::layers`].
    pub layer: usize,
    /// Bytes of that layer's text.
    pub span: Range<usize>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// Where, when it stands somewhere.
    pub place: Option<Place>,
    /// A few words under the place.
    pub label: String,
    /// What would be right.
    pub help: Option<String>,
}

impl Problem {
    /// A problem at a place.
    pub fn at(place: Option<Place>, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { message: message.into(), place, label: label.into(), help: None }
    }

    /// The same with a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a way out, where there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

/// Everything that is wrong with a configuration, in the order of its layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    /// Name and text of each layer.
    pub layers: Vec<(String, String)>,
    /// What is wrong. Never empty.
    pub problems: Vec<Problem>,
}

impl Problems {
    /// Line and column of a place, both from 1; the column counts characters.
    pub fn line_column(&self, place: &Place) -> (usize, usize) {
        let text = &self.layers[place.layer].1;
        let before = &text[..place.span.start.min(text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        (line, column)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            if let Some(place) = &problem.place {
                let (line, column) = self.line_column(place);
                write!(f, "{}:{line}:{column}: ", self.layers[place.layer].0)?;
            }
            f.write_str(&problem.message)?;
            if let Some(help) = &problem.help {
                write!(f, " ({help})")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// The nearest of `known` to what was written, where it is near enough to be what was meant.
///
/// Damerau-Levenshtein distance of at most a third of the word, or one is the other's beginning.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    known
        .into_iter()
        .filter_map(|word| {
            let distance = strsim::damerau_levenshtein(&lower, &word.to_lowercase());
            let near = distance <= (word.chars().count().max(lower.chars().count()) / 3).max(1);
            let begins = lower.len() >= 3 && (word.starts_with(&lower) || lower.starts_with(word));
            (near || begins).then_some((distance, word))
        })
        .min()
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(nearest("quots", ["quotes", "times"]), Some("quotes"));
        assert_eq!(nearest("max_gpa", ["max_gap", "min_words"]), Some("max_gap"));
        assert_eq!(nearest("zebra", ["quotes", "times"]), None);
        assert_eq!(nearest("Quotes", ["quotes"]), Some("quotes"));
    }
}
