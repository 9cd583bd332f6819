//! What streams are packed with, undone within a limit.
//!
//! The library unpacks without one, so what a page draws and what its fonts say of themselves is
//! unpacked here.

use std::io::Read as _;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

/// The bytes of a stream, unpacked; as far as they can be read, and at most `most` of them. `None`
/// for pictures.
pub(crate) fn unpacked(stream: &Stream<'_>, most: usize) -> Option<Vec<u8>> {
    let mut bytes = stream.raw_data().into_owned();
    for (at, filter) in stream.filters().iter().enumerate() {
        bytes = match filter {
            Filter::FlateDecode => inflated(&bytes, most),
            Filter::LzwDecode => lzw(&bytes, most),
            Filter::Ascii85Decode => ascii_85(&bytes),
            Filter::AsciiHexDecode => hexadecimal(&bytes),
            Filter::RunLengthDecode => run_length(&bytes, most),
            Filter::Crypt if at == 0 => bytes,
            _ => return None,
        };
    }
    bytes.truncate(most);
    Some(bytes)
}

/// What comes out of zlib or bare deflate, up to where it is damaged.
pub(crate) fn inflated(bytes: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let limit = most as u64;
    let failed = ZlibDecoder::new(bytes).take(limit).read_to_end(&mut out).is_err();
    if failed && out.is_empty() {
        let _ = DeflateDecoder::new(bytes).take(limit).read_to_end(&mut out);
    }
    out
}

pub(crate) fn lzw(bytes: &[u8], most: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    // An entry is what a code gave and the byte after it: where that stands in what has come out.
    let mut entries: Vec<(usize, usize)> = Vec::new();
    let mut out: Vec<u8> = Vec::new();
    let (mut held, mut bits, mut width) = (0_u32, 0, 9);
    for &byte in bytes {
        held = held << 8 | u32::from(byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits) as usize & ((1 << width) - 1);
        held &= (1 << bits) - 1;
        let start = out.len();
        match code {
            CLEAR => {
                entries.clear();
                width = 9;
                continue;
            }
            END => break,
            0..CLEAR => out.push(code as u8),
            _ => match entries.get(code - END - 1) {
                Some(&(from, len)) => {
                    for at in from..from + len {
                        out.push(out[at]);
                    }
                }
                None => break,
            },
        }
        let len = out.len() - start;
        if out.len() > most {
            break;
        }
        // The entry that this code opens: itself and the first byte of the next.
        if entries.len() < 4096 - 258 {
            entries.push((start, len + 1));
        }
        width = match entries.len() + 258 {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
    }
    out
}

fn ascii_85(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 5 * 4);
    let (mut group, mut count) = (0_u32, 0);
    for &byte in bytes {
        match byte {
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    out.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        out.extend(&group.to_be_bytes()[..count - 1]);
    }
    out
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().take_while(|&&byte| byte != b'>').filter_map(|&byte| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    });
    let digits: Vec<u8> = digits.collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn run_length(bytes: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&len) = bytes.get(at) {
        at += 1;
        match len {
            0..128 => {
                let end = (at + usize::from(len) + 1).min(bytes.len());
                out.extend(&bytes[at..end]);
                at = end;
            }
            128 => break,
            _ => {
                let Some(&byte) = bytes.get(at) else { break };
                out.resize(out.len() + 257 - usize::from(len), byte);
                at += 1;
            }
        }
        if out.len() > most {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_packing_is_undone() {
        assert_eq!(ascii_85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(hexadecimal(b"48 65 6C 6c 6F 7>"), b"Hellop");
        assert_eq!(run_length(&[2, b'a', b'b', b'c', 254, b'd', 128], 100), b"abcddd");
        // The example of ISO 32000-1, 7.4.4.2.
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw(&packed, 100), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn nothing_grows_beyond_its_limit() {
        assert!(run_length(&[129, 0].repeat(1000), 1000).len() < 1200);
        let mut zeros =
            flate2::read::ZlibEncoder::new(std::io::repeat(0).take(1 << 20), flate2::Compression::best());
        let mut packed = Vec::new();
        zeros.read_to_end(&mut packed).unwrap();
        assert_eq!(inflated(&packed, 1000).len(), 1000);
    }
}
