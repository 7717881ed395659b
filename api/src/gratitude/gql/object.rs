//! Thanks.

use entity::gratitude;

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Collaboration, Exchange, Interaction, Introduction, Person};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Cells, Json, Object, Unreadable};
use crate::graphql::record::object;
use crate::gratitude as thanks;
use crate::kit::Right;
use crate::kit::list::Column as Plain;

stored_enum! {
    /// How far thanks are. Thanks that the user gives go from `OWED` to `DRAFTED` (`draftGratitude`), `SENT` (`sendGratitude`,
    /// `giveGratitude`) or `WAIVED` (`waiveGratitude`); from `DRAFTED` to all of these; from `WAIVED` to `DRAFTED` or `SENT`. `SENT`
    /// and `RECEIVED` stay.
    GratitudeState = gratitude::GratitudeState {
        /// The user owes them.
        Owed,
        /// The user has begun to write.
        Drafted,
        /// The user has given them.
        Sent,
        /// The user let it be.
        Waived,
        /// The user got them.
        Received,
    }
}

stored_enum! {
    /// How thanks are given.
    GratitudeMeans = gratitude::GratitudeMeans {
        /// In writing, to the person alone.
        Note,
        /// Face to face, or by voice.
        InPerson,
        /// Where others see it.
        Public,
        /// Another way: a present, a favour in return.
        Other,
    }
}

pub(super) fn declare() -> Object {
    use gratitude::Column;
    object::<gratitude::Model>(Right::ExchangesRead, contract!(gratitude))
        .one::<Person>(
            "person",
            "Who is thanked, or who thanks the user.",
            Column::PersonId,
        )
        .made::<Vec<GratitudeState>>(
            "allowedStates",
            "The states that they can be brought to now; none while they are archived.",
            vec![Plain::of(Column::State), Plain::of(Column::ArchivedAt)],
            allowed_states,
        )
        .one::<Exchange>("exchange", "The exchange they are for.", Column::ExchangeId)
        .one::<Introduction>(
            "introduction",
            "The introduction they are for.",
            Column::IntroductionId,
        )
        .one::<Collaboration>(
            "collaboration",
            "The collaboration they are for.",
            Column::CollaborationId,
        )
        .one::<Interaction>(
            "interaction",
            "The talk in which they were said.",
            Column::InteractionId,
        )
}

fn allowed_states(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let state = cells.word(0)?;
    let allowed = if cells.time(1).is_some() {
        &[]
    } else {
        thanks::allowed(state)
    };
    json.words(allowed.iter().map(|state| state.as_str()));
    Ok(())
}
