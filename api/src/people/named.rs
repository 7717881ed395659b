//! People whom somebody names: whether they are there, and whether one of them is the user.

use std::collections::BTreeSet;

use entity::ids::PersonId;
use entity::person::{self, Column};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::read::own;
use crate::kit::check::{Checks, Path};
use crate::kit::declared::Objection;
use crate::kit::{Code, Failure, Fault, Reader, Tx, record};

/// What whoever names the user's own person is told, where somebody else is meant.
const IS_SELF: &str = "this person is you: name the other one";

/// Ids of one statement, within what SQLite takes.
const KNOWN: usize = 10_000;

/// Those of these people who are in the workspace, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn there(reader: &Reader<'_>, mut people: Vec<PersonId>) -> Result<BTreeSet<PersonId>, Fault> {
    people.sort_unstable();
    people.dedup();
    let mut known = BTreeSet::new();
    for people in people.chunks(KNOWN) {
        let ids = people.iter().map(|id| id.0).collect();
        let found = record::ids_among::<person::Model>(reader, ids).await?;
        known.extend(found.into_iter().map(PersonId));
    }
    Ok(known)
}

/// Notes a problem for each of these who is not in the workspace.
///
/// # Errors
/// The database fails.
pub async fn require(tx: &Tx, checks: &mut Checks, wanted: &[(Path, PersonId)]) -> Result<(), Failure> {
    if wanted.is_empty() {
        return Ok(());
    }
    let ids = wanted.iter().map(|(_, id)| *id);
    let select = tx.read().select::<person::Entity>().filter(Column::Id.is_in(ids));
    let found: Vec<PersonId> = select
        .select_only()
        .column(Column::Id)
        .into_tuple()
        .all(tx.conn())
        .await?;
    for (path, id) in wanted {
        if !found.contains(id) {
            checks.note(Code::NotFound, path.clone(), "there is no person with this id");
        }
    }
    Ok(())
}

/// Of each of these lists of people, notes a problem for each who is not in the workspace. A list of more than `most` is not looked up:
/// that is a problem already. One statement for all.
///
/// # Errors
/// The database fails.
pub async fn require_each(
    tx: &Tx,
    most: usize,
    named: &mut [(&mut Checks, Path, &[PersonId])],
) -> Result<(), Failure> {
    let wanted = named.iter().filter(|(_, _, people)| people.len() <= most);
    let wanted: Vec<PersonId> = wanted.flat_map(|(_, _, people)| people.iter().copied()).collect();
    let known = there(&tx.read(), wanted).await?;
    for (checks, path, people) in named {
        let people = people.iter().enumerate().filter(|_| people.len() <= most);
        for (position, person) in people {
            if !known.contains(person) {
                checks.note(
                    Code::NotFound,
                    path.at(position),
                    "there is no person with this id",
                );
            }
        }
    }
    Ok(())
}

/// Notes a problem where this person is not in the workspace, or is the user.
///
/// # Errors
/// The database fails.
pub async fn require_other(tx: &Tx, checks: &mut Checks, path: Path, id: PersonId) -> Result<(), Failure> {
    let select = tx.read().select::<person::Entity>().filter(Column::Id.eq(id));
    let found: Option<bool> = select
        .select_only()
        .column(Column::IsSelf)
        .into_tuple()
        .one(tx.conn())
        .await?;
    match found {
        None => checks.note(Code::NotFound, path, "there is no person with this id"),
        Some(true) => checks.note(Code::Invalid, path, IS_SELF),
        Some(false) => {}
    }
    Ok(())
}

/// Those of these people that there are in the workspace; whoever names the user's own person is told to name the other one.
pub fn others<'a>(
    reader: &'a Reader<'a>,
    ids: Vec<Uuid>,
) -> BoxFuture<'a, Result<Vec<(Uuid, Objection)>, Fault>> {
    let found = async move {
        let select = reader
            .select::<person::Entity>()
            .filter(reader.among(Column::Id, ids));
        let found = select.select_only().columns([Column::Id, Column::IsSelf]);
        let found: Vec<(Uuid, bool)> = found.into_tuple().all(reader.conn()).await?;
        let judged = found
            .into_iter()
            .map(|(id, is_self)| (id, is_self.then_some(IS_SELF)));
        Ok(judged.collect())
    };
    found.boxed()
}

/// By what a list on which the user is nobody's id knows somebody: a person's id, or [`person::ME`].
#[must_use]
pub fn listed_as(person: Option<PersonId>) -> String {
    person.map_or_else(|| person::ME.to_owned(), |person| person.to_string())
}

/// The people of a list on which the user has no id: the person that the user is becomes none, as it is where none was named.
/// Notes a problem for each who is not in the workspace.
///
/// # Errors
/// The database fails.
pub async fn require_listed(
    tx: &Tx,
    checks: &mut Checks,
    wanted: impl Iterator<Item = (Path, Option<PersonId>)>,
) -> Result<Vec<Option<PersonId>>, Failure> {
    let wanted: Vec<(Path, Option<PersonId>)> = wanted.collect();
    let named = wanted
        .iter()
        .filter_map(|(path, person)| Some((path.clone(), (*person)?)));
    require(tx, checks, &named.collect::<Vec<_>>()).await?;
    let own = own(&tx.read()).await?.map(|(own, _)| own);
    let people = wanted.into_iter().map(|(_, person)| person);
    Ok(people.map(|person| person.filter(|_| person != own)).collect())
}

/// By what a list on which the user has no id knows those who are to leave it.
///
/// # Errors
/// The database fails.
pub async fn leaving(tx: &Tx, people: &[PersonId], mine: bool) -> Result<Vec<String>, Failure> {
    let own = own(&tx.read()).await?.map(|(own, _)| own);
    let mine = mine || own.is_some_and(|own| people.contains(&own));
    let named = people.iter().map(|person| listed_as(Some(*person)));
    Ok(named.chain(mine.then(|| person::ME.to_owned())).collect())
}
