//! Mutations of goals.

use entity::TypedId;
use entity::ids::{CollaborationId, GoalId, PersonId};

use super::{CreateGoalInput, UpdateGoalInput};
use crate::goals::{self, Link, Step, Supporter, TakeStep};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Goal;
use crate::graphql::plan::{Field, Sent};
use crate::graphql::scalars::{Date, Id};
use crate::kit::{Fault, Right};
use crate::people::gql::SupportRoleKind;

payload! {
    /// What mutations of a goal answer.
    GoalPayload {
        /// The goal as it is now.
        "goal": Goal
    }
}

const WRITE: Right = Right::GoalsWrite;

const fn step(id: GoalId, expected_revision: Option<i32>, step: Step) -> TakeStep {
    TakeStep {
        id,
        expected_revision,
        step,
    }
}

/// A goal, and what an argument says that it is linked to.
fn link<I: TypedId>(it: &mut Sent<'_>, argument: &str) -> Result<Link<I>, Fault> {
    Ok(Link {
        goal: it.id("id")?,
        expected_revision: it.revision()?,
        to: it.id(argument)?,
    })
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<GoalPayload>(
            "createGoal",
            "Makes a goal, of the user or of somebody else.",
            WRITE,
        )
        .takes("The goal.", CreateGoalInput::read, goals::create),
        Field::verb::<GoalPayload>(
            "updateGoal",
            "Changes a goal, but for its state, its supporters and its collaborations.",
            WRITE,
        )
        .changes(
            "Which one.",
            "What to change.",
            UpdateGoalInput::read,
            goals::update,
        ),
        Field::verb::<GoalPayload>(
            "pauseGoal",
            "Lets a goal rest: it becomes `PAUSED`. In another state than `ACTIVE` this is a \
             `STATE` error that lists the states it can go to.",
            WRITE,
        )
        .steps(
            "Which one.",
            |id, revision| step(id, revision, Step::Pause),
            goals::take,
        ),
        Field::verb::<GoalPayload>(
            "achieveGoal",
            "Says that a goal was reached: it becomes `ACHIEVED`. What is `ACHIEVED` or `DROPPED` \
             is taken up again first: this is a `STATE` error.",
            WRITE,
        )
        .id::<GoalId>("Which one.")
        .argument::<Option<Date>>(
            "achievedOn",
            "When it was reached, not to come; today in the workspace's time zone if left out.",
        )
        .revision()
        .writes(
            |it| {
                let (id, revision) = it.target()?;
                let day: Option<Date> = it.get("achievedOn")?;
                Ok(step(id, revision, Step::Achieve(day.map(|date| date.0))))
            },
            goals::take,
        ),
        Field::verb::<GoalPayload>(
            "dropGoal",
            "Gives a goal up: it becomes `DROPPED`. When it is `ACHIEVED` or `DROPPED` this is a \
             `STATE` error.",
            WRITE,
        )
        .steps(
            "Which one.",
            |id, revision| step(id, revision, Step::Drop),
            goals::take,
        ),
        Field::verb::<GoalPayload>(
            "reopenGoal",
            "Takes a goal up again that is `PAUSED`, `ACHIEVED` or `DROPPED`: it becomes \
             `ACTIVE`, and is not reached. While it is `ACTIVE` this is a `STATE` error.",
            WRITE,
        )
        .steps(
            "Which one.",
            |id, revision| step(id, revision, Step::Reopen),
            goals::take,
        ),
        Field::verb::<GoalPayload>(
            "addGoalSupporter",
            "Says that somebody supports a goal, and how. For somebody who does already, the role \
             and the note become these.",
            WRITE,
        )
        .id::<GoalId>("Which goal.")
        .argument::<Id<PersonId>>(
            "personId",
            "Who; not whose goal it is. The user's own person supports goals of others. A goal \
             has at most 50.",
        )
        .argument::<SupportRoleKind>("role", "As what, seen from whose goal it is.")
        .argument::<Option<String>>("note", "How, at most 500 characters.")
        .revision()
        .writes(
            |it| {
                Ok(Supporter {
                    goal: it.id("id")?,
                    expected_revision: it.revision()?,
                    person: it.id("personId")?,
                    role: it.get::<SupportRoleKind>("role")?.into(),
                    note: it.get("note")?,
                })
            },
            goals::add_supporter,
        ),
        Field::verb::<GoalPayload>(
            "removeGoalSupporter",
            "Says that somebody supports a goal no more. If they did not, nothing changes.",
            WRITE,
        )
        .id::<GoalId>("Which goal.")
        .argument::<Id<PersonId>>("personId", "Who.")
        .revision()
        .writes(|it| link(it, "personId"), goals::remove_supporter),
        Field::verb::<GoalPayload>(
            "addGoalCollaboration",
            "Says that a collaboration serves a goal. If that is known, nothing changes.",
            WRITE,
        )
        .id::<GoalId>("Which goal.")
        .argument::<Id<CollaborationId>>(
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
        .id::<GoalId>("Which goal.")
        .argument::<Id<CollaborationId>>("collaborationId", "Which collaboration.")
        .revision_of("The revision of the goal that the client has seen; another one is a conflict.")
        .writes(|it| link(it, "collaborationId"), goals::remove_collaboration),
        Field::verb::<GoalPayload>(
            "archiveGoal",
            "Hides a goal; it can be restored. Doing so twice changes nothing.",
            WRITE,
        )
        .targets("Which one.", goals::archive),
        Field::verb::<GoalPayload>("restoreGoal", "Shows an archived goal again.", WRITE)
            .targets("Which one.", goals::restore),
    ]
}
