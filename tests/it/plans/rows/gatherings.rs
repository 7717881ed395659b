//! Events and communities, some with nobody, some with the user alone.

use chrono::TimeDelta;
use entity::attendance::{self, AttendanceRole, AttendanceState};
use entity::community::{self, CommunityKind};
use entity::event::{self, EventKind};
use entity::ids::{
    AttendanceId, CommunityId, CommunityMemberId, EventId, InteractionId, OrganizationId, PersonId,
};
use entity::{community_member, interaction, interaction_event, person};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn gatherings(&self) {
        for number in 0..10_usize {
            self.community(number).await;
        }
        for number in 0..20_usize {
            self.event(number).await;
        }
        for number in 0..12_u128 {
            let interaction_id = InteractionId(uuid(12, 19 - number));
            let linked = interaction::Entity::find_by_id((self.workspace, interaction_id));
            let linked = linked.one(self.db).await.unwrap().unwrap();
            put!(
                self.db,
                interaction_event::Model {
                    workspace_id: self.workspace,
                    interaction_id,
                    event_id: EventId(uuid(21, 1 + number % 3)),
                    happened_at: linked.happened_at,
                    archived: linked.archived_at.is_some()
                }
            );
        }
    }

    /// Who is the nth on a list: the user on every other one, then people from the first on.
    fn listed(number: usize, place: usize) -> (Option<PersonId>, String) {
        if place == 0 && number.is_multiple_of(2) {
            return (None, person::ME.to_owned());
        }
        let person = PersonId(uuid(1, 1 + place as u128));
        (Some(person), person.to_string())
    }

    async fn community(&self, number: usize) {
        let (maybe, archived_at) = self.named(number);
        let id = CommunityId(uuid(22, number as u128));
        put!(
            self.db,
            community::Model {
                workspace_id: self.workspace,
                id,
                name: format!("Community {}", number % 4),
                sort_name: format!("community {}", number % 4),
                kind: [CommunityKind::Meetup, CommunityKind::Alumni, CommunityKind::Other][number % 3],
                description: maybe.clone(),
                place: maybe.clone(),
                url: maybe.clone(),
                custom_values: None,
                revision: 1,
                seq: 1,
                created_at: self.ago(number as i64 / 3),
                updated_at: self.ago(number as i64 % 4),
                archived_at,
                created_by: Self::actor(number)
            }
        );
        for place in 0..number % 5 {
            let (person_id, member) = Self::listed(number, place);
            put!(
                self.db,
                community_member::Model {
                    workspace_id: self.workspace,
                    id: CommunityMemberId(uuid(23, (8 * number + place) as u128)),
                    community_id: id,
                    person_id,
                    member,
                    role: maybe.clone(),
                    started_on: (place % 2 == 0).then(|| "2020-05".parse().unwrap()),
                    ended_on: None,
                    is_current: place % 3 != 2,
                    added_at: self.ago(place as i64 / 2)
                }
            );
        }
    }

    async fn event(&self, number: usize) {
        let (maybe, archived_at) = self.named(number);
        let id = EventId(uuid(21, number as u128));
        let begins_at = self.ago(20 - 10 * (number as i64 % 5));
        let over_at = begins_at + TimeDelta::hours(if number % 5 == 2 { 3 } else { 0 });
        let by_day = number.is_multiple_of(3);
        let kinds = [EventKind::Conference, EventKind::Dinner, EventKind::Online];
        put!(
            self.db,
            event::Model {
                workspace_id: self.workspace,
                id,
                title: format!("Event {}", number % 6),
                sort_title: format!("event {}", number % 6),
                kind: kinds[number % 3],
                description: maybe.clone(),
                starts_at: (!by_day).then_some(begins_at),
                ends_at: (!by_day).then_some(over_at),
                starts_on: by_day.then(|| begins_at.date_naive()),
                ends_on: None,
                time_zone: "Europe/Lisbon".to_owned(),
                begins_at,
                over_at,
                place: maybe.clone(),
                url: maybe.clone(),
                organization_id: (number % 4 == 1).then(|| OrganizationId(uuid(4, 1))),
                community_id: (number % 3 == 1).then(|| CommunityId(uuid(22, number as u128 % 2))),
                cancelled_at: (number % 7 == 6).then(|| self.ago(1)),
                custom_values: None,
                revision: 1,
                seq: 1,
                created_at: self.ago(number as i64 / 3),
                updated_at: self.ago(number as i64 % 4),
                archived_at,
                created_by: Self::actor(number)
            }
        );
        let states = [
            AttendanceState::Invited,
            AttendanceState::Going,
            AttendanceState::Maybe,
            AttendanceState::Declined,
            AttendanceState::Attended,
            AttendanceState::Missed,
        ];
        for place in 0..number % 5 {
            let (person_id, attendee) = Self::listed(number, place);
            put!(
                self.db,
                attendance::Model {
                    workspace_id: self.workspace,
                    id: AttendanceId(uuid(24, (8 * number + place) as u128)),
                    event_id: id,
                    person_id,
                    attendee,
                    state: states[(number + place) % 6],
                    role: [AttendanceRole::Guest, AttendanceRole::Speaker][place % 2],
                    note: maybe.clone(),
                    added_at: self.ago(place as i64 / 2)
                }
            );
        }
    }
}
