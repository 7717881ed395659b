//! Rows that the demo has not: nulls everywhere and nowhere, archived records among live ones, people without anything,
//! equal sort keys, dates that are vague, introductions in every state. Written as rows, so that each is what it is.

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::*;
use entity::{
    Actor, ActorKind, affiliation, attribute, circle, circle_member, collaboration, collaboration_member,
    collaboration_milestone, contact_point, external_ref, fact, organization, person, person_tag,
    support_role, tag, tie,
};
use sea_orm::{ActiveModelTrait, DatabaseConnection, IntoActiveModel};
use uuid::Uuid;

/// An id that both workspaces use.
pub fn uuid(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128(0x0188_0000_0000_7000_8000_0000_0000_0000 + (kind << 16) + number)
}

/// Inserts a row.
macro_rules! put {
    ($db:expr, $model:expr) => {
        $model.into_active_model().insert($db).await.unwrap()
    };
}
pub(super) use put;

/// Where and when the rows are written.
pub struct Rows<'a> {
    pub db: &'a DatabaseConnection,
    pub workspace: WorkspaceId,
    pub now: DateTime<Utc>,
}

impl Rows<'_> {
    /// So many hours ago.
    pub fn ago(&self, hours: i64) -> DateTime<Utc> {
        self.now - TimeDelta::hours(hours)
    }

    /// Somebody of each kind.
    pub fn actor(number: usize) -> Actor {
        let id = Some(uuid(99, number as u128));
        [
            Actor::SYSTEM,
            Actor::LINK,
            Actor {
                kind: ActorKind::User,
                id,
            },
            Actor {
                kind: ActorKind::Token,
                id,
            },
            Actor {
                kind: ActorKind::Import,
                id,
            },
        ][number % 5]
    }

    fn person(&self, number: usize, name: &str) -> person::Model {
        person::Model {
            workspace_id: self.workspace,
            id: PersonId(uuid(1, number as u128)),
            display_name: name.to_owned(),
            sort_name: name.to_lowercase(),
            given_name: None,
            middle_name: None,
            family_name: None,
            name_prefix: None,
            name_suffix: None,
            nickname: None,
            pronouns: None,
            headline: None,
            summary: None,
            time_zone: None,
            birthday: None,
            met_on: None,
            met_how: None,
            met_through_id: None,
            is_self: false,
            last_interaction_at: person::NEVER,
            revision: 1 + number as i32,
            seq: 1,
            // Two people of each time, so that the id decides.
            created_at: self.ago(2 * (number as i64 / 2)),
            updated_at: self.ago(number as i64 / 3),
            archived_at: (number % 5 == 4).then(|| self.ago(1)),
            created_by: Self::actor(number),
        }
    }

    async fn people(&self) {
        for number in 0..12 {
            let name = ["Ana", "Ana", "Zoe \"Z\" O'Neil\n\t\u{1}😀", "ana bea"][number % 4];
            let bare = self.person(number, name);
            let some = |text: &str| Some(format!("{text} {number}"));
            let full = person::Model {
                given_name: some("given"),
                middle_name: some("middle"),
                family_name: some("family"),
                name_prefix: some("prefix"),
                name_suffix: some("suffix"),
                nickname: some("nick"),
                pronouns: some("pronouns"),
                headline: some("<b>&amp; \\ / \u{2028}"),
                summary: some("summary"),
                time_zone: some("Europe/Lisbon"),
                birthday: "--02-29".parse().ok(),
                met_on: ["2020", "2020-05", "2020-05-12"][number % 3].parse().ok(),
                met_how: some("how"),
                met_through_id: (number > 0).then(|| PersonId(uuid(1, number as u128 - 1))),
                last_interaction_at: self.ago(24 * (number as i64 / 4)) + TimeDelta::microseconds(7),
                ..bare.clone()
            };
            put!(self.db, if number % 3 == 0 { bare } else { full });
        }
    }

    fn named(&self, number: usize) -> (Option<String>, Option<DateTime<Utc>>) {
        (
            (!number.is_multiple_of(2)).then(|| format!("text {number}")),
            (number % 4 == 3).then(|| self.ago(3)),
        )
    }

    async fn labels(&self) {
        for number in 0..6 {
            let (maybe, archived_at) = self.named(number);
            let (name, created_at, updated_at) =
                (format!("Label {number}"), self.ago(5), self.ago(number as i64));
            let (revision, seq, created_by, workspace_id) = (1, 1, Self::actor(number), self.workspace);
            let name_key = name.to_lowercase();
            put!(
                self.db,
                circle::Model {
                    workspace_id,
                    id: CircleId(uuid(2, number as u128)),
                    name: name.clone(),
                    name_key: name_key.clone(),
                    description: maybe.clone(),
                    color: maybe.clone(),
                    revision,
                    seq,
                    created_at,
                    updated_at,
                    archived_at,
                    created_by
                }
            );
            put!(
                self.db,
                tag::Model {
                    workspace_id,
                    id: TagId(uuid(3, number as u128)),
                    name: name.clone(),
                    name_key: name_key.clone(),
                    color: maybe.clone(),
                    revision,
                    seq,
                    created_at,
                    updated_at,
                    archived_at,
                    created_by
                }
            );
            put!(
                self.db,
                organization::Model {
                    workspace_id,
                    id: OrganizationId(uuid(4, number as u128)),
                    name: "Org".to_owned(),
                    sort_name: "org".to_owned(),
                    domain: maybe.as_ref().map(|_| format!("org{number}.example")),
                    url: maybe.clone(),
                    industry: maybe.clone(),
                    summary: maybe,
                    revision,
                    seq,
                    created_at,
                    updated_at,
                    archived_at,
                    created_by
                }
            );
        }
        // The last label is on nobody.
        for person in 0..12 {
            for label in (0..5).filter(|label| (person + label) % 3 == 0) {
                let (workspace_id, person_id) = (self.workspace, PersonId(uuid(1, person)));
                put!(
                    self.db,
                    person_tag::Model {
                        workspace_id,
                        person_id,
                        tag_id: TagId(uuid(3, label))
                    }
                );
                put!(
                    self.db,
                    circle_member::Model {
                        workspace_id,
                        person_id,
                        circle_id: CircleId(uuid(2, label)),
                        added_at: self.now
                    }
                );
            }
        }
    }

    async fn parts(&self) {
        let workspace_id = self.workspace;
        for number in 0..24_usize {
            // Nobody has parts whose number is a multiple of three.
            let person = (number % 12) as u128;
            if person.is_multiple_of(3) {
                continue;
            }
            let (person_id, position) = (PersonId(uuid(1, person)), 24 - number as i32);
            let maybe = self.named(number).0;
            let kind = [
                contact_point::ContactKind::Email,
                contact_point::ContactKind::Phone,
            ][number % 2];
            let value = format!("P{number}@Example.org");
            put!(
                self.db,
                contact_point::Model {
                    workspace_id,
                    id: ContactPointId(uuid(5, number as u128)),
                    person_id,
                    kind,
                    normalized: value.to_lowercase(),
                    value,
                    label: maybe.clone(),
                    is_primary: number >= 12,
                    position
                }
            );
            put!(
                self.db,
                affiliation::Model {
                    workspace_id,
                    id: AffiliationId(uuid(6, number as u128)),
                    person_id,
                    organization_id: OrganizationId(uuid(4, number as u128 % 6)),
                    role: maybe.clone(),
                    department: None,
                    started_on: "2019".parse().ok(),
                    ended_on: None,
                    is_current: number % 2 == 0,
                    position
                }
            );
            put!(
                self.db,
                fact::Model {
                    workspace_id,
                    id: FactId(uuid(7, number as u128)),
                    person_id,
                    kind: fact::FactKind::Skill,
                    text: format!("fact {number}"),
                    source: maybe.clone(),
                    noted_on: maybe.as_ref().and_then(|_| "2021-02".parse().ok()),
                    position
                }
            );
            let role = [
                support_role::SupportRoleKind::Peer,
                support_role::SupportRoleKind::Advisor,
            ][number / 12];
            put!(
                self.db,
                support_role::Model {
                    workspace_id,
                    person_id,
                    role,
                    note: maybe.clone(),
                    since: None
                }
            );
            put!(
                self.db,
                attribute::Model {
                    workspace_id,
                    person_id,
                    dimension: format!("Dim {}", 24 - number),
                    value: "value".to_owned()
                }
            );
            put!(
                self.db,
                external_ref::Model {
                    workspace_id,
                    source: ["vcard", "linkedin"][number / 12].to_owned(),
                    external_id: format!("key {number}"),
                    person_id,
                    url: maybe,
                    snapshot: None
                }
            );
        }
        for number in 0..14 {
            let (from, to) = (number % 11, (number * 5 + 1) % 12);
            if from == to {
                continue;
            }
            let (note, archived_at) = self.named(number as usize);
            put!(
                self.db,
                tie::Model {
                    workspace_id,
                    id: TieId(uuid(8, number)),
                    from_id: PersonId(uuid(1, from)),
                    to_id: PersonId(uuid(1, to)),
                    kind: format!("kind {number}"),
                    closeness: note.as_ref().map(|_| tie::Closeness::Strong),
                    evidence: tie::TieEvidence::MetAtEvent,
                    note,
                    since: "2001".parse().ok(),
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(number as i64 / 3),
                    updated_at: self.now,
                    archived_at,
                    created_by: Self::actor(number as usize)
                }
            );
        }
    }

    async fn collaborations(&self) {
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

    /// Writes all of it.
    pub async fn write(&self) {
        self.people().await;
        self.labels().await;
        self.parts().await;
        self.collaborations().await;
        self.interactions().await;
        self.introductions().await;
        self.changes().await;
    }
}
