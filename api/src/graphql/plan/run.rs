//! Running a plan: level by level, one statement each, all parents at once.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use async_graphql::{Error, Variables};
use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, join_all};
use sea_orm::DbBackend;
use uuid::Uuid;

use super::ask::Ask;
use super::json::Json;
use super::shape::{Feeding, Listing};
use super::sql::{self, Template};
use super::tree::{Child, Ids, Level, Pages, Read, Typed};
use crate::graphql::errors::shown;
use crate::graphql::node;
use crate::kit::page::PageRequest;
use crate::kit::rows::{Cell, Rows, Session};
use crate::kit::{Fault, Reader, Rights, Scope};

/// Whoever has no row.
pub const NOBODY: u32 = u32::MAX;

/// What a plan runs in.
pub struct Run<'a> {
    /// Runs its statements.
    pub session: Session<'a>,
    /// Runs the functions of the areas.
    pub reader: Reader<'a>,
    /// The workspace.
    pub scope: Scope,
    /// What the caller may do.
    pub rights: &'a Rights,
    /// The values of the request's variables.
    pub variables: &'a Variables,
    /// When the request was taken up.
    pub now: DateTime<Utc>,
    /// Which database.
    pub backend: DbBackend,
    /// Whether the database failed.
    pub broken: AtomicBool,
}

/// The rows of a level, and what was read for them.
#[derive(Default)]
pub struct Below {
    /// The rows.
    pub rows: Rows,
    /// What was read for them, one for each child of the level.
    pub children: Vec<Found>,
}

/// Which rows belong to each parent.
#[derive(Debug, Default)]
pub struct Groups {
    /// The rows, group by group.
    order: Vec<u32>,
    /// Where each group begins and ends.
    bounds: Vec<(u32, u32)>,
    /// The group of each parent's row.
    of: Vec<u32>,
}

impl Groups {
    fn group(&self, parent: usize) -> Option<usize> {
        self.of
            .get(parent)
            .copied()
            .filter(|group| *group != NOBODY)
            .map(|group| group as usize)
    }

    /// The rows of a parent.
    #[must_use]
    pub fn rows(&self, parent: usize) -> &[u32] {
        let bounds = self.group(parent).and_then(|group| self.bounds.get(group));
        let rows = bounds.and_then(|(from, to)| self.order.get(*from as usize..*to as usize));
        rows.unwrap_or_default()
    }
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
    /// Records of any type: for each parent, or each id, the type and the row.
    Records(Vec<Below>, Vec<Place>),
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
    /// Where the id and the sort key are among the columns.
    pub place: (usize, usize),
    /// After which number the feed was read.
    pub after: i64,
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

/// The ids in a column, each once, and which of them each row has.
fn ids_of(rows: &Rows, column: usize) -> (Vec<Uuid>, Vec<u32>) {
    let mut ids = Vec::with_capacity(rows.len());
    let mut known = HashMap::with_capacity(rows.len());
    let of = (0..rows.len()).map(|row| match rows.cell(row, column) {
        Cell::Uuid(id) => *known.entry(id).or_insert_with(|| {
            ids.push(id);
            place(ids.len() - 1)
        }),
        _ => NOBODY,
    });
    let of = of.collect();
    (ids, of)
}

fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NOBODY)
}

/// Sorts rows into the groups of their parents, which the column names; within a group they keep their order.
fn grouped(rows: &Rows, column: usize, ids: &[Uuid], of: Vec<u32>) -> Groups {
    let known: HashMap<Uuid, usize> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let group = |row: usize| match rows.cell(row, column) {
        Cell::Uuid(id) => known.get(&id).copied(),
        _ => None,
    };
    let mut bounds = vec![(0, 0); ids.len()];
    for row in 0..rows.len() {
        if let Some((_, count)) = group(row).and_then(|group| bounds.get_mut(group)) {
            *count += 1;
        }
    }
    let mut next = 0;
    for (from, to) in &mut bounds {
        let count = *to;
        (*from, *to) = (next, next);
        next += count;
    }
    let mut order = vec![0; next as usize];
    for row in 0..rows.len() {
        if let Some((_, end)) = group(row).and_then(|group| bounds.get_mut(group)) {
            if let Some(slot) = order.get_mut(*end as usize) {
                *slot = place(row);
            }
            *end += 1;
        }
    }
    Groups { order, bounds, of }
}

