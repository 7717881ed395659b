//! The workspace's telephone numbers, when the country that they are read by changes.

use contact_point::Column;
use entity::contact_point::{self, ContactKind};
use entity::ids::ContactPointId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::kit::phone::{self, Region};
use crate::kit::{Failure, Tx};

/// Numbers that are read and written at once.
const BATCH: u64 = 500;

/// Gives every number of the workspace the form that it has in this region: three statements for 500 numbers, at most. The people
/// are not changed by it: what was written of them stays as it is.
///
/// # Errors
/// The database fails.
pub async fn renumber(tx: &Tx, region: Option<Region>) -> Result<(), Failure> {
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
            return Ok(());
        };
        last = end.id;
        let changed = page.into_iter().filter_map(|mut point| {
            let form = phone::e164(&point.value, region);
            let is_new = form != point.e164;
            point.e164 = form;
            is_new.then(|| point.into_active_model().reset_all())
        });
        let changed: Vec<_> = changed.collect();
        if !changed.is_empty() {
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
