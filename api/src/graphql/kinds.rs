//! The types of what has an id, as all areas may name them: a type refers to another by these, and the area that has it declares it.

use super::catalogue;
use super::plan::declare::only_a_type;
use super::plan::{Object, Shape, register};

/// Declares types by their names alone.
macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident;)*) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl Shape for $name {
                fn object() -> &'static Object {
                    catalogue::catalogue().object(stringify!($name))
                }
            }

            only_a_type!($name, register::object::<$name>);
        )*
    };
}

/// The types of records, by the list of them.
macro_rules! records {
    ($($(#[$doc:meta])* $module:ident: $name:ident = $word:literal, $id:ident = $prefix:literal $(, found by $letter:literal)?;)*) => {
        kinds! { $($(#[$doc])* $name;)* }
    };
}

entity::records!(records);

kinds! {
    /// One way to reach a person.
    ContactPoint;
    /// A person's role at an organisation over a period.
    Affiliation;
    /// Something worth remembering about a person.
    Fact;
    /// A value of a dimension.
    DimensionValue;
    /// A person's part in a collaboration over a period.
    CollaborationMember;
    /// A step of a collaboration.
    CollaborationMilestone;
    /// Somebody's part in a community.
    CommunityMember;
    /// Somebody on the list of an event.
    Attendance;
    /// Someone who signs in.
    User;
    /// What one request changed in many records. It can be undone as a whole for 30 days.
    ChangeSet;
    /// A file that a client sends.
    Upload;
    /// A mutation that is run for each line of a file.
    Job;
    /// A file of contacts on its way into the network: looked at, decided about, then taken in.
    ImportSession;
    /// A row of a file of contacts on its way into the network.
    ImportSessionRow;
    /// A way into the workspace, good for one user, once, until it expires or is revoked. When whoever made it is no longer an owner, it is revoked too.
    Invitation;
    /// A calendar that other programs read by a secret address: birthdays, milestones, planned check-ins and events.
    CalendarFeed;
}