impl<'a> Run<'a> {
    /// Reads the children of a level for its rows; of a root, which has no rows, for its one object.
    pub fn children<'r>(&'r self, level: &'r Level, rows: &'r Rows) -> BoxFuture<'r, Vec<Found>> {
        async move {
            if let [child] = level.children.as_slice() {
                return vec![self.settled(child, rows).await];
            }
            join_all(level.children.iter().map(|child| self.settled(child, rows))).await
        }
        .boxed()
    }

    async fn settled(&self, child: &Child, rows: &Rows) -> Found {
        self.child(child, rows).await.unwrap_or_else(|fault| {
            if !matches!(fault, Fault::Request { .. }) {
                self.broken.store(true, Ordering::Relaxed);
            }
            Found::Failed(shown(fault))
        })
    }

    async fn below(&self, level: &Level, rows: Rows) -> Below {
        let children = if level.children.is_empty() {
            Vec::new()
        } else {
            self.children(level, &rows).await
        };
        Below { rows, children }
    }

    fn ask<'r>(&'r self, child: &Child) -> Ask<'r> {
        Ask {
            given: child.arguments.with(self.variables),
            now: self.now,
            rights: self.rights,
            scope: self.scope,
            reader: &self.reader,
        }
    }

    async fn child(&self, child: &Child, rows: &Rows) -> Result<Found, Fault> {
        match &child.read {
            Read::One(column, template, level) => {
                let (ids, of) = ids_of(rows, *column);
                self.one(template, level, &ids, &of).await
            }
            Read::Many(column, template, level) => {
                let (ids, of) = ids_of(rows, *column);
                let found = self.fetch(template, level, &ids).await?;
                let groups = grouped(&found, level.columns.len(), &ids, of);
                Ok(Found::Many(self.below(level, found).await, groups))
            }
            Read::Batch(column, batch) => {
                let (ids, _) = ids_of(rows, *column);
                Ok(Found::Batch(batch(&self.reader, &ids, self.now).await?))
            }
            Read::Find(find, template, level) => {
                let ids: Vec<Uuid> = find(&self.ask(child)).await?.into_iter().collect();
                self.one(template, level, &ids, &[0]).await
            }
            Read::List(column, list, pages) => self.pages(child, *column, *list, pages, rows).await,
            Read::Records(ids, types) => self.records(child, *ids, types, rows).await,
            Read::Feed(feed, level) => self.feed(child, *feed, level).await,
        }
    }

    async fn fetch(&self, template: &Template, level: &Level, ids: &[Uuid]) -> Result<Rows, Fault> {
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
        let rows = self.fetch(template, level, ids).await?;
        let (found, row_of) = by_id(&rows, level.columns.len(), ids);
        let of = of
            .iter()
            .map(|id| row_of.get(*id as usize).copied().unwrap_or(NOBODY))
            .collect();
        debug_assert!(found <= ids.len(), "an id finds one row");
        Ok(Found::One(self.below(level, rows).await, of))
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
        let list = list(&ask)?;
        let request = ask.page(list.name.clone())?;
        let (level, width) = (&pages.level, pages.level.columns.len());
        let size = usize::try_from(request.size).unwrap_or(usize::MAX);
        let Some(column) = column else {
            let statement = sql::page(self.backend, pages, &list, &request);
            let (found, total) = if pages.counted {
                let count = sql::count(self.backend, &list);
                let (found, count) =
                    futures_util::join!(self.session.run(&statement), self.session.run(&count));
                (found?, Some(vec![number(&count?, 0, 0)]))
            } else {
                (self.session.run(&statement).await?, None)
            };
            let mut order: Vec<u32> = (0..found.len()).map(place).collect();
            let more = cut(&mut order, size, request.backward);
            let groups = Groups {
                bounds: vec![(0, place(order.len()))],
                order,
                of: vec![0],
            };
            return Ok(Found::Pages(Box::new(Paged {
                below: self.below(level, found).await,
                groups,
                more: vec![more],
                totals: total,
                request,
                place: (width, width + 1),
                after: 0,
            })));
        };
        let (ids, of) = ids_of(rows, column);
        if ids.is_empty() {
            return Ok(Found::Many(Below::default(), Groups::default()));
        }
        let statement = sql::pages(self.backend, level, &list, &request, &self.scope, &ids);
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
            place: (width + 1, width + 2),
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
            groups: Groups {
                bounds: vec![(0, place(order.len()))],
                order,
                of: vec![0],
            },
            more: vec![more],
            totals: None,
            request: PageRequest::default(),
            place: (width, width),
            after,
        })))
    }

    async fn records(&self, child: &Child, ids: Ids, types: &[Typed], rows: &Rows) -> Result<Found, Fault> {
        let wanted: Vec<Result<Option<_>, Fault>> = match ids {
            Ids::Node => vec![Ok(node::wanted(
                &self.ask(child).get::<async_graphql::ID>("id")?,
            )?)],
            Ids::Nodes => node::many(&self.ask(child).get::<Vec<async_graphql::ID>>("ids")?)?,
            Ids::Columns(kind, id) => (0..rows.len())
                .map(|row| match rows.cell(row, id) {
                    Cell::Uuid(id) => Ok(node::of_type(rows.text(rows.cell(row, kind)), id)),
                    _ => Ok(None),
                })
                .collect(),
        };
        let reads = types.iter().enumerate().map(|(number, typed)| {
            let object = typed.level.object;
            // What the caller may not see is not there.
            let seen = object.right.is_none_or(|right| self.rights.contains(right));
            let mine = wanted.iter().enumerate().filter_map(move |(place, wanted)| {
                let (kind, id) = wanted.as_ref().ok()?.as_ref()?;
                (seen && object.record.is_some_and(|(record, _)| record == *kind)).then_some((place, *id))
            });
            let mine: Vec<(usize, Uuid)> = mine.collect();
            async move {
                let mut ids: Vec<Uuid> = mine.iter().map(|(_, id)| *id).collect();
                ids.sort_unstable();
                ids.dedup();
                let found = self.fetch(&typed.template, &typed.level, &ids).await?;
                let mut rows = HashMap::with_capacity(found.len());
                for row in 0..found.len() {
                    if let Cell::Uuid(id) = found.cell(row, typed.level.columns.len()) {
                        rows.insert(id, place(row));
                    }
                }
                let places: Vec<_> = mine
                    .into_iter()
                    .filter_map(|(place, id)| Some((place, (number, *rows.get(&id)?))))
                    .collect();
                Ok::<_, Fault>((self.below(&typed.level, found).await, places))
            }
        });
        let reads = join_all(reads).await;
        let mut below = Vec::with_capacity(types.len());
        let mut of: Vec<Place> = wanted
            .into_iter()
            .map(|wanted| wanted.map(|_| None).map_err(shown))
            .collect();
        for read in reads {
            let (rows, places) = read?;
            for (place, row) in places {
                if let Some(slot) = of.get_mut(place) {
                    *slot = Ok(Some(row));
                }
            }
            below.push(rows);
        }
        Ok(Found::Records(below, of))
    }
}

