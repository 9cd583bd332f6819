//! The threads that work on documents.
//!
//! A thread that has finished one takes the next, so that there are no more of them than documents at
//! work at once: each holds buffers and an arena of the allocator of its own. One that is stuck in a
//! document is left alone, and another takes its place.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::thread;

use tokio::sync::oneshot;

/// What a document's work gives, or what it panicked with.
pub(crate) type Done<T> = thread::Result<T>;

/// Work for one thread, and who waits for it.
struct Task<T> {
    work: Box<dyn FnOnce() -> T + Send>,
    done: oneshot::Sender<Done<T>>,
}

/// Those who have nothing to do.
type Idle<T> = Mutex<Vec<mpsc::Sender<Task<T>>>>;

/// Threads that wait for work, and new ones where there are none. They end with it.
pub(crate) struct Crew<T> {
    idle: Arc<Idle<T>>,
}

impl<T: Send + 'static> Crew<T> {
    pub(crate) fn new() -> Self {
        Self { idle: Arc::default() }
    }

    /// Lets a thread do this. Must be called on a tokio runtime. What is received is an error only
    /// where the runtime has ended.
    pub(crate) fn begin(&self, work: impl FnOnce() -> T + Send + 'static) -> oneshot::Receiver<Done<T>> {
        let (done, result) = oneshot::channel();
        let mut task = Task { work: Box::new(work), done };
        while let Some(one) = self.next_idle() {
            match one.send(task) {
                Ok(()) => return result,
                // It ended with its runtime.
                Err(mpsc::SendError(back)) => task = back,
            }
        }
        let idle = Arc::downgrade(&self.idle);
        drop(tokio::task::spawn_blocking(move || serve(task, &idle)));
        result
    }

    fn next_idle(&self) -> Option<mpsc::Sender<Task<T>>> {
        lock(&self.idle).pop()
    }
}

/// Works until nobody has any more to do.
fn serve<T>(mut task: Task<T>, idle: &Weak<Idle<T>>) {
    loop {
        let Task { work, done } = task;
        let result = catch_unwind(AssertUnwindSafe(work));
        // Idle before anybody hears of the result: whoever does finds this thread for what comes next.
        let next = idle.upgrade().map(|idle| {
            let (sender, next) = mpsc::channel();
            lock(&idle).push(sender);
            next
        });
        // Where nobody waits any more, the document ran past its time limit.
        let _ = done.send(result);
        match next.and_then(|next| next.recv().ok()) {
            Some(more) => task = more,
            None => return,
        }
    }
}

fn lock<T>(idle: &Idle<T>) -> std::sync::MutexGuard<'_, Vec<mpsc::Sender<Task<T>>>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn one_thread_does_what_is_done_one_after_the_other() {
        let crew = Crew::new();
        let mut seen = Vec::new();
        for _ in 0..50 {
            seen.push(crew.begin(|| thread::current().id()).await.unwrap().unwrap());
        }
        seen.dedup();
        assert_eq!(seen.len(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_panic_is_told_and_the_thread_goes_on() {
        let crew = Crew::new();
        let payload = crew.begin(|| panic!("a message")).await.unwrap().unwrap_err();
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"a message"));
        assert!(crew.begin(|| ()).await.unwrap().is_ok());
        assert_eq!(lock(&crew.idle).len(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn another_takes_the_place_of_one_who_is_stuck() {
        let crew = Crew::new();
        let (free, stuck) = mpsc::channel::<()>();
        let waiting = crew.begin(move || stuck.recv().is_ok());
        assert!(crew.begin(|| true).await.unwrap().unwrap());
        free.send(()).unwrap();
        assert!(waiting.await.unwrap().unwrap());
        assert_eq!(lock(&crew.idle).len(), 2);
    }
}
