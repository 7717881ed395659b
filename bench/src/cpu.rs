//! What processes have cost so far, as Linux counts it.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::Outcome;

/// Ticks of `/proc/PID/stat` in a second: the same on every architecture that Linux still runs on.
const TICKS: u64 = 100;
/// By how much ticks may exceed the threads' exact times before they are believed instead: a thread has ended.
const DOUBT: Duration = Duration::from_millis(30);

/// The processes that serve.
#[derive(Clone, Copy, Debug)]
pub struct Processes {
    /// The server; for statements in a loop, this process.
    pub server: u32,
    /// The first process of PostgreSQL, where it takes part; its children do the work.
    pub postmaster: Option<u32>,
}

/// The processor time, in user and in kernel mode, that was used up to some moment.
#[derive(Debug)]
pub struct Reading {
    ticks: Duration,
    threads: HashMap<u32, Duration>,
    database: HashMap<u32, Duration>,
}

/// Processor time between two readings.
#[derive(Clone, Copy, Debug, Default)]
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
            let time = exact(&format!("/proc/{pid}/schedstat")).or_else(|| ticks(pid).ok());
            database.extend(time.map(|time| (pid, time)));
        }
        let mut threads = HashMap::new();
        for entry in fs::read_dir(format!("/proc/{}/task", self.server))? {
            let name = entry?.file_name();
            let name = name.to_string_lossy();
            let time = exact(&format!("/proc/{}/task/{name}/schedstat", self.server));
            threads.extend(name.parse().ok().zip(time));
        }
        Ok(Reading {
            ticks: ticks(self.server)?,
            threads,
            database,
        })
    }
}

impl Reading {
    /// What was spent since an earlier reading. A thread or backend that has begun since counts in full.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Spent {
        let exact = difference(&self.threads, &earlier.threads);
        let ticks = self.ticks.saturating_sub(earlier.ticks);
        Spent {
            server: if ticks > exact + DOUBT { ticks } else { exact },
            database: difference(&self.database, &earlier.database),
        }
    }
}

fn difference(now: &HashMap<u32, Duration>, earlier: &HashMap<u32, Duration>) -> Duration {
    let before = |id| earlier.get(id).copied().unwrap_or_default();
    now.iter().map(|(id, time)| time.saturating_sub(before(id))).sum()
}

/// A process's memory in MiB.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// Resident now.
    pub now: u64,
    /// Resident at most so far.
    pub most: u64,
    /// With shared pages divided among those who share them.
    pub share: Option<u64>,
}

/// Reads a process's memory.
pub fn memory(pid: u32) -> Outcome<Memory> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    // Only the owner may read this, and not on every kernel.
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let mib = |text: &str, name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        let kib = line.split_whitespace().next()?.parse::<u64>().ok()?;
        Some(kib.div_ceil(1024))
    };
    Ok(Memory {
        now: mib(&status, "VmRSS:").unwrap_or_default(),
        most: mib(&status, "VmHWM:").unwrap_or_default(),
        share: mib(&rollup, "Pss:"),
    })
}

/// The parent of a process, if the process has this name.
pub fn parent_of(pid: u32, name: &str) -> Option<u32> {
    let (found, fields) = stat(pid).ok()?;
    (found == name).then(|| fields.get(1)?.parse().ok()).flatten()
}

/// The time of all threads, ended ones too: to ten milliseconds.
fn ticks(pid: u32) -> Outcome<Duration> {
    let (_, fields) = stat(pid)?;
    let ticks = |field: usize| fields.get(field).and_then(|text| text.parse::<u64>().ok());
    let (Some(user), Some(system)) = (ticks(11), ticks(12)) else {
        return Err(format!("/proc/{pid}/stat is not understood").into());
    };
    Ok(Duration::from_millis((user + system) * 1000 / TICKS))
}

/// The time of one thread, which the kernel tells to the nanosecond where it keeps count of that: a request's share is
/// too small for ticks.
fn exact(path: &str) -> Option<Duration> {
    let text = fs::read_to_string(path).ok()?;
    let nanos = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
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
