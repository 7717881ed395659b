//! What may be logged, and who takes part after a change.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::PersonId;
use entity::person;

/// Most people of one interaction.
pub const PARTICIPANTS: usize = 100;
/// Longest, in minutes: a week.
pub const MINUTES: i32 = 7 * 24 * 60;

/// Why a time is none at which something can have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// It is yet to come.
    Ahead,
    /// It is the mark of people whom the user has not been in touch with: logged, it would read as "never".
    BeforeAll,
}

/// Whether something can have happened then. A day ahead is let pass, for clocks and time zones that are not right.
///
/// # Errors
/// Why not.
pub fn happened(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Impossible> {
    if at > now + TimeDelta::days(1) {
        Err(Impossible::Ahead)
    } else if at <= person::NEVER {
        Err(Impossible::BeforeAll)
    } else {
        Ok(())
    }
}

/// How a change moves the participants: each of them is in one of the three sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Move {
    /// Who was there and stays.
    pub stay: BTreeSet<PersonId>,
    /// Who was not there and is added.
    pub come: BTreeSet<PersonId>,
    /// Who was there and is taken away.
    pub go: BTreeSet<PersonId>,
}

impl Move {
    /// What becomes of those who are `there`. Who is both to be removed and to be added ends up there.
    #[must_use]
    pub fn of(there: &BTreeSet<PersonId>, add: &[PersonId], remove: &[PersonId]) -> Self {
        let add: BTreeSet<PersonId> = add.iter().copied().collect();
        let remove: BTreeSet<PersonId> = remove
            .iter()
            .copied()
            .filter(|person| !add.contains(person))
            .collect();
        Self {
            stay: there.difference(&remove).copied().collect(),
            come: add.difference(there).copied().collect(),
            go: there.intersection(&remove).copied().collect(),
        }
    }

    /// Who takes part afterwards.
    #[must_use]
    pub fn there(&self) -> BTreeSet<PersonId> {
        self.stay.union(&self.come).copied().collect()
    }

    /// How many take part afterwards.
    #[must_use]
    pub fn size(&self) -> usize {
        self.stay.len() + self.come.len()
    }

    /// Whether the same people take part as before.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.come.is_empty() && self.go.is_empty()
    }

    /// Those whose last interaction may be another now: everybody when the time moved, else who came and went.
    #[must_use]
    pub fn concerned(&self, time_moved: bool) -> BTreeSet<PersonId> {
        let mut concerned: BTreeSet<PersonId> = self.come.union(&self.go).copied().collect();
        if time_moved {
            concerned.extend(&self.stay);
        }
        concerned
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn people(numbers: impl IntoIterator<Item = u8>) -> Vec<PersonId> {
        numbers
            .into_iter()
            .map(|n| PersonId(Uuid::from_u128(n.into())))
            .collect()
    }

    fn set(numbers: impl IntoIterator<Item = u8>) -> BTreeSet<PersonId> {
        people(numbers).into_iter().collect()
    }

    #[test]
    fn what_lies_more_than_a_day_ahead_has_not_happened() {
        let now = DateTime::from_timestamp(1_772_355_600, 0).unwrap();
        let day = TimeDelta::days(1);
        assert_eq!(happened(now, now), Ok(()));
        assert_eq!(happened(now + day, now), Ok(()));
        assert_eq!(
            happened(now + day + TimeDelta::microseconds(1), now),
            Err(Impossible::Ahead)
        );
    }

    #[test]
    fn the_mark_for_never_is_no_time_of_an_interaction() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(happened(person::NEVER, now), Err(Impossible::BeforeAll));
        assert_eq!(happened(person::NEVER + TimeDelta::microseconds(1), now), Ok(()));
    }

    #[test]
    fn a_person_who_is_there_is_not_added_again_and_one_who_is_not_is_not_removed() {
        let moved = Move::of(&set([1, 2]), &people([2, 3, 3]), &people([1, 9]));
        assert_eq!(
            moved,
            Move {
                stay: set([2]),
                come: set([3]),
                go: set([1])
            }
        );
        assert_eq!(moved.size(), 2);
        assert_eq!(moved.concerned(false), set([1, 3]));
        assert_eq!(moved.concerned(true), set([1, 2, 3]));
    }

    #[test]
    fn who_is_both_added_and_removed_is_there() {
        assert!(Move::of(&set([1]), &people([1]), &people([1])).is_none());
        assert_eq!(Move::of(&set([1]), &people([2]), &people([2])).come, set([2]));
    }

    proptest! {
        #[test]
        fn each_person_is_in_one_set_and_the_sets_add_up(
            there in prop::collection::btree_set(0u8..12, 0..8),
            add in prop::collection::vec(0u8..12, 0..8),
            remove in prop::collection::vec(0u8..12, 0..8),
        ) {
            let before = set(there.iter().copied());
            let moved = Move::of(&before, &people(add.iter().copied()), &people(remove.iter().copied()));
            let after: BTreeSet<PersonId> = moved.stay.union(&moved.come).copied().collect();
            let mut expected = before.clone();
            people(remove).iter().for_each(|person| { expected.remove(person); });
            expected.extend(people(add));
            prop_assert_eq!(&after, &expected);
            prop_assert_eq!(moved.size(), after.len());
            prop_assert_eq!(moved.is_none(), after == before);
            prop_assert_eq!(moved.stay.union(&moved.go).copied().collect::<BTreeSet<_>>(), before);
        }
    }
}
