//! Names of files as bytes, and as parts of a URI that leads back to them.
//!
//! File systems and archives allow names that are no text. A record needs text, on one line, and
//! `reread` needs the very bytes. So what can't be shown is written as `%` and two hexadecimal
//! digits; everything else stays as it is, and `!/` stands between an archive and its member.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Stands between an archive and its member.
pub(crate) const INSIDE: &str = "!/";

/// The bytes of a name.
#[cfg(unix)]
pub(crate) fn bytes_of(name: &OsStr) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(name).to_vec()
}

/// The name of these bytes.
#[cfg(unix)]
pub(crate) fn os_of(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

/// The bytes of a name, `/` between its parts.
#[cfg(not(unix))]
pub(crate) fn bytes_of(name: &OsStr) -> Vec<u8> {
    name.to_string_lossy().replace('\\', "/").into_bytes()
}

/// The name of these bytes.
#[cfg(not(unix))]
pub(crate) fn os_of(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// A path of these bytes.
pub(crate) fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(os_of(bytes))
}

/// A path's bytes as text that [`unescape`] turns back into them.
///
/// Escaped are control characters, what is not UTF-8, a `%` that could be taken for an escape, and
/// a `!` before a `/`, which would be taken for an archive's.
pub(crate) fn escape(path: &[u8]) -> String {
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    for chunk in path.utf8_chunks() {
        for character in chunk.valid().chars() {
            let after = &path[at + character.len_utf8()..];
            let unclear = match character {
                '%' => {
                    matches!(after, [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
                }
                '!' => after.starts_with(b"/"),
                '\u{2028}' | '\u{2029}' => true,
                other => other.is_control(),
            };
            if unclear {
                hexadecimal(&mut out, character.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                out.push(character);
            }
            at += character.len_utf8();
        }
        hexadecimal(&mut out, chunk.invalid());
        at += chunk.invalid().len();
    }
    out
}

fn hexadecimal(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(out, "%{byte:02X}");
    }
}

/// The bytes that [`escape`] was given.
pub(crate) fn unescape(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at..] {
            [b'%', high, low, ..] if digit(high).is_some() && digit(low).is_some() => {
                let pair = [high, low].map(|byte| digit(byte).unwrap_or_default());
                out.push((pair[0] * 16 + pair[1]) as u8);
                at += 3;
            }
            [byte, ..] => {
                out.push(byte);
                at += 1;
            }
            [] => break,
        }
    }
    out
}

/// The last part of a path.
pub(crate) fn file_name(path: &[u8]) -> &[u8] {
    path.rsplit(|&byte| byte == b'/').next().unwrap_or(path)
}

/// Whether a part of this path is hidden, as `.git` is.
pub(crate) fn is_hidden(path: &[u8]) -> bool {
    path.split(|&byte| byte == b'/').any(|part| part.starts_with(b".") && part != b"." && part != b"..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_is_unclear_is_escaped() {
        assert_eq!(escape("é 50% off (1)!.txt".as_bytes()), "é 50% off (1)!.txt");
        assert_eq!(escape(b"a\nb\xFF%0A.txt"), "a%0Ab%FF%250A.txt");
        assert_eq!(escape(b"wow!/a"), "wow%21/a");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_name_comes_back(name in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'%'), Just(b'!'), Just(b'/'), b'0'..b'C'], 0..20)) {
            let escaped = escape(&name);
            prop_assert_eq!(unescape(&escaped), name);
            prop_assert!(!escaped.contains(INSIDE) && !escaped.contains(char::is_control));
        }
    }
}
