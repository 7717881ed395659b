//! A need, and an offer.

use std::collections::HashMap;

use entity::{need, offer};
use uuid::Uuid;

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Goal, Interaction, Person};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Cells, Json, Object, Unreadable};
use crate::graphql::record::object;
use crate::kit::list::Column as Plain;
use crate::kit::{Fault, Reader, Right};
use crate::needs::{self, Wished};

stored_enum! {
    /// What is sought by a need, or given by an offer.
    NeedKind = need::NeedKind {
        /// Work by somebody who knows how.
        Expertise,
        /// What somebody would do.
        Advice,
        /// What somebody thinks of a work.
        Feedback,
        /// Knowing somebody.
        Contact,
        /// A thing, a room, data, access.
        Resource,
        /// Money.
        Funding,
        /// A position, or an assignment.
        Job,
        /// Somebody to do something with.
        Collaboration,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// How a need or an offer stands. From `OPEN` it goes to `FULFILLED` (`fulfillNeed`, `fulfillOffer`) or `WITHDRAWN`
    /// (`withdrawNeed`, `withdrawOffer`); from both only back to `OPEN` (`reopenNeed`, `reopenOffer`).
    NeedState = need::NeedState {
        /// It stands, until its last day.
        Open,
        /// The need was met, or the offer taken up.
        Fulfilled,
        /// It was taken back.
        Withdrawn,
    }
}

pub(super) fn need() -> Object {
    use need::Column;
    let need = object::<need::Model>(Right::NeedsRead, contract!(need))
        .one::<Person>(
            "person",
            "Who looks for it; null where it is the user.",
            Column::PersonId,
        )
        .one::<Goal>("goal", "The goal that it serves.", Column::GoalId)
        .one::<Interaction>(
            "interaction",
            "The interaction in which it came up.",
            Column::InteractionId,
        );
    derived::<need::Model>(need).with(super::with_need())
}

pub(super) fn offer() -> Object {
    use offer::Column;
    let offer = object::<offer::Model>(Right::NeedsRead, contract!(offer))
        .one::<Person>(
            "person",
            "Who can give it; null where it is the user.",
            Column::PersonId,
        )
        .one::<Interaction>(
            "interaction",
            "The interaction in which it came up.",
            Column::InteractionId,
        );
    derived::<offer::Model>(offer).with(super::with_offer())
}

/// With what follows from its columns and its topics.
fn derived<W: Wished>(object: Object) -> Object {
    let at = W::columns();
    object
        .batch::<Vec<String>>(
            "topics",
            "What it is about, as it was written, in the user's order, at most 20. By these it is matched.",
            "[]",
            |reader, ids, _| Box::pin(topics::<W>(reader, ids)),
        )
        .made::<Vec<NeedState>>(
            "allowedStates",
            "The states that it can be brought to now; none while it is archived.",
            vec![Plain::of(at.state), Plain::of(at.archived_at)],
            allowed_states,
        )
        .made::<bool>(
            "isExpired",
            "Whether it is `OPEN` but past its last day, seen from today in the workspace's time zone. It is in no match then.",
            vec![Plain::of(at.state), Plain::of(at.sort_until)],
            is_expired,
        )
}

fn allowed_states(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let state = cells.word(0)?;
    let allowed = if cells.time(1).is_some() {
        &[]
    } else {
        needs::allowed(state)
    };
    json.words(allowed.iter().map(|state| state.as_str()));
    Ok(())
}

fn is_expired(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let state: need::NeedState = cells.word(0)?;
    // No end is a day after all others.
    let until = cells.text(1);
    let until = until
        .parse()
        .map_err(|error| Unreadable(format!("{until:?}: {error}")))?;
    json.bool(needs::is_expired(state, Some(until), cells.today));
    Ok(())
}

async fn topics<W: Wished>(reader: &Reader<'_>, ids: &[Uuid]) -> Result<HashMap<Uuid, Json>, Fault> {
    let found = needs::labels::<W>(reader, ids).await?;
    let shown = found.into_iter().map(|(id, topics)| {
        let mut json = Json::default();
        json.list(&topics, |json, (_, label)| json.text(label));
        (id, json)
    });
    Ok(shown.collect())
}
