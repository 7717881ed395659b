//! Reading import sessions.

use chrono::{DateTime, Utc};
use entity::ids::{ImportSessionId, WorkspaceId};
use entity::import_row::RowAction;
use entity::{import_row, import_session};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::rules::number;
use crate::kit::list::{List, Place, Sort, bare};
use crate::kit::{Db, Reader};

/// A session.
///
/// # Errors
/// The database fails.
pub async fn find(reader: &Reader<'_>, id: ImportSessionId) -> Result<Option<import_session::Model>, DbErr> {
    let own = reader
        .select::<import_session::Entity>()
        .filter(import_session::Column::Id.eq(id));
    own.one(reader.conn()).await
}

/// The workspace's sessions, the newest first.
#[must_use]
pub fn list(place: &Place) -> List {
    use import_session::Column;
    let select = place.scope.select::<import_session::Entity>();
    List::of(select, Sort::by(Column::CreatedAt, Column::Id, true))
}

/// The rows of a session, in the order of the file; those that become one of these, if something is said.
#[must_use]
pub fn rows(place: &Place, actions: Option<&[RowAction]>) -> List {
    use import_row::Column;
    let mut select = place.scope.select::<import_row::Entity>();
    if let Some(actions) = actions {
        select = select.filter(Column::Action.is_in(actions.iter().copied()));
    }
    let sort = Sort::by(Column::Position, Column::Id, false);
    List::under(bare(select), Column::SessionId.into_expr(), sort)
}

/// Rows by id.
///
/// # Errors
/// The database fails.
pub async fn rows_by_ids(reader: &Reader<'_>, ids: &[Uuid]) -> Result<Vec<import_row::Model>, DbErr> {
    let ids = reader.among(import_row::Column::Id, ids.iter().copied());
    let rows = reader.select::<import_row::Entity>().filter(ids);
    rows.all(reader.conn()).await
}

/// So many rows of a session behind a position.
///
/// # Errors
/// The database fails.
pub async fn rows_after(
    reader: &Reader<'_>,
    session: ImportSessionId,
    after: i32,
    most: usize,
) -> Result<Vec<import_row::Model>, DbErr> {
    use import_row::Column;
    let rows = reader.select::<import_row::Entity>();
    let rows = rows
        .filter(Column::SessionId.eq(session))
        .filter(Column::Position.gt(after))
        .filter(Column::Position.lte(after.saturating_add(number(most))))
        .order_by_asc(Column::Position);
    rows.all(reader.conn()).await
}

/// Rows of a session by their positions.
///
/// # Errors
/// The database fails.
pub async fn rows_at(
    reader: &Reader<'_>,
    session: ImportSessionId,
    positions: &[i32],
) -> Result<Vec<import_row::Model>, DbErr> {
    use import_row::Column;
    let rows = reader.select::<import_row::Entity>();
    let rows = rows
        .filter(Column::SessionId.eq(session))
        .filter(Column::Position.is_in(positions.iter().copied()));
    rows.all(reader.conn()).await
}

/// The workspaces that keep sessions for longer than they are kept.
///
/// # Errors
/// The database fails.
pub async fn workspaces_outdated(db: &Db, now: DateTime<Utc>) -> Result<Vec<WorkspaceId>, DbErr> {
    db.workspaces_with::<import_session::Entity>(outdated(now)).await
}

/// The sessions that are kept for longer than they are kept.
pub fn outdated(now: DateTime<Utc>) -> Expr {
    import_session::Column::ExpiresAt.lte(now)
}
