//! By which words and people entries are filtered.

use async_graphql::InputObject;
use entity::ids::PersonId;
use entity::{time_entry, time_intention};

use super::TimeKind;
use crate::graphql::comparators::{IDComparator, word_comparator};
use crate::graphql::record::{MoreFilters, Recorded, Words};
use crate::kit::check::{Checks, Path};
use crate::time::EntryLeaf;

word_comparator! {
    /// Conditions on what time was taken for. All that are given must hold; give at least one, and no null.
    TimeKindComparator(TimeKind as time_entry::TimeKind)
}

impl Recorded for time_entry::Model {
    const MADE_BY: Option<&'static str> = Some("LogTimeInput");

    fn words() -> Vec<Words> {
        vec![Words::of::<TimeKind, TimeKindComparator>("kind")]
    }
}

impl Recorded for time_intention::Model {
    fn words() -> Vec<Words> {
        vec![Words::of::<TimeKind, TimeKindComparator>("kind")]
    }
}

/// Conditions on for whom time was taken.
#[derive(InputObject)]
pub struct TimeEntryPeopleFilter {
    /// One of the people of the entry; with `notIn`, none of them; `isNull: true` for entries without any.
    person_id: Option<IDComparator>,
}

impl MoreFilters for TimeEntryPeopleFilter {
    type Leaf = EntryLeaf;

    fn read(self, checks: &mut Checks, path: &Path) -> Vec<EntryLeaf> {
        let tests = self
            .person_id
            .map(|it| it.read::<PersonId>(checks, &path.at("personId")));
        tests.into_iter().flatten().map(EntryLeaf::Person).collect()
    }
}
