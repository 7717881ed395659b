//! Making a person, or changing the one who is there already.
//!
//! Always: one live person at most has the key afterwards, if one at most had it before. Whoever is made is given the key; of whoever is
//! there nothing is taken away. An archived person is neither changed nor doubled.

use std::collections::HashSet;

use entity::contact_point::{self, ContactKind};
use entity::ids::PersonId;
use entity::person;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::super::{read, rules};
use super::lacking::{lacking, place_of};
use super::{ContactPointFields, ExternalRef, NewPerson, UpdatePerson, create, update};
use crate::kit::check::{Checks, Path};
use crate::kit::declared::Change;
use crate::kit::failure::{Detail, Problem};
use crate::kit::record::{by_ids, reference};
use crate::kit::{Code, Failure, Tx, line, phone};

const SOURCE: usize = 50;
const KEY: usize = 200;
/// Holders of a key who are looked at, and those who are named.
const HOLDERS: u64 = 100;
const NAMED: usize = 5;

/// By what a person is known.
#[derive(Clone, Debug)]
pub enum PersonKey {
    /// The id.
    Id(PersonId),
    /// An e-mail address.
    Email(String),
    /// A telephone number.
    Phone(String),
    /// A key in another system.
    External {
        /// The other system.
        source: String,
        /// The key there.
        key: String,
    },
}

/// A person who is to be there, and to be as is said.
#[derive(Clone, Debug)]
pub struct UpsertPerson {
    /// By what they are known.
    pub by: PersonKey,
    /// Who they are.
    pub new: NewPerson,
}

impl PersonKey {
    /// Where the client wrote it.
    fn path(&self) -> Path {
        Path::argument("by").at(match self {
            Self::Id(_) => "id",
            Self::Email(_) => "email",
            Self::Phone(_) => "phone",
            Self::External { .. } => "external",
        })
    }

    /// The contact point that it is.
    fn point(&self) -> Option<(ContactKind, &str)> {
        match self {
            Self::Email(email) => Some((ContactKind::Email, email)),
            Self::Phone(number) => Some((ContactKind::Phone, number)),
            Self::Id(_) | Self::External { .. } => None,
        }
    }

    /// Notes what is wrong with it.
    fn check(&self, checks: &mut Checks) {
        let path = self.path();
        if let Some((kind, value)) = self.point() {
            checks.one_line(path.clone(), Some(value), KEY);
            if let Some(objection) = rules::objection(kind, value) {
                checks.note(Code::Invalid, path, objection);
            }
        } else if let Self::External { source, key } = self {
            checks.required(path.at("source"), Some(source), SOURCE);
            checks.required(path.at("externalId"), Some(key), KEY);
        }
    }

    /// Who has it, archived or not.
    async fn holders(&self, tx: &Tx) -> Result<Vec<person::Model>, Failure> {
        use contact_point::Column;
        let reader = tx.read();
        let ids = match self {
            Self::Id(id) => vec![*id],
            Self::External { source, key } => {
                let holder = read::by_external(&reader, &line::line(source), &line::line(key)).await?;
                holder.into_iter().collect()
            }
            Self::Email(value) | Self::Phone(value) => {
                let kind = self.point().map_or(ContactKind::Other, |(kind, _)| kind);
                let number = match kind {
                    ContactKind::Phone => phone::e164(value, tx.region()),
                    _ => None,
                };
                let same = match number {
                    Some(number) => Column::E164.eq(number),
                    None => Column::Normalized.eq(rules::normalized(kind, value)),
                };
                let points = reader.select::<contact_point::Entity>();
                let points = points.filter(Column::Kind.eq(kind)).filter(same).limit(HOLDERS);
                let points = points.select_only().column(Column::PersonId).into_tuple();
                points.all(tx.conn()).await?
            }
        };
        let ids: HashSet<PersonId> = ids.into_iter().collect();
        let mut holders: Vec<person::Model> = by_ids(&reader, &Vec::from_iter(ids)).await?;
        holders.sort_by_key(|person| person.id);
        Ok(holders)
    }

