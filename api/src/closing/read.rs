//! What closing has to know.

use entity::ids::{UserId, WorkspaceId};
use entity::{Role, erasure, membership, user_workspace, workspace};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};

use crate::kit::check::Path;
use crate::kit::{Code, Db, Detail, Failure, Problem};

/// The workspaces that are being erased.
///
/// # Errors
/// The database fails.
pub async fn erasures(db: &Db) -> Result<Vec<WorkspaceId>, sea_orm::DbErr> {
    let erasures = erasure::Entity::find().order_by_asc(erasure::Column::AskedAt);
    let erasures = erasures.select_only().column(erasure::Column::ErasedWorkspace);
    erasures.into_tuple().all(&db.global()).await
}

/// The workspaces of a user, each with whether nobody else is in it.
///
/// # Errors
/// They are the only owner of one in which others are; or the database fails.
pub async fn alone_in(db: &Db, user: UserId) -> Result<Vec<(WorkspaceId, bool)>, Failure> {
    let joined = user_workspace::Entity::find()
        .filter(user_workspace::Column::UserId.eq(user))
        .order_by_asc(user_workspace::Column::JoinedWorkspace);
    let joined = joined.all(&db.global()).await?;
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for it in joined {
        let members = membership::Entity::find()
            .filter(membership::Column::WorkspaceId.eq(it.joined_workspace))
            .all(&db.global())
            .await?;
        let others = members.iter().filter(|member| member.user_id != user);
        let is_owned = others.clone().any(|member| member.role == Role::Owner);
        let is_alone = others.count() == 0;
        if !is_alone && !is_owned {
            let here = workspace::Entity::find_by_id(it.joined_workspace);
            let name = here.one(&db.global()).await?.map(|here| here.name);
            let message = format!(
                "you are the only owner of {}, in which others are: make one of them an owner, or erase it first",
                name.unwrap_or_default()
            );
            let detail = Detail::State {
                state: "LAST_OWNER".to_owned(),
                allowed: Vec::new(),
            };
            problems.push(Problem::new(Code::State, Path::default(), message).with(detail));
        }
        found.push((it.joined_workspace, is_alone));
    }
    match problems.is_empty() {
        true => Ok(found),
        false => Err(Failure::Rejected(problems)),
    }
}
