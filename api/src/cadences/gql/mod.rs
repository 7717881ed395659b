//! Cadences, who is due, and check-ins in GraphQL.

mod channel;
mod input;
mod mutation;
mod object;
mod query;
mod status;

pub use channel::Channel;
pub use mutation::mutations;
pub use query::queries;
pub use status::{CheckInStatus, of_people};

use crate::cadences;
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Cadence, CheckIn, Circle, Person};
use crate::graphql::plan::{Ask, Field};
use crate::graphql::scalars::Date;
use crate::kit::Fault;
use crate::people::gql::Standings;
use crate::workspaces;
use entity::cadence::Band;
use entity::ids::PersonId;
use std::collections::HashMap;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Cadence>(object::cadence)
        .record::<CheckIn>(object::check_in)
        .serves(cadences::afresh())
        .queries(queries())
        .mutations(mutations())
        .extend::<Circle>(added_to_circles)
        .extend::<Person>(added_to_people)
        .serves(Standings(|ask| Box::pin(standings(ask))))
}

/// What this area adds to them.
fn added_to_circles() -> Vec<Field> {
    vec![Field::first::<Cadence>(
        "cadence",
        "How often to be in touch with its people; null when that was not set.",
        cadences::of_circles,
    )]
}

/// What this area adds to them.
fn added_to_people() -> Vec<Field> {
    vec![
        Field::computed::<CheckInStatus>(
            "checkInStatus",
            "How they stand to the cadence that counts for them; null when there is none.",
            |ask, people| Box::pin(of_people(ask, people)),
        )
        .argument::<Option<Date>>(
            "on",
            "The day from which it is seen; today in the workspace's time zone if left out.",
        ),
        Field::list::<CheckIn>(
            "checkIns",
            "What was decided about being in touch with them, newest first.",
            |ask| Ok(cadences::of_people(&ask.scope)),
        )
        .paged(),
    ]
}

/// How everybody stands today who has a cadence.
async fn standings(ask: &Ask<'_>) -> Result<HashMap<PersonId, Band>, Fault> {
    let here = workspaces::here(ask.reader).await?;
    let all = cadences::standings(ask.reader, &here, None, None, ask.now).await?;
    Ok(all.into_iter().map(|it| (it.person, it.due.band)).collect())
}
