//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{CollaborationId, ExchangeId, InteractionId, IntroductionId, PersonId};

use super::{ExchangeKind, ExchangeState};
use crate::exchanges::{Fields, NewExchange, UpdateExchange};
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Date, Id};
use crate::gratitude::gql::Direction;
use crate::kit::Patch;
use crate::kit::check::{Checks, Path};

/// Something that was given or received, or that is promised.
#[derive(InputObject)]
pub struct RecordExchangeInput {
    /// An id that the client made, for creation offline. Repeating the same record is a success.
    id: Option<Id<ExchangeId>>,
    /// With whom; not with the user's own person.
    person_id: Id<PersonId>,
    /// Which way: `GIVEN` by the user, `RECEIVED` by the user.
    direction: Direction,
    /// What was given.
    kind: ExchangeKind,
    /// One line on it, at most 200 characters.
    title: String,
    /// More on it, at most 5,000 characters.
    description: Option<String>,
    /// How far it is.
    #[graphql(default_with = "ExchangeState::Done")]
    state: ExchangeState,
    /// How much it counts, a whole number from 1 to 10; if left out, 3 for an introduction, 5 for a referral, 1 for all else.
    weight: Option<i32>,
    /// By when it is, or was, promised.
    due_on: Option<Date>,
    /// When it happened: today in the workspace's time zone if it is `DONE` and this is left out. Not to come, and only of what is `DONE`.
    done_on: Option<Date>,
    /// The interaction in which it came about.
    interaction_id: Option<Id<InteractionId>>,
    /// The introduction that it is, or came of.
    introduction_id: Option<Id<IntroductionId>>,
    /// The collaboration that it belongs to.
    collaboration_id: Option<Id<CollaborationId>>,
}

/// A change to an exchange: a field that is left out stays as it is, null clears it. The state is changed by
/// `promiseExchange`, `completeExchange`, `dropExchange` and `reopenExchange`.
#[derive(InputObject)]
pub struct UpdateExchangeInput {
    /// With whom; cannot be cleared, and is not the user's own person.
    person_id: MaybeUndefined<Id<PersonId>>,
    /// Which way; cannot be cleared.
    direction: MaybeUndefined<Direction>,
    /// What was given; cannot be cleared. The weight stays as it is.
    kind: MaybeUndefined<ExchangeKind>,
    /// One line on it, at most 200 characters; cannot be cleared.
    title: MaybeUndefined<String>,
    /// More on it, at most 5,000 characters.
    description: MaybeUndefined<String>,
    /// How much it counts, a whole number from 1 to 10; null makes it what its kind begins with.
    weight: MaybeUndefined<i32>,
    /// By when it is, or was, promised.
    due_on: MaybeUndefined<Date>,
    /// When it happened. Only of what is `DONE`, where it cannot be cleared; not to come.
    done_on: MaybeUndefined<Date>,
    /// The interaction in which it came about.
    interaction_id: MaybeUndefined<Id<InteractionId>>,
    /// The introduction that it is, or came of.
    introduction_id: MaybeUndefined<Id<IntroductionId>>,
    /// The collaboration that it belongs to.
    collaboration_id: MaybeUndefined<Id<CollaborationId>>,
}

impl RecordExchangeInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewExchange {
        let fields = Fields {
            person: Patch::Set(checks.id(Path::input("personId"), &self.person_id)),
            direction: Patch::Set(self.direction.into()),
            kind: Patch::Set(self.kind.into()),
            title: Patch::Set(self.title),
            description: set(self.description),
            weight: set(self.weight),
            due_on: set(self.due_on.map(|date| date.0)),
            done_on: set(self.done_on.map(|date| date.0)),
            interaction: set(self
                .interaction_id
                .map(|id| checks.id(Path::input("interactionId"), &id))),
            introduction: set(self
                .introduction_id
                .map(|id| checks.id(Path::input("introductionId"), &id))),
            collaboration: set(self
                .collaboration_id
                .map(|id| checks.id(Path::input("collaborationId"), &id))),
        };
        NewExchange {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            state: self.state.into(),
            fields,
        }
    }
}

impl UpdateExchangeInput {
    pub(super) fn read(
        self,
        checks: &mut Checks,
        id: ExchangeId,
        expected_revision: Option<i32>,
    ) -> UpdateExchange {
        let fields = Fields {
            person: patch(
                self.person_id
                    .map_value(|id| checks.id(Path::input("personId"), &id)),
            ),
            direction: patch(self.direction),
            kind: patch(self.kind),
            title: patch(self.title),
            description: patch(self.description),
            weight: patch(self.weight),
            due_on: patch(self.due_on.map_value(|date| date.0)),
            done_on: patch(self.done_on.map_value(|date| date.0)),
            interaction: patch(
                self.interaction_id
                    .map_value(|id| checks.id(Path::input("interactionId"), &id)),
            ),
            introduction: patch(
                self.introduction_id
                    .map_value(|id| checks.id(Path::input("introductionId"), &id)),
            ),
            collaboration: patch(
                self.collaboration_id
                    .map_value(|id| checks.id(Path::input("collaborationId"), &id)),
            ),
        };
        UpdateExchange {
            id,
            expected_revision,
            fields,
        }
    }
}
