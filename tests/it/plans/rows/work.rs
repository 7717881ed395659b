//! Collaborations, their members and milestones.

use entity::ids::{CollaborationId, CollaborationMemberId, CollaborationMilestoneId, PersonId};
use entity::{collaboration, collaboration_member, collaboration_milestone};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn collaborations(&self) {
        use collaboration::{CollaborationKind as Kind, CollaborationState as State};
        let workspace_id = self.workspace;
        for number in 0..8_usize {
            let (maybe, archived_at) = self.named(number);
            let state = [
                State::Idea,
                State::Proposed,
                State::Active,
                State::Paused,
                State::Done,
                State::Dropped,
            ][number % 6];
            let id = CollaborationId(uuid(9, number as u128));
            put!(
                self.db,
                collaboration::Model {
                    workspace_id,
                    id,
                    title: "Work".to_owned(),
                    sort_title: "work".to_owned(),
                    kind: Kind::Opportunity,
                    state,
                    summary: maybe.clone(),
                    goal: None,
                    started_on: "2020-01-02".parse().ok(),
                    ended_on: None,
                    outcome: maybe.clone(),
                    reason: (number % 3 == 1).then(|| "both sail".to_owned()),
                    retrospective: (number % 6 == 4).then(|| "again \"é\"".to_owned()),
                    custom_values: None,
                    revision: 2,
                    seq: 1,
                    created_at: self.ago(number as i64 / 2),
                    updated_at: self.ago(9),
                    archived_at,
                    created_by: Self::actor(number)
                }
            );
            // Person 1 is a member of each, of every other one twice; the first has no members.
            for place in 0..number.min(3) {
                let person = if place == 2 { 1 } else { 1 + place as u128 };
                put!(
                    self.db,
                    collaboration_member::Model {
                        workspace_id,
                        id: CollaborationMemberId(uuid(10, (number * 8 + place) as u128)),
                        collaboration_id: id,
                        person_id: PersonId(uuid(1, person)),
                        role: maybe.clone(),
                        contribution: None,
                        benefit: (place == 1).then(|| "a boat".to_owned()),
                        learning: maybe.clone(),
                        gain: (number % 3 != 2).then(|| 1 + place as i32 * 2),
                        started_on: None,
                        ended_on: "2022-12".parse().ok(),
                        position: 5 - place as i32 / 2
                    }
                );
                put!(
                    self.db,
                    collaboration_milestone::Model {
                        workspace_id,
                        id: CollaborationMilestoneId(uuid(11, (number * 8 + place) as u128)),
                        collaboration_id: id,
                        title: format!("step {place}"),
                        due_on: maybe.as_ref().map(|_| self.now.date_naive()),
                        done_on: None,
                        position: place as i32 / 2
                    }
                );
            }
        }
    }
}
