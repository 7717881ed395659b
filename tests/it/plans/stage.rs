//! A server whose first workspace is the demo's, with much beside; and a second workspace that holds the same ids.

use entity::ids::WorkspaceId;
use sea_orm::{Database, DatabaseConnection};
use serde_json::json;
use tests::{Client, TestApp};

use super::rich::Rows;
use super::world::World;

/// A caller of one workspace, and the workspace as the reference sees it.
pub struct Side {
    pub client: Client,
    pub world: World,
}

/// Two workspaces of one server.
pub struct Stage {
    pub db: DatabaseConnection,
    /// The demo's, and more.
    pub demo: Side,
    /// Another one, with other data under some of the same ids.
    pub other: Side,
}

async fn workspace_of(client: &Client) -> WorkspaceId {
    let data = client.ok("{ workspace { id } }", json!({})).await;
    data["workspace"]["id"].as_str().unwrap().parse().unwrap()
}

impl Stage {
    /// Fills both workspaces and reads them.
    pub async fn set(app: &TestApp) -> Self {
        api::demo::fill(&app.app).await.unwrap();
        let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";
        let input = json!({ "email": api::demo::EMAIL, "password": api::demo::PASSWORD });
        let session = app.anonymous().written(log_in, json!({ "input": input })).await;
        let demo = app.with_token(session["session"]["accessToken"].as_str().unwrap());
        let other = app.owner().await;
        let db = Database::connect(app.database_url()).await.unwrap();
        let now = app.clock.now();
        let (first, second) = (workspace_of(&demo).await, workspace_of(&other).await);
        Rows {
            db: &db,
            workspace: first,
            now,
        }
        .write()
        .await;
        // Later, so that the same ids hold other times; and with people of its own.
        Rows {
            db: &db,
            workspace: second,
            now: now - chrono::TimeDelta::days(1),
        }
        .write()
        .await;
        other.person("Only here").await;
        let demo = Side {
            client: demo,
            world: World::load(&db, first, now).await,
        };
        let other = Side {
            client: other,
            world: World::load(&db, second, now).await,
        };
        Self { db, demo, other }
    }
}
