//! Whoever writes waits here for a turn. Those who wait for the same thing share a transaction: one command runs after another,
//! each sees what those before it wrote, and one commit stores them all. So one sync of the disk, or one round trip, serves many.
//!
//! What is shared is a line: on SQLite the file, on PostgreSQL the workspace. A command that is refused disturbs no other. Where a
//! failure takes the whole transaction with it, nobody's write is acknowledged: each runs again, alone.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::{DbBackend, DbErr};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::db::Observer;
use super::link::{Link, To};
use super::rows::{Stored, postgres, sqlite};
use super::{Fault, Synchronous};

/// Most commands of one transaction.
const MOST: usize = 64;

/// For how long a transaction takes in more commands: the first of them waits for the last.
const LONG: Duration = Duration::from_millis(50);

/// What became of a command's writes.
#[derive(Debug)]
pub enum Ended {
    /// What became of the transaction.
    Stored(Stored),
    /// Others' failure took it along: it did nothing wrong, and runs again.
    Lost,
}

/// Where connections that write come from.
pub(super) enum Source {
    /// One connection to a file, opened when it is needed.
    Sqlite {
        file: PathBuf,
        synchronous: Synchronous,
        idle: Mutex<Option<Arc<sqlite::Writer>>>,
    },
    /// Connections to a server, a few for each thread.
    Postgres(Arc<postgres::Source>),
}

/// The lines of those who wait.
pub(super) struct Turns {
    source: Source,
    observer: Option<Observer>,
    /// A line is there as long as somebody has the turn.
    lines: Mutex<HashMap<Uuid, VecDeque<Waiting>>>,
}

/// One who waits.
struct Waiting {
    alone: bool,
    call: oneshot::Sender<Baton>,
}

/// What one who has the turn gives to the next.
enum Baton {
    /// The turn.
    Turn(Place),
    /// The turn within a transaction that is under way.
    Group(Group),
}

/// The head of a line. When it is given up, the next one's turn begins.
struct Place {
    turns: Arc<Turns>,
    line: Uuid,
}

/// A transaction of several commands.
struct Group {
    link: Arc<Link>,
    /// Those whose commands have ended, and who wait for it to be stored.
    ended: Vec<oneshot::Sender<Ended>>,
    since: Instant,
    /// Here until the transaction is stored or given up.
    place: Option<Place>,
}

/// The turn of a command: a connection in a transaction.
pub(super) struct Turn {
    group: Group,
    alone: bool,
}

impl std::fmt::Debug for Turns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Turns")
    }
}

impl Turns {
    pub fn new(source: Source, observer: Option<Observer>) -> Arc<Self> {
        Arc::new(Self {
            source,
            observer,
            lines: Mutex::default(),
        })
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<Uuid, VecDeque<Waiting>>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The line of a workspace, or of what belongs to none.
    fn line(&self, of: Option<Uuid>) -> Uuid {
        match self.source {
            Source::Sqlite { .. } => Uuid::nil(),
            // What belongs to no workspace waits for nobody here.
            Source::Postgres(_) => of.unwrap_or_else(|| Uuid::from_u128(rand::random())),
        }
    }

    /// Which database it is.
    pub const fn backend(&self) -> DbBackend {
        match self.source {
            Source::Sqlite { .. } => DbBackend::Sqlite,
            Source::Postgres(_) => DbBackend::Postgres,
        }
    }

    /// Waits for the turn to write in a workspace, or what belongs to none; alone in its transaction, if it must be.
    ///
    /// # Errors
    /// The database cannot be reached, or lets nobody write.
    pub async fn take(self: &Arc<Self>, of: Option<Uuid>, alone: bool) -> Result<Turn, Fault> {
        let line = self.line(of);
        let called = {
            let mut lines = self.lines();
            match lines.get_mut(&line) {
                Some(waiting) => {
                    let (call, called) = oneshot::channel();
                    waiting.push_back(Waiting { alone, call });
                    Some(called)
                }
                None => {
                    lines.insert(line, VecDeque::new());
                    None
                }
            }
        };
        let turns = self.clone();
        let baton = match called {
            None => Baton::Turn(Place { turns, line }),
            Some(called) => called
                .await
                .map_err(|_closed| Fault::Internal("a turn was lost".to_owned()))?,
        };
        let group = match baton {
            Baton::Group(group) => group,
            Baton::Turn(place) => Group {
                link: Arc::new(self.begin().await?),
                ended: Vec::new(),
                since: Instant::now(),
                place: Some(place),
            },
        };
        group.link.enter(group.ended.is_empty())?;
        Ok(Turn { group, alone })
    }

    /// Begins a transaction.
    async fn begin(&self) -> Result<Link, Fault> {
        let to = match &self.source {
            Source::Postgres(source) => To::Postgres(postgres::Writer::begin(source).await?),
            Source::Sqlite {
                file,
                synchronous,
                idle,
            } => {
                let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).take();
                let writer = match kept {
                    Some(writer) => writer,
                    None => Arc::new(sqlite::Writer::open(file, *synchronous)?),
                };
                if !writer.begin(false)? {
                    // Another process writes the file, and nobody else here should wait for it.
                    let patient = writer.clone();
                    let begun = tokio::task::spawn_blocking(move || patient.begin(true)).await;
                    begun.map_err(|error| Fault::Internal(error.to_string()))??;
                }
                To::Sqlite(writer)
            }
        };
        Ok(Link::new(to, self.observer.clone()))
    }

