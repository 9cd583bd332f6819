//! One field of a line.

/// Writes words as a field, in quotes where RFC 4180 asks for them or white space at an edge could
/// be lost.
pub(crate) fn text(line: &mut String, words: &str, guard: bool) {
    let formula = guard && words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let edge = words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace);
    let quoted = edge || words.contains([',', '"', '\r', '\n']);
    if quoted {
        line.push('"');
    }
    if formula {
        line.push('\'');
    }
    for part in words.split_inclusive('"') {
        line.push_str(part);
        if part.ends_with('"') {
            line.push('"');
        }
    }
    if quoted {
        line.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_and_formulas_guarded() {
        for (words, expected) in [
            ("plain", "plain"),
            ("", ""),
            ("a, b", "\"a, b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            (" edge", "\" edge\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("-5", "'-5"),
            ("+1", "'+1"),
            ("@cmd", "'@cmd"),
            ("\tx", "\"'\tx\""),
            ("a=b", "a=b"),
        ] {
            let mut line = String::new();
            text(&mut line, words, true);
            assert_eq!(line, expected, "{words:?}");
        }
        let mut line = String::new();
        text(&mut line, "=1", false);
        assert_eq!(line, "=1");
    }
}
