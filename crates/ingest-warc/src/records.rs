//! One record after the other, whatever is wrong with some of them.

use std::io::{self, BufRead, ErrorKind, Read};
use std::sync::Arc;

use flate2::bufread::GzDecoder;
use rapporteur_container::{Origin, Stream, facts};

/// Headers are a few hundred bytes; what is longer is none.
const LONGEST_HEAD: usize = 64 * 1024;

/// How often the next record is looked for after a broken one, from where that one began: an
/// archive of nothing but broken records must not be read as often as it has some.
const PATIENCE: usize = 1000;

/// A record's header.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// Its offset, which is its name.
    pub(crate) name: String,
    /// `response`, `request`, …
    pub(crate) kind: String,
    pub(crate) url: String,
    pub(crate) content_type: String,
    /// When it was captured.
    pub(crate) date: String,
    /// How long its content says it is.
    pub(crate) len: u64,
}

/// Why a record can't be read.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) name: String,
    pub(crate) reason: String,
}

/// How much is read at a time.
const CHUNK: usize = 32 * 1024;

/// A reader that knows how far it is and can be looked ahead in, however its bytes come.
struct Counted<R> {
    inner: R,
    buffer: Vec<u8>,
    /// Bytes of the buffer that are spent.
    spent: usize,
    at: u64,
}

impl<R: Read> Counted<R> {
    fn new(inner: R, at: u64) -> Self {
        Self { inner, buffer: Vec::new(), spent: 0, at }
    }