    /// A transaction that only reads, and sees all the time what was stored when it began. It waits for nobody, and nobody waits for it.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn look(&self) -> Result<Link, Fault> {
        let to = match &self.source {
            Source::Postgres(source) => To::Postgres(postgres::Writer::look(source).await?),
            Source::Sqlite { file, .. } => To::Sqlite(Arc::new(sqlite::Writer::look(file)?)),
        };
        Ok(Link::new(to, self.observer.clone()))
    }

    /// Keeps a connection to SQLite for the next transaction, if it is in none.
    fn put_back(&self, link: &Link) {
        if let (Source::Sqlite { idle, .. }, Some(writer)) = (&self.source, link.sqlite())
            && writer.roll_back()
        {
            *idle.lock().unwrap_or_else(PoisonError::into_inner) = Some(writer.clone());
        }
    }

    /// Opens the file now, where it is one, so that it is there for those who read.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn open(&self) -> Result<(), DbErr> {
        if let Source::Sqlite {
            file,
            synchronous,
            idle,
        } = &self.source
        {
            let writer = Arc::new(sqlite::Writer::open(file, *synchronous)?);
            *idle.lock().unwrap_or_else(PoisonError::into_inner) = Some(writer);
        }
        Ok(())
    }

    /// Closes the connections that are not in use.
    pub fn close(&self) {
        match &self.source {
            Source::Sqlite { idle, .. } => *idle.lock().unwrap_or_else(PoisonError::into_inner) = None,
            Source::Postgres(source) => source.close(),
        }
    }

    /// The first in a line, if this one may follow in the transaction that is under way.
    fn follower(&self, line: Uuid) -> Option<oneshot::Sender<Baton>> {
        let mut lines = self.lines();
        let waiting = lines.get_mut(&line)?;
        waiting.pop_front_if(|next| !next.alone).map(|next| next.call)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let next = {
            let mut lines = self.turns.lines();
            let next = lines.get_mut(&self.line).and_then(VecDeque::pop_front);
            if next.is_none() {
                lines.remove(&self.line);
            }
            next
        };
        if let Some(Waiting { call, .. }) = next {
            let (turns, line) = (self.turns.clone(), self.line);
            // To one who has gone away the turn is given in vain; given up again, it comes to the next.
            drop(call.send(Baton::Turn(Self { turns, line })));
        }
    }
}

impl Turn {
    /// The connection.
    pub const fn link(&self) -> &Arc<Link> {
        &self.group.link
    }

    /// Ends the command, whose writes are to be kept or not, and waits until the transaction is stored in which it ran: also one
    /// that was refused has seen what the others wrote.
    pub async fn end(self, keeps: bool) -> Ended {
        let Self { mut group, alone } = self;
        let is_first = group.ended.is_empty();
        if is_first && !keeps {
            group.give_up().await;
            return Ended::Stored(Stored::Yes);
        }
        let goes_on = if keeps {
            group.link.keep(is_first).is_ok()
        } else {
            group.link.discard(is_first)
        };
        if !goes_on {
            group.give_up().await;
            return Ended::Lost;
        }
        let (tell, told) = oneshot::channel();
        group.ended.push(tell);
        group.pass_on(alone);
        // Whoever stores it came to an end without a word.
        told.await.unwrap_or(Ended::Stored(Stored::Unknown(None)))
    }
}

impl Group {
    /// Gives the turn to the next one in the line, or stores the transaction.
    fn pass_on(mut self, alone: bool) {
        let goes_on = !alone && self.ended.len() < MOST && self.since.elapsed() < LONG;
        let line = self.place.as_ref().map(|place| (place.turns.clone(), place.line));
        if let Some((turns, line)) = line.filter(|_| goes_on) {
            while let Some(call) = turns.follower(line) {
                match call.send(Baton::Group(self)) {
                    Ok(()) => return,
                    Err(Baton::Group(group)) => self = group,
                    Err(Baton::Turn(_)) => return,
                }
            }
        }
        self.store();
    }

    /// Stores the transaction, whether or not anybody waits for it any more.
    #[expect(
        clippy::disallowed_methods,
        reason = "it serves many requests, and ends with the first only if the process does"
    )]
    fn store(mut self) {
        let ended = std::mem::take(&mut self.ended);
        match self.link.sqlite() {
            // It waits for the disk, so that it has a thread for itself.
            Some(writer) => {
                let writer = writer.clone();
                drop(tokio::task::spawn_blocking(move || {
                    self.stored(ended, &writer.commit());
                }));
            }
            None => drop(tokio::spawn(async move {
                let stored = self.link.commit().await;
                self.stored(ended, &stored);
            })),
        }
    }

    /// Tells all whose commands ran in the transaction what became of it. The next one's turn begins.
    fn stored(self, ended: Vec<oneshot::Sender<Ended>>, stored: &Stored) {
        let of_many = ended.len() > 1;
        drop(self);
        for tell in ended {
            // Nobody knows whose fault it is, so that each is tried for itself.
            let told = match stored {
                Stored::Not(_) if of_many => Ended::Lost,
                stored => Ended::Stored(stored.clone()),
            };
            // It may have stopped waiting.
            let _ = tell.send(told);
        }
    }

    /// Stores nothing of the transaction.
    async fn give_up(self) {
        self.link.roll_back().await;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let Some(place) = self.place.take() else {
            return;
        };
        for tell in self.ended.drain(..) {
            let _ = tell.send(Ended::Lost);
        }
        place.turns.put_back(&self.link);
        drop(place);
    }
}
