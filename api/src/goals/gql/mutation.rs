//! Mutations of goals.

use entity::ids::{CollaborationId, GoalId, PersonId};
use entity::{TypedId, goal};

use crate::goals::{self, Link, Step, Supporter};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Goal;
use crate::graphql::plan::{Field, Sent};
use crate::graphql::scalars::{Date, Id};
use crate::kit::{Fault, Right};
use crate::people::gql::SupportRoleKind;
use crate::records::{gql, step, take};

payload! {
    /// What mutations of a goal answer.
    GoalPayload {
        /// The goal as it is now.
        "goal": Goal
    }
}

const WRITE: Right = Right::GoalsWrite;

/// A goal, and what `input` says that it is linked to.
fn link<I: TypedId>(it: &mut Sent<'_>, name: &str) -> Result<Link<I>, Fault> {
    Ok(Link {
        goal: it.id("id")?,
        expected_revision: it.revision()?,
        to: it.says_id(name)?,
    })
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let mut mutations = gql::verbs_changing::<goal::Model, GoalPayload>(WRITE, goals::update_all);
    mutations.extend([
        gql::step::<goal::Model, GoalPayload>(
            "pauseGoal",
            "Lets a goal rest: it becomes `PAUSED`. In another state than `ACTIVE` this is a \
             `STATE` error that lists the states it can go to.",
            WRITE,
            Step::Pause,
        ),
        Field::verb::<GoalPayload>(
            "achieveGoal",
            "Says that a goal was reached: it becomes `ACHIEVED`. What is `ACHIEVED` or `DROPPED` \
             is taken up again first: this is a `STATE` error.",
            WRITE,
        )
        .id::<GoalId>("The id of the record that is meant.")
        .says::<Option<Date>>(
            "achievedOn",
            "When it was reached, not to come; today in the workspace's time zone if left out.",
        )
        .revision()
        .writes(
            |it| {
                let (id, revision) = it.target()?;
                let day: Option<Date> = it.says("achievedOn")?;
                let achieve = Step::Achieve(day.map(|date| date.0));
                Ok(step::<goal::Model, _>(achieve)(id, revision))
            },
            take::<goal::Model>,
        ),
        gql::step::<goal::Model, GoalPayload>(
            "dropGoal",
            "Gives a goal up: it becomes `DROPPED`. When it is `ACHIEVED` or `DROPPED` this is a \
             `STATE` error.",
            WRITE,
            Step::Drop,
        ),
        gql::step::<goal::Model, GoalPayload>(
            "reopenGoal",
            "Takes a goal up again that is `PAUSED`, `ACHIEVED` or `DROPPED`: it becomes \
             `ACTIVE`, and is not reached. While it is `ACTIVE` this is a `STATE` error.",
            WRITE,
            Step::Reopen,
        ),
        Field::verb::<GoalPayload>(
            "addGoalSupporter",
            "Says that somebody supports a goal, and how. For somebody who does already, the role \
             and the note become these.",
            WRITE,
        )
        .id::<GoalId>("The id of the goal that is meant.")
        .says::<Id<PersonId>>(
            "personId",
            "Who; not whose goal it is. The user's own person supports goals of others. A goal \
             has at most 50.",
        )
        .says::<SupportRoleKind>("role", "As what, seen from whose goal it is.")
        .says::<Option<String>>("note", "How, at most 500 characters.")
        .revision()
        .writes(
            |it| {
                Ok(Supporter {
                    goal: it.id("id")?,
                    expected_revision: it.revision()?,
                    person: it.says_id("personId")?,
                    role: it.says::<SupportRoleKind>("role")?.into(),
                    note: it.says("note")?,
                })
            },
            goals::add_supporter,
        ),
        Field::verb::<GoalPayload>(
            "removeGoalSupporter",
            "Says that somebody supports a goal no more. If they did not, nothing changes.",
            WRITE,
        )
        .id::<GoalId>("The id of the goal that is meant.")
        .says::<Id<PersonId>>("personId", "The person who is meant.")
        .revision()
        .writes(|it| link(it, "personId"), goals::remove_supporter),
        Field::verb::<GoalPayload>(
            "addGoalCollaboration",
            "Says that a collaboration serves a goal. If that is known, nothing changes.",
            WRITE,
        )
        .id::<GoalId>("The id of the goal that is meant.")
        .says::<Id<CollaborationId>>(
            "collaborationId",
            "Which collaboration. A goal has at most 50, archived ones counted.",
        )
        .revision_of("The revision of the goal that the client has seen; another one is a conflict.")
        .writes(|it| link(it, "collaborationId"), goals::add_collaboration),
        Field::verb::<GoalPayload>(
            "removeGoalCollaboration",
            "Says that a collaboration serves a goal no more. If it did not, nothing changes.",
            WRITE,
        )
        .id::<GoalId>("The id of the goal that is meant.")
        .says::<Id<CollaborationId>>("collaborationId", "Which collaboration.")
        .revision_of("The revision of the goal that the client has seen; another one is a conflict.")
        .writes(|it| link(it, "collaborationId"), goals::remove_collaboration),
    ]);
    mutations
}
