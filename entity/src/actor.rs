//! Who wrote something.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;
use sea_orm::entity::prelude::*;

use crate::ids::{ApiTokenId, UserId};
use crate::text_enum;

text_enum! {
    /// What kind of writer made a change.
    ActorKind {
        /// A signed-in user.
        User = "USER",
        /// An API token.
        Token = "TOKEN",
        /// An import, run by a user.
        Import = "IMPORT",
        /// Someone who answered by a one-time link, without an account.
        Link = "LINK",
        /// Rapport itself.
        System = "SYSTEM",
    }
}

/// Who wrote something: a kind and, where there is one, an id. Stored as `KIND` or `KIND:uuid`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Actor {
    /// What kind of writer.
    pub kind: ActorKind,
    /// Which one: a user's id, or a token's for [`ActorKind::Token`].
    pub id: Option<Uuid>,
}

/// A stored actor that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidActor;

impl fmt::Display for InvalidActor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an actor")
    }
}

impl std::error::Error for InvalidActor {}

impl Actor {
    /// Rapport itself.
    pub const SYSTEM: Self = Self {
        kind: ActorKind::System,
        id: None,
    };
    /// Someone with a one-time link.
    pub const LINK: Self = Self {
        kind: ActorKind::Link,
        id: None,
    };

    /// A signed-in user.
    #[must_use]
    pub const fn user(id: UserId) -> Self {
        Self {
            kind: ActorKind::User,
            id: Some(id.0),
        }
    }

    /// An API token.
    #[must_use]
    pub const fn token(id: ApiTokenId) -> Self {
        Self {
            kind: ActorKind::Token,
            id: Some(id.0),
        }
    }

    /// The same actor, importing.
    #[must_use]
    pub const fn importing(self) -> Self {
        Self {
            kind: ActorKind::Import,
            id: self.id,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())?;
        self.id.map_or(Ok(()), |id| write!(f, ":{id}"))
    }
}

impl FromStr for Actor {
    type Err = InvalidActor;

    fn from_str(text: &str) -> Result<Self, InvalidActor> {
        let (kind, id) = text
            .split_once(':')
            .map_or((text, None), |(kind, id)| (kind, Some(id)));
        let kind = sea_orm::ActiveEnum::try_from_value(&kind.to_owned()).map_err(|_error| InvalidActor)?;
        let id = id
            .map(Uuid::parse_str)
            .transpose()
            .map_err(|_error| InvalidActor)?;
        Ok(Self { kind, id })
    }
}
