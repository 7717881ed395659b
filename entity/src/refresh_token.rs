//! Table `refresh_token`.

use sea_orm::entity::prelude::*;

use crate::ids::SessionId;

/// A refresh token, good for one use. A used one that returns later than at once means theft: its session is revoked.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// SHA-256 of the secret, hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// The session it continues.
    pub session_id: SessionId,
    /// When it was handed out.
    pub issued_at: DateTimeUtc,
    /// When it was exchanged for the next.
    pub used_at: Option<DateTimeUtc>,
    /// With the secret itself it makes the next one; kept for as long as that may be answered again.
    pub salt: Option<String>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
