//! Bytes and numbers that wait in files, so that what a run keeps in memory stays flat.
//!
//! Where there is no folder for files they wait in memory: same results, no files.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use rapporteur_stage::StageError;

/// Bytes that a [`Spool`] keeps in memory before it writes them to its file.
const TAIL: usize = 1 << 20;
/// Bytes that a [`Sorter`] sorts at once.
const RUN: usize = 2 << 20;
/// Bytes that the runs of a [`Sorter`] are read in, all of them together, and at least each.
const READ: usize = 2 << 20;
const READ_EACH: usize = 4 << 10;

/// The folder for files, where there is one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch(Option<PathBuf>);

impl Scratch {
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self(folder)
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.0.is_some()
    }

    /// Bytes under a name that nothing else in the folder has.
    pub(crate) fn spool(&self, name: &str) -> Spool {
        let path = self.0.as_ref().map(|folder| folder.join(name));
        Spool { path, file: None, written: 0, tail: Vec::new() }
    }

    /// Numbers to be sorted, likewise.
    pub(crate) fn sorter<R: Record>(&self, name: &str) -> Sorter<R> {
        Sorter { spool: self.spool(name), runs: Vec::new(), buffer: Vec::new() }
    }
}

/// Bytes that are appended, read again and now and then written over.
#[derive(Debug, Default)]
pub(crate) struct Spool {
    path: Option<PathBuf>,
    file: Option<File>,
    /// Bytes in the file; the tail comes after them.
    written: u64,
    tail: Vec<u8>,
}

impl Spool {
    /// How many bytes it has.
    pub(crate) fn len(&self) -> u64 {
        self.written + self.tail.len() as u64
    }

    /// Appends; gives the place of the first byte.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<u64, StageError> {
        let at = self.len();
        self.tail.extend_from_slice(bytes);
        if self.tail.len() >= TAIL && self.path.is_some() {
            let tail = std::mem::take(&mut self.tail);
            self.at(self.written, |file| file.write_all(&tail))?;
            self.written += tail.len() as u64;
            self.tail = tail;
            self.tail.clear();
        }
        Ok(at)
    }

    /// Fills the buffer with what stands at a place.
    pub(crate) fn read(&mut self, at: u64, buffer: &mut [u8]) -> Result<(), StageError> {
        let (filed, tailed) = buffer.split_at_mut(self.in_file(at, buffer.len()));
        if !filed.is_empty() {
            self.at(at, |file| file.read_exact(filed))?;
        }
        if !tailed.is_empty() {
            let from = (at + filed.len() as u64 - self.written) as usize;
            tailed.copy_from_slice(&self.tail[from..from + tailed.len()]);
        }
        Ok(())
    }

    /// Writes over what stands at a place.
    pub(crate) fn overwrite(&mut self, at: u64, bytes: &[u8]) -> Result<(), StageError> {
        let (filed, tailed) = bytes.split_at(self.in_file(at, bytes.len()));
        if !filed.is_empty() {
            self.at(at, |file| file.write_all(filed))?;
        }
        if !tailed.is_empty() {
            let from = (at + filed.len() as u64 - self.written) as usize;
            self.tail[from..from + tailed.len()].copy_from_slice(tailed);
        }
        Ok(())
    }

    /// How many of so many bytes at a place are in the file.
    fn in_file(&self, at: u64, len: usize) -> usize {
        usize::try_from(self.written.saturating_sub(at)).unwrap_or(usize::MAX).min(len)
    }

    fn at(&mut self, at: u64, work: impl FnOnce(&mut File) -> std::io::Result<()>) -> Result<(), StageError> {
        let path = self.path.as_ref().expect("a spool without a path has no file");
        let failed = |error| StageError::io(path, error);
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let mut options = File::options();
                options.read(true).write(true).create(true).truncate(true);
                none.insert(options.open(path).map_err(failed)?)
            }
        };
        file.seek(SeekFrom::Start(at)).and_then(|_| work(file)).map_err(failed)
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if let (Some(path), Some(_)) = (&self.path, self.file.take()) {
            // The folder goes when the run has ended, with what could not be removed here.
            let _ = fs::remove_file(path);
        }
    }
}

/// The 32 bits at a place.
pub(crate) fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes are four bytes"))
}

/// A number that can be written down.
pub(crate) trait Record: Copy + Ord {
    const BYTES: usize;
    fn put(self, out: &mut Vec<u8>);
    fn take(bytes: &[u8]) -> Self;
}

macro_rules! records {
    ($($number:ty)*) => {$(
        impl Record for $number {
            const BYTES: usize = size_of::<Self>();

            fn put(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            fn take(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().expect("as many bytes as were put"))
            }
        }
    )*};
}

records!(u64 u128);

/// Takes numbers and gives them back in order.
pub(crate) struct Sorter<R> {
    spool: Spool,
    /// Sorted parts in the spool: where they start, and how many numbers they have.
    runs: Vec<(u64, usize)>,
    buffer: Vec<R>,
}

impl<R: Record> Sorter<R> {
    pub(crate) fn push(&mut self, record: R) -> Result<(), StageError> {
        if self.buffer.len() * R::BYTES >= RUN && self.spool.path.is_some() {
            self.spill()?;
        }
        self.buffer.push(record);
        Ok(())
    }

