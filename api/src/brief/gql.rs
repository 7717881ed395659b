//! The brief in GraphQL.

use entity::ids::PersonId;
use entity::{need, offer};
use uuid::Uuid;

use super::Question;
use crate::brief::{self, Brief as Computed};
use crate::cadences::gql::CheckInStatus;
use crate::exchanges;
use crate::goals;
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{
    Collaboration, Exchange, Fact, Goal, Gratitude, Interaction, Introduction, Need, Offer, Person, Tie,
};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Object, Values};
use crate::graphql::scalars::Date;
use crate::gratitude;
use crate::kit::{Fault, Right};
use crate::needs;
use crate::{cadences, collaborations, interactions, introductions, milestones, people};

shape! {
    /// A question that a brief suggests.
    BriefQuestion: question
}

fn question() -> Object {
    Object::computed::<Question>(
        "BriefQuestion",
        "Something to ask about, because it was noted long ago.",
    )
    .value(
        "text",
        "The question, for the user; the words may change.",
        |it| it.text.clone(),
    )
    .value("kind", "What kind of fact it comes from.", |it| it.kind)
    .value("about", "What is known of the person.", |it| it.about.clone())
    .value("notedOn", "When the fact was noted.", |it| it.noted_on)
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
        "What to ask about: facts that have gone stale, the stalest first, at most 5. A topic stays fresh for 60 days, a goal for 90, an interest, a skill or a perspective for 365, a value or a preference for 730, anything else for 180.",
        |it| it.questions.clone(),
    )
    .with(
        Field::list::<Interaction>(
            "lastInteractions",
            "What happened with them, latest first: what was talked about, what each shared.",
            |ask| interactions::feed(&ask.place(), None, interactions::LATEST, ask.now),
        )
        .paged(),
    )
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
    let found = brief::briefs(ask.reader, &people, on).await?;
    Ok(Values::under(found.into_iter().map(|it| (it.person.0, it))))
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new().extend::<Person>(|| vec![of_person()])
}
