//! Owing, giving, receiving and changing thanks.

mod give;
mod saying;
mod settle;
mod step;

pub use give::{NewThanks, give, receive};
pub use saying::Saying;
pub use settle::{Cause, Debts, Moved, settle, settle_all};
pub use step::{TakeStep, take, update_all};

use entity::gratitude::{self, GratitudeState};
use entity::ids::{GratitudeId, PersonId};
use entity::{Direction, RecordType};

use super::record::derived;
use crate::kit::afresh::Afresh;
use crate::kit::{Failure, Path, Tx};
use crate::records;
use crate::search;

/// Hides thanks: they are owed no more.
///
/// # Errors
/// They do not exist, or were changed meanwhile.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(GratitudeId, Option<i32>),
) -> Result<gratitude::Model, Failure> {
    put_away(tx, *id, *revision, true).await
}

/// Shows archived thanks again.
///
/// # Errors
/// They do not exist, or were changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(GratitudeId, Option<i32>),
) -> Result<gratitude::Model, Failure> {
    put_away(tx, *id, *revision, false).await
}

async fn put_away(
    tx: &mut Tx,
    id: GratitudeId,
    revision: Option<i32>,
    archived: bool,
) -> Result<gratitude::Model, Failure> {
    let before: gratitude::Model = tx.find(Path::argument("id"), id).await?;
    tx.expect_revision(&before, revision)?;
    let archived_at = archived.then(|| before.archived_at.unwrap_or_else(|| tx.now()));
    let after = gratitude::Model {
        archived_at,
        ..before.clone()
    };
    tx.save(&before, derived(after), false).await
}

fn blank(person_id: PersonId, direction: Direction, state: GratitudeState) -> gratitude::Model {
    gratitude::Model {
        person_id,
        direction,
        state,
        ..gratitude::Model::default()
    }
}

/// By which words they are found, worked out again.
#[must_use]
pub fn afresh() -> Afresh {
    Afresh {
        of: RecordType::Gratitude,
        run: |tx, ids| {
            Box::pin(async move {
                for model in records::models::<gratitude::Model>(tx, ids).await? {
                    index(tx, &model).await?;
                }
                Ok(())
            })
        },
    }
}

async fn index(tx: &Tx, model: &gratitude::Model) -> Result<(), Failure> {
    let text = model.text.as_deref().unwrap_or_default();
    Ok(search::index(tx, RecordType::Gratitude, model.id.0, text).await?)
}

/// Stores changed thanks, and makes them findable by their new words.
async fn store(
    tx: &mut Tx,
    before: &gratitude::Model,
    after: gratitude::Model,
) -> Result<gratitude::Model, Failure> {
    let model = tx.save(before, derived(after), false).await?;
    if model.text != before.text {
        index(tx, &model).await?;
    }
    Ok(model)
}
