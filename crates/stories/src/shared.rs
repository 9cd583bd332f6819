//! One index for all reports of a run.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rapporteur_document::Document;
use rapporteur_stage::{BuildContext, Outputs, StageError};

use crate::index::{Index, Shared};

/// The index that all report stages of a pipeline read: fed once for each document and finished
/// once, whichever stage comes first.
#[derive(Debug, Clone)]
pub struct SharedIndex(Arc<Mutex<State>>);

#[derive(Debug)]
enum State {
    Reading(Index),
    Done(Arc<Shared>),
}

impl Default for State {
    fn default() -> Self {
        Self::Reading(Index::new())
    }
}

impl SharedIndex {
    /// The one of the pipeline that is being built.
    pub fn of(context: &BuildContext) -> Self {
        Self(context.shared.get())
    }

    /// Lets the index keep what is large in files of this run, unless another stage has done so. To
    /// be called before the first document.
    pub fn begin(&self, outputs: &dyn Outputs) -> Result<(), StageError> {
        if let State::Reading(index) = &mut *self.state()
            && !index.has_folder()
            && index.is_empty()
            && let Some(folder) = outputs.scratch()?
        {
            let folder = folder.join("stories");
            std::fs::create_dir_all(&folder).map_err(|error| StageError::io(&folder, error))?;
            *index = Index::in_folder(Some(folder));
        }
        Ok(())
    }

    /// Adds the document at this place in the order of ingest, unless another stage has done so.
    pub fn add(&self, place: usize, document: &Document) -> Result<(), StageError> {
        match &mut *self.state() {
            State::Reading(index) if index.len() == place => index.add(document),
            _ => Ok(()),
        }
    }

    /// Groups the documents into stories, once.
    pub fn finish(&self) -> Result<Arc<Shared>, StageError> {
        let mut state = self.state();
        match &mut *state {
            State::Done(shared) => Ok(Arc::clone(shared)),
            State::Reading(index) => {
                let shared = Arc::new(std::mem::take(index).finish()?);
                *state = State::Done(Arc::clone(&shared));
                Ok(shared)
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic in `add` or `finish` ends the run: nobody reads what it left.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_feeds_and_reads_the_same() {
        let context = BuildContext::default();
        let (one, other) = (SharedIndex::of(&context), SharedIndex::of(&context));
        for place in 0..3 {
            let document = Document::from_text(format!("The barge Lapwing{place} sank off Brack."));
            one.add(place, &document).expect("it is in memory");
            other.add(place, &document).expect("it is in memory");
        }
        let finished = |index: &SharedIndex| index.finish().expect("it is in memory");
        let shared = finished(&one);
        assert_eq!(shared.documents(), 3);
        assert!(Arc::ptr_eq(&shared, &finished(&other)));
        assert_eq!(finished(&SharedIndex::of(&BuildContext::default())).documents(), 0);
    }
}
