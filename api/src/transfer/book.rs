//! The people who the rows of a chunk may be, read for the whole chunk at once and kept in step with what its rows write.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use entity::contact_point::Column;
use entity::ids::PersonId;
use entity::{external_ref, person};

use super::contact::ImportedContact;
use super::erased::Erased;
use super::form::Marks;
use super::format::Format;
use super::holders;
use super::merge::Memory;
use super::shared;
use crate::kit::fold::{fold, identity};
use crate::kit::phone::Region;
use crate::kit::{Fault, Tx};
use crate::people;
use crate::sameness::{Bond, NameParts, Names, Trait, is_reachable};

/// People of one statement.
const PEOPLE: usize = 1_000;
/// What the key of a row begins with that has none of its own.
pub const CONTENT: &str = "content:";

/// A row as it is looked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// By what it is known again.
    pub marks: Marks,
    /// The keys that it may be kept under, in lower case.
    pub keys: Vec<String>,
    /// Its name.
    pub names: Names,
    /// What it shares with whom it is.
    pub traits: BTreeSet<Trait>,
    /// The whole name, by which rows are found that have no key of their own.
    pub name: Option<String>,
}

/// Somebody whom a row may be.
#[derive(Clone, Debug)]
pub struct Known {
    /// The person.
    pub person: person::Model,
    /// Their name.
    pub names: Names,
    /// What they share with rows that they are.
    pub traits: BTreeSet<Trait>,
    /// Their keys in other systems.
    pub keys: Vec<external_ref::Model>,
}

/// The people whom the rows may be.
#[derive(Debug, Default)]
pub struct Book {
    people: BTreeMap<PersonId, Known>,
    holders: HashMap<Trait, BTreeSet<PersonId>>,
    named: HashMap<String, BTreeSet<PersonId>>,
    keyed: HashMap<String, BTreeSet<PersonId>>,
    /// Who rows of the file were found to be, or became.
    pub met: HashSet<PersonId>,
    /// Those who were erased.
    pub erased: Erased,
}

impl Wanted {
    /// What to look for to find the person that a row is.
    #[must_use]
    pub fn of(row: &ImportedContact, region: Option<Region>) -> Self {
        let marks = Marks::of(row);
        let keys = match &row.external {
            Some(external) => spellings(&external.key),
            None => [&marks.now, &marks.first]
                .into_iter()
                .chain(&marks.earlier)
                .map(|mark| format!("{CONTENT}{mark}"))
                .collect(),
        };
        let traits = row
            .contact_points
            .iter()
            .chain(&row.beside.points)
            .flat_map(|point| shared::of_row(point, region));
        Self {
            keys,
            names: Names::of(NameParts {
                display: &row.person.display_name,
                given: row.person.given_name.as_deref(),
                middle: row.person.middle_name.as_deref(),
                family: row.person.family_name.as_deref(),
                prefix: row.person.name_prefix.as_deref(),
                suffix: row.person.name_suffix.as_deref(),
                nickname: row.person.nickname.as_deref(),
            }),
            traits: traits.collect(),
            name: row.external.is_none().then(|| identity(&row.person.display_name)),
            marks,
        }
    }
}

impl Known {
    fn of(person: person::Model, traits: BTreeSet<Trait>, keys: Vec<external_ref::Model>) -> Self {
        let names = Names::of_person(&person);
        Self {
            person,
            names,
            traits,
            keys,
        }
    }

    /// The keys made of content under which rows of a source are kept.
    pub fn made_keys(&self, source: &str) -> impl Iterator<Item = &external_ref::Model> {
        self.keys
            .iter()
            .filter(move |key| key.source == source && key.external_id.starts_with(CONTENT))
    }

    /// What is remembered of rows of a source that have no key of their own: such a row that changes is not another row.
    #[must_use]
    pub fn made_memory(&self, source: &str) -> Memory {
        let memories = self.made_keys(source).map(Memory::under);
        memories.fold(Memory::default(), Memory::and)
    }

    /// Whether something leads to the person.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        is_reachable(&self.traits)
    }

    /// Whether rows of a source became the person, none of which had a key of its own.
    #[must_use]
    pub fn is_keyless(&self, source: &str) -> bool {
        let mut keys = self.keys.iter().filter(|key| key.source == source).peekable();
        keys.peek().is_some() && keys.all(|key| key.external_id.starts_with(CONTENT))
    }
}

/// The id by which Rapport's own table names somebody.
fn own_id(row: &ImportedContact) -> Option<PersonId> {
    let key = row.external.as_ref()?;
    (key.source == Format::RapportCsv.source())
        .then(|| key.key.parse().ok())
        .flatten()
}

/// The ways in which a key is written: a UUID with its prefix and without.
fn spellings(key: &str) -> Vec<String> {
    let key = key.to_ascii_lowercase();
    let bare = key.strip_prefix("urn:uuid:").unwrap_or(&key);
    match uuid::Uuid::try_parse(bare) {
        Ok(uuid) => vec![uuid.to_string(), format!("urn:uuid:{uuid}"), key],
        Err(_) => vec![key],
    }
}

