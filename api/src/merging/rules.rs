//! What becomes of a row of the merged record: pure.

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
    ("attribute", &["dimension_id", "until"], Fate::Goes),
    ("attribute", &["dimension_id", "since"], Fate::Goes),
    ("person_tag", &["person_id", "tag_id"], Fate::Goes),
    ("circle_member", &["circle_id"], Fate::Goes),
    ("person_topic", &["kind", "topic"], Fate::Goes),
    ("support_role", &["role"], Fate::Goes),
    ("attendance", &["event_id"], Fate::Goes),
    ("community_member", &["community_id"], Fate::Goes),
    ("collaboration_member", &["collaboration_id", "role"], Fate::Goes),
    ("goal_supporter", &["goal_id"], Fate::Goes),
    ("interaction_participant", &["interaction_id"], Fate::Goes),
    ("time_entry_person", &["time_entry_id"], Fate::Goes),
    // Nobody is introduced to themselves.
    ("introduction_side", &["introduction_id"], Fate::Stays),
    ("tie", &["from_id", "to_id", "kind"], Fate::Ends),
    ("milestone", &["kind", "date", "title"], Fate::Ends),
    ("milestone_acknowledgement", &["subject_id", "year"], Fate::Stays),
    ("match_decision", &["need_id", "giver"], Fate::Stays),
    // There is one for each person.
    ("cadence", &["subject"], Fate::Ends),
];

/// What becomes of a row, which would be `moved`, beside those that name the kept record.
#[must_use]
pub fn fate(table: &Table, moved: &Image, kept: &[Image]) -> Fate {
    let is_loop = table.name == "tie" && moved.get("from_id") == moved.get("to_id");
    if is_loop {
        return Fate::Ends;
    }
    let lines = SAME.iter().filter(|(name, ..)| *name == table.name);
    let mut same = lines.filter(|(_, columns, _)| {
        let says = |row: &Image| columns.iter().all(|column| row.get(column) == moved.get(column));
        kept.iter().any(says)
    });
    same.next().map_or(Fate::Moves, |(.., fate)| *fate)
}
