//! What a write did to today's agenda, as payloads say it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::catalogue::catalogue;
use super::plan::Asked;
use crate::kit::{Caller, Reader, Right, Rights};

/// What the nudges of an agenda say and offer, by their keys: texts that are compared and nothing else.
pub type Told = BTreeMap<String, String>;

/// Tells what today's agenda says, as far as these rights show it; none where it cannot be read. The area of the agenda serves it.
pub struct Telling(pub for<'a> fn(&'a Reader<'a>, Rights, DateTime<Utc>) -> BoxFuture<'a, Option<Told>>);

/// The fields of payloads that say it.
pub const FIELDS: [&str; 2] = ["answeredNudges", "raisedNudges"];

/// What a write did to today's agenda; nothing is said unless it was asked for.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    /// The keys of the nudges that it answered.
    pub answered: Option<Vec<String>>,
    /// The keys of those that stand there since, or say something else.
    pub raised: Option<Vec<String>>,
}

impl Moved {
    /// What became of an agenda.
    #[must_use]
    pub fn between(before: &Told, after: &Told) -> Self {
        let answered = before.keys().filter(|key| !after.contains_key(*key));
        let raised = after.iter().filter(|(key, told)| before.get(*key) != Some(told));
        Self {
            answered: Some(answered.cloned().collect()),
            raised: Some(raised.map(|(key, _)| key.clone()).collect()),
        }
    }
}

/// What today's agenda says, as far as the caller may see it. If it cannot be read, the write is not touched by it.
pub async fn told(asked: &Asked<'_>, caller: &Caller) -> Option<Told> {
    if !caller.rights.contains(Right::AgendaRead) {
        return None;
    }
    let Telling(tell) = catalogue().service()?;
    let reader = asked.engine.db.read(caller.scope());
    tell(&reader, caller.rights, asked.request.now).await
}