    /// The next bytes, at least so many where there are.
    fn peek(&mut self, least: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.spent < least {
            self.buffer.drain(..self.spent);
            self.spent = 0;
            let len = self.buffer.len();
            self.buffer.resize(len + CHUNK, 0);
            let read = self.inner.read(&mut self.buffer[len..]);
            self.buffer.truncate(len + read.as_ref().map_or(0, |read| *read));
            match read {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(&self.buffer[self.spent..])
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, len: usize) {
        self.spent += len;
        self.at += len as u64;
    }
}

type File = Counted<Stream>;
type Unpacked = Counted<GzDecoder<File>>;

/// Where records are read from.
enum From {
    /// From the file as it is.
    Plain(File),
    /// From a gzip member that starts at this offset.
    Packed(Box<Unpacked>, u64),
    /// There is no more.
    End,
}

impl From {
    fn reader(&mut self) -> Option<&mut dyn BufRead> {
        match self {
            Self::Plain(file) => Some(file),
            Self::Packed(member, _) => Some(member),
            Self::End => None,
        }
    }

    /// The next bytes, at least so many where there are.
    fn peek(&mut self, least: usize) -> io::Result<&[u8]> {
        match self {
            Self::Plain(file) => file.peek(least),
            Self::Packed(member, _) => member.peek(least),
            Self::End => Ok(&[]),
        }
    }

    /// The gzip member that is open.
    fn member(&self) -> Option<u64> {
        match self {
            Self::Packed(_, start) => Some(*start),
            Self::Plain(_) | Self::End => None,
        }
    }
}

/// The records of an archive.
pub(crate) struct Records {
    origin: Arc<dyn Origin>,
    from: From,
    /// What is left of the record that was begun.
    left: u64,
    /// Where its content begins: where to look for the next record when its length is wrong.
    content_at: u64,
    /// The gzip member that it is in.
    member: Option<u64>,
    /// Whether the content of the record that was begun is still to be ended.
    is_open: bool,
    begun: bool,
    /// How often the next record may still be looked for.
    patience: usize,
}

impl Records {
    pub(crate) fn new(origin: Arc<dyn Origin>) -> Self {
        Self {
            origin,
            from: From::End,
            left: 0,
            content_at: 0,
            member: None,
            is_open: false,
            begun: false,
            patience: PATIENCE,
        }
    }

    /// Goes to the record of this name.
    pub(crate) fn go_to(&mut self, name: &str) -> Option<()> {
        let (offset, inside) = name.split_once('+').unwrap_or((name, "0"));
        self.seek(offset.parse().ok()?).ok()?;
        let inside: u64 = inside.parse().ok()?;
        self.enter_member().ok()?;
        if inside > 0 {
            let reader = self.from.reader()?;
            io::copy(&mut reader.take(inside), &mut io::sink()).ok()?;
        }
        Some(())
    }

    /// The next record's header. What is left of the one before is passed over.
    pub(crate) fn next(&mut self) -> Option<Result<Head, Broken>> {
        if !self.begun
            && let Err(error) = self.seek(0)
        {
            self.begun = true;
            return Some(Err(Broken { name: String::new(), reason: format!("can't be read: {error}") }));
        }
        if self.is_open
            && let Err(reason) = self.skip()
        {
            return Some(Err(Broken { name: String::new(), reason }));
        }
        match self.head() {
            Ok(head) => head.map(Ok),
            Err(mut broken) => {
                if self.patience == 0 {
                    broken.reason.push_str("; so many records are broken that what follows was not read");
                }
                Some(Err(broken))
            }
        }
    }

    /// At most so many bytes of the record's content, or to its end.
    pub(crate) fn read(&mut self, most: usize) -> Result<Vec<u8>, String> {
        let want = self.left.min(most as u64);
        let mut bytes = Vec::new();
        let Some(reader) = self.from.reader() else { return Ok(bytes) };
        let read = reader.take(want).read_to_end(&mut bytes);
        self.left -= bytes.len() as u64;
        match read {
            Ok(_) if (bytes.len() as u64) < want => Err(self.is_short()),
            Ok(_) => Ok(bytes),
            Err(error) => Err(self.damaged(&error)),
        }
    }

    /// Passes over what is left of the record.
    pub(crate) fn skip(&mut self) -> Result<(), String> {
        let left = std::mem::take(&mut self.left);
        let Some(reader) = self.from.reader() else { return Ok(()) };
        match io::copy(&mut reader.take(left), &mut io::sink()) {
            Ok(read) if read < left => Err(self.is_short()),
            Ok(_) => self.end(),
            Err(error) => Err(self.damaged(&error)),
        }
    }

    /// After the content: two line ends, and the next record or nothing. If not, its length is
    /// wrong, and the next record is looked for from where its content begins.
    pub(crate) fn end(&mut self) -> Result<(), String> {
        self.is_open = false;
        match self.past_line_ends() {
            Err(error) => Err(self.damaged(&error)),
            Ok((_, next)) if next.is_empty() => Ok(()),
            // Some writers leave the line ends out.
            Ok((ends, next)) if next.starts_with(b"WARC/") || ends > 0 && is_gzip(&next) => Ok(()),
            Ok(_) => {
                self.look_on();
                Err("its Content-Length is wrong: no record begins where it ends; its content was not read"
                    .into())
            }
        }
    }

    /// Whether to look for the next record once more; if not, there is none.
    fn has_patience(&mut self) -> bool {
        self.patience = self.patience.saturating_sub(1);
        if self.patience == 0 {
            self.from = From::End;
        }
        self.patience > 0
    }

    /// The file, or the gzip member, ends inside the content.
    fn is_short(&mut self) -> String {
        self.is_open = false;
        let is_packed = matches!(self.from, From::Packed(..));
        if !is_packed {
            self.look_on();
        }
        "cut off, or its Content-Length is wrong: the archive ends before its content does".into()
    }

    fn damaged(&mut self, error: &io::Error) -> String {
        self.is_open = false;
        let what = if error.kind() == ErrorKind::UnexpectedEof { "cut off" } else { "damaged" };
        if let From::Packed(_, start) = self.from {
            self.next_member(start + 1);
            return format!("its gzip data is {what}");
        }
        self.from = From::End;
        format!("can't be read: {error}")
    }

    /// Looks for the next record by its first line, from where the last one's content began.
    fn look_on(&mut self) {
        if !self.has_patience() {
            return;
        }
        match self.member {
            None => {
                let from = self.content_at;
                if self.seek(from).is_err() || self.find_first_line().is_err() {
                    self.from = From::End;
                }
            }
            // Still in its member, of which the rest may hold more records; or past it.
            Some(start) => {
                if self.from.member() != Some(start) || self.find_first_line().is_err() {
                    self.next_member(start + 1);
                }
            }
        }
    }

    /// Goes on to a line that starts as a record does.
    fn find_first_line(&mut self) -> io::Result<()> {
        loop {
            let ahead = self.from.peek(b"WARC/1.".len())?;
            if ahead.is_empty() || ahead.starts_with(b"WARC/1.") || ahead.starts_with(b"WARC/0.") {
                return Ok(());
            }
            let len = memchr::memchr(b'\n', ahead).map_or(ahead.len(), |end| end + 1);
            let Some(reader) = self.from.reader() else { return Ok(()) };
            reader.consume(len);
        }
    }

    /// The gzip member that starts at `from` or after and holds a record.
    fn next_member(&mut self, from: u64) {
        let mut at = from;
        while self.has_patience() {
            self.from = From::End;
            let Ok(stream) = self.origin.open_at(at) else { return };
            let mut file = Counted::new(stream, at);
            match find_magic(&mut file) {
                Ok(true) => at = file.at,
                _ => return,
            }
            if self.seek(at).is_err() || self.enter_member().is_err() {
                at += 1;
                continue;
            }
            let is_record = match &mut self.from {
                From::Packed(member, _) => member.peek(5).is_ok_and(|ahead| ahead.starts_with(b"WARC/")),
                _ => false,
            };
            if is_record {
                return;
            }
            at += 1;
        }
    }

    fn seek(&mut self, offset: u64) -> io::Result<()> {
        let stream = self.origin.open_at(offset)?;
        self.from = From::Plain(Counted::new(stream, offset));
        (self.left, self.is_open, self.begun) = (0, false, true);
        Ok(())
    }

    /// Enters a gzip member that starts here.
    fn enter_member(&mut self) -> io::Result<()> {
        let is_packed = match &mut self.from {
            From::Plain(file) => is_gzip(file.peek(2)?),
            _ => false,
        };
        if is_packed && let From::Plain(file) = std::mem::replace(&mut self.from, From::End) {
            let start = file.at;
            self.from = From::Packed(Box::new(Counted::new(GzDecoder::new(file), 0)), start);
        }
        Ok(())
    }

    /// Passes over line ends, into and out of gzip members; how many there were and what follows.
    fn past_line_ends(&mut self) -> io::Result<(usize, Vec<u8>)> {
        let mut ends = 0;
        loop {
            self.enter_member()?;
            let ahead = self.from.peek(5)?;
            if ahead.is_empty() {
                match std::mem::replace(&mut self.from, From::End) {
                    From::Packed(member, _) => {
                        // The end of a member is the end of a line.
                        ends += 1;
                        self.from = From::Plain(member.inner.into_inner());
                        continue;
                    }
                    _ => return Ok((ends, Vec::new())),
                }
            }
            let blanks = ahead.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if blanks == 0 {
                return Ok((ends, ahead[..ahead.len().min(5)].to_vec()));
            }
            ends += blanks;
            if let Some(reader) = self.from.reader() {
                reader.consume(blanks);
            }
        }
    }

    /// The header of the record that starts here; `None` at the end.
    fn head(&mut self) -> Result<Option<Head>, Broken> {
        let broken = |name: String, reason: &str| Broken { name, reason: reason.to_owned() };
        if let Err(error) = self.past_line_ends() {
            let name = self.name();
            return Err(Broken { name, reason: self.damaged(&error) });
        }
        let mut head = Head { name: self.name(), ..Head::default() };
        let Some(reader) = self.from.reader() else { return Ok(None) };
        let mut lines = Vec::new();
        let mut len = None;
        loop {
            let start = lines.len();
            let room = (LONGEST_HEAD - start) as u64;
            let read = reader.take(room).read_until(b'\n', &mut lines);
            if let Err(error) = read {
                return Err(Broken { name: head.name, reason: self.damaged(&error) });
            }
            let line = lines[start..].trim_ascii_end();
            if start == 0 && !line.starts_with(b"WARC/") {
                self.mark();
                self.look_on();
                return Err(broken(head.name, "no WARC record: what stands here was passed over"));
            }
            if line.is_empty() && lines[start..].ends_with(b"\n") {
                break;
            }
            if !lines[start..].ends_with(b"\n") {
                self.mark();
                self.look_on();
                return Err(broken(head.name, "a WARC record whose header is cut off or too long"));
            }
            let line = String::from_utf8_lossy(line);
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => value.trim_matches(['<', '>']).clone_into(&mut head.url),
                "warc-date" => head.date = facts::date(value).unwrap_or_default(),
                "content-type" => head.content_type = value.to_ascii_lowercase(),
                "content-length" => len = value.parse().ok(),
                _ => {}
            }
        }
        self.mark();
        let Some(len) = len else {
            self.look_on();
            return Err(broken(head.name, "a WARC record without a Content-Length"));
        };
        head.len = len;
        (self.left, self.is_open) = (len, true);
        Ok(Some(head))
    }

    /// Remembers where the record's content begins.
    fn mark(&mut self) {
        (self.content_at, self.member) = (self.position(), self.from.member());
    }

    /// How far the reader is, in the file or in its gzip member.
    fn position(&self) -> u64 {
        match &self.from {
            From::Plain(file) => file.at,
            From::Packed(member, _) => member.at,
            From::End => 0,
        }
    }

    /// The name of the record that starts here.
    fn name(&self) -> String {
        match &self.from {
            From::Packed(member, start) if member.at > 0 => format!("{start}+{}", member.at),
            From::Packed(_, start) => start.to_string(),
            From::Plain(file) => file.at.to_string(),
            From::End => String::new(),
        }
    }
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1F\x8B")
}

/// Goes on to where a gzip member may start; false at the end.
fn find_magic(file: &mut File) -> io::Result<bool> {
    loop {
        let ahead = file.peek(3)?;
        if ahead.len() < 3 {
            return Ok(false);
        }
        // The last two bytes may be the start of one.
        let found = memchr::memmem::find(ahead, b"\x1F\x8B\x08");
        let len = found.unwrap_or(ahead.len() - 2);
        file.consume(len);
        if found.is_some() {
            return Ok(true);
        }
    }
}
