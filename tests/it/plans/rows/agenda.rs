//! Decisions about nudges.

use chrono::Days;
use entity::ids::NudgeDecisionId;
use entity::nudge_decision::{self, Decision, NudgeKind};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn agenda(&self) {
        for number in 0..10_usize {
            let is_snoozed = number % 3 == 0;
            put!(
                self.db,
                nudge_decision::Model {
                    workspace_id: self.workspace,
                    id: NudgeDecisionId(uuid(19, number as u128)),
                    key: format!("key {number}"),
                    kind: [NudgeKind::CheckIn, NudgeKind::Gratitude][number % 2],
                    decision: if is_snoozed {
                        Decision::Snoozed
                    } else {
                        Decision::Dismissed
                    },
                    until: is_snoozed.then(|| self.now.date_naive() + Days::new(number as u64)),
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
