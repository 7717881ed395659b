//! Disks fill up and fail, connections break, commits are refused: at fifty moments each, while eight clients write to the
//! built program. What was acknowledged is there, once, with the number that was answered, now and after a restart; what was
//! refused is not; the feed has neither gap nor repeat.

mod again;
pub mod crowd;
mod failover;
mod hung;
#[cfg(target_os = "linux")]
mod injected;
pub mod postgres;
mod proxy;
#[cfg(target_os = "linux")]
mod room;
#[cfg(target_os = "linux")]
mod shared;
mod standby;
#[cfg(target_os = "linux")]
mod start;

use std::time::Duration;

/// How often each fault strikes.
const MOMENTS: usize = 50;

/// A folder in memory, where there is one: what is tested is what happens when the disk fails, not how fast it is.
pub fn folder() -> tempfile::TempDir {
    let made = tempfile::Builder::new().tempdir_in("/dev/shm");
    made.unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// Waits until something is so; a busy machine may take its time.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..60_000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("it did not come to pass: {what}");
}
