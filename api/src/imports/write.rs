//! Writing import sessions: what is told of rows, what is decided about them, and what time takes away.

use std::collections::HashMap;

use entity::ids::{ChangeSetId, ImportRowId, ImportSessionId, PersonId, UploadId};
use entity::import_row::{ImportDecision, RowAction};
use entity::import_session::ImportState;
use entity::{Tenant as _, import_row, import_session, person};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, Condition, EntityTrait, IntoActiveModel as _, PaginatorTrait as _,
    QueryFilter, QuerySelect as _,
};
use uuid::Uuid;

use super::read::{find, outdated, rows_at};
use super::rules::{DECISIONS, VALUES, kept_for, listed, number, text};
use crate::kit::check::{Checks, Path};
use crate::kit::failure::Detail;
use crate::kit::{Caller, Code, Failure, Fault, Problem, Tx};
use crate::transfer::{ColumnMappingInput, Format, Outcome, RowAction as Action, Told};
use crate::{jobs, people};

/// Rows of an expired session that one write takes away.
const ROWS: u64 = 2_000;

/// A session that begins.
pub struct Begin {
    /// The file.
    pub upload: UploadId,
    /// What it was read as.
    pub format: Format,
    /// As what it is kept where people came from.
    pub source: String,
    /// What the columns of a table say.
    pub mapping: Vec<ColumnMappingInput>,
    /// How many rows it has.
    pub rows: usize,
    /// Who begins it.
    pub caller: Caller,
}

/// Begins a session.
///
/// # Errors
/// The database fails.
pub async fn begin(tx: &mut Tx, new: &Begin) -> Result<import_session::Model, Failure> {
    let expires_at = tx.now() + kept_for();
    jobs::keep_until(tx, new.upload, expires_at).await?;
    let session = import_session::Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        actor: tx.actor(),
        user_id: new.caller.user,
        token_id: new.caller.token,
        upload_id: new.upload,
        change_set_id: tx.new_id::<ChangeSetId>(),
        format: new.format.word().to_owned(),
        source: new.source.clone(),
        mapping: text(&new.mapping)?,
        state: ImportState::Previewing,
        row_count: number(new.rows),
        previewed_count: 0,
        committed_count: 0,
        created_count: 0,
        updated_count: 0,
        unchanged_count: 0,
        skipped_count: 0,
        rejected_count: 0,
        created_at: tx.now(),
        committed_at: None,
        expires_at,
    };
    let row = session.clone().into_active_model().reset_all();
    row.insert(tx.conn()).await?;
    Ok(session)
}

/// Adds to how many rows become what.
pub fn add(session: &mut import_session::Model, action: RowAction, more: i32) {
    *match action {
        Action::Created => &mut session.created_count,
        Action::Updated => &mut session.updated_count,
        Action::Unchanged => &mut session.unchanged_count,
        Action::Skipped => &mut session.skipped_count,
        Action::Rejected => &mut session.rejected_count,
    } += more;
}

/// What is told of rows, as it is stored.
///
/// # Errors
/// It cannot be written.
pub fn row(
    (tx, session): (&Tx, ImportSessionId),
    outcome: &Outcome,
    id: Option<ImportRowId>,
) -> Result<import_row::Model, Failure> {
    Ok(import_row::Model {
        workspace_id: tx.workspace(),
        id: id.unwrap_or_else(|| tx.new_id()),
        session_id: session,
        position: number(outcome.position),
        name: outcome.name.clone(),
        action: outcome.action,
        person_id: outcome.person,
        revision: outcome.detail.revision,
        reason: outcome.reason.clone(),
        changes: text(&outcome.detail.changes)?,
        candidates: text(&outcome.detail.candidates)?,
        decision: None,
        decided_id: None,
        takes: "[]".to_owned(),
        leaves: "[]".to_owned(),
    })
}

