//! Running a plan: level by level, one statement each, all parents at once.

use std::collections::HashMap;
use std::sync::OnceLock;

use async_graphql::{Error, Variables};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, join_all};
use sea_orm::DbBackend;
use uuid::Uuid;

use super::ask::Ask;
use super::computed::{Inside, Values};
use super::groups::{Groups, NOBODY, by_id, cut, grouped, ids_of, number, place, sort, totals};
use super::json::Json;
use super::shape::{Feeding, Listing, Ranking};
use super::sql::{self, Template};
use super::tree::{Child, Ids, Level, Pages, Read};
use crate::graphql::errors::shown;
use crate::kit::page::{PageRequest, Position};
use crate::kit::rows::{Rows, Session};
use crate::kit::{Caller, Db, Fault, Reader, Scope};

/// When a request was taken up, and which day that is in the workspace.
pub type Now = (DateTime<Utc>, NaiveDate);

/// What a plan runs in.
pub struct Run<'a> {
    /// Runs its statements.
    pub session: Session,
    /// Runs the functions of the areas.
    pub reader: Reader<'a>,
    /// The database, where they run anew when they read much.
    pub db: &'a Db,
    /// The workspace.
    pub scope: Scope,
    /// Who asks.
    pub caller: &'a Caller,
    /// The values of the request's variables.
    pub variables: &'a Variables,
    /// When the request was taken up.
    pub now: DateTime<Utc>,
    /// Which database.
    pub backend: DbBackend,
    /// Whether the database failed.
    pub broken: OnceLock<Fault>,
}

/// The rows of a level, and what was read for them.
#[derive(Default)]
pub struct Below {
    /// The rows.
    pub rows: Rows,
    /// What was read for them, one for each child of the level.
    pub children: Vec<Found>,
}

/// What was read for a child.
pub enum Found {
    /// Nothing: it failed, for all parents alike.
    Failed(Error),
    /// At most one row for each parent.
    One(Below, Vec<u32>),
    /// Rows of each parent.
    Many(Below, Groups),
    /// A page of each parent.
    Pages(Box<Paged>),
    /// JSON of each parent.
    Batch(HashMap<Uuid, Json>),
    /// Records of any type: for each parent the type and the row.
    Records(Vec<Below>, Vec<Place>),
    /// Records of any type: a list of them for each parent.
    Lists(Vec<Below>, Vec<Vec<Place>>),
}

/// Where a record is, the type and the row, if it is anywhere; or why it is not even looked for.
pub type Place = Result<Option<(usize, u32)>, Error>;

/// Pages.
pub struct Paged {
    /// Their rows.
    pub below: Below,
    /// Which rows are on which.
    pub groups: Groups,
    /// Whether more follow in the direction of reading, group by group.
    pub more: Vec<bool>,
    /// How long the lists are, group by group, where that was asked.
    pub totals: Option<Vec<i64>>,
    /// Which part was asked for.
    pub request: PageRequest,
    /// Where the cursors come from.
    pub cursors: Cursors,
    /// After which number the feed was read.
    pub after: i64,
}

/// Where the places of entries are known from.
pub enum Cursors {
    /// The columns of the id and the sort key.
    Columns(usize, usize),
    /// They are known row by row.
    Known(Vec<Position>),
}

impl Paged {
    /// Whether more follow on the page of a parent.
    #[must_use]
    pub fn has_more(&self, parent: usize) -> bool {
        let group = self.groups.group(parent);
        group
            .and_then(|group| self.more.get(group))
            .copied()
            .unwrap_or_default()
    }

    /// How long the list of a parent is.
    #[must_use]
    pub fn total(&self, parent: usize) -> Option<i64> {
        let totals = self.totals.as_ref()?;
        let group = self.groups.group(parent);
        Some(
            group
                .and_then(|group| totals.get(group))
                .copied()
                .unwrap_or_default(),
        )
    }
}

impl<'a> Run<'a> {
    /// When the request was taken up, and which day that is in the workspace.
    #[must_use]
    pub fn now(&self) -> Now {
        (self.now, self.scope.day_of(self.now))
    }

