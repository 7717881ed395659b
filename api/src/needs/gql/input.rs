//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{GoalId, InteractionId, NeedId, OfferId, PersonId};

use super::NeedKind;
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Date, Id};
use crate::kit::Patch;
use crate::kit::check::{Checks, Path};
use crate::needs::{Fields, NewWish, TOPICS, UpdateWish};

/// A new need. It begins `OPEN`.
#[derive(InputObject)]
pub struct CreateNeedInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<NeedId>>,
    /// Who looks for it. Left out for the user; the user's own person does not stand here.
    person_id: Option<Id<PersonId>>,
    /// What is sought.
    kind: NeedKind,
    /// One line on it, at most 200 characters.
    title: String,
    /// More on it, at most 5,000 characters.
    details: Option<String>,
    /// What it is about, at most 20 topics of at most 60 characters. Without one it is in no match.
    #[graphql(default)]
    topics: Vec<String>,
    /// The last day on which it stands.
    until: Option<Date>,
    /// The goal that it serves.
    goal_id: Option<Id<GoalId>>,
    /// The interaction in which it came up.
    interaction_id: Option<Id<InteractionId>>,
}

/// A change to a need: a field that is left out stays as it is, null clears it. The state is changed by `fulfillNeed`,
/// `withdrawNeed` and `reopenNeed`.
#[derive(InputObject)]
pub struct UpdateNeedInput {
    /// Who looks for it; null makes it the user's own. Not the user's own person.
    person_id: MaybeUndefined<Id<PersonId>>,
    /// What is sought; cannot be cleared.
    kind: MaybeUndefined<NeedKind>,
    /// One line on it, at most 200 characters; cannot be cleared.
    title: MaybeUndefined<String>,
    /// More on it, at most 5,000 characters.
    details: MaybeUndefined<String>,
    /// Topics to add behind the others; those that it has already stay as they are. It has at most 20, of at most 60
    /// characters.
    #[graphql(default)]
    add_topics: Vec<String>,
    /// Topics to remove, compared without case, accents and hyphens; those that it has not are passed over.
    #[graphql(default)]
    remove_topics: Vec<String>,
    /// The last day on which it stands.
    until: MaybeUndefined<Date>,
    /// The goal that it serves.
    goal_id: MaybeUndefined<Id<GoalId>>,
    /// The interaction in which it came up.
    interaction_id: MaybeUndefined<Id<InteractionId>>,
}

impl CreateNeedInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewWish<NeedId> {
        checks.count(Path::input("topics"), self.topics.len(), TOPICS);
        let fields = Fields {
            person: set(self.person_id.map(|id| checks.id(Path::input("personId"), &id))),
            kind: Patch::Set(self.kind.into()),
            title: Patch::Set(self.title),
            details: set(self.details),
            until: set(self.until.map(|date| date.0)),
            interaction: set(self
                .interaction_id
                .map(|id| checks.id(Path::input("interactionId"), &id))),
            goal: set(self.goal_id.map(|id| checks.id(Path::input("goalId"), &id))),
            add_topics: self.topics,
            remove_topics: Vec::new(),
            on_update: false,
        };
        NewWish {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            fields,
        }
    }
}

impl UpdateNeedInput {
    pub(super) fn read(
        self,
        checks: &mut Checks,
        id: NeedId,
        expected_revision: Option<i32>,
    ) -> UpdateWish<NeedId> {
        checks.count(Path::input("addTopics"), self.add_topics.len(), TOPICS);
        checks.count(Path::input("removeTopics"), self.remove_topics.len(), TOPICS);
        let fields = Fields {
            person: patch(
                self.person_id
                    .map_value(|id| checks.id(Path::input("personId"), &id)),
            ),
            kind: patch(self.kind),
            title: patch(self.title),
            details: patch(self.details),
            until: patch(self.until.map_value(|date| date.0)),
            interaction: patch(
                self.interaction_id
                    .map_value(|id| checks.id(Path::input("interactionId"), &id)),
            ),
            goal: patch(self.goal_id.map_value(|id| checks.id(Path::input("goalId"), &id))),
            add_topics: self.add_topics,
            remove_topics: self.remove_topics,
            on_update: true,
        };
        UpdateWish {
            id,
            expected_revision,
            fields,
        }
    }
}

