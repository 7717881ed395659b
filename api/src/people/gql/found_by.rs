//! Conditions on what people are found by beside their names.

use async_graphql::{ID, InputObject};
use entity::ids::{DimensionId, DimensionValueId};

use super::band::CheckInBand;
use super::part::FactKind;
use crate::graphql::comparators::{IDComparator, StringComparator, word_comparator};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::VALUES;
use crate::people::{AttributeTest, FactTest};

/// Most characters of a number to compare with.
const NUMBER: usize = 500;

/// Conditions on a telephone number, compared by where it leads and not by how it is written: with the country's code or without
/// (then it is read by the workspace's `defaultRegion`), with brackets, slashes, dots and spaces, with an extension or without.
/// All that are given must hold; give at least one, and no null.
#[derive(InputObject, Clone, Default)]
pub struct PhoneComparator {
    /// It is equal to this number.
    eq: Option<String>,
    /// Is one of these, at most 100; nothing is, if there are none.
    #[graphql(name = "in")]
    one_of: Option<Vec<String>>,
}

impl PhoneComparator {
    /// The numbers of each condition that is given.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Vec<Vec<String>> {
        let Self { eq, one_of } = self;
        checks.text(path.at("eq"), eq.as_deref(), NUMBER);
        checks.count(path.at("in"), one_of.as_ref().map_or(0, Vec::len), VALUES);
        for (place, number) in one_of.iter().flatten().enumerate() {
            checks.text(path.at("in").at(place), Some(number), NUMBER);
        }
        eq.map(|number| vec![number]).into_iter().chain(one_of).collect()
    }
}

word_comparator! {
    /// Conditions on what a fact is about. All that are given must hold; give at least one, and no null.
    FactKindComparator(FactKind as entity::fact::FactKind)
}

/// What one fact must meet: both, if both are given.
#[derive(InputObject, Clone, Default)]
pub struct FactFilter {
    /// What it is about, in as many words as it needs.
    kind: Option<FactKindComparator>,
    /// What it says, without regard to case and accents.
    text: Option<StringComparator>,
}

/// Conditions on the facts about a person. Both must hold if both are given.
#[derive(InputObject, Clone, Default)]
pub struct FactListFilter {
    /// At least one of them meets this.
    pub some: Option<FactFilter>,
    /// None of them meets this.
    pub none: Option<FactFilter>,
}

impl FactFilter {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> FactTest {
        FactTest {
            kind: self
                .kind
                .map_or_else(Vec::new, |it| it.read(checks, &path.at("kind"))),
            text: self
                .text
                .map_or_else(Vec::new, |it| it.read(checks, &path.at("text"))),
        }
    }
}

/// What must hold of a person on one dimension, now.
#[derive(InputObject, Clone)]
pub struct AttributeFilter {
    /// The dimension. One that is marked sensitive is refused: nobody is found by it.
    dimension_id: ID,
    /// The value; any at all, if it is left out.
    value_id: Option<IDComparator>,
}

/// Conditions on what holds of a person on the dimensions that the user chose. Both must hold if both are given.
#[derive(InputObject, Clone, Default)]
pub struct AttributeListFilter {
    /// This holds of at least one.
    pub some: Option<AttributeFilter>,
    /// This does not hold, or is not known.
    pub none: Option<AttributeFilter>,
}

impl AttributeFilter {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> AttributeTest {
        let at = path.at("dimensionId");
        let value = self.value_id.map_or_else(Vec::new, |it| {
            it.read::<DimensionValueId>(checks, &path.at("valueId"))
        });
        AttributeTest {
            dimension: checks.id(at.clone(), &Id::<DimensionId>::of(&self.dimension_id)),
            value,
            at,
        }
    }
}

/// Conditions on how somebody stands to their cadence.
#[derive(InputObject, Clone, Default)]
pub struct CheckInBandComparator {
    /// Stands in one of these ways, at most 10; nobody does, if there are none.
    #[graphql(name = "in")]
    one_of: Option<Vec<CheckInBand>>,
}

impl CheckInBandComparator {
    /// The bands, if they are given.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Option<Vec<CheckInBand>> {
        checks.count(path.at("in"), self.one_of.as_ref().map_or(0, Vec::len), 10);
        self.one_of
    }
}
