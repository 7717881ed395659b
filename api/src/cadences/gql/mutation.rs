//! Mutations of cadences and check-ins.

use entity::ids::{CheckInId, InteractionId};

use super::input::{
    PlanCheckInInput, SetCadenceInput, SkipCheckInInput, SnoozeCheckInInput, UpdateCadenceInput,
    UpdateCheckInInput,
};
use crate::cadences::{self, CancelCheckIn, CompleteCheckIn};
use crate::graphql::declare::payload;
use crate::graphql::kinds::{Cadence, CheckIn};
use crate::graphql::plan::Field;
use crate::graphql::scalars::{Date, Id};
use crate::kit::Right;

payload! {
    /// What mutations of a cadence answer.
    CadencePayload {
        /// The cadence as it is now.
        "cadence": Cadence
    }
}

payload! {
    /// What mutations of a check-in answer.
    CheckInPayload {
        /// The check-in as it is now.
        "checkIn": CheckIn
    }
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<CadencePayload>(
            "setCadence",
            "Sets how often to be in touch with a person, with the people of a circle, or with \
             everybody. What has a cadence already gets this one instead, with all of its fields; \
             an archived one is restored.",
            Right::CadencesWrite,
        )
        .input::<SetCadenceInput>("How often, and with whom.")
        .revision()
        .writes(
            |it| {
                let revision = it.revision()?;
                Ok(it.input::<SetCadenceInput>()?.read(&mut it.checks, revision))
            },
            cadences::set,
        ),
        Field::verb::<CadencePayload>(
            "updateCadence",
            "Changes how often to be in touch.",
            Right::CadencesWrite,
        )
        .changes(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            UpdateCadenceInput::read,
            cadences::update,
        ),
        Field::verb::<CadencePayload>(
            "archiveCadence",
            "Ends a cadence; it can be restored. Doing so twice changes nothing.",
            Right::CadencesWrite,
        )
        .targets("The id of the record that is meant.", cadences::archive),
        Field::verb::<CadencePayload>(
            "restoreCadence",
            "Takes an archived cadence up again. Doing so twice changes nothing.",
            Right::CadencesWrite,
        )
        .targets("The id of the record that is meant.", cadences::restore),
        Field::verb::<CheckInPayload>(
            "planCheckIn",
            "Plans to be in touch with a person on a day. Whatever is logged with them from then \
             on and counts for their cadence, or is by the planned means, completes it.",
            Right::CadencesWrite,
        )
        .takes(
            "With whom to be in touch, and on which day.",
            PlanCheckInInput::read,
            cadences::plan,
        ),
        Field::verb::<CheckInPayload>(
            "updateCheckIn",
            "Changes a planned check-in.",
            Right::CadencesWrite,
        )
        .changes(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            UpdateCheckInInput::read,
            cadences::update_check_in,
        ),
        Field::verb::<CheckInPayload>(
            "snoozeCheckIn",
            "Puts a person off until a day; an earlier snooze of theirs is cancelled. Being in \
             touch ends it.",
            Right::CadencesWrite,
        )
        .takes(
            "Whom, and until when.",
            SnoozeCheckInInput::read,
            cadences::snooze,
        ),
        Field::verb::<CheckInPayload>(
            "skipCheckIn",
            "Leaves a person out this time: they are due when their interval is over again, \
             counted from today.",
            Right::CadencesWrite,
        )
        .takes("The person who is meant.", SkipCheckInInput::read, cadences::skip),
        Field::verb::<CheckInPayload>(
            "completeCheckIn",
            "Says that a planned check-in was carried out: by an interaction that was logged, \
             else on a day. To log an interaction does this by itself.",
            Right::CadencesWrite,
        )
        .id::<CheckInId>("The id of the record that is meant.")
        .says::<Option<Id<InteractionId>>>(
            "interactionId",
            "What was done: an interaction in which the person takes part.",
        )
        .says::<Option<Date>>(
            "on",
            "On which day, where no interaction is given; today if left out.",
        )
        .revision()
        .writes(
            |it| {
                Ok(CompleteCheckIn {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    interaction: it.says_optional_id("interactionId")?,
                    on: it.says::<Option<Date>>("on")?.map(|date| date.0),
                })
            },
            cadences::complete,
        ),
        Field::verb::<CheckInPayload>(
            "cancelCheckIn",
            "Takes a decision back: a plan that is called off, a snooze that ends, a skip that \
             does not count after all.",
            Right::CadencesWrite,
        )
        .id::<CheckInId>("The id of the record that is meant.")
        .revision()
        .writes(
            |it| {
                Ok(CancelCheckIn {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                })
            },
            cadences::cancel,
        ),
        Field::verb::<CheckInPayload>(
            "archiveCheckIn",
            "Hides a check-in: it decides nothing any more. Doing so twice changes nothing.",
            Right::CadencesWrite,
        )
        .targets("The id of the record that is meant.", cadences::archive_check_in),
        Field::verb::<CheckInPayload>(
            "restoreCheckIn",
            "Shows an archived check-in again. Doing so twice changes nothing.",
            Right::CadencesWrite,
        )
        .targets("The id of the record that is meant.", cadences::restore_check_in),
    ]
}