/// Stores rows.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &Tx, rows: Vec<import_row::Model>) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    import_row::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Stores what is told of the next rows; whether it was the end.
///
/// # Errors
/// Somebody gave the session up, or the database fails.
pub async fn tell(
    tx: &mut Tx,
    (id, outcomes): &(ImportSessionId, Vec<Outcome>),
) -> Result<import_session::Model, Failure> {
    let mut session = expected(tx, *id, ImportState::Previewing).await?;
    let rows = outcomes.iter().map(|outcome| {
        let mut outcome = outcome.clone();
        if outcome.action == Action::Created {
            // The one who would be made is nobody yet.
            outcome.person = None;
        }
        row((tx, *id), &outcome, None)
    });
    insert(tx, rows.collect::<Result<_, _>>()?).await?;
    for outcome in outcomes {
        add(&mut session, outcome.action, 1);
    }
    session.previewed_count += number(outcomes.len());
    if session.previewed_count >= session.row_count {
        session.state = ImportState::Ready;
    }
    tx.put::<import_session::Entity>(&session).await?;
    Ok(session)
}

/// A session in this state.
///
/// # Errors
/// There is none, or it is in another.
pub async fn expected(
    tx: &Tx,
    id: ImportSessionId,
    state: ImportState,
) -> Result<import_session::Model, Failure> {
    let found = find(&tx.read(), id).await?.filter(|it| it.expires_at > tx.now());
    let missing = || {
        Problem::new(
            Code::NotFound,
            Path::argument("id"),
            "there is no import session with this id",
        )
    };
    let session = found.ok_or_else(missing)?;
    if session.state != state {
        return Err(elsewhere(&session, &[state]).into());
    }
    Ok(session)
}

/// That a session is in another state than it would have to be in.
pub fn elsewhere(session: &import_session::Model, allowed: &[ImportState]) -> Problem {
    let message = match session.state {
        ImportState::Previewing => {
            "its rows are not all told yet; if the request that began it has ended, begin another session"
        }
        ImportState::Ready => "it is ready, and nothing of it was taken in",
        ImportState::Committing => "its rows are being taken in",
        ImportState::Committed => "its rows were taken in; `undoChangeSet` takes that back",
        ImportState::Discarded => "it was given up",
    };
    let detail = Detail::State {
        state: session.state.to_string(),
        allowed: allowed.iter().map(ToString::to_string).collect(),
    };
    Problem::new(Code::State, Path::argument("id"), message).with(detail)
}

/// What is decided about a row.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Which row.
    pub position: i32,
    /// Whom it is.
    pub decision: Option<ImportDecision>,
    /// With whom it is joined.
    pub person: Option<PersonId>,
    /// The keys of proposed values that are taken.
    pub takes: Vec<String>,
    /// The keys of values that are left.
    pub leaves: Vec<String>,
}

/// What is decided about rows of a session.
#[derive(Clone, Debug)]
pub struct Decide {
    /// The session.
    pub session: ImportSessionId,
    /// The rows.
    pub rows: Vec<Decision>,
}

/// Decides about rows; what was decided about them before is replaced.
///
/// # Errors
/// There is no such session, it is not ready, or something does not fit a row.
pub async fn decide(tx: &mut Tx, wanted: &Decide) -> Result<import_session::Model, Failure> {
    let session = expected(tx, wanted.session, ImportState::Ready).await?;
    let mut checks = Checks::new();
    let path = Path::input("rows");
    checks.count(path.clone(), wanted.rows.len(), DECISIONS);
    let positions: Vec<i32> = wanted.rows.iter().map(|it| it.position).collect();
    let ids: Vec<PersonId> = wanted.rows.iter().filter_map(|it| it.person).collect();
    let reader = tx.read();
    let people = people::by_ids(&reader, &ids).await?;
    let mut rows: HashMap<i32, import_row::Model> = HashMap::new();
    for positions in positions.chunks(DECISIONS) {
        let found = rows_at(&reader, session.id, positions).await?;
        rows.extend(found.into_iter().map(|row| (row.position, row)));
    }
    let mut decided = Vec::new();
    for (place, it) in wanted.rows.iter().enumerate() {
        let at = path.at(place);
        let Some(mut row) = rows.remove(&it.position) else {
            let message = "the file has no row of this number, or it is decided about before";
            checks.note(Code::NotFound, at.at("position"), message);
            continue;
        };
        check(&mut checks, &at, it, &row, it.person.map(|id| people.get(&id)))?;
        row.decision = it.decision;
        row.decided_id = it.person;
        (row.takes, row.leaves) = (text(&it.takes)?, text(&it.leaves)?);
        decided.push(row);
    }
    checks.done()?;
    for row in &decided {
        tx.put::<import_row::Entity>(row).await?;
    }
    Ok(session)
}

