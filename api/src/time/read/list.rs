//! Lists of entries and intentions.

use chrono::NaiveDate;
use entity::time_entry::Column;
use entity::{person, time_entry_person, time_intention};
use sea_orm::sea_query::{SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};

use crate::kit::Scope;
use crate::kit::filter::{IdTest, has};
use crate::kit::list::{Children, List, Place, Sort};

/// What a list of entries can be filtered by besides columns of theirs.
#[derive(Clone, Debug)]
pub enum EntryLeaf {
    /// For whom: one of these, or none of them.
    Person(IdTest),
}

/// Which intentions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct IntentionFilter {
    /// Those that are in force on this day.
    pub on: Option<NaiveDate>,
    /// Archived ones too.
    pub archived: bool,
}

/// The intentions that meet a filter, last begun first.
#[must_use]
pub fn intentions(place: &Place, filter: IntentionFilter) -> List {
    use time_intention::Column;
    let mut select = place.scope.select::<time_intention::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(on) = filter.on {
        let lasts = Condition::any()
            .add(Column::EndsOn.is_null())
            .add(Column::EndsOn.gte(on));
        select = select.filter(Column::StartsOn.lte(on)).filter(lasts);
    }
    let sort = Sort::by(Column::SortStarts, Column::Id, true);
    List::of(select, sort)
}

/// The people of entries, by name.
#[must_use]
pub fn people_of(scope: &Scope) -> Children {
    use time_entry_person::Column as Link;
    Children::linked::<person::Entity, time_entry_person::Entity>(
        scope,
        person::Column::Id,
        Link::PersonId,
        Link::TimeEntryId,
    )
    .order_by([person::Column::SortName, person::Column::Id])
}

/// What a condition means.
#[must_use]
pub fn condition(place: &Place, leaf: &EntryLeaf) -> SimpleExpr {
    let EntryLeaf::Person(test) = leaf;
    let (some, is) = test.some();
    let such = some.on(time_entry_person::Column::PersonId.into_expr());
    has(Column::Id, with(&place.scope, such), is)
}

/// The entries with such a person.
fn with(scope: &Scope, such: SimpleExpr) -> SelectStatement {
    let rows = scope.select::<time_entry_person::Entity>().filter(such);
    rows.select_only()
        .column(time_entry_person::Column::TimeEntryId)
        .into_query()
}
