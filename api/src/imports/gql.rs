//! Import sessions in GraphQL.

use async_graphql::InputObject;
use entity::ids::{ImportRowId, ImportSessionId, PersonId, UploadId};
use entity::import_row::ImportDecision as StoredDecision;
use entity::{import_row, import_session};

use super::rules::{self, Change};
use super::run::{self, File, New};
use super::write::{Decide, Decision, decide, discard};
use crate::graphql::catalogue::Area;
use crate::graphql::declare::{payload, stored_enum};
use crate::graphql::kinds::{self, Person};
use crate::graphql::node::Actor;
use crate::graphql::plan::ask::Ask;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Called, Done, Field, Object, Sent, Values};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Failure, Fault, Right};
use crate::transfer::gql::RowAction;
use crate::transfer::{Candidate, ColumnMappingInput, ContactsFormat, bytes, how};

stored_enum! {
    /// How far an import session is.
    ImportState = import_session::ImportState {
        /// It is being told what would become of its rows. If the request that began it has ended before, begin another.
        Previewing,
        /// It is told what would become of each row, and can be decided about.
        Ready,
        /// Its rows are being taken in. If the request that did so has ended before, `commitImportSession` goes on.
        Committing,
        /// All rows were taken in.
        Committed,
        /// Somebody gave it up, or somebody of whom it spoke was erased.
        Discarded,
    }
}

stored_enum! {
    /// Whom a row is, as somebody decided.
    ImportDecision = StoredDecision {
        /// Somebody new, whoever they may be.
        Create,
        /// Somebody who is there.
        Join,
        /// Nobody: it is left out.
        Skip,
    }
}

shape! {
    /// A value that a row changes, or could change.
    ImportChange: change
}

fn change() -> Object {
    Object::computed::<Change>("ImportChange", "A value that a row changes, or could change.")
        .value("key", "By what it is decided about, in its row.", |it| it.told.key.clone())
        .value("field", "The field of the person: `headline`, `contactPoints`, `tags`.", |it| {
            it.told.field.clone()
        })
        .value("from", "What stands there; null where nothing does.", |it| it.told.from.clone())
        .value("to", "What would stand there; null where it would be removed.", |it| it.told.to.clone())
        .value(
            "isProposed",
            "Whether it is done only if `decideImportRows` takes it: the source does not have the value any more, or has another one \
             than somebody wrote by hand.",
            |it| it.told.is_proposed,
        )
        .value("isTaken", "Whether it is done, as it is decided now.", |it| it.is_taken)
        .done()
}

shape! {
    /// Somebody whom a row may be.
    ImportCandidate: candidate
}

fn candidate() -> Object {
    Object::computed::<Candidate>("ImportCandidate", "Somebody whom a row may be.")
        .one::<Person, _>("person", "Who it is; null where they are gone since.", |it| {
            Some(it.person)
        })
        .value(
            "score",
            "How likely it is, from 0 to 100: whom an import joins by itself has 90 at least.",
            |it| i32::from(it.score),
        )
        .value(
            "reason",
            "What speaks for it, and what against it, in English.",
            |it| it.why.clone(),
        )
        .done()
}

fn row() -> Object {
    use import_row::Column;
    Object::part::<import_row::Entity>(
        "ImportSessionRow",
        "A row of a file of contacts on its way into the network: what would become of it, and once it was taken in what became of it.",
    )
    .needs(Right::PeopleRead)
    .id::<ImportRowId>("The id of the row.", Column::Id)
    .column("position", "Which row or card of the file, from 1.", Column::Position)
    .column("rowName", "The name in it, if it has one.", Column::Name)
    .word::<RowAction>(
        "action",
        "What would become of it if nothing were decided, and once it was taken in what became of it.",
        Column::Action,
    )
    .one::<Person>(
        "person",
        "The person whom it changes or is; whom it makes, once it was taken in.",
        Column::PersonId,
    )
    .column(
        "reason",
        "Why it is skipped or rejected; with whom it is joined, and why; whom it may be; what of it is left out. Once it was taken in \
         also whether it became something else than was told, because what is there has changed since. Null where there is nothing to say.",
        Column::Reason,
    )
    .with(Field::computed_many::<ImportChange>(
        "changes",
        "What it changes of the person, and what it could change besides; of somebody new, what it says. At most 100; facts, milestones \
         and ties are not among them.",
        |ask, rows| Box::pin(changes(ask, rows)),
    ))
    .with(Field::computed_many::<ImportCandidate>(
        "candidates",
        "Live people whom it may be, the likeliest first, at most 5.",
        |ask, rows| Box::pin(candidates(ask, rows)),
    ))
    .word::<ImportDecision>(
        "decidedAs", "What somebody decided; null where nobody did.", Column::Decision)
    .one::<Person>("decidedPerson", "The person with whom it is to be joined, as somebody decided.", Column::DecidedId)
}