/// A new offer. It begins `OPEN`.
#[derive(InputObject)]
pub struct CreateOfferInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<OfferId>>,
    /// Who can give it. Left out for the user; the user's own person does not stand here.
    person_id: Option<Id<PersonId>>,
    /// What is offered.
    kind: NeedKind,
    /// One line on it, at most 200 characters.
    title: String,
    /// More on it, at most 5,000 characters.
    details: Option<String>,
    /// What it is about, at most 20 topics of at most 60 characters. Without one it is in no match.
    #[graphql(default)]
    topics: Vec<String>,
    /// The last day on which it stands.
    until: Option<Date>,
    /// The interaction in which it came up.
    interaction_id: Option<Id<InteractionId>>,
}

/// A change to an offer: a field that is left out stays as it is, null clears it. The state is changed by `fulfillOffer`,
/// `withdrawOffer` and `reopenOffer`.
#[derive(InputObject)]
pub struct UpdateOfferInput {
    /// Who can give it; null makes it the user's own. Not the user's own person.
    person_id: MaybeUndefined<Id<PersonId>>,
    /// What is offered; cannot be cleared.
    kind: MaybeUndefined<NeedKind>,
    /// One line on it, at most 200 characters; cannot be cleared.
    title: MaybeUndefined<String>,
    /// More on it, at most 5,000 characters.
    details: MaybeUndefined<String>,
    /// Topics to add behind the others; those that it has already stay as they are. It has at most 20, of at most 60
    /// characters.
    #[graphql(default)]
    add_topics: Vec<String>,
    /// Topics to remove, compared without case, accents and hyphens; those that it has not are passed over.
    #[graphql(default)]
    remove_topics: Vec<String>,
    /// The last day on which it stands.
    until: MaybeUndefined<Date>,
    /// The interaction in which it came up.
    interaction_id: MaybeUndefined<Id<InteractionId>>,
}

impl CreateOfferInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewWish<OfferId> {
        checks.count(Path::input("topics"), self.topics.len(), TOPICS);
        let fields = Fields {
            person: set(self.person_id.map(|id| checks.id(Path::input("personId"), &id))),
            kind: Patch::Set(self.kind.into()),
            title: Patch::Set(self.title),
            details: set(self.details),
            until: set(self.until.map(|date| date.0)),
            interaction: set(self
                .interaction_id
                .map(|id| checks.id(Path::input("interactionId"), &id))),
            add_topics: self.topics,
            ..Fields::default()
        };
        NewWish {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            fields,
        }
    }
}

impl UpdateOfferInput {
    pub(super) fn read(
        self,
        checks: &mut Checks,
        id: OfferId,
        expected_revision: Option<i32>,
    ) -> UpdateWish<OfferId> {
        checks.count(Path::input("addTopics"), self.add_topics.len(), TOPICS);
        checks.count(Path::input("removeTopics"), self.remove_topics.len(), TOPICS);
        let fields = Fields {
            person: patch(
                self.person_id
                    .map_value(|id| checks.id(Path::input("personId"), &id)),
            ),
            kind: patch(self.kind),
            title: patch(self.title),
            details: patch(self.details),
            until: patch(self.until.map_value(|date| date.0)),
            interaction: patch(
                self.interaction_id
                    .map_value(|id| checks.id(Path::input("interactionId"), &id)),
            ),
            add_topics: self.add_topics,
            remove_topics: self.remove_topics,
            on_update: true,
            ..Fields::default()
        };
        UpdateWish {
            id,
            expected_revision,
            fields,
        }
    }
}
