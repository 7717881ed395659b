//! Table `attendance`.

use sea_orm::entity::prelude::*;

use crate::ids::{AttendanceId, EventId, PersonId, WorkspaceId};

crate::text_enum! {
    /// How somebody stands to an event.
    AttendanceState {
        /// They were asked, and have not said.
        Invited = "INVITED",
        /// They mean to come.
        Going = "GOING",
        /// They may come.
        Maybe = "MAYBE",
        /// They said no.
        Declined = "DECLINED",
        /// They were there.
        Attended = "ATTENDED",
        /// They were not there.
        Missed = "MISSED",
    }
}

crate::text_enum! {
    /// As what somebody is at an event.
    AttendanceRole {
        /// It is theirs.
        Host = "HOST",
        /// They help to make it happen.
        Organizer = "ORGANIZER",
        /// They speak.
        Speaker = "SPEAKER",
        /// They pay for it.
        Sponsor = "SPONSOR",
        /// They are there.
        Guest = "GUEST",
    }
}

/// Somebody at an event.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The attendance.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttendanceId,
    /// Which event.
    pub event_id: EventId,
    /// Who; empty where it is the user.
    pub person_id: Option<PersonId>,
    /// Who, never empty: the person's id, or [`ME`](crate::person::ME). Nobody attends an event twice.
    pub attendee: String,
    /// How they stand to it.
    pub state: AttendanceState,
    /// As what.
    pub role: AttendanceRole,
    /// Free notes.
    pub note: Option<String>,
    /// When they were put on the list.
    pub added_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
