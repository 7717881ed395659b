//! What the user decided about nudges: one promise is put off, one is dismissed.

use chrono::{Days, NaiveDate};
use entity::Direction::Given;
use entity::exchange;
use entity::nudge_decision::NudgeKind;

use crate::agenda::{Decide, Key};

/// Decisions about the first two promises that are to be kept by some day.
pub fn decisions(exchanges: &[exchange::Model], today: NaiveDate) -> Vec<Decide> {
    let promise = |it: &exchange::Model| {
        let due_on = it.due_on.filter(|_| it.direction == Given)?;
        let key = Key {
            kind: NudgeKind::Promise,
            subject: it.id.to_string(),
            occasion: Some(due_on),
        };
        Some(key.to_string())
    };
    let untils = [Some(today + Days::new(3)), None];
    let promises = exchanges.iter().filter_map(promise);
    promises
        .zip(untils)
        .map(|(key, until)| Decide { key, until })
        .collect()
}
