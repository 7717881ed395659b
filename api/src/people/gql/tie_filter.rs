//! Which ties, in which order.

use async_graphql::InputObject;
use entity::ids::PersonId;
use entity::tie;

use super::tie::{Closeness, TieEvidence};
use crate::graphql::comparators::{IDComparator, word_comparator};
use crate::graphql::kinds::Tie;
use crate::graphql::plan::Field;
use crate::graphql::record::{Filter, MoreFilters, Order, Recorded, Words};
use crate::kit::check::{Checks, Path};
use crate::people::{self, TieLeaf};
use crate::records::gql::list_by;

word_comparator! {
    /// Conditions on how well two people know each other. All that are given must hold; give at least one, and no null.
    ClosenessComparator(Closeness as entity::tie::Closeness)
}

word_comparator! {
    /// Conditions on how the user knows of a tie. All that are given must hold; give at least one, and no null.
    TieEvidenceComparator(TieEvidence as entity::tie::TieEvidence)
}

impl Recorded for tie::Model {
    fn words() -> Vec<Words> {
        vec![
            Words::of::<Closeness, ClosenessComparator>("closeness"),
            Words::of::<TieEvidence, TieEvidenceComparator>("evidence"),
        ]
    }
}

/// Conditions on whom a tie joins.
#[derive(InputObject)]
pub struct TiePeopleFilter {
    /// Either of the two; with `notIn`, neither.
    person_id: Option<IDComparator>,
}

impl MoreFilters for TiePeopleFilter {
    type Leaf = TieLeaf;

    fn read(self, checks: &mut Checks, path: &Path) -> Vec<TieLeaf> {
        let tests = self
            .person_id
            .map(|it| it.read::<PersonId>(checks, &path.at("personId")));
        tests.into_iter().flatten().map(TieLeaf::Person).collect()
    }
}

/// The root field `ties`.
#[must_use]
pub fn all() -> Field {
    let ties = Field::list::<Tie>(
        "ties",
        "Who knows whom, as far as the user knows, oldest tie first unless ordered otherwise.",
        |ask| list_by::<tie::Model, TiePeopleFilter>(ask, |_, leaf| people::tie_condition(leaf)),
    );
    ties.argument::<Option<Filter<tie::Model, TiePeopleFilter>>>("filter", "Only ties of which this holds.")
        .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
        .argument::<Option<Order<tie::Model>>>("orderBy", "The order; oldest first if left out.")
        .paged()
}
