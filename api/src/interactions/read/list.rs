//! Lists of the workspace's interactions.

use chrono::{DateTime, Utc};
use entity::ids::PersonId;
use entity::{RecordType, interaction, interaction_event, interaction_participant as participant};
use interaction::Column;
use sea_orm::sea_query::{SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};

use super::feed;
use crate::kit::filter::{IdTest, NumberTest, Predicate, TimeTest, WordTest, has};
use crate::kit::list::{List, Place, Sort};
use crate::kit::page;
use crate::kit::{Fault, Scope};
use crate::search;

/// As how many those who are searched for are counted at most.
const COUNTED: u64 = 1_000;

/// What a list of interactions can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InteractionLeaf {
    /// By which means.
    Channel(WordTest),
    /// Who began it.
    Initiator(WordTest),
    /// How it felt.
    Sentiment(WordTest),
    /// When it happened.
    HappenedAt(TimeTest),
    /// When it was logged.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
    /// How long it took, in minutes.
    Duration(NumberTest),
    /// Who took part: one of these, or none of them.
    Participant(IdTest),
    /// The collaboration it belongs to.
    Collaboration(IdTest),
    /// The event it is linked to: one of these, or none of them.
    Event(IdTest),
}

/// Which interactions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct InteractionFilter {
    /// Conditions.
    pub predicate: Option<Predicate<InteractionLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of interactions is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InteractionOrder {
    /// When it happened.
    HappenedAt,
    /// When it was logged.
    CreatedAt,
}

impl InteractionOrder {
    pub(super) const fn column(self) -> Column {
        match self {
            Self::HappenedAt => Column::HappenedAt,
            Self::CreatedAt => Column::CreatedAt,
        }
    }
}

/// The interactions that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &InteractionFilter,
    (order, descending): (InteractionOrder, bool),
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
    if let (Some((person, rest)), false, InteractionOrder::HappenedAt) =
        (of_one(&filter.predicate), filter.archived, order)
    {
        let mut statement = feed::select(&place.scope, Some(&rest), now);
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
        select = select.filter(predicate.condition(&|leaf| condition(&place.scope, leaf, now)));
    }
    if let Some(found) = found {
        select = select.filter(found);
    }
    Ok(List::of(select, Sort::by(order.column(), Column::Id, descending)).counted_to(most))
}

/// The one person who must have taken part, and what else must hold. Such a list is a part of that person's feed, which is
/// read in order from its index; by the workspace's list, the database would walk past what everybody else did.
fn of_one(predicate: &Option<Predicate<InteractionLeaf>>) -> Option<(PersonId, Predicate<InteractionLeaf>)> {
    let Some(Predicate::All(parts)) = predicate else {
        return None;
    };
    let one = |part: &Predicate<InteractionLeaf>| match part {
        Predicate::Leaf(InteractionLeaf::Participant(IdTest::In(ids))) => match ids.as_slice() {
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
pub(super) fn condition(scope: &Scope, leaf: &InteractionLeaf, now: DateTime<Utc>) -> Condition {
    let expression = match leaf {
        InteractionLeaf::Channel(test) => test.on(Column::Channel.into_expr()),
        InteractionLeaf::Initiator(test) => test.on(Column::Initiator.into_expr()),
        InteractionLeaf::Sentiment(test) => test.on_rare(Column::Sentiment.into_expr()),
        InteractionLeaf::HappenedAt(test) => test.on(Column::HappenedAt.into_expr(), now),
        InteractionLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        InteractionLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
        InteractionLeaf::Duration(test) => test.on(Column::DurationMinutes.into_expr()),
        InteractionLeaf::Collaboration(test) => test.on(Column::CollaborationId.into_expr()),
        InteractionLeaf::Participant(test) => {
            let (some, is) = test.some();
            has(Column::Id, with(scope, |person| some.on(person)), is)
        }
        InteractionLeaf::Event(test) => {
            let (some, is) = test.some();
            has(Column::Id, at(scope, &some), is)
        }
    };
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

    fn with(people: &[u128]) -> Predicate<InteractionLeaf> {
        let people = people.iter().copied().map(Uuid::from_u128).collect();
        Predicate::Leaf(InteractionLeaf::Participant(IdTest::In(people)))
    }

    #[test]
    fn a_list_with_one_person_is_a_part_of_their_feed() {
        let long = Predicate::Leaf(InteractionLeaf::Duration(NumberTest::Gt(60)));
        let rest = Predicate::All(vec![long.clone(), with(&[2])]);
        let found = of_one(&Some(Predicate::All(vec![long.clone(), with(&[1]), with(&[2])])));
        assert_eq!(found, Some((PersonId(Uuid::from_u128(1)), rest)));
        assert_eq!(of_one(&Some(Predicate::All(vec![with(&[1, 2]), long]))), None);
        assert_eq!(
            of_one(&Some(Predicate::All(vec![Predicate::Not(Box::new(with(&[1])))]))),
            None
        );
        assert_eq!(
            of_one(&Some(Predicate::All(vec![Predicate::Any(vec![with(&[1])])]))),
            None
        );
        assert_eq!(of_one(&None), None);
    }
}