    /// Reads the children of a level for its rows; of a root, which has no rows, for its one object. Of computed objects their
    /// values are known, too.
    pub fn children<'r>(
        &'r self,
        level: &'r Level,
        rows: &'r Rows,
        values: Option<&'r Values>,
    ) -> BoxFuture<'r, Vec<Found>> {
        async move {
            if let [child] = level.children.as_slice() {
                return vec![self.settled(child, rows, values).await];
            }
            let children = level.children.iter();
            join_all(children.map(|child| self.settled(child, rows, values))).await
        }
        .boxed()
    }

    async fn settled(&self, child: &Child, rows: &Rows, values: Option<&Values>) -> Found {
        self.noted(match (&child.read, values) {
            (Read::Inside(inside, level), Some(values)) => self.inside(child, inside, level, values).await,
            (Read::Records(Ids::Problems(wrong), types), Some(values)) => {
                Ok(self.problems(types, *wrong, values).await)
            }
            _ => self.child(child, rows).await,
        })
    }

    /// What was found; where that failed, what is shown instead.
    fn noted(&self, found: Result<Found, Fault>) -> Found {
        found.unwrap_or_else(|fault| {
            if !fault.is_of_client() {
                let _ = self.broken.set(fault.clone());
            }
            Found::Failed(shown(fault))
        })
    }

    pub(super) async fn below(&self, level: &Level, rows: Rows) -> Below {
        let children = if level.children.is_empty() {
            Vec::new()
        } else {
            self.children(level, &rows, None).await
        };
        Below { rows, children }
    }

    /// Computed objects with what is read for them.
    pub async fn computed(&self, level: &Level, values: &Values) -> Below {
        let rows = values.rows(level, Some(self.caller));
        let children = self.children(level, &rows, Some(values)).await;
        Below { rows, children }
    }

    async fn inside(
        &self,
        child: &Child,
        inside: &Inside,
        level: &Level,
        values: &Values,
    ) -> Result<Found, Fault> {
        let (values, counts) = inside(values, &child.arguments.with(self.variables))?;
        let below = self.computed(level, &values).await;
        Ok(Found::Many(below, Groups::in_turn(&counts)))
    }

    pub(super) fn ask<'r>(&'r self, child: &Child) -> Ask<'r> {
        Ask {
            field: (child.of, child.field.name),
            given: child.arguments.with(self.variables),
            counted: child.is_counted(),
            now: self.now,
            caller: self.caller,
            scope: self.scope,
            reader: &self.reader,
            db: Some(self.db),
        }
    }

    async fn child(&self, child: &Child, rows: &Rows) -> Result<Found, Fault> {
        match &child.read {
            Read::One(column, template, level) => {
                let (ids, of) = ids_of(rows, *column);
                self.one(template, level, &ids, &of).await
            }
            Read::Many(column, template, level) => {
                let (ids, _) = ids_of(rows, *column);
                let found = self.fetch(template, level, &ids).await?;
                Ok(self.many(level, rows, *column, found).await)
            }
            Read::Batch(column, batch) => {
                let (ids, _) = ids_of(rows, *column);
                let batch = *batch;
                let found = self.answer(child, &ids, move |ask, ids| batch(ask.reader, ids, ask.now));
                Ok(Found::Batch(found.await?))
            }
            Read::Computed(column, compute, level) => {
                let Some(column) = column else {
                    let below = self
                        .computed(level, &self.answer(child, &[], *compute).await?)
                        .await;
                    let order = (0..below.rows.len()).map(place).collect();
                    return Ok(Found::Many(below, Groups::of_root(order)));
                };
                let (ids, of) = ids_of(rows, *column);
                let found = self.answer(child, &ids, *compute).await?;
                let below = self.computed(level, &found).await;
                let groups = grouped(&below.rows, level.columns.len(), &ids, of);
                Ok(Found::Many(below, groups))
            }
            Read::Ranked(rank, pages) => self.ranked(child, *rank, pages).await,
            Read::Inside(..) => Err(Fault::Internal("nothing was computed".to_owned())),
            Read::Linked(column, link, template, level) => {
                let (parents, of) = ids_of(rows, *column);
                let links = self.answer(child, &parents, *link).await?;
                let mut ids: Vec<Uuid> = links.values().copied().collect();
                ids.sort_unstable();
                ids.dedup();
                let place_of = |parent: &u32| {
                    let id = links.get(parents.get(*parent as usize)?)?;
                    ids.binary_search(id).ok().map(place)
                };
                let of: Vec<u32> = of
                    .iter()
                    .map(|parent| place_of(parent).unwrap_or(NOBODY))
                    .collect();
                self.one(template, level, &ids, &of).await
            }
            Read::Find(find, template, level) => {
                let find = *find;
                let found = self.answer(child, &[], move |ask, _| find(ask)).await?;
                let ids: Vec<Uuid> = found.into_iter().collect();
                self.one(template, level, &ids, &[0]).await
            }
            Read::List(column, list, pages) => self.pages(child, *column, *list, pages, rows).await,
            Read::Records(ids, types) => self.records(child, *ids, types, rows).await,
            Read::Feed(feed, level) => self.feed(child, *feed, level).await,
            Read::Verb(..) => Err(Fault::Internal("a mutation within a query".to_owned())),
        }
    }

    pub(super) async fn fetch(
        &self,
        template: &Template,
        level: &Level,
        ids: &[Uuid],
    ) -> Result<Rows, Fault> {
        if ids.is_empty() {
            return Ok(Rows::new(level.columns.len() + 1));
        }
        self.session.run(&template.fill(&self.scope, ids)).await
    }

    async fn one(
        &self,
        template: &Template,
        level: &Level,
        ids: &[Uuid],
        of: &[u32],
    ) -> Result<Found, Fault> {
        let (rows, ahead) = futures_util::join!(self.fetch(template, level, ids), self.ahead(level, ids));
        let rows = rows?;
        let row_of = by_id(&rows, level.columns.len(), ids);
        let of = of
            .iter()
            .map(|id| row_of.get(*id as usize).copied().unwrap_or(NOBODY))
            .collect();
        Ok(Found::One(self.below_with(level, rows, ahead).await, of))
    }

    /// Rows of each parent.
    async fn many(&self, level: &Level, parents: &Rows, column: usize, found: Rows) -> Found {
        let (ids, of) = ids_of(parents, column);
        let groups = grouped(&found, level.columns.len(), &ids, of);
        Found::Many(self.below(level, found).await, groups)
    }

    /// What belongs to records whose ids are known before they are read: PostgreSQL is asked for both at once, which saves a round trip.
    /// One for each child of the level, of those that belong to it in this way.
    async fn ahead(&self, level: &Level, ids: &[Uuid]) -> Vec<Option<Result<Rows, Fault>>> {
        if self.backend != DbBackend::Postgres {
            return Vec::new();
        }
        let children = level.children.iter().map(|child| async move {
            match &child.read {
                Read::Many(_, template, below) => Some(self.fetch(template, below, ids).await),
                _ => None,
            }
        });
        join_all(children).await
    }

    /// A level's rows with what is read for them, of which some was read ahead.
    fn below_with<'r>(
        &'r self,
        level: &'r Level,
        rows: Rows,
        mut ahead: Vec<Option<Result<Rows, Fault>>>,
    ) -> BoxFuture<'r, Below> {
        async move {
            if ahead.iter().all(Option::is_none) {
                return self.below(level, rows).await;
            }
            ahead.resize_with(level.children.len(), || None);
            let parents = &rows;
            let children = level.children.iter().zip(ahead).map(|(child, found)| async move {
                match (&child.read, found) {
                    (Read::Many(column, _, below), Some(Ok(found))) => {
                        self.many(below, parents, *column, found).await
                    }
                    (_, Some(Err(fault))) => self.noted(Err(fault)),
                    _ => self.settled(child, parents, None).await,
                }
            });
            let children = join_all(children).await;
            Below { rows, children }
        }
        .boxed()
    }

    async fn pages(
        &self,
        child: &Child,
        column: Option<usize>,
        list: Listing,
        pages: &Pages,
        rows: &Rows,
    ) -> Result<Found, Fault> {
        let ask = self.ask(child);
        let list = list.of(&ask).await?;
        let request = ask.page()?;
        let (level, width) = (&pages.level, pages.level.columns.len());
        let size = usize::try_from(request.size).unwrap_or(usize::MAX);
        let Some(column) = column else {
            let statement = sql::page(self.backend, pages, &list, &request);
            let (mut found, total) = if pages.counted {
                let count = sql::count(self.backend, &list);
                let (found, count) =
                    futures_util::join!(self.session.run(&statement), self.session.run(&count));
                (found?, Some(vec![number(&count?, 0, 0)]))
            } else {
                (self.session.run(&statement).await?, None)
            };
            let mut order: Vec<u32> = (0..found.len()).map(place).collect();
            let more = cut(&mut order, size, request.backward);
            // Nothing is read for the entry that only told that there are more.
            found.truncate(size);
            let groups = Groups::of_root(order);
            return Ok(Found::Pages(Box::new(Paged {
                below: self.below(level, found).await,
                groups,
                more: vec![more],
                totals: total,
                request,
                cursors: Cursors::Columns(width, width + 1),
                after: 0,
            })));
        };
        let (ids, of) = ids_of(rows, column);
        if ids.is_empty() {
            return Ok(Found::Many(Below::default(), Groups::default()));
        }
        let statement = sql::pages(self.backend, pages, &list, &request, &self.scope, &ids);
        let (found, totals) = if pages.counted {
            let count = sql::counts(self.backend, &list, &ids);
            let (found, count) = futures_util::join!(self.session.run(&statement), self.session.run(&count));
            (found?, Some(totals(&count?, &ids)))
        } else {
            (self.session.run(&statement).await?, None)
        };
        let all = grouped(&found, width, &ids, of);
        let down = list.sort.descending != request.backward;
        let mut groups = Groups {
            order: Vec::with_capacity(all.order.len()),
            bounds: Vec::with_capacity(all.bounds.len()),
            of: all.of,
        };
        let mut more = Vec::with_capacity(ids.len());
        for (from, to) in all.bounds {
            let mut page = all
                .order
                .get(from as usize..to as usize)
                .unwrap_or_default()
                .to_vec();
            sort(&found, (width + 1, width + 2), down, &mut page);
            more.push(cut(&mut page, size, request.backward));
            let from = place(groups.order.len());
            groups.order.append(&mut page);
            groups.bounds.push((from, place(groups.order.len())));
        }
        Ok(Found::Pages(Box::new(Paged {
            below: self.below(level, found).await,
            groups,
            more,
            totals,
            request,
            cursors: Cursors::Columns(width + 1, width + 2),
            after: 0,
        })))
    }

    async fn ranked(&self, child: &Child, rank: Ranking, pages: &Pages) -> Result<Found, Fault> {
        let ranked = self.answer(child, &[], move |ask, _| rank(ask)).await?;
        let request = self.ask(child).page()?;
        let mut rows = ranked.beyond(&request);
        let more = cut(
            &mut rows,
            usize::try_from(request.size).unwrap_or(usize::MAX),
            request.backward,
        );
        let keys = rows.iter().filter_map(|row| ranked.keys.get(*row as usize));
        let keys = keys.cloned().collect();
        let total = i64::try_from(ranked.keys.len()).unwrap_or(i64::MAX);
        let below = self.computed(&pages.level, &ranked.values.pick(rows)).await;
        Ok(Found::Pages(Box::new(Paged {
            groups: Groups::of_root((0..below.rows.len()).map(place).collect()),
            below,
            more: vec![more],
            totals: pages.counted.then(|| vec![total]),
            request,
            cursors: Cursors::Known(keys),
            after: 0,
        })))
    }

    async fn feed(&self, child: &Child, feed: Feeding, level: &Level) -> Result<Found, Fault> {
        let part = feed(&self.ask(child))?;
        let found = self
            .session
            .run(&sql::feed(self.backend, level, part.select))
            .await?;
        let mut order: Vec<u32> = (0..found.len()).map(place).collect();
        let more = cut(&mut order, part.size, false);
        let width = level.columns.len();
        let after = order
            .last()
            .map_or(part.after, |row| number(&found, *row as usize, width));
        Ok(Found::Pages(Box::new(Paged {
            below: self.below(level, found).await,
            groups: Groups::of_root(order),
            more: vec![more],
            totals: None,
            request: PageRequest::default(),
            cursors: Cursors::Columns(width, width),
            after,
        })))
    }
}
