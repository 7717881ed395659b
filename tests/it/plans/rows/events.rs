//! Interactions, introductions and changes.

use chrono::TimeDelta;
use entity::ids::*;
use entity::introduction::IntroductionState::*;
use entity::introduction_side::{Consent, Side};
use entity::introduction_step::IntroductionAction;
use entity::{
    RecordType, change, interaction, interaction_participant, introduction, introduction_side,
    introduction_step,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn interactions(&self) {
        let workspace_id = self.workspace;
        for number in 0..20_usize {
            let id = InteractionId(uuid(12, number as u128));
            let some = |text: &str| (number % 3 != 0).then(|| format!("{text} {number} \"é\u{7f}"));
            let archived_at = (number % 6 == 5).then(|| self.ago(1));
            // Four at each time.
            let happened_at = self.ago(30 * (number as i64 / 4)) - TimeDelta::milliseconds(number as i64 / 4);
            put!(
                self.db,
                interaction::Model {
                    workspace_id,
                    id,
                    happened_at,
                    channel: [interaction::Channel::InPerson, interaction::Channel::Social][number % 2],
                    initiator: some("").map(|_| interaction::Initiator::Mutual),
                    duration_minutes: some("").map(|_| number as i32 * 10),
                    title: some("title"),
                    summary: some("summary"),
                    notes: some("notes"),
                    sentiment: some("").map(|_| interaction::Sentiment::Mixed),
                    place: some("place"),
                    updates_shared: some("shared"),
                    updates_heard: some("heard"),
                    challenged: (number % 5 == 1).then(|| "not so".to_owned()),
                    learnt: some("learnt"),
                    event: some("event"),
                    collaboration_id: (number % 4 == 1).then(|| CollaborationId(uuid(9, number as u128 % 8))),
                    custom_values: None,
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(number as i64 / 3),
                    updated_at: self.ago(2),
                    archived_at,
                    created_by: Self::actor(number)
                }
            );
            // The first two have nobody; person 0 was never there.
            for person in 1..=(number / 2).min(4) {
                let person_id = PersonId(uuid(1, ((person * 3 + number) % 11 + 1) as u128));
                put!(
                    self.db,
                    interaction_participant::Model {
                        workspace_id,
                        interaction_id: id,
                        person_id,
                        happened_at,
                        archived: archived_at.is_some()
                    }
                );
            }
        }
    }

    pub(super) async fn introductions(&self) {
        let workspace_id = self.workspace;
        for number in 0..18_usize {
            let id = IntroductionId(uuid(13, number as u128));
            let maybe = (number % 2 == 1).then(|| format!("text {number}"));
            let archived_at = (number % 7 == 6).then(|| self.ago(1));
            let state = [
                Draft, Asking, Ready, Made, Closed, Declined, Expired, Cancelled, Asking,
            ][number % 9];
            // Not yet, already, at this very moment, never.
            let expires_at = [Some(self.ago(-48)), Some(self.ago(5)), Some(self.now), None][number % 4];
            let connector = (number % 3 == 2).then(|| PersonId(uuid(1, 7)));
            put!(
                self.db,
                introduction::Model {
                    workspace_id,
                    id,
                    state,
                    reason: maybe.clone(),
                    connector_id: connector,
                    expires_at,
                    asked_at: maybe.as_ref().map(|_| self.ago(100)),
                    made_at: None,
                    closed_at: (state == Closed).then_some(self.now),
                    message: maybe.clone(),
                    outcome: (state == Closed).then_some(introduction::IntroductionOutcome::NotUseful),
                    outcome_note: maybe.clone(),
                    revision: 3,
                    seq: 1,
                    created_at: self.ago(number as i64 / 3),
                    updated_at: self.ago(number as i64 / 4),
                    archived_at,
                    created_by: Self::actor(number)
                }
            );
            let people = [
                Some(PersonId(uuid(1, 1 + number as u128 % 2))),
                Some(PersonId(uuid(1, 4))),
                connector,
            ];
            let people = people.into_iter().zip([Side::A, Side::B, Side::Connector]);
            for (place, (person, side)) in people.enumerate() {
                let Some(person_id) = person else { continue };
                let consent = [
                    Consent::NotAsked,
                    Consent::Asked,
                    Consent::Accepted,
                    Consent::Declined,
                ][(number / 2 + place) % 4];
                let asked_at = (consent != Consent::NotAsked).then(|| self.ago(24 * (number as i64 % 5)));
                put!(
                    self.db,
                    introduction_side::Model {
                        workspace_id,
                        introduction_id: id,
                        side,
                        person_id,
                        consent,
                        blurb: maybe.clone(),
                        asked_at,
                        answered_at: None,
                        answer_note: maybe.clone(),
                        nudged_at: (number % 4 == 3).then(|| self.ago(71 + place as i64)),
                        nudges: number as i32 % 4,
                        link_hash: None
                    }
                );
            }
            for position in 0..number as i32 % 3 {
                put!(
                    self.db,
                    introduction_step::Model {
                        workspace_id,
                        introduction_id: id,
                        position,
                        at: self.ago(7),
                        action: IntroductionAction::RecordOutcome,
                        side: maybe.as_ref().map(|_| Side::Connector),
                        from_state: maybe.as_ref().map(|_| Draft),
                        to_state: Made,
                        actor: Self::actor(number),
                        note: maybe.clone()
                    }
                );
            }
        }
    }

    /// Changes of every kind, one of a record that is gone.
    pub(super) async fn changes(&self) {
        let records = [
            (RecordType::Person, uuid(1, 500)),
            (RecordType::Person, uuid(1, 1)),
            (RecordType::Organization, uuid(4, 1)),
            (RecordType::Circle, uuid(2, 1)),
            (RecordType::Tag, uuid(3, 1)),
            (RecordType::Tie, uuid(8, 1)),
            (RecordType::Interaction, uuid(12, 1)),
            (RecordType::Introduction, uuid(13, 1)),
            (RecordType::Collaboration, uuid(9, 3)),
            (RecordType::Exchange, uuid(15, 1)),
            (RecordType::Gratitude, uuid(16, 1)),
            (RecordType::Event, uuid(21, 1)),
            (RecordType::Community, uuid(22, 1)),
            (RecordType::TimeEntry, uuid(25, 1)),
            (RecordType::TimeIntention, uuid(26, 1)),
            (RecordType::Workspace, self.workspace.0),
            (RecordType::ApiToken, uuid(14, 1)),
        ];
        for (number, (record_type, record_id)) in records.into_iter().enumerate() {
            let op = [
                change::ChangeOp::Erase,
                change::ChangeOp::Archive,
                change::ChangeOp::Restore,
            ][number % 3];
            // Far behind what the workspace has come to.
            put!(
                self.db,
                change::Model {
                    workspace_id: self.workspace,
                    seq: 9_000_000_000 + number as i64,
                    record_type,
                    record_id,
                    op,
                    revision: 1,
                    actor: Self::actor(number),
                    at: self.ago(1),
                    fingerprint: None,
                    // As every word of a row: some are of no field.
                    columns: (op == change::ChangeOp::Archive)
                        .then(|| "title revision sort_title kind person_id".to_owned()),
                }
            );
        }
    }
}
