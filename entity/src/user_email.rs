//! Table `user_email`.

use sea_orm::entity::prelude::*;

use crate::ids::UserId;

/// The one place that makes an address unique over all users: the key is the address itself.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_email")]
pub struct Model {
    /// The address, trimmed and lower-cased.
    #[sea_orm(primary_key, auto_increment = false)]
    pub email: String,
    /// Whose address it is.
    pub user_id: UserId,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
