//! Sentences: where one ends inside a block of running text.
//!
//! One pass over the characters. At each run of `.`, `!`, `?` and `…` the words on its two sides
//! decide; how far they are looked at is bounded, so the time is linear in the text. What the
//! words mean is in `lexicon/abbreviations.toml`.

use rapporteur_document::Span;

use crate::contains;
use crate::lexicon::abbreviations;

/// How many bytes of a word are looked at around a stop; longer ones are no abbreviation.
const REACH: usize = 48;

/// Sentences of `span`, in order, without white space at their edges.
///
/// `span` is one block: a heading without a stop is one sentence, a line break inside a sentence
/// does not end it, a blank line and the start of a list item do. Marks that close after the stop
/// belong to the sentence, and a quotation of several sentences is split at each.
///
/// ```
/// use rapporteur_document::Span;
/// let text = "Mr. Lane left at 5 p.m. Nobody saw him. “Where?” she asked.";
/// let found = rapporteur_english::sentences(text, Span::new(0, text.len()));
/// let words: Vec<&str> = found.iter().map(|span| span.of(text)).collect();
/// assert_eq!(words, ["Mr. Lane left at 5 p.m.", "Nobody saw him.", "“Where?” she asked."]);
/// ```
pub fn sentences(text: &str, span: Span) -> Vec<Span> {
    let words = span.of(text);
    let mut found = Vec::new();
    // Sentences start at a word, so that no white space is looked at twice.
    let skip = |from: usize| from + (words[from..].len() - words[from..].trim_start().len());
    let mut start = skip(0);
    let mut at = start;
    while let Some(offset) = words[at..].find(['.', '!', '?', '…', '\n']) {
        let here = at + offset;
        let (end, next) = if words.as_bytes()[here] == b'\n' {
            let next = here + 1;
            if !breaks_at_newline(&words[next..]) {
                at = next;
                continue;
            }
            (here, next)
        } else {
            let run = Run::read(words, start, here);
            if !run.ends_sentence() {
                at = run.end;
                continue;
            }
            (run.closed, run.closed)
        };
        push(&mut found, text, span.start(), start, end);
        start = skip(next);
        at = start;
    }
    push(&mut found, text, span.start(), start, words.len());
    found
}

fn push(found: &mut Vec<Span>, text: &str, base: usize, start: usize, end: usize) {
    let sentence = Span::new(base + start, base + end).trimmed(text);
    if !sentence.is_empty() {
        found.push(sentence);
    }
}

/// After a line break: a blank line, or the start of a list item.
fn breaks_at_newline(rest: &str) -> bool {
    let line = rest.trim_start_matches([' ', '\t', '\r', '\u{a0}']);
    if line.is_empty() || line.starts_with('\n') {
        return true;
    }
    if line.starts_with(['•', '◦', '‣', '▪', '●']) {
        return true;
    }
    if let Some(item) = line.strip_prefix(['-', '*', '–', '—']) {
        return item.starts_with([' ', '\t']);
    }
    // `1.`, `12)`, `(a)`, `(iv)`
    let label = line.strip_prefix('(').unwrap_or(line);
    let digits = label.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let letters = label.bytes().take(5).take_while(u8::is_ascii_lowercase).count();
    let after = |count: usize| label[count..].chars().next();
    let bracketed = label.len() < line.len();
    (digits > 0 && digits < 4 && matches!(after(digits), Some('.' | ')')) && spaced(&label[digits + 1..]))
        || (bracketed && letters > 0 && after(letters) == Some(')'))
}

fn spaced(rest: &str) -> bool {
    rest.starts_with([' ', '\t', '\u{a0}'])
}

/// A run of stops with what stands around it.
struct Run<'t> {
    /// The words of the block before the run, from the sentence's start.
    before: &'t str,
    /// The stops.
    stops: &'t str,
    /// Marks that close after them.
    closers: &'t str,
    /// Byte after the stops.
    end: usize,
    /// Byte after the closing marks.
    closed: usize,
    /// What follows.
    rest: &'t str,
}

