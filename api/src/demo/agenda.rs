//! What the user decided about nudges: one promise is put off, one is dismissed.

use chrono::{Days, NaiveDate};
use entity::Direction::Given;
use entity::nudge_decision::NudgeKind;

use crate::agenda::{Decide, Key};
use crate::exchanges::NewExchange;
use crate::kit::Patch;

/// Decisions about the first two promises that are to be kept by some day.
pub fn decisions(exchanges: &[NewExchange], today: NaiveDate) -> Vec<Decide> {
    let promise = |it: &NewExchange| {
        let (Patch::Set(Given), Patch::Set(due_on)) = (&it.fields.direction, &it.fields.due_on) else {
            return None;
        };
        let key = Key {
            kind: NudgeKind::Promise,
            subject: it.id?.to_string(),
            occasion: Some(*due_on),
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
