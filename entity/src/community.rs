//! Table `community`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{CommunityId, WorkspaceId};

crate::text_enum! {
    /// What a community is.
    #[derive(Default)]
    CommunityKind {
        /// It meets in person.
        Meetup = "MEETUP",
        /// It meets on the internet.
        Online = "ONLINE",
        /// A society with members.
        Association = "ASSOCIATION",
        /// Who went to the same school, or worked at the same place.
        Alumni = "ALUMNI",
        /// A board or a council.
        Board = "BOARD",
        /// People who pursue something together for its own sake.
        Club = "CLUB",
        /// Who work for a cause without pay.
        Volunteer = "VOLUNTEER",
        /// Anything else.
        #[default]
        Other = "OTHER",
    }
}

/// Where people gather.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "community")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The community.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommunityId,
    /// Its name.
    pub name: String,
    /// The name without case and accents.
    pub sort_name: String,
    /// What it is.
    pub kind: CommunityKind,
    /// What it is about.
    pub description: Option<String>,
    /// Where it gathers.
    pub place: Option<String>,
    /// Its web page.
    pub url: Option<String>,
    /// What it holds in the custom fields of its type, as a JSON object of texts by their keys; nothing where that is nothing.
    pub custom_values: Option<String>,
    /// Grows by one at each write; the token of optimistic concurrency.
    pub revision: i32,
    /// The workspace change number of the last write.
    pub seq: i64,
    /// When the record was made.
    pub created_at: DateTimeUtc,
    /// When the record was last written.
    pub updated_at: DateTimeUtc,
    /// When the record was archived; empty while it is live.
    pub archived_at: Option<DateTimeUtc>,
    /// Who made the record.
    pub created_by: Actor,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
crate::record!(Community, CommunityId);
