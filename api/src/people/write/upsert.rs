//! Making a person, or changing the one who is there already.
//!
//! Always: one live person at most has the key afterwards, if one at most had it before. Whoever is made is given the key; of whoever is
//! there nothing is taken away. An archived person is neither changed nor doubled. Nobody becomes another of their family: who has an
//! address is told apart by their name, by the judgement of [`sameness`](crate::sameness).

use std::collections::HashSet;

use entity::contact_point::{self, ContactKind};
use entity::ids::PersonId;
use entity::person;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, Value};

use super::super::{read, rules};
use super::lacking::{lacking, place_of};
use super::{ContactPointFields, ExternalRef, NewPerson, UpdatePerson, create, update};
use crate::kit::check::{Checks, Path};
use crate::kit::declared::{Change, Draft};
use crate::kit::failure::{Detail, Problem};
use crate::kit::record::{by_ids, reference};
use crate::kit::{Code, Failure, Patch, Tx, line, phone};
use crate::sameness::{
    Bearers, Evidence, Family, Given, NameParts, Names, Place, Verdict, choose, traits, verdict,
};

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

    /// The one person who has it, if anybody does; of several, the one who surely is whoever is wanted.
    ///
    /// # Errors
    /// Several have it, a relative has it, or archived people alone.
    async fn holder(&self, tx: &Tx, wanted: &Names) -> Result<Option<person::Model>, Failure> {
        let holders = self.holders(tx).await?;
        let live: Vec<&person::Model> = holders
            .iter()
            .filter(|person| person.archived_at.is_none())
            .collect();
        match (live.as_slice(), holders.first()) {
            ([one], _) => {
                self.refuse_relative(wanted, one)?;
                Ok(Some((*one).clone()))
            }
            ([first, ..], _) => {
                if let Some(one) = self.surely(wanted, &live) {
                    return Ok(Some(one.clone()));
                }
                let named = live.iter().take(NAMED);
                let named: Vec<String> = named.map(|person| called(person)).collect();
                let message = format!("several people have it: {}; name one by id", named.join(", "));
                let problem = Problem::new(Code::Duplicate, self.path(), message);
                Err(problem.with(Detail::Existing(reference(*first))).into())
            }
            ([], Some(archived)) => {
                let detail = Detail::State {
                    state: "ARCHIVED".to_owned(),
                    allowed: vec!["RESTORE".to_owned()],
                };
                let message = format!("{} has it and is archived; restore them first", archived.id);
                let problem = Problem::new(Code::State, self.path(), message);
                Err(problem.with(detail).into())
            }
            ([], None) => Ok(None),
        }
    }

    /// What is known of whoever is wanted and somebody who has the key; nothing where it is no address, which leads to one person.
    fn evidence(&self, wanted: &Names, holder: &person::Model) -> Option<Evidence> {
        let (kind, value) = self.point()?;
        let normalized = rules::normalized(kind, value);
        let shared = traits(Place {
            kind,
            normalized: &normalized,
            e164: None,
            profile: None,
            label: None,
        });
        let names = wanted.agreement(&Names::of_person(holder), &Bearers::default());
        let bonds = shared.into_iter().map(|(bond, _)| bond).collect();
        Some(Evidence::of(names, &bonds))
    }

    /// Which of several is the one who is wanted: who is called so.
    fn surely<'a>(&self, wanted: &Names, live: &[&'a person::Model]) -> Option<&'a person::Model> {
        let same = live.iter().filter_map(|person| {
            let evidence = self.evidence(wanted, person)?;
            match verdict(&evidence) {
                Verdict::Same(sureness, _) => Some((sureness, *person)),
                Verdict::Doubt(_) | Verdict::Other => None,
            }
        });
        choose(same.collect())
    }

    /// Refuses to make one of a family another: they have the same family name and the same address.
    fn refuse_relative(&self, wanted: &Names, holder: &person::Model) -> Result<(), Failure> {
        let evidence = self.evidence(wanted, holder);
        let is_relative = |it: Evidence| (it.names.given, it.names.family) == (Given::Other, Family::Same);
        if !evidence.is_some_and(is_relative) {
            return Ok(());
        }
        let message = format!(
            "{} has it, who has the same family name and another given name: name them by id, or make a new person",
            called(holder)
        );
        let problem = Problem::new(Code::Duplicate, self.path(), message);
        Err(problem.with(Detail::Existing(reference(holder))).into())
    }
}

fn called(person: &person::Model) -> String {
    format!("{} ({})", person.display_name, person.id)
}

/// What whoever is wanted is called.
fn names(fields: &Draft<person::Model>) -> Names {
    let said = |name: &str| match fields.said(name) {
        Patch::Set(Value::String(Some(text))) => Some(text.to_string()),
        _ => None,
    };
    let (given, middle, family) = (said("givenName"), said("middleName"), said("familyName"));
    let (prefix, suffix, nickname) = (said("namePrefix"), said("nameSuffix"), said("nickname"));
    Names::of(NameParts {
        display: &said("displayName").unwrap_or_default(),
        given: given.as_deref(),
        middle: middle.as_deref(),
        family: family.as_deref(),
        prefix: prefix.as_deref(),
        suffix: suffix.as_deref(),
        nickname: nickname.as_deref(),
    })
}

/// Makes a person, or changes the one who has the key. Nothing is written when nothing would change.
///
/// # Errors
/// The input or the key is wrong, several people or a relative have the key, or whoever has it is archived or has another id.
pub async fn upsert(tx: &mut Tx, change: &UpsertPerson) -> Result<person::Model, Failure> {
    let mut checks = Checks::new();
    change.by.check(&mut checks);
    checks.done()?;
    let holder = change.by.holder(tx, &names(&change.new.fields)).await?;
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
