//! What nudges say as data: why now, and what answers them.

use crate::agenda::{self, Reason};
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::Person;
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::shape;
use crate::kit::Right;

stored_enum! {
    /// Of what a reason is. New ones may come: show those that you do not know by their `text`.
    NudgeReasonCode = agenda::Code {
        /// When you were last in touch with them: on `date`. You mean to be every `count` days.
        LastContact,
        /// You were not in touch with them yet. You mean to be every `count` days.
        NoContact,
        /// A check-in is, or was, planned for `date`.
        Planned,
        /// The check-in was put off until `date`.
        PutOff,
        /// The cadence rests until `date`.
        CadencePaused,
        /// It is longer ago than the cadence allows at most: since `date`.
        TooLong,
        /// You have owed them, `person`, thanks since `date`.
        OwedSince,
        /// You have begun to write the thanks.
        Drafted,
        /// You promised it.
        YouPromised,
        /// They, `person`, promised it to you.
        TheyPromised,
        /// They, `person`, were asked and have not answered.
        NoAnswer,
        /// They, `person`, were not asked yet.
        NotAsked,
        /// Both sides have said yes.
        BothAgreed,
        /// You introduced them on `date`.
        Introduced,
        /// It is, or was, due on `date`; null where no day was set.
        Due,
        /// What one looks for, and what `person` offers; null where it is you.
        NeedAndOffer,
        /// The need and the offer have `count` topics in common.
        TopicsInCommon,
        /// Whoever would give, `person`, cares about it, too.
        CaresToo,
        /// You were lately in touch with them, `person` first.
        InTouch,
        /// It is good until `date`.
        GoodUntil,
        /// Nobody in the network offers it, as far as you know.
        NobodyOffers,
        /// The event begins on `date`.
        Begins,
        /// You met them, `person`, at the event on `date`, and nothing was logged since.
        MetAtEvent,
        /// It happens, or happened, in the life of `person` on `date`; `count` years after it first did, where that is known.
        Occurs,
    }
}

shape! {
    /// Why a nudge is one now: a sentence, and what it says as data.
    NudgeReason: reason
}

fn reason() -> Object {
    Object::computed::<Reason>(
        "NudgeReason",
        "Why a nudge is one now: a sentence, and what it says as data.",
    )
    .needs(Right::AgendaRead)
    .value("code", "What the sentence speaks of.", |it| it.code)
    .value("date", "Its day, where it has one.", |it| it.date)
    .value(
        "days",
        "Days from the day of the agenda until `date`: negative where it is over.",
        |it| it.days,
    )
    .value(
        "count",
        "Its number, where it has one: what it counts is with the code.",
        |it| it.count,
    )
    .one::<Person, _>("person", "Whom it is about, where it is about somebody.", |it| {
        it.person
    })
    .value("text", "The sentence, as it stands in `whyNow`.", |it| {
        it.text.clone()
    })
    .done()
}

shape! {
    /// Something that answers a nudge.
    NudgeAction: action
}

fn action() -> Object {
    Object::computed::<agenda::Action>(
        "NudgeAction",
        "Something that answers a nudge: a mutation with its variables.",
    )
    .needs(Right::AgendaRead)
    .value("mutation", "The mutation, by its name in this schema.", |it| it.mutation)
    .value("label", "What to do, for a button; it names people as `title` of a nudge does. The words may change.", |it| {
        it.label.clone()
    })
    .value("variables", "The values of the mutation's arguments, by their names: ids, sides, days, and the revisions that were read. Send them as the variables of a document that has a variable of the same name and type for each.", |it| {
        it.variables.clone()
    })
    .value("asks", "What only the user can say and has to be put into `variables` first: places such as `input.channel`. Empty where all is said.", |it| {
        it.asks.to_vec()
    })
    .done()
}