impl<'t> Run<'t> {
    fn read(words: &'t str, start: usize, here: usize) -> Self {
        let mut end = here;
        let stop = |c: char| matches!(c, '.' | '!' | '?' | '…');
        loop {
            let rest = &words[end..];
            let run = rest.len() - rest.trim_start_matches(stop).len();
            end += run;
            // `. . .` is an ellipsis too.
            let spaced_dots = words[here..end].ends_with('.')
                && words[end..].starts_with([' ', '\u{a0}'])
                && words[end..].trim_start_matches([' ', '\u{a0}']).starts_with('.')
                && !words[end..].trim_start_matches([' ', '\u{a0}']).starts_with("..");
            if !spaced_dots || end - here > REACH {
                break;
            }
            end += words[end..].find('.').expect("seen just now");
        }
        let mut closed = end;
        for (at, mark) in words[end..].char_indices().take(4) {
            let after = words[end + at + mark.len_utf8()..].chars().next();
            let is_closing = match mark {
                '”' | '»' | ')' | ']' | '›' => true,
                // A straight mark, or ’, that stands before a letter opens or is an apostrophe.
                '"' | '\'' | '’' => !after.is_some_and(char::is_alphanumeric),
                _ => false,
            };
            if !is_closing {
                break;
            }
            closed = end + at + mark.len_utf8();
        }
        Self {
            before: &words[start..here],
            stops: &words[here..end],
            closers: &words[end..closed],
            end,
            closed,
            rest: &words[closed..],
        }
    }

    fn ends_sentence(&self) -> bool {
        let Some(next) = self.rest.chars().next() else { return true };
        if self.before.is_empty() && self.closers.is_empty() {
            // `... and so` or `.NET`: nothing has been said yet.
            return false;
        }
        if next.is_whitespace() {
            let after = self.rest.trim_start();
            if after.is_empty() {
                return true;
            }
            return self.ends_before(after);
        }
        self.ends_glued(next)
    }

    /// White space follows, then `after`.
    fn ends_before(&self, after: &str) -> bool {
        let quoted = self.closers.contains(['”', '"', '’', '\'', '»']);
        let opened = after.starts_with(['“', '"', '‘', '«', '(', '[']);
        let bare = after.trim_start_matches(['“', '"', '‘', '’', '\'', '«', '(', '[', '…', '.']);
        let word = first_word(bare);
        let first = bare.chars().next().unwrap_or(' ');
        let stop = self.stops.chars().next_back().unwrap_or('.');
        if self.is_ellipsis() {
            let pronoun = word == "I" || word.starts_with("I'") || word.starts_with("I’");
            return first.is_uppercase() && (quoted || opened || !pronoun);
        }
        if stop == '!' || stop == '?' {
            if first.is_lowercase() {
                // "why?! nobody knows" in careless writing, but not "Yahoo! said".
                return self.closers.is_empty()
                    && (stop == '?' || self.stops.len() > 1)
                    && last_word(self.before).starts_with(|c: char| c.is_lowercase());
            }
            return !(quoted && !opened && is_attribution(after));
        }
        if first.is_lowercase() && !opened {
            // A new sentence that lacks its capital, unless the stop belongs to the word.
            let last = last_word(self.before);
            return self.closers.is_empty()
                && last.len() >= 2
                && last.bytes().all(|byte| byte.is_ascii_lowercase())
                && !contains(abbreviations::NEVER, last)
                && !contains(abbreviations::SOMETIMES, last)
                && !contains(abbreviations::NUMBER, last);
        }
        if !self.closers.is_empty() {
            return true;
        }
        self.full_stop_ends(word, first, opened)
    }

    /// A single `.` after a word and before a capital, a number or a mark.
    fn full_stop_ends(&self, word: &str, first: char, opened: bool) -> bool {
        let last = last_word(self.before);
        if last.is_empty() {
            return !self.before.is_empty();
        }
        let starter = contains(abbreviations::STARTERS, before_apostrophe(word));
        let lower = last.to_lowercase();
        // `6. What representations`: the number of an item or a question.
        if self.before.trim_start().len() == last.len() {
            let label = last.bytes().all(|byte| byte.is_ascii_digit()) && last.len() <= 3;
            if label || (last.chars().count() == 1 && !starter) {
                return false;
            }
        }
        // Two small letters are a word more often than a title: `ms` in `900 ms. Then`.
        // `then-Gov. Lane`
        let part = lower.rsplit('-').next().unwrap_or(&lower);
        if contains(abbreviations::NEVER, part) && (last.len() != 2 || last != lower) {
            return false;
        }
        // `p. 4`, but `P. Lane`
        if contains(abbreviations::NUMBER, &lower) && (last.len() > 1 || last == lower) {
            return !first.is_ascii_digit();
        }
        if contains(abbreviations::DATES, last) || contains(abbreviations::SOMETIMES, &lower) {
            return starter || opened;
        }
        if matches!(lower.as_str(), "a.m" | "p.m") {
            return first.is_uppercase() && !is_zone_or_day(word);
        }
        let mut letters = last.split('.');
        let initials = letters.all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
        if initials && !first.is_ascii_digit() {
            return starter || opened;
        }
        true
    }

