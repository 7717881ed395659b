//! What a plan may read, bounded before it reads.

use async_graphql::Variables;

use super::shape::FieldType;
use super::tree::{Ids, Level, Plan, Read};
use crate::kit::page::DEFAULT_SIZE;

/// Most objects that a query may ask for.
const MOST: u64 = 100_000;
/// What a list that is short by its nature counts for: most are empty or have a handful of entries.
const SHORT: u64 = 10;
/// Changes of the feed when the client does not say.
const FEED: u64 = 200;

impl Plan {
    /// Refuses a query that asks for too many objects: entries of pages multiply along the way down, and a list that is not in
    /// pages counts for ten.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn afford(&self, variables: &Variables) -> Result<(), String> {
        let cost = cost(&self.level, (1, SHORT), variables);
        if cost <= MOST {
            return Ok(());
        }
        Err(format!(
            "the query asks for up to {cost} objects; at most {MOST} are read at once: ask for smaller pages"
        ))
    }
}

/// Of so many parents, the lists inside of which are so long.
fn cost(level: &Level, (parents, short): (u64, u64), variables: &Variables) -> u64 {
    let mut total: u64 = 0;
    for child in &level.children {
        let given = child.arguments.with(variables);
        let size = |default| {
            let size = given.get::<Option<i32>>("first").ok().flatten();
            let size = size.or_else(|| given.get::<Option<i32>>("last").ok().flatten());
            size.map_or(default, |size| u64::try_from(size).unwrap_or_default())
        };
        let below = |level, each: u64| {
            let objects = parents.saturating_mul(each);
            objects.saturating_add(cost(level, (objects, SHORT), variables))
        };
        total = total.saturating_add(match &child.read {
            Read::One(_, _, level) | Read::Find(_, _, level) | Read::Linked(_, _, _, level) => {
                below(level, 1)
            }
            // A payload may list what became of each thing that was sent.
            Read::Verb(_, level) => cost(level, (parents, given.longest().max(SHORT)), variables),
            Read::Many(_, _, level) => below(level, SHORT),
            Read::Computed(_, _, level) | Read::Inside(_, level) => match child.field.kind {
                FieldType::Many(_) | FieldType::Every(_) => below(level, short),
                _ => below(level, 1),
            },
            Read::List(_, _, pages) | Read::Ranked(_, pages) => below(&pages.level, size(DEFAULT_SIZE)),
            Read::Feed(_, level) => below(level, size(FEED)),
            Read::Batch(..) => parents,
            Read::Records(ids, types) => {
                let each = match ids {
                    Ids::Nodes => {
                        let ids = given.get::<Vec<async_graphql::ID>>("ids");
                        ids.map_or(0, |ids| u64::try_from(ids.len()).unwrap_or(u64::MAX))
                    }
                    Ids::Node | Ids::Columns(..) | Ids::Problems(_) => 1,
                };
                // A record is of one type: the dearest stands for all.
                types
                    .iter()
                    .map(|typed| below(&typed.level, each))
                    .max()
                    .unwrap_or_default()
            }
        });
    }
    total
}
