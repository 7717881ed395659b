//! What an agenda asks of events: which are near, and whom one met.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::attendance::{self, AttendanceState};
use entity::ids::{EventId, PersonId};
use entity::{event, person};
use sea_orm::{ActiveEnum, ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::kit::list::bare;
use crate::kit::models::models;
use crate::kit::packed::{ordered, packed};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::people;

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
        .limit(most);
    let events = models(reader, events).await?;
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let mine = reader
        .select::<attendance::Entity>()
        .filter(reader.listed(attendance::Column::EventId, events.iter().map(|event| event.id)))
        .filter(attendance::Column::Attendee.eq(person::ME));
    let columns = [
        (Kind::Uuid, attendance::Column::EventId.into_expr()),
        (Kind::Text, attendance::Column::State.into_expr()),
    ];
    let mine: Vec<(Uuid, String)> = ordered(reader, bare(mine), columns).await?;
    let state = |id: EventId| {
        let own = mine.iter().find(|(event, _)| *event == id.0);
        own.map(|(_, state)| AttendanceState::try_from_value(state))
            .transpose()
    };
    let with_mine = events.into_iter().map(|event| {
        Ok(Coming {
            mine: state(event.id)?,
            event,
        })
    });
    with_mine.collect()
}

/// Somebody who was at an event at which the user was, too, and with whom nothing was logged since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// Who.
    pub person: PersonId,
    /// At which event.
    pub event: EventId,
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it was over.
    pub over_at: DateTime<Utc>,
}

/// Most people of all of these events together.
const ATTENDED: u64 = 5_000;

/// Whom the user met at live events that were over from a moment on and are now, and with whom nothing was logged after the
/// end; latest event first, at most so many events. The user is taken to have been there unless they declined or missed it;
/// archived people and those who died are left out.
///
/// # Errors
/// The database fails.
pub async fn met(
    reader: &Reader<'_>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<Met>, Fault> {
    // Step by step: a join of the three lets SQLite begin with everybody who was met before the event was over.
    let over = over(reader, since, now, most).await?;
    let (there, away) = attended(reader, &over).await?;
    let last = last_met(reader, &there).await?;
    let mut met = Vec::new();
    for it in over.into_iter().filter(|it| !away.contains(&it.event)) {
        let people = there.iter().filter(|(at, _)| *at == it.event);
        let people = people.map(|(_, person)| *person);
        let followed_by_nothing =
            |person: &PersonId| last.get(person).is_some_and(|last| *last <= it.over_at);
        met.extend(people.filter(followed_by_nothing).map(|person| Met {
            person,
            event: it.event,
            began_at: it.began_at,
            over_at: it.over_at,
        }));
    }
    Ok(met)
}

/// An event that is over.
struct Over {
    event: EventId,
    began_at: DateTime<Utc>,
    over_at: DateTime<Utc>,
}

/// The live events that were over in a time, latest first.
async fn over(
    reader: &Reader<'_>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<Over>, Fault> {
    use event::Column;
    let over = reader
        .select::<event::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::CancelledAt.is_null())
        .filter(Column::OverAt.gte(since))
        .filter(Column::OverAt.lte(now))
        .order_by_desc(Column::OverAt)
        .order_by_asc(Column::Id)
        .limit(most);
    let columns = [
        (Kind::Uuid, Column::Id.into_expr()),
        (Kind::Time, Column::BeginsAt.into_expr()),
        (Kind::Time, Column::OverAt.into_expr()),
    ];
    let rows: Vec<(Uuid, DateTime<Utc>, DateTime<Utc>)> = ordered(reader, bare(over), columns).await?;
    let over = rows.into_iter().map(|(event, began_at, over_at)| Over {
        event: EventId(event),
        began_at,
        over_at,
    });
    Ok(over.collect())
}

/// Who was at which of these events, and at which of them the user was not.
async fn attended(
    reader: &Reader<'_>,
    events: &[Over],
) -> Result<(Vec<(EventId, PersonId)>, HashSet<EventId>), Fault> {
    use AttendanceState::{Attended, Declined, Missed};
    use attendance::Column;
    if events.is_empty() {
        return Ok((Vec::new(), HashSet::new()));
    }
    let mine = Condition::all()
        .add(Column::Attendee.eq(person::ME))
        .add(Column::State.is_in([Declined, Missed]));
    let select = reader
        .select::<attendance::Entity>()
        .filter(reader.listed(Column::EventId, events.iter().map(|it| it.event)))
        .filter(Condition::any().add(Column::State.eq(Attended)).add(mine))
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::Id)
        .limit(ATTENDED);
    let columns = [
        (Kind::Uuid, Column::EventId.into_expr()),
        (Kind::Uuid, Column::PersonId.into_expr()),
        (Kind::Text, Column::State.into_expr()),
    ];
    let rows: Vec<(Uuid, Option<Uuid>, String)> = ordered(reader, bare(select), columns).await?;
    let (there, away): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|(_, _, state)| state == Attended.as_str());
    let away = away.into_iter().map(|(event, ..)| EventId(event)).collect();
    let there = there
        .into_iter()
        .filter_map(|(event, person, _)| Some((EventId(event), PersonId(person?))));
    Ok((there.collect(), away))
}

/// When something happened last with those of these people who are live, alive and not the user.
async fn last_met(
    reader: &Reader<'_>,
    there: &[(EventId, PersonId)],
) -> Result<HashMap<PersonId, DateTime<Utc>>, Fault> {
    use person::Column;
    if there.is_empty() {
        return Ok(HashMap::new());
    }
    let there: BTreeSet<PersonId> = there.iter().map(|(_, person)| *person).collect();
    let select = people::living(reader).filter(reader.listed(Column::Id, there));
    let columns = [
        (Kind::Uuid, Column::Id.into_expr()),
        (Kind::Time, Column::LastInteractionAt.into_expr()),
    ];
    let rows: Vec<(Uuid, DateTime<Utc>)> = packed(reader, bare(select), columns).await?;
    Ok(rows.into_iter().map(|(id, last)| (PersonId(id), last)).collect())
}