    /// No white space follows: two sentences glued together, or a stop inside a name.
    fn ends_glued(&self, next: char) -> bool {
        let opens = matches!(next, '“' | '‘' | '"');
        let bare = self.rest.trim_start_matches(['“', '‘', '"']);
        let word = first_word(bare);
        let mut letters = bare.chars();
        let capital = letters.next().is_some_and(char::is_uppercase)
            && letters
                .next()
                .is_some_and(|c| c.is_lowercase() || (c.is_whitespace() && matches!(word, "A" | "I")));
        if !capital {
            return false;
        }
        let last = last_word(self.before);
        let lower = last.to_lowercase();
        let ends_low = last.chars().next_back().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
            || !self.closers.is_empty()
            || self.before.ends_with(['”', '"', '’', ')', '%']);
        let address = last.contains(['/', '@', '.', '_'])
            || lower == "www"
            || contains(abbreviations::DOMAINS, &word.to_lowercase())
            || bare[word.len()..].starts_with(['@', '/', '_']);
        ends_low
            && !address
            && (last.chars().count() > 1 || !self.closers.is_empty() || opens)
            && !contains(abbreviations::NEVER, &lower)
            && !self.is_ellipsis()
    }

    fn is_ellipsis(&self) -> bool {
        self.stops.contains('…')
            || (self.stops.len() > 1 && self.stops.chars().all(|c| c == '.' || c.is_whitespace()))
    }
}

/// The word at the end, with inner stops: `p.m`, `www.example`, at most [`REACH`] bytes of it.
fn last_word(before: &str) -> &str {
    let mut start = before.len();
    for (at, character) in before.char_indices().rev() {
        if character.is_whitespace()
            || matches!(
                character,
                '“' | '”' | '"' | '‘' | '(' | '[' | ')' | ']' | '—' | '–' | ',' | ';' | ':'
            )
            || before.len() - at > REACH
        {
            break;
        }
        start = at;
    }
    before[start..].trim_start_matches(['\'', '’', '-', '#'])
}

