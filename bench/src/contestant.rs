//! Those who are compared over HTTP, and how they are asked and timed.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use api::kit::{Clock, Ids};
use futures_util::future::try_join_all;
use serde_json::Value;
use uuid::Uuid;

use crate::Outcome;
use crate::facts::Shape;
use crate::http::{Caller, Place};
use crate::plan::Query;

/// How one query is put to a server.
#[derive(Debug)]
pub struct Asked {
    /// The requests' bodies, which are sent in turn. The nil UUID in one becomes a new id each time.
    pub bodies: Vec<String>,
    /// Where its root list is.
    pub at: &'static str,
    /// Where in each entry the object is.
    pub within: &'static str,
    /// Its shape.
    pub shape: &'static Shape,
    /// How long the answer to each body is; known once they have been checked.
    pub lengths: Vec<usize>,
}

impl Asked {
    /// A query, not checked yet.
    #[must_use]
    pub fn new(bodies: Vec<String>, at: &'static str, shape: &'static Shape) -> Self {
        Self {
            bodies,
            at,
            within: "",
            shape,
            lengths: Vec::new(),
        }
    }

    /// The body whose turn it is.
    #[must_use]
    pub fn body(&self, number: usize) -> Option<String> {
        let body = self.bodies.get(number % self.bodies.len().max(1))?;
        let nil = "00000000-0000-0000-0000-000000000000";
        let fresh = || Ids::default().uuid(Clock::System.now()).to_string();
        Some(if body.contains(nil) {
            body.replace(nil, &fresh())
        } else {
            body.clone()
        })
    }

    /// Asks for each once, to compare: the facts of the answers. From then on each answer has to be as long again.
    pub async fn check(&mut self, query: Query, place: &Place) -> Outcome<Vec<Value>> {
        let mut caller = Caller::connect(place).await?;
        let mut facts = Vec::new();
        self.lengths.clear();
        for number in 0..self.bodies.len() {
            let body = self.body(number).ok_or("nothing to ask")?;
            let bytes = caller.ask(place, &body).await?;
            let answer: Value = serde_json::from_slice(bytes)?;
            self.lengths.push(bytes.len());
            let found = self.shape.facts(&answer, self.at, self.within);
            if found.as_array().map(Vec::len) != Some(query.entries()) {
                return Err(format!("not {} entries in {answer}", query.entries()).into());
            }
            facts.push(found);
        }
        Ok(facts)
    }

    /// Bytes of an answer, on average.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.lengths.iter().sum::<usize>() / self.lengths.len().max(1)
    }
}

/// How long a measurement goes on.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How long, at most.
    pub time: Duration,
    /// How many requests, at most.
    pub requests: usize,
    /// How many at once.
    pub connections: usize,
}

/// How long each request took.
pub type Times = Vec<Duration>;

/// Shares out numbers until time or requests run out.
#[derive(Debug)]
pub struct Turns {
    next: Cell<usize>,
    most: usize,
    end: Instant,
}

impl Turns {
    /// As many as the effort allows, beginning now.
    #[must_use]
    pub fn of(effort: Effort) -> Rc<Self> {
        Rc::new(Self {
            next: Cell::new(0),
            most: effort.requests,
            end: Instant::now() + effort.time,
        })
    }

    /// The next number.
    #[must_use]
    pub fn take(&self) -> Option<usize> {
        let number = self.next.get();
        // At least one, however slow.
        let more = number == 0 || (number < self.most && Instant::now() < self.end);
        self.next.set(number + 1);
        more.then_some(number)
    }
}

/// Sends requests over connections that are kept; each waits for its answer before it sends the next.
pub async fn drive(asked: &Asked, place: &Place, effort: Effort) -> Outcome<Times> {
    let mut callers = Vec::new();
    for _ in 0..effort.connections.clamp(1, effort.requests.max(1)) {
        callers.push(Caller::connect(place).await?);
    }
    let turns = Turns::of(effort);
    let calls = callers.into_iter().map(|mut caller| {
        let turns = turns.clone();
        async move {
            let mut times = Vec::new();
            while let Some(number) = turns.take() {
                let body = asked.body(number).ok_or("nothing to ask")?;
                let sent = Instant::now();
                let length = caller.ask(place, &body).await?.len();
                times.push(sent.elapsed());
                let expected = asked.lengths.get(number % asked.lengths.len().max(1));
                if expected.is_some_and(|expected| *expected != length) {
                    return Err(crate::Error::from(format!(
                        "not the answer that was checked, to {body}"
                    )));
                }
            }
            Ok(times)
        }
    });
    Ok(try_join_all(calls).await?.concat())
}

/// The text form of an id of ours.
pub fn typed<I: entity::TypedId>(id: Uuid) -> String {
    I::from_uuid(id).to_string()
}
