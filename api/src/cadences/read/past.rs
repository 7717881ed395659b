//! What there was with people, as far as cadences ask.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::check_in::CheckInState::{Planned, Skipped, Snoozed};
use entity::ids::{CheckInId, PersonId};
use entity::interaction::Channel;
use entity::{check_in, interaction, interaction_participant, person};
use futures_util::future::join;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::named;
use crate::kit::list::bare;
use crate::kit::models::models;
use crate::kit::packed::{ordered, packed};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::people;

/// A person as far as their cadence asks.
pub(super) struct Known {
    pub person: PersonId,
    /// When they were made; not read where there was contact.
    pub made: Option<DateTime<Utc>>,
    /// When there was contact last.
    pub last: Option<DateTime<Utc>>,
}

/// These people, or all; without who is archived, died, or is the user.
///
/// # Errors
/// The database fails.
pub(super) async fn known(reader: &Reader<'_>, people: Option<&[PersonId]>) -> Result<Vec<Known>, Fault> {
    let asked = named(people);
    let mut found = match &asked {
        Some(people) => these(reader, reader.listed(person::Column::Id, people.iter().copied())).await?,
        None => everybody(reader).await?,
    };
    if let (Some(people), None) = (people, asked) {
        let wanted: HashSet<PersonId> = people.iter().copied().collect();
        found.retain(|it| wanted.contains(&it.person));
    }
    Ok(found)
}

/// Those who meet a condition; without who is archived, died, or is the user.
///
/// # Errors
/// The database fails.
pub(super) async fn these(reader: &Reader<'_>, which: SimpleExpr) -> Result<Vec<Known>, Fault> {
    let select = bare(people::living(reader).filter(which));
    let columns = COLUMNS.map(|(kind, column)| (kind, column.into_expr()));
    Ok(known_of(packed(reader, select, columns).await?))
}

/// The same of the first of them, in the order of the last contacts.
///
/// # Errors
/// The database fails.
pub(super) async fn some(
    reader: &Reader<'_>,
    which: Condition,
    order: Order,
    most: u64,
) -> Result<Vec<Known>, Fault> {
    use person::Column;
    let first = people::living(reader).filter(which).limit(most);
    let first = first
        .order_by(Column::LastInteractionAt, order.clone())
        .order_by(Column::Id, order);
    let first = first.select_only().columns(COLUMNS.map(|(_, column)| column));
    let mut select: SelectStatement = Query::select();
    select.from_subquery(first.into_query(), "first");
    let columns = COLUMNS.map(|(kind, column)| (kind, Expr::col(("first", column))));
    let mut found = known_of(packed(reader, select, columns).await?);
    found.sort_unstable_by_key(|it| (it.last, it.person));
    Ok(found)
}

/// What is read of a person.
const COLUMNS: [(Kind, person::Column); 3] = [
    (Kind::Uuid, person::Column::Id),
    (Kind::Time, person::Column::CreatedAt),
    (Kind::Time, person::Column::LastInteractionAt),
];

fn known_of(rows: Vec<(Uuid, DateTime<Utc>, DateTime<Utc>)>) -> Vec<Known> {
    let known = rows.into_iter().map(|(id, made, last)| Known {
        person: PersonId(id),
        made: Some(made),
        last: (last != person::NEVER).then_some(last),
    });
    known.collect()
}

