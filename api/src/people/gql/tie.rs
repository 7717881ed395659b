//! Ties in GraphQL.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{PersonId, TieId};
use entity::tie;

use crate::graphql::declare::{payload, stored_enum};
use crate::graphql::input::{patch, set};
use crate::graphql::kinds::{Person, Tie};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::contract;
use crate::graphql::scalars::{Id, PartialDate};
use crate::kit::check::{Checks, Path};
use crate::kit::{Patch, Right};
use crate::people::{NewTie, TieFields};

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
    Object::record::<tie::Model>(
        "Tie",
        "One person knows another.",
        Right::PeopleRead,
        contract!(tie),
    )
    .one::<Person>("from", "Who knows.", Column::FromId)
    .one::<Person>("to", "Whom.", Column::ToId)
    .column(
        "kind",
        "colleague, friend, sibling …, in lower case.",
        Column::Kind,
    )
    .word::<Closeness>(
        "closeness",
        "How well; null when it is not known.",
        Column::Closeness,
    )
    .word::<TieEvidence>("evidence", "How the user knows of it.", Column::Evidence)
    .column("note", "Anything else.", Column::Note)
    .partial_date("since", "From when.", Column::Since)
}

payload! {
    /// What mutations of a tie answer.
    TiePayload {
        /// The tie as it is now.
        "tie": Tie
    }
}

/// A new tie.
#[derive(InputObject)]
pub struct CreateTieInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<TieId>>,
    /// Who knows.
    from_id: Id<PersonId>,
    /// Whom.
    to_id: Id<PersonId>,
    /// colleague, friend, sibling …, at most 50 characters.
    kind: String,
    /// How well.
    closeness: Option<Closeness>,
    /// How the user knows of it; `STATED` if left out.
    evidence: Option<TieEvidence>,
    /// Anything else, at most 2,000 characters.
    note: Option<String>,
    /// From when.
    since: Option<PartialDate>,
}

impl CreateTieInput {
    /// The new tie.
    pub fn read(self, checks: &mut Checks) -> NewTie {
        let fields = TieFields {
            kind: set(Some(self.kind)),
            closeness: set(self.closeness),
            evidence: self.evidence.map(Into::into),
            note: set(self.note),
            since: self.since.map_or(Patch::Keep, |since| Patch::Set(since.0)),
        };
        NewTie {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            from: checks.id(Path::input("fromId"), &self.from_id),
            to: checks.id(Path::input("toId"), &self.to_id),
            fields,
        }
    }
}

/// A change to a tie: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateTieInput {
    /// colleague, friend, sibling …; cannot be cleared.
    kind: MaybeUndefined<String>,
    /// How well.
    closeness: MaybeUndefined<Closeness>,
    /// How the user knows of it.
    evidence: Option<TieEvidence>,
    /// Anything else.
    note: MaybeUndefined<String>,
    /// From when.
    since: MaybeUndefined<PartialDate>,
}

impl UpdateTieInput {
    /// What to change.
    pub fn read(self) -> TieFields {
        let since = match self.since {
            MaybeUndefined::Undefined => Patch::Keep,
            MaybeUndefined::Null => Patch::Clear,
            MaybeUndefined::Value(date) => Patch::Set(date.0),
        };
        let (kind, closeness, note) = (patch(self.kind), patch(self.closeness), patch(self.note));
        TieFields {
            kind,
            closeness,
            evidence: self.evidence.map(Into::into),
            note,
            since,
        }
    }
}
