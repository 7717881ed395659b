//! Uploads and jobs in GraphQL.

use async_graphql::InputObject;
use entity::ids::{JobId, UploadId};
use entity::{job, upload};

use super::write::{NewJob, NewUpload, cancel_job, create_upload, start_job};
use crate::graphql::bulk::refusal;
use crate::graphql::catalogue::Area;
use crate::graphql::declare::{payload, stored_enum};
use crate::graphql::kinds;
use crate::graphql::node::Actor;
use crate::graphql::plan::shape::Unreadable;
use crate::graphql::plan::{Done, Field, Json, Object, Sent};
use crate::graphql::scalars::Id;
use crate::kit::check::Path;
use crate::kit::list::Column as Plain;
use crate::kit::rows::Cell;
use crate::kit::{Fault, Right};

stored_enum! {
    /// How far a file has come.
    UploadState = upload::UploadState {
        /// It is waited for: send it by `PUT` to the upload's `path`.
        Waiting,
        /// It is here, whole.
        Stored,
    }
}

stored_enum! {
    /// Whether a job waits, runs or has ended, and how.
    JobState = job::JobState {
        /// It waits for its turn.
        Queued,
        /// It runs.
        Running,
        /// All lines were run; some may have been rejected.
        Completed,
        /// It stopped before the end of the file, and `reason` says why.
        Failed,
        /// Somebody called it off. What it had written stays.
        Cancelled,
    }
}

stored_enum! {
    /// What becomes of the other lines of a file when one is rejected. A job is many transactions, so there is no all or nothing: whoever
    /// wants that starts with `dryRun`, or undoes the job's change set.
    JobErrorPolicy = job::JobErrorPolicy {
        /// They are run.
        RejectFailedRows,
        /// Those before it are stored, those after it are not run, and the job has `FAILED`.
        StopAtFirst,
    }
}

fn upload() -> Object {
    use upload::Column;
    Object::part::<upload::Entity>(
        "Upload",
        "A file that a client sends, for a job to run over its lines. It is kept for a day, and longer where a job was started.",
    )
    .needs(Right::Bulk)
    .id::<UploadId>("The id of the upload.", Column::Id)
    .column("name", "What the client calls it; empty if it gave no name.", Column::Name)
    .word::<UploadState>("state", "How far it has come.", Column::State)
    .made::<String>(
        "path",
        "Where the file is sent: by `PUT` to this path of the server, with the same `Authorization` as here, as it is (not compressed, no \
         form). At most 1 GiB, a line at most 1 MiB. One that breaks off is sent again from its beginning.",
        vec![Plain::of(Column::Id)],
        |cells, json| {
            if let Cell::Uuid(id) = cells.cell(0) {
                json.text(&format!("/uploads/{}", UploadId(id)));
            }
            Ok(())
        },
    )
    .column("size", "Its bytes, as far as they are here.", Column::Size)
    .column(
        "lineCount",
        "Its lines that say something, once it is here.",
        Column::LineCount,
    )
    .column(
        "sha256",
        "The SHA-256 of its bytes in hexadecimal digits, once it is here.",
        Column::Sha256,
    )
    .column("createdAt", "When its address was asked for.", Column::CreatedAt)
    .column(
        "expiresAt",
        "From when it is gone. Starting a job puts that off: then it goes a week after the last job over it ended.",
        Column::ExpiresAt,
    )
}

fn job() -> Object {
    use job::Column;
    Object::part::<job::Entity>(
        "Job",
        "A mutation that is run for each line of a file, beside the requests. It goes on where it was when a server that runs it ends, \
         and runs no line twice.",
    )
    .needs(Right::Bulk)
    .id::<JobId>("The id of the job.", Column::Id)
    .column(
        "mutation",
        "The mutation that is run for lines that name none; null where each names its own.",
        Column::Mutation,
    )
    .word::<JobState>("state", "Whether it waits, runs or has ended, and how.", Column::State)
    .column(
        "reason",
        "Why it stopped before the end of the file; null unless it `FAILED`.",
        Column::Reason,
    )
    .word::<JobErrorPolicy>(
        "errorPolicy",
        "What becomes of the other lines when one is rejected.",
        Column::ErrorPolicy,
    )
    .column("isDryRun", "Whether nothing is stored.", Column::IsDryRun)
    .column(
        "isCancelled",
        "Whether somebody called it off. One that runs ends at its next chunk, and is `COMPLETED` all the same if there was none.",
        Column::IsCancelled,
    )
    .embedded::<Actor>("actor", "Who started it, under whose name it writes.", Column::Actor)
    .one::<kinds::Upload>("upload", "The file; null once it is gone.", Column::UploadId)
    .one::<kinds::ChangeSet>(
        "changeSet",
        "What it wrote, as a whole that `undoChangeSet` can undo; null while nothing is written, and in a dry run.",
        Column::ChangeSetId,
    )
    .column("size", "The bytes of the file.", Column::Size)
    .column("doneSize", "How many of them were run.", Column::DoneSize)
    .column("lineCount", "The lines of the file that say something.", Column::LineCount)
    .column("createdCount", "Lines that made a record.", Column::CreatedCount)
    .column("updatedCount", "Lines that changed something.", Column::UpdatedCount)
    .column(
        "unchangedCount",
        "Lines that found all as it was to be.",
        Column::UnchangedCount,
    )
    .column(
        "rejectedCount",
        "Lines that were refused: the file at `failedPath` says why.",
        Column::RejectedCount,
    )
    .column("createdAt", "When it was asked for.", Column::CreatedAt)
    .column("startedAt", "When a server first took it up.", Column::StartedAt)
    .column("endedAt", "When it ended; null while it waits or runs.", Column::EndedAt)
    .column(
        "keptUntil",
        "Until when its results can be read, once it has ended; null while it has not, and when they are gone.",
        Column::KeptUntil,
    )
        .made::<String>(
            "succeededPath",
            "Where the lines that were run can be read, by `GET` with the same `Authorization`: each as \
             `{ \"line\", \"ref\", \"status\", \"recordId\", \"variables\" }`. Of a job that runs, as far as it is. Only who started it may, and owners.",
            vec![Plain::of(Column::Id)],
            |cells, json| path(cells.cell(0), json, "succeeded"),
        )
        .made::<String>(
            "failedPath",
            "Where the lines that were rejected can be read: each as `{ \"line\", \"ref\", \"userErrors\", \"variables\" }`. Mended, the file can be \
             sent again as it is. `path` of an error begins at the line as it stands there, in the form with `variables`; a line that is no JSON stands there as \
             `text`.",
            vec![Plain::of(Column::Id)],
            |cells, json| path(cells.cell(0), json, "failed"),
        )
        .made::<String>(
            "unprocessedPath",
            "Where the lines that were not run can be read, as they were sent.",
            vec![Plain::of(Column::Id)],
            |cells, json| path(cells.cell(0), json, "unprocessed"),
        )
}

