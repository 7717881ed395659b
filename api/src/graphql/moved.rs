//! What a write did to today's agenda, as payloads say it.

use std::collections::BTreeMap;

use super::plan::Asked;
use crate::agenda::{self, Question, Told};
use crate::kit::{Caller, Right};

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
    pub fn between(before: &BTreeMap<String, Told>, after: &BTreeMap<String, Told>) -> Self {
        let answered = before.keys().filter(|key| !after.contains_key(*key));
        let raised = after.iter().filter(|(key, told)| before.get(*key) != Some(told));
        Self {
            answered: Some(answered.cloned().collect()),
            raised: Some(raised.map(|(key, _)| key.clone()).collect()),
        }
    }
}

/// What today's agenda says, as far as the caller may see it. If it cannot be read, the write is not touched by it.
pub async fn told(asked: &Asked<'_>, caller: &Caller) -> Option<BTreeMap<String, Told>> {
    if !caller.rights.contains(Right::AgendaRead) {
        return None;
    }
    let question = Question {
        on: None,
        kinds: None,
        held_back: false,
        rights: caller.rights,
    };
    let reader = asked.app.db.read(caller.scope());
    let agenda = agenda::agenda(&reader, &question, asked.request.now).await.ok()?;
    Some(agenda::told(&agenda))
}
