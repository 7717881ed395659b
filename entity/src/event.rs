//! Table `event`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{CommunityId, EventId, OrganizationId, WorkspaceId};

crate::text_enum! {
    /// What an event is.
    #[derive(Default)]
    EventKind {
        /// Days of talks.
        Conference = "CONFERENCE",
        /// People of one interest, for an evening.
        Meetup = "MEETUP",
        /// Working on something together.
        Workshop = "WORKSHOP",
        /// Somebody speaks.
        Talk = "TALK",
        /// A meal.
        Dinner = "DINNER",
        /// A celebration.
        Party = "PARTY",
        /// A fair or an exhibition.
        Fair = "FAIR",
        /// Days away together.
        Retreat = "RETREAT",
        /// On the internet only.
        Online = "ONLINE",
        /// Anything else.
        #[default]
        Other = "OTHER",
    }
}

/// When and where people come together.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// What it is called.
    pub title: String,
    /// The title without case and accents.
    pub sort_title: String,
    /// What it is.
    pub kind: EventKind,
    /// What it is about.
    pub description: Option<String>,
    /// When it begins, where the hour is known.
    pub starts_at: Option<DateTimeUtc>,
    /// When it ends, where the hour is known.
    pub ends_at: Option<DateTimeUtc>,
    /// Its day or its first one, where no hour is.
    pub starts_on: Option<Date>,
    /// Its last day, where there are several.
    pub ends_on: Option<Date>,
    /// IANA time zone of its place.
    pub time_zone: String,
    /// When it begins, to the moment; follows from the above.
    pub begins_at: DateTimeUtc,
    /// From when it is over; follows from the above.
    pub over_at: DateTimeUtc,
    /// Where.
    pub place: Option<String>,
    /// Its web page.
    pub url: Option<String>,
    /// The organisation that hosts it.
    pub organization_id: Option<OrganizationId>,
    /// The community that hosts it.
    pub community_id: Option<CommunityId>,
    /// When it was called off; empty while it stands.
    pub cancelled_at: Option<DateTimeUtc>,
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
crate::record!(Event, EventId);