    /// The one person who has it, if anybody does.
    ///
    /// # Errors
    /// Several have it, or archived people alone.
    async fn holder(&self, tx: &Tx) -> Result<Option<person::Model>, Failure> {
        let holders = self.holders(tx).await?;
        let mut live = holders.iter().filter(|person| person.archived_at.is_none());
        match (live.next(), live.next(), holders.first()) {
            (Some(one), None, _) => Ok(Some(one.clone())),
            (Some(one), Some(_), _) => {
                let live = holders.iter().filter(|person| person.archived_at.is_none());
                let named = live
                    .take(NAMED)
                    .map(|person| format!("{} ({})", person.display_name, person.id));
                let message = format!(
                    "several people have it: {}; name one by id",
                    named.collect::<Vec<_>>().join(", ")
                );
                let problem = Problem::new(Code::Duplicate, self.path(), message);
                Err(problem.with(Detail::Existing(reference(one))).into())
            }
            (None, _, Some(archived)) => {
                let detail = Detail::State {
                    state: "ARCHIVED".to_owned(),
                    allowed: vec!["RESTORE".to_owned()],
                };
                let message = format!("{} has it and is archived; restore them first", archived.id);
                let problem = Problem::new(Code::State, self.path(), message);
                Err(problem.with(detail).into())
            }
            (None, _, None) => Ok(None),
        }
    }
}

/// Makes a person, or changes the one who has the key. Nothing is written when nothing would change.
///
/// # Errors
/// The input or the key is wrong, several people have the key, or whoever has it is archived or has another id.
pub async fn upsert(tx: &mut Tx, change: &UpsertPerson) -> Result<person::Model, Failure> {
    let mut checks = Checks::new();
    change.by.check(&mut checks);
    checks.done()?;
    let holder = change.by.holder(tx).await?;
    refuse_other_id(change, holder.as_ref())?;
    match holder {
        None => create(tx, &known_by(tx, change)).await,
        Some(person) => {
            let parts = lacking(tx, person.id, &change.new.parts).await?;
            let change = Change {
                id: person.id,
                expected_revision: None,
                fields: change.new.fields.clone(),
            };
            let change = UpdatePerson { change, parts };
            update(tx, &change).await
        }
    }
}

/// Refuses an id in the input that is not the person's.
fn refuse_other_id(change: &UpsertPerson, holder: Option<&person::Model>) -> Result<(), Failure> {
    let Some(said) = change.new.id else { return Ok(()) };
    let path = Path::input("id");
    match (&change.by, holder) {
        (PersonKey::Id(id), _) if *id != said => {
            let message = "another id than in `by`: leave it out";
            Err(Problem::new(Code::Invalid, path, message).into())
        }
        (_, Some(person)) if person.id != said => {
            let problem = Problem::new(
                Code::Duplicate,
                path,
                "whoever is meant has another id: leave it out",
            );
            Err(problem.with(Detail::Existing(reference(person))).into())
        }
        _ => Ok(()),
    }
}

/// The new person, with the key by which they are to be found.
fn known_by(tx: &Tx, change: &UpsertPerson) -> NewPerson {
    let mut new = change.new.clone();
    match &change.by {
        PersonKey::Id(id) => new.id = Some(*id),
        PersonKey::External { source, key } => {
            let refs = &mut new.parts.set_external_refs;
            let is_same = |it: &ExternalRef| {
                (line::line(&it.source), line::line(&it.key)) == (line::line(source), line::line(key))
            };
            if !refs.iter().any(is_same) {
                refs.push(ExternalRef {
                    source: source.clone(),
                    key: key.clone(),
                    url: None,
                    snapshot: None,
                });
            }
        }
        PersonKey::Email(value) | PersonKey::Phone(value) => {
            let kind = change.by.point().map(|(kind, _)| kind);
            let point = ContactPointFields {
                kind,
                value: Some(value.clone()),
                ..ContactPointFields::default()
            };
            let points = &mut new.parts.add_contact_points;
            if !points.iter().any(|it| place_of(tx, it) == place_of(tx, &point)) {
                points.push(point);
            }
        }
    }
    new
}
