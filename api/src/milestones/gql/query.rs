//! Queries on milestones and when they come.

use chrono::{Days, NaiveDate};
use entity::ids::{CircleId, MilestoneAcknowledgementId, MilestoneId, PersonId};
use entity::milestone;
use uuid::Uuid;

use super::object::MilestoneTone;
use super::occurrence::MilestoneOccurrence;
use crate::graphql::kinds::{Milestone, MilestoneAcknowledgement};
use crate::graphql::plan::{Ask, Field, Ranked, Values};
use crate::graphql::record::Nothing;
use crate::graphql::scalars::{Date, Id};
use crate::kit::Fault;
use crate::milestones::{self, LONGEST, Wanted};
use crate::records::gql::{list, listed};

/// Days ahead that are shown, where the client does not say.
const AHEAD: u64 = 30;

/// Queries on milestones.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Milestone, MilestoneId>(
            "milestone",
            "A milestone by id; null when there is none.",
            "The id of the milestone.",
        ),
        listed::<milestone::Model, Nothing>(
            Field::list::<Milestone>(
                "milestones",
                "The milestones of the workspace, newest first unless ordered otherwise. By when they come: `upcomingMilestones`.",
                list::<milestone::Model>,
            ),
            (
                "Words of the title or the notes, in any order; their beginnings are enough.",
                "The order; newest first if left out.",
            ),
        ),
        Field::by_id::<MilestoneAcknowledgement, MilestoneAcknowledgementId>(
            "milestoneAcknowledgement",
            "What was done about a milestone in a year, by id; null when there is none.",
            "The acknowledgement's id.",
        ),
        Field::ranked::<MilestoneOccurrence>(
            "upcomingMilestones",
            "What comes in people's lives from one day to another, birthdays too, soonest first. A day in the past may be asked for, too. Who is archived, died or is yourself is left out.",
            |ask| Box::pin(upcoming(ask)),
        )
        .argument::<Option<Date>>("from", "The first day; today in the workspace's time zone if left out.")
        .argument::<Option<Date>>(
            "to",
            "The last day, at most 366 days after the first; 30 days after it if left out.",
        )
        .argument::<Option<MilestoneTone>>("tone", "What calls for this; all if left out.")
        .argument::<Option<Id<CircleId>>>("circleId", "Of the people in this circle.")
        .argument::<Option<bool>>(
            "acknowledged",
            "Those about which something was done, to let them pass included, or those about which nothing was; both if left out.",
        )
        .paged(),
    ]
}

fn day(ask: &Ask<'_>, name: &str) -> Result<Option<NaiveDate>, Fault> {
    Ok(ask.get::<Option<Date>>(name)?.map(|date| date.0))
}

async fn upcoming(ask: &Ask<'_>) -> Result<Ranked, Fault> {
    let (first, last) = (day(ask, "from")?, day(ask, "to")?);
    let circle = match ask.get::<Option<Id<CircleId>>>("circleId")? {
        Some(_) => Some(ask.id::<CircleId>("circleId")?),
        None => None,
    };
    let today = ask.today();
    let from = first.unwrap_or(today);
    let wanted = Wanted {
        on: today,
        from,
        to: last.unwrap_or(from + Days::new(AHEAD)),
        tone: ask.get::<Option<MilestoneTone>>("tone")?.map(Into::into),
        circle,
        acknowledged: ask.get("acknowledged")?,
    };
    if wanted.to > from + Days::new(LONGEST) {
        return Err(Fault::bad_input(format!(
            "to must be at most {LONGEST} days after from"
        )));
    }
    let found = milestones::upcoming(ask.reader, &wanted).await?;
    // Days in this form sort as text.
    let entries = found.into_iter().map(|it| {
        let (date, id) = it.place();
        (date.to_string(), id, it)
    });
    Ok(Ranked::of(entries.collect()))
}

/// The field `milestones` of a person.
#[must_use]
pub fn with_person() -> Field {
    let description = "The dated things in their life, newest first.";
    Field::list::<Milestone>("milestones", description, |ask| {
        Ok(milestones::of_people(&ask.scope))
    })
    .paged()
}

/// The field `nextMilestones` of a person.
#[must_use]
pub fn next_with_person() -> Field {
    Field::computed_many::<MilestoneOccurrence>(
        "nextMilestones",
        "What comes in their life within a year: of their birthday and of each milestone the next time, soonest first, at most 10.",
        |ask, people| Box::pin(next(ask, people)),
    )
    .argument::<Option<Date>>(
        "on",
        "The day from which it is seen; today in the workspace's time zone if left out.",
    )
}

async fn next(ask: &Ask<'_>, people: &[Uuid]) -> Result<Values, Fault> {
    let on = match day(ask, "on")? {
        Some(on) => on,
        None => ask.today(),
    };
    let people: Vec<PersonId> = people.iter().copied().map(PersonId).collect();
    let found = milestones::next_of_people(ask.reader, &people, on).await?;
    Ok(Values::under(found.into_iter().map(|it| (it.person.0, it))))
}
