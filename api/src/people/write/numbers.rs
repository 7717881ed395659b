//! The workspace's telephone numbers, when the country that they are read by changes.

use std::collections::BTreeSet;

use contact_point::Column;
use entity::RecordType;
use entity::contact_point::{self, ContactKind};
use entity::ids::{ContactPointId, PersonId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::kit::phone::{self, Region};
use crate::kit::{Failure, Tx};
use crate::people::read;
use crate::search::{self, Names};

/// Numbers that are read and written at once.
const BATCH: u64 = 500;
/// People whose numbers are indexed at once.
const SOME: usize = 500;

/// Gives every number of the workspace the form that it has in this region: six statements for 500 numbers, at most. The people
/// are not changed by it: what was written of them stays as it is.
///
/// # Errors
/// The database fails.
pub async fn renumber(tx: &Tx, region: Option<Region>) -> Result<(), Failure> {
    let mut people = BTreeSet::new();
    let mut last = ContactPointId(uuid::Uuid::nil());
    loop {
        let select = tx
            .read()
            .select::<contact_point::Entity>()
            .filter(Column::Kind.eq(ContactKind::Phone))
            .filter(Column::Id.gt(last));
        let page = select
            .order_by_asc(Column::Id)
            .limit(BATCH)
            .all(tx.conn())
            .await?;
        let Some(end) = page.last() else {
            return index(tx, &people, region).await;
        };
        last = end.id;
        let changed = page.into_iter().filter_map(|mut point| {
            let form = phone::e164(&point.value, region);
            let is_new = form != point.e164;
            point.e164 = form;
            is_new.then_some(point)
        });
        let changed: Vec<contact_point::Model> = changed.collect();
        if !changed.is_empty() {
            people.extend(changed.iter().map(|point| point.person_id));
            let changed = changed
                .into_iter()
                .map(|point| point.into_active_model().reset_all());
            let again = OnConflict::columns([Column::WorkspaceId, Column::Id])
                .update_column(Column::E164)
                .to_owned();
            contact_point::Entity::insert_many(changed)
                .on_conflict(again)
                .exec_without_returning(tx.conn())
                .await?;
        }
    }
}

/// Makes people findable by the numbers as they are read now.
async fn index(tx: &Tx, people: &BTreeSet<PersonId>, region: Option<Region>) -> Result<(), Failure> {
    let people: Vec<PersonId> = people.iter().copied().collect();
    for people in people.chunks(SOME) {
        let points = read::contact_points_of(&tx.read(), people).await?;
        let numbers = points.into_iter().map(|(person, points)| {
            let mut names = Names::default();
            let numbers = points.iter().filter(|point| point.kind == ContactKind::Phone);
            numbers.for_each(|point| names.phone(&point.value, region));
            (person.0, names)
        });
        search::index_numbers(tx, RecordType::Person, numbers).await?;
    }
    Ok(())
}