    fn spill(&mut self) -> Result<(), StageError> {
        self.buffer.sort_unstable();
        self.runs.push((self.spool.len(), self.buffer.len()));
        let mut bytes = Vec::with_capacity(READ_EACH + R::BYTES);
        for &record in &self.buffer {
            record.put(&mut bytes);
            if bytes.len() >= READ_EACH {
                self.spool.append(&bytes)?;
                bytes.clear();
            }
        }
        self.spool.append(&bytes)?;
        self.buffer.clear();
        Ok(())
    }

    /// All numbers, ascending.
    pub(crate) fn sorted(mut self) -> Result<Sorted<R>, StageError> {
        if !self.runs.is_empty() {
            self.spill()?;
            self.buffer = Vec::new();
        }
        self.buffer.sort_unstable_by(|a, b| b.cmp(a));
        let size = (READ / self.runs.len().max(1)).clamp(READ_EACH, 1 << 16) / R::BYTES;
        let mut runs = vec![Run { at: 0, left: 0, ready: self.buffer }];
        runs.extend(self.runs.iter().map(|&(at, left)| Run { at, left, ready: Vec::new() }));
        let mut sorted = Sorted { spool: self.spool, size, runs, heads: BinaryHeap::new() };
        for run in 0..sorted.runs.len() {
            sorted.head(run)?;
        }
        Ok(sorted)
    }
}

struct Run<R> {
    at: u64,
    left: usize,
    /// What was read of it, the next one last.
    ready: Vec<R>,
}

/// Numbers in order.
pub(crate) struct Sorted<R> {
    spool: Spool,
    /// How many are read at once.
    size: usize,
    runs: Vec<Run<R>>,
    heads: BinaryHeap<Reverse<(R, usize)>>,
}

impl<R: Record> Sorted<R> {
    /// Puts the next number of a run where all runs' next ones are.
    fn head(&mut self, run: usize) -> Result<(), StageError> {
        let Run { at, left, ready } = &mut self.runs[run];
        if ready.is_empty() && *left > 0 {
            let take = self.size.min(*left);
            let mut bytes = vec![0; take * R::BYTES];
            self.spool.read(*at, &mut bytes)?;
            *at += bytes.len() as u64;
            *left -= take;
            ready.extend(bytes.chunks_exact(R::BYTES).rev().map(R::take));
        }
        if let Some(record) = ready.pop() {
            self.heads.push(Reverse((record, run)));
        }
        Ok(())
    }

    pub(crate) fn next(&mut self) -> Result<Option<R>, StageError> {
        let Some(Reverse((record, run))) = self.heads.pop() else { return Ok(None) };
        self.head(run)?;
        Ok(Some(record))
    }

    /// The next ones that have the same key; none when all were given.
    pub(crate) fn same<K: PartialEq>(
        &mut self,
        key: impl Fn(R) -> K,
        same: &mut Vec<R>,
    ) -> Result<bool, StageError> {
        same.clear();
        let Some(first) = self.next()? else { return Ok(false) };
        same.push(first);
        while self.heads.peek().is_some_and(|Reverse((next, _))| key(*next) == key(first)) {
            same.extend(self.next()?);
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("rapporteur-spool-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder can be made");
        folder
    }

    /// Numbers that look like chance.
    fn mixed(number: u64) -> u64 {
        (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
    }

    #[test]
    fn bytes_are_read_wherever_they_are() {
        let folder = folder("bytes");
        for scratch in [Scratch::default(), Scratch::new(Some(folder.clone()))] {
            let mut spool = scratch.spool("bytes");
            let chunk: Vec<u8> = (0..=255).collect();
            for _ in 0..5000 {
                spool.append(&chunk).expect("it can be written");
            }
            assert_eq!(spool.file.is_some(), scratch.0.is_some());
            // Across the border of file and memory.
            let border = if spool.written > 0 { spool.written } else { 1 << 20 };
            spool.overwrite(border - 2, b"abcd").expect("it can be written");
            let mut read = [0; 8];
            spool.read(border - 4, &mut read).expect("it is there");
            assert_eq!(&read, &[252, 253, b'a', b'b', b'c', b'd', 2, 3]);
        }
        assert!(!folder.join("bytes").exists(), "files go with what they belong to");
        fs::remove_dir_all(folder).expect("nothing is left in it");
    }

    #[test]
    fn numbers_come_back_in_order() {
        let folder = folder("numbers");
        let many = 3 * RUN as u64 / 8 / 2;
        let mut wanted: Vec<u64> = (0..many).map(mixed).collect();
        wanted.sort_unstable();
        for scratch in [Scratch::default(), Scratch::new(Some(folder.clone()))] {
            let mut sorter = scratch.sorter::<u64>("numbers");
            for number in 0..many {
                sorter.push(mixed(number)).expect("it can be written");
            }
            let mut numbers = sorter.sorted().expect("it can be read");
            let mut all = Vec::new();
            while let Some(number) = numbers.next().expect("it can be read") {
                all.push(number);
            }
            assert!(all == wanted);
        }
        fs::remove_dir_all(folder).expect("nothing is left in it");
    }

    #[test]
    fn what_has_one_key_comes_together() {
        let mut sorter = Scratch::default().sorter::<u64>("");
        for number in [31, 12, 11, 30, 20] {
            sorter.push(number).expect("it is in memory");
        }
        let mut numbers = sorter.sorted().expect("it is in memory");
        let (mut same, mut all) = (Vec::new(), Vec::new());
        while numbers.same(|it| it / 10, &mut same).expect("it is in memory") {
            all.push(same.clone());
        }
        assert_eq!(all, [vec![11, 12], vec![20], vec![30, 31]]);
    }
}
