//! The brief in GraphQL.

use entity::ids::{FactId, GoalId, NeedId, PersonId};
use entity::{need, offer};
use uuid::Uuid;

use super::{Question, Source};
use crate::brief::{self, Brief as Computed, View};
use crate::cadences::gql::CheckInStatus;
use crate::exchanges;
use crate::goals;
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{
    Collaboration, Exchange, Fact, Goal, Gratitude, Interaction, Introduction, Need, Offer, Person,
    Question as StoredQuestion, Tie,
};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Object, Values};
use crate::graphql::scalars::Date;
use crate::gratitude;
use crate::kit::{Fault, Right};
use crate::needs;
use crate::{cadences, collaborations, interactions, introductions, milestones, news, people, questions};

shape! {
    /// A question that a brief suggests.
    BriefQuestion: question
}

fn question() -> Object {
    Object::computed::<Question>(
        "BriefQuestion",
        "Something to ask about, because nothing was heard of it for long. It is stored nowhere: `createQuestion` keeps it, with `suggestedBy`.",
    )
    .value(
        "text",
        "The question, for the user; the words may change.",
        |it| it.text.clone(),
    )
    .value(
        "kind",
        "What kind of fact it comes from; `GOAL` of a goal, `OTHER` of a need.",
        |it| it.kind,
    )
    .value("about", "What is known of the person.", |it| it.about.clone())
    .value(
        "notedOn",
        "When the fact was noted, or when the goal or the need was last changed.",
        |it| it.noted_on,
    )
    .value(
        "suggestedBy",
        "The id of the fact, goal or need that it comes from, for `createQuestion`.",
        |it| it.source.to_string(),
    )
    .one::<Fact, FactId>("fact", "The fact that it comes from; null if it is none.", |it| {
        match it.source {
            Source::Fact(id) => Some(id),
            _ => None,
        }
    })
    .one::<Goal, GoalId>("goal", "The goal that it comes from; null if it is none.", |it| {
        match it.source {
            Source::Goal(id) => Some(id),
            _ => None,
        }
    })
    .one::<Need, NeedId>("need", "The need that it comes from; null if it is none.", |it| {
        match it.source {
            Source::Need(id) => Some(id),
            _ => None,
        }
    })
    .value("daysAgo", "At least so many days ago.", |it| it.days)
    .done()
}

shape! {
    /// What to know before meeting a person.
    Brief: declare
}

