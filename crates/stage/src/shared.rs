//! What stages of one pipeline share without knowing one another.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// One value of each type, made when a stage first asks for it. Each compiled pipeline has its own.
///
/// For what several stages would otherwise each build for themselves from the same stream, such as
/// the index of all documents that every report reads. The value guards itself: stages run on
/// several threads.
#[derive(Clone, Default)]
pub struct SharedSlots(Arc<Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>>);

impl SharedSlots {
    /// The value of this type.
    pub fn get<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        // A stage that panicked here left nothing half done: a value is made before it is put in.
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = slots.entry(TypeId::of::<T>()).or_insert_with(|| Arc::<T>::default());
        Arc::clone(slot).downcast::<T>().unwrap_or_default()
    }
}

impl fmt::Debug for SharedSlots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedSlots").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_value_of_each_type() {
        let slots = SharedSlots::default();
        let count = slots.get::<Mutex<u32>>();
        *count.lock().expect("nobody panicked") = 7;
        assert_eq!(*slots.clone().get::<Mutex<u32>>().lock().expect("nobody panicked"), 7);
        assert_eq!(*slots.get::<u32>(), 0);
        assert_eq!(*SharedSlots::default().get::<Mutex<u32>>().lock().expect("nobody panicked"), 0);
    }
}
