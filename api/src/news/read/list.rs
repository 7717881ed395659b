//! News of a person or a talk, and who has been told.

use chrono::NaiveDate;
use entity::news::{self, Column};
use entity::{
    circle, circle_member, interaction, interaction_news, interaction_participant as participant,
    news_circle, person,
};
use sea_orm::sea_query::{ExprTrait as _, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use crate::kit::Scope;
use crate::kit::list::{Children, List, Sort, bare};

/// The live circles that news is meant for, by name: at most [`super::super::CIRCLES`].
#[must_use]
pub fn circles_of(scope: &Scope) -> Children {
    use circle::Column;
    use news_circle::Column as Link;
    Children::linked::<circle::Entity, news_circle::Entity>(scope, Column::Id, Link::CircleId, Link::NewsId)
        .filter(Column::ArchivedAt.is_null())
        .order_by([Column::NameKey, Column::Id])
}

/// What was told in interactions, what was noted first before others.
#[must_use]
pub fn told_of_interactions(scope: &Scope) -> Children {
    use interaction_news::Column as Link;
    Children::linked::<news::Entity, interaction_news::Entity>(
        scope,
        Column::Id,
        Link::NewsId,
        Link::InteractionId,
    )
    .filter(Column::ArchivedAt.is_null())
    .order_by([Column::CreatedAt, Column::Id])
}

/// The rows of a list of each of many parents: what such a condition says of one.
fn rows<E: EntityTrait>(
    select: Select<E>,
    sort: Sort,
    such: impl Fn(SimpleExpr) -> SimpleExpr + Send + Sync + 'static,
) -> List {
    let live = bare(select);
    let rows = move |parent: Option<SimpleExpr>| {
        let mut select = live.clone();
        if let Some(parent) = parent {
            select.and_where(such(parent));
        }
        select
    };
    List {
        rows: Box::new(rows),
        sort,
        most: None,
    }
}

/// The interactions in which such news was told.
fn talks(scope: &Scope, news: SimpleExpr) -> SelectStatement {
    use interaction_news::Column as Link;
    let links = scope
        .select::<interaction_news::Entity>()
        .filter(Link::NewsId.into_expr().eq(news));
    links.select_only().column(Link::InteractionId).into_query()
}

/// The people who were told such news in a live interaction.
pub(super) fn told(scope: &Scope, news: SimpleExpr) -> SelectStatement {
    use participant::Column as Part;
    let there = scope
        .select::<participant::Entity>()
        .filter(Part::Archived.eq(false))
        .filter(Part::InteractionId.in_subquery(talks(scope, news)));
    there.select_only().column(Part::PersonId).into_query()
}

/// The news that a person was told in a live interaction.
fn known_to(scope: &Scope, person: SimpleExpr) -> SelectStatement {
    use interaction_news::Column as Link;
    use participant::Column as Part;
    let there = scope
        .select::<participant::Entity>()
        .filter(Part::Archived.eq(false))
        .filter(Part::PersonId.into_expr().eq(person));
    let there = there.select_only().column(Part::InteractionId).into_query();
    let links = scope
        .select::<interaction_news::Entity>()
        .filter(Link::InteractionId.in_subquery(there));
    links.select_only().column(Link::NewsId).into_query()
}

/// The live interactions in which each of much news was told, latest first.
#[must_use]
pub fn told_in(scope: &Scope) -> List {
    use interaction::Column;
    let live = scope
        .select::<interaction::Entity>()
        .filter(Column::ArchivedAt.is_null());
    let scope = *scope;
    rows(
        live,
        Sort::by(Column::HappenedAt, Column::Id, true),
        move |news| Column::Id.in_subquery(talks(&scope, news)),
    )
}

/// The live people who were told each of much news, by name.
#[must_use]
pub fn told_people(scope: &Scope) -> List {
    use person::Column;
    let live = scope
        .select::<person::Entity>()
        .filter(Column::ArchivedAt.is_null());
    let scope = *scope;
    rows(live, Sort::by(Column::SortName, Column::Id, false), move |news| {
        Column::Id.in_subquery(told(&scope, news))
    })
}

/// The live news that each of many people was told, newest first.
#[must_use]
pub fn told_to(scope: &Scope) -> List {
    let live = scope
        .select::<news::Entity>()
        .filter(Column::ArchivedAt.is_null());
    let scope = *scope;
    rows(
        live,
        Sort::by(Column::CreatedAt, Column::Id, true),
        move |person| Column::Id.in_subquery(known_to(&scope, person)),
    )
}

/// The live news of a day that each of many people was not told and that is meant for them, newest first. What names no circle is meant for
/// everybody.
#[must_use]
pub fn untold_to(scope: &Scope, on: NaiveDate) -> List {
    let begun = Condition::any()
        .add(Column::StartsOn.is_null())
        .add(Column::StartsOn.lte(on));
    let live = scope
        .select::<news::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(begun)
        .filter(Column::SortUntil.gte(on.to_string()));
    let scope = *scope;
    rows(
        live,
        Sort::by(Column::CreatedAt, Column::Id, true),
        move |person| {
            let told = Column::Id.in_subquery(known_to(&scope, person.clone()));
            told.not().and(meant_for(&scope, person))
        },
    )
}

fn meant_for(scope: &Scope, person: SimpleExpr) -> SimpleExpr {
    use circle_member::Column as Member;
    use news_circle::Column as Link;
    let news = |links: Select<news_circle::Entity>| links.select_only().column(Link::NewsId).into_query();
    let circles = scope
        .select::<circle_member::Entity>()
        .filter(Member::PersonId.into_expr().eq(person));
    let circles = circles.select_only().column(Member::CircleId).into_query();
    let theirs = scope
        .select::<news_circle::Entity>()
        .filter(Link::CircleId.in_subquery(circles));
    let any = scope.select::<news_circle::Entity>();
    Column::Id
        .in_subquery(news(theirs))
        .or(Column::Id.not_in_subquery(news(any)))
}
