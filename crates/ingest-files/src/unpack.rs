//! Unpacking within limits: no file may grow into more than it says it is.

use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::formats::Packing;

/// What may be unpacked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Bytes of one document.
    pub(crate) bytes: u64,
    /// How many times its packed size a file may have.
    pub(crate) ratio: u64,
    /// Members of one archive.
    pub(crate) members: usize,
    /// Packings inside one another.
    pub(crate) depth: usize,
}

/// Below that size any ratio is let through: a page of blanks packs well, and can't do harm.
pub(crate) const ANY_RATIO: u64 = 1 << 20;

/// The largest zstd window, as in the zstd program: a decoder holds that much before it gives any.
const MAX_WINDOW: u64 = 128 << 20;

const CHUNK: usize = 64 * 1024;

/// Everything that `packed` holds, when it is within the limits; else why not.
pub(crate) fn all(
    packing: Packing,
    packed: impl Read,
    packed_len: u64,
    limits: Limits,
) -> Result<Vec<u8>, String> {
    match packing {
        Packing::Gzip => {
            let unpacked = flate2::bufread::MultiGzDecoder::new(BufReader::new(packed));
            read_within(unpacked, packed_len, limits, "gzip")
        }
        Packing::Zstd => read_within(Zstd::new(BufReader::new(packed)), packed_len, limits, "zstd"),
        Packing::Zip => Err("an archive, not one file".into()),
    }
}

/// Reads to the end, within the limits. `what` names the format in reasons.
pub(crate) fn read_within(
    mut from: impl Read,
    packed_len: u64,
    limits: Limits,
    what: &str,
) -> Result<Vec<u8>, String> {
    let most_by_ratio = packed_len.saturating_mul(limits.ratio).max(ANY_RATIO);
    let mut out = Vec::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match from.read(&mut chunk) {
            Ok(0) => return Ok(out),
            Ok(read) => out.extend_from_slice(&chunk[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                return Err(format!("the {what} data is cut off after {} unpacked bytes", out.len()));
            }
            Err(error) => return Err(format!("the {what} data is damaged: {error}")),
        }
        let len = out.len() as u64;
        if len > limits.bytes {
            return Err(format!("unpacks to more than max_bytes = {}", limits.bytes));
        }
        if len > most_by_ratio {
            return Err(format!(
                "unpacks to more than max_ratio = {} times its {packed_len} bytes, as a decompression bomb does",
                limits.ratio
            ));
        }
    }
}

/// Reads zstd: any number of frames, skippable ones among them.
pub(crate) struct Zstd<R> {
    source: Peekable<R>,
    frame: Option<FrameDecoder>,
    /// Whether the source has been found to be zstd at all.
    begun: bool,
}

impl<R: BufRead> Zstd<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source: Peekable { ahead: Cursor::default(), inner: source }, frame: None, begun: false }
    }

    /// Starts the next frame; `None` at the end of the source.
    fn next_frame(&mut self) -> io::Result<Option<FrameDecoder>> {
        loop {
            let header = self.source.peek(HEADER)?;
            if header.is_empty() && self.begun {
                return Ok(None);
            }
            let cut = || io::Error::from(ErrorKind::UnexpectedEof);
            let magic = header.first_chunk::<4>().copied().map(u32::from_le_bytes).ok_or_else(cut)?;
            match magic {
                0x184D_2A50..=0x184D_2A5F => {
                    let len = header.get(4..8).and_then(|len| len.first_chunk::<4>()).ok_or_else(cut)?;
                    let len = 8 + u64::from(u32::from_le_bytes(*len));
                    let skipped = io::copy(&mut self.source.by_ref().take(len), &mut io::sink())?;
                    if skipped < len {
                        return Err(cut());
                    }
                    self.begun = true;
                }
                0xFD2F_B528 => {
                    let window = window(&header[4..]).ok_or_else(cut)?;
                    if window > MAX_WINDOW {
                        return Err(io::Error::other(format!("it needs a window of {window} bytes")));
                    }
                    let mut frame = FrameDecoder::new();
                    frame.init(&mut self.source).map_err(io::Error::other)?;
                    self.begun = true;
                    return Ok(Some(frame));
                }
                _ if self.begun => return Err(io::Error::other("something that is no zstd follows")),
                _ => return Err(io::Error::other("it does not start as zstd does")),
            }
        }
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(frame) = &mut self.frame else {
                match self.next_frame()? {
                    Some(frame) => self.frame = Some(frame),
                    None => return Ok(0),
                }
                continue;
            };
            if frame.can_collect() > 0 {
                return frame.read(buffer);
            }
            if frame.is_finished() {
                let sums = (frame.get_checksum_from_data(), frame.get_calculated_checksum());
                if let (Some(stored), Some(found)) = sums
                    && stored != found
                {
                    return Err(io::Error::other("its checksum does not agree"));
                }
                self.frame = None;
                continue;
            }
            let strategy = BlockDecodingStrategy::UptoBytes(buffer.len());
            if let Err(error) = frame.decode_blocks(&mut self.source, strategy) {
                let cut = self.source.peek(1)?.is_empty();
                return Err(if cut { ErrorKind::UnexpectedEof.into() } else { io::Error::other(error) });
            }
        }
    }
}

