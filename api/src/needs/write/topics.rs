//! Storing topics, which are also the index by which matches are found.

use entity::{Tenant, TypedId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::read::labels;
use super::wish::Wish;
use crate::kit::{Failure, Tx};

/// The topics of a need, or an offer, in their order.
///
/// # Errors
/// The database fails.
pub async fn of<W: Wish>(tx: &Tx, id: W::Id) -> Result<Vec<(String, String)>, Failure> {
    let mut found = labels::<W>(&tx.read(), &[id.uuid()]).await?;
    Ok(found.remove(&id.uuid()).unwrap_or_default())
}

/// Stores these topics instead of those.
///
/// # Errors
/// The database fails.
pub async fn replace<W: Wish>(
    tx: &Tx,
    id: W::Id,
    before: &[(String, String)],
    after: &[(String, String)],
) -> Result<(), Failure> {
    if before == after {
        return Ok(());
    }
    if !before.is_empty() {
        let own = W::Topics::delete_many()
            .filter(W::Topics::workspace_column().eq(tx.workspace()))
            .filter(W::topic_columns().of.eq(id.uuid()));
        own.exec(tx.conn()).await?;
    }
    if !after.is_empty() {
        let rows = (0..).zip(after).map(|(position, (topic, label))| {
            let row = W::topic(tx, id, topic.clone(), label.clone(), position);
            row.into_active_model().reset_all()
        });
        W::Topics::insert_many(rows)
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}
