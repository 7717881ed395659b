//! Ties in GraphQL.

use std::collections::HashMap;

use async_graphql::{Context, InputObject, MaybeUndefined, Result};
use entity::ids::{PersonId, TieId};
use entity::tie;

use super::{Person, PersonById};
use crate::graphql::batch::Batch;
use crate::graphql::connection::{Connection, PageArgs};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::{batch, payload, record_object, stored_enum};
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Id, PartialDate};
use crate::kit::batch::group;
use crate::kit::check::{Checks, Path};
use crate::kit::page::{PageRequest, Position, list_name};
use crate::kit::{Fault, Patch, Reader, Right};
use crate::people::{self, NewTie, TieFields};

batch! {
    /// Ties by id.
    TieById: TieId => tie::Model, people::tie_by_ids
}

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

record_object! {
    /// One person knows another.
    Tie(tie::Model) requires Right::PeopleRead; {
        /// Who knows.
        async fn from(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
            ctx.batch::<PersonById>(self.0.from_id).await.map(|found| found.map(Into::into)).transpose()
        }

        /// Whom.
        async fn to(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
            ctx.batch::<PersonById>(self.0.to_id).await.map(|found| found.map(Into::into)).transpose()
        }

        /// colleague, friend, sibling …, in lower case.
        async fn kind(&self) -> &str {
            &self.0.kind
        }

        /// How well; null when it is not known.
        async fn closeness(&self) -> Option<Closeness> {
            self.0.closeness.map(Into::into)
        }

        /// How the user knows of it.
        async fn evidence(&self) -> TieEvidence {
            self.0.evidence.into()
        }

        /// Anything else.
        async fn note(&self) -> Option<&str> {
            self.0.note.as_deref()
        }

        /// From when.
        async fn since(&self) -> Option<PartialDate> {
            self.0.since.map(Into::into)
        }
    }
}

payload! {
    /// What mutations of a tie answer.
    TiePayload {
        /// The tie as it is now.
        tie: Tie
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

/// Pages of ties of many people.
enum TiesOf {}

impl Batch for TiesOf {
    type Key = (PersonId, PageRequest);
    type Value = Vec<tie::Model>;

    async fn load(reader: &Reader<'_>, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, Fault> {
        let mut found = HashMap::new();
        // One statement for all people who were asked for the same page.
        for (request, people) in group(keys.iter().map(|(person, request)| (request.clone(), *person))) {
            let ties = people::ties_of(reader, &people, &request).await?;
            found.extend(
                ties.into_iter()
                    .map(|(person, ties)| ((person, request.clone()), ties)),
            );
        }
        Ok(found)
    }
}

/// A page of a person's ties.
///
/// # Errors
/// The arguments are wrong, or the database fails.
pub async fn of_person(ctx: &Context<'_>, person: PersonId, args: PageArgs) -> Result<Connection<Tie>> {
    let request = args.request(ctx, list_name(&"ties"))?;
    let rows = ctx
        .batch::<TiesOf>((person, request.clone()))
        .await?
        .unwrap_or_default();
    let position = |tie: &tie::Model| Position {
        key: tie.created_at.into(),
        id: tie.id.0,
    };
    Ok(Connection::of(request.cut(rows, None), &request, position))
}
