//! Table `user`.

use sea_orm::entity::prelude::*;

use crate::ids::UserId;

/// Someone who signs in. Global: a user may belong to several workspaces.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    /// The user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// The address as the user wrote it.
    pub email: String,
    /// How the user wants to be called.
    pub display_name: String,
    /// An Argon2id PHC string.
    pub password_hash: String,
    /// When the user signed up.
    pub created_at: DateTimeUtc,
    /// When the user was last changed.
    pub updated_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
