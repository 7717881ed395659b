//! Work that would hold up others, done beside the HTTP workers: on a few threads, where those who ask take turns.
//!
//! A worker serves many connections on one thread, so all of them wait for what takes long there. Here nobody waits for more
//! than one piece of work of each other workspace, and who has too much waiting already is told to come back. Work that nobody
//! waits for any more is not begun, and that which is under way can see it.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tracing::Span;
use uuid::Uuid;

use super::Fault;
use super::heavy::Heavy;

/// How long a thread without work stays: it keeps a connection and its pages.
const IDLE: Duration = Duration::from_secs(30);

/// How much may be done and wait beside the workers.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Threads.
    pub threads: usize,
    /// Pieces of work of one workspace that may wait.
    pub each: usize,
    /// Pieces of work that may wait in all.
    pub all: usize,
}

impl Default for Room {
    /// A processor is left to the workers.
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            threads: processors.saturating_sub(1).max(1),
            each: 32,
            all: 1024,
        }
    }
}

/// The threads, and what waits for them; cheap to clone. They end with the last clone.
#[derive(Clone)]
pub struct Aside(Arc<Door>);

/// Whoever may ask holds it; the threads do not.
struct Door(Arc<Shared>);

impl Drop for Door {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.more.notify_all();
    }
}

impl fmt::Debug for Aside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Aside")
    }
}

struct Shared {
    room: Room,
    heavy: Heavy,
    state: Mutex<State>,
    more: Condvar,
}

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    /// What waits, by who asked.
    waiting: HashMap<Uuid, VecDeque<Job>>,
    /// Those who have something waiting, in turn.
    turns: VecDeque<Uuid>,
    /// How much waits in all.
    count: usize,
    threads: usize,
    idle: usize,
    closed: bool,
}

impl State {
    fn next(&mut self) -> Option<Job> {
        let asker = self.turns.pop_front()?;
        let queue = self.waiting.get_mut(&asker)?;
        let job = queue.pop_front();
        if queue.is_empty() {
            self.waiting.remove(&asker);
        } else {
            self.turns.push_back(asker);
        }
        self.count -= 1;
        job
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next piece of work; none if the thread is not needed any more.
    fn wait(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if let Some(job) = state.next() {
                return Some(job);
            }
            state.idle += 1;
            let (woken, waited) = self
                .more
                .wait_timeout(state, IDLE)
                .unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle -= 1;
            if waited.timed_out() && state.count == 0 {
                state.threads -= 1;
                return None;
            }
        }
    }
}

/// Whether somebody still waits for a piece of work.
#[derive(Clone, Debug)]
pub struct Wanted(Arc<AtomicBool>);

impl Wanted {
    /// Whether somebody does.
    #[must_use]
    pub fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Held by who waits; when they go, nobody does.
struct Waiting(Wanted);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Relaxed);
    }
}

impl Aside {
    /// No threads yet: they are made when there is work.
    #[must_use]
    pub fn new(room: Room) -> Self {
        let shared = Shared {
            room,
            heavy: Heavy::default(),
            state: Mutex::default(),
            more: Condvar::new(),
        };
        Self(Arc::new(Door(Arc::new(shared))))
    }

    /// What was too much for a worker lately.
    #[must_use]
    pub fn heavy(&self) -> &Heavy {
        &self.0.0.heavy
    }

