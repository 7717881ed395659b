//! Decisions about people who may be the same.

use entity::duplicate_decision;
use entity::ids::{DuplicateDecisionId, PersonId};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn duplicates(&self) {
        for number in 0..6_usize {
            put!(
                self.db,
                duplicate_decision::Model {
                    workspace_id: self.workspace,
                    id: DuplicateDecisionId(uuid(43, number as u128)),
                    person_id: PersonId(uuid(1, 1 + number as u128)),
                    other_id: PersonId(uuid(1, 8)),
                    note: (number % 2 == 0).then(|| format!("Cousins {number}")),
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(number as i64 / 3),
                    updated_at: self.ago(1),
                    archived_at: (number == 4).then(|| self.ago(1)),
                    created_by: Self::actor(number)
                }
            );
        }
    }
}
