//! By which words people are found: their names, notes, contact points, roles and facts. Attributes are left out: they are the user's own
//! business and no way to find people by.

use entity::contact_point::{self, ContactKind};
use entity::ids::PersonId;
use entity::{RecordType, affiliation, fact, person};

use super::super::read;
use crate::kit::afresh::Afresh;
use crate::kit::declared::Declared as _;
use crate::kit::{Failure, Tx};
use crate::records;
use crate::search::{self, NameField, Names};

/// What of all that belongs to a person tells by which words they are found.
pub(super) struct Telling<'a> {
    /// Ways to reach them.
    pub points: &'a [contact_point::Model],
    /// What is worth remembering.
    pub facts: &'a [fact::Model],
    /// What they work as.
    pub roles: &'a [affiliation::Model],
}

/// Makes people findable who are new. One statement.
///
/// # Errors
/// The database fails.
pub(super) async fn index_new(tx: &Tx, new: Vec<(&person::Model, Telling<'_>)>) -> Result<(), Failure> {
    if new.is_empty() {
        return Ok(());
    }
    let mut together = tx.together();
    let texts = new
        .iter()
        .map(|(model, telling)| (model.id.0, text(model, telling)));
    search::index_all_with(tx, &mut together, RecordType::Person, texts);
    let names = new
        .iter()
        .map(|(model, telling)| (model.id.0, names(tx, model, telling.points)));
    search::name_all_with(tx, &mut together, RecordType::Person, names);
    Ok(together.send(tx.conn()).await?)
}

/// Makes people findable as they are now. A statement for each kind of what belongs to them, and three for the words.
///
/// # Errors
/// The database fails.
pub(super) async fn index(tx: &Tx, people: &[&person::Model]) -> Result<(), Failure> {
    if people.is_empty() {
        return Ok(());
    }
    let (reader, ids) = (
        tx.read(),
        people.iter().map(|model| model.id).collect::<Vec<PersonId>>(),
    );
    let points = read::contact_points_of(&reader, &ids).await?;
    let facts = read::facts_of(&reader, &ids).await?;
    let roles = read::affiliations_of(&reader, &ids).await?;
    let telling = |model: &person::Model| Telling {
        points: points.get(&model.id).map_or(&[][..], Vec::as_slice),
        facts: facts.get(&model.id).map_or(&[][..], Vec::as_slice),
        roles: roles.get(&model.id).map_or(&[][..], Vec::as_slice),
    };
    let texts = people
        .iter()
        .map(|model| (model.id.0, text(model, &telling(model))));
    search::index_all(tx, RecordType::Person, texts.collect::<Vec<_>>()).await?;
    let names = people
        .iter()
        .map(|model| (model.id.0, names(tx, model, telling(model).points)));
    Ok(search::index_all_names(tx, RecordType::Person, names.collect()).await?)
}

/// By which words people are found, worked out again.
#[must_use]
pub fn afresh() -> Afresh {
    Afresh {
        of: RecordType::Person,
        run: |tx, ids| {
            Box::pin(async move {
                let people: Vec<person::Model> = records::models(tx, ids).await?;
                index(tx, &people.iter().collect::<Vec<_>>()).await
            })
        },
    }
}

fn text(model: &person::Model, telling: &Telling<'_>) -> String {
    let own = person::Model::declaration().text(model);
    let mut texts = vec![own.as_str()];
    texts.extend(telling.points.iter().map(|point| point.value.as_str()));
    texts.extend(telling.facts.iter().map(|fact| fact.text.as_str()));
    texts.extend(telling.roles.iter().filter_map(|role| role.role.as_deref()));
    texts.join(" ")
}

/// By what the person is known: names, and the addresses and numbers that tell who is meant.
fn names(tx: &Tx, model: &person::Model, points: &[contact_point::Model]) -> Names {
    let mut names = Names::default();
    let parts = [&model.given_name, &model.middle_name, &model.family_name];
    let all = std::iter::once(&model.display_name).chain(parts.into_iter().flatten());
    all.for_each(|name| names.name(NameField::Name, name));
    if let Some(nickname) = &model.nickname {
        names.name(NameField::Nickname, nickname);
    }
    for point in points {
        match point.kind {
            ContactKind::Email => names.email(&point.value),
            ContactKind::Phone => names.phone(&point.value, tx.region()),
            _ => {}
        }
    }
    names
}
