//! Making and changing people.

mod fields;
mod labels;
mod lacking;
mod numbers;
mod parts;
mod store;
mod topics;
mod upsert;

use entity::contact_point::{self, ContactKind};
use entity::ids::PersonId;
use entity::{Actor, RecordType, person};
use serde::Serialize;

pub use fields::Fields;
pub use labels::{PeopleCircles, PeopleTags, circle_many, require_live, tag_many};
pub use numbers::renumber;
pub use parts::{
    AffiliationFields, ContactPointFields, ExternalRef, FACTS, FactFields, Parts, SupportRole, Workplace,
};
pub use upsert::{PersonKey, UpsertPerson, upsert};

use super::read;
use crate::kit::check::{Checks, Path};
use crate::kit::failure::{Detail, Problem};
use crate::kit::record::Claim;
use crate::kit::{Code, Failure, Patch, Tx};
use crate::search::{self, NameField, Names};

/// A new person.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewPerson {
    /// The id, if the client made it.
    pub id: Option<PersonId>,
    /// The fields.
    pub fields: Fields,
    /// What belongs to the person.
    pub parts: Parts,
}

/// A change to a person.
#[derive(Clone, Debug)]
pub struct UpdatePerson {
    /// Who.
    pub id: PersonId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// The fields to change.
    pub fields: Fields,
    /// What to add, change and remove.
    pub parts: Parts,
}

/// Makes a person.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn create(tx: &mut Tx, new: &NewPerson) -> Result<person::Model, Failure> {
    make(tx, new, false).await
}

/// Makes the person that the user is; done once, when the workspace is made.
///
/// # Errors
/// The name is wrong, or the database fails.
pub async fn create_self(tx: &mut Tx, display_name: &str, email: &str) -> Result<person::Model, Failure> {
    let mut new = NewPerson::default();
    new.fields.display_name = Patch::Set(display_name.to_owned());
    new.parts
        .add_contact_points
        .push(ContactPointFields::email(email));
    make(tx, &new, true).await
}

async fn make(tx: &mut Tx, new: &NewPerson, is_self: bool) -> Result<person::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<person::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    let model = new.fields.apply(&mut checks, blank(tx, is_self));
    new.parts.check(&mut checks);
    fields::check_references(tx, &mut checks, &new.fields, None).await?;
    store::check_references(tx, &mut checks, &new.parts).await?;
    checks.done()?;
    let model = tx.insert(person::Model { id, ..model }, fingerprint).await?;
    store::apply(tx, id, &new.parts).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes a person. Nothing is written when nothing would change.
///
/// # Errors
/// The person does not exist, was changed meanwhile or is archived; the input is wrong or names something that is not there.
pub async fn update(tx: &mut Tx, change: &UpdatePerson) -> Result<person::Model, Failure> {
    let before: person::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = change.fields.apply(&mut checks, before.clone());
    change.parts.check(&mut checks);
    fields::check_references(tx, &mut checks, &change.fields, Some(change.id)).await?;
    store::check_references(tx, &mut checks, &change.parts).await?;
    checks.done()?;
    let parts_changed = store::apply(tx, change.id, &change.parts).await?;
    let model = tx.save(&before, after, parts_changed).await?;
    if model != before {
        index(tx, &model).await?;
    }
    Ok(model)
}

/// Hides a person. What happened with them stays.
///
/// # Errors
/// The person does not exist, was changed meanwhile, or is the user.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(PersonId, Option<i32>),
) -> Result<person::Model, Failure> {
    let person: person::Model = tx.find(Path::argument("id"), *id).await?;
    if person.is_self {
        let detail = Detail::State {
            state: "SELF".to_owned(),
            allowed: Vec::new(),
        };
        let message = "this person is you, and cannot be archived";
        return Err(Problem::new(Code::State, Path::argument("id"), message)
            .with(detail)
            .into());
    }
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived person again.
///
/// # Errors
/// The person does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(PersonId, Option<i32>),
) -> Result<person::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

fn blank(tx: &Tx, is_self: bool) -> person::Model {
    person::Model {
        workspace_id: tx.workspace(),
        id: PersonId(uuid::Uuid::nil()),
        display_name: String::new(),
        sort_name: String::new(),
        sort_family: String::new(),
        given_name: None,
        middle_name: None,
        family_name: None,
        name_prefix: None,
        name_suffix: None,
        nickname: None,
        pronouns: None,
        headline: None,
        summary: None,
        time_zone: None,
        birthday: None,
        met_on: None,
        met_how: None,
        met_through_id: None,
        is_self,
        last_interaction_at: person::NEVER,
        balance: 0,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// Makes the person findable by their names, notes, contact points and facts. Attributes are left out: they are the user's own
/// business and no way to find people by.
async fn index(tx: &Tx, model: &person::Model) -> Result<(), Failure> {
    let ids = [model.id];
    let reader = tx.read();
    let points = read::contact_points_of(&reader, &ids)
        .await?
        .remove(&model.id)
        .unwrap_or_default();
    let facts = read::facts_of(&reader, &ids)
        .await?
        .remove(&model.id)
        .unwrap_or_default();
    let roles = read::affiliations_of(&reader, &ids)
        .await?
        .remove(&model.id)
        .unwrap_or_default();
    let own = [
        Some(&model.display_name),
        model.given_name.as_ref(),
        model.middle_name.as_ref(),
        model.family_name.as_ref(),
        model.nickname.as_ref(),
        model.headline.as_ref(),
        model.summary.as_ref(),
        model.met_how.as_ref(),
    ];
    let mut texts: Vec<&str> = own.into_iter().flatten().map(String::as_str).collect();
    texts.extend(points.iter().map(|point| point.value.as_str()));
    texts.extend(facts.iter().map(|fact| fact.text.as_str()));
    texts.extend(roles.iter().filter_map(|role| role.role.as_deref()));
    search::index(tx, RecordType::Person, model.id.0, &texts.join(" ")).await?;
    Ok(search::index_names(tx, RecordType::Person, model.id.0, names(tx, model, &points)).await?)
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
