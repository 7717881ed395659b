//! A workspace made from a seed, written past the commands: rows of many at once, in one transaction.
//!
//! What the commands keep true is true here as well: each record has its row in the change feed under its `seq`, the
//! workspace knows its last one, participants repeat the interaction's time, and people know their last interaction.
//! Two things are left out: search documents (no query of the bench searches), and the fingerprints of repeated creates.

use api::app::App;
use api::aside::{self, NewUser};
use api::kit::{Failure, Ids, Root};
use chrono::{DateTime, TimeDelta, Utc};
use entity::change::{self, ChangeOp};
use entity::ids::{PersonId, TagId, WorkspaceId};
use entity::{
    Actor, RecordType, TypedId, interaction_participant as participant, person, person_tag, tag, workspace,
};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::Outcome;
use crate::rows::{self, Stamp};

/// The address under which the driver logs in.
pub const EMAIL: &str = "bench@rapport.example";
/// Its password.
pub const PASSWORD: &str = "bench, not secret";

const TAGS: usize = 50;
const TAGS_OF_A_PERSON: usize = 3;
/// Rows of one statement: 26 columns of each are within the 32,766 parameters of SQLite.
const ROWS: usize = 1_000;
/// 2021-01-01 and 2026-02-28, midnight: between them the interactions happen.
const FROM: i64 = 1_609_459_200;
const TO: i64 = 1_772_236_800;

/// How much to make.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// People.
    pub people: usize,
    /// Interactions; half of them with two people, half with one.
    pub interactions: usize,
    /// What all else follows from.
    pub seed: u64,
}

struct Load {
    workspace: WorkspaceId,
    by: Actor,
    size: Size,
}

/// Something that will have happened, before it is a row.
struct Event {
    at: DateTime<Utc>,
    people: Vec<usize>,
}

/// Makes the user and fills the workspace, unless there is one already. Answers whether it did.
pub async fn fill(app: &App, size: Size) -> Outcome<bool> {
    if aside::user_by_email(&app.db.global(), EMAIL).await?.is_some() {
        return Ok(false);
    }
    let user = NewUser {
        email: EMAIL.to_owned(),
        display_name: "Bench".to_owned(),
        password_hash: app
            .entrance
            .passwords
            .hash(PASSWORD.to_owned())
            .await
            .map_err(said)?,
        session_days: 1,
    };
    let session = app.db.write_global(&user, aside::sign_up).await.map_err(said)?;
    let input = Load {
        workspace: session.workspace.id,
        by: Actor::user(session.user.id),
        size,
    };
    app.db.write_global(&input, load).await.map_err(said)?;
    Ok(true)
}

fn said(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}

async fn load(root: &Root, input: &Load) -> Result<(), Failure> {
    let size = input.size;
    let mut rng = StdRng::seed_from_u64(size.seed);
    let mut feed = Feed::after_sign_up(root, input).await?;
    let start = time(FROM);
    let tags: Vec<tag::Model> = (0..TAGS)
        .map(|n| {
            let (stamp, id) = feed.made(RecordType::Tag, start);
            rows::tag(stamp, id, n)
        })
        .collect();
    let tag_ids: Vec<TagId> = tags.iter().map(|tag| tag.id).collect();
    insert(root, tags).await?;

    let events = events(size, &mut rng);
    let mut last = vec![person::NEVER; size.people];
    for event in &events {
        for person in &event.people {
            if let Some(last) = last.get_mut(*person) {
                *last = event.at;
            }
        }
    }
    let mut ids = Vec::with_capacity(size.people);
    for last in last.chunks(ROWS) {
        let mut people = Vec::with_capacity(ROWS);
        let mut links = Vec::with_capacity(ROWS * TAGS_OF_A_PERSON);
        for last in last {
            let (stamp, id) = feed.made::<PersonId>(RecordType::Person, start);
            ids.push(id);
            people.push(rows::person(stamp, id, *last, &mut rng));
            // Three strides of less than a third never come round: three different tags.
            let (first, stride) = (rng.random_range(0..TAGS), rng.random_range(1..TAGS / 3));
            links.extend((0..TAGS_OF_A_PERSON).filter_map(|n| {
                Some(person_tag::Model {
                    workspace_id: input.workspace,
                    person_id: id,
                    tag_id: *tag_ids.get((first + n * stride) % TAGS)?,
                })
            }));
        }
        insert(root, people).await?;
        insert(root, links).await?;
    }
    for events in events.chunks(ROWS) {
        let mut happened = Vec::with_capacity(ROWS);
        let mut there = Vec::with_capacity(2 * ROWS);
        for event in events {
            let made = event.at + TimeDelta::minutes(90);
            let (stamp, id) = feed.made(RecordType::Interaction, made);
            happened.push(rows::interaction(stamp, id, event.at, &mut rng));
            there.extend(event.people.iter().filter_map(|person| {
                Some(participant::Model {
                    workspace_id: input.workspace,
                    interaction_id: id,
                    person_id: *ids.get(*person)?,
                    happened_at: event.at,
                    archived: false,
                })
            }));
        }
        insert(root, happened).await?;
        insert(root, there).await?;
    }
    feed.close(root).await
}

