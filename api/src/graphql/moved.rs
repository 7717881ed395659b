//! What a write did to today's agenda, as payloads say it.

use std::collections::BTreeMap;

use async_graphql::SimpleObject;

use crate::agenda::Told;

/// What a write did to today's agenda; nothing is said unless it was asked for.
#[derive(Clone, Debug, Default, SimpleObject)]
pub struct Moved {
    /// The keys of the nudges that stood in today's agenda before the write and no longer do: it answered them. Null unless it was
    /// done, to callers without `agenda:read`, and where the agenda could not be read. What others write at the same moment may be
    /// among them. It is found by reading the agenda twice, and costs nothing unless it is selected.
    answered_nudges: Option<Vec<String>>,
    /// The keys of the nudges that stand in today's agenda since the write, and of those that stood there before it and now say or offer
    /// something else: another `title`, other `reasons` or `actions`, if only for a new revision. As `answeredNudges`.
    raised_nudges: Option<Vec<String>>,
}

impl Moved {
    /// What became of an agenda.
    #[must_use]
    pub fn between(before: &BTreeMap<String, Told>, after: &BTreeMap<String, Told>) -> Self {
        let answered = before.keys().filter(|key| !after.contains_key(*key));
        let raised = after.iter().filter(|(key, told)| before.get(*key) != Some(told));
        Self {
            answered_nudges: Some(answered.cloned().collect()),
            raised_nudges: Some(raised.map(|(key, _)| key.clone()).collect()),
        }
    }
}
