//! A collaboration and its parts.

use async_graphql::{Context, ID, Object, Result};
use entity::ids::CollaborationId;
use entity::{collaboration, collaboration_member, collaboration_milestone};

use crate::collaborations;
use crate::graphql::context::ContextExt;
use crate::graphql::declare::{batch, record_object, stored_enum};
use crate::graphql::scalars::{Date, PartialDate};
use crate::kit::Right;
use crate::people::gql::{Person, PersonById};

stored_enum! {
    /// What a collaboration is.
    CollaborationKind = collaboration::CollaborationKind {
        /// Something that could be done together.
        Opportunity,
        /// A worked-out offer to do it.
        Proposal,
        /// Work with an end.
        Project,
        /// Work without a fixed end.
        Initiative,
        /// A business in common.
        JointVenture,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// How far a collaboration is. From `IDEA` it goes to `PROPOSED`, `ACTIVE` or `DROPPED`; from `PROPOSED` to `ACTIVE` or
    /// `DROPPED`; from `ACTIVE` to `PAUSED`, `DONE` or `DROPPED`; from `PAUSED` to `ACTIVE`, `DONE` or `DROPPED`; from `DONE`
    /// and `DROPPED` only back to `ACTIVE`.
    CollaborationState = collaboration::CollaborationState {
        /// Thought of.
        Idea,
        /// Put to the others.
        Proposed,
        /// Under way.
        Active,
        /// Resting.
        Paused,
        /// Finished.
        Done,
        /// Given up.
        Dropped,
    }
}

batch! {
    /// Collaborations by id.
    CollaborationById: CollaborationId => collaboration::Model, collaborations::by_ids
}
batch! {
    /// The members of collaborations.
    MembersOf: CollaborationId => Vec<collaboration_member::Model>, collaborations::members_of
}
batch! {
    /// The milestones of collaborations.
    MilestonesOf: CollaborationId => Vec<collaboration_milestone::Model>, collaborations::milestones_of
}

record_object! {
    /// Something that people do together, or could: an opportunity, a proposal, a project, an initiative, a joint venture.
    Collaboration(collaboration::Model) requires Right::CollaborationsRead; {
        /// What it is called.
        async fn title(&self) -> &str {
            &self.0.title
        }

        /// What it is.
        async fn kind(&self) -> CollaborationKind {
            self.0.kind.into()
        }

        /// How far it is. `moveCollaboration` changes it.
        async fn state(&self) -> CollaborationState {
            self.0.state.into()
        }

        /// The states that `moveCollaboration` can take it to now; none while it is archived.
        async fn allowed_states(&self) -> Vec<CollaborationState> {
            let allowed = if self.0.archived_at.is_some() { &[] } else { collaborations::allowed(self.0.state) };
            allowed.iter().copied().map(Into::into).collect()
        }

        /// What it is about.
        async fn summary(&self) -> Option<&str> {
            self.0.summary.as_deref()
        }

        /// What it is to reach.
        async fn goal(&self) -> Option<&str> {
            self.0.goal.as_deref()
        }

        /// When it began, or is to begin. Filled in when it becomes `ACTIVE`.
        async fn started_on(&self) -> Option<PartialDate> {
            self.0.started_on.map(Into::into)
        }

        /// When it ended, or is to end. Filled in when it is `DONE` or `DROPPED`, cleared when it is taken up again.
        async fn ended_on(&self) -> Option<PartialDate> {
            self.0.ended_on.map(Into::into)
        }

        /// What came of it.
        async fn outcome(&self) -> Option<&str> {
            self.0.outcome.as_deref()
        }

        /// Who takes part and took part, in the user's order, at most 100. A person who came, left and came again is there
        /// once for each period.
        async fn members(&self, ctx: &Context<'_>) -> Option<Result<Vec<CollaborationMember>>> {
            let found = ctx.batch::<MembersOf>(self.0.id).await;
            Some(found.map(|found| found.unwrap_or_default().into_iter().map(CollaborationMember).collect()))
        }

        /// Its steps, in the user's order, at most 100.
        async fn milestones(&self, ctx: &Context<'_>) -> Option<Result<Vec<CollaborationMilestone>>> {
            let found = ctx.batch::<MilestonesOf>(self.0.id).await;
            Some(found.map(|found| found.unwrap_or_default().into_iter().map(CollaborationMilestone).collect()))
        }
    }
}

/// A person's part in a collaboration over a period.
#[derive(Clone, Debug)]
pub struct CollaborationMember(collaboration_member::Model);

/// A person's part in a collaboration over a period.
#[Object]
impl CollaborationMember {
    /// The id, for changing and removing it by `updateCollaboration`.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Who.
    async fn person(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        ctx.batch::<PersonById>(self.0.person_id)
            .await
            .map(|found| found.map(Into::into))
            .transpose()
    }

    /// As what: lead, designer, investor …
    async fn role(&self) -> Option<&str> {
        self.0.role.as_deref()
    }

    /// What they bring.
    async fn contribution(&self) -> Option<&str> {
        self.0.contribution.as_deref()
    }

    /// From when.
    async fn started_on(&self) -> Option<PartialDate> {
        self.0.started_on.map(Into::into)
    }

    /// Until when.
    async fn ended_on(&self) -> Option<PartialDate> {
        self.0.ended_on.map(Into::into)
    }
}

/// A step of a collaboration.
#[derive(Clone, Debug)]
pub struct CollaborationMilestone(collaboration_milestone::Model);

/// A step of a collaboration.
#[Object]
impl CollaborationMilestone {
    /// The id, for changing and removing it by `updateCollaboration`.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What is to be reached.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// By when.
    async fn due_on(&self) -> Option<Date> {
        self.0.due_on.map(Date)
    }

    /// When it was reached; null while it is not.
    async fn done_on(&self) -> Option<Date> {
        self.0.done_on.map(Date)
    }
}
