//! Goals of the user and of others, with and without help.

use chrono::Days;
use entity::goal::{self, GoalHorizon, GoalState, NO_TARGET};
use entity::ids::{CollaborationId, GoalId, PersonId};
use entity::support_role::SupportRoleKind;
use entity::{goal_collaboration, goal_supporter};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn goals(&self) {
        let today = self.now.date_naive();
        let workspace_id = self.workspace;
        for number in 0..20_usize {
            let (maybe, archived_at) = self.named(number);
            let state = [
                GoalState::Active,
                GoalState::Paused,
                GoalState::Achieved,
                GoalState::Dropped,
            ][number / 2 % 4];
            let target_on = (number % 3 != 0).then(|| today + Days::new(3) - Days::new(number as u64 / 3));
            let goal_id = GoalId(uuid(19, number as u128));
            put!(
                self.db,
                goal::Model {
                    workspace_id,
                    id: goal_id,
                    // Person 1 has many, person 0 none; some are the user's.
                    person_id: (number % 5 != 4).then(|| PersonId(uuid(1, 1 + number as u128 % 5 / 3))),
                    title: format!("Goal {}", number % 6),
                    sort_title: format!("goal {}", number % 6),
                    description: maybe.clone(),
                    state,
                    horizon: [
                        None,
                        Some(GoalHorizon::ShortTerm),
                        Some(GoalHorizon::MediumTerm),
                        Some(GoalHorizon::Ongoing),
                    ][number % 4],
                    target_on,
                    sort_target: target_on.map_or(NO_TARGET.to_owned(), |day| day.to_string()),
                    achieved_on: (state == GoalState::Achieved).then(|| today - Days::new(number as u64)),
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
                    goal_supporter::Model {
                        workspace_id,
                        goal_id,
                        person_id: PersonId(uuid(1, 1 + place as u128)),
                        role: [SupportRoleKind::Mentor, SupportRoleKind::Other][place % 2],
                        note: maybe.clone(),
                        added_at: self.ago(place as i64 / 2)
                    }
                );
                put!(
                    self.db,
                    goal_collaboration::Model {
                        workspace_id,
                        goal_id,
                        collaboration_id: CollaborationId(uuid(9, 1 + place as u128)),
                        added_at: self.ago(1)
                    }
                );
            }
        }
    }
}
