//! Entries.

use std::collections::{BTreeSet, HashMap};

use entity::ids::{InteractionId, PersonId, TimeEntryId};
use entity::{interaction, time_entry, time_entry_person};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde::Serialize;
use time_entry_person::Column as Link;
use uuid::Uuid;

use crate::kit::declared::{Change, Declared as _, Draft};
use crate::kit::each::Concerns;
use crate::kit::record::{by_ids, of_old};
use crate::kit::{Became, Checks, Each, Failure, Patch, Path, Tx, only};
use crate::people;
use crate::records::{Changing, Making, Said};
use crate::time::rules::kind_of;

/// Most people of one entry.
const PEOPLE: usize = 100;

/// Time that was taken.
#[derive(Clone, Debug, Serialize)]
pub struct NewEntry {
    /// The id, if the client made it.
    pub id: Option<TimeEntryId>,
    /// For whom; who is named twice is there once.
    pub people: Vec<PersonId>,
    /// The fields.
    pub fields: Draft<time_entry::Model>,
}

impl Concerns for NewEntry {
    fn concerns(&self) -> Option<Uuid> {
        self.id.map(|id| id.0)
    }

    fn refers(&self) -> Vec<Uuid> {
        let people = self.people.iter().map(|id| id.0);
        self.fields.refers().into_iter().chain(people).collect()
    }
}

/// A change to an entry.
#[derive(Clone, Debug)]
pub struct UpdateEntry {
    /// Which one, and what to change of its fields.
    pub change: Change<time_entry::Model>,
    /// For whom, too.
    pub add: Vec<PersonId>,
    /// For whom not.
    pub remove: Vec<PersonId>,
}

/// Writes down time that was taken.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn log_time(tx: &mut Tx, new: &NewEntry) -> Result<time_entry::Model, Failure> {
    let said = tx.said().map(str::to_owned);
    let wanted = [Each {
        input: new,
        said: said.as_deref(),
    }];
    only(log_all(tx, &wanted).await?)
}