async fn changes(ask: &Ask<'_>, rows: &[uuid::Uuid]) -> Result<Values, Fault> {
    let mut all = Vec::new();
    for row in super::rows_by_ids(ask.reader, rows).await? {
        all.extend(rules::changes(&row)?.into_iter().map(|it| (row.id.0, it)));
    }
    Ok(Values::under(all))
}

async fn candidates(ask: &Ask<'_>, rows: &[uuid::Uuid]) -> Result<Values, Fault> {
    let mut all = Vec::new();
    for row in super::rows_by_ids(ask.reader, rows).await? {
        all.extend(rules::candidates(&row)?.into_iter().map(|it| (row.id.0, it)));
    }
    Ok(Values::under(all))
}

fn session() -> Object {
    use import_session::Column;
    Object::part::<import_session::Entity>(
        "ImportSession",
        "A file of contacts on its way into the network: it is told what would become of each row, somebody decides, then it is taken in. It \
         is kept for 7 days, with its file.",
    )
    .needs(Right::Import)
    .id::<ImportSessionId>("The id of the session.", Column::Id)
    .word::<ImportState>("state", "How far the session has come.", Column::State)
    .word::<ContactsFormat>("format", "The format that the file was read as.", Column::Format)
    .embedded::<Actor>("actor", "Who began the session.", Column::Actor)
    .one::<kinds::Upload>("upload", "The file; null once it is gone.", Column::UploadId)
    .one::<kinds::ChangeSet>(
        "changeSet",
        "What it wrote, as a whole that `undoChangeSet` can undo; null while nothing is written.",
        Column::ChangeSetId,
    )
    .column("rowCount", "The rows of the file.", Column::RowCount)
    .column("previewedCount", "How many of them are told.", Column::PreviewedCount)
    .column("committedCount", "How many of them were taken in.", Column::CommittedCount)
    .column("createdCount", "Rows that make a person, or made one.", Column::CreatedCount)
    .column("updatedCount", "Rows that change a person, or changed one.", Column::UpdatedCount)
    .column("unchangedCount", "Rows with nothing new in them.", Column::UnchangedCount)
    .column("skippedCount", "Rows that are left out on purpose.", Column::SkippedCount)
    .column("rejectedCount", "Rows that are wrong.", Column::RejectedCount)
    .column("createdAt", "When it was begun.", Column::CreatedAt)
    .column("committedAt", "When its last row was taken in; null before.", Column::CommittedAt)
    .column("expiresAt", "From when it is gone.", Column::ExpiresAt)
    .with(
        Field::list::<kinds::ImportSessionRow>("rows", "The rows of the file in their order.", |ask| {
            let actions: Option<Vec<RowAction>> = ask.get("actions")?;
            let actions: Option<Vec<import_row::RowAction>> =
                actions.map(|actions| actions.into_iter().map(Into::into).collect());
            Ok(super::rows(&ask.place(), actions.as_deref()))
        })
        .argument::<Option<Vec<RowAction>>>("actions", "Only rows that become one of these; all rows if left out.")
        .paged(),
    )
}

payload! {
    /// What a mutation of an import session answers.
    ImportSessionPayload {
        /// The session as it is now.
        "importSession": kinds::ImportSession
    }
}

/// A file of contacts to look at. Give one of `uploadId`, `text` and `base64`.
#[derive(InputObject)]
pub struct CreateImportSessionInput {
    /// A file that was sent to the `path` of `createUpload`, at most 32 MiB.
    upload_id: Option<Id<UploadId>>,
    /// The contents of the file, as text.
    text: Option<String>,
    /// The file in base64, for files that are not UTF-8.
    base64: Option<String>,
    /// What the file is; found out from its content if left out.
    format: Option<ContactsFormat>,
    /// What the columns of a table say, at most 200. Others are named as left out. If left out, the columns are known by their usual names.
    #[graphql(default)]
    mapping: Vec<ColumnMappingInput>,
    /// The system that the file is of, for tables with a column `EXTERNAL_KEY`: a word such as `hubspot`, at most 50 characters.
    source: Option<String>,
}

/// What is decided about a row; it replaces what was decided about it before.
#[derive(InputObject)]
pub struct ImportRowDecisionInput {
    /// Which row of the file, from 1.
    position: i32,
    /// Whom it is; as it is found if left out.
    decision: Option<ImportDecision>,
    /// With whom it is joined: needed for `JOIN`, and only there.
    person_id: Option<Id<PersonId>>,
    /// The keys of proposed changes that are done, at most 100.
    #[graphql(default)]
    take: Vec<String>,
    /// The keys of changes that are not done, at most 100.
    #[graphql(default)]
    leave: Vec<String>,
}

/// What is decided about rows.
#[derive(InputObject)]
pub struct DecideImportRowsInput {
    /// The rows, at most 500.
    rows: Vec<ImportRowDecisionInput>,
}

