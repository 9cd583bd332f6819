//! One index for all reports of a run.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rapporteur_document::Document;
use rapporteur_stage::BuildContext;

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

    /// Adds the document at this place in the order of ingest, unless another stage has done so.
    pub fn add(&self, place: usize, document: &Document) {
        if let State::Reading(index) = &mut *self.state()
            && index.len() == place
        {
            index.add(document);
        }
    }

    /// Groups the documents into stories, once.
    pub fn finish(&self) -> Arc<Shared> {
        let mut state = self.state();
        match &mut *state {
            State::Done(shared) => Arc::clone(shared),
            State::Reading(index) => {
                let shared = Arc::new(std::mem::take(index).finish());
                *state = State::Done(Arc::clone(&shared));
                shared
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
            one.add(place, &document);
            other.add(place, &document);
        }
        let shared = one.finish();
        assert_eq!(shared.documents(), 3);
        assert!(Arc::ptr_eq(&shared, &other.finish()));
        assert_eq!(SharedIndex::of(&BuildContext::default()).finish().documents(), 0);
    }
}
