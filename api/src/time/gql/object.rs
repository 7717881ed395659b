//! Entries and intentions.

use entity::{time_entry, time_intention};

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Circle, Collaboration, Community, Event, Goal, Interaction, Person};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::contract;
use crate::graphql::record::object;
use crate::kit::Right;
use crate::time;

stored_enum! {
    /// For what time is taken. An interaction's follows from its channel: `IN_PERSON` and `VIDEO` are a `MEETING`, `CALL` is a `CALL`,
    /// `EMAIL`, `MESSAGE`, `LETTER` and `SOCIAL` are `CORRESPONDENCE`, `EVENT` is `EVENT`, `OTHER` is `OTHER`.
    TimeKind = time_entry::TimeKind {
        /// Face to face, or by video.
        Meeting,
        /// By telephone.
        Call,
        /// Reading and writing: mail, messages, letters, social networks.
        Correspondence,
        /// At an event.
        Event,
        /// Getting ready for one of these.
        Preparation,
        /// On the way.
        Travel,
        /// Doing something for somebody.
        Support,
        /// Working on something together.
        Collaboration,
        /// Learning.
        Learning,
        /// Anything else.
        Other,
    }
}

pub(super) fn time_entry() -> Object {
    use time_entry::Column;
    object::<time_entry::Model>(Right::TimeRead, contract!(time_entry))
        .many::<Person>("people", "For whom, by name, at most 100.", time::people_of)
        .one::<Interaction>(
            "interaction",
            "The interaction whose duration it replaces.",
            Column::InteractionId,
        )
        .one::<Event>("event", "The event it was taken for.", Column::EventId)
        .one::<Community>(
            "community",
            "The community it was taken for.",
            Column::CommunityId,
        )
        .one::<Goal>("goal", "The goal it was taken for.", Column::GoalId)
        .one::<Circle>("circle", "The circle it was taken for.", Column::CircleId)
        .one::<Collaboration>(
            "collaboration",
            "The collaboration it was taken for.",
            Column::CollaborationId,
        )
}

pub(super) fn time_intention() -> Object {
    use time_intention::Column;
    object::<time_intention::Model>(Right::TimeRead, contract!(time_intention))
        .one::<Circle>("circle", "The circle that it is for.", Column::CircleId)
        .one::<Goal>("goal", "The goal that it is for.", Column::GoalId)
        .one::<Community>("community", "The community that it is for.", Column::CommunityId)
}