/// Whether a decision fits its row.
fn check(
    checks: &mut Checks,
    at: &Path,
    it: &Decision,
    row: &import_row::Model,
    person: Option<Option<&person::Model>>,
) -> Result<(), Failure> {
    let told: Vec<Told> = listed(&row.changes)?;
    let decision = it.decision;
    if row.action == RowAction::Rejected
        && matches!(decision, Some(ImportDecision::Create | ImportDecision::Join))
    {
        checks.note(
            Code::Invalid,
            at.at("decision"),
            "the row cannot be read, so nothing can be made of it",
        );
    }
    match (decision, person) {
        (Some(ImportDecision::Join), None) => {
            checks.note(
                Code::Required,
                at.at("personId"),
                "say with whom the row is to be joined",
            );
        }
        (Some(ImportDecision::Join), Some(None)) => {
            checks.note(
                Code::NotFound,
                at.at("personId"),
                "there is no person with this id",
            );
        }
        (Some(ImportDecision::Join), Some(Some(person))) if person.archived_at.is_some() => {
            checks.note(
                Code::State,
                at.at("personId"),
                "this person is archived; restore them first",
            );
        }
        (Some(ImportDecision::Join), _) | (_, None) => {}
        (_, Some(_)) => checks.note(
            Code::Invalid,
            at.at("personId"),
            "only a row that is joined has a person",
        ),
    }
    let is_other = decision == Some(ImportDecision::Join) && it.person != row.person_id;
    if is_other && !(it.takes.is_empty() && it.leaves.is_empty()) {
        let message = "values are told for the person whom the row was found to be; join it with another one as a whole";
        checks.note(Code::Invalid, at.at("decision"), message);
    }
    checks.count(at.at("take"), it.takes.len(), VALUES);
    checks.count(at.at("leave"), it.leaves.len(), VALUES);
    for (field, keys, is_proposed) in [("take", &it.takes, true), ("leave", &it.leaves, false)] {
        for (place, key) in keys.iter().enumerate() {
            if !told
                .iter()
                .any(|told| told.key == *key && told.is_proposed == is_proposed)
            {
                let message = match is_proposed {
                    true => "the row proposes no value with this key",
                    false => "the row changes no value with this key, or only proposes it",
                };
                checks.note(Code::Invalid, at.at(field).at(place), message);
            }
        }
    }
    Ok(())
}

/// Gives a session up: nothing of it is taken in. Doing so twice changes nothing.
///
/// # Errors
/// There is no such session, or rows of it were taken in.
pub async fn discard(tx: &mut Tx, id: &ImportSessionId) -> Result<import_session::Model, Failure> {
    let missing = || {
        Problem::new(
            Code::NotFound,
            Path::argument("id"),
            "there is no import session with this id",
        )
    };
    let mut session = find(&tx.read(), *id).await?.ok_or_else(missing)?;
    match session.state {
        ImportState::Discarded => return Ok(session),
        ImportState::Previewing | ImportState::Ready => {}
        ImportState::Committing | ImportState::Committed => {
            let allowed = [ImportState::Previewing, ImportState::Ready];
            return Err(elsewhere(&session, &allowed).into());
        }
    }
    session.state = ImportState::Discarded;
    drop_rows(tx, &[session.id]).await?;
    let_go(tx, &session).await?;
    tx.put::<import_session::Entity>(&session).await?;
    Ok(session)
}

