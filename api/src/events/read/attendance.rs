//! Who is at events.

use attendance::Column;
use entity::attendance::{self, AttendanceState};
use entity::person;
use sea_orm::sea_query::{ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter};

use crate::kit::Scope;
use crate::kit::list::{Children, List, Sort, bare};

fn listed(scope: &Scope, states: Option<&[AttendanceState]>, parent: Column, down: bool) -> List {
    let mut select = scope.select::<attendance::Entity>();
    if let Some(states) = states {
        select = select.filter(Column::State.is_in(states.iter().copied()));
    }
    let sort = Sort::by(Column::AddedAt, Column::Id, down);
    List::under(bare(select), parent.into_expr(), sort)
}

/// Who is on the list of events in one of these states, in the order in which they were put on it.
#[must_use]
pub fn attendances(scope: &Scope, states: Option<&[AttendanceState]>) -> List {
    listed(scope, states, Column::EventId, false)
}

/// On which lists people are in one of these states, last put first.
#[must_use]
pub fn attendances_of(scope: &Scope, states: Option<&[AttendanceState]>) -> List {
    listed(scope, states, Column::PersonId, true)
}

/// The user's own attendance of events.
#[must_use]
pub fn mine(scope: &Scope) -> Children {
    let own: SimpleExpr = Column::Attendee.into_expr().eq(person::ME);
    Children::of::<attendance::Entity>(scope, Column::EventId, Column::Id).filter(own)
}
