//! Milestones of every kind of date, and what was done about some of them.

use chrono::{Datelike, Days};
use entity::ids::{GratitudeId, InteractionId, MilestoneAcknowledgementId, MilestoneId, PersonId};
use entity::milestone::{self, MilestoneKind, MilestoneTone};
use entity::milestone_acknowledgement::{self, AcknowledgementState};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn life(&self) {
        let today = self.now.date_naive();
        for number in 0..24_usize {
            let (title, archived_at) = self.named(number);
            let near = today + Days::new(20) - Days::new(3 * number as u64);
            let date = match number % 6 {
                0 => near.to_string(),
                1 => format!("--{}", near.format("%m-%d")),
                2 => format!("{}-{}", 1_990 + number, near.format("%m-%d")),
                3 => near.format("%Y-%m").to_string(),
                4 => "2024-02-29".to_owned(),
                _ => near.year().to_string(),
            };
            put!(
                self.db,
                milestone::Model {
                    workspace_id: self.workspace,
                    id: MilestoneId(uuid(30, number as u128)),
                    // Person 0 has none, person 1 most.
                    person_id: PersonId(uuid(1, (1 + number % 5 * (number % 2)) as u128)),
                    kind: [
                        MilestoneKind::Anniversary,
                        MilestoneKind::Loss,
                        MilestoneKind::Other
                    ][number % 3],
                    title: title.clone(),
                    date: date.parse().unwrap(),
                    recurs: [false, true, true, number == 3, true, false][number % 6],
                    tone: [MilestoneTone::Celebrate, MilestoneTone::Support][number / 2 % 2],
                    notes: title,
                    remind_days_before: number as i32,
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
        for number in 0..20_usize {
            let (_, archived_at) = self.named(number);
            // Of milestones, and of birthdays.
            let milestone = (number % 5 != 0).then(|| uuid(30, number as u128));
            let person = uuid(1, (1 + number % 5 * (number % 2)) as u128);
            put!(
                self.db,
                milestone_acknowledgement::Model {
                    workspace_id: self.workspace,
                    id: MilestoneAcknowledgementId(uuid(31, number as u128)),
                    person_id: PersonId(person),
                    milestone_id: milestone.map(MilestoneId),
                    subject_id: milestone.unwrap_or(person),
                    year: today.year() - (number / 5) as i32,
                    state: [AcknowledgementState::Acknowledged, AcknowledgementState::Skipped]
                        [number / 3 % 2],
                    interaction_id: (number % 3 == 1).then(|| InteractionId(uuid(12, (number % 4) as u128))),
                    gratitude_id: (number % 3 == 2).then(|| GratitudeId(uuid(16, (number % 4) as u128))),
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