/// Lets the file of a session go that is over, unless another session or a job goes on with it.
///
/// # Errors
/// The database fails.
pub async fn let_go(tx: &Tx, session: &import_session::Model) -> Result<(), Failure> {
    use import_session::Column;
    let over = [ImportState::Discarded, ImportState::Committed];
    let others = tx.read().select::<import_session::Entity>();
    let others = others
        .filter(Column::UploadId.eq(session.upload_id))
        .filter(Column::Id.ne(session.id))
        .filter(Column::State.is_not_in(over));
    let others = others.count(tx.conn()).await.map_err(Fault::from)?;
    if others == 0 && !jobs::uses(tx, session.upload_id).await? {
        jobs::keep_until(tx, session.upload_id, tx.now()).await?;
    }
    Ok(())
}

async fn drop_rows(tx: &Tx, sessions: &[ImportSessionId]) -> Result<(), Failure> {
    import_row::Entity::delete_many()
        .filter(import_row::Entity::workspace_column().eq(tx.workspace()))
        .filter(import_row::Column::SessionId.is_in(sessions.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Forgets the rows and the files of sessions that are these change sets, for they speak of what is being erased.
///
/// # Errors
/// The database fails.
pub async fn forget_sets(tx: &Tx, sets: &[Uuid]) -> Result<(), Failure> {
    let sessions = tx.read().select::<import_session::Entity>();
    let sessions = sessions.filter(import_session::Column::ChangeSetId.is_in(sets.iter().copied()));
    forget_all(tx, sessions.all(tx.conn()).await?).await
}

/// Forgets the rows and the files of sessions that name a person who is being erased.
///
/// # Errors
/// The database fails.
pub async fn forget(tx: &Tx, person: PersonId) -> Result<(), Failure> {
    use import_row::Column;
    let named = Condition::any()
        .add(Column::PersonId.eq(person))
        .add(Column::DecidedId.eq(person))
        .add(Column::Candidates.contains(person.to_string()));
    let named = tx.read().select::<import_row::Entity>().filter(named);
    let named = named.select_only().column(Column::SessionId).distinct();
    let named: Vec<ImportSessionId> = named.into_tuple().all(tx.conn()).await?;
    let sessions = tx.read().select::<import_session::Entity>();
    // One that was not taken in yet may have the same person as somebody who would be made: it goes, whoever it names.
    let open = import_session::Column::State.ne(ImportState::Committed);
    let sessions = sessions.filter(
        Condition::any()
            .add(import_session::Column::Id.is_in(named))
            .add(open),
    );
    forget_all(tx, sessions.all(tx.conn()).await?).await
}

async fn forget_all(tx: &Tx, sessions: Vec<import_session::Model>) -> Result<(), Failure> {
    let ids: Vec<ImportSessionId> = sessions.iter().map(|it| it.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    drop_rows(tx, &ids).await?;
    for mut session in sessions {
        jobs::keep_until(tx, session.upload_id, tx.now()).await?;
        if session.state != ImportState::Committed {
            session.state = ImportState::Discarded;
        }
        tx.put::<import_session::Entity>(&session).await?;
    }
    Ok(())
}

/// Forgets sessions whose time is over, a part of one at a time; answers whether there was one.
///
/// # Errors
/// The database fails.
pub async fn expire(tx: &mut Tx, (): &()) -> Result<u64, Failure> {
    let old = tx.read().select::<import_session::Entity>();
    let old = old.filter(outdated(tx.now())).limit(1);
    let Some(old) = old.one(tx.conn()).await? else {
        return Ok(0);
    };
    let rows = tx.read().select::<import_row::Entity>();
    let rows = rows.filter(import_row::Column::SessionId.eq(old.id)).limit(ROWS);
    let rows = rows.select_only().column(import_row::Column::Id);
    let rows: Vec<ImportRowId> = rows.into_tuple().all(tx.conn()).await?;
    import_row::Entity::delete_many()
        .filter(import_row::Entity::workspace_column().eq(tx.workspace()))
        .filter(
            tx.read()
                .among(import_row::Column::Id, rows.iter().map(|id| id.0)),
        )
        .exec(tx.conn())
        .await?;
    if (rows.len() as u64) < ROWS {
        import_session::Entity::delete_many()
            .filter(import_session::Entity::workspace_column().eq(tx.workspace()))
            .filter(import_session::Column::Id.eq(old.id))
            .exec(tx.conn())
            .await?;
    }
    Ok(1)
}