/// The longest start of a frame that says how much memory it needs (RFC 8878, 3.1.1).
const HEADER: usize = 18;

/// The window of a frame from what follows its magic number: what its decoder has to hold.
fn window(header: &[u8]) -> Option<u64> {
    let descriptor = *header.first()?;
    let single_segment = descriptor & 0x20 != 0;
    if !single_segment {
        let window = *header.get(1)?;
        let base = 1u64 << (10 + (window >> 3));
        return Some(base + base / 8 * u64::from(window & 7));
    }
    // The window is the whole content.
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let size = [1, 2, 4, 8][usize::from(descriptor >> 6)];
    let mut content = [0; 8];
    content[..size].copy_from_slice(header.get(1 + dictionary..1 + dictionary + size)?);
    Some(u64::from_le_bytes(content) + if size == 2 { 256 } else { 0 })
}

/// A reader that can be looked ahead in.
struct Peekable<R> {
    ahead: Cursor<Vec<u8>>,
    inner: R,
}

impl<R: Read> Peekable<R> {
    /// The next bytes, as many as there are up to `len`.
    fn peek(&mut self, len: usize) -> io::Result<&[u8]> {
        let left = self.ahead.get_ref().len() - self.ahead.position() as usize;
        if left < len {
            let mut bytes = self.ahead.get_ref()[self.ahead.position() as usize..].to_vec();
            self.inner.by_ref().take((len - left) as u64).read_to_end(&mut bytes)?;
            self.ahead = Cursor::new(bytes);
        }
        let rest = &self.ahead.get_ref()[self.ahead.position() as usize..];
        Ok(&rest[..rest.len().min(len)])
    }
}

impl<R: Read> Read for Peekable<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.ahead.read(buffer)? {
            0 => self.inner.read(buffer),
            read => Ok(read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    const LIMITS: Limits = Limits { bytes: 4 << 20, ratio: 200, members: 10, depth: 2 };

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    fn unzstd(bytes: &[u8]) -> Result<Vec<u8>, String> {
        all(Packing::Zstd, bytes, bytes.len() as u64, LIMITS)
    }

    #[test]
    fn zstd_frames_follow_one_another_with_others_to_skip() {
        let mut bytes = zstd(b"one ");
        bytes.extend([0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]);
        bytes.extend(zstd(b"two"));
        assert_eq!(unzstd(&bytes).unwrap(), b"one two");
    }

    #[test]
    fn broken_zstd_is_an_error_and_nothing_else() {
        let whole = zstd(&b"all that was said that day ".repeat(50));
        for cut in 0..whole.len() {
            assert!(unzstd(&whole[..cut]).is_err(), "cut at {cut}");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            let _ = unzstd(&damaged); // it need not show, but must not panic
        }
        let huge = [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
        assert!(unzstd(&huge).unwrap_err().contains("window of 1099511627776 bytes"));
        assert!(unzstd(b"plain").unwrap_err().contains("does not start as zstd"));
    }

    #[test]
    fn bombs_are_stopped_by_size_and_by_ratio() {
        use std::io::Write as _;
        let gzip = |len: usize| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(&vec![b' '; len]).unwrap();
            encoder.finish().unwrap()
        };
        let unpack = |packed: &[u8]| all(Packing::Gzip, packed, packed.len() as u64, LIMITS);
        let any_ratio = Limits { ratio: u64::MAX, ..LIMITS };
        assert_eq!(unpack(&gzip(1 << 20)).unwrap().len(), 1 << 20);
        assert!(unpack(&gzip(2 << 20)).unwrap_err().contains("max_ratio = 200"));
        let packed = gzip(5 << 20);
        let error = all(Packing::Gzip, &packed[..], packed.len() as u64, any_ratio).unwrap_err();
        assert_eq!(error, "unpacks to more than max_bytes = 4194304");
        let packed = gzip(3000);
        assert!(unpack(&packed[..packed.len() - 9]).unwrap_err().contains("cut off"));
    }
}
