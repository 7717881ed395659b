//! Whether a server's memory stays what it is, whatever it is asked and however often.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use serde_json::Value;

use crate::Client;
use crate::kinds::{Kinds, Known};

/// What became of it.
#[derive(Debug, Default)]
pub struct Soaked {
    /// Bytes of memory after the first part.
    pub first: u64,
    /// Bytes of memory at the end.
    pub last: u64,
    /// Root fields that were answered with something.
    pub answered: BTreeSet<String>,
    /// How many errors there were of each code, and of each kind that a user can put right.
    pub codes: BTreeMap<String, usize>,
    /// An answer with a fault of the server's.
    pub fault: Option<String>,
}

impl Soaked {
    /// How much larger the memory is at the end.
    #[must_use]
    pub fn growth(&self) -> f64 {
        self.last as f64 / self.first.max(1) as f64 - 1.0
    }

    fn note(&mut self, field: &str, answer: &Value) {
        let errors = answer["errors"].as_array().into_iter().flatten();
        for error in errors {
            let code = error["extensions"]["code"].as_str().unwrap_or("none").to_owned();
            if code == "INTERNAL" {
                self.fault = Some(format!("{field}: {error}"));
            }
            *self.codes.entry(code).or_default() += 1;
        }
        let payload = &answer["data"][field];
        let refused = payload["userErrors"].as_array().into_iter().flatten();
        let mut is_refused = false;
        for refused in refused {
            is_refused = true;
            let code = refused["code"].as_str().unwrap_or("USER").to_owned();
            *self.codes.entry(code).or_default() += 1;
        }
        if !payload.is_null() && !is_refused {
            self.answered.insert(field.to_owned());
        }
    }
}

/// The memory that a process has, in bytes.
///
/// # Panics
/// The system does not say.
#[must_use]
pub fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    kilobytes << 10
}

/// Sends so many requests of all kinds by turns, so many at once, to a server in a process; its memory is read after the first
/// part and at the end.
///
/// # Panics
/// The server is gone.
pub async fn soak(client: &Client, process: u32, (first, all): (usize, usize), at_once: usize) -> Soaked {
    let kinds = Kinds::of(api::areas::sdl());
    let (known, soaked) = (Mutex::new(Known::default()), Mutex::new(Soaked::default()));
    let next = AtomicUsize::new(0);
    for (part, most) in [first, all].into_iter().enumerate() {
        let callers = (0..at_once).map(|_| async {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= most {
                    break;
                }
                let (text, variables) = kinds.request(number, &known.lock().unwrap());
                let answer = client.try_send(text, variables).await;
                let answer = answer.expect("the server is gone");
                known.lock().unwrap().learn(&answer);
                soaked.lock().unwrap().note(kinds.name(number), &answer);
            }
        });
        join_all(callers).await;
        next.store(most, Ordering::Relaxed);
        let memory = resident(process);
        let mut soaked = soaked.lock().unwrap();
        match part {
            0 => soaked.first = memory,
            _ => soaked.last = memory,
        }
    }
    soaked.into_inner().unwrap()
}
