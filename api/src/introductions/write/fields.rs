//! The texts of an introduction and its expiry.

use chrono::{DateTime, Months, Utc};
use entity::ids::IntroductionId;
use entity::introduction;
use entity::introduction_side::{self, Side};
use serde::Serialize;

use super::case::Case;
use super::{TEXT, index};
use crate::introductions::rules;
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Failure, Patch, Tx};

/// Months until the latest expiry.
const MONTHS: u32 = 12;

/// The fields that a client may write at any time before the two are brought together.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// Why they should meet; for the user alone.
    pub reason: Patch<String>,
    /// What A is told.
    pub blurb_for_a: Patch<String>,
    /// What B is told.
    pub blurb_for_b: Patch<String>,
    /// What the connector is told.
    pub blurb_for_connector: Patch<String>,
    /// Until when the sides may answer.
    pub expires_at: Patch<DateTime<Utc>>,
}

/// A change to an introduction.
#[derive(Clone, Debug)]
pub struct UpdateIntroduction {
    /// Which one.
    pub id: IntroductionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
}

/// Changes the texts and the expiry of an introduction. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile, is archived or not open any more, or its fields are wrong.
pub async fn update(tx: &mut Tx, change: &UpdateIntroduction) -> Result<introduction::Model, Failure> {
    let mut case = Case::open(tx, change.id, change.expected_revision).await?;
    let state = case.progress().effective(tx.now());
    let mut checks = Checks::new();
    if !rules::is_open(state) {
        let message = format!("the texts of an introduction that is {state} stay as they are");
        checks.push(case.wrong_state(tx, Path::argument("id"), message));
    }
    change
        .fields
        .apply(&mut checks, tx.now(), &mut case.model, &mut case.sides);
    checks.done()?;
    let (revision, sides) = (case.model.revision, case.sides.clone());
    let model = case.store(tx).await?;
    if model.revision != revision {
        index(tx, &model, &sides).await?;
    }
    Ok(model)
}

impl Fields {
    /// Applies the fields, and notes what is wrong with them.
    pub(super) fn apply(
        &self,
        checks: &mut Checks,
        now: DateTime<Utc>,
        model: &mut introduction::Model,
        sides: &mut [introduction_side::Model],
    ) {
        checks.lines(&mut model.reason, "reason", &self.reason, TEXT);
        let blurbs = [
            (Side::A, "blurbForA", &self.blurb_for_a),
            (Side::B, "blurbForB", &self.blurb_for_b),
            (Side::Connector, "blurbForConnector", &self.blurb_for_connector),
        ];
        for (side, name, patch) in blurbs {
            match sides.iter_mut().find(|it| it.side == side) {
                Some(it) => checks.lines(&mut it.blurb, name, patch, TEXT),
                None if patch.as_set().is_some() => {
                    checks.note(
                        Code::Invalid,
                        Path::input(name),
                        "there is no connector who could be told this",
                    );
                }
                None => {}
            }
        }
        self.apply_expiry(checks, now, model);
    }

    fn apply_expiry(&self, checks: &mut Checks, now: DateTime<Utc>, model: &mut introduction::Model) {
        let path = Path::input("expiresAt");
        match self.expires_at {
            Patch::Keep => {}
            Patch::Clear if model.asked_at.is_some() => {
                checks.note(
                    Code::Required,
                    path,
                    "somebody was asked: give another moment instead of none",
                );
            }
            Patch::Clear => model.expires_at = None,
            Patch::Set(moment) if model.expires_at == Some(moment) => {}
            Patch::Set(moment) => {
                if moment <= now {
                    checks.note(Code::Invalid, path, "write a moment to come");
                } else if now
                    .checked_add_months(Months::new(MONTHS))
                    .is_some_and(|last| moment > last)
                {
                    checks.note(Code::Invalid, path, "write a moment within a year");
                }
                model.expires_at = Some(moment);
            }
        }
    }
}
