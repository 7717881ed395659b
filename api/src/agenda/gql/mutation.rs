//! Mutations of the agenda.

use crate::agenda::{self, Decide, TakeBack};
use crate::graphql::declare::payload;
use crate::graphql::kinds::NudgeDecision;
use crate::graphql::plan::Field;
use crate::graphql::scalars::Date;
use crate::kit::Right;

payload! {
    /// What mutations of a nudge answer.
    NudgeDecisionPayload {
        /// The decision as it is now.
        "nudgeDecision": NudgeDecision
    }
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<NudgeDecisionPayload>(
            "snoozeNudge",
            "Puts a nudge off until a day: the agenda of the days before it leaves it out. What \
             it is about stays as it is; who is due stays in `dueCheckIns`, for which \
             `snoozeCheckIn` is meant.",
            Right::AgendaWrite,
        )
        .says::<String>("key", "The nudge's key, as the agenda gives it.")
        .says::<Date>(
            "until",
            "Until which day, in the future by the workspace's time zone: on it the nudge is \
             shown again.",
        )
        .writes(
            |it| {
                Ok(Decide {
                    key: it.says("key")?,
                    until: Some(it.says::<Date>("until")?.0),
                })
            },
            agenda::decide,
        ),
        Field::verb::<NudgeDecisionPayload>(
            "dismissNudge",
            "Dismisses a nudge: the agenda leaves it out for as long as its day stays the same. \
             Doing so twice changes nothing.",
            Right::AgendaWrite,
        )
        .says::<String>("key", "The nudge's key, as the agenda gives it.")
        .writes(
            |it| {
                Ok(Decide {
                    key: it.says("key")?,
                    until: None,
                })
            },
            agenda::decide,
        ),
        Field::verb::<NudgeDecisionPayload>(
            "reopenNudge",
            "Takes back what was decided about a nudge: it is shown again. Doing so twice changes \
             nothing.",
            Right::AgendaWrite,
        )
        .says::<String>("key", "The nudge's key, as the agenda gave it.")
        .writes(|it| Ok(TakeBack { key: it.says("key")? }), agenda::take_back),
    ]
}
