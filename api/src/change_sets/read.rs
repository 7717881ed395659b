//! Reading change sets.

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::{ChangeSetId, WorkspaceId};
use entity::{change_set, change_set_row};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::rules::Line;
use crate::kit::images::table;
use crate::kit::list::{List, Place, Sort};
use crate::kit::{Db, Fault, Reader};

/// For how many days what was before is kept.
pub const KEPT_DAYS: i64 = 30;

/// Change sets by id, in no order.
///
/// # Errors
/// The database fails.
pub async fn by_ids(reader: &Reader<'_>, ids: &[Uuid]) -> Result<Vec<change_set::Model>, DbErr> {
    let ids = reader.among(change_set::Column::Id, ids.iter().copied());
    reader
        .select::<change_set::Entity>()
        .filter(ids)
        .all(reader.conn())
        .await
}

/// Change sets, the latest first.
#[must_use]
pub fn list(place: &Place) -> List {
    use change_set::Column;
    let select = place.scope.select::<change_set::Entity>();
    List::of(select, Sort::by(Column::LastSeq, Column::Id, true))
}

/// What a change set did, in order.
///
/// # Errors
/// The database fails, or what is kept cannot be read.
pub async fn lines(reader: &Reader<'_>, id: ChangeSetId) -> Result<Vec<Line>, Fault> {
    use change_set_row::Column;
    let own = reader
        .select::<change_set_row::Entity>()
        .filter(Column::ChangeSetId.eq(id));
    let rows = own.order_by_asc(Column::Seq).order_by_asc(Column::Position);
    let rows = rows.all(reader.conn()).await?;
    let lines = rows.into_iter().map(|row| {
        let table = table(&row.table_name)?;
        let image = |text: Option<String>| text.map(|text| table.read(&text)).transpose();
        Ok(Line {
            table,
            record: (row.record_type, row.record_id),
            key: table.read(&row.row_key)?,
            before: image(row.before)?,
            after: image(row.after)?,
        })
    });
    lines.collect()
}

/// The workspaces that keep what was before for longer than it is kept.
///
/// # Errors
/// The database fails.
pub async fn workspaces_outdated(db: &Db, now: DateTime<Utc>) -> Result<Vec<WorkspaceId>, DbErr> {
    db.workspaces_with::<change_set::Entity>(outdated(now)).await
}

/// Those of which what was before is kept for longer than it is kept.
pub fn outdated(now: DateTime<Utc>) -> Expr {
    let kept = change_set::Column::IsKept.eq(true);
    kept.and(change_set::Column::At.lte(now - TimeDelta::days(KEPT_DAYS)))
}
