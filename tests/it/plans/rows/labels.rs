//! Circles, tags and organisations, and who has them.

use entity::ids::{CircleId, OrganizationId, PersonId, TagId};
use entity::{circle, circle_member, organization, person_tag, tag};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn labels(&self) {
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
                    identity: name_key.clone(),
                    description: maybe.clone(),
                    color: maybe.clone(),
                    custom_values: None,
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
                    merged_into_id: None,
                    workspace_id,
                    id: TagId(uuid(3, number as u128)),
                    name: name.clone(),
                    name_key: name_key.clone(),
                    identity: name_key.clone(),
                    color: maybe.clone(),
                    custom_values: None,
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
                    merged_into_id: None,
                    workspace_id,
                    id: OrganizationId(uuid(4, number as u128)),
                    name: "Örg".to_owned(),
                    sort_name: "org".to_owned(),
                    domain: maybe
                        .as_ref()
                        .map(|_| format!("{}{number}.example", ["org", "münchen"][number / 2 % 2])),
                    url: maybe.clone(),
                    industry: maybe.clone(),
                    summary: maybe,
                    custom_values: None,
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
}
