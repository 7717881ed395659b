//! Who takes part, and when the user last was in touch with them.

use std::collections::BTreeSet;

use entity::ids::{InteractionId, PersonId};
use entity::{
    RecordType, interaction, interaction_event as link, interaction_participant as participant, person,
};
use participant::Column;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
};

use super::super::rules::PARTICIPANTS;
use uuid::Uuid;

use crate::kit::afresh::Afresh;
use crate::kit::{Checks, Code, Failure, Path, Together, Tx};

/// People of one statement.
const PEOPLE: usize = 500;

/// Notes a problem where nobody would take part, or too many.
pub(super) fn check_size(checks: &mut Checks, path: Path, count: usize) {
    if count == 0 {
        checks.note(
            Code::Required,
            path,
            "an interaction has at least one participant",
        );
    } else {
        checks.count(path, count, PARTICIPANTS);
    }
}

/// Who takes part.
///
/// # Errors
/// The database fails.
pub(super) async fn of(tx: &Tx, id: InteractionId) -> Result<BTreeSet<PersonId>, Failure> {
    let rows = tx
        .read()
        .select::<participant::Entity>()
        .filter(Column::InteractionId.eq(id));
    let people: Vec<PersonId> = rows
        .select_only()
        .column(Column::PersonId)
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(people.into_iter().collect())
}

/// Adds people who were not there.
///
/// # Errors
/// The database fails.
pub(super) async fn add(
    tx: &Tx,
    model: &interaction::Model,
    people: &BTreeSet<PersonId>,
) -> Result<(), Failure> {
    let mut together = tx.together();
    if !people.is_empty() {
        add_with(&mut together, std::iter::once((model, people)));
        together.send(tx.conn()).await?;
    }
    Ok(())
}

/// Rows of one statement, each of five parameters.
const ROWS: usize = 5_000;

/// Adds the people of new interactions, with what is sent together.
pub(super) fn add_with<'a>(
    together: &mut Together,
    new: impl Iterator<Item = (&'a interaction::Model, &'a BTreeSet<PersonId>)>,
) {
    let rows = new.flat_map(|(model, people)| {
        people.iter().map(|person| {
            participant::Model {
                workspace_id: model.workspace_id,
                interaction_id: model.id,
                person_id: *person,
                happened_at: model.happened_at,
                archived: model.archived_at.is_some(),
            }
            .into_active_model()
            .reset_all()
        })
    });
    let rows: Vec<_> = rows.collect();
    for rows in rows.chunks(ROWS) {
        together.add(participant::Entity::insert_many(rows.to_vec()).into_query());
    }
}

