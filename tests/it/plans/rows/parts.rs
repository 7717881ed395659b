//! What people are made of, and who knows whom.

use entity::ids::*;
use entity::{affiliation, contact_point, external_ref, fact, support_role, tie};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn parts(&self) {
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
                    e164: maybe.clone(),
                    profile: None,
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
                    text: format!("Fáct {number}"),
                    folded: format!("fact {number}"),
                    source: maybe.clone(),
                    interaction_id: None,
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
                    custom_values: None,
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
}
