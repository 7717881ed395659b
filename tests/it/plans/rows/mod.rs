//! Rows that the demo has not: nulls everywhere and nowhere, archived records among live ones, people without anything,
//! equal sort keys, dates that are vague, introductions in every state. Written as rows, so that each is what it is.

mod accounts;
mod agenda;
mod custom_fields;
mod duplicates;
mod events;
mod gatherings;
mod goals;
mod labels;
mod ledger;
mod life;
mod needs;
mod parts;
mod people;
mod rhythm;
mod talks;
mod time;
mod variety;
mod work;

use chrono::{DateTime, TimeDelta, Utc};
use entity::Actor;
use entity::ids::{ApiTokenId, UserId, WorkspaceId};
use sea_orm::DatabaseConnection;
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
use put;

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
        let id = uuid(99, number as u128);
        let (user, token) = (Actor::user(UserId(id)), Actor::token(ApiTokenId(id)));
        [
            Actor::SYSTEM,
            Actor::LINK,
            user,
            token,
            user.importing(),
            token.importing(),
        ][number % 6]
    }

    /// A text for every other one; every fourth is archived.
    fn named(&self, number: usize) -> (Option<String>, Option<DateTime<Utc>>) {
        (
            (!number.is_multiple_of(2)).then(|| format!("text {number}")),
            (number % 4 == 3).then(|| self.ago(3)),
        )
    }

    /// Writes all of it.
    pub async fn write(&self) {
        self.custom_fields().await;
        self.people().await;
        self.labels().await;
        self.parts().await;
        self.collaborations().await;
        self.interactions().await;
        self.introductions().await;
        self.exchanges().await;
        self.gratitudes().await;
        self.changes().await;
        self.accounts().await;
        self.rhythm().await;
        self.agenda().await;
        self.duplicates().await;
        self.goals().await;
        self.needs().await;
        self.talks().await;
        self.life().await;
        self.variety().await;
        self.gatherings().await;
        self.time().await;
    }
}
