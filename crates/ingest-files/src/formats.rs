//! What a file is, by the ending of its name, and by its bytes where the name says nothing.

use rapporteur_sniff::{Looks, looks};

/// How a file is packed, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// An archive with members.
    Zip,
    /// One file, compressed.
    Gzip,
    /// One file, compressed.
    Zstd,
}

impl Packing {
    /// The packing of a file of this name.
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        match ending(name).as_deref() {
            Some(b"zip") => Some(Self::Zip),
            Some(b"gz") => Some(Self::Gzip),
            Some(b"zst") => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// The name without the ending of its packing: `a.txt` of `a.txt.gz`.
pub(crate) fn unpacked_name(name: &[u8]) -> &[u8] {
    stem(name)
}

/// The name without its last ending.
pub(crate) fn stem(name: &[u8]) -> &[u8] {
    let start = name.len() - crate::names::file_name(name).len();
    match name[start..].iter().rposition(|&byte| byte == b'.') {
        Some(dot) if dot > 0 => &name[..start + dot],
        _ => name,
    }
}

/// Whether a name says that a file is a text or a page.
pub(crate) fn is_text_name(name: &[u8]) -> bool {
    matches!(
        ending(name).as_deref(),
        Some(b"txt" | b"text" | b"md" | b"markdown" | b"html" | b"htm" | b"xhtml" | b"xht")
    )
}

fn ending(name: &[u8]) -> Option<Vec<u8>> {
    let rest = name.strip_prefix(stem(name))?.strip_prefix(b".")?;
    Some(rest.to_ascii_lowercase())
}

/// The media type of a document, or why it is none.
pub(crate) fn media_type(name: &[u8], bytes: &[u8]) -> Result<&'static str, String> {
    if bytes.is_empty() {
        return Err("empty".into());
    }
    match ending(name).as_deref() {
        Some(b"txt" | b"text") => return Ok("text/plain"),
        Some(b"md" | b"markdown") => return Ok("text/markdown"),
        Some(b"html" | b"htm" | b"xhtml" | b"xht") => return Ok("text/html"),
        _ => {}
    }
    match looks(bytes) {
        Looks::Empty => Err("empty".into()),
        Looks::Html => Ok("text/html"),
        Looks::Text => Ok("text/plain"),
        Looks::Other(kind) => Err(format!("not text: it looks like {kind}")),
        Looks::Binary => Err("not text: it looks like a binary file of no kind that we know".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_come_before_looks() {
        assert_eq!(media_type(b"a.HTM", b"plain"), Ok("text/html"));
        assert_eq!(media_type(b"a.md", b"<html>"), Ok("text/markdown"));
        assert_eq!(media_type(b"README", b"<html>"), Ok("text/html"));
        assert_eq!(media_type(b"2016.09.25", b"A text."), Ok("text/plain"));
    }

    #[test]
    fn stems_are_of_the_last_part_only() {
        assert_eq!(stem(b"d.x/a.txt.gz"), b"d.x/a.txt");
        assert_eq!(stem(b"d.x/a"), b"d.x/a");
        assert_eq!(stem(b".htaccess"), b".htaccess");
    }
}