/// The file that is meant, of those that can be.
///
/// # Errors
/// None is said, or several, or one is not what it should be.
pub fn file(
    upload_id: Option<Id<UploadId>>,
    text: Option<String>,
    base64: Option<String>,
) -> Result<File, Failure> {
    let Some(id) = upload_id else {
        return Ok(File::Here(bytes(text, base64)?));
    };
    let mut checks = Checks::new();
    let id = checks.id(Path::input("uploadId"), &id);
    if text.is_some() || base64.is_some() {
        let message = "give the file once: as an upload, as text or as base64";
        checks.note(Code::Invalid, Path::input("uploadId"), message);
    }
    checks.done()?;
    Ok(File::Sent(id))
}

async fn create(called: &Called<'_>) -> Result<Done, Failure> {
    let caller = called.caller()?;
    let writer = caller.writer(Right::Import).ok_or(Fault::Lacks(Right::Import))?;
    let CreateImportSessionInput {
        upload_id,
        text,
        base64,
        format,
        mapping,
        source,
    } = called.input()?;
    let how = how(format, &mapping, source.as_deref())?;
    let file = file(upload_id, text, base64)?;
    let new = New { file, how, mapping };
    let session = run::preview(&called.engine.db, (writer, caller, called.now), new).await?;
    Ok(Done::of(session.id))
}

async fn commit(called: &Called<'_>) -> Result<Done, Failure> {
    let caller = called.caller()?;
    let writer = caller.writer(Right::Import).ok_or(Fault::Lacks(Right::Import))?;
    let id = called.id::<ImportSessionId>()?;
    let done = run::commit(&called.engine.db, (writer, caller, called.now), id).await?;
    Ok(Done {
        seq: Some(done.seq),
        ..Done::of(done.session.id)
    })
}

fn decisions(sent: &mut Sent<'_>) -> Result<Decide, Fault> {
    let DecideImportRowsInput { rows } = sent.input()?;
    let path = Path::input("rows");
    let checks = &mut sent.checks;
    let rows = rows.into_iter().enumerate().map(|(place, it)| {
        let person = it
            .person_id
            .map(|id| checks.id(path.at(place).at("personId"), &id));
        Decision {
            position: it.position,
            decision: it.decision.map(Into::into),
            person,
            takes: it.take,
            leaves: it.leave,
        }
    });
    let rows = rows.collect();
    Ok(Decide {
        session: sent.id::<ImportSessionId>("id")?,
        rows,
    })
}

/// Queries.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<kinds::ImportSession, ImportSessionId>(
            "importSession",
            "An import session by id; null when there is none, or it is gone.",
            "The id of the session.",
        ),
        Field::list::<kinds::ImportSession>(
            "importSessions",
            "The workspace's import sessions, the newest first.",
            |ask| Ok(super::list(&ask.place())),
        )
        .paged(),
    ]
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<ImportSessionPayload>(
            "createImportSession",
            "Looks at a file of contacts and tells of each row what would become of it, whom it may be and what it changes; nothing of it is \
             taken in. `decideImportRows` decides about rows, `commitImportSession` takes the file in. Rows are looked at 200 at a time: a row \
             sees what those before it among these would have made, and no others.",
            Right::Import,
        )
        .also(Right::PeopleWrite)
        .also(Right::PeopleRead)
        .input::<CreateImportSessionInput>("The file and its format.")
        .runs(|called| Box::pin(create(called))),
        Field::verb::<ImportSessionPayload>(
            "decideImportRows",
            "Decides about rows of an import session that is `READY`: whom they are, and which of their values are taken.",
            Right::Import,
        )
        .also(Right::PeopleWrite)
        .also(Right::PeopleRead)
        .id::<ImportSessionId>("The session of which they are rows.")
        .input::<DecideImportRowsInput>("What is decided about which rows.")
        .leaves(decisions, decide, |session: import_session::Model| Done::of(session.id))
        .alone(),
        Field::verb::<ImportSessionPayload>(
            "commitImportSession",
            "Takes the file of an import session in, as it was decided, by the same rules as `importContacts`, as one change set. Rows are looked \
             at anew: one that becomes something else than was told, because what is there has changed since, says so. It is written in parts of \
             200 rows; if it is interrupted, asking again goes on where it was.",
            Right::Import,
        )
        .also(Right::PeopleWrite)
        .also(Right::PeopleRead)
        .id::<ImportSessionId>("The session to take in.")
        .runs(|called| Box::pin(commit(called))),
        Field::verb::<ImportSessionPayload>(
            "discardImportSession",
            "Gives an import session up, of which nothing was taken in; its rows and its file are gone. Doing so twice changes nothing.",
            Right::Import,
        )
        .also(Right::PeopleWrite)
        .id::<ImportSessionId>("The session to give up.")
        .leaves(|it| it.id::<ImportSessionId>("id"), discard, |session: import_session::Model| Done::of(session.id))
        .alone(),
    ]
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .part::<kinds::ImportSession>(session)
        .part::<kinds::ImportSessionRow>(row)
        .queries(queries())
        .mutations(mutations())
}
