//! What an agenda asks of events: which are near, and whom one met.

use chrono::{DateTime, Utc};
use entity::attendance::{self, AttendanceState};
use entity::ids::{EventId, PersonId};
use entity::{event, person};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::kit::{Fault, Reader};

/// An event that is near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// The event.
    pub event: event::Model,
    /// How the user stands to it; none where they are not on its list.
    pub mine: Option<AttendanceState>,
}

/// Live events that begin from a moment on and before another, and were not called off, nearest first; at most so many.
///
/// # Errors
/// The database fails.
pub async fn coming(
    reader: &Reader<'_>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    most: u64,
) -> Result<Vec<Coming>, Fault> {
    use event::Column;
    let events = reader
        .select::<event::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::CancelledAt.is_null())
        .filter(Column::BeginsAt.gte(from))
        .filter(Column::BeginsAt.lt(until))
        .order_by_asc(Column::BeginsAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(reader.conn())
        .await?;
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let mine: Vec<(EventId, AttendanceState)> = reader
        .select::<attendance::Entity>()
        .filter(attendance::Column::EventId.is_in(events.iter().map(|event| event.id)))
        .filter(attendance::Column::Attendee.eq(person::ME))
        .select_only()
        .columns([attendance::Column::EventId, attendance::Column::State])
        .into_tuple()
        .all(reader.conn())
        .await?;
    let state = |id| {
        mine.iter()
            .find(|(event, _)| *event == id)
            .map(|(_, state)| *state)
    };
    let with_mine = events.into_iter().map(|event| Coming {
        mine: state(event.id),
        event,
    });
    Ok(with_mine.collect())
}

/// Somebody who was at an event at which the user was, too, and with whom nothing was logged since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// Who.
    pub person: PersonId,
    /// At which event.
    pub event: EventId,
    /// When it was over.
    pub over_at: DateTime<Utc>,
}

/// Whom the user met at live events that were over from a moment on and are now, and with whom nothing was logged after the
/// end; latest event first, at most so many. The user is taken to have been there unless they declined or missed it; archived
/// people are left out.
///
/// # Errors
/// The database fails.
pub async fn met(
    reader: &Reader<'_>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<Met>, Fault> {
    use attendance::Column as Link;
    let on_event = Condition::all()
        .add(event::Column::WorkspaceId.eq(reader.workspace()))
        .add(
            event::Column::Id
                .into_expr()
                .equals((attendance::Entity, Link::EventId)),
        );
    let on_person = Condition::all()
        .add(person::Column::WorkspaceId.eq(reader.workspace()))
        .add(
            person::Column::Id
                .into_expr()
                .equals((attendance::Entity, Link::PersonId)),
        );
    let mine = |column: Link| Expr::col(("mine", column));
    let mut away = Query::select();
    away.expr(Expr::val(1))
        .from_as(attendance::Entity, "mine")
        .and_where(mine(Link::WorkspaceId).eq(reader.workspace()))
        .and_where(mine(Link::EventId).equals((event::Entity, event::Column::Id)))
        .and_where(mine(Link::Attendee).eq(person::ME))
        .and_where(mine(Link::State).is_in([AttendanceState::Declined, AttendanceState::Missed]));
    let mut select = reader
        .select::<attendance::Entity>()
        .filter(Link::State.eq(AttendanceState::Attended))
        .filter(event::Column::ArchivedAt.is_null())
        .filter(event::Column::CancelledAt.is_null())
        .filter(event::Column::OverAt.gte(since))
        .filter(event::Column::OverAt.lte(now))
        .filter(person::Column::ArchivedAt.is_null())
        .filter(person::Column::IsSelf.eq(false))
        .filter(
            Expr::col(person::Column::LastInteractionAt.as_column_ref())
                .lte(Expr::col(event::Column::OverAt.as_column_ref())),
        )
        .filter(Expr::exists(away).not())
        .order_by_desc(event::Column::OverAt)
        .order_by_asc(Link::Id)
        .limit(most)
        .select_only()
        .columns([Link::PersonId, Link::EventId])
        .column(event::Column::OverAt);
    QuerySelect::query(&mut select)
        .join(JoinType::InnerJoin, event::Entity, on_event)
        .join(JoinType::InnerJoin, person::Entity, on_person);
    let rows: Vec<(PersonId, EventId, DateTime<Utc>)> = select.into_tuple().all(reader.conn()).await?;
    let met = rows.into_iter().map(|(person, event, over_at)| Met {
        person,
        event,
        over_at,
    });
    Ok(met.collect())
}
