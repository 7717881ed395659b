//! How often one may try to sign in.
//!
//! Too many for one address is told in the answer, to the user who may have mistyped: a user error. Too many from one place is the
//! edge's matter: the request is refused before anything of it runs.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::config::AuthSettings;
use crate::kit::check::Path;
use crate::kit::failure::{Code, Detail, Problem};

/// Past this many keys, those that are free again are forgotten.
const KEYS: usize = 10_000;

/// Attempts so far: for an address, and from a place.
pub struct Attempts {
    by_address: DefaultKeyedRateLimiter<String>,
    by_peer: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl Attempts {
    /// None so far.
    #[must_use]
    pub fn new(settings: &AuthSettings) -> Self {
        let a_minute = |times: u32| Quota::per_minute(NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN));
        Self {
            by_address: RateLimiter::keyed(a_minute(settings.attempts_per_address)),
            by_peer: RateLimiter::keyed(a_minute(settings.attempts_per_peer)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts an attempt to log in with an address.
    ///
    /// # Errors
    /// Too many for this address, and how long to wait.
    pub fn log_in(&self, address: &str) -> Result<(), Problem> {
        self.one(&self.by_address, address).map_err(|wait| {
            let seconds = i32::try_from(wait.as_secs()).unwrap_or(i32::MAX);
            let message = format!("too many attempts; try again in {seconds} seconds");
            Problem::new(Code::RateLimited, Path::default(), message).with(Detail::RetryAfter(seconds))
        })
    }

    /// Counts so many attempts to log in or to sign up from a place.
    ///
    /// # Errors
    /// Too many: how long to wait, in whole seconds.
    pub fn of_place(&self, peer: &str, attempts: u32) -> Result<(), Duration> {
        (0..attempts).try_for_each(|_| self.one(&self.by_peer, peer))
    }

    fn one(&self, limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Result<(), Duration> {
        if limiter.len() > KEYS {
            limiter.retain_recent();
        }
        limiter.check_key(&key.to_owned()).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            Duration::from_secs(wait.as_secs() + 1)
        })
    }
}
