//! Cadences and check-ins.

use entity::{cadence, check_in};

use super::channel::Channel;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Circle, Interaction, Person};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Cells, Json, Object, Unreadable};
use crate::kit::Right;
use crate::kit::list::Column as Plain;

pub(super) fn cadence() -> Object {
    use cadence::Column;
    Object::record::<cadence::Model>(
        "Cadence",
        "How often to be in touch: with a person, with the people of a circle, or, where both are null, with everybody. The nearest counts: a person's own, else of their circles' the one with the fewest days, else everybody's.",
        Right::CadencesRead,
        contract!(cadence),
    )
    .one::<Person>("person", "The person that it is for, if it is for one.", Column::PersonId)
    .one::<Circle>("circle", "The circle that it is for, if it is for one.", Column::CircleId)
    .column("idealDays", "Days between contacts, as the user means it: after so many it is time.", Column::IdealDays)
    .column("maxDays", "Days after which it is too long.", Column::MaxDays)
    .made::<Vec<Channel>>(
        "channels",
        "The channels that count; empty when all do.",
        vec![Plain::of(Column::Channels)],
        channels,
    )
    .column("pausedUntil", "The last day of its pause; until then nobody is due by it.", Column::PausedUntil)
}

fn channels(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let words: Vec<&str> = cells.text(0).split_whitespace().collect();
    json.list(&words, |json, word| json.word(word));
    Ok(())
}

stored_enum! {
    /// How far a check-in is.
    CheckInState = check_in::CheckInState {
        /// To be in touch on a day.
        Planned,
        /// Put off until a day.
        Snoozed,
        /// Left out this time: the interval begins anew on its day.
        Skipped,
        /// They were in touch.
        Done,
        /// Called off, or followed by another decision.
        Cancelled,
    }
}

pub(super) fn check_in() -> Object {
    use check_in::Column;
    Object::record::<check_in::Model>(
        "CheckIn",
        "What the user decided about being in touch with a person: planned for a day, put off, or left out this time. Who is due without any decision is in `dueCheckIns`.",
        Right::CadencesRead,
        contract!(check_in),
    )
    .one::<Person>("person", "The person to be in touch with.", Column::PersonId)
    .word::<CheckInState>("state", "The state that it has reached.", Column::State)
    .column(
        "on",
        "The day for which it is planned, until which it is put off, or from which the interval begins anew.",
        Column::Day,
    )
    .word::<Channel>("channel", "By which means it is planned.", Column::Channel)
    .column("note", "What to talk about then, in the user's words.", Column::Note)
    .column("doneOn", "The day on which they were in touch.", Column::DoneOn)
    .one::<Interaction>("interaction", "What was done about it.", Column::InteractionId)
}
