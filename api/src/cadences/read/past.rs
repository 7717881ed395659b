//! What there was with people, as far as cadences ask.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::check_in::CheckInState::{Planned, Skipped, Snoozed};
use entity::ids::{CheckInId, PersonId};
use entity::{check_in, interaction, interaction_participant, person};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{NAMED, named};
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// A person as far as their cadence asks: when they were made, and when there was any contact.
pub(super) type Known = (PersonId, DateTime<Utc>, DateTime<Utc>);

pub(super) async fn known(reader: &Reader<'_>, people: Option<&[PersonId]>) -> Result<Vec<Known>, Fault> {
    use person::Column;
    let mut select = reader
        .select::<person::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::IsSelf.eq(false));
    if let Some(people) = named(people) {
        select = select.filter(Column::Id.is_in(people));
    }
    let columns = [
        (Kind::Uuid, Column::Id.into_expr()),
        (Kind::Time, Column::CreatedAt.into_expr()),
        (Kind::Time, Column::LastInteractionAt.into_expr()),
    ];
    let rows: Vec<(Uuid, DateTime<Utc>, DateTime<Utc>)> = packed(reader, bare(select), columns).await?;
    let mut found: Vec<Known> = rows
        .into_iter()
        .map(|(id, made, last)| (PersonId(id), made, last))
        .collect();
    if let Some(people) = people.filter(|people| people.len() > NAMED) {
        let wanted: HashSet<PersonId> = people.iter().copied().collect();
        found.retain(|(id, ..)| wanted.contains(id));
    }
    Ok(found)
}

/// The last contact of people before a moment by certain channels, each by a seek in their feed. No channels stand for all.
pub(super) async fn contacts(
    reader: &Reader<'_>,
    people: &[PersonId],
    channels: &str,
    before: DateTime<Utc>,
) -> Result<HashMap<PersonId, DateTime<Utc>>, Fault> {
    use interaction_participant::Column;
    let mut last: SelectStatement = Query::select();
    last.expr(Column::HappenedAt.into_expr())
        .from(interaction_participant::Entity)
        .and_where(Column::WorkspaceId.eq(reader.workspace()))
        .and_where(
            Column::PersonId
                .into_expr()
                .equals((person::Entity, person::Column::Id)),
        )
        .and_where(Column::Archived.eq(false))
        .and_where(Column::HappenedAt.lt(before))
        .order_by_expr(Column::HappenedAt.into_expr(), sea_orm::Order::Desc)
        .limit(1);
    if !channels.is_empty() {
        let of_interaction = Condition::all()
            .add(Expr::col((interaction::Entity, interaction::Column::WorkspaceId)).eq(reader.workspace()))
            .add(
                Expr::col((interaction::Entity, interaction::Column::Id))
                    .equals((interaction_participant::Entity, Column::InteractionId)),
            );
        last.inner_join(interaction::Entity, of_interaction)
            .and_where(interaction::Column::Channel.is_in(channels.split_whitespace().map(str::to_owned)));
    }
    let mut select = reader
        .select::<person::Entity>()
        .filter(person::Column::ArchivedAt.is_null());
    if let Some(people) = named(Some(people)) {
        select = select.filter(person::Column::Id.is_in(people));
    }
    let select = select
        .select_only()
        .column(person::Column::Id)
        .expr_as(SimpleExpr::SubQuery(None, Box::new(last.into())), "last_at");
    let found: Vec<(PersonId, Option<DateTime<Utc>>)> = select.into_tuple().all(reader.conn()).await?;
    Ok(found
        .into_iter()
        .filter_map(|(person, at)| Some((person, at?)))
        .collect())
}

/// What was decided about people and may still count.
#[derive(Default)]
pub(super) struct Decisions {
    pub planned: Option<(NaiveDate, CheckInId)>,
    pub snoozed: Option<(NaiveDate, DateTime<Utc>)>,
    pub skipped: Option<NaiveDate>,
}

/// What was decided about people, as far as it counts on a day.
///
/// # Errors
/// The database fails.
pub(super) async fn decisions(
    reader: &Reader<'_>,
    people: Option<&[PersonId]>,
    on: NaiveDate,
) -> Result<HashMap<PersonId, Decisions>, Fault> {
    use check_in::Column;
    let of_people = || {
        let select = reader
            .select::<check_in::Entity>()
            .filter(Column::ArchivedAt.is_null());
        match named(people) {
            Some(people) => select.filter(Column::PersonId.is_in(people)),
            None => select,
        }
    };
    let open = of_people().filter(Column::State.is_in([Planned, Snoozed]));
    let mut found: HashMap<PersonId, Decisions> = HashMap::new();
    for row in open.all(reader.conn()).await? {
        let of = found.entry(row.person_id).or_default();
        if row.state == Planned {
            let next = of.planned.get_or_insert((row.day, row.id));
            *next = Ord::min(*next, (row.day, row.id));
        } else {
            of.snoozed = Ord::max(of.snoozed, Some((row.day, row.created_at)));
        }
    }
    // Of these there are ever more.
    let skipped = of_people()
        .filter(Column::State.eq(Skipped))
        .filter(Column::Day.lte(on))
        .select_only()
        .column(Column::PersonId)
        .column_as(Column::Day.max(), "last_day")
        .group_by(Column::PersonId);
    let skipped: Vec<(PersonId, Option<NaiveDate>)> = skipped.into_tuple().all(reader.conn()).await?;
    for (person, day) in skipped {
        found.entry(person).or_default().skipped = day;
    }
    Ok(found)
}

/// What is planned for a day or was for one before it, the soonest first; at most so many.
///
/// # Errors
/// The database fails.
pub async fn planned_until(
    reader: &Reader<'_>,
    day: NaiveDate,
    most: u64,
) -> Result<Vec<check_in::Model>, Fault> {
    use check_in::Column;
    let select = reader
        .select::<check_in::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::State.eq(Planned))
        .filter(Column::Day.lte(day))
        .order_by_asc(Column::Day)
        .order_by_asc(Column::Id)
        .limit(most);
    Ok(select.all(reader.conn()).await?)
}
