//! Needs and offers that fit and that do not, skills, and decisions about matches.

use chrono::Days;
use entity::fact::FactKind;
use entity::ids::{CollaborationId, ExchangeId, GoalId, MatchDecisionId, NeedId, OfferId, PersonId};
use entity::match_decision::{self, MatchState};
use entity::need::{self, NO_END, NeedKind, NeedState};
use entity::{need_topic, offer, offer_topic, person_topic};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

const TOPICS: [&str; 5] = ["open data", "maps", "rust", "teaching", "label 1"];
const KINDS: [NeedKind; 4] = [
    NeedKind::Expertise,
    NeedKind::Advice,
    NeedKind::Funding,
    NeedKind::Other,
];

fn state(number: usize) -> NeedState {
    match number % 6 {
        4 => NeedState::Fulfilled,
        5 => NeedState::Withdrawn,
        _ => NeedState::Open,
    }
}

impl Rows<'_> {
    pub(super) async fn needs(&self) {
        for number in 0..16_usize {
            self.need(number).await;
            self.offer(number).await;
        }
        for number in 0..12_usize {
            put!(
                self.db,
                person_topic::Model {
                    workspace_id: self.workspace,
                    person_id: PersonId(uuid(1, 1 + number as u128 % 4)),
                    kind: [FactKind::Skill, FactKind::Interest, FactKind::Topic][number / 4],
                    topic: TOPICS[number % 3].to_owned(),
                }
            );
        }
        for number in 0..6_usize {
            let by_skill = number % 2 == 0;
            let state = [MatchState::Open, MatchState::Accepted, MatchState::Dismissed][number % 3];
            let (offer, person) = (
                OfferId(uuid(21, 2 * number as u128)),
                PersonId(uuid(1, 1 + number as u128 % 3)),
            );
            put!(
                self.db,
                match_decision::Model {
                    workspace_id: self.workspace,
                    id: MatchDecisionId(uuid(22, number as u128)),
                    need_id: NeedId(uuid(20, number as u128)),
                    offer_id: (!by_skill).then_some(offer),
                    person_id: by_skill.then_some(person),
                    giver: if by_skill {
                        person.to_string()
                    } else {
                        offer.to_string()
                    },
                    state,
                    note: (number > 3).then(|| "why".to_owned()),
                    introduction_id: None,
                    exchange_id: (state == MatchState::Accepted).then(|| ExchangeId(uuid(15, 1))),
                    collaboration_id: (number == 4).then(|| CollaborationId(uuid(9, 2))),
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(number as i64 / 2),
                    updated_at: self.ago(1),
                    archived_at: None,
                    created_by: Self::actor(number)
                }
            );
        }
    }

    async fn need(&self, number: usize) {
        let (details, archived_at) = self.named(number);
        let until =
            (number % 3 == 1).then(|| self.now.date_naive() + Days::new(6) - Days::new(number as u64));
        let need_id = NeedId(uuid(20, number as u128));
        put!(
            self.db,
            need::Model {
                workspace_id: self.workspace,
                id: need_id,
                // Person 1 has many, person 0 none; some are the user's.
                person_id: (number % 4 != 2).then(|| PersonId(uuid(1, 1 + number as u128 % 3))),
                kind: KINDS[number % 4],
                title: format!("need {number} \"é\""),
                details,
                state: state(number / 2),
                until,
                sort_until: until.map_or(NO_END.to_owned(), |day| day.to_string()),
                interaction_id: None,
                goal_id: (number % 2 == 1).then(|| GoalId(uuid(19, number as u128 % 3))),
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
                need_topic::Model {
                    workspace_id: self.workspace,
                    need_id,
                    topic: TOPICS[(number + place) % 5].to_owned(),
                    label: TOPICS[(number + place) % 5].to_uppercase(),
                    position: 3 - place as i32,
                }
            );
        }
    }

    async fn offer(&self, number: usize) {
        let (details, archived_at) = self.named(number / 2);
        let until =
            (number % 4 == 1).then(|| self.now.date_naive() + Days::new(9) - Days::new(number as u64));
        let offer_id = OfferId(uuid(21, number as u128));
        put!(
            self.db,
            offer::Model {
                workspace_id: self.workspace,
                id: offer_id,
                person_id: (number % 5 != 2).then(|| PersonId(uuid(1, 1 + number as u128 % 4))),
                kind: KINDS[number / 2 % 4],
                title: format!("offer {number}"),
                details,
                state: state(number / 3),
                until,
                sort_until: until.map_or(NO_END.to_owned(), |day| day.to_string()),
                interaction_id: None,
                custom_values: None,
                revision: 1,
                seq: 1,
                created_at: self.ago(number as i64 / 4),
                updated_at: self.ago(number as i64 % 3),
                archived_at,
                created_by: Self::actor(number)
            }
        );
        for place in 0..1 + number % 3 {
            put!(
                self.db,
                offer_topic::Model {
                    workspace_id: self.workspace,
                    offer_id,
                    topic: TOPICS[(2 * number + place) % 5].to_owned(),
                    label: TOPICS[(2 * number + place) % 5].to_owned(),
                    position: place as i32,
                }
            );
        }
    }
}