fn path(id: Cell, json: &mut Json, part: &str) -> Result<(), Unreadable> {
    if let Cell::Uuid(id) = id {
        json.text(&format!("/jobs/{}/{part}.jsonl", JobId(id)));
    }
    Ok(())
}

payload! {
    /// What asking for an upload answers.
    UploadPayload {
        /// The upload, with the path to which its file is sent.
        "upload": kinds::Upload
    }
}

payload! {
    /// What starting a job or calling it off answers.
    JobPayload {
        /// The job as it is now.
        "job": kinds::Job
    }
}

/// A file that is about to be sent.
#[derive(InputObject)]
pub struct CreateUploadInput {
    /// What to call it, at most 200 characters.
    name: Option<String>,
}

/// Which file a job runs over, and how.
#[derive(InputObject)]
pub struct StartJobInput {
    /// The file, which must be here. Each line that is not empty is a JSON object: the variables of the mutation, as `{ "input": { … } }`, or a
    /// row as `applyMutations` takes them, `{ "ref": "…", "name": "…", "variables": { … } }`.
    upload_id: Id<UploadId>,
    /// The mutation that is run for lines that name none: any that can be a row of `applyMutations`.
    mutation: Option<String>,
    /// What becomes of the other lines when one is rejected.
    #[graphql(default_with = "JobErrorPolicy::RejectFailedRows")]
    error_policy: JobErrorPolicy,
    /// Whether everything is done and answered, and nothing is stored: to see what would become of each line. A line sees what those before it
    /// in the same chunk, some hundred lines, would have written, and no others.
    #[graphql(default)]
    dry_run: bool,
}

fn new_job(sent: &mut Sent<'_>) -> Result<NewJob, Fault> {
    let StartJobInput {
        upload_id,
        mutation,
        error_policy,
        dry_run,
    } = sent.input()?;
    let upload = sent.checks.id(Path::input("uploadId"), &upload_id);
    if let Some((code, message)) = mutation.as_deref().and_then(|name| refusal(name, sent.caller)) {
        sent.checks.note(code, Path::input("mutation"), message);
    }
    Ok(NewJob {
        upload,
        mutation,
        policy: error_policy.into(),
        is_dry: dry_run,
        caller: sent.caller.clone(),
    })
}

fn new_upload(sent: &mut Sent<'_>) -> Result<NewUpload, Fault> {
    let CreateUploadInput { name } = sent.input()?;
    let caller = sent.caller.clone();
    Ok(NewUpload { name, caller })
}

/// Queries.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<kinds::Upload, UploadId>(
            "upload",
            "An upload by id; null when there is none, or it is gone.",
            "The id of the upload.",
        ),
        Field::by_id::<kinds::Job, JobId>(
            "job",
            "A job by id; null when there is none.",
            "The id of the job.",
        ),
        Field::list::<kinds::Job>("jobs", "The workspace's jobs, the newest first.", |ask| {
            Ok(super::list(&ask.place()))
        })
        .paged(),
    ]
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<UploadPayload>(
            "createUpload",
            "Asks for an address to which a file is sent, for `startJob`. A workspace keeps at most 50 files.",
            Right::Bulk,
        )
        .input::<CreateUploadInput>("What the file is called.")
        .leaves(new_upload, create_upload, |made: upload::Model| Done::of(made.id))
        .alone(),
        Field::verb::<JobPayload>(
            "startJob",
            "Runs a mutation for each line of a file, however many they are: in chunks, each of which is one transaction, beside the requests. \
             Each line needs the scopes of its mutation, as whoever started the job, or the API token, has them when it is run. At most 20 \
             jobs of a workspace wait or run.",
            Right::Bulk,
        )
        .input::<StartJobInput>("Which file, and what to do with its lines.")
        .leaves(new_job, start_job, |started: job::Model| Done::of(started.id))
        .alone(),
        Field::verb::<JobPayload>(
            "cancelJob",
            "Calls a job off, whoever started it: it ends at its next chunk at the latest. What it has written stays, and can be undone by its change set; the other \
             lines can be read at `unprocessedPath`. Doing so twice changes nothing.",
            Right::Bulk,
        )
        .id::<JobId>("The job to call off.")
        .leaves(|it| it.id::<JobId>("id"), cancel_job, |job: job::Model| Done::of(job.id))
        .alone(),
    ]
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .part::<kinds::Upload>(upload)
        .part::<kinds::Job>(job)
        .queries(queries())
        .mutations(mutations())
}