/// Takes people away.
///
/// # Errors
/// The database fails.
pub(super) async fn remove(tx: &Tx, id: InteractionId, people: &BTreeSet<PersonId>) -> Result<(), Failure> {
    if people.is_empty() {
        return Ok(());
    }
    participant::Entity::delete_many()
        .filter(Column::WorkspaceId.eq(tx.workspace()))
        .filter(Column::InteractionId.eq(id))
        .filter(Column::PersonId.is_in(people.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What the rows of participants and of events repeat of interactions, worked out again.
#[must_use]
pub fn links() -> Afresh {
    Afresh {
        of: RecordType::Interaction,
        run: |tx, ids| Box::pin(follow_all(tx, ids)),
    }
}

async fn follow_all(tx: &mut Tx, ids: &[Uuid]) -> Result<(), Failure> {
    use interaction::Column as Own;
    let of = |value: SimpleExpr, link: SimpleExpr| {
        let own = |column: Own| Expr::col(column.as_column_ref());
        let mut select = Query::select();
        select
            .expr(value)
            .from(interaction::Entity)
            .and_where(own(Own::WorkspaceId).eq(tx.workspace()))
            .and_where(own(Own::Id).eq(link));
        Expr::SubQuery(None, Box::new(select.into()))
    };
    let happened = || Expr::col(Own::HappenedAt.as_column_ref());
    let archived = || Expr::col(Own::ArchivedAt.as_column_ref()).is_not_null();
    let participants = || Expr::col(Column::InteractionId.as_column_ref());
    participant::Entity::update_many()
        .col_expr(Column::HappenedAt, of(happened(), participants()))
        .col_expr(Column::Archived, of(archived(), participants()))
        .filter(Column::WorkspaceId.eq(tx.workspace()))
        .filter(tx.read().among(Column::InteractionId, ids.iter().copied()))
        .exec(tx.conn())
        .await?;
    let event = || Expr::col(link::Column::InteractionId.as_column_ref());
    link::Entity::update_many()
        .col_expr(link::Column::HappenedAt, of(happened(), event()))
        .col_expr(link::Column::Archived, of(archived(), event()))
        .filter(link::Column::WorkspaceId.eq(tx.workspace()))
        .filter(tx.read().among(link::Column::InteractionId, ids.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Repeats in the rows of the participants and of the event when it happened and whether it is archived.
///
/// # Errors
/// The database fails.
pub(super) async fn follow(tx: &Tx, model: &interaction::Model) -> Result<(), Failure> {
    let participants = participant::Entity::update_many()
        .col_expr(Column::HappenedAt, model.happened_at.into())
        .col_expr(Column::Archived, model.archived_at.is_some().into())
        .filter(Column::WorkspaceId.eq(tx.workspace()))
        .filter(Column::InteractionId.eq(model.id));
    let event = link::Entity::update_many()
        .col_expr(link::Column::HappenedAt, model.happened_at.into())
        .col_expr(link::Column::Archived, model.archived_at.is_some().into())
        .filter(link::Column::WorkspaceId.eq(tx.workspace()))
        .filter(link::Column::InteractionId.eq(model.id));
    let mut together = tx.together();
    together.add(participants.into_query());
    together.add(event.into_query());
    Ok(together.send(tx.conn()).await?)
}

/// When the user was last in touch with people, worked out again.
#[must_use]
pub fn last_talks() -> Afresh {
    Afresh {
        of: RecordType::Person,
        run: |tx, ids| {
            let people: Vec<PersonId> = ids.iter().copied().map(PersonId).collect();
            Box::pin(async move {
                for people in people.chunks(PEOPLE) {
                    refresh_last(tx, &people.iter().copied().collect()).await?;
                }
                Ok(())
            })
        },
    }
}

/// Looks up again, in one statement, when the user was last in touch with these people. It is derived, so it is no change
/// of theirs.
///
/// # Errors
/// The database fails.
pub(super) async fn refresh_last(tx: &Tx, people: &BTreeSet<PersonId>) -> Result<(), Failure> {
    if people.is_empty() {
        return Ok(());
    }
    let own = |column: Column| Expr::col(column.as_column_ref());
    let mut last = Query::select();
    last.expr(own(Column::HappenedAt).max())
        .from(participant::Entity)
        .and_where(own(Column::WorkspaceId).eq(tx.workspace()))
        .and_where(own(Column::PersonId).eq(Expr::col(person::Column::Id.as_column_ref())))
        .and_where(own(Column::Archived).eq(false));
    let last = Expr::SubQuery(None, Box::new(last.into()));
    let known = Func::coalesce([last, person::NEVER.into()]);
    person::Entity::update_many()
        .col_expr(person::Column::LastInteractionAt, known.into())
        .filter(person::Column::WorkspaceId.eq(tx.workspace()))
        .filter(person::Column::Id.is_in(people.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The user was in touch with these people by a new interaction: later than ever before, or else nothing changes. With what
/// is sent together.
pub(super) fn advance_last(together: &mut Together, model: &interaction::Model, people: &BTreeSet<PersonId>) {
    let later = person::Entity::update_many()
        .col_expr(person::Column::LastInteractionAt, model.happened_at.into())
        .filter(person::Column::WorkspaceId.eq(model.workspace_id))
        .filter(person::Column::Id.is_in(people.iter().copied()))
        .filter(person::Column::LastInteractionAt.lt(model.happened_at));
    together.add(later.into_query());
}