impl Book {
    /// Reads everybody whom the rows may be. The number of statements does not grow with the rows, up to some hundreds of addresses.
    ///
    /// # Errors
    /// The database fails.
    pub async fn read(
        tx: &Tx,
        source: &str,
        rows: &[(&ImportedContact, &Wanted)],
        decided: impl Iterator<Item = PersonId>,
    ) -> Result<Self, Fault> {
        let keys = rows.iter().flat_map(|(_, wanted)| wanted.keys.iter().cloned());
        let mut found = holders::by_keys(tx, source, keys.collect()).await?;
        let points = rows
            .iter()
            .flat_map(|(row, _)| row.contact_points.iter().chain(&row.beside.points));
        let normalized = points.map(|point| shared::compared(point).1).collect();
        found.extend(holders::by_points(tx, Column::Normalized, normalized).await?);
        let of = |bond: Bond| {
            let traits = rows.iter().flat_map(|(_, wanted)| &wanted.traits);
            traits
                .filter(move |(it, _)| *it == bond)
                .map(|(_, form)| form.clone())
                .collect()
        };
        found.extend(holders::by_points(tx, Column::E164, of(Bond::Phone)).await?);
        found.extend(holders::by_points(tx, Column::Profile, of(Bond::Profile)).await?);
        let keyless = rows.iter().filter(|(row, _)| row.external.is_none());
        found.extend(
            holders::by_names(
                tx,
                keyless.map(|(row, _)| fold(&row.person.display_name)).collect(),
            )
            .await?,
        );
        found.extend(rows.iter().filter_map(|(row, _)| own_id(row)));
        found.extend(decided);
        let ids: Vec<PersonId> = found.into_iter().collect();
        let mut book = Self {
            erased: Erased::read(tx, source, rows).await?,
            ..Self::default()
        };
        let reader = tx.read();
        let mut points = people::contact_points_of(&reader, &ids).await?;
        let mut keys = people::external_refs_of(&reader, &ids).await?;
        for ids in ids.chunks(PEOPLE) {
            for (id, person) in people::by_ids(&reader, ids).await? {
                let points = points.remove(&id).unwrap_or_default();
                let traits = points
                    .iter()
                    .flat_map(|point| shared::of_person(point, tx.region()));
                book.put(Known::of(
                    person,
                    traits.collect(),
                    keys.remove(&id).unwrap_or_default(),
                ));
            }
        }
        Ok(book)
    }

    fn put(&mut self, known: Known) {
        let id = known.person.id;
        for it in &known.traits {
            self.holders.entry(it.clone()).or_default().insert(id);
        }
        let name = identity(&known.person.display_name);
        self.named.entry(name).or_default().insert(id);
        for key in &known.keys {
            let key = key.external_id.to_ascii_lowercase();
            self.keyed.entry(key).or_default().insert(id);
        }
        self.people.insert(id, known);
    }

    /// Notes what a row wrote: the person as they are now, and the key under which the row is kept.
    pub fn note(&mut self, person: person::Model, wanted: &Wanted, keys: Vec<external_ref::Model>) {
        let mut traits = wanted.traits.clone();
        traits.extend(
            self.people
                .get(&person.id)
                .into_iter()
                .flat_map(|known| known.traits.clone()),
        );
        self.met.insert(person.id);
        self.put(Known::of(person, traits, keys));
    }

    /// Whose the key of a row is, and how it is written there.
    #[must_use]
    pub fn by_key(
        &self,
        source: &str,
        row: &ImportedContact,
        wanted: &Wanted,
    ) -> Option<(&Known, &external_ref::Model)> {
        let exact =
            |key: &external_ref::Model| row.external.as_ref().is_some_and(|it| it.key == key.external_id);
        let ids = wanted.keys.iter().filter_map(|key| self.keyed.get(key)).flatten();
        let people = ids.filter_map(|id| self.people.get(id));
        let keys = people.flat_map(|known| known.keys.iter().map(move |key| (known, key)));
        let same = keys.filter(|(_, key)| {
            key.source == source && wanted.keys.contains(&key.external_id.to_ascii_lowercase())
        });
        // As it is written, before any other spelling; of the forms of a row's content, the one in use.
        same.min_by_key(|(_, key)| {
            (
                !exact(key),
                wanted.keys.iter().position(|it| *it == key.external_id),
            )
        })
    }

    /// Somebody by id.
    #[must_use]
    pub fn get(&self, id: PersonId) -> Option<&Known> {
        self.people.get(&id)
    }

    /// Notes that somebody has a key no more.
    pub fn release(&mut self, id: PersonId, (source, key): &(String, String)) {
        if let Some(known) = self.people.get_mut(&id) {
            known
                .keys
                .retain(|it| (&it.source, &it.external_id) != (source, key));
        }
    }

    /// Whose id a row of Rapport's own table has.
    #[must_use]
    pub fn by_id(&self, row: &ImportedContact) -> Option<&Known> {
        self.people.get(&own_id(row)?)
    }

    /// Everybody who shares something with a row, and what.
    #[must_use]
    pub fn sharing(&self, wanted: &Wanted) -> Vec<(&Known, BTreeSet<Bond>)> {
        let holders = wanted.traits.iter().filter_map(|it| self.holders.get(it));
        let ids: BTreeSet<PersonId> = holders.flatten().copied().collect();
        let known = ids.iter().filter_map(|id| self.people.get(id));
        known
            .map(|known| {
                let bonds = known.traits.intersection(&wanted.traits).map(|(bond, _)| *bond);
                (known, bonds.collect())
            })
            .collect()
    }

    /// Everybody of this name.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Known> {
        let ids = self.named.get(name).into_iter().flatten();
        ids.filter_map(|id| self.people.get(id))
    }
}
