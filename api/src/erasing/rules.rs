//! What becomes of a row that names a record which is erased: pure.

use entity::RecordType;

use crate::kit::images::Table;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It belongs to the record that is erased, and goes with it.
    Goes,
    /// The record that it is, or is a part of, is erased as well.
    Erases,
    /// It is a part of another record, which stays without it.
    Removed,
    /// It stays, and names the record no more.
    LetsGo,
}

/// What becomes of a row of a table that names, in a column, a record of this kind which is erased.
#[must_use]
pub fn fate(table: &Table, column: &str, kind: RecordType) -> Fate {
    let is_record = table.is_of_records();
    match (table.name, column) {
        _ if !is_record && column == table.by => Fate::Goes,
        // Whom they brought along is somebody else, and whom they introduced, too.
        ("person", "met_through_id") | ("introduction", "connector_id") => Fate::LetsGo,
        // What somebody else said is known still.
        ("fact", "interaction_id") => Fate::LetsGo,
        // An introduction is about both, and time that a talk took is what that took.
        ("introduction_side", _) | ("time_entry", "interaction_id") | ("time_intention", _) => Fate::Erases,
        // Without a person it would be about the user.
        _ if is_record && kind == RecordType::Person => Fate::Erases,
        _ if is_record && table.is_optional(column) => Fate::LetsGo,
        _ if is_record => Fate::Erases,
        _ => Fate::Removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::images::{TABLES, table};

    fn of(name: &str, column: &str, kind: RecordType) -> Fate {
        fate(table(name).unwrap(), column, kind)
    }

    #[test]
    fn what_is_about_somebody_goes_and_what_they_had_a_part_in_stays() {
        let person = |name, column| of(name, column, RecordType::Person);
        assert_eq!(person("contact_point", "person_id"), Fate::Goes);
        for (name, column) in [
            ("goal", "person_id"),
            ("tie", "to_id"),
            ("introduction_side", "person_id"),
            ("person", "merged_into_id"),
        ] {
            assert_eq!(person(name, column), Fate::Erases, "{name}.{column}");
        }
        for name in [
            "attendance",
            "interaction_participant",
            "goal_supporter",
            "time_entry_person",
        ] {
            assert_eq!(person(name, "person_id"), Fate::Removed, "{name}");
        }
        assert_eq!(person("person", "met_through_id"), Fate::LetsGo);
        assert_eq!(
            of("exchange", "interaction_id", RecordType::Interaction),
            Fate::LetsGo
        );
        assert_eq!(of("match_decision", "need_id", RecordType::Need), Fate::Erases);
        assert_eq!(of("goal_supporter", "goal_id", RecordType::Goal), Fate::Goes);
    }

    #[test]
    fn nothing_lets_go_of_what_must_be_there() {
        for table in TABLES.iter() {
            for (column, kind) in table.refers {
                let lets_go = fate(table, column, *kind) == Fate::LetsGo;
                assert!(!lets_go || table.is_optional(column), "{}.{column}", table.name);
            }
        }
    }
}
