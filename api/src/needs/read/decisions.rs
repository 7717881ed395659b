//! What was decided about matches.

use entity::ids::NeedId;
use entity::match_decision::{self, Column};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::open::Giver;
use crate::kit::filter::{IdTest, Predicate, WordTest};
use crate::kit::list::{Children, List, Place, Sort};
use crate::kit::{Fault, Reader, Scope};

/// What a list of decisions can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DecisionFilter {
    /// What was decided.
    State(WordTest),
    /// The need.
    Need(IdTest),
    /// The offer.
    Offer(IdTest),
    /// The person whose skills imply an offer.
    Person(IdTest),
}

/// The decisions that meet a filter, newest first.
///
/// # Errors
/// The filter is too large.
pub fn decisions_list(place: &Place, predicate: Option<&Predicate<DecisionFilter>>) -> Result<List, Fault> {
    let mut select = place
        .scope
        .select::<match_decision::Entity>()
        .filter(Column::ArchivedAt.is_null());
    if let Some(predicate) = predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&condition));
    }
    Ok(List::of(select, Sort::by(Column::CreatedAt, Column::Id, true)))
}

fn condition(leaf: &DecisionFilter) -> Condition {
    Condition::all().add(match leaf {
        DecisionFilter::State(test) => test.on(Column::State.into_expr()),
        DecisionFilter::Need(test) => test.on(Column::NeedId.into_expr()),
        DecisionFilter::Offer(test) => test.on(Column::OfferId.into_expr()),
        DecisionFilter::Person(test) => test.on(Column::PersonId.into_expr()),
    })
}

/// What was decided about a need and what could meet it, if anything ever was.
///
/// # Errors
/// The database fails.
pub async fn decided_on(
    reader: &Reader<'_>,
    (need, giver): (NeedId, Giver),
) -> Result<Option<match_decision::Model>, Fault> {
    let select = reader.select::<match_decision::Entity>();
    let own = select
        .filter(Column::NeedId.eq(need))
        .filter(Column::Giver.eq(giver.to_string()));
    Ok(own.one(reader.conn()).await?)
}

/// What was decided about the matches that collaborations were made of.
#[must_use]
pub fn of_collaborations(scope: &Scope) -> Children {
    Children::of::<match_decision::Entity>(scope, Column::CollaborationId, Column::Id)
        .filter(Column::CollaborationId.is_not_null())
}
