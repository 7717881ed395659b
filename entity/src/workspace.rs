//! Table `workspace`.

use sea_orm::entity::prelude::*;

use crate::ids::WorkspaceId;

crate::text_enum! {
    /// A day of the week.
    WeekDay {
        /// Monday.
        Monday = "MONDAY",
        /// Tuesday.
        Tuesday = "TUESDAY",
        /// Wednesday.
        Wednesday = "WEDNESDAY",
        /// Thursday.
        Thursday = "THURSDAY",
        /// Friday.
        Friday = "FRIDAY",
        /// Saturday.
        Saturday = "SATURDAY",
        /// Sunday.
        Sunday = "SUNDAY",
    }
}

/// One network and all that is in it: the tenant.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "workspace")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkspaceId,
    /// What the user calls it.
    pub name: String,
    /// IANA time zone in which its days begin.
    pub time_zone: String,
    /// The ISO 3166 code of the country by whose rules numbers without a country's code are read.
    pub default_region: Option<String>,
    /// The day on which its weeks begin.
    pub week_start: WeekDay,
    /// With how many people the user means to be in touch in a week.
    pub weekly_capacity: Option<i32>,
    /// The first day of an absence.
    pub away_from: Option<Date>,
    /// Its last day.
    pub away_until: Option<Date>,
    /// The number of the last change; grows by one at each.
    pub latest_seq: i64,
    /// Grows by one when the workspace itself is changed.
    pub revision: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
