//! What could be done together.

use entity::ids::{GoalId, PersonId};

use super::{FIRST, MOST, bounded};
use crate::bridges::{self, Opportunity, SharedAim as Shared};
use crate::graphql::kinds::{Goal, Person};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Object, Values};
use crate::kit::{Fault, Right};
use crate::needs;
use crate::needs::gql::Match;

shape! {
    /// Something that several people could do together.
    CollaborationOpportunity: opportunity
}

fn opportunity() -> Object {
    Object::computed::<Opportunity>(
        "CollaborationOpportunity",
        "Something that several people could do together: a match in which a partner is sought, or an aim that several have. `collaborateOnMatch` makes a collaboration of the one, `createCollaboration` of the other.",
    )
    .inner::<Match, needs::Match>("match", "A need of kind `COLLABORATION` and what could meet it; null where it is an aim.", |it| match it {
        Opportunity::Match(it) => Some(it.as_ref().clone()),
        Opportunity::Aim(_) => None,
    })
    .inner::<SharedAim, Shared>("sharedAim", "What several are after; null where it is a match.", |it| match it {
        Opportunity::Aim(it) => Some(it.clone()),
        Opportunity::Match(_) => None,
    })
    .value("score", "How much speaks for it, from 0 to 100: the score of the match, or 20 for each who has the aim.", Opportunity::score)
    .done()
}

shape! {
    /// What several people are after.
    SharedAim: aim
}

fn aim() -> Object {
    Object::computed::<Shared>(
        "SharedAim",
        "Goals under way of several people that are called alike, and that no collaboration serves.",
    )
    .needs(Right::GoalsRead)
    .value("title", "How one of them is called.", |it| it.title.clone())
    .value("isOwn", "Whether one of the goals is the user's own.", |it| {
        it.is_own
    })
    .each::<SharedAimGoal, GoalId>("goals", "The goals that are called alike.", |it| it.goals.clone())
    .each::<SharedAimPerson, PersonId>(
        "people",
        "Others who have one of them or support one, at most 40.",
        |it| it.people.clone(),
    )
    .done()
}

shape! {
    /// A goal of a shared aim.
    SharedAimGoal: aim_goal
}

fn aim_goal() -> Object {
    Object::computed::<GoalId>("SharedAimGoal", "A goal of a shared aim.")
        .needs(Right::GoalsRead)
        .one::<Goal, _>("goal", "The goal that is meant.", |it| Some(*it))
        .done()
}

shape! {
    /// Somebody who has an aim.
    SharedAimPerson: aim_person
}

fn aim_person() -> Object {
    Object::computed::<PersonId>("SharedAimPerson", "Somebody who has an aim, or supports it.")
        .needs(Right::PeopleRead)
        .one::<Person, _>("person", "The person who is meant.", |it| Some(*it))
        .done()
}

/// The query `collaborationOpportunities`.
pub(super) fn opportunities() -> Field {
    Field::computed_many::<CollaborationOpportunity>(
            "collaborationOpportunities",
            "What could be done together, the best first: matches in which a partner is sought, and aims under way that several people have, the user among them or not, and that no collaboration serves.",
            |ask, _| Box::pin(possible(ask)),
        )
        .needs(Right::NeedsRead)
        .needs(Right::GoalsRead)
        .needs(Right::PeopleRead)
        .argument::<Option<i32>>("first", "How many at most: 1 to 100, 20 if left out.")
}

async fn possible(ask: &Ask<'_>) -> Result<Values, Fault> {
    let most = bounded(ask, "first", FIRST, (1, MOST))?;
    Ok(Values::of(
        bridges::opportunities(ask.reader, most, ask.now).await?,
    ))
}
