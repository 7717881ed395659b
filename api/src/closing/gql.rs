//! Closing in GraphQL.

use async_graphql::InputObject;
use entity::RecordType;

use super::{Closed, begin, close, erase_account};
use crate::auth::{self, Entrance};
use crate::erasing::gql::ErasedCount;
use crate::graphql::catalogue::Area;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Called, Done, Field, Object, Outcome};
use crate::kit::check::Path;
use crate::kit::{Caller, Code, Failure, Problem, Right};

shape! {
    /// The receipt for a workspace that goes.
    ErasedWorkspace: erased
}

/// A workspace that goes, and whether it is gone.
#[derive(Clone)]
struct Receipt {
    closed: Closed,
    is_done: bool,
}

fn erased() -> Object {
    Object::computed::<Receipt>("ErasedWorkspace", "The receipt for a workspace that goes.")
        .id_of("workspaceId", "The id that the workspace had.", |it| it.closed.id)
        .each::<ErasedCount, (RecordType, usize)>(
            "records",
            "How many records of each kind it had.",
            |it| it.closed.gone.iter().map(|(kind, count)| (*kind, *count)).collect(),
        )
        .value("memberCount", "How many members it had.", |it| {
            i32::try_from(it.closed.members).unwrap_or(i32::MAX)
        })
        .value(
            "isDone",
            "Whether all of it is gone. If not, nobody can enter it any more, and the server goes on by itself.",
            |it| it.is_done,
        )
        .done()
}

shape! {
    /// What erasing a workspace answers.
    EraseWorkspacePayload: workspace_payload
}

fn workspace_payload() -> Object {
    Object::computed::<Outcome>("EraseWorkspacePayload", "What erasing a workspace answers.")
        .shows::<ErasedWorkspace, Receipt>("erased", "The receipt; null when there are user errors.")
        .problems("What was wrong. Nothing was done.")
        .done()
}

shape! {
    /// What erasing an account answers.
    EraseAccountPayload: account_payload
}

fn account_payload() -> Object {
    Object::computed::<Outcome>("EraseAccountPayload", "What erasing an account answers.")
        .value(
            "erasedWorkspaceCount",
            "How many workspaces went with it: those in which nobody else was; null when there are user errors.",
            |it| it.value::<i32>().copied(),
        )
        .problems("What was wrong. Nothing was done.")
        .done()
}

/// The workspace that is erased.
#[derive(InputObject)]
pub struct EraseWorkspaceInput {
    /// The name of the workspace, exactly as it is: so that no other one is meant.
    name: String,
}

/// The account that is erased.
#[derive(InputObject)]
pub struct EraseAccountInput {
    /// The password of the account.
    #[graphql(secret)]
    password: String,
}

fn signed_in<'a>(called: &'a Called<'_>) -> Result<&'a Caller, Failure> {
    let caller = called.caller()?;
    if caller.session.is_none() {
        let message = "an API token cannot do this; sign in first";
        return Err(Problem::new(Code::Forbidden, Path::default(), message).into());
    }
    Ok(caller)
}

async fn workspace(called: &Called<'_>) -> Result<Done, Failure> {
    let caller = signed_in(called)?;
    let name = called.input::<EraseWorkspaceInput>()?.name;
    let denied = || {
        Problem::new(
            Code::Forbidden,
            Path::default(),
            "only owners may erase a workspace",
        )
    };
    let by = caller.writer(Right::WorkspaceWrite).ok_or_else(denied)?;
    let db = &called.engine.db;
    let closed = db.write(by, &name, close).await?.value;
    let is_done = begin(db, closed.id).await;
    Ok(Done::value(Receipt { closed, is_done }))
}

async fn account(called: &Called<'_>) -> Result<Done, Failure> {
    let (door, caller) = (called.engine.service::<Entrance>()?, signed_in(called)?);
    let password = called.input::<EraseAccountInput>()?.password;
    let db = &called.engine.db;
    let user = auth::user(&db.global(), caller.user).await?;
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    if let Some(user) = &user {
        door.attempts.log_in(&auth::normal_email(&user.email))?;
    }
    if !door.passwords.verify(password, hash).await? {
        let message = "the password is wrong";
        return Err(Problem::new(Code::Credentials, Path::input("password"), message).into());
    }
    let erased = erase_account(db, caller.user).await?;
    Ok(Done::value::<i32>(erased))
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new().mutations(vec![
        Field::verb::<EraseWorkspacePayload>(
            "eraseWorkspace",
            "Erases the workspace that the session is in, for good, with everything in it: its network, its history, files, tokens and calendars. From the answer on nobody \
             can enter it, its members neither; their accounts and other workspaces stay. It cannot be undone: take it out by `GET /export/workspace.jsonl` before. \
             API tokens cannot do this.",
            Right::WorkspaceWrite,
        )
        .input::<EraseWorkspaceInput>("The workspace that is erased.")
        .runs(|called| Box::pin(workspace(called))),
        Field::open_verb::<EraseAccountPayload>(
            "eraseAccount",
            "Erases the account of the signed-in user for good: their sessions, tokens and memberships, and the workspaces in which nobody else is. Refused while they are the \
             only owner of a workspace in which others are. What they wrote in other workspaces stays, and names them by an id that is nobody's; so does what stands of them in \
             these networks. It cannot be undone. API tokens cannot do this.",
        )
        .input::<EraseAccountInput>("The account that is erased.")
        .runs(|called| Box::pin(account(called))),
    ])
}