/// The change feed under way.
struct Feed {
    ids: Ids,
    workspace_id: WorkspaceId,
    actor: Actor,
    seq: i64,
    rows: Vec<change::Model>,
}

impl Feed {
    async fn after_sign_up(root: &Root, input: &Load) -> Result<Self, Failure> {
        let workspace = workspace::Entity::find_by_id(input.workspace)
            .one(root.conn())
            .await?;
        Ok(Self {
            ids: Ids::seeded(input.size.seed),
            workspace_id: input.workspace,
            actor: input.by,
            seq: workspace.map_or(0, |workspace| workspace.latest_seq),
            rows: Vec::new(),
        })
    }

    /// Gives a new record its id and its place in the feed.
    fn made<I: TypedId>(&mut self, record_type: RecordType, at: DateTime<Utc>) -> (Stamp, I) {
        let id: I = self.ids.next(at);
        self.seq += 1;
        self.rows.push(change::Model {
            workspace_id: self.workspace_id,
            seq: self.seq,
            record_type,
            record_id: id.uuid(),
            op: ChangeOp::Create,
            revision: 1,
            actor: self.actor,
            at,
            fingerprint: None,
            columns: None,
        });
        let stamp = Stamp {
            workspace: self.workspace_id,
            by: self.actor,
            seq: self.seq,
            at,
        };
        (stamp, id)
    }

    async fn close(self, root: &Root) -> Result<(), Failure> {
        insert(root, self.rows).await?;
        workspace::Entity::update_many()
            .col_expr(workspace::Column::LatestSeq, self.seq.into())
            .filter(workspace::Column::Id.eq(self.workspace_id))
            .exec(root.conn())
            .await?;
        Ok(())
    }
}

async fn insert<M>(root: &Root, models: Vec<M>) -> Result<(), Failure>
where
    M: sea_orm::ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    let mut models = models.into_iter();
    loop {
        let rows: Vec<_> = models
            .by_ref()
            .take(ROWS)
            .map(|model| model.into_active_model().reset_all())
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        M::Entity::insert_many(rows)
            .exec_without_returning(root.conn())
            .await?;
    }
}

fn time(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// Evenly over five years, oldest first; anyone is as likely as anyone else to be there.
fn events(size: Size, rng: &mut StdRng) -> Vec<Event> {
    let count = i64::try_from(size.interactions).unwrap_or(i64::MAX).max(1);
    let event = |n: i64| {
        let at = time(FROM + (TO - FROM) / count * n);
        let one = rng.random_range(0..size.people);
        let mut people = vec![one];
        if n % 2 == 1 && size.people > 1 {
            people.push((one + rng.random_range(1..size.people)) % size.people);
        }
        Event { at, people }
    };
    (0..i64::try_from(size.interactions).unwrap_or(0))
        .map(event)
        .collect()
}
