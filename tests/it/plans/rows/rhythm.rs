//! Cadences of every kind, and decisions about people.

use chrono::Days;
use entity::check_in::{self, CheckInState};
use entity::ids::{CadenceId, CheckInId, CircleId, PersonId};
use entity::{cadence, workspace};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn rhythm(&self) {
        let today = self.now.date_naive();
        let here = workspace::Entity::find_by_id(self.workspace);
        let mut here = here.one(self.db).await.unwrap().unwrap().into_active_model();
        here.weekly_capacity = Set(Some(20));
        here.update(self.db).await.unwrap();
        // A subject has one cadence, and the demo has one for everybody.
        let everybody = cadence::Column::Subject.eq("everybody");
        let everybody = cadence::Entity::find()
            .filter(cadence::Column::WorkspaceId.eq(self.workspace))
            .filter(everybody);
        let first = usize::from(everybody.one(self.db).await.unwrap().is_some());
        for number in first..8_usize {
            let (person, circle) = match number {
                0 => (None, None),
                1..=3 => (None, Some(CircleId(uuid(2, number as u128)))),
                _ => (Some(PersonId(uuid(1, number as u128))), None),
            };
            put!(
                self.db,
                cadence::Model {
                    workspace_id: self.workspace,
                    id: CadenceId(uuid(17, number as u128)),
                    subject: if number == 0 {
                        "everybody".to_owned()
                    } else {
                        format!("subject {number}")
                    },
                    person_id: person,
                    circle_id: circle,
                    ideal_days: 20 + 10 * number as i32,
                    max_days: 30 + 11 * number as i32,
                    channels: ["", "CALL IN_PERSON", "EMAIL"][number % 3].to_owned(),
                    paused_until: (number == 5).then(|| today + Days::new(3)),
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(2_000 + number as i64 / 2),
                    updated_at: self.ago(1),
                    archived_at: (number == 6).then(|| self.ago(1)),
                    created_by: Self::actor(number)
                }
            );
        }
        for number in 0..24_usize {
            let (note, archived_at) = self.named(number);
            let states = [
                CheckInState::Planned,
                CheckInState::Snoozed,
                CheckInState::Skipped,
                CheckInState::Done,
                CheckInState::Cancelled,
            ];
            put!(
                self.db,
                check_in::Model {
                    workspace_id: self.workspace,
                    id: CheckInId(uuid(18, number as u128)),
                    // Person 0 has none, person 1 most.
                    person_id: PersonId(uuid(1, (1 + number % 5 * (number % 2)) as u128)),
                    state: states[number % 5],
                    day: today + Days::new(4) - Days::new(number as u64 / 2),
                    channel: None,
                    note,
                    done_on: (number % 5 == 3).then_some(today),
                    interaction_id: None,
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
