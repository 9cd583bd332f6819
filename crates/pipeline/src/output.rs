//! The output folder: files under temporary names, renamed when all of them are whole.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rapporteur_stage::{ClosedFile, OutputFile, Outputs, StageError};

use crate::digest::Hashing;

/// Where a run keeps what is not finished, inside the output folder.
pub(crate) const STATE: &str = ".rapporteur";

/// Digest and length of each file that was closed.
type Digests = Arc<Mutex<BTreeMap<String, (String, u64)>>>;

/// An output folder that is being written.
pub(crate) struct Folder {
    path: PathBuf,
    finished: Digests,
}

impl Folder {
    /// Makes the folder and its state, and clears what an earlier run left unfinished.
    pub(crate) fn open(path: &Path) -> Result<Self, StageError> {
        let parts = path.join(STATE).join("parts");
        match fs::remove_dir_all(&parts) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(StageError::io(parts, error));
            }
            _ => {}
        }
        fs::create_dir_all(&parts).map_err(|error| StageError::io(&parts, error))?;
        Ok(Self { path: path.to_owned(), finished: Digests::default() })
    }

    /// The folder for what outlives a killed run.
    pub(crate) fn state(&self) -> PathBuf {
        self.path.join(STATE)
    }

    /// The folder for what the next run clears.
    pub(crate) fn parts(&self) -> PathBuf {
        self.state().join("parts")
    }

    fn part(&self, name: &str) -> PathBuf {
        self.parts().join(name)
    }

    /// Gives every file its own name, in the order of names. Returns name, digest and length.
    pub(crate) fn commit(&self) -> Result<Vec<(String, String, u64)>, StageError> {
        let finished = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = Vec::new();
        for (name, (sha256, bytes)) in finished.iter() {
            let to = self.path.join(name);
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(|error| StageError::io(parent, error))?;
            }
            fs::rename(self.part(name), &to).map_err(|error| StageError::io(&to, error))?;
            all.push((name.clone(), sha256.clone(), *bytes));
        }
        Ok(all)
    }

    /// Writes one whole file in one step.
    pub(crate) fn put(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        let part = self.part(name);
        let failed = |error| StageError::io(&part, error);
        let mut file = BufWriter::with_capacity(1 << 16, File::create(&part).map_err(failed)?);
        write(&mut file)?;
        file.flush().map_err(failed)?;
        drop(file);
        let to = self.path.join(name);
        fs::rename(&part, &to).map_err(|error| StageError::io(&to, error))
    }

    /// Takes away what only an unfinished run needs.
    pub(crate) fn clear_state(&self) {
        // What stays behind harms nobody: the next run clears it.
        let _ = fs::remove_dir_all(self.state());
    }
}

impl Outputs for Folder {
    fn create(&self, name: &str) -> Result<OutputFile, StageError> {
        let path = self.part(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| StageError::io(parent, error))?;
        }
        let file = File::create(&path).map_err(|error| StageError::io(&path, error))?;
        let writer = Noted {
            name: name.to_owned(),
            inner: Hashing::new(BufWriter::with_capacity(1 << 16, file)),
            finished: Arc::clone(&self.finished),
        };
        Ok(OutputFile::new(Box::new(writer), self.path.join(name)))
    }

    fn scratch(&self) -> Result<Option<PathBuf>, StageError> {
        // Among the parts, so that the next run clears it where this one is killed.
        let path = self.part(".scratch");
        fs::create_dir_all(&path).map_err(|error| StageError::io(&path, error))?;
        Ok(Some(path))
    }

    fn closed(&self) -> Vec<ClosedFile> {
        let finished = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        let file = |(name, (sha256, bytes)): (&String, &(String, u64))| ClosedFile {
            name: name.clone(),
            sha256: sha256.clone(),
            bytes: *bytes,
        };
        finished.iter().map(file).collect()
    }
}

/// A writer that notes its digest when it is flushed.
struct Noted {
    name: String,
    inner: Hashing<BufWriter<File>>,
    finished: Digests,
}

impl Write for Noted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()?;
        let digest = self.inner.digest();
        self.finished.lock().unwrap_or_else(PoisonError::into_inner).insert(self.name.clone(), digest);
        Ok(())
    }
}
