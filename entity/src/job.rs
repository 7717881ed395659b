//! Table `job`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{ApiTokenId, ChangeSetId, JobId, UploadId, UserId, WorkspaceId};

crate::text_enum! {
    /// How far a job is.
    JobState {
        /// It waits for its turn.
        Queued = "QUEUED",
        /// It runs.
        Running = "RUNNING",
        /// All lines were run.
        Completed = "COMPLETED",
        /// It stopped before the end of the file, and cannot go on.
        Failed = "FAILED",
        /// Somebody called it off.
        Cancelled = "CANCELLED",
    }
}

crate::text_enum! {
    /// What becomes of the other lines when one is rejected.
    JobErrorPolicy {
        /// They are run.
        RejectFailedRows = "REJECT_FAILED_ROWS",
        /// Those before it are stored, those after it are not run.
        StopAtFirst = "STOP_AT_FIRST",
    }
}

/// A mutation that is run for each line of a file.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The job.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// Under whose name it writes.
    pub actor: Actor,
    /// Who started it.
    pub user_id: UserId,
    /// The API token that started it, if it was one: the job may do what that may.
    pub token_id: Option<ApiTokenId>,
    /// The file.
    pub upload_id: UploadId,
    /// What it writes, as a whole.
    pub change_set_id: ChangeSetId,
    /// The mutation that is run for lines that name none.
    pub mutation: Option<String>,
    /// What becomes of the other lines when one is rejected.
    pub error_policy: JobErrorPolicy,
    /// Whether nothing is stored.
    pub is_dry_run: bool,
    /// How far it is.
    pub state: JobState,
    /// Whether somebody called it off.
    pub is_cancelled: bool,
    /// Why it stopped before the end of the file.
    pub reason: Option<String>,
    /// The bytes of the file.
    pub size: i32,
    /// How many of them are run.
    pub done_size: i32,
    /// The lines of the file that say something.
    pub line_count: i32,
    /// Lines of the file that lie behind, those that say nothing, too.
    pub done_lines: i32,
    /// Lines that made a record.
    pub created_count: i32,
    /// Lines that changed something.
    pub updated_count: i32,
    /// Lines that found all as it was to be.
    pub unchanged_count: i32,
    /// Lines that were refused.
    pub rejected_count: i32,
    /// When it was started by the client.
    pub created_at: DateTimeUtc,
    /// When its first line was run.
    pub started_at: Option<DateTimeUtc>,
    /// When it ended.
    pub ended_at: Option<DateTimeUtc>,
    /// Until when its results are kept, once it has ended.
    pub kept_until: Option<DateTimeUtc>,
    /// When it was last given a turn.
    pub served_at: DateTimeUtc,
    /// The server that runs it.
    pub held_by: Option<Uuid>,
    /// From when another server may go on with it.
    pub held_until: Option<DateTimeUtc>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
