//! How much connecting was asked of a person.

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::PersonId;
use entity::introduction::{self, Column};
use entity::introduction_side::{self, Column as SideColumn, Consent, Side};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, Condition, JoinType, QueryFilter, QuerySelect};

use super::list::{overdue, whole};
use crate::kit::{Fault, Reader};

/// Days that count.
const DAYS: i64 = 90;

/// How often a person was asked to introduce people to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectorLoad {
    /// Requests that they have not answered.
    pub open_asks: i64,
    /// Introductions for which they were asked in the last 90 days.
    pub asks: i64,
    /// Introductions that came about through them in the last 90 days.
    pub made: i64,
}

/// How often this person was asked to introduce people to each other.
///
/// # Errors
/// The database fails.
pub async fn connector_load(
    reader: &Reader<'_>,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<ConnectorLoad, Fault> {
    let since = now - TimeDelta::days(DAYS);
    let open = Condition::all()
        .add(SideColumn::Consent.eq(Consent::Asked))
        .add(Column::State.eq(introduction::IntroductionState::Asking))
        .add(Column::ArchivedAt.is_null())
        .add(overdue(now).not());
    let asked = Condition::all().add(SideColumn::AskedAt.gte(since));
    let made = Condition::all().add(Column::MadeAt.gte(since));
    let mut select = reader
        .select::<introduction::Entity>()
        .filter(Column::ConnectorId.eq(person))
        .filter(SideColumn::Side.eq(Side::Connector))
        .select_only();
    let query = QuerySelect::query(&mut select);
    query.join(JoinType::InnerJoin, introduction_side::Entity, whole());
    for when in [open, asked, made] {
        query.expr(Func::count(Expr::case(when, 1)));
    }
    let counted: Option<(i64, i64, i64)> = select.into_tuple().one(reader.conn()).await?;
    let (open_asks, asks, made) = counted.unwrap_or_default();
    Ok(ConnectorLoad {
        open_asks,
        asks,
        made,
    })
}
