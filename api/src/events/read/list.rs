//! Lists of events.

use attendance::AttendanceState;
use chrono::{DateTime, Utc};
use entity::event::{self, Column};
use entity::{attendance, interaction, interaction_event, person};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};

use super::super::rules::Status;
use crate::kit::Scope;
use crate::kit::filter::{IdTest, WordTest, has};
use crate::kit::list::{Children, Column as Plain, List, Sort, bare};
use crate::records;

/// What a list of events can be filtered by besides columns of theirs.
#[derive(Clone, Debug)]
pub enum EventLeaf {
    /// How it stands.
    Status(WordTest),
    /// Who is on its list, the user aside.
    Attendee(IdTest),
    /// How the user stands to it.
    Mine(WordTest),
}

/// The live events of those who host them, latest first. The column says who does.
#[must_use]
pub fn under(scope: &Scope, host: Column) -> List {
    records::under::<event::Model>(scope, host, None, (Column::BeginsAt, true))
}

/// The live events on whose lists people are in one of these states, latest first.
#[must_use]
pub fn of_people(scope: &Scope, states: Option<&[AttendanceState]>) -> List {
    let (scope, states) = (*scope, states.map(<[AttendanceState]>::to_vec));
    let live = bare(
        scope
            .select::<event::Entity>()
            .filter(Column::ArchivedAt.is_null()),
    );
    let rows = move |person: Option<SimpleExpr>| {
        let mut select = live.clone();
        if let Some(person) = person {
            let mut such = attendance::Column::PersonId.into_expr().eq(person);
            if let Some(states) = &states {
                such = such.and(attendance::Column::State.is_in(states.iter().copied()));
            }
            select.and_where(Column::Id.in_subquery(with(&scope, such)));
        }
        select
    };
    List {
        rows: Box::new(rows),
        sort: Sort::by(Column::BeginsAt, Column::Id, true),
        most: None,
    }
}

/// The events of interactions.
#[must_use]
pub fn of_interactions(scope: &Scope) -> Children {
    use interaction_event::Column as Link;
    Children::linked::<event::Entity, interaction_event::Entity>(
        scope,
        Column::Id,
        Link::EventId,
        Link::InteractionId,
    )
}

/// The live interactions of events, latest first: what the index of links holds decides it all.
#[must_use]
pub fn at_event(scope: &Scope) -> List {
    use interaction_event::Column as Link;
    let live = scope
        .select::<interaction_event::Entity>()
        .filter(Link::Archived.eq(false));
    let sort = Sort {
        column: Plain::of(interaction::Column::HappenedAt),
        key: Link::HappenedAt.into_expr(),
        id: Link::InteractionId.into_expr(),
        descending: true,
    };
    List::under(bare(live), Link::EventId.into_expr(), sort)
}

/// What a condition means at a time.
#[must_use]
pub fn condition(scope: &Scope, leaf: &EventLeaf, now: DateTime<Utc>) -> SimpleExpr {
    match leaf {
        EventLeaf::Status(WordTest::In(words)) => among(words, now).into(),
        EventLeaf::Status(WordTest::NotIn(words)) => among(words, now).not().into(),
        EventLeaf::Attendee(test) => {
            let (some, is) = test.some();
            let such = some.on(attendance::Column::PersonId.into_expr());
            has(Column::Id, with(scope, such), is)
        }
        EventLeaf::Mine(test) => {
            let (some, is) = test.some();
            let own = attendance::Column::Attendee.into_expr().eq(person::ME);
            let such = some.on(attendance::Column::State.into_expr());
            has(Column::Id, with(scope, own.and(such)), is)
        }
    }
}

/// Never unknown, so that it can be negated.
fn among(words: &[&str], now: DateTime<Utc>) -> Condition {
    let stands = || Condition::all().add(Column::CancelledAt.is_null());
    let all = [
        (Status::Upcoming, stands().add(Column::BeginsAt.gt(now))),
        (
            Status::Ongoing,
            stands()
                .add(Column::BeginsAt.lte(now))
                .add(Column::OverAt.gt(now)),
        ),
        (
            Status::Past,
            stands()
                .add(Column::BeginsAt.lte(now))
                .add(Column::OverAt.lte(now)),
        ),
        (
            Status::Cancelled,
            Condition::all().add(Column::CancelledAt.is_not_null()),
        ),
    ];
    let asked = all
        .into_iter()
        .filter(|(status, _)| words.contains(&status.as_str()));
    let none = Condition::any().add(Expr::cust("1 = 0"));
    asked.fold(none, |any, (_, condition)| any.add(condition))
}

/// The events with such an attendance.
fn with(scope: &Scope, such: SimpleExpr) -> SelectStatement {
    let rows = scope.select::<attendance::Entity>().filter(such);
    rows.select_only()
        .column(attendance::Column::EventId)
        .into_query()
}
