//! The calendars of a workspace, and who holds the address of one.

use chrono::{DateTime, NaiveDate, Utc};
use entity::calendar_feed::{self, Column};
use entity::ids::{CalendarFeedId, WorkspaceId};
use entity::{Actor, membership};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use super::NEEDED;
use crate::kit::secret::Secret;
use crate::kit::{Db, Fault, Reader, Rights, Scope, Writer, secret};
use crate::workspaces;

/// Most calendars of a workspace that can be read.
pub const MOST: u64 = 50;

/// Those that can be read.
pub(super) fn live(reader: &Reader<'_>) -> Select<calendar_feed::Entity> {
    reader
        .select::<calendar_feed::Entity>()
        .filter(Column::RevokedAt.is_null())
}

/// The calendars that can be read, newest first.
///
/// # Errors
/// The database fails.
pub async fn list(reader: &Reader<'_>) -> Result<Vec<calendar_feed::Model>, Fault> {
    Ok(live(reader)
        .order_by_desc(Column::Id)
        .limit(MOST)
        .all(reader.conn())
        .await?)
}

/// Calendars by their ids, whatever became of them.
///
/// # Errors
/// The database fails.
pub async fn by_ids(reader: &Reader<'_>, ids: &[Uuid]) -> Result<Vec<calendar_feed::Model>, Fault> {
    let these = reader.select::<calendar_feed::Entity>();
    let these = these.filter(Column::Id.is_in(ids.iter().copied()));
    Ok(these.all(reader.conn()).await?)
}

/// A calendar whose address somebody holds. Nothing but a good address makes one.
#[derive(Clone, Debug)]
pub struct Open {
    pub(super) scope: Scope,
    pub(super) name: String,
    pub(super) today: NaiveDate,
    /// It stays as it is as long as the calendar does.
    pub mark: String,
}

impl Open {
    /// For whom it is written, in turns with others.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.scope.workspace()
    }
}

/// The calendar of an address; none if it is wrong or revoked, or its maker may not see what it shows.
///
/// # Errors
/// The database fails.
pub async fn open(db: &Db, token: &str, now: DateTime<Utc>) -> Result<Option<Open>, Fault> {
    let Some(held) = Secret::<2>::parse(token) else {
        return Ok(None);
    };
    let [workspace, id] = held.ids;
    let by = Writer::grant(WorkspaceId(workspace), Actor::LINK);
    let reader = db.read(by.scope());
    let feed = live(&reader).filter(Column::Id.eq(CalendarFeedId(id)));
    let feed = feed
        .one(reader.conn())
        .await?
        .filter(|feed| held.matches(&feed.secret_hash));
    let Some(feed) = feed else { return Ok(None) };
    let member = membership::Entity::find_by_id((feed.workspace_id, feed.user_id));
    let member = member.one(reader.conn()).await?;
    let rights = member
        .map(|member| Rights::of_role(member.role))
        .unwrap_or_default();
    let Some(own) = workspaces::by_id(&reader)
        .await?
        .filter(|_| NEEDED.iter().all(|it| rights.contains(*it)))
    else {
        return Ok(None);
    };
    let today = workspaces::day_of(&own, now);
    let mark = format!("{id} {} {today}", own.latest_seq);
    Ok(Some(Open {
        scope: *by.in_zone(workspaces::zone(&own)).scope(),
        name: feed.name,
        today,
        mark: secret::hash(mark.as_bytes()),
    }))
}
