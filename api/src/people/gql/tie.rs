//! Ties in GraphQL.

use entity::tie;

use crate::graphql::declare::{payload, stored_enum};
use crate::graphql::kinds::{Person, Tie};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::contract;
use crate::graphql::record::object;
use crate::kit::Right;

stored_enum! {
    /// How well two people know each other.
    Closeness = tie::Closeness {
        /// They would recognise each other.
        Weak,
        /// They talk now and then.
        Medium,
        /// They are close.
        Strong,
    }
}

stored_enum! {
    /// How the user knows of a tie.
    TieEvidence = tie::TieEvidence {
        /// Someone said so.
        Stated,
        /// They were introduced.
        Introduced,
        /// They worked together.
        Collaborated,
        /// They met at an event.
        MetAtEvent,
        /// An import said so.
        Imported,
        /// Another way; the note says which.
        Other,
    }
}

pub(super) fn tie() -> Object {
    use tie::Column;
    object::<tie::Model>(Right::PeopleRead, contract!(tie))
        .one::<Person>("from", "The person who knows the other.", Column::FromId)
        .one::<Person>("to", "The person who is meant.", Column::ToId)
}

payload! {
    /// What mutations of a tie answer.
    TiePayload {
        /// The tie as it is now.
        "tie": Tie
    }
}
