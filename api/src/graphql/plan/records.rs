//! Reading objects whose types differ: records by their ids, whatever they are, and what was wrong with what was sent to a mutation.

use std::collections::HashMap;

use futures_util::future::join_all;
use uuid::Uuid;

use super::computed::Values;
use super::groups::place;
use super::run::{Below, Found, Place, Run};
use super::shape::Wrong;
use super::tree::{Child, Ids, Typed};
use crate::graphql::errors::shown;
use crate::graphql::{node, problem};
use crate::kit::rows::{Cell, Rows};
use crate::kit::{Fault, Path, Problem};

impl Run<'_> {
    /// What was wrong with what was sent to the mutations whose outcomes these are.
    pub(super) async fn problems(&self, types: &[Typed], wrong: Wrong, values: &Values) -> Found {
        let mut kinds: Vec<Vec<Problem>> = types.iter().map(|_| Vec::new()).collect();
        let mut of: Vec<Vec<Place>> = Vec::with_capacity(values.len());
        for row in 0..values.len() {
            let mut places = Vec::new();
            for problem in wrong(values, row) {
                let kind = problem::type_of(problem);
                if let Some(known) = kinds.get_mut(kind) {
                    places.push(Ok(Some((kind, place(known.len())))));
                    known.push(problem.clone());
                }
            }
            of.push(places);
        }
        let below = types.iter().zip(kinds);
        let below = below
            .map(|(typed, problems)| async move { self.computed(&typed.level, &Values::of(problems)).await });
        Found::Lists(join_all(below).await, of)
    }

    /// Objects of one type by their ids, with the id behind the columns of each.
    async fn of_type(&self, child: &Child, typed: &Typed, ids: &[Uuid]) -> Result<Below, Fault> {
        let Typed { template, level, .. } = typed;
        match level.object.find {
            Some(find) => Ok(self.computed(level, &find(&self.ask(child), ids).await?).await),
            None => {
                let rows = self.fetch(template, level, ids).await?;
                Ok(self.below(level, rows).await)
            }
        }
    }

    pub(super) async fn records(
        &self,
        child: &Child,
        ids: Ids,
        types: &[Typed],
        rows: &Rows,
    ) -> Result<Found, Fault> {
        let wanted: Vec<Result<Option<_>, Fault>> = match ids {
            Ids::Node => {
                let id = self.ask(child).get::<async_graphql::ID>("id")?;
                vec![Ok(node::wanted(&id, &Path::argument("id"))?)]
            }
            Ids::Nodes => node::many(&self.ask(child).get::<Vec<async_graphql::ID>>("ids")?)?,
            Ids::Columns(kind, id) => (0..rows.len())
                .map(|row| match rows.cell(row, id) {
                    Cell::Uuid(id) => Ok(node::of_type(rows.text(rows.cell(row, kind)), id)),
                    _ => Ok(None),
                })
                .collect(),
            Ids::Problems(_) => Vec::new(),
        };
        let reads = types.iter().enumerate().map(|(number, typed)| {
            let object = typed.level.object;
            // What the caller may not see is not there.
            let seen = object
                .right
                .is_none_or(|right| self.caller.rights.contains(right));
            let mine = wanted.iter().enumerate().filter_map(move |(place, wanted)| {
                let (kind, id) = wanted.as_ref().ok()?.as_ref()?;
                (seen && object.name == *kind).then_some((place, *id))
            });
            let mine: Vec<(usize, Uuid)> = mine.collect();
            async move {
                let mut ids: Vec<Uuid> = mine.iter().map(|(_, id)| *id).collect();
                ids.sort_unstable();
                ids.dedup();
                if ids.is_empty() {
                    return Ok((Below::default(), Vec::new()));
                }
                let below = self.of_type(child, typed, &ids).await?;
                let mut rows = HashMap::with_capacity(below.rows.len());
                for row in 0..below.rows.len() {
                    if let Cell::Uuid(id) = below.rows.cell(row, typed.level.columns.len()) {
                        rows.insert(id, place(row));
                    }
                }
                let places: Vec<_> = mine
                    .into_iter()
                    .filter_map(|(place, id)| Some((place, (number, *rows.get(&id)?))))
                    .collect();
                Ok::<_, Fault>((below, places))
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
        Ok(match ids {
            Ids::Nodes => Found::Lists(below, vec![of]),
            _ => Found::Records(below, of),
        })
    }
}
