//! An exchange.

use entity::exchange;

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Collaboration, Interaction, Introduction, Person};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Cells, Json, Object, Unreadable};
use crate::graphql::record::object;
use crate::kit::Right;
use crate::kit::list::Column as Plain;
use crate::{exchanges, gratitude};

stored_enum! {
    /// What was given. It decides the `weight` that an exchange begins with: 3 for `INTRODUCTION`, 5 for `REFERRAL`, else 1.
    ExchangeKind = exchange::ExchangeKind {
        /// A helping hand.
        Help,
        /// What somebody would do.
        Advice,
        /// What somebody thinks of a work.
        Feedback,
        /// Bringing people together.
        Introduction,
        /// Recommending somebody for a job, a client, a grant.
        Referral,
        /// A thing, a room, money, a document, access.
        Resource,
        /// Hours of somebody's own.
        Time,
        /// A present.
        Gift,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// How far an exchange is. From `ASKED` it goes to `PROMISED` (`promiseExchange`); from both to `DONE` (`completeExchange`)
    /// or `DROPPED` (`dropExchange`); from these only back to `PROMISED` (`reopenExchange`).
    ExchangeState = exchange::ExchangeState {
        /// One was asked for it, or will be; nobody said that they will. It is in no sum, and nobody is reminded of it.
        Asked,
        /// Somebody said that they will.
        Promised,
        /// It happened.
        Done,
        /// It will not happen.
        Dropped,
    }
}

pub(super) fn exchange() -> Object {
    use exchange::Column;
    object::<exchange::Model>(Right::ExchangesRead, contract!(exchange))
        .one::<Person>("person", "The person on the other side.", Column::PersonId)
        .made::<Vec<ExchangeState>>(
            "allowedStates",
            "The states that it can be brought to now; none while it is archived.",
            vec![Plain::of(Column::State), Plain::of(Column::ArchivedAt)],
            allowed_states,
        )
        .one::<Interaction>(
            "interaction",
            "The interaction in which it came about.",
            Column::InteractionId,
        )
        .one::<Introduction>(
            "introduction",
            "The introduction that it is, or came of.",
            Column::IntroductionId,
        )
        .one::<Collaboration>(
            "collaboration",
            "The collaboration that it belongs to.",
            Column::CollaborationId,
        )
        .with(gratitude::gql::for_exchange())
}

fn allowed_states(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let state = cells.word(0)?;
    let allowed = if cells.time(1).is_some() {
        &[]
    } else {
        exchanges::allowed(state)
    };
    json.words(allowed.iter().map(|state| state.as_str()));
    Ok(())
}
