//! The ties of a workspace, as a list.

use chrono::{DateTime, Utc};
use entity::tie::{self, Column};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use crate::kit::Fault;
use crate::kit::filter::{IdTest, Predicate, TextTest, TimeTest, WordTest};
use crate::kit::list::{List, Place, Sort};

/// What a list of ties can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TieLeaf {
    /// Who knows.
    From(IdTest),
    /// Whom.
    To(IdTest),
    /// Either of the two.
    Person(IdTest),
    /// colleague, friend …
    Kind(TextTest),
    /// How well.
    Closeness(WordTest),
    /// How the user knows of it.
    Evidence(WordTest),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which ties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TieFilter {
    /// Conditions.
    pub predicate: Option<Predicate<TieLeaf>>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of ties is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TieOrder {
    /// When it was made.
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

/// The ties that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn all_ties(
    place: &Place,
    filter: &TieFilter,
    (order, descending): (TieOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<tie::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(leaf, now)));
    }
    let by = match order {
        TieOrder::CreatedAt => Column::CreatedAt,
        TieOrder::UpdatedAt => Column::UpdatedAt,
    };
    Ok(List::of(select, Sort::by(by, Column::Id, descending)))
}

fn condition(leaf: &TieLeaf, now: DateTime<Utc>) -> Condition {
    let expression = match leaf {
        TieLeaf::From(test) => test.on(Column::FromId.into_expr()),
        TieLeaf::To(test) => test.on(Column::ToId.into_expr()),
        // Both sides are always there: none of them is null, and none of some people means neither side.
        TieLeaf::Person(test) => {
            let (some, is) = test.some();
            let one = some.on(Column::FromId.into_expr());
            let either = one.or(some.on(Column::ToId.into_expr()));
            if is { either } else { either.not() }
        }
        // Kinds are kept in lower case, and with their accents.
        TieLeaf::Kind(test) => test.on(Column::Kind.into_expr(), |text| text.trim().to_lowercase()),
        TieLeaf::Closeness(test) => test.on(Column::Closeness.into_expr()),
        TieLeaf::Evidence(test) => test.on(Column::Evidence.into_expr()),
        TieLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        TieLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    };
    Condition::all().add(expression)
}
