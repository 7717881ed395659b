//! Who was introduced to whom.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::ids::{IntroductionId, PersonId};
use entity::introduction::{self, IntroductionState};
use entity::introduction_side::{self, Side};
use sea_orm::{ColumnTrait, JoinType, QueryFilter, QuerySelect};

use super::list::{is_in, whole};
use crate::kit::{Fault, Reader};

/// Pairs of these people, in either order, who have an open introduction or were brought together; archived introductions and
/// those that failed are left out.
///
/// # Errors
/// The database fails.
pub async fn introduced(
    reader: &Reader<'_>,
    people: &[PersonId],
    now: DateTime<Utc>,
) -> Result<HashSet<(PersonId, PersonId)>, Fault> {
    use introduction_side::Column;
    let states = [
        IntroductionState::Draft,
        IntroductionState::Asking,
        IntroductionState::Ready,
        IntroductionState::Made,
        IntroductionState::Closed,
    ];
    let mut sides: HashMap<IntroductionId, Vec<PersonId>> = HashMap::new();
    for people in people.chunks(500) {
        let mut select = reader
            .select::<introduction_side::Entity>()
            .filter(Column::PersonId.is_in(people.iter().copied()))
            .filter(Column::Side.ne(Side::Connector))
            .filter(introduction::Column::ArchivedAt.is_null())
            .filter(is_in(&states, now))
            .select_only()
            .columns([Column::IntroductionId, Column::PersonId]);
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, introduction::Entity, whole());
        let rows = select.into_tuple::<(IntroductionId, PersonId)>();
        for (introduction, person) in rows.all(reader.conn()).await? {
            sides.entry(introduction).or_default().push(person);
        }
    }
    let mut pairs = HashSet::new();
    for sides in sides.values() {
        if let [one, other] = sides.as_slice() {
            pairs.extend([(*one, *other), (*other, *one)]);
        }
    }
    Ok(pairs)
}
