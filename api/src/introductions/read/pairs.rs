//! Who was introduced to whom.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::ids::{IntroductionId, PersonId};
use entity::introduction::{self, IntroductionState};
use entity::introduction_side::{self, Side};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, JoinType, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::list::{is_in, whole};
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// The states of what is to happen, or has.
const HAPPENS: [IntroductionState; 5] = [
    IntroductionState::Draft,
    IntroductionState::Asking,
    IntroductionState::Ready,
    IntroductionState::Made,
    IntroductionState::Closed,
];

/// Pairs, in either order, of which one is among these people and who have an open introduction or were brought together; archived
/// introductions and those that failed are left out. `people` selects their ids.
///
/// # Errors
/// The database fails.
pub async fn introduced(
    reader: &Reader<'_>,
    people: SelectStatement,
    now: DateTime<Utc>,
) -> Result<HashSet<(PersonId, PersonId)>, Fault> {
    pairs(reader, people, &HAPPENS, now).await
}

/// The same, and pairs of whom one declined, or of which the user called the introduction off: it is not to be tried again.
///
/// # Errors
/// The database fails.
pub async fn tried(
    reader: &Reader<'_>,
    people: SelectStatement,
    now: DateTime<Utc>,
) -> Result<HashSet<(PersonId, PersonId)>, Fault> {
    let refused = [IntroductionState::Declined, IntroductionState::Cancelled];
    let states: Vec<IntroductionState> = HAPPENS.into_iter().chain(refused).collect();
    pairs(reader, people, &states, now).await
}

async fn pairs(
    reader: &Reader<'_>,
    people: SelectStatement,
    states: &[IntroductionState],
    now: DateTime<Utc>,
) -> Result<HashSet<(PersonId, PersonId)>, Fault> {
    use introduction_side::Column;
    let theirs = reader
        .select::<introduction_side::Entity>()
        .filter(Column::PersonId.in_subquery(people))
        .select_only()
        .column(Column::IntroductionId);
    let mut select = reader
        .select::<introduction_side::Entity>()
        .filter(Column::IntroductionId.in_subquery(theirs.into_query()))
        .filter(Column::Side.ne(Side::Connector))
        .filter(introduction::Column::ArchivedAt.is_null())
        .filter(is_in(states, now));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, introduction::Entity, whole());
    let mut sides: HashMap<IntroductionId, Vec<PersonId>> = HashMap::new();
    let columns = [Column::IntroductionId, Column::PersonId];
    let columns = columns.map(|column| (Kind::Uuid, column.into_expr()));
    let rows: Vec<(Uuid, Uuid)> = packed(reader, bare(select), columns).await?;
    for (introduction, person) in rows {
        let of = sides.entry(IntroductionId(introduction)).or_default();
        of.push(PersonId(person));
    }
    let mut pairs = HashSet::new();
    for sides in sides.values() {
        if let [one, other] = sides.as_slice() {
            pairs.extend([(*one, *other), (*other, *one)]);
        }
    }
    Ok(pairs)
}
