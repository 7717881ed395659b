//! What of a workspace is about a person: what erasing them takes away, and what is disclosed to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::RecordType;
use uuid::Uuid;

use super::rules::{Fate, fate};
use crate::kit::images::{Image, Key, TABLES, Table, table};
use crate::kit::{Fault, Reader};

/// A row that stays, or goes alone: what becomes of it, and the columns that name what is erased.
pub struct Left {
    pub table: &'static Table,
    pub row: Image,
    /// Whether it goes, and does not only name what is erased no more.
    pub is_removed: bool,
    pub columns: Vec<&'static str>,
}

/// What is erased, and what is changed for its sake.
#[derive(Default)]
pub struct Extent {
    /// The records that are about the person, with all that is a part of them.
    pub going: BTreeSet<(RecordType, Uuid)>,
    /// The rows of other records that name what is erased.
    pub rows: HashMap<(&'static str, Key), Left>,
    /// Talks of which a participant goes.
    talks: BTreeSet<Uuid>,
}

impl Extent {
    /// What is about a person.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(reader: &Reader<'_>, person: Uuid) -> Result<Self, Fault> {
        let mut found = Self::default();
        found.gather(reader, person).await?;
        Ok(found)
    }

    async fn gather(&mut self, reader: &Reader<'_>, person: Uuid) -> Result<(), Fault> {
        self.going.insert((RecordType::Person, person));
        let mut new: BTreeMap<RecordType, Vec<Uuid>> = BTreeMap::from([(RecordType::Person, vec![person])]);
        while !new.is_empty() {
            let mut next = BTreeSet::new();
            for (kind, ids) in &new {
                for table in TABLES.iter() {
                    for column in table.naming(*kind) {
                        self.named(reader, (table, column), (*kind, ids), &mut next)
                            .await?;
                    }
                }
            }
            next.extend(self.emptied(reader).await?);
            new = BTreeMap::new();
            for (kind, id) in next {
                if self.going.insert((kind, id)) {
                    new.entry(kind).or_default().push(id);
                }
            }
        }
        Ok(())
    }

    /// Looks at the rows that name these in a column.
    async fn named(
        &mut self,
        reader: &Reader<'_>,
        (table, column): (&'static Table, &'static str),
        (kind, ids): (RecordType, &[Uuid]),
        next: &mut BTreeSet<(RecordType, Uuid)>,
    ) -> Result<(), Fault> {
        let fate = fate(table, column, kind);
        if fate == Fate::Goes {
            return Ok(());
        }
        for row in table.rows(reader, column, ids).await? {
            let owner = row.id(table.by);
            match fate {
                Fate::Goes => {}
                Fate::Erases => next.extend(owner.map(|id| (table.owner, id))),
                Fate::Removed | Fate::LetsGo => {
                    if table.name == "interaction_participant" {
                        self.talks.extend(owner);
                    }
                    let key = (table.name, table.key_of(&row)?);
                    let left = self.rows.entry(key).or_insert_with(|| Left {
                        table,
                        row,
                        is_removed: false,
                        columns: Vec::new(),
                    });
                    left.is_removed |= fate == Fate::Removed;
                    left.columns.push(column);
                }
            }
        }
        Ok(())
    }

    /// The talks that nobody is left of.
    async fn emptied(&mut self, reader: &Reader<'_>) -> Result<Vec<(RecordType, Uuid)>, Fault> {
        let talks: Vec<Uuid> = std::mem::take(&mut self.talks).into_iter().collect();
        if talks.is_empty() {
            return Ok(Vec::new());
        }
        let participants = table("interaction_participant")?;
        let rows = participants.rows(reader, "interaction_id", &talks).await?;
        let is_going = |row: &Image| {
            row.id("person_id")
                .is_some_and(|id| self.going.contains(&(RecordType::Person, id)))
        };
        let stays = rows.iter().filter(|row| !is_going(row));
        let stays: BTreeSet<Uuid> = stays.filter_map(|row| row.id("interaction_id")).collect();
        let talks = talks.into_iter().filter(|id| !stays.contains(id));
        Ok(talks.map(|id| (RecordType::Interaction, id)).collect())
    }
}
