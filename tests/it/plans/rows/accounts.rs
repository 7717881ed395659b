//! Others who belong to the workspace, who are invited, and scripts.

use entity::ids::{ApiTokenId, CalendarFeedId, InvitationId, UserId};
use entity::{Role, api_token, calendar_feed, invitation, membership, user, user_workspace};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn accounts(&self) {
        let (workspace_id, db) = (self.workspace, self.db);
        for (number, role) in [Role::Editor, Role::Viewer, Role::Viewer].into_iter().enumerate() {
            // Users belong to no workspace, so that both cannot have one of the same id.
            let id = UserId(Uuid::from_u128(workspace_id.0.as_u128() + number as u128 + 1));
            let (joined_at, created_at) = (self.ago(2), self.ago(50));
            put!(
                db,
                user::Model {
                    id,
                    email: format!("Member{number}@Example.com"),
                    display_name: format!("Member \"{number}\""),
                    password_hash: String::new(),
                    created_at,
                    updated_at: created_at,
                }
            );
            put!(
                db,
                membership::Model {
                    workspace_id,
                    user_id: id,
                    role,
                    joined_at
                }
            );
            put!(
                db,
                user_workspace::Model {
                    user_id: id,
                    joined_workspace: workspace_id,
                    role,
                    joined_at
                }
            );
        }
        for number in 0..5 {
            let maybe = |at: usize| (number == at).then(|| self.ago(1));
            put!(
                db,
                invitation::Model {
                    workspace_id,
                    id: InvitationId(uuid(60, number as u128)),
                    role: Role::Viewer,
                    secret_hash: format!("hash {workspace_id} {number}"),
                    created_by: Self::actor(number),
                    created_at: self.ago(30),
                    expires_at: self.ago(if number == 4 { 1 } else { -100 }),
                    accepted_at: maybe(1),
                    accepted_by: None,
                    revoked_at: maybe(2),
                }
            );
            put!(
                db,
                calendar_feed::Model {
                    workspace_id,
                    id: CalendarFeedId(uuid(62, number as u128)),
                    name: format!("Calendar {number}"),
                    secret_hash: format!("hash {workspace_id} {number}"),
                    user_id: UserId(Uuid::from_u128(workspace_id.0.as_u128() + 1)),
                    created_by: Self::actor(number),
                    created_at: self.ago(30),
                    revoked_at: maybe(3),
                }
            );
            put!(
                db,
                api_token::Model {
                    workspace_id,
                    id: ApiTokenId(uuid(61, number as u128)),
                    name: format!("Script {number}"),
                    hint: "abcd".to_owned(),
                    secret_hash: format!("hash {workspace_id} {number}"),
                    scopes: if number == 0 {
                        json!([])
                    } else {
                        json!(["PEOPLE_READ", "TOKENS_READ"])
                    },
                    user_id: UserId(Uuid::from_u128(workspace_id.0.as_u128() + 1)),
                    created_at: self.ago(30),
                    expires_at: self.ago(-100),
                    revoked_at: maybe(1),
                    last_used_at: maybe(2),
                }
            );
        }
    }
}
