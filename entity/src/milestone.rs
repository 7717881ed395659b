//! Table `milestone`.

use sea_orm::entity::prelude::*;

use crate::ids::{MilestoneId, PersonId, WorkspaceId};
use crate::{Actor, PartialDate};

crate::text_enum! {
    /// What a milestone is.
    #[derive(Default)]
    MilestoneKind {
        /// Of somebody close to the person.
        Birthday = "BIRTHDAY",
        /// Of a wedding, a company, a day to remember.
        Anniversary = "ANNIVERSARY",
        /// Two people marry.
        Wedding = "WEDDING",
        /// A child is born.
        Birth = "BIRTH",
        /// A new position.
        NewJob = "NEW_JOB",
        /// A step up.
        Promotion = "PROMOTION",
        /// The end of working life.
        Retirement = "RETIREMENT",
        /// A new home or place.
        Move = "MOVE",
        /// A product, a company, a book comes out.
        Launch = "LAUNCH",
        /// A degree.
        Graduation = "GRADUATION",
        /// A prize or an honour.
        Award = "AWARD",
        /// A position is lost.
        JobLoss = "JOB_LOSS",
        /// The person or somebody close to them is ill.
        Illness = "ILLNESS",
        /// Somebody died.
        Loss = "LOSS",
        /// Anything else.
        #[default]
        Other = "OTHER",
    }
}

crate::text_enum! {
    /// What a milestone calls for.
    #[derive(Default)]
    MilestoneTone {
        /// To be glad with the person.
        #[default]
        Celebrate = "CELEBRATE",
        /// To stand by them.
        Support = "SUPPORT",
    }
}

/// A dated thing in a person's life. The database derives `occurs_on` from the date, for its index alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "milestone")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The milestone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MilestoneId,
    /// In whose life.
    pub person_id: PersonId,
    /// What it is.
    pub kind: MilestoneKind,
    /// One line on it.
    pub title: Option<String>,
    /// When it was, is, or first was.
    pub date: PartialDate,
    /// Whether it comes again each year.
    pub recurs: bool,
    /// What it calls for.
    pub tone: MilestoneTone,
    /// More on it.
    pub notes: Option<String>,
    /// How many days before it the user wants to be reminded.
    pub remind_days_before: i32,
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
crate::record!(Milestone, MilestoneId);
