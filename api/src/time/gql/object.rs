//! Entries and intentions.

use entity::{time_entry, time_intention};

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Circle, Collaboration, Community, Event, Goal, Interaction, Person};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::contract;
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
    Object::record::<time_entry::Model>(
        "TimeEntry",
        "Time that the user took, written down by hand. Interactions count by themselves, by their duration; an entry for one stands in its place, and counts for its people, its event and its collaboration, too.",
        Right::TimeRead,
        contract!(time_entry),
    )
    .column("on", "On which day.", Column::Day)
    .column("minutes", "How long, in minutes: 1 to 1,440.", Column::Minutes)
    .word::<TimeKind>("kind", "For what.", Column::Kind)
    .column("note", "Free notes.", Column::Note)
    .many::<Person>("people", "For whom, by name, at most 100.", time::people_of)
    .one::<Interaction>("interaction", "The interaction whose duration it replaces.", Column::InteractionId)
    .one::<Event>("event", "The event it was taken for.", Column::EventId)
    .one::<Community>("community", "The community it was taken for.", Column::CommunityId)
    .one::<Goal>("goal", "The goal it was taken for.", Column::GoalId)
    .one::<Circle>("circle", "The circle it was taken for.", Column::CircleId)
    .one::<Collaboration>("collaboration", "The collaboration it was taken for.", Column::CollaborationId)
}

pub(super) fn time_intention() -> Object {
    use time_intention::Column;
    Object::record::<time_intention::Model>(
        "TimeIntention",
        "How much time a week the user means to take for something: one of `circle`, `goal`, `community` and `kind`.",
        Right::TimeRead,
        contract!(time_intention),
    )
    .one::<Circle>("circle", "The circle that it is for.", Column::CircleId)
    .one::<Goal>("goal", "The goal that it is for.", Column::GoalId)
    .one::<Community>("community", "The community that it is for.", Column::CommunityId)
    .word::<TimeKind>("kind", "The kind of activity that it is for.", Column::Kind)
    .column("minutesPerWeek", "How much, in minutes a week: 1 to 10,080.", Column::MinutesPerWeek)
    .column("startsOn", "From which day.", Column::StartsOn)
    .column("endsOn", "The last day; null while it has none.", Column::EndsOn)
}
