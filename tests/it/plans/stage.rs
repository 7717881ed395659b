//! A server whose first workspace is the demo's, with much beside; and a second workspace that holds the same ids.

use entity::ids::WorkspaceId;
use sea_orm::{Database, DatabaseConnection};
use serde_json::json;
use tests::{Client, TestApp};

use super::rows::Rows;
use super::world::World;

/// A caller of one workspace, and the workspace as the reference sees it.
pub struct Side {
    pub client: Client,
    pub world: World,
}

/// Two workspaces of one server.
pub struct Stage {
    pub db: DatabaseConnection,
    /// The demo's, or a new one, and more.
    pub demo: Side,
    /// Another one, with other data under some of the same ids.
    pub other: Side,
}

async fn workspace_of(client: &Client) -> WorkspaceId {
    let data = client.ok("{ workspace { id } }", json!({})).await;
    data["workspace"]["id"].as_str().unwrap().parse().unwrap()
}

impl Stage {
    /// Fills the demo's workspace and another one, and reads them.
    pub async fn set(app: &TestApp) -> Self {
        api::demo::fill(&app.app).await.unwrap();
        let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";
        let input = json!({ "email": api::demo::EMAIL, "password": api::demo::PASSWORD });
        let session = app.anonymous().written(log_in, json!({ "input": input })).await;
        let demo = app.with_token(session["session"]["accessToken"].as_str().unwrap());
        Self::with(app, demo).await
    }

    /// The same without the demo, where a few rows of each kind are enough.
    pub async fn small(app: &TestApp) -> Self {
        let owner = app.owner().await;
        Self::with(app, owner).await
    }

    async fn with(app: &TestApp, first: Client) -> Self {
        let second = app.owner().await;
        // Where it is another day than in UTC, at any moment at one of the two.
        for (client, zone) in [(&first, "Pacific/Kiritimati"), (&second, "Pacific/Pago_Pago")] {
            let update = "mutation($zone: String!) { updateWorkspace(input: { timeZone: $zone, defaultRegion: \"PT\" }) { userErrors { message } } }";
            client.written(update, json!({ "zone": zone })).await;
        }
        let db = Database::connect(app.database_url()).await.unwrap();
        let now = app.clock.now();
        let (here, there) = (workspace_of(&first).await, workspace_of(&second).await);
        Rows {
            db: &db,
            workspace: here,
            now,
        }
        .write()
        .await;
        // A day before, so that the same ids hold other times; and with somebody of its own.
        Rows {
            db: &db,
            workspace: there,
            now: now - chrono::TimeDelta::days(1),
        }
        .write()
        .await;
        second.person("Only here").await;
        let demo = Side {
            client: first,
            world: World::load(&db, here, now).await,
        };
        let other = Side {
            client: second,
            world: World::load(&db, there, now).await,
        };
        Self { db, demo, other }
    }
}
