//! The tags and circles of one person, as the person's own update changes them.

use entity::ids::{CircleId, PersonId, TagId};
use entity::{Tenant, circle, circle_member, person_tag, tag};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, TryGetable, Value};

use super::super::read::Label;
use super::super::rules::{LABELS, difference};
use crate::kit::failure::{Detail, Problem};
use crate::kit::record::id_column;
use crate::kit::{Checks, Code, Failure, Path, Tx, record};

/// Notes a problem for each of these tags that is not in the workspace, or is archived.
///
/// # Errors
/// The database fails.
pub async fn require_tags(tx: &Tx, checks: &mut Checks, wanted: &[(Path, TagId)]) -> Result<(), Failure> {
    require::<tag::Model>(tx, checks, wanted).await
}

/// Notes a problem for each of these circles that is not in the workspace, or is archived.
///
/// # Errors
/// The database fails.
pub async fn require_circles(
    tx: &Tx,
    checks: &mut Checks,
    wanted: &[(Path, CircleId)],
) -> Result<(), Failure> {
    require::<circle::Model>(tx, checks, wanted).await
}

async fn require<L: Label>(tx: &Tx, checks: &mut Checks, wanted: &[(Path, L::Id)]) -> Result<(), Failure> {
    use entity::TypedId;
    if wanted.is_empty() {
        return Ok(());
    }
    let ids = wanted.iter().map(|(_, id)| id.uuid());
    let found: Vec<L> = tx
        .read()
        .select::<L::Table>()
        .filter(id_column::<L>().is_in(ids))
        .all(tx.conn())
        .await?;
    for (path, id) in wanted {
        match found.iter().find(|label| label.id() == *id) {
            None => checks.push(record::not_found::<L>(path.clone())),
            Some(label) if label.archived_at().is_some() => {
                let detail = Detail::State {
                    state: "ARCHIVED".to_owned(),
                    allowed: vec!["RESTORE".to_owned()],
                };
                let message = format!("this {} is archived; restore it first", L::WORD);
                checks.push(Problem::new(Code::State, path.clone(), message).with(detail));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Puts tags on a person and takes others off; answers whether anything changed. The ids were checked by [`require_tags`];
/// taking off what is not there changes nothing, and a tag in both lists ends up on the person. A tag that was put on or taken off
/// changes with them. Five statements at most.
///
/// # Errors
/// The person would have too many tags, or the database fails.
pub async fn tag_people(
    tx: &mut Tx,
    person: PersonId,
    add: &[TagId],
    remove: &[TagId],
) -> Result<bool, Failure> {
    use person_tag::Column;
    let workspace_id = tx.workspace();
    let row = |tag_id| person_tag::Model {
        workspace_id,
        person_id: person,
        tag_id,
    };
    let moved = link::<person_tag::Entity, _>(
        tx,
        (Column::PersonId, Column::TagId, "tags"),
        person,
        (add, remove),
        row,
    )
    .await?;
    tx.touch::<tag::Model>(&moved).await?;
    Ok(!moved.is_empty())
}

/// Puts a person into circles and takes them out of others; answers whether anything changed. The ids were checked by
/// [`require_circles`]; leaving a circle that they are not in changes nothing, and a circle in both lists ends up as theirs.
/// A circle that they joined or left changes with them. Five statements at most.
///
/// # Errors
/// The person would be in too many circles, or the database fails.
pub async fn circle_people(
    tx: &mut Tx,
    person: PersonId,
    add: &[CircleId],
    remove: &[CircleId],
) -> Result<bool, Failure> {
    use circle_member::Column;
    let (workspace_id, added_at) = (tx.workspace(), tx.now());
    let row = |circle_id| circle_member::Model {
        workspace_id,
        circle_id,
        person_id: person,
        added_at,
    };
    let moved = link::<circle_member::Entity, _>(
        tx,
        (Column::PersonId, Column::CircleId, "circles"),
        person,
        (add, remove),
        row,
    )
    .await?;
    tx.touch::<circle::Model>(&moved).await?;
    Ok(!moved.is_empty())
}

/// Writes the memberships of one person; answers what they joined and what they left.
async fn link<E, I>(
    tx: &Tx,
    (owner, label, words): (E::Column, E::Column, &str),
    person: PersonId,
    (add, remove): (&[I], &[I]),
    row: impl Fn(I) -> E::Model,
) -> Result<Vec<I>, Failure>
where
    E: Tenant,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
    I: Copy + Ord + TryGetable + Into<Value>,
{
    if add.is_empty() && remove.is_empty() {
        return Ok(Vec::new());
    }
    let present = tx
        .read()
        .select::<E>()
        .filter(owner.eq(person))
        .select_only()
        .column(label);
    let present: Vec<I> = present.into_tuple().all(tx.conn()).await?;
    let (off, on) = difference(&present, add, remove);
    if !on.is_empty() && present.len() - off.len() + on.len() > LABELS {
        return Err(full(Path::argument("input"), words).into());
    }
    let moved = off.iter().chain(&on).copied().collect();
    if !off.is_empty() {
        let own = E::delete_many()
            .filter(E::workspace_column().eq(tx.workspace()))
            .filter(owner.eq(person));
        own.filter(label.is_in(off)).exec(tx.conn()).await?;
    }
    if !on.is_empty() {
        let rows = on.into_iter().map(|id| row(id).into_active_model().reset_all());
        E::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(moved)
}

/// A person has as many tags, or circles, as one may have.
pub(super) fn full(path: Path, words: &str) -> Problem {
    let message = format!("a person has at most {LABELS} {words}, archived ones counted");
    Problem::new(Code::TooMany, path, message).with(Detail::Max(i32::try_from(LABELS).unwrap_or(i32::MAX)))
}
