//! Intentions.

use entity::ids::TimeIntentionId;
use entity::time_intention::{self, Column};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use crate::kit::declared::{Change, New};
use crate::kit::record::{of_old, reference};
use crate::kit::{Checks, Code, Detail, Failure, Path, Problem, Tx, only};
use crate::records::{self, Changing, Making, Said};

/// Says how much time the user means to take for something, from today unless another day is said.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken; there is an intention for the same at that time.
pub async fn intend(tx: &mut Tx, new: &New<time_intention::Model>) -> Result<time_intention::Model, Failure> {
    let said = tx.said().map(str::to_owned);
    let news = [Said {
        id: new.id,
        fields: &new.fields,
        said: said.as_deref(),
    }];
    let mut making = Making::begin(tx, &news, |_| of_old(new)).await?;
    making.require(tx).await?;
    if let Some(open) = making.open().next() {
        refuse_overlap(tx, &mut open.checks, &open.model, Path::input("startsOn")).await?;
    }
    only(making.store(tx, |_, _, _| {}).await?)
}

/// Changes an intention. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, or there is another for the same at that time.
pub async fn update_intention(
    tx: &mut Tx,
    change: &Change<time_intention::Model>,
) -> Result<time_intention::Model, Failure> {
    let changes = [change];
    let mut changing = Changing::begin(tx, &changes).await?;
    if let Some(open) = changing.open().next() {
        refuse_overlap(tx, &mut open.checks, &open.model, Path::input("startsOn")).await?;
    }
    only(changing.store(tx, |_| {}).await?)
}

/// Shows an archived intention again.
///
/// # Errors
/// It does not exist, was changed meanwhile, or there is another for the same at its time.
pub async fn restore_intention(
    tx: &mut Tx,
    (id, revision): &(TimeIntentionId, Option<i32>),
) -> Result<time_intention::Model, Failure> {
    let model: time_intention::Model = tx.find(Path::argument("id"), *id).await?;
    let mut checks = Checks::new();
    if model.archived_at.is_some() {
        refuse_overlap(tx, &mut checks, &model, Path::argument("id")).await?;
    }
    checks.done()?;
    records::restore(tx, &(*id, *revision)).await
}

/// Notes a problem where another live intention is for the same at the same time. The write lock makes the look-up hold.
async fn refuse_overlap(
    tx: &Tx,
    checks: &mut Checks,
    model: &time_intention::Model,
    path: Path,
) -> Result<(), Failure> {
    let lasts = Condition::any()
        .add(Column::EndsOn.is_null())
        .add(Column::EndsOn.gte(model.starts_on));
    let mut same = tx
        .read()
        .select::<time_intention::Entity>()
        .filter(Column::Subject.eq(model.subject.clone()))
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::Id.ne(model.id))
        .filter(lasts);
    if let Some(last) = model.ends_on {
        same = same.filter(Column::StartsOn.lte(last));
    }
    if let Some(other) = same.one(tx.conn()).await? {
        let until = other
            .ends_on
            .map_or_else(String::new, |day| format!(" until {day}"));
        let message = format!(
            "there is an intention for the same from {}{until}: end it, or change it",
            other.starts_on
        );
        let problem = Problem::new(Code::Duplicate, path, message);
        checks.push(problem.with(Detail::Existing(reference(&other))));
    }
    Ok(())
}