fn first_word(after: &str) -> &str {
    let end = after
        .char_indices()
        .take(REACH)
        .find(|&(_, c)| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')))
        .map_or_else(|| after.char_indices().nth(REACH).map_or(after.len(), |(at, _)| at), |(at, _)| at);
    &after[..end]
}

fn before_apostrophe(word: &str) -> &str {
    word.split(['\'', '’']).next().unwrap_or(word)
}

/// `GMT`, `Monday`, `Nov`: what goes on a time of day.
fn is_zone_or_day(word: &str) -> bool {
    const KNOWN: &[&str] = &[
        "April",
        "August",
        "BST",
        "CET",
        "CST",
        "Central",
        "December",
        "EDT",
        "EST",
        "ET",
        "Eastern",
        "February",
        "Friday",
        "GMT",
        "January",
        "July",
        "June",
        "MDT",
        "MST",
        "March",
        "May",
        "Monday",
        "November",
        "October",
        "PDT",
        "PST",
        "PT",
        "Pacific",
        "Saturday",
        "September",
        "Sunday",
        "Thursday",
        "Tuesday",
        "UTC",
        "Wednesday",
    ];
    contains(KNOWN, word)
}

/// After a closed `“…?”`: one to four capitalised words and a verb of speech, which does not
/// open a report of its own (`Mr Lane said he …`).
fn is_attribution(after: &str) -> bool {
    let mut names = 0;
    let mut rest = after;
    loop {
        let word = first_word(rest);
        if word.is_empty() {
            return false;
        }
        if contains(abbreviations::ATTRIBUTION, word) {
            let next = first_word(rest[word.len()..].trim_start());
            return names > 0
                && !matches!(next, "he" | "she" | "they" | "it" | "that" | "there" | "we" | "I");
        }
        if !word.chars().next().is_some_and(char::is_uppercase) || names == 4 {
            return false;
        }
        names += 1;
        rest = rest[word.len()..].trim_start_matches('.').trim_start_matches(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len())).into_iter().map(|span| span.of(text)).collect()
    }

    /// `|` stands where a sentence ends.
    #[track_caller]
    fn cut(marked: &str) {
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        let text = marked.replace("| ", " ").replace(" |", " ").replace('|', "");
        assert_eq!(split(&text), expected);
    }

    #[test]
    fn titles_initials_and_abbreviations_go_on() {
        cut("Mr. Lane met Gen. Abara and Dr. Who.| J. K. Fenwick wrote it.| So did P.D. Marsh.");
        cut("Harbour Foods Inc. Chairman Ola Brandt quit.| Shares of Harbour Foods Inc. fell.");
        cut("She joined Acme Corp.| The firm grew.| Boats, nets, etc. were sold.| Lane v. Marsh was heard.");
        cut(
            "He lives on Mill St. in Leeds.| The chapel of St. Brannoc stands.| It was heard on Sept. 11 by No. 10.",
        );
        cut("It was plan B.| The other failed.| He sat.| Rivera stood.");
        cut("Then-Gov. Lane and Lt.-Col. Marsh left.| Few stayed.");
        cut("See p. 4 of it.| Present: P. Thorne and V. Lane.| It is on the last p.| Lane said so.");
    }

    #[test]
    fn dotted_letters_end_a_sentence_before_a_common_opener() {
        cut(
            "The U.S. Senate met at 10 a.m. on Monday.| It rose at 5 p.m.| Few stayed.| She lives in the U.S.| He left.",
        );
        cut("He landed at 9 p.m. Monday.| They met at 4 p.m. GMT.| He is from the U.K.| They said so.");
    }

    #[test]
    fn numbers_keep_their_stops() {
        cut(
            "It rose 3.5 per cent to $4.20.| In 2016.| Then 7 left.| See p. 55 and fig. 2.| Version 1.2.3 came.",
        );
        cut("6. What help will he give?");
    }

    #[test]
    fn marks_that_close_belong_to_the_sentence() {
        cut("“Stop!” he said.| “It is late.”| “Why?” asked Ms Oduya.| “Why?” Ms Oduya asked.");
        cut("(It was late.)| He went.| \"He left.| She stayed,\" he said.| 'It is so.'| He rose.");
        cut("He said: “No.| Never.”| Then he sat.| [It stood.]| “Enough!”| Mr Lane said he would go.");
    }

    #[test]
    fn an_ellipsis_goes_on_before_a_small_letter() {
        cut("He went on... then stopped.| He went on. . . then stopped.| He waited…| Nobody came.");
        cut("Well … I do not know.| They … left.");
    }

    #[test]
    fn glued_sentences_come_apart_and_addresses_do_not() {
        cut("Your gift makes the difference.|Britain spoke.| It ended.|“Never,” he said.");
        cut(
            "It uses node.js and ASP.NET.| Write to a.lane@example.org or see www.Example.com/News.Html now.",
        );
        cut("He won!|The crowd sang.| Is it?|Yes.");
    }

    #[test]
    fn line_breaks_do_not_end_a_sentence_but_blank_lines_and_items_do() {
        cut("The minister spoke\nfor an hour.| Then\nshe left.");
        assert_eq!(split("A heading\n\nThe text"), ["A heading", "The text"]);
        assert_eq!(
            split("We need:\n- bread\n- salt\n1. One\n(a) two"),
            ["We need:", "- bread", "- salt", "1. One", "(a) two"]
        );
    }

    #[test]
    fn runs_of_stops_are_one() {
        cut("Really?!| Yes!!!| No?.. maybe.| Done.");
        assert_eq!(split("..."), ["..."]);
        assert_eq!(split(""), Vec::<&str>::new());
    }

    #[test]
    fn a_stop_before_a_small_letter_ends_careless_writing() {
        cut("i went home.| then i slept.");
        cut("He works for approx. five firms.");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn sentences_ascend_and_cover_all_words(text in "[A-Za-z .!?…“”\"'’()\\n0-9é-]{0,200}") {
            let found = sentences(&text, Span::new(0, text.len()));
            let mut at = 0;
            for span in &found {
                prop_assert!(text[at..span.start()].trim().is_empty());
                prop_assert!(!span.is_empty());
                prop_assert_eq!(span.trimmed(&text), *span);
                at = span.end();
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
