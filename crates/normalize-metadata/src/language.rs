//! The language of a text.

use crate::lexicon::languages;

/// Bytes of a text that are looked at: trigrams say all they can in far fewer.
const ENOUGH: usize = 16 * 1024;
/// Words below which trigrams are not trusted.
const FEW_WORDS: usize = 12;

/// The language of these words as BCP 47 with the rule that found it; nothing where it is not sure.
pub(crate) fn of<'t>(parts: impl Iterator<Item = &'t str>) -> Option<(&'static str, &'static str)> {
    let mut text = String::new();
    for part in parts {
        if text.len() >= ENOUGH {
            break;
        }
        let cut = part.floor_char_boundary((ENOUGH - text.len()).min(part.len()));
        text.push_str(&part[..cut]);
        text.push('\n');
    }
    let (words, english) = function_words(&text);
    // Short English is often taken for its neighbours: its small words tell better than trigrams.
    if words >= 6 && english * 5 >= words {
        return Some(("en", "function-words"));
    }
    if words < FEW_WORDS {
        return None;
    }
    let info = whatlang::detect(&text)?;
    let code = info.lang().code();
    let language = languages::BCP47
        .binary_search_by(|(known, _)| (*known).cmp(code))
        .ok()
        .map(|index| languages::BCP47[index].1)?;
    info.is_reliable().then_some((language, "whatlang"))
}

fn function_words(text: &str) -> (usize, usize) {
    let (mut words, mut english) = (0, 0);
    for word in
        text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter(|word| !word.is_empty())
    {
        if word.chars().any(char::is_alphabetic) {
            words += 1;
            english += usize::from(languages::ENGLISH.binary_search(&word.to_lowercase().as_str()).is_ok());
        }
    }
    (words, english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_their_words() {
        let of = |text: &str| of(std::iter::once(text)).map(|found| found.0);
        assert_eq!(of("The mayor has left the town, and nobody knows why."), Some("en"));
        assert_eq!(
            of(
                "Der Bürgermeister hat die Stadt verlassen, und niemand weiß, warum er das gerade jetzt getan hat."
            ),
            Some("de")
        );
        assert_eq!(
            of("Le maire a quitté la ville, et personne ne sait pourquoi il a choisi de partir ce jour-là."),
            Some("fr")
        );
        assert_eq!(of("Lindsay Lohan"), None);
        assert_eq!(of(""), None);
    }
}
