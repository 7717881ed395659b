//! Mutations of thanks.

use entity::gratitude;
use entity::ids::GratitudeId;

use super::{DraftGratitudeInput, GratitudeInput, SendGratitudeInput};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Gratitude;
use crate::graphql::plan::Field;
use crate::graphql::record::Update;
use crate::gratitude::{self as thanks, Saying, Step, TakeStep};
use crate::kit::Right;

payload! {
    /// What mutations of thanks answer.
    GratitudePayload {
        /// The thanks as they are now.
        "gratitude": Gratitude
    }
}

const WRITE: Right = Right::ExchangesWrite;

fn step((id, expected_revision): (GratitudeId, Option<i32>), step: Step, saying: Saying) -> TakeStep {
    TakeStep {
        id,
        expected_revision,
        step,
        saying,
    }
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<GratitudePayload>(
            "giveGratitude",
            "Gives thanks, for something or just so: they are `SENT`. Where the user owes them \
             for it, or has drafted or waived them, these are the ones that are sent. Repeating \
             what was said for it changes nothing; anything else is said beside it.",
            WRITE,
        )
        .takes(
            "What is said in thanks, and to whom.",
            GratitudeInput::read,
            thanks::give,
        ),
        Field::verb::<GratitudePayload>(
            "receiveGratitude",
            "Records thanks that the user got: they are `RECEIVED`.",
            WRITE,
        )
        .takes(
            "What is said in thanks, and to whom.",
            GratitudeInput::read,
            thanks::receive,
        ),
        Field::verb::<GratitudePayload>(
            "draftGratitude",
            "Writes down thanks that are to be sent later: they become, or stay, `DRAFTED`. \
             Thanks that are `SENT` or `RECEIVED` are a `STATE` error.",
            WRITE,
        )
        .id::<GratitudeId>("The id of the thanks that are meant.")
        .input::<DraftGratitudeInput>("What the draft says so far.")
        .revision()
        .writes(
            |it| {
                Ok(step(
                    it.target()?,
                    Step::Draft,
                    it.input::<DraftGratitudeInput>()?.read(),
                ))
            },
            thanks::take,
        ),
        Field::verb::<GratitudePayload>(
            "sendGratitude",
            "Says that thanks which were owed, drafted or waived were given: they become `SENT`, \
             for good.",
            WRITE,
        )
        .id::<GratitudeId>("The id of the thanks that are meant.")
        .input::<Option<SendGratitudeInput>>("How they were given, where there is something to say.")
        .revision()
        .writes(
            |it| {
                let (target, input) = (
                    it.target()?,
                    it.input::<Option<SendGratitudeInput>>()?.unwrap_or_default(),
                );
                let sent = Step::Send(input.thanked_on.map(|date| date.0));
                Ok(step(target, sent, input.read(&mut it.checks)))
            },
            thanks::take,
        ),
        Field::verb::<GratitudePayload>(
            "waiveGratitude",
            "Lets thanks be that are owed or drafted: they become `WAIVED`, and are not asked for \
             again.",
            WRITE,
        )
        .steps(
            "The id of the thanks that are meant.",
            |id, revision| step((id, revision), Step::Waive, Saying::default()),
            thanks::take,
        ),
        Field::verb::<GratitudePayload>(
            "updateGratitude",
            "Changes what thanks say and how they are given, but for their state.",
            WRITE,
        )
        .changes_each(
            "The id of the thanks that are meant.",
            "What to change: a field that is left out stays, null clears it.",
            Update::<gratitude::Model>::read,
            thanks::update_all,
        ),
        Field::verb::<GratitudePayload>(
            "archiveGratitude",
            "Hides thanks; they can be restored, and are owed no more. Doing so twice changes \
             nothing.",
            WRITE,
        )
        .targets("The id of the thanks that are meant.", thanks::archive),
        Field::verb::<GratitudePayload>("restoreGratitude", "Shows archived thanks again.", WRITE)
            .targets("The id of the thanks that are meant.", thanks::restore),
    ]
}
