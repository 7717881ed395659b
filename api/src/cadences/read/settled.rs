//! What the user has settled with people: that something is planned with them, or how often to be in touch.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::check_in::CheckInState::{self, Done, Planned};
use entity::ids::PersonId;
use entity::{cadence, check_in};
use sea_orm::{ActiveEnum, ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::named;
use crate::kit::list::bare;
use crate::kit::packed::ordered;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// What is settled with a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Whether a plan is open.
    pub is_planned: bool,
    /// When the last of the plans was made that were carried out.
    pub done: Option<DateTime<Utc>>,
    /// When the cadence of their own was set or changed last.
    pub cadence: Option<DateTime<Utc>>,
}

impl Settled {
    /// Whether it was settled since a moment: a plan that is open settles it whenever it was made.
    #[must_use]
    pub fn is_since(&self, moment: DateTime<Utc>) -> bool {
        self.is_planned || self.done.max(self.cadence).is_some_and(|at| at >= moment)
    }
}

/// What is settled with these people; of plans that were carried out, those that were made from a moment on.
///
/// # Errors
/// The database fails.
pub async fn settled(
    reader: &Reader<'_>,
    people: &[PersonId],
    since: DateTime<Utc>,
) -> Result<HashMap<PersonId, Settled>, Fault> {
    let mut found: HashMap<PersonId, Settled> = HashMap::new();
    if people.is_empty() {
        return Ok(found);
    }
    for (person, state, made) in plans(reader, people, since).await? {
        let of = found.entry(person).or_default();
        match state {
            Planned => of.is_planned = true,
            _ => of.done = of.done.max(Some(made)),
        }
    }
    for (person, set) in own_cadences(reader, people).await? {
        found.entry(person).or_default().cadence = Some(set);
    }
    Ok(found)
}

async fn plans(
    reader: &Reader<'_>,
    people: &[PersonId],
    since: DateTime<Utc>,
) -> Result<Vec<(PersonId, CheckInState, DateTime<Utc>)>, Fault> {
    use check_in::Column;
    let done = Condition::all()
        .add(Column::State.eq(Done))
        .add(Column::CreatedAt.gte(since));
    let mut select = reader
        .select::<check_in::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Condition::any().add(Column::State.eq(Planned)).add(done));
    if let Some(people) = named(Some(people)) {
        select = select.filter(Column::PersonId.is_in(people));
    }
    let columns = [
        (Kind::Uuid, Column::PersonId.into_expr()),
        (Kind::Text, Column::State.into_expr()),
        (Kind::Time, Column::CreatedAt.into_expr()),
    ];
    let rows: Vec<(Uuid, String, DateTime<Utc>)> = ordered(reader, bare(select), columns).await?;
    let plan = |(id, state, made): (Uuid, String, DateTime<Utc>)| {
        Ok((PersonId(id), CheckInState::try_from_value(&state)?, made))
    };
    rows.into_iter().map(plan).collect()
}

async fn own_cadences(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<Vec<(PersonId, DateTime<Utc>)>, Fault> {
    use cadence::Column;
    let mut select = reader
        .select::<cadence::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::PersonId.is_not_null());
    if let Some(people) = named(Some(people)) {
        select = select.filter(Column::PersonId.is_in(people));
    }
    let columns = [
        (Kind::Uuid, Column::PersonId.into_expr()),
        (Kind::Time, Column::UpdatedAt.into_expr()),
    ];
    let rows: Vec<(Uuid, DateTime<Utc>)> = ordered(reader, bare(select), columns).await?;
    Ok(rows.into_iter().map(|(id, set)| (PersonId(id), set)).collect())
}
