//! Records of which nothing changed but what they stand in relation to.

use std::str::FromStr as _;

use entity::change::ChangeOp;
use entity::{Record, Tenant, TypedId};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::id_column;
use crate::kit::{Failure, Fault, Tx};

/// Records of one statement: each brings three parameters.
const CHUNK: usize = 500;

impl Tx {
    /// Announces that something on the other side of a membership has changed these records, and moves their revision on:
    /// whoever keeps a copy of either side learns of it. A record that this transaction has announced already is passed
    /// over, for its change shows it as it is after the commit. Two statements for up to 500 records.
    ///
    /// # Errors
    /// The database fails.
    pub async fn touch<M: Record>(&mut self, ids: &[M::Id]) -> Result<(), Failure> {
        let ids: Vec<Uuid> = ids
            .iter()
            .map(|id| id.uuid())
            .filter(|id| !self.has_announced(*id))
            .collect();
        for ids in ids.chunks(CHUNK) {
            self.touch_some::<M>(ids).await?;
        }
        Ok(())
    }

    async fn touch_some<M: Record>(&mut self, ids: &[Uuid]) -> Result<(), Failure> {
        let (id, revision) = (id_column::<M>(), column::<M>("revision")?);
        let select = self
            .read()
            .select::<M::Table>()
            .filter(id.is_in(ids.iter().copied()))
            // So that the feed is the same on either database.
            .order_by_asc(id);
        let found: Vec<(Uuid, i32)> = select
            .select_only()
            .columns([id, revision])
            .into_tuple()
            .all(self.conn())
            .await?;
        if found.is_empty() {
            return Ok(());
        }
        let mut seqs = CaseStatement::new();
        for (record, revision) in &found {
            let nothing_of_its_own = (None, Some(String::new()));
            let seq = self.announce_with(
                (M::TYPE, *record),
                ChangeOp::Update,
                revision + 1,
                nothing_of_its_own,
            );
            seqs = seqs.case(id.eq(*record), seq);
        }
        let seq = column::<M>("seq")?;
        M::Table::update_many()
            .col_expr(revision, revision.into_expr().add(1))
            .col_expr(seq, seqs.finally(seq.into_expr()).into())
            .col_expr(column::<M>("updated_at")?, Expr::val(self.now()))
            .filter(M::Table::workspace_column().eq(self.workspace()))
            .filter(id.is_in(found.into_iter().map(|(record, _)| record)))
            .exec(self.conn())
            .await?;
        Ok(())
    }
}

/// A column of the contract, which every record has.
fn column<M: Record>(name: &str) -> Result<<M::Table as EntityTrait>::Column, Fault> {
    <M::Table as EntityTrait>::Column::from_str(name)
        .map_err(|_unknown| Fault::Internal(format!("{} has no column {name}", M::Id::PREFIX)))
}
