//! Looks for bytes that are rare in most texts.

/// Bytes that are looked at together.
const CHUNK: usize = 64;

/// The first byte that `may` be what is looked for. Chunks without one are passed over whole, which
/// the processor does many bytes at a time; `may` should be plain comparisons.
pub(crate) fn first(bytes: &[u8], may: impl Fn(u8) -> bool) -> Option<usize> {
    let mut chunks = bytes.chunks(CHUNK);
    let has_one = |chunk: &[u8]| chunk.iter().fold(false, |any, &byte| any | may(byte));
    let at = chunks.position(has_one)? * CHUNK;
    bytes[at..].iter().position(|&byte| may(byte)).map(|found| at + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_wherever_it_stands() {
        for len in [0, 1, 63, 64, 65, 200] {
            let mut bytes = vec![b'a'; len];
            assert_eq!(first(&bytes, |byte| byte == b'b'), None);
            for at in (0..len).rev() {
                bytes[at] = b'b';
                assert_eq!(first(&bytes, |byte| byte == b'b'), Some(at));
            }
        }
    }
}
