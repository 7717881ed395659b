//! What clients write.

use async_graphql::{Enum, InputObject, MaybeUndefined};
use entity::ids::{IntroductionId, PersonId};

use super::IntroductionState;
use crate::graphql::comparators::{DateTimeComparator, IDComparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{DateTime, Id};
use crate::introductions::{self, Fields, IntroductionLeaf, NewIntroduction, StateTest};
use crate::kit::check::{Checks, Path};
use crate::kit::filter::{Predicate, VALUES};

/// A new introduction, as a draft: nobody is asked yet.
#[derive(InputObject)]
pub struct CreateIntroductionInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<IntroductionId>>,
    /// One of the two who are to meet.
    person_a_id: Id<PersonId>,
    /// The other of the two. Two people have at most one open introduction.
    person_b_id: Id<PersonId>,
    /// The person who introduces them; leave it out when it is the user.
    connector_id: Option<Id<PersonId>>,
    /// Why they should meet, at most 2,000 characters; for the user alone, no side is shown it.
    reason: Option<String>,
    /// What A is told, at most 2,000 characters; A's link shows it.
    blurb_for_a: Option<String>,
    /// What B is told, at most 2,000 characters; B's link shows it.
    blurb_for_b: Option<String>,
    /// What the connector is told, at most 2,000 characters; the connector's link shows it.
    blurb_for_connector: Option<String>,
    /// Until when the sides may answer: to come, and within a year. If left out, 30 days after the first is asked.
    expires_at: Option<DateTime>,
}

impl CreateIntroductionInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewIntroduction {
        let Self {
            id,
            person_a_id,
            person_b_id,
            connector_id,
            reason,
            expires_at,
            ..
        } = self;
        let fields = Fields {
            reason: set(reason),
            blurb_for_a: set(self.blurb_for_a),
            blurb_for_b: set(self.blurb_for_b),
            blurb_for_connector: set(self.blurb_for_connector),
            expires_at: set(expires_at.map(|moment| moment.0)),
        };
        NewIntroduction {
            id: checks.optional_id(Path::input("id"), id.as_ref()),
            person_a: checks.id(Path::input("personAId"), &person_a_id),
            person_b: checks.id(Path::input("personBId"), &person_b_id),
            connector: checks.optional_id(Path::input("connectorId"), connector_id.as_ref()),
            fields,
        }
    }
}

/// A change to an introduction: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateIntroductionInput {
    /// Why they should meet, at most 2,000 characters.
    reason: MaybeUndefined<String>,
    /// What A is told, at most 2,000 characters.
    blurb_for_a: MaybeUndefined<String>,
    /// What B is told, at most 2,000 characters.
    blurb_for_b: MaybeUndefined<String>,
    /// What the connector is told, at most 2,000 characters.
    blurb_for_connector: MaybeUndefined<String>,
    /// Until when the sides may answer: to come, and within a year. It cannot be cleared once somebody was asked.
    expires_at: MaybeUndefined<DateTime>,
}

impl UpdateIntroductionInput {
    pub(super) fn read(self) -> Fields {
        let Self {
            reason,
            blurb_for_a,
            blurb_for_b,
            blurb_for_connector,
            expires_at,
        } = self;
        Fields {
            reason: patch(reason),
            blurb_for_a: patch(blurb_for_a),
            blurb_for_b: patch(blurb_for_b),
            blurb_for_connector: patch(blurb_for_connector),
            expires_at: patch(expires_at.map_value(|moment| moment.0)),
        }
    }
}

/// The answer of someone who holds a link.
#[derive(InputObject)]
pub struct AnswerIntroductionByLinkInput {
    /// The token in the link.
    pub(super) token: String,
    /// Whether the answer is yes.
    pub(super) accept: bool,
    /// Anything to add, at most 2,000 characters; only the user who asked reads it.
    pub(super) note: Option<String>,
}

/// Conditions on the state of an introduction. All that are given must hold; give at least one, and no null.
#[derive(InputObject, Clone, Debug, Default)]
pub struct IntroductionStateComparator {
    /// It is equal to this.
    eq: Option<IntroductionState>,
    /// Is one of these, at most 100; nothing is, if there are none.
    #[graphql(name = "in")]
    one_of: Option<Vec<IntroductionState>>,
    /// Is none of these, at most 100. What is empty is none of them.
    not_in: Option<Vec<IntroductionState>>,
}

impl IntroductionStateComparator {
    fn read(self, checks: &mut Checks, path: &Path) -> Vec<StateTest> {
        for (part, states) in [("in", &self.one_of), ("notIn", &self.not_in)] {
            checks.count(path.at(part), states.as_ref().map_or(0, Vec::len), VALUES);
        }
        let stored = |states: Vec<IntroductionState>| {
            let mut states: Vec<_> = states.into_iter().map(Into::into).collect();
            states.sort_unstable();
            states.dedup();
            states
        };
        let tests = [
            self.eq.map(|state| StateTest::In(stored(vec![state]))),
            self.one_of.map(|states| StateTest::In(stored(states))),
            self.not_in.map(|states| StateTest::NotIn(stored(states))),
        ];
        tests.into_iter().flatten().collect()
    }
}

/// Which introductions. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20
/// conditions in all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "IntroductionFilter")]
pub struct IntroductionFilterInput {
    /// All of these conditions hold.
    and: Option<Vec<IntroductionFilterInput>>,
    /// At least one of these conditions holds.
    or: Option<Vec<IntroductionFilterInput>>,
    /// This condition does not hold.
    not: Option<Box<IntroductionFilterInput>>,
    /// How far it is, as `Introduction.state` shows it.
    state: Option<IntroductionStateComparator>,
    /// Who takes part: as A, as B or as the connector.
    person_id: Option<IDComparator>,
    /// Who introduces them; empty when it is the user.
    connector_id: Option<IDComparator>,
    /// When it was made, by the server's clock.
    created_at: Option<DateTimeComparator>,
    /// Until when the sides may answer.
    expires_at: Option<DateTimeComparator>,
}

impl IntroductionFilterInput {
    pub(super) fn read(self, checks: &mut Checks, path: &Path) -> Predicate<IntroductionLeaf> {
        let Self {
            and,
            or,
            not,
            state,
            person_id,
            connector_id,
            created_at,
            expires_at,
        } = self;
        let mut leaves = Vec::new();
        if let Some(it) = state {
            let tests = it.read(checks, &path.at("state"));
            leaves.extend(tests.into_iter().map(IntroductionLeaf::State));
        }
        for (ids, name, leaf) in [
            (person_id, "personId", IntroductionLeaf::Person as fn(_) -> _),
            (connector_id, "connectorId", IntroductionLeaf::Connector),
        ] {
            let tests = ids.map_or_else(Vec::new, |ids| ids.read::<PersonId>(checks, &path.at(name)));
            leaves.extend(tests.into_iter().map(leaf));
        }
        let times = |times: Option<DateTimeComparator>| times.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(created_at).map(IntroductionLeaf::CreatedAt));
        leaves.extend(times(expires_at).map(IntroductionLeaf::ExpiresAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        Predicate::nesting(all, (and, or, not), path, |part, path| part.read(checks, path))
    }
}

/// What a list of introductions can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "introductions::IntroductionOrder")]
pub enum IntroductionOrderField {
    /// When it was made, by the server's clock.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of introductions; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct IntroductionOrder {
    /// By what the list is sorted.
    pub(super) field: IntroductionOrderField,
    /// Whether it rises or falls.
    pub(super) direction: OrderDirection,
}
