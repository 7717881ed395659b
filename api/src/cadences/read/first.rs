//! Who comes up first. Where the cadence of everybody counts, people come up in the order of the last contacts, which is that of an
//! index: so only those are read who come up first, and those for whom something else counts, or was decided. Whoever is not
//! read comes up after all who are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::ids::PersonId;
use entity::{cadence, person, workspace};
use futures_util::future::join;
use futures_util::join;
use person::Column;
use sea_orm::Order::{Asc, Desc};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, Condition, ExprTrait, PaginatorTrait, QueryFilter};

use super::NAMED;
use super::effective::Cadences;
use super::past::{Decisions, Known, some, these};
use super::standing::View;
use crate::cadences::rules;
use crate::kit::{Fault, Reader};
use crate::workspaces;

/// Most that are read where it is not known how many there are.
const SOME: u64 = NAMED as u64 + 1;

/// Who is looked for.
pub(super) struct First<'a> {
    pub reader: &'a Reader<'a>,
    pub workspace: &'a workspace::Model,
    pub view: &'a View,
    pub cadences: &'a Cadences,
    pub decisions: &'a HashMap<PersonId, Decisions>,
    /// How many for whom only the cadence of everybody counts; all others are found beside.
    pub most: usize,
}

/// Those who come up first.
pub(super) struct Found {
    pub known: Vec<Known>,
    /// How many others are due on the day; counted only where the week has so many places.
    pub others: usize,
}

impl First<'_> {
    /// They; none where the index does not tell who they are: for there is no cadence of everybody, it counts certain channels only, or
    /// too many have another.
    ///
    /// # Errors
    /// The database fails.
    pub async fn found(&self) -> Result<Option<Found>, Fault> {
        let cadence = self.cadences.of_everybody();
        let Some(cadence) = cadence.filter(|it| it.channels.is_empty()) else {
            return Ok(None);
        };
        let mut apart: BTreeSet<PersonId> = self.cadences.apart();
        apart.extend(self.decisions.keys());
        if apart.len() > NAMED {
            return Ok(None);
        }
        let most = self.most.saturating_add(apart.len());
        let met = Condition::all().add(Column::LastInteractionAt.gt(person::NEVER));
        let limit = u64::try_from(most).unwrap_or(u64::MAX);
        let (first, never) = join(
            Box::pin(some(self.reader, met, Asc, limit)),
            Box::pin(these(self.reader, Column::LastInteractionAt.eq(person::NEVER))),
        )
        .await;
        let first = first?;
        let edge = first
            .last()
            .and_then(|it| it.last)
            .filter(|_| first.len() >= most);
        let mut known = BTreeMap::new();
        let mut add = |more: Vec<Known>| known.extend(more.into_iter().map(|it| (it.person, it)));
        add(first);
        add(never?);
        let mut others = 0;
        if let Some(edge) = edge {
            // All who come up on one day, so that their order does not depend on where the first end.
            let (tie, due) = self.days(cadence, edge);
            let tie = these(self.reader, between(edge, self.begin_after(tie)));
            let apart = Vec::from_iter(apart);
            let (after, tie, newest, week, apart) = join!(
                Box::pin(self.after()),
                Box::pin(tie),
                Box::pin(self.newest(&apart)),
                Box::pin(self.of_week()),
                Box::pin(self.apart(&apart))
            );
            let Some(after) = after? else {
                return Ok(None);
            };
            for more in [after, tie?, newest?, week?, apart?] {
                add(more);
            }
            if let Some(due) = due.filter(|_| self.workspace.weekly_capacity.is_some()) {
                let span = (edge, Ord::min(self.begin_after(due), self.view.end));
                others = self.others(span, &known).await?;
            }
        }
        let known = known.into_values().collect();
        Ok(Some(Found { known, others }))
    }

    /// With whom something happened after the day, which does not count: who knows when there was contact before. None if they are too many.
    async fn after(&self) -> Result<Option<Vec<Known>>, Fault> {
        let after = Condition::all().add(Column::LastInteractionAt.gte(self.view.end));
        let after = some(self.reader, after, Desc, SOME).await?;
        Ok((after.len() <= NAMED).then_some(after))
    }

    /// Who was met last, of those for whom the cadence of everybody counts: a circle is left out when the last contact with any of
    /// its people is long ago.
    async fn newest(&self, apart: &[PersonId]) -> Result<Vec<Known>, Fault> {
        let before = Condition::all().add(Column::LastInteractionAt.lt(self.view.end));
        let newest = before.add(Column::Id.is_not_in(apart.iter().copied()));
        some(self.reader, newest, Desc, 1).await
    }

    /// With whom there was contact in the week, where it has so many places.
    async fn of_week(&self) -> Result<Vec<Known>, Fault> {
        if self.workspace.weekly_capacity.is_none() {
            return Ok(Vec::new());
        }
        let week = rules::week_of(self.view.on, workspaces::weekday(self.workspace));
        let begin = workspaces::begin_of(self.workspace, week);
        let week = Condition::all().add(between(begin, self.view.end));
        some(self.reader, week, Desc, SOME).await
    }

    async fn apart(&self, apart: &[PersonId]) -> Result<Vec<Known>, Fault> {
        if apart.is_empty() {
            return Ok(Vec::new());
        }
        these(self.reader, self.reader.listed(Column::Id, apart.iter().copied())).await
    }

    /// The last day of contact of those who come up together with whom there was contact at a moment; and the last of those who
    /// are due, if these are.
    fn days(&self, cadence: &cadence::Model, edge: DateTime<Utc>) -> (NaiveDate, Option<NaiveDate>) {
        let comes_up = |contact: NaiveDate| self.view.due_after(cadence, contact);
        let edge = workspaces::day_of(self.workspace, edge);
        let together = comes_up(edge);
        // Who was met later comes up on the same day or later.
        let days = || edge.iter_days().take_while(|day| *day <= self.view.on);
        let tie = days().take_while(|day| comes_up(*day) <= together).last();
        let due = days().take_while(|day| comes_up(*day) <= self.view.on).last();
        (tie.unwrap_or(edge), due)
    }

    fn begin_after(&self, day: NaiveDate) -> DateTime<Utc> {
        workspaces::begin_of(self.workspace, day + Days::new(1))
    }

    /// With how many others there was contact last in a span.
    async fn others(
        &self,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        known: &BTreeMap<PersonId, Known>,
    ) -> Result<usize, Fault> {
        let count = async |which: Condition| {
            let select = self.reader.select::<person::Entity>();
            let select = select.filter(between(from, to)).filter(which);
            select.count(self.reader.conn()).await
        };
        let gone = Column::ArchivedAt.is_not_null().or(Column::IsSelf.into_expr());
        let gone = gone.or(Column::DiedOn.is_not_null());
        let (all, gone) = join(count(Condition::all()), count(Condition::all().add(gone))).await;
        let (all, gone) = (all?, gone?);
        let seen = known.values().filter_map(|it| it.last);
        let seen = seen.filter(|last| (from..to).contains(last)).count();
        let others = usize::try_from(all.saturating_sub(gone)).unwrap_or(usize::MAX);
        Ok(others.saturating_sub(seen))
    }
}

/// With whom there was contact last in a span.
fn between(from: DateTime<Utc>, to: DateTime<Utc>) -> SimpleExpr {
    let since = Column::LastInteractionAt.gte(from);
    since.and(Column::LastInteractionAt.lt(to))
}
