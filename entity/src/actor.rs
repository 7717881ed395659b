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
        /// An import, run by a user or a token.
        Import = "IMPORT",
        /// Someone who answered by a one-time link, without an account.
        Link = "LINK",
        /// Rapport itself.
        System = "SYSTEM",
    }
}

/// Who wrote something: a kind and, where there is one, who. Stored as `KIND`, `KIND:uuid` or, where a token imports,
/// `IMPORT:TOKEN:uuid`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Actor {
    /// What kind of writer.
    pub kind: ActorKind,
    /// The user, if it is one.
    pub user: Option<UserId>,
    /// The API token, if it is one.
    pub token: Option<ApiTokenId>,
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

impl Default for Actor {
    fn default() -> Self {
        Self::SYSTEM
    }
}

impl Actor {
    /// Rapport itself.
    pub const SYSTEM: Self = Self::nobody(ActorKind::System);
    /// Someone with a one-time link.
    pub const LINK: Self = Self::nobody(ActorKind::Link);

    const fn nobody(kind: ActorKind) -> Self {
        Self {
            kind,
            user: None,
            token: None,
        }
    }

    /// A signed-in user.
    #[must_use]
    pub const fn user(id: UserId) -> Self {
        Self {
            user: Some(id),
            ..Self::nobody(ActorKind::User)
        }
    }

    /// An API token.
    #[must_use]
    pub const fn token(id: ApiTokenId) -> Self {
        Self {
            token: Some(id),
            ..Self::nobody(ActorKind::Token)
        }
    }

    /// The same actor, importing.
    #[must_use]
    pub const fn importing(self) -> Self {
        Self {
            kind: ActorKind::Import,
            ..self
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())?;
        match (self.user, self.token) {
            (Some(user), _) => write!(f, ":{}", user.0),
            (None, Some(token)) if self.kind == ActorKind::Import => write!(f, ":{TOKEN}{}", token.0),
            (None, Some(token)) => write!(f, ":{}", token.0),
            (None, None) => Ok(()),
        }
    }
}

/// What tells the id of a token that imports from a user's.
const TOKEN: &str = "TOKEN:";

impl FromStr for Actor {
    type Err = InvalidActor;

    fn from_str(text: &str) -> Result<Self, InvalidActor> {
        let (kind, id) = text
            .split_once(':')
            .map_or((text, None), |(kind, id)| (kind, Some(id)));
        let kind = sea_orm::ActiveEnum::try_from_value(&kind.to_owned()).map_err(|_error| InvalidActor)?;
        let Some(id) = id else {
            return Ok(Self::nobody(kind));
        };
        let of_token = id.strip_prefix(TOKEN);
        let uuid = Uuid::parse_str(of_token.unwrap_or(id)).map_err(|_error| InvalidActor)?;
        let maker = if of_token.is_some() || kind == ActorKind::Token {
            Self::token(ApiTokenId(uuid))
        } else {
            Self::user(UserId(uuid))
        };
        Ok(Self { kind, ..maker })
    }
}
