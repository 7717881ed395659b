//! An event, and somebody at it.

use entity::ids::AttendanceId;
use entity::{attendance, event, person};

use super::query::states;
use crate::events::{self, Status};
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Attendance, Community, Event, Interaction, Organization, Person};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Cells, Field, Json, Object, Unreadable};
use crate::graphql::record::object;
use crate::kit::Right;
use crate::kit::list::Column as Plain;

stored_enum! {
    /// What kind of event it is.
    EventKind = event::EventKind {
        /// Days of talks.
        Conference,
        /// People of one interest, for an evening.
        Meetup,
        /// Working on something together.
        Workshop,
        /// Somebody speaks.
        Talk,
        /// A meal.
        Dinner,
        /// A celebration.
        Party,
        /// A fair or an exhibition.
        Fair,
        /// Days away together.
        Retreat,
        /// On the internet only.
        Online,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// How an event stands at the time of reading.
    EventStatus = Status {
        /// It is to come.
        Upcoming,
        /// It is under way.
        Ongoing,
        /// It is over.
        Past,
        /// It was called off by `cancelEvent`, whenever it is.
        Cancelled,
    }
}

stored_enum! {
    /// How somebody stands to an event. From `INVITED` they can go on to each other state; `GOING`, `MAYBE` and `DECLINED` lead to
    /// each other, to `ATTENDED` and to `MISSED`; these two only to each other. Nobody is `ATTENDED` or `MISSED` before the event
    /// has begun, or where it was called off.
    AttendanceState = attendance::AttendanceState {
        /// They were asked, and have not said.
        Invited,
        /// They mean to come.
        Going,
        /// They may come.
        Maybe,
        /// They said no.
        Declined,
        /// They were there.
        Attended,
        /// They were not there.
        Missed,
    }
}

stored_enum! {
    /// As what somebody is at an event.
    AttendanceRole = attendance::AttendanceRole {
        /// It is theirs.
        Host,
        /// They help to make it happen.
        Organizer,
        /// They speak.
        Speaker,
        /// They pay for it.
        Sponsor,
        /// They are there.
        Guest,
    }
}

pub(super) fn event() -> Object {
    use event::Column;
    object::<event::Model>(Right::EventsRead, contract!(event))
        .made::<EventStatus>(
            "status",
            "How it stands, by the time and what was said.",
            vec![
                Plain::of(Column::BeginsAt),
                Plain::of(Column::OverAt),
                Plain::of(Column::CancelledAt),
            ],
            status,
        )
        .column(
            "beginsAt",
            "When it begins, to the moment: `startsAt`, or the beginning of its day in its time zone.",
            Column::BeginsAt,
        )
        .column(
            "overAt",
            "From when it is over: `endsAt`, or the end of its last day in its time zone.",
            Column::OverAt,
        )
        .column(
            "cancelledAt",
            "When it was called off; null while it stands.",
            Column::CancelledAt,
        )
        .one::<Organization>(
            "organization",
            "The organisation that hosts it.",
            Column::OrganizationId,
        )
        .one::<Community>("community", "The community that hosts it.", Column::CommunityId)
        .with(
            Field::list::<Attendance>(
                "attendances",
                "Who is on its list, in the order in which they were put on it; the user, too.",
                |ask| Ok(events::attendances(&ask.scope, states(ask)?.as_deref())),
            )
            .argument::<Option<Vec<AttendanceState>>>(
                "states",
                "Those in one of these states; all if left out.",
            )
            .paged(),
        )
        .first::<Attendance>(
            "myAttendance",
            "The user's own attendance; null when they are not on the list.",
            events::mine,
        )
        .with(
            Field::list::<Interaction>(
                "interactions",
                "What happened at it or was about it, latest first.",
                |ask| Ok(events::at_event(&ask.scope)),
            )
            .paged(),
        )
}

fn status(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let missing = || Unreadable("an event without a time".to_owned());
    let (begins, over) = (
        cells.time(0).ok_or_else(missing)?,
        cells.time(1).ok_or_else(missing)?,
    );
    json.word(events::status(begins, over, cells.time(2).is_some(), cells.now).as_str());
    Ok(())
}

pub(super) fn attendance() -> Object {
    use attendance::Column;
    Object::part::<attendance::Entity>(
        "Attendance",
        "Somebody on the list of an event. A change to it is a change of the event.",
    )
    .id::<AttendanceId>("The id; it lasts while they are on the list.", Column::Id)
    .one::<Event>("event", "The event that is meant.", Column::EventId)
    .one::<Person>(
        "person",
        "Who; null where it is the user, see `isMine`.",
        Column::PersonId,
    )
    .made::<bool>(
        "isMine",
        "Whether it is the user's own.",
        vec![Plain::of(Column::Attendee)],
        is_mine,
    )
    .word::<AttendanceState>("state", "How they stand to it.", Column::State)
    .word::<AttendanceRole>("role", "As what, in the user's words or by kind.", Column::Role)
    .column("note", "A remark on them, in the user's words.", Column::Note)
    .column("addedAt", "When they were put on the list.", Column::AddedAt)
    .needs(Right::EventsRead)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "fields are made by functions that can fail"
)]
fn is_mine(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    json.bool(cells.text(0) == person::ME);
    Ok(())
}
