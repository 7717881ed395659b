use std::collections::HashMap;

use entity::ids::{CircleId, PersonId};
use entity::{Tenant, circle, circle_member, person};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::super::rules::{LABELS, difference};
use super::links::full;
use crate::kit::{Checks, Code, Failure, Path, Tx};

/// Some people, and the circle that they are put into or taken out of.
#[derive(Clone, Debug)]
pub struct Members {
    /// The circle.
    pub circle: CircleId,
    /// The people.
    pub people: Vec<PersonId>,
}

/// Puts people into a circle; those who are in it already stay as they are. The circle changes only if somebody is new,
/// and each of them with it.
///
/// # Errors
/// The circle does not exist or is archived, or one of the people does not exist or is in too many circles.
pub async fn add_to_circle(tx: &mut Tx, change: &Members) -> Result<circle::Model, Failure> {
    let before: circle::Model = tx.find_for_update(change.circle, None).await?;
    let mut checks = Checks::new();
    require(tx, &mut checks, &change.people).await?;
    let (_, on) = difference(&among(tx, change).await?, &change.people, &[]);
    if !on.is_empty() {
        let counts = circles_each(tx, &on).await?;
        for (position, person) in change.people.iter().enumerate() {
            if on.contains(person) && counts.get(person).is_some_and(|count| *count >= LABELS) {
                checks.push(full(Path::input("personIds").at(position), "circles"));
            }
        }
    }
    checks.done()?;
    if on.is_empty() {
        return Ok(before);
    }
    let (workspace_id, circle_id, added_at) = (tx.workspace(), before.id, tx.now());
    let rows = on.iter().map(|&person_id| circle_member::Model {
        workspace_id,
        circle_id,
        person_id,
        added_at,
    });
    let rows = rows.map(|row| row.into_active_model().reset_all());
    circle_member::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    let circle = tx.save(&before, before.clone(), true).await?;
    tx.touch::<person::Model>(&on).await?;
    Ok(circle)
}

/// Takes people out of a circle; whoever is not in it is passed over. The circle changes only if somebody was in
/// it, and each of them with it.
///
/// # Errors
/// The circle does not exist or is archived.
pub async fn remove_from_circle(tx: &mut Tx, change: &Members) -> Result<circle::Model, Failure> {
    use circle_member::Column;
    let before: circle::Model = tx.find_for_update(change.circle, None).await?;
    let gone = among(tx, change).await?;
    if gone.is_empty() {
        return Ok(before);
    }
    let members = circle_member::Entity::delete_many()
        .filter(circle_member::Entity::workspace_column().eq(tx.workspace()))
        .filter(Column::CircleId.eq(before.id))
        .filter(Column::PersonId.is_in(gone.iter().copied()));
    members.exec(tx.conn()).await?;
    let circle = tx.save(&before, before.clone(), true).await?;
    tx.touch::<person::Model>(&gone).await?;
    Ok(circle)
}

/// Which of the people are in the circle.
async fn among(tx: &Tx, change: &Members) -> Result<Vec<PersonId>, Failure> {
    use circle_member::Column;
    let select = tx
        .read()
        .select::<circle_member::Entity>()
        .filter(Column::CircleId.eq(change.circle))
        .filter(Column::PersonId.is_in(change.people.iter().copied()));
    Ok(select
        .select_only()
        .column(Column::PersonId)
        .into_tuple()
        .all(tx.conn())
        .await?)
}

/// How many circles each of the people is in.
async fn circles_each(tx: &Tx, people: &[PersonId]) -> Result<HashMap<PersonId, usize>, Failure> {
    use circle_member::Column;
    let select = tx
        .read()
        .select::<circle_member::Entity>()
        .filter(Column::PersonId.is_in(people.iter().copied()))
        .select_only()
        .column(Column::PersonId)
        .column_as(Column::CircleId.count(), "circles")
        .group_by(Column::PersonId);
    let counts: Vec<(PersonId, i64)> = select.into_tuple().all(tx.conn()).await?;
    Ok(counts
        .into_iter()
        .map(|(person, count)| (person, usize::try_from(count).unwrap_or_default()))
        .collect())
}

/// Notes a problem for each of these who is not in the workspace. Looked up here, because people import circles.
async fn require(tx: &Tx, checks: &mut Checks, people: &[PersonId]) -> Result<(), Failure> {
    use person::Column;
    let select = tx
        .read()
        .select::<person::Entity>()
        .filter(Column::Id.is_in(people.iter().copied()));
    let found: Vec<PersonId> = select
        .select_only()
        .column(Column::Id)
        .into_tuple()
        .all(tx.conn())
        .await?;
    for (position, id) in people.iter().enumerate() {
        if !found.contains(id) {
            let path = Path::input("personIds").at(position);
            checks.note(Code::NotFound, path, "there is no person with this id");
        }
    }
    Ok(())
}
