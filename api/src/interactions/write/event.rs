//! The event that an interaction belongs to.

use entity::ids::{EventId, InteractionId};
use entity::{interaction, interaction_event};
use interaction_event::Column;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
};

use crate::kit::{Failure, Patch, Together, Tx};

/// The event of an interaction.
///
/// # Errors
/// The database fails.
pub(super) async fn of(tx: &Tx, id: InteractionId) -> Result<Option<EventId>, Failure> {
    let link = tx
        .read()
        .select::<interaction_event::Entity>()
        .filter(Column::InteractionId.eq(id));
    let event = link.select_only().column(Column::EventId).into_tuple();
    Ok(event.one(tx.conn()).await?)
}

/// Links new interactions to their events, with what is sent together.
pub(super) fn link_with<'a>(
    together: &mut Together,
    new: impl Iterator<Item = (&'a interaction::Model, &'a Patch<EventId>)>,
) {
    let rows = new.filter_map(|(model, event)| {
        let row = interaction_event::Model {
            workspace_id: model.workspace_id,
            interaction_id: model.id,
            event_id: *event.as_set()?,
            happened_at: model.happened_at,
            archived: model.archived_at.is_some(),
        };
        Some(row.into_active_model().reset_all())
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        together.add(interaction_event::Entity::insert_many(rows).into_query());
    }
}

/// Links an interaction to another event, or to none.
///
/// # Errors
/// The database fails.
pub(super) async fn relink(
    tx: &Tx,
    model: &interaction::Model,
    event: &Patch<EventId>,
) -> Result<(), Failure> {
    interaction_event::Entity::delete_many()
        .filter(Column::WorkspaceId.eq(tx.workspace()))
        .filter(Column::InteractionId.eq(model.id))
        .exec(tx.conn())
        .await?;
    if !matches!(event, Patch::Set(_)) {
        return Ok(());
    }
    let mut together = tx.together();
    link_with(&mut together, std::iter::once((model, event)));
    Ok(together.send(tx.conn()).await?)
}
