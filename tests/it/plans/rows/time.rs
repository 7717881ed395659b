//! Time taken for everything and nothing, and intentions of each kind.

use chrono::Days;
use entity::ids::{
    CircleId, CollaborationId, CommunityId, EventId, GoalId, InteractionId, PersonId, TimeEntryId,
    TimeIntentionId,
};
use entity::time_entry::{self, TimeKind};
use entity::{time_entry_person, time_intention};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn time(&self) {
        let today = self.now.date_naive();
        let workspace_id = self.workspace;
        for number in 0..20_usize {
            let (note, archived_at) = self.named(number);
            let id = TimeEntryId(uuid(25, number as u128));
            let day = today - Days::new(number as u64 / 3);
            let of =
                |every: usize, kind: u128| (number % every == 1).then(|| uuid(kind, 1 + number as u128 % 2));
            put!(
                self.db,
                time_entry::Model {
                    workspace_id,
                    id,
                    day,
                    sort_day: day.to_string(),
                    minutes: 10 * (number as i32 % 7 + 1),
                    kind: [TimeKind::Meeting, TimeKind::Travel, TimeKind::Other][number % 3],
                    note,
                    interaction_id: of(5, 12).map(InteractionId),
                    event_id: of(4, 21).map(EventId),
                    community_id: of(3, 22).map(CommunityId),
                    goal_id: of(2, 19).map(GoalId),
                    circle_id: of(6, 2).map(CircleId),
                    collaboration_id: of(7, 9).map(CollaborationId),
                    custom_values: None,
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(number as i64 / 3),
                    updated_at: self.ago(number as i64 % 4),
                    archived_at,
                    created_by: Self::actor(number)
                }
            );
            for place in 0..number % 4 {
                put!(
                    self.db,
                    time_entry_person::Model {
                        workspace_id,
                        time_entry_id: id,
                        person_id: PersonId(uuid(1, 1 + place as u128))
                    }
                );
            }
        }
        for number in 0..12_usize {
            let (_, archived_at) = self.named(number);
            let starts_on = today - Days::new(10 * (number as u64 / 3));
            let of =
                |place: usize, kind: u128| (number % 4 == place).then(|| uuid(kind, 1 + number as u128 % 2));
            put!(
                self.db,
                time_intention::Model {
                    workspace_id,
                    id: TimeIntentionId(uuid(26, number as u128)),
                    subject: format!("subject {number}"),
                    circle_id: of(0, 2).map(CircleId),
                    goal_id: of(1, 19).map(GoalId),
                    community_id: of(2, 22).map(CommunityId),
                    kind: (number % 4 == 3).then_some(TimeKind::Learning),
                    minutes_per_week: 30 * (number as i32 + 1),
                    starts_on,
                    sort_starts: starts_on.to_string(),
                    ends_on: (number % 2 == 1).then(|| starts_on + Days::new(number as u64)),
                    custom_values: None,
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(number as i64 / 3),
                    updated_at: self.ago(number as i64 % 4),
                    archived_at,
                    created_by: Self::actor(number)
                }
            );
        }
    }
}
