//! Who supports a goal, and what is done together for it.

use entity::ids::{CollaborationId, GoalId, PersonId};
use entity::support_role::SupportRoleKind;
use entity::{Tenant, collaboration, goal, goal_collaboration, goal_supporter};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

use super::super::rules::{COLLABORATIONS, SUPPORTERS};
use crate::kit::{Checks, Code, Detail, Failure, Path, Problem, Tx};
use crate::people;

const NOTE: usize = 500;

/// Somebody who supports a goal.
#[derive(Clone, Debug)]
pub struct Supporter {
    /// Which goal.
    pub goal: GoalId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: SupportRoleKind,
    /// How.
    pub note: Option<String>,
}

/// What is linked to a goal, or is not any more.
#[derive(Clone, Debug)]
pub struct Link<I> {
    /// Which goal.
    pub goal: GoalId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What is linked.
    pub to: I,
}

/// Says that somebody supports a goal, or how. Nothing is written when that is known.
///
/// # Errors
/// The goal does not exist, was changed meanwhile or is archived; the person does not exist or is whose goal it is; the note
/// is too long, or there are too many supporters.
pub async fn add_supporter(tx: &mut Tx, add: &Supporter) -> Result<goal::Model, Failure> {
    use goal_supporter::Column;
    let goal: goal::Model = tx.find_for_update(add.goal, add.expected_revision).await?;
    let mut checks = Checks::new();
    let note = checks.text(Path::input("note"), add.note.as_deref(), NOTE);
    let path = Path::input("personId");
    match goal.person_id {
        None => people::require_other(tx, &mut checks, path, add.person).await?,
        Some(own) if own == add.person => checks.note(Code::Invalid, path, "this is their own goal"),
        Some(_) => people::require(tx, &mut checks, &[(path, add.person)]).await?,
    }
    checks.done()?;
    let of_goal = tx
        .read()
        .select::<goal_supporter::Entity>()
        .filter(Column::GoalId.eq(goal.id));
    let known = of_goal
        .clone()
        .filter(Column::PersonId.eq(add.person))
        .one(tx.conn())
        .await?;
    let Some(known) = known else {
        room(of_goal.count(tx.conn()).await?, SUPPORTERS, "supporters")?;
        let row = goal_supporter::Model {
            workspace_id: tx.workspace(),
            goal_id: goal.id,
            person_id: add.person,
            role: add.role,
            note,
            added_at: tx.now(),
        };
        let row = row.into_active_model().reset_all();
        goal_supporter::Entity::insert(row)
            .exec_without_returning(tx.conn())
            .await?;
        return tx.save(&goal, goal.clone(), true).await;
    };
    let changed = goal_supporter::Model {
        role: add.role,
        note,
        ..known.clone()
    };
    if changed != known {
        tx.put::<goal_supporter::Entity>(&changed).await?;
    }
    tx.save(&goal, goal.clone(), changed != known).await
}

/// Says that somebody supports a goal no more. Nothing is written when they did not.
///
/// # Errors
/// The goal does not exist, was changed meanwhile or is archived.
pub async fn remove_supporter(tx: &mut Tx, remove: &Link<PersonId>) -> Result<goal::Model, Failure> {
    use goal_supporter::Column;
    let goal: goal::Model = tx.find_for_update(remove.goal, remove.expected_revision).await?;
    let gone = goal_supporter::Entity::delete_many()
        .filter(goal_supporter::Entity::workspace_column().eq(tx.workspace()))
        .filter(Column::GoalId.eq(goal.id))
        .filter(Column::PersonId.eq(remove.to));
    let gone = gone.exec(tx.conn()).await?.rows_affected;
    tx.save(&goal, goal.clone(), gone > 0).await
}

/// Says that a collaboration serves a goal. Nothing is written when that is known.
///
/// # Errors
/// The goal does not exist, was changed meanwhile or is archived; the collaboration does not exist, or there are too many.
pub async fn add_collaboration(tx: &mut Tx, add: &Link<CollaborationId>) -> Result<goal::Model, Failure> {
    use goal_collaboration::Column;
    let goal: goal::Model = tx.find_for_update(add.goal, add.expected_revision).await?;
    let mut checks = Checks::new();
    let path = Path::input("collaborationId");
    tx.require::<collaboration::Model>(&mut checks, path, Some(add.to))
        .await?;
    checks.done()?;
    let of_goal = tx
        .read()
        .select::<goal_collaboration::Entity>()
        .filter(Column::GoalId.eq(goal.id));
    let known = of_goal.clone().filter(Column::CollaborationId.eq(add.to));
    if known.one(tx.conn()).await?.is_some() {
        return Ok(goal);
    }
    room(
        of_goal.count(tx.conn()).await?,
        COLLABORATIONS,
        "collaborations, archived ones counted",
    )?;
    let row = goal_collaboration::Model {
        workspace_id: tx.workspace(),
        goal_id: goal.id,
        collaboration_id: add.to,
        added_at: tx.now(),
    };
    let row = row.into_active_model().reset_all();
    goal_collaboration::Entity::insert(row)
        .exec_without_returning(tx.conn())
        .await?;
    tx.save(&goal, goal.clone(), true).await
}

/// Says that a collaboration serves a goal no more. Nothing is written when it did not.
///
/// # Errors
/// The goal does not exist, was changed meanwhile or is archived.
pub async fn remove_collaboration(
    tx: &mut Tx,
    remove: &Link<CollaborationId>,
) -> Result<goal::Model, Failure> {
    use goal_collaboration::Column;
    let goal: goal::Model = tx.find_for_update(remove.goal, remove.expected_revision).await?;
    let gone = goal_collaboration::Entity::delete_many()
        .filter(goal_collaboration::Entity::workspace_column().eq(tx.workspace()))
        .filter(Column::GoalId.eq(goal.id))
        .filter(Column::CollaborationId.eq(remove.to));
    let gone = gone.exec(tx.conn()).await?.rows_affected;
    tx.save(&goal, goal.clone(), gone > 0).await
}

/// Notes a problem with each goal that would be of somebody who supports it. Two statements at most.
///
/// # Errors
/// The database fails.
pub(super) async fn refuse_own_supporters(
    tx: &Tx,
    given: &mut [(&mut Checks, &goal::Model)],
) -> Result<(), Failure> {
    use goal_supporter::Column;
    if given.is_empty() {
        return Ok(());
    }
    let own = people::own(&tx.read()).await?.map(|(own, _)| own);
    let reader = tx.read();
    let select = reader.select::<goal_supporter::Entity>();
    let ids = given.iter().map(|(_, goal)| goal.id.0);
    let supporters = select
        .filter(reader.among(Column::GoalId, ids))
        .all(tx.conn())
        .await?;
    for (checks, goal) in given {
        let whose = goal.person_id.or(own);
        let mut supporters = supporters.iter().filter(|it| it.goal_id == goal.id);
        if supporters.any(|it| Some(it.person_id) == whose) {
            let message = "they support this goal; removeGoalSupporter first";
            checks.note(Code::Invalid, Path::input("personId"), message);
        }
    }
    Ok(())
}

/// Whether there is room for one more.
fn room(count: u64, max: usize, words: &str) -> Result<(), Failure> {
    if usize::try_from(count).is_ok_and(|count| count < max) {
        return Ok(());
    }
    let message = format!("a goal has at most {max} {words}");
    let limit = i32::try_from(max).unwrap_or(i32::MAX);
    let problem = Problem::new(Code::TooMany, Path::argument("id"), message);
    Err(problem.with(Detail::Max(limit)).into())
}
