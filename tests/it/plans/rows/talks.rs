//! Questions in every state, and news that was told to some, for some or for all.

use chrono::Days;
use entity::ids::{CircleId, GoalId, InteractionId, PersonId, QuestionId, UpdateId};
use entity::news::{self, NO_END};
use entity::question::{self, QuestionState};
use entity::{interaction_news, news_circle};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn talks(&self) {
        let today = self.now.date_naive();
        let workspace_id = self.workspace;
        for number in 0..15_usize {
            let (maybe, archived_at) = self.named(number);
            let state = QuestionState::ALL[number % 3];
            let is_asked = state == QuestionState::Asked;
            put!(
                self.db,
                question::Model {
                    workspace_id,
                    id: QuestionId(uuid(45, number as u128)),
                    // Person 1 has many, person 0 none.
                    person_id: PersonId(uuid(1, 1 + number as u128 % 5 / 2)),
                    text: format!("Question {number}"),
                    suggested_by: maybe
                        .as_ref()
                        .map(|_| GoalId(uuid(19, number as u128)).to_string()),
                    reason: maybe,
                    state,
                    interaction_id: (is_asked && number % 2 == 0)
                        .then(|| InteractionId(uuid(12, 1 + number as u128 % 4))),
                    asked_on: is_asked.then(|| today - Days::new(number as u64)),
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
        for number in 0..12_usize {
            let (maybe, archived_at) = self.named(number);
            let news_id = UpdateId(uuid(46, number as u128));
            let until = (number % 3 != 0).then(|| today + Days::new(3) - Days::new(number as u64));
            put!(
                self.db,
                news::Model {
                    workspace_id,
                    id: news_id,
                    title: format!("News {}", number % 5),
                    topics: maybe.as_ref().map(|_| "[\"the sea\",\"Open-Data\"]".to_owned()),
                    description: maybe,
                    starts_on: (number % 4 == 1).then(|| today - Days::new(2) + Days::new(number as u64 / 2)),
                    until,
                    sort_until: until.map_or(NO_END.to_owned(), |day| day.to_string()),
                    custom_values: None,
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(number as i64 / 3),
                    updated_at: self.ago(number as i64 % 4),
                    archived_at,
                    created_by: Self::actor(number)
                }
            );
            for place in 0..number % 3 {
                put!(
                    self.db,
                    news_circle::Model {
                        workspace_id,
                        news_id,
                        circle_id: CircleId(uuid(2, place as u128))
                    }
                );
            }
            for place in 0..number % 4 {
                put!(
                    self.db,
                    interaction_news::Model {
                        workspace_id,
                        interaction_id: InteractionId(uuid(12, (1 + number + place) as u128 % 8)),
                        news_id
                    }
                );
            }
        }
    }
}
