//! Units: stretches of text on their way to being blocks, with what can be seen of each at a glance.

use rapporteur_document::{Role, Span};

/// How a stretch of text ends, closing quotes and brackets left aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// A full stop.
    Stop,
    /// A question or exclamation mark.
    Asked,
    /// A colon, comma, semicolon or dash: something goes on.
    Open,
    /// No mark at all.
    Bare,
}

/// A stretch of text that gets one role.
#[derive(Debug, Clone)]
pub(crate) struct Unit<'t> {
    /// Bytes of the document's text, trimmed.
    pub(crate) span: Span,
    /// Its words as they stand.
    pub(crate) text: &'t str,
    /// Its words folded, see [`fold`].
    pub(crate) folded: String,
    /// How many folded words.
    pub(crate) words: usize,
    /// How it ends.
    pub(crate) end: End,
    /// Which segment or block it is a piece of; pieces of one stand glued to each other.
    pub(crate) piece_of: usize,
    /// No blank line stands between it and the unit before.
    pub(crate) adjacent: bool,
    /// The role that an earlier stage gave it.
    pub(crate) given: Option<Role>,
    /// Role and rule, once known.
    pub(crate) role: Option<(Role, &'static str)>,
}

impl<'t> Unit<'t> {
    pub(crate) fn new(
        text: &'t str,
        span: Span,
        piece_of: usize,
        adjacent: bool,
        given: Option<Role>,
    ) -> Self {
        let words = span.of(text);
        let folded = fold(words);
        Self {
            span,
            text: words,
            words: folded.split_ascii_whitespace().count(),
            folded,
            end: end_of(words),
            piece_of,
            adjacent,
            given,
            role: None,
        }
    }

    /// Gives it a role where it has none yet.
    pub(crate) fn settle(&mut self, role: Role, why: &'static str) {
        if self.role.is_none() {
            self.role = Some((role, why));
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.role.is_none()
    }

    pub(crate) fn has_role(&self, role: Role) -> bool {
        self.role.is_some_and(|(own, _)| own == role)
    }

    /// The folded words without the space at both ends.
    pub(crate) fn line(&self) -> &str {
        self.folded.trim()
    }

    /// Whether it reads as running text: it ends like a sentence, or is too long for a line.
    pub(crate) fn is_prose(&self) -> bool {
        (matches!(self.end, End::Stop | End::Asked) && self.words >= 8) || self.words >= 28
    }

    pub(crate) fn first_char(&self) -> char {
        self.text.chars().next().unwrap_or(' ')
    }

    /// The first letter or digit.
    pub(crate) fn first_letter(&self) -> char {
        self.text.chars().find(|c| c.is_alphanumeric()).unwrap_or(' ')
    }

    pub(crate) fn opens_with_quote(&self) -> bool {
        matches!(self.first_char(), '"' | '“' | '”' | '‘' | '\'' | '`' | '«')
    }

    /// Whether its words of four letters and more start with capitals, as headlines of some
    /// outlets do: a share of 0.7.
    pub(crate) fn is_title_case(&self) -> bool {
        let (mut long, mut capital) = (0, 0);
        for word in self.text.split_whitespace() {
            let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
            if word.chars().filter(|c| c.is_alphabetic()).count() >= 4 {
                long += 1;
                capital += usize::from(word.starts_with(char::is_uppercase));
            }
        }
        long > 0 && capital * 10 >= long * 7
    }

    pub(crate) fn is_all_caps(&self) -> bool {
        self.text.chars().any(char::is_uppercase) && !self.text.chars().any(char::is_lowercase)
    }
}

/// Lower case, words joined by one space, one space at both ends; no marks but the apostrophe inside
/// a word. So ` your support ` is found in it where those two words stand, whatever is around them.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    let mut chars = text.chars().peekable();
    while let Some(character) = chars.next() {
        if character.is_alphanumeric() || (is_symbol(character) && out.ends_with(' ')) {
            out.extend(character.to_lowercase());
        } else if matches!(character, '\'' | '’')
            && !out.ends_with(' ')
            && chars.peek().is_some_and(|next| next.is_alphanumeric())
        {
            out.push('\'');
        } else if character == '.' && out.ends_with(|c: char| c.is_alphabetic()) && is_initial(&out) {
            // "U.S." and "a.m." become one word.
            if !chars.peek().is_some_and(|next| next.is_alphanumeric()) {
                out.push(' ');
            }
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Currency signs and the copyright sign say something that phrases need.
fn is_symbol(character: char) -> bool {
    matches!(character, '£' | '$' | '€' | '©')
}

/// The last word so far is letters of an abbreviation with stops: one letter since the space.
fn is_initial(folded: &str) -> bool {
    let mut back = folded.chars().rev();
    back.next();
    back.next() == Some(' ')
}

/// How a text ends, closing quotes and brackets left aside.
fn end_of(text: &str) -> End {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '*')
    });
    match bare.chars().next_back() {
        Some('.' | '…') => End::Stop,
        Some('?' | '!') => End::Asked,
        Some(':' | ',' | ';' | '—' | '–' | '-' | '_') => End::Open,
        _ => End::Bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_leaves_words_only() {
        assert_eq!(fold("“Don’t — paid-for, again!”"), " don't paid for again ");
        assert_eq!(fold("in the U.S. by £5"), " in the us by £5 ");
        assert_eq!(fold("Hon. Friend's"), " hon friend's ");
        assert_eq!(fold(""), " ");
        assert_eq!(fold("***"), " ");
    }

    #[test]
    fn ends_are_seen_behind_closing_marks() {
        assert_eq!(end_of("He went.”"), End::Stop);
        assert_eq!(end_of("Did he (really?)"), End::Asked);
        assert_eq!(end_of("He said:"), End::Open);
        assert_eq!(end_of("A headline"), End::Bare);
        assert_eq!(end_of(""), End::Bare);
    }

    #[test]
    fn headline_case_counts_long_words() {
        let title = "Council Votes to Close the Harbour.";
        assert!(Unit::new(title, Span::new(0, title.len()), 0, false, None).is_title_case());
        let prose = "The council voted to close the Harbour.";
        assert!(!Unit::new(prose, Span::new(0, prose.len()), 0, false, None).is_title_case());
    }
}
