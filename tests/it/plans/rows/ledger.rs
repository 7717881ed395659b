//! What was given and received, and the thanks for it.

use chrono::Days;
use entity::Direction;
use entity::exchange::{self, ExchangeKind, ExchangeState, NEVER_DUE, NOT_DONE};
use entity::gratitude::{self, GratitudeMeans, GratitudeState, NEVER_OWED};
use entity::ids::{CollaborationId, ExchangeId, GratitudeId, InteractionId, IntroductionId, PersonId};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn exchanges(&self) {
        let today = self.now.date_naive();
        for number in 0..24_usize {
            let (maybe, archived_at) = self.named(number);
            let state = [
                ExchangeState::Promised,
                ExchangeState::Done,
                ExchangeState::Dropped,
                ExchangeState::Asked,
            ][if number % 7 == 6 { 3 } else { number % 3 }];
            let due_on = (number % 4 != 0).then(|| today + Days::new(2) - Days::new(number as u64 / 4));
            let done_on = (state == ExchangeState::Done).then(|| today - Days::new(number as u64 / 6));
            let from = |kind: u128, every: usize, of: usize| {
                (number % every == 1).then(|| uuid(kind, (number % of) as u128))
            };
            put!(
                self.db,
                exchange::Model {
                    workspace_id: self.workspace,
                    id: ExchangeId(uuid(15, number as u128)),
                    // Person 0 has none, person 1 most.
                    person_id: PersonId(uuid(1, (1 + number % 5 * (number % 2)) as u128)),
                    direction: [Direction::Given, Direction::Received][number / 3 % 2],
                    kind: [ExchangeKind::Advice, ExchangeKind::Referral, ExchangeKind::Other][number / 2 % 3],
                    state,
                    title: format!("exchange {number} \"é\""),
                    result: (number % 5 == 2).then(|| format!("came of {number}")),
                    description: maybe,
                    weight: 1 + number as i32 % 10,
                    due_on,
                    done_on,
                    sort_due: due_on.map_or(NEVER_DUE.to_owned(), |day| day.to_string()),
                    sort_done: done_on.map_or(NOT_DONE.to_owned(), |day| day.to_string()),
                    interaction_id: from(12, 3, 4).map(InteractionId),
                    introduction_id: from(13, 4, 3).map(IntroductionId),
                    collaboration_id: from(9, 2, 3).map(CollaborationId),
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

    pub(super) async fn gratitudes(&self) {
        let today = self.now.date_naive();
        for number in 0..20_usize {
            let (maybe, archived_at) = self.named(number);
            let state = [
                GratitudeState::Owed,
                GratitudeState::Drafted,
                GratitudeState::Sent,
                GratitudeState::Waived,
                GratitudeState::Received,
            ][number % 5];
            let is_open = matches!(state, GratitudeState::Owed | GratitudeState::Drafted);
            let owed_since = is_open.then(|| today - Days::new(number as u64 / 8));
            let is_said = matches!(state, GratitudeState::Sent | GratitudeState::Received);
            let cause = |every: usize, kind: u128, of: usize| {
                (number % 4 == every).then(|| uuid(kind, (number % of) as u128))
            };
            put!(
                self.db,
                gratitude::Model {
                    workspace_id: self.workspace,
                    id: GratitudeId(uuid(16, number as u128)),
                    person_id: PersonId(uuid(1, (1 + number % 3) as u128)),
                    direction: if state == GratitudeState::Received {
                        Direction::Received
                    } else {
                        Direction::Given
                    },
                    state,
                    means: maybe.as_ref().map(|_| GratitudeMeans::InPerson),
                    text: maybe.clone(),
                    public_url: maybe,
                    owed_since,
                    thanked_on: is_said.then_some(today),
                    exchange_id: cause(0, 15, 5).map(ExchangeId),
                    introduction_id: cause(1, 13, 3).map(IntroductionId),
                    collaboration_id: cause(2, 9, 3).map(CollaborationId),
                    interaction_id: None,
                    owed_for: None,
                    is_owed: is_open && archived_at.is_none(),
                    sort_owed: owed_since.map_or(NEVER_OWED.to_owned(), |day| day.to_string()),
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
