//! Searches run beside the connections: so many at once, so many waiting, ended when nobody waits for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Places for what is worked on, and for what waits.
pub(super) struct Work {
    running: Arc<Semaphore>,
    most: usize,
    waiting: AtomicUsize,
    longest: usize,
}

/// Why something is not worked on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Undone {
    /// Too many wait already.
    Busy,
    /// It ended without an answer.
    Failed,
}

/// Set once nobody waits for an answer any more.
struct Abandoned(Arc<AtomicBool>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// One of those that wait.
struct Waiting<'w>(&'w AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Work {
    pub(super) fn new(running: usize, waiting: usize) -> Self {
        let most = running.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            running: Arc::new(Semaphore::new(most)),
            most,
            waiting: AtomicUsize::new(0),
            longest: waiting,
        }
    }

    /// How many are worked on, and how many wait.
    pub(super) fn load(&self) -> (usize, usize) {
        let free = self.running.available_permits();
        (
            self.most.saturating_sub(free),
            self.waiting.load(Ordering::Relaxed),
        )
    }

    async fn place(&self) -> Result<OwnedSemaphorePermit, Undone> {
        if let Ok(place) = self.running.clone().try_acquire_owned() {
            return Ok(place);
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        if before >= self.longest {
            return Err(Undone::Busy);
        }
        self.running
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| Undone::Failed)
    }

    /// Does something that takes its time; it is given a flag that is set when nobody waits for it any more, and
    /// keeps its place until it has ended.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(Arc<AtomicBool>) -> T + Send + 'static,
    ) -> Result<T, Undone> {
        let place = self.place().await?;
        let flag = Arc::new(AtomicBool::new(false));
        let abandoned = Abandoned(flag.clone());
        let done = tokio::task::spawn_blocking(move || {
            let done = work(flag);
            drop(place);
            done
        });
        let done = done.await.map_err(|_| Undone::Failed);
        drop(abandoned);
        done
    }
}

#[cfg(test)]
mod tests {
    use super::{Undone, Work};
    use std::sync::atomic::Ordering;
    use std::time::Duration;

    fn runtime() -> tokio::runtime::Runtime {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.enable_all().build().expect("threads")
    }

    #[test]
    fn what_exceeds_the_queue_is_refused_and_what_is_abandoned_is_told() {
        runtime().block_on(async {
            let work = std::sync::Arc::new(Work::new(1, 1));
            let (begun, started) = std::sync::mpsc::channel();
            let long = |begun: std::sync::mpsc::Sender<()>| {
                let work = work.clone();
                tokio::spawn(async move {
                    work.run(move |ended| {
                        begun.send(()).expect("somebody listens");
                        while !ended.load(Ordering::Relaxed) {
                            std::thread::yield_now();
                        }
                    })
                    .await
                })
            };
            let first = long(begun.clone());
            started.recv().expect("it runs");
            let second = long(begun);
            while work.load() != (1, 1) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            assert_eq!(work.run(|_| ()).await, Err(Undone::Busy));
            first.abort();
            started
                .recv()
                .expect("the second runs once the first is told");
            second.abort();
            while work.load() != (0, 0) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            assert_eq!(work.run(|_| 7).await, Ok(7));
            assert_eq!(
                work.run(|_| panic!("on purpose")).await,
                Err::<(), _>(Undone::Failed)
            );
            assert_eq!(work.load(), (0, 0), "what ended badly gave its place back");
        });
    }
}
