//! Which ties, in which order.

use async_graphql::{Enum, InputObject};
use entity::ids::PersonId;

use super::tie::{Closeness, TieEvidence};
use crate::graphql::comparators::{DateTimeComparator, IDComparator, StringComparator, word_comparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::kinds::Tie;
use crate::graphql::plan::{Ask, Field, is_down};
use crate::kit::Fault;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::kit::list::List;
use crate::people::{self, TieFilter, TieLeaf};

word_comparator! {
    /// Conditions on how well two people know each other. All that are given must hold; give at least one, and no null.
    ClosenessComparator(Closeness as entity::tie::Closeness)
}

word_comparator! {
    /// Conditions on how the user knows of a tie. All that are given must hold; give at least one, and no null.
    TieEvidenceComparator(TieEvidence as entity::tie::TieEvidence)
}

/// Which ties. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "TieFilter")]
pub struct TieFilterInput {
    /// All of these hold.
    and: Option<Vec<TieFilterInput>>,
    /// One of these holds.
    or: Option<Vec<TieFilterInput>>,
    /// This does not hold.
    not: Option<Box<TieFilterInput>>,
    /// Who knows.
    from_id: Option<IDComparator>,
    /// Whom.
    to_id: Option<IDComparator>,
    /// Either of the two; with `notIn`, neither.
    person_id: Option<IDComparator>,
    /// The kind, such as `colleague`; compared without regard to case, but to accents.
    kind: Option<StringComparator>,
    /// How well they know each other.
    closeness: Option<ClosenessComparator>,
    /// How the user knows of it.
    evidence: Option<TieEvidenceComparator>,
    /// When it was made.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl TieFilterInput {
    fn read(self, checks: &mut Checks, path: &Path) -> Predicate<TieLeaf> {
        let mut leaves = Vec::new();
        for (id, name, leaf) in [
            (self.from_id, "fromId", TieLeaf::From as fn(_) -> _),
            (self.to_id, "toId", TieLeaf::To),
            (self.person_id, "personId", TieLeaf::Person),
        ] {
            let tests = id.map(|it| it.read::<PersonId>(checks, &path.at(name)));
            leaves.extend(tests.into_iter().flatten().map(leaf));
        }
        if let Some(it) = self.kind {
            leaves.extend(it.read(checks, &path.at("kind")).into_iter().map(TieLeaf::Kind));
        }
        if let Some(it) = self.closeness {
            let tests = it.read(checks, &path.at("closeness"));
            leaves.extend(tests.into_iter().map(TieLeaf::Closeness));
        }
        if let Some(it) = self.evidence {
            let tests = it.read(checks, &path.at("evidence"));
            leaves.extend(tests.into_iter().map(TieLeaf::Evidence));
        }
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(TieLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(TieLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// What a list of ties can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "people::TieOrder")]
pub enum TieOrderField {
    /// When it was made.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of ties; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct TieOrder {
    /// By what.
    field: TieOrderField,
    /// In which direction.
    direction: OrderDirection,
}

/// The root field `ties`.
#[must_use]
pub fn all() -> Field {
    Field::list::<Tie>(
        "ties",
        "Who knows whom, as far as the user knows, oldest tie first unless ordered otherwise.",
        list,
    )
    .argument::<Option<TieFilterInput>>("filter", "Which ties.")
    .argument::<Option<bool>>("includeArchived", "Archived ones too.")
    .argument::<Option<TieOrder>>("orderBy", "The order; oldest first if left out.")
    .paged()
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let order = ask.get::<Option<TieOrder>>("orderBy")?;
    let filter = TieFilter {
        predicate: ask.filter(TieFilterInput::read)?,
        archived: ask.flag("includeArchived")?,
    };
    let field = order.map_or(people::TieOrder::CreatedAt, |order| order.field.into());
    let down = order.is_some_and(|order| is_down(order.direction));
    people::all_ties(&ask.place(), &filter, (field, down), ask.now)
}