fn declare() -> Object {
    Object::computed::<Computed>(
        "Brief",
        "What to know before meeting a person: each list is what `Person` has, cut to what matters before a talk.",
    )
    .needs(Right::PeopleRead)
    .known_by(|it: &Computed| it.person)
    .one::<Person, _>("person", "The person whom it is about.", |it| Some(it.person))
    .value("on", "The day from which it is seen.", |it| it.on)
    .each::<BriefQuestion, _>(
        "questions",
        "What is worth asking about besides `openQuestions`, at most 5, what was not heard of for the longest first, measured by how long it stays fresh: facts that have gone stale, goals that they are after, and what they look for. A topic stays fresh for 60 days, a goal for 90, a need for 60, an interest, a skill or a perspective for 365, a value or a preference for 730, anything else for 180; a goal and a need from their last change on. What a question of theirs names as `suggestedBy` is left out while that is `OPEN` or `DROPPED`, and for as long again after it was asked. Goals need `GOALS_READ`, needs `NEEDS_READ`.",
        |it| it.questions.clone(),
    )
    .with(
        Field::list::<StoredQuestion>("openQuestions", "What you want to ask them, what was noted first before others.", |ask| {
            Ok(questions::open_of_people(&ask.scope))
        })
        .paged(),
    )
    .with(
        Field::list::<Interaction>(
            "lastInteractions",
            "What happened with them, latest first: what was talked about, what each shared.",
            |ask| interactions::feed(&ask.place(), None, interactions::LATEST, ask.now),
        )
        .paged(),
    )
    .with(
        Field::list::<Interaction>(
            "lastHeard",
            "What they told of themselves since you last spoke, that talk included, latest first: interactions with `updatesHeard`. One speaks in person, on the telephone and by video; where you never did, it is all that they told.",
            |ask| Ok(interactions::heard(&ask.scope)),
        )
        .paged(),
    )
    .with(news::gql::to_tell_person())
    .many::<Fact>("facts", "What is worth remembering about them, at most 200.", people::facts)
    .with(
        Field::computed::<CheckInStatus>(
            "checkInStatus",
            "How they stand to the cadence that counts for them; null when there is none.",
            |ask, people| Box::pin(cadences::gql::of_people(ask, people)),
        )
        .argument::<Option<Date>>("on", "The day from which it is seen; today in the workspace's time zone if left out."),
    )
    .with(
        Field::list::<Exchange>("promisesByMe", "What you promised them and have not done yet, soonest due first.", |ask| {
            Ok(exchanges::promises(&ask.scope, entity::Direction::Given))
        })
        .paged(),
    )
    .with(
        Field::list::<Exchange>(
            "promisesByThem",
            "What they promised you and have not done yet, soonest due first.",
            |ask| Ok(exchanges::promises(&ask.scope, entity::Direction::Received)),
        )
        .paged(),
    )
    .with(
        Field::list::<Gratitude>("gratitudesOwed", "Thanks that you owe them, oldest first.", |ask| {
            Ok(gratitude::owed_to(&ask.scope))
        })
        .paged(),
    )
    .with(
        Field::list::<Introduction>(
            "introductionsUnderWay",
            "Introductions of theirs that are prepared, asked for, agreed to, or made and not closed, newest first.",
            |ask| Ok(introductions::under_way_of_people(&ask.scope, ask.now)),
        )
        .paged(),
    )
    .with(
        Field::list::<Collaboration>(
            "collaborationsUnderWay",
            "Collaborations with them that are neither done nor dropped, newest first.",
            |ask| Ok(collaborations::under_way_of_people(&ask.scope)),
        )
        .paged(),
    )
    .with(
        milestones::gql::next_with_person(),
    )
    .with(
        Field::list::<Need>("needs", "What they look for and have not found, newest first.", |ask| {
            Ok(needs::open_of_people::<need::Model>(&ask.scope))
        })
        .paged(),
    )
    .with(
        Field::list::<Offer>("offers", "What they can give, newest first.", |ask| {
            Ok(needs::open_of_people::<offer::Model>(&ask.scope))
        })
        .paged(),
    )
    .with(
        Field::list::<Goal>("goals", "What they are after and have not given up or reached, soonest first.", |ask| {
            Ok(goals::under_way(&ask.scope))
        })
        .paged(),
    )
    .with(
        Field::list::<Goal>(
            "supportedGoals",
            "Goals of yours and of others that they support, newest first.",
            |ask| Ok(goals::supported(&ask.scope)),
        )
        .paged(),
    )
    .with(
        Field::list::<Tie>(
            "peopleInCommon",
            "Whom of your network they know, as far as you know, oldest tie first.",
            |ask| Ok(people::ties(&ask.scope)),
        )
        .paged(),
    )
    .done()
}

/// The field `brief` of a person.
#[must_use]
pub fn of_person() -> Field {
    Field::computed::<Brief>(
        "brief",
        "What to know before meeting them, in one query.",
        |ask, people| Box::pin(briefs(ask, people)),
    )
    .argument::<Option<Date>>(
        "on",
        "The day from which it is seen; today in the workspace's time zone if left out.",
    )
}

async fn briefs(ask: &Ask<'_>, people: &[Uuid]) -> Result<Values, Fault> {
    let people: Vec<PersonId> = people.iter().copied().map(PersonId).collect();
    let on = match ask.get::<Option<Date>>("on")? {
        Some(date) => date.0,
        None => ask.today(),
    };
    let view = View {
        on,
        goals: ask.may(Right::GoalsRead),
        needs: ask.may(Right::NeedsRead),
    };
    let found = brief::briefs(ask.reader, &people, view).await?;
    Ok(Values::under(found.into_iter().map(|it| (it.person.0, it))))
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new().extend::<Person>(|| vec![of_person()])
}