/// Everybody. With whom there was contact is read from the index of the last contacts alone, which is a tenth of what people
/// take; who does not count is in indexes that hold nobody else.
async fn everybody(reader: &Reader<'_>) -> Result<Vec<Known>, Fault> {
    use person::Column;
    let mut found = these(reader, Column::LastInteractionAt.eq(person::NEVER)).await?;
    let mut gone: HashSet<Uuid> = HashSet::new();
    // Written as their indexes have it.
    for which in [
        Column::ArchivedAt.is_not_null(),
        Column::DiedOn.is_not_null(),
        Column::IsSelf.into_expr(),
    ] {
        let select = reader.select::<person::Entity>().filter(which);
        let ids: Vec<(Uuid,)> = packed(reader, bare(select), [(Kind::Uuid, Column::Id.into_expr())]).await?;
        gone.extend(ids.into_iter().map(|(id,)| id));
    }
    let seen = reader
        .select::<person::Entity>()
        .filter(Column::LastInteractionAt.gt(person::NEVER));
    let columns = [
        (Kind::Uuid, Column::Id.into_expr()),
        (Kind::Time, Column::LastInteractionAt.into_expr()),
    ];
    let rows: Vec<(Uuid, DateTime<Utc>)> = packed(reader, bare(seen), columns).await?;
    let known = rows.into_iter().map(|(id, last)| Known {
        person: PersonId(id),
        made: None,
        last: Some(last),
    });
    found.extend(known.filter(|it| !gone.contains(&it.person.0)));
    Ok(found)
}

/// When somebody was made, and when there was contact last.
pub(super) type Contact = (DateTime<Utc>, Option<DateTime<Utc>>);

/// The last contact of people before a moment by certain channels, each by a seek in their feed. No channels stand for all.
pub(super) async fn contacts(
    reader: &Reader<'_>,
    people: &[PersonId],
    channels: &str,
    before: DateTime<Utc>,
) -> Result<HashMap<PersonId, Contact>, Fault> {
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
        .columns([person::Column::Id, person::Column::CreatedAt])
        .expr_as(SimpleExpr::SubQuery(None, Box::new(last.into())), "last_at");
    let found: Vec<(PersonId, DateTime<Utc>, Option<DateTime<Utc>>)> =
        select.into_tuple().all(reader.conn()).await?;
    Ok(found
        .into_iter()
        .map(|(person, made, at)| (person, (made, at)))
        .collect())
}

/// A plan to be in touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// With whom.
    pub person: PersonId,
    /// For which day.
    pub day: NaiveDate,
    /// The check-in.
    pub id: CheckInId,
    /// The revision that was read.
    pub revision: i32,
    /// By which means.
    pub channel: Option<Channel>,
}

impl From<check_in::Model> for Plan {
    fn from(row: check_in::Model) -> Self {
        Self {
            person: row.person_id,
            day: row.day,
            id: row.id,
            revision: row.revision,
            channel: row.channel,
        }
    }
}

/// What was decided about people and may still count.
#[derive(Default)]
pub(super) struct Decisions {
    /// The next plan.
    pub planned: Option<Plan>,
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
    // Of these there are ever more.
    let skipped = of_people()
        .filter(Column::State.eq(Skipped))
        .filter(Column::Day.lte(on))
        .group_by(Column::PersonId);
    let columns = [
        (Kind::Uuid, Column::PersonId.into_expr()),
        (Kind::Date, Column::Day.max()),
    ];
    let (open, skipped) = join(
        Box::pin(models(reader, open)),
        ordered::<(Uuid, Option<NaiveDate>)>(reader, bare(skipped), columns),
    )
    .await;
    let mut found: HashMap<PersonId, Decisions> = HashMap::new();
    for row in open? {
        let of = found.entry(row.person_id).or_default();
        if row.state == Planned {
            let other = Plan::from(row);
            let next = of.planned.get_or_insert(other);
            if (other.day, other.id) < (next.day, next.id) {
                *next = other;
            }
        } else {
            of.snoozed = Ord::max(of.snoozed, Some((row.day, row.created_at)));
        }
    }
    for (person, day) in skipped? {
        found.entry(PersonId(person)).or_default().skipped = day;
    }
    Ok(found)
}

/// What is planned for a day or was for one before it, the soonest first; at most so many.
///
/// # Errors
/// The database fails.
pub async fn planned_until(reader: &Reader<'_>, day: NaiveDate, most: u64) -> Result<Vec<Plan>, Fault> {
    use check_in::Column;
    let select = reader
        .select::<check_in::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::State.eq(Planned))
        .filter(Column::Day.lte(day))
        .order_by_asc(Column::Day)
        .order_by_asc(Column::Id)
        .limit(most);
    let rows = models(reader, select).await?;
    Ok(rows.into_iter().map(Plan::from).collect())
}
