//! The tags and circles of people, as changes of the people change them: of one, or of many at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::TypedId as _;
use entity::ids::{CircleId, PersonId, TagId};
use entity::{Tenant, circle, circle_member, person_tag, tag};
use sea_orm::sea_query::postgres_array::NotU8;
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, TryGetable, Value};

use uuid::Uuid;

use super::super::read::Label;
use super::super::rules::{LABELS, difference};
use crate::kit::failure::{Detail, Problem};
use crate::kit::record::id_column;
use crate::kit::{Checks, Code, Failure, Path, Tx, record};

/// People whose labels are read at once.
const SOME: usize = 500;
/// Memberships of one statement.
const LINKS: usize = 1_000;

/// What is wanted of each of many: where it was asked for, and which.
pub type Wanted<'a, I> = (&'a mut Checks, &'a [(Path, I)]);

/// Notes a problem for each of these tags that is not in the workspace, or is archived.
///
/// # Errors
/// The database fails.
pub async fn require_tags(tx: &Tx, checks: &mut Checks, wanted: &[(Path, TagId)]) -> Result<(), Failure> {
    require::<tag::Model>(tx, &mut [(checks, wanted)]).await
}

/// The same for many. One statement.
///
/// # Errors
/// The database fails.
pub async fn require_tags_of(tx: &Tx, wanted: &mut [Wanted<'_, TagId>]) -> Result<(), Failure> {
    require::<tag::Model>(tx, wanted).await
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
    require::<circle::Model>(tx, &mut [(checks, wanted)]).await
}

/// The same for many. One statement.
///
/// # Errors
/// The database fails.
pub async fn require_circles_of(tx: &Tx, wanted: &mut [Wanted<'_, CircleId>]) -> Result<(), Failure> {
    require::<circle::Model>(tx, wanted).await
}

async fn require<L: Label>(tx: &Tx, all: &mut [Wanted<'_, L::Id>]) -> Result<(), Failure> {
    let ids = all
        .iter()
        .flat_map(|(_, wanted)| wanted.iter().map(|(_, id)| id.uuid()));
    let ids: BTreeSet<Uuid> = ids.collect();
    if ids.is_empty() {
        return Ok(());
    }
    let reader = tx.read();
    let found = reader
        .select::<L::Table>()
        .filter(reader.among(id_column::<L>(), ids));
    let found: HashMap<Uuid, L> = found
        .all(tx.conn())
        .await?
        .into_iter()
        .map(|label: L| (label.id().uuid(), label))
        .collect();
    for (checks, wanted) in all {
        for (path, id) in *wanted {
            match found.get(&id.uuid()) {
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
    }
    Ok(())
}

/// What became of people when labels were put on them and taken off.
struct Moved<I> {
    /// The people whose labels are others now.
    people: Vec<PersonId>,
    /// The labels that were put on or taken off.
    labels: BTreeSet<I>,
}

/// A person, and the labels to put on them and to take off. The ids were checked; one that is in both is put on.
pub type Relabel<'a, I> = (PersonId, &'a [I], &'a [I]);

/// Puts tags on people and takes others off; answers whom it changed. The ids were checked by [`require_tags`];
/// taking off what is not there changes nothing, and a tag in both lists ends up on the people. A tag that was put on or taken off
/// changes with them. Four statements for 500 people, one more for each tag that is taken off, and one for each thousand that are put on.
///
/// # Errors
/// One of the people, told at their place, would have too many tags, or the database fails.
pub async fn tag_people(
    tx: &mut Tx,
    changes: &[Relabel<'_, TagId>],
    at: impl Fn(PersonId) -> Path + Sync,
) -> Result<Vec<PersonId>, Failure> {
    use person_tag::Column;
    let workspace_id = tx.workspace();
    let row = |person_id, tag_id| person_tag::Model {
        workspace_id,
        person_id,
        tag_id,
    };
    let columns = (Column::PersonId, Column::TagId, "tags");
    let moved = link::<person_tag::Entity, _>(tx, columns, changes, (&row, &at)).await?;
    tx.touch::<tag::Model>(&Vec::from_iter(moved.labels)).await?;
    Ok(moved.people)
}

/// Puts people into circles and takes them out of others; answers whom it changed. The ids were checked by
/// [`require_circles`]; leaving a circle that they are not in changes nothing, and a circle in both lists ends up as theirs.
/// A circle that they joined or left changes with them. As many statements as [`tag_people`].
///
/// # Errors
/// One of the people, told at their place, would be in too many circles, or the database fails.
pub async fn circle_people(
    tx: &mut Tx,
    changes: &[Relabel<'_, CircleId>],
    at: impl Fn(PersonId) -> Path + Sync,
) -> Result<Vec<PersonId>, Failure> {
    use circle_member::Column;
    let (workspace_id, added_at) = (tx.workspace(), tx.now());
    let row = |person_id, circle_id| circle_member::Model {
        workspace_id,
        circle_id,
        person_id,
        added_at,
    };
    let columns = (Column::PersonId, Column::CircleId, "circles");
    let moved = link::<circle_member::Entity, _>(tx, columns, changes, (&row, &at)).await?;
    tx.touch::<circle::Model>(&Vec::from_iter(moved.labels)).await?;
    Ok(moved.people)
}

/// Writes the memberships of people; answers what became of them.
async fn link<E, I>(
    tx: &Tx,
    (owner, label, words): (E::Column, E::Column, &str),
    changes: &[Relabel<'_, I>],
    (row, at): (
        &(impl Fn(PersonId, I) -> E::Model + Sync),
        &(impl Fn(PersonId) -> Path + Sync),
    ),
) -> Result<Moved<I>, Failure>
where
    E: Tenant,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
    I: Copy + Ord + TryGetable + Into<Value> + Send + Sync + NotU8,
{
    let mut moved = Moved {
        people: Vec::new(),
        labels: BTreeSet::new(),
    };
    let changes = changes
        .iter()
        .filter(|(_, add, remove)| !add.is_empty() || !remove.is_empty());
    let changes: Vec<_> = changes.collect();
    for some in changes.chunks(SOME) {
        let people: Vec<PersonId> = some.iter().map(|(person, ..)| *person).collect();
        let present = present::<E, I>(tx, (owner, label), &people).await?;
        let (mut checks, mut on) = (Checks::new(), Vec::new());
        let mut off: BTreeMap<I, Vec<PersonId>> = BTreeMap::new();
        for (person, add, remove) in some {
            let present = present.get(person).map_or(&[] as &[I], Vec::as_slice);
            let (gone, new) = difference(present, add, remove);
            if !new.is_empty() && present.len() - gone.len() + new.len() > LABELS {
                checks.push(full(at(*person), words));
            }
            if !gone.is_empty() || !new.is_empty() {
                moved.people.push(*person);
            }
            for label in gone {
                off.entry(label).or_default().push(*person);
            }
            on.extend(new.into_iter().map(|label| (*person, label)));
        }
        checks.done()?;
        for (gone, leaving) in off {
            let own = E::delete_many()
                .filter(E::workspace_column().eq(tx.workspace()))
                .filter(label.eq(gone))
                .filter(tx.read().among(owner, leaving));
            own.exec(tx.conn()).await?;
            moved.labels.insert(gone);
        }
        for on in on.chunks(LINKS) {
            moved.labels.extend(on.iter().map(|(_, label)| *label));
            let rows = on.iter().map(|(person, label)| row(*person, *label));
            let rows = rows.map(|row| row.into_active_model().reset_all());
            E::insert_many(rows).exec_without_returning(tx.conn()).await?;
        }
    }
    Ok(moved)
}

/// The labels that people have.
async fn present<E: Tenant, I: TryGetable>(
    tx: &Tx,
    (owner, label): (E::Column, E::Column),
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<I>>, Failure> {
    let reader = tx.read();
    let select = reader
        .select::<E>()
        .filter(reader.among(owner, people.iter().copied()));
    let links = select.select_only().columns([owner, label]).into_tuple();
    let links: Vec<(PersonId, I)> = links.all(tx.conn()).await?;
    let mut present: HashMap<PersonId, Vec<I>> = HashMap::new();
    for (person, label) in links {
        present.entry(person).or_default().push(label);
    }
    Ok(present)
}

/// A person has as many tags, or circles, as one may have.
pub(super) fn full(path: Path, words: &str) -> Problem {
    let message = format!("a person has at most {LABELS} {words}, archived ones counted");
    Problem::new(Code::TooMany, path, message).with(Detail::Max(i32::try_from(LABELS).unwrap_or(i32::MAX)))
}
