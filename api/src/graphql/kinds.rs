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

kinds! {
    /// Someone in the network.
    Person;
    /// Where people work.
    Organization;
    /// A group of people that the user forms: close friends, a topic, a place.
    Circle;
    /// A plain label that the user puts on people.
    Tag;
    /// One person knows another.
    Tie;
    /// In what people differ, as the user defines it.
    Dimension;
    /// Something that happened, at a time, with one or many people.
    Interaction;
    /// Bringing two people together, with the consent of both. Each side is asked, and answers through the user or by a link that works once; when all have accepted, the user brings them together.
    Introduction;
    /// Something that people do together, or could: an opportunity, a proposal, a project, an initiative, a joint venture.
    Collaboration;
    /// How often to be in touch: with a person, with the people of a circle, or with everybody.
    Cadence;
    /// What the user decided about being in touch with a person: planned, put off, or left out this time.
    CheckIn;
    /// A dated thing in a person's life: to celebrate, or to stand by them.
    Milestone;
    /// What was done about a milestone, or a person's own birthday, in a year.
    MilestoneAcknowledgement;
    /// Value that the user gave to somebody or got from them, or that one promised the other: an entry of the ledger of give and take.
    Exchange;
    /// Thanks that the user owes, gave or got.
    Gratitude;
    /// What was decided about a nudge.
    NudgeDecision;
    /// What the user is after, or somebody else is, with who and what helps to reach it. A fact of kind `GOAL` on a person is a sentence worth remembering; a goal is followed until it is reached.
    Goal;
    /// What the user, or somebody else, looks for.
    Need;
    /// What the user, or somebody else, can give.
    Offer;
    /// What was decided about a need and what could meet it. There is one for each pair.
    MatchDecision;
    /// When and where people come together: a conference, a dinner, a call with many.
    Event;
    /// Where people gather: a meetup, a forum, an association, alumni. Where they work is an organisation.
    Community;
    /// Time that the user took, written down by hand.
    TimeEntry;
    /// How much time a week the user means to take for something.
    TimeIntention;
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
    /// One network and all that is in it.
    Workspace;
    /// A way into the workspace, good for one user, once, until it expires or is revoked. When whoever made it is no longer an owner, it is revoked too.
    Invitation;
    /// A key for a script or an integration.
    ApiToken;
}
