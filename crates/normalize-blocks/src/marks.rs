//! What stands outside quotation marks: what somebody says is no sign of who is writing.

/// The text without what stands between double quotation marks; a mark that is not closed takes
/// the rest.
pub(crate) fn outside_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    let mut chars = text.chars().peekable();
    while let Some(character) = chars.next() {
        match character {
            '“' | '«' | '„' => inside = true,
            '”' | '»' => inside = false,
            '"' => inside = !inside,
            // The typewriter's pairs, as wires have them.
            '`' | '\'' if chars.peek() == Some(&character) => {
                chars.next();
                inside = character == '`' || !inside;
            }
            other if !inside => {
                out.push(other);
                continue;
            }
            _ => continue,
        }
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_left_out() {
        assert_eq!(outside_quotes("He said “we did” and “you”.").trim(), "He said    and   .");
        assert_eq!(outside_quotes("``We,'' he said").trim(), "he said");
        assert_eq!(outside_quotes("\"We did").trim(), "");
    }
}
