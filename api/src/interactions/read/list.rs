//! Lists of the workspace's interactions.

use chrono::{DateTime, Utc};
use entity::ids::PersonId;
use entity::{RecordType, interaction, interaction_event, interaction_participant as participant};
use interaction::Column;
use sea_orm::sea_query::{SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};

use super::feed;
use crate::kit::declared::Leaf;
use crate::kit::filter::{IdTest, Predicate, has};
use crate::kit::list::{List, Place, Sort};
use crate::kit::page;
use crate::kit::{Fault, Scope};
use crate::search;

/// As how many those who are searched for are counted at most.
const COUNTED: u64 = 1_000;

/// What a list of interactions can be filtered by besides columns of theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InteractionLeaf {
    /// Who took part: one of these, or none of them.
    Participant(IdTest),
    /// The event it is linked to: one of these, or none of them.
    Event(IdTest),
}

/// The conditions of a list of interactions.
pub type Conditions = Predicate<Leaf<InteractionLeaf>>;

/// By what a list of interactions is sorted, and whether the highest comes first.
pub type InteractionOrder = (Column, bool);

/// The latest first.
pub const LATEST: InteractionOrder = (Column::HappenedAt, true);

/// Which interactions.
#[derive(Clone, Debug, Default)]
pub struct InteractionFilter {
    /// Conditions.
    pub predicate: Option<Conditions>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// The interactions that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &InteractionFilter,
    (order, descending): InteractionOrder,
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
    }
    let most = filter.search.as_ref().map(|_| COUNTED);
    let found = filter.search.as_deref().map(|text| {
        let found = search::found(
            place.backend,
            place.scope.workspace(),
            RecordType::Interaction,
            text,
        );
        page::is_in(Column::Id, found)
    });
    if let (Some((person, rest)), false, Column::HappenedAt) =
        (of_one(&filter.predicate), filter.archived, order)
    {
        let mut statement = feed::select(place, Some(&rest), now);
        statement
            .and_where(participant::Column::PersonId.eq(person))
            .and_where_option(found);
        let rows = move |_: Option<SimpleExpr>| statement.clone();
        return Ok(List {
            rows: Box::new(rows),
            sort: feed::sort(order, descending),
            most,
        });
    }
    let mut select = place.scope.select::<interaction::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        select = select.filter(predicate.condition(&|leaf| condition(place, leaf, now)));
    }
    if let Some(found) = found {
        select = select.filter(found);
    }
    Ok(List::of(select, Sort::by(order, Column::Id, descending)).counted_to(most))
}

/// The one person who must have taken part, and what else must hold. Such a list is a part of that person's feed, which is
/// read in order from its index; by the workspace's list, the database would walk past what everybody else did.
fn of_one(predicate: &Option<Conditions>) -> Option<(PersonId, Conditions)> {
    let Some(Predicate::All(parts)) = predicate else {
        return None;
    };
    let one = |part: &Conditions| match part {
        Predicate::Leaf(Leaf::More(InteractionLeaf::Participant(IdTest::In(ids)))) => match ids.as_slice() {
            [person] => Some(PersonId(*person)),
            _ => None,
        },
        _ => None,
    };
    let (place, person) = parts
        .iter()
        .enumerate()
        .find_map(|(place, part)| Some((place, one(part)?)))?;
    let mut rest = parts.clone();
    rest.remove(place);
    Some((person, Predicate::All(rest)))
}

/// What a condition means for a row of the interaction's table.
pub(super) fn condition(place: &Place, leaf: &Leaf<InteractionLeaf>, now: DateTime<Utc>) -> Condition {
    let scope = &place.scope;
    let expression = leaf.condition(place, now, |leaf| match leaf {
        InteractionLeaf::Participant(test) => {
            let (some, is) = test.some();
            has(Column::Id, with(scope, |person| some.on(person)), is)
        }
        InteractionLeaf::Event(test) => {
            let (some, is) = test.some();
            has(Column::Id, at(scope, &some), is)
        }
    });
    Condition::all().add(expression)
}

/// The interactions with such a participant: a range of the index that holds a person's feed.
fn with(scope: &Scope, such: impl FnOnce(SimpleExpr) -> SimpleExpr) -> SelectStatement {
    let rows = scope
        .select::<participant::Entity>()
        .filter(such(participant::Column::PersonId.into_expr()));
    rows.select_only()
        .column(participant::Column::InteractionId)
        .into_query()
}

/// The interactions that are linked to such an event.
fn at(scope: &Scope, test: &IdTest) -> SelectStatement {
    use interaction_event::Column as Link;
    let rows = scope
        .select::<interaction_event::Entity>()
        .filter(test.on(Link::EventId.into_expr()));
    rows.select_only().column(Link::InteractionId).into_query()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn with(people: &[u128]) -> Conditions {
        let people = people.iter().copied().map(Uuid::from_u128).collect();
        Predicate::Leaf(Leaf::More(InteractionLeaf::Participant(IdTest::In(people))))
    }

    fn at_an_event() -> Conditions {
        Predicate::Leaf(Leaf::More(InteractionLeaf::Event(IdTest::IsNull(false))))
    }

    #[test]
    fn a_list_with_one_person_is_a_part_of_their_feed() {
        let all = |parts| Some(Predicate::All(parts));
        let (person, rest) = of_one(&all(vec![at_an_event(), with(&[1]), with(&[2])])).expect("one person");
        assert_eq!(person, PersonId(Uuid::from_u128(1)));
        assert_eq!(
            format!("{rest:?}"),
            format!("{:?}", Predicate::All(vec![at_an_event(), with(&[2])]))
        );
        assert!(of_one(&all(vec![with(&[1, 2]), at_an_event()])).is_none());
        assert!(of_one(&all(vec![Predicate::Not(Box::new(with(&[1])))])).is_none());
        assert!(of_one(&all(vec![Predicate::Any(vec![with(&[1])])])).is_none());
        assert!(of_one(&None).is_none());
    }
}
