//! Queries on dimensions and counts.

use chrono::{Days, TimeDelta};
use entity::ids::{CircleId, DimensionId};

use super::report::Diversity;
use crate::diversity::{self, Asked};
use crate::graphql::errors::checked;
use crate::graphql::kinds::Dimension;
use crate::graphql::plan::{Ask, Field, Values};
use crate::graphql::scalars::{Date, DateTime, Id};
use crate::kit::Fault;
use crate::kit::check::{Checks, Path};

/// Queries on dimensions and counts.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Dimension, DimensionId>(
            "dimension",
            "A dimension by id; null when there is none.",
            "The id of the dimension.",
        ),
        Field::list::<Dimension>("dimensions", "The dimensions of the workspace, by name.", |ask| {
            Ok(diversity::list(&ask.place(), ask.flag("includeArchived")?))
        })
        .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
        .paged(),
        Field::computed_many::<Diversity>(
            "diversity",
            "How many people there are of each value of dimensions, in the order in which they are asked for. A dimension that is not there is left out.",
            |ask, _| Box::pin(now(ask)),
        )
        .argument::<Option<Vec<Id<DimensionId>>>>(
            "dimensionIds",
            "Of which dimensions, at most 10; of the first 10 by name, archived ones left out, if it is left out.",
        )
        .argument::<Option<Id<CircleId>>>("circleId", "Of the people in this circle; of all if left out.")
        .argument::<Option<DateTime>>(
            "asOf",
            "As it was at this moment; now if left out. Who is archived or has left the circle since is not counted.",
        ),
        Field::computed_many::<Diversity>(
            "diversityTrend",
            "How many people there were of each value of a dimension at the end of each month, in the workspace's time zone; months that are not over are left out. At most 120 months; empty where the dimension is not there.",
            |ask, _| Box::pin(trend(ask)),
        )
        .argument::<Id<DimensionId>>("dimensionId", "The id of the dimension that is looked at.")
        .argument::<Option<Id<CircleId>>>("circleId", "Of the people in this circle; of all if left out.")
        .argument::<Date>("from", "Months that end on this day or later.")
        .argument::<Date>("to", "Months that end on this day or sooner."),
    ]
}

fn circle(ask: &Ask<'_>) -> Result<Option<CircleId>, Fault> {
    match ask.get::<Option<Id<CircleId>>>("circleId")? {
        Some(_) => Ok(Some(ask.id::<CircleId>("circleId")?)),
        None => Ok(None),
    }
}

async fn now(ask: &Ask<'_>) -> Result<Values, Fault> {
    let ids = ask.get::<Option<Vec<Id<DimensionId>>>>("dimensionIds")?;
    let mut checks = Checks::new();
    let path = Path::argument("dimensionIds");
    checks.count(path.clone(), ids.as_ref().map_or(0, Vec::len), diversity::AT_ONCE);
    let dimensions = ids.map(|ids| checks.ids(&path, &ids));
    checked(checks)?;
    let asked = Asked {
        dimensions,
        circle: circle(ask)?,
        at: vec![ask.get::<Option<DateTime>>("asOf")?.map_or(ask.now, |at| at.0)],
    };
    Ok(Values::of(diversity::reports(ask.reader, &asked).await?))
}

async fn trend(ask: &Ask<'_>) -> Result<Values, Fault> {
    let (from, to) = (ask.get::<Date>("from")?.0, ask.get::<Date>("to")?.0);
    let (dimension, circle) = (ask.id::<DimensionId>("dimensionId")?, circle(ask)?);
    let ends: Vec<_> = diversity::month_ends(from, to)
        .take(diversity::MONTHS + 1)
        .collect();
    if ends.len() > diversity::MONTHS {
        let message = format!("there are more than {} months from from to to", diversity::MONTHS);
        return Err(Fault::bad_input(message));
    }
    // The last moment of the day that both databases keep.
    let end = |day: chrono::NaiveDate| ask.scope.begin_of(day + Days::new(1)) - TimeDelta::microseconds(1);
    let at = ends.into_iter().map(end).take_while(|at| *at <= ask.now);
    let asked = Asked {
        dimensions: Some(vec![dimension]),
        circle,
        at: at.collect(),
    };
    Ok(Values::of(diversity::reports(ask.reader, &asked).await?))
}
