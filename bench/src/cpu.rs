//! What processes have cost so far, as Linux counts it.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::Outcome;

/// Ticks of `/proc/PID/stat` in a second: the same on every architecture that Linux still runs on.
const TICKS: u64 = 100;

/// The processes that serve.
#[derive(Clone, Copy, Debug)]
pub struct Processes {
    /// The server.
    pub server: u32,
    /// The first process of PostgreSQL, where it runs on this machine; its children do the work.
    pub postmaster: Option<u32>,
}

/// The processor time, in user and in kernel mode, that was used up to some moment.
#[derive(Debug)]
pub struct Reading {
    server: Duration,
    database: HashMap<u32, Duration>,
}

/// Processor time between two readings.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// By the server.
    pub server: Duration,
    /// By PostgreSQL: its backends and its helpers. Nothing for SQLite, which runs within the server.
    pub database: Duration,
}

impl Processes {
    /// Reads the clocks.
    pub fn read(&self) -> Outcome<Reading> {
        let mut database = HashMap::new();
        for pid in self.postmaster.map(children).transpose()?.unwrap_or_default() {
            // A backend may end in between.
            database.extend(spent_alone(pid).ok().map(|time| (pid, time)));
        }
        Ok(Reading {
            server: spent(self.server)?,
            database,
        })
    }

    /// The server's memory in MiB: now, and at most so far.
    pub fn memory(&self) -> Outcome<(u64, u64)> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server))?;
        let kib = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        Ok((
            kib("VmRSS:").unwrap_or_default() / 1024,
            kib("VmHWM:").unwrap_or_default() / 1024,
        ))
    }
}

impl Reading {
    /// What was spent since an earlier reading. A backend that has begun since counts in full.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Spent {
        let before = |pid| earlier.database.get(pid).copied().unwrap_or_default();
        Spent {
            server: self.server.saturating_sub(earlier.server),
            database: self
                .database
                .iter()
                .map(|(pid, time)| time.saturating_sub(before(pid)))
                .sum(),
        }
    }
}

/// The parent of a process, if the process has this name.
pub fn parent_of(pid: u32, name: &str) -> Option<u32> {
    let (found, fields) = stat(pid).ok()?;
    (found == name).then(|| fields.get(1)?.parse().ok()).flatten()
}

/// The time of all threads, ended ones too: to ten milliseconds.
fn spent(pid: u32) -> Outcome<Duration> {
    let (_, fields) = stat(pid)?;
    let ticks = |field: usize| fields.get(field).and_then(|text| text.parse::<u64>().ok());
    let (Some(user), Some(system)) = (ticks(11), ticks(12)) else {
        return Err(format!("/proc/{pid}/stat is not understood").into());
    };
    Ok(Duration::from_millis((user + system) * 1000 / TICKS))
}

/// The time of a process with one thread, which the kernel tells to the nanosecond where it keeps count of that: a
/// request's share of a backend is too small for ticks.
fn spent_alone(pid: u32) -> Outcome<Duration> {
    let exact = fs::read_to_string(format!("/proc/{pid}/schedstat")).unwrap_or_default();
    let nanos = exact.split_whitespace().next().and_then(|text| text.parse().ok());
    match nanos {
        Some(0) | None => spent(pid),
        Some(nanos) => Ok(Duration::from_nanos(nanos)),
    }
}

fn children(parent: u32) -> Outcome<Vec<u32>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(pid) = entry?.file_name().to_string_lossy().parse() else {
            continue;
        };
        let Ok((_, fields)) = stat(pid) else { continue };
        if fields.get(1).is_some_and(|field| *field == parent.to_string()) {
            found.push(pid);
        }
    }
    Ok(found)
}

/// The name of a process, and the fields that follow it in its `stat`: state, parent …
fn stat(pid: u32) -> Outcome<(String, Vec<String>)> {
    let text = fs::read_to_string(PathBuf::from(format!("/proc/{pid}/stat")))?;
    // The name may hold anything, parentheses and spaces too.
    let (head, rest) = text.rsplit_once(')').ok_or("no name")?;
    let (_, name) = head.split_once('(').ok_or("no name")?;
    Ok((
        name.to_owned(),
        rest.split_whitespace().map(str::to_owned).collect(),
    ))
}
