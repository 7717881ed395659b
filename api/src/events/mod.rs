//! Events: when and where people come together, and who is there.
//!
//! An event begins at a moment, or on a day where no hour is known, in the time zone of its place. Whether it is to come, is under
//! way or is over follows from the time of reading; only that it was called off is stored. Who is there is an [`Attendance`]
//! (`entity::attendance`): a part of the event, which changes with it. The user's own has no person.
//!
//! Always: a title; one beginning, by the hour or by the day, and no end before it; nobody is on the list twice; nobody attended
//! or missed what has not begun (a day's grace for clocks and time zones) or was called off, so an event at which somebody was
//! can be neither. That an interaction is linked to an event says nothing about who attended: what was talked about before it
//! is linked, too.
//!
//! [`Attendance`]: entity::attendance::Model

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{
    Coming, EventLeaf, Met, at_event, attendances, attendances_of, coming, condition, met, mine,
    of_interactions, of_people, under,
};
pub use rules::{ATTENDEES_AT_ONCE, Status, status};
pub use write::{
    Attendee, Leaving, Recorded, cancel, record_attendance, reinstate, remove_attendance, update_all,
};