/// The row of each id.
fn by_id(rows: &Rows, column: usize, ids: &[Uuid]) -> (usize, Vec<u32>) {
    if let ([id], 1) = (ids, rows.len()) {
        let found = rows.cell(0, column) == Cell::Uuid(*id);
        return (1, vec![if found { 0 } else { NOBODY }]);
    }
    let mut known = HashMap::with_capacity(rows.len());
    for row in 0..rows.len() {
        if let Cell::Uuid(id) = rows.cell(row, column) {
            known.insert(id, place(row));
        }
    }
    let of = ids
        .iter()
        .map(|id| known.get(id).copied().unwrap_or(NOBODY))
        .collect();
    (known.len(), of)
}

/// Cuts a page that was read with one entry more; whether there was one.
fn cut(page: &mut Vec<u32>, size: usize, backward: bool) -> bool {
    let more = page.len() > size;
    page.truncate(size);
    if backward {
        page.reverse();
    }
    more
}

fn number(rows: &Rows, row: usize, column: usize) -> i64 {
    match rows.cell(row, column) {
        Cell::Int(number) => number,
        _ => 0,
    }
}

fn totals(rows: &Rows, ids: &[Uuid]) -> Vec<i64> {
    let known: HashMap<Uuid, i64> = (0..rows.len())
        .filter_map(|row| match rows.cell(row, 0) {
            Cell::Uuid(id) => Some((id, number(rows, row, 1))),
            _ => None,
        })
        .collect();
    ids.iter()
        .map(|id| known.get(id).copied().unwrap_or_default())
        .collect()
}

/// Puts the rows of a page in order: neither database promises to keep it through the join that reads them.
fn sort(rows: &Rows, (id, key): (usize, usize), down: bool, page: &mut [u32]) {
    let order = |a: &u32, b: &u32| {
        let (a, b) = (*a as usize, *b as usize);
        let keys = match (rows.cell(a, key), rows.cell(b, key)) {
            (Cell::Time(a), Cell::Time(b)) | (Cell::Int(a), Cell::Int(b)) => a.cmp(&b),
            (a, b) => rows.text(a).cmp(rows.text(b)),
        };
        let ids = || match (rows.cell(a, id), rows.cell(b, id)) {
            (Cell::Uuid(a), Cell::Uuid(b)) => a.cmp(&b),
            _ => std::cmp::Ordering::Equal,
        };
        let order = keys.then_with(ids);
        if down { order.reverse() } else { order }
    };
    page.sort_unstable_by(order);
}
