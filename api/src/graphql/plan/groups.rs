//! Whose rows are whose: grouping what a statement read by the parents it was read for.

use std::collections::HashMap;

use uuid::Uuid;

use crate::kit::rows::{Cell, Rows};

/// Whoever has no row.
pub const NOBODY: u32 = u32::MAX;

/// Which rows belong to each parent.
#[derive(Debug, Default)]
pub struct Groups {
    /// The rows, group by group.
    pub(super) order: Vec<u32>,
    /// Where each group begins and ends.
    pub(super) bounds: Vec<(u32, u32)>,
    /// The group of each parent's row.
    pub(super) of: Vec<u32>,
}

impl Groups {
    /// The rows of the only parent there is, the root.
    pub(super) fn of_root(order: Vec<u32>) -> Self {
        Self {
            bounds: vec![(0, place(order.len()))],
            order,
            of: vec![0],
        }
    }

    /// Rows that stand parent by parent, so many for each.
    pub(super) fn in_turn(counts: &[usize]) -> Self {
        let mut end = 0;
        let bounds = counts.iter().map(|count| {
            let from = end;
            end += count;
            (place(from), place(end))
        });
        Self {
            bounds: bounds.collect(),
            order: (0..end).map(place).collect(),
            of: (0..counts.len()).map(place).collect(),
        }
    }

    pub(super) fn group(&self, parent: usize) -> Option<usize> {
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

/// The ids in a column, each once, and which of them each row has.
pub(super) fn ids_of(rows: &Rows, column: usize) -> (Vec<Uuid>, Vec<u32>) {
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

/// The number of a row.
pub(super) fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NOBODY)
}

/// Sorts rows into the groups of their parents, which the column names; within a group they keep their order.
pub(super) fn grouped(rows: &Rows, column: usize, ids: &[Uuid], of: Vec<u32>) -> Groups {
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

/// The row of each id.
pub(super) fn by_id(rows: &Rows, column: usize, ids: &[Uuid]) -> Vec<u32> {
    let mut known = HashMap::with_capacity(rows.len());
    for row in 0..rows.len() {
        if let Cell::Uuid(id) = rows.cell(row, column) {
            known.insert(id, place(row));
        }
    }
    ids.iter()
        .map(|id| known.get(id).copied().unwrap_or(NOBODY))
        .collect()
}

/// Cuts a page that was read with one entry more; whether there was one.
pub(super) fn cut(page: &mut Vec<u32>, size: usize, backward: bool) -> bool {
    let more = page.len() > size;
    page.truncate(size);
    if backward {
        page.reverse();
    }
    more
}

/// A number; none is 0.
pub(super) fn number(rows: &Rows, row: usize, column: usize) -> i64 {
    match rows.cell(row, column) {
        Cell::Int(number) => number,
        _ => 0,
    }
}

/// The number of each id.
pub(super) fn totals(rows: &Rows, ids: &[Uuid]) -> Vec<i64> {
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
pub(super) fn sort(rows: &Rows, (id, key): (usize, usize), down: bool, page: &mut [u32]) {
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