    /// Does something for a workspace, and waits for it.
    ///
    /// # Errors
    /// `UNAVAILABLE` if too much waits already, or the work broke off.
    pub async fn run<T: Send + 'static>(
        &self,
        asker: Uuid,
        work: impl FnOnce(&Wanted) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, asked) = oneshot::channel();
        let wanted = Wanted(Arc::new(AtomicBool::new(true)));
        let waiting = Waiting(wanted.clone());
        let span = Span::current();
        self.put(
            asker,
            Box::new(move || {
                if wanted.is() {
                    // Whoever has gone meanwhile needs no answer.
                    let _ = answer.send(span.in_scope(|| work(&wanted)));
                }
            }),
        )?;
        let done = asked.await;
        drop(waiting);
        done.map_err(|error| Fault::Internal(format!("work beside the workers broke off: {error}")))
    }

    /// Runs a future for a workspace, which is dropped when nobody waits any more. Its timers and sockets stay with the runtime
    /// of who asks.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub async fn wait<T: Send + 'static, F: Future<Output = T>>(
        &self,
        asker: Uuid,
        work: impl FnOnce() -> F + Send + 'static,
    ) -> Result<T, Fault> {
        let (mut answer, asked) = oneshot::channel();
        let (runtime, span) = (Handle::current(), Span::current());
        self.put(
            asker,
            Box::new(move || {
                let _entered = span.enter();
                let done = runtime.block_on(async {
                    let work = pin!(work());
                    tokio::select! {
                        biased;
                        () = answer.closed() => None,
                        done = work => Some(done),
                    }
                });
                if let Some(done) = done {
                    let _ = answer.send(done);
                }
            }),
        )?;
        let done = asked.await;
        done.map_err(|error| Fault::Internal(format!("work beside the workers broke off: {error}")))
    }

    fn put(&self, asker: Uuid, job: Job) -> Result<(), Fault> {
        let Door(shared) = &*self.0;
        let mut state = shared.state();
        let own = state.waiting.get(&asker).map_or(0, VecDeque::len);
        if own >= shared.room.each || state.count >= shared.room.all {
            return Err(Fault::busy("too much is being asked at once; try again"));
        }
        if own == 0 {
            state.turns.push_back(asker);
        }
        state.waiting.entry(asker).or_default().push_back(job);
        state.count += 1;
        if state.count <= state.idle || state.threads >= shared.room.threads {
            shared.more.notify_one();
            return Ok(());
        }
        state.threads += 1;
        drop(state);
        let threads = shared.clone();
        let begun = std::thread::Builder::new()
            .name("aside".to_owned())
            .spawn(move || {
                while let Some(job) = threads.wait() {
                    // A panic costs the one who asked; the thread goes on.
                    let _ = catch_unwind(AssertUnwindSafe(job));
                }
            });
        if let Err(error) = begun {
            // What waits is done by the threads there are, or by one that is made for what comes next.
            shared.state().threads -= 1;
            tracing::error!(%error, "a thread could not be made");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asker(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    /// One thread, which is busy until the sender is dropped; and what is done in which order.
    async fn busy(aside: &Aside) -> std::sync::mpsc::Sender<()> {
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let (begun, has_begun) = oneshot::channel();
        let aside = aside.clone();
        tokio::task::spawn_local(async move {
            aside
                .run(asker(0), move |_| {
                    let _ = begun.send(());
                    let _ = wait.recv();
                })
                .await
        });
        has_begun.await.unwrap();
        go
    }

    fn locally(test: impl Future<Output = ()>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        tokio::task::LocalSet::new().block_on(&runtime, test);
    }

    #[test]
    fn those_who_ask_take_turns() {
        locally(async {
            let aside = Aside::new(Room {
                threads: 1,
                each: 3,
                all: 5,
            });
            let go = busy(&aside).await;
            let order = Arc::new(Mutex::new(Vec::new()));
            let ask = |who: u128| {
                let (aside, order) = (aside.clone(), order.clone());
                let work = move |_: &Wanted| order.lock().unwrap().push(who);
                tokio::task::spawn_local(async move { aside.run(asker(who), work).await })
            };
            let asked = [ask(1), ask(1), ask(1), ask(2)];
            tokio::task::yield_now().await;
            let refused = ask(1).await.unwrap().unwrap_err();
            assert!(matches!(
                refused,
                Fault::Request {
                    code: "UNAVAILABLE",
                    ..
                }
            ));
            drop(go);
            for asked in asked {
                asked.await.unwrap().unwrap();
            }
            assert_eq!(*order.lock().unwrap(), [1, 2, 1, 1]);
        });
    }

    #[test]
    fn what_nobody_waits_for_is_not_done() {
        locally(async {
            let aside = Aside::new(Room {
                threads: 1,
                each: 3,
                all: 5,
            });
            let go = busy(&aside).await;
            let done = Arc::new(AtomicBool::new(false));
            let note = done.clone();
            let asked = aside.run(asker(1), move |_| note.store(true, Ordering::Relaxed));
            assert!(
                tokio::time::timeout(Duration::from_millis(20), asked)
                    .await
                    .is_err()
            );
            let note = done.clone();
            let asked = aside.wait(
                asker(1),
                move || async move { note.store(true, Ordering::Relaxed) },
            );
            assert!(
                tokio::time::timeout(Duration::from_millis(20), asked)
                    .await
                    .is_err()
            );
            drop(go);
            assert_eq!(aside.wait(asker(1), || std::future::ready(7)).await.unwrap(), 7);
            assert!(!done.load(Ordering::Relaxed));
        });
    }

    #[test]
    fn a_panic_costs_only_who_asked() {
        locally(async {
            let aside = Aside::new(Room {
                threads: 1,
                each: 3,
                all: 5,
            });
            let broken = aside.run(asker(1), |_| panic!("on purpose")).await;
            assert!(matches!(broken, Err(Fault::Internal(_))));
            assert_eq!(aside.run(asker(1), |_| 7).await.unwrap(), 7);
        });
    }
}
