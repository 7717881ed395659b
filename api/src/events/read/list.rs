//! Lists of events.

use attendance::AttendanceState;
use chrono::{DateTime, Utc};
use entity::event::{self, Column};
use entity::{RecordType, attendance, interaction, interaction_event, person};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};

use super::super::rules::Status;
use crate::kit::filter::{IdTest, Predicate, TextTest, TimeTest, WordTest, has};
use crate::kit::list::{Children, Column as Plain, List, Place, Sort, bare};
use crate::kit::page;
use crate::kit::{Fault, Scope};
use crate::search;

/// What a list of events can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EventLeaf {
    /// The title.
    Title(TextTest),
    /// What it is.
    Kind(WordTest),
    /// How it stands.
    Status(WordTest),
    /// When it begins.
    BeginsAt(TimeTest),
    /// From when it is over.
    OverAt(TimeTest),
    /// The organisation that hosts it.
    Organization(IdTest),
    /// The community that hosts it.
    Community(IdTest),
    /// Who is on its list, the user aside.
    Attendee(IdTest),
    /// How the user stands to it.
    Mine(WordTest),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EventFilter {
    /// Conditions.
    pub predicate: Option<Predicate<EventLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of events is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EventOrder {
    /// When it begins.
    #[default]
    BeginsAt,
    /// The title.
    Title,
    /// When it was made.
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

impl EventOrder {
    const fn column(self) -> Column {
        match self {
            Self::BeginsAt => Column::BeginsAt,
            Self::Title => Column::SortTitle,
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

/// Whose events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Those that an organisation hosts.
    Organization,
    /// Those that a community hosts.
    Community,
}

/// The events that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &EventFilter,
    (order, descending): (EventOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<event::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(&place.scope, leaf, now)));
    }
    if let Some(text) = &filter.search {
        let found = search::found(place.backend, place.scope.workspace(), RecordType::Event, text);
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sort = Sort::by(order.column(), Column::Id, descending);
    Ok(List::of(select, sort))
}

/// The live events that organisations or communities host, latest first.
#[must_use]
pub fn under(scope: &Scope, whose: Whose) -> List {
    let live = scope
        .select::<event::Entity>()
        .filter(Column::ArchivedAt.is_null());
    let host = match whose {
        Whose::Organization => Column::OrganizationId,
        Whose::Community => Column::CommunityId,
    };
    let sort = Sort::by(Column::BeginsAt, Column::Id, true);
    List::under(bare(live), host.into_expr(), sort)
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

fn condition(scope: &Scope, leaf: &EventLeaf, now: DateTime<Utc>) -> Condition {
    let expression = match leaf {
        EventLeaf::Title(test) => test.on_folded(Column::SortTitle.into_expr()),
        EventLeaf::Kind(test) => test.on(Column::Kind.into_expr()),
        EventLeaf::Status(WordTest::In(words)) => return among(words, now),
        EventLeaf::Status(WordTest::NotIn(words)) => return among(words, now).not(),
        EventLeaf::BeginsAt(test) => test.on(Column::BeginsAt.into_expr(), now),
        EventLeaf::OverAt(test) => test.on(Column::OverAt.into_expr(), now),
        EventLeaf::Organization(test) => test.on(Column::OrganizationId.into_expr()),
        EventLeaf::Community(test) => test.on(Column::CommunityId.into_expr()),
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
        EventLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        EventLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    };
    Condition::all().add(expression)
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
