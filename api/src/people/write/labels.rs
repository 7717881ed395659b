//! The tags and circles of many people at once: as sets, so that five hundred cost as many statements as fifty.

use entity::ids::{CircleId, PersonId, TagId};
use entity::person::{self, Column};
use sea_orm::{QueryFilter, QuerySelect};

use crate::circles;
use crate::kit::check::{Checks, Path};
use crate::kit::failure::{Detail, Problem};
use crate::kit::{Code, Failure, Tx};

/// Tags to put on people, and to take off.
#[derive(Clone, Debug, Default)]
pub struct PeopleTags {
    /// Tags to put on.
    pub add: Vec<TagId>,
    /// Tags to put on by their names, made if there is none.
    pub add_names: Vec<String>,
    /// Tags to take off.
    pub remove: Vec<TagId>,
}

/// Circles to put people into, and to take them out of.
#[derive(Clone, Debug, Default)]
pub struct PeopleCircles {
    /// Circles to join.
    pub add: Vec<CircleId>,
    /// Circles to leave.
    pub remove: Vec<CircleId>,
}

/// Puts tags on people and takes others off; answers whom it changed. Those, and the tags that were put on or taken off, change with a
/// revision and a place in the feed.
///
/// # Errors
/// A tag is not there, is archived or has no good name; or one of the people, told at their place, would have too many.
pub async fn tag_many(
    tx: &mut Tx,
    people: &[PersonId],
    tags: &PeopleTags,
    at: impl Fn(PersonId) -> Path + Sync,
) -> Result<Vec<PersonId>, Failure> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut checks = Checks::new();
    circles::require_tags(tx, &mut checks, &placed("addTagIds", &tags.add)).await?;
    checks.done()?;
    let mut add = tags.add.clone();
    let named = circles::find_or_create_tags(tx, &tags.add_names, &Path::input("addTagNames")).await?;
    add.extend(named.iter().map(|tag| tag.id));
    let changes = people
        .iter()
        .map(|person| (*person, add.as_slice(), tags.remove.as_slice()));
    let changed = circles::tag_people(tx, &Vec::from_iter(changes), at).await?;
    tx.touch::<person::Model>(&changed).await?;
    Ok(changed)
}

/// Puts people into circles and takes them out of others; answers whom it changed. Those, and the circles that they joined or left,
/// change with a revision and a place in the feed.
///
/// # Errors
/// A circle is not there or is archived; or one of the people, told at their place, would be in too many.
pub async fn circle_many(
    tx: &mut Tx,
    people: &[PersonId],
    circles: &PeopleCircles,
    at: impl Fn(PersonId) -> Path + Sync,
) -> Result<Vec<PersonId>, Failure> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut checks = Checks::new();
    circles::require_circles(tx, &mut checks, &placed("addCircleIds", &circles.add)).await?;
    checks.done()?;
    let (add, remove) = (circles.add.as_slice(), circles.remove.as_slice());
    let changes = people.iter().map(|person| (*person, add, remove));
    let changed = circles::circle_people(tx, &Vec::from_iter(changes), at).await?;
    tx.touch::<person::Model>(&changed).await?;
    Ok(changed)
}

fn placed<I: Copy>(field: &str, ids: &[I]) -> Vec<(Path, I)> {
    let path = Path::input(field);
    let ids = ids.iter().enumerate();
    ids.map(|(place, id)| (path.at(place), *id)).collect()
}

/// Notes a problem for each of these people who is not in the workspace, or is archived.
///
/// # Errors
/// The database fails.
pub async fn require_live(
    tx: &Tx,
    checks: &mut Checks,
    people: &[PersonId],
    at: impl Fn(PersonId) -> Path + Sync,
) -> Result<(), Failure> {
    let reader = tx.read();
    let select = reader
        .select::<person::Entity>()
        .filter(reader.among(Column::Id, people.iter().copied()));
    let select = select.select_only().columns([Column::Id, Column::ArchivedAt]);
    let found: Vec<(PersonId, Option<chrono::DateTime<chrono::Utc>>)> =
        select.into_tuple().all(tx.conn()).await?;
    let found: std::collections::HashMap<_, _> = found.into_iter().collect();
    for id in people {
        match found.get(id) {
            None => checks.note(Code::NotFound, at(*id), "there is no person with this id"),
            Some(Some(_)) => {
                let detail = Detail::State {
                    state: "ARCHIVED".to_owned(),
                    allowed: vec!["RESTORE".to_owned()],
                };
                let message = "this person is archived; restore them first";
                checks.push(Problem::new(Code::State, at(*id), message).with(detail));
            }
            Some(None) => {}
        }
    }
    Ok(())
}
