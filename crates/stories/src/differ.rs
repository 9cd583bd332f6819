//! What differs between the ways in which one claim is made, word by word.

/// Beyond so many words two wordings are not laid word by word: the table is quadratic.
const ALIGNED: usize = 400;

/// A stretch of words, and whether the other wording has something else in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// The words, with the white space between them.
    pub words: &'a str,
    /// The other wording has something else here.
    pub differs: bool,
}

/// The stretches of `words`, each with whether `other` has it otherwise. With `whole`, every word
/// that the other lacks differs; without, what stands before or after all that the two share was
/// cut by the other, not altered.
pub fn altered<'a>(words: &'a str, other: &str, whole: bool) -> Vec<Stretch<'a>> {
    let (each, marks) = altered_words(words, other, whole).into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
    stretches(words, &each, &marks)
}

/// The same word by word, without the white space.
pub fn altered_words<'a>(words: &'a str, other: &str, whole: bool) -> Vec<(&'a str, bool)> {
    let plain = |word: &str| -> String {
        word.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let ours: Vec<&str> = words.split_whitespace().collect();
    let (a, b): (Vec<String>, Vec<String>) =
        (ours.iter().map(|word| plain(word)).collect(), other.split_whitespace().map(plain).collect());
    let marks = marks(&a, &b, whole);
    ours.into_iter().zip(marks).collect()
}

fn marks(a: &[String], b: &[String], whole: bool) -> Vec<bool> {
    let mut marks = vec![false; a.len()];
    if a.len() > ALIGNED || b.len() > ALIGNED {
        return marks;
    }
    let (mut gap, mut theirs) = (0, 0);
    for (i, j) in pairs(a, b) {
        // Between two shared words, or where the other has words too, it is an alteration.
        if i > gap && (whole || gap > 0 || j > theirs) {
            marks[gap..i].fill(true);
        }
        (gap, theirs) = (i + 1, j + 1);
    }
    if gap < a.len() && (whole || theirs < b.len()) {
        marks[gap..].fill(true);
    }
    marks
}

/// Places of the words of a longest common subsequence, ascending. Quadratic: for short texts.
pub(crate) fn pairs<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    // The lengths of those of all tails.
    let mut lengths = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i][j] = if a[i] == b[j] {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Words with marks as stretches that cover all of `words`.
fn stretches<'a>(words: &'a str, each: &[&'a str], marks: &[bool]) -> Vec<Stretch<'a>> {
    let start = |word: &str| word.as_ptr() as usize - words.as_ptr() as usize;
    let mut out: Vec<Stretch<'a>> = Vec::new();
    let (mut at, mut word) = (0, 0);
    while word < each.len() {
        let differs = marks[word];
        let mut last = word;
        while last + 1 < each.len() && marks[last + 1] == differs {
            last += 1;
        }
        let end = start(each[last]) + each[last].len();
        // White space before a marked stretch is not part of it.
        let from = if differs { start(each[word]) } else { at };
        if from > at {
            out.push(Stretch { words: &words[at..from], differs: false });
        }
        out.push(Stretch { words: &words[from..end], differs });
        at = end;
        word = last + 1;
    }
    if at < words.len() {
        out.push(Stretch { words: &words[at..], differs: false });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bold(words: &str, other: &str) -> String {
        marked(words, other, false)
    }

    fn marked(words: &str, other: &str, whole: bool) -> String {
        let stretches = altered(words, other, whole);
        assert_eq!(stretches.iter().map(|it| it.words).collect::<String>(), words, "nothing is lost");
        stretches
            .into_iter()
            .map(|it| if it.differs { format!("*{}*", it.words) } else { it.words.to_owned() })
            .collect()
    }

    #[test]
    fn what_was_altered_is_marked_and_what_was_cut_is_not() {
        assert_eq!(bold("the blackest day of all", "the darkest day of all"), "the *blackest* day of all");
        assert_eq!(bold("it is,  I think, over ", "it is over"), "it is,  *I think,* over ");
        assert_eq!(bold("it is over", "it is, I think, over"), "it is over");
        assert_eq!(bold("We know it is over", "it is over now"), "We know it is over");
        assert_eq!(bold("We know it", "They know it"), "*We* know it");
        assert_eq!(bold("At least 12 people", "Fourteen people"), "*At least 12* people");
        assert_eq!(bold("", "a"), "");
    }

    #[test]
    fn of_a_figure_every_word_counts() {
        assert_eq!(marked("About 18,000 people", "18,000 people", true), "*About* 18,000 people");
        assert_eq!(marked("52 people in all", "52 civilians", true), "52 *people in all*");
    }
}