/// Writes down times that were taken. Of an interaction's, the day and the kind are the interaction's unless they are said; of any
/// other, the day is today. What is wrong with one keeps no other from being written down.
///
/// # Errors
/// The database fails.
pub async fn log_all(
    tx: &mut Tx,
    wanted: &[Each<'_, NewEntry>],
) -> Result<Vec<Became<time_entry::Model>>, Failure> {
    let news = wanted.iter().map(|it| Said {
        id: it.input.id,
        fields: &it.input.fields,
        said: it.said,
    });
    let news: Vec<_> = news.collect();
    let content = |place: usize| {
        wanted
            .get(place)
            .map_or_else(|| Ok(String::new()), |it| of_old(it.input))
    };
    let mut making = Making::<time_entry::Model>::begin(tx, &news, content).await?;
    follow_talks(tx, &mut making, wanted).await?;
    making.require(tx).await?;
    let path = Path::input("personIds");
    let mut named = Vec::new();
    for open in making.open() {
        let people = wanted
            .get(open.place)
            .map_or(&[][..], |it| it.input.people.as_slice());
        open.checks.count(path.clone(), people.len(), PEOPLE);
        named.push((&mut open.checks, path.clone(), people));
    }
    people::require_each(tx, PEOPLE, &mut named).await?;
    let mut links = Vec::new();
    let became = making.store(tx, |_, _, stored| {
        for (place, model) in stored {
            let people = wanted
                .get(*place)
                .map_or(&[][..], |it| it.input.people.as_slice());
            let people: BTreeSet<PersonId> = people.iter().copied().collect();
            links.extend(people.into_iter().map(|person| (model.id, person)));
        }
    });
    let became = became.await?;
    link(tx, &links).await?;
    Ok(became)
}

/// The day and the kind of an interaction's entry are the interaction's, unless they are said.
async fn follow_talks(
    tx: &Tx,
    making: &mut Making<'_, time_entry::Model>,
    wanted: &[Each<'_, NewEntry>],
) -> Result<(), Failure> {
    let fields = |place: usize| wanted.get(place).map(|it| &it.input.fields);
    let talk = |place: usize| fields(place)?.reference("interactionId").as_set().copied();
    let talks: Vec<InteractionId> = making.open().filter_map(|open| talk(open.place)).collect();
    let found: Vec<interaction::Model> = by_ids(&tx.read(), &talks).await?;
    let found: HashMap<InteractionId, _> = found.into_iter().map(|it| (it.id, it)).collect();
    for open in making.open() {
        let talk = talk(open.place).and_then(|id| found.get(&id));
        let (Some(talk), Some(fields)) = (talk, fields(open.place)) else {
            continue;
        };
        if fields.said("on") == Patch::Keep {
            open.model.day = tx.day_of(talk.happened_at);
        }
        if fields.said("kind") == Patch::Keep {
            open.model.kind = kind_of(talk.channel);
        }
        time_entry::Model::declaration().keep_sorted(&mut open.model);
    }
    Ok(())
}

/// Changes an entry. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, or names something that is not there.
pub async fn update_entry(tx: &mut Tx, wanted: &UpdateEntry) -> Result<time_entry::Model, Failure> {
    let (changes, id) = ([&wanted.change], wanted.change.id);
    let mut changing = Changing::begin(tx, &changes).await?;
    changing.require(tx).await?;
    let there = people_of(tx, id).await?;
    let added: BTreeSet<PersonId> = wanted.add.iter().copied().collect();
    let come: BTreeSet<PersonId> = added.difference(&there).copied().collect();
    let gone = wanted.remove.iter().copied();
    let gone: BTreeSet<PersonId> = gone
        .filter(|it| there.contains(it) && !added.contains(it))
        .collect();
    if let Some(open) = changing.open().next() {
        let left = there.len() + come.len() - gone.len();
        check_people(tx, &mut open.checks, wanted, left).await?;
        open.parts_changed = !come.is_empty() || !gone.is_empty();
    }
    let model = only(changing.store(tx, |_| {}).await?)?;
    if !gone.is_empty() {
        time_entry_person::Entity::delete_many()
            .filter(Link::WorkspaceId.eq(tx.workspace()))
            .filter(Link::TimeEntryId.eq(id))
            .filter(Link::PersonId.is_in(gone))
            .exec(tx.conn())
            .await?;
    }
    let come: Vec<_> = come.into_iter().map(|person| (id, person)).collect();
    link(tx, &come).await?;
    Ok(model)
}

/// Notes a problem for each who is to come and is not in the workspace, and where too many come, go, or would be there.
async fn check_people(
    tx: &Tx,
    checks: &mut Checks,
    wanted: &UpdateEntry,
    left: usize,
) -> Result<(), Failure> {
    let (add, remove) = (Path::input("addPersonIds"), Path::input("removePersonIds"));
    checks.count(add.clone(), wanted.add.len(), PEOPLE);
    people::require_each(tx, PEOPLE, &mut [(checks, add.clone(), &wanted.add)]).await?;
    checks.count(remove, wanted.remove.len(), PEOPLE);
    checks.count(add, left, PEOPLE);
    Ok(())
}

async fn people_of(tx: &Tx, id: TimeEntryId) -> Result<BTreeSet<PersonId>, Failure> {
    let rows = tx
        .read()
        .select::<time_entry_person::Entity>()
        .filter(Link::TimeEntryId.eq(id));
    let people: Vec<PersonId> = rows
        .select_only()
        .column(Link::PersonId)
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(people.into_iter().collect())
}

/// Rows of one statement, each of three parameters.
const ROWS: usize = 5_000;

/// Says of entries for whom they are, too.
async fn link(tx: &Tx, links: &[(TimeEntryId, PersonId)]) -> Result<(), Failure> {
    let workspace_id = tx.workspace();
    for links in links.chunks(ROWS) {
        let rows = links.iter().map(|(time_entry_id, person_id)| {
            time_entry_person::Model {
                workspace_id,
                time_entry_id: *time_entry_id,
                person_id: *person_id,
            }
            .into_active_model()
            .reset_all()
        });
        time_entry_person::Entity::insert_many(rows)
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}
