//! What can be decided without a database.

use chrono::TimeDelta;
use entity::import_row::{self, ImportDecision, RowAction};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::kit::Fault;
use crate::transfer::{Candidate, Decided, Outcome, Told, Whom};

/// Most bytes of a file.
pub const LARGEST: usize = 32 << 20;
/// Most rows that are decided about in one request.
pub const DECISIONS: usize = 500;
/// Most values that are decided about in one row.
pub const VALUES: usize = 100;

/// How long a session is kept.
#[must_use]
pub const fn kept_for() -> TimeDelta {
    TimeDelta::days(7)
}

/// A number as it is stored.
#[must_use]
pub fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A number as it was stored.
#[must_use]
pub fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// A list as it is stored.
///
/// # Errors
/// It cannot be written.
pub fn text<T: Serialize>(list: &[T]) -> Result<String, Fault> {
    serde_json::to_string(list).map_err(|error| Fault::Internal(error.to_string()))
}

/// A list as it was stored.
///
/// # Errors
/// It cannot be read.
pub fn listed<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::Internal(error.to_string()))
}

/// What was decided about a row, if anything was.
///
/// # Errors
/// It cannot be read.
pub fn decided(row: &import_row::Model) -> Result<Option<Decided>, Fault> {
    let whom = match (row.decision, row.decided_id) {
        (Some(ImportDecision::Create), _) => Some(Whom::Nobody),
        (Some(ImportDecision::Skip), _) => Some(Whom::LeftOut),
        (Some(ImportDecision::Join), Some(person)) => Some(Whom::Person(person)),
        (Some(ImportDecision::Join) | None, _) => None,
    };
    let (takes, leaves): (Vec<String>, Vec<String>) = (listed(&row.takes)?, listed(&row.leaves)?);
    let says = whom.is_some() || !takes.is_empty() || !leaves.is_empty();
    Ok(says.then_some(Decided { whom, takes, leaves }))
}

/// A value that a row changes, with what was decided about it.
pub struct Change {
    /// The value.
    pub told: Told,
    /// Whether it is taken.
    pub is_taken: bool,
}

/// What a row changes.
///
/// # Errors
/// It cannot be read.
pub fn changes(row: &import_row::Model) -> Result<Vec<Change>, Fault> {
    let (takes, leaves): (Vec<String>, Vec<String>) = (listed(&row.takes)?, listed(&row.leaves)?);
    let told: Vec<Told> = listed(&row.changes)?;
    let told = told.into_iter().map(|told| Change {
        is_taken: if told.is_proposed {
            takes.contains(&told.key)
        } else {
            !leaves.contains(&told.key)
        },
        told,
    });
    Ok(told.collect())
}

/// Whom a row may be.
///
/// # Errors
/// It cannot be read.
pub fn candidates(row: &import_row::Model) -> Result<Vec<Candidate>, Fault> {
    listed(&row.candidates)
}

/// What is told of a row that became something else than was told before, because what is there has changed since.
#[must_use]
pub fn anew(before: &import_row::Model, became: &Outcome) -> Option<String> {
    let was = before.action;
    if before.decision.is_some() {
        return None;
    }
    let is_other = was != became.action || (was != RowAction::Created && before.person_id != became.person);
    if is_other {
        return Some(format!(
            "judged anew, as what is there has changed since the preview, which said {was}"
        ));
    }
    let revisions = before.revision.zip(became.detail.revision);
    let is_moved = revisions.is_some_and(|(before, now)| before != now);
    is_moved.then(|| "judged anew, as the person has changed since the preview".to_owned())
}

#[cfg(test)]
mod tests {
    use entity::ids::PersonId;

    use super::*;

    fn row(action: RowAction, revision: Option<i32>) -> import_row::Model {
        let person = PersonId::default();
        import_row::Model {
            workspace_id: entity::ids::WorkspaceId::default(),
            id: entity::ids::ImportRowId::default(),
            session_id: entity::ids::ImportSessionId::default(),
            position: 1,
            name: None,
            action,
            person_id: Some(person),
            revision,
            reason: None,
            changes: "[]".to_owned(),
            candidates: "[]".to_owned(),
            decision: None,
            decided_id: None,
            takes: "[]".to_owned(),
            leaves: "[]".to_owned(),
        }
    }

    fn outcome(action: RowAction, revision: Option<i32>) -> Outcome {
        let mut outcome = Outcome {
            position: 1,
            name: None,
            action,
            person: Some(PersonId::default()),
            reason: None,
            detail: crate::transfer::Detail::default(),
        };
        outcome.detail.revision = revision;
        outcome
    }

    #[test]
    fn what_became_something_else_is_told() {
        let updated = |revision| row(RowAction::Updated, Some(revision));
        assert_eq!(anew(&updated(1), &outcome(RowAction::Updated, Some(1))), None);
        assert_eq!(anew(&updated(1), &outcome(RowAction::Updated, None)), None);
        let moved = anew(&updated(1), &outcome(RowAction::Updated, Some(2))).unwrap();
        assert!(moved.contains("the person has changed"), "{moved}");
        let other = anew(&updated(1), &outcome(RowAction::Unchanged, Some(2))).unwrap();
        assert!(other.contains("said UPDATED"), "{other}");
        let mut decided = updated(1);
        decided.decision = Some(ImportDecision::Create);
        assert_eq!(anew(&decided, &outcome(RowAction::Created, None)), None);
    }
}
