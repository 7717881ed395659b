//! What becomes of a row of the merged record: pure.

use std::collections::HashSet;

use crate::kit::Fault;
use crate::kit::images::{Image, Table};

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It becomes the kept record's.
    Moves,
    /// The kept record has it already: it goes.
    Goes,
    /// It cannot be the kept record's, and stays with the merged one.
    Stays,
    /// The same, and it is archived.
    Ends,
}

/// By which columns two rows say the same, and what becomes of the one that is the merged record's. A table without a line has no two
/// rows that say the same.
const SAME: &[(&str, &[&str], Fate)] = &[
    ("contact_point", &["kind", "normalized"], Fate::Goes),
    (
        "affiliation",
        &["person_id", "organization_id", "role", "started_on", "ended_on"],
        Fate::Goes,
    ),
    ("fact", &["kind", "folded"], Fate::Goes),
    // One value of a dimension holds at a time, and one begins at a time.
    ("attribute", &["dimension_id", "value_id", "until"], Fate::Goes),
    ("attribute", &["dimension_id", "until"], Fate::Stays),
    ("attribute", &["dimension_id", "since"], Fate::Stays),
    ("person_tag", &["person_id", "tag_id"], Fate::Goes),
    ("circle_member", &["circle_id"], Fate::Goes),
    ("person_topic", &["kind", "topic"], Fate::Goes),
    // A person has one picture.
    ("photo", &["person_id"], Fate::Stays),
    ("support_role", &["role", "note", "since"], Fate::Goes),
    ("support_role", &["role"], Fate::Stays),
    ("attendance", &["event_id", "state", "role", "note"], Fate::Goes),
    ("attendance", &["event_id"], Fate::Stays),
    (
        "community_member",
        &["community_id", "role", "started_on", "ended_on"],
        Fate::Goes,
    ),
    ("community_member", &["community_id"], Fate::Stays),
    (
        "collaboration_member",
        &[
            "collaboration_id",
            "role",
            "contribution",
            "benefit",
            "learning",
            "gain",
            "started_on",
            "ended_on",
        ],
        Fate::Goes,
    ),
    ("goal_supporter", &["goal_id", "role", "note"], Fate::Goes),
    ("goal_supporter", &["goal_id"], Fate::Stays),
    ("interaction_participant", &["interaction_id"], Fate::Goes),
    ("time_entry_person", &["time_entry_id"], Fate::Goes),
    // Nobody is introduced to themselves.
    ("introduction_side", &["introduction_id"], Fate::Stays),
    ("tie", &["from_id", "to_id", "kind"], Fate::Ends),
    ("milestone", &["kind", "date", "title"], Fate::Ends),
    ("milestone_acknowledgement", &["subject_id", "year"], Fate::Stays),
    ("match_decision", &["need_id", "giver"], Fate::Stays),
    ("duplicate_decision", &["person_id", "other_id"], Fate::Stays),
    // Thanks are owed to one for one thing once.
    ("gratitude", &["person_id", "owed_for"], Fate::Stays),
    // There is one for each person.
    ("cadence", &["subject"], Fate::Ends),
];

/// The two of whom a row says something, of which neither is the first, in the order of their ids.
pub fn put_in_order(table: &Table, row: &mut Image) {
    if table.name != "duplicate_decision" {
        return;
    }
    if let (Some(one), Some(other)) = (row.id("person_id"), row.id("other_id"))
        && one > other
    {
        row.set("person_id", other.into());
        row.set("other_id", one.into());
    }
}

/// The rows of a table that name the kept record, by what they say.
pub struct Kept<'a> {
    table: &'a Table,
    said: HashSet<(usize, String)>,
}

impl<'a> Kept<'a> {
    /// These rows.
    ///
    /// # Errors
    /// Something in them is of no kind that columns have.
    pub fn of(table: &'a Table, rows: &[Image]) -> Result<Self, Fault> {
        let said = HashSet::new();
        let mut kept = Self { table, said };
        for row in rows {
            kept.add(row)?;
        }
        Ok(kept)
    }

    /// And this one.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn add(&mut self, row: &Image) -> Result<(), Fault> {
        for (place, columns) in self
            .lines()
            .map(|(place, columns, _)| (place, columns))
            .collect::<Vec<_>>()
        {
            self.said
                .insert((place, row.only(|column| columns.contains(&column)).text()?));
        }
        Ok(())
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &'static [&'static str], Fate)> {
        let lines = SAME
            .iter()
            .enumerate()
            .filter(|(_, (name, ..))| *name == self.table.name);
        lines.map(|(place, (_, columns, fate))| (place, *columns, *fate))
    }

    /// What becomes of a row of the merged record that would be `moved`.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn fate(&self, moved: &Image) -> Result<Fate, Fault> {
        // Nobody is tied to themselves, or not the same as they are.
        let is_loop = match self.table.name {
            "tie" => moved.get("from_id") == moved.get("to_id"),
            "duplicate_decision" => moved.get("person_id") == moved.get("other_id"),
            _ => false,
        };
        if is_loop {
            return Ok(Fate::Ends);
        }
        // Thanks that are owed for nothing that is known are each their own.
        if self.table.name == "gratitude" && moved.is_empty("owed_for") {
            return Ok(Fate::Moves);
        }
        for (place, columns, fate) in self.lines() {
            let says = moved.only(|column| columns.contains(&column)).text()?;
            if self.said.contains(&(place, says)) {
                return Ok(fate);
            }
        }
        Ok(Fate::Moves)
    }
}
